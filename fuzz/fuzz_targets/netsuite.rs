// Shared by the targets of the NetSuite client: an account whose every answer is the same.

use async_trait::async_trait;
use bytes::Bytes;
use http::{Request, Response};
use netsuite_client::{
    NetSuite, RetryPolicy, TokenBased,
    core::transport::{Body, Transport, TransportError},
};

#[derive(Debug)]
struct Says {
    status: u16,
    body: Bytes,
}

#[async_trait]
impl Transport for Says {
    async fn call(&self, _request: Request<Bytes>) -> Result<Response<Body>, TransportError> {
        Ok(Response::builder().status(self.status).body(Body::from(self.body.clone())).unwrap())
    }
}

/// A client that asks once and gets `body`.
pub fn that_says(status: u16, body: &[u8]) -> NetSuite {
    NetSuite::builder()
        .account("1234567_SB1".parse().unwrap())
        .auth(TokenBased::new("key", "secret", "token", "secret"))
        .transport(Says { status, body: Bytes::copy_from_slice(body) })
        .with_retry(RetryPolicy::default().with_attempts(1))
        .build()
        .unwrap()
}
