//! How lines of transactions are numbered, and how a line made from an order finds the order's line.

use rust_decimal::Decimal;
use serde_json::Value;

use super::{
    schema::Kind,
    store::{Body, Record, Store, decimal, reference_id},
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

/// How much of an order's line the given ones of its dependents have taken.
pub(super) fn taken(
    store: &Store,
    source: &Record,
    number: i64,
    counts: impl Fn(&Record) -> bool,
) -> Decimal {
    store
        .dependents(source.id)
        .filter(|dependent| counts(dependent))
        .flat_map(|dependent| dependent.lines("item"))
        .filter(|line| !line.contains_key("kitMemberOf"))
        .filter(|line| line.get("orderDoc").and_then(reference_id) == Some(source.id))
        .filter(|line| {
            let order_line =
                line.get("orderLine").and_then(decimal).and_then(|number| i64::try_from(number).ok());
            order_line.map(|order_line| source_line(source.kind, order_line)) == Some(number)
        })
        .map(quantity)
        .sum()
}
