//! Orders API, version 2026-01-01: orders with their items, buyer, recipient, money and packages in one answer.
//!
//! No restricted data token is needed: what the application's roles do not allow is left out by Amazon, or refused.

pub mod model;
mod search;

use commerce_client_core::error::Error;
use http::Method;

pub use self::{model::*, search::SearchOrders};
use crate::{
    client::SpApi,
    operation::{self, Operation, Parameter, Place},
    request::Request,
};

/// `searchOrders` as data.
pub static SEARCH_ORDERS: Operation =
    Operation::new("orders_2026-01-01", "searchOrders", Method::GET, "/orders/2026-01-01/orders")
        .with_plan(0.0056, 20)
        .with_parameters(&[
            Parameter::new("createdAfter", Place::Query, false),
            Parameter::new("createdBefore", Place::Query, false),
            Parameter::new("lastUpdatedAfter", Place::Query, false),
            Parameter::new("lastUpdatedBefore", Place::Query, false),
            Parameter::new("fulfillmentStatuses", Place::QueryList, false),
            Parameter::new("marketplaceIds", Place::QueryList, false),
            Parameter::new("fulfilledBy", Place::QueryList, false),
            Parameter::new("includedData", Place::QueryList, false),
            Parameter::new("maxResultsPerPage", Place::Query, false),
            Parameter::new("paginationToken", Place::Query, false),
        ])
        .answering(operation::reading::<SearchOrdersResponse>());

/// `getOrder` as data.
pub static GET_ORDER: Operation =
    Operation::new("orders_2026-01-01", "getOrder", Method::GET, "/orders/2026-01-01/orders/{orderId}")
        .with_plan(0.5, 30)
        .with_parameters(&[
            Parameter::new("orderId", Place::Path, true),
            Parameter::new("includedData", Place::QueryList, false),
        ])
        .answering(operation::reading::<GetOrderResponse>());

pub(crate) static OPERATIONS: &[&Operation] = &[&SEARCH_ORDERS, &GET_ORDER];

/// The Orders API of one seller. Get it from [`SpApi::orders`].
#[derive(Debug, Clone)]
pub struct Orders {
    api: SpApi,
}

impl Orders {
    pub(crate) fn new(api: SpApi) -> Self {
        Self { api }
    }

    /// Searches orders by when they were created or last updated, oldest first.
    ///
    /// # Rate limit
    /// 0.0056 calls/s, burst 20 (default plan); up to 100 orders a call, of all the region's marketplaces together.
    ///
    /// # Errors
    /// Not here, but when it is sent: [`Config`](crate::ErrorKind::Config) without a beginning, or with bounds of both
    /// kinds (nothing is sent then); [`Rejected`](crate::ErrorKind::Rejected) for an end less than two minutes ago, or
    /// a page token of another search or of more than a day ago; [`Auth`](crate::ErrorKind::Auth) when buyers' data are
    /// asked for and the application lacks the role.
    ///
    /// # Source
    /// Model `orders_2026-01-01`, operation `searchOrders`.
    pub fn search(&self) -> SearchOrders {
        SearchOrders::new(self.api.clone())
    }

    /// Reads one order with the named datasets; without [`IncludedData::Fulfillment`] even its status is missing.
    ///
    /// # Rate limit
    /// 0.5 calls/s, burst 30 (default plan).
    ///
    /// # Errors
    /// [`NotFound`](commerce_client_core::error::ErrorKind::NotFound) for an id this seller does not have.
    ///
    /// # Source
    /// Model `orders_2026-01-01`, operation `getOrder`.
    pub async fn get(&self, id: &OrderId, include: &[IncludedData]) -> Result<Order, Error> {
        let request: Request<GetOrderResponse> = self.api.raw(&GET_ORDER).path("orderId", id);
        let answer = request.query_list("includedData", include).send().await?;
        Ok(answer.order)
    }
}
