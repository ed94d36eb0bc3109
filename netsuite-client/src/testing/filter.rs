//! The `q` of a list: conditions on body fields, joined by AND, which binds tighter, and OR.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde_json::Value;

use super::{
    schema::{Kind, Shape},
    store::{Record, Store, decimal, number_text},
    wire::{Detail, INVALID_PARAMETER, Refusal},
};

/// Which records a list is asked for.
#[derive(Debug)]
pub(super) enum Filter {
    And(Vec<Filter>),
    Or(Vec<Filter>),
    Is(Condition),
}

#[derive(Debug)]
pub(super) struct Condition {
    field: String,
    sort: Sort,
    operator: String,
    negated: bool,
    values: Vec<String>,
}

/// What a field is compared as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sort {
    Text,
    Flag,
    Number,
    Date,
}

impl Sort {
    /// The operators without `_NOT`; those that a type of field has.
    fn operators(self) -> &'static [&'static str] {
        match self {
            Self::Text => &["CONTAIN", "IS", "START_WITH", "ENDWITH", "END_WITH"],
            Self::Flag => &["IS"],
            Self::Number => &[
                "ANY_OF",
                "BETWEEN",
                "EQUAL",
                "GREATER",
                "GREATER_OR_EQUAL",
                "LESS",
                "LESS_OR_EQUAL",
                "WITHIN",
            ],
            Self::Date => &["AFTER", "BEFORE", "ON", "ON_OR_AFTER", "ON_OR_BEFORE"],
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Token {
    Word(String),
    Quoted(String),
    List(Vec<String>),
    Open,
    Close,
}

struct Parser<'a> {
    kind: &'a Kind,
    store: &'a Store,
    tokens: std::iter::Peekable<std::vec::IntoIter<Token>>,
}

/// Reads the text of `q`.
pub(super) fn parse(store: &Store, kind: &Kind, text: &str) -> Result<Filter, Refusal> {
    let tokens = tokens(text)?.into_iter().peekable();
    let mut parser = Parser { kind, store, tokens };
    let filter = parser.any()?;
    match parser.tokens.next() {
        None => Ok(filter),
        Some(_) => Err(refused("something follows the conditions")),
    }
}

fn refused(why: &str) -> Refusal {
    Detail::new(INVALID_PARAMETER, format!("Invalid value of the query parameter 'q': {why}."))
        .query("q")
        .into()
}

fn tokens(text: &str) -> Result<Vec<Token>, Refusal> {
    let mut found = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        let (token, length) = match first {
            '(' => (Token::Open, 1),
            ')' => (Token::Close, 1),
            '"' => quoted(rest)?,
            '[' => {
                let end = rest.find(']').ok_or_else(|| refused("a list does not end"))?;
                let values = rest[1..end].split(',').map(|value| value.trim().trim_matches('"').to_owned());
                (Token::List(values.filter(|value| !value.is_empty()).collect()), end + 1)
            }
            _ => {
                let end = rest.find(|c: char| c.is_whitespace() || "()[\"".contains(c)).unwrap_or(rest.len());
                if end == 0 {
                    return Err(refused("a bracket does not belong there"));
                }
                (Token::Word(rest[..end].to_owned()), end)
            }
        };
        found.push(token);
        rest = rest[length..].trim_start();
    }
    Ok(found)
}

/// A backslash before a quote or another backslash makes it part of the text.
fn quoted(text: &str) -> Result<(Token, usize), Refusal> {
    let mut value = String::new();
    let mut characters = text.char_indices().skip(1);
    while let Some((index, c)) = characters.next() {
        match c {
            '"' => return Ok((Token::Quoted(value), index + 1)),
            '\\' => value.extend(characters.next().map(|(_, next)| next)),
            c => value.push(c),
        }
    }
    Err(refused("a quoted text does not end"))
}

impl Parser<'_> {
    fn any(&mut self) -> Result<Filter, Refusal> {
        let mut parts = vec![self.all()?];
        while self.takes("OR") {
            parts.push(self.all()?);
        }
        Ok(Filter::Or(parts))
    }

    fn all(&mut self) -> Result<Filter, Refusal> {
        let mut parts = vec![self.one()?];
        while self.takes("AND") {
            parts.push(self.one()?);
        }
        Ok(Filter::And(parts))
    }

    fn takes(&mut self, word: &str) -> bool {
        self.tokens
            .next_if(|token| matches!(token, Token::Word(text) if text.eq_ignore_ascii_case(word)))
            .is_some()
    }

    fn one(&mut self) -> Result<Filter, Refusal> {
        let field = match self.tokens.next() {
            Some(Token::Open) => {
                let inner = self.any()?;
                return match self.tokens.next() {
                    Some(Token::Close) => Ok(inner),
                    _ => Err(refused("a parenthesis is not closed")),
                };
            }
            Some(Token::Word(field)) => field,
            _ => return Err(refused("a field is expected")),
        };
        let sort = self.sort(&field)?;
        let Some(Token::Word(operator)) = self.tokens.next() else {
            return Err(refused(&format!("an operator is expected after {field}")));
        };
        let operator = operator.to_uppercase();
        let (operator, negated) = match operator.strip_suffix("_NOT") {
            Some(plain) => (plain.to_owned(), true),
            None => (operator, false),
        };
        if operator == "EMPTY" {
            return Ok(Filter::Is(Condition { field, sort, operator, negated, values: Vec::new() }));
        }
        let known = sort.operators().contains(&operator.as_str()) && !(operator == "ENDWITH" && negated);
        if !known || operator == "END_WITH" && !negated {
            return Err(refused(&format!("the field {field} has no operator {operator}")));
        }
        let values = match self.tokens.next() {
            Some(Token::Word(value) | Token::Quoted(value)) => vec![value],
            Some(Token::List(values)) => values,
            _ => return Err(refused(&format!("a value is expected after {operator}"))),
        };
        if sort == Sort::Date && values.iter().any(|value| day(value).is_none()) {
            return Err(refused("dates are written M/D/YYYY here"));
        }
        Ok(Filter::Is(Condition { field, sort, operator, negated, values }))
    }

    fn sort(&self, field: &str) -> Result<Sort, Refusal> {
        if field == "id" {
            return Ok(Sort::Number);
        }
        let declared = self.store.is_declared(self.kind.name, field);
        Ok(match self.kind.shape(field) {
            Some(Shape::Text) => Sort::Text,
            Some(Shape::Flag) => Sort::Flag,
            Some(Shape::Date) => Sort::Date,
            Some(Shape::Computed) if field.ends_with("Date") => Sort::Date,
            Some(Shape::Computed) if field == "dateCreated" => Sort::Date,
            Some(Shape::Computed) if field == "status" => Sort::Text,
            Some(Shape::Address | Shape::Refs(_)) => {
                return Err(refused(&format!("{field} is no body field")));
            }
            Some(_) => Sort::Number,
            None if declared => Sort::Text,
            None => return Err(refused(&format!("there is no field {field}"))),
        })
    }
}

impl Filter {
    pub(super) fn fits(&self, record: &Record) -> bool {
        match self {
            Self::And(parts) => parts.iter().all(|part| part.fits(record)),
            Self::Or(parts) => parts.iter().any(|part| part.fits(record)),
            Self::Is(condition) => condition.fits(record),
        }
    }
}

impl Condition {
    fn fits(&self, record: &Record) -> bool {
        let value = match self.field.as_str() {
            "id" => Some(record.id.to_string()),
            "externalId" => record.external_id.clone(),
            field => record.body.get(field).and_then(plain_text),
        };
        let positive = match (self.operator.as_str(), &value) {
            ("EMPTY", value) => value.is_none(),
            (_, None) => self.sort == Sort::Flag && self.first().eq_ignore_ascii_case("false"),
            (_, Some(value)) => match self.sort {
                Sort::Text => self.text_fits(value),
                Sort::Flag => value.eq_ignore_ascii_case(self.first()),
                Sort::Number => self.number_fits(value),
                Sort::Date => self.date_fits(value),
            },
        };
        positive != self.negated
    }

    fn first(&self) -> &str {
        self.values.first().map_or("", String::as_str)
    }

    fn text_fits(&self, value: &str) -> bool {
        let (value, wanted) = (value.to_lowercase(), self.first().to_lowercase());
        match self.operator.as_str() {
            "CONTAIN" => value.contains(&wanted),
            "START_WITH" => value.starts_with(&wanted),
            "ENDWITH" | "END_WITH" => value.ends_with(&wanted),
            _ => value == wanted,
        }
    }

    fn number_fits(&self, value: &str) -> bool {
        let parsed = |text: &str| text.parse::<Decimal>().ok();
        let wanted: Vec<_> = self.values.iter().filter_map(|value| parsed(value)).collect();
        let (Some(value), Some(first)) = (parsed(value), wanted.first()) else { return false };
        match self.operator.as_str() {
            "ANY_OF" => wanted.contains(&value),
            "BETWEEN" | "WITHIN" => *first <= value && wanted.get(1).is_some_and(|last| value <= *last),
            "GREATER" => value > *first,
            "GREATER_OR_EQUAL" => value >= *first,
            "LESS" => value < *first,
            "LESS_OR_EQUAL" => value <= *first,
            _ => value == *first,
        }
    }

    fn date_fits(&self, value: &str) -> bool {
        let stored = value.get(..10).and_then(|day| NaiveDate::parse_from_str(day, "%Y-%m-%d").ok());
        let (Some(value), Some(wanted)) = (stored, day(self.first())) else { return false };
        match self.operator.as_str() {
            "AFTER" => value > wanted,
            "BEFORE" => value < wanted,
            "ON_OR_AFTER" => value >= wanted,
            "ON_OR_BEFORE" => value <= wanted,
            _ => value == wanted,
        }
    }
}

/// A date in the account's format; a time after it does not matter.
fn day(text: &str) -> Option<NaiveDate> {
    NaiveDate::parse_from_str(text.split(' ').next()?, "%m/%d/%Y").ok()
}

fn plain_text(value: &Value) -> Option<String> {
    match value {
        Value::Bool(flag) => Some(flag.to_string()),
        Value::Object(object) => object.get("id").and_then(number_text),
        Value::Number(_) => decimal(value).map(|number| number.to_string()),
        Value::String(text) if !text.is_empty() => Some(text.clone()),
        _ => None,
    }
}
