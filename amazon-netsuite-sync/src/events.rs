//! What happens during a run, as data: for a progress bar, a log, a host's own screens.

use std::{fmt, sync::Arc};

use netsuite_client::InternalId;

use crate::{
    map::Channel,
    store::{ParkReason, RunKey, SourceId},
};

/// Something that happened. Holds no buyer's data.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Event {
    /// A page of records was read.
    PageRead {
        /// By which run.
        run: RunKey,
        /// How many records.
        records: usize,
    },
    /// A record is finished for now.
    RecordDone {
        /// By which run.
        run: RunKey,
        /// Which record.
        source: SourceId,
        /// Through which hands it goes, if that could be told.
        channel: Option<Channel>,
        /// Whether it is new in NetSuite.
        created: bool,
    },
    /// A record was set aside.
    RecordParked {
        /// By which run.
        run: RunKey,
        /// Which record.
        source: SourceId,
        /// Why.
        reason: ParkReason,
        /// Why, and what to do.
        text: String,
    },
    /// A customer that stands for many buyers has 8,000 open transactions or more; NetSuite has trouble from 10,000 on,
    /// and no more orders are given to it from 9,800 on. Told once a page.
    CustomerFills {
        /// By which run.
        run: RunKey,
        /// Which customer.
        customer: InternalId,
        /// How many.
        open: u64,
    },
    /// Archived bodies whose time had come were erased.
    BodiesErased {
        /// By which run.
        run: RunKey,
        /// How many.
        bodies: usize,
    },
    /// The run waits: for another runner, for outcomes to settle, or for a service to come back.
    Waiting {
        /// Which run.
        run: RunKey,
        /// Until when, UTC.
        until: chrono::DateTime<chrono::Utc>,
        /// What for.
        why: String,
    },
}

/// Who is told. Called on the run's own task: be quick.
#[derive(Clone)]
pub struct Listener(Arc<dyn Fn(&Event) + Send + Sync>);

impl Listener {
    /// Tells `listener`.
    pub fn new(listener: impl Fn(&Event) + Send + Sync + 'static) -> Self {
        Self(Arc::new(listener))
    }

    pub(crate) fn tell(&self, event: &Event) {
        (self.0)(event);
    }
}

impl Default for Listener {
    fn default() -> Self {
        Self::new(|_| {})
    }
}

impl fmt::Debug for Listener {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Listener")
    }
}
