use serde_json::{Value, json};

use super::{SUITEQL, World, order};

const PAGE: &str = "SELECT id FROM transaction ORDER BY id";

#[tokio::test(start_paused = true)]
async fn rows_are_texts_in_lower_case_without_nulls() {
    let world = World::new();
    world.call("POST", "salesOrder", order("A-1")).await;
    let answer = world
        .query(
            "SELECT t.ID, t.ExternalID, t.foreigntotal AS Total, t.memo, t.type, t.recordtype, t.status, t.trandate, \
             t.createddate, t.custbody_amz_order_id FROM transaction t WHERE t.externalid IN (?, ?)",
            json!(["A-1", "A-2"]),
        )
        .await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    assert_eq!(answer.header("preference-applied"), "transient");
    let id = world.fake.records("salesOrder")[0]["id"].clone();
    let row = json!({"links": [], "id": id, "externalid": "A-1", "total": "13.49", "type": "SalesOrd",
        "recordtype": "salesorder", "status": "B", "trandate": "11/20/2026", "createddate": "11/23/2026",
        "custbody_amz_order_id": "113-1234567-1234567"});
    assert_eq!(answer.body["items"], json!([row]));
    assert_eq!((&answer.body["count"], &answer.body["hasMore"]), (&json!(1), &json!(false)));
    assert_eq!(world.rows("SELECT isperson FROM customer").await, [json!({"isperson": "F"})]);
    assert_eq!(
        world.rows("SELECT COUNT(*), MAX(id) AS last FROM customer").await,
        [json!({"expr1": "1", "last": "107"})]
    );
}

#[tokio::test(start_paused = true)]
async fn lines_of_a_sale_are_negative() {
    let world = World::new();
    world.call("POST", "salesOrder", order("A-1")).await;
    let rows = world
        .rows(
            "SELECT tl.id, tl.item, i.itemid, tl.quantity, tl.netamount, tl.foreignamount, tl.custcol_amz_order_item_id \
             FROM transactionline tl INNER JOIN transaction t ON t.id = tl.transaction LEFT JOIN item i ON i.id = tl.item \
             WHERE tl.mainline = 'F' AND tl.taxline = 'F' AND NVL(tl.iscogs, 'F') = 'F' ORDER BY tl.id",
        )
        .await;
    let goods = json!({"id": "1", "item": "456", "itemid": "SKU-1", "quantity": "-3", "netamount": "-10",
        "foreignamount": "-10", "custcol_amz_order_item_id": "00112233445566"});
    let discount =
        json!({"id": "2", "item": "900", "itemid": "Promotion", "netamount": "1.5", "foreignamount": "1.5"});
    assert_eq!(rows, [goods, discount]);
    let main = world.rows("SELECT foreignamount FROM transactionline WHERE mainline = 'T'").await;
    assert_eq!(main, [json!({"foreignamount": "13.49"})]);
}

#[tokio::test(start_paused = true)]
async fn a_table_named_like_a_keyword_can_be_queried() {
    let world = World::new();
    world.call("POST", "salesOrder", order("A-1")).await;
    for text in [
        "select Transaction.tranid from TRANSACTION where transaction.type = 'SalesOrd'",
        "SELECT transaction FROM transactionline WHERE transaction > 0 AND memo IS NULL AND mainline = 'T'",
        "SELECT t.id FROM transaction AS t WHERE 'from transaction' <> 'it''s a limit;' -- with a comment",
    ] {
        assert_eq!(world.rows(text).await.len(), 1, "{text}");
    }
}

#[tokio::test(start_paused = true)]
async fn pages_are_walked_by_offset_or_by_key() {
    let world = World::new();
    for number in 1..=5 {
        world.call("POST", "salesOrder", order(&format!("A-{number}"))).await;
    }
    let mut ids = Vec::new();
    for offset in [0, 2, 4] {
        let path = format!("{SUITEQL}?limit=2&offset={offset}");
        let page = world.send(world.request("POST", &path, Some(json!({"q": PAGE})))).await.body;
        assert_eq!((&page["offset"], &page["totalResults"]), (&json!(offset), &json!(5)));
        assert_eq!(page["hasMore"], offset < 4);
        ids.extend(page["items"].as_array().unwrap().iter().map(|row| row["id"].clone()));
    }
    let stored: Vec<_> = world.fake.records("salesOrder").iter().map(|record| record["id"].clone()).collect();
    assert_eq!(ids, stored);
    let keyset = "SELECT id FROM transaction WHERE id > ? ORDER BY id FETCH FIRST 2 ROWS ONLY";
    let page = world.query(keyset, json!([stored[2].clone()])).await.body;
    let found: Vec<_> = page["items"].as_array().unwrap().iter().map(|row| row["id"].clone()).collect();
    assert_eq!(found, stored[3..]);
    for path in ["?limit=2&offset=1", "?limit=1001", "?limit=0", "?offset=x", "?page=1"] {
        let request = world.request("POST", &format!("{SUITEQL}{path}"), Some(json!({"q": PAGE})));
        let answer = world.send(request).await;
        assert_eq!((answer.status, answer.code()), (400, "INVALID_PARAMETER"), "{path}");
    }
}

#[tokio::test(start_paused = true)]
async fn sums_of_cents_are_exact() {
    let world = World::new();
    for amount in [0.1, 0.2, 999_999_999.99, 0.7] {
        let lines = json!({"items": [{"item": {"id": "456"}, "quantity": 1, "amount": amount}]});
        let invoice = json!({"entity": {"id": "107"}, "item": lines});
        assert_eq!(world.call("POST", "invoice", invoice).await.status, 204);
    }
    let sum = world
        .rows("SELECT SUM(foreigntotal) AS total, SUM(foreignamountunpaid) AS unpaid FROM transaction")
        .await;
    assert_eq!(sum, [json!({"total": "1000000000.99", "unpaid": "1000000000.99"})]);
    let small =
        world.rows("SELECT SUM(foreigntotal) AS total FROM transaction WHERE foreigntotal < 0.5").await;
    assert_eq!(small, [json!({"total": "0.3"})]);
}

#[tokio::test(start_paused = true)]
async fn dates_are_formatted_and_compared() {
    let world = World::new();
    world.call("POST", "salesOrder", order("A-1")).await;
    let rows = world
        .rows(
            "SELECT TO_CHAR(lastmodifieddate, 'YYYY-MM-DD\"T\"HH24:MI:SS') AS modified, \
             TO_CHAR(trandate, 'YYYY-MM-DD') AS day, BUILTIN.DF(status) AS status FROM transaction \
             WHERE lastmodifieddate >= TO_TIMESTAMP('2026-11-23 12:00:00', 'YYYY-MM-DD HH24:MI:SS') \
             AND trandate = TO_DATE('2026-11-20', 'YYYY-MM-DD') AND trandate < TRUNC(SYSDATE)",
        )
        .await;
    assert_eq!(rows, [json!({"modified": "2026-11-23T12:00:00", "day": "2026-11-20", "status": "B"})]);
    let later =
        "SELECT id FROM transaction WHERE lastmodifieddate > TO_TIMESTAMP(?, 'YYYY-MM-DD HH24:MI:SS')";
    assert_eq!(world.query(later, json!(["2026-11-23 12:00:00"])).await.body["count"], 0);
}

#[tokio::test(start_paused = true)]
async fn unknown_names_are_reported_as_documented() {
    let world = World::new();
    let answer = world.query("SELECT c.nope FROM customer c", json!([])).await;
    assert_eq!((answer.status, answer.code()), (400, "INVALID_PARAMETER"));
    assert_eq!(answer.body["o:errorDetails"][0]["o:errorQueryParam"], "q");
    let expected = "Invalid search query. Detailed unprocessed description follows. Search error occurred: \
                    Unknown identifier 'nope'. Available identifiers are: {c=customer}";
    assert_eq!(answer.detail(), expected);
    let answer = world.query("SELECT id FROM Nowhere", json!([])).await;
    let expected =
        "Invalid search query. Detailed unprocessed description follows. Invalid search type: nowhere.";
    assert_eq!((answer.status, answer.detail()), (400, expected));
}

#[tokio::test(start_paused = true)]
async fn what_suiteql_does_not_have_is_refused() {
    let world = World::new();
    for text in [
        "SELECT id FROM item LIMIT 1",
        "WITH x AS (SELECT id FROM item) SELECT id FROM x",
        "SELECT id FROM item; SELECT id FROM item",
        "DELETE FROM item",
        "SELECT [id] FROM item",
        "SELECT id FROM item WHERE itemid = 'open",
        "SELECT id FRM item",
        "SELECT name FROM sqlite_master",
    ] {
        let answer = world.query(text, json!([])).await;
        assert_eq!((answer.status, answer.code()), (400, "INVALID_PARAMETER"), "{text}");
        assert!(answer.detail().starts_with("Invalid search query."), "{text}");
    }
    for (params, status) in [
        (json!([]), 400),
        (json!(["1", "2"]), 400),
        (json!([null]), 400),
        (json!(["456"]), 200),
        (json!([456]), 200),
    ] {
        let answer = world.query("SELECT id FROM item WHERE id = ?", params.clone()).await;
        assert_eq!(answer.status, status, "{params}");
    }
    let mut request = world.request("POST", SUITEQL, Some(json!({"q": PAGE})));
    request.headers_mut().remove("prefer");
    assert_eq!(world.send(request).await.status, 400);
}

#[tokio::test(start_paused = true)]
async fn an_in_list_holds_a_thousand_values() {
    let world = World::new();
    for (count, status) in [(1000, 200), (1001, 400)] {
        let marks = vec!["?"; count].join(", ");
        let params: Vec<Value> = (0..count).map(|number| json!(number)).collect();
        let answer = world.query(&format!("SELECT id FROM item WHERE id IN ({marks})"), json!(params)).await;
        assert_eq!(answer.status, status);
    }
}

#[tokio::test(start_paused = true)]
async fn tables_follow_the_records() {
    let world = World::new();
    assert!(world.rows(PAGE).await.is_empty());
    let id = world.call("POST", "salesOrder", order("A-1")).await.location_id();
    assert_eq!(world.rows(PAGE).await, [json!({"id": id})]);
    world.call("PATCH", &format!("salesOrder/{id}"), json!({"memo": "changed"})).await;
    assert_eq!(world.rows("SELECT memo FROM transaction").await, [json!({"memo": "changed"})]);
    world.fake.declare_custom_field("salesOrder", "custbody_new");
    world.call("PATCH", &format!("salesOrder/{id}"), json!({"custbody_new": true})).await;
    assert_eq!(world.rows("SELECT custbody_new FROM transaction").await, [json!({"custbody_new": "T"})]);
    world.call("DELETE", &format!("salesOrder/{id}"), Value::Null).await;
    assert!(world.rows("SELECT id FROM transactionline").await.is_empty());
}
