//! Offers: who sells what, where, and for how much.

use rust_decimal::Decimal;
use serde_json::Value;

use super::{FakeSpApi, amazon::Books, catalog, marketplaces};

/// An offer in new condition. The marketplace decides the currency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FakeOffer {
    /// The SKU of the seller who makes the offer.
    pub sku: String,
    /// What is offered.
    pub asin: String,
    /// Where it is offered.
    pub marketplace_id: String,
    /// Of one unit.
    pub price: Decimal,
    /// On top of the price.
    pub shipping: Decimal,
    /// Whether Amazon ships it.
    pub fulfilled_by_amazon: bool,
}

impl FakeOffer {
    pub(super) fn landed(&self) -> Decimal {
        self.price + self.shipping
    }

    pub(super) fn currency(&self) -> &'static str {
        marketplaces::currency(&self.marketplace_id)
    }
}

/// The offers of one seller.
#[derive(Debug, Default)]
pub(super) struct Offers(Vec<FakeOffer>);

impl Offers {
    pub(super) fn of_sku(&self, marketplace: &str, sku: &str) -> Option<&FakeOffer> {
        self.0.iter().find(|offer| offer.marketplace_id == marketplace && offer.sku == sku)
    }

    pub(super) fn of_asin(&self, marketplace: &str, asin: &str) -> impl Iterator<Item = &FakeOffer> {
        self.0.iter().filter(move |offer| offer.marketplace_id == marketplace && offer.asin == asin)
    }
}

impl FakeSpApi {
    /// Puts an offer on sale, or replaces that seller's offer of the same SKU in the same marketplace.
    ///
    /// The seller need not be known to this service otherwise: competitors are sellers too.
    pub fn put_offer(&self, seller_id: &str, offer: FakeOffer) {
        let mut state = self.settled();
        let offers = &mut state.amazon.books.of(seller_id).pricing.0.0;
        offers.retain(|one| one.sku != offer.sku || one.marketplace_id != offer.marketplace_id);
        offers.push(offer);
    }
}

/// Every seller's offers of a product, the cheapest first. The buy box is won by the first of them.
pub(super) fn competing(books: &mut Books, marketplace: &str, asin: &str) -> Vec<(String, FakeOffer)> {
    let mut found = Vec::new();
    for seller_id in books.sellers() {
        let offers = &books.of(&seller_id).pricing.0;
        found.extend(offers.of_asin(marketplace, asin).map(|offer| (seller_id.clone(), offer.clone())));
    }
    found.sort_by_key(|(seller_id, offer)| (offer.landed(), seller_id.clone()));
    found
}

/// Whether the product is in the catalogue of a marketplace, or on sale there.
pub(super) fn is_product(books: &mut Books, seller_id: &str, marketplace: &str, asin: &str) -> bool {
    let listed = catalog::is_sold(books.of(seller_id).catalog.item(asin), marketplace);
    listed || !competing(books, marketplace, asin).is_empty()
}

/// The ASIN and the rank of a product's sales where it has one.
pub(super) fn sales_rank(item: Option<&Value>, marketplace: &str) -> Option<(String, i64)> {
    let ranks = item?["salesRanks"].as_array()?.iter().find(|one| one["marketplaceId"] == marketplace)?;
    let rank = &ranks["displayGroupRanks"][0];
    Some((rank["websiteDisplayGroup"].as_str()?.to_owned(), rank["rank"].as_i64()?))
}
