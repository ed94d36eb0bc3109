//! Rules are checked when they are loaded, and made ready to run: paths read, expressions compiled.

use std::{collections::BTreeMap, fmt};

use chrono_tz::Tz;
use netsuite_client::{
    field::FieldKind,
    records::{
        AddressBookEntry, CashSale, Customer, FulfillmentLine, Invoice, ItemFulfillment, ItemReceipt,
        ReceiptLine, ReturnAuthorization, SalesOrder, TransactionLine,
    },
    suiteql::Identifier,
};
use serde_json::Value;

use super::{
    By, Form, LineKey, Lookup, Rule, Rules, Source, When,
    date::is_form,
    expression::Expression,
    lookup::{Search, StaticMap},
    path::{Path, Root},
};
use crate::plan::RecordKind;

/// What is wrong with a rule, or with something that rules share.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleError {
    /// Where: `rule 3 "Gift message"`, `map "methods"`.
    pub place: String,
    /// The field that the rule is for, or the setting.
    pub field: String,
    /// What is wrong, and what to do.
    pub problem: String,
}

impl fmt::Display for RuleError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, {}: {}", self.place, self.field, self.problem)
    }
}

/// Everything that is wrong with rules; at least one.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", lines(.0))]
pub struct RuleErrors(pub Vec<RuleError>);

fn lines(errors: &[RuleError]) -> String {
    errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

/// Rules that are ready to run.
#[derive(Debug)]
pub(super) struct Prepared<'a> {
    pub(super) rules: Vec<Ready<'a>>,
    pub(super) maps: &'a BTreeMap<String, StaticMap>,
    pub(super) searches: &'a BTreeMap<String, Search>,
    pub(super) lines: BTreeMap<&'a str, ReadyKey<'a>>,
}

/// One of them.
#[derive(Debug)]
pub(super) struct Ready<'a> {
    pub(super) number: usize,
    pub(super) rule: &'a Rule,
    pub(super) from: ReadySource<'a>,
    pub(super) only_if: Option<Expression>,
    /// What the field is; `None` for custom fields.
    pub(super) kind: Option<FieldKind>,
    pub(super) zone: Option<Tz>,
}

#[derive(Debug)]
pub(super) enum ReadySource<'a> {
    Path(Path),
    Constant(&'a Value),
    Expression(Expression),
    Map(&'a StaticMap, Box<ReadySource<'a>>),
    Search(&'a str, &'a Search, Box<ReadySource<'a>>),
}

/// How a line's item at Amazon is known.
#[derive(Debug)]
pub(super) struct ReadyKey<'a> {
    pub(super) field: &'a str,
    pub(super) equals: Path,
    pub(super) items: Path,
}

/// Fields by NetSuite's name.
type Fields = &'static [(&'static str, FieldKind)];

/// The kinds of record that rules are for, with their fields and those of their lines.
fn tables(record: &str) -> Option<(Fields, &'static [(&'static str, Fields)])> {
    const SALE: &[(&str, Fields)] = &[("item", TransactionLine::FIELDS)];
    const FULFILLMENT: &[(&str, Fields)] = &[("item", FulfillmentLine::FIELDS)];
    const RECEIPT: &[(&str, Fields)] = &[("item", ReceiptLine::FIELDS)];
    const CUSTOMER: &[(&str, Fields)] = &[("addressBook", AddressBookEntry::FIELDS)];
    let kind = KINDS.into_iter().find(|kind| kind.record_type() == record)?;
    match kind {
        RecordKind::Customer => Some((Customer::FIELDS, CUSTOMER)),
        RecordKind::SalesOrder => Some((SalesOrder::FIELDS, SALE)),
        RecordKind::Invoice => Some((Invoice::FIELDS, SALE)),
        RecordKind::CashSale => Some((CashSale::FIELDS, SALE)),
        RecordKind::ReturnAuthorization => Some((ReturnAuthorization::FIELDS, SALE)),
        RecordKind::ItemFulfillment => Some((ItemFulfillment::FIELDS, FULFILLMENT)),
        RecordKind::ItemReceipt => Some((ItemReceipt::FIELDS, RECEIPT)),
        _ => None,
    }
}

const KINDS: [RecordKind; 7] = [
    RecordKind::SalesOrder,
    RecordKind::Invoice,
    RecordKind::CashSale,
    RecordKind::Customer,
    RecordKind::ItemFulfillment,
    RecordKind::ReturnAuthorization,
    RecordKind::ItemReceipt,
];

/// What keeps a record from being made twice: a rule that changed it would break the promise of exactly one.
const IDENTITY: [&str; 2] = ["id", "externalId"];

/// Checks rules and makes them ready.
pub(super) fn prepare(rules: &Rules) -> Result<Prepared<'_>, RuleErrors> {
    let mut errors = Vec::new();
    for (name, search) in &rules.searches {
        let columns = [("record", &search.record), ("field", &search.field), ("result", &search.result)];
        for (setting, text) in columns {
            if let Err(error) = Identifier::new(text) {
                let place = format!("search {name:?}");
                errors.push(RuleError {
                    place,
                    field: setting.to_owned(),
                    problem: format!("{text:?}: {error}"),
                });
            }
        }
    }
    let mut keys = BTreeMap::new();
    for (list, key) in &rules.lines {
        match ready_key(key) {
            Ok(ready) => drop(keys.insert(list.as_str(), ready)),
            Err((field, problem)) => {
                errors.push(RuleError { place: format!("lines {list:?}"), field: field.to_owned(), problem });
            }
        }
    }
    let mut ready = Vec::new();
    for (index, rule) in rules.rules.iter().enumerate() {
        let mut check = Check { rules, rule, problems: Vec::new() };
        let one = check.ready(index + 1);
        let place = format!("rule {} {:?}", index + 1, rule.name);
        if check.problems.is_empty()
            && let Some(one) = one
        {
            ready.push(one);
        }
        errors.extend(
            check.problems.into_iter().map(|problem| RuleError {
                place: place.clone(),
                field: rule
                    .list
                    .as_ref()
                    .map_or_else(|| rule.field.clone(), |list| format!("{list}.{}", rule.field)),
                problem,
            }),
        );
    }
    if errors.is_empty() {
        Ok(Prepared { rules: ready, maps: &rules.maps, searches: &rules.searches, lines: keys })
    } else {
        Err(RuleErrors(errors))
    }
}

fn ready_key(key: &LineKey) -> Result<ReadyKey<'_>, (&'static str, String)> {
    let equals: Path =
        format!("item.{}", key.equals).parse().map_err(|e| ("equals", format!("{:?}: {e}", key.equals)))?;
    let items: Path = key.items.parse().map_err(|e| ("items", format!("{:?}: {e}", key.items)))?;
    if items.root() != Root::Order {
        return Err(("items", format!("{:?}: Amazon's items are in `order`", key.items)));
    }
    if key.field.is_empty() {
        return Err(("field", "it is empty".to_owned()));
    }
    Ok(ReadyKey { field: &key.field, equals, items })
}

/// One rule being checked. Goes on after a problem, so that all of them are told at once.
struct Check<'a> {
    rules: &'a Rules,
    rule: &'a Rule,
    problems: Vec<String>,
}

impl<'a> Check<'a> {
    fn say(&mut self, problem: impl Into<String>) {
        self.problems.push(problem.into());
    }

    fn ready(&mut self, number: usize) -> Option<Ready<'a>> {
        let rule = self.rule;
        if rule.name.trim().is_empty() {
            self.say("the rule has no `name`; give it one that people know it by");
        }
        let kind = self.field();
        self.switches(kind);
        let zone = self.dates(kind);
        let from = self.source(&rule.from, Place::Value);
        let only_if = rule.only_if.as_deref().and_then(|text| self.expression("only_if", text));
        Some(Ready { number, rule, from: from?, only_if, kind, zone })
    }

    /// What the field is; `None` for a custom one, and for one that there is not.
    fn field(&mut self) -> Option<FieldKind> {
        let rule = self.rule;
        let Some((own, lists)) = tables(&rule.record) else {
            let kinds = KINDS.map(RecordKind::record_type);
            let hint = suggestion(&rule.record, kinds);
            self.say(format!("rules are not for {:?} but for {}{hint}", rule.record, kinds.join(", ")));
            return None;
        };
        let fields = match &rule.list {
            None => own,
            Some(list) => match lists.iter().find(|(name, _)| name == list) {
                Some((_, fields)) => *fields,
                None => {
                    let names = lists.iter().map(|(name, _)| *name);
                    let hint = suggestion(list, names);
                    self.say(format!("{} has no list {list:?} that rules are for{hint}", rule.record));
                    return None;
                }
            },
        };
        if IDENTITY.contains(&rule.field.as_str()) {
            self.say("no rule may change it: it is how the record is found again, and never made twice");
            return None;
        }
        let kind = fields.iter().find(|(name, _)| *name == rule.field).map(|(_, kind)| *kind);
        match kind {
            Some(FieldKind::List | FieldKind::Part) => {
                let problem = match lists.iter().find(|(name, _)| *name == rule.field) {
                    Some((list, _)) => {
                        format!("it is a list: a rule for a field of its lines says `list = {list:?}`")
                    }
                    None => "it is a list or a part of its own, which rules do not write".to_owned(),
                };
                self.say(problem);
                None
            }
            Some(kind) => Some(kind),
            None if rule.field.starts_with("cust") => {
                if !rule.field.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_') {
                    self.say("a script id has lower-case letters, digits and `_` only");
                }
                None
            }
            None => {
                let hint = suggestion(&rule.field, fields.iter().map(|(name, _)| *name));
                self.say(format!("{} has no such field{hint}; custom fields begin with `cust`", rule.record));
                None
            }
        }
    }

    fn switches(&mut self, kind: Option<FieldKind>) {
        let rule = self.rule;
        if let (Some(form), Some(kind)) = (rule.form, kind)
            && form_of(kind) != Some(form)
        {
            self.say("`form` is for custom fields: what a standard field is, is known");
        }
        let reference = rule.form == Some(Form::Reference) || kind == Some(FieldKind::Reference);
        if rule.by != By::InternalId && !reference {
            self.say("`by` is for references: a custom field that is one needs `form = \"reference\"`");
        }
        let has = |when: When| rule.when.contains(&when);
        if has(When::Created) && has(When::Updated) {
            self.say("`when` asks for created and for updated: that is never");
        }
        if has(When::LookupEmpty) && has(When::LookupNotEmpty) {
            self.say("`when` asks for lookup-empty and for lookup-not-empty: that is never");
        }
        if rule.immutable && has(When::Updated) {
            self.say("it is immutable, and `when` asks for updated: that is never");
        }
        let looks_up = matches!(rule.from, Source::Map(_) | Source::Search(_));
        if (has(When::LookupEmpty) || has(When::LookupNotEmpty)) && !looks_up {
            self.say("`when` asks what a lookup found, but `from` is no map and no search");
        }
        if has(When::LookupEmpty) && rule.default.is_none() {
            self.say("`when` asks for lookup-empty, but there is no `default` to write then");
        }
        if matches!(&rule.default, Some(Value::Object(_) | Value::Array(_))) {
            self.say("`default` is text, a number, true or false");
        }
    }

    fn dates(&mut self, kind: Option<FieldKind>) -> Option<Tz> {
        let rule = self.rule;
        let date = &rule.date;
        for (setting, form) in [("date.read", &date.read), ("date.write", &date.write)] {
            if let Some(form) = form
                && !is_form(form)
            {
                self.say(format!("`{setting}` {form:?} is no form of dates such as %d/%m/%Y"));
            }
        }
        if date.write.is_some() && kind.is_some_and(|kind| kind != FieldKind::Text) {
            self.say("`date.write` is for text; date fields have NetSuite's own form");
        }
        let zone = date.zone.as_ref()?;
        let parsed = zone.parse::<Tz>().ok();
        if parsed.is_none() {
            let hint = suggestion(zone, chrono_tz::TZ_VARIANTS.iter().map(|zone| zone.name()));
            self.say(format!("`date.zone` {zone:?} is no IANA zone such as Europe/Berlin{hint}"));
        }
        parsed
    }

    fn source(&mut self, source: &'a Source, place: Place) -> Option<ReadySource<'a>> {
        let rules = self.rules;
        match source {
            Source::Path(text) => match text.parse::<Path>() {
                Ok(path) => {
                    self.reads(&[path.root()]);
                    Some(ReadySource::Path(path))
                }
                Err(error) => {
                    self.say(format!("path {text:?}: {error}"));
                    None
                }
            },
            Source::Constant(value) => {
                if matches!(value, Value::Object(_) | Value::Array(_)) {
                    self.say("a constant is text, a number, true or false");
                }
                Some(ReadySource::Constant(value))
            }
            Source::Expression(text) => self.expression("expression", text).map(ReadySource::Expression),
            Source::Map(lookup) => {
                let key = self.source(&lookup.key, Place::Key);
                let map = self.named("map", lookup, &rules.maps)?;
                Some(ReadySource::Map(map, Box::new(key?)))
            }
            Source::Search(_) if place == Place::Key => {
                self.say("what is looked up cannot itself be searched for: NetSuite is asked once");
                None
            }
            Source::Search(lookup) => {
                let key = self.source(&lookup.key, Place::Key);
                let search = self.named("search", lookup, &rules.searches)?;
                Some(ReadySource::Search(&lookup.name, search, Box::new(key?)))
            }
        }
    }

    fn named<T>(&mut self, what: &str, lookup: &'a Lookup, all: &'a BTreeMap<String, T>) -> Option<&'a T> {
        let found = all.get(&lookup.name);
        if found.is_none() {
            let hint = suggestion(&lookup.name, all.keys().map(String::as_str));
            self.say(format!(
                "there is no {what} {:?}{hint}; it would stand under [{what}.{}]",
                lookup.name, lookup.name
            ));
        }
        found
    }

    fn expression(&mut self, setting: &str, text: &str) -> Option<Expression> {
        match Expression::compile(text) {
            Ok(expression) => {
                for map in expression.maps() {
                    if !self.rules.maps.contains_key(map) {
                        let hint = suggestion(map, self.rules.maps.keys().map(String::as_str));
                        self.say(format!("{setting} {text:?}: there is no map {map:?}{hint}"));
                    }
                }
                self.reads(expression.roots());
                Some(expression)
            }
            Err(error) => {
                self.say(format!("{setting} {text:?}: {error}"));
                None
            }
        }
    }

    /// Lines are there only for rules of lists, and Amazon's items only where a line tells which is its own.
    fn reads(&mut self, roots: &[Root]) {
        let rule = self.rule;
        let Some(list) = &rule.list else {
            if roots.iter().any(|root| matches!(root, Root::Item | Root::Line)) {
                self.say("`item` and `line` are there only for rules with a `list`");
            }
            return;
        };
        if roots.contains(&Root::Item) && !self.rules.lines.contains_key(list) {
            self.say(format!(
                "it reads `item`, but nothing says which of Amazon's items a line stands for: add [lines.{list}] with `field`"
            ));
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Value,
    Key,
}

/// As what a standard field is written.
pub(super) const fn form_of(kind: FieldKind) -> Option<Form> {
    match kind {
        FieldKind::Text => Some(Form::Text),
        FieldKind::Flag => Some(Form::Flag),
        FieldKind::Number => Some(Form::Number),
        FieldKind::Date => Some(Form::Date),
        FieldKind::Instant => Some(Form::Instant),
        FieldKind::Reference | FieldKind::Choice => Some(Form::Reference),
        _ => None,
    }
}

/// `; did you mean …?`, if one of the names is near.
pub(super) fn suggestion<'n>(wrong: &str, names: impl IntoIterator<Item = &'n str>) -> String {
    let most = wrong.chars().count().div_ceil(2).clamp(1, 3);
    let near = names.into_iter().map(|name| (distance(wrong, name), name)).filter(|(far, _)| *far <= most);
    near.min().map(|(_, name)| format!("; did you mean `{name}`?")).unwrap_or_default()
}

/// How many letters have to be changed, added or left out; upper and lower case are the same.
fn distance(a: &str, b: &str) -> usize {
    let (a, b) = (a.to_lowercase(), b.to_lowercase());
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, from) in a.chars().enumerate() {
        let mut diagonal = std::mem::replace(&mut row[0], i + 1);
        for (j, to) in b.iter().enumerate() {
            let cheapest = (diagonal + usize::from(from != *to)).min(row[j] + 1).min(row[j + 1] + 1);
            diagonal = std::mem::replace(&mut row[j + 1], cheapest);
        }
    }
    row.last().copied().unwrap_or_default()
}
