//! Amounts of money, which notifications spell in three ways; the amount is a JSON number in each.

/// A module for `#[serde(with = "…")]`, and one within it for a field that may be missing or null.
macro_rules! spelt {
    ($(#[$doc:meta])* $module:ident, $amount:literal, $currency:literal) => {
        $(#[$doc])*
        pub(super) mod $module {
            use commerce_client_core::{
                money::{Currency, Money},
                wire,
            };
            use rust_decimal::Decimal;
            use serde::{Deserialize, Deserializer, Serialize, Serializer};

            #[derive(Serialize, Deserialize)]
            struct Wire {
                #[serde(rename = $amount, with = "wire::decimal_number")]
                amount: Decimal,
                #[serde(rename = $currency)]
                currency: Currency,
            }

            impl From<Wire> for Money {
                fn from(wire: Wire) -> Self {
                    Self::new(wire.amount, wire.currency)
                }
            }

            pub(in super::super) fn serialize<S: Serializer>(money: &Money, serializer: S) -> Result<S::Ok, S::Error> {
                Wire { amount: money.amount, currency: money.currency }.serialize(serializer)
            }

            pub(in super::super) fn deserialize<'de, D: Deserializer<'de>>(
                deserializer: D,
            ) -> Result<Money, D::Error> {
                Wire::deserialize(deserializer).map(Money::from)
            }

            #[allow(dead_code, reason = "not every spelling has fields that may be missing")]
            pub(in super::super) mod optional {
                use super::*;

                pub(in super::super::super) fn serialize<S: Serializer>(
                    money: &Option<Money>,
                    serializer: S,
                ) -> Result<S::Ok, S::Error> {
                    match money {
                        Some(money) => super::serialize(money, serializer),
                        None => serializer.serialize_none(),
                    }
                }

                pub(in super::super::super) fn deserialize<'de, D: Deserializer<'de>>(
                    deserializer: D,
                ) -> Result<Option<Money>, D::Error> {
                    Ok(Option::<Wire>::deserialize(deserializer)?.map(Money::from))
                }
            }
        }
    };
}

spelt! {
    /// `{"Amount": 12.5, "CurrencyCode": "USD"}`.
    pascal, "Amount", "CurrencyCode"
}
spelt! {
    /// `{"amount": 12.5, "currencyCode": "USD"}`.
    camel, "amount", "currencyCode"
}
spelt! {
    /// `{"CurrencyAmount": 12.5, "CurrencyCode": "USD"}`.
    currency_amount, "CurrencyAmount", "CurrencyCode"
}
