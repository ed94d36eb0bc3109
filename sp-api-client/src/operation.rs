//! Operations as data. Client, limiter, simulator and conformance test read the same table.

use commerce_client_core::{gate::RatePlan, retry::Safety};
use http::Method;

/// One operation of the Selling Partner API, as Amazon's model has it.
#[derive(Debug)]
#[non_exhaustive]
pub struct Operation {
    /// The model's `operationId`, such as `searchOrders`.
    pub name: &'static str,
    /// HTTP method.
    pub method: Method,
    /// Path template, parameters in braces.
    pub path: &'static str,
    /// The default usage plan. Amazon may grant more, and says so in a header.
    pub plan: RatePlan,
    /// What a repeat would do.
    pub safety: Safety,
}

const fn read(name: &'static str, path: &'static str, rate: f64, burst: u32) -> Operation {
    Operation { name, method: Method::GET, path, plan: RatePlan { rate, burst }, safety: Safety::Read }
}

/// Finds orders by when they were created or last updated. Model `orders_2026-01-01`.
pub static SEARCH_ORDERS: Operation = read("searchOrders", "/orders/2026-01-01/orders", 0.0056, 20);

/// Reads one order. Model `orders_2026-01-01`.
pub static GET_ORDER: Operation = read("getOrder", "/orders/2026-01-01/orders/{orderId}", 0.5, 30);

/// Every operation this client knows.
pub static ALL: &[&Operation] = &[&SEARCH_ORDERS, &GET_ORDER];

impl Operation {
    /// The path with its parameters filled in, in order of appearance, each percent-encoded as one segment.
    pub(crate) fn path_with(&self, parameters: &[&str]) -> String {
        let mut parameters = parameters.iter();
        let fill = |segment: &str| {
            let value = if segment.starts_with('{') { parameters.next() } else { None };
            value.map_or_else(|| segment.to_owned(), |value| encode_segment(value))
        };
        self.path.split('/').map(fill).collect::<Vec<_>>().join("/")
    }
}

/// Percent-encodes everything but the unreserved characters of RFC 3986, so that a `/` in a SKU stays in its segment.
fn encode_segment(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                encoded.push(char::from(byte))
            }
            _ => encoded.push_str(&format!("%{byte:02X}")),
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_parameter_stays_in_its_segment() {
        assert_eq!(GET_ORDER.path_with(&["a/b c%"]), "/orders/2026-01-01/orders/a%2Fb%20c%25");
    }
}
