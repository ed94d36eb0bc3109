//! The ready queries against a simulated account.
//!
//! Each test says which tables it needs of the simulator.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

use std::{sync::Arc, time::Duration};

use chrono::{NaiveDate, NaiveDateTime};
use commerce_client_core::{
    clock::SharedClock,
    testing::{InProcess, TokioClock},
};
use futures_util::TryStreamExt as _;
use netsuite_client::{
    ErrorKind, ExternalId, InternalId, NetSuite, TokenBased,
    suiteql::{Mark, queries::Queries},
    testing::{FakeNetSuite, TokenPair},
};
use rust_decimal::Decimal;
use serde_json::json;

const ACCOUNT: &str = "1234567_SB1";
const ORDER_ID: &str = "113-1234567-1234567";

/// An item with stock and prices, a kit of it, an order that was shipped in two packages and billed; noon.
struct World {
    fake: Arc<FakeNetSuite>,
    netsuite: NetSuite,
}

impl World {
    fn new() -> Self {
        let noon = "2026-11-23T12:00:00Z".parse().unwrap();
        let clock = SharedClock::new(TokioClock::starting_at(noon));
        let fake = Arc::new(FakeNetSuite::new(ACCOUNT, clock.clone()));
        let [consumer_key, consumer_secret, token, token_secret] = ["key", "secret", "token", "token secret"];
        fake.allow_token(TokenPair {
            consumer_key: consumer_key.to_owned(),
            consumer_secret: consumer_secret.to_owned(),
            token: token.to_owned(),
            token_secret: token_secret.to_owned(),
        });
        let netsuite = NetSuite::builder()
            .account(ACCOUNT.parse().unwrap())
            .auth(TokenBased::new(consumer_key, consumer_secret, token, token_secret))
            .transport(InProcess(Arc::clone(&fake)))
            .clock(clock)
            .build()
            .unwrap();
        for kind in ["inventoryItem", "kitItem"] {
            fake.declare_custom_field(kind, "custitem_amz_item");
            fake.declare_custom_field(kind, "custitem_amz_sku");
        }
        fake.declare_custom_field("salesOrder", "custbody_amz_order_id");
        fake.put_record("currency", json!({"id": "1", "name": "US Dollar", "symbol": "USD"}));
        fake.put_record("subsidiary", json!({"id": "1", "name": "Example Inc", "currency": {"id": "1"}}));
        for (id, name) in [("9", "FBA US"), ("10", "Warehouse")] {
            fake.put_record("location", json!({"id": id, "name": name}));
        }
        fake.put_record("priceLevel", json!({"id": "1", "name": "Base Price"}));
        fake.put_record("customer", json!({"id": "107", "companyName": "Amazon", "subsidiary": {"id": "1"}}));
        Self { fake, netsuite }
    }

    fn with_items(self) -> Self {
        let at = |location: &str, quantity: u32| {
            json!({"location": {"id": location}, "quantityAvailable": quantity, "quantityOnHand": quantity,
                "quantityCommitted": 0, "quantityBackOrdered": 0})
        };
        let price = json!({"currencyPage": {"id": "1"}, "priceLevel": {"id": "1"}, "quantity": {"value": 0},
            "price": 19.99});
        let item = |id: &str, name: &str, flagged: bool| {
            json!({"id": id, "itemId": name, "custitem_amz_item": flagged, "custitem_amz_sku": format!("{name}-US"),
                "locations": {"items": [at("9", 7), at("10", 3)]}, "price": {"items": [price]}})
        };
        self.fake.put_record("inventoryItem", item("456", "SKU-1", true));
        self.fake.put_record("inventoryItem", item("457", "SKU-2", false));
        let members = json!([{"item": {"id": "456"}, "quantity": 2}, {"item": {"id": "457"}, "quantity": 1}]);
        let kit =
            json!({"id": "800", "itemId": "KIT-1", "custitem_amz_item": true, "member": {"items": members}});
        self.fake.put_record("kitItem", kit);
        self
    }

    fn with_a_shipped_order(self) -> Self {
        // Not an item with stock: shipping it would move that.
        self.fake.put_record("inventoryItem", json!({"id": "458", "itemId": "SKU-3"}));
        let line = json!({"line": 1, "item": {"id": "458"}, "quantity": 3, "amount": 30});
        let order = json!({"id": "5001", "externalId": "AMZ-SO-1", "otherRefNum": ORDER_ID, "entity": {"id": "107"},
            "tranDate": "2026-11-20", "custbody_amz_order_id": ORDER_ID, "item": {"items": [line]}});
        self.fake.put_record("salesOrder", order);
        let line =
            json!({"line": 1, "orderLine": 1, "item": {"id": "458"}, "quantity": 3, "location": {"id": "9"}});
        let packages = json!([{"packageTrackingNumber": "1Z-1"}, {"packageTrackingNumber": "1Z-2"}]);
        let shipment = json!({"id": "5002", "tranId": "IF5002", "tranDate": "2026-11-23", "entity": {"id": "107"},
            "createdFrom": {"id": "5001"}, "shipStatus": {"id": "C"}, "item": {"items": [line]},
            "package": {"items": packages}});
        self.fake.put_record("itemFulfillment", shipment);
        let line = json!({"line": 1, "orderLine": 1, "item": {"id": "458"}, "quantity": 3, "amount": 30});
        let invoice = json!({"id": "5003", "externalId": "AMZ-INV-1", "tranId": "INV5003", "entity": {"id": "107"},
            "currency": {"id": "1"}, "createdFrom": {"id": "5001"}, "item": {"items": [line]}});
        self.fake.put_record("invoice", invoice);
        self
    }

    /// With values in the text, and as parameters.
    fn queries(&self) -> [Queries; 2] {
        [Queries::new(&self.netsuite), Queries::new(&self.netsuite).with_params()]
    }
}

fn id(text: &str) -> InternalId {
    InternalId::new(text).unwrap()
}

fn noon() -> NaiveDateTime {
    NaiveDate::from_ymd_opt(2026, 11, 23).unwrap().and_hms_opt(12, 0, 0).unwrap()
}

/// Tables: `item` with custom columns.
#[tokio::test(start_paused = true)]
async fn flagged_items_come_once_and_again_when_they_change() {
    let world = World::new().with_items();
    for queries in world.queries() {
        let mut pages: Vec<_> = queries.changed_items(Mark::default()).try_collect().await.unwrap();
        let changed = pages.pop().unwrap();
        let names: Vec<_> = changed.rows.iter().map(|item| item.item_id.as_str()).collect();
        assert!(pages.is_empty());
        assert_eq!(names, ["SKU-1", "KIT-1"]);
        let [item, kit] = changed.rows.as_slice() else { panic!("two items are flagged") };
        assert_eq!((item.item_type.as_str(), kit.item_type.as_str()), ("InvtPart", "Kit"));
        assert_eq!((item.amazon_sku.as_deref(), kit.amazon_sku.as_deref()), (Some("SKU-1-US"), None));
        assert_eq!((item.is_inactive, item.modified), (false, noon()));
        assert_eq!(changed.mark.modified(), noon());

        let again: Vec<_> = queries.changed_items(changed.mark).try_collect().await.unwrap();
        assert!(again.iter().all(|page| page.rows.is_empty()));
    }
    let [queries, _] = world.queries();
    let before: Vec<_> = queries.changed_items(Mark::default()).try_collect().await.unwrap();
    tokio::time::advance(Duration::from_secs(60)).await;
    let kit = json!({"id": "800", "itemId": "KIT-1", "isInactive": true, "custitem_amz_item": true});
    world.fake.put_record("kitItem", kit);
    let after: Vec<_> = queries.changed_items(before[0].mark.clone()).try_collect().await.unwrap();
    let changed: Vec<_> = after.iter().flat_map(|page| &page.rows).collect();
    assert_eq!(
        changed.iter().map(|item| (item.id.as_str(), item.is_inactive)).collect::<Vec<_>>(),
        [("800", true)]
    );
}

/// Tables: `inventoryitemlocations`, `kititemmember`, `item`.
#[tokio::test(start_paused = true)]
async fn stock_is_told_by_location_and_that_of_kits_by_their_members() {
    let world = World::new().with_items();
    for queries in world.queries() {
        let stock: Vec<_> = queries.stock(&[id("9"), id("10")]).try_collect().await.unwrap();
        let levels: Vec<_> = stock
            .iter()
            .map(|level| (level.item.as_str(), level.location.as_str(), level.available))
            .collect();
        assert_eq!(levels, [("456", "9", Decimal::from(7)), ("456", "10", Decimal::from(3))]);
        assert_eq!(queries.stock(&[id("10")]).try_collect::<Vec<_>>().await.unwrap(), [stock[1].clone()]);
        let since: Vec<_> = queries.stock_changed_since(&[id("9")], noon()).try_collect().await.unwrap();
        assert_eq!(since, [stock[0].clone()]);
        let members: Vec<_> = queries.kit_members().try_collect().await.unwrap();
        let members: Vec<_> =
            members.iter().map(|part| (part.kit.as_str(), part.item.as_str(), part.quantity)).collect();
        assert_eq!(members, [("800", "456", Decimal::from(2)), ("800", "457", Decimal::from(1))]);
    }
}

/// Tables: `pricing`, `pricelevel`, `item`.
#[tokio::test(start_paused = true)]
async fn prices_are_told_by_level_and_currency() {
    let world = World::new().with_items();
    for queries in world.queries() {
        let prices: Vec<_> = queries.prices(&[id("1")]).try_collect().await.unwrap();
        let [price] = prices.as_slice() else { panic!("one item is flagged and has a price: {prices:?}") };
        assert_eq!(
            (&price.item, &price.price_level, price.level_name.as_str()),
            (&id("456"), &id("1"), "Base Price")
        );
        assert_eq!(
            (price.currency.clone(), price.unit_price),
            (Some(id("1")), Some("19.99".parse().unwrap()))
        );
        assert!(queries.prices(&[id("2")]).try_collect::<Vec<_>>().await.unwrap().is_empty());
    }
}

/// Tables: `transaction`, `transactionline`, `previoustransactionlinelink`, `trackingnumber`, `trackingnumbermap`.
#[tokio::test(start_paused = true)]
async fn a_shipment_leads_to_its_order_its_packages_and_its_lines() {
    let world = World::new().with_a_shipped_order();
    for queries in world.queries() {
        let pages: Vec<_> = queries.shipped_fulfillments(Mark::default()).try_collect().await.unwrap();
        let [shipment] = pages[0].rows.as_slice() else { panic!("one is shipped: {pages:?}") };
        assert_eq!((&shipment.id, &shipment.sales_order), (&id("5002"), &id("5001")));
        assert_eq!(shipment.order_external_id.as_deref(), Some("AMZ-SO-1"));
        assert_eq!(shipment.amazon_order_id.as_deref(), Some(ORDER_ID));
        assert_eq!(Some(shipment.ship_date), NaiveDate::from_ymd_opt(2026, 11, 23));

        let numbers = queries.tracking_numbers(std::slice::from_ref(&shipment.id)).await.unwrap();
        let numbers: Vec<_> = numbers.iter().map(|number| number.tracking_number.as_str()).collect();
        assert_eq!(numbers, ["1Z-1", "1Z-2"]);
        let lines = queries.fulfillment_lines(std::slice::from_ref(&shipment.id)).await.unwrap();
        let [line] = lines.iter().filter(|line| line.order_line.is_some()).collect::<Vec<_>>()[..] else {
            panic!("one line of the order was shipped: {lines:?}")
        };
        assert_eq!((line.order_line, line.quantity, line.kit_component), (Some(1), Decimal::from(3), false));
        assert_eq!((line.item.clone(), line.location.clone()), (Some(id("458")), Some(id("9"))));
        // Another letter means shipped in another account.
        let other = queries.with_shipped_status("A");
        let pages: Vec<_> = other.shipped_fulfillments(Mark::default()).try_collect().await.unwrap();
        assert!(pages.iter().all(|page| page.rows.is_empty()));
    }
}

/// Tables: `transaction`, `previoustransactionlinelink`.
#[tokio::test(start_paused = true)]
async fn what_is_to_be_paid_and_what_exists_is_found_by_external_ids() {
    let world = World::new().with_a_shipped_order();
    let eid = |text: &str| ExternalId::new(text).unwrap();
    for queries in world.queries() {
        let own = queries.open_invoices(&[eid("AMZ-INV-1"), eid("AMZ-INV-2")]).await.unwrap();
        let [invoice] = own.as_slice() else { panic!("one is open: {own:?}") };
        assert_eq!((&invoice.id, &invoice.entity), (&id("5003"), &id("107")));
        assert_eq!((invoice.total, invoice.unpaid), (Decimal::from(30), Decimal::from(30)));
        let through = queries.open_invoices_of_orders(&[eid("AMZ-SO-1")]).await.unwrap();
        let [invoice] = through.as_slice() else { panic!("the order has one: {through:?}") };
        assert_eq!((&invoice.id, invoice.order_external_id.as_deref()), (&id("5003"), Some("AMZ-SO-1")));

        let existing =
            queries.transactions(&[eid("AMZ-SO-1"), eid("AMZ-INV-1"), eid("AMZ-9")]).await.unwrap();
        let existing: Vec<_> =
            existing.iter().map(|found| (found.id.as_str(), found.record_type.as_str())).collect();
        assert_eq!(existing, [("5001", "salesorder"), ("5003", "invoice")]);
    }
}

/// Tables: all of the above.
#[tokio::test(start_paused = true)]
async fn a_probe_passes_on_an_account_with_everything_and_names_a_field_of_another_name() {
    let world = World::new();
    let _ = Queries::new(&world.netsuite).probe().await.unwrap();
    let fields = serde_json::from_value(json!({"amazon_sku": "custitem_other"})).unwrap();
    let error = Queries::new(&world.netsuite).with_fields(fields).probe().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Config);
    assert!(error.to_string().contains("column custitem_other (for items)"), "{error}");
}
