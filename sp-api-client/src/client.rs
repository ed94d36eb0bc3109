//! The client: one seller, one application, one region.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use async_trait::async_trait;
use bytes::Bytes;
use commerce_client_core::{
    clock::{Clock as _, SharedClock},
    decode,
    error::{Error, ErrorKind, Problem},
    gate::RateGate,
    oauth::TokenEndpoint,
    pipeline::{Call, Dialect, Pipeline, Refusal},
    retry::{Failure, RetryPolicy},
    secret::ExposeSecret as _,
    token::{AccessToken, TokenCache, TokenSource},
    transport::{SharedTransport, Transport},
};
use http::{HeaderValue, Request, Response, header};
use serde::{Deserialize, de::DeserializeOwned};
use url::Url;

use crate::{
    auth::{self, LwaCredentials, RefreshToken},
    operation::Operation,
    orders::Orders,
    region::Region,
};

/// A client for one selling partner in one region. Cheap to clone; clones share tokens and rate limits, as they must:
/// Amazon counts calls per seller and application.
#[derive(Debug, Clone)]
pub struct SpApi(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    endpoint: Url,
    pipeline: Pipeline<Amazon>,
    tokens: Option<TokenEndpoint>,
    gates: Mutex<BTreeMap<&'static str, Arc<RateGate>>>,
    deadline: Duration,
    attempt_timeout: Duration,
}

impl SpApi {
    /// Begins a client.
    pub fn builder() -> SpApiBuilder {
        SpApiBuilder::default()
    }

    /// Orders API, version 2026-01-01.
    pub fn orders(&self) -> Orders {
        Orders::new(self.clone())
    }

    /// How many requests went out, by operation (`token` is Login with Amazon); every attempt counts.
    pub fn calls(&self) -> BTreeMap<&'static str, u64> {
        let mut calls = self.0.pipeline.calls();
        if let Some(tokens) = &self.0.tokens {
            calls.extend(tokens.calls());
        }
        calls
    }

    /// What is left in each rate bucket used so far, by operation: write it down to survive a restart.
    pub fn quota(&self) -> BTreeMap<&'static str, f64> {
        self.gates().iter().map(|(name, gate)| (*name, gate.tokens())).collect()
    }

    /// Takes over what [`quota`](Self::quota) said `age` ago, so that a restart does not believe in a full burst.
    /// Names that are no operation of this client are ignored.
    pub fn restore_quota(&self, operation: &str, tokens: f64, age: Duration) {
        if let Some(operation) = crate::operation::ALL.iter().find(|known| known.name == operation) {
            self.gate(operation).restore(tokens, age);
        }
    }

    fn gates(&self) -> std::sync::MutexGuard<'_, BTreeMap<&'static str, Arc<RateGate>>> {
        self.0.gates.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn gate(&self, operation: &Operation) -> Arc<RateGate> {
        Arc::clone(
            self.gates().entry(operation.name).or_insert_with(|| Arc::new(RateGate::new(operation.plan))),
        )
    }

    /// Calls `operation` without a body and decodes the answer.
    pub(crate) async fn call<T: DeserializeOwned>(
        &self,
        operation: &'static Operation,
        path_parameters: &[&str],
        query: &[(&str, String)],
    ) -> Result<T, Error> {
        // A dot segment would be taken for a step up the path, however it is encoded.
        if let Some(dots) = path_parameters.iter().find(|value| matches!(**value, "." | "..")) {
            let what = format!("{dots:?} cannot be addressed");
            return Err(Error::new(ErrorKind::Config, operation.name, what));
        }
        let mut url = self.0.endpoint.clone();
        url.set_path(&operation.path_with(path_parameters));
        if !query.is_empty() {
            url.query_pairs_mut().extend_pairs(query);
        }
        let request = Request::builder()
            .method(operation.method.clone())
            .uri(url.as_str())
            .header(header::ACCEPT, "application/json")
            .body(Bytes::new())
            .map_err(|e| {
                Error::new(ErrorKind::Config, operation.name, "the request is malformed").with_source(e)
            })?;
        let gate = self.gate(operation);
        let call = Call {
            operation: operation.name,
            safety: operation.safety,
            rate: Some(&gate),
            deadline: self.0.deadline,
            attempt_timeout: self.0.attempt_timeout,
        };
        self.0.pipeline.send(call, request, |answer| decode::json(answer.body())).await
    }
}

/// Builds a [`SpApi`]. Region and credentials are required; nothing is sent until the first call.
#[derive(Debug, Default)]
#[must_use]
pub struct SpApiBuilder {
    region: Option<Region>,
    credentials: Option<LwaCredentials>,
    token_source: Option<Box<dyn TokenSource>>,
    endpoint: Option<String>,
    token_url: Option<String>,
    transport: Option<SharedTransport>,
    clock: Option<SharedClock>,
    retry: RetryPolicy,
    user_agent: Option<String>,
    deadline: Option<Duration>,
    attempt_timeout: Option<Duration>,
}

/// What is missing or wrong in a [`SpApiBuilder`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum BuildError {
    /// Neither a region nor an endpoint was given.
    #[error("no region: call .region(Region::…), the one in which the refresh token was issued")]
    MissingRegion,
    /// No credentials were given.
    #[error("no credentials: call .credentials(LwaCredentials::new(…)) or .token_source(…)")]
    MissingCredentials,
    /// The endpoint is not a URL, or would send tokens over plain http to another machine.
    #[error("the endpoint must be an https URL (plain http only to this machine)")]
    BadEndpoint,
    /// The user agent is empty, is not ASCII, or is longer than Amazon's 500 characters.
    #[error("the user agent must be plain ASCII of 1 to 500 characters")]
    BadUserAgent,
    /// No transport was given and the default one could not be set up.
    #[error("no transport: enable the feature `reqwest` or call .transport(…)")]
    MissingTransport,
}

impl SpApiBuilder {
    /// The region whose endpoint is called; a refresh token works in one region only.
    pub fn region(mut self, region: Region) -> Self {
        self.region = Some(region);
        self
    }

    /// Who calls, for which seller.
    pub fn credentials(mut self, credentials: LwaCredentials) -> Self {
        self.credentials = Some(credentials);
        self
    }

    /// Tokens from elsewhere, such as a vault, in place of credentials.
    pub fn token_source(mut self, source: impl TokenSource) -> Self {
        self.token_source = Some(Box::new(source));
        self
    }

    /// Another endpoint: Amazon's sandbox, a proxy, a simulator.
    pub fn endpoint(mut self, url: impl Into<String>) -> Self {
        self.endpoint = Some(url.into());
        self
    }

    /// Another token endpoint; default [`auth::TOKEN_URL`].
    pub fn token_url(mut self, url: impl Into<String>) -> Self {
        self.token_url = Some(url.into());
        self
    }

    /// Sends through `transport` in place of reqwest.
    pub fn transport(mut self, transport: impl Transport) -> Self {
        self.transport = Some(SharedTransport::new(transport));
        self
    }

    /// Reads the time from `clock` in place of the system's.
    pub fn clock(mut self, clock: SharedClock) -> Self {
        self.clock = Some(clock);
        self
    }

    /// How often and how patiently to retry.
    pub fn with_retry(mut self, retry: RetryPolicy) -> Self {
        self.retry = retry;
        self
    }

    /// How the application calls itself: `Name/Version (Language=Rust)`.
    pub fn user_agent(mut self, user_agent: impl Into<String>) -> Self {
        self.user_agent = Some(user_agent.into());
        self
    }

    /// How long one call may take, waiting for its turn included. Default 15 minutes, for some operations refill
    /// only every three.
    pub fn with_deadline(mut self, deadline: Duration) -> Self {
        self.deadline = Some(deadline);
        self
    }

    /// How long one attempt may take. Default 30 s.
    pub fn with_attempt_timeout(mut self, timeout: Duration) -> Self {
        self.attempt_timeout = Some(timeout);
        self
    }

    /// Checks and builds. Sends nothing.
    ///
    /// # Errors
    /// [`BuildError`] naming what is missing or wrong.
    pub fn build(self) -> Result<SpApi, BuildError> {
        let endpoint = match (self.endpoint, self.region) {
            (Some(url), _) => url,
            (None, Some(region)) => region.endpoint().to_owned(),
            (None, None) => return Err(BuildError::MissingRegion),
        };
        let endpoint = safe_url(&endpoint)?;
        let token_url = self.token_url.unwrap_or_else(|| auth::TOKEN_URL.to_owned());
        safe_url(&token_url)?;
        let user_agent = self.user_agent.unwrap_or_else(default_user_agent);
        if user_agent.is_empty() || user_agent.len() > 500 || !user_agent.is_ascii() {
            return Err(BuildError::BadUserAgent);
        }
        let user_agent = HeaderValue::from_str(&user_agent).map_err(|_| BuildError::BadUserAgent)?;
        let transport = match self.transport {
            Some(transport) => transport,
            None => default_transport().ok_or(BuildError::MissingTransport)?,
        };
        let clock = self.clock.unwrap_or_else(SharedClock::system);
        let (tokens, cache) = match (self.token_source, self.credentials) {
            (Some(source), _) => (None, TokenCache::new(source, clock.clone())),
            (None, Some(credentials)) => {
                let (transport, clock, retry) = (transport.clone(), clock.clone(), self.retry.clone());
                let endpoint = TokenEndpoint::new(token_url, transport, clock.clone(), retry, auth::hint_for);
                let source = RefreshToken { credentials, endpoint: endpoint.clone() };
                (Some(endpoint), TokenCache::new(source, clock))
            }
            (None, None) => return Err(BuildError::MissingCredentials),
        };
        let dialect = Amazon { tokens: cache, clock, user_agent };
        Ok(SpApi(Arc::new(Inner {
            endpoint,
            pipeline: Pipeline::new(transport, dialect, self.retry),
            tokens,
            gates: Mutex::default(),
            deadline: self.deadline.unwrap_or(Duration::from_secs(15 * 60)),
            attempt_timeout: self.attempt_timeout.unwrap_or(Duration::from_secs(30)),
        })))
    }
}

fn default_user_agent() -> String {
    concat!("sp-api-client/", env!("CARGO_PKG_VERSION"), " (Language=Rust)").to_owned()
}

fn safe_url(text: &str) -> Result<Url, BuildError> {
    let url = Url::parse(text).map_err(|_| BuildError::BadEndpoint)?;
    if commerce_client_core::transport::may_carry_secrets(&url) {
        Ok(url)
    } else {
        Err(BuildError::BadEndpoint)
    }
}

#[cfg(feature = "reqwest")]
fn default_transport() -> Option<SharedTransport> {
    commerce_client_core::transport::HttpTransport::new().ok().map(SharedTransport::new)
}

#[cfg(not(feature = "reqwest"))]
fn default_transport() -> Option<SharedTransport> {
    None
}

/// How the Selling Partner API is told who calls, and how it says no.
#[derive(Debug)]
struct Amazon {
    tokens: TokenCache,
    clock: SharedClock,
    user_agent: HeaderValue,
}

#[derive(Deserialize)]
struct ErrorList {
    errors: Vec<ErrorItem>,
}

#[derive(Deserialize)]
struct ErrorItem {
    #[serde(default)]
    code: String,
    #[serde(default)]
    message: String,
    #[serde(default)]
    details: Option<String>,
}

#[async_trait]
impl Dialect for Amazon {
    async fn sign(&self, request: &mut Request<Bytes>) -> Result<Option<Arc<AccessToken>>, Error> {
        let token = self.tokens.token().await?;
        let mut value = HeaderValue::from_str(token.secret.expose_secret())
            .map_err(|_| Error::new(ErrorKind::Auth, "token", "the access token cannot be a header"))?;
        value.set_sensitive(true);
        let headers = request.headers_mut();
        headers.insert("x-amz-access-token", value);
        headers.insert(header::USER_AGENT, self.user_agent.clone());
        let date = self.clock.now().format("%Y%m%dT%H%M%SZ").to_string();
        if let Ok(date) = HeaderValue::from_str(&date) {
            headers.insert("x-amz-date", date);
        }
        Ok(Some(token))
    }

    fn judge(&self, answer: &Response<Bytes>) -> Result<(), Refusal> {
        let status = answer.status();
        if status.is_success() {
            return Ok(());
        }
        // Gateways answer with HTML, plain text or nothing at all: the body must never decide whether this works.
        let said =
            serde_json::from_slice::<ErrorList>(answer.body()).map(|list| list.errors).unwrap_or_default();
        let details = said.iter().filter_map(|item| item.details.as_deref()).collect::<Vec<_>>().join(" ");
        let problems = said.into_iter().map(problem).collect();
        let (kind, failure, hint) = match status.as_u16() {
            401 => (ErrorKind::Auth, Failure::CredentialExpired, None),
            403 if details.contains("expired") => (ErrorKind::Auth, Failure::CredentialExpired, None),
            403 => (ErrorKind::Auth, Failure::Definite, Some(hint_for_forbidden(&details))),
            404 => (ErrorKind::NotFound, Failure::Definite, None),
            409 => (ErrorKind::Conflict, Failure::Definite, None),
            408 => (ErrorKind::Timeout, Failure::Unknown, None),
            429 => (ErrorKind::Throttled, Failure::Throttled, None),
            500.. => (ErrorKind::Unavailable, Failure::Unknown, None),
            _ => (ErrorKind::Rejected, Failure::Definite, None),
        };
        Err(Refusal { kind, failure, problems, hint })
    }

    async fn forget(&self, token: &Arc<AccessToken>) {
        self.tokens.reject(token).await;
    }

    fn request_id_header(&self) -> &'static str {
        "x-amzn-requestid"
    }

    fn stated_rate(&self, answer: &Response<Bytes>) -> Option<f64> {
        answer.headers().get("x-amzn-ratelimit-limit")?.to_str().ok()?.trim().parse().ok()
    }
}

fn problem(item: ErrorItem) -> Problem {
    let details = item.details.filter(|details| !details.is_empty() && *details != item.message);
    let message = match details {
        Some(details) => format!("{} {details}", item.message),
        None => item.message,
    };
    Problem::new(item.code, message.trim())
}

fn hint_for_forbidden(details: &str) -> &'static str {
    if details.contains("revoked") || details.contains("malformed") || details.contains("invalid") {
        "the seller has to authorize the application again, or the token belongs to another region"
    } else {
        "the application lacks the role for this data, the seller has not authorized it, or the refresh token belongs \
         to another region"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_builder_names_what_is_missing() {
        let credentials = LwaCredentials::new("id", "secret", "token");
        assert_eq!(SpApi::builder().build().unwrap_err(), BuildError::MissingRegion);
        assert_eq!(
            SpApi::builder().region(Region::Europe).build().unwrap_err(),
            BuildError::MissingCredentials
        );
        let plain = SpApi::builder().endpoint("http://example.com").credentials(credentials);
        assert_eq!(plain.build().unwrap_err(), BuildError::BadEndpoint);
    }
}
