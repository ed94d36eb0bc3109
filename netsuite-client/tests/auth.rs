//! Who calls: certificates in every algorithm and their rotation, a person's consent, and what a refusal tells.
//!
//! The account here is a small one of its own that trusts nothing but signatures and single-use tokens.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

use std::{
    collections::BTreeMap,
    io,
    path::PathBuf,
    sync::{Arc, Mutex, MutexGuard},
    time::Duration,
};

use async_trait::async_trait;
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_FIXED, ECDSA_P384_SHA384_FIXED, ECDSA_P521_SHA512_FIXED, RSA_PSS_2048_8192_SHA256,
    RSA_PSS_2048_8192_SHA384, RSA_PSS_2048_8192_SHA512, UnparsedPublicKey, VerificationAlgorithm,
};
use base64::{
    Engine as _,
    engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
};
use bytes::Bytes;
use chrono::{DateTime, TimeDelta, Utc};
use commerce_client_core::{
    clock::{Clock as _, SharedClock},
    secret::{ExposeSecret as _, SecretString},
    testing::{FakeService, InProcess, SkewedClock, TokioClock},
};
use futures_util::future::join_all;
use http::{Request, Response, header};
use netsuite_client::{
    Auth, AuthorizationCode, AuthorizationRequest, Error, ErrorKind, InternalId, NetSuite, OAuth2,
    RefreshTokenStore, RetryPolicy, Scope, SigningAlgorithm, TokenBased,
};
use serde_json::{Value, json};

// Key pairs made for these tests and used nowhere else.
const P256: &str = include_str!("keys/p256.pem");
const P384: &str = include_str!("keys/p384.pem");
const P521: &str = include_str!("keys/p521.pem");
const RSA: &str = include_str!("keys/rsa.pem");

/// Every algorithm with a key for it, and the same key's public part.
const ALGORITHMS: [(SigningAlgorithm, &str, &str); 6] = [
    (SigningAlgorithm::Ps256, RSA, include_str!("keys/rsa.pub.pem")),
    (SigningAlgorithm::Ps384, RSA, include_str!("keys/rsa.pub.pem")),
    (SigningAlgorithm::Ps512, RSA, include_str!("keys/rsa.pub.pem")),
    (SigningAlgorithm::Es256, P256, include_str!("keys/p256.pub.pem")),
    (SigningAlgorithm::Es384, P384, include_str!("keys/p384.pub.pem")),
    (SigningAlgorithm::Es512, P521, include_str!("keys/p521.pub.pem")),
];

fn verification(algorithm: &str) -> &'static dyn VerificationAlgorithm {
    match algorithm {
        "PS256" => &RSA_PSS_2048_8192_SHA256,
        "PS384" => &RSA_PSS_2048_8192_SHA384,
        "PS512" => &RSA_PSS_2048_8192_SHA512,
        "ES256" => &ECDSA_P256_SHA256_FIXED,
        "ES384" => &ECDSA_P384_SHA384_FIXED,
        "ES512" => &ECDSA_P521_SHA512_FIXED,
        other => panic!("{other}"),
    }
}

// ---- The account ----------------------------------------------------------------------------------------------

const CLIENT: &str = "MARKER-client";
const SECRET: &str = "MARKER-secret";
const TOKEN_URL: &str = "https://1234567-sb1.suitetalk.api.netsuite.com/services/rest/auth/oauth2/v1/token";

#[derive(Debug)]
struct Account {
    clock: SharedClock,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    /// By certificate id: the public key and whether it is revoked.
    certificates: BTreeMap<String, (&'static str, bool)>,
    /// The code that the person brought, with its challenge.
    code: Option<(String, String)>,
    /// The refresh token that is good now.
    refresh: Option<String>,
    confidential: bool,
    issued: u32,
    bearer: Option<String>,
    /// What was asked of the token endpoint, in order.
    forms: Vec<BTreeMap<String, String>>,
    /// Header and claims of the assertions.
    assertions: Vec<(Value, Value)>,
    /// Everything else that was asked: method and address.
    calls: Vec<String>,
    latency: Duration,
    /// Answered to the next call in place of its answer.
    instead: Option<(u16, Value)>,
}

impl Account {
    fn new() -> Arc<Self> {
        let noon = "2026-11-23T12:00:00Z".parse().unwrap();
        let clock = SharedClock::new(TokioClock::starting_at(noon));
        Arc::new(Self { clock, state: Mutex::default() })
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap()
    }

    fn trust(&self, certificate_id: &str, public_key: &'static str) {
        self.state().certificates.insert(certificate_id.to_owned(), (public_key, false));
    }

    fn revoke(&self, certificate_id: &str) {
        self.state().certificates.get_mut(certificate_id).unwrap().1 = true;
    }

    fn token_requests(&self) -> usize {
        self.state().forms.len()
    }

    fn client(self: &Arc<Self>, auth: impl Into<Auth>) -> NetSuite {
        self.client_with(auth, self.clock.clone())
    }

    fn client_with(self: &Arc<Self>, auth: impl Into<Auth>, clock: SharedClock) -> NetSuite {
        NetSuite::builder()
            .account("1234567_SB1".parse().unwrap())
            .auth(auth)
            .transport(InProcess(Arc::clone(self)))
            .clock(clock)
            .with_retry(RetryPolicy::default().with_seed(1))
            .build()
            .unwrap()
    }
}

impl State {
    fn token(&mut self, request: &Request<Bytes>, now: DateTime<Utc>) -> Result<Value, &'static str> {
        let form: BTreeMap<_, _> = url::form_urlencoded::parse(request.body()).into_owned().collect();
        self.forms.push(form.clone());
        let field = |name: &str| form.get(name).map_or("", String::as_str);
        if field("grant_type") == "client_credentials" {
            self.check_assertion(field("client_assertion"), now)?;
            return Ok(self.grant(false));
        }
        let basic = request.headers().get(header::AUTHORIZATION).map(|value| value.to_str().unwrap());
        let expected = format!("Basic {}", STANDARD.encode(format!("{CLIENT}:{SECRET}")));
        let known = match self.confidential {
            true => basic == Some(expected.as_str()) && !form.contains_key("client_id"),
            false => basic.is_none() && field("client_id") == CLIENT,
        };
        if !known {
            return Err("invalid_client");
        }
        match field("grant_type") {
            "authorization_code" => {
                let (code, challenge) = self.code.take().ok_or("invalid_grant")?;
                let proof = URL_SAFE_NO_PAD.encode(sha256(field("code_verifier")));
                let good = field("code") == code && proof == challenge && !field("redirect_uri").is_empty();
                good.then_some(()).ok_or("invalid_grant")?;
            }
            "refresh_token" => {
                let good = self.refresh.as_deref() == Some(field("refresh_token"));
                good.then_some(()).ok_or("invalid_grant")?;
            }
            _ => return Err("invalid_request"),
        }
        Ok(self.grant(true))
    }

    fn grant(&mut self, refreshes: bool) -> Value {
        self.issued += 1;
        let bearer = format!("MARKER-bearer-{}", self.issued);
        self.bearer = Some(bearer.clone());
        // As a text and as a number: both are seen.
        let mut body = json!({"access_token": bearer, "expires_in": "3600", "token_type": "bearer"});
        if refreshes {
            body["expires_in"] = json!(3600);
            if !self.confidential || self.refresh.is_none() {
                let refresh = format!("MARKER-refresh-{}", self.issued);
                body["refresh_token"] = json!(refresh);
                self.refresh = Some(refresh);
            }
        }
        body
    }

    fn check_assertion(&mut self, assertion: &str, now: DateTime<Utc>) -> Result<(), &'static str> {
        let (message, signature) = assertion.rsplit_once('.').ok_or("invalid_request")?;
        let (head, claims) = message.split_once('.').ok_or("invalid_request")?;
        let read =
            |part: &str| serde_json::from_slice::<Value>(&URL_SAFE_NO_PAD.decode(part).unwrap()).unwrap();
        let (head, claims) = (read(head), read(claims));
        self.assertions.push((head.clone(), claims.clone()));
        let Some((pem, false)) = self.certificates.get(head["kid"].as_str().unwrap()) else {
            return Err("invalid_grant");
        };
        let key = UnparsedPublicKey::new(verification(head["alg"].as_str().unwrap()), der(pem));
        let signature = URL_SAFE_NO_PAD.decode(signature).unwrap();
        key.verify(message.as_bytes(), &signature).map_err(|_| "invalid_grant")?;
        let (issued, ends) = (claims["iat"].as_i64().unwrap(), claims["exp"].as_i64().unwrap());
        let current = (now.timestamp() - issued).abs() <= 300 && now.timestamp() < ends;
        let ours = claims["iss"] == CLIENT && claims["aud"] == TOKEN_URL && head["typ"] == "JWT";
        (current && ours).then_some(()).ok_or("invalid_grant")
    }

    fn answer(&mut self, request: &Request<Bytes>) -> (u16, Value) {
        self.calls.push(format!("{} {}", request.method(), request.uri()));
        if let Some(instead) = self.instead.take() {
            return instead;
        }
        let bearer = request.headers()[header::AUTHORIZATION].to_str().unwrap().strip_prefix("Bearer ");
        if bearer.is_none() || bearer != self.bearer.as_deref() {
            return (401, Value::Null);
        }
        let path = request.uri().path();
        match request.method().as_str() {
            "POST" if path.ends_with("/revoke") => (200, Value::Null),
            "POST" => (
                200,
                json!({"certificate_id": "cert-new", "algorithm": "EC", "invalidated": false,
                "valid_until": "2028-11-22T12:00:00Z"}),
            ),
            _ if path.ends_with("/certificates") => (
                200,
                json!([
                    {"certificate_id": "cert-1", "invalidated": true, "valid_until": 1_795_435_200_000_i64},
                    {"certificate_id": "cert-2", "invalidated": false, "valid_until": null},
                ]),
            ),
            _ => (200, json!({"id": "107"})),
        }
    }
}

#[async_trait]
impl FakeService for Account {
    async fn handle(&self, request: Request<Bytes>) -> Response<Bytes> {
        let latency = self.state().latency;
        if !latency.is_zero() {
            tokio::time::sleep(latency).await;
        }
        let now = self.clock.now();
        let mut state = self.state();
        let (status, body) = if request.uri().path().ends_with("/oauth2/v1/token") {
            match state.token(&request, now) {
                Ok(body) => (200, body),
                Err(error) => (400, json!({"error": error})),
            }
        } else {
            state.answer(&request)
        };
        Response::builder()
            .status(status)
            .header("date", now.format("%a, %d %b %Y %H:%M:%S GMT").to_string())
            .body(Bytes::from(body.to_string()))
            .unwrap()
    }
}

fn sha256(text: &str) -> Vec<u8> {
    aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, text.as_bytes()).as_ref().to_vec()
}

fn der(pem: &str) -> Vec<u8> {
    let body: String = pem.lines().filter(|line| !line.starts_with("-----")).collect();
    STANDARD.decode(body).unwrap()
}

fn oauth2(certificate_id: &str, algorithm: SigningAlgorithm, key: &str) -> OAuth2 {
    OAuth2::new(CLIENT, certificate_id, algorithm, &SecretString::from(key)).unwrap()
}

async fn read(netsuite: &NetSuite) -> Result<Value, Error> {
    netsuite.records_of("customer").get(InternalId::new("107").unwrap()).send().await
}

async fn an_hour() {
    tokio::time::advance(Duration::from_secs(3_600)).await;
}

// ---- Certificates ---------------------------------------------------------------------------------------------

#[tokio::test(start_paused = true)]
async fn every_algorithm_buys_a_token_with_an_assertion_of_five_minutes() {
    for (algorithm, private, public) in ALGORITHMS {
        let account = Account::new();
        account.trust("cert", public);
        let netsuite = account.client(oauth2("cert", algorithm, private));
        read(&netsuite).await.unwrap_or_else(|e| panic!("{algorithm}: {e}"));
        let state = account.state();
        let (head, claims) = &state.assertions[0];
        assert_eq!(*head, json!({"typ": "JWT", "alg": algorithm.to_string(), "kid": "cert"}));
        assert_eq!(claims["exp"].as_i64().unwrap() - claims["iat"].as_i64().unwrap(), 300);
        assert_eq!(claims["scope"], json!(["rest_webservices"]));
    }
}

#[tokio::test(start_paused = true)]
async fn keys_are_read_in_the_forms_that_openssl_writes() {
    let forms = [
        (SigningAlgorithm::Es256, include_str!("keys/p256.sec1.pem"), include_str!("keys/p256.pub.pem")),
        (SigningAlgorithm::Ps256, include_str!("keys/rsa.pkcs1.pem"), include_str!("keys/rsa.pub.pem")),
    ];
    for (algorithm, private, public) in forms {
        let account = Account::new();
        account.trust("cert", public);
        // As settings keep it: on Windows, after a comment.
        let text = format!("our key\r\n{}", private.replace('\n', "\r\n"));
        read(&account.client(oauth2("cert", algorithm, &text))).await.unwrap();
    }
}

#[test]
fn a_key_of_another_kind_or_curve_is_named() {
    for (algorithm, fits, _) in ALGORITHMS {
        for key in [P256, P384, P521, RSA] {
            let made = OAuth2::new(CLIENT, "cert", algorithm, &SecretString::from(key));
            assert_eq!(made.is_ok(), key == fits, "{algorithm}");
            if let Err(error) = made {
                assert!(error.to_string().starts_with(&format!("{algorithm} takes a")), "{error}");
            }
        }
    }
    let wrong = [
        (include_str!("keys/p256.pub.pem"), "public part"),
        ("-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----", "encrypted"),
        ("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----", "neither RSA nor"),
        ("-----BEGIN PRIVATE KEY-----\nMARKER!", "PEM"),
        ("", "PEM"),
    ];
    for (key, expected) in wrong {
        let error =
            OAuth2::new(CLIENT, "cert", SigningAlgorithm::Es256, &SecretString::from(key)).unwrap_err();
        assert!(error.to_string().contains(expected) && !error.to_string().contains("MARKER"), "{error}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_revoked_certificate_gives_way_to_its_successor_without_a_restart() {
    let account = Account::new();
    account.trust("cert-1", include_str!("keys/p256.pub.pem"));
    let credentials = oauth2("cert-1", SigningAlgorithm::Es256, P256);
    let netsuite = account.client(credentials.clone());
    read(&netsuite).await.unwrap();

    credentials.add_successor("cert-2", SigningAlgorithm::Ps512, &SecretString::from(RSA)).unwrap();
    an_hour().await;
    read(&netsuite).await.unwrap();
    assert_eq!(credentials.certificate_id(), "cert-1", "while it is good, it is used");

    account.trust("cert-2", include_str!("keys/rsa.pub.pem"));
    account.revoke("cert-1");
    an_hour().await;
    read(&netsuite).await.unwrap();
    assert_eq!(credentials.certificate_id(), "cert-2");
    let asked = account.token_requests();
    an_hour().await;
    read(&netsuite).await.unwrap();
    assert_eq!(account.token_requests(), asked + 1, "the old one is not tried again");
}

#[tokio::test(start_paused = true)]
async fn when_no_certificate_is_accepted_none_is_dropped_and_the_login_rests() {
    let account = Account::new();
    let credentials = oauth2("cert-1", SigningAlgorithm::Es256, P256);
    credentials.add_successor("cert-2", SigningAlgorithm::Es384, &SecretString::from(P384)).unwrap();
    let netsuite = account.client(credentials.clone());
    for _ in 0..10 {
        let error = read(&netsuite).await.unwrap_err();
        assert_eq!((error.kind(), error.has_code("invalid_grant")), (ErrorKind::Auth, true));
        assert!(error.hint().unwrap().contains("sandbox refresh"));
    }
    assert_eq!((account.token_requests(), credentials.certificate_id()), (2, "cert-1".to_owned()));
    account.trust("cert-1", include_str!("keys/p256.pub.pem"));
    tokio::time::advance(Duration::from_secs(61)).await;
    read(&netsuite).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_wider_scope_is_asked_for_when_wanted() {
    let account = Account::new();
    account.trust("cert", include_str!("keys/p256.pub.pem"));
    let credentials = oauth2("cert", SigningAlgorithm::Es256, P256).with_scope(Scope::Restlets);
    read(&account.client(credentials)).await.unwrap();
    assert_eq!(account.state().assertions[0].1["scope"], json!(["rest_webservices", "restlets"]));
}

#[tokio::test(start_paused = true)]
async fn certificates_are_listed_added_and_revoked_on_the_restlets_host() {
    let account = Account::new();
    account.trust("cert", include_str!("keys/p256.pub.pem"));
    let netsuite = account.client(oauth2("cert", SigningAlgorithm::Es256, P256));
    let certificates = netsuite.certificates("client/1");
    let known = certificates.list().await.unwrap();
    assert_eq!(
        known.iter().map(|one| (one.id.as_str(), one.invalidated)).collect::<Vec<_>>(),
        [("cert-1", true), ("cert-2", false)]
    );
    assert_eq!(known[0].valid_until, DateTime::from_timestamp(1_795_435_200, 0));
    let (role, entity) = (InternalId::new("3").unwrap(), InternalId::new("7").unwrap());
    let new = certificates.add("-----BEGIN CERTIFICATE-----", &role, &entity).await.unwrap();
    assert_eq!((new.id.as_str(), new.valid_until), ("cert-new", "2028-11-22T12:00:00Z".parse().ok()));
    certificates.revoke("cert-1").await.unwrap();
    let base =
        "https://1234567-sb1.restlets.api.netsuite.com/services/rest/auth/oauth2/v1/clients/client%2F1";
    let expected = [
        format!("GET {base}/certificates"),
        format!("POST {base}/certificates"),
        format!("POST {base}/certificates/cert-1/revoke"),
    ];
    assert_eq!(account.state().calls, expected);

    let signed = account.client(TokenBased::new("k", "s", "t", "s")).certificates("client");
    assert_eq!(signed.list().await.unwrap_err().kind(), ErrorKind::Config);
    assert_eq!(account.state().calls.len(), 3, "and nothing is sent");
}

// ---- On behalf of a person ------------------------------------------------------------------------------------

/// Keeps one refresh token, and every one it was given.
#[derive(Debug, Clone, Default)]
struct Drawer(Arc<Mutex<Contents>>);

#[derive(Default)]
struct Contents {
    tokens: Vec<String>,
    broken: bool,
}

impl std::fmt::Debug for Contents {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Contents")
    }
}

#[async_trait]
impl RefreshTokenStore for Drawer {
    async fn load(&self) -> io::Result<Option<SecretString>> {
        Ok(self.0.lock().unwrap().tokens.last().cloned().map(SecretString::from))
    }

    async fn save(&self, token: &SecretString) -> io::Result<()> {
        let mut contents = self.0.lock().unwrap();
        if contents.broken {
            return Err(io::Error::other("the disk is full"));
        }
        contents.tokens.push(token.expose_secret().to_owned());
        Ok(())
    }
}

impl Drawer {
    fn tokens(&self) -> Vec<String> {
        self.0.lock().unwrap().tokens.clone()
    }
}

const REDIRECT: &str = "https://app.example.com/netsuite?tenant=1";

fn request() -> AuthorizationRequest {
    AuthorizationRequest::new(CLIENT, REDIRECT, [Scope::RestWebServices, Scope::Restlets]).unwrap()
}

fn parameters(url: &str) -> BTreeMap<String, String> {
    url::Url::parse(url).unwrap().query_pairs().into_owned().collect()
}

/// The person says yes: NetSuite remembers the code, and the browser comes back.
fn consent(account: &Account, request: &AuthorizationRequest) -> String {
    let asked = parameters(&request.url(&"1234567_SB1".parse().unwrap()));
    account.state().code = Some(("MARKER-code".to_owned(), asked["code_challenge"].clone()));
    format!("{REDIRECT}&code=MARKER-code&state={}&role=3&entity=7&company=1234567_SB1", asked["state"])
}

async fn authorized(account: &Arc<Account>, store: &Drawer) -> NetSuite {
    let netsuite = account.client(AuthorizationCode::new(CLIENT, store.clone()));
    let request = request();
    let back = consent(account, &request);
    netsuite.authorize(&request.answered(&back).unwrap()).await.unwrap();
    netsuite
}

#[test]
fn the_page_asks_for_a_code_with_a_challenge_that_only_the_verifier_meets() {
    let request = AuthorizationRequest::resume(
        CLIENT,
        REDIRECT,
        "MARKER-state-of-22-characters",
        "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk",
    );
    let url = request.url(&"1234567_SB1".parse().unwrap());
    assert!(url.starts_with("https://1234567-sb1.app.netsuite.com/app/login/oauth2/authorize.nl?"), "{url}");
    assert!(!url.contains('+'), "{url}");
    let parameters = parameters(&url);
    let expected = [
        ("client_id", CLIENT),
        // The example of RFC 7636.
        ("code_challenge", "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"),
        ("code_challenge_method", "S256"),
        ("redirect_uri", REDIRECT),
        ("response_type", "code"),
        ("scope", "rest_webservices"),
        ("state", "MARKER-state-of-22-characters"),
    ];
    assert_eq!(parameters, expected.map(|(name, value)| (name.to_owned(), value.to_owned())).into());
}

#[test]
fn each_request_has_its_own_state_and_verifier_of_the_length_that_netsuite_wants() {
    let (one, other) = (request(), request());
    for (one, other) in [(one.state(), other.state()), (one.verifier(), other.verifier())] {
        assert_ne!(one.expose_secret(), other.expose_secret());
        assert_eq!(one.expose_secret().len(), 43);
    }
}

#[test]
fn an_answer_to_another_request_is_not_taken() {
    let (ours, other) = (request(), request());
    let state = other.state().expose_secret();
    for query in [format!("code=c&state={state}"), "code=c".to_owned(), "code=c&state=".to_owned()] {
        let error = ours.answered(&format!("{REDIRECT}&{query}")).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Auth);
        assert!(error.to_string().contains("not to this request"), "{error}");
    }
    let state = ours.state().expose_secret();
    let refused = ours.answered(&format!("error=access_denied&state={state}")).unwrap_err();
    assert_eq!(refused.to_string(), "authorize: NetSuite did not authorize this client: access_denied");
    assert!(ours.answered(&format!("{REDIRECT}&state={state}")).unwrap_err().to_string().contains("no code"));
    let good = ours.answered(&format!("{REDIRECT}&code=c&state={state}&company=1234567-sb1#top")).unwrap();
    assert_eq!(good.account().unwrap().realm(), "1234567_SB1");
}

#[tokio::test(start_paused = true)]
async fn a_consent_buys_tokens_and_each_renewal_saves_the_next_before_it_is_used() {
    let (account, store) = (Account::new(), Drawer::default());
    let netsuite = authorized(&account, &store).await;
    for _ in 0..3 {
        read(&netsuite).await.unwrap();
        an_hour().await;
    }
    read(&netsuite).await.unwrap();
    let expected = [1, 2, 3, 4].map(|n| format!("MARKER-refresh-{n}"));
    assert_eq!(store.tokens(), expected);
    // Another process begins where this one stopped.
    let later = account.client(AuthorizationCode::new(CLIENT, store.clone()));
    read(&later).await.unwrap();
    assert_eq!(store.tokens().len(), 5);
}

#[tokio::test(start_paused = true)]
async fn fifty_calls_at_once_use_a_single_use_token_once() {
    let (account, store) = (Account::new(), Drawer::default());
    let netsuite = authorized(&account, &store).await;
    account.state().latency = Duration::from_millis(300);
    an_hour().await;
    let outcomes = join_all((0..50).map(|_| read(&netsuite))).await;
    assert!(outcomes.iter().all(Result::is_ok));
    assert_eq!(store.tokens().len(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_caller_that_gives_up_during_a_renewal_does_not_lose_the_next_token() {
    let (account, store) = (Account::new(), Drawer::default());
    let netsuite = authorized(&account, &store).await;
    an_hour().await;
    account.state().latency = Duration::from_secs(5);
    assert!(tokio::time::timeout(Duration::from_secs(1), read(&netsuite)).await.is_err());
    read(&netsuite).await.unwrap();
    assert_eq!(store.tokens(), [1, 2, 3].map(|n| format!("MARKER-refresh-{n}")));
}

#[tokio::test(start_paused = true)]
async fn a_token_that_could_not_be_saved_is_saved_before_anything_else_is_asked() {
    let (account, store) = (Account::new(), Drawer::default());
    let netsuite = authorized(&account, &store).await;
    an_hour().await;
    store.0.lock().unwrap().broken = true;
    for _ in 0..3 {
        let error = read(&netsuite).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Unavailable);
        assert!(error.to_string().contains("could not be saved"), "{error}");
    }
    assert_eq!(account.token_requests(), 2, "the token that is kept back is asked for once");
    store.0.lock().unwrap().broken = false;
    read(&netsuite).await.unwrap();
    assert_eq!(store.tokens(), [1, 2, 3].map(|n| format!("MARKER-refresh-{n}")));
}

#[tokio::test(start_paused = true)]
async fn an_authorization_that_has_ended_has_to_be_given_again_and_then_calls_go_on_at_once() {
    let (account, store) = (Account::new(), Drawer::default());
    let netsuite = account.client(AuthorizationCode::new(CLIENT, store.clone()));
    let nobody = read(&netsuite).await.unwrap_err();
    assert_eq!((nobody.kind(), account.token_requests()), (ErrorKind::Auth, 0));
    assert!(nobody.to_string().contains("nobody has authorized"), "{nobody}");

    let request = request();
    let consent = request.answered(&consent(&account, &request)).unwrap();
    netsuite.authorize(&consent).await.unwrap();
    read(&netsuite).await.unwrap();

    account.state().refresh = Some("MARKER-another".to_owned());
    an_hour().await;
    let ended = read(&netsuite).await.unwrap_err();
    assert_eq!((ended.kind(), ended.has_code("invalid_grant")), (ErrorKind::Auth, true));
    assert!(ended.hint().unwrap().contains("authorize again"));

    assert_eq!(
        netsuite.authorize(&consent).await.unwrap_err().kind(),
        ErrorKind::Auth,
        "a code is good once"
    );
    let again = self::request();
    netsuite.authorize(&again.answered(&self::consent(&account, &again)).unwrap()).await.unwrap();
    read(&netsuite).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_confidential_client_proves_itself_by_basic_and_keeps_its_refresh_token() {
    let (account, store) = (Account::new(), Drawer::default());
    account.state().confidential = true;
    let auth = AuthorizationCode::new(CLIENT, store.clone()).with_client_secret(SECRET);
    let netsuite = account.client(auth);
    let request = request();
    netsuite.authorize(&request.answered(&consent(&account, &request)).unwrap()).await.unwrap();
    an_hour().await;
    read(&netsuite).await.unwrap();
    an_hour().await;
    read(&netsuite).await.unwrap();
    assert_eq!((store.tokens().len(), account.token_requests()), (1, 3));
}

#[tokio::test(start_paused = true)]
async fn a_consent_for_another_account_is_not_used() {
    let (account, store) = (Account::new(), Drawer::default());
    let netsuite = account.client(AuthorizationCode::new(CLIENT, store));
    let request = request();
    let back = consent(&account, &request).replace("company=1234567_SB1", "company=7654321");
    let error = netsuite.authorize(&request.answered(&back).unwrap()).await.unwrap_err();
    assert_eq!((error.kind(), account.token_requests()), (ErrorKind::Config, 0));
    assert!(error.to_string().contains("7654321"), "{error}");
}

// ---- What a refusal tells -------------------------------------------------------------------------------------

fn off_by(account: &Account, minutes: i64) -> SharedClock {
    let skewed = SkewedClock::new(account.clock.clone());
    skewed.set_skew(TimeDelta::minutes(minutes));
    SharedClock::new(skewed)
}

#[tokio::test(start_paused = true)]
async fn a_clock_that_is_off_is_measured_and_told() {
    for (minutes, expected) in [
        (10, "access was refused, for this machine's clock is 10 minutes ahead of the service's (HTTP"),
        (-7, "access was refused, for this machine's clock is 7 minutes behind the service's (HTTP"),
    ] {
        let account = Account::new();
        account.trust("cert", include_str!("keys/p256.pub.pem"));
        let by_certificate = oauth2("cert", SigningAlgorithm::Es256, P256);
        let netsuite = account.client_with(by_certificate, off_by(&account, minutes));
        let error = read(&netsuite).await.unwrap_err();
        assert!(error.to_string().starts_with(&format!("token: {expected}")), "{error}");
        assert!(error.has_code("invalid_grant"));

        let signed = TokenBased::new("k", "s", "t", "s");
        let error = read(&account.client_with(signed, off_by(&account, minutes))).await.unwrap_err();
        assert!(error.to_string().starts_with(&format!("record.get: {expected}")), "{error}");
    }
    let account = Account::new();
    let signed = TokenBased::new("k", "s", "t", "s");
    let error = read(&account.client_with(signed, off_by(&account, 3))).await.unwrap_err();
    assert!(error.to_string().starts_with("record.get: access was refused (HTTP 401)"), "{error}");
}

#[tokio::test(start_paused = true)]
async fn a_role_without_permission_is_told_and_other_calls_go_on() {
    let account = Account::new();
    account.trust("cert", include_str!("keys/p256.pub.pem"));
    let netsuite = account.client(oauth2("cert", SigningAlgorithm::Es256, P256));
    let detail = json!({"detail": "Permission Violation", "o:errorCode": "INSUFFICIENT_PERMISSION"});
    account.state().instead = Some((403, json!({"status": 403, "o:errorDetails": [detail]})));
    let error = read(&netsuite).await.unwrap_err();
    assert_eq!((error.kind(), error.status()), (ErrorKind::Auth, Some(403)));
    assert!(error.hint().unwrap().starts_with("the role lacks a permission: REST Web Services"));
    read(&netsuite).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_signature_refused_with_403_counts_as_a_refused_login() {
    let account = Account::new();
    let netsuite = account.client(TokenBased::new("k", "s", "t", "s"));
    let body = json!({"error": {"code": "INVALID_LOGIN_ATTEMPT", "message": "Invalid login attempt."}});
    account.state().instead = Some((403, body));
    let error = read(&netsuite).await.unwrap_err();
    assert!(error.has_code("INVALID_LOGIN_ATTEMPT") && error.hint().unwrap().contains("Login Audit Trail"));
    assert_eq!(read(&netsuite).await.unwrap_err().attempts(), 0);
    assert_eq!(account.state().calls.len(), 1, "the second call is not sent");
}

#[tokio::test(start_paused = true)]
async fn a_wrong_signature_is_tried_less_than_five_times_in_any_half_hour() {
    let account = Account::new();
    let netsuite = account.client(TokenBased::new("k", "s", "t", "s"));
    let mut sent = Vec::new();
    for minute in 0..360 {
        let before = account.state().calls.len();
        join_all((0..20).map(|_| read(&netsuite))).await;
        sent.extend((before..account.state().calls.len()).map(|_| minute));
        tokio::time::advance(Duration::from_secs(60)).await;
    }
    assert!(sent.len() > 5, "but it is tried: {sent:?}");
    for from in &sent {
        let within = sent.iter().filter(|at| (*from..from + 30).contains(*at)).count();
        assert!(within < 5, "{within} within half an hour of minute {from}: {sent:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn behind_another_address_the_hint_is_about_the_host() {
    let account = Account::new();
    let netsuite = NetSuite::builder()
        .account("1234567_SB1".parse().unwrap())
        .auth(TokenBased::new("k", "s", "t", "s"))
        .base_url("https://proxy.example.com/")
        .transport(InProcess(Arc::clone(&account)))
        .clock(account.clock.clone())
        .build()
        .unwrap();
    let error = read(&netsuite).await.unwrap_err();
    assert!(error.hint().unwrap().contains("not the account's own host"), "{error}");
}

// ---- Secrets --------------------------------------------------------------------------------------------------

#[tokio::test(start_paused = true)]
async fn nothing_that_can_be_printed_shows_a_secret() {
    let (account, store) = (Account::new(), Drawer::default());
    let request = request();
    let consent = request.answered(&consent(&account, &request)).unwrap();
    let auth = AuthorizationCode::new(CLIENT, store.clone()).with_client_secret(SECRET);
    let public = authorized(&account, &store).await;
    read(&public).await.unwrap();
    let certificates = account.client(oauth2("cert", SigningAlgorithm::Es512, P521));
    let refused = read(&certificates).await.unwrap_err();
    let signed =
        TokenBased::new("MARKER", "MARKER", "MARKER", "MARKER").signed("GET", "https://h/", "1", "n", 1);
    let texts = [
        format!("{request:?} {consent:?} {auth:?} {signed:?}"),
        format!("{public:?} {public:#?} {certificates:?}"),
        format!("{refused} {refused:?} {:?}", Auth::from(auth)),
        format!("{:?}", certificates.certificates(CLIENT)),
    ];
    let secrets = ["MARKER", request.state().expose_secret(), request.verifier().expose_secret(), "eyJ"];
    for text in texts {
        for secret in secrets {
            assert!(!text.contains(secret), "{secret} in {text}");
        }
    }
}

// ---- Vectors --------------------------------------------------------------------------------------------------

#[expect(clippy::disallowed_methods, reason = "tests find other people's data by it")]
fn fixture(name: &str) -> Value {
    let shared = std::env::var("SHARED_DIR")
        .unwrap_or_else(|_| concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared").to_owned());
    let file = PathBuf::from(shared).join("fixtures/netsuite/auth").join(name);
    serde_json::from_slice(&std::fs::read(&file).unwrap_or_else(|e| panic!("{}: {e}", file.display())))
        .unwrap()
}

#[tokio::test(start_paused = true)]
#[ignore = "needs SHARED_DIR"]
async fn assertions_have_the_header_claims_and_form_of_the_published_ones() {
    for (name, algorithm, key) in
        [("m2m_es256.json", SigningAlgorithm::Es256, P256), ("m2m_ps256.json", SigningAlgorithm::Ps256, RSA)]
    {
        let vector = fixture(name);
        let text = |pointer: &str| vector.pointer(pointer).unwrap().as_str().unwrap().to_owned();
        let account = Account::new();
        let issued = DateTime::from_timestamp(vector["claims"]["iat"].as_i64().unwrap(), 0).unwrap();
        let clock = SharedClock::new(TokioClock::starting_at(issued));
        let auth = OAuth2::new(text("/claims/iss"), text("/kid"), algorithm, &SecretString::from(key));
        let auth = auth.unwrap().with_scope(Scope::Restlets);
        read(&account.client_with(auth, clock)).await.unwrap_err();
        let state = account.state();
        assert_eq!(state.assertions[0], (vector["header"].clone(), vector["claims"].clone()));
        let mut form = state.forms[0].clone();
        form.insert("client_assertion".to_owned(), "<example_token>".to_owned());
        assert_eq!(json!(form), vector["request"]["form"]);
        // And what is published verifies as ours does.
        let token = text("/example_token");
        let (message, signature) = token.rsplit_once('.').unwrap();
        let key = UnparsedPublicKey::new(verification(&text("/alg")), der(&text("/public_key_spki_pem")));
        key.verify(message.as_bytes(), &URL_SAFE_NO_PAD.decode(signature).unwrap()).unwrap();
    }
}

#[test]
#[ignore = "needs SHARED_DIR"]
fn the_published_challenge_follows_from_its_verifier() {
    let vector = fixture("pkce_s256.json");
    let verifier = vector["code_verifier"].as_str().unwrap();
    let request = AuthorizationRequest::resume(CLIENT, REDIRECT, "state", verifier);
    let asked = parameters(&request.url(&"1234567".parse().unwrap()));
    assert_eq!(asked["code_challenge"], vector["code_challenge"].as_str().unwrap());
}

// ---- Consent and certificates while calls go on ---------------------------------------------------------------------

#[tokio::test(start_paused = true)]
async fn a_consent_is_traded_in_even_while_a_renewal_is_under_way() {
    for renewable in [true, false] {
        let (account, store) = (Account::new(), Drawer::default());
        let netsuite = authorized(&account, &store).await;
        an_hour().await;
        if !renewable {
            account.state().refresh = Some("MARKER-another".to_owned());
        }
        account.state().latency = Duration::from_secs(5);
        let request = request();
        let consent = request.answered(&consent(&account, &request)).unwrap();
        let traded_in = async {
            tokio::time::sleep(Duration::from_secs(1)).await;
            netsuite.authorize(&consent).await
        };
        let (renewed, traded_in) = tokio::join!(read(&netsuite), traded_in);
        assert_eq!(renewed.is_ok(), renewable, "{renewed:?}");
        traded_in.unwrap();
        assert_eq!(account.state().forms.last().unwrap()["grant_type"], "authorization_code");
        read(&netsuite).await.unwrap();
    }
}

#[tokio::test(start_paused = true)]
async fn a_certificate_gives_way_to_its_successor_a_day_before_its_end_and_nothing_is_refused() {
    let account = Account::new();
    account.trust("cert-1", include_str!("keys/p256.pub.pem"));
    let credentials = oauth2("cert-1", SigningAlgorithm::Es256, P256);
    credentials.add_successor("cert-2", SigningAlgorithm::Ps512, &SecretString::from(RSA)).unwrap();
    let netsuite = account.client(credentials.clone());
    assert!(credentials.set_end("cert-1", account.clock.now() + TimeDelta::minutes(24 * 60 + 30)));
    assert!(!credentials.set_end("cert-9", account.clock.now()));
    read(&netsuite).await.unwrap();
    assert_eq!((credentials.certificate_id(), account.token_requests()), ("cert-1".to_owned(), 1));

    // Nobody has uploaded the next one yet.
    an_hour().await;
    read(&netsuite).await.unwrap();
    assert_eq!((credentials.certificate_id(), account.token_requests()), ("cert-1".to_owned(), 3));

    account.trust("cert-2", include_str!("keys/rsa.pub.pem"));
    an_hour().await;
    read(&netsuite).await.unwrap();
    assert_eq!((credentials.certificate_id(), account.token_requests()), ("cert-2".to_owned(), 4));
}

#[tokio::test(start_paused = true)]
async fn how_far_the_clock_is_off_is_measured_on_the_refusal_itself() {
    for minutes in [10, -7] {
        let account = Account::new();
        let netsuite = account.client_with(TokenBased::new("k", "s", "t", "s"), off_by(&account, minutes));
        let refused = read(&netsuite).await.unwrap_err();
        assert_eq!(refused.clock_skew().map(|ahead| ahead.num_minutes()), Some(minutes));
        let rested = read(&netsuite).await.unwrap_err();
        assert_eq!((rested.attempts(), rested.clock_skew()), (0, refused.clock_skew()));
    }
    let account = Account::new();
    let netsuite = account.client_with(TokenBased::new("k", "s", "t", "s"), off_by(&account, 3));
    assert_eq!(read(&netsuite).await.unwrap_err().clock_skew(), None, "that is no reason to refuse anybody");
}
