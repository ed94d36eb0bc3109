//! From bytes to types, with the path of what did not fit.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::DeserializeOwned};
use serde_json::value::RawValue;

use crate::secret::Pii;

/// Why a body did not decode: where, and what was expected. Never the value found there.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("at {path}: {problem}")]
pub struct DecodeError {
    path: String,
    problem: String,
    malformed: bool,
}

impl DecodeError {
    /// An answer that lacks something outside its body, such as a header.
    pub fn missing(what: &str) -> Self {
        Self { path: ".".to_owned(), problem: format!("missing {what}"), malformed: true }
    }

    /// Whether the body was cut or garbled, rather than well-formed and unlike its type.
    pub fn is_malformed(&self) -> bool {
        self.malformed
    }

    /// Where in the document, such as `orders[3].proceeds.grandTotal`; `.` is the whole.
    pub fn path(&self) -> &str {
        &self.path
    }
}

/// Decodes JSON.
///
/// # Errors
/// [`DecodeError`] with the path of the first value that does not fit.
pub fn json<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, DecodeError> {
    // Most bodies fit: only one that does not is read again to find out where.
    if let Ok(value) = serde_json::from_slice(bytes) {
        return Ok(value);
    }
    let mut reader = serde_json::Deserializer::from_slice(bytes);
    serde_path_to_error::deserialize(&mut reader).map_err(|error| {
        let path = error.path().to_string();
        let inner = error.into_inner();
        let malformed = !inner.is_data();
        let problem = match inner.classify() {
            serde_json::error::Category::Eof => format!("the body ends after {} bytes", bytes.len()),
            serde_json::error::Category::Syntax | serde_json::error::Category::Io => {
                format!("not JSON (line {}, column {})", inner.line(), inner.column())
            }
            serde_json::error::Category::Data => without_values(&inner.to_string()),
        };
        DecodeError { path, problem, malformed }
    })
}

/// As [`json`], from a reader over JSON that is parsed already, such as one that is lenient about keys.
///
/// # Errors
/// As of [`json`]; never [malformed](DecodeError::is_malformed).
pub fn parsed_json<'de, T: Deserialize<'de>>(
    reader: impl Deserializer<'de, Error = serde_json::Error>,
) -> Result<T, DecodeError> {
    serde_path_to_error::deserialize(reader).map_err(|error| DecodeError {
        path: error.path().to_string(),
        problem: without_values(&error.into_inner().to_string()),
        malformed: false,
    })
}

/// serde's messages quote the offending value, which may be a buyer's: keep what was expected, drop what was found.
fn without_values(message: &str) -> String {
    let message = message.split_once(" at line ").map_or(message, |(problem, _)| problem);
    if let Some((_, expected)) = message.split_once(", expected ") {
        return format!("expected {expected}");
    }
    // What serde says of a missing field, and our own visitors of theirs, holds no value.
    let harmless = message.starts_with("missing field") || message.starts_with("not a");
    if harmless || message.ends_with("is empty") {
        message.to_owned()
    } else {
        "the value does not fit its type".to_owned()
    }
}

/// One element of a list, decoded by itself, so that an odd one costs one and not the page.
#[derive(Debug, Clone)]
pub enum Lenient<T> {
    /// It decoded.
    Good(T),
    /// It did not; its text is kept.
    Bad(Undecodable),
}

/// A list element that did not decode.
#[derive(Debug, Clone)]
pub struct Undecodable {
    /// What did not fit, with the path inside the element.
    pub error: DecodeError,
    /// The element's JSON text.
    pub raw: Pii<Box<RawValue>>,
}

impl Undecodable {
    /// The text of a top-level string field of the element, such as its id, if it can be read at all.
    pub fn text_field(&self, name: &str) -> Option<String> {
        let element: serde_json::Value = serde_json::from_str(self.raw.expose().get()).ok()?;
        element.get(name)?.as_str().map(str::to_owned)
    }
}

impl<T> Lenient<T> {
    /// The element, if it decoded.
    pub fn good(&self) -> Option<&T> {
        match self {
            Self::Good(value) => Some(value),
            Self::Bad(_) => None,
        }
    }
}

impl<'de, T: DeserializeOwned> Deserialize<'de> for Lenient<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = Box::<RawValue>::deserialize(deserializer)?;
        Ok(match json(raw.get().as_bytes()) {
            Ok(value) => Self::Good(value),
            Err(error) => Self::Bad(Undecodable { error, raw: Pii::new(raw) }),
        })
    }
}

impl<T: Serialize> Serialize for Lenient<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Good(value) => value.serialize(serializer),
            Self::Bad(bad) => bad.raw.expose().serialize(serializer),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, Deserialize)]
    #[expect(dead_code, reason = "only decoded")]
    struct Thing {
        id: String,
        size: u32,
    }

    #[test]
    fn the_error_names_the_path_and_never_the_value() {
        let error = json::<Vec<Thing>>(br#"[{"id":"a","size":1},{"id":"b","size":"Jane Doe"}]"#).unwrap_err();
        assert_eq!(error.path(), "[1].size");
        assert!(!error.to_string().contains("Jane"), "{error}");
    }

    #[test]
    fn parsed_json_errs_like_its_text() {
        let error =
            parsed_json::<Vec<Thing>>(serde_json::json!([{"id": "a", "size": "Jane Doe"}])).unwrap_err();
        assert_eq!(error.to_string(), "at [0].size: expected u32");
    }

    #[test]
    fn a_cut_body_says_how_much_arrived() {
        let error = json::<Vec<Thing>>(br#"[{"id":"a","#).unwrap_err();
        assert!(error.to_string().ends_with("the body ends after 11 bytes"), "{error}");
    }

    #[test]
    fn one_odd_element_costs_one_element() {
        let list: Vec<Lenient<Thing>> =
            json(br#"[{"id":"a","size":1},{"id":"b"},{"id":"c","size":3}]"#).unwrap();
        assert_eq!(list.iter().filter_map(Lenient::good).count(), 2);
        let Lenient::Bad(bad) = &list[1] else { panic!("the second is the odd one") };
        assert_eq!(bad.text_field("id").as_deref(), Some("b"));
        assert_eq!(bad.error.to_string(), "at .: missing field `size`");
    }
}
