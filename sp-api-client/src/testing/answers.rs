//! Answers as Amazon shapes them: JSON, error lists, and the pages of its gateways.

use bytes::Bytes;
use chrono::{DateTime, Utc};
use commerce_client_core::testing::Delivery;
use http::{HeaderValue, Response, StatusCode};
use serde_json::{Value, json};

use super::Failure;

/// What an expired access token is told.
pub(super) const EXPIRED: &str = "The access token you provided has expired.";

/// What [`Failure::FutureStatus`] puts in the place of a status.
const FUTURE_STATUS: &str = "INVENTED_TOMORROW";

/// An answer before it gets its headers.
#[derive(Debug)]
pub(super) struct Answer {
    status: u16,
    body: Vec<u8>,
    rate: Option<f64>,
    headers: Vec<(&'static str, String)>,
    delivery: Option<Delivery>,
    is_of_s3: bool,
}

impl Answer {
    pub(super) fn json(status: u16, body: &Value) -> Self {
        Self::new(status, Some("application/json"), body.to_string().into_bytes())
    }

    pub(super) fn new(status: u16, content_type: Option<&str>, body: Vec<u8>) -> Self {
        let headers = content_type.map(|value| ("content-type", value.to_owned())).into_iter().collect();
        Self { status, body, rate: None, headers, delivery: None, is_of_s3: false }
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

    pub(super) fn method_not_allowed() -> Self {
        Self::error(405, "InvalidInput", "The method is not allowed for this resource.", "")
    }

    /// An answer of the store behind presigned URLs.
    pub(super) fn of_s3(status: u16, content_type: Option<&str>, body: Vec<u8>) -> Self {
        Self { is_of_s3: true, ..Self::new(status, content_type, body) }
    }

    /// A refusal of the store behind presigned URLs: XML.
    pub(super) fn s3_error(status: u16, code: &str, message: &str) -> Self {
        let body = format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>{code}</Code><Message>{message}</Message></Error>"
        );
        Self::of_s3(status, Some("application/xml"), body.into_bytes())
    }

    /// What an API says instead of doing what it was asked for, if that is how it fails.
    pub(super) fn instead(failure: &Failure) -> Option<Self> {
        match *failure {
            Failure::Status(status) => Some(Self::failed(status)),
            Failure::StatusHtml(status) => Some(Self::html(status)),
            Failure::Throttle | Failure::ThrottleWithRate => Some(Self::quota_exceeded()),
            Failure::Expired => Some(Self::unauthorized(EXPIRED)),
            Failure::Expired401 => {
                Some(Self::error(401, "Unauthorized", "Access to requested resource is denied.", EXPIRED))
            }
            _ => None,
        }
    }

    fn failed(status: u16) -> Self {
        Self::error(status, code_of(status), "The request has failed.", "")
    }

    /// This answer, spoiled on its way as a test has scripted it.
    pub(super) fn failing(mut self, failure: &Failure) -> Self {
        match failure {
            Failure::StatusAfter(status) => return Self::failed(*status),
            Failure::CutBody => {
                self.body.truncate(self.body.len() / 2);
                self.status = 200;
            }
            Failure::EmptyBody => {
                self.body.clear();
                self.status = 200;
            }
            Failure::SlowBody { chunk, pause } => {
                self.delivery = Some(Delivery::Slow { chunk: *chunk, pause: *pause });
            }
            Failure::BrokenBody => self.delivery = Some(Delivery::BrokenAfter(self.body.len() / 2)),
            Failure::Replace { pointer, value } => self.replace(pointer, value),
            Failure::FutureStatus => {
                if let Ok(mut json) = serde_json::from_slice::<Value>(&self.body) {
                    replace_statuses(&mut json);
                    self.body = json.to_string().into_bytes();
                }
            }
            // These have replaced the answer already.
            Failure::Status(_)
            | Failure::StatusHtml(_)
            | Failure::Throttle
            | Failure::ThrottleWithRate
            | Failure::Expired
            | Failure::Expired401 => {}
        }
        self
    }

    /// Puts `value` where `pointer` leads, or adds it as a new member of the object before.
    fn replace(&mut self, pointer: &str, value: &Value) {
        let Ok(mut json) = serde_json::from_slice::<Value>(&self.body) else { return };
        let (parent, name) = pointer.rsplit_once('/').unwrap_or_default();
        if let Some(place) = json.pointer_mut(pointer) {
            *place = value.clone();
        } else if let Some(Value::Object(parent)) = json.pointer_mut(parent) {
            parent.insert(name.to_owned(), value.clone());
        }
        self.body = json.to_string().into_bytes();
    }

    /// Tells the rate of the usage plan, in the answers that tell it.
    pub(super) fn with_rate(mut self, rate: f64) -> Self {
        self.rate = matches!(self.status, 200..=204 | 400 | 404).then_some(rate);
        self
    }

    /// Tells the rate even where the service rarely does.
    pub(super) fn with_rate_in_any_case(mut self, rate: f64) -> Self {
        self.rate = Some(rate);
        self
    }

    pub(super) fn into_response(self, request_number: u64, now: DateTime<Utc>) -> Response<Bytes> {
        let mut response = Response::new(Bytes::from(self.body));
        *response.status_mut() =
            StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        if let Some(delivery) = self.delivery {
            response.extensions_mut().insert(delivery);
        }
        let headers = response.headers_mut();
        // S3 has a name of its own for it.
        let id_name = if self.is_of_s3 { "x-amz-request-id" } else { "x-amzn-requestid" };
        let request_id = format!("fa4e0000-0000-4000-8000-{request_number:012x}");
        let date = now.format("%a, %d %b %Y %H:%M:%S GMT").to_string();
        let own = self.headers.into_iter().map(|(name, value)| (name, Some(value)));
        let texts = [
            (id_name, Some(request_id)),
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

fn replace_statuses(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                if (name == "status" || name.ends_with("Status")) && value.is_string() {
                    *value = json!(FUTURE_STATUS);
                } else {
                    replace_statuses(value);
                }
            }
        }
        Value::Array(values) => values.iter_mut().for_each(replace_statuses),
        _ => {}
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
