//! Accounting periods: which one a transaction is posted to, and whether that one is still open.
//!
//! An account without periods is open for every date.

use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::{
    schema::{Books, Family, Field, Shape},
    store::{Body, Record, Store, decimal},
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

/// The books that a transaction is in now; none while it only waits to be posted.
fn books(record: &Record) -> Option<Books> {
    let waits = match record.kind.name {
        "itemFulfillment" => !record.is_shipped(),
        "journalEntry" => {
            record.choice("approvalStatus") == Some("1") || record.body.get("approved") == Some(&json!(false))
        }
        _ => false,
    };
    record.kind.books.filter(|_| !waits)
}

/// Refuses what would change the books of a period that is closed or locked. What the books do not show can be changed
/// where the period allows that.
pub(super) fn check(store: &Store, record: &Record) -> Result<(), Refusal> {
    let old = store.transaction(record.id).filter(|old| old.kind.name == record.kind.name);
    let Some(old) = old else { return check_open(store, record, false) };
    let same = is_same_in_books(old, record);
    check_open(store, old, same)?;
    check_open(store, record, same)
}

/// Refuses what would take a transaction out of a period that is closed or locked.
pub(super) fn check_removal(store: &Store, record: &Record) -> Result<(), Refusal> {
    check_open(store, record, false)
}

fn check_open(store: &Store, record: &Record, same: bool) -> Result<(), Refusal> {
    let Some(books) = books(record) else { return Ok(()) };
    let Some(period) = period(store, record) else {
        if same || store.of_family(Family::Period).next().is_none() {
            return Ok(());
        }
        let text =
            "The transaction date you specified is not within the date range of your accounting period.";
        return Err(Detail::resource(USER_ERROR, text).at("tranDate").into());
    };
    let locked = period.flag("closed")
        || period.flag("allLocked")
        || books == Books::Receivable && period.flag("arLocked")
        || books == Books::Payable && period.flag("apLocked");
    if !locked || same && period.flag("allowNonGLChanges") {
        return Ok(());
    }
    let name = period.title();
    let text = format!(
        "You cannot create or change a transaction in the accounting period {name}: it is closed or locked."
    );
    Err(Detail::resource(USER_ERROR, text).at("postingPeriod").into())
}

/// Whether two versions of a transaction are the same to the books: in date, amounts, quantities and every account or
/// record that they name.
fn is_same_in_books(old: &Record, new: &Record) -> bool {
    let lists = new.kind.lists.iter().all(|list| {
        let (before, after) = (old.lines(list.name), new.lines(list.name));
        let same = |(before, after): (&Body, &Body)| is_same(list.fields, before, after);
        before.len() == after.len() && before.iter().zip(after).all(same)
    });
    books(old) == books(new) && lists && is_same(new.kind.fields, &old.body, &new.body)
}

fn is_same(vocabulary: &[&[Field]], before: &Body, after: &Body) -> bool {
    let amount = |value: Option<&Value>| value.and_then(decimal).map(|amount: Decimal| amount.normalize());
    vocabulary.iter().flat_map(|fields| fields.iter()).all(|(name, shape)| {
        let (before, after) = (before.get(*name), after.get(*name));
        match shape {
            // What was not said is filled in whenever the transaction is saved.
            _ if before.is_none() && matches!(*name, "exchangeRate" | "postingPeriod") => true,
            Shape::Money => amount(before) == amount(after),
            // Weights and numbers of packages are in no book.
            Shape::Number if name.starts_with("package") => true,
            Shape::Number => amount(before) == amount(after),
            Shape::Ref(None) => true,
            Shape::Ref(Some(_)) | Shape::Shown(_) => before == after,
            _ => *name != "tranDate" || before == after,
        }
    })
}
