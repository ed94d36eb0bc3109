//! The client: one account, one credential, one concurrency limit.

use std::{collections::BTreeMap, fmt, sync::Arc, time::Duration};

use async_trait::async_trait;
use bytes::Bytes;
use commerce_client_core::{
    clock::{self, Clock as _, SharedClock},
    decode::DecodeError,
    error::{Error, ErrorKind, Problem},
    login::Login,
    pipeline::{Call, Dialect, Pipeline, Refusal, Usage},
    retry::{Failure, RetryPolicy, Safety},
    token::AccessToken,
    transport::{SharedTransport, Transport, may_carry_secrets},
};
use http::{Method, Request, Response, header};
use serde_json::Value;

use crate::{
    account::AccountId,
    auth::{self, Auth, Authorized, Certificates, Refused, Signer, Site},
    problems::{Complaints, complaints, without_people},
    record::{Record, Records},
    suiteql::SuiteQl,
};

/// A client for one NetSuite account. Cheap to clone; clones share the account's concurrency limit, as they must.
#[derive(Debug, Clone)]
pub struct NetSuite {
    inner: Arc<Inner>,
    lane: Arc<str>,
}

#[derive(Debug)]
struct Inner {
    account: AccountId,
    base: String,
    /// Where RESTlets are: a host of their own, unless the base was given.
    restlets: String,
    /// What this account's host is called: by us, and by NetSuite.
    own: [url::Url; 2],
    pipeline: Pipeline<Suite>,
    /// How the credential stands with RESTlets, where that is another matter than how it stands with the rest.
    login_for_restlets: Option<Login>,
    deadline: Duration,
    attempt_timeout: Duration,
}

/// What distinguishes one request of this client from another.
pub(crate) struct Outgoing<'a> {
    pub(crate) operation: &'static str,
    pub(crate) safety: Safety,
    pub(crate) method: Method,
    /// Path and query below the base, percent-encoded: it is signed exactly as it is sent.
    pub(crate) path: String,
    /// `Accept` and `Content-Type` are JSON unless they are among these.
    pub(crate) headers: &'a [(&'static str, &'a str)],
    pub(crate) body: Option<Vec<u8>>,
}

impl Outgoing<'_> {
    /// A question: it changes nothing.
    pub(crate) fn question(operation: &'static str, path: String) -> Self {
        Self { operation, safety: Safety::Read, method: Method::GET, path, headers: &[], body: None }
    }
}

impl NetSuite {
    /// Begins a client.
    pub fn builder() -> NetSuiteBuilder {
        NetSuiteBuilder::default()
    }

    /// Whether both are clones of one client, and so share its concurrency limit and its counters.
    pub fn is_same(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.inner, &other.inner)
    }

    /// The same client with a lane of its own: when more calls wait than NetSuite takes at once, lanes take turns, and
    /// within a lane the first to come is the first to go. Give each flow a lane, and none keeps another waiting.
    #[must_use]
    pub fn lane(&self, name: &str) -> Self {
        Self { inner: Arc::clone(&self.inner), lane: name.into() }
    }

    /// How many calls may be in flight now: between one and what [`concurrency`](NetSuiteBuilder::concurrency) allows,
    /// as NetSuite's refusals and successes tell.
    pub fn concurrency_limit(&self) -> usize {
        self.inner.pipeline.concurrency_limit().unwrap_or(usize::MAX)
    }

    /// Trades a person's consent for tokens; for clients built with [`AuthorizationCode`](crate::AuthorizationCode).
    /// Calls that failed for want of it go on at once.
    ///
    /// # Errors
    /// [`Config`](ErrorKind::Config) when the person chose another account than this client's, or the client has another
    /// kind of credential; [`Auth`](ErrorKind::Auth) when the consent is too old or was used before.
    pub async fn authorize(&self, authorized: &Authorized) -> Result<(), Error> {
        let (account, pipeline) = (&self.inner.account, &self.inner.pipeline);
        if let Some(chosen) = authorized.account().filter(|chosen| *chosen != account) {
            let what = format!("the consent is for account {chosen}, and this client is for {account}");
            return Err(Error::new(ErrorKind::Config, "token", what));
        }
        pipeline.dialect().signer.authorize(authorized).await?;
        pipeline.forgive();
        self.inner.login_for_restlets.iter().for_each(Login::forgive);
        Ok(())
    }

    /// The certificates of the integration record with this client id, to be rotated before they end.
    pub fn certificates(&self, client_id: &str) -> Certificates {
        Certificates::new(self.clone(), client_id)
    }

    /// Records of type `T`.
    pub fn records<T: Record>(&self) -> Records<T> {
        Records::new(self.clone(), T::TYPE)
    }

    /// Records of a type known by name only, such as `customrecord_store`, as JSON.
    pub fn records_of(&self, record_type: &str) -> Records<Value> {
        Records::new(self.clone(), record_type)
    }

    /// A query. Its text stands in the program; values go in by [`bind`](SuiteQl::bind), names of columns and tables as
    /// [`Identifier`](crate::suiteql::Identifier)s.
    pub fn suiteql(&self, text: &'static str) -> SuiteQl {
        SuiteQl::new(self.clone(), text.to_owned())
    }

    /// As [`suiteql`](Self::suiteql), with a text that is made while the program runs, such as one that a person typed in.
    /// Whoever writes it may read whatever the role may see: it must hold nothing that a stranger wrote.
    pub fn suiteql_from_trusted_text(&self, text: impl Into<String>) -> SuiteQl {
        SuiteQl::new(self.clone(), text.into())
    }

    /// How many requests went out, by operation (`record.create`, `suiteql`, `token`, …); every attempt counts.
    pub fn calls(&self) -> BTreeMap<&'static str, u64> {
        self.usage().into_iter().map(|(operation, usage)| (operation, usage.requests)).collect()
    }

    /// What each operation has cost so far: requests, refusals, time.
    pub fn usage(&self) -> BTreeMap<&'static str, Usage> {
        let mut usage = self.inner.pipeline.usage();
        usage.extend(self.inner.pipeline.dialect().signer.usage());
        usage
    }

    pub(crate) fn set_concurrency(&self, most: usize) {
        self.inner.pipeline.set_concurrency(most);
    }

    pub(crate) fn clock(&self) -> &SharedClock {
        &self.inner.pipeline.dialect().clock
    }

    /// The path of a `Location`, relative or not; none if it leads to a host that is not this account's.
    pub(crate) fn own_path(&self, location: &str) -> Option<String> {
        let own = &self.inner.own;
        let at = own[0].join(location).ok()?;
        own.iter().any(|own| own.origin() == at.origin()).then(|| at.path().to_owned())
    }

    pub(crate) async fn send<T>(
        &self,
        request: Outgoing<'_>,
        read: impl Fn(&Response<Bytes>) -> Result<T, DecodeError>,
    ) -> Result<T, Error> {
        self.send_to(&self.inner.base, None, request, read).await
    }

    pub(crate) async fn send_to_restlets<T>(
        &self,
        request: Outgoing<'_>,
        read: impl Fn(&Response<Bytes>) -> Result<T, DecodeError>,
    ) -> Result<T, Error> {
        self.send_to(&self.inner.restlets, self.inner.login_for_restlets.as_ref(), request, read).await
    }

    /// For what takes bearer tokens only and lives on the host of RESTlets.
    pub(crate) async fn send_bearing_a_token<T>(
        &self,
        request: Outgoing<'_>,
        read: impl Fn(&Response<Bytes>) -> Result<T, DecodeError>,
    ) -> Result<T, Error> {
        if self.inner.pipeline.dialect().signer.is_token_based() {
            let what = "this service takes OAuth 2.0 tokens only";
            return Err(Error::new(ErrorKind::Config, request.operation, what));
        }
        // On the host of RESTlets, but with the scope of records.
        self.send_to(&self.inner.restlets, None, request, read).await
    }

    async fn send_to<T>(
        &self,
        base: &str,
        login: Option<&Login>,
        request: Outgoing<'_>,
        read: impl Fn(&Response<Bytes>) -> Result<T, DecodeError>,
    ) -> Result<T, Error> {
        // A dot segment would be taken for a step up the path, however it is encoded.
        if request.path.split(['/', '?']).any(|segment| matches!(segment, "." | "..")) {
            return Err(Error::new(
                ErrorKind::Config,
                request.operation,
                "the record's id cannot be addressed",
            ));
        }
        let malformed = |e: http::Error| {
            Error::new(ErrorKind::Config, request.operation, "the request is malformed").with_source(e)
        };
        let mut building =
            Request::builder().method(request.method.clone()).uri(format!("{base}{}", request.path));
        for (name, value) in request.headers {
            building = building.header(*name, *value);
        }
        let given = |header: header::HeaderName| {
            request.headers.iter().any(|(name, _)| name.eq_ignore_ascii_case(header.as_str()))
        };
        if !given(header::ACCEPT) {
            building = building.header(header::ACCEPT, "application/json");
        }
        if request.body.is_some() && !given(header::CONTENT_TYPE) {
            building = building.header(header::CONTENT_TYPE, "application/json");
        }
        let body = request.body.map(Bytes::from).unwrap_or_default();
        let call = Call {
            operation: request.operation,
            safety: request.safety,
            rate: None,
            lane: &self.lane,
            login,
            deadline: self.inner.deadline,
            attempt_timeout: self.inner.attempt_timeout,
        };
        let sent = building.body(body.clone()).map_err(malformed)?;
        let outcome = self.inner.pipeline.send(call, sent, read).await;
        outcome.map_err(|error| without_people(error, &request.path, &body))
    }
}

/// Builds a [`NetSuite`]. Account and credentials are required; nothing is sent until the first call.
#[derive(Default)]
#[must_use]
pub struct NetSuiteBuilder {
    account: Option<AccountId>,
    auth: Option<Auth>,
    concurrency: Option<usize>,
    base_url: Option<String>,
    transport: Option<SharedTransport>,
    clock: Option<SharedClock>,
    retry: RetryPolicy,
    deadline: Option<Duration>,
    attempt_timeout: Option<Duration>,
}

impl fmt::Debug for NetSuiteBuilder {
    /// Without the base URL, which nobody has looked at yet: it may hold a password.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("NetSuiteBuilder")
            .field("account", &self.account)
            .field("auth", &self.auth)
            .field("concurrency", &self.concurrency)
            .field("retry", &self.retry)
            .finish_non_exhaustive()
    }
}

/// What is missing or wrong in a [`NetSuiteBuilder`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum BuildError {
    /// No account id was given.
    #[error("no account: call .account(\"1234567_SB1\".parse()?)")]
    MissingAccount,
    /// No credentials were given.
    #[error("no credentials: call .auth(OAuth2::new(…)?) or .auth(TokenBased::new(…))")]
    MissingAuth,
    /// The base URL is not a URL, would send secrets over plain http to another machine, or has more to it than a host
    /// and a path: a user, a password, a query, a fragment.
    #[error(
        "the base URL must be https (plain http only to this machine), with nothing but a host and a path"
    )]
    BadBaseUrl,
    /// No transport was given and the default one could not be set up.
    #[error("no transport: enable the feature `reqwest` or call .transport(…)")]
    MissingTransport,
}

impl NetSuiteBuilder {
    /// The account.
    pub fn account(mut self, account: AccountId) -> Self {
        self.account = Some(account);
        self
    }

    /// Who calls: [`OAuth2`](crate::OAuth2) for a service, [`AuthorizationCode`](crate::AuthorizationCode) on behalf of a
    /// person, [`TokenBased`](crate::TokenBased) for an integration that has it already.
    pub fn auth(mut self, auth: impl Into<Auth>) -> Self {
        self.auth = Some(auth.into());
        self
    }

    /// How many calls may be in flight at once. Default 4: the smallest account allows 5, shared with every other
    /// integration. Halved when NetSuite complains, regrown while it does not; see
    /// [`concurrency_limit`](NetSuite::concurrency_limit), and [`keep_to_limits`](NetSuite::keep_to_limits) for what
    /// NetSuite itself says.
    ///
    /// With [`TokenBased`](crate::TokenBased), a token that is revoked while five or more calls are in flight is locked by
    /// them: with more than 4, that is the price.
    pub fn concurrency(mut self, most: usize) -> Self {
        self.concurrency = Some(most);
        self
    }

    /// Another base URL in place of the account's own host: a proxy, a simulator.
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.base_url = Some(url.into());
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

    /// How long one call may take, waiting for its turn included. Default 2 minutes.
    pub fn with_deadline(mut self, deadline: Duration) -> Self {
        self.deadline = Some(deadline);
        self
    }

    /// How long one attempt may take. Default 30 s. NetSuite itself may go on for 15 minutes after that.
    pub fn with_attempt_timeout(mut self, timeout: Duration) -> Self {
        self.attempt_timeout = Some(timeout);
        self
    }

    /// Checks and builds. Sends nothing.
    ///
    /// # Errors
    /// [`BuildError`] naming what is missing or wrong.
    pub fn build(self) -> Result<NetSuite, BuildError> {
        let account = self.account.ok_or(BuildError::MissingAccount)?;
        let auth = self.auth.ok_or(BuildError::MissingAuth)?;
        // One address stands in for all of the account's hosts.
        let (base, restlets) = match self.base_url {
            Some(base) => (base.trim_end_matches('/').to_owned(), base.trim_end_matches('/').to_owned()),
            None => (account.rest_base(), account.restlets_base()),
        };
        let parse = |base: &str| url::Url::parse(base).map_err(|_| BuildError::BadBaseUrl);
        let own = [parse(&base)?, parse(&account.rest_base())?];
        let given = &own[0];
        let has_more = !given.username().is_empty()
            || given.password().is_some()
            || given.query().is_some()
            || given.fragment().is_some();
        if has_more || !may_carry_secrets(given) {
            return Err(BuildError::BadBaseUrl);
        }
        let transport =
            self.transport.or_else(SharedTransport::standard).ok_or(BuildError::MissingTransport)?;
        let clock = self.clock.unwrap_or_else(SharedClock::system);
        let site =
            Site { account: &account, base: &base, transport: &transport, clock: &clock, retry: &self.retry };
        let signer = auth.signer(&site);
        let (login, login_for_restlets) = (signer.login(), signer.login_for_restlets());
        // Plain http is a simulator on this machine, which knows no other host.
        let by_own_host = own[0].scheme() == "http" || base.eq_ignore_ascii_case(&account.rest_base());
        let pipeline = Pipeline::new(transport, Suite { signer, clock, by_own_host }, self.retry)
            .with_concurrency(self.concurrency.unwrap_or(4))
            .with_login(login);
        let inner = Inner {
            account,
            base,
            restlets,
            own,
            pipeline,
            login_for_restlets,
            deadline: self.deadline.unwrap_or(Duration::from_secs(120)),
            attempt_timeout: self.attempt_timeout.unwrap_or(Duration::from_secs(30)),
        };
        Ok(NetSuite { inner: Arc::new(inner), lane: "".into() })
    }
}

/// How NetSuite is told who calls, and how it says no.
#[derive(Debug)]
struct Suite {
    signer: Signer,
    clock: SharedClock,
    by_own_host: bool,
}

#[async_trait]
impl Dialect for Suite {
    async fn sign(&self, request: &mut Request<Bytes>) -> Result<Option<Arc<AccessToken>>, Error> {
        self.signer.sign(request, self.clock.now()).await
    }

    fn judge(&self, answer: &Response<Bytes>) -> Result<(), Refusal> {
        if answer.status().is_success() {
            return Ok(());
        }
        let Complaints { problems, thrown } = complaints(answer);
        // A script may throw any code, one of a limit or a login that it met itself: those are not about this call.
        let said = |code: &str| !thrown && problems.iter().any(|problem| problem.code == code);
        let status = answer.status().as_u16();
        let too_many = status == 429
            || (answer.status().is_client_error()
                && (said("CONCURRENCY_LIMIT_EXCEEDED") || said("SSS_REQUEST_LIMIT_EXCEEDED")));
        // RESTlets answer 403 to a login they do not know, and a token that is malformed is challenged with 400.
        let stranger = status == 401
            || (status == 403 && said("INVALID_LOGIN_ATTEMPT"))
            || (status == 400 && answer.headers().contains_key(header::WWW_AUTHENTICATE));
        let mut cause = None;
        let (kind, failure, hint) = match status {
            _ if too_many => (ErrorKind::Throttled, Failure::Throttled, None),
            // A refused signature will be refused again, and five lock the user.
            _ if stranger && self.signer.is_token_based() => {
                cause = clock::cause_in(answer.headers(), self.clock.now());
                let refused = Refused::Signature { by_own_host: self.by_own_host };
                (ErrorKind::Auth, Failure::Stranger, Some(auth::hint_for(&refused)))
            }
            // A bearer token may just have ended.
            _ if stranger => {
                (ErrorKind::Auth, Failure::CredentialExpired, Some(auth::hint_for(&Refused::Bearer)))
            }
            403 => (ErrorKind::Auth, Failure::Definite, Some(auth::hint_for(&Refused::Permission))),
            404 => (ErrorKind::NotFound, Failure::Definite, None),
            400 if problems.iter().any(is_wrong_type) => (ErrorKind::NotFound, Failure::Definite, None),
            400 | 409 if problems.iter().any(is_conflict) => (ErrorKind::Conflict, Failure::Definite, None),
            408 => (ErrorKind::Timeout, Failure::Unknown, None),
            500.. => (ErrorKind::Unavailable, Failure::Unknown, None),
            _ => (ErrorKind::Rejected, Failure::Definite, None),
        };
        let failure = match failure {
            // A script may have done a part of its work before it threw.
            Failure::Definite if thrown => Failure::Midway,
            failure => failure,
        };
        Err(Refusal { kind, failure, problems, hint, cause })
    }

    async fn forget(&self, token: &Arc<AccessToken>) {
        self.signer.forget(token);
    }

    fn request_id_header(&self) -> &'static str {
        "x-n-operationid"
    }
}

fn is_conflict(problem: &Problem) -> bool {
    ["DUP_", "UNIQUE_CUST_ID", "RCRD_HAS_BEEN_CHANGED"].iter().any(|code| problem.code.starts_with(code))
        || problem.message.contains("already exists")
}

/// A transaction id of another type answers 400 where anything else would answer 404.
fn is_wrong_type(problem: &Problem) -> bool {
    problem.message.contains("Transaction type specified is incorrect")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::auth::TokenBased;

    #[test]
    fn a_builder_names_what_is_missing() {
        let account = || "1234567".parse().unwrap();
        assert_eq!(NetSuite::builder().build().unwrap_err(), BuildError::MissingAccount);
        assert_eq!(NetSuite::builder().account(account()).build().unwrap_err(), BuildError::MissingAuth);
        let plain = NetSuite::builder()
            .account(account())
            .auth(TokenBased::new("k", "s", "t", "s"))
            .base_url("http://example.com");
        assert_eq!(plain.build().unwrap_err(), BuildError::BadBaseUrl);
    }

    #[test]
    fn a_base_url_that_could_hold_a_secret_is_refused_and_not_shown() {
        for url in [
            "https://user:hunter2@proxy.example.com/",
            "https://hunter2@proxy.example.com",
            "https://proxy.example.com/?key=hunter2",
            "https://proxy.example.com/#hunter2",
        ] {
            let auth = TokenBased::new("k", "s", "t", "s");
            let builder = NetSuite::builder().account("1234567".parse().unwrap()).auth(auth).base_url(url);
            assert!(!format!("{builder:?}").contains("hunter2"));
            assert_eq!(builder.build().unwrap_err(), BuildError::BadBaseUrl, "{url}");
        }
    }

    #[test]
    fn only_addresses_of_this_account_are_its_own() {
        let builder = || {
            let account = "1234567_SB1".parse().unwrap();
            NetSuite::builder().account(account).auth(TokenBased::new("k", "s", "t", "s"))
        };
        let job = "/services/rest/async/v1/job/7";
        let host = "https://1234567-sb1.suitetalk.api.netsuite.com";
        let netsuite = builder().build().unwrap();
        assert_eq!(netsuite.own_path(job).as_deref(), Some(job));
        assert_eq!(netsuite.own_path(&format!("{host}{job}")).as_deref(), Some(job));
        for foreign in [
            "https://7654321.suitetalk.api.netsuite.com",
            "https://1234567-sb1.suitetalk.api.netsuite.com.evil.example",
            "https://1234567-sb1.suitetalk.api.netsuite.com:8443",
            "https://1234567-sb1.suitetalk.api.netsuite.com@evil.example",
            "http://1234567-sb1.suitetalk.api.netsuite.com",
            "//evil.example",
            "\\\\evil.example",
        ] {
            assert_eq!(netsuite.own_path(&format!("{foreign}{job}")), None, "{foreign}");
        }
        let proxied = builder().base_url("http://127.0.0.1:8080/netsuite/").build().unwrap();
        assert_eq!(proxied.own_path(job).as_deref(), Some(job));
        assert_eq!(proxied.own_path(&format!("http://127.0.0.1:8080{job}")).as_deref(), Some(job));
        assert_eq!(proxied.own_path(&format!("{host}{job}")).as_deref(), Some(job));
        assert_eq!(proxied.own_path(&format!("http://127.0.0.1:9090{job}")), None);
    }
}
