//! How shipments are confirmed to Amazon.

use serde::{Deserialize, Serialize};

/// How the shipments of a store are confirmed to Amazon.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ShipmentSettings {}
