//! The state of a transaction as the documents that were made from it, or are used for it, leave it: quantities
//! fulfilled, billed and received, amounts paid and remaining, and the status that follows.

use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::{
    applying,
    lines::{self, taken},
    store::{Record, Store, is_set, number},
};

/// Fills in quantities, amounts and status.
pub(super) fn update(store: &Store, record: &mut Record) {
    match record.kind.name {
        "salesOrder" => sales_order(store, record),
        "transferOrder" => transfer_order(store, record),
        "returnAuthorization" => return_authorization(store, record),
        "invoice" => {
            let total = record.amount("total");
            let paid = record.settled_elsewhere + applying::used(store, record.id, &["apply"]);
            record.put("amountPaid", paid);
            record.put("amountRemaining", total - paid);
            record.set_status(if total > paid { "A" } else { "B" });
        }
        "vendorBill" => {
            record.set_status(if record.amount("total") > record.settled_elsewhere { "A" } else { "B" })
        }
        "creditMemo" => {
            let applied = applying::own(record, "apply") + record.settled_elsewhere;
            let applied = applied + applying::used(store, record.id, &["apply", "credit"]);
            let left = record.amount("total") - applied;
            record.put("applied", applied);
            record.put("unapplied", left);
            record.put("amountRemaining", left);
            record.set_status(if left > Decimal::ZERO { "A" } else { "B" });
        }
        "customerPayment" => {
            let applied = applying::own(record, "apply");
            record.put("applied", applied);
            record.put("unapplied", applying::unused(store, record));
            record.set_status(if is_banked(store, record) { "C" } else { "B" });
        }
        "customerDeposit" => {
            let left = applying::unused(store, record);
            let applied = record.amount("payment") - left;
            record.put("applied", applied);
            record.put("unapplied", left);
            let banked = is_banked(store, record);
            record.set_status(if left <= Decimal::ZERO {
                "C"
            } else if banked {
                "B"
            } else {
                "A"
            });
        }
        "depositApplication" => {
            record.put("applied", applying::own(record, "apply"));
            record.set_status("B");
        }
        "cashSale" => record.set_status(if is_banked(store, record) { "C" } else { "B" }),
        "itemFulfillment" => {
            let letter = record.choice("shipStatus").unwrap_or("A").to_owned();
            record.set_status(&letter);
        }
        "journalEntry" => {
            let pending = record.choice("approvalStatus") == Some("1")
                || record.body.get("approved") == Some(&json!(false));
            record.set_status(if pending { "A" } else { "B" });
        }
        _ if record.kind.is_transaction() => record.set_status("B"),
        _ => {}
    }
}

/// Money that went to an account, or was picked by a bank deposit.
fn is_banked(store: &Store, record: &Record) -> bool {
    record.body.contains_key("account")
        || store.dependents(record.id).any(|other| other.kind.name == "deposit")
}

/// How far the lines of an order have come.
#[derive(Debug, Default)]
struct Course {
    /// Lines that are not closed.
    open: usize,
    /// Some line was closed before all of it was followed.
    cut_short: bool,
    moved: bool,
    all_moved: bool,
    /// Something was moved that the next step has not followed yet.
    unfollowed: bool,
    all_followed: bool,
}

/// One line of an order: ordered, moved (`None` for what does not move) and followed by the next step.
type Step = (Decimal, Option<Decimal>, Decimal);

fn course(order: &Record, steps: &[Step]) -> Course {
    let mut course = Course { all_moved: true, all_followed: true, ..Course::default() };
    for (line, (ordered, moved, followed)) in order.lines("item").iter().zip(steps) {
        let reached = moved.unwrap_or_default();
        course.moved |= reached > Decimal::ZERO;
        course.unfollowed |=
            reached > *followed && (order.kind.name == "transferOrder" || !is_set(line, "isClosed"));
        if is_set(line, "isClosed") {
            course.cut_short |= *followed < *ordered;
            // What left for another location arrives all the same. A closed line of a sale is not billed any more.
            course.all_followed &= order.kind.name != "transferOrder" || *followed >= reached;
            continue;
        }
        course.open += 1;
        course.all_moved &= moved.is_none_or(|moved| moved >= *ordered);
        course.all_followed &= *followed >= *ordered;
    }
    course
}

fn put_quantities(record: &mut Record, moved: &str, followed: &str, steps: &[Step]) {
    for (line, (_, reached, done)) in record.lists.get_mut("item").into_iter().flatten().zip(steps) {
        line.extend(reached.map(|reached| (moved.to_owned(), number(reached))));
        line.insert(followed.to_owned(), number(*done));
    }
}

fn order_status(record: &mut Record, letter: &str) {
    record.body.insert("orderStatus".into(), json!({"id": letter}));
    record.set_status(letter);
}

/// Whether an order waits for approval or was cancelled; its lines do not matter then.
fn is_idle(record: &Record) -> Option<String> {
    let letter = record.choice("orderStatus").unwrap_or("A");
    matches!(letter, "A" | "C").then(|| letter.to_owned())
}

fn sales_order(store: &Store, record: &mut Record) {
    let order = record.clone();
    let shipped =
        |other: &Record| other.kind.name == "itemFulfillment" && other.choice("shipStatus") == Some("C");
    let billed = |other: &Record| matches!(other.kind.name, "invoice" | "cashSale");
    let steps: Vec<Step> = order
        .lines("item")
        .iter()
        .map(|line| {
            let number = lines::number(line);
            let moves = lines::item(store, line).is_some_and(Record::is_fulfillable);
            let moved = moves.then(|| taken(store, &order, number, shipped));
            (lines::quantity(line), moved, taken(store, &order, number, billed))
        })
        .collect();
    put_quantities(record, "quantityFulfilled", "quantityBilled", &steps);
    let course = course(&order, &steps);
    let letter = match is_idle(record) {
        Some(idle) => idle,
        None if course.open == 0 && course.cut_short => "H".to_owned(),
        None if course.all_moved && course.all_followed => "G".to_owned(),
        None if course.all_moved => "F".to_owned(),
        None if course.moved && course.unfollowed => "E".to_owned(),
        None if course.moved => "D".to_owned(),
        None => "B".to_owned(),
    };
    let tracking: Vec<&str> = store.dependents(order.id).flat_map(tracking_numbers).collect();
    if !tracking.is_empty() {
        record.body.insert("linkedTrackingNumbers".into(), tracking.join(" ").into());
    }
    order_status(record, &letter);
}

fn tracking_numbers(fulfillment: &Record) -> impl Iterator<Item = &str> {
    const FIELDS: &[&str] = &[
        "packageTrackingNumber",
        "packageTrackingNumberUps",
        "packageTrackingNumberFedEx",
        "packageTrackingNumberUsps",
        "trackingNumber",
    ];
    let lists = fulfillment.lists.iter().filter(|(name, _)| name.to_lowercase().contains("package"));
    let packages = lists.flat_map(|(_, packages)| packages);
    packages.flat_map(|package| {
        FIELDS.iter().filter_map(move |field| package.get(*field).and_then(Value::as_str))
    })
}

fn transfer_order(store: &Store, record: &mut Record) {
    let order = record.clone();
    let shipped =
        |other: &Record| other.kind.name == "itemFulfillment" && other.choice("shipStatus") == Some("C");
    let received = |other: &Record| other.kind.name == "itemReceipt";
    let steps: Vec<Step> = order
        .lines("item")
        .iter()
        .map(|line| {
            let number = lines::number(line);
            let moved = taken(store, &order, number, shipped);
            (lines::quantity(line), Some(moved), taken(store, &order, number, received))
        })
        .collect();
    put_quantities(record, "quantityFulfilled", "quantityReceived", &steps);
    let course = course(&order, &steps);
    let letter = match is_idle(record) {
        Some(idle) => idle,
        None if course.open == 0 && course.cut_short && !course.unfollowed => "H".to_owned(),
        None if course.all_moved && course.all_followed => "G".to_owned(),
        None if course.all_moved => "F".to_owned(),
        None if course.moved && course.unfollowed => "E".to_owned(),
        None if course.moved => "D".to_owned(),
        None => "B".to_owned(),
    };
    order_status(record, &letter);
}

fn return_authorization(store: &Store, record: &mut Record) {
    let order = record.clone();
    let received = |other: &Record| other.kind.name == "itemReceipt";
    let refunded = |other: &Record| matches!(other.kind.name, "creditMemo" | "cashRefund");
    let steps: Vec<Step> = order
        .lines("item")
        .iter()
        .map(|line| {
            let number = lines::number(line);
            let moves = lines::item(store, line).is_some_and(Record::is_fulfillable);
            let moved = moves.then(|| taken(store, &order, number, received));
            (lines::quantity(line), moved, taken(store, &order, number, refunded))
        })
        .collect();
    put_quantities(record, "quantityReceived", "quantityBilled", &steps);
    let course = course(&order, &steps);
    let letter = match is_idle(record) {
        Some(idle) => idle,
        None if course.open == 0 && course.cut_short => "H".to_owned(),
        None if course.all_moved && course.all_followed => "G".to_owned(),
        None if course.all_moved => "F".to_owned(),
        None if course.moved && course.unfollowed => "E".to_owned(),
        None if course.moved => "D".to_owned(),
        None => "B".to_owned(),
    };
    order_status(record, &letter);
}
