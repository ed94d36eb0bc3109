//! Finances API, version 2024-06-19: what moved in the seller's account, what it holds, what a period came
//! to.
//!
//! Transactions appear within two days of what caused them, long before the settlement that pays them. Use
//! them for accruals, fees per order and reserves. The settlement report stays the book of record, since it
//! ties to a bank deposit: never post the same money from both.
//!
//! Transactions come wrapped in `payload`, balances and summaries do not.

pub mod model;

use chrono::{DateTime, NaiveDate, Utc};

pub use self::model::*;
use crate::{
    finances_v0::FinancialEventGroupId,
    ids::{MarketplaceId, OrderId},
};

crate::request::api! {
    /// The Finances API. Get it from [`SpApi::finances`](crate::SpApi::finances).
    Finances in "finances_2024-06-19";

    /// Lists the movements of money in the seller's account.
    ///
    /// Needs [`posted_after`](ListTransactions::posted_after), [`for_order`](ListTransactions::for_order) or
    /// [`for_group`](ListTransactions::for_group).
    ///
    /// * Transactions may come up to 48 hours late: let windows overlap by as much, and tell by
    ///   [`Transaction::transaction_id`] what was already seen.
    /// * A deferred sale changes its status in place when it is released, long after it was posted, and a
    ///   release of its own appears: never count both.
    /// * A window of more than 180 days answers with nothing, and without an error. Wide windows may also
    ///   fail with a 500: take 7 to 14 days, and halve them on failure.
    /// * Pages may be empty in the middle of a walk.
    /// * US orders that the seller ships are found only without a marketplace.
    ///
    /// # Errors
    /// [`Rejected`](crate::ErrorKind::Rejected) when a bound is less than two minutes ago.
    fn list_transactions() -> ListTransactionsResponse
        = ListTransactions, LIST_TRANSACTIONS: Read GET "/finances/2024-06-19/transactions" as "listTransactions" at 0.5, 10
    {
        /// Only transactions posted at this instant or later. At least two minutes ago.
        query posted_after: DateTime<Utc> = "postedAfter",
        /// Only transactions posted before this instant. At least two minutes ago, at most 180 days after the
        /// lower bound; two minutes ago unless set.
        query posted_before: DateTime<Utc> = "postedBefore",
        /// Only transactions of this marketplace.
        query marketplace_id: MarketplaceId = "marketplaceId",
        /// Only transactions whose money stands so.
        query transaction_status: TransactionStatus = "transactionStatus",
        /// Only transactions with a related identifier of this kind: an order or a financial event group.
        query related_identifier_name: RelatedIdentifierName = "relatedIdentifierName",
        /// The value that the related identifier must have.
        query related_identifier_value: String = "relatedIdentifierValue",
    }
    pages "nextToken" false |page| page.payload.as_ref().and_then(|p| p.next_token.as_deref()), page.payload.map(|p| p.transactions).unwrap_or_default() => Transaction;

    /// Lists what the seller's accounts hold, now or at the end of a day, split into what is free and what is
    /// held back.
    ///
    /// # Errors
    /// [`Rejected`](crate::ErrorKind::Rejected) for a filter that Amazon does not know.
    /// [`Auth`](crate::ErrorKind::Auth) when the application lacks the role for finances.
    fn list_balances() -> ListBalancesResponse
        = ListBalances, LIST_BALANCES: Read GET "/finances/2024-06-19/balances" as "listBalances" at 0.5, 10
    {
        /// Only accounts of these marketplaces.
        list marketplace_ids: MarketplaceId = "marketplaceIds",
        /// Only this part.
        query balance_type: BalanceType = "balanceType",
        /// Only this account, such as `Standard Orders`.
        query account_type: String = "accountType",
        /// What they held at the end of this day; now unless set.
        query as_of_date: NaiveDate = "asOfDate",
    }
    pages "nextToken" false |page| page.next_token.as_deref(), page.balances => Balance;

    /// Says what a period or a settlement came to: sales, expenses, net proceeds.
    ///
    /// Needs [`for_settlement`](ListSummary::for_settlement) or a period. Good as a control total for a
    /// settlement file.
    ///
    /// # Errors
    /// [`Rejected`](crate::ErrorKind::Rejected) when neither a settlement nor a period is named, when a kind of
    /// identifier comes without its value, or when a period ends before it begins.
    fn list_summary() -> SummaryResponse
        = ListSummary, LIST_SUMMARY: Read GET "/finances/2024-06-19/summary" as "listSummary" at 0.5, 10
    {
        /// Only accounts of these marketplaces.
        list marketplace_ids: MarketplaceId = "marketplaceIds",
        /// Only this account, such as `Standard Orders`.
        query account_type: String = "accountType",
        /// Only summaries with a related identifier of this kind: a settlement.
        query related_identifier_name: RelatedIdentifierName = "relatedIdentifierName",
        /// The value that the related identifier must have.
        query related_identifier_value: String = "relatedIdentifierValue",
        /// The first day.
        query period_start: NaiveDate = "periodStart",
        /// The last day, itself included.
        query period_end: NaiveDate = "periodEnd",
    }
    pages "nextToken" false |page| page.next_token.as_deref(), page.summaries => Summary;
}

impl ListTransactions {
    /// Only transactions of this order; no dates are needed then.
    pub fn for_order(self, order_id: &OrderId) -> Self {
        self.related_identifier_name(RelatedIdentifierName::OrderId)
            .related_identifier_value(order_id.as_str())
    }

    /// Only transactions of this group of financial events, that is, of one settlement period; no dates are
    /// needed then.
    pub fn for_group(self, group: &FinancialEventGroupId) -> Self {
        self.related_identifier_name(RelatedIdentifierName::FinancialEventGroupId)
            .related_identifier_value(group.as_str())
    }
}

impl ListSummary {
    /// Only this settlement, by the `settlement-id` of its report.
    pub fn for_settlement(self, settlement_id: &str) -> Self {
        self.related_identifier_name(RelatedIdentifierName::SettlementId)
            .related_identifier_value(settlement_id)
    }
}
