//! What is known of one credential: whether the service has ever let it in, and whether it was just refused.

use std::{
    collections::VecDeque,
    sync::{
        Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use tokio::time::Instant;

use crate::error::Error;

/// One credential's standing with a service. Services lock a login after a few refusals, therefore:
///
/// * until it was let in once, its calls go one by one: a burst with a wrong password would use up all tries at once;
/// * after a refusal its calls fail unsent for a minute, or longer where [a lock threatens](Self::that_locks);
/// * only an answer of what is behind the login shows that it is open: a gateway that is busy does not know who calls.
///
/// Other credentials are not concerned: each has its own.
#[derive(Debug, Default)]
pub struct Login {
    let_in: AtomicBool,
    first: tokio::sync::Mutex<()>,
    refused: Mutex<Refusals>,
    locks: bool,
}

#[derive(Debug, Default)]
struct Refusals {
    /// Why calls rest, or rested last.
    last: Option<Refused>,
    /// When the last [`MOST`] came, those after which the login was let in among them.
    counted: VecDeque<Instant>,
}

#[derive(Debug)]
struct Refused {
    at: Instant,
    error: Error,
    /// The pause that belongs to this many refusals in a row.
    rest: Duration,
    /// When calls go on.
    until: Instant,
}

/// How long calls fail unsent after a refusal.
const REST: Duration = Duration::from_secs(60);
/// The longest of the growing rests.
const LONGEST_REST: Duration = Duration::from_secs(30 * 60);
/// So many refusals a login that locks may have seen within [`WINDOW`] before another call is risked.
const MOST: usize = 4;
const WINDOW: Duration = Duration::from_secs(30 * 60);

impl Refused {
    fn left(&self) -> Option<Duration> {
        Some(self.until.saturating_duration_since(Instant::now())).filter(|left| !left.is_zero())
    }
}

impl Login {
    /// With a service that locks a login for half an hour when it was refused five times. The rests grow to 4, 16 and
    /// 30 minutes until the login is let in, and after four refusals nothing is sent before the first of them is half an
    /// hour old, so that no half hour sees more than four. What is in flight when the first refusal comes cannot be
    /// called back: a login that is revoked while more than four of its calls are under way may be locked all the same.
    pub fn that_locks() -> Self {
        Self { locks: true, ..Self::default() }
    }

    /// Waits until this call may go; while the guard is there, no other first call goes.
    pub(crate) async fn turn(&self) -> Option<tokio::sync::MutexGuard<'_, ()>> {
        if self.let_in.load(Ordering::Relaxed) {
            return None;
        }
        let turn = self.first.lock().await;
        // The one before may have been let in: whoever queued behind it need not go alone.
        (!self.let_in.load(Ordering::Relaxed)).then_some(turn)
    }

    fn refusals(&self) -> MutexGuard<'_, Refusals> {
        self.refused.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What is behind the login has answered.
    pub(crate) fn let_in(&self) {
        let mut refused = self.refusals();
        // An answer to a call that left before the refusal does not undo it.
        if refused.last.as_ref().and_then(Refused::left).is_none() {
            refused.last = None;
            self.let_in.store(true, Ordering::Relaxed);
        }
    }

    /// The service does not know who calls.
    pub(crate) fn refuse(&self, error: &Error) {
        self.let_in.store(false, Ordering::Relaxed);
        let (now, mut refused) = (Instant::now(), self.refusals());
        let rest = match &refused.last {
            // Calls that were on their way together are refused together: no new pause, but the service counts each.
            Some(before) if before.left().is_some() => before.rest,
            Some(before) if self.locks => (before.rest * 4).min(LONGEST_REST),
            _ => REST,
        };
        let mut until = now + rest;
        if self.locks {
            refused.counted.push_back(now);
            if refused.counted.len() > MOST {
                refused.counted.pop_front();
            }
            if let (MOST, Some(first)) = (refused.counted.len(), refused.counted.front()) {
                until = until.max(*first + WINDOW);
            }
        }
        refused.last = Some(Refused { at: now, error: error.clone(), rest, until });
    }

    /// Why `operation` is not sent now, if it is not.
    pub(crate) fn resting(&self, operation: &'static str) -> Option<Error> {
        let refused = self.refusals();
        let refused = refused.last.as_ref()?;
        let left = refused.left()?;
        let what = format!(
            "not sent, for access was refused {} s ago; calls go on in {} s",
            refused.at.elapsed().as_secs(),
            left.as_secs_f64().ceil()
        );
        Some(refused.error.clone().unsent(operation, what))
    }

    /// Whoever calls has proved anew who it is: calls go on.
    pub fn forgive(&self) {
        self.refusals().last = None;
    }
}
