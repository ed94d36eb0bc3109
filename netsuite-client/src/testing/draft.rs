//! Checks a request body field by field and turns it into a record, or into the details of a refusal.

use chrono::{DateTime, NaiveDate, Utc};
use serde_json::{Value, json};

use super::{
    schema::{self, Family, Field, Kind, Shape, Sublist},
    store::{Body, Record, Store, WriteOptions, decimal, number_text},
    wire::{Detail, INVALID_CONTENT, INVALID_KEY, Refusal, USER_ERROR},
};

/// The vocabulary of one level of a body, and where in the body that level is.
struct Level<'a> {
    vocabulary: &'a [&'a [Field]],
    /// The name under which custom fields of this level are declared.
    owner: &'a str,
    path: &'a str,
}

pub(super) struct Draft<'a> {
    store: &'a Store,
    kind: &'static Kind,
    options: &'a WriteOptions,
    faults: Vec<Detail>,
}

impl<'a> Draft<'a> {
    pub(super) fn new(store: &'a Store, kind: &'static Kind, options: &'a WriteOptions) -> Self {
        Self { store, kind, options, faults: Vec::new() }
    }

    pub(super) fn create(
        mut self,
        body: &Body,
        external_id: Option<&str>,
        at: DateTime<Utc>,
    ) -> Result<Record, Refusal> {
        let mut record = Record::blank(self.kind, at);
        record.external_id = external_id.map(str::to_owned);
        self.merge(&mut record, body);
        self.check_first_status(&record);
        self.finish(record)
    }

    pub(super) fn update(mut self, old: Record, body: &Body, at: DateTime<Utc>) -> Result<Record, Refusal> {
        let mut record = old;
        record.modified = at;
        self.merge(&mut record, body);
        self.finish(record)
    }

    fn finish(mut self, mut record: Record) -> Result<Record, Refusal> {
        self.refuse_if_faulty()?;
        self.require(&record);
        self.refuse_if_faulty()?;
        if self.kind.name == "customer" {
            self.default_currency(&mut record);
        }
        self.store.complete_sale(&mut record);
        self.check_decimals(&record);
        self.check_unique(&record);
        self.refuse_if_faulty()?;
        Ok(record)
    }

    fn refuse_if_faulty(&mut self) -> Result<(), Refusal> {
        if self.faults.is_empty() { Ok(()) } else { Err(Refusal::all(std::mem::take(&mut self.faults))) }
    }

    fn merge(&mut self, record: &mut Record, body: &Body) {
        let mut rest = Body::new();
        for (name, value) in body {
            match self.kind.list(name) {
                Some(list) => self.merge_list(record, list, value),
                None if name == "externalId" => self.merge_external_id(record, value),
                None => {
                    rest.insert(name.clone(), value.clone());
                }
            }
        }
        let level = Level { vocabulary: self.kind.fields, owner: self.kind.name, path: "" };
        self.merge_fields(&level, &rest, &mut record.body);
    }

    fn merge_external_id(&mut self, record: &mut Record, value: &Value) {
        match value {
            Value::Null => record.external_id = None,
            Value::String(text) if !text.is_empty() => record.external_id = Some(text.clone()),
            _ => self.wrong_form("externalId", "a text"),
        }
    }

    fn merge_fields(&mut self, level: &Level<'_>, source: &Body, target: &mut Body) {
        for (name, value) in source {
            let path = join(level.path, name);
            let shape = match schema::shape(level.vocabulary, name) {
                Some(shape) => shape,
                None if self.store.is_declared(level.owner, name) => Shape::Open,
                None => {
                    self.unknown(name, path);
                    continue;
                }
            };
            if value.is_null() {
                target.remove(name);
            } else if let Some(value) = self.value(shape, name, &path, value) {
                target.insert(name.clone(), value);
            }
        }
    }

    /// The header decides whether a misspelt property is an error or silently lost.
    fn unknown(&mut self, name: &str, path: String) {
        if self.options.strict_names {
            let text = format!("Unknown property '{name}' in the request body.");
            self.faults.push(Detail::resource(INVALID_CONTENT, text).at(path));
        }
    }

    fn wrong_form(&mut self, path: &str, form: &str) {
        let text = format!("Invalid value for the field '{path}'. Provide {form}.");
        self.faults.push(Detail::resource(INVALID_CONTENT, text).at(path));
    }

    /// The value as it is stored; `None` when it is not stored, with a fault when it should have been.
    fn value(&mut self, shape: Shape, name: &str, path: &str, value: &Value) -> Option<Value> {
        let form = match shape {
            Shape::Computed => return None,
            Shape::Open => return Some(value.clone()),
            Shape::Ref(family) => return self.reference(family, name, path, value),
            Shape::Refs(family) => return self.references(family, name, path, value),
            Shape::Address => return self.address(path, value),
            Shape::Text if value.is_string() => None,
            Shape::Text => Some("a text"),
            Shape::Flag if value.is_boolean() => None,
            Shape::Flag => Some("true or false"),
            Shape::Number | Shape::Money if decimal(value).is_some() => None,
            Shape::Number | Shape::Money => Some("a number"),
            Shape::Date if is_date(value) => None,
            Shape::Date => Some("a date as YYYY-MM-DD"),
            Shape::Choice if value.get("id").is_some_and(Value::is_string) => {
                return Some(json!({"id": value.get("id")}));
            }
            Shape::Choice => Some("an object with an id"),
        };
        match form {
            None => Some(value.clone()),
            Some(form) => {
                self.wrong_form(path, form);
                None
            }
        }
    }

    fn reference(&mut self, family: Option<Family>, name: &str, path: &str, value: &Value) -> Option<Value> {
        let id = value.get("id").and_then(number_text);
        let external_id = value.get("externalId").and_then(Value::as_str);
        match (family, id, external_id) {
            (None, Some(id), _) => Some(json!({"id": id})),
            (None, None, Some(_)) => Some(value.clone()),
            (Some(family), Some(id), _) => {
                let found = id.parse().ok().and_then(|id| self.store.get((family, id)));
                self.usable(found, name, path, &id)
            }
            (Some(family), None, Some(external_id)) => {
                let found = self.store.by_external_id(family, external_id);
                self.usable(found, name, path, external_id)
            }
            (_, None, None) => {
                self.wrong_form(path, "an object with an id or an externalId");
                None
            }
        }
    }

    fn usable(&mut self, found: Option<&Record>, name: &str, path: &str, given: &str) -> Option<Value> {
        match found {
            Some(record) if !(record.kind.family == Family::Item && record.flag("isInactive")) => {
                Some(json!({"id": record.id.to_string()}))
            }
            _ => {
                let text = format!("Invalid Field Value {given} for the following field: {name}");
                self.faults.push(Detail::resource(INVALID_KEY, text).at(path));
                None
            }
        }
    }

    fn references(&mut self, family: Family, name: &str, path: &str, value: &Value) -> Option<Value> {
        let Some(items) = value.get("items").and_then(Value::as_array) else {
            self.wrong_form(path, "an object with items");
            return None;
        };
        let mut found = Vec::new();
        for (index, item) in items.iter().enumerate() {
            found.extend(self.reference(Some(family), name, &format!("{path}.items[{index}]"), item));
        }
        Some(json!({"items": found}))
    }

    fn address(&mut self, path: &str, value: &Value) -> Option<Value> {
        let Value::Object(source) = value else {
            self.wrong_form(path, "an address object");
            return None;
        };
        let mut address = Body::new();
        let level = Level { vocabulary: schema::ADDRESS, owner: "address", path };
        self.merge_fields(&level, source, &mut address);
        Some(Value::Object(address))
    }

    /// A line with the sublist's key changes that line, one without adds a line; the others stay unless the query
    /// says `replace`.
    fn merge_list(&mut self, record: &mut Record, list: &'static Sublist, value: &Value) {
        let items = match value.get("items") {
            Some(Value::Array(items)) => items.as_slice(),
            Some(Value::Null) => &[],
            _ if value.is_null() => &[],
            _ => return self.wrong_form(list.name, "an object with items"),
        };
        let clears = value.is_null() || value.get("items").is_some_and(Value::is_null);
        let replaces = clears || self.options.replace.iter().any(|name| name == list.name);
        let mut lines = record.lists.remove(list.name).unwrap_or_default();
        let mut touched = Vec::new();
        for (index, item) in items.iter().enumerate() {
            let path = format!("{}.items[{index}]", list.name);
            let Value::Object(item) = item else {
                self.wrong_form(&path, "an object");
                continue;
            };
            if let Some(position) = self.merge_line(list, &path, item, &mut lines, record.id == 0) {
                touched.push(position);
            }
        }
        if replaces {
            let mut position = 0;
            lines.retain(|_| {
                position += 1;
                touched.contains(&(position - 1))
            });
        }
        record.lists.insert(list.name, lines);
    }

    fn merge_line(
        &mut self,
        list: &'static Sublist,
        path: &str,
        item: &Body,
        lines: &mut Vec<Body>,
        new_record: bool,
    ) -> Option<usize> {
        let key = item.get(list.key).and_then(number_text);
        let known = key.as_ref().and_then(|key| {
            lines.iter().position(|line| line.get(list.key).and_then(number_text).as_ref() == Some(key))
        });
        let position = match (key, known) {
            (_, Some(position)) => position,
            (Some(key), None) if !new_record => {
                let text = format!("Invalid Field Value {key} for the following field: {}", list.key);
                self.faults.push(Detail::resource(INVALID_KEY, text).at(format!("{path}.{}", list.key)));
                return None;
            }
            _ => {
                lines.push(Body::new());
                lines.len() - 1
            }
        };
        let mut line = std::mem::take(&mut lines[position]);
        if !item.contains_key("amount") && (item.contains_key("rate") || item.contains_key("quantity")) {
            // The stored amount was derived from the values that change now.
            line.remove("amount");
        }
        let owner = format!("{}.{}", self.kind.name, list.name);
        let level = Level { vocabulary: list.fields, owner: &owner, path };
        self.merge_fields(&level, item, &mut line);
        lines[position] = line;
        Some(position)
    }

    fn check_first_status(&mut self, record: &Record) {
        let status = record.choice("orderStatus");
        if self.kind.name == "salesOrder" && status.is_some_and(|letter| letter != "A" && letter != "B") {
            let text = format!(
                "Invalid Field Value {} for the following field: orderstatus",
                status.unwrap_or_default()
            );
            self.faults.push(Detail::resource(INVALID_CONTENT, text).at("orderStatus"));
        }
    }

    fn require(&mut self, record: &Record) {
        let missing = match self.kind.name {
            "customer" => missing_in_customer(record),
            _ if self.kind.is_transaction() => missing_in_sale(record),
            _ if self.kind.family == Family::Item && record.text("itemId").is_none() => {
                vec!["Item Name/Number"]
            }
            _ => Vec::new(),
        };
        if !missing.is_empty() {
            let text = format!("Please enter value(s) for: {}", missing.join(", "));
            self.faults.push(Detail::resource(USER_ERROR, text));
        }
    }

    fn default_currency(&self, record: &mut Record) {
        let subsidiary =
            record.reference("subsidiary").and_then(|id| self.store.get((Family::Subsidiary, id)));
        let currency = subsidiary.and_then(|subsidiary| subsidiary.body.get("currency"));
        if let (None, Some(currency)) = (record.body.get("currency"), currency) {
            record.body.insert("currency".into(), currency.clone());
        }
    }

    fn check_decimals(&mut self, record: &Record) {
        if !self.kind.is_transaction() {
            return;
        }
        let digits = self.store.minor_digits(record);
        let mut faulty = too_precise(self.kind.fields, &record.body, "", digits);
        for list in self.kind.lists {
            for (index, line) in record.lines(list.name).iter().enumerate() {
                faulty.extend(too_precise(
                    list.fields,
                    line,
                    &format!("{}.items[{index}]", list.name),
                    digits,
                ));
            }
        }
        for path in faulty {
            let text =
                format!("Invalid amount in the field '{path}': the currency has {digits} decimal places.");
            self.faults.push(Detail::resource(INVALID_CONTENT, text).at(path));
        }
    }

    fn check_unique(&mut self, record: &Record) {
        let family = self.kind.family;
        let taken = |external_id: &String| self.store.holders(family, external_id).any(|id| id != record.id);
        let same_key = self.store.refuse_duplicates && record.external_id.as_ref().is_some_and(taken);
        if same_key || self.same_name(record) {
            let what = if family == Family::Entity { "entity" } else { "record" };
            self.faults.push(Detail::resource(USER_ERROR, format!("This {what} already exists.")));
        }
    }

    fn same_name(&self, record: &Record) -> bool {
        let field = match self.kind.family {
            Family::Entity => "entityId",
            Family::Item => "itemId",
            _ => return false,
        };
        let Some(name) = record.text(field) else { return false };
        self.store.of_family(self.kind.family).any(|other| {
            other.id != record.id && other.text(field).is_some_and(|o| o.eq_ignore_ascii_case(name))
        })
    }
}

fn missing_in_customer(record: &Record) -> Vec<&'static str> {
    let (name, label) =
        if record.flag("isPerson") { ("lastName", "Last Name") } else { ("companyName", "Company Name") };
    let mut missing = Vec::new();
    if record.text(name).is_none_or(str::is_empty) {
        missing.push(label);
    }
    if !record.body.contains_key("subsidiary") {
        missing.push("Primary Subsidiary");
    }
    missing
}

fn missing_in_sale(record: &Record) -> Vec<&'static str> {
    let lines = record.lines("item");
    let mut missing = Vec::new();
    if !record.body.contains_key("entity") {
        missing.push("Customer");
    }
    if lines.is_empty() {
        missing.push("Items");
    }
    if lines.iter().any(|line| !line.contains_key("item")) {
        missing.push("Item");
    }
    let priced = |line: &Body| ["amount", "rate", "quantity"].iter().any(|field| line.contains_key(*field));
    if !lines.iter().all(priced) {
        missing.push("Amount");
    }
    missing
}

fn too_precise(vocabulary: &[&[Field]], body: &Body, path: &str, digits: u32) -> Vec<String> {
    let precise = |value: &Value| decimal(value).is_some_and(|amount| amount.normalize().scale() > digits);
    body.iter()
        .filter(|(name, value)| schema::shape(vocabulary, name) == Some(Shape::Money) && precise(value))
        .map(|(name, _)| join(path, name))
        .collect()
}

fn is_date(value: &Value) -> bool {
    let parsed = value.as_str().map(|text| (text.len(), NaiveDate::parse_from_str(text, "%Y-%m-%d")));
    matches!(parsed, Some((10, Ok(_))))
}

fn join(path: &str, name: &str) -> String {
    if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") }
}
