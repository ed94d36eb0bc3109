//! The client against a simulated Amazon, in one process and on virtual time.

#![allow(clippy::unwrap_used, reason = "helpers of tests may panic, as tests may")]

mod recorder;
mod world;

use std::{collections::BTreeSet, error::Error as _, time::Duration};

use chrono::{DateTime, TimeDelta, Utc};
use commerce_client_core::{clock::Clock as _, page::PageToken};
use futures_util::{StreamExt as _, TryStreamExt as _, future::join_all, pin_mut};
use http::Method;
use recorder::recorded;
use serde_json::{Value, json};
use sp_api_client::tokens::{DataElement, RestrictedData};
use sp_api_client::{
    BuildError, Error, ErrorKind, LwaCredentials, Marketplace, Region, RetryPolicy, SpApi,
    ids::SellerSku,
    operation::Operation,
    orders::{IncludedData, MarketplaceId, OrderId, SearchOrders, SearchOrdersResponse},
    testing::{Failure, Latency, generate::generate},
};
use tokio::time::{Instant, timeout_at};
use world::{CLIENT_ID, REFRESH_TOKEN, SELLER, World};

const DAY: Duration = Duration::from_secs(86_400);

impl World {
    /// Stores this many orders of the last day, and tells their ids.
    fn with_orders(&self, count: usize) -> BTreeSet<String> {
        let orders = generate(7, count, self.clock.now()).orders;
        let ids = orders.iter().map(|order| order.json["orderId"].as_str().unwrap().to_owned()).collect();
        for order in orders {
            self.fake.put_order(SELLER, order.json);
        }
        ids
    }

    fn yesterday(&self) -> DateTime<Utc> {
        self.clock.now() - TimeDelta::days(2)
    }

    /// A search that finds every order of the world.
    fn search(&self, api: &SpApi) -> SearchOrders {
        api.orders().search().last_updated_after(self.yesterday())
    }

    fn calls(&self, operation: &str) -> u64 {
        self.fake.calls().get(operation).copied().unwrap_or_default()
    }
}

fn ids(page: &SearchOrdersResponse) -> Vec<String> {
    page.orders.iter().map(|order| order.good().unwrap().order_id.to_string()).collect()
}

async fn walk(search: SearchOrders) -> Result<Vec<String>, Error> {
    search.items().map_ok(|order| order.order_id.to_string()).try_collect().await
}

/// Every order of `expected` once.
#[track_caller]
fn assert_each_once(walked: Vec<String>, expected: &BTreeSet<String>) {
    assert_eq!(walked.len(), expected.len());
    assert_eq!(&walked.into_iter().collect::<BTreeSet<_>>(), expected);
}

fn some_order() -> OrderId {
    OrderId::new("113-0000001-0000001").unwrap()
}

// ---- Who calls ------------------------------------------------------------------------------------------------

#[tokio::test(start_paused = true)]
async fn a_thousand_calls_at_once_fetch_one_token_and_again_one_when_it_ages() {
    let world = World::new();
    world.fake.set_plan("getMarketplaceParticipations", 1_000.0, 2_000);
    world.fake.set_latency(Latency { min: Duration::from_millis(50), max: Duration::from_millis(150) });
    // The operation's own plan would take a day for so many calls.
    static QUICK: Operation = Operation::new(
        "sellers",
        "getMarketplaceParticipations",
        Method::GET,
        "/sellers/v1/marketplaceParticipations",
    )
    .with_plan(1_000.0, 2_000);
    let api = world.client();
    for (after, tokens) in
        [(Duration::ZERO, 1), (Duration::from_secs(3_500), 2), (Duration::from_secs(7_200), 3)]
    {
        tokio::time::advance(after).await;
        let calls = (0..1_000).map(|_| async { api.raw::<Value>(&QUICK).send().await });
        let outcomes = join_all(calls).await;
        assert!(outcomes.iter().all(Result::is_ok), "{outcomes:?}");
        assert_eq!(world.calls("token"), tokens, "cold, ahead of its end, and after it");
    }
    assert_eq!(api.calls(), [("getMarketplaceParticipations", 3_000), ("token", 3)].into());
}

#[tokio::test(start_paused = true)]
async fn a_token_that_cannot_be_renewed_serves_until_it_ends() {
    for failure in [Failure::Status(503), Failure::Status(400), Failure::Throttle, Failure::CutBody] {
        let world = World::new();
        let api = world.client();
        api.orders().get(&some_order(), &[]).await.unwrap_err();
        tokio::time::advance(Duration::from_secs(3_500)).await;
        for _ in 0..10 {
            world.fake.fail_next("token", failure.clone());
        }
        let error = api.orders().get(&some_order(), &[]).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::NotFound, "{failure:?} {error}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_token_refused_with_401_is_dropped_and_the_call_repeated_once() {
    let world = World::new();
    let api = world.client();
    world.fake.fail_next("getOrder", Failure::Status(401));
    let error = api.orders().get(&some_order(), &[]).await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::NotFound, 2));
    assert_eq!((world.calls("token"), world.calls("getOrder")), (2, 2));

    world.fake.fail_next("getOrder", Failure::Status(401));
    world.fake.fail_next("getOrder", Failure::Status(401));
    let error = api.orders().get(&some_order(), &[]).await.unwrap_err();
    assert_eq!((error.kind(), error.status(), error.attempts()), (ErrorKind::Auth, Some(401), 2));
    assert_eq!((world.calls("token"), world.calls("getOrder")), (3, 4));
}

#[tokio::test(start_paused = true)]
async fn grantless_calls_that_are_refused_do_not_stop_the_sellers() {
    let world = World::new();
    let api = world.client();
    api.orders().get(&some_order(), &[]).await.unwrap_err();
    world.fake.fail_next("token", Failure::Status(400));
    let refused = api.notifications().get_destinations().send().await.unwrap_err();
    assert_eq!((refused.kind(), refused.operation()), (ErrorKind::Auth, "token"));
    let error = api.orders().get(&some_order(), &[]).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NotFound, "{error}");
    let rested = api.notifications().get_destinations().send().await.unwrap_err();
    assert!(
        rested.to_string().starts_with("getDestinations: not sent, for access was refused 0 s ago"),
        "{rested}"
    );
}

#[tokio::test(start_paused = true)]
async fn a_restricted_token_that_has_ended_is_asked_for_again_and_stops_nobody_else() {
    for status in [401, 403] {
        let world = World::new();
        let api = world.client();
        let ended = || match status {
            401 => Failure::Status(401),
            _ => Failure::Expired,
        };
        let order = api
            .orders_v0()
            .get_order_address(&some_order())
            .restricted(RestrictedData::of([DataElement::ShippingAddress]));
        world.fake.fail_next("getOrderAddress", ended());
        assert_eq!(order.send().await.unwrap_err().kind(), ErrorKind::NotFound, "{status}");
        assert_eq!((world.calls("createRestrictedDataToken"), world.calls("getOrderAddress")), (2, 2));

        world.fake.fail_next("getOrderAddress", ended());
        world.fake.fail_next("getOrderAddress", ended());
        assert_eq!(order.send().await.unwrap_err().kind(), ErrorKind::Auth);
        assert_eq!(world.calls("createRestrictedDataToken"), 3);
        let error = api.orders().get(&some_order(), &[]).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::NotFound, "the seller's own calls go on: {error}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_restricted_call_that_the_role_does_not_cover_is_made_once() {
    let world = World::new();
    let order = world
        .client()
        .orders_v0()
        .get_order_address(&some_order())
        .restricted(RestrictedData::of([DataElement::ShippingAddress]));
    world.fake.fail_next("getOrderAddress", Failure::Status(403));
    assert_eq!(order.send().await.unwrap_err().kind(), ErrorKind::Auth);
    assert_eq!((world.calls("createRestrictedDataToken"), world.calls("getOrderAddress")), (1, 1));
}

/// An operation of an API that this crate has no types for.
static GET_ATTRIBUTES: Operation = Operation::new(
    "messaging",
    "GetAttributes",
    Method::GET,
    "/messaging/v1/orders/{amazonOrderId}/attributes",
)
.with_plan(1.0, 2);

#[tokio::test(start_paused = true)]
async fn an_operation_that_only_the_host_knows_goes_through_the_same_pipeline() {
    let (recorder, api) = recorded();
    let attributes = |id: &str| {
        api.raw::<Value>(&GET_ATTRIBUTES)
            .path("amazonOrderId", id.to_owned())
            .query_list("marketplaceIds", ["A", "B"])
    };
    let begun = Instant::now();
    for _ in 0..4 {
        let error = attributes("1/2 3").send().await.unwrap_err();
        assert_eq!((error.kind(), error.operation()), (ErrorKind::NotFound, "GetAttributes"));
    }
    assert_eq!(begun.elapsed().as_secs(), 2, "two at once, then one a second");
    let sent = &recorder.sent()[0];
    assert_eq!(sent.uri().path(), "/messaging/v1/orders/1%2F2%203/attributes");
    assert_eq!(sent.uri().query(), Some("marketplaceIds=A%2CB"));
    assert_eq!(sent.headers()["x-amz-access-token"], "Atza|1");
    let error = api.raw::<Value>(&GET_ATTRIBUTES).send().await.unwrap_err();
    assert!(error.to_string().contains("the path needs amazonOrderId"), "{error}");
    assert_eq!(recorder.sent().len(), 4);
}

#[tokio::test(start_paused = true)]
async fn what_a_typed_request_has_no_name_for_can_be_set_on_the_request_underneath() {
    let (recorder, api) = recorded();
    let request = api.sellers().get_marketplace_participations().into_request().query("new", "1");
    request.header("x-new", "2").send().await.unwrap_err();
    let sent = recorder.only();
    assert_eq!((sent.uri().query(), &sent.headers()["x-new"]), (Some("new=1"), &"2".parse().unwrap()));
}

#[tokio::test(start_paused = true)]
async fn a_list_parted_by_commas_refuses_a_value_that_it_would_part() {
    let (recorder, api) = recorded();
    let marketplace = MarketplaceId::new("ATVPDKIKX0DER").unwrap();
    let skus = ["MUG-1", "MUG,2"].map(|sku| SellerSku::new(sku).unwrap());
    let error = api.inventory().summaries(&marketplace).seller_skus(skus).send().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Config);
    assert!(error.to_string().contains("sellerSkus"), "{error}");
    assert!(recorder.sent().is_empty());
}

#[tokio::test(start_paused = true)]
async fn a_wrong_client_secret_is_named_and_nothing_is_sent_to_the_api() {
    let world = World::new();
    let wrong = LwaCredentials::new(CLIENT_ID, "MARKER-wrong", REFRESH_TOKEN);
    let api = world.builder().credentials(wrong).build().unwrap();
    let error = world.search(&api).send().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Auth);
    assert_eq!(
        error.to_string(),
        "token: access was refused (HTTP 401); invalid_client: Client authentication failed.; the client secret is \
         wrong or was rotated (secrets end after 180 days)"
    );
    assert_eq!(world.fake.calls(), [("token".to_owned(), 1)].into());
}

#[tokio::test(start_paused = true)]
async fn a_revoked_refresh_token_is_named_and_asked_about_once_a_minute() {
    let world = World::new();
    world.fake.revoke_refresh_token(SELLER);
    let api = world.client();
    let error = world.search(&api).send().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Auth);
    assert!(error.has_code("invalid_grant"));
    assert!(error.to_string().contains("the refresh token was revoked"), "{error}");
    for _ in 0..20 {
        assert_eq!(world.search(&api).send().await.unwrap_err().kind(), ErrorKind::Auth);
    }
    assert_eq!((world.calls("token"), world.calls("searchOrders")), (1, 0));
    tokio::time::advance(Duration::from_secs(61)).await;
    world.search(&api).send().await.unwrap_err();
    assert_eq!(world.calls("token"), 2);
}

#[tokio::test(start_paused = true)]
async fn a_token_endpoint_that_fails_for_a_moment_is_asked_again() {
    let world = World::new();
    world.fake.fail_next("token", Failure::Status(503));
    world.fake.fail_next("token", Failure::Throttle);
    world.fake.fail_next("token", Failure::CutBody);
    world.search(&world.client()).send().await.unwrap();
    assert_eq!((world.calls("token"), world.calls("searchOrders")), (4, 1));
}

#[tokio::test(start_paused = true)]
async fn a_token_that_expires_during_a_walk_is_renewed_and_the_walk_goes_on() {
    let world = World::new();
    let expected = world.with_orders(350);
    let api = world.client();
    let pages = world.search(&api).pages();
    pin_mut!(pages);
    let mut walked = ids(&pages.try_next().await.unwrap().unwrap());
    world.fake.expire_access_tokens();
    while let Some(page) = pages.try_next().await.unwrap() {
        walked.extend(ids(&page));
    }
    assert_each_once(walked, &expected);
    assert_eq!((world.calls("token"), world.calls("searchOrders")), (2, 5));
}

#[tokio::test(start_paused = true)]
async fn a_token_is_renewed_before_it_ends_so_that_no_call_meets_its_end() {
    let world = World::new();
    let api = world.client();
    for _ in 0..100 {
        api.orders().get(&some_order(), &[]).await.unwrap_err();
        tokio::time::advance(Duration::from_secs(100)).await;
    }
    assert_eq!((world.calls("token"), world.calls("getOrder")), (3, 100));
}

#[tokio::test(start_paused = true)]
async fn a_token_at_the_endpoint_of_another_region_is_refused_with_a_hint() {
    let world = World::new();
    let api = world.builder().region(Region::Europe).build().unwrap();
    let error = world.search(&api).send().await.unwrap_err();
    assert_eq!((error.kind(), error.status(), error.attempts()), (ErrorKind::Auth, Some(403), 1));
    assert!(error.hint().unwrap().contains("another region"));
    assert!(error.request_id().is_some());
}

#[tokio::test(start_paused = true)]
async fn a_user_agent_that_amazon_would_refuse_is_refused_at_once() {
    for agent in [String::new(), "a".repeat(501), "Größe/1.0".to_owned(), "two\nlines".to_owned()] {
        let error = World::new().builder().user_agent(agent).build().unwrap_err();
        assert_eq!(error, BuildError::BadUserAgent);
    }
}

// ---- Rules checked before a call is spent ---------------------------------------------------------------------

/// The search is refused for `reason`, by `send` and by `items`, and nothing is sent.
async fn assert_refused(change: impl FnOnce(SearchOrders, DateTime<Utc>) -> SearchOrders, reason: &str) {
    let world = World::new();
    let search = change(world.client().orders().search(), world.yesterday());
    for error in [search.send().await.unwrap_err(), walk(search.clone()).await.unwrap_err()] {
        assert_eq!(error.kind(), ErrorKind::Config);
        assert_eq!(error.to_string(), format!("searchOrders: {reason}"));
    }
    assert!(world.fake.calls().is_empty(), "{:?}", world.fake.calls());
}

#[tokio::test(start_paused = true)]
async fn a_search_without_a_beginning_is_not_sent() {
    assert_refused(|search, _| search, "give created_after or last_updated_after").await;
}

#[tokio::test(start_paused = true)]
async fn a_search_with_only_an_end_is_not_sent() {
    assert_refused(|search, at| search.created_before(at), "give created_after or last_updated_after").await;
}

#[tokio::test(start_paused = true)]
async fn a_search_with_two_beginnings_is_not_sent() {
    let both = |search: SearchOrders, at| search.created_after(at).last_updated_after(at);
    assert_refused(both, "give created_after or last_updated_after, not both").await;
}

#[tokio::test(start_paused = true)]
async fn a_window_of_two_kinds_is_not_sent() {
    let reason = "the end of the window must be of the same kind as its beginning";
    assert_refused(|search, at| search.created_after(at).last_updated_before(at), reason).await;
    assert_refused(|search, at| search.last_updated_after(at).created_before(at), reason).await;
}

#[tokio::test(start_paused = true)]
async fn a_window_that_ends_before_it_begins_is_not_sent() {
    let backwards =
        |search: SearchOrders, at| search.created_after(at).created_before(at - TimeDelta::seconds(1));
    assert_refused(backwards, "the window ends before it begins").await;
}

#[tokio::test(start_paused = true)]
async fn a_search_of_more_than_fifty_marketplaces_is_not_sent() {
    let many = |search: SearchOrders, at| {
        let ids = (0..51).map(|n| MarketplaceId::new(format!("A{n}")).unwrap());
        ids.fold(search.created_after(at), |search, id| search.marketplace(id))
    };
    assert_refused(many, "at most 50 marketplaces a call").await;
}

#[tokio::test(start_paused = true)]
async fn a_page_of_no_orders_or_of_more_than_a_hundred_is_not_sent() {
    for size in [0, 101] {
        let page = move |search: SearchOrders, at| search.created_after(at).max_results_per_page(size);
        assert_refused(page, "a page holds 1 to 100 orders").await;
    }
}

#[tokio::test(start_paused = true)]
async fn what_the_rules_allow_amazon_accepts() {
    let world = World::new();
    let (api, at) = (world.client(), world.yesterday());
    let two_minutes_ago = world.clock.now() - TimeDelta::minutes(2);
    let search = || api.orders().search();
    for search in [
        search().created_after(at).created_before(at),
        search().last_updated_after(at).last_updated_before(two_minutes_ago),
        search().created_after(at).max_results_per_page(1).marketplace(Marketplace::US),
        search().created_after(at).max_results_per_page(100).include(IncludedData::Tax),
    ] {
        search.send().await.unwrap();
    }
}

// ---- Pages ----------------------------------------------------------------------------------------------------

#[tokio::test(start_paused = true)]
async fn three_hundred_and_fifty_orders_come_in_four_calls_and_each_once() {
    let world = World::new();
    let expected = world.with_orders(350);
    assert_each_once(walk(world.search(&world.client())).await.unwrap(), &expected);
    assert_eq!(world.calls("searchOrders"), 4);
}

#[tokio::test(start_paused = true)]
async fn only_the_pages_that_are_looked_at_are_fetched() {
    let world = World::new();
    world.with_orders(350);
    let api = world.client();
    let first: Vec<_> = world.search(&api).items().take(100).try_collect().await.unwrap();
    assert_eq!((first.len(), world.calls("searchOrders")), (100, 1));
}

#[tokio::test(start_paused = true)]
async fn an_order_that_cannot_be_read_costs_itself_and_not_its_page() {
    let world = World::new();
    let expected = world.with_orders(150);
    let at = world.clock.now() - TimeDelta::hours(6);
    let odd = json!({ "orderId": "odd", "lastUpdatedTime": at.to_rfc3339(), "orderItems": "Jane Doe" });
    world.fake.put_order(SELLER, odd);
    let found: Vec<_> = world.search(&world.client()).items().collect().await;
    let (good, bad): (Vec<_>, Vec<_>) = found.into_iter().partition(Result::is_ok);
    assert_each_once(good.into_iter().map(|order| order.unwrap().order_id.to_string()).collect(), &expected);
    let errors: Vec<Error> = bad.into_iter().filter_map(Result::err).collect();
    assert_eq!(errors.len(), 1);
    assert_eq!(errors[0].kind(), ErrorKind::Decode);
    let text = errors[0].to_string();
    assert!(text.starts_with("searchOrders: order odd could not be decoded"), "{text}");
    assert!(!format!("{text} {:?}", errors[0]).contains("Jane"), "{text}");
    assert!(String::from_utf8_lossy(errors[0].body().unwrap().expose()).contains("Jane Doe"));
}

#[tokio::test(start_paused = true)]
async fn failures_during_a_walk_lose_nothing_and_double_nothing() {
    for failure in [
        Failure::Status(500),
        Failure::StatusHtml(502),
        Failure::Throttle,
        Failure::CutBody,
        Failure::EmptyBody,
    ] {
        let world = World::new();
        let expected = world.with_orders(350);
        let api = world.client();
        let pages = world.search(&api).pages();
        pin_mut!(pages);
        let mut walked = ids(&pages.try_next().await.unwrap().unwrap());
        world.fake.fail_next("searchOrders", failure.clone());
        while let Some(page) = pages.try_next().await.unwrap() {
            walked.extend(ids(&page));
        }
        assert_each_once(walked, &expected);
        assert_eq!(world.calls("searchOrders"), 5, "{failure:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_failure_that_lasts_ends_the_walk() {
    let world = World::new();
    world.with_orders(350);
    let api = world.builder().with_retry(RetryPolicy::default().with_attempts(2)).build().unwrap();
    (0..2).for_each(|_| world.fake.fail_next("searchOrders", Failure::Status(503)));
    let outcomes: Vec<_> = world.search(&api).items().collect().await;
    assert_eq!(outcomes.len(), 1);
    let error = outcomes[0].as_ref().unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Unavailable, 2));
    assert!(error.has_code("ServiceUnavailable"));
}

#[tokio::test(start_paused = true)]
async fn a_walk_can_go_on_later_from_its_page_token() {
    let world = World::new();
    let expected = world.with_orders(250);
    let search = world.search(&world.client());
    let first = search.send().await.unwrap();
    let token = first.pagination.as_ref().unwrap().next_token.as_deref().unwrap();
    tokio::time::advance(Duration::from_secs(7_200)).await;
    let rest = walk(search.page_token(PageToken::from_wire(token).unwrap())).await.unwrap();
    assert_each_once([ids(&first), rest].concat(), &expected);
}

#[tokio::test(start_paused = true)]
async fn a_page_token_that_has_expired_is_a_rejection_that_says_so() {
    let world = World::new();
    world.with_orders(150);
    let api = world.client();
    let pages = world.search(&api).pages();
    pin_mut!(pages);
    pages.try_next().await.unwrap();
    world.fake.set_page_token_lifetime(Duration::ZERO);
    let error = pages.try_next().await.unwrap_err();
    assert_eq!((error.kind(), error.status(), error.attempts()), (ErrorKind::Rejected, Some(400), 1));
    assert!(error.has_code("InvalidInput"));
    assert!(error.problems()[0].message.contains("paginationToken has expired"), "{error}");
    assert!(pages.next().await.is_none(), "the walk is over");
}

// ---- One order ------------------------------------------------------------------------------------------------

#[tokio::test(start_paused = true)]
async fn an_order_is_read_with_what_was_asked_for() {
    let world = World::new();
    let id = OrderId::new(world.with_orders(1).first().unwrap()).unwrap();
    let api = world.client();
    let bare = api.orders().get(&id, &[]).await.unwrap();
    assert_eq!((&bare.order_id, bare.status(), &bare.proceeds), (&id, None, &None));
    let full = api.orders().get(&id, &[IncludedData::Fulfillment, IncludedData::Recipient]).await.unwrap();
    assert!(full.status().is_some());
}

#[tokio::test(start_paused = true)]
async fn an_order_that_is_not_there_is_not_found_and_not_asked_for_again() {
    let world = World::new();
    let error = world.client().orders().get(&some_order(), &[]).await.unwrap_err();
    assert_eq!((error.kind(), error.status(), error.attempts()), (ErrorKind::NotFound, Some(404), 1));
    assert!(error.has_code("NotFound"));
    assert_eq!(error.request_id(), Some("fa4e0000-0000-4000-8000-000000000002"));
}

#[tokio::test(start_paused = true)]
async fn an_order_id_stays_in_its_segment_of_the_path() {
    let world = World::new();
    let api = world.client();
    for text in ["a/b", "a b", "a%2Fb", "a?b#c", "ä+b"] {
        let at = world.clock.now() - TimeDelta::hours(1);
        let mut order = generate(1, 1, at).orders.remove(0).json;
        order["orderId"] = json!(text);
        world.fake.put_order(SELLER, order);
        let id = OrderId::new(text).unwrap();
        assert_eq!(api.orders().get(&id, &[]).await.unwrap().order_id, id);
    }
}

// ---- Usage plans ----------------------------------------------------------------------------------------------

/// Searches as fast as the client lets it until `end`.
async fn search_until(world: &World, api: &SpApi, end: Instant) {
    let search = world.search(api);
    while let Ok(outcome) = timeout_at(end, search.send()).await {
        outcome.unwrap();
    }
}

#[tokio::test(start_paused = true)]
async fn a_day_of_searching_is_never_refused_for_its_rate_and_wastes_nothing() {
    let world = World::new();
    let api = world.client();
    search_until(&world, &api, Instant::now() + DAY).await;
    assert_eq!(world.fake.throttled(), 0);
    // 20 + 0.0056 × 86 400 = 503.8
    assert_eq!((world.calls("searchOrders"), api.calls()["searchOrders"]), (503, 503));
}

#[tokio::test(start_paused = true)]
async fn after_the_burst_searches_follow_each_other_every_178_seconds() {
    let world = World::new();
    let search = world.search(&world.client());
    let start = Instant::now();
    for _ in 0..20 {
        search.send().await.unwrap();
    }
    assert_eq!(start.elapsed(), Duration::ZERO);
    for nth in 1..=5 {
        search.send().await.unwrap();
        assert_eq!(start.elapsed().as_secs(), nth * 1_000_000 / 5_600);
    }
    assert_eq!(world.fake.throttled(), 0);
}

#[tokio::test(start_paused = true)]
async fn the_client_speeds_up_when_amazon_grants_more() {
    let world = World::new();
    world.fake.set_plan("searchOrders", 0.5, 20);
    let api = world.client();
    let start = Instant::now();
    for _ in 0..50 {
        world.search(&api).send().await.unwrap();
    }
    assert_eq!(start.elapsed().as_secs(), 60, "thirty calls at one every two seconds");
    assert_eq!(world.fake.throttled(), 0);
}

#[tokio::test(start_paused = true)]
async fn the_client_slows_down_when_amazon_grants_less() {
    let world = World::new();
    let api = world.client();
    api.orders().get(&some_order(), &[]).await.unwrap_err();
    world.fake.set_plan("getOrder", 0.1, 30);
    let start = Instant::now();
    for _ in 0..35 {
        api.orders().get(&some_order(), &[]).await.unwrap_err();
    }
    assert!(start.elapsed() >= Duration::from_secs(50), "{:?}", start.elapsed());
    assert_eq!(world.fake.throttled(), 0);
}

#[tokio::test(start_paused = true)]
async fn operations_do_not_wait_for_each_other() {
    let world = World::new();
    let api = world.client();
    let start = Instant::now();
    for _ in 0..20 {
        world.search(&api).send().await.unwrap();
    }
    api.orders().get(&some_order(), &[]).await.unwrap_err();
    assert_eq!(start.elapsed(), Duration::ZERO);
}

#[tokio::test(start_paused = true)]
async fn clones_share_what_the_plan_grants() {
    let world = World::new();
    let api = world.client();
    let start = Instant::now();
    for _ in 0..21 {
        world.search(&api.clone()).send().await.unwrap();
    }
    assert_eq!(start.elapsed().as_secs(), 178);
    assert_eq!(world.fake.throttled(), 0);
}

#[tokio::test(start_paused = true)]
async fn a_search_whose_turn_comes_after_its_deadline_says_so_at_the_deadline() {
    let world = World::new();
    let api = world.builder().with_deadline(Duration::from_secs(60)).build().unwrap();
    for _ in 0..20 {
        world.search(&api).send().await.unwrap();
    }
    let start = Instant::now();
    let error = world.search(&api).send().await.unwrap_err();
    assert_eq!((error.kind(), error.maybe_sent()), (ErrorKind::Throttled, false));
    assert!(start.elapsed() - Duration::from_secs(60) <= Duration::from_millis(1));
    assert_eq!(world.calls("searchOrders"), 20);
}

#[tokio::test(start_paused = true)]
async fn a_restart_that_takes_over_the_quota_is_never_refused_for_its_rate() {
    let world = World::new();
    let first = world.client();
    for _ in 0..20 {
        world.search(&first).send().await.unwrap();
    }
    let quota = first.quota();
    drop(first);
    let down = Duration::from_secs(400);
    tokio::time::advance(down).await;
    let second = world.client();
    for (operation, tokens) in quota {
        second.restore_quota(&operation, tokens, down);
    }
    second.restore_quota("noSuchOperation", 0.0, down);
    let start = Instant::now();
    for _ in 0..5 {
        world.search(&second).send().await.unwrap();
    }
    // 400 s brought 2.24 tokens; the fifth call waits for the fifth.
    assert_eq!(start.elapsed().as_secs(), 492);
    assert_eq!(world.fake.throttled(), 0);
}

#[tokio::test(start_paused = true)]
async fn a_restart_that_forgets_the_quota_is_refused_once_and_then_waits() {
    let world = World::new();
    for _ in 0..20 {
        world.search(&world.client()).send().await.unwrap();
    }
    assert_eq!(world.fake.throttled(), 0);
    world.search(&world.client()).send().await.unwrap();
    assert_eq!(world.fake.throttled(), 1);
}

// ---- Secrets --------------------------------------------------------------------------------------------------

/// Everything an error tells: itself, both ways, and its causes.
fn whole_chain(error: &Error) -> String {
    let mut text = format!("{error} {error:?} {error:#?}");
    let mut source = error.source();
    while let Some(cause) = source {
        text.push_str(&format!(" {cause} {cause:?}"));
        source = cause.source();
    }
    text
}

#[track_caller]
fn assert_no_secret(text: &str) {
    for secret in ["MARKER", "Atza|", "Atzr|"] {
        assert!(!text.contains(secret), "{secret} in {text}");
    }
}

#[tokio::test(start_paused = true)]
async fn debug_of_a_builder_and_of_a_client_shows_no_secret() {
    let world = World::new();
    let builder = world.builder();
    assert_no_secret(&format!("{builder:?} {builder:#?}"));
    let api = builder.build().unwrap();
    world.search(&api).send().await.unwrap();
    let search = world.search(&api).page_token(PageToken::from_wire("MARKER-page-token").unwrap());
    assert_no_secret(&format!("{api:?} {api:#?} {:?} {search:?}", api.orders()));
    assert!(format!("{api:?}").contains(CLIENT_ID), "but who calls is shown");
}

#[tokio::test(start_paused = true)]
async fn debug_of_a_client_that_was_refused_shows_no_secret() {
    let world = World::new();
    world.fake.revoke_refresh_token(SELLER);
    let api = world.client();
    world.search(&api).send().await.unwrap_err();
    assert_no_secret(&format!("{api:?}"));
}

#[tokio::test(start_paused = true)]
async fn no_error_shows_a_secret_nor_do_its_causes() {
    let world = World::new();
    world.with_orders(150);
    let wrong = LwaCredentials::new(CLIENT_ID, "MARKER-wrong", "Atzr|MARKER-wrong");
    let stranger = world.builder().credentials(wrong).build().unwrap();
    let mut errors = vec![world.search(&stranger).send().await.unwrap_err()];
    let api = world.builder().with_retry(RetryPolicy::default().with_attempts(1)).build().unwrap();
    for failure in [
        Failure::CutBody,
        Failure::EmptyBody,
        Failure::Status(400),
        Failure::Status(403),
        Failure::Status(500),
    ] {
        world.fake.fail_next("searchOrders", failure);
        errors.push(world.search(&api).send().await.unwrap_err());
    }
    let token = PageToken::from_wire("MARKER-page-token").unwrap();
    errors.push(world.search(&api).page_token(token).send().await.unwrap_err());
    for error in errors {
        assert_no_secret(&whole_chain(&error));
    }
}

// ---- Found once ---------------------------------------------------------------------------------------------------

#[tokio::test(start_paused = true)]
async fn a_day_of_searching_with_latency_is_never_refused_for_its_rate() {
    let world = World::new();
    world.fake.set_latency(Latency { min: Duration::from_millis(50), max: Duration::from_millis(150) });
    let api = world.client();
    search_until(&world, &api, Instant::now() + DAY).await;
    assert_eq!((world.fake.throttled(), world.calls("searchOrders")), (0, 503));
}

#[tokio::test(start_paused = true)]
async fn dots_stay_in_their_segment() {
    let world = World::new();
    let api = world.client();
    for text in [".", ".."] {
        let _ = api.orders().get(&OrderId::new(text).unwrap(), &[]).await;
    }
    assert_eq!(world.calls("unknown"), 0, "{:?}", world.fake.calls());
}

#[tokio::test(start_paused = true)]
async fn a_waiter_notices_that_the_rate_rises() {
    let world = World::new();
    let api = world.client();
    for _ in 0..18 {
        world.search(&api).send().await.unwrap();
    }
    // Four at once: two go at once, two wait; the answers to the first two state 0.5/s.
    world.fake.set_plan("searchOrders", 0.5, 20);
    world.fake.set_latency(Latency { min: Duration::from_millis(100), max: Duration::from_millis(100) });
    let start = Instant::now();
    join_all((0..4).map(|_| async { world.search(&api).send().await.unwrap() })).await;
    assert!(start.elapsed() < Duration::from_secs(10), "{:?}", start.elapsed());
}

#[tokio::test(start_paused = true)]
async fn a_nonsense_rate_does_not_stop_the_client_for_good() {
    let world = World::new();
    world.fake.set_plan("getOrder", 1e-9, 30);
    let api = world.client();
    api.orders().get(&some_order(), &[]).await.unwrap_err();
    world.fake.set_plan("getOrder", 0.5, 30);
    for n in 0..40 {
        let error = api.orders().get(&some_order(), &[]).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::NotFound, "{n} {error}");
    }
}
