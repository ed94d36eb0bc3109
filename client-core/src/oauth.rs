//! OAuth 2.0 token endpoints: a form goes in, an access token comes out, refusals have OAuth's own shape.

use std::{collections::BTreeMap, fmt, sync::Arc, time::Duration};

use async_trait::async_trait;
use bytes::Bytes;
use chrono::TimeDelta;
use http::{HeaderValue, Request, Response, header};
use secrecy::SecretString;
use serde::{Deserialize, Deserializer};

use crate::{
    clock::{self, Clock as _, SharedClock},
    decode,
    error::{Error, ErrorKind, Problem},
    login::Login,
    pipeline::{Call, Dialect, Pipeline, Refusal, Usage},
    retry::{Failure, RetryPolicy, Safety},
    token::AccessToken,
    transport::SharedTransport,
};

/// One token endpoint. Cheap to clone.
#[derive(Debug, Clone)]
pub struct TokenEndpoint(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    url: String,
    clock: SharedClock,
    pipeline: Pipeline<OAuth>,
}

/// Explains a refusal's code, such as `invalid_grant`, in the service's own terms.
pub type HintFor = fn(&str) -> Option<&'static str>;

impl TokenEndpoint {
    /// The endpoint at `url`.
    pub fn new(
        url: impl Into<String>,
        transport: SharedTransport,
        clock: SharedClock,
        retry: RetryPolicy,
        hint: HintFor,
    ) -> Self {
        let pipeline = Pipeline::new(transport, OAuth { hint, dated_by: None }, retry);
        Self(Arc::new(Inner { url: url.into(), clock, pipeline }))
    }

    /// The same for forms with an assertion that is dated by `clock`: a refusal tells how far that is off.
    pub fn for_assertions(
        url: impl Into<String>,
        transport: SharedTransport,
        clock: SharedClock,
        retry: RetryPolicy,
        hint: HintFor,
    ) -> Self {
        let pipeline = Pipeline::new(transport, OAuth { hint, dated_by: Some(clock.clone()) }, retry);
        Self(Arc::new(Inner { url: url.into(), clock, pipeline }))
    }

    /// The endpoint's URL.
    pub fn url(&self) -> &str {
        &self.0.url
    }

    /// How many requests went out, under the name `token`.
    pub fn calls(&self) -> BTreeMap<&'static str, u64> {
        self.0.pipeline.calls()
    }

    /// What was sent, refused and waited for, under the name `token`.
    pub fn usage(&self) -> BTreeMap<&'static str, Usage> {
        self.0.pipeline.usage()
    }

    /// Posts the form and reads the token.
    ///
    /// # Errors
    /// [`Auth`](ErrorKind::Auth) with the service's code and what it means when the form's credentials are refused. What
    /// is not said in OAuth's form is no refusal: a proxy or a firewall on the way is [`Unavailable`](ErrorKind::Unavailable).
    pub async fn fetch(&self, form: &[(&str, &str)]) -> Result<AccessToken, Error> {
        Ok(self.grant(form, None).await?.access)
    }

    /// Posts the form, under `authorization` if the client proves who it is in a header, and reads what is granted.
    ///
    /// # Errors
    /// As [`fetch`](Self::fetch).
    pub async fn grant(
        &self,
        form: &[(&str, &str)],
        authorization: Option<&HeaderValue>,
    ) -> Result<Grant, Error> {
        let form = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(form).finish();
        let mut request = Request::post(&self.0.url)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded;charset=UTF-8")
            .body(Bytes::from(form))
            .map_err(|e| {
                Error::new(ErrorKind::Config, "token", "the token URL is malformed").with_source(e)
            })?;
        if let Some(authorization) = authorization {
            request.headers_mut().insert(header::AUTHORIZATION, authorization.clone());
        }
        let call = Call {
            operation: "token",
            safety: Safety::Read,
            rate: None,
            lane: "",
            // Whoever wants the token rests after a refusal. Nothing is held against other forms.
            login: Some(&Login::default()),
            deadline: Duration::from_secs(120),
            attempt_timeout: Duration::from_secs(30),
        };
        let asked_at = self.0.clock.now();
        let read = |answer: &Response<Bytes>| decode::json::<Granted>(answer.body());
        let granted = self.0.pipeline.send(call, request, read).await?;
        let lifetime = TimeDelta::seconds(granted.expires_in.into());
        Ok(Grant {
            access: AccessToken { secret: granted.access_token, expires_at: asked_at + lifetime },
            refresh: granted.refresh_token,
        })
    }
}

/// What a token endpoint gives.
#[derive(Debug)]
pub struct Grant {
    /// The token for calls.
    pub access: AccessToken,
    /// The token for the next grant, where the flow has one and it has changed.
    pub refresh: Option<SecretString>,
}

#[derive(Deserialize)]
struct Granted {
    access_token: SecretString,
    #[serde(default)]
    refresh_token: Option<SecretString>,
    #[serde(deserialize_with = "seconds")]
    expires_in: u32,
}

/// NetSuite sends the lifetime as text, Amazon as a number.
fn seconds<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u32, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Seconds {
        Number(u32),
        Text(String),
    }
    match Seconds::deserialize(deserializer)? {
        Seconds::Number(number) => Ok(number),
        Seconds::Text(text) => text.parse().map_err(|_| serde::de::Error::custom("not a number of seconds")),
    }
}

struct OAuth {
    hint: HintFor,
    dated_by: Option<SharedClock>,
}

impl fmt::Debug for OAuth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("OAuth")
    }
}

#[derive(Deserialize)]
struct Refused {
    error: String,
    #[serde(default)]
    error_description: String,
}

#[async_trait]
impl Dialect for OAuth {
    async fn sign(&self, _request: &mut Request<Bytes>) -> Result<Option<Arc<AccessToken>>, Error> {
        Ok(None)
    }

    fn judge(&self, answer: &Response<Bytes>) -> Result<(), Refusal> {
        if answer.status().is_success() {
            return Ok(());
        }
        let said: Option<Refused> = serde_json::from_slice(answer.body()).ok();
        let hint = said.as_ref().and_then(|said| (self.hint)(&said.error));
        let refused = said.is_some();
        let problems =
            said.map(|said| Problem::new(said.error, said.error_description)).into_iter().collect();
        let (kind, failure) = match answer.status().as_u16() {
            400 | 401 | 403 if refused => (ErrorKind::Auth, Failure::Definite),
            408 => (ErrorKind::Timeout, Failure::Unknown),
            429 => (ErrorKind::Throttled, Failure::Throttled),
            _ => (ErrorKind::Unavailable, Failure::Unknown),
        };
        let cause = match (&self.dated_by, kind) {
            (Some(clock), ErrorKind::Auth) => clock::cause_in(answer.headers(), clock.now()),
            _ => None,
        };
        Err(Refusal { kind, failure, problems, hint, cause })
    }

    async fn forget(&self, _token: &Arc<AccessToken>) {}

    fn request_id_header(&self) -> &'static str {
        "x-amzn-requestid"
    }
}
