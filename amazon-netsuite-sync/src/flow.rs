//! What a flow is, and what one slice of it works with.

use std::{
    collections::BTreeMap,
    fmt,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};
use commerce_client_core::{
    clock::{Clock as _, SharedClock},
    error::{Error, ErrorKind},
};
use netsuite_client::NetSuite;
use sp_api_client::SpApi;

use crate::{
    events::{Event, Listener},
    hooks::Hooks,
    map::Channel,
    proposal::Mode,
    settings::AccountSettings,
    store::{
        AccountId, BucketLevel, Changes, FlowName, Lease, ParkReason, Parked, Point, RunKey, SourceId, Store,
        StoreError,
    },
    summary::{Fate, Summary},
};

/// One Amazon account (a seller in a region) kept in step with one NetSuite account.
#[derive(Debug, Clone)]
pub struct Account {
    /// The host's name for it; part of every op key. Never change it.
    pub id: AccountId,
    /// Amazon's side.
    pub amazon: SpApi,
    /// NetSuite's side. Accounts of one NetSuite share clones of one client, for they share its concurrency limit.
    pub netsuite: NetSuite,
    /// What the host decided.
    pub settings: AccountSettings,
}

/// Something that is run slice by slice. Hosts may add their own.
#[async_trait]
pub trait Flow: fmt::Debug + Send + Sync + 'static {
    /// Its name; part of every op key.
    fn name(&self) -> FlowName;

    /// Does a bounded piece of work: at most a page of records. Safe to call twice, late, or never again.
    async fn slice(&self, run: &Run) -> Result<Next, FlowError>;
}

/// What comes after a slice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Next {
    /// Nothing to do before `wake`, UTC.
    Idle {
        /// When to call again.
        wake: DateTime<Utc>,
    },
    /// There is more to do now.
    More,
}

/// Why a slice ended early. Whatever was recorded stays; the next slice goes on from there.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum FlowError {
    /// Credentials or settings are wrong: nothing will work until a person acts.
    #[error("{0}")]
    Halt(Error),
    /// A service is not to be had; it goes on later.
    #[error("{0}")]
    Later(Error),
    /// The store failed, or another runner has taken over.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The host asked to stop.
    #[error("stopped as asked")]
    Stopped,
    /// What would be written is not what was approved.
    #[error("the world moved: {0}")]
    Moved(String),
}

impl From<Error> for FlowError {
    /// For a call that concerns the whole flow. What one record did wrong is parked and never comes this way.
    fn from(error: Error) -> Self {
        match error.kind() {
            ErrorKind::Throttled
            | ErrorKind::Unavailable
            | ErrorKind::Timeout
            | ErrorKind::Transport
            | ErrorKind::Decode => Self::Later(error),
            _ => Self::Halt(error),
        }
    }
}

/// Faults that a test builds into the machinery, to see that the tests notice.
#[cfg(feature = "testing")]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Mutant {
    /// Sends again without looking whether the first time had an effect.
    SkipLook,
    /// Records a page as read before what is on it is recorded.
    AdvanceEarly,
    /// Gives a record another external id each time.
    RandomExternalId,
}

/// One slice at work: its lease, its account, its clock. Flows write through it and nowhere else.
#[derive(Debug)]
pub struct Run {
    pub(crate) key: RunKey,
    pub(crate) account: Account,
    pub(crate) store: Arc<dyn Store>,
    pub(crate) clock: SharedClock,
    pub(crate) lease: Lease,
    pub(crate) lease_time: TimeDelta,
    pub(crate) summary: Mutex<Summary>,
    pub(crate) listener: Listener,
    pub(crate) hooks: Hooks,
    pub(crate) stop: tokio::sync::watch::Receiver<bool>,
    pub(crate) meters: Vec<Arc<Meter>>,
    pub(crate) mode: Mode,
    #[cfg(feature = "testing")]
    pub(crate) mutant: Option<Mutant>,
}

impl Run {
    /// What is run.
    pub fn key(&self) -> &RunKey {
        &self.key
    }

    /// For whom.
    pub fn account(&self) -> &Account {
        &self.account
    }

    /// The time, UTC.
    pub fn now(&self) -> DateTime<Utc> {
        self.clock.now()
    }

    /// Reads; writes go through [`commit`](Self::commit).
    pub fn store(&self) -> &dyn Store {
        &*self.store
    }

    /// Begins a commit at `point`, which also renews the lease.
    pub fn changes(&self, point: Point) -> Changes {
        let now = self.now();
        Changes::at(point, now, now + self.lease_time)
    }

    /// Writes all of `changes`, if the lease is still ours.
    ///
    /// # Errors
    /// [`StoreError::Fenced`] when another runner has taken over: stop, and touch nothing remote.
    pub async fn commit(&self, changes: Changes) -> Result<(), StoreError> {
        self.store.commit(&self.lease, changes).await
    }

    /// Whether the host asked to stop: begin nothing new.
    pub fn stopping(&self) -> bool {
        *self.stop.borrow()
    }

    /// When a flow with nothing to do comes back: after `poll`, or when a parked record is due before that.
    pub(crate) async fn wake_after(&self, poll: TimeDelta) -> Result<DateTime<Utc>, StoreError> {
        let (now, parked) = (self.now(), self.store.parked(&self.key).await?);
        let due = parked.iter().filter_map(|parked| parked.retry_at).min();
        Ok(due.map_or(now + poll, |due| due.clamp(now + TimeDelta::seconds(1), now + poll)))
    }

    /// The calls made and the rate tokens left, for the commit that ends a page.
    pub(crate) fn account_for_calls(&self, changes: &mut Changes) {
        // Nothing that is committed now is kept: the next run counts these calls, too.
        if matches!(self.mode, Mode::Propose(_)) {
            return;
        }
        for meter in &self.meters {
            changes.usage.extend(meter.since_last());
        }
        let at = self.now();
        let levels = self.account.amazon.quota().into_iter();
        changes.buckets = levels
            .map(|(operation, tokens)| BucketLevel { operation: operation.to_owned(), tokens, at })
            .collect();
    }

    pub(crate) fn summary(&self) -> MutexGuard<'_, Summary> {
        self.summary.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Counts what became of a record and tells the listener.
    pub(crate) fn finished(&self, source: &SourceId, channel: Option<Channel>, fate: Fate) {
        self.summary().count(source, channel, fate);
        if fate != Fate::Parked {
            let (run, source) = (self.key.clone(), source.clone());
            self.listener.tell(&Event::RecordDone { run, source, channel, created: fate == Fate::Created });
        }
    }

    /// A record to be parked now; goes into a commit.
    pub(crate) fn park(
        &self,
        source: &SourceId,
        reason: ParkReason,
        text: String,
        retry_at: Option<DateTime<Utc>>,
    ) -> Parked {
        let event = Event::RecordParked {
            run: self.key.clone(),
            source: source.clone(),
            reason: reason.clone(),
            text: text.clone(),
        };
        self.listener.tell(&event);
        Parked { source: source.clone(), reason, text, retry_at, since: self.now(), times: 1 }
    }

    #[cfg(feature = "testing")]
    pub(crate) fn is_mutant(&self, mutant: Mutant) -> bool {
        self.mutant == Some(mutant)
    }
}

/// Counts the calls of one client since they were last written down.
#[derive(Debug)]
pub(crate) struct Meter {
    pub(crate) client: Metered,
    seen: Mutex<BTreeMap<&'static str, u64>>,
}

#[derive(Debug)]
pub(crate) enum Metered {
    Amazon(SpApi),
    NetSuite(NetSuite),
}

impl Meter {
    pub(crate) fn new(client: Metered) -> Self {
        Self { client, seen: Mutex::default() }
    }

    fn since_last(&self) -> BTreeMap<String, u64> {
        let (service, calls) = match &self.client {
            Metered::Amazon(client) => ("amazon", client.calls()),
            Metered::NetSuite(client) => ("netsuite", client.calls()),
        };
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        let fresh = calls.iter().filter_map(|(operation, calls)| {
            let new = calls - seen.get(operation).copied().unwrap_or(0);
            (new > 0).then(|| (format!("{service}/{operation}"), new))
        });
        let fresh = fresh.collect();
        *seen = calls;
        fresh
    }
}
