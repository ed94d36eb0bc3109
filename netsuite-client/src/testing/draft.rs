//! Checks a request body field by field and turns it into a record, or into the details of a refusal.

use chrono::{DateTime, NaiveDate, Utc};
use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::{
    applying, choices, journals, limits, lines, packages, periods, progress, references, remaining,
    schema::{self, Family, Field, Key, Kind, Shape, Sublist},
    stock,
    store::{Body, Record, Store, WriteOptions, decimal, number, number_text, reference_id},
    tax,
    totals::{self, Usual},
    transforms,
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
    /// What a seeded record lacked all along; a change of it is not asked for these.
    lacking: Vec<&'static str>,
}

impl<'a> Draft<'a> {
    pub(super) fn new(store: &'a Store, kind: &'static Kind, options: &'a WriteOptions) -> Self {
        Self { store, kind, options, faults: Vec::new(), lacking: Vec::new() }
    }

    pub(super) fn create(
        mut self,
        body: &Body,
        external_id: Option<&str>,
        at: DateTime<Utc>,
    ) -> Result<Record, Refusal> {
        if self.kind.derived {
            let text =
                format!("A record of the type {} is made by transforming another record.", self.kind.name);
            return Err(Detail::resource(USER_ERROR, text).into());
        }
        let mut record = Record::blank(self.kind, at);
        record.external_id = external_id.map(str::to_owned);
        self.merge(&mut record, body);
        self.check_first_status(&record);
        self.finish(record)
    }

    pub(super) fn update(mut self, old: Record, body: &Body, at: DateTime<Utc>) -> Result<Record, Refusal> {
        self.lacking = self.missing(&old);
        let status = old.choice("orderStatus").unwrap_or("A").to_owned();
        let mut record = old;
        record.modified = at;
        if self.kind.name == "customerPayment" && !body.contains_key("customer") {
            let text = "Please enter value(s) for: Customer";
            self.faults.push(Detail::resource(USER_ERROR, text));
        }
        if body.contains_key("tranDate") && !body.contains_key("postingPeriod") {
            record.body.remove("postingPeriod");
        }
        self.merge(&mut record, body);
        self.check_next_status(&status, &record);
        self.finish(record)
    }

    /// Finishes a record that another one was transformed into: `record` holds what follows from that one, `body` what
    /// the request says about it. Lines are addressed by the lines of the order.
    pub(super) fn derive(mut self, mut record: Record, body: &Body) -> Result<Record, Refusal> {
        let mut rest = body.clone();
        let lines = rest.remove("item");
        packages::add_default(self.store, &mut record);
        self.merge(&mut record, &rest);
        if let Some(list) = self.kind.list("item") {
            self.merge_ordered(&mut record, list, lines.as_ref());
        } else if lines.is_some() {
            self.unknown("item", "item".to_owned());
        }
        packages::weigh_default(self.store, &mut record);
        self.refuse_if_faulty()?;
        Ok(record)
    }

    /// The record as it would be, with what is missing still missing.
    pub(super) fn preview(mut self, mut record: Record, body: &Body) -> Result<Record, Refusal> {
        self.merge(&mut record, body);
        self.refuse_if_faulty()?;
        Ok(self.previewed(record))
    }

    /// Fills in what follows from the rest, whether or not the record could be saved.
    pub(super) fn previewed(&self, mut record: Record) -> Record {
        if record.kind.family == Family::Entity {
            self.default_currency(&mut record);
        }
        totals::complete(self.store, &mut record);
        progress::update(self.store, &mut record);
        record
    }

    /// Checks a record as a whole. What passes can be stored.
    pub(super) fn finish(mut self, mut record: Record) -> Result<Record, Refusal> {
        self.refuse_if_faulty()?;
        if self.kind.is_moved() {
            if lines::drop_untaken(&mut record) && record.lines("item").is_empty() {
                return Err(transforms::no_lines());
            }
            lines::show_members(self.store, &mut record);
        }
        remaining::check_order(self.store, &record)?;
        remaining::check_document(self.store, &record)?;
        tax::check(self.store, &record)?;
        self.require(&record);
        self.refuse_if_faulty()?;
        stock::check(self.store, &record)?;
        if self.kind.family == Family::Entity {
            self.default_currency(&mut record);
            self.default_name(&mut record);
        }
        totals::complete(self.store, &mut record);
        references::default_rate(self.store, &mut record);
        references::check(self.store, &record)?;
        limits::check(self.store, &record)?;
        applying::settle(self.store, &mut record)?;
        totals::complete(self.store, &mut record);
        periods::check(self.store, &record)?;
        self.check_decimals(&record);
        self.check_items(&record);
        self.check_unique(&record);
        self.check_sums(&record);
        self.refuse_if_faulty()?;
        Ok(record)
    }

    fn refuse_if_faulty(&mut self) -> Result<(), Refusal> {
        if self.faults.is_empty() { Ok(()) } else { Err(Refusal::all(std::mem::take(&mut self.faults))) }
    }

    fn merge(&mut self, record: &mut Record, body: &Body) {
        let (lists, rest): (Vec<_>, Vec<_>) = body.iter().partition(|(name, _)| self.has_list(name));
        let fields = rest.iter().filter(|(name, _)| *name != "externalId");
        let fields: Body = fields.map(|(name, value)| ((*name).clone(), (*value).clone())).collect();
        if let Some(value) = body.get("externalId") {
            self.merge_external_id(record, value);
        }
        let level = Level { vocabulary: self.kind.fields, owner: self.kind.name, path: "" };
        let currency = record.reference("currency");
        self.merge_fields(&level, &fields, &mut record.body);
        for (name, value) in lists {
            match self.kind.list(name).filter(|_| self.has_field(name)) {
                Some(list) => self.merge_list(record, list, value),
                None => self.unknown(name, name.clone()),
            }
        }
        if record.id != 0 && self.kind.is_sale() && record.reference("currency") != currency {
            let mut lines = record.lists.remove("item").unwrap_or_default();
            lines.iter_mut().for_each(|line| self.reprice(record, line));
            record.lists.insert("item", lines);
        }
    }

    fn has_list(&self, name: &str) -> bool {
        self.kind.list(name).is_some() && packages::is_shown(self.store, name)
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
            // Tax details have names of their own, which are another engine's elsewhere.
            let is_detail = level.owner.ends_with(".taxDetails");
            let known = schema::shape(level.vocabulary, name).filter(|_| is_detail || self.has_field(name));
            let shape = match known {
                Some(shape) => shape,
                None if self.store.is_declared(level.owner, name) => {
                    self.store.custom_shape(level.owner, name)
                }
                None => {
                    self.unknown(name, path);
                    continue;
                }
            };
            if value.is_null() {
                target.remove(name);
            } else if let Some(value) = self.value(shape, name, &path, value) {
                if self.store.is_choice_of(level.owner, name, &value) {
                    target.insert(name.clone(), value);
                } else {
                    let id = value.get("id").and_then(number_text).unwrap_or_default();
                    self.faults.push(references::invalid(id, name, &path));
                }
            }
        }
    }

    /// A sale has the tax fields of the account's engine only.
    fn has_field(&self, name: &str) -> bool {
        !self.kind.is_sale() || self.store.options.tax.has_field(name)
    }

    /// The header decides whether a misspelt property is an error or silently lost.
    fn unknown(&mut self, name: &str, path: String) {
        if self.options.strict_names {
            let text = format!("Unknown property '{name}' in the request body.");
            self.faults.push(Detail::resource(INVALID_CONTENT, text).at(path));
        }
    }

    /// The header decides whether a value that cannot be read is an error or lost, too.
    fn wrong_form(&mut self, path: &str, form: &str) {
        if self.options.lenient_values {
            return;
        }
        let text = format!("Invalid value for the field '{path}'. Provide {form}.");
        self.faults.push(Detail::resource(INVALID_CONTENT, text).at(path));
    }

    /// The value as it is stored; `None` when it is not stored, with a fault when it should have been.
    fn value(&mut self, shape: Shape, name: &str, path: &str, value: &Value) -> Option<Value> {
        let form = match shape {
            Shape::Computed | Shape::Shown(_) => return None,
            Shape::Open => return Some(value.clone()),
            Shape::Ref(family) => return self.reference(family, name, path, value),
            Shape::Level => return self.level(name, path, value),
            Shape::Refs(family) => return self.references(family, name, path, value),
            Shape::Address => return self.address(path, value),
            Shape::ChoiceOrFlag if value.is_boolean() => None,
            Shape::Text if value.is_string() => None,
            Shape::Text => Some("a text"),
            Shape::Flag if value.is_boolean() => None,
            Shape::Flag => Some("true or false"),
            Shape::Number | Shape::Money if decimal(value).is_some() => None,
            Shape::Number | Shape::Money => Some("a number"),
            Shape::Date if is_date(value) => None,
            Shape::Date => Some("a date as YYYY-MM-DD"),
            Shape::Choice | Shape::ChoiceOrFlag => match value.get("id").and_then(Value::as_str) {
                Some(id) => return self.choice(name, path, id),
                None => Some("an object with an id"),
            },
        };
        match form {
            None => Some(value.clone()),
            Some(form) => {
                self.wrong_form(path, form);
                None
            }
        }
    }

    fn choice(&mut self, name: &str, path: &str, id: &str) -> Option<Value> {
        if choices::allows(name, id) {
            return Some(json!({"id": id}));
        }
        self.invalid_choice(name, path, id);
        None
    }

    fn invalid_choice(&mut self, name: &str, path: &str, id: &str) {
        let text = format!("Invalid Field Value {id} for the following field: {}", name.to_lowercase());
        self.faults.push(Detail::resource(INVALID_CONTENT, text).at(path));
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

    /// Levels -1 and 1 are part of every account; others exist once they are made.
    fn level(&mut self, name: &str, path: &str, value: &Value) -> Option<Value> {
        match value.get("id").and_then(number_text).as_deref() {
            Some(id @ ("-1" | "1")) => Some(json!({"id": id})),
            _ => self.reference(Some(Family::PriceLevel), name, path, value),
        }
    }

    fn usable(&mut self, found: Option<&Record>, name: &str, path: &str, given: &str) -> Option<Value> {
        match found {
            Some(record) if references::fits(self.kind, name, path, record) => {
                Some(json!({"id": record.id.to_string()}))
            }
            _ => {
                self.faults.push(references::invalid(given, name, path));
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
            if let Some(position) = self.merge_line(list, &path, item, &mut lines, record) {
                touched.push(position);
            }
        }
        if replaces && list.key != Key::OrderLine {
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
        record: &Record,
    ) -> Option<usize> {
        let key = line_key(list.key, item);
        let known = key
            .as_ref()
            .and_then(|key| lines.iter().position(|line| line_key(list.key, line).as_ref() == Some(key)));
        let position = match (key, known, list.key) {
            (_, Some(position), _) => position,
            (_, None, Key::OrderLine) => {
                self.static_list(list, path);
                return None;
            }
            (Some(key), None, Key::Number(property)) if record.id != 0 => {
                let text = format!("Invalid Field Value {key} for the following field: {property}");
                self.faults.push(Detail::resource(INVALID_KEY, text).at(format!("{path}.{property}")));
                return None;
            }
            _ => {
                lines.push(Body::new());
                lines.len() - 1
            }
        };
        let before = lines[position].clone();
        self.check_origin(path, item, &before);
        let mut line = std::mem::take(&mut lines[position]);
        self.fill_line(list, path, item, &mut line);
        if list.name == "item" && self.kind.is_sale() && is_priced_anew(&before, &line) {
            self.reprice(record, &mut line);
        }
        lines[position] = line;
        Some(position)
    }

    /// Which line of which order a line was made of follows from the transform; a write cannot say it.
    fn check_origin(&mut self, path: &str, item: &Body, line: &Body) {
        let order = |line: &Body| line.get("orderDoc").and_then(reference_id);
        let said = [
            ("orderDoc", order(item) != order(line)),
            ("orderLine", item.get("orderLine").and_then(decimal) != line.get("orderLine").and_then(decimal)),
        ];
        for (field, _) in said.into_iter().filter(|(field, differs)| *differs && item.contains_key(*field)) {
            let text =
                format!("The field {field} is set when a record is transformed, and cannot be changed.");
            self.faults.push(Detail::resource(USER_ERROR, text).at(format!("{path}.{field}")));
        }
    }

    fn fill_line(&mut self, list: &'static Sublist, path: &str, item: &Body, line: &mut Body) {
        let before = line.clone();
        let owner = format!("{}.{}", self.kind.name, list.name);
        let level = Level { vocabulary: list.fields, owner: &owner, path };
        self.merge_fields(&level, item, line);
        // Of rate and amount, one that is not said follows from the one that is.
        let changed = |field: &str| differs(&before, line, field);
        if self.kind.is_sale() && item.contains_key("grossAmt") && changed("grossAmt") {
            // Since 2026.1 the amount follows from the one with tax.
            line.remove("amount");
            line.remove("rate");
            return;
        }
        if item.contains_key("amount") {
            if changed("amount") && !item.contains_key("rate") {
                line.remove("rate");
            }
        } else if changed("rate") || changed("quantity") {
            line.remove("amount");
        }
        if self.kind.is_sale() {
            line.remove("grossAmt");
        }
    }

    /// A line keeps its own rate only at the custom level, -1. Otherwise the item's price is taken, if it has one.
    fn reprice(&self, record: &Record, line: &mut Body) {
        let customer = record.party().and_then(|id| self.store.get((Family::Entity, id)));
        let currency = record.reference("currency").or_else(|| customer?.reference("currency"));
        let item = lines::item(self.store, line);
        let own = line.get("price").and_then(|level| level.get("id")).and_then(number_text);
        let found = match own.map_or_else(|| totals::usual(customer, item, currency), Usual::Level) {
            Usual::Price(price) => Some(("-1".to_owned(), price)),
            Usual::Level(level) if level == "-1" => None,
            Usual::Level(level) => {
                let quantity = lines::quantity(line);
                let price =
                    item.and_then(|item| totals::list_price(self.store, item, &level, currency, quantity));
                price.map(|price| (level, price))
            }
        };
        let Some((level, price)) = found else { return };
        line.insert("price".into(), json!({"id": level}));
        line.insert("rate".into(), number(price));
        line.remove("amount");
        line.remove("grossAmt");
    }

    /// Merges the lines of a transform, which are addressed by the order's. A line that the order has not, or not any
    /// more, is refused; where the target is a bill or a credit, further items may be added.
    fn merge_ordered(&mut self, record: &mut Record, list: &'static Sublist, value: Option<&Value>) {
        let items = match value.map(|value| (value, value.get("items"))) {
            None => &[][..],
            Some((_, Some(Value::Array(items)))) => items.as_slice(),
            Some((value, _)) if value.is_null() => &[],
            Some(_) => return self.wrong_form(list.name, "an object with items"),
        };
        let mut lines = record.lists.remove(list.name).unwrap_or_default();
        let mut seen = Vec::new();
        for (index, item) in items.iter().enumerate() {
            let path = format!("{}.items[{index}]", list.name);
            let Value::Object(item) = item else {
                self.wrong_form(&path, "an object");
                continue;
            };
            let order_line = item.get("orderLine").and_then(decimal);
            let position = lines.iter().position(|line| {
                order_line.is_some() && order_line == line.get("orderLine").and_then(decimal)
            });
            match position {
                Some(position) if !seen.contains(&position) => {
                    seen.push(position);
                    let mut line = std::mem::take(&mut lines[position]);
                    self.fill_line(list, &path, item, &mut line);
                    lines[position] = line;
                }
                None if order_line.is_none() && item.contains_key("item") && list.key != Key::OrderLine => {
                    let mut line = Body::new();
                    self.fill_line(list, &path, item, &mut line);
                    lines.push(line);
                }
                _ => self.static_list(list, &path),
            }
        }
        record.lists.insert(list.name, lines);
    }

    fn static_list(&mut self, list: &Sublist, path: &str) {
        let text =
            format!("You have attempted to change a non-existent line of the static sublist {}.", list.name);
        self.faults.push(Detail::resource(INVALID_CONTENT, text).at(path));
    }

    fn check_first_status(&mut self, record: &Record) {
        let status = record.choice("orderStatus").unwrap_or("A");
        if self.kind.is_order() && status != "A" && status != "B" {
            self.invalid_choice("orderStatus", "orderStatus", status);
        }
    }

    /// An order's status follows from its documents, but for a few moves.
    fn check_next_status(&mut self, before: &str, record: &Record) {
        let status = record.choice("orderStatus").unwrap_or("A");
        let has_documents = || self.store.dependents(record.id).next().is_some();
        if !self.kind.is_order() || choices::can_move(before, status, has_documents()) {
            return;
        }
        let text = format!("The status of this order cannot be changed from {before} to {status}.");
        self.faults.push(Detail::resource(USER_ERROR, text).at("orderStatus"));
    }

    fn require(&mut self, record: &Record) {
        let mut missing = self.missing(record);
        missing.retain(|label| !self.lacking.contains(label));
        if !missing.is_empty() {
            let text = format!("Please enter value(s) for: {}", missing.join(", "));
            self.faults.push(Detail::resource(USER_ERROR, text));
        }
    }

    fn missing(&self, record: &Record) -> Vec<&'static str> {
        let fields = self.kind.required.iter().filter(|(name, _)| !has_value(&record.body, name));
        let mut missing: Vec<&'static str> = fields.map(|(_, label)| *label).collect();
        let is_entity = self.kind.family == Family::Entity;
        if is_entity {
            missing.extend(missing_name(record));
        }
        if self.needs_subsidiary() && !has_value(&record.body, "subsidiary") {
            missing.push(if is_entity { "Primary Subsidiary" } else { "Subsidiary" });
        }
        if lacks_account(record) {
            missing.push("Account");
        }
        let (lists, label) = self.kind.required_lists;
        if !lists.is_empty() && lists.iter().all(|list| record.lines(list).is_empty()) {
            missing.push(label);
        }
        for list in self.kind.lists {
            let lines = record.lines(list.name);
            let lacks = |name: &str| lines.iter().any(|line| !has_value(line, name));
            missing.extend(list.required.iter().filter(|(name, _)| lacks(name)).map(|(_, label)| *label));
        }
        if self.kind.is_sale() && !record.lines("item").iter().all(is_priced) {
            missing.push("Amount");
        }
        missing
    }

    /// Whether the type asks for a subsidiary, in an account that has any. Sales take their customer's.
    fn needs_subsidiary(&self) -> bool {
        const TYPES: &[&str] =
            &["journalEntry", "inventoryAdjustment", "inventoryTransfer", "transferOrder", "location"];
        let asks =
            TYPES.contains(&self.kind.name) || matches!(self.kind.family, Family::Item | Family::Entity);
        asks && self.store.of_family(Family::Subsidiary).next().is_some()
    }

    fn check_sums(&mut self, record: &Record) {
        self.faults.extend(journals::fault(self.store, record));
    }

    /// Without numbers of their own, customers and vendors are called by their names.
    fn default_name(&self, record: &mut Record) {
        let is_numbered =
            record.body.get("autoName").and_then(Value::as_bool).unwrap_or(!self.store.options.keeps_names);
        if is_numbered || has_value(&record.body, "entityId") {
            return;
        }
        let fields: &[&str] =
            if record.flag("isPerson") { &["firstName", "lastName"] } else { &["companyName"] };
        let name: Vec<&str> = fields.iter().filter_map(|field| record.text(field)).collect();
        let name = name.join(" ");
        record.body.insert("entityId".into(), name.into());
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

    /// Stock is moved of items that have some, kits have none of their own. A new line of an order is for some of its item;
    /// one that is there can go down to nothing.
    fn check_items(&mut self, record: &Record) {
        let list = match self.kind.name {
            "inventoryAdjustment" | "inventoryTransfer" => "inventory",
            _ if self.kind.is_order() => "item",
            _ => return,
        };
        for (index, line) in record.lines(list).iter().enumerate() {
            let item = lines::item(self.store, line);
            if self.kind.name != "salesOrder"
                && self.kind.name != "returnAuthorization"
                && let Some(item) = item.filter(|item| !item.is_stocked())
            {
                let text = format!("Invalid Field Value {} for the following field: item", item.id);
                self.faults
                    .push(Detail::resource(INVALID_KEY, text).at(format!("{list}.items[{index}].item")));
            }
            let is_new = record.id == 0 || !line.contains_key("line");
            let quantity = line.get("quantity").and_then(decimal);
            if quantity.is_some_and(|quantity| quantity < Decimal::ZERO || is_new && quantity.is_zero()) {
                let text = "The quantity of an order's line must be more than zero.";
                self.faults
                    .push(Detail::resource(USER_ERROR, text).at(format!("{list}.items[{index}].quantity")));
            }
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

fn missing_name(record: &Record) -> Option<&'static str> {
    let (name, label) =
        if record.flag("isPerson") { ("lastName", "Last Name") } else { ("companyName", "Company Name") };
    record.text(name).is_none_or(str::is_empty).then_some(label)
}

/// Money that comes in goes to an account, or waits to be deposited. A refund of a sale is paid from where that went.
fn lacks_account(record: &Record) -> bool {
    let has = |field: &str| has_value(&record.body, field);
    let waits =
        || record.flag("undepFunds") || record.choice("undepFunds").is_some_and(|choice| choice != "F");
    match record.kind.name {
        "cashSale" | "customerPayment" | "customerDeposit" => !has("account") && !waits(),
        "cashRefund" => !has("account") && !has("paymentOption") && !has("createdFrom"),
        _ => false,
    }
}

/// Whether a change of a line makes the service look for its price again.
fn is_priced_anew(before: &Body, after: &Body) -> bool {
    let refers = |line: &Body, field: &str| line.get(field).and_then(reference_id);
    ["item", "price"].iter().any(|field| refers(before, field) != refers(after, field))
        || ["quantity", "rate", "amount"].iter().any(|field| differs(before, after, field))
}

/// Whether a number of a line changed.
fn differs(before: &Body, after: &Body, field: &str) -> bool {
    before.get(field).and_then(decimal) != after.get(field).and_then(decimal)
}

fn is_priced(line: &Body) -> bool {
    ["amount", "rate"].iter().any(|field| line.contains_key(*field))
}

fn has_value(body: &Body, name: &str) -> bool {
    body.get(name).is_some_and(|value| !value.is_null() && value.as_str() != Some(""))
}

/// The text by which a line of a sublist is found: the same for a line as sent and as stored.
pub(super) fn line_key(key: Key, line: &Body) -> Option<String> {
    let text = |name: &str| {
        let value = line.get(name)?;
        number_text(value).or_else(|| reference_id(value).map(|id| id.to_string()))
    };
    match key {
        Key::Number(name) | Key::Record(name) => text(name),
        Key::OrderLine => text("orderLine").or_else(|| text("line")),
        Key::Composite(names) => {
            let part = |name: &str| {
                let value = line.get(name).map(|value| value.get("value").unwrap_or(value));
                value.and_then(number_text).or_else(|| text(name)).unwrap_or_else(|| "0".to_owned())
            };
            Some(
                names
                    .iter()
                    .map(|name| format!("{}={}", name.to_lowercase(), part(name)))
                    .collect::<Vec<_>>()
                    .join(","),
            )
        }
    }
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
