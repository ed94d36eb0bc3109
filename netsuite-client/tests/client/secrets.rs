//! What is shown of secrets: nothing.

use std::{error::Error as _, time::Duration};

use commerce_client_core::secret::SecretString;
use netsuite_client::{
    Error, OAuth2, RetryPolicy, SigningAlgorithm, TokenBased,
    records::{Customer, SalesOrder},
    testing::Failure,
};
use serde_json::json;

use crate::{
    BY_NAME, CONSUMER_KEY, CONSUMER_SECRET, EC_PRIVATE, RSA_PRIVATE, TOKEN, TOKEN_SECRET, World, buyer, eid,
    read_customer,
};

/// Everything an error tells: itself, both ways, and its causes.
fn whole_chain(error: &Error) -> String {
    let mut text = format!("{error} {error:?} {error:#?}");
    let mut source = error.source();
    while let Some(cause) = source {
        text.push_str(&format!(" {cause} {cause:?}"));
        source = cause.source();
    }
    text
}

#[track_caller]
fn assert_no_secret(text: &str) {
    for secret in ["MARKER", "bearer-", "BEGIN PRIVATE", "eyJ", "jane@", "Jane"] {
        assert!(!text.contains(secret), "{secret} in {text}");
    }
}

#[tokio::test(start_paused = true)]
async fn debug_of_builders_clients_and_credentials_shows_no_secret() {
    let world = World::new();
    let tba = TokenBased::new(CONSUMER_KEY, CONSUMER_SECRET, TOKEN, TOKEN_SECRET);
    let key = SecretString::from(EC_PRIVATE);
    let oauth2 = OAuth2::new("MARKER-client", "cert-ec", SigningAlgorithm::Es256, &key).unwrap();
    assert_no_secret(&format!("{tba:?} {oauth2:?} {tba:#?} {oauth2:#?}"));
    assert!(format!("{oauth2:?}").contains("cert-ec"), "but which certificate it is is shown");
    assert_no_secret(&format!("{:?} {:?}", world.builder(), world.builder().auth(oauth2)));
    for netsuite in [world.netsuite(), world.oauth2("cert-ec", SigningAlgorithm::Es256)] {
        read_customer(&netsuite).await.unwrap();
        let orders = netsuite.records::<SalesOrder>();
        let (get, query) = (orders.get(eid("A-1")), netsuite.suiteql(BY_NAME));
        assert_no_secret(&format!("{netsuite:?} {netsuite:#?} {orders:?} {get:?} {query:?}"));
    }
}

#[tokio::test(start_paused = true)]
async fn debug_of_a_query_shows_no_value_bound_to_it() {
    let world = World::new();
    let query = world.netsuite().suiteql(BY_NAME).bind("name", "Jane");
    assert_no_secret(&format!("{query:?}"));
}

#[tokio::test(start_paused = true)]
async fn no_error_shows_a_secret_nor_do_its_causes() {
    let world = World::new();
    let stranger = world.stranger();
    let mut errors = vec![
        read_customer(&stranger).await.unwrap_err(),
        read_customer(&world.oauth2("no-such-cert", SigningAlgorithm::Es256)).await.unwrap_err(),
    ];
    assert_no_secret(&format!("{stranger:?}"));
    let ways = [world.builder(), world.builder().auth(world_key())];
    for builder in ways {
        let netsuite =
            builder.with_retry(RetryPolicy::default().with_attempts(1).with_seed(99)).build().unwrap();
        for failure in [Failure::CutBody, Failure::Status(400), Failure::Status(403), Failure::Status(500)] {
            world.fake.fail_next("record", failure).unwrap();
            errors.push(read_customer(&netsuite).await.unwrap_err());
        }
        world.fake.fail_next("record", Failure::LoseLocation).unwrap();
        let customers = netsuite.records::<Customer>();
        errors.push(customers.upsert(&eid("B-1"), &buyer("Doe"), &[]).await.unwrap_err());
        let odd = json!({"lastName": ["Jane"], "email": 5});
        errors.push(customers.create(&odd).await.unwrap_err());
        tokio::time::advance(Duration::from_secs(2)).await;
    }
    for error in errors {
        assert_no_secret(&whole_chain(&error));
    }
}

fn world_key() -> OAuth2 {
    let key = SecretString::from(RSA_PRIVATE);
    OAuth2::new("MARKER-client", "cert-rsa", SigningAlgorithm::Ps256, &key).unwrap()
}
