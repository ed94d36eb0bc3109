//! Product Fees API, version 0: what Amazon would charge on a sale.
//!
//! Answers to one question are wrapped in a `payload`; the batch answers with a bare list. Estimates only: what was
//! charged is in the [finances](crate::finances) and the settlements.

pub mod model;

pub use self::model::*;
use crate::ids::{Asin, SellerSku};

crate::request::api! {
    /// The Product Fees API. Get it from [`SpApi::fees`](crate::SpApi::fees).
    Fees in "productFeesV0";

    /// Estimates the fees on a sale of a SKU. The SKU may be without a price as yet.
    ///
    /// # Errors
    /// [`Rejected`](crate::ErrorKind::Rejected) when the request has the wrong form. An item that cannot be estimated
    /// is no error: the result's [`status`](FeesEstimateResult::status) says so.
    fn get_my_fees_estimate_for_sku(
        path seller_sku: &SellerSku = "SellerSKU",
        body question: &GetMyFeesEstimateRequest,
    ) -> GetMyFeesEstimateResponse
        = GetMyFeesEstimateForSku, GET_MY_FEES_ESTIMATE_FOR_SKU: Read POST
          "/products/fees/v0/listings/{SellerSKU}/feesEstimate" as "getMyFeesEstimateForSKU" at 1.0, 2;

    /// Estimates the fees on a sale of a catalog item, whether or not the selling partner offers it.
    ///
    /// Amazon goes by the size it has in the catalog: the estimate may differ from that of the SKU.
    ///
    /// # Errors
    /// [`Rejected`](crate::ErrorKind::Rejected) when the request has the wrong form. An item that cannot be estimated
    /// is no error: the result's [`status`](FeesEstimateResult::status) says so.
    fn get_my_fees_estimate_for_asin(
        path asin: &Asin = "Asin",
        body question: &GetMyFeesEstimateRequest,
    ) -> GetMyFeesEstimateResponse
        = GetMyFeesEstimateForAsin, GET_MY_FEES_ESTIMATE_FOR_ASIN: Read POST
          "/products/fees/v0/items/{Asin}/feesEstimate" as "getMyFeesEstimateForASIN" at 1.0, 2;

    /// Estimates the fees on up to 20 sales, by ASIN, by SKU or both.
    ///
    /// Look at the status of each result; match them by
    /// [`seller_input_identifier`](FeesEstimateIdentifier::seller_input_identifier).
    ///
    /// # Errors
    /// [`Rejected`](crate::ErrorKind::Rejected) when the batch has the wrong form or more than 20 questions.
    fn get_my_fees_estimates(body questions: &[FeesEstimateByIdRequest]) -> Vec<FeesEstimateResult>
        = GetMyFeesEstimates, GET_MY_FEES_ESTIMATES: Read POST
          "/products/fees/v0/feesEstimate" as "getMyFeesEstimates" at 0.5, 1;
}
