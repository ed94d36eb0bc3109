//! Feeds API, version 2021-06-30: files of changes that Amazon works through.
//!
//! [`Feeds::submit`] to [`FeedJob::report`] is the way from content to what became of each message; [`ListingsFeed`]
//! writes the content for listings, prices and stock. The operations underneath have the model's names.

mod job;
mod kind;
mod listings_feed;
pub mod model;
mod processing_report;

use chrono::{DateTime, Utc};
use commerce_client_core::gate::RatePlan;

pub use self::{
    job::{FeedJob, FeedSubmission, FinishedFeed},
    kind::FeedType,
    listings_feed::{ListingsFeed, ListingsFeedPart, MOST_BYTES, MOST_MESSAGES},
    model::*,
    processing_report::{
        ItemSummary, ProcessingHeader, ProcessingIssue, ProcessingReport, ProcessingSeverity,
        ProcessingSummary,
    },
};
use crate::{ids::MarketplaceId, operation::Bucket};

impl Feeds {
    /// A feed to be uploaded, handed in and waited for.
    pub fn submit(&self, kind: FeedType) -> FeedSubmission {
        FeedSubmission::new(self.api.clone(), kind)
    }

    /// The feed of this id, handed in earlier or by another process.
    pub fn job(&self, id: FeedId) -> FeedJob {
        FeedJob::new(self.api.clone(), id)
    }
}

/// Listings feeds have a usage plan of their own: five in five minutes.
pub(crate) static BUCKETS: [Bucket; 1] =
    [Bucket { name: "JSON_LISTINGS_FEED", plan: RatePlan { rate: 5.0 / 300.0, burst: 5 } }];

fn bucket_of(kind: &FeedType) -> Option<&'static Bucket> {
    BUCKETS.iter().find(|bucket| bucket.name == kind.as_str())
}

crate::request::api! {
    /// The Feeds API. Get it from [`SpApi::feeds`](crate::SpApi::feeds).
    Feeds in "feeds_2021-06-30";

    /// Lists feeds of the last 90 days, newest first. Types or a page token are required.
    ///
    /// Meant for finding feeds, not for polling: one feed's state is asked with [`get_feed`](Self::get_feed), ninety
    /// times as often.
    ///
    /// # Errors
    /// [`Rejected`](crate::ErrorKind::Rejected) without types or a page token, for more than 10 types or marketplaces,
    /// a start more than 90 days ago, or other filters beside a page token.
    fn get_feeds() -> GetFeedsResponse
        = GetFeeds, GET_FEEDS: Read GET "/feeds/2021-06-30/feeds" as "getFeeds" at 0.0222, 10
    {
        /// Only these types; 1 to 10.
        list feed_types: FeedType = "feedTypes",
        /// Only those for one of these marketplaces; 1 to 10.
        list marketplace_ids: MarketplaceId = "marketplaceIds",
        /// Feeds a page, 1 to 100. Amazon's default is 10.
        query page_size: i64 = "pageSize",
        /// Only those that are this far.
        list processing_statuses: ProcessingStatus = "processingStatuses",
        /// Only those handed in at or after this instant, 90 days ago at most (the default).
        query created_since: DateTime<Utc> = "createdSince",
        /// Only those handed in at or before this instant.
        query created_until: DateTime<Utc> = "createdUntil",
    }
    pages "nextToken" true |page| page.next_token.as_deref(), page.feeds => Feed;

    /// Hands in a document that has been uploaded. [`Feeds::submit`] does all of it.
    ///
    /// A repeat hands it in twice: after an answer that was lost, look for the feed with
    /// [`get_feeds`](Self::get_feeds). Listings feeds are taken five times in five minutes.
    ///
    /// # Errors
    /// [`Rejected`](crate::ErrorKind::Rejected) for a feed type that Amazon no longer takes, more than 25
    /// marketplaces, or a document id of more than two days ago. What is wrong inside the document is no error here:
    /// the processing report tells it.
    fn create_feed(body specification: &CreateFeedSpecification) -> CreateFeedResponse
        = CreateFeed, CREATE_FEED: Create POST "/feeds/2021-06-30/feeds" as "createFeed" at 0.0083, 15
          charging (bucket_of(&specification.feed_type));

    /// Cancels a feed whose turn has not come.
    ///
    /// # Errors
    /// [`Rejected`](crate::ErrorKind::Rejected) once Amazon has begun with it.
    fn cancel_feed(path feed_id: &FeedId = "feedId") -> ()
        = CancelFeed, CANCEL_FEED: Absolute DELETE "/feeds/2021-06-30/feeds/{feedId}" as "cancelFeed" at 2.0, 15;

    /// Reads how far a feed is. This is the operation to poll.
    ///
    /// # Errors
    /// [`NotFound`](crate::ErrorKind::NotFound) for an id this seller does not have: ids are unique for one seller
    /// only. A feed that failed is no error: its [`processing_status`](Feed::processing_status) says so.
    fn get_feed(path feed_id: &FeedId = "feedId") -> Feed
        = GetFeed, GET_FEED: Read GET "/feeds/2021-06-30/feeds/{feedId}" as "getFeed" at 2.0, 15;

    /// Asks for a link to which a document can be uploaded. The upload must have exactly the content type that is said
    /// here; a document that is never handed in does no harm.
    ///
    /// # Errors
    /// [`Rejected`](crate::ErrorKind::Rejected) for a content type that Amazon does not know. A document that is too
    /// large, or sent with another content type, is refused by the storage and not here.
    fn create_feed_document(body specification: &CreateFeedDocumentSpecification) -> CreateFeedDocumentResponse
        = CreateFeedDocument, CREATE_FEED_DOCUMENT: Absolute POST "/feeds/2021-06-30/documents"
          as "createFeedDocument" at 0.5, 15;

    /// Asks for a link to a processing report. [`FeedJob::report`] does it, and reads it.
    ///
    /// # Errors
    /// [`NotFound`](crate::ErrorKind::NotFound) for a document that this seller does not have, or a report older than
    /// the 28 days that it is kept.
    fn get_feed_document(path feed_document_id: &FeedDocumentId = "feedDocumentId") -> FeedDocument
        = GetFeedDocument, GET_FEED_DOCUMENT: Read GET "/feeds/2021-06-30/documents/{feedDocumentId}"
          as "getFeedDocument" at 0.0222, 10
    {
        /// Whether the storage is to declare gzip as the transfer's encoding, for HTTP clients that unpack by
        /// themselves.
        query enable_content_encoding_url_header: bool = "enableContentEncodingUrlHeader",
    };
}
