//! The wrappers, and groups of events.

use chrono::{DateTime, Utc};
use commerce_client_core::{decode::Lenient, id, list::List, money::Money, open_enum, wire};
use serde::{Deserialize, Serialize};

use super::FinancialEvents;
use crate::{error_list::ApiError, money, reading::empty_is_none};

id! {
    /// Names a group of financial events: what one account of a marketplace took and gave within one
    /// settlement period. Long, opaque, and not the settlement report's `settlement-id`.
    pub struct FinancialEventGroupId;
}

/// One page of `listFinancialEventGroups`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ListFinancialEventGroupsResponse {
    /// The page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payload: Option<ListFinancialEventGroupsPayload>,
    /// Complaints, which may stand beside a payload.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub errors: List<ApiError>,
}

/// A page of groups.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct ListFinancialEventGroupsPayload {
    /// Where the next page begins. Absent or empty on the last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_token: Option<String>,
    /// The groups. May be empty although another page follows.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub financial_event_group_list: List<Lenient<FinancialEventGroup>>,
}

/// One page of events.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ListFinancialEventsResponse {
    /// The page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payload: Option<ListFinancialEventsPayload>,
    /// Complaints, which may stand beside a payload.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub errors: List<ApiError>,
}

/// A page of events.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct ListFinancialEventsPayload {
    /// Where the next page begins. Absent or empty on the last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_token: Option<String>,
    /// The events, by kind. All lists may be empty although another page follows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub financial_events: Option<FinancialEvents>,
}

/// A settlement period of one account: open and growing, or closed and paid out.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct FinancialEventGroup {
    /// Its id.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub financial_event_group_id: Option<FinancialEventGroupId>,
    /// Whether it is closed.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub processing_status: Option<ProcessingStatus>,
    /// How the payout stands, such as `Succeeded`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fund_transfer_status: Option<String>,
    /// What the period came to, in the marketplace's currency: paid to the seller, or taken from the seller
    /// where negative. While the group is open, its balance so far.
    #[serde(default, with = "money::pascal_currency_amount", skip_serializing_if = "Option::is_none")]
    pub original_total: Option<Money>,
    /// The same in the currency of the seller's bank account.
    #[serde(default, with = "money::pascal_currency_amount", skip_serializing_if = "Option::is_none")]
    pub converted_total: Option<Money>,
    /// When the payout was begun. Closed groups only.
    #[serde(default, with = "wire::optional_instant", skip_serializing_if = "Option::is_none")]
    pub fund_transfer_date: Option<DateTime<Utc>>,
    /// The number under which the bank knows the transfer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trace_id: Option<String>,
    /// The last digits of the bank account or card.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account_tail: Option<String>,
    /// What was left over from the period before.
    #[serde(default, with = "money::pascal_currency_amount", skip_serializing_if = "Option::is_none")]
    pub beginning_balance: Option<Money>,
    /// When it was opened.
    #[serde(default, with = "wire::optional_instant", skip_serializing_if = "Option::is_none")]
    pub financial_event_group_start: Option<DateTime<Utc>>,
    /// When it was closed. Absent while it is open.
    #[serde(default, with = "wire::optional_instant", skip_serializing_if = "Option::is_none")]
    pub financial_event_group_end: Option<DateTime<Utc>>,
}

open_enum! {
    /// Whether a group of events is closed.
    pub enum ProcessingStatus {
        /// Events are still added.
        Open = "Open",
        /// Settled: nothing is added any more.
        Closed = "Closed",
    }
}
