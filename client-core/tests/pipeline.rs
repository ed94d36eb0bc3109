//! One call through the pipeline, end to end: a scripted service, a small dialect, virtual time.

#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests may panic, as tests may")]

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex},
    time::Duration,
};

use async_trait::async_trait;
use bytes::Bytes;
use chrono::DateTime;
use commerce_client_core::{
    decode,
    error::{Error, ErrorKind, Problem},
    gate::{RateGate, RatePlan},
    login::Login,
    pipeline::{Call, Dialect, Pipeline, Refusal},
    retry::{Failure, RetryPolicy, Safety},
    secret::{ExposeSecret as _, SecretString},
    token::AccessToken,
    transport::{Body, SharedTransport, Transport, TransportError},
};
use futures_util::{StreamExt as _, future::join_all, stream};
use http::{Request, Response};
use serde::Deserialize;
use tokio::time::{Instant, timeout};

// ---- A service that does as it is told ------------------------------------------------------------------------

/// What the service does with one request.
#[derive(Debug, Clone, Copy)]
enum Step {
    /// Answers with this status and body.
    Says(u16, &'static str),
    /// Answers well, and states its rate.
    StatesRate(&'static str),
    /// Answers well, after this many seconds.
    Takes(u64),
    /// Takes no connection.
    RefusesConnection,
    /// Breaks the connection before answering.
    Resets,
    /// Breaks the connection midway through a good answer.
    CutsBody,
    /// Never answers.
    IsSilent,
    /// Begins a good answer and never ends it.
    StallsBody,
}

use Step::*;

const GOOD: Step = Says(200, r#"{"ok":true}"#);
const GARBLED: Step = Says(200, r#"{"ok":"#);
const UNLIKE_ITS_TYPE: Step = Says(200, r#"{"ok":"maybe"}"#);
const EXPIRED: Step = Says(419, "");

/// Follows a script, then does one thing for good. Knows when each request came and who signed it.
#[derive(Debug, Clone)]
struct Service(Arc<Mutex<State>>);

#[derive(Debug)]
struct State {
    start: Instant,
    script: VecDeque<Step>,
    then: Step,
    log: Vec<(Duration, String)>,
    signatures: u32,
    tokens: u32,
    signing_takes: Duration,
    unsigned: Option<Error>,
}

impl Service {
    fn new(script: &[Step]) -> Self {
        Self(Arc::new(Mutex::new(State {
            start: Instant::now(),
            script: script.iter().copied().collect(),
            then: GOOD,
            log: Vec::new(),
            signatures: 0,
            tokens: 1,
            signing_takes: Duration::ZERO,
            unsigned: None,
        })))
    }

    fn always(step: Step) -> Self {
        let service = Self::new(&[]);
        service.then_always(step);
        service
    }

    fn then_always(&self, step: Step) {
        self.with(|state| state.then = step);
    }

    fn with<T>(&self, change: impl FnOnce(&mut State) -> T) -> T {
        change(&mut self.0.lock().unwrap())
    }

    fn note(&self, what: String) {
        self.with(|state| state.log.push((state.start.elapsed(), what)));
    }

    /// What happened so far, with whole seconds.
    fn log(&self) -> Vec<(u64, String)> {
        self.with(|state| state.log.iter().map(|(at, what)| (at.as_secs(), what.clone())).collect())
    }

    /// How many requests came.
    fn requests(&self) -> usize {
        self.log().iter().filter(|(_, what)| what.starts_with("send")).count()
    }

    fn pipeline(&self, retry: RetryPolicy) -> Pipeline<Spoken> {
        Pipeline::new(SharedTransport::new(self.clone()), Spoken(self.clone()), retry)
    }
}

#[async_trait]
impl Transport for Service {
    async fn call(&self, request: Request<Bytes>) -> Result<Response<Body>, TransportError> {
        let header = |name: &str| request.headers()[name].to_str().unwrap().to_owned();
        self.note(format!("send {} {}", header("signature"), header("token")));
        let step = self.with(|state| state.script.pop_front().unwrap_or(state.then));
        let good = || Bytes::from_static(br#"{"ok":true}"#);
        let answer = Response::builder().header("request-id", "req-1");
        let (status, body) = match step {
            Says(status, body) => (status, Body::from(Bytes::from_static(body.as_bytes()))),
            StatesRate(rate) => {
                return Ok(answer.header("rate", rate).body(Body::from(good())).unwrap());
            }
            Takes(seconds) => {
                tokio::time::sleep(Duration::from_secs(seconds)).await;
                (200, Body::from(good()))
            }
            RefusesConnection => return Err(TransportError::not_sent("could not connect")),
            Resets => return Err(TransportError::maybe_sent_because("the connection was reset")),
            CutsBody => {
                let cut = Err(TransportError::maybe_sent_because("the answer was cut short"));
                (200, Body::from_stream(stream::iter([Ok(good().slice(..5)), cut])))
            }
            IsSilent => std::future::pending().await,
            StallsBody => {
                (200, Body::from_stream(stream::iter([Ok(good().slice(..5))]).chain(stream::pending())))
            }
        };
        Ok(answer.status(status).body(body).unwrap())
    }
}

/// How the service is spoken to: signatures are numbered, so are tokens, and 419 says that a token has expired.
#[derive(Debug)]
struct Spoken(Service);

#[async_trait]
impl Dialect for Spoken {
    async fn sign(&self, request: &mut Request<Bytes>) -> Result<Option<Arc<AccessToken>>, Error> {
        let takes = self.0.with(|state| state.signing_takes);
        if takes > Duration::ZERO {
            tokio::time::sleep(takes).await;
        }
        let (signature, token, unsigned) = self.0.with(|state| {
            state.signatures += 1;
            (state.signatures, state.tokens, state.unsigned.clone())
        });
        self.0.note(format!("sign {signature}"));
        if let Some(error) = unsigned {
            return Err(error);
        }
        let secret = SecretString::from(format!("token-{token}"));
        request.headers_mut().insert("signature", signature.to_string().parse().unwrap());
        request.headers_mut().insert("token", secret.expose_secret().parse().unwrap());
        Ok(Some(Arc::new(AccessToken { secret, expires_at: DateTime::UNIX_EPOCH })))
    }

    fn judge(&self, answer: &Response<Bytes>) -> Result<(), Refusal> {
        let (kind, failure) = match answer.status().as_u16() {
            200..300 => return Ok(()),
            401 => (ErrorKind::Auth, Failure::Stranger),
            403 => (ErrorKind::Auth, Failure::Definite),
            419 => (ErrorKind::Auth, Failure::CredentialExpired),
            422 => (ErrorKind::Rejected, Failure::Midway),
            429 => (ErrorKind::Throttled, Failure::Throttled),
            500.. => (ErrorKind::Unavailable, Failure::Unknown),
            _ => (ErrorKind::Rejected, Failure::Definite),
        };
        let problems = vec![Problem::new("SAID_NO", "")];
        Err(Refusal { kind, failure, problems, hint: Some("think again"), cause: None })
    }

    async fn forget(&self, token: &Arc<AccessToken>) {
        self.0.note(format!("forget {}", token.secret.expose_secret()));
        self.0.with(|state| state.tokens += 1);
    }

    fn request_id_header(&self) -> &'static str {
        "request-id"
    }

    fn stated_rate(&self, answer: &Response<Bytes>) -> Option<f64> {
        answer.headers().get("rate")?.to_str().ok()?.parse().ok()
    }
}

const ATTEMPT: Duration = Duration::from_secs(30);

fn call(safety: Safety) -> Call<'static> {
    let deadline = Duration::from_secs(3_600);
    Call {
        operation: "thing.do",
        safety,
        rate: None,
        lane: "",
        login: None,
        deadline,
        attempt_timeout: ATTEMPT,
    }
}

#[derive(Debug, Deserialize)]
struct Done {
    ok: bool,
}

async fn send(pipeline: &Pipeline<Spoken>, call: Call<'_>) -> Result<(), Error> {
    let request = Request::post("https://example.com/things").body(Bytes::new()).unwrap();
    let done: Done = pipeline.send(call, request, |answer| decode::json(answer.body())).await?;
    assert!(done.ok);
    Ok(())
}

fn policy() -> RetryPolicy {
    RetryPolicy::default().with_seed(1)
}

/// A policy whose first wait is long.
fn patient() -> RetryPolicy {
    let mut policy = policy();
    policy.base = Duration::from_secs(100);
    policy.cap = Duration::from_secs(100);
    policy
}

// ---- The table ------------------------------------------------------------------------------------------------

/// What became of a call whose first attempt failed, before a service that is well again at once.
#[derive(Debug, PartialEq)]
enum Fate {
    Repeated,
    GivenUp { kind: ErrorKind, maybe_sent: bool },
}

use Fate::*;

async fn fate(safety: Safety, step: Step) -> Fate {
    let service = Service::new(&[step]);
    let outcome = send(&service.pipeline(policy()), call(safety)).await;
    match (outcome, service.requests()) {
        (Ok(()), 2) => Repeated,
        (Err(error), 1) => {
            assert_eq!(error.attempts(), 1);
            GivenUp { kind: error.kind(), maybe_sent: error.maybe_sent() }
        }
        (outcome, requests) => panic!("{safety:?} {step:?}: {outcome:?} after {requests} requests"),
    }
}

const ALL: [Safety; 3] = [Safety::Read, Safety::Absolute, Safety::Create];

#[tokio::test(start_paused = true)]
async fn what_never_left_is_repeated_even_a_create() {
    for safety in ALL {
        assert_eq!(fate(safety, RefusesConnection).await, Repeated, "{safety:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn what_was_refused_for_its_rate_is_repeated_even_a_create() {
    for safety in ALL {
        assert_eq!(fate(safety, Says(429, "")).await, Repeated, "{safety:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_definite_no_is_final_and_certain() {
    for safety in ALL {
        let no = GivenUp { kind: ErrorKind::Rejected, maybe_sent: false };
        assert_eq!(fate(safety, Says(400, "")).await, no, "{safety:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_no_from_within_is_final_and_may_have_had_an_effect() {
    for safety in ALL {
        let no = GivenUp { kind: ErrorKind::Rejected, maybe_sent: true };
        assert_eq!(fate(safety, Says(422, "")).await, no, "{safety:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn an_expired_credential_is_renewed_for_every_class() {
    for safety in ALL {
        assert_eq!(fate(safety, EXPIRED).await, Repeated, "{safety:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_read_and_an_absolute_write_are_repeated_when_their_outcome_is_unknown() {
    for safety in [Safety::Read, Safety::Absolute] {
        for step in [Says(500, ""), Says(503, "<html>"), Resets, CutsBody, GARBLED, IsSilent, StallsBody] {
            assert_eq!(fate(safety, step).await, Repeated, "{safety:?} {step:?}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_create_is_never_repeated_when_its_outcome_is_unknown() {
    for (step, kind) in [
        (Says(500, ""), ErrorKind::Unavailable),
        (Resets, ErrorKind::Transport),
        (CutsBody, ErrorKind::Transport),
        (IsSilent, ErrorKind::Timeout),
        (StallsBody, ErrorKind::Timeout),
        (GARBLED, ErrorKind::Decode),
        (UNLIKE_ITS_TYPE, ErrorKind::Decode),
    ] {
        assert_eq!(fate(Safety::Create, step).await, GivenUp { kind, maybe_sent: true }, "{step:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn an_answer_unlike_its_type_will_not_change_for_a_read() {
    let no = GivenUp { kind: ErrorKind::Decode, maybe_sent: false };
    assert_eq!(fate(Safety::Read, UNLIKE_ITS_TYPE).await, no);
}

#[tokio::test(start_paused = true)]
async fn a_create_that_may_have_been_carried_out_stays_so_after_a_certain_refusal_to_connect() {
    // Refused, then reset: the second attempt is the last, and the one in doubt.
    let service = Service::new(&[RefusesConnection, Resets]);
    let error = send(&service.pipeline(policy()), call(Safety::Create)).await.unwrap_err();
    assert_eq!((error.attempts(), error.maybe_sent(), service.requests()), (2, true, 2));
}

#[tokio::test(start_paused = true)]
async fn a_write_in_doubt_is_in_doubt_even_if_its_last_attempt_is_refused_for_good() {
    let service = Service::new(&[Says(502, ""), Says(400, "")]);
    let error = send(&service.pipeline(policy()), call(Safety::Absolute)).await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Rejected, 2));
    assert!(error.maybe_sent());
}

// ---- Attempts -------------------------------------------------------------------------------------------------

#[tokio::test(start_paused = true)]
async fn attempts_are_as_many_as_the_policy_says_and_are_counted_by_operation() {
    let service = Service::always(Says(503, ""));
    let pipeline = service.pipeline(policy().with_attempts(4));
    let error = send(&pipeline, call(Safety::Read)).await.unwrap_err();
    assert_eq!((error.attempts(), service.requests()), (4, 4));
    assert_eq!(pipeline.calls()["thing.do"], 4);
}

#[tokio::test(start_paused = true)]
async fn every_attempt_is_signed_anew() {
    let service = Service::new(&[Says(500, ""), Resets]);
    send(&service.pipeline(policy()), call(Safety::Read)).await.unwrap();
    let what: Vec<String> = service.log().into_iter().map(|(_, what)| what).collect();
    assert_eq!(what, ["sign 1", "send 1 token-1", "sign 2", "send 2 token-1", "sign 3", "send 3 token-1"]);
}

#[tokio::test(start_paused = true)]
async fn an_expired_credential_is_forgotten_and_the_next_attempt_has_a_new_one_at_once() {
    let service = Service::new(&[EXPIRED]);
    send(&service.pipeline(patient()), call(Safety::Create)).await.unwrap();
    let log = service.log();
    assert!(log.iter().all(|(at, _)| *at == 0), "{log:?}");
    let what: Vec<&str> = log.iter().map(|(_, what)| what.as_str()).collect();
    assert_eq!(what, ["sign 1", "send 1 token-1", "forget token-1", "sign 2", "send 2 token-2"]);
}

#[tokio::test(start_paused = true)]
async fn a_credential_that_is_refused_again_after_renewal_is_an_auth_error() {
    let service = Service::always(EXPIRED);
    let error = send(&service.pipeline(policy()), call(Safety::Read)).await.unwrap_err();
    assert_eq!((error.kind(), error.attempts(), service.requests()), (ErrorKind::Auth, 2, 2));
    assert!(!error.maybe_sent());
}

#[tokio::test(start_paused = true)]
async fn a_renewal_does_not_use_up_the_attempts() {
    let service = Service::new(&[EXPIRED, Says(500, "")]);
    send(&service.pipeline(policy().with_attempts(3)), call(Safety::Read)).await.unwrap();
    assert_eq!(service.requests(), 3);
}

#[tokio::test(start_paused = true)]
async fn a_call_that_cannot_be_signed_is_not_sent() {
    let service = Service::new(&[]);
    service.with(|state| state.unsigned = Some(Error::new(ErrorKind::Unavailable, "token", "down")));
    let error = send(&service.pipeline(policy()), call(Safety::Create)).await.unwrap_err();
    assert_eq!((error.kind(), error.operation(), service.requests()), (ErrorKind::Unavailable, "token", 0));
    assert!(!error.maybe_sent());
}

#[tokio::test(start_paused = true)]
async fn the_error_tells_what_the_service_said() {
    let service = Service::always(Says(400, "no, thanks"));
    let error = send(&service.pipeline(policy()), call(Safety::Read)).await.unwrap_err();
    assert_eq!(error.to_string(), "thing.do: the service said no (HTTP 400); SAID_NO; think again");
    assert_eq!(error.request_id(), Some("req-1"));
    assert_eq!(error.status(), Some(400));
    assert!(error.has_code("SAID_NO"));
    assert_eq!(error.body().unwrap().expose(), &Bytes::from_static(b"no, thanks"));
}

#[tokio::test(start_paused = true)]
async fn the_error_of_an_unreadable_answer_names_the_place_and_not_the_value() {
    let service = Service::always(UNLIKE_ITS_TYPE);
    let error = send(&service.pipeline(policy()), call(Safety::Read)).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "thing.do: the answer could not be read (HTTP 200); at ok: expected a boolean"
    );
}

// ---- Waiting --------------------------------------------------------------------------------------------------

#[tokio::test(start_paused = true)]
async fn the_rate_token_is_taken_after_the_permit_and_the_signature_after_both() {
    let service = Service::new(&[Takes(10), Takes(10)]);
    let pipeline = service.pipeline(policy()).with_concurrency(1);
    let gate = RateGate::new(RatePlan { rate: 0.05, burst: 2 });
    gate.restore(1.0, Duration::ZERO);
    let call = Call { rate: Some(&gate), ..call(Safety::Read) };
    let look_while_the_second_waits_for_the_permit = async {
        tokio::time::sleep(Duration::from_secs(5)).await;
        assert!((gate.tokens() - 0.25).abs() < 0.01, "nobody took what has flowed in: {}", gate.tokens());
    };
    let (one, two, ()) = tokio::join!(
        send(&pipeline, call),
        send(&pipeline, call),
        look_while_the_second_waits_for_the_permit
    );
    one.unwrap();
    two.unwrap();
    // Permit at 10 s, token at 20 s.
    let expected = [(0, "sign 1"), (0, "send 1 token-1"), (20, "sign 2"), (20, "send 2 token-1")];
    assert_eq!(service.log(), expected.map(|(at, what)| (at, what.to_owned())));
}

#[tokio::test(start_paused = true)]
async fn while_one_call_backs_off_another_passes() {
    let service = Service::new(&[Says(500, "")]);
    let pipeline = service.pipeline(patient()).with_concurrency(1);
    let start = Instant::now();
    let one = async {
        send(&pipeline, call(Safety::Read)).await.unwrap();
        start.elapsed()
    };
    let other = async {
        send(&pipeline, call(Safety::Read)).await.unwrap();
        start.elapsed()
    };
    let (one, other) = tokio::join!(one, other);
    assert!(one > Duration::from_secs(1), "it backs off: {one:?}");
    assert_eq!(other, Duration::ZERO);
}

#[tokio::test(start_paused = true)]
async fn no_more_calls_are_in_flight_than_allowed_and_the_first_goes_alone() {
    let service = Service::always(Takes(10));
    let pipeline = service.pipeline(policy()).with_concurrency(2);
    join_all((0..6).map(|_| send(&pipeline, call(Safety::Read)))).await;
    let sent: Vec<u64> =
        service.log().into_iter().filter(|(_, what)| what.starts_with("send")).map(|(at, _)| at).collect();
    // Until the service has accepted who calls, a burst could only use up the logins it allows.
    assert_eq!(sent, [0, 10, 10, 20, 20, 30]);
}

#[tokio::test(start_paused = true)]
async fn a_dropped_call_gives_its_permit_back() {
    let service = Service::new(&[IsSilent]);
    let pipeline = service.pipeline(policy()).with_concurrency(1);
    assert!(timeout(Duration::from_secs(1), send(&pipeline, call(Safety::Read))).await.is_err());
    let start = Instant::now();
    send(&pipeline, call(Safety::Read)).await.unwrap();
    assert_eq!(start.elapsed(), Duration::ZERO);
}

#[tokio::test(start_paused = true)]
async fn too_many_calls_empty_the_gate_and_the_repeat_waits_for_its_refill() {
    let service = Service::new(&[Says(429, "")]);
    let pipeline = service.pipeline(policy());
    let gate = RateGate::new(RatePlan { rate: 0.1, burst: 20 });
    let start = Instant::now();
    send(&pipeline, Call { rate: Some(&gate), ..call(Safety::Create) }).await.unwrap();
    assert_eq!(start.elapsed().as_secs(), 10);
}

#[tokio::test(start_paused = true)]
async fn too_many_calls_at_once_halve_how_many_may_be_in_flight() {
    let service = Service::new(&[Says(429, "")]);
    let pipeline = service.pipeline(policy()).with_concurrency(4);
    send(&pipeline, call(Safety::Read)).await.unwrap();
    service.then_always(Takes(10));
    let start = Instant::now();
    join_all((0..4).map(|_| send(&pipeline, call(Safety::Read)))).await;
    assert_eq!(start.elapsed().as_secs(), 20);
}

#[tokio::test(start_paused = true)]
async fn a_stated_rate_re_rates_the_gate() {
    let service = Service::new(&[StatesRate("0.5")]);
    let pipeline = service.pipeline(policy());
    let gate = RateGate::new(RatePlan { rate: 0.001, burst: 1 });
    let call = Call { rate: Some(&gate), ..call(Safety::Read) };
    send(&pipeline, call).await.unwrap();
    let start = Instant::now();
    send(&pipeline, call).await.unwrap();
    assert_eq!(start.elapsed().as_secs(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_stated_rate_that_makes_no_sense_is_ignored() {
    for nonsense in ["0", "-1", "NaN", "inf", "quick", ""] {
        let service = Service::new(&[StatesRate(nonsense)]);
        let pipeline = service.pipeline(policy());
        let gate = RateGate::new(RatePlan { rate: 0.1, burst: 1 });
        let call = Call { rate: Some(&gate), ..call(Safety::Read) };
        send(&pipeline, call).await.unwrap();
        let start = Instant::now();
        send(&pipeline, call).await.unwrap();
        assert_eq!(start.elapsed().as_secs(), 10, "{nonsense:?}");
    }
}

// ---- Time -----------------------------------------------------------------------------------------------------

/// `outcome` failed for want of a turn, at `deadline` after `start` and not later.
#[track_caller]
fn assert_no_turn(outcome: Result<(), Error>, start: Instant, deadline: Duration) {
    let error = outcome.unwrap_err();
    assert_eq!(error.to_string(), "thing.do: its turn did not come before the deadline");
    assert_eq!((error.kind(), error.maybe_sent()), (ErrorKind::Throttled, false));
    let late = start.elapsed() - deadline;
    assert!(late <= Duration::from_millis(1), "{late:?} late");
}

#[tokio::test(start_paused = true)]
async fn a_call_whose_rate_turn_would_come_after_its_deadline_fails_at_the_deadline() {
    let service = Service::new(&[]);
    let pipeline = service.pipeline(policy());
    let gate = RateGate::new(RatePlan { rate: 0.01, burst: 1 });
    let deadline = Duration::from_secs(30);
    let call = Call { rate: Some(&gate), deadline, ..call(Safety::Create) };
    send(&pipeline, call).await.unwrap();
    let start = Instant::now();
    assert_no_turn(send(&pipeline, call).await, start, deadline);
    assert_eq!(service.requests(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_call_that_gets_no_permit_before_its_deadline_fails_at_the_deadline() {
    let service = Service::new(&[Takes(20)]);
    let pipeline = service.pipeline(policy()).with_concurrency(1);
    let start = Instant::now();
    let deadline = Duration::from_secs(5);
    let late = Call { deadline, ..call(Safety::Create) };
    let second = async { assert_no_turn(send(&pipeline, late).await, start, deadline) };
    let (first, ()) = tokio::join!(send(&pipeline, call(Safety::Read)), second);
    first.unwrap();
    assert_eq!(service.requests(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_call_that_was_waiting_when_its_deadline_came_takes_nothing_from_the_gate() {
    let service = Service::new(&[]);
    let pipeline = service.pipeline(policy());
    let gate = RateGate::new(RatePlan { rate: 0.01, burst: 1 });
    let patient = Call { rate: Some(&gate), ..call(Safety::Read) };
    let hasty = Call { deadline: Duration::from_secs(30), ..patient };
    send(&pipeline, patient).await.unwrap();
    let start = Instant::now();
    send(&pipeline, hasty).await.unwrap_err();
    send(&pipeline, patient).await.unwrap();
    assert_eq!(start.elapsed().as_secs(), 100);
}

#[tokio::test(start_paused = true)]
async fn an_attempt_without_an_answer_ends_at_its_timeout() {
    let service = Service::always(IsSilent);
    let pipeline = service.pipeline(policy().with_attempts(1));
    let start = Instant::now();
    let error = send(&pipeline, call(Safety::Read)).await.unwrap_err();
    assert_eq!(error.to_string(), "thing.do: no answer within 30s");
    assert_eq!((error.kind(), error.maybe_sent()), (ErrorKind::Timeout, true));
    assert_eq!(start.elapsed().as_secs(), 30);
}

#[tokio::test(start_paused = true)]
async fn a_body_that_stalls_ends_at_the_same_timeout() {
    let service = Service::always(StallsBody);
    let pipeline = service.pipeline(policy().with_attempts(1));
    let start = Instant::now();
    let error = send(&pipeline, call(Safety::Read)).await.unwrap_err();
    assert_eq!((error.kind(), start.elapsed().as_secs()), (ErrorKind::Timeout, 30));
}

#[tokio::test(start_paused = true)]
async fn retries_end_with_the_deadline_and_not_after_it() {
    let service = Service::always(IsSilent);
    let pipeline = service.pipeline(policy());
    let start = Instant::now();
    let deadline = Duration::from_secs(40);
    let error = send(&pipeline, Call { deadline, ..call(Safety::Read) }).await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Timeout, 2));
    assert!(start.elapsed() <= deadline + Duration::from_millis(1), "{:?}", start.elapsed());
}

#[tokio::test(start_paused = true)]
async fn a_wait_that_would_outlast_the_deadline_is_not_begun() {
    let service = Service::always(Says(503, ""));
    let pipeline = service.pipeline(patient());
    let start = Instant::now();
    let deadline = Duration::from_secs(1);
    let error = send(&pipeline, Call { deadline, ..call(Safety::Read) }).await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Unavailable, 1));
    assert_eq!(start.elapsed(), Duration::ZERO);
}

// ---- Outages --------------------------------------------------------------------------------------------------

#[tokio::test(start_paused = true)]
async fn a_total_outage_costs_fifty_retries_and_then_one_attempt_a_call() {
    let service = Service::always(Says(503, ""));
    let pipeline = service.pipeline(policy());
    for _ in 0..200 {
        send(&pipeline, call(Safety::Read)).await.unwrap_err();
    }
    assert_eq!(service.requests(), 250);
}

#[tokio::test(start_paused = true)]
async fn successes_earn_new_retries_after_an_outage() {
    let service = Service::always(Says(503, ""));
    let pipeline = service.pipeline(policy());
    for _ in 0..20 {
        send(&pipeline, call(Safety::Read)).await.unwrap_err();
    }
    service.then_always(GOOD);
    for _ in 0..10 {
        send(&pipeline, call(Safety::Read)).await.unwrap();
    }
    service.with(|state| state.script.push_back(Says(503, "")));
    send(&pipeline, call(Safety::Read)).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn after_nobody_knows_us_calls_rest_for_a_minute() {
    let service = Service::new(&[Says(401, "")]);
    let pipeline = service.pipeline(policy());
    let refused = send(&pipeline, call(Safety::Read)).await.unwrap_err();
    assert_eq!((refused.kind(), refused.attempts()), (ErrorKind::Auth, 1));
    tokio::time::advance(Duration::from_secs(59)).await;
    let rested = send(&pipeline, call(Safety::Create)).await.unwrap_err();
    assert_eq!(
        rested.to_string(),
        "thing.do: not sent, for access was refused 59 s ago; calls go on in 1 s (HTTP 401); SAID_NO; think again"
    );
    assert_eq!((rested.attempts(), rested.maybe_sent()), (0, false));
    assert_eq!(service.log().len(), 2, "neither signed nor sent");
    tokio::time::advance(Duration::from_secs(2)).await;
    send(&pipeline, call(Safety::Read)).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn calls_that_were_queued_when_we_were_refused_do_not_prolong_the_rest() {
    let service = Service::new(&[Says(401, "")]);
    service.with(|state| state.signing_takes = Duration::from_secs(1));
    let pipeline = service.pipeline(policy());
    let gate = RateGate::new(RatePlan { rate: 1.0 / 40.0, burst: 1 });
    let call = Call { rate: Some(&gate), ..call(Safety::Read) };
    let queued = join_all((0..3).map(|_| send(&pipeline, call))).await;
    let unsent = queued.iter().filter(|outcome| outcome.as_ref().is_err_and(|error| error.attempts() == 1));
    assert_eq!(
        (unsent.count(), service.requests()),
        (2, 2),
        "the second came within the minute, the third after it"
    );
    assert!(queued[2].is_ok());
}

#[tokio::test(start_paused = true)]
async fn once_the_first_call_was_let_in_those_that_queued_behind_it_go_together() {
    let service = Service::always(Takes(10));
    let pipeline = service.pipeline(policy());
    let begun = Instant::now();
    let calls = join_all((0..50).map(|_| send(&pipeline, call(Safety::Read)))).await;
    assert!(calls.iter().all(Result::is_ok));
    assert_eq!(begun.elapsed(), Duration::from_secs(20), "the first alone, then all others");
}

#[tokio::test(start_paused = true)]
async fn one_credential_that_is_refused_does_not_stop_another() {
    let service = Service::new(&[Says(401, "")]);
    let pipeline = service.pipeline(policy());
    let [one, other] = [Login::default(), Login::default()];
    send(&pipeline, Call { login: Some(&one), ..call(Safety::Read) }).await.unwrap_err();
    send(&pipeline, Call { login: Some(&other), ..call(Safety::Read) }).await.unwrap();
    send(&pipeline, Call { login: Some(&one), ..call(Safety::Read) }).await.unwrap_err();
    assert_eq!(service.requests(), 2);
}

#[tokio::test(start_paused = true)]
async fn after_a_credential_could_not_be_had_calls_rest_too() {
    let service = Service::new(&[]);
    service.with(|state| state.unsigned = Some(Error::new(ErrorKind::Auth, "token", "revoked")));
    let pipeline = service.pipeline(policy());
    send(&pipeline, call(Safety::Read)).await.unwrap_err();
    send(&pipeline, call(Safety::Read)).await.unwrap_err();
    assert_eq!(service.log().len(), 1, "the second did not try to sign");
}

#[tokio::test(start_paused = true)]
async fn being_forbidden_one_thing_does_not_stop_the_others() {
    let service = Service::new(&[Says(403, "")]);
    let pipeline = service.pipeline(policy());
    assert_eq!(send(&pipeline, call(Safety::Read)).await.unwrap_err().status(), Some(403));
    send(&pipeline, call(Safety::Read)).await.unwrap();
}

// ---- Found once ---------------------------------------------------------------------------------------------------

#[tokio::test(start_paused = true)]
async fn a_slow_signature_does_not_outlast_the_deadline() {
    let service = Service::new(&[]);
    service.with(|state| state.signing_takes = Duration::from_secs(100));
    let pipeline = service.pipeline(policy());
    let start = Instant::now();
    let deadline = Duration::from_secs(10);
    let error = send(&pipeline, Call { deadline, ..call(Safety::Create) }).await;
    assert!(start.elapsed() <= deadline + Duration::from_millis(1), "{:?} {error:?}", start.elapsed());
}

#[tokio::test(start_paused = true)]
async fn nothing_is_sent_after_the_deadline() {
    let service = Service::new(&[]);
    service.with(|state| state.signing_takes = Duration::from_secs(100));
    let pipeline = service.pipeline(policy());
    let error = send(&pipeline, Call { deadline: Duration::from_secs(10), ..call(Safety::Create) }).await;
    assert_eq!(service.requests(), 0, "{error:?}");
}

#[tokio::test(start_paused = true)]
async fn an_unreadable_answer_has_its_request_id() {
    let service = Service::always(UNLIKE_ITS_TYPE);
    let error = send(&service.pipeline(policy()), call(Safety::Read)).await.unwrap_err();
    assert_eq!(error.request_id(), Some("req-1"));
}

#[tokio::test(start_paused = true)]
async fn a_deadline_without_end_is_no_panic() {
    let service = Service::new(&[]);
    send(&service.pipeline(policy()), Call { deadline: Duration::MAX, ..call(Safety::Read) }).await.unwrap();
}

// ---- Locks ----------------------------------------------------------------------------------------------------

#[tokio::test(start_paused = true)]
async fn a_login_that_may_be_locked_is_tried_less_than_five_times_in_any_half_hour() {
    let service = Service::always(Says(401, ""));
    let pipeline = service.pipeline(policy()).with_login(Login::that_locks());
    for _ in 0..6 * 3_600 / 5 {
        send(&pipeline, call(Safety::Read)).await.unwrap_err();
        tokio::time::advance(Duration::from_secs(5)).await;
    }
    let sent: Vec<u64> = service
        .log()
        .into_iter()
        .filter(|(_, what)| what.starts_with("send"))
        .map(|(at, _)| at / 60)
        .collect();
    assert_eq!(sent[..6], [0, 1, 5, 21, 51, 81]);
    for from in &sent {
        let within = sent.iter().filter(|at| (*from..from + 30).contains(*at)).count();
        assert!(within < 5, "{within} within half an hour of minute {from}: {sent:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn once_the_login_is_let_in_the_rests_begin_anew() {
    let service = Service::new(&[Says(401, ""), Says(401, ""), GOOD, Says(401, "")]);
    let pipeline = service.pipeline(policy()).with_login(Login::that_locks());
    send(&pipeline, call(Safety::Read)).await.unwrap_err();
    tokio::time::advance(Duration::from_secs(61)).await;
    send(&pipeline, call(Safety::Read)).await.unwrap_err();
    tokio::time::advance(Duration::from_secs(61)).await;
    assert_eq!(send(&pipeline, call(Safety::Read)).await.unwrap_err().attempts(), 0, "four minutes by now");
    tokio::time::advance(Duration::from_secs(180)).await;
    send(&pipeline, call(Safety::Read)).await.unwrap();
    send(&pipeline, call(Safety::Read)).await.unwrap_err();
    tokio::time::advance(Duration::from_secs(61)).await;
    send(&pipeline, call(Safety::Read)).await.unwrap();
}

/// A login that was let in, of which so many calls are refused together.
async fn refused_together(calls: usize) -> (Service, Pipeline<Spoken>) {
    let service = Service::new(&[GOOD]);
    let pipeline = service.pipeline(policy()).with_login(Login::that_locks());
    send(&pipeline, call(Safety::Read)).await.unwrap();
    service.with(|state| state.script.extend(vec![Says(401, ""); calls]));
    service.with(|state| state.signing_takes = Duration::from_secs(1));
    join_all((0..calls).map(|_| send(&pipeline, call(Safety::Read)))).await;
    assert_eq!(service.requests(), 1 + calls, "they had left before the first was refused");
    (service, pipeline)
}

#[tokio::test(start_paused = true)]
async fn calls_that_are_refused_together_make_one_rest_and_not_a_longer_one() {
    let (_service, pipeline) = refused_together(3).await;
    tokio::time::advance(Duration::from_secs(61)).await;
    send(&pipeline, call(Safety::Read)).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn after_four_refusals_together_nothing_is_sent_for_half_an_hour() {
    let (service, pipeline) = refused_together(4).await;
    tokio::time::advance(Duration::from_secs(30 * 60 - 2)).await;
    let rested = send(&pipeline, call(Safety::Read)).await.unwrap_err();
    assert_eq!((rested.attempts(), service.requests()), (0, 5), "a fifth refusal would lock the login");
    tokio::time::advance(Duration::from_secs(3)).await;
    send(&pipeline, call(Safety::Read)).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_gateway_that_is_busy_does_not_show_that_the_login_is_open() {
    let service = Service::new(&[Says(503, "<html>")]);
    service.then_always(Says(401, ""));
    service.with(|state| state.signing_takes = Duration::from_secs(1));
    let retry = policy().with_attempts(1);
    let pipeline = service.pipeline(retry).with_concurrency(15).with_login(Login::that_locks());
    join_all((0..15).map(|_| send(&pipeline, call(Safety::Read)))).await;
    assert_eq!(service.requests(), 2, "the second shows that nobody knows us, and the others are not sent");
}

#[tokio::test(start_paused = true)]
async fn a_gateway_that_is_busy_does_not_begin_the_rests_anew() {
    let service = Service::new(&[Says(401, ""), Says(503, ""), Says(401, "")]);
    let pipeline = service.pipeline(policy().with_attempts(1)).with_login(Login::that_locks());
    for status in [401, 503, 401] {
        assert_eq!(send(&pipeline, call(Safety::Read)).await.unwrap_err().status(), Some(status));
        if status == 401 {
            tokio::time::advance(Duration::from_secs(61)).await;
        }
    }
    assert_eq!(send(&pipeline, call(Safety::Read)).await.unwrap_err().attempts(), 0, "four minutes by now");
    assert_eq!(service.requests(), 3);
}

#[tokio::test(start_paused = true)]
async fn a_no_to_what_was_asked_shows_that_the_login_is_open() {
    for status in [400, 404] {
        let service = Service::new(&[Says(status, "")]);
        service.then_always(Takes(10));
        let pipeline = service.pipeline(policy());
        send(&pipeline, call(Safety::Read)).await.unwrap_err();
        let start = Instant::now();
        join_all((0..10).map(|_| send(&pipeline, call(Safety::Read)))).await;
        assert_eq!(start.elapsed().as_secs(), 10, "all at once after {status}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_credential_that_is_refused_with_403_rests_too() {
    let service = Service::new(&[]);
    let refused = Error::new(ErrorKind::Auth, "token", "revoked").with_answer(403, Vec::new(), Bytes::new());
    service.with(|state| state.unsigned = Some(refused));
    let pipeline = service.pipeline(policy());
    send(&pipeline, call(Safety::Read)).await.unwrap_err();
    send(&pipeline, call(Safety::Read)).await.unwrap_err();
    assert_eq!(service.log().len(), 1, "the second did not try to sign");
}

#[tokio::test(start_paused = true)]
async fn once_the_first_call_is_let_in_those_behind_it_go_together() {
    let service = Service::always(Takes(10));
    let pipeline = service.pipeline(policy()).with_concurrency(10);
    let start = Instant::now();
    join_all((0..10).map(|_| send(&pipeline, call(Safety::Read)))).await;
    assert_eq!(start.elapsed().as_secs(), 20);
}

// ---- Too many calls -------------------------------------------------------------------------------------------

#[tokio::test(start_paused = true)]
async fn a_call_that_is_refused_for_too_many_calls_is_repeated_until_its_deadline() {
    let service = Service::always(Says(429, ""));
    let pipeline = service.pipeline(policy());
    let start = Instant::now();
    let deadline = Duration::from_secs(120);
    let error = send(&pipeline, Call { deadline, ..call(Safety::Create) }).await.unwrap_err();
    assert_eq!((error.kind(), error.maybe_sent()), (ErrorKind::Throttled, false));
    assert!(error.attempts() > 6, "{error:?}");
    // The last wait is not begun, and no wait is longer than half a minute.
    assert!((90..=120).contains(&start.elapsed().as_secs()), "{:?}", start.elapsed());

    service.with(|state| state.script.extend([Says(429, ""); 5]));
    service.then_always(GOOD);
    send(&pipeline, call(Safety::Create)).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn refusals_for_too_many_calls_use_up_neither_the_attempts_nor_the_budget() {
    let service = Service::always(Says(429, ""));
    let pipeline = service.pipeline(policy().with_attempts(2));
    for _ in 0..50 {
        send(&pipeline, call(Safety::Read)).await.unwrap_err();
    }
    service.with(|state| state.script.extend([Says(429, ""), Says(429, ""), Says(503, ""), Says(429, "")]));
    service.then_always(GOOD);
    send(&pipeline, call(Safety::Read)).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_client_of_one_attempt_repeats_nothing() {
    let service = Service::always(Says(429, ""));
    let error = send(&service.pipeline(policy().with_attempts(1)), call(Safety::Read)).await.unwrap_err();
    assert_eq!((error.kind(), service.requests()), (ErrorKind::Throttled, 1));
}

#[tokio::test(start_paused = true)]
async fn what_was_sent_refused_and_waited_for_is_counted_by_operation() {
    let service = Service::new(&[Takes(10), Says(429, ""), Says(503, ""), Resets, Says(400, "")]);
    let pipeline = service.pipeline(policy());
    send(&pipeline, call(Safety::Read)).await.unwrap();
    send(&pipeline, call(Safety::Read)).await.unwrap_err();
    let usage = pipeline.usage()["thing.do"];
    assert_eq!((usage.requests, usage.throttled, usage.failed), (5, 1, 3));
    assert_eq!(usage.time, Duration::from_secs(10));
    assert_eq!(pipeline.calls(), [("thing.do", 5)].into());
}
