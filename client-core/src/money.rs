//! Amounts that never lose a cent and never mix currencies.

use std::{fmt, str::FromStr};

use rust_decimal::Decimal;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::wire;

/// An ISO 4217 currency code: three upper-case letters, such as `USD`.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Currency([u8; 3]);

impl Currency {
    /// US dollar.
    pub const USD: Self = Self(*b"USD");
    /// Pound sterling.
    pub const GBP: Self = Self(*b"GBP");
    /// Euro.
    pub const EUR: Self = Self(*b"EUR");
    /// Japanese yen.
    pub const JPY: Self = Self(*b"JPY");

    /// A code known when compiled. For table constants; text from outside goes through [`FromStr`].
    #[doc(hidden)]
    pub const fn known(code: [u8; 3]) -> Self {
        Self(code)
    }

    /// The code.
    pub fn as_str(&self) -> &str {
        // Only upper-case ASCII letters get in.
        std::str::from_utf8(&self.0).unwrap_or("XXX")
    }

    /// How many digits follow the decimal point in this currency: 2 for USD, 0 for JPY; 2 when the code is not in
    /// ISO 4217.
    pub fn minor_digits(&self) -> u32 {
        iso_currency::Currency::from_code(self.as_str())
            .and_then(|currency| currency.exponent())
            .map_or(2, u32::from)
    }
}

impl FromStr for Currency {
    type Err = MoneyError;

    fn from_str(text: &str) -> Result<Self, MoneyError> {
        match text.as_bytes() {
            &[a, b, c] if [a, b, c].iter().all(u8::is_ascii_uppercase) => Ok(Self([a, b, c])),
            _ => Err(MoneyError::NotACurrency(text.chars().take(8).collect())),
        }
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for Currency {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Currency {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        wire::text(deserializer, str::parse)
    }
}

/// An amount in a currency. The sign is the caller's: documented where it is used.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Money {
    /// The amount in major units (dollars, not cents).
    pub amount: Decimal,
    /// Its currency.
    pub currency: Currency,
}

/// Why an amount cannot be computed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum MoneyError {
    /// Amounts of two currencies met.
    #[error("{left} and {right} cannot be added")]
    MixedCurrencies {
        /// The currency on the left.
        left: Currency,
        /// The currency on the right.
        right: Currency,
    },
    /// The text is no currency code.
    #[error("`{0}` is not a currency code of three upper-case letters")]
    NotACurrency(String),
    /// The sum is beyond 28 digits.
    #[error("the amount is too large")]
    TooLarge,
    /// Nothing to split over.
    #[error("cannot split an amount over weights that sum to zero")]
    NoWeights,
}

impl Money {
    /// `amount` major units of `currency`.
    pub fn new(amount: Decimal, currency: Currency) -> Self {
        Self { amount, currency }
    }

    /// Nothing, in `currency`.
    pub fn zero(currency: Currency) -> Self {
        Self::new(Decimal::ZERO, currency)
    }

    /// The sum.
    ///
    /// # Errors
    /// When the currencies differ or the sum has more than 28 digits.
    pub fn checked_add(self, other: Self) -> Result<Self, MoneyError> {
        if self.currency != other.currency {
            return Err(MoneyError::MixedCurrencies { left: self.currency, right: other.currency });
        }
        let amount = self.amount.checked_add(other.amount).ok_or(MoneyError::TooLarge)?;
        Ok(Self::new(amount, self.currency))
    }

    /// Whether the amount has no more decimal places than its currency has coins for: 1.5 JPY has.
    pub fn fits_minor_units(&self) -> bool {
        self.amount.normalize().scale() <= self.currency.minor_digits()
    }

    /// Splits the amount in proportion to `weights` so that the parts sum to it exactly and each is a whole number
    /// of minor units (if the whole is). Left-over units go to the largest remainders, first come first.
    ///
    /// # Errors
    /// When the weights sum to zero or a product has more than 28 digits.
    pub fn allocate(self, weights: &[Decimal]) -> Result<Vec<Self>, MoneyError> {
        let total: Decimal = weights.iter().sum();
        if total.is_zero() {
            return Err(MoneyError::NoWeights);
        }
        // Zeros at the end are not part of a unit: 10.000 EUR is a whole number of cents.
        let digits = self.currency.minor_digits().max(self.amount.normalize().scale());
        let unit = Decimal::new(1, digits);
        let mut parts = Vec::with_capacity(weights.len());
        for weight in weights {
            let exact = self.amount.checked_mul(*weight).ok_or(MoneyError::TooLarge)? / total;
            let down =
                exact.round_dp_with_strategy(digits, rust_decimal::RoundingStrategy::ToNegativeInfinity);
            parts.push((down, exact - down));
        }
        let mut left = self.amount - parts.iter().map(|(down, _)| down).sum::<Decimal>();
        let mut by_remainder: Vec<usize> = (0..parts.len()).collect();
        by_remainder.sort_by(|a, b| parts[*b].1.cmp(&parts[*a].1));
        for index in by_remainder {
            if left < unit {
                break;
            }
            parts[index].0 += unit;
            left -= unit;
        }
        Ok(parts.into_iter().map(|(amount, _)| Self::new(amount, self.currency)).collect())
    }
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.amount, self.currency)
    }
}

impl fmt::Debug for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn usd(amount: &str) -> Money {
        Money::new(amount.parse().unwrap(), Currency::USD)
    }

    #[test]
    fn zeros_at_the_end_of_an_amount_do_not_part_a_cent() {
        for (amount, currency, parts) in [
            ("10.000", Currency::EUR, ["3.34", "3.33", "3.33"]),
            ("100.00", Currency::JPY, ["34", "33", "33"]),
        ] {
            let whole = Money::new(amount.parse().unwrap(), currency);
            let split = whole.allocate(&[Decimal::ONE; 3]).unwrap();
            assert_eq!(split.iter().map(|part| part.amount.to_string()).collect::<Vec<_>>(), parts);
        }
    }

    #[test]
    fn two_currencies_do_not_add_up() {
        let yen = Money::new(Decimal::ONE, Currency::JPY);
        assert_eq!(usd("1").checked_add(yen).unwrap_err().to_string(), "USD and JPY cannot be added");
    }

    #[test]
    fn ten_dollars_over_three_are_three_parts_that_sum_to_ten() {
        let parts = usd("10.00").allocate(&[Decimal::ONE; 3]).unwrap();
        assert_eq!(parts, [usd("3.34"), usd("3.33"), usd("3.33")]);
    }

    #[test]
    fn yen_has_no_minor_unit_and_an_unknown_code_has_two_digits() {
        assert_eq!(Currency::JPY.minor_digits(), 0);
        assert_eq!("ZZZ".parse::<Currency>().unwrap().minor_digits(), 2);
        assert!(!Money::new("1.5".parse().unwrap(), Currency::JPY).fits_minor_units());
        assert!(Money::new("1.0".parse().unwrap(), Currency::JPY).fits_minor_units());
    }

    proptest! {
        #[test]
        fn parts_always_sum_to_the_whole(cents in -1_000_000_i64..1_000_000, weights in prop::collection::vec(1_u32..1000, 1..12)) {
            let whole = Money::new(Decimal::new(cents, 2), Currency::EUR);
            let weights: Vec<Decimal> = weights.into_iter().map(Decimal::from).collect();
            let parts = whole.allocate(&weights).unwrap();
            prop_assert_eq!(parts.iter().map(|part| part.amount).sum::<Decimal>(), whole.amount);
            prop_assert!(parts.iter().all(Money::fits_minor_units));
        }
    }
}
