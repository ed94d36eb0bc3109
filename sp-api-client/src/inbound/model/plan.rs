//! Inbound plans: what is to be sent, from where, and what has become of it.

use chrono::{DateTime, Utc};
use commerce_client_core::{decode::Lenient, list::List, open_enum, wire};
use serde::{Deserialize, Serialize};

use super::{
    Address, AddressInput, InboundPlanId, ItemInput, OperationId, OptionStatus, PackingOptionId, Pagination,
    PlacementOptionId, ShipmentId, ShipmentStatus,
};
use crate::ids::MarketplaceId;

/// A page of plans.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ListInboundPlansResponse {
    /// The plans, without what is in them.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub inbound_plans: List<Lenient<InboundPlanSummary>>,
    /// Where the list goes on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pagination: Option<Pagination>,
}

/// A plan that does not exist yet.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CreateInboundPlanRequest {
    /// Where the items will be sold; exactly one.
    pub destination_marketplaces: Vec<MarketplaceId>,
    /// What is to be sent; 1 to 2,000 entries.
    pub items: Vec<ItemInput>,
    /// A name for people, up to 40 characters. Amazon makes one up if there is none; one of the caller's own finds
    /// the plan again after a lost answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Where the goods leave from.
    pub source_address: AddressInput,
}

impl CreateInboundPlanRequest {
    /// Sends these items from there to be sold in one marketplace.
    pub fn new(
        destination_marketplace: MarketplaceId,
        items: impl IntoIterator<Item = ItemInput>,
        source_address: AddressInput,
    ) -> Self {
        Self {
            destination_marketplaces: vec![destination_marketplace],
            items: items.into_iter().collect(),
            name: None,
            source_address,
        }
    }
}

/// A plan in the making. Its id may be kept, but nothing else be done with it before the operation has succeeded.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CreateInboundPlanResponse {
    /// The plan.
    pub inbound_plan_id: InboundPlanId,
    /// The operation that makes it.
    pub operation_id: OperationId,
}

/// A plan, with what has been offered and chosen so far.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct InboundPlan {
    /// When it was made; UTC.
    #[serde(with = "wire::instant")]
    pub created_at: DateTime<Utc>,
    /// The plan.
    pub inbound_plan_id: InboundPlanId,
    /// When it last changed; UTC.
    #[serde(with = "wire::instant")]
    pub last_updated_at: DateTime<Utc>,
    /// Where its items will be sold.
    pub marketplace_ids: Vec<MarketplaceId>,
    /// Its name for people.
    pub name: String,
    /// Ways of packing it; absent until they are generated. Once a placement is chosen or shipments are confirmed,
    /// only those that belong to it.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub packing_options: List<PackingOptionSummary>,
    /// Ways of placing it; absent until they are generated. Once one is chosen, only that one.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub placement_options: List<PlacementOptionSummary>,
    /// The shipments into which it was split; absent until a placement is confirmed.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub shipments: List<ShipmentSummary>,
    /// Where the goods leave from.
    pub source_address: Address,
    /// Where it stands.
    pub status: InboundPlanStatus,
}

/// A plan in a list: everything but what is in it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct InboundPlanSummary {
    /// When it was made; UTC.
    #[serde(with = "wire::instant")]
    pub created_at: DateTime<Utc>,
    /// The plan.
    pub inbound_plan_id: InboundPlanId,
    /// When it last changed; UTC.
    #[serde(with = "wire::instant")]
    pub last_updated_at: DateTime<Utc>,
    /// Where its items will be sold.
    pub marketplace_ids: Vec<MarketplaceId>,
    /// Its name for people.
    pub name: String,
    /// Where the goods leave from.
    pub source_address: Address,
    /// Where it stands.
    pub status: InboundPlanStatus,
}

/// A way of packing a plan, in short.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct PackingOptionSummary {
    /// The option.
    pub packing_option_id: PackingOptionId,
    /// Whether it can be chosen, has been chosen or is too old.
    pub status: OptionStatus,
}

/// A way of placing a plan, in short.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct PlacementOptionSummary {
    /// The option.
    pub placement_option_id: PlacementOptionId,
    /// Whether it can be chosen or has been chosen.
    pub status: OptionStatus,
}

/// A shipment of a plan, in short.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ShipmentSummary {
    /// The shipment.
    pub shipment_id: ShipmentId,
    /// How far it has come.
    pub status: ShipmentStatus,
}

/// A plan being cancelled.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CancelInboundPlanResponse {
    /// The operation that cancels it.
    pub operation_id: OperationId,
}

/// A new name for a plan.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct UpdateInboundPlanNameRequest {
    /// The name for people, up to 40 characters.
    pub name: String,
}

impl UpdateInboundPlanNameRequest {
    /// With this name.
    pub fn new(name: impl Into<String>) -> Self {
        Self { name: name.into() }
    }
}

open_enum! {
    /// Where a plan stands.
    pub enum InboundPlanStatus {
        /// It is being worked on.
        Active = "ACTIVE",
        /// All its shipments are cancelled; it cannot be changed any more.
        Voided = "VOIDED",
        /// It is done; little can be changed any more.
        Shipped = "SHIPPED",
        /// Something went wrong with it. Plans cannot be searched by this one.
        Errored = "ERRORED",
    }
}

open_enum! {
    /// By which instant plans are sorted.
    pub enum SortBy {
        /// By their last change.
        LastUpdatedTime = "LAST_UPDATED_TIME",
        /// By when they were made.
        CreationTime = "CREATION_TIME",
    }
}

open_enum! {
    /// Which way a list is sorted.
    pub enum SortOrder {
        /// Oldest first.
        Ascending = "ASC",
        /// Newest first.
        Descending = "DESC",
    }
}
