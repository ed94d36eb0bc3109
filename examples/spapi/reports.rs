//! `report fetch`, `report list`, `report schedules`.

use std::{path::PathBuf, pin::pin, process::ExitCode, time::Duration};

use anyhow::Context as _;
use chrono::{DateTime, Utc};
use clap::{Args, Subcommand};
use futures_util::TryStreamExt as _;
use serde_json::json;
use sp_api_client::{
    ErrorKind, Patience, SpApi,
    ids::MarketplaceId,
    reports::{FinishedReport, Report, ReportId, ReportJob, ReportRequest, ReportType},
};

use crate::{
    connect::Connect,
    destination::Destination,
    interrupt::LeftBehind,
    listed::Listed,
    output::{Align, Output, Table, cell, complain, minute},
    values::{self, Usage},
};

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Has a report made, waits for it and saves it. Of a type that Amazon makes by itself (settlements): saves the
    /// newest one.
    Fetch(Fetch),
    /// Lists the reports of these types, newest first.
    List {
        /// Such as GET_V2_SETTLEMENT_REPORT_DATA_FLAT_FILE_V2; up to ten.
        #[arg(required = true, num_args = 1..=10, value_parser = kind)]
        types: Vec<ReportType>,
        /// Only those asked for since; Amazon goes back 90 days.
        #[arg(long, value_name = "TIME", value_parser = values::instant)]
        since: Option<DateTime<Utc>>,
    },
    /// Lists the schedules of these types.
    Schedules {
        /// Such as GET_MERCHANT_LISTINGS_ALL_DATA; up to ten.
        #[arg(required = true, num_args = 1..=10, value_parser = kind)]
        types: Vec<ReportType>,
    },
}

#[derive(Debug, Args)]
pub(crate) struct Fetch {
    /// Such as GET_MERCHANT_LISTINGS_ALL_DATA.
    #[arg(value_name = "TYPE", value_parser = kind, required_unless_present = "job")]
    kind: Option<ReportType>,
    /// Where to save it, unpacked, in the charset in which Amazon writes it; - is standard output. A new file is
    /// readable by its owner alone.
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    /// For this marketplace; may be repeated. Required unless Amazon makes the report by itself.
    #[arg(long, value_name = "CODE|ID", value_parser = values::marketplace)]
    marketplace: Vec<MarketplaceId>,
    /// Data since. Of reports that Amazon makes by itself: those made since.
    #[arg(long, value_name = "TIME", value_parser = values::instant)]
    from: Option<DateTime<Utc>>,
    /// Data until.
    #[arg(long, value_name = "TIME", value_parser = values::instant)]
    until: Option<DateTime<Utc>>,
    /// An option of the type, such as aggregateByLocation=FC; may be repeated.
    #[arg(long, value_name = "NAME=VALUE", value_parser = values::pair)]
    option: Vec<(String, String)>,
    /// How long to wait for Amazon.
    #[arg(long, value_name = "DURATION", default_value = "4h", value_parser = values::duration)]
    wait: Duration,
    /// Goes on waiting for the report of this id, asked for earlier.
    #[arg(long, value_name = "ID", conflicts_with_all = ["marketplace", "from", "until", "option"])]
    job: Option<ReportId>,
}

fn kind(text: &str) -> Result<ReportType, String> {
    Ok(ReportType::from(text))
}

pub(crate) async fn run(connect: &Connect, out: Output, command: Command) -> anyhow::Result<ExitCode> {
    match command {
        Command::Fetch(options) => fetch(connect, out, options).await,
        Command::List { types, since } => list(&connect.api()?, out, types, since).await,
        Command::Schedules { types } => schedules(&connect.api()?, out, &types).await,
    }
}

async fn fetch(connect: &Connect, out: Output, options: Fetch) -> anyhow::Result<ExitCode> {
    let api = connect.api()?;
    let patience = Patience::of(options.wait);
    let to = Destination::at(&options.out)?;
    let left = LeftBehind::default();
    let goes_on =
        |id: &ReportId| left.is(format!("report {id} goes on; to resume: {}", resume(&options, id)));
    let work = async {
        let report = match (&options.job, &options.kind) {
            (Some(id), _) => {
                goes_on(id);
                Some(api.reports().job(id.clone()).patience(patience).wait().await?)
            }
            (None, Some(kind)) if kind.is_made_by_amazon() => Some(newest(&api, kind, &options).await?),
            (None, Some(kind)) => {
                left.is(format!("the report may have been asked for: `report list {kind}` shows it"));
                let job = ask(&api, kind, &options).await?;
                goes_on(job.id());
                complain(&format!(
                    "report {} is asked for; to resume: {}",
                    job.id(),
                    resume(&options, job.id())
                ));
                let finished = job.clone().patience(patience).wait().await;
                Some(finished.map_err(|error| waited(error, &options, job.id()))?)
            }
            (None, None) => None,
        };
        let report = report.ok_or_else(|| Usage("give a report type, or --job".to_owned()))?;
        save(&report, to, &options, out).await.map(|()| ExitCode::SUCCESS)
    };
    left.unless_interrupted(Box::pin(work)).await
}

/// The newest one of a type that Amazon makes by itself.
async fn newest(api: &SpApi, kind: &ReportType, options: &Fetch) -> anyhow::Result<FinishedReport> {
    if options.until.is_some() || !options.option.is_empty() {
        let what = format!("{kind} is made by Amazon as it is: --until and --option do not apply");
        return Err(Usage(what).into());
    }
    let mut finished = api.reports().finished([kind.clone()]);
    finished = options.marketplace.iter().fold(finished, |finished, id| finished.marketplace(id.clone()));
    if let Some(since) = options.from {
        finished = finished.since(since);
    }
    let mut finished = pin!(finished.items());
    let since = options
        .from
        .map_or_else(|| "of the last 90 days".to_owned(), |since| format!("made since {}", minute(since)));
    let marketplaces: Vec<&str> = options.marketplace.iter().map(MarketplaceId::as_str).collect();
    let place =
        if marketplaces.is_empty() { String::new() } else { format!(" for {}", marketplaces.join(", ")) };
    finished.try_next().await?.with_context(|| format!("there is no finished {kind}{place} {since}"))
}

/// Asks for a report. After an answer that was lost, looks whether it is being made.
async fn ask(api: &SpApi, kind: &ReportType, options: &Fetch) -> anyhow::Result<ReportJob> {
    if options.marketplace.is_empty() {
        return Err(Usage(format!("{kind} has to be asked for: give --marketplace")).into());
    }
    let request = request(api, kind, options);
    let began = values::now();
    match request.start().await {
        Ok(job) => Ok(job),
        Err(error) if error.maybe_sent() => {
            complain("the answer was lost; looking whether the report is being made");
            Ok(request.find(began).await?.into_iter().next().ok_or(error)?)
        }
        Err(error) => Err(error.into()),
    }
}

fn request(api: &SpApi, kind: &ReportType, options: &Fetch) -> ReportRequest {
    let mut request = api.reports().request(kind.clone());
    request = options.marketplace.iter().fold(request, |request, id| request.marketplace(id.clone()));
    request = options.option.iter().fold(request, |request, (name, value)| request.option(name, value));
    if let Some(from) = options.from {
        request = request.from(from);
    }
    if let Some(until) = options.until {
        request = request.until(until);
    }
    request
}

/// The command with which to go on, as far as it is not the same again.
fn resume(options: &Fetch, id: &ReportId) -> String {
    format!("report fetch --job {id} --out {}", options.out.display())
}

/// A wait that ended says how to go on.
fn waited(error: sp_api_client::Error, options: &Fetch, id: &ReportId) -> anyhow::Error {
    let goes_on = error.kind() == ErrorKind::Timeout;
    let error = anyhow::Error::from(error);
    if goes_on { error.context(format!("to resume: {}", resume(options, id))) } else { error }
}

/// Saves the document, and says so unless it went to standard output.
async fn save(report: &FinishedReport, to: Destination, options: &Fetch, out: Output) -> anyhow::Result<()> {
    let document = report.document().await?;
    let mut bytes = document.bytes().await?;
    let (report, path) = (&report.report, &options.out);
    let is_stdout = matches!(to, Destination::Stdout);
    let size = to.fill(&mut bytes).await?;
    if is_stdout {
        return Ok(());
    }
    if out.is_json() {
        return out.object(&json!({
            "reportId": report.report_id, "reportType": report.report_type,
            "reportDocumentId": document.id(), "file": path, "bytes": size,
        }));
    }
    complain(&format!("{}: {size} bytes of report {}", path.display(), report.report_id));
    Ok(())
}

async fn list(
    api: &SpApi,
    out: Output,
    types: Vec<ReportType>,
    since: Option<DateTime<Utc>>,
) -> anyhow::Result<ExitCode> {
    use Align::Left;
    let mut request = api.reports().get_reports().report_types(types).page_size(100);
    if let Some(since) = since {
        request = request.created_since(since);
    }
    let mut table = Table::new([
        ("report", Left),
        ("status", Left),
        ("asked for", Left),
        ("data from", Left),
        ("until", Left),
        ("marketplaces", Left),
        ("type", Left),
    ]);
    let mut listed = Listed::default();
    let reports = pin!(request.items());
    let take = |report: Report| {
        if out.is_json() {
            return out.object(&report);
        }
        let marketplaces: Vec<&str> = report.marketplace_ids.iter().map(MarketplaceId::as_str).collect();
        table.row([
            report.report_id.to_string(),
            report.processing_status.to_string(),
            minute(report.created_time),
            cell(report.data_start_time.map(minute)),
            cell(report.data_end_time.map(minute)),
            marketplaces.join(","),
            report.report_type.to_string(),
        ]);
        Ok(())
    };
    listed.read(reports, take).await?;
    listed.show(out, &table, "  no reports")?;
    listed.end()
}

async fn schedules(api: &SpApi, out: Output, types: &[ReportType]) -> anyhow::Result<ExitCode> {
    use Align::Left;
    let listed = api.reports().get_report_schedules(types).send().await?;
    let mut table = Table::new([
        ("schedule", Left),
        ("every", Left),
        ("next", Left),
        ("marketplaces", Left),
        ("type", Left),
    ]);
    for schedule in &listed.report_schedules {
        if out.is_json() {
            out.object(schedule)?;
            continue;
        }
        let marketplaces: Vec<&str> = schedule.marketplace_ids.iter().map(MarketplaceId::as_str).collect();
        table.row([
            schedule.report_schedule_id.to_string(),
            schedule.period.to_string(),
            cell(schedule.next_report_creation_time.map(minute)),
            marketplaces.join(","),
            schedule.report_type.to_string(),
        ]);
    }
    if !out.is_json() {
        out.text(&if table.is_empty() { "  no schedules".to_owned() } else { table.text() })?;
    }
    Ok(ExitCode::SUCCESS)
}
