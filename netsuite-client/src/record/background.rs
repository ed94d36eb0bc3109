//! Writes that are not waited for: NetSuite takes them as jobs, and a key makes their repeats harmless.

use std::fmt;

use bytes::Bytes;
use commerce_client_core::{
    decode::DecodeError,
    error::{Error, ErrorKind},
    pipeline::Attempt,
    retry::Safety,
};
use http::{Response, header};
use serde::Serialize;
use serde_json::Value;

use super::{Record, Records, STRICT_NAMES, write::Write};
use crate::{
    client::Outgoing,
    id::{ExternalId, RecordId},
    idempotency::IdempotencyKey,
    job::{Job, JobId},
    records::TransformsInto,
};

impl<T> Records<T> {
    /// One write that NetSuite carries out in its own time. It holds no place among the account's concurrent calls
    /// meanwhile, and may take longer than a connection lasts.
    ///
    /// Under one key, one write is carried out, however often it is sent and by however many processes: whoever sends
    /// it again gets the first one's job, whatever the body is then and however that job ended. A write that failed and
    /// is to be tried again, with a mended body or as it was, therefore needs another key: derive the key from what the
    /// write is about and from its body, or from a number that counts the tries. Write the job's id down.
    /// [`Job::was_known`] tells whether it is an earlier one.
    ///
    /// ```no_run
    /// use netsuite_client::{ExternalId, IdempotencyKey, NetSuite, job, records::{Invoice, SalesOrder}};
    /// use serde_json::json;
    ///
    /// # async fn example(netsuite: NetSuite, order: ExternalId) -> Result<(), netsuite_client::Error> {
    /// let body = json!({"externalId": "AMZ-INV-113-1234567-1234567"});
    /// let key = IdempotencyKey::of(&format!("invoice of order 113-1234567-1234567: {body}"));
    /// let job = netsuite.records::<SalesOrder>().in_background(key).transform::<Invoice>(order, &body).await?;
    /// println!("write this down: {}", job.id()); // whoever has it can go on
    /// let invoice = job.written(job::PATIENCE).await?;
    /// println!("invoice {}", invoice.id());
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Source
    /// The headers `Prefer: respond-async` and `X-NetSuite-Idempotency-Key` of any write. How long NetSuite remembers
    /// a key is not documented: give records external ids all the same.
    pub fn in_background(&self, key: IdempotencyKey) -> Background<T> {
        Background { records: self.clone(), key }
    }

    /// Hands a write over under its key.
    pub(super) async fn submit<R>(
        &self,
        mut write: Write,
        key: &IdempotencyKey,
        prefer: &str,
        media: &str,
    ) -> Result<Job<R>, Error> {
        // The key makes the repeat of any write harmless.
        write.safety = match write.safety {
            Safety::Read => Safety::Read,
            _ if self.repeats => Safety::Absolute,
            _ => Safety::Create,
        };
        let Write { operation, safety, method, path, body } = write;
        let mut headers = vec![("Prefer", prefer), ("X-NetSuite-Idempotency-Key", key.as_str())];
        if body.is_some() {
            headers.extend([("Content-Type", media), STRICT_NAMES]);
        }
        let request = Outgoing { operation, safety, method, path, headers: &headers, body };
        let (location, attempts, known) = match self.netsuite.send(request, location).await {
            Ok((location, attempts)) => (location, attempts, false),
            Err(error) => match original(&error) {
                Some(location) => (Some(location.to_owned()), error.attempts(), true),
                None => return Err(error),
            },
        };
        let path = location.as_deref().and_then(|location| self.netsuite.own_path(location));
        match path.and_then(|path| JobId::in_path(&path)) {
            Some(id) => Ok(Job::new(self.netsuite.clone(), id).known_before(known)),
            // Perhaps it was carried out at once, without regard to the key.
            None => Err(Error::new(ErrorKind::Decode, operation, "the answer names no job of this account")
                .with_hint("look for what it may have written before it is sent again")
                .with_attempts(attempts)
                .with_maybe_sent(safety != Safety::Read)),
        }
    }
}

/// The job that was begun, and by which attempt.
fn location(answer: &Response<Bytes>) -> Result<(Option<String>, u32), DecodeError> {
    let location = answer.headers().get(header::LOCATION).and_then(|value| value.to_str().ok());
    let attempt = answer.extensions().get::<Attempt>().map_or(1, |attempt| attempt.0);
    Ok((location.map(str::to_owned), attempt))
}

/// The job that was begun under the same key before: NetSuite calls it an error, and says where it is.
fn original(error: &Error) -> Option<&str> {
    let repeated = error.problems().iter().find(|problem| problem.code == "IDEMPOTENCY_ERROR")?;
    repeated.path.as_deref()
}

/// One write in the background. Get it from [`Records::in_background`].
///
/// # Retries
/// All are repeated after an unknown outcome, for the key makes that harmless; not so those
/// [without repeats](Records::without_repeats).
///
/// # Errors
/// All: [`Decode`](ErrorKind::Decode) that [may have been sent](Error::maybe_sent) when NetSuite took the write but
/// not as a job. What NetSuite thinks of the write itself is the job's to tell.
#[must_use = "nothing is sent before the write is named"]
pub struct Background<T> {
    records: Records<T>,
    key: IdempotencyKey,
}

impl<T> fmt::Debug for Background<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Background({} {})", self.records.record_type, self.key)
    }
}

impl<T> Background<T> {
    /// As [`Records::create`].
    ///
    /// # Errors
    /// As [`Background`].
    pub async fn create<B: Serialize + ?Sized>(self, body: &B) -> Result<Job<T>, Error> {
        self.submit(self.records.creation(body)?).await
    }

    /// As [`Records::update`].
    ///
    /// # Errors
    /// As [`Background`].
    pub async fn update<B: Serialize + ?Sized>(
        self,
        id: impl Into<RecordId>,
        body: &B,
    ) -> Result<Job<T>, Error> {
        self.submit(self.records.change(&id.into(), body, None)?).await
    }

    /// As [`Records::update_replacing`].
    ///
    /// # Errors
    /// As [`Background`].
    pub async fn update_replacing<B: Serialize + ?Sized>(
        self,
        id: impl Into<RecordId>,
        body: &B,
        replace: &[&str],
    ) -> Result<Job<T>, Error> {
        self.submit(self.records.change(&id.into(), body, Some(replace))?).await
    }

    /// As [`Records::upsert`].
    ///
    /// # Errors
    /// As [`Background`].
    pub async fn upsert<B: Serialize + ?Sized>(
        self,
        id: &ExternalId,
        body: &B,
        replace: &[&str],
    ) -> Result<Job<T>, Error> {
        self.submit(self.records.upsertion(id, body, replace)?).await
    }

    /// As [`Records::delete`]; [`Job::deletions`] tells how it ended.
    ///
    /// # Errors
    /// As [`Background`].
    pub async fn delete(self, id: impl Into<RecordId>) -> Result<Job<T>, Error> {
        self.submit(self.records.deletion(&id.into())).await
    }

    /// As [`Records::transform`].
    ///
    /// # Errors
    /// As [`Background`].
    pub async fn transform<U: Record>(
        self,
        id: impl Into<RecordId>,
        body: &(impl Serialize + ?Sized),
    ) -> Result<Job<U>, Error>
    where
        T: TransformsInto<U>,
    {
        let write = self.records.transformation(&id.into(), U::TYPE, body)?;
        self.submit(write).await
    }

    async fn submit<R>(&self, write: Write) -> Result<Job<R>, Error> {
        self.records.submit(write, &self.key, "respond-async", "application/json").await
    }
}

impl Background<Value> {
    /// As [`Records::transform_into`].
    ///
    /// # Errors
    /// As [`Background`].
    pub async fn transform_into<B: Serialize + ?Sized>(
        self,
        target: &str,
        id: impl Into<RecordId>,
        body: &B,
    ) -> Result<Job<Value>, Error> {
        let write = self.records.transformation(&id.into(), target, body)?;
        self.submit(write).await
    }
}
