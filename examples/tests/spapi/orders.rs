//! Orders.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::shop;

#[tokio::test]
async fn orders_are_a_table_for_people_and_json_lines_for_programs() {
    let (served, person) = shop().await;
    let held = served.sandbox.amazon.orders(&served.connection.sellers[0].seller_id);
    let search =
        ["orders", "search", "--created-after", "30d", "--include", "BUYER", "--include", "recipient"];
    let run = person.runs(&search).await;
    assert_eq!((run.code, run.err.as_str()), (0, ""), "{run:?}");
    assert_eq!(run.out.lines().count(), held.len() + 1);
    let heading = run.out.lines().next().unwrap();
    assert!(heading.contains("order") && heading.contains("total"), "{heading}");

    let json = person.runs(&[&search[..], &["--json"]].concat()).await;
    let ids = |orders: &[Value]| -> BTreeSet<String> {
        orders.iter().map(|order| order["orderId"].as_str().unwrap().to_owned()).collect()
    };
    let orders = json.lines();
    assert_eq!(ids(&orders), ids(&held));
    // What the person asked for is there for programs, and not in the table.
    let people: Vec<&str> = orders.iter().filter_map(|order| order["buyer"]["buyerName"].as_str()).collect();
    assert!(people.len() > 5, "{people:?}");
    for name in people {
        assert!(!run.out.contains(name), "{name}");
    }
}

#[tokio::test]
async fn a_search_ends_at_its_limit_and_one_order_is_read_with_its_items() {
    let (served, person) = shop().await;
    let search =
        ["orders", "search", "--created-after", "30d", "--marketplace", "us", "--json", "--limit", "3"];
    let run = person.runs(&search).await;
    assert_eq!(run.lines().len(), 3, "{run:?}");
    let order = &run.lines()[0];
    let run = person.runs(&["orders", "get", order["orderId"].as_str().unwrap()]).await;
    assert_eq!(run.code, 0, "{run:?}");
    let item = order["orderItems"][0]["orderItemId"].as_str().unwrap();
    assert!(run.out.contains(item) && run.out.contains("SKU"), "{}", run.out);

    let run = person.runs(&["orders", "get", "113-9999999-9999999"]).await;
    assert_eq!(run.code, 1);
    assert!(run.err.contains("404"), "{}", run.err);
    drop(served);
}
