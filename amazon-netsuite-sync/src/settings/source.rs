//! How orders are found at Amazon.

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

/// How orders are found at Amazon.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct SourceSettings {
    /// By which of their times orders are searched. Default: their last update.
    pub search_by: SearchBy,
    /// The first run looks back this many days at most. Default: as far as `go_live`, which wins in any case.
    pub days: Option<u32>,
}

/// By which of their times orders are searched.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum SearchBy {
    /// Everything that changed: an order that was pending is seen when it turns unshipped, a cancellation when it
    /// happens.
    #[default]
    LastUpdate,
    /// Only what is new. **Loses orders**: one that is pending when it is read is not read again, nor is a
    /// cancellation. For catching up by hand.
    Creation,
}

impl SourceSettings {
    /// Where the first run begins to read.
    pub(crate) fn first_read(&self, go_live: DateTime<Utc>, now: DateTime<Utc>) -> DateTime<Utc> {
        let days = self.days.map(|days| now - TimeDelta::days(days.into()));
        days.map_or(go_live, |from| from.max(go_live))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_go_live_instant_wins_over_a_longer_look_back() {
        let now = DateTime::UNIX_EPOCH + TimeDelta::days(100);
        let go_live = now - TimeDelta::days(10);
        let looking_back = |days| SourceSettings { days, ..SourceSettings::default() };
        assert_eq!(looking_back(None).first_read(go_live, now), go_live);
        assert_eq!(looking_back(Some(30)).first_read(go_live, now), go_live);
        assert_eq!(looking_back(Some(3)).first_read(go_live, now), now - TimeDelta::days(3));
    }
}
