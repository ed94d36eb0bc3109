//! How many requests went out.

use std::collections::BTreeMap;

use netsuite_client::{
    SigningAlgorithm,
    records::{Customer, SalesOrder},
    testing::Failure,
};
use serde_json::json;

use crate::{Named, World, buyer, eid, order};

#[tokio::test(start_paused = true)]
async fn the_counts_are_those_of_netsuite() {
    let world = World::new();
    let netsuite = world.oauth2("cert-ec", SigningAlgorithm::Es256);
    let (orders, customers) = (netsuite.records::<SalesOrder>(), netsuite.records::<Customer>());
    for (what, failure) in [
        ("token", Failure::Status(503)),
        ("record.get", Failure::Throttle),
        ("record.upsert", Failure::StatusAfterApply(500)),
        ("suiteql", Failure::Html(502)),
        ("record.delete", Failure::Status(401)),
    ] {
        world.fake.fail_next(what, failure).unwrap();
    }
    orders.create(&order("A-1")).await.unwrap();
    orders.update(&eid("A-1"), &json!({"memo": "x"})).await.unwrap();
    orders.get(eid("A-1")).send().await.unwrap();
    customers.upsert(&eid("B-1"), &buyer("Doe"), &["addressBook"]).await.unwrap();
    netsuite.suiteql("SELECT id FROM customer ORDER BY id").all::<Named>().await.unwrap();
    orders.delete(eid("A-1")).await.unwrap();
    let counted: BTreeMap<_, _> =
        netsuite.calls().into_iter().map(|(name, count)| (name.to_owned(), count)).collect();
    assert_eq!(counted, world.fake.calls());
    assert_eq!(counted["token"], 3);
    assert_eq!(counted["record.delete"], 2);
}
