//! One call, from building to a classified answer. The order is the policy:
//!
//! ```text
//! deadline( retry( concurrency permit( rate gate( sign( attempt timeout( transport ))))) → classify )
//! ```
//!
//! Permit and rate token are taken for each attempt and not held while backing off; signing comes after waiting,
//! because nonces and tokens age in a queue; time spent waiting counts against the deadline.

use std::{
    collections::BTreeMap,
    fmt,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use async_trait::async_trait;
use bytes::Bytes;
use http::{Request, Response};
use tokio::time::{Instant, timeout, timeout_at};

use crate::{
    clock::ClockSkew,
    decode::DecodeError,
    error::{Error, ErrorKind, Problem},
    gate::{ConcurrencyGate, RateGate},
    login::Login,
    retry::{Backoff, Failure, RetryBudget, RetryPolicy, Safety, Verdict, verdict},
    token::AccessToken,
    transport::{SharedTransport, Transport as _},
};

/// What distinguishes one service from another: how it is told who calls, and how it says no.
#[async_trait]
pub trait Dialect: fmt::Debug + Send + Sync + 'static {
    /// Adds what proves who calls, and tells which token it was if another can be had in its place. Runs anew for
    /// every attempt.
    async fn sign(&self, request: &mut Request<Bytes>) -> Result<Option<Arc<AccessToken>>, Error>;

    /// Reads an answer: `Ok` when the service did as asked.
    fn judge(&self, answer: &Response<Bytes>) -> Result<(), Refusal>;

    /// Forgets a token that the service called expired.
    async fn forget(&self, token: &Arc<AccessToken>);

    /// The response header with the id under which the service knows the request.
    fn request_id_header(&self) -> &'static str;

    /// The rate the service states for this operation, in calls per second.
    fn stated_rate(&self, _answer: &Response<Bytes>) -> Option<f64> {
        None
    }
}

/// How a service said no.
#[derive(Debug)]
pub struct Refusal {
    /// What kind of no.
    pub kind: ErrorKind,
    /// How it bears on a retry.
    pub failure: Failure,
    /// The service's complaints.
    pub problems: Vec<Problem>,
    /// The likely cause and remedy, where one is known.
    pub hint: Option<&'static str>,
    /// What this side has measured that explains it.
    pub cause: Option<ClockSkew>,
}

/// One call to be made.
#[derive(Debug, Clone, Copy)]
pub struct Call<'a> {
    /// The operation's name, as the service spells it.
    pub operation: &'static str,
    /// What a repeat would do.
    pub safety: Safety,
    /// The gate for its usage plan.
    pub rate: Option<&'a RateGate>,
    /// Calls that wait for a place among those in flight take turns by lane; most clients know one lane, `""`.
    pub lane: &'a str,
    /// How its credential stands with the service; none: the pipeline's own, for services that know one credential.
    pub login: Option<&'a Login>,
    /// How long the whole call may take, waiting included.
    pub deadline: Duration,
    /// How long one attempt may take, from the first byte out to the last byte in.
    pub attempt_timeout: Duration,
}

/// Sends calls to one service for one account. Clones of a client share one.
#[derive(Debug)]
pub struct Pipeline<D> {
    transport: SharedTransport,
    dialect: D,
    backoff: Backoff,
    budget: RetryBudget,
    concurrency: Option<ConcurrencyGate>,
    usage: Mutex<BTreeMap<&'static str, Usage>>,
    login: Login,
}

/// What one operation has cost so far.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Usage {
    /// How many requests went out; every attempt counts.
    pub requests: u64,
    /// How many of them were refused for too many calls.
    pub throttled: u64,
    /// How many were refused otherwise, or had no good answer.
    pub failed: u64,
    /// The time from the first byte out to the last byte in, or to the end of waiting for it, of all together. Of
    /// requests whose caller gave up it is not known.
    pub time: Duration,
}

/// Which attempt of its call an answer belongs to, counted from 1: among the extensions of every answer that is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Attempt(pub u32);

/// No answer is read beyond this (documents are streamed and do not come this way).
const BODY_LIMIT: usize = 64 << 20;

const CENTURY: Duration = Duration::from_secs(100 * 365 * 86_400);

struct Failed {
    failure: Failure,
    error: Error,
    token: Option<Arc<AccessToken>>,
}

impl<D: Dialect> Pipeline<D> {
    /// A pipeline over `transport`.
    pub fn new(transport: SharedTransport, dialect: D, retry: RetryPolicy) -> Self {
        Self {
            transport,
            dialect,
            backoff: Backoff::new(retry),
            budget: RetryBudget::default(),
            concurrency: None,
            usage: Mutex::default(),
            login: Login::default(),
        }
    }

    /// Lets at most `most` calls be in flight at once.
    #[must_use]
    pub fn with_concurrency(mut self, most: usize) -> Self {
        self.concurrency = Some(ConcurrencyGate::new(most));
        self
    }

    /// Puts `login` in place of one that rests for a minute after each refusal.
    #[must_use]
    pub fn with_login(mut self, login: Login) -> Self {
        self.login = login;
        self
    }

    /// Ends the rest after a refusal: the caller has a new credential.
    pub fn forgive(&self) {
        self.login.forgive();
    }

    /// How many calls may be in flight now; none: no limit was set.
    pub fn concurrency_limit(&self) -> Option<usize> {
        self.concurrency.as_ref().map(ConcurrencyGate::limit)
    }

    /// What the pipeline speaks.
    pub fn dialect(&self) -> &D {
        &self.dialect
    }

    /// The transport underneath.
    pub fn transport(&self) -> &SharedTransport {
        &self.transport
    }

    /// Lets at most `most` calls be in flight at once from now on; none: no limit was set, and none is.
    pub fn set_concurrency(&self, most: usize) {
        if let Some(gate) = &self.concurrency {
            gate.set_most(most);
        }
    }

    /// How many requests went out, by operation; every attempt counts.
    pub fn calls(&self) -> BTreeMap<&'static str, u64> {
        self.usage().into_iter().map(|(operation, usage)| (operation, usage.requests)).collect()
    }

    /// What was sent, refused and waited for, by operation.
    pub fn usage(&self) -> BTreeMap<&'static str, Usage> {
        self.counts().clone()
    }

    fn count(&self, operation: &'static str, took: Duration, failure: Option<Failure>) {
        let mut counts = self.counts();
        let usage = counts.entry(operation).or_default();
        usage.time += took;
        match failure {
            None => {}
            Some(Failure::Throttled) => usage.throttled += 1,
            Some(_) => usage.failed += 1,
        }
    }

    fn counts(&self) -> MutexGuard<'_, BTreeMap<&'static str, Usage>> {
        self.usage.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Makes `call`, as often as its class and the policy allow, until an answer is accepted and `read` can read it.
    ///
    /// Cancel safety: dropping the future may leave one request in flight.
    ///
    /// # Errors
    /// The last attempt's [`Error`]; [`maybe_sent`](Error::maybe_sent) is true when any attempt may have been
    /// carried out.
    pub async fn send<T>(
        &self,
        call: Call<'_>,
        request: Request<Bytes>,
        read: impl Fn(&Response<Bytes>) -> Result<T, DecodeError>,
    ) -> Result<T, Error> {
        let login = call.login.unwrap_or(&self.login);
        if let Some(refused) = login.resting(call.operation) {
            return Err(refused);
        }
        let now = Instant::now();
        // "Never" is not an instant; a century is.
        let deadline = now.checked_add(call.deadline).unwrap_or_else(|| now + CENTURY);
        let (mut attempt, mut throttled, mut renewed, mut maybe_sent) = (0, 0, false, false);
        loop {
            attempt += 1;
            let answered = self.attempt(&call, login, request.clone(), deadline).await;
            let read_answer = |mut answer: Response<Bytes>| {
                answer.extensions_mut().insert(Attempt(attempt));
                self.read_with(&call, &read, answer)
            };
            let failed = match answered.and_then(read_answer) {
                Ok(value) => {
                    self.budget.refund();
                    return Ok(value);
                }
                Err(failed) => failed,
            };
            maybe_sent |= matches!(failed.failure, Failure::Unknown | Failure::Midway);
            throttled += u32::from(failed.failure == Failure::Throttled);
            let give_up = |error: Error| error.with_attempts(attempt).with_maybe_sent(maybe_sent);
            match verdict(call.safety, failed.failure) {
                Verdict::Renew if !renewed && failed.token.is_some() => {
                    renewed = true;
                    if let Some(token) = &failed.token {
                        self.dialect.forget(token).await;
                    }
                }
                Verdict::Retry if self.may_repeat(failed.failure, attempt - throttled) => {
                    let wait = match failed.failure {
                        Failure::Throttled => self.backoff.wait(throttled + 1),
                        _ => self.backoff.wait(attempt - throttled),
                    };
                    if Instant::now() + wait >= deadline {
                        return Err(give_up(failed.error));
                    }
                    tracing::debug!(operation = call.operation, attempt, ?wait, "will try again");
                    tokio::time::sleep(wait).await;
                }
                _ => {
                    if failed.failure == Failure::CredentialExpired {
                        login.refuse(&failed.error);
                    }
                    return Err(give_up(failed.error));
                }
            }
        }
    }

    /// Whether a call that has failed so often otherwise than by too many calls is worth another attempt.
    fn may_repeat(&self, failure: Failure, failures: u32) -> bool {
        let most = self.backoff.policy().attempts;
        match failure {
            // Nothing was done, and room comes by itself: the deadline is the end.
            Failure::Throttled => most > 1,
            _ => failures < most && self.budget.allow(failure),
        }
    }

    async fn attempt(
        &self,
        call: &Call<'_>,
        login: &Login,
        mut request: Request<Bytes>,
        deadline: Instant,
    ) -> Result<Response<Bytes>, Failed> {
        let no_turn = |_| no_turn_left(call);
        let unsigned = |error| Failed { failure: Failure::Definite, error, token: None };
        let permit = match &self.concurrency {
            Some(gate) => Some(timeout_at(deadline, gate.enter(call.lane)).await.map_err(no_turn)?),
            None => None,
        };
        if let Some(gate) = call.rate {
            timeout_at(deadline, gate.ready()).await.map_err(no_turn)?;
        }

        let _alone = timeout_at(deadline, login.turn()).await.map_err(no_turn)?;
        if let Some(refused) = login.resting(call.operation) {
            return Err(unsigned(refused));
        }
        let token = match timeout_at(deadline, self.dialect.sign(&mut request)).await {
            Ok(Ok(token)) => token,
            Ok(Err(error)) => {
                if error.kind() == ErrorKind::Auth {
                    login.refuse(&error);
                }
                return Err(unsigned(error));
            }
            Err(_) => {
                let what = "no credential could be had before the deadline";
                return Err(unsigned(Error::new(ErrorKind::Timeout, call.operation, what)));
            }
        };
        if Instant::now() >= deadline {
            return Err(no_turn_left(call));
        }

        let sent_at = Instant::now();
        let answer = self.exchange(call, request, deadline).await;
        if let Some(gate) = call.rate {
            gate.answered();
        }
        let took = sent_at.elapsed();
        let answer = answer.inspect_err(|failed| self.count(call.operation, took, Some(failed.failure)))?;
        if let (Some(gate), Some(rate)) = (call.rate, self.dialect.stated_rate(&answer)) {
            gate.rerate(rate);
        }
        let id = header(&answer, self.dialect.request_id_header());
        tracing::debug!(
            operation = call.operation,
            status = answer.status().as_u16(),
            request_id = id.as_deref()
        );
        let judged = self.dialect.judge(&answer);
        self.count(call.operation, took, judged.as_ref().err().map(|refusal| refusal.failure));
        if judged.as_ref().err().is_none_or(comes_from_behind_the_login) {
            login.let_in();
        }
        if let Some(permit) = &permit {
            match &judged {
                Err(refusal) if refusal.failure == Failure::Throttled => permit.refused(),
                Err(refusal) if refusal.failure == Failure::Unknown => {}
                _ => permit.served(),
            }
        }
        let Err(refusal) = judged else { return Ok(answer) };
        if let (Some(gate), Failure::Throttled) = (call.rate, refusal.failure) {
            gate.throttled();
        }
        let what = match refusal.kind {
            ErrorKind::Auth => "access was refused",
            ErrorKind::Throttled => "there were too many calls",
            ErrorKind::NotFound => "there is no such thing",
            ErrorKind::Unavailable => "the service failed",
            _ => "the service said no",
        };
        let what = match &refusal.cause {
            Some(cause) => format!("{what}, for {cause}"),
            None => what.to_owned(),
        };
        let mut error = Error::new(refusal.kind, call.operation, what)
            .with_answer(answer.status().as_u16(), refusal.problems, answer.into_body())
            .with_request_id(id);
        if let Some(hint) = refusal.hint {
            error = error.with_hint(hint);
        }
        if let Some(cause) = refusal.cause {
            error = error.with_clock_skew(cause.ahead);
        }
        if refusal.failure == Failure::Stranger {
            // Before the next in line is let go: it would only be refused, too.
            login.refuse(&error);
        }
        Err(Failed { failure: refusal.failure, error, token })
    }

    /// From the first byte out to the last byte in.
    async fn exchange(
        &self,
        call: &Call<'_>,
        request: Request<Bytes>,
        deadline: Instant,
    ) -> Result<Response<Bytes>, Failed> {
        self.counts().entry(call.operation).or_default().requests += 1;
        let exchange = async {
            let (head, body) = self.transport.call(request).await?.into_parts();
            Ok(Response::from_parts(head, body.collect(BODY_LIMIT).await?))
        };
        let left = deadline.saturating_duration_since(Instant::now()).min(call.attempt_timeout);
        match timeout(left, exchange).await {
            Ok(Ok(answer)) => Ok(answer),
            Ok(Err(error)) => {
                let error: crate::transport::TransportError = error;
                let failure = if error.maybe_sent() { Failure::Unknown } else { Failure::NotSent };
                let error =
                    Error::new(ErrorKind::Transport, call.operation, error.to_string()).with_source(error);
                Err(Failed { failure, error, token: None })
            }
            Err(_) => {
                let what = format!("no answer within {left:?}");
                let error = Error::new(ErrorKind::Timeout, call.operation, what);
                Err(Failed { failure: Failure::Unknown, error, token: None })
            }
        }
    }

    /// An accepted answer that cannot be read: cut or garbled, it may read well the next time; well-formed but unlike its
    /// type, it will not. For a write it leaves open what was done.
    fn read_with<T>(
        &self,
        call: &Call<'_>,
        read: &impl Fn(&Response<Bytes>) -> Result<T, DecodeError>,
        answer: Response<Bytes>,
    ) -> Result<T, Failed> {
        read(&answer).map_err(|problem| {
            let unknown = problem.is_malformed() || call.safety != Safety::Read;
            let failure = if unknown { Failure::Unknown } else { Failure::Definite };
            let id = header(&answer, self.dialect.request_id_header());
            let error = Error::new(ErrorKind::Decode, call.operation, "the answer could not be read")
                .with_answer(
                    answer.status().as_u16(),
                    vec![Problem::new("", problem.to_string())],
                    answer.into_body(),
                )
                .with_request_id(id)
                .with_source(problem);
            Failed { failure, error, token: None }
        })
    }
}

/// Whether a refusal shows that the login is open: what lies behind it understood the call, and says what is wrong with
/// it. A gateway that is busy or broken answers before anybody has asked who calls.
fn comes_from_behind_the_login(refusal: &Refusal) -> bool {
    let about_the_call =
        matches!(refusal.kind, ErrorKind::Rejected | ErrorKind::NotFound | ErrorKind::Conflict);
    about_the_call && !refusal.problems.is_empty()
}

fn no_turn_left(call: &Call<'_>) -> Failed {
    Failed {
        // Definite: what made us wait this long will not be gone after a short pause.
        failure: Failure::Definite,
        error: Error::new(ErrorKind::Throttled, call.operation, "its turn did not come before the deadline"),
        token: None,
    }
}

fn header(answer: &Response<Bytes>, name: &str) -> Option<String> {
    answer.headers().get(name).and_then(|value| value.to_str().ok()).map(str::to_owned)
}
