//! Amounts as Amazon's locales write them.

use std::fmt;

use rust_decimal::Decimal;

use super::ValueError;

/// The sign before the cents.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DecimalMark {
    /// `1141.18`
    Point,
    /// `1141,18`
    Comma,
}

impl DecimalMark {
    pub(super) fn byte(self) -> u8 {
        match self {
            Self::Point => b'.',
            Self::Comma => b',',
        }
    }

    /// The other mark.
    pub fn other(self) -> Self {
        match self {
            Self::Point => Self::Comma,
            Self::Comma => Self::Point,
        }
    }
}

impl fmt::Display for DecimalMark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Point => "point",
            Self::Comma => "comma",
        })
    }
}

/// What one cell says about a file's decimal mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum MarkEvidence {
    /// No mark, or no number.
    None,
    Proves(DecimalMark),
    /// One mark and three digits after it: decimals or thousands.
    Either(DecimalMark),
}

/// The digits of a cell with their sign and grouping taken apart; allocates nothing.
struct Spelling<'a> {
    negative: bool,
    /// Digits and marks, perhaps with blanks between groups.
    body: &'a str,
}

fn spelling(text: &str) -> Result<Spelling<'_>, ValueError> {
    let mut body = text.trim();
    let mut negative = false;
    if let Some(inner) = body.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')) {
        (body, negative) = (inner.trim(), true);
    } else if let Some(rest) =
        body.strip_prefix(['-', '\u{2212}']).or_else(|| body.strip_suffix(['-', '\u{2212}']))
    {
        (body, negative) = (rest.trim(), true);
    } else if let Some(rest) = body.strip_prefix('+') {
        body = rest.trim();
    }
    let fits = |char: char| {
        char.is_ascii_digit() || matches!(char, '.' | ',' | '\'' | '\u{2019}') || char.is_whitespace()
    };
    let ends_in_digit = body.ends_with(|char: char| char.is_ascii_digit());
    if ends_in_digit && body.chars().all(fits) {
        Ok(Spelling { negative, body })
    } else {
        Err(ValueError::NotANumber)
    }
}

impl Spelling<'_> {
    fn evidence(&self) -> MarkEvidence {
        let (points, commas) = (self.count('.'), self.count(','));
        let mark = match (points, commas) {
            (0, 0) => return MarkEvidence::None,
            // A mark that occurs twice groups thousands, so the other one is decimal.
            (2.., 0) => return MarkEvidence::Proves(DecimalMark::Comma),
            (0, 2..) => return MarkEvidence::Proves(DecimalMark::Point),
            (1, 0) => DecimalMark::Point,
            (0, 1) => DecimalMark::Comma,
            // With both, the last one is decimal.
            _ if self.body.rfind('.') > self.body.rfind(',') => {
                return MarkEvidence::Proves(DecimalMark::Point);
            }
            _ => return MarkEvidence::Proves(DecimalMark::Comma),
        };
        let (before, after) = self.body.split_once(mark.byte() as char).unwrap_or((self.body, ""));
        let whole = before.chars().filter(char::is_ascii_digit).count();
        let grouped_by_others = whole != before.len();
        if after.len() == 3 && (1..=3).contains(&whole) && !before.starts_with('0') && !grouped_by_others {
            MarkEvidence::Either(mark)
        } else {
            MarkEvidence::Proves(mark)
        }
    }

    fn count(&self, mark: char) -> usize {
        self.body.matches(mark).count()
    }

    /// The value when `mark` is decimal and everything else between digits groups them.
    fn value(&self, mark: DecimalMark) -> Result<Decimal, ValueError> {
        let (whole, fraction) = match self.body.split_once(mark.byte() as char) {
            Some((whole, fraction)) => (whole, Some(fraction)),
            None => (self.body, None),
        };
        let mut digits: i128 = 0;
        let mut push = |digit: u8| -> Result<(), ValueError> {
            digits = digits
                .checked_mul(10)
                .and_then(|digits| digits.checked_add(i128::from(digit - b'0')))
                .ok_or(ValueError::TooLarge)?;
            Ok(())
        };
        let mut groups = whole.split(|char: char| !char.is_ascii_digit()).peekable();
        let mut first = true;
        while let Some(group) = groups.next() {
            // Thousands go by three; India's go by two up to the last three.
            let fits = match (first, groups.peek().is_none()) {
                (true, true) => !group.is_empty() || fraction.is_some(),
                // A zero before thousands: `0.500` in a file with decimal commas is a slip, not 500.
                (true, false) => (1..=3).contains(&group.len()) && !group.starts_with('0'),
                (false, true) => group.len() == 3,
                (false, false) => matches!(group.len(), 2 | 3),
            };
            if !fits {
                return Err(ValueError::NotInTheFilesForm);
            }
            first = false;
            group.bytes().try_for_each(&mut push)?;
        }
        let fraction = fraction.unwrap_or_default();
        if !fraction.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(ValueError::NotInTheFilesForm);
        }
        fraction.bytes().try_for_each(&mut push)?;
        let digits = if self.negative { -digits } else { digits };
        Decimal::try_from_i128_with_scale(digits, fraction.len() as u32).map_err(|_| ValueError::TooLarge)
    }
}

/// What `text` says about the decimal mark of the file it stands in.
pub(super) fn evidence(text: &str) -> MarkEvidence {
    spelling(text).map_or(MarkEvidence::None, |spelling| spelling.evidence())
}

/// The number in `text`; none when it is blank or `N/A`.
///
/// `mark` is the file's, where that is known. `whole_units`: a mark that could be either groups thousands.
pub(super) fn parse(
    text: &str,
    mark: Option<DecimalMark>,
    whole_units: bool,
) -> Result<Option<Decimal>, ValueError> {
    if let Some(plain) = plain(text.as_bytes(), mark) {
        return Ok(Some(plain));
    }
    if is_blank(text) {
        return Ok(None);
    }
    let spelling = spelling(text)?;
    let mark = match (mark, spelling.evidence()) {
        (Some(mark), _) => mark,
        (None, MarkEvidence::Proves(mark)) => mark,
        (None, MarkEvidence::None) => DecimalMark::Point,
        (None, MarkEvidence::Either(mark)) if whole_units => mark.other(),
        (None, MarkEvidence::Either(_)) => return Err(ValueError::AmbiguousNumber),
    };
    spelling.value(mark).map(Some)
}

/// By far the most cells: an optional minus, digits, the file's mark, digits.
fn plain(text: &[u8], mark: Option<DecimalMark>) -> Option<Decimal> {
    let (negative, text) = match text {
        [b'-', rest @ ..] => (true, rest),
        _ => (false, text),
    };
    // 18 digits always fit.
    if text.is_empty() || text.len() > 18 {
        return None;
    }
    let mark = mark.map(DecimalMark::byte);
    let (mut digits, mut scale) = (0_i64, None);
    for (index, byte) in text.iter().enumerate() {
        if byte.is_ascii_digit() {
            digits = digits * 10 + i64::from(byte - b'0');
        } else if Some(*byte) == mark && scale.is_none() && index > 0 && index + 1 < text.len() {
            scale = Some(text.len() - index - 1);
        } else {
            return None;
        }
    }
    Some(Decimal::new(if negative { -digits } else { digits }, scale.unwrap_or(0) as u32))
}

pub(super) fn is_blank(text: &str) -> bool {
    let text = text.trim();
    text.is_empty() || text.eq_ignore_ascii_case("n/a")
}
