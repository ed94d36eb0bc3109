//! NetSuite's REST services, typed: records, SuiteQL, jobs, metadata, RESTlets.
//!
//! ```no_run
//! use netsuite_client::{ExternalId, NetSuite, OAuth2, SigningAlgorithm, records::SalesOrder};
//!
//! # async fn example(key: netsuite_client::core::secret::SecretString) -> Result<(), Box<dyn std::error::Error>> {
//! let netsuite = NetSuite::builder()
//!     .account("1234567_SB1".parse()?)
//!     .auth(OAuth2::new("client id", "certificate id", SigningAlgorithm::Es256, &key)?)
//!     .concurrency(5) // the account's limit, shared by clones
//!     .build()?;
//!
//! let id = ExternalId::new("amz-so-A1-ATVPDKIKX0DER-113-1234567-1234567")?;
//! let order = netsuite.records::<SalesOrder>().get(&id).expand_sub_resources().send().await?;
//! println!("{:?} has {} lines", order.tran_id, order.item.items.len());
//!
//! #[derive(serde::Deserialize)]
//! struct Row {
//!     id: String,
//! }
//! let rows: Vec<Row> = netsuite
//!     .suiteql("SELECT id FROM transaction WHERE externalid = :eid ORDER BY id")
//!     .bind("eid", id.as_str())
//!     .all()
//!     .await?;
//! # Ok(())
//! # }
//! ```
//!
//! Every call goes through one pipeline: it waits for a free place among the account's concurrent calls, signs anew
//! for each attempt, sends, retries what is safe to retry, and reads NetSuite's complaints in all their shapes.
//!
//! | feature | what it adds |
//! | --- | --- |
//! | `reqwest` (default) | real sockets: reqwest over rustls |
//! | `testing` | [`testing::FakeNetSuite`], a strict simulator with a real SQL engine behind SuiteQL |

mod account;
mod auth;
mod client;
pub mod field;
mod id;
mod idempotency;
pub mod job;
pub mod metadata;
mod problems;
pub mod query;
pub mod record;
pub mod records;
pub mod restlet;
pub mod suiteql;
pub mod system;
#[cfg(feature = "testing")]
pub mod testing;

pub use commerce_client_core::{
    self as core,
    error::{Error, ErrorKind, Problem},
    pipeline::Usage,
    retry::RetryPolicy,
};

pub use self::{
    account::{AccountId, InvalidAccountId},
    auth::{
        Auth, AuthorizationCode, AuthorizationRequest, Authorized, Certificates, ClientCertificate,
        InvalidKey, OAuth2, RefreshTokenStore, Scope, Signed, SigningAlgorithm, TokenBased,
    },
    client::{BuildError, NetSuite, NetSuiteBuilder},
    id::{ExternalId, InternalId, InvalidExternalId, RecordId, RecordRef},
    idempotency::{IdempotencyKey, InvalidIdempotencyKey},
    job::{Job, JobId},
    record::{Record, Records},
    suiteql::{Literal, SuiteQl},
};
