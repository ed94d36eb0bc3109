//! SuiteQL: a rewritten query, run by SQLite over tables that mirror the records.

use std::{collections::BTreeMap, time::Duration};

use chrono::{DateTime, FixedOffset, TimeDelta, Utc};
use rusqlite::{Connection, config::DbConfig, params_from_iter, types::Value as Cell};
use serde_json::{Map, Value, json};

use super::{
    functions::{self, Titles, moment, shown},
    sql::{self, Account, Rewritten},
    store::{Body, Key, Record, Store},
    tables::{self, Calendar, Catalog, Row},
    wire::{Detail, INVALID_CONTENT, INVALID_PARAMETER, Refusal},
};

/// No page lies beyond this row.
const LAST_ROW: usize = 100_000;

/// A query as a request states it.
#[derive(Debug, Clone)]
pub(super) struct Query {
    text: String,
    params: Vec<Cell>,
    limit: usize,
    offset: usize,
}

impl Query {
    pub(super) fn parse(body: &Body, limit: Option<&str>, offset: Option<&str>) -> Result<Self, Refusal> {
        if let Some(unknown) = body.keys().find(|name| !["q", "params"].contains(&name.as_str())) {
            let text = format!("Unknown property '{unknown}' in the request body.");
            return Err(Detail::new(INVALID_CONTENT, text).at(unknown.as_str()).into());
        }
        let Some(text) = body.get("q").and_then(Value::as_str) else {
            return Err(Detail::new(INVALID_CONTENT, "The request body has no query.").at("q").into());
        };
        let limit = page_number("limit", limit, 1000)?;
        let offset = page_number("offset", offset, 0)?;
        if limit == 0 || limit > 1000 {
            return Err(bad_page("limit", "must be between 1 and 1000"));
        }
        if offset % limit != 0 {
            return Err(bad_page("offset", "must be divisible by the limit"));
        }
        Ok(Self { text: text.to_owned(), params: bindings(body.get("params"))?, limit, offset })
    }
}

fn page_number(name: &'static str, text: Option<&str>, default: usize) -> Result<usize, Refusal> {
    text.map_or(Ok(default), |text| text.parse().map_err(|_| bad_page(name, "must be a number")))
}

fn bad_page(name: &'static str, why: &str) -> Refusal {
    Detail::new(INVALID_PARAMETER, format!("Invalid value of the query parameter '{name}': it {why}."))
        .query(name)
        .into()
}

fn bindings(params: Option<&Value>) -> Result<Vec<Cell>, Refusal> {
    let refused = || Detail::new(INVALID_CONTENT, "Parameters must be texts or numbers.").at("params").into();
    let params = match params {
        None => return Ok(Vec::new()),
        Some(Value::Array(params)) => params,
        Some(_) => return Err(refused()),
    };
    params
        .iter()
        .map(|param| match param {
            // An empty text is null, as in the database behind NetSuite.
            Value::String(text) if text.is_empty() => Ok(Cell::Null),
            Value::String(text) => Ok(Cell::Text(text.clone())),
            Value::Number(number) => Ok(tables::number_cell(number)),
            _ => Err(refused()),
        })
        .collect()
}

/// The tables, brought up to date when a query comes.
#[derive(Debug, Default)]
pub(super) struct Mirror {
    db: Option<Connection>,
    custom_columns: usize,
    catalog: Catalog,
    titles: Titles,
    /// Where each record's rows are: table and number of the row.
    placed: BTreeMap<Key, Vec<(String, i64)>>,
    deleted: usize,
    calendar: Calendar,
    /// How long after a write queries show it.
    lag: (Duration, Duration),
    /// What was written and does not show yet, and when it will.
    coming: BTreeMap<Key, DateTime<Utc>>,
}

impl Mirror {
    /// Sets the account's clock, by the instants from which it is so far from UTC. Every row is to be made anew then.
    pub(super) fn set_zone(&mut self, zone: BTreeMap<DateTime<Utc>, FixedOffset>) {
        self.calendar.zone = zone;
        self.begin_again(0);
    }

    pub(super) fn set_lag(&mut self, min: Duration, max: Duration) {
        self.lag = (min, max);
    }

    /// From now on the custom field holds a day or a time. Every row is to be made anew then.
    pub(super) fn add_date(&mut self, field: &str) {
        self.calendar.dates.insert(field.to_lowercase());
        self.begin_again(0);
    }

    fn begin_again(&mut self, custom_columns: usize) {
        let (calendar, lag, coming) =
            (std::mem::take(&mut self.calendar), self.lag, std::mem::take(&mut self.coming));
        *self = Self { custom_columns, calendar, lag, coming, ..Self::default() };
    }

    /// Runs the query and answers one page of it; `href` is the address it was sent to.
    pub(super) fn run(
        &mut self,
        store: &mut Store,
        query: &Query,
        href: &str,
        now: DateTime<Utc>,
        rng: &mut fastrand::Rng,
    ) -> Result<Value, Refusal> {
        // A failure here is the simulator's own and must not look like a bad query.
        self.refresh(store, now, rng).map_err(|_| Refusal::usual(500))?;
        let db = self.db.as_ref().ok_or_else(|| Refusal::usual(500))?;
        let sysdate = moment(self.calendar.local(now));
        let account = Account { catalog: &self.catalog, sysdate: &sysdate, dates: &self.calendar.dates };
        let rewritten = sql::rewrite(&query.text, &query.params, &account)?;
        let rows = select(db, &rewritten).map_err(|error| translated(&error, &rewritten))?;
        Ok(page(rows, query, href))
    }

    fn refresh(
        &mut self,
        store: &mut Store,
        now: DateTime<Utc>,
        rng: &mut fastrand::Rng,
    ) -> rusqlite::Result<()> {
        let custom_columns = store.custom_fields().count();
        if self.custom_columns != custom_columns {
            self.begin_again(custom_columns);
        }
        let db = match self.db.take() {
            Some(db) => db,
            None => open(store, &self.titles)?,
        };
        for key in store.take_changed() {
            let lag = self.picked_lag(rng);
            let shows =
                |record: &Record| record.modified.checked_add_signed(lag).unwrap_or(DateTime::<Utc>::MAX_UTC);
            self.coming.insert(key, store.get(key).map_or(now, shows));
        }
        let written = std::mem::take(&mut self.coming).into_iter();
        let (due, coming): (BTreeMap<_, _>, BTreeMap<_, _>) =
            written.partition(|(_, shows)| *shows <= now || self.is_prompt());
        self.coming = coming;
        let batch = db.unchecked_transaction()?;
        for key in due.into_keys() {
            self.erase(&db, key)?;
            if let Some(record) = store.get(key) {
                self.place(&db, store, record)?;
            }
        }
        for deleted in store.deleted().iter().skip(self.deleted) {
            let at = self.calendar.local(deleted.at);
            let row = tables::tombstone(deleted.kind, deleted.id, &deleted.title, at);
            insert_row(&db, "deletedrecord", &row)?;
        }
        self.deleted = store.deleted().len();
        batch.commit()?;
        if self.catalog.is_empty() {
            self.catalog = Catalog::of(&db)?;
        }
        self.db = Some(db);
        Ok(())
    }

    fn is_prompt(&self) -> bool {
        self.lag.1.is_zero()
    }

    fn picked_lag(&self, rng: &mut fastrand::Rng) -> TimeDelta {
        if self.is_prompt() {
            return TimeDelta::zero();
        }
        let millis = |lag: Duration| u64::try_from(lag.as_millis()).unwrap_or(u64::MAX);
        let picked = rng.u64(millis(self.lag.0)..=millis(self.lag.1.max(self.lag.0)));
        TimeDelta::from_std(Duration::from_millis(picked)).unwrap_or(TimeDelta::MAX)
    }

    fn erase(&mut self, db: &Connection, key: Key) -> rusqlite::Result<()> {
        for (table, row) in self.placed.remove(&key).into_iter().flatten() {
            db.prepare_cached(&format!("DELETE FROM [{table}] WHERE rowid = ?"))?.execute([row])?;
        }
        Ok(())
    }

    fn place(&mut self, db: &Connection, store: &Store, record: &Record) -> rusqlite::Result<()> {
        let table = tables::table(record.kind);
        if !self.catalog.has_table(&table) {
            tables::create_for(db, record.kind)?;
            self.catalog = Catalog::default();
        }
        self.titles.put(&table, record.id, record.title());
        let mut placed = Vec::new();
        for (table, row) in tables::rows(store, record, &self.calendar) {
            insert_row(db, &table, &row)?;
            placed.push((table, db.last_insert_rowid()));
        }
        self.placed.insert(record.key(), placed);
        Ok(())
    }
}

fn open(store: &Store, titles: &Titles) -> rusqlite::Result<Connection> {
    let db = Connection::open_in_memory()?;
    // Otherwise SQLite takes an unknown quoted name for a text.
    db.set_db_config(DbConfig::SQLITE_DBCONFIG_DQS_DML, false)?;
    // Of SQLite's own accord, LIKE takes a letter for its other case.
    db.execute_batch("PRAGMA case_sensitive_like = ON")?;
    // More shapes of statements than the sixteen that are kept by default.
    db.set_prepared_statement_cache_capacity(64);
    tables::create(&db, store)?;
    functions::register(&db, titles)?;
    Ok(db)
}

fn insert_row(db: &Connection, table: &str, row: &Row) -> rusqlite::Result<()> {
    let names: Vec<_> = row.iter().map(|(name, _)| format!("[{name}]")).collect();
    let marks = vec!["?"; row.len()].join(", ");
    let statement = format!("INSERT INTO [{table}] ({}) VALUES ({marks})", names.join(", "));
    db.prepare_cached(&statement)?.execute(params_from_iter(row.iter().map(|(_, cell)| cell)))?;
    Ok(())
}

fn select(db: &Connection, query: &Rewritten) -> rusqlite::Result<Vec<Map<String, Value>>> {
    let mut statement = db.prepare_cached(&query.text)?;
    let names = column_names(statement.column_names());
    let mut rows = statement.query(params_from_iter(&query.params))?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let mut item = Map::new();
        item.insert("links".into(), json!([]));
        for (index, name) in names.iter().enumerate() {
            // Null columns are left out of the row.
            item.extend(shown(row.get_ref(index)?).map(|text| (name.clone(), text.into())));
        }
        found.push(item);
        if found.len() == LAST_ROW {
            break;
        }
    }
    Ok(found)
}

/// Repeated names are numbered.
fn column_names<'a>(names: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut known: Vec<String> = Vec::new();
    for name in names {
        let mut candidates =
            std::iter::once(name.to_owned()).chain((1..).map(|repeat| format!("{name}_{repeat}")));
        let free = candidates.find(|candidate| !known.contains(candidate));
        known.push(free.unwrap_or_else(|| name.to_owned()));
    }
    known
}

fn page(rows: Vec<Map<String, Value>>, query: &Query, href: &str) -> Value {
    let total = rows.len();
    let items: Vec<_> = rows.into_iter().skip(query.offset).take(query.limit).collect();
    let has_more = query.offset + items.len() < total;
    let mut links = vec![json!({"rel": "self", "href": href})];
    if has_more {
        let (limit, next) = (query.limit, query.offset + query.limit);
        links.push(json!({"rel": "next", "href": format!("{href}?limit={limit}&offset={next}")}));
    }
    json!({
        "links": links,
        "count": items.len(),
        "hasMore": has_more,
        "items": items,
        "offset": query.offset,
        "totalResults": total,
    })
}

pub(super) fn invalid_query(what: &str) -> Refusal {
    let text = format!("Invalid search query. Detailed unprocessed description follows. {what}");
    Detail::new(INVALID_PARAMETER, text).query("q").into()
}

pub(super) fn search_error(what: &str) -> Refusal {
    invalid_query(&format!("Search error occurred: {what}"))
}

fn translated(error: &rusqlite::Error, query: &Rewritten) -> Refusal {
    let message = match error {
        rusqlite::Error::SqlInputError { msg, .. } => msg.clone(),
        rusqlite::Error::SqliteFailure(_, Some(message)) => message.clone(),
        other => other.to_string(),
    };
    if let Some(column) = message.strip_prefix("no such column: ") {
        let column = column.rsplit('.').next().unwrap_or(column).to_lowercase();
        return sql::unknown_identifier(&column, &query.tables);
    }
    match message.strip_prefix("no such table: ") {
        Some(table) => invalid_query(&format!("Invalid search type: {}.", table.to_lowercase())),
        None => search_error(&format!("Invalid or unsupported search. {message}")),
    }
}
