use super::{validate, *};

const TRANSACTIONS: &str = "/finances/2024-06-19/transactions";
const BALANCES: &str = "/finances/2024-06-19/balances";
const SUMMARY: &str = "/finances/2024-06-19/summary";
const OLD: &str = "/finances/v0";
/// The day before the oldest transaction on the shelves.
const SINCE: &str = "postedAfter=2026-11-10T00:00:00Z";
const ORDER: &str = "111-0000001-0000001";

async fn shop() -> World {
    let world = World::new().await;
    world.fake.stock_shelves(NORTH).unwrap();
    world
}

fn ids(reply: &Reply) -> Vec<&str> {
    assert_eq!(reply.status, 200, "{}", reply.text);
    let all = reply.json["payload"]["transactions"].as_array().unwrap();
    all.iter().map(|one| one["transactionId"].as_str().unwrap()).collect()
}

fn encoded(token: &Value) -> String {
    url::form_urlencoded::byte_serialize(token.as_str().unwrap().as_bytes()).collect()
}

async fn balance(world: &World, kind: &str) -> Value {
    let reply = world.get(&format!("{BALANCES}?marketplaceIds={US}&balanceType={kind}")).await;
    assert_eq!(reply.status, 200, "{}", reply.text);
    reply.json["balances"][0]["amount"]["currencyAmount"].clone()
}

#[tokio::test(start_paused = true)]
async fn transactions_are_found_by_time_status_and_what_they_are_about() {
    let world = shop().await;
    let list = async |query: &str| world.get(&format!("{TRANSACTIONS}?{query}")).await;
    let all = ["SHELVES-SALE", "SHELVES-FEE", "SHELVES-REFUND", "SHELVES-DEFERRED"];
    assert_eq!(ids(&list(SINCE).await), all);
    assert_eq!(ids(&list(&format!("{SINCE}&transactionStatus=DEFERRED")).await), ["SHELVES-DEFERRED"]);
    assert_eq!(ids(&list(&format!("{SINCE}&postedBefore=2026-11-12T12:00:00Z")).await), ["SHELVES-SALE"]);
    assert_eq!(ids(&list(&format!("{SINCE}&marketplaceId={CANADA}")).await), [""; 0]);
    let group = "relatedIdentifierName=FINANCIAL_EVENT_GROUP_ID&relatedIdentifierValue=SHELVES-GROUP";
    assert_eq!(ids(&list(group).await), ["SHELVES-SALE", "SHELVES-FEE"]);
    let order = format!("relatedIdentifierName=ORDER_ID&relatedIdentifierValue={ORDER}");
    assert_eq!(ids(&list(&order).await), all);
}

#[tokio::test(start_paused = true)]
async fn a_range_of_more_than_a_hundred_and_eighty_days_is_empty_without_a_word() {
    let world = shop().await;
    let from = |time: &str| format!("{TRANSACTIONS}?postedAfter={time}");
    assert_eq!(ids(&world.get(&from("2026-05-27T11:58:00Z")).await).len(), 4);
    assert_eq!(ids(&world.get(&from("2026-05-27T11:57:59Z")).await), [""; 0]);
}

#[tokio::test(start_paused = true)]
async fn transactions_of_the_last_two_minutes_cannot_be_asked_for() {
    let world = shop().await;
    for bad in [
        "",
        "postedAfter=2026-11-23T11:58:01Z",
        "postedAfter=2026-11-10T00:00:00Z&postedBefore=2026-11-23T11:59:00Z",
        "postedAfter=2026-11-10T00:00:00Z&postedBefore=2026-11-10T00:00:00Z",
        "postedAfter=2026-11-10T00:00:00Z&transactionStatus=SETTLED",
        "postedAfter=2026-11-10T00:00:00Z&relatedIdentifierName=ORDER_ID",
        "relatedIdentifierName=REFUND_ID&relatedIdentifierValue=1",
        "postedAfter=2026-11-10T00:00:00Z&nextToken=made-up",
    ] {
        let reply = world.get(&format!("{TRANSACTIONS}?{bad}")).await;
        assert_eq!((reply.status, reply.code()), (400, "InvalidInput"), "{bad}");
    }
}

#[tokio::test(start_paused = true)]
async fn an_empty_page_can_come_before_the_rows() {
    let world = shop().await;
    world.fake.set_empty_pages(NORTH, true);
    let first = world.get(&format!("{TRANSACTIONS}?{SINCE}")).await;
    assert_eq!(ids(&first), [""; 0]);
    let token = encoded(&first.json["payload"]["nextToken"]);
    let second = world.get(&format!("{TRANSACTIONS}?{SINCE}&nextToken={token}")).await;
    assert_eq!(ids(&second).len(), 4);
    assert_eq!(second.json["payload"].get("nextToken"), None);
    let other =
        world.get(&format!("{TRANSACTIONS}?{SINCE}&transactionStatus=DEFERRED&nextToken={token}")).await;
    assert_eq!(other.status, 400);
}

#[tokio::test(start_paused = true)]
async fn deferred_money_counts_once_before_and_after_its_release() {
    let world = shop().await;
    // 39.99 - 5.00 - 12.99 are available, 24.50 are not.
    assert_eq!(balance(&world, "AVAILABLE").await, 22.0);
    assert_eq!(balance(&world, "DEFERRED").await, 24.5);
    assert_eq!(balance(&world, "TOTAL").await, 46.5);
    let release = world.fake.release_transaction(NORTH, "SHELVES-DEFERRED").unwrap();
    assert_eq!(world.fake.release_transaction(NORTH, "SHELVES-DEFERRED"), None, "once");
    tokio::time::sleep(Duration::from_secs(121)).await;
    assert_eq!(balance(&world, "AVAILABLE").await, 46.5);
    assert_eq!(balance(&world, "DEFERRED").await, 0);
    assert_eq!(balance(&world, "TOTAL").await, 46.5);
    let reply = world.get(&format!("{TRANSACTIONS}?{SINCE}")).await;
    assert_eq!(ids(&reply)[4], release);
    let all = &reply.json["payload"]["transactions"];
    let related = |place: usize| all[place]["relatedIdentifiers"].as_array().unwrap().last().unwrap().clone();
    assert_eq!(all[3]["transactionStatus"], "DEFERRED_RELEASED");
    assert_eq!(related(3)["relatedIdentifierValue"], release.as_str());
    assert_eq!(related(4)["relatedIdentifierName"], "DEFERRED_TRANSACTION_ID");
}

#[tokio::test(start_paused = true)]
async fn a_summary_is_the_sum_of_a_settlement_or_of_a_period() {
    let world = shop().await;
    let settlement = world
        .get(&format!("{SUMMARY}?relatedIdentifierName=SETTLEMENT_ID&relatedIdentifierValue=900000001"))
        .await;
    let summary = &settlement.json["summaries"][0];
    assert_eq!(summary["netProceeds"], json!({ "currencyCode": "USD", "currencyAmount": 34.99 }));
    assert_eq!(summary["breakdowns"].as_array().unwrap().len(), 2);
    let period = world.get(&format!("{SUMMARY}?periodStart=2026-11-12&periodEnd=2026-11-20")).await;
    assert_eq!(period.json["summaries"][0]["netProceeds"]["currencyAmount"], -17.99);
    for bad in ["periodStart=2026-11-12T00:00:00Z", "periodStart=2026-11-12&periodEnd=2026-11-11"] {
        assert_eq!(world.get(&format!("{SUMMARY}?{bad}")).await.status, 400, "{bad}");
    }
    assert_eq!(world.get(&format!("{BALANCES}?balanceType=MINE")).await.status, 400);
    let past = world.get(&format!("{BALANCES}?asOfDate=2026-11-11")).await;
    assert_eq!(past.json["balances"][0]["amount"]["currencyAmount"], 39.99);
}

#[tokio::test(start_paused = true)]
async fn financial_events_are_found_by_group_order_and_time() {
    let world = shop().await;
    let group = world.get(&format!("{OLD}/financialEventGroups/SHELVES-GROUP/financialEvents")).await;
    let events = &group.json["payload"]["FinancialEvents"];
    assert_eq!(events["ShipmentEventList"][0]["AmazonOrderId"], ORDER);
    assert_eq!(events["ServiceFeeEventList"][0]["FeeDescription"], "Storage");
    let order = world.get(&format!("{OLD}/orders/{ORDER}/financialEvents")).await;
    assert_eq!(order.json["payload"]["FinancialEvents"].as_object().unwrap().len(), 1);
    let time = world.get(&format!("{OLD}/financialEvents?PostedAfter=2026-11-12T00:00:00Z")).await;
    assert_eq!(time.json["payload"]["FinancialEvents"], json!({}));
    let long = world.get(&format!("{OLD}/financialEvents?PostedAfter=2026-01-01T00:00:00Z")).await;
    assert_eq!(long.json["payload"]["FinancialEvents"], json!({}));
    assert_eq!(world.get(&format!("{OLD}/financialEventGroups/NONE/financialEvents")).await.status, 404);
    assert_eq!(world.get(&format!("{OLD}/financialEvents?MaxResultsPerPage=101")).await.status, 400);
}

#[tokio::test(start_paused = true)]
async fn financial_events_page_across_their_lists() {
    let world = shop().await;
    let path = format!("{OLD}/financialEventGroups/SHELVES-GROUP/financialEvents?MaxResultsPerPage=1");
    let first = world.get(&path).await;
    assert_eq!(first.json["payload"]["FinancialEvents"].as_object().unwrap().len(), 1);
    let token = encoded(&first.json["payload"]["NextToken"]);
    let second = world.get(&format!("{path}&NextToken={token}")).await;
    assert!(second.json["payload"]["FinancialEvents"]["ServiceFeeEventList"].is_array());
    assert_eq!(second.json["payload"].get("NextToken"), None);
}

#[tokio::test(start_paused = true)]
#[ignore = "needs SHARED_DIR"]
async fn answers_are_as_modelled() {
    let world = shop().await;
    world.fake.release_transaction(NORTH, "SHELVES-DEFERRED").unwrap();
    tokio::time::sleep(Duration::from_secs(300)).await;
    for good in [
        format!("{TRANSACTIONS}?{SINCE}"),
        format!("{BALANCES}?marketplaceIds={US}"),
        BALANCES.to_owned(),
        format!("{SUMMARY}?relatedIdentifierName=SETTLEMENT_ID&relatedIdentifierValue=900000001"),
        SUMMARY.to_owned(),
        format!("{OLD}/financialEventGroups?FinancialEventGroupStartedAfter=2026-11-01T00:00:00Z"),
        format!("{OLD}/financialEventGroups/SHELVES-GROUP/financialEvents"),
        format!("{OLD}/orders/{ORDER}/financialEvents"),
        format!("{OLD}/financialEvents?PostedAfter=2026-11-01T00:00:00Z"),
    ] {
        assert_eq!(world.get(&good).await.status, 200, "{good}");
    }
    for bad in [TRANSACTIONS.to_owned(), format!("{OLD}/financialEvents?PostedAfter=x")] {
        assert_eq!(world.get(&bad).await.status, 400, "{bad}");
    }
    validate::every_answer_is_modelled(&world, "finances_2024-06-19");
    validate::every_answer_is_modelled(&world, "financesV0");
}
