//! From Amazon's storage to bytes and rows. No access token goes there: the link is all it takes.

use std::{fmt, pin::Pin, time::Duration};

use bytes::Bytes;
use commerce_client_core::{
    error::{Error, ErrorKind},
    retry::{Backoff, RetryPolicy},
    transport::{Body, Transport as _, TransportError},
};
use futures_core::Stream;
use futures_util::{StreamExt as _, stream};
use http::{Request, Response, StatusCode, header};
use tokio::time::{Instant, timeout};
use url::Url;

use super::{
    PresignedUrl, STORAGE, link,
    text::{Gunzip, TextError},
    unreadable,
};
use crate::{
    client::SpApi,
    flat_file::{Block, Chunk, OwnedRow, ReadError, ReadOptions, Reader, Report},
};

/// How long the storage may be silent, and after how much waiting its pace is looked at.
pub(super) const SILENCE: Duration = Duration::from_secs(60);
/// The least that must come of a document, in bytes a second: an eighth of a line of 1 Mbit/s.
const PACE: u64 = 16 * 1024;
/// How often one link is tried.
pub(super) const TRIES: u32 = 4;
/// How many times the storage may send us elsewhere.
const HOPS: u32 = 3;

type Pieces = Pin<Box<dyn Stream<Item = Result<Bytes, TransportError>> + Send>>;

/// A document that is arriving: its bytes as they are kept, packed or not.
pub struct Download {
    content_type: Option<String>,
    pieces: Pieces,
    /// How long was waited since the pace was last looked at, and how many bytes came.
    waited: Duration,
    came: u64,
}

impl fmt::Debug for Download {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Download").field("content_type", &self.content_type).finish_non_exhaustive()
    }
}

impl Download {
    /// The `Content-Type` it came with; settlement reports come without a charset.
    pub fn content_type(&self) -> Option<&str> {
        self.content_type.as_deref()
    }

    /// The next bytes; none at the end.
    ///
    /// A document may take as long as it needs: 1 GB over a line of 1 Mbit/s is a matter of hours, and arrives. What is
    /// bounded is the pace, and only the time spent waiting in here counts, not what the caller does between two calls.
    ///
    /// # Errors
    /// [`Transport`](ErrorKind::Transport) when the connection breaks, [`Timeout`](ErrorKind::Timeout) when nothing
    /// comes for a minute, or less than 16 KiB a second over a minute of waiting.
    pub async fn next(&mut self) -> Result<Option<Bytes>, Error> {
        let asked = Instant::now();
        let Ok(piece) = timeout(SILENCE, self.pieces.next()).await else {
            return Err(Error::new(ErrorKind::Timeout, STORAGE, "the download stood still for a minute"));
        };
        let Some(piece) = piece.transpose().map_err(broken)? else { return Ok(None) };
        self.waited += asked.elapsed();
        self.came += piece.len() as u64;
        if self.waited >= SILENCE {
            if self.came < PACE * self.waited.as_secs() {
                let what = "the download is too slow: less than 16 KiB came a second, over a minute";
                return Err(Error::new(ErrorKind::Timeout, STORAGE, what));
            }
            (self.waited, self.came) = (Duration::ZERO, 0);
        }
        Ok(Some(piece))
    }

    /// The bytes as they arrive.
    pub fn into_stream(self) -> impl Stream<Item = Result<Bytes, Error>> + Send + Unpin {
        Box::pin(stream::try_unfold(self, |mut download| async move {
            Ok(download.next().await?.map(|piece| (piece, download)))
        }))
    }

    /// The bytes as they arrive, unpacked if they are gzip, up to `limit` of them.
    pub fn into_unpacked(self, limit: u64) -> impl Stream<Item = Result<Bytes, Error>> + Send + Unpin {
        Box::pin(stream::try_unfold(Unpacking::new(self, limit), |mut unpacking| async move {
            Ok(unpacking.next().await?.map(|piece| (piece, unpacking)))
        }))
    }
}

/// A download on its way through gunzip.
struct Unpacking {
    download: Download,
    gunzip: Gunzip,
    packed: Bytes,
    ended: bool,
    left: u64,
    limit: u64,
}

impl Unpacking {
    fn new(download: Download, limit: u64) -> Self {
        Self { download, gunzip: Gunzip::new(), packed: Bytes::new(), ended: false, left: limit, limit }
    }

    async fn next(&mut self) -> Result<Option<Bytes>, Error> {
        const PIECE: usize = 64 * 1024;
        while !self.ended {
            let mut rest = &self.packed[..];
            let plain = Bytes::copy_from_slice(self.gunzip.plain(&mut rest, PIECE).map_err(unreadable)?);
            self.gunzip.consume(plain.len(), &mut rest);
            let used = self.packed.len() - rest.len();
            self.packed = self.packed.slice(used..);
            if !plain.is_empty() {
                return self.counted(plain).map(Some);
            }
            match self.download.next().await? {
                Some(packed) => self.packed = packed,
                None => {
                    self.ended = true;
                    if let Some(held) = self.gunzip.finish().map_err(unreadable)? {
                        return self.counted(Bytes::copy_from_slice(&[held])).map(Some);
                    }
                }
            }
        }
        Ok(None)
    }

    fn counted(&mut self, plain: Bytes) -> Result<Bytes, Error> {
        self.left = self
            .left
            .checked_sub(plain.len() as u64)
            .ok_or_else(|| unreadable(TextError::TooLong { limit: self.limit }))?;
        Ok(plain)
    }
}

/// The rows of a flat file that is arriving.
///
/// [`next_block`](Self::next_block) lends rows without copying; [`into_stream`](Self::into_stream) gives each as a value.
pub struct Rows<R: Report> {
    reader: Reader<R>,
    pieces: Pin<Box<dyn Stream<Item = Result<Bytes, Error>> + Send>>,
    chunk: Chunk<Bytes>,
}

impl<R: Report> fmt::Debug for Rows<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.reader, f)
    }
}

impl<R: Report> Rows<R> {
    pub(super) fn new(download: Download, options: ReadOptions) -> Self {
        let pieces = Box::pin(download.into_stream());
        Self { reader: Reader::new(options), pieces, chunk: Chunk::default() }
    }

    /// Lends the next rows; none at the end. Cancel safe.
    ///
    /// # Errors
    /// When the download breaks or the file is no such report. A single wrong row is an error among the block's rows.
    pub async fn next_block(&mut self) -> Result<Option<Block<'_, R>>, Error> {
        self.reader.next_block(&mut self.pieces, &mut self.chunk).await.map_err(|error| match error {
            ReadError::Source(error) => error,
            ReadError::File(error) => unreadable(error),
        })
    }

    /// The reader, for what it knows of the file.
    pub fn reader(&self) -> &Reader<R> {
        &self.reader
    }

    /// The rows, each a value that can be kept. A wrong row is an error of its own ([`Decode`](ErrorKind::Decode), with
    /// line and column) and the stream goes on; a broken download ends it.
    pub fn into_stream(self) -> impl Stream<Item = Result<OwnedRow<R>, Error>> + Send
    where
        R: Send,
        R::Head: Send + Sync,
        R::Owned: Send,
    {
        let blocks = stream::unfold(Some(self), |rows| async move {
            let mut rows = rows?;
            let block = rows.next_block().await.map(|block| block.map(|block| owned(&block)));
            match block {
                Ok(Some(block)) => Some((block, Some(rows))),
                Ok(None) => None,
                Err(error) => Some((vec![Err(error)], None)),
            }
        });
        blocks.flat_map(stream::iter)
    }
}

fn owned<R: Report>(block: &Block<'_, R>) -> Vec<Result<OwnedRow<R>, Error>> {
    block.rows().map(|row| row.map(|row| row.to_owned()).map_err(unreadable)).collect()
}

/// Follows `link` until the bytes begin to arrive.
pub(super) async fn begin(api: &SpApi, link: &PresignedUrl) -> Result<Download, Error> {
    let mut url = link.checked(api.endpoint())?;
    let backoff = Backoff::new(RetryPolicy::default());
    let (mut tries, mut hops) = (1, 0);
    loop {
        match request(api, &url).await {
            Ok(answer) if answer.status().is_success() => return Ok(arriving(answer)),
            Ok(answer) if answer.status().is_redirection() => {
                hops += 1;
                url = elsewhere(&url, &answer).filter(|_| hops <= HOPS).ok_or_else(|| {
                    Error::new(ErrorKind::Rejected, STORAGE, "the storage sends from one place to another")
                })?;
                link::trusted(&url, api.endpoint())?;
                continue;
            }
            Ok(answer) if passes(answer.status()) && tries < TRIES => {}
            Ok(answer) => return Err(refused(answer.status().as_u16())),
            Err(error) if tries >= TRIES => return Err(error),
            Err(_) => {}
        }
        tokio::time::sleep(backoff.wait(tries)).await;
        tries += 1;
    }
}

async fn request(api: &SpApi, url: &Url) -> Result<Response<Body>, Error> {
    let request = Request::get(url.as_str()).body(Bytes::new());
    let request =
        request.map_err(|_| Error::new(ErrorKind::Config, STORAGE, "the link cannot be requested"))?;
    match timeout(SILENCE, api.transport().call(request)).await {
        Ok(answer) => answer.map_err(broken),
        Err(_) => Err(Error::new(ErrorKind::Timeout, STORAGE, "the storage did not answer for a minute")),
    }
}

fn elsewhere(from: &Url, answer: &Response<Body>) -> Option<Url> {
    from.join(answer.headers().get(header::LOCATION)?.to_str().ok()?).ok()
}

fn arriving(answer: Response<Body>) -> Download {
    let content_type = answer.headers().get(header::CONTENT_TYPE);
    let content_type = content_type.and_then(|value| value.to_str().ok()).map(str::to_owned);
    let pieces = Box::pin(answer.into_body().into_stream());
    Download { content_type, pieces, waited: Duration::ZERO, came: 0 }
}

/// Whether the same request may succeed a little later.
pub(super) fn passes(status: StatusCode) -> bool {
    status == StatusCode::TOO_MANY_REQUESTS || status.is_server_error()
}

pub(super) fn refused(status: u16) -> Error {
    let (kind, what) = match status {
        403 => (
            ErrorKind::Rejected,
            "the storage refused the link: it has ended, or something was sent that it was not signed for",
        ),
        404 => (ErrorKind::NotFound, "the storage no longer has the document"),
        429 | 500.. => (ErrorKind::Unavailable, "the storage failed"),
        _ => (ErrorKind::Rejected, "the storage said no"),
    };
    // The storage's own answer repeats the signed request: it is not kept.
    Error::new(kind, STORAGE, what).with_answer(status, Vec::new(), Bytes::new())
}

pub(super) fn broken(error: TransportError) -> Error {
    Error::new(ErrorKind::Transport, STORAGE, error.to_string()).with_source(error)
}
