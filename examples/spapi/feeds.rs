//! `feed submit`, `feed list`.

use std::{
    io::Read as _,
    path::{Path, PathBuf},
    pin::pin,
    process::ExitCode,
    time::Duration,
};

use anyhow::Context as _;
use chrono::{DateTime, Utc};
use clap::{Args, Subcommand};
use serde_json::json;
use sp_api_client::{
    ErrorKind, Patience, SpApi,
    feeds::{
        Feed, FeedId, FeedJob, FeedType, FinishedFeed, ProcessingReport, ProcessingSeverity, ProcessingStatus,
    },
    ids::MarketplaceId,
};

use crate::{
    connect::Connect,
    interrupt::LeftBehind,
    listed::Listed,
    output::{Align, Output, Table, cell, complain, minute},
    values::{self, Usage},
};

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Hands in a file, waits until Amazon has worked through it, and prints what was rejected.
    Submit(Submit),
    /// Lists the feeds of these types, newest first.
    List {
        /// Such as JSON_LISTINGS_FEED; up to ten.
        #[arg(required = true, num_args = 1..=10, value_parser = kind)]
        types: Vec<FeedType>,
        /// Only those handed in since; Amazon goes back 90 days.
        #[arg(long, value_name = "TIME", value_parser = values::instant)]
        since: Option<DateTime<Utc>>,
    },
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
    let api = connect.api()?;
    match command {
        Command::Submit(options) => {
            let content = options.file.as_deref().map(read).transpose()?;
            let left = LeftBehind::default();
            left.unless_interrupted(Box::pin(submit(&api, out, &options, content, &left))).await
        }
        Command::List { types, since } => list(&api, out, types, since).await,
    }
}

async fn submit(
    api: &SpApi,
    out: Output,
    options: &Submit,
    content: Option<Vec<u8>>,
    left: &LeftBehind,
) -> anyhow::Result<ExitCode> {
    let job = match (&options.job, &options.kind, content) {
        (Some(id), _, _) => api.feeds().job(id.clone()),
        (None, Some(kind), Some(content)) => {
            let job = hand_in(api, kind, content, options, left).await?;
            complain(&format!("feed {} is handed in; to resume: feed submit --job {}", job.id(), job.id()));
            job
        }
        _ => return Err(Usage("give a feed type and a file, or --job".to_owned()).into()),
    };
    left.is(format!("feed {} goes on; to resume: feed submit --job {}", job.id(), job.id()));
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

async fn hand_in(
    api: &SpApi,
    kind: &FeedType,
    content: Vec<u8>,
    options: &Submit,
    left: &LeftBehind,
) -> anyhow::Result<FeedJob> {
    let content_type = options.content_type.as_deref().unwrap_or(content_type(kind));
    let mut submission = api.feeds().submit(kind.clone()).content(content_type, content);
    submission = options.marketplace.iter().fold(submission, |feed, id| feed.marketplace(id.clone()));
    submission = options.option.iter().fold(submission, |feed, (name, value)| feed.option(name, value));
    left.is("nothing was handed in".to_owned());
    let began = values::now();
    let document = submission.upload().await?;
    let look = format!("`feed list {kind}` shows it");
    left.is(format!("the feed may have been taken: {look}"));
    match submission.hand_in(document).await {
        Err(error) if error.maybe_sent() => {
            // Amazon does not tell what is in a feed: only a person can know which one it is.
            let seen = match submission.find(began).await {
                Ok(jobs) if !jobs.is_empty() => {
                    jobs.iter().map(|job| job.id().to_string()).collect::<Vec<_>>().join(", ")
                }
                Ok(_) => format!("none seen yet, {look} later"),
                Err(_) => format!("not to be had now, {look} later"),
            };
            Err(anyhow::Error::from(error).context(format!(
                "the answer was lost: the feed may have been taken; feeds of this type since then: {seen}"
            )))
        }
        started => Ok(started?),
    }
}

/// What is handed in. Standard input may take its time: Ctrl-C must still end it.
fn read(file: &Path) -> anyhow::Result<Vec<u8>> {
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

/// What became of each message. Well if Amazon worked through the feed and rejected nothing.
async fn tell(out: Output, finished: &FinishedFeed) -> anyhow::Result<ExitCode> {
    let feed = &finished.feed;
    let report = match finished.report().await {
        Err(error) if error.kind() == ErrorKind::Decode => return tell_as_it_is(out, finished, error).await,
        report => report?,
    };
    if out.is_json() {
        let status = &feed.processing_status;
        out.object(&json!({ "feedId": feed.feed_id, "processingStatus": status, "report": report }))?;
    } else {
        out.text(&table(feed, &report))?;
    }
    Ok(ended(feed, report.rejected().next().is_none() && report.summary.messages_invalid == 0))
}

/// Reports of flat files are texts for people, of which only the counts can be relied on.
async fn tell_as_it_is(
    out: Output,
    finished: &FinishedFeed,
    unreadable: sp_api_client::Error,
) -> anyhow::Result<ExitCode> {
    let Some(document) = finished.document() else { return Err(unreadable.into()) };
    let text = document.limit(64 << 20).text().await?;
    let (feed, counts) = (&finished.feed, records(&text));
    if out.is_json() {
        let (processed, successful) = counts.unzip();
        out.object(&json!({
            "feedId": feed.feed_id, "processingStatus": feed.processing_status,
            "recordsProcessed": processed, "recordsSuccessful": successful, "text": text,
        }))?;
    } else {
        out.text(text.trim_end())?;
    }
    match counts {
        Some((processed, successful)) => complain(&format!(
            "feed {} is {}: {successful} of {processed} records were accepted",
            feed.feed_id, feed.processing_status
        )),
        None => complain("no counts can be read in this report: read it to see what was rejected"),
    }
    Ok(ended(feed, counts.is_some_and(|(processed, successful)| processed > 0 && successful == processed)))
}

/// Records processed and records accepted, as the report of a flat file begins with them. Only in English.
fn records(text: &str) -> Option<(u64, u64)> {
    let count = |name: &str| {
        let rest = text.lines().find_map(|line| line.trim_start().strip_prefix(name))?;
        rest.trim_start_matches(':').trim().parse().ok()
    };
    Some((count("Number of records processed")?, count("Number of records successful")?))
}

/// A report without a complaint is good news only of a feed that Amazon has worked through.
fn ended(feed: &Feed, well: bool) -> ExitCode {
    let is_done = feed.processing_status == ProcessingStatus::Done;
    if !is_done {
        complain(&format!(
            "feed {} ended as {}: not all of it was processed, whatever its report says",
            feed.feed_id, feed.processing_status
        ));
    }
    ExitCode::from(u8::from(!(is_done && well)))
}

async fn list(
    api: &SpApi,
    out: Output,
    types: Vec<FeedType>,
    since: Option<DateTime<Utc>>,
) -> anyhow::Result<ExitCode> {
    use Align::Left;
    let mut request = api.feeds().get_feeds().feed_types(types).page_size(100);
    if let Some(since) = since {
        request = request.created_since(since);
    }
    let mut table = Table::new([
        ("feed", Left),
        ("status", Left),
        ("handed in", Left),
        ("marketplaces", Left),
        ("type", Left),
    ]);
    let mut listed = Listed::default();
    let feeds = pin!(request.items());
    let take = |feed: Feed| {
        if out.is_json() {
            return out.object(&feed);
        }
        let marketplaces: Vec<&str> = feed.marketplace_ids.iter().map(MarketplaceId::as_str).collect();
        table.row([
            feed.feed_id.to_string(),
            feed.processing_status.to_string(),
            minute(feed.created_time),
            marketplaces.join(","),
            feed.feed_type.to_string(),
        ]);
        Ok(())
    };
    listed.read(feeds, take).await?;
    listed.show(out, &table, "  no feeds")?;
    listed.end()
}

fn table(feed: &Feed, report: &ProcessingReport) -> String {
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
        "  feed {} is {}; {} messages: {} accepted, {} rejected; {} errors, {} warnings",
        feed.feed_id,
        feed.processing_status,
        summary.messages_processed,
        summary.messages_accepted,
        summary.messages_invalid,
        summary.errors,
        summary.warnings
    );
    if table.is_empty() { counts } else { format!("{}\n\n{counts}", table.text()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_report_of_a_flat_file_begins_with_its_counts() {
        let text = "Feed Processing Summary:\r\n\tNumber of records processed\t\t12\r\n\
                    \tNumber of records successful\t\t11\r\n\r\noriginal-record-number\tsku\n";
        assert_eq!(records(text), Some((12, 11)));
        assert_eq!(records("Number of records processed: 3\nNumber of records successful: 3"), Some((3, 3)));
        for other in ["", "Number of records processed\t3", "Zusammenfassung der Feedverarbeitung:\n\t3\n"] {
            assert_eq!(records(other), None, "{other}");
        }
    }
}
