use super::{validate, *};

#[tokio::test(start_paused = true)]
async fn a_seller_sells_where_he_says() {
    let world = World::new().await;
    world.fake.suspend_listings(NORTH, CANADA, true);
    let reply = world.get("/sellers/v1/marketplaceParticipations").await;
    let all = reply.json["payload"].as_array().unwrap();
    assert_eq!(all.len(), 2);
    assert_eq!(all[0]["marketplace"]["defaultCurrencyCode"], "USD");
    assert_eq!(all[1]["marketplace"]["domainName"], "www.amazon.ca");
    let suspended = |place: usize| all[place]["participation"]["hasSuspendedListings"] == true;
    assert_eq!((suspended(0), suspended(1)), (false, true));
    let german = world.get_as(&world.europe, "/sellers/v1/marketplaceParticipations").await;
    assert_eq!(german.json["payload"][0]["marketplace"]["countryCode"], "DE");
}

#[tokio::test(start_paused = true)]
#[ignore = "needs SHARED_DIR"]
async fn answers_are_as_modelled() {
    let world = World::new().await;
    world.get("/sellers/v1/marketplaceParticipations").await;
    world.get("/sellers/v1/account").await;
    validate::every_answer_is_modelled(&world, "sellers");
}
