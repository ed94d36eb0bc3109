//! By how much NetSuite's arithmetic differs from Amazon's, where NetSuite computes.

use commerce_client_core::secret::Pii;
use netsuite_client::InternalId;
use rust_decimal::Decimal;
use serde_json::{Map, Value};

use super::{MapError, amounts::OrderAmounts, order};
use crate::{
    keys,
    plan::{Op, Write},
    settings::{CustomFields, SellerTax, TaxSettings},
    store::RunKey,
};

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

    /// The update by which the record that `sale` made, or found, gets to show it; `None` where the account has no
    /// field for it.
    ///
    /// # Errors
    /// When an amount has more digits than JSON carries.
    pub fn op(
        &self,
        run: &RunKey,
        sale: &Op,
        record: InternalId,
        fields: &CustomFields,
    ) -> Result<Option<Op>, MapError> {
        let Some(body) = self.body(fields)? else { return Ok(None) };
        let change = format!("{}/variance", sale.amazon_id);
        Ok(Some(Op {
            key: keys::op_key(run, sale.kind, &change).map_err(order::malformed)?,
            kind: sale.kind,
            write: Write::Update { record: record.into() },
            external_id: sale.external_id.clone(),
            amazon_id: sale.amazon_id.clone(),
            body: Pii::new(body),
            version: sale.version,
            total: None,
            settles: false,
        }))
    }

    fn body(&self, fields: &CustomFields) -> Result<Option<Value>, MapError> {
        let mut body = Map::new();
        for (field, amount) in [(&fields.tax_variance, self.tax), (&fields.total_variance, self.total)] {
            if let Some(field) = field {
                body.insert(field.clone(), order::number(amount)?);
            }
        }
        Ok((!body.is_empty()).then_some(Value::Object(body)))
    }
}
