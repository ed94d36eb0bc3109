//! How lines of transactions are numbered, and how a line made from an order finds the order's line.

use rust_decimal::Decimal;
use serde_json::Value;

use super::{
    schema::Kind,
    store::{self, Body, Record, Store, decimal, reference_id},
};

/// How many line numbers a line takes up: a kit's members follow it, and an item of a transfer order has one line for
/// the order, one for the fulfillment and one for the receipt.
pub(super) fn extent(store: &Store, kind: &Kind, line: &Body) -> i64 {
    if kind.name == "transferOrder" {
        return 3;
    }
    let item = line.get("item").and_then(reference_id).and_then(|id| store.item(id));
    let kit = item.filter(|item| item.kind.name == "kitItem" && kind.is_sale());
    1 + kit.map_or(0, |kit| i64::try_from(kit.lines("member").len()).unwrap_or_default())
}

/// What a fulfillment, receipt or bill calls a line of its order.
pub(super) fn order_line(source: &Kind, target: &Kind, number: i64) -> i64 {
    match (source.name, target.name) {
        ("transferOrder", "itemReceipt") => number + 2,
        _ => number,
    }
}

/// The order's line that an `orderLine` stands for.
pub(super) fn source_line(source: &Kind, order_line: i64) -> i64 {
    if source.name == "transferOrder" { (order_line - 1) / 3 * 3 + 1 } else { order_line }
}

pub(super) fn number(line: &Body) -> i64 {
    line.get("line").and_then(Value::as_i64).unwrap_or_default()
}

/// A line without a quantity, such as a discount, counts as one.
pub(super) fn quantity(line: &Body) -> Decimal {
    line.get("quantity").and_then(decimal).unwrap_or(Decimal::ONE)
}

pub(super) fn item<'a>(store: &'a Store, line: &Body) -> Option<&'a Record> {
    store.item(line.get("item").and_then(reference_id)?)
}

/// Whether the line is about something that is shipped.
pub(super) fn is_goods(store: &Store, line: &Body) -> bool {
    item(store, line).is_some_and(Record::is_fulfillable)
}

/// The order that a document's line was made of, and the line's number there. A kit's members have none of their own.
pub(super) fn origin(store: &Store, line: &Body) -> Option<(i64, i64)> {
    let source = store.transaction(line.get("orderDoc").and_then(reference_id)?)?;
    let order_line = i64::try_from(line.get("orderLine").and_then(decimal)?).ok()?;
    (!line.contains_key("kitMemberOf")).then(|| (source.id, source_line(source.kind, order_line)))
}

/// The order's line that a document's line was made of.
pub(super) fn ordered<'a>(store: &Store, order: &'a Record, line: &Body) -> Option<&'a Body> {
    let (_, of) = origin(store, line)?;
    order.lines("item").iter().find(|ordered| number(ordered) == of)
}

/// How much of an order's line a document takes.
pub(super) fn taken_by(store: &Store, document: &Record, origin: (i64, i64)) -> Decimal {
    document.lines("item").iter().filter(|line| self::origin(store, line) == Some(origin)).map(quantity).sum()
}

/// How much of an order's line the given ones of its dependents have taken.
pub(super) fn taken(
    store: &Store,
    source: &Record,
    number: i64,
    counts: impl Fn(&Record) -> bool,
) -> Decimal {
    let documents = store.dependents(source.id).filter(|dependent| counts(dependent));
    documents.map(|document| taken_by(store, document, (source.id, number))).sum()
}

/// Leaves out the lines that a fulfillment or receipt does not take. Whether there were any.
pub(super) fn drop_untaken(record: &mut Record) -> bool {
    let lines = record.lists.entry("item").or_default();
    let before = lines.len();
    let zero = |line: &Body| line.get("quantity").and_then(decimal) == Some(Decimal::ZERO);
    lines.retain(|line| line.get("itemReceive") != Some(&Value::Bool(false)) && !zero(line));
    lines.len() < before
}

/// Puts a kit's members under its line, in the quantities that follow from the line's.
pub(super) fn show_members(store: &Store, record: &mut Record) {
    let lines = record.lists.remove("item").unwrap_or_default();
    let (members, own): (Vec<_>, Vec<_>) =
        lines.into_iter().partition(|line| line.contains_key("kitMemberOf"));
    let mut shown = Vec::new();
    for line in own {
        let kit = item(store, &line).filter(|item| item.kind.name == "kitItem");
        let parts = kit.map_or(&[][..], |kit| kit.lines("member"));
        let (of, quantity_of_kit) = (number(&line), quantity(&line));
        let place = line.get("location").cloned();
        shown.push(line);
        for (index, part) in (1i64..).zip(parts) {
            let known = members.iter().find(|member| number(member) == of + index);
            let mut made = known.cloned().unwrap_or_default();
            made.insert("line".into(), (of + index).into());
            made.insert("kitMemberOf".into(), of.into());
            made.extend(part.get("item").map(|item| ("item".to_owned(), item.clone())));
            made.insert("quantity".into(), store::number(quantity_of_kit * quantity(part)));
            if !made.contains_key("location") {
                made.extend(place.clone().map(|place| ("location".to_owned(), place)));
            }
            shown.push(made);
        }
    }
    record.lists.insert("item", shown);
}
