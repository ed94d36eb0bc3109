//! Ways to pack and carry that a seller may be enrolled for.

use commerce_client_core::{decode::Lenient, list::List, wire};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::{
    error_list::ApiError,
    ids::{Asin, MarketplaceId, SellerSku},
    reading::empty_is_none,
};

/// What features there are.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct GetFeaturesResponse {
    /// The features; absent when Amazon refused.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payload: Option<GetFeaturesResult>,
    /// What went wrong; absent when nothing did.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub errors: List<ApiError>,
}

/// What features there are.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct GetFeaturesResult {
    /// The features.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub features: List<Feature>,
}

/// A way to pack or carry.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Feature {
    /// Its name, such as `BLANK_BOX`.
    pub feature_name: String,
    /// What it does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub feature_description: Option<String>,
    /// Whether the seller may use it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seller_eligible: Option<bool>,
}

/// A page of products that a feature can be used for.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct GetFeatureInventoryResponse {
    /// The products; absent when Amazon refused.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payload: Option<GetFeatureInventoryResult>,
    /// What went wrong; absent when nothing did.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub errors: List<ApiError>,
}

/// Products that a feature can be used for.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct GetFeatureInventoryResult {
    /// The marketplace.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub marketplace_id: Option<MarketplaceId>,
    /// The feature.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub feature_name: Option<String>,
    /// Where the list goes on; absent or empty on the last page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_token: Option<String>,
    /// The products.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub feature_skus: List<Lenient<FeatureSku>>,
}

/// A product that a feature can be used for.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct FeatureSku {
    /// The seller's SKU.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub seller_sku: Option<SellerSku>,
    /// Amazon's own SKU.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fn_sku: Option<String>,
    /// The ASIN.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub asin: Option<Asin>,
    /// How many units can be sent so.
    #[serde(default, with = "wire::optional_decimal_number", skip_serializing_if = "Option::is_none")]
    pub sku_count: Option<Decimal>,
    /// Other SKUs of the same units.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub overlapping_skus: List<SellerSku>,
}

/// Whether a feature can be used for a product.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct GetFeatureSkuResponse {
    /// The answer; absent when Amazon refused.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payload: Option<GetFeatureSkuResult>,
    /// What went wrong; absent when nothing did.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub errors: List<ApiError>,
}

/// Whether a feature can be used for a product.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct GetFeatureSkuResult {
    /// The marketplace.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub marketplace_id: Option<MarketplaceId>,
    /// The feature.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub feature_name: Option<String>,
    /// Whether it can.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub is_eligible: Option<bool>,
    /// Why not, such as `SKU_NOT_ELIGIBLE`.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub ineligible_reasons: List<String>,
    /// The seller's SKU.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub seller_sku: Option<SellerSku>,
    /// Amazon's own SKU.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fn_sku: Option<String>,
    /// The ASIN.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub asin: Option<Asin>,
    /// How many units can be sent so.
    #[serde(default, with = "wire::optional_decimal_number", skip_serializing_if = "Option::is_none")]
    pub sku_count: Option<Decimal>,
}
