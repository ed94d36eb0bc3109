//! The Product Pricing 2022-05-01 API: two batches, each with a status for every request in it.

use serde_json::{Value, json};

use super::{
    Amazon, Answer, Call,
    amounts::number,
    offers::{self, FakeOffer, Offers},
    routes::{Api, Route},
    shape::{Shape, TEXT, optional, required},
};

pub(super) const API: Api = Api {
    model: "productPricing_2022-05-01",
    routes: &[
        Route::post(
            "getFeaturedOfferExpectedPriceBatch",
            "/batches/products/pricing/2022-05-01/offer/featuredOfferExpectedPrice",
            0.033,
            1,
        ),
        Route::post(
            "getCompetitiveSummary",
            "/batches/products/pricing/2022-05-01/items/competitiveSummary",
            0.033,
            1,
        ),
    ],
    answer,
};

const METHODS: Shape = Shape::OneOf(&["GET", "PUT", "PATCH", "DELETE", "POST"]);
const URI: Shape = Shape::Text(6, 512);

const EXPECTED_PRICES: Shape = Shape::Object(&[required(
    "requests",
    Shape::List(
        &Shape::Object(&[
            required("uri", URI),
            required("method", METHODS),
            required("marketplaceId", TEXT),
            required("sku", TEXT),
            optional("segment", Shape::Object(&[])),
        ]),
        1,
        40,
    ),
)]);

const CONDITIONS: Shape = Shape::OneOf(&["New", "Used", "Collectible", "Refurbished", "Club"]);

const SUMMARIES: Shape = Shape::Object(&[required(
    "requests",
    Shape::List(
        &Shape::Object(&[
            required("uri", URI),
            required("method", METHODS),
            required("marketplaceId", TEXT),
            required("asin", TEXT),
            required(
                "includedData",
                Shape::List(
                    &Shape::OneOf(&[
                        "featuredBuyingOptions",
                        "referencePrices",
                        "lowestPricedOffers",
                        "similarItems",
                    ]),
                    1,
                    usize::MAX,
                ),
            ),
            optional(
                "lowestPricedOffersInputs",
                Shape::List(
                    &Shape::Object(&[
                        required("itemCondition", CONDITIONS),
                        required("offerType", Shape::OneOf(&["Consumer"])),
                    ]),
                    0,
                    5,
                ),
            ),
        ]),
        1,
        20,
    ),
)]);

/// The offers of one seller.
#[derive(Debug, Default)]
pub(super) struct Store(pub(super) Offers);

fn answer(call: &Call<'_>, amazon: &mut Amazon) -> Result<Answer, Answer> {
    let (shape, uri) = if call.operation == "getCompetitiveSummary" {
        (&SUMMARIES, "/products/pricing/2022-05-01/items/competitiveSummary")
    } else {
        (&EXPECTED_PRICES, "/products/pricing/2022-05-01/offer/featuredOfferExpectedPrice")
    };
    let body = shape.read(call)?;
    let requests = body["requests"].as_array().cloned().unwrap_or_default();
    if requests.iter().any(|request| request["uri"] != uri || request["method"] != "GET") {
        return Err(Answer::invalid_input(&format!("Every request of this batch is a GET of {uri}.")));
    }
    let responses: Vec<Value> = if call.operation == "getCompetitiveSummary" {
        requests.iter().map(|request| competitive_summary(call, amazon, request)).collect()
    } else {
        requests.iter().map(|request| expected_price(call, amazon, request)).collect()
    };
    Ok(Answer::json(200, &json!({ "responses": responses })))
}

fn status(code: u16) -> Value {
    let phrase = match code {
        200 => "OK",
        404 => "Not Found",
        _ => "Bad Request",
    };
    json!({ "statusCode": code, "reasonPhrase": phrase })
}

fn errors(code: &str, message: &str) -> Value {
    json!([{ "code": code, "message": message, "details": "" }])
}

fn money(offer: &FakeOffer, amount: rust_decimal::Decimal) -> Value {
    json!({ "currencyCode": offer.currency(), "amount": number(amount) })
}

fn channel(offer: &FakeOffer) -> &'static str {
    if offer.fulfilled_by_amazon { "AFN" } else { "MFN" }
}

/// At or below the price of the cheapest competitor, the caller's offer would be the featured one.
fn expected_price(call: &Call<'_>, amazon: &mut Amazon, request: &Value) -> Value {
    let text = |name: &str| request[name].as_str().unwrap_or_default();
    let (marketplace, sku) = (text("marketplaceId"), text("sku"));
    let asked = json!({ "marketplaceId": marketplace, "sku": sku });
    let seller_id = &call.seller.seller_id;
    let own = amazon.books.of(seller_id).pricing.0.of_sku(marketplace, sku).cloned();
    let Some(own) = own else {
        return json!({
            "headers": {},
            "status": status(404),
            "request": asked,
            "body": { "errors": errors("NOT_FOUND", "The SKU is not on sale in this marketplace.") },
        });
    };
    let all = offers::competing(&mut amazon.books, marketplace, &own.asin);
    let featured = |(seller_id, offer): &(String, FakeOffer)| {
        json!({
            "offerIdentifier": identifier(offer, seller_id, &call.seller.seller_id),
            "condition": "New",
            "price": {
                "listingPrice": money(offer, offer.price),
                "shippingPrice": money(offer, offer.shipping),
            },
        })
    };
    let competitor = all.iter().find(|(other, _)| other != seller_id);
    let mut result = match competitor {
        Some(competitor) => json!({
            "resultStatus": "VALID_FOEP",
            "featuredOfferExpectedPrice": {
                "listingPrice": money(&own, competitor.1.landed() - own.shipping),
            },
            "competingFeaturedOffer": featured(competitor),
        }),
        None => json!({ "resultStatus": "NO_COMPETING_OFFERS" }),
    };
    if let Some(winner) = all.first() {
        result["currentFeaturedOffer"] = featured(winner);
    }
    json!({
        "headers": {},
        "status": status(200),
        "request": asked,
        "body": {
            "offerIdentifier": identifier(&own, seller_id, seller_id),
            "featuredOfferExpectedPriceResults": [result],
        },
    })
}

/// A competitor's SKU is his own business.
fn identifier(offer: &FakeOffer, seller_id: &str, caller: &str) -> Value {
    let mut identifier = json!({
        "marketplaceId": offer.marketplace_id,
        "asin": offer.asin,
        "sellerId": seller_id,
        "fulfillmentType": channel(offer),
    });
    if seller_id == caller {
        identifier["sku"] = json!(offer.sku);
    }
    identifier
}

fn competitive_summary(call: &Call<'_>, amazon: &mut Amazon, request: &Value) -> Value {
    let text = |name: &str| request[name].as_str().unwrap_or_default();
    let (marketplace, asin) = (text("marketplaceId"), text("asin"));
    let mut body = json!({ "asin": asin, "marketplaceId": marketplace });
    let wants =
        |name: &str| request["includedData"].as_array().is_some_and(|all| all.iter().any(|one| one == name));
    let inputs = request["lowestPricedOffersInputs"].as_array().cloned();
    if inputs.is_some() && !wants("lowestPricedOffers") {
        body["errors"] = errors("InvalidInput", "lowestPricedOffersInputs goes with lowestPricedOffers.");
        return json!({ "status": status(400), "body": body });
    }
    if !offers::is_product(&mut amazon.books, &call.seller.seller_id, marketplace, asin) {
        body["errors"] = errors("NOT_FOUND", "The ASIN does not exist in this marketplace.");
        return json!({ "status": status(404), "body": body });
    }
    let all = offers::competing(&mut amazon.books, marketplace, asin);
    if wants("featuredBuyingOptions") {
        let featured = all.first().map(|(seller_id, offer)| {
            let mut featured = described(seller_id, offer);
            featured["featuredOfferSegments"] =
                json!([{ "customerMembership": "DEFAULT", "segmentDetails": {} }]);
            json!({ "buyingOptionType": "New", "segmentedFeaturedOffers": [featured] })
        });
        body["featuredBuyingOptions"] = json!(featured.into_iter().collect::<Vec<_>>());
    }
    if wants("lowestPricedOffers") {
        let default = || vec![json!({ "itemCondition": "New", "offerType": "Consumer" })];
        let cheapest: Vec<Value> = all.iter().take(20).map(|(id, offer)| described(id, offer)).collect();
        // All offers here are new ones.
        let new = inputs.unwrap_or_else(default).into_iter().filter(|input| input["itemCondition"] == "New");
        body["lowestPricedOffers"] = new
            .filter(|_| !cheapest.is_empty())
            .map(|input| json!({ "lowestPricedOffersInput": input, "offers": cheapest }))
            .collect();
    }
    if wants("referencePrices") {
        let price = all
            .first()
            .map(|(_, offer)| json!({ "name": "CompetitivePrice", "price": money(offer, offer.landed()) }));
        body["referencePrices"] = json!(price.into_iter().collect::<Vec<_>>());
    }
    if wants("similarItems") {
        body["similarItems"] = json!([]);
    }
    json!({ "status": status(200), "body": body })
}

fn described(seller_id: &str, offer: &FakeOffer) -> Value {
    json!({
        "sellerId": seller_id,
        "condition": "New",
        "subCondition": "New",
        "fulfillmentType": channel(offer),
        "listingPrice": money(offer, offer.price),
        "shippingOptions": [{ "shippingOptionType": "DEFAULT", "price": money(offer, offer.shipping) }],
    })
}
