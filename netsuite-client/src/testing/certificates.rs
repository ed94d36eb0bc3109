//! The certificates of an integration, as its own endpoint lists, adds and revokes them.

use std::fmt;

use bytes::Bytes;
use chrono::{DateTime, SecondsFormat, TimeDelta, Utc};
use http::{Method, Request, StatusCode};
use jsonwebtoken::DecodingKey;
use serde_json::{Value, json};

use super::{
    auth::{Auth, Certificate},
    wire::{self, Detail, INVALID_CONTENT, Refusal, Reply},
};

/// How many active ones an integration can have.
const MOST: usize = 5;
const VALID: TimeDelta = TimeDelta::days(730);

/// A certificate and what the account knows of it.
#[derive(Clone)]
pub(super) struct Held {
    pub(super) certificate: Certificate,
    pub(super) created: DateTime<Utc>,
    pub(super) revoked: bool,
    role: i64,
    entity: i64,
}

impl fmt::Debug for Held {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Held").field("id", &self.certificate.certificate_id).finish_non_exhaustive()
    }
}

impl Held {
    pub(super) fn new(certificate: Certificate, created: DateTime<Utc>) -> Self {
        Self { certificate, created, revoked: false, role: 3, entity: 17 }
    }

    pub(super) fn is_good(&self, now: DateTime<Utc>) -> bool {
        !self.revoked && now < self.created + VALID
    }

    fn show(&self) -> Value {
        let moment = |at: DateTime<Utc>| at.to_rfc3339_opts(SecondsFormat::Secs, true);
        let is_rsa = DecodingKey::from_rsa_pem(self.certificate.public_key_pem.as_bytes()).is_ok();
        json!({
            "certificate_id": self.certificate.certificate_id,
            "certificate": self.certificate.public_key_pem,
            "algorithm": if is_rsa { "RSA" } else { "EC" },
            "created_at": moment(self.created),
            "valid_from": moment(self.created),
            "valid_until": moment(self.created + VALID),
            "invalidated": self.revoked,
            "entity_role_id": {"com": 1, "ent": self.entity, "rol": self.role},
            "application_id": self.certificate.client_id,
        })
    }
}

impl Auth {
    /// Answers a request to the endpoint; `fresh` is the id of a certificate that is added.
    pub(super) fn certificates(
        &mut self,
        request: &Request<Bytes>,
        client: &str,
        path: &[String],
        fresh: String,
        now: DateTime<Utc>,
    ) -> Result<Reply, Refusal> {
        let path: Vec<&str> = path.iter().map(String::as_str).collect();
        match (request.method(), path.as_slice()) {
            (&Method::GET, []) => {
                let own = self.held.iter().filter(|held| held.certificate.client_id == client);
                let items: Vec<_> = own.map(Held::show).collect();
                Ok(wire::plain_json(StatusCode::OK, &json!({"items": items})))
            }
            (&Method::POST, []) => {
                let held = self.added(request, client, fresh, now)?;
                let shown = held.show();
                self.held.push(held);
                Ok(wire::plain_json(StatusCode::OK, &shown))
            }
            (&Method::POST, [id, "revoke"]) => {
                let own = |held: &&mut Held| {
                    held.certificate.client_id == client && held.certificate.certificate_id == **id
                };
                let held = self.held.iter_mut().find(own).ok_or_else(Refusal::missing_record)?;
                held.revoked = true;
                Ok(wire::no_content(None))
            }
            _ => Err(Refusal::missing_record()),
        }
    }

    fn added(
        &self,
        request: &Request<Bytes>,
        client: &str,
        fresh: String,
        now: DateTime<Utc>,
    ) -> Result<Held, Refusal> {
        let refused = |text: &str, path: &str| Refusal::from(Detail::new(INVALID_CONTENT, text).at(path));
        let body: Value = serde_json::from_slice(request.body()).unwrap_or_default();
        let number = |name: &str| body.get(name).and_then(Value::as_i64);
        let (Some(role), Some(entity)) = (number("role"), number("entity")) else {
            return Err(refused("A role and an entity are needed.", "role"));
        };
        let pem = body.get("fileContent").and_then(Value::as_str).unwrap_or_default();
        let bytes = pem.as_bytes();
        if DecodingKey::from_rsa_pem(bytes).is_err() && DecodingKey::from_ec_pem(bytes).is_err() {
            return Err(refused("The certificate is not valid.", "fileContent"));
        }
        let own = self.held.iter().filter(|held| held.certificate.client_id == client && held.is_good(now));
        if own.count() >= MOST {
            return Err(refused("The integration has five active certificates.", "fileContent"));
        }
        let certificate = Certificate {
            client_id: client.to_owned(),
            certificate_id: fresh,
            public_key_pem: pem.to_owned(),
        };
        Ok(Held { role, entity, ..Held::new(certificate, now) })
    }
}
