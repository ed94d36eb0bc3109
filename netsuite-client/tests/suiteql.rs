//! Queries against tables that answer from memory, and change between one page and the next.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

use std::{
    collections::{BTreeMap, BTreeSet, VecDeque},
    error::Error as _,
    fmt,
    future::Future,
    sync::{Arc, Mutex},
    time::Duration,
};

use async_trait::async_trait;
use bytes::Bytes;
use chrono::{NaiveDate, NaiveDateTime, TimeDelta};
use commerce_client_core::transport::{Body, Transport, TransportError};
use futures_util::{StreamExt as _, TryStreamExt as _};
use http::{Request, Response};
use netsuite_client::{
    ErrorKind, InternalId, Literal, NetSuite, SuiteQl, TokenBased,
    suiteql::{DateFormat, Mark, QueryError, queries::Queries, row},
};
use proptest::prelude::*;
use serde::Deserialize;
use serde_json::{Value, json};
use sqlparser::{
    dialect::{AnsiDialect, Dialect, GenericDialect, OracleDialect, SQLiteDialect},
    parser::Parser,
    tokenizer::{Token, Tokenizer},
};

/// One call, as NetSuite sees it.
struct Asked {
    q: String,
    params: Vec<Value>,
    limit: usize,
    offset: usize,
}

/// The rows, or what NetSuite complains about.
type Answer = Result<Vec<Value>, String>;

/// NetSuite's query service. What it says of further rows is not true.
struct Scripted(Mutex<Box<dyn FnMut(Asked) -> Answer + Send>>);

impl fmt::Debug for Scripted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Scripted")
    }
}

#[async_trait]
impl Transport for Scripted {
    async fn call(&self, request: Request<Bytes>) -> Result<Response<Body>, TransportError> {
        let body: Value = serde_json::from_slice(request.body()).unwrap();
        let query: BTreeMap<String, usize> = request
            .uri()
            .query()
            .unwrap()
            .split('&')
            .map(|pair| pair.split_once('=').unwrap())
            .map(|(name, number)| (name.to_owned(), number.parse().unwrap()))
            .collect();
        assert_eq!(request.headers()["prefer"], "transient");
        let asked = Asked {
            q: body["q"].as_str().unwrap().to_owned(),
            params: body["params"].as_array().cloned().unwrap_or_default(),
            limit: query["limit"],
            offset: query["offset"],
        };
        let lie = asked.q.len() & 1 == 0;
        let answer = {
            let mut answer = self.0.lock().unwrap();
            (*answer)(asked)
        };
        let (status, body) = match answer {
            Ok(rows) => {
                (200, json!({"links": [], "hasMore": lie, "totalResults": 1, "offset": 7, "items": rows}))
            }
            Err(detail) => {
                let problem = json!({"detail": detail, "o:errorCode": "INVALID_PARAMETER"});
                (400, json!({"status": 400, "o:errorDetails": [problem]}))
            }
        };
        let body = Body::from(Bytes::from(body.to_string()));
        Ok(Response::builder().status(status).body(body).unwrap())
    }
}

fn netsuite(answer: impl FnMut(Asked) -> Answer + Send + 'static) -> NetSuite {
    NetSuite::builder()
        .account("1234567_SB1".parse().unwrap())
        .auth(TokenBased::new("key", "secret", "token", "secret"))
        .transport(Scripted(Mutex::new(Box::new(answer))))
        .build()
        .unwrap()
}

fn query(text: &'static str) -> SuiteQl {
    netsuite(|_| Ok(Vec::new())).suiteql(text)
}

fn block_on<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap().block_on(future)
}

/// The whole number that stands behind `before`, in parentheses or not.
fn number_behind(q: &str, before: &str) -> i64 {
    let rest = q.split_once(before).unwrap().1.trim_start_matches('(');
    let digits: String = rest.chars().take_while(|c| c.is_ascii_digit() || *c == '-').collect();
    digits.parse().unwrap()
}

// ---- Values ---------------------------------------------------------------------------------------------------

fn tokens(dialect: &dyn Dialect, sql: &str) -> Vec<Token> {
    let tokens = Tokenizer::new(dialect, sql).tokenize().unwrap();
    tokens.into_iter().filter(|token| !matches!(token, Token::Whitespace(_))).collect()
}

/// Any text at all, and much of what breaks out of quotes elsewhere.
fn any_text() -> impl Strategy<Value = String> {
    prop_oneof![
        prop::collection::vec(any::<char>(), 0..30).prop_map(String::from_iter),
        "[-'\"\\\\;:?/*q\\[\\](){}|&%_ \u{2019}\u{2bc}\u{ff07}\u{5c}a-z]{0,30}",
        "('|''|--|/\\*|\\*/| OR 1=1|:value|\\?|q'\\[|\\]'|\\\\'|;){0,8}",
    ]
}

const DIALECTS: [&dyn Dialect; 4] =
    [&OracleDialect {}, &AnsiDialect {}, &GenericDialect {}, &SQLiteDialect {}];

fn is_one_text(value: &str) {
    let text = "SELECT id FROM item WHERE itemid = :value AND isinactive = 'F'";
    let sql = query(text).bind("value", value).to_sql();
    if value.chars().any(char::is_control) {
        assert_eq!(sql, Err(QueryError::ControlCharacter("value".to_owned())));
        return;
    }
    let sql = sql.unwrap();
    for dialect in DIALECTS {
        let mut expected = tokens(dialect, &text.replace(":value", "'x'"));
        for token in &mut expected {
            if *token == Token::SingleQuotedString("x".to_owned()) {
                *token = Token::SingleQuotedString(value.to_owned());
            }
        }
        assert_eq!(tokens(dialect, &sql), expected, "{dialect:?}");
        assert_eq!(Parser::parse_sql(dialect, &sql).unwrap().len(), 1);
    }
}

/// What the fuzz targets of this name begin with, and what was found by them.
fn seeds(target: &str) -> Vec<Vec<u8>> {
    let folder = format!("{}/../fuzz/corpus/{target}", env!("CARGO_MANIFEST_DIR"));
    let seeds = std::fs::read_dir(folder).unwrap().map(|file| std::fs::read(file.unwrap().path()).unwrap());
    let seeds: Vec<_> = seeds.filter(|seed| !seed.is_empty()).collect();
    assert!(!seeds.is_empty());
    seeds
}

#[test]
fn values_and_texts_that_were_fuzzed_are_written_as_ever() {
    for seed in seeds("suiteql_literal") {
        let text = String::from_utf8_lossy(&seed[1..]);
        if seed[0] & 1 == 0 {
            is_one_text(&text);
            continue;
        }
        let netsuite = netsuite(|_| Ok(Vec::new()));
        let query = || netsuite.suiteql_from_trusted_text(text.as_ref());
        let _ = query().to_sql();
        let _ = query().bind("a", "it's").bind("b", -5).with_params().to_sql();
    }
}

#[test]
fn rows_that_were_fuzzed_show_no_value_in_an_error() {
    #[derive(Debug, Deserialize)]
    #[expect(dead_code, reason = "only decoded")]
    struct Row {
        id: Option<InternalId>,
        count: Option<i64>,
        flag: Option<bool>,
        #[serde(default, deserialize_with = "row::optional_date")]
        day: Option<NaiveDate>,
        list: Option<Vec<String>>,
        letter: Option<char>,
    }
    for seed in seeds("suiteql_row") {
        let columns: serde_json::Map<String, Value> = serde_json::from_slice(&seed[1..]).unwrap();
        if let Err(error) = row::from_row::<Row>(&columns, DateFormat::MonthDayYear) {
            assert!(!error.is_malformed() && !error.to_string().contains('\u{1f512}'), "{error}");
        }
    }
}

proptest! {
    #[test]
    fn a_value_is_one_text_of_the_query_and_nothing_else(value in any_text()) {
        is_one_text(&value);
    }

    #[test]
    fn a_list_has_as_many_texts_as_values(values in prop::collection::vec(any_text(), 1..6)) {
        let values: Vec<String> = values.into_iter().map(|value| value.replace(char::is_control, "")).collect();
        let list: Literal = values.iter().map(String::as_str).collect();
        let sql = query("SELECT id FROM item WHERE itemid IN :values").bind("values", list).to_sql().unwrap();
        for dialect in DIALECTS {
            let texts: Vec<String> = tokens(dialect, &sql)
                .into_iter()
                .filter_map(|token| match token {
                    Token::SingleQuotedString(text) => Some(text),
                    _ => None,
                })
                .collect();
            prop_assert_eq!(&texts, &values);
            prop_assert_eq!(Parser::parse_sql(dialect, &sql).unwrap().len(), 1);
        }
    }

    #[test]
    fn a_parameter_travels_beside_the_query(value in "\\PC{0,30}", number in any::<i64>()) {
        let asked = Arc::new(Mutex::new(None));
        let seen = Arc::clone(&asked);
        let netsuite = netsuite(move |call| {
            *seen.lock().unwrap() = Some((call.q, call.params));
            Ok(Vec::new())
        });
        let query = netsuite
            .suiteql("SELECT id FROM item WHERE itemid = :value AND id > :number ORDER BY id")
            .bind("number", number)
            .bind("value", value.as_str())
            .with_params();
        block_on(query.all::<Value>()).unwrap();
        let (q, params) = asked.lock().unwrap().take().unwrap();
        prop_assert_eq!(q, "SELECT id FROM item WHERE itemid = ? AND id > ? ORDER BY id");
        prop_assert_eq!(params, [Value::from(value), Value::from(number)]);
    }
}

// ---- Pages by position ----------------------------------------------------------------------------------------

#[derive(Debug, PartialEq, Deserialize)]
struct Numbered {
    id: i64,
}

/// So many rows, by position.
fn rows_by_position(count: usize) -> NetSuite {
    netsuite(move |asked| {
        assert_eq!(asked.offset % asked.limit, 0, "NetSuite refuses other offsets");
        let end = count.min(100_000).min(asked.offset + asked.limit);
        Ok((asked.offset..end).map(|id| json!({"links": [], "id": id.to_string()})).collect())
    })
}

#[tokio::test]
async fn pages_end_with_one_that_is_not_full_whatever_netsuite_says_of_more() {
    for (text, count) in [("SELECT id FROM t ORDER BY id", 25), ("SELECT  id FROM t ORDER BY id", 20)] {
        let rows = rows_by_position(count).suiteql(text).with_page_size(10).all::<Numbered>().await.unwrap();
        assert_eq!(rows.len(), count);
    }
}

#[tokio::test]
async fn more_than_a_page_needs_an_order_by_what_tells_rows_apart() {
    let read = async |text: &'static str, unique: &str, count: usize| {
        let query = rows_by_position(count).suiteql(text).with_unique(unique).with_page_size(10);
        query.all::<Numbered>().await.map(|rows| rows.len())
    };
    for text in
        ["SELECT id FROM t", "SELECT id FROM t ORDER BY trandate", "SELECT id FROM t ORDER BY idem DESC"]
    {
        assert_eq!(read(text, "id", 9).await.unwrap(), 9);
        // A full page may be all there is.
        assert_eq!(read(text, "id", 10).await.unwrap(), 10);
        let error = read(text, "id", 11).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Config);
        let unordered = QueryError::Unordered("id".to_owned());
        assert_eq!(error.source().unwrap().to_string(), unordered.to_string(), "{text}");
    }
    assert_eq!(read("SELECT t.id FROM t ORDER BY t.trandate DESC, t.ID DESC", "id", 25).await.unwrap(), 25);
    assert_eq!(read("SELECT id FROM t ORDER BY externalid", "ExternalId", 25).await.unwrap(), 25);
}

#[tokio::test]
async fn a_query_that_wants_no_more_than_a_page_is_asked_for_no_more() {
    let netsuite = netsuite(|asked| {
        assert_eq!(asked.offset, 0);
        Ok((0..10).map(|id| json!({"id": id})).collect())
    });
    let query = netsuite.suiteql("SELECT id FROM t FETCH FIRST 10 ROWS ONLY").with_page_size(10);
    assert_eq!(query.all::<Numbered>().await.unwrap().len(), 10);
}

#[tokio::test]
async fn a_row_that_comes_again_on_another_page_is_an_error_and_not_a_second_row() {
    // A row came before the others, between the pages.
    let netsuite = netsuite(|asked| {
        let first = if asked.offset == 0 { 1 } else { asked.offset };
        Ok((first..=6).take(asked.limit).map(|id| json!({"id": id.to_string()})).collect())
    });
    let query = netsuite.suiteql("SELECT id FROM t ORDER BY id").with_page_size(3);
    let rows: Vec<_> = query.rows::<Numbered>().collect().await;
    assert_eq!(rows.iter().filter(|row| row.is_ok()).count(), 3);
    let error = rows.last().unwrap().as_ref().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Config);
    assert!(error.to_string().contains("column id came again"), "{error}");
}

#[tokio::test]
async fn the_hundred_thousandth_row_is_an_error_and_not_the_end() {
    for size in [1000, 300] {
        let query = rows_by_position(100_001).suiteql("SELECT id FROM t ORDER BY id").with_page_size(size);
        let rows: Vec<_> = query.rows::<Numbered>().collect().await;
        assert_eq!(rows.iter().filter(|row| row.is_ok()).count(), 100_000);
        let error = rows.last().unwrap().as_ref().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Config);
        assert!(error.to_string().contains("walk by a key"), "{error}");
    }
}

#[tokio::test]
async fn an_odd_row_is_named_by_its_position_in_the_whole_result_and_ends_it() {
    #[derive(Debug, Deserialize)]
    struct Stocked {
        quantity: i64,
    }
    let netsuite = netsuite(|asked| {
        let quantity = |row: usize| if row == 4 { "Jane Doe".to_owned() } else { row.to_string() };
        Ok((asked.offset..asked.offset + asked.limit).map(|row| json!({"quantity": quantity(row)})).collect())
    });
    let query = netsuite.suiteql("SELECT quantity FROM t ORDER BY id").with_page_size(2);
    let rows: Vec<_> = query.rows::<Stocked>().collect().await;
    let read: Vec<_> = rows.iter().filter_map(|row| row.as_ref().ok()).map(|row| row.quantity).collect();
    assert_eq!((read, rows.len()), (vec![0, 1, 2, 3], 5));
    let error = rows[4].as_ref().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert_eq!(error.to_string(), "suiteql: row 5, at quantity: not a number");
    assert!(!format!("{error:?}").contains("Jane"));
}

#[tokio::test]
async fn dates_are_read_in_the_accounts_format() {
    #[derive(Debug, Deserialize)]
    struct Dated {
        #[serde(deserialize_with = "row::date")]
        trandate: NaiveDate,
    }
    let dated = || netsuite(|_| Ok(vec![json!({"trandate": "8/5/2025"})])).suiteql("SELECT trandate FROM t");
    let day = |m, d| NaiveDate::from_ymd_opt(2025, m, d).unwrap();
    for (format, expected) in [(DateFormat::MonthDayYear, day(8, 5)), (DateFormat::DayMonthYear, day(5, 8))] {
        let rows: Vec<Dated> = dated().with_dates(format).all().await.unwrap();
        assert_eq!(rows[0].trandate, expected);
    }
    let error = dated().all::<Dated>().await.unwrap_err();
    assert!(error.to_string().starts_with("suiteql: row 1, at trandate: not a date"), "{error}");
}

// ---- Walks ----------------------------------------------------------------------------------------------------

const BY_ID: &str = "SELECT id FROM t WHERE id > :after ORDER BY id";

/// What others do to a table between two pages: put a row there, or take it away.
type Churn<K> = VecDeque<Vec<(K, bool)>>;

fn churn<K: fmt::Debug>(rows: impl Strategy<Value = K>) -> impl Strategy<Value = Churn<K>> {
    let step = prop::collection::vec((rows, any::<bool>()), 0..6);
    prop::collection::vec(step, 0..40).prop_map(VecDeque::from)
}

fn shake<K: Ord>(table: &mut BTreeSet<K>, stable: &BTreeSet<K>, churn: &mut Churn<K>) {
    for (row, there) in churn.pop_front().into_iter().flatten() {
        if there {
            table.insert(row);
        } else if !stable.contains(&row) {
            table.remove(&row);
        }
    }
}

proptest! {
    #[test]
    fn a_walk_yields_every_stable_row_once_while_others_come_and_go(
        stable in prop::collection::btree_set(-20..80_i64, 0..40),
        mut churn in churn(-20..80_i64),
        size in 1..7_u32,
    ) {
        let (mut table, kept) = (stable.clone(), stable.clone());
        let netsuite = netsuite(move |asked| {
            shake(&mut table, &kept, &mut churn);
            let after = number_behind(&asked.q, "id > ");
            assert_eq!((asked.offset, number_behind(&asked.q, "FETCH FIRST ")), (0, asked.limit as i64));
            let found = table.iter().filter(|id| **id > after).take(asked.limit);
            Ok(found.map(|id| json!({"id": id.to_string()})).collect())
        });
        let walk = netsuite.suiteql(BY_ID).with_page_size(size).walk("id");
        let ids: Vec<i64> = block_on(walk.all::<Numbered>()).unwrap().into_iter().map(|row| row.id).collect();
        prop_assert!(ids.is_sorted_by(|one, next| one < next), "{:?}", ids);
        prop_assert!(stable.iter().all(|id| ids.contains(id)), "{:?} of {:?}", ids, stable);
    }

    #[test]
    fn a_walk_by_a_key_of_several_rows_loses_none_where_pages_are_cut(
        stable in prop::collection::btree_set((0..20_i64, 0..4_i64), 0..60),
        mut churn in churn((0..20_i64, 0..4_i64)),
        size in 5..9_u32,
    ) {
        #[derive(Debug, Deserialize)]
        struct Level {
            item: i64,
            location: i64,
        }
        let (mut table, kept) = (stable.clone(), stable.clone());
        let netsuite = netsuite(move |asked| {
            shake(&mut table, &kept, &mut churn);
            let after = number_behind(&asked.q, "item > ");
            let found = table.iter().filter(|(item, _)| *item > after).take(asked.limit);
            Ok(found.map(|(item, location)| json!({"item": item.to_string(), "location": location})).collect())
        });
        let walk = netsuite
            .suiteql("SELECT item, location FROM t WHERE item > :after ORDER BY item, location")
            .with_page_size(size)
            .walk("ITEM")
            .with_repeated_keys();
        let rows = block_on(walk.all::<Level>()).unwrap();
        let rows: Vec<_> = rows.into_iter().map(|level| (level.item, level.location)).collect();
        prop_assert!(rows.is_sorted_by(|one, next| one < next), "{:?}", rows);
        prop_assert!(stable.iter().all(|row| rows.contains(row)), "{:?} of {:?}", rows, stable);
    }
}

#[tokio::test]
async fn a_walk_goes_on_where_positions_end() {
    let calls = Arc::new(Mutex::new(0));
    let counted = Arc::clone(&calls);
    let netsuite = netsuite(move |asked| {
        *counted.lock().unwrap() += 1;
        let first = number_behind(&asked.q, "id > ").max(0) + 1;
        Ok((first..=100_500).take(asked.limit).map(|id| json!({"id": id.to_string()})).collect())
    });
    let mut rows = netsuite.suiteql(BY_ID).walk("id").rows::<Numbered>();
    let mut last = 0;
    while let Some(row) = rows.try_next().await.unwrap() {
        assert_eq!(row.id, last + 1);
        last = row.id;
    }
    assert_eq!((last, *calls.lock().unwrap()), (100_500, 101));
}

#[tokio::test]
async fn a_walk_begins_behind_the_key_where_another_ended() {
    let netsuite = netsuite(|asked| {
        let first = number_behind(&asked.q, "id > ") + 1;
        Ok((first..=10).take(asked.limit).map(|id| json!({"id": id})).collect())
    });
    let rows = netsuite.suiteql(BY_ID).walk("id").after(7).all::<Numbered>().await.unwrap();
    assert_eq!(rows.iter().map(|row| row.id).collect::<Vec<_>>(), [8, 9, 10]);
}

#[tokio::test]
async fn a_query_that_cannot_be_walked_is_refused_and_not_walked_wrongly() {
    let rows = || netsuite(|_| Ok([3, 5, 5].into_iter().map(|id| json!({"id": id})).collect()));
    let refused = async |text: &'static str, column: &str, repeated: bool| {
        let walk = rows().suiteql(text).with_page_size(3).walk(column);
        let walk = if repeated { walk.with_repeated_keys() } else { walk };
        let error = walk.all::<Numbered>().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Config);
        format!("{error}: {}", error.source().map(ToString::to_string).unwrap_or_default())
    };
    for (text, column, repeated, reason) in [
        ("SELECT id FROM t WHERE id > :after", "id", false, "needs ORDER BY"),
        (
            "SELECT id FROM t WHERE id > :after ORDER BY id FETCH FIRST 9 ROWS ONLY",
            "id",
            false,
            "FETCH FIRST",
        ),
        ("SELECT id FROM t ORDER BY id", "id", false, ":after is bound but does not occur"),
        (BY_ID, "item", false, "from row 1 on, column item is missing"),
        // Two rows have one key.
        (BY_ID, "id", false, "column id does not go up"),
        // The second page is the first again.
        (BY_ID, "id", true, "column id does not go up"),
    ] {
        let error = refused(text, column, repeated).await;
        assert!(error.contains(reason), "{error}");
    }
}

#[tokio::test]
async fn a_key_with_more_rows_than_a_page_is_an_error() {
    let netsuite = netsuite(|asked| {
        let first = number_behind(&asked.q, "id > ").max(0);
        let ids = [1, 2, 2, 2, 2, 3].into_iter().filter(|id| *id > first);
        Ok(ids.take(asked.limit).map(|id| json!({"id": id})).collect())
    });
    let walk = |size| netsuite.suiteql(BY_ID).with_page_size(size).walk("id").with_repeated_keys();
    assert_eq!(walk(5).all::<Numbered>().await.unwrap().len(), 6);
    let error = walk(3).all::<Numbered>().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Config);
    assert!(error.to_string().contains("more rows than a page"), "{error}");
}

// ---- Changes --------------------------------------------------------------------------------------------------

const CHANGES: &str = "SELECT id, v, TO_CHAR(m,'YYYY-MM-DD\"T\"HH24:MI:SS') AS modified FROM t \
                       WHERE m >= :since AND (m >= :next OR id > :after) ORDER BY modified, id";

/// Rows with the millisecond of their last change; a change becomes visible up to 20 seconds after it was stamped. A
/// look takes 30 seconds at most, so that a minute of overlap is enough.
#[derive(Debug, Default)]
struct Ledger {
    now: i64,
    rows: BTreeMap<i64, (i64, usize)>,
    coming: Vec<(i64, i64, i64, usize)>,
    changes: VecDeque<Vec<(i64, i64)>>,
    versions: usize,
}

impl Ledger {
    /// Half a second and a step of changes later.
    fn go_on(&mut self) {
        self.now += 500;
        for (id, delay) in self.changes.pop_front().into_iter().flatten() {
            self.versions += 1;
            self.coming.push((self.now + delay, id, self.now, self.versions));
        }
        let now = self.now;
        let (visible, coming): (Vec<_>, Vec<_>) = self.coming.drain(..).partition(|(at, ..)| *at <= now);
        self.coming = coming;
        for (_, id, stamp, version) in visible {
            let row = self.rows.entry(id).or_default();
            *row = (*row).max((stamp, version));
        }
    }

    fn is_quiet(&self) -> bool {
        self.changes.is_empty() && self.coming.is_empty()
    }

    fn answer(&self, asked: &Asked) -> Vec<Value> {
        let mut times = asked.q.split("TO_TIMESTAMP('").skip(1).map(|rest| {
            let time = NaiveDateTime::parse_from_str(&rest[..19], "%Y-%m-%d %H:%M:%S").unwrap();
            (time - midnight()).num_milliseconds()
        });
        let (since, next) = (times.next().unwrap(), times.next().unwrap());
        let after = number_behind(&asked.q, "id > ");
        let rows = self.rows.iter().filter(|(id, (at, _))| *at >= since && (*at >= next || **id > after));
        let mut rows: Vec<_> = rows.map(|(id, (at, version))| (at / 1000, *id, *version)).collect();
        rows.sort_unstable();
        rows.truncate(asked.limit);
        let shown = |(second, id, version): (i64, i64, usize)| {
            let modified = midnight() + TimeDelta::seconds(second);
            json!({"id": id.to_string(), "v": version.to_string(),
                "modified": modified.format("%Y-%m-%dT%H:%M:%S").to_string()})
        };
        rows.into_iter().map(shown).collect()
    }
}

fn midnight() -> NaiveDateTime {
    NaiveDate::from_ymd_opt(2026, 11, 1).unwrap().and_hms_opt(0, 0, 0).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn the_last_version_of_every_row_comes_and_twice_only_from_the_last_second_of_a_look(
        changes in prop::collection::vec(prop::collection::vec((0..9_i64, 0..20_000_i64), 0..2), 0..300),
        size in 1..6_u32,
    ) {
        #[derive(Debug, Deserialize)]
        struct Version {
            id: i64,
            v: usize,
            modified: NaiveDateTime,
        }
        let ledger = Arc::new(Mutex::new(Ledger { changes: changes.into(), ..Ledger::default() }));
        let answering = Arc::clone(&ledger);
        let netsuite = netsuite(move |asked| {
            let mut ledger = answering.lock().unwrap();
            ledger.go_on();
            Ok(ledger.answer(&asked))
        });
        let (mut stored, mut latest, mut seen) = (None::<String>, BTreeMap::new(), BTreeMap::new());
        loop {
            let quiet = ledger.lock().unwrap().is_quiet();
            let mark = stored.as_deref().map_or_else(Mark::default, |text| serde_json::from_str(text).unwrap());
            let query = netsuite.suiteql(CHANGES).with_page_size(size);
            let last_second = mark.modified();
            let changes = query.changes("id", mark).with_overlap(Duration::from_secs(60));
            let changed = block_on(changes.all::<Version>()).unwrap();
            for row in changed.rows {
                let times = seen.entry((row.id, row.v)).or_insert(0);
                *times += 1;
                prop_assert!(*times == 1 || *times == 2 && row.modified == last_second, "{:?} came again", row);
                let version = latest.entry(row.id).or_insert(row.v);
                *version = row.v.max(*version);
            }
            stored = Some(serde_json::to_string(&changed.mark).unwrap());
            if quiet {
                break;
            }
        }
        let ledger = ledger.lock().unwrap();
        let expected: BTreeMap<_, _> = ledger.rows.iter().map(|(id, (_, version))| (*id, *version)).collect();
        prop_assert_eq!(latest, expected);
    }
}

/// Rows that change while somebody looks, as they are in one page.
fn changing(rows: &Arc<Mutex<Vec<Value>>>) -> NetSuite {
    let rows = Arc::clone(rows);
    netsuite(move |_| Ok(rows.lock().unwrap().clone()))
}

#[tokio::test]
async fn a_row_that_is_saved_again_in_the_same_second_comes_again_and_then_no_more() {
    let row = |id: i64, second: u32| json!({"id": id, "modified": format!("2026-11-01T00:00:0{second}")});
    let rows = Arc::new(Mutex::new(vec![row(1, 1), row(2, 2)]));
    let netsuite = changing(&rows);
    let mut mark = Mark::default();
    let mut look = async || {
        let changed = netsuite.suiteql(CHANGES).changes("id", mark.clone()).all::<Numbered>().await.unwrap();
        mark = changed.mark;
        changed.rows.into_iter().map(|row| row.id).collect::<Vec<_>>()
    };
    assert_eq!(look().await, [1, 2]);
    // Whether row 2 was saved again within its second, nobody can tell.
    assert_eq!(look().await, [2]);
    assert!(look().await.is_empty());
    rows.lock().unwrap().push(row(3, 5));
    assert_eq!(look().await, [3]);
}

#[tokio::test]
async fn one_odd_row_does_not_stop_the_others_and_the_mark_goes_past_it() {
    #[derive(Debug, PartialEq, Deserialize)]
    struct Order {
        id: i64,
        total: i64,
    }
    let row = |id: i64, total: &str| json!({"id": id, "total": total, "modified": format!("2026-11-01T00:00:0{id}")});
    let rows = Arc::new(Mutex::new(vec![row(1, "5"), row(2, "Jane Doe"), row(3, "7")]));
    let netsuite = changing(&rows);
    let look = async |mark: Mark| netsuite.suiteql(CHANGES).changes("id", mark).all::<Order>().await.unwrap();
    let changed = look(Mark::default()).await;
    assert_eq!(changed.rows, [Order { id: 1, total: 5 }, Order { id: 3, total: 7 }]);
    let [odd] = changed.odd.as_slice() else { panic!("one row is odd: {:?}", changed.odd) };
    assert_eq!((odd.key, odd.modified), (2, midnight() + TimeDelta::seconds(2)));
    assert_eq!(odd.problem.to_string(), "at total: not a number");
    assert!(!format!("{odd:?}").contains("Jane"));
    assert!(look(changed.mark.clone()).await.odd.is_empty());
    // Put right, it is another version of the row.
    rows.lock().unwrap()[1] = row(2, "6");
    assert!(look(changed.mark).await.rows.contains(&Order { id: 2, total: 6 }));
}

#[tokio::test]
async fn a_mark_takes_some_twenty_bytes_for_a_row_and_is_read_back() {
    let row = |id: usize| json!({"id": 100_000 + id, "modified": format!("2026-11-01T00:00:{:02}", id / 50)});
    let rows: Vec<Value> = (0..900).map(row).collect();
    let netsuite = changing(&Arc::new(Mutex::new(rows)));
    let changed = netsuite.suiteql(CHANGES).changes("id", Mark::default()).all::<Numbered>().await.unwrap();
    let stored = serde_json::to_string(&changed.mark).unwrap();
    assert!(stored.len() < 900 * 22, "{} bytes", stored.len());
    assert_eq!(serde_json::from_str::<Mark>(&stored).unwrap(), changed.mark);
}

#[tokio::test]
async fn rows_that_are_not_in_the_order_of_their_changes_are_refused() {
    for (rows, reason) in [
        (json!([{"id": 1, "modified": "8/5/2025"}]), "column modified is missing or not like"),
        (json!([{"modified": "2026-11-01T00:00:00"}]), "column id is missing"),
        (
            json!([{"id": 1, "modified": "2026-11-02T00:00:00"}, {"id": 2, "modified": "2026-11-01T00:00:00"}]),
            "at row 2, the rows do not go up",
        ),
    ] {
        let netsuite = netsuite(move |_| Ok(rows.as_array().unwrap().clone()));
        let changes = netsuite.suiteql(CHANGES).changes("id", Mark::default());
        let error = changes.all::<Numbered>().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Config);
        assert!(error.to_string().contains(reason), "{error}");
    }
}

// ---- What an account has --------------------------------------------------------------------------------------

/// An account that lacks these columns and tables, by what stands in a query that names them.
fn account_without(lacking: &'static [(&'static str, &'static str)]) -> (NetSuite, Arc<Mutex<Vec<String>>>) {
    let asked = Arc::new(Mutex::new(Vec::new()));
    let seen = Arc::clone(&asked);
    let netsuite = netsuite(move |call| {
        let is_short =
            ["FETCH FIRST 1 ROWS ONLY", "FETCH FIRST 2 ROWS ONLY"].iter().any(|end| call.q.ends_with(end));
        assert!(is_short || call.limit == 1000, "{}", call.q);
        seen.lock().unwrap().push(call.q.clone());
        match lacking.iter().find(|(part, _)| call.q.contains(part)) {
            Some((_, complaint)) => Err((*complaint).to_owned()),
            None => Ok(Vec::new()),
        }
    });
    (netsuite, asked)
}

#[tokio::test]
async fn a_probe_names_the_column_that_is_missing_and_asks_for_one_row() {
    let (netsuite, asked) = account_without(&[(
        "nope",
        "Search error occurred: Unknown identifier 'nope'. Available identifiers are: {}",
    )]);
    let error = netsuite.suiteql("SELECT nope FROM item").probe().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Config);
    assert!(error.to_string().contains("column nope"), "{error}");
    assert_eq!(*asked.lock().unwrap(), ["SELECT nope FROM item\nFETCH FIRST 1 ROWS ONLY"]);
    netsuite.suiteql("SELECT id FROM item").probe().await.unwrap();
}

#[tokio::test]
async fn the_ready_queries_name_everything_that_an_account_lacks_at_once() {
    let (netsuite, _) = account_without(&[
        (
            "custitem_amz_sku",
            "Search error occurred: Unknown identifier 'custitem_amz_sku'. Available identifiers are: {}",
        ),
        ("kititemmember", "Invalid search query. Invalid search type: kititemmember."),
        ("trackingnumbermap", "Record 'trackingnumbermap' was not found."),
    ]);
    let error = Queries::new(&netsuite).probe().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Config);
    let text = error.to_string();
    for missing in [
        "column custitem_amz_sku (for items)",
        // What a kit's members have is part of the stock.
        "table kititemmember (for stock)",
        "table kititemmember (for kit members)",
        "table trackingnumbermap (for tracking numbers)",
    ] {
        assert!(text.contains(missing), "{text}");
    }
    assert!(!text.contains("prices"), "{text}");
}

#[tokio::test]
async fn an_account_without_currencies_is_asked_without_them() {
    let (netsuite, asked) = account_without(&[(
        ".currency",
        "Search error occurred: Unknown identifier 'currency'. Available identifiers are: {}",
    )]);
    let queries = Queries::new(&netsuite).probe().await.unwrap();
    asked.lock().unwrap().clear();
    let levels = [InternalId::new("1").unwrap()];
    queries.prices(&levels).try_collect::<Vec<_>>().await.unwrap();
    queries.open_invoices(&[netsuite_client::ExternalId::new("AMZ-1").unwrap()]).await.unwrap();
    assert_eq!(asked.lock().unwrap().len(), 2);
    assert!(asked.lock().unwrap().iter().all(|q| !q.contains("currency")));
}

const NO_CURRENCY: &str =
    "Search error occurred: Unknown identifier 'currency'. Available identifiers are: {}";

#[tokio::test]
async fn a_currency_that_only_prices_or_only_invoices_have_is_not_left_out() {
    for (hidden, missing) in [
        ("p.currency", "column currency (for prices)"),
        ("t.currency", "column currency (for open invoices), column currency (for open invoices of orders)"),
    ] {
        let (netsuite, _) = account_without(if hidden == "p.currency" {
            &[("p.currency", NO_CURRENCY)]
        } else {
            &[("t.currency", NO_CURRENCY)]
        });
        let error = Queries::new(&netsuite).probe().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Config);
        assert!(error.to_string().contains(missing), "{error}");
    }
}

#[tokio::test]
async fn currencies_that_are_hidden_everywhere_are_not_left_out_where_there_are_several() {
    for (currencies, is_fit) in [(2, false), (1, true)] {
        let netsuite = netsuite(move |asked| {
            if asked.q.contains(".currency") {
                return Err(NO_CURRENCY.to_owned());
            }
            let count = if asked.q.contains("FROM currency") { currencies } else { 0 };
            Ok((1..=count).map(|id| json!({"id": id})).collect())
        });
        let probed = Queries::new(&netsuite).probe().await;
        assert_eq!(probed.is_ok(), is_fit, "{currencies} currencies");
    }
}

#[tokio::test]
async fn columns_that_an_account_can_do_without_are_not_asked_for() {
    let (netsuite, asked) = account_without(&[
        ("i.upccode", "Search error occurred: Unknown identifier 'upccode'. Available identifiers are: {}"),
        ("i.subtype", "Field 'subtype' for record 'item' was not found."),
        ("so.otherrefnum", "Field 'otherrefnum' for record 'transaction' is NOT_EXPOSED."),
    ]);
    let fields = serde_json::from_value(json!({"amazon_sku": null, "amazon_order_id": null})).unwrap();
    let queries = Queries::new(&netsuite).with_fields(fields).probe().await.unwrap();
    asked.lock().unwrap().clear();
    queries.changed_items(Mark::default()).try_collect::<Vec<_>>().await.unwrap();
    queries.shipped_fulfillments(Mark::default()).try_collect::<Vec<_>>().await.unwrap();
    let asked = asked.lock().unwrap();
    assert_eq!(asked.len(), 2);
    for column in ["upccode", "subtype", "otherrefnum", "amazon_sku", "amazon_order_id"] {
        assert!(asked.iter().all(|q| !q.contains(column)), "{column}: {asked:?}");
    }
}

#[tokio::test]
async fn thousands_of_ids_are_asked_for_in_lists_that_netsuite_takes() {
    let lengths = Arc::new(Mutex::new(Vec::new()));
    let seen = Arc::clone(&lengths);
    let netsuite = netsuite(move |asked| {
        let list = asked.q.split_once(" IN (").unwrap().1.split_once(')').unwrap().0;
        seen.lock().unwrap().push(list.split(',').count());
        Ok(Vec::new())
    });
    let ids: Vec<InternalId> = (1..=2_001).map(|id| InternalId::new(id.to_string()).unwrap()).collect();
    let queries = Queries::new(&netsuite);
    assert!(queries.tracking_numbers(&ids).await.unwrap().is_empty());
    assert_eq!(*lengths.lock().unwrap(), [1000, 1000, 1]);
    assert!(queries.tracking_numbers(&[]).await.unwrap().is_empty());
    assert_eq!(lengths.lock().unwrap().len(), 3);
    // In two lists, one id would bring its rows twice.
    let twice = [&ids[..1_000], &ids[..1_000]].concat();
    assert!(queries.tracking_numbers(&twice).await.unwrap().is_empty());
    assert_eq!(lengths.lock().unwrap()[3..], [1000]);
}
