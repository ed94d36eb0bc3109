//! What a record becomes: the fulfillment of an order, the bill for it, the payment of a bill. Each takes what is still
//! open and no more.

use chrono::{DateTime, Utc};
use rust_decimal::{Decimal, RoundingStrategy};
use serde_json::{Value, json};

use super::{
    draft::Draft,
    lines::{self, taken},
    schema::{Key, Kind},
    stock,
    store::{Body, Record, Store, WriteOptions, decimal, is_set, number},
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
    close(store, &mut record)?;
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
    show_members(store, &mut record);
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

fn no_lines() -> Refusal {
    let text = "You must enter at least one line item for this transaction.";
    Detail::resource("VALID_LINE_ITEM_REQD", text).into()
}

/// An order must be approved. A transfer is received only once all that left was shipped.
fn check_state(store: &Store, source: &Record, target: &Kind) -> Result<(), Refusal> {
    let refused = || {
        let text = format!("Invalid reference {}", source.id);
        Refusal::from(Detail::resource(USER_ERROR, text))
    };
    if source.kind.is_order() && source.choice("status") == Some("A") {
        return Err(refused());
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
    // The first bill takes the whole freight.
    let first = !store.dependents(source.id).any(|other| other.kind.name == record.kind.name);
    if first && !matches!(record.kind.name, "itemFulfillment" | "itemReceipt") {
        copy(source, record, &["shippingCost", "handlingCost"]);
    }
    for (owner, field) in store.custom_fields() {
        if let Some(value) = source.body.get(field)
            && owner == record.kind.name
        {
            record.body.insert(field.to_owned(), value.clone());
        }
    }
}

/// The lines that the target can have, each with all of its open quantity.
fn open_lines(store: &Store, source: &Record, target: &'static Kind) -> Vec<Body> {
    let open: Vec<_> = source
        .lines("item")
        .iter()
        .filter_map(|line| {
            let (open, before) = open_quantity(store, source, target, line);
            (open > Decimal::ZERO).then_some((line, open, before))
        })
        .collect();
    // Charges are not billed before any of the goods, if there are goods.
    let waits = source.kind.name == "salesOrder"
        && source.lines("item").iter().any(|line| lines::is_goods(store, line) && !is_set(line, "isClosed"))
        && !open.iter().any(|(line, _, _)| lines::is_goods(store, line));
    if waits {
        return Vec::new();
    }
    open.into_iter()
        .map(|(line, open, before)| open_line(store, source, target, line, open, before))
        .collect()
}

/// What is open of a line for the target, and what was taken before.
fn open_quantity(store: &Store, source: &Record, target: &Kind, line: &Body) -> (Decimal, Decimal) {
    let (ordered, number) = (lines::quantity(line), lines::number(line));
    let count = |kinds: &[&str]| taken(store, source, number, |other| kinds.contains(&other.kind.name));
    let shipped = || taken(store, source, number, Record::is_shipped);
    let goods = lines::is_goods(store, line);
    let closed = is_set(line, "isClosed");
    let (limit, before) = match (source.kind.name, target.name) {
        (_, "itemFulfillment") if closed || !(goods || source.kind.name == "transferOrder") => {
            (Decimal::ZERO, Decimal::ZERO)
        }
        (_, "itemFulfillment") => (ordered, count(&["itemFulfillment"])),
        ("transferOrder", _) => (shipped(), count(&["itemReceipt"])),
        (_, "itemReceipt") if closed || !goods => (Decimal::ZERO, Decimal::ZERO),
        (_, "itemReceipt") => (ordered, count(&["itemReceipt"])),
        ("salesOrder", "invoice" | "cashSale") => {
            let limit = match goods {
                true if !store.bills_in_advance || closed => shipped(),
                false if closed => Decimal::ZERO,
                _ => ordered,
            };
            (limit, count(&["invoice", "cashSale"]))
        }
        ("salesOrder", _) => (if goods { shipped() } else { ordered }, count(&["returnAuthorization"])),
        ("returnAuthorization", _) => {
            (if goods { count(&["itemReceipt"]) } else { ordered }, count(&["creditMemo", "cashRefund"]))
        }
        _ => (ordered, count(&["creditMemo", "cashRefund", "returnAuthorization"])),
    };
    (limit - before, before)
}

fn open_line(
    store: &Store,
    source: &Record,
    target: &'static Kind,
    line: &Body,
    open: Decimal,
    before: Decimal,
) -> Body {
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
    if line.contains_key("quantity") || target.list("item").is_some_and(|list| list.key == Key::OrderLine) {
        made.insert("quantity".into(), number(open));
    }
    if shape_of_line(target, "itemReceive").is_some() {
        let own = lines::order_line(source.kind, target, number_in_order);
        made.insert("line".into(), own.into());
        made.insert("itemReceive".into(), true.into());
        made.insert("quantityRemaining".into(), number(open));
        made.extend(lines::item(store, line).map(|item| ("itemName".to_owned(), item.title().into())));
    }
    if shape_of_line(target, "amount").is_some()
        && let Some(amount) = line.get("amount").and_then(decimal)
    {
        // The parts of a line add up to the line, whatever is rounded.
        let digits = store.minor_digits(source);
        let share = |part: Decimal| {
            (amount * part / lines::quantity(line).max(Decimal::new(1, 6)))
                .round_dp_with_strategy(digits, RoundingStrategy::MidpointAwayFromZero)
        };
        made.insert("amount".into(), number(share(before + open) - share(before)));
    }
    made
}

fn shape_of_line(target: &Kind, field: &str) -> Option<super::schema::Shape> {
    super::schema::shape(target.list("item")?.fields, field)
}

/// Leaves out what the request did not want, and refuses a target without lines.
fn close(store: &Store, record: &mut Record) -> Result<(), Refusal> {
    let Some(list) = record.kind.list("item") else { return Ok(()) };
    let lines = record.lists.entry("item").or_default();
    let zero = |line: &Body| line.get("quantity").and_then(decimal) == Some(Decimal::ZERO);
    lines.retain(|line| line.get("itemReceive") != Some(&Value::Bool(false)) && !zero(line));
    if lines.is_empty() && (list.key == Key::OrderLine || record.body.contains_key("createdFrom")) {
        return Err(no_lines());
    }
    if record.kind.name == "itemFulfillment"
        && let Some(place) = record.body.get("inventoryLocation").cloned()
    {
        record.body.insert("location".into(), place);
    }
    show_members(store, record);
    if store.needs_stock && record.kind.name == "itemFulfillment" {
        check_stock(store, record)?;
    }
    Ok(())
}

/// A kit's members follow its line; their quantities follow its quantity.
fn show_members(store: &Store, record: &mut Record) {
    if record.kind.name != "itemFulfillment" && record.kind.name != "itemReceipt" {
        return;
    }
    let mut shown = Vec::new();
    for line in record.lists.remove("item").unwrap_or_default() {
        let kit = lines::item(store, &line).filter(|item| item.kind.name == "kitItem");
        let members = kit.map_or(&[][..], |kit| kit.lines("member"));
        let (own, quantity) = (lines::number(&line), lines::quantity(&line));
        let place = line.get("location").cloned();
        shown.push(line);
        for (index, member) in (1i64..).zip(members) {
            let mut made = Body::new();
            made.insert("line".into(), (own + index).into());
            made.insert("kitMemberOf".into(), own.into());
            made.extend(member.get("item").map(|item| ("item".to_owned(), item.clone())));
            made.insert("quantity".into(), number(quantity * lines::quantity(member)));
            made.extend(place.clone().map(|place| ("location".to_owned(), place)));
            shown.push(made);
        }
    }
    record.lists.insert("item", shown);
}

/// No more leaves a location than is there.
fn check_stock(store: &Store, record: &Record) -> Result<(), Refusal> {
    for (index, line) in record.lines("item").iter().enumerate() {
        let Some(item) = lines::item(store, line).filter(|item| item.is_stocked()) else { continue };
        let place = stock::location(record, line);
        let level = store.levels(item.id).find(|(location, _)| Some(*location) == place);
        let on_hand = level.map_or(Decimal::ZERO, |(_, level)| level.on_hand);
        if lines::quantity(line) > on_hand {
            let text = format!("The quantity of {} is more than the {on_hand} on hand.", item.title());
            return Err(Detail::resource(USER_ERROR, text)
                .at(format!("item.items[{index}].quantity"))
                .into());
        }
    }
    Ok(())
}
