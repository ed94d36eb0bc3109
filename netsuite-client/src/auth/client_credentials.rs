//! OAuth 2.0 client credentials: machine to machine, by a signed assertion.

use std::{
    collections::VecDeque,
    fmt,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use async_trait::async_trait;
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::{DateTime, TimeDelta, Utc};
use commerce_client_core::{
    clock::{Clock as _, SharedClock},
    error::{Error, ErrorKind},
    oauth::TokenEndpoint,
    secret::{ExposeSecret as _, SecretString},
    token::{AccessToken, TokenSource},
};
use serde::Serialize;

use super::{
    Scope,
    signing_key::{InvalidKey, SigningKey},
};

/// The algorithm of the certificate's key. NetSuite refuses RS256.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum SigningAlgorithm {
    /// RSA (3072 or 4096 bit), PSS padding, SHA-256.
    Ps256,
    /// Elliptic curve P-256.
    Es256,
    /// RSA (3072 or 4096 bit), PSS padding, SHA-384.
    Ps384,
    /// RSA (3072 or 4096 bit), PSS padding, SHA-512.
    Ps512,
    /// Elliptic curve P-384.
    Es384,
    /// Elliptic curve P-521.
    Es512,
}

impl fmt::Display for SigningAlgorithm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Ps256 => "PS256",
            Self::Ps384 => "PS384",
            Self::Ps512 => "PS512",
            Self::Es256 => "ES256",
            Self::Es384 => "ES384",
            Self::Es512 => "ES512",
        })
    }
}

/// OAuth 2.0 client credentials: a JWT signed with the key of a certificate uploaded to NetSuite.
///
/// Certificates last two years at most. To change one without a pause: upload the next
/// ([`Certificates::add`](crate::Certificates::add)), name it here with [`add_successor`](Self::add_successor), and revoke
/// the old one, or [say when it ends](Self::set_end). Clones share their certificates, so a clone kept aside reaches a
/// client that runs.
///
/// NetSuite copies no certificate to a sandbox, and a sandbox refresh removes those uploaded there.
#[derive(Clone)]
pub struct OAuth2 {
    client_id: String,
    scopes: Vec<Scope>,
    /// The one in use in front, its successors behind it.
    certificates: Arc<Mutex<VecDeque<Arc<Certificate>>>>,
}

struct Certificate {
    id: String,
    algorithm: SigningAlgorithm,
    key: SigningKey,
    ends: Mutex<Option<DateTime<Utc>>>,
}

impl Certificate {
    fn ends_before(&self, time: DateTime<Utc>) -> bool {
        self.ends.lock().unwrap_or_else(PoisonError::into_inner).is_some_and(|end| end < time)
    }
}

/// So long before its end a certificate gives way to its successor.
const AHEAD: TimeDelta = TimeDelta::days(1);

impl OAuth2 {
    /// `client_id` is the integration record's; `certificate_id` is what NetSuite shows beside the uploaded
    /// certificate (not a thumbprint); `private_key` is PEM.
    ///
    /// # Errors
    /// When the key is not PEM or does not fit the algorithm.
    pub fn new(
        client_id: impl Into<String>,
        certificate_id: impl Into<String>,
        algorithm: SigningAlgorithm,
        private_key: &SecretString,
    ) -> Result<Self, InvalidKey> {
        let new = Self {
            client_id: client_id.into(),
            scopes: vec![Scope::RestWebServices],
            certificates: Arc::default(),
        };
        new.add_successor(certificate_id, algorithm, private_key)?;
        Ok(new)
    }

    /// Asks for another scope beside [`Scope::RestWebServices`].
    #[must_use]
    pub fn with_scope(mut self, scope: Scope) -> Self {
        if !self.scopes.contains(&scope) {
            self.scopes.push(scope);
        }
        self
    }

    /// Another certificate of the same integration record, to be used as soon as those before it are refused. They are
    /// dropped then.
    ///
    /// # Errors
    /// As [`new`](Self::new).
    pub fn add_successor(
        &self,
        certificate_id: impl Into<String>,
        algorithm: SigningAlgorithm,
        private_key: &SecretString,
    ) -> Result<(), InvalidKey> {
        let key = SigningKey::read(algorithm, private_key.expose_secret())?;
        let certificate = Certificate { id: certificate_id.into(), algorithm, key, ends: Mutex::default() };
        self.certificates().push_back(Arc::new(certificate));
        Ok(())
    }

    /// Says when a certificate ends, as [`ClientCertificate::valid_until`](crate::ClientCertificate::valid_until) tells:
    /// from a day before on its successor is tried first, rather than when NetSuite refuses it. False if there is no such
    /// certificate, or none any more.
    pub fn set_end(&self, certificate_id: &str, end: DateTime<Utc>) -> bool {
        let certificates = self.certificates();
        let Some(known) = certificates.iter().find(|known| known.id == certificate_id) else { return false };
        *known.ends.lock().unwrap_or_else(PoisonError::into_inner) = Some(end);
        true
    }

    /// The id of the certificate in use.
    pub fn certificate_id(&self) -> String {
        self.certificates().front().map_or_else(String::new, |certificate| certificate.id.clone())
    }

    fn certificates(&self) -> MutexGuard<'_, VecDeque<Arc<Certificate>>> {
        self.certificates.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Drops the certificates before `accepted`.
    fn go_on_with(&self, accepted: &Arc<Certificate>) {
        let mut certificates = self.certificates();
        if let Some(at) = certificates.iter().position(|known| Arc::ptr_eq(known, accepted)) {
            certificates.drain(..at);
        }
    }

    /// The signed assertion for the token endpoint at `audience`, good for five minutes from `now` (seconds since 1970).
    fn assertion(&self, certificate: &Certificate, audience: &str, now: i64) -> Result<String, Error> {
        #[derive(Serialize)]
        struct Header<'a> {
            typ: &'static str,
            alg: String,
            kid: &'a str,
        }
        #[derive(Serialize)]
        struct Claims<'a> {
            iss: &'a str,
            scope: Vec<&'static str>,
            aud: &'a str,
            iat: i64,
            exp: i64,
        }
        fn part<T: Serialize>(part: &T) -> Result<String, serde_json::Error> {
            Ok(URL_SAFE_NO_PAD.encode(serde_json::to_vec(part)?))
        }
        let unsigned = || Error::new(ErrorKind::Config, "token", "the assertion could not be signed");
        let header = Header { typ: "JWT", alg: certificate.algorithm.to_string(), kid: &certificate.id };
        let claims = Claims {
            iss: &self.client_id,
            scope: self.scopes.iter().map(|scope| scope.as_str()).collect(),
            aud: audience,
            iat: now,
            exp: now + 300,
        };
        let parts = part(&header).and_then(|header| Ok(format!("{header}.{}", part(&claims)?)));
        let signed = parts.map_err(|e| unsigned().with_source(e))?;
        let signature = certificate.key.sign(signed.as_bytes()).map_err(|e| unsigned().with_source(e))?;
        Ok(format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature)))
    }
}

impl fmt::Debug for OAuth2 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let certificates: Vec<_> =
            self.certificates().iter().map(|known| format!("{} ({})", known.id, known.algorithm)).collect();
        f.debug_struct("OAuth2")
            .field("client_id", &"(hidden)")
            .field("scopes", &self.scopes)
            .field("certificates", &certificates)
            .finish()
    }
}

/// Trades assertions for access tokens.
#[derive(Debug)]
pub(super) struct ClientCredentials {
    pub(super) credentials: OAuth2,
    pub(super) endpoint: TokenEndpoint,
    pub(super) audience: String,
    pub(super) clock: SharedClock,
}

impl ClientCredentials {
    async fn fetch_with(&self, certificate: &Certificate) -> Result<AccessToken, Error> {
        let now = self.clock.now().timestamp();
        let assertion = self.credentials.assertion(certificate, &self.audience, now)?;
        let form = [
            ("grant_type", "client_credentials"),
            ("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"),
            ("client_assertion", &assertion),
        ];
        self.endpoint.fetch(&form).await
    }
}

#[async_trait]
impl TokenSource for ClientCredentials {
    async fn fetch(&self) -> Result<AccessToken, Error> {
        let mut known: Vec<_> = self.credentials.certificates().iter().cloned().collect();
        let soon = self.clock.now() + AHEAD;
        known.sort_by_key(|certificate| certificate.ends_before(soon));
        let mut outcome = Err(Error::new(ErrorKind::Config, "token", "there is no certificate"));
        for certificate in &known {
            outcome = self.fetch_with(certificate).await;
            match &outcome {
                Ok(_) => self.credentials.go_on_with(certificate),
                Err(error) if error.kind() == ErrorKind::Auth => continue,
                Err(_) => {}
            }
            break;
        }
        outcome
    }
}
