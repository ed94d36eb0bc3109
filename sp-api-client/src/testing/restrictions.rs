//! The Listings Restrictions 2021-08-01 API: what a seller may not sell, and why.

use serde_json::{Value, json};

use super::{
    Amazon, Answer, Call, FakeSpApi, offers,
    routes::{Api, Route},
};

pub(super) const API: Api = Api {
    model: "listingsRestrictions_2021-08-01",
    routes: &[Route::get("getListingsRestrictions", "/listings/2021-08-01/restrictions", 5.0, 10)],
    answer,
};

const CONDITIONS: &[&str] = &[
    "new_new",
    "new_open_box",
    "new_oem",
    "refurbished_refurbished",
    "used_like_new",
    "used_very_good",
    "used_good",
    "used_acceptable",
    "collectible_like_new",
    "collectible_very_good",
    "collectible_good",
    "collectible_acceptable",
    "club_club",
];

/// The restrictions of one seller, each with its ASIN.
#[derive(Debug, Default)]
pub(super) struct Store(Vec<(String, Value)>);

impl FakeSpApi {
    /// Restricts what a seller may do with a product. `restriction` is a `Restriction` of the API.
    pub fn put_restriction(&self, seller_id: &str, asin: &str, restriction: Value) {
        self.settled().amazon.books.of(seller_id).restrictions.0.push((asin.to_owned(), restriction));
    }
}

/// A product that is in no catalogue cannot be sold either.
fn answer(call: &Call<'_>, amazon: &mut Amazon) -> Result<Answer, Answer> {
    let asin = call.query.required("asin")?;
    if call.query.required("sellerId")? != call.seller.seller_id {
        return Err(Answer::unauthorized(""));
    }
    let marketplaces = call.query.required_list("marketplaceIds", usize::MAX)?;
    call.check_marketplaces(&marketplaces)?;
    let condition = call.query.member("conditionType", CONDITIONS)?;
    let mut found = Vec::new();
    for marketplace in &marketplaces {
        if !offers::is_product(&mut amazon.books, &call.seller.seller_id, marketplace, asin) {
            let reason = json!({ "message": "The ASIN does not exist.", "reasonCode": "ASIN_NOT_FOUND" });
            found.push(json!({ "marketplaceId": marketplace, "reasons": [reason] }));
            continue;
        }
        let of_product = amazon.books.of(&call.seller.seller_id).restrictions.0.iter();
        let applies = |restriction: &Value| {
            restriction["marketplaceId"] == marketplace.as_str()
                && condition.is_none_or(|condition| {
                    restriction["conditionType"].is_null() || restriction["conditionType"] == condition
                })
        };
        let those = of_product.filter(|(one, restriction)| one == asin && applies(restriction));
        found.extend(those.map(|(_, restriction)| restriction.clone()));
    }
    Ok(Answer::json(200, &json!({ "restrictions": found })))
}
