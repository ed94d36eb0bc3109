//! Wall time, injected. Waiting is tokio's: `tokio::time` everywhere, so that tests can pause it.

use std::{fmt, sync::Arc};

use chrono::{DateTime, TimeDelta, Utc};
use http::{HeaderMap, header};

/// Tells the time that is written down: token expiry, signatures, cursors, leases.
pub trait Clock: fmt::Debug + Send + Sync + 'static {
    /// The present instant.
    fn now(&self) -> DateTime<Utc>;
}

/// A [`Clock`] shared by everything that belongs together.
#[derive(Debug, Clone)]
pub struct SharedClock(Arc<dyn Clock>);

impl SharedClock {
    /// Wraps `clock`.
    pub fn new(clock: impl Clock) -> Self {
        Self(Arc::new(clock))
    }

    /// The system's clock.
    pub fn system() -> Self {
        Self::new(SystemClock)
    }
}

impl Clock for SharedClock {
    fn now(&self) -> DateTime<Utc> {
        self.0.now()
    }
}

/// The system's clock.
#[derive(Debug, Clone, Copy)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "the one place that reads the system's clock")]
    fn now(&self) -> DateTime<Utc> {
        Utc::now()
    }
}

/// Services that check when a request was signed accept five minutes either way.
const TOLERATED: TimeDelta = TimeDelta::minutes(4);

/// How far this machine's clock, which shows `now`, is ahead of the one of a service that has just answered, by the
/// answer's `Date`; negative when it is behind. None without a date that can be read.
pub fn ahead(answer: &HeaderMap, now: DateTime<Utc>) -> Option<TimeDelta> {
    let date = answer.get(header::DATE)?.to_str().ok()?;
    Some(now - DateTime::parse_from_rfc2822(date).ok()?.to_utc())
}

/// Why a service may have refused what was signed or dated at `now`. None when the clock is no more than four minutes
/// off.
pub fn cause_in(answer: &HeaderMap, now: DateTime<Utc>) -> Option<ClockSkew> {
    ahead(answer, now).filter(|ahead| ahead.abs() > TOLERATED).map(|ahead| ClockSkew { ahead })
}

/// A clock that is off by more than services accept. `Display`: `this machine's clock is 7 minutes behind the service's`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClockSkew {
    /// By how much this machine's clock is ahead of the service's; negative when it is behind.
    pub ahead: TimeDelta,
}

impl fmt::Display for ClockSkew {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let minutes = (self.ahead.num_seconds().abs() + 30) / 60;
        let way = if self.ahead > TimeDelta::zero() { "ahead of" } else { "behind" };
        write!(f, "this machine's clock is {minutes} minutes {way} the service's")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_more_than_four_minutes_off_explains_a_refusal() {
        let now: DateTime<Utc> = "2026-11-23T12:00:00Z".parse().unwrap();
        let cause = |date: &'static str| {
            let answer: HeaderMap =
                [(header::DATE, http::HeaderValue::from_static(date))].into_iter().collect();
            cause_in(&answer, now).map(|skew| skew.to_string())
        };
        let behind = "this machine's clock is 10 minutes behind the service's";
        assert_eq!(cause("Mon, 23 Nov 2026 12:10:00 GMT").as_deref(), Some(behind));
        let ahead = "this machine's clock is 61 minutes ahead of the service's";
        assert_eq!(cause("Mon, 23 Nov 2026 10:59:07 GMT").as_deref(), Some(ahead));
        assert_eq!(cause("Mon, 23 Nov 2026 12:04:00 GMT"), None);
        assert_eq!(cause("yesterday"), None);
        assert_eq!(cause_in(&HeaderMap::new(), now), None);
    }
}
