//! Documents behind presigned URLs: what S3 does for reports and feeds.
//!
//! A URL leads to the host that the caller has used for the API itself, so that it works on a loopback port. It is good
//! for one method and five minutes, and for an upload it is signed over the content type too.

use std::{collections::BTreeMap, io::Write as _};

use bytes::Bytes;
use chrono::{DateTime, TimeDelta, Utc};
use flate2::{Compression, write::GzEncoder};
use http::{Method, Request, header};

use super::{Answer, Call, Failure, Query, amazon::Numbers};

/// Where presigned URLs lead to.
pub(super) const PATH: &str = "/documents/";

const LIFETIME: TimeDelta = TimeDelta::minutes(5);

/// Every stored document and every URL that leads to one.
#[derive(Debug, Default)]
pub(super) struct Documents {
    files: BTreeMap<String, File>,
    /// By signature.
    links: BTreeMap<String, Link>,
}

/// A stored document.
#[derive(Debug, Clone, Default)]
pub(super) struct File {
    /// As a reader wants it, not as it is stored.
    pub(super) bytes: Bytes,
    pub(super) gzip: bool,
    pub(super) content_type: Option<String>,
}

#[derive(Debug)]
struct Link {
    document_id: String,
    expires: DateTime<Utc>,
    purpose: Purpose,
}

/// What a URL is signed for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Purpose {
    Download {
        /// Whether the answer says `Content-Encoding: gzip`, for clients that unpack by themselves.
        tells_encoding: bool,
    },
    Upload {
        content_type: String,
    },
}

/// How calls through presigned URLs are counted and scripted.
pub(super) fn operation(method: &Method) -> &'static str {
    if method == Method::PUT { "upload" } else { "download" }
}

impl Documents {
    pub(super) fn store(&mut self, document_id: &str, file: File) {
        self.files.insert(document_id.to_owned(), file);
    }

    pub(super) fn get(&self, document_id: &str) -> Option<&File> {
        self.files.get(document_id)
    }

    /// A fresh URL, good for five minutes.
    pub(super) fn sign(
        &mut self,
        call: &Call<'_>,
        numbers: &mut Numbers,
        document_id: &str,
        purpose: Purpose,
    ) -> String {
        let signature = format!("{}{}", numbers.uuid(), numbers.uuid()).replace('-', "");
        let signed = if matches!(purpose, Purpose::Upload { .. }) { "content-type%3Bhost" } else { "host" };
        let url = format!(
            "{}{PATH}{document_id}?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Date={}&X-Amz-SignedHeaders={signed}\
             &X-Amz-Expires={}&X-Amz-Signature={signature}",
            call.base_url,
            call.now.format("%Y%m%dT%H%M%SZ"),
            LIFETIME.num_seconds()
        );
        let link = Link { document_id: document_id.to_owned(), expires: call.now + LIFETIME, purpose };
        self.links.insert(signature, link);
        url
    }

    pub(super) fn answer(
        &mut self,
        request: &Request<Bytes>,
        now: DateTime<Utc>,
        failure: Option<&Failure>,
    ) -> Answer {
        match failure {
            Some(Failure::Status(status)) => {
                Answer::s3_error(*status, s3_code(*status), "The request has failed.")
            }
            Some(Failure::StatusHtml(status)) => Answer::html(*status),
            Some(Failure::Throttle | Failure::ThrottleWithRate) => {
                Answer::s3_error(503, "SlowDown", "Please reduce your request rate.")
            }
            Some(Failure::Expired | Failure::Expired401) => expired(),
            Some(Failure::StatusAfter(status)) => {
                let _ = self.passed(request, now);
                Answer::s3_error(*status, s3_code(*status), "The request has failed.")
            }
            Some(failure) => self.passed(request, now).unwrap_or_else(|refusal| refusal).failing(failure),
            None => self.passed(request, now).unwrap_or_else(|refusal| refusal),
        }
    }

    fn passed(&mut self, request: &Request<Bytes>, now: DateTime<Utc>) -> Result<Answer, Answer> {
        let (document_id, purpose) = self.link(request, now)?;
        match (purpose, request.method()) {
            (Purpose::Download { tells_encoding }, &Method::GET) => {
                self.download(&document_id, tells_encoding)
            }
            (Purpose::Upload { content_type }, &Method::PUT) => {
                self.upload(&document_id, &content_type, request)
            }
            _ => Err(signature_does_not_match()),
        }
    }

    fn link(&self, request: &Request<Bytes>, now: DateTime<Utc>) -> Result<(String, Purpose), Answer> {
        if request.headers().contains_key(header::AUTHORIZATION) {
            let message = "Only one auth mechanism allowed";
            return Err(Answer::s3_error(400, "InvalidArgument", message));
        }
        if request.headers().keys().any(|name| name.as_str().starts_with("x-amz-")) {
            let message = "There were headers present in the request which were not signed";
            return Err(Answer::s3_error(403, "AccessDenied", message));
        }
        let query = Query::parse(request.uri().query().unwrap_or_default());
        let signature = query.one("X-Amz-Signature").ok().flatten();
        let link = signature.and_then(|signature| self.links.get(signature));
        let link = link.ok_or_else(signature_does_not_match)?;
        if request.uri().path().strip_prefix(PATH) != Some(&link.document_id) {
            return Err(signature_does_not_match());
        }
        if now >= link.expires {
            return Err(expired());
        }
        Ok((link.document_id.clone(), link.purpose.clone()))
    }

    fn download(&self, document_id: &str, tells_encoding: bool) -> Result<Answer, Answer> {
        let missing = || Answer::s3_error(404, "NoSuchKey", "The specified key does not exist.");
        let file = self.files.get(document_id).ok_or_else(missing)?;
        let body = if file.gzip { gzipped(&file.bytes) } else { file.bytes.to_vec() };
        let answer = Answer::of_s3(200, file.content_type.as_deref(), body);
        Ok(if tells_encoding && file.gzip { answer.with_header("content-encoding", "gzip") } else { answer })
    }

    fn upload(
        &mut self,
        document_id: &str,
        content_type: &str,
        request: &Request<Bytes>,
    ) -> Result<Answer, Answer> {
        let sent = request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
        if sent != Some(content_type) {
            return Err(signature_does_not_match());
        }
        if request.headers().contains_key(header::TRANSFER_ENCODING) {
            let message = "A header you provided implies functionality that is not implemented";
            return Err(Answer::s3_error(501, "NotImplemented", message));
        }
        let file =
            File { bytes: request.body().clone(), gzip: false, content_type: Some(content_type.to_owned()) };
        self.files.insert(document_id.to_owned(), file);
        Ok(Answer::of_s3(200, None, Vec::new()))
    }
}

fn gzipped(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    // Writing to memory cannot fail; the bytes as they are would be no gzip, and so be noticed.
    match encoder.write_all(bytes).and_then(|()| encoder.finish()) {
        Ok(packed) => packed,
        Err(_) => bytes.to_vec(),
    }
}

fn signature_does_not_match() -> Answer {
    let message = "The request signature we calculated does not match the signature you provided.";
    Answer::s3_error(403, "SignatureDoesNotMatch", message)
}

fn expired() -> Answer {
    Answer::s3_error(403, "AccessDenied", "Request has expired")
}

fn s3_code(status: u16) -> &'static str {
    match status {
        403 => "AccessDenied",
        404 => "NoSuchKey",
        503 => "SlowDown",
        _ => "InternalError",
    }
}
