//! What the lines of an order have left for the documents that are made from it, and what those documents hold the order
//! to.

use rust_decimal::Decimal;

use super::{
    lines::{self, taken},
    schema::Kind,
    store::{Body, Record, Store, is_set},
    wire::{Detail, Refusal, USER_ERROR},
};

/// What is open of a line for the target, and what was taken before.
pub(super) fn open_quantity(
    store: &Store,
    source: &Record,
    target: &Kind,
    line: &Body,
) -> (Decimal, Decimal) {
    let (ordered, number) = (lines::quantity(line), lines::number(line));
    let count = |kinds: &[&str]| taken(store, source, number, |other| kinds.contains(&other.kind.name));
    let shipped = || taken(store, source, number, Record::is_shipped);
    let goods = lines::is_goods(store, line);
    let closed = is_set(line, "isClosed");
    let (limit, before) = match (source.kind.name, target.name) {
        // Closing a line takes it off the list of what is to be billed, even what of it was shipped.
        ("salesOrder", "invoice" | "cashSale") if closed => (Decimal::ZERO, Decimal::ZERO),
        (_, "itemFulfillment") if closed || !(goods || source.kind.name == "transferOrder") => {
            (Decimal::ZERO, Decimal::ZERO)
        }
        (_, "itemFulfillment") => (ordered, count(&["itemFulfillment"])),
        ("transferOrder", _) => (shipped(), count(&["itemReceipt"])),
        (_, "itemReceipt") if closed || !goods => (Decimal::ZERO, Decimal::ZERO),
        (_, "itemReceipt") => (ordered, count(&["itemReceipt"])),
        ("salesOrder", "invoice" | "cashSale") => {
            let limit = if goods && !store.options.bills_in_advance { shipped() } else { ordered };
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

/// The kinds of documents that each take up to all of a line.
const DOCUMENTS: &[&[&str]] = &[
    &["itemFulfillment"],
    &["itemReceipt"],
    &["invoice", "cashSale"],
    &["creditMemo", "cashRefund"],
    &["returnAuthorization"],
];

/// Whether documents of these types take from a line together, as invoices and cash sales do.
pub(super) fn is_alike(one: &Kind, other: &Kind) -> bool {
    DOCUMENTS.iter().any(|kinds| kinds.contains(&one.name) && kinds.contains(&other.name))
}

/// How much of an order's line some kind of its documents has taken already.
fn used(store: &Store, order: &Record, number: i64) -> Decimal {
    let by = |kinds: &[&str]| taken(store, order, number, |other| kinds.contains(&other.kind.name));
    DOCUMENTS.iter().map(|kinds| by(kinds)).max().unwrap_or_default()
}

/// Refuses a change of an order that takes away what its documents were made from: such a line stays, with its item and
/// at least that quantity.
pub(super) fn check_order(store: &Store, order: &Record) -> Result<(), Refusal> {
    let Some(old) = store.transaction(order.id).filter(|old| old.kind.is_order()) else { return Ok(()) };
    for line in old.lines("item") {
        let number = lines::number(line);
        let used = used(store, old, number);
        if used <= Decimal::ZERO {
            continue;
        }
        let refused =
            |text: String, path: String| Err(Refusal::from(Detail::resource(USER_ERROR, text).at(path)));
        let mut kept = order.lines("item").iter().enumerate();
        let Some((index, kept)) = kept.find(|(_, kept)| lines::number(kept) == number) else {
            let text = format!("Line {number} cannot be removed: documents were made from it.");
            return refused(text, "item".to_owned());
        };
        let path = |field: &str| format!("item.items[{index}].{field}");
        if kept.get("item") != line.get("item") {
            let text = format!("The item of line {number} cannot be changed: documents were made from it.");
            return refused(text, path("item"));
        }
        let quantity = lines::quantity(kept);
        if quantity < used.min(lines::quantity(line)) {
            let text =
                format!("The quantity {quantity} is less than the {used} that documents were made for.");
            return refused(text, path("quantity"));
        }
    }
    Ok(())
}

/// Refuses a document that takes more of an order's line than the line has left. It may keep what it took before.
pub(super) fn check_document(store: &Store, document: &Record) -> Result<(), Refusal> {
    let old = store.transaction(document.id);
    for (index, line) in document.lines("item").iter().enumerate() {
        let Some(origin) = lines::origin(store, line) else { continue };
        let asked = lines::taken_by(store, document, origin);
        let before = old.map_or(Decimal::ZERO, |old| lines::taken_by(store, old, origin));
        let left = before + left(store, origin, document.kind);
        if lines::quantity(line) < Decimal::ZERO || asked > before && asked > left {
            let text = format!("The quantity {asked} is more than the {left} that the order still has.");
            return Err(Detail::resource(USER_ERROR, text)
                .at(format!("item.items[{index}].quantity"))
                .into());
        }
    }
    Ok(())
}

/// What an order's line has left for a type of documents.
fn left(store: &Store, (order, number): (i64, i64), target: &Kind) -> Decimal {
    let Some(order) = store.transaction(order) else { return Decimal::ZERO };
    let line = order.lines("item").iter().find(|line| lines::number(line) == number);
    let open = line.map_or(Decimal::ZERO, |line| open_quantity(store, order, target, line).0);
    open.max(Decimal::ZERO)
}
