//! Access tokens: fetched once for everybody, ahead of their expiry.

use std::{
    fmt,
    sync::{
        Arc, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};
use secrecy::SecretString;
use tokio::{
    sync::Mutex,
    time::{Instant, timeout},
};

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
/// failure. While the old token is good, nobody waits but the one who renews it, and he for ten seconds at most; a failure
/// to renew is not shown to anybody before the old token has ended.
#[derive(Debug)]
pub struct TokenCache {
    source: Box<dyn TokenSource>,
    clock: SharedClock,
    kept: std::sync::Mutex<Kept>,
    /// Whoever holds it fetches.
    turn: Mutex<()>,
    rounds: AtomicU64,
}

#[derive(Debug, Default)]
struct Kept {
    token: Option<Arc<AccessToken>>,
    failure: Option<(u64, Error)>,
    not_again_before: Option<Instant>,
}

/// What is at hand.
enum Hand {
    /// A token that need not be renewed now.
    Fresh(Arc<AccessToken>),
    /// A token that is still good and should be renewed.
    Ageing(Arc<AccessToken>),
    Nothing,
}

/// Renew this long before expiry.
const AHEAD: TimeDelta = TimeDelta::seconds(120);
/// How long a renewal ahead of time may keep its caller waiting.
const PATIENCE: Duration = Duration::from_secs(10);
/// After a failed renewal ahead of time, leave the source alone this long.
const REST: Duration = Duration::from_secs(10);
/// The same after a refusal: services lock a login that keeps trying.
const REFUSED_REST: Duration = Duration::from_secs(60);

impl TokenCache {
    /// A cache over `source`; the first token is fetched when it is first wanted.
    pub fn new(source: impl TokenSource, clock: SharedClock) -> Self {
        Self {
            source: Box::new(source),
            clock,
            kept: std::sync::Mutex::default(),
            turn: Mutex::default(),
            rounds: AtomicU64::new(0),
        }
    }

    /// A token that is good now.
    ///
    /// Cancel safe: when the caller that fetches is dropped, the next one in line fetches.
    ///
    /// # Errors
    /// Whatever the source says.
    pub async fn token(&self) -> Result<Arc<AccessToken>, Error> {
        let round = self.rounds.load(Ordering::SeqCst);
        let _turn = match self.hand() {
            Hand::Fresh(token) => return Ok(token),
            Hand::Ageing(token) => match self.turn.try_lock() {
                Ok(turn) => turn,
                Err(_) => return Ok(token),
            },
            Hand::Nothing => self.turn.lock().await,
        };
        // While this caller waited, another one may have fetched.
        let fetched = match self.hand() {
            Hand::Fresh(token) => return Ok(token),
            Hand::Ageing(_) => timeout(PATIENCE, self.source.fetch())
                .await
                .unwrap_or_else(|_| Err(Error::new(ErrorKind::Timeout, "token", "no new token within 10 s"))),
            Hand::Nothing => match self.failed_since(round) {
                Some(failure) => return Err(failure),
                None => self.source.fetch().await,
            },
        };
        match fetched {
            Ok(token) => Ok(self.keep(token)),
            Err(failure) => self.go_on_without(failure),
        }
    }

    /// Fetches a token in another way than the source's, and puts it in place of the one at hand. A fetch that is under
    /// way ends first, and its token or failure is not this one's; whoever wants a token meanwhile waits for this one.
    ///
    /// # Errors
    /// Whatever `fetch` says; the token at hand stays.
    pub async fn replace_with(
        &self,
        fetch: impl Future<Output = Result<AccessToken, Error>>,
    ) -> Result<Arc<AccessToken>, Error> {
        let _turn = self.turn.lock().await;
        Ok(self.keep(fetch.await?))
    }

    fn keep(&self, token: AccessToken) -> Arc<AccessToken> {
        let token = Arc::new(token);
        *self.kept() = Kept { token: Some(Arc::clone(&token)), ..Kept::default() };
        token
    }

    /// After a failure to fetch: the old token if it is good even now.
    fn go_on_without(&self, failure: Error) -> Result<Arc<AccessToken>, Error> {
        let failed_round = self.rounds.fetch_add(1, Ordering::SeqCst) + 1;
        let hand = self.hand();
        let mut kept = self.kept();
        match hand {
            Hand::Fresh(token) | Hand::Ageing(token) => {
                let rest = if failure.kind() == ErrorKind::Auth { REFUSED_REST } else { REST };
                kept.not_again_before = Some(Instant::now() + rest);
                Ok(token)
            }
            Hand::Nothing => {
                kept.failure = Some((failed_round, failure.clone()));
                Err(failure)
            }
        }
    }

    fn hand(&self) -> Hand {
        let now = self.clock.now();
        let kept = self.kept();
        let Some(token) = kept.token.clone().filter(|token| token.expires_at > now) else {
            return Hand::Nothing;
        };
        let resting = kept.not_again_before.is_some_and(|until| Instant::now() < until);
        if resting || token.expires_at - now > AHEAD { Hand::Fresh(token) } else { Hand::Ageing(token) }
    }

    /// The failure of a fetch that began after `round`.
    fn failed_since(&self, round: u64) -> Option<Error> {
        self.kept().failure.as_ref().filter(|(failed, _)| *failed > round).map(|(_, failure)| failure.clone())
    }

    fn kept(&self) -> std::sync::MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The service refused `token`: forget it, unless a newer one has taken its place already.
    pub fn reject(&self, token: &Arc<AccessToken>) {
        let mut kept = self.kept();
        if kept.token.as_ref().is_some_and(|current| Arc::ptr_eq(current, token)) {
            kept.token = None;
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
        /// Seconds that an answer takes beyond the first.
        slow: Arc<AtomicU64>,
    }

    #[async_trait]
    impl TokenSource for Issuer {
        async fn fetch(&self) -> Result<AccessToken, Error> {
            let n = self.asked.fetch_add(1, Ordering::SeqCst);
            tokio::time::sleep(Duration::from_secs(1 + self.slow.load(Ordering::SeqCst))).await;
            if let Some(kind) = *self.broken.lock().unwrap() {
                return Err(Error::new(kind, "token", "no token today"));
            }
            let secret = SecretString::from(format!("Atza|{n}"));
            Ok(AccessToken { secret, expires_at: self.clock.now() + TimeDelta::hours(1) })
        }
    }

    fn issuer() -> (Issuer, TokenCache) {
        let clock = SharedClock::new(TokioClock::starting_at(DateTime::UNIX_EPOCH));
        let issuer = Issuer {
            clock: clock.clone(),
            asked: Arc::default(),
            broken: Arc::default(),
            slow: Arc::default(),
        };
        (issuer.clone(), TokenCache::new(issuer, clock))
    }

    #[tokio::test(start_paused = true)]
    async fn a_thousand_callers_at_once_make_one_request() {
        let (issuer, cache) = issuer();
        let tokens = join_all((0..1_000).map(|_| cache.token())).await;
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
    async fn while_the_old_token_is_good_a_refusal_is_not_shown_either_and_the_login_is_spared() {
        for kind in [ErrorKind::Config, ErrorKind::Decode, ErrorKind::Timeout, ErrorKind::Auth] {
            let (issuer, cache) = issuer();
            cache.token().await.unwrap();
            *issuer.broken.lock().unwrap() = Some(kind);
            tokio::time::sleep(Duration::from_secs(3_490)).await;
            assert!(cache.token().await.is_ok(), "{kind:?}");
        }
        let (issuer, cache) = issuer();
        cache.token().await.unwrap();
        *issuer.broken.lock().unwrap() = Some(ErrorKind::Auth);
        tokio::time::sleep(Duration::from_secs(3_490)).await;
        for _ in 0..100 {
            cache.token().await.unwrap();
            tokio::time::sleep(Duration::from_secs(1)).await;
        }
        assert_eq!(issuer.asked.load(Ordering::SeqCst), 3, "one to begin with, one a minute since");
    }

    #[tokio::test(start_paused = true)]
    async fn while_one_caller_renews_the_others_go_on_with_the_old_token() {
        let (issuer, cache) = issuer();
        let old = cache.token().await.unwrap();
        tokio::time::sleep(Duration::from_secs(3_500)).await;
        let before = Instant::now();
        let others = async {
            tokio::task::yield_now().await;
            for _ in 0..100 {
                assert!(Arc::ptr_eq(&old, &cache.token().await.unwrap()));
            }
            before.elapsed()
        };
        let (renewed, waited) = tokio::join!(cache.token(), others);
        assert!(!Arc::ptr_eq(&old, &renewed.unwrap()));
        assert_eq!((waited, issuer.asked.load(Ordering::SeqCst)), (Duration::ZERO, 2));
    }

    #[tokio::test(start_paused = true)]
    async fn a_service_that_hangs_costs_a_renewal_ten_seconds() {
        let (issuer, cache) = issuer();
        cache.token().await.unwrap();
        issuer.slow.store(3_600, Ordering::SeqCst);
        tokio::time::sleep(Duration::from_secs(3_490)).await;
        let before = Instant::now();
        cache.token().await.unwrap();
        assert_eq!(before.elapsed(), Duration::from_secs(10));
        cache.token().await.unwrap();
        assert_eq!(before.elapsed(), Duration::from_secs(10), "and no second one for a while");
    }

    #[tokio::test(start_paused = true)]
    async fn a_rejected_token_is_dropped_once_however_many_report_it() {
        let (issuer, cache) = issuer();
        let old = cache.token().await.unwrap();
        cache.reject(&old);
        let new = cache.token().await.unwrap();
        cache.reject(&old);
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

    #[tokio::test(start_paused = true)]
    async fn a_token_had_in_another_way_takes_the_place_of_one_that_is_being_fetched() {
        let (issuer, cache) = issuer();
        let begun = Instant::now();
        let other = || async {
            tokio::time::sleep(Duration::from_secs(2)).await;
            let expires_at = issuer.clock.now() + TimeDelta::hours(1);
            Ok(AccessToken { secret: SecretString::from("other"), expires_at })
        };
        let replaced = async {
            tokio::task::yield_now().await;
            cache.replace_with(other()).await.unwrap()
        };
        let (fetched, replaced) = tokio::join!(cache.token(), replaced);
        assert!(!Arc::ptr_eq(&fetched.unwrap(), &replaced));
        assert_eq!(begun.elapsed(), Duration::from_secs(3), "one after the other");
        assert!(Arc::ptr_eq(&cache.token().await.unwrap(), &replaced));
        let refused = async { Err(Error::new(ErrorKind::Auth, "token", "the code was used before")) };
        cache.replace_with(refused).await.unwrap_err();
        assert!(Arc::ptr_eq(&cache.token().await.unwrap(), &replaced), "the token at hand stays");
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
