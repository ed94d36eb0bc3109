//! Operations as data. Client, limiter, command line and conformance tests read the same declarations.

use commerce_client_core::{
    decode::{self, DecodeError},
    gate::RatePlan,
    retry::Safety,
};
use http::Method;
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::Value;

use crate::error_list::{ApiError, ErrorList};

/// One operation of the Selling Partner API, as Amazon's model has it.
#[derive(Debug)]
#[non_exhaustive]
pub struct Operation {
    /// The model that defines it, such as `orders_2026-01-01`. Two versions of an API have operations of one name.
    pub model: &'static str,
    /// The model's `operationId`, such as `searchOrders`.
    pub name: &'static str,
    /// HTTP method.
    pub method: Method,
    /// Path template, parameters in braces.
    pub path: &'static str,
    /// The default usage plan. Amazon may grant more, and says so in a header.
    pub plan: RatePlan,
    /// Whether the model states the plan; where it does not, the plan is our own cautious one.
    pub plan_is_stated: bool,
    /// What a repeat would do.
    pub safety: Safety,
    /// What proves who calls.
    pub access: Access,
    /// Everything that can be set, in the model's spelling.
    pub parameters: &'static [Parameter],
    answer: Reading,
    body: Option<Reading>,
}

/// What a body becomes that is read into a type.
#[derive(Debug)]
pub(crate) struct Reading {
    /// Reads it and writes it out again.
    reencode: fn(&[u8]) -> Result<Value, DecodeError>,
    /// Reads it and lets no element pass that does not fit.
    check: fn(&[u8]) -> Result<(), DecodeError>,
}

/// One of several usage plans of an operation.
#[derive(Debug)]
pub(crate) struct Bucket {
    pub(crate) name: &'static str,
    pub(crate) plan: RatePlan,
}

/// Which kind of token an operation takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Access {
    /// The seller's, got with a refresh token.
    Seller,
    /// The application's own, for this scope: the operation is about no particular seller.
    Grantless(&'static str),
}

impl Access {
    /// The application's own token, for managing notifications.
    pub const NOTIFICATIONS: Self = Self::Grantless("sellingpartnerapi::notifications");
}

/// One parameter of an operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Parameter {
    /// The wire's name; a body has none.
    pub name: &'static str,
    /// Where it goes.
    pub place: Place,
    /// Whether the operation needs it.
    pub required: bool,
}

/// Where a parameter goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Place {
    /// A segment of the path.
    Path,
    /// A value in the query.
    Query,
    /// Values in the query, joined by commas.
    QueryList,
    /// Values in the query, the name repeated for each.
    QueryRepeated,
    /// A header.
    Header,
    /// The JSON body.
    Body,
}

impl Parameter {
    pub(crate) const fn new(name: &'static str, place: Place, required: bool) -> Self {
        Self { name, place, required }
    }
}

impl Operation {
    /// Declares an operation that this crate does not have, for [`SpApi::raw`](crate::SpApi::raw). Begins as a read for
    /// the seller, once a second.
    pub const fn new(model: &'static str, name: &'static str, method: Method, path: &'static str) -> Self {
        Self {
            model,
            name,
            method,
            path,
            plan: RatePlan { rate: 1.0, burst: 1 },
            plan_is_stated: false,
            safety: Safety::Read,
            access: Access::Seller,
            parameters: &[],
            answer: reading::<Value>(),
            body: None,
        }
    }

    /// The same with the documented usage plan, in calls a second.
    #[must_use]
    pub const fn with_plan(mut self, rate: f64, burst: u32) -> Self {
        self.plan = RatePlan { rate, burst };
        self.plan_is_stated = true;
        self
    }

    /// The same, but saying what a repeat would do.
    #[must_use]
    pub const fn with_safety(mut self, safety: Safety) -> Self {
        self.safety = safety;
        self
    }

    /// The same with another kind of token.
    #[must_use]
    pub const fn with_access(mut self, access: Access) -> Self {
        self.access = access;
        self
    }

    pub(crate) const fn with_parameters(mut self, parameters: &'static [Parameter]) -> Self {
        self.parameters = parameters;
        self
    }

    pub(crate) const fn answering(mut self, answer: Reading) -> Self {
        self.answer = answer;
        self
    }

    pub(crate) const fn with_body_of(mut self, body: Option<Reading>) -> Self {
        if body.is_some() {
            self.body = body;
        }
        self
    }

    /// Decodes a request body of this operation into its type and writes that out again; nothing if the operation takes
    /// none.
    ///
    /// # Errors
    /// [`DecodeError`] with the path of what does not fit.
    pub fn reencode_body(&self, body: &[u8]) -> Option<Result<Value, DecodeError>> {
        self.body.as_ref().map(|as_type| (as_type.reencode)(body))
    }

    /// Model and name, such as `orders_2026-01-01.searchOrders`: what tells operations apart.
    pub fn id(&self) -> String {
        format!("{}.{}", self.model, self.name)
    }

    /// Decodes an answer of this operation into its typed response and writes that out again: what this crate makes of
    /// a body. Error bodies (`{"errors": […]}`) are read as such; list elements that do not fit are written as they came.
    ///
    /// # Errors
    /// [`DecodeError`] with the path of what does not fit.
    pub fn reencode(&self, body: &[u8]) -> Result<Value, DecodeError> {
        match refusal(body) {
            Some(refusal) => refusal,
            None => (self.answer.reencode)(body),
        }
    }

    /// Whether an answer fits its type throughout. A client takes a page with an odd element and reports the element;
    /// this is for whoever wants to know.
    ///
    /// # Errors
    /// [`DecodeError`] with the path of the first value, in a list's element or elsewhere, that does not fit.
    pub fn check(&self, body: &[u8]) -> Result<(), DecodeError> {
        match refusal(body) {
            Some(refusal) => refusal.map(drop),
            None => (self.answer.check)(body),
        }
    }

    /// The operation with this id or, where only one model has it, this name.
    pub fn find(id: &str) -> Option<&'static Self> {
        if let Some((model, name)) = id.rsplit_once('.') {
            return all().find(|operation| operation.model == model && operation.name == name);
        }
        let mut named = all().filter(|operation| operation.name == id);
        named.next().filter(|_| named.next().is_none())
    }

    /// The path with its parameters filled in, each percent-encoded as one segment; or the name of one that is missing.
    pub(crate) fn path_with(&self, parameters: &[(&str, String)]) -> Result<String, &'static str> {
        let fill = |segment: &'static str| {
            let Some(name) = segment.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')) else {
                return Ok(segment.to_owned());
            };
            let given = parameters.iter().find(|(given, _)| *given == name);
            given.map(|(_, value)| percent_encode(value)).ok_or(name)
        };
        Ok(self.path.split('/').map(fill).collect::<Result<Vec<_>, _>>()?.join("/"))
    }
}

/// Every operation that this crate has types for.
pub fn all() -> impl Iterator<Item = &'static Operation> {
    crate::APIS.iter().flat_map(|api| api.iter().copied())
}

/// A body with complaints and nothing else.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Refusal {
    errors: Vec<ApiError>,
}

/// An element of a bare list of complaints, which is how some refusals are modelled.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Complaint {
    code: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    message: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    details: Option<String>,
}

/// What a body says that holds complaints and nothing else.
fn refusal(body: &[u8]) -> Option<Result<Value, DecodeError>> {
    if let Ok(Refusal { errors }) = decode::json::<Refusal>(body) {
        return Some(written(ErrorList { errors: errors.into() }));
    }
    match decode::json::<Vec<Complaint>>(body) {
        Ok(complaints) if !complaints.is_empty() => Some(written(complaints)),
        _ => None,
    }
}

/// How a body of type `T` is read.
pub(crate) const fn reading<T: DeserializeOwned + Serialize>() -> Reading {
    Reading {
        reencode: |body| decode::json::<T>(body).and_then(written),
        check: |body| decode::json_throughout::<T>(body).map(drop),
    }
}

fn written<T: Serialize>(answer: T) -> Result<Value, DecodeError> {
    // By way of text, as everything that is sent is written: each type is compiled for one writer only.
    let text =
        serde_json::to_string(&answer).map_err(|_| DecodeError::missing("a form that JSON can hold"))?;
    decode::json(text.as_bytes())
}

/// Percent-encodes everything but the unreserved characters of RFC 3986, so that a `/` in a SKU stays in its segment
/// and a `+` is not taken for a space.
pub(crate) fn percent_encode(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                encoded.push(char::from(byte));
            }
            _ => encoded.push_str(&format!("%{byte:02X}")),
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_parameter_stays_in_its_segment() {
        let operation = Operation::new("m", "o", Method::GET, "/a/{id}/b/{other}");
        let given = [("other", "2".to_owned()), ("id", "a/b c%+ö".to_owned())];
        assert_eq!(operation.path_with(&given).unwrap(), "/a/a%2Fb%20c%25%2B%C3%B6/b/2");
        assert_eq!(operation.path_with(&given[..1]), Err("id"));
    }
}
