//! `TRANSACTION_UPDATE`: money moved on the selling partner's account.

use chrono::{DateTime, Utc};
use commerce_client_core::{list::List, money::Money, wire};
use serde::{Deserialize, Serialize};

use crate::{
    ids::{MarketplaceId, SellerId},
    money,
    reading::empty_is_none,
};

/// A transaction was posted. Read it from the Finances API for what it is made of.
///
/// # Source
/// Schema `TransactionUpdateNotification`, payload version 1.0.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct TransactionUpdate {
    /// On whose account.
    pub selling_partner_metadata: SellingPartnerMetadata,
    /// What it is for, such as an order.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub related_identifiers: List<RelatedIdentifier>,
    /// What kind of transaction it is, such as `Shipment`.
    pub transaction_type: String,
    /// When it was posted; UTC.
    #[serde(with = "wire::instant")]
    pub posted_date: DateTime<Utc>,
    /// Its total, with Amazon's sign: positive is in the selling partner's favour.
    #[serde(with = "money::pascal_currency_amount")]
    pub total_amount: Money,
}

/// An account of a selling partner.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct SellingPartnerMetadata {
    /// The selling partner.
    pub selling_partner_id: SellerId,
    /// The marketplace; `None` where Amazon leaves it empty, as the Finances API does.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub marketplace_id: Option<MarketplaceId>,
    /// Which account, such as `PAYABLE`.
    pub account_type: String,
}

/// What a transaction is for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct RelatedIdentifier {
    /// What sort of thing it names, such as `OrderId`.
    pub related_identifier_name: String,
    /// The name.
    pub related_identifier_value: String,
}
