//! SuiteQL: text with typed values bound in, rows read into structs, walks past what one query returns.
//!
//! | for | use |
//! | --- | --- |
//! | a few rows | [`SuiteQl::all`] |
//! | up to 100,000 rows, in an order | [`SuiteQl::rows`] |
//! | all rows of a table, while others write to it | [`SuiteQl::walk`] |
//! | what changed since the last look | [`SuiteQl::changes`] |
//! | what sellers ask of every account | [`queries::Queries`] |

mod changes;
mod literal;
mod probe;
pub mod queries;
pub mod row;
mod walk;

use std::{collections::HashSet, future::Future};

use bytes::Bytes;
use commerce_client_core::{
    decode,
    error::{Error, ErrorKind},
    retry::Safety,
};
use futures_core::Stream;
use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use http::{Method, Response};
use serde::{Deserialize, de::DeserializeOwned};

pub use self::{
    changes::{Changed, Changes, Mark, OddRow},
    literal::{Identifier, InvalidIdentifier, Literal, QueryError},
    probe::Missing,
    row::DateFormat,
    walk::Walk,
};
use self::{
    literal::{Shape, Statement, Values},
    row::RawRow,
};
use crate::client::{NetSuite, Outgoing};

/// NetSuite's own bounds: rows a page, and values in one `IN` list.
pub const MAX_PAGE: u32 = 1000;

/// No position lies beyond this row, whatever the query.
const MAX_ROWS: usize = 100_000;

const OPERATION: &str = "suiteql";

/// A query. Get it from [`NetSuite::suiteql`].
///
/// `:name` in the text stands for the value bound to `name` (in parentheses already, if it is a list). Quoted text,
/// quoted names and comments are left alone. How rows become structs: [`row`].
///
/// ```no_run
/// use netsuite_client::{NetSuite, suiteql::{DateFormat, row}};
///
/// #[derive(serde::Deserialize)]
/// struct Order {
///     id: i64,
///     foreigntotal: rust_decimal::Decimal,
///     voided: bool,
///     #[serde(deserialize_with = "row::date")]
///     trandate: chrono::NaiveDate,
///     memo: Option<String>,
/// }
///
/// # async fn example(netsuite: NetSuite) -> Result<(), netsuite_client::Error> {
/// let orders: Vec<Order> = netsuite
///     .suiteql(
///         "SELECT id, foreigntotal, voided, trandate, memo FROM transaction \
///          WHERE externalid IN :external_ids ORDER BY id",
///     )
///     .bind("external_ids", ["AMZ-1", "AMZ-2"].into_iter().collect::<netsuite_client::Literal>())
///     .with_dates(DateFormat::MonthDayYear)
///     .all()
///     .await?;
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone)]
#[must_use]
pub struct SuiteQl {
    netsuite: NetSuite,
    text: String,
    values: Vec<(String, Literal)>,
    written: Values,
    page_size: u32,
    dates: DateFormat,
    unique: String,
}

impl SuiteQl {
    pub(crate) fn new(netsuite: NetSuite, text: String) -> Self {
        Self {
            netsuite,
            text,
            values: Vec::new(),
            written: Values::InText,
            page_size: MAX_PAGE,
            dates: DateFormat::default(),
            unique: "id".to_owned(),
        }
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

    /// Sends the values beside the text, as parameters, in place of writing them into it. NetSuite understands that
    /// since 2026.2. The query stays as it is; a number with more digits than JSON carries exactly stays in the text.
    pub fn with_params(mut self) -> Self {
        self.written = Values::InParams;
        self
    }

    /// How the account writes dates, for fields read by [`row::date`].
    pub fn with_dates(mut self, format: DateFormat) -> Self {
        self.dates = format;
        self
    }

    /// The column that tells rows apart, by which [`rows`](Self::rows) goes from page to page. Default `id`.
    pub fn with_unique(mut self, column: &str) -> Self {
        self.unique = column.to_ascii_lowercase();
        self
    }

    /// The query as it is sent, values included: for whoever looks for a mistake in it. May hold data of people.
    ///
    /// # Errors
    /// When a value is missing or cannot be written.
    pub fn to_sql(&self) -> Result<String, QueryError> {
        self.write().map(|statement| statement.text)
    }

    /// The rows, fetched page by page as they are asked for, by position: at most 100,000. More than a page need an order
    /// in which no two rows are alike, and so the query orders by the [unique column](Self::with_unique), be it after
    /// others. Expect a row to be skipped when rows before it go meanwhile; [`walk`](Self::walk) skips none. Ends after
    /// its first error.
    ///
    /// # Errors
    /// * [`Config`](ErrorKind::Config) when a value is missing or cannot be written; when more rows than a page are there
    ///   and `ORDER BY` does not name the unique column; when a value of that column comes again on another page, for
    ///   rows came meanwhile or the column does not tell rows apart (noticed only where the query selects it); at the
    ///   100,000th row, behind which there may be more.
    /// * [`Decode`](ErrorKind::Decode) with row (counted from 1) and column where a row does not fit its type.
    /// * Otherwise as NetSuite says.
    pub fn rows<R: DeserializeOwned + Send + 'static>(self) -> impl Stream<Item = Result<R, Error>> + Send {
        let dates = self.dates;
        rows_of::<R>(Positions { query: self, read: 0, seen: HashSet::new(), ended: false }, dates)
    }

    /// All rows at once.
    ///
    /// # Errors
    /// As [`rows`](Self::rows).
    pub async fn all<R: DeserializeOwned + Send + 'static>(self) -> Result<Vec<R>, Error> {
        self.rows().try_collect().await
    }

    /// Walks by a key, the column `key` of the result: a whole number that never changes, such as an internal id. The
    /// query asks for what lies behind `:after`, which the walk binds, and orders by the key first:
    ///
    /// ```no_run
    /// # async fn example(netsuite: netsuite_client::NetSuite) -> Result<(), netsuite_client::Error> {
    /// #[derive(serde::Deserialize)]
    /// struct Item {
    ///     id: i64,
    ///     itemid: String,
    /// }
    /// let items: Vec<Item> = netsuite
    ///     .suiteql("SELECT id, itemid FROM item WHERE isinactive = 'F' AND id > :after ORDER BY id")
    ///     .walk("id")
    ///     .all()
    ///     .await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn walk(self, key: &str) -> Walk {
        Walk::new(self, key)
    }

    /// Reads what changed since `mark`. The result has the column `key`, a unique whole number such as the internal id,
    /// and `modified`, the time of the last change to the second; the query is ordered by them and asks for what lies
    /// behind `:since`, `:next` (a second later) and `:after`, which are bound here:
    ///
    /// ```no_run
    /// use futures_util::TryStreamExt as _;
    /// use netsuite_client::suiteql::Mark;
    ///
    /// # #[derive(serde::Deserialize)]
    /// # struct Order {
    /// #     id: i64,
    /// # }
    /// # async fn example(netsuite: netsuite_client::NetSuite, stored: Mark) -> Result<(), netsuite_client::Error> {
    /// let changes = netsuite
    ///     .suiteql(
    ///         "SELECT t.id, TO_CHAR(t.lastmodifieddate,'YYYY-MM-DD\"T\"HH24:MI:SS') AS modified FROM transaction t \
    ///          WHERE t.type = 'SalesOrd' \
    ///            AND t.lastmodifieddate >= :since AND (t.lastmodifieddate >= :next OR t.id > :after) \
    ///          ORDER BY modified, t.id",
    ///     )
    ///     .changes("id", stored);
    /// let mut pages = changes.pages::<Order>();
    /// while let Some(changed) = pages.try_next().await? {
    ///     // deal with changed.rows, then store changed.mark
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn changes(self, key: &str, mark: Mark) -> Changes {
        Changes::new(self, key, mark)
    }

    /// Asks for the first row only: whether account and role have what the query names. For start-up, before a flow
    /// depends on it.
    ///
    /// # Errors
    /// [`Config`](ErrorKind::Config) naming the column or table that is missing; otherwise as NetSuite says.
    pub async fn probe(self) -> Result<(), Error> {
        probe::verdict(self.missing().await?)
    }

    async fn missing(self) -> Result<Option<Missing>, Error> {
        match self.with_page_size(1).first_rows().await {
            Ok(_) => Ok(None),
            Err(error) => Missing::of(&error).map(Some).ok_or(error),
        }
    }

    fn write(&self) -> Result<Statement, QueryError> {
        Statement::write(&self.text, &self.values, self.written)
    }

    /// The first page. NetSuite is told in the query that it need not find more than these rows.
    async fn first_rows(&self) -> Result<Vec<RawRow>, Error> {
        let mut statement = self.write().map_err(unwritten)?;
        if !Shape::of(&self.text).limited {
            // On a line of its own, for the text may end in a comment.
            statement.text.push_str(&format!("\nFETCH FIRST {} ROWS ONLY", self.page_size));
        }
        self.fetch(statement, 0).await
    }

    async fn fetch(&self, statement: Statement, offset: usize) -> Result<Vec<RawRow>, Error> {
        let mut body = serde_json::json!({ "q": statement.text });
        if !statement.params.is_empty() {
            body["params"] = statement.params.into();
        }
        let limit = self.page_size;
        let request = Outgoing {
            operation: OPERATION,
            safety: Safety::Read,
            method: Method::POST,
            path: format!("/services/rest/query/v1/suiteql?limit={limit}&offset={offset}"),
            headers: &[("Prefer", "transient")],
            body: Some(body.to_string().into_bytes()),
        };
        let read = |answer: &Response<Bytes>| decode::json::<Rows>(answer.body());
        self.netsuite.send(request, read).await.map(|rows| rows.items)
    }
}

#[derive(Deserialize)]
struct Rows {
    items: Vec<RawRow>,
}

fn unwritten(problem: QueryError) -> Error {
    Error::new(ErrorKind::Config, OPERATION, "the query cannot be written").with_source(problem)
}

/// The pages of a result, one after the other.
trait Pages: Send + 'static {
    fn next(&mut self) -> impl Future<Output = Result<Option<Vec<RawRow>>, Error>> + Send;
}

/// The rows of `pages`, each read when it is asked for.
fn rows_of<R: DeserializeOwned + Send + 'static>(
    pages: impl Pages,
    dates: DateFormat,
) -> impl Stream<Item = Result<R, Error>> + Send {
    let begin = (pages, Vec::<RawRow>::new().into_iter(), 0_u64);
    stream::try_unfold(begin, move |(mut pages, mut page, number)| async move {
        loop {
            if let Some(raw) = page.next() {
                let row = row::numbered::<R>(&raw, dates, number + 1)?;
                return Ok::<_, Error>(Some((row, (pages, page, number + 1))));
            }
            match pages.next().await? {
                Some(next) => page = next.into_iter(),
                None => return Ok(None),
            }
        }
    })
    .boxed()
}

/// Pages by position.
struct Positions {
    query: SuiteQl,
    read: usize,
    /// The unique column's values on the pages before.
    seen: HashSet<String>,
    ended: bool,
}

impl Pages for Positions {
    async fn next(&mut self) -> Result<Option<Vec<RawRow>>, Error> {
        if self.ended {
            return Ok(None);
        }
        if self.read >= MAX_ROWS {
            let what = "there may be more than the 100,000 rows that positions reach: walk by a key";
            return Err(Error::new(ErrorKind::Config, OPERATION, what));
        }
        let statement = self.query.write().map_err(unwritten)?;
        let page = self.query.fetch(statement, self.read).await?;
        let shape = Shape::of(&self.query.text);
        let is_further = self.read > 0 && !page.is_empty();
        if is_further && !shape.order.contains(&self.query.unique) {
            return Err(unwritten(QueryError::Unordered(self.query.unique.clone())));
        }
        self.read += page.len();
        // `hasMore` and `totalResults` have been seen wrong; a page that is not full is the last.
        let is_last = page.len() < self.query.page_size as usize && self.read < MAX_ROWS;
        self.ended = is_last || shape.most.is_some_and(|most| self.read >= most);
        if is_further || !self.ended {
            self.tell_apart(&page)?;
        }
        Ok(Some(page))
    }
}

impl Positions {
    fn tell_apart(&mut self, page: &[RawRow]) -> Result<(), Error> {
        let column = &self.query.unique;
        let is_further = !self.seen.is_empty();
        for value in page.iter().filter_map(|row| row.get(column)) {
            let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            // One page may be all there is: then rows that are alike do no harm.
            if !self.seen.insert(value) && is_further {
                let what = format!(
                    "a value of column {column} came again on a further page: rows came meanwhile, or it does not tell \
                     rows apart; walk by a key, or order by another column and name it by with_unique"
                );
                return Err(Error::new(ErrorKind::Config, OPERATION, what));
            }
        }
        Ok(())
    }
}
