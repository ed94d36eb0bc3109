//! Archived bodies go when their time comes: out of the store, out of its file and out of its log; and do not come back.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

mod archive;

use std::{collections::HashSet, path::Path, time::Duration};

use amazon_netsuite_sync::{
    Engine, FlowName, Next, SourceId,
    events::{Event, Listener},
    flows::{EraseBodies, ImportOrders},
    settings::Archive,
    store::{
        Acquire, BodyKind, Changes, MemoryStore, OpState, Point, Sealed, SqliteStore, Store, StoreError,
    },
    testing::{
        World,
        chaos::{Chaos, ChaosStore, Fault, Strike},
    },
};
use chrono::TimeDelta;
use commerce_client_core::clock::Clock as _;
use tempfile::TempDir;

use archive::{BUYER, amazon_has, days, na, order, run, shop, source};

const IMPORTED: u32 = 1;
const PARKED: u32 = 2;

async fn run_on(engine: &Engine, flow: &str) {
    let report = engine.run(&FlowName::new(flow).unwrap()).await;
    assert!(report.errors.is_empty() && report.summary.delayed.is_none(), "{report:?}");
}

/// Every body of every account, of the two orders and of those that were generated.
async fn bodies(world: &World, store: &dyn Store) -> Vec<Sealed> {
    let mut ids = vec![source(IMPORTED), source(PARKED)];
    for order in world.sandbox.due_orders() {
        ids.push(SourceId::new(order["orderId"].as_str().unwrap()).unwrap());
    }
    ids.sort();
    ids.dedup();
    let mut found = Vec::new();
    for key in world.keys() {
        found.extend(store.archived(&key.account, &BodyKind::Order, &ids).await.unwrap());
    }
    found
}

fn is_there(bodies: &[Sealed], n: u32) -> bool {
    bodies.iter().any(|sealed| sealed.of.id == source(n))
}

/// Everything on disk that belongs to the file.
fn bytes_of(directory: &Path) -> Vec<u8> {
    let files = std::fs::read_dir(directory).unwrap();
    files.flat_map(|file| std::fs::read(file.unwrap().path()).unwrap()).collect()
}

/// How many of these bodies have left anything in these bytes.
fn found_in(bytes: &[u8], bodies: &[Sealed]) -> usize {
    let windows: HashSet<&[u8]> = bytes.windows(16).collect();
    bodies.iter().filter(|sealed| sealed.body.chunks_exact(16).any(|part| windows.contains(part))).count()
}

fn holds(bytes: &[u8], text: &str) -> bool {
    bytes.windows(text.len()).any(|window| window == text.as_bytes())
}

/// A shop with one order that is imported and one that is parked, beside so many generated ones, over a file.
async fn filled(orders: usize) -> (World, TempDir, SqliteStore) {
    let world = shop(Archive::All, orders).await;
    amazon_has(&world, order(IMPORTED, "MUG", "UNSHIPPED"));
    amazon_has(&world, order(PARKED, "LAMP", "UNSHIPPED"));
    tokio::time::advance(Duration::from_secs(600)).await;
    let directory = TempDir::new().unwrap();
    let store = SqliteStore::open(directory.path().join("state.sqlite")).unwrap();
    run_on(&world.engine_on(store.clone(), "runner").unwrap(), ImportOrders::NAME).await;
    (world, directory, store)
}

#[tokio::test(start_paused = true)]
async fn on_day_31_nothing_of_a_buyer_is_in_the_file_or_in_its_log() {
    let (world, directory, store) = filled(60).await;
    let engine = world.engine_on(store.clone(), "runner").unwrap();
    let archived = bodies(&world, &store).await;
    assert!(archived.len() > 20 && is_there(&archived, IMPORTED) && is_there(&archived, PARKED));
    let bytes = bytes_of(directory.path());
    assert_eq!(found_in(&bytes, &archived), archived.len(), "the check looks at the right bytes");
    for person in BUYER {
        assert!(!holds(&bytes, person), "{person} is in the file");
    }

    days(6).await;
    run_on(&engine, EraseBodies::NAME).await;
    assert!(is_there(&bodies(&world, &store).await, IMPORTED), "a week is not over");
    days(1).await;
    run_on(&engine, EraseBodies::NAME).await;
    let left = bodies(&world, &store).await;
    assert!(!is_there(&left, IMPORTED), "imported a week ago");
    assert!(is_there(&left, PARKED), "parked, it may still be needed");
    let gone: Vec<Sealed> = archived.iter().filter(|body| !left.contains(body)).cloned().collect();
    let bytes = bytes_of(directory.path());
    assert_eq!((found_in(&bytes, &gone), found_in(&bytes, &left)), (0, left.len()));

    // Ordered on the 22nd, the day before the run.
    days(21).await;
    run_on(&engine, EraseBodies::NAME).await;
    assert!(is_there(&bodies(&world, &store).await, PARKED), "thirty days are not over");
    days(2).await;
    run_on(&engine, EraseBodies::NAME).await;
    assert!(!is_there(&bodies(&world, &store).await, PARKED), "parked or not");
    // Some of those that were generated are to be delivered later.
    days(60).await;
    run_on(&engine, EraseBodies::NAME).await;
    assert!(bodies(&world, &store).await.is_empty());
    let bytes = bytes_of(directory.path());
    assert_eq!(found_in(&bytes, &archived), 0, "something of it is left");
    for person in BUYER {
        assert!(!holds(&bytes, person), "{person} is in the file");
    }
    // What was done is still known, by its hash.
    assert!(holds(&bytes, source(IMPORTED).as_str()));
    let name = amazon_netsuite_sync::keys::op_key(
        &na(&world),
        amazon_netsuite_sync::plan::RecordKind::SalesOrder,
        source(IMPORTED).as_str(),
    );
    let rows = store.ops(&na(&world).account, &[name.unwrap()]).await.unwrap();
    assert_eq!((rows[0].state.clone(), rows[0].body_hash.len()), (OpState::Done, 64));
}

#[tokio::test(start_paused = true)]
async fn an_erased_body_does_not_come_back_when_its_order_is_read_again() {
    let world = shop(Archive::All, 0).await;
    amazon_has(&world, order(IMPORTED, "MUG", "UNSHIPPED"));
    run(&world).await;
    assert!(is_there(&bodies(&world, &world.store).await, IMPORTED));
    days(8).await;
    world.run_flow(EraseBodies::NAME).await.unwrap();
    amazon_has(&world, order(IMPORTED, "MUG", "SHIPPED"));
    let report = run(&world).await;
    assert_eq!(report.summary.all_orders().unchanged, 1, "it was read");
    assert!(bodies(&world, &world.store).await.is_empty());
}

#[tokio::test(start_paused = true)]
async fn a_body_is_not_served_once_its_time_has_come_even_if_nobody_erased_it() {
    let world = shop(Archive::Parked, 0).await;
    amazon_has(&world, order(PARKED, "LAMP", "UNSHIPPED"));
    run(&world).await;
    days(31).await;
    assert!(is_there(&bodies(&world, &world.store).await, PARKED));
    let engine = world.engine("desk").unwrap();
    assert!(engine.archived(&na(&world), &source(PARKED)).await.unwrap().is_none());
    let replayed = engine.replay(&na(&world), [source(PARKED)]).await.unwrap();
    assert_eq!(replayed.left_out.without_body, [source(PARKED)]);
}

#[tokio::test(start_paused = true)]
async fn erasing_says_how_much_and_comes_back_within_the_hour() {
    let (world, _directory, store) = filled(0).await;
    days(40).await;
    let told = std::sync::Arc::new(std::sync::Mutex::new(Vec::new()));
    let listen = std::sync::Arc::clone(&told);
    let engine = Engine::builder(store)
        .clock(commerce_client_core::clock::SharedClock::new(world.clock.clone()))
        .flow(EraseBodies)
        .listener(Listener::new(move |event| listen.lock().unwrap().push(event.clone())));
    let connection = world.sandbox.connection();
    let settings = std::sync::Mutex::new(Vec::new());
    let world = world.with_settings(|one| settings.lock().unwrap().push(one.clone()));
    let mut settings = settings.into_inner().unwrap().swap_remove(0);
    settings.privacy.archive = Archive::Off;
    let key = amazon_netsuite_sync::RunKey { flow: FlowName::new(EraseBodies::NAME).unwrap(), ..na(&world) };
    let engine = engine.account(amazon_netsuite_sync::Account {
        id: key.account.clone(),
        amazon: connection.sp_api(&connection.sellers[0]).build().unwrap(),
        netsuite: connection.netsuite().unwrap().build().unwrap(),
        settings,
    });
    let slice = engine.build().unwrap().run_slice(&key, Acquire::IfFree).await.unwrap();
    assert_eq!(slice.next, Next::Idle { wake: world.clock.now() + TimeDelta::hours(1) });
    let expected = Event::BodiesErased { run: key, bodies: 2 };
    assert_eq!(*told.lock().unwrap(), [expected]);
}

#[tokio::test(start_paused = true)]
async fn a_process_that_dies_between_erasing_and_scrubbing_leaves_the_scrubbing_to_the_next() {
    let (world, directory, store) = filled(20).await;
    let archived = bodies(&world, &store).await;
    days(100).await;
    let strike = Strike { site: "commit Erase".to_owned(), nth: 1, fault: Fault::CrashAfterCommit };
    let chaos = Chaos::once(strike);
    let dying = ChaosStore { inner: store, chaos: chaos.clone(), freeze: Duration::ZERO };
    let engine = world.engine_on(dying, "dying").unwrap();
    let key = amazon_netsuite_sync::RunKey { flow: FlowName::new(EraseBodies::NAME).unwrap(), ..na(&world) };
    tokio::select! {
        slice = engine.run_slice(&key, Acquire::IfFree) => panic!("it did not die: {slice:?}"),
        () = chaos.crashed() => {}
    }
    let of_na: Vec<Sealed> = archived.iter().filter(|body| body.of.id == source(IMPORTED)).cloned().collect();
    assert_eq!(found_in(&bytes_of(directory.path()), &of_na), 1, "erased, and still there to be read");
    drop(engine);
    tokio::time::advance(Duration::from_secs(600)).await;
    let next = SqliteStore::open(directory.path().join("state.sqlite")).unwrap();
    run_on(&world.engine_on(next, "next").unwrap(), EraseBodies::NAME).await;
    assert_eq!(found_in(&bytes_of(directory.path()), &archived), 0);
}

#[tokio::test(start_paused = true)]
async fn a_process_that_reads_holds_scrubbing_up_but_not_for_good() {
    let (world, directory, store) = filled(0).await;
    let archived = bodies(&world, &store).await;
    let reader = rusqlite::Connection::open(directory.path().join("state.sqlite")).unwrap();
    reader.execute_batch("begin").unwrap();
    let rows: i64 = reader.query_row("select count(*) from body", [], |row| row.get(0)).unwrap();
    assert_eq!(rows, 2);
    days(40).await;
    let engine = world.engine_on(store, "runner").unwrap();
    let key = amazon_netsuite_sync::RunKey { flow: FlowName::new(EraseBodies::NAME).unwrap(), ..na(&world) };
    let slice = engine.run_slice(&key, Acquire::IfFree).await.unwrap();
    assert!(slice.summary.delayed.unwrap().contains("another process is reading"));
    assert!(found_in(&bytes_of(directory.path()), &archived) > 0);
    drop(reader);
    run_on(&engine, EraseBodies::NAME).await;
    assert_eq!(found_in(&bytes_of(directory.path()), &archived), 0);
}

/// Two processes on one file, or two runners on one store: what the first had read before the other erased it.
async fn a_late_runner(late: &dyn Store, other: &dyn Store) {
    let world = shop(Archive::All, 0).await;
    let (key, now) = (na(&world), world.clock.now());
    let body = Sealed {
        of: amazon_netsuite_sync::store::BodyId { kind: BodyKind::Order, id: source(IMPORTED) },
        version: 1,
        key_id: "key".to_owned(),
        body: vec![7; 6_000],
        personal_until: now + TimeDelta::days(1),
        since: now,
    };
    let archiving = || {
        let mut changes = Changes::at(Point::Archive, now, now + TimeDelta::minutes(3));
        changes.archive.push(body.clone());
        changes
    };
    let stale = late.acquire(&key, "late", Acquire::TakeOver, now, now).await.unwrap().unwrap();
    late.commit(&stale, archiving()).await.unwrap();
    let newer = other.acquire(&key, "other", Acquire::TakeOver, now, now).await.unwrap().unwrap();
    let mut erasing = Changes::at(Point::Erase, now, now);
    erasing.erase.push(amazon_netsuite_sync::store::Erase { body: body.of.clone(), by: now });
    other.commit(&newer, erasing).await.unwrap();
    other.scrub().await.unwrap();
    let refused = late.commit(&stale, archiving()).await;
    assert!(matches!(refused, Err(StoreError::Fenced(_))), "{refused:?}");
    for store in [late, other] {
        let found = store.archived(&key.account, &BodyKind::Order, &[source(IMPORTED)]).await.unwrap();
        assert!(found.is_empty(), "{found:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_runner_that_was_overtaken_does_not_bring_a_body_back() {
    let memory = MemoryStore::new();
    a_late_runner(&memory, &memory).await;
    let directory = TempDir::new().unwrap();
    let path = directory.path().join("state.sqlite");
    let (late, other) = (SqliteStore::open(&path).unwrap(), SqliteStore::open(&path).unwrap());
    a_late_runner(&late, &other).await;
    assert!(!bytes_of(directory.path()).windows(64).any(|window| window == [7; 64]));
}
