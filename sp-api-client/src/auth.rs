//! Login with Amazon: how a call proves which seller it acts for.

use std::fmt;

use async_trait::async_trait;
use commerce_client_core::{
    error::{Error, ErrorKind},
    oauth::TokenEndpoint,
    secret::{ExposeSecret as _, SecretString},
    token::{AccessToken, TokenSource},
};

/// Amazon's token endpoint, one for all regions.
pub const TOKEN_URL: &str = "https://api.amazon.com/auth/o2/token";

/// An application's id and secret, and the refresh token by which one seller (in one region) authorized it.
#[derive(Clone)]
pub struct LwaCredentials {
    client_id: String,
    client_secret: SecretString,
    refresh_token: Option<SecretString>,
}

/// The scopes of grantless operations.
pub(crate) const SCOPES: [&str; 2] =
    ["sellingpartnerapi::notifications", "sellingpartnerapi::client_credential:rotation"];

impl LwaCredentials {
    /// `client_id` begins with `amzn1.application-oa2-client.`, the refresh token with `Atzr|`. Client secrets end
    /// after 180 days.
    pub fn new(
        client_id: impl Into<String>,
        client_secret: impl Into<SecretString>,
        refresh_token: impl Into<SecretString>,
    ) -> Self {
        Self {
            client_id: client_id.into(),
            client_secret: client_secret.into(),
            refresh_token: Some(refresh_token.into()),
        }
    }

    /// The application alone, for grantless operations only.
    pub fn grantless(client_id: impl Into<String>, client_secret: impl Into<SecretString>) -> Self {
        Self { client_id: client_id.into(), client_secret: client_secret.into(), refresh_token: None }
    }
}

impl fmt::Debug for LwaCredentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LwaCredentials")
            .field("client_id", &self.client_id)
            .field("client_secret", &"(hidden)")
            .field("refresh_token", &"(hidden)")
            .finish()
    }
}

/// Exchanges a refresh token for access tokens.
#[derive(Debug)]
pub(crate) struct RefreshToken {
    pub(crate) credentials: LwaCredentials,
    pub(crate) endpoint: TokenEndpoint,
}

#[async_trait]
impl TokenSource for RefreshToken {
    async fn fetch(&self) -> Result<AccessToken, Error> {
        let without = || {
            let what = "these credentials are for grantless operations only: they have no refresh token";
            Error::new(ErrorKind::Config, "token", what)
        };
        let refresh_token = self.credentials.refresh_token.as_ref().ok_or_else(without)?;
        let form = [
            ("grant_type", "refresh_token"),
            ("refresh_token", refresh_token.expose_secret()),
            ("client_id", &self.credentials.client_id),
            ("client_secret", self.credentials.client_secret.expose_secret()),
        ];
        self.endpoint.fetch(&form).await
    }
}

/// Asks for access tokens for the application itself.
#[derive(Debug)]
pub(crate) struct Grantless {
    pub(crate) credentials: LwaCredentials,
    pub(crate) endpoint: TokenEndpoint,
    pub(crate) scope: &'static str,
}

#[async_trait]
impl TokenSource for Grantless {
    async fn fetch(&self) -> Result<AccessToken, Error> {
        let form = [
            ("grant_type", "client_credentials"),
            ("scope", self.scope),
            ("client_id", &self.credentials.client_id),
            ("client_secret", self.credentials.client_secret.expose_secret()),
        ];
        self.endpoint.fetch(&form).await
    }
}

pub(crate) fn hint_for(code: &str) -> Option<&'static str> {
    match code {
        "invalid_client" => Some("the client secret is wrong or was rotated (secrets end after 180 days)"),
        "invalid_grant" => {
            Some("the refresh token was revoked, has ended, or belongs to another application")
        }
        "unauthorized_client" => Some("the application may not use this grant: check its registration"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_shows_who_but_no_secret() {
        let credentials = LwaCredentials::new("amzn1.application-oa2-client.x", "s3cret", "Atzr|s3cret");
        assert_eq!(
            format!("{credentials:?}"),
            r#"LwaCredentials { client_id: "amzn1.application-oa2-client.x", client_secret: "(hidden)", refresh_token: "(hidden)" }"#
        );
    }
}
