//! A strict, stateful simulator of Amazon, and seeded orders to fill it with. Feature `testing`.
//!
//! [`FakeSpApi`] answers the Login with Amazon token endpoint and twenty-one APIs. It is written from the
//! published models and shares no type with the client, so that a mistake in one cannot agree with the other.
//! Where the documentation is silent it takes the stricter reading, except that it ignores query parameters that it does
//! not know, as the real service does.
//!
//! A request passes the stations a real one would: the gateway (path, method, body, `user-agent`), the access token,
//! the usage plan, a scripted failure if a test queued one, and only then the operation itself.
//!
//! What a Rust test says with [`FakeSpApi::fail_next`] and [`FakeSpApi::set_order_delay`], a client in any other language
//! can say below `/_simulator/` on the same port.

mod amazon;
mod amounts;
mod answers;
mod buckets;
mod call;
mod catalog;
mod control;
mod documents;
mod fba_inventory;
mod feeds;
mod fees;
mod finances;
mod finances_v0;
pub mod generate;
mod inbound;
mod inbound_v0;
mod jobs;
mod listings;
mod lwa;
mod marketplaces;
mod notifications;
mod offers;
mod orders;
mod orders_v0;
mod outbound;
mod pages;
mod pricing;
mod pricing_v0;
mod product_types;
mod reports;
mod restrictions;
mod routes;
mod sellers;
mod shape;
mod shelves;
mod tokens;
mod transfers;

use std::{
    collections::{BTreeMap, BTreeSet, VecDeque},
    fmt,
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use async_trait::async_trait;
use bytes::Bytes;
use chrono::{DateTime, TimeDelta, Utc};
use commerce_client_core::{
    clock::{Clock, SharedClock},
    testing::FakeService,
};
use http::{Request, Response, header};
use serde_json::Value;

use self::{
    amazon::Amazon,
    answers::Answer,
    buckets::Plan,
    call::{Call, Query},
    lwa::Grants,
    routes::{Access, Matched},
};
pub use self::{offers::FakeOffer, outbound::FakePackage, shelves::Shelves};

/// The scope of the grantless operations of the Notifications API.
const NOTIFICATIONS_SCOPE: &str = "sellingpartnerapi::notifications";

/// One selling partner account, and the application that it has authorized.
#[derive(Clone)]
pub struct FakeSeller {
    /// The seller's id, like `A3SELLER000NA`.
    pub seller_id: String,
    /// `NA`, `EU` or `FE`.
    pub region: &'static str,
    /// The application's client id.
    pub client_id: String,
    /// The application's client secret.
    pub client_secret: String,
    /// The refresh token of this authorization; begins with `Atzr|` on the real service.
    pub refresh_token: String,
    /// Ids of the marketplaces in which the seller sells.
    pub marketplaces: Vec<String>,
}

impl fmt::Debug for FakeSeller {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FakeSeller")
            .field("seller_id", &self.seller_id)
            .field("region", &self.region)
            .field("client_id", &self.client_id)
            .field("marketplaces", &self.marketplaces)
            .finish_non_exhaustive()
    }
}

/// How long the service takes to answer: anything from `min` to `max`, both included.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Latency {
    /// The fastest answer.
    pub min: Duration,
    /// The slowest answer.
    pub max: Duration,
}

/// How long a report or a feed takes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Processing {
    /// From `IN_QUEUE` to `IN_PROGRESS`.
    pub queue: Duration,
    /// From `IN_PROGRESS` to the end.
    pub work: Duration,
}

/// A failure to script with [`FakeSpApi::fail_next`].
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Failure {
    /// This status, with an error body of the shape that the endpoint documents. Nothing else happens.
    Status(u16),
    /// This status, although the call has done what it was asked for.
    StatusAfter(u16),
    /// This status, with the HTML page of a gateway.
    StatusHtml(u16),
    /// 429, although the usage plan had room.
    Throttle,
    /// 429 that tells the rate of the usage plan, which the service rarely does.
    ThrottleWithRate,
    /// The access token has expired, it says with 403; of a document, that the URL has.
    Expired,
    /// As [`Expired`](Self::Expired) with 401, which the service rarely answers.
    Expired401,
    /// The right answer, in which every status is one that Amazon has not invented yet.
    ///
    /// A status is a text whose name is `status`, or ends in `Status`, wherever it stands; an answer without any is as
    /// it was.
    FutureStatus,
    /// The right answer, which ends midway as if it were whole. A gzipped document cannot be unpacked.
    CutBody,
    /// The right answer, until the connection breaks midway.
    BrokenBody,
    /// The right answer in chunks of so many bytes, each after a pause.
    SlowBody {
        /// Bytes of one chunk.
        chunk: usize,
        /// The time before each chunk.
        pause: Duration,
    },
    /// 200 and nothing else.
    EmptyBody,
    /// The right answer with `value` at the JSON pointer, such as a status that Amazon will invent next year.
    Replace {
        /// Like `/processingStatus`. A member that is not there is added.
        pointer: String,
        /// What stands there instead.
        value: Value,
    },
}

/// Amazon, simulated: one token endpoint and one API endpoint for every region, on one port.
///
/// The access token decides whose data a call sees. A request whose host is a real regional endpoint
/// (`sellingpartnerapi-eu.amazon.com`) must also be of the seller's region.
///
/// A call is decided the moment it arrives, and its answer then takes the [`Latency`] to travel. Reads have no effects,
/// so a caller that hangs up changes nothing, except that the call has been counted and has used its quota.
///
/// ```
/// use std::sync::Arc;
///
/// use commerce_client_core::{
///     clock::{Clock as _, SharedClock},
///     testing::serve,
/// };
/// use sp_api_client::testing::{FakeSeller, FakeSpApi, generate::generate};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> std::io::Result<()> {
/// let clock = SharedClock::system();
/// let amazon = Arc::new(FakeSpApi::new(clock.clone()));
/// amazon.add_seller(FakeSeller {
///     seller_id: "A1SELLER".into(),
///     region: "NA",
///     client_id: "amzn1.application-oa2-client.1".into(),
///     client_secret: "secret".into(),
///     refresh_token: "Atzr|1".into(),
///     marketplaces: vec!["ATVPDKIKX0DER".into()],
/// });
/// for order in generate(1, 100, clock.now()).orders {
///     amazon.put_order("A1SELLER", order.json);
/// }
/// let server = serve(amazon, ([127, 0, 0, 1], 0).into()).await?;
/// println!("Amazon listens on {}", server.base_url());
/// # Ok(())
/// # }
/// ```
pub struct FakeSpApi {
    clock: SharedClock,
    state: Mutex<State>,
}

/// Everything that the service remembers.
struct State {
    sellers: BTreeMap<String, FakeSeller>,
    // Sellers that have withdrawn their authorization.
    revoked: BTreeSet<String>,
    amazon: Amazon,
    scripted: BTreeMap<String, VecDeque<Failure>>,
    calls: BTreeMap<String, u64>,
    throttled: u64,
    requests: u64,
    rng: fastrand::Rng,
    latency: Latency,
    token_lifetime: Duration,
}

impl fmt::Debug for FakeSpApi {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = self.lock();
        f.debug_struct("FakeSpApi")
            .field("sellers", &state.sellers.keys().collect::<Vec<_>>())
            .field("calls", &state.calls)
            .field("throttled", &state.throttled)
            .finish_non_exhaustive()
    }
}

impl FakeSpApi {
    /// A service without sellers, which answers at once.
    pub fn new(clock: SharedClock) -> Self {
        let state = State {
            sellers: BTreeMap::new(),
            revoked: BTreeSet::new(),
            amazon: Amazon::default(),
            scripted: BTreeMap::new(),
            calls: BTreeMap::new(),
            throttled: 0,
            requests: 0,
            rng: fastrand::Rng::with_seed(0x5eed),
            latency: Latency::default(),
            token_lifetime: Duration::from_secs(3600),
        };
        Self { clock, state: Mutex::new(state) }
    }

    /// Adds a seller, or replaces the one of the same id; its authorization is valid (again).
    pub fn add_seller(&self, seller: FakeSeller) {
        let mut state = self.lock();
        state.revoked.remove(&seller.seller_id);
        state.sellers.insert(seller.seller_id.clone(), seller);
    }

    /// Stores an order, or replaces the one of the same `orderId`.
    ///
    /// `order` has every dataset; a call sees those that it asks for. Its times are taken as they are. An order that is
    /// malformed on purpose is served too: a time that cannot be read counts as the moment of this call.
    pub fn put_order(&self, seller_id: &str, order: Value) {
        let now = self.clock.now();
        orders::put(&mut self.settled().amazon, seller_id, order, now);
    }

    /// Orders that are put from now on show up in searches only after this time, whatever their own times say;
    /// `getOrder` knows them at once. At once unless set.
    pub fn set_order_delay(&self, delay: Duration) {
        self.lock().amazon.settings.order_delay = delay;
    }

    /// Every order of a seller with every dataset, by `orderId`.
    pub fn orders(&self, seller_id: &str) -> Vec<Value> {
        self.lock().amazon.books.of(seller_id).orders.all()
    }

    /// Forgets an order.
    pub fn remove_order(&self, seller_id: &str, order_id: &str) {
        self.lock().amazon.books.of(seller_id).orders.remove(order_id);
    }

    /// Changes the usage plan of an operation (`searchOrders`, `getOrder`) for every seller, from now on.
    ///
    /// Buckets keep the tokens they hold, up to the new burst.
    pub fn set_plan(&self, operation: &str, rate_per_second: f64, burst: u32) {
        let now = self.clock.now();
        self.lock().amazon.buckets.set_plan(operation, Plan { rate: rate_per_second, burst }, now);
    }

    /// Sets how long answers take.
    pub fn set_latency(&self, latency: Latency) {
        self.lock().latency = latency;
    }

    /// Sets how long access tokens issued from now on live. One hour unless set.
    pub fn set_token_lifetime(&self, lifetime: Duration) {
        self.lock().token_lifetime = lifetime;
    }

    /// The seller withdraws its authorization. Access tokens that are out already live on until they expire.
    pub fn revoke_refresh_token(&self, seller_id: &str) {
        self.lock().revoked.insert(seller_id.to_owned());
    }

    /// Every access token issued so far expires now.
    pub fn expire_access_tokens(&self) {
        let now = self.clock.now();
        self.lock().amazon.tokens.expire(now);
    }

    /// Sets how long a page token lives, those already issued included. One day unless set.
    pub fn set_page_token_lifetime(&self, lifetime: Duration) {
        self.lock().amazon.settings.page_token_lifetime = lifetime;
    }

    /// The next call of `operation` fails this way. Beside the operation ids of the models there are `token`, and
    /// `download` and `upload` for presigned URLs. `ordersV0.getOrder` is not `getOrder`, which is of 2026-01-01.
    ///
    /// Failures of one operation queue up. A call that is refused before it reaches the operation, for its token or for
    /// the usage plan, leaves the queue as it is; a call that fails as scripted has used its quota.
    pub fn fail_next(&self, operation: &str, failure: Failure) {
        self.lock().scripted.entry(operation.to_owned()).or_default().push_back(failure);
    }

    /// Calls by operation name, refused ones included: operation ids, `token`, `download`, `upload`, and `unknown`
    /// for any other path.
    pub fn calls(&self) -> BTreeMap<String, u64> {
        self.lock().calls.clone()
    }

    /// How many calls the usage plans have refused. Scripted 429 do not count.
    pub fn throttled(&self) -> u64 {
        self.lock().throttled
    }

    fn now(&self) -> DateTime<Utc> {
        self.clock.now()
    }

    /// The state, with everything done that was due by now.
    fn settled(&self) -> MutexGuard<'_, State> {
        let now = self.clock.now();
        let mut state = self.lock();
        state.amazon.settle(now);
        state
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[async_trait]
impl FakeService for FakeSpApi {
    async fn handle(&self, request: Request<Bytes>) -> Response<Bytes> {
        if request.uri().path().starts_with(control::PATH) {
            return self.control(&request);
        }
        let (response, latency) = {
            let now = self.clock.now();
            let mut state = self.lock();
            let latency = state.draw_latency();
            state.requests += 1;
            let answer = state.answer(&request, now);
            (answer.into_response(state.requests, now), latency)
        };
        if latency > Duration::ZERO {
            tokio::time::sleep(latency).await;
        }
        response
    }
}

impl State {
    fn answer(&mut self, request: &Request<Bytes>, now: DateTime<Utc>) -> Answer {
        self.amazon.settle(now);
        let path = request.uri().path();
        if path == "/auth/o2/token" {
            self.count("token");
            return if request.method() == http::Method::POST {
                self.answer_token(request, now)
            } else {
                Answer::method_not_allowed()
            };
        }
        if path.starts_with(documents::PATH) {
            let operation = documents::operation(request.method());
            self.count(operation);
            let failure = self.next_failure(operation);
            return self.amazon.documents.answer(request, now, failure.as_ref());
        }
        let Some(matched) = routes::find(request.method(), path) else {
            self.count("unknown");
            return Answer::not_found("The requested resource does not exist.");
        };
        self.count(matched.route.operation);
        if request.method().as_str() != matched.route.method {
            return Answer::method_not_allowed();
        }
        self.answer_api(matched, request, now).unwrap_or_else(|refusal| refusal)
    }

    fn count(&mut self, operation: &str) {
        *self.calls.entry(operation.to_owned()).or_default() += 1;
    }

    fn answer_token(&mut self, request: &Request<Bytes>, now: DateTime<Utc>) -> Answer {
        match self.next_failure("token") {
            Some(Failure::Status(status)) => lwa::failure(status),
            Some(Failure::Throttle | Failure::ThrottleWithRate) => lwa::failure(429),
            Some(Failure::StatusHtml(status)) => Answer::html(status),
            Some(failure) => self.issue_token(request, now).failing(&failure),
            None => self.issue_token(request, now),
        }
    }

    fn answer_api(
        &mut self,
        matched: Matched,
        request: &Request<Bytes>,
        now: DateTime<Utc>,
    ) -> Result<Answer, Answer> {
        let operation = matched.route.operation;
        check_gateway(request)?;
        let caller = self.authorize(request, matched.route.access, now)?;
        let bucket = feeds::bucket(operation, request.body());
        let grantless = matches!(matched.route.access, Access::Grantless(_));
        let owner = if grantless { &caller.seller.client_id } else { &caller.seller.seller_id };
        if !self.amazon.buckets.take(bucket, owner, now) {
            self.throttled += 1;
            return Err(Answer::quota_exceeded());
        }
        let failure = self.next_failure(operation);
        let call = Call {
            operation,
            now,
            seller: caller.seller,
            base_url: base_url(request),
            restricted: caller.restricted,
            path: matched.parameters,
            query: Query::parse(request.uri().query().unwrap_or_default()),
            request,
        };
        let answer = match failure.as_ref().and_then(Answer::instead) {
            // Refused before anything has happened.
            Some(answer) => answer,
            None => (matched.api.answer)(&call, &mut self.amazon).unwrap_or_else(|refusal| refusal),
        };
        let rate = self.amazon.buckets.plan(bucket).rate;
        Ok(match failure {
            Some(Failure::ThrottleWithRate) => answer.with_rate_in_any_case(rate),
            Some(failure) => answer.failing(&failure).with_rate(rate),
            None => answer.with_rate(rate),
        })
    }

    /// Whose token the request carries, if it opens operations of this kind.
    fn authorize(
        &self,
        request: &Request<Bytes>,
        access: Access,
        now: DateTime<Utc>,
    ) -> Result<Caller, Answer> {
        let Some(token) = request.headers().get("x-amz-access-token") else {
            return Err(Answer::unauthorized("The request is missing the x-amz-access-token header."));
        };
        let malformed =
            || Answer::unauthorized("The access token you provided is revoked, malformed or invalid.");
        let token =
            token.to_str().ok().and_then(|token| self.amazon.tokens.get(token)).ok_or_else(malformed)?;
        if now >= token.expires {
            return Err(Answer::unauthorized(answers::EXPIRED));
        }
        // The real service gives no reason for any of these.
        let denied = || Answer::unauthorized("");
        let (seller_id, restricted) = match (&token.grants, access) {
            (Grants::Application { client_id, scope }, Access::Grantless(wanted)) if scope == wanted => {
                return Ok(Caller { seller: application(client_id), restricted: None });
            }
            (Grants::Seller { seller_id }, Access::Seller | Access::Restricted) => (seller_id, None),
            (Grants::Restricted { seller_id, resources }, Access::Restricted) => {
                let covering = resources.iter().find(|resource| resource.covers(request));
                (seller_id, Some(covering.ok_or_else(denied)?.elements.clone()))
            }
            _ => return Err(denied()),
        };
        let seller = self.sellers.get(seller_id).ok_or_else(malformed)?;
        if region_of_host(request).is_some_and(|region| region != seller.region) {
            return Err(denied());
        }
        Ok(Caller { seller: seller.clone(), restricted })
    }

    fn next_failure(&mut self, operation: &str) -> Option<Failure> {
        self.scripted.get_mut(operation)?.pop_front()
    }

    fn draw_latency(&mut self) -> Duration {
        let Latency { min, max } = self.latency;
        let spread = u64::try_from(max.saturating_sub(min).as_nanos()).unwrap_or(u64::MAX);
        min + Duration::from_nanos(self.rng.u64(0..=spread))
    }
}

/// To whom a token belongs, and what a restricted one lets him see.
struct Caller {
    seller: FakeSeller,
    restricted: Option<BTreeSet<String>>,
}

/// The caller of a grantless operation.
fn application(client_id: &str) -> FakeSeller {
    FakeSeller {
        seller_id: String::new(),
        region: "",
        client_id: client_id.to_owned(),
        client_secret: String::new(),
        refresh_token: String::new(),
        marketplaces: Vec::new(),
    }
}

/// Where the request was sent.
fn base_url(request: &Request<Bytes>) -> String {
    let header = request.headers().get(header::HOST).and_then(|host| host.to_str().ok());
    let scheme = request.uri().scheme_str().unwrap_or("http");
    let host = request.uri().authority().map(http::uri::Authority::as_str).or(header);
    format!("{scheme}://{}", host.unwrap_or("localhost"))
}

/// What Amazon's front end refuses before it looks at the token.
fn check_gateway(request: &Request<Bytes>) -> Result<(), Answer> {
    if request.method() == http::Method::GET && !request.body().is_empty() {
        // A GET with a body never reaches the API: the gateway answers, in HTML.
        return Err(Answer::html(400));
    }
    match request.headers().get(header::USER_AGENT) {
        None => Err(Answer::unauthorized("The request is missing the user-agent header.")),
        Some(agent) if agent.is_empty() => Err(Answer::unauthorized("The user-agent header is empty.")),
        Some(agent) if agent.len() > 500 => {
            Err(Answer::invalid_input("The user-agent header is longer than 500 characters."))
        }
        Some(_) => Ok(()),
    }
}

/// The region of a real endpoint. None on any other host, such as a loopback port.
fn region_of_host(request: &Request<Bytes>) -> Option<&'static str> {
    let header = request.headers().get(header::HOST).and_then(|host| host.to_str().ok());
    match request.uri().host().or(header)? {
        "sellingpartnerapi-na.amazon.com" => Some("NA"),
        "sellingpartnerapi-eu.amazon.com" => Some("EU"),
        "sellingpartnerapi-fe.amazon.com" => Some("FE"),
        _ => None,
    }
}

fn form_fields(form: &[u8]) -> Result<BTreeMap<String, String>, String> {
    let mut fields = BTreeMap::new();
    for (name, value) in url::form_urlencoded::parse(form) {
        if fields.insert(name.clone().into_owned(), value.into_owned()).is_some() {
            return Err(format!("The parameter '{name}' is given twice."));
        }
    }
    Ok(fields)
}

fn time_delta(duration: Duration) -> TimeDelta {
    TimeDelta::from_std(duration).unwrap_or(TimeDelta::MAX)
}

pub use self::{
    control::UnknownFault,
    notifications::SentNotification,
    reports::{ListedReport, ReportFile},
};

#[cfg(test)]
mod tests;
