//! Answers as Amazon shapes them: JSON, error lists, and the pages of its gateways.

use bytes::Bytes;
use chrono::{DateTime, Utc};
use http::{HeaderValue, Response, StatusCode, header};
use serde_json::{Value, json};

use super::Failure;

/// An answer before it gets its headers.
#[derive(Debug)]
pub(super) struct Answer {
    status: u16,
    content_type: &'static str,
    body: Vec<u8>,
    rate: Option<f64>,
}

impl Answer {
    pub(super) fn json(status: u16, body: &Value) -> Self {
        Self { status, content_type: "application/json", body: body.to_string().into_bytes(), rate: None }
    }

    pub(super) fn html(status: u16) -> Self {
        let body = format!("<html><head><title>{status}</title></head><body><h1>{status}</h1></body></html>");
        Self { status, content_type: "text/html", body: body.into_bytes(), rate: None }
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

    pub(super) fn quota_exceeded() -> Self {
        Self::error(429, "QuotaExceeded", "You exceeded your quota for the requested resource.", "")
    }

    /// This answer, spoiled as a test has scripted it.
    pub(super) fn failing(mut self, failure: &Failure) -> Self {
        match *failure {
            Failure::Status(status) => Self::error(status, code_of(status), "The request has failed.", ""),
            Failure::StatusHtml(status) => Self::html(status),
            Failure::Throttle => Self::quota_exceeded(),
            Failure::CutBody => {
                self.body.truncate(self.body.len() / 2);
                Self { status: 200, ..self }
            }
            Failure::EmptyBody => Self { status: 200, body: Vec::new(), ..self },
        }
    }

    /// Tells the rate of the usage plan, in the answers that tell it.
    pub(super) fn with_rate(mut self, rate: f64) -> Self {
        self.rate = matches!(self.status, 200 | 400 | 404).then_some(rate);
        self
    }

    pub(super) fn into_response(self, request_number: u64, now: DateTime<Utc>) -> Response<Bytes> {
        let mut response = Response::new(Bytes::from(self.body));
        *response.status_mut() =
            StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(self.content_type));
        let request_id = format!("fa4e0000-0000-4000-8000-{request_number:012x}");
        let date = now.format("%a, %d %b %Y %H:%M:%S GMT").to_string();
        let texts = [
            ("x-amzn-requestid", Some(request_id)),
            ("date", Some(date)),
            ("x-amzn-ratelimit-limit", self.rate.map(|rate| rate.to_string())),
        ];
        for (name, text) in texts {
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
