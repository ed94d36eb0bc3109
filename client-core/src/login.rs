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
/// * after a refusal its calls fail unsent for a minute.
///
/// Other credentials are not concerned: each has its own.
#[derive(Debug, Default)]
pub struct Login {
    let_in: AtomicBool,
    first: tokio::sync::Mutex<()>,
    refused: Mutex<Option<(Instant, Error)>>,
}

/// How long calls fail unsent after a refusal.
const REST: Duration = Duration::from_secs(60);

impl Login {
    /// Waits until this call may go; while the guard is there, no other first call goes.
    pub(crate) async fn turn(&self) -> Option<MutexGuard<'_, ()>> {
        let let_in = || self.let_in.load(Ordering::Relaxed);
        if let_in() {
            return None;
        }
        // Those who queued behind the first go at once when it was let in.
        Some(self.first.lock().await).filter(|_| !let_in())
    }

    /// The service answered something else than a refusal of who calls.
    pub(crate) fn let_in(&self) {
        self.let_in.store(true, Ordering::Relaxed);
    }

    /// The service does not accept who calls.
    pub(crate) fn refuse(&self, error: &Error) {
        // 403 is about one thing the caller may not do; only "we do not know you" concerns every call.
        if error.status() != Some(403) {
            self.let_in.store(false, Ordering::Relaxed);
            *self.refused.lock().unwrap_or_else(PoisonError::into_inner) =
                Some((Instant::now(), error.clone()));
        }
    }

    /// Why `operation` is not sent now, if it is not.
    pub(crate) fn resting(&self, operation: &'static str) -> Option<Error> {
        let refused = self.refused.lock().unwrap_or_else(PoisonError::into_inner);
        let (since, error) = refused.as_ref()?;
        let ago = since.elapsed();
        let left = REST.checked_sub(ago).filter(|left| !left.is_zero())?;
        let what = format!(
            "not sent, for access was refused {} s ago; calls go on in {} s",
            ago.as_secs(),
            left.as_secs_f64().ceil()
        );
        Some(error.clone().unsent(operation, what))
    }
}
