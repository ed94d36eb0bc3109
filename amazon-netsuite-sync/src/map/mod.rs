//! From Amazon's records to NetSuite's: plain functions without clock, network or log.
//!
//! [`decision`] says whether an order is imported at all, [`amounts`] what it comes to, [`customer`] who bought it,
//! [`items`] which items it is of, `lines` and `tax` what is posted, and [`order`] puts the plan together;
//! [`cancellation`] undoes it, [`retention`] says until when its data may be kept. Whatever they need to know beyond the order is in [`Known`].
//!
//! On the way back, [`sold`] tells which sales orders are Amazon's, [`billing`] what is billed of them, [`shipment`] what
//! Amazon is told of a fulfilment and [`carrier`] who carries it. [`returns`] posts what came back to Amazon,
//! [`multichannel`] has Amazon send out what was sold elsewhere.

pub mod amounts;
pub mod billing;
pub mod cancellation;
pub mod carrier;
pub mod customer;
pub mod decision;
pub mod fulfillment;
pub mod items;
mod lines;
pub mod multichannel;
pub mod order;
pub mod retention;
pub mod returns;
pub mod shipment;
pub mod sold;
mod tax;
pub mod variance;

use std::collections::BTreeMap;

use netsuite_client::InternalId;

use crate::store::ParkReason;

pub use self::decision::{Channel, Decision, decide};

/// What was read before mapping.
#[derive(Debug, Clone, Default)]
pub struct Known {
    /// NetSuite's items by their name (`itemId`), upper and lower case told apart. More than one: the name is taken
    /// twice.
    pub items: BTreeMap<String, Vec<KnownItem>>,
    /// NetSuite's items by what stands in the [field](crate::settings::ItemSettings::field) for SKUs, if there is one.
    pub by_field: BTreeMap<String, Vec<KnownItem>>,
    /// NetSuite's customers.
    pub customers: customer::KnownCustomers,
}

/// An item that NetSuite knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownItem {
    /// Its id.
    pub id: InternalId,
    /// Whether it is out of use.
    pub inactive: bool,
    /// Whether it has stock, or is a kit: units of it leave a location by a fulfilment.
    pub ships: bool,
    /// How many members a kit has. On an order they follow the kit's line, and take a line number each.
    pub members: u32,
}

impl KnownItem {
    /// An active item with stock.
    pub fn new(id: InternalId) -> Self {
        Self { id, inactive: false, ships: true, members: 0 }
    }
}

/// Why an order cannot be mapped: parks it, and tells a person what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{text}")]
pub struct MapError {
    /// For programs.
    pub reason: ParkReason,
    /// For people. No buyer's data.
    pub text: String,
}

impl MapError {
    pub(crate) fn new(reason: ParkReason, text: impl Into<String>) -> Self {
        Self { reason, text: text.into() }
    }

    pub(crate) fn unknown(field: &str, value: impl std::fmt::Display) -> Self {
        let text = format!(
            "Amazon sent {field} = {value}, which this version does not know; nothing was guessed. Update, then retry"
        );
        Self::new(ParkReason::UnknownValue, text)
    }

    pub(crate) fn missing_setting(setting: &str, why: impl std::fmt::Display) -> Self {
        Self::new(
            ParkReason::MissingSetting,
            format!("{why}, but the setting `{setting}` is not set. Set it, then retry"),
        )
    }
}
