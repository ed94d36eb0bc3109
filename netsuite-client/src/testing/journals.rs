//! The rules of journal entries: every line either debits or credits, those of receivables and payables say whose, and
//! both sides come to the same.

use rust_decimal::Decimal;

use super::{
    schema::Family,
    store::{Body, Record, Store, decimal, reference_id},
    totals,
    wire::{Detail, USER_ERROR},
};

/// The first fault, if the record is a journal entry that has one.
pub(super) fn fault(store: &Store, record: &Record) -> Option<Detail> {
    if record.kind.name != "journalEntry" {
        return None;
    }
    let refused = |text: &str, path: String| Some(Detail::resource(USER_ERROR, text).at(path));
    for (index, line) in record.lines("line").iter().enumerate() {
        let amount = |side: &str| line.get(side).and_then(decimal);
        let (debit, credit) = (amount("debit"), amount("credit"));
        if debit.is_some() == credit.is_some() {
            let text = "Each line of a journal entry needs either a debit or a credit.";
            return refused(text, "line".to_owned());
        }
        let (side, amount) = if debit.is_some() { ("debit", debit) } else { ("credit", credit) };
        if amount.is_none_or(|amount| amount <= Decimal::ZERO) {
            let text = "The amount of a line of a journal entry must be greater than zero.";
            return refused(text, format!("line.items[{index}].{side}"));
        }
        if is_of_somebody(store, line) && !line.contains_key("entity") {
            return refused("Please enter value(s) for: Name", format!("line.items[{index}].entity"));
        }
    }
    if totals::imbalance(record) == Decimal::ZERO {
        return None;
    }
    refused("The amounts in a journal entry must balance.", "line".to_owned())
}

/// Whether the line's account is one of receivables or payables.
fn is_of_somebody(store: &Store, line: &Body) -> bool {
    let account = line.get("account").and_then(reference_id).and_then(|id| store.get((Family::Account, id)));
    let kind = account.and_then(|account| account.choice("acctType").or(account.text("acctType")));
    matches!(kind, Some("AcctRec" | "AcctPay"))
}
