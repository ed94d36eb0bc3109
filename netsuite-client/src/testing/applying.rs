//! Payments, credits and deposits used for documents: only open ones of the same customer in the same currency, and for
//! no more than is left on either side.

use rust_decimal::Decimal;
use serde_json::json;

use super::{
    schema::Family,
    store::{Body, Record, Store, decimal, is_set, number, number_text, reference_id},
    wire::{Detail, INVALID_KEY, Refusal, USER_ERROR},
};

/// Which documents a list of a record type names.
const USES: &[(&str, &str, &[&str])] = &[
    ("customerPayment", "apply", &["invoice"]),
    ("customerPayment", "credit", &["creditMemo"]),
    ("customerPayment", "deposit", &["customerDeposit"]),
    ("creditMemo", "apply", &["invoice"]),
    ("depositApplication", "apply", &["invoice"]),
    ("customerRefund", "apply", &["creditMemo", "customerPayment"]),
    ("customerRefund", "deposit", &["customerDeposit"]),
];

/// What a bank deposit can pick.
const BANKED: &[&str] = &["customerPayment", "customerDeposit", "cashSale", "customerRefund", "cashRefund"];

/// What a record's own list applies.
pub(super) fn own(record: &Record, list: &str) -> Decimal {
    record.lines(list).iter().filter(|line| is_set(line, "apply")).map(amount).sum()
}

/// What other transactions apply to a document, or use of it.
pub(super) fn used(store: &Store, id: i64, lists: &[&str]) -> Decimal {
    let lines = store.dependents(id).flat_map(|other| lists.iter().flat_map(move |list| other.lines(list)));
    lines.filter(|line| is_set(line, "apply") && doc(line) == Some(id)).map(amount).sum()
}

/// What is left of a payment, a credit or a deposit.
pub(super) fn unused(store: &Store, record: &Record) -> Decimal {
    match record.kind.name {
        "customerPayment" => {
            let sources = record.amount("payment") + own(record, "credit") + own(record, "deposit");
            sources - own(record, "apply") - used(store, record.id, &["apply"])
        }
        "customerDeposit" => {
            let applications = store.dependents(record.id).filter(|other| {
                other.kind.name == "depositApplication" && other.reference("deposit") == Some(record.id)
            });
            let applied: Decimal = applications.map(|application| own(application, "apply")).sum();
            record.amount("payment") - applied - used(store, record.id, &["deposit"])
        }
        _ => {
            let given = own(record, "apply") + record.settled_elsewhere;
            record.amount("total") - given - used(store, record.id, &["apply", "credit"])
        }
    }
}

/// What a document adds to a bank deposit.
pub(super) fn banked_amount(record: &Record) -> Decimal {
    let total = record.amount("total");
    if matches!(record.kind.name, "customerRefund" | "cashRefund") { -total } else { total }
}

/// Completes the lines that apply something, and refuses those that cannot.
pub(super) fn settle(store: &Store, record: &mut Record) -> Result<(), Refusal> {
    match record.kind.name {
        "deposit" => return check_banked(store, record),
        "invoice" => return check_paid(store, record),
        _ => {}
    }
    if record.kind.name == "customerPayment" && record.flag("autoApply") && record.lines("apply").is_empty() {
        auto_apply(store, record);
    }
    let mut applies = false;
    let kind = record.kind.name;
    for (_, list, kinds) in USES.iter().filter(|(user, _, _)| *user == kind) {
        let mut lines = record.lists.remove(*list).unwrap_or_default();
        lines.retain(|line| {
            is_set(line, "apply") && line.get("amount").and_then(decimal) != Some(Decimal::ZERO)
        });
        let mut given = Decimal::ZERO;
        for (index, line) in lines.iter_mut().enumerate() {
            let path = format!("{list}.items[{index}]");
            complete_line(store, record, line, kinds, given, &path)?;
            given += amount(line);
        }
        applies |= !lines.is_empty();
        record.lists.insert(*list, lines);
    }
    match record.kind.name {
        "customerPayment" => {
            let needed = own(record, "apply") - own(record, "credit") - own(record, "deposit");
            if !record.body.contains_key("payment") {
                record.body.insert("payment".into(), number(needed.max(Decimal::ZERO)));
            }
        }
        "depositApplication" | "customerRefund" if !applies => return Err(nothing_applied()),
        _ => {}
    }
    check_sum(store, record)
}

/// An invoice comes to no less than what was paid of it.
fn check_paid(store: &Store, invoice: &Record) -> Result<(), Refusal> {
    let paid = invoice.settled_elsewhere + used(store, invoice.id, &["apply"]);
    if invoice.id == 0 || invoice.amount("total") >= paid {
        return Ok(());
    }
    let text = format!("The invoice cannot come to less than the {paid} that was paid.");
    Err(Detail::resource(USER_ERROR, text).at("total").into())
}

/// The receivables that a document is part of: as it says, else its customer's, else the account's first.
fn receivables(store: &Store, record: &Record) -> Option<i64> {
    let customer = || store.get((Family::Entity, record.party()?))?.reference("receivablesAccount");
    let is_receivable = |account: &&Record| {
        account.choice("acctType").or(account.text("acctType")) == Some("AcctRec")
            && !account.flag("isInactive")
    };
    let usual = || store.of_family(Family::Account).find(is_receivable).map(|account| account.id);
    let field = if matches!(record.kind.name, "invoice" | "creditMemo") { "account" } else { "arAcct" };
    record.reference(field).or_else(customer).or_else(usual)
}

/// Whether a document can be used together with the record: of the same customer, currency and receivables.
fn belongs(store: &Store, record: &Record, doc: &Record) -> bool {
    // A customer's deposit is owed to the customer until it is applied.
    let is_receivable = |record: &Record| record.kind.name != "customerDeposit";
    let same_account = !is_receivable(record)
        || !is_receivable(doc)
        || receivables(store, record) == receivables(store, doc);
    doc.party() == record.party() && doc.reference("currency") == record.reference("currency") && same_account
}

fn nothing_applied() -> Refusal {
    let text = "You must enter at least one line item for this transaction.";
    Detail::resource("VALID_LINE_ITEM_REQD", text).into()
}

/// The customer's open invoices, the oldest first, as far as the payment goes.
fn auto_apply(store: &Store, record: &mut Record) {
    let mut left = record.amount("payment");
    let mut lines = Vec::new();
    for invoice in store.of_family(record.kind.family).filter(|doc| doc.kind.name == "invoice") {
        let due = left_of(store, record, invoice);
        let amount = due.min(left);
        if belongs(store, record, invoice) && amount > Decimal::ZERO {
            left -= amount;
            let line = [
                ("doc", json!({"id": invoice.id.to_string()})),
                ("apply", true.into()),
                ("amount", number(amount)),
            ];
            lines.push(line.into_iter().map(|(name, value)| (name.to_owned(), value)).collect());
        }
    }
    record.lists.insert("apply", lines);
}

/// What is left of a document, if `record` used nothing of it.
fn left_of(store: &Store, record: &Record, doc: &Record) -> Decimal {
    let before = store.transaction(record.id).map_or(Decimal::ZERO, |old| {
        let lines = ["apply", "credit", "deposit"].into_iter().flat_map(|list| old.lines(list));
        lines.filter(|line| is_set(line, "apply") && self::doc(line) == Some(doc.id)).map(amount).sum()
    });
    before
        + match doc.kind.name {
            "invoice" => doc.amount("total") - doc.settled_elsewhere - used(store, doc.id, &["apply"]),
            _ => unused(store, doc),
        }
}

fn complete_line(
    store: &Store,
    record: &Record,
    line: &mut Body,
    kinds: &[&str],
    given: Decimal,
    path: &str,
) -> Result<(), Refusal> {
    let found = doc(line).and_then(|id| store.transaction(id));
    let fits = |doc: &&Record| kinds.contains(&doc.kind.name) && belongs(store, record, doc);
    let left = found.filter(fits).map(|doc| (doc, left_of(store, record, doc)));
    let Some((found, left)) = left.filter(|(_, left)| *left > Decimal::ZERO) else {
        let id = doc(line).unwrap_or_default();
        let text = format!("Invalid Field Value {id} for the following field: doc");
        return Err(Detail::resource(INVALID_KEY, text).at(format!("{path}.doc")).into());
    };
    if !line.contains_key("amount") {
        let payment = record.body.get("payment").and_then(decimal);
        line.insert("amount".into(), number(payment.map_or(left, |payment| left.min(payment - given))));
    }
    if amount(line) > left || amount(line) < Decimal::ZERO {
        let text =
            format!("The amount {} cannot be applied: {left} of {} is left.", amount(line), found.title());
        return Err(Detail::resource(USER_ERROR, text).at(format!("{path}.amount")).into());
    }
    line.insert("due".into(), number(left));
    line.insert("total".into(), number(found.amount("total")));
    line.insert("refNum".into(), found.title().into());
    line.insert("type".into(), found.kind.name.into());
    Ok(())
}

/// No more is applied than there is.
fn check_sum(store: &Store, record: &Record) -> Result<(), Refusal> {
    let left = match record.kind.name {
        "customerPayment" | "creditMemo" | "customerDeposit" => unused(store, record),
        "depositApplication" => match record.reference("deposit").and_then(|id| store.transaction(id)) {
            None => Decimal::ZERO,
            Some(deposit) => {
                let before = store.transaction(record.id).map_or(Decimal::ZERO, |old| own(old, "apply"));
                unused(store, deposit) + before - own(record, "apply")
            }
        },
        _ => Decimal::ZERO,
    };
    if left >= Decimal::ZERO {
        return Ok(());
    }
    let text = format!("More is applied than there is: {} too much.", -left);
    Err(Detail::resource(USER_ERROR, text).at("apply").into())
}

/// A bank deposit picks what was received and not deposited yet, in its own currency: that of the bank account, if nobody
/// said another.
fn check_banked(store: &Store, record: &mut Record) -> Result<(), Refusal> {
    let mut lines = record.lists.remove("payment").unwrap_or_default();
    lines.retain(|line| is_set(line, "deposit"));
    let account = record.reference("account").and_then(|id| store.get((Family::Account, id)));
    let account = account.and_then(|account| account.reference("currency"));
    let mut currency = record.reference("currency").or(account);
    for (index, line) in lines.iter_mut().enumerate() {
        let id = line.get("id").and_then(number_text).unwrap_or_default();
        let found = id.parse().ok().and_then(|id| store.transaction(id));
        let waits = |doc: &&Record| {
            let elsewhere = |other: &Record| other.kind.name == "deposit" && other.id != record.id;
            BANKED.contains(&doc.kind.name)
                && currency.is_none_or(|currency| doc.reference("currency") == Some(currency))
                && !doc.body.contains_key("account")
                && !store.dependents(doc.id).any(elsewhere)
        };
        let Some(found) = found.filter(waits) else {
            let text = format!("Invalid Field Value {id} for the following field: id");
            return Err(Detail::resource(INVALID_KEY, text).at(format!("payment.items[{index}].id")).into());
        };
        currency = currency.or(found.reference("currency"));
        line.insert("paymentAmount".into(), number(banked_amount(found)));
        line.insert("docNumber".into(), found.title().into());
        line.insert("type".into(), found.kind.code.into());
    }
    record.lists.insert("payment", lines);
    Ok(())
}

fn amount(line: &Body) -> Decimal {
    line.get("amount").and_then(decimal).unwrap_or_default()
}

fn doc(line: &Body) -> Option<i64> {
    line.get("doc").and_then(reference_id)
}
