//! The files of reports and feeds. Amazon keeps them in its storage and lends links to them, which end after five
//! minutes: a [`Document`] is named by its id, and asks for a new link whenever it is opened.

mod download;
mod link;
pub mod text;
mod upload;

use bytes::Bytes;
use chrono::{DateTime, Utc};
use commerce_client_core::error::{Error, ErrorKind};
use futures_core::Stream;

use self::text::{DocumentText, Progress};
pub(crate) use self::upload::upload;
pub use self::{
    download::{Download, Rows},
    link::PresignedUrl,
};
use crate::{
    client::SpApi,
    feeds::FeedDocumentId,
    flat_file::{ReadOptions, Report},
    region::Marketplace,
    reports::ReportDocumentId,
    tokens::RestrictedData,
};

/// The name under which failures of Amazon's storage are reported: it is no operation of the API.
pub(crate) const STORAGE: &str = "document";

/// A report's or a feed's file.
#[derive(Debug, Clone)]
pub struct Document {
    api: SpApi,
    name: Name,
    known: ReadOptions,
}

#[derive(Debug, Clone)]
enum Name {
    Report { id: ReportDocumentId, restricted: bool },
    Feed { id: FeedDocumentId },
    Link(PresignedUrl),
}

impl Document {
    pub(crate) fn of_report(api: SpApi, id: ReportDocumentId, restricted: bool) -> Self {
        Self { api, name: Name::Report { id, restricted }, known: ReadOptions::new() }
    }

    pub(crate) fn of_feed(api: SpApi, id: FeedDocumentId) -> Self {
        Self { api, name: Name::Feed { id }, known: ReadOptions::new() }
    }

    /// A document behind a link that was given without an id, such as the schema of a product type. It can be opened
    /// while the link lives.
    pub(crate) fn at_link(api: &SpApi, link: PresignedUrl) -> Self {
        Self { api: api.clone(), name: Name::Link(link), known: ReadOptions::new() }
    }

    /// The id, with which another process can open the same document; none if all there is is a link.
    pub fn id(&self) -> Option<&str> {
        match &self.name {
            Name::Report { id, .. } => Some(id.as_str()),
            Name::Feed { id } => Some(id.as_str()),
            Name::Link(_) => None,
        }
    }

    /// The marketplace it was made for: decides the charset of a document that does not say, and the order of day and
    /// month where the file leaves it open.
    #[must_use]
    pub fn marketplace(mut self, marketplace: Marketplace) -> Self {
        self.known = self.known.marketplace(marketplace);
        self
    }

    /// When Amazon made it: no date in it of something that has happened is later.
    #[must_use]
    pub fn created(mut self, created: DateTime<Utc>) -> Self {
        self.known = self.known.created(created);
        self
    }

    /// Refuses documents of more than `bytes` bytes, unpacked. Default 4 GiB.
    #[must_use]
    pub fn limit(mut self, bytes: u64) -> Self {
        self.known = self.known.limit(bytes);
        self
    }

    /// Asks for a link and begins the download.
    ///
    /// A link that has ended meanwhile is asked for once more; a storage that fails, or says to slow down, is tried
    /// again a few times. A download that breaks midway is an error: open the document again. One that goes on is
    /// never cut off for its length, but it must keep a pace: see [`Download::next`].
    ///
    /// # Rate limit
    /// One `getReportDocument` (0.0167 calls/s, burst 15) or `getFeedDocument` (0.0222 calls/s, burst 10) each time.
    ///
    /// # Errors
    /// [`NotFound`](ErrorKind::NotFound) for an id that this seller does not have or that is too old;
    /// [`Rejected`](ErrorKind::Rejected) when the link leads to a host that is not Amazon's storage. No error holds the
    /// link.
    pub async fn open(&self) -> Result<Download, Error> {
        let link = self.link().await?;
        match download::begin(&self.api, &link).await {
            Err(error) if error.status() == Some(403) => {
                download::begin(&self.api, &self.link().await?).await
            }
            begun => begun,
        }
    }

    /// The bytes as they arrive, unpacked where they were packed.
    ///
    /// # Errors
    /// As [`open`](Self::open); in the stream, when the download breaks or a gzip document is damaged.
    pub async fn bytes(
        &self,
    ) -> Result<impl Stream<Item = Result<Bytes, Error>> + Send + Unpin + use<>, Error> {
        Ok(self.open().await?.into_unpacked(self.known.text.longest()))
    }

    /// The whole document as text, whatever its charset.
    ///
    /// # Errors
    /// As [`open`](Self::open); and when it is longer than the [`limit`](Self::limit).
    pub async fn text(&self) -> Result<String, Error> {
        let mut download = self.open().await?;
        let options = self.reading(ReadOptions::new(), &download);
        let (mut document, mut whole) = (DocumentText::new(options.text), String::new());
        while let Some(bytes) = download.next().await? {
            let mut rest = &bytes[..];
            while document.decode(&mut rest, &mut whole).map_err(unreadable)? == Progress::Text {}
        }
        while document.finish(&mut whole).map_err(unreadable)? == Progress::Text {}
        Ok(whole)
    }

    /// The typed rows of a flat file, as they arrive. Give [`ReadOptions`] with [`rows_with`](Self::rows_with) where
    /// more is known than the marketplace.
    ///
    /// # Errors
    /// As [`open`](Self::open).
    pub async fn rows<R: Report>(&self) -> Result<Rows<R>, Error> {
        self.rows_with(ReadOptions::new()).await
    }

    /// As [`rows`](Self::rows), reading as `options` say. What they leave open is taken from the document's own
    /// [`marketplace`](Self::marketplace) and [`created`](Self::created), and after that from the `Content-Type` with
    /// which it comes. Of the two limits the lower one counts.
    ///
    /// # Errors
    /// As [`open`](Self::open).
    pub async fn rows_with<R: Report>(&self, options: ReadOptions) -> Result<Rows<R>, Error> {
        let download = self.open().await?;
        let options = self.reading(options, &download);
        Ok(Rows::new(download, options))
    }

    /// How to read `download`: as `stated`, then as this document knows, then as the answer says.
    fn reading(&self, stated: ReadOptions, download: &Download) -> ReadOptions {
        let options = stated.or(self.known.clone());
        match download.content_type() {
            Some(content_type) => options.content_type(content_type),
            None => options,
        }
    }

    async fn link(&self) -> Result<PresignedUrl, Error> {
        match &self.name {
            Name::Link(link) => Ok(link.clone()),
            Name::Feed { id } => Ok(self.api.feeds().get_feed_document(id).send().await?.url),
            Name::Report { id, restricted } => {
                let request = self.api.reports().get_report_document(id).into_request();
                let request =
                    if *restricted { request.restricted(RestrictedData::default()) } else { request };
                Ok(request.send().await?.url)
            }
        }
    }
}

/// The whole of a short text, such as the explanation that comes with a failure.
pub(crate) async fn short_text(document: &Document) -> Result<String, Error> {
    document.clone().limit(1 << 20).text().await
}

fn unreadable(error: impl std::error::Error + Send + Sync + 'static) -> Error {
    Error::new(ErrorKind::Decode, STORAGE, error.to_string()).with_source(error)
}
