//! Login with Amazon: exchanges a refresh token for an access token.

use std::collections::BTreeMap;

use bytes::Bytes;
use chrono::{DateTime, Utc};
use http::{Request, header};
use serde_json::json;

use super::{Answer, FakeSeller, State, form_fields, time_delta};

/// An access token that is out. It is never forgotten, because an expired one is refused in other words than an
/// unknown one.
pub(super) struct AccessToken {
    pub(super) seller_id: String,
    pub(super) expires: DateTime<Utc>,
}

impl State {
    pub(super) fn issue_token(&mut self, request: &Request<Bytes>, now: DateTime<Utc>) -> Answer {
        let seller = match form_of(request).and_then(|form| self.seller_of(&form)) {
            Ok(seller) => seller.clone(),
            Err(refusal) => return refusal,
        };
        let access_token = format!("Atza|{}", self.opaque());
        let expires =
            now.checked_add_signed(time_delta(self.token_lifetime)).unwrap_or(DateTime::<Utc>::MAX_UTC);
        let token = AccessToken { seller_id: seller.seller_id, expires };
        self.access_tokens.insert(access_token.clone(), token);
        let body = json!({
            "access_token": access_token,
            "token_type": "bearer",
            "expires_in": self.token_lifetime.as_secs(),
            "refresh_token": seller.refresh_token,
        });
        Answer::json(200, &body)
    }

    /// The seller whose refresh token the form holds, once the application has proved who it is.
    fn seller_of(&self, form: &BTreeMap<String, String>) -> Result<&FakeSeller, Answer> {
        let grant = required(form, "grant_type")?;
        if grant != "refresh_token" {
            return Err(refusal(
                400,
                "unsupported_grant_type",
                "The authorization grant type is not supported.",
            ));
        }
        if form.contains_key("scope") {
            return Err(refusal(400, "invalid_request", "scope and refresh_token exclude each other."));
        }
        let refresh_token = required(form, "refresh_token")?;
        let client_id = required(form, "client_id")?;
        let client_secret = required(form, "client_secret")?;
        let known =
            |seller: &FakeSeller| seller.client_id == client_id && seller.client_secret == client_secret;
        if !self.sellers.values().any(known) {
            return Err(refusal(401, "invalid_client", "Client authentication failed."));
        }
        let granted = |seller: &&FakeSeller| {
            seller.refresh_token == refresh_token
                && seller.client_id == client_id
                && !self.revoked.contains(&seller.seller_id)
        };
        self.sellers.values().find(granted).ok_or_else(|| {
            refusal(400, "invalid_grant", "The request has an invalid grant parameter : refresh_token")
        })
    }
}

/// A failure with a status that a test has scripted.
pub(super) fn failure(status: u16) -> Answer {
    let error = match status {
        400 => "invalid_grant",
        401 => "invalid_client",
        429 | 503 => "temporarily_unavailable",
        _ => "server_error",
    };
    refusal(status, error, "The request has failed.")
}

fn form_of(request: &Request<Bytes>) -> Result<BTreeMap<String, String>, Answer> {
    let content_type = request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    if !content_type.is_some_and(|value| value.starts_with("application/x-www-form-urlencoded")) {
        return Err(refusal(
            400,
            "invalid_request",
            "The content type must be application/x-www-form-urlencoded.",
        ));
    }
    form_fields(request.body()).map_err(|twice| refusal(400, "invalid_request", &twice))
}

fn required<'a>(form: &'a BTreeMap<String, String>, name: &str) -> Result<&'a str, Answer> {
    match form.get(name) {
        Some(value) if !value.is_empty() => Ok(value),
        _ => {
            let description = format!("The request is missing a required parameter : {name}");
            Err(refusal(400, "invalid_request", &description))
        }
    }
}

/// An error of OAuth's shape. The token endpoint does not speak in `errors`.
fn refusal(status: u16, error: &str, description: &str) -> Answer {
    Answer::json(status, &json!({ "error": error, "error_description": description }))
}
