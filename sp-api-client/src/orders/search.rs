//! `searchOrders`: the request, its rules, and the walk over its pages.

use chrono::{DateTime, Utc};
use commerce_client_core::{
    decode::Lenient,
    error::{Error, ErrorKind, Problem},
    page::{Page, PageToken},
};
use futures_core::Stream;
use futures_util::{StreamExt as _, stream};

use super::model::{
    FulfilledBy, FulfillmentStatus, IncludedData, MarketplaceId, Order, SearchOrdersResponse,
};
use crate::{
    client::SpApi,
    request::{PageOf, Paging, Request},
};

/// A search for orders. Exactly one of [`created_after`](Self::created_after) and
/// [`last_updated_after`](Self::last_updated_after) is required.
///
/// The end of the window may be left open: Amazon then takes two minutes ago and says so in the answer
/// ([`last_updated_before`](SearchOrdersResponse::last_updated_before)), which is the right place for the next search
/// to begin.
#[derive(Debug, Clone)]
#[must_use]
pub struct SearchOrders {
    api: SpApi,
    created: Window,
    updated: Window,
    marketplaces: Vec<MarketplaceId>,
    statuses: Vec<FulfillmentStatus>,
    fulfilled_by: Vec<FulfilledBy>,
    include: Vec<IncludedData>,
    page_size: Option<u32>,
    page_token: Option<PageToken>,
}

const PAGING: Paging = Paging { parameter: "paginationToken", alone: false };

#[derive(Debug, Clone, Copy, Default)]
struct Window {
    after: Option<DateTime<Utc>>,
    before: Option<DateTime<Utc>>,
}

impl SearchOrders {
    pub(super) fn new(api: SpApi) -> Self {
        Self {
            api,
            created: Window::default(),
            updated: Window::default(),
            marketplaces: Vec::new(),
            statuses: Vec::new(),
            fulfilled_by: Vec::new(),
            include: Vec::new(),
            page_size: None,
            page_token: None,
        }
    }

    /// Orders created at or after this instant.
    pub fn created_after(mut self, instant: DateTime<Utc>) -> Self {
        self.created.after = Some(instant);
        self
    }

    /// Orders created at or before this instant, which must be at least two minutes past.
    pub fn created_before(mut self, instant: DateTime<Utc>) -> Self {
        self.created.before = Some(instant);
        self
    }

    /// Orders changed at or after this instant, whatever changed.
    pub fn last_updated_after(mut self, instant: DateTime<Utc>) -> Self {
        self.updated.after = Some(instant);
        self
    }

    /// Orders changed at or before this instant, which must be at least two minutes past.
    pub fn last_updated_before(mut self, instant: DateTime<Utc>) -> Self {
        self.updated.before = Some(instant);
        self
    }

    /// Only orders of this marketplace; call again for more, up to 50.
    pub fn marketplace(mut self, marketplace: impl Into<MarketplaceId>) -> Self {
        self.marketplaces.push(marketplace.into());
        self
    }

    /// Only orders in this status; call again for more.
    pub fn fulfillment_status(mut self, status: FulfillmentStatus) -> Self {
        self.statuses.push(status);
        self
    }

    /// Only orders shipped by the seller, or only those shipped by Amazon.
    pub fn fulfilled_by(mut self, who: FulfilledBy) -> Self {
        self.fulfilled_by.push(who);
        self
    }

    /// Asks for one more dataset.
    pub fn include(mut self, data: IncludedData) -> Self {
        self.include.push(data);
        self
    }

    /// Orders a page, 1 to 100. Default 100.
    pub fn max_results_per_page(mut self, orders: u32) -> Self {
        self.page_size = Some(orders);
        self
    }

    /// Goes on where an earlier walk of the *same* search stopped. Tokens live 24 hours.
    pub fn page_token(mut self, token: PageToken) -> Self {
        self.page_token = Some(token);
        self
    }

    /// Fetches one page.
    ///
    /// # Errors
    /// [`Config`](ErrorKind::Config) when the rules above are broken (nothing is sent); otherwise as Amazon says.
    pub async fn send(&self) -> Result<SearchOrdersResponse, Error> {
        self.request().send().await
    }

    /// The pages, fetched as they are asked for. Ends after its first error.
    pub fn pages(self) -> impl Stream<Item = Result<SearchOrdersResponse, Error>> + Send {
        self.request().pages(PAGING)
    }

    /// The orders, page after page.
    ///
    /// An order that cannot be decoded is an error of its own and the stream goes on; a failed call ends it.
    pub fn items(self) -> impl Stream<Item = Result<Order, Error>> + Send {
        self.pages().flat_map(|page| match page {
            Ok(page) => stream::iter(page.orders.into_iter().map(decoded).collect::<Vec<_>>()),
            Err(error) => stream::iter(vec![Err(error)]),
        })
    }

    fn request(&self) -> Request<SearchOrdersResponse> {
        let mut request = self.api.raw(&super::SEARCH_ORDERS);
        if let Err(broken) = self.check() {
            return request.refused(broken);
        }
        let instants = [
            ("createdAfter", self.created.after),
            ("createdBefore", self.created.before),
            ("lastUpdatedAfter", self.updated.after),
            ("lastUpdatedBefore", self.updated.before),
        ];
        for (name, at) in instants.into_iter().filter_map(|(name, at)| Some((name, at?))) {
            request = request.query(name, at);
        }
        request = request
            .query_list("fulfillmentStatuses", &self.statuses)
            .query_list("marketplaceIds", &self.marketplaces)
            .query_list("fulfilledBy", &self.fulfilled_by)
            .query_list("includedData", &self.include);
        if let Some(size) = self.page_size {
            request = request.query("maxResultsPerPage", size);
        }
        match &self.page_token {
            Some(token) => request.at_page(PAGING, token),
            None => request,
        }
    }

    /// Amazon's own rules, checked before a call is spent on learning them.
    fn check(&self) -> Result<(), Error> {
        let wrong = |what: &str| Err(Error::new(ErrorKind::Config, super::SEARCH_ORDERS.name, what));
        let (window, other) = match (self.created.after, self.updated.after) {
            (Some(_), Some(_)) => return wrong("give created_after or last_updated_after, not both"),
            (None, None) => return wrong("give created_after or last_updated_after"),
            (Some(_), None) => (&self.created, &self.updated),
            (None, Some(_)) => (&self.updated, &self.created),
        };
        if other.before.is_some() {
            return wrong("the end of the window must be of the same kind as its beginning");
        }
        if window.before.is_some_and(|before| Some(before) < window.after) {
            return wrong("the window ends before it begins");
        }
        if self.marketplaces.len() > 50 {
            return wrong("at most 50 marketplaces a call");
        }
        if self.page_size.is_some_and(|size| !(1..=100).contains(&size)) {
            return wrong("a page holds 1 to 100 orders");
        }
        Ok(())
    }
}

impl Page for SearchOrdersResponse {
    fn next_token(&self) -> Option<PageToken> {
        PageToken::from_wire(self.pagination.as_ref()?.next_token.as_deref()?)
    }
}

impl PageOf for SearchOrdersResponse {
    type Item = Order;

    fn into_items(self) -> Vec<Lenient<Order>> {
        self.orders.into_iter().collect()
    }
}

/// As for any list, and the error says which order it was.
fn decoded(order: Lenient<Order>) -> Result<Order, Error> {
    match order {
        Lenient::Good(order) => Ok(order),
        Lenient::Bad(bad) => {
            let id = bad.text_field("orderId").unwrap_or_else(|| "without an id".to_owned());
            let what = format!("order {id} could not be decoded");
            let error = Error::new(ErrorKind::Decode, super::SEARCH_ORDERS.name, what);
            let raw = bytes::Bytes::copy_from_slice(bad.raw.expose().get().as_bytes());
            Err(error
                .with_answer(200, vec![Problem::new("", bad.error.to_string())], raw)
                .with_source(bad.error))
        }
    }
}
