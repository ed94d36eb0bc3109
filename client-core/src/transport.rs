//! The one seam for IO: bytes out, bytes in.
//!
//! Everything above it (building, signing, waiting, retrying, decoding) is the same in a test and in production;
//! only what implements [`Transport`] differs.

use std::{fmt, pin::Pin, sync::Arc};

use async_trait::async_trait;
use bytes::{Bytes, BytesMut};
use futures_core::Stream;
use futures_util::{StreamExt as _, stream};

/// Sends one request and returns the head of the answer with a body still to be read.
///
/// Implementations neither retry nor follow redirects: an answer is handed over as it came.
#[async_trait]
pub trait Transport: fmt::Debug + Send + Sync + 'static {
    /// Sends `request`.
    ///
    /// # Errors
    /// [`TransportError`], whose [`maybe_sent`](TransportError::maybe_sent) says whether the other side may have
    /// begun to work on it.
    async fn call(&self, request: http::Request<Bytes>) -> Result<http::Response<Body>, TransportError>;
}

/// A [`Transport`] shared by clones of a client.
#[derive(Clone)]
pub struct SharedTransport(Arc<dyn Transport>);

impl fmt::Debug for SharedTransport {
    /// What a host's transport holds is not shown: it may be what was sent.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SharedTransport(..)")
    }
}

impl SharedTransport {
    /// Wraps `transport`.
    pub fn new(transport: impl Transport) -> Self {
        Self(Arc::new(transport))
    }

    /// What a client sends through unless it is told otherwise: an [`HttpTransport`], if one can be set up.
    #[cfg(feature = "reqwest")]
    pub fn standard() -> Option<Self> {
        HttpTransport::new().ok().map(Self::new)
    }

    /// What a client sends through unless it is told otherwise: nothing without the feature `reqwest`.
    #[cfg(not(feature = "reqwest"))]
    pub fn standard() -> Option<Self> {
        None
    }
}

#[async_trait]
impl Transport for SharedTransport {
    async fn call(&self, request: http::Request<Bytes>) -> Result<http::Response<Body>, TransportError> {
        self.0.call(request).await
    }
}

/// Why no complete answer arrived. Never holds a URL, a header or a body.
#[derive(Debug, thiserror::Error)]
#[error("{what}")]
pub struct TransportError {
    what: String,
    maybe_sent: bool,
    #[source]
    source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

impl TransportError {
    /// The connection could not be made: the other side saw nothing.
    pub fn not_sent(what: impl Into<String>) -> Self {
        Self { what: what.into(), maybe_sent: false, source: None }
    }

    /// The connection broke or the answer was cut after the request may have left.
    pub fn maybe_sent_because(what: impl Into<String>) -> Self {
        Self { what: what.into(), maybe_sent: true, source: None }
    }

    /// Adds the underlying error. It must not carry a URL with a query.
    #[must_use]
    pub fn with_source(mut self, source: impl std::error::Error + Send + Sync + 'static) -> Self {
        self.source = Some(Box::new(source));
        self
    }

    /// Whether the other side may have begun to work on the request.
    pub fn maybe_sent(&self) -> bool {
        self.maybe_sent
    }
}

/// A server that announces more must send it before more is reserved.
const MOST_RESERVED: usize = 4 << 20;

/// A response body that is read piece by piece, so that a large document needs little memory.
pub struct Body {
    chunks: Pin<Box<dyn Stream<Item = Result<Bytes, TransportError>> + Send>>,
    /// As announced; 0 if it was not.
    length: u64,
}

impl Body {
    /// A body that arrives as `chunks`.
    pub fn from_stream(chunks: impl Stream<Item = Result<Bytes, TransportError>> + Send + 'static) -> Self {
        Self { chunks: Box::pin(chunks), length: 0 }
    }

    /// With the length that was announced, as a hint of how much memory to reserve; it need not be true.
    #[must_use]
    pub fn with_announced_length(self, length: u64) -> Self {
        Self { length, ..self }
    }

    /// Reads the whole body.
    ///
    /// # Errors
    /// When the connection breaks midway, or when the body is longer than `limit` bytes; reading stops there.
    pub async fn collect(mut self, limit: usize) -> Result<Bytes, TransportError> {
        let reserved = usize::try_from(self.length).unwrap_or(usize::MAX).min(limit).min(MOST_RESERVED);
        let mut whole = BytesMut::with_capacity(reserved);
        while let Some(chunk) = self.chunks.next().await {
            let chunk = chunk?;
            if whole.len() + chunk.len() > limit {
                let what = format!("the answer is longer than the limit of {limit} bytes");
                return Err(TransportError::maybe_sent_because(what));
            }
            whole.extend_from_slice(&chunk);
        }
        Ok(whole.freeze())
    }

    /// The pieces as they arrive.
    pub fn into_stream(self) -> impl Stream<Item = Result<Bytes, TransportError>> + Send {
        self.chunks
    }
}

impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Body(..)")
    }
}

impl From<Bytes> for Body {
    fn from(bytes: Bytes) -> Self {
        Self::from_stream(stream::once(async move { Ok(bytes) }))
    }
}

/// Whether secrets may be sent to `url`: https to anywhere, plain http only to this machine (for simulators).
pub fn may_carry_secrets(url: &url::Url) -> bool {
    let loopback = match url.host() {
        Some(url::Host::Ipv4(ip)) => ip.is_loopback(),
        Some(url::Host::Ipv6(ip)) => ip.is_loopback(),
        Some(url::Host::Domain(name)) => name == "localhost",
        None => return false,
    };
    url.scheme() == "https" || (url.scheme() == "http" && loopback)
}

#[cfg(feature = "reqwest")]
pub use with_reqwest::HttpTransport;

#[cfg(feature = "reqwest")]
mod with_reqwest {
    use std::time::Duration;

    use async_trait::async_trait;
    use bytes::Bytes;
    use futures_util::StreamExt as _;

    use super::{Body, Transport, TransportError};

    /// Real sockets: reqwest over rustls, TLS 1.2 or newer, no redirects, no cookies.
    #[derive(Debug, Clone)]
    pub struct HttpTransport(reqwest::Client);

    impl HttpTransport {
        /// Connects within 10 s. How long a connection may be silent is for the caller to say: a call has its attempt's
        /// timeout, a document its own.
        ///
        /// # Errors
        /// When the platform's trusted certificates cannot be loaded.
        pub fn new() -> Result<Self, TransportError> {
            reqwest::Client::builder()
                .redirect(reqwest::redirect::Policy::none())
                .connect_timeout(Duration::from_secs(10))
                .pool_idle_timeout(Duration::from_secs(50))
                .tcp_nodelay(true)
                .build()
                .map(Self)
                .map_err(|e| TransportError::not_sent("the HTTP client could not be set up").with_source(e))
        }
    }

    #[async_trait]
    impl Transport for HttpTransport {
        async fn call(&self, request: http::Request<Bytes>) -> Result<http::Response<Body>, TransportError> {
            let request =
                reqwest::Request::try_from(request).map_err(|e| describe(e, "the request is malformed"))?;
            let answer = self.0.execute(request).await.map_err(|e| describe(e, "no answer arrived"))?;
            let mut head = http::Response::new(());
            *head.status_mut() = answer.status();
            *head.headers_mut() = answer.headers().clone();
            let length = answer.content_length().unwrap_or(0);
            let body =
                answer.bytes_stream().map(|chunk| chunk.map_err(|e| describe(e, "the answer was cut short")));
            Ok(head.map(|()| Body::from_stream(body).with_announced_length(length)))
        }
    }

    /// Tells "never left" from "may have left". Only a failed connect or a malformed request is certain not to
    /// have been sent.
    fn describe(error: reqwest::Error, otherwise: &str) -> TransportError {
        let error = error.without_url();
        if error.is_connect() {
            TransportError::not_sent("could not connect").with_source(error)
        } else if error.is_builder() {
            TransportError::not_sent(otherwise).with_source(error)
        } else if error.is_timeout() {
            TransportError::maybe_sent_because("timed out").with_source(error)
        } else {
            TransportError::maybe_sent_because(otherwise).with_source(error)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_body_longer_than_its_limit_is_refused_and_the_error_names_the_limit() {
        let body = Body::from(Bytes::from_static(b"0123456789"));
        let error = body.collect(9).await.unwrap_err();
        assert_eq!(error.to_string(), "the answer is longer than the limit of 9 bytes");
    }

    #[tokio::test]
    async fn an_announced_length_need_not_be_true() {
        for announced in [0, 3, 10, 11, u64::MAX] {
            let chunks = ["01234", "56789"].map(|chunk| Ok(Bytes::from_static(chunk.as_bytes())));
            let body = Body::from_stream(stream::iter(chunks)).with_announced_length(announced);
            assert_eq!(body.collect(10).await.unwrap(), "0123456789");
        }
    }
}
