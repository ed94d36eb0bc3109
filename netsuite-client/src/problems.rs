//! NetSuite's complaints, in all the shapes that its services give them.
//!
//! | shape | from |
//! | --- | --- |
//! | `{"o:errorDetails": [{"detail", "o:errorCode", "o:errorPath", …}]}` | the REST services |
//! | `{"detail", "o:errorCode"}` | record actions, releases before 2021 |
//! | `{"error": {"code", "message"}}`, the message perhaps a script's error as JSON | RESTlets |
//! | `{"type", "name" or "code", "message" or "details"}` | scripts that throw |
//! | `error code: …`, `error message: …` as plain text | RESTlets, when text was asked for |
//! | `{"error", "error_description"}`, or the header `WWW-Authenticate` | OAuth 2.0 |
//! | HTML, or nothing | the edge |

use std::cmp::Reverse;

use bytes::Bytes;
use commerce_client_core::error::{Error, Problem};
use http::{Response, header};
use serde_json::Value;

/// What an answer complains about.
#[derive(Debug, Default)]
pub(crate) struct Complaints {
    /// Nothing when the answer has none of NetSuite's shapes.
    pub(crate) problems: Vec<Problem>,
    /// Whether a script of the account threw them, rather than NetSuite refused the call. The codes are the script's own
    /// choice then.
    pub(crate) thrown: bool,
}

/// What NetSuite, or a script in it, complains about.
pub(crate) fn complaints(answer: &Response<Bytes>) -> Complaints {
    let mut said = match serde_json::from_slice::<Value>(answer.body()) {
        Ok(body) => in_json(&body),
        Err(_) => thrown(in_text(answer.body())),
    };
    if said.problems.is_empty() {
        said = by_netsuite(in_challenge(answer));
    }
    // NetSuite calls it an error that the job exists already. Where, is in a header that an error does not keep.
    let location = answer.headers().get(header::LOCATION).and_then(|value| value.to_str().ok());
    if let Some(location) = location {
        for problem in said.problems.iter_mut().filter(|problem| problem.code == "IDEMPOTENCY_ERROR") {
            *problem = std::mem::take(problem).at(location);
        }
    }
    said
}

fn by_netsuite(said: impl IntoIterator<Item = Problem>) -> Complaints {
    Complaints { problems: said.into_iter().collect(), thrown: false }
}

fn thrown(said: Option<Problem>) -> Complaints {
    Complaints { thrown: said.is_some(), problems: said.into_iter().collect() }
}

fn in_json(body: &Value) -> Complaints {
    if let Some(details) = body.get("o:errorDetails").and_then(Value::as_array) {
        return by_netsuite(details.iter().map(detail));
    }
    match body.get("error") {
        _ if body.get("o:errorCode").is_some() => by_netsuite([detail(body)]),
        Some(Value::String(code)) => {
            by_netsuite([Problem::new(code, text(body, "error_description").unwrap_or_default())])
        }
        Some(error) => match wrapped(error) {
            Some(cause) => thrown(Some(cause)),
            None if is_of_a_script(error) => thrown(plain(error)),
            None => by_netsuite(plain(error)),
        },
        None => thrown(wrapped(body).or_else(|| plain(body))),
    }
}

/// One complaint of the REST services.
fn detail(item: &Value) -> Problem {
    let said = text(item, "detail").unwrap_or_default();
    let said = said.strip_prefix("Error while accessing a resource. ").unwrap_or(said);
    let problem = Problem::new(text(item, "o:errorCode").unwrap_or_default(), said);
    let places = ["o:errorPath", "o:errorQueryParam", "o:errorHeader"];
    // A query may hold what was searched for.
    let url = || ["o:errorUrl", "o:urlPath"].iter().find_map(|name| text(item, name)?.split('?').next());
    match places.iter().find_map(|name| text(item, name)).or_else(url) {
        Some(place) => problem.at(place),
        None => problem,
    }
}

/// What the RESTlet service says, or a script. Neither the stack nor the cause is kept: they may hold anything.
fn plain(error: &Value) -> Option<Problem> {
    let code = text(error, "code").or_else(|| text(error, "name"))?;
    Some(Problem::new(code, message(error)))
}

/// What a script threw: the service wraps it into its own message.
fn wrapped(error: &Value) -> Option<Problem> {
    let thrown: Value = serde_json::from_str(message(error)).ok()?;
    wrapped(&thrown).or_else(|| plain(&thrown))
}

fn message(error: &Value) -> &str {
    text(error, "message").or_else(|| text(error, "details")).unwrap_or_default()
}

fn is_of_a_script(error: &Value) -> bool {
    text(error, "type").is_some_and(|kind| kind.starts_with("error."))
}

fn in_text(body: &[u8]) -> Option<Problem> {
    let said = std::str::from_utf8(body).ok()?.trim_start().strip_prefix("error code:")?;
    let (code, message) = said.split_once("error message:").unwrap_or((said, ""));
    Some(Problem::new(code.trim(), message.trim()))
}

/// A refused bearer token has no body.
fn in_challenge(answer: &Response<Bytes>) -> Option<Problem> {
    let challenge = answer.headers().get(header::WWW_AUTHENTICATE)?.to_str().ok()?;
    let parameter = |name: &str| challenge.split_once(&format!("{name}=\""))?.1.split('"').next();
    Some(Problem::new(parameter("error")?, parameter("error_description").unwrap_or_default()))
}

fn text<'a>(value: &'a Value, name: &str) -> Option<&'a str> {
    value.get(name).and_then(Value::as_str)
}

// ---- Whom it quotes -------------------------------------------------------------------------------------------------

/// Fields of people, by NetSuite's names.
const PERSONAL: [&str; 22] = [
    "addressee",
    "attention",
    "addr1",
    "addr2",
    "addr3",
    "addrText",
    "city",
    "zip",
    "addrPhone",
    "firstName",
    "middleName",
    "lastName",
    "companyName",
    "altName",
    "entityId",
    "printOnCheckAs",
    "email",
    "altEmail",
    "phone",
    "homePhone",
    "mobilePhone",
    "fax",
];

/// Masks what an error quotes of the people in what was sent. NetSuite's own words stay: they are often the only clue.
pub(crate) fn without_people(error: Error, path: &str, body: &[u8]) -> Error {
    if error.problems().is_empty() {
        return error;
    }
    let mut people = Vec::new();
    let query = path.split_once('?').map_or("", |(_, query)| query);
    for (_, filter) in url::form_urlencoded::parse(query.as_bytes()).filter(|(name, _)| name == "q") {
        quoted(&filter, '"', &mut people);
    }
    if let Ok(body) = serde_json::from_slice::<Value>(body) {
        if let Some(sql) = text(&body, "q") {
            quoted(sql, '\'', &mut people);
            let values = body.get("params").and_then(Value::as_array).into_iter().flatten();
            people.extend(values.filter_map(Value::as_str).map(str::to_owned));
        }
        personal(&body, &mut people);
    }
    // A single letter is in many words; and the longest first, so that a name within an address leaves no rest.
    people.retain(|person| person.chars().nth(1).is_some());
    people.sort_by_key(|person| Reverse(person.len()));
    error.masking(&people.iter().map(String::as_str).collect::<Vec<_>>())
}

/// The values of a query, which may be people. What is left and right of a doubled quotation mark is taken apart.
fn quoted(text: &str, mark: char, people: &mut Vec<String>) {
    people.extend(text.split(mark).skip(1).step_by(2).map(str::to_owned));
}

fn personal(value: &Value, people: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                match value {
                    Value::String(text) if PERSONAL.iter().any(|known| known.eq_ignore_ascii_case(name)) => {
                        people.push(text.trim().to_owned());
                    }
                    other => personal(other, people),
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| personal(item, people)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use commerce_client_core::error::ErrorKind;

    use super::*;

    fn said(body: &str) -> Vec<String> {
        let answer = Response::new(Bytes::copy_from_slice(body.as_bytes()));
        complaints(&answer).problems.iter().map(ToString::to_string).collect()
    }

    fn is_thrown(body: &str) -> bool {
        complaints(&Response::new(Bytes::copy_from_slice(body.as_bytes()))).thrown
    }

    #[test]
    fn what_a_script_throws_is_told_from_what_netsuite_says() {
        let thrown = r#"{"type":"error.SuiteScriptError","name":"SSS_REQUEST_LIMIT_EXCEEDED","message":"x"}"#;
        let wrapped = serde_json::json!({"error": {"code": "SSS_REQUEST_LIMIT_EXCEEDED", "message": thrown}});
        let bare: Value = serde_json::from_str(thrown).unwrap();
        let nested = serde_json::json!({"error": bare});
        for body in
            [thrown, &wrapped.to_string(), &nested.to_string(), "error code: SSS_REQUEST_LIMIT_EXCEEDED"]
        {
            assert_eq!(said(body)[0].split(':').next(), Some("SSS_REQUEST_LIMIT_EXCEEDED"), "{body}");
            assert!(is_thrown(body), "{body}");
        }
        for body in [
            r#"{"error":{"code":"SSS_REQUEST_LIMIT_EXCEEDED","message":"Request Limit Exceeded"}}"#,
            r#"{"o:errorDetails":[{"o:errorCode":"CONCURRENCY_LIMIT_EXCEEDED"}]}"#,
            r#"{"error":"invalid_grant"}"#,
            "<html>",
        ] {
            assert!(!is_thrown(body), "{body}");
        }
    }

    #[test]
    fn of_what_was_sent_people_are_masked_and_netsuites_words_are_kept() {
        let masked =
            |path: &str, body: Value, said: &str| {
                let problem = Problem::new("USER_ERROR", said).at("/services/rest/record/v1/customer");
                let error = Error::new(ErrorKind::Rejected, "record.create", "the service said no")
                    .with_answer(400, vec![problem], Bytes::new());
                without_people(error, path, body.to_string().as_bytes()).problems()[0].to_string()
            };
        let body = serde_json::json!({"memo": "Amazon.de", "shippingAddress": {"addressee": "Jane Doe", "addr1": "1 Main St",
            "city": "Rest", "country": {"id": "US"}}, "LASTNAME": "Doe", "addressBook": {"items": [{"zip": "10115"}]}});
        assert_eq!(
            masked(
                "/x",
                body,
                "Invalid Field Value Jane Doe for the following field: addressee; Doe of 10115 (Amazon.de)"
            ),
            "USER_ERROR: Invalid Field Value (hidden) for the following field: addressee; (hidden) of (hidden) \
             (Amazon.de) (at /services/rest/record/v1/customer)"
        );
        let sql =
            serde_json::json!({"q": "SELECT id FROM customer WHERE lastname = 'Neill'", "params": ["Roe"]});
        assert_eq!(
            masked("/x", sql, "Near 'Neill', Roe: Unknown identifier 'lastname'"),
            "USER_ERROR: Near '(hidden)', (hidden): Unknown identifier 'lastname' (at /services/rest/record/v1/customer)"
        );
        assert_eq!(
            masked("/x?limit=5&q=lastName%20IS%20%22Jane%20Doe%22", Value::Null, "No such value: Jane Doe"),
            "USER_ERROR: No such value: (hidden) (at /services/rest/record/v1/customer)"
        );
    }

    #[test]
    fn the_rest_services_are_understood() {
        let nested = r#"{"status":400,"o:errorDetails":[
            {"detail":"Error while accessing a resource. No.","o:errorCode":"USER_ERROR","o:errorPath":"entity"},
            {"detail":"Gone.","o:errorCode":"NONEXISTENT_ID","o:errorUrl":"/record/v1/customer?q=name IS Jane"}]}"#;
        assert_eq!(
            said(nested),
            ["USER_ERROR: No. (at entity)", "NONEXISTENT_ID: Gone. (at /record/v1/customer)"]
        );
        let flat = r#"{"title":"No","detail":"Already declined","status":400,"o:errorCode":"USER_ERROR"}"#;
        assert_eq!(said(flat), ["USER_ERROR: Already declined"]);
        let both =
            r#"{"o:errorCode":"USER_ERROR","o:errorDetails":[{"o:errorCode":"CONCURRENCY_LIMIT_EXCEEDED"}]}"#;
        assert_eq!(said(both), ["CONCURRENCY_LIMIT_EXCEEDED"]);
    }

    #[test]
    fn restlets_are_understood() {
        let limit = r#"{"error":{"code":"SSS_REQUEST_LIMIT_EXCEEDED","message":"Request Limit Exceeded"}}"#;
        assert_eq!(said(limit), ["SSS_REQUEST_LIMIT_EXCEEDED: Request Limit Exceeded"]);
        let thrown = r#"{"type":"error.SuiteScriptError","name":"SSS_MISSING_REQD_ARGUMENT","message":"id","stack":["x"]}"#;
        assert_eq!(said(thrown), ["SSS_MISSING_REQD_ARGUMENT: id"]);
        let wrapped =
            serde_json::json!({"error": {"code": "UNEXPECTED_ERROR", "message": thrown}}).to_string();
        assert_eq!(said(&wrapped), ["SSS_MISSING_REQD_ARGUMENT: id"]);
        let internal = r#"{"type":"internal error","code":"UNEXPECTED_ERROR","details":"null"}"#;
        assert_eq!(said(internal), ["UNEXPECTED_ERROR: null"]);
        assert_eq!(said("error code: USER_ERROR\nerror message: No such SKU"), ["USER_ERROR: No such SKU"]);
    }

    #[test]
    fn oauth_is_understood() {
        let body = r#"{"error":"invalid_grant","error_description":"Expired"}"#;
        assert_eq!(said(body), ["invalid_grant: Expired"]);
        let challenge =
            r#"Bearer realm="1", error="invalid_token", error_description="Invalid login attempt.""#;
        let answer = Response::builder().header("www-authenticate", challenge).body(Bytes::new()).unwrap();
        assert_eq!(complaints(&answer).problems[0].to_string(), "invalid_token: Invalid login attempt.");
    }

    #[test]
    fn a_repeated_key_says_where_the_job_is() {
        let body = r#"{"o:errorDetails":[{"detail":"Again.","o:errorCode":"IDEMPOTENCY_ERROR"}]}"#;
        let answer =
            Response::builder().header("location", "/services/rest/async/v1/job/7").body(body.into());
        let said = complaints(&answer.unwrap()).problems;
        assert_eq!(said[0].path.as_deref(), Some("/services/rest/async/v1/job/7"));
    }

    #[test]
    fn what_has_no_shape_has_no_complaints() {
        for body in
            ["", "<html>error code</html>", "[]", "7", "null", "{}", r#"{"error":null}"#, r#"{"error":{}}"#]
        {
            assert!(said(body).is_empty(), "{body}");
        }
    }
}
