//! What NetSuite says of itself: how many calls it takes at once, and what time it is there.

use chrono::{DateTime, TimeDelta, Utc};
use commerce_client_core::{clock::Clock as _, decode, error::Error, open_enum};
use serde::Deserialize;

use crate::client::{NetSuite, Outgoing};

open_enum! {
    /// Which of the account's limits holds for this integration.
    pub enum LimitType {
        /// One of its own.
        IntegrationSpecific = "integrationSpecific",
        /// What the account has left for integrations without one of their own.
        AccountLimit = "accountLimit",
        /// One that NetSuite sets for its own integrations.
        Internal = "internal",
    }
}

/// How many calls NetSuite takes at once. One pool for REST, SOAP and RESTlets, of all integrations.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct GovernanceLimits {
    /// For the whole account.
    pub account_concurrency_limit: u32,
    /// What is left of it for integrations without a limit of their own, which share it.
    pub account_unallocated_concurrency_limit: Option<u32>,
    /// For this integration, if it has one of its own.
    pub integration_concurrency_limit: Option<u32>,
    /// Which of them holds for this integration.
    pub integration_limit_type: LimitType,
}

impl GovernanceLimits {
    /// The most calls at once that this integration can have:
    /// [`concurrency`](crate::NetSuiteBuilder::concurrency) should not be above it.
    pub fn for_this_integration(&self) -> u32 {
        self.integration_concurrency_limit
            .or(self.account_unallocated_concurrency_limit)
            .unwrap_or(self.account_concurrency_limit)
            .min(self.account_concurrency_limit)
    }
}

impl NetSuite {
    /// How many calls NetSuite takes at once.
    ///
    /// # Errors
    /// As NetSuite says. Only administrators may ask: take an [`Auth`](crate::ErrorKind::Auth) error of
    /// [status](Error::status) 403 as "unknown".
    ///
    /// # Source
    /// `GET /services/rest/system/v1/governanceLimits`, since 2025.2.
    pub async fn governance_limits(&self) -> Result<GovernanceLimits, Error> {
        let path = "/services/rest/system/v1/governanceLimits".to_owned();
        let request = Outgoing::question("system.governance_limits", path);
        self.send(request, |answer| decode::json(answer.body())).await
    }

    /// Asks how many calls NetSuite takes at once, and from now on lets at most as many be in flight, in place of what
    /// [`concurrency`](crate::NetSuiteBuilder::concurrency) says. Clones keep to it, too. Other integrations take their
    /// part of it: what is too much for the moment, refusals tell.
    ///
    /// # Errors
    /// As [`governance_limits`](Self::governance_limits); the limit stays as it was.
    pub async fn keep_to_limits(&self) -> Result<GovernanceLimits, Error> {
        let limits = self.governance_limits().await?;
        self.set_concurrency(limits.for_this_integration().try_into().unwrap_or(usize::MAX));
        Ok(limits)
    }

    /// What time it is at NetSuite.
    ///
    /// # Errors
    /// As NetSuite says; any role may ask.
    ///
    /// # Source
    /// `GET /services/rest/system/v1/serverTime`, since 2025.2.
    pub async fn server_time(&self) -> Result<DateTime<Utc>, Error> {
        self.times().await.map(|(server, _)| server)
    }

    /// By how much this machine's clock is ahead of NetSuite's; negative, if it is behind. Exact to the time that an
    /// answer takes. NetSuite refuses OAuth 1.0 signatures that are more than five minutes off.
    ///
    /// For watching a clock that is still good enough: this call is signed like any other, and refused when it is not.
    /// Then the refusal itself tells: [`Error::clock_skew`].
    ///
    /// # Errors
    /// As [`server_time`](Self::server_time).
    pub async fn clock_skew(&self) -> Result<TimeDelta, Error> {
        self.times().await.map(|(server, own)| own - server)
    }

    /// NetSuite's time, and ours when its answer had arrived: not when it was asked for, for a call may have to wait.
    async fn times(&self) -> Result<(DateTime<Utc>, DateTime<Utc>), Error> {
        #[derive(Deserialize)]
        #[serde(rename_all = "camelCase")]
        struct Answer {
            server_time: DateTime<Utc>,
        }
        let path = "/services/rest/system/v1/serverTime".to_owned();
        let request = Outgoing::question("system.server_time", path);
        let answer: Answer = self.send(request, |answer| decode::json(answer.body())).await?;
        Ok((answer.server_time, self.clock().now()))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_limit_that_holds_is_the_integrations_own_or_what_the_account_has_left() {
        let limits = |more: serde_json::Value| {
            let mut limits = json!({"accountConcurrencyLimit": 25, "integrationLimitType": "accountLimit"});
            limits.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            serde_json::from_value::<GovernanceLimits>(limits).unwrap()
        };
        assert_eq!(limits(json!({})).for_this_integration(), 25);
        let left = json!({"accountUnallocatedConcurrencyLimit": 15});
        assert_eq!(limits(left).for_this_integration(), 15);
        let own = json!({"accountUnallocatedConcurrencyLimit": 15, "integrationConcurrencyLimit": 10,
            "integrationLimitType": "integrationSpecific"});
        assert_eq!(limits(own).for_this_integration(), 10);
    }
}
