//! What people write on the command line: marketplaces, times, durations.

use std::{fmt, time::Duration};

use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, Utc};
use commerce_client_core::clock::{Clock as _, SharedClock};
use sp_api_client::{Marketplace, ids::MarketplaceId};

/// What is wrong with the command line or the environment. Nothing was sent.
#[derive(Debug)]
pub(crate) struct Usage(pub(crate) String);

impl fmt::Display for Usage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Usage {}

pub(crate) fn now() -> DateTime<Utc> {
    SharedClock::system().now()
}

/// A country code or an id.
pub(crate) fn marketplace(text: &str) -> Result<MarketplaceId, String> {
    let code = if text.eq_ignore_ascii_case("UK") { "GB" } else { text };
    if let Some(known) = Marketplace::ALL.iter().find(|known| known.country.eq_ignore_ascii_case(code)) {
        return Ok((*known).into());
    }
    if text.len() < 10 {
        let codes: Vec<&str> = Marketplace::ALL.iter().map(|known| known.country).collect();
        return Err(format!("neither an id nor one of {}", codes.join(", ")));
    }
    MarketplaceId::new(text).map_err(|error| error.to_string())
}

/// An instant, a day in UTC, or how long ago.
pub(crate) fn instant(text: &str) -> Result<DateTime<Utc>, String> {
    if let Ok(instant) = DateTime::parse_from_rfc3339(text) {
        return Ok(instant.to_utc());
    }
    if let Ok(day) = text.parse::<NaiveDate>() {
        return Ok(day.and_time(NaiveTime::MIN).and_utc());
    }
    let ago = duration(text).ok().and_then(|ago| TimeDelta::from_std(ago).ok());
    ago.and_then(|ago| now().checked_sub_signed(ago))
        .ok_or_else(|| "write 2026-11-01T08:00:00Z, 2026-11-01, or how long ago: 90m, 12h, 7d".to_owned())
}

/// `90s`, `15m`, `2h`, `1d`; a bare number is seconds.
pub(crate) fn duration(text: &str) -> Result<Duration, String> {
    let wrong = || "write a number and a unit: 90s, 15m, 2h, 1d".to_owned();
    let digits = text.trim_end_matches(|letter: char| letter.is_ascii_alphabetic());
    let seconds: u64 = match &text[digits.len()..] {
        "" | "s" => 1,
        "m" => 60,
        "h" => 3_600,
        "d" => 86_400,
        _ => return Err(wrong()),
    };
    let number: u64 = digits.parse().map_err(|_| wrong())?;
    number.checked_mul(seconds).map(Duration::from_secs).ok_or_else(wrong)
}

/// `name=value`.
pub(crate) fn pair(text: &str) -> Result<(String, String), String> {
    let (name, value) = text.split_once('=').ok_or_else(|| "write NAME=VALUE".to_owned())?;
    if name.is_empty() {
        return Err("the name before = is missing".to_owned());
    }
    Ok((name.to_owned(), value.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_marketplace_is_a_country_code_or_an_id() {
        for text in ["UK", "gb", "A1F83G8C2ARO7P"] {
            assert_eq!(marketplace(text).unwrap().as_str(), "A1F83G8C2ARO7P");
        }
        assert_eq!(marketplace("A38D8NSA03LJTC").unwrap().as_str(), "A38D8NSA03LJTC");
        assert!(marketplace("XX").unwrap_err().contains("US, CA"));
    }

    #[test]
    fn a_time_is_an_instant_a_day_or_how_long_ago() {
        assert_eq!(instant("2026-11-01").unwrap(), instant("2026-11-01T01:00:00+01:00").unwrap());
        let ago = now() - instant("2d").unwrap();
        assert!((ago - TimeDelta::days(2)).abs() < TimeDelta::minutes(1));
        for wrong in ["yesterday", "7w", "", "99999999999999999999d", "9999999999999d"] {
            assert!(instant(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn durations_have_units() {
        assert_eq!(duration("15m").unwrap(), Duration::from_secs(900));
        assert_eq!(duration("2").unwrap(), Duration::from_secs(2));
        assert!(duration("m").is_err() && duration("-1s").is_err() && duration("1ms").is_err());
    }
}
