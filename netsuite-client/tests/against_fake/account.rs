//! What the account tells of itself, and its scripts.

use chrono::TimeDelta;
use netsuite_client::{
    ErrorKind,
    records::{CustomFields as _, CustomRecord},
};
use serde_json::{Value, json};

use crate::{Account, eid};

#[tokio::test(start_paused = true)]
async fn the_catalog_describes_the_types_that_there_are() {
    let account = Account::new();
    account.fake.declare_custom_record("customrecord_amz_map");
    let metadata = account.netsuite.metadata();
    let types = metadata.record_types().await.unwrap();
    for name in ["salesorder", "customer", "customrecord_amz_map"] {
        assert!(types.iter().any(|known| known == name), "{types:?}");
    }
    let document = metadata.openapi(&["customer", "salesOrder"]).await.unwrap();
    assert!(document["components"]["schemas"]["customer"]["properties"]["companyName"].is_object());
    let schema = metadata.json_schema("customer").await.unwrap();
    assert!(schema["properties"]["companyName"].is_object());
    let unknown = metadata.json_schema("shoe").await.unwrap_err();
    assert_eq!(unknown.kind(), ErrorKind::NotFound);
}

#[tokio::test(start_paused = true)]
async fn a_script_is_called_at_its_own_host() {
    let account = Account::new();
    account.fake.answer_restlet("customscript_files", "1", 200, json!({"contents": "x"}));
    let files = account.netsuite.restlet("customscript_files", "1").parameter("name", "Jane & Doe");
    assert_eq!(files.get::<Value>().await.unwrap(), json!({"contents": "x"}));
    files.post::<Value>(&json!({"ids": [1]})).await.unwrap();
    files.put::<Value>(&json!({"ids": [2]})).await.unwrap();
    files.delete::<Value>().await.unwrap();
    let calls = account.fake.restlet_calls();
    let methods: Vec<_> = calls.iter().map(|call| call.method.as_str()).collect();
    assert_eq!(methods, ["GET", "POST", "PUT", "DELETE"]);
    assert!(calls.iter().all(|call| call.parameters["name"] == "Jane & Doe"));
    assert_eq!(calls[1].body, json!({"ids": [1]}));
    let unknown = account.netsuite.restlet("customscript_none", "1").get::<Value>().await.unwrap_err();
    assert!(unknown.has_code("SSS_INVALID_SCRIPTLET_ID"), "{unknown}");
}

#[tokio::test(start_paused = true)]
async fn limits_are_for_administrators_and_time_is_for_all() {
    let account = Account::new();
    assert_eq!(account.netsuite.clock_skew().await.unwrap(), TimeDelta::zero());
    assert!(account.netsuite.governance_limits().await.unwrap().for_this_integration() > 0);
    account.fake.set_administrator(false);
    let error = account.netsuite.governance_limits().await.unwrap_err();
    assert_eq!((error.kind(), error.status()), (ErrorKind::Auth, Some(403)));
}

#[tokio::test(start_paused = true)]
async fn a_custom_record_is_written_and_read() {
    let account = Account::new();
    account.fake.declare_custom_record("customrecord_amz_map");
    account.fake.declare_custom_field("customrecord_amz_map", "custrecord_asin");
    let maps = account.netsuite.records_of("customrecord_amz_map").typed::<CustomRecord>();
    let mut map = CustomRecord::default();
    map.name = Some("Mug".to_owned());
    map.external_id = Some(eid("MAP-1"));
    map.extra.give("custrecord_asin", Some("B000000001".to_owned()));
    let written = maps.create(&map).await.unwrap();
    let mut read = maps.get(eid("MAP-1")).send().await.unwrap();
    assert_eq!((read.id.as_ref(), read.name.as_deref()), (Some(written.id()), Some("Mug")));
    assert_eq!(read.extra.take::<String>("custrecord_ASIN").unwrap(), Some("B000000001".to_owned()));
    read.is_inactive = Some(true);
    maps.update(written.clone(), &read).await.unwrap();
    let stored = account.only("customrecord_amz_map");
    assert_eq!((&stored["isInactive"], &stored["custrecord_asin"]), (&json!(true), &json!("B000000001")));
    maps.delete(written).await.unwrap();
    assert!(maps.get(eid("MAP-1")).find().await.unwrap().is_none());
}
