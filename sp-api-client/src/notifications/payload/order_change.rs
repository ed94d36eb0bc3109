//! `ORDER_CHANGE`: an order was placed, moved on, or its buyer asked for a change.

use chrono::{DateTime, Utc};
use commerce_client_core::{list::List, open_enum, secret::Pii, wire};
use serde::{Deserialize, Serialize};

use super::hidden_text;
use crate::{
    ids::{MarketplaceId, OrderId, OrderItemId, SellerId, SellerSku},
    reading::empty_is_none,
};

/// An order changed. Read the order for everything that [`Summary`] does not say.
///
/// # Source
/// Schema `OrderChangeNotification`, payload version 1.0.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct OrderChange {
    /// Whether it is about the order or about one of its items.
    pub notification_level: NotificationLevel,
    /// Whose order it is.
    pub seller_id: SellerId,
    /// The order.
    pub amazon_order_id: OrderId,
    /// What kind of change it is.
    pub order_change_type: OrderChangeType,
    /// Why it changed.
    pub order_change_trigger: OrderChangeTrigger,
    /// What the order is like now.
    pub summary: Summary,
}

/// Why an order changed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct OrderChangeTrigger {
    /// When; UTC.
    #[serde(default, with = "wire::optional_instant")]
    pub time_of_order_change: Option<DateTime<Utc>>,
    /// In words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub change_reason: Option<String>,
}

/// What an order is like now.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct Summary {
    /// Where it was placed.
    pub marketplace_id: MarketplaceId,
    /// How far it has come.
    pub order_status: OrderStatus,
    /// When it was placed; UTC.
    #[serde(default, with = "wire::optional_instant")]
    pub purchase_date: Option<DateTime<Utc>>,
    /// Where it goes. The buyer's: hidden.
    #[serde(default, with = "hidden_text")]
    pub destination_postal_code: Option<Pii<String>>,
    /// Who ships it.
    pub fulfillment_type: FulfillmentType,
    /// What sort of order it is.
    pub order_type: OrderType,
    /// How many units have left.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number_of_items_shipped: Option<u32>,
    /// How many units have not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number_of_items_unshipped: Option<u32>,
    /// When it must leave at the earliest; UTC.
    #[serde(default, with = "wire::optional_instant", skip_serializing_if = "Option::is_none")]
    pub earliest_ship_date: Option<DateTime<Utc>>,
    /// When it must leave at the latest; UTC.
    #[serde(default, with = "wire::optional_instant", skip_serializing_if = "Option::is_none")]
    pub latest_ship_date: Option<DateTime<Utc>>,
    /// When it must arrive at the earliest; UTC.
    #[serde(default, with = "wire::optional_instant", skip_serializing_if = "Option::is_none")]
    pub earliest_delivery_date: Option<DateTime<Utc>>,
    /// When it must arrive at the latest; UTC.
    #[serde(default, with = "wire::optional_instant", skip_serializing_if = "Option::is_none")]
    pub latest_delivery_date: Option<DateTime<Utc>>,
    /// Until when the buyer can be told that it is called off; UTC.
    #[serde(default, with = "wire::optional_instant", skip_serializing_if = "Option::is_none")]
    pub cancel_notify_date: Option<DateTime<Utc>>,
    /// The programmes it takes part in.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub order_programs: List<OrderProgram>,
    /// The shipping programmes it takes part in.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub shipping_programs: List<ShippingProgram>,
    /// How far Amazon Easy Ship has come; such orders only.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub easy_ship_shipment_status: Option<EasyShipShipmentStatus>,
    /// How far its electronic invoice has come.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub electronic_invoice_status: Option<ElectronicInvoiceStatus>,
    /// Its items; with [`NotificationLevel::Item`] only the one that changed.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub order_items: List<ChangedItem>,
}

/// An item of an order, as it is now.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct ChangedItem {
    /// The item.
    pub order_item_id: OrderItemId,
    /// The selling partner's name of the offer; `None` where Amazon leaves it empty, as for an offer that is gone.
    #[serde(
        rename = "SellerSKU",
        default,
        deserialize_with = "empty_is_none",
        skip_serializing_if = "Option::is_none"
    )]
    pub seller_sku: Option<SellerSku>,
    /// The store or warehouse that it is to come from.
    #[serde(default)]
    pub supply_source_id: Option<String>,
    /// How far it has come; only where the items differ in that.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub order_item_status: Option<OrderItemStatus>,
    /// How many units were ordered.
    pub quantity: u32,
    /// How many have left.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quantity_shipped: Option<u32>,
    /// Whether the buyer asked to call it off.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub is_buyer_requested_cancel: Option<bool>,
    /// When it must arrive at the earliest; UTC.
    #[serde(default, with = "wire::optional_instant", skip_serializing_if = "Option::is_none")]
    pub item_earliest_delivery_date: Option<DateTime<Utc>>,
    /// When it must arrive at the latest; UTC.
    #[serde(default, with = "wire::optional_instant", skip_serializing_if = "Option::is_none")]
    pub item_latest_delivery_date: Option<DateTime<Utc>>,
}

open_enum! {
    /// Whether a change is about an order or about one of its items.
    pub enum NotificationLevel {
        /// The order.
        Order = "OrderLevel",
        /// One item.
        Item = "OrderItemLevel",
    }
}

open_enum! {
    /// What kind of change it is.
    pub enum OrderChangeType {
        /// The status changed.
        OrderStatusChange = "OrderStatusChange",
        /// The buyer asked for a change, such as a cancellation.
        BuyerRequestedChange = "BuyerRequestedChange",
        /// The tip for the delivery changed.
        DeliveryTipChange = "DeliveryTipChange",
    }
}

open_enum! {
    /// How far an order has come, as the older Orders API spells it.
    pub enum OrderStatus {
        /// A pre-order whose item is not released.
        PendingAvailability = "PendingAvailability",
        /// Placed; the payment is still being checked.
        Pending = "Pending",
        /// Ready to ship; nothing has left.
        Unshipped = "Unshipped",
        /// Some units have left, others have not.
        PartiallyShipped = "PartiallyShipped",
        /// Every unit has left.
        Shipped = "Shipped",
        /// Every unit has left; the invoice is not confirmed to have reached the buyer.
        InvoiceUnconfirmed = "InvoiceUnconfirmed",
        /// Called off. One L here, two in the Orders API of 2026.
        Canceled = "Canceled",
        /// Amazon cannot ship it; multi-channel orders only.
        Unfulfillable = "Unfulfillable",
    }
}

open_enum! {
    /// How far an item has come.
    pub enum OrderItemStatus {
        /// Not every unit has left.
        Unshipped = "Unshipped",
        /// Every unit has left.
        Shipped = "Shipped",
    }
}

open_enum! {
    /// Who ships.
    pub enum FulfillmentType {
        /// Amazon (FBA).
        Amazon = "AFN",
        /// The selling partner (FBM).
        Merchant = "MFN",
    }
}

open_enum! {
    /// What sort of order it is.
    pub enum OrderType {
        /// An ordinary one.
        Standard = "StandardOrder",
        /// Ships much later than ordinary ones.
        LongLeadTime = "LongLeadTimeOrder",
        /// Placed before the item's release.
        Preorder = "Preorder",
        /// Placed while the item is out of stock.
        BackOrder = "BackOrder",
        /// The item is sourced for it.
        SourcingOnDemand = "SourcingOnDemandOrder",
    }
}

open_enum! {
    /// A programme that an order takes part in.
    pub enum OrderProgram {
        /// The buyer is an Amazon Business customer.
        Business = "Business",
        /// Prime delivery.
        Prime = "Prime",
        /// Premium shipping.
        Premium = "Premium",
        /// Amazon writes the invoice.
        InvoiceByAmazon = "IBA",
        /// Replaces an earlier order free of charge.
        Replacement = "Replacement",
    }
}

open_enum! {
    /// A shipping programme that an order takes part in.
    pub enum ShippingProgram {
        /// The day of shipping is agreed.
        ShipDateSet = "ShipDateSet",
        /// Goes abroad through Amazon.
        GlobalExpress = "GlobalExpress",
        /// The buyer collects it in a shop.
        InStorePickUp = "ISPU",
        /// The buyer collects it at a pick-up point.
        AccessPoint = "AccessPoint",
        /// Carried by Amazon for the merchant.
        TransportationForMerchants = "TFM",
        /// Amazon's carrier collects it from the selling partner.
        EasyShip = "EasyShip",
    }
}

open_enum! {
    /// How far Amazon Easy Ship has come with an order.
    pub enum EasyShipShipmentStatus {
        /// To be scheduled.
        PendingSchedule = "PendingSchedule",
        /// To be collected.
        PendingPickUp = "PendingPickUp",
        /// To be handed in.
        PendingDropOff = "PendingDropOff",
        /// Its label was cancelled.
        LabelCanceled = "LabelCanceled",
        /// Collected.
        PickedUp = "PickedUp",
        /// Handed in.
        DroppedOff = "DroppedOff",
        /// In the first warehouse.
        AtOriginFc = "AtOriginFC",
        /// In the last warehouse.
        AtDestinationFc = "AtDestinationFC",
        /// On the last leg.
        OutForDelivery = "OutForDelivery",
        /// Delivered.
        Delivered = "Delivered",
        /// The buyer refused it.
        RejectedByBuyer = "RejectedByBuyer",
        /// Could not be delivered.
        Undeliverable = "Undeliverable",
        /// On its way back.
        ReturningToSeller = "ReturningToSeller",
        /// Back.
        ReturnedToSeller = "ReturnedToSeller",
        /// Lost.
        Lost = "Lost",
        /// Damaged.
        Damaged = "Damaged",
    }
}

open_enum! {
    /// How far the electronic invoice of an order has come.
    pub enum ElectronicInvoiceStatus {
        /// None is needed.
        NotRequired = "NotRequired",
        /// None was uploaded.
        NotFound = "NotFound",
        /// Being checked.
        Processing = "Processing",
        /// Refused.
        Errored = "Errored",
        /// Accepted.
        Accepted = "Accepted",
    }
}
