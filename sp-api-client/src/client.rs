//! The client: one seller, one application, one region.

use std::{
    any::TypeId,
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError, Weak},
    time::Duration,
};

use async_trait::async_trait;
use bytes::Bytes;
use chrono::TimeDelta;
use commerce_client_core::{
    clock::{Clock as _, SharedClock},
    decode::{self, DecodeError},
    error::{Error, ErrorKind, Problem},
    gate::RateGate,
    login::Login,
    oauth::TokenEndpoint,
    pipeline::{Call, Dialect, Pipeline, Refusal},
    retry::{Failure, RetryPolicy},
    secret::ExposeSecret as _,
    token::{AccessToken, TokenCache, TokenSource},
    transport::{SharedTransport, Transport},
};
use http::{HeaderValue, Response, header};
use serde::de::DeserializeOwned;
use tokio::time::Instant;
use url::Url;

use crate::{
    auth::{self, Grantless, LwaCredentials, RefreshToken},
    documents::{Document, PresignedUrl},
    error_list::{ApiError, ErrorList},
    operation::{Access, Bucket, Operation},
    region::Region,
    request::Request,
    tokens::{CreateRestrictedDataTokenRequest, RestrictedData, RestrictedResource, Tokens},
};

/// A client for one selling partner in one region. Cheap to clone; clones share tokens and rate limits, as they must:
/// Amazon counts calls per seller and application. (Grantless calls it counts per application: make those of all sellers
/// with one client.)
#[derive(Debug, Clone)]
pub struct SpApi(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    endpoint: Url,
    clock: SharedClock,
    pipeline: Pipeline<Amazon>,
    logins: BTreeMap<Access, Login>,
    tokens: Option<TokenEndpoint>,
    gates: Mutex<BTreeMap<BucketKey, Arc<RateGate>>>,
    restricted: Mutex<BTreeMap<String, Arc<TokenCache>>>,
    deadline: Duration,
    attempt_timeout: Duration,
}

/// Model, name, and the bucket if the operation has several.
type BucketKey = (&'static str, &'static str, &'static str);

macro_rules! accessors {
    ($($(#[$doc:meta])* $name:ident: $api:ty,)+) => {$(
        $(#[$doc])*
        pub fn $name(&self) -> $api {
            <$api>::new(self.clone())
        }
    )+};
}

impl SpApi {
    /// Begins a client.
    pub fn builder() -> SpApiBuilder {
        SpApiBuilder::default()
    }

    accessors! {
        /// Orders API, version 2026-01-01.
        orders: crate::orders::Orders,
        /// Orders API v0: shipment confirmation, pick-up and verification; its reads are deprecated.
        orders_v0: crate::orders_v0::OrdersV0,
        /// Reports API, version 2021-06-30.
        reports: crate::reports::Reports,
        /// Feeds API, version 2021-06-30.
        feeds: crate::feeds::Feeds,
        /// Listings Items API, version 2021-08-01.
        listings: crate::listings::Listings,
        /// Listings Restrictions API, version 2021-08-01.
        restrictions: crate::restrictions::Restrictions,
        /// Catalog Items API, version 2022-04-01.
        catalog: crate::catalog::Catalog,
        /// Product Type Definitions API, version 2020-09-01.
        product_types: crate::product_types::ProductTypes,
        /// Product Pricing API, version 2022-05-01.
        pricing: crate::pricing::Pricing,
        /// Product Pricing API v0.
        pricing_v0: crate::pricing_v0::PricingV0,
        /// Product Fees API v0.
        fees: crate::fees::Fees,
        /// Finances API, version 2024-06-19.
        finances: crate::finances::Finances,
        /// Finances API v0.
        finances_v0: crate::finances_v0::FinancesV0,
        /// Transfers API, version 2024-06-01: payouts to the bank.
        transfers: crate::transfers::Transfers,
        /// FBA Inventory API v1.
        inventory: crate::inventory::Inventory,
        /// Fulfillment Inbound API, version 2024-03-20.
        inbound: crate::inbound::Inbound,
        /// Fulfillment Inbound API v0: what remains of it, received quantities above all.
        inbound_v0: crate::inbound_v0::InboundV0,
        /// Fulfillment Outbound API, version 2020-07-01: Multi-Channel Fulfillment.
        outbound: crate::outbound::Outbound,
        /// Notifications API v1.
        notifications: crate::notifications::Notifications,
        /// Sellers API v1.
        sellers: crate::sellers::Sellers,
        /// Tokens API, version 2021-03-01.
        tokens: Tokens,
    }

    /// How many requests went out, by operation (`token` is Login with Amazon); every attempt counts.
    pub fn calls(&self) -> BTreeMap<&'static str, u64> {
        let mut calls = self.0.pipeline.calls();
        if let Some(tokens) = &self.0.tokens {
            calls.extend(tokens.calls());
        }
        calls
    }

    /// What is left in each rate bucket used so far, by [`Operation::id`], with `/` and its name where an operation has
    /// several: write it down to survive a restart.
    pub fn quota(&self) -> BTreeMap<String, f64> {
        let name = |(model, name, bucket): &BucketKey| match *bucket {
            "" => format!("{model}.{name}"),
            bucket => format!("{model}.{name}/{bucket}"),
        };
        self.gates().iter().map(|(key, gate)| (name(key), gate.tokens())).collect()
    }

    /// Takes over what [`quota`](Self::quota) said `age` ago, so that a restart does not believe in a full burst.
    /// Names that are no bucket of this client are ignored.
    pub fn restore_quota(&self, name: &str, tokens: f64, age: Duration) {
        let (operation, bucket) = match name.split_once('/') {
            Some((operation, bucket)) => {
                (operation, crate::feeds::BUCKETS.iter().find(|known| known.name == bucket))
            }
            None => (name, None),
        };
        if let Some(operation) = Operation::find(operation)
            && (bucket.is_some() || !name.contains('/'))
        {
            self.gate(operation, bucket).restore(tokens, age);
        }
    }

    fn gates(&self) -> std::sync::MutexGuard<'_, BTreeMap<BucketKey, Arc<RateGate>>> {
        self.0.gates.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn gate(&self, operation: &Operation, bucket: Option<&'static Bucket>) -> Arc<RateGate> {
        let (name, plan) = bucket.map_or(("", operation.plan), |bucket| (bucket.name, bucket.plan));
        let key = (operation.model, operation.name, name);
        Arc::clone(self.gates().entry(key).or_insert_with(|| Arc::new(RateGate::new(plan))))
    }

    /// Any operation, through the same pipeline as the typed ones: usage plan, token, retries, errors.
    pub fn raw<T>(&self, operation: &'static Operation) -> Request<T> {
        Request::new(self.clone(), operation)
    }

    /// Sends `request` and decodes the answer.
    pub(crate) async fn call<T: DeserializeOwned + 'static>(&self, request: &Request<T>) -> Result<T, Error> {
        let Some(data) = &request.restricted else {
            let access = request.operation().access;
            return self.call_as(request, Credential::Of(access), self.0.deadline).await;
        };
        let begun = Instant::now();
        let left = || self.0.deadline.saturating_sub(begun.elapsed());
        let tokens = self.restricted_tokens(request, data)?;
        let token = tokens.token().await?;
        match self.call_as(request, Credential::Restricted(Arc::clone(&token)), left()).await {
            Err(error) if has_expired(error.status(), error.problems()) => {
                tokens.reject(&token);
                let token = tokens.token().await?;
                self.call_as(request, Credential::Restricted(token), left()).await
            }
            answer => answer,
        }
    }

    async fn call_as<T: DeserializeOwned + 'static>(
        &self,
        request: &Request<T>,
        credential: Credential,
        deadline: Duration,
    ) -> Result<T, Error> {
        let operation = request.operation();
        let mut sent = self.http_request(request)?;
        let restricted = Login::default();
        let login = match &credential {
            Credential::Of(access) => self.0.logins.get(access),
            // Each is for one purpose: to be refused says nothing of others.
            Credential::Restricted(_) => Some(&restricted),
        };
        sent.extensions_mut().insert(credential);
        let gate = self.gate(operation, request.bucket);
        let call = Call {
            operation: operation.name,
            safety: operation.safety,
            rate: Some(&gate),
            lane: "",
            login,
            deadline,
            attempt_timeout: self.0.attempt_timeout,
        };
        self.0.pipeline.send(call, sent, read).await
    }

    fn http_request<T>(&self, request: &Request<T>) -> Result<http::Request<Bytes>, Error> {
        let operation = request.operation();
        let refuse = |what: String| Error::new(ErrorKind::Config, operation.name, what);
        // A dot segment would be taken for a step up the path, however it is encoded.
        if let Some(odd) = request.path.iter().find(|(_, value)| matches!(value.as_str(), "" | "." | "..")) {
            return Err(refuse(format!("{:?} cannot be addressed", odd.1)));
        }
        let path =
            operation.path_with(&request.path).map_err(|name| refuse(format!("the path needs {name}")))?;
        let mut url = self.0.endpoint.clone();
        let prefix = url.path().trim_end_matches('/').to_owned();
        url.set_path(&format!("{prefix}{path}"));
        url.set_query(Some(request.query_text().as_str()).filter(|query| !query.is_empty()));
        let mut sent = http::Request::builder()
            .method(operation.method.clone())
            .uri(url.as_str())
            .header(header::ACCEPT, "application/json");
        if !request.body.is_empty() {
            sent = sent.header(header::CONTENT_TYPE, "application/json");
        }
        for (name, value) in &request.headers {
            sent = sent.header(*name, value);
        }
        sent.body(request.body.clone())
            .map_err(|e| refuse("the request is malformed".to_owned()).with_source(e))
    }

    /// The restricted data tokens for what `request` reads. One for a template serves every order.
    fn restricted_tokens<T>(
        &self,
        request: &Request<T>,
        data: &RestrictedData,
    ) -> Result<Arc<TokenCache>, Error> {
        let operation = request.operation();
        let for_every_order = operation.path.contains("{orderId}");
        let path = match for_every_order {
            true => operation.path.to_owned(),
            false => self.http_request(request)?.uri().path().to_owned(),
        };
        let key = format!("{} {path} {data:?}", operation.method);
        let resource = data.resource(&operation.method, path);
        let source = RestrictedTokenSource { api: Arc::downgrade(&self.0), resource };
        let fresh = || Arc::new(TokenCache::new(source, self.0.clock.clone()));
        if !for_every_order {
            return Ok(fresh());
        }
        let mut restricted = self.0.restricted.lock().unwrap_or_else(PoisonError::into_inner);
        Ok(Arc::clone(restricted.entry(key).or_insert_with(fresh)))
    }

    /// The document behind a link that came in an answer, such as a product type's schema.
    pub fn document_at(&self, link: PresignedUrl) -> Document {
        Document::at_link(self, link)
    }

    pub(crate) fn transport(&self) -> &SharedTransport {
        self.0.pipeline.transport()
    }

    pub(crate) fn endpoint(&self) -> &Url {
        &self.0.endpoint
    }
}

/// Nothing is expected of an answer without content; anything else is JSON.
fn read<T: DeserializeOwned + 'static>(answer: &Response<Bytes>) -> Result<T, DecodeError> {
    let nothing = TypeId::of::<T>() == TypeId::of::<()>();
    decode::json(if nothing { b"null" } else { answer.body() })
}

/// Restricted data tokens are asked of the API itself.
#[derive(Debug)]
struct RestrictedTokenSource {
    api: Weak<Inner>,
    resource: RestrictedResource,
}

#[async_trait]
impl TokenSource for RestrictedTokenSource {
    async fn fetch(&self) -> Result<AccessToken, Error> {
        let gone = || Error::new(ErrorKind::Config, "token", "the client is gone");
        let api = SpApi(self.api.upgrade().ok_or_else(gone)?);
        let asked_at = api.0.clock.now();
        let wanted = CreateRestrictedDataTokenRequest::for_resources([self.resource.clone()]);
        let granted = api.tokens().create_restricted_data_token(&wanted).send().await?;
        let unusable = || Error::new(ErrorKind::Decode, "createRestrictedDataToken", "no token was given");
        let secret = granted.restricted_data_token.ok_or_else(unusable)?;
        // An hour is what Amazon grants; a day is more than it ever will.
        let lifetime = TimeDelta::seconds(granted.expires_in.unwrap_or(3600).clamp(0, 86_400));
        Ok(AccessToken { secret, expires_at: asked_at + lifetime })
    }
}

/// Builds a [`SpApi`]. Region and credentials are required; nothing is sent until the first call.
#[derive(Debug, Default)]
#[must_use]
pub struct SpApiBuilder {
    region: Option<Region>,
    credentials: Option<LwaCredentials>,
    token_source: Option<Box<dyn TokenSource>>,
    grantless: BTreeMap<&'static str, Box<dyn TokenSource>>,
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

    /// Tokens from elsewhere for grantless operations of this scope, such as `sellingpartnerapi::notifications`.
    pub fn grantless_token_source(mut self, scope: &'static str, source: impl TokenSource) -> Self {
        self.grantless.insert(scope, Box::new(source));
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
        let transport =
            self.transport.or_else(SharedTransport::standard).ok_or(BuildError::MissingTransport)?;
        let clock = self.clock.unwrap_or_else(SharedClock::system);
        if self.token_source.is_none() && self.credentials.is_none() {
            return Err(BuildError::MissingCredentials);
        }
        let tokens = self.credentials.as_ref().map(|_| {
            let (transport, clock, retry) = (transport.clone(), clock.clone(), self.retry.clone());
            TokenEndpoint::new(token_url, transport, clock, retry, auth::hint_for)
        });
        let mut sources = self.grantless;
        let mut seller = self.token_source;
        if let (Some(credentials), Some(endpoint)) = (self.credentials, &tokens) {
            for scope in auth::SCOPES {
                let source =
                    Grantless { credentials: credentials.clone(), endpoint: endpoint.clone(), scope };
                sources.entry(scope).or_insert_with(|| Box::new(source));
            }
            seller.get_or_insert_with(|| Box::new(RefreshToken { credentials, endpoint: endpoint.clone() }));
        }
        let scopes = sources.keys().map(|scope| Access::Grantless(scope));
        let logins = scopes.chain([Access::Seller]).map(|access| (access, Login::default())).collect();
        let cache = |source| TokenCache::new(source, clock.clone());
        let dialect = Amazon {
            seller: seller.map(cache),
            grantless: sources.into_iter().map(|(scope, source)| (scope, cache(source))).collect(),
            clock: clock.clone(),
            user_agent,
        };
        Ok(SpApi(Arc::new(Inner {
            endpoint,
            clock,
            pipeline: Pipeline::new(transport, dialect, self.retry),
            logins,
            tokens,
            gates: Mutex::default(),
            restricted: Mutex::default(),
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

/// What proves who makes a call.
#[derive(Debug, Clone)]
enum Credential {
    /// The token of this kind, fetched when needed.
    Of(Access),
    /// A restricted data token, at hand.
    Restricted(Arc<AccessToken>),
}

/// How the Selling Partner API is told who calls, and how it says no.
#[derive(Debug)]
struct Amazon {
    seller: Option<TokenCache>,
    grantless: BTreeMap<&'static str, TokenCache>,
    clock: SharedClock,
    user_agent: HeaderValue,
}

impl Amazon {
    /// The token, and whether another can be had in its place.
    async fn token(&self, credential: Option<Credential>) -> Result<(Arc<AccessToken>, bool), Error> {
        let cache = match credential {
            Some(Credential::Restricted(token)) => return Ok((token, false)),
            Some(Credential::Of(Access::Grantless(scope))) => self.grantless.get(scope),
            Some(Credential::Of(Access::Seller)) | None => self.seller.as_ref(),
        };
        let none =
            || Error::new(ErrorKind::Config, "token", "no token source was given for this kind of operation");
        Ok((cache.ok_or_else(none)?.token().await?, true))
    }
}

#[async_trait]
impl Dialect for Amazon {
    async fn sign(&self, request: &mut http::Request<Bytes>) -> Result<Option<Arc<AccessToken>>, Error> {
        let (token, renewable) = self.token(request.extensions_mut().remove::<Credential>()).await?;
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
        Ok(Some(token).filter(|_| renewable))
    }

    fn judge(&self, answer: &Response<Bytes>) -> Result<(), Refusal> {
        let status = answer.status();
        if status.is_success() {
            return Ok(());
        }
        // Gateways answer with HTML, plain text or nothing at all: the body must never decide whether this works.
        let said = complaints(answer.body());
        let details = said.iter().filter_map(|item| item.details.as_deref()).collect::<Vec<_>>().join(" ");
        let problems: Vec<Problem> = said.into_iter().map(problem).collect();
        let (kind, failure, hint) = match status.as_u16() {
            status if has_expired(Some(status), &problems) => {
                (ErrorKind::Auth, Failure::CredentialExpired, None)
            }
            403 => (ErrorKind::Auth, Failure::Definite, Some(hint_for_forbidden(&details))),
            404 => (ErrorKind::NotFound, Failure::Definite, None),
            409 => (ErrorKind::Conflict, Failure::Definite, None),
            408 => (ErrorKind::Timeout, Failure::Unknown, None),
            429 => (ErrorKind::Throttled, Failure::Throttled, None),
            500.. => (ErrorKind::Unavailable, Failure::Unknown, None),
            _ => (ErrorKind::Rejected, Failure::Definite, None),
        };
        Err(Refusal { kind, failure, problems, hint, cause: None })
    }

    async fn forget(&self, token: &Arc<AccessToken>) {
        for cache in self.seller.iter().chain(self.grantless.values()) {
            cache.reject(token);
        }
    }

    fn request_id_header(&self) -> &'static str {
        "x-amzn-requestid"
    }

    fn stated_rate(&self, answer: &Response<Bytes>) -> Option<f64> {
        answer.headers().get("x-amzn-ratelimit-limit")?.to_str().ok()?.trim().parse().ok()
    }
}

/// Whether a refusal is about the token's age. Amazon says it with 403 and words, sometimes with 401.
fn has_expired(status: Option<u16>, problems: &[Problem]) -> bool {
    match status {
        Some(401) => true,
        Some(403) => problems.iter().any(|problem| problem.message.contains("expired")),
        _ => false,
    }
}

/// What a refusal says, in the usual form or as a bare list.
fn complaints(body: &[u8]) -> Vec<ApiError> {
    match serde_json::from_slice::<ErrorList>(body) {
        Ok(list) => list.errors.into_iter().collect(),
        Err(_) => serde_json::from_slice(body).unwrap_or_default(),
    }
}

fn problem(item: ApiError) -> Problem {
    let message = item.message.unwrap_or_default();
    let details = item.details.filter(|details| !details.is_empty() && *details != message);
    let message = match details {
        Some(details) => format!("{message} {details}"),
        None => message,
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
