//! Who commits, step by step, and how what is left is read back.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs::File,
    io::Write as _,
    path::{Path, PathBuf},
};

use amazon_netsuite_sync::{
    AccountId, FlowName,
    netsuite_client::{ExternalId, InternalId},
    store::{
        Acquire, BodyId, BodyKind, BucketLevel, Changes, Cursor, Erase, Lease, Link, MemoryStore, OpKey,
        OpRow, OpState, ParkReason, Parked, Point, RunKey, Sealed, SourceId, SqliteStore, Store, Walk,
    },
};
use chrono::{DateTime, TimeDelta, Utc};

/// Where the files of one run are.
pub(crate) struct Trace {
    /// Everything below it is replayed. It exists.
    pub(crate) disk: PathBuf,
    /// In a directory that does not exist.
    pub(crate) database: PathBuf,
    /// Outside: where acknowledgements are written.
    pub(crate) acknowledgements: PathBuf,
}

impl Trace {
    pub(crate) fn new(root: &Path) -> Self {
        let disk = root.join("disk");
        Self {
            database: disk.join("new").join("state.sqlite"),
            acknowledgements: root.join("acknowledgements"),
            disk,
        }
    }
}

/// Does steps and has them acknowledged, one after the other; step 1 is the first.
pub(crate) trait Subject {
    /// What the child is to be told, for [`play`].
    fn role(&self) -> String;

    /// How many steps the file holds, each of them whole; or what is wrong with it. About `near` are expected.
    fn read_back(&self, database: &Path, near: u64) -> Result<u64, String>;
}

/// In the child.
pub(crate) fn play(role: &str, trace: &Trace) {
    std::fs::create_dir_all(&trace.disk).unwrap();
    let mut acknowledgements = File::create(&trace.acknowledgements).unwrap();
    let acknowledge =
        move |step: u64| acknowledgements.write_all(format!("ack {step}\n").as_bytes()).unwrap();
    let (kind, commits) = role.split_once(':').unwrap();
    let commits = commits.parse().unwrap();
    match kind {
        "store" => run(commit_to_the_store(commits, &trace.database, acknowledge)),
        synchronous => commit_plainly(synchronous, commits, &trace.database, acknowledge),
    }
}

fn run<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(work)
}

/// `SqliteStore`: step 1 takes the lease, the others are commits.
pub(crate) struct TheStore {
    commits: u64,
    /// What is to be read after each number of steps: what a `MemoryStore` says.
    pictures: Vec<Picture>,
}

/// Everything a store can be asked.
#[derive(Debug, PartialEq)]
struct Picture {
    is_leased: bool,
    cursor: Option<Cursor>,
    ops: Vec<OpRow>,
    links: Vec<Link>,
    parked: Vec<Parked>,
    usage: BTreeMap<String, u64>,
    buckets: Vec<BucketLevel>,
    bodies: Vec<Sealed>,
}

impl TheStore {
    pub(crate) fn new(commits: u64) -> Self {
        let memory = MemoryStore::new();
        let pictures = run(async {
            let mut pictures = vec![picture(&memory, commits).await];
            // Asking for a free lease takes it.
            let memory = MemoryStore::new();
            let lease = take_the_lease(&memory).await;
            pictures.push(picture(&memory, commits).await);
            for number in 1..=commits {
                memory.commit(&lease, changes(number)).await.unwrap();
                pictures.push(picture(&memory, commits).await);
            }
            pictures
        });
        assert!(pictures.windows(2).all(|two| two[0] != two[1]), "every step is to be seen");
        Self { commits, pictures }
    }
}

impl Subject for TheStore {
    fn role(&self) -> String {
        format!("store:{}", self.commits)
    }

    fn read_back(&self, database: &Path, near: u64) -> Result<u64, String> {
        if let Some(number) = bodies_on_disk(database).intersection(&erased(near)).next() {
            return Err(format!("the body of {number} was erased, and is there again"));
        }
        let store = SqliteStore::open(database).map_err(|e| format!("it does not open: {e:?}"))?;
        let found = run(picture(&store, self.commits));
        let connection = rusqlite::Connection::open(database).map_err(|e| e.to_string())?;
        check_integrity(&connection).map_err(|e| e.to_string())??;
        let near = usize::try_from(near).unwrap();
        let expected = (near..self.pictures.len()).take(2).chain(0..self.pictures.len());
        let steps = expected.into_iter().find(|steps| self.pictures[*steps] == found);
        steps.map(|steps| steps as u64).ok_or_else(|| format!("a part of a commit: {:?}", found.usage))
    }
}

async fn commit_to_the_store(commits: u64, database: &Path, mut acknowledge: impl FnMut(u64)) {
    let store = SqliteStore::open(database).unwrap();
    let lease = take_the_lease(&store).await;
    acknowledge(1);
    for number in 1..=commits {
        store.commit(&lease, changes(number)).await.unwrap();
        if erases(number).is_some() {
            store.scrub().await.unwrap();
        }
        acknowledge(number + 1);
    }
}

/// The bodies that are gone for good once so many steps are acknowledged.
fn erased(steps: u64) -> BTreeSet<u64> {
    (1..steps).filter_map(erases).collect()
}

/// The body that the numbered commit erases.
fn erases(number: u64) -> Option<u64> {
    (number > 12 && number.is_multiple_of(4)).then(|| number - 11).filter(|body| archives(*body))
}

fn archives(number: u64) -> bool {
    number % 2 == 1
}

/// Longer than a page; every part of it tells whose it is.
fn body(number: u64) -> Vec<u8> {
    format!("[body {number:06}]").repeat(400).into_bytes()
}

/// The bodies of which anything is in one of the files, whether or not it can be read through the store.
fn bodies_on_disk(database: &Path) -> BTreeSet<u64> {
    let mut found = BTreeSet::new();
    for file in std::fs::read_dir(database.parent().unwrap()).unwrap() {
        let content = std::fs::read(file.unwrap().path()).unwrap();
        for (at, _) in content.iter().enumerate().filter(|(_, byte)| **byte == b'[') {
            let number = content[at..].strip_prefix(b"[body ").and_then(|rest| rest.get(..6));
            let number = number.and_then(|digits| std::str::from_utf8(digits).ok()?.parse::<u64>().ok());
            found.extend(number);
        }
    }
    found
}

async fn take_the_lease(store: &dyn Store) -> Lease {
    store.acquire(&key(), "child", Acquire::IfFree, at(0), at(60)).await.unwrap().unwrap()
}

async fn picture(store: &dyn Store, commits: u64) -> Picture {
    let (key, ops) = (key(), (1..=commits).map(op_key).collect::<Vec<_>>());
    Picture {
        is_leased: store.acquire(&key, "other", Acquire::IfFree, at(0), at(60)).await.unwrap().is_none(),
        cursor: store.cursor(&key).await.unwrap(),
        ops: store.ops(&key.account, &ops).await.unwrap(),
        links: store.links(&key.account, "salesOrder").await.unwrap(),
        parked: store.parked(&key).await.unwrap(),
        usage: store.usage(&key.account, at(0)).await.unwrap(),
        buckets: store.buckets(&key.account).await.unwrap(),
        bodies: store
            .archived(&key.account, &BodyKind::Order, &(1..=commits).map(source).collect::<Vec<_>>())
            .await
            .unwrap(),
    }
}

fn key() -> RunKey {
    RunKey { account: AccountId::new("account").unwrap(), flow: FlowName::new("orders").unwrap() }
}

fn at(seconds: u64) -> DateTime<Utc> {
    DateTime::UNIX_EPOCH + TimeDelta::days(20_000) + TimeDelta::seconds(i64::try_from(seconds).unwrap())
}

fn op_key(number: u64) -> OpKey {
    OpKey::new(format!("account/orders/salesOrder/{number}")).unwrap()
}

fn source(number: u64) -> SourceId {
    SourceId::new(format!("{number}")).unwrap()
}

/// Long enough to fill pages, and different for each number.
fn filler(number: u64, length: usize) -> String {
    let mut random = fastrand::Rng::with_seed(number);
    std::iter::repeat_with(|| random.alphanumeric()).take(length).collect()
}

/// What the numbered commit changes: an op that is claimed, the one before it that is done and linked, pages of text
/// parked and unparked again, and now and then the rest.
fn changes(number: u64) -> Changes {
    let point = Point::ALL[usize::try_from(number).unwrap() % Point::ALL.len()];
    let mut changes = Changes::at(point, at(number), at(number + 60));
    changes.usage.insert("netsuite/records".to_owned(), 1);
    changes.ops.push(op(number, OpState::Sending));
    if number > 1 {
        changes.ops.push(op(number - 1, OpState::Done));
        changes.links.push(Link {
            kind: "salesOrder".to_owned(),
            amazon_id: (number - 1).to_string(),
            netsuite_id: internal_id(number - 1),
            external_id: external_id(number - 1),
            adopted: number.is_multiple_of(5),
        });
    }
    if number.is_multiple_of(2) {
        changes.park.push(Parked {
            source: source(number),
            reason: ParkReason::OutcomeUnknown,
            text: filler(number, 12_000),
            retry_at: number.is_multiple_of(4).then(|| at(number + 30)),
            since: at(number),
            times: 1,
        });
    } else if number > 9 {
        changes.unpark.push(source(number - 9));
    }
    if number.is_multiple_of(3) {
        let walk =
            Walk { from: at(0), until: at(number).to_rfc3339(), token: filler(number, 300), began: at(1) };
        changes.cursor = Some(Cursor { after: at(number).to_rfc3339(), walk: Some(walk) });
    }
    if number.is_multiple_of(7) {
        let tokens = f64::from(u32::try_from(number).unwrap());
        changes.buckets.push(BucketLevel { operation: "searchOrders".to_owned(), tokens, at: at(number) });
    }
    if archives(number) {
        changes.archive.push(Sealed {
            of: BodyId { kind: BodyKind::Order, id: source(number) },
            version: 1,
            key_id: "key".to_owned(),
            body: body(number),
            personal_until: at(number + 1_000),
            since: at(number),
        });
    }
    if let Some(number) = erases(number) {
        let body = BodyId { kind: BodyKind::Order, id: source(number) };
        changes.erase.push(Erase { body, by: at(0) });
    }
    changes
}

fn op(number: u64, state: OpState) -> OpRow {
    let remote_id = (state == OpState::Done).then(|| internal_id(number));
    OpRow {
        key: op_key(number),
        kind: "salesOrder".to_owned(),
        external_id: external_id(number),
        body_hash: filler(number, 64),
        state,
        attempt: 1,
        sent_at: at(number),
        quiet_at: at(number + 600),
        version: number.cast_signed(),
        remote_id,
        total: Some(rust_decimal::Decimal::new(i64::try_from(number).unwrap(), 2)),
    }
}

fn internal_id(number: u64) -> InternalId {
    InternalId::new((1000 + number).to_string()).unwrap()
}

fn external_id(number: u64) -> ExternalId {
    ExternalId::new(format!("amz-so-{number}")).unwrap()
}

/// The control: SQLite as the store sets it up, but for `synchronous` and more frequent checkpoints. Every step writes
/// a row to each of two tables.
pub(crate) struct Plain {
    pub(crate) synchronous: &'static str,
    pub(crate) commits: u64,
}

impl Subject for Plain {
    fn role(&self) -> String {
        format!("{}:{}", self.synchronous, self.commits)
    }

    fn read_back(&self, database: &Path, _near: u64) -> Result<u64, String> {
        read_plainly(database).map_err(|e| e.to_string())?
    }
}

fn commit_plainly(synchronous: &str, commits: u64, database: &Path, mut acknowledge: impl FnMut(u64)) {
    std::fs::create_dir_all(database.parent().unwrap()).unwrap();
    let mut connection = rusqlite::Connection::open(database).unwrap();
    connection.pragma_update(None, "journal_mode", "wal").unwrap();
    connection.pragma_update(None, "synchronous", synchronous).unwrap();
    connection.pragma_update(None, "wal_autocheckpoint", 20).unwrap();
    let tables = "begin;
                  create table a(n integer primary key, filler text) strict;
                  create table b(n integer primary key, filler text) strict;
                  commit";
    connection.execute_batch(tables).unwrap();
    for step in 1..=commits {
        let transaction = connection.transaction().unwrap();
        for table in ["a", "b"] {
            let insert = format!("insert into {table} values(?1, ?2)");
            transaction.execute(&insert, (step.cast_signed(), filler(step, 700))).unwrap();
        }
        transaction.commit().unwrap();
        acknowledge(step);
    }
}

fn read_plainly(database: &Path) -> rusqlite::Result<Result<u64, String>> {
    let connection = rusqlite::Connection::open(database)?;
    if let Err(why) = check_integrity(&connection)? {
        return Ok(Err(why));
    }
    let tables: i64 = connection.query_row("select count(*) from sqlite_schema", [], |row| row.get(0))?;
    if tables == 0 {
        return Ok(Ok(0));
    }
    let rows = |table: &str| -> rusqlite::Result<Vec<(u64, String)>> {
        let mut statement = connection.prepare(&format!("select n, filler from {table} order by n"))?;
        let rows = statement.query_map([], |row| Ok((row.get::<_, i64>(0)?.cast_unsigned(), row.get(1)?)))?;
        rows.collect()
    };
    let (a, b) = (rows("a")?, rows("b")?);
    let is_whole =
        a == b && a.iter().zip(1..).all(|((n, text), step)| *n == step && *text == filler(step, 700));
    Ok(if is_whole { Ok(a.len() as u64) } else { Err("a part of a commit".to_owned()) })
}

fn check_integrity(connection: &rusqlite::Connection) -> rusqlite::Result<Result<(), String>> {
    let answer: String = connection.query_row("pragma integrity_check(1)", [], |row| row.get(0))?;
    Ok(if answer == "ok" { Ok(()) } else { Err(answer) })
}
