use std::time::Duration;

use chrono::{DateTime, TimeDelta};
use commerce_client_core::{
    clock::{Clock as _, SharedClock},
    testing::{FakeService as _, TokioClock},
};
use http::Request;
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use serde_json::{Value, json};

use super::{
    super::{Certificate, FakeNetSuite, TokenPair},
    Answer, HOST, World, conformance, keys, pair, sign,
};

const TIME: &str = "/services/rest/system/v1/serverTime";
const TOKEN: &str = "/services/rest/auth/oauth2/v1/token";

async fn with_header(world: &World, header: &str, path: &str) -> Answer {
    let request = Request::get(format!("{HOST}{path}")).header("authorization", header);
    world.send(request.body(bytes::Bytes::new()).unwrap()).await
}

fn header_at(world: &World, nonce: &str, off: TimeDelta) -> String {
    let at = (world.clock.now() + off).timestamp();
    sign(&pair(), "1234567_SB1", "GET", &format!("{HOST}{TIME}"), at, nonce)
}

#[tokio::test(start_paused = true)]
async fn a_signed_request_is_let_in() {
    let world = World::new();
    let answer = with_header(&world, &header_at(&world, "n-000001", TimeDelta::zero()), TIME).await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.body["serverTime"], "2026-11-23T12:00:00Z");
    assert!(answer.header("x-n-operationid").len() == 36 && answer.header("x-netsuite-jobid").len() == 36);
    assert_eq!(answer.header("date"), "Mon, 23 Nov 2026 12:00:00 GMT");
}

#[tokio::test(start_paused = true)]
#[ignore = "needs SHARED_DIR"]
async fn the_published_vectors_are_accepted() {
    let vectors = conformance::read("fixtures/netsuite/auth/oauth1_hmac_sha256_vectors.json");
    let vectors = vectors.as_array().unwrap();
    assert_eq!(vectors.len(), 8);
    for vector in vectors {
        let text = |name: &str| vector[name].as_str().unwrap();
        let at = DateTime::from_timestamp(text("timestamp").parse().unwrap(), 0).unwrap();
        let ask = async |authorization: &str| {
            let fake = FakeNetSuite::new(text("realm"), SharedClock::new(TokioClock::starting_at(at)));
            fake.allow_token(TokenPair {
                consumer_key: text("consumer_key").into(),
                consumer_secret: text("consumer_secret").into(),
                token: text("token_id").into(),
                token_secret: text("token_secret").into(),
            });
            let request = Request::builder().method(text("method")).uri(text("url"));
            let request = request.header("authorization", authorization).body(bytes::Bytes::new()).unwrap();
            fake.handle(request).await.status()
        };
        let header = text("authorization_header");
        assert_ne!(ask(header).await, 401, "{}", text("name"));
        let nonce = format!("oauth_nonce=\"{}\"", text("nonce"));
        assert!(header.contains(&nonce));
        let changed = header.replace(&nonce, "oauth_nonce=\"another-nonce-01\"");
        assert_eq!(ask(&changed).await, 401, "{}", text("name"));
    }
}

fn vector_pair() -> TokenPair {
    TokenPair {
        consumer_key: "c0ffee00".repeat(8),
        consumer_secret: "5ec7e75ec7e75ec7e75ec7e75ec7e75ec7e75ec7e75ec7e75ec7e75ec7e75ec7".into(),
        token: "70ce470ce470ce470ce470ce470ce470ce470ce470ce470ce470ce470ce470ce".into(),
        token_secret: "ba5eba11".repeat(8),
    }
}

#[tokio::test(start_paused = true)]
async fn over_a_socket_the_host_header_is_what_was_signed() {
    let world = World::new();
    let url = format!("http://127.0.0.1:8099{TIME}");
    let header = sign(&pair(), "1234567_SB1", "GET", &url, world.clock.now().timestamp(), "n-000001");
    let request = Request::get(TIME).header("authorization", header).header("host", "127.0.0.1:8099");
    assert_eq!(world.send(request.body(bytes::Bytes::new()).unwrap()).await.status, 200);
}

#[tokio::test(start_paused = true)]
async fn what_was_changed_after_signing_is_refused() {
    let world = World::new();
    let header = header_at(&world, "n-000001", TimeDelta::zero());
    let answer = with_header(&world, &header, &format!("{TIME}?extra=1")).await;
    assert_eq!((answer.status, answer.code()), (401, "INVALID_LOGIN"));
    assert!(answer.detail().starts_with("Invalid login attempt."));
    assert_eq!(with_header(&world, "", TIME).await.status, 401);
    let other_realm = header.replace("1234567_SB1", "1234567-sb1");
    assert_eq!(with_header(&world, &other_realm, TIME).await.status, 401);
}

#[tokio::test(start_paused = true)]
async fn a_timestamp_more_than_five_minutes_off_is_refused() {
    let world = World::new();
    for (off, status) in [(-301, 401), (301, 401), (-299, 200), (299, 200)] {
        let header = header_at(&world, &format!("nonce{off}"), TimeDelta::seconds(off));
        assert_eq!(with_header(&world, &header, TIME).await.status, status, "{off}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_nonce_is_good_for_one_request() {
    let world = World::new();
    let header = header_at(&world, "n-000001", TimeDelta::zero());
    assert_eq!(with_header(&world, &header, TIME).await.status, 200);
    assert_eq!(with_header(&world, &header, TIME).await.status, 401);
}

#[tokio::test(start_paused = true)]
async fn five_bad_logins_in_a_row_lock_the_token_for_half_an_hour() {
    let world = World::new();
    let old = header_at(&world, "n-000001", TimeDelta::minutes(-9));
    for _ in 0..4 {
        with_header(&world, &old, TIME).await;
    }
    let good = header_at(&world, "n-000002", TimeDelta::zero());
    assert_eq!(
        with_header(&world, &good, TIME).await.status,
        200,
        "four do not lock, and a good one starts anew"
    );
    for _ in 0..5 {
        with_header(&world, &old, TIME).await;
    }
    let good = header_at(&world, "n-000003", TimeDelta::zero());
    assert_eq!(with_header(&world, &good, TIME).await.status, 401);
    tokio::time::advance(Duration::from_secs(30 * 60)).await;
    let good = header_at(&world, "n-000004", TimeDelta::zero());
    assert_eq!(with_header(&world, &good, TIME).await.status, 200);
}

fn with_certificates() -> World {
    let world = World::new();
    for (id, pem) in [("cert-ec", keys::EC_PUBLIC), ("cert-rsa", keys::RSA_PUBLIC)] {
        let (client_id, certificate_id) = ("client".to_owned(), id.to_owned());
        world.fake.allow_certificate(Certificate {
            client_id,
            certificate_id,
            public_key_pem: pem.to_owned(),
        });
    }
    world
}

fn claims(world: &World) -> Value {
    let now = world.clock.now().timestamp();
    json!({"iss": "client", "scope": ["rest_webservices"], "aud": format!("{HOST}{TOKEN}"),
        "iat": now, "exp": now + 300})
}

fn assertion(algorithm: Algorithm, kid: &str, claims: &Value) -> String {
    let mut header = Header::new(algorithm);
    header.kid = Some(kid.to_owned());
    let key = match algorithm {
        Algorithm::ES256 => EncodingKey::from_ec_pem(keys::EC_PRIVATE.as_bytes()),
        _ => EncodingKey::from_rsa_pem(keys::RSA_PRIVATE.as_bytes()),
    };
    jsonwebtoken::encode(&header, claims, &key.unwrap()).unwrap()
}

async fn ask_token(world: &World, assertion: &str) -> Answer {
    let form = url::form_urlencoded::Serializer::new(String::new())
        .append_pair("grant_type", "client_credentials")
        .append_pair("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer")
        .append_pair("client_assertion", assertion)
        .finish();
    let request =
        Request::post(format!("{HOST}{TOKEN}")).header("content-type", "application/x-www-form-urlencoded");
    world.send(request.body(form.into()).unwrap()).await
}

#[tokio::test(start_paused = true)]
async fn an_assertion_buys_a_bearer_token_for_an_hour() {
    let world = with_certificates();
    for (algorithm, kid) in [(Algorithm::ES256, "cert-ec"), (Algorithm::PS256, "cert-rsa")] {
        let answer = ask_token(&world, &assertion(algorithm, kid, &claims(&world))).await;
        assert_eq!(answer.status, 200, "{kid}: {}", answer.body);
        assert_eq!(
            (&answer.body["expires_in"], &answer.body["token_type"]),
            (&json!("3600"), &json!("bearer"))
        );
        let bearer = format!("Bearer {}", answer.body["access_token"].as_str().unwrap());
        assert_eq!(with_header(&world, &bearer, TIME).await.status, 200);
        tokio::time::advance(Duration::from_secs(3600)).await;
        let late = with_header(&world, &bearer, TIME).await;
        assert_eq!((late.status, late.raw.body().len()), (401, 0));
        let challenge = "Bearer realm=\"1234567_SB1\", error=\"invalid_token\", error_description=\"Invalid login attempt.\"";
        assert_eq!(late.header("www-authenticate"), challenge);
    }
    assert_eq!(world.fake.calls()["token"], 2);
}

#[tokio::test(start_paused = true)]
async fn a_bearer_token_does_what_it_was_asked_for() {
    let world = with_certificates();
    let script =
        "https://1234567-sb1.restlets.api.netsuite.com/app/site/hosting/restlet.nl?script=1&deploy=1";
    world.fake.answer_restlet("1", "1", 200, json!({}));
    for (scope, rest, restlet) in [
        (json!(["rest_webservices"]), 200, 401),
        (json!(["restlets"]), 401, 200),
        (json!("rest_webservices,restlets"), 200, 200),
    ] {
        let mut claims = claims(&world);
        claims["scope"] = scope.clone();
        let token = ask_token(&world, &assertion(Algorithm::ES256, "cert-ec", &claims)).await;
        let bearer = format!("Bearer {}", token.body["access_token"].as_str().unwrap());
        assert_eq!(with_header(&world, &bearer, TIME).await.status, rest, "{scope}");
        let request = Request::get(script).header("authorization", &bearer);
        let answer = world.send(request.body(bytes::Bytes::new()).unwrap()).await;
        assert_eq!(answer.status, restlet, "{scope}");
    }
}

#[tokio::test(start_paused = true)]
async fn another_accounts_host_is_another_account() {
    let world = World::new();
    let url = format!("{}{TIME}", HOST.replace("-sb1", ""));
    let header = sign(&pair(), "1234567_SB1", "GET", &url, world.clock.now().timestamp(), "n-000001");
    let request = Request::get(url).header("authorization", header);
    assert_eq!(world.send(request.body(bytes::Bytes::new()).unwrap()).await.status, 404);
}

#[tokio::test(start_paused = true)]
async fn a_wrong_assertion_is_refused() {
    let world = with_certificates();
    let good = claims(&world);
    let changed = |name: &str, value: Value| {
        let mut claims = good.clone();
        claims[name] = value;
        claims
    };
    let now = world.clock.now().timestamp();
    let cases = [
        ("unknown key id", Algorithm::ES256, "cert-x", good.clone(), "invalid_grant"),
        ("another key", Algorithm::PS256, "cert-ec", good.clone(), "invalid_grant"),
        ("RS256", Algorithm::RS256, "cert-rsa", good.clone(), "invalid_grant"),
        (
            "another account",
            Algorithm::ES256,
            "cert-ec",
            changed("aud", json!(format!("{}{TOKEN}", HOST.replace("1234567", "7654321")))),
            "invalid_grant",
        ),
        ("audience", Algorithm::ES256, "cert-ec", changed("aud", json!(HOST)), "invalid_grant"),
        ("expired", Algorithm::ES256, "cert-ec", changed("exp", json!(now)), "invalid_grant"),
        ("too long", Algorithm::ES256, "cert-ec", changed("exp", json!(now + 3601)), "invalid_grant"),
        ("scope", Algorithm::ES256, "cert-ec", changed("scope", json!(["everything"])), "invalid_grant"),
        ("issuer", Algorithm::ES256, "cert-ec", changed("iss", json!("other")), "invalid_client"),
    ];
    for (name, algorithm, kid, claims, error) in cases {
        let answer = ask_token(&world, &assertion(algorithm, kid, &claims)).await;
        assert!(matches!(answer.status, 400 | 401), "{name}");
        assert_eq!(answer.body, json!({"error": error}), "{name}");
    }
    let answer = ask_token(&world, "no assertion").await;
    assert_eq!((answer.status, &answer.body["error"]), (400, &json!("invalid_request")));
}

#[test]
fn debug_texts_hide_secrets() {
    let clock = SharedClock::system();
    let fake = FakeNetSuite::new("1234567", clock);
    fake.allow_token(vector_pair());
    let text = format!("{:?} {fake:?}", vector_pair());
    assert!(!text.contains("5ec7e75e") && !text.contains("ba5eba11"), "{text}");
}
