//! How the tax of orders gets into NetSuite.

use std::collections::BTreeMap;

use netsuite_client::InternalId;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

/// Where the tax in tax-inclusive prices comes from.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
#[non_exhaustive]
pub enum VatMode {
    /// The amounts that Amazon reports; where it reports none, the price is posted as it is.
    #[default]
    AsReported,
    /// Where Amazon reports none, this rate: 0.19 is 19 %.
    FixedRate {
        /// The rate.
        rate: Decimal,
    },
    /// This rate on every order, whatever Amazon reports.
    FixedRateAlways {
        /// The rate.
        rate: Decimal,
    },
    /// None is taken out: prices are posted as buyers see them.
    Off,
}

/// How tax is posted: the seller's own, and what Amazon collects and remits itself (marketplace facilitator).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct TaxSettings {
    /// By which engine the account computes tax. Default: legacy.
    pub engine: TaxEngine,
    /// The tax that the seller owes. Default: Amazon's amount, as a line.
    pub seller: SellerTax,
    /// The tax that Amazon collects and remits. Default: to a payable.
    pub facilitator: FacilitatorTax,
    /// On legacy tax, the code of lines on which NetSuite is to compute no tax. Default: none is written, and with
    /// [`SellerTax::Computed`] such lines are marked as not taxable.
    pub untaxed_code: Option<InternalId>,
}

/// By which engine an account computes tax. An account has one or the other.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum TaxEngine {
    /// Codes and rates on the lines. NetSuite takes a rate and computes the amount.
    #[default]
    Legacy,
    /// Tax details beside the lines. NetSuite takes amounts.
    SuiteTax,
}

/// How the tax that the seller owes is posted.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum SellerTax {
    /// Amazon's amount, as a line on [`ChargeItems::tax`](super::ChargeItems::tax).
    #[default]
    Item,
    /// Amazon's amount on each line, in place of NetSuite's. On legacy tax as the rate by which NetSuite comes to
    /// that amount; on SuiteTax as tax details.
    Codes(TaxCodes),
    /// NetSuite computes it. What it comes to may differ from Amazon's: see
    /// [`TotalSettings`](super::TotalSettings).
    Computed,
    /// It is not posted: records come to that much less than Amazon's order.
    Omit,
}

/// How the tax that Amazon collects and remits is posted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum FacilitatorTax {
    /// As a line on [`ChargeItems::facilitator_tax`](super::ChargeItems::facilitator_tax), which points at a payable
    /// that the settlement's withheld-tax rows clear.
    #[default]
    Payable,
    /// As that line, and another of the same amount, negative: records come to that much less than Amazon's order.
    Offset,
    /// It is not posted: records come to that much less than Amazon's order.
    Omit,
}

/// The tax codes of lines.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TaxCodes {
    /// The code where no country fits.
    pub default: TaxCode,
    /// By the ISO 3166 code of the country it is delivered to.
    #[serde(default)]
    pub by_country: BTreeMap<String, TaxCode>,
}

impl TaxCodes {
    /// The code for what is delivered to this country.
    pub fn of(&self, country: Option<&str>) -> &TaxCode {
        country.and_then(|country| self.by_country.get(country)).unwrap_or(&self.default)
    }
}

/// A tax code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TaxCode {
    /// The code.
    pub code: InternalId,
    /// Its type; needed on SuiteTax.
    #[serde(default)]
    pub tax_type: Option<InternalId>,
}
