//! Any object as a row: no panic, numbers are the numbers that stood there, and no error shows a value.
//!
//! The first byte chooses the format of dates.

#![no_main]

use chrono::{NaiveDate, NaiveDateTime};
use libfuzzer_sys::fuzz_target;
use netsuite_client::{
    InternalId,
    suiteql::{DateFormat, row},
};
use rust_decimal::Decimal;
use serde::Deserialize;
use serde_json::{Map, Value};

#[derive(Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
#[allow(dead_code)]
enum Kind {
    Kit,
    Assembly,
}

#[derive(Debug, Deserialize)]
#[allow(dead_code)]
struct Row {
    id: Option<InternalId>,
    count: Option<i64>,
    small: Option<u8>,
    ratio: Option<f64>,
    amount: Option<Decimal>,
    flag: Option<bool>,
    kind: Option<Kind>,
    name: Option<String>,
    letter: Option<char>,
    #[serde(default, deserialize_with = "row::optional_date")]
    day: Option<NaiveDate>,
    time: Option<NaiveDateTime>,
    list: Option<Vec<String>>,
    #[serde(flatten)]
    more: Map<String, Value>,
}

/// Stands in no message of ours.
const MARKER: char = '\u{1f512}';

fuzz_target!(|data: &[u8]| {
    let [format, rest @ ..] = data else { return };
    let dates = match format % 8 {
        0 => DateFormat::Unambiguous,
        1 => DateFormat::MonthDayYear,
        2 => DateFormat::DayMonthYear,
        3 => DateFormat::YearMonthDay,
        4 => DateFormat::DayMonthNameYear,
        5 => DateFormat::DottedDayMonthYear,
        6 => DateFormat::SlashedYearMonthDay,
        _ => DateFormat::SpacedDayMonthNameYear,
    };
    let Ok(columns) = serde_json::from_slice::<Map<String, Value>>(rest) else { return };
    match row::from_row::<Row>(&columns, dates) {
        Ok(row) => {
            if let (Some(count), Some(Value::String(text))) = (row.count, columns.get("count")) {
                let text = text.trim();
                let number = Decimal::from_str_exact(text).or_else(|_| Decimal::from_scientific(text));
                assert_eq!(number.unwrap(), Decimal::from(count));
            }
            if let (Some(day), Some(Value::String(text))) = (row.day, columns.get("day")) {
                assert_eq!(dates.parse(text), Some(day));
                assert_eq!(dates.parse(&day.to_string()), Some(day));
            }
            assert!(!row.more.contains_key("count"));
        }
        Err(error) => {
            assert!(!error.is_malformed());
            assert!(!error.to_string().contains(MARKER));
        }
    }
});
