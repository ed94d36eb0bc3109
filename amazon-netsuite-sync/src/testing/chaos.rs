//! What can go wrong, by a seed: crashes, lost answers, refusals, outages, cut bodies, slow calls, frozen runners.
//!
//! One [`Chaos`] draws for everything it is wrapped around, so that one number repeats a whole history.

use std::{
    collections::BTreeMap,
    fmt,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use async_trait::async_trait;
use bytes::Bytes;
use chrono::{DateTime, Utc};
use commerce_client_core::{
    testing::FakeService,
    transport::{Body, Transport, TransportError},
};
use tokio::sync::Notify;

use crate::store::{
    AccountId, Acquire, BodyId, BodyKind, BucketLevel, Changes, Cursor, Lease, Link, OpKey, OpRow, Parked,
    RunKey, Sealed, SourceId, Store, StoreError,
};

/// One kind of mishap.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Fault {
    /// The process ends before the request leaves.
    CrashBeforeSend,
    /// The process ends once the request has arrived; what it asked for may still happen, perhaps much later.
    CrashAfterSend,
    /// The process ends as soon as the answer is there, before it can be recorded. Never drawn: a crash before the commit
    /// that follows is the same, and seeds must go on to stand for the same histories.
    CrashAfterAnswer,
    /// The process ends before a commit.
    CrashBeforeCommit,
    /// The process ends right after a commit.
    CrashAfterCommit,
    /// No connection.
    NotSent,
    /// The answer is lost.
    LostAnswer,
    /// The answer comes long after anybody waits for it.
    SlowCall,
    /// Half of the answer arrives.
    CutBody,
    /// 500, 502 or 503 before anything is done.
    ServerError,
    /// 500 after it was done.
    ServerErrorAfterEffect,
    /// 429.
    Throttled,
    /// The runner freezes before a commit for longer than its lease holds.
    Freeze,
}

impl Fault {
    /// Those that happen to a request.
    const OF_REQUESTS: [Self; 9] = [
        Self::CrashBeforeSend,
        Self::CrashAfterSend,
        Self::NotSent,
        Self::LostAnswer,
        Self::SlowCall,
        Self::CutBody,
        Self::ServerError,
        Self::ServerErrorAfterEffect,
        Self::Throttled,
    ];
    /// Those that happen to a commit.
    const OF_COMMITS: [Self; 3] = [Self::CrashBeforeCommit, Self::CrashAfterCommit, Self::Freeze];
    /// Every kind that is drawn.
    pub const ALL: [Self; 12] = [
        Self::CrashBeforeSend,
        Self::CrashAfterSend,
        Self::CrashBeforeCommit,
        Self::CrashAfterCommit,
        Self::NotSent,
        Self::LostAnswer,
        Self::SlowCall,
        Self::CutBody,
        Self::ServerError,
        Self::ServerErrorAfterEffect,
        Self::Throttled,
        Self::Freeze,
    ];
}

/// Where a mishap can strike: a request of an operation, or a commit at a point of a run.
pub type Site = String;

/// One mishap at one place: the `nth` time (from 1) that `site` is passed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Strike {
    /// Where.
    pub site: Site,
    /// Which time.
    pub nth: u32,
    /// What.
    pub fault: Fault,
}

/// Decides what goes wrong, and remembers what did.
#[derive(Clone)]
pub struct Chaos(Arc<Inner>);

struct Inner {
    state: Mutex<State>,
    crash: Notify,
}

struct State {
    random: fastrand::Rng,
    /// Of a thousand requests or commits, so many go wrong.
    per_mille: u32,
    strike: Option<Strike>,
    passed: BTreeMap<Site, u32>,
    happened: BTreeMap<Fault, u32>,
}

impl fmt::Debug for Chaos {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Chaos")
    }
}

impl Chaos {
    /// Nothing goes wrong, but every site that is passed is remembered.
    pub fn none() -> Self {
        Self::new(0, 0)
    }

    /// Of a thousand requests and commits, `per_mille` go wrong, drawn from `seed`.
    pub fn new(seed: u64, per_mille: u32) -> Self {
        let random = fastrand::Rng::with_seed(seed);
        let state =
            State { random, per_mille, strike: None, passed: BTreeMap::new(), happened: BTreeMap::new() };
        Self(Arc::new(Inner { state: Mutex::new(state), crash: Notify::new() }))
    }

    /// Exactly one thing goes wrong.
    pub fn once(strike: Strike) -> Self {
        let chaos = Self::none();
        chaos.state().strike = Some(strike);
        chaos
    }

    /// From now on nothing goes wrong any more.
    pub fn calm(&self) {
        let mut state = self.state();
        state.per_mille = 0;
        state.strike = None;
    }

    /// How often each site was passed.
    pub fn passed(&self) -> BTreeMap<Site, u32> {
        self.state().passed.clone()
    }

    /// What went wrong, how often.
    pub fn happened(&self) -> BTreeMap<Fault, u32> {
        self.state().happened.clone()
    }

    /// A number below `bound`, from the same seed.
    pub fn draw(&self, bound: u32) -> u32 {
        self.state().random.u32(..bound)
    }

    /// Resolves when the process is to end. Whoever awaits it drops everything else.
    pub async fn crashed(&self) {
        self.0.crash.notified().await;
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn next(&self, site: String, kinds: &[Fault]) -> Option<Fault> {
        let mut state = self.state();
        let passed = state.passed.entry(site.clone()).or_default();
        *passed += 1;
        let nth = *passed;
        let strike = state.strike.as_ref().filter(|strike| strike.site == site && strike.nth == nth);
        let fault = match strike.map(|strike| strike.fault) {
            Some(fault) => fault,
            None if state.random.u32(..1000) < state.per_mille => kinds[state.random.usize(..kinds.len())],
            None => return None,
        };
        *state.happened.entry(fault).or_default() += 1;
        Some(fault)
    }

    /// Ends the process, as far as the code under test can tell: nothing after this line runs.
    async fn die(&self) {
        self.0.crash.notify_one();
        std::future::pending::<()>().await;
    }
}

/// A fake service reached through trouble.
#[derive(Debug)]
pub struct ChaosTransport<S> {
    /// The service.
    pub service: Arc<S>,
    /// Who decides.
    pub chaos: Chaos,
}

#[async_trait]
impl<S: FakeService> Transport for ChaosTransport<S> {
    async fn call(&self, request: http::Request<Bytes>) -> Result<http::Response<Body>, TransportError> {
        let site = site_of(&request);
        let refused = |status: u16| {
            let mut answer = http::Response::new(Body::from(Bytes::from_static(b"<html>not now</html>")));
            *answer.status_mut() = http::StatusCode::from_u16(status).unwrap_or_default();
            Ok(answer)
        };
        let fault = self.chaos.next(site, &Fault::OF_REQUESTS);
        match fault {
            Some(Fault::CrashBeforeSend) => {
                self.chaos.die().await;
                return Err(TransportError::not_sent("crashed"));
            }
            Some(Fault::NotSent) => return Err(TransportError::not_sent("no route to host")),
            Some(Fault::ServerError) => return refused([500, 502, 503][self.chaos.draw(3) as usize]),
            Some(Fault::Throttled) => return refused(429),
            _ => {}
        }
        if fault == Some(Fault::CrashAfterSend) {
            // The service has the request; polling it once is enough for it to go on by itself.
            let arrived = self.service.handle(request);
            tokio::select! { biased; _ = arrived => {}, () = self.chaos.die() => {} }
            self.chaos.die().await;
            return Err(TransportError::not_sent("crashed"));
        }
        let answer = self.service.handle(request).await;
        match fault {
            Some(Fault::CrashAfterAnswer) => {
                self.chaos.die().await;
                Err(TransportError::not_sent("crashed"))
            }
            Some(Fault::LostAnswer) => Err(TransportError::maybe_sent_because("connection reset by peer")),
            Some(Fault::SlowCall) => {
                tokio::time::sleep(Duration::from_secs(90)).await;
                Ok(answer.map(Body::from))
            }
            Some(Fault::CutBody) => {
                let (head, body) = answer.into_parts();
                let half = body.slice(..body.len() / 2);
                let cut = Err(TransportError::maybe_sent_because("the answer was cut short"));
                let chunks = futures_util::stream::iter([Ok(half), cut]);
                Ok(http::Response::from_parts(head, Body::from_stream(chunks)))
            }
            Some(Fault::ServerErrorAfterEffect) => refused(500),
            _ => Ok(answer.map(Body::from)),
        }
    }
}

/// `POST salesOrder`, `PUT customer`, `GET orders`, `POST suiteql`, `POST token`. A transform is `POST salesOrder/invoice`,
/// and with ` form` behind it when it is only shown.
fn site_of(request: &http::Request<Bytes>) -> Site {
    let path = request.uri().path();
    let what = match path.strip_prefix("/services/rest/record/v1/") {
        Some(rest) => record_of(request, rest),
        None if path.starts_with("/orders/2026-01-01/orders/") => "order".to_owned(),
        None => path.rsplit('/').next().unwrap_or(path).to_owned(),
    };
    format!("{} {what}", request.method())
}

fn record_of(request: &http::Request<Bytes>, rest: &str) -> String {
    let kind = rest.split('/').next().unwrap_or(rest);
    let Some((_, target)) = rest.split_once("/!transform/") else { return kind.to_owned() };
    let accept = request.headers().get(http::header::ACCEPT).and_then(|accept| accept.to_str().ok());
    let form = if accept.is_some_and(|accept| accept.contains("form")) { " form" } else { "" };
    format!("{kind}/{target}{form}")
}

/// A store whose commits may be the last thing a process does.
#[derive(Debug)]
pub struct ChaosStore<S> {
    /// The store.
    pub inner: S,
    /// Who decides.
    pub chaos: Chaos,
    /// How long a frozen runner sleeps.
    pub freeze: Duration,
}

#[async_trait]
impl<S: Store> Store for ChaosStore<S> {
    async fn acquire(
        &self,
        key: &RunKey,
        owner: &str,
        how: Acquire,
        now: DateTime<Utc>,
        until: DateTime<Utc>,
    ) -> Result<Option<Lease>, StoreError> {
        self.inner.acquire(key, owner, how, now, until).await
    }

    async fn commit(&self, lease: &Lease, changes: Changes) -> Result<(), StoreError> {
        let site = format!("commit {:?}", changes.point);
        match self.chaos.next(site, &Fault::OF_COMMITS) {
            Some(Fault::CrashBeforeCommit) => {
                self.chaos.die().await;
                Ok(())
            }
            Some(Fault::CrashAfterCommit) => {
                self.inner.commit(lease, changes).await?;
                self.chaos.die().await;
                Ok(())
            }
            Some(Fault::Freeze) => {
                tokio::time::sleep(self.freeze).await;
                self.inner.commit(lease, changes).await
            }
            _ => self.inner.commit(lease, changes).await,
        }
    }

    async fn cursor(&self, key: &RunKey) -> Result<Option<Cursor>, StoreError> {
        self.inner.cursor(key).await
    }

    async fn ops(&self, account: &AccountId, keys: &[OpKey]) -> Result<Vec<OpRow>, StoreError> {
        self.inner.ops(account, keys).await
    }

    async fn links(&self, account: &AccountId, kind: &str) -> Result<Vec<Link>, StoreError> {
        self.inner.links(account, kind).await
    }

    async fn parked(&self, key: &RunKey) -> Result<Vec<Parked>, StoreError> {
        self.inner.parked(key).await
    }

    async fn due(&self, key: &RunKey, now: DateTime<Utc>, limit: usize) -> Result<Vec<SourceId>, StoreError> {
        self.inner.due(key, now, limit).await
    }

    async fn usage(
        &self,
        account: &AccountId,
        day: DateTime<Utc>,
    ) -> Result<BTreeMap<String, u64>, StoreError> {
        self.inner.usage(account, day).await
    }

    async fn buckets(&self, account: &AccountId) -> Result<Vec<BucketLevel>, StoreError> {
        self.inner.buckets(account).await
    }

    async fn archived(
        &self,
        account: &AccountId,
        kind: &BodyKind,
        ids: &[SourceId],
    ) -> Result<Vec<Sealed>, StoreError> {
        self.inner.archived(account, kind, ids).await
    }

    async fn expired(
        &self,
        account: &AccountId,
        by: DateTime<Utc>,
        limit: usize,
    ) -> Result<Vec<BodyId>, StoreError> {
        self.inner.expired(account, by, limit).await
    }

    async fn sealed_under(
        &self,
        account: &AccountId,
        key_id: &str,
        limit: usize,
    ) -> Result<Vec<Sealed>, StoreError> {
        self.inner.sealed_under(account, key_id, limit).await
    }

    async fn scrub(&self) -> Result<(), StoreError> {
        self.inner.scrub().await
    }
}
