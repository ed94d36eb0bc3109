//! Token-based authentication: each request is signed, OAuth 1.0a with HMAC-SHA256.

use std::fmt;

use base64::{Engine as _, engine::general_purpose::STANDARD as BASE64};
use commerce_client_core::secret::{ExposeSecret as _, SecretString};
use hmac::{Hmac, KeyInit as _, Mac as _};
use percent_encoding::percent_decode_str;
use sha2::Sha256;

use super::{RESERVED, percent_encode};
use crate::account::AccountId;

/// Token-based authentication: OAuth 1.0a with HMAC-SHA256.
///
/// The second choice: NetSuite takes no new integrations of this kind from release 2027.1 and means to end its support
/// with 2028.1. Those that exist go on until then; what begins now begins with [`OAuth2`](crate::OAuth2).
///
/// NetSuite locks the token's user for half an hour after five refused logins. A client therefore sends its first call
/// alone, and after a refusal rests for 1, 4, 16 and then 30 minutes, during which calls fail unsent; after four refusals
/// within half an hour it waits until that is over. What is in flight when the first is refused counts, too: with a
/// [`concurrency`](crate::NetSuiteBuilder::concurrency) above 4, a token that is revoked meanwhile may lock its user.
#[derive(Clone)]
pub struct TokenBased {
    consumer_key: String,
    consumer_secret: SecretString,
    token_id: String,
    token_secret: SecretString,
}

impl TokenBased {
    /// The integration record's consumer key and secret, and the access token's id and secret.
    pub fn new(
        consumer_key: impl Into<String>,
        consumer_secret: impl Into<SecretString>,
        token_id: impl Into<String>,
        token_secret: impl Into<SecretString>,
    ) -> Self {
        Self {
            consumer_key: consumer_key.into(),
            consumer_secret: consumer_secret.into(),
            token_id: token_id.into(),
            token_secret: token_secret.into(),
        }
    }

    /// The `Authorization` header for one attempt; [`signed`](Self::signed) with its parts left out.
    pub fn authorization(&self, method: &str, url: &str, realm: &str, nonce: &str, timestamp: i64) -> String {
        self.signed(method, url, realm, nonce, timestamp).header
    }

    /// Signs one attempt.
    ///
    /// `url` exactly as it goes on the wire, query included. `nonce` and `timestamp` (seconds since 1970) must not
    /// repeat together; the timestamp must be within five minutes of NetSuite's clock. `realm` is the account's id in
    /// either form: it is signed as [`AccountId::realm`](crate::AccountId::realm), for NetSuite takes no other.
    ///
    /// # Source
    /// RFC 5849; NetSuite signs with HMAC-SHA256 only.
    pub fn signed(&self, method: &str, url: &str, realm: &str, nonce: &str, timestamp: i64) -> Signed {
        let timestamp = timestamp.to_string();
        let oauth = [
            ("oauth_consumer_key", self.consumer_key.as_str()),
            ("oauth_token", &self.token_id),
            ("oauth_signature_method", "HMAC-SHA256"),
            ("oauth_timestamp", &timestamp),
            ("oauth_nonce", nonce),
            ("oauth_version", "1.0"),
        ];
        let base_string = signature_base(method, url, &oauth);
        let signature = self.sign(&base_string);
        let account = realm.parse::<AccountId>();
        let realm = account.as_ref().map_or(realm, AccountId::realm);
        let mut header = format!("OAuth realm=\"{}\"", percent_encode(realm));
        for (name, value) in oauth.iter().copied().chain([("oauth_signature", signature.as_str())]) {
            header.push_str(&format!(", {name}=\"{}\"", percent_encode(value)));
        }
        Signed { base_string, signature, header }
    }

    fn sign(&self, base: &str) -> String {
        let secrets =
            [&self.consumer_secret, &self.token_secret].map(|secret| percent_encode(secret.expose_secret()));
        let key = secrets.join("&");
        // HMAC takes keys of any length, so the error does not occur; an empty signature would just be refused.
        Hmac::<Sha256>::new_from_slice(key.as_bytes()).map_or_else(
            |_| String::new(),
            |mut mac| {
                mac.update(base.as_bytes());
                BASE64.encode(mac.finalize().into_bytes())
            },
        )
    }
}

impl fmt::Debug for TokenBased {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TokenBased")
            .field("consumer_key", &"(hidden)")
            .field("consumer_secret", &"(hidden)")
            .field("token_id", &"(hidden)")
            .field("token_secret", &"(hidden)")
            .finish()
    }
}

/// One attempt's signature and what it was made of, for finding out why one is refused.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Signed {
    /// What is signed: method, address and all parameters, encoded as RFC 5849 says.
    pub base_string: String,
    /// The signature in base64.
    pub signature: String,
    /// The whole `Authorization` header.
    pub header: String,
}

impl fmt::Debug for Signed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Signed").finish_non_exhaustive()
    }
}

/// RFC 5849 section 3.4.1: method, URL without query, and all parameters sorted.
fn signature_base(method: &str, url: &str, oauth: &[(&str, &str)]) -> String {
    // A fragment is never sent.
    let url = url.split_once('#').map_or(url, |(url, _)| url);
    let (address, query) = url.split_once('?').unwrap_or((url, ""));
    let mut parameters: Vec<(String, String)> =
        oauth.iter().map(|(name, value)| (percent_encode(name), percent_encode(value))).collect();
    for pair in query.split('&').filter(|pair| !pair.is_empty()) {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        parameters.push((recode(name), recode(value)));
    }
    parameters.sort();
    let parameters: Vec<String> =
        parameters.into_iter().map(|(name, value)| format!("{name}={value}")).collect();
    let address = normal_address(address);
    format!(
        "{}&{}&{}",
        method.to_ascii_uppercase(),
        percent_encode(&address),
        percent_encode(&parameters.join("&"))
    )
}

/// Decodes a query part (where `+` is a space), which may hold any bytes, and encodes it the strict way.
fn recode(text: &str) -> String {
    let decoded: Vec<u8> = percent_decode_str(&text.replace('+', " ")).collect();
    percent_encoding::percent_encode(&decoded, RESERVED).to_string()
}

/// Scheme and host in lower case, no default port; the path as it is, and never empty.
fn normal_address(address: &str) -> String {
    let (scheme, rest) = address.split_once("://").unwrap_or(("https", address));
    let (authority, path) = rest.find('/').map_or((rest, "/"), |at| rest.split_at(at));
    let (scheme, authority) = (scheme.to_ascii_lowercase(), authority.to_ascii_lowercase());
    let default_port = if scheme == "https" { ":443" } else { ":80" };
    let authority = authority.strip_suffix(default_port).unwrap_or(&authority);
    format!("{scheme}://{authority}{path}")
}

#[cfg(test)]
mod tests {
    use super::*;

    // The published example of Oracle's help (inputs public there) and vectors computed with two implementations.
    const A: [&str; 4] = [
        "ef40afdd8abaac111b13825dd5e5e2ddddb44f86d5a0dd6dcf38c20aae6b67e4",
        "d26ad321a4b2f23b0741c8d38392ce01c3e23e109df6c96eac6d099e9ab9e8b5",
        "2b0ce516420110bcbd36b69e99196d1b7f6de3c6234c5afb799b73d87569f5cc",
        "c29a677df7d5439a458c063654187e3d678d73aca8e3c9d8bea1478a3eb0d295",
    ];

    fn b() -> [String; 4] {
        ["c0ffee00".repeat(8), "5ec7e75e".repeat(8), "70ce470ce470".to_owned(), "ba5eba11".repeat(8)].map(
            |text| match text.as_str() {
                "70ce470ce470" => {
                    "70ce470ce470ce470ce470ce470ce470ce470ce470ce470ce470ce470ce470ce".to_owned()
                }
                text if text.starts_with("5ec7") => {
                    "5ec7e75ec7e75ec7e75ec7e75ec7e75ec7e75ec7e75ec7e75ec7e75ec7e75ec7".to_owned()
                }
                _ => text,
            },
        )
    }

    fn signed(keys: [&str; 4], method: &str, url: &str, realm: &str, nonce: &str, timestamp: i64) -> String {
        let [consumer_key, consumer_secret, token_id, token_secret] = keys;
        let tba = TokenBased::new(consumer_key, consumer_secret, token_id, token_secret);
        let header = tba.authorization(method, url, realm, nonce, timestamp);
        let signature = header.split("oauth_signature=\"").nth(1).unwrap().trim_end_matches('"');
        percent_decode_str(signature).decode_utf8().unwrap().into_owned()
    }

    #[test]
    fn the_documented_example_signs_to_its_documented_value() {
        let url = "https://123456.suitetalk.api.netsuite.com/services/rest/record/v1/employee/40";
        let signature = signed(A, "GET", url, "123456", "fjaLirsIcCGVZWzBX0pg", 1_508_242_306);
        assert_eq!(signature, "B5OIWznZ2YP0OB7VrJrGkYsTh+8H+5T9Hag+o92q0zY=");
    }

    #[test]
    fn query_utf8_and_transform_paths_sign_as_computed_elsewhere() {
        let base = "https://1234567-sb1.suitetalk.api.netsuite.com/services/rest";
        let cases = [
            (
                "POST",
                "/query/v1/suiteql?limit=1000&offset=2000",
                "GnOFGF2uD/3eXAB7UDNftNODjFQJj/fqlqKVR4NmhCE=",
            ),
            (
                "GET",
                "/record/v1/customer?q=email%20IS%20%22a%2Bb%40example.com%22%20AND%20companyName%20CONTAIN%20%22M%C3%BCller%20%26%20S%C3%B6hne%20%2A%28GmbH%29%2A%27%21%22&limit=50&offset=0",
                "IDX0eY1Fkz9lY/E9J/jJs7Gj1tPgNg1LA292WLp3ECU=",
            ),
            (
                "POST",
                "/record/v1/salesOrder/eid:AMZ-114-3941689-8772232/!transform/itemFulfillment",
                "oEnVqxnA836Vlnm5PSWJq2pnWyRqA17S5V6ceKjKa44=",
            ),
        ];
        let keys = b();
        let keys = [&*keys[0], &*keys[1], &*keys[2], &*keys[3]];
        for (method, path, expected) in cases {
            let url = format!("{base}{path}");
            let signature = signed(keys, method, &url, "1234567_SB1", "Zx81pQ0rT7uV2wX4yB6n", 1_795_430_400);
            assert_eq!(signature, expected, "{method} {path}");
        }
    }

    #[test]
    fn secrets_with_reserved_characters_are_encoded_in_the_key() {
        let keys = b();
        let keys = [&*keys[0], "s3cr&t/with+special=chars~", &*keys[2], "tok en%sécret"];
        let url =
            "https://1234567-sb1.suitetalk.api.netsuite.com/services/rest/record/v1/customer/eid:AMZ_BUYER-1";
        let signature = signed(keys, "DELETE", url, "1234567_SB1", "a1b2c3d4e5f6", 1_795_430_400);
        assert_eq!(signature, "R+bFxa0aFEsKGPauBXxui+m0WVwtotNC3q7JZSvBW7k=");
    }

    #[test]
    fn the_order_of_query_parameters_does_not_matter() {
        let oauth = [("oauth_nonce", "n")];
        let one = signature_base("GET", "https://h/p?b=2&a=1&a=0", &oauth);
        assert_eq!(one, signature_base("get", "HTTPS://H:443/p?a=0&b=2&a=1", &oauth));
    }

    #[test]
    fn an_address_is_signed_as_it_is_sent() {
        let base = |url: &str| signature_base("GET", url, &[]);
        assert_eq!(base("https://h"), base("https://h/"), "a path is never empty");
        assert_eq!(base("https://h?a=1"), base("https://h/?a=1"));
        assert_eq!(base("https://h/p?a=1#top"), base("https://h/p?a=1"), "a fragment is not sent");
        assert_eq!(base("https://h/p#top"), base("https://h/p"));
        // A byte that is no UTF-8, encoded once in the parameter and once more in the base string.
        assert_eq!(base("https://h/p?a=%ff%FE"), "GET&https%3A%2F%2Fh%2Fp&a%3D%25FF%25FE");
    }

    #[test]
    fn either_form_of_the_account_gives_the_realm_that_netsuite_takes() {
        let tba = TokenBased::new("k", "s", "t", "s");
        let header = |realm: &str| tba.authorization("GET", "https://h/", realm, "nonce", 1);
        assert!(header("1234567_SB1").starts_with("OAuth realm=\"1234567_SB1\","));
        assert_eq!(header("1234567-sb1"), header("1234567_SB1"));
        assert_eq!(header("tstdrv1234567"), header("TSTDRV1234567"));
    }

    #[test]
    fn debug_shows_no_secret() {
        let tba = TokenBased::new("key", "s3cret", "token", "s3cret");
        assert_eq!(
            format!("{tba:?}"),
            r#"TokenBased { consumer_key: "(hidden)", consumer_secret: "(hidden)", token_id: "(hidden)", token_secret: "(hidden)" }"#
        );
    }
}
