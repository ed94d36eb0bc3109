//! What reports and feeds have in common: both are queued, worked on and finished, and both are listed newest first.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Map, Value, json};

use super::{
    Answer, Call, Processing,
    amazon::Numbers,
    call::{Query, iso},
    time_delta,
};

/// How long jobs are listed.
pub(super) const LISTED: TimeDelta = TimeDelta::days(90);

const STATUSES: &[&str] = &["CANCELLED", "DONE", "FATAL", "IN_PROGRESS", "IN_QUEUE"];

/// How a job ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    Done,
    Cancelled,
    Fatal,
}

/// A report or a feed.
#[derive(Debug, Clone)]
pub(super) struct Job {
    pub(super) id: String,
    pub(super) kind: String,
    pub(super) marketplaces: Vec<String>,
    pub(super) created: DateTime<Utc>,
    pub(super) starts: DateTime<Utc>,
    pub(super) ends: DateTime<Utc>,
    /// None until it has ended.
    pub(super) end: Option<End>,
    /// What came of it.
    pub(super) document_id: Option<String>,
}

impl Job {
    pub(super) fn queued(
        id: String,
        kind: &str,
        marketplaces: Vec<String>,
        now: DateTime<Utc>,
        processing: Processing,
    ) -> Self {
        let starts = now + time_delta(processing.queue);
        let ends = starts + time_delta(processing.work);
        Self {
            id,
            kind: kind.to_owned(),
            marketplaces,
            created: now,
            starts,
            ends,
            end: None,
            document_id: None,
        }
    }

    pub(super) fn is_due(&self, now: DateTime<Utc>) -> bool {
        self.end.is_none() && self.ends <= now
    }

    pub(super) fn is_listed(&self, now: DateTime<Utc>) -> bool {
        now - self.created <= LISTED
    }

    pub(super) fn status(&self, now: DateTime<Utc>) -> &'static str {
        match self.end {
            Some(End::Done) => "DONE",
            Some(End::Cancelled) => "CANCELLED",
            Some(End::Fatal) => "FATAL",
            None if now < self.starts => "IN_QUEUE",
            None => "IN_PROGRESS",
        }
    }

    /// Cancels it, which works only as long as it is queued.
    pub(super) fn cancel(&mut self, now: DateTime<Utc>) -> Result<(), Answer> {
        if self.status(now) != "IN_QUEUE" {
            let details =
                format!("The processing status is {}; only IN_QUEUE can be cancelled.", self.status(now));
            return Err(Answer::invalid_input(&details));
        }
        self.end = Some(End::Cancelled);
        (self.starts, self.ends) = (now, now);
        Ok(())
    }

    /// The members that reports and feeds share; the names of the others are `id` and `document`.
    pub(super) fn json(&self, now: DateTime<Utc>, [id, kind, document]: [&str; 3]) -> Map<String, Value> {
        let mut json = Map::new();
        json.insert(id.to_owned(), json!(self.id));
        json.insert(kind.to_owned(), json!(self.kind));
        json.insert("marketplaceIds".to_owned(), json!(self.marketplaces));
        json.insert("createdTime".to_owned(), json!(iso(self.created)));
        json.insert("processingStatus".to_owned(), json!(self.status(now)));
        if now >= self.starts {
            json.insert("processingStartTime".to_owned(), json!(iso(self.starts)));
        }
        if self.end.is_some() {
            json.insert("processingEndTime".to_owned(), json!(iso(self.ends)));
        }
        if let Some(document_id) = &self.document_id {
            json.insert(document.to_owned(), json!(document_id));
        }
        json
    }
}

/// The parameters of a list beside the types and the token.
const FILTERS: &[&str] =
    &["processingStatuses", "marketplaceIds", "pageSize", "createdSince", "createdUntil"];

/// Which jobs a list shows.
#[derive(Debug, Clone)]
struct Filter {
    kinds: Vec<String>,
    statuses: Option<Vec<String>>,
    marketplaces: Option<Vec<String>>,
    since: DateTime<Utc>,
    until: DateTime<Utc>,
    page_size: usize,
}

impl Filter {
    fn parse(call: &Call<'_>, kinds: &str) -> Result<Self, Answer> {
        let query: &Query = &call.query;
        let oldest = call.now - LISTED;
        let since = query.time("createdSince")?.unwrap_or(oldest);
        // A caller that asks for exactly 90 days may take a moment to do so.
        if since < oldest - TimeDelta::minutes(5) {
            return Err(Answer::invalid_input("createdSince is more than 90 days ago."));
        }
        let marketplaces = query.list("marketplaceIds", 10)?;
        call.check_marketplaces(marketplaces.as_deref().unwrap_or_default())?;
        Ok(Self {
            kinds: query.required_list(kinds, 10)?,
            statuses: query.members("processingStatuses", STATUSES)?,
            marketplaces,
            since,
            until: query.time("createdUntil")?.unwrap_or(call.now),
            page_size: query.number("pageSize", 1, 100)?.unwrap_or(10),
        })
    }

    fn wants(&self, job: &Job, now: DateTime<Utc>) -> bool {
        let status = job.status(now);
        let any = |wanted: &Option<Vec<String>>, has: &dyn Fn(&str) -> bool| {
            wanted.as_ref().is_none_or(|wanted| wanted.iter().any(|one| has(one)))
        };
        self.kinds.contains(&job.kind)
            && any(&self.statuses, &|wanted| wanted == status)
            && any(&self.marketplaces, &|wanted| job.marketplaces.iter().any(|id| id == wanted))
            && (self.since..=self.until).contains(&job.created)
    }
}

/// The lists that callers are paging through, by page token.
#[derive(Debug, Default)]
pub(super) struct Lists(BTreeMap<String, (Filter, Position)>);

/// Where a job stands in a list.
type Position = (DateTime<Utc>, String);

impl Lists {
    /// One page of `jobs`, newest first, and the token of the next. `kinds` is the parameter that names the types.
    pub(super) fn page<'a>(
        &mut self,
        call: &Call<'_>,
        numbers: &mut Numbers,
        kinds: &str,
        jobs: impl Iterator<Item = &'a Job>,
    ) -> Result<(Vec<&'a Job>, Option<String>), Answer> {
        let (filter, before) = match call.query.one("nextToken")? {
            None => (Filter::parse(call, kinds)?, None),
            Some(token) => {
                call.query.check_alone("nextToken", &[kinds])?;
                call.query.check_alone("nextToken", FILTERS)?;
                let found = self.0.get(token).cloned();
                let (filter, before) =
                    found.ok_or_else(|| Answer::invalid_input("The nextToken is not valid."))?;
                (filter, Some(before))
            }
        };
        let position = |job: &Job| (job.created, job.id.clone());
        let mut found: Vec<&Job> = jobs
            .filter(|job| filter.wants(job, call.now))
            .filter(|job| before.as_ref().is_none_or(|before| position(job) < *before))
            .collect();
        found.sort_by_key(|job| std::cmp::Reverse(position(job)));
        let more = found.len() > filter.page_size;
        found.truncate(filter.page_size);
        let next = found.last().filter(|_| more).map(|last| {
            let token = numbers.opaque();
            self.0.insert(token.clone(), (filter, position(last)));
            token
        });
        Ok((found, next))
    }
}
