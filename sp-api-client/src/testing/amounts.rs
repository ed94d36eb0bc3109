//! Amounts that travel as JSON numbers.

use rust_decimal::Decimal;
use serde_json::Value;

/// The number that reads like `amount`, without the noise that binary fractions have.
pub(super) fn number(amount: Decimal) -> Value {
    serde_json::from_str(&amount.to_string()).unwrap_or_default()
}

/// The amount that a JSON number or text reads like. Anything else is nothing.
pub(super) fn decimal(value: &Value) -> Decimal {
    match value {
        Value::Number(number) => number.to_string().parse().unwrap_or_default(),
        Value::String(text) => text.parse().unwrap_or_default(),
        _ => Decimal::ZERO,
    }
}
