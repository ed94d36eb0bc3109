//! What the account tells of itself.

use chrono::TimeDelta;
use netsuite_client::{ErrorKind, system::LimitType};
use serde_json::json;

use crate::{RECORD, Script, refuses, says};

#[tokio::test(start_paused = true)]
async fn the_catalog_is_asked_for_in_its_forms() {
    let catalog =
        json!({"items": [{"name": "contact", "links": []}, {"name": "customrecord_x", "links": []}]});
    let document = json!({"openapi": "3.0.1"});
    let (script, netsuite) =
        Script::of([says(200, catalog), says(200, document.clone()), says(200, document.clone())]);
    let metadata = netsuite.metadata();
    assert_eq!(metadata.record_types().await.unwrap(), ["contact", "customrecord_x"]);
    assert_eq!(metadata.openapi(&["customer", "salesOrder"]).await.unwrap(), document);
    assert_eq!(metadata.json_schema("customer").await.unwrap(), document);
    assert_eq!(metadata.openapi(&[]).await.unwrap_err().kind(), ErrorKind::Config);
    let catalog = format!("GET {RECORD}/metadata-catalog");
    assert_eq!(
        script.targets(),
        [catalog.clone(), format!("{catalog}?select=customer%2CsalesOrder"), format!("{catalog}/customer")]
    );
    let accept: Vec<_> = (0..3).map(|asked| script.header(asked, "accept")).collect();
    assert_eq!(accept, ["application/json", "application/swagger+json", "application/schema+json"]);
}

#[tokio::test(start_paused = true)]
async fn the_account_tells_its_limits_and_its_time() {
    let limits = json!({"accountConcurrencyLimit": 25, "accountUnallocatedConcurrencyLimit": 15,
        "integrationConcurrencyLimit": 10, "integrationLimitType": "integrationSpecific"});
    let time = || says(200, json!({"serverTime": "2026-11-23T11:53:00Z"}));
    let forbidden = refuses(403, "INSUFFICIENT_PERMISSION", "Only administrators.");
    let (script, netsuite) = Script::of([says(200, limits), forbidden, time(), time()]);
    let limits = netsuite.governance_limits().await.unwrap();
    assert_eq!(
        (limits.for_this_integration(), limits.integration_limit_type),
        (10, LimitType::IntegrationSpecific)
    );
    let error = netsuite.governance_limits().await.unwrap_err();
    assert_eq!((error.kind(), error.status()), (ErrorKind::Auth, Some(403)));
    assert_eq!(netsuite.server_time().await.unwrap().to_rfc3339(), "2026-11-23T11:53:00+00:00");
    assert_eq!(netsuite.clock_skew().await.unwrap(), TimeDelta::minutes(7), "our clock is ahead");
    assert_eq!(script.targets()[0], "GET /services/rest/system/v1/governanceLimits");
    assert_eq!(script.targets()[3], "GET /services/rest/system/v1/serverTime");
}

#[tokio::test(start_paused = true)]
async fn a_client_keeps_to_the_limit_that_netsuite_states() {
    let limits = json!({"accountConcurrencyLimit": 25, "integrationConcurrencyLimit": 3,
        "integrationLimitType": "integrationSpecific"});
    let (_, netsuite) = Script::of([says(200, limits), refuses(403, "INSUFFICIENT_PERMISSION", "No.")]);
    assert_eq!(netsuite.concurrency_limit(), 4);
    assert_eq!(netsuite.keep_to_limits().await.unwrap().for_this_integration(), 3);
    assert_eq!((netsuite.concurrency_limit(), netsuite.lane("x").concurrency_limit()), (3, 3));
    netsuite.keep_to_limits().await.unwrap_err();
    assert_eq!(netsuite.concurrency_limit(), 3, "who may not ask goes on as before");
}
