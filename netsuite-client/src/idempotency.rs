//! Keys under which NetSuite carries out a write in the background once.

use std::{fmt, str::FromStr};

use sha2::{Digest as _, Sha256};

/// Names one intended write, so that sending it again begins nothing new. A UUID, in lower case.
///
/// One key, one write: another write under the same key is not carried out, and one that failed is not tried again. A key
/// that is made of the body, too, lets a mended body through.
///
/// ```
/// use netsuite_client::IdempotencyKey;
///
/// let body = r#"{"externalId":"AMZ-INV-113-1234567-1234567"}"#;
/// let key = IdempotencyKey::of(&format!("invoice of order 113-1234567-1234567: {body}"));
/// assert_eq!(key, IdempotencyKey::of(&format!("invoice of order 113-1234567-1234567: {body}")));
/// assert_ne!(key, IdempotencyKey::of("invoice of order 113-1234567-1234567: {}"));
/// assert_eq!(key, key.as_str().parse::<IdempotencyKey>()?);
/// # Ok::<(), netsuite_client::InvalidIdempotencyKey>(())
/// ```
///
/// # Source
/// The header `X-NetSuite-Idempotency-Key`, which wants a UUID as of RFC 4122.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct IdempotencyKey(Box<str>);

/// The text is not a UUID.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("an idempotency key is a UUID, such as 0d3b5a7e-41c2-4f6a-8e9d-2b7c6f1a9e54")]
pub struct InvalidIdempotencyKey;

impl IdempotencyKey {
    /// A UUID of the caller's.
    ///
    /// # Errors
    /// When it is not of the form 8-4-4-4-12 in hexadecimal digits.
    pub fn new(uuid: impl AsRef<str>) -> Result<Self, InvalidIdempotencyKey> {
        let uuid = uuid.as_ref();
        let dash = |at: usize| matches!(at, 8 | 13 | 18 | 23);
        let fits = |(at, byte): (usize, u8)| if dash(at) { byte == b'-' } else { byte.is_ascii_hexdigit() };
        if uuid.len() == 36 && uuid.bytes().enumerate().all(fits) {
            Ok(Self(uuid.to_ascii_lowercase().into()))
        } else {
            Err(InvalidIdempotencyKey)
        }
    }

    /// The key of a text that says what the write is about, such as the caller's own key for it and the body. The same
    /// text gives the same key on every machine: a UUID of version 8 (RFC 9562) from the text's SHA-256.
    pub fn of(text: &str) -> Self {
        let digest = Sha256::digest(text.as_bytes());
        let mut uuid = String::with_capacity(36);
        for (at, byte) in digest.iter().take(16).enumerate() {
            let byte = match at {
                6 => (byte & 0x0f) | 0x80,
                8 => (byte & 0x3f) | 0x80,
                _ => *byte,
            };
            if matches!(at, 4 | 6 | 8 | 10) {
                uuid.push('-');
            }
            uuid.push_str(&format!("{byte:02x}"));
        }
        Self(uuid.into())
    }

    /// The UUID.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for IdempotencyKey {
    type Err = InvalidIdempotencyKey;

    fn from_str(text: &str) -> Result<Self, InvalidIdempotencyKey> {
        Self::new(text)
    }
}

impl fmt::Display for IdempotencyKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn only_a_uuid_is_a_key() {
        let key = IdempotencyKey::new("0D3B5A7E-41C2-4F6A-8E9D-2B7C6F1A9E54").unwrap();
        assert_eq!(key.as_str(), "0d3b5a7e-41c2-4f6a-8e9d-2b7c6f1a9e54");
        for text in [
            "",
            "0d3b5a7e41c24f6a8e9d2b7c6f1a9e54",
            "0d3b5a7e-41c2-4f6a-8e9d-2b7c6f1a9e5",
            "0d3b5a7e-41c2-4f6a-8e9d-2b7c6f1a9e5g",
            "0d3b5a7e4-1c2-4f6a-8e9d-2b7c6f1a9e54",
            "{0d3b5a7e-41c2-4f6a-8e9d-2b7c6f1a9e}",
        ] {
            assert!(IdempotencyKey::new(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_key_stays_the_same_from_release_to_release() {
        // The first 16 bytes of SHA-256("abc"), which is in FIPS 180-2, with the version and variant of a UUID.
        assert_eq!(IdempotencyKey::of("abc").as_str(), "ba7816bf-8f01-8fea-8141-40de5dae2223");
    }

    proptest! {
        #[test]
        fn any_text_gives_a_uuid_of_version_8(text in ".{0,60}", other in ".{0,60}") {
            let key = IdempotencyKey::of(&text);
            let read = IdempotencyKey::new(key.as_str()).unwrap();
            prop_assert_eq!(&read, &key);
            prop_assert_eq!(&key.as_str()[14..15], "8");
            prop_assert!("89ab".contains(&key.as_str()[19..20]));
            prop_assert_eq!(text == other, key == IdempotencyKey::of(&other));
        }
    }
}
