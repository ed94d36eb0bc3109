//! What is known of one credential: whether the service has ever let it in, and whether it was just refused.

use std::{
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use tokio::{sync::MutexGuard, time::Instant};

use crate::error::Error;

/// One credential's standing with a service. Services lock a login after a few refusals, therefore:
///
/// * until it was let in once, its calls go one by one: a burst with a wrong password would use up all tries at once;
/// * after a refusal its calls fail unsent for a minute, or longer where [a lock threatens](Self::that_locks).
///
/// Other credentials are not concerned: each has its own.
#[derive(Debug, Default)]
pub struct Login {
    let_in: AtomicBool,
    first: tokio::sync::Mutex<()>,
    refused: Mutex<Option<Refused>>,
    locks: bool,
}

#[derive(Debug)]
struct Refused {
    at: Instant,
    error: Error,
    rest: Duration,
}

/// How long calls fail unsent after a refusal.
const REST: Duration = Duration::from_secs(60);
/// The longest of the growing rests.
const LONGEST_REST: Duration = Duration::from_secs(30 * 60);

impl Refused {
    fn left(&self) -> Option<Duration> {
        self.rest.checked_sub(self.at.elapsed()).filter(|left| !left.is_zero())
    }
}

impl Login {
    /// With a service that locks a login for half an hour when it was refused five times. The rests grow to 4, 16 and
    /// 30 minutes until the login is let in, so that no half hour sees more than four refusals.
    pub fn that_locks() -> Self {
        Self { locks: true, ..Self::default() }
    }

    /// Waits until this call may go; while the guard is there, no other first call goes.
    pub(crate) async fn turn(&self) -> Option<MutexGuard<'_, ()>> {
        if self.let_in.load(Ordering::Relaxed) {
            return None;
        }
        let turn = self.first.lock().await;
        // The one before may have been let in: whoever queued behind it need not go alone.
        (!self.let_in.load(Ordering::Relaxed)).then_some(turn)
    }

    /// The service answered something else than a refusal of who calls.
    pub(crate) fn let_in(&self) {
        let mut refused = self.refused.lock().unwrap_or_else(PoisonError::into_inner);
        // An answer to a call that left before the refusal does not undo it.
        if refused.as_ref().and_then(Refused::left).is_none() {
            *refused = None;
            self.let_in.store(true, Ordering::Relaxed);
        }
    }

    /// The service does not know who calls.
    pub(crate) fn refuse(&self, error: &Error) {
        self.let_in.store(false, Ordering::Relaxed);
        let mut refused = self.refused.lock().unwrap_or_else(PoisonError::into_inner);
        let rest = match &*refused {
            // Calls that were on their way together are refused together.
            Some(before) if before.left().is_some() => before.rest,
            Some(before) if self.locks => (before.rest * 4).min(LONGEST_REST),
            _ => REST,
        };
        *refused = Some(Refused { at: Instant::now(), error: error.clone(), rest });
    }

    /// Why `operation` is not sent now, if it is not.
    pub(crate) fn resting(&self, operation: &'static str) -> Option<Error> {
        let refused = self.refused.lock().unwrap_or_else(PoisonError::into_inner);
        let refused = refused.as_ref()?;
        let left = refused.left()?;
        let what = format!(
            "not sent, for access was refused {} s ago; calls go on in {} s",
            refused.at.elapsed().as_secs(),
            left.as_secs_f64().ceil()
        );
        Some(refused.error.clone().unsent(operation, what))
    }

    /// Whoever calls has proved anew who it is: calls go on.
    pub(crate) fn forgive(&self) {
        *self.refused.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }
}
