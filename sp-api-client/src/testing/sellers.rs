//! The Sellers v1 API: where a seller sells, and who he is.

use serde_json::{Value, json};

use super::{
    Amazon, Answer, Call, FakeSpApi, marketplaces,
    routes::{Api, Route},
};

pub(super) const API: Api = Api {
    model: "sellers",
    routes: &[
        Route::get("getMarketplaceParticipations", "/sellers/v1/marketplaceParticipations", 0.016, 15),
        Route::get("getAccount", "/sellers/v1/account", 0.016, 15),
    ],
    answer,
};

/// What is known of one seller besides where he sells.
#[derive(Debug, Default)]
pub(super) struct Store {
    suspended: Vec<String>,
}

impl FakeSpApi {
    /// Suspends a seller's listings in a marketplace, or lifts the suspension.
    pub fn suspend_listings(&self, seller_id: &str, marketplace_id: &str, suspended: bool) {
        let mut state = self.settled();
        let store = &mut state.amazon.books.of(seller_id).sellers;
        store.suspended.retain(|id| id != marketplace_id);
        if suspended {
            store.suspended.push(marketplace_id.to_owned());
        }
    }
}

fn answer(call: &Call<'_>, amazon: &mut Amazon) -> Result<Answer, Answer> {
    let store = &amazon.books.of(&call.seller.seller_id).sellers;
    let participations: Vec<Value> =
        call.seller.marketplaces.iter().map(|id| participation(id, store)).collect();
    if call.operation == "getMarketplaceParticipations" {
        return Ok(Answer::payload(200, json!(participations)));
    }
    let country = call.seller.marketplaces.iter().find_map(|id| marketplaces::find(id));
    let address = json!({
        "addressLine1": "1 Seller Street",
        "city": "Sellerton",
        "countryCode": country.map_or("US", |facts| facts.country),
        "postalCode": "00001",
    });
    Ok(Answer::payload(
        200,
        json!({
            "marketplaceParticipationList": participations,
            "businessType": "PRIVATE_LIMITED",
            "sellingPlan": "PROFESSIONAL",
            "business": { "name": call.seller.seller_id, "registeredBusinessAddress": address },
            "primaryContact": { "name": "The Owner", "address": address },
        }),
    ))
}

fn participation(id: &str, store: &Store) -> Value {
    let facts = marketplaces::find(id);
    json!({
        "marketplace": {
            "id": id,
            "name": facts.map_or(id, |facts| facts.name),
            "countryCode": facts.map_or("US", |facts| facts.country),
            "defaultCurrencyCode": facts.map_or("USD", |facts| facts.currency),
            "defaultLanguageCode": facts.map_or("en_US", |facts| facts.language),
            "domainName": facts.map_or_else(|| id.to_owned(), marketplaces::Facts::domain),
        },
        "participation": {
            "isParticipating": true,
            "hasSuspendedListings": store.suspended.iter().any(|one| one == id),
        },
        "storeName": format!("The shop of {id}"),
    })
}
