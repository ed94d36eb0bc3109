//! The one entry by which anything runs a flow.
//!
//! An engine, ours or an external one, decides *where* and *when*, never *whether*: [`Engine::run_slice`] may be called
//! twice, late, by several processes at once, or never again.

use std::{collections::BTreeMap, sync::Arc, time::Duration};

use chrono::{DateTime, TimeDelta, Utc};
use commerce_client_core::clock::{Clock as _, SharedClock};
use futures_util::future::join_all;
use tokio::sync::watch;

use crate::{
    events::{Event, Listener},
    flow::{Account, Flow, FlowError, Meter, Metered, Next, Run},
    flows::EraseBodies,
    hooks::Hooks,
    proposal::Mode,
    settings::{Archive, SettingsError},
    store::{AccountId, Acquire, FlowName, Point, RunKey, Store, StoreError},
    summary::Summary,
    vault::Vault,
};

/// Runs flows for accounts over one store. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Engine(pub(crate) Arc<Inner>);

#[derive(Debug)]
pub(crate) struct Inner {
    pub(crate) store: Arc<dyn Store>,
    pub(crate) clock: SharedClock,
    accounts: BTreeMap<AccountId, Account>,
    meters: BTreeMap<AccountId, Vec<Arc<Meter>>>,
    flows: BTreeMap<FlowName, Box<dyn Flow>>,
    pub(crate) owner: String,
    lease: Duration,
    patience: Duration,
    listener: Listener,
    hooks: Hooks,
    pub(crate) vault: Option<Vault>,
    stop: watch::Sender<bool>,
    #[cfg(feature = "testing")]
    mutant: Option<crate::flow::Mutant>,
}

/// Builds an [`Engine`].
#[derive(Debug)]
#[must_use]
pub struct EngineBuilder {
    store: Arc<dyn Store>,
    clock: SharedClock,
    accounts: Vec<Account>,
    flows: Vec<Box<dyn Flow>>,
    owner: Option<String>,
    lease: Duration,
    patience: Duration,
    listener: Listener,
    hooks: Hooks,
    vault: Option<Vault>,
    #[cfg(feature = "testing")]
    mutant: Option<crate::flow::Mutant>,
}

/// What is wrong with an [`EngineBuilder`].
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum BuildError {
    /// An account's settings.
    #[error("account {account}: {error}")]
    Settings {
        /// Which account.
        account: AccountId,
        /// What is wrong.
        #[source]
        error: SettingsError,
    },
    /// Two accounts have one name.
    #[error("account {0} is given twice")]
    AccountTwice(AccountId),
    /// An archive without a key.
    #[error(
        "account {0}: `privacy.archive` keeps orders, and there is no vault to seal them: add `EngineBuilder::vault`"
    )]
    NoVault(AccountId),
    /// An archive that nobody clears.
    #[error(
        "account {0}: `privacy.archive` keeps orders, and no flow erases them: add `EraseBodies`, and run it"
    )]
    NoErasure(AccountId),
}

/// Why a slice could not be run, or not to its end.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SliceError {
    /// There is no such account or flow.
    #[error("{0} is not an account and flow of this engine")]
    Unknown(RunKey),
    /// Credentials or settings are wrong; nothing works until a person acts.
    #[error("{key} is halted: {error}")]
    Halted {
        /// What was run.
        key: RunKey,
        /// What is wrong and what to do.
        #[source]
        error: commerce_client_core::error::Error,
    },
    /// The store failed.
    #[error("{key}: {error}")]
    Store {
        /// What was run.
        key: RunKey,
        /// How it failed.
        #[source]
        error: StoreError,
    },
    /// The host asked to stop.
    #[error("{0} stopped as asked; it goes on from there")]
    Stopped(RunKey),
    /// What would be written is not what was approved any more.
    #[error("{key}: the world moved: {what}. Look at the plan again")]
    Moved {
        /// What was run.
        key: RunKey,
        /// What is different.
        what: String,
    },
}

/// What a slice did, and what comes next.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Slice {
    /// What comes next.
    pub next: Next,
    /// What it did.
    pub summary: Summary,
    /// Another runner holds the lease: nothing was done.
    pub busy: bool,
}

/// Where a slice keeps its place, and what becomes of its writes.
#[derive(Debug)]
pub(crate) struct Over {
    pub(crate) store: Arc<dyn Store>,
    pub(crate) mode: Mode,
}

/// What a run of a flow did, over all accounts.
#[derive(Debug)]
#[non_exhaustive]
pub struct Report {
    /// What was done.
    pub summary: Summary,
    /// What could not go on, by account.
    pub errors: Vec<SliceError>,
}

impl Engine {
    /// Begins an engine over `store`.
    pub fn builder(store: impl Store) -> EngineBuilder {
        EngineBuilder {
            store: Arc::new(store),
            clock: SharedClock::system(),
            accounts: Vec::new(),
            flows: Vec::new(),
            owner: None,
            lease: Duration::from_secs(180),
            patience: Duration::from_secs(45 * 60),
            listener: Listener::default(),
            hooks: Hooks::default(),
            vault: None,
            #[cfg(feature = "testing")]
            mutant: None,
        }
    }

    /// The store.
    pub fn store(&self) -> &dyn Store {
        &*self.0.store
    }

    pub(crate) fn account(&self, key: &RunKey) -> Option<&Account> {
        self.0.accounts.get(&key.account)
    }

    /// Asks every run to stop: what is being written is finished, nothing new is begun.
    pub fn stop(&self) {
        self.0.stop.send_replace(true);
    }

    /// Does one bounded slice of a flow for an account.
    ///
    /// Safe to call twice, concurrently, late, or never again. Cancel safety: dropping the future may leave one write
    /// in flight; the next slice looks it up.
    ///
    /// # Errors
    /// [`SliceError::Halted`] when a person has to act. An outage is no error: the slice ends and says when to call
    /// again, with the reason in [`Summary::delayed`].
    pub async fn run_slice(&self, key: &RunKey, how: Acquire) -> Result<Slice, SliceError> {
        let over = Over { store: Arc::clone(&self.0.store), mode: Mode::Apply };
        self.slice_over(key, how, &over).await
    }

    /// A slice that keeps its place in some store, and makes its writes or only proposes them.
    pub(crate) async fn slice_over(
        &self,
        key: &RunKey,
        how: Acquire,
        over: &Over,
    ) -> Result<Slice, SliceError> {
        let flow = self.0.flows.get(&key.flow).ok_or_else(|| SliceError::Unknown(key.clone()))?;
        self.slice_of(&**flow, key, how, over).await
    }

    /// A slice of a flow, which need not be one of the engine's.
    pub(crate) async fn slice_of(
        &self,
        flow: &dyn Flow,
        key: &RunKey,
        how: Acquire,
        over: &Over,
    ) -> Result<Slice, SliceError> {
        let inner = &*self.0;
        let Some(account) = inner.accounts.get(&key.account) else {
            return Err(SliceError::Unknown(key.clone()));
        };
        if *inner.stop.borrow() {
            return Err(SliceError::Stopped(key.clone()));
        }
        let store_error = |error| SliceError::Store { key: key.clone(), error };
        let now = inner.clock.now();
        let lease_time = TimeDelta::from_std(inner.lease).unwrap_or(TimeDelta::minutes(3));
        let lease =
            over.store.acquire(key, &inner.owner, how, now, now + lease_time).await.map_err(store_error)?;
        let Some(lease) = lease else {
            let next = Next::Idle { wake: now + (lease_time / 3).min(TimeDelta::seconds(1)) };
            return Ok(Slice { next, summary: Summary::default(), busy: true });
        };
        // NetSuite takes few calls at once: each run has its turn, however many calls another has to make.
        let netsuite = account.netsuite.lane(&key.to_string());
        let run = Run {
            key: key.clone(),
            account: Account { netsuite, ..account.clone() },
            store: Arc::clone(&over.store),
            clock: inner.clock.clone(),
            lease,
            lease_time,
            summary: std::sync::Mutex::default(),
            // Only what happens is told of.
            listener: if matches!(over.mode, Mode::Propose(_)) {
                Listener::default()
            } else {
                inner.listener.clone()
            },
            hooks: if matches!(over.mode, Mode::Propose(_)) {
                inner.hooks.without_telling()
            } else {
                inner.hooks.clone()
            },
            stop: inner.stop.subscribe(),
            meters: inner.meters.get(&key.account).cloned().unwrap_or_default(),
            mode: over.mode.clone(),
            vault: inner.vault.clone(),
            #[cfg(feature = "testing")]
            mutant: inner.mutant,
        };
        self.restore_quota(&run).await.map_err(store_error)?;
        let result = tokio::select! {
            biased;
            result = flow.slice(&run) => result,
            error = keep_lease(&run, inner.lease / 3) => Err(error.into()),
        };
        if !matches!(result, Err(FlowError::Store(_))) {
            let mut changes = run.changes(Point::Release);
            changes.lease_until = run.now();
            run.account_for_calls(&mut changes);
            run.commit(changes).await.map_err(store_error)?;
        }
        let mut summary = run.summary.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
        let next = match result {
            Ok(next) => next,
            Err(FlowError::Later(error)) => {
                let wait = error.retry_after().unwrap_or(Duration::from_secs(60));
                summary.delayed = Some(error.to_string());
                Next::Idle {
                    wake: inner.clock.now() + TimeDelta::from_std(wait).unwrap_or(TimeDelta::minutes(1)),
                }
            }
            Err(FlowError::Halt(error)) => return Err(SliceError::Halted { key: key.clone(), error }),
            Err(FlowError::Store(error)) => return Err(store_error(error)),
            Err(FlowError::Stopped) => return Err(SliceError::Stopped(key.clone())),
            Err(FlowError::Moved(what)) => return Err(SliceError::Moved { key: key.clone(), what }),
        };
        Ok(Slice { next, summary, busy: false })
    }

    /// A restart must not believe in a full burst.
    async fn restore_quota(&self, run: &Run) -> Result<(), StoreError> {
        if !run.account.amazon.quota().is_empty() {
            return Ok(());
        }
        for level in run.store.buckets(&run.account.id).await? {
            let age = (run.now() - level.at).to_std().unwrap_or_default();
            run.account.amazon.restore_quota(&level.operation, level.tokens, age);
        }
        Ok(())
    }

    /// Runs a flow for every account until nothing is left that settles without a person.
    ///
    /// Outcomes that are unknown are waited for, and so is another runner that holds a lease, but no longer than the
    /// engine's patience.
    pub async fn run(&self, flow: &FlowName) -> Report {
        let runs = self.0.accounts.keys().map(|account| {
            let key = RunKey { account: account.clone(), flow: flow.clone() };
            async move { self.run_account(&key).await }
        });
        let mut report = Report { summary: Summary::default(), errors: Vec::new() };
        for (summary, error) in join_all(runs).await {
            report.summary.add(&summary);
            report.errors.extend(error);
        }
        report
    }

    async fn run_account(&self, key: &RunKey) -> (Summary, Option<SliceError>) {
        let mut whole = Summary::default();
        let give_up =
            self.0.clock.now() + TimeDelta::from_std(self.0.patience).unwrap_or(TimeDelta::minutes(45));
        loop {
            let slice = match self.run_slice(key, Acquire::IfFree).await {
                Ok(slice) => slice,
                Err(error) => return (whole, Some(error)),
            };
            whole.absorb(slice.summary);
            let Next::Idle { wake } = slice.next else { continue };
            let why = if slice.busy {
                "another runner holds the lease".to_owned()
            } else if let Some(why) = whole.delayed.take() {
                why
            } else {
                match self.next_retry(key).await {
                    Ok(Some(_)) => "outcomes have to settle".to_owned(),
                    Ok(None) => return (whole, None),
                    Err(error) => return (whole, Some(SliceError::Store { key: key.clone(), error })),
                }
            };
            if wake > give_up {
                whole.delayed = Some(why);
                return (whole, None);
            }
            self.0.listener.tell(&Event::Waiting { run: key.clone(), until: wake, why });
            if self.wait_until(wake).await {
                return (whole, Some(SliceError::Stopped(key.clone())));
            }
        }
    }

    /// When a parked record comes back by itself.
    async fn next_retry(&self, key: &RunKey) -> Result<Option<DateTime<Utc>>, StoreError> {
        Ok(self.0.store.parked(key).await?.iter().filter_map(|parked| parked.retry_at).min())
    }

    /// True when it was cut short because the host asked to stop.
    async fn wait_until(&self, wake: DateTime<Utc>) -> bool {
        let mut stop = self.0.stop.subscribe();
        let wait = (wake - self.0.clock.now()).to_std().unwrap_or_default().max(Duration::from_millis(200));
        tokio::time::timeout(wait, stop.wait_for(|stop| *stop)).await.is_ok()
    }
}

/// Renews the lease for as long as it is polled; ends only with an error.
async fn keep_lease(run: &Run, every: Duration) -> StoreError {
    loop {
        tokio::time::sleep(every).await;
        if let Err(error) = run.commit(run.changes(Point::Renew)).await {
            return error;
        }
    }
}

impl EngineBuilder {
    /// Adds an account.
    pub fn account(mut self, account: Account) -> Self {
        self.accounts.push(account);
        self
    }

    /// Adds a flow.
    pub fn flow(mut self, flow: impl Flow) -> Self {
        self.flows.push(Box::new(flow));
        self
    }

    /// Reads the time from `clock` in place of the system's.
    pub fn clock(mut self, clock: SharedClock) -> Self {
        self.clock = clock;
        self
    }

    /// How this process is called in the lease. Default: a random name.
    pub fn owner(mut self, owner: impl Into<String>) -> Self {
        self.owner = Some(owner.into());
        self
    }

    /// How long a lease holds without being renewed. Default 3 minutes; must be longer than the longest call.
    pub fn lease(mut self, lease: Duration) -> Self {
        self.lease = lease;
        self
    }

    /// How long [`Engine::run`] waits for what settles by itself. Default 45 minutes, twice the time in which an outcome
    /// settles.
    pub fn patience(mut self, patience: Duration) -> Self {
        self.patience = patience;
        self
    }

    /// Tells `listener` what happens.
    pub fn listener(mut self, listener: Listener) -> Self {
        self.listener = listener;
        self
    }

    /// Calls the host's own closures on the way of each record.
    pub fn hooks(mut self, hooks: Hooks) -> Self {
        self.hooks = hooks;
        self
    }

    /// Seals what is archived (see [`PrivacySettings`](crate::settings::PrivacySettings)) with the host's key.
    pub fn vault(mut self, vault: Vault) -> Self {
        self.vault = Some(vault);
        self
    }

    /// Builds a fault into the machinery, for tests of the tests.
    #[cfg(feature = "testing")]
    pub fn mutant(mut self, mutant: Option<crate::flow::Mutant>) -> Self {
        self.mutant = mutant;
        self
    }

    /// Checks and builds.
    ///
    /// # Errors
    /// [`BuildError`] naming the account and what is wrong.
    pub fn build(self) -> Result<Engine, BuildError> {
        let mut accounts = BTreeMap::new();
        let mut meters = BTreeMap::new();
        let mut shared: Vec<Arc<Meter>> = Vec::new();
        for account in self.accounts {
            account
                .settings
                .check()
                .map_err(|error| BuildError::Settings { account: account.id.clone(), error })?;
            if account.settings.privacy.archive != Archive::Off {
                if self.vault.is_none() {
                    return Err(BuildError::NoVault(account.id));
                }
                if self.flows.iter().all(|flow| flow.name().as_str() != EraseBodies::NAME) {
                    return Err(BuildError::NoErasure(account.id));
                }
            }
            let amazon = Arc::new(Meter::new(Metered::Amazon(account.amazon.clone())));
            let known = |meter: &&Arc<Meter>| matches!(&meter.client, Metered::NetSuite(n) if n.is_same(&account.netsuite));
            let netsuite = match shared.iter().find(known) {
                Some(meter) => Arc::clone(meter),
                None => {
                    let meter = Arc::new(Meter::new(Metered::NetSuite(account.netsuite.clone())));
                    shared.push(Arc::clone(&meter));
                    meter
                }
            };
            meters.insert(account.id.clone(), vec![amazon, netsuite]);
            if let Some(twice) = accounts.insert(account.id.clone(), account) {
                return Err(BuildError::AccountTwice(twice.id));
            }
        }
        let flows = self.flows.into_iter().map(|flow| (flow.name(), flow)).collect();
        let owner = self.owner.unwrap_or_else(|| format!("{}-{:08x}", std::process::id(), fastrand::u32(..)));
        Ok(Engine(Arc::new(Inner {
            store: self.store,
            clock: self.clock,
            accounts,
            meters,
            flows,
            owner,
            lease: self.lease,
            patience: self.patience,
            listener: self.listener,
            hooks: self.hooks,
            vault: self.vault,
            stop: watch::Sender::new(false),
            #[cfg(feature = "testing")]
            mutant: self.mutant,
        })))
    }
}
