//! `REPORT_PROCESSING_FINISHED` and `FEED_PROCESSING_FINISHED`: no need to ask again and again.

use commerce_client_core::open_enum;
use serde::{Deserialize, Serialize};

use super::AccountId;
use crate::{
    feeds::{FeedDocumentId, FeedId, FeedType},
    ids::SellerId,
    reading::empty_is_none,
    reports::{ReportDocumentId, ReportId, ReportType},
};

/// A report ended.
///
/// # Source
/// Schema `ReportProcessingFinishedNotification`, payload version 2020-09-04.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ReportProcessingFinished {
    /// Whose report it is; sellers only.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub seller_id: Option<SellerId>,
    /// Whose report it is.
    pub account_id: AccountId,
    /// The report; [`Reports::job`](crate::reports::Reports::job) goes on with it.
    pub report_id: ReportId,
    /// What the report is about.
    pub report_type: ReportType,
    /// How it ended.
    pub processing_status: ProcessingStatus,
    /// Where its rows, or the reason of its failure, can be had; missing where there are none.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub report_document_id: Option<ReportDocumentId>,
}

/// A feed ended.
///
/// # Source
/// Schema `FeedProcessingFinishedNotification`, payload version 2020-09-04.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct FeedProcessingFinished {
    /// Whose feed it is; sellers only.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub seller_id: Option<SellerId>,
    /// Whose feed it is.
    pub account_id: AccountId,
    /// The feed; [`Feeds::job`](crate::feeds::Feeds::job) goes on with it.
    pub feed_id: FeedId,
    /// What the feed changes.
    pub feed_type: FeedType,
    /// How it ended. [`Done`](ProcessingStatus::Done) says nothing of its messages: read the result.
    pub processing_status: ProcessingStatus,
    /// Where the result can be had; missing where there is none.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub result_feed_document_id: Option<FeedDocumentId>,
}

open_enum! {
    /// How a report, a feed or a query ended.
    pub enum ProcessingStatus {
        /// Called off, or there was nothing to report.
        Cancelled = "CANCELLED",
        /// Done.
        Done = "DONE",
        /// Failed.
        Fatal = "FATAL",
    }
}
