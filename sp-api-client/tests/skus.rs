//! A SKU is whatever the seller typed: it must reach the right listing from a path and from a list.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

mod recorder;

use percent_encoding::percent_decode_str;
use proptest::prelude::*;
use recorder::recorded;
use sp_api_client::ids::{MarketplaceId, SellerId, SellerSku};

fn block_on<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .start_paused(true)
        .build()
        .unwrap()
        .block_on(future)
}

fn decoded(text: &str) -> String {
    percent_decode_str(text).decode_utf8().unwrap().into_owned()
}

/// The SKU that a service finds in the path of `getListingsItem`.
fn in_the_path(sku: &SellerSku) -> String {
    let (recorder, api) = recorded();
    let (seller, de) = (SellerId::new("A1").unwrap(), MarketplaceId::new("A1PA6795UKMFR9").unwrap());
    block_on(api.listings().get_listings_item(&seller, sku, &[de]).send()).unwrap_err();
    let uri = recorder.only().uri().clone();
    let segments: Vec<&str> = uri.path().split('/').collect();
    assert_eq!(segments.len(), 6, "{uri}");
    decoded(segments[5])
}

/// The value of a query parameter as a service reads it that does not take `+` for a space.
fn in_the_query(uri: &http::Uri, name: &str) -> String {
    let pairs = uri.query().unwrap().split('&').map(|pair| pair.split_once('=').unwrap());
    decoded(pairs.into_iter().find(|(given, _)| *given == name).unwrap().1)
}

const ODD: [&str; 9] =
    ["A/B", "A B", "A&B", "A+B", "A%2FB", "A#B", "Größe-ü", "商品-1", "a?b=c;d@e:f\"g'h|i\\j"];

#[test]
fn an_odd_sku_reaches_its_listing() {
    for sku in ODD {
        assert_eq!(in_the_path(&SellerSku::new(sku).unwrap()), sku);
    }
}

#[test]
fn odd_skus_in_a_list_are_told_apart() {
    let (recorder, api) = recorded();
    let skus: Vec<SellerSku> = ODD.iter().map(|sku| SellerSku::new(sku).unwrap()).collect();
    let marketplace = MarketplaceId::new("A1PA6795UKMFR9").unwrap();
    block_on(api.inventory().summaries(&marketplace).seller_skus(skus).send()).unwrap_err();
    let uri = recorder.only().uri().clone();
    assert_eq!(in_the_query(&uri, "sellerSkus").split(',').collect::<Vec<_>>(), ODD);
}

#[test]
fn a_comma_in_a_sku_does_not_split_it_where_amazon_says_how() {
    let (recorder, api) = recorded();
    let skus = [SellerSku::new("A,B+C%D").unwrap(), SellerSku::new("E F").unwrap()];
    let marketplace = MarketplaceId::new("A1PA6795UKMFR9").unwrap();
    block_on(api.inbound().list_prep_details(&marketplace, &skus).send()).unwrap_err();
    let uri = recorder.only().uri().clone();
    let pairs = uri.query().unwrap().split('&').filter_map(|pair| pair.strip_prefix("mskus="));
    let list: Vec<String> = pairs.map(|value| decoded(&decoded(value))).collect();
    assert_eq!(list, ["A,B+C%D", "E F"]);
}

#[test]
fn a_sku_that_would_be_a_step_in_the_path_is_refused_before_anything_is_sent() {
    for sku in [".", ".."] {
        let (recorder, api) = recorded();
        let (seller, de) = (SellerId::new("A1").unwrap(), MarketplaceId::new("A1PA6795UKMFR9").unwrap());
        let error =
            block_on(api.listings().get_listings_item(&seller, &SellerSku::new(sku).unwrap(), &[de]).send());
        assert!(error.unwrap_err().to_string().contains("cannot be addressed"));
        assert!(recorder.sent().is_empty());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]
    #[test]
    fn any_sku_reaches_its_listing(sku in "[^\\p{Cc}]{1,40}") {
        prop_assume!(sku != "." && sku != "..");
        prop_assert_eq!(in_the_path(&SellerSku::new(&sku).unwrap()), sku);
    }
}
