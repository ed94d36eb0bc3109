//! From bytes to Amazon's storage.

use std::time::Duration;

use bytes::Bytes;
use commerce_client_core::{
    error::{Error, ErrorKind},
    retry::{Backoff, RetryPolicy},
    transport::Transport as _,
};
use http::{Request, header};
use tokio::time::timeout;

use super::{
    PresignedUrl, STORAGE,
    download::{SILENCE, TRIES, broken, passes, refused},
};
use crate::client::SpApi;

/// What a line must be able to send, in bytes a second: half of 1 Mbit/s.
const PACE: u64 = 64 * 1024;

/// How long one try may take: a minute for the answer, and the time that so many bytes need on a slow line.
fn patience(bytes: usize) -> Duration {
    SILENCE + Duration::from_secs(bytes as u64 / PACE)
}

/// Puts `content` where `link` says. `content_type` must be, byte for byte, the one for which the link was made: it is
/// part of the signature. Putting the same again changes nothing, so that a broken upload is tried again.
pub(crate) async fn upload(
    api: &SpApi,
    link: &PresignedUrl,
    content_type: &str,
    content: &Bytes,
) -> Result<(), Error> {
    let url = link.checked(api.endpoint())?;
    let backoff = Backoff::new(RetryPolicy::default());
    let patience = patience(content.len());
    let mut tries = 0;
    loop {
        tries += 1;
        let request = Request::put(url.as_str())
            .header(header::CONTENT_TYPE, content_type)
            .header(header::CONTENT_LENGTH, content.len())
            .body(content.clone());
        let request = request
            .map_err(|_| Error::new(ErrorKind::Config, STORAGE, "the content type cannot be a header"))?;
        let failure = match timeout(patience, api.transport().call(request)).await {
            Ok(Ok(answer)) if answer.status().is_success() => return Ok(()),
            Ok(Ok(answer)) if passes(answer.status()) => refused(answer.status().as_u16()),
            Ok(Ok(answer)) => return Err(refused(answer.status().as_u16())),
            Ok(Err(error)) => broken(error),
            Err(_) => Error::new(
                ErrorKind::Timeout,
                STORAGE,
                format!("the storage did not take the document within {} s", patience.as_secs()),
            ),
        };
        if tries >= TRIES {
            return Err(failure);
        }
        tokio::time::sleep(backoff.wait(tries)).await;
    }
}
