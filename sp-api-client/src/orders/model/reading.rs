//! Reads what Amazon leaves empty or null in place of leaving it out.

use commerce_client_core::wire;
use serde::{
    Deserialize, Deserializer,
    de::{self, DeserializeOwned, value::StrDeserializer},
};

/// Reads a text-like value that may be missing, null or empty.
pub(super) fn empty_is_none<'de, D: Deserializer<'de>, T: DeserializeOwned>(
    deserializer: D,
) -> Result<Option<T>, D::Error> {
    wire::optional_text(deserializer, |text| match text {
        "" => Ok(None),
        text => T::deserialize(StrDeserializer::<de::value::Error>::new(text)).map(Some),
    })
}

/// Reads a list that may be missing or null.
pub(super) fn null_is_empty<'de, D: Deserializer<'de>, T: Deserialize<'de>>(
    deserializer: D,
) -> Result<Vec<T>, D::Error> {
    Option::deserialize(deserializer).map(Option::unwrap_or_default)
}
