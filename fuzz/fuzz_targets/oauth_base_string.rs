//! Any URL is signed without a panic, the header holds nothing that a header may not, and the order of the parameters in
//! the query makes no difference.
//!
//! Lines of text: method, nonce, realm, URL.

#![no_main]

use libfuzzer_sys::fuzz_target;
use netsuite_client::TokenBased;

fuzz_target!(|data: &[u8]| {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let mut lines = text.splitn(4, '\n');
    let (Some(method), Some(nonce), Some(realm), Some(url)) =
        (lines.next(), lines.next(), lines.next(), lines.next())
    else {
        return;
    };
    let tba = TokenBased::new("a key", "a&secret", "tök", "another secret");
    let sign = |url: &str| tba.authorization(method, url, realm, nonce, 1_795_430_400);
    let header = sign(url);
    let fields = header.strip_prefix("OAuth ").unwrap();
    for field in fields.split(", ") {
        let (name, value) = field.split_once('=').unwrap();
        let value = value.strip_prefix('"').and_then(|value| value.strip_suffix('"')).unwrap();
        assert!(name.bytes().all(|c| c.is_ascii_lowercase() || c == b'_'), "{field}");
        assert!(value.bytes().all(|c| c.is_ascii_alphanumeric() || b"-._~%".contains(&c)), "{field}");
    }
    if let Some((path, query)) = url.split_once('?')
        && !url.contains('#')
    {
        let turned: Vec<&str> = query.split('&').rev().collect();
        assert_eq!(sign(&format!("{path}?{}", turned.join("&"))), header);
    }
});
