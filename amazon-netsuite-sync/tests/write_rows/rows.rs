//! The writes. Each function sets a world up in which its flow has exactly one such write to make.

use std::time::Duration;

use amazon_netsuite_sync::{
    flows::{BillOrders, ConfirmShipments, ImportOrders},
    settings::{BillAs, BillingSettings, FbaImport, StoreSettings},
    testing::World,
};
use chrono::TimeDelta;
use commerce_client_core::{clock::Clock as _, wire::instant};
use futures_util::FutureExt as _;
use netsuite_client::InternalId;
use serde_json::{Value, json};

use crate::{
    cell::{Effects, Operation, Row},
    warehouse::{
        self, EXPORTED, EXPORTED_AT, SELLER, arrive, billed_and_confirmed, order, packages, run, sales_order,
        ship,
    },
};

/// How often records of a type were made under names of ours that begin so.
fn made(world: &World, beginning: &str) -> Effects {
    let applied = world.sandbox.netsuite.applied();
    applied.into_iter().filter(|(key, _)| key.starts_with(beginning)).collect()
}

/// The `n`th order, shipped by Amazon.
pub(crate) fn shipped_by_amazon(n: u32) -> Value {
    let mut order = order(n);
    order["fulfillment"] = json!({"fulfillmentStatus": "SHIPPED", "fulfilledBy": "AMAZON"});
    order
}

/// A world in which orders that Amazon ships are imported so.
pub(crate) async fn importing(import_as: FbaImport) -> World {
    let world = warehouse::world(|_| {}).await;
    let account =
        world.sandbox.netsuite.put_record("account", json!({"acctName": "Clearing", "acctType": "Bank"}));
    let account = InternalId::new(account).unwrap();
    world.with_settings(|settings| {
        for fba in settings.stores.iter_mut().filter_map(|store| store.fba.as_mut()) {
            (fba.import_as, fba.cash_account) = (import_as, Some(account.clone()));
        }
    })
}

async fn waiting_as(import_as: FbaImport) -> World {
    let world = importing(import_as).await;
    world.sandbox.amazon.put_order(SELLER, shipped_by_amazon(1));
    world
}

/// The order's customer is there already, so that its record is the first write.
async fn waiting() -> World {
    let shared = |store: &mut StoreSettings| {
        if let (Some(merchant), Some(fba)) = (&mut store.merchant, &store.fba) {
            merchant.customer = fba.customer.clone();
        }
    };
    let world = warehouse::world(shared).await;
    world.sandbox.amazon.put_order(SELLER, order(1));
    world
}

/// A buyer's customer: `PUT eid:` that replaces the address book.
pub(crate) fn customer_by_upsert() -> Row {
    Row {
        flow: ImportOrders::NAME,
        request: "PUT customer",
        operation: Operation::NetSuite("record.upsert"),
        about_to: || {
            async {
                let world = warehouse::world(|_| {}).await;
                let mut order = order(1);
                order["recipient"] = json!({"deliveryAddress": {
                    "name": "A Buyer", "addressLine1": "1 Main Street", "city": "Springfield",
                    "stateOrRegion": "CA", "postalCode": "90001", "countryCode": "US",
                }});
                world.sandbox.amazon.put_order(SELLER, order);
                world
            }
            .boxed_local()
        },
        effects: |world| {
            let mut effects = made(world, "customer/amz-cust-");
            let ours = |customer: &&Value| {
                customer["externalId"].as_str().is_some_and(|id| id.starts_with("amz-cust-"))
            };
            for customer in world.sandbox.netsuite.records("customer").iter().filter(ours) {
                let addresses = customer["addressBook"]["items"].as_array().unwrap().iter();
                for address in addresses {
                    *effects.entry(format!("address {}", address["label"])).or_default() += 1;
                }
            }
            effects
        },
    }
}

/// An order that the seller ships.
pub(crate) fn sales_order_by_create() -> Row {
    Row {
        flow: ImportOrders::NAME,
        request: "POST salesOrder",
        operation: Operation::NetSuite("record.create"),
        about_to: || waiting().boxed_local(),
        effects: |world| made(world, "salesOrder/amz-so-"),
    }
}

/// An order that Amazon shipped.
pub(crate) fn invoice_by_create() -> Row {
    Row {
        flow: ImportOrders::NAME,
        request: "POST invoice",
        operation: Operation::NetSuite("record.create"),
        about_to: || waiting_as(FbaImport::Invoice).boxed_local(),
        effects: |world| made(world, "invoice/amz-inv-"),
    }
}

/// An order that Amazon shipped, paid at once.
pub(crate) fn cash_sale_by_create() -> Row {
    Row {
        flow: ImportOrders::NAME,
        request: "POST cashSale",
        operation: Operation::NetSuite("record.create"),
        about_to: || waiting_as(FbaImport::CashSale).boxed_local(),
        effects: |world| made(world, "cashSale/amz-cs-"),
    }
}

/// The fulfilment that follows the sales order of an order that Amazon shipped.
pub(crate) fn fulfilment_by_transform() -> Row {
    Row {
        flow: ImportOrders::NAME,
        request: "POST salesOrder/itemFulfillment",
        operation: Operation::NetSuite("record.transform"),
        about_to: || waiting_as(FbaImport::SalesOrder).boxed_local(),
        effects: |world| made(world, "itemFulfillment/amz-if-"),
    }
}

/// An order that is fulfilled and not billed.
pub(crate) async fn to_bill(bill_as: BillAs) -> World {
    let world = warehouse::world(|_| {}).await;
    let account =
        world.sandbox.netsuite.put_record("account", json!({"acctName": "Clearing", "acctType": "Bank"}));
    let account = InternalId::new(account).unwrap();
    let world = world.with_settings(|settings| {
        for store in &mut settings.stores {
            let account = (bill_as == BillAs::CashSale).then(|| account.clone());
            store.billing = Some(BillingSettings { bill_as, account, ..BillingSettings::default() });
        }
    });
    arrive(&world, [order(1)]).await;
    ship(&world, 1, &[3, 1], &["1Z001"]).await;
    world
}

/// The bill of a fulfilment.
pub(crate) fn invoice_by_transform() -> Row {
    Row {
        flow: BillOrders::NAME,
        request: "POST salesOrder/invoice",
        operation: Operation::NetSuite("record.transform"),
        about_to: || to_bill(BillAs::Invoice).boxed_local(),
        effects: |world| made(world, "invoice/amz-inv-"),
    }
}

/// The bill of a fulfilment that is paid already.
pub(crate) fn cash_sale_by_transform() -> Row {
    Row {
        flow: BillOrders::NAME,
        request: "POST salesOrder/cashSale",
        operation: Operation::NetSuite("record.transform"),
        about_to: || to_bill(BillAs::CashSale).boxed_local(),
        effects: |world| made(world, "cashSale/amz-cs-"),
    }
}

async fn to_confirm() -> World {
    let world = warehouse::world(billed_and_confirmed).await;
    // The first walk asks Amazon about everything.
    run(&world, ConfirmShipments::NAME).await;
    arrive(&world, [order(1)]).await;
    ship(&world, 1, &[3, 1], &["1Z001"]).await;
    world
}

/// A package, told to Amazon.
pub(crate) fn package_by_confirm_shipment() -> Row {
    Row {
        flow: ConfirmShipments::NAME,
        request: "POST shipmentConfirmation",
        operation: Operation::Amazon("confirmShipment"),
        about_to: || to_confirm().boxed_local(),
        effects: |world| {
            let mut effects = Effects::new();
            for (_, tracking, _, units) in packages(world, 1) {
                *effects.entry(format!("{tracking} {units:?}")).or_default() += 1;
            }
            effects
        },
    }
}

/// What is written on a fulfilment once Amazon knows of it.
pub(crate) fn mark_by_update() -> Row {
    Row {
        flow: ConfirmShipments::NAME,
        request: "PATCH itemFulfillment",
        operation: Operation::NetSuite("record.update"),
        about_to: || to_confirm().boxed_local(),
        effects: |world| {
            let fulfillments = world.sandbox.netsuite.records("itemFulfillment");
            let marked = fulfillments.iter().filter(|it| it[EXPORTED] == true && it[EXPORTED_AT].is_string());
            marked.flat_map(|it| numbered(it, "orderLine")).collect()
        },
    }
}

/// How often each line of a record is there.
fn numbered(record: &Value, number: &str) -> Effects {
    let mut lines = Effects::new();
    for line in record["item"]["items"].as_array().unwrap() {
        *lines.entry(format!("{} line {}", record["id"], line[number])).or_default() += 1;
    }
    lines
}

/// The closing of a sales order that Amazon has cancelled.
pub(crate) fn cancellation_by_update() -> Row {
    Row {
        flow: ImportOrders::NAME,
        request: "PATCH salesOrder",
        operation: Operation::NetSuite("record.update"),
        about_to: || cancelled_after_import().boxed_local(),
        effects: |world| {
            let orders = world.sandbox.netsuite.records("salesOrder");
            let closed = orders.iter().filter(|order| order["orderStatus"]["id"] == "H");
            closed.flat_map(|order| numbered(order, "line")).collect()
        },
    }
}

/// An order that was cancelled at Amazon after it had been imported.
pub(crate) async fn cancelled_after_import() -> World {
    let world = warehouse::world(|_| {}).await;
    arrive(&world, [order(1)]).await;
    assert_eq!(sales_order(&world, 1)["orderStatus"]["id"], "B");
    tokio::time::sleep(Duration::from_secs(600)).await;
    let mut cancelled = order(1);
    cancelled["fulfillment"]["fulfillmentStatus"] = "CANCELLED".into();
    cancelled["lastUpdatedTime"] = instant::format(world.clock.now() - TimeDelta::minutes(3)).into();
    world.sandbox.amazon.put_order(SELLER, cancelled);
    world
}
