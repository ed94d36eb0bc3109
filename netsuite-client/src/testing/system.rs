//! What the account says of itself: the server's time and how many requests it takes at once.

use chrono::{DateTime, SecondsFormat, Utc};
use http::StatusCode;
use serde_json::json;

use super::{
    State,
    wire::{self, Refusal, Reply},
};

impl State {
    pub(super) fn system(&self, name: &str, now: DateTime<Utc>) -> Result<Reply, Refusal> {
        let body = match name {
            "serverTime" => json!({"serverTime": now.to_rfc3339_opts(SecondsFormat::Secs, true)}),
            // Administrators only.
            "governanceLimits" if !self.is_administrator => return Err(Refusal::usual(403)),
            "governanceLimits" => json!({
                "accountConcurrencyLimit": self.limit,
                "accountUnallocatedConcurrencyLimit": self.limit,
                "integrationLimitType": "accountLimit",
            }),
            _ => return Err(Refusal::missing_record()),
        };
        Ok(wire::vendor_json(StatusCode::OK, "singular", &body))
    }
}
