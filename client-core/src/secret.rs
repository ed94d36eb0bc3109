//! Things that must not be seen: secrets of ours, data of people.

use std::fmt;

pub use secrecy::{ExposeSecret, SecretString};

/// Data of a person (or a raw body that may hold some). Hidden from `Debug`; read only by asking for it.
#[derive(Clone, PartialEq, Eq)]
pub struct Pii<T>(T);

impl<T> Pii<T> {
    /// Hides `value`.
    pub fn new(value: T) -> Self {
        Self(value)
    }

    /// The value. Whoever calls this decides where it goes; never into a log, an error or a key.
    pub fn expose(&self) -> &T {
        &self.0
    }

    /// The value, no longer hidden.
    pub fn into_exposed(self) -> T {
        self.0
    }
}

impl<T> fmt::Debug for Pii<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Pii(..)")
    }
}

/// Writes a secret that the caller asked to be written, such as an answer on its way to a file.
///
/// # Errors
/// Only the serializer's own.
pub fn serialize_optional<S: serde::Serializer>(
    secret: &Option<SecretString>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    match secret {
        Some(secret) => serializer.serialize_some(secret.expose_secret()),
        None => serializer.serialize_none(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_shows_nothing() {
        assert_eq!(format!("{:?}", Pii::new("Jane Doe")), "Pii(..)");
        let secret = SecretString::from("hunter2");
        assert!(!format!("{secret:?}").contains("hunter2"));
    }
}
