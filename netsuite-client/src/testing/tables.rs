//! SuiteQL's tables, and the rows of a record in them.
//!
//! A record fills its own table by the names of its JSON fields, and further tables by its sublists: lines, links to
//! the documents it came from, prices, stock, kit members, tracking numbers. What a record does not say is null.

use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet},
};

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime, TimeDelta, Utc};
use rusqlite::{Connection, types::Value as Cell};
use serde_json::Value;

use super::{
    functions::{day_cell, moment_cell, words},
    schema::{self, Family, Kind},
    store::{Body, Record, Store, number_text, reference_id},
};

/// How an account tells time.
#[derive(Debug, Clone, Default)]
pub(super) struct Calendar {
    /// How far its clock is from UTC, from each of these instants on; before the first it shows UTC.
    pub(super) zone: BTreeMap<DateTime<Utc>, FixedOffset>,
    /// The custom fields that hold a day or a time, in lower case.
    pub(super) dates: BTreeSet<String>,
}

impl Calendar {
    /// What the account's clock shows.
    pub(super) fn local(&self, at: DateTime<Utc>) -> NaiveDateTime {
        let offset = self.zone.range(..=at).next_back().map_or(0, |(_, offset)| offset.local_minus_utc());
        at.naive_utc() + TimeDelta::seconds(offset.into())
    }

    /// The record with its times as the account's clock showed them.
    fn dated<'a>(&self, record: &'a Record) -> Cow<'a, Record> {
        if self.zone.is_empty() {
            return Cow::Borrowed(record);
        }
        let mut dated = record.clone();
        dated.created = self.local(record.created).and_utc();
        dated.modified = self.local(record.modified).and_utc();
        Cow::Owned(dated)
    }

    /// The value of a custom field that holds a day or a time.
    fn date(&self, value: &Value) -> Cell {
        let said = value.as_str().unwrap_or_default();
        match (said.parse::<DateTime<Utc>>(), said.parse::<NaiveDate>()) {
            (Ok(at), _) => moment_cell(self.local(at)),
            (_, Ok(_)) => day_cell(said),
            _ => text(said),
        }
    }
}

/// Where a column's value comes from.
#[derive(Debug, Clone, Copy)]
enum Source {
    Id,
    ExternalId,
    /// The record type's name in lower case.
    Type,
    /// The record type's code.
    Code,
    /// How other records show it.
    Title,
    Status,
    /// What the header comes to, negative for what is owed to others.
    Total,
    Field(&'static str),
    /// The first of two fields that has a value.
    Either(&'static str, &'static str),
    /// `T` or `F`, never null.
    Flag(&'static str),
    Day(&'static str),
    Created,
    Modified,
    /// `Sale` for items that are only sold.
    Subtype,
    /// Decimals of the currency's amounts.
    Precision,
    Text(&'static str),
    /// The key of an address that the transaction holds.
    AddressKey(&'static str),
}

use Source::{
    AddressKey, Code, Created, Day, Either, ExternalId, Field, Flag, Id, Modified, Precision, Status,
    Subtype, Text, Title, Total, Type,
};

type Column = (&'static str, &'static str, Source);

const KEY: &str = "INTEGER PRIMARY KEY";

const TRANSACTION: &[Column] = &[
    ("id", KEY, Id),
    ("type", "TEXT", Code),
    ("recordtype", "TEXT", Type),
    ("tranid", "TEXT", Field("tranId")),
    ("transactionnumber", "TEXT", Field("transactionNumber")),
    ("externalid", "TEXT", ExternalId),
    ("otherrefnum", "TEXT", Field("otherRefNum")),
    ("status", "TEXT", Status),
    ("entity", "INTEGER", Either("entity", "customer")),
    ("currency", "INTEGER", Field("currency")),
    ("exchangerate", "REAL", Field("exchangeRate")),
    ("foreigntotal", "REAL", Total),
    ("foreignamountpaid", "REAL", Field("amountPaid")),
    ("foreignamountunpaid", "REAL", Field("amountRemaining")),
    ("postingperiod", "INTEGER", Field("postingPeriod")),
    ("terms", "INTEGER", Field("terms")),
    ("paymentmethod", "INTEGER", Field("paymentMethod")),
    ("shippingaddress", "INTEGER", AddressKey("shippingAddress")),
    ("billingaddress", "INTEGER", AddressKey("billingAddress")),
    ("trandate", "TEXT", Day("tranDate")),
    ("duedate", "TEXT", Day("dueDate")),
    ("shipdate", "TEXT", Day("shipDate")),
    ("createddate", "TEXT", Created),
    ("lastmodifieddate", "TEXT", Modified),
    ("memo", "TEXT", Field("memo")),
    ("email", "TEXT", Field("email")),
    ("voided", "TEXT", Text("F")),
];

const CUSTOMER: &[Column] = &[
    ("id", KEY, Id),
    ("entityid", "TEXT", Field("entityId")),
    ("externalid", "TEXT", ExternalId),
    ("email", "TEXT", Field("email")),
    ("companyname", "TEXT", Field("companyName")),
    ("altname", "TEXT", Either("altName", "companyName")),
    ("fullname", "TEXT", Title),
    ("firstname", "TEXT", Field("firstName")),
    ("lastname", "TEXT", Field("lastName")),
    ("isperson", "TEXT", Flag("isPerson")),
    ("currency", "INTEGER", Field("currency")),
    ("parent", "INTEGER", Field("parent")),
    ("terms", "INTEGER", Field("terms")),
    ("pricelevel", "INTEGER", Field("priceLevel")),
    ("category", "INTEGER", Field("category")),
    ("salesrep", "INTEGER", Field("salesRep")),
    ("receivablesaccount", "INTEGER", Field("receivablesAccount")),
    ("creditlimit", "REAL", Field("creditLimit")),
    ("phone", "TEXT", Field("phone")),
    ("isinactive", "TEXT", Flag("isInactive")),
    ("datecreated", "TEXT", Created),
    ("lastmodifieddate", "TEXT", Modified),
];

const ITEM: &[Column] = &[
    ("id", KEY, Id),
    ("itemid", "TEXT", Field("itemId")),
    ("fullname", "TEXT", Field("itemId")),
    ("displayname", "TEXT", Field("displayName")),
    ("itemtype", "TEXT", Code),
    ("subtype", "TEXT", Subtype),
    ("externalid", "TEXT", ExternalId),
    ("isinactive", "TEXT", Flag("isInactive")),
    ("isonline", "TEXT", Flag("isOnline")),
    ("upccode", "TEXT", Field("upcCode")),
    ("mpn", "TEXT", Field("mpn")),
    ("manufacturer", "TEXT", Field("manufacturer")),
    ("parent", "INTEGER", Field("parent")),
    ("matrixtype", "TEXT", Field("matrixType")),
    ("location", "INTEGER", Field("location")),
    ("incomeaccount", "INTEGER", Field("incomeAccount")),
    ("cogsaccount", "INTEGER", Field("cogsAccount")),
    ("assetaccount", "INTEGER", Field("assetAccount")),
    ("cost", "REAL", Field("cost")),
    ("averagecost", "REAL", Field("averageCost")),
    ("totalquantityonhand", "REAL", Field("totalQuantityOnHand")),
    ("weight", "REAL", Field("weight")),
    ("weightunit", "INTEGER", Field("weightUnit")),
    ("description", "TEXT", Field("description")),
    ("createddate", "TEXT", Created),
    ("lastmodifieddate", "TEXT", Modified),
];

const CURRENCY: &[Column] = &[
    ("id", KEY, Id),
    ("name", "TEXT", Field("name")),
    ("symbol", "TEXT", Field("symbol")),
    ("isbasecurrency", "TEXT", Flag("isBaseCurrency")),
    ("currencyprecision", "INTEGER", Precision),
    ("exchangerate", "REAL", Field("exchangeRate")),
    ("isinactive", "TEXT", Flag("isInactive")),
];

const SUBSIDIARY: &[Column] = &[
    ("id", KEY, Id),
    ("name", "TEXT", Field("name")),
    ("fullname", "TEXT", Field("name")),
    ("externalid", "TEXT", ExternalId),
    ("currency", "INTEGER", Field("currency")),
    ("email", "TEXT", Field("email")),
    ("url", "TEXT", Field("url")),
    ("isinactive", "TEXT", Flag("isInactive")),
];

const LOCATION: &[Column] = &[
    ("id", KEY, Id),
    ("name", "TEXT", Field("name")),
    ("fullname", "TEXT", Field("name")),
    ("externalid", "TEXT", ExternalId),
    ("subsidiary", "INTEGER", Field("subsidiary")),
    ("parent", "INTEGER", Field("parent")),
    ("locationtype", "INTEGER", Field("locationType")),
    ("isinactive", "TEXT", Flag("isInactive")),
    ("lastmodifieddate", "TEXT", Modified),
];

const ACCOUNT: &[Column] = &[
    ("id", KEY, Id),
    ("acctnumber", "TEXT", Field("acctNumber")),
    ("accountsearchdisplayname", "TEXT", Field("acctName")),
    ("fullname", "TEXT", Field("acctName")),
    ("accttype", "TEXT", Field("acctType")),
    ("description", "TEXT", Field("description")),
    ("currency", "INTEGER", Field("currency")),
    ("parent", "INTEGER", Field("parent")),
    ("isinactive", "TEXT", Flag("isInactive")),
];

const PRICE_LEVEL: &[Column] = &[
    ("id", KEY, Id),
    ("name", "TEXT", Field("name")),
    ("discountpct", "REAL", Field("discountPct")),
    ("isonline", "TEXT", Flag("isOnline")),
    ("isinactive", "TEXT", Flag("isInactive")),
    ("lastmodifieddate", "TEXT", Modified),
];

const PERIOD: &[Column] = &[
    ("id", KEY, Id),
    ("periodname", "TEXT", Field("periodName")),
    ("startdate", "TEXT", Day("startDate")),
    ("enddate", "TEXT", Day("endDate")),
    ("closed", "TEXT", Flag("closed")),
    ("isposting", "TEXT", Flag("isPosting")),
    ("isquarter", "TEXT", Flag("isQuarter")),
    ("isyear", "TEXT", Flag("isYear")),
];

/// Departments and classes.
const SEGMENT: &[Column] = &[
    ("id", KEY, Id),
    ("name", "TEXT", Field("name")),
    ("fullname", "TEXT", Field("name")),
    ("externalid", "TEXT", ExternalId),
    ("parent", "INTEGER", Field("parent")),
    ("subsidiary", "INTEGER", Field("subsidiary")),
    ("isinactive", "TEXT", Flag("isInactive")),
    ("lastmodifieddate", "TEXT", Modified),
];

/// Terms and payment methods.
const CHOICE: &[Column] =
    &[("id", KEY, Id), ("name", "TEXT", Field("name")), ("isinactive", "TEXT", Flag("isInactive"))];

/// Shipping methods and tax codes.
const CHARGE: &[Column] =
    &[("id", KEY, Id), ("itemid", "TEXT", Field("itemId")), ("isinactive", "TEXT", Flag("isInactive"))];

const CUSTOM_RECORD: &[Column] = &[
    ("id", KEY, Id),
    ("name", "TEXT", Field("name")),
    ("externalid", "TEXT", ExternalId),
    ("isinactive", "TEXT", Flag("isInactive")),
    ("owner", "INTEGER", Field("owner")),
    ("created", "TEXT", Created),
    ("lastmodified", "TEXT", Modified),
];

/// The tables that records are kept in.
const RECORDS: &[(&str, &[Column])] = &[
    ("transaction", TRANSACTION),
    ("customer", CUSTOMER),
    ("item", ITEM),
    ("currency", CURRENCY),
    ("subsidiary", SUBSIDIARY),
    ("location", LOCATION),
    ("account", ACCOUNT),
    ("pricelevel", PRICE_LEVEL),
    ("accountingperiod", PERIOD),
    ("department", SEGMENT),
    ("classification", SEGMENT),
    ("term", CHOICE),
    ("paymentmethod", CHOICE),
    ("shipitem", CHARGE),
    ("salestaxitem", CHARGE),
];

/// Tables that an account has and that are not here: asking for one is not the caller's mistake.
pub(super) const NOT_SIMULATED: [&str; 12] = [
    "customeraddressbookentityaddress",
    "customeritempricing",
    "customfield",
    "inventoryassignment",
    "inventorybalance",
    "inventorynumber",
    "itemfulfillmentpackage",
    "itemmember",
    "itemprice",
    "transactionaccountingline",
    "unitstype",
    "unitstypeuom",
];

/// The tables that addresses of transactions are kept in, and the fields that hold them.
const ADDRESSES: [(&str, &str); 2] =
    [("transactionshippingaddress", "shippingAddress"), ("transactionbillingaddress", "billingAddress")];

/// The tables that parts of records are kept in. A name with a tilde cannot be asked for.
const PARTS: &str = "
    CREATE TABLE transactionline (
        [transaction] INTEGER, id INTEGER, uniquekey INTEGER, linesequencenumber INTEGER, item INTEGER, itemtype TEXT,
        quantity REAL, rate REAL, netamount REAL, foreignamount REAL, mainline TEXT, taxline TEXT, iscogs TEXT,
        assemblycomponent TEXT, kitcomponent TEXT, isclosed TEXT, memo TEXT, location INTEGER, entity INTEGER,
        subsidiary INTEGER, department INTEGER, class INTEGER, price INTEGER, expenseaccount INTEGER,
        createdfrom INTEGER, quantityshiprecv REAL, quantitybilled REAL, quantitybackordered REAL,
        linelastmodifieddate TEXT);
    CREATE TABLE [~link] (
        previousdoc INTEGER, previousline INTEGER, nextdoc INTEGER, nextline INTEGER, linktype TEXT,
        foreignamount REAL, lastmodifieddate TEXT);
    CREATE TABLE inventoryitemlocations (
        item INTEGER, location INTEGER, quantityavailable REAL, quantityonhand REAL, quantitycommitted REAL,
        quantitybackordered REAL, quantityintransit REAL, quantityonorder REAL, reorderpoint REAL,
        preferredstocklevel REAL, lastquantityavailablechange TEXT);
    CREATE TABLE kititemmember (parentitem INTEGER, item INTEGER, quantity REAL, linenumber INTEGER);
    CREATE TABLE pricing (
        internalid INTEGER, item INTEGER, pricelevel INTEGER, currency INTEGER, quantity REAL, unitprice REAL);
    CREATE TABLE trackingnumber (id INTEGER PRIMARY KEY, trackingnumber TEXT);
    CREATE TABLE trackingnumbermap ([transaction] INTEGER, trackingnumber INTEGER);
    CREATE TABLE transactionshippingaddress (
        nkey INTEGER PRIMARY KEY, addressee TEXT, attention TEXT, addr1 TEXT, addr2 TEXT, addr3 TEXT, city TEXT,
        state TEXT, zip TEXT, country TEXT, addrphone TEXT, override TEXT);
    CREATE TABLE transactionbillingaddress (
        nkey INTEGER PRIMARY KEY, addressee TEXT, attention TEXT, addr1 TEXT, addr2 TEXT, addr3 TEXT, city TEXT,
        state TEXT, zip TEXT, country TEXT, addrphone TEXT, override TEXT);
    CREATE TABLE customersubsidiaryrelationship (entity INTEGER, subsidiary INTEGER, isprimarysub TEXT);
    CREATE TABLE deletedrecord (
        recordid INTEGER, recordtypeid INTEGER, type TEXT, scriptid TEXT, name TEXT, context TEXT, deleteddate TEXT,
        iscustomrecord TEXT, iscustomlist TEXT, iscustomtransaction TEXT);
    CREATE TABLE dual (dummy TEXT);
    INSERT INTO dual VALUES ('X');
    CREATE INDEX by_externalid ON [transaction] (externalid);
    CREATE INDEX by_transaction ON transactionline ([transaction]);
    CREATE INDEX by_next ON [~link] (nextdoc);
    CREATE INDEX by_previous ON [~link] (previousdoc);
    CREATE VIEW previoustransactionlinelink AS
        SELECT link.previousdoc AS previousdoc, link.previousline AS previousline, previous.type AS previoustype,
               link.nextdoc AS nextdoc, link.nextline AS nextline, next.type AS nexttype, link.linktype AS linktype,
               link.foreignamount AS foreignamount, link.lastmodifieddate AS lastmodifieddate
        FROM [~link] link
        JOIN [transaction] previous ON previous.id = link.previousdoc
        JOIN [transaction] next ON next.id = link.nextdoc;
    CREATE VIEW nexttransactionlinelink AS SELECT * FROM previoustransactionlinelink;
    CREATE VIEW aggregateitemlocation AS
        SELECT item, location, quantityavailable, quantityonhand, quantitycommitted, quantitybackordered,
               quantityonorder, quantityintransit
        FROM inventoryitemlocations";

/// Columns of parts that hold a day or a time.
const MOMENTS: [&str; 4] =
    ["linelastmodifieddate", "lastmodifieddate", "lastquantityavailablechange", "deleteddate"];

/// Columns that refer to a record, and the table that it is in.
const REFERENCES: &[(&str, &str)] = &[
    ("account", "account"),
    ("assetaccount", "account"),
    ("class", "classification"),
    ("cogsaccount", "account"),
    ("createdfrom", "transaction"),
    ("currency", "currency"),
    ("department", "department"),
    ("entity", "customer"),
    ("expenseaccount", "account"),
    ("incomeaccount", "account"),
    ("item", "item"),
    ("location", "location"),
    ("nextdoc", "transaction"),
    ("parentitem", "item"),
    ("paymentmethod", "paymentmethod"),
    ("postingperiod", "accountingperiod"),
    ("previousdoc", "transaction"),
    ("pricelevel", "pricelevel"),
    ("receivablesaccount", "account"),
    ("subsidiary", "subsidiary"),
    ("terms", "term"),
    ("transaction", "transaction"),
];

/// The table of the record that a column refers to.
pub(super) fn target<'a>(table: &'a str, column: &str) -> Option<&'a str> {
    if column == "parent" {
        return Some(table);
    }
    REFERENCES.iter().find(|(name, _)| *name == column).map(|(_, target)| *target)
}

/// Whether a column of this name holds a day or a time, in whatever table.
pub(super) fn is_moment(column: &str) -> bool {
    let columns = RECORDS.iter().flat_map(|(_, columns)| columns.iter());
    let mut moments = columns
        .filter(|(_, _, source)| matches!(source, Source::Day(_) | Source::Created | Source::Modified));
    moments.any(|(name, ..)| *name == column) || MOMENTS.contains(&column)
}

/// Which tables and columns there are to ask for.
#[derive(Debug, Default)]
pub(super) struct Catalog(BTreeMap<String, BTreeSet<String>>);

impl Catalog {
    pub(super) fn of(db: &Connection) -> rusqlite::Result<Self> {
        let mut statement = db.prepare(
            "SELECT t.name, c.name FROM sqlite_schema t, pragma_table_info(t.name) c \
             WHERE t.type IN ('table', 'view') AND t.name NOT LIKE '~%'",
        )?;
        let mut rows = statement.query([])?;
        let mut tables = BTreeMap::<String, BTreeSet<String>>::new();
        while let Some(row) = rows.next()? {
            tables.entry(row.get(0)?).or_default().insert(row.get(1)?);
        }
        Ok(Self(tables))
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn has_table(&self, table: &str) -> bool {
        self.0.contains_key(table)
    }

    pub(super) fn has_column(&self, table: &str, column: &str) -> bool {
        self.0.get(table).is_some_and(|columns| columns.contains(column))
    }
}

/// Makes the tables, with the columns of declared custom fields.
pub(super) fn create(db: &Connection, store: &Store) -> rusqlite::Result<()> {
    for (table, columns) in RECORDS {
        create_table(db, table, columns)?;
    }
    db.execute_batch(PARTS)?;
    let mut known = BTreeSet::new();
    for (owner, field) in store.custom_fields() {
        let Some(table) = table_of_owner(owner) else { continue };
        if is_custom_record(&table) && known.insert((table.clone(), String::new())) {
            create_table(db, &table, CUSTOM_RECORD)?;
        }
        // Two transaction types may declare the same body field.
        if known.insert((table.clone(), field.to_lowercase())) {
            // Without a type, or SQLite would make texts of numbers and compare them so.
            db.execute_batch(&format!("ALTER TABLE [{table}] ADD COLUMN [{}]", field.to_lowercase()))?;
        }
    }
    Ok(())
}

/// Makes the table of a custom record type, unless it is there already.
pub(super) fn create_for(db: &Connection, kind: &Kind) -> rusqlite::Result<()> {
    let table = table(kind);
    if is_custom_record(&table) { create_table(db, &table, CUSTOM_RECORD) } else { Ok(()) }
}

fn create_table(db: &Connection, table: &str, columns: &[Column]) -> rusqlite::Result<()> {
    let columns: Vec<_> = columns.iter().map(|(name, form, _)| format!("[{name}] {form}")).collect();
    db.execute_batch(&format!("CREATE TABLE IF NOT EXISTS [{table}] ({})", columns.join(", ")))
}

fn is_custom_record(table: &str) -> bool {
    table.starts_with("customrecord")
}

/// The table of a record type.
pub(super) fn table(kind: &Kind) -> String {
    match kind.family {
        Family::Transaction => "transaction".to_owned(),
        Family::Item => "item".to_owned(),
        _ => kind.name.to_lowercase(),
    }
}

/// The table that has the custom fields of `salesOrder`, `salesOrder.item`, `customrecord_x`.
fn table_of_owner(owner: &str) -> Option<String> {
    let (kind, list) = owner.split_once('.').map_or((owner, None), |(kind, list)| (kind, Some(list)));
    if list.is_none() && is_custom_record(&kind.to_lowercase()) {
        return Some(kind.to_lowercase());
    }
    let kind = schema::kind(kind)?;
    match list {
        None => Some(table(kind)),
        Some(list) if kind.is_transaction() && LINES.contains(&list) => Some("transactionline".to_owned()),
        Some(_) => None,
    }
}

pub(super) type Row = Vec<(String, Cell)>;

/// The rows of a record, by table.
pub(super) fn rows(store: &Store, record: &Record, calendar: &Calendar) -> Vec<(String, Row)> {
    let dated = calendar.dated(record);
    let record: &Record = &dated;
    let table = table(record.kind);
    let known = RECORDS.iter().find(|(name, _)| *name == table).map(|(_, columns)| *columns);
    // Some records cannot be queried.
    let Some(columns) = known.or_else(|| is_custom_record(&table).then_some(CUSTOM_RECORD)) else {
        return Vec::new();
    };
    let mut row: Row =
        columns.iter().map(|(name, _, source)| ((*name).to_owned(), cell(record, *source))).collect();
    row.extend(custom_columns(store, calendar, record.kind.name, &record.body));
    let mut rows = vec![(table, row)];
    match record.kind.family {
        Family::Transaction => {
            let lines = lines(store, calendar, record);
            rows.extend(lines.into_iter().map(|row| ("transactionline".to_owned(), row)));
            rows.extend(links(record).into_iter().map(|row| ("~link".to_owned(), row)));
            rows.extend(packages(record));
            rows.extend(addresses(record));
        }
        Family::Item => {
            rows.extend(
                stock(record, calendar).into_iter().map(|row| ("inventoryitemlocations".to_owned(), row)),
            );
            rows.extend(members(record).into_iter().map(|row| ("kititemmember".to_owned(), row)));
            rows.extend(prices(record).into_iter().map(|row| ("pricing".to_owned(), row)));
        }
        Family::Entity if record.kind.name == "customer" => rows.extend(primary_subsidiary(record)),
        _ => {}
    }
    rows
}

/// What remains of a record that was deleted.
pub(super) fn tombstone(kind: &Kind, id: i64, title: &str, at: NaiveDateTime) -> Row {
    let is_custom = is_custom_record(&kind.name.to_lowercase());
    let name = if is_custom { kind.name.to_lowercase() } else { words(kind.name) };
    named([
        ("recordid", id.into()),
        ("type", text(&name)),
        ("scriptid", text(&kind.name.to_lowercase())),
        ("name", text(title)),
        ("context", text("RESTWebServices")),
        ("deleteddate", moment_cell(at)),
        ("iscustomrecord", flag(is_custom)),
        ("iscustomlist", flag(false)),
        ("iscustomtransaction", flag(false)),
    ])
}

fn named<const N: usize>(cells: [(&str, Cell); N]) -> Row {
    cells.into_iter().map(|(name, cell)| (name.to_owned(), cell)).collect()
}

fn cell(record: &Record, source: Source) -> Cell {
    let body = &record.body;
    match source {
        Id => record.id.into(),
        ExternalId => text(record.external_id.as_deref().unwrap_or_default()),
        Type => text(&record.kind.name.to_lowercase()),
        Code => text(record.kind.code),
        Title => text(&record.title()),
        Status => status(record),
        Total => signed(total_sign(record.kind), field(body, "total")),
        Field(name) => field(body, name),
        Either(one, other) => match field(body, one) {
            Cell::Null => field(body, other),
            found => found,
        },
        Flag(name) => flag(record.flag(name)),
        Day(name) => body.get(name).and_then(Value::as_str).map_or(Cell::Null, day_cell),
        Created => moment_cell(record.created.naive_utc()),
        Modified => moment_cell(record.modified.naive_utc()),
        Subtype => text(if record.kind.name.ends_with("SaleItem") { "Sale" } else { "" }),
        Precision => i64::from(schema::minor_digits(record.text("symbol").unwrap_or_default())).into(),
        Text(constant) => text(constant),
        AddressKey(name) => {
            let address = ADDRESSES.iter().position(|(_, field)| *field == name);
            let address = address.filter(|_| body.get(name).is_some_and(Value::is_object));
            address.map_or(Cell::Null, |which| address_key(record, which).into())
        }
    }
}

/// The letter alone. A fulfilment's is how far it has been shipped.
fn status(record: &Record) -> Cell {
    let names: &[&str] = match record.kind.name {
        "itemFulfillment" => &["shipStatus", "status"],
        _ => &["status", "orderStatus"],
    };
    let found = names.iter().map(|name| field(&record.body, name)).find(|cell| *cell != Cell::Null);
    found.unwrap_or(Cell::Null)
}

fn total_sign(kind: &Kind) -> i64 {
    if matches!(kind.name, "purchaseOrder" | "vendorBill") { -1 } else { 1 }
}

/// Lines of what is sold or shipped carry the opposite sign: stock and revenue leave.
fn line_sign(kind: &Kind) -> i64 {
    match kind.name {
        "salesOrder" | "invoice" | "cashSale" | "itemFulfillment" | "transferOrder" => -1,
        _ => 1,
    }
}

/// The sublists that become lines.
const LINES: [&str; 5] = ["item", "inventory", "line", "expense", "other"];

/// The lines of a sublist, wherever the record keeps it.
fn sublist<'a>(record: &'a Record, name: &str) -> Vec<&'a Body> {
    let kept = record.lines(name);
    if !kept.is_empty() {
        return kept.iter().collect();
    }
    let items = record.body.get(name).and_then(|list| list.get("items")).and_then(Value::as_array);
    items.into_iter().flatten().filter_map(Value::as_object).collect()
}

fn lines(store: &Store, calendar: &Calendar, record: &Record) -> Vec<Row> {
    let mut rows = vec![main_line(record)];
    let mut costs = Vec::new();
    for list in LINES {
        for line in sublist(record, list) {
            let mut row = item_line(store, record, line);
            row.extend(custom_columns(store, calendar, &format!("{}.{list}", record.kind.name), line));
            rows.push(row);
            if record.kind.name == "itemFulfillment" {
                costs.push(line);
            }
        }
    }
    let last = rows.len() as i64;
    rows.extend((1..).zip(costs).map(|(index, line)| cost_line(record, line, 10 * last + index)));
    rows
}

/// The line that stands for the header: its amount has the header's sign.
fn main_line(record: &Record) -> Row {
    let total = cell(record, Total);
    let mut row = line_row(record, "T", "F");
    row.extend(named([
        ("id", Cell::Integer(0)),
        ("uniquekey", unique_key(record, 0)),
        ("netamount", total.clone()),
        ("foreignamount", total),
        ("memo", field(&record.body, "memo")),
        ("location", field(&record.body, "location")),
    ]));
    row
}

fn item_line(store: &Store, record: &Record, line: &Body) -> Row {
    let item = line.get("item").and_then(reference_id).and_then(|id| store.get((Family::Item, id)));
    let unique = line.get("lineUniqueKey").and_then(number_text).and_then(|key| key.parse().ok());
    let sign = line_sign(record.kind);
    let (quantity, amount) = (quantity(line), amount(line));
    let is_component = field(line, "kitMemberOf") != Cell::Null;
    let location = match field(line, "location") {
        Cell::Null => field(&record.body, "location"),
        found => found,
    };
    let mut row = line_row(record, "F", "F");
    row.retain(|(name, _)| name != "kitcomponent");
    row.extend(named([
        ("id", line_number(line)),
        ("uniquekey", unique.map_or(Cell::Null, Cell::Integer)),
        ("linesequencenumber", line_number(line)),
        ("item", field(line, "item")),
        ("itemtype", item.map_or(Cell::Null, |item| text(item.kind.code))),
        ("quantity", signed(sign, quantity)),
        ("rate", field(line, "rate")),
        ("netamount", signed(sign, amount.clone())),
        ("foreignamount", signed(sign, amount)),
        ("kitcomponent", flag(is_component)),
        ("isclosed", flag(line.get("isClosed") == Some(&Value::Bool(true)))),
        ("memo", either(line, "description", "memo")),
        ("location", location),
        ("department", field(line, "department")),
        ("class", field(line, "class")),
        ("price", field(line, "price")),
        ("expenseaccount", field(line, "account")),
        ("quantityshiprecv", either(line, "quantityFulfilled", "quantityReceived")),
        ("quantitybilled", field(line, "quantityBilled")),
        ("quantitybackordered", field(line, "quantityBackOrdered")),
    ]));
    row
}

/// What a shipped line costs stands on a line of its own, with the opposite sign.
fn cost_line(record: &Record, line: &Body, number: i64) -> Row {
    let mut row = line_row(record, "F", "T");
    row.extend(named([
        ("id", number.into()),
        ("uniquekey", unique_key(record, number)),
        ("linesequencenumber", number.into()),
        ("item", field(line, "item")),
        ("quantity", quantity(line)),
        ("location", field(line, "location")),
    ]));
    row
}

/// Of a line that no sublist holds: behind all keys that the store gives to lines.
fn unique_key(record: &Record, line: i64) -> Cell {
    Cell::Integer(1_000_000_000 + record.id * 10_000 + line)
}

fn line_row(record: &Record, mainline: &str, iscogs: &str) -> Row {
    named([
        ("transaction", record.id.into()),
        ("entity", cell(record, Either("entity", "customer"))),
        ("subsidiary", field(&record.body, "subsidiary")),
        ("createdfrom", field(&record.body, "createdFrom")),
        ("linelastmodifieddate", moment_cell(record.modified.naive_utc())),
        ("mainline", text(mainline)),
        ("iscogs", text(iscogs)),
        ("taxline", text("F")),
        ("assemblycomponent", text("F")),
        ("kitcomponent", text("F")),
    ])
}

fn line_number(line: &Body) -> Cell {
    field(line, "line")
}

fn quantity(line: &Body) -> Cell {
    either(line, "quantity", "adjustQtyBy")
}

/// A line's amount; of a journal's line what it debits.
fn amount(line: &Body) -> Cell {
    match (field(line, "amount"), field(line, "debit"), field(line, "credit")) {
        (Cell::Null, Cell::Null, credit) => signed(-1, credit),
        (Cell::Null, debit, _) => debit,
        (amount, ..) => amount,
    }
}

fn either(body: &Body, one: &str, other: &str) -> Cell {
    match field(body, one) {
        Cell::Null => field(body, other),
        found => found,
    }
}

/// From each line to the line it was made of, and from a payment to what it pays.
fn links(record: &Record) -> Vec<Row> {
    let source = record.reference("createdFrom");
    let mut rows = Vec::new();
    for line in sublist(record, "item") {
        let order = line.get("orderDoc").and_then(reference_id).or(source);
        if let (Some(order), Cell::Integer(previous)) = (order, field(line, "orderLine")) {
            let link = (order, previous.into(), line_number(line));
            rows.push(link_row(record, link, link_type(record.kind), amount(line)));
        }
    }
    for line in sublist(record, "apply") {
        let paid = line.get("doc").and_then(reference_id);
        if let (Some(paid), Some(Value::Bool(true))) = (paid, line.get("apply")) {
            let link = (paid, Cell::Integer(0), Cell::Integer(0));
            rows.push(link_row(record, link, "Payment", field(line, "amount")));
        }
    }
    rows
}

fn link_row(record: &Record, link: (i64, Cell, Cell), kind: &str, amount: Cell) -> Row {
    let (previous, previous_line, line) = link;
    named([
        ("previousdoc", previous.into()),
        ("previousline", previous_line),
        ("nextdoc", record.id.into()),
        ("nextline", line),
        ("linktype", text(kind)),
        ("foreignamount", amount),
        ("lastmodifieddate", moment_cell(record.modified.naive_utc())),
    ])
}

fn link_type(kind: &Kind) -> &'static str {
    match kind.name {
        "itemFulfillment" | "itemReceipt" => "ShipRcpt",
        "invoice" | "cashSale" | "vendorBill" => "OrdBill",
        // Not seen in public for the others.
        _ => "",
    }
}

/// Tracking numbers, each once in its own table and once in the map.
fn packages(record: &Record) -> Vec<(String, Row)> {
    const LISTS: [(&str, &str); 4] = [
        ("package", "packageTrackingNumber"),
        ("packageUps", "packageTrackingNumberUps"),
        ("packageFedEx", "packageTrackingNumberFedEx"),
        ("packageUsps", "packageTrackingNumberUsps"),
    ];
    let found = LISTS.iter().flat_map(|(list, name)| {
        sublist(record, list)
            .into_iter()
            .map(move |package| field(package, name))
            .filter(|cell| *cell != Cell::Null)
    });
    let mut rows = Vec::new();
    for (index, number) in (1..).zip(found) {
        let id = Cell::Integer(record.id * 1000 + index);
        rows.push(("trackingnumber".to_owned(), named([("id", id.clone()), ("trackingnumber", number)])));
        let map = named([("transaction", record.id.into()), ("trackingnumber", id)]);
        rows.push(("trackingnumbermap".to_owned(), map));
    }
    rows
}

/// Stock by location. Kits have none of their own.
fn stock(record: &Record, calendar: &Calendar) -> Vec<Row> {
    if record.kind.name == "kitItem" {
        return Vec::new();
    }
    let row = |line: &Body| {
        let changed = line.get("lastQuantityAvailableChange").and_then(Value::as_str);
        let changed = changed.and_then(|at| at.parse::<DateTime<Utc>>().ok());
        let changed = changed.map_or(record.modified.naive_utc(), |at| calendar.local(at));
        named([
            ("item", record.id.into()),
            ("location", either(line, "location", "locationId")),
            ("quantityavailable", field(line, "quantityAvailable")),
            ("quantityonhand", field(line, "quantityOnHand")),
            ("quantitycommitted", field(line, "quantityCommitted")),
            ("quantitybackordered", field(line, "quantityBackOrdered")),
            ("quantityintransit", field(line, "quantityInTransit")),
            ("quantityonorder", field(line, "quantityOnOrder")),
            ("reorderpoint", field(line, "reorderPoint")),
            ("preferredstocklevel", field(line, "preferredStockLevel")),
            ("lastquantityavailablechange", moment_cell(changed)),
        ])
    };
    sublist(record, "locations").into_iter().map(row).collect()
}

/// What a kit or an assembly is made of.
fn members(record: &Record) -> Vec<Row> {
    if !matches!(record.kind.name, "kitItem" | "assemblyItem") {
        return Vec::new();
    }
    let row = |(index, line): (i64, &Body)| {
        let number = match field(line, "lineNumber") {
            Cell::Null => Cell::Integer(index),
            found => found,
        };
        named([
            ("parentitem", record.id.into()),
            ("item", field(line, "item")),
            ("quantity", field(line, "quantity")),
            ("linenumber", number),
        ])
    };
    (1..).zip(sublist(record, "member")).map(row).collect()
}

/// Prices by level, currency and least quantity.
fn prices(record: &Record) -> Vec<Row> {
    let priced = |(_, line): &(i64, &Body)| field(line, "price") != Cell::Null;
    let row = |(index, line): (i64, &Body)| {
        let least = line.get("quantity").and_then(|quantity| quantity.get("value")).map(value);
        named([
            ("internalid", Cell::Integer(record.id * 1000 + index)),
            ("item", record.id.into()),
            ("pricelevel", either(line, "priceLevel", "priceLevelId")),
            ("currency", either(line, "currencyPage", "currency")),
            ("quantity", least.unwrap_or_else(|| field(line, "quantity"))),
            ("unitprice", field(line, "price")),
        ])
    };
    (1..).zip(sublist(record, "price")).filter(priced).map(row).collect()
}

fn custom_columns(store: &Store, calendar: &Calendar, owner: &str, body: &Body) -> Row {
    let declared = store.custom_fields().filter(|(declared, _)| declared.eq_ignore_ascii_case(owner));
    let declared = declared.filter(|_| table_of_owner(owner).is_some());
    let column = |(_, name): (&str, &str)| {
        let column = name.to_lowercase();
        let date = body.get(name).filter(|_| calendar.dates.contains(&column));
        let cell = date.map_or_else(|| field(body, name), |date| calendar.date(date));
        (column, cell)
    };
    declared.map(column).collect()
}

fn address_key(record: &Record, which: usize) -> i64 {
    record.id * 10 + which as i64
}

/// Addresses, each in the table of its kind under the key that the transaction has.
fn addresses(record: &Record) -> Vec<(String, Row)> {
    let mut rows = Vec::new();
    for (which, (table, name)) in ADDRESSES.iter().enumerate() {
        let Some(Value::Object(address)) = record.body.get(*name) else { continue };
        let mut row = named([
            ("nkey", address_key(record, which).into()),
            ("addrphone", either(address, "addrPhone", "phone")),
            ("override", flag(address.get("override") == Some(&Value::Bool(true)))),
        ]);
        let lines = ["addressee", "attention", "addr1", "addr2", "addr3", "city", "state", "zip", "country"];
        row.extend(lines.map(|line| (line.to_owned(), field(address, line))));
        rows.push(((*table).to_owned(), row));
    }
    rows
}

fn primary_subsidiary(record: &Record) -> Option<(String, Row)> {
    let subsidiary = record.reference("subsidiary")?;
    let row = named([
        ("entity", record.id.into()),
        ("subsidiary", subsidiary.into()),
        ("isprimarysub", flag(true)),
    ]);
    Some(("customersubsidiaryrelationship".to_owned(), row))
}

fn text(text: &str) -> Cell {
    // An empty text is null here, as in the database behind NetSuite.
    if text.is_empty() { Cell::Null } else { Cell::Text(text.to_owned()) }
}

fn flag(is_set: bool) -> Cell {
    text(if is_set { "T" } else { "F" })
}

fn field(body: &Body, name: &str) -> Cell {
    body.get(name).map_or(Cell::Null, value)
}

fn value(value: &Value) -> Cell {
    match value {
        Value::String(value) => text(value),
        Value::Bool(value) => flag(*value),
        Value::Number(number) => number_cell(number),
        Value::Object(value) => {
            let id = value.get("id").and_then(number_text);
            id.map_or(Cell::Null, |id| id.parse().map_or_else(|_| text(&id), Cell::Integer))
        }
        _ => Cell::Null,
    }
}

pub(super) fn number_cell(number: &serde_json::Number) -> Cell {
    number.as_i64().map_or_else(|| number.as_f64().map_or(Cell::Null, Cell::Real), Cell::Integer)
}

fn signed(sign: i64, cell: Cell) -> Cell {
    match cell {
        Cell::Integer(value) => Cell::Integer(sign * value),
        // Not -0.0.
        Cell::Real(value) if sign < 0 => Cell::Real(0.0 - value),
        other => other,
    }
}
