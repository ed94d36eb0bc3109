//! What a client in any language may ask of the simulator itself while it listens on a port.
//!
//! `POST /_simulator/faults` with `{"operation": "record.create", "fault": "throttle"}` makes the next call of an
//! operation fail, `POST /_simulator/latency` with `{"min": 100, "max": 400}` (milliseconds) slows every call down,
//! `POST /_simulator/query-lag` with the same lets SuiteQL show writes late, `POST /_simulator/zone` with
//! `{"offsets": [{"from": "2026-11-01T09:00:00Z", "minutes": -480}]}` sets the account's clock, and
//! `POST /_simulator/account` with some of `{"tax": "suiteTax", "billInAdvance": true, "shareAmounts": true,
//! "requireStock": true}` sets what administrators set. None needs a login.

use std::time::Duration;

use bytes::Bytes;
use chrono::{DateTime, FixedOffset, Utc};
use http::{Method, Request, StatusCode};
use serde_json::{Map, Value, json};

use super::{
    Failure, FakeNetSuite,
    operation::Operation,
    wire::{self, Reply},
};

/// What is asked of the simulator and not of NetSuite begins so.
pub(super) const PATH: &str = "/_simulator/";

const FAULTS: &str = "/_simulator/faults";
const LATENCY: &str = "/_simulator/latency";
const QUERY_LAG: &str = "/_simulator/query-lag";
const ZONE: &str = "/_simulator/zone";
const ACCOUNT: &str = "/_simulator/account";

/// The longest latency that can be asked for, in milliseconds: an hour.
const LONGEST_LATENCY: u64 = 3_600_000;

/// The faults that have a name.
const NAMES: &[(&str, Failure)] = &[
    ("400", Failure::Status(400)),
    ("403", Failure::Status(403)),
    ("500", Failure::Status(500)),
    ("503", Failure::Status(503)),
    ("500-after-effect", Failure::StatusAfterApply(500)),
    ("html-502", Failure::Html(502)),
    ("html-503", Failure::Html(503)),
    ("throttle", Failure::Throttle),
    ("throttle-as-400", Failure::ThrottleAs400),
    ("cut-body", Failure::CutBody),
    ("slow-body", Failure::SlowBody { chunk: 64, pause: Duration::from_millis(250) }),
    ("broken-body", Failure::BrokenBody),
    ("lost-location", Failure::LoseLocation),
    ("timeout-after-effect", Failure::TimeoutAfterApply),
    ("expired-token", Failure::ExpiredToken),
    ("record-changed", Failure::Changed),
];

/// A fault that cannot be scripted. Displayed, it lists what can.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct UnknownFault(String);

impl UnknownFault {
    pub(super) fn of(what: &str) -> Self {
        let list = Operation::NAMES.join(", ");
        let text = format!(
            "nothing is called '{what}'; there are {list}, their first words, and a method with a record type"
        );
        Self(text)
    }
}

/// Whether an operation can fail that way at all.
fn is_possible(operation: &str, fault: Failure) -> bool {
    match fault {
        Failure::Changed | Failure::LoseLocation => operation.starts_with("record"),
        Failure::ExpiredToken | Failure::ThrottleAs400 | Failure::Throttle => operation != "token",
        _ => true,
    }
}

impl FakeNetSuite {
    /// As [`fail_next`](Self::fail_next), with an operation as in [`calls`](Self::calls) and a failure that is told by
    /// its name:
    ///
    /// | Name | The next call |
    /// | --- | --- |
    /// | `400`, `403`, `500`, `503` | fails with that status, and has done nothing |
    /// | `500-after-effect` | fails, and has done its work |
    /// | `html-502`, `html-503` | is answered with a page by the edge, and has done nothing |
    /// | `throttle`, `throttle-as-400` | is refused although there is room, with 429 or 400 |
    /// | `cut-body` | is answered with the first half of the body, as if that were whole |
    /// | `slow-body` | is answered in pieces of 64 bytes, each after a quarter of a second |
    /// | `broken-body` | loses its connection in the middle of the body |
    /// | `lost-location` | (records only) is answered without `Location` |
    /// | `timeout-after-effect` | does its work; the answer comes after an hour, and is a 504 |
    /// | `expired-token` | is told that its token is no good |
    /// | `record-changed` | (records only) is told that somebody else saved the record in between |
    ///
    /// # Errors
    /// When no operation or no fault has this name, or the operation cannot fail that way. Nothing is scripted then.
    pub fn fail_next_by_name(&self, operation: &str, fault: &str) -> Result<(), UnknownFault> {
        if !Operation::NAMES.contains(&operation) {
            let list = Operation::NAMES.join(", ");
            return Err(UnknownFault(format!("no operation is called '{operation}'; there are {list}")));
        }
        let possible = || NAMES.iter().filter(move |(_, failure)| is_possible(operation, *failure));
        let Some((_, failure)) = possible().find(|(name, _)| *name == fault) else {
            let list = possible().map(|(name, _)| *name).collect::<Vec<_>>().join(", ");
            return Err(UnknownFault(format!("{operation} cannot fail by '{fault}'; it can by {list}")));
        };
        self.fail_next(operation, *failure)
    }

    /// Answers a request whose path begins with [`PATH`]. It is not counted, and takes no time.
    pub(super) fn control(&self, request: &Request<Bytes>) -> Reply {
        match self.controlled(request) {
            Ok(()) => wire::no_content(None),
            Err((status, text)) => wire::plain_json(status, &json!({"error": text})),
        }
    }

    fn controlled(&self, request: &Request<Bytes>) -> Result<(), (StatusCode, String)> {
        let bad = |text: &str| (StatusCode::BAD_REQUEST, text.to_owned());
        let path = request.uri().path();
        if ![FAULTS, LATENCY, QUERY_LAG, ZONE, ACCOUNT].contains(&path) {
            let text = format!(
                "The simulator knows POST {FAULTS}, POST {LATENCY}, POST {QUERY_LAG}, POST {ZONE} and POST {ACCOUNT}."
            );
            return Err((StatusCode::NOT_FOUND, text));
        }
        if request.method() != Method::POST {
            return Err((StatusCode::METHOD_NOT_ALLOWED, "Only POST is known here.".to_owned()));
        }
        let body: Map<String, Value> = serde_json::from_slice(request.body())
            .map_err(|_| bad("The request body is not a JSON object."))?;
        if path == FAULTS {
            let text = |name: &str| body.get(name).and_then(Value::as_str).unwrap_or_default();
            return self
                .fail_next_by_name(text("operation"), text("fault"))
                .map_err(|unknown| bad(&unknown.to_string()));
        }
        if path == ACCOUNT {
            return self.set_account(&body).map_err(|text| bad(&text));
        }
        if path == ZONE {
            let offsets = body.get("offsets").and_then(Value::as_array).map(Vec::as_slice);
            let offsets: Option<Vec<_>> = offsets.and_then(|offsets| offsets.iter().map(offset).collect());
            let offsets = offsets.ok_or_else(|| {
                bad("offsets must be a list of {\"from\": an instant, \"minutes\": a number}.")
            })?;
            self.set_zone(&offsets);
            return Ok(());
        }
        let millis =
            |name: &str| body.get(name).and_then(Value::as_u64).filter(|millis| *millis <= LONGEST_LATENCY);
        let (Some(min), Some(max)) = (millis("min"), millis("max")) else {
            return Err(bad("min and max must be whole numbers of milliseconds, an hour at most."));
        };
        let (min, max) = (Duration::from_millis(min), Duration::from_millis(max));
        if path == LATENCY {
            self.set_latency(min, max)
        } else {
            self.set_query_lag(min, max)
        }
        Ok(())
    }

    /// Sets all options that are said, or none if one of them is no option.
    fn set_account(&self, said: &Map<String, Value>) -> Result<(), String> {
        let mut state = self.lock();
        let mut options = state.store.options;
        match said.iter().find(|(name, value)| !options.set(name, value)) {
            Some((name, value)) => Err(format!(
                "{name} cannot be {value}: there are tax (none, legacy or suiteTax), and billInAdvance, shareAmounts \
                 and requireStock (true or false)."
            )),
            None => {
                state.store.options = options;
                Ok(())
            }
        }
    }
}

/// From when on the account's clock is so far from UTC.
fn offset(step: &Value) -> Option<(DateTime<Utc>, FixedOffset)> {
    let from = step.get("from")?.as_str()?.parse().ok()?;
    let minutes = i32::try_from(step.get("minutes")?.as_i64()?).ok()?;
    Some((from, FixedOffset::east_opt(minutes.checked_mul(60)?)?))
}
