//! Custom records, and custom fields of any record.

use super::{
    Extra,
    fields::{Kind, part},
};

part! {
    /// A record of a type that the account has made up, such as `customrecord_store`. Its own fields
    /// (`custrecord_…`) are in [`extra`](Self::extra), to be read as [`CustomFields`].
    ///
    /// Read and written by [`Records::typed`](crate::Records::typed), or held by a [`Record`](crate::Record) of the
    /// host's own, as in the example of [`CustomFields`].
    CustomRecord, showing id, external_id {
        /// NetSuite's id; only read.
        id: id = "id",
        /// Our id, unique among the records of its type. `None` too when others gave it one that no URL can carry, which
        /// is in `extra` then.
        external_id: external_id = "externalId",
        /// Name; needed where the type has names.
        name: text = "name",
        /// Another name.
        alt_name: text = "altName",
        /// Whether it is out of use.
        is_inactive: flag = "isInactive",
        /// The record of the same type that it belongs to, where the type is a hierarchy.
        parent: reference = "parent",
        /// Who owns it.
        owner: reference = "owner",
        /// When it was created, UTC; only read.
        created: instant = "created",
        /// When it was last changed, UTC; only read.
        last_modified: instant = "lastModified",
    }
}

/// Fields beside the typed ones, read and written by the rules of typed ones: names in any case, ids as text and as
/// numbers, choices in both forms, decimals without a detour over binary fractions.
///
/// ```
/// use netsuite_client::{Record, field::Reference, records::{CustomFields as _, CustomRecord}};
/// use serde::{Deserialize, Serialize};
///
/// /// Which item an ASIN stands for.
/// #[derive(Clone, Serialize, Deserialize)]
/// #[serde(try_from = "CustomRecord", into = "CustomRecord")]
/// struct Mapping {
///     asin: Option<String>,
///     item: Option<Reference>,
///     /// The name, and what else there is.
///     rest: CustomRecord,
/// }
///
/// impl Record for Mapping {
///     const TYPE: &'static str = "customrecord_mapping";
/// }
///
/// impl TryFrom<CustomRecord> for Mapping {
///     type Error = serde_json::Error;
///
///     fn try_from(mut rest: CustomRecord) -> Result<Self, serde_json::Error> {
///         let asin = rest.extra.take("custrecord_asin")?;
///         let item = rest.extra.take("custrecord_item")?;
///         Ok(Self { asin, item, rest })
///     }
/// }
///
/// impl From<Mapping> for CustomRecord {
///     fn from(mapping: Mapping) -> Self {
///         let Mapping { asin, item, mut rest } = mapping;
///         rest.extra.give("custrecord_asin", asin);
///         rest.extra.give("custrecord_item", item);
///         rest
///     }
/// }
///
/// let sent = r#"{"links": [], "name": "Mug", "CUSTRECORD_ASIN": "B1", "custrecord_item": {"id": "7", "refName": "MUG-1"}}"#;
/// let mapping: Mapping = serde_json::from_str(sent)?;
/// assert_eq!(mapping.asin.as_deref(), Some("B1"));
/// let written = serde_json::to_string(&mapping)?;
/// assert_eq!(written, r#"{"name":"Mug","custrecord_asin":"B1","custrecord_item":{"id":"7"}}"#);
/// # Ok::<(), serde_json::Error>(())
/// ```
pub trait CustomFields {
    /// Takes a field out; `None` when there is none, or no value in it.
    ///
    /// # Errors
    /// When its value is of another type. It stays then.
    fn take<T: Kind>(&mut self, name: &str) -> Result<Option<T>, serde_json::Error>;

    /// Puts a field in; `None` leaves it out, so that NetSuite leaves it as it is.
    fn give<T: Kind>(&mut self, name: &str, value: Option<T>);
}

impl CustomFields for Extra {
    fn take<T: Kind>(&mut self, name: &str) -> Result<Option<T>, serde_json::Error> {
        let Some((found, value)) = self.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)) else {
            return Ok(None);
        };
        let (found, value) = (found.clone(), T::read(value)?);
        self.remove(&found);
        Ok(value)
    }

    fn give<T: Kind>(&mut self, name: &str, value: Option<T>) {
        // No kind has a value that JSON cannot hold.
        if let Some(Ok(value)) = value.map(|value| value.write(serde_json::value::Serializer)) {
            self.insert(name.to_owned(), value);
        }
    }
}
