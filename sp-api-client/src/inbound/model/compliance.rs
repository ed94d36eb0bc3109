//! Tax data of items, for shipments in India.

use commerce_client_core::{list::List, money::Money, open_enum, wire};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::OperationId;
use crate::{
    ids::{Asin, SellerSku},
    money,
    reading::empty_is_none,
};

/// Tax data of SKUs.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ListItemComplianceDetailsResponse {
    /// One entry for each SKU.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub compliance_details: List<ComplianceDetail>,
}

/// Tax data of one SKU.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ComplianceDetail {
    /// The ASIN.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub asin: Option<Asin>,
    /// Amazon's own SKU of the product in its fulfillment centers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fnsku: Option<String>,
    /// The seller's SKU.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub msku: Option<SellerSku>,
    /// The data.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tax_details: Option<TaxDetails>,
}

/// New tax data of one SKU.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct UpdateItemComplianceDetailsRequest {
    /// The seller's SKU, up to 255 characters.
    pub msku: SellerSku,
    /// The data.
    pub tax_details: TaxDetails,
}

impl UpdateItemComplianceDetailsRequest {
    /// This SKU with these data.
    pub fn new(msku: SellerSku, tax_details: TaxDetails) -> Self {
        Self { msku, tax_details }
    }
}

/// How a product is taxed in India.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct TaxDetails {
    /// What it is worth. The model does not say whether a unit or all of them.
    #[serde(default, with = "money::code_amount", skip_serializing_if = "Option::is_none")]
    pub declared_value: Option<Money>,
    /// Its number in the Harmonized System of Nomenclature, such as `6109`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hsn_code: Option<String>,
    /// The rates.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub tax_rates: List<TaxRate>,
}

/// One rate of goods and services tax. The model does not say whether 18 or 0.18 stands for 18 %.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct TaxRate {
    /// The rate of the cess on top.
    #[serde(default, with = "wire::optional_decimal_number", skip_serializing_if = "Option::is_none")]
    pub cess_rate: Option<Decimal>,
    /// The rate of the tax itself.
    #[serde(default, with = "wire::optional_decimal_number", skip_serializing_if = "Option::is_none")]
    pub gst_rate: Option<Decimal>,
    /// Which part of the tax.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub tax_type: Option<TaxType>,
}

open_enum! {
    /// A part of India's goods and services tax.
    pub enum TaxType {
        /// The central part.
        Cgst = "CGST",
        /// The state's part.
        Sgst = "SGST",
        /// The integrated one, between states.
        Igst = "IGST",
        /// All of them together.
        TotalTax = "TOTAL_TAX",
    }
}

/// Tax data being recorded.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct UpdateItemComplianceDetailsResponse {
    /// The operation that records them.
    pub operation_id: OperationId,
}
