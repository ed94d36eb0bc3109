//! The ready queries against a simulated account.
//!
//! Each test says which tables it needs of the simulator.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

use std::{collections::BTreeMap, fmt::Debug, sync::Arc, time::Duration};

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime, TimeDelta};
use commerce_client_core::{
    clock::{Clock as _, SharedClock},
    testing::{InProcess, TokioClock},
};
use futures_util::{Stream, StreamExt as _, TryStreamExt as _};
use netsuite_client::{
    Error, ErrorKind, ExternalId, InternalId, NetSuite, TokenBased,
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
    clock: SharedClock,
}

impl World {
    fn new() -> Self {
        Self::beginning_at("2026-11-23T12:00:00Z")
    }

    fn beginning_at(instant: &str) -> Self {
        let clock = SharedClock::new(TokioClock::starting_at(instant.parse().unwrap()));
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
            .clock(clock.clone())
            .build()
            .unwrap();
        for kind in ["inventoryItem", "kitItem", "assemblyItem"] {
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
        Self { fake, netsuite, clock }
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
        self.fake.put_record("inventoryItem", item("459", "SCREW", false));
        let members = json!([{"item": {"id": "456"}, "quantity": 2}, {"item": {"id": "457"}, "quantity": 1}]);
        let kit =
            json!({"id": "800", "itemId": "KIT-1", "custitem_amz_item": true, "member": {"items": members}});
        self.fake.put_record("kitItem", kit);
        // Built before it is sold, and so in stock by itself.
        let assembly = json!({"id": "801", "itemId": "BUILT-1", "custitem_amz_item": true,
            "member": {"items": [{"item": {"id": "459"}, "quantity": 4}]}});
        self.fake.put_record("assemblyItem", assembly);
        self
    }

    fn with_a_shipped_order(self) -> Self {
        // Not an item with stock: shipping it would move that.
        self.fake.put_record("inventoryItem", json!({"id": "458", "itemId": "SKU-3"}));
        let line = |line: u32, quantity: u32, amount: u32| json!({"line": line, "orderLine": line, "item": {"id": "458"}, "quantity": quantity, "amount": amount});
        let lines = json!({"items": [line(1, 3, 20), line(2, 1, 10)]});
        let order = json!({"id": "5001", "externalId": "AMZ-SO-1", "otherRefNum": ORDER_ID, "entity": {"id": "107"},
            "tranDate": "2026-11-20", "custbody_amz_order_id": ORDER_ID, "item": lines});
        self.fake.put_record("salesOrder", order);
        let packages = json!([{"packageTrackingNumber": "1Z-1"}, {"packageTrackingNumber": "1Z-2"}]);
        let shipped = |line: u32, quantity: u32| {
            json!({"line": line, "orderLine": line, "item": {"id": "458"}, "quantity": quantity,
                "location": {"id": "9"}})
        };
        let shipment = json!({"id": "5002", "tranId": "IF5002", "tranDate": "2026-11-23", "entity": {"id": "107"},
            "createdFrom": {"id": "5001"}, "shipStatus": {"id": "C"},
            "item": {"items": [shipped(1, 3), shipped(2, 1)]}, "package": {"items": packages}});
        self.fake.put_record("itemFulfillment", shipment);
        // The second one is paid.
        for (id, number, paid) in [("5003", 1, 0), ("5004", 2, 30)] {
            let invoice = json!({"id": id, "externalId": format!("AMZ-INV-{number}"), "entity": {"id": "107"},
                "currency": {"id": "1"}, "createdFrom": {"id": "5001"}, "amountPaid": paid, "item": lines});
            self.fake.put_record("invoice", invoice);
        }
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
        assert_eq!(names, ["SKU-1", "KIT-1", "BUILT-1"]);
        let [item, kit, _] = changed.rows.as_slice() else { panic!("three items are flagged") };
        assert_eq!((item.item_type.as_str(), kit.item_type.as_str()), ("InvtPart", "Kit"));
        assert_eq!((item.amazon_sku.as_deref(), kit.amazon_sku.as_deref()), (Some("SKU-1-US"), None));
        assert_eq!((item.is_inactive, item.modified), (false, noon()));
        assert_eq!(changed.mark.modified(), noon());

        // They were saved in the last second of the look: once more, in case that they were saved again in it.
        let again: Vec<_> = queries.changed_items(changed.mark).try_collect().await.unwrap();
        assert_eq!(again.iter().map(|page| page.rows.len()).sum::<usize>(), 3);
        let more = queries.changed_items(again[0].mark.clone()).try_collect::<Vec<_>>().await.unwrap();
        assert!(more.iter().all(|page| page.rows.is_empty()));
    }
    let [queries, _] = world.queries();
    let before: Vec<_> = queries.changed_items(Mark::default()).try_collect().await.unwrap();
    let before: Vec<_> = queries.changed_items(before[0].mark.clone()).try_collect().await.unwrap();
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
        // What a kit is made of counts, whether it is sold by itself (456) or not (457).
        let expected = [("456", "9", 7), ("456", "10", 3), ("457", "9", 7), ("457", "10", 3)];
        assert_eq!(levels, expected.map(|(item, location, count)| (item, location, Decimal::from(count))));
        let at_10: Vec<_> = queries.stock(&[id("10")]).try_collect().await.unwrap();
        assert_eq!(at_10, [stock[1].clone(), stock[3].clone()]);
        let since: Vec<_> = queries.stock_changed_since(&[id("9")], noon()).try_collect().await.unwrap();
        assert_eq!(since, [stock[0].clone(), stock[2].clone()]);
        let later = noon() + TimeDelta::seconds(1);
        let since = queries.stock_changed_since(&[id("9")], later).try_collect::<Vec<_>>().await.unwrap();
        assert!(since.is_empty());
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
        let [line, second] = lines.as_slice() else { panic!("two lines were shipped: {lines:?}") };
        assert_eq!((second.order_line, second.quantity), (Some(2), Decimal::from(1)));
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
        let [invoice] = through.as_slice() else { panic!("the order has one that is not paid: {through:?}") };
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

/// Tables: `deletedrecord`.
#[tokio::test(start_paused = true)]
async fn what_is_deleted_is_told_since_a_time() {
    let world = World::new();
    for number in ["601", "602"] {
        world.fake.put_record("inventoryItem", json!({"id": number, "itemId": format!("MUG-{number}")}));
        tokio::time::advance(Duration::from_secs(60)).await;
        let items = world.netsuite.records_of("inventoryItem");
        items.delete(id(number)).await.unwrap();
    }
    for queries in world.queries() {
        let deleted: Vec<_> = queries.deleted_records(noon()).try_collect().await.unwrap();
        let told: Vec<_> =
            deleted.iter().map(|gone| (gone.record.as_str(), gone.record_type.as_str())).collect();
        assert_eq!(told, [("601", "Inventory Item"), ("602", "Inventory Item")]);
        let since = deleted[1].deleted;
        assert_eq!(since, noon() + TimeDelta::seconds(120));
        assert_eq!(queries.deleted_records(since).try_collect::<Vec<_>>().await.unwrap(), deleted[1..]);
    }
}

/// What a reading comes to, rows with the same key in no order.
async fn all<R: Debug>(rows: impl Stream<Item = Result<R, Error>>) -> Vec<String> {
    rows.map_ok(|row| format!("{row:?}")).try_collect().await.unwrap()
}

/// Tables: all of them.
#[tokio::test(start_paused = true)]
async fn pages_of_a_few_rows_come_to_the_same_as_one() {
    let world = World::new().with_items().with_a_shipped_order();
    for number in 0..7 {
        let level = json!({"location": {"id": "9"}, "quantityAvailable": number, "quantityOnHand": number});
        let price = json!({"currencyPage": {"id": "1"}, "priceLevel": {"id": "1"}, "quantity": {"value": 0},
            "price": number});
        let item = json!({"id": (600 + number).to_string(), "itemId": format!("MUG-{number}"),
            "custitem_amz_item": true, "locations": {"items": [level]}, "price": {"items": [price]}});
        world.fake.put_record("inventoryItem", item);
        tokio::time::advance(Duration::from_millis(700)).await;
    }
    let [in_one, _] = world.queries();
    let locations = [id("9"), id("10")];
    let eid = |text: &str| ExternalId::new(text).unwrap();
    let shipment = [id("5002")];
    for size in [3, 4, 5] {
        let calls = || world.netsuite.calls()["suiteql"];
        let before = calls();
        let queries = in_one.clone().with_page_size(size);
        let stock = all(queries.stock(&locations)).await;
        assert!(calls() - before >= 3, "{size}");
        assert_eq!((stock.len(), &stock), (11, &all(in_one.stock(&locations)).await));
        assert_eq!(all(queries.kit_members()).await, all(in_one.kit_members()).await);
        let prices = all(queries.prices(&[id("1")])).await;
        assert_eq!((prices.len(), &prices), (8, &all(in_one.prices(&[id("1")])).await));
        let items = queries.changed_items(Mark::default()).try_collect::<Vec<_>>().await.unwrap();
        let names: Vec<_> = items.iter().flat_map(|page| &page.rows).map(|item| &item.item_id).collect();
        let whole = in_one.changed_items(Mark::default()).try_collect::<Vec<_>>().await.unwrap();
        assert_eq!(names, whole[0].rows.iter().map(|item| &item.item_id).collect::<Vec<_>>());
        assert!(items.len() > 2 && names.len() == 10, "{names:?}");
        assert_eq!(items.last().unwrap().mark, whole.last().unwrap().mark);
        let lines = queries.fulfillment_lines(&shipment).await.unwrap();
        assert_eq!(lines, in_one.fulfillment_lines(&shipment).await.unwrap());
        let numbers = queries.tracking_numbers(&shipment).await.unwrap();
        assert_eq!(numbers, in_one.tracking_numbers(&shipment).await.unwrap());
        let names = [eid("AMZ-SO-1"), eid("AMZ-INV-1"), eid("AMZ-INV-2")];
        assert_eq!(queries.transactions(&names).await.unwrap().len(), 3);
    }
}

/// Tables: `transactionline`.
#[tokio::test(start_paused = true)]
async fn a_shipment_may_have_more_lines_than_a_page() {
    let world = World::new().with_a_shipped_order();
    let line = |line: u32| json!({"line": line, "orderLine": line, "item": {"id": "458"}, "quantity": 1});
    let lines: Vec<_> = (1..=9).map(line).collect();
    let shipment = json!({"id": "5010", "entity": {"id": "107"}, "createdFrom": {"id": "5001"},
        "shipStatus": {"id": "C"}, "item": {"items": lines}});
    world.fake.put_record("itemFulfillment", shipment);
    let [queries, _] = world.queries();
    let lines = queries.with_page_size(4).fulfillment_lines(&[id("5010")]).await.unwrap();
    assert_eq!(lines.iter().map(|line| line.line).collect::<Vec<_>>(), (1..=9).collect::<Vec<_>>());
}

/// Tables: `inventoryitemlocations`, `item`.
#[tokio::test(start_paused = true)]
async fn a_level_that_is_there_throughout_comes_once_while_others_come_and_go() {
    let world = World::new();
    let put = |number: u32| {
        let level = json!({"location": {"id": "9"}, "quantityAvailable": 1, "quantityOnHand": 1});
        let item = json!({"id": number.to_string(), "itemId": format!("MUG-{number}"), "custitem_amz_item": true,
            "locations": {"items": [level]}});
        world.fake.put_record("inventoryItem", item);
    };
    (600..640).step_by(2).for_each(put);
    let [queries, _] = world.queries();
    let mut levels = Box::pin(queries.with_page_size(3).stock(&[id("9")]));
    let (mut found, mut next) = (Vec::new(), 601);
    while let Some(level) = levels.next().await {
        found.push(level.unwrap().item.as_str().parse::<u32>().unwrap());
        // Before what was read and behind it.
        if next < 640 {
            put(next);
            put(1240 - next);
            next += 2;
        }
    }
    assert!(found.is_sorted_by(|one, other| one < other), "{found:?}");
    assert!((600..640).step_by(2).all(|number| found.contains(&number)), "{found:?}");
}

/// Clocks go back from 2:00 to 1:00 in Los Angeles, and queries show writes late. Tables: `item`, `dual`.
#[tokio::test(start_paused = true)]
async fn no_change_is_lost_in_the_hour_that_comes_twice() {
    let world = World::beginning_at("2026-11-01T07:30:00Z");
    let hours = |hours: i32| FixedOffset::east_opt(3600 * hours).unwrap();
    let fall_back = "2026-11-01T09:00:00Z".parse().unwrap();
    world.fake.set_zone(&[(DateTime::UNIX_EPOCH, hours(-7)), (fall_back, hours(-8))]);
    world.fake.set_query_lag(Duration::from_secs(1), Duration::from_secs(20));
    let [queries, _] = world.queries();
    let begin = queries.now().await.unwrap();
    assert_eq!(begin.to_string(), "2026-11-01 00:30:00");
    let mut stored = serde_json::to_string(&Mark::at(begin)).unwrap();
    let mut seen = BTreeMap::<String, u32>::new();
    for step in 0..20 {
        if step < 18 {
            let item = json!({"id": (600 + step % 2).to_string(), "itemId": format!("MUG-{}", step % 2),
                "displayName": format!("version {step:02}"), "custitem_amz_item": true});
            world.fake.put_record("inventoryItem", item);
        }
        tokio::time::advance(Duration::from_secs(600)).await;
        let mark = serde_json::from_str(&stored).unwrap();
        let pages: Vec<_> = queries.changed_items(mark).try_collect().await.unwrap();
        for item in pages.iter().flat_map(|page| &page.rows) {
            *seen.entry(item.display_name.clone().unwrap()).or_default() += 1;
        }
        stored = serde_json::to_string(&pages.last().unwrap().mark).unwrap();
    }
    let versions: Vec<_> = (0..18).map(|step| format!("version {step:02}")).collect();
    assert_eq!(seen.keys().collect::<Vec<_>>(), versions.iter().collect::<Vec<_>>());
    assert!(seen.values().all(|times| *times <= 2), "{seen:?}");
    assert!(world.clock.now() > fall_back);
}
