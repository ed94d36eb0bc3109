//! How single values look on the wire, stated at the field with `#[serde(with = "…")]`.
//!
//! Amounts never pass through binary arithmetic. A JSON *number* without the host's `serde_json/arbitrary_precision`
//! keeps about 15 significant digits; a JSON *string* keeps all of them.

use std::{fmt, str::FromStr};

use rust_decimal::Decimal;
use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{self, MapAccess, Visitor, value::MapAccessDeserializer},
};

/// A value as it stands in a path or a query, not yet percent-encoded. Ids and open enums have it from their macros.
pub trait Parameter {
    /// The text, such as `2026-11-01T08:00:00Z` or `true`.
    fn to_parameter(&self) -> String;
}

impl<T: Parameter + ?Sized> Parameter for &T {
    fn to_parameter(&self) -> String {
        (*self).to_parameter()
    }
}

impl Parameter for chrono::DateTime<chrono::Utc> {
    fn to_parameter(&self) -> String {
        instant::format(*self)
    }
}

macro_rules! parameters_by_display {
    ($($type:ty),+) => {$(
        impl Parameter for $type {
            fn to_parameter(&self) -> String {
                self.to_string()
            }
        }
    )+};
}

parameters_by_display!(str, String, bool, u32, i64, Decimal, chrono::NaiveDate);

/// Reads a text with `read`, which gets it where it stands: nothing is copied.
///
/// # Errors
/// When it is no text, or as `read` says.
pub fn text<'de, D, T, E>(deserializer: D, read: impl FnOnce(&str) -> Result<T, E>) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    E: fmt::Display,
{
    deserializer.deserialize_str(Text(read))
}

/// As [`text`], for a field that may be missing or null; `read` says whether a text counts as nothing.
///
/// # Errors
/// When it is neither text nor null, or as `read` says.
pub fn optional_text<'de, D, T, E>(
    deserializer: D,
    read: impl FnOnce(&str) -> Result<Option<T>, E>,
) -> Result<Option<T>, D::Error>
where
    D: Deserializer<'de>,
    E: fmt::Display,
{
    deserializer.deserialize_option(OptionalText(read))
}

struct Text<F>(F);

impl<T, E: fmt::Display, F: FnOnce(&str) -> Result<T, E>> Visitor<'_> for Text<F> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }

    fn visit_str<E2: de::Error>(self, text: &str) -> Result<T, E2> {
        (self.0)(text).map_err(E2::custom)
    }
}

struct OptionalText<F>(F);

impl<'de, T, E: fmt::Display, F: FnOnce(&str) -> Result<Option<T>, E>> Visitor<'de> for OptionalText<F> {
    type Value = Option<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }

    fn visit_none<E2: de::Error>(self) -> Result<Option<T>, E2> {
        Ok(None)
    }

    fn visit_unit<E2: de::Error>(self) -> Result<Option<T>, E2> {
        Ok(None)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Option<T>, D::Error> {
        deserializer.deserialize_str(Text(self.0))
    }
}

/// Reads a decimal from text or from a JSON number, whichever way the host has configured `serde_json`.
struct AnyDecimal;

impl<'de> Visitor<'de> for AnyDecimal {
    type Value = Decimal;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a decimal number or its text")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Decimal, E> {
        parse_decimal(text).ok_or_else(|| E::custom("not a decimal number"))
    }

    fn visit_i64<E: de::Error>(self, number: i64) -> Result<Decimal, E> {
        Ok(number.into())
    }

    fn visit_u64<E: de::Error>(self, number: u64) -> Result<Decimal, E> {
        Ok(number.into())
    }

    fn visit_f64<E: de::Error>(self, number: f64) -> Result<Decimal, E> {
        // The shortest text that reads back as the same number is the text the sender wrote, up to 15 digits.
        self.visit_str(&number.to_string())
    }

    // With `arbitrary_precision` a number arrives as a private map.
    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Decimal, A::Error> {
        let number = serde_json::Number::deserialize(MapAccessDeserializer::new(map))?;
        self.visit_str(&number.to_string())
    }
}

fn parse_decimal(text: &str) -> Option<Decimal> {
    let text = text.trim();
    Decimal::from_str_exact(text).or_else(|_| Decimal::from_scientific(text)).ok()
}

/// A decimal that the wire holds as text: `"12.34"`. Reads numbers too.
pub mod decimal_text {
    use super::*;

    /// Writes the digits as text.
    ///
    /// # Errors
    /// Only the serializer's own.
    pub fn serialize<S: Serializer>(value: &Decimal, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(value)
    }

    /// Reads text or a number.
    ///
    /// # Errors
    /// When it is neither.
    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Decimal, D::Error> {
        deserializer.deserialize_any(AnyDecimal)
    }
}

/// A decimal that the wire holds as a JSON number: `12.34`. Reads text too.
pub mod decimal_number {
    use super::*;

    /// Writes a JSON number of exactly these digits.
    ///
    /// # Errors
    /// When a JSON number cannot hold the value exactly (more than about 15 significant digits).
    pub fn serialize<S: Serializer>(value: &Decimal, serializer: S) -> Result<S::Ok, S::Error> {
        to_number(*value).map_err(serde::ser::Error::custom)?.serialize(serializer)
    }

    /// Reads a number or text.
    ///
    /// # Errors
    /// When it is neither.
    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Decimal, D::Error> {
        deserializer.deserialize_any(AnyDecimal)
    }
}

/// As [`decimal_number`], for a field that may be missing, null or empty text.
pub mod optional_decimal_number {
    use super::*;

    /// Writes a JSON number or null.
    ///
    /// # Errors
    /// When a JSON number cannot hold the value exactly.
    pub fn serialize<S: Serializer>(value: &Option<Decimal>, serializer: S) -> Result<S::Ok, S::Error> {
        match value {
            Some(value) => decimal_number::serialize(value, serializer),
            None => serializer.serialize_none(),
        }
    }

    /// Reads a number, text, null or empty text.
    ///
    /// # Errors
    /// When it is none of these.
    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Decimal>, D::Error> {
        deserializer.deserialize_any(OptionalDecimal)
    }

    struct OptionalDecimal;

    impl<'de> Visitor<'de> for OptionalDecimal {
        type Value = Option<Decimal>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            AnyDecimal.expecting(f)
        }

        fn visit_none<E: de::Error>(self) -> Result<Option<Decimal>, E> {
            Ok(None)
        }

        fn visit_unit<E: de::Error>(self) -> Result<Option<Decimal>, E> {
            Ok(None)
        }

        fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Option<Decimal>, D::Error> {
            deserializer.deserialize_any(self)
        }

        fn visit_str<E: de::Error>(self, text: &str) -> Result<Option<Decimal>, E> {
            if text.trim().is_empty() { Ok(None) } else { AnyDecimal.visit_str(text).map(Some) }
        }

        fn visit_i64<E: de::Error>(self, number: i64) -> Result<Option<Decimal>, E> {
            AnyDecimal.visit_i64(number).map(Some)
        }

        fn visit_u64<E: de::Error>(self, number: u64) -> Result<Option<Decimal>, E> {
            AnyDecimal.visit_u64(number).map(Some)
        }

        fn visit_f64<E: de::Error>(self, number: f64) -> Result<Option<Decimal>, E> {
            // As serde_json writes it: a whole number keeps its `.0`.
            let text = serde_json::Number::from_f64(number).map(|number| number.to_string());
            AnyDecimal.visit_str(&text.unwrap_or_default()).map(Some)
        }

        fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Option<Decimal>, A::Error> {
            AnyDecimal.visit_map(map).map(Some)
        }
    }
}

/// The JSON number of exactly this value.
///
/// # Errors
/// When a JSON number cannot hold it exactly.
pub fn to_number(value: Decimal) -> Result<serde_json::Number, InexactNumber> {
    let value = value.normalize();
    if value.scale() == 0
        && let Ok(whole) = i64::try_from(value)
    {
        return Ok(whole.into());
    }
    let float = f64::from_str(&value.to_string()).map_err(|_| InexactNumber(value))?;
    let number = serde_json::Number::from_f64(float).ok_or(InexactNumber(value))?;
    if parse_decimal(&number.to_string()).map(|back| back.normalize()) == Some(value) {
        Ok(number)
    } else {
        Err(InexactNumber(value))
    }
}

/// A value with more digits than a JSON number carries.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0} has more digits than a JSON number carries exactly")]
pub struct InexactNumber(Decimal);

/// An instant in UTC. Reads every form Amazon uses: with or without fractions of a second, minutes only, date only,
/// `Z` or an offset. Writes RFC 3339 with `Z`.
pub mod instant {
    use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, SecondsFormat, Utc};

    use super::*;

    pub(super) const NOT_AN_INSTANT: &str = "not an ISO 8601 instant";

    /// Writes RFC 3339 in UTC.
    ///
    /// # Errors
    /// Only the serializer's own.
    pub fn serialize<S: Serializer>(value: &DateTime<Utc>, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&format(*value))
    }

    /// Reads any of the forms above.
    ///
    /// # Errors
    /// When the text is none of them.
    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<DateTime<Utc>, D::Error> {
        text(deserializer, |text| parse(text).ok_or(NOT_AN_INSTANT))
    }

    /// RFC 3339 in UTC, fractions only where there are some: `2026-11-01T08:00:00Z`.
    pub fn format(value: DateTime<Utc>) -> String {
        value.to_rfc3339_opts(SecondsFormat::AutoSi, true)
    }

    /// Reads any of the forms above; a text without zone is UTC.
    pub fn parse(text: &str) -> Option<DateTime<Utc>> {
        let text = text.trim();
        if let Some(instant) = parse_usual(text.as_bytes()) {
            return Some(instant);
        }
        if let Ok(instant) = DateTime::parse_from_rfc3339(text) {
            return Some(instant.to_utc());
        }
        let bare = text.trim_end_matches('Z');
        for form in ["%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M:%S"] {
            if let Ok(instant) = NaiveDateTime::parse_from_str(bare, form) {
                return Some(instant.and_utc());
            }
        }
        NaiveDate::parse_from_str(bare, "%Y-%m-%d").ok().map(|date| date.and_time(NaiveTime::MIN).and_utc())
    }

    /// `2026-11-01T08:00:00Z`, with or without a fraction of up to nine digits: how nearly every instant comes, read
    /// without chrono's search for other forms. Leap seconds are left to chrono.
    pub(super) fn parse_usual(text: &[u8]) -> Option<DateTime<Utc>> {
        let (fixed, rest) = text.split_at_checked(19)?;
        let &[y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2, b'T', h1, h2, b':', n1, n2, b':', s1, s2] = fixed
        else {
            return None;
        };
        let nanos = match rest {
            b"Z" => 0,
            [b'.', fraction @ .., b'Z'] if (1..=9).contains(&fraction.len()) => {
                number(fraction)? * 10_u32.pow(9 - fraction.len() as u32)
            }
            _ => return None,
        };
        let date = NaiveDate::from_ymd_opt(
            number(&[y1, y2, y3, y4])?.cast_signed(),
            number(&[m1, m2])?,
            number(&[d1, d2])?,
        )?;
        let time =
            date.and_hms_nano_opt(number(&[h1, h2])?, number(&[n1, n2])?, number(&[s1, s2])?, nanos)?;
        Some(time.and_utc())
    }

    /// Up to nine digits as a number.
    fn number(digits: &[u8]) -> Option<u32> {
        digits.iter().try_fold(0, |number, digit| {
            digit.is_ascii_digit().then(|| number * 10 + u32::from(digit - b'0'))
        })
    }
}

/// As [`instant`], for a field that may be missing, null or empty text.
pub mod optional_instant {
    use chrono::{DateTime, Utc};

    use super::*;

    /// Writes RFC 3339 in UTC or null.
    ///
    /// # Errors
    /// Only the serializer's own.
    pub fn serialize<S: Serializer>(value: &Option<DateTime<Utc>>, serializer: S) -> Result<S::Ok, S::Error> {
        match value {
            Some(value) => instant::serialize(value, serializer),
            None => serializer.serialize_none(),
        }
    }

    /// Reads an instant, null or empty text.
    ///
    /// # Errors
    /// When the text is not an instant.
    pub fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<DateTime<Utc>>, D::Error> {
        optional_text(deserializer, |text| match text.trim() {
            "" => Ok(None),
            text => instant::parse(text).map(Some).ok_or(instant::NOT_AN_INSTANT),
        })
    }
}

#[cfg(test)]
mod tests {
    use chrono::{TimeZone as _, Utc};
    use proptest::prelude::*;

    use super::*;

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Both {
        #[serde(with = "decimal_text")]
        text: Decimal,
        #[serde(with = "decimal_number")]
        number: Decimal,
    }

    #[test]
    fn text_stays_text_and_numbers_stay_numbers_to_the_last_digit() {
        let both: Both = serde_json::from_str(r#"{"text":"1599.90","number":0.1}"#).unwrap();
        assert_eq!(serde_json::to_string(&both).unwrap(), r#"{"text":"1599.90","number":0.1}"#);
    }

    #[test]
    fn either_form_is_read_in_either_place() {
        let both: Both = serde_json::from_str(r#"{"text":12.5,"number":"1e2"}"#).unwrap();
        assert_eq!(both, Both { text: "12.5".parse().unwrap(), number: "100".parse().unwrap() });
    }

    #[test]
    fn a_number_that_json_cannot_hold_is_refused_and_not_rounded() {
        let long: Decimal = "1234567890123456.789".parse().unwrap();
        assert!(to_number(long).is_err());
    }

    #[test]
    fn every_date_form_is_the_same_instant() {
        let eight = Utc.with_ymd_and_hms(2026, 11, 1, 8, 0, 0).unwrap();
        for text in [
            "2026-11-01T08:00:00Z",
            "2026-11-01T08:00:00.000Z",
            "2026-11-01T08:00Z",
            "2026-11-01T09:00:00+01:00",
        ] {
            assert_eq!(instant::parse(text), Some(eight), "{text}");
        }
        assert!(instant::parse("01.11.2026").is_none());
    }

    #[derive(Debug, PartialEq, Deserialize)]
    struct Perhaps {
        #[serde(default, with = "optional_decimal_number")]
        amount: Option<Decimal>,
        #[serde(default, with = "optional_instant")]
        at: Option<chrono::DateTime<Utc>>,
    }

    #[test]
    fn missing_null_and_empty_are_all_nothing() {
        for json in ["{}", r#"{"amount":null,"at":null}"#, r#"{"amount":" ","at":" "}"#] {
            let nothing: Perhaps = serde_json::from_str(json).unwrap();
            assert_eq!(nothing, Perhaps { amount: None, at: None }, "{json}");
            let value: serde_json::Value = serde_json::from_str(json).unwrap();
            assert_eq!(Perhaps::deserialize(value).unwrap(), nothing, "{json}");
        }
        for json in
            [r#"{"amount":[]}"#, r#"{"amount":{}}"#, r#"{"amount":true}"#, r#"{"at":7}"#, r#"{"at":"x"}"#]
        {
            assert!(serde_json::from_str::<Perhaps>(json).is_err(), "{json}");
        }
    }

    #[test]
    fn an_amount_that_may_be_missing_keeps_its_digits_as_text_and_as_number() {
        for (json, digits) in [("\"12.50\"", "12.50"), ("12.0", "12.0"), ("-7", "-7"), ("\" 1e2 \"", "100")] {
            let read: Perhaps = serde_json::from_str(&format!(r#"{{"amount":{json}}}"#)).unwrap();
            assert_eq!(read.amount.unwrap().to_string(), digits);
        }
    }

    #[test]
    fn text_with_escapes_is_read_like_text_without() {
        let read: Perhaps =
            serde_json::from_str(r#"{"amount":"1\u0032","at":"2026-11-01\u005408:00:00Z"}"#).unwrap();
        assert_eq!(read.amount, Some(12.into()));
        assert_eq!(read.at, instant::parse("2026-11-01T08:00:00Z"));
    }

    proptest! {
        /// Valid and nearly valid instants: days and seconds that there are not, odd digits, odd signs.
        #[test]
        fn the_short_way_to_an_instant_never_differs_from_chronos(
            text in "[0-9]{3}[0-9٣]-[01][0-9]-[0-3][0-9][Tt ][0-2][0-9]:[0-6][0-9]:[0-6][0-9](\\.[0-9]{0,10})?(Z|z|\\+01:00|)",
        ) {
            if let Some(instant) = instant::parse_usual(text.as_bytes()) {
                let chronos = chrono::DateTime::parse_from_rfc3339(&text);
                prop_assert_eq!(chronos.map(|chronos| chronos.to_utc()), Ok(instant), "{}", text);
            }
        }

        #[test]
        fn every_instant_as_we_write_it_takes_the_short_way(
            seconds in -62_167_219_200_i64..253_402_300_800, nanos in prop_oneof![Just(0), 0..1_000_000_000_u32],
        ) {
            let at = Utc.timestamp_opt(seconds, nanos).unwrap();
            prop_assert_eq!(instant::parse_usual(instant::format(at).as_bytes()), Some(at));
        }

        #[test]
        fn cents_survive_a_json_number(cents in -99_999_999_999_999_i64..99_999_999_999_999) {
            let value = Decimal::new(cents, 2);
            let number = to_number(value).unwrap();
            prop_assert_eq!(parse_decimal(&number.to_string()).unwrap(), value);
        }
    }
}
