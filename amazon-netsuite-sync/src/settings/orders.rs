//! How orders are imported.

use netsuite_client::InternalId;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use sp_api_client::orders::FulfillmentStatus;

use super::CustomerMode;

/// How orders that the seller ships are imported: as sales orders.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MerchantSettings {
    /// Who the customer is.
    pub customer: CustomerMode,
    /// The location they ship from. Default: NetSuite decides.
    #[serde(default)]
    pub location: Option<InternalId>,
    /// The status they begin in. Default: pending fulfilment.
    #[serde(default)]
    pub begin_as: BeginAs,
    /// The statuses in which an order is imported. Default: unshipped, partially shipped and shipped, so that an order
    /// that ships between two runs is not lost.
    #[serde(default = "merchant_statuses")]
    pub statuses: Vec<FulfillmentStatus>,
}

fn merchant_statuses() -> Vec<FulfillmentStatus> {
    vec![FulfillmentStatus::Unshipped, FulfillmentStatus::PartiallyShipped, FulfillmentStatus::Shipped]
}

impl MerchantSettings {
    /// The defaults, for this way to find customers.
    pub fn new(customer: CustomerMode) -> Self {
        Self { customer, location: None, begin_as: BeginAs::default(), statuses: merchant_statuses() }
    }
}

/// How orders that Amazon ships are imported, once they have shipped.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FbaSettings {
    /// Who the customer is. Amazon names no buyer on these: a default customer or a pool.
    pub customer: CustomerMode,
    /// The location that stands for Amazon's warehouses: stock leaves it with the invoice.
    pub location: InternalId,
    /// As what they are imported. Default: invoices.
    #[serde(default)]
    pub import_as: FbaImport,
    /// The receivables account of the invoices. Default: the customer's.
    #[serde(default)]
    pub receivables_account: Option<InternalId>,
}

impl FbaSettings {
    /// The defaults, for this customer and location.
    pub fn new(customer: CustomerMode, location: InternalId) -> Self {
        Self { customer, location, import_as: FbaImport::default(), receivables_account: None }
    }
}

/// As what an order that Amazon shipped is imported.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum FbaImport {
    /// An invoice, which the settlement pays.
    #[default]
    Invoice,
}

/// The status a sales order begins in.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum BeginAs {
    /// Somebody approves it first.
    PendingApproval,
    /// It can be picked at once.
    #[default]
    PendingFulfillment,
}

/// The items that stand for charges that are no product. Each is needed only once such a charge is seen; the order is
/// parked until then.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ChargeItems {
    /// Shipping that the buyer pays.
    pub shipping: Option<InternalId>,
    /// Discounts on shipping.
    pub shipping_discount: Option<InternalId>,
    /// Gift wrap.
    pub gift_wrap: Option<InternalId>,
    /// The fee for paying on delivery.
    pub cash_on_delivery: Option<InternalId>,
    /// Discounts on products.
    pub discount: Option<InternalId>,
    /// Tax that the seller owes.
    pub tax: Option<InternalId>,
    /// Tax that Amazon collects and remits itself. Point it at a payable account: the settlement's withheld-tax rows
    /// clear it, so that it never becomes the seller's liability.
    pub facilitator_tax: Option<InternalId>,
    /// What the buyer gives the driver.
    pub tip: Option<InternalId>,
    /// Charges of Amazon's kind "other".
    pub other: Option<InternalId>,
}

/// Where the tax in tax-inclusive prices comes from.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
#[non_exhaustive]
pub enum VatMode {
    /// The amounts that Amazon reports; where it reports none, the price is posted as it is.
    #[default]
    AsReported,
    /// Where Amazon reports none, this rate: 0.19 is 19 %.
    FixedRate {
        /// The rate.
        rate: Decimal,
    },
}
