//! What the client asks and how it takes the answers, operation by operation: over a scripted transport, on virtual time.

#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests may panic, as tests may")]

mod account;
mod background;
mod batches;
mod documented;
mod finding;
mod jobs;
mod lines;
mod logins;
mod restlets;
#[cfg(feature = "reqwest")]
mod socket;
mod transforms;
mod writing;

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex},
};

use async_trait::async_trait;
use bytes::Bytes;
use commerce_client_core::{
    clock::SharedClock,
    testing::TokioClock,
    transport::{Body, Transport, TransportError},
};
use http::{Request, Response};
use netsuite_client::{
    Error, ExternalId, IdempotencyKey, InternalId, JobId, NetSuite, NetSuiteBuilder, RetryPolicy, TokenBased,
};
use serde_json::{Value, json};

const HOST: &str = "https://1234567-sb1.suitetalk.api.netsuite.com";
const RESTLETS: &str = "https://1234567-sb1.restlets.api.netsuite.com/app/site/hosting/restlet.nl";
const RECORD: &str = "/services/rest/record/v1";
const JOB: &str = "/services/rest/async/v1/job/2001";
const KEY: &str = "0d3b5a7e-41c2-4f6a-8e9d-2b7c6f1a9e54";

#[derive(Debug, Clone)]
enum Answer {
    Says {
        status: u16,
        headers: Vec<(String, String)>,
        body: Bytes,
    },
    /// The connection breaks after the request has left.
    Breaks,
}

fn says(status: u16, body: Value) -> Answer {
    Answer::Says { status, headers: Vec::new(), body: body.to_string().into() }
}

/// No body, but an address.
fn points(status: u16, location: &str) -> Answer {
    Answer::Says { status, headers: vec![("location".into(), location.into())], body: Bytes::new() }
}

fn refuses(status: u16, code: &str, detail: &str) -> Answer {
    says(status, json!({"status": status, "o:errorDetails": [{"detail": detail, "o:errorCode": code}]}))
}

/// Answers with the next of its lines, and keeps what it was asked.
#[derive(Debug, Clone, Default)]
struct Script {
    lines: Arc<Mutex<VecDeque<Answer>>>,
    asked: Arc<Mutex<Vec<Request<Bytes>>>>,
}

#[async_trait]
impl Transport for Script {
    async fn call(&self, request: Request<Bytes>) -> Result<Response<Body>, TransportError> {
        self.asked.lock().unwrap().push(request);
        match self.lines.lock().unwrap().pop_front() {
            Some(Answer::Says { status, headers, body }) => {
                let answer =
                    headers.iter().fold(Response::builder().status(status), |answer, (name, value)| {
                        answer.header(name, value)
                    });
                Ok(answer.body(Body::from(body)).unwrap())
            }
            Some(Answer::Breaks) => Err(TransportError::maybe_sent_because("the connection broke")),
            None => panic!("nobody expected this question"),
        }
    }
}

impl Script {
    fn of(lines: impl IntoIterator<Item = Answer>) -> (Self, NetSuite) {
        let script = Self { lines: Arc::new(Mutex::new(lines.into_iter().collect())), asked: Arc::default() };
        let netsuite = builder().transport(script.clone()).build().unwrap();
        (script, netsuite)
    }

    /// Method and target of each question, without the host, which was the account's own.
    fn targets(&self) -> Vec<String> {
        let target = |request: &Request<Bytes>| {
            let uri = request.uri().to_string();
            format!("{} {}", request.method(), uri.strip_prefix(HOST).unwrap_or(&uri))
        };
        self.asked.lock().unwrap().iter().map(target).collect()
    }

    fn header(&self, index: usize, name: &str) -> String {
        let asked = self.asked.lock().unwrap();
        asked[index].headers().get(name).map_or_else(String::new, |value| value.to_str().unwrap().to_owned())
    }

    fn body(&self, index: usize) -> Value {
        let asked = self.asked.lock().unwrap();
        serde_json::from_slice(asked[index].body()).unwrap_or_default()
    }

    /// All that was expected has happened.
    fn is_over(&self) -> bool {
        self.lines.lock().unwrap().is_empty()
    }
}

fn builder() -> NetSuiteBuilder {
    let noon = "2026-11-23T12:00:00Z".parse().unwrap();
    NetSuite::builder()
        .account("1234567_SB1".parse().unwrap())
        .auth(TokenBased::new("key", "secret", "token", "secret"))
        .clock(SharedClock::new(TokioClock::starting_at(noon)))
        .with_retry(RetryPolicy::default().with_seed(1))
}

fn id(text: &str) -> InternalId {
    InternalId::new(text).unwrap()
}

fn eid(text: &str) -> ExternalId {
    ExternalId::new(text).unwrap()
}

fn key() -> IdempotencyKey {
    IdempotencyKey::new(KEY).unwrap()
}

fn page(ids: &[&str], offset: u32, has_more: bool) -> Answer {
    let items: Vec<_> = ids.iter().map(|id| json!({"links": [], "id": id})).collect();
    says(
        200,
        json!({"links": [], "count": ids.len(), "items": items, "offset": offset, "hasMore": has_more, "totalResults": 3}),
    )
}

fn state(progress: &str) -> Answer {
    let completed = matches!(progress, "succeeded" | "failed");
    says(200, json!({"completed": completed, "id": "2001", "progress": progress, "task": {"links": []}}))
}

fn tasks(ids: &[&str]) -> Answer {
    page(ids, 0, false)
}

fn task(completed: bool) -> Answer {
    says(200, json!({"id": "1", "completed": completed, "progress": "succeeded"}))
}

fn gone() -> Answer {
    refuses(404, "RCRD_DSNT_EXIST", "That record does not exist.")
}

async fn only_result(lines: impl IntoIterator<Item = Answer>) -> Result<Result<InternalId, Error>, Error> {
    let lines = [state("succeeded"), tasks(&["1"])].into_iter().chain(lines);
    let (script, netsuite) = Script::of(lines);
    let results = netsuite.job(JobId::new("2001").unwrap()).results().await;
    assert!(script.is_over());
    results.map(|mut results| results.remove(0).map(|written| written.id().clone()))
}
