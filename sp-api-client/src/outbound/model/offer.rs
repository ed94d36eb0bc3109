//! When a product could be delivered, to show beside a price.

use chrono::{DateTime, Utc};
use commerce_client_core::{list::List, open_enum, wire};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::{DateRange, VariablePrecisionAddress};
use crate::{error_list::ApiError, hidden::hidden_debug, ids::SellerSku};

/// A product, and where it might go.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct GetDeliveryOffersRequest {
    /// The product.
    pub product: GetDeliveryOffersProduct,
    /// From where to where.
    pub terms: GetDeliveryOffersTerms,
}

impl GetDeliveryOffersRequest {
    /// With what none may lack.
    pub fn new(product: GetDeliveryOffersProduct, terms: GetDeliveryOffersTerms) -> Self {
        Self { product, terms }
    }
}

/// A product.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct GetDeliveryOffersProduct {
    /// Which.
    pub product_identifier: ProductIdentifier,
    /// How many. Default: one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<Amount>,
}

impl GetDeliveryOffersProduct {
    /// With what none may lack.
    pub fn new(product_identifier: ProductIdentifier) -> Self {
        Self { product_identifier, amount: None }
    }
}

/// Names a product.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ProductIdentifier {
    /// The seller's SKU, up to 50 characters.
    pub merchant_sku: SellerSku,
}

impl ProductIdentifier {
    /// With what none may lack.
    pub fn new(merchant_sku: SellerSku) -> Self {
        Self { merchant_sku }
    }
}

/// A number of units.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Amount {
    /// What is counted.
    pub unit_of_measure: UnitOfMeasure,
    /// How many.
    #[serde(with = "wire::decimal_text")]
    pub value: Decimal,
}

impl Amount {
    /// With what none may lack.
    pub fn new(unit_of_measure: UnitOfMeasure, value: Decimal) -> Self {
        Self { unit_of_measure, value }
    }
}

open_enum! {
    /// What is counted.
    pub enum UnitOfMeasure {
        /// Units.
        Eaches = "Eaches",
    }
}

/// From where to where.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct GetDeliveryOffersTerms {
    /// From where.
    pub origin: Origin,
    /// To where.
    pub destination: Destination,
}

impl GetDeliveryOffersTerms {
    /// With what none may lack.
    pub fn new(origin: Origin, destination: Destination) -> Self {
        Self { origin, destination }
    }
}

/// Where a product comes from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Origin {
    /// The country, ISO 3166-1 in two letters.
    pub country_code: String,
}

impl Origin {
    /// With what none may lack.
    pub fn new(country_code: impl Into<String>) -> Self {
        Self { country_code: country_code.into() }
    }
}

/// Where a product might go: an address, or where the buyer's computer is.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Destination {
    /// The address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delivery_address: Option<VariablePrecisionAddress>,
    /// The buyer's IP address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ip_address: Option<String>,
}

/// When a product could be delivered.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct GetDeliveryOffersResponse {
    /// The offers; absent when Amazon refused.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payload: Option<GetDeliveryOffersResult>,
    /// What went wrong; absent when nothing did.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub errors: List<ApiError>,
}

/// When a product could be delivered.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct GetDeliveryOffersResult {
    /// The offers.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub delivery_offers: List<DeliveryOffer>,
}

/// An offer of delivery.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct DeliveryOffer {
    /// Until when it stands.
    #[serde(default, with = "wire::optional_instant", skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<DateTime<Utc>>,
    /// When the product would arrive.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date_range: Option<DateRange>,
    /// What to tell the buyer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub policy: Option<DeliveryPolicy>,
}

/// What to tell the buyer of an offer.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct DeliveryPolicy {
    /// The text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<DeliveryMessage>,
    /// The text, under the name that Amazon's own example has for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub messaging: Option<DeliveryMessage>,
}

/// A text for the buyer.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct DeliveryMessage {
    /// The text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// Its language, such as `en_US`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub locale: Option<String>,
}

hidden_debug! {
    Destination { delivery_address, ip_address }
}
