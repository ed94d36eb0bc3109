//! Orders of other channels that Amazon sends out.

use std::collections::BTreeMap;

use netsuite_client::InternalId;
use serde::{Deserialize, Serialize};
use sp_api_client::outbound::{FulfillmentPolicy, ShippingSpeedCategory};

/// Which orders of other channels Amazon sends out, and how. With neither `locations` nor `only_if`, none.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct MultichannelSettings {
    /// Lines of these locations are Amazon's to send: those that stand for its warehouses. Default: all goods of the
    /// orders that `only_if` names.
    pub locations: Vec<InternalId>,
    /// Script id of a check box on sales orders: only ticked ones are sent. Default: all with a line of `locations`.
    pub only_if: Option<String>,
    /// How fast, by ship method: by its internal id, or by its name as NetSuite shows it.
    pub speeds: BTreeMap<String, ShippingSpeedCategory>,
    /// How fast where `speeds` says nothing. Default: standard.
    pub speed: ShippingSpeedCategory,
    /// What is done when a part cannot be sent. Default: nothing is sent then.
    pub policy: FulfillmentPolicy,
    /// What the packing slip says, up to 750 characters. Default: `Thank you for your order.`
    pub comment: String,
    /// Seller SKUs of items, by the item's name. Default: the SKU whose alias names the item, else the item's name.
    pub skus: BTreeMap<String, String>,
    /// Script id of a check box on sales orders that is ticked once Amazon has the order.
    pub exported: Option<String>,
    /// Script id of a check box on sales orders that calls the order off at Amazon. An order that is cancelled or closed
    /// in NetSuite is called off without.
    pub cancel_if: Option<String>,
}

impl Default for MultichannelSettings {
    fn default() -> Self {
        Self {
            locations: Vec::new(),
            only_if: None,
            speeds: BTreeMap::new(),
            speed: ShippingSpeedCategory::Standard,
            policy: FulfillmentPolicy::FillOrKill,
            comment: "Thank you for your order.".to_owned(),
            skus: BTreeMap::new(),
            exported: None,
            cancel_if: None,
        }
    }
}
