//! `APPLICATION_OAUTH_CLIENT_NEW_SECRET` and `APPLICATION_OAUTH_CLIENT_SECRET_EXPIRY`: the application's own secret.

use chrono::{DateTime, Utc};
use commerce_client_core::{open_enum, secret::SecretString, wire};
use serde::{Deserialize, Serialize};

use crate::reading::empty_is_none;

/// The application has a new client secret. Store it before the old one stops working.
///
/// Serializes with the secret in it: an inbox that stores notifications must be as safe as a vault, or leave this one
/// out.
///
/// # Source
/// Amazon's "Application Management API use case guide", payload version 2023-11-30; there is no schema.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct NewClientSecret {
    /// The application's client id; it stays the same.
    pub client_id: String,
    /// The new secret.
    #[serde(serialize_with = "exposed")]
    pub new_client_secret: SecretString,
    /// Until when the new one works; UTC.
    #[serde(default, with = "wire::optional_instant", skip_serializing_if = "Option::is_none")]
    pub new_client_secret_expiry_time: Option<DateTime<Utc>>,
    /// Until when the old one works; UTC.
    #[serde(default, with = "wire::optional_instant", skip_serializing_if = "Option::is_none")]
    pub old_client_secret_expiry_time: Option<DateTime<Utc>>,
}

fn exposed<S: serde::Serializer>(secret: &SecretString, serializer: S) -> Result<S::Ok, S::Error> {
    use commerce_client_core::secret::ExposeSecret as _;
    serializer.serialize_str(secret.expose_secret())
}

/// The application's client secret runs out soon: rotate it with `rotateApplicationClientSecret`.
///
/// # Source
/// Amazon's "Application Management API use case guide", payload version 2023-11-30; there is no schema.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ClientSecretExpiry {
    /// The application's client id.
    pub client_id: String,
    /// Until when its secret works; UTC.
    #[serde(with = "wire::instant")]
    pub client_secret_expiry_time: DateTime<Utc>,
    /// Why it runs out.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub client_secret_expiry_reason: Option<ExpiryReason>,
}

open_enum! {
    /// Why a client secret runs out.
    pub enum ExpiryReason {
        /// Its time is over.
        PeriodicRotation = "PERIODIC_ROTATION",
    }
}
