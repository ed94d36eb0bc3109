//! Clocks, mounts and a loopback server for fakes. Feature `testing`.
//!
//! A fake service is a stateful function of a request and a clock. It mounts in two ways: behind [`Transport`] in
//! the same process ([`InProcess`], virtual time, thousands of runs) and on a loopback TCP port ([`serve`], any client).

use std::{
    fmt,
    net::SocketAddr,
    sync::{Arc, Mutex, PoisonError},
};

use async_trait::async_trait;
use bytes::Bytes;
use chrono::{DateTime, TimeDelta, Utc};
use http_body_util::{BodyExt as _, Full};
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
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

/// Mounts a fake behind [`Transport`]: no sockets, works under paused time.
#[derive(Debug, Clone)]
pub struct InProcess<S>(pub Arc<S>);

#[async_trait]
impl<S: FakeService> Transport for InProcess<S> {
    async fn call(&self, request: http::Request<Bytes>) -> Result<http::Response<Body>, TransportError> {
        Ok(self.0.handle(request).await.map(Body::from))
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

async fn respond<S: FakeService>(
    service: Arc<S>,
    request: http::Request<Incoming>,
) -> Result<http::Response<Full<Bytes>>, hyper::Error> {
    let (head, body) = request.into_parts();
    let body = body.collect().await?.to_bytes();
    let request = http::Request::from_parts(head, body);
    // Spawned, so that a client that hangs up does not stop the work.
    let answer = tokio::spawn(async move { service.handle(request).await }).await;
    Ok(match answer {
        Ok(answer) => answer.map(Full::new),
        Err(_) => {
            let mut broken = http::Response::new(Full::new(Bytes::from_static(b"the simulator panicked")));
            *broken.status_mut() = http::StatusCode::INTERNAL_SERVER_ERROR;
            broken
        }
    })
}
