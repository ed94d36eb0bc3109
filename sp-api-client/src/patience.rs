//! How long to wait for something that Amazon works on, and how often to ask.

use std::{future::Future, time::Duration};

use commerce_client_core::error::{Error, ErrorKind};
use tokio::time::Instant;

/// How long to wait for a report, a feed or an inbound operation, and how often to ask.
///
/// A wait that ends without result is no loss: the work goes on at Amazon's, and whoever knows its id can wait again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Patience {
    /// Give up after this long.
    pub deadline: Duration,
    /// The first pause between two questions; each further one is half as long again.
    pub first_pause: Duration,
    /// No pause is longer than this.
    pub longest_pause: Duration,
}

impl Patience {
    /// For reports and feeds: asks after 15 seconds, then ever more seldom, every two minutes at last.
    pub const fn of(deadline: Duration) -> Self {
        Self { deadline, first_pause: Duration::from_secs(15), longest_pause: Duration::from_secs(120) }
    }

    /// The same with other pauses.
    #[must_use]
    pub const fn with_pauses(mut self, first: Duration, longest: Duration) -> Self {
        self.first_pause = first;
        self.longest_pause = longest;
        self
    }

    /// Asks until `look` says that it is finished. What is `named` stays waiting says the error.
    pub(crate) async fn wait<T, Fut>(
        &self,
        operation: &'static str,
        named: &str,
        look: impl Fn() -> Fut,
    ) -> Result<T, Error>
    where
        Fut: Future<Output = Result<Waited<T>, Error>>,
    {
        let ends = Instant::now() + self.deadline;
        let mut pause = self.first_pause;
        loop {
            let state = match look().await? {
                Waited::Finished(value) => return Ok(value),
                Waited::Unfinished(state) => state,
            };
            if Instant::now() + pause > ends {
                let what = format!(
                    "{named} is still {state} after {:?}; it goes on at Amazon's: wait for it again by its id",
                    self.deadline
                );
                return Err(Error::new(ErrorKind::Timeout, operation, what));
            }
            tokio::time::sleep(pause).await;
            pause = pause.mul_f64(1.5).min(self.longest_pause);
        }
    }
}

/// What a look at something unfinished found.
pub(crate) enum Waited<T> {
    /// It is done, one way or the other.
    Finished(T),
    /// It is in this state.
    Unfinished(String),
}
