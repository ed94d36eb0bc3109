//! Tokens API, version 2021-03-01: restricted data tokens, for what tells who a buyer is.

pub mod model;

use http::Method;

pub use self::model::*;

crate::request::api! {
    /// The Tokens API. Get it from [`SpApi::tokens`](crate::SpApi::tokens).
    ///
    /// Requests fetch the tokens they need by themselves when told so with
    /// [`Request::restricted`](crate::request::Request::restricted).
    Tokens in "tokens_2021-03-01";

    /// Asks for a token with which the named resources answer with the buyer's data. It replaces the access token and
    /// lives an hour.
    ///
    /// # Errors
    /// [`Auth`](crate::ErrorKind::Auth) when the application lacks the role for the data.
    fn create_restricted_data_token(body request: &CreateRestrictedDataTokenRequest)
        -> CreateRestrictedDataTokenResponse
        = CreateRestrictedDataToken, CREATE_RESTRICTED_DATA_TOKEN: Read POST
          "/tokens/2021-03-01/restrictedDataToken" as "createRestrictedDataToken" at 1.0, 10;
}

/// Which of a buyer's data a request is to bring. No elements for a report document: the document says what is in it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RestrictedData {
    elements: Vec<DataElement>,
}

impl RestrictedData {
    /// These elements, as far as the operation has them and the application's roles allow.
    pub fn of(elements: impl IntoIterator<Item = DataElement>) -> Self {
        Self { elements: elements.into_iter().collect() }
    }

    pub(crate) fn resource(&self, method: &Method, path: String) -> RestrictedResource {
        RestrictedResource {
            method: RestrictedMethod::from(method.as_str()),
            path,
            data_elements: if self.elements.is_empty() {
                Default::default()
            } else {
                self.elements.clone().into()
            },
        }
    }
}
