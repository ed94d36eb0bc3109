//! What SuiteQL's functions do, as functions of SQLite: dates, texts, arithmetic as Oracle does them.

use std::{
    collections::HashMap,
    fmt::Write as _,
    sync::{Arc, Mutex, PoisonError},
};

use chrono::{Datelike, Days, Months, NaiveDate, NaiveDateTime, TimeDelta, Timelike};
use rusqlite::{
    Connection,
    functions::{Context, FunctionFlags},
    types::{Value as Cell, ValueRef},
};

use super::schema;

/// Marks a text as a date or time: such cells sort like their text and are shown in the account's format.
const MOMENT: char = '\u{1}';

const SECONDS_PER_DAY: i64 = 86_400;

/// How records are shown where others refer to them, by table and id.
#[derive(Debug, Clone, Default)]
pub(super) struct Titles(Arc<Mutex<HashMap<(String, i64), String>>>);

impl Titles {
    pub(super) fn put(&self, table: &str, id: i64, title: String) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert((table.to_owned(), id), title);
    }

    fn get(&self, table: &str, id: i64) -> Option<String> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(&(table.to_owned(), id)).cloned()
    }
}

/// Makes the functions known to a connection. What is not here and in [`sql`](super::sql)'s list is refused.
pub(super) fn register(db: &Connection, titles: &Titles) -> rusqlite::Result<()> {
    let pure = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC;
    db.create_scalar_function("TO_CHAR", -1, pure, |context| to_char(context))?;
    db.create_scalar_function("TO_DATE", 2, pure, |context| to_moment(context))?;
    db.create_scalar_function("TO_TIMESTAMP", 2, pure, |context| to_moment(context))?;
    db.create_scalar_function("TO_NUMBER", 1, pure, |context| to_number(context))?;
    db.create_scalar_function("TRUNC", -1, pure, |context| truncated(context))?;
    db.create_scalar_function("CEIL", 1, pure, |context| Ok(whole(number(context, 0)?, f64::ceil)))?;
    db.create_scalar_function("FLOOR", 1, pure, |context| Ok(whole(number(context, 0)?, f64::floor)))?;
    db.create_scalar_function("MOD", 2, pure, |context| remainder(context))?;
    db.create_scalar_function("PLUS", 2, pure, |context| plus(context))?;
    db.create_scalar_function("MINUS", 2, pure, |context| minus(context))?;
    db.create_scalar_function("DIVIDE", 2, pure, |context| quotient(context))?;
    db.create_scalar_function("NEAT", 1, pure, |context| {
        Ok(match context.get_raw(0) {
            ValueRef::Real(number) => Cell::Real(neat(number)),
            _ => context.get(0)?,
        })
    })?;
    db.create_scalar_function("CONCAT", 2, pure, |context| Ok(joined(context)))?;
    db.create_scalar_function("NVL2", 3, pure, |context| {
        context.get::<Cell>(if is_null(context, 0) { 2 } else { 1 })
    })?;
    db.create_scalar_function("DECODE", -1, pure, |context| decoded(context))?;
    db.create_scalar_function("ADD_MONTHS", 2, pure, |context| months_later(context))?;
    db.create_scalar_function("DF_STATUS", 2, pure, |context| Ok(status_text(context)))?;
    let titles = titles.clone();
    // Not deterministic: another write may rename what is referred to.
    db.create_scalar_function("DF_TITLE", 2, FunctionFlags::SQLITE_UTF8, move |context| {
        Ok(title(context, &titles))
    })
}

pub(super) fn moment(at: NaiveDateTime) -> String {
    format!("{MOMENT}{}", at.format("%Y-%m-%d %H:%M:%S"))
}

pub(super) fn moment_cell(at: NaiveDateTime) -> Cell {
    Cell::Text(moment(at))
}

/// A day as records hold it, `YYYY-MM-DD`.
pub(super) fn day_cell(date: &str) -> Cell {
    Cell::Text(format!("{MOMENT}{date} 00:00:00"))
}

fn as_moment(text: &str) -> Option<NaiveDateTime> {
    NaiveDateTime::parse_from_str(text.strip_prefix(MOMENT)?, "%Y-%m-%d %H:%M:%S").ok()
}

/// A cell as text: numbers too, dates in the account's format with the time dropped.
pub(super) fn shown(value: ValueRef<'_>) -> Option<String> {
    match value {
        ValueRef::Null | ValueRef::Blob(_) => None,
        ValueRef::Integer(number) => Some(number.to_string()),
        ValueRef::Real(number) => Some(real_text(number)),
        ValueRef::Text(_) => {
            let text = value.as_str().ok()?;
            Some(as_moment(text).map_or_else(|| text.to_owned(), |at| at.format("%-m/%-d/%Y").to_string()))
        }
    }
}

/// The fewest digits that are this number and no other.
fn real_text(number: f64) -> String {
    if number == 0.0 { "0".to_owned() } else { number.to_string() }
}

/// What was computed with doubles, to the fifteen digits that they hold exactly: no error of a sum of cents is left.
fn neat(number: f64) -> f64 {
    format!("{number:.14e}").parse().unwrap_or(number)
}

/// An operand: a day or time, a number, or nothing.
#[derive(Debug, Clone, Copy)]
enum Operand {
    Null,
    Moment(NaiveDateTime),
    Whole(i64),
    Real(f64),
}

fn failed(what: &'static str) -> rusqlite::Error {
    rusqlite::Error::UserFunctionError(what.into())
}

fn operand(context: &Context<'_>, index: usize) -> rusqlite::Result<Operand> {
    Ok(match context.get_raw(index) {
        ValueRef::Null | ValueRef::Blob(_) => Operand::Null,
        ValueRef::Integer(number) => Operand::Whole(number),
        ValueRef::Real(number) => Operand::Real(number),
        value @ ValueRef::Text(_) => {
            let text = value.as_str().unwrap_or_default();
            match (as_moment(text), text.trim().parse::<i64>(), text.trim().parse::<f64>()) {
                (Some(at), ..) => Operand::Moment(at),
                (None, Ok(number), _) => Operand::Whole(number),
                (None, Err(_), Ok(number)) if number.is_finite() => Operand::Real(number),
                _ => return Err(failed("invalid number")),
            }
        }
    })
}

fn is_null(context: &Context<'_>, index: usize) -> bool {
    matches!(context.get_raw(index), ValueRef::Null)
}

fn number(context: &Context<'_>, index: usize) -> rusqlite::Result<Option<f64>> {
    match operand(context, index)? {
        Operand::Null => Ok(None),
        Operand::Whole(number) => Ok(Some(number as f64)),
        Operand::Real(number) => Ok(Some(number)),
        Operand::Moment(_) => Err(failed("inconsistent datatypes: expected NUMBER got DATE")),
    }
}

fn whole(number: Option<f64>, round: impl Fn(f64) -> f64) -> Cell {
    number.map_or(Cell::Null, |number| Cell::Integer(round(number) as i64))
}

/// Days, whole or not, after a moment.
fn days_after(at: NaiveDateTime, days: f64) -> Cell {
    let seconds = TimeDelta::try_seconds((days * SECONDS_PER_DAY as f64).round() as i64);
    let later = seconds.and_then(|seconds| at.checked_add_signed(seconds));
    later.map_or(Cell::Null, |later| Cell::Text(moment(later)))
}

fn plus(context: &Context<'_>) -> rusqlite::Result<Cell> {
    Ok(match (operand(context, 0)?, operand(context, 1)?) {
        (Operand::Null, _) | (_, Operand::Null) => Cell::Null,
        (Operand::Moment(_), Operand::Moment(_)) => return Err(failed("date + date is not allowed")),
        (Operand::Moment(at), Operand::Whole(days)) | (Operand::Whole(days), Operand::Moment(at)) => {
            days_after(at, days as f64)
        }
        (Operand::Moment(at), Operand::Real(days)) | (Operand::Real(days), Operand::Moment(at)) => {
            days_after(at, days)
        }
        (Operand::Whole(left), Operand::Whole(right)) => Cell::Integer(left.saturating_add(right)),
        (Operand::Whole(left), Operand::Real(right)) | (Operand::Real(right), Operand::Whole(left)) => {
            Cell::Real(neat(left as f64 + right))
        }
        (Operand::Real(left), Operand::Real(right)) => Cell::Real(neat(left + right)),
    })
}

fn minus(context: &Context<'_>) -> rusqlite::Result<Cell> {
    Ok(match (operand(context, 0)?, operand(context, 1)?) {
        (Operand::Null, _) | (_, Operand::Null) => Cell::Null,
        (Operand::Moment(left), Operand::Moment(right)) => {
            Cell::Real((left - right).num_seconds() as f64 / SECONDS_PER_DAY as f64)
        }
        (Operand::Moment(at), Operand::Whole(days)) => days_after(at, -(days as f64)),
        (Operand::Moment(at), Operand::Real(days)) => days_after(at, -days),
        (_, Operand::Moment(_)) => {
            return Err(failed("inconsistent datatypes: expected NUMBER got DATE"));
        }
        (Operand::Whole(left), Operand::Whole(right)) => Cell::Integer(left.saturating_sub(right)),
        (Operand::Whole(left), Operand::Real(right)) => Cell::Real(neat(left as f64 - right)),
        (Operand::Real(left), Operand::Whole(right)) => Cell::Real(neat(left - right as f64)),
        (Operand::Real(left), Operand::Real(right)) => Cell::Real(neat(left - right)),
    })
}

fn quotient(context: &Context<'_>) -> rusqlite::Result<Cell> {
    match (number(context, 0)?, number(context, 1)?) {
        (None, _) | (_, None) => Ok(Cell::Null),
        (_, Some(0.0)) => Err(failed("divisor is equal to zero")),
        (Some(left), Some(right)) => Ok(Cell::Real(neat(left / right))),
    }
}

/// The sign is the dividend's, and a divisor of zero gives the dividend back.
fn remainder(context: &Context<'_>) -> rusqlite::Result<Cell> {
    Ok(match (number(context, 0)?, number(context, 1)?) {
        (None, _) | (_, None) => Cell::Null,
        (Some(left), Some(0.0)) => Cell::Real(left),
        (Some(left), Some(right)) => Cell::Real(left % right),
    })
}

/// Two texts in a row. Nothing is an empty text here, and an empty text is nothing.
fn joined(context: &Context<'_>) -> Cell {
    let text = |index| shown(context.get_raw(index)).unwrap_or_default();
    let joined = text(0) + &text(1);
    if joined.is_empty() { Cell::Null } else { Cell::Text(joined) }
}

/// `DECODE(value, search, result, …, default)`; nothing equals nothing here.
fn decoded(context: &Context<'_>) -> rusqlite::Result<Cell> {
    if context.len() < 3 {
        return Err(failed("not enough arguments for function DECODE"));
    }
    let value = shown(context.get_raw(0));
    let mut index = 1;
    while index + 1 < context.len() {
        if shown(context.get_raw(index)) == value {
            return context.get(index + 1);
        }
        index += 2;
    }
    if index < context.len() { context.get(index) } else { Ok(Cell::Null) }
}

fn months_later(context: &Context<'_>) -> rusqlite::Result<Cell> {
    let (at, months) = match (operand(context, 0)?, number(context, 1)?) {
        (Operand::Null, _) | (_, None) => return Ok(Cell::Null),
        (Operand::Moment(at), Some(months)) => (at, months.trunc() as i32),
        _ => return Err(failed("inconsistent datatypes: expected DATE got NUMBER")),
    };
    let step = Months::new(months.unsigned_abs());
    let shifted = if months < 0 { at.checked_sub_months(step) } else { at.checked_add_months(step) };
    // The last day of a month stays the last day.
    let is_last = at.checked_add_days(Days::new(1)).is_some_and(|next| next.month() != at.month());
    let shifted = shifted.map(|shifted| if is_last { last_day(shifted) } else { shifted });
    Ok(shifted.map_or(Cell::Null, |shifted| Cell::Text(moment(shifted))))
}

fn last_day(at: NaiveDateTime) -> NaiveDateTime {
    let last = (28..=31).rev().find_map(|day| at.with_day(day));
    last.unwrap_or(at)
}

fn status_text(context: &Context<'_>) -> Cell {
    let record_type = shown(context.get_raw(0)).unwrap_or_default();
    let Some(letter) = shown(context.get_raw(1)) else { return Cell::Null };
    let Some(kind) = schema::kind(&record_type) else { return Cell::Text(letter) };
    match schema::status_text(kind.name, &letter) {
        "" => Cell::Text(letter),
        text => Cell::Text(format!("{} : {text}", words(kind.name))),
    }
}

/// `salesOrder` as people read it: `Sales Order`.
pub(super) fn words(name: &str) -> String {
    let mut text = String::new();
    for (index, letter) in name.char_indices() {
        if index == 0 {
            text.extend(letter.to_uppercase());
        } else {
            if letter.is_uppercase() {
                text.push(' ');
            }
            text.push(letter);
        }
    }
    text
}

fn title(context: &Context<'_>, titles: &Titles) -> Cell {
    let Some(table) = shown(context.get_raw(0)) else { return Cell::Null };
    let Some(id) = shown(context.get_raw(1)) else { return Cell::Null };
    let title = id.parse().ok().and_then(|id| titles.get(&table, id));
    Cell::Text(title.unwrap_or(id))
}

fn to_char(context: &Context<'_>) -> rusqlite::Result<Cell> {
    if context.is_empty() {
        return Err(failed("not enough arguments for function TO_CHAR"));
    }
    let value = context.get_raw(0);
    let format = if context.len() > 1 { context.get_raw(1).as_str().ok() } else { None };
    let at = value.as_str().ok().and_then(as_moment);
    match (at, format) {
        (Some(at), Some(format)) => Ok(Cell::Text(formatted(at, format)?)),
        (None, Some(_)) if matches!(value, ValueRef::Integer(_) | ValueRef::Real(_)) => {
            Err(failed("formats of numbers are not simulated"))
        }
        _ => Ok(shown(value).map_or(Cell::Null, Cell::Text)),
    }
}

fn to_moment(context: &Context<'_>) -> rusqlite::Result<Cell> {
    let (ValueRef::Text(_), Ok(format)) = (context.get_raw(0), context.get_raw(1).as_str()) else {
        return Ok(Cell::Null);
    };
    let text: String = context.get(0)?;
    match parsed(&text, format)? {
        Some(at) => Ok(Cell::Text(moment(at))),
        None => Err(failed("the text does not match the date format")),
    }
}

fn to_number(context: &Context<'_>) -> rusqlite::Result<Cell> {
    Ok(match operand(context, 0)? {
        Operand::Null => Cell::Null,
        Operand::Whole(number) => Cell::Integer(number),
        Operand::Real(number) => Cell::Real(number),
        Operand::Moment(_) => return Err(failed("invalid number")),
    })
}

/// Of a moment its midnight, or the first of its `MM` or `YYYY`; of a number its whole part, or so many decimals.
fn truncated(context: &Context<'_>) -> rusqlite::Result<Cell> {
    if context.is_empty() || context.len() > 2 {
        return Err(failed("invalid number of arguments for function TRUNC"));
    }
    let unit = if context.len() == 2 { shown(context.get_raw(1)) } else { None };
    Ok(match operand(context, 0)? {
        Operand::Null => Cell::Null,
        Operand::Whole(number) => Cell::Integer(number),
        Operand::Real(number) => {
            let digits: i32 = unit.and_then(|digits| digits.parse().ok()).unwrap_or_default();
            let scale = 10f64.powi(digits);
            Cell::Real((number * scale).trunc() / scale)
        }
        Operand::Moment(at) => {
            let date = match unit.map(|unit| unit.to_ascii_uppercase()).as_deref() {
                None | Some("DD" | "DDD") => Some(at.date()),
                Some("MM" | "MONTH" | "MON") => at.date().with_day(1),
                Some("YYYY" | "YEAR" | "YY") => NaiveDate::from_ymd_opt(at.year(), 1, 1),
                Some(_) => return Err(failed("bad precision specifier")),
            };
            let midnight = date.and_then(|date| date.and_hms_opt(0, 0, 0));
            midnight.map_or(Cell::Null, |at| Cell::Text(moment(at)))
        }
    })
}

/// The parts of a date format: codes, quoted texts, and signs as they stand. Letters that are no code are an error.
fn format_parts(format: &str) -> rusqlite::Result<Vec<&str>> {
    const CODES: [&str; 9] = ["YYYY", "HH24", "HH12", "MON", "MM", "DD", "HH", "MI", "SS"];
    let mut parts = Vec::new();
    let mut rest = format;
    while let Some(first) = rest.chars().next() {
        let code = CODES
            .iter()
            .find(|code| rest.get(..code.len()).is_some_and(|head| head.eq_ignore_ascii_case(code)));
        let quoted = rest.strip_prefix('"').and_then(|tail| tail.find('"')).map(|end| end + 2);
        if code.is_none() && quoted.is_none() && (first.is_alphanumeric() || first == '"') {
            return Err(failed("date format not recognized"));
        }
        let length = code.map(|code| code.len()).or(quoted).unwrap_or(first.len_utf8());
        let (part, tail) = rest.split_at(length);
        parts.push(part);
        rest = tail;
    }
    Ok(parts)
}

fn formatted(at: NaiveDateTime, format: &str) -> rusqlite::Result<String> {
    let mut out = String::new();
    for part in format_parts(format)? {
        // Writing to a String cannot fail.
        let _ = match part.to_ascii_uppercase().as_str() {
            "YYYY" => write!(out, "{:04}", at.year()),
            "MON" => write!(out, "{}", at.format("%b").to_string().to_uppercase()),
            "MM" => write!(out, "{:02}", at.month()),
            "DD" => write!(out, "{:02}", at.day()),
            "HH24" => write!(out, "{:02}", at.hour()),
            "HH" | "HH12" => write!(out, "{:02}", at.hour12().1),
            "MI" => write!(out, "{:02}", at.minute()),
            "SS" => write!(out, "{:02}", at.second()),
            _ => write!(out, "{}", part.trim_matches('"')),
        };
    }
    Ok(out)
}

fn parsed(text: &str, format: &str) -> rusqlite::Result<Option<NaiveDateTime>> {
    let (mut year, mut month, mut day, mut hour, mut minute, mut second) = (0, 1, 1, 0, 0, 0);
    let mut rest = text;
    for part in format_parts(format)? {
        let slot = match part.to_ascii_uppercase().as_str() {
            "YYYY" => &mut year,
            "MM" => &mut month,
            "DD" => &mut day,
            "HH24" => &mut hour,
            "MI" => &mut minute,
            "SS" => &mut second,
            "MON" | "HH" | "HH12" => return Err(failed("reading this date format is not simulated")),
            _ => match rest.strip_prefix(part.trim_matches('"')) {
                Some(tail) => {
                    rest = tail;
                    continue;
                }
                None => return Ok(None),
            },
        };
        // As Oracle does, a shorter number may end at a sign: 1/2/2026.
        let longest = if part.eq_ignore_ascii_case("YYYY") { 4 } else { 2 };
        let digits = rest.bytes().take(longest).take_while(u8::is_ascii_digit).count();
        let Some(Ok(value)) = rest.get(..digits).map(str::parse::<u32>) else { return Ok(None) };
        *slot = value;
        rest = &rest[digits..];
    }
    // Whatever the format does not reach is one text too long.
    if !rest.is_empty() {
        return Ok(None);
    }
    let date = i32::try_from(year).ok().and_then(|year| NaiveDate::from_ymd_opt(year, month, day));
    Ok(date.and_then(|date| date.and_hms_opt(hour, minute, second)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> NaiveDateTime {
        NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M:%S").unwrap()
    }

    #[test]
    fn a_moment_is_written_and_read_by_its_format() {
        let evening = at("2026-02-03 21:05:09");
        assert_eq!(formatted(evening, "YYYY-MM-DD\"T\"HH24:MI:SS").unwrap(), "2026-02-03T21:05:09");
        assert_eq!(formatted(evening, "DD-MON-YYYY HH12:MI").unwrap(), "03-FEB-2026 09:05");
        assert_eq!(parsed("2026-02-03 21:05:09", "YYYY-MM-DD HH24:MI:SS").unwrap(), Some(evening));
        assert_eq!(parsed("2/3/2026", "MM/DD/YYYY").unwrap(), Some(at("2026-02-03 00:00:00")));
        for wrong in ["2026-02-30", "2026-02-03 10", "26-02-03x", "", "2026-xx-03"] {
            assert_eq!(parsed(wrong, "YYYY-MM-DD").unwrap(), None, "{wrong}");
        }
    }

    #[test]
    fn a_number_is_shown_with_all_its_digits_and_a_sum_without_its_error() {
        for (number, text) in [
            (0.00912345678, "0.00912345678"),
            (1173.2817708333334, "1173.2817708333334"),
            (13.49, "13.49"),
            (1e21, "1000000000000000000000"),
            (-0.0, "0"),
        ] {
            assert_eq!(real_text(number), text);
        }
        assert_eq!(real_text(neat(0.1 + 0.2)), "0.3");
        assert_eq!(real_text(neat(0.1 * 3.0)), "0.3");
    }

    #[test]
    fn letters_that_are_no_code_of_a_format_are_refused() {
        assert!(formatted(at("2026-02-03 21:05:09"), "YYYY-MM-DDTHH24").is_err());
        assert!(parsed("2026", "yyyy \"open").is_err());
    }

    #[test]
    fn a_name_of_a_record_type_is_read_as_words() {
        assert_eq!(words("returnAuthorization"), "Return Authorization");
    }
}
