//! Which buyers' data are kept, and how long.

use chrono::TimeDelta;
use serde::{Deserialize, Serialize};

/// Which buyers' data are kept, and how long. See `docs/privacy.md`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct PrivacySettings {
    /// Which orders are archived as Amazon sent them, sealed. Default: none. Anything else needs a
    /// [vault](crate::EngineBuilder::vault) and the flow [`EraseBodies`](crate::flows::EraseBodies).
    pub archive: Archive,
    /// An archived order is erased so many days after it was imported. Default 7.
    pub days_after_done: u32,
    /// An archived order is erased so many days after its delivery, parked or not. Default 30, and that is the most:
    /// Amazon allows no longer.
    pub days_after_delivery: u32,
}

/// Which orders are archived.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Archive {
    /// None: no body is stored. What is archived already stays until its time comes.
    #[default]
    Off,
    /// Those that are parked.
    Parked,
    /// Those that are parked, and those that are imported.
    All,
}

impl PrivacySettings {
    /// The most days after delivery that Amazon allows.
    pub const MOST_DAYS: u32 = 30;

    pub(crate) fn is_within_limits(&self) -> bool {
        self.days_after_done <= Self::MOST_DAYS && self.days_after_delivery <= Self::MOST_DAYS
    }

    pub(crate) fn after_done(&self) -> TimeDelta {
        TimeDelta::days(self.days_after_done.min(Self::MOST_DAYS).into())
    }

    pub(crate) fn after_delivery(&self) -> TimeDelta {
        TimeDelta::days(self.days_after_delivery.min(Self::MOST_DAYS).into())
    }
}

impl Default for PrivacySettings {
    fn default() -> Self {
        Self { archive: Archive::default(), days_after_done: 7, days_after_delivery: Self::MOST_DAYS }
    }
}
