//! SuiteQL: text with typed values bound in, rows page by page.

use std::{fmt, sync::Arc};

use bytes::Bytes;
use chrono::{DateTime, NaiveDate, Utc};
use commerce_client_core::{
    decode,
    error::{Error, ErrorKind},
    page::{self, Page, PageError, PageToken},
    retry::Safety,
};
use futures_core::Stream;
use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use http::{Method, Response};
use rust_decimal::Decimal;
use serde::{Deserialize, de::DeserializeOwned};

use crate::client::{NetSuite, Outgoing};

/// NetSuite's own bounds: rows a page, and values in one `IN` list.
pub const MAX_PAGE: u32 = 1000;

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
    /// An instant, written in UTC; compare it with columns that hold UTC.
    Instant(DateTime<Utc>),
    /// Several values for `IN (…)`; at most 1,000.
    List(Vec<Literal>),
}

/// A value cannot be written into a query, or a query names a value that was not bound.
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
}

impl Literal {
    fn render(&self, name: &str) -> Result<String, QueryError> {
        Ok(match self {
            Self::Text(text) if text.chars().any(char::is_control) => {
                return Err(QueryError::ControlCharacter(name.to_owned()));
            }
            Self::Text(text) => format!("'{}'", text.replace('\'', "''")),
            // In parentheses, or a minus before it would make a comment of the rest of the line.
            Self::Number(number) if number.is_sign_negative() => format!("({number})"),
            Self::Number(number) => number.to_string(),
            Self::Date(date) => format!("TO_DATE('{}','YYYY-MM-DD')", date.format("%Y-%m-%d")),
            Self::Instant(at) => {
                format!("TO_TIMESTAMP('{}','YYYY-MM-DD HH24:MI:SS')", at.format("%Y-%m-%d %H:%M:%S"))
            }
            Self::List(values) if values.is_empty() || values.len() > MAX_PAGE as usize => {
                return Err(QueryError::ListLength(name.to_owned(), values.len()));
            }
            Self::List(values) => {
                let values: Result<Vec<_>, _> = values.iter().map(|value| value.render(name)).collect();
                format!("({})", values?.join(","))
            }
        })
    }
}

impl fmt::Debug for Literal {
    /// The kind of value; the value itself may be a buyer's.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Text(_) => "Text(..)",
            Self::Number(_) => "Number(..)",
            Self::Date(_) => "Date(..)",
            Self::Instant(_) => "Instant(..)",
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

impl From<DateTime<Utc>> for Literal {
    fn from(at: DateTime<Utc>) -> Self {
        Self::Instant(at)
    }
}

impl<L: Into<Literal>> FromIterator<L> for Literal {
    fn from_iter<I: IntoIterator<Item = L>>(values: I) -> Self {
        Self::List(values.into_iter().map(Into::into).collect())
    }
}

/// A query. Get it from [`NetSuite::suiteql`].
///
/// `:name` in the text stands for the value bound to `name` (in parentheses already, if it is a list). Columns come
/// back lower-cased, null columns not at all, numbers as text: decode into optional fields and
/// [`wire::decimal_text`](commerce_client_core::wire::decimal_text).
#[derive(Debug, Clone)]
#[must_use]
pub struct SuiteQl {
    netsuite: NetSuite,
    text: String,
    values: Vec<(String, Literal)>,
    page_size: u32,
}

impl SuiteQl {
    pub(crate) fn new(netsuite: NetSuite, text: String) -> Self {
        Self { netsuite, text, values: Vec::new(), page_size: MAX_PAGE }
    }

    /// Gives `:name` a value.
    pub fn bind(mut self, name: &str, value: impl Into<Literal>) -> Self {
        self.values.push((name.to_owned(), value.into()));
        self
    }

    /// Rows a page, 1 to 1000. Default 1000.
    pub fn with_page_size(mut self, rows: u32) -> Self {
        self.page_size = rows.clamp(1, MAX_PAGE);
        self
    }

    /// The rows, fetched page by page as they are asked for. Order by something unique: NetSuite pages by position,
    /// and rows without an order repeat or vanish. At most 100,000 rows are reachable. Ends after its first error.
    ///
    /// # Errors
    /// [`Config`](ErrorKind::Config) when a value is missing or cannot be written; otherwise as NetSuite says.
    pub fn rows<R: DeserializeOwned + Send + 'static>(self) -> impl Stream<Item = Result<R, Error>> + Send {
        let text: Result<Arc<str>, Error> = self.render().map(Arc::from).map_err(|problem| {
            Error::new(ErrorKind::Config, "suiteql", "the query cannot be written").with_source(problem)
        });
        let (netsuite, page_size) = (self.netsuite, self.page_size);
        page::pages(None, move |token: Option<PageToken>| {
            let (netsuite, text) = (netsuite.clone(), text.clone());
            let offset = token.and_then(|token| token.as_str().parse().ok()).unwrap_or(0);
            async move { fetch(&netsuite, &text?, page_size, offset).await }
        })
        .map_err(|error| match error {
            PageError::Call(error) => error,
            other => Error::new(ErrorKind::Decode, "suiteql", other.to_string()),
        })
        .map_ok(|page: Rows<R>| stream::iter(page.items.into_iter().map(Ok)))
        .try_flatten()
        .boxed()
    }

    /// All rows at once.
    ///
    /// # Errors
    /// As [`rows`](Self::rows).
    pub async fn all<R: DeserializeOwned + Send + 'static>(self) -> Result<Vec<R>, Error> {
        self.rows().try_collect().await
    }

    /// Puts the values where their names stand, outside of quoted text.
    fn render(&self) -> Result<String, QueryError> {
        let mut rendered = String::with_capacity(self.text.len());
        let mut used = vec![false; self.values.len()];
        let mut rest = self.text.as_str();
        while let Some(at) = rest.find(['\'', ':']) {
            let (before, from) = rest.split_at(at);
            rendered.push_str(before);
            if let Some(quoted) = from.strip_prefix('\'') {
                let end = quoted.find('\'').map_or(from.len(), |end| end + 2);
                rendered.push_str(&from[..end]);
                rest = &from[end..];
                continue;
            }
            let end = from[1..]
                .find(|c: char| !c.is_ascii_alphanumeric() && c != '_')
                .map_or(from.len(), |end| end + 1);
            let name = &from[1..end];
            let index = self.values.iter().position(|(bound, _)| bound == name);
            let index = index.ok_or_else(|| QueryError::Unbound(name.to_owned()))?;
            used[index] = true;
            rendered.push_str(&self.values[index].1.render(name)?);
            rest = &from[end..];
        }
        rendered.push_str(rest);
        match used.iter().position(|used| !used) {
            Some(index) => Err(QueryError::Unused(self.values[index].0.clone())),
            None => Ok(rendered),
        }
    }
}

#[derive(Deserialize)]
struct Rows<R> {
    items: Vec<R>,
    #[serde(default, rename = "hasMore")]
    has_more: bool,
    #[serde(skip, default)]
    next_offset: u32,
}

impl<R> Page for Rows<R> {
    fn next_token(&self) -> Option<PageToken> {
        // A short page ends the walk too: `hasMore` has been seen wrong on long scans.
        self.has_more.then(|| PageToken::from_wire(&self.next_offset.to_string())).flatten()
    }
}

async fn fetch<R: DeserializeOwned>(
    netsuite: &NetSuite,
    text: &str,
    limit: u32,
    offset: u32,
) -> Result<Rows<R>, Error> {
    let body = serde_json::json!({ "q": text }).to_string().into_bytes();
    let request = Outgoing {
        operation: "suiteql",
        safety: Safety::Read,
        method: Method::POST,
        path: format!("/services/rest/query/v1/suiteql?limit={limit}&offset={offset}"),
        headers: &[("Prefer", "transient")],
        body: Some(body),
    };
    let read = |answer: &Response<Bytes>| decode::json::<Rows<R>>(answer.body());
    let mut rows = netsuite.send(request, read).await?;
    rows.has_more &= rows.items.len() as u32 == limit;
    rows.next_offset = offset + limit;
    Ok(rows)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::auth::TokenBased;

    fn query(text: &str) -> SuiteQl {
        let netsuite = NetSuite::builder()
            .account("1234567".parse().unwrap())
            .auth(TokenBased::new("k", "s", "t", "s"))
            .build()
            .unwrap();
        netsuite.suiteql(text)
    }

    #[test]
    fn values_stand_where_their_names_stood() {
        let rendered = query("SELECT id FROM item WHERE itemid IN :skus AND x > :n AND note = ':n'")
            .bind("skus", ["a", "O'Neill"].into_iter().collect::<Literal>())
            .bind("n", 5)
            .render()
            .unwrap();
        assert_eq!(query("x -:n").bind("n", -5).render().unwrap(), "x -(-5)");
        assert_eq!(
            rendered,
            "SELECT id FROM item WHERE itemid IN ('a','O''Neill') AND x > 5 AND note = ':n'"
        );
    }

    #[test]
    fn what_cannot_be_written_is_named() {
        assert_eq!(query("SELECT :a").render().unwrap_err(), QueryError::Unbound("a".into()));
        assert_eq!(query("SELECT 1").bind("b", 1).render().unwrap_err(), QueryError::Unused("b".into()));
        let empty = query("SELECT :l").bind("l", Literal::List(Vec::new())).render().unwrap_err();
        assert_eq!(empty, QueryError::ListLength("l".into(), 0));
        assert!(query("SELECT :t").bind("t", "a\0b").render().is_err());
    }

    proptest! {
        #[test]
        fn text_comes_back_as_it_went_in_and_never_leaves_its_quotes(text in "[^\\p{Cc}]{0,40}") {
            let rendered = Literal::from(text.as_str()).render("t").unwrap();
            let inner = rendered.strip_prefix('\'').unwrap().strip_suffix('\'').unwrap();
            prop_assert_eq!(inner.replace("''", "'"), text);
            prop_assert!(!inner.replace("''", "").contains('\''));
        }
    }
}
