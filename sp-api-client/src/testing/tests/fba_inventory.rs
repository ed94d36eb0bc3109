use super::{validate, *};

const SUMMARIES: &str = "/fba/inventory/v1/summaries";

fn query(more: &str) -> String {
    format!("{SUMMARIES}?granularityType=Marketplace&granularityId={US}&marketplaceIds={US}{more}")
}

fn skus(reply: &Reply) -> Vec<&str> {
    assert_eq!(reply.status, 200, "{}", reply.text);
    let all = reply.json["payload"]["inventorySummaries"].as_array().unwrap();
    all.iter().map(|one| one["sellerSku"].as_str().unwrap()).collect()
}

fn stock(sku: &str, changed: &str) -> Value {
    json!({
        "sellerSku": sku,
        "asin": "B000000001",
        "fnSku": "X000000001",
        "totalQuantity": 5,
        "lastUpdatedTime": changed,
        "inventoryDetails": { "fulfillableQuantity": 5 },
    })
}

async fn world_with(number: usize) -> World {
    let world = World::new().await;
    for place in 0..number {
        let changed = format!("2026-11-{:02}T00:00:00Z", 1 + place % 20);
        world.fake.set_stock(NORTH, US, stock(&format!("S{place:03}"), &changed));
    }
    world
}

#[tokio::test(start_paused = true)]
async fn details_come_only_when_asked_for() {
    let world = world_with(1).await;
    let plain = world.get(&query("")).await;
    assert_eq!(skus(&plain), ["S000"]);
    assert_eq!(plain.json["payload"]["inventorySummaries"][0].get("inventoryDetails"), None);
    assert_eq!(plain.json.get("pagination"), None);
    let detailed = world.get(&query("&details=true")).await;
    let summary = &detailed.json["payload"]["inventorySummaries"][0];
    assert_eq!(summary["inventoryDetails"]["fulfillableQuantity"], 5);
}

#[tokio::test(start_paused = true)]
async fn a_page_token_lives_for_thirty_seconds_and_goes_with_its_query() {
    let world = world_with(120).await;
    let first = world.get(&query("&details=true")).await;
    assert_eq!(skus(&first).len(), 50);
    let token: String =
        url::form_urlencoded::byte_serialize(first.next_token().unwrap().as_bytes()).collect();
    tokio::time::sleep(Duration::from_secs(29)).await;
    let second = world.get(&query(&format!("&details=true&nextToken={token}"))).await;
    assert_eq!((skus(&second)[0], skus(&second).len()), ("S050", 50));
    let other = world.get(&query(&format!("&nextToken={token}"))).await;
    assert_eq!((other.status, other.code()), (400, "InvalidInput"));
    tokio::time::sleep(Duration::from_secs(1)).await;
    let late = world.get(&query(&format!("&details=true&nextToken={token}"))).await;
    assert!(late.details().contains("expired"), "{}", late.text);
    let token: String =
        url::form_urlencoded::byte_serialize(second.next_token().unwrap().as_bytes()).collect();
    let third = world.get(&query(&format!("&details=true&nextToken={token}"))).await;
    assert_eq!(skus(&third).len(), 20);
}

#[tokio::test(start_paused = true)]
async fn changes_are_found_by_time_whatever_the_skus() {
    let world = world_with(3).await;
    let since = world.get(&query("&startDateTime=2026-11-02T00:00:00Z&sellerSkus=S000")).await;
    assert_eq!(skus(&since), ["S001", "S002"]);
    let named = world.get(&query("&sellerSkus=S000,S002,S999&sellerSku=S001")).await;
    assert_eq!(skus(&named), ["S000", "S002"]);
    assert_eq!(skus(&world.get(&query("&sellerSku=S001")).await), ["S001"]);
    let mut never = stock("NEVER", "");
    never["lastUpdatedTime"] = json!("");
    world.fake.set_stock(NORTH, US, never);
    assert!(!skus(&world.get(&query("&startDateTime=2026-11-02T00:00:00Z")).await).contains(&"NEVER"));
}

#[tokio::test(start_paused = true)]
async fn queries_that_the_model_forbids_are_refused() {
    let world = world_with(1).await;
    let fifty_one = vec!["S"; 51].join(",");
    for bad in [
        format!("{SUMMARIES}?granularityId={US}&marketplaceIds={US}"),
        format!("{SUMMARIES}?granularityType=World&granularityId={US}&marketplaceIds={US}"),
        format!("{SUMMARIES}?granularityType=Marketplace&granularityId={US}"),
        format!("{SUMMARIES}?granularityType=Marketplace&granularityId={US}&marketplaceIds={US},{CANADA}"),
        format!("{SUMMARIES}?granularityType=Marketplace&granularityId={CANADA}&marketplaceIds={US}"),
        query("&details=yes"),
        query("&startDateTime=2026-11-02"),
        query("&startDateTime=2025-05-23T11:59:59Z"),
        query(&format!("&sellerSkus={fifty_one}")),
        query("&nextToken=made-up"),
    ] {
        let reply = world.get(&bad).await;
        assert_eq!((reply.status, reply.code()), (400, "InvalidInput"), "{bad}");
    }
    assert_eq!(world.get(&query("&startDateTime=2025-05-23T12:00:00Z&unheard=of")).await.status, 200);
}

/// What the sandbox lets one do.
async fn tour(world: &World) {
    let item = json!({ "sellerSku": "NEW/1", "marketplaceId": US, "productName": "New" });
    let items = "/fba/inventory/v1/items";
    assert_eq!(world.call("POST", items, item.clone()).await.status, 200);
    assert_eq!(world.call("POST", items, item).await.status, 400);
    let add = async |token: &str, quantity: u32, sku: &str| {
        let body =
            json!({ "inventoryItems": [{ "sellerSku": sku, "marketplaceId": US, "quantity": quantity }] });
        let request = Request::post(format!("{items}/inventory"))
            .header("user-agent", "Tests/1.0")
            .header("content-type", "application/json")
            .header("x-amz-access-token", &world.north)
            .header("x-amzn-idempotency-token", token)
            .body(Bytes::from(body.to_string()));
        world.send(request.unwrap()).await.status
    };
    let held = || world.fake.stock(NORTH, US, "NEW/1").unwrap()["totalQuantity"].clone();
    assert_eq!(add("one", 5, "NEW/1").await, 200);
    assert_eq!(held(), 5);
    assert_eq!(add("one", 5, "NEW/1").await, 200, "the same token again");
    assert_eq!(held(), 5);
    assert_eq!(add("two", 2, "NEW/1").await, 200);
    assert_eq!(held(), 7);
    assert_eq!(add("three", 2, "NOBODY").await, 404);
    assert_eq!(add("", 2, "NEW/1").await, 400);
    let gone = format!("{items}/NEW%2F1?marketplaceId={US}");
    assert_eq!(world.call("DELETE", &gone, Value::Null).await.status, 200);
    assert_eq!(world.call("DELETE", &gone, Value::Null).await.status, 404);
}

#[tokio::test(start_paused = true)]
async fn the_sandbox_adds_what_it_is_told_once_for_each_token() {
    tour(&world_with(0).await).await;
}

#[tokio::test(start_paused = true)]
#[ignore = "needs SHARED_DIR"]
async fn answers_are_as_modelled() {
    let world = world_with(60).await;
    world.fake.stock_shelves(NORTH).unwrap();
    tour(&world).await;
    assert_eq!(skus(&world.get(&query("&details=true")).await).len(), 50);
    world.get(&query("&details=maybe")).await;
    validate::every_answer_is_modelled(&world, "fbaInventory");
}
