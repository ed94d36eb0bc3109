//! What the Sellers API answers with.
//!
//! # Source
//! Model `sellers`.

use commerce_client_core::{list::List, open_enum};
use serde::{Deserialize, Serialize};

use crate::{error_list::ApiError, hidden::hidden_debug, ids::MarketplaceId};

/// The answer of `getMarketplaceParticipations`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct GetMarketplaceParticipationsResponse {
    /// One entry per marketplace.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub payload: List<MarketplaceParticipation>,
    /// Complaints, which may stand beside a payload.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub errors: List<ApiError>,
}

/// The answer of `getAccount`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct GetAccountResponse {
    /// The account.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payload: Option<Account>,
    /// Complaints, which may stand beside a payload.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub errors: List<ApiError>,
}

/// A marketplace and how the seller stands in it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct MarketplaceParticipation {
    /// The marketplace.
    pub marketplace: Marketplace,
    /// Whether the seller sells there.
    pub participation: Participation,
    /// The store's name as shoppers of this marketplace read it. Each marketplace may show another one.
    pub store_name: String,
}

/// A marketplace: a website with its own catalog, prices and language.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Marketplace {
    /// Its code, as every other API takes it.
    pub id: MarketplaceId,
    /// Its name for people; `Amazon.com` or `United States`, depending on the operation.
    pub name: String,
    /// Its country, ISO 3166-1 in two letters; `GB` for amazon.co.uk.
    pub country_code: String,
    /// The currency of its prices, ISO 4217. The model requires it, yet its own example of `getAccount`
    /// leaves it out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default_currency_code: Option<String>,
    /// Its first language, such as `de_DE`. The model requires it, yet its own example of `getAccount` leaves
    /// it out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default_language_code: Option<String>,
    /// Its host, such as `www.amazon.de`.
    pub domain_name: String,
}

/// How the seller stands in a marketplace.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Participation {
    /// Whether the seller takes part in the marketplace.
    pub is_participating: bool,
    /// Whether the seller has switched its listings to inactive there, as for a holiday.
    pub has_suspended_listings: bool,
}

/// The seller's account: who it is in law, what plan it has, where it sells.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Account {
    /// The marketplaces of the account.
    pub marketplace_participation_list: Vec<MarketplaceParticipation>,
    /// The legal form.
    pub business_type: BusinessType,
    /// The plan.
    pub selling_plan: SellingPlan,
    /// The company. Which of its fields are there depends on the legal form.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub business: Option<Business>,
    /// Who answers for the account.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub primary_contact: Option<PrimaryContact>,
}

/// The company behind an account. May be a person: hidden from `Debug`.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Business {
    /// The name in the register, in Latin letters.
    pub name: String,
    /// The address in the register.
    pub registered_business_address: Address,
    /// The number in the register. Absent for persons and sole proprietorships, which are in none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub company_registration_number: Option<String>,
    /// The tax number. Only some legal forms have it here, such as the sole proprietorship.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub company_tax_identification_number: Option<String>,
    /// The name in its own script, where that is not Latin.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub non_latin_name: Option<String>,
}

/// Who answers for an account. Data of a person: hidden from `Debug`.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct PrimaryContact {
    /// The full name, in Latin letters.
    pub name: String,
    /// Where the person lives.
    pub address: Address,
    /// The name in its own script, where that is not Latin.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub non_latin_name: Option<String>,
}

/// An address of a company or a person. Hidden from `Debug`.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Address {
    /// The first line: usually street and number.
    pub address_line1: String,
    /// The second line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address_line2: Option<String>,
    /// The country, ISO 3166-1 in two letters.
    pub country_code: String,
    /// The state or province, as a code (`WA`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state_or_province_code: Option<String>,
    /// The city.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub city: Option<String>,
    /// The postal code; text, with leading zeros and signs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub postal_code: Option<String>,
}

open_enum! {
    /// The legal form of a seller.
    pub enum BusinessType {
        Charity = "CHARITY",
        Craftsman = "CRAFTSMAN",
        /// One person who trades as a company.
        NaturalPersonCompany = "NATURAL_PERSON_COMPANY",
        /// A company whose shares are traded.
        PublicListed = "PUBLIC_LISTED",
        /// A company whose shares are not traded.
        PrivateLimited = "PRIVATE_LIMITED",
        /// One person's business without a company.
        SoleProprietorship = "SOLE_PROPRIETORSHIP",
        /// A company of the state.
        StateOwned = "STATE_OWNED",
        /// A private person, no business.
        Individual = "INDIVIDUAL",
    }
}

open_enum! {
    /// What the seller pays for.
    pub enum SellingPlan {
        /// A monthly fee.
        Professional = "PROFESSIONAL",
        /// A fee per item sold, no monthly fee.
        Individual = "INDIVIDUAL",
    }
}

hidden_debug! {
    Business {
        name, registered_business_address, company_registration_number, company_tax_identification_number,
        non_latin_name,
    }
    PrimaryContact { name, address, non_latin_name }
    Address { address_line1, address_line2, country_code, state_or_province_code, city, postal_code }
}
