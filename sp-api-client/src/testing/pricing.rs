//! The Product Pricing 2022-05-01 API.

use super::{Amazon, Answer, Call, routes::Api};

pub(super) const API: Api = Api { model: "productPricing_2022-05-01", routes: &[], answer };

/// What this API knows of one seller.
#[derive(Debug, Default)]
pub(super) struct Store;

fn answer(_call: &Call<'_>, _amazon: &mut Amazon) -> Result<Answer, Answer> {
    Err(Answer::not_found("The requested resource does not exist."))
}
