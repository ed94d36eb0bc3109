//! Where facts go that NetSuite has no field for.

use serde::{Deserialize, Serialize};

/// Script ids of custom fields, where the account has them. Unset ones are not written.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct CustomFields {
    /// Body: Amazon's order id.
    pub order_id: Option<String>,
    /// Body: `MFN`, `SFP` or `FBA`.
    pub channel: Option<String>,
    /// Body: the marketplace's id.
    pub marketplace: Option<String>,
    /// Body: Amazon's programs, such as `PRIME AMAZON_BUSINESS`.
    pub programs: Option<String>,
    /// Body: the order that this one replaces.
    pub replaces: Option<String>,
    /// Body: the buyer's own number for the purchase.
    pub purchase_order: Option<String>,
    /// Line: Amazon's order-item id.
    pub order_item_id: Option<String>,
    /// Body, a check box: Amazon cancelled the order.
    pub order_cancelled: Option<String>,
    /// Line, a check box: Amazon cancelled it.
    pub line_cancelled: Option<String>,
}
