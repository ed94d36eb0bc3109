//! A text about a person, which `Debug` does not show; may be missing or null.

use commerce_client_core::secret::Pii;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

pub(super) fn serialize<S: Serializer>(
    value: &Option<Pii<String>>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    value.as_ref().map(Pii::expose).serialize(serializer)
}

pub(super) fn deserialize<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<Pii<String>>, D::Error> {
    Ok(Option::deserialize(deserializer)?.map(Pii::new))
}
