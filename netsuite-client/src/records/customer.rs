//! Customers.

use std::fmt;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::{AddressBookEntry, Extra};
use crate::{
    field::{Choice, Reference, Sublist},
    id::{ExternalId, InternalId},
    record::Record,
};

/// A customer. A person needs `is_person` and a last name, a company its name; accounts with subsidiaries need one.
///
/// # Source
/// REST API browser 2026.1, record `customer`.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Customer {
    /// NetSuite's id; only read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<InternalId>,
    /// Our id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub external_id: Option<ExternalId>,
    /// The customer's number or name in NetSuite; numbered by NetSuite when the account says so, else unique.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entity_id: Option<String>,
    /// Whether NetSuite numbers this customer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub auto_name: Option<bool>,
    /// A person, rather than a company.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub is_person: Option<bool>,
    /// The company's name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub company_name: Option<String>,
    /// First name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_name: Option<String>,
    /// Middle name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub middle_name: Option<String>,
    /// Last name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_name: Option<String>,
    /// How to address the person, such as `Ms.`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub salutation: Option<String>,
    /// E-mail.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// Telephone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// Another telephone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub alt_phone: Option<String>,
    /// Mobile telephone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mobile_phone: Option<String>,
    /// Fax.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fax: Option<String>,
    /// Web address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// The primary subsidiary; fixed once there are transactions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subsidiary: Option<Reference>,
    /// The primary currency.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub currency: Option<Reference>,
    /// Lead, prospect or customer, and which stage.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entity_status: Option<Reference>,
    /// Category.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub category: Option<Reference>,
    /// The customer this one belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<Reference>,
    /// Payment terms.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub terms: Option<Reference>,
    /// Price level.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub price_level: Option<Reference>,
    /// Tax item; accounts on legacy tax.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tax_item: Option<Reference>,
    /// Whether sales are taxed; accounts on legacy tax.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub taxable: Option<bool>,
    /// The account that receivables are posted to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub receivables_account: Option<Reference>,
    /// Credit limit, in the customer's currency.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        with = "commerce_client_core::wire::optional_decimal_number"
    )]
    pub credit_limit: Option<Decimal>,
    /// `AUTO`, `ON` or `OFF`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub credit_hold_override: Option<Choice>,
    /// In which form e-mail is sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email_preference: Option<Choice>,
    /// Language, such as `en`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<Choice>,
    /// Whether it is out of use.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub is_inactive: Option<bool>,
    /// Free text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comments: Option<String>,
    /// Sales representative.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sales_rep: Option<Reference>,
    /// Where the customer came from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lead_source: Option<Reference>,
    /// The usual shipping method.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shipping_item: Option<Reference>,
    /// The default address as one text; only read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default_address: Option<String>,
    /// What the customer owes; only read.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        with = "commerce_client_core::wire::optional_decimal_number"
    )]
    pub balance: Option<Decimal>,
    /// Addresses. Upsert with `replace = ["addressBook"]`, or each repeat adds them again.
    #[serde(default, skip_serializing_if = "is_empty")]
    pub address_book: Sublist<AddressBookEntry>,
    /// Everything else, `custentity_…` fields among it.
    #[serde(flatten)]
    pub extra: Extra,
}

pub(super) fn is_empty<T>(list: &Sublist<T>) -> bool {
    list.items.is_empty()
}

impl Record for Customer {
    const TYPE: &'static str = "customer";
}

impl fmt::Debug for Customer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Customer")
            .field("id", &self.id)
            .field("external_id", &self.external_id)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_shows_the_ids_and_no_person() {
        let customer = Customer {
            external_id: Some(ExternalId::new("amz-cust-1").unwrap()),
            last_name: Some("Doe".to_owned()),
            ..Customer::default()
        };
        assert_eq!(
            format!("{customer:?}"),
            r#"Customer { id: None, external_id: Some(ExternalId("amz-cust-1")), .. }"#
        );
    }
}
