//! What a record becomes: the fulfillment of an order, the bill for it, the payment of a bill. Each takes what is still
//! open and no more.

use chrono::{DateTime, Utc};
use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::{
    draft::Draft,
    lines,
    remaining::{is_alike, open_quantity},
    schema::Kind,
    store::{Body, Record, Store, WriteOptions, decimal, is_set, number},
    tax, totals,
    wire::{Detail, Refusal, USER_ERROR},
};

/// Transforms and stores; answers the new record's id.
pub(super) fn transform(
    store: &mut Store,
    source: &Record,
    target: &'static Kind,
    body: &Body,
    options: &WriteOptions,
    at: DateTime<Utc>,
) -> Result<i64, Refusal> {
    let record = draft(store, source, target, at)?;
    let mut record = Draft::new(store, target, options).derive(record, body)?;
    price_parts(store, source, &mut record);
    close(&mut record)?;
    tax::share(store, source, &mut record);
    let record = Draft::new(store, target, options).finish(record)?;
    Ok(store.add(record))
}

/// The target as a form would show it, before anything is saved.
pub(super) fn form(
    store: &Store,
    source: &Record,
    target: &'static Kind,
    body: &Body,
    options: &WriteOptions,
    at: DateTime<Utc>,
) -> Result<Record, Refusal> {
    let record = draft(store, source, target, at)?;
    let draft = Draft::new(store, target, options);
    let mut record = draft.derive(record, body)?;
    price_parts(store, source, &mut record);
    tax::share(store, source, &mut record);
    if target.is_moved() {
        lines::show_members(store, &mut record);
    }
    Ok(Draft::new(store, target, options).previewed(record))
}

fn draft(
    store: &Store,
    source: &Record,
    target: &'static Kind,
    at: DateTime<Utc>,
) -> Result<Record, Refusal> {
    if !source.kind.becomes.contains(&target.name) {
        let text =
            format!("A record of the type {} cannot be transformed into {}.", source.kind.name, target.name);
        return Err(Detail::resource(USER_ERROR, text).into());
    }
    check_state(store, source, target)?;
    let mut record = Record::blank(target, at);
    match target.name {
        _ if !source.kind.is_transaction() => {
            let party = if target.name == "customerPayment" { "customer" } else { "entity" };
            record.body.insert(party.into(), json!({"id": source.id.to_string()}));
            return Ok(record);
        }
        "customerPayment" | "customerRefund" | "depositApplication" => money(source, &mut record),
        _ => {
            copy_header(store, source, &mut record);
            let lines = open_lines(store, source, target);
            if lines.is_empty() {
                return Err(no_lines());
            }
            record.lists.insert("item", lines);
        }
    }
    record.body.insert("createdFrom".into(), json!({"id": source.id.to_string()}));
    Ok(record)
}

pub(super) fn no_lines() -> Refusal {
    let text = "You must enter at least one line item for this transaction.";
    Detail::resource("VALID_LINE_ITEM_REQD", text).into()
}

/// An order must be approved, and neither cancelled nor closed. A transfer is received only once all that left was
/// shipped.
fn check_state(store: &Store, source: &Record, target: &Kind) -> Result<(), Refusal> {
    let refused = || {
        let text = format!("Invalid reference {}", source.id);
        Refusal::from(Detail::resource(USER_ERROR, text))
    };
    match source.choice("status").filter(|_| source.kind.is_order()) {
        Some("A" | "C") => return Err(refused()),
        Some("H") => return Err(no_lines()),
        _ => {}
    }
    if source.kind.name == "transferOrder" && target.name == "itemReceipt" {
        let mut fulfillments =
            store.dependents(source.id).filter(|other| other.kind.name == "itemFulfillment").peekable();
        let none = fulfillments.peek().is_none();
        if none || fulfillments.any(|fulfillment| fulfillment.choice("shipStatus") != Some("C")) {
            return Err(refused());
        }
    }
    Ok(())
}

fn money(source: &Record, record: &mut Record) {
    let party = source.body.get("entity").or_else(|| source.body.get("customer"));
    record.body.extend(party.map(|party| ("customer".to_owned(), party.clone())));
    copy(source, record, &["currency", "subsidiary", "exchangeRate", "department", "class", "location"]);
    let own = json!({"id": source.id.to_string()});
    if record.kind.name == "depositApplication" {
        record.body.insert("deposit".into(), own);
        return;
    }
    if source.kind.name == "invoice" {
        record.body.extend(source.body.get("account").map(|account| ("arAcct".to_owned(), account.clone())));
    }
    let list = if source.kind.name == "customerDeposit" { "deposit" } else { "apply" };
    let line: Body = [("doc", own), ("apply", Value::Bool(true))]
        .map(|(name, value)| (name.to_owned(), value))
        .into_iter()
        .collect();
    record.lists.insert(list, vec![line]);
}

fn copy(source: &Record, record: &mut Record, fields: &[&str]) {
    for field in fields {
        if let (Some(value), Some(_)) = (source.body.get(*field), record.kind.shape(field)) {
            record.body.insert((*field).to_owned(), value.clone());
        }
    }
}

const HEADER: &[&str] = &[
    "entity",
    "subsidiary",
    "currency",
    "exchangeRate",
    "location",
    "department",
    "class",
    "otherRefNum",
    "memo",
    "email",
    "terms",
    "salesRep",
    "partner",
    "shipMethod",
    "shippingAddress",
    "billingAddress",
    "shipIsResidential",
    "discountItem",
    "discountRate",
    "isTaxable",
    "taxItem",
    "taxRate",
    "shippingTaxCode",
    "taxDetailsOverride",
    "taxRegOverride",
    "taxPointDate",
    "taxPointDateOverride",
    "subsidiaryTaxRegNum",
    "entityTaxRegNum",
    "nexus",
    "paymentOption",
    "transferLocation",
];

fn copy_header(store: &Store, source: &Record, record: &mut Record) {
    copy(source, record, HEADER);
    if record.kind.name == "itemReceipt"
        && let Some(place) = source.body.get("transferLocation")
    {
        // What is received is where the transfer went.
        record.body.insert("location".into(), place.clone());
    }
    if record.kind.list("package").is_some() {
        record.body.insert("orderId".into(), source.id.into());
        record.body.insert("orderType".into(), source.kind.code.into());
    }
    if !record.kind.is_moved() {
        copy_freight(store, source, record);
    }
    for (owner, field) in store.custom_fields() {
        if let Some(value) = source.body.get(field)
            && owner == record.kind.name
        {
            record.body.insert(field.to_owned(), value.clone());
        }
    }
}

/// What earlier bills have left of the freight: all of it for the first one, unless that said otherwise.
fn copy_freight(store: &Store, source: &Record, record: &mut Record) {
    for field in ["shippingCost", "handlingCost"] {
        let alike = store.dependents(source.id).filter(|other| is_alike(other.kind, record.kind));
        let taken: Decimal = alike.map(|other| other.amount(field)).sum();
        let left = source.amount(field) - taken;
        if left > Decimal::ZERO && record.kind.shape(field).is_some() {
            record.body.insert(field.to_owned(), number(left));
        }
    }
}

/// The lines that the target can have, each with all of its open quantity.
fn open_lines(store: &Store, source: &Record, target: &'static Kind) -> Vec<Body> {
    let open: Vec<_> = source
        .lines("item")
        .iter()
        .filter_map(|line| {
            let (open, _) = open_quantity(store, source, target, line);
            (open > Decimal::ZERO).then_some((line, open))
        })
        .collect();
    // Charges are not billed before any of the goods, if there are goods.
    let waits = source.kind.name == "salesOrder"
        && source.lines("item").iter().any(|line| lines::is_goods(store, line) && !is_set(line, "isClosed"))
        && !open.iter().any(|(line, _)| lines::is_goods(store, line));
    if waits {
        return Vec::new();
    }
    open.into_iter().map(|(line, open)| open_line(store, source, target, line, open)).collect()
}

fn open_line(store: &Store, source: &Record, target: &'static Kind, line: &Body, open: Decimal) -> Body {
    const FIELDS: &[&str] = &[
        "item",
        "price",
        "rate",
        "description",
        "location",
        "department",
        "class",
        "units",
        "isTaxable",
        "taxCode",
        "taxRate1",
        "taxRate2",
        "taxDetailsReference",
    ];
    let number_in_order = lines::number(line);
    let mut made = Body::new();
    for field in FIELDS {
        if let (Some(value), Some(_)) = (line.get(*field), shape_of_line(target, field)) {
            made.insert((*field).to_owned(), value.clone());
        }
    }
    let owner = format!("{}.item", target.name);
    for (declared, field) in store.custom_fields() {
        if let Some(value) = line.get(field)
            && declared == owner
        {
            made.insert(field.to_owned(), value.clone());
        }
    }
    made.insert("orderDoc".into(), json!({"id": source.id.to_string()}));
    made.insert("orderLine".into(), lines::order_line(source.kind, target, number_in_order).into());
    if line.contains_key("quantity") || target.is_moved() {
        made.insert("quantity".into(), number(open));
    }
    if shape_of_line(target, "itemReceive").is_some() {
        let own = lines::order_line(source.kind, target, number_in_order);
        made.insert("line".into(), own.into());
        made.insert("itemReceive".into(), true.into());
        made.insert("quantityRemaining".into(), number(open));
        made.extend(lines::item(store, line).map(|item| ("itemName".to_owned(), item.title().into())));
    }
    made
}

/// What the parts of an order's lines come to, unless the request says it: the whole line its own amount, a part of it the
/// line's rate times the quantity. That loses or gains a cent here and there, but where the account shares amounts.
fn price_parts(store: &Store, source: &Record, record: &mut Record) {
    let target = record.kind;
    if shape_of_line(target, "amount").is_none() {
        return;
    }
    let unpriced = |line: &&mut Body| !line.contains_key("amount") && !line.contains_key("grossAmt");
    for line in record.lists.get_mut("item").into_iter().flatten().filter(unpriced) {
        let Some(whole) = lines::ordered(store, source, line) else { continue };
        let rate = |line: &Body| line.get("rate").and_then(decimal);
        let Some(amount) = whole.get("amount").and_then(decimal).filter(|_| rate(line) == rate(whole)) else {
            continue;
        };
        let (ordered, part) = (lines::quantity(whole), lines::quantity(line));
        if part == ordered {
            line.insert("amount".into(), number(amount));
        } else if store.options.shares_amounts {
            let (_, before) = open_quantity(store, source, target, whole);
            let digits = store.minor_digits(source);
            let share = |quantity: Decimal| totals::round(amount * quantity / ordered, digits);
            line.insert("amount".into(), number(share(before + part) - share(before)));
        }
    }
}

fn shape_of_line(target: &Kind, field: &str) -> Option<super::schema::Shape> {
    super::schema::shape(target.list("item")?.fields, field)
}

/// Leaves out what the request did not want, and refuses a target without lines.
fn close(record: &mut Record) -> Result<(), Refusal> {
    if record.kind.list("item").is_none() {
        return Ok(());
    }
    lines::drop_untaken(record);
    if record.lines("item").is_empty() && record.body.contains_key("createdFrom") {
        return Err(no_lines());
    }
    if record.kind.name == "itemFulfillment"
        && let Some(place) = record.body.get("inventoryLocation").cloned()
    {
        record.body.insert("location".into(), place);
    }
    Ok(())
}
