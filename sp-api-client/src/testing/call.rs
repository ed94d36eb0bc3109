//! One call as an API sees it, once the gateway has let it through: parameters read, body parsed.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use http::Request;
use serde_json::{Map, Value};

use super::{Answer, FakeSeller};

/// A call to one operation.
pub(super) struct Call<'a> {
    pub(super) operation: &'static str,
    pub(super) now: DateTime<Utc>,
    /// Whose token it is. Of a grantless call, only the client id is filled.
    pub(super) seller: FakeSeller,
    /// Where the request was sent, like `http://127.0.0.1:8080`: presigned URLs lead there too.
    pub(super) base_url: String,
    /// What a restricted data token allows to see; none without such a token.
    pub(super) restricted: Option<BTreeSet<String>>,
    pub(super) path: BTreeMap<&'static str, String>,
    pub(super) query: Query,
    pub(super) request: &'a Request<bytes::Bytes>,
}

impl Call<'_> {
    /// A parameter of the path, decoded.
    pub(super) fn path(&self, name: &str) -> &str {
        self.path.get(name).map_or("", String::as_str)
    }

    /// The body as a JSON object.
    pub(super) fn body(&self) -> Result<Map<String, Value>, Answer> {
        match self.json()? {
            Value::Object(body) => Ok(body),
            _ => Err(Answer::invalid_input("The request body is not a JSON object.")),
        }
    }

    /// The body as JSON of any kind.
    pub(super) fn json(&self) -> Result<Value, Answer> {
        let content_type = self.request.headers().get(http::header::CONTENT_TYPE);
        let is_json = content_type
            .and_then(|value| value.to_str().ok())
            .is_some_and(|value| value.trim_start().to_ascii_lowercase().starts_with("application/json"));
        if !is_json {
            return Err(Answer::error(
                415,
                "UnsupportedMediaType",
                "The content type is not supported.",
                "The content type must be application/json.",
            ));
        }
        let body = serde_json::from_slice(self.request.body());
        body.map_err(|_| Answer::invalid_input("The request body is not JSON."))
    }

    /// Refuses what exists in the sandbox only, where the real Amazon is called.
    pub(super) fn check_sandbox(&self) -> Result<(), Answer> {
        if self.base_url.contains("://sellingpartnerapi-") {
            return Err(Answer::invalid_input("This operation exists in the sandbox only."));
        }
        Ok(())
    }

    /// Refuses marketplaces in which the seller does not sell.
    pub(super) fn check_marketplaces(&self, ids: &[String]) -> Result<(), Answer> {
        match ids.iter().find(|id| !self.seller.marketplaces.contains(id)) {
            Some(id) => Err(Answer::invalid_input(&format!(
                "marketplaceIds has '{id}', where the seller does not sell."
            ))),
            None => Ok(()),
        }
    }
}

/// The parameters of a query. Those that an operation does not ask for are ignored, as the real service does.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(super) struct Query(Vec<(String, String)>);

impl Query {
    pub(super) fn parse(query: &str) -> Self {
        let pairs = url::form_urlencoded::parse(query.as_bytes());
        Self(pairs.map(|(name, value)| (name.into_owned(), value.into_owned())).collect())
    }

    /// These parameters as they were given, to compare with those of another page.
    pub(super) fn only(&self, names: &[&str]) -> Query {
        let given = self.0.iter().filter(|(name, _)| names.contains(&name.as_str()));
        let mut given: Vec<_> = given.cloned().collect();
        given.sort();
        Query(given)
    }

    /// Refuses those of the operation's own parameters that are given beside the one that has to stand alone.
    pub(super) fn check_alone(&self, name: &str, others: &[&str]) -> Result<(), Answer> {
        if !self.0.iter().any(|(given, _)| others.contains(&given.as_str())) {
            return Ok(());
        }
        Err(Answer::invalid_input(&format!("{name} cannot be combined with other parameters.")))
    }

    fn all(&self, name: &str) -> impl Iterator<Item = &str> {
        self.0.iter().filter(move |(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// The one value of a parameter. A parameter that is empty or comes twice is refused.
    pub(super) fn one(&self, name: &str) -> Result<Option<&str>, Answer> {
        let mut values = self.all(name);
        let first = values.next();
        if values.next().is_some() {
            return Err(Answer::invalid_input(&format!("The parameter '{name}' is given twice.")));
        }
        if first == Some("") {
            return Err(Answer::invalid_input(&format!("The parameter '{name}' is empty.")));
        }
        Ok(first)
    }

    pub(super) fn required(&self, name: &str) -> Result<&str, Answer> {
        self.one(name)?.ok_or_else(|| missing(name))
    }

    /// A list: joined with commas, or repeated. `most` is how many values it may have.
    pub(super) fn list(&self, name: &str, most: usize) -> Result<Option<Vec<String>>, Answer> {
        let values: Vec<String> =
            self.all(name).flat_map(|value| value.split(',')).map(str::to_owned).collect();
        if values.is_empty() {
            return Ok(None);
        }
        if values.iter().any(String::is_empty) {
            return Err(Answer::invalid_input(&format!("The parameter '{name}' has an empty value.")));
        }
        if values.len() > most {
            return Err(Answer::invalid_input(&format!("{name} has more than {most} values.")));
        }
        Ok(Some(values))
    }

    pub(super) fn required_list(&self, name: &str, most: usize) -> Result<Vec<String>, Answer> {
        self.list(name, most)?.ok_or_else(|| missing(name))
    }

    /// A list whose values are all from a fixed set.
    pub(super) fn members(&self, name: &str, allowed: &[&str]) -> Result<Option<Vec<String>>, Answer> {
        let values = self.list(name, usize::MAX)?;
        for value in values.iter().flatten() {
            check_member(name, value, allowed)?;
        }
        Ok(values)
    }

    /// One value from a fixed set.
    pub(super) fn member(&self, name: &str, allowed: &[&str]) -> Result<Option<&str>, Answer> {
        let value = self.one(name)?;
        if let Some(value) = value {
            check_member(name, value, allowed)?;
        }
        Ok(value)
    }

    /// A whole number within bounds.
    pub(super) fn number(&self, name: &str, least: usize, most: usize) -> Result<Option<usize>, Answer> {
        let Some(text) = self.one(name)? else { return Ok(None) };
        let number = text.parse().ok().filter(|number| (least..=most).contains(number));
        number
            .map(Some)
            .ok_or_else(|| Answer::invalid_input(&format!("{name} must be a number from {least} to {most}.")))
    }

    /// `true` or `false`, in any case.
    pub(super) fn boolean(&self, name: &str) -> Result<Option<bool>, Answer> {
        let Some(text) = self.one(name)? else { return Ok(None) };
        match text.to_ascii_lowercase().as_str() {
            "true" => Ok(Some(true)),
            "false" => Ok(Some(false)),
            _ => Err(Answer::invalid_input(&format!("{name} must be true or false."))),
        }
    }

    /// A date and time with an offset.
    pub(super) fn time(&self, name: &str) -> Result<Option<DateTime<Utc>>, Answer> {
        let Some(text) = self.one(name)? else { return Ok(None) };
        parse_time(text).map(Some).ok_or_else(|| not_a_time(name))
    }
}

/// Reads members of a JSON object; `name` is the member's name.
pub(super) mod field {
    use chrono::{DateTime, Utc};
    use serde_json::{Map, Value};

    use super::{Answer, check_member, missing, not_a_time, parse_time};

    type Object = Map<String, Value>;

    fn of_type<'a, T>(
        object: &'a Object,
        name: &str,
        read: impl Fn(&'a Value) -> Option<T>,
        what: &str,
    ) -> Result<Option<T>, Answer> {
        match object.get(name) {
            None | Some(Value::Null) => Ok(None),
            Some(value) => {
                read(value).map(Some).ok_or_else(|| Answer::invalid_input(&format!("{name} must be {what}.")))
            }
        }
    }

    /// A text that is not empty.
    pub(in crate::testing) fn text<'a>(object: &'a Object, name: &str) -> Result<Option<&'a str>, Answer> {
        of_type(object, name, |value| value.as_str().filter(|text| !text.is_empty()), "a text")
    }

    pub(in crate::testing) fn required_text<'a>(object: &'a Object, name: &str) -> Result<&'a str, Answer> {
        text(object, name)?.ok_or_else(|| missing(name))
    }

    /// A text from a fixed set.
    pub(in crate::testing) fn member<'a>(
        object: &'a Object,
        name: &str,
        allowed: &[&str],
    ) -> Result<Option<&'a str>, Answer> {
        let value = text(object, name)?;
        if let Some(value) = value {
            check_member(name, value, allowed)?;
        }
        Ok(value)
    }

    pub(in crate::testing) fn object<'a>(
        object: &'a Object,
        name: &str,
    ) -> Result<Option<&'a Object>, Answer> {
        of_type(object, name, Value::as_object, "an object")
    }

    pub(in crate::testing) fn required_object<'a>(
        object: &'a Object,
        name: &str,
    ) -> Result<&'a Object, Answer> {
        self::object(object, name)?.ok_or_else(|| missing(name))
    }

    /// A list of `least` to `most` values.
    pub(in crate::testing) fn list<'a>(
        object: &'a Object,
        name: &str,
        least: usize,
        most: usize,
    ) -> Result<&'a [Value], Answer> {
        let values = of_type(object, name, Value::as_array, "a list")?.ok_or_else(|| missing(name))?;
        if !(least..=most).contains(&values.len()) {
            return Err(Answer::invalid_input(&format!("{name} must have {least} to {most} values.")));
        }
        Ok(values)
    }

    /// A list of texts that are not empty.
    pub(in crate::testing) fn texts(
        object: &Object,
        name: &str,
        least: usize,
        most: usize,
    ) -> Result<Vec<String>, Answer> {
        let values = list(object, name, least, most)?.iter();
        let texts: Option<Vec<String>> =
            values.map(|value| value.as_str().filter(|text| !text.is_empty()).map(str::to_owned)).collect();
        texts.ok_or_else(|| Answer::invalid_input(&format!("{name} must be a list of texts.")))
    }

    pub(in crate::testing) fn time(object: &Object, name: &str) -> Result<Option<DateTime<Utc>>, Answer> {
        let Some(text) = text(object, name)? else { return Ok(None) };
        parse_time(text).map(Some).ok_or_else(|| not_a_time(name))
    }
}

/// ISO 8601 with a date, a time and an offset.
pub(super) fn parse_time(text: &str) -> Option<DateTime<Utc>> {
    let parsed = DateTime::parse_from_rfc3339(text).ok()?;
    text.contains('T').then(|| parsed.to_utc())
}

/// A moment as most APIs write it: milliseconds, `Z`.
pub(super) fn iso(time: DateTime<Utc>) -> String {
    time.to_rfc3339_opts(chrono::SecondsFormat::Millis, true)
}

pub(super) fn missing(name: &str) -> Answer {
    Answer::invalid_input(&format!("The required parameter '{name}' is missing."))
}

fn not_a_time(name: &str) -> Answer {
    Answer::invalid_input(&format!("{name} is not an ISO 8601 date and time."))
}

fn check_member(name: &str, value: &str, allowed: &[&str]) -> Result<(), Answer> {
    if allowed.contains(&value) {
        return Ok(());
    }
    Err(Answer::invalid_input(&format!("'{value}' is not a value of {name}.")))
}
