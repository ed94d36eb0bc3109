//! A store for tests and for hosts that bring their own durability.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use async_trait::async_trait;
use chrono::{DateTime, NaiveDate, Utc};
use netsuite_client::InternalId;

use super::{
    AccountId, Acquire, BodyId, BodyKind, BucketLevel, Changes, Cursor, Lease, Link, OpKey, OpRow, OpState,
    Parked, RunKey, Sealed, SourceId, Store, StoreError,
};

/// Keeps everything in memory. Clones share it, so a test can end a run and begin another on the same store.
#[derive(Debug, Clone, Default)]
pub struct MemoryStore {
    tables: Arc<Mutex<Tables>>,
    /// A fault for tests of the tests: forgets to compare the fence.
    unfenced: bool,
}

#[derive(Debug, Clone, Default)]
struct Tables {
    leases: BTreeMap<RunKey, (String, i64, DateTime<Utc>)>,
    cursors: BTreeMap<RunKey, Cursor>,
    ops: BTreeMap<(AccountId, OpKey), OpRow>,
    links: BTreeMap<(AccountId, String, String), Link>,
    /// The same the other way round: Amazon's id by NetSuite's.
    linked: BTreeMap<(AccountId, String, InternalId), String>,
    parked: BTreeMap<(RunKey, SourceId), Parked>,
    usage: BTreeMap<(NaiveDate, AccountId, String), u64>,
    buckets: BTreeMap<(AccountId, String), BucketLevel>,
    bodies: BTreeMap<(AccountId, BodyId), Sealed>,
}

impl MemoryStore {
    /// An empty store.
    pub fn new() -> Self {
        Self::default()
    }

    /// The same store, forgetting to compare the fence: for tests of the tests.
    #[cfg(feature = "testing")]
    #[doc(hidden)]
    #[must_use]
    pub fn without_fence(&self) -> Self {
        Self { tables: Arc::clone(&self.tables), unfenced: true }
    }

    /// A store of its own that holds what this one holds now, as a backup would.
    #[cfg(feature = "testing")]
    #[must_use]
    pub fn copy(&self) -> Self {
        Self { tables: Arc::new(Mutex::new(self.tables().clone())), unfenced: self.unfenced }
    }

    /// The ops that are under way, or in doubt.
    #[cfg(feature = "testing")]
    #[doc(hidden)]
    pub fn under_way(&self) -> Vec<OpRow> {
        let is_open = |op: &&OpRow| matches!(op.state, OpState::Sending | OpState::Unknown);
        self.tables().ops.values().filter(is_open).cloned().collect()
    }

    fn tables(&self) -> MutexGuard<'_, Tables> {
        self.tables.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Tables {
    /// The first of these links that contradicts one that is there, or one before it.
    fn contradiction<'a>(&self, account: &AccountId, links: &'a [Link]) -> Option<&'a Link> {
        let taken = |link: &Link| {
            let slot = (account.clone(), link.kind.clone(), link.amazon_id.clone());
            let back = (account.clone(), link.kind.clone(), link.netsuite_id.clone());
            self.links.get(&slot).is_some_and(|old| old.netsuite_id != link.netsuite_id)
                || self.linked.get(&back).is_some_and(|amazon_id| *amazon_id != link.amazon_id)
        };
        let contradicts = |one: &Link, other: &Link| {
            let same_kind = one.kind == other.kind;
            same_kind && (one.amazon_id == other.amazon_id) != (one.netsuite_id == other.netsuite_id)
        };
        let found = links
            .iter()
            .enumerate()
            .find(|(n, link)| taken(link) || links[..*n].iter().any(|before| contradicts(before, link)));
        found.map(|(_, link)| link)
    }

    /// Everything at once; the links contradict nothing.
    fn apply(&mut self, key: &RunKey, changes: Changes) {
        let account = &key.account;
        for op in changes.ops {
            let slot = (account.clone(), op.key.clone());
            let gives_way = |old: &OpRow| {
                old.state != OpState::Done || op.state == OpState::Done || old.body_hash != op.body_hash
            };
            if self.ops.get(&slot).is_none_or(gives_way) {
                self.ops.insert(slot, op);
            }
        }
        for link in changes.links {
            let back = (account.clone(), link.kind.clone(), link.netsuite_id.clone());
            self.linked.insert(back, link.amazon_id.clone());
            self.links.insert((account.clone(), link.kind.clone(), link.amazon_id.clone()), link);
        }
        for mut parked in changes.park {
            let slot = (key.clone(), parked.source.clone());
            if let Some(old) = self.parked.get(&slot) {
                parked.since = old.since;
                parked.times = old.times + 1;
            }
            self.parked.insert(slot, parked);
        }
        for source in changes.unpark {
            self.parked.remove(&(key.clone(), source));
        }
        if let Some(cursor) = changes.cursor {
            self.cursors.insert(key.clone(), cursor);
        }
        let day = changes.now.date_naive();
        for (operation, calls) in changes.usage {
            *self.usage.entry((day, account.clone(), operation)).or_default() += calls;
        }
        for level in changes.buckets {
            self.buckets.insert((account.clone(), level.operation.clone()), level);
        }
        for mut sealed in changes.archive {
            let slot = (account.clone(), sealed.of.clone());
            match self.bodies.get(&slot) {
                Some(old) if old.version > sealed.version => continue,
                Some(old) => sealed.since = old.since,
                None => {}
            }
            self.bodies.insert(slot, sealed);
        }
        for erase in changes.erase {
            let slot = (account.clone(), erase.body);
            if erase.by <= changes.now {
                self.bodies.remove(&slot);
            } else if let Some(sealed) = self.bodies.get_mut(&slot) {
                sealed.personal_until = sealed.personal_until.min(erase.by);
            }
        }
    }
}

#[async_trait]
impl Store for MemoryStore {
    async fn acquire(
        &self,
        key: &RunKey,
        owner: &str,
        how: Acquire,
        now: DateTime<Utc>,
        until: DateTime<Utc>,
    ) -> Result<Option<Lease>, StoreError> {
        let mut tables = self.tables();
        let held = tables.leases.get(key);
        if how == Acquire::IfFree && held.is_some_and(|(_, _, until)| *until > now) {
            return Ok(None);
        }
        let fence = held.map_or(0, |(_, fence, _)| *fence) + 1;
        tables.leases.insert(key.clone(), (owner.to_owned(), fence, until));
        Ok(Some(Lease { key: key.clone(), fence }))
    }

    async fn commit(&self, lease: &Lease, changes: Changes) -> Result<(), StoreError> {
        let mut tables = self.tables();
        let stale = tables.leases.get(&lease.key).is_none_or(|(_, fence, _)| *fence != lease.fence);
        if stale && !self.unfenced {
            return Err(StoreError::Fenced(lease.key.clone()));
        }
        if let Some(link) = tables.contradiction(&lease.key.account, &changes.links) {
            return Err(StoreError::LinkTaken(format!("{} {}", link.kind, link.amazon_id)));
        }
        if let Some(held) = tables.leases.get_mut(&lease.key) {
            held.2 = changes.lease_until;
        }
        tables.apply(&lease.key, changes);
        Ok(())
    }

    async fn cursor(&self, key: &RunKey) -> Result<Option<Cursor>, StoreError> {
        Ok(self.tables().cursors.get(key).cloned())
    }

    async fn ops(&self, account: &AccountId, keys: &[OpKey]) -> Result<Vec<OpRow>, StoreError> {
        let tables = self.tables();
        Ok(keys.iter().filter_map(|key| tables.ops.get(&(account.clone(), key.clone())).cloned()).collect())
    }

    async fn links(&self, account: &AccountId, kind: &str) -> Result<Vec<Link>, StoreError> {
        let tables = self.tables();
        let of_kind = tables.links.iter().filter(|((owner, of, _), _)| owner == account && of == kind);
        Ok(of_kind.map(|(_, link)| link.clone()).collect())
    }

    async fn parked(&self, key: &RunKey) -> Result<Vec<Parked>, StoreError> {
        let tables = self.tables();
        let of_key = tables.parked.iter().filter(|((owner, _), _)| owner == key);
        let mut parked: Vec<Parked> = of_key.map(|(_, parked)| parked.clone()).collect();
        parked.sort_by_key(|parked| parked.since);
        Ok(parked)
    }

    async fn due(&self, key: &RunKey, now: DateTime<Utc>, limit: usize) -> Result<Vec<SourceId>, StoreError> {
        let mut due: Vec<(DateTime<Utc>, SourceId)> = self
            .parked(key)
            .await?
            .into_iter()
            .filter_map(|parked| parked.retry_at.filter(|at| *at <= now).map(|at| (at, parked.source)))
            .collect();
        due.sort();
        due.truncate(limit);
        Ok(due.into_iter().map(|(_, source)| source).collect())
    }

    async fn usage(
        &self,
        account: &AccountId,
        day: DateTime<Utc>,
    ) -> Result<BTreeMap<String, u64>, StoreError> {
        let (tables, day) = (self.tables(), day.date_naive());
        let of_day = tables.usage.iter().filter(|((date, owner, _), _)| *date == day && owner == account);
        Ok(of_day.map(|((_, _, operation), calls)| (operation.clone(), *calls)).collect())
    }

    async fn buckets(&self, account: &AccountId) -> Result<Vec<BucketLevel>, StoreError> {
        let tables = self.tables();
        Ok(tables
            .buckets
            .iter()
            .filter(|((owner, _), _)| owner == account)
            .map(|(_, level)| level.clone())
            .collect())
    }

    async fn archived(
        &self,
        account: &AccountId,
        kind: &BodyKind,
        ids: &[SourceId],
    ) -> Result<Vec<Sealed>, StoreError> {
        let tables = self.tables();
        let of = |id: &SourceId| (account.clone(), BodyId { kind: kind.clone(), id: id.clone() });
        Ok(ids.iter().filter_map(|id| tables.bodies.get(&of(id)).cloned()).collect())
    }

    async fn expired(
        &self,
        account: &AccountId,
        by: DateTime<Utc>,
        limit: usize,
    ) -> Result<Vec<BodyId>, StoreError> {
        let tables = self.tables();
        let of_account = tables.bodies.iter().filter(|((owner, _), _)| owner == account);
        let mut expired: Vec<_> = of_account
            .filter(|(_, sealed)| sealed.personal_until <= by)
            .map(|((_, body), sealed)| (sealed.personal_until, body.clone()))
            .collect();
        expired.sort();
        expired.truncate(limit);
        Ok(expired.into_iter().map(|(_, body)| body).collect())
    }

    async fn sealed_under(
        &self,
        account: &AccountId,
        key_id: &str,
        limit: usize,
    ) -> Result<Vec<Sealed>, StoreError> {
        let tables = self.tables();
        let of_account = tables.bodies.iter().filter(|((owner, _), _)| owner == account);
        let under = of_account.map(|(_, sealed)| sealed).filter(|sealed| sealed.key_id == key_id);
        Ok(under.take(limit).cloned().collect())
    }

    async fn scrub(&self) -> Result<(), StoreError> {
        Ok(())
    }
}
