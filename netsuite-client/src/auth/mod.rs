//! Who calls: OAuth 2.0 with a certificate ([`OAuth2`]) or on behalf of a person ([`AuthorizationCode`]), or token-based
//! authentication ([`TokenBased`]).

mod authorization_code;
mod cause;
mod certificates;
mod client_credentials;
mod signing_key;
mod token_based;

use std::{
    collections::BTreeMap,
    fmt,
    sync::{Arc, Mutex, PoisonError},
};

use bytes::Bytes;
use chrono::{DateTime, Utc};
use commerce_client_core::{
    clock::SharedClock,
    error::{Error, ErrorKind},
    login::Login,
    oauth::TokenEndpoint,
    pipeline::Usage,
    retry::RetryPolicy,
    secret::ExposeSecret as _,
    token::{AccessToken, TokenCache},
    transport::SharedTransport,
};
use http::{HeaderValue, Request, header};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

pub(crate) use self::cause::{Refused, hint_for};
pub use self::{
    authorization_code::{AuthorizationCode, AuthorizationRequest, Authorized, RefreshTokenStore},
    certificates::{Certificates, ClientCertificate},
    client_credentials::{OAuth2, SigningAlgorithm},
    signing_key::InvalidKey,
    token_based::{Signed, TokenBased},
};
use self::{
    authorization_code::{Person, Renewal, trade_in},
    client_credentials::ClientCredentials,
};
use crate::account::AccountId;

/// Everything but RFC 3986's unreserved characters.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

pub(crate) fn percent_encode(text: &str) -> String {
    utf8_percent_encode(text, RESERVED).to_string()
}

const TOKEN_PATH: &str = "/services/rest/auth/oauth2/v1/token";

/// What an OAuth 2.0 token may be used for. The integration record must have it, too.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Scope {
    /// Records, SuiteQL, certificates.
    RestWebServices,
    /// RESTlets.
    Restlets,
    /// SuiteAnalytics Connect.
    SuiteAnalytics,
}

impl Scope {
    fn as_str(self) -> &'static str {
        match self {
            Self::RestWebServices => "rest_webservices",
            Self::Restlets => "restlets",
            Self::SuiteAnalytics => "suite_analytics",
        }
    }
}

impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Any kind of credential.
#[derive(Debug)]
pub struct Auth(Credentials);

#[derive(Debug)]
enum Credentials {
    TokenBased(TokenBased),
    OAuth2(OAuth2),
    AuthorizationCode(AuthorizationCode),
}

impl From<TokenBased> for Auth {
    fn from(tba: TokenBased) -> Self {
        Self(Credentials::TokenBased(tba))
    }
}

impl From<OAuth2> for Auth {
    fn from(oauth2: OAuth2) -> Self {
        Self(Credentials::OAuth2(oauth2))
    }
}

impl From<AuthorizationCode> for Auth {
    fn from(code: AuthorizationCode) -> Self {
        Self(Credentials::AuthorizationCode(code))
    }
}

/// Where a client finds its account.
pub(crate) struct Site<'a> {
    pub(crate) account: &'a AccountId,
    pub(crate) base: &'a str,
    pub(crate) transport: &'a SharedTransport,
    pub(crate) clock: &'a SharedClock,
    pub(crate) retry: &'a RetryPolicy,
}

impl Auth {
    /// What signs the calls to `site`.
    pub(crate) fn signer(self, site: &Site<'_>) -> Signer {
        let url = format!("{}{TOKEN_PATH}", site.base);
        let (transport, clock) = (site.transport.clone(), site.clock.clone());
        match self.0 {
            Credentials::TokenBased(tba) => Signer::TokenBased {
                tba,
                realm: site.account.realm().to_owned(),
                nonces: Mutex::new(fastrand::Rng::new()),
            },
            Credentials::OAuth2(credentials) => {
                let audience = format!("{}{TOKEN_PATH}", site.account.rest_base());
                let (retry, hint) = (site.retry.clone(), cause::hint_for_assertion);
                let endpoint = TokenEndpoint::for_assertions(url, transport, clock.clone(), retry, hint);
                let source = ClientCredentials {
                    credentials,
                    endpoint: endpoint.clone(),
                    audience,
                    clock: clock.clone(),
                };
                Signer::Bearer { tokens: TokenCache::new(source, clock), endpoint, person: None }
            }
            Credentials::AuthorizationCode(code) => {
                let (retry, hint) = (site.retry.clone(), cause::hint_for_person);
                let endpoint = TokenEndpoint::new(url, transport, clock.clone(), retry, hint);
                let person = Arc::new(Person::new(code, endpoint.clone()));
                let tokens = TokenCache::new(Renewal(Arc::clone(&person)), clock);
                Signer::Bearer { tokens, endpoint, person: Some(person) }
            }
        }
    }
}

/// Proves who calls, anew for each attempt.
#[derive(Debug)]
pub(crate) enum Signer {
    TokenBased { tba: TokenBased, realm: String, nonces: Mutex<fastrand::Rng> },
    Bearer { tokens: TokenCache, endpoint: TokenEndpoint, person: Option<Arc<Person>> },
}

impl Signer {
    pub(crate) async fn sign(
        &self,
        request: &mut Request<Bytes>,
        now: DateTime<Utc>,
    ) -> Result<Option<Arc<AccessToken>>, Error> {
        let (value, token) = match self {
            Self::TokenBased { tba, realm, nonces } => {
                let nonce = nonce(&mut nonces.lock().unwrap_or_else(PoisonError::into_inner));
                let (method, url) = (request.method().as_str(), request.uri().to_string());
                (tba.authorization(method, &url, realm, &nonce, now.timestamp()), None)
            }
            Self::Bearer { tokens, .. } => {
                let token = tokens.token().await?;
                (format!("Bearer {}", token.secret.expose_secret()), Some(token))
            }
        };
        let mut value = HeaderValue::from_str(&value)
            .map_err(|_| Error::new(ErrorKind::Auth, "sign", "the credential cannot be a header"))?;
        value.set_sensitive(true);
        request.headers_mut().insert(header::AUTHORIZATION, value);
        Ok(token)
    }

    pub(crate) fn forget(&self, token: &Arc<AccessToken>) {
        if let Self::Bearer { tokens, .. } = self {
            tokens.reject(token);
        }
    }

    /// How NetSuite treats this kind of login when it is refused: signatures are counted, and five lock the user.
    pub(crate) fn login(&self) -> Login {
        match self {
            Self::TokenBased { .. } => Login::that_locks(),
            Self::Bearer { .. } => Login::default(),
        }
    }

    /// How RESTlets stand apart: they want a scope of their own, and a token without it says nothing of other calls.
    /// Refused signatures are one count for the user, whatever was called.
    pub(crate) fn login_for_restlets(&self) -> Option<Login> {
        match self {
            Self::TokenBased { .. } => None,
            Self::Bearer { .. } => Some(Login::default()),
        }
    }

    pub(crate) fn is_token_based(&self) -> bool {
        matches!(self, Self::TokenBased { .. })
    }

    /// What was asked of the token endpoint.
    pub(crate) fn usage(&self) -> BTreeMap<&'static str, Usage> {
        match self {
            Self::TokenBased { .. } => BTreeMap::new(),
            Self::Bearer { endpoint, .. } => endpoint.usage(),
        }
    }

    /// Trades what a person has just authorized for tokens.
    pub(crate) async fn authorize(&self, authorized: &Authorized) -> Result<(), Error> {
        let Self::Bearer { tokens, person: Some(person), .. } = self else {
            let what = "this client was not built with AuthorizationCode";
            return Err(Error::new(ErrorKind::Config, "token", what));
        };
        tokens.replace_with(trade_in(person, authorized)).await.map(|_| ())
    }
}

fn nonce(random: &mut fastrand::Rng) -> String {
    (0..24).map(|_| random.alphanumeric()).collect()
}
