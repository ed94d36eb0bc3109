//! Where goods leave from and arrive, and whom to call about them. Addresses and contacts may tell who a person is,
//! so that `Debug` shows only what is there.

use serde::{Deserialize, Serialize};

use crate::hidden::hidden_debug;

/// An address that is sent to Amazon.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct AddressInput {
    /// Street and number, up to 180 characters.
    pub address_line1: String,
    /// The second line, up to 60 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address_line2: Option<String>,
    /// The city, up to 30 characters.
    pub city: String,
    /// The business there, up to 50 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub company_name: Option<String>,
    /// The country, ISO 3166-1 in two upper-case letters.
    pub country_code: String,
    /// The district or county, up to 50 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub district_or_county: Option<String>,
    /// An e-mail address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// Whom to ask for, up to 50 characters.
    pub name: String,
    /// A telephone number, up to 20 characters.
    pub phone_number: String,
    /// The postal code, up to 32 characters; text, with leading zeros and signs.
    pub postal_code: String,
    /// The state or province, up to 64 characters, such as `WA`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state_or_province_code: Option<String>,
}

impl AddressInput {
    /// The parts that no address may lack.
    pub fn new(
        name: impl Into<String>,
        address_line1: impl Into<String>,
        city: impl Into<String>,
        postal_code: impl Into<String>,
        country_code: impl Into<String>,
        phone_number: impl Into<String>,
    ) -> Self {
        Self {
            address_line1: address_line1.into(),
            address_line2: None,
            city: city.into(),
            company_name: None,
            country_code: country_code.into(),
            district_or_county: None,
            email: None,
            name: name.into(),
            phone_number: phone_number.into(),
            postal_code: postal_code.into(),
            state_or_province_code: None,
        }
    }
}

/// An address as Amazon knows it: the seller's or that of a fulfillment center.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Address {
    /// Street and number.
    pub address_line1: String,
    /// The second line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address_line2: Option<String>,
    /// The city.
    pub city: String,
    /// The business there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub company_name: Option<String>,
    /// The country, ISO 3166-1 in two upper-case letters.
    pub country_code: String,
    /// The district or county.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub district_or_county: Option<String>,
    /// An e-mail address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// Whom to ask for.
    pub name: String,
    /// A telephone number, free form.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone_number: Option<String>,
    /// The postal code; text, with leading zeros and signs.
    pub postal_code: String,
    /// The state or province.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state_or_province_code: Option<String>,
}

/// Whom the carrier calls.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ContactInformation {
    /// An e-mail address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// The person, up to 50 characters.
    pub name: String,
    /// A telephone number, up to 20 characters.
    pub phone_number: String,
}

impl ContactInformation {
    /// A person who can be called.
    pub fn new(name: impl Into<String>, phone_number: impl Into<String>) -> Self {
        Self { name: name.into(), phone_number: phone_number.into(), email: None }
    }
}

/// Roughly where a box will go.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Region {
    /// The country, ISO 3166-1 in two upper-case letters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country_code: Option<String>,
    /// The state.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state: Option<String>,
    /// A fulfillment center or another of Amazon's warehouses, such as `ABE8`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub warehouse_id: Option<String>,
}

hidden_debug! {
    AddressInput {
        address_line1, address_line2, city, company_name, country_code, district_or_county, email,
        name, phone_number, postal_code, state_or_province_code,
    }
    Address {
        address_line1, address_line2, city, company_name, country_code, district_or_county, email,
        name, phone_number, postal_code, state_or_province_code,
    }
    ContactInformation { email, name, phone_number }
}
