//! SuiteQL and records of a NetSuite account on the command line.
//!
//! ```sh
//! export NETSUITE_ACCOUNT=1234567_SB1 NETSUITE_CLIENT_ID=… NETSUITE_CERTIFICATE_ID=… NETSUITE_PRIVATE_KEY=key.pem
//! cargo run --release --example suiteql -- query 'SELECT id, itemid FROM item WHERE itemid = :sku' --bind sku=MUG-1
//! cargo run --release --example suiteql -- record get salesOrder eid:AMZ-SO-1 --expand
//! ```
//!
//! Exit status: 0 well, 1 a call failed or NetSuite said no, 2 the command or the environment is wrong, 130 interrupted.

mod connect;
mod output;
mod query;
mod record;
mod sign;

use std::{
    io::{IsTerminal as _, Read as _},
    process::ExitCode,
};

use clap::{Parser, Subcommand};

use self::{
    connect::{Connect, Usage},
    output::complain,
};

/// Queries a NetSuite account, reads and writes its records, and shows how a request is signed.
#[derive(Parser)]
#[command(name = "suiteql", after_help = AFTER_HELP)]
struct Options {
    #[command(flatten)]
    connect: Connect,
    #[command(subcommand)]
    command: Command,
}

const AFTER_HELP: &str = "\
Environment:
  NETSUITE_ACCOUNT          the account's id, such as 1234567 or 1234567_SB1 (or --account)
OAuth 2.0, the one to choose for what is new:
  NETSUITE_CLIENT_ID        the integration record's client id
  NETSUITE_CERTIFICATE_ID   what NetSuite shows beside the uploaded certificate
  NETSUITE_PRIVATE_KEY      the file with the certificate's private key, PEM
  NETSUITE_ALGORITHM        PS256 (default), PS384, PS512, ES256, ES384, ES512
or token-based authentication:
  NETSUITE_CONSUMER_KEY     the integration record's key
  NETSUITE_CONSUMER_SECRET  its secret
  NETSUITE_TOKEN_ID         the access token's id
  NETSUITE_TOKEN_SECRET     its secret

Exit status: 0 well; 1 a call failed or NetSuite said no; 2 the command line or the environment is wrong; 130 interrupted.";

#[derive(Subcommand)]
enum Command {
    /// Runs a query and fetches all of its rows.
    Query(query::Options),
    /// Reads and writes records.
    #[command(subcommand)]
    Record(record::Command),
    /// Signs a request as token-based authentication does and shows what was signed. Sends nothing.
    Sign(sign::Options),
}

#[tokio::main]
async fn main() -> ExitCode {
    let options = Options::parse();
    let writes = matches!(&options.command, Command::Record(command) if command.writes());
    // Before anybody listens for Ctrl-C, which ends the program at once while it reads.
    let input = match input(&options.command) {
        Ok(input) => input,
        Err(error) => {
            complain(&format!("standard input: {error}"));
            return ExitCode::from(2);
        }
    };
    let done = tokio::select! {
        done = Box::pin(run(options, input)) => done,
        _ = tokio::signal::ctrl_c() => {
            complain(&if writes { format!("interrupted; {IN_DOUBT}") } else { "interrupted".to_owned() });
            return ExitCode::from(130);
        }
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        // Whoever read the output has seen enough.
        Err(error) if output::is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            complain(&format!("{error:#}"));
            if writes && is_in_doubt(&error) {
                complain(IN_DOUBT);
            }
            ExitCode::from(if error.is::<Usage>() { 2 } else { 1 })
        }
    }
}

const IN_DOUBT: &str = "NetSuite may have written the record: look for it before you repeat the command";

/// Whether NetSuite may have carried out the call that failed.
fn is_in_doubt(error: &anyhow::Error) -> bool {
    error
        .chain()
        .filter_map(|cause| cause.downcast_ref::<netsuite_client::Error>())
        .any(|call| call.maybe_sent())
}

/// What a command reads from standard input; from a terminal only the query that was asked for with a -.
fn input(command: &Command) -> std::io::Result<Option<String>> {
    let stdin = std::io::stdin();
    let reads = match command {
        Command::Query(query) => query.is_piped(),
        Command::Record(command) => command.writes() && !stdin.is_terminal(),
        Command::Sign(_) => false,
    };
    let mut text = String::new();
    if reads {
        stdin.lock().read_to_string(&mut text)?;
    }
    Ok(reads.then_some(text))
}

async fn run(options: Options, input: Option<String>) -> anyhow::Result<()> {
    match options.command {
        Command::Query(query) => query::run(&options.connect, query, input).await,
        Command::Record(command) => record::run(&options.connect, command, input).await,
        Command::Sign(sign) => sign::run(&options.connect, &sign),
    }
}
