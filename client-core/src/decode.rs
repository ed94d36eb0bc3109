//! From bytes to types, with the path of what did not fit.

use std::cell::Cell;

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
    // Most bodies fit throughout: only one that does not is read again, to keep what does and to say where it does not.
    // Checked as a whole, text need not be checked string by string.
    if let Ok(text) = std::str::from_utf8(bytes) {
        let reading = Reading::begin(Elements::InPlace);
        if let Ok(value) = serde_json::from_str(text)
            && ELEMENTS.get() != Elements::SomeOdd
        {
            return Ok(value);
        }
        drop(reading);
    }
    let text = text(bytes)?;
    let _reading = Reading::begin(Elements::ByThemselves);
    serde_json::from_str(text).map_err(|error| failed(text, &error))
}

/// Decodes JSON of which every element must fit: one odd [`Lenient`] element is an error, with its path in the whole
/// document. For whoever judges what a service sends; a client uses [`json`].
///
/// # Errors
/// [`DecodeError`] with the path of the first value that does not fit.
pub fn json_throughout<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, DecodeError> {
    let text = text(bytes)?;
    let _reading = Reading::begin(Elements::InPlace);
    match serde_json::from_str(text) {
        // Somebody looked past the error.
        Ok(_) if ELEMENTS.get() == Elements::SomeOdd => {
            let problem = "an element does not fit its type".to_owned();
            Err(DecodeError { path: ".".to_owned(), problem, malformed: false })
        }
        read => read.map_err(|error| failed(text, &error)),
    }
}

fn text(bytes: &[u8]) -> Result<&str, DecodeError> {
    std::str::from_utf8(bytes).map_err(|error| {
        let problem = format!("not UTF-8 after {} bytes", error.valid_up_to());
        DecodeError { path: ".".to_owned(), problem, malformed: true }
    })
}

fn failed(text: &str, error: &serde_json::Error) -> DecodeError {
    let malformed = !error.is_data();
    let problem = match error.classify() {
        serde_json::error::Category::Eof => format!("the body ends after {} bytes", text.len()),
        serde_json::error::Category::Syntax | serde_json::error::Category::Io => {
            format!("not JSON (line {}, column {})", error.line(), error.column())
        }
        serde_json::error::Category::Data => without_values(&error.to_string()),
    };
    DecodeError { path: path_at(text, error.line(), error.column()), problem, malformed }
}

/// One step from a value to a value inside it.
enum Step {
    Item(usize),
    /// None before the key has been read.
    Member(Option<String>),
}

/// The path of the value that ends, or begins, where serde_json stopped reading. (A reader that keeps the path while it
/// reads would do as well, but every type would have to be compiled for it a second time.)
fn path_at(text: &str, line: usize, column: usize) -> String {
    let before: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    let (bytes, end) = (text.as_bytes(), (before + column).min(text.len()));
    let (mut at, mut path) = (0, Vec::new());
    while at < end {
        let begin = at;
        at += 1;
        match bytes[begin] {
            b'{' => path.push(Step::Member(None)),
            b'[' => path.push(Step::Item(0)),
            b'}' | b']' => drop(path.pop()),
            b',' => match path.last_mut() {
                Some(Step::Item(item)) => *item += 1,
                Some(Step::Member(key)) => *key = None,
                None => {}
            },
            b'"' => {
                while at < bytes.len() && bytes[at] != b'"' {
                    at += if bytes[at] == b'\\' { 2 } else { 1 };
                }
                at += 1;
                if let Some(Step::Member(key @ None)) = path.last_mut() {
                    let quoted = text.get(begin..at.min(text.len())).unwrap_or_default();
                    *key = Some(serde_json::from_str(quoted).unwrap_or_default());
                }
            }
            _ => {}
        }
    }
    let mut written = String::new();
    for step in path {
        match step {
            Step::Item(item) => written.push_str(&format!("[{item}]")),
            Step::Member(Some(key)) if written.is_empty() => written.push_str(&key),
            Step::Member(Some(key)) => written.push_str(&format!(".{key}")),
            Step::Member(None) => {}
        }
    }
    if written.is_empty() { ".".to_owned() } else { written }
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

/// How [`Lenient`] elements are read by this thread.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Elements {
    /// Each is cut out first, so that one that does not fit can be kept as text. Reads everything twice.
    ByThemselves,
    /// Each where it stands. One that does not fit fails the document, which is then read in the other way.
    InPlace,
    /// As `InPlace`, and one did not fit. Should whoever holds it have looked past the error, this is how it shows.
    SomeOdd,
}

thread_local! {
    static ELEMENTS: Cell<Elements> = const { Cell::new(Elements::ByThemselves) };
}

/// While it lives, elements are read in one way; then as before, also after a panic.
struct Reading {
    before: Elements,
}

impl Reading {
    fn begin(elements: Elements) -> Self {
        Self { before: ELEMENTS.replace(elements) }
    }
}

impl Drop for Reading {
    fn drop(&mut self) {
        ELEMENTS.set(self.before);
    }
}

/// serde's messages quote the offending value, which may be a buyer's: keep what was expected, drop what was found.
fn without_values(message: &str) -> String {
    let message = message.split_once(" at line ").map_or(message, |(problem, _)| problem);
    // The last one: a value may have these words in it.
    if let Some((_, expected)) = message.rsplit_once(", expected ") {
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
///
/// [`json`] reads elements twice only where one is odd; `serde_json`'s own functions always do. Elements cannot be
/// told apart where serde keeps a copy of the document, which is inside untagged enums and flattened fields.
#[derive(Debug, Clone, PartialEq)]
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

impl PartialEq for Undecodable {
    fn eq(&self, other: &Self) -> bool {
        self.error == other.error && self.raw.expose().get() == other.raw.expose().get()
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
        if ELEMENTS.get() != Elements::ByThemselves {
            return T::deserialize(deserializer)
                .map(Self::Good)
                .inspect_err(|_| ELEMENTS.set(Elements::SomeOdd));
        }
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
    use std::fmt::Debug;

    use proptest::prelude::*;

    use super::*;

    #[derive(Debug, Deserialize)]
    #[expect(dead_code, reason = "only decoded")]
    struct Thing {
        id: String,
        size: u32,
    }

    /// Lists within lists.
    #[derive(Debug, Deserialize)]
    struct Shelf {
        #[serde(default)]
        things: Vec<Lenient<Thing>>,
        #[serde(default, deserialize_with = "unless_odd")]
        best: Option<Lenient<Thing>>,
    }

    /// Looks past an error, as a `Deserialize` may.
    fn unless_odd<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Lenient<Thing>>, D::Error> {
        let text = String::deserialize(deserializer)?;
        Ok(serde_json::from_str(&text).ok())
    }

    /// What is to be seen of a value; texts that could not be decoded included.
    fn shown<T: Debug>(list: &[Lenient<T>]) -> String {
        let show = |element: &Lenient<T>| match element {
            Lenient::Good(value) => format!("{value:?}"),
            Lenient::Bad(bad) => format!("{} {:?}", bad.raw.expose(), bad.error),
        };
        list.iter().map(show).collect::<Vec<_>>().join("\n")
    }

    /// Decodes in both ways: as [`json`] does, and with every element by itself from the beginning.
    fn in_both_ways<T: DeserializeOwned + Debug>(bytes: &[u8]) -> [Option<String>; 2] {
        let in_place: Option<Vec<Lenient<T>>> = json(bytes).ok();
        let by_themselves: Option<Vec<Lenient<T>>> = serde_json::from_slice(bytes).ok();
        [in_place.map(|list| shown(&list)), by_themselves.map(|list| shown(&list))]
    }

    #[test]
    fn the_error_names_the_path_and_never_the_value() {
        let error = json::<Vec<Thing>>(br#"[{"id":"a","size":1},{"id":"b","size":"Jane Doe"}]"#).unwrap_err();
        assert_eq!(error.path(), "[1].size");
        assert!(!error.to_string().contains("Jane"), "{error}");
    }

    #[test]
    fn a_value_that_reads_like_the_message_does_not_show_either() {
        for value in ["left, expected by Jane", "is empty", "not a Jane", "missing field Jane is empty"] {
            let text = serde_json::json!([{"id": "a", "size": value}]).to_string();
            let error = json::<Vec<Thing>>(text.as_bytes()).unwrap_err();
            assert_eq!(error.to_string(), "at [0].size: expected u32");
        }
    }

    #[test]
    fn whoever_judges_a_document_is_told_of_its_first_odd_element() {
        let page = br#"[{"things":[{"id":"a","size":1},{"id":"b","size":"x"}]}]"#;
        assert!(json::<Vec<Lenient<Shelf>>>(page).is_ok());
        let error = json_throughout::<Vec<Lenient<Shelf>>>(page).unwrap_err();
        assert_eq!(error.path(), "[0].things[1].size");
        let overlooked = br#"[{"best":"{\"id\":\"a\"}"}]"#;
        assert!(json_throughout::<Vec<Lenient<Shelf>>>(overlooked).is_err());
        assert!(json_throughout::<Vec<Lenient<Thing>>>(br#"[{"id":"a","size":1}]"#).is_ok());
    }

    #[test]
    fn parsed_json_errs_like_its_text() {
        let error =
            parsed_json::<Vec<Thing>>(serde_json::json!([{"id": "a", "size": "Jane Doe"}])).unwrap_err();
        assert_eq!(error.to_string(), "at [0].size: expected u32");
    }

    #[test]
    fn the_path_leads_to_what_is_missing_odd_or_of_another_kind() {
        #[derive(Debug, Deserialize)]
        #[expect(dead_code, reason = "only decoded")]
        struct Box {
            things: Vec<Thing>,
            inner: Option<std::boxed::Box<Box>>,
        }
        for (text, path) in [
            (r#"{"things":[]}"#, None),
            (r#"{"things":[{"id":"a\"{[,","size":"x"}]}"#, Some("things[0].size")),
            (r#"{"things":[{"id":"a","size":1},{"id":"b"}]}"#, Some("things[1]")),
            (r#"{"things":[{"id":"a","size":{"x":1}}]}"#, Some("things[0].size")),
            (r#"{"things":[{"id":["a"],"size":1}]}"#, Some("things[0].id")),
            (
                "{\n \"things\": [],\n \"inner\": {\"things\": [{\"id\": null, \"size\": 1}]}}",
                Some("inner.things[0].id"),
            ),
            (r#"{"inner":null}"#, Some(".")),
            (r#"7"#, Some(".")),
        ] {
            let read = json::<Box>(text.as_bytes());
            assert_eq!(read.err().as_ref().map(DecodeError::path), path, "{text}");
        }
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

    #[test]
    fn what_follows_the_document_is_not_overlooked() {
        let error = json::<Thing>(br#"{"id":"a","size":1}{"id":"b","size":2}"#).unwrap_err();
        assert_eq!(error.to_string(), "at .: not JSON (line 1, column 20)");
        assert!(error.is_malformed());
        assert!(json::<Thing>(b"{\"id\":\"a\",\"size\":1}\r\n").is_ok());
    }

    #[test]
    fn an_odd_element_of_an_inner_list_costs_neither_the_list_nor_the_outer_element() {
        let page = br#"[{"things":[{"id":"a"},{"id":"b","size":2}]},{"things":7}]"#;
        let shelves: Vec<Lenient<Shelf>> = json(page).unwrap();
        let things = &shelves[0].good().unwrap().things;
        assert_eq!(things.iter().filter(|thing| thing.good().is_some()).count(), 1);
        assert!(shelves[1].good().is_none());
    }

    #[test]
    fn an_error_that_somebody_looks_past_changes_nothing() {
        let page = br#"[{"best":"{\"id\":\"a\"}"}]"#;
        let shelves: Vec<Lenient<Shelf>> = json(page).unwrap();
        assert!(matches!(shelves[0].good().unwrap().best, Some(Lenient::Bad(_))));
    }

    #[test]
    fn serde_jsons_own_functions_are_as_lenient_before_during_and_after() {
        struct Panics;
        impl<'de> Deserialize<'de> for Panics {
            fn deserialize<D: Deserializer<'de>>(_: D) -> Result<Self, D::Error> {
                panic!("as asked")
            }
        }
        let odd = || serde_json::from_str::<Vec<Lenient<Thing>>>(r#"[{"id":"b"}]"#).unwrap();
        assert!(odd()[0].good().is_none());
        assert!(std::panic::catch_unwind(|| json::<Panics>(b"1").is_ok()).is_err());
        assert!(odd()[0].good().is_none());
        assert!(json::<Vec<Lenient<Thing>>>(b"[{]").is_err());
        assert!(odd()[0].good().is_none());
    }

    /// Things that fit, nearly fit and do not fit at all, and what is no JSON.
    fn thing() -> impl Strategy<Value = String> {
        let size = prop_oneof!["[0-9]{1,2}", "-?[0-9]{1,3}", Just("\"x\"".to_owned()), Just("{".to_owned())];
        let more = prop_oneof![
            8 => Just(String::new()),
            1 => Just(r#","more":[{"a":null}]"#.to_owned()),
            1 => Just(r#","id":"twice""#.to_owned()),
            1 => Just(r#","more":"\ud800""#.to_owned()),
        ];
        let whole = (r#"[a-zé"\\]{0,3}"#, size, more)
            .prop_map(|(id, size, more)| format!(r#"{{"id":"{id}","size":{size}{more}}}"#));
        prop_oneof![
            6 => ("[a-zé]{0,3}", 0..9_u32).prop_map(|(id, size)| format!(r#"{{"id":"{id}","size":{size}}}"#)),
            3 => whole,
            1 => "(null|7|\\[\\]|\\{\\}|)",
        ]
    }

    fn list(of: impl Strategy<Value = String>) -> impl Strategy<Value = String> {
        prop::collection::vec(of, 0..5).prop_map(|things| format!("[{}]", things.join(",")))
    }

    proptest! {
        #[test]
        fn in_place_or_by_themselves_elements_come_out_the_same(
            things in list(thing()),
            shelves in list(list(thing()).prop_map(|things| format!(r#"{{"things":{things}}}"#))),
            end in prop_oneof![9 => Just(""), 1 => Just(" "), 1 => Just("]")],
        ) {
            let [in_place, by_themselves] = in_both_ways::<Thing>((things + end).as_bytes());
            prop_assert_eq!(in_place, by_themselves);
            let [in_place, by_themselves] = in_both_ways::<Shelf>((shelves + end).as_bytes());
            prop_assert_eq!(in_place, by_themselves);
        }

        #[test]
        fn also_where_a_byte_is_garbled(
            things in list(thing()), at in any::<prop::sample::Index>(), byte in any::<u8>(),
        ) {
            let mut bytes = things.into_bytes();
            let at = at.index(bytes.len());
            bytes[at] = byte;
            let [in_place, by_themselves] = in_both_ways::<Thing>(&bytes);
            prop_assert_eq!(in_place, by_themselves);
        }
    }
}
