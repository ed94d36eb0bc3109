//! A simulated NetSuite account: record service, SuiteQL, token and bearer authentication. Feature `testing`.
//!
//! [`FakeNetSuite`] keeps records, checks what it is sent as strictly as the documents say, and answers in the real
//! service's words. It shares no code with the client, so that it can catch the client's mistakes.
//!
//! A request takes effect at a random moment between receipt and answer, whether or not its caller is still there.

mod auth;
mod draft;
mod functions;
mod schema;
mod sql;
mod store;
mod suiteql;
mod tables;
#[cfg(test)]
mod tests;
mod view;
mod wire;

use std::{
    collections::{BTreeMap, VecDeque},
    fmt,
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use async_trait::async_trait;
use bytes::Bytes;
use chrono::{DateTime, SecondsFormat, TimeDelta, Utc};
use commerce_client_core::{
    clock::{Clock, SharedClock},
    testing::FakeService,
};
use http::{Method, Request, Response, StatusCode, header};
use serde_json::{Value, json};
use tokio::sync::oneshot;

pub use self::auth::{Certificate, TokenPair};
use self::{
    auth::Auth,
    schema::Kind,
    store::{Body, Store, WriteOptions},
    suiteql::{Mirror, Query},
    view::{View, ViewOptions},
    wire::{Detail, INVALID_CONTENT, INVALID_PARAMETER, NONEXISTENT_ID, Refusal, Reply},
};

const RECORD_PATH: &str = "/services/rest/record/v1";
const SUITEQL_PATH: &str = "/services/rest/query/v1/suiteql";
const SYSTEM_PATH: &str = "/services/rest/system/v1/";

/// A scripted mishap of one request; see [`FakeNetSuite::fail_next`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Failure {
    /// Nothing is applied; an error body with this status is answered.
    Status(u16),
    /// The effect is applied, then an error with this status is answered.
    StatusAfterApply(u16),
    /// Nothing is applied; the edge answers a page with this status.
    Html(u16),
    /// Nothing is applied; 429 for too many requests at once.
    Throttle,
    /// The effect is applied; half of the body arrives, and a write's answer has no `Location`.
    CutBody,
    /// The effect is applied; the answer is 204 without `Location`.
    LoseLocation,
}

impl Failure {
    fn applies(self) -> bool {
        matches!(self, Self::StatusAfterApply(_) | Self::CutBody | Self::LoseLocation)
    }
}

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
        self.lock().auth.allow_certificate(certificate);
    }

    /// Puts a record in place without any check and returns its internal id: the body's `id`, or the next free one.
    ///
    /// A record with the same id is replaced. Of a record type the simulator does not know, nothing is stored and
    /// the id is empty.
    pub fn put_record(&self, record_type: &str, body: Value) -> String {
        let now = self.clock.now();
        match schema::kind(record_type) {
            Some(kind) => self.advanced().store.seed(kind, body, now).to_string(),
            None => String::new(),
        }
    }

    /// The records of a type in the order of their ids, with `id`, `externalId`, sublists as `{"items": […]}` and
    /// computed fields. An invoice's unpaid amount is there as `foreignamountunpaid`, too.
    pub fn records(&self, record_type: &str) -> Vec<Value> {
        let state = self.advanced();
        schema::kind(record_type)
            .map_or_else(Vec::new, |kind| state.store.of_kind(kind).map(view::plain).collect())
    }

    /// Lets a record type have a custom field: `("salesOrder", "custbody_x")`, or for a line
    /// `("salesOrder.item", "custcol_x")`. SuiteQL gets the column.
    pub fn declare_custom_field(&self, record_type: &str, field: &str) {
        self.lock().store.declare(record_type, field);
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
    /// `what` is an area (`record`, `suiteql`, `token`), an operation as in [`calls`](Self::calls), or a method and
    /// a record type (`POST salesOrder`).
    pub fn fail_next(&self, what: &str, failure: Failure) {
        self.lock().failures.push_back((what.to_lowercase(), failure));
    }

    /// Requests received by operation: `record.get`, `record.list`, `record.create`, `record.update`,
    /// `record.upsert`, `record.delete`, `suiteql`, `token`, `system`, `other`. Refused ones count.
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

/// A request whose effect is still to come. It does not depend on its caller.
struct Pending {
    job: Job,
    failure: Option<Failure>,
    reply: oneshot::Sender<Reply>,
}

/// What an accepted request asks for.
struct Job {
    operation: Operation,
    request: Request<Bytes>,
}

#[derive(Debug, Clone)]
enum Operation {
    Get(String, String),
    List(String),
    Create(String),
    Update(String, String),
    Upsert(String, String),
    Delete(String, String),
    SuiteQl,
    Token,
    System(String),
    Other,
}

impl Operation {
    fn of(request: &Request<Bytes>) -> Self {
        let (method, path) = (request.method(), request.uri().path());
        if path == auth::TOKEN_PATH && method == Method::POST {
            return Self::Token;
        }
        if path == SUITEQL_PATH && method == Method::POST {
            return Self::SuiteQl;
        }
        if let (Some(name), &Method::GET) = (path.strip_prefix(SYSTEM_PATH), method) {
            return Self::System(name.to_owned());
        }
        let rest = path.strip_prefix(RECORD_PATH).and_then(|rest| rest.strip_prefix('/')).unwrap_or_default();
        let parts: Vec<_> = rest.split('/').filter(|part| !part.is_empty()).map(auth::decoded).collect();
        match (method.as_str(), parts.as_slice()) {
            ("GET", [kind]) => Self::List(kind.clone()),
            ("POST", [kind]) => Self::Create(kind.clone()),
            ("GET", [kind, id]) => Self::Get(kind.clone(), id.clone()),
            ("PATCH", [kind, id]) => Self::Update(kind.clone(), id.clone()),
            ("PUT", [kind, id]) => Self::Upsert(kind.clone(), id.clone()),
            ("DELETE", [kind, id]) => Self::Delete(kind.clone(), id.clone()),
            _ => Self::Other,
        }
    }

    fn name(&self) -> &'static str {
        match self {
            Self::Get(..) => "record.get",
            Self::List(_) => "record.list",
            Self::Create(_) => "record.create",
            Self::Update(..) => "record.update",
            Self::Upsert(..) => "record.upsert",
            Self::Delete(..) => "record.delete",
            Self::SuiteQl => "suiteql",
            Self::Token => "token",
            Self::System(_) => "system",
            Self::Other => "other",
        }
    }

    fn is_write(&self) -> bool {
        matches!(self, Self::Create(_) | Self::Update(..) | Self::Upsert(..) | Self::Delete(..))
    }

    fn record_type(&self) -> Option<&str> {
        match self {
            Self::Get(kind, _)
            | Self::List(kind)
            | Self::Create(kind)
            | Self::Update(kind, _)
            | Self::Upsert(kind, _)
            | Self::Delete(kind, _) => Some(kind),
            Self::SuiteQl | Self::Token | Self::System(_) | Self::Other => None,
        }
    }

    /// Whether a scripted failure for `what` (in lower case) is meant for this request.
    fn fits(&self, method: &Method, what: &str) -> bool {
        let name = self.name();
        let area = name.split('.').next().unwrap_or(name);
        let precise = self.record_type().map(|kind| format!("{method} {kind}").to_lowercase());
        what == name || what == area || precise.is_some_and(|precise| precise == what)
    }
}

struct State {
    auth: Auth,
    store: Store,
    mirror: Mirror,
    rng: fastrand::Rng,
    latency: (Duration, Duration),
    late: (u32, Duration, Duration),
    limit: usize,
    failures: VecDeque<(String, Failure)>,
    pending: BTreeMap<(DateTime<Utc>, u64), Pending>,
    // By request number: until when it holds a slot.
    in_flight: BTreeMap<u64, DateTime<Utc>>,
    received: u64,
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
            rng: fastrand::Rng::with_seed(0),
            latency: (Duration::ZERO, Duration::ZERO),
            late: (0, Duration::ZERO, Duration::ZERO),
            limit: 5,
            failures: VecDeque::new(),
            pending: BTreeMap::new(),
            in_flight: BTreeMap::new(),
            received: 0,
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
            let Pending { job, failure, reply } = entry.remove();
            let answer = self.perform(&job, apply_at.min(now));
            // Nobody may be listening any more.
            let _ = reply.send(disturbed(answer, failure));
        }
    }

    /// Registers a request. From here on its effect happens, whatever becomes of the caller.
    fn receive(&mut self, request: &Request<Bytes>, now: DateTime<Utc>) -> Ticket {
        self.advance(now, now);
        let operation = Operation::of(request);
        self.received += 1;
        *self.calls.entry(operation.name()).or_default() += 1;
        self.writes += u64::from(operation.is_write());
        let latency = self.pick(self.latency);
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
            failure => disturbed(self.auth.token(request, access_token, now), failure),
        };
        self.ready(reply, now + latency)
    }

    fn receive_call(
        &mut self,
        operation: Operation,
        request: &Request<Bytes>,
        now: DateTime<Utc>,
        latency: TimeDelta,
    ) -> Ticket {
        if let Some(reply) = self.auth.refusal(request, now) {
            return self.ready(reply, now + latency);
        }
        self.in_flight.retain(|_, until| *until > now);
        if self.in_flight.len() >= self.limit {
            self.throttled += 1;
            return self.ready(Refusal::throttled().reply(), now);
        }
        let apply_at = now + self.pick((Duration::ZERO, latency.to_std().unwrap_or_default()));
        let apply_at = if operation.is_write() { self.perhaps_late(now, apply_at) } else { apply_at };
        let respond_at = apply_at.max(now + latency);
        self.in_flight.insert(self.received, respond_at);
        self.max_in_flight = self.max_in_flight.max(self.in_flight.len());

        let failure = self.scripted(&operation, request.method());
        if let Some(failure) = failure.filter(|failure| !failure.applies()) {
            return self.ready(disturbed(wire::empty(StatusCode::OK), Some(failure)), respond_at);
        }
        let (reply, coming) = oneshot::channel();
        let job = Job { operation, request: request.clone() };
        self.pending.insert((apply_at, self.received), Pending { job, failure, reply });
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

    fn perform(&mut self, job: &Job, at: DateTime<Utc>) -> Reply {
        self.dispatch(job, at).unwrap_or_else(Refusal::reply)
    }

    fn dispatch(&mut self, job: &Job, at: DateTime<Utc>) -> Result<Reply, Refusal> {
        let request = &job.request;
        match &job.operation {
            Operation::Get(kind, id) => self.get(request, known(kind, request)?, id),
            Operation::List(kind) => self.list(request, known(kind, request)?),
            Operation::SuiteQl => self.suiteql(request, at),
            Operation::System(name) => self.system(name, at),
            Operation::Token | Operation::Other => Err(not_served(request)),
            Operation::Delete(kind, id) => {
                self.store.delete(known(kind, request)?, id, at)?;
                Ok(wire::no_content(None))
            }
            Operation::Create(kind) => {
                let (kind, body, options) = write_parts(kind, request)?;
                let id = self.store.create(kind, &body, None, &options, at)?;
                Ok(written(request, kind, id))
            }
            Operation::Update(kind, id) => {
                let (kind, body, options) = write_parts(kind, request)?;
                let id = self.store.update(kind, id, &body, &options, at)?;
                Ok(written(request, kind, id))
            }
            Operation::Upsert(kind, id) => {
                let (kind, body, options) = write_parts(kind, request)?;
                let id = self.store.upsert(kind, id, &body, &options, at)?;
                Ok(written(request, kind, id))
            }
        }
    }

    fn get(&self, request: &Request<Bytes>, kind: &'static Kind, id: &str) -> Result<Reply, Refusal> {
        let query = query(request, &["expandSubResources", "expand", "fields", "simpleEnumFormat"])?;
        let record = self.store.find(kind, id)?;
        let options = ViewOptions {
            expand_all: query.get("expandSubResources").is_some_and(|value| value == "true"),
            expand: names(&query, "expand"),
            fields: names(&query, "fields"),
        };
        if let Some(unknown) = options.fields.iter().find(|field| !self.is_field(kind, field)) {
            let text = format!("Unknown field '{unknown}'.");
            return Err(Detail::new(INVALID_PARAMETER, text).query("fields").into());
        }
        let base = format!("{}{RECORD_PATH}", auth::origin(request));
        let view = View { store: &self.store, base: &base, options: &options };
        Ok(wire::vendor_json(StatusCode::OK, "singular", &view.record(record)))
    }

    fn is_field(&self, kind: &Kind, field: &str) -> bool {
        kind.shape(field).is_some() || kind.list(field).is_some() || self.store.is_declared(kind.name, field)
    }

    /// One page of a type's records, unfiltered: the grammar of `q` is not simulated.
    fn list(&self, request: &Request<Bytes>, kind: &'static Kind) -> Result<Reply, Refusal> {
        let query = query(request, &["limit", "offset"])?;
        let number = |name: &str, default: usize| {
            query.get(name).and_then(|text| text.parse().ok()).unwrap_or(default)
        };
        let (limit, offset) = (number("limit", 1000).clamp(1, 1000), number("offset", 0));
        let base = format!("{}{RECORD_PATH}", auth::origin(request));
        let view = View { store: &self.store, base: &base, options: &ViewOptions::default() };
        let total = self.store.of_kind(kind).count();
        let items: Vec<_> =
            self.store.of_kind(kind).skip(offset).take(limit).map(|record| view.entry(record)).collect();
        let body = json!({
            "links": view::links(&format!("{base}/{}", kind.name.to_lowercase())),
            "count": items.len(),
            "hasMore": offset + items.len() < total,
            "items": items,
            "offset": offset,
            "totalResults": total,
        });
        Ok(wire::vendor_json(StatusCode::OK, "collection", &body))
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
        let body = self.mirror.run(&mut self.store, &query, &href, now)?;
        let mut reply = wire::vendor_json(StatusCode::OK, "collection", &body);
        wire::put_header(&mut reply, "preference-applied", "transient");
        Ok(reply)
    }

    fn system(&self, name: &str, now: DateTime<Utc>) -> Result<Reply, Refusal> {
        let body = match name {
            "serverTime" => json!({"serverTime": now.to_rfc3339_opts(SecondsFormat::Secs, true)}),
            "governanceLimits" => json!({
                "accountConcurrencyLimit": self.limit,
                "accountUnallocatedConcurrencyLimit": self.limit,
                "integrationLimitType": "accountLimit",
            }),
            _ => return Err(Refusal::missing_record()),
        };
        Ok(wire::vendor_json(StatusCode::OK, "singular", &body))
    }
}

/// What is left of an answer after a scripted mishap.
fn disturbed(mut reply: Reply, failure: Option<Failure>) -> Reply {
    match failure {
        None => reply,
        Some(Failure::Status(status) | Failure::StatusAfterApply(status)) => Refusal::usual(status).reply(),
        Some(Failure::Html(status)) => wire::html(status),
        Some(Failure::Throttle) => Refusal::throttled().reply(),
        Some(Failure::CutBody) => {
            reply.headers_mut().remove(header::LOCATION);
            let half = reply.body().len() / 2;
            reply.body_mut().truncate(half);
            reply
        }
        Some(Failure::LoseLocation) => {
            reply.headers_mut().remove(header::LOCATION);
            reply
        }
    }
}

fn token_fault(status: u16) -> &'static str {
    match status {
        400 => "invalid_grant",
        401 => "invalid_client",
        _ => "server_error",
    }
}

fn known(kind: &str, request: &Request<Bytes>) -> Result<&'static Kind, Refusal> {
    schema::kind(kind).ok_or_else(|| {
        let detail = Detail::new(NONEXISTENT_ID, format!("Record type '{kind}' does not exist."));
        Refusal::new(404, detail.url(request.uri().path()))
    })
}

fn not_served(request: &Request<Bytes>) -> Refusal {
    let path = request.uri().path();
    let served = path.starts_with(RECORD_PATH) || path == SUITEQL_PATH || path == auth::TOKEN_PATH;
    let status = if served { 405 } else { 404 };
    let text = format!("{} {path} is not part of this simulated account.", request.method());
    Refusal::new(status, Detail::new("INVALID_REQUEST", text).url(path))
}

fn write_parts(kind: &str, request: &Request<Bytes>) -> Result<(&'static Kind, Body, WriteOptions), Refusal> {
    let kind = known(kind, request)?;
    let query = query(request, &["replace"])?;
    let replace = names(&query, "replace");
    if let Some(unknown) = replace.iter().find(|name| kind.list(name).is_none()) {
        let text = format!("'{unknown}' is not a sublist of {}.", kind.name);
        return Err(Detail::new(INVALID_PARAMETER, text).query("replace").into());
    }
    let strict_names =
        header_text(request, "x-netsuite-propertynamevalidation").eq_ignore_ascii_case("error");
    Ok((kind, json_body(request)?, WriteOptions { strict_names, replace }))
}

fn written(request: &Request<Bytes>, kind: &Kind, id: i64) -> Reply {
    let kind = kind.name.to_lowercase();
    wire::no_content(Some(format!("{}{RECORD_PATH}/{kind}/{id}", auth::origin(request))))
}

fn json_body(request: &Request<Bytes>) -> Result<Body, Refusal> {
    if !header_text(request, "content-type").contains("json") {
        let detail = Detail::new("INVALID_HEADER", "Unsupported Content-Type. Provide application/json.");
        return Err(Refusal::new(415, detail.header("Content-Type")));
    }
    match serde_json::from_slice(request.body()) {
        Ok(Value::Object(body)) => Ok(body),
        _ => Err(Detail::new(INVALID_CONTENT, "The request body is not a valid JSON object.").into()),
    }
}

fn header_text<'a>(request: &'a Request<Bytes>, name: &str) -> &'a str {
    request.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

/// The query parameters; one that the operation does not have is refused.
fn query(request: &Request<Bytes>, allowed: &[&str]) -> Result<BTreeMap<String, String>, Refusal> {
    let query = request.uri().query().unwrap_or_default();
    let query: BTreeMap<_, _> = url::form_urlencoded::parse(query.as_bytes()).into_owned().collect();
    match query.keys().find(|name| !allowed.contains(&name.as_str())) {
        None => Ok(query),
        Some(unknown) => {
            let text =
                format!("Invalid query parameter name '{unknown}'. Provide a valid query parameter name.");
            Err(Detail::new(INVALID_PARAMETER, text).query(unknown.clone()).into())
        }
    }
}

fn names(query: &BTreeMap<String, String>, name: &str) -> Vec<String> {
    let list = query.get(name).map_or("", String::as_str);
    list.split(',').filter(|part| !part.is_empty()).map(str::to_owned).collect()
}
