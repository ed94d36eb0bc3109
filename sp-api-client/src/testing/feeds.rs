//! The Feeds API 2021-06-30.
//!
//! A feed is queued, worked on and finished in virtual time, and takes effect at the moment it finishes.

mod classic;
mod listings_feed;

use std::collections::BTreeMap;

use bytes::Bytes;
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};

use super::{
    Amazon, Answer, Call, FakeSpApi, Processing,
    buckets::Plan,
    call::field,
    documents::{File, Purpose},
    jobs::{End, Job, Lists},
    notifications,
    routes::{Api, Route},
};

pub(super) const API: Api = Api {
    model: "feeds_2021-06-30",
    routes: &[
        Route::get("getFeeds", "/feeds/2021-06-30/feeds", 0.0222, 10),
        Route::post("createFeed", "/feeds/2021-06-30/feeds", 0.0083, 15),
        Route::delete("cancelFeed", "/feeds/2021-06-30/feeds/{feedId}", 2.0, 15),
        Route::get("getFeed", "/feeds/2021-06-30/feeds/{feedId}", 2.0, 15),
        Route::post("createFeedDocument", "/feeds/2021-06-30/documents", 0.5, 15),
        Route::get("getFeedDocument", "/feeds/2021-06-30/documents/{feedDocumentId}", 0.0222, 10),
    ],
    answer,
};

fn answer(call: &Call<'_>, amazon: &mut Amazon) -> Result<Answer, Answer> {
    match call.operation {
        "getFeeds" => get_feeds(call, amazon),
        "createFeed" => create_feed(call, amazon),
        "cancelFeed" => cancel_feed(call, amazon),
        "getFeed" => get_feed(call, amazon),
        "createFeedDocument" => create_document(call, amazon),
        _ => get_document(call, amazon),
    }
}

const LISTINGS: &str = "JSON_LISTINGS_FEED";

/// Listings feeds have a usage plan of their own: five in five minutes.
pub(super) const LISTINGS_BUCKET: &str = "createFeed.JSON_LISTINGS_FEED";
pub(super) const LISTINGS_PLAN: Plan = Plan { rate: 5.0 / 300.0, burst: 5 };

/// The bucket from which a call takes.
pub(super) fn bucket<'a>(operation: &'a str, body: &[u8]) -> &'a str {
    let is_listings_feed = || {
        serde_json::from_slice::<Value>(body)
            .is_ok_and(|body: Value| body["feedType"].as_str() == Some(LISTINGS))
    };
    if operation == "createFeed" && is_listings_feed() { LISTINGS_BUCKET } else { operation }
}

/// Feeds that are worked on.
const ALIVE: &[&str] = &[
    LISTINGS,
    "POST_EASYSHIP_DOCUMENTS",
    "POST_EXPECTED_SHIP_DATE_SOD",
    "POST_FBA_INBOUND_CARTON_CONTENTS",
    "POST_FLAT_FILE_FBA_CREATE_REMOVAL",
    "POST_FLAT_FILE_FULFILLMENT_DATA",
    "POST_FLAT_FILE_ORDER_ACKNOWLEDGEMENT_DATA",
    "POST_FLAT_FILE_PAYMENT_ADJUSTMENT_DATA",
    "POST_FULFILLMENT_ORDER_CANCELLATION_REQUEST_DATA",
    "POST_FULFILLMENT_ORDER_REQUEST_DATA",
    "POST_INVOICE_CONFIRMATION_DATA",
    "POST_ORDER_ACKNOWLEDGEMENT_DATA",
    "POST_ORDER_FULFILLMENT_DATA",
    "POST_PAYMENT_ADJUSTMENT_DATA",
    "UPLOAD_VAT_INVOICE",
];

/// Feeds that are still taken and then fail.
const DEAD: &[&str] = &[
    "POST_FLAT_FILE_BOOKLOADER_DATA",
    "POST_FLAT_FILE_CONVERGENCE_LISTINGS_DATA",
    "POST_FLAT_FILE_INVLOADER_DATA",
    "POST_FLAT_FILE_LISTINGS_DATA",
    "POST_FLAT_FILE_PRICEANDQUANTITYONLY_UPDATE_DATA",
    "POST_INVENTORY_AVAILABILITY_DATA",
    "POST_PRODUCT_DATA",
    "POST_PRODUCT_IMAGE_DATA",
    "POST_PRODUCT_OVERRIDES_DATA",
    "POST_PRODUCT_PRICING_DATA",
    "POST_PRODUCT_RELATIONSHIP_DATA",
    "POST_UIEE_BOOKLOADER_DATA",
];

/// How long a document can be used after it was created.
const DOCUMENT_LIFETIME: TimeDelta = TimeDelta::days(2);
/// How long a processing report is kept.
const REPORT_LIFETIME: TimeDelta = TimeDelta::days(28);

impl FakeSpApi {
    /// Sets how long feeds take that are created from now on. One minute in the queue and four of work unless set.
    pub fn set_feed_processing(&self, processing: Processing) {
        self.settled().amazon.settings.feed_processing = processing;
    }

    /// What was uploaded for a feed, as it arrived. None for an unknown feed.
    pub fn uploaded(&self, seller_id: &str, feed_id: &str) -> Option<Bytes> {
        let mut state = self.settled();
        let input = state.amazon.books.of(seller_id).feeds.feeds.get(feed_id)?.input.clone();
        state.amazon.documents.get(&input).map(|file| file.bytes.clone())
    }
}

/// The feeds of one seller.
#[derive(Debug, Default)]
pub(super) struct Store {
    feeds: BTreeMap<String, Feed>,
    unfinished: Vec<String>,
    documents: BTreeMap<String, Document>,
    lists: Lists,
}

#[derive(Debug)]
struct Feed {
    job: Job,
    input: String,
}

#[derive(Debug)]
struct Document {
    created: DateTime<Utc>,
    lifetime: TimeDelta,
}

impl Feed {
    fn json(&self, now: DateTime<Utc>) -> Value {
        Value::Object(self.job.json(now, ["feedId", "feedType", "resultFeedDocumentId"]))
    }
}

/// A feed that is worked on.
struct Work<'a> {
    seller_id: &'a str,
    feed_id: &'a str,
    kind: &'a str,
    marketplaces: &'a [String],
    /// As which the document was uploaded.
    content_type: &'a str,
    bytes: &'a [u8],
    now: DateTime<Utc>,
}

/// How a feed has ended, and its processing report with the content type of that.
struct Outcome {
    end: End,
    report: Option<(Vec<u8>, &'static str)>,
}

/// Finishes the feeds that are done, in the order in which they were.
pub(super) fn settle(amazon: &mut Amazon, now: DateTime<Utc>) {
    for seller_id in amazon.books.sellers() {
        let store = &amazon.books.of(&seller_id).feeds;
        let unfinished = store.unfinished.iter().filter_map(|id| store.feeds.get(id));
        let mut due: Vec<(DateTime<Utc>, String)> = unfinished
            .filter(|feed| feed.job.is_due(now))
            .map(|feed| (feed.job.ends, feed.job.id.clone()))
            .collect();
        due.sort();
        for (_, feed_id) in due {
            finish(amazon, &seller_id, &feed_id);
        }
    }
}

fn finish(amazon: &mut Amazon, seller_id: &str, feed_id: &str) {
    let store = &mut amazon.books.of(seller_id).feeds;
    store.unfinished.retain(|id| id != feed_id);
    let Some(feed) = store.feeds.get(feed_id) else { return };
    let (job, input) = (feed.job.clone(), feed.input.clone());
    let file = amazon.documents.get(&input).cloned().unwrap_or_default();
    let work = Work {
        seller_id,
        feed_id,
        kind: &job.kind,
        marketplaces: &job.marketplaces,
        content_type: file.content_type.as_deref().unwrap_or_default(),
        bytes: &file.bytes,
        now: job.ends,
    };
    let Outcome { end, report } = match job.kind.as_str() {
        LISTINGS => listings_feed::process(amazon, &work),
        dead if DEAD.contains(&dead) => Outcome { end: End::Fatal, report: None },
        _ => classic::process(amazon, &work),
    };
    let document_id = report.map(|(bytes, content_type)| {
        let id = format!("amzn1.tortuga.4.na.{}.R{feed_id}", amazon.numbers.uuid());
        let content_type = Some(content_type.to_owned());
        amazon.documents.store(&id, File { bytes: bytes.into(), gzip: true, content_type });
        id
    });
    let store = &mut amazon.books.of(seller_id).feeds;
    if let Some(id) = &document_id {
        let document = Document { created: job.ends, lifetime: REPORT_LIFETIME };
        store.documents.insert(id.clone(), document);
    }
    let Some(feed) = store.feeds.get_mut(feed_id) else { return };
    feed.job.end = Some(end);
    feed.job.document_id.clone_from(&document_id);
    let mut payload = json!({
        "sellerId": seller_id,
        "accountId": format!("amzn1.merchant.o.{seller_id}"),
        "feedId": feed_id,
        "feedType": job.kind,
        "processingStatus": feed.job.status(job.ends),
    });
    if let Some(id) = document_id {
        payload["resultFeedDocumentId"] = json!(id);
    }
    notifications::publish(amazon, seller_id, "FEED_PROCESSING_FINISHED", payload, job.ends);
}

fn create_document(call: &Call<'_>, amazon: &mut Amazon) -> Result<Answer, Answer> {
    let body = call.body()?;
    let content_type = field::required_text(&body, "contentType")?.to_owned();
    let id = format!("amzn1.tortuga.4.na.{}.F{}", amazon.numbers.uuid(), amazon.numbers.next());
    let document = Document { created: call.now, lifetime: DOCUMENT_LIFETIME };
    amazon.books.of(&call.seller.seller_id).feeds.documents.insert(id.clone(), document);
    let url = amazon.documents.sign(call, &mut amazon.numbers, &id, Purpose::Upload { content_type });
    Ok(Answer::json(201, &json!({ "feedDocumentId": id, "url": url })))
}

fn create_feed(call: &Call<'_>, amazon: &mut Amazon) -> Result<Answer, Answer> {
    let body = call.body()?;
    let kind = field::required_text(&body, "feedType")?;
    if !ALIVE.contains(&kind) && !DEAD.contains(&kind) {
        return Err(Answer::error(400, "InvalidInput", &format!("Invalid Feed Type {kind}"), ""));
    }
    let marketplaces = field::texts(&body, "marketplaceIds", 1, 25)?;
    call.check_marketplaces(&marketplaces)?;
    let input = field::required_text(&body, "inputFeedDocumentId")?;
    let options = field::object(&body, "feedOptions")?;
    if options.is_some_and(|options| options.values().any(|value| !value.is_string())) {
        return Err(Answer::invalid_input("feedOptions must have texts as values."));
    }
    let store = &mut amazon.books.of(&call.seller.seller_id).feeds;
    let document = store.documents.get(input);
    if document.is_none_or(|document| call.now - document.created > document.lifetime) {
        return Err(Answer::invalid_input("inputFeedDocumentId is not that of a document."));
    }
    if amazon.documents.get(input).is_none() {
        return Err(Answer::invalid_input("Nothing has been uploaded to the document."));
    }
    let id = (53_000_000_000 + amazon.numbers.next()).to_string();
    let job = Job::queued(id.clone(), kind, marketplaces, call.now, amazon.settings.feed_processing);
    store.unfinished.push(id.clone());
    store.feeds.insert(id.clone(), Feed { job, input: input.to_owned() });
    Ok(Answer::json(202, &json!({ "feedId": id })))
}

fn get_feed(call: &Call<'_>, amazon: &mut Amazon) -> Result<Answer, Answer> {
    let feed = amazon.books.of(&call.seller.seller_id).feeds.feeds.get(call.path("feedId"));
    let feed = feed.filter(|feed| feed.job.is_listed(call.now)).ok_or_else(no_feed)?;
    Ok(Answer::json(200, &feed.json(call.now)))
}

fn cancel_feed(call: &Call<'_>, amazon: &mut Amazon) -> Result<Answer, Answer> {
    let store = &mut amazon.books.of(&call.seller.seller_id).feeds;
    let feed = store.feeds.get_mut(call.path("feedId")).ok_or_else(no_feed)?;
    feed.job.cancel(call.now)?;
    let id = feed.job.id.clone();
    store.unfinished.retain(|unfinished| *unfinished != id);
    Ok(Answer::empty(200))
}

fn no_feed() -> Answer {
    Answer::not_found("The feed does not exist.")
}

fn get_feeds(call: &Call<'_>, amazon: &mut Amazon) -> Result<Answer, Answer> {
    let Store { feeds, lists, .. } = &mut amazon.books.of(&call.seller.seller_id).feeds;
    let jobs = feeds.values().map(|feed| &feed.job);
    let (page, next) = lists.page(call, &mut amazon.numbers, "feedTypes", jobs)?;
    let found = page.iter().filter_map(|job| feeds.get(&job.id));
    let mut body = json!({ "feeds": found.map(|feed| feed.json(call.now)).collect::<Vec<_>>() });
    if let Some(token) = next {
        body["nextToken"] = json!(token);
    }
    Ok(Answer::json(200, &body))
}

fn get_document(call: &Call<'_>, amazon: &mut Amazon) -> Result<Answer, Answer> {
    let id = call.path("feedDocumentId");
    let tells_encoding = call.query.boolean("enableContentEncodingUrlHeader")?.unwrap_or(false);
    let missing = || Answer::not_found("The feed document does not exist.");
    let known = amazon.books.of(&call.seller.seller_id).feeds.documents.get(id);
    known.filter(|document| call.now - document.created <= document.lifetime).ok_or_else(missing)?;
    let gzip = amazon.documents.get(id).ok_or_else(missing)?.gzip;
    let url = amazon.documents.sign(call, &mut amazon.numbers, id, Purpose::Download { tells_encoding });
    let mut body = json!({ "feedDocumentId": id, "url": url });
    if gzip {
        body["compressionAlgorithm"] = json!("GZIP");
    }
    Ok(Answer::json(200, &body))
}
