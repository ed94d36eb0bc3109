//! What a run did, counted.

use std::collections::{BTreeMap, BTreeSet};

use commerce_client_core::money::{Currency, Money};
use rust_decimal::Decimal;

use crate::{map::Channel, plan::RecordKind, store::SourceId};

/// What a run did. `read` is always the sum of the other four.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Counts {
    /// Records read.
    pub read: u64,
    /// New in NetSuite, or found there and taken over.
    pub created: u64,
    /// Brought up to date in NetSuite.
    pub updated: u64,
    /// Nothing to write: there already, not due yet, cancelled before it was imported, or none of ours.
    pub unchanged: u64,
    /// Set aside with a reason: see [`Store::parked`](crate::store::Store::parked).
    pub parked: u64,
}

/// What became of one record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fate {
    Created,
    Updated,
    Unchanged,
    Parked,
}

/// What one or more slices of a flow did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Summary {
    /// Orders, by the hands they go through; `None` for those that could not be read far enough to tell.
    pub orders: BTreeMap<Option<Channel>, Counts>,
    /// Records written to NetSuite, by kind: how many created and how many brought up to date.
    pub written: BTreeMap<RecordKind, (u64, u64)>,
    /// What the imported orders come to, by currency.
    pub imported: BTreeMap<Currency, Decimal>,
    /// Why the run could not go on, if it could not; it goes on by itself later.
    pub delayed: Option<String>,
    /// Parked in this very run: finished in it, they are no longer counted as parked.
    parked_now: BTreeMap<SourceId, Option<Channel>>,
    /// Every record of one slice; not kept beyond it.
    seen: BTreeMap<SourceId, (Option<Channel>, Fate)>,
}

impl Summary {
    /// All orders together.
    pub fn all_orders(&self) -> Counts {
        self.orders.values().fold(Counts::default(), |mut all, counts| {
            all.add(counts);
            all
        })
    }

    pub(crate) fn count(&mut self, source: &SourceId, channel: Option<Channel>, fate: Fate) {
        // Read once, whatever became of it in the end.
        self.parked_now.remove(source);
        if let Some((channel, fate)) = self.seen.insert(source.clone(), (channel, fate)) {
            self.orders.entry(channel).or_default().take_back(fate);
        }
        let counts = self.orders.entry(channel).or_default();
        counts.read += 1;
        *counts.of(fate) += 1;
        if fate == Fate::Parked {
            self.parked_now.insert(source.clone(), channel);
        }
    }

    /// The records of this slice for which there was nothing to do.
    pub(crate) fn unchanged(&self) -> BTreeSet<SourceId> {
        let unchanged = self.seen.iter().filter(|(_, (_, fate))| *fate == Fate::Unchanged);
        unchanged.map(|(source, _)| source.clone()).collect()
    }

    pub(crate) fn count_written(&mut self, kind: RecordKind, created: bool) {
        let (new, changed) = self.written.entry(kind).or_default();
        if created { *new += 1 } else { *changed += 1 }
    }

    pub(crate) fn count_imported(&mut self, total: Money) {
        *self.imported.entry(total.currency).or_default() += total.amount;
    }

    /// Adds what the next slice of the same run did.
    pub(crate) fn absorb(&mut self, slice: Self) {
        let resolved: Vec<SourceId> =
            self.parked_now.keys().filter(|source| slice.seen.contains_key(*source)).cloned().collect();
        for source in resolved {
            if let Some(channel) = self.parked_now.remove(&source) {
                self.orders.entry(channel).or_default().take_back(Fate::Parked);
            }
        }
        self.add(&slice);
        self.parked_now.extend(slice.parked_now);
    }

    /// Adds what another run did.
    pub fn add(&mut self, other: &Self) {
        for (channel, counts) in &other.orders {
            self.orders.entry(*channel).or_default().add(counts);
        }
        for (kind, (new, changed)) in &other.written {
            let sum = self.written.entry(*kind).or_default();
            *sum = (sum.0 + new, sum.1 + changed);
        }
        for (currency, amount) in &other.imported {
            *self.imported.entry(*currency).or_default() += amount;
        }
        if other.delayed.is_some() {
            self.delayed.clone_from(&other.delayed);
        }
    }
}

impl Counts {
    fn of(&mut self, fate: Fate) -> &mut u64 {
        match fate {
            Fate::Created => &mut self.created,
            Fate::Updated => &mut self.updated,
            Fate::Unchanged => &mut self.unchanged,
            Fate::Parked => &mut self.parked,
        }
    }

    fn take_back(&mut self, fate: Fate) {
        self.read -= 1;
        *self.of(fate) -= 1;
    }
    fn add(&mut self, other: &Self) {
        self.read += other.read;
        self.created += other.created;
        self.updated += other.updated;
        self.unchanged += other.unchanged;
        self.parked += other.parked;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_parked_and_then_imported_in_one_run_is_read_once_and_not_parked() {
        let source = SourceId::new("113-1").unwrap();
        let mut summary = Summary::default();
        summary.count(&source, None, Fate::Parked);
        summary.count(&source, Some(Channel::Fba), Fate::Created);
        let all = summary.all_orders();
        assert_eq!((all.read, all.created, all.parked), (1, 1, 0));
    }

    #[test]
    fn the_same_holds_when_it_happens_in_a_later_slice() {
        let source = SourceId::new("113-1").unwrap();
        let (mut whole, mut later) = (Summary::default(), Summary::default());
        let mut first = Summary::default();
        first.count(&source, None, Fate::Parked);
        whole.absorb(first);
        later.count(&source, Some(Channel::Fba), Fate::Created);
        whole.absorb(later);
        let all = whole.all_orders();
        assert_eq!((all.read, all.created, all.parked), (1, 1, 0));
    }
}
