//! Which charset a document is in, and its decoding with replacements counted.

use std::{fmt, str};

use encoding_rs::{DecoderResult, Encoding};

use crate::region::Marketplace;

/// A character encoding.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Charset(&'static Encoding);

impl Charset {
    /// UTF-8.
    pub const UTF_8: Self = Self(encoding_rs::UTF_8);
    /// Windows-1252, also known as Cp1252. ISO-8859-1 is read as this, as browsers do: they differ only in control
    /// characters that no document means.
    pub const WINDOWS_1252: Self = Self(encoding_rs::WINDOWS_1252);
    /// Shift_JIS as Windows has it, also known as cp932 and windows-31j.
    pub const SHIFT_JIS: Self = Self(encoding_rs::SHIFT_JIS);

    /// The charset with this label, whatever its case: `utf-8`, `Cp1252`, `ISO-8859-1`, `windows-31j`, `Shift_JIS`
    /// and all other labels of the web.
    pub fn from_label(label: &str) -> Option<Self> {
        let label = label.trim();
        // Labels that Java and Python know and the web does not.
        let label = match label.to_ascii_lowercase().as_str() {
            "cp932" | "windows-932" | "ms932" => "windows-31j",
            "iso8859_1" | "iso_8859_1" => "iso-8859-1",
            "utf_8" => "utf-8",
            _ => label,
        };
        Encoding::for_label_no_replacement(label.as_bytes()).map(Self)
    }

    /// The `charset` parameter of a `Content-Type` such as `text/plain; charset="Cp1252"`.
    pub fn from_content_type(content_type: &str) -> Option<Self> {
        content_type.split(';').skip(1).find_map(|parameter| {
            let (name, value) = parameter.split_once('=')?;
            if !name.trim().eq_ignore_ascii_case("charset") {
                return None;
            }
            Self::from_label(value.trim().trim_matches('"'))
        })
    }

    /// What a marketplace's documents are in when they say nothing and are not UTF-8.
    pub fn fallback_of(marketplace: Marketplace) -> Self {
        if marketplace == Marketplace::JP { Self::SHIFT_JIS } else { Self::WINDOWS_1252 }
    }

    /// Its name, such as `windows-1252`.
    pub fn name(&self) -> &'static str {
        self.0.name()
    }
}

impl fmt::Debug for Charset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl fmt::Display for Charset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// No byte order mark is longer, and no run of letters beyond ASCII needs more to tell UTF-8 from the rest.
const RUN: usize = 32;

/// Bytes to text: first nothing but ASCII, then whatever charset has been found.
pub(super) struct Decode {
    declared: Option<Charset>,
    fallback: Charset,
    state: State,
    /// Bytes that cannot be read before their successors are here.
    held: Vec<u8>,
    ended: bool,
    newlines: u64,
    replaced: u64,
    first_replaced_line: Option<u64>,
}

enum State {
    /// Nothing was read.
    Start,
    /// Only ASCII was read.
    Ascii,
    Utf8,
    Other(Box<encoding_rs::Decoder>),
}

impl fmt::Debug for Decode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Decode")
            .field("charset", &self.charset())
            .field("replaced", &self.replaced)
            .finish_non_exhaustive()
    }
}

impl Decode {
    pub(super) fn new(declared: Option<Charset>, fallback: Charset) -> Self {
        Self {
            declared,
            fallback,
            state: State::Start,
            held: Vec::new(),
            ended: false,
            newlines: 0,
            replaced: 0,
            first_replaced_line: None,
        }
    }

    pub(super) fn charset(&self) -> Option<Charset> {
        match &self.state {
            State::Start | State::Ascii => None,
            State::Utf8 => Some(Charset::UTF_8),
            State::Other(decoder) => Some(Charset(decoder.encoding())),
        }
    }

    pub(super) fn replaced(&self) -> u64 {
        self.replaced
    }

    pub(super) fn first_replaced_line(&self) -> Option<u64> {
        self.first_replaced_line
    }

    /// Appends about `most` bytes of text at the most. Answers how many of `bytes` were used; at least one.
    pub(super) fn append(&mut self, bytes: &[u8], text: &mut String, most: usize) -> usize {
        if !self.held.is_empty() || matches!(self.state, State::Start) {
            // One byte at a time until what is held makes sense: a few bytes at chunk borders, no more.
            self.held.extend(bytes.first());
            self.settle(text, false);
            return bytes.len().min(1);
        }
        let bytes = &bytes[..bytes.len().min(most)];
        let from = text.len();
        let used = match &mut self.state {
            State::Start => 0,
            State::Ascii => {
                let ascii = Encoding::ascii_valid_up_to(bytes);
                // ASCII by the check above.
                text.push_str(str::from_utf8(&bytes[..ascii]).unwrap_or_default());
                if ascii < bytes.len() {
                    self.held.push(bytes[ascii]);
                    self.count(text, from);
                    self.settle(text, false);
                    return ascii + 1;
                }
                ascii
            }
            State::Utf8 => match str::from_utf8(bytes) {
                Ok(sound) => {
                    text.push_str(sound);
                    bytes.len()
                }
                Err(error) => {
                    let sound = error.valid_up_to();
                    text.push_str(str::from_utf8(&bytes[..sound]).unwrap_or_default());
                    self.count(text, from);
                    return sound + self.odd(error.error_len(), &bytes[sound..], text);
                }
            },
            State::Other(_) => return self.other(bytes, text, false),
        };
        self.count(text, from);
        used
    }

    /// After the last byte.
    pub(super) fn finish(&mut self, text: &mut String) {
        if !self.held.is_empty() {
            self.settle(text, true);
        }
        // A decoder must not be asked again after its end.
        if !std::mem::replace(&mut self.ended, true) {
            self.other(&[], text, true);
            if let State::Other(decoder) = &mut self.state {
                **decoder = decoder.encoding().new_decoder_without_bom_handling();
            }
        }
    }

    /// Reads what is held if it makes sense already, or must because it is all there is.
    fn settle(&mut self, text: &mut String, last: bool) {
        match self.state {
            State::Start => {
                let marked = Encoding::for_bom(&self.held);
                let whole = |mark: &[u8]| mark.starts_with(&self.held) && self.held.len() < mark.len();
                if marked.is_none()
                    && !last
                    && [&b"\xef\xbb\xbf"[..], b"\xff\xfe", b"\xfe\xff"].into_iter().any(whole)
                {
                    return;
                }
                let declared = self.declared.map(|charset| charset.0);
                let found = marked.map(|(encoding, _)| encoding).or(declared);
                self.held.drain(..marked.map_or(0, |(_, length)| length));
                self.state = found.map_or(State::Ascii, State::of);
                self.reread(text, last);
            }
            State::Ascii => {
                let run = self.held.iter().take_while(|byte| !byte.is_ascii()).count();
                if run == self.held.len() && run < RUN && !last {
                    return;
                }
                let sound = match str::from_utf8(&self.held[..run]) {
                    Ok(_) => true,
                    // The run was cut by us, not by the next letter.
                    Err(error) => error.error_len().is_none() && run == RUN,
                };
                self.state = State::of(if sound { encoding_rs::UTF_8 } else { self.fallback.0 });
                self.reread(text, last);
            }
            State::Utf8 => self.reread(text, last),
            State::Other(_) => {}
        }
    }

    /// Reads the held bytes in the charset that is known by now.
    fn reread(&mut self, text: &mut String, last: bool) {
        let held = std::mem::take(&mut self.held);
        let mut bytes = &held[..];
        while !bytes.is_empty() {
            let from = text.len();
            match &self.state {
                State::Start => return,
                State::Ascii => {
                    let ascii = Encoding::ascii_valid_up_to(bytes);
                    text.push_str(str::from_utf8(&bytes[..ascii]).unwrap_or_default());
                    self.count(text, from);
                    self.held.extend_from_slice(&bytes[ascii..]);
                    if !self.held.is_empty() {
                        self.settle(text, last);
                    }
                    return;
                }
                State::Utf8 => match str::from_utf8(bytes) {
                    Ok(sound) => {
                        text.push_str(sound);
                        self.count(text, from);
                        return;
                    }
                    Err(error) => {
                        let sound = error.valid_up_to();
                        text.push_str(str::from_utf8(&bytes[..sound]).unwrap_or_default());
                        self.count(text, from);
                        bytes = &bytes[sound..];
                        if error.error_len().is_none() && last {
                            self.replace(text);
                            return;
                        }
                        let used = self.odd(error.error_len(), bytes, text);
                        bytes = &bytes[used..];
                    }
                },
                State::Other(_) => {
                    let used = self.other(bytes, text, false);
                    bytes = &bytes[used..];
                }
            }
        }
    }

    /// What is not UTF-8: `length` bytes that never will be, or the beginning of a letter.
    fn odd(&mut self, length: Option<usize>, bytes: &[u8], text: &mut String) -> usize {
        match length {
            Some(length) => {
                self.replace(text);
                length
            }
            None => {
                self.held.extend_from_slice(bytes);
                bytes.len()
            }
        }
    }

    fn other(&mut self, bytes: &[u8], text: &mut String, last: bool) -> usize {
        let State::Other(decoder) = &mut self.state else { return 0 };
        let mut used = 0;
        let mut malformed = Vec::new();
        let from = text.len();
        loop {
            text.reserve(
                decoder.max_utf8_buffer_length_without_replacement(bytes.len() - used).unwrap_or(64),
            );
            let (result, read) = decoder.decode_to_string_without_replacement(&bytes[used..], text, last);
            used += read;
            match result {
                DecoderResult::Malformed(..) => {
                    malformed.push(text.len());
                    text.push('\u{fffd}');
                }
                DecoderResult::OutputFull => {}
                DecoderResult::InputEmpty => break,
            }
        }
        self.replaced += malformed.len() as u64;
        if let (None, Some(first)) = (self.first_replaced_line, malformed.first()) {
            self.first_replaced_line = Some(self.newlines + newlines(&text[from..*first]) + 1);
        }
        self.count(text, from);
        used
    }

    fn replace(&mut self, text: &mut String) {
        text.push('\u{fffd}');
        self.replaced += 1;
        self.first_replaced_line.get_or_insert(self.newlines + 1);
    }

    fn count(&mut self, text: &str, from: usize) {
        self.newlines += newlines(&text[from..]);
    }
}

fn newlines(text: &str) -> u64 {
    memchr::memchr_iter(b'\n', text.as_bytes()).count() as u64
}

impl State {
    fn of(encoding: &'static Encoding) -> Self {
        if encoding == encoding_rs::UTF_8 {
            Self::Utf8
        } else {
            Self::Other(Box::new(encoding.new_decoder_without_bom_handling()))
        }
    }
}
