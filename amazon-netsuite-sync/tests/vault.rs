//! What Amazon sent is archived where that is asked for, sealed; and is shown and imported again from there.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

mod archive;

use std::sync::Mutex;

use amazon_netsuite_sync::{
    Account, AccountId, Acquire, BuildError, Engine, SliceError, Vault,
    archive::ArchiveError,
    flows::{EraseBodies, ImportOrders},
    settings::{AccountSettings, Archive},
    store::{BodyKind, Changes, Erase, MemoryStore, Point, Sealed, Store as _},
    testing::{
        World,
        chaos::{Chaos, Fault, Strike},
    },
    vault::VaultError,
};
use chrono::TimeDelta;
use commerce_client_core::clock::Clock as _;
use serde_json::json;

use archive::{BUYER, amazon_has, days, key, na, order, run, shop, source};

const IMPORTED: u32 = 1;
const PARKED: u32 = 2;

/// One order that is imported, and one that lacks its item.
async fn two_orders(archive: Archive) -> World {
    let world = shop(archive, 0).await;
    amazon_has(&world, order(IMPORTED, "MUG", "UNSHIPPED"));
    amazon_has(&world, order(PARKED, "LAMP", "UNSHIPPED"));
    run(&world).await;
    assert_eq!(world.sandbox.netsuite.records("salesOrder").len(), 1);
    assert_eq!(world.store.parked(&na(&world)).await.unwrap().len(), 1);
    world
}

async fn sealed(world: &World, n: u32) -> Option<Sealed> {
    let found = world.store.archived(&na(world).account, &BodyKind::Order, &[source(n)]).await.unwrap();
    found.into_iter().next()
}

fn lamp_is_made(world: &World) {
    world.sandbox.netsuite.put_record("inventoryItem", json!({"itemId": "LAMP"}));
}

#[tokio::test(start_paused = true)]
async fn nothing_is_archived_unless_it_is_asked_for() {
    let world = two_orders(Archive::Off).await;
    assert_eq!((sealed(&world, IMPORTED).await, sealed(&world, PARKED).await), (None, None));
}

#[tokio::test(start_paused = true)]
async fn a_parked_order_can_be_shown_as_amazon_sent_it() {
    let world = two_orders(Archive::Parked).await;
    assert_eq!(sealed(&world, IMPORTED).await, None, "only parked ones are asked for");
    let engine = world.engine("desk").unwrap();
    let shown = engine.archived(&na(&world), &source(PARKED)).await.unwrap().unwrap();
    assert_eq!(shown.expose()["buyer"]["buyerEmail"], BUYER[1]);
    assert_eq!(shown.expose()["orderItems"][0]["product"]["sellerSku"], "LAMP");
    let at_rest = sealed(&world, PARKED).await.unwrap();
    for person in BUYER {
        assert!(!at_rest.body.windows(person.len()).any(|window| window == person.as_bytes()), "{person}");
        assert!(!format!("{shown:?} {at_rest:?} {engine:?}").contains(person), "{person}");
    }
    assert!(engine.archived(&na(&world), &source(9)).await.unwrap().is_none());
}

#[tokio::test(start_paused = true)]
async fn an_order_that_cannot_be_read_is_archived_as_it_came() {
    let world = shop(Archive::Parked, 0).await;
    let mut garbled = order(PARKED, "MUG", "UNSHIPPED");
    garbled["buyer"] = BUYER[0].into();
    amazon_has(&world, garbled);
    run(&world).await;
    let shown = world.engine("desk").unwrap().archived(&na(&world), &source(PARKED)).await.unwrap().unwrap();
    assert_eq!(shown.expose()["buyer"], BUYER[0]);
}

#[tokio::test(start_paused = true)]
async fn imported_orders_are_archived_too_where_all_are_asked_for() {
    let world = two_orders(Archive::All).await;
    let (imported, parked) = (sealed(&world, IMPORTED).await.unwrap(), sealed(&world, PARKED).await.unwrap());
    let now = world.clock.now();
    assert!(imported.personal_until <= now + TimeDelta::days(7), "{imported:?}");
    assert!(imported.personal_until > now + TimeDelta::days(6), "{imported:?}");
    let thirty_days_after_it_was_ordered = "2026-12-22T10:00:00Z".parse::<chrono::DateTime<chrono::Utc>>();
    assert_eq!(parked.personal_until, thirty_days_after_it_was_ordered.unwrap());
}

#[tokio::test(start_paused = true)]
async fn a_plan_that_is_only_shown_archives_nothing() {
    let world = shop(Archive::All, 0).await;
    amazon_has(&world, order(PARKED, "LAMP", "UNSHIPPED"));
    tokio::time::advance(std::time::Duration::from_secs(600)).await;
    world.engine("desk").unwrap().propose(&na(&world)).await.unwrap();
    assert_eq!(sealed(&world, PARKED).await, None);
}

#[tokio::test(start_paused = true)]
async fn an_archive_without_a_key_or_without_anybody_who_clears_it_is_not_begun() {
    let settings = Mutex::new(Vec::new());
    let world =
        shop(Archive::Parked, 0).await.with_settings(|one| settings.lock().unwrap().push(one.clone()));
    let connection = world.sandbox.connection();
    let settings: AccountSettings = settings.into_inner().unwrap().swap_remove(0);
    let account = Account {
        id: AccountId::new("na").unwrap(),
        amazon: connection.sp_api(&connection.sellers[0]).build().unwrap(),
        netsuite: connection.netsuite().unwrap().build().unwrap(),
        settings,
    };
    let engine =
        || Engine::builder(MemoryStore::new()).account(account.clone()).flow(ImportOrders::default());
    let error = engine().flow(EraseBodies).build().unwrap_err();
    assert!(matches!(error, BuildError::NoVault(_)), "{error}");
    let error = engine().vault(Vault::new(key(1))).build().unwrap_err();
    assert!(matches!(error, BuildError::NoErasure(_)), "{error}");
    assert!(engine().vault(Vault::new(key(1))).flow(EraseBodies).build().is_ok());
}

#[tokio::test(start_paused = true)]
async fn a_parked_order_is_imported_from_the_archive_without_asking_amazon() {
    let world = two_orders(Archive::Parked).await;
    lamp_is_made(&world);
    let (engine, calls) = (world.engine("desk").unwrap(), world.sandbox.amazon.calls());
    let replayed = engine.replay(&na(&world), [source(PARKED), source(9)]).await.unwrap();
    assert_eq!(replayed.summary.all_orders().created, 1);
    assert_eq!(replayed.left_out.without_body, [source(9)]);
    assert_eq!(world.sandbox.amazon.calls(), calls, "Amazon was asked");
    assert_eq!(world.sandbox.netsuite.records("salesOrder").len(), 2);
    assert!(world.store.parked(&na(&world)).await.unwrap().is_empty());

    let writes = world.sandbox.netsuite.writes();
    engine.replay(&na(&world), [source(PARKED)]).await.unwrap();
    run(&world).await;
    assert_eq!(world.sandbox.netsuite.writes(), writes, "a second time writes nothing");
    let until = sealed(&world, PARKED).await.unwrap().personal_until;
    assert!(until <= world.clock.now() + TimeDelta::days(7), "done, it has no longer than the others");
}

#[tokio::test(start_paused = true)]
async fn an_order_that_was_cancelled_meanwhile_is_not_made_from_the_archive() {
    let world = two_orders(Archive::Parked).await;
    days(1).await;
    amazon_has(&world, order(PARKED, "LAMP", "CANCELLED"));
    run(&world).await;
    lamp_is_made(&world);
    let writes = world.sandbox.netsuite.writes();
    world.engine("desk").unwrap().replay(&na(&world), [source(PARKED)]).await.unwrap();
    assert_eq!(world.sandbox.netsuite.writes(), writes);
}

#[tokio::test(start_paused = true)]
async fn an_archived_state_that_is_older_than_what_was_written_writes_nothing() {
    let world = two_orders(Archive::Parked).await;
    let old = sealed(&world, PARKED).await.unwrap();
    lamp_is_made(&world);
    days(1).await;
    let mut dearer = order(PARKED, "LAMP", "UNSHIPPED");
    for amount in [
        "/proceeds/grandTotal/amount",
        "/orderItems/0/proceeds/proceedsTotal/amount",
        "/orderItems/0/proceeds/breakdowns/0/subtotal/amount",
    ] {
        *dearer.pointer_mut(amount).unwrap() = "25.00".into();
    }
    amazon_has(&world, dearer);
    run(&world).await;
    assert_eq!(world.sandbox.netsuite.records("salesOrder").len(), 2);

    // As a store that was restored has it.
    let (now, key) = (world.clock.now(), na(&world));
    let lease = world.store.acquire(&key, "restore", Acquire::TakeOver, now, now).await.unwrap().unwrap();
    for point in [Point::Erase, Point::Archive] {
        let mut changes = Changes::at(point, now, now);
        match point {
            Point::Erase => changes.erase.push(Erase { body: old.of.clone(), by: now }),
            _ => changes.archive.push(old.clone()),
        }
        world.store.commit(&lease, changes).await.unwrap();
    }
    let writes = world.sandbox.netsuite.writes();
    let replayed = world.engine("desk").unwrap().replay(&key, [source(PARKED)]).await.unwrap();
    assert_eq!(replayed.left_out.outdated, [source(PARKED)]);
    assert_eq!(world.sandbox.netsuite.writes(), writes);
    assert!(world.store.parked(&key).await.unwrap().is_empty(), "nor is it taken for a change");
}

#[tokio::test(start_paused = true)]
async fn with_another_key_nothing_opens_and_the_error_says_which_key_it_takes() {
    let world = two_orders(Archive::Parked).await;
    let world = world.with_flows(|engine| engine.vault(Vault::new(key(2))).flow(EraseBodies));
    let engine = world.engine("desk").unwrap();
    let error = engine.archived(&na(&world), &source(PARKED)).await.unwrap_err();
    let unknown = VaultError::UnknownKey(key(1).id().to_owned());
    assert!(matches!(&error, ArchiveError::Vault(found) if *found == unknown), "{error}");
    lamp_is_made(&world);
    let writes = world.sandbox.netsuite.writes();
    let error = engine.replay(&na(&world), [source(PARKED)]).await.unwrap_err();
    assert!(matches!(error, SliceError::Halted { .. }), "{error}");
    assert!(error.to_string().contains(key(1).id()), "{error}");
    assert_eq!(world.sandbox.netsuite.writes(), writes);
    // Erasing needs no key.
    days(40).await;
    let report = world.run_flow(EraseBodies::NAME).await.unwrap();
    assert!(report.errors.is_empty(), "{:?}", report.errors);
    assert_eq!(sealed(&world, PARKED).await, None);
}

#[tokio::test(start_paused = true)]
async fn after_a_change_of_key_the_old_one_is_not_needed_any_more() {
    let world = two_orders(Archive::All).await;
    let before = sealed(&world, PARKED).await.unwrap();
    let world =
        world.with_flows(|engine| engine.vault(Vault::new(key(2)).with_older(key(1))).flow(EraseBodies));
    let report = world.run_flow(EraseBodies::NAME).await.unwrap();
    assert!(report.errors.is_empty(), "{:?}", report.errors);
    assert!(world.store.sealed_under(&na(&world).account, key(1).id(), 10).await.unwrap().is_empty());
    let after = sealed(&world, PARKED).await.unwrap();
    assert_eq!((after.personal_until, after.since), (before.personal_until, before.since));
    let world = world.with_flows(|engine| engine.vault(Vault::new(key(2))).flow(EraseBodies));
    let engine = world.engine("desk").unwrap();
    for n in [IMPORTED, PARKED] {
        assert!(engine.archived(&na(&world), &source(n)).await.unwrap().is_some());
    }
}

#[tokio::test(start_paused = true)]
async fn an_order_whose_archiving_a_crash_prevented_is_archived_by_the_next_run() {
    for fault in [Fault::CrashBeforeCommit, Fault::CrashAfterCommit] {
        let strike = Strike { site: "commit Archive".to_owned(), nth: 1, fault };
        let world = shop(Archive::All, 0).await.with_chaos(Chaos::once(strike));
        amazon_has(&world, order(IMPORTED, "MUG", "UNSHIPPED"));
        tokio::time::advance(std::time::Duration::from_secs(600)).await;
        tokio::select! {
            report = world.run() => panic!("it did not crash: {report:?}"),
            () = world.chaos.crashed() => {}
        }
        assert_eq!(sealed(&world, IMPORTED).await.is_some(), fault == Fault::CrashAfterCommit);
        let report = run(&world).await;
        assert_eq!(report.summary.all_orders().created, 0, "it was imported before");
        assert!(sealed(&world, IMPORTED).await.is_some(), "{fault:?}");
        assert_eq!(world.sandbox.netsuite.records("salesOrder").len(), 1);
    }
}

#[tokio::test(start_paused = true)]
async fn an_order_that_a_person_has_settled_is_kept_no_longer_than_one_that_is_done() {
    let world = two_orders(Archive::Parked).await;
    world.engine("desk").unwrap().resolve(&na(&world), |_| true).await.unwrap();
    let until = sealed(&world, PARKED).await.unwrap().personal_until;
    assert!(until <= world.clock.now() + TimeDelta::days(7), "{until}");
}
