//! The record service: get, create, update, upsert, delete.

use std::{fmt, marker::PhantomData};

use bytes::Bytes;
use commerce_client_core::{
    decode::{self, DecodeError},
    error::{Error, ErrorKind},
    retry::Safety,
};
use http::{Method, Response, header};
use serde::{Serialize, de::DeserializeOwned};

use crate::{
    auth::percent_encode,
    client::{NetSuite, Outgoing},
    id::{ExternalId, InternalId, RecordId, RecordRef},
};

/// A type of record. Open: implement it for custom records.
pub trait Record: Serialize + DeserializeOwned + Send + 'static {
    /// The type's name in URLs, such as `salesOrder` or `customrecord_store`.
    const TYPE: &'static str;
}

/// Unknown property names are errors. NetSuite's default is to drop them with a 204.
const STRICT_NAMES: &[(&str, &str)] = &[("X-NetSuite-PropertyNameValidation", "Error")];

/// The records of one type.
///
/// NetSuite never returns the body of what was written: writes return the internal id.
#[derive(Debug, Clone)]
pub struct Records<T> {
    netsuite: NetSuite,
    record_type: String,
    repeats: bool,
    record: PhantomData<fn() -> T>,
}

impl<T> Records<T> {
    pub(crate) fn new(netsuite: NetSuite, record_type: &str) -> Self {
        Self { netsuite, record_type: record_type.to_owned(), repeats: true, record: PhantomData }
    }

    /// Never repeats a write that may have been carried out, not even one whose repeat does no harm by itself: for
    /// callers that keep track of what is in flight.
    #[must_use]
    pub fn without_repeats(mut self) -> Self {
        self.repeats = false;
        self
    }

    fn path(&self, id: Option<&RecordId>) -> String {
        let base = format!("/services/rest/record/v1/{}", percent_encode(&self.record_type));
        id.map_or_else(|| base.clone(), |id| format!("{base}/{}", id.segment()))
    }

    /// Reads one record.
    pub fn get(&self, id: impl Into<RecordId>) -> Get<T> {
        Get {
            records: Self::new(self.netsuite.clone(), &self.record_type),
            id: id.into(),
            expand: false,
            fields: None,
        }
    }

    /// Creates a record.
    ///
    /// # Retries
    /// Never after an attempt that may have been carried out: look for the external id first.
    ///
    /// # Errors
    /// [`Conflict`](ErrorKind::Conflict) when the external id (or a unique name) is taken; an error with
    /// [`maybe_sent`](Error::maybe_sent) when the outcome is unknown.
    pub async fn create<B: Serialize + ?Sized>(&self, body: &B) -> Result<RecordRef<T>, Error> {
        self.write("record.create", Safety::Create, Method::POST, self.path(None), body).await
    }

    /// Changes the fields that are in `body` and leaves the others. Sublist lines without a key are *added*.
    ///
    /// # Errors
    /// [`NotFound`](ErrorKind::NotFound) when there is no such record.
    pub async fn update<B: Serialize + ?Sized>(
        &self,
        id: impl Into<RecordId>,
        body: &B,
    ) -> Result<RecordRef<T>, Error> {
        // Not absolute: a repeat adds unkeyed lines again.
        let path = self.path(Some(&id.into()));
        self.write("record.update", Safety::Create, Method::PATCH, path, body).await
    }

    /// Creates the record with this external id, or changes it if there is one.
    ///
    /// `replace` names the sublists in the body; without it, lines (and addresses) are appended to those that are
    /// there, at every repeat (so the client does not repeat it by itself then).
    ///
    /// # Errors
    /// As [`create`](Self::create).
    pub async fn upsert<B: Serialize + ?Sized>(
        &self,
        id: &ExternalId,
        body: &B,
        replace: &[&str],
    ) -> Result<RecordRef<T>, Error> {
        let mut path = self.path(Some(&RecordId::External(id.clone())));
        if !replace.is_empty() {
            path.push_str(&format!("?replace={}", percent_encode(&replace.join(","))));
        }
        let safety = if appends(body, replace) { Safety::Create } else { Safety::Absolute };
        self.write("record.upsert", safety, Method::PUT, path, body).await
    }

    /// Deletes a record; one that is gone already is no error.
    ///
    /// # Errors
    /// [`Rejected`](ErrorKind::Rejected) when other records depend on it.
    pub async fn delete(&self, id: impl Into<RecordId>) -> Result<(), Error> {
        let request = Outgoing {
            operation: "record.delete",
            safety: Safety::Absolute,
            method: Method::DELETE,
            path: self.path(Some(&id.into())),
            headers: &[],
            body: None,
        };
        match self.netsuite.send(request, |_| Ok(())).await {
            Err(error) if is_gone(&error) && error.status() == Some(404) => Ok(()),
            other => other,
        }
    }

    async fn write<B: Serialize + ?Sized>(
        &self,
        operation: &'static str,
        safety: Safety,
        method: Method,
        path: String,
        body: &B,
    ) -> Result<RecordRef<T>, Error> {
        let body = serde_json::to_vec(body).map_err(|e| {
            Error::new(ErrorKind::Config, operation, "the body cannot be written as JSON").with_source(e)
        })?;
        let safety = if self.repeats { safety } else { Safety::Create };
        let request = Outgoing { operation, safety, method, path, headers: STRICT_NAMES, body: Some(body) };
        self.netsuite.send(request, location_id).await.map(RecordRef::new)
    }
}

/// Whether a repeat of the body would append lines again: it has a sublist that is not replaced as a whole.
fn appends<B: Serialize + ?Sized>(body: &B, replace: &[&str]) -> bool {
    let Ok(serde_json::Value::Object(fields)) = serde_json::to_value(body) else { return true };
    fields.iter().any(|(name, value)| value.get("items").is_some() && !replace.contains(&name.as_str()))
}

/// Whether the record is not there, rather than its type misspelt or another one.
fn is_gone(error: &Error) -> bool {
    error.kind() == ErrorKind::NotFound
        && error.problems().iter().all(|problem| !problem.message.to_lowercase().contains("record type"))
}

/// The internal id at the end of the `Location` header.
fn location_id(answer: &Response<Bytes>) -> Result<InternalId, DecodeError> {
    let location = answer.headers().get(header::LOCATION).and_then(|value| value.to_str().ok());
    let last = location.and_then(|location| location.trim_end_matches('/').rsplit('/').next());
    last.and_then(|id| InternalId::new(id).ok()).ok_or_else(|| DecodeError::missing("the Location header"))
}

/// Reads one record. Get it from [`Records::get`].
#[must_use]
pub struct Get<T> {
    records: Records<T>,
    id: RecordId,
    expand: bool,
    fields: Option<String>,
}

impl<T> fmt::Debug for Get<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Get({} {:?})", self.records.record_type, self.id)
    }
}

impl<T: DeserializeOwned> Get<T> {
    /// Also brings the sublists and subrecords, such as an order's lines.
    pub fn expand_sub_resources(mut self) -> Self {
        self.expand = true;
        self
    }

    /// Brings only these body fields.
    pub fn fields(mut self, names: &[&str]) -> Self {
        self.fields = Some(names.join(","));
        self
    }

    /// Makes the call.
    ///
    /// # Errors
    /// [`NotFound`](ErrorKind::NotFound) when there is no such record or the role may not see it.
    pub async fn send(self) -> Result<T, Error> {
        self.read().await
    }

    /// Makes the call; `None` when there is no such record.
    ///
    /// # Errors
    /// As [`send`](Self::send), but for `NotFound`.
    pub async fn find(self) -> Result<Option<T>, Error> {
        match self.read().await {
            Ok(record) => Ok(Some(record)),
            Err(error) if is_gone(&error) => Ok(None),
            Err(error) => Err(error),
        }
    }

    async fn read(&self) -> Result<T, Error> {
        let mut query = Vec::new();
        if self.expand {
            query.push("expandSubResources=true".to_owned());
        }
        if let Some(fields) = &self.fields {
            query.push(format!("fields={}", percent_encode(fields)));
        }
        let mut path = self.records.path(Some(&self.id));
        if !query.is_empty() {
            path.push_str(&format!("?{}", query.join("&")));
        }
        let request = Outgoing {
            operation: "record.get",
            safety: Safety::Read,
            method: Method::GET,
            path,
            headers: &[],
            body: None,
        };
        self.records.netsuite.send(request, |answer| decode::json(answer.body())).await
    }
}
