//! SuiteQL: a rewritten query, run by SQLite over tables that mirror the records.

use std::fmt::Write as _;

use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, Timelike, Utc};
use rusqlite::{
    Connection,
    config::DbConfig,
    functions::{Context, FunctionFlags},
    params_from_iter,
    types::{Value as Cell, ValueRef},
};
use serde_json::{Map, Value, json};

use super::{
    schema::{self, Family},
    sql::{self, Rewritten},
    store::{Body, Key, Record, Store, number_text, reference_id},
    wire::{Detail, INVALID_CONTENT, INVALID_PARAMETER, Refusal},
};

/// No page lies beyond this row.
const LAST_ROW: usize = 100_000;

/// Marks a text as a date or time: such cells sort like their text and are shown in the account's format.
const MOMENT: char = '\u{1}';

const TABLES: &[(&str, &str)] = &[
    (
        "transaction",
        "id INTEGER PRIMARY KEY, type TEXT, recordtype TEXT, tranid TEXT, externalid TEXT, otherrefnum TEXT, status TEXT, \
         entity INTEGER, currency INTEGER, exchangerate REAL, foreigntotal REAL, foreignamountunpaid REAL, \
         trandate TEXT, createddate TEXT, lastmodifieddate TEXT, memo TEXT, email TEXT, voided TEXT",
    ),
    (
        "transactionline",
        "[transaction] INTEGER, id INTEGER, uniquekey INTEGER, linesequencenumber INTEGER, item INTEGER, itemtype TEXT, \
         quantity REAL, rate REAL, netamount REAL, foreignamount REAL, mainline TEXT, taxline TEXT, iscogs TEXT, \
         assemblycomponent TEXT, kitcomponent TEXT, isclosed TEXT, memo TEXT, location INTEGER, entity INTEGER, \
         linelastmodifieddate TEXT",
    ),
    (
        "item",
        "id INTEGER PRIMARY KEY, itemid TEXT, displayname TEXT, itemtype TEXT, subtype TEXT, externalid TEXT, \
         isinactive TEXT, upccode TEXT, parent INTEGER, description TEXT, createddate TEXT, lastmodifieddate TEXT",
    ),
    (
        "customer",
        "id INTEGER PRIMARY KEY, entityid TEXT, externalid TEXT, email TEXT, companyname TEXT, firstname TEXT, \
         lastname TEXT, isperson TEXT, subsidiary INTEGER, currency INTEGER, phone TEXT, isinactive TEXT, \
         datecreated TEXT, lastmodifieddate TEXT",
    ),
    (
        "currency",
        "id INTEGER PRIMARY KEY, name TEXT, symbol TEXT, isbasecurrency TEXT, currencyprecision INTEGER, isinactive TEXT",
    ),
    ("subsidiary", "id INTEGER PRIMARY KEY, name TEXT, externalid TEXT, currency INTEGER, isinactive TEXT"),
    ("location", "id INTEGER PRIMARY KEY, name TEXT, externalid TEXT, subsidiary INTEGER, isinactive TEXT"),
    (
        "account",
        "id INTEGER PRIMARY KEY, acctnumber TEXT, accountsearchdisplayname TEXT, accttype TEXT, externalid TEXT, \
         currency INTEGER, isinactive TEXT",
    ),
];

pub(super) fn is_table(name: &str) -> bool {
    TABLES.iter().any(|(table, _)| table.eq_ignore_ascii_case(name))
}

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
            Value::String(text) => Ok(Cell::Text(text.clone())),
            Value::Number(number) => Ok(number_cell(number)),
            _ => Err(refused()),
        })
        .collect()
}

fn number_cell(number: &serde_json::Number) -> Cell {
    number.as_i64().map_or_else(|| number.as_f64().map_or(Cell::Null, Cell::Real), Cell::Integer)
}

/// The tables, brought up to date when a query comes.
#[derive(Debug, Default)]
pub(super) struct Mirror {
    db: Option<Connection>,
    custom_columns: usize,
}

impl Mirror {
    /// Runs the query and answers one page of it; `href` is the address it was sent to.
    pub(super) fn run(
        &mut self,
        store: &mut Store,
        query: &Query,
        href: &str,
        now: DateTime<Utc>,
    ) -> Result<Value, Refusal> {
        let sysdate = moment(now.naive_utc());
        let rewritten = sql::rewrite(&query.text, &sysdate)?;
        if rewritten.placeholders != query.params.len() {
            let text =
                format!("{} parameters for {} placeholders.", query.params.len(), rewritten.placeholders);
            return Err(search_error(&text));
        }
        // A failure here is the simulator's own and must not look like a bad query.
        let db = self.refreshed(store).map_err(|_| Refusal::usual(500))?;
        let rows = select(db, &rewritten, &query.params).map_err(|error| translated(&error, &rewritten))?;
        Ok(page(rows, query, href))
    }

    fn refreshed(&mut self, store: &mut Store) -> rusqlite::Result<&Connection> {
        let custom_columns = store.custom_fields().count();
        if self.custom_columns != custom_columns {
            self.db = None;
        }
        self.custom_columns = custom_columns;
        let db = match self.db.take() {
            Some(db) => db,
            None => open(store)?,
        };
        let changed = store.take_changed();
        let batch = db.unchecked_transaction()?;
        for key in changed {
            erase(&db, key)?;
            if let Some(record) = store.get(key) {
                insert(&db, store, record)?;
            }
        }
        batch.commit()?;
        Ok(self.db.insert(db))
    }
}

fn open(store: &Store) -> rusqlite::Result<Connection> {
    let db = Connection::open_in_memory()?;
    // Otherwise SQLite takes an unknown quoted name for a text.
    db.set_db_config(DbConfig::SQLITE_DBCONFIG_DQS_DML, false)?;
    for (table, columns) in TABLES {
        db.execute_batch(&format!("CREATE TABLE [{table}] ({columns})"))?;
    }
    let mut known = std::collections::BTreeSet::new();
    for (owner, field) in store.custom_fields() {
        let Some(table) = table_of_owner(owner) else { continue };
        // Two transaction types may declare the same body field.
        if known.insert((table, field.to_lowercase())) {
            db.execute_batch(&format!("ALTER TABLE [{table}] ADD COLUMN [{}] TEXT", field.to_lowercase()))?;
        }
    }
    db.execute_batch(
        "CREATE INDEX by_externalid ON [transaction] (externalid);
         CREATE INDEX by_transaction ON transactionline ([transaction])",
    )?;
    register(&db)?;
    Ok(db)
}

fn register(db: &Connection) -> rusqlite::Result<()> {
    let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC;
    db.create_scalar_function("TO_CHAR", -1, flags, |context| Ok(to_char(context)))?;
    db.create_scalar_function("TO_DATE", 2, flags, |context| to_moment(context))?;
    db.create_scalar_function("TO_TIMESTAMP", 2, flags, |context| to_moment(context))?;
    db.create_scalar_function("TRUNC", 1, flags, |context| truncated(context))?;
    db.create_scalar_function("BUILTIN_DF", 1, flags, |context| context.get::<Cell>(0))
}

fn table_of_owner(owner: &str) -> Option<&'static str> {
    let (kind, list) = owner.split_once('.').map_or((owner, None), |(kind, list)| (kind, Some(list)));
    let kind = schema::kind(kind)?;
    match list {
        None => Some(table(kind.family)),
        Some("item") if kind.is_transaction() => Some("transactionline"),
        Some(_) => None,
    }
}

fn table(family: Family) -> &'static str {
    match family {
        Family::Transaction => "transaction",
        Family::Entity => "customer",
        Family::Item => "item",
        Family::Location => "location",
        Family::Subsidiary => "subsidiary",
        Family::Currency => "currency",
        Family::Account => "account",
    }
}

type Row = Vec<(String, Cell)>;

fn erase(db: &Connection, (family, id): Key) -> rusqlite::Result<()> {
    db.execute(&format!("DELETE FROM [{}] WHERE id = ?", table(family)), [id])?;
    if family == Family::Transaction {
        db.execute("DELETE FROM transactionline WHERE [transaction] = ?", [id])?;
    }
    Ok(())
}

fn insert(db: &Connection, store: &Store, record: &Record) -> rusqlite::Result<()> {
    let mut row: Row = vec![("id".into(), record.id.into())];
    let columns = match record.kind.family {
        Family::Transaction => sale_columns(record),
        Family::Entity => customer_columns(record),
        Family::Item => item_columns(record),
        _ => list_columns(record),
    };
    row.extend(columns.into_iter().map(|(name, cell)| (name.to_owned(), cell)));
    row.extend(custom_columns(store, record.kind.name, &record.body));
    insert_row(db, table(record.kind.family), &row)?;
    if record.kind.is_transaction() {
        insert_row(db, "transactionline", &main_line(record))?;
        for line in record.lines("item") {
            let mut row = item_line(store, record, line);
            row.extend(custom_columns(store, &format!("{}.item", record.kind.name), line));
            insert_row(db, "transactionline", &row)?;
        }
    }
    Ok(())
}

fn insert_row(db: &Connection, table: &str, row: &Row) -> rusqlite::Result<()> {
    let names: Vec<_> = row.iter().map(|(name, _)| format!("[{name}]")).collect();
    let marks = vec!["?"; row.len()].join(", ");
    let statement = format!("INSERT INTO [{table}] ({}) VALUES ({marks})", names.join(", "));
    db.prepare_cached(&statement)?.execute(params_from_iter(row.iter().map(|(_, cell)| cell)))?;
    Ok(())
}

fn sale_columns(record: &Record) -> Vec<(&'static str, Cell)> {
    vec![
        ("type", text(record.kind.code)),
        ("recordtype", text(&record.kind.name.to_lowercase())),
        ("externalid", external_id(record)),
        ("tranid", field(&record.body, "tranId")),
        ("otherrefnum", field(&record.body, "otherRefNum")),
        ("memo", field(&record.body, "memo")),
        ("email", field(&record.body, "email")),
        ("status", field(&record.body, "status")),
        ("entity", field(&record.body, "entity")),
        ("currency", field(&record.body, "currency")),
        ("exchangerate", field(&record.body, "exchangeRate")),
        ("foreigntotal", field(&record.body, "total")),
        ("foreignamountunpaid", field(&record.body, "amountRemaining")),
        ("trandate", day(record.text("tranDate"))),
        ("createddate", moment_cell(record.created)),
        ("lastmodifieddate", moment_cell(record.modified)),
        ("voided", text("F")),
    ]
}

fn customer_columns(record: &Record) -> Vec<(&'static str, Cell)> {
    vec![
        ("externalid", external_id(record)),
        ("entityid", field(&record.body, "entityId")),
        ("email", field(&record.body, "email")),
        ("phone", field(&record.body, "phone")),
        ("companyname", field(&record.body, "companyName")),
        ("firstname", field(&record.body, "firstName")),
        ("lastname", field(&record.body, "lastName")),
        ("isperson", flag(record, "isPerson")),
        ("isinactive", flag(record, "isInactive")),
        ("subsidiary", field(&record.body, "subsidiary")),
        ("currency", field(&record.body, "currency")),
        ("datecreated", moment_cell(record.created)),
        ("lastmodifieddate", moment_cell(record.modified)),
    ]
}

fn item_columns(record: &Record) -> Vec<(&'static str, Cell)> {
    let subtype = if record.kind.name.ends_with("SaleItem") { text("Sale") } else { Cell::Null };
    vec![
        ("externalid", external_id(record)),
        ("itemid", field(&record.body, "itemId")),
        ("displayname", field(&record.body, "displayName")),
        ("itemtype", text(record.kind.code)),
        ("subtype", subtype),
        ("isinactive", flag(record, "isInactive")),
        ("upccode", field(&record.body, "upcCode")),
        ("parent", field(&record.body, "parent")),
        ("description", field(&record.body, "description")),
        ("createddate", moment_cell(record.created)),
        ("lastmodifieddate", moment_cell(record.modified)),
    ]
}

fn list_columns(record: &Record) -> Vec<(&'static str, Cell)> {
    let mut columns = vec![("isinactive", flag(record, "isInactive"))];
    match record.kind.family {
        Family::Currency => {
            let symbol = record.text("symbol").unwrap_or_default();
            columns.extend([
                ("name", field(&record.body, "name")),
                ("symbol", field(&record.body, "symbol")),
                ("isbasecurrency", flag(record, "isBaseCurrency")),
                ("currencyprecision", i64::from(schema::minor_digits(symbol)).into()),
            ]);
        }
        Family::Account => columns.extend([
            ("externalid", external_id(record)),
            ("acctnumber", field(&record.body, "acctNumber")),
            ("accountsearchdisplayname", field(&record.body, "acctName")),
            ("accttype", field(&record.body, "acctType")),
            ("currency", field(&record.body, "currency")),
        ]),
        Family::Subsidiary => columns.extend([
            ("externalid", external_id(record)),
            ("name", field(&record.body, "name")),
            ("currency", field(&record.body, "currency")),
        ]),
        _ => columns.extend([
            ("externalid", external_id(record)),
            ("name", field(&record.body, "name")),
            ("subsidiary", field(&record.body, "subsidiary")),
        ]),
    }
    columns
}

/// The line that stands for the header: its amount has the header's sign.
fn main_line(record: &Record) -> Row {
    let mut row = line_row(record, "T");
    row.extend([
        ("id".to_owned(), Cell::Integer(0)),
        ("netamount".to_owned(), field(&record.body, "total")),
        ("foreignamount".to_owned(), field(&record.body, "total")),
        ("memo".to_owned(), field(&record.body, "memo")),
    ]);
    row
}

/// Item lines of a sale carry the opposite sign: stock and revenue leave.
fn item_line(store: &Store, record: &Record, line: &Body) -> Row {
    let item = line.get("item").and_then(reference_id).and_then(|id| store.get((Family::Item, id)));
    let number = line.get("line").and_then(Value::as_i64).unwrap_or_default();
    let unique = line.get("lineUniqueKey").and_then(number_text).and_then(|key| key.parse().ok());
    let mut row = line_row(record, "F");
    let cells = [
        ("id", number.into()),
        ("uniquekey", unique.map_or(Cell::Null, Cell::Integer)),
        ("linesequencenumber", number.into()),
        ("item", field(line, "item")),
        ("itemtype", item.map_or(Cell::Null, |item| text(item.kind.code))),
        ("quantity", negated(line, "quantity")),
        ("rate", field(line, "rate")),
        ("netamount", negated(line, "amount")),
        ("foreignamount", negated(line, "amount")),
        ("isclosed", if line.get("isClosed") == Some(&Value::Bool(true)) { text("T") } else { text("F") }),
        ("memo", field(line, "description")),
        ("location", field(line, "location")),
    ];
    row.extend(cells.map(|(name, cell)| (name.to_owned(), cell)));
    row
}

fn line_row(record: &Record, mainline: &str) -> Row {
    let mut row: Row = vec![
        ("transaction".into(), record.id.into()),
        ("entity".into(), field(&record.body, "entity")),
        ("linelastmodifieddate".into(), moment_cell(record.modified)),
        ("mainline".into(), text(mainline)),
    ];
    row.extend(
        ["taxline", "iscogs", "assemblycomponent", "kitcomponent"].map(|name| (name.to_owned(), text("F"))),
    );
    row
}

fn custom_columns(store: &Store, owner: &str, body: &Body) -> Row {
    let declared =
        store.custom_fields().filter(|(declared, _)| *declared == owner && table_of_owner(owner).is_some());
    declared.map(|(_, name)| (name.to_lowercase(), field(body, name))).collect()
}

fn text(text: &str) -> Cell {
    // An empty text is null here, as in the database behind NetSuite.
    if text.is_empty() { Cell::Null } else { Cell::Text(text.to_owned()) }
}

fn flag(record: &Record, name: &str) -> Cell {
    text(if record.flag(name) { "T" } else { "F" })
}

fn external_id(record: &Record) -> Cell {
    text(record.external_id.as_deref().unwrap_or_default())
}

fn field(body: &Body, name: &str) -> Cell {
    match body.get(name) {
        Some(Value::String(value)) => text(value),
        Some(Value::Bool(value)) => text(if *value { "T" } else { "F" }),
        Some(Value::Number(number)) => number_cell(number),
        Some(Value::Object(value)) => {
            value.get("id").and_then(number_text).map_or(Cell::Null, |id| text(&id))
        }
        _ => Cell::Null,
    }
}

fn negated(body: &Body, name: &str) -> Cell {
    match field(body, name) {
        Cell::Integer(0) => Cell::Integer(0),
        Cell::Integer(value) => Cell::Integer(-value),
        // Not -0.0.
        Cell::Real(value) => Cell::Real(0.0 - value),
        other => other,
    }
}

fn moment(at: NaiveDateTime) -> String {
    format!("{MOMENT}{}", at.format("%Y-%m-%d %H:%M:%S"))
}

fn moment_cell(at: DateTime<Utc>) -> Cell {
    Cell::Text(moment(at.naive_utc()))
}

fn day(date: Option<&str>) -> Cell {
    date.map_or(Cell::Null, |date| Cell::Text(format!("{MOMENT}{date} 00:00:00")))
}

fn as_moment(text: &str) -> Option<NaiveDateTime> {
    NaiveDateTime::parse_from_str(text.strip_prefix(MOMENT)?, "%Y-%m-%d %H:%M:%S").ok()
}

fn to_char(context: &Context<'_>) -> Cell {
    let value = context.get_raw(0);
    let ValueRef::Text(_) = value else { return shown(value).map_or(Cell::Null, Cell::Text) };
    let format = if context.len() > 1 { context.get_raw(1).as_str().ok() } else { None };
    let text = value.as_str().unwrap_or_default();
    match (as_moment(text), format) {
        (Some(at), Some(format)) => Cell::Text(formatted(at, format)),
        _ => shown(value).map_or(Cell::Null, Cell::Text),
    }
}

fn to_moment(context: &Context<'_>) -> rusqlite::Result<Cell> {
    let (ValueRef::Text(_), Ok(format)) = (context.get_raw(0), context.get_raw(1).as_str()) else {
        return Ok(Cell::Null);
    };
    let text: String = context.get(0)?;
    match parsed(&text, format) {
        Some(at) => Ok(Cell::Text(moment(at))),
        None => Err(rusqlite::Error::UserFunctionError("the text does not match the date format".into())),
    }
}

fn truncated(context: &Context<'_>) -> rusqlite::Result<Cell> {
    Ok(match context.get(0)? {
        Cell::Real(value) => Cell::Real(value.trunc()),
        Cell::Text(text) => {
            let midnight = as_moment(&text).and_then(|at| at.date().and_hms_opt(0, 0, 0));
            midnight.map_or(Cell::Null, |at| Cell::Text(moment(at)))
        }
        other => other,
    })
}

/// The parts of a date format: `YYYY MM DD HH24 MI SS`, quoted texts, anything else as it stands.
fn format_parts(format: &str) -> Vec<&str> {
    const CODES: [&str; 7] = ["YYYY", "HH24", "MM", "DD", "HH", "MI", "SS"];
    let mut parts = Vec::new();
    let mut rest = format;
    while let Some(first) = rest.chars().next() {
        let code = CODES
            .iter()
            .find(|code| rest.get(..code.len()).is_some_and(|head| head.eq_ignore_ascii_case(code)));
        let quoted = rest.strip_prefix('"').and_then(|tail| tail.find('"')).map(|end| end + 2);
        let length = code.map(|code| code.len()).or(quoted).unwrap_or(first.len_utf8());
        let (part, tail) = rest.split_at(length);
        parts.push(part);
        rest = tail;
    }
    parts
}

fn formatted(at: NaiveDateTime, format: &str) -> String {
    format_parts(format).into_iter().fold(String::new(), |mut out, part| {
        // Writing to a String cannot fail.
        let _ = match part.to_ascii_uppercase().as_str() {
            "YYYY" => write!(out, "{:04}", at.year()),
            "MM" => write!(out, "{:02}", at.month()),
            "DD" => write!(out, "{:02}", at.day()),
            "HH24" | "HH" => write!(out, "{:02}", at.hour()),
            "MI" => write!(out, "{:02}", at.minute()),
            "SS" => write!(out, "{:02}", at.second()),
            _ => write!(out, "{}", part.trim_matches('"')),
        };
        out
    })
}

fn parsed(text: &str, format: &str) -> Option<NaiveDateTime> {
    let (mut year, mut month, mut day, mut hour, mut minute, mut second) = (0, 1, 1, 0, 0, 0);
    let mut rest = text;
    for part in format_parts(format) {
        let slot = match part.to_ascii_uppercase().as_str() {
            "YYYY" => &mut year,
            "MM" => &mut month,
            "DD" => &mut day,
            "HH24" | "HH" => &mut hour,
            "MI" => &mut minute,
            "SS" => &mut second,
            _ => {
                rest = rest.strip_prefix(part.trim_matches('"'))?;
                continue;
            }
        };
        let width = if part.eq_ignore_ascii_case("YYYY") { 4 } else { 2 };
        *slot = rest.get(..width)?.parse::<u32>().ok()?;
        rest = rest.get(width..)?;
    }
    if !rest.is_empty() {
        return None;
    }
    NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day)?.and_hms_opt(hour, minute, second)
}

fn select(db: &Connection, query: &Rewritten, params: &[Cell]) -> rusqlite::Result<Vec<Map<String, Value>>> {
    let mut statement = db.prepare_cached(&query.text)?;
    let names = column_names(statement.column_names());
    let mut rows = statement.query(params_from_iter(params))?;
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

/// Lower case; `exprN` for expressions without an alias; repeated names are numbered.
fn column_names<'a>(names: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut known: Vec<String> = Vec::new();
    for (index, name) in names.enumerate() {
        let plain = name.starts_with(|c: char| c.is_ascii_alphabetic())
            && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
        let name = if plain { name.to_lowercase() } else { format!("expr{}", index + 1) };
        let candidates = std::iter::once(name.clone()).chain((1..).map(|repeat| format!("{name}_{repeat}")));
        let free = candidates.into_iter().find(|candidate| !known.contains(candidate));
        known.push(free.unwrap_or(name));
    }
    known
}

/// A cell as text: numbers too, dates in the account's format with the time dropped.
fn shown(value: ValueRef<'_>) -> Option<String> {
    match value {
        ValueRef::Null | ValueRef::Blob(_) => None,
        ValueRef::Integer(number) => Some(number.to_string()),
        ValueRef::Real(number) => Some(real_text(number)),
        ValueRef::Text(_) => {
            let text = value.as_str().ok()?;
            Some(as_moment(text).map_or_else(|| text.to_owned(), |at| at.format("%-m/%-d/%Y").to_string()))
        }
    }
}

/// Six decimals are below any amount's precision and above the error of a sum of doubles.
fn real_text(number: f64) -> String {
    let text = format!("{number:.6}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
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
        let known: Vec<_> = query.tables.iter().map(|(alias, table)| format!("{alias}={table}")).collect();
        let known = known.join(", ");
        return search_error(&format!(
            "Unknown identifier '{column}'. Available identifiers are: {{{known}}}"
        ));
    }
    match message.strip_prefix("no such table: ") {
        Some(table) => invalid_query(&format!("Invalid search type: {}.", table.to_lowercase())),
        None => search_error(&format!("Invalid or unsupported search. {message}")),
    }
}
