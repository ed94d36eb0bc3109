use std::{
    io::Read as _,
    sync::atomic::{AtomicBool, Ordering},
    time::Duration,
};

use commerce_client_core::testing::TokioClock;
use serde_json::json;

use super::*;

mod faults;
mod fba_inventory;
mod feeds;
mod finances;
mod inbound;
mod listings;
mod notifications;
mod orders_v0;
mod outbound;
mod reports;
mod sellers;
mod selling;
mod tokens;
mod transfers;
mod validate;

const NORTH: &str = "A1NORTH";
const EUROPE: &str = "A2EUROPE";
const US: &str = "ATVPDKIKX0DER";
const CANADA: &str = "A2EUQ1WTGCTBG2";
const GERMANY: &str = "A1PA6795UKMFR9";
const SEARCH: &str = "/orders/2026-01-01/orders";
/// A search that is all right, an hour and a half before the clock's start.
const GOOD: &str = "lastUpdatedAfter=2026-11-23T10:30:00Z";

/// The service, two sellers, and a caller with a good token for each.
///
/// Every answer is compared with the official model of its operation where the models are at hand.
struct World {
    fake: FakeSpApi,
    north: String,
    europe: String,
    exchanges: Mutex<Vec<Exchange>>,
    /// Whether it holds data that Amazon would not have: then answers need not be as modelled.
    holds_odd_data: AtomicBool,
}

/// What an operation has answered. A body that is not JSON counts as none.
struct Exchange {
    operation: String,
    status: u16,
    body: Value,
}

/// What the store behind presigned URLs has answered.
#[derive(Debug)]
struct Download {
    status: u16,
    headers: http::HeaderMap,
    body: Bytes,
}

impl Download {
    fn text(&self) -> String {
        String::from_utf8(self.body.to_vec()).unwrap()
    }

    fn unpacked(&self) -> String {
        let mut text = String::new();
        flate2::read::GzDecoder::new(&self.body[..]).read_to_string(&mut text).unwrap();
        text
    }
}

#[derive(Debug)]
struct Reply {
    status: u16,
    headers: http::HeaderMap,
    text: String,
    json: Value,
}

impl Reply {
    fn code(&self) -> &str {
        self.json["errors"][0]["code"].as_str().unwrap()
    }

    fn details(&self) -> &str {
        self.json["errors"][0]["details"].as_str().unwrap()
    }

    fn ids(&self) -> Vec<&str> {
        self.json["orders"]
            .as_array()
            .unwrap()
            .iter()
            .map(|order| order["orderId"].as_str().unwrap())
            .collect()
    }

    fn next_token(&self) -> Option<&str> {
        self.json["pagination"]["nextToken"].as_str()
    }
}

fn seller(seller_id: &str, region: &'static str, marketplaces: &[&str]) -> FakeSeller {
    FakeSeller {
        seller_id: seller_id.into(),
        region,
        client_id: format!("client-{seller_id}"),
        client_secret: format!("secret-{seller_id}"),
        refresh_token: format!("Atzr|{seller_id}"),
        marketplaces: marketplaces.iter().map(|id| (*id).to_owned()).collect(),
    }
}

impl World {
    async fn new() -> Self {
        let start = "2026-11-23T12:00:00Z".parse().unwrap();
        let fake = FakeSpApi::new(SharedClock::new(TokioClock::starting_at(start)));
        fake.add_seller(seller(NORTH, "NA", &[US, CANADA]));
        fake.add_seller(seller(EUROPE, "EU", &[GERMANY]));
        // Most tests are about something else than the usage plan.
        for route in routes::APIS.iter().flat_map(|api| api.routes) {
            fake.set_plan(route.operation, 1000.0, 1000);
        }
        fake.set_plan(crate::testing::feeds::LISTINGS_BUCKET, 1000.0, 1000);
        let mut world = Self::of(fake);
        world.north = world.new_token(NORTH).await;
        world.europe = world.new_token(EUROPE).await;
        world
    }

    fn of(fake: FakeSpApi) -> Self {
        Self {
            fake,
            north: String::new(),
            europe: String::new(),
            exchanges: Mutex::default(),
            holds_odd_data: AtomicBool::new(false),
        }
    }

    async fn send(&self, request: Request<Bytes>) -> Reply {
        let matched = routes::find(request.method(), request.uri().path());
        let is_scripted = matched.as_ref().is_some_and(|matched| {
            let state = self.fake.lock();
            state.scripted.get(matched.route.operation).is_some_and(|failures| !failures.is_empty())
        });
        let reply = self.send_unseen(request).await;
        if let Some(matched) = matched {
            if !is_scripted && !self.holds_odd_data.load(Ordering::Relaxed) {
                validate::answer_is_modelled(&matched, &reply);
            }
            let operation = matched.route.operation.to_owned();
            let exchange = Exchange { operation, status: reply.status, body: reply.json.clone() };
            self.exchanges.lock().unwrap().push(exchange);
        }
        reply
    }

    async fn send_unseen(&self, request: Request<Bytes>) -> Reply {
        let (head, body) = self.fake.handle(request).await.into_parts();
        let text = String::from_utf8_lossy(&body).into_owned();
        let json = serde_json::from_str(&text).unwrap_or_default();
        Reply { status: head.status.as_u16(), headers: head.headers, text, json }
    }

    async fn post_form(&self, form: &[(&str, &str)]) -> Reply {
        let form = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(form).finish();
        let request = Request::post("https://api.amazon.com/auth/o2/token")
            .header("content-type", "application/x-www-form-urlencoded;charset=UTF-8")
            .body(Bytes::from(form));
        self.send(request.unwrap()).await
    }

    async fn token(&self, seller_id: &str) -> Reply {
        let seller = seller(seller_id, "NA", &[]);
        self.post_form(&[
            ("grant_type", "refresh_token"),
            ("refresh_token", &seller.refresh_token),
            ("client_id", &seller.client_id),
            ("client_secret", &seller.client_secret),
        ])
        .await
    }

    /// For tests that last longer than an access token does.
    async fn stay_signed_in(&mut self) {
        self.fake.set_token_lifetime(Duration::from_secs(30 * 24 * 3600));
        self.north = self.new_token(NORTH).await;
    }

    async fn new_token(&self, seller_id: &str) -> String {
        self.token(seller_id).await.json["access_token"].as_str().unwrap().to_owned()
    }

    async fn get_as(&self, token: &str, path_and_query: &str) -> Reply {
        let request = Request::get(path_and_query)
            .header("user-agent", "Tests/1.0 (Language=Rust)")
            .header("x-amz-access-token", token)
            .body(Bytes::new());
        self.send(request.unwrap()).await
    }

    /// Calls with the token of the seller in North America; a body of `null` is none.
    async fn call(&self, method: &str, path_and_query: &str, body: Value) -> Reply {
        self.call_as(&self.north, method, path_and_query, body).await
    }

    async fn call_as(&self, token: &str, method: &str, path_and_query: &str, body: Value) -> Reply {
        let mut request = Request::builder()
            .method(method)
            .uri(path_and_query)
            .header("user-agent", "Tests/1.0 (Language=Rust)")
            .header("x-amz-access-token", token);
        let body = if body.is_null() {
            Bytes::new()
        } else {
            request = request.header("content-type", "application/json");
            Bytes::from(body.to_string())
        };
        self.send(request.body(body).unwrap()).await
    }

    /// Follows a presigned URL with nothing but what it needs.
    async fn download(&self, url: &str) -> Download {
        let request = Request::get(url).body(Bytes::new()).unwrap();
        let (head, body) = self.fake.handle(request).await.into_parts();
        Download { status: head.status.as_u16(), headers: head.headers, body }
    }

    async fn upload(&self, url: &str, content_type: &str, body: &str) -> Download {
        let request = Request::put(url).header("content-type", content_type).body(body.to_owned().into());
        let (head, body) = self.fake.handle(request.unwrap()).await.into_parts();
        Download { status: head.status.as_u16(), headers: head.headers, body }
    }

    /// The application's own token for grantless operations.
    async fn application_token(&self) -> String {
        let reply = self
            .post_form(&[
                ("grant_type", "client_credentials"),
                ("scope", NOTIFICATIONS_SCOPE),
                ("client_id", "client-A1NORTH"),
                ("client_secret", "secret-A1NORTH"),
            ])
            .await;
        reply.json["access_token"].as_str().unwrap().to_owned()
    }

    async fn get(&self, path_and_query: &str) -> Reply {
        self.get_as(&self.north, path_and_query).await
    }

    async fn search(&self, query: &str) -> Reply {
        self.get(&format!("{SEARCH}?{query}")).await
    }

    async fn next_page(&self, query: &str, token: &str) -> Reply {
        let token: String = url::form_urlencoded::byte_serialize(token.as_bytes()).collect();
        self.search(&format!("{query}&paginationToken={token}")).await
    }

    async fn refused(&self, query: &str) -> String {
        let reply = self.search(query).await;
        assert_eq!((reply.status, reply.code()), (400, "InvalidInput"), "{query}: {}", reply.text);
        reply.details().to_owned()
    }

    fn put(&self, id: &str, updated: &str) {
        self.fake.put_order(NORTH, order(id, updated));
    }
}

fn order(id: &str, updated: &str) -> Value {
    json!({
        "orderId": id,
        "createdTime": "2026-11-23T09:00:00Z",
        "lastUpdatedTime": updated,
        "salesChannel": { "channelName": "AMAZON", "marketplaceId": US },
        "fulfillment": { "fulfillmentStatus": "UNSHIPPED", "fulfilledBy": "MERCHANT" },
        "orderItems": [],
    })
}

/// Paging through `query` two orders at a time until the service says that there are no more.
async fn walk(world: &World, query: &str) -> Vec<Vec<String>> {
    let mut pages = Vec::new();
    let mut reply = world.search(query).await;
    loop {
        assert_eq!(reply.status, 200, "{}", reply.text);
        pages.push(reply.ids().into_iter().map(str::to_owned).collect());
        let Some(token) = reply.next_token() else { return pages };
        reply = world.next_page(query, token).await;
    }
}

// The token endpoint.

#[tokio::test(start_paused = true)]
async fn a_refresh_token_buys_an_access_token_for_an_hour() {
    let world = World::new().await;
    let reply = world.token(NORTH).await;
    assert_eq!(reply.status, 200);
    assert!(reply.json["access_token"].as_str().unwrap().starts_with("Atza|"));
    assert_eq!(reply.json["token_type"], "bearer");
    assert_eq!(reply.json["expires_in"], 3600);
    assert_eq!(reply.json["refresh_token"], "Atzr|A1NORTH");
}

#[tokio::test(start_paused = true)]
async fn the_token_endpoint_refuses_in_oauth_words() {
    let world = World::new().await;
    let good = [
        ("grant_type", "refresh_token"),
        ("refresh_token", "Atzr|A1NORTH"),
        ("client_id", "client-A1NORTH"),
        ("client_secret", "secret-A1NORTH"),
    ];
    let cases = [
        ("grant_type", "password", 400, "unsupported_grant_type"),
        ("grant_type", "", 400, "invalid_request"),
        ("refresh_token", "", 400, "invalid_request"),
        ("refresh_token", "Atzr|unknown", 400, "invalid_grant"),
        ("refresh_token", "Atzr|A2EUROPE", 400, "invalid_grant"),
        ("client_id", "", 400, "invalid_request"),
        ("client_id", "someone", 401, "invalid_client"),
        ("client_secret", "", 400, "invalid_request"),
        ("client_secret", "wrong", 401, "invalid_client"),
    ];
    for (field, value, status, error) in cases {
        let form = good.map(|(name, text)| (name, if name == field { value } else { text }));
        let reply = world.post_form(&form).await;
        assert_eq!((reply.status, &reply.json["error"]), (status, &json!(error)), "{field}={value}");
        assert!(reply.json["error_description"].is_string());
        let without: Vec<_> = good.into_iter().filter(|(name, _)| *name != field).collect();
        assert_eq!(world.post_form(&without).await.json["error"], "invalid_request");
    }
}

#[tokio::test(start_paused = true)]
async fn the_token_endpoint_takes_a_form_without_repeats_or_scope() {
    let world = World::new().await;
    let good = [
        ("grant_type", "refresh_token"),
        ("refresh_token", "Atzr|A1NORTH"),
        ("client_id", "client-A1NORTH"),
        ("client_secret", "secret-A1NORTH"),
    ];
    for extra in [("scope", "sellingpartnerapi::notifications"), ("client_id", "client-A1NORTH")] {
        let form: Vec<_> = good.into_iter().chain([extra]).collect();
        assert_eq!(world.post_form(&form).await.json["error"], "invalid_request");
    }
    let text = Request::post("/auth/o2/token").header("content-type", "text/plain").body(Bytes::from("{}"));
    assert_eq!(world.send(text.unwrap()).await.json["error"], "invalid_request");
}

#[tokio::test(start_paused = true)]
async fn the_token_endpoint_takes_json_as_well_as_a_form() {
    let world = World::new().await;
    let send = async |body: Value| {
        let request = Request::post("/auth/o2/token")
            .header("content-type", "application/json; charset=UTF-8")
            .body(Bytes::from(body.to_string()));
        world.send(request.unwrap()).await
    };
    let mut grant = json!({
        "grant_type": "refresh_token",
        "refresh_token": "Atzr|A1NORTH",
        "client_id": "client-A1NORTH",
        "client_secret": "secret-A1NORTH",
    });
    let reply = send(grant.clone()).await;
    assert_eq!((reply.status, &reply.json["expires_in"]), (200, &json!(3600)));
    let token = reply.json["access_token"].as_str().unwrap();
    assert_eq!(world.get_as(token, &format!("{SEARCH}?{GOOD}")).await.status, 200);
    for bad in [json!({}), json!([]), json!({ "grant_type": 1 })] {
        let reply = send(bad).await;
        assert_eq!((reply.status, &reply.json["error"]), (400, &json!("invalid_request")));
    }
    grant["client_secret"] = json!("wrong");
    assert_eq!(send(grant).await.status, 401);
}

#[tokio::test(start_paused = true)]
async fn a_revoked_refresh_token_buys_nothing_until_the_seller_comes_back() {
    let world = World::new().await;
    world.fake.revoke_refresh_token(NORTH);
    assert_eq!(world.token(NORTH).await.json["error"], "invalid_grant");
    assert_eq!(world.token(EUROPE).await.status, 200);
    world.fake.add_seller(seller(NORTH, "NA", &[US]));
    assert_eq!(world.token(NORTH).await.status, 200);
}

#[tokio::test(start_paused = true)]
async fn a_scripted_failure_of_the_token_endpoint_has_its_shape() {
    let world = World::new().await;
    world.fake.fail_next("token", Failure::Status(503));
    world.fake.fail_next("token", Failure::Throttle);
    world.fake.fail_next("token", Failure::CutBody);
    let reply = world.token(NORTH).await;
    assert_eq!((reply.status, &reply.json["error"]), (503, &json!("temporarily_unavailable")));
    assert_eq!(world.token(NORTH).await.status, 429);
    let cut = world.token(NORTH).await;
    assert_eq!((cut.status, cut.json), (200, Value::Null));
    assert_eq!(world.token(NORTH).await.status, 200);
}

// Access.

#[tokio::test(start_paused = true)]
async fn a_call_without_a_token_is_told_so() {
    let world = World::new().await;
    let request =
        Request::get(format!("{SEARCH}?{GOOD}")).header("user-agent", "Tests/1.0").body(Bytes::new());
    let reply = world.send(request.unwrap()).await;
    assert_eq!((reply.status, reply.code()), (403, "Unauthorized"));
    assert_eq!(reply.json["errors"][0]["message"], "Access to requested resource is denied.");
    assert!(reply.details().contains("missing"));
    assert!(!reply.headers.contains_key("x-amzn-ratelimit-limit"));
}

#[tokio::test(start_paused = true)]
async fn an_unknown_token_and_an_expired_one_are_told_apart() {
    let world = World::new().await;
    let unknown = world.get_as("Atza|made-up", &format!("{SEARCH}?{GOOD}")).await;
    assert_eq!(unknown.details(), "The access token you provided is revoked, malformed or invalid.");
    tokio::time::advance(Duration::from_secs(3599)).await;
    assert_eq!(world.search(GOOD).await.status, 200);
    tokio::time::advance(Duration::from_secs(1)).await;
    let expired = world.search(GOOD).await;
    assert_eq!((expired.status, expired.details()), (403, "The access token you provided has expired."));
}

#[tokio::test(start_paused = true)]
async fn tokens_expire_on_command_and_live_as_long_as_set() {
    let world = World::new().await;
    world.fake.expire_access_tokens();
    assert!(world.search(GOOD).await.details().contains("expired"));
    world.fake.set_token_lifetime(Duration::from_secs(60));
    let reply = world.token(NORTH).await;
    assert_eq!(reply.json["expires_in"], 60);
    let token = reply.json["access_token"].as_str().unwrap();
    assert_eq!(world.get_as(token, &format!("{SEARCH}?{GOOD}")).await.status, 200);
    tokio::time::advance(Duration::from_secs(60)).await;
    assert_eq!(world.get_as(token, &format!("{SEARCH}?{GOOD}")).await.status, 403);
}

#[tokio::test(start_paused = true)]
async fn a_regional_endpoint_refuses_a_token_of_another_region_without_a_reason() {
    let world = World::new().await;
    let path = format!("{SEARCH}?{GOOD}");
    let wrong = world.get(&format!("https://sellingpartnerapi-eu.amazon.com{path}")).await;
    assert_eq!((wrong.status, wrong.details()), (403, ""));
    assert_eq!(world.get(&format!("https://sellingpartnerapi-na.amazon.com{path}")).await.status, 200);
    assert_eq!(world.get(&format!("http://127.0.0.1:8080{path}")).await.status, 200);
}

#[tokio::test(start_paused = true)]
async fn a_user_agent_is_required_and_short() {
    let world = World::new().await;
    let with_agent = |agent: Option<String>| {
        let mut request = Request::get(format!("{SEARCH}?{GOOD}")).header("x-amz-access-token", &world.north);
        if let Some(agent) = agent {
            request = request.header("user-agent", agent);
        }
        world.send(request.body(Bytes::new()).unwrap())
    };
    assert_eq!(with_agent(None).await.status, 403);
    assert_eq!(with_agent(Some(String::new())).await.status, 403);
    assert_eq!(with_agent(Some("x".repeat(500))).await.status, 200);
    assert_eq!(with_agent(Some("x".repeat(501))).await.status, 400);
}

#[tokio::test(start_paused = true)]
async fn a_get_with_a_body_is_stopped_by_the_gateway() {
    let world = World::new().await;
    let request =
        Request::get(format!("{SEARCH}?{GOOD}")).header("user-agent", "Tests/1.0").body(Bytes::from("{}"));
    let reply = world.send(request.unwrap()).await;
    assert_eq!((reply.status, reply.headers["content-type"].to_str().unwrap()), (400, "text/html"));
}

#[tokio::test(start_paused = true)]
async fn unknown_paths_and_wrong_methods_are_refused() {
    let world = World::new().await;
    for path in ["/", "/orders/v9/orders", "/orders/2026-01-01/orders/", "/orders/2026-01-01/orders/1/items"]
    {
        let reply = world.get(path).await;
        assert_eq!((reply.status, reply.code()), (404, "NotFound"), "{path}");
    }
    let post = world.send(Request::post(SEARCH).body(Bytes::new()).unwrap()).await;
    assert_eq!((post.status, post.code()), (405, "InvalidInput"));
    assert_eq!(world.get("/auth/o2/token").await.status, 405);
    assert_eq!(world.fake.calls()["unknown"], 4);
}

#[tokio::test(start_paused = true)]
async fn a_seller_sees_only_its_own_orders() {
    let world = World::new().await;
    world.put("1", "2026-11-23T11:00:00Z");
    assert_eq!(world.search(GOOD).await.ids(), ["1"]);
    assert!(world.get_as(&world.europe, &format!("{SEARCH}?{GOOD}")).await.ids().is_empty());
    assert_eq!(world.get_as(&world.europe, &format!("{SEARCH}/1")).await.status, 404);
}

// Usage plans.

#[tokio::test(start_paused = true)]
async fn the_bucket_starts_full_and_fills_at_the_rate() {
    let world = World::new().await;
    world.fake.set_plan("searchOrders", 0.0056, 20);
    for _ in 0..20 {
        assert_eq!(world.search(GOOD).await.status, 200);
    }
    let refused = world.search(GOOD).await;
    assert_eq!((refused.status, refused.code()), (429, "QuotaExceeded"));
    assert_eq!(refused.json["errors"][0]["message"], "You exceeded your quota for the requested resource.");
    assert!(!refused.headers.contains_key("x-amzn-ratelimit-limit"));
    assert!(refused.headers.contains_key("x-amzn-requestid"));
    tokio::time::advance(Duration::from_secs(178)).await;
    assert_eq!(world.search(GOOD).await.status, 429);
    tokio::time::advance(Duration::from_secs(1)).await;
    assert_eq!(world.search(GOOD).await.status, 200);
    assert_eq!(world.fake.throttled(), 2);
    assert_eq!(world.fake.calls()["searchOrders"], 23);
}

#[tokio::test(start_paused = true)]
async fn a_new_service_uses_the_plans_of_the_model() {
    let fake =
        FakeSpApi::new(SharedClock::new(TokioClock::starting_at("2026-11-23T12:00:00Z".parse().unwrap())));
    fake.add_seller(seller(NORTH, "NA", &[US]));
    let world = World::of(fake);
    let world = World { north: world.new_token(NORTH).await, ..world };
    for (path, rate, burst) in
        [(format!("{SEARCH}?{GOOD}"), "0.0056", 20), (format!("{SEARCH}/1"), "0.5", 30)]
    {
        for _ in 0..burst {
            assert_eq!(world.get(&path).await.headers["x-amzn-ratelimit-limit"], rate);
        }
        assert_eq!(world.get(&path).await.status, 429);
    }
}

#[tokio::test(start_paused = true)]
async fn a_caller_that_computes_the_same_bucket_is_never_refused() {
    let world = World::new().await;
    world.fake.set_plan("getOrder", 0.3, 1);
    for _ in 0..200 {
        assert_eq!(world.get(&format!("{SEARCH}/1")).await.status, 404);
        // One token at this rate, in whole nanoseconds.
        tokio::time::advance(Duration::from_nanos(3_333_333_333)).await;
    }
}

#[tokio::test(start_paused = true)]
async fn buckets_are_by_operation_and_seller() {
    let world = World::new().await;
    world.fake.set_plan("searchOrders", 0.001, 1);
    assert_eq!(world.search(GOOD).await.status, 200);
    assert_eq!(world.search(GOOD).await.status, 429);
    assert_eq!(world.get(&format!("{SEARCH}/1")).await.status, 404);
    assert_eq!(world.get_as(&world.europe, &format!("{SEARCH}?{GOOD}")).await.status, 200);
}

#[tokio::test(start_paused = true)]
async fn a_new_plan_keeps_what_the_bucket_holds() {
    let world = World::new().await;
    world.fake.set_plan("searchOrders", 1.0, 2);
    assert_eq!(world.search(GOOD).await.status, 200);
    world.fake.set_plan("searchOrders", 0.001, 10);
    assert_eq!(world.search(GOOD).await.status, 200);
    assert_eq!(world.search(GOOD).await.status, 429);
}

#[tokio::test(start_paused = true)]
async fn refused_parameters_cost_quota_and_tell_the_rate() {
    let world = World::new().await;
    world.fake.set_plan("searchOrders", 0.25, 1);
    let bad = world.search("nonsense=1").await;
    assert_eq!((bad.status, bad.headers["x-amzn-ratelimit-limit"].to_str().unwrap()), (400, "0.25"));
    assert_eq!(world.search(GOOD).await.status, 429);
}

// Parameters of a search.

#[tokio::test(start_paused = true)]
async fn exactly_one_lower_bound_is_required() {
    let world = World::new().await;
    for query in [
        "",
        "createdBefore=2026-11-23T11:00:00Z",
        "createdAfter=2026-11-23T10:00:00Z&lastUpdatedAfter=2026-11-23T10:00:00Z",
    ] {
        assert!(world.refused(query).await.contains("Exactly one"), "{query}");
    }
}

#[tokio::test(start_paused = true)]
async fn an_upper_bound_goes_with_its_own_family() {
    let world = World::new().await;
    world.refused(&format!("{GOOD}&createdBefore=2026-11-23T11:00:00Z")).await;
    world.refused("createdAfter=2026-11-23T10:00:00Z&lastUpdatedBefore=2026-11-23T11:00:00Z").await;
}

#[tokio::test(start_paused = true)]
async fn an_upper_bound_is_after_the_lower_and_two_minutes_old() {
    let world = World::new().await;
    world.refused(&format!("{GOOD}&lastUpdatedBefore=2026-11-23T10:29:59Z")).await;
    world.refused(&format!("{GOOD}&lastUpdatedBefore=2026-11-23T11:58:01Z")).await;
    for bound in ["2026-11-23T10:30:00Z", "2026-11-23T11:58:00Z"] {
        let reply = world.search(&format!("{GOOD}&lastUpdatedBefore={bound}")).await;
        assert_eq!((reply.status, &reply.json["lastUpdatedBefore"]), (200, &json!(bound)));
    }
}

#[tokio::test(start_paused = true)]
async fn a_lower_bound_of_just_now_is_refused() {
    let world = World::new().await;
    world.refused("createdAfter=2026-11-23T11:58:01Z").await;
    assert_eq!(world.search("createdAfter=2026-11-23T11:58:00Z").await.status, 200);
}

#[tokio::test(start_paused = true)]
async fn bad_values_are_refused_by_name() {
    let world = World::new().await;
    let fifty_one = [US; 51].join(",");
    for (parameter, value) in [
        ("fulfillmentStatuses", "Shipped"),
        ("fulfillmentStatuses", "SHIPPED,CANCELED"),
        ("fulfillmentStatuses", "SHIPPED,"),
        ("fulfilledBy", "AFN"),
        ("includedData", "BUYER,RECEIPT"),
        ("includedData", ""),
        ("marketplaceIds", GERMANY),
        ("marketplaceIds", &fifty_one),
        ("maxResultsPerPage", "0"),
        ("maxResultsPerPage", "101"),
        ("maxResultsPerPage", "ten"),
        ("paginationToken", "made-up"),
    ] {
        let details = world.refused(&format!("{GOOD}&{parameter}={value}")).await;
        assert!(details.contains(parameter), "{details}");
    }
}

#[tokio::test(start_paused = true)]
async fn times_are_iso_8601_with_an_offset() {
    let world = World::new().await;
    for text in ["yesterday", "2026-11-23", "2026-11-23T10:30:00", "2026-11-23%2010:30:00Z", "1763893800"] {
        assert!(world.refused(&format!("createdAfter={text}")).await.contains("createdAfter"));
    }
    // A plus sign that is not encoded arrives as a blank.
    world.refused("createdAfter=2026-11-23T10:30:00+01:00").await;
    for text in ["2026-11-23T10:30:00%2B01:00", "2026-11-23T10:30:00.123Z"] {
        assert_eq!(world.search(&format!("createdAfter={text}")).await.status, 200, "{text}");
    }
}

#[tokio::test(start_paused = true)]
async fn parameters_that_the_operation_does_not_know_are_ignored() {
    let world = World::new().await;
    assert_eq!(world.search(&format!("{GOOD}&details=true&nextToken=x")).await.status, 200);
}

#[tokio::test(start_paused = true)]
async fn no_operation_minds_parameters_that_it_does_not_know() {
    let world = World::new().await;
    let application = world.application_token().await;
    // What a list needs to be answered with 200; everything else is refused with or without them.
    let needed = |operation: &str| match operation {
        "searchOrders" => GOOD.to_owned(),
        "getOrders" => format!("MarketplaceIds={US}&CreatedAfter=2026-11-20T00:00:00Z"),
        "getReports" => "reportTypes=GET_MERCHANT_LISTINGS_ALL_DATA".to_owned(),
        "getFeeds" => "feedTypes=JSON_LISTINGS_FEED".to_owned(),
        "getInventorySummaries" => {
            format!("granularityType=Marketplace&granularityId={US}&marketplaceIds={US}")
        }
        "listTransactions" => "postedAfter=2026-11-20T00:00:00Z".to_owned(),
        "getSubscriptions" => "notificationTypes=ORDER_CHANGE".to_owned(),
        "searchListingsItems" => format!("marketplaceIds={US}"),
        "searchCatalogItems" => format!("marketplaceIds={US}&keywords=cup"),
        _ => String::new(),
    };
    for route in routes::APIS.iter().flat_map(|api| api.routes) {
        let segments = route.path.split('/').map(|segment| match segment {
            "{sellerId}" => NORTH,
            parameter if parameter.starts_with('{') => "unknown",
            literal => literal,
        });
        let path = segments.collect::<Vec<_>>().join("/");
        let token = if matches!(route.access, Access::Grantless(_)) { &application } else { &world.north };
        let body = if matches!(route.method, "GET" | "DELETE") { Value::Null } else { json!({}) };
        let query = needed(route.operation);
        let plain = world.call_as(token, route.method, &format!("{path}?{query}"), body.clone()).await;
        let more =
            world.call_as(token, route.method, &format!("{path}?{query}&details=true&x=1"), body).await;
        assert_eq!(
            (more.status, &more.json["errors"]),
            (plain.status, &plain.json["errors"]),
            "{}",
            route.operation
        );
        assert!(query.is_empty() || plain.status == 200, "{}: {}", route.operation, plain.text);
    }
}

#[tokio::test(start_paused = true)]
async fn a_parameter_that_comes_twice_is_refused() {
    let world = World::new().await;
    let details = world.refused(&format!("{GOOD}&maxResultsPerPage=5&maxResultsPerPage=6")).await;
    assert!(details.contains("twice"));
}

// Results of a search.

#[tokio::test(start_paused = true)]
async fn both_bounds_are_inclusive_and_the_default_is_two_minutes_ago() {
    let world = World::new().await;
    world.put("early", "2026-11-23T10:29:59Z");
    world.put("first", "2026-11-23T10:30:00Z");
    world.put("last", "2026-11-23T11:58:00Z");
    world.put("late", "2026-11-23T11:58:01Z");
    let reply = world.search(GOOD).await;
    assert_eq!(reply.ids(), ["first", "last"]);
    assert_eq!(reply.json["lastUpdatedBefore"], "2026-11-23T11:58:00Z");
    assert!(reply.json.get("createdBefore").is_none());
    let created = world.search("createdAfter=2026-11-23T09:00:00Z").await;
    assert_eq!(created.ids().len(), 4);
    assert_eq!(created.json["createdBefore"], "2026-11-23T11:58:00Z");
    tokio::time::advance(Duration::from_secs(1)).await;
    assert_eq!(world.search(GOOD).await.ids(), ["first", "last", "late"]);
}

#[tokio::test(start_paused = true)]
async fn orders_come_by_time_and_then_by_id() {
    let world = World::new().await;
    world.put("c", "2026-11-23T11:00:00Z");
    world.put("b", "2026-11-23T11:00:01Z");
    world.put("a", "2026-11-23T11:00:00Z");
    assert_eq!(world.search(GOOD).await.ids(), ["a", "c", "b"]);
}

#[tokio::test(start_paused = true)]
async fn filters_look_at_the_stored_order_whatever_is_included() {
    let world = World::new().await;
    world.put("mfn", "2026-11-23T11:00:00Z");
    let mut fba = order("fba", "2026-11-23T11:00:01Z");
    fba["fulfillment"] = json!({ "fulfillmentStatus": "SHIPPED", "fulfilledBy": "AMAZON" });
    fba["salesChannel"]["marketplaceId"] = json!(CANADA);
    world.fake.put_order(NORTH, fba);
    for (filter, ids) in [
        ("fulfilledBy=AMAZON".to_owned(), vec!["fba"]),
        ("fulfilledBy=AMAZON,MERCHANT".to_owned(), vec!["mfn", "fba"]),
        ("fulfillmentStatuses=UNSHIPPED%2CPENDING".to_owned(), vec!["mfn"]),
        (format!("marketplaceIds={CANADA}"), vec!["fba"]),
        ("fulfilledBy=AMAZON&fulfillmentStatuses=UNSHIPPED".to_owned(), vec![]),
    ] {
        assert_eq!(world.search(&format!("{GOOD}&{filter}")).await.ids(), ids, "{filter}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_walk_sees_each_order_once_and_ends_without_an_empty_page() {
    let world = World::new().await;
    for index in 0..6 {
        // Three share a second, across the border of a page.
        world.put(&format!("o{index}"), &format!("2026-11-23T11:00:0{}Z", index / 3));
    }
    let query = format!("{GOOD}&maxResultsPerPage=2");
    assert_eq!(walk(&world, &query).await, [["o0", "o1"], ["o2", "o3"], ["o4", "o5"]]);
    let all = world.search(&format!("{GOOD}&maxResultsPerPage=6")).await;
    assert!(all.next_token().is_none());
    assert!(all.json.get("pagination").is_none());
}

#[tokio::test(start_paused = true)]
async fn an_order_that_changes_while_someone_pages_shows_up_again_and_none_is_skipped() {
    let world = World::new().await;
    for index in 0..5 {
        world.put(&format!("o{index}"), &format!("2026-11-23T11:00:0{index}Z"));
    }
    let query = format!("{GOOD}&maxResultsPerPage=2");
    let first = world.search(&query).await;
    assert_eq!(first.ids(), ["o0", "o1"]);
    world.put("o0", "2026-11-23T11:00:09Z");
    world.fake.remove_order(NORTH, "o1");
    let second = world.next_page(&query, first.next_token().unwrap()).await;
    assert_eq!(second.ids(), ["o2", "o3"]);
    let third = world.next_page(&query, second.next_token().unwrap()).await;
    assert_eq!(third.ids(), ["o4", "o0"]);
    assert!(third.next_token().is_none());
}

#[tokio::test(start_paused = true)]
async fn the_upper_bound_stands_still_while_someone_pages() {
    let world = World::new().await;
    for index in 0..3 {
        world.put(&format!("o{index}"), &format!("2026-11-23T11:00:0{index}Z"));
    }
    let query = format!("{GOOD}&maxResultsPerPage=2");
    let first = world.search(&query).await;
    tokio::time::advance(Duration::from_secs(600)).await;
    world.put("o2", "2026-11-23T11:59:00Z");
    let second = world.next_page(&query, first.next_token().unwrap()).await;
    assert!(second.ids().is_empty());
    assert_eq!(second.json["lastUpdatedBefore"], first.json["lastUpdatedBefore"]);
    // The next window begins at the echoed bound and has it.
    assert_eq!(world.search("lastUpdatedAfter=2026-11-23T11:58:00Z").await.ids(), ["o2"]);
}

#[tokio::test(start_paused = true)]
async fn a_page_token_holds_for_its_seller_its_parameters_and_a_day() {
    let world = World::new().await;
    for index in 0..5 {
        world.put(&format!("o{index}"), &format!("2026-11-23T11:00:0{index}Z"));
    }
    let query = format!("{GOOD}&maxResultsPerPage=2");
    let first = world.search(&query).await;
    let token = first.next_token().unwrap();
    assert_eq!(world.next_page(&format!("{GOOD}&includedData=TAX"), token).await.ids(), ["o2", "o3", "o4"]);
    assert_eq!(world.next_page(&query, token).await.ids(), ["o2", "o3"], "a page can be read again");
    let other = world.next_page(&format!("{query}&fulfilledBy=MERCHANT"), token).await;
    assert!(other.details().contains("differ"));
    let encoded: String = url::form_urlencoded::byte_serialize(token.as_bytes()).collect();
    let foreign = world.get_as(&world.europe, &format!("{SEARCH}?{query}&paginationToken={encoded}")).await;
    assert!(foreign.details().contains("not valid"));
    let unencoded = world.search(&format!("{query}&paginationToken={token}")).await;
    assert_eq!(unencoded.status, 400, "a token must be encoded");

    world.fake.set_token_lifetime(Duration::from_secs(100_000));
    let lasting = world.new_token(NORTH).await;
    tokio::time::advance(Duration::from_secs(86_400)).await;
    let late = world.get_as(&lasting, &format!("{SEARCH}?{query}&paginationToken={encoded}")).await;
    assert!(late.details().contains("expired"));
    world.fake.set_page_token_lifetime(Duration::from_secs(90_000));
    let again = world.get_as(&lasting, &format!("{SEARCH}?{query}&paginationToken={encoded}")).await;
    assert_eq!(again.ids(), ["o2", "o3"]);
}

// Datasets.

#[tokio::test(start_paused = true)]
async fn a_dataset_brings_its_blocks_and_nothing_else_does() {
    let world = World::new().await;
    let plain = [
        "createdTime",
        "lastUpdatedTime",
        "orderAliases",
        "orderId",
        "orderItems",
        "programs",
        "salesChannel",
    ];
    let plain_item = ["orderItemId", "product", "quantityOrdered"];
    let blocks = [
        ("BUYER", vec!["buyer"], vec![]),
        ("RECIPIENT", vec!["recipient"], vec![]),
        ("PROCEEDS", vec!["proceeds"], vec!["proceeds"]),
        ("EXPENSE", vec![], vec!["expense"]),
        ("PROMOTION", vec![], vec!["promotion"]),
        ("CANCELLATION", vec![], vec!["cancellation"]),
        ("FULFILLMENT", vec!["fulfillment"], vec!["fulfillment"]),
        ("PACKAGES", vec!["packages"], vec![]),
        ("TAX", vec!["tax"], vec!["tax"]),
        ("PAYMENT", vec!["payment"], vec![]),
        ("FULFILLMENT_ORDERS", vec!["fulfillmentOrders"], vec![]),
    ];
    world.holds_odd_data.store(true, Ordering::Relaxed);
    let mut full = order("1", "2026-11-23T11:00:00Z");
    let mut item = json!({});
    for name in plain_item.iter().chain(blocks.iter().flat_map(|(_, _, item)| item)) {
        item[*name] = json!({});
    }
    for name in plain.iter().chain(blocks.iter().flat_map(|(_, order, _)| order)) {
        if full.get(*name).is_none() {
            full[*name] = json!({});
        }
    }
    full["orderItems"] = json!([item]);
    world.fake.put_order(NORTH, full.clone());

    let keys = |value: &Value| value.as_object().unwrap().keys().cloned().collect::<BTreeSet<_>>();
    let set =
        |left: &[&str], right: &[&str]| left.iter().chain(right).map(|name| (*name).to_owned()).collect();
    let bare = world.get(&format!("{SEARCH}/1")).await.json["order"].take();
    assert_eq!(keys(&bare), set(&plain, &[]));
    assert_eq!(keys(&bare["orderItems"][0]), set(&plain_item, &[]));
    for (dataset, order_blocks, item_blocks) in &blocks {
        let one = world.get(&format!("{SEARCH}/1?includedData={dataset}")).await.json["order"].take();
        assert_eq!(keys(&one), set(&plain, order_blocks), "{dataset}");
        assert_eq!(keys(&one["orderItems"][0]), set(&plain_item, item_blocks), "{dataset}");
        let listed = world.search(&format!("{GOOD}&includedData={dataset}")).await.json["orders"][0].take();
        assert_eq!(listed, one, "{dataset}");
    }
    let every: Vec<&str> = blocks.iter().map(|(name, _, _)| *name).collect();
    let all = world.get(&format!("{SEARCH}/1?includedData={}", every.join(","))).await;
    assert_eq!(all.json["order"], full);
}

#[tokio::test(start_paused = true)]
async fn get_order_ignores_other_parameters_and_knows_what_it_has() {
    let world = World::new().await;
    world.put("114-1/x", "2026-11-23T11:00:00Z");
    assert_eq!(world.get(&format!("{SEARCH}/114-1%2Fx")).await.json["order"]["orderId"], "114-1/x");
    let missing = world.get(&format!("{SEARCH}/2")).await;
    assert_eq!((missing.status, missing.code()), (404, "NotFound"));
    assert_eq!(world.get(&format!("{SEARCH}/2?marketplaceIds={US}")).await.status, 404);
    assert_eq!(world.get(&format!("{SEARCH}/2?includedData=ALL")).await.status, 400);
}

#[tokio::test(start_paused = true)]
async fn an_order_without_times_or_items_is_served_all_the_same() {
    let world = World::new().await;
    world.holds_odd_data.store(true, Ordering::Relaxed);
    world.fake.put_order(NORTH, json!({ "orderId": "odd", "orderItems": 3 }));
    world.fake.put_order(NORTH, json!("not even an object"));
    tokio::time::advance(Duration::from_secs(120)).await;
    assert_eq!(
        world.search(GOOD).await.json["orders"],
        json!(["not even an object", { "orderId": "odd", "orderItems": 3 }])
    );
}

// Failures, latency, and what the service tells about itself.

#[tokio::test(start_paused = true)]
async fn scripted_failures_come_in_turn_and_then_all_is_well() {
    let world = World::new().await;
    world.put("1", "2026-11-23T11:00:00Z");
    for failure in [
        Failure::Status(500),
        Failure::Status(503),
        Failure::StatusHtml(502),
        Failure::Throttle,
        Failure::CutBody,
        Failure::EmptyBody,
    ] {
        world.fake.fail_next("searchOrders", failure);
    }
    assert_eq!(world.get(&format!("{SEARCH}/1")).await.status, 200, "another operation goes on");
    assert_eq!(world.search(GOOD).await.code(), "InternalFailure");
    assert_eq!(world.search(GOOD).await.code(), "ServiceUnavailable");
    let html = world.search(GOOD).await;
    assert_eq!((html.status, html.headers["content-type"].to_str().unwrap()), (502, "text/html"));
    assert_eq!(world.search(GOOD).await.code(), "QuotaExceeded");
    let cut = world.search(GOOD).await;
    assert_eq!((cut.status, &cut.json), (200, &Value::Null));
    assert!(cut.text.starts_with('{'));
    let empty = world.search(GOOD).await;
    assert_eq!((empty.status, empty.text.as_str()), (200, ""));
    assert_eq!(world.search(GOOD).await.ids(), ["1"]);
    assert_eq!(world.fake.throttled(), 0);
    assert_eq!(world.fake.calls()["searchOrders"], 7);
}

#[tokio::test(start_paused = true)]
async fn a_refused_call_leaves_the_script_alone() {
    let world = World::new().await;
    world.fake.fail_next("searchOrders", Failure::Status(500));
    assert_eq!(world.get_as("Atza|made-up", &format!("{SEARCH}?{GOOD}")).await.status, 403);
    assert_eq!(world.search(GOOD).await.status, 500);
}

#[tokio::test(start_paused = true)]
async fn answers_take_their_time_within_the_limits() {
    let world = World::new().await;
    let (min, max) = (Duration::from_millis(50), Duration::from_millis(150));
    world.fake.set_latency(Latency { min, max });
    let mut seen = BTreeSet::new();
    for _ in 0..20 {
        let start = tokio::time::Instant::now();
        assert_eq!(world.search(GOOD).await.status, 200);
        let took = start.elapsed();
        // Tokio's timer counts whole milliseconds.
        assert!(took >= min && took <= max + Duration::from_millis(1), "{took:?}");
        seen.insert(took);
    }
    assert!(seen.len() > 5);
}

#[tokio::test(start_paused = true)]
async fn every_answer_has_a_date_and_its_own_request_id() {
    let world = World::new().await;
    let replies = [world.search(GOOD).await, world.search("x=1").await, world.get("/nowhere").await];
    let ids: BTreeSet<_> =
        replies.iter().map(|reply| reply.headers["x-amzn-requestid"].clone().as_bytes().to_vec()).collect();
    assert_eq!(ids.len(), 3);
    assert_eq!(replies[0].headers["date"], "Mon, 23 Nov 2026 12:00:00 GMT");
}

#[tokio::test(start_paused = true)]
async fn debug_output_holds_no_secret() {
    let world = World::new().await;
    let text = format!("{:?} {:?}", world.fake, seller(NORTH, "NA", &[US]));
    for secret in ["secret-", "Atzr", "Atza", world.north.as_str()] {
        assert!(!text.contains(secret), "{text}");
    }
    assert!(text.contains(NORTH));
}

#[tokio::test(start_paused = true)]
async fn generated_orders_are_all_found_by_paging() {
    let world = World::new().await;
    let until = "2026-11-23T12:00:00Z".parse().unwrap();
    let generated = generate::generate(3, 250, until);
    for order in &generated.orders {
        world.fake.put_order(NORTH, order.json.clone());
    }
    let pages = walk(&world, "lastUpdatedAfter=2026-11-22T12:00:00Z").await;
    assert_eq!(pages.iter().map(Vec::len).collect::<Vec<_>>(), [100, 100, 50]);
    let ids: BTreeSet<_> = pages.into_iter().flatten().collect();
    assert_eq!(ids.len(), 250);
    assert_eq!(world.fake.orders(NORTH).len(), 250);
}
