//! What it costs to bring orders from Amazon into NetSuite, end to end: both simulators on loopback ports without latency,
//! the engine as programs use it, and a SQLite store.
//!
//! The simulators run in a process of their own, and so does what is measured: its CPU time and its peak memory are the
//! kernel's figures. Ten times as many orders must not cost more each, so three runs take turns: few, many, few again.
//!
//! ```sh
//! cargo bench -p examples --bench orders
//! cargo bench -p examples --bench orders -- 10000 20000     # few and many
//! ```

#![allow(clippy::unwrap_used, reason = "a benchmark may panic")]

use std::{
    collections::BTreeMap,
    env, fs,
    io::{BufRead as _, BufReader, Write as _, stdout},
    process::{Child, Command, Stdio},
    time::Duration,
};

use amazon_netsuite_sync::{
    Account, AccountId, Engine, FlowName, RunKey, flows::ImportOrders, settings::CustomerMode,
    store::SqliteStore, testing::Connection,
};
use chrono::{DateTime, TimeDelta, Utc};
use commerce_client_core::clock::{Clock as _, SharedClock};
use examples::served::{Ports, Served};
use netsuite_client::{InternalId, NetSuite};
use serde::{Deserialize, Serialize};
use serde_json::json;
use sp_api_client::SpApi;

const FEW: usize = 10_000;
const MANY: usize = 100_000;

fn main() {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let argument = |n: usize| arguments.get(n).map(String::as_str).unwrap_or_default();
    let sizes: Vec<usize> = arguments.iter().filter_map(|argument| argument.parse().ok()).collect();
    match (argument(0), sizes.as_slice()) {
        ("serve", [orders, ..]) => in_runtime(serve(*orders)),
        ("import", _) => in_runtime(import(argument(1))),
        (_, [few, many]) => compare(*few, *many),
        // Run as a test, it only shows that it works.
        _ if arguments.iter().all(|argument| argument != "--bench") => compare(100, 200),
        _ => compare(FEW, MANY),
    }
}

fn in_runtime(work: impl Future<Output = ()>) {
    tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap().block_on(work);
}

// ---- The simulators -------------------------------------------------------------------------------------------

/// What the process that is measured needs to know.
#[derive(Debug, Serialize, Deserialize)]
struct Shop {
    connection: Connection,
    /// No order is older.
    since: DateTime<Utc>,
    /// How many should be in NetSuite.
    due: u64,
    /// The customers for orders that name no buyer, by the marketplace's currency.
    shared: BTreeMap<String, Vec<InternalId>>,
}

/// Customers for each currency: one is too few for more open invoices than NetSuite bears.
const SHARED: usize = 8;

async fn serve(orders: usize) {
    let served = Served::start(Ports::default()).await.unwrap();
    let sandbox = &served.sandbox;
    let mut shared: BTreeMap<String, Vec<InternalId>> = BTreeMap::new();
    let reference = |kind: &str, field: &str, value: &str| {
        let records = sandbox.netsuite.records(kind);
        let found = records.iter().find(|record| value.is_empty() || record[field] == value).unwrap();
        found["id"].as_str().unwrap().to_owned()
    };
    for symbol in ["USD", "GBP", "EUR", "JPY"] {
        let (currency, subsidiary) =
            (reference("currency", "symbol", symbol), reference("subsidiary", "name", ""));
        for n in 0..SHARED {
            let name = format!("Pool {symbol} {n}");
            let body = json!({
                "entityId": name, "companyName": name, "isPerson": false,
                "subsidiary": {"id": subsidiary}, "currency": {"id": currency},
            });
            let id = InternalId::new(sandbox.netsuite.put_record("customer", body)).unwrap();
            shared.entry(symbol.to_owned()).or_default().push(id);
        }
    }
    let since = SharedClock::system().now() - TimeDelta::days(3);
    sandbox.seed(1, orders);
    // Amazon's rates are not what is measured.
    for operation in ["searchOrders", "getOrder"] {
        sandbox.amazon.set_plan(operation, 1_000.0, 1_000);
    }
    let due = sandbox.due().orders;
    say(&serde_json::to_string(&Shop { connection: served.connection.clone(), since, due, shared }).unwrap());
    std::future::pending::<()>().await;
}

// ---- What is measured -----------------------------------------------------------------------------------------

/// What a run says of itself when it is done.
#[derive(Debug, Serialize, Deserialize)]
struct Run {
    orders: u64,
    seconds: f64,
    cpu_millis: u64,
    peak_kilobytes: u64,
    /// Requests, by service and operation.
    calls: BTreeMap<String, u64>,
}

async fn import(shop: &str) {
    let shop: Shop = serde_json::from_str(shop).unwrap();
    let accounts = accounts(&shop).await;
    let directory = tempfile::tempdir().unwrap();
    let store = SqliteStore::open(directory.path().join("state.sqlite")).unwrap();
    let mut builder = Engine::builder(store).flow(ImportOrders::default());
    for account in &accounts {
        builder = builder.account(account.clone());
    }
    let engine = builder.build().unwrap();
    let flow = FlowName::new(ImportOrders::NAME).unwrap();

    let (began, cpu) = (tokio::time::Instant::now(), cpu_millis());
    let report = engine.run(&flow).await;
    let (seconds, cpu_millis) = (began.elapsed().as_secs_f64(), cpu_millis() - cpu);
    let peak_kilobytes = peak_kilobytes();
    assert!(report.errors.is_empty() && report.summary.delayed.is_none(), "{report:?}");
    let calls = calls(&accounts);
    for account in &accounts {
        let key = RunKey { account: account.id.clone(), flow: flow.clone() };
        assert_eq!(engine.store().parked(&key).await.unwrap(), [], "{key}");
    }
    let orders = report.summary.all_orders().created;
    assert_eq!(orders, shop.due, "every order that is due, once");
    assert_eq!(in_netsuite(&accounts[0].netsuite).await, (orders, orders), "in NetSuite, too");
    say(&serde_json::to_string(&Run { orders, seconds, cpu_millis, peak_kilobytes, calls }).unwrap());
}

async fn accounts(shop: &Shop) -> Vec<Account> {
    let build =
        || shop.connection.netsuite().unwrap().with_deadline(Duration::from_secs(120)).build().unwrap();
    // Set-up has a client of its own, so that its calls are not counted with the run's.
    let (setup, netsuite): (NetSuite, NetSuite) = (build(), build());
    let mut accounts = Vec::new();
    for seller in &shop.connection.sellers {
        let mut settings = shop.connection.settings(&setup, seller, shop.since).await.unwrap();
        for store in &mut settings.stores {
            let known = sp_api_client::Marketplace::by_id(store.marketplace_id.as_str()).unwrap();
            let customers = shop.shared[known.currency.as_str()].clone();
            if let Some(fba) = &mut store.fba {
                fba.customer = CustomerMode::Pool { customers };
            }
        }
        accounts.push(Account {
            id: AccountId::new(&seller.account).unwrap(),
            amazon: shop.connection.sp_api(seller).build().unwrap(),
            netsuite: netsuite.clone(),
            settings,
        });
    }
    accounts
}

fn calls(accounts: &[Account]) -> BTreeMap<String, u64> {
    let mut calls = BTreeMap::new();
    let amazon = accounts.iter().map(|account| &account.amazon).flat_map(SpApi::calls);
    let named = amazon.map(|(operation, times)| (format!("amazon/{operation}"), times));
    let netsuite = accounts[0].netsuite.calls().into_iter();
    for (name, times) in
        named.chain(netsuite.map(|(operation, times)| (format!("netsuite/{operation}"), times)))
    {
        *calls.entry(name).or_default() += times;
    }
    calls
}

/// How many transactions NetSuite has, and how many different names they bear.
async fn in_netsuite(netsuite: &NetSuite) -> (u64, u64) {
    #[derive(Deserialize)]
    struct Row {
        made: String,
        names: String,
    }
    let query = "SELECT COUNT(*) AS made, COUNT(DISTINCT externalid) AS names FROM transaction \
                 WHERE type IN ('SalesOrd', 'CustInvc')";
    let rows: Vec<Row> = netsuite.suiteql(query).all().await.unwrap();
    (rows[0].made.parse().unwrap(), rows[0].names.parse().unwrap())
}

/// User and system time of this process. The kernel counts in hundredths of a second.
fn cpu_millis() -> u64 {
    let stat = fs::read_to_string("/proc/self/stat").unwrap();
    let (_, after_the_name) = stat.rsplit_once(") ").unwrap();
    let ticks = after_the_name.split(' ').skip(11).take(2).map(|ticks| ticks.parse::<u64>().unwrap());
    ticks.sum::<u64>() * 10
}

fn peak_kilobytes() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    line.trim().trim_end_matches(" kB").parse().unwrap()
}

// ---- The comparison -------------------------------------------------------------------------------------------

struct Simulators {
    process: Child,
    shop: String,
}

impl Simulators {
    fn with(orders: usize) -> Self {
        let started = Command::new(env::current_exe().unwrap())
            .args(["serve", &orders.to_string()])
            .stdout(Stdio::piped())
            .spawn();
        let mut process = started.unwrap();
        let mut shop = String::new();
        BufReader::new(process.stdout.take().unwrap()).read_line(&mut shop).unwrap();
        Self { process, shop }
    }
}

impl Drop for Simulators {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

impl Run {
    /// In a process of its own, against simulators of its own.
    fn over(orders: usize) -> Self {
        let simulators = Simulators::with(orders);
        let output = Command::new(env::current_exe().unwrap())
            .args(["import", simulators.shop.trim()])
            .stderr(Stdio::inherit())
            .output()
            .unwrap();
        assert!(output.status.success(), "the import of {orders} failed");
        serde_json::from_slice(&output.stdout).unwrap()
    }

    /// CPU seconds for a thousand orders.
    fn cost(&self) -> f64 {
        self.cpu_millis as f64 / self.orders as f64
    }

    fn calls_per_order(&self, service: &str) -> f64 {
        let calls = self.calls.iter().filter(|(name, _)| name.starts_with(service)).map(|(_, times)| times);
        calls.sum::<u64>() as f64 / self.orders as f64
    }

    fn row(&self, read: usize) -> String {
        format!(
            "| {read} | {} | {:.0} | {:.2} | {:.0} MB | {:.3} | {:.3} |",
            self.orders,
            self.orders as f64 / self.seconds,
            self.cost(),
            self.peak_kilobytes as f64 / 1024.0,
            self.calls_per_order("amazon/"),
            self.calls_per_order("netsuite/"),
        )
    }
}

fn compare(few: usize, many: usize) {
    say(
        "| orders at Amazon | imported | imported a second | CPU seconds for 1,000 | peak memory | calls of Amazon's for each | calls of NetSuite's for each |",
    );
    say("| --- | --- | --- | --- | --- | --- | --- |");
    let runs: Vec<(usize, Run)> = [few, many, few]
        .into_iter()
        .map(|orders| {
            let run = Run::over(orders);
            say(&run.row(orders));
            (orders, run)
        })
        .collect();
    let [(_, first), (_, large), (_, second)] = &runs[..] else { unreachable!("there are three runs") };
    let between = (first.cost() + second.cost()) / 2.0;
    say(&format!(
        "\nthe cost of an order among {many} beside one among {few}: {:.3}",
        large.cost() / between
    ));
    say(&format!("the two runs over {few} beside each other: {:.3}", second.cost() / first.cost()));
    for (name, times) in &large.calls {
        say(&format!("{name}: {times} calls for {} orders", large.orders));
    }
}

fn say(line: &str) {
    let mut out = stdout().lock();
    writeln!(out, "{line}").unwrap();
    out.flush().unwrap();
}
