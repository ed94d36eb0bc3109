//! Orders API, version 2026-01-01: orders with their items, buyer, recipient, money and packages in one answer.
//!
//! No restricted data token is needed: what the application's roles do not allow is left out by Amazon, or refused.

pub mod model;
mod search;

use commerce_client_core::error::Error;

pub use self::{model::*, search::SearchOrders};
use crate::{client::SpApi, operation};

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
        let mut query = Vec::new();
        if !include.is_empty() {
            query.push(("includedData", search::comma_joined(include)));
        }
        let answer: GetOrderResponse = self.api.call(&operation::GET_ORDER, &[id.as_str()], &query).await?;
        Ok(answer.order)
    }
}
