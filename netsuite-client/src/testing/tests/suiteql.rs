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
        let invoice = json!({"entity": {"id": "107"}, "location": {"id": "9"}, "item": lines});
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
    assert_eq!(
        rows,
        [json!({"modified": "2026-11-23T12:00:00", "day": "2026-11-20",
        "status": "Sales Order : Pending Fulfillment"})]
    );
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
        "SELECT 1",
        "SELECT id FROM item ORDER BY id OFFSET 1 ROWS FETCH NEXT 1 ROWS ONLY",
        "SELECT id FROM item FETCH FIRST 10 PERCENT ROWS ONLY",
        "SELECT id FROM item WHERE createddate > DATE '2026-11-01'",
        "SELECT id FROM item WHERE createddate > '11/1/2026'",
        "SELECT id FROM item WHERE createddate BETWEEN '11/1/2026' AND SYSDATE",
        "SELECT id FROM item WHERE createddate > CURRENT_DATE",
        "SELECT id FROM item WHERE ROWNUM <= 2 ORDER BY id",
        "SELECT COUNT(*) FROM item WHERE ROWNUM <= 2",
        "SELECT ROWNUM FROM item",
        "SELECT id FROM item WHERE isinactive = TRUE",
        "SELECT id FROM item WHERE itemid GLOB 'S*'",
        "SELECT rowid FROM item",
        "SELECT i.oid FROM item i",
        "SELECT `id` FROM item",
        "SELECT IFNULL(id, 0) FROM item",
        "SELECT STRFTIME('%Y', createddate) FROM item",
        "SELECT GROUP_CONCAT(id) FROM item",
        "SELECT TO_CHAR(createddate, 'YYYY-MM-DDTHH24') FROM item",
        "SELECT itemtype, itemid, COUNT(*) FROM item GROUP BY itemtype",
        "SELECT id, COUNT(*) FROM item",
        "SELECT * FROM item GROUP BY id",
        "SELECT id FROM item WHERE id = :id",
        "SELECT id FROM item WHERE id = ?1",
        "SELECT id / 0 FROM item",
        "SELECT MAX(id, 1) FROM item",
        "SELECT SUM(id, 1) FROM item",
        "SELECT TO_CHAR(createddate, 'YYYY') AS made FROM item WHERE made = '2026'",
        "SELECT i.id AS goods FROM item i INNER JOIN transactionline l ON l.item = goods",
        "SELECT DISTINCT itemtype FROM item ORDER BY id",
        "SELECT id FROM item WHERE createddate IN ('11/1/2026', SYSDATE)",
        "VALUES (1)",
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

/// Nobody's query is wrong for it: an account has them.
#[tokio::test(start_paused = true)]
async fn what_is_not_simulated_says_so_and_not_that_it_does_not_exist() {
    let world = World::new();
    for text in [
        "SELECT i.id FROM item i, transactionline l WHERE i.id = l.item(+)",
        "SELECT account FROM transactionaccountingline",
        "SELECT item FROM inventorybalance",
    ] {
        let answer = world.query(text, json!([])).await;
        assert_eq!((answer.status, answer.code()), (400, "INVALID_PARAMETER"), "{text}");
        assert!(answer.detail().contains("not simulated"), "{}", answer.detail());
    }
    for table in ["department", "classification", "term", "paymentmethod", "shipitem", "salestaxitem"] {
        assert!(world.rows(&format!("SELECT id FROM {table}")).await.is_empty());
    }
}

#[tokio::test(start_paused = true)]
async fn what_is_selected_can_be_ordered_by_its_name_or_its_column() {
    let world = World::new();
    for text in [
        "SELECT DISTINCT TO_CHAR(createddate, 'YYYY') AS made, itemtype FROM item i ORDER BY made, i.itemtype",
        "SELECT DISTINCT itemtype FROM item ORDER BY 1",
        "SELECT itemid AS id FROM item WHERE id > 0 ORDER BY id",
    ] {
        assert!(!world.rows(text).await.is_empty(), "{text}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_text_for_a_date_is_refused_as_a_parameter_too() {
    let world = World::new();
    for (text, params) in [
        ("SELECT id FROM item WHERE createddate > ?", json!(["11/1/2026"])),
        ("SELECT id FROM item WHERE ? <= createddate AND id > ?", json!(["11/1/2026", 0])),
        ("SELECT id FROM item WHERE id > ? AND createddate BETWEEN SYSDATE AND ?", json!([0, "11/1/2026"])),
        (
            "SELECT id FROM item WHERE createddate IN (TO_DATE(?, 'YYYY-MM-DD'), ?)",
            json!(["2026-11-01", "11/1/2026"]),
        ),
    ] {
        let answer = world.query(text, params).await;
        assert_eq!(answer.status, 400, "{text}");
        assert!(answer.detail().contains("A date is compared with a text"), "{}", answer.detail());
    }
    let right = "SELECT id FROM item WHERE itemid = ? AND createddate >= TO_DATE(?, 'YYYY-MM-DD')";
    assert_eq!(world.query(right, json!(["SKU-1", "2026-11-01"])).await.body["count"], 1);
}

#[tokio::test(start_paused = true)]
async fn like_tells_capital_letters_from_small_ones() {
    let world = World::new();
    assert_eq!(world.rows("SELECT id FROM item WHERE itemid LIKE 'SKU-%'").await.len(), 1);
    assert!(world.rows("SELECT id FROM item WHERE itemid LIKE 'sku-%'").await.is_empty());
    assert_eq!(world.rows("SELECT id FROM item WHERE LOWER(itemid) LIKE 'sku-%'").await.len(), 1);
}

#[tokio::test(start_paused = true)]
async fn custom_fields_compare_as_the_numbers_and_days_they_hold() {
    let world = World::new();
    let fake = &world.fake;
    fake.declare_custom_field("salesOrder", "custbody_weight");
    fake.declare_custom_field("salesOrder", "custbody_store");
    fake.declare_custom_date("salesOrder", "custbody_promised");
    for (id, weight, day) in [("5001", 9, "2026-11-09"), ("5002", 10, "2026-11-10")] {
        let order = json!({"id": id, "entity": {"id": "107"}, "custbody_weight": weight, "custbody_promised": day,
            "custbody_store": {"id": "7"}});
        fake.put_record("salesOrder", order);
    }
    let found = async |condition: &str| {
        let rows = world.rows(&format!("SELECT id FROM transaction WHERE {condition} ORDER BY id")).await;
        rows.iter().map(|row| row["id"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(found("custbody_weight > 9").await, ["5002"]);
    assert_eq!(found("custbody_weight = 10 AND custbody_store = 7").await, ["5002"]);
    assert_eq!(found("custbody_promised >= TO_DATE('2026-11-10', 'YYYY-MM-DD')").await, ["5002"]);
    let refused =
        world.query("SELECT id FROM transaction WHERE custbody_promised > '2026-11-01'", json!([])).await;
    assert_eq!(refused.status, 400);
    let text = "SELECT custbody_promised, TO_CHAR(custbody_promised, 'YYYY-MM-DD') AS day FROM transaction \
                WHERE id = 5001";
    assert_eq!(world.rows(text).await, [json!({"custbody_promised": "11/9/2026", "day": "2026-11-09"})]);
}

#[tokio::test(start_paused = true)]
async fn a_rate_keeps_all_its_digits() {
    let world = World::new();
    let yen = json!({"id": "2", "name": "Yen", "symbol": "JPY", "exchangeRate": 0.0066512345});
    world.fake.put_record("currency", yen);
    let rows = world.rows("SELECT exchangerate, exchangerate * 3 AS three FROM currency WHERE id = 2").await;
    assert_eq!(rows, [json!({"exchangerate": "0.0066512345", "three": "0.0199537035"})]);
}

/// In Los Angeles, where clocks went back at 9:00 in UTC.
#[tokio::test(start_paused = true)]
async fn times_are_told_by_the_accounts_clock() {
    let world = World::new();
    let zone = json!({"offsets": [{"from": "1970-01-01T00:00:00Z", "minutes": -420},
        {"from": "2026-11-23T13:00:00Z", "minutes": -480}]});
    assert_eq!(world.send(world.request("POST", "/_simulator/zone", Some(zone))).await.status, 204);
    let times = "SELECT TO_CHAR(SYSDATE, 'HH24:MI') AS now, TO_CHAR(createddate, 'HH24:MI') AS created FROM item \
                 WHERE id = 456";
    assert_eq!(world.rows(times).await, [json!({"now": "05:00", "created": "05:00"})]);
    tokio::time::advance(std::time::Duration::from_secs(3600)).await;
    assert_eq!(world.rows(times).await, [json!({"now": "05:00", "created": "05:00"})]);
    world.fake.put_record("inventoryItem", json!({"id": "456", "itemId": "SKU-1"}));
    tokio::time::advance(std::time::Duration::from_secs(60)).await;
    assert_eq!(world.rows(times).await, [json!({"now": "05:01", "created": "05:00"})]);
    for wrong in [
        json!({}),
        json!({"offsets": [{"from": "today", "minutes": 0}]}),
        json!({"offsets": [{"minutes": 9}]}),
    ] {
        assert_eq!(world.send(world.request("POST", "/_simulator/zone", Some(wrong))).await.status, 400);
    }
}

#[tokio::test(start_paused = true)]
async fn queries_may_show_a_write_late() {
    let world = World::new();
    let lag = json!({"min": 2_000, "max": 2_000});
    assert_eq!(world.send(world.request("POST", "/_simulator/query-lag", Some(lag))).await.status, 204);
    let id = world.call("POST", "salesOrder", order("A-1")).await.location_id();
    assert!(world.rows(PAGE).await.is_empty());
    // The record itself is there.
    assert_eq!(world.get(&format!("salesOrder/{id}")).await.status, 200);
    tokio::time::advance(std::time::Duration::from_secs(2)).await;
    assert_eq!(world.rows(PAGE).await, [json!({"id": id})]);
    world.call("PATCH", &format!("salesOrder/{id}"), json!({"memo": "new"})).await;
    assert_eq!(world.rows("SELECT memo FROM transaction").await, [json!({})]);
    tokio::time::advance(std::time::Duration::from_secs(2)).await;
    assert_eq!(world.rows("SELECT memo FROM transaction").await, [json!({"memo": "new"})]);
}

#[tokio::test(start_paused = true)]
async fn an_order_names_where_it_is_shipped_to() {
    let world = World::new();
    let address = json!({"addressee": "Jane Doe", "addr1": "1 Main St", "city": "Springfield", "zip": "12345",
        "country": {"id": "US"}, "addrPhone": "555-0100"});
    let order = json!({"id": "5001", "entity": {"id": "107"}, "shippingAddress": address});
    world.fake.put_record("salesOrder", order);
    let text = "SELECT a.addressee, a.addr1, a.city, a.zip, a.country, a.addrphone FROM transaction t \
                INNER JOIN transactionshippingaddress a ON a.nkey = t.shippingaddress WHERE t.id = 5001";
    let row = json!({"addressee": "Jane Doe", "addr1": "1 Main St", "city": "Springfield", "zip": "12345",
        "country": "US", "addrphone": "555-0100"});
    assert_eq!(world.rows(text).await, [row]);
    assert!(world.rows("SELECT nkey FROM transactionbillingaddress").await.is_empty());
    let of_customer =
        "SELECT subsidiary, isprimarysub FROM customersubsidiaryrelationship WHERE entity = 107";
    assert_eq!(world.rows(of_customer).await, [json!({"subsidiary": "1", "isprimarysub": "T"})]);
}

/// A shipped and billed order of one line.
fn with_a_shipped_order(world: &World) {
    let fake = &world.fake;
    // Not an item with stock: shipping it would move that.
    fake.put_record("inventoryItem", json!({"id": "458", "itemId": "SKU-2"}));
    let line = json!({"line": 1, "item": {"id": "458"}, "quantity": 3, "amount": 30});
    let order = json!({"id": "5001", "entity": {"id": "107"}, "item": {"items": [line]}});
    fake.put_record("salesOrder", order);
    let line =
        json!({"line": 1, "orderLine": 1, "item": {"id": "458"}, "quantity": 3, "location": {"id": "9"}});
    let shipment = json!({"id": "5002", "entity": {"id": "107"}, "createdFrom": {"id": "5001"},
        "shipStatus": {"id": "C"}, "item": {"items": [line]}});
    fake.put_record("itemFulfillment", shipment);
    let line = json!({"line": 1, "orderLine": 1, "item": {"id": "458"}, "quantity": 3, "amount": 30});
    let invoice = json!({"id": "5003", "entity": {"id": "107"}, "createdFrom": {"id": "5001"},
        "item": {"items": [line]}});
    fake.put_record("invoice", invoice);
}

#[tokio::test(start_paused = true)]
async fn what_a_shipped_line_costs_stands_on_a_line_of_its_own_and_every_line_has_a_key() {
    let world = World::new();
    with_a_shipped_order(&world);
    let pairs = "SELECT quantity, iscogs FROM transactionline WHERE transaction = 5002 AND item = 458 ORDER BY iscogs";
    let rows = world.rows(pairs).await;
    assert_eq!(rows, [json!({"quantity": "-3", "iscogs": "F"}), json!({"quantity": "3", "iscogs": "T"})]);
    let lines = "SELECT COUNT(*) AS lines, COUNT(uniquekey) AS keyed, COUNT(DISTINCT uniquekey) AS keys \
                 FROM transactionline";
    assert_eq!(world.rows(lines).await, [json!({"lines": "7", "keyed": "7", "keys": "7"})]);
}

#[tokio::test(start_paused = true)]
async fn a_document_names_those_that_were_made_of_it() {
    let world = World::new();
    with_a_shipped_order(&world);
    let forth = "SELECT nextdoc, nexttype, linktype FROM nexttransactionlinelink WHERE previousdoc = 5001 \
                 ORDER BY nextdoc";
    let shipped = json!({"nextdoc": "5002", "nexttype": "ItemShip", "linktype": "ShipRcpt"});
    let billed = json!({"nextdoc": "5003", "nexttype": "CustInvc", "linktype": "OrdBill"});
    assert_eq!(world.rows(forth).await, [shipped, billed]);
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

#[tokio::test(start_paused = true)]
async fn dates_are_counted_in_days() {
    let world = World::new();
    world.call("POST", "salesOrder", order("A-1")).await;
    let rows = world
        .rows(
            "SELECT TO_CHAR(trandate + 1.5, 'YYYY-MM-DD HH24:MI') AS later, SYSDATE - trandate AS age, \
             TO_CHAR(TRUNC(SYSDATE, 'MM'), 'DD-MON-YYYY') AS month, TO_CHAR(ADD_MONTHS(trandate, -9), 'MM/DD') AS winter, \
             5 / 2 AS half, MOD(7, 4) AS rest FROM transaction \
             WHERE trandate >= TRUNC(SYSDATE) - 3 AND trandate < BUILTIN.RELATIVE_RANGES('TODAY', 'START') - 2",
        )
        .await;
    let row = json!({"later": "2026-11-21 12:00", "age": "3.5", "month": "01-NOV-2026", "winter": "02/20",
        "half": "2.5", "rest": "3"});
    assert_eq!(rows, [row]);
}

#[tokio::test(start_paused = true)]
async fn nothing_is_an_empty_text_and_sorts_last() {
    let world = World::new();
    let rows = world
        .rows(
            "SELECT itemid || '/' || externalid AS name, NVL2(externalid, 'known', 'new') AS is_known, \
             DECODE(itemtype, 'Discount', 'off', 'InvtPart', 'goods') AS stands_for \
             FROM item WHERE NVL(displayname, '') IS NULL AND displayname || '' IS NULL ORDER BY externalid, id",
        )
        .await;
    let expected = [
        json!({"name": "SKU-1/SKU-1", "is_known": "known", "stands_for": "goods"}),
        json!({"name": "OLD-1/", "is_known": "new", "stands_for": "goods"}),
        json!({"name": "Promotion/", "is_known": "new", "stands_for": "off"}),
    ];
    assert_eq!(rows, expected);
    let last = world.rows("SELECT id FROM item ORDER BY externalid DESC, id FETCH FIRST 1 ROWS ONLY").await;
    assert_eq!(last, [json!({"id": "457"})]);
}

#[tokio::test(start_paused = true)]
async fn quotes_and_backslashes_stay_inside_their_text() {
    let world = World::new();
    for name in ["it's", "\\", "\\'", "--'--", "'", "`x`", "\"", "?", "a''b", "Müller 🎁"] {
        let literal = name.replace('\'', "''");
        let text = format!("SELECT '{literal}' || 'x' AS name FROM dual WHERE '{literal}' = '{literal}'");
        assert_eq!(world.rows(&text).await, [json!({"name": format!("{name}x")})], "{name}");
    }
}

#[tokio::test(start_paused = true)]
async fn rows_are_counted_before_they_are_ordered() {
    let world = World::new();
    assert_eq!(world.rows("SELECT id FROM item WHERE ROWNUM <= 2 AND id > 0").await.len(), 2);
    assert_eq!(world.rows("SELECT id FROM item WHERE id > 0 AND (ROWNUM < 2)").await.len(), 1);
    let newest = "SELECT id FROM (SELECT id FROM item ORDER BY id DESC) WHERE ROWNUM = 1";
    assert_eq!(world.rows(newest).await, [json!({"id": "900"})]);
}

#[tokio::test(start_paused = true)]
async fn groups_subqueries_and_unions_are_supported() {
    let world = World::new();
    let counted = "SELECT i.itemtype, COUNT(*) AS items, (SELECT MAX(id) FROM item) AS newest FROM item i \
                   GROUP BY itemtype HAVING COUNT(*) > 1 ORDER BY itemtype";
    let row = json!({"itemtype": "InvtPart", "items": "2", "newest": "900"});
    assert_eq!(world.rows(counted).await, [row]);
    let both = "SELECT itemid AS name FROM item WHERE id IN (SELECT id FROM item WHERE isinactive = 'F') \
                UNION ALL SELECT name FROM location ORDER BY name";
    let names = world.rows(both).await;
    assert_eq!(names, [json!({"name": "FBA US"}), json!({"name": "Promotion"}), json!({"name": "SKU-1"})]);
    let nobody = "SELECT id FROM item i WHERE NOT EXISTS (SELECT id FROM customer c WHERE c.id = i.id) \
                  AND CASE WHEN i.id > 800 THEN 'T' ELSE 'F' END = 'T'";
    assert_eq!(world.rows(nobody).await, [json!({"id": "900"})]);
}

#[tokio::test(start_paused = true)]
async fn what_a_column_refers_to_is_shown_by_name() {
    let world = World::new();
    world.call("POST", "salesOrder", order("A-1")).await;
    let text = "SELECT BUILTIN.DF(t.entity) AS entity, BUILTIN.DF(currency) AS currency, BUILTIN.DF(l.item) AS item, \
                BUILTIN.DF(t.memo) AS memo, BUILTIN.DF(t.foreigntotal) AS total FROM transaction t \
                INNER JOIN transactionline l ON l.transaction = t.id WHERE l.mainline = 'F' AND l.item = 456";
    let customer = world.fake.records("customer")[0]["entityId"].clone();
    let row = json!({"entity": customer, "currency": "US Dollar", "item": "SKU-1", "total": "13.49"});
    assert_eq!(world.rows(text).await, [row]);
}

#[tokio::test(start_paused = true)]
async fn a_value_is_bound_where_its_mark_stands() {
    let world = World::new();
    let text = "SELECT ? AS one, id, ? || 'b' AS two FROM item WHERE itemid IN (?, ?) AND id > ? \
                AND CASE WHEN id = ? THEN ? ELSE 'no' END = 'yes' ORDER BY id FETCH FIRST ? ROWS ONLY";
    let params = json!(["first", "a", "SKU-1", "OLD-1", 0, 456, "yes", 5]);
    let answer = world.query(text, params).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    let row = json!({"links": [], "one": "first", "id": "456", "two": "ab"});
    assert_eq!(answer.body["items"], json!([row]));
}

#[tokio::test(start_paused = true)]
async fn what_is_deleted_is_remembered() {
    let world = World::new();
    let id = world.call("POST", "salesOrder", order("A-1")).await.location_id();
    world.call("DELETE", &format!("salesOrder/{id}"), Value::Null).await;
    tokio::time::advance(std::time::Duration::from_secs(3600)).await;
    let text = "SELECT recordid, type, scriptid, iscustomrecord, TO_CHAR(deleteddate, 'YYYY-MM-DD HH24:MI') AS deleted \
                FROM deletedrecord WHERE deleteddate >= TO_TIMESTAMP('2026-11-23 12:00', 'YYYY-MM-DD HH24:MI')";
    let row = json!({"recordid": id, "type": "Sales Order", "scriptid": "salesorder", "iscustomrecord": "F",
        "deleted": "2026-11-23 12:00"});
    assert_eq!(world.rows(text).await, std::slice::from_ref(&row));
    // Tables of another shape hold it, too.
    world.fake.declare_custom_field("salesOrder", "custbody_later");
    assert_eq!(world.rows(text).await, [row]);
}
