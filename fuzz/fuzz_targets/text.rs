//! Gunzip and charset: no bytes panic, memory stays bounded, and chunking does not matter.
//!
//! The first three bytes choose charset, chunk size and whether the rest is packed first.

#![no_main]

use std::io::Write as _;

use flate2::{Compression, write::GzEncoder};
use libfuzzer_sys::fuzz_target;
use sp_api_client::documents::text::{Charset, DocumentText, Progress, TextError, TextOptions};

const LABELS: [&str; 8] = ["", "utf-8", "cp1252", "windows-31j", "utf-16le", "utf-16be", "euc-jp", "gb18030"];

fuzz_target!(|data: &[u8]| {
    let [label, size, pack, rest @ ..] = data else { return };
    let mut options = TextOptions::new().limit(16 << 20);
    if let Some(charset) = Charset::from_label(LABELS[usize::from(*label) % LABELS.len()]) {
        options = options.charset(charset);
    }
    let mut packed = Vec::new();
    let bytes = if pack & 1 == 1 {
        let mut encoder = GzEncoder::new(&mut packed, Compression::fast());
        encoder.write_all(rest).unwrap();
        encoder.finish().unwrap();
        &packed[..]
    } else {
        rest
    };
    let whole = read(&options, std::iter::once(bytes));
    let split = read(&options, bytes.chunks(usize::from(*size) + 1));
    // Damage may be noticed a little earlier or later.
    assert_eq!(whole.1.is_ok(), split.1.is_ok());
    if whole.1.is_ok() {
        assert_eq!(whole.0, split.0);
    }
});

/// The text, and how often something was replaced.
fn read<'a>(options: &TextOptions, chunks: impl Iterator<Item = &'a [u8]>) -> (String, Result<u64, TextError>) {
    let mut document = DocumentText::new(options.clone());
    let (mut whole, mut piece) = (String::new(), String::new());
    let outcome = || -> Result<u64, TextError> {
        for mut chunk in chunks {
            while document.decode(&mut chunk, &mut piece)? == Progress::Text {
                assert!(piece.len() <= 256 * 1024);
                whole.push_str(&piece);
                piece.clear();
            }
            assert!(chunk.is_empty());
        }
        while document.finish(&mut piece)? == Progress::Text {
            whole.push_str(&piece);
            piece.clear();
        }
        assert!(!whole.starts_with('\u{feff}') || document.bytes() > 3);
        Ok(document.replaced())
    };
    let outcome = outcome();
    (whole, outcome)
}
