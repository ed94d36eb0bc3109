//! Orders of other channels that Amazon sends out.

use serde::{Deserialize, Serialize};

/// Which orders of other channels Amazon sends out, and how.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct MultichannelSettings {}
