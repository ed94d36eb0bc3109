//! By how much NetSuite's arithmetic differs from Amazon's, where NetSuite computes.

use rust_decimal::Decimal;
use serde_json::{Map, Value};

use super::{MapError, amounts::OrderAmounts, order};
use crate::settings::{CustomFields, SellerTax, TaxSettings};

/// NetSuite's amounts less Amazon's.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Variance {
    /// Of the tax that NetSuite shows as tax.
    pub tax: Decimal,
    /// Of the total.
    pub total: Decimal,
}

impl Variance {
    /// Of a record whose tax and total NetSuite gives as these.
    pub fn of(amounts: &OrderAmounts, settings: &TaxSettings, tax: Decimal, total: Decimal) -> Self {
        // Elsewhere tax is a line, or not there at all.
        let as_tax = match settings.seller {
            SellerTax::Codes(_) | SellerTax::Computed => amounts.seller_tax(),
            SellerTax::Item | SellerTax::Omit => Decimal::ZERO,
        };
        Self { tax: tax - as_tax, total: total - amounts.posted(settings).amount }
    }

    /// What the record's fields are set to; `None` where the account has no field for it.
    ///
    /// # Errors
    /// When an amount has more digits than JSON carries.
    pub fn body(&self, fields: &CustomFields) -> Result<Option<Value>, MapError> {
        let mut body = Map::new();
        for (field, amount) in [(&fields.tax_variance, self.tax), (&fields.total_variance, self.total)] {
            if let Some(field) = field {
                body.insert(field.clone(), order::number(amount)?);
            }
        }
        Ok((!body.is_empty()).then_some(Value::Object(body)))
    }
}
