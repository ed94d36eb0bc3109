//! Requests that are answered at once and worked off later: jobs, their tasks and their results.

use std::{
    collections::{BTreeMap, VecDeque},
    time::Duration,
};

use bytes::Bytes;
use chrono::{DateTime, SecondsFormat, TimeDelta, Utc};
use http::{Request, StatusCode};
use serde_json::{Value, json};

use super::{
    Pending, State, Work, auth, batch,
    operation::{JOB_PATH, Operation, header_text},
    read::whole,
    view,
    wire::{self, Detail, Refusal, Reply},
};

/// One job: a single request, or the records of a batch.
#[derive(Debug)]
struct Job {
    starts: DateTime<Utc>,
    tasks: Vec<Task>,
    failed: bool,
}

#[derive(Debug)]
struct Task {
    ends: DateTime<Utc>,
    result: Option<Reply>,
}

/// The jobs of an account, and how long they take.
#[derive(Debug, Default)]
pub(super) struct Background {
    jobs: BTreeMap<u64, Job>,
    // By idempotency key.
    keys: BTreeMap<String, u64>,
    /// From submission until the work begins.
    pub(super) queue: Duration,
    /// For each record.
    pub(super) run: Duration,
    /// `Location` without scheme and host.
    pub(super) relative: bool,
    /// The next jobs that fail as a whole.
    pub(super) failing: VecDeque<()>,
}

impl Background {
    /// Puts down what came of a task.
    pub(super) fn finish(&mut self, job: u64, task: usize, result: Reply) {
        if let Some(task) = self.jobs.get_mut(&job).and_then(|job| job.tasks.get_mut(task)) {
            task.result = Some(result);
        }
    }

    pub(super) fn is_failed(&self, job: u64) -> bool {
        self.jobs.get(&job).is_some_and(|job| job.failed)
    }
}

impl State {
    /// Whether a request goes to the background, and not to the answer.
    pub(super) fn is_background(work: &Work) -> bool {
        let prefer = header_text(&work.request, "prefer").to_lowercase();
        work.operation.can_wait() && prefer.split([',', ';']).any(|part| part.trim() == "respond-async")
    }

    /// Takes a request as a job. The same key again is refused, with the address of the job that it stands for.
    pub(super) fn submit(&mut self, work: &Work, at: DateTime<Utc>) -> Result<Reply, Refusal> {
        let request = &work.request;
        let key = header_text(request, "x-netsuite-idempotency-key").to_owned();
        if let Some(job) = self.background.keys.get(&key) {
            let mut reply = wire::conflict("A request with this idempotency key was already sent.");
            wire::put_header(&mut reply, "location", &self.job_url(request, *job));
            return Ok(reply);
        }
        let tasks = match &work.operation {
            Operation::Batch(kind) => batch::works(request, kind)?,
            _ => vec![work.clone()],
        };
        let job = 2001 + u64::try_from(self.background.jobs.len()).unwrap_or_default();
        let delay = |duration: Duration| TimeDelta::from_std(duration).unwrap_or(TimeDelta::MAX);
        let starts = at + delay(self.background.queue);
        let mut ends = starts;
        let mut kept = Vec::new();
        for (task, work) in tasks.into_iter().enumerate() {
            ends += delay(self.background.run);
            kept.push(Task { ends, result: None });
            self.entries += 1;
            self.pending.insert((ends, self.entries), Pending::Task { job, task, work });
        }
        let failed = self.background.failing.pop_front().is_some();
        self.background.jobs.insert(job, Job { starts, tasks: kept, failed });
        if !key.is_empty() {
            self.background.keys.insert(key, job);
        }
        let mut reply = wire::empty(StatusCode::ACCEPTED);
        wire::put_header(&mut reply, "preference-applied", "respond-async");
        wire::put_header(&mut reply, "location", &self.job_url(request, job));
        Ok(reply)
    }

    fn job_url(&self, request: &Request<Bytes>, job: u64) -> String {
        let origin = if self.background.relative { String::new() } else { auth::origin(request) };
        format!("{origin}{JOB_PATH}/{job}")
    }

    /// A job, its tasks, a task, or what came of it.
    pub(super) fn job(
        &self,
        request: &Request<Bytes>,
        path: &[String],
        at: DateTime<Utc>,
    ) -> Result<Reply, Refusal> {
        let path: Vec<&str> = path.iter().map(String::as_str).collect();
        let number: Option<u64> = path.first().and_then(|number| number.parse().ok());
        let found = number.and_then(|number| Some((number, self.background.jobs.get(&number)?)));
        let (number, job) = found.ok_or_else(Refusal::missing_record)?;
        let href = format!("{}{JOB_PATH}/{number}", auth::origin(request));
        match path.get(1..).unwrap_or_default() {
            [] => Ok(wire::vendor_json(StatusCode::OK, "singular", &job.show(&href, at))),
            ["task"] => {
                let entries = (1..=job.tasks.len()).map(|task| {
                    json!({"links": view::links(&format!("{href}/task/{task}")), "id": task.to_string()})
                });
                let body = whole(&format!("{href}/task"), entries.collect());
                Ok(wire::vendor_json(StatusCode::OK, "collection", &body))
            }
            ["task", task] => {
                let body = job.task(task)?.show(task, &format!("{href}/task/{task}"), job, at);
                Ok(wire::vendor_json(StatusCode::OK, "singular", &body))
            }
            ["task", task, "result"] => job.task(task)?.result.clone().ok_or_else(|| {
                let text = "The task is not completed yet. Its result does not exist.";
                Refusal::new(404, Detail::new(wire::NONEXISTENT_ID, text).url(request.uri().path()))
            }),
            _ => Err(Refusal::missing_record()),
        }
    }
}

impl Job {
    fn progress(&self, completed: bool, at: DateTime<Utc>) -> &'static str {
        match (completed, self.failed) {
            (true, true) => "failed",
            (true, false) => "succeeded",
            _ if at < self.starts => "pending",
            _ => "processing",
        }
    }

    fn show(&self, href: &str, at: DateTime<Utc>) -> Value {
        let completed = self.tasks.iter().all(|task| task.result.is_some());
        json!({
            "completed": completed,
            "id": href.rsplit('/').next(),
            "progress": self.progress(completed, at),
            "task": {"links": view::links(&format!("{href}/task"))},
            "links": view::links(href),
        })
    }

    fn task(&self, number: &str) -> Result<&Task, Refusal> {
        let index = number.parse::<usize>().ok().and_then(|number| number.checked_sub(1));
        index.and_then(|index| self.tasks.get(index)).ok_or_else(Refusal::missing_record)
    }
}

impl Task {
    fn show(&self, number: &str, href: &str, job: &Job, at: DateTime<Utc>) -> Value {
        let moment = |at: DateTime<Utc>| at.to_rfc3339_opts(SecondsFormat::Millis, true);
        let completed = self.result.is_some();
        let mut body = json!({
            "completed": completed,
            "id": number,
            "progress": job.progress(completed, at),
            "links": view::links(href),
        });
        if at >= job.starts {
            body["startTime"] = moment(job.starts).into();
        }
        if completed {
            body["endTime"] = moment(self.ends).into();
            body["links"] =
                json!([{"rel": "self", "href": href}, {"rel": "result", "href": format!("{href}/result")}]);
        }
        body
    }
}
