//! How shipments are confirmed to Amazon.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// How the shipments of a store are confirmed to Amazon.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ShipmentSettings {
    /// Whether carriers are recognised by the name of the ship method, and by the list that a package is in (UPS, FedEx,
    /// USPS). Default: yes. What is in `carriers` goes first.
    pub recognise_carriers: bool,
    /// Carriers by ship method: by its internal id, or by its name as NetSuite shows it.
    pub carriers: BTreeMap<String, ShipmentCarrier>,
    /// What is sent as the carrier's name, with the code `Other`, where NetSuite names neither ship method nor carrier.
    /// Default: such a fulfilment is parked.
    pub unnamed_carrier: Option<String>,
    /// What becomes of a fulfilment without a tracking number. Default: it is parked.
    pub without_tracking: WithoutTracking,
    /// Whether Seller Fulfilled Prime orders are confirmed whose label was not bought through Amazon. Default: no; such
    /// a fulfilment is parked, for it costs the Prime promise.
    pub prime_without_label: bool,
    /// Script id of a check box on the item fulfilment: only ticked ones are confirmed. Default: all are.
    pub only_if: Option<String>,
    /// Where the outcome is written in NetSuite.
    pub fields: ShipmentFields,
}

impl Default for ShipmentSettings {
    fn default() -> Self {
        Self {
            recognise_carriers: true,
            carriers: BTreeMap::new(),
            unnamed_carrier: None,
            without_tracking: WithoutTracking::default(),
            prime_without_label: false,
            only_if: None,
            fields: ShipmentFields::default(),
        }
    }
}

/// A carrier as Amazon is told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ShipmentCarrier {
    /// Amazon's code, spelt as in its list, such as `DHL` or `Royal Mail`; `Other` for any other carrier.
    pub code: String,
    /// The carrier's name. Needed with `Other`.
    #[serde(default)]
    pub name: Option<String>,
    /// The carrier's service. Default: the name of the ship method.
    #[serde(default)]
    pub service: Option<String>,
}

/// What becomes of a fulfilment without a tracking number.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum WithoutTracking {
    /// It waits for one.
    #[default]
    Park,
    /// It is confirmed. Amazon wants a text all the same: the fulfilment's document number.
    SendDocumentNumber,
}

/// Script ids of custom fields of item fulfilments, where the account has them. Unset ones are neither written nor read.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ShipmentFields {
    /// Check box: Amazon has been told. A fulfilment that has it already, from an earlier connector or from before the
    /// store was lost, is not confirmed again.
    pub exported: Option<String>,
    /// Date and time: when Amazon was told.
    pub exported_at: Option<String>,
    /// Text: why it could not be confirmed; emptied once it is.
    pub error: Option<String>,
    /// Text: where the packages are, in Amazon's words, such as `IN_TRANSIT` or `DELIVERED`.
    pub delivery_status: Option<String>,
    /// Date: the day on which Amazon reported the last package as delivered.
    pub delivered_on: Option<String>,
}
