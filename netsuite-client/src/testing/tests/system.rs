//! The account itself: metadata, limits, RESTlets, certificates, consents, scripted mishaps by name.

use std::time::Duration;

use base64::{
    Engine as _,
    engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
};
use bytes::Bytes;
use commerce_client_core::testing::{Delivery, FakeService as _};
use http::{Request, Response};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use super::{
    super::{Application, Failure},
    Answer, HOST, RECORD, World, keys, order,
};

async fn accepting(world: &World, path: &str, accept: &str) -> Answer {
    let mut request = world.request("GET", &format!("{RECORD}{path}"), None);
    request.headers_mut().insert("accept", accept.parse().unwrap());
    world.send(request).await
}

#[tokio::test(start_paused = true)]
async fn the_catalog_describes_what_requests_are_checked_by() {
    let world = World::new();
    let names = world.get("metadata-catalog").await.body;
    assert!(names["items"].as_array().unwrap().iter().any(|item| item["name"] == "itemfulfillment"));
    let open = accepting(&world, "metadata-catalog?select=salesorder", "application/swagger+json").await;
    assert!(open.header("content-type").starts_with("application/swagger+json"));
    let order = &open.body["components"]["schemas"]["salesOrder"]["properties"];
    assert_eq!(order["tranDate"]["format"], "date");
    assert_eq!(order["custbody_amz_order_id"]["x-ns-custom-field"], true);
    assert!(open.body["paths"]["/salesOrder/{id}/!transform/invoice"]["post"].is_object());
    let schema = accepting(&world, "metadata-catalog/salesOrder", "application/schema+json").await.body;
    assert!(schema["properties"]["item"]["properties"]["items"]["items"]["properties"]["rate"].is_object());
    assert_eq!(world.get("metadata-catalog/nothing").await.status, 404);
}

#[tokio::test(start_paused = true)]
async fn only_an_administrator_sees_the_limits() {
    let world = World::new();
    let ask = || world.send(world.request("GET", "/services/rest/system/v1/governanceLimits", None));
    assert_eq!(ask().await.body["accountConcurrencyLimit"], 5);
    world.fake.set_administrator(false);
    let refused = ask().await;
    assert_eq!((refused.status, refused.code()), (403, "INSUFFICIENT_PERMISSION"));
}

#[tokio::test(start_paused = true)]
async fn a_restlet_gives_its_scripted_answers() {
    let world = World::new();
    let path = "/app/site/hosting/restlet.nl?script=12&deploy=1&sku=A";
    world.fake.answer_restlet("12", "1", 200, json!({"ok": 1}));
    world.fake.answer_restlet("12", "1", 400, json!({"error": {"code": "SSS_USER", "message": "no"}}));
    let first = world.send(world.request("POST", path, Some(json!({"a": 1})))).await;
    assert_eq!((first.status, first.body), (404, Value::Null), "the record service has another host");
    let at_home = |nonce: u32| {
        let url = format!("https://1234567-sb1.restlets.api.netsuite.com{path}");
        let at = commerce_client_core::clock::Clock::now(&world.clock).timestamp();
        let header =
            super::sign(&super::pair(), "1234567_SB1", "POST", &url, at, &format!("restlet-{nonce}"));
        let request = Request::post(url).header("authorization", header);
        request.header("content-type", "application/json").body(Bytes::from_static(b"{\"a\":1}")).unwrap()
    };
    assert_eq!(world.send(at_home(1)).await.body, json!({"ok": 1}));
    let second = world.send(at_home(2)).await;
    assert_eq!((second.status, &second.body["error"]["code"]), (400, &json!("SSS_USER")));
    let calls = world.fake.restlet_calls();
    assert_eq!((calls.len(), calls[0].parameters["sku"].as_str(), &calls[0].body["a"]), (2, "A", &json!(1)));
    world.fake.fail_next("restlet", Failure::Throttle).unwrap();
    let limited = world.send(at_home(3)).await;
    assert_eq!((limited.status, &limited.body["error"]["code"]), (400, &json!("SSS_REQUEST_LIMIT_EXCEEDED")));
    let stranger = world.send(at_home(3)).await;
    assert_eq!((stranger.status, &stranger.body["error"]["code"]), (401, &json!("INVALID_LOGIN_ATTEMPT")));
}

#[tokio::test(start_paused = true)]
async fn certificates_are_added_listed_and_revoked() {
    let world = World::new();
    let path = "/services/rest/auth/oauth2/v1/clients/client/certificates";
    let add = || json!({"fileContent": keys::EC_PUBLIC, "role": 3, "entity": 17});
    for _ in 0..5 {
        assert_eq!(world.send(world.request("POST", path, Some(add()))).await.status, 200);
    }
    let sixth = world.send(world.request("POST", path, Some(add()))).await;
    assert_eq!((sixth.status, sixth.path()), (400, "fileContent"), "five are active");
    let list = world.send(world.request("GET", path, None)).await.body;
    let id = list["items"][0]["certificate_id"].as_str().unwrap().to_owned();
    let revoke = format!("{path}/{id}/revoke");
    assert_eq!(world.send(world.request("POST", &revoke, None)).await.status, 204);
    let list = world.send(world.request("GET", path, None)).await.body;
    assert_eq!(
        (&list["items"][0]["invalidated"], &list["items"][1]["invalidated"]),
        (&json!(true), &json!(false))
    );
    assert_eq!(world.send(world.request("POST", path, Some(add()))).await.status, 200);
    let broken = json!({"fileContent": "no PEM", "role": 3, "entity": 17});
    assert_eq!(world.send(world.request("POST", path, Some(broken))).await.status, 400);
}

async fn exchange(world: &World, secret: Option<&str>, form: &[(&str, &str)]) -> Answer {
    let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(form).finish();
    let mut request = Request::post(format!("{HOST}/services/rest/auth/oauth2/v1/token"))
        .header("content-type", "application/x-www-form-urlencoded");
    if let Some(secret) = secret {
        request =
            request.header("authorization", format!("Basic {}", STANDARD.encode(format!("app:{secret}"))));
    }
    world.send(request.body(body.into()).unwrap()).await
}

fn consented(world: &World, verifier: &str) -> String {
    let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(verifier.as_bytes()));
    let url = format!(
        "https://1234567-sb1.app.netsuite.com/app/login/oauth2/authorize.nl?response_type=code&client_id=app\
         &redirect_uri=https%3A%2F%2Fhost.example%2Fback&scope=rest_webservices&state=0123456789012345678901\
         &code_challenge={challenge}&code_challenge_method=S256"
    );
    let back = url::Url::parse(&world.fake.consent(&url).unwrap()).unwrap();
    let pair = back.query_pairs().find(|(name, _)| name == "code").unwrap();
    pair.1.into_owned()
}

#[tokio::test(start_paused = true)]
async fn a_code_is_exchanged_once_by_who_knows_its_verifier() {
    let back = "https://host.example/back";
    for secret in [None, Some("s3cret")] {
        let world = World::new();
        world.fake.allow_application(Application {
            client_id: "app".into(),
            client_secret: secret.map(str::to_owned),
            redirect_uri: back.into(),
        });
        let form = |code: &str, verifier: &str| {
            [
                ("grant_type", "authorization_code"),
                ("client_id", "app"),
                ("code", code),
                ("redirect_uri", back),
                ("code_verifier", verifier),
            ]
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
        };
        let send = async |form: [(String, String); 5]| {
            let form: Vec<_> = form.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
            exchange(&world, secret, &form).await
        };
        let code = consented(&world, "verifier-1");
        assert_eq!(send(form(&code, "verifier-2")).await.body["error"], "invalid_grant");
        let code = consented(&world, "verifier-1");
        let given = send(form(&code, "verifier-1")).await;
        assert_eq!(given.status, 200, "{}", given.body);
        assert_eq!(send(form(&code, "verifier-1")).await.body["error"], "invalid_grant", "once");
        let token = given.body["refresh_token"].as_str().unwrap();
        let refresh = [("grant_type", "refresh_token"), ("client_id", "app"), ("refresh_token", token)];
        let renewed = exchange(&world, secret, &refresh).await;
        assert_eq!(renewed.status, 200, "{}", renewed.body);
        let again = exchange(&world, secret, &refresh).await.status;
        // A public client's refresh token is replaced by each use.
        assert_eq!(
            (again, renewed.body["refresh_token"].is_string()),
            if secret.is_some() { (200, false) } else { (400, true) }
        );
        world.fake.revoke_tokens("app");
        assert_eq!(exchange(&world, secret, &refresh).await.body["error"], "invalid_grant");
    }
}

async fn control(world: &World, path: &str, body: Value) -> Response<Bytes> {
    let request = Request::post(format!("{HOST}/_simulator/{path}")).body(body.to_string().into()).unwrap();
    world.fake.handle(request).await
}

#[tokio::test(start_paused = true)]
async fn mishaps_are_scripted_by_name() {
    let world = World::new();
    let faults = [
        ("throttle-as-400", 400, "CONCURRENCY_LIMIT_EXCEEDED"),
        ("record-changed", 400, "RCRD_HAS_BEEN_CHANGED"),
        ("expired-token", 401, "INVALID_LOGIN"),
        ("503", 503, "SERVICE_UNAVAILABLE"),
    ];
    for (fault, status, code) in faults {
        let scripted = control(&world, "faults", json!({"operation": "record.get", "fault": fault})).await;
        assert_eq!(scripted.status(), 204);
        let answer = world.get("customer/107").await;
        assert_eq!((answer.status, answer.code()), (status, code), "{fault}");
        assert_eq!(world.get("customer/107").await.status, 200);
    }
    let unknown = control(&world, "faults", json!({"operation": "record.get", "fault": "flood"})).await;
    assert_eq!(unknown.status(), 400);
    assert!(world.fake.fail_next_by_name("suiteql", "record-changed").is_err());
    world.fake.fail_next_by_name("record.get", "slow-body").unwrap();
    let slow = world.get("customer/107").await;
    assert!(matches!(slow.raw.extensions().get::<Delivery>(), Some(Delivery::Slow { .. })));
    assert_eq!(control(&world, "latency", json!({"min": 1000, "max": 1000})).await.status(), 204);
    let before = tokio::time::Instant::now();
    world.get("customer/107").await;
    assert!((Duration::from_secs(1)..Duration::from_secs(2)).contains(&before.elapsed()));
}

#[tokio::test(start_paused = true)]
async fn the_account_is_set_from_outside_all_of_it_or_nothing() {
    let world = World::new();
    let mut body = order("A-1");
    body["item"]["items"][0]["taxRate1"] = json!(10);
    let legacy = world.call("POST", "salesOrder", body.clone()).await;
    assert_eq!(legacy.status, 204, "{}", legacy.body);
    body["externalId"] = json!("A-2");
    for wrong in [json!({"tax": "none", "requireStock": 1}), json!({"tax": "none", "taxes": true})] {
        assert_eq!(control(&world, "account", wrong).await.status(), 400);
        let preview = world.call("PATCH", "salesOrder/eid:A-1", json!({"isTaxable": true})).await;
        assert_eq!(preview.status, 204, "nothing was set");
    }
    let set = json!({"tax": "none", "billInAdvance": true});
    assert_eq!(control(&world, "account", set).await.status(), 204);
    assert_eq!(world.call("POST", "salesOrder", body).await.code(), "INVALID_CONTENT");
    let billed = world.call("POST", "salesOrder/eid:A-1/!transform/invoice", json!({})).await;
    assert_eq!(billed.status, 204, "{}", billed.body);
}

#[tokio::test(start_paused = true)]
async fn an_answer_that_never_comes_has_had_its_effect() {
    let world = World::new();
    world.fake.fail_next("record.create", Failure::TimeoutAfterApply).unwrap();
    let request = world.request("POST", &format!("{RECORD}salesOrder"), Some(order("A-1")));
    let waited = tokio::time::timeout(Duration::from_secs(60), world.fake.handle(request)).await;
    assert!(waited.is_err());
    assert_eq!(world.fake.records("salesOrder").len(), 1);
}
