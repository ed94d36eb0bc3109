//! A day of Amazon orders becomes customers, sales orders and invoices in NetSuite, both simulated, over real HTTP.
//!
//! ```sh
//! cargo run --release --example quickstart
//! ```
//!
//! Runs twice to show that the second run writes nothing, then prints what it did and both sides' money. End it in the
//! middle and run it again with the same `--state` and `--sandbox`: it finishes what it had begun.
//!
//! Parked orders are archived as Amazon sent them, sealed with the key in `<state>.key`, and erased when their time comes.
//!
//! Exit status: 0 when both sides agree and the second run wrote nothing, 1 when not or when a run failed, 2 when the
//! command line is wrong, 130 when interrupted.

use std::{
    collections::BTreeMap,
    io::{IsTerminal as _, Write as _},
    path::PathBuf,
    process::ExitCode,
    time::Duration,
};

use amazon_netsuite_sync::{
    Account, AccountId, Engine, FlowName, Report, Summary, Vault,
    events::{Event, Listener},
    flow::Mutant,
    flows::{EraseBodies, ImportOrders},
    settings::Archive,
    store::SqliteStore,
    testing::Connection,
};
use anyhow::Context as _;
use clap::Parser;
use examples::{
    report::{self, Outcome},
    served::{Controls, Ports, Seed, Served},
    vault_key,
};
use indicatif::{ProgressBar, ProgressStyle};
use netsuite_client::NetSuite;
use rust_decimal::Decimal;
use serde::Deserialize;
use sp_api_client::SpApi;

/// Imports a day of simulated Amazon orders into a simulated NetSuite.
#[derive(Debug, Parser)]
struct Options {
    /// How many orders Amazon has.
    #[arg(long, default_value_t = 1_000)]
    orders: usize,
    /// The number they are drawn from.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Where the state is kept; default a temporary file. Belongs to one sandbox.
    #[arg(long)]
    state: Option<PathBuf>,
    /// The line that the `sandbox` example printed, to use simulators that already run.
    #[arg(long, value_name = "URL-JSON")]
    sandbox: Option<String>,
    /// Prints one JSON object on one line instead of the table.
    #[arg(long)]
    json: bool,
    /// How many seconds another process has to wait after this one was killed.
    #[arg(long, value_name = "SECONDS", default_value = "10", value_parser = seconds)]
    lease: Duration,
    /// Prints a line to standard error for each thing that happens.
    #[arg(long)]
    log: bool,
    /// Builds a fault into the machinery, to see it matter.
    #[arg(long, hide = true)]
    skip_look: bool,
}

#[tokio::main]
async fn main() -> ExitCode {
    match run(Options::parse()).await {
        Ok(code) => code,
        Err(error) => {
            complain(&format!("{error:#}"));
            ExitCode::from(1)
        }
    }
}

async fn run(options: Options) -> anyhow::Result<ExitCode> {
    // Kept until the end: dropping it stops the simulators.
    let (_served, connection) = match &options.sandbox {
        Some(json) => {
            (None, serde_json::from_str(json).context("--sandbox is not the line that `sandbox` prints")?)
        }
        None => {
            let served = Served::start(Ports::default()).await?;
            slow_down_a_little(&served);
            let connection = served.connection.clone();
            (Some(served), connection)
        }
    };
    let controls = Controls::new(&connection)?;
    let seeded = controls.seed(Seed { orders: options.orders, seed: options.seed }).await?;

    let temporary = tempfile::tempdir()?;
    let state = options.state.clone().unwrap_or_else(|| temporary.path().join("state.sqlite"));
    let store = SqliteStore::open(&state).with_context(|| format!("opening {}", state.display()))?;
    let accounts = accounts(&connection, seeded.since).await?;
    let bar = progress(&options, seeded.orders);
    let mut builder = Engine::builder(store)
        .flow(ImportOrders::default())
        .flow(EraseBodies)
        .vault(Vault::new(vault_key::beside(&state)?))
        .lease(options.lease)
        .listener(listener(&options, bar.clone()));
    if options.skip_look {
        builder = builder.mutant(Some(Mutant::SkipLook));
    }
    for account in &accounts {
        builder = builder.account(account.clone());
    }
    let engine = builder.build()?;

    let interrupted = stop_when_interrupted(&engine);
    let began = tokio::time::Instant::now();
    let first = engine.run(&flow(ImportOrders::NAME)).await;
    let seconds = began.elapsed().as_secs_f64();
    bar.finish_and_clear();
    let (calls, writes) = (calls(&accounts), writes(&accounts));
    let second = engine.run(&flow(ImportOrders::NAME)).await;
    let erasure = engine.run(&flow(EraseBodies::NAME)).await;
    if *interrupted.borrow() {
        complain(&way_on(&options));
        return Ok(ExitCode::from(130));
    }

    let ledger = controls.ledger().await?;
    let outcome = Outcome {
        flows: report::flow_rows(&first.summary),
        calls,
        totals: report::total_rows(&ledger.due.totals, &netsuite_totals(&accounts[0].netsuite).await?),
        second_run_writes: self::writes(&accounts) - writes,
    };
    let text =
        if options.json { serde_json::to_string(&outcome)? } else { outcome.table(&first.summary, seconds) };
    writeln!(std::io::stdout().lock(), "{text}")?;
    let reports = [&first, &second, &erasure];
    complain_about(&engine, &accounts, reports).await?;
    let well = outcome.is_well() && reports.iter().all(|report| report.errors.is_empty());
    Ok(if well { ExitCode::SUCCESS } else { ExitCode::from(1) })
}

/// From a tenth of a second to a day.
fn seconds(text: &str) -> Result<Duration, String> {
    let seconds = text.parse::<f64>().ok().filter(|seconds| (0.1..=86_400.0).contains(seconds));
    let seconds = seconds.and_then(|seconds| Duration::try_from_secs_f64(seconds).ok());
    seconds.ok_or_else(|| "write seconds, from 0.1 to 86400".to_owned())
}

const BOTH_ARE_NEEDED: &str = "to finish an interrupted run, begin it with --state and with the --sandbox of a \
                               `sandbox` example that goes on beside it";

/// How to finish what was interrupted: with the state it had, against the simulators that it wrote to.
fn way_on(options: &Options) -> String {
    match (&options.state, &options.sandbox) {
        (Some(state), Some(_)) => {
            format!("stopped; run it again with --state {} and the same --sandbox to finish", state.display())
        }
        (Some(state), None) => {
            let state = state.display();
            format!("stopped, and the simulators with it: {state} is of no use any more; {BOTH_ARE_NEEDED}")
        }
        (None, _) => format!("stopped; the state was temporary and is gone; {BOTH_ARE_NEEDED}"),
    }
}

/// So that there is something to watch.
fn slow_down_a_little(served: &Served) {
    let (least, most) = (Duration::from_millis(2), Duration::from_millis(8));
    served.sandbox.netsuite.set_latency(least, most);
    served.sandbox.amazon.set_latency(sp_api_client::testing::Latency { min: least, max: most });
}

fn flow(name: &str) -> FlowName {
    FlowName::new(name).unwrap_or_else(|_| unreachable!("the flow's name is well-formed"))
}

/// One account for each of the seller's regions; one NetSuite for all.
async fn accounts(
    connection: &Connection,
    since: chrono::DateTime<chrono::Utc>,
) -> anyhow::Result<Vec<Account>> {
    let build = || -> anyhow::Result<NetSuite> {
        let builder = connection.netsuite()?;
        Ok(builder
            .with_attempt_timeout(Duration::from_secs(4))
            .with_deadline(Duration::from_secs(8))
            .build()?)
    };
    // Set-up has a client of its own, so that its calls are not counted with the run's.
    let (setup, netsuite) = (build()?, build()?);
    let mut accounts = Vec::new();
    for seller in &connection.sellers {
        let mut settings = connection.settings(&setup, seller, since).await?;
        settings.privacy.archive = Archive::Parked;
        accounts.push(Account {
            id: AccountId::new(&seller.account)?,
            amazon: connection.sp_api(seller).build()?,
            netsuite: netsuite.clone(),
            settings,
        });
    }
    Ok(accounts)
}

fn progress(options: &Options, orders: usize) -> ProgressBar {
    if options.json || options.log || !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::new(orders as u64);
    let style = ProgressStyle::with_template("  {msg} [{bar:40}] {pos}/{len} orders, {elapsed}");
    if let Ok(style) = style {
        bar.set_style(style.progress_chars("=> "));
    }
    bar.set_message("Amazon → NetSuite");
    bar
}

fn listener(options: &Options, bar: ProgressBar) -> Listener {
    let log = options.log;
    Listener::new(move |event| {
        match event {
            Event::RecordDone { .. } | Event::RecordParked { .. } => bar.inc(1),
            Event::Waiting { why, .. } => bar.set_message(format!("waiting: {why}")),
            _ => {}
        }
        if log {
            complain(&format!("{event:?}"));
        }
    })
}

/// Ctrl-C finishes what is being written and begins nothing new; a second one ends at once.
fn stop_when_interrupted(engine: &Engine) -> tokio::sync::watch::Receiver<bool> {
    let (interrupted, watch) = tokio::sync::watch::channel(false);
    let engine = engine.clone();
    tokio::spawn(async move {
        if tokio::signal::ctrl_c().await.is_ok() {
            complain("finishing what is under way …");
            interrupted.send_replace(true);
            engine.stop();
        }
        if tokio::signal::ctrl_c().await.is_ok() {
            std::process::exit(130);
        }
    });
    watch
}

/// Requests so far, by service and operation.
fn calls(accounts: &[Account]) -> BTreeMap<&'static str, BTreeMap<String, u64>> {
    let mut amazon = BTreeMap::new();
    let clients = accounts.iter().map(|account| &account.amazon).map(SpApi::calls);
    for (operation, calls) in clients.flatten() {
        *amazon.entry(operation.to_owned()).or_default() += calls;
    }
    let netsuite = accounts.first().map(|account| account.netsuite.calls()).unwrap_or_default();
    let netsuite = netsuite.into_iter().map(|(operation, calls)| (operation.to_owned(), calls)).collect();
    BTreeMap::from([("amazon", amazon), ("netsuite", netsuite)])
}

fn writes(accounts: &[Account]) -> u64 {
    let calls = accounts.first().map(|account| account.netsuite.calls()).unwrap_or_default();
    let writes = ["record.create", "record.update", "record.upsert", "record.delete"];
    writes.iter().filter_map(|operation| calls.get(operation)).sum()
}

/// What NetSuite's sales orders and invoices come to, in its own arithmetic.
async fn netsuite_totals(netsuite: &NetSuite) -> anyhow::Result<BTreeMap<String, Decimal>> {
    #[derive(Deserialize)]
    struct Row {
        currency: String,
        #[serde(with = "commerce_client_core::wire::decimal_text")]
        total: Decimal,
    }
    let query = "SELECT c.symbol AS currency, SUM(t.foreigntotal) AS total FROM transaction t \
                 INNER JOIN currency c ON c.id = t.currency WHERE t.type IN ('SalesOrd', 'CustInvc') \
                 GROUP BY c.symbol ORDER BY c.symbol";
    let rows: Vec<Row> = netsuite.suiteql(query).all().await?;
    Ok(rows.into_iter().map(|row| (row.currency, row.total)).collect())
}

/// Says what went wrong, and what waits for a person.
async fn complain_about(engine: &Engine, accounts: &[Account], reports: [&Report; 3]) -> anyhow::Result<()> {
    for report in reports {
        let Report { summary: Summary { delayed, .. }, errors, .. } = report;
        errors.iter().for_each(|error| complain(&error.to_string()));
        delayed.iter().for_each(|why| complain(&format!("not finished: {why}")));
    }
    for account in accounts {
        let key =
            amazon_netsuite_sync::RunKey { account: account.id.clone(), flow: flow(ImportOrders::NAME) };
        for parked in engine.store().parked(&key).await? {
            complain(&format!(
                "{key}: order {} is parked ({}): {}",
                parked.source, parked.reason, parked.text
            ));
        }
    }
    Ok(())
}

fn complain(text: &str) {
    // Nobody to tell when standard error is closed.
    let _ = writeln!(std::io::stderr().lock(), "{text}");
}
