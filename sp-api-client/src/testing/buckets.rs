//! Usage plans: one token bucket for each operation of each seller, or of each application where no seller is involved.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use super::routes;

/// Forgives rounding, so that a caller that computes the same bucket at the same instants is never refused.
const SLACK: f64 = 1e-6;

/// How fast a bucket fills, in tokens per second, and how many it holds.
#[derive(Debug, Clone, Copy)]
pub(super) struct Plan {
    pub(super) rate: f64,
    pub(super) burst: u32,
}

#[derive(Debug)]
struct Bucket {
    tokens: f64,
    at: DateTime<Utc>,
}

impl Bucket {
    fn refill(&mut self, plan: Plan, now: DateTime<Utc>) {
        // A clock that steps back must not refill the same time twice.
        let elapsed = (now - self.at).to_std().unwrap_or_default();
        self.tokens = (self.tokens + elapsed.as_secs_f64() * plan.rate).min(f64::from(plan.burst));
        self.at = self.at.max(now);
    }
}

#[derive(Debug, Default)]
pub(super) struct Buckets {
    plans: BTreeMap<String, Plan>,
    // Keys are an operation, and a seller id or a client id.
    buckets: BTreeMap<(String, String), Bucket>,
}

impl Buckets {
    pub(super) fn plan(&self, operation: &str) -> Plan {
        let modelled = || routes::plan_of(operation).unwrap_or(Plan { rate: 1.0, burst: 1 });
        self.plans.get(operation).copied().unwrap_or_else(modelled)
    }

    pub(super) fn set_plan(&mut self, operation: &str, plan: Plan, now: DateTime<Utc>) {
        // Time that has passed was filled at the old rate.
        let old = self.plan(operation);
        for (_, bucket) in self.buckets.iter_mut().filter(|((name, _), _)| name == operation) {
            bucket.refill(old, now);
        }
        self.plans.insert(operation.to_owned(), plan);
    }

    /// Takes one token, if there is one.
    pub(super) fn take(&mut self, operation: &str, owner: &str, now: DateTime<Utc>) -> bool {
        let plan = self.plan(operation);
        let full = Bucket { tokens: f64::from(plan.burst), at: now };
        let bucket = self.buckets.entry((operation.to_owned(), owner.to_owned())).or_insert(full);
        bucket.refill(plan, now);
        let enough = bucket.tokens >= 1.0 - SLACK;
        if enough {
            bucket.tokens = (bucket.tokens - 1.0).max(0.0);
        }
        enough
    }
}
