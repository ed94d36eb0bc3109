//! Up to 100 records of one type in one request. NetSuite works on them as a job.

use std::fmt;

use commerce_client_core::{
    error::{Error, ErrorKind},
    retry::Safety,
};
use http::Method;
use serde::Serialize;
use serde_json::{Value, json};

use super::{Records, to_json, to_object, write::Write};
use crate::{
    auth::percent_encode,
    id::{ExternalId, RecordId},
    idempotency::IdempotencyKey,
    job::Job,
};

/// How many records a batch may have.
pub const MAX_BATCH: usize = 100;

impl<T> Records<T> {
    /// Several records at once. One that fails does not stop the others: look at each of the job's
    /// [results](Job::results), which come in the order of the batch.
    ///
    /// Suits items and prices. Where the order or a partial failure matters, such as with payments, call one by one.
    ///
    /// ```no_run
    /// use netsuite_client::{IdempotencyKey, InternalId, NetSuite, RecordId, job};
    /// use serde_json::json;
    ///
    /// # async fn example(netsuite: NetSuite, ids: Vec<InternalId>) -> Result<(), netsuite_client::Error> {
    /// let items = netsuite.records_of("inventoryItem");
    /// let changes: Vec<_> =
    ///     ids.into_iter().map(|id| (RecordId::from(id), json!({"isInactive": true}))).collect();
    /// let job = items.batch(IdempotencyKey::of("deactivate, run 17")).update(&changes).await?;
    /// job.wait(job::PATIENCE).await?;
    /// // As many as there are changes: another number of results is an error.
    /// for (result, (id, _)) in job.results().await?.into_iter().zip(&changes) {
    ///     if let Err(error) = result {
    ///         eprintln!("{id:?}: {error}");
    ///     }
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn batch(&self, key: IdempotencyKey) -> Batch<T> {
        Batch { records: self.clone(), key, parallel: false }
    }
}

/// Several records at once, 1 to 100. Get it from [`Records::batch`].
///
/// # Retries
/// All are repeated after an unknown outcome, for the key makes that harmless; not so those
/// [without repeats](Records::without_repeats).
///
/// # Errors
/// All: [`Config`](ErrorKind::Config) when there are no records, more than [`MAX_BATCH`], or one that is not a JSON
/// object: nothing is sent. Otherwise as [`Background`](super::Background).
///
/// # Source
/// `POST`, `PATCH`, `PUT`, `DELETE`, `GET` of `/services/rest/record/v1/<type>` with `Prefer: respond-async`.
#[must_use = "nothing is sent before the operation is named"]
pub struct Batch<T> {
    records: Records<T>,
    key: IdempotencyKey,
    parallel: bool,
}

impl<T> fmt::Debug for Batch<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Batch({} {})", self.records.record_type, self.key)
    }
}

impl<T> Batch<T> {
    /// Lets NetSuite work on the records side by side, in no particular order. Since 2026.2 it otherwise takes them
    /// one after another; before, it always worked side by side.
    pub fn parallel(mut self) -> Self {
        self.parallel = true;
        self
    }

    /// As [`Records::create`], for each.
    ///
    /// # Errors
    /// As [`Batch`].
    pub async fn create<B: Serialize>(self, bodies: &[B]) -> Result<Job<T>, Error> {
        let items = bodies.iter().map(|body| (None, body));
        self.write("batch.create", Method::POST, items).await
    }

    /// As [`Records::update`], for each.
    ///
    /// # Errors
    /// As [`Batch`].
    pub async fn update<B: Serialize>(self, changes: &[(RecordId, B)]) -> Result<Job<T>, Error> {
        let items = changes.iter().map(|(id, body)| (Some(id.clone()), body));
        self.write("batch.update", Method::PATCH, items).await
    }

    /// As [`Records::upsert`], for each; lines are appended to those of a record that is there already.
    ///
    /// # Errors
    /// As [`Batch`].
    pub async fn upsert<B: Serialize>(self, records: &[(ExternalId, B)]) -> Result<Job<T>, Error> {
        let items = records.iter().map(|(id, body)| (Some(RecordId::External(id.clone())), body));
        self.write("batch.upsert", Method::PUT, items).await
    }

    /// As [`Records::delete`], for each; [`Job::deletions`] tells how it ended.
    ///
    /// # Errors
    /// As [`Batch`].
    pub async fn delete(self, ids: &[RecordId]) -> Result<Job<T>, Error> {
        self.by_ids("batch.delete", Safety::Absolute, Method::DELETE, "", ids).await
    }

    /// As [`Records::get`], for each, without lines; [`Job::records`] has them.
    ///
    /// # Errors
    /// As [`Batch`].
    pub async fn get(self, ids: &[RecordId]) -> Result<Job<T>, Error> {
        self.by_ids("batch.get", Safety::Read, Method::GET, "expandRecords=true&", ids).await
    }

    async fn by_ids(
        &self,
        operation: &'static str,
        safety: Safety,
        method: Method,
        options: &str,
        ids: &[RecordId],
    ) -> Result<Job<T>, Error> {
        check_length(operation, ids.len())?;
        let ids: Result<Vec<String>, Error> = ids
            .iter()
            .map(|id| match id {
                // It would name two records.
                RecordId::Internal(id) if id.as_str().contains(',') => {
                    Err(Error::new(ErrorKind::Config, operation, "an internal id holds a comma"))
                }
                RecordId::Internal(id) => Ok(id.to_string()),
                RecordId::External(id) => Ok(format!("eid:{id}")),
            })
            .collect();
        let ids = ids?;
        let path = format!("{}?{options}ids={}", self.records.path(None), percent_encode(&ids.join(",")));
        self.submit(Write { operation, safety, method, path, body: None }, ids.len()).await
    }

    async fn write<'a, B: Serialize + 'a>(
        &self,
        operation: &'static str,
        method: Method,
        items: impl ExactSizeIterator<Item = (Option<RecordId>, &'a B)>,
    ) -> Result<Job<T>, Error> {
        check_length(operation, items.len())?;
        let items: Result<Vec<_>, _> = items.map(|(id, body)| item(operation, id, body)).collect();
        let items = items?;
        let records = items.len();
        let body = Some(to_json(operation, &json!({"items": items}))?);
        let path = self.records.path(None);
        self.submit(Write { operation, safety: Safety::Create, method, path, body }, records).await
    }

    async fn submit(&self, write: Write, records: usize) -> Result<Job<T>, Error> {
        let prefer = match self.parallel {
            true => "respond-async, batch-processing=\"parallel\"",
            false => "respond-async",
        };
        let media = "application/vnd.oracle.resource+json; type=collection";
        let job = self.records.submit(write, &self.key, prefer, media).await?;
        Ok(job.of_records(records))
    }
}

fn check_length(operation: &'static str, length: usize) -> Result<(), Error> {
    if (1..=MAX_BATCH).contains(&length) {
        return Ok(());
    }
    let what = format!("the batch has {length} records; 1 to {MAX_BATCH} are allowed");
    Err(Error::new(ErrorKind::Config, operation, what))
}

/// One record of a batch, with the id by which NetSuite finds it. Of two ids it would take the internal one, which a
/// body that was read may still have.
fn item<B: Serialize>(operation: &'static str, id: Option<RecordId>, body: &B) -> Result<Value, Error> {
    let mut fields = to_object(operation, body)?;
    match id {
        Some(RecordId::Internal(id)) => {
            fields.insert("id".to_owned(), id.as_str().into());
        }
        Some(RecordId::External(id)) => {
            fields.remove("id");
            fields.insert("externalId".to_owned(), id.as_str().into());
        }
        None => {}
    }
    Ok(Value::Object(fields))
}
