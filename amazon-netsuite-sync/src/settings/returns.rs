//! FBA returns.

use serde::{Deserialize, Serialize};

/// How FBA returns are booked.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ReturnSettings {}
