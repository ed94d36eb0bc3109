//! The records an account holds, and what a write does to them once it has been accepted.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, SecondsFormat, Utc};
use rust_decimal::{Decimal, RoundingStrategy};
use serde_json::{Map, Value, json};

use super::{
    draft::Draft,
    schema::{self, Family, Kind, Shape},
    wire::{Detail, Refusal, USER_ERROR},
};

pub(super) type Body = Map<String, Value>;
pub(super) type Key = (Family, i64);

/// One record. References are held as `{"id": …}`, sublists apart from the body.
#[derive(Debug, Clone)]
pub(super) struct Record {
    pub(super) kind: &'static Kind,
    /// 0 until it is stored.
    pub(super) id: i64,
    pub(super) external_id: Option<String>,
    pub(super) body: Body,
    pub(super) lists: BTreeMap<&'static str, Vec<Body>>,
    pub(super) created: DateTime<Utc>,
    pub(super) modified: DateTime<Utc>,
}

impl Record {
    pub(super) fn blank(kind: &'static Kind, at: DateTime<Utc>) -> Self {
        Self {
            kind,
            id: 0,
            external_id: None,
            body: Body::new(),
            lists: BTreeMap::new(),
            created: at,
            modified: at,
        }
    }

    pub(super) fn key(&self) -> Key {
        (self.kind.family, self.id)
    }

    pub(super) fn text(&self, field: &str) -> Option<&str> {
        self.body.get(field)?.as_str()
    }

    pub(super) fn flag(&self, field: &str) -> bool {
        self.body.get(field).and_then(Value::as_bool).unwrap_or(false)
    }

    pub(super) fn reference(&self, field: &str) -> Option<i64> {
        reference_id(self.body.get(field)?)
    }

    /// The letter or code of a choice.
    pub(super) fn choice(&self, field: &str) -> Option<&str> {
        self.body.get(field)?.get("id")?.as_str()
    }

    pub(super) fn lines(&self, list: &str) -> &[Body] {
        self.lists.get(list).map_or(&[], Vec::as_slice)
    }

    /// How other records show this one.
    pub(super) fn title(&self) -> String {
        ["entityId", "itemId", "tranId", "name", "acctName", "symbol"]
            .iter()
            .find_map(|field| self.text(field))
            .map_or_else(|| self.id.to_string(), str::to_owned)
    }
}

/// What is remembered of a record that was deleted.
#[derive(Debug)]
pub(super) struct Deleted {
    pub(super) kind: &'static Kind,
    pub(super) id: i64,
    pub(super) title: String,
    pub(super) at: DateTime<Utc>,
}

/// What a write's query and headers ask for.
#[derive(Debug, Clone, Default)]
pub(super) struct WriteOptions {
    /// Unknown properties are refused rather than dropped.
    pub(super) strict_names: bool,
    /// Sublists whose unmentioned lines go away.
    pub(super) replace: Vec<String>,
}

#[derive(Debug)]
pub(super) struct Store {
    records: BTreeMap<Key, Record>,
    // Lower-cased: external ids are compared without regard to case.
    external_ids: BTreeSet<(Family, String, i64)>,
    // (record type or `type.sublist`, field)
    custom: BTreeSet<(String, String)>,
    last_id: i64,
    last_line_key: i64,
    applied: BTreeMap<String, u32>,
    changed: BTreeSet<Key>,
    deleted: Vec<Deleted>,
    pub(super) refuse_duplicates: bool,
}

impl Store {
    pub(super) fn new() -> Self {
        Self {
            records: BTreeMap::new(),
            external_ids: BTreeSet::new(),
            custom: BTreeSet::new(),
            last_id: 1000,
            last_line_key: 5000,
            applied: BTreeMap::new(),
            changed: BTreeSet::new(),
            deleted: Vec::new(),
            refuse_duplicates: true,
        }
    }

    pub(super) fn declare(&mut self, owner: &str, field: &str) {
        let owner = match owner.split_once('.') {
            Some((kind, list)) => format!("{}.{list}", canonical(kind)),
            None => canonical(owner).to_owned(),
        };
        self.custom.insert((owner, field.to_owned()));
        // Every row gets the new column.
        self.changed = self.records.keys().copied().collect();
    }

    pub(super) fn is_declared(&self, owner: &str, field: &str) -> bool {
        self.custom.contains(&(owner.to_owned(), field.to_owned()))
    }

    pub(super) fn custom_fields(&self) -> impl Iterator<Item = (&str, &str)> {
        self.custom.iter().map(|(owner, field)| (owner.as_str(), field.as_str()))
    }

    pub(super) fn applied(&self) -> BTreeMap<String, u32> {
        self.applied.clone()
    }

    pub(super) fn take_changed(&mut self) -> BTreeSet<Key> {
        std::mem::take(&mut self.changed)
    }

    /// The records deleted so far, in their order.
    pub(super) fn deleted(&self) -> &[Deleted] {
        &self.deleted
    }

    pub(super) fn get(&self, key: Key) -> Option<&Record> {
        self.records.get(&key)
    }

    pub(super) fn of_kind(&self, kind: &'static Kind) -> impl Iterator<Item = &Record> {
        self.records.values().filter(move |record| record.kind.name == kind.name)
    }

    pub(super) fn of_family(&self, family: Family) -> impl Iterator<Item = &Record> {
        self.records.range((family, i64::MIN)..=(family, i64::MAX)).map(|(_, record)| record)
    }

    /// The oldest record with this external id; more than one exist only when duplicates are allowed.
    pub(super) fn by_external_id(&self, family: Family, external_id: &str) -> Option<&Record> {
        let id = self.holders(family, external_id).next()?;
        self.get((family, id))
    }

    pub(super) fn holders(&self, family: Family, external_id: &str) -> impl Iterator<Item = i64> {
        let name = external_id.to_lowercase();
        self.external_ids
            .range((family, name.clone(), i64::MIN)..=(family, name, i64::MAX))
            .map(|(_, _, id)| *id)
    }

    /// Finds what a path names: an internal id or `eid:` and an external id.
    pub(super) fn find(&self, kind: &'static Kind, id: &str) -> Result<&Record, Refusal> {
        let found = match external(id) {
            Some(external_id) => self.by_external_id(kind.family, checked_external_id(external_id)?),
            None => id.parse().ok().and_then(|id| self.get((kind.family, id))),
        };
        match found {
            None => Err(Refusal::missing_record()),
            Some(record) if record.kind.name == kind.name => Ok(record),
            // Transactions share their ids, and NetSuite words this case differently from an unknown id.
            Some(_) if kind.is_transaction() => {
                Err(Detail::resource(USER_ERROR, "Transaction type specified is incorrect.").into())
            }
            Some(_) => Err(Refusal::missing_record()),
        }
    }

    pub(super) fn create(
        &mut self,
        kind: &'static Kind,
        body: &Body,
        external_id: Option<&str>,
        options: &WriteOptions,
        at: DateTime<Utc>,
    ) -> Result<i64, Refusal> {
        let record = Draft::new(self, kind, options).create(body, external_id, at)?;
        let name = format!("{}/{}", kind.name, record.external_id.as_deref().unwrap_or_default());
        *self.applied.entry(name).or_default() += 1;
        Ok(self.commit(record))
    }

    pub(super) fn update(
        &mut self,
        kind: &'static Kind,
        id: &str,
        body: &Body,
        options: &WriteOptions,
        at: DateTime<Utc>,
    ) -> Result<i64, Refusal> {
        let old = self.find(kind, id)?.clone();
        let record = Draft::new(self, kind, options).update(old, body, at)?;
        Ok(self.commit(record))
    }

    pub(super) fn upsert(
        &mut self,
        kind: &'static Kind,
        id: &str,
        body: &Body,
        options: &WriteOptions,
        at: DateTime<Utc>,
    ) -> Result<i64, Refusal> {
        let Some(external_id) = external(id) else {
            let text = "An upsert needs an external ID in the URL (eid:value).";
            return Err(Detail::new("INVALID_REQUEST", text).into());
        };
        let external_id = checked_external_id(external_id)?;
        if body.get("externalId").is_some_and(|inner| inner.as_str() != Some(external_id)) {
            let text = "The external ID in the body differs from the one in the URL.";
            return Err(Detail::resource(super::wire::INVALID_CONTENT, text).at("externalId").into());
        }
        match self.by_external_id(kind.family, external_id) {
            Some(_) => self.update(kind, id, body, options, at),
            None => self.create(kind, body, Some(external_id), options, at),
        }
    }

    pub(super) fn delete(
        &mut self,
        kind: &'static Kind,
        id: &str,
        at: DateTime<Utc>,
    ) -> Result<i64, Refusal> {
        let record = self.find(kind, id)?;
        let (key, title) = (record.key(), record.title());
        if self.is_used(key) {
            let text = "This record cannot be deleted because it has dependent records.";
            return Err(Detail::resource(USER_ERROR, text).into());
        }
        self.remove(key);
        self.changed.insert(key);
        self.deleted.push(Deleted { kind, id: key.1, title, at });
        Ok(key.1)
    }

    fn is_used(&self, (family, id): Key) -> bool {
        self.of_family(Family::Transaction).any(|sale| match family {
            Family::Entity => sale.reference("entity") == Some(id),
            Family::Item => {
                sale.lines("item").iter().any(|line| line.get("item").and_then(reference_id) == Some(id))
            }
            _ => false,
        })
    }

    /// Puts a record in place as a test describes it: nothing is checked, amounts and numbers are completed.
    pub(super) fn seed(&mut self, kind: &'static Kind, body: Value, at: DateTime<Utc>) -> i64 {
        let mut record = Record::blank(kind, at);
        let Value::Object(body) = body else { return self.commit(record) };
        for (name, value) in body {
            match name.as_str() {
                "id" => record.id = number_text(&value).and_then(|id| id.parse().ok()).unwrap_or_default(),
                "externalId" => record.external_id = value.as_str().map(str::to_owned),
                _ => self.seed_field(&mut record, name, value),
            }
        }
        self.complete_sale(&mut record);
        self.commit(record)
    }

    fn seed_field(&self, record: &mut Record, name: String, value: Value) {
        let Some(list) = record.kind.list(&name) else {
            let value = self.seed_value(record.kind.shape(&name), value);
            record.body.insert(name, value);
            return;
        };
        let lines = value.get("items").unwrap_or(&value).as_array().cloned().unwrap_or_default();
        let lines = lines.into_iter().filter_map(|line| match line {
            Value::Object(line) => Some(
                line.into_iter()
                    .map(|(name, value)| {
                        let value = self.seed_value(schema::shape(list.fields, &name), value);
                        (name, value)
                    })
                    .collect(),
            ),
            _ => None,
        });
        record.lists.insert(list.name, lines.collect());
    }

    fn seed_value(&self, shape: Option<Shape>, value: Value) -> Value {
        let Some(Shape::Ref(Some(family))) = shape else { return value };
        let named = value.get("externalId").and_then(Value::as_str);
        match named.and_then(|name| self.by_external_id(family, name)) {
            Some(record) => json!({"id": record.id.to_string()}),
            None => value,
        }
    }

    /// Stores a finished record and gives it what only the store can give: ids and numbers.
    fn commit(&mut self, mut record: Record) -> i64 {
        if record.id == 0 {
            record.id = self.free_id(record.kind.family);
        }
        self.number_lines(&mut record);
        self.number_record(&mut record);
        let key = record.key();
        self.remove(key);
        if let Some(external_id) = &record.external_id {
            self.external_ids.insert((key.0, external_id.to_lowercase(), key.1));
        }
        self.changed.insert(key);
        self.records.insert(key, record);
        key.1
    }

    fn remove(&mut self, key: Key) {
        let Some(old) = self.records.remove(&key) else { return };
        if let Some(external_id) = old.external_id {
            self.external_ids.remove(&(key.0, external_id.to_lowercase(), key.1));
        }
    }

    fn free_id(&mut self, family: Family) -> i64 {
        loop {
            self.last_id += 1;
            if !self.records.contains_key(&(family, self.last_id)) {
                return self.last_id;
            }
        }
    }

    fn number_lines(&mut self, record: &mut Record) {
        for (name, lines) in &mut record.lists {
            if *name == "addressBook" {
                self.number_addresses(lines);
                continue;
            }
            let mut last = lines.iter().filter_map(|line| line.get("line")?.as_i64()).max().unwrap_or(0);
            for line in lines.iter_mut().filter(|line| !line.contains_key("lineUniqueKey")) {
                if !line.contains_key("line") {
                    last += 1;
                    line.insert("line".into(), last.into());
                }
                self.last_line_key += 1;
                line.insert("lineUniqueKey".into(), self.last_line_key.to_string().into());
            }
        }
    }

    fn number_addresses(&mut self, lines: &mut [Body]) {
        for line in lines.iter_mut().filter(|line| !line.contains_key("id")) {
            self.last_line_key += 1;
            line.insert("id".into(), self.last_line_key.into());
            line.insert("internalId".into(), self.last_line_key.into());
            line.insert("addressId".into(), self.last_line_key.to_string().into());
        }
    }

    fn number_record(&mut self, record: &mut Record) {
        let id = record.id;
        match record.kind.name {
            "customer" => put_default(&mut record.body, "entityId", || format!("CUST{id}").into()),
            "salesOrder" => put_default(&mut record.body, "tranId", || format!("SO{id}").into()),
            "invoice" => put_default(&mut record.body, "tranId", || format!("INV{id}").into()),
            "cashSale" => put_default(&mut record.body, "tranId", || format!("CS{id}").into()),
            _ => {}
        }
        let moments = [
            ("createdDate", record.created),
            ("dateCreated", record.created),
            ("lastModifiedDate", record.modified),
        ];
        for (name, moment) in moments {
            if record.kind.shape(name) == Some(Shape::Computed) {
                let text = moment.to_rfc3339_opts(SecondsFormat::Secs, true);
                record.body.insert(name.into(), text.into());
            }
        }
    }

    pub(super) fn minor_digits(&self, record: &Record) -> u32 {
        let currency = record.reference("currency").and_then(|id| self.get((Family::Currency, id)));
        schema::minor_digits(currency.and_then(|currency| currency.text("symbol")).unwrap_or_default())
    }

    /// Fills in what NetSuite derives when it saves a sale: currency, date, status, amounts.
    pub(super) fn complete_sale(&self, record: &mut Record) {
        if !record.kind.is_transaction() {
            return;
        }
        let customer = record.reference("entity").and_then(|id| self.get((Family::Entity, id)));
        for field in ["currency", "subsidiary"] {
            if let Some(value) = customer.and_then(|customer| customer.body.get(field)) {
                put_default(&mut record.body, field, || value.clone());
            }
        }
        let today = record.created.format("%Y-%m-%d").to_string();
        put_default(&mut record.body, "tranDate", || today.into());
        self.add_up(record);
        put_status(record);
    }

    fn add_up(&self, record: &mut Record) {
        let digits = self.minor_digits(record);
        let mut subtotal = Decimal::ZERO;
        for line in record.lists.get_mut("item").into_iter().flatten() {
            let amount = line_amount(line, digits);
            line.insert("amount".into(), number(amount));
            subtotal += amount;
        }
        let extra = |field: &str| record.body.get(field).and_then(decimal).unwrap_or_default();
        let total = subtotal + extra("shippingCost") + extra("handlingCost");
        record.body.insert("subtotal".into(), number(subtotal));
        record.body.insert("total".into(), number(total));
        if record.kind.name == "invoice" {
            // A seed may say what is still open; nothing else here pays an invoice.
            let unpaid = record.body.remove("foreignamountunpaid").as_ref().and_then(decimal);
            let paid = unpaid
                .map_or_else(|| record.body.get("amountPaid").and_then(decimal), |left| Some(total - left));
            let paid = paid.unwrap_or_default();
            record.body.insert("amountPaid".into(), number(paid));
            record.body.insert("amountRemaining".into(), number(total - paid));
        }
    }
}

fn put_status(record: &mut Record) {
    let letter = match record.kind.name {
        "salesOrder" => {
            put_default(&mut record.body, "orderStatus", || json!({"id": "A"}));
            record.choice("orderStatus").unwrap_or("A").to_owned()
        }
        "invoice" => {
            let open =
                record.body.get("amountRemaining").and_then(decimal).unwrap_or_default() > Decimal::ZERO;
            if open { "A" } else { "B" }.to_owned()
        }
        _ => "B".to_owned(),
    };
    record.body.insert("status".into(), json!({"id": letter}));
}

/// The amount as sent, else rate times quantity, rounded half away from zero to the currency's minor unit.
fn line_amount(line: &Body, digits: u32) -> Decimal {
    if let Some(amount) = line.get("amount").and_then(decimal) {
        return amount;
    }
    let rate = line.get("rate").and_then(decimal).unwrap_or_default();
    let quantity = line.get("quantity").and_then(decimal).unwrap_or(Decimal::ONE);
    (rate * quantity).round_dp_with_strategy(digits, RoundingStrategy::MidpointAwayFromZero)
}

fn put_default(body: &mut Body, field: &str, value: impl FnOnce() -> Value) {
    if !body.contains_key(field) {
        body.insert(field.to_owned(), value());
    }
}

fn canonical(kind: &str) -> &str {
    schema::kind(kind).map_or(kind, |known| known.name)
}

pub(super) fn external(id: &str) -> Option<&str> {
    id.strip_prefix("eid:")
}

/// Only this alphabet survives in a path.
fn checked_external_id(text: &str) -> Result<&str, Refusal> {
    let safe = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    if !text.is_empty() && text.chars().all(safe) {
        return Ok(text);
    }
    Err(Detail::new("INVALID_REQUEST", format!("Invalid external ID '{text}' in the request URL.")).into())
}

pub(super) fn reference_id(value: &Value) -> Option<i64> {
    number_text(value.get("id")?)?.parse().ok()
}

/// The text of an id, which may come as a string or a number.
pub(super) fn number_text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// Reads a JSON number from its text, so that no binary fraction gets in.
pub(super) fn decimal(value: &Value) -> Option<Decimal> {
    let Value::Number(number) = value else { return None };
    let text = number.to_string();
    text.parse().ok().or_else(|| Decimal::from_scientific(&text).ok())
}

pub(super) fn number(value: Decimal) -> Value {
    serde_json::from_str(&value.normalize().to_string()).unwrap_or_default()
}
