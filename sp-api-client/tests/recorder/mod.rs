//! A service that says no to everything, and keeps what it was asked.

use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use bytes::Bytes;
use chrono::{DateTime, Utc};
use commerce_client_core::{
    secret::SecretString,
    token::{AccessToken, TokenSource},
    transport::{Body, Transport, TransportError},
};
use http::{Request, Response};
use sp_api_client::{Error, Region, SpApi};

/// Keeps what was sent, and answers 404 to everything.
#[derive(Debug, Clone, Default)]
pub(crate) struct Recorder(Arc<Mutex<Vec<Request<Bytes>>>>);

#[async_trait]
impl Transport for Recorder {
    async fn call(&self, request: Request<Bytes>) -> Result<Response<Body>, TransportError> {
        self.0.lock().unwrap().push(request);
        Ok(Response::builder().status(404).body(Body::from(Bytes::new())).unwrap())
    }
}

impl Recorder {
    /// What was sent, in its order.
    pub(crate) fn sent(&self) -> Vec<Request<Bytes>> {
        self.0.lock().unwrap().clone()
    }

    /// The one request that was sent.
    pub(crate) fn only(&self) -> Request<Bytes> {
        let [request] = <[_; 1]>::try_from(self.sent()).unwrap();
        request
    }
}

/// A token that never ends.
#[derive(Debug)]
struct Lasting;

#[async_trait]
impl TokenSource for Lasting {
    async fn fetch(&self) -> Result<AccessToken, Error> {
        Ok(AccessToken { secret: SecretString::from("Atza|1"), expires_at: DateTime::<Utc>::MAX_UTC })
    }
}

/// A client, and what will have been sent with it.
pub(crate) fn recorded() -> (Recorder, SpApi) {
    let recorder = Recorder::default();
    let builder = SpApi::builder().region(Region::Europe).token_source(Lasting);
    (recorder.clone(), builder.transport(recorder).build().unwrap())
}
