//! What NetSuite works on in its own time: jobs that are known by their id, in whichever process.

use std::{fmt, marker::PhantomData, time::Duration};

use bytes::Bytes;
use commerce_client_core::{
    decode::{self, DecodeError},
    error::{Error, ErrorKind},
    id, open_enum,
    patience::{Patience, Waited},
    retry::Safety,
};
use futures_util::future::try_join_all;
use http::Response;
use serde::{Deserialize, de::DeserializeOwned};
use serde_json::Value;

use crate::{
    auth::percent_encode,
    client::{NetSuite, Outgoing},
    id::RecordRef,
    record::written,
};

id! {
    /// Names a job. Whoever has it can go on waiting, also after a restart.
    pub struct JobId;
}

impl JobId {
    /// Of a path such as `/services/rest/async/v1/job/2001`.
    pub(crate) fn in_path(path: &str) -> Option<Self> {
        let (_, rest) = path.split_once("/services/rest/async/v1/job/")?;
        Self::new(rest.split('/').next()?).ok()
    }
}

/// Up to an hour, asking after a second first and every half minute at last.
pub const PATIENCE: Patience =
    Patience::of(Duration::from_secs(3600)).with_pauses(Duration::from_secs(1), Duration::from_secs(30));

/// How many results are read at once.
const AT_ONCE: usize = 4;

open_enum! {
    /// How far a job is.
    pub enum Progress {
        /// It waits for its turn.
        Pending = "pending",
        /// It is being worked on.
        Processing = "processing",
        /// It is done. Its records may have failed all the same: see [`Job::results`].
        Succeeded = "succeeded",
        /// It ended badly.
        Failed = "failed",
    }
}

/// What NetSuite says of a job.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[non_exhaustive]
pub struct JobStatus {
    /// The job.
    pub id: JobId,
    /// How far it is.
    pub progress: Progress,
    /// Whether it has ended, well or badly.
    #[serde(default)]
    pub completed: bool,
}

impl JobStatus {
    /// Whether it has ended, well or badly.
    pub fn is_finished(&self) -> bool {
        self.completed || matches!(self.progress, Progress::Succeeded | Progress::Failed)
    }
}

impl NetSuite {
    /// A job that was begun before, in whichever process. [`Records::job`](crate::Records::job) does the same for
    /// records of a type.
    pub fn job(&self, id: JobId) -> Job {
        Job::new(self.clone(), id)
    }
}

/// A job for records of type `T`. Begun by [`Records::in_background`](crate::Records::in_background) and
/// [`Records::batch`](crate::Records::batch).
///
/// # Source
/// `/services/rest/async/v1/job/<id>`, with a task for each record. How long NetSuite keeps them is not documented.
pub struct Job<T = Value> {
    netsuite: NetSuite,
    id: JobId,
    known: bool,
    /// How many records it is of, where that is known.
    size: Option<usize>,
    record: PhantomData<fn() -> T>,
}

impl<T> Clone for Job<T> {
    fn clone(&self) -> Self {
        let (netsuite, id) = (self.netsuite.clone(), self.id.clone());
        Self { netsuite, id, known: self.known, size: self.size, record: PhantomData }
    }
}

impl<T> fmt::Debug for Job<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Job({})", self.id)
    }
}

impl<T> Job<T> {
    pub(crate) fn new(netsuite: NetSuite, id: JobId) -> Self {
        Self { netsuite, id, known: false, size: None, record: PhantomData }
    }

    /// Says of how many records it is: any other number of results is an error then. A job that was just begun by a
    /// [batch](crate::Records::batch) knows; say it of one that was begun by another process.
    #[must_use]
    pub fn of_records(mut self, records: usize) -> Self {
        self.size = Some(records);
        self
    }

    /// Says that NetSuite knew the key under which it was asked for.
    pub(crate) fn known_before(mut self, known: bool) -> Self {
        self.known = known;
        self
    }

    /// Whether NetSuite knew the [key](crate::IdempotencyKey) already when the write was handed over: what was sent now
    /// is not carried out, and this is the job of what was sent first. That may have been another process, or this very
    /// call, whose first answer was lost. False for a job that was named by its id.
    pub fn was_known(&self) -> bool {
        self.known
    }

    /// The id: what there is to remember.
    pub fn id(&self) -> &JobId {
        &self.id
    }

    /// Looks once.
    ///
    /// # Errors
    /// As NetSuite says; [`NotFound`](ErrorKind::NotFound) for a job that it has forgotten, or of another account.
    pub async fn look(&self) -> Result<JobStatus, Error> {
        let request = Outgoing::question("job.look", self.path());
        self.netsuite.send(request, |answer| decode::json(answer.body())).await
    }

    /// Waits until NetSuite has finished, well or badly. What became of the records say the [`results`](Self::results).
    ///
    /// # Errors
    /// As NetSuite says; [`Timeout`](ErrorKind::Timeout) when patience ends: the job goes on, and can be waited for
    /// again by its id. Do not send the write anew before.
    pub async fn wait(&self, patience: Patience) -> Result<JobStatus, Error> {
        let named = format!("job {}", self.id);
        let finished = patience.wait("job.look", &named, || async {
            let status = self.look().await?;
            Ok(match status.is_finished() {
                true => Waited::Finished(status),
                false => Waited::Unfinished(status.progress.to_string()),
            })
        });
        finished.await
    }

    /// What became of each record that was to be written, in the order in which they were sent: the record, or the
    /// error that the write would have had if it had been waited for. After an error with
    /// [`maybe_sent`](Error::maybe_sent), look for the record before it is written again.
    ///
    /// # Errors
    /// * [`Timeout`](ErrorKind::Timeout) while the job is not finished.
    /// * With [`maybe_sent`](Error::maybe_sent): [`Unavailable`](ErrorKind::Unavailable) when the job has ended without
    ///   a result, [`Decode`](ErrorKind::Decode) when it has another number of them than it has
    ///   [records](Self::of_records).
    /// * Otherwise as NetSuite says when it cannot be asked. What it says of the records, be it unreadable, is in the
    ///   results.
    pub async fn results(&self) -> Result<Vec<Result<RecordRef<T>, Error>>, Error> {
        self.each(written, true).await
    }

    /// As [`results`](Self::results), for records that were to be deleted. That one is gone already shows as
    /// [`NotFound`](ErrorKind::NotFound) here.
    ///
    /// # Errors
    /// As [`results`](Self::results).
    pub async fn deletions(&self) -> Result<Vec<Result<(), Error>>, Error> {
        self.each(|_| Ok(()), true).await
    }

    /// As [`results`](Self::results), for records that were to be [read](crate::record::Batch::get).
    ///
    /// # Errors
    /// As [`results`](Self::results).
    pub async fn records(&self) -> Result<Vec<Result<T, Error>>, Error>
    where
        T: DeserializeOwned + Send,
    {
        self.each(|answer| decode::json(answer.body()), false).await
    }

    /// Waits, then reads the one record that the job has written.
    ///
    /// # Errors
    /// As [`wait`](Self::wait) and [`results`](Self::results), and as the write would have had;
    /// [`Config`](ErrorKind::Config) for a job of several records.
    pub async fn written(&self, patience: Patience) -> Result<RecordRef<T>, Error> {
        self.wait(patience).await?;
        let mut results = self.results().await?;
        match results.pop() {
            Some(result) if results.is_empty() => result,
            Some(_) => {
                let what = format!("job {} is of {} records: read its results", self.id, results.len() + 1);
                Err(Error::new(ErrorKind::Config, RESULT, what))
            }
            None => Err(self.without_result().with_maybe_sent(true)),
        }
    }

    /// `writes`: whether the job was to change anything.
    async fn each<R: Send>(
        &self,
        read: fn(&Response<Bytes>) -> Result<R, DecodeError>,
        writes: bool,
    ) -> Result<Vec<Result<R, Error>>, Error> {
        let status = self.look().await?;
        if !status.is_finished() {
            return Err(unfinished(format!("job {} is still {}", self.id, status.progress)));
        }
        let tasks = self.tasks().await?;
        if tasks.is_empty() {
            return Err(self.without_result().with_maybe_sent(writes));
        }
        if let Some(size) = self.size.filter(|size| *size != tasks.len()) {
            let what = format!("job {} is of {size} records and has {} results", self.id, tasks.len());
            return Err(Error::new(ErrorKind::Decode, RESULT, what).with_maybe_sent(writes));
        }
        let failed = status.progress == Progress::Failed;
        let mut results = Vec::with_capacity(tasks.len());
        for tasks in tasks.chunks(AT_ONCE) {
            let results_of_these = tasks.iter().map(|task| async move {
                let result = self.result(task, read, failed).await?;
                // Of the write, not of the question.
                Ok::<_, Error>(result.map_err(|error| {
                    let in_doubt = matches!(
                        error.kind(),
                        ErrorKind::Unavailable | ErrorKind::Timeout | ErrorKind::Decode
                    );
                    error.with_maybe_sent(writes && in_doubt)
                }))
            });
            results.extend(try_join_all(results_of_these).await?);
        }
        Ok(results)
    }

    fn without_result(&self) -> Error {
        Error::new(ErrorKind::Unavailable, RESULT, format!("job {} has ended without a result", self.id))
    }

    /// The tasks in the order of the records they are about.
    async fn tasks(&self) -> Result<Vec<String>, Error> {
        #[derive(Deserialize)]
        struct Tasks {
            items: Vec<Task>,
            #[serde(default, rename = "hasMore")]
            has_more: bool,
        }
        #[derive(Deserialize)]
        struct Task {
            id: String,
        }
        let request = Outgoing::question("job.tasks", format!("{}/task", self.path()));
        let tasks: Tasks = self.netsuite.send(request, |answer| decode::json(answer.body())).await?;
        if tasks.has_more {
            // A batch has fewer records than a page has tasks.
            let what = format!("job {} has more tasks than fit on a page", self.id);
            return Err(Error::new(ErrorKind::Decode, "job.tasks", what));
        }
        let mut tasks: Vec<String> = tasks.items.into_iter().map(|task| task.id).collect();
        tasks.sort_by_key(|id| id.parse::<u64>().unwrap_or(u64::MAX));
        Ok(tasks)
    }

    /// What became of one record, or why that cannot be told.
    async fn result<R>(
        &self,
        task: &str,
        read: fn(&Response<Bytes>) -> Result<R, DecodeError>,
        job_failed: bool,
    ) -> Result<Result<R, Error>, Error> {
        let task_path = format!("{}/task/{}", self.path(), percent_encode(task));
        let path = format!("{task_path}/result");
        // The first time as if it were no mere question: the status may be that of the write, and a 500 of the write
        // stays one however often it is read.
        let once = Outgoing { safety: Safety::Create, ..Outgoing::question(RESULT, path.clone()) };
        let mut answer = self.netsuite.send(once, read).await;
        let may_pass = |error: &Error| error.status() == Some(503) || !is_of_the_record(error);
        if answer.as_ref().is_err_and(|error| error.maybe_sent() && may_pass(error)) {
            answer = self.netsuite.send(Outgoing::question(RESULT, path), read).await;
        }
        let error = match answer {
            Ok(result) => return Ok(Ok(result)),
            Err(error) => error,
        };
        if !is_of_the_record(&error) && error.kind() != ErrorKind::Decode {
            return Err(error);
        }
        if error.kind() == ErrorKind::NotFound && !self.is_completed(task_path).await? {
            // There is no record, or no result?
            if job_failed {
                return Ok(Err(self.without_result()));
            }
            return Err(unfinished(format!("task {task} of job {} has no result", self.id)));
        }
        Ok(Err(error))
    }

    async fn is_completed(&self, task: String) -> Result<bool, Error> {
        #[derive(Deserialize)]
        struct Task {
            #[serde(default)]
            completed: bool,
        }
        let request = Outgoing::question("job.task", task);
        let task: Task = self.netsuite.send(request, |answer| decode::json(answer.body())).await?;
        Ok(task.completed)
    }

    fn path(&self) -> String {
        format!("/services/rest/async/v1/job/{}", percent_encode(self.id.as_str()))
    }
}

const RESULT: &str = "job.result";

fn unfinished(what: String) -> Error {
    Error::new(ErrorKind::Timeout, RESULT, what)
}

/// Whether NetSuite says this of the record that was to be written, rather than of the question what became of it.
/// Both come the same way. An outage has no code.
fn is_of_the_record(error: &Error) -> bool {
    match error.kind() {
        ErrorKind::Rejected | ErrorKind::Conflict | ErrorKind::NotFound => true,
        ErrorKind::Auth => error.status() == Some(403),
        ErrorKind::Unavailable | ErrorKind::Timeout => {
            error.problems().iter().any(|problem| !problem.code.is_empty())
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_jobs_id_is_read_from_its_address() {
        let id = |path| JobId::in_path(path).map(|id| id.to_string());
        assert_eq!(id("/services/rest/async/v1/job/2001").as_deref(), Some("2001"));
        assert_eq!(id("/proxy/services/rest/async/v1/job/2001/task").as_deref(), Some("2001"));
        assert_eq!(id("/services/rest/async/v1/job/"), None);
        assert_eq!(id("/services/rest/record/v1/customer/647"), None);
    }
}
