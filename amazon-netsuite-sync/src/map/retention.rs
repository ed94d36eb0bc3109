//! Until when an order's data may be kept.

use chrono::{DateTime, Utc};
use sp_api_client::orders::{FulfillmentStatus, Order, OrderPackage, PackageStatusCode};

use crate::settings::PrivacySettings;

/// When an order is delivered, or should be: the end of its delivery window, else of its shipping window, else its
/// creation. Once every package is reported as delivered it is not later than Amazon's last word on the order. UTC.
///
/// Amazon does not state the time of a delivery. An order that arrives before its window ends is known to have arrived
/// when Amazon says so of its packages, which it does for orders that the seller ships.
pub fn delivery(order: &Order) -> DateTime<Utc> {
    let fulfillment = order.fulfillment.as_ref();
    let window = fulfillment.and_then(|it| it.deliver_by_window.as_ref()?.latest_date_time);
    let shipping = fulfillment.and_then(|it| it.ship_by_window.as_ref()?.latest_date_time);
    let due = window.or(shipping).unwrap_or(order.created_time);
    if has_arrived(order) { due.min(order.last_updated_time) } else { due }
}

fn has_arrived(order: &Order) -> bool {
    let arrived = |package: &OrderPackage| {
        package.package_status.as_ref().is_some_and(|status| status.status == PackageStatusCode::Delivered)
    };
    let shipped = order.status() == Some(&FulfillmentStatus::Shipped);
    shipped && !order.packages.is_empty() && order.packages.iter().all(arrived)
}

/// By when a body has to be erased, whatever became of its order. UTC.
pub fn latest(delivery: DateTime<Utc>, settings: &PrivacySettings) -> DateTime<Utc> {
    delivery + settings.after_delivery()
}

/// By when the body of an order that is done has to be erased. UTC.
pub fn when_done(delivery: DateTime<Utc>, done: DateTime<Utc>, settings: &PrivacySettings) -> DateTime<Utc> {
    latest(delivery, settings).min(done + settings.after_done())
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn order(change: impl FnOnce(&mut Value)) -> Order {
        let mut order = json!({
            "orderId": "113-1", "createdTime": "2026-11-01T00:00:00Z", "lastUpdatedTime": "2026-11-07T00:00:00Z",
            "salesChannel": {"channelName": "AMAZON"},
            "fulfillment": {
                "fulfillmentStatus": "SHIPPED",
                "shipByWindow": {"latestDateTime": "2026-11-04T00:00:00Z"},
                "deliverByWindow": {"latestDateTime": "2026-11-09T00:00:00Z"},
            },
            "orderItems": [],
        });
        change(&mut order);
        serde_json::from_value(order).unwrap()
    }

    fn day(day: u32) -> DateTime<Utc> {
        format!("2026-11-{day:02}T00:00:00Z").parse().unwrap()
    }

    fn package(status: &str) -> Value {
        json!({"packageReferenceId": "1", "packageStatus": {"status": status}})
    }

    #[test]
    fn delivery_is_the_latest_promise_until_every_package_has_arrived() {
        assert_eq!(delivery(&order(|_| {})), day(9));
        assert_eq!(delivery(&order(|o| o["packages"] = json!([package("DELIVERED")]))), day(7));
        let one_of_two = json!([package("DELIVERED"), package("IN_TRANSIT")]);
        assert_eq!(delivery(&order(|o| o["packages"] = one_of_two)), day(9));
        let a_part = order(|o| {
            o["packages"] = json!([package("DELIVERED")]);
            o["fulfillment"]["fulfillmentStatus"] = "PARTIALLY_SHIPPED".into();
        });
        assert_eq!(delivery(&a_part), day(9));
    }

    #[test]
    fn without_a_delivery_window_shipping_counts_and_without_that_the_order_itself() {
        assert_eq!(delivery(&order(|o| o["fulfillment"]["deliverByWindow"] = Value::Null)), day(4));
        assert_eq!(delivery(&order(|o| o["fulfillment"] = Value::Null)), day(1));
    }

    #[test]
    fn nothing_is_kept_longer_than_amazon_allows_whatever_the_settings() {
        let settings =
            PrivacySettings { days_after_done: 365, days_after_delivery: 365, ..Default::default() };
        assert!(!settings.is_within_limits());
        assert_eq!(latest(day(1), &settings), "2026-12-01T00:00:00Z".parse::<DateTime<Utc>>().unwrap());
        assert_eq!(when_done(day(1), day(20), &settings), latest(day(1), &settings));
        assert_eq!(when_done(day(1), day(2), &PrivacySettings::default()), day(9));
    }
}
