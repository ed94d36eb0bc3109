//! Two deaths: a process is killed at each point at which something is written, and the one after it at each of its own.

use std::{collections::BTreeMap, time::Duration};

use amazon_netsuite_sync::testing::{
    World,
    chaos::{Chaos, Fault, Strike},
};

use crate::{
    cell::{Row, once_only, until_killed},
    rows,
    warehouse::{in_virtual_time, run_to_the_end},
};

/// Every point of what was passed at which something is written; reads are left out.
fn points(passed: &BTreeMap<String, u32>) -> Vec<Strike> {
    let mut points = Vec::new();
    for (site, times) in passed {
        let faults: &[Fault] = if site.starts_with("commit ") {
            &[Fault::CrashBeforeCommit, Fault::CrashAfterCommit]
        } else if is_write(site) {
            &[Fault::CrashBeforeSend, Fault::CrashAfterSend, Fault::CrashAfterAnswer]
        } else {
            &[]
        };
        // Every account advances and releases, and only one of them has anything to do.
        let ends_a_slice = matches!(site.as_str(), "commit Advance" | "commit Release" | "commit Renew");
        for nth in (1..=*times).filter(|nth| !ends_a_slice || [1, *times].contains(nth)) {
            points.extend(faults.iter().map(|fault| Strike { site: site.clone(), nth, fault: *fault }));
        }
    }
    points
}

fn is_write(site: &str) -> bool {
    let reads = site.starts_with("GET ") || site.ends_with(" form");
    !reads && !matches!(site, "POST suiteql" | "POST token")
}

/// The world that a process leaves which was killed there.
async fn killed_at(row: &Row, first: &Strike) -> World {
    let world = (row.about_to)().await;
    world.sandbox.netsuite.refuse_duplicate_external_ids(false);
    let world = world.with_chaos(Chaos::once(first.clone()));
    until_killed(&world, row.flow).await;
    // A service manager starts a process anew after a while.
    tokio::time::sleep(Duration::from_secs(5)).await;
    world
}

fn every_pair(row: fn() -> Row) {
    let row = row();
    let passed = in_virtual_time(async {
        let world = (row.about_to)().await.with_chaos(Chaos::none());
        run_to_the_end(&world, row.flow).await;
        world.chaos.passed()
    });
    assert!(passed.contains_key(row.request), "{} is not passed: {passed:?}", row.request);
    let mut pairs = 0;
    for first in points(&passed) {
        let then = in_virtual_time(async {
            let world = killed_at(&row, &first).await.with_chaos(Chaos::none());
            run_to_the_end(&world, row.flow).await;
            once_only(&world, &row).await;
            world.chaos.passed()
        });
        for second in points(&then) {
            in_virtual_time(async {
                let world = killed_at(&row, &first).await.with_chaos(Chaos::once(second.clone()));
                run_to_the_end(&world, row.flow).await;
                let happened = world.chaos.happened().values().sum::<u32>();
                assert_eq!(happened, 1, "{second:?} did not happen after {first:?}");
                world.sandbox.netsuite.settle();
                once_only(&world, &row).await;
            });
            pairs += 1;
        }
    }
    assert!(pairs > 20, "only {pairs} pairs of deaths");
}

#[test]
fn two_deaths_while_an_order_is_imported() {
    every_pair(rows::sales_order_by_create);
}

#[test]
fn two_deaths_while_an_order_that_amazon_shipped_becomes_a_sales_order_and_its_fulfilment() {
    every_pair(rows::fulfilment_by_transform);
}

#[test]
fn two_deaths_while_a_cancellation_is_written() {
    every_pair(rows::cancellation_by_update);
}

#[test]
fn two_deaths_while_a_fulfilment_is_billed() {
    every_pair(rows::invoice_by_transform);
}

#[test]
fn two_deaths_while_a_package_is_confirmed_and_its_fulfilment_marked() {
    every_pair(rows::mark_by_update);
}
