//! A simulated NetSuite account: record service, SuiteQL, background jobs, RESTlets, logins. Feature `testing`.
//!
//! [`FakeNetSuite`] keeps records, checks what it is sent as strictly as the documents say, and answers in the real
//! service's words. It shares no code with the client, so that it can catch the client's mistakes.
//!
//! A request takes effect at a random moment between receipt and answer, whether or not its caller is still there.

mod account;
mod applying;
mod auth;
mod background;
mod batch;
mod certificates;
mod choices;
mod consent;
mod control;
mod custom_field;
mod draft;
mod failure;
mod filter;
mod forms;
mod functions;
mod journals;
mod limits;
mod lines;
mod metadata;
mod operation;
mod packages;
mod periods;
mod progress;
mod read;
mod references;
mod remaining;
mod restlet;
mod schema;
mod sql;
mod stock;
mod store;
mod subresource;
mod suiteql;
mod system;
mod tables;
mod tax;
#[cfg(test)]
mod tests;
mod totals;
mod transforms;
mod view;
mod wire;
mod write;

use std::{
    collections::{BTreeMap, VecDeque},
    fmt,
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use async_trait::async_trait;
use bytes::Bytes;
use chrono::{DateTime, FixedOffset, TimeDelta, Utc};
use commerce_client_core::{
    clock::{Clock, SharedClock},
    testing::FakeService,
};
use http::{Method, Request, Response, StatusCode};
use serde_json::Value;
use tokio::sync::oneshot;

use self::{
    auth::Auth,
    background::Background,
    failure::disturbed,
    operation::{Operation, RECORD_PATH, SUITEQL_PATH, header_text},
    read::{known, query},
    restlet::Restlets,
    store::Store,
    suiteql::{Mirror, Query},
    wire::{Detail, Refusal, Reply},
    write::json_body,
};
pub use self::{
    auth::{Certificate, TokenPair},
    consent::Application,
    control::UnknownFault,
    custom_field::CustomField,
    failure::Failure,
    packages::Carrier,
    restlet::RestletCall,
    tax::Tax,
};

/// A simulated NetSuite account.
pub struct FakeNetSuite {
    account: String,
    clock: SharedClock,
    state: Mutex<State>,
}

impl fmt::Debug for FakeNetSuite {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FakeNetSuite").field("account", &self.account).finish_non_exhaustive()
    }
}

impl FakeNetSuite {
    /// An empty account with this id, such as `1234567_SB1`. Nobody may log in yet.
    pub fn new(account: &str, clock: SharedClock) -> Self {
        Self { account: account.to_owned(), clock, state: Mutex::new(State::new(account)) }
    }

    /// Accepts requests signed with this credential.
    pub fn allow_token(&self, pair: TokenPair) {
        self.lock().auth.allow_pair(pair);
    }

    /// Gives bearer tokens, for an hour each, to assertions signed with this certificate's key.
    pub fn allow_certificate(&self, certificate: Certificate) {
        let now = self.clock.now();
        self.lock().auth.allow_certificate(certificate, now);
    }

    /// Lets users of an application log in with a browser, by [`consent`](Self::consent).
    pub fn allow_application(&self, application: Application) {
        self.lock().auth.allow_application(application);
    }

    /// What a user does who is sent to this authorization URL and agrees: the URL that the browser is sent back to.
    ///
    /// `None` when no application with this client id and redirect URI is allowed, for nobody is sent back then. A
    /// request that is wrong otherwise comes back with an `error`.
    pub fn consent(&self, authorization_url: &str) -> Option<String> {
        let now = self.clock.now();
        let mut state = self.lock();
        let code = format!("code-{:032x}", state.rng.u128(..));
        state.auth.consent(authorization_url, code, now)
    }

    /// Withdraws every access token, and the refresh tokens of an application.
    pub fn revoke_tokens(&self, client_id: &str) {
        self.lock().auth.revoke(client_id);
    }

    /// Lets the token's role ask for governance limits, or not. It may at first.
    pub fn set_administrator(&self, administrator: bool) {
        self.lock().is_administrator = administrator;
    }

    /// Puts a record in place without any check and returns its internal id: the body's `id`, or the next free one.
    ///
    /// A record with the same id is replaced. Of a record type the simulator does not know, nothing is stored and
    /// the id is empty.
    pub fn put_record(&self, record_type: &str, body: Value) -> String {
        let now = self.clock.now();
        let mut state = self.advanced();
        match state.store.kind(record_type) {
            Some(kind) => state.store.seed(kind, body, now).to_string(),
            None => String::new(),
        }
    }

    /// The records of a type in the order of their ids, with `id`, `externalId`, sublists as `{"items": […]}` and
    /// computed fields. An invoice's unpaid amount is there as `foreignamountunpaid`, too.
    pub fn records(&self, record_type: &str) -> Vec<Value> {
        let state = self.advanced();
        let kind = state.store.kind(record_type);
        kind.map_or_else(Vec::new, |kind| state.store.of_kind(kind).map(view::plain).collect())
    }

    /// Adds a custom record type, such as `customrecord_amz_map`; its fields are declared as those of other types.
    pub fn declare_custom_record(&self, record_type: &str) {
        self.lock().store.declare_kind(record_type);
    }

    /// How much of an item there is at a location: on hand, and available for new orders.
    pub fn quantities(
        &self,
        item: &str,
        location: &str,
    ) -> Option<(rust_decimal::Decimal, rust_decimal::Decimal)> {
        let (item, location): (i64, i64) = (item.parse().ok()?, location.parse().ok()?);
        let state = self.advanced();
        let mut levels = state.store.levels(item);
        levels.find(|(at, _)| *at == location).map(|(_, level)| (level.on_hand, level.available()))
    }

    /// What was attached to a record: `("contact", "9")`.
    pub fn attachments(&self, record_type: &str, id: &str) -> Vec<(String, String)> {
        let state = self.advanced();
        let key = state.store.kind(record_type).zip(id.parse().ok()).map(|(kind, id)| (kind.family, id));
        let found = key.into_iter().flat_map(|key| state.store.attachments(key));
        found.map(|(what, id)| (what.to_owned(), id.to_owned())).collect()
    }

    /// How the account works out sales tax. [`Tax::Legacy`] at first.
    pub fn set_tax(&self, tax: Tax) {
        self.lock().store.options.tax = tax;
    }

    /// Whether an order can be billed before it is fulfilled. Off at first.
    pub fn bill_in_advance(&self, allow: bool) {
        self.lock().store.options.bills_in_advance = allow;
    }

    /// Whether the parts of an order's line are billed so that they add up to the line's amount. Off at first: a part comes
    /// to its quantity times the line's rate, and three times one third of 10.00 to 9.99.
    pub fn share_amounts(&self, share: bool) {
        self.lock().store.options.shares_amounts = share;
    }

    /// Whether nothing can leave a location that is not there, whatever takes it: a shipment, a sale, an adjustment, a
    /// transfer. Off at first: quantities may be negative.
    pub fn require_stock(&self, require: bool) {
        self.lock().store.options.needs_stock = require;
    }

    /// Whether customers and vendors that do not say their entity id get a number. On at first; off, their id is their
    /// name, and a second one of the same name is refused.
    pub fn auto_number(&self, number: bool) {
        self.lock().store.options.keeps_names = !number;
    }

    /// How many [open transactions](Self::open_transactions) a customer can have before another sale is refused. No
    /// limit at first.
    pub fn open_transactions_per_customer(&self, most: usize) {
        self.lock().store.options.most_open = Some(most);
    }

    /// How many transactions of a customer are open: orders that are not closed, unpaid invoices, credits and payments
    /// that are not used up.
    pub fn open_transactions(&self, customer: &str) -> usize {
        let state = self.advanced();
        customer.parse().map_or(0, |id| limits::open_transactions(&state.store, id))
    }

    /// Turns a carrier's shipping integration on, or all of them off, as at first. Fulfillments have the packages of
    /// that carrier then, and none of the plain list.
    pub fn set_carrier(&self, carrier: Option<Carrier>) {
        self.lock().store.options.carrier = carrier;
    }

    /// Whether a fulfillment begins with one package that weighs what its items weigh, to which those of the request are
    /// added unless it replaces the list. Off at first.
    pub fn default_package(&self, begin: bool) {
        self.lock().store.options.default_package = begin;
    }

    /// Voids a transaction that was posted, as a person does: it stays, with the status `V`, and comes to nothing. False
    /// when there is no such transaction.
    pub fn void(&self, record_type: &str, id: &str) -> bool {
        let now = self.clock.now();
        let mut state = self.advanced();
        state.store.kind(record_type).is_some_and(|kind| state.store.void(kind, id, now))
    }

    /// How long a job waits before it begins, and how long each of its tasks takes. Zero at first.
    pub fn set_job_delay(&self, queue: Duration, task: Duration) {
        let mut state = self.lock();
        (state.background.queue, state.background.run) = (queue, task);
    }

    /// Whether the address of a job is told without scheme and host. Off at first.
    pub fn set_relative_job_addresses(&self, relative: bool) {
        self.lock().background.relative = relative;
    }

    /// Makes the next job fail as a whole: none of its tasks takes effect.
    pub fn fail_next_job(&self) {
        self.lock().background.failing.push_back(());
    }

    /// Gives a RESTlet its next answer. The last one is given again and again.
    pub fn answer_restlet(&self, script: &str, deploy: &str, status: u16, body: Value) {
        self.lock().restlets.script(script, deploy, status, body);
    }

    /// What RESTlets were sent, in order.
    pub fn restlet_calls(&self) -> Vec<RestletCall> {
        self.advanced().restlets.calls()
    }

    /// Lets a record type have a custom field: `("salesOrder", "custbody_x")`, or for a line
    /// `("salesOrder.item", "custcol_x")`. SuiteQL gets the column.
    pub fn declare_custom_field(&self, record_type: &str, field: &str) {
        self.lock().store.declare(record_type, field, None);
    }

    /// As [`declare_custom_field`](Self::declare_custom_field), with what it holds: other values are refused.
    pub fn declare_typed_field(&self, record_type: &str, field: &str, holds: CustomField) {
        let mut state = self.lock();
        if holds == CustomField::Date {
            state.mirror.add_date(field);
        }
        state.store.declare(record_type, field, Some(holds));
    }

    /// As [`declare_custom_field`](Self::declare_custom_field), for a field that holds a day (`2026-11-30`) or an instant:
    /// SuiteQL compares and shows it as one.
    pub fn declare_custom_date(&self, record_type: &str, field: &str) {
        let mut state = self.lock();
        state.store.declare(record_type, field, None);
        state.mirror.add_date(field);
    }

    /// How far the account's clock, by which SuiteQL tells times, is from UTC: so far from each of these instants on, and
    /// not at all before the first. UTC at first.
    ///
    /// ```
    /// # let fake = netsuite_client::testing::FakeNetSuite::new("1234567_SB1", commerce_client_core::clock::SharedClock::system());
    /// use chrono::{DateTime, FixedOffset, Utc};
    /// // Los Angeles, before and after its clocks went back.
    /// let hours = |hours: i32| FixedOffset::east_opt(3600 * hours);
    /// let fall_back = "2026-11-01T09:00:00Z".parse::<DateTime<Utc>>();
    /// if let (Some(summer), Some(winter), Ok(fall_back)) = (hours(-7), hours(-8), fall_back) {
    ///     fake.set_zone(&[(DateTime::UNIX_EPOCH, summer), (fall_back, winter)]);
    /// }
    /// ```
    pub fn set_zone(&self, offsets: &[(DateTime<Utc>, FixedOffset)]) {
        let mut state = self.lock();
        state.mirror.set_zone(offsets.iter().copied().collect());
        state.store.show_again();
    }

    /// How long after a write SuiteQL shows it. Zero at first. What is deleted is gone at once.
    pub fn set_query_lag(&self, min: Duration, max: Duration) {
        self.lock().mirror.set_lag(min, max);
    }

    /// How long a request takes from receipt to answer. Zero at first.
    pub fn set_latency(&self, min: Duration, max: Duration) {
        self.lock().latency = (min, max);
    }

    /// That share of the writes takes effect only this long after receipt, and is answered no sooner. None at first.
    pub fn set_late_apply(&self, per_mille: u32, min: Duration, max: Duration) {
        self.lock().late = (per_mille, min, max);
    }

    /// Restarts the random numbers behind latencies, late effects and ids of operations.
    pub fn set_seed(&self, seed: u64) {
        self.lock().rng = fastrand::Rng::with_seed(seed);
    }

    /// Whether a second record with an external id is refused, as the real service does. On at first; off shows
    /// what a client does to an account when nothing else stops it.
    pub fn refuse_duplicate_external_ids(&self, refuse: bool) {
        self.lock().store.refuse_duplicates = refuse;
    }

    /// How many requests may be in flight at once. Five at first.
    pub fn set_concurrency_limit(&self, limit: usize) {
        self.lock().limit = limit;
    }

    /// Makes the next request that fits `what` fail; several calls queue up.
    ///
    /// `what` is an area (`record`, `suiteql`, `token`, `job`), an operation as in [`calls`](Self::calls), or a method and
    /// a record type (`POST salesOrder`).
    ///
    /// # Errors
    /// When no request can ever fit `what`; nothing is queued then.
    pub fn fail_next(&self, what: &str, failure: Failure) -> Result<(), UnknownFault> {
        let mut state = self.lock();
        let is_typed = |(method, kind): (&str, &str)| {
            let is_method =
                ["get", "post", "put", "patch", "delete"].contains(&method.to_lowercase().as_str());
            is_method && state.store.kind(kind).is_some()
        };
        if !Operation::is_named(&what.to_lowercase()) && !what.split_once(' ').is_some_and(is_typed) {
            return Err(UnknownFault::of(what));
        }
        state.failures.push_back((what.to_lowercase(), failure));
        Ok(())
    }

    /// The scripted failures that no request has met yet, in the order in which they were scripted.
    pub fn pending_failures(&self) -> Vec<(String, Failure)> {
        self.lock().failures.iter().cloned().collect()
    }

    /// Requests received by operation: `record.get`, `record.list`, `record.create`, `record.update`,
    /// `record.upsert`, `record.delete`, `record.transform`, `record.action`, `record.attach`, `record.line`,
    /// `record.form`, `record.options`, `record.batch`, `job.look`, `job.tasks`, `job.task`, `metadata`, `suiteql`,
    /// `token`, `system`, `restlet`, `certificates`, `other`. Refused ones count.
    pub fn calls(&self) -> BTreeMap<String, u64> {
        self.advanced().calls.iter().map(|(name, count)| ((*name).to_owned(), *count)).collect()
    }

    /// Write requests received, refused ones included.
    pub fn writes(&self) -> u64 {
        self.lock().writes
    }

    /// How many times a create was applied, by `<recordType>/<externalId>`.
    pub fn applied(&self) -> BTreeMap<String, u32> {
        self.advanced().store.applied()
    }

    /// Requests refused because too many were in flight; scripted ones do not count.
    pub fn throttled(&self) -> u64 {
        self.lock().throttled
    }

    /// The most requests that were in flight at once.
    pub fn max_in_flight(&self) -> usize {
        self.lock().max_in_flight
    }

    /// Applies every effect that is still to come, now.
    pub fn settle(&self) {
        let now = self.clock.now();
        self.lock().advance(now, DateTime::<Utc>::MAX_UTC);
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The state as of now.
    fn advanced(&self) -> MutexGuard<'_, State> {
        let now = self.clock.now();
        let mut state = self.lock();
        state.advance(now, now);
        state
    }

    /// The answer of a request whose time has come.
    fn answer(&self, ticket: Ticket) -> Reply {
        let now = self.clock.now();
        let mut state = self.lock();
        // The clock may lag behind the timer that woke us.
        state.advance(now, now.max(ticket.respond_at));
        state.in_flight.remove(&ticket.number);
        let mut reply = match ticket.answer {
            Answer::Ready(reply) => reply,
            Answer::Coming(mut coming) => coming.try_recv().unwrap_or_else(|_| Refusal::usual(500).reply()),
        };
        let ids = (state.rng.u128(..), state.rng.u128(..));
        wire::stamp(&mut reply, now, ids);
        reply
    }
}

#[async_trait]
impl FakeService for FakeNetSuite {
    async fn handle(&self, request: Request<Bytes>) -> Response<Bytes> {
        if request.uri().path().starts_with(control::PATH) {
            return self.control(&request);
        }
        let now = self.clock.now();
        let ticket = self.lock().receive(&request, now);
        let wait = (ticket.respond_at - now).to_std().unwrap_or_default();
        if !wait.is_zero() {
            tokio::time::sleep(wait).await;
        }
        self.answer(ticket)
    }
}

/// A request on its way: what the caller waits for.
struct Ticket {
    number: u64,
    respond_at: DateTime<Utc>,
    answer: Answer,
}

enum Answer {
    Ready(Reply),
    Coming(oneshot::Receiver<Reply>),
}

/// Something whose effect is still to come. It does not depend on a caller.
enum Pending {
    Call {
        work: Work,
        failure: Option<Failure>,
        reply: oneshot::Sender<Reply>,
    },
    /// A task of a job, by its index.
    Task {
        job: u64,
        task: usize,
        work: Work,
    },
}

/// What an accepted request asks for.
#[derive(Debug, Clone)]
struct Work {
    operation: Operation,
    request: Request<Bytes>,
}

struct State {
    auth: Auth,
    store: Store,
    mirror: Mirror,
    background: Background,
    restlets: Restlets,
    is_administrator: bool,
    rng: fastrand::Rng,
    latency: (Duration, Duration),
    late: (u32, Duration, Duration),
    limit: usize,
    failures: VecDeque<(String, Failure)>,
    pending: BTreeMap<(DateTime<Utc>, u64), Pending>,
    // By request number: until when it holds a slot.
    in_flight: BTreeMap<u64, DateTime<Utc>>,
    received: u64,
    // Entries of `pending` so far.
    entries: u64,
    calls: BTreeMap<&'static str, u64>,
    writes: u64,
    throttled: u64,
    max_in_flight: usize,
}

impl State {
    fn new(account: &str) -> Self {
        Self {
            auth: Auth::new(account),
            store: Store::new(),
            mirror: Mirror::default(),
            background: Background::default(),
            restlets: Restlets::default(),
            is_administrator: true,
            rng: fastrand::Rng::with_seed(0),
            latency: (Duration::ZERO, Duration::ZERO),
            late: (0, Duration::ZERO, Duration::ZERO),
            limit: 5,
            failures: VecDeque::new(),
            pending: BTreeMap::new(),
            in_flight: BTreeMap::new(),
            received: 0,
            entries: 0,
            calls: BTreeMap::new(),
            writes: 0,
            throttled: 0,
            max_in_flight: 0,
        }
    }

    /// Applies, in their order, the effects due by `until`.
    fn advance(&mut self, now: DateTime<Utc>, until: DateTime<Utc>) {
        while let Some(entry) = self.pending.first_entry() {
            let (apply_at, _) = *entry.key();
            if apply_at > until {
                return;
            }
            let at = apply_at.min(now);
            match entry.remove() {
                Pending::Call { work, failure, reply } => {
                    let answer = self.perform(&work, at);
                    // Nobody may be listening any more.
                    let _ = reply.send(disturbed(answer, failure));
                }
                Pending::Task { job, task, work } => {
                    let failed = self.background.is_failed(job);
                    let result = if failed { Err(Refusal::usual(500)) } else { self.run(&work, at) };
                    self.background.finish(job, task, result.unwrap_or_else(Refusal::reply));
                }
            }
        }
    }

    /// Registers a request. From here on its effect happens, whatever becomes of the caller.
    fn receive(&mut self, request: &Request<Bytes>, now: DateTime<Utc>) -> Ticket {
        self.advance(now, now);
        let operation = Operation::of(request);
        self.received += 1;
        *self.calls.entry(operation.name()).or_default() += 1;
        self.writes += u64::from(operation.is_write(request.method()));
        let latency = self.pick(self.latency);
        if self.auth.is_foreign(request) {
            return self.ready(wire::html(404), now + latency);
        }
        match operation {
            Operation::Token => self.receive_token(request, now, latency),
            _ => self.receive_call(operation, request, now, latency),
        }
    }

    fn receive_token(&mut self, request: &Request<Bytes>, now: DateTime<Utc>, latency: TimeDelta) -> Ticket {
        let failure = self.scripted(&Operation::Token, request.method());
        let access_token = format!("bearer-{:032x}", self.rng.u128(..));
        let reply = match failure {
            Some(Failure::Status(status)) => auth::token_error(status, token_fault(status)),
            Some(failure) if !failure.applies() => disturbed(wire::empty(StatusCode::OK), Some(failure)),
            failure => {
                let refresh_token = format!("refresh-{:032x}", self.rng.u128(..));
                disturbed(self.auth.token(request, access_token, refresh_token, now), failure)
            }
        };
        self.ready(reply, now + latency + delay(failure))
    }

    fn receive_call(
        &mut self,
        operation: Operation,
        request: &Request<Bytes>,
        now: DateTime<Utc>,
        latency: TimeDelta,
    ) -> Ticket {
        let is_restlet = operation == Operation::Restlet;
        if let Some(reply) = self.auth.refusal(request, now) {
            let worded = || Refusal::restlet_reply(401, "INVALID_LOGIN_ATTEMPT", "Invalid login attempt.");
            return self.ready(if is_restlet { worded() } else { reply }, now + latency);
        }
        self.in_flight.retain(|_, until| *until > now);
        if self.in_flight.len() >= self.limit {
            self.throttled += 1;
            return self.ready(throttled(is_restlet), now);
        }
        let apply_at = now + self.pick((Duration::ZERO, latency.to_std().unwrap_or_default()));
        let is_write = operation.is_write(request.method());
        let apply_at = if is_write { self.perhaps_late(now, apply_at) } else { apply_at };
        let failure = self.scripted(&operation, request.method());
        let respond_at = apply_at.max(now + latency) + delay(failure);
        self.in_flight.insert(self.received, respond_at);
        self.max_in_flight = self.max_in_flight.max(self.in_flight.len());

        if let Some(failure) = failure.filter(|failure| !failure.applies()) {
            let reply = match failure {
                Failure::ExpiredToken => self.auth.expire(request),
                Failure::Throttle | Failure::ThrottleAs400 if is_restlet => throttled(true),
                failure => disturbed(wire::empty(StatusCode::OK), Some(failure)),
            };
            return self.ready(reply, respond_at);
        }
        let (reply, coming) = oneshot::channel();
        let work = Work { operation, request: request.clone() };
        self.entries += 1;
        self.pending.insert((apply_at, self.entries), Pending::Call { work, failure, reply });
        Ticket { number: self.received, respond_at, answer: Answer::Coming(coming) }
    }

    fn ready(&self, reply: Reply, respond_at: DateTime<Utc>) -> Ticket {
        Ticket { number: self.received, respond_at, answer: Answer::Ready(reply) }
    }

    fn perhaps_late(&mut self, now: DateTime<Utc>, apply_at: DateTime<Utc>) -> DateTime<Utc> {
        let (per_mille, min, max) = self.late;
        if per_mille > 0 && self.rng.u32(0..1000) < per_mille {
            now + self.pick((min, max))
        } else {
            apply_at
        }
    }

    fn pick(&mut self, (min, max): (Duration, Duration)) -> TimeDelta {
        let micros = |duration: Duration| u64::try_from(duration.as_micros()).unwrap_or(u64::MAX);
        let picked = self.rng.u64(micros(min)..=micros(max.max(min)));
        TimeDelta::from_std(Duration::from_micros(picked)).unwrap_or(TimeDelta::MAX)
    }

    fn scripted(&mut self, operation: &Operation, method: &Method) -> Option<Failure> {
        let index = self.failures.iter().position(|(what, _)| operation.fits(method, what))?;
        self.failures.remove(index).map(|(_, failure)| failure)
    }

    fn perform(&mut self, work: &Work, at: DateTime<Utc>) -> Reply {
        let done = if Self::is_background(work) { self.submit(work, at) } else { self.run(work, at) };
        done.unwrap_or_else(Refusal::reply)
    }

    fn run(&mut self, work: &Work, at: DateTime<Utc>) -> Result<Reply, Refusal> {
        let request = &work.request;
        match &work.operation {
            Operation::Get(kind, id) => self.get(request, known(&self.store, kind, request)?, id),
            Operation::List(kind) => self.list(request, known(&self.store, kind, request)?),
            Operation::Create(kind) => self.create(request, kind, at),
            Operation::Update(kind, id) => self.update(request, kind, id, at),
            Operation::Upsert(kind, id) => self.upsert(request, kind, id, at),
            Operation::Delete(kind, id) => {
                self.store.delete(known(&self.store, kind, request)?, id, at)?;
                Ok(wire::no_content(None))
            }
            Operation::Transform(kind, id, target) => self.transform(request, (kind, id, target), at),
            Operation::Action(kind, id, action) => self.action(request, (kind, id, action), at),
            Operation::Attach(kind, id, what) => self.attach(request, kind, id, what),
            Operation::Subresource(kind, id, path) => self.subresource(request, (kind, id), path, at),
            Operation::Form(path) => self.form(request, path, at),
            Operation::Options(path) => self.select_options(request, path),
            Operation::Batch(kind) => {
                known(&self.store, kind, request)?;
                Err(batch::not_async())
            }
            Operation::Job(path) => self.job(request, path, at),
            Operation::Metadata(kind) => self.metadata(request, kind.as_deref()),
            Operation::SuiteQl => self.suiteql(request, at),
            Operation::System(name) => self.system(name, at),
            Operation::Restlet => Ok(self.restlets.run(request)),
            Operation::Certificates(client, path) => {
                let fresh = format!("certificate-{:016x}", self.rng.u64(..));
                self.auth.certificates(request, client, path, fresh, at)
            }
            Operation::Token | Operation::Other => Err(not_served(request)),
        }
    }

    fn suiteql(&mut self, request: &Request<Bytes>, now: DateTime<Utc>) -> Result<Reply, Refusal> {
        let prefer = header_text(request, "prefer").to_lowercase();
        if !prefer.split([',', ';']).any(|part| part.trim() == "transient") {
            let text = "The required request header 'Prefer' is missing. Provide 'Prefer: transient'.";
            return Err(Detail::new("INVALID_HEADER", text).header("Prefer").into());
        }
        let parameters = query(request, &["limit", "offset"])?;
        let page = |name: &str| parameters.get(name).map(String::as_str);
        let query = Query::parse(&json_body(request)?, page("limit"), page("offset"))?;
        let href = format!("{}{SUITEQL_PATH}", auth::origin(request));
        let body = self.mirror.run(&mut self.store, &query, &href, now, &mut self.rng)?;
        let mut reply = wire::vendor_json(StatusCode::OK, "collection", &body);
        wire::put_header(&mut reply, "preference-applied", "transient");
        Ok(reply)
    }
}

fn delay(failure: Option<Failure>) -> TimeDelta {
    TimeDelta::from_std(failure.map_or(Duration::ZERO, Failure::delay)).unwrap_or(TimeDelta::MAX)
}

fn throttled(is_restlet: bool) -> Reply {
    if is_restlet {
        Refusal::restlet_reply(400, "SSS_REQUEST_LIMIT_EXCEEDED", "Request Limit Exceeded")
    } else {
        Refusal::throttled().reply()
    }
}

fn token_fault(status: u16) -> &'static str {
    match status {
        400 => "invalid_grant",
        401 => "invalid_client",
        _ => "server_error",
    }
}

fn not_served(request: &Request<Bytes>) -> Refusal {
    let path = request.uri().path();
    let served = path.starts_with(RECORD_PATH) || path == SUITEQL_PATH || path == auth::TOKEN_PATH;
    let status = if served { 405 } else { 404 };
    let text = format!("{} {path} is not part of this simulated account.", request.method());
    Refusal::new(status, Detail::new("INVALID_REQUEST", text).url(path))
}
