//! What every offer of Amazon's has: whether it still stands, what it costs and what it saves.

use commerce_client_core::{money::Money, open_enum};
use serde::{Deserialize, Serialize};

use crate::money;

open_enum! {
    /// Whether an offer still stands.
    pub enum OptionStatus {
        /// It can be chosen.
        Offered = "OFFERED",
        /// It was chosen.
        Accepted = "ACCEPTED",
        /// Too late: generate options again. They may cost something else.
        Expired = "EXPIRED",
    }
}

/// A fee or a discount that comes with an offer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Incentive {
    /// What it is for, for people.
    pub description: String,
    /// Which charge it adds to or reduces.
    pub target: IncentiveTarget,
    /// Whether it costs or saves.
    #[serde(rename = "type")]
    pub kind: IncentiveType,
    /// How much, for the whole offer. The kind says which way; Amazon's model says nothing of a sign.
    #[serde(with = "money::code_amount")]
    pub value: Money,
}

open_enum! {
    /// Whether an incentive costs or saves.
    pub enum IncentiveType {
        /// The seller pays it.
        Fee = "FEE",
        /// The seller saves it.
        Discount = "DISCOUNT",
    }
}

open_enum! {
    /// What an incentive applies to. Spelt in words, with blanks.
    pub enum IncentiveTarget {
        /// The charge for placing the inventory.
        PlacementServices = "Placement Services",
        /// The charge for fulfilling orders later on.
        FulfillmentFeeDiscount = "Fulfillment Fee Discount",
    }
}
