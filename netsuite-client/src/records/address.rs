//! Addresses, which hold data of people: `Debug` hides them.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::Extra;
use crate::field::Choice;

/// An address as NetSuite keeps it, on a transaction or in an address book.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Address {
    /// Who receives. Usually at most 83 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub addressee: Option<String>,
    /// For whose attention; the company's line where the addressee is a person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attention: Option<String>,
    /// First line. Usually at most 150 characters, as the other lines.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub addr1: Option<String>,
    /// Second line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub addr2: Option<String>,
    /// Third line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub addr3: Option<String>,
    /// City.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub city: Option<String>,
    /// State or region; the code that NetSuite knows, in countries that have states.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state: Option<String>,
    /// Postal code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub zip: Option<String>,
    /// ISO 3166 country code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country: Option<Choice>,
    /// Telephone. Usually at most 21 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub addr_phone: Option<String>,
    /// Takes `addr_text` as it is, where NetSuite's own form of the address will not do.
    #[serde(default, rename = "override", skip_serializing_if = "Option::is_none")]
    pub is_override: Option<bool>,
    /// Everything else.
    #[serde(flatten)]
    pub extra: Extra,
}

impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Address(hidden)")
    }
}

/// One line of a customer's address book.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct AddressBookEntry {
    /// The line's key. Sent, it changes that line; left out, a line is added.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<i64>,
    /// A name for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// Whether new orders ship here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default_shipping: Option<bool>,
    /// Whether new orders bill here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default_billing: Option<bool>,
    /// Whether it is a home.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub is_residential: Option<bool>,
    /// The address itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address_book_address: Option<Address>,
    /// Everything else.
    #[serde(flatten)]
    pub extra: Extra,
}

impl fmt::Debug for AddressBookEntry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AddressBookEntry").field("id", &self.id).finish_non_exhaustive()
    }
}
