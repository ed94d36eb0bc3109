//! Events around stock in Amazon's warehouses: removed, sold off, exchanged.

use chrono::{DateTime, Utc};
use commerce_client_core::{list::List, money::Money, open_enum, wire};
use serde::{Deserialize, Serialize};

use super::TaxCollectionModel;
use crate::{
    ids::{Asin, MarketplaceId, OrderId},
    money,
    reading::empty_is_none,
};

/// Removed stock that was sold.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct RemovalShipmentEvent {
    /// When it was posted.
    #[serde(default, with = "wire::optional_instant", skip_serializing_if = "Option::is_none")]
    pub posted_date: Option<DateTime<Utc>>,
    /// The seller's own number of the removal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub merchant_order_id: Option<String>,
    /// Amazon's number of the removal. Not of the form of a buyer's order.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub order_id: Option<OrderId>,
    /// What kind of removal.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub transaction_type: Option<RemovalTransactionType>,
    /// The storefront.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub store_name: Option<String>,
    /// What was sold.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub removal_shipment_item_list: List<RemovalShipmentItem>,
}

/// An item of a removal that was sold. Amounts are for all its units together.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct RemovalShipmentItem {
    /// Its id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub removal_shipment_item_id: Option<String>,
    /// Who pays the tax to the tax office.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub tax_collection_model: Option<TaxCollectionModel>,
    /// Amazon's own label of the product in its warehouses.
    #[serde(default, rename = "FulfillmentNetworkSKU", skip_serializing_if = "Option::is_none")]
    pub fulfillment_network_sku: Option<String>,
    /// How many units.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quantity: Option<i64>,
    /// What the seller gets for them.
    #[serde(default, with = "money::pascal_currency_amount", skip_serializing_if = "Option::is_none")]
    pub revenue: Option<Money>,
    /// What Amazon keeps. Negative.
    #[serde(default, with = "money::pascal_currency_amount", skip_serializing_if = "Option::is_none")]
    pub fee_amount: Option<Money>,
    /// The tax on the revenue.
    #[serde(default, with = "money::pascal_currency_amount", skip_serializing_if = "Option::is_none")]
    pub tax_amount: Option<Money>,
    /// What Amazon withholds of the tax: all of it where the marketplace is the facilitator, else zero. The
    /// sign may be either.
    #[serde(default, with = "money::pascal_currency_amount", skip_serializing_if = "Option::is_none")]
    pub tax_withheld: Option<Money>,
}

/// A correction to a sale of removed stock. Positive: the liquidator had paid too little. Negative: the
/// liquidator gets money back.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct RemovalShipmentAdjustmentEvent {
    /// When it was posted.
    #[serde(default, with = "wire::optional_instant", skip_serializing_if = "Option::is_none")]
    pub posted_date: Option<DateTime<Utc>>,
    /// Its id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub adjustment_event_id: Option<String>,
    /// The seller's own number of the removal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub merchant_order_id: Option<String>,
    /// Amazon's number of the removal. Not of the form of a buyer's order.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub order_id: Option<OrderId>,
    /// What kind of removal.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub transaction_type: Option<RemovalTransactionType>,
    /// What was corrected.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub removal_shipment_item_adjustment_list: List<RemovalShipmentItemAdjustment>,
}

/// A correction to an item of a removal. Amounts are for all its units together, with the sign of the event.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct RemovalShipmentItemAdjustment {
    /// The item.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub removal_shipment_item_id: Option<String>,
    /// Who pays the tax to the tax office.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub tax_collection_model: Option<TaxCollectionModel>,
    /// Amazon's own label of the product in its warehouses.
    #[serde(default, rename = "FulfillmentNetworkSKU", skip_serializing_if = "Option::is_none")]
    pub fulfillment_network_sku: Option<String>,
    /// By how many units the quantity changes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub adjusted_quantity: Option<i64>,
    /// By how much the revenue changes.
    #[serde(default, with = "money::pascal_currency_amount", skip_serializing_if = "Option::is_none")]
    pub revenue_adjustment: Option<Money>,
    /// By how much the tax changes.
    #[serde(default, with = "money::pascal_currency_amount", skip_serializing_if = "Option::is_none")]
    pub tax_amount_adjustment: Option<Money>,
    /// By how much the withheld tax changes.
    #[serde(default, with = "money::pascal_currency_amount", skip_serializing_if = "Option::is_none")]
    pub tax_withheld_adjustment: Option<Money>,
}

/// Stock that was sold off to a liquidator. US only. The seller gets the proceeds less the fee.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct FbaLiquidationEvent {
    /// When it was posted.
    #[serde(default, with = "wire::optional_instant", skip_serializing_if = "Option::is_none")]
    pub posted_date: Option<DateTime<Utc>>,
    /// The removal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub original_removal_order_id: Option<String>,
    /// What the liquidator paid.
    #[serde(default, with = "money::pascal_currency_amount", skip_serializing_if = "Option::is_none")]
    pub liquidation_proceeds_amount: Option<Money>,
    /// What Amazon keeps.
    #[serde(default, with = "money::pascal_currency_amount", skip_serializing_if = "Option::is_none")]
    pub liquidation_fee_amount: Option<Money>,
}

/// Stock that Amazon exchanged for like stock of another seller.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct NetworkComminglingTransactionEvent {
    /// By which rules.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub transaction_type: Option<ComminglingTransactionType>,
    /// When it was posted.
    #[serde(default, with = "wire::optional_instant", skip_serializing_if = "Option::is_none")]
    pub posted_date: Option<DateTime<Utc>>,
    /// The exchange.
    #[serde(default, rename = "NetCoTransactionID", skip_serializing_if = "Option::is_none")]
    pub net_co_transaction_id: Option<String>,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub swap_reason: Option<String>,
    /// The product.
    #[serde(
        default,
        rename = "ASIN",
        deserialize_with = "empty_is_none",
        skip_serializing_if = "Option::is_none"
    )]
    pub asin: Option<Asin>,
    /// The marketplace.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub marketplace_id: Option<MarketplaceId>,
    /// Its price without tax.
    #[serde(default, with = "money::pascal_currency_amount", skip_serializing_if = "Option::is_none")]
    pub tax_exclusive_amount: Option<Money>,
    /// The tax on it.
    #[serde(default, with = "money::pascal_currency_amount", skip_serializing_if = "Option::is_none")]
    pub tax_amount: Option<Money>,
}

open_enum! {
    /// What kind of removal it is.
    pub enum RemovalTransactionType {
        /// The stock is sold to a wholesaler.
        WholesaleLiquidation = "WHOLESALE_LIQUIDATION",
    }
}

open_enum! {
    /// By which rules stock was exchanged.
    pub enum ComminglingTransactionType {
        /// Pooled stock in India.
        NetCo = "NetCo",
        /// With VAT, in Spain, the UK, France, Germany and Italy.
        ComminglingVat = "ComminglingVAT",
    }
}
