//! A store on top of another: reads through, and keeps every write to itself.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use async_trait::async_trait;
use chrono::{DateTime, Utc};

use super::{
    AccountId, Acquire, BodyId, BodyKind, BucketLevel, Changes, Cursor, Lease, Link, MemoryStore, OpKey,
    OpRow, Parked, Point, RunKey, Sealed, SourceId, Store, StoreError,
};

/// What a run would leave in `base`, without leaving it there. For one run key.
#[derive(Debug, Clone)]
pub(crate) struct Overlay {
    base: Arc<dyn Store>,
    top: MemoryStore,
}

impl Overlay {
    /// Begins where `base` stands for this key.
    pub(crate) async fn over(
        base: Arc<dyn Store>,
        key: &RunKey,
        now: DateTime<Utc>,
    ) -> Result<Self, StoreError> {
        let top = MemoryStore::new();
        if let Some(lease) = top.acquire(key, "overlay", Acquire::TakeOver, now, now).await? {
            let mut changes = Changes::at(Point::Release, now, now);
            changes.cursor = base.cursor(key).await?;
            changes.park = base.parked(key).await?;
            top.commit(&lease, changes).await?;
        }
        Ok(Self { base, top })
    }
}

#[async_trait]
impl Store for Overlay {
    async fn acquire(
        &self,
        key: &RunKey,
        owner: &str,
        how: Acquire,
        now: DateTime<Utc>,
        until: DateTime<Utc>,
    ) -> Result<Option<Lease>, StoreError> {
        self.top.acquire(key, owner, how, now, until).await
    }

    async fn commit(&self, lease: &Lease, changes: Changes) -> Result<(), StoreError> {
        self.top.commit(lease, changes).await
    }

    async fn cursor(&self, key: &RunKey) -> Result<Option<Cursor>, StoreError> {
        self.top.cursor(key).await
    }

    async fn ops(&self, account: &AccountId, keys: &[OpKey]) -> Result<Vec<OpRow>, StoreError> {
        let mut rows = self.top.ops(account, keys).await?;
        let known: BTreeSet<OpKey> = rows.iter().map(|row| row.key.clone()).collect();
        let others: Vec<OpKey> = keys.iter().filter(|key| !known.contains(key)).cloned().collect();
        rows.extend(self.base.ops(account, &others).await?);
        Ok(rows)
    }

    async fn links(&self, account: &AccountId, kind: &str) -> Result<Vec<Link>, StoreError> {
        let both =
            self.base.links(account, kind).await?.into_iter().chain(self.top.links(account, kind).await?);
        let links: BTreeMap<String, Link> = both.map(|link| (link.amazon_id.clone(), link)).collect();
        Ok(links.into_values().collect())
    }

    async fn parked(&self, key: &RunKey) -> Result<Vec<Parked>, StoreError> {
        self.top.parked(key).await
    }

    async fn due(&self, key: &RunKey, now: DateTime<Utc>, limit: usize) -> Result<Vec<SourceId>, StoreError> {
        self.top.due(key, now, limit).await
    }

    async fn usage(
        &self,
        account: &AccountId,
        day: DateTime<Utc>,
    ) -> Result<BTreeMap<String, u64>, StoreError> {
        self.base.usage(account, day).await
    }

    async fn buckets(&self, account: &AccountId) -> Result<Vec<BucketLevel>, StoreError> {
        self.base.buckets(account).await
    }

    async fn archived(
        &self,
        account: &AccountId,
        kind: &BodyKind,
        ids: &[SourceId],
    ) -> Result<Vec<Sealed>, StoreError> {
        let mut bodies = self.top.archived(account, kind, ids).await?;
        let known: BTreeSet<SourceId> = bodies.iter().map(|sealed| sealed.of.id.clone()).collect();
        let others: Vec<SourceId> = ids.iter().filter(|id| !known.contains(id)).cloned().collect();
        bodies.extend(self.base.archived(account, kind, &others).await?);
        Ok(bodies)
    }

    async fn expired(
        &self,
        account: &AccountId,
        by: DateTime<Utc>,
        limit: usize,
    ) -> Result<Vec<BodyId>, StoreError> {
        // What would be erased or sealed anew is no write to either service: nothing to show.
        self.top.expired(account, by, limit).await
    }

    async fn sealed_under(
        &self,
        account: &AccountId,
        key_id: &str,
        limit: usize,
    ) -> Result<Vec<Sealed>, StoreError> {
        self.top.sealed_under(account, key_id, limit).await
    }

    async fn scrub(&self) -> Result<(), StoreError> {
        self.top.scrub().await
    }
}
