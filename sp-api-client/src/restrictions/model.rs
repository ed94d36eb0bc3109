//! What goes into and comes out of the Listings Restrictions API.
//!
//! # Source
//! Model `listingsRestrictions_2021-08-01`.

use commerce_client_core::{list::List, open_enum};
use serde::{Deserialize, Serialize};

use crate::{ids::MarketplaceId, listings::ConditionType, reading::empty_is_none};

/// What keeps the selling partner from offering a catalog item.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct RestrictionList {
    /// One entry per marketplace and condition. Empty when nothing does.
    pub restrictions: Vec<Restriction>,
}

/// Something the selling partner may not do.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Restriction {
    /// The marketplace where it holds.
    pub marketplace_id: MarketplaceId,
    /// The condition that may not be offered. Absent when it holds for all.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub condition_type: Option<ConditionType>,
    /// Why.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub reasons: List<Reason>,
}

/// Why something may not be offered, and perhaps a way out.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Reason {
    /// The reason for people, in the language asked for.
    pub message: String,
    /// The reason for programs. Amazon leaves it out at times.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub reason_code: Option<ReasonCode>,
    /// Where the selling partner can ask for approval.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub links: List<Link>,
}

/// A page in Seller Central.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Link {
    /// Its address. Whoever opens it must sign in.
    pub resource: String,
    /// The HTTP method.
    pub verb: Verb,
    /// Its title, in the language asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Its media type, such as `text/html`.
    #[serde(default, rename = "type", skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
}

open_enum! {
    /// Why something may not be offered.
    pub enum ReasonCode {
        /// Amazon wants to approve it first. The links lead to the application.
        ApprovalRequired = "APPROVAL_REQUIRED",
        /// The marketplace has no such item.
        AsinNotFound = "ASIN_NOT_FOUND",
        /// It is closed to this selling partner, and there is no way to ask.
        NotEligible = "NOT_ELIGIBLE",
    }
}

open_enum! {
    /// An HTTP method.
    pub enum Verb {
        Get = "GET",
    }
}
