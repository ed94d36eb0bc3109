//! `feed submit`.

use std::{io::Read as _, path::Path, path::PathBuf, process::ExitCode, time::Duration};

use anyhow::Context as _;
use clap::{Args, Subcommand};
use serde_json::json;
use sp_api_client::{
    ErrorKind, Patience, SpApi,
    feeds::{FeedId, FeedJob, FeedType, FinishedFeed, ProcessingReport, ProcessingSeverity},
    ids::MarketplaceId,
};

use crate::{
    connect::Connect,
    output::{Align, Output, Table, cell, complain},
    values::{self, Usage},
};

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Hands in a file, waits until Amazon has worked through it, and prints what was rejected.
    Submit(Submit),
}

#[derive(Debug, Args)]
pub(crate) struct Submit {
    /// Such as JSON_LISTINGS_FEED or POST_ORDER_FULFILLMENT_DATA.
    #[arg(value_name = "TYPE", value_parser = kind, required_unless_present = "job")]
    kind: Option<FeedType>,
    /// The file; - is standard input.
    #[arg(value_name = "FILE", required_unless_present = "job")]
    file: Option<PathBuf>,
    /// The marketplace it applies to; may be repeated.
    #[arg(
        long, value_name = "CODE|ID", value_parser = values::marketplace, required_unless_present = "job",
        conflicts_with = "job"
    )]
    marketplace: Vec<MarketplaceId>,
    /// What the file is; default by the feed's type, in UTF-8.
    #[arg(long, value_name = "TYPE", conflicts_with = "job")]
    content_type: Option<String>,
    /// An option of the feed type; may be repeated.
    #[arg(long, value_name = "NAME=VALUE", value_parser = values::pair, conflicts_with = "job")]
    option: Vec<(String, String)>,
    /// How long to wait for Amazon.
    #[arg(long, value_name = "DURATION", default_value = "4h", value_parser = values::duration)]
    wait: Duration,
    /// Prints the feed's id and does not wait.
    #[arg(long, conflicts_with = "job")]
    no_wait: bool,
    /// Goes on waiting for the feed of this id, handed in earlier.
    #[arg(long, value_name = "ID", conflicts_with_all = ["kind", "file"])]
    job: Option<FeedId>,
}

fn kind(text: &str) -> Result<FeedType, String> {
    Ok(FeedType::from(text))
}

pub(crate) async fn run(connect: &Connect, out: Output, command: Command) -> anyhow::Result<ExitCode> {
    let Command::Submit(options) = command;
    let api = connect.api()?;
    tokio::select! {
        done = submit(&api, out, &options) => done,
        _ = tokio::signal::ctrl_c() => {
            complain("interrupted; a feed that was handed in goes on: wait for it again with --job and its id");
            Ok(ExitCode::from(130))
        }
    }
}

async fn submit(api: &SpApi, out: Output, options: &Submit) -> anyhow::Result<ExitCode> {
    let job = match (&options.job, &options.kind, &options.file) {
        (Some(id), _, _) => api.feeds().job(id.clone()),
        (None, Some(kind), Some(file)) => {
            let job = hand_in(api, kind, file, options).await?;
            complain(&format!("feed {} is handed in; to resume: feed submit --job {}", job.id(), job.id()));
            job
        }
        _ => return Err(Usage("give a feed type and a file, or --job".to_owned()).into()),
    };
    if options.no_wait {
        if out.is_json() {
            out.object(&json!({ "feedId": job.id() }))?;
        } else {
            out.text(job.id().as_str())?;
        }
        return Ok(ExitCode::SUCCESS);
    }
    let finished = match job.clone().patience(Patience::of(options.wait)).wait().await {
        Err(error) if error.kind() == ErrorKind::Timeout => {
            return Err(
                anyhow::Error::from(error).context(format!("to resume: feed submit --job {}", job.id()))
            );
        }
        finished => finished?,
    };
    tell(out, &finished).await
}

async fn hand_in(api: &SpApi, kind: &FeedType, file: &Path, options: &Submit) -> anyhow::Result<FeedJob> {
    let content_type = options.content_type.as_deref().unwrap_or(content_type(kind));
    let mut submission = api.feeds().submit(kind.clone()).content(content_type, content(file)?);
    submission = options.marketplace.iter().fold(submission, |feed, id| feed.marketplace(id.clone()));
    submission = options.option.iter().fold(submission, |feed, (name, value)| feed.option(name, value));
    let began = values::now();
    match submission.start().await {
        Err(error) if error.maybe_sent() && error.operation() == "createFeed" => {
            // Amazon does not tell what is in a feed: only a person can know which one it is.
            let ids = match submission.find(began).await {
                Ok(jobs) => jobs.iter().map(|job| job.id().to_string()).collect::<Vec<_>>().join(", "),
                Err(_) => String::new(),
            };
            let ids = if ids.is_empty() { "none seen yet".to_owned() } else { ids };
            Err(anyhow::Error::from(error).context(format!(
                "the answer was lost: the feed may have been taken; feeds of this type since then: {ids}"
            )))
        }
        started => Ok(started?),
    }
}

fn content(file: &Path) -> anyhow::Result<Vec<u8>> {
    let mut content = Vec::new();
    if file == Path::new("-") {
        std::io::stdin().lock().read_to_end(&mut content).context("reading standard input")?;
    } else {
        content = std::fs::read(file).with_context(|| format!("reading {}", file.display()))?;
    }
    if content.is_empty() {
        return Err(Usage(format!("{} is empty", file.display())).into());
    }
    Ok(content)
}

fn content_type(kind: &FeedType) -> &'static str {
    match kind.as_str() {
        "JSON_LISTINGS_FEED" => "application/json; charset=UTF-8",
        "UPLOAD_VAT_INVOICE" => "application/pdf",
        flat if flat.contains("FLAT_FILE") => "text/tab-separated-values; charset=UTF-8",
        _ => "text/xml; charset=UTF-8",
    }
}

/// What became of each message. Well if nothing was rejected.
async fn tell(out: Output, finished: &FinishedFeed) -> anyhow::Result<ExitCode> {
    let report = match finished.report().await {
        Err(error) if error.kind() == ErrorKind::Decode => return tell_as_it_is(out, finished, error).await,
        report => report?,
    };
    if out.is_json() {
        out.object(&json!({ "feedId": finished.feed.feed_id, "report": report }))?;
    } else {
        out.text(&table(&report))?;
    }
    let well = report.rejected().next().is_none() && report.summary.messages_invalid == 0;
    Ok(ExitCode::from(u8::from(!well)))
}

/// Reports of flat files are texts for people: whether they are good news is theirs to say.
async fn tell_as_it_is(
    out: Output,
    finished: &FinishedFeed,
    unreadable: sp_api_client::Error,
) -> anyhow::Result<ExitCode> {
    let Some(document) = finished.document() else { return Err(unreadable.into()) };
    let text = document.limit(64 << 20).text().await?;
    if out.is_json() {
        out.object(&json!({ "feedId": finished.feed.feed_id, "text": text }))?;
    } else {
        out.text(text.trim_end())?;
    }
    complain("this report is a text for people: read it to see what was rejected");
    Ok(ExitCode::from(1))
}

fn table(report: &ProcessingReport) -> String {
    use Align::{Left, Right};
    let mut table = Table::new([
        ("message", Right),
        ("SKU", Left),
        ("severity", Left),
        ("code", Left),
        ("attribute", Left),
        ("what Amazon says", Left),
    ]);
    // What was rejected first.
    let is_error = |severity: &ProcessingSeverity| *severity == ProcessingSeverity::Error;
    let (errors, rest): (Vec<_>, Vec<_>) = report.issues.iter().partition(|issue| is_error(&issue.severity));
    for issue in errors.into_iter().chain(rest) {
        table.row([
            issue.message_id.map_or_else(|| "all".to_owned(), |id| id.to_string()),
            cell(issue.sku.as_ref()),
            issue.severity.to_string(),
            cell(issue.code.as_ref()),
            cell(issue.attribute_name.as_ref()),
            issue.message.clone(),
        ]);
    }
    let summary = &report.summary;
    let counts = format!(
        "  {} messages: {} accepted, {} rejected; {} errors, {} warnings",
        summary.messages_processed,
        summary.messages_accepted,
        summary.messages_invalid,
        summary.errors,
        summary.warnings
    );
    if table.is_empty() { counts } else { format!("{}\n\n{counts}", table.text()) }
}
