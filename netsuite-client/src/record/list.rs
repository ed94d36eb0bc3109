//! Finding records by their fields. NetSuite lists ids; what the records hold is read one by one, or with SuiteQL.

use std::fmt;

use commerce_client_core::{
    decode,
    error::{Error, ErrorKind},
    page::{self, Page, PageError, PageToken},
};
use futures_core::Stream;
use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use serde::Deserialize;

use super::Records;
use crate::{
    auth::percent_encode,
    client::{NetSuite, Outgoing},
    id::{InternalId, RecordRef},
    query::{Filter, FilterError},
};

/// NetSuite's own bound: records a page.
const MAX_PAGE: u32 = 1000;

impl<T> Records<T> {
    /// Finds records: all of the type, or those that a filter lets through. For many, or by time, prefer
    /// [SuiteQL](crate::NetSuite::suiteql): this walks by position, and dates are in the account's own format.
    ///
    /// ```no_run
    /// use futures_util::TryStreamExt as _;
    /// use netsuite_client::{NetSuite, query::field, records::Customer};
    ///
    /// # async fn example(netsuite: NetSuite) -> Result<(), netsuite_client::Error> {
    /// let wanted = field("email").starts_with("barbara").and(field("isInactive").is(false));
    /// let mut ids = std::pin::pin!(netsuite.records::<Customer>().list().filter(wanted).ids());
    /// while let Some(id) = ids.try_next().await? {
    ///     println!("{id}");
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn list(&self) -> List<T> {
        List { records: self.clone(), filter: None, page_size: MAX_PAGE, page: 0 }
    }
}

/// Finds records. Get it from [`Records::list`].
///
/// # Source
/// `GET /services/rest/record/v1/<type>?q=&limit=&offset=`: a collection of links and ids, 1,000 a page and 1,000 pages
/// at most.
#[must_use = "nothing is sent before `send`, or before `ids` is read"]
pub struct List<T> {
    records: Records<T>,
    filter: Option<Filter>,
    page_size: u32,
    page: u32,
}

impl<T> fmt::Debug for List<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "List({} {:?})", self.records.record_type, self.filter)
    }
}

impl<T> List<T> {
    /// Only records that `filter` lets through.
    pub fn filter(mut self, filter: Filter) -> Self {
        self.filter = Some(filter);
        self
    }

    /// Records a page, 1 to 1000. Default 1000.
    pub fn page_size(mut self, records: u32) -> Self {
        self.page_size = records.clamp(1, MAX_PAGE);
        self
    }

    /// Begins with this page, of pages counted from 0. Default 0.
    pub fn page(mut self, page: u32) -> Self {
        self.page = page;
        self
    }

    /// Reads one page.
    ///
    /// # Errors
    /// [`Config`](ErrorKind::Config) when the filter cannot be written; otherwise as NetSuite says:
    /// [`Rejected`](ErrorKind::Rejected) for a field that cannot be filtered by, [`NotFound`](ErrorKind::NotFound) for
    /// a type that is switched off or that the role may not see.
    pub async fn send(self) -> Result<ListPage<T>, Error> {
        let collection = self.collection();
        collection.read(self.page).await.map(|found| ListPage {
            items: found.items.into_iter().map(|item| RecordRef::new(item.id)).collect(),
            has_more: found.has_more,
            offset: found.offset,
            total_results: found.total_results,
        })
    }

    /// The ids of all of them, fetched page by page as they are asked for. Ends after its first error.
    ///
    /// NetSuite pages by position: what is made or deleted meanwhile shifts the others, so that some may be skipped or
    /// come twice.
    ///
    /// # Errors
    /// As [`send`](Self::send).
    pub fn ids(self) -> impl Stream<Item = Result<InternalId, Error>> + Send {
        let collection = self.collection();
        let first = PageToken::from_wire(&self.page.to_string());
        page::pages(first, move |token: Option<PageToken>| {
            let collection = collection.clone();
            let page = token.and_then(|token| token.as_str().parse().ok()).unwrap_or(0);
            async move { collection.read(page).await }
        })
        .map_err(|error| match error {
            PageError::Call(error) => error,
            other => Error::new(ErrorKind::Decode, OPERATION, other.to_string()),
        })
        .map_ok(|found: Found| stream::iter(found.items.into_iter().map(|item| Ok(item.id))))
        .try_flatten()
        .boxed()
    }

    fn collection(&self) -> Collection {
        Collection {
            netsuite: self.records.netsuite.clone(),
            path: self.records.path(None),
            filter: self.filter.as_ref().map(Filter::to_text),
            page_size: self.page_size,
        }
    }
}

/// One page of a [`List`]: which records there are. NetSuite does not say more about them here.
#[non_exhaustive]
pub struct ListPage<T> {
    /// The records.
    pub items: Vec<RecordRef<T>>,
    /// Whether there is a further page.
    pub has_more: bool,
    /// How many records come before this page.
    pub offset: u64,
    /// How many there are on all pages, if NetSuite says.
    pub total_results: Option<u64>,
}

impl<T> fmt::Debug for ListPage<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ListPage")
            .field("items", &self.items)
            .field("has_more", &self.has_more)
            .field("offset", &self.offset)
            .field("total_results", &self.total_results)
            .finish()
    }
}

const OPERATION: &str = "record.list";

/// What is walked.
#[derive(Clone)]
struct Collection {
    netsuite: NetSuite,
    path: String,
    filter: Option<Result<String, FilterError>>,
    page_size: u32,
}

impl Collection {
    async fn read(&self, page: u32) -> Result<Found, Error> {
        let offset = u64::from(page) * u64::from(self.page_size);
        let mut path = format!("{}?limit={}&offset={offset}", self.path, self.page_size);
        if let Some(filter) = self.filter.clone() {
            let filter = filter.map_err(|problem| {
                Error::new(ErrorKind::Config, OPERATION, "the filter cannot be written").with_source(problem)
            })?;
            path.push_str(&format!("&q={}", percent_encode(&filter)));
        }
        let request = Outgoing::question(OPERATION, path);
        let mut found: Found = self.netsuite.send(request, |answer| decode::json(answer.body())).await?;
        // What NetSuite says of further pages drifts while a list changes: a page that is not full is the last one, and
        // after a full one either hint is followed.
        let came = u64::try_from(found.items.len()).unwrap_or(u64::MAX);
        let hinted =
            found.has_more || found.total_results.is_some_and(|total| total > offset.saturating_add(came));
        found.next = (hinted && came >= u64::from(self.page_size)).then(|| page.saturating_add(1));
        Ok(found)
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Found {
    items: Vec<Item>,
    #[serde(default)]
    has_more: bool,
    #[serde(default)]
    offset: u64,
    total_results: Option<u64>,
    #[serde(skip)]
    next: Option<u32>,
}

#[derive(Deserialize)]
struct Item {
    id: InternalId,
}

impl Page for Found {
    fn next_token(&self) -> Option<PageToken> {
        PageToken::from_wire(&self.next?.to_string())
    }
}
