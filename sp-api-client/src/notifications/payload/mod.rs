//! What notifications say, one type for each notification type.
//!
//! * Instants are UTC. Amounts are decimal, in major units.
//! * A value that a schema requires is optional here where Amazon is known to leave it out or empty.
//! * Keys are read in any case and written as Amazon's schema spells them.
//!
//! # Source
//! Schemas `schemas/notifications/*.json` of Amazon's models.

pub mod application_secret;
pub mod data_kiosk;
pub mod fba_inventory;
pub mod fba_outbound_shipment;
pub mod fee_promotion;
pub mod fulfillment_order;
mod hidden_text;
mod ids;
pub mod item_content;
pub mod item_events;
pub mod listings_item;
pub mod offers;
pub mod order_change;
pub mod pricing_health;
pub mod processing_finished;
pub mod product_type;
pub mod shipment_tracking;
pub mod transaction_update;

use std::iter;

use commerce_client_core::{
    decode::{self, DecodeError, Lenient, Undecodable},
    secret::Pii,
};
use serde::{Deserialize, Serialize, Serializer};
use serde_json::{Value, value::RawValue};

pub use self::ids::*;
use self::{
    application_secret::{ClientSecretExpiry, NewClientSecret},
    data_kiosk::QueryProcessingFinished,
    fba_inventory::InventoryAvailability,
    fba_outbound_shipment::OutboundShipmentStatus,
    fee_promotion::FeePromotion,
    fulfillment_order::FulfillmentOrderStatus,
    item_content::BrandedItemContentChange,
    item_events::{InventoryEvent, SalesEvent, TrafficEvent},
    listings_item::{IssuesChange, MfnQuantityChange, StatusChange},
    offers::AnyOfferChanged,
    order_change::OrderChange,
    pricing_health::PricingHealth,
    processing_finished::{FeedProcessingFinished, ReportProcessingFinished},
    product_type::{ItemProductTypeChange, ProductTypeDefinitionsChange},
    shipment_tracking::MilestoneChanged,
    transaction_update::TransactionUpdate,
};
use super::{NotificationType, any_case};

/// Declares [`Payload`]: a variant, its type, the notification type in Amazon's words, and the key under which the
/// payload holds it, if it is not the payload itself.
macro_rules! payloads {
    ($($(#[$doc:meta])* $variant:ident($ty:ty) = $wire:literal $(| $alias:literal)* $(in $key:literal)?,)+) => {
        /// What a notification says.
        #[derive(Debug, Clone)]
        #[non_exhaustive]
        pub enum Payload {
            $($(#[$doc])* $variant($ty),)+
            /// What a notification of a type says that this version does not know: JSON text as it came.
            Other(Pii<Box<RawValue>>),
        }

        impl Payload {
            fn decode(notification_type: &NotificationType, value: Value) -> Result<Option<Self>, DecodeError> {
                Ok(Some(match notification_type.as_str() {
                    $($wire $(| $alias)* => Self::$variant(payloads!(@decode value, $ty $(, $key)?)),)+
                    _ => return Ok(None),
                }))
            }
        }

        impl Serialize for Payload {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                match self {
                    $(Self::$variant(payload) => payloads!(@encode serializer, payload $(, $key)?),)+
                    Self::Other(raw) => raw.expose().serialize(serializer),
                }
            }
        }
    };
    (@decode $value:ident, $ty:ty) => { any_case::decode($value)? };
    (@decode $value:ident, $ty:ty, $key:literal) => {{
        #[derive(Deserialize)]
        struct Keyed {
            #[serde(rename = $key)]
            payload: $ty,
        }
        any_case::decode::<Keyed>($value)?.payload
    }};
    (@encode $serializer:ident, $payload:ident) => { $payload.serialize($serializer) };
    (@encode $serializer:ident, $payload:ident, $key:literal) => {
        $serializer.collect_map(iter::once(($key, $payload)))
    };
}

payloads! {
    /// An offer for an item that the selling partner sells changed.
    AnyOfferChanged(Box<AnyOfferChanged>) = "ANY_OFFER_CHANGED" in "AnyOfferChangedNotification",
    /// An offer to business customers changed.
    B2bAnyOfferChanged(Box<AnyOfferChanged>) = "B2B_ANY_OFFER_CHANGED" in "B2BAnyOfferChangedNotification",
    /// The content of an item of the selling partner's brand changed.
    BrandedItemContentChange(BrandedItemContentChange) = "BRANDED_ITEM_CONTENT_CHANGE",
    /// The application has a new client secret.
    ClientNewSecret(NewClientSecret) = "APPLICATION_OAUTH_CLIENT_NEW_SECRET" in "applicationOAuthClientNewSecret",
    /// The application's client secret runs out soon.
    ClientSecretExpiry(ClientSecretExpiry) =
        "APPLICATION_OAUTH_CLIENT_SECRET_EXPIRY" in "applicationOAuthClientSecretExpiry",
    /// A Data Kiosk query ended.
    DataKioskQueryProcessingFinished(QueryProcessingFinished) = "DATA_KIOSK_QUERY_PROCESSING_FINISHED",
    /// How often detail pages were viewed, by the hour.
    DetailPageTraffic(Vec<TrafficEvent>) = "DETAIL_PAGE_TRAFFIC_EVENT" in "detailPageTrafficEvents",
    /// The stock of an item in Amazon's warehouses changed.
    FbaInventoryAvailability(InventoryAvailability) = "FBA_INVENTORY_AVAILABILITY_CHANGES",
    /// An FBA shipment changed; Brazil (FBA Onsite) only.
    FbaOutboundShipmentStatus(OutboundShipmentStatus) =
        "FBA_OUTBOUND_SHIPMENT_STATUS" in "FBAOutboundShipmentStatusNotification",
    /// Fees are reduced for some items.
    FeePromotion(Box<FeePromotion>) = "FEE_PROMOTION" in "FeePromotionNotification",
    /// A feed ended.
    FeedProcessingFinished(FeedProcessingFinished) = "FEED_PROCESSING_FINISHED" in "feedProcessingFinishedNotification",
    /// A multi-channel fulfilment order changed.
    FulfillmentOrderStatus(Box<FulfillmentOrderStatus>) =
        "FULFILLMENT_ORDER_STATUS" in "FulfillmentOrderStatusNotification",
    /// How much of an item is available, by the hour.
    ItemInventory(Vec<InventoryEvent>) = "ITEM_INVENTORY_EVENT_CHANGE" in "itemInventoryEventChanges",
    /// An item has another product type.
    ItemProductTypeChange(ItemProductTypeChange) = "ITEM_PRODUCT_TYPE_CHANGE",
    /// How much of an item was ordered, by the hour.
    ItemSales(Vec<SalesEvent>) = "ITEM_SALES_EVENT_CHANGE" in "itemSalesEventChanges",
    /// The issues of a listing changed.
    ListingsItemIssuesChange(IssuesChange) = "LISTINGS_ITEM_ISSUES_CHANGE",
    /// The stock of a merchant-fulfilled listing changed.
    ListingsItemMfnQuantityChange(MfnQuantityChange) = "LISTINGS_ITEM_MFN_QUANTITY_CHANGE",
    /// A listing was created, deleted, or became buyable or not.
    // The schema's own list of values says CHANGED; its example and Amazon say CHANGE.
    ListingsItemStatusChange(StatusChange) = "LISTINGS_ITEM_STATUS_CHANGE" | "LISTINGS_ITEM_STATUS_CHANGED",
    /// An order was placed, moved on, or its buyer asked for a change.
    OrderChange(Box<OrderChange>) = "ORDER_CHANGE" in "OrderChangeNotification",
    /// An offer lost the featured place over its price.
    PricingHealth(Box<PricingHealth>) = "PRICING_HEALTH",
    /// There are new product types, or new versions of them.
    ProductTypeDefinitionsChange(ProductTypeDefinitionsChange) = "PRODUCT_TYPE_DEFINITIONS_CHANGE",
    /// A report ended.
    ReportProcessingFinished(ReportProcessingFinished) =
        "REPORT_PROCESSING_FINISHED" in "reportProcessingFinishedNotification",
    /// A tracked shipment reached a milestone.
    ShipmentTrackingMilestoneChanged(Box<MilestoneChanged>) =
        "SHIPMENT_TRACKING_MILESTONE_CHANGED" in "shipmentTrackingMilestoneChangedNotification",
    /// Money moved on the selling partner's account.
    TransactionUpdate(TransactionUpdate) = "TRANSACTION_UPDATE" in "TransactionUpdateNotification",
}

impl Payload {
    /// Reads the payload of a notification of this type.
    pub(super) fn read(notification_type: &NotificationType, raw: Box<RawValue>) -> Lenient<Self> {
        let decoded =
            decode::json(raw.get().as_bytes()).and_then(|value| Self::decode(notification_type, value));
        match decoded {
            Ok(Some(payload)) => Lenient::Good(payload),
            Ok(None) => Lenient::Good(Self::Other(Pii::new(raw))),
            Err(error) => Lenient::Bad(Undecodable { error, raw: Pii::new(raw) }),
        }
    }
}
