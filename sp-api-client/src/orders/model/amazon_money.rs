//! An amount as Amazon writes it: `{"amount": "12.34", "currencyCode": "USD"}`.
//!
//! Reads the amount from text or from a JSON number, writes text with every digit that was read.

use std::convert::Infallible;

use commerce_client_core::{
    money::{Currency, Money},
    wire,
};
use rust_decimal::Decimal;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Written<'a> {
    #[serde(with = "wire::decimal_text")]
    amount: Decimal,
    currency_code: &'a str,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Read {
    // Without `default` the key must be there; its value may be empty.
    #[serde(deserialize_with = "wire::optional_decimal_number::deserialize")]
    amount: Option<Decimal>,
    /// None if the text is no code.
    #[serde(deserialize_with = "code")]
    currency_code: Option<Currency>,
}

fn code<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Currency>, D::Error> {
    wire::text(deserializer, |text| Ok::<_, Infallible>(text.parse().ok()))
}

impl Read {
    /// Nothing if the amount is empty, whatever the currency.
    pub(super) fn money<E: de::Error>(self) -> Result<Option<Money>, E> {
        let Some(amount) = self.amount else { return Ok(None) };
        let currency = self.currency_code.ok_or_else(|| E::custom("not a currency code of three letters"))?;
        Ok(Some(Money::new(amount, currency)))
    }
}

/// Writes the object.
///
/// # Errors
/// Only the serializer's own.
pub fn serialize<S: Serializer>(value: &Money, serializer: S) -> Result<S::Ok, S::Error> {
    Written { amount: value.amount, currency_code: value.currency.as_str() }.serialize(serializer)
}

/// Reads the object.
///
/// # Errors
/// When the amount is missing, empty or no number, or the currency is no code of three upper-case letters.
pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Money, D::Error> {
    Read::deserialize(deserializer)?.money()?.ok_or_else(|| de::Error::custom("not an amount of money"))
}
