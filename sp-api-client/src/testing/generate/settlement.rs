//! The settlement report of generated orders.

use std::{collections::BTreeMap, fmt::Write as _, str::FromStr as _};

use chrono::{DateTime, TimeDelta, Utc};
use rust_decimal::{Decimal, RoundingStrategy};
use serde_json::Value;

const COLUMNS: &str = "settlement-id\tsettlement-start-date\tsettlement-end-date\tdeposit-date\ttotal-amount\tcurrency\t\
    transaction-type\torder-id\tmerchant-order-id\tadjustment-id\tshipment-id\tmarketplace-name\tamount-type\t\
    amount-description\tamount\tfulfillment-id\tposted-date\tposted-date-time\torder-item-code\tmerchant-order-item-id\t\
    merchant-adjustment-item-id\tsku\tquantity-purchased\tpromotion-id";

/// Where an amount of an order item stands in a settlement: its type in the order, amount type, description.
const AMOUNTS: &[(&str, &str, &str)] = &[
    ("ITEM", "ItemPrice", "Principal"),
    ("SHIPPING", "ItemPrice", "Shipping"),
    ("GIFT_WRAP", "ItemPrice", "GiftWrap"),
    ("COD_FEE", "ItemPrice", "COD"),
    ("TAX", "ItemPrice", "Tax"),
    ("DISCOUNT", "Promotion", "Principal"),
];

/// The fourteen days before `end` of the orders that have shipped, as `GET_V2_SETTLEMENT_REPORT_DATA_FLAT_FILE_V2`, one
/// file for each currency.
///
/// Amazon keeps 15 percent of each item's price. The rows add up to the `total-amount` of the first. Dates and amounts
/// are spelled as in the United States.
pub fn settlements(first_id: u64, orders: &[Value], end: DateTime<Utc>) -> Vec<Vec<u8>> {
    let mut rows: BTreeMap<&str, (Decimal, String)> = BTreeMap::new();
    for order in orders.iter().filter(|order| order["fulfillment"]["fulfillmentStatus"] == "SHIPPED") {
        let Some(currency) = order["proceeds"]["grandTotal"]["currencyCode"].as_str() else { continue };
        let (total, text) = rows.entry(currency).or_default();
        for item in order["orderItems"].as_array().into_iter().flatten() {
            for (kind, description, amount) in amounts(item, currency) {
                *total += amount;
                add_row(text, order, item, [kind, description], amount);
            }
        }
    }
    let files = rows.into_iter().zip(first_id..);
    files.map(|((currency, (total, rows)), id)| file(id, currency, total, &rows, end)).collect()
}

/// What an item has brought in, and what Amazon keeps of it.
fn amounts(item: &Value, currency: &str) -> Vec<(&'static str, &'static str, Decimal)> {
    let breakdowns = item["proceeds"]["breakdowns"].as_array().into_iter().flatten();
    let mut found = Vec::new();
    for one in breakdowns {
        let amount = one["subtotal"]["amount"].as_str().and_then(|text| Decimal::from_str(text).ok());
        let place = AMOUNTS.iter().find(|(kind, ..)| one["type"] == *kind);
        let (Some(amount), Some((kind, group, description))) = (amount, place) else { continue };
        match *kind {
            // Outside the United States, the prices hold the tax already.
            "TAX" if currency != "USD" => {}
            "DISCOUNT" => found.push((*group, *description, -amount.abs())),
            _ => found.push((*group, *description, amount)),
        }
        if *kind == "ITEM" {
            let fee = (amount * Decimal::new(15, 2))
                .round_dp_with_strategy(amount.scale(), RoundingStrategy::MidpointAwayFromZero);
            found.push(("ItemFees", "Commission", -fee));
        }
    }
    found
}

fn add_row(text: &mut String, order: &Value, item: &Value, [kind, description]: [&str; 2], amount: Decimal) {
    let word = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let posted = word(&order["lastUpdatedTime"]);
    let (date, time) = (posted.get(..10).unwrap_or_default(), posted.get(11..19).unwrap_or_default());
    let channel = if order["fulfillment"]["fulfilledBy"] == "AMAZON" { "AFN" } else { "MFN" };
    let order_id = word(&order["orderId"]);
    // Writing to a text cannot fail.
    let _ = write!(
        text,
        "\t\t\t\t\t\tOrder\t{order_id}\t{order_id}\t\t\t{}\t{kind}\t{description}\t{amount}\t{channel}\t{date}\t{date} {time} UTC\t{}\t\t\t{}\t{}\t\r\n",
        word(&order["salesChannel"]["marketplaceName"]),
        word(&item["orderItemId"]),
        word(&item["product"]["sellerSku"]),
        item["quantityOrdered"],
    );
}

fn file(id: u64, currency: &str, total: Decimal, rows: &str, end: DateTime<Utc>) -> Vec<u8> {
    let time = |time: DateTime<Utc>| time.format("%Y-%m-%d %H:%M:%S UTC").to_string();
    let start = time(end - TimeDelta::days(14));
    let deposit = time(end + TimeDelta::days(2));
    let empty = "\t".repeat(18);
    let mut text =
        format!("{COLUMNS}\r\n{id}\t{start}\t{}\t{deposit}\t{total}\t{currency}{empty}\r\n", time(end));
    for row in rows.split_inclusive("\r\n") {
        text += &id.to_string();
        text += row;
    }
    text.into_bytes()
}
