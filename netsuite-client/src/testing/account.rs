//! What an administrator sets for the account as a whole.

use serde_json::Value;

use super::{packages::Carrier, tax::Tax};

#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Options {
    pub(super) tax: Tax,
    /// Whether an order can be billed before it is fulfilled.
    pub(super) bills_in_advance: bool,
    /// Whether the parts of an order's line are billed so that they add up to it.
    pub(super) shares_amounts: bool,
    /// Whether nothing can leave a location that is not there.
    pub(super) needs_stock: bool,
    /// Whether customers and vendors are called by their names, and get no numbers.
    pub(super) keeps_names: bool,
    /// How many open transactions a customer can have.
    pub(super) most_open: Option<usize>,
    /// Whose packages fulfillments have.
    pub(super) carrier: Option<Carrier>,
    /// Whether a fulfillment begins with a package.
    pub(super) default_package: bool,
}

impl Options {
    /// Sets one by the name that [`control`](super::control) has for it. Whether there is such a one with such a value.
    pub(super) fn set(&mut self, name: &str, value: &Value) -> bool {
        let place = match name {
            "tax" => {
                let found = match value.as_str() {
                    Some("none") => Some(Tax::None),
                    Some("legacy") => Some(Tax::Legacy),
                    Some("suiteTax") => Some(Tax::SuiteTax),
                    _ => None,
                };
                self.tax = found.unwrap_or(self.tax);
                return found.is_some();
            }
            "billInAdvance" => &mut self.bills_in_advance,
            "shareAmounts" => &mut self.shares_amounts,
            "requireStock" => &mut self.needs_stock,
            _ => return false,
        };
        *place = value.as_bool().unwrap_or(*place);
        value.is_boolean()
    }
}
