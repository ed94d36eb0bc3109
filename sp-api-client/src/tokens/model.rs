//! What goes into and comes out of the Tokens API.

use commerce_client_core::{list::List, open_enum, secret::SecretString};
use serde::{Deserialize, Serialize};

/// What a token is wanted for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CreateRestrictedDataTokenRequest {
    /// The application that will use the token, if it is another one than the caller.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target_application: Option<String>,
    /// What will be read; 1 to 50.
    pub restricted_resources: Vec<RestrictedResource>,
}

impl CreateRestrictedDataTokenRequest {
    /// A token for these resources, used by the caller.
    pub fn for_resources(resources: impl IntoIterator<Item = RestrictedResource>) -> Self {
        Self { target_application: None, restricted_resources: resources.into_iter().collect() }
    }
}

/// One operation on one path.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct RestrictedResource {
    /// The operation's HTTP method.
    pub method: RestrictedMethod,
    /// The path, without a query; an id in it may be concrete or the placeholder `{orderId}`.
    pub path: String,
    /// Which data; only for operations of Orders v0.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub data_elements: List<DataElement>,
}

impl RestrictedResource {
    /// `method` on `path`.
    pub fn new(method: RestrictedMethod, path: impl Into<String>) -> Self {
        Self { method, path: path.into(), data_elements: List::default() }
    }
}

open_enum! {
    /// The HTTP method of a restricted operation.
    pub enum RestrictedMethod {
        /// A read.
        Get = "GET",
        /// A replacement.
        Put = "PUT",
        /// A creation.
        Post = "POST",
        /// A removal.
        Delete = "DELETE",
    }
}

open_enum! {
    /// Data that tell who a buyer is.
    pub enum DataElement {
        /// Name, e-mail address and order number of the buyer.
        BuyerInfo = "buyerInfo",
        /// Where the order goes.
        ShippingAddress = "shippingAddress",
        /// Tax numbers of the buyer.
        BuyerTaxInformation = "buyerTaxInformation",
    }
}

/// The token. It does not show in `Debug`.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CreateRestrictedDataTokenResponse {
    /// The token; it replaces the access token.
    #[serde(
        default,
        serialize_with = "commerce_client_core::secret::serialize_optional",
        skip_serializing_if = "Option::is_none"
    )]
    pub restricted_data_token: Option<SecretString>,
    /// How long it lives, in seconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_in: Option<i64>,
}
