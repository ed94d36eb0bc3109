//! Walking a table by its key: past the 100,000 rows that positions reach, and without a row lost or seen twice while
//! others come and go.

use commerce_client_core::error::{Error, ErrorKind};
use futures_core::Stream;
use futures_util::TryStreamExt as _;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::{
    OPERATION, Pages, SuiteQl,
    literal::{QueryError, Shape},
    probe::{self, Missing},
    row::RawRow,
    rows_of, unwritten,
};

/// Below every key: NetSuite's ids are positive, but for some records of its own.
pub(super) const BELOW_EVERY_KEY: i64 = -999_999_999_999_999;

/// A query that goes on behind the last key it has seen. Get it from [`SuiteQl::walk`].
///
/// Every row that is there from the first page to the last, and whose key stays as it is, comes exactly once; rows that
/// come and go meanwhile come once or not at all.
#[derive(Debug, Clone)]
#[must_use]
pub struct Walk {
    query: SuiteQl,
    key: String,
    after: i64,
    repeated: bool,
}

impl Walk {
    pub(super) fn new(query: SuiteQl, key: &str) -> Self {
        Self { query, key: key.to_ascii_lowercase(), after: BELOW_EVERY_KEY, repeated: false }
    }

    /// Begins behind this key, where an earlier walk ended.
    pub fn after(mut self, key: i64) -> Self {
        self.after = key;
        self
    }

    /// Several rows may have one key, such as the stock of an item at several locations. The last key of a full page
    /// may be cut, so its rows are dropped there and asked for again with the next page.
    pub fn with_repeated_keys(mut self) -> Self {
        self.repeated = true;
        self
    }

    /// The rows in the order of their keys, fetched page by page as they are asked for. Ends after its first error.
    ///
    /// # Errors
    /// * [`Config`](ErrorKind::Config) when the query cannot be written or walked: no `ORDER BY`, a `FETCH` of its own,
    ///   no column of the key's name, keys that are no whole numbers, rows that are not in the order of the key. Also
    ///   when one repeated key has as many rows as a page: no walk by it is exact, walk by a key that is unique.
    /// * [`Decode`](ErrorKind::Decode) with row (counted from 1) and column where a row does not fit its type.
    /// * Otherwise as NetSuite says.
    pub fn rows<R: DeserializeOwned + Send + 'static>(self) -> impl Stream<Item = Result<R, Error>> + Send {
        let dates = self.query.dates;
        let after = self.after;
        rows_of::<R>(KeyPages { walk: self, after, seen: 0, ended: false }, dates)
    }

    /// All rows at once.
    ///
    /// # Errors
    /// As [`rows`](Self::rows).
    pub async fn all<R: DeserializeOwned + Send + 'static>(self) -> Result<Vec<R>, Error> {
        self.rows().try_collect().await
    }

    /// As [`SuiteQl::probe`].
    ///
    /// # Errors
    /// As of [`SuiteQl::probe`].
    pub async fn probe(self) -> Result<(), Error> {
        probe::verdict(self.missing().await?)
    }

    pub(super) async fn missing(self) -> Result<Option<Missing>, Error> {
        check(&self.query)?;
        self.query.bind("after", self.after).missing().await
    }
}

/// The pages of a walk.
struct KeyPages {
    walk: Walk,
    after: i64,
    seen: u64,
    ended: bool,
}

impl Pages for KeyPages {
    async fn next(&mut self) -> Result<Option<Vec<RawRow>>, Error> {
        if self.ended {
            return Ok(None);
        }
        check(&self.walk.query)?;
        let size = self.walk.query.page_size as usize;
        let mut page = self.walk.query.clone().bind("after", self.after).first_rows().await?;
        let keys = self.keys(&page)?;
        // `hasMore` and `totalResults` have been seen wrong; a page that is not full is the last.
        self.ended = page.len() < size;
        if !self.ended
            && let Some(last) = keys.last()
        {
            let whole = if self.walk.repeated { keys.partition_point(|key| key < last) } else { keys.len() };
            let Some(behind) = whole.checked_sub(1) else {
                return Err(self.no_walk("has a value with more rows than a page"));
            };
            page.truncate(whole);
            self.after = keys[behind];
        }
        self.seen += page.len() as u64;
        Ok(Some(page))
    }
}

impl KeyPages {
    /// The keys of a page, which must go up from the last one before it.
    fn keys(&self, page: &[RawRow]) -> Result<Vec<i64>, Error> {
        let mut keys = Vec::with_capacity(page.len());
        let mut before = self.after;
        for row in page {
            let key =
                key_of(row, &self.walk.key).ok_or_else(|| self.no_walk("is missing or no whole number"))?;
            let goes_up = key > before || (self.walk.repeated && key == before && !keys.is_empty());
            if !goes_up {
                return Err(self.no_walk(
                    "does not go up from row to row: ask for key > :after, order by it, and call with_repeated_keys \
                     where several rows have one",
                ));
            }
            keys.push(key);
            before = key;
        }
        Ok(keys)
    }

    fn no_walk(&self, problem: &str) -> Error {
        let (key, row) = (&self.walk.key, self.seen + 1);
        let what = format!("the query cannot be walked: from row {row} on, column {key} {problem}");
        Error::new(ErrorKind::Config, OPERATION, what)
    }
}

/// The whole number in this column.
pub(super) fn key_of(row: &RawRow, column: &str) -> Option<i64> {
    match row.get(column)? {
        Value::String(text) => text.trim().parse().ok(),
        Value::Number(number) => number.as_i64(),
        _ => None,
    }
}

/// A walk follows an order and limits its pages itself.
pub(super) fn check(query: &SuiteQl) -> Result<(), Error> {
    let shape = Shape::of(&query.text);
    if !shape.ordered {
        return Err(unwritten(QueryError::WalkUnordered));
    }
    if shape.limited { Err(unwritten(QueryError::WalkLimited)) } else { Ok(()) }
}
