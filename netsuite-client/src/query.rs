//! Filters of [`Records::list`](crate::Records::list), from types: values cannot leave their place.
//!
//! ```
//! use netsuite_client::query::field;
//!
//! let wanted = field("email").starts_with("barbara").or(field("companyName").contains("Müller"));
//! let wanted = wanted.and(field("isInactive").is(false)).and(field("id").between(1, 42));
//! assert_eq!(
//!     wanted.to_text()?,
//!     r#"(email START_WITH "barbara" OR companyName CONTAIN "Müller") AND isInactive IS false AND id BETWEEN [1, 42]"#
//! );
//! # Ok::<(), netsuite_client::query::FilterError>(())
//! ```
//!
//! # Source
//! The query parameter `q` of a list: `field OPERATOR value`, joined by `AND` and `OR`, over fields of the body only.

use std::fmt;

use rust_decimal::Decimal;

use crate::id::{ExternalId, InternalId};

/// A field of the record's body, such as `email` or `custentity_amz_buyer`, to be compared with something.
pub fn field(name: impl Into<String>) -> Field {
    Field(name.into())
}

/// A field to be compared. Get it from [`field`].
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use = "a field alone filters nothing"]
pub struct Field(String);

/// What a field is compared with.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub enum Operand {
    /// Text, put into quotes.
    Text(String),
    /// A number, or the id of a record.
    Number(Decimal),
    /// Yes or no.
    Flag(bool),
}

impl fmt::Debug for Operand {
    /// The kind of value; the value itself may be a buyer's.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Text(_) => "Text(..)",
            Self::Number(_) => "Number(..)",
            Self::Flag(_) => "Flag(..)",
        })
    }
}

impl From<&str> for Operand {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Operand {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<&ExternalId> for Operand {
    fn from(id: &ExternalId) -> Self {
        id.as_str().into()
    }
}

impl From<&InternalId> for Operand {
    /// A number, as NetSuite's ids are.
    fn from(id: &InternalId) -> Self {
        match id.as_str().parse::<i64>() {
            Ok(number) => Self::Number(number.into()),
            Err(_) => id.as_str().into(),
        }
    }
}

impl From<i64> for Operand {
    fn from(number: i64) -> Self {
        Self::Number(number.into())
    }
}

impl From<Decimal> for Operand {
    fn from(number: Decimal) -> Self {
        Self::Number(number)
    }
}

impl From<bool> for Operand {
    fn from(flag: bool) -> Self {
        Self::Flag(flag)
    }
}

/// Operators that take one value of the given kind.
macro_rules! operators {
    ($kind:ty: $($(#[$doc:meta])* $name:ident = $operator:literal;)+) => {$(
        $(#[$doc])*
        #[doc = ::std::concat!("\n\nOn the wire: `", $operator, "`.")]
        pub fn $name(self, value: impl Into<$kind>) -> Filter {
            let value: $kind = value.into();
            self.test($operator, Values::One(value.into()))
        }
    )+};
}

impl Field {
    operators! { Operand:
        /// The field is this text, or this flag.
        is = "IS";
        /// The field is not this text, or not this flag.
        is_not = "IS_NOT";
    }

    operators! { String:
        /// The field has this text in it.
        contains = "CONTAIN";
        /// The field does not have this text in it.
        contains_not = "CONTAIN_NOT";
        /// The field begins with this text.
        starts_with = "START_WITH";
        /// The field does not begin with this text.
        starts_with_not = "START_WITH_NOT";
        /// The field ends with this text.
        ends_with = "ENDWITH";
        /// The field does not end with this text.
        ends_with_not = "END_WITH_NOT";
        /// The field is this day. Days and times are written **in the account's own format**, such as `11/23/2026` or
        /// `11/23/2026 03:04 PM`; where that is not known, ask with SuiteQL.
        on = "ON";
        /// The field is another day, written as for [`on`](Self::on).
        on_not = "ON_NOT";
        /// The field is later, written as for [`on`](Self::on).
        after = "AFTER";
        /// The field is earlier, written as for [`on`](Self::on).
        before = "BEFORE";
        /// The field is this day or later, written as for [`on`](Self::on).
        on_or_after = "ON_OR_AFTER";
        /// The field is this day or earlier, written as for [`on`](Self::on).
        on_or_before = "ON_OR_BEFORE";
    }

    operators! { Decimal:
        /// The field is this number.
        equals = "EQUAL";
        /// The field is another number.
        equals_not = "EQUAL_NOT";
        /// The field is greater.
        greater = "GREATER";
        /// The field is this number or greater.
        greater_or_equal = "GREATER_OR_EQUAL";
        /// The field is less.
        less = "LESS";
        /// The field is this number or less.
        less_or_equal = "LESS_OR_EQUAL";
    }

    /// The field lies between these numbers, or is one of them.
    pub fn between(self, low: impl Into<Decimal>, high: impl Into<Decimal>) -> Filter {
        self.test("BETWEEN", Values::List(vec![Operand::Number(low.into()), Operand::Number(high.into())]))
    }

    /// The field does not lie between these numbers.
    pub fn between_not(self, low: impl Into<Decimal>, high: impl Into<Decimal>) -> Filter {
        self.test(
            "BETWEEN_NOT",
            Values::List(vec![Operand::Number(low.into()), Operand::Number(high.into())]),
        )
    }

    /// The field is one of these, of which there must be one at least.
    pub fn any_of<V: Into<Operand>>(self, values: impl IntoIterator<Item = V>) -> Filter {
        self.test("ANY_OF", Values::List(values.into_iter().map(Into::into).collect()))
    }

    /// The field is none of these, of which there must be one at least.
    pub fn any_of_not<V: Into<Operand>>(self, values: impl IntoIterator<Item = V>) -> Filter {
        self.test("ANY_OF_NOT", Values::List(values.into_iter().map(Into::into).collect()))
    }

    /// The field has no value.
    pub fn is_empty(self) -> Filter {
        self.test("EMPTY", Values::None)
    }

    /// The field has a value.
    pub fn is_not_empty(self) -> Filter {
        self.test("EMPTY_NOT", Values::None)
    }

    fn test(self, operator: &'static str, values: Values) -> Filter {
        Filter(Node::Test { field: self.0, operator, values })
    }
}

/// Which records are wanted. Begin it with [`field`].
#[derive(Debug, Clone, PartialEq)]
#[must_use = "a filter filters nothing until a list has it"]
pub struct Filter(Node);

#[derive(Debug, Clone, PartialEq)]
enum Node {
    Test { field: String, operator: &'static str, values: Values },
    All(Vec<Node>),
    Any(Vec<Node>),
}

#[derive(Debug, Clone, PartialEq)]
enum Values {
    None,
    One(Operand),
    List(Vec<Operand>),
}

/// A filter cannot be written. Holds no value that was looked for.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum FilterError {
    /// Fields have letters, digits and `_`.
    #[error("{0:?} is not the name of a field")]
    Field(String),
    /// How a quote or a backslash is written inside of quotes is not documented, so neither is, and no control
    /// character is.
    #[error(
        "what {0} is compared with holds a double quote, a backslash or a control character; ask with SuiteQL"
    )]
    Character(String),
    /// A list of no values.
    #[error("{0} is compared with an empty list")]
    EmptyList(String),
}

impl Filter {
    /// Wants both.
    pub fn and(self, other: Self) -> Self {
        let mut all = match self.0 {
            Node::All(all) => all,
            one => vec![one],
        };
        match other.0 {
            Node::All(others) => all.extend(others),
            one => all.push(one),
        }
        Self(Node::All(all))
    }

    /// Wants one of them at least.
    pub fn or(self, other: Self) -> Self {
        let mut any = match self.0 {
            Node::Any(any) => any,
            one => vec![one],
        };
        match other.0 {
            Node::Any(others) => any.extend(others),
            one => any.push(one),
        }
        Self(Node::Any(any))
    }

    /// The filter as NetSuite reads it, not yet percent-encoded. Holds the values that are looked for.
    ///
    /// # Errors
    /// [`FilterError`], naming the field.
    pub fn to_text(&self) -> Result<String, FilterError> {
        self.0.to_text()
    }
}

impl Node {
    fn to_text(&self) -> Result<String, FilterError> {
        let joined = |nodes: &[Self], by: &str| -> Result<String, FilterError> {
            let nodes: Result<Vec<_>, _> = nodes.iter().map(Self::inside).collect();
            Ok(nodes?.join(by))
        };
        match self {
            Self::All(nodes) => joined(nodes, " AND "),
            Self::Any(nodes) => joined(nodes, " OR "),
            Self::Test { field, operator, values } => {
                if field.is_empty() || !field.chars().all(|c| c.is_ascii_alphanumeric() || c == '_') {
                    return Err(FilterError::Field(field.clone()));
                }
                Ok(match values {
                    Values::None => format!("{field} {operator}"),
                    Values::One(value) => format!("{field} {operator} {}", value.to_text(field)?),
                    Values::List(values) if values.is_empty() => {
                        return Err(FilterError::EmptyList(field.clone()));
                    }
                    Values::List(values) => {
                        let values: Result<Vec<_>, _> =
                            values.iter().map(|value| value.to_text(field)).collect();
                        format!("{field} {operator} [{}]", values?.join(", "))
                    }
                })
            }
        }
    }

    /// As part of something larger: in parentheses, if it has parts itself.
    fn inside(&self) -> Result<String, FilterError> {
        let text = self.to_text()?;
        Ok(if matches!(self, Self::Test { .. }) { text } else { format!("({text})") })
    }
}

impl Operand {
    fn to_text(&self, field: &str) -> Result<String, FilterError> {
        Ok(match self {
            Self::Text(text) if text.chars().any(|c| matches!(c, '"' | '\\') || c.is_control()) => {
                return Err(FilterError::Character(field.to_owned()));
            }
            Self::Text(text) => format!("\"{text}\""),
            Self::Number(number) => number.to_string(),
            Self::Flag(flag) => flag.to_string(),
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn and_binds_tighter_than_or_wherever_they_meet() {
        let [a, b, c, d] = ["a", "b", "c", "d"].map(|name| field(name).is(true));
        let text = |filter: Filter| filter.to_text().unwrap();
        assert_eq!(text(a.clone().and(b.clone()).and(c.clone())), "a IS true AND b IS true AND c IS true");
        assert_eq!(text(a.clone().or(b.clone()).and(c.clone())), "(a IS true OR b IS true) AND c IS true");
        assert_eq!(text(a.and(b).or(c.and(d))), "(a IS true AND b IS true) OR (c IS true AND d IS true)");
    }

    #[test]
    fn each_kind_of_value_has_its_form() {
        let text = |filter: Filter| filter.to_text().unwrap();
        assert_eq!(text(field("email").is("a+b@example.com")), "email IS \"a+b@example.com\"");
        assert_eq!(text(field("tranDate").on_or_after("11/23/2026")), "tranDate ON_OR_AFTER \"11/23/2026\"");
        assert_eq!(text(field("total").greater("9.90".parse::<Decimal>().unwrap())), "total GREATER 9.90");
        assert_eq!(text(field("id").between_not(1, 42)), "id BETWEEN_NOT [1, 42]");
        let ids = [InternalId::new("7").unwrap(), InternalId::new("-5").unwrap()];
        assert_eq!(text(field("entity").any_of(&ids)), "entity ANY_OF [7, -5]");
        assert_eq!(text(field("companyName").is_empty()), "companyName EMPTY");
    }

    #[test]
    fn what_cannot_be_written_is_named_by_its_field_only() {
        assert_eq!(field("a b").is(1).to_text(), Err(FilterError::Field("a b".into())));
        assert_eq!(field("").is_empty().to_text(), Err(FilterError::Field("".into())));
        assert_eq!(field("id").any_of([0_i64; 0]).to_text(), Err(FilterError::EmptyList("id".into())));
        let quoted = field("lastName").is("Jane \"J\" Doe");
        let error = quoted.to_text().unwrap_err();
        assert_eq!(error, FilterError::Character("lastName".into()));
        assert!(!format!("{error} {quoted:?}").contains("Jane"));
    }

    /// The grammar of filters, read character by character. Nobody has written down what escapes a quote: read once as
    /// if a backslash did, once as if a second quote did.
    struct Reader<'a> {
        rest: &'a str,
        backslash_escapes: bool,
    }

    #[derive(Debug, PartialEq)]
    enum Read {
        Test(String, String, Vec<String>),
        All(Vec<Read>),
        Any(Vec<Read>),
    }

    impl Reader<'_> {
        fn eat(&mut self, token: &str) -> bool {
            let eaten = self.rest.strip_prefix(token);
            self.rest = eaten.unwrap_or(self.rest);
            eaten.is_some()
        }

        fn word(&mut self) -> String {
            let end = self.rest.find([' ', ']', ',', ')']).unwrap_or(self.rest.len());
            let (word, rest) = self.rest.split_at(end);
            self.rest = rest;
            word.to_owned()
        }

        fn any(&mut self) -> Read {
            let mut nodes = vec![self.all()];
            while self.eat(" OR ") {
                nodes.push(self.all());
            }
            if nodes.len() == 1 { nodes.remove(0) } else { Read::Any(nodes) }
        }

        fn all(&mut self) -> Read {
            let mut nodes = vec![self.one()];
            while self.eat(" AND ") {
                nodes.push(self.one());
            }
            if nodes.len() == 1 { nodes.remove(0) } else { Read::All(nodes) }
        }

        fn one(&mut self) -> Read {
            if self.eat("(") {
                let inner = self.any();
                assert!(self.eat(")"), "a parenthesis is open before {:?}", self.rest);
                return inner;
            }
            let name = self.word();
            assert!(self.eat(" "));
            let operator = self.word();
            let mut values = Vec::new();
            if self.rest.starts_with(" \"") || self.rest.starts_with(" [") || operator == "IS" {
                assert!(self.eat(" "));
                let list = self.eat("[");
                values.push(self.value());
                while list && self.eat(", ") {
                    values.push(self.value());
                }
                assert_eq!(list, list && self.eat("]"));
            }
            Read::Test(name, operator, values)
        }

        fn value(&mut self) -> String {
            if !self.eat("\"") {
                return self.word();
            }
            let (mut text, mut chars) = (String::new(), self.rest.char_indices().peekable());
            while let Some((at, c)) = chars.next() {
                match c {
                    '\\' if self.backslash_escapes => text.extend(chars.next().map(|(_, c)| c)),
                    '"' if !self.backslash_escapes && chars.peek().is_some_and(|(_, c)| *c == '"') => {
                        chars.next();
                        text.push('"');
                    }
                    '"' => {
                        self.rest = &self.rest[at + 1..];
                        return text;
                    }
                    _ => text.push(c),
                }
            }
            panic!("the text has no end")
        }
    }

    /// Any character, those that mean something in the grammar more often.
    fn text() -> impl Strategy<Value = String> {
        let character = prop_oneof![
            4 => any::<char>(),
            3 => prop::sample::select(vec!['"', '\\', '(', ')', '[', ']', ',', ' ', '%', '&', '\'', '\0', '\n']),
            3 => prop::char::range('A', 'Z'),
        ];
        prop::collection::vec(character, 0..12).prop_map(|chars| chars.into_iter().collect())
    }

    proptest! {
        #[test]
        fn any_text_comes_back_as_it_went_in_or_is_refused(one in text(), two in text(), three in text()) {
            let filter = field("a").is(one.as_str()).and(
                field("b").contains(two.as_str()).or(field("c").any_of([three.as_str(), "x\" OR d IS \"y"])),
            );
            prop_assert!(filter.to_text().is_err(), "a quote in any value is one too many");
            let filter = field("a").is(one.as_str()).and(
                field("b").contains(two.as_str()).or(field("c").any_of([three.as_str(), "x OR d IS y"])),
            );
            let odd = |c: char| c == '"' || c == '\\' || c.is_control();
            let refused = [&one, &two, &three].iter().any(|text| text.contains(odd));
            let written = filter.to_text();
            prop_assert_eq!(written.is_err(), refused);
            let Ok(written) = written else { return Ok(()) };
            let test = |name: &str, operator: &str, values: &[&str]| {
                Read::Test(name.into(), operator.into(), values.iter().map(|value| (*value).to_owned()).collect())
            };
            let expected = Read::All(vec![
                test("a", "IS", &[&one]),
                Read::Any(vec![
                    test("b", "CONTAIN", &[&two]),
                    test("c", "ANY_OF", &[&three, "x OR d IS y"]),
                ]),
            ]);
            for backslash_escapes in [true, false] {
                let mut reader = Reader { rest: &written, backslash_escapes };
                let read = reader.any();
                prop_assert_eq!(&read, &expected);
                prop_assert_eq!(reader.rest, "");
            }
        }
    }
}
