//! A shop whose orders are archived.

#![allow(dead_code, reason = "each test crate uses its part")]

use amazon_netsuite_sync::{
    EngineBuilder, Report, RunKey, SourceId, Vault, VaultKey,
    flows::EraseBodies,
    settings::Archive,
    testing::{World, WorldOptions},
};
use chrono::TimeDelta;
use commerce_client_core::{clock::Clock as _, wire::instant};
use serde_json::{Value, json};

pub(crate) const SELLER: &str = "A1NASELLER0001";
/// Every text in [`order`] that tells who the buyer is.
pub(crate) const BUYER: [&str; 5] =
    ["Zzcanary Person", "canary-buyer@marketplace.amazon.com", "1 Zzstreet", "Zzcity", "Zz90001"];

pub(crate) fn key(byte: u8) -> VaultKey {
    VaultKey::from_bytes(&[byte; 32]).unwrap()
}

pub(crate) fn with_vault(engine: EngineBuilder) -> EngineBuilder {
    engine.vault(Vault::new(key(1))).flow(EraseBodies)
}

/// A shop that archives these orders; it sells mugs.
pub(crate) async fn shop(archive: Archive, orders: usize) -> World {
    let world = World::new(WorldOptions { orders, ..WorldOptions::default() }).await.unwrap();
    world.sandbox.netsuite.put_record("inventoryItem", json!({"itemId": "MUG"}));
    world.with_settings(|settings| settings.privacy.archive = archive).with_flows(with_vault)
}

pub(crate) fn source(n: u32) -> SourceId {
    SourceId::new(format!("999-{n:07}-0000001")).unwrap()
}

/// An order over one of these.
pub(crate) fn order(n: u32, sku: &str, status: &str) -> Value {
    let total = json!({"amount": "20.00", "currencyCode": "USD"});
    json!({
        "orderId": source(n).as_str(),
        "createdTime": "2026-11-22T10:00:00Z",
        "lastUpdatedTime": "2026-11-22T10:00:00Z",
        "salesChannel": {"channelName": "AMAZON", "marketplaceId": "ATVPDKIKX0DER"},
        "fulfillment": {"fulfillmentStatus": status, "fulfilledBy": "MERCHANT"},
        "buyer": {"buyerName": BUYER[0], "buyerEmail": BUYER[1]},
        "recipient": {"deliveryAddress": {
            "name": BUYER[0], "addressLine1": BUYER[2], "city": BUYER[3], "postalCode": BUYER[4], "countryCode": "US",
        }},
        "proceeds": {"grandTotal": total},
        "orderItems": [{
            "orderItemId": n.to_string(), "quantityOrdered": 1, "product": {"sellerSku": sku, "title": "A thing"},
            "proceeds": {"proceedsTotal": total, "breakdowns": [{"type": "ITEM", "subtotal": total}]},
        }],
    })
}

/// Amazon holds the order so, changed just now.
pub(crate) fn amazon_has(world: &World, mut order: Value) {
    order["lastUpdatedTime"] = instant::format(world.clock.now() - TimeDelta::minutes(3)).into();
    world.sandbox.amazon.put_order(SELLER, order);
}

pub(crate) async fn days(days: u64) {
    tokio::time::advance(std::time::Duration::from_secs(days * 24 * 3600)).await;
}

/// Runs the orders, ten minutes later.
pub(crate) async fn run(world: &World) -> Report {
    tokio::time::advance(std::time::Duration::from_secs(600)).await;
    let report = world.run().await.unwrap();
    assert!(report.errors.is_empty(), "{:?}", report.errors);
    report
}

pub(crate) fn na(world: &World) -> RunKey {
    world.keys().into_iter().find(|key| key.account.as_str() == "na").unwrap()
}
