//! Values and names on their way into a query, and the writing of a query with them.

use std::{fmt, str::FromStr};

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use commerce_client_core::wire;
use rust_decimal::Decimal;
use serde::{Deserialize, Deserializer};
use serde_json::Value;

use super::MAX_PAGE;
use crate::id::{ExternalId, InternalId};

/// A value on its way into a query. Text is quoted; numbers and dates are written from their types.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub enum Literal {
    /// Text.
    Text(String),
    /// A number.
    Number(Decimal),
    /// A calendar day in the account's zone.
    Date(NaiveDate),
    /// A time in the account's zone, to the second: how NetSuite's own times are compared.
    LocalTime(NaiveDateTime),
    /// The name of a column or a table: not a value at all, and so not quoted.
    Identifier(Identifier),
    /// Several values for `IN (…)`; at most 1,000.
    List(Vec<Literal>),
}

impl Literal {
    /// An instant as the time that a clock in UTC shows, for columns that hold UTC: your own, for NetSuite's are in the
    /// account's zone. To compare those, bind a time in that zone, such as one that NetSuite returned or its
    /// [`now`](crate::suiteql::queries::Queries::now).
    pub fn utc(at: DateTime<Utc>) -> Self {
        Self::LocalTime(at.naive_utc())
    }
}

/// The name of a column or a table, such as `custitem_amz_sku`, in lower case as NetSuite returns it.
///
/// It begins with a letter and holds letters, digits and `_` of ASCII only, 64 at most: nothing that could end a name.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Identifier(Box<str>);

/// The text cannot be the name of a column or a table.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("a name in a query begins with a letter and has letters, digits or `_`, 64 at most")]
pub struct InvalidIdentifier;

/// A value cannot be written into a query, or a query is not one that can be read as it was meant.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum QueryError {
    /// Control characters have no business in a query.
    #[error("the value of :{0} holds a control character")]
    ControlCharacter(String),
    /// NetSuite takes at most 1,000 values in a list, and no empty one.
    #[error("the list :{0} has {1} values; 1 to 1000 are allowed")]
    ListLength(String, usize),
    /// The text names a value that was not bound.
    #[error("nothing is bound to :{0}")]
    Unbound(String),
    /// A value was bound that the text does not name.
    #[error(":{0} is bound but does not occur in the query")]
    Unused(String),
    /// The text holds a `?` of its own.
    #[error("the query holds a `?`; write :name and bind a value to it")]
    Placeholder,
    /// Rows that come in several pages need an order in which no two are alike, or they repeat and vanish.
    #[error(
        "there are more rows than a page holds, and ORDER BY does not name column {0}, which tells rows apart; name \
         another by with_unique"
    )]
    Unordered(String),
    /// A walk needs the order that it follows.
    #[error("a walk follows an order: the query needs ORDER BY")]
    WalkUnordered,
    /// A walk says itself how many rows it wants at a time.
    #[error("a walk limits its pages itself: leave FETCH FIRST out of the query")]
    WalkLimited,
}

impl Identifier {
    /// Checks the form.
    ///
    /// # Errors
    /// When it is empty, longer than 64 characters, does not begin with a letter or holds another character.
    pub fn new(text: impl AsRef<str>) -> Result<Self, InvalidIdentifier> {
        let text = text.as_ref();
        let fits = text.starts_with(|c: char| c.is_ascii_alphabetic())
            && text.len() <= 64
            && text.chars().all(is_name_character);
        if fits { Ok(Self(text.to_ascii_lowercase().into())) } else { Err(InvalidIdentifier) }
    }

    /// For names that stand in this crate, which its tests check.
    pub(super) fn known(text: &'static str) -> Self {
        Self(text.into())
    }

    /// The name as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Identifier {
    type Err = InvalidIdentifier;

    fn from_str(text: &str) -> Result<Self, InvalidIdentifier> {
        Self::new(text)
    }
}

impl fmt::Display for Identifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Identifier {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        wire::text(deserializer, |text| Self::new(text))
    }
}

impl fmt::Debug for Literal {
    /// The kind of value; the value itself may be a buyer's.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Text(_) => "Text(..)",
            Self::Number(_) => "Number(..)",
            Self::Date(_) => "Date(..)",
            Self::LocalTime(_) => "LocalTime(..)",
            Self::Identifier(name) => return write!(f, "Identifier({name})"),
            Self::List(_) => "List(..)",
        })
    }
}

impl From<&str> for Literal {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Literal {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<i64> for Literal {
    fn from(number: i64) -> Self {
        Self::Number(number.into())
    }
}

impl From<Decimal> for Literal {
    fn from(number: Decimal) -> Self {
        Self::Number(number)
    }
}

impl From<NaiveDate> for Literal {
    fn from(date: NaiveDate) -> Self {
        Self::Date(date)
    }
}

impl From<NaiveDateTime> for Literal {
    fn from(time: NaiveDateTime) -> Self {
        Self::LocalTime(time)
    }
}

impl From<&Identifier> for Literal {
    fn from(name: &Identifier) -> Self {
        Self::Identifier(name.clone())
    }
}

impl From<&InternalId> for Literal {
    /// A number, as the columns with ids are.
    fn from(id: &InternalId) -> Self {
        id.as_str().parse::<i64>().map_or_else(|_| Self::from(id.as_str()), Self::from)
    }
}

impl From<&ExternalId> for Literal {
    fn from(id: &ExternalId) -> Self {
        Self::from(id.as_str())
    }
}

impl<L: Into<Literal>> FromIterator<L> for Literal {
    fn from_iter<I: IntoIterator<Item = L>>(values: I) -> Self {
        Self::List(values.into_iter().map(Into::into).collect())
    }
}

/// A query as it is sent.
#[derive(Clone)]
pub(super) struct Statement {
    pub(super) text: String,
    /// What its `?` stand for, in order.
    pub(super) params: Vec<Value>,
}

/// Where the values of a [`Statement`] stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Values {
    InText,
    InParams,
}

impl Statement {
    /// Puts the values where their names stand in `query`, outside of quoted text and comments.
    pub(super) fn write(
        query: &str,
        bound: &[(String, Literal)],
        values: Values,
    ) -> Result<Self, QueryError> {
        let mut statement = Self { text: String::with_capacity(query.len()), params: Vec::new() };
        let mut used = vec![false; bound.len()];
        let mut after_value = false;
        for part in parts(query) {
            match part {
                Part::Code(text) | Part::Verbatim(text) => {
                    // A value that touches a quote or a word would grow together with it.
                    if after_value && text.starts_with(grows_together) {
                        statement.text.push(' ');
                    }
                    statement.text.push_str(text);
                }
                Part::Placeholder => return Err(QueryError::Placeholder),
                Part::Name(name) => {
                    if statement.text.ends_with(grows_together) {
                        statement.text.push(' ');
                    }
                    let index = bound.iter().position(|(bound, _)| bound == name);
                    let index = index.ok_or_else(|| QueryError::Unbound(name.to_owned()))?;
                    used[index] = true;
                    statement.push(&bound[index].1, name, values)?;
                }
            }
            after_value = matches!(part, Part::Name(_));
        }
        match used.iter().position(|used| !used) {
            Some(index) => Err(QueryError::Unused(bound[index].0.clone())),
            None => Ok(statement),
        }
    }

    fn push(&mut self, value: &Literal, name: &str, values: Values) -> Result<(), QueryError> {
        match value {
            Literal::Text(text) if text.chars().any(char::is_control) => {
                return Err(QueryError::ControlCharacter(name.to_owned()));
            }
            Literal::Text(text) => self.push_text(text, values),
            Literal::Number(number) => self.push_number(*number, values),
            Literal::Date(date) => {
                self.push_moment("TO_DATE", &date.format("%Y-%m-%d").to_string(), "YYYY-MM-DD", values);
            }
            Literal::LocalTime(time) => self.push_time(*time, values),
            Literal::Identifier(name) => self.text.push_str(name.as_str()),
            Literal::List(list) if list.is_empty() || list.len() > MAX_PAGE as usize => {
                return Err(QueryError::ListLength(name.to_owned(), list.len()));
            }
            Literal::List(list) => {
                for (index, value) in list.iter().enumerate() {
                    self.text.push(if index == 0 { '(' } else { ',' });
                    self.push(value, name, values)?;
                }
                self.text.push(')');
            }
        }
        Ok(())
    }

    fn push_text(&mut self, text: &str, values: Values) {
        match values {
            Values::InText => {
                self.text.push('\'');
                self.text.push_str(&text.replace('\'', "''"));
                self.text.push('\'');
            }
            Values::InParams => {
                self.text.push('?');
                self.params.push(text.into());
            }
        }
    }

    fn push_number(&mut self, number: Decimal, values: Values) {
        match (values, wire::to_number(number)) {
            (Values::InParams, Ok(exact)) => {
                self.text.push('?');
                self.params.push(Value::Number(exact));
            }
            // In parentheses, or a minus before it would make a comment of the rest of the line.
            _ if number.is_sign_negative() => self.text.push_str(&format!("({number})")),
            _ => self.text.push_str(&number.to_string()),
        }
    }

    fn push_time(&mut self, time: NaiveDateTime, values: Values) {
        let text = time.format("%Y-%m-%d %H:%M:%S").to_string();
        self.push_moment("TO_TIMESTAMP", &text, "YYYY-MM-DD HH24:MI:SS", values);
    }

    fn push_moment(&mut self, function: &str, text: &str, format: &str, values: Values) {
        self.text.push_str(function);
        self.text.push('(');
        self.push_text(text, values);
        self.text.push_str(&format!(",'{format}')"));
    }
}

fn is_name_character(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_'
}

/// Whether this character and a value right beside it would be read as one.
fn grows_together(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '\'' | '"' | '$' | '#')
}

/// A part of a query's text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part<'a> {
    /// Words and symbols.
    Code(&'a str),
    /// Quoted text, a quoted name or a comment, quotes included.
    Verbatim(&'a str),
    /// The name after a colon.
    Name(&'a str),
    /// A question mark.
    Placeholder,
}

fn parts(query: &str) -> impl Iterator<Item = Part<'_>> {
    let mut rest = query;
    std::iter::from_fn(move || {
        let (part, length) = first_part(rest)?;
        rest = &rest[length..];
        Some(part)
    })
}

fn first_part(rest: &str) -> Option<(Part<'_>, usize)> {
    let bytes = rest.as_bytes();
    let opens = |at: &usize| match bytes[*at] {
        b'\'' | b'"' | b':' | b'?' => true,
        b'-' => bytes.get(at + 1) == Some(&b'-'),
        b'/' => bytes.get(at + 1) == Some(&b'*'),
        _ => false,
    };
    let verbatim = |open: usize, close: &str| {
        let end = rest[open..].find(close).map_or(rest.len(), |at| open + at + close.len());
        (Part::Verbatim(&rest[..end]), end)
    };
    match (0..bytes.len()).find(opens) {
        None if rest.is_empty() => None,
        None => Some((Part::Code(rest), rest.len())),
        Some(at) if at > 0 => Some((Part::Code(&rest[..at]), at)),
        Some(_) => Some(match bytes[0] {
            b'\'' => verbatim(1, "'"),
            b'"' => verbatim(1, "\""),
            b'-' => verbatim(2, "\n"),
            b'/' => verbatim(2, "*/"),
            b'?' => (Part::Placeholder, 1),
            _ => {
                let end = rest[1..].find(|c: char| !is_name_character(c)).map_or(rest.len(), |end| end + 1);
                (Part::Name(&rest[1..end]), end)
            }
        }),
    }
}

/// What a query says of its rows as a whole, outside of parentheses.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Shape {
    pub(super) ordered: bool,
    pub(super) limited: bool,
    /// The columns that the rows are ordered by, in lower case and without their tables.
    pub(super) order: Vec<String>,
    /// How many rows there are at most, where that stands in the text.
    pub(super) most: Option<usize>,
}

impl Shape {
    pub(super) fn of(query: &str) -> Self {
        let (mut shape, mut depth) = (Self::default(), 0_i32);
        // The word before this one, and what stands between them: a dot joins names, a comma begins another column.
        let (mut before, mut gap) = ("", String::new());
        for part in parts(query) {
            let Part::Code(code) = part else {
                gap.push(' ');
                continue;
            };
            for piece in code.split_inclusive(|c: char| !is_name_character(c)) {
                let word = piece.trim_end_matches(|c: char| !is_name_character(c));
                if depth == 0 && !word.is_empty() {
                    shape.read(before, &gap, word);
                    (before, gap) = (word, String::new());
                }
                match piece.chars().next_back() {
                    Some('(') => depth += 1,
                    Some(')') => depth -= 1,
                    Some(c) if depth == 0 && !is_name_character(c) => gap.push(c),
                    _ => {}
                }
            }
        }
        shape
    }

    fn read(&mut self, before: &str, gap: &str, word: &str) {
        let is = |word: &str, what: &str| word.eq_ignore_ascii_case(what);
        if self.limited {
            let count = if is(before, "FIRST") || is(before, "NEXT") { word.parse().ok() } else { None };
            self.most = self.most.or(count);
        } else if is(word, "FETCH") {
            self.limited = true;
        } else if self.ordered && is(before, "BY") || gap.contains(',') && !self.order.is_empty() {
            self.order.push(word.to_ascii_lowercase());
        } else if gap.trim() == "."
            && let Some(last) = self.order.last_mut()
        {
            *last = word.to_ascii_lowercase();
        }
        self.ordered |= is(before, "ORDER") && is(word, "BY");
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn written(query: &str, bound: &[(&str, Literal)], values: Values) -> Result<Statement, QueryError> {
        let bound: Vec<_> = bound.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
        Statement::write(query, &bound, values)
    }

    fn text(query: &str, bound: &[(&str, Literal)]) -> String {
        written(query, bound, Values::InText).unwrap().text
    }

    #[test]
    fn values_stand_where_their_names_stood() {
        let skus: Literal = ["a", "O'Neill"].into_iter().collect();
        assert_eq!(
            text(
                "SELECT id FROM item WHERE itemid IN :skus AND x > :n AND note = ':n'",
                &[("skus", skus), ("n", 5_i64.into())]
            ),
            "SELECT id FROM item WHERE itemid IN ('a','O''Neill') AND x > 5 AND note = ':n'"
        );
        assert_eq!(text("x -:n", &[("n", (-5_i64).into())]), "x -(-5)");
        let sku = Identifier::new("CustItem_Amz_SKU").unwrap();
        assert_eq!(
            text("SELECT i.:sku AS sku", &[("sku", (&sku).into())]),
            "SELECT i.custitem_amz_sku AS sku"
        );
        let noon = NaiveDate::from_ymd_opt(2026, 11, 1).unwrap().and_hms_opt(12, 0, 9).unwrap();
        assert_eq!(
            text(":t", &[("t", noon.into())]),
            "TO_TIMESTAMP('2026-11-01 12:00:09','YYYY-MM-DD HH24:MI:SS')"
        );
    }

    #[test]
    fn the_same_text_binds_parameters() {
        let day = NaiveDate::from_ymd_opt(2026, 11, 1).unwrap();
        let ids: Literal = [3_i64, -4].into_iter().collect();
        let many_digits: Decimal = "1234567890123456789.125".parse().unwrap();
        let bound = [
            ("name", Literal::from("O'Neill")),
            ("ids", ids),
            ("day", day.into()),
            ("exact", many_digits.into()),
            ("flag", (&Identifier::new("isinactive").unwrap()).into()),
        ];
        let query = "WHERE :flag = 'F' AND n = :name AND id IN :ids AND d > :day AND x < :exact";
        let statement = written(query, &bound, Values::InParams).unwrap();
        assert_eq!(
            statement.text,
            "WHERE isinactive = 'F' AND n = ? AND id IN (?,?) AND d > TO_DATE(?,'YYYY-MM-DD') AND x < \
             1234567890123456789.125"
        );
        assert_eq!(statement.params, ["O'Neill".into(), 3.into(), (-4).into(), Value::from("2026-11-01")]);
    }

    #[test]
    fn what_cannot_be_written_is_named() {
        let refused = |query, bound: &[(&str, Literal)]| written(query, bound, Values::InText).err().unwrap();
        assert_eq!(refused("SELECT :a", &[]), QueryError::Unbound("a".into()));
        assert_eq!(refused("SELECT 1", &[("b", 1_i64.into())]), QueryError::Unused("b".into()));
        let empty = Literal::List(Vec::new());
        assert_eq!(refused("SELECT :l", &[("l", empty)]), QueryError::ListLength("l".into(), 0));
        assert_eq!(refused("SELECT ?", &[]), QueryError::Placeholder);
        for values in [Values::InText, Values::InParams] {
            let error = written("SELECT :t", &[("t", "a\0b".into())], values).err().unwrap();
            assert_eq!(error, QueryError::ControlCharacter("t".into()));
        }
    }

    #[test]
    fn a_value_never_grows_together_with_what_stands_beside_it() {
        let bound = [("t", Literal::from("[x]"))];
        assert_eq!(text("'a':t'b'", &bound), "'a' '[x]' 'b'");
        assert_eq!(text("q:t", &bound), "q '[x]'");
        assert_eq!(text(":t:t", &bound), "'[x]' '[x]'");
        assert_eq!(text("(:t,:t)", &bound), "('[x]','[x]')");
    }

    #[test]
    fn comments_and_quoted_names_are_left_alone() {
        let query = "SELECT a AS \"it's :n\" -- don't :n\n, /* ' ? */ 'it''s :n' FROM t WHERE n = :n";
        assert_eq!(text(query, &[("n", 1_i64.into())]), query.replace("= :n", "= 1"));
    }

    #[test]
    fn an_order_counts_only_for_the_whole_query() {
        let shape = |query| {
            let shape = Shape::of(query);
            (shape.ordered, shape.limited)
        };
        assert_eq!(shape("SELECT id FROM t ORDER BY id"), (true, false));
        assert_eq!(shape("SELECT id FROM t order\n by(id) fetch first 5 rows only"), (true, true));
        assert_eq!(shape("SELECT id, 'ORDER BY' FROM t -- ORDER BY id"), (false, false));
        assert_eq!(shape("SELECT ROW_NUMBER() OVER (ORDER BY id FETCH) FROM t"), (false, false));
        assert_eq!(shape("SELECT order, by_, prefetch FROM t"), (false, false));
    }

    #[test]
    fn the_columns_of_an_order_and_the_most_rows_are_read_from_the_text() {
        for (query, order, most) in [
            ("SELECT id FROM t ORDER BY id", "id", None),
            (
                "SELECT 1 FROM t ORDER BY t.TranDate DESC NULLS LAST, T . Id fetch first 50 rows only",
                "trandate id",
                Some(50),
            ),
            (
                "SELECT 1 FROM t ORDER BY t.TranDate DESC, t.Id\nFETCH NEXT 7 ROWS ONLY",
                "trandate id",
                Some(7),
            ),
            ("SELECT a, b FROM t WHERE x IN (SELECT id FROM u ORDER BY id)", "", None),
            ("SELECT a, b FROM t, u WHERE a.b = 1", "", None),
            ("SELECT 1 FROM t ORDER BY UPPER(t.name), -- first, by\n id", "upper id", None),
            ("SELECT 1 FROM t FETCH FIRST :n ROWS ONLY", "", None),
        ] {
            let shape = Shape::of(query);
            assert_eq!(shape.most, most, "{query}");
            assert_eq!(shape.order.join(" "), order, "{query}");
        }
    }

    #[test]
    fn an_instant_is_written_in_utc_only_where_that_is_asked_for() {
        let at = DateTime::from_timestamp(1_790_000_000, 0).unwrap();
        assert_eq!(Literal::utc(at), Literal::LocalTime(at.naive_utc()));
    }

    #[test]
    fn a_name_that_could_end_a_name_is_refused() {
        assert_eq!(Identifier::new("custitem_1").unwrap().as_str(), "custitem_1");
        for text in ["", "1a", "_a", "a b", "a;", "a'", "a.b", "ä", "a\n", "a--", &"x".repeat(65)] {
            assert!(Identifier::new(text).is_err(), "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn text_comes_back_as_it_went_in_and_never_leaves_its_quotes(value in "[^\\p{Cc}]{0,40}") {
            let rendered = text(":t", &[("t", value.as_str().into())]);
            let inner = rendered.strip_prefix('\'').unwrap().strip_suffix('\'').unwrap();
            prop_assert_eq!(inner.replace("''", "'"), value);
            prop_assert!(!inner.replace("''", "").contains('\''));
        }

        #[test]
        fn without_names_any_text_stays_as_it_is(query in "[a-z'\"/*?\\- é\n]{0,30}") {
            match written(&query, &[], Values::InText) {
                Ok(statement) => prop_assert_eq!(statement.text, query),
                Err(error) => prop_assert_eq!(error, QueryError::Placeholder),
            }
        }
    }
}
