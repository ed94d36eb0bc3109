//! The shapes in which Amazon writes amounts, stated at the field with `#[serde(with = "money::…")]`.
//!
//! Every shape reads the amount from text or from a JSON number, and writes what its API writes. Where the field may be
//! absent (`Option<Money>`), null, an empty amount and an object without one read as absence.

use std::convert::Infallible;

use commerce_client_core::{
    money::{Currency, Money},
    wire,
};
use serde::Deserializer;

/// One shape: the names of its two fields and how the amount is written. With `default`, an object may lack them.
macro_rules! shape {
    ($(#[$doc:meta])* $module:ident, $amount:literal, $currency:literal, $written:literal $(, $default:ident)?) => {
        $(#[$doc])*
        pub(crate) mod $module {
            use commerce_client_core::{
                money::{Currency, Money},
                wire,
            };
            use rust_decimal::Decimal;
            use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

            use super::MaybeMoney;

            #[derive(Serialize)]
            struct Written<'a> {
                #[serde(rename = $amount, with = $written)]
                amount: Decimal,
                #[serde(rename = $currency)]
                currency: &'a str,
            }

            #[derive(Deserialize)]
            struct Read {
                // Without `default` the keys must be there; the amount may be empty.
                #[serde(rename = $amount, $($default,)? deserialize_with = "wire::optional_decimal_number::deserialize")]
                amount: Option<Decimal>,
                /// None if the text is no code.
                #[serde(rename = $currency, $($default,)? deserialize_with = "super::code")]
                currency: Option<Currency>,
            }

            impl Read {
                fn money<E: de::Error>(self) -> Result<Option<Money>, E> {
                    let Some(amount) = self.amount else { return Ok(None) };
                    let currency = self.currency;
                    let currency = currency.ok_or_else(|| E::custom("not a currency code of three letters"))?;
                    Ok(Some(Money::new(amount, currency)))
                }
            }

            pub(crate) fn serialize<T: MaybeMoney, S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
                match value.money() {
                    Some(money) => {
                        Written { amount: money.amount, currency: money.currency.as_str() }.serialize(serializer)
                    }
                    None => serializer.serialize_none(),
                }
            }

            pub(crate) fn deserialize<'de, T: MaybeMoney, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
                let money = match Option::<Read>::deserialize(deserializer)? {
                    Some(read) => read.money()?,
                    None => None,
                };
                T::of(money).ok_or_else(|| de::Error::custom("not an amount of money"))
            }
        }
    };
}

fn code<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Currency>, D::Error> {
    wire::optional_text(deserializer, |text| Ok::<_, Infallible>(text.parse().ok()))
}

/// What a field holds: an amount, or perhaps one.
pub(crate) trait MaybeMoney: Sized {
    fn money(&self) -> Option<&Money>;

    fn of(money: Option<Money>) -> Option<Self>;
}

impl MaybeMoney for Money {
    fn money(&self) -> Option<&Money> {
        Some(self)
    }

    fn of(money: Option<Money>) -> Option<Self> {
        money
    }
}

impl MaybeMoney for Option<Money> {
    fn money(&self) -> Option<&Money> {
        self.as_ref()
    }

    fn of(money: Option<Money>) -> Option<Self> {
        Some(money)
    }
}

shape! {
    /// `{"amount": "12.34", "currencyCode": "USD"}`: orders, listings. Both keys must be there.
    amount_text, "amount", "currencyCode", "wire::decimal_text"
}
shape! {
    /// `{"amount": 12.34, "currencyCode": "USD"}`: pricing 2022-05-01, `PRICING_HEALTH` and the like.
    amount, "amount", "currencyCode", "wire::decimal_number", default
}
shape! {
    /// `{"CurrencyCode": "USD", "Amount": "12.34"}`: orders v0.
    pascal_amount_text, "Amount", "CurrencyCode", "wire::decimal_text", default
}
shape! {
    /// `{"CurrencyCode": "USD", "Amount": 12.34}`: pricing v0, fees v0, notifications.
    pascal_amount, "Amount", "CurrencyCode", "wire::decimal_number", default
}
shape! {
    /// `{"currencyCode": "USD", "currencyAmount": 12.34}`: finances 2024-06-19, transfers.
    currency_amount, "currencyAmount", "currencyCode", "wire::decimal_number", default
}
shape! {
    /// `{"CurrencyCode": "USD", "CurrencyAmount": 12.34}`: finances v0, `TRANSACTION_UPDATE`.
    pascal_currency_amount, "CurrencyAmount", "CurrencyCode", "wire::decimal_number", default
}
shape! {
    /// `{"CurrencyCode": "USD", "Value": 12.34}`: inbound v0.
    pascal_value, "Value", "CurrencyCode", "wire::decimal_number", default
}
shape! {
    /// `{"currencyCode": "USD", "value": "12.34"}`: outbound.
    value_text, "value", "currencyCode", "wire::decimal_text", default
}
shape! {
    /// `{"amount": 12.34, "code": "USD"}`: inbound 2024-03-20.
    code_amount, "amount", "code", "wire::decimal_number", default
}

#[cfg(test)]
mod tests {
    use commerce_client_core::money::Money;
    use serde::{Deserialize, Serialize};

    #[derive(Serialize, Deserialize)]
    struct Priced {
        #[serde(with = "super::currency_amount")]
        price: Money,
        #[serde(default, with = "super::pascal_amount_text", skip_serializing_if = "Option::is_none")]
        was: Option<Money>,
    }

    #[test]
    fn an_amount_leaves_in_the_shape_in_which_it_came() {
        let text = r#"{"price":{"currencyAmount":12.5,"currencyCode":"USD"},"was":{"Amount":"13.00","CurrencyCode":"USD"}}"#;
        let priced: Priced = serde_json::from_str(text).unwrap();
        assert_eq!(serde_json::to_string(&priced).unwrap(), text);
    }

    #[test]
    fn an_empty_amount_is_no_amount() {
        let text =
            r#"{"price":{"currencyAmount":1,"currencyCode":"USD"},"was":{"Amount":"","CurrencyCode":""}}"#;
        assert!(serde_json::from_str::<Priced>(text).unwrap().was.is_none());
        assert!(serde_json::from_str::<Priced>(r#"{"price":{"currencyCode":"USD"}}"#).is_err());
    }
}
