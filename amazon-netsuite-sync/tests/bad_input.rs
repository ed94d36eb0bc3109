//! What an operator sees when something is wrong, and that nothing is lost by it: credentials, settings, items, orders
//! that Amazon garbles, a NetSuite that refuses, records typed in by hand. No buyer is ever shown.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
    time::Duration,
};

use amazon_netsuite_sync::{
    Account, AccountId, Engine, FlowName, Report, RunKey, SliceError,
    events::Listener,
    flows::ImportOrders,
    settings::AccountSettings,
    store::{MemoryStore, ParkReason, Parked, Store as _},
    testing::{Connection, World, WorldOptions},
};
use chrono::TimeDelta;
use commerce_client_core::{
    clock::{Clock as _, SharedClock},
    testing::{InProcess, TokioClock},
    wire::instant,
};
use netsuite_client::testing::Failure as Refusal;
use serde_json::{Value, json};
use sp_api_client::testing::Failure;

const NA: &str = "A1NASELLER0001";
const CANARIES: [&str; 6] =
    ["Zzcanary", "canary-buyer@", "1 Canary Street", "Canarytown", "+1 555 0100", "Canary Ltd"];

fn orders() -> FlowName {
    FlowName::new(ImportOrders::NAME).unwrap()
}

fn na() -> RunKey {
    RunKey { account: AccountId::new("na").unwrap(), flow: orders() }
}

fn number(n: u32) -> String {
    format!("113-{n:07}-0000001")
}

fn money(amount: &str) -> Value {
    json!({"amount": amount, "currencyCode": "USD"})
}

/// An order over 20 dollars that the seller ships, by a buyer who must never be seen.
fn order(n: u32) -> Value {
    let total = money("20.00");
    json!({
        "orderId": number(n),
        "createdTime": "2026-11-22T10:00:00Z",
        "lastUpdatedTime": "2026-11-22T10:00:00Z",
        "salesChannel": {"channelName": "AMAZON", "marketplaceId": "ATVPDKIKX0DER", "marketplaceName": "Amazon.com"},
        "fulfillment": {"fulfillmentStatus": "UNSHIPPED", "fulfilledBy": "MERCHANT"},
        "buyer": {
            "buyerName": "Zzcanary Person",
            "buyerEmail": format!("canary-buyer@{n}.marketplace.amazon.com"),
        },
        "recipient": {"deliveryAddress": {
            "name": "Zzcanary Person",
            "addressLine1": "1 Canary Street",
            "city": "Canarytown",
            "stateOrRegion": "CA",
            "postalCode": "90001",
            "countryCode": "US",
            "phone": "+1 555 0100",
        }},
        "proceeds": {"grandTotal": total},
        "orderItems": [{
            "orderItemId": n.to_string(),
            "quantityOrdered": 1,
            "product": {"sellerSku": "SKU-A", "title": "A thing"},
            "proceeds": {"proceedsTotal": total, "breakdowns": [{"type": "ITEM", "subtotal": total}]},
        }],
    })
}

/// A world, and everything in it that an operator can see.
struct Shop {
    world: World,
    settings: BTreeMap<String, AccountSettings>,
    seen: Arc<Mutex<Vec<String>>>,
}

impl Shop {
    /// Orders 1 to `count`, all in order.
    async fn with(count: u32) -> Self {
        let world = World::new(WorldOptions { orders: 0, ..WorldOptions::default() }).await.unwrap();
        let all = Mutex::new(Vec::new());
        let world = world.with_settings(|one| all.lock().unwrap().push(one.clone()));
        let named = world.keys().into_iter().zip(all.into_inner().unwrap());
        let settings = named.map(|(key, one)| (key.account.as_str().to_owned(), one)).collect();
        let shop = Self { world, settings, seen: Arc::default() };
        shop.put_item("SKU-A");
        (1..=count).for_each(|n| shop.put(order(n)));
        shop
    }

    fn put(&self, order: Value) {
        self.world.sandbox.amazon.put_order(NA, order);
    }

    /// As Amazon would: changed five minutes ago.
    fn put_changed(&self, mut order: Value) {
        let at = self.world.clock.now() - TimeDelta::minutes(5);
        order["lastUpdatedTime"] = instant::format(at).into();
        self.put(order);
    }

    /// As the warehouse would: all of it leaves.
    async fn ship(&self, sales_order: &str) {
        let orders = self.world.people.records_of("salesOrder");
        let id = netsuite_client::InternalId::new(sales_order).unwrap();
        let all = json!({"shipStatus": {"id": "C"}, "item": {"items": [{"orderLine": 1, "location": {"id": self.location()}}]}});
        orders.transform_into("itemFulfillment", id).send(&all).await.unwrap();
    }

    fn location(&self) -> String {
        self.world.sandbox.netsuite.records("location")[0]["id"].as_str().unwrap().to_owned()
    }

    fn put_item(&self, sku: &str) -> String {
        self.world.sandbox.netsuite.put_record("inventoryItem", json!({"itemId": sku}))
    }

    fn us(&mut self) -> &mut amazon_netsuite_sync::settings::StoreSettings {
        &mut self.settings.get_mut("na").unwrap().stores[0]
    }

    fn engine(&self, connection: &Connection) -> Engine {
        let sandbox = &self.world.sandbox;
        let clock = SharedClock::new(TokioClock::starting_at(self.world.clock.now()));
        let netsuite = connection.netsuite().unwrap().clock(clock.clone());
        let netsuite = netsuite.transport(InProcess(Arc::clone(&sandbox.netsuite))).build().unwrap();
        let seen = Arc::clone(&self.seen);
        let listener = Listener::new(move |event| seen.lock().unwrap().push(format!("{event:?}")));
        let mut builder = Engine::builder(self.world.store.clone())
            .clock(SharedClock::new(self.world.clock.clone()))
            .owner("runner")
            .flow(ImportOrders::default())
            .listener(listener);
        for seller in &connection.sellers {
            let amazon = connection.sp_api(seller).clock(clock.clone());
            let amazon = amazon.transport(InProcess(Arc::clone(&sandbox.amazon))).build().unwrap();
            let id = AccountId::new(&seller.account).unwrap();
            let settings = self.settings[&seller.account].clone();
            builder = builder.account(Account { id, amazon, netsuite: netsuite.clone(), settings });
        }
        builder.build().unwrap()
    }

    async fn run(&self) -> Report {
        self.run_as(&self.world.sandbox.connection()).await
    }

    async fn run_as(&self, connection: &Connection) -> Report {
        let engine = self.engine(connection);
        let report = engine.run(&orders()).await;
        let mut seen = self.seen.lock().unwrap();
        seen.push(format!("{report:?} {engine:?} {:?}", self.world.store));
        seen.extend(report.errors.iter().map(|error| format!("{error} {error:?}")));
        drop(seen);
        report
    }

    /// A run in which nothing goes wrong.
    async fn run_well(&self) -> Report {
        let report = self.run().await;
        assert!(report.errors.is_empty(), "{:?}", report.errors);
        assert_eq!(report.summary.delayed, None);
        report
    }

    async fn parked(&self) -> Vec<Parked> {
        self.world.store.parked(&na()).await.unwrap()
    }

    /// The one order that is parked.
    async fn the_parked(&self) -> Parked {
        let mut parked = self.parked().await;
        assert_eq!(parked.len(), 1, "{parked:#?}");
        parked.remove(0)
    }

    async fn expect_parked(&self, n: u32, reason: ParkReason, text: &str) {
        let parked = self.the_parked().await;
        assert_eq!(
            (parked.source.as_str(), &parked.reason),
            (number(n).as_str(), &reason),
            "{}",
            parked.text
        );
        assert_eq!(parked.text, text);
        assert_eq!(parked.retry_at, None, "a person has to act");
    }

    async fn retry(&self) -> Report {
        let engine = self.engine(&self.world.sandbox.connection());
        assert!(engine.retry(&na(), |_| true).await.unwrap() > 0);
        self.run_well().await
    }

    fn numbers(&self) -> Vec<String> {
        let mut numbers: Vec<String> = ["salesOrder", "invoice"]
            .iter()
            .flat_map(|kind| self.world.sandbox.netsuite.records(kind))
            .map(|record| record["otherRefNum"].as_str().unwrap().to_owned())
            .collect();
        numbers.sort();
        numbers
    }

    /// These orders are in NetSuite, once each, and no other.
    fn expect_imported(&self, orders: impl IntoIterator<Item = u32>) {
        assert_eq!(self.numbers(), orders.into_iter().map(number).collect::<Vec<_>>());
        assert!(self.world.sandbox.netsuite.applied().values().all(|times| *times == 1));
    }

    async fn hour(&self) {
        tokio::time::sleep(Duration::from_secs(3600)).await;
    }
}

impl Drop for Shop {
    /// Whatever a test is about: no buyer was shown in it.
    fn drop(&mut self) {
        if std::thread::panicking() {
            return;
        }
        for text in self.seen.lock().unwrap().iter() {
            for canary in CANARIES {
                assert!(!text.contains(canary), "{canary} was shown: {text}");
            }
        }
    }
}

// ---- Credentials.

#[tokio::test(start_paused = true)]
async fn a_wrong_amazon_secret_halts_with_a_text_to_act_on_and_nothing_is_written() {
    let shop = Shop::with(3).await;
    let mut wrong = shop.world.sandbox.connection();
    wrong.client_secret = "amzn1.oa2-cs.v1.obsolete".to_owned();
    let report = shop.run_as(&wrong).await;
    assert_eq!(report.errors.len(), 3);
    for error in &report.errors {
        assert!(matches!(error, SliceError::Halted { .. }), "{error:?}");
        assert!(!error.to_string().contains("obsolete"), "{error}");
    }
    assert!(report.errors.iter().any(|error| error.to_string() == AMAZON_SECRET), "{:?}", report.errors);
    assert_eq!(shop.world.sandbox.netsuite.writes(), 0);
    assert_eq!(shop.world.sandbox.amazon.calls()["token"], 3, "one attempt each: a wrong secret stays wrong");
    shop.run_well().await;
    shop.expect_imported(1..=3);
}

const AMAZON_SECRET: &str = "na/orders is halted: token: access was refused (HTTP 401); invalid_client: Client \
    authentication failed.; the client secret is wrong or was rotated (secrets end after 180 days)";

#[tokio::test(start_paused = true)]
async fn a_seller_who_withdrew_the_authorization_is_named_and_the_others_go_on() {
    let shop = Shop::with(3).await;
    shop.world.sandbox.amazon.revoke_refresh_token("A2EUSELLER0002");
    let report = shop.run().await;
    assert_eq!(report.errors.len(), 1);
    assert_eq!(report.errors[0].to_string(), REVOKED);
    shop.expect_imported(1..=3);
}

const REVOKED: &str = "eu/orders is halted: token: access was refused (HTTP 400); invalid_grant: The request has an \
    invalid grant parameter : refresh_token; the refresh token was revoked, has ended, or belongs to another application";

#[tokio::test(start_paused = true)]
async fn a_wrong_netsuite_secret_halts_after_a_request_or_so_and_no_order_is_lost() {
    let shop = Shop::with(3).await;
    let before: u64 = shop.world.sandbox.netsuite.calls().values().sum();
    let mut wrong = shop.world.sandbox.connection();
    wrong.token_secret = "revoked-token-secret".to_owned();
    wrong.sellers.truncate(1);
    let report = shop.run_as(&wrong).await;
    assert_eq!(report.errors.len(), 1);
    assert!(matches!(report.errors[0], SliceError::Halted { .. }));
    assert_eq!(report.errors[0].to_string(), NETSUITE_SECRET);
    let sent = shop.world.sandbox.netsuite.calls().values().sum::<u64>() - before;
    assert!(sent <= 2, "{sent} requests: the fifth wrong login locks the user for half an hour");
    assert!(shop.parked().await.is_empty());
    shop.run_well().await;
    shop.expect_imported(1..=3);
}

const NETSUITE_SECRET: &str = "na/orders is halted: suiteql: access was refused (HTTP 401); INVALID_LOGIN: Invalid login \
    attempt. For more details, see the Login Audit Trail in the NetSuite UI.; NetSuite does not accept this login: check the \
    account id, this machine's clock, and whether the token or certificate was revoked (Setup > Users/Roles > Login Audit \
    Trail has the reason)";

#[tokio::test(start_paused = true)]
async fn a_netsuite_login_that_ends_while_orders_are_written_halts_and_all_arrive_later() {
    let shop = Shop::with(30).await;
    let netsuite = &shop.world.sandbox.netsuite;
    netsuite.set_latency(Duration::from_millis(200), Duration::from_millis(200));
    netsuite.fail_next("POST salesOrder", Refusal::Status(401)).unwrap();
    let report = shop.run().await;
    assert_eq!(report.errors.len(), 1, "{:?}", report.errors);
    assert!(matches!(report.errors[0], SliceError::Halted { .. }));
    assert!(shop.world.store.cursor(&na()).await.unwrap().is_none(), "the page is read again");
    shop.run_well().await;
    shop.expect_imported(1..=30);
    assert!(shop.parked().await.is_empty());
}

// ---- Settings and items.

#[tokio::test(start_paused = true)]
async fn an_order_with_gift_wrap_waits_for_the_item_that_gift_wrap_is_posted_on() {
    let mut shop = Shop::with(2).await;
    let item = shop.us().charges.gift_wrap.take();
    let mut wrapped = order(3);
    wrapped["proceeds"]["grandTotal"] = money("23.50");
    let proceeds = &mut wrapped["orderItems"][0]["proceeds"];
    proceeds["proceedsTotal"] = money("23.50");
    let wrap = json!({"type": "GIFT_WRAP", "subtotal": money("3.50")});
    proceeds["breakdowns"].as_array_mut().unwrap().push(wrap);
    shop.put(wrapped);
    let report = shop.run_well().await;
    let counts = report.summary.all_orders();
    assert_eq!((counts.read, counts.created, counts.parked), (3, 2, 1));
    let text = "the order has 3.50 USD to post there, but the setting `charges.gift_wrap` is not set. Set it, then retry";
    shop.expect_parked(3, ParkReason::MissingSetting, text).await;
    shop.expect_imported(1..=2);
    shop.us().charges.gift_wrap = item;
    assert_eq!(shop.retry().await.summary.all_orders().created, 1);
    shop.expect_imported(1..=3);
    assert!(shop.parked().await.is_empty());
}

#[tokio::test(start_paused = true)]
async fn an_unknown_sku_parks_its_order_until_the_item_is_there() {
    let shop = Shop::with(2).await;
    let mut unknown = order(3);
    unknown["orderItems"][0]["product"]["sellerSku"] = "SKU-NEW".into();
    shop.put(unknown);
    shop.run_well().await;
    let text =
        "SKU SKU-NEW: NetSuite has no active item named \"SKU-NEW\". Create the item or an alias, then retry";
    shop.expect_parked(3, ParkReason::ItemNotFound, text).await;
    shop.expect_imported(1..=2);
    shop.put_item("SKU-NEW");
    shop.retry().await;
    shop.expect_imported(1..=3);
    assert!(shop.parked().await.is_empty());
}

#[tokio::test(start_paused = true)]
async fn a_name_that_two_items_have_is_not_guessed_about() {
    let mut shop = Shop::with(1).await;
    shop.put_item("SKU-A");
    shop.run_well().await;
    let items = shop.world.sandbox.netsuite.records("inventoryItem");
    let ids: Vec<&str> = items
        .iter()
        .filter(|item| item["itemId"] == "SKU-A")
        .map(|item| item["id"].as_str().unwrap())
        .collect();
    let text = format!(
        "SKU SKU-A: NetSuite has several active items named \"SKU-A\" ({}). Rename one, or set an alias, then retry",
        ids.join(", ")
    );
    assert_eq!(ids.len(), 2);
    shop.expect_parked(1, ParkReason::ItemNotFound, &text).await;
    shop.put_item("SKU-A-2");
    shop.us().aliases.insert("SKU-A".to_owned(), "SKU-A-2".to_owned());
    shop.retry().await;
    shop.expect_imported(1..=1);
}

#[tokio::test(start_paused = true)]
async fn an_inactive_item_is_no_item_but_does_not_hide_an_active_one_of_its_name() {
    let shop = Shop::with(1).await;
    let netsuite = &shop.world.sandbox.netsuite;
    netsuite.put_record("inventoryItem", json!({"itemId": "SKU-A", "isInactive": true}));
    netsuite.put_record("inventoryItem", json!({"itemId": "SKU-OLD", "isInactive": true}));
    let mut old = order(2);
    old["orderItems"][0]["product"]["sellerSku"] = "SKU-OLD".into();
    shop.put(old);
    shop.run_well().await;
    let text =
        "SKU SKU-OLD: NetSuite has no active item named \"SKU-OLD\". Create the item or an alias, then retry";
    shop.expect_parked(2, ParkReason::ItemNotFound, text).await;
    shop.expect_imported(1..=1);
}

#[tokio::test(start_paused = true)]
async fn an_order_of_a_marketplace_that_lost_its_store_is_parked_with_its_name() {
    let mut shop = Shop::with(1).await;
    // Amazon does not list it to a search by marketplace; it was parked before the store was taken out.
    let mut unknown = order(2);
    unknown["orderItems"][0]["product"]["sellerSku"] = "SKU-NEW".into();
    shop.put(unknown.clone());
    shop.run_well().await;
    let us = shop.us().clone();
    shop.us().marketplace_id = sp_api_client::Marketplace::CA.into();
    shop.world.sandbox.amazon.add_seller(sp_api_client::testing::FakeSeller {
        seller_id: NA.to_owned(),
        region: "NA",
        client_id: shop.world.sandbox.connection().client_id,
        client_secret: shop.world.sandbox.connection().client_secret,
        refresh_token: shop.world.sandbox.connection().sellers[0].refresh_token.clone(),
        marketplaces: vec!["ATVPDKIKX0DER".to_owned(), "A2EUQ1WTGCTBG2".to_owned()],
    });
    shop.retry().await;
    let text = "the order is of marketplace \"ATVPDKIKX0DER\", but the setting `stores` is not set. Set it, then retry";
    shop.expect_parked(2, ParkReason::MissingSetting, text).await;
    *shop.us() = us;
    shop.put_item("SKU-NEW");
    shop.retry().await;
    shop.expect_imported(1..=2);
    assert!(shop.parked().await.is_empty());
}

// ---- What Amazon sends.

#[tokio::test(start_paused = true)]
async fn a_value_that_this_version_does_not_know_is_named_and_nothing_is_guessed() {
    let cases = [
        ("fulfillment/fulfillmentStatus", json!("TELEPORTED"), "fulfillment.fulfillmentStatus = TELEPORTED"),
        ("fulfillment/fulfilledBy", json!("DRONES"), "fulfillment.fulfilledBy = DRONES"),
        ("salesChannel/channelName", json!("TELEPATHY"), "salesChannel.channelName = TELEPATHY"),
        (
            "orderItems/0/proceeds/breakdowns/0/type",
            json!("SURCHARGE"),
            "orderItems.proceeds.breakdowns.type = SURCHARGE",
        ),
    ];
    for (pointer, value, named) in cases {
        let shop = Shop::with(2).await;
        let mut odd = order(3);
        *odd.pointer_mut(&format!("/{pointer}")).unwrap() = value;
        shop.put(odd);
        shop.run_well().await;
        let text = format!(
            "Amazon sent {named}, which this version does not know; nothing was guessed. Update, then retry"
        );
        shop.expect_parked(3, ParkReason::UnknownValue, &text).await;
        shop.expect_imported(1..=2);
        // Amazon corrects it, or a newer version knows it.
        shop.put(order(3));
        shop.retry().await;
        shop.expect_imported(1..=3);
        assert!(shop.parked().await.is_empty());
    }
}

#[tokio::test(start_paused = true)]
async fn a_programme_that_this_version_does_not_know_decides_nothing_and_is_written_down() {
    let shop = Shop::with(0).await;
    let mut odd = order(1);
    odd["programs"] = json!(["AMAZON_MOONSHOT"]);
    odd["orderItems"][0]["programs"] = json!(["MOON_AND_SAVE"]);
    shop.put(odd);
    shop.run_well().await;
    shop.expect_imported(1..=1);
    let memo = shop.world.sandbox.netsuite.records("salesOrder")[0]["memo"].clone();
    assert_eq!(memo, "Amazon.com MFN, AMAZON_MOONSHOT");
}

#[tokio::test(start_paused = true)]
async fn an_order_that_cannot_be_read_costs_itself_and_not_the_page() {
    let shop = Shop::with(2).await;
    let mut garbled = order(3);
    garbled["buyer"] = "Zzcanary Person <canary-buyer@example.com>".into();
    shop.put(garbled);
    let report = shop.run_well().await;
    let counts = report.summary.all_orders();
    assert_eq!((counts.read, counts.created, counts.parked), (3, 2, 1));
    let parked = shop.the_parked().await;
    assert_eq!((parked.source.as_str(), &parked.reason), (number(3).as_str(), &ParkReason::Undecodable));
    assert_eq!(parked.text, UNREADABLE);
    shop.expect_imported(1..=2);
    shop.put(order(3));
    shop.retry().await;
    shop.expect_imported(1..=3);
    assert!(shop.parked().await.is_empty());
}

const UNREADABLE: &str = "Amazon's answer for this order could not be read: at buyer: expected struct Buyer. Update, \
    then retry";

#[tokio::test(start_paused = true)]
async fn an_order_without_a_readable_id_is_told_of_and_costs_nobody_else() {
    let shop = Shop::with(2).await;
    let mut nameless = order(3);
    nameless["orderId"] = json!({"what": "is this"});
    shop.put(nameless);
    let report = shop.run_well().await;
    assert_eq!(report.summary.all_orders().parked, 1);
    assert_eq!(shop.the_parked().await.reason, ParkReason::Undecodable);
    shop.expect_imported(1..=2);
}

#[tokio::test(start_paused = true)]
async fn amounts_that_do_not_add_up_are_shown_with_both_sums_and_not_posted() {
    let shop = Shop::with(1).await;
    let mut wrong = order(2);
    wrong["proceeds"]["grandTotal"] = money("21.00");
    shop.put(wrong);
    shop.run_well().await;
    let text = "the items come to 20.00 USD, Amazon's grandTotal says 21.00 USD: nothing was posted. Check the order in \
                Seller Central, then retry";
    shop.expect_parked(2, ParkReason::AmountsDoNotAddUp, text).await;
    shop.expect_imported(1..=1);
}

#[tokio::test(start_paused = true)]
async fn a_body_that_is_cut_short_is_read_again() {
    let shop = Shop::with(5).await;
    for _ in 0..2 {
        shop.world.sandbox.amazon.fail_next("searchOrders", Failure::CutBody);
    }
    shop.world.sandbox.amazon.fail_next("searchOrders", Failure::EmptyBody);
    shop.world.sandbox.netsuite.fail_next("suiteql", Refusal::CutBody).unwrap();
    shop.run_well().await;
    shop.expect_imported(1..=5);
    assert!(shop.parked().await.is_empty());
}

/// Pages of three orders.
async fn walk(orders: usize) -> World {
    World::new(WorldOptions { orders, page_size: 3, ..WorldOptions::default() }).await.unwrap()
}

async fn expect_all(world: &World) {
    let netsuite = &world.sandbox.netsuite;
    netsuite.settle();
    let records = netsuite.records("salesOrder").len() + netsuite.records("invoice").len();
    assert_eq!(records as u64, world.sandbox.due().orders);
    assert!(netsuite.applied().values().all(|times| *times == 1), "{:?}", netsuite.applied());
    for key in world.keys() {
        let parked = world.store.parked(&key).await.unwrap();
        assert!(parked.is_empty(), "{parked:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn failures_in_the_middle_of_a_walk_over_pages_lose_and_double_nothing() {
    let failures = [Failure::Status(500), Failure::StatusHtml(502), Failure::Status(503), Failure::Throttle];
    for failure in failures {
        let world = walk(30).await;
        let engine = world.engine("runner").unwrap();
        engine.run_slice(&na(), amazon_netsuite_sync::Acquire::IfFree).await.unwrap();
        world.sandbox.amazon.fail_next("searchOrders", failure.clone());
        world.sandbox.amazon.fail_next("searchOrders", failure);
        let report = engine.run(&orders()).await;
        assert!(report.errors.is_empty(), "{:?}", report.errors);
        expect_all(&world).await;
    }
}

#[tokio::test(start_paused = true)]
async fn ten_minutes_without_amazon_lose_nothing() {
    let world = walk(30).await;
    let run = tokio::spawn({
        let engine = world.engine("runner").unwrap();
        async move { engine.run(&orders()).await }
    });
    let until = world.clock.now() + TimeDelta::minutes(10);
    while world.clock.now() < until {
        world.sandbox.amazon.fail_next("searchOrders", Failure::StatusHtml(503));
        tokio::time::sleep(Duration::from_millis(700)).await;
    }
    let report = run.await.unwrap();
    assert!(report.errors.is_empty(), "{:?}", report.errors);
    // What was scripted and not used up is still there: go on until it is.
    for _ in 0..200 {
        let report = world.run().await.unwrap();
        assert!(report.errors.is_empty(), "{:?}", report.errors);
        if report.summary.delayed.is_none() {
            break;
        }
    }
    expect_all(&world).await;
}

#[tokio::test(start_paused = true)]
async fn ten_minutes_without_netsuite_lose_and_double_nothing() {
    let world = walk(30).await;
    world.sandbox.netsuite.refuse_duplicate_external_ids(false);
    let ended = Arc::new(std::sync::atomic::AtomicBool::new(false));
    let outage = {
        let (sandbox, clock, ended) = (Arc::clone(&world.sandbox), world.clock.clone(), Arc::clone(&ended));
        let until = clock.now() + TimeDelta::minutes(10);
        async move {
            // One failure is waiting at any time; afterwards at most one is left over.
            let mut scripted = 0;
            let received = |sandbox: &amazon_netsuite_sync::testing::Sandbox| -> u64 {
                sandbox.netsuite.calls().values().sum()
            };
            let first = received(&sandbox);
            while clock.now() < until {
                while scripted < received(&sandbox) - first + 20 {
                    for what in ["suiteql", "record"] {
                        sandbox.netsuite.fail_next(what, Refusal::Html(503)).unwrap();
                    }
                    scripted += 1;
                }
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
            ended.store(true, std::sync::atomic::Ordering::Relaxed);
        }
    };
    let runs = async {
        for _ in 0..60 {
            let report = world.run().await.unwrap();
            assert!(report.errors.is_empty(), "{:?}", report.errors);
            let over = ended.load(std::sync::atomic::Ordering::Relaxed);
            if over && report.summary.delayed.is_none() {
                break;
            }
            tokio::time::sleep(Duration::from_secs(30)).await;
        }
    };
    tokio::join!(outage, runs);
    expect_all(&world).await;
}

#[tokio::test(start_paused = true)]
async fn a_page_token_that_expires_in_the_middle_of_a_walk_begins_the_window_again() {
    let world = walk(30).await;
    let engine = world.engine("runner").unwrap();
    engine.run_slice(&na(), amazon_netsuite_sync::Acquire::IfFree).await.unwrap();
    let walking = world.store.cursor(&na()).await.unwrap().unwrap();
    assert!(walking.walk.is_some());
    world.sandbox.amazon.set_page_token_lifetime(Duration::ZERO);
    engine.run_slice(&na(), amazon_netsuite_sync::Acquire::IfFree).await.unwrap();
    let restarted = world.store.cursor(&na()).await.unwrap().unwrap();
    assert!(restarted.walk.is_none());
    world.sandbox.amazon.set_page_token_lifetime(Duration::from_secs(24 * 3600));
    let report = engine.run(&orders()).await;
    assert!(report.errors.is_empty(), "{:?}", report.errors);
    expect_all(&world).await;
}

#[tokio::test(start_paused = true)]
async fn a_walk_left_alone_for_two_days_begins_its_window_again() {
    let world = walk(30).await;
    let engine = world.engine("runner").unwrap();
    engine.run_slice(&na(), amazon_netsuite_sync::Acquire::IfFree).await.unwrap();
    drop(engine);
    tokio::time::sleep(Duration::from_secs(2 * 24 * 3600)).await;
    let report = world.run().await.unwrap();
    assert!(report.errors.is_empty(), "{:?}", report.errors);
    expect_all(&world).await;
}

#[tokio::test(start_paused = true)]
async fn an_order_that_is_on_two_pages_of_one_walk_is_imported_once() {
    let world = walk(30).await;
    let engine = world.engine("runner").unwrap();
    engine.run_slice(&na(), amazon_netsuite_sync::Acquire::IfFree).await.unwrap();
    // Amazon moves what was just read to the end of the window.
    let at = instant::format(world.clock.now() - TimeDelta::minutes(9));
    for mut order in world.sandbox.amazon.orders(NA) {
        order["lastUpdatedTime"] = at.as_str().into();
        world.sandbox.amazon.put_order(NA, order);
    }
    let report = engine.run(&orders()).await;
    assert!(report.errors.is_empty(), "{:?}", report.errors);
    expect_all(&world).await;
}

// ---- What NetSuite says.

#[tokio::test(start_paused = true)]
async fn a_record_that_netsuite_refuses_is_parked_with_its_complaint_and_without_the_buyer() {
    let mut shop = Shop::with(2).await;
    // A field that the account does not have: every order is refused, each with NetSuite's own words.
    shop.settings.get_mut("na").unwrap().custom_fields.programs = Some("custbody_nowhere".to_owned());
    let mut business = order(3);
    business["programs"] = json!(["AMAZON_BUSINESS"]);
    business["buyer"]["buyerCompanyName"] = "Canary Ltd".into();
    shop.put(business);
    shop.run_well().await;
    shop.expect_parked(3, ParkReason::Refused, REFUSED).await;
    shop.expect_imported(1..=2);
    shop.world.sandbox.netsuite.declare_custom_field("salesOrder", "custbody_nowhere");
    shop.retry().await;
    shop.expect_imported(1..=3);
    assert!(shop.parked().await.is_empty());
}

const REFUSED: &str = "NetSuite refused the salesOrder: record.create: the service said no (HTTP 400); INVALID_CONTENT: \
    Unknown property 'custbody_nowhere' in the request body. (at custbody_nowhere)";

#[tokio::test(start_paused = true)]
async fn a_customer_that_netsuite_refuses_parks_all_of_the_buyers_orders_and_nobody_elses() {
    let mut shop = Shop::with(0).await;
    let nowhere = netsuite_client::InternalId::new("999999").unwrap();
    let subsidiary = shop.us().subsidiary.replace(nowhere);
    for n in 1..=2 {
        let mut same = order(n);
        same["buyer"]["buyerEmail"] = "canary-buyer@same.marketplace.amazon.com".into();
        shop.put(same);
    }
    let mut nobody = order(3);
    nobody.as_object_mut().unwrap().remove("buyer");
    shop.put(nobody);
    let report = shop.run_well().await;
    assert_eq!(report.summary.all_orders().parked, 2);
    shop.expect_imported(3..=3);
    let parked = shop.parked().await;
    assert_eq!(parked.len(), 2);
    assert!(parked.iter().any(|one| one.reason == ParkReason::Refused), "{parked:?}");
    shop.us().subsidiary = subsidiary;
    shop.retry().await;
    shop.expect_imported(1..=3);
    assert!(shop.parked().await.is_empty());
    let buyers = shop.world.sandbox.netsuite.records("customer");
    assert_eq!(buyers.iter().filter(|one| one["externalId"].is_string()).count(), 1);
}

#[tokio::test(start_paused = true)]
async fn an_answer_of_netsuite_that_says_nothing_useful_makes_one_record_and_not_two() {
    for failure in [
        Refusal::LoseLocation,
        Refusal::StatusAfterApply(500),
        Refusal::StatusAfterApply(503),
        Refusal::CutBody,
    ] {
        for what in ["POST salesOrder", "PUT customer"] {
            let shop = Shop::with(3).await;
            shop.world.sandbox.netsuite.refuse_duplicate_external_ids(false);
            shop.world.sandbox.netsuite.fail_next(what, failure).unwrap();
            let report = shop.run_well().await;
            assert_eq!(report.summary.all_orders().created, 3, "{failure:?} of {what}");
            shop.expect_imported(1..=3);
            assert!(shop.parked().await.is_empty(), "{failure:?} of {what}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn an_answer_that_never_comes_is_looked_up_until_it_is_certain() {
    let shop = Shop::with(3).await;
    let netsuite = &shop.world.sandbox.netsuite;
    netsuite.refuse_duplicate_external_ids(false);
    netsuite.set_late_apply(1000, Duration::from_secs(300), Duration::from_secs(600));
    let run = async {
        let report = shop.run().await;
        assert!(report.errors.is_empty(), "{:?}", report.errors);
    };
    run.await;
    netsuite.settle();
    netsuite.set_late_apply(0, Duration::ZERO, Duration::ZERO);
    shop.run_well().await;
    shop.expect_imported(1..=3);
    assert!(shop.parked().await.is_empty());
}

// ---- What was changed later, or typed in by hand.

#[tokio::test(start_paused = true)]
async fn an_order_cancelled_after_it_was_shipped_is_shown_with_the_record_to_undo() {
    let shop = Shop::with(2).await;
    shop.run_well().await;
    shop.hour().await;
    let record = shop.world.sandbox.netsuite.records("salesOrder");
    let record = record.iter().find(|one| one["otherRefNum"] == number(2)).unwrap()["id"].clone();
    let record = record.as_str().unwrap();
    shop.ship(record).await;
    let mut cancelled = order(2);
    cancelled["fulfillment"]["fulfillmentStatus"] = "CANCELLED".into();
    shop.put_changed(cancelled);
    shop.run_well().await;
    let text = format!(
        "the order has already been shipped or billed with NetSuite's salesOrder {record}, while it has been cancelled at \
         Amazon. Decide: take the goods back (return authorisation), or leave it, then mark this as resolved"
    );
    shop.expect_parked(2, ParkReason::ChangedAfterImport, &text).await;
    shop.expect_imported(1..=2);
}

#[tokio::test(start_paused = true)]
async fn an_order_cancelled_before_its_import_leaves_no_trace() {
    let shop = Shop::with(1).await;
    let mut cancelled = order(2);
    cancelled["fulfillment"]["fulfillmentStatus"] = "CANCELLED".into();
    shop.put(cancelled);
    let report = shop.run_well().await;
    assert_eq!(report.summary.all_orders().unchanged, 1);
    shop.expect_imported(1..=1);
    assert!(shop.parked().await.is_empty());
}

#[tokio::test(start_paused = true)]
async fn an_order_that_comes_to_something_else_later_is_shown_with_both_totals() {
    let shop = Shop::with(1).await;
    shop.run_well().await;
    shop.hour().await;
    let mut changed = order(1);
    changed["proceeds"]["grandTotal"] = money("15.00");
    changed["orderItems"][0]["proceeds"]["proceedsTotal"] = money("15.00");
    changed["orderItems"][0]["proceeds"]["breakdowns"][0]["subtotal"] = money("15.00");
    shop.put_changed(changed);
    shop.run_well().await;
    let record = shop.world.sandbox.netsuite.records("salesOrder")[0]["id"].as_str().unwrap().to_owned();
    let text = format!(
        "the order came to 20.00 when it was imported as salesOrder {record}, and comes to 15.00 USD now. Correct the \
         record in NetSuite"
    );
    shop.expect_parked(1, ParkReason::ChangedAfterImport, &text).await;
    shop.expect_imported(1..=1);
}

/// A sales order typed in by hand, with Amazon's number and one line.
fn typed_in(shop: &Shop, n: u32, amount: f64) -> String {
    let netsuite = &shop.world.sandbox.netsuite;
    let named = |kind: &str, field: &str, name: &str| {
        let all = netsuite.records(kind);
        all.iter().find(|one| one[field] == name).unwrap()["id"].clone()
    };
    netsuite.put_record(
        "salesOrder",
        json!({
            "otherRefNum": number(n),
            "entity": {"id": named("customer", "entityId", "Amazon customer USD")},
            "item": {"items": [{"item": {"id": named("inventoryItem", "itemId", "SKU-A")}, "amount": amount}]},
        }),
    )
}

#[tokio::test(start_paused = true)]
async fn an_order_typed_in_by_hand_is_taken_over_and_not_made_again() {
    let shop = Shop::with(2).await;
    let by_hand = typed_in(&shop, 1, 20.0);
    let report = shop.run_well().await;
    assert_eq!(report.summary.all_orders().created, 2);
    assert_eq!(shop.numbers(), [number(1), number(2)]);
    let links = shop.world.store.links(&na().account, "salesOrder").await.unwrap();
    let link = links.iter().find(|link| link.amazon_id == number(1)).unwrap();
    assert_eq!((link.netsuite_id.as_str(), link.adopted), (by_hand.as_str(), true));
    // Nobody touched it, and its buyer was not written for nothing.
    assert_eq!(shop.world.sandbox.netsuite.writes(), 2);
}

#[tokio::test(start_paused = true)]
async fn one_typed_in_with_another_total_is_left_alone_and_shown() {
    let shop = Shop::with(1).await;
    let by_hand = typed_in(&shop, 1, 19.99);
    shop.run_well().await;
    let text = format!(
        "NetSuite's salesOrder {by_hand} comes to 19.99, Amazon's order to 20.00 USD: nothing was changed. Correct the \
         record, or delete it, then retry"
    );
    shop.expect_parked(1, ParkReason::Conflict, &text).await;
    assert_eq!(shop.world.sandbox.netsuite.writes(), 0);
    // Corrected, it is taken over.
    let netsuite = &shop.world.sandbox.netsuite;
    let mut record = netsuite.records("salesOrder").remove(0);
    record["item"]["items"][0]["amount"] = 20.0.into();
    netsuite.put_record("salesOrder", record);
    shop.retry().await;
    assert!(shop.parked().await.is_empty());
    assert_eq!(shop.numbers(), [number(1)]);
}

#[tokio::test(start_paused = true)]
async fn two_typed_in_for_one_order_are_both_named() {
    let shop = Shop::with(1).await;
    let (first, second) = (typed_in(&shop, 1, 20.0), typed_in(&shop, 1, 20.0));
    shop.run_well().await;
    let text = format!(
        "NetSuite has several salesOrders for this order ({first}, {second}). Delete what is not it, then retry"
    );
    shop.expect_parked(1, ParkReason::Conflict, &text).await;
    assert_eq!(shop.numbers().len(), 2);
}

// ---- Buyers.

#[tokio::test(start_paused = true)]
async fn no_buyer_is_in_the_store_the_events_the_report_or_the_engine_whatever_goes_wrong() {
    let mut shop = Shop::with(20).await;
    let netsuite = &shop.world.sandbox.netsuite;
    for failure in
        [Refusal::Status(400), Refusal::Status(500), Refusal::StatusAfterApply(500), Refusal::CutBody]
    {
        netsuite.fail_next("POST salesOrder", failure).unwrap();
        netsuite.fail_next("PUT customer", failure).unwrap();
    }
    shop.us().charges.tax = None;
    let mut garbled = order(21);
    garbled["recipient"]["deliveryAddress"]["name"] = json!(["Zzcanary Person"]);
    shop.put(garbled);
    let report = shop.run().await;
    assert!(report.errors.is_empty(), "{:?}", report.errors);
    let events = shop.seen.lock().unwrap().len();
    assert!(events > 20, "{events}");
    for parked in shop.parked().await {
        for canary in CANARIES {
            assert!(!parked.text.contains(canary), "{}", parked.text);
        }
    }
    let shown = format!("{:?}", MemoryStore::clone(&shop.world.store));
    assert!(shown.len() > 1000, "the check looks at something");
    // Dropping the shop looks through everything that was shown.
}
