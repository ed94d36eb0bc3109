//! How records are addressed.

use std::{borrow::Cow, fmt, marker::PhantomData, str::FromStr};

use commerce_client_core::id;
use serde::{Deserialize, Serialize};

id! {
    /// NetSuite's own id of a record: digits.
    pub struct InternalId;
}

/// Our own id of a record, unique within its family (all transactions share one pool, all entities another).
///
/// Letters, digits, `_` and `-` only: NetSuite allows more but cannot address it in a URL. At most 100 characters.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(transparent)]
pub struct ExternalId(Box<str>);

/// The text cannot be an external id.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("an external id has 1 to 100 letters, digits, `_` or `-`")]
pub struct InvalidExternalId;

impl ExternalId {
    /// Checks the form.
    ///
    /// # Errors
    /// When it is empty, longer than 100 characters or holds another character.
    pub fn new(text: impl AsRef<str>) -> Result<Self, InvalidExternalId> {
        let text = text.as_ref();
        let safe = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
        if (1..=100).contains(&text.len()) && text.chars().all(safe) {
            Ok(Self(text.into()))
        } else {
            Err(InvalidExternalId)
        }
    }

    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for ExternalId {
    type Err = InvalidExternalId;

    fn from_str(text: &str) -> Result<Self, InvalidExternalId> {
        Self::new(text)
    }
}

impl fmt::Display for ExternalId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for ExternalId {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::new(Cow::<str>::deserialize(deserializer)?).map_err(serde::de::Error::custom)
    }
}

/// One record of a known type, by either id.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum RecordId {
    /// By NetSuite's id.
    Internal(InternalId),
    /// By ours.
    External(ExternalId),
}

impl RecordId {
    /// The URL segment: `107` or `eid:AMZ-1`.
    pub(crate) fn segment(&self) -> String {
        match self {
            Self::Internal(id) => crate::auth::percent_encode(id.as_str()),
            Self::External(id) => format!("eid:{id}"),
        }
    }
}

impl From<InternalId> for RecordId {
    fn from(id: InternalId) -> Self {
        Self::Internal(id)
    }
}

impl From<ExternalId> for RecordId {
    fn from(id: ExternalId) -> Self {
        Self::External(id)
    }
}

impl From<&ExternalId> for RecordId {
    fn from(id: &ExternalId) -> Self {
        Self::External(id.clone())
    }
}

impl<T> From<RecordRef<T>> for RecordId {
    fn from(written: RecordRef<T>) -> Self {
        Self::Internal(written.id)
    }
}

/// The internal id of a record of type `T`, as a write returned it.
pub struct RecordRef<T> {
    id: InternalId,
    record: PhantomData<fn() -> T>,
}

impl<T> RecordRef<T> {
    pub(crate) fn new(id: InternalId) -> Self {
        Self { id, record: PhantomData }
    }

    /// NetSuite's id.
    pub fn id(&self) -> &InternalId {
        &self.id
    }
}

impl<T> Clone for RecordRef<T> {
    fn clone(&self) -> Self {
        Self::new(self.id.clone())
    }
}

impl<T> fmt::Debug for RecordRef<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RecordRef({})", self.id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_external_id_that_breaks_a_url_is_refused() {
        assert!(ExternalId::new("amz-so-A1-ATVPDKIKX0DER-113-1234567-1234567").is_ok());
        for text in ["", "a/b", "a b", "a|b", "ä", &"x".repeat(101)] {
            assert!(ExternalId::new(text).is_err(), "{text}");
        }
    }
}
