//! Links that open a document to whoever holds them.

use std::fmt;

use commerce_client_core::{
    error::{Error, ErrorKind},
    transport::may_carry_secrets,
};
use serde::{Deserialize, Serialize};
use url::{Host, Url};

use super::STORAGE;

/// A link to a document in Amazon's storage. It works for five minutes and for anybody: it does not show in `Debug`.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PresignedUrl(Box<str>);

impl PresignedUrl {
    /// A link as Amazon gave it.
    pub fn new(url: impl Into<Box<str>>) -> Self {
        Self(url.into())
    }

    /// The link. Never into a log or an error.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// The link as a URL that may be followed from a client of `endpoint`.
    pub(super) fn checked(&self, endpoint: &Url) -> Result<Url, Error> {
        let url = Url::parse(&self.0)
            .map_err(|_| Error::new(ErrorKind::Rejected, STORAGE, "the document's link is not a URL"))?;
        trusted(&url, endpoint).map(|()| url)
    }
}

impl fmt::Debug for PresignedUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PresignedUrl(..)")
    }
}

/// Where Amazon keeps documents: its storage, and the network in front of it.
const STORES: [&str; 3] = [".amazonaws.com", ".amazonaws.com.cn", ".cloudfront.net"];

/// Whether `url` leads to Amazon's storage, or, for a simulator or proxy, to the host that the client calls anyway.
pub(super) fn trusted(url: &Url, endpoint: &Url) -> Result<(), Error> {
    let stored = url.domain().is_some_and(|domain| STORES.iter().any(|store| domain.ends_with(store)));
    let known = (stored && url.scheme() == "https")
        || (may_carry_secrets(url) && (url.host() == endpoint.host() || both_here(url, endpoint)));
    if known && url.username().is_empty() && url.password().is_none() {
        return Ok(());
    }
    let host = url.host_str().unwrap_or("nowhere");
    let what =
        format!("the document's link leads to {host}, which is not Amazon's storage: it was not followed");
    Err(Error::new(ErrorKind::Rejected, STORAGE, what))
}

fn both_here(one: &Url, other: &Url) -> bool {
    let here = |url: &Url| match url.host() {
        Some(Host::Ipv4(ip)) => ip.is_loopback(),
        Some(Host::Ipv6(ip)) => ip.is_loopback(),
        Some(Host::Domain(name)) => name == "localhost",
        None => false,
    };
    here(one) && here(other)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn follows(link: &str, endpoint: &str) -> bool {
        PresignedUrl::new(link).checked(&endpoint.parse().unwrap()).is_ok()
    }

    const AMAZON: &str = "https://sellingpartnerapi-na.amazon.com";

    #[test]
    fn links_lead_to_amazons_storage_or_are_not_followed() {
        assert!(follows("https://tortuga-prod-na.s3-external-1.amazonaws.com/a?X-Amz-Signature=1", AMAZON));
        assert!(follows("https://d34o8swod1owfl.cloudfront.net/a", AMAZON));
        for elsewhere in [
            "https://evil.example/a",
            "https://amazonaws.com.evil.example/a",
            "https://evilamazonaws.com/a",
            "http://tortuga-prod-na.s3.amazonaws.com/a",
            "https://user@tortuga-prod-na.s3.amazonaws.com/a",
            "http://127.0.0.1/a",
            "file:///etc/passwd",
            "not a url",
        ] {
            assert!(!follows(elsewhere, AMAZON), "{elsewhere}");
        }
    }

    #[test]
    fn a_simulator_may_keep_documents_on_its_own_machine() {
        assert!(follows("http://127.0.0.1:9000/documents/1", "http://127.0.0.1:8000"));
        assert!(follows("http://localhost:9000/documents/1", "http://127.0.0.1:8000"));
        assert!(!follows("http://192.168.1.1/documents/1", "http://127.0.0.1:8000"));
    }

    #[test]
    fn the_link_shows_neither_in_debug_nor_in_errors() {
        let link = PresignedUrl::new("https://evil.example/secret?X-Amz-Signature=secret");
        assert_eq!(format!("{link:?}"), "PresignedUrl(..)");
        let error = link.checked(&AMAZON.parse().unwrap()).unwrap_err();
        assert!(!format!("{error} {error:?}").contains("secret"), "{error}");
        assert!(error.to_string().contains("evil.example"));
    }
}
