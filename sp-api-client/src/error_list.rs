//! How Amazon says what is wrong.

use commerce_client_core::list::List;
use serde::{Deserialize, Serialize};

/// The body of a refusal. Some APIs also send it inside an answer that succeeded, beside the payload.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ErrorList {
    /// What is wrong; one entry as a rule.
    #[serde(default, alias = "Errors", skip_serializing_if = "List::is_absent")]
    pub errors: List<ApiError>,
}

/// One complaint of Amazon's.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ApiError {
    /// Such as `InvalidInput`, `Unauthorized` or `QuotaExceeded`; APIs spell alike things differently.
    #[serde(default, alias = "Code")]
    pub code: String,
    /// For people.
    #[serde(default, alias = "Message", skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    /// More for people; often empty.
    #[serde(default, alias = "Details", skip_serializing_if = "Option::is_none")]
    pub details: Option<String>,
}
