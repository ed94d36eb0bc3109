//! Who calls: OAuth 2.0.

use std::time::Duration;

use commerce_client_core::secret::SecretString;
use futures_util::future::join_all;
use netsuite_client::{ErrorKind, OAuth2, SigningAlgorithm, records::SalesOrder, testing::Failure};

use crate::{EC_PRIVATE, EC_PUBLIC, RSA_PRIVATE, World, order, read_customer};

#[tokio::test(start_paused = true)]
async fn both_kinds_of_key_buy_a_token() {
    let world = World::new();
    let ways = [("cert-rsa", SigningAlgorithm::Ps256), ("cert-ec", SigningAlgorithm::Es256)];
    for (certificate, algorithm) in ways {
        read_customer(&world.oauth2(certificate, algorithm)).await.unwrap();
    }
    assert_eq!((world.calls("token"), world.calls("record.get")), (2, 2));
}

#[tokio::test(start_paused = true)]
async fn fifty_calls_at_once_fetch_one_token() {
    for (certificate, algorithm) in
        [("cert-rsa", SigningAlgorithm::Ps256), ("cert-ec", SigningAlgorithm::Es256)]
    {
        let world = World::new();
        world.latency(50, 150);
        let netsuite = world.oauth2(certificate, algorithm);
        let outcomes = join_all((0..50).map(|_| read_customer(&netsuite))).await;
        assert!(outcomes.iter().all(Result::is_ok));
        assert_eq!(netsuite.calls(), [("record.get", 50), ("token", 1)].into());
        assert_eq!((world.calls("token"), world.fake.throttled()), (1, 0));
    }
}

#[tokio::test(start_paused = true)]
async fn a_token_is_renewed_before_it_ends_so_that_no_call_meets_its_end() {
    let world = World::new();
    let netsuite = world.oauth2("cert-ec", SigningAlgorithm::Es256);
    for _ in 0..100 {
        read_customer(&netsuite).await.unwrap();
        tokio::time::advance(Duration::from_secs(100)).await;
    }
    assert_eq!((world.calls("token"), world.calls("record.get")), (3, 100));
}

#[tokio::test(start_paused = true)]
async fn a_token_that_was_revoked_is_renewed_once() {
    let world = World::new();
    let netsuite = world.oauth2("cert-ec", SigningAlgorithm::Es256);
    read_customer(&netsuite).await.unwrap();
    world.fake.fail_next("record", Failure::Status(401)).unwrap();
    read_customer(&netsuite).await.unwrap();
    assert_eq!((world.calls("token"), world.calls("record.get")), (2, 3));

    world.fake.fail_next("record", Failure::Status(401)).unwrap();
    world.fake.fail_next("record", Failure::Status(401)).unwrap();
    let error = read_customer(&netsuite).await.unwrap_err();
    assert_eq!((error.kind(), error.status(), error.attempts()), (ErrorKind::Auth, Some(401), 2));
    assert_eq!((world.calls("token"), world.calls("record.get")), (3, 5));
}

#[tokio::test(start_paused = true)]
async fn a_create_refused_for_its_token_is_made_once_with_the_next() {
    let world = World::new();
    let netsuite = world.oauth2("cert-rsa", SigningAlgorithm::Ps256);
    world.fake.fail_next("record.create", Failure::Status(401)).unwrap();
    netsuite.records::<SalesOrder>().create(&order("A-1")).await.unwrap();
    assert_eq!(world.fake.applied(), [("salesOrder/A-1".to_owned(), 1)].into());
}

#[tokio::test(start_paused = true)]
async fn a_wrong_certificate_id_is_named_and_nothing_is_sent_to_the_service() {
    let world = World::new();
    let netsuite = world.oauth2("MARKER-no-such-cert", SigningAlgorithm::Es256);
    let error = read_customer(&netsuite).await.unwrap_err();
    assert_eq!((error.kind(), error.status()), (ErrorKind::Auth, Some(400)));
    assert!(error.has_code("invalid_grant"));
    assert_eq!(
        error.to_string(),
        "token: access was refused (HTTP 400); invalid_grant; check this machine's clock, that the certificate id is \
         the one NetSuite shows, and that the mapping exists in this account (a sandbox refresh removes it)"
    );
    for _ in 0..20 {
        read_customer(&netsuite).await.unwrap_err();
    }
    assert_eq!(world.fake.calls(), [("token".to_owned(), 1)].into());
}

#[tokio::test(start_paused = true)]
async fn a_token_endpoint_that_fails_for_a_moment_is_asked_again() {
    let world = World::new();
    for failure in [Failure::Status(503), Failure::Html(502), Failure::CutBody] {
        world.fake.fail_next("token", failure).unwrap();
    }
    read_customer(&world.oauth2("cert-ec", SigningAlgorithm::Es256)).await.unwrap();
    assert_eq!((world.calls("token"), world.calls("record.get")), (4, 1));
}

#[test]
fn a_key_that_does_not_fit_its_algorithm_is_refused_at_once() {
    let cases = [
        (EC_PRIVATE, SigningAlgorithm::Ps256, "PS256 takes an RSA key, and this is a key on the curve P-256"),
        (
            EC_PRIVATE,
            SigningAlgorithm::Es384,
            "ES384 takes a key on the curve P-384, and this is a key on the curve P-256",
        ),
        (
            RSA_PRIVATE,
            SigningAlgorithm::Es512,
            "ES512 takes a key on the curve P-521, and this is an RSA key",
        ),
        (EC_PUBLIC, SigningAlgorithm::Es256, "this is the public part; what signs is the private key"),
        (
            "MARKER",
            SigningAlgorithm::Es256,
            "the private key is not in PEM form: it begins with -----BEGIN PRIVATE KEY-----",
        ),
    ];
    for (pem, algorithm, expected) in cases {
        let error = OAuth2::new("client", "cert", algorithm, &SecretString::from(pem)).unwrap_err();
        assert_eq!(error.to_string(), expected);
    }
}

#[tokio::test(start_paused = true)]
async fn fifty_calls_at_once_whose_token_has_ended_fetch_one_more() {
    let world = World::new();
    world.latency(50, 150);
    let netsuite = world.oauth2("cert-ec", SigningAlgorithm::Es256);
    read_customer(&netsuite).await.unwrap();
    tokio::time::advance(Duration::from_secs(3_601)).await;
    let outcomes = join_all((0..50).map(|_| read_customer(&netsuite))).await;
    assert!(outcomes.iter().all(Result::is_ok));
    assert_eq!((world.calls("token"), world.calls("record.get")), (2, 51));
}
