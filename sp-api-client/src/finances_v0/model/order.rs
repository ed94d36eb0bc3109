//! Events around orders: shipments, refunds, claims, chargebacks and what hangs on them.

use chrono::{DateTime, Utc};
use commerce_client_core::{list::List, money::Money, open_enum, wire};
use serde::{Deserialize, Serialize};

use super::{
    ChargeComponent, DirectPayment, FeeComponent, FinancialEventGroupId, Promotion, TaxWithheldComponent,
};
use crate::{
    ids::{MarketplaceId, OrderId, OrderItemId, SellerSku},
    money,
    reading::empty_is_none,
};

/// A shipment, refund, guarantee claim or chargeback of an order. Which of them, the list tells that it
/// stands in. Shipments fill the plain lists, the others the adjustment lists.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct ShipmentEvent {
    /// The order.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub amazon_order_id: Option<OrderId>,
    /// The seller's own number of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seller_order_id: Option<String>,
    /// Where it was sold, such as `Amazon.de`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub marketplace_name: Option<String>,
    /// The storefront.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub store_name: Option<String>,
    /// Charges on the order as a whole. Multi-channel orders with cash on delivery only.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub order_charge_list: List<ChargeComponent>,
    /// The same charges, taken back.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub order_charge_adjustment_list: List<ChargeComponent>,
    /// Fees on the shipment as a whole. Negative.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub shipment_fee_list: List<FeeComponent>,
    /// The same fees, given back.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub shipment_fee_adjustment_list: List<FeeComponent>,
    /// Fees on the order as a whole. Multi-channel orders only. Negative.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub order_fee_list: List<FeeComponent>,
    /// The same fees, given back.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub order_fee_adjustment_list: List<FeeComponent>,
    /// Payments that went past the account.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub direct_payment_list: List<DirectPayment>,
    /// When it was posted.
    #[serde(default, with = "wire::optional_instant", skip_serializing_if = "Option::is_none")]
    pub posted_date: Option<DateTime<Utc>>,
    /// What was shipped.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub shipment_item_list: List<ShipmentItem>,
    /// What was refunded, claimed or charged back.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub shipment_item_adjustment_list: List<ShipmentItem>,
}

/// An order item within a shipment, refund, claim or chargeback. Every amount is for all its units together.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct ShipmentItem {
    /// The offer.
    #[serde(
        default,
        rename = "SellerSKU",
        deserialize_with = "empty_is_none",
        skip_serializing_if = "Option::is_none"
    )]
    pub seller_sku: Option<SellerSku>,
    /// The order item. Adjustments go by [`order_adjustment_item_id`](Self::order_adjustment_item_id).
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub order_item_id: Option<OrderItemId>,
    /// The id of the refunded, claimed or charged-back item.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub order_adjustment_item_id: Option<String>,
    /// How many units were shipped. A refund does not tell how many units it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quantity_shipped: Option<i64>,
    /// What the buyer paid.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub item_charge_list: List<ChargeComponent>,
    /// What the buyer got back; negative. Not on shipments.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub item_charge_adjustment_list: List<ChargeComponent>,
    /// What Amazon kept; negative.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub item_fee_list: List<FeeComponent>,
    /// What Amazon gave back; positive. Not on shipments.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub item_fee_adjustment_list: List<FeeComponent>,
    /// The taxes that Amazon withheld.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub item_tax_withheld_list: List<TaxWithheldComponent>,
    /// The promotions; negative.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub promotion_list: List<Promotion>,
    /// The promotions, taken back; positive. Not on shipments.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub promotion_adjustment_list: List<Promotion>,
    /// What the Amazon Points cost that the buyer got. Japan.
    #[serde(default, with = "money::pascal_currency_amount", skip_serializing_if = "Option::is_none")]
    pub cost_of_points_granted: Option<Money>,
    /// What of them came back. Not on shipments. Japan.
    #[serde(default, with = "money::pascal_currency_amount", skip_serializing_if = "Option::is_none")]
    pub cost_of_points_returned: Option<Money>,
}

/// A refund of what was paid with food stamps (EBT, US), which Amazon gives back to the seller.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct EbtRefundReimbursementOnlyEvent {
    /// The order.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub order_id: Option<OrderId>,
    /// When it was posted.
    #[serde(default, with = "wire::optional_instant", skip_serializing_if = "Option::is_none")]
    pub posted_date: Option<DateTime<Utc>>,
    /// How much the seller gets back.
    #[serde(default, with = "money::pascal_currency_amount", skip_serializing_if = "Option::is_none")]
    pub amount: Option<Money>,
}

/// A payment through Amazon Pay on another website.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct PayWithAmazonEvent {
    /// The seller's own number of the order.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seller_order_id: Option<String>,
    /// When it was posted.
    #[serde(default, with = "wire::optional_instant", skip_serializing_if = "Option::is_none")]
    pub transaction_posted_date: Option<DateTime<Utc>>,
    /// What was paid, such as `PaymentContract`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub business_object_type: Option<String>,
    /// Where it was sold.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sales_channel: Option<String>,
    /// What the buyer paid.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub charge: Option<ChargeComponent>,
    /// What Amazon kept; negative.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub fee_list: List<FeeComponent>,
    /// What kind of payment, such as `Sales`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payment_amount_type: Option<String>,
    /// What it is for, for people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount_description: Option<String>,
    /// Who ships: `AFN` for Amazon, `MFN` for the seller.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fulfillment_channel: Option<String>,
    /// The storefront.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub store_name: Option<String>,
}

/// A tax on an earlier sale that was charged or given back afterwards.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct RetrochargeEvent {
    /// Charged or given back.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub retrocharge_event_type: Option<RetrochargeEventType>,
    /// The order.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub amazon_order_id: Option<OrderId>,
    /// When it was posted.
    #[serde(default, with = "wire::optional_instant", skip_serializing_if = "Option::is_none")]
    pub posted_date: Option<DateTime<Utc>>,
    /// The tax on the goods.
    #[serde(default, with = "money::pascal_currency_amount", skip_serializing_if = "Option::is_none")]
    pub base_tax: Option<Money>,
    /// The tax on shipping.
    #[serde(default, with = "money::pascal_currency_amount", skip_serializing_if = "Option::is_none")]
    pub shipping_tax: Option<Money>,
    /// Where it was sold, such as `Amazon.com`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub marketplace_name: Option<String>,
    /// What Amazon withheld of it.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub retrocharge_tax_withheld_list: List<TaxWithheldComponent>,
}

/// Money around a rented thing.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct RentalTransactionEvent {
    /// The order.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub amazon_order_id: Option<OrderId>,
    /// What it is about.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub rental_event_type: Option<RentalEventType>,
    /// By how many days the rental was extended. Extensions and their refunds only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub extension_length: Option<i64>,
    /// When it was posted.
    #[serde(default, with = "wire::optional_instant", skip_serializing_if = "Option::is_none")]
    pub posted_date: Option<DateTime<Utc>>,
    /// What the customer paid or got back.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub rental_charge_list: List<ChargeComponent>,
    /// What Amazon kept.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub rental_fee_list: List<FeeComponent>,
    /// Where it was rented, such as `Amazon.com`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub marketplace_name: Option<String>,
    /// What the customer paid for the rental at first. Reimbursements only.
    #[serde(default, with = "money::pascal_currency_amount", skip_serializing_if = "Option::is_none")]
    pub rental_initial_value: Option<Money>,
    /// What Amazon pays the seller. Reimbursements only.
    #[serde(default, with = "money::pascal_currency_amount", skip_serializing_if = "Option::is_none")]
    pub rental_reimbursement: Option<Money>,
    /// The taxes that Amazon withheld.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub rental_tax_withheld_list: List<TaxWithheldComponent>,
}

/// What an instalment or like promotion costs the seller. India; the parts add up to the total.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct AffordabilityExpenseEvent {
    /// The order.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub amazon_order_id: Option<OrderId>,
    /// When it was posted.
    #[serde(default, with = "wire::optional_instant", skip_serializing_if = "Option::is_none")]
    pub posted_date: Option<DateTime<Utc>>,
    /// The marketplace.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub marketplace_id: Option<MarketplaceId>,
    /// Charged or given back.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub transaction_type: Option<AffordabilityTransactionType>,
    /// The cost before tax. The model speaks of clicks on advertisements here, which seems to be a mistake.
    #[serde(default, with = "money::pascal_currency_amount", skip_serializing_if = "Option::is_none")]
    pub base_expense: Option<Money>,
    /// The union's tax on it.
    #[serde(rename = "TaxTypeCGST", with = "money::pascal_currency_amount")]
    pub tax_type_cgst: Money,
    /// The state's tax on it.
    #[serde(rename = "TaxTypeSGST", with = "money::pascal_currency_amount")]
    pub tax_type_sgst: Money,
    /// The tax on it between states.
    #[serde(rename = "TaxTypeIGST", with = "money::pascal_currency_amount")]
    pub tax_type_igst: Money,
    /// Cost and taxes together.
    #[serde(default, with = "money::pascal_currency_amount", skip_serializing_if = "Option::is_none")]
    pub total_expense: Option<Money>,
}

/// Fees of goods on trial.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct TrialShipmentEvent {
    /// The order.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub amazon_order_id: Option<OrderId>,
    /// The group that it belongs to.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub financial_event_group_id: Option<FinancialEventGroupId>,
    /// When it was posted.
    #[serde(default, with = "wire::optional_instant", skip_serializing_if = "Option::is_none")]
    pub posted_date: Option<DateTime<Utc>>,
    /// The offer.
    #[serde(
        default,
        rename = "SKU",
        deserialize_with = "empty_is_none",
        skip_serializing_if = "Option::is_none"
    )]
    pub sku: Option<SellerSku>,
    /// What Amazon kept; negative.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub fee_list: List<FeeComponent>,
}

open_enum! {
    /// Whether a tax was charged or given back afterwards.
    pub enum RetrochargeEventType {
        /// Charged.
        Retrocharge = "Retrocharge",
        /// Given back.
        RetrochargeReversal = "RetrochargeReversal",
    }
}

open_enum! {
    /// What money around a rented thing is about.
    pub enum RentalEventType {
        /// The customer keeps the thing and pays for it.
        CustomerPaymentBuyout = "RentalCustomerPayment-Buyout",
        /// The customer keeps it for longer.
        CustomerPaymentExtension = "RentalCustomerPayment-Extension",
        /// The customer gets back what keeping it cost.
        CustomerRefundBuyout = "RentalCustomerRefund-Buyout",
        /// The customer gets back what keeping it for longer cost.
        CustomerRefundExtension = "RentalCustomerRefund-Extension",
        /// Amazon's fee.
        HandlingFee = "RentalHandlingFee",
        /// Amazon pays the seller because the customer did not.
        ChargeFailureReimbursement = "RentalChargeFailureReimbursement",
        /// Amazon pays the seller because the thing is lost.
        LostItemReimbursement = "RentalLostItemReimbursement",
    }
}

open_enum! {
    /// Whether the cost of a promotion was charged or given back.
    pub enum AffordabilityTransactionType {
        /// Charged.
        Charge = "Charge",
        /// Given back.
        Refund = "Refund",
    }
}
