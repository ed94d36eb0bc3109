//! What goes into and comes out of the Transfers API.
//!
//! Amounts are what Amazon pays: positive, in the currency of the payout.
//!
//! # Source
//! Model `transfers_2024-06-01`.

use chrono::{DateTime, Utc};
use commerce_client_core::{decode::Lenient, id, list::List, money::Money, open_enum, wire};
use serde::{Deserialize, Serialize};

use crate::{
    finances_v0::FinancialEventGroupId,
    hidden::hidden_debug,
    ids::{MarketplaceId, SellerId},
    money,
    reading::empty_is_none,
};

id! {
    /// Names a payout, such as `11950012345`. Digits as text.
    pub struct PayoutId;
}

/// Which account to empty to the seller's bank.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct InitiatePayoutRequest {
    /// The marketplace whose balance is paid out. Only DE, FR, IT, ES, SE, NL, PL and BE can.
    pub marketplace_id: MarketplaceId,
    /// Which account there. `Standard Orders` is the only one that these marketplaces have.
    pub account_type: String,
}

impl InitiatePayoutRequest {
    /// A payout of this account's balance.
    pub fn new(marketplace_id: MarketplaceId, account_type: impl Into<String>) -> Self {
        Self { marketplace_id, account_type: account_type.into() }
    }
}

/// A payout was begun. `listPayouts` tells how it goes on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct InitiatePayoutResponse {
    /// The group of financial events that the payout closes; look it up in Finances v0.
    pub payout_reference_id: FinancialEventGroupId,
}

/// One page of payouts.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ListPayoutsResponse {
    /// The payouts, grouped by account; newest first within each. A page may hold none although another
    /// follows.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub payouts: List<Lenient<Payout>>,
    /// Where the next page begins. Absent on the last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_token: Option<String>,
}

/// Where the seller's money may go.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct GetPaymentMethodsResponse {
    /// The bank accounts, cards and wallets.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub payment_methods: List<PaymentMethodDetails>,
}

/// One page of payouts to come.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ListExpectedPayoutsResponse {
    /// One entry per account. A page may hold none although another follows.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub expected_payouts: List<Lenient<ExpectedPayout>>,
    /// Where the next page begins. Absent on the last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_token: Option<String>,
}

/// Money on its way from Amazon to the seller, or a settlement that ended without any.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Payout {
    /// Its number.
    pub id: PayoutId,
    /// Whose account it empties.
    pub partner_metadata: PartnerMetadata,
    /// How far it has come: the last entry of the history.
    pub current_status: PayoutStatusName,
    /// How it got there, oldest first.
    pub status_history: Vec<PayoutStatusEntry>,
    /// Whether it came by schedule or by request. Absent where nothing is paid.
    #[serde(
        default,
        rename = "type",
        deserialize_with = "empty_is_none",
        skip_serializing_if = "Option::is_none"
    )]
    pub kind: Option<PayoutTypeName>,
    /// What is paid. Absent where nothing is.
    #[serde(default, with = "money::currency_amount", skip_serializing_if = "Option::is_none")]
    pub amount: Option<Money>,
    /// The last digits of the bank account or card. Absent where none that works is set up.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account_tail: Option<String>,
    /// Whether a bank account or a card receives it.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub payment_method: Option<PaymentMethodName>,
    /// When it was made.
    #[serde(default, with = "wire::optional_instant", skip_serializing_if = "Option::is_none")]
    pub creation_date: Option<DateTime<Utc>>,
    /// The network that carries it, such as `SEPA` or `ACH`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payment_rail: Option<String>,
    /// The number under which the bank knows the transfer: it joins the payout to a line of the bank
    /// statement.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trace_id: Option<String>,
    /// The days whose balance it pays.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub period: Option<Period>,
    /// The settlement that it pays.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub related_identifiers: List<RelatedIdentifier>,
}

/// What the next payout of an account will be, as of now.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ExpectedPayout {
    /// Whose account.
    pub partner_metadata: PartnerMetadata,
    /// What would be paid. Absent where no payout is expected.
    #[serde(default, with = "money::currency_amount", skip_serializing_if = "Option::is_none")]
    pub amount: Option<Money>,
    /// Whether it will take place.
    pub status: ExpectedPayoutStatusName,
    /// The days whose balance it pays.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub period: Option<Period>,
    /// When Amazon means to begin it. The bank takes its own days.
    #[serde(default, with = "wire::optional_instant", skip_serializing_if = "Option::is_none")]
    pub scheduled_date: Option<DateTime<Utc>>,
    /// The last digits of the bank account or card.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account_tail: Option<String>,
    /// Whether a bank account or a card receives it.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub payment_method: Option<PaymentMethodName>,
    /// The settlement that it will pay.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub related_identifiers: List<RelatedIdentifier>,
}

/// Whose account it is, and which.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct PartnerMetadata {
    /// The selling partner.
    pub partner_id: SellerId,
    /// The account, such as `STANDARD_ORDERS`. Requests spell the same one `Standard Orders`.
    pub account_type: String,
    /// The marketplace whose sales the account holds.
    pub marketplace_id: MarketplaceId,
}

/// A step in the life of a payout.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct PayoutStatusEntry {
    /// What it became.
    pub status: PayoutStatusName,
    /// When.
    #[serde(with = "wire::instant")]
    pub last_updated_date: DateTime<Utc>,
    /// Why it failed, for people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failure_reason: Option<String>,
}

/// A span of time.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Period {
    /// Its start.
    #[serde(with = "wire::instant")]
    pub start_date: DateTime<Utc>,
    /// Its end. Absent while it runs.
    #[serde(default, with = "wire::optional_instant", skip_serializing_if = "Option::is_none")]
    pub end_date: Option<DateTime<Utc>>,
}

/// Another record that belongs to a payout.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct RelatedIdentifier {
    /// What kind of record.
    pub related_identifier_name: RelatedIdentifierName,
    /// Its id.
    pub related_identifier_value: String,
}

/// A bank account, card or wallet. Tells who its owner is: hidden from `Debug`.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct PaymentMethodDetails {
    /// The owner's name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account_holder_name: Option<String>,
    /// Its id at Amazon.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payment_method_id: Option<String>,
    /// Its last three or four digits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tail: Option<String>,
    /// When the card ends. Cards only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expiry_date: Option<ExpiryDate>,
    /// Where the account is or the card was issued, ISO 3166-1 in two letters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country_code: Option<String>,
    /// What it is.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub payment_method_type: Option<PaymentMethodType>,
    /// Whether the marketplace pays to it by default. Absent where it does not.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub assignment_type: Option<AssignmentType>,
}

/// The last month in which a card works.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ExpiryDate {
    /// The month, `1` to `12`. Text without a leading zero.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub month: Option<String>,
    /// The year in four digits, as text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub year: Option<String>,
}

open_enum! {
    /// What kind of thing receives the money.
    pub enum PaymentMethodType {
        BankAccount = "BANK_ACCOUNT",
        Card = "CARD",
        /// A virtual bank account that Amazon keeps for the seller.
        SellerWallet = "SELLER_WALLET",
    }
}

open_enum! {
    /// How far a payout has come.
    pub enum PayoutStatusName {
        /// Amazon works on it.
        Started = "STARTED",
        /// The bank has been told to pay.
        InTransit = "IN_TRANSIT",
        /// The money has arrived.
        Paid = "PAID",
        /// The money has not arrived; the last entry of the history may say why.
        Failed = "FAILED",
        Cancelled = "CANCELLED",
        /// The settlement ended with nothing to pay.
        NoPayout = "NO_PAYOUT",
    }
}

open_enum! {
    /// Why a payout took place.
    pub enum PayoutTypeName {
        /// The settlement period ended.
        Scheduled = "SCHEDULED",
        /// The seller asked for it, in Seller Central or with `initiatePayout`.
        OnDemand = "ON_DEMAND",
    }
}

open_enum! {
    /// What kind of thing receives a payout.
    pub enum PaymentMethodName {
        BankAccount = "BANK_ACCOUNT",
        DebitCard = "DEBIT_CARD",
    }
}

open_enum! {
    /// What a payment method is used for.
    pub enum AssignmentType {
        /// The marketplace pays to it.
        DefaultDepositMethod = "DEFAULT_DEPOSIT_METHOD",
    }
}

open_enum! {
    /// Whether an expected payout will take place.
    pub enum ExpectedPayoutStatusName {
        /// It will, on the expected day.
        Scheduled = "SCHEDULED",
        /// Amazon has switched off payouts of this account.
        Disabled = "DISABLED",
        /// The bank account or card does not seem to work.
        AtRisk = "AT_RISK",
        /// The balance would be negative.
        NoPayoutExpected = "NO_PAYOUT_EXPECTED",
    }
}

open_enum! {
    /// What a related identifier names.
    pub enum RelatedIdentifierName {
        /// A settlement, as in the settlement report's `settlement-id`.
        SettlementId = "SETTLEMENT_ID",
    }
}

hidden_debug! {
    PaymentMethodDetails {
        account_holder_name, payment_method_id, tail, expiry_date, country_code, payment_method_type,
        assignment_type,
    }
}
