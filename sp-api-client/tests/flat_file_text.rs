//! Documents as text: gzip, charsets, and what is wrong with them.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

use std::io::Write as _;

use flate2::{Compression, write::GzEncoder};
use proptest::prelude::*;
use sp_api_client::{
    Marketplace,
    documents::text::{Charset, DocumentText, Progress, TextError, TextOptions},
};

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
    packed.write_all(bytes).unwrap();
    packed.finish().unwrap()
}

/// The text of a document that arrives in these chunks.
fn text_of<'a>(
    options: &TextOptions,
    chunks: impl IntoIterator<Item = &'a [u8]>,
) -> Result<(String, DocumentText), TextError> {
    let mut document = DocumentText::new(options.clone());
    let (mut whole, mut piece) = (String::new(), String::new());
    for chunk in chunks {
        let mut bytes = chunk;
        while document.decode(&mut bytes, &mut piece)? == Progress::Text {
            whole.push_str(&piece);
            piece.clear();
        }
        assert!(bytes.is_empty(), "a chunk is used up when no text comes any more");
    }
    while document.finish(&mut piece)? == Progress::Text {
        whole.push_str(&piece);
        piece.clear();
    }
    Ok((whole, document))
}

fn plain(bytes: &[u8]) -> (String, DocumentText) {
    text_of(&TextOptions::new(), [bytes]).unwrap()
}

#[test]
fn a_byte_order_mark_decides_and_is_no_text() {
    for (bytes, name) in [
        (&b"\xef\xbb\xbfa\xc3\xa4"[..], "UTF-8"),
        (b"\xff\xfea\0\xe4\0", "UTF-16LE"),
        (b"\xfe\xff\0a\0\xe4", "UTF-16BE"),
    ] {
        let (text, document) =
            text_of(&TextOptions::new().content_type("text/plain; charset=Cp1252"), [bytes]).unwrap();
        assert_eq!((text.as_str(), document.charset().unwrap().name()), ("aä", name));
    }
}

#[test]
fn without_mark_and_label_the_first_letters_beyond_ascii_decide() {
    assert_eq!(plain("Grün".as_bytes()).0, "Grün");
    assert_eq!(plain(b"Gr\xfcn").0, "Grün");
    assert_eq!(plain(b"Gr\xfcn").1.charset(), Some(Charset::WINDOWS_1252));
    // Euro sign and dash are in Windows-1252 and not in ISO-8859-1.
    assert_eq!(plain(b"10 \x80 \x96 \xfc").0, "10 € – ü");
    assert_eq!(plain(b"nothing special").1.charset(), None);
}

#[test]
fn japan_writes_shift_jis_when_it_does_not_write_utf_8() {
    let options = TextOptions::new().marketplace(Marketplace::JP);
    // Circled one is in Windows' Shift_JIS only.
    let bytes = b"\x8f\xa4\x95i\t\x87@\r\n";
    assert_eq!(text_of(&options, [&bytes[..]]).unwrap().0, "商品\t①\r\n");
    assert_eq!(text_of(&options, ["商品\t①\r\n".as_bytes()]).unwrap().0, "商品\t①\r\n");
}

#[test]
fn every_label_that_amazon_sends_is_known() {
    for (label, name) in [
        ("text/plain;charset=Cp1252", "windows-1252"),
        ("text/plain; charset=\"ISO-8859-1\"", "windows-1252"),
        ("text/tab-separated-values; Charset=UTF-8", "UTF-8"),
        ("text/plain;charset=windows-31j", "Shift_JIS"),
        ("text/plain;charset=Shift_JIS", "Shift_JIS"),
        ("text/plain;charset=cp932", "Shift_JIS"),
        ("text/plain; boundary=x; charset=UTF-16", "UTF-16LE"),
    ] {
        assert_eq!(Charset::from_content_type(label).unwrap().name(), name, "{label}");
    }
    for none in ["text/plain", "text/plain; charset=", "text/plain; charset=klingon", "charset=utf-8"] {
        assert_eq!(Charset::from_content_type(none), None, "{none}");
    }
}

#[test]
fn a_content_type_without_a_known_charset_takes_nothing_back() {
    for label in ["text/plain", "text/plain; charset=", "text/plain; charset=klingon"] {
        let options = TextOptions::new().charset(Charset::SHIFT_JIS).content_type(label);
        assert_eq!(text_of(&options, [&b"\x8f\xa4\x95i"[..]]).unwrap().0, "商品", "{label}");
        let options = TextOptions::new().content_type("text/plain; charset=Shift_JIS").content_type(label);
        assert_eq!(text_of(&options, [&b"\x8f\xa4\x95i"[..]]).unwrap().0, "商品", "{label}");
    }
}

#[test]
fn a_stated_charset_wins_over_a_content_type_before_and_after() {
    let label = "text/plain; charset=Cp1252";
    for options in [
        TextOptions::new().charset(Charset::SHIFT_JIS).content_type(label),
        TextOptions::new().content_type(label).charset(Charset::SHIFT_JIS),
    ] {
        assert_eq!(text_of(&options, [&b"\x8f\xa4\x95i"[..]]).unwrap().0, "商品", "{options:?}");
    }
}

#[test]
fn what_does_not_belong_to_the_charset_is_replaced_and_counted_with_its_line() {
    let options = TextOptions::new().charset(Charset::UTF_8);
    let (text, document) = text_of(&options, [&b"a\nb\xfc\nc\xfc\xe4"[..]]).unwrap();
    assert_eq!(text, "a\nb\u{fffd}\nc\u{fffd}\u{fffd}");
    assert_eq!((document.replaced(), document.first_replaced_line()), (3, Some(2)));

    let options = TextOptions::new().charset(Charset::SHIFT_JIS);
    let (text, document) = text_of(&options, [&b"a\n\n\x8f\xa4\xff\n"[..]]).unwrap();
    assert_eq!(text, "a\n\n商\u{fffd}\n");
    assert_eq!((document.replaced(), document.first_replaced_line()), (1, Some(3)));
}

#[test]
fn a_gzip_document_may_have_several_members_and_padding() {
    let bytes = [gzip(b"one "), gzip(b""), gzip(b"two"), vec![0; 7]].concat();
    assert_eq!(plain(&bytes).0, "one two");
    // Unpacked by the HTTP client already: no magic, no gunzip.
    assert_eq!(plain(b"one two").0, "one two");
    assert_eq!(plain(b"\x1f").0, "\x1f");
    assert_eq!(plain(b"").0, "");
}

#[test]
fn a_cut_gzip_document_says_so_wherever_it_is_cut() {
    let packed = gzip("a settlement\n".repeat(1000).as_bytes());
    for length in 2..packed.len() {
        let error = text_of(&TextOptions::new(), [&packed[..length]]).unwrap_err();
        assert_eq!(error, TextError::Truncated, "cut to {length} of {} bytes", packed.len());
    }
}

#[test]
fn a_wrong_checksum_and_trailing_data_are_damage() {
    let packed = gzip(b"a settlement");
    for place in packed.len() - 8..packed.len() {
        let mut damaged = packed.clone();
        damaged[place] ^= 1;
        let error = text_of(&TextOptions::new(), [&damaged[..]]).unwrap_err();
        assert!(matches!(error, TextError::Damaged(_)), "trailer byte {place}: {error}");
    }
    let error = text_of(&TextOptions::new(), [&packed[..], b"html"]).unwrap_err();
    assert_eq!(error.to_string(), "the gzip document is damaged: something else follows it");
}

#[test]
fn a_gzip_bomb_meets_the_limit_and_never_fills_the_memory() {
    let mut packed = GzEncoder::new(Vec::new(), Compression::best());
    (0..256).for_each(|_| packed.write_all(&[b'a'; 1 << 20]).unwrap());
    let bomb = packed.finish().unwrap();
    let mut document = DocumentText::new(TextOptions::new().limit(100 << 20));
    let (mut bytes, mut piece, mut total) = (&bomb[..], String::new(), 0_usize);
    let error = loop {
        match document.decode(&mut bytes, &mut piece) {
            Ok(progress) => assert_eq!(progress, Progress::Text),
            Err(error) => break error,
        }
        assert!(piece.len() <= 256 * 1024, "one call gave {} bytes", piece.len());
        total += piece.len();
        piece.clear();
    };
    assert_eq!(error.to_string(), "the document is longer than the limit of 104857600 bytes");
    assert!((99 << 20..=100 << 20).contains(&total), "{total}");
    assert!(piece.capacity() <= 512 * 1024, "{}", piece.capacity());
}

/// Bytes cut at these places.
fn cut<'a>(bytes: &'a [u8], places: &[usize]) -> Vec<&'a [u8]> {
    let mut places: Vec<usize> = places.iter().map(|place| place % (bytes.len() + 1)).collect();
    places.extend([0, bytes.len()]);
    places.sort_unstable();
    places.windows(2).map(|pair| &bytes[pair[0]..pair[1]]).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn where_the_bytes_are_split_does_not_matter(
        bytes in prop::collection::vec(prop_oneof![3 => 0x20_u8..0x7f, 2 => any::<u8>()], 0..200),
        mark in prop::sample::select(vec![&b""[..], b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff"]),
        label in prop::sample::select(vec!["", "utf-8", "cp1252", "windows-31j", "utf-16le", "euc-jp", "gb18030"]),
        packed in any::<bool>(),
        places in prop::collection::vec(any::<usize>(), 0..12),
    ) {
        let bytes = [mark, &bytes].concat();
        let bytes = if packed { gzip(&bytes) } else { bytes };
        let options = TextOptions::new().content_type(&format!("text/plain; charset={label}"));
        let whole = text_of(&options, [&bytes[..]]).map(|(text, document)| {
            (text, document.replaced(), document.first_replaced_line(), document.charset())
        });
        let split = text_of(&options, cut(&bytes, &places)).map(|(text, document)| {
            (text, document.replaced(), document.first_replaced_line(), document.charset())
        });
        let single = text_of(&options, bytes.chunks(1)).map(|(text, document)| {
            (text, document.replaced(), document.first_replaced_line(), document.charset())
        });
        prop_assert_eq!(&whole, &split);
        prop_assert_eq!(&whole, &single);
    }

    #[test]
    fn utf_8_is_what_the_standard_library_makes_of_it(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let bytes = [b"\xef\xbb\xbf", &bytes[..]].concat();
        let (text, document) = plain(&bytes);
        prop_assert_eq!(&text, &String::from_utf8_lossy(&bytes[3..]));
        let sound = std::str::from_utf8(&bytes[3..]).is_ok();
        prop_assert_eq!(document.replaced() == 0, sound);
    }
}
