//! Certificates for the client credentials flow, as NetSuite keeps them: list, add, revoke.

use std::fmt;

use chrono::{DateTime, Utc};
use commerce_client_core::{
    decode,
    error::{Error, ErrorKind},
    retry::Safety,
};
use http::Method;
use serde::{Deserialize, Deserializer};
use serde_json::{Value, json};

use super::percent_encode;
use crate::{
    client::{NetSuite, Outgoing},
    id::InternalId,
};

/// The certificates of one integration record; from [`NetSuite::certificates`].
///
/// Needs OAuth 2.0, the scope REST Web Services, and the permission Manage own OAuth 2.0 Client Credentials certificates.
#[derive(Clone)]
pub struct Certificates {
    netsuite: NetSuite,
    path: String,
}

impl fmt::Debug for Certificates {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Certificates").finish_non_exhaustive()
    }
}

impl Certificates {
    pub(crate) fn new(netsuite: NetSuite, client_id: &str) -> Self {
        let path =
            format!("/services/rest/auth/oauth2/v1/clients/{}/certificates", percent_encode(client_id));
        Self { netsuite, path }
    }

    /// All of them, revoked ones included.
    ///
    /// # Errors
    /// [`Config`](ErrorKind::Config) for a client with token-based authentication; [`Auth`](ErrorKind::Auth) without the
    /// permission.
    pub async fn list(&self) -> Result<Vec<ClientCertificate>, Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum List {
            Plain(Vec<ClientCertificate>),
            Wrapped {
                #[serde(alias = "certificates")]
                items: Vec<ClientCertificate>,
            },
        }
        let request = self.request("certificates.list", Safety::Read, Method::GET, "", None);
        let list: List =
            self.netsuite.send_bearing_a_token(request, |answer| decode::json(answer.body())).await?;
        Ok(match list {
            List::Plain(items) | List::Wrapped { items } => items,
        })
    }

    /// Uploads a certificate (X.509, PEM) for the role and the entity that the client acts as, and tells its id.
    ///
    /// NetSuite keeps five active ones for an integration record, and one at a time for a role and entity.
    ///
    /// # Errors
    /// [`Rejected`](ErrorKind::Rejected) when NetSuite does not take the certificate: RSA of 3072 or 4096 bit, or a curve
    /// P-256, P-384 or P-521, valid for two years at most.
    pub async fn add(
        &self,
        pem: &str,
        role: &InternalId,
        entity: &InternalId,
    ) -> Result<ClientCertificate, Error> {
        let number = |id: &InternalId| {
            let odd =
                || Error::new(ErrorKind::Config, "certificates.add", "role and entity have numbers for ids");
            id.as_str().parse::<i64>().map_err(|_| odd())
        };
        let body = json!({"fileContent": pem, "role": number(role)?, "entity": number(entity)?});
        let body = Some(body.to_string().into_bytes());
        let request = self.request("certificates.add", Safety::Create, Method::POST, "", body);
        self.netsuite.send_bearing_a_token(request, |answer| decode::json(answer.body())).await
    }

    /// Revokes a certificate, for good.
    ///
    /// # Errors
    /// [`NotFound`](ErrorKind::NotFound) when there is none with this id.
    pub async fn revoke(&self, certificate_id: &str) -> Result<(), Error> {
        let rest = format!("/{}/revoke", percent_encode(certificate_id));
        let request = self.request("certificates.revoke", Safety::Absolute, Method::POST, &rest, None);
        self.netsuite.send_bearing_a_token(request, |_| Ok(())).await
    }

    fn request(
        &self,
        operation: &'static str,
        safety: Safety,
        method: Method,
        rest: &str,
        body: Option<Vec<u8>>,
    ) -> Outgoing<'static> {
        Outgoing { operation, safety, method, path: format!("{}{rest}", self.path), headers: &[], body }
    }
}

/// A certificate as NetSuite knows it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[non_exhaustive]
pub struct ClientCertificate {
    /// What assertions name as their `kid`.
    #[serde(rename = "certificate_id")]
    pub id: String,
    /// The key's algorithm, such as `EC` or `RSA`.
    #[serde(default)]
    pub algorithm: Option<String>,
    /// The first instant it is good for.
    #[serde(default, deserialize_with = "instant")]
    pub valid_from: Option<DateTime<Utc>>,
    /// The last.
    #[serde(default, deserialize_with = "instant")]
    pub valid_until: Option<DateTime<Utc>>,
    /// Whether it was revoked.
    #[serde(default, deserialize_with = "flag")]
    pub invalidated: bool,
}

/// The form of instants here is not documented: text, seconds or milliseconds are read, anything else is none.
fn instant<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<DateTime<Utc>>, D::Error> {
    Ok(match Value::deserialize(deserializer)? {
        Value::String(text) => DateTime::parse_from_rfc3339(&text).ok().map(|at| at.to_utc()),
        Value::Number(number) => match number.as_i64() {
            Some(millis) if millis > 100_000_000_000 => DateTime::from_timestamp_millis(millis),
            Some(seconds) => DateTime::from_timestamp(seconds, 0),
            None => None,
        },
        _ => None,
    })
}

fn flag<'de, D: Deserializer<'de>>(deserializer: D) -> Result<bool, D::Error> {
    let value = Value::deserialize(deserializer)?;
    Ok(value == Value::Bool(true) || value.as_str().is_some_and(|text| matches!(text, "T" | "true")))
}
