//! Amazon's Selling Partner API, typed.
//!
//! ```no_run
//! use futures_util::{TryStreamExt as _, pin_mut};
//! use sp_api_client::{LwaCredentials, Marketplace, Region, SpApi, orders::IncludedData};
//!
//! # async fn example(since: chrono::DateTime<chrono::Utc>) -> Result<(), Box<dyn std::error::Error>> {
//! let api = SpApi::builder()
//!     .region(Region::NorthAmerica)
//!     .credentials(LwaCredentials::new("amzn1.application-oa2-client.…", "secret", "Atzr|…"))
//!     .build()?; // sends nothing: the first call fetches a token
//!
//! let orders = api
//!     .orders()
//!     .search()
//!     .marketplace(Marketplace::US)
//!     .last_updated_after(since)
//!     .include(IncludedData::Fulfillment)
//!     .include(IncludedData::Proceeds)
//!     .items();
//! pin_mut!(orders);
//! while let Some(order) = orders.try_next().await? {
//!     println!("{} {:?}", order.order_id, order.status());
//! }
//! # Ok(())
//! # }
//! ```
//!
//! Every call goes through one pipeline: it waits for its place in the operation's usage plan, signs, sends, retries
//! what is safe to retry, and decodes with the path of what did not fit. Amounts are decimals, unknown enum values
//! survive a round trip, one odd order costs one order.
//!
//! # Where things are
//!
//! | to | see |
//! | --- | --- |
//! | read orders, confirm shipments | [`orders`], [`orders_v0`] |
//! | have a report made, read its rows; find settlements | [`reports`], [`flat_file`] |
//! | change listings, prices and stock | [`listings`] one by one, [`feeds`] by the thousand; [`product_types`], [`restrictions`], [`catalog`] |
//! | know prices and fees | [`pricing`], [`pricing_v0`], [`fees`] |
//! | know what money moved | [`finances`], [`finances_v0`], [`transfers`] |
//! | know stock at Amazon's, send more | [`inventory`], [`inbound`], [`inbound_v0`] |
//! | have Amazon send orders of other channels | [`outbound`] |
//! | be told of changes | [`notifications`] |
//! | know who the seller is | [`sellers`] |
//! | open buyers' data | [`tokens`], and [`Request::restricted`](request::Request::restricted) |
//! | call what has no type here | [`SpApi::raw`] |
//! | list every operation with its usage plan | [`operation::all`] |
//!
//! Work that Amazon does in its own time is a *job*: [`reports::ReportJob`], [`feeds::FeedJob`], [`inbound::InboundOperation`].
//! A job is an id and a client. Write the id down, and whichever process has it can go on; how long to wait says
//! [`Patience`].
//!
//! # Features
//!
//! | feature | what it adds |
//! | --- | --- |
//! | `reqwest` (default) | real sockets: reqwest over rustls |
//! | `sqs` | [`notifications::SqsSource`]: notifications from a queue in Amazon SQS |
//! | `testing` | [`testing::FakeSpApi`], a strict simulator, and a generator of realistic orders |

pub mod auth;
pub mod catalog;
mod client;
pub mod documents;
pub mod error_list;
pub mod feeds;
pub mod fees;
pub mod finances;
pub mod finances_v0;
pub mod flat_file;
mod hidden;
pub mod ids;
pub mod inbound;
pub mod inbound_v0;
pub mod inventory;
pub mod listings;
mod money;
pub mod notifications;
pub mod operation;
pub mod orders;
pub mod orders_v0;
pub mod outbound;
pub mod pricing;
pub mod pricing_v0;
pub mod product_types;
mod reading;
pub mod region;
pub mod reports;
pub mod request;
pub mod restrictions;
pub mod sellers;
#[cfg(feature = "testing")]
pub mod testing;
pub mod tokens;
pub mod transfers;

pub use commerce_client_core::{
    self as core,
    error::{Error, ErrorKind, Problem},
    money::{Currency, Money},
    page::PageToken,
    patience::Patience,
    retry::RetryPolicy,
};

pub use self::{
    auth::LwaCredentials,
    client::{BuildError, SpApi, SpApiBuilder},
    region::{Marketplace, Region},
};

/// Every API's operations, in the order of this list.
pub(crate) static APIS: &[&[&operation::Operation]] = &[
    orders::OPERATIONS,
    orders_v0::OPERATIONS,
    reports::OPERATIONS,
    feeds::OPERATIONS,
    listings::OPERATIONS,
    restrictions::OPERATIONS,
    catalog::OPERATIONS,
    product_types::OPERATIONS,
    pricing::OPERATIONS,
    pricing_v0::OPERATIONS,
    fees::OPERATIONS,
    finances::OPERATIONS,
    finances_v0::OPERATIONS,
    transfers::OPERATIONS,
    inventory::OPERATIONS,
    inbound::OPERATIONS,
    inbound_v0::OPERATIONS,
    outbound::OPERATIONS,
    notifications::OPERATIONS,
    sellers::OPERATIONS,
    tokens::OPERATIONS,
];
