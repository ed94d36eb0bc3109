//! How orders are imported.

use std::collections::BTreeMap;

use commerce_client_core::money::Money;
use netsuite_client::InternalId;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use sp_api_client::orders::{FulfillmentStatus, ServiceLevel};

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
    /// Whom they are billed to. Default: NetSuite takes the customer's own address.
    #[serde(default)]
    pub bill_to: BillTo,
    /// Whether an order whose buyer asks for its cancellation begins as pending approval, so that nobody picks it.
    /// Default: no, it is only flagged.
    #[serde(default)]
    pub hold_cancel_requests: bool,
    /// Department, class and subsidiary. Default: NetSuite decides.
    #[serde(default)]
    pub segments: Segments,
}

fn merchant_statuses() -> Vec<FulfillmentStatus> {
    vec![FulfillmentStatus::Unshipped, FulfillmentStatus::PartiallyShipped, FulfillmentStatus::Shipped]
}

impl MerchantSettings {
    /// The defaults, for this way to find customers.
    pub fn new(customer: CustomerMode) -> Self {
        Self {
            customer,
            location: None,
            begin_as: BeginAs::default(),
            statuses: merchant_statuses(),
            bill_to: BillTo::default(),
            hold_cancel_requests: false,
            segments: Segments::default(),
        }
    }
}

/// How orders that Amazon ships are imported, once they have shipped.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FbaSettings {
    /// Who the customer is. Amazon names no buyer on these: a default customer or a pool.
    pub customer: CustomerMode,
    /// The location that stands for Amazon's warehouses in this marketplace: stock leaves it with the invoice, the
    /// cash sale or the fulfilment.
    pub location: InternalId,
    /// As what they are imported. Default: invoices.
    #[serde(default)]
    pub import_as: FbaImport,
    /// The receivables account of the invoices. Default: the customer's.
    #[serde(default)]
    pub receivables_account: Option<InternalId>,
    /// The bank or clearing account that the money of cash sales is in; they need it.
    #[serde(default)]
    pub cash_account: Option<InternalId>,
    /// How cash sales are paid. Default: NetSuite decides.
    #[serde(default)]
    pub payment_option: Option<InternalId>,
    /// On which day they are booked. Default: the day of the purchase.
    #[serde(default)]
    pub transaction_date: FbaDate,
    /// The shipping method written on them. Default: none.
    #[serde(default)]
    pub ship_method: Option<InternalId>,
    /// Department, class and subsidiary. Default: NetSuite decides.
    #[serde(default)]
    pub segments: Segments,
}

impl FbaSettings {
    /// The defaults, for this customer and location.
    pub fn new(customer: CustomerMode, location: InternalId) -> Self {
        Self {
            customer,
            location,
            import_as: FbaImport::default(),
            receivables_account: None,
            cash_account: None,
            payment_option: None,
            transaction_date: FbaDate::default(),
            ship_method: None,
            segments: Segments::default(),
        }
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
    /// A cash sale: paid at once, into [`FbaSettings::cash_account`]. Settlements cannot pay it.
    CashSale,
    /// A sales order, and its fulfilment.
    SalesOrder,
}

/// On which day an order that Amazon shipped is booked.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum FbaDate {
    /// The day the buyer ordered.
    #[default]
    Purchase,
    /// The day it left: that of its last package; where Amazon names no packages, the day of the order's last change,
    /// or the last day on which it was to leave if that is earlier.
    Ship,
}

/// Whom a sales order is billed to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum BillTo {
    /// The customer's own address, as NetSuite has it.
    #[default]
    Customer,
    /// The address it is delivered to: Amazon names no other.
    Recipient,
}

/// NetSuite's dimensions of a transaction.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Segments {
    /// The department.
    pub department: Option<InternalId>,
    /// The class.
    pub class: Option<InternalId>,
    /// The subsidiary. Needed only where a customer is shared by several; otherwise it follows from the customer, and
    /// NetSuite may refuse it.
    pub subsidiary: Option<InternalId>,
    /// Whether department and class are also written on each line, as some accounts demand.
    pub on_lines: bool,
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
    /// Discounts on shipping. Needs `shipping` too, where shipping is a line. Not used where discounts are one for the
    /// whole order.
    pub shipping_discount: Option<InternalId>,
    /// Gift wrap.
    pub gift_wrap: Option<InternalId>,
    /// The fee for paying on delivery.
    pub cash_on_delivery: Option<InternalId>,
    /// Discounts on products; where discounts are one for the whole order, that one.
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

/// How discounts are posted: one way or the other.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum DiscountMode {
    /// A negative line directly under each discounted item, and one for discounts on shipping.
    #[default]
    Line,
    /// One negative line for all discounts of the order, on [`ChargeItems::discount`]; the promotions go to
    /// [`CustomFields::promotions`](super::CustomFields::promotions).
    Cart,
}

/// How the shipping that the buyer pays is posted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum ShippingMode {
    /// A line on [`ChargeItems::shipping`].
    #[default]
    Line,
    /// NetSuite's own shipping cost, which needs a shipping method. Discounts on it stay lines.
    Native,
}

/// Which shipping methods the orders that the seller ships get.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ShipMethods {
    /// By Amazon's service level: `STANDARD`, `EXPEDITED`, `NEXT_DAY`, …
    pub by_level: BTreeMap<ServiceLevel, InternalId>,
    /// The method for levels that are not in the map. Default: none.
    pub default: Option<InternalId>,
    /// Whether an order that gets no method by either is parked. Default: it is, once there is a map.
    pub required: Option<bool>,
}

impl ShipMethods {
    /// The method for a service level.
    pub fn of(&self, level: Option<&ServiceLevel>) -> Option<&InternalId> {
        level.and_then(|level| self.by_level.get(level)).or(self.default.as_ref())
    }

    /// Whether an order that gets no method is parked.
    pub fn is_required(&self) -> bool {
        self.required.unwrap_or(!self.by_level.is_empty())
    }
}

/// How far a record may come to something else than Amazon's order. NetSuite computes a total only when it saves, so
/// a record beyond the tolerance is saved all the same; its order is parked as a conflict until it is mended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct TotalSettings {
    /// Whether a record beyond the tolerance parks its order. Default: yes. Without it, any total is taken.
    pub strict: bool,
    /// The tolerance, in the smallest coin of the order's currency: 5 is 0.05 USD, and 5 JPY. Default: 0.
    pub tolerance: u32,
}

impl Default for TotalSettings {
    fn default() -> Self {
        Self { strict: true, tolerance: 0 }
    }
}

impl TotalSettings {
    /// Whether a record that comes to `found` may stand for an order that should come to `expected`.
    pub fn accepts(&self, found: Decimal, expected: Money) -> bool {
        let tolerance = Decimal::new(self.tolerance.into(), expected.currency.minor_digits());
        !self.strict || (found - expected.amount).abs() <= tolerance
    }
}
