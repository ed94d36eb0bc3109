//! Expressions: `order.programs | join(' ') | upper ~ '-' ~ order.orderId`.
//!
//! The language is Jinja's, without its statements: fields, lists, `~` joins text, `x | name` applies a filter,
//! `x is name` asks a question, `a if c else b` chooses, `and`, `or`, `not`, `==`, `!=`, `in`. What is missing is empty.
//!
//! Amounts are exact decimals, as text. There is no arithmetic but the filters': `+` and the like would reckon in
//! binary fractions, and put texts one behind the other, so they are refused when the rule is loaded.
//!
//! An expression reads nothing but the records that it is given: there are no loops, no functions, no files, no clock
//! and no environment. How much work it may cause and how long its result may be is bounded.

use std::{
    collections::BTreeMap,
    fmt,
    sync::{Arc, LazyLock},
};

use chrono_tz::Tz;
use minijinja::{
    Environment, Error, ErrorKind, State, UndefinedBehavior, Value as Any,
    value::{Object, ValueKind},
};
use rust_decimal::{Decimal, RoundingStrategy};
use serde_json::Value;

use super::{
    Facts,
    check::suggestion,
    date::Moment,
    lookup::{Looked, StaticMap},
    path::Root,
};
use crate::keys;

/// What an expression may cost: instructions, and 64 bytes of text each.
const FUEL: u64 = 20_000;
/// The longest expression, in bytes.
const LONGEST: usize = 2_000;
/// The longest result, in bytes.
const LONGEST_RESULT: usize = 10_000;
/// The most entries of a list that is a result.
const MOST_ENTRIES: usize = 1_000;
/// The most characters that text is filled up to.
const WIDEST: usize = 1_000;
/// Under which name the maps are found by the filter `lookup`; no expression can spell it.
const MAPS: &str = "(maps)";

/// The filters that there are.
pub(super) const FILTERS: [&str; 41] = [
    "abs",
    "add",
    "add_days",
    "bool",
    "capitalize",
    "clip",
    "date",
    "day",
    "default",
    "divided_by",
    "first",
    "hash",
    "highest",
    "join",
    "last",
    "length",
    "list",
    "lookup",
    "lower",
    "lowest",
    "map",
    "minus",
    "negate",
    "pad_left",
    "parse_date",
    "reject",
    "rejectattr",
    "replace",
    "reverse",
    "round",
    "select",
    "selectattr",
    "sort",
    "split",
    "string",
    "sum",
    "times",
    "title",
    "trim",
    "unique",
    "upper",
];

/// The questions that there are.
pub(super) const TESTS: [&str; 16] = [
    "at_least",
    "at_most",
    "defined",
    "empty",
    "endingwith",
    "eq",
    "even",
    "less_than",
    "mapping",
    "more_than",
    "ne",
    "none",
    "odd",
    "same_number",
    "startingwith",
    "undefined",
];

/// Of the template engine's own: what reckons or compares in binary fractions, shows the inside of things or makes
/// more out of little. A filter can be named by text (`map('upper')`), so it is not enough not to list them.
const WITHOUT_FILTERS: [&str; 22] = [
    "attr", "batch", "chain", "count", "d", "dictsort", "e", "escape", "float", "format", "groupby",
    "indent", "int", "items", "lines", "max", "min", "pprint", "safe", "slice", "zip", "tojson",
];
const WITHOUT_TESTS: [&str; 12] =
    ["<", "<=", ">", ">=", "ge", "greaterthan", "gt", "le", "lessthan", "lt", "filter", "test"];

static ENVIRONMENT: LazyLock<Environment<'static>> = LazyLock::new(environment);

fn environment() -> Environment<'static> {
    let mut all = Environment::new();
    all.set_undefined_behavior(UndefinedBehavior::Chainable);
    all.set_fuel(Some(FUEL));
    WITHOUT_FILTERS.iter().for_each(|name| all.remove_filter(name));
    WITHOUT_TESTS.iter().for_each(|name| all.remove_test(name));
    for function in ["range", "dict", "debug", "namespace"] {
        all.remove_global(function);
    }
    all.add_filter("add", |a: Any, b: Any| reckon(&a, &b, Decimal::checked_add));
    all.add_filter("minus", |a: Any, b: Any| reckon(&a, &b, Decimal::checked_sub));
    all.add_filter("times", |a: Any, b: Any| reckon(&a, &b, Decimal::checked_mul));
    all.add_filter("divided_by", divided_by);
    all.add_filter("round", |a: Any, places: Option<u32>| {
        decimal(&a).map(|number| rounded(number, places.unwrap_or(0)).to_string())
    });
    all.add_filter("abs", |a: Any| decimal(&a).map(|number| number.abs().to_string()));
    all.add_filter("negate", |a: Any| decimal(&a).map(|number| (-number).to_string()));
    all.add_filter("sum", |list: Any| {
        let sum = decimals(&list)?.into_iter().try_fold(Decimal::ZERO, Decimal::checked_add);
        sum.map(|sum| sum.to_string()).ok_or_else(|| told(TOO_LARGE))
    });
    all.add_filter("highest", |list: Any| {
        decimals(&list).map(|numbers| numbers.into_iter().max().map(|number| number.to_string()))
    });
    all.add_filter("lowest", |list: Any| {
        decimals(&list).map(|numbers| numbers.into_iter().min().map(|number| number.to_string()))
    });
    all.add_filter("clip", |text: String, most: usize| text.chars().take(most).collect::<String>());
    all.add_filter("pad_left", pad_left);
    all.add_filter("hash", |text: String, digits: Option<usize>| {
        let mut hash = keys::hash(text.as_bytes());
        hash.truncate(digits.unwrap_or(64));
        hash
    });
    all.add_filter("day", day);
    all.add_filter("date", date);
    all.add_filter("parse_date", parse_date);
    all.add_filter("add_days", add_days);
    all.add_filter("lookup", lookup);
    all.add_test("empty", |value: Any| match value.kind() {
        ValueKind::Undefined | ValueKind::None => true,
        ValueKind::String => value.as_str().is_some_and(|text| text.trim().is_empty()),
        _ => value.len() == Some(0),
    });
    all.add_test("more_than", |a: Any, b: Any| Ok::<_, Error>(decimal(&a)? > decimal(&b)?));
    all.add_test("less_than", |a: Any, b: Any| Ok::<_, Error>(decimal(&a)? < decimal(&b)?));
    all.add_test("at_least", |a: Any, b: Any| Ok::<_, Error>(decimal(&a)? >= decimal(&b)?));
    all.add_test("at_most", |a: Any, b: Any| Ok::<_, Error>(decimal(&a)? <= decimal(&b)?));
    all.add_test("same_number", |a: Any, b: Any| Ok::<_, Error>(decimal(&a)? == decimal(&b)?));
    all
}

const TOO_LARGE: &str = "a number is too large";

/// What one of our filters says. It never holds a value, for a value may be a buyer's; what the engine says may, and is
/// not shown.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
struct Told(&'static str);

fn told(what: &'static str) -> Error {
    Error::new(ErrorKind::InvalidOperation, what).with_source(Told(what))
}

fn decimal(value: &Any) -> Result<Decimal, Error> {
    match value.kind() {
        ValueKind::Number if value.is_integer() => {
            i64::try_from(value.clone()).map(Decimal::from).map_err(|_| told(TOO_LARGE))
        }
        ValueKind::Number => Err(told("a number with a fraction is written as text: '0.19'")),
        ValueKind::Undefined | ValueKind::None => {
            Err(told("a number is missing; give one for that case with `default`"))
        }
        _ => {
            let number = value.as_str().and_then(|text| text.trim().parse().ok());
            number.ok_or_else(|| told("something is reckoned with that is no number"))
        }
    }
}

fn decimals(list: &Any) -> Result<Vec<Decimal>, Error> {
    list.try_iter().map_err(|_| told("that is no list"))?.map(|entry| decimal(&entry)).collect()
}

fn reckon(a: &Any, b: &Any, how: fn(Decimal, Decimal) -> Option<Decimal>) -> Result<String, Error> {
    how(decimal(a)?, decimal(b)?).map(|number| number.to_string()).ok_or_else(|| told(TOO_LARGE))
}

fn divided_by(a: Any, b: Any, places: u32) -> Result<String, Error> {
    let by = decimal(&b)?;
    if by.is_zero() {
        return Err(told("something is divided by zero"));
    }
    let number = decimal(&a)?.checked_div(by).ok_or_else(|| told(TOO_LARGE))?;
    Ok(rounded(number, places).to_string())
}

/// As people round: half away from zero.
fn rounded(number: Decimal, places: u32) -> Decimal {
    number.round_dp_with_strategy(places, RoundingStrategy::MidpointAwayFromZero)
}

fn pad_left(text: String, width: usize, fill: Option<char>) -> String {
    let missing = width.min(WIDEST).saturating_sub(text.chars().count());
    let mut padded: String = std::iter::repeat_n(fill.unwrap_or('0'), missing).collect();
    padded.push_str(&text);
    padded
}

fn day(state: &State, value: Any, zone: Option<String>) -> Result<String, Error> {
    let zone = zone_of(state, zone)?;
    moment(&value, zone).map(|at| at.day(zone).to_string())
}

fn date(state: &State, value: Any, form: String, zone: Option<String>) -> Result<String, Error> {
    let zone = zone_of(state, zone)?;
    moment(&value, zone)?
        .write(&form, zone)
        .ok_or_else(|| told("that is no form of dates such as '%d/%m/%Y'"))
}

fn parse_date(state: &State, value: Any, form: String, zone: Option<String>) -> Result<String, Error> {
    let zone = zone_of(state, zone)?;
    let read = value.as_str().and_then(|text| Moment::read(text, Some(&form), zone));
    read.map(written).ok_or_else(|| told("a date is not of the form that is named"))
}

fn add_days(state: &State, value: Any, days: i64) -> Result<String, Error> {
    let zone = zone_of(state, None)?;
    moment(&value, zone)?.plus_days(days).map(written).ok_or_else(|| told("the date is out of range"))
}

/// The zone that is named, or the store's.
fn zone_of(state: &State, zone: Option<String>) -> Result<Tz, Error> {
    let own = || state.lookup(Root::Store.as_str())?.get_attr("time_zone").ok()?.as_str().map(str::to_owned);
    match zone.or_else(own) {
        Some(zone) => zone.parse().map_err(|_| told("that is no IANA zone such as 'Europe/Berlin'")),
        None => Ok(Tz::UTC),
    }
}

fn moment(value: &Any, zone: Tz) -> Result<Moment, Error> {
    let read = value.as_str().and_then(|text| Moment::read(text, None, zone));
    read.ok_or_else(|| {
        told("that is neither a day such as 2026-11-05 nor an instant such as 2026-11-05T18:00:00Z")
    })
}

fn written(moment: Moment) -> String {
    match moment {
        Moment::Day(day) => day.to_string(),
        Moment::At(at) => commerce_client_core::wire::instant::format(at),
    }
}

fn lookup(state: &State, key: Any, map: String, default: Option<Any>) -> Result<Any, Error> {
    let maps = state.lookup(MAPS);
    let map = maps.as_ref().and_then(|maps| maps.downcast_object_ref::<Maps>()?.0.get(&map));
    let map = map.ok_or_else(|| told("there is no such map"))?;
    let key = match key.kind() {
        ValueKind::Undefined | ValueKind::None => String::new(),
        _ => key.to_string(),
    };
    match (map.find(&key), default) {
        (Looked::Found(value), _) => Ok(any(&value)),
        (_, Some(default)) => Ok(default),
        (Looked::Missing, None) => Ok(Any::UNDEFINED),
        (Looked::Refused, None) => Err(told("the map has no entry for this, and no default")),
    }
}

/// The static maps, where the filter `lookup` finds them.
#[derive(Debug)]
struct Maps(BTreeMap<String, StaticMap>);

impl Object for Maps {}

/// What an expression sees.
#[derive(Clone)]
pub struct Context(BTreeMap<&'static str, Any>);

impl Context {
    /// Of a record at work, and the maps that its rules share.
    pub fn new(facts: &Facts<'_>, maps: &BTreeMap<String, StaticMap>) -> Self {
        let mut context = Self(BTreeMap::from([(MAPS, Any::from_object(Maps(maps.clone())))]));
        for root in Root::ALL {
            if let Some(value) = facts.root(root) {
                context.0.insert(root.as_str(), any(value));
            }
        }
        context
    }

    /// The same, at a line.
    pub(super) fn at_line(&self, line: &Value, item: Option<&Value>) -> Self {
        let mut context = self.clone();
        context.0.insert(Root::Line.as_str(), any(line));
        if let Some(item) = item {
            context.0.insert(Root::Item.as_str(), any(item));
        }
        context
    }
}

impl fmt::Debug for Context {
    /// Nothing: it is a buyer's order.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Context(..)")
    }
}

/// JSON as the engine has it. Numbers with a fraction become text, so that none is ever a binary fraction.
fn any(value: &Value) -> Any {
    match value {
        Value::Null => Any::UNDEFINED,
        Value::Bool(flag) => Any::from(*flag),
        Value::Number(number) => match number.as_i64() {
            Some(whole) => Any::from(whole),
            None => Any::from(number.to_string()),
        },
        Value::String(text) => Any::from(text.as_str()),
        Value::Array(list) => Any::from(list.iter().map(any).collect::<Vec<_>>()),
        Value::Object(fields) => {
            Any::from_pairs(fields.iter().map(|(name, value)| (name.as_str(), any(value))))
        }
    }
}

/// An expression that has been checked.
#[derive(Clone)]
pub struct Expression {
    text: Arc<str>,
    compiled: Arc<minijinja::Expression<'static, 'static>>,
    maps: Vec<String>,
    roots: Vec<Root>,
}

/// What is wrong with an expression: everything that could be told.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", .0.join("; "))]
pub struct InvalidExpression(pub(super) Vec<String>);

/// Why an expression has no value. Names no value of the record.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct NoValue(String);

impl Expression {
    /// Checks the text: its form, and that every name in it is one that there is.
    ///
    /// # Errors
    /// Everything that is wrong with it.
    pub fn compile(text: &str) -> Result<Self, InvalidExpression> {
        if text.len() > LONGEST {
            return Err(InvalidExpression(vec![format!("an expression has {LONGEST} bytes at most")]));
        }
        let scanned = scan(text);
        if !scanned.problems.is_empty() {
            return Err(InvalidExpression(scanned.problems));
        }
        match ENVIRONMENT.compile_expression_owned(text.to_owned()) {
            Ok(compiled) => Ok(Self {
                text: text.into(),
                compiled: Arc::new(compiled),
                maps: scanned.maps,
                roots: scanned.roots,
            }),
            // At load there is nothing in it but the operator's own text.
            Err(error) => Err(InvalidExpression(vec![match error.detail() {
                Some(detail) => format!("{}: {detail}", error.kind()),
                None => error.kind().to_string(),
            }])),
        }
    }

    /// The maps that it names.
    pub(super) fn maps(&self) -> &[String] {
        &self.maps
    }

    /// Where it reads.
    pub(super) fn roots(&self) -> &[Root] {
        &self.roots
    }

    /// Its value. A list may be one; an object is none.
    ///
    /// # Errors
    /// When it has none: it reckons with what is no number, takes too much work, gives too much.
    pub fn evaluate(&self, context: &Context) -> Result<Value, NoValue> {
        let context = Any::from_pairs(context.0.iter().map(|(name, value)| (*name, value.clone())));
        let value = self.compiled.eval(context).map_err(|error| {
            let ours = std::error::Error::source(&error).and_then(|source| source.downcast_ref::<Told>());
            NoValue(match (ours, error.kind()) {
                (Some(told), _) => told.0.to_owned(),
                (None, ErrorKind::OutOfFuel) => "it takes too much work".to_owned(),
                (None, kind) => kind.to_string(),
            })
        })?;
        let mut room = LONGEST_RESULT;
        json(&value, &mut room, 0)
    }
}

impl fmt::Debug for Expression {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Expression").field(&self.text).finish()
    }
}

fn json(value: &Any, room: &mut usize, depth: usize) -> Result<Value, NoValue> {
    let wrong = |what: &str| NoValue(what.to_owned());
    match value.kind() {
        ValueKind::Undefined | ValueKind::None => Ok(Value::Null),
        ValueKind::Bool => Ok(Value::Bool(value.is_true())),
        ValueKind::Number if value.is_integer() => {
            i64::try_from(value.clone()).map(Value::from).map_err(|_| wrong("its number is too large"))
        }
        ValueKind::Number => Err(wrong("it gives a binary fraction; amounts are text")),
        ValueKind::String => {
            let text = value.as_str().unwrap_or_default();
            *room = room.checked_sub(text.len()).ok_or_else(|| wrong("its value is too long"))?;
            Ok(Value::from(text))
        }
        ValueKind::Seq | ValueKind::Iterable if depth < 4 => {
            let mut list = Vec::new();
            for entry in value.try_iter().map_err(|_| wrong("its list cannot be read"))? {
                if list.len() == MOST_ENTRIES {
                    return Err(wrong("its list is too long"));
                }
                *room = room.checked_sub(1).ok_or_else(|| wrong("its list is too long"))?;
                list.push(json(&entry, room, depth + 1)?);
            }
            Ok(Value::Array(list))
        }
        _ => Err(wrong("it gives an object, not a value; name one of its fields")),
    }
}

/// What the text of an expression names.
#[derive(Default)]
struct Scanned {
    problems: Vec<String>,
    maps: Vec<String>,
    roots: Vec<Root>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Token<'a> {
    Word(&'a str),
    Number(&'a str),
    Text(&'a str),
    Sign(&'a str),
}

/// The words between values.
const KEYWORDS: [&str; 13] =
    ["and", "or", "not", "in", "is", "if", "else", "true", "false", "none", "True", "False", "None"];

/// The engine says only when a branch is reached that there is no such filter, and takes a variable that there is not
/// for an empty one; whoever writes rules wants to know when they are loaded.
fn scan(text: &str) -> Scanned {
    let mut scanned = Scanned::default();
    let tokens = tokens(text);
    let mut say = |problem: String| {
        if !scanned.problems.contains(&problem) {
            scanned.problems.push(problem);
        }
    };
    for (at, token) in tokens.iter().enumerate() {
        let before = at.checked_sub(1).map(|at| tokens[at]);
        let after = tokens.get(at + 1).copied();
        let called = after == Some(Token::Sign("("));
        let asked = matches!(
            (before, at.checked_sub(2).map(|at| tokens[at])),
            (Some(Token::Word("is")), _) | (Some(Token::Word("not")), Some(Token::Word("is")))
        );
        match *token {
            Token::Word("not") if asked => {}
            Token::Word(name) if before == Some(Token::Sign("|")) => {
                if !FILTERS.contains(&name) {
                    say(format!("there is no filter `{name}`{}", suggestion(name, FILTERS)));
                } else if name == "lookup"
                    && called
                    && let Some(Token::Text(map)) = tokens.get(at + 2)
                {
                    scanned.maps.push((*map).to_owned());
                }
            }
            Token::Word(name) if asked => {
                if !TESTS.contains(&name) && !KEYWORDS.contains(&name) {
                    say(format!("nothing can be asked by `is {name}`{}", suggestion(name, TESTS)));
                }
            }
            Token::Word(name) if before == Some(Token::Sign(".")) => {
                if called {
                    say(format!("`.{name}(…)`: a value has no functions; filters are written `x | name`"));
                }
            }
            Token::Word(name) if KEYWORDS.contains(&name) => {}
            Token::Word(_) if after == Some(Token::Sign("=")) => {}
            Token::Word(name) if called => {
                say(format!("`{name}(…)`: there are no functions; filters are written `x | name`"));
            }
            Token::Word(name) => match Root::ALL.into_iter().find(|root| root.as_str() == name) {
                Some(root) => scanned.roots.push(root),
                None => say(format!("there is no `{name}`{}", suggestion(name, Root::ALL.map(Root::as_str)))),
            },
            Token::Number(number) if !number.chars().all(|c| c.is_ascii_digit() || c == '_') => {
                say(format!("{number} is no whole number: write it as text, '{number}'"));
            }
            Token::Sign(sign @ ("+" | "*" | "/" | "//" | "%" | "**")) => {
                say(format!("`{sign}` is not exact: use the filters add, minus, times and divided_by"));
            }
            Token::Sign("-") => {
                let value = match before {
                    None => false,
                    Some(Token::Word(word)) => !KEYWORDS.contains(&word),
                    Some(Token::Sign(sign)) => matches!(sign, ")" | "]" | "}"),
                    Some(Token::Number(_) | Token::Text(_)) => true,
                };
                if value || !matches!(after, Some(Token::Number(_))) {
                    say("`-` is not exact: use the filters minus and negate".to_owned());
                }
            }
            Token::Sign(sign @ ("<" | ">" | "<=" | ">=")) => {
                say(format!(
                    "`{sign}` compares text by letters: ask `is more_than`, `is less_than`, `is at_least`, `is at_most`"
                ));
            }
            Token::Number(_) | Token::Text(_) | Token::Sign(_) => {}
        }
    }
    scanned
}

fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        let word = |more: fn(char) -> bool| rest.find(|c: char| !more(c)).unwrap_or(rest.len());
        let (token, end) = if first == '\'' || first == '"' {
            let mut escaped = false;
            let close = rest[1..].find(|c: char| {
                let closes = c == first && !escaped;
                escaped = c == '\\' && !escaped;
                closes
            });
            match close {
                Some(close) => (Token::Text(&rest[1..=close]), close + 2),
                None => (Token::Text(&rest[1..]), rest.len()),
            }
        } else if first.is_ascii_digit() {
            let end = word(|c| c.is_alphanumeric() || c == '_' || c == '.');
            (Token::Number(&rest[..end]), end)
        } else if first.is_alphabetic() || first == '_' {
            let end = word(|c| c.is_alphanumeric() || c == '_');
            (Token::Word(&rest[..end]), end)
        } else {
            let two = rest.get(..2).filter(|two| ["==", "!=", "<=", ">=", "//", "**"].contains(two));
            let sign = two.unwrap_or(&rest[..first.len_utf8()]);
            (Token::Sign(sign), sign.len())
        };
        tokens.push(token);
        rest = rest[end..].trim_start();
    }
    tokens
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_filter_and_question_that_is_listed_is_there() {
        for name in FILTERS {
            assert!(ENVIRONMENT.compile_expression_owned(format!("'1' | {name}")).is_ok(), "{name}");
            let error = ENVIRONMENT.compile_expression_owned(format!("'1' | {name}")).unwrap().eval(());
            assert!(!matches!(error, Err(error) if error.kind() == ErrorKind::UnknownFilter), "{name}");
        }
        for name in TESTS {
            let error = ENVIRONMENT.compile_expression_owned(format!("'1' is {name}")).unwrap().eval(());
            assert!(!matches!(error, Err(error) if error.kind() == ErrorKind::UnknownTest), "{name}");
        }
    }

    #[test]
    fn no_filter_that_is_not_listed_is_reached_by_its_name_as_text() {
        for name in WITHOUT_FILTERS {
            let reached = ENVIRONMENT.compile_expression_owned(format!("['1'] | map('{name}') | join"));
            assert!(reached.unwrap().eval(()).is_err(), "{name}");
        }
    }
}
