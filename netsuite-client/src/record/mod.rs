//! The record service: reading, writing and turning records into others, one by one, in the background or in batches.
//!
//! | to | call |
//! | --- | --- |
//! | read one | [`Records::get`] |
//! | find some | [`Records::list`] with a [`Filter`](crate::query::Filter) |
//! | write one | [`Records::create`], [`update`](Records::update), [`upsert`](Records::upsert), [`delete`](Records::delete) |
//! | address a line of a sublist | [`Records::line`], [`lines`](Records::lines), [`add_line`](Records::add_line) |
//! | turn a record into another | [`Records::transform`] |
//! | see what NetSuite would fill in, or allow | [`Records::create_form`], [`select_options`](Records::select_options) |
//! | write without waiting for it | [`Records::in_background`] |
//! | write up to 100 at once | [`Records::batch`] |
//! | make one that may be there already | [`Records::create_once`], [`Transform::send_once`] |

mod attachment;
mod background;
mod batch;
mod form;
mod get;
mod line;
mod list;
mod once;
mod transform;
mod write;

use std::{fmt, marker::PhantomData};

use bytes::Bytes;
use commerce_client_core::{
    decode::DecodeError,
    error::{Error, ErrorKind},
};
use http::{Response, header};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Map, Value};

pub use self::{
    attachment::Attachment,
    background::Background,
    batch::{Batch, MAX_BATCH},
    form::SelectOptions,
    get::Get,
    line::{Line, LineKey},
    list::{List, ListPage},
    transform::Transform,
};
use crate::{
    auth::percent_encode,
    client::NetSuite,
    id::{InternalId, RecordId, RecordRef},
    job::{Job, JobId},
};

/// A type of record. Open: implement it for custom records.
pub trait Record: Serialize + DeserializeOwned + Send + 'static {
    /// The type's name in URLs, such as `salesOrder` or `customrecord_store`.
    const TYPE: &'static str;
}

/// Unknown property names are errors. NetSuite's default is to drop them with a 204.
const STRICT_NAMES: (&str, &str) = ("X-NetSuite-PropertyNameValidation", "Error");

/// The records of one type.
///
/// NetSuite never returns the body of what was written: writes return the internal id.
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

    /// A job that was begun for records of this type, in whichever process.
    pub fn job(&self, id: JobId) -> Job<T> {
        Job::new(self.netsuite.clone(), id)
    }

    fn path(&self, id: Option<&RecordId>) -> String {
        let base = format!("/services/rest/record/v1/{}", percent_encode(&self.record_type));
        id.map_or_else(|| base.clone(), |id| format!("{base}/{}", id.segment()))
    }
}

impl Records<Value> {
    /// The same records, read as `T`: a [`CustomRecord`](crate::records::CustomRecord), say, of a type whose name is
    /// known only when the program runs.
    ///
    /// ```no_run
    /// use netsuite_client::{InternalId, NetSuite, records::{CustomFields as _, CustomRecord}};
    ///
    /// # async fn example(netsuite: NetSuite, id: InternalId) -> Result<(), Box<dyn std::error::Error>> {
    /// let stores = netsuite.records_of("customrecord_store").typed::<CustomRecord>();
    /// let mut store = stores.get(id).send().await?;
    /// let region: Option<String> = store.extra.take("custrecord_region")?;
    /// println!("{:?} is in {region:?}", store.name);
    /// # Ok(())
    /// # }
    /// ```
    pub fn typed<T>(self) -> Records<T> {
        Records {
            netsuite: self.netsuite,
            record_type: self.record_type,
            repeats: self.repeats,
            record: PhantomData,
        }
    }
}

impl<T> Clone for Records<T> {
    fn clone(&self) -> Self {
        Self { repeats: self.repeats, ..Self::new(self.netsuite.clone(), &self.record_type) }
    }
}

impl<T> fmt::Debug for Records<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Records({})", self.record_type)
    }
}

/// The body as JSON.
fn to_json<B: Serialize + ?Sized>(operation: &'static str, body: &B) -> Result<Vec<u8>, Error> {
    serde_json::to_vec(body).map_err(|e| {
        Error::new(ErrorKind::Config, operation, "the body cannot be written as JSON").with_source(e)
    })
}

/// The body as a JSON object.
fn to_object<B: Serialize + ?Sized>(operation: &'static str, body: &B) -> Result<Map<String, Value>, Error> {
    let refuse = |what: &str| Error::new(ErrorKind::Config, operation, what);
    match serde_json::to_value(body) {
        Ok(Value::Object(fields)) => Ok(fields),
        Ok(_) => Err(refuse("the body of a record is not a JSON object")),
        Err(e) => Err(refuse("the body cannot be written as JSON").with_source(e)),
    }
}

/// Whether the record is not there, rather than its type misspelt or another one.
fn is_gone(error: &Error) -> bool {
    error.kind() == ErrorKind::NotFound
        && error.problems().iter().all(|problem| !problem.message.to_lowercase().contains("record type"))
}

/// The record that was written: its internal id, which is a number, is at the end of the `Location` header. That is not
/// followed.
pub(crate) fn written<T>(answer: &Response<Bytes>) -> Result<RecordRef<T>, DecodeError> {
    let location = answer.headers().get(header::LOCATION).and_then(|value| value.to_str().ok());
    let last = location.and_then(|location| location.trim_end_matches('/').rsplit('/').next());
    let number = last.filter(|id| id.parse::<i64>().is_ok());
    let id = number.and_then(|id| InternalId::new(id).ok());
    id.map(RecordRef::new).ok_or_else(|| DecodeError::missing("the Location header"))
}
