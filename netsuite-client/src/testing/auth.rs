//! Who may call: signed requests (TBA), signed assertions and consents for bearer tokens, and the lock after bad logins.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use bytes::Bytes;
use chrono::{DateTime, TimeDelta, Utc};
use hmac::{Hmac, KeyInit as _, Mac as _};
use http::{Request, StatusCode, header};
use jsonwebtoken::{Algorithm, DecodingKey, Validation};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use serde_json::{Value, json};
use sha2::Sha256;

use super::{
    certificates::Held,
    consent::{Application, Consents},
    operation::RESTLET_PATH,
    wire::{self, Detail, Refusal, Reply},
};

/// RFC 3986's unreserved characters stay.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

pub(super) const TOKEN_PATH: &str = "/services/rest/auth/oauth2/v1/token";
const ASSERTION_TYPE: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
const MAX_SKEW: TimeDelta = TimeDelta::minutes(5);
const LOCK: TimeDelta = TimeDelta::minutes(30);
const FAILURES_TO_LOCK: u32 = 5;
const TOKEN_SECONDS: i64 = 3600;

/// A credential for token-based authentication (OAuth 1.0, HMAC-SHA256).
#[derive(Clone, PartialEq, Eq)]
pub struct TokenPair {
    /// The integration's key.
    pub consumer_key: String,
    /// The integration's secret.
    pub consumer_secret: String,
    /// The token's id.
    pub token: String,
    /// The token's secret.
    pub token_secret: String,
}

impl fmt::Debug for TokenPair {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TokenPair").finish_non_exhaustive()
    }
}

/// A certificate uploaded for the OAuth 2.0 client credentials flow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Certificate {
    /// The integration's client id: the `iss` of assertions.
    pub client_id: String,
    /// The id NetSuite gave the certificate: the `kid` of assertions.
    pub certificate_id: String,
    /// The public key, or the certificate itself, as PEM: RSA for PS256 to PS512, P-256 for ES256, P-384 for ES384.
    pub public_key_pem: String,
}

#[derive(Debug, Default)]
struct Lock {
    failures: u32,
    until: Option<DateTime<Utc>>,
}

pub(super) struct Auth {
    realm: String,
    pairs: Vec<TokenPair>,
    pub(super) held: Vec<Held>,
    consents: Consents,
    locks: BTreeMap<String, Lock>,
    // (timestamp, token, nonce)
    nonces: BTreeSet<(i64, String, String)>,
    // With the end of their hour and what they may be used for.
    bearers: BTreeMap<String, (DateTime<Utc>, Vec<String>)>,
}

impl fmt::Debug for Auth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Auth").field("realm", &self.realm).finish_non_exhaustive()
    }
}

impl Auth {
    pub(super) fn new(account: &str) -> Self {
        Self {
            realm: account.to_uppercase().replace('-', "_"),
            pairs: Vec::new(),
            held: Vec::new(),
            consents: Consents::default(),
            locks: BTreeMap::new(),
            nonces: BTreeSet::new(),
            bearers: BTreeMap::new(),
        }
    }

    pub(super) fn allow_pair(&mut self, pair: TokenPair) {
        self.pairs.push(pair);
    }

    pub(super) fn allow_certificate(&mut self, certificate: Certificate, now: DateTime<Utc>) {
        self.held.push(Held::new(certificate, now));
    }

    pub(super) fn allow_application(&mut self, application: Application) {
        self.consents.applications.push(application);
    }

    pub(super) fn consent(&mut self, url: &str, code: String, now: DateTime<Utc>) -> Option<String> {
        self.consents.consent(url, &self.realm, code, now)
    }

    /// Withdraws every access token, and an application's refresh tokens.
    pub(super) fn revoke(&mut self, client_id: &str) {
        self.bearers.clear();
        self.consents.revoke(client_id);
    }

    /// Refuses the token of a request from now on, and answers so.
    pub(super) fn expire(&mut self, request: &Request<Bytes>) -> Reply {
        let header = request.headers().get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
        match header.unwrap_or_default().strip_prefix("Bearer ") {
            None => bad_login(),
            Some(bearer) => {
                self.bearers.remove(bearer);
                self.bad_bearer()
            }
        }
    }

    /// Lets an API request in with `None`, or answers 401.
    pub(super) fn refusal(&mut self, request: &Request<Bytes>, now: DateTime<Utc>) -> Option<Reply> {
        let header = request.headers().get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
        let header = header.unwrap_or_default();
        if let Some(bearer) = header.strip_prefix("Bearer ") {
            let needed = if request.uri().path() == RESTLET_PATH { "restlets" } else { "rest_webservices" };
            let covers = |scopes: &[String]| scopes.iter().any(|scope| scope == needed);
            let valid =
                self.bearers.get(bearer).is_some_and(|(expiry, scopes)| now < *expiry && covers(scopes));
            return if valid { None } else { Some(self.bad_bearer()) };
        }
        match header.strip_prefix("OAuth ").map(oauth_fields) {
            Some(fields) if self.signed(request, &fields, now) => None,
            _ => Some(bad_login()),
        }
    }

    fn bad_bearer(&self) -> Reply {
        let mut reply = wire::empty(StatusCode::UNAUTHORIZED);
        let challenge = format!(
            "Bearer realm=\"{}\", error=\"invalid_token\", error_description=\"Invalid login attempt.\"",
            self.realm
        );
        wire::put_header(&mut reply, "www-authenticate", &challenge);
        reply
    }

    fn signed(
        &mut self,
        request: &Request<Bytes>,
        fields: &BTreeMap<String, String>,
        now: DateTime<Utc>,
    ) -> bool {
        let get = |name: &str| fields.get(name).map_or("", String::as_str);
        let token = get("oauth_token").to_owned();
        let Some(pair) = self.pairs.iter().find(|pair| pair.token == token).cloned() else { return false };
        if self.is_locked(&token, now) {
            return false;
        }
        let timestamp = get("oauth_timestamp").parse().unwrap_or(i64::MIN);
        let nonce = (timestamp, token.clone(), get("oauth_nonce").to_owned());
        let good = get("realm") == self.realm
            && get("oauth_consumer_key") == pair.consumer_key
            && get("oauth_signature_method") == "HMAC-SHA256"
            && matches!(get("oauth_version"), "" | "1.0")
            && nonce.2.len() >= 6
            && is_recent(timestamp, now)
            && !self.nonces.contains(&nonce)
            && signature_fits(request, fields, &pair);
        if good {
            self.locks.remove(&token);
            self.remember(nonce, now);
        } else {
            self.count_failure(token, now);
        }
        good
    }

    fn is_locked(&mut self, token: &str, now: DateTime<Utc>) -> bool {
        let Some(until) = self.locks.get(token).and_then(|lock| lock.until) else { return false };
        if now >= until {
            self.locks.remove(token);
        }
        now < until
    }

    fn count_failure(&mut self, token: String, now: DateTime<Utc>) {
        let lock = self.locks.entry(token).or_default();
        lock.failures += 1;
        if lock.failures >= FAILURES_TO_LOCK {
            lock.until = Some(now + LOCK);
        }
    }

    fn remember(&mut self, nonce: (i64, String, String), now: DateTime<Utc>) {
        // Older ones are refused by their timestamp already.
        let oldest = (now - MAX_SKEW - MAX_SKEW).timestamp();
        self.nonces = self.nonces.split_off(&(oldest, String::new(), String::new()));
        self.nonces.insert(nonce);
    }

    /// Answers a token request; `access_token` is what a good one is given, and `refresh_token` with it where the flow
    /// has any.
    pub(super) fn token(
        &mut self,
        request: &Request<Bytes>,
        access_token: String,
        refresh_token: String,
        now: DateTime<Utc>,
    ) -> Reply {
        match self.check_token_request(request, refresh_token, now) {
            Err(error) => token_error(if error == "invalid_client" { 401 } else { 400 }, error),
            Ok((refresh_token, scopes)) => {
                let expiry = now + TimeDelta::seconds(TOKEN_SECONDS);
                self.bearers.insert(access_token.clone(), (expiry, scopes));
                // The lifetime is a text on this wire.
                let mut body = json!({
                    "access_token": access_token,
                    "expires_in": TOKEN_SECONDS.to_string(),
                    "token_type": "bearer",
                });
                if let Some(refresh_token) = refresh_token {
                    body["refresh_token"] = refresh_token.into();
                }
                wire::plain_json(StatusCode::OK, &body)
            }
        }
    }

    fn check_token_request(
        &mut self,
        request: &Request<Bytes>,
        refresh_token: String,
        now: DateTime<Utc>,
    ) -> Result<(Option<String>, Vec<String>), &'static str> {
        let form: BTreeMap<_, _> = url::form_urlencoded::parse(request.body()).into_owned().collect();
        let field = |name: &str| form.get(name).map_or("", String::as_str);
        let media = request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
        if !media.unwrap_or_default().starts_with("application/x-www-form-urlencoded") {
            return Err("invalid_request");
        }
        match field("grant_type") {
            "authorization_code" | "refresh_token" => {
                self.consents.exchange(request, &form, refresh_token, now)
            }
            "client_credentials" if field("client_assertion_type") == ASSERTION_TYPE => {
                self.check_assertion(request, field("client_assertion"), now).map(|scopes| (None, scopes))
            }
            _ => Err("invalid_request"),
        }
    }

    /// What an assertion may have a token for.
    fn check_assertion(
        &self,
        request: &Request<Bytes>,
        assertion: &str,
        now: DateTime<Utc>,
    ) -> Result<Vec<String>, &'static str> {
        const REFUSED: &str = "invalid_grant";
        let head = jsonwebtoken::decode_header(assertion).map_err(|_| "invalid_request")?;
        let mut held = self.held.iter().filter(|held| held.is_good(now)).map(|held| &held.certificate);
        let certificate = held.find(|known| Some(&known.certificate_id) == head.kid.as_ref());
        let certificate = certificate.ok_or(REFUSED)?;
        let pem = certificate.public_key_pem.as_bytes();
        let key = match head.alg {
            Algorithm::PS256 | Algorithm::PS384 | Algorithm::PS512 => DecodingKey::from_rsa_pem(pem),
            Algorithm::ES256 | Algorithm::ES384 => DecodingKey::from_ec_pem(pem),
            _ => return Err(REFUSED),
        };
        let key = key.map_err(|_| REFUSED)?;
        let claims = jsonwebtoken::decode::<Value>(assertion, &key, &signature_only(head.alg));
        let claims = claims.map_err(|_| REFUSED)?.claims;
        if claims["iss"].as_str() != Some(&certificate.client_id) {
            return Err("invalid_client");
        }
        let own = format!("https://{}.suitetalk.api.netsuite.com", self.host_label());
        let audience = claims["aud"].as_str().and_then(|audience| audience.strip_suffix(TOKEN_PATH));
        let is_meant = audience.is_some_and(|host| host == own || host == origin(request));
        let scopes = scopes(&claims["scope"]).filter(|_| is_meant && is_current(&claims, now));
        scopes.ok_or(REFUSED)
    }

    /// How the account is called in its hosts.
    fn host_label(&self) -> String {
        self.realm.to_lowercase().replace('_', "-")
    }

    /// Whether a request goes to a host of the service that is not this account's. Other hosts are where the simulator
    /// itself is reached.
    pub(super) fn is_foreign(&self, request: &Request<Bytes>) -> bool {
        let origin = origin(request);
        let host = origin.split_once("://").map_or("", |(_, host)| host);
        let host = host.split(':').next().unwrap_or_default();
        let Some(host) = host.strip_suffix(".netsuite.com") else { return false };
        let own = ["suitetalk.api", "restlets.api", "app"];
        !own.iter().any(|service| host == format!("{}.{service}", self.host_label()))
    }
}

/// Times are checked against the simulator's clock, not by the library against the system's.
fn signature_only(algorithm: Algorithm) -> Validation {
    let mut validation = Validation::new(algorithm);
    validation.validate_exp = false;
    validation.validate_nbf = false;
    validation.validate_aud = false;
    validation.required_spec_claims.clear();
    validation
}

fn is_current(claims: &Value, now: DateTime<Utc>) -> bool {
    let (Some(issued), Some(expiry)) = (claims["iat"].as_i64(), claims["exp"].as_i64()) else { return false };
    let now = now.timestamp();
    issued <= now + MAX_SKEW.num_seconds() && now < expiry && expiry > issued && expiry - issued <= 3600
}

/// The scopes that are asked for, if they are ones that there are.
fn scopes(asked: &Value) -> Option<Vec<String>> {
    const KNOWN: &[&str] = &["rest_webservices", "restlets", "suite_analytics"];
    let asked: Vec<&str> = match asked {
        Value::Array(scopes) => scopes.iter().filter_map(Value::as_str).collect(),
        Value::String(scopes) => scopes.split(',').map(str::trim).collect(),
        _ => Vec::new(),
    };
    let is_known = !asked.is_empty() && asked.iter().all(|scope| KNOWN.contains(scope));
    // This one goes with no other.
    (is_known || asked == ["mcp"]).then(|| asked.into_iter().map(str::to_owned).collect())
}

pub(super) fn token_error(status: u16, error: &str) -> Reply {
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::BAD_REQUEST);
    wire::plain_json(status, &json!({"error": error}))
}

pub(super) fn bad_login() -> Reply {
    let text = "Invalid login attempt. For more details, see the Login Audit Trail in the NetSuite UI.";
    Refusal::new(401, Detail::new("INVALID_LOGIN", text)).reply()
}

fn is_recent(timestamp: i64, now: DateTime<Utc>) -> bool {
    DateTime::from_timestamp(timestamp, 0).is_some_and(|at| (now - at).abs() <= MAX_SKEW)
}

/// The decoded parameters of an `OAuth` header. Values are percent-encoded there, so no comma is inside one.
fn oauth_fields(header: &str) -> BTreeMap<String, String> {
    header
        .split(',')
        .filter_map(|part| part.trim().split_once('='))
        .map(|(name, value)| (name.trim().to_owned(), decoded(value.trim().trim_matches('"'))))
        .collect()
}

fn signature_fits(request: &Request<Bytes>, fields: &BTreeMap<String, String>, pair: &TokenPair) -> bool {
    let Some(signature) = fields.get("oauth_signature").and_then(|text| STANDARD.decode(text).ok()) else {
        return false;
    };
    let key = format!("{}&{}", encoded(&pair.consumer_secret), encoded(&pair.token_secret));
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key.as_bytes()) else { return false };
    mac.update(base_string(request, fields).as_bytes());
    mac.verify_slice(&signature).is_ok()
}

/// The signature base string of RFC 5849, section 3.4.1.
fn base_string(request: &Request<Bytes>, fields: &BTreeMap<String, String>) -> String {
    let mut parameters: Vec<_> = query_pairs(request.uri().query().unwrap_or_default());
    let signed = fields.iter().filter(|(name, _)| !matches!(name.as_str(), "realm" | "oauth_signature"));
    parameters.extend(signed.map(|(name, value)| (encoded(name), encoded(value))));
    parameters.sort();
    let parameters: Vec<_> = parameters.into_iter().map(|(name, value)| format!("{name}={value}")).collect();
    let address = format!("{}{}", origin(request), request.uri().path());
    format!("{}&{}&{}", request.method(), encoded(&address), encoded(&parameters.join("&")))
}

fn query_pairs(query: &str) -> Vec<(String, String)> {
    let reencoded = |text: &str| encoded(&decoded(&text.replace('+', " ")));
    query
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
        .map(|(name, value)| (reencoded(name), reencoded(value)))
        .collect()
}

/// Scheme and authority as signed. Over a socket only the `Host` header tells them, and loopback is plain http.
pub(super) fn origin(request: &Request<Bytes>) -> String {
    let scheme = request.uri().scheme_str().unwrap_or("http").to_lowercase();
    let host =
        || request.headers().get(header::HOST).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let authority =
        request.uri().authority().map_or_else(host, |authority| authority.as_str()).to_lowercase();
    let default_port = if scheme == "https" { ":443" } else { ":80" };
    format!("{scheme}://{}", authority.strip_suffix(default_port).unwrap_or(&authority))
}

pub(super) fn decoded(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}

fn encoded(text: &str) -> String {
    utf8_percent_encode(text, ENCODED).to_string()
}
