//! A feed from its content to what became of each message.

use std::{collections::BTreeMap, time::Duration};

use bytes::Bytes;
use chrono::{DateTime, Utc};
use commerce_client_core::{
    error::{Error, ErrorKind},
    patience::{Patience, Waited},
};

use super::{
    CreateFeedDocumentSpecification, CreateFeedSpecification, Feed, FeedDocumentId, FeedId, FeedType,
    ProcessingReport, ProcessingStatus,
};
use crate::{
    client::SpApi,
    documents::{self, Document},
    ids::MarketplaceId,
    request,
};

/// A feed to be sent. Begin it with [`Feeds::submit`](super::Feeds::submit).
///
/// ```no_run
/// use sp_api_client::{Marketplace, SpApi, feeds::{FeedType, ListingsFeed}};
///
/// # async fn example(api: SpApi, feed: ListingsFeed) -> Result<(), Box<dyn std::error::Error>> {
/// for part in feed.into_parts()? {
///     let submission = api.feeds().submit(FeedType::JsonListings).marketplace(Marketplace::DE).listings(&part);
///     let job = submission.start().await?;
///     println!("write this down: {}", job.id()); // whoever has it can go on
///     let report = job.report().await?;
///     for rejected in report.rejected() {
///         println!("{:?} {}", rejected.sku, rejected.message);
///     }
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone)]
#[must_use = "nothing is sent before `start`"]
pub struct FeedSubmission {
    api: SpApi,
    kind: FeedType,
    marketplaces: Vec<MarketplaceId>,
    content_type: String,
    content: Bytes,
    options: BTreeMap<String, String>,
}

impl FeedSubmission {
    pub(super) fn new(api: SpApi, kind: FeedType) -> Self {
        Self {
            api,
            kind,
            marketplaces: Vec::new(),
            content_type: String::new(),
            content: Bytes::new(),
            options: BTreeMap::new(),
        }
    }

    /// The marketplace it applies to; at least one is required. Listings feeds take one.
    pub fn marketplace(mut self, marketplace: impl Into<MarketplaceId>) -> Self {
        self.marketplaces.push(marketplace.into());
        self
    }

    /// The file, and what it is: `text/xml; charset=UTF-8`, `text/tab-separated-values; charset=UTF-8`.
    pub fn content(mut self, content_type: impl Into<String>, content: impl Into<Bytes>) -> Self {
        (self.content_type, self.content) = (content_type.into(), content.into());
        self
    }

    /// One part of a listings feed.
    pub fn listings(self, part: &super::ListingsFeedPart) -> Self {
        self.content("application/json; charset=UTF-8", part.content().clone())
    }

    /// An option of the feed type.
    pub fn option(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.options.insert(name.into(), value.into());
        self
    }

    /// Uploads the file and hands it in: three calls, of which the last one counts.
    ///
    /// # Errors
    /// [`Config`](ErrorKind::Config) without marketplace or content; nothing is sent. An error that [may have been
    /// sent](Error::maybe_sent) leaves open whether the feed was taken: [`find`](Self::find) tells.
    pub async fn start(&self) -> Result<FeedJob, Error> {
        let document = self.upload().await?;
        self.hand_in(document).await
    }

    /// Uploads the file. What has been uploaded can be handed in for two days.
    ///
    /// # Errors
    /// As [`start`](Self::start); no feed exists then.
    pub async fn upload(&self) -> Result<FeedDocumentId, Error> {
        let refuse = |what: &str| Err(Error::new(ErrorKind::Config, super::CREATE_FEED.name, what));
        if self.marketplaces.is_empty() {
            return refuse("a feed needs a marketplace");
        }
        if self.content.is_empty() {
            return refuse("a feed needs a content");
        }
        let specification = CreateFeedDocumentSpecification::new(&self.content_type);
        let mut renewed = false;
        loop {
            let document = self.api.feeds().create_feed_document(&specification).send().await?;
            match documents::upload(&self.api, &document.url, &self.content_type, &self.content).await {
                Ok(()) => return Ok(document.feed_document_id),
                // The link may have ended while the upload waited.
                Err(error) if error.status() == Some(403) && !renewed => renewed = true,
                Err(error) => return Err(error),
            }
        }
    }

    /// Hands in what has been uploaded.
    ///
    /// # Errors
    /// As [`start`](Self::start).
    pub async fn hand_in(&self, document: FeedDocumentId) -> Result<FeedJob, Error> {
        let mut specification =
            CreateFeedSpecification::new(self.kind.clone(), self.marketplaces.clone(), document);
        specification.feed_options = Some(self.options.clone()).filter(|options| !options.is_empty());
        let created = self.api.feeds().create_feed(&specification).send().await?;
        Ok(FeedJob::new(self.api.clone(), created.feed_id))
    }

    /// Lists the feeds of this type and these marketplaces that were handed in since `since`, for when the answer to
    /// [`start`](Self::start) was lost. Amazon does not tell what is in them.
    ///
    /// # Errors
    /// As Amazon says; [`Decode`](ErrorKind::Decode) when none was found and one of the list could not be read.
    pub async fn find(&self, since: DateTime<Utc>) -> Result<Vec<FeedJob>, Error> {
        let feeds = self.api.feeds();
        let listed = feeds
            .get_feeds()
            .feed_types([self.kind.clone()])
            .marketplace_ids(self.marketplaces.clone())
            .page_size(100)
            .created_since(since);
        let found = request::find(listed.items(), |_| true).await?;
        Ok(found.into_iter().map(|feed| feeds.job(feed.feed_id)).collect())
    }
}

/// A feed that Amazon is working on, or has worked on. Made from its id alone, in whichever process.
#[derive(Debug, Clone)]
pub struct FeedJob {
    api: SpApi,
    id: FeedId,
    patience: Patience,
}

impl FeedJob {
    pub(super) fn new(api: SpApi, id: FeedId) -> Self {
        Self { api, id, patience: Patience::of(Duration::from_secs(12 * 3600)) }
    }

    /// The id: what there is to remember.
    pub fn id(&self) -> &FeedId {
        &self.id
    }

    /// Waits no longer than this. Default twelve hours; feeds have been seen to hang for days.
    #[must_use]
    pub fn patience(mut self, patience: Patience) -> Self {
        self.patience = patience;
        self
    }

    /// Looks once.
    ///
    /// # Errors
    /// As Amazon says; [`NotFound`](ErrorKind::NotFound) for an id of another seller or one older than 90 days.
    pub async fn look(&self) -> Result<Feed, Error> {
        self.api.feeds().get_feed(&self.id).send().await
    }

    /// Waits until Amazon has finished, well or badly.
    ///
    /// # Errors
    /// As Amazon says; [`Timeout`](ErrorKind::Timeout) when patience ends: the feed is still worked on, and a job of the
    /// same id can go on waiting.
    pub async fn wait(&self) -> Result<FinishedFeed, Error> {
        let named = format!("feed {}", self.id);
        let finished = self.patience.wait(super::GET_FEED.name, &named, || async {
            let feed = self.look().await?;
            // A status that nobody knew when this was written is no end that anybody could act on.
            Ok(match feed.processing_status {
                ProcessingStatus::Done | ProcessingStatus::Cancelled | ProcessingStatus::Fatal => {
                    Waited::Finished(feed)
                }
                _ => Waited::Unfinished(feed.processing_status.to_string()),
            })
        });
        Ok(FinishedFeed { feed: finished.await?, api: self.api.clone() })
    }

    /// Waits, then reads what became of each message.
    ///
    /// # Errors
    /// As [`wait`](Self::wait) and [`FinishedFeed::report`].
    pub async fn report(&self) -> Result<ProcessingReport, Error> {
        self.wait().await?.report().await
    }
}

/// A feed that Amazon has finished with. That says nothing of its messages: the report does.
#[derive(Debug, Clone)]
pub struct FinishedFeed {
    /// What Amazon says of it.
    pub feed: Feed,
    api: SpApi,
}

impl FinishedFeed {
    /// The processing report as a file, if there is one. Kept for 28 days.
    pub fn document(&self) -> Option<Document> {
        let id = self.feed.result_feed_document_id.clone()?;
        Some(Document::of_feed(self.api.clone(), id))
    }

    /// The processing report: what became of each message. Of a feed that failed or was cancelled, no message counts as
    /// accepted, whatever its report says.
    ///
    /// # Errors
    /// [`Rejected`](ErrorKind::Rejected) for a feed that was cancelled, or that failed as a whole without a report;
    /// [`Decode`](ErrorKind::Decode) for a report that is neither of the JSON nor of the XML kind: read it as
    /// [`document`](Self::document).
    pub async fn report(&self) -> Result<ProcessingReport, Error> {
        let Some(document) = self.document() else {
            let what =
                format!("feed {} is {} and has no report", self.feed.feed_id, self.feed.processing_status);
            return Err(Error::new(ErrorKind::Rejected, super::GET_FEED.name, what));
        };
        let text = document.limit(256 << 20).text().await?;
        let mut report = ProcessingReport::parse(&text).map_err(|error| {
            let what = format!("the report of feed {} could not be read", self.feed.feed_id);
            Error::new(ErrorKind::Decode, super::GET_FEED.name, what).with_source(error)
        })?;
        if self.feed.processing_status != ProcessingStatus::Done {
            report.is_of_a_feed_that_ended(&self.feed.processing_status);
        }
        Ok(report)
    }
}
