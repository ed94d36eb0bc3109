//! The state of a transaction as the documents that were made from it, or are used for it, leave it: quantities
//! fulfilled, billed and received, amounts paid and remaining, and the status that follows.

use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::{
    applying,
    lines::{self, taken},
    store::{Body, Record, Store, is_set, number},
};

/// Fills in quantities, amounts and status.
pub(super) fn update(store: &Store, record: &mut Record) {
    if record.flag("voided") {
        return record.set_status("V");
    }
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
    /// Some line was closed before all of it, or anything of it, was followed.
    cut_short: bool,
    moved: bool,
    all_moved: bool,
    /// Something was moved that the next step has not followed yet.
    unfollowed: bool,
    all_followed: bool,
}

/// One line of an order: ordered, moved (`None` for what does not move) and followed by the next step.
type Step = (Decimal, Option<Decimal>, Decimal);

/// How far each line has come: by the documents that move what is on it, and by those of the next step.
fn steps(
    store: &Store,
    order: &Record,
    moves: impl Fn(&Body) -> bool,
    moved: impl Fn(&Record) -> bool,
    followed: impl Fn(&Record) -> bool,
) -> Vec<Step> {
    let step = |line: &Body| {
        let number = lines::number(line);
        let reached = moves(line).then(|| taken(store, order, number, &moved));
        (lines::quantity(line), reached, taken(store, order, number, &followed))
    };
    order.lines("item").iter().map(step).collect()
}

fn is_receipt(other: &Record) -> bool {
    other.kind.name == "itemReceipt"
}

fn course(order: &Record, steps: &[Step]) -> Course {
    let mut course = Course { all_moved: true, all_followed: true, ..Course::default() };
    for (line, (ordered, moved, followed)) in order.lines("item").iter().zip(steps) {
        let reached = moved.unwrap_or_default();
        course.moved |= reached > Decimal::ZERO;
        course.unfollowed |=
            reached > *followed && (order.kind.name == "transferOrder" || !is_set(line, "isClosed"));
        if is_set(line, "isClosed") {
            course.cut_short |= *followed < *ordered || followed.is_zero();
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

/// The letter of an order by its course; `closed` says whether that is at its end.
fn put_status(record: &mut Record, course: &Course, closed: bool) {
    let own = record.choice("orderStatus").unwrap_or("A");
    let letter = match own {
        // It waits for approval or was cancelled; its lines do not matter then.
        "A" | "C" => own,
        _ if closed => "H",
        _ if course.all_moved && course.all_followed => "G",
        _ if course.all_moved => "F",
        _ if course.moved && course.unfollowed => "E",
        _ if course.moved => "D",
        _ => "B",
    }
    .to_owned();
    record.body.insert("orderStatus".into(), json!({"id": letter}));
    record.set_status(&letter);
}

fn sales_order(store: &Store, record: &mut Record) {
    let is_billing = |other: &Record| matches!(other.kind.name, "invoice" | "cashSale");
    let steps = steps(store, record, |line| lines::is_goods(store, line), Record::is_shipped, is_billing);
    put_quantities(record, "quantityFulfilled", "quantityBilled", &steps);
    let course = course(record, &steps);
    let closed = course.open == 0 && course.cut_short;
    let tracking: Vec<&str> = store.dependents(record.id).flat_map(tracking_numbers).collect();
    if !tracking.is_empty() {
        record.body.insert("linkedTrackingNumbers".into(), tracking.join(" ").into());
    }
    put_status(record, &course, closed);
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
    let steps = steps(store, record, |_| true, Record::is_shipped, is_receipt);
    put_quantities(record, "quantityFulfilled", "quantityReceived", &steps);
    let course = course(record, &steps);
    let closed = course.open == 0 && course.cut_short && !course.unfollowed;
    put_status(record, &course, closed);
}

fn return_authorization(store: &Store, record: &mut Record) {
    let is_refund = |other: &Record| matches!(other.kind.name, "creditMemo" | "cashRefund");
    let steps = steps(store, record, |line| lines::is_goods(store, line), is_receipt, is_refund);
    put_quantities(record, "quantityReceived", "quantityBilled", &steps);
    let course = course(record, &steps);
    let closed = course.open == 0 && course.cut_short;
    put_status(record, &course, closed);
}
