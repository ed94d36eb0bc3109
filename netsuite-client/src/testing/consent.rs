//! The authorization code flow: applications, the consent of a user, codes, refresh tokens.

use std::{collections::BTreeMap, fmt};

use base64::{
    Engine as _,
    engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
};
use bytes::Bytes;
use chrono::{DateTime, TimeDelta, Utc};
use http::{Request, header};
use sha2::{Digest as _, Sha256};

/// How long a code can be exchanged.
const CODE_LIVES: TimeDelta = TimeDelta::minutes(10);
const CONFIDENTIAL_LIVES: TimeDelta = TimeDelta::days(7);
const PUBLIC_LIVES: TimeDelta = TimeDelta::days(2);

/// An integration that users log in to with a browser.
#[derive(Clone, PartialEq, Eq)]
pub struct Application {
    /// The integration's client id.
    pub client_id: String,
    /// Its secret; a public client has none, and its refresh tokens are good for one use each.
    pub client_secret: Option<String>,
    /// Where the browser is sent back to.
    pub redirect_uri: String,
}

impl fmt::Debug for Application {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Application").field("client_id", &self.client_id).finish_non_exhaustive()
    }
}

/// A code that was given and not exchanged yet.
struct Code {
    client_id: String,
    challenge: String,
    scopes: Vec<String>,
    expires: DateTime<Utc>,
}

struct Refresh {
    client_id: String,
    scopes: Vec<String>,
    expires: DateTime<Utc>,
}

/// What the flow keeps.
#[derive(Default)]
pub(super) struct Consents {
    pub(super) applications: Vec<Application>,
    codes: BTreeMap<String, Code>,
    refreshes: BTreeMap<String, Refresh>,
}

impl Consents {
    /// What the user's browser is redirected to after the consent to an authorization request.
    pub(super) fn consent(
        &mut self,
        url: &str,
        account: &str,
        code: String,
        now: DateTime<Utc>,
    ) -> Option<String> {
        let url = url::Url::parse(url).ok()?;
        let query: BTreeMap<_, _> = url.query_pairs().into_owned().collect();
        let get = |name: &str| query.get(name).map_or("", String::as_str);
        let application = self.applications.iter().find(|known| known.client_id == get("client_id"))?;
        if application.redirect_uri != get("redirect_uri") {
            return None;
        }
        let mut back = url::Url::parse(&application.redirect_uri).ok()?;
        let state = get("state");
        let good = get("response_type") == "code"
            && get("code_challenge_method") == "S256"
            && !get("code_challenge").is_empty()
            && (22..=1024).contains(&state.len())
            && !get("scope").trim().is_empty();
        if good {
            let client_id = application.client_id.clone();
            let challenge = get("code_challenge").to_owned();
            let scopes = get("scope").split_whitespace().map(str::to_owned).collect();
            self.codes.insert(code.clone(), Code { client_id, challenge, scopes, expires: now + CODE_LIVES });
            let answer = [("code", code.as_str()), ("role", "3"), ("entity", "17"), ("company", account)];
            back.query_pairs_mut().extend_pairs(answer);
        } else {
            back.query_pairs_mut().append_pair("error", "invalid_request");
        }
        back.query_pairs_mut().append_pair("state", state);
        Some(back.to_string())
    }

    /// Exchanges a code or a refresh token; answers the refresh token that goes with the new access token, and what that
    /// one may be used for.
    pub(super) fn exchange(
        &mut self,
        request: &Request<Bytes>,
        form: &BTreeMap<String, String>,
        fresh: String,
        now: DateTime<Utc>,
    ) -> Result<(Option<String>, Vec<String>), &'static str> {
        let field = |name: &str| form.get(name).map_or("", String::as_str);
        let application = self.client(request, field("client_id")).ok_or("invalid_client")?.clone();
        let is_public = application.client_secret.is_none();
        let lives = if is_public { PUBLIC_LIVES } else { CONFIDENTIAL_LIVES };
        let client_id = application.client_id.clone();
        let refresh =
            |scopes: &[String]| Refresh { client_id, scopes: scopes.to_vec(), expires: now + lives };
        if field("grant_type") == "authorization_code" {
            // A code is good for one try.
            let code = self.codes.remove(field("code")).ok_or("invalid_grant")?;
            let hashed = URL_SAFE_NO_PAD.encode(Sha256::digest(field("code_verifier").as_bytes()));
            let fits = code.client_id == application.client_id
                && now < code.expires
                && application.redirect_uri == field("redirect_uri")
                && hashed == code.challenge;
            if !fits {
                return Err("invalid_grant");
            }
            self.refreshes.insert(fresh.clone(), refresh(&code.scopes));
            return Ok((Some(fresh), code.scopes));
        }
        let old = self.refreshes.get(field("refresh_token"));
        let old = old.filter(|old| old.client_id == application.client_id && now < old.expires);
        let scopes = old.ok_or("invalid_grant")?.scopes.clone();
        if !is_public {
            return Ok((None, scopes));
        }
        self.refreshes.remove(field("refresh_token"));
        self.refreshes.insert(fresh.clone(), refresh(&scopes));
        Ok((Some(fresh), scopes))
    }

    /// Withdraws every refresh token of an application.
    pub(super) fn revoke(&mut self, client_id: &str) {
        self.refreshes.retain(|_, refresh| refresh.client_id != client_id);
    }

    /// A confidential client says who it is with its secret, a public one in the form.
    fn client(&self, request: &Request<Bytes>, named: &str) -> Option<&Application> {
        let header = request.headers().get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
        let basic = header.and_then(|header| header.strip_prefix("Basic "));
        let Some(basic) = basic else {
            let mut public = self.applications.iter().filter(|known| known.client_secret.is_none());
            return public.find(|known| known.client_id == named);
        };
        let text = String::from_utf8(STANDARD.decode(basic).ok()?).ok()?;
        let (id, secret) = text.split_once(':')?;
        self.applications
            .iter()
            .find(|known| known.client_id == id && known.client_secret.as_deref() == Some(secret))
    }
}
