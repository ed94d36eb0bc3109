//! The records an account holds, and what a write does to them once it has been accepted.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, SecondsFormat, Utc};
use rust_decimal::Decimal;
use serde_json::{Map, Value, json};

use super::{
    account::Options,
    custom_field::CustomField,
    draft::Draft,
    lines, periods, progress,
    schema::{self, Family, Kind, Shape},
    stock::{self, Level, Stock},
    totals,
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
    /// What documents that are not held here have paid or applied; a seed says so.
    pub(super) settled_elsewhere: Decimal,
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
            settled_elsewhere: Decimal::ZERO,
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

    /// Writes an amount where the type has a field for it.
    pub(super) fn put(&mut self, field: &str, amount: Decimal) {
        if self.kind.shape(field) == Some(Shape::Computed) {
            self.body.insert(field.to_owned(), number(amount));
        }
    }

    pub(super) fn set_status(&mut self, letter: &str) {
        self.body.insert("status".into(), json!({"id": letter}));
    }

    pub(super) fn amount(&self, field: &str) -> Decimal {
        self.body.get(field).and_then(decimal).unwrap_or_default()
    }

    /// The customer or vendor that the transaction is with, whichever field of the type says so.
    pub(super) fn party(&self) -> Option<i64> {
        self.reference("entity").or_else(|| self.reference("customer"))
    }

    /// Whether it stands for quantities that are kept by location.
    pub(super) fn is_stocked(&self) -> bool {
        matches!(self.kind.name, "inventoryItem" | "assemblyItem")
    }

    /// Whether orders for it wait for a fulfillment.
    pub(super) fn is_fulfillable(&self) -> bool {
        self.is_stocked() || self.kind.name == "kitItem" || self.flag("isFulfillable")
    }

    /// Whether it is a fulfillment whose goods have left.
    pub(super) fn is_shipped(&self) -> bool {
        self.kind.name == "itemFulfillment" && self.choice("shipStatus") == Some("C")
    }

    /// The transactions that this one was made from or is used for.
    pub(super) fn sources(&self) -> BTreeSet<i64> {
        if !self.kind.is_transaction() {
            return BTreeSet::new();
        }
        let headers =
            ["createdFrom", "deposit", "salesOrder"].into_iter().filter_map(|name| self.reference(name));
        let orders = self.lines("item").iter().filter_map(|line| reference_id(line.get("orderDoc")?));
        let used = ["apply", "credit", "deposit"].into_iter().flat_map(|list| self.lines(list));
        let used =
            used.filter(|line| is_set(line, "apply")).filter_map(|line| reference_id(line.get("doc")?));
        let banked = self.lines("payment").iter().filter(|line| is_set(line, "deposit"));
        let banked = banked.filter_map(|line| number_text(line.get("id")?)?.parse().ok());
        headers.chain(orders).chain(used).chain(banked).filter(|id| *id != self.id).collect()
    }

    /// Whether a field of it, or of one of its lines, refers to that record.
    fn names(&self, (family, id): Key) -> bool {
        let is_it = |value: &Value| reference_id(value) == Some(id);
        let refers = |shape: Option<Shape>, value: &Value| match shape {
            Some(Shape::Ref(Some(other)) | Shape::Shown(other)) => other == family && is_it(value),
            Some(Shape::Level) => family == Family::PriceLevel && is_it(value),
            Some(Shape::Refs(other)) => {
                let items = value.get("items").and_then(Value::as_array);
                other == family && items.is_some_and(|items| items.iter().any(is_it))
            }
            _ => false,
        };
        self.body.iter().any(|(name, value)| refers(self.kind.shape(name), value))
            || self.kind.lists.iter().any(|list| {
                let mut fields = self.lines(list.name).iter().flatten();
                fields.any(|(name, value)| refers(schema::shape(list.fields, name), value))
            })
    }

    pub(super) fn lines(&self, list: &str) -> &[Body] {
        self.lists.get(list).map_or(&[], Vec::as_slice)
    }

    /// How other records show this one.
    pub(super) fn title(&self) -> String {
        ["entityId", "itemId", "tranId", "name", "acctName", "periodName", "symbol"]
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
    /// Values that cannot be read are dropped rather than refused.
    pub(super) lenient_values: bool,
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
    // Those of them whose type was told.
    custom_types: BTreeMap<(String, String), CustomField>,
    last_id: i64,
    last_line_key: i64,
    applied: BTreeMap<String, u32>,
    changed: BTreeSet<Key>,
    custom_kinds: Vec<&'static Kind>,
    // By transaction: those that were made from it or are used for it.
    dependents: BTreeMap<i64, BTreeSet<i64>>,
    stock: Stock,
    // (record, `contact` or `file`, its id)
    attached: BTreeSet<(Key, String, String)>,
    deleted: Vec<Deleted>,
    pub(super) refuse_duplicates: bool,
    pub(super) options: Options,
}

impl Store {
    pub(super) fn new() -> Self {
        Self {
            records: BTreeMap::new(),
            external_ids: BTreeSet::new(),
            custom: BTreeSet::new(),
            custom_types: BTreeMap::new(),
            last_id: 1000,
            last_line_key: 5000,
            applied: BTreeMap::new(),
            changed: BTreeSet::new(),
            custom_kinds: Vec::new(),
            dependents: BTreeMap::new(),
            stock: Stock::default(),
            attached: BTreeSet::new(),
            deleted: Vec::new(),
            refuse_duplicates: true,
            options: Options::default(),
        }
    }

    /// A record type by the name in a path: a standard one, or a custom one that was declared.
    pub(super) fn kind(&self, name: &str) -> Option<&'static Kind> {
        let custom = || self.custom_kinds.iter().copied().find(|kind| kind.name.eq_ignore_ascii_case(name));
        schema::kind(name).or_else(custom)
    }

    /// Every record type there is, in no particular order.
    pub(super) fn kinds(&self) -> impl Iterator<Item = &'static Kind> {
        schema::kinds().chain(self.custom_kinds.iter().copied())
    }

    pub(super) fn declare_kind(&mut self, name: &str) {
        if self.kind(name).is_none() {
            self.custom_kinds.push(schema::custom_kind(name));
        }
    }

    pub(super) fn declare(&mut self, owner: &str, field: &str, holds: Option<CustomField>) {
        let owner = match owner.split_once('.') {
            Some((kind, list)) => format!("{}.{list}", self.canonical(kind)),
            None => self.canonical(owner).to_owned(),
        };
        let key = (owner, field.to_owned());
        self.custom_types.extend(holds.map(|holds| (key.clone(), holds)));
        self.custom.insert(key);
        // Every row gets the new column.
        self.show_again();
    }

    /// Has every record's rows made anew.
    pub(super) fn show_again(&mut self) {
        self.changed = self.records.keys().copied().collect();
    }

    pub(super) fn is_declared(&self, owner: &str, field: &str) -> bool {
        self.custom.contains(&(owner.to_owned(), field.to_owned()))
    }

    /// The form of a custom field's value: any, if its type was not told.
    pub(super) fn custom_shape(&self, owner: &str, field: &str) -> Shape {
        self.custom_type(owner, field).map_or(Shape::Open, CustomField::shape)
    }

    /// Whether a value is one of those of a custom list; of any other field, every value is.
    pub(super) fn is_choice_of(&self, owner: &str, field: &str, value: &Value) -> bool {
        self.custom_type(owner, field).is_none_or(|holds| holds.has(value))
    }

    fn custom_type(&self, owner: &str, field: &str) -> Option<&CustomField> {
        self.custom_types.get(&(owner.to_owned(), field.to_owned()))
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

    /// A transaction by its id.
    pub(super) fn transaction(&self, id: i64) -> Option<&Record> {
        self.get((Family::Transaction, id))
    }

    pub(super) fn item(&self, id: i64) -> Option<&Record> {
        self.get((Family::Item, id))
    }

    /// The transactions that were made from this one or are used for it.
    pub(super) fn dependents(&self, id: i64) -> impl Iterator<Item = &Record> {
        self.dependents.get(&id).into_iter().flatten().filter_map(|id| self.transaction(*id))
    }

    /// What there is of an item, by location.
    pub(super) fn levels(&self, item: i64) -> impl Iterator<Item = (i64, &Level)> {
        self.stock.levels(item)
    }

    pub(super) fn attach(&mut self, key: Key, what: &str, id: &str) {
        self.attached.insert((key, what.to_owned(), id.to_owned()));
    }

    /// Whether it was attached.
    pub(super) fn detach(&mut self, key: Key, what: &str, id: &str) -> bool {
        self.attached.remove(&(key, what.to_owned(), id.to_owned()))
    }

    pub(super) fn attachments(&self, key: Key) -> impl Iterator<Item = (&str, &str)> {
        let of_record = self.attached.iter().filter(move |(record, _, _)| *record == key);
        of_record.map(|(_, what, id)| (what.as_str(), id.as_str()))
    }

    fn canonical<'a>(&self, kind: &'a str) -> &'a str {
        self.kind(kind).map_or(kind, |known| known.name)
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
        Ok(self.add(record))
    }

    /// Stores a record that is new, and counts it.
    pub(super) fn add(&mut self, record: Record) -> i64 {
        let name = format!("{}/{}", record.kind.name, record.external_id.as_deref().unwrap_or_default());
        *self.applied.entry(name).or_default() += 1;
        self.commit(record)
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

    /// Stores a record that changed otherwise than by its own body.
    pub(super) fn save(&mut self, record: Record) -> i64 {
        self.commit(record)
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
        let record = self.find(kind, id)?.clone();
        periods::check_removal(self, &record)?;
        let (key, title) = (record.key(), record.title());
        if self.is_used(key) {
            let text = "This record cannot be deleted because it has dependent records.";
            return Err(Detail::resource(USER_ERROR, text).into());
        }
        self.remove(key);
        self.changed.insert(key);
        if key.0 == Family::Transaction {
            self.move_stock(key.1, at);
            record.sources().into_iter().for_each(|source| self.refresh(source, at));
        }
        self.deleted.push(Deleted { kind, id: key.1, title, at });
        Ok(key.1)
    }

    fn is_used(&self, (family, id): Key) -> bool {
        let has = |lines: &[Body], field: &str| {
            lines.iter().any(|line| line.get(field).and_then(reference_id) == Some(id))
        };
        match family {
            Family::Transaction => self.dependents(id).next().is_some(),
            Family::Entity => self.of_family(Family::Transaction).any(|sale| sale.party() == Some(id)),
            Family::Item => {
                let used =
                    |sale: &Record| has(sale.lines("item"), "item") || has(sale.lines("inventory"), "item");
                self.of_family(Family::Transaction).any(used)
                    || self.of_family(Family::Item).any(|kit| has(kit.lines("member"), "item"))
            }
            _ => self.records.values().any(|record| record.names((family, id))),
        }
    }

    /// Voids a transaction that was posted: it stays, and comes to nothing. Whether there was one.
    pub(super) fn void(&mut self, kind: &'static Kind, id: &str, at: DateTime<Utc>) -> bool {
        let Some(mut record) = self.find(kind, id).ok().filter(|_| kind.books.is_some()).cloned() else {
            return false;
        };
        for name in ["apply", "credit", "deposit"] {
            record.lists.remove(name);
        }
        let amounts = ["quantity", "rate", "amount", "debit", "credit", "tax1Amt", "taxAmount", "grossAmt"];
        for line in record.lists.values_mut().flatten() {
            for field in amounts {
                if let Some(amount) = line.get_mut(field) {
                    *amount = json!(0);
                }
            }
        }
        let amounts = [
            "payment",
            "shippingCost",
            "handlingCost",
            "discountRate",
            "total",
            "subtotal",
            "taxTotal",
            "discountTotal",
            "amountPaid",
            "amountRemaining",
            "applied",
            "unapplied",
        ];
        for field in amounts {
            if let Some(amount) = record.body.get_mut(field) {
                *amount = json!(0);
            }
        }
        record.body.insert("voided".into(), true.into());
        record.modified = at;
        self.save(record);
        true
    }

    /// Puts a record in place as a test describes it: nothing is checked, amounts and numbers are completed.
    pub(super) fn seed(&mut self, kind: &'static Kind, body: Value, at: DateTime<Utc>) -> i64 {
        let mut record = Record::blank(kind, at);
        let Value::Object(body) = body else { return self.commit(record) };
        let said = body.get("orderStatus").or_else(|| body.get("status")).cloned();
        for (name, value) in body {
            match name.as_str() {
                "id" => record.id = number_text(&value).and_then(|id| id.parse().ok()).unwrap_or_default(),
                "externalId" => record.external_id = value.as_str().map(str::to_owned),
                _ => self.seed_field(&mut record, name, value),
            }
        }
        record.settled_elsewhere = record.amount("amountPaid");
        totals::complete(self, &mut record);
        let levels = stock::seeded(&record);
        let id = self.commit(record);
        let places: BTreeSet<(i64, i64)> = levels.iter().map(|(location, _)| (id, *location)).collect();
        for (location, on_hand) in levels {
            self.stock.set(id, location, on_hand, at);
        }
        if kind.family == Family::Item {
            self.show_levels(id);
            self.show_stock(&places);
        }
        // An order may be seeded in any state, whatever led to it.
        if let Some(said) = said.filter(|_| kind.is_order())
            && let Some(order) = self.records.get_mut(&(kind.family, id))
        {
            order.body.insert("orderStatus".into(), said.clone());
            order.body.insert("status".into(), said);
        }
        id
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

    /// Stores a finished record and gives it what only the store can give: ids and numbers. What depends on it moves
    /// along: quantities in stock, the orders it was made from, the documents it pays.
    fn commit(&mut self, mut record: Record) -> i64 {
        if record.id == 0 {
            record.id = self.free_id(record.kind.family);
        }
        self.number_lines(&mut record);
        self.number_record(&mut record);
        let (key, at) = (record.key(), record.modified);
        let mut touched = self.get(key).map(Record::sources).unwrap_or_default();
        self.remove(key);
        let sources = record.sources();
        for source in &sources {
            self.dependents.entry(*source).or_default().insert(key.1);
        }
        touched.extend(sources);
        if let Some(external_id) = &record.external_id {
            self.external_ids.insert((key.0, external_id.to_lowercase(), key.1));
        }
        self.changed.insert(key);
        self.records.insert(key, record);
        if key.0 == Family::Transaction {
            self.refresh(key.1, at);
            touched.into_iter().for_each(|source| self.refresh(source, at));
        }
        key.1
    }

    /// Brings a transaction up to date with those that depend on it.
    fn refresh(&mut self, id: i64, at: DateTime<Utc>) {
        let Some(old) = self.transaction(id) else { return };
        let mut record = old.clone();
        progress::update(self, &mut record);
        if record.body != old.body || record.lists != old.lists {
            record.modified = at;
            if record.kind.shape("lastModifiedDate").is_some() {
                record.body.insert("lastModifiedDate".into(), moment_text(at).into());
            }
            self.changed.insert(record.key());
            self.records.insert(record.key(), record);
        }
        self.move_stock(id, at);
    }

    /// Replaces what a transaction did to the stock by what it does now; nothing once it is deleted.
    fn move_stock(&mut self, id: i64, at: DateTime<Utc>) {
        let moves = self.transaction(id).map(|record| stock::moves(self, record)).unwrap_or_default();
        let places = self.stock.replace(id, moves, at);
        self.show_stock(&places);
        self.show_commitments(id);
    }

    /// Writes what there is of items at locations into the items and into the orders that want them.
    fn show_stock(&mut self, places: &BTreeSet<(i64, i64)>) {
        let items: BTreeSet<i64> = places.iter().map(|(item, _)| *item).collect();
        items.into_iter().for_each(|item| self.show_levels(item));
        let orders: BTreeSet<i64> = places.iter().flat_map(|place| self.stock.wanting(*place)).collect();
        orders.into_iter().for_each(|order| self.show_commitments(order));
    }

    /// Writes what is committed to an order into its lines.
    fn show_commitments(&mut self, order: i64) {
        let key = (Family::Transaction, order);
        let Some(record) = self.get(key).filter(|record| stock::commits(record.kind)) else { return };
        let commitments = self.stock.commitments(self, record);
        let Some(record) = self.records.get_mut(&key) else { return };
        let mut changed = false;
        for (line, commitment) in record.lists.get_mut("item").into_iter().flatten().zip(commitments) {
            let Some((committed, back_ordered)) = commitment else { continue };
            for (field, quantity) in [("quantityCommitted", committed), ("quantityBackOrdered", back_ordered)]
            {
                let quantity = number(quantity);
                changed |= line.get(field) != Some(&quantity);
                line.insert(field.to_owned(), quantity);
            }
        }
        if changed {
            self.changed.insert(key);
        }
    }

    /// Writes what there is of an item into its record.
    fn show_levels(&mut self, item: i64) {
        let key = (Family::Item, item);
        let Some(record) = self.records.get_mut(&key) else { return };
        if self.stock.show(record) {
            self.changed.insert(key);
        }
    }

    fn remove(&mut self, key: Key) {
        let Some(old) = self.records.remove(&key) else { return };
        for source in old.sources() {
            if let Some(dependents) = self.dependents.get_mut(&source) {
                dependents.remove(&key.1);
            }
        }
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
        let kind = record.kind;
        let mut lists = std::mem::take(&mut record.lists);
        for (name, lines) in &mut lists {
            let Some(schema::Key::Number(property)) = kind.list(name).map(|list| list.key) else { continue };
            if *name == "addressBook" {
                self.number_addresses(lines);
                continue;
            }
            if *name == "member" {
                number_members(lines);
                continue;
            }
            let after = |line: &Body| Some(line.get(property)?.as_i64()? + lines::extent(self, kind, line));
            let mut next = lines.iter().filter_map(after).max().unwrap_or(1);
            for line in lines.iter_mut().filter(|line| !line.contains_key("lineUniqueKey")) {
                if !line.contains_key(property) {
                    line.insert(property.into(), next.into());
                    next += lines::extent(self, kind, line);
                }
                self.last_line_key += 1;
                line.insert("lineUniqueKey".into(), self.last_line_key.to_string().into());
            }
        }
        if kind.list("item").is_some_and(|list| list.key == schema::Key::OrderLine) {
            for line in
                lists.get_mut("item").into_iter().flatten().filter(|line| !line.contains_key("lineUniqueKey"))
            {
                self.last_line_key += 1;
                line.insert("lineUniqueKey".into(), self.last_line_key.to_string().into());
            }
        }
        record.lists = lists;
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
        let (id, prefix) = (record.id, record.kind.prefix);
        let number = if record.kind.is_transaction() { "tranId" } else { "entityId" };
        if !prefix.is_empty() {
            put_default(&mut record.body, number, || format!("{prefix}{id}").into());
        }
        if record.kind.is_transaction() {
            put_default(&mut record.body, "transactionNumber", || id.to_string().into());
        }
        let moments = [
            ("createdDate", record.created),
            ("dateCreated", record.created),
            ("created", record.created),
            ("lastModified", record.modified),
            ("lastModifiedDate", record.modified),
        ];
        for (name, moment) in moments {
            if record.kind.shape(name) == Some(Shape::Computed) {
                record.body.insert(name.into(), moment_text(moment).into());
            }
        }
    }

    pub(super) fn minor_digits(&self, record: &Record) -> u32 {
        let currency = record.reference("currency").and_then(|id| self.get((Family::Currency, id)));
        schema::minor_digits(currency.and_then(|currency| currency.text("symbol")).unwrap_or_default())
    }
}

/// The members of a kit have a key, and a position that may change.
fn number_members(lines: &mut [Body]) {
    let key = |line: &Body| line.get("id").and_then(Value::as_i64);
    let mut next = lines.iter().filter_map(key).max().unwrap_or_default() + 1;
    for (position, line) in (1_i64..).zip(lines.iter_mut()) {
        if key(line).is_none() {
            line.insert("id".into(), next.into());
            next += 1;
        }
        put_default(line, "lineNumber", || position.into());
    }
}

pub(super) fn put_default(body: &mut Body, field: &str, value: impl FnOnce() -> Value) {
    if !body.contains_key(field) {
        body.insert(field.to_owned(), value());
    }
}

fn moment_text(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}

pub(super) fn is_set(body: &Body, field: &str) -> bool {
    body.get(field).and_then(Value::as_bool) == Some(true)
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
