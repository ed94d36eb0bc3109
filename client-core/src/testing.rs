//! Clocks, mounts and a loopback server for fakes. Feature `testing`.
//!
//! A fake service is a stateful function of a request and a clock. It mounts in two ways: behind [`Transport`] in
//! the same process ([`InProcess`], virtual time, thousands of runs) and on a loopback TCP port ([`serve`], any client).

use std::{
    fmt,
    net::SocketAddr,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use async_trait::async_trait;
use bytes::Bytes;
use chrono::{DateTime, TimeDelta, Utc};
use futures_core::Stream;
use futures_util::{StreamExt as _, stream};
use http_body_util::{BodyExt as _, Either, Full, StreamBody};
use hyper::{
    body::{Frame, Incoming},
    server::conn::http1,
    service::service_fn,
};
use hyper_util::rt::TokioIo;
use tokio::{net::TcpListener, task::JoinSet, time::Instant};

use crate::{
    clock::Clock,
    transport::{Body, Transport, TransportError},
};

/// A simulated service.
///
/// `handle` may be dropped midway, as a caller that dies would do; what the service was going to do must happen all
/// the same, at the moment it was going to happen.
#[async_trait]
pub trait FakeService: fmt::Debug + Send + Sync + 'static {
    /// Answers one request, after whatever latency the service simulates with `tokio::time`.
    async fn handle(&self, request: http::Request<Bytes>) -> http::Response<Bytes>;
}

/// How the body of an answer travels, when it does not arrive at once.
///
/// A fake puts it into the extensions of its response; [`InProcess`] and [`serve`] obey it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Delivery {
    /// In chunks of this many bytes, each after a pause.
    Slow {
        /// Bytes of one chunk; none counts as one.
        chunk: usize,
        /// The time before each chunk.
        pause: Duration,
    },
    /// The connection breaks after this many bytes.
    BrokenAfter(usize),
}

/// The connection broke midway, as [`Delivery::BrokenAfter`] wants it.
#[derive(Debug, thiserror::Error)]
#[error("the connection broke midway")]
struct Broken;

impl Delivery {
    /// `body` piece by piece.
    fn pieces(self, body: Bytes) -> impl Stream<Item = Result<Bytes, Broken>> + Send + 'static {
        let (chunk, pause, end) = match self {
            Self::Slow { chunk, pause } => (chunk.max(1), pause, None),
            Self::BrokenAfter(length) => (length.max(1), Duration::ZERO, Some(Err(Broken))),
        };
        let sent = match self {
            Self::Slow { .. } => body,
            Self::BrokenAfter(length) => body.slice(..length.min(body.len())),
        };
        let chunks = stream::unfold(sent, move |mut left| async move {
            if left.is_empty() {
                return None;
            }
            if pause > Duration::ZERO {
                tokio::time::sleep(pause).await;
            }
            let next = left.split_to(chunk.min(left.len()));
            Some((Ok(next), left))
        });
        chunks.chain(stream::iter(end))
    }
}

/// Mounts a fake behind [`Transport`]: no sockets, works under paused time.
#[derive(Debug, Clone)]
pub struct InProcess<S>(pub Arc<S>);

#[async_trait]
impl<S: FakeService> Transport for InProcess<S> {
    async fn call(&self, request: http::Request<Bytes>) -> Result<http::Response<Body>, TransportError> {
        let mut answer = self.0.handle(request).await;
        Ok(match answer.extensions_mut().remove::<Delivery>() {
            None => answer.map(Body::from),
            Some(delivery) => answer.map(|body| {
                let broken = |error| {
                    TransportError::maybe_sent_because("the connection broke midway").with_source(error)
                };
                Body::from_stream(delivery.pieces(body).map(move |piece| piece.map_err(broken)))
            }),
        })
    }
}

/// Wall time tied to tokio's pausable timer: under paused time both move together.
#[derive(Debug, Clone)]
pub struct TokioClock {
    epoch: DateTime<Utc>,
    zero: Instant,
}

impl TokioClock {
    /// A clock that shows `epoch` now.
    pub fn starting_at(epoch: DateTime<Utc>) -> Self {
        Self { epoch, zero: Instant::now() }
    }
}

impl Clock for TokioClock {
    fn now(&self) -> DateTime<Utc> {
        self.epoch + TimeDelta::from_std(self.zero.elapsed()).unwrap_or(TimeDelta::MAX)
    }
}

/// Another clock, wrong by an amount that a test can change while it runs.
#[derive(Debug, Clone)]
pub struct SkewedClock<C> {
    inner: C,
    skew: Arc<Mutex<TimeDelta>>,
}

impl<C: Clock> SkewedClock<C> {
    /// `inner`, not skewed yet.
    pub fn new(inner: C) -> Self {
        Self { inner, skew: Arc::default() }
    }

    /// From now on shows `inner` plus `skew`, for every clone.
    pub fn set_skew(&self, skew: TimeDelta) {
        *self.skew.lock().unwrap_or_else(PoisonError::into_inner) = skew;
    }

    /// By how much it is wrong.
    pub fn skew(&self) -> TimeDelta {
        *self.skew.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<C: Clock> Clock for SkewedClock<C> {
    fn now(&self) -> DateTime<Utc> {
        self.inner.now() + self.skew()
    }
}

/// A fake on a TCP port. Dropping it stops the server.
#[derive(Debug)]
pub struct Server {
    address: SocketAddr,
    // Dropped with the server, which aborts the accept loop and every connection.
    _tasks: JoinSet<()>,
}

impl Server {
    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// `http://127.0.0.1:<port>`, without a trailing slash.
    pub fn base_url(&self) -> String {
        format!("http://{}", self.address)
    }
}

/// Serves `service` over HTTP/1.1 on `address` (port 0 picks a free one).
///
/// Each request runs to its end even when the client hangs up, as a real server's would.
///
/// # Errors
/// When the address cannot be bound.
pub async fn serve<S: FakeService>(service: Arc<S>, address: SocketAddr) -> std::io::Result<Server> {
    let listener = TcpListener::bind(address).await?;
    let address = listener.local_addr()?;
    let mut tasks = JoinSet::new();
    tasks.spawn(async move {
        let mut connections = JoinSet::new();
        loop {
            let Ok((stream, _)) = listener.accept().await else { continue };
            let _ = stream.set_nodelay(true);
            let service = Arc::clone(&service);
            connections.spawn(async move {
                let answer = service_fn(move |request| respond(Arc::clone(&service), request));
                // An error here is a client that went away.
                let _ = http1::Builder::new().serve_connection(TokioIo::new(stream), answer).await;
            });
            while connections.try_join_next().is_some() {}
        }
    });
    Ok(Server { address, _tasks: tasks })
}

type Pieces = StreamBody<std::pin::Pin<Box<dyn Stream<Item = Result<Frame<Bytes>, Broken>> + Send>>>;

async fn respond<S: FakeService>(
    service: Arc<S>,
    request: http::Request<Incoming>,
) -> Result<http::Response<Either<Full<Bytes>, Pieces>>, hyper::Error> {
    let (head, body) = request.into_parts();
    let body = body.collect().await?.to_bytes();
    let request = http::Request::from_parts(head, body);
    // Spawned, so that a client that hangs up does not stop the work.
    let answer = tokio::spawn(async move { service.handle(request).await }).await;
    Ok(match answer {
        Ok(mut answer) => match answer.extensions_mut().remove::<Delivery>() {
            None => answer.map(|body| Either::Left(Full::new(body))),
            Some(delivery) => {
                // Told beforehand, so that the client can tell that a part is missing.
                let length = http::HeaderValue::from(answer.body().len());
                answer.headers_mut().insert(http::header::CONTENT_LENGTH, length);
                answer.map(|body| {
                    let frames = delivery.pieces(body).map(|piece| piece.map(Frame::data));
                    Either::Right(StreamBody::new(Box::pin(frames) as _))
                })
            }
        },
        Err(_) => {
            let text = Full::new(Bytes::from_static(b"the simulator panicked"));
            let mut broken = http::Response::new(Either::Left(text));
            *broken.status_mut() = http::StatusCode::INTERNAL_SERVER_ERROR;
            broken
        }
    })
}
