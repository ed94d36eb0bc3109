//! Answers as NetSuite words them: media types, error bodies, the headers that every response carries.

use bytes::Bytes;
use chrono::{DateTime, Utc};
use http::{HeaderValue, Response, StatusCode};
use serde_json::{Map, Value, json};

pub(super) type Reply = Response<Bytes>;

pub(super) const INVALID_CONTENT: &str = "INVALID_CONTENT";
pub(super) const INVALID_KEY: &str = "INVALID_KEY_OR_REF";
pub(super) const INVALID_PARAMETER: &str = "INVALID_PARAMETER";
pub(super) const USER_ERROR: &str = "USER_ERROR";
pub(super) const NONEXISTENT_ID: &str = "NONEXISTENT_ID";

const PREFIX: &str = "Error while accessing a resource. ";

/// One entry of `o:errorDetails`.
#[derive(Debug, Clone)]
pub(super) struct Detail {
    code: &'static str,
    text: String,
    place: Option<(&'static str, String)>,
}

impl Detail {
    pub(super) fn new(code: &'static str, text: impl Into<String>) -> Self {
        Self { code, text: text.into(), place: None }
    }

    /// A complaint of the record layer, which prefixes all of its texts alike.
    pub(super) fn resource(code: &'static str, text: impl AsRef<str>) -> Self {
        Self::new(code, format!("{PREFIX}{}", text.as_ref()))
    }

    pub(super) fn at(self, path: impl Into<String>) -> Self {
        Self { place: Some(("o:errorPath", path.into())), ..self }
    }

    pub(super) fn query(self, name: impl Into<String>) -> Self {
        Self { place: Some(("o:errorQueryParam", name.into())), ..self }
    }

    pub(super) fn header(self, name: impl Into<String>) -> Self {
        Self { place: Some(("o:errorHeader", name.into())), ..self }
    }

    pub(super) fn url(self, url: impl Into<String>) -> Self {
        Self { place: Some(("o:errorUrl", url.into())), ..self }
    }

    fn body(self) -> Value {
        let mut body = Map::new();
        body.insert("detail".into(), self.text.into());
        body.insert("o:errorCode".into(), self.code.into());
        if let Some((name, value)) = self.place {
            body.insert(name.into(), value.into());
        }
        Value::Object(body)
    }
}

/// Why a request was refused.
#[derive(Debug, Clone)]
pub(super) struct Refusal {
    status: u16,
    details: Vec<Detail>,
}

impl Refusal {
    pub(super) fn new(status: u16, detail: Detail) -> Self {
        Self { status, details: vec![detail] }
    }

    pub(super) fn all(details: Vec<Detail>) -> Self {
        Self { status: 400, details }
    }

    pub(super) fn missing_record() -> Self {
        let text = "The record instance does not exist. Provide a valid record instance ID.";
        Self::new(404, Detail::new(NONEXISTENT_ID, text))
    }

    /// What an error of this status usually says; for scripted failures.
    pub(super) fn usual(status: u16) -> Self {
        let (code, text) = match status {
            400 => (USER_ERROR, "Error while accessing a resource. The request was refused."),
            401 => ("INVALID_LOGIN", "Invalid login attempt."),
            403 => ("INSUFFICIENT_PERMISSION", "Permission violation: the role lacks a permission."),
            404 => return Self::missing_record(),
            429 => return Self::throttled(),
            503 => ("SERVICE_UNAVAILABLE", "The service is temporarily unavailable."),
            _ => ("UNEXPECTED_ERROR", "An unexpected error occurred. Error ID: simulated0000000000"),
        };
        Self::new(status, Detail::new(code, text))
    }

    pub(super) fn throttled() -> Self {
        Self::new(
            429,
            Detail::new("CONCURRENCY_LIMIT_EXCEEDED", "Concurrent request limit exceeded. Request blocked."),
        )
    }

    /// The same with the status that some places give it.
    pub(super) fn throttled_as_400() -> Self {
        Self { status: 400, ..Self::throttled() }
    }

    /// As a RESTlet's host words it.
    pub(super) fn restlet_reply(status: u16, code: &str, message: &str) -> Reply {
        let status = StatusCode::from_u16(status).unwrap_or(StatusCode::BAD_REQUEST);
        plain_json(status, &json!({"error": {"code": code, "message": message}}))
    }

    /// As an action words it.
    pub(super) fn flat(self) -> Reply {
        let detail = self.details.into_iter().next();
        let (code, text) = detail.map_or((USER_ERROR, String::new()), |detail| (detail.code, detail.text));
        flat_error(self.status, code, &text)
    }

    pub(super) fn reply(self) -> Reply {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let body = json!({
            "type": format!("https://www.rfc-editor.org/rfc/rfc9110.html#{}", section(status)),
            "title": status.canonical_reason().unwrap_or("Error"),
            "status": status.as_u16(),
            "o:errorDetails": self.details.into_iter().map(Detail::body).collect::<Vec<_>>(),
        });
        vendor_json(status, "error", &body)
    }
}

impl From<Detail> for Refusal {
    fn from(detail: Detail) -> Self {
        Self::new(400, detail)
    }
}

fn section(status: StatusCode) -> &'static str {
    match status.as_u16() {
        400 => "section-15.5.1",
        401 => "section-15.5.2",
        403 => "section-15.5.4",
        404 => "section-15.5.5",
        405 => "section-15.5.6",
        406 => "section-15.5.7",
        415 => "section-15.5.16",
        500 => "section-15.6.1",
        503 => "section-15.6.4",
        _ => "section-15",
    }
}

/// The refusal of a record action, which has no list of details.
pub(super) fn flat_error(status: u16, code: &str, text: &str) -> Reply {
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::BAD_REQUEST);
    let body = json!({
        "type": format!("https://www.rfc-editor.org/rfc/rfc9110.html#{}", section(status)),
        "title": text,
        "detail": text,
        "status": status.as_u16(),
        "o:errorCode": code,
    });
    vendor_json(status, "error", &body)
}

/// The refusal of an idempotency key that was used before.
pub(super) fn conflict(text: &str) -> Reply {
    let body = json!({
        "type": "https://www.w3.org/Protocols/rfc2616/rfc2616-sec10.html#sec10.4.10",
        "title": "Conflict",
        "status": 400,
        "o:errorDetails": [{"detail": text, "o:errorCode": "IDEMPOTENCY_ERROR"}],
    });
    vendor_json(StatusCode::BAD_REQUEST, "error", &body)
}

/// JSON in NetSuite's media type; `kind` is `singular`, `collection` or `error`.
pub(super) fn vendor_json(status: StatusCode, kind: &str, body: &Value) -> Reply {
    let media = format!("application/vnd.oracle.resource+json; type={kind}; charset=UTF-8");
    with_body(status, &media, body.to_string())
}

pub(super) fn plain_json(status: StatusCode, body: &Value) -> Reply {
    with_body(status, "application/json; charset=UTF-8", body.to_string())
}

/// What the edge in front of NetSuite says when the service behind it does not answer.
pub(super) fn html(status: u16) -> Reply {
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::BAD_GATEWAY);
    let page = format!("<html><head><title>{status}</title></head><body><h1>{status}</h1></body></html>");
    with_body(status, "text/html", page)
}

pub(super) fn no_content(location: Option<String>) -> Reply {
    let mut reply = empty(StatusCode::NO_CONTENT);
    if let Some(location) = location {
        put_header(&mut reply, "location", &location);
    }
    reply
}

pub(super) fn empty(status: StatusCode) -> Reply {
    let mut reply = Response::new(Bytes::new());
    *reply.status_mut() = status;
    reply
}

pub(super) fn with_body(status: StatusCode, media: &str, body: String) -> Reply {
    let mut reply = Response::new(Bytes::from(body));
    *reply.status_mut() = status;
    put_header(&mut reply, "content-type", media);
    reply
}

/// Sets a header; a value that HTTP cannot carry is left out.
pub(super) fn put_header(reply: &mut Reply, name: &'static str, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        reply.headers_mut().insert(name, value);
    }
}

/// The headers that support asks for, and the server's time.
pub(super) fn stamp(reply: &mut Reply, now: DateTime<Utc>, ids: (u128, u128)) {
    put_header(reply, "x-n-operationid", &uuid(ids.0));
    put_header(reply, "x-netsuite-jobid", &uuid(ids.1));
    put_header(reply, "date", &now.format("%a, %d %b %Y %H:%M:%S GMT").to_string());
}

fn uuid(bits: u128) -> String {
    let hex = format!("{bits:032x}");
    format!("{}-{}-{}-{}-{}", &hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..])
}
