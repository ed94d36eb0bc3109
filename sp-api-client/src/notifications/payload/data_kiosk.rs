//! `DATA_KIOSK_QUERY_PROCESSING_FINISHED`: a query ended.

use serde::{Deserialize, Serialize};

use super::{AccountId, DataKioskDocumentId, QueryId, processing_finished::ProcessingStatus};
use crate::reading::empty_is_none;

/// A Data Kiosk query ended.
///
/// # Source
/// Schema `DataKioskQueryProcessingFinishedNotification`, payload version 2023-11-15.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct QueryProcessingFinished {
    /// Whose query it is.
    pub account_id: AccountId,
    /// The query; unique within the account.
    pub query_id: QueryId,
    /// Its text, in GraphQL.
    pub query: String,
    /// How it ended.
    pub processing_status: ProcessingStatus,
    /// Where its rows can be had; missing where there are none.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub data_document_id: Option<DataKioskDocumentId>,
    /// Where the reason of its failure can be had; missing where it did not fail.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub error_document_id: Option<DataKioskDocumentId>,
    /// How to get what did not fit into the document.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pagination: Option<Pagination>,
}

/// How to get what did not fit into a document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Pagination {
    /// To be handed to the next query.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_token: Option<String>,
}
