//! How orders are found at Amazon.

use serde::{Deserialize, Serialize};

/// How orders are found at Amazon.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct SourceSettings {}
