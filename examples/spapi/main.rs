//! Amazon's Selling Partner API on the command line.
//!
//! ```sh
//! export SP_API_CLIENT_ID=amzn1.application-oa2-client.… SP_API_CLIENT_SECRET=… SP_API_REFRESH_TOKEN='Atzr|…'
//! cargo run --release --example spapi -- orders search --marketplace US --last-updated-after 2d
//! cargo run --release --example spapi -- report fetch GET_V2_SETTLEMENT_REPORT_DATA_FLAT_FILE_V2 --out settlement.txt
//! ```
//!
//! Tables are for people and hold no buyer's data; `--json` is for programs: one object on each line.
//!
//! Exit status: 0 well, 1 something failed, could not be read or was rejected by Amazon, 2 the command or the
//! environment is wrong, 130 interrupted.

mod connect;
mod decode;
mod destination;
mod feeds;
mod finances;
mod interrupt;
mod inventory;
mod listed;
mod listings;
mod orders;
mod output;
mod reports;
mod smoke;
mod values;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use self::{
    connect::Connect,
    output::{Output, complain},
    values::Usage,
};

/// Calls Amazon's Selling Partner API for one seller.
#[derive(Debug, Parser)]
#[command(name = "spapi", after_help = AFTER_HELP)]
struct Options {
    #[command(flatten)]
    connect: Connect,
    /// One JSON object on each line in place of tables.
    #[arg(long, global = true)]
    json: bool,
    #[command(subcommand)]
    command: Command,
}

const AFTER_HELP: &str = "\
Environment:
  SP_API_CLIENT_ID      the application's id, amzn1.application-oa2-client.… (or LWA_CLIENT_ID)
  SP_API_CLIENT_SECRET  the application's secret (or LWA_CLIENT_SECRET)
  SP_API_REFRESH_TOKEN  by which the seller authorized the application, in one region (or LWA_REFRESH_TOKEN)
  SP_API_SELLER_ID      the seller's id, where one is needed: listings (or --seller)

Times are instants (2026-11-01T08:00:00Z), days in UTC (2026-11-01), or how long ago (90m, 12h, 7d).
Marketplaces are country codes (US, UK, DE) or ids (ATVPDKIKX0DER).

Exit status: 0 well; 1 a call failed, Amazon rejected something, or an item of a list could not be read; 2 the command
line or the environment is wrong; 130 interrupted.";

#[derive(Debug, Subcommand)]
enum Command {
    /// Reads orders.
    #[command(subcommand)]
    Orders(orders::Command),
    /// Reads reports, and has them made.
    #[command(subcommand)]
    Report(reports::Command),
    /// Hands in files of changes, and lists what was handed in.
    #[command(subcommand)]
    Feed(feeds::Command),
    /// Reads and changes listings.
    #[command(subcommand)]
    Listing(listings::Command),
    /// Lists FBA stock.
    Inventory(inventory::Options),
    /// Lists what moved in the seller's account.
    Finances(finances::Options),
    /// Reads an answer from standard input as an operation's typed response, and writes out what became of it.
    Decode(decode::Options),
    /// Calls every operation of the client once. Writes: for sandboxes and simulators.
    Smoke(smoke::Options),
}

#[tokio::main]
async fn main() -> ExitCode {
    match Box::pin(run(Options::parse())).await {
        Ok(code) => code,
        // Whoever read the output has seen enough.
        Err(error) if output::is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            complain(&format!("{error:#}"));
            ExitCode::from(if error.is::<Usage>() { 2 } else { 1 })
        }
    }
}

async fn run(options: Options) -> anyhow::Result<ExitCode> {
    let (connect, out) = (options.connect, Output::new(options.json));
    match options.command {
        Command::Orders(command) => orders::run(&connect, out, command).await,
        Command::Report(command) => reports::run(&connect, out, command).await,
        Command::Feed(command) => feeds::run(&connect, out, command).await,
        Command::Listing(command) => listings::run(&connect, out, command).await,
        Command::Inventory(options) => inventory::run(&connect, out, options).await,
        Command::Finances(options) => finances::run(&connect, out, options).await,
        Command::Decode(options) => decode::run(&options),
        Command::Smoke(options) => smoke::run(&connect, out, options).await,
    }
}
