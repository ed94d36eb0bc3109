//! Answers as Amazon shapes them: JSON, error lists, and the pages of its gateways.

use bytes::Bytes;
use chrono::{DateTime, Utc};
use http::{HeaderValue, Response, StatusCode};
use serde_json::{Value, json};

use super::Failure;

/// An answer before it gets its headers.
#[derive(Debug)]
pub(super) struct Answer {
    status: u16,
    body: Vec<u8>,
    rate: Option<f64>,
    headers: Vec<(&'static str, String)>,
}

impl Answer {
    pub(super) fn json(status: u16, body: &Value) -> Self {
        Self::new(status, Some("application/json"), body.to_string().into_bytes())
    }

    pub(super) fn new(status: u16, content_type: Option<&str>, body: Vec<u8>) -> Self {
        let headers = content_type.map(|value| ("content-type", value.to_owned())).into_iter().collect();
        Self { status, body, rate: None, headers }
    }

    /// An answer without a body.
    pub(super) fn empty(status: u16) -> Self {
        Self::new(status, Some("application/json"), Vec::new())
    }

    /// An answer of the APIs that wrap theirs in `payload`.
    pub(super) fn payload(status: u16, payload: Value) -> Self {
        Self::json(status, &json!({ "payload": payload }))
    }

    pub(super) fn html(status: u16) -> Self {
        let body = format!("<html><head><title>{status}</title></head><body><h1>{status}</h1></body></html>");
        Self::new(status, Some("text/html"), body.into_bytes())
    }

    pub(super) fn error(status: u16, code: &str, message: &str, details: &str) -> Self {
        Self::json(status, &json!({ "errors": [{ "code": code, "message": message, "details": details }] }))
    }

    pub(super) fn invalid_input(details: &str) -> Self {
        Self::error(400, "InvalidInput", "One or more request parameters are invalid.", details)
    }

    pub(super) fn unauthorized(details: &str) -> Self {
        Self::error(403, "Unauthorized", "Access to requested resource is denied.", details)
    }

    /// 404, as most APIs word it.
    pub(super) fn not_found(message: &str) -> Self {
        Self::error(404, "NotFound", message, "")
    }

    pub(super) fn quota_exceeded() -> Self {
        Self::error(429, "QuotaExceeded", "You exceeded your quota for the requested resource.", "")
            .with_header("x-amzn-errortype", "TooManyRequestsException")
    }

    pub(super) fn with_header(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    pub(super) fn status(&self) -> u16 {
        self.status
    }

    pub(super) fn method_not_allowed() -> Self {
        Self::error(405, "InvalidInput", "The method is not allowed for this resource.", "")
    }

    /// What the service says instead of doing what it was asked for, if that is how it fails.
    pub(super) fn instead(failure: &Failure) -> Option<Self> {
        match *failure {
            Failure::Status(status) => {
                Some(Self::error(status, code_of(status), "The request has failed.", ""))
            }
            Failure::StatusHtml(status) => Some(Self::html(status)),
            Failure::Throttle => Some(Self::quota_exceeded()),
            Failure::CutBody | Failure::EmptyBody => None,
        }
    }

    /// This answer, spoiled on its way as a test has scripted it.
    pub(super) fn failing(mut self, failure: &Failure) -> Self {
        match *failure {
            Failure::Status(_) | Failure::StatusHtml(_) | Failure::Throttle => self,
            Failure::CutBody => {
                self.body.truncate(self.body.len() / 2);
                Self { status: 200, ..self }
            }
            Failure::EmptyBody => Self { status: 200, body: Vec::new(), ..self },
        }
    }

    /// Tells the rate of the usage plan, in the answers that tell it.
    pub(super) fn with_rate(mut self, rate: f64) -> Self {
        self.rate = matches!(self.status, 200..=204 | 400 | 404).then_some(rate);
        self
    }

    pub(super) fn into_response(self, request_number: u64, now: DateTime<Utc>) -> Response<Bytes> {
        let mut response = Response::new(Bytes::from(self.body));
        *response.status_mut() =
            StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let headers = response.headers_mut();
        let request_id = format!("fa4e0000-0000-4000-8000-{request_number:012x}");
        let date = now.format("%a, %d %b %Y %H:%M:%S GMT").to_string();
        let own = self.headers.into_iter().map(|(name, value)| (name, Some(value)));
        let texts = [
            ("x-amzn-requestid", Some(request_id)),
            ("date", Some(date)),
            ("x-amzn-ratelimit-limit", self.rate.map(|rate| format!("{rate:?}"))),
        ];
        for (name, text) in own.chain(texts) {
            if let Some(value) = text.and_then(|text| HeaderValue::from_str(&text).ok()) {
                headers.insert(name, value);
            }
        }
        response
    }
}

/// The code that the service is known to send with a status.
fn code_of(status: u16) -> &'static str {
    match status {
        400 => "InvalidInput",
        401 | 403 => "Unauthorized",
        404 => "NotFound",
        413 => "RequestTooLarge",
        415 => "UnsupportedMediaType",
        429 => "QuotaExceeded",
        503 => "ServiceUnavailable",
        _ => "InternalFailure",
    }
}
