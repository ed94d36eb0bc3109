//! Offers of up to twenty items or SKUs in one call.

use std::collections::BTreeMap;

use commerce_client_core::{list::List, open_enum};
use serde::{Deserialize, Serialize};

use super::{CustomerType, GetOffersResponse, ItemCondition};
use crate::{
    ids::{Asin, MarketplaceId, SellerSku},
    operation::percent_encode,
    reading::empty_is_none,
};

/// Questions for offers of items.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct GetItemOffersBatchRequest {
    /// The questions, 1 to 20.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub requests: List<ItemOffersRequest>,
}

impl GetItemOffersBatchRequest {
    /// These questions, 20 at most.
    pub fn new(requests: Vec<ItemOffersRequest>) -> Self {
        Self { requests: requests.into() }
    }
}

/// A question: who offers this item?
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ItemOffersRequest {
    /// The path that would be asked outside a batch: `/products/pricing/v0/items/{ASIN}/offers`.
    pub uri: String,
    /// The method that would be used outside a batch: GET.
    pub method: HttpMethod,
    /// Headers of the question, by name; none are needed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub headers: Option<BTreeMap<String, String>>,
    /// The marketplace.
    #[serde(rename = "MarketplaceId")]
    pub marketplace_id: MarketplaceId,
    /// In which condition.
    #[serde(rename = "ItemCondition")]
    pub item_condition: ItemCondition,
    /// From whose point of view; that of consumers, unless it is set.
    #[serde(
        default,
        rename = "CustomerType",
        deserialize_with = "empty_is_none",
        skip_serializing_if = "Option::is_none"
    )]
    pub customer_type: Option<CustomerType>,
}

impl ItemOffersRequest {
    /// The question for this item.
    pub fn new(asin: &Asin, marketplace_id: MarketplaceId, item_condition: ItemCondition) -> Self {
        Self {
            uri: format!("/products/pricing/v0/items/{asin}/offers"),
            method: HttpMethod::Get,
            marketplace_id,
            item_condition,
            headers: None,
            customer_type: None,
        }
    }
}

/// Offers of items, one answer per question.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct GetItemOffersBatchResponse {
    /// The answers. Match them by [`request`](ItemOffersResponse::request), and look at the status of each.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub responses: List<ItemOffersResponse>,
}

/// The answer to one question.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ItemOffersResponse {
    /// The headers of the answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub headers: Option<HttpResponseHeaders>,
    /// Whether it was answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<GetOffersHttpStatusLine>,
    /// The answer itself.
    pub body: GetOffersResponse,
    /// The question.
    pub request: ItemOffersRequestParams,
}

/// Which question an answer is to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct ItemOffersRequestParams {
    /// The marketplace.
    pub marketplace_id: MarketplaceId,
    /// In which condition.
    pub item_condition: ItemCondition,
    /// From whose point of view.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub customer_type: Option<CustomerType>,
    /// The item.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub asin: Option<Asin>,
}

/// Questions for offers of SKUs.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct GetListingOffersBatchRequest {
    /// The questions, 1 to 20.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub requests: List<ListingOffersRequest>,
}

impl GetListingOffersBatchRequest {
    /// These questions, 20 at most.
    pub fn new(requests: Vec<ListingOffersRequest>) -> Self {
        Self { requests: requests.into() }
    }
}

/// A question: who else offers what this SKU stands for?
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ListingOffersRequest {
    /// The path that would be asked outside a batch, `/products/pricing/v0/listings/{SKU}/offers`, the SKU
    /// percent-encoded.
    pub uri: String,
    /// The method that would be used outside a batch: GET.
    pub method: HttpMethod,
    /// Headers of the question, by name; none are needed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub headers: Option<BTreeMap<String, String>>,
    /// The marketplace.
    #[serde(rename = "MarketplaceId")]
    pub marketplace_id: MarketplaceId,
    /// In which condition.
    #[serde(rename = "ItemCondition")]
    pub item_condition: ItemCondition,
    /// From whose point of view; that of consumers, unless it is set.
    #[serde(
        default,
        rename = "CustomerType",
        deserialize_with = "empty_is_none",
        skip_serializing_if = "Option::is_none"
    )]
    pub customer_type: Option<CustomerType>,
}

impl ListingOffersRequest {
    /// The question for this SKU.
    pub fn new(sku: &SellerSku, marketplace_id: MarketplaceId, item_condition: ItemCondition) -> Self {
        Self {
            uri: format!("/products/pricing/v0/listings/{}/offers", percent_encode(sku.as_str())),
            method: HttpMethod::Get,
            marketplace_id,
            item_condition,
            headers: None,
            customer_type: None,
        }
    }
}

/// Offers of SKUs, one answer per question.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct GetListingOffersBatchResponse {
    /// The answers. Match them by [`request`](ListingOffersResponse::request), and look at the status of each.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub responses: List<ListingOffersResponse>,
}

/// The answer to one question.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ListingOffersResponse {
    /// The headers of the answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub headers: Option<HttpResponseHeaders>,
    /// Whether it was answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<GetOffersHttpStatusLine>,
    /// The answer itself.
    pub body: GetOffersResponse,
    /// The question.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request: Option<ListingOffersRequestParams>,
}

/// Which question an answer is to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct ListingOffersRequestParams {
    /// The marketplace.
    pub marketplace_id: MarketplaceId,
    /// In which condition.
    pub item_condition: ItemCondition,
    /// From whose point of view.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub customer_type: Option<CustomerType>,
    /// The SKU.
    #[serde(rename = "SellerSKU")]
    pub seller_sku: SellerSku,
}

/// How one question of a batch went. The batch itself answers 200 even when all of it failed.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct GetOffersHttpStatusLine {
    /// As in HTTP: 200 when it was answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status_code: Option<i64>,
    /// The status in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason_phrase: Option<String>,
}

/// The headers of one answer of a batch.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct HttpResponseHeaders {
    /// When it was answered: `Sun, 01 Nov 2026 08:00:00 GMT`.
    #[serde(default, rename = "Date", skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
    /// Amazon's number of the question. Name it when asking Amazon for help.
    #[serde(default, rename = "x-amzn-RequestId", skip_serializing_if = "Option::is_none")]
    pub request_id: Option<String>,
    /// Other headers, by name.
    #[serde(flatten)]
    pub others: BTreeMap<String, String>,
}

open_enum! {
    /// The method of a question in a batch.
    pub enum HttpMethod {
        Get = "GET",
        Put = "PUT",
        Patch = "PATCH",
        Delete = "DELETE",
        Post = "POST",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sku_of_any_letters_is_one_segment_of_the_path_in_a_batch() {
        let japan = MarketplaceId::new("A1VC38T7YXB528").unwrap();
        let sku = SellerSku::new("KETTLE/2 l").unwrap();
        let question = ListingOffersRequest::new(&sku, japan.clone(), ItemCondition::New);
        assert_eq!(
            serde_json::to_value(GetListingOffersBatchRequest::new(vec![question])).unwrap(),
            serde_json::json!({"requests": [{
                "uri": "/products/pricing/v0/listings/KETTLE%2F2%20l/offers",
                "method": "GET",
                "MarketplaceId": "A1VC38T7YXB528",
                "ItemCondition": "New",
            }]})
        );
        let asin = Asin::new("B0EXAMPLE1").unwrap();
        let question = ItemOffersRequest::new(&asin, japan, ItemCondition::Used);
        assert_eq!(question.uri, "/products/pricing/v0/items/B0EXAMPLE1/offers");
    }
}
