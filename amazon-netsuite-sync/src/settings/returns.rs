//! What becomes of goods that buyers sent back to Amazon.

use chrono::{DateTime, TimeDelta, Utc};
use netsuite_client::InternalId;
use serde::{Deserialize, Serialize};

/// How the FBA returns of a store are posted: each as a return authorisation over nothing (the money comes with the
/// settlement) and its receipt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReturnSettings {
    /// Where units go that can be sold again.
    pub sellable_location: InternalId,
    /// Where all others go.
    pub damaged_location: InternalId,
    /// The account to which units are written off that cannot be sold: an inventory adjustment takes them out of
    /// `damaged_location` again. Default: they stay there.
    #[serde(default)]
    pub write_off_account: Option<InternalId>,
    /// Returns that Amazon received before this instant are ignored. Default: `go_live`.
    #[serde(default)]
    pub start: Option<DateTime<Utc>>,
    /// How long after Amazon received a return it is posted: Amazon corrects young ones. Default `4320m`, three days. Of
    /// several stores the longest counts.
    #[serde(default = "three_days", with = "super::span")]
    pub offset: TimeDelta,
    /// How far each report reaches back behind the last one, for returns that appear late. Costs reads, no duplicates.
    /// Default `1440m`, a day. Of several stores the longest counts.
    #[serde(default = "one_day", with = "super::span")]
    pub overlap: TimeDelta,
    /// Script id of a custom field of return authorisations that refers to the transaction they are for. Default: only
    /// the order's number tells.
    #[serde(default)]
    pub order_field: Option<String>,
}

impl ReturnSettings {
    /// The defaults, for these locations.
    pub fn new(sellable_location: InternalId, damaged_location: InternalId) -> Self {
        Self {
            sellable_location,
            damaged_location,
            write_off_account: None,
            start: None,
            offset: three_days(),
            overlap: one_day(),
            order_field: None,
        }
    }
}

fn three_days() -> TimeDelta {
    TimeDelta::minutes(4_320)
}

fn one_day() -> TimeDelta {
    TimeDelta::days(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_return_waits_three_days_unless_it_is_said_otherwise() {
        let text = r#"{"sellable_location":"3","damaged_location":"4"}"#;
        let settings: ReturnSettings = serde_json::from_str(text).unwrap();
        let [sellable, damaged] = ["3", "4"].map(|id| InternalId::new(id).unwrap());
        assert_eq!(settings, ReturnSettings::new(sellable, damaged));
        assert_eq!(settings.offset.num_minutes(), 4_320);
        let text = r#"{"sellable_location":"3","damaged_location":"4","offset":"60m"}"#;
        let settings: ReturnSettings = serde_json::from_str(text).unwrap();
        assert_eq!(settings.offset, TimeDelta::hours(1));
        assert!(serde_json::from_str::<ReturnSettings>("{}").unwrap_err().to_string().contains("location"));
    }
}
