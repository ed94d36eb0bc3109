//! Amazon and NetSuite, simulated, on loopback ports.
//!
//! ```sh
//! cargo run --release --example sandbox -- --orders 1000
//! ```
//!
//! Prints one JSON line with base URLs and credentials, then runs until it is interrupted. Any client in any language
//! can talk to it; `quickstart --sandbox '<that line>'` does.

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
