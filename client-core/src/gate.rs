//! Gates in front of a service: so many calls a second, so many at once.
//!
//! Both are fair (first come, first served) and cancel safe (a caller that is dropped while waiting takes nothing). A
//! permit or token is taken for each attempt and never held while backing off.

use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use tokio::{
    sync::{Notify, OwnedSemaphorePermit, Semaphore},
    time::Instant,
};

/// How fast calls may follow each other: `rate` tokens a second flow into a bucket of `burst`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RatePlan {
    /// Tokens per second.
    pub rate: f64,
    /// What the bucket holds.
    pub burst: u32,
}

/// Refill begins this long after the first call at the latest, should its answer never be heard of.
const NO_ANSWER: Duration = Duration::from_secs(60);

/// A token bucket as plain state: all the arithmetic, no waiting.
#[derive(Debug, Clone)]
pub struct Bucket {
    plan: RatePlan,
    tokens: f64,
    at: Instant,
}

impl Bucket {
    /// A full bucket.
    pub fn full(plan: RatePlan, now: Instant) -> Self {
        Self { plan, tokens: f64::from(plan.burst), at: now }
    }

    fn refill(&mut self, now: Instant) {
        let elapsed = now.saturating_duration_since(self.at).as_secs_f64();
        self.tokens = (self.tokens + elapsed * self.plan.rate).min(f64::from(self.plan.burst));
        self.at = now.max(self.at);
    }

    /// Takes a token, or says how long until there is one.
    ///
    /// # Errors
    /// The time until the next token.
    pub fn take(&mut self, now: Instant) -> Result<(), Duration> {
        self.refill(now);
        if self.tokens >= 1.0 {
            if self.tokens >= f64::from(self.plan.burst) {
                // The service's own bucket leaves "full" only when the call arrives there: nothing flows in here before
                // an answer shows that it has, or the service would count one call more than we do.
                self.at = now + NO_ANSWER;
            }
            self.tokens -= 1.0;
            return Ok(());
        }
        // Rounded up to a whole millisecond, the timer's grain: a token too early is a call refused.
        let millis = ((1.0 - self.tokens) / self.plan.rate * 1000.0).ceil() + 1.0;
        let paused = self.at.saturating_duration_since(now);
        Err(paused + Duration::from_millis(millis.clamp(1.0, 1e12) as u64))
    }

    /// A call was answered (or failed): what was taken from a full bucket begins to flow back.
    pub fn answered(&mut self, now: Instant) {
        self.at = self.at.min(now);
    }

    /// Empties the bucket: the service said there was nothing in it.
    pub fn drain(&mut self, now: Instant) {
        self.refill(now);
        self.tokens = 0.0;
    }

    /// Takes over the rate the service states. Nonsense (zero, negative, not a number) is ignored.
    pub fn set_rate(&mut self, rate: f64, now: Instant) {
        if rate.is_finite() && rate > 0.0 {
            self.refill(now);
            self.plan.rate = rate;
        }
    }

    /// What is in it.
    pub fn tokens(&mut self, now: Instant) -> f64 {
        self.refill(now);
        self.tokens
    }
}

/// Lets callers through at the rate of one operation's usage plan.
#[derive(Debug)]
pub struct RateGate {
    // Two locks: feedback from an answer must not wait behind the sleeping head of the queue.
    turn: tokio::sync::Mutex<()>,
    bucket: Mutex<Bucket>,
    /// Wakes the head of the queue when what it waits for has changed.
    changed: Notify,
}

impl RateGate {
    /// A gate with a full bucket.
    pub fn new(plan: RatePlan) -> Self {
        Self {
            turn: tokio::sync::Mutex::default(),
            bucket: Mutex::new(Bucket::full(plan, Instant::now())),
            changed: Notify::new(),
        }
    }

    fn bucket(&self) -> MutexGuard<'_, Bucket> {
        self.bucket.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits for a token and takes it. Cancel safe: dropping the future passes the turn on and spends nothing.
    pub async fn ready(&self) {
        let _turn = self.turn.lock().await; // tokio's mutex is fair
        loop {
            let taken = self.bucket().take(Instant::now());
            match taken {
                Ok(()) => return,
                Err(wait) => drop(tokio::time::timeout(wait, self.changed.notified()).await),
            }
        }
    }

    /// A call that passed was answered, or failed.
    pub fn answered(&self) {
        self.bucket().answered(Instant::now());
        self.changed.notify_one();
    }

    /// The service refused a call for its rate: every waiter slows down, not just the one refused.
    pub fn throttled(&self) {
        self.bucket().drain(Instant::now());
    }

    /// The service states its present rate, in calls per second.
    pub fn rerate(&self, rate: f64) {
        self.bucket().set_rate(rate, Instant::now());
        self.changed.notify_one();
    }

    /// What is in the bucket now: to be written down, so that a restart does not believe in a full burst.
    pub fn tokens(&self) -> f64 {
        self.bucket().tokens(Instant::now())
    }

    /// Takes over what was in the bucket `age` ago.
    pub fn restore(&self, tokens: f64, age: Duration) {
        let mut bucket = self.bucket();
        let now = Instant::now();
        bucket.refill(now);
        let grown = tokens.max(0.0) + age.as_secs_f64() * bucket.plan.rate;
        bucket.tokens = bucket.tokens.min(grown);
    }
}

/// Lets so many callers in at once, and adapts: halves when the service says it is too many, grows by one for every
/// 30 s without such a complaint.
#[derive(Debug, Clone)]
pub struct ConcurrencyGate(Arc<Places>);

#[derive(Debug)]
struct Places {
    free: Arc<Semaphore>,
    size: Mutex<Size>,
}

#[derive(Debug)]
struct Size {
    limit: usize,
    most: usize,
    /// Permits that are still out but no longer exist: taken away when they come back.
    owed: usize,
    changed: Instant,
}

const CALM: Duration = Duration::from_secs(30);
const ONE_COMPLAINT: Duration = Duration::from_secs(1);

/// The right to have one call in flight. Given back when dropped.
#[derive(Debug)]
pub struct Permit {
    permit: Option<OwnedSemaphorePermit>,
    places: Arc<Places>,
}

impl ConcurrencyGate {
    /// A gate for `most` callers at once (at least 1).
    pub fn new(most: usize) -> Self {
        let most = most.clamp(1, 1000);
        let size = Size { limit: most, most, owed: 0, changed: Instant::now() };
        Self(Arc::new(Places { free: Arc::new(Semaphore::new(most)), size: Mutex::new(size) }))
    }

    /// Waits for a free place. Cancel safe.
    pub async fn enter(&self) -> Permit {
        self.0.grow();
        // The semaphore is never closed, so the error does not occur; without a permit the gate would stand open,
        // which is safe, for the service's own limit refuses what is too much.
        let permit = Arc::clone(&self.0.free).acquire_owned().await.ok();
        Permit { permit, places: Arc::clone(&self.0) }
    }

    /// The service said there were too many at once: halve, at once for the free places, and as the others return.
    pub fn throttled(&self) {
        let mut size = self.0.size();
        if size.limit < size.most && size.changed.elapsed() < ONE_COMPLAINT {
            return; // calls that were in flight together are refused together
        }
        let new = (size.limit / 2).max(1);
        let surplus = size.limit - new;
        let forgotten = self.0.free.forget_permits(surplus);
        size.owed += surplus - forgotten;
        size.limit = new;
        size.changed = Instant::now();
    }

    /// How many may be inside now.
    pub fn limit(&self) -> usize {
        self.0.size().limit
    }
}

impl Places {
    fn size(&self) -> MutexGuard<'_, Size> {
        self.size.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn grow(&self) {
        let mut size = self.size();
        if size.limit < size.most && size.changed.elapsed() >= CALM {
            size.limit += 1;
            size.changed = Instant::now();
            if size.owed > 0 {
                size.owed -= 1;
            } else {
                self.free.add_permits(1);
            }
        }
    }
}

impl Drop for Permit {
    fn drop(&mut self) {
        self.places.grow();
        let mut size = self.places.size();
        if size.owed > 0
            && let Some(permit) = self.permit.take()
        {
            size.owed -= 1;
            permit.forget();
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use proptest::prelude::*;

    use super::*;

    const SEARCH: RatePlan = RatePlan { rate: 0.0056, burst: 20 };

    proptest! {
        #[test]
        fn no_window_of_time_sees_more_than_burst_plus_rate_times_its_length(
            rate in 0.001_f64..50.0,
            burst in 1_u32..40,
            steps in prop::collection::vec(0_u64..20_000, 1..300),
        ) {
            let zero = Instant::now();
            let mut bucket = Bucket::full(RatePlan { rate, burst }, zero);
            let mut now = zero;
            let mut granted = Vec::new();
            for step in steps {
                now += Duration::from_millis(step);
                if bucket.take(now).is_ok() {
                    granted.push(now);
                }
            }
            for (i, from) in granted.iter().enumerate() {
                for (n, to) in granted[i..].iter().enumerate() {
                    let most = f64::from(burst) + rate * to.duration_since(*from).as_secs_f64();
                    prop_assert!((n + 1) as f64 <= most + 1e-6);
                }
            }
        }
    }

    #[tokio::test(start_paused = true)]
    async fn after_the_burst_one_call_follows_every_178_seconds() {
        let gate = RateGate::new(SEARCH);
        let start = Instant::now();
        for _ in 0..20 {
            gate.ready().await;
            gate.answered();
        }
        assert_eq!(start.elapsed(), Duration::ZERO);
        gate.ready().await;
        assert_eq!(start.elapsed().as_secs(), 178);
    }

    #[tokio::test(start_paused = true)]
    async fn over_a_virtual_day_the_gate_grants_the_burst_and_what_flowed_in_and_no_more() {
        let gate = RateGate::new(SEARCH);
        let day = Duration::from_secs(86_400);
        let mut granted = 0;
        while tokio::time::timeout_at(Instant::now() + day, gate.ready()).await.is_ok() {
            gate.answered();
            granted += 1;
            if granted == 503 {
                break;
            }
        }
        // 20 + 0.0056 × 86 400 = 503.8
        assert!(Instant::now().elapsed() <= day);
        assert_eq!(granted, 503);
    }

    #[tokio::test(start_paused = true)]
    async fn a_refusal_slows_every_waiter() {
        let gate = Arc::new(RateGate::new(RatePlan { rate: 1.0, burst: 10 }));
        gate.throttled();
        let start = Instant::now();
        let both = [Arc::clone(&gate), gate].map(|gate| tokio::spawn(async move { gate.ready().await }));
        for one in both {
            one.await.unwrap();
        }
        assert!(start.elapsed() >= Duration::from_secs(2));
    }

    #[tokio::test(start_paused = true)]
    async fn a_stated_rate_replaces_the_documented_one_and_nonsense_does_not() {
        let gate = RateGate::new(RatePlan { rate: 0.01, burst: 1 });
        gate.ready().await;
        gate.answered();
        for nonsense in [0.0, -1.0, f64::NAN, f64::INFINITY] {
            gate.rerate(nonsense);
        }
        gate.rerate(1.0);
        let start = Instant::now();
        gate.ready().await;
        assert_eq!(start.elapsed().as_secs(), 1);
    }

    #[tokio::test(start_paused = true)]
    async fn a_raised_rate_wakes_the_one_who_waits() {
        let gate = Arc::new(RateGate::new(SEARCH));
        gate.throttled();
        let waiter = tokio::spawn({
            let gate = Arc::clone(&gate);
            async move { gate.ready().await }
        });
        tokio::time::sleep(Duration::from_secs(10)).await;
        gate.rerate(1.0);
        let start = Instant::now();
        waiter.await.unwrap();
        assert!(start.elapsed() <= Duration::from_secs(1));
    }

    #[tokio::test(start_paused = true)]
    async fn nothing_flows_into_a_bucket_that_was_full_before_the_first_call_is_answered() {
        let gate = RateGate::new(RatePlan { rate: 1.0, burst: 2 });
        gate.ready().await;
        tokio::time::sleep(Duration::from_secs(5)).await;
        assert!((gate.tokens() - 1.0).abs() < 1e-9, "the call may be on its way still");
        gate.answered();
        tokio::time::sleep(Duration::from_millis(500)).await;
        assert!((gate.tokens() - 1.5).abs() < 1e-9);
    }

    #[tokio::test(start_paused = true)]
    async fn a_dropped_waiter_spends_nothing_and_the_next_gets_its_turn() {
        let gate = RateGate::new(RatePlan { rate: 1.0, burst: 1 });
        gate.ready().await;
        gate.answered();
        assert!(tokio::time::timeout(Duration::from_millis(500), gate.ready()).await.is_err());
        let start = Instant::now();
        gate.ready().await;
        assert!(start.elapsed() <= Duration::from_millis(510));
    }

    #[tokio::test(start_paused = true)]
    async fn a_restart_does_not_believe_in_a_full_burst() {
        let gate = RateGate::new(RatePlan { rate: 0.1, burst: 20 });
        gate.restore(0.0, Duration::from_secs(25));
        assert!((gate.tokens() - 2.5).abs() < 1e-9);
        gate.restore(19.0, Duration::ZERO);
        assert!(gate.tokens() <= 2.6);
    }

    #[tokio::test(start_paused = true)]
    async fn callers_pass_in_the_order_they_came() {
        let gate = Arc::new(RateGate::new(RatePlan { rate: 1.0, burst: 1 }));
        gate.ready().await;
        gate.answered();
        let order = Arc::new(Mutex::new(Vec::new()));
        let mut waiters = Vec::new();
        for n in 0..5 {
            let (gate, order) = (Arc::clone(&gate), Arc::clone(&order));
            waiters.push(tokio::spawn(async move {
                gate.ready().await;
                order.lock().unwrap().push(n);
            }));
            tokio::task::yield_now().await;
        }
        for waiter in waiters {
            waiter.await.unwrap();
        }
        assert_eq!(*order.lock().unwrap(), [0, 1, 2, 3, 4]);
    }

    #[tokio::test(start_paused = true)]
    async fn never_more_inside_than_the_limit_even_while_it_shrinks_and_regrows() {
        let gate = Arc::new(ConcurrencyGate::new(8));
        let (inside, most) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
        let mut calls = Vec::new();
        for n in 0..200_u64 {
            let (gate, inside, most) = (Arc::clone(&gate), Arc::clone(&inside), Arc::clone(&most));
            calls.push(tokio::spawn(async move {
                let _permit = gate.enter().await;
                most.fetch_max(inside.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                tokio::time::sleep(Duration::from_secs(1 + n % 3)).await;
                inside.fetch_sub(1, Ordering::SeqCst);
            }));
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
        assert_eq!(inside.load(Ordering::SeqCst), 8);
        gate.throttled();
        assert_eq!(gate.limit(), 4);
        tokio::time::sleep(Duration::from_secs(4)).await;
        assert_eq!(inside.load(Ordering::SeqCst), 4, "halved as the calls in flight came back");
        for call in calls {
            call.await.unwrap();
        }
        assert_eq!(most.load(Ordering::SeqCst), 8);
        assert!(gate.limit() > 4, "grew again while nobody complained");
    }
}
