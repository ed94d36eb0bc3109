//! Gzip, recognised by its first two bytes, unpacked into one small buffer.

use std::fmt;

use flate2::{Decompress, FlushDecompress, Status};

use super::TextError;

const MAGIC: [u8; 2] = [0x1f, 0x8b];
const BUFFER: usize = 64 * 1024;

/// The largest window that deflate knows.
const WINDOW_BITS: u8 = 15;

pub(crate) struct Gunzip {
    state: State,
    buffer: Box<[u8]>,
    /// The unpacked bytes in `buffer` that nobody has taken.
    ready: std::ops::Range<usize>,
    /// The buffer was too small for what the last input holds.
    more: bool,
}

enum State {
    /// Nothing but perhaps the first byte of the magic has been seen.
    Start {
        held: bool,
    },
    Plain,
    Member(Box<Decompress>),
    /// Between members: another may follow, or padding with zeros.
    Between,
}

impl fmt::Debug for Gunzip {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Gunzip").field("ready", &self.ready).finish_non_exhaustive()
    }
}

impl Gunzip {
    pub(crate) fn new() -> Self {
        Self { state: State::Start { held: false }, buffer: Box::default(), ready: 0..0, more: false }
    }

    /// The next plain bytes, not many more than `most`; none when `input` is used up. Say with [`consume`](Self::consume) how
    /// many of them were taken.
    pub(crate) fn plain<'s, 'i: 's>(
        &'s mut self,
        input: &mut &'i [u8],
        most: usize,
    ) -> Result<&'s [u8], TextError> {
        while self.ready.is_empty() && (self.more || !input.is_empty()) {
            match self.state {
                State::Plain => {
                    let whole: &'i [u8] = input;
                    return Ok(&whole[..whole.len().min(most)]);
                }
                State::Start { held: false } => match **input {
                    [first, second, ..] if [first, second] == MAGIC => self.state = member(),
                    [first] if first == MAGIC[0] => {
                        self.state = State::Start { held: true };
                        *input = &[];
                    }
                    _ => self.state = State::Plain,
                },
                State::Start { held: true } => {
                    self.buffer = vec![0; BUFFER].into_boxed_slice();
                    if input[0] == MAGIC[1] {
                        self.state = member();
                        self.inflate(&mut &MAGIC[..1])?;
                    } else {
                        self.buffer[0] = MAGIC[0];
                        self.ready = 0..1;
                        self.state = State::Plain;
                    }
                }
                State::Between => match input[0] {
                    0 => *input = &input[1..],
                    first if first == MAGIC[0] => self.state = member(),
                    _ => return Err(TextError::Damaged("something else follows it")),
                },
                State::Member(_) => self.inflate(input)?,
            }
        }
        Ok(&self.buffer[self.ready.clone()])
    }

    /// Says that `used` bytes of what [`plain`](Self::plain) gave are used.
    pub(crate) fn consume(&mut self, used: usize, input: &mut &[u8]) {
        if self.ready.is_empty() {
            *input = &input[used..];
        } else {
            self.ready.start += used;
        }
    }

    fn inflate(&mut self, input: &mut &[u8]) -> Result<(), TextError> {
        let State::Member(stream) = &mut self.state else { return Ok(()) };
        if self.buffer.is_empty() {
            self.buffer = vec![0; BUFFER].into_boxed_slice();
        }
        let (read, written) = (stream.total_in(), stream.total_out());
        let status = stream
            .decompress(input, &mut self.buffer, FlushDecompress::None)
            .map_err(|_| TextError::Damaged("its data or its checksum is wrong"))?;
        let read = (stream.total_in() - read) as usize;
        let written = (stream.total_out() - written) as usize;
        *input = &input[read..];
        self.ready = 0..written;
        self.more = written == self.buffer.len() && status != Status::StreamEnd;
        if status == Status::StreamEnd {
            self.state = State::Between;
        } else if read == 0 && written == 0 && !input.is_empty() {
            return Err(TextError::Damaged("it makes no progress"));
        }
        Ok(())
    }

    /// After the last input. A lone first byte of the magic turns out to be data.
    pub(crate) fn finish(&mut self) -> Result<Option<u8>, TextError> {
        match self.state {
            State::Member(_) => Err(TextError::Truncated),
            State::Start { held: true } => {
                self.state = State::Plain;
                Ok(Some(MAGIC[0]))
            }
            _ => Ok(None),
        }
    }
}

fn member() -> State {
    State::Member(Box::new(Decompress::new_gzip(WINDOW_BITS)))
}
