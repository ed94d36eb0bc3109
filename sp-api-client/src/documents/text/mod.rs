//! Document bytes to text, piece by piece: gunzip, find the charset, decode. No IO; memory stays at a few hundred
//! KiB whatever arrives.
//!
//! ```
//! use sp_api_client::documents::text::{DocumentText, Progress, TextOptions};
//!
//! let mut document = DocumentText::new(TextOptions::new().content_type("text/plain; charset=Cp1252"));
//! let (mut all, mut piece) = (String::new(), String::new());
//! for chunk in [&b"Gr\xfc"[..], b"n\n"] { // as they come from the network
//!     let mut bytes = chunk;
//!     while document.decode(&mut bytes, &mut piece)? == Progress::Text {
//!         all.push_str(&piece);
//!         piece.clear();
//!     }
//! }
//! while document.finish(&mut piece)? == Progress::Text {
//!     all.push_str(&piece);
//!     piece.clear();
//! }
//! assert_eq!(all, "Grün\n");
//! assert_eq!(document.replaced(), 0);
//! # Ok::<(), sp_api_client::documents::text::TextError>(())
//! ```

mod charset;
mod gunzip;

pub use self::charset::Charset;
use self::charset::Decode;
pub(crate) use self::gunzip::Gunzip;
use crate::region::Marketplace;

/// About how much text one call hands over.
const PIECE: usize = 64 * 1024;

/// What is known about a document before its first byte.
#[derive(Debug, Clone, Default)]
pub struct TextOptions {
    charset: Option<Charset>,
    fallback: Option<Charset>,
    limit: Option<u64>,
}

impl TextOptions {
    /// The longest document that is read unless [`limit`](Self::limit) says otherwise: 4 GiB, unpacked.
    pub const DEFAULT_LIMIT: u64 = 4 << 30;

    /// Nothing is known: a document without byte order mark is UTF-8 if its first letters beyond ASCII are, and
    /// Windows-1252 otherwise.
    pub fn new() -> Self {
        Self::default()
    }

    /// Believes the `charset=` of this `Content-Type`, if it has one with a known label and no charset was stated:
    /// [`charset`](Self::charset) wins, before or after. A byte order mark still wins over both.
    #[must_use]
    pub fn content_type(mut self, content_type: &str) -> Self {
        self.charset = self.charset.or_else(|| Charset::from_content_type(content_type));
        self
    }

    /// Believes that the document is in `charset`. A byte order mark still wins.
    #[must_use]
    pub fn charset(mut self, charset: Charset) -> Self {
        self.charset = Some(charset);
        self
    }

    /// What a document that says nothing and is not UTF-8 is in: Shift_JIS (as Windows has it) for Japan,
    /// Windows-1252 for every other marketplace.
    #[must_use]
    pub fn marketplace(mut self, marketplace: Marketplace) -> Self {
        self.fallback = Some(Charset::fallback_of(marketplace));
        self
    }

    /// Refuses documents of more than `bytes` bytes, unpacked.
    #[must_use]
    pub fn limit(mut self, bytes: u64) -> Self {
        self.limit = Some(bytes);
        self
    }

    /// What these leave open, as `others` state it; of two limits the lower one.
    pub(crate) fn or(self, others: Self) -> Self {
        Self {
            charset: self.charset.or(others.charset),
            fallback: self.fallback.or(others.fallback),
            limit: self.limit.into_iter().chain(others.limit).min(),
        }
    }

    /// The longest document, stated or not.
    pub(crate) fn longest(&self) -> u64 {
        self.limit.unwrap_or(Self::DEFAULT_LIMIT)
    }
}

/// Why a document is not readable as text.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TextError {
    /// The gzip stream ends before its end: the download was cut.
    #[error("the gzip document is truncated")]
    Truncated,
    /// The gzip stream is damaged, its checksum does not match, or something else follows it.
    #[error("the gzip document is damaged: {0}")]
    Damaged(&'static str),
    /// The document is longer than the limit.
    #[error("the document is longer than the limit of {limit} bytes")]
    TooLong {
        /// The limit, in bytes after unpacking.
        limit: u64,
    },
}

/// What a call to [`DocumentText::decode`] or [`DocumentText::finish`] came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progress {
    /// It added text, and there may be more: use it and call again.
    Text,
    /// It added nothing: everything that it was given is used up.
    Dry,
}

/// A document on its way from bytes to text.
///
/// Feed it with [`decode`](Self::decode) as the bytes arrive, then with [`finish`](Self::finish). Gzip is recognised
/// by its magic bytes, so a body that the HTTP client has already unpacked is read as it is.
#[derive(Debug)]
pub struct DocumentText {
    gunzip: Gunzip,
    decode: Decode,
    limit: u64,
    bytes: u64,
}

impl DocumentText {
    /// A document of which no byte has arrived.
    pub fn new(options: TextOptions) -> Self {
        Self {
            gunzip: Gunzip::new(),
            decode: Decode::new(options.charset, options.fallback.unwrap_or(Charset::WINDOWS_1252)),
            limit: options.longest(),
            bytes: 0,
        }
    }

    /// Takes bytes from the front of `input` and appends at most about 64 KiB of text to `text`, however well the
    /// bytes were packed. Call it until it is [`Dry`](Progress::Dry); `input` is empty then.
    ///
    /// # Errors
    /// [`TextError::Damaged`] and [`TextError::TooLong`]. The text so far is sound; nothing may be fed after.
    pub fn decode(&mut self, input: &mut &[u8], text: &mut String) -> Result<Progress, TextError> {
        let before = text.len();
        loop {
            let plain = self.gunzip.plain(input, PIECE)?;
            if plain.is_empty() {
                break;
            }
            let used = self.decode.append(plain, text, PIECE);
            self.bytes += used as u64;
            self.gunzip.consume(used, input);
            if self.bytes > self.limit {
                return Err(TextError::TooLong { limit: self.limit });
            }
            if text.len() - before >= PIECE {
                break;
            }
        }
        Ok(if text.len() > before { Progress::Text } else { Progress::Dry })
    }

    /// Says that no more bytes come, and appends what was held back. Call it until it is [`Dry`](Progress::Dry).
    ///
    /// # Errors
    /// [`TextError::Truncated`] when a gzip stream has not ended.
    pub fn finish(&mut self, text: &mut String) -> Result<Progress, TextError> {
        let before = text.len();
        let held = self.gunzip.finish()?;
        if let Some(byte) = held {
            self.decode.append(&[byte], text, PIECE);
        }
        self.decode.finish(text);
        Ok(if text.len() > before { Progress::Text } else { Progress::Dry })
    }

    /// How many bytes were made to text so far, after unpacking.
    pub fn bytes(&self) -> u64 {
        self.bytes
    }

    /// The charset the text is read in; none while nothing but ASCII has arrived.
    pub fn charset(&self) -> Option<Charset> {
        self.decode.charset()
    }

    /// How many times bytes that do not belong to the charset were replaced by `U+FFFD`. More than none means that
    /// the charset was declared wrongly, or the document is damaged.
    pub fn replaced(&self) -> u64 {
        self.decode.replaced()
    }

    /// The line (from 1) of the first replacement, if there was one.
    pub fn first_replaced_line(&self) -> Option<u64> {
        self.decode.first_replaced_line()
    }
}
