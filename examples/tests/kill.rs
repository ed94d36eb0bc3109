//! Real processes: two workers on one SQLite file, killed sixty times in a minute, the simulators in a third process.
//!
//! NetSuite is simulated at its worst: it takes two records with one external id, and one write in ten takes effect up to
//! two seconds late, long after whoever sent it is dead. Still each order is to be there exactly once. The same storm
//! without the look before a repeat must double records, or this proves nothing.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

use std::{
    io::{BufRead as _, BufReader, Read as _},
    process::{Child, Command, Stdio},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use amazon_netsuite_sync::testing::Connection;
use examples::served::{Controls, Ledger};
use tokio::time::{Instant, sleep};

mod program;

use program::program;

const ORDERS: &str = "1000";
const KILLS: u32 = 60;

/// A process that does not outlive the test.
struct Process(Child);

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// The simulators, in a process of their own.
struct Sandbox {
    _process: Process,
    json: String,
    controls: Controls,
}

impl Sandbox {
    fn start() -> Self {
        let mut child = Command::new(program("sandbox"))
            .args(["--hostile", "--latency-ms", "60", "--orders", ORDERS])
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut json = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut json).unwrap();
        let connection: Connection = serde_json::from_str(&json).unwrap();
        Self { _process: Process(child), json, controls: Controls::new(&connection).unwrap() }
    }

    async fn ledger(&self) -> Ledger {
        self.controls.ledger().await.unwrap()
    }
}

/// One worker: killed and begun again, its doings counted over all its lives.
struct Worker {
    process: Process,
    created: Arc<AtomicU64>,
    /// Everything it reported: pages read, records done, waiting for the other's lease.
    events: Arc<AtomicU64>,
    arguments: Vec<String>,
}

impl Worker {
    fn start(arguments: Vec<String>) -> Self {
        let (created, events) = (Arc::new(AtomicU64::new(0)), Arc::new(AtomicU64::new(0)));
        Self { process: spawn(&arguments, &created, &events), created, events, arguments }
    }

    fn kill_and_start_again(&mut self) {
        self.process.0.kill().unwrap(); // SIGKILL
        self.process.0.wait().unwrap();
        self.process = spawn(&self.arguments, &self.created, &self.events);
    }

    async fn ends_well_within(&mut self, limit: Duration) {
        let give_up = Instant::now() + limit;
        loop {
            if let Some(status) = self.process.0.try_wait().unwrap() {
                let mut said = String::new();
                let _ = self.process.0.stdout.take().unwrap().read_to_string(&mut said);
                assert!(status.success(), "{status}: {said}");
                return;
            }
            assert!(Instant::now() < give_up, "the worker does not finish");
            sleep(Duration::from_millis(100)).await;
        }
    }
}

fn spawn(arguments: &[String], created: &Arc<AtomicU64>, events: &Arc<AtomicU64>) -> Process {
    let mut child = Command::new(program("quickstart"))
        .args(arguments)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let (log, created, events) = (child.stderr.take().unwrap(), Arc::clone(created), Arc::clone(events));
    std::thread::spawn(move || {
        for line in BufReader::new(log).lines().map_while(Result::ok) {
            events.fetch_add(1, Ordering::Relaxed);
            if line.starts_with("RecordDone") && line.ends_with("created: true }") {
                created.fetch_add(1, Ordering::Relaxed);
            }
        }
    });
    Process(child)
}

/// How a storm went.
struct Storm {
    kills: u32,
    seconds: f64,
    /// Records in NetSuite at each kill.
    at_kill: Vec<u64>,
    created_by: [u64; 2],
    events_of: [u64; 2],
    ledger: Ledger,
}

async fn storm(look: bool) -> Storm {
    let sandbox = Sandbox::start();
    let directory = tempfile::tempdir().unwrap();
    let state = directory.path().join("state.sqlite").display().to_string();
    let arguments = || {
        let mut arguments: Vec<String> =
            ["--json", "--log", "--lease", "0.9", "--orders", ORDERS, "--sandbox"]
                .into_iter()
                .chain([sandbox.json.trim(), "--state", &state])
                .map(str::to_owned)
                .collect();
        if !look {
            arguments.push("--skip-look".to_owned());
        }
        arguments
    };
    let mut workers = [Worker::start(arguments()), Worker::start(arguments())];
    let began = Instant::now();
    let mut random = fastrand::Rng::with_seed(7);
    let mut at_kill = Vec::new();
    let mut kills = 0;
    while kills < KILLS {
        sleep(Duration::from_millis(random.u64(500..1_100))).await;
        let ledger = sandbox.ledger().await;
        at_kill.push(ledger.transactions);
        if !look && !ledger.doubled.is_empty() {
            break;
        }
        workers[random.usize(..2)].kill_and_start_again();
        kills += 1;
    }
    let seconds = began.elapsed().as_secs_f64();
    if look {
        for worker in &mut workers {
            worker.ends_well_within(Duration::from_secs(180)).await;
        }
    }
    let created_by = [0, 1].map(|index: usize| workers[index].created.load(Ordering::Relaxed));
    let events_of = [0, 1].map(|index: usize| workers[index].events.load(Ordering::Relaxed));
    Storm { kills, seconds, at_kill, created_by, events_of, ledger: sandbox.ledger().await }
}

#[tokio::test]
#[ignore = "needs a minute or two, and the examples built"]
async fn two_workers_killed_sixty_times_import_each_order_exactly_once() {
    let storm = storm(true).await;
    let Ledger { due, transactions, doubled, .. } = &storm.ledger;
    println!(
        "{} kills in {:.0} s; {transactions} of {} orders, {} doubled; created by each worker: {:?}, events of each: {:?}",
        storm.kills,
        storm.seconds,
        due.orders,
        doubled.len(),
        storm.created_by,
        storm.events_of
    );
    assert_eq!((storm.kills, doubled.as_slice()), (KILLS, [].as_slice()));
    assert_eq!(*transactions, due.orders);
    // Both workers were alive through the storm (one of them mostly waits for the other's lease), and there was still
    // work to do late in it.
    assert!(storm.events_of.iter().all(|events| *events >= 30), "{:?}", storm.events_of);
    assert!(storm.at_kill[40] < due.orders, "the work was over too soon: {:?}", storm.at_kill);

    let control = self::storm(false).await;
    println!(
        "without the look: {} doubled after {} kills and {} records",
        control.ledger.doubled.len(),
        control.kills,
        control.ledger.transactions
    );
    assert!(
        !control.ledger.doubled.is_empty(),
        "without the look nothing was doubled: the storm proves nothing"
    );
}
