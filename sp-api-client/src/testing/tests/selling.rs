//! Catalogue, product types, restrictions, prices and fees.

use super::{validate, *};

const KETTLE: &str = "B0SHELF001";
const UNKNOWN: &str = "B000000000";
const CATALOG: &str = "/catalog/2022-04-01/items";
const TYPES: &str = "/definitions/2020-09-01/productTypes";
const RESTRICTIONS: &str = "/listings/2021-08-01/restrictions";
const PRICING: &str = "/products/pricing/v0";
const FEES: &str = "/products/fees/v0";

async fn shop() -> World {
    let world = World::new().await;
    world.fake.stock_shelves(NORTH).unwrap();
    world
}

async fn good(world: &World, path: &str) -> Value {
    let reply = world.get(path).await;
    assert_eq!(reply.status, 200, "{path}: {}", reply.text);
    reply.json
}

async fn refused(world: &World, path: &str) -> String {
    let reply = world.get(path).await;
    assert_eq!(reply.status, 400, "{path}: {}", reply.text);
    reply.details().to_owned()
}

fn asins(results: &Value) -> Vec<&str> {
    results["items"].as_array().unwrap().iter().map(|one| one["asin"].as_str().unwrap()).collect()
}

// The catalogue.

#[tokio::test(start_paused = true)]
async fn products_are_found_by_what_identifies_them() {
    let world = shop().await;
    let search = async |query: &str| good(&world, &format!("{CATALOG}?marketplaceIds={US}&{query}")).await;
    for identifiers in [
        "identifiers=4000000000001&identifiersType=EAN",
        "identifiers=B0SHELF001,B0NOBODY00&identifiersType=ASIN",
        &format!("identifiers=SHELF-KETTLE&identifiersType=SKU&sellerId={NORTH}"),
    ] {
        let found = search(identifiers).await;
        assert_eq!(asins(&found), [KETTLE], "{identifiers}");
        assert_eq!(found["numberOfResults"], 1);
        assert_eq!(found.get("refinements"), None);
    }
    assert_eq!(search("identifiers=1&identifiersType=UPC").await["numberOfResults"], 0);
    let path = |query: &str| format!("{CATALOG}?marketplaceIds={US}&{query}");
    for bad in [
        "",
        "identifiers=1",
        "identifiers=1&identifiersType=NAME",
        "identifiers=1&identifiersType=EAN&keywords=x",
        "identifiers=1&identifiersType=EAN&brandNames=x",
        "identifiers=1&identifiersType=SKU",
        "keywords=x&pageSize=21",
        "keywords=x&includedData=everything",
        &format!("keywords={}", vec!["x"; 21].join(",")),
    ] {
        refused(&world, &path(bad)).await;
    }
    refused(&world, &format!("{CATALOG}?keywords=x")).await;
    refused(&world, &format!("{CATALOG}?marketplaceIds={US},{CANADA}&keywords=x")).await;
}

#[tokio::test(start_paused = true)]
async fn keywords_are_looked_for_in_names_and_brands() {
    let world = shop().await;
    let search = |query: &str| format!("{CATALOG}?marketplaceIds={US}&{query}");
    assert_eq!(asins(&good(&world, &search("keywords=gooseneck")).await), [KETTLE]);
    assert_eq!(asins(&good(&world, &search("keywords=shelves,mug")).await), ["B0SHELF002"]);
    let first = good(&world, &search("keywords=shelves&pageSize=2")).await;
    assert_eq!((asins(&first).len(), &first["numberOfResults"]), (2, &json!(3)));
    assert_eq!(first["refinements"]["brands"][0], json!({ "brandName": "Shelves", "numberOfResults": 3 }));
    let token = first["pagination"]["nextToken"].as_str().unwrap();
    let token: String = url::form_urlencoded::byte_serialize(token.as_bytes()).collect();
    let second = good(&world, &search(&format!("keywords=shelves&pageSize=2&pageToken={token}"))).await;
    assert_eq!(asins(&second), ["B0SHELF003"]);
    assert_eq!(asins(&good(&world, &search("keywords=shelves&brandNames=Other")).await), [""; 0]);
    assert_eq!(asins(&good(&world, &search("keywords=shelves&classificationIds=1001")).await).len(), 3);
}

#[tokio::test(start_paused = true)]
async fn a_product_shows_the_datasets_and_marketplaces_asked_for() {
    let world = shop().await;
    let item = good(&world, &format!("{CATALOG}/{KETTLE}?marketplaceIds={US}")).await;
    assert_eq!(item["summaries"].as_array().unwrap().len(), 1);
    assert_eq!(item.get("dimensions"), None);
    let both = format!("{CATALOG}/{KETTLE}?marketplaceIds={US},{CANADA}&includedData=dimensions,attributes");
    let both = good(&world, &both).await;
    assert_eq!(both["dimensions"].as_array().unwrap().len(), 2);
    assert!(both["attributes"]["item_name"].is_array());
    assert_eq!(both.get("summaries"), None);
    let unknown = world.get(&format!("{CATALOG}/{UNKNOWN}?marketplaceIds={US}")).await;
    assert_eq!((unknown.status, unknown.code()), (404, "NotFound"));
}

// Restrictions.

#[tokio::test(start_paused = true)]
async fn a_product_without_restrictions_may_be_sold() {
    let world = shop().await;
    let path = |asin: &str, more: &str| {
        format!("{RESTRICTIONS}?asin={asin}&sellerId={NORTH}&marketplaceIds={US}{more}")
    };
    let free = good(&world, &path(KETTLE, "")).await;
    assert_eq!(free["restrictions"], json!([]));
    let used = good(&world, &path("B0SHELF003", "&conditionType=used_good")).await;
    assert_eq!(used["restrictions"][0]["reasons"][0]["reasonCode"], "APPROVAL_REQUIRED");
    let new = good(&world, &path("B0SHELF003", "&conditionType=new_new")).await;
    assert_eq!(new["restrictions"], json!([]));
    let unknown = good(&world, &path(UNKNOWN, "")).await;
    assert_eq!(unknown["restrictions"][0]["reasons"][0]["reasonCode"], "ASIN_NOT_FOUND");
    refused(&world, &path(KETTLE, "&conditionType=shiny")).await;
    refused(&world, &format!("{RESTRICTIONS}?asin={KETTLE}&sellerId={NORTH}")).await;
    let other = format!("{RESTRICTIONS}?asin={KETTLE}&sellerId=A1OTHER&marketplaceIds={US}");
    assert_eq!(world.get(&other).await.status, 403);
}

// Product types.

#[tokio::test(start_paused = true)]
async fn a_schema_is_a_document_with_a_checksum() {
    let world = shop().await;
    let path = format!("{TYPES}/KITCHEN?marketplaceIds={US}");
    let definition = good(&world, &path).await;
    assert_eq!(definition["locale"], "en_US");
    assert_eq!(
        definition["propertyGroups"]["product_details"]["propertyNames"],
        json!(["color", "item_name"])
    );
    let read = async |definition: &Value| {
        let url = definition["schema"]["link"]["resource"].as_str().unwrap();
        let request = Request::get(url).body(Bytes::new()).unwrap();
        world.send_unseen(request).await
    };
    let schema = read(&definition).await;
    assert_eq!((schema.status, &schema.json["required"]), (200, &json!(["item_name"])));
    let again = good(&world, &path).await;
    assert_eq!(again["schema"]["checksum"], definition["schema"]["checksum"], "the same document");
    let loose = good(&world, &format!("{path}&requirementsEnforced=NOT_ENFORCED")).await;
    assert_ne!(loose["schema"]["checksum"], definition["schema"]["checksum"]);
    assert_eq!(read(&loose).await.json.get("required"), None);
    tokio::time::sleep(Duration::from_secs(300)).await;
    assert_eq!(read(&definition).await.status, 403, "the link has expired");
}

#[tokio::test(start_paused = true)]
async fn product_types_are_found_by_their_names_or_by_a_title() {
    let world = shop().await;
    world.fake.put_product_type(NORTH, "LUGGAGE", "Luggage", json!({}));
    let names = async |query: &str| {
        let list = good(&world, &format!("{TYPES}?marketplaceIds={US}{query}")).await;
        let all = list["productTypes"].as_array().unwrap();
        all.iter().map(|one| one["name"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(names("").await, ["KITCHEN", "LUGGAGE"]);
    assert_eq!(names("&keywords=lug").await, ["LUGGAGE"]);
    assert_eq!(names("&itemName=A%20kitchen%20kettle").await, ["KITCHEN"]);
    refused(&world, &format!("{TYPES}?marketplaceIds={US}&keywords=a&itemName=b")).await;
    refused(&world, TYPES).await;
    let one = |name: &str, query: &str| format!("{TYPES}/{name}?{query}");
    assert_eq!(world.get(&one("SHOES", &format!("marketplaceIds={US}"))).await.status, 404);
    refused(&world, &one("KITCHEN", &format!("marketplaceIds={US},{CANADA}"))).await;
    for bad in [
        "requirements=ALL",
        "requirementsEnforced=YES",
        "locale=xx",
        "parentageLevel=AUNT",
        "productTypeVersion=9",
    ] {
        refused(&world, &one("KITCHEN", &format!("marketplaceIds={US}&{bad}"))).await;
    }
}

// Prices.

#[tokio::test(start_paused = true)]
async fn an_id_that_is_unknown_does_not_spoil_the_other_prices() {
    let world = shop().await;
    let path = format!("{PRICING}/price?MarketplaceId={US}&ItemType=Sku&Skus=SHELF-KETTLE,NOBODY");
    let prices = good(&world, &path).await;
    let rows = prices["payload"].as_array().unwrap();
    assert_eq!((&rows[0]["status"], &rows[1]["status"]), (&json!("Success"), &json!("ClientError")));
    let offer = &rows[0]["Product"]["Offers"][0];
    assert_eq!(offer["BuyingPrice"]["LandedPrice"], json!({ "CurrencyCode": "USD", "Amount": 39.99 }));
    let path = format!("{PRICING}/competitivePrice?MarketplaceId={US}&ItemType=Asin&Asins={KETTLE}");
    let competing = good(&world, &path).await;
    let prices = &competing["payload"][0]["Product"]["CompetitivePricing"];
    assert_eq!(prices["CompetitivePrices"][0]["belongsToRequester"], true);
    assert_eq!(prices["NumberOfOfferListings"][0]["Count"], 2);
    for bad in [
        format!("MarketplaceId={US}&ItemType=Sku"),
        format!("MarketplaceId={US}&ItemType=Ean&Skus=x"),
        format!("MarketplaceId={US}&Skus=x"),
        "ItemType=Sku&Skus=x".to_owned(),
        format!("MarketplaceId={US}&ItemType=Sku&Skus={}", vec!["x"; 21].join(",")),
    ] {
        refused(&world, &format!("{PRICING}/price?{bad}")).await;
    }
}

#[tokio::test(start_paused = true)]
async fn the_cheapest_offer_wins_the_buy_box() {
    let world = shop().await;
    let path = format!("{PRICING}/items/{KETTLE}/offers?MarketplaceId={US}&ItemCondition=New");
    let offers = good(&world, &path).await;
    assert_eq!(offers["payload"]["Summary"]["TotalOfferCount"], 2);
    assert_eq!(offers["payload"]["Summary"]["BuyBoxPrices"][0]["sellerId"], NORTH);
    let dumping = FakeOffer {
        sku: "CHEAP".to_owned(),
        asin: KETTLE.to_owned(),
        marketplace_id: US.to_owned(),
        price: "30.00".parse().unwrap(),
        shipping: "2.50".parse().unwrap(),
        fulfilled_by_amazon: false,
    };
    world.fake.put_offer("A0CHEAP", dumping);
    let offers = good(&world, &path).await;
    assert_eq!(offers["payload"]["Summary"]["BuyBoxPrices"][0]["LandedPrice"]["Amount"], 32.5);
    assert_eq!(offers["payload"]["Offers"][0]["SellerId"], "A0CHEAP");
    let mine =
        good(&world, &format!("{PRICING}/listings/SHELF-KETTLE/offers?MarketplaceId={US}&ItemCondition=New"))
            .await;
    let owner = |place: usize| mine["payload"]["Offers"][place]["MyOffer"] == true;
    assert_eq!((owner(0), owner(1)), (false, true));
    let used =
        good(&world, &format!("{PRICING}/items/{KETTLE}/offers?MarketplaceId={US}&ItemCondition=Used")).await;
    assert_eq!(
        (&used["payload"]["status"], &used["payload"]["Offers"]),
        (&json!("NoBuyableOffers"), &json!([]))
    );
    let unknown =
        world.get(&format!("{PRICING}/items/{UNKNOWN}/offers?MarketplaceId={US}&ItemCondition=New")).await;
    assert_eq!(unknown.status, 404);
}

fn offers_request(kind: &str, id: &str) -> Value {
    json!({
        "uri": format!("/products/pricing/v0/{kind}/{id}/offers"),
        "method": "GET",
        "MarketplaceId": US,
        "ItemCondition": "New",
    })
}

#[tokio::test(start_paused = true)]
async fn every_request_of_a_batch_has_its_own_status() {
    let world = shop().await;
    let batch = async |kind: &str, requests: Vec<Value>| {
        let path = format!("/batches/products/pricing/v0/{kind}Offers");
        world.call("POST", &path, json!({ "requests": requests })).await
    };
    let requests = vec![offers_request("items", KETTLE), offers_request("items", UNKNOWN)];
    let reply = batch("item", requests).await;
    let status = |place: usize| reply.json["responses"][place]["status"]["statusCode"].clone();
    assert_eq!((status(0), status(1)), (json!(200), json!(404)));
    assert_eq!(reply.json["responses"][0]["request"]["Asin"], KETTLE);
    let skus = batch("listing", vec![offers_request("listings", "SHELF-KETTLE")]).await;
    assert_eq!(skus.json["responses"][0]["body"]["payload"]["SKU"], "SHELF-KETTLE");
    assert_eq!(batch("item", vec![]).await.status, 400);
    assert_eq!(batch("item", vec![offers_request("items", KETTLE); 21]).await.status, 400);
    assert_eq!(batch("item", vec![offers_request("listings", KETTLE)]).await.status, 400);
}

#[tokio::test(start_paused = true)]
async fn the_price_to_beat_is_the_cheapest_competitors() {
    let world = shop().await;
    let request = |sku: &str| {
        json!({
            "uri": "/products/pricing/2022-05-01/offer/featuredOfferExpectedPrice",
            "method": "GET",
            "marketplaceId": US,
            "sku": sku,
        })
    };
    let path = "/batches/products/pricing/2022-05-01/offer/featuredOfferExpectedPrice";
    let body = json!({ "requests": [request("SHELF-KETTLE"), request("NOBODY")] });
    let reply = world.call("POST", path, body).await;
    let result = &reply.json["responses"][0]["body"]["featuredOfferExpectedPriceResults"][0];
    assert_eq!(result["featuredOfferExpectedPrice"]["listingPrice"]["amount"], 40.99);
    assert_eq!(result["competingFeaturedOffer"]["offerIdentifier"].get("sku"), None);
    assert_eq!(reply.json["responses"][1]["status"]["statusCode"], 404);
    let many = json!({ "requests": vec![request("SHELF-KETTLE"); 41] });
    assert_eq!(world.call("POST", path, many).await.status, 400);
}

fn summary_request(asin: &str) -> Value {
    json!({
        "uri": "/products/pricing/2022-05-01/items/competitiveSummary",
        "method": "GET",
        "marketplaceId": US,
        "asin": asin,
        "includedData": ["featuredBuyingOptions", "referencePrices", "lowestPricedOffers", "similarItems"],
    })
}

#[tokio::test(start_paused = true)]
async fn a_competitive_summary_holds_what_was_asked_for() {
    let world = shop().await;
    let path = "/batches/products/pricing/2022-05-01/items/competitiveSummary";
    let mut prices = summary_request(KETTLE);
    prices["includedData"] = json!(["referencePrices"]);
    let mut odd = prices.clone();
    odd["lowestPricedOffersInputs"] = json!([{ "itemCondition": "New", "offerType": "Consumer" }]);
    let body = json!({ "requests": [summary_request(KETTLE), prices, summary_request(UNKNOWN), odd] });
    let reply = world.call("POST", path, body).await;
    let response = |place: usize| &reply.json["responses"][place];
    assert_eq!(response(0)["body"]["lowestPricedOffers"][0]["offers"].as_array().unwrap().len(), 2);
    assert_eq!(response(1)["body"].get("lowestPricedOffers"), None);
    assert_eq!(response(2)["status"]["statusCode"], 404);
    assert_eq!(response(3)["status"]["statusCode"], 400);
    let many = json!({ "requests": vec![summary_request(KETTLE); 21] });
    assert_eq!(world.call("POST", path, many).await.status, 400);
}

// Fees.

fn fees_request(currency: &str) -> Value {
    json!({
        "MarketplaceId": US,
        "IsAmazonFulfilled": true,
        "Identifier": "mine",
        "PriceToEstimateFees": {
            "ListingPrice": { "CurrencyCode": currency, "Amount": 39.99 },
            "Shipping": { "CurrencyCode": currency, "Amount": 0 },
        },
    })
}

async fn fees(world: &World, path: &str, request: Value) -> Value {
    let reply = world.call("POST", &format!("{FEES}/{path}/feesEstimate"), request).await;
    assert_eq!(reply.status, 200, "{}", reply.text);
    reply.json["payload"]["FeesEstimateResult"].clone()
}

#[tokio::test(start_paused = true)]
async fn fees_follow_from_the_price() {
    let world = shop().await;
    let one = json!({ "FeesEstimateRequest": fees_request("USD") });
    for path in ["listings/SHELF-KETTLE", &format!("items/{KETTLE}")] {
        let result = fees(&world, path, one.clone()).await;
        assert_eq!(result["Status"], "Success");
        assert_eq!(result["FeesEstimateIdentifier"]["SellerInputIdentifier"], "mine");
        assert_eq!(result["FeesEstimate"]["TotalFeesEstimate"]["Amount"], 9.22);
    }
    let unknown = fees(&world, "listings/NOBODY", one.clone()).await;
    assert_eq!((&unknown["Status"], &unknown["Error"]["Type"]), (&json!("ClientError"), &json!("Sender")));
    let euros =
        fees(&world, "listings/SHELF-KETTLE", json!({ "FeesEstimateRequest": fees_request("EUR") })).await;
    assert_eq!(euros["Error"]["Code"], "InvalidParameterValue");
    let mut bad = one;
    bad["FeesEstimateRequest"]["Identifier"] = Value::Null;
    let reply = world.call("POST", &format!("{FEES}/items/{KETTLE}/feesEstimate"), bad).await;
    assert_eq!(reply.status, 400);
}

#[tokio::test(start_paused = true)]
async fn a_batch_of_fees_is_a_list_of_results() {
    let world = shop().await;
    let path = format!("{FEES}/feesEstimate");
    let request = |kind: &str, id: &str| json!({ "IdType": kind, "IdValue": id, "FeesEstimateRequest": fees_request("USD") });
    let batch = json!([request("SellerSKU", "SHELF-KETTLE"), request("ASIN", UNKNOWN)]);
    let reply = world.call("POST", &path, batch).await;
    assert_eq!(
        (&reply.json[0]["Status"], &reply.json[1]["Status"]),
        (&json!("Success"), &json!("ClientError"))
    );
    for bad in [json!([]), json!({}), json!([request("EAN", "1")]), json!(vec![request("ASIN", KETTLE); 21])]
    {
        assert_eq!(world.call("POST", &path, bad).await.status, 400);
    }
}

#[tokio::test(start_paused = true)]
#[ignore = "needs SHARED_DIR"]
async fn answers_are_as_modelled() {
    let world = shop().await;
    let everything = "attributes,classifications,dimensions,identifiers,images,productTypes,relationships,salesRanks,summaries,vendorDetails";
    for path in [
        format!("{CATALOG}?marketplaceIds={US}&keywords=shelves&pageSize=1&includedData={everything}"),
        format!("{CATALOG}/{KETTLE}?marketplaceIds={US},{CANADA}&includedData={everything}"),
        format!("{TYPES}?marketplaceIds={US}&keywords=kitchen"),
        format!("{TYPES}/KITCHEN?marketplaceIds={US}&sellerId={NORTH}"),
        format!("{RESTRICTIONS}?asin=B0SHELF003&sellerId={NORTH}&marketplaceIds={US},{CANADA}"),
        format!("{RESTRICTIONS}?asin={UNKNOWN}&sellerId={NORTH}&marketplaceIds={US}"),
        format!("{PRICING}/price?MarketplaceId={US}&ItemType=Sku&Skus=SHELF-KETTLE,NOBODY"),
        format!("{PRICING}/price?MarketplaceId={US}&ItemType=Asin&Asins={KETTLE}"),
        format!("{PRICING}/competitivePrice?MarketplaceId={US}&ItemType=Asin&Asins={KETTLE}"),
        format!("{PRICING}/items/{KETTLE}/offers?MarketplaceId={US}&ItemCondition=New"),
        format!("{PRICING}/listings/SHELF-KETTLE/offers?MarketplaceId={US}&ItemCondition=New"),
    ] {
        good(&world, &path).await;
    }
    // The model has a bare list of errors for restrictions; here they look like those of every other API.
    for bad in [CATALOG, TYPES, "/products/pricing/v0/price"] {
        refused(&world, bad).await;
    }
    for kind in ["item", "listing"] {
        let requests = match kind {
            "item" => json!([offers_request("items", KETTLE), offers_request("items", UNKNOWN)]),
            _ => json!([offers_request("listings", "SHELF-KETTLE"), offers_request("listings", "NOBODY")]),
        };
        let path = format!("/batches/products/pricing/v0/{kind}Offers");
        world.call("POST", &path, json!({ "requests": requests })).await;
    }
    let request = |sku: &str| {
        json!({
            "uri": "/products/pricing/2022-05-01/offer/featuredOfferExpectedPrice",
            "method": "GET",
            "marketplaceId": US,
            "sku": sku,
        })
    };
    let path = "/batches/products/pricing/2022-05-01/offer/featuredOfferExpectedPrice";
    world.call("POST", path, json!({ "requests": [request("SHELF-KETTLE"), request("NOBODY")] })).await;
    let path = "/batches/products/pricing/2022-05-01/items/competitiveSummary";
    let requests = json!([summary_request(KETTLE), summary_request(UNKNOWN)]);
    world.call("POST", path, json!({ "requests": requests })).await;
    let one = json!({ "FeesEstimateRequest": fees_request("USD") });
    for path in ["listings/SHELF-KETTLE", "listings/NOBODY", "items/B0SHELF001"] {
        fees(&world, path, one.clone()).await;
    }
    let batch = json!([{ "IdType": "ASIN", "IdValue": KETTLE, "FeesEstimateRequest": fees_request("USD") }]);
    world.call("POST", &format!("{FEES}/feesEstimate"), batch).await;
    for model in [
        "catalogItems_2022-04-01",
        "definitionsProductTypes_2020-09-01",
        "listingsRestrictions_2021-08-01",
        "productPricingV0",
        "productPricing_2022-05-01",
        "productFeesV0",
    ] {
        validate::every_answer_is_modelled(&world, model);
    }
}
