//! Amazon and NetSuite, simulated, on loopback ports.
//!
//! ```sh
//! cargo run --release --example sandbox -- --orders 1000
//! ```
//!
//! Prints one JSON line with base URLs and credentials, then runs until it is interrupted. Any client in any language
//! can talk to it; `quickstart --sandbox '<that line>'` does.
//!
//! # When things go wrong
//!
//! `--fault OPERATION=KIND` makes the next call of an operation of Amazon's fail; given again, the call after that. A
//! wrong name prints those that there are. `--order-delay SECONDS` makes orders show up in searches late.
//!
//! ```sh
//! cargo run --release --example sandbox -- --orders 1000 \
//!     --fault searchOrders=429 --fault searchOrders=expired-token --fault download=truncated-gzip --order-delay 120
//! ```
//!
//! | Kind | The next call |
//! | --- | --- |
//! | `429`, `429-without-rate` | is refused although the usage plan has room; the answer tells the rate or not |
//! | `500`, `503` | fails, and has done nothing |
//! | `slow-body` | is answered in chunks of 64 bytes, each after a quarter of a second |
//! | `cut-body` | is answered with the first half of the body, as if that were whole |
//! | `broken-body` | loses its connection in the middle of the body |
//! | `truncated-gzip` | (`download` only) gets a document that cannot be unpacked |
//! | `expired-token`, `expired-token-401` | is told that its token has expired, with 403 or 401 |
//! | `expired-document` | (`download` and `upload` only) is told that its URL has expired |
//! | `future-enum` | is answered with statuses that Amazon has not invented yet |
//!
//! Operations are called as in Amazon's models (`searchOrders`, `ordersV0.getOrder` for the older of two); `token` is the
//! exchange of tokens, `download` and `upload` go to the URLs of documents.
//!
//! While it runs, the same can be asked of Amazon's port, without a token:
//!
//! ```sh
//! curl -X POST "$AMAZON_URL/_simulator/faults" -d '{"operation": "searchOrders", "fault": "429"}'
//! curl -X POST "$AMAZON_URL/_simulator/order-delay" -d '{"seconds": 120}'
//! ```
//!
//! Either answers 204, or 400 with what there is. The simulators listen on the loopback interface only.

use std::time::Duration;

use anyhow::Context as _;
use clap::Parser;
use examples::served::{self, Ports, Seed, Served};
use sp_api_client::testing::Latency;

/// Simulates Amazon's Selling Partner API and NetSuite on loopback ports until interrupted.
#[derive(Debug, Parser)]
struct Options {
    /// Amazon's port; 0 picks a free one.
    #[arg(long, default_value_t = 0)]
    amazon_port: u16,
    /// NetSuite's port; 0 picks a free one.
    #[arg(long, default_value_t = 0)]
    netsuite_port: u16,
    /// The port for seeding and the simulators' own ledger; 0 picks a free one.
    #[arg(long, default_value_t = 0)]
    control_port: u16,
    /// Orders to begin with.
    #[arg(long, default_value_t = 0)]
    orders: usize,
    /// Gives every seller a small shop beside: products, stock, prices, money and shipments for every API of Amazon's.
    /// Its orders are not due in NetSuite, which does not know their items.
    #[arg(long)]
    shop: bool,
    /// The number they are drawn from.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// How long each call takes at most, in milliseconds.
    #[arg(long, default_value_t = 8)]
    latency_ms: u64,
    /// NetSuite takes two records with one external id, and one write in ten takes effect up to two seconds late.
    #[arg(long)]
    hostile: bool,
    /// The next call of an operation of Amazon's fails this way, such as `searchOrders=429`. Once for each time it is
    /// given; a wrong name prints those that there are.
    #[arg(long = "fault", value_name = "OPERATION=KIND", value_parser = fault)]
    faults: Vec<(String, String)>,
    /// Orders show up in Amazon's searches only so many seconds after they are put there.
    #[arg(long, value_name = "SECONDS", default_value_t = 0, value_parser = clap::value_parser!(u64).range(..=31_536_000))]
    order_delay: u64,
}

/// Splits `OPERATION=KIND`. Which of them there are is for the simulator to say.
fn fault(text: &str) -> Result<(String, String), String> {
    let (operation, kind) =
        text.split_once('=').ok_or("it must be OPERATION=KIND, such as searchOrders=429")?;
    Ok((operation.to_owned(), kind.to_owned()))
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let options = Options::parse();
    let ports =
        Ports { amazon: options.amazon_port, netsuite: options.netsuite_port, control: options.control_port };
    let served = Served::start(ports).await?;
    let sandbox = &served.sandbox;
    let (least, most) =
        (Duration::from_millis(options.latency_ms / 4), Duration::from_millis(options.latency_ms));
    sandbox.amazon.set_latency(Latency { min: least, max: most });
    sandbox.netsuite.set_latency(least, most);
    for (operation, kind) in &options.faults {
        sandbox.amazon.fail_next_by_name(operation, kind).context("--fault")?;
    }
    sandbox.amazon.set_order_delay(Duration::from_secs(options.order_delay));
    if options.hostile {
        sandbox.netsuite.refuse_duplicate_external_ids(false);
        sandbox.netsuite.set_late_apply(100, Duration::from_millis(300), Duration::from_secs(2));
        // A process that is killed and begun again every second spends calls faster than any usage plan has them.
        sandbox.amazon.set_plan("searchOrders", 1_000.0, 1_000);
        sandbox.amazon.set_plan("getOrder", 1_000.0, 1_000);
    }
    if options.shop {
        for seller in &served.connection.sellers {
            sandbox.amazon.stock_shelves(&seller.seller_id);
        }
    }
    if options.orders > 0 {
        sandbox.seed(options.seed, options.orders);
        served::stock(sandbox, Seed { orders: options.orders, seed: options.seed });
    }
    print_line(&serde_json::to_string(&served.connection)?)?;
    tokio::signal::ctrl_c().await.context("waiting for Ctrl-C")?;
    Ok(())
}

fn print_line(text: &str) -> anyhow::Result<()> {
    use std::io::Write as _;
    let mut out = std::io::stdout().lock();
    writeln!(out, "{text}")?;
    Ok(out.flush()?)
}
