//! Many records in one request.

use netsuite_client::{ErrorKind, RecordId, records::Customer};
use serde_json::{Value, json};

use crate::{JOB, KEY, RECORD, Script, eid, gone, id, key, points, says, state, task, tasks};

#[tokio::test(start_paused = true)]
async fn a_batch_carries_each_record_with_its_id() {
    let (script, netsuite) = Script::of(vec![points(202, JOB); 3]);
    let customers = netsuite.records::<Customer>();
    let bodies = [json!({"companyName": "A"}), json!({"companyName": "B", "externalId": "B-1"})];
    customers.batch(key()).create(&bodies).await.unwrap();
    let [a, b] = bodies;
    let changes = [
        (RecordId::from(id("7")), a.clone()),
        (RecordId::from(eid("B-2")), json!({"id": "8", "email": "x"})),
    ];
    customers.batch(key()).update(&changes).await.unwrap();
    customers.batch(key()).parallel().upsert(&[(eid("A-1"), a), (eid("B-2"), b)]).await.unwrap();
    let target = format!("{RECORD}/customer");
    assert_eq!(
        script.targets(),
        [format!("POST {target}"), format!("PATCH {target}"), format!("PUT {target}")]
    );
    assert_eq!(
        script.body(0),
        json!({"items": [{"companyName": "A"}, {"companyName": "B", "externalId": "B-1"}]})
    );
    // Of two ids NetSuite would take the internal one, whatever the caller has named.
    assert_eq!(
        script.body(1),
        json!({"items": [{"id": "7", "companyName": "A"}, {"externalId": "B-2", "email": "x"}]})
    );
    assert_eq!(
        script.body(2),
        json!({"items": [{"externalId": "A-1", "companyName": "A"}, {"externalId": "B-2", "companyName": "B"}]})
    );
    let prefer: Vec<_> = (0..3).map(|asked| script.header(asked, "prefer")).collect();
    assert_eq!(prefer, ["respond-async", "respond-async", "respond-async, batch-processing=\"parallel\""]);
    for asked in 0..3 {
        assert_eq!(
            script.header(asked, "content-type"),
            "application/vnd.oracle.resource+json; type=collection"
        );
        assert_eq!(script.header(asked, "x-netsuite-idempotency-key"), KEY);
        assert_eq!(script.header(asked, "x-netsuite-propertynamevalidation"), "Error");
    }
}

#[tokio::test(start_paused = true)]
async fn a_batch_reads_and_deletes_by_ids() {
    let customer = says(200, json!({"id": "1", "companyName": "A"}));
    let (script, netsuite) = Script::of([
        points(202, JOB),
        state("succeeded"),
        tasks(&["1", "2"]),
        customer,
        gone(),
        task(true),
        points(202, JOB),
        state("succeeded"),
        tasks(&["1"]),
        says(204, Value::Null),
    ]);
    let customers = netsuite.records::<Customer>();
    let ids = [RecordId::from(id("1")), RecordId::from(eid("amz-buyer-1"))];
    let read = customers.batch(key()).get(&ids).await.unwrap().records().await.unwrap();
    assert_eq!(read[0].as_ref().unwrap().company_name.as_deref(), Some("A"));
    assert_eq!(read[1].as_ref().unwrap_err().kind(), ErrorKind::NotFound);
    let deleted = customers.batch(key()).delete(&ids[..1]).await.unwrap().deletions().await.unwrap();
    assert!(deleted[0].is_ok());
    let targets = script.targets();
    assert_eq!(targets[0], format!("GET {RECORD}/customer?expandRecords=true&ids=1%2Ceid%3Aamz-buyer-1"));
    assert_eq!(targets[6], format!("DELETE {RECORD}/customer?ids=1"));
    for asked in [0, 6] {
        assert_eq!(script.header(asked, "prefer"), "respond-async");
        assert_eq!(script.header(asked, "content-type"), "");
    }
}

#[tokio::test(start_paused = true)]
async fn a_batch_that_netsuite_would_not_take_is_not_sent() {
    let (script, netsuite) = Script::of([points(202, JOB)]);
    let customers = netsuite.records::<Customer>();
    let many = vec![json!({"companyName": "A"}); 101];
    for refused in [
        customers.batch(key()).create(&many).await,
        customers.batch(key()).create(&many[..0]).await,
        customers.batch(key()).create(&[json!("no record")]).await,
        customers.batch(key()).delete(&[]).await,
        customers.batch(key()).delete(&[RecordId::from(id("1,2"))]).await,
    ] {
        assert_eq!(refused.unwrap_err().kind(), ErrorKind::Config);
    }
    assert!(script.targets().is_empty());
    customers.batch(key()).create(&many[..100]).await.unwrap();
}
