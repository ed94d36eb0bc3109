//! How the work went that a call had started.

use commerce_client_core::open_enum;
use serde::{Deserialize, Serialize};

use super::OperationId;

/// How far an operation has come.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct InboundOperationStatus {
    /// Which call started it, by Amazon's name of it, such as `createInboundPlan`.
    pub operation: String,
    /// The operation.
    pub operation_id: OperationId,
    /// What Amazon has to say about it. May hold warnings even where it succeeded; empty while it runs.
    pub operation_problems: Vec<OperationProblem>,
    /// Whether it runs, has succeeded or has failed.
    pub operation_status: OperationStatus,
}

/// One complaint about an operation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct OperationProblem {
    /// What kind of problem, such as `FBA_INB_0004`.
    pub code: String,
    /// More for people, up to 8,192 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub details: Option<String>,
    /// What is wrong, for people.
    pub message: String,
    /// Whether it stopped the operation.
    pub severity: ProblemSeverity,
}

open_enum! {
    /// Where an operation stands.
    pub enum OperationStatus {
        /// It is done, perhaps with warnings; the next step may begin.
        Success = "SUCCESS",
        /// It came to nothing; the problems say why.
        Failed = "FAILED",
        /// Not finished: ask again in a second or two, then less and less often.
        InProgress = "IN_PROGRESS",
    }
}

open_enum! {
    /// How bad a problem is.
    pub enum ProblemSeverity {
        /// Worth knowing; the operation goes on.
        Warning = "WARNING",
        /// The operation fails because of it.
        Error = "ERROR",
    }
}

/// Where a list goes on.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Pagination {
    /// The token of the next page; absent on the last one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_token: Option<String>,
}
