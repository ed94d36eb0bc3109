//! The shapes that NetSuite's fields have: references, choices, sublists.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer, ser::SerializeMap as _};

use crate::id::{ExternalId, InternalId};

/// What a typed field holds: see `FIELDS` of each type in [`records`](crate::records).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum FieldKind {
    /// The record's own id, or ours.
    Id,
    /// Text.
    Text,
    /// True or false.
    Flag,
    /// A number; written as one.
    Number,
    /// A calendar day.
    Date,
    /// An instant.
    Instant,
    /// A choice from a list of NetSuite's.
    Choice,
    /// Another record.
    Reference,
    /// A subrecord, such as an address.
    Part,
    /// Lines, or several references.
    List,
}

/// Points at another record. Written as `{"id": …}` or `{"externalId": …}`; read with its display name.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Reference {
    /// By NetSuite's id, with the name that NetSuite shows for it when it was read.
    Internal {
        /// NetSuite's id.
        id: InternalId,
        /// The display name; never written.
        name: Option<String>,
    },
    /// By our id.
    External(ExternalId),
}

impl Reference {
    /// NetSuite's id, when that is how it points.
    pub fn internal_id(&self) -> Option<&InternalId> {
        match self {
            Self::Internal { id, .. } => Some(id),
            Self::External(_) => None,
        }
    }
}

impl fmt::Debug for Reference {
    /// Without the name, which may be a person's.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Internal { id, .. } => write!(f, "Internal({id})"),
            Self::External(id) => write!(f, "External({id})"),
        }
    }
}

impl From<InternalId> for Reference {
    fn from(id: InternalId) -> Self {
        Self::Internal { id, name: None }
    }
}

impl From<ExternalId> for Reference {
    fn from(id: ExternalId) -> Self {
        Self::External(id)
    }
}

impl Serialize for Reference {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(1))?;
        match self {
            Self::Internal { id, .. } => map.serialize_entry("id", id)?,
            Self::External(id) => map.serialize_entry("externalId", id)?,
        }
        map.end()
    }
}

impl<'de> Deserialize<'de> for Reference {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Wire {
            // Some accounts answer `"customForm": "30"`.
            Bare(InternalId),
            #[serde(rename_all = "camelCase")]
            Object {
                id: Option<InternalId>,
                external_id: Option<ExternalId>,
                ref_name: Option<String>,
            },
        }
        match Wire::deserialize(deserializer)? {
            Wire::Bare(id) => Ok(id.into()),
            Wire::Object { id: Some(id), ref_name, .. } => Ok(Self::Internal { id, name: ref_name }),
            Wire::Object { external_id: Some(id), .. } => Ok(Self::External(id)),
            Wire::Object { .. } => Err(serde::de::Error::missing_field("id")),
        }
    }
}

/// A choice from a list of NetSuite's, such as an order's status. Written as `{"id": …}`; read in that form and as
/// bare text, for answers use both.
#[derive(Clone, PartialEq, Eq)]
pub struct Choice {
    /// The choice's id, such as `B` or `US`.
    pub id: String,
    /// The display name; never written.
    pub name: Option<String>,
}

impl Choice {
    /// The choice with this id.
    pub fn new(id: impl Into<String>) -> Self {
        Self { id: id.into(), name: None }
    }
}

impl fmt::Debug for Choice {
    /// Without the name: among the values that a field may have are people, too.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Choice({})", self.id)
    }
}

impl Serialize for Choice {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(1))?;
        map.serialize_entry("id", &self.id)?;
        map.end()
    }
}

impl<'de> Deserialize<'de> for Choice {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Wire {
            Bare(String),
            Object {
                id: String,
                #[serde(rename = "refName")]
                name: Option<String>,
            },
        }
        Ok(match Wire::deserialize(deserializer)? {
            Wire::Bare(id) => Self::new(id),
            Wire::Object { id, name } => Self { id, name },
        })
    }
}

/// The lines of a record. Empty when the record was read without
/// [`expand_sub_resources`](crate::record::Get::expand_sub_resources).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sublist<T> {
    /// The lines.
    #[serde(default = "Vec::new")]
    pub items: Vec<T>,
}

impl<T> Default for Sublist<T> {
    fn default() -> Self {
        Self { items: Vec::new() }
    }
}

impl<T> From<Vec<T>> for Sublist<T> {
    fn from(items: Vec<T>) -> Self {
        Self { items }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_reference_is_read_with_its_name_and_written_without() {
        let wire = json!({"links": [], "id": "107", "refName": "Jane"});
        let reference: Reference = serde_json::from_value(wire).unwrap();
        assert_eq!(serde_json::to_value(&reference).unwrap(), json!({"id": "107"}));
        assert!(serde_json::from_value::<Reference>(json!({"refName": "Jane"})).is_err());
    }

    #[test]
    fn a_choice_is_read_in_both_forms() {
        for wire in [json!("US"), json!({"id": "US", "refName": "United States"})] {
            assert_eq!(serde_json::from_value::<Choice>(wire).unwrap().id, "US");
        }
    }

    #[test]
    fn a_sublist_that_was_not_expanded_is_empty() {
        let list: Sublist<u32> = serde_json::from_value(json!({"links": [{"rel": "self"}]})).unwrap();
        assert!(list.items.is_empty());
    }
}
