//! Days and instants in rules: read in a form that the rule names, written as a day of a zone.

use std::fmt::Write as _;

use chrono::{
    DateTime, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, TimeZone as _, Utc,
    format::{Item, StrftimeItems},
};
use chrono_tz::Tz;

/// Longer forms are a mistake.
const LONGEST_FORM: usize = 100;

/// A day, or an instant, as it stood in a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Moment {
    Day(NaiveDate),
    At(DateTime<Utc>),
}

impl Moment {
    /// Reads `2026-11-05` and `2026-11-05T18:00:00Z`, or text of the `form` that is given. A time without a zone of its
    /// own is one of `zone`.
    pub(super) fn read(text: &str, form: Option<&str>, zone: Tz) -> Option<Self> {
        let text = text.trim();
        let local = |time: NaiveDateTime| local_time(time, zone).map(|at| Self::At(at.to_utc()));
        match form {
            None => {
                let at = DateTime::parse_from_rfc3339(text).ok().map(|at| Self::At(at.to_utc()));
                let local = || text.parse::<NaiveDateTime>().ok().and_then(local);
                at.or_else(|| text.parse().ok().map(Self::Day)).or_else(local)
            }
            Some(form) => {
                let at = DateTime::parse_from_str(text, form).ok().map(|at| Self::At(at.to_utc()));
                let local = || NaiveDateTime::parse_from_str(text, form).ok().and_then(local);
                let day = || NaiveDate::parse_from_str(text, form).ok().map(Self::Day);
                at.or_else(local).or_else(day)
            }
        }
    }

    /// The day, of this zone.
    pub(super) fn day(self, zone: Tz) -> NaiveDate {
        match self {
            Self::Day(day) => day,
            Self::At(at) => at.with_timezone(&zone).date_naive(),
        }
    }

    /// The instant; a day begins at midnight of the zone.
    pub(super) fn instant(self, zone: Tz) -> Option<DateTime<Utc>> {
        match self {
            Self::At(at) => Some(at),
            Self::Day(day) => local_time(day.and_time(NaiveTime::MIN), zone).map(|at| at.to_utc()),
        }
    }

    pub(super) fn plus_days(self, days: i64) -> Option<Self> {
        let span = TimeDelta::try_days(days)?;
        match self {
            Self::Day(day) => day.checked_add_signed(span).map(Self::Day),
            Self::At(at) => at.checked_add_signed(span).map(Self::At),
        }
    }

    /// As text of this form; `None` where the form is none.
    pub(super) fn write(self, form: &str, zone: Tz) -> Option<String> {
        if !is_form(form) {
            return None;
        }
        let mut text = String::new();
        let at = match self {
            Self::Day(day) => local_time(day.and_time(NaiveTime::MIN), zone)?,
            Self::At(at) => at.with_timezone(&zone),
        };
        // Formatting says no by an error, which `to_string` would make a panic of.
        write!(text, "{}", at.format(form)).ok()?;
        Some(text)
    }
}

/// A time of a zone; one that the zone skips, as clocks go forward, is taken an hour later.
fn local_time(time: NaiveDateTime, zone: Tz) -> Option<DateTime<Tz>> {
    let later = || zone.from_local_datetime(&time.checked_add_signed(TimeDelta::hours(1))?).earliest();
    zone.from_local_datetime(&time).earliest().or_else(later)
}

/// Whether a form is one that dates can be read and written in, such as `%d/%m/%Y`.
pub(super) fn is_form(form: &str) -> bool {
    !form.is_empty()
        && form.len() <= LONGEST_FORM
        && StrftimeItems::new(form).all(|item| !matches!(item, Item::Error))
}
