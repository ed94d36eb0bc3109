//! How long buyers' data are kept.

use serde::{Deserialize, Serialize};

/// How long buyers' data are kept.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct PrivacySettings {}
