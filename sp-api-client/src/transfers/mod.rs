//! Transfers API, version 2024-06-01: what Amazon pays to the seller's bank, and when.
//!
//! Answers are not wrapped. A payout carries both the settlement's id and the bank's trace id: it joins a
//! settlement report to the line of the bank statement.

pub mod model;

use chrono::{DateTime, Utc};

pub use self::model::*;
use crate::ids::MarketplaceId;

crate::request::api! {
    /// The Transfers API. Get it from [`SpApi::transfers`](crate::SpApi::transfers).
    Transfers in "transfers_2024-06-01";

    /// Asks Amazon to pay out an account's balance now, to the deposit method that is the default in Seller
    /// Central.
    ///
    /// Once per marketplace and account within 24 hours, and only in DE, FR, IT, ES, SE, NL, PL and BE. It
    /// moves money: when the answer is lost, read [`list_payouts`](Self::list_payouts) before asking again.
    /// It is never repeated by itself once it may have been sent.
    ///
    /// # Errors
    /// [`Rejected`](crate::ErrorKind::Rejected) when the account may not be paid out: too soon, nothing to
    /// pay, or a marketplace without on-demand payouts.
    fn initiate_payout(body payout: &InitiatePayoutRequest) -> InitiatePayoutResponse
        = InitiatePayout, INITIATE_PAYOUT: Create POST "/finances/transfers/2024-06-01/payouts" as "initiatePayout" at 0.017, 2;

    /// Lists payouts, those that failed and those of periods without money included.
    ///
    /// Without filters: all accounts of all marketplaces. Grouped by account, the newest first within each.
    ///
    /// # Errors
    /// [`Rejected`](crate::ErrorKind::Rejected) when the end comes before the beginning.
    /// [`Auth`](crate::ErrorKind::Auth) when the application lacks the role for finances.
    fn list_payouts() -> ListPayoutsResponse
        = ListPayouts, LIST_PAYOUTS: Read GET "/finances/transfers/2024-06-01/payouts" as "listPayouts" at 0.5, 10
    {
        /// Only payouts of these marketplaces.
        list marketplace_ids: MarketplaceId = "marketplaceIds",
        /// Only payouts made at this instant or later.
        query created_after: DateTime<Utc> = "createdAfter",
        /// Only payouts made before this instant.
        query created_before: DateTime<Utc> = "createdBefore",
        /// Only this payout.
        query payout_id: PayoutId = "payoutId",
        /// Only payouts of this account, such as `Standard Orders`.
        query account_type: String = "accountType",
    }
    pages "nextToken" false |page| page.next_token.as_deref(), page.payouts => Payout;

    /// Lists the bank accounts, cards and wallets that are set up in a marketplace.
    ///
    /// # Errors
    /// [`Rejected`](crate::ErrorKind::Rejected) for a marketplace or a kind that Amazon does not know.
    /// [`Auth`](crate::ErrorKind::Auth) when the application lacks the role for finances.
    fn get_payment_methods(query marketplace_id: &MarketplaceId = "marketplaceId") -> GetPaymentMethodsResponse
        = GetPaymentMethods, GET_PAYMENT_METHODS: Read GET "/finances/transfers/2024-06-01/paymentMethods" as "getPaymentMethods" at 0.5, 30
    {
        /// Only these kinds.
        list payment_method_types: PaymentMethodType = "paymentMethodTypes",
    };

    /// Lists the payouts to come, one per account: how much as of now, and when.
    ///
    /// A forecast. The amount moves with every sale and refund until the period ends.
    ///
    /// # Errors
    /// [`Rejected`](crate::ErrorKind::Rejected) for a marketplace that is not known. No money to come is no error: the
    /// payout [says so](ExpectedPayout::status).
    fn list_expected_payouts() -> ListExpectedPayoutsResponse
        = ListExpectedPayouts, LIST_EXPECTED_PAYOUTS: Read GET "/finances/transfers/2024-06-01/payouts/expected" as "listExpectedPayouts" at 0.5, 10
    {
        /// Only accounts of these marketplaces.
        list marketplace_ids: MarketplaceId = "marketplaceIds",
        /// Only this account, such as `Standard Orders`.
        query account_type: String = "accountType",
    }
    pages "nextToken" false |page| page.next_token.as_deref(), page.expected_payouts => ExpectedPayout;
}
