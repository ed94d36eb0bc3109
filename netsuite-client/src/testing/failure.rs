//! Scripted mishaps: what can go wrong with one request, and what is left of its answer.

use std::time::Duration;

use commerce_client_core::testing::Delivery;
use http::{StatusCode, header};

use super::wire::{self, Detail, INVALID_CONTENT, Refusal, Reply};

/// A scripted mishap of one request; see [`FakeNetSuite::fail_next`](super::FakeNetSuite::fail_next).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Failure {
    /// Nothing is applied; an error body with this status is answered.
    Status(u16),
    /// The effect is applied, then an error with this status is answered.
    StatusAfterApply(u16),
    /// Nothing is applied; the edge answers a page with this status.
    Html(u16),
    /// Nothing is applied; 429 for too many requests at once.
    Throttle,
    /// Nothing is applied; 400 with the code of too many requests at once, as some places answer.
    ThrottleAs400,
    /// The effect is applied; half of the body arrives, and a write's answer has no `Location`.
    CutBody,
    /// The effect is applied; the answer is 204 without `Location`.
    LoseLocation,
    /// The effect is applied; the body arrives piece by piece.
    SlowBody {
        /// Bytes of one piece.
        chunk: usize,
        /// The time before each piece.
        pause: Duration,
    },
    /// The effect is applied; the connection breaks in the middle of the body.
    BrokenBody,
    /// The effect is applied; the answer comes an hour later, from the edge, as a 504.
    TimeoutAfterApply,
    /// Nothing is applied; the token is refused, and a bearer token stays refused.
    ExpiredToken,
    /// Nothing is applied; somebody else saved the record in between (`RCRD_HAS_BEEN_CHANGED`).
    Changed,
}

impl Failure {
    /// Whether the request takes effect all the same.
    pub(super) fn applies(self) -> bool {
        matches!(
            self,
            Self::StatusAfterApply(_)
                | Self::CutBody
                | Self::LoseLocation
                | Self::SlowBody { .. }
                | Self::BrokenBody
                | Self::TimeoutAfterApply
        )
    }

    /// How much later than usual the answer comes.
    pub(super) fn delay(self) -> Duration {
        if self == Self::TimeoutAfterApply { Duration::from_secs(3600) } else { Duration::ZERO }
    }
}

/// What is left of an answer after a scripted mishap.
pub(super) fn disturbed(mut reply: Reply, failure: Option<Failure>) -> Reply {
    match failure {
        None => reply,
        Some(Failure::Status(status) | Failure::StatusAfterApply(status)) => Refusal::usual(status).reply(),
        Some(Failure::Html(status)) => wire::html(status),
        Some(Failure::TimeoutAfterApply) => wire::html(504),
        Some(Failure::Throttle) => Refusal::throttled().reply(),
        Some(Failure::ThrottleAs400) => Refusal::throttled_as_400().reply(),
        Some(Failure::ExpiredToken) => wire::empty(StatusCode::UNAUTHORIZED),
        Some(Failure::Changed) => {
            let text = "Record has been changed";
            Refusal::from(Detail::resource("RCRD_HAS_BEEN_CHANGED", text)).reply()
        }
        Some(Failure::CutBody) => {
            reply.headers_mut().remove(header::LOCATION);
            let half = reply.body().len() / 2;
            reply.body_mut().truncate(half);
            reply
        }
        Some(Failure::LoseLocation) => {
            reply.headers_mut().remove(header::LOCATION);
            reply
        }
        Some(Failure::SlowBody { chunk, pause }) => {
            reply.extensions_mut().insert(Delivery::Slow { chunk, pause });
            reply
        }
        Some(Failure::BrokenBody) => {
            let half = reply.body().len() / 2;
            reply.extensions_mut().insert(Delivery::BrokenAfter(half));
            reply
        }
    }
}

/// The complaint about a body that is no JSON object.
pub(super) fn no_object() -> Refusal {
    Detail::new(INVALID_CONTENT, "The request body is not a valid JSON object.").into()
}
