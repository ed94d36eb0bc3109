//! How sales orders are billed.

use netsuite_client::InternalId;
use serde::{Deserialize, Serialize};

/// How the sales orders of a store are billed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct BillingSettings {
    /// What they become. Default: invoices, which the settlement pays.
    pub bill_as: BillAs,
    /// The statuses in which an order is billed. Default: pending billing.
    pub statuses: Vec<BillWhen>,
    /// The day of the bill. Default: the fulfilment's.
    pub date: BillDate,
    /// Invoices: the receivables account; default: the customer's. Cash sales: the account that gets the money, which
    /// they need.
    pub account: Option<InternalId>,
    /// Cash sales: the payment option, where the account wants one.
    pub payment_option: Option<InternalId>,
    /// Script id of a check box on the sales order: only ticked orders are billed. Default: all are.
    pub only_if: Option<String>,
}

impl Default for BillingSettings {
    fn default() -> Self {
        Self {
            bill_as: BillAs::default(),
            statuses: vec![BillWhen::PendingBilling],
            date: BillDate::default(),
            account: None,
            payment_option: None,
            only_if: None,
        }
    }
}

/// What a sales order becomes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum BillAs {
    /// An invoice, which the settlement pays.
    #[default]
    Invoice,
    /// A cash sale, which is paid already. Settlements cannot be applied to it.
    CashSale,
}

/// A status of a sales order in which it is billed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum BillWhen {
    /// Everything has been fulfilled.
    PendingBilling,
    /// Something has been fulfilled and is not billed yet: a bill for each fulfilment.
    PartiallyFulfilled,
    /// Nothing has been fulfilled: the whole order is billed at once. Needs NetSuite's preference "Invoice in advance of
    /// fulfillment".
    PendingFulfillment,
}

impl BillWhen {
    /// NetSuite's letter.
    pub(crate) const fn letter(self) -> &'static str {
        match self {
            Self::PendingBilling => "F",
            Self::PartiallyFulfilled => "E",
            Self::PendingFulfillment => "B",
        }
    }
}

/// The day of a bill.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum BillDate {
    /// The day of the fulfilment that is billed; of what is billed in advance, today.
    #[default]
    Fulfillment,
    /// The day on which the bill is made, in the store's zone.
    Today,
}
