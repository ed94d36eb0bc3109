//! Login with Amazon: exchanges a refresh token, or the application's own credentials, for an access token.

use std::{
    collections::{BTreeMap, BTreeSet},
    time::Duration,
};

use bytes::Bytes;
use chrono::{DateTime, Utc};
use http::{Request, header};
use serde_json::json;

use super::{Answer, FakeSeller, State, form_fields, time_delta};

/// Every token that is out, by its text. None is ever forgotten, because an expired one is refused in other words than an
/// unknown one.
#[derive(Default)]
pub(super) struct AccessTokens(BTreeMap<String, AccessToken>);

/// A token that is out.
pub(super) struct AccessToken {
    pub(super) grants: Grants,
    pub(super) expires: DateTime<Utc>,
}

/// What a token opens.
pub(super) enum Grants {
    /// The operations of one seller.
    Seller { seller_id: String },
    /// The grantless operations of one scope.
    Application { client_id: String, scope: String },
    /// These resources of one seller, and the personal data that `elements` name.
    Restricted { seller_id: String, resources: Vec<Restricted> },
}

/// One resource that a restricted data token covers.
pub(super) struct Restricted {
    pub(super) method: String,
    /// A path, in which `{orderId}` may stand for any order.
    pub(super) path: String,
    pub(super) elements: BTreeSet<String>,
}

impl AccessTokens {
    pub(super) fn insert(&mut self, token: String, grants: Grants, now: DateTime<Utc>, lifetime: Duration) {
        let expires = now.checked_add_signed(time_delta(lifetime)).unwrap_or(DateTime::<Utc>::MAX_UTC);
        self.0.insert(token, AccessToken { grants, expires });
    }

    pub(super) fn get(&self, token: &str) -> Option<&AccessToken> {
        self.0.get(token)
    }

    /// Everything that is out expires now.
    pub(super) fn expire(&mut self, now: DateTime<Utc>) {
        for token in self.0.values_mut() {
            token.expires = token.expires.min(now);
        }
    }
}

/// The scopes in which an application can act on its own.
const SCOPES: &[&str] = &[super::NOTIFICATIONS_SCOPE, "sellingpartnerapi::client_credential:rotation"];

impl State {
    pub(super) fn issue_token(&mut self, request: &Request<Bytes>, now: DateTime<Utc>) -> Answer {
        self.granted(request, now).unwrap_or_else(|refusal| refusal)
    }

    fn granted(&mut self, request: &Request<Bytes>, now: DateTime<Utc>) -> Result<Answer, Answer> {
        let form = fields_of(request)?;
        let (grants, refresh_token) = match required(&form, "grant_type")? {
            "refresh_token" => {
                let seller = self.seller_of(&form)?;
                (Grants::Seller { seller_id: seller.seller_id.clone() }, Some(seller.refresh_token.clone()))
            }
            "client_credentials" => (self.application_of(&form)?, None),
            _ => {
                let description = "The authorization grant type is not supported.";
                return Err(refusal(400, "unsupported_grant_type", description));
            }
        };
        let access_token = format!("Atza|{}", self.amazon.numbers.opaque());
        self.amazon.tokens.insert(access_token.clone(), grants, now, self.token_lifetime);
        let mut body = json!({
            "access_token": access_token,
            "token_type": "bearer",
            "expires_in": self.token_lifetime.as_secs(),
        });
        if let Some(refresh_token) = refresh_token {
            body["refresh_token"] = json!(refresh_token);
        }
        Ok(Answer::json(200, &body))
    }

    /// What a form of the grant `client_credentials` buys.
    fn application_of(&self, form: &BTreeMap<String, String>) -> Result<Grants, Answer> {
        if form.contains_key("refresh_token") {
            return Err(refusal(400, "invalid_request", "scope and refresh_token exclude each other."));
        }
        let scope = required(form, "scope")?;
        let client_id = required(form, "client_id")?;
        self.check_secret(client_id, required(form, "client_secret")?)?;
        if !SCOPES.contains(&scope) {
            return Err(refusal(400, "invalid_scope", "The requested scope is invalid."));
        }
        Ok(Grants::Application { client_id: client_id.to_owned(), scope: scope.to_owned() })
    }

    fn check_secret(&self, client_id: &str, client_secret: &str) -> Result<(), Answer> {
        let known =
            |seller: &FakeSeller| seller.client_id == client_id && seller.client_secret == client_secret;
        if self.sellers.values().any(known) {
            return Ok(());
        }
        Err(refusal(401, "invalid_client", "Client authentication failed."))
    }

    /// The seller whose refresh token the form holds, once the application has proved who it is.
    fn seller_of(&self, form: &BTreeMap<String, String>) -> Result<&FakeSeller, Answer> {
        if form.contains_key("scope") {
            return Err(refusal(400, "invalid_request", "scope and refresh_token exclude each other."));
        }
        let refresh_token = required(form, "refresh_token")?;
        let client_id = required(form, "client_id")?;
        let client_secret = required(form, "client_secret")?;
        self.check_secret(client_id, client_secret)?;
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

/// The fields of the request. They come as a form or, from many other clients, as JSON.
fn fields_of(request: &Request<Bytes>) -> Result<BTreeMap<String, String>, Answer> {
    let content_type = request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let content_type = content_type.unwrap_or_default().to_ascii_lowercase();
    if content_type.starts_with("application/json") {
        let fields = serde_json::from_slice(request.body());
        return fields
            .map_err(|_| refusal(400, "invalid_request", "The request body is not a JSON object of texts."));
    }
    if !content_type.starts_with("application/x-www-form-urlencoded") {
        return Err(refusal(
            400,
            "invalid_request",
            "The content type must be application/x-www-form-urlencoded or application/json.",
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

impl Restricted {
    /// Whether the resource is the one that the request asks for.
    pub(super) fn covers(&self, request: &Request<Bytes>) -> bool {
        let mut asked = request.uri().path().split('/');
        let same = self.path.split('/').all(|segment| {
            asked
                .next()
                .is_some_and(|asked| segment == asked || (segment.starts_with('{') && !asked.is_empty()))
        });
        same && asked.next().is_none() && request.method().as_str() == self.method
    }
}
