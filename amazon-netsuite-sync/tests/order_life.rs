//! What becomes of orders after they were imported: cancelled, in whole or in part, shipped, billed; seen late, twice, or
//! out of order.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

use amazon_netsuite_sync::{
    Acquire, Report, RunKey, SourceId,
    store::{MemoryStore, ParkReason, Parked, Store as _},
    testing::{World, WorldOptions},
};
use chrono::TimeDelta;
use commerce_client_core::{clock::Clock as _, wire::instant};
use netsuite_client::InternalId;
use serde_json::{Value, json};

const SELLER: &str = "A1NASELLER0001";
const ORDER: &str = "113-0000001-0000001";
const CANCELLED: &str = "custbody_cancelled";
const LINE_CANCELLED: &str = "custcol_cancelled";

/// An order over two mugs and a pan, with 4.00 of shipping, in this status.
fn order(status: &str) -> Value {
    let money = |amount: &str| json!({"amount": amount, "currencyCode": "USD"});
    let item = |id: &str, sku: &str, quantity: u32, price: &str, shipping: &str, total: &str| {
        json!({
            "orderItemId": id, "quantityOrdered": quantity, "product": {"sellerSku": sku, "title": sku},
            "proceeds": {"proceedsTotal": money(total), "breakdowns": [
                {"type": "ITEM", "subtotal": money(price)}, {"type": "SHIPPING", "subtotal": money(shipping)},
            ]},
        })
    };
    json!({
        "orderId": ORDER,
        "createdTime": "2026-11-22T10:00:00Z",
        "lastUpdatedTime": "2026-11-22T10:00:00Z",
        "salesChannel": {"channelName": "AMAZON", "marketplaceId": "ATVPDKIKX0DER", "marketplaceName": "Amazon.com"},
        "fulfillment": {"fulfillmentStatus": status, "fulfilledBy": "MERCHANT"},
        "proceeds": {"grandTotal": money("54.00")},
        "orderItems": [
            item("1", "MUG", 2, "20.00", "1.00", "21.00"), item("2", "PAN", 1, "30.00", "3.00", "33.00"),
        ],
    })
}

struct Life(World);

impl Life {
    /// A shop whose account has check boxes for what Amazon cancelled.
    async fn new() -> Self {
        let world = World::new(WorldOptions { orders: 0, ..WorldOptions::default() }).await.unwrap();
        let world = world.with_settings(|settings| {
            settings.custom_fields.order_cancelled = Some(CANCELLED.to_owned());
            settings.custom_fields.line_cancelled = Some(LINE_CANCELLED.to_owned());
        });
        let netsuite = &world.sandbox.netsuite;
        netsuite.declare_custom_field("salesOrder", CANCELLED);
        netsuite.declare_custom_field("salesOrder.item", LINE_CANCELLED);
        for sku in ["MUG", "PAN"] {
            netsuite.put_record("inventoryItem", json!({"itemId": sku}));
        }
        Self(world)
    }

    async fn imported() -> Self {
        let life = Self::new().await;
        life.amazon_has(order("UNSHIPPED"));
        life.run().await;
        assert_eq!(life.orders().len(), 1);
        life
    }

    /// Amazon holds the order so, changed just now.
    fn amazon_has(&self, mut order: Value) {
        order["lastUpdatedTime"] = instant::format(self.0.clock.now() - TimeDelta::minutes(3)).into();
        self.0.sandbox.amazon.put_order(SELLER, order);
    }

    async fn run(&self) -> Report {
        tokio::time::advance(std::time::Duration::from_secs(600)).await;
        let report = self.0.run().await.unwrap();
        assert!(report.errors.is_empty(), "{:?}", report.errors);
        report
    }

    fn orders(&self) -> Vec<Value> {
        self.0.sandbox.netsuite.settle();
        self.0.sandbox.netsuite.records("salesOrder")
    }

    fn na(&self) -> RunKey {
        self.0.keys().into_iter().find(|key| key.account.as_str() == "na").unwrap()
    }

    fn id(&self) -> InternalId {
        InternalId::new(self.orders()[0]["id"].as_str().unwrap()).unwrap()
    }

    async fn parked(&self) -> Vec<Parked> {
        let mut parked = Vec::new();
        for key in self.0.keys() {
            parked.extend(self.0.store.parked(&key).await.unwrap());
        }
        parked
    }

    /// Everything is closed, and nothing of it is left to ship.
    fn expect_closed(&self) {
        let order = &self.orders()[0];
        assert_eq!(order["orderStatus"]["id"], "H", "{order}");
        assert_eq!(order[CANCELLED], true);
        for line in order["item"]["items"].as_array().unwrap() {
            assert_eq!((&line["isClosed"], &line[LINE_CANCELLED]), (&json!(true), &json!(true)), "{line}");
            assert!(line["quantity"].is_null() || line["quantity"] == 0, "{line}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn an_order_that_waits_to_be_shipped_is_closed_when_amazon_cancels_it() {
    let life = Life::imported().await;
    life.amazon_has(order("CANCELLED"));
    let report = life.run().await;
    assert_eq!(report.summary.all_orders().updated, 1);
    life.expect_closed();
    assert!(life.parked().await.is_empty());
    let writes = life.0.sandbox.netsuite.writes();
    life.amazon_has(order("CANCELLED"));
    life.run().await;
    assert_eq!(life.0.sandbox.netsuite.writes(), writes, "a second look writes nothing");
}

#[tokio::test(start_paused = true)]
async fn an_order_that_waits_for_approval_is_closed_too() {
    let mut life = Life::new().await;
    life.0 = life.0.with_settings(|settings| {
        for merchant in settings.stores.iter_mut().filter_map(|store| store.merchant.as_mut()) {
            merchant.begin_as = amazon_netsuite_sync::settings::BeginAs::PendingApproval;
        }
    });
    life.amazon_has(order("UNSHIPPED"));
    life.run().await;
    life.amazon_has(order("CANCELLED"));
    life.run().await;
    let order = &life.orders()[0];
    assert!(
        order["item"]["items"].as_array().unwrap().iter().all(|line| line["isClosed"] == true),
        "{order}"
    );
}

#[tokio::test(start_paused = true)]
async fn an_order_that_a_person_closed_is_only_marked() {
    let life = Life::imported().await;
    let lines: Vec<Value> = (1..=3).map(|line| json!({"line": line, "isClosed": true})).collect();
    let closed = json!({"item": {"items": lines}});
    life.0.people.records_of("salesOrder").update(life.id(), &closed).await.unwrap();
    life.amazon_has(order("CANCELLED"));
    life.run().await;
    let order = &life.orders()[0];
    assert_eq!((&order["orderStatus"]["id"], &order[CANCELLED]), (&json!("H"), &json!(true)));
    assert_eq!(order["item"]["items"][0]["quantity"], 2, "{order}");
    assert!(life.parked().await.is_empty());
}

#[tokio::test(start_paused = true)]
async fn an_order_of_which_a_part_has_left_is_marked_and_shown_to_a_person() {
    let life = Life::imported().await;
    let location = life.0.sandbox.netsuite.records("location")[0]["id"].clone();
    let part = json!({"shipStatus": {"id": "C"}, "item": {"items": [
        {"orderLine": 1, "quantity": 1, "location": {"id": location}}, {"orderLine": 2, "itemReceive": false},
    ]}});
    life.0
        .people
        .records_of("salesOrder")
        .transform_into("itemFulfillment", life.id())
        .send(&part)
        .await
        .unwrap();
    life.amazon_has(order("CANCELLED"));
    life.run().await;
    let order = &life.orders()[0];
    assert_eq!((&order["orderStatus"]["id"], &order[CANCELLED]), (&json!("E"), &json!(true)));
    let parked = life.parked().await;
    assert_eq!(parked[0].reason, ParkReason::ChangedAfterImport);
    assert!(parked[0].text.contains(&format!("salesOrder {}", life.id())), "{}", parked[0].text);
}

#[tokio::test(start_paused = true)]
async fn a_cancelled_order_is_found_and_closed_though_the_store_was_lost() {
    let mut life = Life::imported().await;
    life.0.store = MemoryStore::new();
    life.amazon_has(order("CANCELLED"));
    life.run().await;
    life.expect_closed();
}

#[tokio::test(start_paused = true)]
async fn an_order_that_was_deleted_in_netsuite_needs_nothing_more() {
    let life = Life::imported().await;
    life.0.people.records_of("salesOrder").delete(life.id()).await.unwrap();
    life.amazon_has(order("CANCELLED"));
    life.run().await;
    assert!(life.orders().is_empty() && life.parked().await.is_empty());
}

#[tokio::test(start_paused = true)]
async fn an_order_cancelled_while_its_import_is_in_doubt_is_closed_once_it_appears() {
    let life = Life::new().await;
    // The answer is lost, and NetSuite makes the record a good while later.
    life.0.sandbox.netsuite.set_late_apply(
        1000,
        std::time::Duration::from_secs(300),
        std::time::Duration::from_secs(300),
    );
    life.amazon_has(order("UNSHIPPED"));
    let engine = life.0.engine("runner").unwrap();
    let slice = engine.run_slice(&life.na(), Acquire::IfFree).await;
    assert!(slice.is_ok());
    life.0.sandbox.netsuite.set_late_apply(0, std::time::Duration::ZERO, std::time::Duration::ZERO);
    life.amazon_has(order("CANCELLED"));
    life.run().await;
    assert_eq!(life.orders().len(), 1, "it was made in the end");
    life.expect_closed();
    assert!(life.parked().await.is_empty());
}

// ---- Asked for by hand.

#[tokio::test(start_paused = true)]
async fn an_order_asked_for_by_its_id_is_fetched_however_old_it_is() {
    let life = Life::new().await;
    life.run().await;
    // It was there all the time, behind the cursor: as if Amazon had shown it late.
    life.0.sandbox.amazon.put_order(SELLER, order("UNSHIPPED"));
    life.run().await;
    assert!(life.orders().is_empty(), "the search does not find it");
    let engine = life.0.engine("desk").unwrap();
    engine.request(&life.na(), [SourceId::new(ORDER).unwrap()]).await.unwrap();
    life.run().await;
    assert_eq!(life.orders().len(), 1);
    assert!(life.parked().await.is_empty());
}

#[tokio::test(start_paused = true)]
async fn an_order_asked_for_that_amazon_does_not_know_is_shown_as_such() {
    let life = Life::new().await;
    let engine = life.0.engine("desk").unwrap();
    engine.request(&life.na(), [SourceId::new("113-9999999-9999999").unwrap()]).await.unwrap();
    life.run().await;
    let parked = life.parked().await;
    assert_eq!(parked[0].reason, ParkReason::Undecodable);
    assert!(parked[0].text.contains("Look it up in Seller Central"), "{}", parked[0].text);
}

#[tokio::test(start_paused = true)]
async fn reading_again_from_earlier_on_finds_what_was_missed_and_writes_nothing_twice() {
    let life = Life::imported().await;
    for _ in 0..3 {
        life.run().await;
    }
    let mut missed = order("UNSHIPPED");
    missed["orderId"] = "113-0000002-0000002".into();
    life.0.sandbox.amazon.put_order(SELLER, missed);
    life.run().await;
    assert_eq!(life.orders().len(), 1, "it is behind the cursor");
    let from = instant::parse("2026-11-22T00:00:00Z").unwrap();
    life.0.engine("desk").unwrap().read_again_from(&life.na(), from).await.unwrap();
    let report = life.run().await;
    assert_eq!(life.orders().len(), 2);
    let counts = report.summary.all_orders();
    assert_eq!((counts.created, counts.unchanged), (1, 1));
}
