use super::{validate, *};

const PAYOUTS: &str = "/finances/transfers/2024-06-01/payouts";
const METHODS: &str = "/finances/transfers/2024-06-01/paymentMethods";

async fn shop() -> World {
    let mut world = World::new().await;
    world.fake.stock_shelves(NORTH).unwrap();
    world.stay_signed_in().await;
    world
}

async fn initiate(world: &World, marketplace: &str, account: &str) -> Reply {
    world.call("POST", PAYOUTS, json!({ "marketplaceId": marketplace, "accountType": account })).await
}

#[tokio::test(start_paused = true)]
async fn a_payout_is_initiated_once_a_day() {
    let world = shop().await;
    let reply = initiate(&world, US, "Standard Orders").await;
    assert_eq!(reply.status, 200, "{}", reply.text);
    let id = reply.json["payoutReferenceId"].as_str().unwrap();
    let listed = world.get(&format!("{PAYOUTS}?payoutId={id}")).await;
    let payout = &listed.json["payouts"][0];
    assert_eq!((&payout["type"], &payout["currentStatus"]), (&json!("ON_DEMAND"), &json!("STARTED")));
    assert_eq!(payout["amount"], json!({ "currencyCode": "USD", "currencyAmount": 22.0 }));
    let again = initiate(&world, US, "Standard Orders").await;
    assert!(again.details().contains("24 hours"), "{}", again.text);
    tokio::time::sleep(Duration::from_secs(24 * 3600)).await;
    let empty = initiate(&world, US, "Standard Orders").await;
    assert!(empty.details().contains("nothing to pay out"), "{}", empty.text);
    // What was deferred is all that a second payout has.
    world.fake.release_transaction(NORTH, "SHELVES-DEFERRED").unwrap();
    let second = initiate(&world, US, "Standard Orders").await;
    let id = second.json["payoutReferenceId"].as_str().unwrap();
    let listed = world.get(&format!("{PAYOUTS}?payoutId={id}")).await;
    assert_eq!(listed.json["payouts"][0]["amount"]["currencyAmount"], 24.5);
}

#[tokio::test(start_paused = true)]
async fn a_payout_is_a_transfer_out_of_the_balance() {
    let world = shop().await;
    let paid = initiate(&world, US, "Standard Orders").await;
    let id = paid.json["payoutReferenceId"].as_str().unwrap();
    tokio::time::sleep(Duration::from_secs(121)).await;
    let balance =
        world.get(&format!("/finances/2024-06-19/balances?marketplaceIds={US}&balanceType=AVAILABLE")).await;
    assert_eq!(balance.json["balances"][0]["amount"]["currencyAmount"].as_f64(), Some(0.0));
    let posted = world.get("/finances/2024-06-19/transactions?postedAfter=2026-11-23T12:00:00Z").await;
    let transfer = &posted.json["payload"]["transactions"][0];
    assert_eq!(transfer["transactionType"], "Transfer");
    assert_eq!(transfer["totalAmount"], json!({ "currencyCode": "USD", "currencyAmount": -22.0 }));
    assert_eq!(transfer["relatedIdentifiers"][0]["relatedIdentifierValue"], id);
}

#[tokio::test(start_paused = true)]
async fn a_payout_needs_money_and_somewhere_to_go() {
    let world = shop().await;
    let cases = [
        (CANADA, "Standard Orders", "deposit method"),
        (US, "Invoiced Orders", "nothing to pay out"),
        (GERMANY, "Standard Orders", "does not sell"),
    ];
    for (marketplace, account, reason) in cases {
        let reply = initiate(&world, marketplace, account).await;
        assert_eq!(reply.status, 400);
        assert!(reply.details().contains(reason), "{}", reply.text);
    }
    assert_eq!(world.call("POST", PAYOUTS, json!({ "marketplaceId": US })).await.status, 400);
}

#[tokio::test(start_paused = true)]
async fn payouts_join_settlements_to_bank_traces_the_youngest_first() {
    let world = shop().await;
    let payout = |id: &str, created: &str| {
        json!({
            "id": id,
            "partnerMetadata": { "partnerId": NORTH, "accountType": "Standard Orders", "marketplaceId": US },
            "currentStatus": "PAID",
            "statusHistory": [],
            "creationDate": created,
        })
    };
    world.fake.put_payout(NORTH, payout("YOUNG", "2026-11-20T00:00:00Z"));
    world.fake.put_payout(NORTH, payout("OLD", "2026-10-01T00:00:00Z"));
    let ids = async |query: &str| {
        let reply = world.get(&format!("{PAYOUTS}?{query}")).await;
        assert_eq!(reply.status, 200, "{query}: {}", reply.text);
        let all = reply.json["payouts"].as_array().unwrap();
        all.iter().map(|one| one["id"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(ids("").await, ["YOUNG", "SHELVES-PAYOUT", "OLD"]);
    assert_eq!(ids("createdAfter=2026-11-20T00:00:00Z").await, ["YOUNG"]);
    assert_eq!(ids("createdBefore=2026-11-01T00:00:00Z").await, ["OLD"]);
    assert_eq!(ids(&format!("marketplaceIds={CANADA}")).await, [""; 0]);
    assert_eq!(ids("accountType=Invoiced%20Orders").await, [""; 0]);
    let settled = world.get(&format!("{PAYOUTS}?payoutId=SHELVES-PAYOUT")).await;
    let settled = &settled.json["payouts"][0];
    assert_eq!(settled["traceId"], "TRACE-1");
    assert_eq!(settled["relatedIdentifiers"][0]["relatedIdentifierValue"], "900000001");
    world.fake.set_empty_pages(NORTH, true);
    let empty = world.get(PAYOUTS).await;
    assert_eq!(empty.json["payouts"], json!([]));
    assert!(empty.json["nextToken"].is_string());
}

#[tokio::test(start_paused = true)]
#[ignore = "needs SHARED_DIR"]
async fn answers_are_as_modelled() {
    let world = shop().await;
    initiate(&world, US, "Standard Orders").await;
    initiate(&world, US, "Standard Orders").await;
    for path in [
        PAYOUTS.to_owned(),
        format!("{PAYOUTS}/expected?marketplaceIds={US}"),
        format!("{METHODS}?marketplaceId={US}&paymentMethodTypes=BANK_ACCOUNT,CARD"),
    ] {
        assert_eq!(world.get(&path).await.status, 200, "{path}");
    }
    assert_eq!(world.get(METHODS).await.status, 400);
    assert_eq!(world.get(&format!("{METHODS}?marketplaceId={US}&paymentMethodTypes=CASH")).await.status, 400);
    validate::every_answer_is_modelled(&world, "transfers_2024-06-01");
}
