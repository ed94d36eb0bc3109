//! Dates and times as Amazon's locales write them.

use std::fmt;

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveTime, TimeZone as _, Utc};

use super::ValueError;

/// Whether `03/04/2026` is in April or in March.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DateOrder {
    /// The 3rd of April.
    DayFirst,
    /// The 4th of March.
    MonthFirst,
}

impl DateOrder {
    /// The other order.
    pub fn other(self) -> Self {
        match self {
            Self::DayFirst => Self::MonthFirst,
            Self::MonthFirst => Self::DayFirst,
        }
    }
}

impl fmt::Display for DateOrder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::DayFirst => "day-first",
            Self::MonthFirst => "month-first",
        })
    }
}

/// A date, perhaps with a time of day, perhaps with an offset: exactly what the cell says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct ReportTime {
    /// The calendar day, in the zone the report is written in.
    pub date: NaiveDate,
    /// The time of day, where the cell has one.
    pub time: Option<NaiveTime>,
    /// The distance from UTC, where the cell says it, by number or by the short name of a zone in which a
    /// [`Marketplace`](crate::Marketplace) lies (`UTC`, `PDT`, `BRT`, `MESZ`, `SAST`, `SGT`, …). Of the names that
    /// several countries use, `IST` is India's (Ireland's if the report is for [`IE`](crate::Marketplace::IE)), `BST`
    /// Britain's, `AST` Arabia's, `GST` the Gulf's, and `CST`, `MST`, `EST` North America's.
    pub offset: Option<FixedOffset>,
}

impl ReportTime {
    /// The instant, if the cell has a time of day and says its zone.
    pub fn instant(&self) -> Option<DateTime<Utc>> {
        let wall_clock = self.date.and_time(self.time?);
        Some(self.offset?.from_local_datetime(&wall_clock).single()?.to_utc())
    }

    /// The instant, where a cell without zone is in UTC and one without time of day is midnight.
    pub(super) fn in_utc(&self) -> DateTime<Utc> {
        let wall_clock = self.date.and_time(self.time.unwrap_or(NaiveTime::MIN));
        match self.offset.and_then(|offset| offset.from_local_datetime(&wall_clock).single()) {
            Some(instant) => instant.to_utc(),
            None => wall_clock.and_utc(),
        }
    }
}

/// What one cell says about a file's order of day and month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum OrderEvidence {
    /// Nothing: no date, or one that reads the same both ways or in one way only.
    None,
    Proves(DateOrder),
    /// The day as it is day first, and as it is month first.
    Either(NaiveDate, NaiveDate),
}

/// Whether `text` may be a date that begins with a day or a month. Most dates begin with a year or have dots: they are
/// passed over at a glance.
#[inline]
pub(super) fn leaves_open(text: &str) -> bool {
    match text.as_bytes() {
        [] => false,
        [_, b'/' | b'-', ..] | [_, _, b'/' | b'-', ..] => true,
        [first, ..] if first.is_ascii_digit() => false,
        _ => text.trim_start().bytes().take(3).any(|byte| matches!(byte, b'/' | b'-')),
    }
}

/// What `text` says about the date order of the file it stands in.
pub(super) fn evidence(text: &str) -> OrderEvidence {
    if !leaves_open(text) {
        return OrderEvidence::None;
    }
    let Some((DatePart::TwoWays { first, second, year }, _)) = date_part(text.trim()) else {
        return OrderEvidence::None;
    };
    if first == second {
        return OrderEvidence::None;
    }
    let day_first = NaiveDate::from_ymd_opt(year, second, first);
    let month_first = NaiveDate::from_ymd_opt(year, first, second);
    match (day_first, month_first) {
        (Some(day_first), Some(month_first)) => OrderEvidence::Either(day_first, month_first),
        (Some(_), None) => OrderEvidence::Proves(DateOrder::DayFirst),
        (None, Some(_)) => OrderEvidence::Proves(DateOrder::MonthFirst),
        (None, None) => OrderEvidence::None,
    }
}

/// The date in `text`, perhaps with time and offset; none when it is blank or `N/A`.
///
/// `order` is the file's, where that is known. `irish`: the file is from Ireland.
pub(super) fn parse(
    text: &str,
    order: Option<DateOrder>,
    irish: bool,
) -> Result<Option<ReportTime>, ValueError> {
    if super::amount::is_blank(text) {
        return Ok(None);
    }
    let (part, rest) = date_part(text.trim()).ok_or(ValueError::NotADate)?;
    let date = match part {
        DatePart::Known { year, month, day } => {
            NaiveDate::from_ymd_opt(year, month, day).ok_or(ValueError::NotADate)?
        }
        DatePart::TwoWays { first, second, year } => {
            let day_first = NaiveDate::from_ymd_opt(year, second, first);
            let month_first = NaiveDate::from_ymd_opt(year, first, second);
            match (order, day_first, month_first) {
                (_, None, None) => return Err(ValueError::NotADate),
                (_, Some(one), Some(other)) if one == other => one,
                (Some(DateOrder::DayFirst), date, _) | (Some(DateOrder::MonthFirst), _, date) => {
                    date.ok_or(ValueError::NotInTheFilesForm)?
                }
                (None, Some(date), None) | (None, None, Some(date)) => date,
                (None, Some(_), Some(_)) => return Err(ValueError::AmbiguousDate),
            }
        }
    };
    let (time, offset) = time_part(rest, irish).ok_or(ValueError::NotADate)?;
    Ok(Some(ReportTime { date, time, offset }))
}

enum DatePart {
    Known { year: i32, month: u32, day: u32 },
    TwoWays { first: u32, second: u32, year: i32 },
}

/// The date that `text` begins with, and what follows it.
fn date_part(text: &str) -> Option<(DatePart, &str)> {
    if text.starts_with(|char: char| char.is_ascii_alphabetic()) {
        // Jul 14, 2026
        let (month, rest) = month_name(text)?;
        let (day, _, rest) = number(rest.trim_start(), 2)?;
        let (year, rest) = year(rest.trim_start_matches([',', ' ']))?;
        return Some((DatePart::Known { year, month, day }, rest));
    }
    let (first, digits, rest) = number(text, 4)?;
    let mark = rest.chars().next().filter(|mark| matches!(mark, '-' | '/' | '.' | ' '))?;
    let rest = &rest[1..];
    if digits == 4 {
        let (month, _, rest) = number(rest, 2)?;
        let (day, _, rest) = number(rest.strip_prefix(mark)?, 2)?;
        return Some((DatePart::Known { year: first as i32, month, day }, rest));
    }
    if digits > 2 {
        return None;
    }
    if rest.starts_with(|char: char| char.is_ascii_alphabetic()) {
        // 14-Jul-2026
        let (month, rest) = month_name(rest)?;
        let (year, rest) = year(rest.strip_prefix(mark)?)?;
        return Some((DatePart::Known { year, month, day: first }, rest));
    }
    let (second, _, rest) = number(rest, 2)?;
    let (year, rest) = year(rest.strip_prefix(mark)?)?;
    let part = match mark {
        // Only countries that put the day first write dots.
        '.' => DatePart::Known { year, month: second, day: first },
        ' ' => return None,
        _ => DatePart::TwoWays { first, second, year },
    };
    Some((part, rest))
}

/// Up to `most` digits; how many there were.
fn number(text: &str, most: usize) -> Option<(u32, usize, &str)> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    if digits == 0 || digits > most {
        return None;
    }
    let (number, rest) = text.split_at(digits);
    Some((number.parse().ok()?, digits, rest))
}

/// Four digits, or the last two of this century.
fn year(text: &str) -> Option<(i32, &str)> {
    match number(text, 4)? {
        (year, 4, rest) => Some((year as i32, rest)),
        (year, 2, rest) => Some((2000 + year as i32, rest)),
        _ => None,
    }
}

fn month_name(text: &str) -> Option<(u32, &str)> {
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let length = text.bytes().take_while(u8::is_ascii_alphabetic).count();
    let (name, rest) = text.split_at(length);
    let fits = |month: &&str| {
        name.len() >= 3 && month.get(..name.len()).is_some_and(|head| head.eq_ignore_ascii_case(name))
    };
    let sept = name.eq_ignore_ascii_case("sept").then_some(8);
    let month = sept.or_else(|| MONTHS.iter().position(fits))?;
    Some((month as u32 + 1, rest.strip_prefix('.').unwrap_or(rest)))
}

type TimeAndOffset = (Option<NaiveTime>, Option<FixedOffset>);

/// Nothing, or a time of day and perhaps an offset, to the end of the text.
fn time_part(text: &str, irish: bool) -> Option<TimeAndOffset> {
    let rest = text.strip_prefix(['T', 't', ',']).unwrap_or(text).trim_start();
    if rest.is_empty() {
        return text.trim().is_empty().then_some((None, None));
    }
    if rest.len() == text.len() {
        return None;
    }
    let (hour, _, rest) = number(rest, 2)?;
    let (minute, _, rest) = number(rest.strip_prefix(':')?, 2)?;
    let (second, rest) = match rest.strip_prefix(':') {
        Some(rest) => number(rest, 2).map(|(second, _, rest)| (second, rest))?,
        None => (0, rest),
    };
    let (nanos, rest) = match rest.strip_prefix('.') {
        Some(rest) => {
            let (fraction, digits, rest) = number(rest, 9)?;
            (fraction * 10_u32.pow(9 - digits as u32), rest)
        }
        None => (0, rest),
    };
    let rest = rest.trim_start();
    let half =
        rest.get(..2).filter(|half| half.eq_ignore_ascii_case("am") || half.eq_ignore_ascii_case("pm"));
    let (hour, rest) = match half {
        Some(_) if !(1..=12).contains(&hour) => return None,
        Some(half) if half.eq_ignore_ascii_case("am") => (hour % 12, rest[2..].trim_start()),
        Some(_) => (hour % 12 + 12, rest[2..].trim_start()),
        None => (hour, rest),
    };
    let time = NaiveTime::from_hms_nano_opt(hour, minute, second, nanos)?;
    let offset = if rest.is_empty() { None } else { Some(offset(rest, irish)?) };
    Some((Some(time), offset))
}

/// `Z`, `+01:00`, `+0100`, `UTC`, `GMT+1`, or the short name of a zone in which a marketplace lies.
fn offset(text: &str, irish: bool) -> Option<FixedOffset> {
    let hours = |east: i32| FixedOffset::east_opt(east * 3600);
    let text = text.trim();
    if let Some(named) = match text {
        "Z" | "z" | "UTC" | "GMT" | "WET" => hours(0),
        "IST" if irish => hours(1),
        "BST" | "CET" | "MET" | "MEZ" | "WEST" => hours(1),
        "CEST" | "MEST" | "MESZ" | "EET" | "SAST" => hours(2),
        "EEST" | "TRT" | "AST" => hours(3),
        "GST" => hours(4),
        "IST" => FixedOffset::east_opt(5 * 3600 + 1800),
        "SGT" => hours(8),
        "JST" => hours(9),
        "AEST" => hours(10),
        "AEDT" => hours(11),
        "PST" => hours(-8),
        "PDT" | "MST" => hours(-7),
        "MDT" | "CST" => hours(-6),
        "EST" | "CDT" => hours(-5),
        "EDT" => hours(-4),
        "BRT" => hours(-3),
        "BRST" => hours(-2),
        _ => None,
    } {
        return Some(named);
    }
    let digits = text.strip_prefix("UTC").or_else(|| text.strip_prefix("GMT")).unwrap_or(text);
    let (sign, digits) = match digits.strip_prefix('-') {
        Some(digits) => (-1, digits),
        None => (1, digits.strip_prefix('+')?),
    };
    let (hour, minute) = match digits.split_once(':') {
        Some((hour, minute)) => (hour, minute),
        None if digits.len() == 4 => digits.split_at_checked(2)?,
        None => (digits, "0"),
    };
    let (hour, minute) = (number(hour, 2)?, number(minute, 2)?);
    if !hour.2.is_empty() || !minute.2.is_empty() || hour.0 > 14 || minute.0 > 59 {
        return None;
    }
    FixedOffset::east_opt(sign * (hour.0 * 3600 + minute.0 * 60) as i32)
}

/// By far the most dates of a settlement: `2026-09-07`, `2026/09/07` or `07.09.2026`.
pub(super) fn plain_date(text: &[u8]) -> Option<NaiveDate> {
    let &[a, b, c, d, e, f, g, h, i, j] = text else { return None };
    let (year, month, day) = match (c, e, f, h) {
        (b'.', _, b'.', _) => ([g, h, i, j], [d, e], [a, b]),
        (_, b'-', _, b'-') | (_, b'/', _, b'/') => ([a, b, c, d], [f, g], [i, j]),
        _ => return None,
    };
    NaiveDate::from_ymd_opt(digits(&year)? as i32, digits(&month)?, digits(&day)?)
}

/// By far the most instants of a settlement: such a date, `HH:MM:SS`, `UTC`.
pub(super) fn plain_instant(text: &[u8]) -> Option<DateTime<Utc>> {
    let (date, rest) = text.split_at_checked(10)?;
    let date = plain_date(date)?;
    let &[b' ', h1, h2, b':', m1, m2, b':', s1, s2, b' ', b'U', b'T', b'C'] = rest else { return None };
    let time = NaiveTime::from_hms_opt(digits(&[h1, h2])?, digits(&[m1, m2])?, digits(&[s1, s2])?)?;
    Some(date.and_time(time).and_utc())
}

fn digits(text: &[u8]) -> Option<u32> {
    text.iter().try_fold(0, |number, byte| {
        let digit = byte.wrapping_sub(b'0');
        (digit < 10).then_some(number * 10 + u32::from(digit))
    })
}
