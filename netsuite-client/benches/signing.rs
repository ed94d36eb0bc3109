//! What signing one attempt costs, beside the bare HMAC that no signer can do without.

#![allow(clippy::unwrap_used, reason = "a benchmark may panic")]

use std::{hint::black_box, time::Duration};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use criterion::Criterion;
use hmac::{Hmac, KeyInit as _, Mac as _};
use netsuite_client::TokenBased;
use sha2::Sha256;

const SECRET: &str = "5ec7e75ec7e75ec7e75ec7e75ec7e75ec7e75ec7e75ec7e75ec7e75ec7e75ec7";
const KEY: &str = "c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00";
const URL: &str = "https://1234567-sb1.suitetalk.api.netsuite.com/services/rest/record/v1/salesOrder/eid:amz-so-A1-ATVPDKIKX0DER-113-1234567-1234567?replace=item";
const NONCE: &str = "Zx81pQ0rT7uV2wX4yB6nabcd";
const TIMESTAMP: i64 = 1_795_430_400;

/// RFC 5849's base string of the same request, written out.
fn base_string() -> String {
    format!(
        "PUT&https%3A%2F%2F1234567-sb1.suitetalk.api.netsuite.com%2Fservices%2Frest%2Frecord%2Fv1%2FsalesOrder%2F\
         eid%3Aamz-so-A1-ATVPDKIKX0DER-113-1234567-1234567&oauth_consumer_key%3D{KEY}%26oauth_nonce%3D{NONCE}%26\
         oauth_signature_method%3DHMAC-SHA256%26oauth_timestamp%3D{TIMESTAMP}%26oauth_token%3D{KEY}%26\
         oauth_version%3D1.0%26replace%3Ditem"
    )
}

fn bare(key: &[u8], base: &[u8]) -> [u8; 32] {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).unwrap();
    mac.update(base);
    mac.finalize().into_bytes().into()
}

fn main() {
    let tba = TokenBased::new(KEY, SECRET, KEY, SECRET);
    let sign = || tba.authorization("PUT", black_box(URL), "1234567_SB1", NONCE, TIMESTAMP);
    let (key, base) = (format!("{SECRET}&{SECRET}"), base_string());
    let signature = STANDARD.encode(bare(key.as_bytes(), base.as_bytes()));
    let borne = sign().rsplit_once("oauth_signature=\"").unwrap().1.trim_end_matches('"').to_owned();
    let escaped = signature.replace('+', "%2B").replace('/', "%2F").replace('=', "%3D");
    assert_eq!(borne, escaped, "both must do the same work");

    let mut criterion = Criterion::default().measurement_time(Duration::from_secs(3)).configure_from_args();
    let mut group = criterion.benchmark_group("signing");
    group.bench_function("authorization", |bencher| bencher.iter(sign));
    group.bench_function("floor: bare HMAC-SHA256", |bencher| {
        bencher.iter(|| bare(black_box(key.as_bytes()), black_box(base.as_bytes())));
    });
    group.finish();
    criterion.final_summary();
}
