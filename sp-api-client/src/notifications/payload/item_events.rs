//! `DETAIL_PAGE_TRAFFIC_EVENT`, `ITEM_INVENTORY_EVENT_CHANGE`, `ITEM_SALES_EVENT_CHANGE`: numbers of an item by the hour.

use chrono::{DateTime, Utc};
use commerce_client_core::{money::Currency, wire};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::AccountId;
use crate::ids::{Asin, MarketplaceId};

/// How often the detail page of an item was viewed.
///
/// # Source
/// Schema `DetailPageTrafficEventNotification`, payload version 2020-09-04.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct TrafficEvent {
    /// Who is told.
    pub account_id: AccountId,
    /// Where.
    pub marketplace_id: MarketplaceId,
    /// From when; UTC.
    #[serde(with = "wire::instant")]
    pub start_time: DateTime<Utc>,
    /// Until when; UTC.
    #[serde(with = "wire::instant")]
    pub end_time: DateTime<Utc>,
    /// The item.
    pub asin: Asin,
    /// How often.
    pub glance_views: i64,
}

/// How much of an item can be sold.
///
/// # Source
/// Schema `ItemInventoryEventChangeNotification`, payload version 2020-09-04.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct InventoryEvent {
    /// Who is told.
    pub account_id: AccountId,
    /// Where.
    pub marketplace_id: MarketplaceId,
    /// From when; UTC.
    #[serde(with = "wire::instant")]
    pub start_time: DateTime<Utc>,
    /// Until when; UTC.
    #[serde(with = "wire::instant")]
    pub end_time: DateTime<Utc>,
    /// The item.
    pub asin: Asin,
    /// How many units in Amazon's warehouses can be sold.
    pub highly_available_inventory: i64,
}

/// How much of an item was ordered.
///
/// # Source
/// Schema `ItemSalesEventChangeNotification`, payload version 2020-09-04.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct SalesEvent {
    /// Who is told.
    pub account_id: AccountId,
    /// Where.
    pub marketplace_id: MarketplaceId,
    /// The currency of the revenue.
    pub currency_code: Currency,
    /// From when; UTC.
    #[serde(with = "wire::instant")]
    pub start_time: DateTime<Utc>,
    /// Until when; UTC.
    #[serde(with = "wire::instant")]
    pub end_time: DateTime<Utc>,
    /// The item.
    pub asin: Asin,
    /// How many units; negative where more were called off than ordered.
    pub ordered_units: i64,
    /// For how much; negative where more was called off than ordered.
    #[serde(with = "wire::decimal_number")]
    pub ordered_revenue: Decimal,
}
