//! The Product Pricing v0 API: one's own prices, and those that others ask.

use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::{
    Amazon, Answer, Call,
    amazon::Books,
    amounts::number,
    offers::{self, FakeOffer},
    routes::{Api, Route, percent_decoded},
    shape::{Shape, TEXT, optional, required},
};

pub(super) const API: Api = Api {
    model: "productPricingV0",
    routes: &[
        Route::get("getPricing", "/products/pricing/v0/price", 0.5, 1),
        Route::get("getCompetitivePricing", "/products/pricing/v0/competitivePrice", 0.5, 1),
        Route::get("getListingOffers", "/products/pricing/v0/listings/{SellerSKU}/offers", 1.0, 2),
        Route::get("getItemOffers", "/products/pricing/v0/items/{Asin}/offers", 0.5, 1),
        Route::post("getItemOffersBatch", "/batches/products/pricing/v0/itemOffers", 0.1, 1),
        Route::post("getListingOffersBatch", "/batches/products/pricing/v0/listingOffers", 0.5, 1),
    ],
    answer,
};

const CONDITIONS: &[&str] = &["New", "Used", "Collectible", "Refurbished", "Club"];
const CUSTOMERS: &[&str] = &["Consumer", "Business"];

const BATCH: Shape = Shape::Object(&[required(
    "requests",
    Shape::List(
        &Shape::Object(&[
            required("uri", Shape::Text(6, 512)),
            required("method", Shape::OneOf(&["GET", "PUT", "PATCH", "DELETE", "POST"])),
            required("MarketplaceId", TEXT),
            required("ItemCondition", Shape::OneOf(CONDITIONS)),
            optional("CustomerType", Shape::OneOf(CUSTOMERS)),
        ]),
        1,
        20,
    ),
)]);

/// What somebody asks about.
#[derive(Debug, Clone)]
enum Subject {
    Asin(String),
    Sku(String),
}

impl Subject {
    /// The ASIN, if there is such a product.
    fn asin(&self, books: &mut Books, seller_id: &str, marketplace: &str) -> Option<String> {
        match self {
            Self::Asin(asin) => offers::is_product(books, seller_id, marketplace, asin).then(|| asin.clone()),
            Self::Sku(sku) => Some(books.of(seller_id).pricing.0.of_sku(marketplace, sku)?.asin.clone()),
        }
    }

    fn name_in(&self, value: &mut Value, (asin_name, sku_name): (&str, &str)) {
        match self {
            Self::Asin(asin) => value[asin_name] = json!(asin),
            Self::Sku(sku) => value[sku_name] = json!(sku),
        }
    }
}

fn answer(call: &Call<'_>, amazon: &mut Amazon) -> Result<Answer, Answer> {
    match call.operation {
        "getPricing" => prices(call, amazon, own_prices),
        "getCompetitivePricing" => prices(call, amazon, competitive_prices),
        "getListingOffers" => one(call, amazon, Subject::Sku(call.path("SellerSKU").to_owned())),
        "getItemOffers" => one(call, amazon, Subject::Asin(call.path("Asin").to_owned())),
        _ => batch(call, amazon),
    }
}

fn money(offer: &FakeOffer, amount: Decimal) -> Value {
    json!({ "CurrencyCode": offer.currency(), "Amount": number(amount) })
}

fn price(offer: &FakeOffer) -> Value {
    json!({
        "LandedPrice": money(offer, offer.landed()),
        "ListingPrice": money(offer, offer.price),
        "Shipping": money(offer, offer.shipping),
    })
}

fn marketplace(call: &Call<'_>) -> Result<String, Answer> {
    let id = call.query.required("MarketplaceId")?.to_owned();
    call.check_marketplaces(std::slice::from_ref(&id))?;
    Ok(id)
}

/// A product's part of the answer.
type Described = fn(&Call<'_>, &mut Amazon, &str, &str) -> Value;

/// A status for each id: one that is unknown does not spoil the others.
fn prices(call: &Call<'_>, amazon: &mut Amazon, describe: Described) -> Result<Answer, Answer> {
    let marketplace = marketplace(call)?;
    call.query.required("ItemType")?;
    let by_sku = call.query.member("ItemType", &["Asin", "Sku"])? == Some("Sku");
    call.query.member("ItemCondition", CONDITIONS)?;
    call.query.member("OfferType", &["B2C", "B2B"])?;
    call.query.member("CustomerType", CUSTOMERS)?;
    let ids = call.query.required_list(if by_sku { "Skus" } else { "Asins" }, 20)?;
    let rows = ids.into_iter().map(|id| {
        let subject = if by_sku { Subject::Sku(id) } else { Subject::Asin(id) };
        let mut row = json!({ "status": "Success" });
        subject.name_in(&mut row, ("ASIN", "SellerSKU"));
        let Some(asin) = subject.asin(&mut amazon.books, &call.seller.seller_id, &marketplace) else {
            row["status"] = json!("ClientError");
            return row;
        };
        let mut product = describe(call, amazon, &marketplace, &asin);
        product["Identifiers"] = json!({ "MarketplaceASIN": { "MarketplaceId": marketplace, "ASIN": asin } });
        if let Subject::Sku(sku) = &subject {
            product["Identifiers"]["SKUIdentifier"] = json!({
                "MarketplaceId": marketplace,
                "SellerId": call.seller.seller_id,
                "SellerSKU": sku,
            });
            row["ASIN"] = json!(asin);
        }
        row["Product"] = product;
        row
    });
    let rows: Vec<Value> = rows.collect();
    Ok(Answer::payload(200, json!(rows)))
}

fn own_prices(call: &Call<'_>, amazon: &mut Amazon, marketplace: &str, asin: &str) -> Value {
    // Every offer here is new: there is none in any other condition, and none for businesses only.
    let wanted = call.query.one("ItemCondition").ok().flatten().is_none_or(|condition| condition == "New")
        && call.query.one("OfferType").ok().flatten() != Some("B2B");
    let offers = amazon.books.of(&call.seller.seller_id).pricing.0.of_asin(marketplace, asin);
    let described = |offer: &FakeOffer| {
        json!({
            "offerType": "B2C",
            "BuyingPrice": price(offer),
            "RegularPrice": money(offer, offer.price),
            "FulfillmentChannel": if offer.fulfilled_by_amazon { "AMAZON" } else { "MERCHANT" },
            "ItemCondition": "New",
            "ItemSubCondition": "New",
            "SellerSKU": offer.sku,
        })
    };
    json!({ "Offers": offers.filter(|_| wanted).map(described).collect::<Vec<_>>() })
}

/// The price of the buy box, and how many offers there are.
fn competitive_prices(call: &Call<'_>, amazon: &mut Amazon, marketplace: &str, asin: &str) -> Value {
    let all = offers::competing(&mut amazon.books, marketplace, asin);
    let prices = all.first().map(|(seller_id, offer)| {
        json!({
            "CompetitivePriceId": "1",
            "Price": price(offer),
            "condition": "New",
            "subcondition": "New",
            "offerType": "B2C",
            "sellerId": seller_id,
            "belongsToRequester": *seller_id == call.seller.seller_id,
        })
    });
    json!({
        "CompetitivePricing": {
            "CompetitivePrices": prices.into_iter().collect::<Vec<_>>(),
            "NumberOfOfferListings": [
                { "Count": all.len(), "condition": "New" },
                { "Count": all.len(), "condition": "Any" },
            ],
        },
        "SalesRankings": ranks(call, amazon, marketplace, asin),
    })
}

fn ranks(call: &Call<'_>, amazon: &mut Amazon, marketplace: &str, asin: &str) -> Vec<Value> {
    let item = amazon.books.of(&call.seller.seller_id).catalog.item(asin);
    let rank = offers::sales_rank(item, marketplace);
    rank.into_iter().map(|(category, rank)| json!({ "ProductCategoryId": category, "Rank": rank })).collect()
}

fn one(call: &Call<'_>, amazon: &mut Amazon, subject: Subject) -> Result<Answer, Answer> {
    let marketplace = marketplace(call)?;
    call.query.required("ItemCondition")?;
    let condition = call.query.member("ItemCondition", CONDITIONS)?.unwrap_or("New");
    call.query.member("CustomerType", CUSTOMERS)?;
    match offers_of(call, amazon, &subject, &marketplace, condition) {
        Some(payload) => Ok(Answer::payload(200, payload)),
        None => Err(Answer::not_found("The product does not exist in this marketplace.")),
    }
}

/// The twenty cheapest offers. None if there is no such product.
fn offers_of(
    call: &Call<'_>,
    amazon: &mut Amazon,
    subject: &Subject,
    marketplace: &str,
    condition: &str,
) -> Option<Value> {
    let asin = subject.asin(&mut amazon.books, &call.seller.seller_id, marketplace)?;
    let mut all = offers::competing(&mut amazon.books, marketplace, &asin);
    if condition != "New" {
        all.clear();
    }
    let mut identifier = json!({ "MarketplaceId": marketplace, "ItemCondition": condition });
    subject.name_in(&mut identifier, ("ASIN", "SellerSKU"));
    let mut payload = json!({
        "marketplaceId": marketplace,
        "ItemCondition": condition,
        "status": if all.is_empty() { "NoBuyableOffers" } else { "Success" },
        "Identifier": identifier,
        "Summary": summary(&all, ranks(call, amazon, marketplace, &asin)),
    });
    subject.name_in(&mut payload, ("ASIN", "SKU"));
    let detail = |(place, (seller_id, offer)): (usize, &(String, FakeOffer))| {
        let mut detail = json!({
            "SubCondition": "new",
            "SellerId": seller_id,
            "ShippingTime": { "minimumHours": 24, "maximumHours": 48, "availabilityType": "NOW" },
            "ListingPrice": money(offer, offer.price),
            "Shipping": money(offer, offer.shipping),
            "IsFulfilledByAmazon": offer.fulfilled_by_amazon,
            "IsBuyBoxWinner": place == 0,
            "IsFeaturedMerchant": true,
        });
        if matches!(subject, Subject::Sku(_)) {
            detail["MyOffer"] = json!(*seller_id == call.seller.seller_id);
        }
        detail
    };
    payload["Offers"] = all.iter().take(20).enumerate().map(detail).collect();
    Some(payload)
}

fn summary(all: &[(String, FakeOffer)], ranks: Vec<Value>) -> Value {
    let channel = |offer: &FakeOffer| if offer.fulfilled_by_amazon { "Amazon" } else { "Merchant" };
    let mut counts = Vec::new();
    let mut lowest = Vec::new();
    for name in ["Amazon", "Merchant"] {
        let mut those = all.iter().map(|(_, offer)| offer).filter(|offer| channel(offer) == name).peekable();
        if let Some(cheapest) = those.peek() {
            let mut row = price(cheapest);
            row["condition"] = json!("new");
            row["fulfillmentChannel"] = json!(name);
            lowest.push(row);
            counts
                .push(json!({ "condition": "new", "fulfillmentChannel": name, "OfferCount": those.count() }));
        }
    }
    let buy_box = all.first().map(|(seller_id, offer)| {
        let mut row = price(offer);
        row["condition"] = json!("New");
        row["sellerId"] = json!(seller_id);
        row
    });
    json!({
        "TotalOfferCount": all.len(),
        "NumberOfOffers": counts,
        "LowestPrices": lowest,
        "BuyBoxPrices": buy_box.into_iter().collect::<Vec<_>>(),
        "BuyBoxEligibleOffers": counts,
        "SalesRankings": ranks,
    })
}

fn batch(call: &Call<'_>, amazon: &mut Amazon) -> Result<Answer, Answer> {
    let body = BATCH.read(call)?;
    let kind = if call.operation == "getItemOffersBatch" { "items" } else { "listings" };
    let mut responses = Vec::new();
    for request in body["requests"].as_array().into_iter().flatten() {
        responses.push(response(call, amazon, request, kind)?);
    }
    Ok(Answer::json(200, &json!({ "responses": responses })))
}

/// A request whose address is not one of the operation spoils the whole batch; any other goes wrong alone.
fn response(call: &Call<'_>, amazon: &mut Amazon, request: &Value, kind: &str) -> Result<Value, Answer> {
    let uri = request["uri"].as_str().unwrap_or_default();
    let id = uri
        .strip_prefix("/products/pricing/v0/")
        .and_then(|rest| rest.strip_prefix(kind)?.strip_prefix('/')?.strip_suffix("/offers"))
        .filter(|id| !id.is_empty() && !id.contains('/') && request["method"] == "GET");
    let Some(id) = id.map(percent_decoded) else {
        return Err(Answer::invalid_input(&format!("'{uri}' is not an address of this operation.")));
    };
    let text = |name: &str| request[name].as_str().unwrap_or_default();
    let mut asked =
        json!({ "MarketplaceId": request["MarketplaceId"], "ItemCondition": request["ItemCondition"] });
    if !request["CustomerType"].is_null() {
        asked["CustomerType"] = request["CustomerType"].clone();
    }
    let subject = if kind == "items" { Subject::Asin(id) } else { Subject::Sku(id) };
    subject.name_in(&mut asked, ("Asin", "SellerSKU"));
    let found = offers_of(call, amazon, &subject, text("MarketplaceId"), text("ItemCondition"));
    let (code, phrase, body) = match found {
        Some(payload) => (200, "OK", json!({ "payload": payload })),
        None => {
            let message = "The product does not exist in this marketplace.";
            (
                404,
                "Not Found",
                json!({ "errors": [{ "code": "NotFound", "message": message, "details": "" }] }),
            )
        }
    };
    Ok(json!({
        "headers": { "Date": call.now.format("%a, %d %b %Y %H:%M:%S GMT").to_string() },
        "status": { "statusCode": code, "reasonPhrase": phrase },
        "body": body,
        "request": asked,
    }))
}
