//! What goes into and comes out of the Reports API.
//!
//! # Source
//! Model `reports_2021-06-30`.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use commerce_client_core::{decode::Lenient, id, list::List, open_enum, wire};
use serde::{Deserialize, Serialize};

use super::ReportType;
use crate::{documents::PresignedUrl, ids::MarketplaceId, reading::empty_is_none};

id! {
    /// Names a report's document, for this seller.
    pub struct ReportDocumentId;
}
id! {
    /// Names a report, for this seller: digits, such as `100001019521`.
    pub struct ReportId;
}
id! {
    /// Names a schedule, for this seller.
    pub struct ReportScheduleId;
}

/// One page of reports.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct GetReportsResponse {
    /// The reports, newest first.
    pub reports: Vec<Lenient<Report>>,
    /// Where the next page begins; absent on the last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_token: Option<String>,
}

/// The report that is going to be made.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CreateReportResponse {
    /// What to remember: everything else can be asked for by it.
    pub report_id: ReportId,
}

/// What a report is to be about.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CreateReportSpecification {
    /// Options of the report type, by name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub report_options: Option<BTreeMap<String, String>>,
    /// What it is about.
    pub report_type: ReportType,
    /// Data from here on, UTC. Not every type looks at it.
    #[serde(default, with = "wire::optional_instant", skip_serializing_if = "Option::is_none")]
    pub data_start_time: Option<DateTime<Utc>>,
    /// Data until here, UTC; now if nothing is said. Not every type looks at it.
    #[serde(default, with = "wire::optional_instant", skip_serializing_if = "Option::is_none")]
    pub data_end_time: Option<DateTime<Utc>>,
    /// Whose data; 1 to 25.
    pub marketplace_ids: Vec<MarketplaceId>,
}

impl CreateReportSpecification {
    /// With what is required; the rest is set on the fields.
    pub fn new(report_type: ReportType, marketplace_ids: Vec<MarketplaceId>) -> Self {
        Self {
            report_type,
            marketplace_ids,
            report_options: Default::default(),
            data_start_time: Default::default(),
            data_end_time: Default::default(),
        }
    }
}

/// A report, made or in the making.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Report {
    /// Whose data it has. A report may be for the whole account all the same.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub marketplace_ids: List<MarketplaceId>,
    /// What to remember: everything else can be asked for by it.
    pub report_id: ReportId,
    /// What it is about.
    pub report_type: ReportType,
    /// Its data begin here, UTC.
    #[serde(default, with = "wire::optional_instant", skip_serializing_if = "Option::is_none")]
    pub data_start_time: Option<DateTime<Utc>>,
    /// Its data end here, UTC.
    #[serde(default, with = "wire::optional_instant", skip_serializing_if = "Option::is_none")]
    pub data_end_time: Option<DateTime<Utc>>,
    /// The schedule that had it made, if one did.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub report_schedule_id: Option<ReportScheduleId>,
    /// When it was asked for, UTC.
    #[serde(with = "wire::instant")]
    pub created_time: DateTime<Utc>,
    /// How far it is.
    pub processing_status: ProcessingStatus,
    /// When Amazon began with it, UTC.
    #[serde(default, with = "wire::optional_instant", skip_serializing_if = "Option::is_none")]
    pub processing_start_time: Option<DateTime<Utc>>,
    /// When Amazon was finished with it, UTC.
    #[serde(default, with = "wire::optional_instant", skip_serializing_if = "Option::is_none")]
    pub processing_end_time: Option<DateTime<Utc>>,
    /// Its document. A report that failed may have one, too: the explanation.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub report_document_id: Option<ReportDocumentId>,
}

/// Schedules.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ReportScheduleList {
    /// The schedules.
    pub report_schedules: Vec<ReportSchedule>,
}

/// The schedule that was made.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CreateReportScheduleResponse {
    /// The schedule's name.
    pub report_schedule_id: ReportScheduleId,
}

/// What is to be made again and again.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CreateReportScheduleSpecification {
    /// What it is about.
    pub report_type: ReportType,
    /// Whose data; 1 to 25.
    pub marketplace_ids: Vec<MarketplaceId>,
    /// Options of the report type, by name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub report_options: Option<BTreeMap<String, String>>,
    /// How often.
    pub period: Period,
    /// When the next report is due, UTC.
    #[serde(default, with = "wire::optional_instant", skip_serializing_if = "Option::is_none")]
    pub next_report_creation_time: Option<DateTime<Utc>>,
}

impl CreateReportScheduleSpecification {
    /// With what is required; the rest is set on the fields.
    pub fn new(report_type: ReportType, marketplace_ids: Vec<MarketplaceId>, period: Period) -> Self {
        Self {
            report_type,
            marketplace_ids,
            period,
            report_options: Default::default(),
            next_report_creation_time: Default::default(),
        }
    }
}

/// The schedules.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ReportSchedule {
    /// The schedule's name.
    pub report_schedule_id: ReportScheduleId,
    /// What it is about.
    pub report_type: ReportType,
    /// Whose data; 1 to 25.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub marketplace_ids: List<MarketplaceId>,
    /// Options of the report type, by name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub report_options: Option<BTreeMap<String, String>>,
    /// How often.
    pub period: Period,
    /// When the next report is due, UTC.
    #[serde(default, with = "wire::optional_instant", skip_serializing_if = "Option::is_none")]
    pub next_report_creation_time: Option<DateTime<Utc>>,
}

/// Where a document can be fetched, for the next five minutes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ReportDocument {
    /// The document.
    pub report_document_id: ReportDocumentId,
    /// The link.
    pub url: PresignedUrl,
    /// How it is packed; not at all if absent. [`Document`](crate::documents::Document) looks at the bytes instead.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub compression_algorithm: Option<CompressionAlgorithm>,
}

open_enum! {
    /// How far a report is.
    pub enum ProcessingStatus {
        /// Nothing came of it: there is no data, it was asked for too soon, or somebody cancelled it.
        Cancelled = "CANCELLED",
        /// Its document is there.
        Done = "DONE",
        /// It failed; a document may explain why.
        Fatal = "FATAL",
        /// Amazon is at it.
        InProgress = "IN_PROGRESS",
        /// Its turn has not come.
        InQueue = "IN_QUEUE",
    }
}

open_enum! {
    /// How often a schedule has a report made.
    pub enum Period {
        /// Every 5 minutes.
        Minutes5 = "PT5M",
        /// Every 15 minutes.
        Minutes15 = "PT15M",
        /// Every 30 minutes.
        Minutes30 = "PT30M",
        /// Every hour.
        Hours1 = "PT1H",
        /// Every 2 hours.
        Hours2 = "PT2H",
        /// Every 4 hours.
        Hours4 = "PT4H",
        /// Every 8 hours.
        Hours8 = "PT8H",
        /// Every 12 hours.
        Hours12 = "PT12H",
        /// Every day.
        Days1 = "P1D",
        /// Every 2 days.
        Days2 = "P2D",
        /// Every 3 days.
        Days3 = "P3D",
        /// Every 84 hours.
        Hours84 = "PT84H",
        /// Every 7 days.
        Days7 = "P7D",
        /// Every 14 days.
        Days14 = "P14D",
        /// Every 15 days.
        Days15 = "P15D",
        /// Every 18 days.
        Days18 = "P18D",
        /// Every 30 days.
        Days30 = "P30D",
        /// Every month.
        Months1 = "P1M",
    }
}

open_enum! {
    /// How a document is packed.
    pub enum CompressionAlgorithm {
        /// Gzip.
        Gzip = "GZIP",
    }
}
