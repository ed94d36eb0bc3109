//! Finances API, version 0: settlement periods with their payouts, and every event that moved money, by kind.
//!
//! Alive. Version 2024-06-19, [`finances`](crate::finances), shows the same money as transactions, deferred
//! ones included, and is the one to build on; groups of events, with the bank's trace id, are to be had only
//! here. Deferred events are hidden until they are released, and orders of the last 48 hours may be missing.
//!
//! Answers are wrapped: what was asked for is in `payload`. Page sizes are 1 to 100; a page of more than 10
//! MB is refused.

pub mod model;

use chrono::{DateTime, Utc};
use commerce_client_core::{error::Error, page::PageToken};
use futures_core::Stream;

pub use self::model::*;
use crate::{ids::OrderId, request::Paging};

crate::request::api! {
    /// The Finances API in its older version. Get it from [`SpApi::finances_v0`](crate::SpApi::finances_v0).
    FinancesV0 in "financesV0";

    /// Lists settlement periods, open and closed, with what was paid out and the bank's trace id.
    ///
    /// One group per account and period. Pages may be empty in the middle of a walk.
    ///
    /// # Errors
    /// [`Rejected`](crate::ErrorKind::Rejected) when a bound is less than two minutes ago, or a page is too
    /// big.
    fn list_financial_event_groups() -> ListFinancialEventGroupsResponse
        = ListFinancialEventGroups, LIST_FINANCIAL_EVENT_GROUPS: Read GET "/finances/v0/financialEventGroups" as "listFinancialEventGroups" at 0.5, 30
    {
        /// How many groups a page holds: 1 to 100, 10 unless set.
        query max_results_per_page: i64 = "MaxResultsPerPage",
        /// Only groups opened before this instant. At least two minutes ago. More than 180 days after the
        /// lower bound the answer is empty, without an error.
        query financial_event_group_started_before: DateTime<Utc> = "FinancialEventGroupStartedBefore",
        /// Only groups opened at this instant or later. At least two minutes ago.
        query financial_event_group_started_after: DateTime<Utc> = "FinancialEventGroupStartedAfter",
    }
    pages "NextToken" false |page| page.payload.as_ref().and_then(|p| p.next_token.as_deref()), page.payload.map(|p| p.financial_event_group_list).unwrap_or_default() => FinancialEventGroup;

    /// Lists the events of one settlement period.
    ///
    /// Goes back two years: a group that reaches further answers with nothing, and without an error. Pages
    /// may be empty in the middle of a walk.
    ///
    /// # Errors
    /// [`Rejected`](crate::ErrorKind::Rejected) when a bound is less than two minutes ago, or a page is too
    /// big.
    fn list_financial_events_by_group_id(path event_group_id: &FinancialEventGroupId = "eventGroupId") -> ListFinancialEventsResponse
        = ListFinancialEventsByGroupId, LIST_FINANCIAL_EVENTS_BY_GROUP_ID: Read GET "/finances/v0/financialEventGroups/{eventGroupId}/financialEvents" as "listFinancialEventsByGroupId" at 0.5, 30
    {
        /// How many events a page holds: 1 to 100, 100 unless set.
        query max_results_per_page: i64 = "MaxResultsPerPage",
        /// Only events posted at this instant or later. At least two minutes ago. Required with an upper
        /// bound.
        query posted_after: DateTime<Utc> = "PostedAfter",
        /// Only events posted before this instant. At least two minutes ago, at most 180 days after the lower
        /// bound; two minutes ago unless set.
        query posted_before: DateTime<Utc> = "PostedBefore",
        /// Where the page begins; the same as [`page_token`](Self::page_token), as text.
        query next_token: String = "NextToken",
    };

    /// Lists the events of one order: what was earned with it, what was refunded, what Amazon kept.
    ///
    /// Fees that belong to no order are not among them. Pages may be empty in the middle of a walk.
    ///
    /// # Errors
    /// [`Rejected`](crate::ErrorKind::Rejected) when a page is too big.
    fn list_financial_events_by_order_id(path order_id: &OrderId = "orderId") -> ListFinancialEventsResponse
        = ListFinancialEventsByOrderId, LIST_FINANCIAL_EVENTS_BY_ORDER_ID: Read GET "/finances/v0/orders/{orderId}/financialEvents" as "listFinancialEventsByOrderId" at 0.5, 30
    {
        /// How many events a page holds: 1 to 100, 100 unless set.
        query max_results_per_page: i64 = "MaxResultsPerPage",
        /// Where the page begins; the same as [`page_token`](Self::page_token), as text.
        query next_token: String = "NextToken",
    };

    /// Lists the events of a span of time.
    ///
    /// Let windows overlap by 48 hours, since events come late. Events have no ids: to know one again,
    /// compare it. Pages may be empty in the middle of a walk.
    ///
    /// # Errors
    /// [`Rejected`](crate::ErrorKind::Rejected) when a bound is less than two minutes ago, or a page is too
    /// big.
    fn list_financial_events() -> ListFinancialEventsResponse
        = ListFinancialEvents, LIST_FINANCIAL_EVENTS: Read GET "/finances/v0/financialEvents" as "listFinancialEvents" at 0.5, 30
    {
        /// How many events a page holds: 1 to 100, 100 unless set.
        query max_results_per_page: i64 = "MaxResultsPerPage",
        /// Only events posted at this instant or later. At least two minutes ago. Required with an upper
        /// bound.
        query posted_after: DateTime<Utc> = "PostedAfter",
        /// Only events posted before this instant. At least two minutes ago; two minutes ago unless set. More
        /// than 180 days after the lower bound the answer is empty, without an error.
        query posted_before: DateTime<Utc> = "PostedBefore",
    }
    pages "NextToken" false |page| page.payload.as_ref().and_then(|p| p.next_token.as_deref()), page.payload.and_then(|p| p.financial_events).map(FinancialEvents::into_events).unwrap_or_default() => FinancialEvent;
}

const PAGING: Paging = Paging { parameter: "NextToken", alone: false };

// Not by `api!`: three operations share one answer, which can be a page only once.
macro_rules! walked {
    ($($request:ident),+) => {$(
        impl $request {
            /// Goes on where an earlier walk stopped.
            pub fn page_token(self, token: &PageToken) -> Self {
                Self(self.0.at_page(PAGING, token))
            }

            /// The pages, fetched as they are asked for. Ends after its first error.
            pub fn pages(self) -> impl Stream<Item = Result<ListFinancialEventsResponse, Error>> + Send {
                self.0.pages(PAGING)
            }

            /// The events, page after page and kind after kind. One that cannot be decoded is an error of its
            /// own and the stream goes on; a failed call ends it.
            pub fn items(self) -> impl Stream<Item = Result<FinancialEvent, Error>> + Send {
                self.0.items(PAGING)
            }
        }
    )+};
}

walked!(ListFinancialEventsByGroupId, ListFinancialEventsByOrderId);
