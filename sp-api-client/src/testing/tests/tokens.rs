//! Kinds of tokens: restricted ones, the application's own, and where each is good.

use super::*;

const TOKENS: &str = "/tokens/2021-03-01/restrictedDataToken";
const TAX: &str = "GET_FLAT_FILE_ORDER_REPORT_DATA_TAX";

impl World {
    async fn restricted_token(&self, method: &str, path: &str) -> String {
        let body = json!({ "restrictedResources": [{ "method": method, "path": path }] });
        let reply = self.call("POST", TOKENS, body).await;
        assert_eq!((reply.status, &reply.json["expiresIn"]), (200, &json!(3600)), "{}", reply.text);
        reply.json["restrictedDataToken"].as_str().unwrap().to_owned()
    }

    /// The path of a document with personal data.
    async fn restricted_document(&self) -> String {
        self.fake.put_report(NORTH, TAX, ReportFile::new("buyer"));
        let body = json!({ "reportType": TAX, "marketplaceIds": [US] });
        let id = self.call("POST", "/reports/2021-06-30/reports", body).await.json["reportId"].clone();
        tokio::time::advance(Duration::from_secs(180)).await;
        let report = self.get(&format!("/reports/2021-06-30/reports/{}", id.as_str().unwrap())).await.json;
        format!("/reports/2021-06-30/documents/{}", report["reportDocumentId"].as_str().unwrap())
    }
}

#[tokio::test(start_paused = true)]
async fn a_restricted_document_needs_a_token_for_its_path() {
    let world = World::new().await;
    let path = world.restricted_document().await;
    let plain = world.get(&path).await;
    assert_eq!((plain.status, plain.details()), (403, ""));
    let token = world.restricted_token("GET", &path).await;
    assert_eq!(world.get_as(&token, &path).await.status, 200);
    let other = world.restricted_token("GET", "/reports/2021-06-30/documents/another").await;
    assert_eq!(world.get_as(&other, &path).await.status, 403);
    tokio::time::advance(Duration::from_secs(3600)).await;
    assert!(world.get_as(&token, &path).await.details().contains("expired"));
}

#[tokio::test(start_paused = true)]
async fn a_restricted_token_opens_nothing_but_its_paths() {
    let world = World::new().await;
    let token = world.restricted_token("GET", "/reports/2021-06-30/documents/one").await;
    assert_eq!(world.get_as(&token, &format!("{SEARCH}?{GOOD}")).await.status, 403);
    assert_eq!(world.get_as(&token, "/reports/2021-06-30/reports/1").await.status, 403);
    assert_eq!(world.get_as(&token, "/reports/2021-06-30/documents/one").await.status, 404, "let through");
}

#[tokio::test(start_paused = true)]
async fn resources_must_be_restricted_operations_without_a_query() {
    let world = World::new().await;
    let document = "/reports/2021-06-30/documents/one";
    for resources in [
        json!([]),
        json!(["x"]),
        json!([{ "path": document }]),
        json!([{ "method": "GET" }]),
        json!([{ "method": "PATCH", "path": document }]),
        json!([{ "method": "POST", "path": document }]),
        json!([{ "method": "GET", "path": format!("{document}?x=1") }]),
        json!([{ "method": "GET", "path": SEARCH }]),
        json!([{ "method": "GET", "path": "/nowhere" }]),
        json!([{ "method": "GET", "path": document, "dataElements": ["buyerInfo"] }]),
        json!([{ "method": "GET", "path": document, "dataElements": ["everything"] }]),
        json!(vec![json!({ "method": "GET", "path": document }); 51]),
    ] {
        let reply = world.call("POST", TOKENS, json!({ "restrictedResources": resources })).await;
        assert_eq!(reply.status, 400, "{resources}");
    }
}

#[tokio::test(start_paused = true)]
async fn an_application_gets_a_token_of_its_own() {
    let world = World::new().await;
    let good = [
        ("grant_type", "client_credentials"),
        ("scope", "sellingpartnerapi::notifications"),
        ("client_id", "client-A1NORTH"),
        ("client_secret", "secret-A1NORTH"),
    ];
    let reply = world.post_form(&good).await;
    assert_eq!((reply.status, &reply.json["expires_in"]), (200, &json!(3600)));
    assert_eq!(reply.json["refresh_token"], Value::Null);
    for (field, value, status, error) in [
        ("scope", "sellingpartnerapi::migration", 400, "invalid_scope"),
        ("scope", "", 400, "invalid_request"),
        ("client_secret", "wrong", 401, "invalid_client"),
    ] {
        let form = good.map(|(name, text)| (name, if name == field { value } else { text }));
        let reply = world.post_form(&form).await;
        assert_eq!((reply.status, &reply.json["error"]), (status, &json!(error)), "{field}={value}");
    }
    let both: Vec<_> = good.into_iter().chain([("refresh_token", "Atzr|A1NORTH")]).collect();
    assert_eq!(world.post_form(&both).await.json["error"], "invalid_request");
}

#[tokio::test(start_paused = true)]
async fn each_kind_of_token_is_refused_where_the_other_belongs() {
    let world = World::new().await;
    let application = world.application_token().await;
    let destinations = "/notifications/v1/destinations";
    assert_eq!(world.get_as(&application, destinations).await.status, 200);
    for (token, path) in [(&world.north, destinations.to_owned()), (&application, format!("{SEARCH}?{GOOD}"))]
    {
        let reply = world.get_as(token, &path).await;
        assert_eq!((reply.status, reply.code(), reply.details()), (403, "Unauthorized", ""), "{path}");
    }
}

#[tokio::test(start_paused = true)]
async fn grantless_calls_are_counted_by_application() {
    let world = World::new().await;
    world.fake.set_plan("getDestinations", 0.001, 1);
    let (first, second) = (world.application_token().await, world.application_token().await);
    assert_eq!(world.get_as(&first, "/notifications/v1/destinations").await.status, 200);
    assert_eq!(world.get_as(&second, "/notifications/v1/destinations").await.status, 429);
}

#[tokio::test(start_paused = true)]
#[ignore = "needs SHARED_DIR"]
async fn answers_are_as_modelled() {
    let world = World::new().await;
    world.restricted_token("GET", "/reports/2021-06-30/documents/one").await;
    world.call("POST", TOKENS, json!({ "restrictedResources": [] })).await;
    world.call_as("Atza|unknown", "POST", TOKENS, json!({})).await;
    validate::every_answer_is_modelled(&world, "tokens_2021-03-01");
}
