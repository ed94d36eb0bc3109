//! Finding records, and reading one.

use futures_util::TryStreamExt as _;
use netsuite_client::{
    ErrorKind, InternalId,
    query::{Filter, field},
    records::{Customer, Location, SalesOrder},
};
use serde_json::json;

use crate::{Account, id, order};

#[tokio::test(start_paused = true)]
async fn every_operator_finds_what_it_says() {
    let account = Account::new();
    for (number, name, inactive) in
        [("201", "Alpha", false), ("202", "Beta", true), ("203", "Alpha two", false)]
    {
        let customer = json!({"id": number, "externalId": format!("B-{number}"), "companyName": name,
            "isInactive": inactive, "creditLimit": 100, "subsidiary": {"id": "1"}});
        account.fake.put_record("customer", customer);
    }
    let customers = account.netsuite.records::<Customer>();
    let named = || field("companyName");
    let cases: [(Filter, &[&str]); 16] = [
        (named().is("Beta"), &["202"]),
        (named().is_not("Beta"), &["107", "201", "203"]),
        (named().contains("two"), &["203"]),
        (named().contains_not("a"), &["107"]),
        (named().starts_with("Alpha"), &["201", "203"]),
        (named().starts_with_not("Alpha"), &["107", "202"]),
        (named().ends_with("ta"), &["202"]),
        (named().ends_with_not("ta"), &["107", "201", "203"]),
        (field("email").is_empty().and(field("creditLimit").is_not_empty()), &["201", "202", "203"]),
        (field("isInactive").is(true), &["202"]),
        (field("id").any_of([&id("107"), &id("203")]), &["107", "203"]),
        (field("id").any_of_not([107_i64, 201]), &["202", "203"]),
        (field("id").between(200, 202), &["201", "202"]),
        (field("creditLimit").greater_or_equal(100).and(field("id").less(202)), &["201"]),
        (field("externalId").is("B-202").or(named().is("Alpha two")), &["202", "203"]),
        (named().starts_with("Alpha").and(field("id").equals(201).or(field("id").greater(1000))), &["201"]),
    ];
    for (filter, expected) in cases {
        let text = filter.to_text().unwrap();
        let found: Vec<InternalId> =
            customers.list().filter(filter).page_size(1).ids().try_collect().await.unwrap();
        let found: Vec<&str> = found.iter().map(InternalId::as_str).collect();
        assert_eq!(found, expected, "{text}");
    }
    let unknown = customers.list().filter(field("shoeSize").equals(42)).send().await.unwrap_err();
    assert_eq!(unknown.kind(), ErrorKind::Rejected);
    let page = customers.list().page_size(3).page(1).send().await.unwrap();
    assert_eq!((page.items.len(), page.offset, page.has_more, page.total_results), (1, 3, false, Some(4)));
}

#[tokio::test(start_paused = true)]
async fn orders_are_found_by_their_day() {
    let account = Account::new();
    let orders = account.netsuite.records::<SalesOrder>();
    for (external_id, day) in [("A-1", "2026-11-20"), ("A-2", "2026-11-21"), ("A-3", "2026-11-22")] {
        let mut body = order(external_id);
        body["tranDate"] = json!(day);
        orders.create(&body).await.unwrap();
    }
    let day = || field("tranDate");
    for (filter, expected) in [
        (day().on("11/21/2026"), 1),
        (day().on_not("11/21/2026"), 2),
        (day().after("11/20/2026"), 2),
        (day().on_or_after("11/20/2026"), 3),
        (day().before("11/22/2026").and(day().on_or_before("11/20/2026")), 1),
    ] {
        let found = orders.list().filter(filter).send().await.unwrap();
        assert_eq!(found.items.len(), expected);
    }
}

#[tokio::test(start_paused = true)]
async fn a_record_that_was_read_and_is_sent_back_keeps_all_that_it_had() {
    for expanded in [false, true] {
        let account = Account::new();
        let written = account.order("A-1").await;
        let before = account.only("salesOrder");
        let orders = account.netsuite.records::<SalesOrder>();
        let get = orders.get(written.clone());
        let get = if expanded { get.expand_sub_resources() } else { get };
        let mut read = get.send().await.unwrap();
        assert_eq!(read.shipping_address.is_some(), expanded);
        read.memo = Some("second".to_owned());
        orders.update(written, &read).await.unwrap();
        let mut after = account.only("salesOrder");
        assert_eq!(after["memo"], "second");
        after["memo"] = json!("first");
        assert_eq!(after, before, "expanded: {expanded}");

        let locations = account.netsuite.records::<Location>();
        let mut location = locations.get(id("9")).send().await.unwrap();
        location.name = Some("FBA North America".to_owned());
        locations.update(id("9"), &location).await.unwrap();
        assert_eq!(account.fake.records("location")[0]["subsidiary"], json!({"id": "1"}), "one, as before");
    }
}

#[tokio::test(start_paused = true)]
async fn a_customer_that_was_read_and_is_sent_back_keeps_its_addresses() {
    for expanded in [false, true] {
        let account = Account::new();
        let customers = account.netsuite.records::<Customer>();
        let home =
            json!({"label": "home", "addressBookAddress": {"addr1": "1 Main St", "country": {"id": "US"}}});
        let body =
            json!({"companyName": "Doe Inc", "subsidiary": {"id": "1"}, "addressBook": {"items": [home]}});
        let written = customers.create(&body).await.unwrap();
        let addresses = || account.fake.records("customer")[1]["addressBook"].clone();
        let before = addresses();
        let get = customers.get(written.clone());
        let get = if expanded { get.expand_sub_resources() } else { get };
        let mut read = get.send().await.unwrap();
        read.comments = Some("new".to_owned());
        customers.update(written, &read).await.unwrap();
        assert_eq!(addresses(), before, "expanded: {expanded}");
        assert_eq!(account.fake.records("customer")[1]["comments"], "new");
    }
}
