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

use bytes::Bytes;
use commerce_client_core::error::Problem;
use http::{Response, header};
use serde_json::Value;

/// What NetSuite complains about; nothing when the answer has none of its shapes.
pub(crate) fn problems(answer: &Response<Bytes>) -> Vec<Problem> {
    let said = match serde_json::from_slice::<Value>(answer.body()) {
        Ok(body) => in_json(&body),
        Err(_) => in_text(answer.body()).into_iter().collect(),
    };
    let said = if said.is_empty() { in_challenge(answer).into_iter().collect() } else { said };
    // NetSuite calls it an error that the job exists already. Where, is in a header that an error does not keep.
    let location = || answer.headers().get(header::LOCATION).and_then(|value| value.to_str().ok());
    said.into_iter()
        .map(|problem| {
            if problem.code == "IDEMPOTENCY_ERROR"
                && let Some(location) = location()
            {
                problem.at(location)
            } else {
                problem
            }
        })
        .collect()
}

fn in_json(body: &Value) -> Vec<Problem> {
    if let Some(details) = body.get("o:errorDetails").and_then(Value::as_array) {
        return details.iter().map(detail).collect();
    }
    let one = match body.get("error") {
        _ if body.get("o:errorCode").is_some() => Some(detail(body)),
        Some(Value::String(code)) => {
            Some(Problem::new(code, text(body, "error_description").unwrap_or_default()))
        }
        Some(error) => script_error(error),
        None => script_error(body),
    };
    one.into_iter().collect()
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

/// What a script threw, or the RESTlet service says. Neither the stack nor the cause is kept: they may hold anything.
fn script_error(error: &Value) -> Option<Problem> {
    let code = text(error, "code").or_else(|| text(error, "name"));
    let message = text(error, "message").or_else(|| text(error, "details")).unwrap_or_default();
    // The service wraps what a script threw into its own message.
    let thrown = || serde_json::from_str::<Value>(message).ok().and_then(|thrown| script_error(&thrown));
    thrown().or_else(|| code.map(|code| Problem::new(code, message)))
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

#[cfg(test)]
mod tests {
    use super::*;

    fn said(body: &str) -> Vec<String> {
        let answer = Response::new(Bytes::copy_from_slice(body.as_bytes()));
        problems(&answer).iter().map(ToString::to_string).collect()
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
        assert_eq!(problems(&answer)[0].to_string(), "invalid_token: Invalid login attempt.");
    }

    #[test]
    fn a_repeated_key_says_where_the_job_is() {
        let body = r#"{"o:errorDetails":[{"detail":"Again.","o:errorCode":"IDEMPOTENCY_ERROR"}]}"#;
        let answer =
            Response::builder().header("location", "/services/rest/async/v1/job/7").body(body.into());
        let said = problems(&answer.unwrap());
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
