//! What a person asks of a flow: to try a record again, to leave it, to fetch one, to read again from earlier on.
//!
//! Nothing is written to either service here: the next slice does that, by the same rules as ever.

use chrono::{DateTime, TimeDelta, Utc};
use commerce_client_core::{clock::Clock as _, wire::instant};

use crate::{
    Engine,
    flows::ImportOrders,
    store::{
        Acquire, BodyId, BodyKind, Changes, Cursor, Erase, Lease, ParkReason, Parked, Point, RunKey,
        SourceId, StoreError,
    },
};

impl Engine {
    /// Tries parked records again: at the next slice they are read anew from their source. Returns how many.
    ///
    /// # Errors
    /// When another runner holds the lease, or the store fails.
    pub async fn retry(&self, key: &RunKey, which: impl Fn(&SourceId) -> bool) -> Result<usize, StoreError> {
        let (lease, mut changes) = self.by_hand(key).await?;
        let parked = self.store().parked(key).await?.into_iter().filter(|parked| which(&parked.source));
        changes.park = parked.map(|parked| Parked { retry_at: Some(changes.now), ..parked }).collect();
        let count = changes.park.len();
        self.store().commit(&lease, changes).await?;
        Ok(count)
    }

    /// Takes records off the list: a person has seen to them. Returns how many.
    ///
    /// # Errors
    /// When another runner holds the lease, or the store fails.
    pub async fn resolve(
        &self,
        key: &RunKey,
        which: impl Fn(&SourceId) -> bool,
    ) -> Result<usize, StoreError> {
        let (lease, mut changes) = self.by_hand(key).await?;
        let parked = self.store().parked(key).await?.into_iter();
        changes.unpark = parked.map(|parked| parked.source).filter(which).collect();
        // Nobody has to look at what Amazon sent of them any more.
        if let Some(account) = self.account(key).filter(|_| key.flow.as_str() == ImportOrders::NAME) {
            let by = changes.now + account.settings.privacy.after_done();
            let body = |source: &SourceId| BodyId { kind: BodyKind::Order, id: source.clone() };
            changes.erase = changes.unpark.iter().map(|source| Erase { body: body(source), by }).collect();
        }
        let count = changes.unpark.len();
        self.store().commit(&lease, changes).await?;
        Ok(count)
    }

    /// Asks for records by their ids, whenever they changed last: the next slices fetch them, as many as the service
    /// allows. Settings hold for them as for any other, the go-live instant among them.
    ///
    /// # Errors
    /// When another runner holds the lease, or the store fails.
    pub async fn request(
        &self,
        key: &RunKey,
        ids: impl IntoIterator<Item = SourceId>,
    ) -> Result<(), StoreError> {
        let (lease, mut changes) = self.by_hand(key).await?;
        let now = changes.now;
        let requested = |source| Parked {
            source,
            reason: ParkReason::Requested,
            text: "asked for by hand; it is fetched at the next run".to_owned(),
            retry_at: Some(now),
            since: now,
            times: 0,
        };
        changes.park = ids.into_iter().map(requested).collect();
        self.store().commit(&lease, changes).await
    }

    /// Reads again everything that changed at this instant or later. What is done stays done: nothing is written twice.
    ///
    /// # Errors
    /// When another runner holds the lease, or the store fails.
    pub async fn read_again_from(&self, key: &RunKey, from: DateTime<Utc>) -> Result<(), StoreError> {
        let (lease, mut changes) = self.by_hand(key).await?;
        // The overlap is subtracted when the window is opened.
        let overlap = self.account(key).map_or_else(TimeDelta::zero, |account| account.settings.overlap);
        changes.cursor = Some(Cursor { after: instant::format(from + overlap), walk: None });
        self.store().commit(&lease, changes).await
    }

    /// The right to write, and a commit that ends it.
    async fn by_hand(&self, key: &RunKey) -> Result<(Lease, Changes), StoreError> {
        let now = self.0.clock.now();
        let until = now + TimeDelta::seconds(60);
        let lease = self.store().acquire(key, &self.0.owner, Acquire::IfFree, now, until).await?;
        let busy = || StoreError::Failed { what: format!("{key} is being run: try again"), source: None };
        Ok((lease.ok_or_else(busy)?, Changes::at(Point::Retry, now, now)))
    }
}
