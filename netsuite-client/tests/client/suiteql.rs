//! Queries.

use std::{error::Error as _, time::Duration};

use chrono::{NaiveDate, TimeDelta};
use commerce_client_core::clock::Clock as _;
use futures_util::{StreamExt as _, TryStreamExt as _};
use netsuite_client::{ErrorKind, Literal, records::SalesOrder, testing::Failure};
use rust_decimal::Decimal;
use serde::Deserialize;
use serde_json::json;

use crate::{BY_NAME, Named, World, dec, order};

#[derive(Debug, Deserialize)]
struct Booked {
    externalid: String,
    #[serde(with = "commerce_client_core::wire::decimal_text")]
    total: Decimal,
    memo: Option<String>,
}

/// Four buyers; one has no e-mail.
fn with_buyers() -> World {
    let world = World::new();
    for (id, name) in [(201, "O'Neill"), (202, "Müller"), (203, "Doe"), (204, "' OR 1=1 --")] {
        let mut body = json!({"id": id.to_string(), "externalId": format!("B-{id}"), "isPerson": true,
            "lastName": name, "subsidiary": {"id": "1"}});
        if id != 203 {
            body["email"] = json!(format!("b{id}@example.com"));
        }
        world.fake.put_record("customer", body);
    }
    world
}

#[tokio::test(start_paused = true)]
async fn text_with_quotes_is_bound_as_it_is() {
    let world = with_buyers();
    let netsuite = world.netsuite();
    for (id, name) in [("201", "O'Neill"), ("202", "Müller"), ("204", "' OR 1=1 --")] {
        let rows: Vec<Named> = netsuite.suiteql(BY_NAME).bind("name", name).all().await.unwrap();
        assert_eq!(rows.iter().map(|row| row.id.as_str()).collect::<Vec<_>>(), [id], "{name}");
        assert_eq!(rows[0].lastname.as_deref(), Some(name));
    }
}

#[tokio::test(start_paused = true)]
async fn what_would_be_sql_is_only_text() {
    let world = with_buyers();
    let netsuite = world.netsuite();
    for attempt in
        ["' OR '1'='1", "'' OR 1=1", "x' OR 1=1 --", "'; DELETE FROM customer; --", "\\' OR 1=1 --", ":name"]
    {
        let rows: Vec<Named> = netsuite.suiteql(BY_NAME).bind("name", attempt).all().await.unwrap();
        assert!(rows.is_empty(), "{attempt}: {rows:?}");
        let list: Literal = [attempt, "x"].into_iter().collect();
        let text = "SELECT id FROM customer WHERE lastname IN :names ORDER BY id";
        let rows: Vec<Named> = netsuite.suiteql(text).bind("names", list).all().await.unwrap();
        assert!(rows.is_empty(), "{attempt}: {rows:?}");
    }
    assert_eq!(world.fake.records("customer").len(), 5);
}

#[tokio::test(start_paused = true)]
async fn a_negative_number_after_a_minus_is_no_comment() {
    let world = with_buyers();
    let text = "SELECT id FROM customer WHERE id > 200 -:n AND lastname = 'Doe' ORDER BY id";
    let rows: Vec<Named> = world.netsuite().suiteql(text).bind("n", -1).all().await.unwrap();
    assert_eq!(rows.iter().map(|row| row.id.as_str()).collect::<Vec<_>>(), ["203"]);
}

#[tokio::test(start_paused = true)]
async fn numbers_lists_and_dates_are_bound_by_type() {
    let world = with_buyers();
    let netsuite = world.netsuite();
    let orders = netsuite.records::<SalesOrder>();
    for (external_id, day) in [("A-1", 19), ("A-2", 20), ("A-3", 21)] {
        let mut body = order(external_id);
        body.tran_date = NaiveDate::from_ymd_opt(2026, 11, day);
        orders.create(&body).await.unwrap();
        tokio::time::advance(Duration::from_secs(60)).await;
    }
    let found = |text: &'static str, name: &'static str, value: Literal| {
        let query = netsuite.suiteql_from_trusted_text(format!(
            "SELECT externalid, foreigntotal AS total, memo FROM transaction WHERE {text} ORDER BY id"
        ));
        async move {
            let rows: Vec<Booked> = query.bind(name, value).all().await.unwrap();
            rows.into_iter().map(|row| row.externalid).collect::<Vec<_>>()
        }
    };
    let list: Literal = ["A-1", "A-3", "O'Neill"].into_iter().collect();
    assert_eq!(found("externalid IN :ids", "ids", list).await, ["A-1", "A-3"]);
    let numbers: Literal = [107_i64, 108].into_iter().collect();
    assert_eq!(found("entity IN :ids", "ids", numbers).await.len(), 3);
    assert_eq!(found("foreigntotal > :least", "least", dec("13.485").unwrap().into()).await.len(), 3);
    assert_eq!(found("foreigntotal > :least", "least", dec("13.49").unwrap().into()).await.len(), 0);
    let day = NaiveDate::from_ymd_opt(2026, 11, 20).unwrap();
    assert_eq!(found("trandate >= :day", "day", day.into()).await, ["A-2", "A-3"]);
    let at = world.clock.now() - TimeDelta::seconds(120);
    assert_eq!(found("lastmodifieddate >= :at", "at", Literal::utc(at)).await, ["A-2", "A-3"]);
}

#[tokio::test(start_paused = true)]
async fn decimals_come_from_text_and_null_columns_are_absent() {
    let world = with_buyers();
    let netsuite = world.netsuite();
    netsuite.records::<SalesOrder>().create(&order("A-1")).await.unwrap();
    let text = "SELECT externalid, foreigntotal AS total, memo FROM transaction";
    let rows: Vec<Booked> = netsuite.suiteql(text).all().await.unwrap();
    assert_eq!((Some(rows[0].total), &rows[0].memo), (dec("13.49"), &None));
    let rows: Vec<Named> = netsuite.suiteql(BY_NAME).bind("name", "Doe").all().await.unwrap();
    assert_eq!(rows[0].email, None);
}

/// 2,500 customers with ids from 10,000 on.
fn with_many() -> World {
    let world = World::new();
    for id in 10_000..12_500 {
        let body = json!({"id": id.to_string(), "companyName": format!("C{id}"), "subsidiary": {"id": "1"}});
        world.fake.put_record("customer", body);
    }
    world
}

const MANY: &str = "SELECT id FROM customer WHERE id >= :first ORDER BY id";

#[tokio::test(start_paused = true)]
async fn two_and_a_half_thousand_rows_come_in_three_calls_and_each_once() {
    let world = with_many();
    for failure in [None, Some(Failure::Status(503)), Some(Failure::CutBody), Some(Failure::Throttle)] {
        let before = world.calls("suiteql");
        if let Some(failure) = failure {
            world.fake.fail_next("suiteql", failure).unwrap();
        }
        let query = world.netsuite().suiteql(MANY).bind("first", 10_000);
        let rows: Vec<Named> = query.all().await.unwrap();
        let expected: Vec<_> = (10_000..12_500).map(|id| id.to_string()).collect();
        assert_eq!(rows.into_iter().map(|row| row.id).collect::<Vec<_>>(), expected);
        assert_eq!(world.calls("suiteql") - before, 3 + u64::from(failure.is_some()));
    }
}

#[tokio::test(start_paused = true)]
async fn only_the_pages_that_are_looked_at_are_fetched() {
    let world = with_many();
    let query = world.netsuite().suiteql(MANY).bind("first", 10_000).with_page_size(100);
    let rows: Vec<Named> = query.rows().take(200).try_collect().await.unwrap();
    assert_eq!((rows.len(), world.calls("suiteql")), (200, 2));
}

#[tokio::test(start_paused = true)]
async fn a_full_page_is_not_the_last_whatever_netsuite_says_of_more() {
    let world = with_many();
    let query = world.netsuite().suiteql(MANY).bind("first", 11_500).with_page_size(500);
    let rows: Vec<Named> = query.all().await.unwrap();
    assert_eq!((rows.len(), world.calls("suiteql")), (1_000, 3));
}

#[tokio::test(start_paused = true)]
async fn an_unknown_column_is_refused_in_netsuites_words() {
    let world = World::new();
    let error = world.netsuite().suiteql("SELECT nope FROM customer").all::<Named>().await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Rejected, 1));
    assert_eq!(
        error.to_string(),
        "suiteql: the service said no (HTTP 400); INVALID_PARAMETER: Invalid search query. Detailed unprocessed \
         description follows. Search error occurred: Unknown identifier 'nope'. Available identifiers are: \
         {customer=customer} (at q)"
    );
}

#[tokio::test(start_paused = true)]
async fn a_query_that_cannot_be_written_is_not_sent() {
    let world = World::new();
    let netsuite = world.netsuite();
    let query = |text: &'static str| netsuite.suiteql(text);
    let too_many: Literal = (0..1_001_i64).collect();
    let none: Literal = Literal::List(Vec::new());
    for (query, reason) in [
        (query(BY_NAME), "nothing is bound to :name"),
        (
            query(BY_NAME).bind("name", "x").bind("nmae", "x"),
            ":nmae is bound but does not occur in the query",
        ),
        (query(BY_NAME).bind("name", "a\nb"), "the value of :name holds a control character"),
        (query(MANY).bind("first", too_many), "the list :first has 1001 values; 1 to 1000 are allowed"),
        (query(MANY).bind("first", none), "the list :first has 0 values; 1 to 1000 are allowed"),
    ] {
        let error = query.all::<Named>().await.unwrap_err();
        assert_eq!((error.kind(), error.maybe_sent()), (ErrorKind::Config, false));
        assert_eq!(error.to_string(), "suiteql: the query cannot be written");
        assert_eq!(error.source().unwrap().to_string(), reason);
    }
    assert!(world.fake.calls().is_empty());
}

#[tokio::test(start_paused = true)]
async fn a_row_unlike_its_type_is_a_decode_error_that_is_not_repeated() {
    #[derive(Debug, Deserialize)]
    struct Wrong {
        #[serde(rename = "id")]
        _id: Vec<String>,
    }
    let world = World::new();
    let error = world.netsuite().suiteql("SELECT id FROM customer").all::<Wrong>().await.unwrap_err();
    assert_eq!((error.kind(), world.calls("suiteql")), (ErrorKind::Decode, 1));
    assert!(!error.maybe_sent());
}
