//! Gates in front of a service: so many calls a second, so many at once.
//!
//! Both are fair (first come, first served; the second one lane by lane) and cancel safe (a caller that is dropped while
//! waiting takes nothing). A permit or token is taken for each attempt and never held while backing off.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use tokio::{
    sync::{Notify, oneshot},
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

/// Lets so many callers in at once, and adapts: between one and the most it was made for, as the service's refusals and
/// successes tell how many places there are.
///
/// * A refusal halves the limit: somebody else takes a part of the service's places, or they were fewer all along.
/// * While every place is taken, each round of successes adds one. The limit that was refused last is tried again only
///   after 400 of them, so that looking for more costs one refusal in some hundred calls; a refusal that follows a step
///   takes back that step and no more.
/// * Of refusals within the time of one call, only the first tells how many places there are: the others only that some
///   are taken for the moment. So does a refusal of the last place. What such a moment took grows back by rounds.
///
/// Those who wait stand in lanes. Lanes take turns, and within one the first to come is the first to pass: a flow that
/// has a thousand calls to make does not keep another from making its one.
#[derive(Debug, Clone)]
pub struct ConcurrencyGate(Arc<Mutex<Places>>);

#[derive(Debug)]
struct Places {
    limit: usize,
    most: usize,
    inside: usize,
    /// Counts the changes of the limit.
    change: u64,
    /// The change that lowered it last. Refusals of calls that came in before it tell nothing new.
    lowered_at: u64,
    /// Calls that came in since the last change and were served while every place was taken.
    served: usize,
    /// The last change was a step up, and it has not proved good yet.
    trying: bool,
    refused_at: Option<usize>,
    /// When the limit was lowered last.
    lowered: Option<Instant>,
    /// How long a call usually takes.
    usual: Duration,
    /// Those who have somebody waiting, the next to have its turn in front.
    lanes: VecDeque<Lane>,
}

#[derive(Debug)]
struct Lane {
    name: String,
    waiting: VecDeque<oneshot::Sender<u64>>,
}

/// So many successes have to be seen before a limit that was refused is tried again.
const AGAIN: usize = 400;

/// The right to have one call in flight. Given back when dropped.
#[derive(Debug)]
pub struct Permit {
    gate: ConcurrencyGate,
    /// How often the limit had changed when it was given.
    change: u64,
    since: Instant,
}

impl ConcurrencyGate {
    /// A gate for `most` callers at once (at least 1).
    pub fn new(most: usize) -> Self {
        let most = most.clamp(1, 1000);
        Self(Arc::new(Mutex::new(Places {
            limit: most,
            most,
            inside: 0,
            change: 0,
            lowered_at: 0,
            served: 0,
            trying: false,
            refused_at: None,
            lowered: None,
            usual: Duration::ZERO,
            lanes: VecDeque::new(),
        })))
    }

    fn places(&self) -> MutexGuard<'_, Places> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits for a free place. Cancel safe: whoever is dropped while waiting takes nothing.
    pub async fn enter(&self, lane: &str) -> Permit {
        let called = {
            let mut places = self.places();
            if places.inside < places.limit {
                let change = places.admit();
                return self.permit(change);
            }
            places.queue(lane)
        };
        let mut place = Place { gate: self, called };
        // Nobody is forgotten while the gate stands, so the error does not occur; to be let in is the safe answer, for
        // the service itself refuses what is too much.
        let change = (&mut place.called).await.unwrap_or_else(|_| self.places().admit());
        self.permit(change)
    }

    fn permit(&self, change: u64) -> Permit {
        Permit { gate: self.clone(), change, since: Instant::now() }
    }

    /// From now on lets in `most` callers at once, at least 1: the service has told how many it takes. With fewer than
    /// before, nobody is thrown out; with more, they are looked for from where the limit is now.
    pub fn set_most(&self, most: usize) {
        let mut places = self.places();
        places.most = most.clamp(1, 1000);
        if places.limit > places.most {
            places.limit = places.most;
            places.trying = false;
            places.changed();
        }
    }

    /// How many may be inside now.
    pub fn limit(&self) -> usize {
        self.places().limit
    }

    fn leave(&self) {
        let mut places = self.places();
        places.inside -= 1;
        places.call();
    }
}

impl Permit {
    /// The service said that this call was one too many.
    pub fn refused(&self) {
        let mut places = self.gate.places();
        if self.change < places.lowered_at {
            return; // calls that were in flight together are refused together
        }
        let refused = places.limit;
        let fewer = if places.trying { refused - 1 } else { refused / 2 };
        let again = places.lowered.is_some_and(|at| at.elapsed() < places.usual);
        if refused == 1 {
            places.refused_at = None;
        } else if places.trying || !again {
            places.refused_at = Some(refused);
        }
        places.limit = fewer.max(1);
        places.lowered = Some(Instant::now());
        places.trying = false;
        places.changed();
        places.lowered_at = places.change;
    }

    /// The service took this call.
    pub fn served(&self) {
        let mut places = self.gate.places();
        let took = self.since.elapsed();
        places.usual = if places.usual.is_zero() { took } else { (places.usual * 7 + took) / 8 };
        // A gate that is not full tells nothing of how many it could hold.
        if places.inside < places.limit || self.change != places.change {
            return;
        }
        places.served += 1;
        if places.trying && places.served >= 2 * places.limit {
            places.trying = false;
            places.refused_at = places.refused_at.filter(|refused| *refused > places.limit);
        }
        let next = places.limit + 1;
        let again = places.refused_at.is_some_and(|refused| next >= refused);
        let enough = if again { AGAIN.max(places.limit) } else { places.limit };
        if next <= places.most && places.served >= enough {
            places.limit = next;
            places.trying = true;
            places.changed();
            places.call();
        }
    }
}

impl Drop for Permit {
    fn drop(&mut self) {
        self.gate.leave();
    }
}

/// One who waits. Dropped before it knows that it was called, it passes its place on.
struct Place<'a> {
    gate: &'a ConcurrencyGate,
    called: oneshot::Receiver<u64>,
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        self.called.close();
        if self.called.try_recv().is_ok() {
            self.gate.leave();
        }
    }
}

impl Places {
    fn admit(&mut self) -> u64 {
        self.inside += 1;
        self.change
    }

    fn changed(&mut self) {
        self.change += 1;
        self.served = 0;
    }

    fn queue(&mut self, lane: &str) -> oneshot::Receiver<u64> {
        let (call, called) = oneshot::channel();
        match self.lanes.iter_mut().find(|known| known.name == lane) {
            Some(known) => known.waiting.push_back(call),
            None => self.lanes.push_back(Lane { name: lane.to_owned(), waiting: [call].into() }),
        }
        called
    }

    /// Fills the free places with those who wait.
    fn call(&mut self) {
        while self.inside < self.limit {
            let Some(mut lane) = self.lanes.pop_front() else { return };
            while let Some(next) = lane.waiting.pop_front() {
                if next.send(self.change).is_ok() {
                    self.inside += 1;
                    break;
                }
            }
            if !lane.waiting.is_empty() {
                self.lanes.push_back(lane);
            }
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
        let (inside, most) = (Arc::new(AtomicUsize::new(1)), Arc::new(AtomicUsize::new(1)));
        let first = gate.enter("").await;
        let mut calls = Vec::new();
        for n in 0..200_u64 {
            let (gate, inside, most) = (Arc::clone(&gate), Arc::clone(&inside), Arc::clone(&most));
            calls.push(tokio::spawn(async move {
                let permit = gate.enter("").await;
                most.fetch_max(inside.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                tokio::time::sleep(Duration::from_secs(1 + n % 3)).await;
                inside.fetch_sub(1, Ordering::SeqCst);
                permit.served();
            }));
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
        assert_eq!(inside.load(Ordering::SeqCst), 8);
        first.refused();
        assert_eq!(gate.limit(), 4);
        inside.fetch_sub(1, Ordering::SeqCst);
        drop(first);
        tokio::time::sleep(Duration::from_secs(4)).await;
        assert_eq!(inside.load(Ordering::SeqCst), 4, "halved as the calls in flight came back");
        for call in calls {
            call.await.unwrap();
        }
        assert_eq!(most.load(Ordering::SeqCst), 8);
        assert!(gate.limit() > 4, "grew again while nobody complained");
    }

    /// So many calls, one round after the other, all places taken each time.
    async fn serve(gate: &ConcurrencyGate, calls: usize) {
        let mut served = 0;
        while served < calls {
            let mut round = Vec::new();
            while round.len() < gate.limit() {
                round.push(gate.enter("").await);
            }
            round.iter().for_each(Permit::served);
            served += round.len();
        }
    }

    #[tokio::test]
    async fn calls_that_were_in_flight_together_are_one_refusal() {
        let gate = ConcurrencyGate::new(8);
        let mut together = Vec::new();
        for _ in 0..8 {
            together.push(gate.enter("").await);
        }
        together.iter().for_each(Permit::refused);
        assert_eq!(gate.limit(), 4);
        drop(together);
        gate.enter("").await.refused();
        assert_eq!(gate.limit(), 2, "this one came in since");
        for _ in 0..5 {
            gate.enter("").await.refused();
        }
        assert_eq!(gate.limit(), 1, "and one may always pass");
    }

    #[tokio::test]
    async fn a_gate_that_is_not_full_does_not_grow() {
        let gate = ConcurrencyGate::new(8);
        gate.enter("").await.refused();
        for _ in 0..1_000 {
            gate.enter("").await.served();
        }
        assert_eq!(gate.limit(), 4);
    }

    #[tokio::test(start_paused = true)]
    async fn a_refused_limit_is_tried_again_seldom_and_a_refused_try_costs_one_place() {
        let gate = ConcurrencyGate::new(8);
        gate.enter("").await.refused();
        serve(&gate, 4 + 5 + 6).await;
        assert_eq!(gate.limit(), 7, "a round of successes adds one, up to what was refused");
        serve(&gate, AGAIN - 7).await;
        assert_eq!(gate.limit(), 7);
        serve(&gate, 7 + 7).await;
        assert_eq!(gate.limit(), 8, "and then that is tried");
        gate.enter("").await.refused();
        assert_eq!(gate.limit(), 7, "which takes back the step and does not halve");
        gate.enter("").await.refused();
        assert_eq!(gate.limit(), 3, "but the next one halves");
    }

    #[tokio::test(start_paused = true)]
    async fn a_refusal_of_the_last_place_does_not_tell_how_many_there_are() {
        let gate = ConcurrencyGate::new(8);
        for limit in [4, 2, 1, 1] {
            gate.enter("").await.refused();
            assert_eq!(gate.limit(), limit);
        }
        serve(&gate, 1 + 2 + 3 + 4 + 5 + 6 + 7).await;
        assert_eq!(gate.limit(), 8, "others took every place for a moment, and have left");
    }

    #[tokio::test(start_paused = true)]
    async fn of_refusals_within_the_time_of_one_call_only_the_first_tells_how_many_places_there_are() {
        let gate = ConcurrencyGate::new(16);
        let call = gate.enter("").await;
        tokio::time::sleep(Duration::from_secs(1)).await;
        call.served();
        drop(call);
        for limit in [8, 4, 2] {
            tokio::time::sleep(Duration::from_millis(50)).await;
            gate.enter("").await.refused();
            assert_eq!(gate.limit(), limit);
        }
        serve(&gate, (2..15).sum()).await;
        assert_eq!(gate.limit(), 15, "by rounds up to what the first was refused at");
        serve(&gate, 15).await;
        assert_eq!(gate.limit(), 15, "and that is tried seldom");
    }

    #[tokio::test(start_paused = true)]
    async fn what_the_service_says_it_takes_bounds_the_gate() {
        let gate = ConcurrencyGate::new(8);
        gate.set_most(3);
        assert_eq!(gate.limit(), 3);
        serve(&gate, 1_000).await;
        assert_eq!(gate.limit(), 3);
        gate.set_most(5);
        serve(&gate, 3 + 4).await;
        assert_eq!(gate.limit(), 5, "grown by rounds");
    }

    #[tokio::test(start_paused = true)]
    async fn lanes_take_turns_and_within_one_the_first_to_come_is_the_first_to_pass() {
        let gate = ConcurrencyGate::new(1);
        let order = Arc::new(Mutex::new(Vec::new()));
        let taken = gate.enter("other").await;
        let mut waiting = Vec::new();
        for (lane, n) in [("bulk", 1), ("bulk", 2), ("bulk", 3), ("orders", 1), ("stock", 1), ("orders", 2)] {
            let (gate, order) = (gate.clone(), Arc::clone(&order));
            waiting.push(tokio::spawn(async move {
                let _permit = gate.enter(lane).await;
                order.lock().unwrap().push(format!("{lane} {n}"));
            }));
            tokio::task::yield_now().await;
        }
        drop(taken);
        for waiting in waiting {
            waiting.await.unwrap();
        }
        let expected = ["bulk 1", "orders 1", "stock 1", "bulk 2", "orders 2", "bulk 3"];
        assert_eq!(*order.lock().unwrap(), expected);
    }

    #[tokio::test(start_paused = true)]
    async fn a_caller_that_is_dropped_while_it_waits_or_as_it_is_called_takes_no_place() {
        let gate = ConcurrencyGate::new(1);
        let taken = gate.enter("").await;
        assert!(tokio::time::timeout(Duration::from_secs(1), gate.enter("")).await.is_err());
        let mut called = Box::pin(gate.enter(""));
        assert!(futures_util::poll!(called.as_mut()).is_pending());
        drop(taken);
        drop(called); // its place was given to it, and it never looked
        let passed = tokio::time::timeout(Duration::from_secs(1), gate.enter("")).await;
        assert!(passed.is_ok());
    }
}
