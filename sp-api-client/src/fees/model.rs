//! What goes into and comes out of the Product Fees API.
//!
//! # Source
//! Model `productFeesV0`.

use chrono::{DateTime, NaiveDateTime, Utc};
use commerce_client_core::{list::List, money::Money, open_enum, wire};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::{
    error_list::ApiError,
    ids::{Asin, MarketplaceId, SellerId, SellerSku},
    money,
    reading::empty_is_none,
};

/// An estimate, in its wrapping.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct GetMyFeesEstimateResponse {
    /// The estimate.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payload: Option<GetMyFeesEstimateResult>,
    /// What went wrong beside it.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub errors: List<ApiError>,
}

/// A question for an estimate; which item it is of is in the path.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct GetMyFeesEstimateRequest {
    /// The question. Optional in the model, yet without it there is nothing to estimate.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fees_estimate_request: Option<FeesEstimateRequest>,
}

impl GetMyFeesEstimateRequest {
    /// The fees when it is sold so.
    pub fn new(sale: FeesEstimateRequest) -> Self {
        Self { fees_estimate_request: Some(sale) }
    }
}

/// An estimate of the fees on one sale, or why there is none: look at the status.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct FeesEstimateResult {
    /// Whether there is an estimate.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub status: Option<FeesEstimateStatus>,
    /// The question, as Amazon understood it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fees_estimate_identifier: Option<FeesEstimateIdentifier>,
    /// The estimate.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fees_estimate: Option<FeesEstimate>,
    /// Why there is none. It is there after a success, too, with empty texts in it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<FeesEstimateError>,
}

/// A question of a batch: the fees on one item.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct FeesEstimateByIdRequest {
    /// What it would be sold for, and how.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fees_estimate_request: Option<FeesEstimateRequest>,
    /// Whether the item is named by ASIN or by SKU.
    pub id_type: IdType,
    /// The ASIN or the SKU.
    pub id_value: String,
}

impl FeesEstimateByIdRequest {
    /// The fees on this catalog item. Amazon goes by the size it has in the catalog, and may be off for that.
    pub fn of_asin(asin: &Asin, sale: FeesEstimateRequest) -> Self {
        Self { fees_estimate_request: Some(sale), id_type: IdType::Asin, id_value: asin.as_str().to_owned() }
    }

    /// The fees on this SKU.
    pub fn of_sku(sku: &SellerSku, sale: FeesEstimateRequest) -> Self {
        Self {
            fees_estimate_request: Some(sale),
            id_type: IdType::SellerSku,
            id_value: sku.as_str().to_owned(),
        }
    }
}

/// An estimate, in its second wrapping.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct GetMyFeesEstimateResult {
    /// The estimate, or why there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fees_estimate_result: Option<FeesEstimateResult>,
}

/// What an item would be sold for, and how.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct FeesEstimateRequest {
    /// Where it would be sold.
    pub marketplace_id: MarketplaceId,
    /// Whether Amazon would ship it. Makes the difference of the fulfilment fees.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub is_amazon_fulfilled: Option<bool>,
    /// What it would be sold for.
    pub price_to_estimate_fees: PriceToEstimateFees,
    /// The caller's own name of the question. It comes back as [`FeesEstimateIdentifier::seller_input_identifier`]:
    /// make it unique within a batch.
    pub identifier: String,
    /// By which programme Amazon would ship it. Only where Amazon would.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub optional_fulfillment_program: Option<OptionalFulfillmentProgram>,
}

impl FeesEstimateRequest {
    /// Sold there for this price by the selling partner, under a name of its own.
    pub fn new(
        marketplace_id: MarketplaceId,
        price_to_estimate_fees: PriceToEstimateFees,
        identifier: impl Into<String>,
    ) -> Self {
        Self {
            marketplace_id,
            price_to_estimate_fees,
            identifier: identifier.into(),
            is_amazon_fulfilled: None,
            optional_fulfillment_program: None,
        }
    }
}

/// The question to an estimate.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct FeesEstimateIdentifier {
    /// Where it would be sold.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub marketplace_id: Option<MarketplaceId>,
    /// Who would sell it.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub seller_id: Option<SellerId>,
    /// Whether the item was named by ASIN or by SKU.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub id_type: Option<IdType>,
    /// The ASIN or the SKU.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id_value: Option<String>,
    /// Whether Amazon would ship it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub is_amazon_fulfilled: Option<bool>,
    /// What it would be sold for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub price_to_estimate_fees: Option<PriceToEstimateFees>,
    /// The caller's own name of the question.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seller_input_identifier: Option<String>,
    /// By which programme Amazon would ship it.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub optional_fulfillment_program: Option<OptionalFulfillmentProgram>,
}

/// The fees on the sale of one unit, estimated. What is charged in the end may differ.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct FeesEstimate {
    /// When it was estimated, as Amazon wrote it: `2026-11-01T08:00:00Z`, or `Sun Nov 01 08:00:00 UTC 2026`.
    /// [`estimated_at`](Self::estimated_at) reads both.
    pub time_of_fees_estimation: String,
    /// All fees together. Above zero: what the selling partner pays.
    #[serde(default, with = "money::pascal_amount", skip_serializing_if = "Option::is_none")]
    pub total_fees_estimate: Option<Money>,
    /// The fees one by one.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub fee_detail_list: List<FeeDetail>,
}

impl FeesEstimate {
    /// When it was estimated, in UTC. `None` when the text is in neither of the known forms.
    pub fn estimated_at(&self) -> Option<DateTime<Utc>> {
        let text = self.time_of_fees_estimation.as_str();
        wire::instant::parse(text).or_else(|| {
            let worded = NaiveDateTime::parse_from_str(text, "%a %b %d %H:%M:%S UTC %Y").ok()?;
            Some(worded.and_utc())
        })
    }
}

/// Why there is no estimate.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct FeesEstimateError {
    /// Whose fault it is: `Sender` is the caller, `Receiver` is Amazon. Empty after a success.
    #[serde(rename = "Type")]
    pub kind: String,
    /// What is wrong, for programs. Empty after a success.
    pub code: String,
    /// What is wrong, for people. Empty after a success.
    pub message: String,
    /// What may help further; objects that the model says nothing of.
    pub detail: Vec<Map<String, Value>>,
}

/// What an item would be sold for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct PriceToEstimateFees {
    /// The price of one unit.
    #[serde(with = "money::pascal_amount")]
    pub listing_price: Money,
    /// What the buyer would pay for shipping.
    #[serde(default, with = "money::pascal_amount", skip_serializing_if = "Option::is_none")]
    pub shipping: Option<Money>,
    /// The Amazon Points that the buyer would get; Japan only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub points: Option<Points>,
}

impl PriceToEstimateFees {
    /// For this price, shipping free.
    pub fn new(listing_price: Money) -> Self {
        Self { listing_price, shipping: None, points: None }
    }
}

/// One fee. Above zero: what the selling partner pays.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct FeeDetail {
    /// Which fee, such as `ReferralFee`.
    pub fee_type: String,
    /// The fee before reductions.
    #[serde(with = "money::pascal_amount")]
    pub fee_amount: Money,
    /// By how much it is reduced.
    #[serde(default, with = "money::pascal_amount", skip_serializing_if = "Option::is_none")]
    pub fee_promotion: Option<Money>,
    /// The tax on it.
    #[serde(default, with = "money::pascal_amount", skip_serializing_if = "Option::is_none")]
    pub tax_amount: Option<Money>,
    /// What is charged for it in the end.
    #[serde(with = "money::pascal_amount")]
    pub final_fee: Money,
    /// What it is made of; already in it.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub included_fee_detail_list: List<IncludedFeeDetail>,
}

/// Amazon Points on a purchase; Japan only.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct Points {
    /// How many points the buyer would get.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub points_number: Option<i64>,
    /// What they are worth.
    #[serde(default, with = "money::pascal_amount", skip_serializing_if = "Option::is_none")]
    pub points_monetary_value: Option<Money>,
}

/// A part of a fee. Above zero: what the selling partner pays.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct IncludedFeeDetail {
    /// Which fee.
    pub fee_type: String,
    /// The fee before reductions.
    #[serde(with = "money::pascal_amount")]
    pub fee_amount: Money,
    /// By how much it is reduced.
    #[serde(default, with = "money::pascal_amount", skip_serializing_if = "Option::is_none")]
    pub fee_promotion: Option<Money>,
    /// The tax on it.
    #[serde(default, with = "money::pascal_amount", skip_serializing_if = "Option::is_none")]
    pub tax_amount: Option<Money>,
    /// What is charged for it in the end.
    #[serde(with = "money::pascal_amount")]
    pub final_fee: Money,
}

open_enum! {
    /// How an item is named.
    pub enum IdType {
        Asin = "ASIN",
        /// By the selling partner's own SKU.
        SellerSku = "SellerSKU",
    }
}

open_enum! {
    /// Whether there is an estimate.
    pub enum FeesEstimateStatus {
        /// There is.
        Success = "Success",
        /// The question was wrong.
        ClientError = "ClientError",
        /// Amazon failed; the same question may be answered later.
        ServiceError = "ServiceError",
    }
}

open_enum! {
    /// By which programme Amazon ships.
    pub enum OptionalFulfillmentProgram {
        /// The usual one; what Amazon assumes.
        FbaCore = "FBA_CORE",
        /// Small and Light. Closed everywhere since April 2024.
        FbaSnl = "FBA_SNL",
        /// From a warehouse in one European country to a buyer in another.
        FbaEfn = "FBA_EFN",
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeZone as _;

    use super::*;

    fn estimated(time: &str) -> FeesEstimate {
        let body = serde_json::json!({ "TimeOfFeesEstimation": time, "FeeDetailList": [] });
        serde_json::from_value(body).unwrap()
    }

    #[test]
    fn both_spellings_of_the_time_are_read_and_kept() {
        let eight = Utc.with_ymd_and_hms(2026, 11, 1, 8, 0, 0).unwrap();
        for text in ["Sun Nov 01 08:00:00 UTC 2026", "2026-11-01T08:00:00Z", "2026-11-01T08:00:00.000Z"] {
            let estimate = estimated(text);
            assert_eq!(estimate.estimated_at(), Some(eight), "{text}");
            assert_eq!(serde_json::to_value(&estimate).unwrap()["TimeOfFeesEstimation"], text);
        }
    }

    #[test]
    fn a_time_in_no_known_spelling_is_not_guessed() {
        assert_eq!(estimated("Sun Nov 01 08:00:00 PST 2026").estimated_at(), None);
        assert_eq!(estimated("01.11.2026").estimated_at(), None);
    }

    #[test]
    fn a_batch_names_items_by_asin_or_by_sku() {
        let price = Money::new("19.99".parse().unwrap(), "EUR".parse().unwrap());
        let germany = MarketplaceId::new("A1PA6795UKMFR9").unwrap();
        let sale = FeesEstimateRequest::new(germany, PriceToEstimateFees::new(price), "1");
        let by_sku = FeesEstimateByIdRequest::of_sku(&SellerSku::new("KETTLE 1").unwrap(), sale.clone());
        let by_asin = FeesEstimateByIdRequest::of_asin(&Asin::new("B0EXAMPLE1").unwrap(), sale);
        let sale = serde_json::json!({
            "MarketplaceId": "A1PA6795UKMFR9",
            "PriceToEstimateFees": {"ListingPrice": {"Amount": 19.99, "CurrencyCode": "EUR"}},
            "Identifier": "1",
        });
        assert_eq!(
            serde_json::to_value([by_sku, by_asin]).unwrap(),
            serde_json::json!([
                {"FeesEstimateRequest": sale, "IdType": "SellerSKU", "IdValue": "KETTLE 1"},
                {"FeesEstimateRequest": sale, "IdType": "ASIN", "IdValue": "B0EXAMPLE1"},
            ])
        );
    }
}
