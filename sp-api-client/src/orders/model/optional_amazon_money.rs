//! As [`amazon_money`], for a field that may be missing or null; an empty amount counts as missing.

use commerce_client_core::money::Money;
use serde::{Deserialize, Deserializer, Serializer};

use super::amazon_money;

/// Writes the object or null.
///
/// # Errors
/// Only the serializer's own.
pub fn serialize<S: Serializer>(value: &Option<Money>, serializer: S) -> Result<S::Ok, S::Error> {
    match value {
        Some(value) => amazon_money::serialize(value, serializer),
        None => serializer.serialize_none(),
    }
}

/// Reads the object or null.
///
/// # Errors
/// When the amount is missing or no number, or it has no currency code of three upper-case letters.
pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Money>, D::Error> {
    match Option::<amazon_money::Read>::deserialize(deserializer)? {
        Some(read) => read.money(),
        None => Ok(None),
    }
}
