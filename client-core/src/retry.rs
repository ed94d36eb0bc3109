//! When a failed attempt is worth another one, and how long to wait before it.

use std::{
    sync::{Mutex, PoisonError},
    time::Duration,
};

/// What a second execution of an operation would do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Safety {
    /// Nothing is changed: repeat at will.
    Read,
    /// A repeat ends in the same state: an absolute write, a delete.
    Absolute,
    /// A repeat may do it twice: a create. Never repeated after an attempt that may have been carried out.
    Create,
}

/// How one attempt failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Failure {
    /// It never left.
    NotSent,
    /// It may have been carried out: a reset, a timeout, a cut or unreadable answer, a 5xx.
    Unknown,
    /// Refused from within: what was asked had begun and may have done a part of its work. A repeat ends the same way.
    Midway,
    /// Refused before any work, for too many calls.
    Throttled,
    /// Refused because the credential has expired.
    CredentialExpired,
    /// Refused because the service does not know who calls; asked again, it may lock the login.
    Stranger,
    /// Refused for good.
    Definite,
}

/// What to do after a failed attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Wait a little, then try again.
    Retry,
    /// Try again at once with a new credential (only once).
    Renew,
    /// Tell the caller.
    GiveUp,
}

/// The table of operation class × failure.
pub fn verdict(safety: Safety, failure: Failure) -> Verdict {
    match (failure, safety) {
        (Failure::NotSent | Failure::Throttled, _) | (Failure::Unknown, Safety::Read | Safety::Absolute) => {
            Verdict::Retry
        }
        (Failure::CredentialExpired, _) => Verdict::Renew,
        (Failure::Unknown, Safety::Create) | (Failure::Definite | Failure::Midway | Failure::Stranger, _) => {
            Verdict::GiveUp
        }
    }
}

/// How often and how patiently to retry.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct RetryPolicy {
    /// Attempts in all, the first included. Default 6. Those that a service refuses for too many calls are not counted:
    /// nothing was done, and they go on until the deadline. With 1 nothing is repeated at all.
    pub attempts: u32,
    /// The first wait is drawn from zero to this; each further one from twice the range. Default 0.5 s. After a refusal
    /// for too many calls the waits are twice as long.
    pub base: Duration,
    /// No wait is drawn from more than this. Default 30 s.
    pub cap: Duration,
    /// Seeds the draw; `None` seeds from the system.
    pub seed: Option<u64>,
}

impl Default for RetryPolicy {
    fn default() -> Self {
        Self { attempts: 6, base: Duration::from_millis(500), cap: Duration::from_secs(30), seed: None }
    }
}

impl RetryPolicy {
    /// The same policy with another number of attempts.
    #[must_use]
    pub fn with_attempts(mut self, attempts: u32) -> Self {
        self.attempts = attempts.max(1);
        self
    }

    /// The same policy with waits that repeat from run to run.
    #[must_use]
    pub fn with_seed(mut self, seed: u64) -> Self {
        self.seed = Some(seed);
        self
    }
}

/// Full-jitter exponential back-off.
#[derive(Debug)]
pub struct Backoff {
    policy: RetryPolicy,
    random: Mutex<fastrand::Rng>,
}

impl Backoff {
    /// Draws waits as `policy` says.
    pub fn new(policy: RetryPolicy) -> Self {
        let random = policy.seed.map_or_else(fastrand::Rng::new, fastrand::Rng::with_seed);
        Self { policy, random: Mutex::new(random) }
    }

    /// The policy.
    pub fn policy(&self) -> &RetryPolicy {
        &self.policy
    }

    /// The wait after the attempt numbered `attempt` (from 1) failed.
    pub fn wait(&self, attempt: u32) -> Duration {
        let ceiling =
            self.policy.base.saturating_mul(1 << attempt.saturating_sub(1).min(20)).min(self.policy.cap);
        let draw = self.random.lock().unwrap_or_else(PoisonError::into_inner).f64();
        ceiling.mul_f64(draw)
    }
}

/// Stops retry storms: retries draw on it, successes pay a little back. One per client.
///
/// Holds 500 tokens; a retry costs 5, a retry after an unknown outcome 10, a success returns 1. (The figures are those
/// of the AWS SDKs' retry quota.) Refusals for too many calls cost nothing: gates answer those.
#[derive(Debug)]
pub struct RetryBudget(Mutex<u32>);

const BUDGET: u32 = 500;

impl Default for RetryBudget {
    fn default() -> Self {
        Self(Mutex::new(BUDGET))
    }
}

impl RetryBudget {
    /// Takes what one retry costs; false when the budget is spent.
    pub fn allow(&self, failure: Failure) -> bool {
        let cost = if failure == Failure::Unknown { 10 } else { 5 };
        let mut left = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match left.checked_sub(cost) {
            Some(rest) => {
                *left = rest;
                true
            }
            None => false,
        }
    }

    /// Pays back for a success.
    pub fn refund(&self) {
        let mut left = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        *left = (*left + 1).min(BUDGET);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_create_is_never_repeated_once_it_may_have_been_carried_out() {
        assert_eq!(verdict(Safety::Create, Failure::Unknown), Verdict::GiveUp);
        assert_eq!(verdict(Safety::Create, Failure::NotSent), Verdict::Retry);
        assert_eq!(verdict(Safety::Create, Failure::Throttled), Verdict::Retry);
    }

    #[test]
    fn the_whole_table() {
        use Failure::*;
        for safety in [Safety::Read, Safety::Absolute, Safety::Create] {
            assert_eq!(verdict(safety, NotSent), Verdict::Retry);
            assert_eq!(verdict(safety, Throttled), Verdict::Retry);
            assert_eq!(verdict(safety, CredentialExpired), Verdict::Renew);
            assert_eq!(verdict(safety, Definite), Verdict::GiveUp);
            assert_eq!(verdict(safety, Stranger), Verdict::GiveUp);
            assert_eq!(verdict(safety, Midway), Verdict::GiveUp);
        }
        assert_eq!(verdict(Safety::Read, Unknown), Verdict::Retry);
        assert_eq!(verdict(Safety::Absolute, Unknown), Verdict::Retry);
    }

    #[test]
    fn waits_grow_are_capped_and_repeat_with_the_seed() {
        let policy = RetryPolicy::default().with_seed(7);
        let (one, two) = (Backoff::new(policy.clone()), Backoff::new(policy));
        for attempt in 1..40 {
            let wait = one.wait(attempt);
            assert_eq!(wait, two.wait(attempt));
            assert!(wait <= Duration::from_secs(30));
            assert!(wait <= Duration::from_millis(500) * 2_u32.pow(attempt.min(8) - 1));
        }
    }

    #[test]
    fn an_outage_spends_the_budget_and_success_refills_it() {
        let budget = RetryBudget::default();
        assert_eq!((0..).take_while(|_| budget.allow(Failure::Unknown)).count(), 50);
        assert!(!budget.allow(Failure::Unknown));
        (0..10).for_each(|_| budget.refund());
        assert!(budget.allow(Failure::Unknown));
    }
}
