//! Reads what Amazon leaves empty or null in place of leaving it out, and numbers that it writes as text.

use commerce_client_core::wire;
use serde::{
    Deserializer,
    de::{self, DeserializeOwned, value::StrDeserializer},
};

/// Reads a text-like value that may be missing, null or empty.
pub(crate) fn empty_is_none<'de, D: Deserializer<'de>, T: DeserializeOwned>(
    deserializer: D,
) -> Result<Option<T>, D::Error> {
    wire::optional_text(deserializer, |text| match text {
        "" => Ok(None),
        text => T::deserialize(StrDeserializer::<de::value::Error>::new(text)).map(Some),
    })
}

/// A whole number that some marketplaces write as text: `2` or `"2"`. Writes a number.
pub(crate) mod whole_number {
    use commerce_client_core::wire;
    use rust_decimal::Decimal;
    use serde::{Deserializer, Serializer, de};

    pub(crate) fn serialize<S: Serializer>(value: &i64, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_i64(*value)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<i64, D::Error> {
        whole(wire::decimal_number::deserialize(deserializer)?)
    }

    pub(super) fn whole<E: de::Error>(number: Decimal) -> Result<i64, E> {
        let whole = number.is_integer().then(|| i64::try_from(number).ok()).flatten();
        whole.ok_or_else(|| E::custom("not a whole number"))
    }
}

/// As [`whole_number`], for a field that may be missing, null or empty text.
pub(crate) mod optional_whole_number {
    use commerce_client_core::wire;
    use serde::{Deserializer, Serializer};

    pub(crate) fn serialize<S: Serializer>(value: &Option<i64>, serializer: S) -> Result<S::Ok, S::Error> {
        match value {
            Some(value) => serializer.serialize_i64(*value),
            None => serializer.serialize_none(),
        }
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<i64>, D::Error> {
        wire::optional_decimal_number::deserialize(deserializer)?.map(super::whole_number::whole).transpose()
    }
}

#[cfg(test)]
mod tests {
    use serde::{Deserialize, Serialize};

    #[derive(Serialize, Deserialize)]
    struct Counted {
        #[serde(with = "super::whole_number")]
        ordered: i64,
        #[serde(default, with = "super::optional_whole_number", skip_serializing_if = "Option::is_none")]
        shipped: Option<i64>,
    }

    fn read(text: &str) -> Option<(i64, Option<i64>)> {
        let counted: Counted = serde_json::from_str(text).ok()?;
        Some((counted.ordered, counted.shipped))
    }

    #[test]
    fn a_count_is_read_from_a_number_and_from_text() {
        assert_eq!(read(r#"{"ordered":2,"shipped":1}"#), Some((2, Some(1))));
        assert_eq!(read(r#"{"ordered":"2","shipped":"1"}"#), Some((2, Some(1))));
    }

    #[test]
    fn a_count_that_may_be_absent_may_be_null_or_empty() {
        assert_eq!(read(r#"{"ordered":2}"#), Some((2, None)));
        assert_eq!(read(r#"{"ordered":2,"shipped":null}"#), Some((2, None)));
        assert_eq!(read(r#"{"ordered":2,"shipped":""}"#), Some((2, None)));
    }

    #[test]
    fn half_a_unit_is_no_count() {
        assert_eq!(read(r#"{"ordered":"2.5"}"#), None);
        assert_eq!(read(r#"{"ordered":2,"shipped":0.5}"#), None);
        assert_eq!(read(r#"{"ordered":""}"#), None);
    }

    #[test]
    fn a_count_leaves_as_a_number() {
        let counted: Counted = serde_json::from_str(r#"{"ordered":"2","shipped":"1"}"#).unwrap();
        assert_eq!(serde_json::to_string(&counted).unwrap(), r#"{"ordered":2,"shipped":1}"#);
    }
}
