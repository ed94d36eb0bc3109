//! A strict, stateful simulator of Amazon, and seeded orders to fill it with. Feature `testing`.
//!
//! [`FakeSpApi`] answers the Login with Amazon token endpoint and the Orders API 2026-01-01. It is written from the
//! published model and shares no type with the client, so that a mistake in one cannot agree with the other.
//! Where the documentation is silent it takes the stricter reading.
//!
//! A request passes the stations a real one would: the gateway (path, method, body, `user-agent`), the access token,
//! the usage plan, a scripted failure if a test queued one, and only then the operation itself.

mod answers;
mod buckets;
pub mod generate;
mod lwa;
mod orders;

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
use http::{Method, Request, Response, Uri, header};
use serde_json::Value;

use self::{
    answers::Answer,
    buckets::{Buckets, Plan},
    lwa::AccessToken,
    orders::{Store, Walk},
};

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

/// A failure to script with [`FakeSpApi::fail_next`].
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Failure {
    /// This status, with an error body of the shape that the endpoint documents.
    Status(u16),
    /// This status, with the HTML page of a gateway.
    StatusHtml(u16),
    /// 429, although the usage plan had room.
    Throttle,
    /// The right answer, whose JSON ends midway.
    CutBody,
    /// 200 and nothing else.
    EmptyBody,
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
    stores: BTreeMap<String, Store>,
    access_tokens: BTreeMap<String, AccessToken>,
    walks: BTreeMap<String, Walk>,
    buckets: Buckets,
    scripted: BTreeMap<String, VecDeque<Failure>>,
    calls: BTreeMap<String, u64>,
    throttled: u64,
    requests: u64,
    rng: fastrand::Rng,
    latency: Latency,
    token_lifetime: Duration,
    page_token_lifetime: Duration,
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
            stores: BTreeMap::new(),
            access_tokens: BTreeMap::new(),
            walks: BTreeMap::new(),
            buckets: Buckets::default(),
            scripted: BTreeMap::new(),
            calls: BTreeMap::new(),
            throttled: 0,
            requests: 0,
            rng: fastrand::Rng::with_seed(0x5eed),
            latency: Latency::default(),
            token_lifetime: Duration::from_secs(3600),
            page_token_lifetime: Duration::from_secs(24 * 3600),
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
        self.lock().stores.entry(seller_id.to_owned()).or_default().put(order, now);
    }

    /// Every order of a seller with every dataset, by `orderId`.
    pub fn orders(&self, seller_id: &str) -> Vec<Value> {
        self.lock().stores.get(seller_id).map(Store::all).unwrap_or_default()
    }

    /// Forgets an order.
    pub fn remove_order(&self, seller_id: &str, order_id: &str) {
        if let Some(store) = self.lock().stores.get_mut(seller_id) {
            store.remove(order_id);
        }
    }

    /// Changes the usage plan of an operation (`searchOrders`, `getOrder`) for every seller, from now on.
    ///
    /// Buckets keep the tokens they hold, up to the new burst.
    pub fn set_plan(&self, operation: &str, rate_per_second: f64, burst: u32) {
        let now = self.clock.now();
        self.lock().buckets.set_plan(operation, Plan { rate: rate_per_second, burst }, now);
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
        for token in self.lock().access_tokens.values_mut() {
            token.expires = token.expires.min(now);
        }
    }

    /// Sets how long a page token lives, those already issued included. One day unless set.
    pub fn set_page_token_lifetime(&self, lifetime: Duration) {
        self.lock().page_token_lifetime = lifetime;
    }

    /// The next call of `operation` (`token`, `searchOrders`, `getOrder`) fails this way.
    ///
    /// Failures of one operation queue up. A call that is refused before it reaches the operation, for its token or for
    /// the usage plan, leaves the queue as it is; a call that fails as scripted has used its quota.
    pub fn fail_next(&self, operation: &str, failure: Failure) {
        self.lock().scripted.entry(operation.to_owned()).or_default().push_back(failure);
    }

    /// Calls by operation name, refused ones included: `token`, `searchOrders`, `getOrder`, and `unknown` for any
    /// other path.
    pub fn calls(&self) -> BTreeMap<String, u64> {
        self.lock().calls.clone()
    }

    /// How many calls the usage plans have refused. Scripted 429 do not count.
    pub fn throttled(&self) -> u64 {
        self.lock().throttled
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[async_trait]
impl FakeService for FakeSpApi {
    async fn handle(&self, request: Request<Bytes>) -> Response<Bytes> {
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

/// What a path means.
enum Route {
    Token,
    SearchOrders,
    GetOrder(String),
    Unknown,
}

impl Route {
    fn of(path: &str) -> Self {
        const ORDERS: &str = "/orders/2026-01-01/orders";
        match path {
            "/auth/o2/token" => Self::Token,
            ORDERS => Self::SearchOrders,
            _ => match path.strip_prefix(ORDERS).and_then(|rest| rest.strip_prefix('/')) {
                Some(id) if !id.is_empty() && !id.contains('/') => Self::GetOrder(percent_decoded(id)),
                _ => Self::Unknown,
            },
        }
    }

    fn operation(&self) -> &'static str {
        match self {
            Self::Token => "token",
            Self::SearchOrders => "searchOrders",
            Self::GetOrder(_) => "getOrder",
            Self::Unknown => "unknown",
        }
    }

    fn method(&self) -> Method {
        if matches!(self, Self::Token) { Method::POST } else { Method::GET }
    }
}

impl State {
    fn answer(&mut self, request: &Request<Bytes>, now: DateTime<Utc>) -> Answer {
        let route = Route::of(request.uri().path());
        *self.calls.entry(route.operation().to_owned()).or_default() += 1;
        if matches!(route, Route::Unknown) {
            return Answer::error(404, "NotFound", "The requested resource does not exist.", "");
        }
        if request.method() != route.method() {
            return Answer::error(405, "InvalidInput", "The method is not allowed for this resource.", "");
        }
        match route {
            Route::Token => self.answer_token(request, now),
            _ => self.answer_api(&route, request, now).unwrap_or_else(|refusal| refusal),
        }
    }

    fn answer_token(&mut self, request: &Request<Bytes>, now: DateTime<Utc>) -> Answer {
        match self.next_failure("token") {
            Some(Failure::Status(status)) => lwa::failure(status),
            Some(Failure::Throttle) => lwa::failure(429),
            Some(failure) => self.issue_token(request, now).failing(&failure),
            None => self.issue_token(request, now),
        }
    }

    fn answer_api(
        &mut self,
        route: &Route,
        request: &Request<Bytes>,
        now: DateTime<Utc>,
    ) -> Result<Answer, Answer> {
        let operation = route.operation();
        check_gateway(request)?;
        let seller = self.authorize(request, now)?;
        if !self.buckets.take(operation, &seller.seller_id, now) {
            self.throttled += 1;
            return Err(Answer::quota_exceeded());
        }
        let failure = self.next_failure(operation);
        let answer = match route {
            Route::GetOrder(id) => self.get_order(&seller, id, request.uri()),
            _ => self.search_orders(&seller, request.uri(), now),
        };
        let answer = answer.unwrap_or_else(|details| Answer::invalid_input(&details));
        let answer = match failure {
            Some(failure) => answer.failing(&failure),
            None => answer,
        };
        Ok(answer.with_rate(self.buckets.plan(operation).rate))
    }

    /// The seller to whom the access token belongs.
    fn authorize(&self, request: &Request<Bytes>, now: DateTime<Utc>) -> Result<FakeSeller, Answer> {
        let Some(token) = request.headers().get("x-amz-access-token") else {
            return Err(Answer::unauthorized("The request is missing the x-amz-access-token header."));
        };
        let found = token.to_str().ok().and_then(|token| self.access_tokens.get(token));
        let owner = found.and_then(|token| Some((token, self.sellers.get(&token.seller_id)?)));
        let Some((token, seller)) = owner else {
            return Err(Answer::unauthorized(
                "The access token you provided is revoked, malformed or invalid.",
            ));
        };
        if now >= token.expires {
            return Err(Answer::unauthorized("The access token you provided has expired."));
        }
        if region_of_host(request).is_some_and(|region| region != seller.region) {
            // The real service gives no reason either.
            return Err(Answer::unauthorized(""));
        }
        Ok(seller.clone())
    }

    fn next_failure(&mut self, operation: &str) -> Option<Failure> {
        self.scripted.get_mut(operation)?.pop_front()
    }

    fn draw_latency(&mut self) -> Duration {
        let Latency { min, max } = self.latency;
        let spread = u64::try_from(max.saturating_sub(min).as_nanos()).unwrap_or(u64::MAX);
        min + Duration::from_nanos(self.rng.u64(0..=spread))
    }

    /// A fresh opaque text. It holds `+`, `/` and `=`, which a caller must encode in a query.
    fn opaque(&mut self) -> String {
        let middle: String =
            (0..3).map(|_| format!("{:016x}", self.rng.u64(..))).collect::<Vec<_>>().join("+/");
        format!("{middle}==")
    }
}

/// What Amazon's front end refuses before it looks at the token.
fn check_gateway(request: &Request<Bytes>) -> Result<(), Answer> {
    if !request.body().is_empty() {
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

/// A segment of a path as text. `+` stands for itself there, unlike in a query.
fn percent_decoded(segment: &str) -> String {
    let query = segment.replace('+', "%2B").replace('&', "%26").replace('=', "%3D");
    url::form_urlencoded::parse(query.as_bytes()).map(|(key, _)| key.into_owned()).collect()
}

/// Parameters of a query; a name that comes twice is refused.
fn query_parameters(uri: &Uri) -> Result<BTreeMap<String, String>, String> {
    form_fields(uri.query().unwrap_or_default().as_bytes())
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

#[cfg(test)]
mod tests;
