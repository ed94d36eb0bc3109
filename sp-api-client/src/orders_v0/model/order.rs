//! Orders as a whole.

use chrono::{DateTime, Utc};
use commerce_client_core::{id, list::List, money::Money, open_enum, wire};
use serde::{Deserialize, Serialize};

use super::{Address, BuyerInfo, BuyerTaxInformation, TaxClassification};
use crate::{
    hidden::hidden_debug,
    ids::{MarketplaceId, OrderId},
    money,
    reading::{self, empty_is_none},
};

id! {
    /// Names a place from which a selling partner with several of them ships.
    pub struct SupplySourceId;
}

/// An order, without its items.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct Order {
    /// Its number.
    pub amazon_order_id: OrderId,
    /// The selling partner's own number of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seller_order_id: Option<String>,
    /// When it was placed.
    #[serde(with = "wire::instant")]
    pub purchase_date: DateTime<Utc>,
    /// When it last changed, by whomever.
    #[serde(with = "wire::instant")]
    pub last_update_date: DateTime<Utc>,
    /// How far it has come.
    pub order_status: OrderStatus,
    /// Who ships.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub fulfillment_channel: Option<FulfillmentChannel>,
    /// Where the first item was sold, such as `Amazon.de`; `Non-Amazon` for multi-channel fulfilment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sales_channel: Option<String>,
    /// The channel of the first item.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub order_channel: Option<String>,
    /// The shipping service by its full name, such as `Std DE Dom`. 2026-01-01 has no successor of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ship_service_level: Option<String>,
    /// What the buyer pays for all of it. Absent while the order is pending.
    #[serde(default, with = "money::pascal_amount_text", skip_serializing_if = "Option::is_none")]
    pub order_total: Option<Money>,
    /// How many units have left.
    #[serde(default, with = "reading::optional_whole_number", skip_serializing_if = "Option::is_none")]
    pub number_of_items_shipped: Option<i64>,
    /// How many units have not left.
    #[serde(default, with = "reading::optional_whole_number", skip_serializing_if = "Option::is_none")]
    pub number_of_items_unshipped: Option<i64>,
    /// How it was paid, where several ways were combined, and in Brazil.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub payment_execution_detail: List<PaymentExecutionDetailItem>,
    /// How it was paid, roughly. [`payment_method_details`](Self::payment_method_details) says it better.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub payment_method: Option<PaymentMethod>,
    /// How it was paid, such as `CreditCard` and `GiftCertificate`.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub payment_method_details: List<String>,
    /// Where it was placed.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub marketplace_id: Option<MarketplaceId>,
    /// How fast it is to arrive.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub shipment_service_level_category: Option<ShipmentServiceLevelCategory>,
    /// Where the package of an Easy Ship order is. Easy Ship only.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub easy_ship_shipment_status: Option<EasyShipShipmentStatus>,
    /// A label of Checkout by Amazon, a service that is gone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cba_displayable_shipping_label: Option<String>,
    /// What kind of order.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub order_type: Option<OrderType>,
    /// When the selling partner may ship at the earliest. Merchant-fulfilled orders only.
    #[serde(default, with = "wire::optional_instant", skip_serializing_if = "Option::is_none")]
    pub earliest_ship_date: Option<DateTime<Utc>>,
    /// When it must have been handed over. Merchant-fulfilled orders only.
    #[serde(default, with = "wire::optional_instant", skip_serializing_if = "Option::is_none")]
    pub latest_ship_date: Option<DateTime<Utc>>,
    /// When it may arrive at the earliest. Merchant-fulfilled orders only.
    #[serde(default, with = "wire::optional_instant", skip_serializing_if = "Option::is_none")]
    pub earliest_delivery_date: Option<DateTime<Utc>>,
    /// When it must have arrived. Merchant-fulfilled orders only, and neither pending nor cancelled ones.
    #[serde(default, with = "wire::optional_instant", skip_serializing_if = "Option::is_none")]
    pub latest_delivery_date: Option<DateTime<Utc>>,
    /// Whether an Amazon Business customer bought it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub is_business_order: Option<bool>,
    /// Whether it is a Prime order that the selling partner ships.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub is_prime: Option<bool>,
    /// Whether premium shipping was promised.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub is_premium_order: Option<bool>,
    /// Whether it is a Global Express order.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub is_global_express_enabled: Option<bool>,
    /// The order that it replaces. Replacement orders only.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub replaced_order_id: Option<OrderId>,
    /// Whether it replaces another one, free of charge: it must not become a second invoice.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub is_replacement_order: Option<bool>,
    /// Until when the buyer must be told an estimated ship date. Sourcing on demand only.
    #[serde(default, with = "wire::optional_instant", skip_serializing_if = "Option::is_none")]
    pub promise_response_due_date: Option<DateTime<Utc>>,
    /// Whether that date was told. Sourcing on demand only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub is_estimated_ship_date_set: Option<bool>,
    /// Whether Amazon Business EU bought it and sold it on: the invoice goes to Amazon, not to the buyer.
    #[serde(default, rename = "IsSoldByAB", skip_serializing_if = "Option::is_none")]
    pub is_sold_by_ab: Option<bool>,
    /// The same as [`is_sold_by_ab`](Self::is_sold_by_ab), under another name.
    #[serde(default, rename = "IsIBA", skip_serializing_if = "Option::is_none")]
    pub is_iba: Option<bool>,
    /// Where Amazon suggests to ship from. Not binding.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default_ship_from_location_address: Option<Address>,
    /// What kind of invoice the buyer wants. Türkiye only.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub buyer_invoice_preference: Option<BuyerInvoicePreference>,
    /// The company to invoice. Türkiye, business invoices, and with a restricted data token only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub buyer_tax_information: Option<BuyerTaxInformation>,
    /// Where to ship from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fulfillment_instruction: Option<FulfillmentInstruction>,
    /// Whether the buyer picks it up in a store.
    #[serde(default, rename = "IsISPU", skip_serializing_if = "Option::is_none")]
    pub is_ispu: Option<bool>,
    /// Whether it goes to a locker or a pick-up point.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub is_access_point_order: Option<bool>,
    /// The marketplace's own tax numbers. Brazil only, while pending or unshipped.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub marketplace_tax_info: Option<MarketplaceTaxInfo>,
    /// The selling partner's name in the marketplace. Brazil only, while pending or unshipped.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seller_display_name: Option<String>,
    /// Where it goes. Without a restricted data token only city, region, postal code and country; nothing
    /// while pending.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shipping_address: Option<Address>,
    /// Who ordered. Names and numbers only with a restricted data token.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub buyer_info: Option<BuyerInfo>,
    /// What Amazon's shipping automation decided.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub automated_shipping_settings: Option<AutomatedShippingSettings>,
    /// Whether somebody must approve it before it ships: see `getOrderRegulatedInfo`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub has_regulated_items: Option<bool>,
    /// How the electronic invoice stands. Easy Ship and Brazil only.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub electronic_invoice_status: Option<ElectronicInvoiceStatus>,
}

/// One way in which an order was paid. Hidden from `Debug`: it holds codes of the payment.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct PaymentExecutionDetailItem {
    /// How much was paid this way.
    #[serde(with = "money::pascal_amount_text")]
    pub payment: Money,
    /// The way.
    pub payment_method: SubPaymentMethod,
    /// The tax number (CNPJ) of the bank or processor. Brazil, cards and Pix only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub acquirer_id: Option<String>,
    /// The card's brand, such as `Visa`. Brazil, cards only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub card_brand: Option<String>,
    /// The code by which the payment was authorised. Brazil, cards and Pix only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub authorization_code: Option<String>,
}

/// How to fulfil an order.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct FulfillmentInstruction {
    /// Where to ship from.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub fulfillment_supply_source_id: Option<SupplySourceId>,
}

/// The tax numbers of a marketplace.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct MarketplaceTaxInfo {
    /// The numbers.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub tax_classifications: List<TaxClassification>,
}

/// What Amazon's shipping automation decided about an order.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct AutomatedShippingSettings {
    /// Whether it decided at all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub has_automated_shipping_settings: Option<bool>,
    /// The carrier to use.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub automated_carrier: Option<String>,
    /// The carrier's service to use.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub automated_ship_method: Option<String>,
}

open_enum! {
    /// How far an order has come.
    pub enum OrderStatus {
        /// Placed, but the payment is still being checked: no prices, no address, nothing to ship.
        Pending = "Pending",
        /// Ready to ship; nothing has left.
        Unshipped = "Unshipped",
        /// Some units have left, others have not.
        PartiallyShipped = "PartiallyShipped",
        /// Every unit has left.
        Shipped = "Shipped",
        /// Called off for good. Spelt with one L here, with two in 2026-01-01.
        Canceled = "Canceled",
        /// Amazon cannot ship it. Only orders that Amazon fulfils for other sales channels.
        Unfulfillable = "Unfulfillable",
        /// Every unit has left, but Amazon has not been told that the invoice went out.
        InvoiceUnconfirmed = "InvoiceUnconfirmed",
        /// A pre-order whose item is not released; nothing is authorised yet.
        PendingAvailability = "PendingAvailability",
    }
}

open_enum! {
    /// Who ships.
    pub enum FulfillmentChannel {
        /// The selling partner (merchant fulfilment network).
        Mfn = "MFN",
        /// Amazon (FBA).
        Afn = "AFN",
    }
}

open_enum! {
    /// How an order was paid, roughly.
    pub enum PaymentMethod {
        /// In cash on delivery.
        Cod = "COD",
        /// In a convenience store.
        Cvs = "CVS",
        /// In any other way.
        OtherMethod = "Other",
    }
}

open_enum! {
    /// How a part of an order was paid.
    pub enum SubPaymentMethod {
        /// In cash on delivery.
        CashOnDelivery = "COD",
        /// With a gift card.
        GiftCard = "GC",
        /// With Amazon Points.
        PointsAccount = "PointsAccount",
        /// On invoice.
        Invoice = "Invoice",
        /// With a card.
        CreditCard = "CreditCard",
        /// With Pix, Brazil's instant transfer.
        Pix = "Pix",
        /// In any other way.
        OtherMethod = "Other",
    }
}

open_enum! {
    /// How fast an order is to arrive.
    pub enum ShipmentServiceLevelCategory {
        /// Faster than standard.
        Expedited = "Expedited",
        /// Slow and free of charge.
        FreeEconomy = "FreeEconomy",
        /// On the next day.
        NextDay = "NextDay",
        /// With priority.
        Priority = "Priority",
        /// On the same day.
        SameDay = "SameDay",
        /// In two days.
        SecondDay = "SecondDay",
        /// Within a window that the buyer chose.
        Scheduled = "Scheduled",
        /// As usual.
        Standard = "Standard",
    }
}

open_enum! {
    /// Where the package of an Easy Ship order is.
    pub enum EasyShipShipmentStatus {
        /// No pick-up is arranged yet.
        PendingSchedule = "PendingSchedule",
        /// Waits for the carrier to fetch it.
        PendingPickUp = "PendingPickUp",
        /// Waits for the selling partner to bring it to the carrier.
        PendingDropOff = "PendingDropOff",
        /// The selling partner called the pick-up off.
        LabelCanceled = "LabelCanceled",
        /// The carrier has fetched it.
        PickedUp = "PickedUp",
        /// The selling partner has brought it to the carrier.
        DroppedOff = "DroppedOff",
        /// In the first centre of its way.
        AtOriginFulfillmentCenter = "AtOriginFC",
        /// In the last centre of its way.
        AtDestinationFulfillmentCenter = "AtDestinationFC",
        /// The buyer has it.
        Delivered = "Delivered",
        /// The buyer did not take it.
        RejectedByBuyer = "RejectedByBuyer",
        /// It cannot be delivered.
        Undeliverable = "Undeliverable",
        /// On its way back.
        ReturningToSeller = "ReturningToSeller",
        /// Back.
        ReturnedToSeller = "ReturnedToSeller",
        Lost = "Lost",
        /// On its last stretch.
        OutForDelivery = "OutForDelivery",
        /// The carrier damaged it.
        Damaged = "Damaged",
    }
}

open_enum! {
    /// What kind of order it is.
    pub enum OrderType {
        /// Of goods in stock.
        StandardOrder = "StandardOrder",
        /// Of goods that take long to get ready.
        LongLeadTimeOrder = "LongLeadTimeOrder",
        /// Of goods that are not released yet.
        Preorder = "Preorder",
        /// Of goods that are released but out of stock.
        BackOrder = "BackOrder",
        /// Of goods that the selling partner must get first.
        SourcingOnDemandOrder = "SourcingOnDemandOrder",
    }
}

open_enum! {
    /// What kind of invoice the buyer wants.
    pub enum BuyerInvoicePreference {
        /// One for a person.
        Individual = "INDIVIDUAL",
        /// One for a company; [`Order::buyer_tax_information`] tells which.
        Business = "BUSINESS",
    }
}

open_enum! {
    /// How the electronic invoice of an order stands.
    pub enum ElectronicInvoiceStatus {
        /// None is needed.
        NotRequired = "NotRequired",
        /// One is needed and has not been uploaded.
        NotFound = "NotFound",
        /// Uploaded; Amazon is checking it.
        Processing = "Processing",
        /// Uploaded and refused.
        Errored = "Errored",
        /// Uploaded and accepted.
        Accepted = "Accepted",
    }
}

hidden_debug! {
    PaymentExecutionDetailItem { payment, payment_method, acquirer_id, card_brand, authorization_code }
}
