//! Sales orders and invoices, which share most of their fields and their lines.

use std::fmt;

use chrono::{DateTime, NaiveDate, Utc};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::{Address, Extra, customer::is_empty};
use crate::{
    field::{Choice, Reference, Sublist},
    id::{ExternalId, InternalId},
    record::Record,
};

/// An order of a customer. Needs an entity and at least one line.
///
/// # Source
/// REST API browser 2026.1, record `salesOrder`.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct SalesOrder {
    /// NetSuite's id; only read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<InternalId>,
    /// Our id, unique among all transactions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub external_id: Option<ExternalId>,
    /// The document number; numbered by NetSuite unless the account allows another.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tran_id: Option<String>,
    /// NetSuite's own running number; only read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub transaction_number: Option<String>,
    /// The day it is booked on, in the account's zone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tran_date: Option<NaiveDate>,
    /// Free text, at most 999 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub memo: Option<String>,
    /// The form, which decides which fields there are.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub custom_form: Option<Reference>,
    /// The customer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entity: Option<Reference>,
    /// The subsidiary; follows from the customer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subsidiary: Option<Reference>,
    /// Department.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub department: Option<Reference>,
    /// Class.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub class: Option<Reference>,
    /// The location that stock leaves from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub location: Option<Reference>,
    /// The currency; follows from the customer unless given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub currency: Option<Reference>,
    /// Units of the subsidiary's currency for one of the transaction's; the day's rate unless given.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        with = "commerce_client_core::wire::optional_decimal_number"
    )]
    pub exchange_rate: Option<Decimal>,
    /// The accounting period; follows from the date unless given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub posting_period: Option<Reference>,
    /// When it was created, UTC; only read.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        with = "commerce_client_core::wire::optional_instant"
    )]
    pub created_date: Option<DateTime<Utc>>,
    /// When it was last changed, UTC; only read.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        with = "commerce_client_core::wire::optional_instant"
    )]
    pub last_modified_date: Option<DateTime<Utc>>,
    /// Through what it was created; only read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<Choice>,
    /// The customer's number for it: here, the Amazon order id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub other_ref_num: Option<String>,
    /// Where it would be mailed to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// Whether NetSuite mails it to the customer. Send `false`: the default is the customer's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to_be_emailed: Option<bool>,
    /// Whether it waits to be printed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to_be_printed: Option<bool>,
    /// Text for the customer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    /// Payment terms.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub terms: Option<Reference>,
    /// Shipping method.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ship_method: Option<Reference>,
    /// What shipping costs the customer, in the transaction's currency.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        with = "commerce_client_core::wire::optional_decimal_number"
    )]
    pub shipping_cost: Option<Decimal>,
    /// Keeps `shipping_cost` from being computed anew.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shipping_cost_overridden: Option<bool>,
    /// What handling costs the customer.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        with = "commerce_client_core::wire::optional_decimal_number"
    )]
    pub handling_cost: Option<Decimal>,
    /// The day it is to be shipped.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ship_date: Option<NaiveDate>,
    /// Where it goes to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shipping_address: Option<Address>,
    /// Whom it is billed to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub billing_address: Option<Address>,
    /// A line of the customer's address book to ship to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ship_address_list: Option<Reference>,
    /// A line of the customer's address book to bill to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bill_address_list: Option<Reference>,
    /// Whether it goes to a home.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ship_is_residential: Option<bool>,
    /// Whether lines go to several addresses.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub is_multi_ship_to: Option<bool>,
    /// A discount on the whole transaction.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub discount_item: Option<Reference>,
    /// That discount, negative, as an amount.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        with = "commerce_client_core::wire::optional_decimal_number"
    )]
    pub discount_rate: Option<Decimal>,
    /// Sum of discounts; only read.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        with = "commerce_client_core::wire::optional_decimal_number"
    )]
    pub discount_total: Option<Decimal>,
    /// Sum before shipping and tax; only read.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        with = "commerce_client_core::wire::optional_decimal_number"
    )]
    pub subtotal: Option<Decimal>,
    /// Sum of tax that NetSuite computed; only read.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        with = "commerce_client_core::wire::optional_decimal_number"
    )]
    pub tax_total: Option<Decimal>,
    /// What the customer owes for it; only read.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        with = "commerce_client_core::wire::optional_decimal_number"
    )]
    pub total: Option<Decimal>,
    /// The total with tax, where SuiteTax keeps it apart; only read.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        with = "commerce_client_core::wire::optional_decimal_number"
    )]
    pub total_after_taxes: Option<Decimal>,
    /// Tax item; accounts on legacy tax.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tax_item: Option<Reference>,
    /// Tax rate in percent; accounts on legacy tax.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        with = "commerce_client_core::wire::optional_decimal_number"
    )]
    pub tax_rate: Option<Decimal>,
    /// Whether it is taxed; accounts on legacy tax.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub is_taxable: Option<bool>,
    /// Tax code of shipping; accounts on legacy tax.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shipping_tax_code: Option<Reference>,
    /// Keeps tax details from being computed; accounts on SuiteTax.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tax_details_override: Option<bool>,
    /// Keeps tax registrations from being looked up; accounts on SuiteTax.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tax_reg_override: Option<bool>,
    /// Tax nexus.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nexus: Option<Reference>,
    /// Our tax registration.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subsidiary_tax_reg_num: Option<String>,
    /// The customer's tax registration.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entity_tax_reg_num: Option<String>,
    /// The day tax becomes due.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tax_point_date: Option<NaiveDate>,
    /// Keeps `tax_point_date` from being computed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tax_point_date_override: Option<bool>,
    /// Sales representative.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sales_rep: Option<Reference>,
    /// Partner.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub partner: Option<Reference>,
    /// Where the sale came from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lead_source: Option<Reference>,
    /// Promotion.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub promo_code: Option<Reference>,
    /// Coupon.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub coupon_code: Option<Reference>,
    /// The transaction it was made from; only read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub created_from: Option<Reference>,
    /// Tracking numbers of its fulfilments; only read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub linked_tracking_numbers: Option<String>,
    /// Where it stands; only read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<Choice>,
    /// `A` pending approval or `B` pending fulfilment when it is created.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub order_status: Option<Choice>,
    /// Whether it may ship in one go only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ship_complete: Option<bool>,
    /// The day it shipped; only read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub actual_ship_date: Option<NaiveDate>,
    /// How it is paid.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payment_option: Option<Reference>,
    /// Sales channel.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sales_channel: Option<Reference>,
    /// Keeps the order when a card is declined.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub save_on_auth_decline: Option<bool>,
    /// The lines. Those without a key are added; see [`Records::update`](crate::Records::update).
    #[serde(default, skip_serializing_if = "is_empty")]
    pub item: Sublist<TransactionLine>,
    /// Everything else, custom fields among it.
    #[serde(flatten)]
    pub extra: Extra,
}

/// A bill to a customer. Needs an entity and at least one line.
///
/// # Source
/// REST API browser 2026.1, record `invoice`.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Invoice {
    /// NetSuite's id; only read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<InternalId>,
    /// Our id, unique among all transactions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub external_id: Option<ExternalId>,
    /// The document number; numbered by NetSuite unless the account allows another.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tran_id: Option<String>,
    /// NetSuite's own running number; only read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub transaction_number: Option<String>,
    /// The day it is booked on, in the account's zone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tran_date: Option<NaiveDate>,
    /// Free text, at most 999 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub memo: Option<String>,
    /// The form, which decides which fields there are.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub custom_form: Option<Reference>,
    /// The customer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entity: Option<Reference>,
    /// The subsidiary; follows from the customer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subsidiary: Option<Reference>,
    /// Department.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub department: Option<Reference>,
    /// Class.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub class: Option<Reference>,
    /// The location that stock leaves from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub location: Option<Reference>,
    /// The currency; follows from the customer unless given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub currency: Option<Reference>,
    /// Units of the subsidiary's currency for one of the transaction's; the day's rate unless given.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        with = "commerce_client_core::wire::optional_decimal_number"
    )]
    pub exchange_rate: Option<Decimal>,
    /// The accounting period; follows from the date unless given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub posting_period: Option<Reference>,
    /// When it was created, UTC; only read.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        with = "commerce_client_core::wire::optional_instant"
    )]
    pub created_date: Option<DateTime<Utc>>,
    /// When it was last changed, UTC; only read.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        with = "commerce_client_core::wire::optional_instant"
    )]
    pub last_modified_date: Option<DateTime<Utc>>,
    /// Through what it was created; only read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<Choice>,
    /// The customer's number for it: here, the Amazon order id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub other_ref_num: Option<String>,
    /// Where it would be mailed to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// Whether NetSuite mails it to the customer. Send `false`: the default is the customer's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to_be_emailed: Option<bool>,
    /// Whether it waits to be printed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to_be_printed: Option<bool>,
    /// Text for the customer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    /// Payment terms.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub terms: Option<Reference>,
    /// Shipping method.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ship_method: Option<Reference>,
    /// What shipping costs the customer, in the transaction's currency.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        with = "commerce_client_core::wire::optional_decimal_number"
    )]
    pub shipping_cost: Option<Decimal>,
    /// Keeps `shipping_cost` from being computed anew.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shipping_cost_overridden: Option<bool>,
    /// What handling costs the customer.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        with = "commerce_client_core::wire::optional_decimal_number"
    )]
    pub handling_cost: Option<Decimal>,
    /// The day it is to be shipped.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ship_date: Option<NaiveDate>,
    /// Where it goes to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shipping_address: Option<Address>,
    /// Whom it is billed to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub billing_address: Option<Address>,
    /// A line of the customer's address book to ship to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ship_address_list: Option<Reference>,
    /// A line of the customer's address book to bill to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bill_address_list: Option<Reference>,
    /// Whether it goes to a home.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ship_is_residential: Option<bool>,
    /// Whether lines go to several addresses.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub is_multi_ship_to: Option<bool>,
    /// A discount on the whole transaction.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub discount_item: Option<Reference>,
    /// That discount, negative, as an amount.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        with = "commerce_client_core::wire::optional_decimal_number"
    )]
    pub discount_rate: Option<Decimal>,
    /// Sum of discounts; only read.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        with = "commerce_client_core::wire::optional_decimal_number"
    )]
    pub discount_total: Option<Decimal>,
    /// Sum before shipping and tax; only read.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        with = "commerce_client_core::wire::optional_decimal_number"
    )]
    pub subtotal: Option<Decimal>,
    /// Sum of tax that NetSuite computed; only read.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        with = "commerce_client_core::wire::optional_decimal_number"
    )]
    pub tax_total: Option<Decimal>,
    /// What the customer owes for it; only read.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        with = "commerce_client_core::wire::optional_decimal_number"
    )]
    pub total: Option<Decimal>,
    /// The total with tax, where SuiteTax keeps it apart; only read.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        with = "commerce_client_core::wire::optional_decimal_number"
    )]
    pub total_after_taxes: Option<Decimal>,
    /// Tax item; accounts on legacy tax.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tax_item: Option<Reference>,
    /// Tax rate in percent; accounts on legacy tax.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        with = "commerce_client_core::wire::optional_decimal_number"
    )]
    pub tax_rate: Option<Decimal>,
    /// Whether it is taxed; accounts on legacy tax.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub is_taxable: Option<bool>,
    /// Tax code of shipping; accounts on legacy tax.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shipping_tax_code: Option<Reference>,
    /// Keeps tax details from being computed; accounts on SuiteTax.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tax_details_override: Option<bool>,
    /// Keeps tax registrations from being looked up; accounts on SuiteTax.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tax_reg_override: Option<bool>,
    /// Tax nexus.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nexus: Option<Reference>,
    /// Our tax registration.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subsidiary_tax_reg_num: Option<String>,
    /// The customer's tax registration.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entity_tax_reg_num: Option<String>,
    /// The day tax becomes due.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tax_point_date: Option<NaiveDate>,
    /// Keeps `tax_point_date` from being computed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tax_point_date_override: Option<bool>,
    /// Sales representative.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sales_rep: Option<Reference>,
    /// Partner.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub partner: Option<Reference>,
    /// Where the sale came from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lead_source: Option<Reference>,
    /// Promotion.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub promo_code: Option<Reference>,
    /// Coupon.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub coupon_code: Option<Reference>,
    /// The transaction it was made from; only read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub created_from: Option<Reference>,
    /// Tracking numbers of its fulfilments; only read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub linked_tracking_numbers: Option<String>,
    /// Where it stands; only read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<Choice>,
    /// The receivables account it posts to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<Reference>,
    /// Where approval stands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub approval_status: Option<Choice>,
    /// The day it is due.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due_date: Option<NaiveDate>,
    /// What has been paid; only read.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        with = "commerce_client_core::wire::optional_decimal_number"
    )]
    pub amount_paid: Option<Decimal>,
    /// What is still open; only read.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        with = "commerce_client_core::wire::optional_decimal_number"
    )]
    pub amount_remaining: Option<Decimal>,
    /// Tracking numbers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tracking_numbers: Option<String>,
    /// The lines. Those without a key are added; see [`Records::update`](crate::Records::update).
    #[serde(default, skip_serializing_if = "is_empty")]
    pub item: Sublist<TransactionLine>,
    /// Everything else, custom fields among it.
    #[serde(flatten)]
    pub extra: Extra,
}

/// One line of a sales order or invoice.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct TransactionLine {
    /// The line's key within the record; has gaps. Sent, it changes that line; left out, a line is added.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<i64>,
    /// A key unique over all transactions; only read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line_unique_key: Option<String>,
    /// The item.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub item: Option<Reference>,
    /// The kind of item; only read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub item_type: Option<Choice>,
    /// The kind of item more closely; only read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub item_subtype: Option<Choice>,
    /// How many.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        with = "commerce_client_core::wire::optional_decimal_number"
    )]
    pub quantity: Option<Decimal>,
    /// Unit of measure, a bare id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub units: Option<String>,
    /// Price level; `-1` keeps rate and amount as they are given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub price: Option<Reference>,
    /// Price of one. Left out where only the amount is exact.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        with = "commerce_client_core::wire::optional_decimal_number"
    )]
    pub rate: Option<Decimal>,
    /// Price of the line, before tax. Negative on discount lines.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        with = "commerce_client_core::wire::optional_decimal_number"
    )]
    pub amount: Option<Decimal>,
    /// Text on the document.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// The location this line ships from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub location: Option<Reference>,
    /// Department.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub department: Option<Reference>,
    /// Class.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub class: Option<Reference>,
    /// Whether nothing more of it is to ship.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub is_closed: Option<bool>,
    /// Whether it is taxed; accounts on legacy tax.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub is_taxable: Option<bool>,
    /// Tax code; accounts on legacy tax.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tax_code: Option<Reference>,
    /// Tax rate in percent; accounts on legacy tax.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        with = "commerce_client_core::wire::optional_decimal_number"
    )]
    pub tax_rate1: Option<Decimal>,
    /// Second tax rate in percent; accounts on legacy tax.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        with = "commerce_client_core::wire::optional_decimal_number"
    )]
    pub tax_rate2: Option<Decimal>,
    /// Tax; accounts on legacy tax.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        with = "commerce_client_core::wire::optional_decimal_number"
    )]
    pub tax1_amt: Option<Decimal>,
    /// Tax; accounts on SuiteTax.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        with = "commerce_client_core::wire::optional_decimal_number"
    )]
    pub tax_amount: Option<Decimal>,
    /// Amount with tax. Since 2026.1 sending it recomputes `amount`: send one of them.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        with = "commerce_client_core::wire::optional_decimal_number"
    )]
    pub gross_amt: Option<Decimal>,
    /// Price of one with tax.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        with = "commerce_client_core::wire::optional_decimal_number"
    )]
    pub rate_including_tax: Option<Decimal>,
    /// Names the line in the tax details; accounts on SuiteTax.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tax_details_reference: Option<String>,
    /// Estimated cost.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        with = "commerce_client_core::wire::optional_decimal_number"
    )]
    pub cost_estimate: Option<Decimal>,
    /// When it should ship.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expected_ship_date: Option<NaiveDate>,
    /// How many have shipped; only read.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        with = "commerce_client_core::wire::optional_decimal_number"
    )]
    pub quantity_fulfilled: Option<Decimal>,
    /// How many have been billed; only read.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        with = "commerce_client_core::wire::optional_decimal_number"
    )]
    pub quantity_billed: Option<Decimal>,
    /// How many are not in stock; only read.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        with = "commerce_client_core::wire::optional_decimal_number"
    )]
    pub quantity_back_ordered: Option<Decimal>,
    /// How many are set aside; only read.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        with = "commerce_client_core::wire::optional_decimal_number"
    )]
    pub quantity_committed: Option<Decimal>,
    /// How many are free; only read.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        with = "commerce_client_core::wire::optional_decimal_number"
    )]
    pub quantity_available: Option<Decimal>,
    /// On an invoice made from an order: that order's line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub order_line: Option<i64>,
    /// On an invoice made from an order: that order.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub order_doc: Option<Reference>,
    /// Everything else, custom fields among it.
    #[serde(flatten)]
    pub extra: Extra,
}

impl Record for SalesOrder {
    const TYPE: &'static str = "salesOrder";
}

impl Record for Invoice {
    const TYPE: &'static str = "invoice";
}

macro_rules! debug_by_ids {
    ($($name:ident: $($field:ident),+;)+) => {$(
        impl fmt::Debug for $name {
            /// Ids and amounts; nothing of the buyer.
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_struct(stringify!($name))$(.field(stringify!($field), &self.$field))+.finish_non_exhaustive()
            }
        }
    )+};
}

debug_by_ids! {
    SalesOrder: id, external_id, total, item;
    Invoice: id, external_id, total, item;
    TransactionLine: line, item, quantity, amount;
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_is_not_set_is_not_sent_and_what_is_not_typed_is_kept() {
        let wire = json!({
            "externalId": "amz-so-1",
            "entity": {"id": "107"},
            "tranDate": "2026-11-20",
            "orderStatus": {"id": "B"},
            "custbody_amz_order_id": "113-1",
            "item": {"items": [{"item": {"id": "456"}, "quantity": 2, "amount": 39.98, "custcol_line": "7"}]},
        });
        let order: SalesOrder = serde_json::from_value(wire.clone()).unwrap();
        assert_eq!(order.item.items[0].amount, Some("39.98".parse().unwrap()));
        assert_eq!(serde_json::to_value(&order).unwrap(), wire);
    }

    #[test]
    fn debug_shows_no_address() {
        let address = Address { addressee: Some("Jane Doe".to_owned()), ..Address::default() };
        let order = SalesOrder { shipping_address: Some(address), ..SalesOrder::default() };
        assert_eq!(
            format!("{order:?}"),
            "SalesOrder { id: None, external_id: None, total: None, item: Sublist { items: [] }, .. }"
        );
    }
}
