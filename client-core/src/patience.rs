//! How long to wait for something that a service works on in its own time, and how often to ask.

use std::{future::Future, time::Duration};

use tokio::time::Instant;

use crate::error::{Error, ErrorKind};

/// How long to wait for a report, a feed, a job, and how often to ask.
///
/// A wait that ends without result is no loss: the work goes on, and whoever knows its id can wait again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Patience {
    /// Give up after this long; the last look is at its end. Zero looks once.
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
    ///
    /// # Errors
    /// As `look`; [`Timeout`](ErrorKind::Timeout) when patience ends.
    pub async fn wait<T, Fut>(
        &self,
        operation: &'static str,
        named: &str,
        look: impl Fn() -> Fut,
    ) -> Result<T, Error>
    where
        Fut: Future<Output = Result<Waited<T>, Error>>,
    {
        let begun = Instant::now();
        let mut pause = self.first_pause;
        loop {
            let state = match look().await? {
                Waited::Finished(value) => return Ok(value),
                Waited::Unfinished(state) => state,
            };
            let left = self.deadline.saturating_sub(begun.elapsed());
            if left.is_zero() {
                let what = format!(
                    "{named} is still {state} after {:?}; it goes on there: wait for it again by its id",
                    self.deadline
                );
                return Err(Error::new(ErrorKind::Timeout, operation, what));
            }
            tokio::time::sleep(pause.min(left)).await;
            pause = pause.mul_f64(1.5).min(self.longest_pause);
        }
    }
}

/// What a look at something unfinished found.
#[derive(Debug)]
pub enum Waited<T> {
    /// It is done, one way or the other.
    Finished(T),
    /// It is in this state.
    Unfinished(String),
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;

    async fn looks(patience: Patience, ends_after: Duration) -> (u32, bool) {
        let (looks, begun) = (Cell::new(0), Instant::now());
        let look = || async {
            looks.set(looks.get() + 1);
            Ok(if begun.elapsed() >= ends_after {
                Waited::Finished(())
            } else {
                Waited::Unfinished("IN_QUEUE".to_owned())
            })
        };
        let waited = patience.wait("getReport", "report 1", look).await;
        (looks.get(), waited.is_ok())
    }

    #[tokio::test(start_paused = true)]
    async fn a_short_patience_is_used_up_to_its_end() {
        let ten = Duration::from_secs(10);
        assert_eq!(looks(Patience::of(ten), ten).await, (2, true));
        assert_eq!(looks(Patience::of(ten), ten + Duration::from_millis(1)).await, (2, false));
        assert_eq!(looks(Patience::of(Duration::ZERO), ten).await, (1, false));
    }

    #[tokio::test(start_paused = true)]
    async fn a_patience_without_end_is_no_error() {
        assert!(looks(Patience::of(Duration::MAX), Duration::from_secs(86_400)).await.1);
    }
}
