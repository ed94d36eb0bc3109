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
                // Others may have given it one that no URL carries, which does not matter beside an id.
                external_id: Option<String>,
                ref_name: Option<String>,
            },
        }
        match Wire::deserialize(deserializer)? {
            Wire::Bare(id) => Ok(id.into()),
            Wire::Object { id: Some(id), ref_name, .. } => Ok(Self::Internal { id, name: ref_name }),
            Wire::Object { external_id: Some(id), .. } => {
                ExternalId::new(id).map(Self::External).map_err(serde::de::Error::custom)
            }
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
///
/// Read as a whole or not at all: a list that NetSuite has cut is an error, for what is missing would look deleted.
/// [`Get`](crate::record::Get) and [`Records::lines`](crate::Records::lines) fetch the rest of a long one.
#[derive(Clone)]
pub struct Sublist<T> {
    /// The lines.
    pub items: Vec<T>,
    /// Written without a list around it, while there is but one.
    alone: bool,
}

impl<T: fmt::Debug> fmt::Debug for Sublist<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sublist").field("items", &self.items).finish()
    }
}

impl<T: PartialEq> PartialEq for Sublist<T> {
    fn eq(&self, other: &Self) -> bool {
        self.items == other.items
    }
}

impl<T: Eq> Eq for Sublist<T> {}

impl<T: Serialize> Serialize for Sublist<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if let ([one], true) = (self.items.as_slice(), self.alone) {
            return one.serialize(serializer);
        }
        let mut map = serializer.serialize_map(Some(1))?;
        map.serialize_entry("items", &self.items)?;
        map.end()
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Sublist<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(rename_all = "camelCase")]
        struct Wire<T> {
            items: Option<Vec<T>>,
            has_more: Option<bool>,
            total_results: Option<u64>,
        }
        let Wire { items, has_more, total_results } = Wire::<T>::deserialize(deserializer)?;
        let expanded = items.is_some();
        let items = items.unwrap_or_default();
        if expanded && is_cut(items.len(), has_more, total_results) {
            return Err(serde::de::Error::custom("not all lines of the list came"));
        }
        Ok(items.into())
    }
}

/// Whether a list has more lines than the ones that came.
pub(crate) fn is_cut(came: usize, has_more: Option<bool>, total: Option<u64>) -> bool {
    has_more == Some(true) || total.is_some_and(|total| total > u64::try_from(came).unwrap_or(u64::MAX))
}

impl<T> Default for Sublist<T> {
    fn default() -> Self {
        Vec::new().into()
    }
}

impl<T> From<Vec<T>> for Sublist<T> {
    fn from(items: Vec<T>) -> Self {
        Self { items, alone: false }
    }
}

impl From<Reference> for Sublist<Reference> {
    /// The only one, for records that have one where others have several: a location's subsidiary.
    fn from(one: Reference) -> Self {
        Self { items: vec![one], alone: true }
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
    fn an_external_id_that_no_url_carries_keeps_no_reference_from_being_read() {
        let wire = json!({"links": [], "id": "107", "externalId": "from the old shop|17", "refName": "Jane"});
        let reference: Reference = serde_json::from_value(wire).unwrap();
        assert_eq!(reference.internal_id().unwrap().as_str(), "107");
        let reference: Reference = serde_json::from_value(json!({"externalId": "AMZ-1"})).unwrap();
        assert_eq!(reference, ExternalId::new("AMZ-1").unwrap().into());
        assert!(serde_json::from_value::<Reference>(json!({"externalId": "old|17"})).is_err());
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

    #[test]
    fn a_list_that_was_cut_is_no_list() {
        let whole = json!({"links": [], "items": [1, 2], "count": 2, "hasMore": false, "totalResults": 2});
        assert_eq!(serde_json::from_value::<Sublist<u32>>(whole).unwrap().items, [1, 2]);
        for cut in [json!({"items": [1, 2], "totalResults": 3}), json!({"items": [1, 2], "hasMore": true})] {
            let error = serde_json::from_value::<Sublist<u32>>(cut).unwrap_err();
            assert!(error.to_string().contains("not all lines"), "{error}");
        }
    }
}
