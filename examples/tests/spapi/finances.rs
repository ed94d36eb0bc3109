//! Money.

use serde_json::json;

use crate::{amazon, answers, transaction};

#[tokio::test]
async fn transactions_are_added_up_by_currency() {
    let (server, person) = amazon().await;
    let transactions = [(10.25, "USD"), (-0.5, "USD"), (3.0, "CAD")]
        .map(|(amount, code)| transaction("RELEASED", amount, code));
    let answer = json!({ "payload": { "transactions": transactions } });
    answers(&server, "GET", "/finances/2024-06-19/transactions", 200, answer).await;
    let run = person.runs(&["finances", "--posted-after", "2026-11-01"]).await;
    assert_eq!(run.code, 0, "{run:?}");
    assert!(run.out.contains("113-0000001-0000001"), "{}", run.out);
    assert!(run.out.contains("9.75 USD"), "{}", run.out);
    assert!(!run.out.contains("not counted"), "{}", run.out);
    let json = person.runs(&["finances", "--json"]).await;
    assert_eq!((json.code, json.lines().len()), (0, 3), "{json:?}");
    let second = &json.lines()[1];
    assert_eq!(second["totalAmount"], json!({ "currencyCode": "USD", "currencyAmount": -0.5 }));
    assert_eq!(second["transactionStatus"], "RELEASED");
}

#[tokio::test]
async fn a_sale_that_was_held_back_and_released_is_counted_once() {
    let (server, person) = amazon().await;
    let transactions = [("DEFERRED_RELEASED", 10.25), ("RELEASED", 10.25), ("DEFERRED", 1.5)]
        .map(|(status, amount)| transaction(status, amount, "USD"));
    let answer = json!({ "payload": { "transactions": transactions } });
    answers(&server, "GET", "/finances/2024-06-19/transactions", 200, answer).await;
    let run = person.runs(&["finances"]).await;
    assert_eq!(run.code, 0, "{run:?}");
    assert!(run.out.contains("11.75 USD"), "{}", run.out);
    assert!(run.out.contains("not counted: 1 DEFERRED_RELEASED"), "{}", run.out);
}
