//! Any text as a path or as an expression of a mapping rule is refused, or has a value, or has none: it never panics,
//! and costs no more than rules may. What is read as a path is read the same when it is written again.
//!
//! The first byte chooses which of the two the rest is.

#![no_main]

use std::collections::BTreeMap;

use amazon_netsuite_sync::rules::{
    Facts,
    expression::{Context, Expression},
    path::Path,
};
use libfuzzer_sys::fuzz_target;
use serde_json::json;

fuzz_target!(|data: &[u8]| {
    let [kind, rest @ ..] = data else { return };
    let text = String::from_utf8_lossy(rest);
    let order = json!({
        "orderId": "113-1", "createdTime": "2026-11-05T23:30:00Z", "programs": ["PRIME", "a 'b' \"c\""],
        "orderItems": [{"id": 1, "price": "10.00"}, {"id": 2, "price": -0.5}],
    });
    let record = json!({"memo": "Amazon", "item": {"items": [{"amount": 10.0}]}});
    let store = json!({"marketplace": "A1", "currency": "1", "time_zone": "Europe/Berlin"});
    let facts = Facts { order: &order, record: &record, store: &store, line: None, item: None };
    if kind & 1 == 1 {
        // Quotes are added, and a path has a longest length.
        let Ok(path) = text.chars().take(300).collect::<String>().parse::<Path>() else { return };
        let again: Path = path.to_string().parse().unwrap();
        assert_eq!(again.find(&facts), path.find(&facts));
        return;
    }
    let Ok(expression) = Expression::compile(&text) else { return };
    if let Ok(value) = expression.evaluate(&Context::new(&facts, &BTreeMap::new())) {
        assert!(value.to_string().len() < 400_000);
    }
});
