//! Access tokens: fetched once for everybody, ahead of their expiry.

use std::{
    fmt,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};
use secrecy::SecretString;
use tokio::{sync::Mutex, time::Instant};

use crate::{
    clock::{Clock as _, SharedClock},
    error::{Error, ErrorKind},
};

/// A token and when it ends.
#[derive(Clone)]
pub struct AccessToken {
    /// The token itself.
    pub secret: SecretString,
    /// When the service stops accepting it.
    pub expires_at: DateTime<Utc>,
}

impl fmt::Debug for AccessToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AccessToken")
            .field("secret", &"(hidden)")
            .field("expires_at", &self.expires_at)
            .finish()
    }
}

/// Where tokens come from. Implement it to serve tokens from a vault.
#[async_trait]
pub trait TokenSource: fmt::Debug + Send + Sync + 'static {
    /// Fetches a new token.
    async fn fetch(&self) -> Result<AccessToken, Error>;
}

#[async_trait]
impl TokenSource for Box<dyn TokenSource> {
    async fn fetch(&self) -> Result<AccessToken, Error> {
        (**self).fetch().await
    }
}

/// Keeps one token and renews it ahead of time.
///
/// However many callers want a token at once, one request is made; if it fails, all who were waiting for it get that
/// failure. While the old token is still good, a passing failure to renew it is not shown to anybody.
#[derive(Debug)]
pub struct TokenCache {
    source: Box<dyn TokenSource>,
    clock: SharedClock,
    state: Mutex<State>,
    rounds: AtomicU64,
}

#[derive(Debug, Default)]
struct State {
    token: Option<Arc<AccessToken>>,
    failure: Option<(u64, Error)>,
    not_again_before: Option<Instant>,
}

/// Renew this long before expiry.
const AHEAD: TimeDelta = TimeDelta::seconds(120);
/// After a failed renewal ahead of time, leave the source alone this long.
const REST: Duration = Duration::from_secs(10);

impl TokenCache {
    /// A cache over `source`; the first token is fetched when it is first wanted.
    pub fn new(source: impl TokenSource, clock: SharedClock) -> Self {
        Self { source: Box::new(source), clock, state: Mutex::default(), rounds: AtomicU64::new(0) }
    }

    /// A token that is good now.
    ///
    /// Cancel safe: when the caller that fetches is dropped, the next one in line fetches.
    ///
    /// # Errors
    /// Whatever the source says.
    pub async fn token(&self) -> Result<Arc<AccessToken>, Error> {
        let round = self.rounds.load(Ordering::SeqCst);
        let mut state = self.state.lock().await;
        let now = self.clock.now();
        let usable = state.token.clone().filter(|token| token.expires_at > now);
        if let Some(token) = &usable {
            let resting = state.not_again_before.is_some_and(|until| Instant::now() < until);
            if resting || token.expires_at - now > AHEAD {
                return Ok(Arc::clone(token));
            }
        }
        if let Some((failed_round, failure)) = &state.failure
            && *failed_round > round
            && usable.is_none()
        {
            return Err(failure.clone());
        }
        match self.source.fetch().await {
            Ok(token) => {
                let token = Arc::new(token);
                *state = State { token: Some(Arc::clone(&token)), ..State::default() };
                Ok(token)
            }
            Err(failure) => {
                let failed_round = self.rounds.fetch_add(1, Ordering::SeqCst) + 1;
                match usable {
                    Some(token) if failure.kind() != ErrorKind::Auth => {
                        state.not_again_before = Some(Instant::now() + REST);
                        Ok(token)
                    }
                    _ => {
                        state.failure = Some((failed_round, failure.clone()));
                        Err(failure)
                    }
                }
            }
        }
    }

    /// The service refused `token`: forget it, unless a newer one has taken its place already.
    pub async fn reject(&self, token: &Arc<AccessToken>) {
        let mut state = self.state.lock().await;
        if state.token.as_ref().is_some_and(|current| Arc::ptr_eq(current, token)) {
            state.token = None;
        }
    }
}

#[cfg(test)]
#[cfg(feature = "testing")]
mod tests {
    use std::sync::atomic::AtomicUsize;

    use futures_util::future::join_all;

    use super::*;
    use crate::testing::TokioClock;

    #[derive(Debug, Clone)]
    struct Issuer {
        clock: SharedClock,
        asked: Arc<AtomicUsize>,
        broken: Arc<std::sync::Mutex<Option<ErrorKind>>>,
    }

    #[async_trait]
    impl TokenSource for Issuer {
        async fn fetch(&self) -> Result<AccessToken, Error> {
            let n = self.asked.fetch_add(1, Ordering::SeqCst);
            tokio::time::sleep(Duration::from_secs(1)).await;
            if let Some(kind) = *self.broken.lock().unwrap() {
                return Err(Error::new(kind, "token", "no token today"));
            }
            let secret = SecretString::from(format!("Atza|{n}"));
            Ok(AccessToken { secret, expires_at: self.clock.now() + TimeDelta::hours(1) })
        }
    }

    fn issuer() -> (Issuer, TokenCache) {
        let clock = SharedClock::new(TokioClock::starting_at(DateTime::UNIX_EPOCH));
        let issuer = Issuer { clock: clock.clone(), asked: Arc::default(), broken: Arc::default() };
        (issuer.clone(), TokenCache::new(issuer, clock))
    }

    #[tokio::test(start_paused = true)]
    async fn a_hundred_callers_at_once_make_one_request() {
        let (issuer, cache) = issuer();
        let tokens = join_all((0..100).map(|_| cache.token())).await;
        assert!(tokens.iter().all(Result::is_ok));
        assert_eq!(issuer.asked.load(Ordering::SeqCst), 1);
    }

    #[tokio::test(start_paused = true)]
    async fn a_failure_is_shared_by_those_who_waited_and_not_by_those_who_come_later() {
        let (issuer, cache) = issuer();
        *issuer.broken.lock().unwrap() = Some(ErrorKind::Auth);
        let tokens = join_all((0..100).map(|_| cache.token())).await;
        assert!(tokens.iter().all(Result::is_err));
        assert_eq!(issuer.asked.load(Ordering::SeqCst), 1);
        *issuer.broken.lock().unwrap() = None;
        assert!(cache.token().await.is_ok());
    }

    #[tokio::test(start_paused = true)]
    async fn a_token_is_renewed_before_it_ends() {
        let (issuer, cache) = issuer();
        cache.token().await.unwrap();
        tokio::time::sleep(Duration::from_secs(3_400)).await;
        cache.token().await.unwrap();
        assert_eq!(issuer.asked.load(Ordering::SeqCst), 1);
        tokio::time::sleep(Duration::from_secs(90)).await;
        cache.token().await.unwrap();
        assert_eq!(issuer.asked.load(Ordering::SeqCst), 2);
    }

    #[tokio::test(start_paused = true)]
    async fn while_the_old_token_is_good_a_passing_failure_is_not_shown() {
        let (issuer, cache) = issuer();
        cache.token().await.unwrap();
        *issuer.broken.lock().unwrap() = Some(ErrorKind::Unavailable);
        tokio::time::sleep(Duration::from_secs(3_500)).await;
        assert!(cache.token().await.is_ok());
        assert!(cache.token().await.is_ok(), "and the source is left alone for a while");
        assert_eq!(issuer.asked.load(Ordering::SeqCst), 2);
        tokio::time::sleep(Duration::from_secs(200)).await;
        assert!(cache.token().await.is_err(), "once it has ended, it is");
    }

    #[tokio::test(start_paused = true)]
    async fn a_rejected_token_is_dropped_once_however_many_report_it() {
        let (issuer, cache) = issuer();
        let old = cache.token().await.unwrap();
        cache.reject(&old).await;
        let new = cache.token().await.unwrap();
        cache.reject(&old).await;
        assert!(Arc::ptr_eq(&new, &cache.token().await.unwrap()));
        assert_eq!(issuer.asked.load(Ordering::SeqCst), 2);
    }

    #[tokio::test(start_paused = true)]
    async fn when_the_one_who_fetches_is_dropped_the_next_in_line_fetches() {
        let (issuer, cache) = issuer();
        let dropped = tokio::time::timeout(Duration::from_millis(500), cache.token());
        let (dropped, served) = tokio::join!(dropped, cache.token());
        assert!(dropped.is_err());
        assert!(served.is_ok());
        assert_eq!(issuer.asked.load(Ordering::SeqCst), 2);
    }

    #[test]
    fn debug_hides_the_token() {
        let token =
            AccessToken { secret: SecretString::from("Atza|secret"), expires_at: DateTime::UNIX_EPOCH };
        assert_eq!(
            format!("{token:?}"),
            r#"AccessToken { secret: "(hidden)", expires_at: 1970-01-01T00:00:00Z }"#
        );
    }
}
