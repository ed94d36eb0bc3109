//! How many lines a transaction may have, and how many open transactions a customer.

use super::{
    schema::Family,
    store::{Record, Store},
    wire::{Detail, Refusal, USER_ERROR},
};

/// What the service takes in one request; longer ones are split.
const LINES: &[(&str, usize)] = &[("line", 1000), ("inventory", 1000), ("item", 500)];

pub(super) fn check(store: &Store, record: &Record) -> Result<(), Refusal> {
    if !record.kind.is_transaction() {
        return Ok(());
    }
    for (list, most) in LINES {
        if record.lines(list).len() > *most {
            let text = format!("The sublist {list} has more than the maximum of {most} lines.");
            return Err(Detail::resource(USER_ERROR, text).at(*list).into());
        }
    }
    let (Some(most), Some(party), 0) = (store.options.most_open, record.party(), record.id) else {
        return Ok(());
    };
    let stays_open =
        matches!(record.kind.name, "salesOrder" | "invoice" | "creditMemo" | "returnAuthorization");
    if !stays_open || open_transactions(store, party) < most {
        return Ok(());
    }
    let text = format!("This customer has the maximum of {most} open transactions.");
    Err(Detail::resource(USER_ERROR, text).at("entity").into())
}

/// The transactions of a customer that something is still to be done with.
pub(super) fn open_transactions(store: &Store, customer: i64) -> usize {
    let own = store.of_family(Family::Transaction).filter(|record| record.party() == Some(customer));
    own.filter(|record| is_open(record)).count()
}

fn is_open(record: &Record) -> bool {
    let status = record.choice("status").unwrap_or_default();
    match record.kind.name {
        "salesOrder" | "returnAuthorization" => !matches!(status, "C" | "G" | "H"),
        "invoice" | "creditMemo" => status == "A",
        "customerPayment" => status != "V" && !record.amount("unapplied").is_zero(),
        "customerDeposit" => status != "C",
        _ => false,
    }
}
