//! What lies behind the gateway: every seller's books, and what all sellers share.

use std::{collections::BTreeMap, time::Duration};

use chrono::{DateTime, Utc};

use super::{
    buckets::Buckets, catalog, documents::Documents, fba_inventory, feeds, finances, finances_v0, inbound,
    inbound_v0, listings, lwa::AccessTokens, notifications, orders, orders_v0, outbound, pricing,
    product_types, reports, restrictions, sellers, transfers,
};

/// Everything that the APIs remember.
#[derive(Default)]
pub(super) struct Amazon {
    pub(super) books: Books,
    pub(super) buckets: Buckets,
    pub(super) documents: Documents,
    pub(super) tokens: AccessTokens,
    /// Destinations belong to applications, subscriptions to sellers and applications.
    pub(super) notifications: notifications::Store,
    pub(super) numbers: Numbers,
    pub(super) settings: Settings,
}

impl Amazon {
    /// Brings about what was due by `now`: documents get processed, submissions take effect.
    ///
    /// It runs before every call and every look of a test, so that nobody can tell that it waited.
    pub(super) fn settle(&mut self, now: DateTime<Utc>) {
        reports::settle(self, now);
        feeds::settle(self, now);
        inbound::settle(self, now);
        outbound::settle(self, now);
    }
}

/// Every seller's books, by seller id.
#[derive(Default)]
pub(super) struct Books(BTreeMap<String, SellerBooks>);

impl Books {
    pub(super) fn of(&mut self, seller_id: &str) -> &mut SellerBooks {
        self.0.entry(seller_id.to_owned()).or_default()
    }

    pub(super) fn sellers(&self) -> Vec<String> {
        self.0.keys().cloned().collect()
    }
}

/// What the APIs know of one seller.
#[derive(Default)]
pub(super) struct SellerBooks {
    pub(super) catalog: catalog::Store,
    pub(super) fba_inventory: fba_inventory::Store,
    pub(super) feeds: feeds::Store,
    pub(super) finances: finances::Store,
    pub(super) finances_v0: finances_v0::Store,
    pub(super) inbound: inbound::Store,
    pub(super) inbound_v0: inbound_v0::Store,
    pub(super) listings: listings::Store,
    pub(super) orders: orders::Store,
    pub(super) orders_v0: orders_v0::Store,
    pub(super) outbound: outbound::Store,
    pub(super) pricing: pricing::Store,
    pub(super) product_types: product_types::Store,
    pub(super) reports: reports::Store,
    pub(super) restrictions: restrictions::Store,
    pub(super) sellers: sellers::Store,
    pub(super) transfers: transfers::Store,
}

/// How long things take.
#[derive(Debug, Clone, Copy)]
pub(super) struct Settings {
    /// How much later than it says an order shows up in searches.
    pub(super) order_delay: Duration,
    /// How much later a listing shows what was submitted.
    pub(super) listing_delay: Duration,
    pub(super) page_token_lifetime: Duration,
    pub(super) report_processing: super::Processing,
    pub(super) feed_processing: super::Processing,
}

impl Default for Settings {
    fn default() -> Self {
        let minutes = |queue: u64, work: u64| super::Processing {
            queue: Duration::from_secs(queue * 60),
            work: Duration::from_secs(work * 60),
        };
        Self {
            order_delay: Duration::ZERO,
            listing_delay: Duration::ZERO,
            page_token_lifetime: Duration::from_secs(24 * 3600),
            report_processing: minutes(1, 2),
            feed_processing: minutes(1, 4),
        }
    }
}

/// Numbers and opaque texts, the same in every run.
pub(super) struct Numbers {
    rng: fastrand::Rng,
    last: u64,
}

impl Default for Numbers {
    fn default() -> Self {
        Self { rng: fastrand::Rng::with_seed(0x5eed), last: 0 }
    }
}

impl Numbers {
    /// A fresh opaque text. It holds `+`, `/` and `=`, which a caller must encode in a query.
    pub(super) fn opaque(&mut self) -> String {
        let middle: String =
            (0..3).map(|_| format!("{:016x}", self.rng.u64(..))).collect::<Vec<_>>().join("+/");
        format!("{middle}==")
    }

    /// A fresh id of the form `8e2c…-…`.
    pub(super) fn uuid(&mut self) -> String {
        let (left, right) = (self.rng.u64(..), self.rng.u64(..));
        format!(
            "{:08x}-{:04x}-4{:03x}-8{:03x}-{:012x}",
            left >> 32,
            (left >> 16) & 0xffff,
            left & 0xfff,
            right >> 52,
            right & 0xffff_ffff_ffff
        )
    }

    /// The next of a sequence that begins at 1 and that everything shares.
    pub(super) fn next(&mut self) -> u64 {
        self.last += 1;
        self.last
    }
}
