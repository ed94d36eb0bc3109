//! What goes into and comes out of the Feeds API.
//!
//! # Source
//! Model `feeds_2021-06-30`.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use commerce_client_core::{decode::Lenient, id, list::List, open_enum, wire};
use serde::{Deserialize, Serialize};

use super::FeedType;
use crate::{documents::PresignedUrl, ids::MarketplaceId, reading::empty_is_none};

id! {
    /// Names a feed's document or its processing report, for this seller.
    pub struct FeedDocumentId;
}
id! {
    /// Names a feed, for this seller: digits.
    pub struct FeedId;
}

/// One page of feeds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct GetFeedsResponse {
    /// The feeds, newest first.
    pub feeds: Vec<Lenient<Feed>>,
    /// Where the next page begins; absent on the last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_token: Option<String>,
}

/// The feed that is going to be worked on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CreateFeedResponse {
    /// What to remember: everything else can be asked for by it.
    pub feed_id: FeedId,
}

/// What is handed in, and for which marketplaces.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CreateFeedSpecification {
    /// What it changes.
    pub feed_type: FeedType,
    /// Where it applies; 1 to 25.
    pub marketplace_ids: Vec<MarketplaceId>,
    /// The document, uploaded before.
    pub input_feed_document_id: FeedDocumentId,
    /// Options of the feed type, by name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub feed_options: Option<BTreeMap<String, String>>,
}

impl CreateFeedSpecification {
    /// With what is required; the rest is set on the fields.
    pub fn new(
        feed_type: FeedType,
        marketplace_ids: Vec<MarketplaceId>,
        input_feed_document_id: FeedDocumentId,
    ) -> Self {
        Self { feed_type, marketplace_ids, input_feed_document_id, feed_options: Default::default() }
    }
}

/// A feed, and how far it is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Feed {
    /// Its name.
    pub feed_id: FeedId,
    /// What it changes.
    pub feed_type: FeedType,
    /// Where it applies.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub marketplace_ids: List<MarketplaceId>,
    /// When it was handed in, UTC.
    #[serde(with = "wire::instant")]
    pub created_time: DateTime<Utc>,
    /// How far it is. Done says nothing of its messages: the report does.
    pub processing_status: ProcessingStatus,
    /// When Amazon began with it, UTC.
    #[serde(default, with = "wire::optional_instant", skip_serializing_if = "Option::is_none")]
    pub processing_start_time: Option<DateTime<Utc>>,
    /// When Amazon was finished with it, UTC.
    #[serde(default, with = "wire::optional_instant", skip_serializing_if = "Option::is_none")]
    pub processing_end_time: Option<DateTime<Utc>>,
    /// Its processing report; kept 28 days.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub result_feed_document_id: Option<FeedDocumentId>,
}

/// Where a document can be put, for the next five minutes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CreateFeedDocumentResponse {
    /// What to hand in, within two days.
    pub feed_document_id: FeedDocumentId,
    /// The link.
    pub url: PresignedUrl,
}

/// What a document is going to be.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CreateFeedDocumentSpecification {
    /// Such as `application/json; charset=UTF-8`; the upload must say exactly the same.
    pub content_type: String,
}

impl CreateFeedDocumentSpecification {
    /// With what is required; the rest is set on the fields.
    pub fn new(content_type: impl Into<String>) -> Self {
        Self { content_type: content_type.into() }
    }
}

/// Where a document can be fetched, for the next five minutes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct FeedDocument {
    /// The document.
    pub feed_document_id: FeedDocumentId,
    /// The link.
    pub url: PresignedUrl,
    /// How it is packed; not at all if absent. [`Document`](crate::documents::Document) looks at the bytes instead.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub compression_algorithm: Option<CompressionAlgorithm>,
}

open_enum! {
    /// How far a feed is.
    pub enum ProcessingStatus {
        /// Somebody cancelled it while it waited.
        Cancelled = "CANCELLED",
        /// Processed. Whether its messages were accepted, the report says.
        Done = "DONE",
        /// It failed; some of its messages may have been applied.
        Fatal = "FATAL",
        /// Amazon is at it.
        InProgress = "IN_PROGRESS",
        /// Its turn has not come.
        InQueue = "IN_QUEUE",
    }
}

open_enum! {
    /// How a document is packed.
    pub enum CompressionAlgorithm {
        /// Gzip.
        Gzip = "GZIP",
    }
}
