//! OAuth 2.0 on behalf of a person: authorization code with PKCE, then refresh tokens.

use std::{fmt, io, sync::Arc};

use async_trait::async_trait;
use base64::{
    Engine as _,
    engine::general_purpose::{STANDARD as BASE64, URL_SAFE_NO_PAD},
};
use commerce_client_core::{
    error::{Error, ErrorKind},
    oauth::{Grant, TokenEndpoint},
    secret::{ExposeSecret as _, SecretString},
    token::{AccessToken, TokenSource},
};
use http::HeaderValue;
use sha2::{Digest as _, Sha256};

use super::Scope;
use crate::account::AccountId;

/// Asks a person to let this integration act for them: where to send their browser, and what to expect back.
///
/// ```
/// use netsuite_client::{AuthorizationRequest, Scope};
///
/// # fn example() -> Result<(), Box<dyn std::error::Error>> {
/// let request = AuthorizationRequest::new("client id", "https://app.example.com/netsuite", [Scope::RestWebServices])?;
/// let page = request.url(&"1234567_SB1".parse()?);
/// assert!(page.starts_with("https://1234567-sb1.app.netsuite.com/app/login/oauth2/authorize.nl?response_type=code&"));
/// # Ok(())
/// # }
/// # example().unwrap();
/// ```
///
/// Keep [`state`](Self::state) and [`verifier`](Self::verifier) with the person's session until they come back, and nowhere
/// else; [`resume`](Self::resume) takes them up in another process.
#[derive(Clone)]
pub struct AuthorizationRequest {
    client_id: String,
    redirect_uri: String,
    scopes: Vec<Scope>,
    state: SecretString,
    verifier: SecretString,
}

impl AuthorizationRequest {
    /// `redirect_uri` exactly as the integration record has it.
    ///
    /// # Errors
    /// When the system has no randomness to give.
    pub fn new(
        client_id: impl Into<String>,
        redirect_uri: impl Into<String>,
        scopes: impl IntoIterator<Item = Scope>,
    ) -> Result<Self, Error> {
        let scopes = scopes.into_iter().collect();
        let (client_id, redirect_uri) = (client_id.into(), redirect_uri.into());
        Ok(Self { client_id, redirect_uri, scopes, state: random()?, verifier: random()? })
    }

    /// A request that was begun elsewhere: enough to take its answer.
    pub fn resume(
        client_id: impl Into<String>,
        redirect_uri: impl Into<String>,
        state: impl Into<SecretString>,
        verifier: impl Into<SecretString>,
    ) -> Self {
        Self {
            client_id: client_id.into(),
            redirect_uri: redirect_uri.into(),
            scopes: vec![Scope::RestWebServices],
            state: state.into(),
            verifier: verifier.into(),
        }
    }

    /// The page of `account` to send the person's browser to.
    pub fn url(&self, account: &AccountId) -> String {
        let scopes: Vec<_> = self.scopes.iter().map(|scope| scope.as_str()).collect();
        let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(self.verifier.expose_secret()));
        let query = url::form_urlencoded::Serializer::new(String::new())
            .append_pair("response_type", "code")
            .append_pair("client_id", &self.client_id)
            .append_pair("redirect_uri", &self.redirect_uri)
            .append_pair("scope", &scopes.join(" "))
            .append_pair("state", self.state.expose_secret())
            .append_pair("code_challenge", &challenge)
            .append_pair("code_challenge_method", "S256")
            .finish()
            // A space is `%20` in an address; every other plus sign is encoded.
            .replace('+', "%20");
        format!("{}/app/login/oauth2/authorize.nl?{query}", account.app_base())
    }

    /// What the answer has to show to be one to this request.
    pub fn state(&self) -> &SecretString {
        &self.state
    }

    /// What proves to NetSuite that whoever trades the code in is who asked for it (PKCE).
    pub fn verifier(&self) -> &SecretString {
        &self.verifier
    }

    /// Reads the address that the person's browser came back with, whole or its query only.
    ///
    /// # Errors
    /// [`Auth`](ErrorKind::Auth) when the person did not consent, or when the answer is not to this request: whoever sends
    /// such an address may be an attacker, and nothing must be done with it.
    pub fn answered(&self, address: &str) -> Result<Authorized, Error> {
        let query = address.split_once('?').map_or(address, |(_, query)| query);
        let query = query.split_once('#').map_or(query, |(query, _)| query);
        let find = |name: &str| {
            let mut pairs = url::form_urlencoded::parse(query.as_bytes());
            pairs.find(|(known, _)| known == name).map(|(_, value)| value.into_owned())
        };
        let refused = |what: String| Err(Error::new(ErrorKind::Auth, "authorize", what));
        if find("state").as_deref() != Some(self.state.expose_secret()) {
            return refused("the answer is not to this request: its state is another".to_owned());
        }
        if let Some(error) = find("error") {
            let code: String = error.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '_').collect();
            return refused(format!("NetSuite did not authorize this client: {code}"));
        }
        let Some(code) = find("code").filter(|code| !code.is_empty()) else {
            return refused("the answer has no code".to_owned());
        };
        Ok(Authorized {
            code: code.into(),
            redirect_uri: self.redirect_uri.clone(),
            verifier: self.verifier.clone(),
            company: find("company").and_then(|company| company.parse().ok()),
        })
    }
}

impl fmt::Debug for AuthorizationRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AuthorizationRequest")
            .field("redirect_uri", &self.redirect_uri)
            .field("scopes", &self.scopes)
            .finish_non_exhaustive()
    }
}

/// 43 characters that nobody can guess.
fn random() -> Result<SecretString, Error> {
    let mut bytes = [0; 32];
    aws_lc_rs::rand::fill(&mut bytes)
        .map_err(|e| Error::new(ErrorKind::Config, "authorize", "there is no randomness").with_source(e))?;
    Ok(URL_SAFE_NO_PAD.encode(bytes).into())
}

/// A person's consent, good for one use within minutes: see [`NetSuite::authorize`](crate::NetSuite::authorize).
#[derive(Clone)]
pub struct Authorized {
    code: SecretString,
    redirect_uri: String,
    verifier: SecretString,
    company: Option<AccountId>,
}

impl Authorized {
    /// The account that the person chose, if the answer says so.
    pub fn account(&self) -> Option<&AccountId> {
        self.company.as_ref()
    }
}

impl fmt::Debug for Authorized {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Authorized").field("account", &self.company).finish_non_exhaustive()
    }
}

/// Keeps the refresh token of one person and one account between runs.
///
/// A public client's refresh token is good for one use: each renewal brings the next, which is saved here before anything
/// else is done with the answer. Two processes must not share one token. `Debug` must not show it.
#[async_trait]
pub trait RefreshTokenStore: fmt::Debug + Send + Sync + 'static {
    /// The token saved last, if any.
    ///
    /// # Errors
    /// When the store cannot be read.
    async fn load(&self) -> io::Result<Option<SecretString>>;

    /// Replaces the token. It must have reached the disk when this returns.
    ///
    /// # Errors
    /// When the store cannot be written; the client tries again with the same token before it asks for another.
    async fn save(&self, token: &SecretString) -> io::Result<()>;
}

/// OAuth 2.0 authorization code: calls are made on behalf of a person who consented.
///
/// A refresh token lives two days for a public client and seven for a confidential one, unless the integration record
/// says otherwise; a client that is not used for longer has to be authorized again. For a service nobody looks after, take
/// [`OAuth2`](crate::OAuth2).
#[derive(Clone)]
pub struct AuthorizationCode {
    client_id: String,
    secret: Option<SecretString>,
    store: Arc<dyn RefreshTokenStore>,
}

impl AuthorizationCode {
    /// A public client, which has no secret. The refresh token is read from `store`; until there is one, calls fail with
    /// [`Auth`](ErrorKind::Auth).
    pub fn new(client_id: impl Into<String>, store: impl RefreshTokenStore) -> Self {
        Self { client_id: client_id.into(), secret: None, store: Arc::new(store) }
    }

    /// A confidential client: its secret goes with each token request, by HTTP Basic.
    #[must_use]
    pub fn with_client_secret(mut self, secret: impl Into<SecretString>) -> Self {
        self.secret = Some(secret.into());
        self
    }
}

impl fmt::Debug for AuthorizationCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AuthorizationCode")
            .field("client_id", &"(hidden)")
            .field("confidential", &self.secret.is_some())
            .field("store", &self.store)
            .finish()
    }
}

/// The person a client acts for.
#[derive(Debug)]
pub(crate) struct Person {
    credentials: AuthorizationCode,
    endpoint: TokenEndpoint,
    /// One exchange at a time; holds a token that the store did not take.
    unsaved: tokio::sync::Mutex<Option<SecretString>>,
}

impl Person {
    pub(super) fn new(credentials: AuthorizationCode, endpoint: TokenEndpoint) -> Self {
        Self { credentials, endpoint, unsaved: tokio::sync::Mutex::default() }
    }

    async fn renew(&self) -> Result<AccessToken, Error> {
        let mut unsaved = self.unsaved.lock().await;
        if let Some(token) = unsaved.as_ref() {
            self.save(token).await?;
        }
        *unsaved = None;
        let token = self.load().await?;
        let form = [("grant_type", "refresh_token"), ("refresh_token", token.expose_secret())];
        self.keep(self.grant(&form).await?, &mut unsaved).await
    }

    async fn exchange(&self, authorized: &Authorized) -> Result<AccessToken, Error> {
        let mut unsaved = self.unsaved.lock().await;
        let form = [
            ("grant_type", "authorization_code"),
            ("code", authorized.code.expose_secret()),
            ("redirect_uri", &authorized.redirect_uri),
            ("code_verifier", authorized.verifier.expose_secret()),
        ];
        self.keep(self.grant(&form).await?, &mut unsaved).await
    }

    /// Saves the next refresh token, if there is one, before the access token is used.
    async fn keep(&self, grant: Grant, unsaved: &mut Option<SecretString>) -> Result<AccessToken, Error> {
        if let Some(next) = grant.refresh {
            let saved = self.save(&next).await;
            *unsaved = saved.is_err().then_some(next);
            saved?;
        }
        Ok(grant.access)
    }

    async fn grant(&self, form: &[(&str, &str)]) -> Result<Grant, Error> {
        let AuthorizationCode { client_id, secret, .. } = &self.credentials;
        match secret {
            Some(secret) => self.endpoint.grant(form, Some(&basic(client_id, secret)?)).await,
            None => {
                let form: Vec<_> = form.iter().copied().chain([("client_id", client_id.as_str())]).collect();
                self.endpoint.grant(&form, None).await
            }
        }
    }

    async fn load(&self) -> Result<SecretString, Error> {
        let found = self.credentials.store.load().await.map_err(|e| {
            Error::new(ErrorKind::Unavailable, "token", "the refresh token could not be read from its store")
                .with_source(e)
        })?;
        found.ok_or_else(|| {
            Error::new(ErrorKind::Auth, "token", "nobody has authorized this client yet")
                .with_hint("send a person to AuthorizationRequest::url, then call NetSuite::authorize")
        })
    }

    async fn save(&self, token: &SecretString) -> Result<(), Error> {
        self.credentials.store.save(token).await.map_err(|e| {
            Error::new(ErrorKind::Unavailable, "token", "the refresh token could not be saved in its store")
                .with_source(e)
        })
    }
}

fn basic(client_id: &str, secret: &SecretString) -> Result<HeaderValue, Error> {
    let pair = BASE64.encode(format!("{client_id}:{}", secret.expose_secret()));
    let mut value = HeaderValue::from_str(&format!("Basic {pair}"))
        .map_err(|_| Error::new(ErrorKind::Config, "token", "the client's secret cannot be a header"))?;
    value.set_sensitive(true);
    Ok(value)
}

/// Trades a person's consent in.
pub(super) async fn trade_in(person: &Arc<Person>, authorized: &Authorized) -> Result<AccessToken, Error> {
    let (person, authorized) = (Arc::clone(person), authorized.clone());
    to_the_end(async move { person.exchange(&authorized).await }).await
}

/// Goes on when the caller gives up midway, who must not lose the one token that comes next.
async fn to_the_end(
    grant: impl Future<Output = Result<AccessToken, Error>> + Send + 'static,
) -> Result<AccessToken, Error> {
    tokio::spawn(grant).await.unwrap_or_else(|e| {
        Err(Error::new(ErrorKind::Unavailable, "token", "the renewal was stopped").with_source(e))
    })
}

/// Renews for a [`Person`].
#[derive(Debug)]
pub(super) struct Renewal(pub(super) Arc<Person>);

#[async_trait]
impl TokenSource for Renewal {
    async fn fetch(&self) -> Result<AccessToken, Error> {
        let person = Arc::clone(&self.0);
        to_the_end(async move { person.renew().await }).await
    }
}
