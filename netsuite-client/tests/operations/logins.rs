//! Logins: what a refusal says of which calls, and what is none.

use bytes::Bytes;
use commerce_client_core::secret::SecretString;
use netsuite_client::{Error, ErrorKind, NetSuite, OAuth2, SigningAlgorithm};
use serde_json::{Value, json};

use crate::{Answer, Script, builder, id, says};

fn certificate() -> OAuth2 {
    let pem = SecretString::from(include_str!("../keys/p256.pem"));
    let algorithm = SigningAlgorithm::Es256;
    OAuth2::new("client", "cert-1", algorithm, &pem).unwrap()
}

/// A client with a bearer token that follows the script.
pub(crate) fn by_certificate(lines: impl IntoIterator<Item = Answer>) -> (Script, NetSuite) {
    let (script, _) = Script::of(lines);
    let netsuite = builder().auth(certificate()).transport(script.clone()).build().unwrap();
    (script, netsuite)
}

fn token(text: &str) -> Answer {
    says(200, json!({"access_token": text, "expires_in": "3600", "token_type": "bearer"}))
}

pub(crate) async fn read_one(netsuite: &NetSuite) -> Result<Value, Error> {
    netsuite.records_of("customer").get(id("7")).send().await
}

#[tokio::test(start_paused = true)]
async fn a_token_without_the_scope_for_restlets_is_good_for_records_all_the_same() {
    let record = || says(200, json!({"id": "7"}));
    let no = || says(401, Value::Null);
    let (script, netsuite) =
        by_certificate([token("1"), record(), no(), token("2"), no(), record(), record()]);
    read_one(&netsuite).await.unwrap();
    let restlet = netsuite.restlet("1", "1");
    let refused = restlet.get::<Value>().await.unwrap_err();
    assert_eq!((refused.kind(), refused.attempts()), (ErrorKind::Auth, 2));
    read_one(&netsuite).await.unwrap();
    let rested = restlet.get::<Value>().await.unwrap_err();
    assert_eq!((rested.kind(), rested.attempts()), (ErrorKind::Auth, 0));
    read_one(&netsuite).await.unwrap();
    assert!(script.is_over());
}

#[tokio::test(start_paused = true)]
async fn a_login_that_restlets_refuse_with_403_rests_and_no_more_tokens_are_fetched_for_it() {
    let no = || {
        says(403, json!({"error": {"code": "INVALID_LOGIN_ATTEMPT", "message": "Invalid login attempt."}}))
    };
    let (script, netsuite) = by_certificate([token("1"), no(), token("2"), no()]);
    let restlet = netsuite.restlet("1", "1");
    for _ in 0..100 {
        let refused = restlet.get::<Value>().await.unwrap_err();
        assert_eq!((refused.kind(), refused.status()), (ErrorKind::Auth, Some(403)));
    }
    assert!(script.is_over());
}

#[tokio::test(start_paused = true)]
async fn the_signatures_that_restlets_refuse_count_for_records_too() {
    let no = json!({"error": {"code": "INVALID_LOGIN_ATTEMPT", "message": "Invalid login attempt."}});
    let (script, netsuite) = Script::of([says(403, no)]);
    netsuite.restlet("1", "1").get::<Value>().await.unwrap_err();
    assert_eq!(
        read_one(&netsuite).await.unwrap_err().attempts(),
        0,
        "five lock the user, whatever was called"
    );
    assert!(script.is_over());
}

#[tokio::test(start_paused = true)]
async fn what_a_proxy_says_at_the_token_endpoint_is_no_refusal_and_drops_no_certificate() {
    for status in [302, 403, 404, 407, 408, 418] {
        let page = Answer::Says { status, headers: Vec::new(), body: Bytes::from_static(b"<html>no</html>") };
        let (script, _) = Script::of([page, token("1"), says(200, json!({"id": "7"}))]);
        let credentials = certificate();
        let pem = SecretString::from(include_str!("../keys/p256.pem"));
        credentials.add_successor("cert-2", SigningAlgorithm::Es256, &pem).unwrap();
        let netsuite = builder().auth(credentials.clone()).transport(script.clone()).build().unwrap();
        read_one(&netsuite).await.unwrap_or_else(|e| panic!("{status}: {e}"));
        assert_eq!(credentials.certificate_id(), "cert-1", "{status}");
        assert!(script.is_over());
    }
    let (script, netsuite) = by_certificate([says(403, json!({"error": "access_denied"}))]);
    for attempts in [1, 0] {
        let error = read_one(&netsuite).await.unwrap_err();
        assert_eq!((error.kind(), error.status(), error.attempts()), (ErrorKind::Auth, Some(403), attempts));
    }
    assert!(script.is_over(), "the second call does not ask again");
}
