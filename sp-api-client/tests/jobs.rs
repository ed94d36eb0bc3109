//! Reports and feeds from wish to rows, over a simulated Amazon: what goes wrong on the way costs nothing.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

mod world;

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use futures_util::TryStreamExt as _;
use serde_json::{Map, Value, json};
use sp_api_client::{
    ErrorKind, Marketplace, Patience,
    feeds::{FeedType, ListingsFeed, ProcessingStatus as FeedStatus},
    flat_file::{AfnInventory, SettlementV2},
    ids::{SellerId, SellerSku},
    inbound::CreateInboundPlanRequest,
    listings::{
        ListingsItemPatchRequest, MerchantStock, PatchOperation, ProductTypeName, Requirements,
        SubmissionStatus,
    },
    reports::{CreateReportScheduleSpecification, FinishedReport, Period, ReportType},
    testing::{Failure, Processing, ReportFile},
};
use tokio::time::Instant;
use world::{SELLER, World};

const HOUR: Duration = Duration::from_secs(3600);

const STOCK: &str = "seller-sku\tfulfillment-channel-sku\tasin\tcondition-type\tWarehouse-Condition-code\tQuantity Available\n\
    MUG-1\tX001\tB000000001\tNewItem\tSELLABLE\t7\n\
    CAP-1\tX002\tB000000002\tNewItem\tUNSELLABLE\t1\n";

const SETTLEMENT: &str = "settlement-id\tsettlement-start-date\tsettlement-end-date\tdeposit-date\ttotal-amount\tcurrency\t\
    transaction-type\torder-id\tmerchant-order-id\tadjustment-id\tshipment-id\tmarketplace-name\tamount-type\t\
    amount-description\tamount\tfulfillment-id\tposted-date\tposted-date-time\torder-item-code\tmerchant-order-item-id\t\
    merchant-adjustment-item-id\tsku\tquantity-purchased\tpromotion-id\n\
    9\t2026-11-01 00:00:00 UTC\t2026-11-15 00:00:00 UTC\t2026-11-17 00:00:00 UTC\t84.15\tUSD\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\n\
    9\t\t\t\t\t\tOrder\t113-0000001-0000001\t\t\tS1\tAmazon.com\tItemPrice\tPrincipal\t100.00\tAFN\t2026-11-03\t\
    2026-11-03 12:00:01 UTC\t1\t\t\tMUG-1\t1\t\n\
    9\t\t\t\t\t\tOrder\t113-0000001-0000001\t\t\tS1\tAmazon.com\tItemFees\tCommission\t-15.85\tAFN\t2026-11-03\t\
    2026-11-03 12:00:01 UTC\t1\t\t\tMUG-1\t1\t\n";

fn stock_report(world: &World) -> sp_api_client::reports::ReportRequest {
    world.client().reports().request(ReportType::AfnInventory).marketplace(Marketplace::US)
}

async fn units(job: &sp_api_client::reports::ReportJob) -> Result<i64, sp_api_client::Error> {
    let rows: Vec<_> = job.rows::<AfnInventory>().await?.into_stream().try_collect().await?;
    Ok(rows.iter().map(|row| row.quantity_available).sum())
}

#[tokio::test(start_paused = true)]
async fn a_report_is_asked_for_waited_for_and_read() {
    let world = World::new();
    world.fake.put_report(SELLER, "GET_AFN_INVENTORY_DATA", ReportFile::new(STOCK));
    let job = stock_report(&world).start().await.unwrap();
    assert_eq!(units(&job).await.unwrap(), 8);
}

#[tokio::test(start_paused = true)]
async fn a_wait_that_ends_leaves_an_id_with_which_another_process_goes_on() {
    let world = World::new();
    world.fake.put_report(SELLER, "GET_AFN_INVENTORY_DATA", ReportFile::new(STOCK));
    world.fake.set_report_processing(Processing { queue: HOUR, work: HOUR });
    let job = stock_report(&world).start().await.unwrap();
    let impatient = job.clone().patience(Patience::of(Duration::from_secs(600)));
    let error = impatient.wait().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout);
    assert!(
        error.to_string().contains(job.id().as_str()) && error.to_string().contains("IN_QUEUE"),
        "{error}"
    );
    let resumed = world.client().reports().job(job.id().clone());
    assert_eq!(units(&resumed).await.unwrap(), 8);
}

#[tokio::test(start_paused = true)]
async fn waiting_asks_seldom() {
    let world = World::new();
    world.fake.put_report(SELLER, "GET_AFN_INVENTORY_DATA", ReportFile::new(STOCK));
    world.fake.set_report_processing(Processing { queue: HOUR, work: HOUR });
    stock_report(&world).start().await.unwrap().wait().await.unwrap();
    let asked = world.fake.calls()["getReport"];
    assert!((60..=75).contains(&asked), "{asked} times in two hours");
}

#[tokio::test(start_paused = true)]
async fn a_report_without_data_is_cancelled_and_says_what_that_means() {
    let world = World::new();
    let job = stock_report(&world).start().await.unwrap();
    let error = job.rows::<AfnInventory>().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NotFound);
    assert!(error.to_string().contains("no data"), "{error}");
}

#[tokio::test(start_paused = true)]
async fn a_report_that_fails_brings_amazons_explanation() {
    let world = World::new();
    let mut file = ReportFile::new("The range is longer than 31 days.");
    file.fatal = true;
    world.fake.put_report(SELLER, "GET_AFN_INVENTORY_DATA", file);
    let job = stock_report(&world).start().await.unwrap();
    let error = job.wait().await.unwrap().document().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Rejected);
    assert!(error.to_string().contains("longer than 31 days"), "{error}");
}

#[tokio::test(start_paused = true)]
async fn a_settlement_cannot_be_requested_and_nothing_is_sent() {
    let world = World::new();
    let request = world.client().reports().request(ReportType::SettlementV2).marketplace(Marketplace::US);
    assert_eq!(request.start().await.unwrap_err().kind(), ErrorKind::Config);
    assert!(world.fake.calls().is_empty());
}

#[tokio::test(start_paused = true)]
async fn a_settlement_that_is_there_is_listed_once_and_sums_to_its_total() {
    let world = World::new();
    world.fake.put_settlement(SELLER, ReportFile::new(SETTLEMENT));
    let finished: Vec<_> =
        world.client().reports().finished([ReportType::SettlementV2]).items().try_collect().await.unwrap();
    assert_eq!(finished.len(), 1);
    let document = finished[0].document().await.unwrap();
    let rows: Vec<_> =
        document.rows::<SettlementV2>().await.unwrap().into_stream().try_collect().await.unwrap();
    let sum: rust_decimal::Decimal = rows.iter().map(|row| row.amount).sum();
    assert_eq!(sum.to_string(), "84.15");
}

#[tokio::test(start_paused = true)]
async fn a_request_whose_answer_was_lost_is_found_and_not_made_twice() {
    let world = World::new();
    world.fake.put_report(SELLER, "GET_AFN_INVENTORY_DATA", ReportFile::new(STOCK));
    world.fake.fail_next("createReport", Failure::StatusAfter(500));
    let request = stock_report(&world);
    let before = "2026-11-23T11:59:00Z".parse().unwrap();
    assert!(request.find(before).await.unwrap().is_empty());
    let error = request.start().await.unwrap_err();
    assert!(error.maybe_sent(), "{error}");
    assert_eq!(world.fake.calls()["createReport"], 1, "a create is not repeated blindly");
    let found = request.find(before).await.unwrap();
    assert_eq!((found.len(), units(&found[0]).await.unwrap()), (1, 8));
}

#[tokio::test(start_paused = true)]
async fn a_lost_report_is_not_taken_for_one_of_other_marketplaces_or_another_range() {
    let world = World::new();
    world.fake.put_report(SELLER, "GET_AFN_INVENTORY_DATA", ReportFile::new(STOCK));
    let noon: DateTime<Utc> = "2026-11-20T12:00:00.123456789Z".parse().unwrap();
    let reports = world.client().reports();
    let ask = |marketplaces: &[Marketplace], from: Option<DateTime<Utc>>| {
        let request = reports.request(ReportType::AfnInventory);
        let request =
            marketplaces.iter().fold(request, |request, marketplace| request.marketplace(*marketplace));
        from.into_iter().fold(request, |request, from| request.from(from).until(from + TimeDelta::hours(1)))
    };
    let both = ask(&[Marketplace::US, Marketplace::DE], Some(noon)).start().await.unwrap();
    let since = noon;
    for (others, from) in
        [(vec![Marketplace::US], noon), (vec![Marketplace::US, Marketplace::DE], noon - TimeDelta::days(1))]
    {
        assert!(ask(&others, Some(from)).find(since).await.unwrap().is_empty());
    }
    for same in [vec![Marketplace::US, Marketplace::DE], vec![Marketplace::DE, Marketplace::US]] {
        let found = ask(&same, Some(noon)).find(since).await.unwrap();
        assert_eq!(found.iter().map(|job| job.id()).collect::<Vec<_>>(), [both.id()]);
    }
    let open = ask(&[Marketplace::DE], None).start().await.unwrap();
    let found = ask(&[Marketplace::DE], None).find(since).await.unwrap();
    assert_eq!(
        found.iter().map(|job| job.id()).collect::<Vec<_>>(),
        [open.id()],
        "Amazon fills in a range itself"
    );
}

#[tokio::test(start_paused = true)]
async fn an_odd_report_of_the_list_does_not_hide_the_lost_one_and_is_not_taken_for_none() {
    let world = World::new();
    world.fake.put_report(SELLER, "GET_AFN_INVENTORY_DATA", ReportFile::new(STOCK));
    let since = "2026-11-23T11:59:00Z".parse().unwrap();
    for _ in 0..2 {
        stock_report(&world).start().await.unwrap();
    }
    let odd = |place: usize| Failure::Replace {
        pointer: format!("/reports/{place}/createdTime"),
        value: json!("yesterday"),
    };
    world.fake.fail_next("getReports", odd(0));
    assert_eq!(stock_report(&world).find(since).await.unwrap().len(), 1);
    let noon = "2026-11-20T12:00:00Z".parse().unwrap();
    let other = stock_report(&world).from(noon);
    world.fake.fail_next("getReports", odd(0));
    let error = other.find(since).await.unwrap_err();
    assert!(error.to_string().contains("item 1 of the page"), "{error}");
    assert!(other.find(since).await.unwrap().is_empty());
}

#[tokio::test(start_paused = true)]
async fn a_link_that_has_ended_is_asked_for_again() {
    let world = World::new();
    world.fake.put_report(SELLER, "GET_AFN_INVENTORY_DATA", ReportFile::new(STOCK));
    let job = stock_report(&world).start().await.unwrap();
    world.fake.fail_next("download", Failure::Expired);
    assert_eq!(units(&job).await.unwrap(), 8);
    assert_eq!(world.fake.calls()["getReportDocument"], 2);
}

#[tokio::test(start_paused = true)]
async fn a_storage_that_fails_is_tried_again_with_the_same_link() {
    let world = World::new();
    world.fake.put_report(SELLER, "GET_AFN_INVENTORY_DATA", ReportFile::new(STOCK));
    let job = stock_report(&world).start().await.unwrap();
    world.fake.fail_next("download", Failure::Status(503));
    world.fake.fail_next("download", Failure::Status(500));
    assert_eq!(units(&job).await.unwrap(), 8);
    assert_eq!(world.fake.calls()["getReportDocument"], 1);
}

#[tokio::test(start_paused = true)]
async fn a_cut_document_is_an_error_and_never_a_short_report() {
    for failure in [Failure::CutBody, Failure::BrokenBody] {
        let world = World::new();
        world.fake.put_report(SELLER, "GET_AFN_INVENTORY_DATA", ReportFile::new(STOCK));
        let job = stock_report(&world).start().await.unwrap();
        world.fake.fail_next("download", failure.clone());
        let error = units(&job).await.unwrap_err();
        assert!(matches!(error.kind(), ErrorKind::Decode | ErrorKind::Transport), "{failure:?}: {error}");
        assert!(!format!("{error:?}").contains("X-Amz"), "{error:?}");
        assert_eq!(units(&job).await.unwrap(), 8, "and the document can be opened again");
    }
}

#[tokio::test(start_paused = true)]
async fn a_slow_document_is_read_as_it_arrives() {
    let world = World::new();
    world.fake.put_report(SELLER, "GET_AFN_INVENTORY_DATA", ReportFile::new(STOCK));
    let job = stock_report(&world).start().await.unwrap();
    world.fake.fail_next("download", Failure::SlowBody { chunk: 7, pause: Duration::from_secs(1) });
    assert_eq!(units(&job).await.unwrap(), 8);
}

#[tokio::test(start_paused = true)]
async fn a_document_that_stands_still_is_given_up() {
    let world = World::new();
    world.fake.put_report(SELLER, "GET_AFN_INVENTORY_DATA", ReportFile::new(STOCK));
    let job = stock_report(&world).start().await.unwrap();
    world.fake.fail_next("download", Failure::SlowBody { chunk: 7, pause: HOUR });
    assert_eq!(units(&job).await.unwrap_err().kind(), ErrorKind::Timeout);
}

#[tokio::test(start_paused = true)]
async fn a_japanese_report_is_read_in_its_own_charset() {
    let world = World::new();
    // "マグ" in Shift_JIS.
    let mut bytes = STOCK.replace("MUG-1", "@@").into_bytes();
    let at = bytes.windows(2).position(|pair| pair == b"@@").unwrap();
    bytes.splice(at..at + 2, [0x83, 0x7d, 0x83, 0x4f]);
    world.fake.put_report(SELLER, "GET_AFN_INVENTORY_DATA", ReportFile::new(bytes));
    let request = world.client().reports().request(ReportType::AfnInventory).marketplace(Marketplace::JP);
    let rows = request.start().await.unwrap().rows::<AfnInventory>().await.unwrap();
    let rows: Vec<_> = rows.into_stream().try_collect().await.unwrap();
    assert_eq!(rows[0].seller_sku.to_string(), "マグ");
}

#[tokio::test(start_paused = true)]
async fn a_document_with_buyers_data_opens_to_a_restricted_token_that_is_fetched() {
    let world = World::new();
    let kind = "GET_FLAT_FILE_ORDER_REPORT_DATA_SHIPPING";
    world.fake.put_report(SELLER, kind, ReportFile::new("order-id\trecipient-name\n1\tJane\n"));
    let api = world.client();
    let job =
        api.reports().request(ReportType::from(kind)).marketplace(Marketplace::US).start().await.unwrap();
    let finished = job.wait().await.unwrap();
    assert!(finished.document().await.unwrap().text().await.unwrap().contains("Jane"));
    assert_eq!(world.fake.calls()["createRestrictedDataToken"], 1);
    let id = finished.report.report_document_id.clone().unwrap();
    assert_eq!(api.reports().document(id).text().await.unwrap_err().kind(), ErrorKind::Auth);
}

#[tokio::test(start_paused = true)]
async fn a_settlement_is_listed_once_although_it_stands_under_every_marketplace_and_old_ones_can_be_left_out()
{
    let world = World::new();
    let first = world.fake.put_settlement(SELLER, ReportFile::new(SETTLEMENT));
    tokio::time::advance(24 * HOUR).await;
    let second = world.fake.put_settlement(SELLER, ReportFile::new(SETTLEMENT));
    // As Amazon lists it: one document, a report for each marketplace.
    world.fake.fail_next(
        "getReports",
        Failure::Replace {
            pointer: "/reports/0/reportDocumentId".to_owned(),
            value: json!(first.report_document_id),
        },
    );
    let ids = |finished: Vec<FinishedReport>| -> Vec<String> {
        finished.iter().map(|one| one.report.report_document_id.as_ref().unwrap().to_string()).collect()
    };
    let settlements = || world.client().reports().finished([ReportType::SettlementV2]);
    let once = ids(settlements().items().try_collect().await.unwrap());
    assert_eq!(once, std::slice::from_ref(&first.report_document_id));
    let all = ids(settlements().items().try_collect().await.unwrap());
    assert_eq!(all, [second.report_document_id.clone(), first.report_document_id]);
    let since = "2026-11-24T00:00:00Z".parse().unwrap();
    let recent = settlements().marketplace(Marketplace::DE).since(since);
    assert_eq!(ids(recent.items().try_collect().await.unwrap()), [second.report_document_id]);
}

#[tokio::test(start_paused = true)]
async fn the_reports_of_a_schedule_are_there_to_be_read() {
    let world = World::new();
    world.fake.put_report(SELLER, "GET_AFN_INVENTORY_DATA", ReportFile::new(STOCK));
    let reports = world.client().reports();
    let mut hourly = CreateReportScheduleSpecification::new(
        ReportType::AfnInventory,
        vec![Marketplace::US.into()],
        Period::Hours1,
    );
    hourly.next_report_creation_time = Some("2026-11-23T12:30:00Z".parse().unwrap());
    let made = reports.create_report_schedule(&hourly).send().await.unwrap();
    tokio::time::advance(2 * HOUR).await;
    let schedule = reports.get_report_schedule(&made.report_schedule_id).send().await.unwrap();
    assert_eq!(schedule.next_report_creation_time, Some("2026-11-23T14:30:00Z".parse().unwrap()));
    let finished: Vec<FinishedReport> =
        reports.finished([ReportType::AfnInventory]).items().try_collect().await.unwrap();
    assert_eq!(finished.len(), 2, "at half past twelve and at half past one");
    for report in finished {
        assert_eq!(report.report.report_schedule_id.as_ref(), Some(&made.report_schedule_id));
        let rows = report.document().await.unwrap().rows::<AfnInventory>().await.unwrap();
        assert_eq!(rows.into_stream().try_collect::<Vec<_>>().await.unwrap().len(), 2);
    }
}

#[tokio::test(start_paused = true)]
async fn a_schedule_is_made_read_and_ended() {
    let world = World::new();
    let reports = world.client().reports();
    let specification = CreateReportScheduleSpecification::new(
        ReportType::LedgerDetail,
        vec![Marketplace::US.into()],
        Period::Days1,
    );
    let made = reports.create_report_schedule(&specification).send().await.unwrap();
    let listed = reports.get_report_schedules(&[ReportType::LedgerDetail]).send().await.unwrap();
    assert_eq!(listed.report_schedules[0].report_schedule_id, made.report_schedule_id);
    reports.cancel_report_schedule(&made.report_schedule_id).send().await.unwrap();
    let listed = reports.get_report_schedules(&[ReportType::LedgerDetail]).send().await.unwrap();
    assert!(listed.report_schedules.is_empty());
}

fn listed(world: &World, sku: &str) -> Value {
    world.fake.listing(SELLER, "ATVPDKIKX0DER", sku).unwrap()["attributes"].clone()
}

fn shelf(world: &World, skus: &[&str]) -> ListingsFeed {
    let mut feed = ListingsFeed::new(SellerId::new(SELLER).unwrap());
    for sku in skus {
        let attributes = json!({"item_name": [{"value": "Mug"}], "condition_type": [{"value": "new_new"}]});
        world.fake.put_listing(SELLER, "ATVPDKIKX0DER", sku, "MUG", attributes);
        feed.patch(
            SellerSku::new(sku).unwrap(),
            ProductTypeName::new("MUG").unwrap(),
            [MerchantStock::new(7).patch()],
        );
    }
    feed
}

#[tokio::test(start_paused = true)]
async fn a_listings_feed_is_uploaded_handed_in_waited_for_and_has_its_effect() {
    let world = World::new();
    let feed = shelf(&world, &["MUG/1", "MUG 2"]);
    for part in feed.into_parts().unwrap() {
        let submission = world
            .client()
            .feeds()
            .submit(FeedType::JsonListings)
            .marketplace(Marketplace::US)
            .listings(&part);
        let report = submission.start().await.unwrap().report().await.unwrap();
        assert!(
            report.is_complete(part.len()) && report.is_accepted(1) && report.is_accepted(2),
            "{report:?}"
        );
    }
    assert_eq!(listed(&world, "MUG/1")["fulfillment_availability"][0]["quantity"], 7);
    assert_eq!(listed(&world, "MUG 2")["fulfillment_availability"][0]["quantity"], 7);
}

#[tokio::test(start_paused = true)]
async fn a_message_that_is_not_accepted_is_named_and_the_others_have_their_effect() {
    let world = World::new();
    let mut feed = shelf(&world, &["MUG-1"]);
    let bad: Map<String, Value> =
        json!({"fulfillment_channel_code": "DEFAULT", "quantity": -1}).as_object().unwrap().clone();
    world.fake.put_listing(SELLER, "ATVPDKIKX0DER", "MUG-2", "MUG", json!({}));
    let product = ProductTypeName::new("MUG").unwrap();
    feed.patch(
        SellerSku::new("MUG-2").unwrap(),
        product,
        [PatchOperation::replace("fulfillment_availability", [bad])],
    );
    let part = feed.into_parts().unwrap().remove(0);
    let submission =
        world.client().feeds().submit(FeedType::JsonListings).marketplace(Marketplace::US).listings(&part);
    let report = submission.start().await.unwrap().report().await.unwrap();
    assert!(report.is_accepted(1) && !report.is_accepted(2), "{report:?}");
    let rejected: Vec<_> = report.rejected().filter_map(|issue| part.sku(issue.message_id?)).collect();
    assert_eq!(rejected.iter().map(|sku| sku.as_str()).collect::<Vec<_>>(), ["MUG-2"]);
    assert_eq!(listed(&world, "MUG-1")["fulfillment_availability"][0]["quantity"], 7);
}

#[tokio::test(start_paused = true)]
async fn a_feed_that_hangs_is_left_with_an_id_to_resume_by() {
    let world = World::new();
    world.fake.set_feed_processing(Processing { queue: HOUR, work: 30 * HOUR });
    let part = shelf(&world, &["MUG-1"]).into_parts().unwrap().remove(0);
    let submission =
        world.client().feeds().submit(FeedType::JsonListings).marketplace(Marketplace::US).listings(&part);
    let job = submission.start().await.unwrap();
    let error = job.wait().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout);
    assert!(error.to_string().contains(job.id().as_str()), "{error}");
    let resumed = world.client().feeds().job(job.id().clone()).patience(Patience::of(48 * HOUR));
    assert!(resumed.report().await.unwrap().is_complete(1));
}

#[tokio::test(start_paused = true)]
async fn an_upload_whose_link_has_ended_gets_another_link() {
    let world = World::new();
    let part = shelf(&world, &["MUG-1"]).into_parts().unwrap().remove(0);
    world.fake.fail_next("upload", Failure::Expired);
    let submission =
        world.client().feeds().submit(FeedType::JsonListings).marketplace(Marketplace::US).listings(&part);
    submission.start().await.unwrap();
    assert_eq!(world.fake.calls()["createFeedDocument"], 2);
}

#[tokio::test(start_paused = true)]
async fn a_feed_whose_answer_was_lost_is_found() {
    let world = World::new();
    let part = shelf(&world, &["MUG-1"]).into_parts().unwrap().remove(0);
    world.fake.fail_next("createFeed", Failure::StatusAfter(503));
    let submission =
        world.client().feeds().submit(FeedType::JsonListings).marketplace(Marketplace::US).listings(&part);
    assert!(submission.start().await.unwrap_err().maybe_sent());
    let found = submission.find("2026-11-23T11:59:00Z".parse().unwrap()).await.unwrap();
    assert_eq!((found.len(), world.fake.calls()["createFeed"]), (1, 1));
}

#[tokio::test(start_paused = true)]
async fn of_a_feed_that_failed_nothing_counts_as_accepted() {
    let world = World::new();
    let part = shelf(&world, &["MUG-1"]).into_parts().unwrap().remove(0);
    let submission =
        world.client().feeds().submit(FeedType::JsonListings).marketplace(Marketplace::US).listings(&part);
    let job = submission.start().await.unwrap();
    let mut finished = job.wait().await.unwrap();
    assert!(finished.report().await.unwrap().is_accepted(1));
    for status in [FeedStatus::Fatal, FeedStatus::Cancelled] {
        finished.feed.processing_status = status;
        let report = finished.report().await.unwrap();
        assert!(!report.is_accepted(1), "{report:?}");
        assert!(report.rejected().any(|issue| issue.message.contains("the feed ended as")), "{report:?}");
    }
}

#[expect(clippy::disallowed_methods, reason = "tests find the shared folder by it")]
fn schema(name: &str) -> jsonschema::Validator {
    let shared = std::env::var("SHARED_DIR")
        .unwrap_or_else(|_| concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared").into());
    let text = std::fs::read(format!("{shared}/models/schemas/feeds/{name}.json")).unwrap();
    jsonschema::validator_for(&serde_json::from_slice(&text).unwrap()).unwrap()
}

#[test]
#[ignore = "needs SHARED_DIR"]
fn a_feed_with_every_kind_of_message_is_of_the_official_schema() {
    let mut feed = ListingsFeed::new(SellerId::new(SELLER).unwrap()).issue_locale("de_DE");
    let (mug, attributes) = (ProductTypeName::new("MUG").unwrap(), || {
        json!({"item_name": [{"value": "Mug"}]}).as_object().unwrap().clone()
    });
    let sku = |text: &str| SellerSku::new(text).unwrap();
    feed.patch(sku("A/1"), mug.clone(), [MerchantStock::new(7).patch()]);
    feed.partial_update(sku("B 2"), mug.clone(), attributes());
    feed.update(sku("Größe"), mug, Requirements::Listing, attributes());
    feed.delete(sku("D"));
    let [part] = <[_; 1]>::try_from(feed.into_parts().unwrap()).unwrap();
    let whole: Value = serde_json::from_slice(part.content()).unwrap();
    let (file, message) = (schema("listings-feed-schema-v2"), schema("listings-feed-message-schema-v2"));
    let complaints = |validator: &jsonschema::Validator, value: &Value| -> Vec<String> {
        validator.iter_errors(value).map(|error| error.to_string()).collect()
    };
    assert_eq!(complaints(&file, &whole), [""; 0]);
    for one in whole["messages"].as_array().unwrap() {
        assert_eq!(complaints(&message, one), [""; 0], "{one}");
    }
    assert!(!complaints(&message, &json!({"messageId": 0})).is_empty(), "the schema tells good from bad");
}

#[tokio::test(start_paused = true)]
async fn listings_feeds_and_other_feeds_have_a_plan_each() {
    let world = World::new();
    let api = world.client();
    let part = shelf(&world, &["MUG-1"]).into_parts().unwrap().remove(0);
    let listings = api.feeds().submit(FeedType::JsonListings).marketplace(Marketplace::US).listings(&part);
    let shipments = api.feeds().submit(FeedType::OrderFulfillmentFlatFile).marketplace(Marketplace::US);
    let shipments = shipments.content("text/tab-separated-values; charset=UTF-8", "order-id\n");
    let document = listings.upload().await.unwrap();
    let begun = Instant::now();
    for _ in 0..8 {
        listings.hand_in(document.clone()).await.unwrap();
    }
    let took = begun.elapsed();
    assert!((179..=182).contains(&took.as_secs()), "five at once, then one a minute: {took:?}");
    let document = shipments.upload().await.unwrap();
    let begun = Instant::now();
    for _ in 0..10 {
        shipments.hand_in(document.clone()).await.unwrap();
    }
    assert!(begun.elapsed() < Duration::from_secs(1), "and shipments did not wait for listings");
    assert_eq!(world.fake.calls()["createFeed"], 18, "none was refused");
    let quota = api.quota();
    let left = quota["feeds_2021-06-30.createFeed/JSON_LISTINGS_FEED"];
    let restarted = world.client();
    restarted.restore_quota("feeds_2021-06-30.createFeed/JSON_LISTINGS_FEED", left, Duration::ZERO);
    restarted.restore_quota("feeds_2021-06-30.createFeed/NO_SUCH_FEED", 0.0, Duration::ZERO);
    assert_eq!(restarted.quota().len(), 1);
    assert!((restarted.quota()["feeds_2021-06-30.createFeed/JSON_LISTINGS_FEED"] - left).abs() < 0.01);
}

#[tokio::test(start_paused = true)]
async fn a_patch_can_be_previewed_and_stores_nothing() {
    let world = World::new();
    shelf(&world, &["MUG-1"]);
    let before = listed(&world, "MUG-1");
    let (seller, sku) = (SellerId::new(SELLER).unwrap(), SellerSku::new("MUG-1").unwrap());
    let marketplaces = [Marketplace::US.into()];
    let listings = world.client().listings();
    for (quantity, expected) in [(3, SubmissionStatus::Valid), (-1, SubmissionStatus::Invalid)] {
        let stock: Map<String, Value> =
            json!({"fulfillment_channel_code": "DEFAULT", "quantity": quantity}).as_object().unwrap().clone();
        let patch = ListingsItemPatchRequest::new(
            ProductTypeName::new("MUG").unwrap(),
            vec![PatchOperation::replace("fulfillment_availability", [stock])],
        );
        let asked = listings.patch_listings_item(&seller, &sku, &marketplaces, &patch).preview();
        let said = asked.send().await.unwrap();
        assert_eq!(said.status, expected);
        assert_eq!(said.issues.is_empty(), expected == SubmissionStatus::Valid);
        assert_eq!(listed(&world, "MUG-1"), before);
    }
}

fn plan_of(msku: &str) -> CreateInboundPlanRequest {
    serde_json::from_value(json!({
        "destinationMarketplaces": ["ATVPDKIKX0DER"],
        "items": [{"msku": msku, "quantity": 10, "labelOwner": "SELLER", "prepOwner": "NONE"}],
        "sourceAddress": {
            "name": "The Shop", "addressLine1": "1 Seller Street", "city": "Sellerton",
            "countryCode": "US", "postalCode": "00001", "phoneNumber": "000 000",
        },
    }))
    .unwrap()
}

#[tokio::test(start_paused = true)]
async fn the_steps_of_an_inbound_plan_are_waited_for() {
    let world = World::new();
    let shelves = world.fake.stock_shelves(SELLER).unwrap();
    let inbound = world.client().inbound();
    let started = inbound.create_inbound_plan(&plan_of(&shelves.skus[0])).send().await.unwrap();
    let created = inbound.operation(started.operation_id).wait().await.unwrap();
    assert_eq!(created.operation, "createInboundPlan");
    let packing = inbound.generate_packing_options(&started.inbound_plan_id).send().await.unwrap();
    inbound.operation(packing.operation_id).wait().await.unwrap();
    let options = inbound.list_packing_options(&started.inbound_plan_id).send().await.unwrap();
    assert!(!options.packing_options.is_empty());
}

#[tokio::test(start_paused = true)]
async fn a_step_that_came_to_nothing_says_why() {
    let world = World::new();
    world.fake.stock_shelves(SELLER).unwrap();
    let inbound = world.client().inbound();
    let started = inbound.create_inbound_plan(&plan_of("NOBODY-KNOWS")).send().await.unwrap();
    let error = inbound.operation(started.operation_id.clone()).wait().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Rejected);
    let text = error.to_string();
    assert!(text.contains("createInboundPlan came to nothing") && text.contains("NOBODY-KNOWS"), "{text}");
    assert!(text.contains(started.operation_id.as_str()), "{text}");
}

#[tokio::test(start_paused = true)]
async fn a_step_that_takes_long_is_waited_for_again_by_another_process() {
    let world = World::new();
    let shelves = world.fake.stock_shelves(SELLER).unwrap();
    world.fake.set_inbound_delay(SELLER, 2 * HOUR);
    let inbound = world.client().inbound();
    let started = inbound.create_inbound_plan(&plan_of(&shelves.skus[0])).send().await.unwrap();
    let operation = inbound.operation(started.operation_id);
    let error = operation.wait().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout);
    assert!(error.to_string().contains(operation.id().as_str()), "{error}");
    let future = Failure::Replace { pointer: "/operationStatus".to_owned(), value: json!("PAUSED") };
    world.fake.fail_next("getInboundOperationStatus", future);
    let resumed = world.client().inbound().operation(operation.id().clone());
    resumed.patience(Patience::of(3 * HOUR)).wait().await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn an_odd_report_of_a_list_costs_one_report() {
    let world = World::new();
    for _ in 0..3 {
        world.fake.put_settlement(SELLER, ReportFile::new(SETTLEMENT));
    }
    let odd = Failure::Replace { pointer: "/reports/1/createdTime".to_owned(), value: json!("yesterday") };
    world.fake.fail_next("getReports", odd);
    let mut listed = std::pin::pin!(world.client().reports().finished([ReportType::SettlementV2]).items());
    let (mut good, mut odd) = (0, Vec::new());
    while let Some(report) = futures_util::StreamExt::next(&mut listed).await {
        match report {
            Ok(_) => good += 1,
            Err(error) => odd.push(error.to_string()),
        }
    }
    assert_eq!(good, 2);
    assert!(odd.len() == 1 && odd[0].contains("createdTime"), "{odd:?}");
}

#[tokio::test(start_paused = true)]
async fn a_status_from_the_future_is_kept_and_ends_no_wait_by_mistake() {
    let world = World::new();
    world.fake.put_report(SELLER, "GET_AFN_INVENTORY_DATA", ReportFile::new(STOCK));
    let job = stock_report(&world).start().await.unwrap();
    let future = Failure::Replace { pointer: "/processingStatus".to_owned(), value: json!("PAUSED") };
    world.fake.fail_next("getReport", future);
    assert_eq!(job.look().await.unwrap().processing_status.as_str(), "PAUSED");
    world.fake.fail_next(
        "getReport",
        Failure::Replace { pointer: "/processingStatus".to_owned(), value: json!("PAUSED") },
    );
    assert_eq!(units(&job).await.unwrap(), 8);
}
