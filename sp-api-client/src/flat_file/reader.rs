//! A document's bytes to blocks of typed rows, in bounded memory.

use std::{fmt, io, ops::Deref};

use futures_core::Stream;
use futures_util::StreamExt as _;

use super::{
    FlatFileError, ReadOptions, Report, RowError, RowProblem,
    cells::{Cells, Memo, Typed},
    dialect::{self, Fault, LONGEST_ROW, Rows},
    form::Form,
    header::{Header, Holds},
    time,
};
use crate::documents::text::{DocumentText, Progress};

/// How much of a file is searched for evidence of how it writes numbers and dates before its first row is handed
/// over, and for its header line.
const LOOK_AHEAD: usize = 256 * 1024;

/// How much text is made to rows at once after that.
const BLOCK: usize = 64 * 1024;

/// Reads a report of type `R` as its bytes arrive.
///
/// Rows come in blocks, borrowed from one buffer that is used again for the next block. However long the file is, what
/// is held is 256 KiB of text before the first block and 64 KiB after it, with 24 bytes for each row and 4 for each
/// cell in it: about 1 MiB for rows as reports have them, about 8 MiB where every row is one letter. This type does no
/// IO; [`BlocksOf`] drives it from a [`Read`](io::Read), and [`next_block`](Self::next_block) from a stream.
///
/// After an error there is no more to read: each further call gives an error again, never an end that looks clean and
/// never the beginning of a row.
///
/// ```
/// use sp_api_client::flat_file::{AfnInventory, ReadOptions, Reader};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let mut reader = Reader::<AfnInventory>::new(ReadOptions::new());
/// let chunks = ["seller-sku\tasin\tWarehouse-Condition-code\tQuantity Ava", "ilable\nMUG-1\tB000000001\tSELLABLE\t7\n"];
/// let mut available = 0;
/// for chunk in chunks {
///     let mut bytes = chunk.as_bytes();
///     while let Some(block) = reader.read(&mut bytes)? {
///         available += block.rows().flatten().map(|row| row.quantity_available).sum::<i64>();
///     }
/// }
/// while let Some(block) = reader.finish()? {
///     available += block.rows().flatten().map(|row| row.quantity_available).sum::<i64>();
/// }
/// assert_eq!(available, 7);
/// # Ok(())
/// # }
/// ```
pub struct Reader<R: Report> {
    text: DocumentText,
    options: ReadOptions,
    form: Form,
    header: Option<Header>,
    head: Option<R::Head>,
    buffer: String,
    /// The rows of the block that is lent, of the first `used` bytes of `buffer`.
    rows: Rows,
    used: usize,
    /// The number of the first line behind them.
    line: u64,
    /// How much text was searched for the header line.
    searched: usize,
    /// The rest of a row that is too long is passed over.
    skipping: bool,
    /// The first block was searched for evidence.
    learned: bool,
    /// No bytes follow those that were read.
    closed: bool,
    /// All of them are text.
    ended: bool,
    /// Why nothing can be read any further.
    failed: Option<FlatFileError>,
}

impl<R: Report> fmt::Debug for Reader<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reader").field("report", &R::NAME).field("line", &self.line).finish_non_exhaustive()
    }
}

impl<R: Report> Reader<R> {
    /// Reads nothing yet.
    pub fn new(options: ReadOptions) -> Self {
        Self {
            text: DocumentText::new(options.text.clone()),
            form: Form::new(&options),
            options,
            header: None,
            head: None,
            buffer: String::new(),
            rows: Rows::default(),
            used: 0,
            line: 1,
            searched: 0,
            skipping: false,
            learned: false,
            closed: false,
            ended: false,
            failed: None,
        }
    }

    /// Takes bytes from the front of `input` and lends the next block of rows; none when `input` is used up and more
    /// is needed.
    ///
    /// # Errors
    /// [`FlatFileError`]: the file is not such a report, or cannot be read any further. Every later call gives it
    /// again.
    pub fn read(&mut self, input: &mut &[u8]) -> Result<Option<Block<'_, R>>, FlatFileError> {
        Ok(if self.fill(input)? { self.block() } else { None })
    }

    /// After the last byte: lends the blocks that are left, then none.
    ///
    /// # Errors
    /// As [`read`](Self::read); a file without header line, or a gzip stream that does not end, shows here.
    pub fn finish(&mut self) -> Result<Option<Block<'_, R>>, FlatFileError> {
        Ok(if self.fill_last()? { self.block() } else { None })
    }

    /// Lends the next block of a document that arrives in chunks, such as a response body; none at its end.
    ///
    /// Cancel safe: a dropped future has taken whole chunks, and `chunk` keeps what was not read of the last one. Use
    /// the same `chunk`, empty at first, for every call.
    ///
    /// # Errors
    /// [`ReadError`]: the stream's, or the file's. Every later call gives the file's again, or
    /// [`FlatFileError::BrokenOff`] after one of the stream's; the stream is not asked again.
    pub async fn next_block<B, E, S>(
        &mut self,
        chunks: &mut S,
        chunk: &mut Chunk<B>,
    ) -> Result<Option<Block<'_, R>>, ReadError<E>>
    where
        S: Stream<Item = Result<B, E>> + Unpin,
        B: AsRef<[u8]>,
    {
        loop {
            if let Some((bytes, taken)) = &mut chunk.0 {
                let mut rest = &bytes.as_ref()[*taken..];
                let filled = self.fill(&mut rest)?;
                *taken = bytes.as_ref().len() - rest.len();
                if filled {
                    return Ok(self.block());
                }
                chunk.0 = None;
            }
            self.sound()?;
            let next = if self.closed { None } else { chunks.next().await };
            match next {
                Some(Ok(next)) => chunk.0 = Some((next, 0)),
                Some(Err(error)) => {
                    self.failed = Some(FlatFileError::BrokenOff);
                    return Err(ReadError::Source(error));
                }
                None => return Ok(if self.fill_last()? { self.block() } else { None }),
            }
        }
    }

    /// What the file says once: a settlement's summary. Known from the first block on.
    pub fn head(&self) -> Option<&R::Head> {
        self.head.as_ref()
    }

    /// The document as text: its charset, and how many characters had to be replaced.
    pub fn text(&self) -> &DocumentText {
        &self.text
    }

    /// The rows that [`fill`](Self::fill) has made.
    fn block(&self) -> Option<Block<'_, R>> {
        let header = self.header.as_ref()?;
        let text = if header.dialect.quoted { &self.rows.unquoted } else { &self.buffer };
        Some(Block { text, rows: &self.rows, header, form: &self.form, head: self.head.as_ref() })
    }

    /// Makes the rows of the next block, if `input` has enough for them.
    fn fill(&mut self, input: &mut &[u8]) -> Result<bool, FlatFileError> {
        self.unless_failed(|reader| {
            reader.forget();
            loop {
                if reader.cut(false)? {
                    return Ok(true);
                }
                if reader.text.decode(input, &mut reader.buffer)? == Progress::Dry {
                    return Ok(false);
                }
            }
        })
    }

    /// Makes the rows of the next block of what is left after the last byte.
    fn fill_last(&mut self) -> Result<bool, FlatFileError> {
        self.closed = true;
        self.unless_failed(Self::last_rows)
    }

    /// What failed once stays failed: the bytes that it happened at are lost.
    fn unless_failed(
        &mut self,
        step: impl FnOnce(&mut Self) -> Result<bool, FlatFileError>,
    ) -> Result<bool, FlatFileError> {
        self.sound()?;
        let filled = step(self);
        self.failed = filled.as_ref().err().cloned();
        filled
    }

    fn sound(&self) -> Result<(), FlatFileError> {
        match &self.failed {
            Some(error) => Err(error.clone()),
            None => Ok(()),
        }
    }

    fn last_rows(&mut self) -> Result<bool, FlatFileError> {
        self.forget();
        while !self.ended {
            if self.cut(false)? {
                return Ok(true);
            }
            if self.text.finish(&mut self.buffer)? == Progress::Dry {
                self.ended = true;
                if !self.buffer.is_empty() && !self.buffer.ends_with('\n') {
                    self.buffer.push('\n');
                }
            }
        }
        if self.cut(true)? {
            return Ok(true);
        }
        if R::HAS_HEAD && self.head.is_none() { Err(FlatFileError::Summary(None)) } else { Ok(false) }
    }

    /// Forgets the block that was lent.
    fn forget(&mut self) {
        self.buffer.drain(..self.used);
        self.used = 0;
        self.rows.clear();
    }

    /// Makes rows of what the buffer holds, if that is enough. `last`: nothing follows, so anything is enough.
    ///
    /// Where a block ends depends on the text alone, not on how its bytes arrived: so does what a row's reading can
    /// know.
    fn cut(&mut self, last: bool) -> Result<bool, FlatFileError> {
        if self.header.is_none() && !self.find_header(last)? || self.skipping && !self.skip() {
            return Ok(false);
        }
        let Some(header) = &self.header else { return Ok(false) };
        let enough = if self.learned { BLOCK } else { LOOK_AHEAD };
        for window in [enough, LONGEST_ROW] {
            if self.buffer.len() < window && !last || self.buffer.is_empty() {
                return Ok(false);
            }
            let mut end = window.min(self.buffer.len());
            while !self.buffer.is_char_boundary(end) {
                end -= 1;
            }
            self.used = header.dialect.split(&self.buffer[..end], &mut self.line, &mut self.rows);
            if self.used > 0 {
                self.learn()?;
                return Ok(true);
            }
        }
        self.pass_over();
        Ok(true)
    }

    /// The buffer begins with a row that is too long, or with a quoted cell that does not end.
    fn pass_over(&mut self) {
        let longest = self.buffer.len().min(LONGEST_ROW);
        match memchr::memchr(b'\n', &self.buffer.as_bytes()[..longest]) {
            Some(end) => {
                self.rows.push_fault(self.line, Fault::OpenQuote);
                self.line += 1;
                self.used = end + 1;
            }
            None => {
                self.rows.push_fault(self.line, Fault::TooLong);
                self.skipping = true;
            }
        }
    }

    /// Drops the rest of a row that is too long. Answers whether its end was there.
    fn skip(&mut self) -> bool {
        let end = memchr::memchr(b'\n', self.buffer.as_bytes());
        self.buffer.drain(..end.map_or(self.buffer.len(), |end| end + 1));
        if end.is_some() {
            self.line += 1;
            self.skipping = false;
        }
        end.is_some()
    }

    /// Finds evidence in the rows of how the file writes numbers and dates, and reads what it says once.
    fn learn(&mut self) -> Result<(), FlatFileError> {
        let Some(header) = &self.header else { return Ok(()) };
        let text = if header.dialect.quoted { &self.rows.unquoted } else { &self.buffer };
        let cells = |row| Cells::new(text, &self.rows, row, header);
        // A row with shifted cells proves nothing.
        let whole = |row: &&dialect::Row| checked::<R>(cells(**row)).is_ok();
        if !self.form.knows_numbers() {
            for row in self.rows.rows.iter().filter(whole) {
                for place in header.places_holding(Holds::Amount) {
                    self.form.learn_amount(cells(*row).at(place), row.line)?;
                }
            }
        }
        if !self.form.knows_dates() {
            // Files whose dates leave nothing open never know: this runs for every row of theirs.
            let places = |holds| header.places_holding(holds).map(move |place| (place, holds));
            let places: Vec<_> = places(Holds::Date).chain(places(Holds::FutureDate)).collect();
            for row in &self.rows.rows {
                let open = |(place, _): &&(usize, Holds)| time::leaves_open(cells(*row).at(*place));
                if places.iter().any(|place| open(&place)) && whole(&row) {
                    for (place, holds) in places.iter().filter(open) {
                        self.form.learn_date(cells(*row).at(*place), *holds, row.line)?;
                    }
                }
            }
        }
        if !self.learned && R::HAS_HEAD {
            let Some(first) = self.rows.rows.first().copied() else { return Ok(()) };
            let problem = |error| FlatFileError::Summary(Some(error));
            let (first, mut memo) = (cells(first), Memo::default());
            checked::<R>(first).map_err(problem)?;
            if let Some(currency) = R::currency(&Typed::new(first, &self.form, &mut memo)) {
                self.form.currency(currency);
            }
            let head = R::head(&mut Typed::new(first, &self.form, &mut memo)).map_err(problem)?;
            self.head = Some(head.ok_or(FlatFileError::Summary(None))?);
            self.rows.rows.remove(0);
        }
        self.learned = true;
        self.form.hand_over();
        Ok(())
    }

    /// Finds the header line, and drops it with what stands before it.
    fn find_header(&mut self, last: bool) -> Result<bool, FlatFileError> {
        let missing = FlatFileError::NoHeader { report: R::NAME };
        let mut from = 0;
        while let Some(length) = memchr::memchr(b'\n', &self.buffer.as_bytes()[from..]) {
            if self.searched + from > LOOK_AHEAD || length > LONGEST_ROW {
                return Err(missing);
            }
            let line = &self.buffer[from..from + length];
            from += length + 1;
            self.line += 1;
            if R::is_header(line)? {
                let options = &self.options;
                self.header = Some(Header::read(line, self.line - 1, R::NAME, R::COLUMNS, options)?);
                self.buffer.drain(..from);
                return Ok(true);
            }
        }
        self.buffer.drain(..from);
        self.searched += from;
        if last || self.buffer.len() > LONGEST_ROW { Err(missing) } else { Ok(false) }
    }
}

/// The part of a stream's last chunk that a [`Reader`] has not read.
pub struct Chunk<B>(Option<(B, usize)>);

impl<B> Default for Chunk<B> {
    fn default() -> Self {
        Self(None)
    }
}

impl<B> fmt::Debug for Chunk<B> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Chunk(..)")
    }
}

/// Why a document that is read from somewhere gives no further block, now and ever.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ReadError<E> {
    /// The bytes did not arrive.
    #[error("the document could not be read to its end")]
    Source(#[source] E),
    /// They arrived, and are not such a report.
    #[error(transparent)]
    File(#[from] FlatFileError),
}

/// Blocks of rows from a [`Read`](io::Read): a file, or bytes in memory.
#[derive(Debug)]
pub struct BlocksOf<R: Report, I> {
    reader: Reader<R>,
    input: I,
    chunk: Vec<u8>,
    taken: usize,
    filled: usize,
}

impl<R: Report, I: io::Read> BlocksOf<R, I> {
    /// Reads from `input`, 64 KiB at a time.
    pub fn new(input: I, options: ReadOptions) -> Self {
        Self { reader: Reader::new(options), input, chunk: vec![0; BLOCK], taken: 0, filled: 0 }
    }

    /// Lends the next block; none at the end.
    ///
    /// # Errors
    /// [`ReadError`]: the input's, or the file's. Every later call gives the file's again, or
    /// [`FlatFileError::BrokenOff`] after one of the input's; the input is not read again.
    pub fn next_block(&mut self) -> Result<Option<Block<'_, R>>, ReadError<io::Error>> {
        loop {
            let mut rest = &self.chunk[self.taken..self.filled];
            let filled = self.reader.fill(&mut rest)?;
            self.taken = self.filled - rest.len();
            if filled {
                return Ok(self.reader.block());
            }
            (self.taken, self.filled) = (0, 0);
            let read = if self.reader.closed { Ok(0) } else { self.input.read(&mut self.chunk) };
            self.filled = match read {
                Ok(0) => return Ok(if self.reader.fill_last()? { self.reader.block() } else { None }),
                Ok(filled) => filled,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => 0,
                Err(error) => {
                    self.reader.failed = Some(FlatFileError::BrokenOff);
                    return Err(ReadError::Source(error));
                }
            };
        }
    }

    /// The reader, for what it knows of the file.
    pub fn reader(&self) -> &Reader<R> {
        &self.reader
    }
}

/// Some rows of a file, lent until the next block is asked for.
pub struct Block<'a, R: Report> {
    text: &'a str,
    rows: &'a Rows,
    header: &'a Header,
    form: &'a Form,
    head: Option<&'a R::Head>,
}

impl<R: Report> fmt::Debug for Block<'_, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Block({} rows)", self.rows.rows.len())
    }
}

impl<'a, R: Report> Block<'a, R> {
    /// The rows, typed as they are asked for. One that is wrong is an error of its own; the others are not affected.
    pub fn rows(&self) -> RowsOf<'a, R> {
        RowsOf {
            block: Block {
                text: self.text,
                rows: self.rows,
                header: self.header,
                form: self.form,
                head: self.head,
            },
            next: 0,
            memo: Memo::default(),
        }
    }

    /// What the file says once: a settlement's summary.
    pub fn head(&self) -> Option<&'a R::Head> {
        self.head
    }

    /// The header's columns, as the file spells them, in the file's order.
    pub fn columns(&self) -> impl Iterator<Item = &'a str> + use<'a, R> {
        self.header.names.iter().map(|name| &**name)
    }
}

/// The rows of a [`Block`], in the file's order.
pub struct RowsOf<'a, R: Report> {
    block: Block<'a, R>,
    next: usize,
    memo: Memo<'a>,
}

impl<R: Report> fmt::Debug for RowsOf<'_, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RowsOf({:?})", self.block)
    }
}

impl<'a, R: Report> Iterator for RowsOf<'a, R> {
    type Item = Result<Row<'a, R>, RowError>;

    fn next(&mut self) -> Option<Self::Item> {
        let Block { text, rows, header, form, head } = self.block;
        let row = *rows.rows.get(self.next)?;
        self.next += 1;
        let cells = Cells::new(text, rows, row, header);
        Some(checked::<R>(cells).and_then(|()| {
            let record = R::record(&mut Typed::new(cells, form, &mut self.memo), head)?;
            Ok(Row { cells, record })
        }))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let left = self.block.rows.rows.len() - self.next;
        (left, Some(left))
    }
}

/// Whether the row has the header's number of cells.
fn checked<R: Report>(cells: Cells<'_>) -> Result<(), RowError> {
    let fault = |problem| Err(RowError { line: cells.line(), column: None, problem });
    match cells.row().fault {
        Some(Fault::TooLong) => return fault(RowProblem::TooLong { limit: LONGEST_ROW }),
        Some(Fault::OpenQuote) => return fault(RowProblem::OpenQuote),
        None => {}
    }
    let (expected, found) = (cells.header().names.len(), cells.row().cells as usize);
    let fits = found == expected
        || found < expected && R::SHORT_ROWS
        || found > expected && (expected..found).all(|place| cells.at(place).trim().is_empty());
    if fits { Ok(()) } else { fault(RowProblem::CellCount { expected, found }) }
}

/// A typed row that borrows from its [`Block`]. It derefs to the record, whose fields are the report's columns.
pub struct Row<'a, R: Report> {
    cells: Cells<'a>,
    record: R::Record<'a>,
}

impl<'a, R: Report> Row<'a, R> {
    /// The row's first line in the document, from 1. Rows may repeat word for word, and each counts: with the
    /// document's id this number tells them apart.
    pub fn line(&self) -> u64 {
        self.cells.line()
    }

    /// The cell of the column with this name as it stands, also of one that this version does not know. Case does
    /// not matter, nor do `_`, `-` and blanks.
    pub fn column(&self, name: &str) -> Option<&'a str> {
        self.cells.header().place_of(name).map(|place| self.cells.at(place))
    }

    /// The cells of columns that this version does not know: name and text.
    pub fn unknown_columns(&self) -> impl Iterator<Item = (&'a str, &'a str)> + use<'a, R> {
        let cells = self.cells;
        cells.header().unknown.iter().map(move |place| (&*cells.header().names[*place], cells.at(*place)))
    }

    /// The record, without its line.
    pub fn into_record(self) -> R::Record<'a> {
        self.record
    }

    /// A copy that outlives the block.
    pub fn to_owned(&self) -> OwnedRow<R> {
        let filled = self.unknown_columns().filter(|(_, text)| !text.is_empty());
        OwnedRow {
            line: self.line(),
            record: R::to_owned(&self.record),
            unknown: filled.map(|(name, text)| (name.into(), text.into())).collect(),
        }
    }
}

impl<'a, R: Report> Deref for Row<'a, R> {
    type Target = R::Record<'a>;

    fn deref(&self) -> &R::Record<'a> {
        &self.record
    }
}

impl<'a, R: Report> fmt::Debug for Row<'a, R>
where
    R::Record<'a>: fmt::Debug,
{
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Row")
            .field("line", &self.line())
            .field("record", &self.record)
            .finish_non_exhaustive()
    }
}

/// A typed row that can be kept. It derefs to the record, whose fields are the report's columns.
pub struct OwnedRow<R: Report> {
    line: u64,
    record: R::Owned,
    unknown: Vec<(Box<str>, Box<str>)>,
}

impl<R: Report> OwnedRow<R> {
    /// The row's first line in the document, from 1.
    pub fn line(&self) -> u64 {
        self.line
    }

    /// The cells that are not empty of columns that this version does not know: name and text.
    pub fn unknown_columns(&self) -> impl Iterator<Item = (&str, &str)> {
        self.unknown.iter().map(|(name, text)| (&**name, &**text))
    }

    /// The record, without its line.
    pub fn into_record(self) -> R::Owned {
        self.record
    }
}

impl<R: Report> Deref for OwnedRow<R> {
    type Target = R::Owned;

    fn deref(&self) -> &R::Owned {
        &self.record
    }
}

impl<R: Report> Clone for OwnedRow<R>
where
    R::Owned: Clone,
{
    fn clone(&self) -> Self {
        Self { line: self.line, record: self.record.clone(), unknown: self.unknown.clone() }
    }
}

impl<R: Report> PartialEq for OwnedRow<R>
where
    R::Owned: PartialEq,
{
    fn eq(&self, other: &Self) -> bool {
        self.line == other.line && self.record == other.record && self.unknown == other.unknown
    }
}

impl<R: Report> fmt::Debug for OwnedRow<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OwnedRow")
            .field("line", &self.line)
            .field("record", &self.record)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::flat_file::AfnInventory;

    /// The most that is held while `row` is read over and over, in bytes.
    fn held_for(row: &str) -> usize {
        let mut reader = Reader::<AfnInventory>::new(ReadOptions::new());
        let (mut most, chunk) = (0, row.repeat(BLOCK / row.len()));
        for piece in std::iter::once("seller-sku\tQuantity Available\n").chain([&*chunk; 16]) {
            let mut bytes = piece.as_bytes();
            while reader.read(&mut bytes).unwrap().is_some() {}
            let rows = &reader.rows;
            let held =
                rows.rows.capacity() * size_of::<dialect::Row>() + rows.ends.capacity() * size_of::<u32>();
            most = most.max(held + rows.unquoted.capacity() + reader.buffer.capacity());
        }
        most
    }

    #[test]
    fn a_million_bytes_of_rows_take_what_the_documentation_says() {
        assert!(held_for("a-sku-of-some-twenty\t120\n") < 5 << 18);
        assert!((5 << 20..8 << 20).contains(&held_for("x\n")));
    }
}
