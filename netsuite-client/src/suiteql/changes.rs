//! What has changed since the last look, in the order in which it changed.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
    time::Duration,
};

use chrono::{DateTime, NaiveDateTime, TimeDelta};
use commerce_client_core::{
    decode::DecodeError,
    error::{Error, ErrorKind},
};
use futures_core::Stream;
use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::Value;
use sha2::{Digest as _, Sha256};

use super::{
    OPERATION, SuiteQl,
    probe::{self, Missing},
    row::{self, RawRow},
    walk::{self, BELOW_EVERY_KEY, key_of},
};

/// How far the changes have been read: the largest time of a change that was seen, as NetSuite wrote it (to the second,
/// in the account's zone, never converted), and what was seen within the overlap before it.
///
/// Store it after the rows that came with it are dealt with. As JSON it takes some 20 bytes for each row that changed
/// within the overlap: after an import of 200,000 rows that is 4 MB, which need not be written with every page.
///
/// When the account or its user moves to a zone further west, its clock goes back by hours, and what changes meanwhile
/// lies before the mark: begin again at [`Mark::at`] a time before the move.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    modified: NaiveDateTime,
    #[serde(default, with = "shared")]
    seen: Arc<Seen>,
}

/// Key and a digest of the columns, by the time of the change: a row may change twice in one second.
type Seen = BTreeMap<NaiveDateTime, BTreeSet<(i64, u32)>>;

/// Reads and writes what an `Arc` holds.
mod shared {
    use std::sync::Arc;

    use serde::{Deserialize as _, Deserializer, Serialize as _, Serializer};

    use super::Seen;

    pub(super) fn serialize<S: Serializer>(seen: &Arc<Seen>, serializer: S) -> Result<S::Ok, S::Error> {
        seen.as_ref().serialize(serializer)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Arc<Seen>, D::Error> {
        Seen::deserialize(deserializer).map(Arc::new)
    }
}

impl Mark {
    /// Begins at this time in the account's zone, such as one that
    /// [`Queries::now`](super::queries::Queries::now) returned. What changed within the overlap before it comes, too.
    pub fn at(time: NaiveDateTime) -> Self {
        Self { modified: time, seen: Arc::default() }
    }

    /// The largest time of a change that was seen, in the account's zone.
    pub fn modified(&self) -> NaiveDateTime {
        self.modified
    }

    /// Whether this version was seen in an earlier look.
    fn has(&self, time: NaiveDateTime, version: &(i64, u32)) -> bool {
        self.seen.get(&time).is_some_and(|versions| versions.contains(version))
    }

    fn remember(&mut self, time: NaiveDateTime, versions: impl IntoIterator<Item = (i64, u32)>) {
        Arc::make_mut(&mut self.seen).entry(time).or_default().extend(versions);
    }

    fn forget_before(&mut self, time: NaiveDateTime) {
        if self.seen.first_key_value().is_some_and(|(oldest, _)| *oldest < time) {
            let seen = Arc::make_mut(&mut self.seen);
            *seen = seen.split_off(&time);
        }
    }
}

impl Default for Mark {
    /// Before every change.
    fn default() -> Self {
        Self::at(DateTime::UNIX_EPOCH.naive_utc())
    }
}

/// Rows that changed, and how far they were read.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Changed<R> {
    /// The rows, oldest change first. Empty where all of a page had been seen before.
    pub rows: Vec<R>,
    /// The rows that do not fit `R`. The mark lies behind them, too: they do not come again until they change.
    pub odd: Vec<OddRow>,
    /// Where the next look begins once these rows are dealt with.
    pub mark: Mark,
}

/// A row that changed and does not fit its type. Somebody has to look at it in NetSuite, or the type is too strict.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct OddRow {
    /// The row's key.
    pub key: i64,
    /// When it changed, in the account's zone.
    pub modified: NaiveDateTime,
    /// The column that does not fit, and what was expected there.
    pub problem: DecodeError,
}

/// A query for what changed since a [`Mark`]. Get it from [`SuiteQl::changes`].
///
/// Each version of a row comes, and comes once but for the last second of a look: a row may be saved again in the same
/// second with the same columns, and so what changed in that second comes once more with the next look. The query had
/// better not select what differs by itself, such as the present time. It looks back some time before the mark, for
/// writes that became visible late, and for the hour that comes twice when clocks go back; what it has seen there
/// before, it leaves out. Deleted rows do not come.
#[derive(Debug, Clone)]
#[must_use]
pub struct Changes {
    query: SuiteQl,
    key: String,
    mark: Mark,
    overlap: TimeDelta,
}

impl Changes {
    pub(super) fn new(query: SuiteQl, key: &str, mark: Mark) -> Self {
        Self { query, key: key.to_ascii_lowercase(), mark, overlap: TimeDelta::minutes(70) }
    }

    /// How far before the mark to look. Default 70 minutes. Less than an hour loses what changes in the hour after
    /// clocks went back, in accounts whose zone has summer time.
    pub fn with_overlap(mut self, overlap: Duration) -> Self {
        self.overlap = TimeDelta::from_std(overlap).unwrap_or(TimeDelta::MAX);
        self
    }

    /// The changes page by page as they are asked for. Ends after its first error; begin again at the last mark then.
    ///
    /// # Errors
    /// As of [`Walk::rows`](super::Walk::rows), and [`Config`](ErrorKind::Config) when there is no column `modified` of
    /// the form `2026-11-30T23:59:59`.
    pub fn pages<R: DeserializeOwned + Send + 'static>(
        self,
    ) -> impl Stream<Item = Result<Changed<R>, Error>> + Send {
        let (since, mark) = (self.back_from(self.mark.modified), self.mark.clone());
        let after = BELOW_EVERY_KEY;
        let reading =
            Reading { changes: self, since, after, mark, last: BTreeSet::new(), read: 0, ended: false };
        stream::try_unfold(reading, |mut reading| async move {
            let changed = reading.next::<R>().await?;
            Ok::<_, Error>(changed.map(|changed| (changed, reading)))
        })
        .boxed()
    }

    /// All changes at once, and the mark after them.
    ///
    /// # Errors
    /// As of [`pages`](Self::pages).
    pub async fn all<R: DeserializeOwned + Send + 'static>(self) -> Result<Changed<R>, Error> {
        let none = Changed { rows: Vec::new(), odd: Vec::new(), mark: self.mark.clone() };
        let gather = |mut all: Changed<R>, page: Changed<R>| async move {
            all.rows.extend(page.rows);
            all.odd.extend(page.odd);
            all.mark = page.mark;
            Ok::<_, Error>(all)
        };
        self.pages().try_fold(none, gather).await
    }

    /// As [`SuiteQl::probe`].
    ///
    /// # Errors
    /// As of [`SuiteQl::probe`].
    pub async fn probe(self) -> Result<(), Error> {
        probe::verdict(self.missing().await?)
    }

    pub(super) async fn missing(self) -> Result<Option<Missing>, Error> {
        walk::check(&self.query)?;
        self.bound(self.mark.modified, BELOW_EVERY_KEY).missing().await
    }

    fn bound(&self, since: NaiveDateTime, after: i64) -> SuiteQl {
        let next = since.checked_add_signed(TimeDelta::seconds(1)).unwrap_or(since);
        self.query.clone().bind("since", since).bind("next", next).bind("after", after)
    }

    /// The beginning of the overlap before `time`.
    fn back_from(&self, time: NaiveDateTime) -> NaiveDateTime {
        let epoch = DateTime::UNIX_EPOCH.naive_utc();
        time.checked_sub_signed(self.overlap).unwrap_or(epoch).max(epoch)
    }

    fn unreadable(&self, row: u64, problem: &str) -> Error {
        let what = format!("the changes cannot be followed: at row {row}, {problem}");
        Error::new(ErrorKind::Config, OPERATION, what)
    }
}

struct Reading {
    changes: Changes,
    /// The last row that was read, by the two columns that the rows are ordered by.
    since: NaiveDateTime,
    after: i64,
    mark: Mark,
    /// What changed in the mark's second, if that is a second of this look: not seen for good, for it may not be over.
    last: BTreeSet<(i64, u32)>,
    read: u64,
    ended: bool,
}

impl Reading {
    async fn next<R: DeserializeOwned>(&mut self) -> Result<Option<Changed<R>>, Error> {
        if self.ended {
            return Ok(None);
        }
        walk::check(&self.changes.query)?;
        let page = self.changes.bound(self.since, self.after).first_rows().await?;
        self.ended = page.len() < self.changes.query.page_size as usize;
        let (mut rows, mut odd) = (Vec::new(), Vec::new());
        for raw in &page {
            self.read += 1;
            if !self.advance(raw)? {
                continue;
            }
            match row::from_row(raw, self.changes.query.dates) {
                Ok(row) => rows.push(row),
                Err(problem) => odd.push(OddRow { key: self.after, modified: self.since, problem }),
            }
        }
        self.mark.forget_before(self.changes.back_from(self.mark.modified));
        Ok(Some(Changed { rows, odd, mark: self.mark.clone() }))
    }

    /// Goes on to this row; whether it has not been seen before.
    fn advance(&mut self, raw: &RawRow) -> Result<bool, Error> {
        let unreadable = |problem: &str| self.changes.unreadable(self.read, problem);
        let key = key_of(raw, &self.changes.key).ok_or_else(|| {
            unreadable(&format!("column {} is missing or no whole number", self.changes.key))
        })?;
        let modified = time_of(raw)
            .ok_or_else(|| unreadable("column modified is missing or not like 2026-11-30T23:59:59"))?;
        if (modified, key) <= (self.since, self.after) {
            return Err(unreadable(
                "the rows do not go up: ask for x >= :since AND (x >= :next OR key > :after), order by modified and key",
            ));
        }
        (self.since, self.after) = (modified, key);
        let version = (key, digest(raw));
        if self.mark.has(modified, &version) {
            return Ok(false);
        }
        if modified > self.mark.modified {
            let (over, versions) = (self.mark.modified, std::mem::take(&mut self.last));
            if !versions.is_empty() {
                self.mark.remember(over, versions);
            }
            self.mark.modified = modified;
        }
        if modified == self.mark.modified && modified > self.changes.mark.modified {
            self.last.insert(version);
        } else {
            self.mark.remember(modified, [version]);
        }
        Ok(true)
    }
}

fn digest(row: &RawRow) -> u32 {
    // A map of texts is always JSON.
    let digest = Sha256::digest(serde_json::to_vec(row).unwrap_or_default());
    u32::from_be_bytes([digest[0], digest[1], digest[2], digest[3]])
}

fn time_of(row: &RawRow) -> Option<NaiveDateTime> {
    let text = row.get("modified").and_then(Value::as_str)?;
    let forms = ["%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M:%S"];
    forms.iter().find_map(|form| NaiveDateTime::parse_from_str(text, form).ok())
}
