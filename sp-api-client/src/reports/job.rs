//! A report from request to rows.

use std::{
    collections::{BTreeMap, BTreeSet},
    time::Duration,
};

use chrono::{DateTime, Utc};
use commerce_client_core::{
    error::{Error, ErrorKind, Problem},
    patience::{Patience, Waited},
};
use futures_core::Stream;
use futures_util::{StreamExt as _, TryStreamExt as _};

use super::{CreateReportSpecification, ProcessingStatus, Report, ReportId, ReportType};
use crate::{
    client::SpApi,
    documents::{Document, Rows, short_text},
    flat_file,
    ids::MarketplaceId,
    region::Marketplace,
    request,
};

/// A report to be made. Begin it with [`Reports::request`](super::Reports::request).
///
/// ```no_run
/// use futures_util::TryStreamExt as _;
/// use sp_api_client::{Marketplace, SpApi, flat_file::LedgerDetail, reports::ReportType};
///
/// # async fn example(api: SpApi, from: chrono::DateTime<chrono::Utc>) -> Result<(), sp_api_client::Error> {
/// let job = api.reports().request(ReportType::LedgerDetail).marketplace(Marketplace::US).from(from).start().await?;
/// println!("write this down: {}", job.id()); // whoever has it can go on
/// let mut rows = std::pin::pin!(job.rows::<LedgerDetail>().await?.into_stream());
/// while let Some(row) = rows.try_next().await? {
///     println!("{:?} {} {}", row.event_type, row.msku, row.quantity);
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone)]
#[must_use = "nothing is sent before `start`"]
pub struct ReportRequest {
    api: SpApi,
    kind: ReportType,
    marketplaces: Vec<MarketplaceId>,
    from: Option<DateTime<Utc>>,
    until: Option<DateTime<Utc>>,
    options: BTreeMap<String, String>,
}

impl ReportRequest {
    pub(super) fn new(api: SpApi, kind: ReportType) -> Self {
        let (marketplaces, options) = (Vec::new(), BTreeMap::new());
        Self { api, kind, marketplaces, from: None, until: None, options }
    }

    /// Data of this marketplace; at least one is required, 25 at most. Listing reports take one.
    pub fn marketplace(mut self, marketplace: impl Into<MarketplaceId>) -> Self {
        self.marketplaces.push(marketplace.into());
        self
    }

    /// Data from this instant on.
    pub fn from(mut self, instant: DateTime<Utc>) -> Self {
        self.from = Some(instant);
        self
    }

    /// Data until this instant; Amazon takes now if nothing is said.
    pub fn until(mut self, instant: DateTime<Utc>) -> Self {
        self.until = Some(instant);
        self
    }

    /// An option of the report type, such as `aggregateByLocation` = `FC`.
    pub fn option(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.options.insert(name.into(), value.into());
        self
    }

    /// Asks Amazon to make the report.
    ///
    /// # Errors
    /// [`Config`](ErrorKind::Config) for a type that Amazon makes by itself ([`Reports::finished`](super::Reports::finished)
    /// lists those) or without a marketplace; nothing is sent. An error that [may have been
    /// sent](Error::maybe_sent) leaves open whether the report is being made: [`find`](Self::find) tells.
    pub async fn start(&self) -> Result<ReportJob, Error> {
        let refuse = |what: String| Err(Error::new(ErrorKind::Config, super::CREATE_REPORT.name, what));
        if self.kind.is_made_by_amazon() {
            return refuse(format!(
                "{} cannot be requested: Amazon makes it by itself; list what there is",
                self.kind
            ));
        }
        if self.marketplaces.is_empty() {
            return refuse("a report needs a marketplace".to_owned());
        }
        let mut specification = CreateReportSpecification::new(self.kind.clone(), self.marketplaces.clone());
        specification.data_start_time = self.from;
        specification.data_end_time = self.until;
        specification.report_options = Some(self.options.clone()).filter(|options| !options.is_empty());
        let created = self.api.reports().create_report(&specification).send().await?;
        Ok(ReportJob::new(self.api.clone(), created.report_id))
    }

    /// Lists the reports of this type, these marketplaces and this range that were asked for since `since`, newest first,
    /// for when the answer to [`start`](Self::start) was lost. Amazon does not tell their options: where several jobs ask
    /// for one type and range with different options, only the rows tell them apart.
    ///
    /// # Errors
    /// As Amazon says; [`Decode`](ErrorKind::Decode) when none was found and one of the list could not be read.
    pub async fn find(&self, since: DateTime<Utc>) -> Result<Vec<ReportJob>, Error> {
        let reports = self.api.reports();
        let listed = reports
            .get_reports()
            .report_types([self.kind.clone()])
            .marketplace_ids(self.marketplaces.clone())
            .page_size(100)
            .created_since(since);
        let found = request::find(listed.items(), |report| self.may_have_made(report)).await?;
        Ok(found.into_iter().map(|report| reports.job(report.report_id)).collect())
    }

    fn may_have_made(&self, report: &Report) -> bool {
        // Amazon lists what is for any of the marketplaces, and tells instants to the second.
        let all: BTreeSet<&MarketplaceId> = self.marketplaces.iter().collect();
        let stated: BTreeSet<&MarketplaceId> = report.marketplace_ids.iter().collect();
        let same = |wanted: Option<DateTime<Utc>>, stated: Option<DateTime<Utc>>| {
            wanted.is_none() || wanted.map(|at| at.timestamp()) == stated.map(|at| at.timestamp())
        };
        (stated.is_empty() || stated == all)
            && same(self.from, report.data_start_time)
            && same(self.until, report.data_end_time)
    }
}

/// A report that Amazon is making, or has made. Made from its id alone, in whichever process.
#[derive(Debug, Clone)]
pub struct ReportJob {
    api: SpApi,
    id: ReportId,
    patience: Patience,
}

impl ReportJob {
    pub(super) fn new(api: SpApi, id: ReportId) -> Self {
        Self { api, id, patience: Patience::of(Duration::from_secs(24 * 3600)) }
    }

    /// The id: what there is to remember.
    pub fn id(&self) -> &ReportId {
        &self.id
    }

    /// Waits no longer than this. Default a day: reports have been seen to take hours.
    #[must_use]
    pub fn patience(mut self, patience: Patience) -> Self {
        self.patience = patience;
        self
    }

    /// Looks once.
    ///
    /// # Errors
    /// As Amazon says; [`NotFound`](ErrorKind::NotFound) for an id of another seller or one older than 90 days.
    pub async fn look(&self) -> Result<Report, Error> {
        self.api.reports().get_report(&self.id).send().await
    }

    /// Waits until Amazon has finished, well or badly.
    ///
    /// # Errors
    /// As Amazon says; [`Timeout`](ErrorKind::Timeout) when patience ends: the report is still being made, and a job of the
    /// same id can go on waiting.
    pub async fn wait(&self) -> Result<FinishedReport, Error> {
        let named = format!("report {}", self.id);
        let finished = self.patience.wait(super::GET_REPORT.name, &named, || async {
            let report = self.look().await?;
            // A status that nobody knew when this was written is no end that anybody could act on.
            Ok(match report.processing_status {
                ProcessingStatus::Done | ProcessingStatus::Cancelled | ProcessingStatus::Fatal => {
                    Waited::Finished(report)
                }
                _ => Waited::Unfinished(report.processing_status.to_string()),
            })
        });
        Ok(FinishedReport { report: finished.await?, api: self.api.clone() })
    }

    /// Waits, then reads the report's rows as they arrive.
    ///
    /// # Errors
    /// As [`wait`](Self::wait) and [`FinishedReport::document`].
    pub async fn rows<R: flat_file::Report>(&self) -> Result<Rows<R>, Error> {
        self.wait().await?.document().await?.rows().await
    }
}

/// A report that Amazon has finished with.
#[derive(Debug, Clone)]
pub struct FinishedReport {
    /// What Amazon says of it.
    pub report: Report,
    api: SpApi,
}

impl FinishedReport {
    /// Its document.
    ///
    /// # Errors
    /// * [`NotFound`](ErrorKind::NotFound) when Amazon cancelled it. That means: no data in the range, or asked for again
    ///   too soon (30 minutes or 4 hours, by type), or cancelled by somebody. Asking again at once changes nothing.
    /// * [`Rejected`](ErrorKind::Rejected) when it failed, with the explanation that Amazon left, if it did.
    pub async fn document(&self) -> Result<Document, Error> {
        let report = &self.report;
        let fail = |kind, what: String| Error::new(kind, super::GET_REPORT.name, what);
        match (&report.processing_status, self.any_document()) {
            (ProcessingStatus::Done, Some(document)) => Ok(document),
            (ProcessingStatus::Cancelled, _) => Err(fail(
                ErrorKind::NotFound,
                format!(
                    "report {} was cancelled: there is no data for it, or it was asked for again too soon",
                    report.report_id
                ),
            )),
            (ProcessingStatus::Fatal, explanation) => {
                let explanation = match explanation {
                    Some(document) => short_text(&document).await.unwrap_or_default(),
                    None => String::new(),
                };
                let said = explanation.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
                let problem = Problem::new("FATAL", said.trim());
                Err(fail(ErrorKind::Rejected, format!("report {} failed", report.report_id)).with_answer(
                    200,
                    vec![problem],
                    explanation.clone().into(),
                ))
            }
            (status, _) => Err(fail(
                ErrorKind::Rejected,
                format!("report {} is {status} and has no document", report.report_id),
            )),
        }
    }

    /// Whatever document there is, an explanation included.
    fn any_document(&self) -> Option<Document> {
        let report = &self.report;
        let id = report.report_document_id.clone()?;
        let document = Document::of_report(self.api.clone(), id, report.report_type.is_restricted());
        let document = document.created(report.created_time);
        let marketplace = report.marketplace_ids.iter().find_map(|id| Marketplace::by_id(id.as_str()));
        Some(match marketplace {
            Some(marketplace) => document.marketplace(*marketplace),
            None => document,
        })
    }
}

/// Reports that are there already: those that Amazon makes by itself, such as settlements, and those of schedules.
/// Begin it with [`Reports::finished`](super::Reports::finished).
#[derive(Debug, Clone)]
#[must_use = "nothing is sent before the stream is read"]
pub struct FinishedReports {
    api: SpApi,
    kinds: Vec<ReportType>,
    marketplaces: Vec<MarketplaceId>,
    since: Option<DateTime<Utc>>,
}

impl FinishedReports {
    pub(super) fn new(api: SpApi, kinds: Vec<ReportType>) -> Self {
        Self { api, kinds, marketplaces: Vec::new(), since: None }
    }

    /// Only those for this marketplace.
    pub fn marketplace(mut self, marketplace: impl Into<MarketplaceId>) -> Self {
        self.marketplaces.push(marketplace.into());
        self
    }

    /// Only those made at or after this instant. Amazon goes back 90 days at most, which is what it takes if nothing is
    /// said.
    pub fn since(mut self, instant: DateTime<Utc>) -> Self {
        self.since = Some(instant);
        self
    }

    /// The reports, newest first, each document once: Amazon lists a settlement under every marketplace that it
    /// touches.
    pub fn items(self) -> impl Stream<Item = Result<FinishedReport, Error>> + Send {
        let request = self
            .api
            .reports()
            .get_reports()
            .report_types(self.kinds)
            .marketplace_ids(self.marketplaces)
            .processing_statuses([ProcessingStatus::Done])
            .page_size(100);
        let request = match self.since {
            Some(since) => request.created_since(since),
            None => request,
        };
        let mut seen = BTreeSet::new();
        let first = move |report: &Result<Report, Error>| match report {
            Ok(report) => report.report_document_id.as_ref().is_none_or(|id| seen.insert(id.clone())),
            Err(_) => true,
        };
        let mut first = first;
        let api = self.api;
        request
            .items()
            .filter(move |report| std::future::ready(first(report)))
            .map_ok(move |report| FinishedReport { report, api: api.clone() })
    }
}
