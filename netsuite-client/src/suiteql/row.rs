//! Rows into structs. NetSuite sends numbers, flags and dates as text; the types of the fields say what they are.
//!
//! | a field of type | reads |
//! | --- | --- |
//! | whole numbers, `f64`, `Decimal` | `"56610.19"`, `"5.0"` (whole), `"1.5E7"`, real numbers |
//! | `bool` | `"T"` and `"F"`, real booleans |
//! | `String`, ids, open enums | text as it stands; a number's digits |
//! | `NaiveDate`, `NaiveDateTime` | `TO_CHAR(x,'YYYY-MM-DD')` and `TO_CHAR(x,'YYYY-MM-DD"T"HH24:MI:SS')` |
//! | `NaiveDate` with [`date`] or [`optional_date`] | dates in the account's format, too |
//! | `DateTime<Utc>` | instants with their zone, such as custom fields hold; NetSuite's own times have none and are refused |
//! | `Option` | as its inner type; `None` where the column is missing, which is how NetSuite sends null |
//!
//! Column names are lower case. Columns without a field are passed over unless the struct flattens them into a map;
//! fields *inside* a flattened struct get the text as it stands. The `links` of each row never show.

use std::{borrow::Cow, fmt};

use chrono::NaiveDate;
use commerce_client_core::{
    decode::{self, DecodeError},
    error::{Error, ErrorKind},
};
use rust_decimal::Decimal;
use serde::{
    Deserializer,
    de::{
        self, DeserializeOwned, DeserializeSeed, Error as _, IntoDeserializer as _, MapAccess, Visitor,
        value::StrDeserializer,
    },
    forward_to_deserialize_any,
};
use serde_json::{Map, Value};

use super::OPERATION;

/// A row as NetSuite sent it.
pub(super) type RawRow = Map<String, Value>;

/// How the account writes dates (Setup > Company > General Preferences, or the user's own preference).
///
/// Text in ISO form, `2026-11-30`, is read in every format, for that is what `TO_CHAR` makes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum DateFormat {
    /// Not known. Reads what can be read in one way only: `2026-11-30`, `2026/11/30`, `30-Nov-2026`, `30.11.2026`,
    /// `30 November, 2026`. Refuses every date with slashes that does not begin with the year, on the 30th of a month as
    /// well as on the 5th.
    #[default]
    Unambiguous,
    /// `M/D/YYYY`: `11/30/2026`.
    MonthDayYear,
    /// `D/M/YYYY`: `30/11/2026`.
    DayMonthYear,
    /// `YYYY-MM-DD`: `2026-11-30`.
    YearMonthDay,
    /// `YYYY/MM/DD`: `2026/11/30`.
    SlashedYearMonthDay,
    /// `D-Mon-YYYY` or `DD-MONTH-YYYY`, months in English: `30-Nov-2026`, `30-NOVEMBER-2026`.
    DayMonthNameYear,
    /// `DD MONTH, YYYY`, months in English: `30 NOVEMBER, 2026`.
    SpacedDayMonthNameYear,
    /// `D.M.YYYY`: `30.11.2026`.
    DottedDayMonthYear,
}

impl DateFormat {
    /// Reads a date; `None` when the text is not one of this format. A leading zero may stand or be missing.
    pub fn parse(self, text: &str) -> Option<NaiveDate> {
        let text = text.trim();
        if let Some([year, month, day]) = three(text, '-')
            && year.len() == 4
        {
            return NaiveDate::from_ymd_opt(year_number(year)?, number(month)?, number(day)?);
        }
        let (parts, month_is_named) = match self {
            Self::Unambiguous => {
                let numbers = three(text, '.').or_else(|| year_first(text));
                (numbers.or_else(|| three(text, '-').or_else(|| spaced(text))), numbers.is_none())
            }
            Self::MonthDayYear => (three(text, '/').map(|[month, day, year]| [day, month, year]), false),
            Self::DayMonthYear => (three(text, '/'), false),
            Self::SlashedYearMonthDay => (year_first(text), false),
            Self::YearMonthDay => (None, false),
            Self::DayMonthNameYear => (three(text, '-'), true),
            Self::SpacedDayMonthNameYear => (spaced(text), true),
            Self::DottedDayMonthYear => (three(text, '.'), false),
        };
        let [day, month, year] = parts?;
        let month = if month_is_named { month_number(month)? } else { number(month)? };
        NaiveDate::from_ymd_opt(year_number(year)?, month, number(day)?)
    }
}

/// Day, month and year of `2026/11/30`.
fn year_first(text: &str) -> Option<[&str; 3]> {
    let [year, month, day] = three(text, '/')?;
    (year.len() == 4).then_some([day, month, year])
}

/// Day, month and year of `30 November, 2026`.
fn spaced(text: &str) -> Option<[&str; 3]> {
    let (day, rest) = text.split_once(' ')?;
    let (month, year) = rest.split_once(',')?;
    Some([day, month.trim(), year.trim()])
}

fn three(text: &str, separator: char) -> Option<[&str; 3]> {
    let mut parts = text.split(separator);
    let three = [parts.next()?, parts.next()?, parts.next()?];
    parts.next().is_none().then_some(three)
}

/// One or two digits.
fn number(digits: &str) -> Option<u32> {
    let fits = matches!(digits.len(), 1 | 2) && digits.bytes().all(|digit| digit.is_ascii_digit());
    fits.then(|| digits.parse().ok()).flatten()
}

/// Four digits.
fn year_number(digits: &str) -> Option<i32> {
    let fits = digits.len() == 4 && digits.bytes().all(|digit| digit.is_ascii_digit());
    fits.then(|| digits.parse().ok()).flatten()
}

/// The month with this English name, or with these first three letters of it.
fn month_number(name: &str) -> Option<u32> {
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let is_it = |month: &str| month.eq_ignore_ascii_case(name) || month[..3].eq_ignore_ascii_case(name);
    (1..).zip(MONTHS).find_map(|(number, month)| is_it(month).then_some(number))
}

/// Reads one row, as [`SuiteQl::rows`](super::SuiteQl::rows) does: for whoever has raw rows (maps of
/// [`Value`]s), and goes on where one of them is odd.
///
/// # Errors
/// With the column that does not fit and what was expected there; never the value.
pub fn from_row<T: DeserializeOwned>(row: &Map<String, Value>, dates: DateFormat) -> Result<T, DecodeError> {
    decode::parsed_json(Row { columns: row, dates })
}

/// As [`from_row`], for the row that is the `number`th of the whole result, counted from 1.
pub(super) fn numbered<T: DeserializeOwned>(
    row: &RawRow,
    dates: DateFormat,
    number: u64,
) -> Result<T, Error> {
    from_row(row, dates)
        .map_err(|problem| Error::new(ErrorKind::Decode, OPERATION, format!("row {number}, {problem}")))
}

/// Reads a date in the format given with [`SuiteQl::with_dates`](super::SuiteQl::with_dates):
/// `#[serde(deserialize_with = "suiteql::row::date")]`.
///
/// # Errors
/// When the text is no date of that format. Without a format, a date with slashes is none.
pub fn date<'de, D: Deserializer<'de>>(deserializer: D) -> Result<NaiveDate, D::Error> {
    deserializer.deserialize_newtype_struct(ACCOUNT_DATE, AccountDate)
}

/// As [`date`], for a column that may be null:
/// `#[serde(default, deserialize_with = "suiteql::row::optional_date")]`.
///
/// # Errors
/// As of [`date`].
pub fn optional_date<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<NaiveDate>, D::Error> {
    deserializer.deserialize_option(OptionalAccountDate)
}

/// By this name a field asks its row for a date; the row knows the account's format.
const ACCOUNT_DATE: &str = "$netsuite_client::suiteql::date";

const NOT_A_DATE: &str = "not a date in the account's format (state it by with_dates, or select TO_CHAR)";

struct AccountDate;

impl<'de> Visitor<'de> for AccountDate {
    type Value = NaiveDate;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a date")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<NaiveDate, E> {
        DateFormat::Unambiguous.parse(text).ok_or_else(|| E::custom(NOT_A_DATE))
    }

    /// Of a reader that is no row.
    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<NaiveDate, D::Error> {
        deserializer.deserialize_str(self)
    }
}

struct OptionalAccountDate;

impl<'de> Visitor<'de> for OptionalAccountDate {
    type Value = Option<NaiveDate>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a date")
    }

    fn visit_none<E: de::Error>(self) -> Result<Option<NaiveDate>, E> {
        Ok(None)
    }

    fn visit_unit<E: de::Error>(self) -> Result<Option<NaiveDate>, E> {
        Ok(None)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Option<NaiveDate>, D::Error> {
        date(deserializer).map(Some)
    }
}

/// Reads a row as a map of its columns.
struct Row<'de> {
    columns: &'de RawRow,
    dates: DateFormat,
}

impl<'de> Deserializer<'de> for Row<'de> {
    type Error = serde_json::Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Self::Error> {
        visitor.visit_map(Columns { left: self.columns.iter(), value: None, dates: self.dates })
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Self::Error> {
        visitor.visit_some(self)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Self::Error> {
        visitor.visit_newtype_struct(self)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct seq
        tuple tuple_struct map struct enum identifier ignored_any
    }
}

struct Columns<'de> {
    left: serde_json::map::Iter<'de>,
    value: Option<&'de Value>,
    dates: DateFormat,
}

impl<'de> MapAccess<'de> for Columns<'de> {
    type Error = serde_json::Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Self::Error> {
        for (name, value) in self.left.by_ref() {
            // Null as NetSuite sends it, by leaving the column out, and `links` as if it were not there.
            if value.is_null() || (name == "links" && value.is_array()) {
                continue;
            }
            self.value = Some(value);
            let name: StrDeserializer<'_, serde_json::Error> = name.as_str().into_deserializer();
            return seed.deserialize(name).map(Some);
        }
        Ok(None)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Self::Error> {
        let value = self.value.take().unwrap_or(&Value::Null);
        seed.deserialize(Cell { value, dates: self.dates })
    }
}

/// One value of a row, read as whatever its field asks for.
#[derive(Clone, Copy)]
struct Cell<'de> {
    value: &'de Value,
    dates: DateFormat,
}

impl<'de> Cell<'de> {
    fn text(self) -> Option<Cow<'de, str>> {
        match self.value {
            Value::String(text) => Some(Cow::Borrowed(text)),
            Value::Number(number) => Some(Cow::Owned(number.to_string())),
            Value::Bool(flag) => Some(Cow::Borrowed(if *flag { "T" } else { "F" })),
            Value::Null | Value::Array(_) | Value::Object(_) => None,
        }
    }

    fn whole<N: TryFrom<Decimal>>(self) -> Result<N, serde_json::Error> {
        let text = self.text().unwrap_or_default();
        let text = text.trim();
        let number = Decimal::from_str_exact(text).or_else(|_| Decimal::from_scientific(text));
        let number = number.map_err(|_| serde_json::Error::custom("not a number"))?;
        if !number.is_integer() {
            return Err(serde_json::Error::custom("not a whole number"));
        }
        N::try_from(number).map_err(|_| serde_json::Error::custom("not a number of this size"))
    }

    fn float(self) -> Result<f64, serde_json::Error> {
        let number = self.text().and_then(|text| text.trim().parse::<f64>().ok());
        number.filter(|number| number.is_finite()).ok_or_else(|| serde_json::Error::custom("not a number"))
    }
}

macro_rules! whole_numbers {
    ($($deserialize:ident $visit:ident $number:ty,)+) => {$(
        fn $deserialize<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Self::Error> {
            visitor.$visit(self.whole::<$number>()?)
        }
    )+};
}

macro_rules! texts {
    ($($deserialize:ident)+) => {$(
        fn $deserialize<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Self::Error> {
            match self.text() {
                Some(Cow::Borrowed(text)) => visitor.visit_borrowed_str(text),
                Some(Cow::Owned(text)) => visitor.visit_string(text),
                None => self.deserialize_any(visitor),
            }
        }
    )+};
}

impl<'de> Deserializer<'de> for Cell<'de> {
    type Error = serde_json::Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Self::Error> {
        // Not by serde_json, which makes a map of a number where the host wants arbitrary precision.
        if let Value::Number(number) = self.value {
            if let Some(whole) = number.as_i64() {
                return visitor.visit_i64(whole);
            }
            if let Some(whole) = number.as_u64() {
                return visitor.visit_u64(whole);
            }
            if let Some(float) = number.as_f64() {
                return visitor.visit_f64(float);
            }
        }
        self.value.deserialize_any(visitor)
    }

    whole_numbers! {
        deserialize_i8 visit_i8 i8,
        deserialize_i16 visit_i16 i16,
        deserialize_i32 visit_i32 i32,
        deserialize_i64 visit_i64 i64,
        deserialize_i128 visit_i128 i128,
        deserialize_u8 visit_u8 u8,
        deserialize_u16 visit_u16 u16,
        deserialize_u32 visit_u32 u32,
        deserialize_u64 visit_u64 u64,
        deserialize_u128 visit_u128 u128,
    }

    fn deserialize_f32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Self::Error> {
        visitor.visit_f64(self.float()?)
    }

    fn deserialize_f64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Self::Error> {
        visitor.visit_f64(self.float()?)
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Self::Error> {
        match self.text().as_deref() {
            Some("T") => visitor.visit_bool(true),
            Some("F") => visitor.visit_bool(false),
            _ => Err(serde_json::Error::custom("not a flag (T or F)")),
        }
    }

    texts! { deserialize_str deserialize_string deserialize_char }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Self::Error> {
        match self.value {
            // The database behind NetSuite has no empty text: it is null.
            Value::Null => visitor.visit_none(),
            Value::String(text) if text.is_empty() => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Self::Error> {
        if name != ACCOUNT_DATE {
            return visitor.visit_newtype_struct(self);
        }
        let date = self.text().and_then(|text| self.dates.parse(&text));
        let date = date.ok_or_else(|| serde_json::Error::custom(NOT_A_DATE))?;
        visitor.visit_string(date.to_string())
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Self::Error> {
        match self.text() {
            Some(text) => {
                let text: &str = &text;
                let text: StrDeserializer<'_, serde_json::Error> = text.into_deserializer();
                visitor.visit_enum(text)
            }
            None => self.value.deserialize_enum(name, variants, visitor),
        }
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Self::Error> {
        visitor.visit_unit()
    }

    forward_to_deserialize_any! {
        bytes byte_buf unit unit_struct seq tuple tuple_struct map struct identifier
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use chrono::{DateTime, NaiveDateTime, Utc};
    use commerce_client_core::wire;
    use proptest::prelude::*;
    use serde::Deserialize;
    use serde_json::json;

    use super::*;
    use crate::id::InternalId;

    fn row(value: Value) -> RawRow {
        value.as_object().unwrap().clone()
    }

    fn read<T: DeserializeOwned>(value: Value, dates: DateFormat) -> Result<T, DecodeError> {
        from_row(&row(value), dates)
    }

    #[derive(Debug, PartialEq, Deserialize)]
    #[serde(rename_all = "lowercase")]
    enum Kind {
        Kit,
        Assembly,
    }

    #[derive(Debug, PartialEq, Deserialize)]
    struct Everything {
        id: InternalId,
        count: i64,
        tiny: u8,
        ratio: f64,
        amount: Decimal,
        #[serde(with = "wire::decimal_text")]
        as_before: Decimal,
        inactive: bool,
        kind: Kind,
        name: String,
        memo: Option<String>,
        limit: Option<u64>,
        empty: Option<i32>,
        #[serde(deserialize_with = "date")]
        day: NaiveDate,
        #[serde(default, deserialize_with = "optional_date")]
        due: Option<NaiveDate>,
        #[serde(default, deserialize_with = "optional_date")]
        closed: Option<NaiveDate>,
        iso_day: NaiveDate,
        local: NaiveDateTime,
        at: DateTime<Utc>,
    }

    #[test]
    fn the_types_of_the_fields_say_what_the_text_is() {
        let wire = json!({
            "links": [], "id": "107", "count": "-1", "tiny": "5.0", "ratio": "1173.5", "amount": "56610.19",
            "as_before": "0.10", "inactive": "F", "kind": "kit", "name": "8/5/2025", "empty": "", "limit": "1.0E3",
            "day": "8/5/2025", "due": "12/31/2026", "iso_day": "2026-11-30", "local": "2026-11-30T23:59:59",
            "at": "2026-11-30T09:00:00+01:00", "unasked": "x",
        });
        let read: Everything = read(wire, DateFormat::MonthDayYear).unwrap();
        let day = |y, m, d| NaiveDate::from_ymd_opt(y, m, d).unwrap();
        assert_eq!(
            read,
            Everything {
                id: InternalId::new("107").unwrap(),
                count: -1,
                tiny: 5,
                ratio: 1173.5,
                amount: "56610.19".parse().unwrap(),
                as_before: "0.10".parse().unwrap(),
                inactive: false,
                kind: Kind::Kit,
                name: "8/5/2025".to_owned(),
                memo: None,
                limit: Some(1000),
                empty: None,
                day: day(2025, 8, 5),
                due: Some(day(2026, 12, 31)),
                closed: None,
                iso_day: day(2026, 11, 30),
                local: day(2026, 11, 30).and_hms_opt(23, 59, 59).unwrap(),
                at: "2026-11-30T08:00:00Z".parse().unwrap(),
            }
        );
    }

    #[test]
    fn a_time_of_netsuites_is_no_instant_for_its_zone_is_not_known() {
        #[derive(Debug, Deserialize)]
        struct Modified {
            #[serde(rename = "modified")]
            _at: DateTime<Utc>,
        }
        let modified = |text: &str| {
            read::<Modified>(json!({"modified": text}), DateFormat::default())
                .map(drop)
                .map_err(|e| e.to_string())
        };
        assert_eq!(modified("2026-11-30T08:00:00Z"), Ok(()));
        for text in ["2026-11-30T08:00:00", "2026-11-30 08:00:00", "2026-11-30"] {
            assert!(modified(text).is_err_and(|error| error.starts_with("at modified: ")), "{text}");
        }
    }

    #[test]
    fn real_numbers_and_booleans_are_read_as_well() {
        #[derive(Debug, PartialEq, Deserialize)]
        struct Mixed {
            id: InternalId,
            count: u32,
            amount: Decimal,
            flag: bool,
        }
        let mixed: Mixed =
            read(json!({"id": 7, "count": 3.0, "amount": 1.25, "flag": true}), DateFormat::default())
                .unwrap();
        assert_eq!((mixed.id.as_str(), mixed.count, mixed.flag), ("7", 3, true));
        assert_eq!(mixed.amount, "1.25".parse().unwrap());
    }

    #[test]
    fn unknown_columns_are_kept_where_the_struct_flattens_them() {
        #[derive(Debug, Deserialize)]
        struct Open {
            count: i64,
            #[serde(flatten)]
            more: BTreeMap<String, Value>,
        }
        let wire = json!({"links": [], "count": "3", "custbody_x": "y", "gone": null});
        let open: Open = read(wire, DateFormat::default()).unwrap();
        assert_eq!((open.count, open.more), (3, BTreeMap::from([("custbody_x".to_owned(), json!("y"))])));
    }

    #[test]
    fn what_does_not_fit_is_named_by_its_column_and_never_shown() {
        #[derive(Debug, Deserialize)]
        #[expect(dead_code, reason = "only decoded")]
        struct Strict {
            quantity: i64,
            inactive: bool,
            #[serde(default, deserialize_with = "optional_date")]
            due: Option<NaiveDate>,
            kind: Option<Kind>,
        }
        for (odd, problem) in [
            (json!({"quantity": "Jane", "inactive": "F"}), "at quantity: not a number"),
            (json!({"quantity": "5.5", "inactive": "F"}), "at quantity: not a whole number"),
            (
                json!({"quantity": "99999999999999999999", "inactive": "F"}),
                "at quantity: not a number of this size",
            ),
            (json!({"quantity": "5", "inactive": "Jane"}), "at inactive: not a flag (T or F)"),
            (json!({"inactive": "F"}), "at .: missing field `quantity`"),
            (
                json!({"quantity": "5", "inactive": "F", "due": "1/2/2026"}),
                "at due: not a date in the account's format (state it by with_dates, or select TO_CHAR)",
            ),
            (
                json!({"quantity": "5", "inactive": "F", "kind": "Jane"}),
                "at kind: expected `kit` or `assembly`",
            ),
        ] {
            let error = read::<Strict>(odd, DateFormat::default()).unwrap_err();
            assert_eq!(error.to_string(), problem);
            assert!(!error.is_malformed());
        }
        let odd = row(json!({"quantity": "Jane", "inactive": "F"}));
        let error = numbered::<Strict>(&odd, DateFormat::default(), 1_234).unwrap_err();
        assert_eq!(error.to_string(), "suiteql: row 1234, at quantity: not a number");
    }

    #[test]
    fn a_date_is_read_in_the_accounts_format_and_guessed_in_none() {
        use DateFormat::{
            DayMonthNameYear, DayMonthYear, DottedDayMonthYear, MonthDayYear, SlashedYearMonthDay,
            SpacedDayMonthNameYear, Unambiguous, YearMonthDay,
        };
        let fifth_of_august = NaiveDate::from_ymd_opt(2025, 8, 5);
        for (format, text) in [
            (MonthDayYear, "8/5/2025"),
            (MonthDayYear, "08/05/2025"),
            (DayMonthYear, "5/8/2025"),
            (YearMonthDay, "2025-08-05"),
            (YearMonthDay, "2025-8-5"),
            (DayMonthNameYear, "5-Aug-2025"),
            (DayMonthNameYear, "05-AUG-2025"),
            (DayMonthNameYear, "05-AUGUST-2025"),
            (SpacedDayMonthNameYear, "05 AUGUST, 2025"),
            (SpacedDayMonthNameYear, "5 Aug, 2025"),
            (SlashedYearMonthDay, "2025/08/05"),
            (SlashedYearMonthDay, "2025/8/5"),
            (DottedDayMonthYear, "5.8.2025"),
            (Unambiguous, "5 August, 2025"),
            (Unambiguous, "2025/8/5"),
            (Unambiguous, "5.8.2025"),
            (Unambiguous, "5-aug-2025"),
            (Unambiguous, "2025-08-05"),
            (MonthDayYear, "2025-08-05"),
        ] {
            assert_eq!(format.parse(text), fifth_of_august, "{format:?} {text}");
        }
        for (format, text) in [
            (Unambiguous, "8/5/2025"),
            (Unambiguous, "8/30/2025"),
            (MonthDayYear, "30/8/2025"),
            (DayMonthYear, "8/30/2025"),
            (MonthDayYear, "8/5/25"),
            (MonthDayYear, "8/5/2025 10:00"),
            (DayMonthYear, "+5/8/2025"),
            (DayMonthNameYear, "5-Foo-2025"),
            (DayMonthNameYear, "5-Augu-2025"),
            (DayMonthNameYear, "5 August, 2025"),
            (SpacedDayMonthNameYear, "5 August 2025"),
            (SlashedYearMonthDay, "8/5/2025"),
            (SlashedYearMonthDay, "5/8/2025"),
            (DottedDayMonthYear, "31.2.2025"),
            (YearMonthDay, "5.8.2025"),
            (Unambiguous, ""),
        ] {
            assert_eq!(format.parse(text), None, "{format:?} {text}");
        }
    }

    #[test]
    fn a_date_outside_of_a_row_is_read_where_it_is_clear() {
        #[derive(Deserialize)]
        struct Day {
            #[serde(deserialize_with = "date")]
            day: NaiveDate,
        }
        let day: Day = serde_json::from_str(r#"{"day":"5.8.2025"}"#).unwrap();
        assert_eq!(Some(day.day), NaiveDate::from_ymd_opt(2025, 8, 5));
        assert!(serde_json::from_str::<Day>(r#"{"day":"8/5/2025"}"#).is_err());
    }

    proptest! {
        #[test]
        fn a_number_as_text_is_the_same_number(
            count in any::<i64>(),
            amount in any::<i64>(),
            scale in 0..6_u32,
        ) {
            #[derive(Deserialize)]
            struct Numbers {
                count: i64,
                amount: Decimal,
            }
            let amount = Decimal::new(amount, scale);
            let wire = json!({"count": count.to_string(), "amount": amount.to_string()});
            let numbers: Numbers = read(wire, DateFormat::default()).unwrap();
            prop_assert_eq!((numbers.count, numbers.amount), (count, amount));
        }

        #[test]
        fn a_day_is_read_back_in_every_format(days in -200_000..200_000_i64) {
            let day = DateTime::UNIX_EPOCH.date_naive() + chrono::TimeDelta::days(days);
            for (format, pattern) in [
                (DateFormat::MonthDayYear, "%-m/%-d/%Y"),
                (DateFormat::DayMonthYear, "%d/%m/%Y"),
                (DateFormat::YearMonthDay, "%Y-%m-%d"),
                (DateFormat::DayMonthNameYear, "%-d-%b-%Y"),
                (DateFormat::DayMonthNameYear, "%d-%B-%Y"),
                (DateFormat::SpacedDayMonthNameYear, "%d %B, %Y"),
                (DateFormat::SlashedYearMonthDay, "%Y/%m/%d"),
                (DateFormat::DottedDayMonthYear, "%-d.%-m.%Y"),
            ] {
                prop_assert_eq!(format.parse(&day.format(pattern).to_string()), Some(day));
            }
        }
    }
}
