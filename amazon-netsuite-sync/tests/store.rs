//! The stores keep what they are given: over a restart, between processes, under one contract, and nothing of a buyer.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use amazon_netsuite_sync::{
    AccountId, Acquire, FlowName, RunKey, SourceId,
    flows::ImportOrders,
    keys,
    plan::RecordKind,
    store::{
        BodyKind, BucketLevel, Changes, Cursor, Link, MemoryStore, OpKey, OpRow, OpState, ParkReason, Parked,
        Point, SqliteStore, Store, StoreError, Walk, conformance,
    },
    testing::{World, WorldOptions},
};
use chrono::{DateTime, TimeDelta, Utc};
use commerce_client_core::clock::Clock as _;
use netsuite_client::{ExternalId, InternalId};
use serde_json::{Value, json};
use tempfile::TempDir;

fn at(seconds: i64) -> DateTime<Utc> {
    DateTime::UNIX_EPOCH + TimeDelta::days(20_780) + TimeDelta::seconds(seconds)
}

fn key(account: &str) -> RunKey {
    RunKey { account: AccountId::new(account).unwrap(), flow: FlowName::new("orders").unwrap() }
}

fn orders() -> FlowName {
    FlowName::new(ImportOrders::NAME).unwrap()
}

/// Stores in a directory of their own, which outlives them.
struct Directory {
    directory: TempDir,
    made: AtomicUsize,
}

impl Directory {
    fn new() -> Self {
        Self { directory: TempDir::new().unwrap(), made: AtomicUsize::new(0) }
    }

    fn path(&self) -> PathBuf {
        self.directory.path().join(format!("{}.sqlite", self.made.fetch_add(1, Ordering::Relaxed)))
    }

    fn store(&self) -> SqliteStore {
        SqliteStore::open(self.path()).unwrap()
    }
}

#[tokio::test]
async fn the_store_in_memory_holds_the_contract() {
    conformance::check(|| async { MemoryStore::new() }).await.unwrap();
}

#[tokio::test]
async fn the_store_in_a_file_holds_the_contract() {
    let directory = Directory::new();
    conformance::check(|| async { directory.store() }).await.unwrap();
}

/// One of everything that can be written.
fn everything() -> Changes {
    let mut changes = Changes::at(Point::Advance, at(1), at(180));
    for (name, state) in [
        ("planned", OpState::Planned),
        ("sending", OpState::Sending),
        ("unknown", OpState::Unknown),
        ("done", OpState::Done),
        ("parked", OpState::Parked),
    ] {
        changes.ops.push(OpRow {
            key: OpKey::new(format!("a/orders/salesOrder/{name}")).unwrap(),
            kind: "salesOrder".to_owned(),
            external_id: ExternalId::new(format!("amz-so-{name}")).unwrap(),
            body_hash: "0f".repeat(32),
            remote_id: (state == OpState::Done).then(|| InternalId::new("77").unwrap()),
            state,
            attempt: 3,
            sent_at: at(5),
            quiet_at: at(1205),
            version: 1_795_000_000_123,
            total: Some("-12345678901234.56".parse().unwrap()),
        });
    }
    changes.links.push(Link {
        kind: "salesOrder".to_owned(),
        amazon_id: "113-0000001-0000001".to_owned(),
        netsuite_id: InternalId::new("77").unwrap(),
        external_id: ExternalId::new("amz-so-done").unwrap(),
        adopted: true,
    });
    for (name, retry_at) in [("113-1", None), ("113-2", Some(at(300)))] {
        changes.park.push(Parked {
            source: SourceId::new(name).unwrap(),
            reason: ParkReason::Conflict,
            text: "NetSuite's salesOrder 77 comes to 1.00 – \"prüfen\"".to_owned(),
            retry_at,
            since: at(2),
            times: 1,
        });
    }
    changes.cursor = Some(Cursor {
        after: "2026-11-23T00:00:00.000Z".to_owned(),
        walk: Some(Walk {
            from: at(-600),
            until: "2026-11-23T00:00:00Z".to_owned(),
            token: "a+b/c==".to_owned(),
            began: at(0),
        }),
    });
    changes.usage =
        BTreeMap::from([("amazon/searchOrders".to_owned(), 7), ("netsuite/suiteql".to_owned(), 1)]);
    changes.buckets.push(BucketLevel { operation: "searchOrders".to_owned(), tokens: 12.34, at: at(1) });
    changes
}

/// Everything that a store answers for `a/orders`.
async fn contents(store: &dyn Store) -> String {
    let (key, names) = (key("a"), ["planned", "sending", "unknown", "done", "parked"]);
    let names = names.map(|name| OpKey::new(format!("a/orders/salesOrder/{name}")).unwrap());
    let cursor = store.cursor(&key).await.unwrap();
    let token = cursor.as_ref().and_then(|cursor| cursor.walk.as_ref().map(|walk| walk.token.clone()));
    format!(
        "{cursor:#?}\n{token:?}\n{:#?}\n{:#?}\n{:#?}\n{:#?}\n{:#?}\n{:#?}",
        store.ops(&key.account, &names).await.unwrap(),
        store.links(&key.account, "salesOrder").await.unwrap(),
        store.parked(&key).await.unwrap(),
        store.due(&key, at(400), 10).await.unwrap(),
        store.usage(&key.account, at(1)).await.unwrap(),
        store.buckets(&key.account).await.unwrap(),
    )
}

#[tokio::test]
async fn a_file_that_is_opened_again_has_everything_that_memory_would_have() {
    let directory = Directory::new();
    let path = directory.path();
    let memory = MemoryStore::new();
    {
        let file = SqliteStore::open(&path).unwrap();
        for store in [&memory as &dyn Store, &file] {
            let lease =
                store.acquire(&key("a"), "one", Acquire::IfFree, at(0), at(180)).await.unwrap().unwrap();
            store.commit(&lease, everything()).await.unwrap();
        }
        assert_eq!(contents(&file).await, contents(&memory).await);
    }
    let again = SqliteStore::open(&path).unwrap();
    assert_eq!(contents(&again).await, contents(&memory).await);
    // The lease too: nobody else gets it before it ends, and its fence goes on from there.
    for store in [&memory as &dyn Store, &again] {
        assert!(store.acquire(&key("a"), "two", Acquire::IfFree, at(100), at(300)).await.unwrap().is_none());
        let taken =
            store.acquire(&key("a"), "two", Acquire::TakeOver, at(100), at(300)).await.unwrap().unwrap();
        assert_eq!(taken.fence, 2);
    }
}

#[tokio::test]
async fn a_file_of_a_newer_version_is_left_alone() {
    let directory = Directory::new();
    let path = directory.path();
    drop(SqliteStore::open(&path).unwrap());
    let connection = rusqlite::Connection::open(&path).unwrap();
    connection.pragma_update(None, "user_version", 99).unwrap();
    drop(connection);
    let error = SqliteStore::open(&path).unwrap_err();
    assert!(matches!(error, StoreError::NewerSchema { found: 99, .. }), "{error:?}");
    assert_eq!(
        error.to_string(),
        "the store has schema 99, this version knows up to 2: use the newer version"
    );
}

#[tokio::test]
async fn a_file_of_the_first_version_is_brought_up_to_date_and_keeps_everything() {
    let directory = Directory::new();
    let (path, new) = (directory.path(), directory.store());
    let lease = new.acquire(&key("a"), "one", Acquire::IfFree, at(0), at(180)).await.unwrap().unwrap();
    new.commit(&lease, everything()).await.unwrap();
    let before = contents(&new).await;
    // The same rows in a file as the first version made it.
    let old = rusqlite::Connection::open(&path).unwrap();
    old.execute_batch(include_str!("../src/store/schema/1.sql")).unwrap();
    old.pragma_update(None, "user_version", 1).unwrap();
    let other = directory.directory.path().join("1.sqlite");
    old.execute("attach ?1 as new", [other.to_str().unwrap()]).unwrap();
    for table in ["lease", "cursor", "op", "link", "parked", "usage", "bucket"] {
        let rows = old.execute(&format!("insert into main.{table} select * from new.{table}"), []).unwrap();
        assert!(rows > 0, "{table}");
    }
    drop(old);
    for _ in 0..2 {
        let upgraded = SqliteStore::open(&path).unwrap();
        assert_eq!(contents(&upgraded).await, before);
        let version: i64 = rusqlite::Connection::open(&path)
            .unwrap()
            .query_row("pragma user_version", [], |row| row.get(0))
            .unwrap();
        assert_eq!(version, 2);
        let ids = [SourceId::new("113-1").unwrap()];
        assert!(upgraded.archived(&lease.key.account, &BodyKind::Order, &ids).await.unwrap().is_empty());
        // Its lease still holds.
        upgraded.commit(&lease, Changes::at(Point::Renew, at(2), at(180))).await.unwrap();
    }
}

#[cfg(unix)]
#[tokio::test]
async fn nobody_but_its_owner_can_read_the_file() {
    use std::os::unix::fs::PermissionsExt as _;
    let directory = TempDir::new().unwrap();
    let path = directory.path().join("new").join("state.sqlite");
    let store = SqliteStore::open(&path).unwrap();
    let lease = store.acquire(&key("a"), "one", Acquire::IfFree, at(0), at(180)).await.unwrap().unwrap();
    store.commit(&lease, everything()).await.unwrap();
    let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(path.parent().unwrap()), 0o700);
    for entry in std::fs::read_dir(path.parent().unwrap()).unwrap() {
        let path = entry.unwrap().path();
        assert_eq!(mode(&path), 0o600, "{path:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn four_connections_to_one_file_never_find_it_busy() {
    const CYCLES: i64 = 200;
    let directory = Directory::new();
    let path = directory.path();
    let mut workers = Vec::new();
    for worker in 0..4 {
        let path = path.clone();
        workers.push(tokio::spawn(async move {
            let store = SqliteStore::open(&path).unwrap();
            let key = key(&format!("account-{worker}"));
            let lease = store.acquire(&key, "one", Acquire::IfFree, at(0), at(9_999)).await.unwrap().unwrap();
            for cycle in 0..CYCLES {
                let before = store.cursor(&key).await.unwrap();
                assert_eq!(before.map(|cursor| cursor.after), (cycle > 0).then(|| (cycle - 1).to_string()));
                let mut changes = Changes::at(Point::Advance, at(cycle), at(9_999));
                changes.cursor = Some(Cursor { after: cycle.to_string(), walk: None });
                changes.usage = BTreeMap::from([("amazon/searchOrders".to_owned(), 1)]);
                store.commit(&lease, changes).await.unwrap();
            }
        }));
    }
    for worker in workers {
        worker.await.unwrap();
    }
    let store = SqliteStore::open(&path).unwrap();
    for worker in 0..4 {
        let usage = store.usage(&key(&format!("account-{worker}")).account, at(0)).await.unwrap();
        assert_eq!(usage["amazon/searchOrders"], CYCLES as u64);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn only_one_of_many_that_ask_at_once_gets_the_lease() {
    let directory = Directory::new();
    let path = directory.path();
    drop(SqliteStore::open(&path).unwrap());
    let mut asking = Vec::new();
    for asker in 0..8 {
        let path = path.clone();
        asking.push(tokio::spawn(async move {
            let store = SqliteStore::open(&path).unwrap();
            store.acquire(&key("a"), &format!("{asker}"), Acquire::IfFree, at(0), at(180)).await.unwrap()
        }));
    }
    let mut granted = 0;
    for asker in asking {
        granted += usize::from(asker.await.unwrap().is_some());
    }
    assert_eq!(granted, 1);
}

const NA: &str = "A1NASELLER0001";

/// An order by a buyer who must not be found in the file.
fn canary(n: u32, sku: &str) -> Value {
    let total = json!({"amount": "20.00", "currencyCode": "USD"});
    json!({
        "orderId": format!("999-{n:07}-0000001"),
        "createdTime": "2026-11-22T10:00:00Z",
        "lastUpdatedTime": "2026-11-22T10:00:00Z",
        "programs": ["AMAZON_BUSINESS"],
        "salesChannel": {"channelName": "AMAZON", "marketplaceId": "ATVPDKIKX0DER"},
        "fulfillment": {"fulfillmentStatus": "UNSHIPPED", "fulfilledBy": "MERCHANT"},
        "buyer": {
            "buyerName": "Zzcanary Person",
            "buyerEmail": "canary-buyer@marketplace.amazon.com",
            "buyerCompanyName": "Zzcompany Ltd",
        },
        "recipient": {"deliveryAddress": {
            "name": "Zzcanary Person", "addressLine1": "1 Zzstreet", "city": "Zzcity", "postalCode": "Zz90001",
            "countryCode": "US", "phone": "+1 555 0100",
        }},
        "proceeds": {"grandTotal": total},
        "orderItems": [{
            "orderItemId": n.to_string(),
            "quantityOrdered": 1,
            "product": {"sellerSku": sku, "title": "A thing"},
            "fulfillment": {"packing": {"giftOption": {"giftMessage": "Zzmessage"}}},
            "proceeds": {"proceedsTotal": total, "breakdowns": [{"type": "ITEM", "subtotal": total}]},
        }],
    })
}

/// A world in which most orders are in order, one lacks its item and one is garbled.
async fn eventful_world(seed: u64) -> World {
    let world = World::new(WorldOptions { seed, orders: 60, page_size: 10, ..WorldOptions::default() })
        .await
        .unwrap();
    let (amazon, netsuite) = (&world.sandbox.amazon, &world.sandbox.netsuite);
    netsuite.put_record("inventoryItem", json!({"itemId": "SKU-A"}));
    amazon.put_order(NA, canary(1, "SKU-A"));
    amazon.put_order(NA, canary(2, "SKU-NOWHERE"));
    let mut garbled = canary(3, "SKU-A");
    garbled["buyer"] = "Zzcanary Person".into();
    amazon.put_order(NA, garbled);
    world
}

async fn outcome(world: &World, store: &dyn Store) -> String {
    let mut text = format!("{:#?}", world.netsuite_state());
    // The accounts share one NetSuite, so which of them writes down a call of it is chance.
    let mut usage: BTreeMap<String, u64> = BTreeMap::new();
    for key in world.keys() {
        let mut parked = store.parked(&key).await.unwrap();
        parked.sort_by(|one, other| one.source.cmp(&other.source));
        let cursor = store.cursor(&key).await.unwrap();
        for (name, calls) in store.usage(&key.account, world.clock.now()).await.unwrap() {
            *usage.entry(name).or_default() += calls;
        }
        text.push_str(&format!("{key}: {parked:#?} {cursor:#?}"));
        for kind in ["customer", "salesOrder", "invoice"] {
            let links = store.links(&key.account, kind).await.unwrap();
            let links: Vec<_> =
                links.iter().map(|link| (&link.amazon_id, &link.external_id, link.adopted)).collect();
            text.push_str(&format!("{kind}: {links:#?}"));
        }
        let numbers = world.sandbox.due_orders();
        let numbers = numbers.iter().filter_map(|order| order["orderId"].as_str());
        let names: Vec<OpKey> = numbers
            .flat_map(|number| {
                [RecordKind::SalesOrder, RecordKind::Invoice]
                    .map(|kind| keys::op_key(&key, kind, number).unwrap())
            })
            .collect();
        let rows = store.ops(&key.account, &names).await.unwrap();
        let rows: Vec<_> = rows
            .iter()
            .map(|row| (&row.key, &row.state, row.attempt, &row.body_hash, row.version, row.total))
            .collect();
        text.push_str(&format!("{rows:#?}"));
    }
    text.push_str(&format!("{usage:#?}"));
    text
}

/// Runs twice in one world over `store`.
async fn two_runs(world: &World, store: impl Store + Clone) {
    for _ in 0..2 {
        let engine = world.engine_on(store.clone(), "runner").unwrap();
        let report = engine.run(&orders()).await;
        assert!(report.errors.is_empty(), "{:?}", report.errors);
    }
}

/// Everything on disk that belongs to the file.
fn bytes_of(directory: &Path) -> Vec<u8> {
    let mut bytes = Vec::new();
    for entry in std::fs::read_dir(directory).unwrap() {
        bytes.extend(std::fs::read(entry.unwrap().path()).unwrap());
    }
    bytes
}

fn contains(bytes: &[u8], text: &str) -> bool {
    bytes.windows(text.len()).any(|window| window.eq_ignore_ascii_case(text.as_bytes()))
}

#[tokio::test(start_paused = true)]
async fn the_orders_flow_over_a_file_ends_where_it_ends_over_memory_and_the_file_knows_no_buyer() {
    for seed in 1..=2 {
        let in_memory = eventful_world(seed).await;
        let memory = MemoryStore::new();
        two_runs(&in_memory, memory.clone()).await;

        let directory = TempDir::new().unwrap();
        let path = directory.path().join("state.sqlite");
        let in_file = eventful_world(seed).await;
        let file = SqliteStore::open(&path).unwrap();
        two_runs(&in_file, file.clone()).await;
        let (one, other) = (outcome(&in_file, &file).await, outcome(&in_memory, &memory).await);
        let different = one.lines().zip(other.lines()).find(|(one, other)| one != other);
        assert_eq!(different, None, "seed {seed}");
        assert_eq!(one.len(), other.len(), "seed {seed}");
        assert_eq!(file.parked(&key_of_na()).await.unwrap().len(), 2);

        // While it is open, so that the write-ahead log is still there.
        let bytes = bytes_of(directory.path());
        assert!(contains(&bytes, "999-0000001-0000001"), "the check looks at the right bytes");
        let connection = in_file.sandbox.connection();
        let mut secrets = vec![
            connection.client_secret.clone(),
            connection.consumer_secret.clone(),
            connection.token_secret.clone(),
            "Atza|".to_owned(),
        ];
        secrets.extend(connection.sellers.iter().map(|seller| seller.refresh_token.clone()));
        let people = [
            "Zzcanary",
            "canary-buyer",
            "Zzcompany",
            "Zzstreet",
            "Zzcity",
            "Zz90001",
            "+1 555 0100",
            "Zzmessage",
        ];
        for secret in secrets.iter().map(String::as_str).chain(people) {
            assert!(!contains(&bytes, secret), "{secret} is in the file");
        }
        // Nor any of the buyers that were generated.
        for record in in_file.sandbox.netsuite.records("customer") {
            for field in ["email", "lastName"] {
                let Some(text) = record[field].as_str().filter(|text| text.len() > 5) else { continue };
                assert!(!contains(&bytes, text), "{text} is in the file");
            }
        }
    }
}

fn key_of_na() -> RunKey {
    RunKey { account: AccountId::new("na").unwrap(), flow: orders() }
}

#[tokio::test(start_paused = true)]
async fn a_process_that_opens_the_file_anew_goes_on_where_the_last_one_ended() {
    let directory = TempDir::new().unwrap();
    let path = directory.path().join("state.sqlite");
    let world =
        World::new(WorldOptions { orders: 40, page_size: 4, ..WorldOptions::default() }).await.unwrap();
    let (mut read, mut processes) = (0, 0);
    loop {
        let store = SqliteStore::open(&path).unwrap();
        let engine = world.engine_on(store, &format!("process {processes}")).unwrap();
        let slice = engine.run_slice(&key_of_na(), Acquire::IfFree).await.unwrap();
        read += slice.summary.all_orders().read;
        processes += 1;
        if slice.next != amazon_netsuite_sync::Next::More {
            break;
        }
    }
    assert_eq!((read, processes), (16, 4));
    assert_eq!(world.sandbox.amazon.calls()["searchOrders"], 4);
}

#[test]
fn a_store_can_be_shared_between_threads() {
    fn shared<T: Send + Sync + 'static>() {}
    shared::<SqliteStore>();
    shared::<MemoryStore>();
    shared::<Arc<dyn Store>>();
}
