//! Rules at work on one record: purely, and without touching a field that no rule names.

use std::{borrow::Cow, cell::OnceCell};

use chrono_tz::Tz;
use commerce_client_core::{secret::Pii, wire};
use rust_decimal::Decimal;
use serde_json::{Map, Value, json};

use super::{
    Answers, By, Facts, Form, Rules, Wanted, When,
    check::{Prepared, Ready, ReadySource, form_of},
    date::Moment,
    expression::Context,
    lookup::Looked,
};

/// A record that rules are applied to.
#[derive(Clone, Copy)]
pub(super) struct Subject<'a> {
    /// NetSuite's name of its kind.
    pub(super) record_type: &'a str,
    pub(super) order: &'a Value,
    /// As the mapper made it.
    pub(super) body: &'a Value,
    pub(super) store: &'a Value,
    /// The store's.
    pub(super) zone: Tz,
    /// Whether it is new in NetSuite.
    pub(super) created: bool,
}

/// What one rule did at one place.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Step {
    /// The rule's number, from 1.
    pub rule: usize,
    /// Its name.
    pub name: String,
    /// NetSuite's name of the kind of record.
    pub record: String,
    /// The line, from 1; `None` for a field of the record itself.
    pub line: Option<usize>,
    /// The field, with its list: `memo`, `item.description`.
    pub field: String,
    /// What stood where the value comes from; for a lookup, what was looked up.
    pub saw: Pii<Value>,
    /// What became of it.
    pub gave: Gave,
}

/// What a rule gave.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum Gave {
    /// This, in NetSuite's form; null where it emptied the field.
    Wrote(Pii<Value>),
    /// Nothing: the reason.
    Skipped(&'static str),
    /// It could not: the record is parked. Holds no buyer's data.
    Failed(String),
}

/// Where a rule is at work: the record, or one of its lines.
struct At<'a> {
    facts: Facts<'a>,
    /// The record, where this is a line of it.
    of: Option<&'a At<'a>>,
    context: OnceCell<Context>,
}

impl<'a> At<'a> {
    fn record(subject: &Subject<'a>) -> Self {
        let Subject { order, body, store, .. } = *subject;
        let facts = Facts { order, record: body, store, line: None, item: None };
        Self { facts, of: None, context: OnceCell::new() }
    }

    fn line(record: &'a Self, line: &'a Value, item: Option<&'a Value>) -> Self {
        let facts = Facts { line: Some(line), item, ..record.facts };
        Self { facts, of: Some(record), context: OnceCell::new() }
    }

    /// What expressions see; made once it is needed.
    fn context(&self, rules: &Prepared<'_>) -> &Context {
        self.context.get_or_init(|| match (self.of, self.facts.line) {
            (Some(record), Some(line)) => record.context(rules).at_line(line, self.facts.item),
            _ => Context::new(&self.facts, rules.maps),
        })
    }
}

/// What a source came to.
struct Extract {
    saw: Value,
    value: Value,
    found: bool,
    /// A lookup found nothing, and that is not allowed.
    refused: Option<String>,
}

impl Extract {
    fn of(value: Value) -> Self {
        Self { saw: value.clone(), found: !is_empty(&value), value, refused: None }
    }
}

impl Prepared<'_> {
    /// What the rules for this record want to know of NetSuite.
    pub(super) fn wanted(&self, subject: &Subject<'_>) -> Wanted {
        let mut wanted = Wanted::default();
        self.each(subject, |ready, at, _, current| {
            if let ReadySource::Search(name, _, key) = &ready.from
                && let Ok(None) = self.skipped(ready, at, subject, current)
                && let Ok(key) = self.extract(key, at, &Answers::default())
                && let Ok(Some(key)) = key_text(&key.value)
            {
                wanted.add(name, key);
            }
        });
        wanted
    }

    /// The record after the rules, and what each did.
    pub(super) fn apply(&self, subject: &Subject<'_>, answers: &Answers) -> (Value, Vec<Step>) {
        let mut after = subject.body.clone();
        let mut steps = Vec::new();
        self.each(subject, |ready, at, line, current| {
            let rule = ready.rule;
            let (saw, gave) = match self.value(ready, at, subject, current, answers) {
                Ok((saw, Ok(value))) => {
                    if let Some(fields) = fields_mut(&mut after, rule.list.as_deref(), line) {
                        set(fields, &rule.field, &value, subject.created);
                    }
                    (saw, Gave::Wrote(Pii::new(value)))
                }
                Ok((saw, Err(why))) => (saw, Gave::Skipped(why)),
                Err(problem) => (Value::Null, Gave::Failed(problem)),
            };
            let list = rule.list.as_ref();
            steps.push(Step {
                rule: ready.number,
                name: rule.name.clone(),
                record: rule.record.clone(),
                line: line.map(|line| line + 1),
                field: list.map_or_else(|| rule.field.clone(), |list| format!("{list}.{}", rule.field)),
                saw: Pii::new(saw),
                gave,
            });
        });
        (after, steps)
    }

    /// Goes through the rules of this kind of record, and for those of a list through its lines.
    fn each(
        &self,
        subject: &Subject<'_>,
        mut work: impl FnMut(&Ready<'_>, &At<'_>, Option<usize>, Option<&Value>),
    ) {
        let record = At::record(subject);
        for ready in self.rules.iter().filter(|ready| ready.rule.record == subject.record_type) {
            let field = ready.rule.field.as_str();
            let Some(list) = &ready.rule.list else {
                work(ready, &record, None, subject.body.get(field));
                continue;
            };
            for (number, line) in lines(subject.body, list).iter().enumerate() {
                let item = self.item(list, line, &record.facts);
                let at = At::line(&record, line, item.as_ref());
                work(ready, &at, Some(number), line.get(field));
            }
        }
    }

    /// Amazon's item that a line stands for.
    fn item(&self, list: &str, line: &Value, record: &Facts<'_>) -> Option<Value> {
        let key = self.lines.get(list)?;
        let own = key_text(line.get(key.field)?).ok()??;
        let Value::Array(items) = key.items.find(record) else { return None };
        items.into_iter().find(|item| {
            let facts = Facts { item: Some(item), ..*record };
            key_text(&key.equals.find(&facts)).is_ok_and(|id| id.as_ref() == Some(&own))
        })
    }

    /// Why the rule does not apply, as far as that can be told before its value is.
    fn skipped(
        &self,
        ready: &Ready<'_>,
        at: &At<'_>,
        subject: &Subject<'_>,
        current: Option<&Value>,
    ) -> Result<Option<&'static str>, String> {
        let has = |when: When| ready.rule.when.contains(&when);
        let why = if has(When::Created) && !subject.created {
            "the record is not created but updated"
        } else if has(When::Updated) && subject.created {
            "the record is not updated but created"
        } else if ready.rule.immutable && !subject.created {
            "it is set when the record is created only"
        } else if has(When::NotSet) && current.is_some_and(|value| !is_empty(value)) {
            "the field is set already"
        } else if let Some(condition) = &ready.only_if
            && !is_true(&condition.evaluate(at.context(self)).map_err(|e| format!("only_if: {e}"))?)
        {
            "only_if is not true"
        } else {
            return Ok(None);
        };
        Ok(Some(why))
    }

    /// What was seen, and the value or why there is none to write. An error is a fault of the record.
    fn value(
        &self,
        ready: &Ready<'_>,
        at: &At<'_>,
        subject: &Subject<'_>,
        current: Option<&Value>,
        answers: &Answers,
    ) -> Result<(Value, Result<Value, &'static str>), String> {
        if let Some(why) = self.skipped(ready, at, subject, current)? {
            return Ok((Value::Null, Err(why)));
        }
        let Extract { saw, mut value, found, refused } = self.extract(&ready.from, at, answers)?;
        let has = |when: When| ready.rule.when.contains(&when);
        if has(When::ExtractNotEmpty) && is_empty(&saw) {
            return Ok((saw, Err("there is nothing where the value comes from")));
        }
        match (has(When::LookupEmpty), has(When::LookupNotEmpty), found) {
            (true, _, true) => return Ok((saw, Err("the lookup found something"))),
            (_, true, false) => return Ok((saw, Err("the lookup found nothing"))),
            // Nothing was found, and the rule is for that case.
            (true, _, false) => value = Value::Null,
            _ => {
                if let Some(refused) = refused {
                    return Err(refused);
                }
            }
        }
        if is_empty(&value) {
            match &ready.rule.default {
                Some(default) if !is_empty(default) => value = default.clone(),
                _ if ready.rule.discard_if_empty => return Ok((saw, Err("the value is empty"))),
                _ => return Ok((saw, Ok(Value::Null))),
            }
        }
        shaped(&value, ready, subject.zone).map(|value| (saw, Ok(value)))
    }

    fn extract(&self, source: &ReadySource<'_>, at: &At<'_>, answers: &Answers) -> Result<Extract, String> {
        Ok(match source {
            ReadySource::Path(path) => Extract::of(path.find(&at.facts)),
            ReadySource::Constant(value) => Extract::of((*value).clone()),
            ReadySource::Expression(expression) => Extract::of(
                expression.evaluate(at.context(self)).map_err(|e| format!("the expression: {e}"))?,
            ),
            ReadySource::Map(map, key) => {
                let key = self.extract(key, at, answers)?;
                looked_up(
                    key,
                    |key| Ok(map.find(key)),
                    "the map has no entry for this, and no default. Add one, then retry",
                )?
            }
            ReadySource::Search(name, search, key) => {
                let key = self.extract(key, at, answers)?;
                let find = |key: &str| {
                    answers.find(name, search, key).map_err(|several| {
                        format!("search {name:?}: {several} records of NetSuite match. Set `when_several` or rename them, then retry")
                    })
                };
                looked_up(
                    key,
                    find,
                    "NetSuite has no such record. Create it, or allow that with `allow_missing`, then retry",
                )?
            }
        })
    }
}

fn looked_up(
    key: Extract,
    find: impl FnOnce(&str) -> Result<Looked, String>,
    nothing: &str,
) -> Result<Extract, String> {
    let found = |value: Value, found: bool| Extract { saw: key.saw.clone(), value, found, refused: None };
    if let Some(refused) = key.refused {
        return Err(refused);
    }
    let Some(text) = key_text(&key.value)? else { return Ok(found(Value::Null, false)) };
    Ok(match find(&text)? {
        Looked::Found(value) => found(value, true),
        Looked::Missing => found(Value::Null, false),
        Looked::Refused => Extract { refused: Some(nothing.to_owned()), ..found(Value::Null, false) },
    })
}

/// What is looked up, as text; `None` where it is empty.
fn key_text(value: &Value) -> Result<Option<String>, String> {
    match value {
        value if is_empty(value) => Ok(None),
        Value::Array(_) | Value::Object(_) => {
            Err("what is looked up is a list or an object, not a value".to_owned())
        }
        value => Ok(Some(text(value).trim().to_owned())),
    }
}

fn text(value: &Value) -> Cow<'_, str> {
    match value {
        Value::String(text) => Cow::Borrowed(text),
        value => Cow::Owned(value.to_string()),
    }
}

/// Nothing, blank text, a list or an object without anything in it.
fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.trim().is_empty(),
        Value::Array(list) => list.is_empty(),
        Value::Object(fields) => fields.is_empty(),
        Value::Bool(_) | Value::Number(_) => false,
    }
}

fn is_true(value: &Value) -> bool {
    match value {
        Value::Bool(flag) => *flag,
        Value::Number(number) => number.as_i64() != Some(0),
        value => !is_empty(value),
    }
}

fn lines<'v>(body: &'v Value, list: &str) -> &'v [Value] {
    body.get(list).and_then(|list| list.get("items")?.as_array()).map(Vec::as_slice).unwrap_or_default()
}

fn fields_mut<'v>(
    body: &'v mut Value,
    list: Option<&str>,
    line: Option<usize>,
) -> Option<&'v mut Map<String, Value>> {
    match (list, line) {
        (Some(list), Some(line)) => body.get_mut(list)?.get_mut("items")?.get_mut(line)?.as_object_mut(),
        _ => body.as_object_mut(),
    }
}

/// Null empties a field of a record that is there; of one that is not, what is not sent is empty.
fn set(fields: &mut Map<String, Value>, field: &str, value: &Value, created: bool) {
    if value.is_null() && created {
        fields.remove(field);
    } else {
        fields.insert(field.to_owned(), value.clone());
    }
}

/// A value in the form that NetSuite has for the field. Errors name no value: it may be a buyer's.
fn shaped(value: &Value, ready: &Ready<'_>, own_zone: Tz) -> Result<Value, String> {
    if matches!(value, Value::Array(_) | Value::Object(_)) {
        return Err(
            "the value is a list or an object. Name one of its entries, or join them in an expression"
                .to_owned(),
        );
    }
    let rule = ready.rule;
    let zone = ready.zone.unwrap_or(own_zone);
    let moment = || {
        Moment::read(&text(value), rule.date.read.as_deref(), zone)
            .ok_or_else(|| "the value is no date of the form that the rule expects (`date.read`)".to_owned())
    };
    let dated = rule.date != super::DateForm::default();
    Ok(match ready.kind.and_then(form_of).or(rule.form) {
        None if !dated => value.clone(),
        None | Some(Form::Text) if dated => {
            let written = moment()?.write(rule.date.write.as_deref().unwrap_or("%Y-%m-%d"), zone);
            written.map(Value::from).ok_or_else(|| "the date cannot be written in that form".to_owned())?
        }
        None | Some(Form::Text) => Value::from(text(value)),
        Some(Form::Number) => {
            let number: Option<Decimal> = text(value).trim().parse().ok();
            let number = number.and_then(|number| wire::to_number(number).ok());
            Value::Number(number.ok_or_else(|| "the value is no number".to_owned())?)
        }
        Some(Form::Flag) => match text(value).trim().to_ascii_lowercase().as_str() {
            "true" | "t" | "yes" | "1" => Value::Bool(true),
            "false" | "f" | "no" | "0" => Value::Bool(false),
            _ => return Err("the value is neither true nor false".to_owned()),
        },
        Some(Form::Date) => Value::from(moment()?.day(zone).to_string()),
        Some(Form::Instant) => {
            let at = moment()?.instant(zone).ok_or_else(|| "the date is out of range".to_owned())?;
            Value::from(wire::instant::format(at))
        }
        Some(Form::Reference) => {
            let name = text(value);
            let name = name.trim();
            match rule.by {
                By::InternalId => json!({ "id": name }),
                By::ExternalId => json!({ "externalId": name }),
                By::Name => json!({ "refName": name }),
            }
        }
    })
}

/// The first fault of a record, as the operator reads it.
pub(super) fn fault(steps: &[Step]) -> Option<String> {
    steps.iter().find_map(|step| match &step.gave {
        Gave::Failed(problem) => {
            let line = step.line.map(|line| format!(" of line {line}")).unwrap_or_default();
            Some(format!("rule {} {:?}, {}{line}: {problem}", step.rule, step.name, step.field))
        }
        Gave::Wrote(_) | Gave::Skipped(_) => None,
    })
}

impl Rules {
    /// Whether there are rules for this kind of record.
    pub(super) fn are_for(&self, record_type: &str) -> bool {
        self.rules.iter().any(|rule| rule.record == record_type)
    }
}
