//! An order as a whole: where it comes from, what it brings, how it is paid, taxed and delivered.

use chrono::{DateTime, Utc};
use commerce_client_core::{list::List, money::Money, wire};
use serde::{Deserialize, Serialize};

#[cfg(doc)]
use super::IncludedData;
use super::{
    AliasType, AssociationType, BreakdownStatus, Buyer, BuyerInvoicePreference, ChannelName, CustomerAddress,
    FulfilledBy, FulfillmentOrder, FulfillmentStatus, InvoiceStatus, MarketplaceId, OrderId, OrderItem,
    OrderPackage, ProceedsType, Program, Recipient, ServiceLevel, TaxAttributeKey, TaxEntityType,
    TaxRegistrationType,
};
use crate::{hidden::hidden_debug, money, reading::empty_is_none};

/// An order, as much of it as was asked for and is allowed.
///
/// # Source
/// <https://developer-docs.amazon.com/sp-api/reference/searchorders> (model `orders_2026-01-01`)
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Order {
    /// Amazon's number of the order.
    pub order_id: OrderId,
    /// Other names of the order, such as the selling partner's own number.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub order_aliases: List<Alias>,
    /// When the buyer ordered; UTC.
    #[serde(with = "wire::instant")]
    pub created_time: DateTime<Utc>,
    /// When anything about the order last changed, on whichever side; UTC. Searches go by it.
    #[serde(with = "wire::instant")]
    pub last_updated_time: DateTime<Utc>,
    /// The programmes that the order takes part in.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub programs: List<Program>,
    /// The orders that this one replaces or exchanges.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub associated_orders: List<AssociatedOrder>,
    /// Where the buyer ordered.
    pub sales_channel: SalesChannel,
    /// Who ordered. Brought by [`IncludedData::Buyer`]; needs a restricted role.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub buyer: Option<Buyer>,
    /// Where to deliver, and how. Brought by [`IncludedData::Recipient`]; needs a restricted role; may be missing
    /// while the order is pending.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recipient: Option<Recipient>,
    /// What the buyer pays, summed over the order. Brought by [`IncludedData::Proceeds`]; provisional while the order
    /// is pending, absent for orders of other sales channels.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proceeds: Option<OrderProceeds>,
    /// How the buyer pays. Brought by [`IncludedData::Payment`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payment: Option<OrderPayment>,
    /// Tax numbers and invoicing. Brought by [`IncludedData::Tax`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tax: Option<OrderTax>,
    /// Status, speed and dates. Brought by [`IncludedData::Fulfillment`]; without it the status is not known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fulfillment: Option<OrderFulfillment>,
    /// The goods, one entry per offer.
    pub order_items: Vec<OrderItem>,
    /// What was packed, with tracking. Brought by [`IncludedData::Packages`]; merchant-fulfilled orders only.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub packages: List<OrderPackage>,
    /// The units in which Amazon has the order fulfilled. Brought by [`IncludedData::FulfillmentOrders`]; Easy Ship
    /// orders only.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub fulfillment_orders: List<FulfillmentOrder>,
}

/// Another name of an order.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Alias {
    /// The name.
    pub alias_id: String,
    /// What kind of name it is.
    pub alias_type: AliasType,
}

/// A related order.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct AssociatedOrder {
    /// The number of the related order.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub order_id: Option<OrderId>,
    /// How it is related.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub association_type: Option<AssociationType>,
}

/// Where the buyer ordered.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct SalesChannel {
    /// On Amazon or elsewhere.
    pub channel_name: ChannelName,
    /// The marketplace; absent for other channels.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub marketplace_id: Option<MarketplaceId>,
    /// The marketplace's name for people, such as `Amazon.co.jp`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub marketplace_name: Option<String>,
}

/// What the buyer pays for an order, before Amazon's fees. Whether goods are given with or without tax differs by
/// marketplace; the total has everything in it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct OrderProceeds {
    /// Everything together: the items' totals and a tip.
    #[serde(default, with = "money::amount_text", skip_serializing_if = "Option::is_none")]
    pub grand_total: Option<Money>,
    /// The total by type. Take a type that is missing as zero.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub breakdowns: List<OrderProceedsBreakdown>,
}

/// One type of amount, summed over the order.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct OrderProceedsBreakdown {
    /// What it is for.
    #[serde(rename = "type")]
    pub kind: ProceedsType,
    /// Whether it may still change; only what is charged after checkout (the tip) has a status.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub status: Option<BreakdownStatus>,
    /// The amount. The sign of a discount is not documented: derive it from the total.
    #[serde(with = "money::amount_text")]
    pub subtotal: Money,
}

/// How the buyer pays.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct OrderPayment {
    /// One entry per means of payment.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub payment_executions: List<PaymentExecution>,
}

/// One payment by the buyer. Data of a person: hidden from `Debug`.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct PaymentExecution {
    /// The means: free text such as `CreditCard`, `CashOnDelivery`, `Invoice`, `Pix`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payment_method: Option<String>,
    /// How much is paid this way, in the order's currency.
    #[serde(default, with = "money::amount_text", skip_serializing_if = "Option::is_none")]
    pub payment_amount: Option<Money>,
    /// The bank or processor that authorised it; Brazil, card and Pix only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub acquirer_id: Option<String>,
    /// The brand of the card; Brazil, card only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub card_brand: Option<String>,
    /// The authorisation's number; Brazil, card and Pix only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub authorization_code: Option<String>,
}

/// Tax numbers and invoicing.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct OrderTax {
    /// The tax numbers of those who take part.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub tax_registrations: List<OrderTaxRegistration>,
    /// What is known of the invoice.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tax_invoicing: Option<OrderTaxInvoicing>,
}

/// A tax number and whose it is. Data of a person: hidden from `Debug`.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct OrderTaxRegistration {
    /// Whose it is.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub entity_type: Option<TaxEntityType>,
    /// The name that it is registered to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub legal_name: Option<String>,
    /// What kind of number it is.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub tax_registration_type: Option<TaxRegistrationType>,
    /// The number, as text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tax_registration_number: Option<String>,
    /// The address that it is registered to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tax_registration_address: Option<CustomerAddress>,
    /// Further facts.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub tax_registration_attributes: List<TaxRegistrationAttribute>,
}

/// A further fact about a tax registration. Data of a person: hidden from `Debug`.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct TaxRegistrationAttribute {
    /// What the fact is about.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub key: Option<TaxAttributeKey>,
    /// The fact; free text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
}

/// What is known of the invoice.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct OrderTaxInvoicing {
    /// To whom it is to be written; Turkey only.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub buyer_invoice_preference: Option<BuyerInvoicePreference>,
    /// Where the electronic invoice stands; Easy Ship and Brazil only.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub invoice_status: Option<InvoiceStatus>,
}

/// Status, speed and dates of an order.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct OrderFulfillment {
    /// How far it has come.
    pub fulfillment_status: FulfillmentStatus,
    /// Who ships.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub fulfilled_by: Option<FulfilledBy>,
    /// The speed that the buyer chose.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub fulfillment_service_level: Option<ServiceLevel>,
    /// When it must be handed to the carrier.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ship_by_window: Option<DateTimeRange>,
    /// When it should arrive.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deliver_by_window: Option<DateTimeRange>,
    /// From when the label may be printed; it has no end. Absent: at any time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label_printing_window: Option<DateTimeRange>,
}

/// A span of time; either end may be open.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct DateTimeRange {
    /// Its start; UTC.
    #[serde(default, with = "wire::optional_instant", skip_serializing_if = "Option::is_none")]
    pub earliest_date_time: Option<DateTime<Utc>>,
    /// Its end; UTC.
    #[serde(default, with = "wire::optional_instant", skip_serializing_if = "Option::is_none")]
    pub latest_date_time: Option<DateTime<Utc>>,
}

hidden_debug! {
    PaymentExecution { payment_method, payment_amount, acquirer_id, card_brand, authorization_code }
    OrderTaxRegistration {
        entity_type, legal_name, tax_registration_type, tax_registration_number, tax_registration_address,
        tax_registration_attributes,
    }
    TaxRegistrationAttribute { key, value }
}

impl Order {
    /// How far the order has come; absent unless [`IncludedData::Fulfillment`] was asked for.
    pub fn status(&self) -> Option<&FulfillmentStatus> {
        self.fulfillment.as_ref().map(|fulfillment| &fulfillment.fulfillment_status)
    }

    /// Who ships the order; absent unless [`IncludedData::Fulfillment`] was asked for.
    pub fn fulfilled_by(&self) -> Option<&FulfilledBy> {
        self.fulfillment.as_ref()?.fulfilled_by.as_ref()
    }

    /// Whether the order is in `program`.
    pub fn has_program(&self, program: &Program) -> bool {
        self.programs.contains(program)
    }

    /// Whether the buyer was promised Prime delivery.
    pub fn is_prime(&self) -> bool {
        self.has_program(&Program::Prime)
    }

    /// Whether the buyer is an Amazon Business customer.
    pub fn is_business(&self) -> bool {
        self.has_program(&Program::AmazonBusiness)
    }

    /// What the whole order comes to; see [`OrderProceeds::grand_total`].
    pub fn grand_total(&self) -> Option<Money> {
        self.proceeds.as_ref()?.grand_total
    }

    /// The earlier order that this one replaces or was exchanged for, if it is such an order.
    pub fn replaces(&self) -> Option<&OrderId> {
        let is_original = |order: &&AssociatedOrder| {
            matches!(
                order.association_type,
                Some(AssociationType::ReplacementOriginalId | AssociationType::ExchangeOriginalId)
            )
        };
        self.associated_orders.iter().filter(is_original).find_map(|order| order.order_id.as_ref())
    }
}
