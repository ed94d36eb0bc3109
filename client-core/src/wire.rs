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
        match serde_json::Value::deserialize(deserializer)? {
            serde_json::Value::Null => Ok(None),
            serde_json::Value::String(text) if text.trim().is_empty() => Ok(None),
            serde_json::Value::String(text) => {
                parse_decimal(&text).map(Some).ok_or_else(|| de::Error::custom("not a decimal number"))
            }
            serde_json::Value::Number(number) => parse_decimal(&number.to_string())
                .map(Some)
                .ok_or_else(|| de::Error::custom("not a decimal number")),
            _ => Err(de::Error::custom("expected a decimal number or its text")),
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
        let text = std::borrow::Cow::<str>::deserialize(deserializer)?;
        parse(&text).ok_or_else(|| de::Error::custom("not an ISO 8601 instant"))
    }

    /// RFC 3339 in UTC, fractions only where there are some: `2026-11-01T08:00:00Z`.
    pub fn format(value: DateTime<Utc>) -> String {
        value.to_rfc3339_opts(SecondsFormat::AutoSi, true)
    }

    /// Reads any of the forms above; a text without zone is UTC.
    pub fn parse(text: &str) -> Option<DateTime<Utc>> {
        let text = text.trim();
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
        match Option::<std::borrow::Cow<str>>::deserialize(deserializer)?.as_deref().map(str::trim) {
            None | Some("") => Ok(None),
            Some(text) => {
                instant::parse(text).map(Some).ok_or_else(|| de::Error::custom("not an ISO 8601 instant"))
            }
        }
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

    proptest! {
        #[test]
        fn cents_survive_a_json_number(cents in -99_999_999_999_999_i64..99_999_999_999_999) {
            let value = Decimal::new(cents, 2);
            let number = to_number(value).unwrap();
            prop_assert_eq!(parse_decimal(&number.to_string()).unwrap(), value);
        }
    }
}
