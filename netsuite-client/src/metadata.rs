//! What the account's records look like: types, fields, sublists, as the caller's role sees them.

use commerce_client_core::{
    decode,
    error::{Error, ErrorKind},
};
use serde::Deserialize;
use serde_json::Value;

use crate::{
    auth::percent_encode,
    client::{NetSuite, Outgoing},
};

impl NetSuite {
    /// What the account's records look like.
    pub fn metadata(&self) -> Metadata {
        Metadata { netsuite: self.clone() }
    }
}

/// The catalog of the account's records. Get it from [`NetSuite::metadata`].
///
/// What it says depends on the role, the account's features and its custom fields. NetSuite works on it for seconds,
/// and it is large (a megabyte for a few types): ask rarely, and keep it.
///
/// # Source
/// `GET /services/rest/record/v1/metadata-catalog`.
#[derive(Debug, Clone)]
pub struct Metadata {
    netsuite: NetSuite,
}

impl Metadata {
    /// The names of all record types, custom ones included, such as `salesorder` or `customrecord_store`.
    ///
    /// # Errors
    /// As NetSuite says.
    pub async fn record_types(&self) -> Result<Vec<String>, Error> {
        #[derive(Deserialize)]
        struct Catalog {
            items: Vec<Entry>,
        }
        #[derive(Deserialize)]
        struct Entry {
            name: String,
        }
        let request = Outgoing::question("metadata.catalog", CATALOG.to_owned());
        let catalog: Catalog = self.netsuite.send(request, |answer| decode::json(answer.body())).await?;
        Ok(catalog.items.into_iter().map(|entry| entry.name).collect())
    }

    /// Paths and schemas of these types, as an OpenAPI 3.0 document. Types that they refer to are opaque objects in it.
    ///
    /// # Errors
    /// [`Config`](ErrorKind::Config) without a type: the document of all would be too large.
    /// [`NotFound`](ErrorKind::NotFound) or [`Rejected`](ErrorKind::Rejected) for one that the role may not see.
    ///
    /// # Source
    /// `?select=` with the media type `application/swagger+json`.
    pub async fn openapi(&self, record_types: &[&str]) -> Result<Value, Error> {
        let operation = "metadata.openapi";
        if record_types.is_empty() {
            return Err(Error::new(ErrorKind::Config, operation, "name the record types: all are too many"));
        }
        let path = format!("{CATALOG}?select={}", percent_encode(&record_types.join(",")));
        self.document(operation, path, &[("Accept", "application/swagger+json")]).await
    }

    /// The fields of one type, as a JSON schema.
    ///
    /// # Errors
    /// As [`openapi`](Self::openapi).
    ///
    /// # Source
    /// `/metadata-catalog/<type>` with the media type `application/schema+json`.
    pub async fn json_schema(&self, record_type: &str) -> Result<Value, Error> {
        let path = format!("{CATALOG}/{}", percent_encode(record_type));
        self.document("metadata.json_schema", path, &[("Accept", "application/schema+json")]).await
    }

    async fn document(
        &self,
        operation: &'static str,
        path: String,
        headers: &[(&'static str, &str)],
    ) -> Result<Value, Error> {
        let request = Outgoing { headers, ..Outgoing::question(operation, path) };
        self.netsuite.send(request, |answer| decode::json(answer.body())).await
    }
}

const CATALOG: &str = "/services/rest/record/v1/metadata-catalog";
