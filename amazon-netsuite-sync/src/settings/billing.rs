//! How sales orders are billed.

use serde::{Deserialize, Serialize};

/// How the sales orders of a store are billed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct BillingSettings {}
