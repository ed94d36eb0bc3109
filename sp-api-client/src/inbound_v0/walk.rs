//! Walking pages, in this API's own way: the next page is a query of another type, without the filters of the
//! first.

use commerce_client_core::{
    decode::Lenient,
    error::{Error, ErrorKind},
    page::{self, Page, PageError, PageToken},
};
use futures_core::Stream;
use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use serde::de::DeserializeOwned;

use super::{
    GetShipmentItems, GetShipmentItemsResponse, GetShipments, GetShipmentsResponse, InboundShipmentInfo,
    InboundShipmentItem, QueryType,
};
use crate::request::{PageOf, Request, items};

impl Page for GetShipmentsResponse {
    fn next_token(&self) -> Option<PageToken> {
        PageToken::from_wire(self.payload.as_ref()?.next_token.as_deref()?)
    }
}

impl PageOf for GetShipmentsResponse {
    type Item = InboundShipmentInfo;

    fn into_items(self) -> Vec<Lenient<InboundShipmentInfo>> {
        self.payload.map(|page| page.shipment_data).unwrap_or_default().into_iter().collect()
    }
}

impl Page for GetShipmentItemsResponse {
    fn next_token(&self) -> Option<PageToken> {
        PageToken::from_wire(self.payload.as_ref()?.next_token.as_deref()?)
    }
}

impl PageOf for GetShipmentItemsResponse {
    type Item = InboundShipmentItem;

    fn into_items(self) -> Vec<Lenient<InboundShipmentItem>> {
        self.payload.map(|page| page.item_data).unwrap_or_default().into_iter().collect()
    }
}

macro_rules! walked {
    ($($request:ident -> $answer:ident of $item:ident;)+) => {$(
        impl $request {
            /// Goes on where an earlier walk stopped. The filters set so far no longer matter: the token
            /// knows its own.
            pub fn page_token(self, token: &PageToken) -> Self {
                Self(at_page(self.0, token))
            }

            /// The pages, fetched as they are asked for. Ends after its first error.
            pub fn pages(self) -> impl Stream<Item = Result<$answer, Error>> + Send {
                pages(self.0)
            }

            /// The items, page after page. One that cannot be decoded is an error of its own and the stream
            /// goes on; a failed call ends it.
            pub fn items(self) -> impl Stream<Item = Result<$item, Error>> + Send {
                walk(self.0)
            }
        }
    )+};
}

walked! {
    GetShipments -> GetShipmentsResponse of InboundShipmentInfo;
    GetShipmentItems -> GetShipmentItemsResponse of InboundShipmentItem;
}

fn at_page<T>(mut request: Request<T>, token: &PageToken) -> Request<T> {
    request.query.retain(|(name, _)| *name == "MarketplaceId");
    request.query("QueryType", QueryType::NextToken).query("NextToken", token.as_str())
}

fn pages<T>(request: Request<T>) -> impl Stream<Item = Result<T, Error>> + Send
where
    T: Page + DeserializeOwned + Send + 'static,
{
    let name = request.operation().name;
    page::pages(None, move |token| {
        let request = match token {
            Some(token) => at_page(request.clone(), &token),
            None => request.clone(),
        };
        async move { request.send().await }
    })
    .map_err(move |error| match error {
        PageError::Call(error) => error,
        other => Error::new(ErrorKind::Decode, name, other.to_string()),
    })
}

fn walk<T>(request: Request<T>) -> impl Stream<Item = Result<T::Item, Error>> + Send
where
    T: PageOf + DeserializeOwned + Send + 'static,
    T::Item: Send,
{
    let name = request.operation().name;
    pages(request).flat_map(move |page| {
        let items = match page {
            Ok(page) => items(name, page),
            Err(error) => vec![Err(error)],
        };
        stream::iter(items)
    })
}
