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

/// In front of the documents of Amazon's sandbox. The network is open to every customer, so it is this one host.
const SANDBOX: &str = "d34o8swod1owfl.cloudfront.net";

/// Whether `url` leads to Amazon's storage (over https, on its usual port), or to where the client calls anyway, or, for
/// a simulator, stays on this machine.
pub(super) fn trusted(url: &Url, endpoint: &Url) -> Result<(), Error> {
    let stored = url.domain().is_some_and(|domain| domain == SANDBOX || is_s3(domain));
    let known = (stored && url.scheme() == "https" && url.port().is_none())
        || (may_carry_secrets(url) && (url.origin() == endpoint.origin() || both_here(url, endpoint)));
    if known && url.username().is_empty() && url.password().is_none() {
        return Ok(());
    }
    let host = url.host_str().unwrap_or("nowhere");
    let what =
        format!("the document's link leads to {host}, which is not Amazon's storage: it was not followed");
    Err(Error::new(ErrorKind::Rejected, STORAGE, what))
}

/// Whether `domain` is S3, or a bucket of it. Most other names below `amazonaws.com` are machines of AWS customers.
fn is_s3(domain: &str) -> bool {
    let below = [".amazonaws.com", ".amazonaws.com.cn"].into_iter().find_map(|end| domain.strip_suffix(end));
    let labels: Vec<&str> = below.unwrap_or_default().split('.').collect();
    let service = |labels: &[&str]| match labels {
        ["s3" | "s3-accelerate"] | ["s3-accelerate", "dualstack"] => true,
        ["s3", region] | ["s3", "dualstack", region] => is_region(region),
        [one] => one.strip_prefix("s3-").is_some_and(is_region),
        _ => false,
    };
    service(&labels) || service(&labels[1..])
}

/// `eu-west-1`, `us-gov-east-1`; `external-1` is an old name of one. Not `website-eu-west-1`, which is no storage of
/// documents.
fn is_region(name: &str) -> bool {
    let parts: Vec<&str> = name.split('-').collect();
    let [area, _, .., number] = &parts[..] else { return name == "external-1" };
    area.len() == 2 && number.parse::<u8>().is_ok()
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
        for storage in [
            "https://tortuga-prod-eu.s3-eu-west-1.amazonaws.com/a",
            "https://tortuga-prod-na.s3-external-1.amazonaws.com/a?X-Amz-Signature=1",
            "https://tortuga-prod-fe.s3.us-west-2.amazonaws.com:443/a",
            "https://tortuga-prod-na.s3.amazonaws.com/a",
            "https://tortuga-prod-na.s3-accelerate.amazonaws.com/a",
            "https://tortuga-prod-na.s3-accelerate.dualstack.amazonaws.com/a",
            "https://tortuga-prod-na.s3.dualstack.us-gov-east-1.amazonaws.com/a",
            "https://tortuga-prod-cn.s3.cn-north-1.amazonaws.com.cn/a",
            "https://s3.amazonaws.com/bucket/a",
            "https://s3.eu-west-1.amazonaws.com/bucket/a",
            "https://s3-eu-west-1.amazonaws.com/bucket/a",
            "https://d34o8swod1owfl.cloudfront.net/a",
        ] {
            assert!(follows(storage, AMAZON), "{storage}");
        }
        for elsewhere in [
            "https://evil.example/a",
            "https://amazonaws.com.evil.example/a",
            "https://s3.amazonaws.com.evil.example/a",
            "https://evilamazonaws.com/a",
            "https://evils3.amazonaws.com/a",
            "https://amazonaws.com/a",
            "https://s3.amazonaws.com.cn.evil.example/a",
            "http://tortuga-prod-na.s3.amazonaws.com/a",
            "https://tortuga-prod-na.s3.amazonaws.com:8443/a",
            "https://user@tortuga-prod-na.s3.amazonaws.com/a",
            "https://:password@tortuga-prod-na.s3.amazonaws.com/a",
            "https://sellingpartnerapi-na.amazon.com:8443/a",
            "http://127.0.0.1/a",
            "file:///etc/passwd",
            "not a url",
        ] {
            assert!(!follows(elsewhere, AMAZON), "{elsewhere}");
        }
    }

    #[test]
    fn what_other_customers_of_amazon_run_is_not_its_storage() {
        for customer in [
            "https://ec2-203-0-113-7.compute-1.amazonaws.com/a",
            "https://ec2-203-0-113-7.compute-1.amazonaws.com:8443/a",
            "https://ec2-203-0-113-7.eu-west-1.compute.amazonaws.com/a",
            "https://s3-123.eu-west-1.elb.amazonaws.com/a",
            "https://a1b2c3.execute-api.eu-west-1.amazonaws.com/a",
            "https://bucket.s3-website-eu-west-1.amazonaws.com/a",
            "https://bucket.s3-website.eu-west-1.amazonaws.com/a",
            "https://lambda-1.s3-object-lambda.eu-west-1.amazonaws.com/a",
            "https://d111111abcdef8.cloudfront.net/a",
            "https://x.d34o8swod1owfl.cloudfront.net/a",
        ] {
            assert!(!follows(customer, AMAZON), "{customer}");
        }
    }

    #[test]
    fn a_simulator_may_keep_documents_on_its_own_machine() {
        assert!(follows("http://127.0.0.1:9000/documents/1", "http://127.0.0.1:8000"));
        assert!(follows("http://localhost:9000/documents/1", "http://127.0.0.1:8000"));
        assert!(!follows("http://192.168.1.1/documents/1", "http://127.0.0.1:8000"));
    }

    #[test]
    fn a_proxy_may_keep_documents_where_it_is_called_and_nowhere_else() {
        assert!(follows("https://proxy.example:8443/documents/1", "https://proxy.example:8443"));
        assert!(!follows("https://proxy.example:9443/documents/1", "https://proxy.example:8443"));
        assert!(!follows("http://proxy.example:8443/documents/1", "https://proxy.example:8443"));
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
