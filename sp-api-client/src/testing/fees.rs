//! The Product Fees v0 API: what Amazon would charge for a sale.
//!
//! The fees are invented: fifteen per cent of what the buyer pays, and a fixed amount for Amazon's shipping.

use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::{
    Amazon, Answer, Call,
    amounts::{decimal, number},
    call::iso,
    marketplaces, offers,
    routes::{Api, Route},
    shape::{COUNT, NUMBER, Shape, TEXT, optional, required},
};

pub(super) const API: Api = Api {
    model: "productFeesV0",
    routes: &[
        Route::post("getMyFeesEstimateForSKU", "/products/fees/v0/listings/{SellerSKU}/feesEstimate", 1.0, 2),
        Route::post("getMyFeesEstimateForASIN", "/products/fees/v0/items/{Asin}/feesEstimate", 1.0, 2),
        Route::post("getMyFeesEstimates", "/products/fees/v0/feesEstimate", 0.5, 1),
    ],
    answer,
};

const MONEY: Shape =
    Shape::Object(&[required("CurrencyCode", Shape::Text(3, 3)), required("Amount", NUMBER)]);

const REQUEST: Shape = Shape::Object(&[
    required("MarketplaceId", TEXT),
    required("Identifier", TEXT),
    required(
        "PriceToEstimateFees",
        Shape::Object(&[
            required("ListingPrice", MONEY),
            optional("Shipping", MONEY),
            optional(
                "Points",
                Shape::Object(&[optional("PointsNumber", COUNT), optional("PointsMonetaryValue", MONEY)]),
            ),
        ]),
    ),
    optional("IsAmazonFulfilled", Shape::Bool),
    optional("OptionalFulfillmentProgram", Shape::OneOf(&["FBA_CORE", "FBA_SNL", "FBA_EFN"])),
]);

const ONE: Shape = Shape::Object(&[required("FeesEstimateRequest", REQUEST)]);

const BATCH: Shape = Shape::List(
    &Shape::Object(&[
        required("FeesEstimateRequest", REQUEST),
        required("IdType", Shape::OneOf(&["ASIN", "SellerSKU"])),
        required("IdValue", TEXT),
    ]),
    1,
    20,
);

fn answer(call: &Call<'_>, amazon: &mut Amazon) -> Result<Answer, Answer> {
    let (kind, id) = match call.operation {
        "getMyFeesEstimates" => {
            // A batch of any size has the status of a list: 200. What went wrong stands in the list.
            let body = BATCH.read(call)?;
            let requests = body.as_array().cloned().unwrap_or_default();
            let results: Vec<Value> = requests
                .iter()
                .map(|one| {
                    let text = |name: &str| one[name].as_str().unwrap_or_default();
                    estimate(call, amazon, (text("IdType"), text("IdValue")), &one["FeesEstimateRequest"])
                })
                .collect();
            return Ok(Answer::json(200, &json!(results)));
        }
        "getMyFeesEstimateForSKU" => ("SellerSKU", call.path("SellerSKU")),
        _ => ("ASIN", call.path("Asin")),
    };
    let body = ONE.read(call)?;
    let result = estimate(call, amazon, (kind, id), &body["FeesEstimateRequest"]);
    Ok(Answer::payload(200, json!({ "FeesEstimateResult": result })))
}

/// An id that is not known is the caller's error, told with status 200.
fn estimate(call: &Call<'_>, amazon: &mut Amazon, (kind, id): (&str, &str), request: &Value) -> Value {
    let marketplace = request["MarketplaceId"].as_str().unwrap_or_default();
    let seller_id = &call.seller.seller_id;
    let mut identifier = json!({
        "MarketplaceId": marketplace,
        "SellerId": seller_id,
        "IdType": kind,
        "IdValue": id,
        "IsAmazonFulfilled": request["IsAmazonFulfilled"].as_bool().unwrap_or(false),
        "PriceToEstimateFees": request["PriceToEstimateFees"],
        "SellerInputIdentifier": request["Identifier"],
    });
    if request["OptionalFulfillmentProgram"].is_string() {
        identifier["OptionalFulfillmentProgram"] = request["OptionalFulfillmentProgram"].clone();
    }
    let known = match kind {
        "ASIN" => offers::is_product(&mut amazon.books, seller_id, marketplace, id),
        _ => amazon.books.of(seller_id).pricing.0.of_sku(marketplace, id).is_some(),
    };
    let price = &request["PriceToEstimateFees"];
    let currency = marketplaces::currency(marketplace);
    let refusal = if !known {
        Some(("DataNotAvailable", "The product does not exist in this marketplace."))
    } else if price["ListingPrice"]["CurrencyCode"] != currency {
        Some(("InvalidParameterValue", "The currency is not that of the marketplace."))
    } else {
        None
    };
    if let Some((code, message)) = refusal {
        let error = json!({ "Type": "Sender", "Code": code, "Message": message, "Detail": [] });
        return json!({ "Status": "ClientError", "FeesEstimateIdentifier": identifier, "Error": error });
    }
    let paid = decimal(&price["ListingPrice"]["Amount"]) + decimal(&price["Shipping"]["Amount"]);
    let digits = if currency == "JPY" { 0 } else { 2 };
    let referral = (paid * Decimal::new(15, 2)).round_dp(digits);
    let mut fees = vec![("ReferralFee", referral), ("VariableClosingFee", Decimal::ZERO)];
    if request["IsAmazonFulfilled"] == true {
        fees.push(("FBAFees", Decimal::new(322, 2).round_dp(digits)));
    }
    let money = |amount: Decimal| json!({ "CurrencyCode": currency, "Amount": number(amount) });
    let total: Decimal = fees.iter().map(|(_, amount)| *amount).sum();
    let details: Vec<Value> = fees
        .iter()
        .map(|(kind, amount)| {
            json!({
                "FeeType": kind,
                "FeeAmount": money(*amount),
                "FeePromotion": money(Decimal::ZERO),
                "FinalFee": money(*amount),
            })
        })
        .collect();
    json!({
        "Status": "Success",
        "FeesEstimateIdentifier": identifier,
        "FeesEstimate": {
            "TimeOfFeesEstimation": iso(call.now),
            "TotalFeesEstimate": money(total),
            "FeeDetailList": details,
        },
    })
}
