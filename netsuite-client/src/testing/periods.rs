//! Accounting periods: which one a transaction is posted to, and whether that one is still open.
//!
//! An account without periods is open for every date.

use serde_json::json;

use super::{
    schema::{Books, Family},
    store::{Record, Store},
    wire::{Detail, Refusal, USER_ERROR},
};

/// The period that a transaction says, else the one of its date.
fn period<'a>(store: &'a Store, record: &Record) -> Option<&'a Record> {
    let said = record.reference("postingPeriod").and_then(|id| store.get((Family::Period, id)));
    said.or_else(|| of_date(store, record.text("tranDate")?))
}

fn of_date<'a>(store: &'a Store, date: &str) -> Option<&'a Record> {
    store.of_family(Family::Period).find(|period| {
        let covers = period.text("startDate").is_some_and(|start| start <= date)
            && period.text("endDate").is_some_and(|end| date <= end);
        covers && !period.flag("isQuarter") && !period.flag("isYear") && !period.flag("isAdjust")
    })
}

/// Posts to the period of the date, unless the transaction says which.
pub(super) fn default_period(store: &Store, record: &mut Record) {
    if record.kind.books.is_none() || record.body.contains_key("postingPeriod") {
        return;
    }
    let found = record.text("tranDate").and_then(|date| of_date(store, date)).map(|period| period.id);
    record.body.extend(found.map(|id| ("postingPeriod".to_owned(), json!({"id": id.to_string()}))));
}

/// Refuses what would change the books of a period that is closed or locked.
pub(super) fn check(store: &Store, record: &Record) -> Result<(), Refusal> {
    let Some(books) = record.kind.books else { return Ok(()) };
    let Some(period) = period(store, record) else { return Ok(()) };
    let locked = period.flag("closed")
        || period.flag("allLocked")
        || books == Books::Receivable && period.flag("arLocked")
        || books == Books::Payable && period.flag("apLocked");
    if !locked {
        return Ok(());
    }
    let name = period.title();
    let text = format!(
        "You cannot create or change a transaction in the accounting period {name}: it is closed or locked."
    );
    Err(Detail::resource(USER_ERROR, text).at("postingPeriod").into())
}
