//! Text to rows of cells: tabs or commas, quotes that are quotes or data.

/// How a file separates its cells. Read off its header line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Dialect {
    pub(super) separator: u8,
    /// Cells may stand in quotes, with separators and line breaks inside and `""` for a quote. Otherwise a quote is
    /// data.
    pub(super) quoted: bool,
}

/// A row longer than this is no row. Real ones, with a description of 2000 letters, have a few KiB.
pub(super) const LONGEST_ROW: usize = 256 * 1024;

/// Where one row's cells are.
#[derive(Debug, Clone, Copy)]
pub(super) struct Row {
    /// Its first line in the document, from 1.
    pub(super) line: u64,
    /// Where its first cell begins.
    pub(super) start: u32,
    /// Where in the list of cells' ends its own begin, and how many they are.
    pub(super) first_end: u32,
    pub(super) cells: u32,
    pub(super) fault: Option<Fault>,
}

/// What makes a row no row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fault {
    TooLong,
    OpenQuote,
}

/// The rows of a piece of text.
#[derive(Debug, Default)]
pub(super) struct Rows {
    /// The cells' text where it is not the document's own: quotes taken away.
    pub(super) unquoted: String,
    pub(super) ends: Vec<u32>,
    pub(super) rows: Vec<Row>,
}

impl Rows {
    pub(super) fn clear(&mut self) {
        self.unquoted.clear();
        self.ends.clear();
        self.rows.clear();
    }

    pub(super) fn push_fault(&mut self, line: u64, fault: Fault) {
        let first_end = self.ends.len() as u32;
        self.rows.push(Row { line, start: 0, first_end, cells: 0, fault: Some(fault) });
    }

    fn begin(&mut self, line: u64, start: usize) {
        self.rows.push(Row {
            line,
            start: start as u32,
            first_end: self.ends.len() as u32,
            cells: 0,
            fault: None,
        });
    }

    /// Ends the row, or forgets it if it is blank.
    fn end(&mut self, text_is_blank: bool) {
        let Some(row) = self.rows.last_mut() else { return };
        row.cells = self.ends.len() as u32 - row.first_end;
        if text_is_blank {
            self.ends.truncate(row.first_end as usize);
            self.rows.pop();
        }
    }
}

impl Dialect {
    /// Tabs if the header line has one, else commas. Commas come with quotes; tabs only if the header's first cell
    /// stands in quotes.
    pub(super) fn of_header(line: &str) -> Self {
        let tabs = line.contains('\t') || !line.contains(',');
        let quoted = !tabs || line.trim_start_matches(['\u{feff}', ' ']).starts_with('"');
        Self { separator: if tabs { b'\t' } else { b',' }, quoted }
    }

    /// The cells of one line, for the header.
    pub(super) fn cells(self, line: &str) -> Vec<String> {
        let mut rows = Rows::default();
        let line = format!("{}\n", line.trim_start_matches('\u{feff}'));
        self.split(&line, &mut 1, &mut rows);
        let text = if self.quoted { &rows.unquoted } else { &line };
        let Some(row) = rows.rows.first() else { return Vec::new() };
        let mut start = row.start as usize;
        let ends = &rows.ends[row.first_end as usize..][..row.cells as usize];
        let cells = ends.iter().map(|end| {
            let cell = text.get(start..*end as usize).unwrap_or_default();
            start = *end as usize + 1;
            cell.to_owned()
        });
        cells.collect()
    }

    /// Adds the whole rows of `text`, and answers how long they are together. `line` is the number of the first line
    /// and becomes that of the first line left. `text` is shorter than 4 GiB.
    pub(super) fn split(self, text: &str, line: &mut u64, into: &mut Rows) -> usize {
        if self.quoted { self.split_quoted(text, line, into) } else { self.split_plain(text, line, into) }
    }

    fn split_plain(self, text: &str, line: &mut u64, into: &mut Rows) -> usize {
        let bytes = text.as_bytes();
        let Some(last) = memchr::memrchr(b'\n', bytes) else { return 0 };
        let mut start = 0;
        into.begin(*line, 0);
        each_mark(&bytes[..=last], self.separator, |mark| {
            if bytes[mark] != b'\n' {
                into.ends.push(mark as u32);
                return;
            }
            let end = if mark > start && bytes[mark - 1] == b'\r' { mark - 1 } else { mark };
            into.ends.push(end as u32);
            into.end(bytes[start..end].iter().all(u8::is_ascii_whitespace));
            *line += 1;
            start = mark + 1;
            into.begin(*line, start);
        });
        // The row that the last line break seems to begin.
        into.rows.pop();
        last + 1
    }

    fn split_quoted(self, text: &str, line: &mut u64, into: &mut Rows) -> usize {
        let mut done = 0;
        while let Some(length) = self.unquote_row(&text[done..], *line, into) {
            *line += memchr::memchr_iter(b'\n', &text.as_bytes()[done..done + length]).count() as u64;
            done += length;
        }
        done
    }

    /// Adds the row that `text` begins with, if all of it is there, and answers its length.
    fn unquote_row(self, text: &str, line: u64, into: &mut Rows) -> Option<usize> {
        let bytes = text.as_bytes();
        let (unquoted, ends, rows) = (into.unquoted.len(), into.ends.len(), into.rows.len());
        into.begin(line, unquoted);
        let mut at = 0;
        loop {
            let stop = if bytes.get(at) == Some(&b'"') {
                match self.quoted_cell(text, at + 1, &mut into.unquoted) {
                    Some(stop) => stop,
                    None => break,
                }
            } else {
                let Some(length) = memchr::memchr2(self.separator, b'\n', &bytes[at..]) else { break };
                let cell = &text[at..at + length];
                let last = bytes[at + length] == b'\n';
                into.unquoted.push_str(if last { cell.strip_suffix('\r').unwrap_or(cell) } else { cell });
                at + length
            };
            into.ends.push(into.unquoted.len() as u32);
            into.unquoted.push('\t');
            if bytes[stop] == b'\n' {
                let blank = text[..stop].bytes().all(|byte| byte.is_ascii_whitespace());
                into.end(blank);
                return Some(stop + 1);
            }
            at = stop + 1;
        }
        into.unquoted.truncate(unquoted);
        into.ends.truncate(ends);
        into.rows.truncate(rows);
        None
    }

    /// Appends a cell's text from behind its opening quote. Answers where the separator or line break after it is.
    fn quoted_cell(self, text: &str, mut at: usize, unquoted: &mut String) -> Option<usize> {
        let bytes = text.as_bytes();
        loop {
            let quote = at + memchr::memchr(b'"', &bytes[at..])?;
            unquoted.push_str(&text[at..quote]);
            match bytes[quote + 1..] {
                [b'"', ..] => {
                    unquoted.push('"');
                    at = quote + 2;
                }
                [next, ..] if next == self.separator || next == b'\n' => return Some(quote + 1),
                [b'\r', b'\n', ..] => return Some(quote + 2),
                [] | [b'\r'] => return None,
                // A quote in the midst of a cell is data.
                _ => {
                    unquoted.push('"');
                    at = quote + 1;
                }
            }
        }
    }
}

/// Calls `found` with the place of each separator and line break, in order.
///
/// Cells are a few bytes long, so that a search for the next mark costs more than a look at eight bytes at once.
fn each_mark(bytes: &[u8], separator: u8, mut found: impl FnMut(usize)) {
    let (words, rest) = bytes.as_chunks::<8>();
    let (separators, breaks) = (u64::from_ne_bytes([separator; 8]), u64::from_ne_bytes([b'\n'; 8]));
    for (index, word) in words.iter().enumerate() {
        let word = u64::from_le_bytes(*word);
        let mut marks = zero_bytes(word ^ separators) | zero_bytes(word ^ breaks);
        while marks != 0 {
            found(index * 8 + marks.trailing_zeros() as usize / 8);
            marks &= marks - 1;
        }
    }
    for (index, byte) in rest.iter().enumerate() {
        if *byte == separator || *byte == b'\n' {
            found(words.len() * 8 + index);
        }
    }
}

/// The highest bit of each byte that is zero.
fn zero_bytes(word: u64) -> u64 {
    const LOW: u64 = 0x7f7f_7f7f_7f7f_7f7f;
    !(((word & LOW) + LOW) | word | LOW)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn eight_bytes_at_once_find_what_one_byte_at_a_time_finds(
            bytes in prop::collection::vec(prop_oneof![Just(b'\t'), Just(b'\n'), Just(0x89), Just(0x8a), Just(8), any::<u8>()], 0..100),
        ) {
            let mut found = Vec::new();
            each_mark(&bytes, b'\t', |mark| found.push(mark));
            let expected: Vec<usize> = (0..bytes.len()).filter(|at| matches!(bytes[*at], b'\t' | b'\n')).collect();
            prop_assert_eq!(found, expected);
        }
    }
}
