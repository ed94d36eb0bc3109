//! What a client in any language may ask of the simulator itself while it listens on a port.
//!
//! `POST /_simulator/faults` with `{"operation": "searchOrders", "fault": "429"}` makes the next call of an operation
//! fail, `POST /_simulator/order-delay` with `{"seconds": 600}` makes orders show up late. Neither needs a token.

use std::time::Duration;

use bytes::Bytes;
use http::{Method, Request, Response};
use serde_json::{Map, Value};

use super::{Answer, Failure, FakeSpApi, call::field, routes};

/// What is asked of the simulator and not of Amazon begins so.
pub(super) const PATH: &str = "/_simulator/";

const FAULTS: &str = "/_simulator/faults";
const ORDER_DELAY: &str = "/_simulator/order-delay";

/// The longest delay of orders that can be asked for: a year.
const LONGEST_DELAY: u64 = 365 * 86_400;

/// The faults that have a name.
const NAMES: &[&str] = &[
    "429",
    "429-without-rate",
    "500",
    "503",
    "slow-body",
    "cut-body",
    "broken-body",
    "truncated-gzip",
    "expired-token",
    "expired-token-401",
    "expired-document",
    "future-enum",
];

/// What can be scripted beside the operations of the APIs.
const OTHER_OPERATIONS: &[&str] = &["token", "download", "upload"];

/// A fault that cannot be scripted. Displayed, it lists what can.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct UnknownFault(String);

fn named(fault: &str) -> Option<Failure> {
    Some(match fault {
        "429" => Failure::ThrottleWithRate,
        "429-without-rate" => Failure::Throttle,
        "500" => Failure::Status(500),
        "503" => Failure::Status(503),
        "slow-body" => Failure::SlowBody { chunk: 64, pause: Duration::from_millis(250) },
        "cut-body" | "truncated-gzip" => Failure::CutBody,
        "broken-body" => Failure::BrokenBody,
        "expired-token" | "expired-document" => Failure::Expired,
        "expired-token-401" => Failure::Expired401,
        "future-enum" => Failure::FutureStatus,
        _ => return None,
    })
}

/// Whether an operation can fail that way at all.
fn is_possible(operation: &str, fault: &str) -> bool {
    match fault {
        "truncated-gzip" => operation == "download",
        "expired-document" => matches!(operation, "download" | "upload"),
        "expired-token" | "expired-token-401" | "future-enum" => !OTHER_OPERATIONS.contains(&operation),
        _ => true,
    }
}

impl FakeSpApi {
    /// As [`fail_next`](Self::fail_next), with a failure that is told by its name:
    ///
    /// | Name | The next call |
    /// | --- | --- |
    /// | `429`, `429-without-rate` | is refused although the usage plan has room; the answer tells the rate or not |
    /// | `500`, `503` | fails, and has done nothing |
    /// | `slow-body` | is answered in chunks of 64 bytes, each after a quarter of a second |
    /// | `cut-body` | is answered with the first half of the body, as if that were whole |
    /// | `broken-body` | loses its connection in the middle of the body |
    /// | `truncated-gzip` | (`download` only) gets a document that cannot be unpacked |
    /// | `expired-token`, `expired-token-401` | is told that its token has expired, with 403 or 401 |
    /// | `expired-document` | (`download` and `upload` only) is told that its URL has expired |
    /// | `future-enum` | is answered with statuses that Amazon has not invented yet |
    ///
    /// # Errors
    /// When no operation or no fault has this name, or the operation cannot fail that way. Nothing is scripted then.
    pub fn fail_next_by_name(&self, operation: &str, fault: &str) -> Result<(), UnknownFault> {
        let routes = routes::APIS.iter().flat_map(|api| api.routes);
        let operations: Vec<&str> =
            routes.map(|route| route.operation).chain(OTHER_OPERATIONS.iter().copied()).collect();
        if !operations.contains(&operation) {
            let list = operations.join(", ");
            return Err(UnknownFault(format!("no operation is called '{operation}'; there are {list}")));
        }
        let Some(failure) = named(fault).filter(|_| is_possible(operation, fault)) else {
            let names = NAMES.iter().copied().filter(|name| is_possible(operation, name));
            let list = names.collect::<Vec<_>>().join(", ");
            return Err(UnknownFault(format!("{operation} cannot fail by '{fault}'; it can by {list}")));
        };
        self.fail_next(operation, failure);
        Ok(())
    }

    /// Answers a request whose path begins with [`PATH`]. It is not counted, and takes no time.
    pub(super) fn control(&self, request: &Request<Bytes>) -> Response<Bytes> {
        let answer = self.controlled(request).unwrap_or_else(|refusal| refusal);
        let mut state = self.lock();
        state.requests += 1;
        answer.into_response(state.requests, self.now())
    }

    fn controlled(&self, request: &Request<Bytes>) -> Result<Answer, Answer> {
        let path = request.uri().path();
        if path != FAULTS && path != ORDER_DELAY {
            let message = format!("The simulator knows POST {FAULTS} and POST {ORDER_DELAY}.");
            return Err(Answer::not_found(&message));
        }
        if request.method() != Method::POST {
            return Err(Answer::method_not_allowed());
        }
        let body: Map<String, Value> = serde_json::from_slice(request.body())
            .map_err(|_| Answer::invalid_input("The request body is not a JSON object."))?;
        if path == FAULTS {
            let operation = field::required_text(&body, "operation")?;
            let fault = field::required_text(&body, "fault")?;
            self.fail_next_by_name(operation, fault)
                .map_err(|unknown| Answer::invalid_input(&unknown.to_string()))?;
        } else {
            let seconds = body.get("seconds").and_then(Value::as_u64);
            let seconds = seconds.filter(|seconds| *seconds <= LONGEST_DELAY).ok_or_else(|| {
                let details = format!("seconds must be a whole number from 0 to {LONGEST_DELAY}.");
                Answer::invalid_input(&details)
            })?;
            self.set_order_delay(Duration::from_secs(seconds));
        }
        Ok(Answer::empty(204))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_is_a_fault_of_some_operation() {
        for name in NAMES {
            assert!(named(name).is_some(), "{name}");
            let operations = ["searchOrders", "download"];
            assert!(operations.iter().any(|operation| is_possible(operation, name)), "{name}");
        }
    }
}
