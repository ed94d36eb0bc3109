//! What is different when a write comes to be repeated: its body, what is left to derive, who repeats it.

use std::time::Duration;

use amazon_netsuite_sync::{
    Acquire,
    flows::{BillOrders, ConfirmShipments, ImportOrders},
    settings::BillAs,
    store::ParkReason,
    testing::{
        World,
        chaos::{Chaos, Fault, Strike},
    },
};
use chrono::TimeDelta;
use commerce_client_core::{clock::Clock as _, wire::instant};
use serde_json::{Value, json};

use crate::{
    cell::{Row, until_killed},
    rows,
    warehouse::{SELLER, bill_by_hand, id_of, na, order, packages, parked, run, run_to_the_end, sales_order},
};

/// The world that is left when the row's request was made, and its process killed, so.
async fn killed(row: &Row, fault: Fault, late: bool) -> World {
    let world = (row.about_to)().await;
    let netsuite = &world.sandbox.netsuite;
    netsuite.refuse_duplicate_external_ids(false);
    if late {
        netsuite.set_late_apply(1000, Duration::from_secs(400), Duration::from_secs(800));
    }
    let world = world.with_chaos(Chaos::once(Strike { site: row.request.to_owned(), nth: 1, fault }));
    until_killed(&world, row.flow).await;
    world.sandbox.netsuite.set_late_apply(0, Duration::ZERO, Duration::ZERO);
    world
}

#[tokio::test(start_paused = true)]
async fn another_body_is_never_sent_under_a_name_whose_first_body_is_in_doubt() {
    let row = rows::sales_order_by_create();
    let world = killed(&row, Fault::CrashAfterSend, true).await;
    // The buyer pays another 5.00 while nobody knows whether NetSuite has the order.
    let mut dearer = order(1);
    let item = &mut dearer["orderItems"][1]["proceeds"];
    item["breakdowns"][0]["subtotal"]["amount"] = "10.00".into();
    item["proceedsTotal"]["amount"] = "10.00".into();
    dearer["proceeds"]["grandTotal"]["amount"] = "44.00".into();
    dearer["lastUpdatedTime"] = instant::format(world.clock.now() - TimeDelta::minutes(3)).into();
    world.sandbox.amazon.put_order(SELLER, dearer);
    run_to_the_end(&world, ImportOrders::NAME).await;
    world.sandbox.netsuite.settle();
    assert_eq!(world.sandbox.netsuite.calls()["record.create"], 1, "the second body never leaves");
    assert_eq!(world.sandbox.netsuite.records("salesOrder").len(), 1);
    let waiting = parked(&world, ImportOrders::NAME).await;
    assert_eq!(waiting.len(), 1);
    assert_eq!(waiting[0].reason, ParkReason::Conflict, "{}", waiting[0].text);
}

fn invoices(world: &World) -> (Vec<Value>, f64) {
    world.sandbox.netsuite.settle();
    let made = world.sandbox.netsuite.records("invoice");
    let sum = made.iter().map(|invoice| invoice["total"].as_f64().unwrap()).sum();
    (made, sum)
}

fn ours(made: &[Value]) -> usize {
    made.iter().filter(|invoice| invoice["externalId"].is_string()).count()
}

#[tokio::test(start_paused = true)]
async fn a_bill_that_was_never_made_is_made_once_with_all_lines() {
    let world = killed(&rows::invoice_by_transform(), Fault::CrashBeforeSend, false).await;
    run_to_the_end(&world, BillOrders::NAME).await;
    let (made, sum) = invoices(&world);
    assert_eq!((made.len(), ours(&made), sum), (1, 1, 39.0));
}

#[tokio::test(start_paused = true)]
async fn a_bill_that_was_never_made_is_made_once_with_the_lines_that_a_person_left() {
    let world = killed(&rows::invoice_by_transform(), Fault::CrashBeforeSend, false).await;
    bill_by_hand(&world, 1, 1).await;
    run_to_the_end(&world, BillOrders::NAME).await;
    let (made, sum) = invoices(&world);
    assert_eq!((made.len(), ours(&made), sum), (2, 1, 39.0));
}

#[tokio::test(start_paused = true)]
async fn a_bill_that_was_never_made_is_not_made_when_a_person_left_no_line() {
    let world = killed(&rows::invoice_by_transform(), Fault::CrashBeforeSend, false).await;
    let orders = world.people.records_of("salesOrder");
    orders.transform_into("invoice", id_of(&sales_order(&world, 1))).send(&json!({})).await.unwrap();
    run_to_the_end(&world, BillOrders::NAME).await;
    let (made, sum) = invoices(&world);
    assert_eq!((made.len(), ours(&made), sum), (1, 0, 39.0));
    assert_eq!(parked(&world, BillOrders::NAME).await, []);
}

#[tokio::test(start_paused = true)]
async fn a_bill_that_lands_late_is_found_and_the_order_is_billed_once_in_all() {
    for bill_as in [BillAs::Invoice, BillAs::CashSale] {
        let (row, kind) = match bill_as {
            BillAs::CashSale => (rows::cash_sale_by_transform(), "cashSale"),
            _ => (rows::invoice_by_transform(), "invoice"),
        };
        let world = killed(&row, Fault::CrashAfterSend, true).await;
        run_to_the_end(&world, BillOrders::NAME).await;
        let made = world.sandbox.netsuite.records(kind);
        let sum: f64 = made.iter().map(|bill| bill["total"].as_f64().unwrap()).sum();
        assert_eq!((made.len(), ours(&made), sum), (1, 1, 39.0), "{kind}");
        assert_eq!(world.sandbox.netsuite.calls()["record.transform"], 2, "the fulfilment's, and one bill's");
    }
}

#[tokio::test(start_paused = true)]
async fn a_confirmation_that_was_cut_off_is_repeated_by_two_workers_and_is_one_package() {
    for fault in [Fault::CrashBeforeSend, Fault::CrashAfterSend, Fault::CrashAfterAnswer] {
        let row = rows::package_by_confirm_shipment();
        let world = killed(&row, fault, false).await;
        let (one, two) = (world.engine("one").unwrap(), world.engine("two").unwrap());
        let key = na(ConfirmShipments::NAME);
        for _ in 0..5 {
            let (a, b) = tokio::join!(
                Box::pin(one.run_slice(&key, Acquire::TakeOver)),
                Box::pin(two.run_slice(&key, Acquire::TakeOver))
            );
            // The one that was taken over ends with an error, and has confirmed nothing but the same.
            assert!(a.is_ok() || b.is_ok(), "{a:?} {b:?}");
        }
        run(&world, ConfirmShipments::NAME).await;
        let told = packages(&world, 1);
        assert_eq!(told.len(), 1, "after {fault:?}: {told:?}");
        assert_eq!((told[0].0.as_str(), told[0].1.as_str()), ("1", "1Z001"), "after {fault:?}");
        assert_eq!(parked(&world, ConfirmShipments::NAME).await, [], "after {fault:?}");
    }
}
