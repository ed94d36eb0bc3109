//! RESTlets: scripts with answers that a test scripts, at a host of their own.

use std::{
    collections::{BTreeMap, VecDeque},
    fmt,
};

use bytes::Bytes;
use http::{Request, StatusCode};
use serde_json::{Map, Value};

use super::{
    auth,
    wire::{self, Refusal, Reply},
};

/// A request that a RESTlet received.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct RestletCall {
    /// `GET`, `POST`, `PUT` or `DELETE`.
    pub method: String,
    /// The script's id.
    pub script: String,
    /// The deployment's id.
    pub deploy: String,
    /// The other query parameters.
    pub parameters: BTreeMap<String, String>,
    /// The JSON that was sent; null without a body.
    pub body: Value,
}

// What was sent may be about a buyer.
impl fmt::Debug for RestletCall {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RestletCall")
            .field("method", &self.method)
            .field("script", &self.script)
            .field("deploy", &self.deploy)
            .finish_non_exhaustive()
    }
}

/// The scripts of an account.
#[derive(Debug, Default)]
pub(super) struct Restlets {
    // By script and deployment. The last answer stays.
    answers: BTreeMap<(String, String), VecDeque<(u16, Value)>>,
    calls: Vec<RestletCall>,
}

impl Restlets {
    pub(super) fn script(&mut self, script: &str, deploy: &str, status: u16, body: Value) {
        let key = (script.to_owned(), deploy.to_owned());
        self.answers.entry(key).or_default().push_back((status, body));
    }

    pub(super) fn calls(&self) -> Vec<RestletCall> {
        self.calls.clone()
    }

    /// Answers a call with the script's next answer.
    pub(super) fn run(&mut self, request: &Request<Bytes>) -> Reply {
        let query = request.uri().query().unwrap_or_default();
        let mut parameters: BTreeMap<_, _> =
            url::form_urlencoded::parse(query.as_bytes()).into_owned().collect();
        let (Some(script), Some(deploy)) = (parameters.remove("script"), parameters.remove("deploy")) else {
            return Refusal::restlet_reply(
                400,
                "SSS_MISSING_REQD_ARGUMENT",
                "Missing a required argument: script",
            );
        };
        let host = auth::origin(request);
        if host.ends_with(".netsuite.com") && !host.ends_with(".restlets.api.netsuite.com") {
            return wire::html(404);
        }
        let body = serde_json::from_slice(request.body()).unwrap_or(Value::Null);
        let key = (script.clone(), deploy.clone());
        self.calls.push(RestletCall {
            method: request.method().to_string(),
            script,
            deploy,
            parameters,
            body,
        });
        let Some(answers) = self.answers.get_mut(&key) else {
            let text = "The record you are attempting to load has a different type or does not exist.";
            return Refusal::restlet_reply(400, "SSS_INVALID_SCRIPTLET_ID", text);
        };
        let answer = if answers.len() > 1 { answers.pop_front() } else { answers.front().cloned() };
        let (status, body) = answer.unwrap_or((200, Value::Object(Map::new())));
        let status = StatusCode::from_u16(status).unwrap_or(StatusCode::OK);
        wire::plain_json(status, &body)
    }
}
