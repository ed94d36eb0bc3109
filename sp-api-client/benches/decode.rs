//! What decoding one page of a hundred orders costs, beside plain serde into structs that only copy.

#![allow(clippy::unwrap_used, reason = "a benchmark may panic")]

use std::{hint::black_box, time::Duration};

use criterion::{Criterion, Throughput};
use serde_json::json;
use sp_api_client::{
    orders::{Order, SearchOrdersResponse},
    testing::generate::generate,
};

fn main() {
    let orders = generate(1, 100, "2026-11-23T12:00:00Z".parse().unwrap()).orders;
    let orders: Vec<_> = orders.into_iter().map(|order| order.json).collect();
    let page = json!({ "orders": orders }).to_string().into_bytes();
    let decoded: SearchOrdersResponse = serde_json::from_slice(&page).unwrap();
    assert_eq!(decoded.orders.iter().filter(|order| order.good().is_some()).count(), 100);
    // Refuses unknown fields: it has every field of the page, or this fails.
    let floor: floor::Page = serde_json::from_slice(&page).unwrap();
    assert_eq!(floor.orders.len(), 100);

    let mut criterion = Criterion::default().measurement_time(Duration::from_secs(3)).configure_from_args();
    let mut group = criterion.benchmark_group("a page of 100 orders");
    group.throughput(Throughput::Bytes(page.len() as u64));
    group.bench_function("SearchOrdersResponse", |bencher| {
        bencher.iter(|| serde_json::from_slice::<SearchOrdersResponse>(black_box(&page)).unwrap());
    });
    group.bench_function("the same without Lenient: one bad order fails the page", |bencher| {
        bencher.iter(|| serde_json::from_slice::<Strict>(black_box(&page)).unwrap());
    });
    group.bench_function("floor: owned text, nothing checked", |bencher| {
        bencher.iter(|| serde_json::from_slice::<floor::Page>(black_box(&page)).unwrap());
    });
    group.finish();
    criterion.final_summary();
}

#[derive(serde::Deserialize)]
struct Strict {
    #[expect(dead_code, reason = "only filled")]
    orders: Vec<Order>,
}

/// Every field that occurs in the page, owned and as it stands: no enums, no amounts, no instants.
mod floor {
    #![expect(dead_code, reason = "fields are only filled")]

    use serde::Deserialize;

    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase", deny_unknown_fields)]
    pub(super) struct Page {
        pub(super) orders: Vec<Order>,
    }

    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase", deny_unknown_fields)]
    pub(super) struct Order {
        pub(super) order_id: String,
        pub(super) created_time: String,
        pub(super) last_updated_time: String,
        pub(super) programs: Vec<String>,
        pub(super) sales_channel: SalesChannel,
        pub(super) fulfillment: Fulfillment,
        pub(super) order_items: Vec<Item>,
        pub(super) associated_orders: Option<Vec<Associated>>,
        pub(super) order_aliases: Option<Vec<Alias>>,
        pub(super) buyer: Option<Buyer>,
        pub(super) recipient: Option<Recipient>,
        pub(super) proceeds: Option<OrderProceeds>,
        pub(super) payment: Option<Payment>,
        pub(super) tax: Option<OrderTax>,
        pub(super) packages: Option<Vec<Package>>,
    }

    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase", deny_unknown_fields)]
    pub(super) struct SalesChannel {
        pub(super) channel_name: String,
        pub(super) marketplace_id: String,
        pub(super) marketplace_name: String,
    }

    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase", deny_unknown_fields)]
    pub(super) struct Fulfillment {
        pub(super) fulfillment_status: String,
        pub(super) fulfilled_by: String,
        pub(super) fulfillment_service_level: String,
        pub(super) ship_by_window: Option<Window>,
        pub(super) deliver_by_window: Option<Window>,
    }

    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase", deny_unknown_fields)]
    pub(super) struct Window {
        pub(super) earliest_date_time: Option<String>,
        pub(super) latest_date_time: Option<String>,
    }

    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase", deny_unknown_fields)]
    pub(super) struct Associated {
        pub(super) order_id: String,
        pub(super) association_type: String,
    }

    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase", deny_unknown_fields)]
    pub(super) struct Alias {
        pub(super) alias_id: String,
        pub(super) alias_type: String,
    }

    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase", deny_unknown_fields)]
    pub(super) struct Buyer {
        pub(super) buyer_name: String,
        pub(super) buyer_email: Option<String>,
        pub(super) buyer_company_name: Option<String>,
        pub(super) buyer_purchase_order_number: Option<String>,
    }

    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase", deny_unknown_fields)]
    pub(super) struct Recipient {
        pub(super) delivery_address: Address,
        pub(super) delivery_preference: Option<Preference>,
    }

    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase", deny_unknown_fields)]
    pub(super) struct Preference {
        pub(super) drop_off_location: String,
        pub(super) address_instruction: String,
    }

    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase", deny_unknown_fields)]
    pub(super) struct Address {
        pub(super) name: String,
        pub(super) country_code: String,
        pub(super) company_name: Option<String>,
        pub(super) address_line1: Option<String>,
        pub(super) address_line2: Option<String>,
        pub(super) address_line3: Option<String>,
        pub(super) city: Option<String>,
        pub(super) state_or_region: Option<String>,
        pub(super) district_or_county: Option<String>,
        pub(super) municipality: Option<String>,
        pub(super) postal_code: Option<String>,
        pub(super) address_type: Option<String>,
        pub(super) phone: Option<String>,
    }

    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase", deny_unknown_fields)]
    pub(super) struct OrderProceeds {
        pub(super) grand_total: Money,
        pub(super) breakdowns: Vec<Breakdown>,
    }

    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase", deny_unknown_fields)]
    pub(super) struct Breakdown {
        pub(super) r#type: String,
        pub(super) subtotal: Money,
        pub(super) status: Option<String>,
        pub(super) detailed_breakdowns: Option<Vec<Detail>>,
    }

    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase", deny_unknown_fields)]
    pub(super) struct Detail {
        pub(super) subtype: String,
        pub(super) value: Money,
    }

    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase", deny_unknown_fields)]
    pub(super) struct Money {
        pub(super) amount: String,
        pub(super) currency_code: String,
    }

    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase", deny_unknown_fields)]
    pub(super) struct Payment {
        pub(super) payment_executions: Vec<Execution>,
    }

    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase", deny_unknown_fields)]
    pub(super) struct Execution {
        pub(super) payment_method: String,
        pub(super) payment_amount: Money,
    }

    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase", deny_unknown_fields)]
    pub(super) struct OrderTax {
        pub(super) tax_registrations: Vec<Registration>,
    }

    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase", deny_unknown_fields)]
    pub(super) struct Registration {
        pub(super) entity_type: String,
        pub(super) legal_name: String,
        pub(super) tax_registration_type: String,
        pub(super) tax_registration_number: String,
    }

    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase", deny_unknown_fields)]
    pub(super) struct Item {
        pub(super) order_item_id: String,
        pub(super) quantity_ordered: u32,
        pub(super) product: Product,
        pub(super) fulfillment: ItemFulfillment,
        pub(super) programs: Option<Vec<String>>,
        pub(super) promotion: Option<Promotion>,
        pub(super) proceeds: Option<ItemProceeds>,
        pub(super) expense: Option<Expense>,
        pub(super) tax: Option<ItemTax>,
        pub(super) cancellation: Option<Cancellation>,
    }

    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase", deny_unknown_fields)]
    pub(super) struct Product {
        pub(super) asin: String,
        pub(super) title: String,
        pub(super) seller_sku: String,
        pub(super) condition: Condition,
        pub(super) price: Option<Price>,
    }

    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase", deny_unknown_fields)]
    pub(super) struct Condition {
        pub(super) condition_type: String,
        pub(super) condition_subtype: String,
        pub(super) condition_note: String,
    }

    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase", deny_unknown_fields)]
    pub(super) struct Price {
        pub(super) unit_price: Money,
        pub(super) price_designation: Option<String>,
    }

    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase", deny_unknown_fields)]
    pub(super) struct ItemFulfillment {
        pub(super) quantity_fulfilled: u32,
        pub(super) quantity_unfulfilled: u32,
        pub(super) packing: Option<Packing>,
        pub(super) shipping: Option<Shipping>,
    }

    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase", deny_unknown_fields)]
    pub(super) struct Packing {
        pub(super) gift_option: Gift,
    }

    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase", deny_unknown_fields)]
    pub(super) struct Gift {
        pub(super) gift_message: String,
        pub(super) gift_wrap_level: Option<String>,
    }

    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase", deny_unknown_fields)]
    pub(super) struct Shipping {
        pub(super) shipping_constraints: Constraints,
    }

    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase", deny_unknown_fields)]
    pub(super) struct Constraints {
        pub(super) cash_on_delivery: String,
    }

    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase", deny_unknown_fields)]
    pub(super) struct Promotion {
        pub(super) breakdowns: Vec<PromotionId>,
    }

    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase", deny_unknown_fields)]
    pub(super) struct PromotionId {
        pub(super) promotion_id: String,
    }

    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase", deny_unknown_fields)]
    pub(super) struct ItemProceeds {
        pub(super) proceeds_total: Money,
        pub(super) breakdowns: Vec<Breakdown>,
    }

    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase", deny_unknown_fields)]
    pub(super) struct Expense {
        pub(super) points_cost: PointsCost,
    }

    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase", deny_unknown_fields)]
    pub(super) struct PointsCost {
        pub(super) points_granted: Points,
    }

    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase", deny_unknown_fields)]
    pub(super) struct Points {
        pub(super) points_number: i64,
        pub(super) points_monetary_value: Money,
    }

    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase", deny_unknown_fields)]
    pub(super) struct ItemTax {
        pub(super) tax_collections: Option<Vec<Collection>>,
        pub(super) tax_calculation_breakdowns: Option<Vec<Calculation>>,
    }

    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase", deny_unknown_fields)]
    pub(super) struct Collection {
        pub(super) model: String,
        pub(super) responsible_party: String,
    }

    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase", deny_unknown_fields)]
    pub(super) struct Calculation {
        pub(super) reporting_scheme: String,
    }

    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase", deny_unknown_fields)]
    pub(super) struct Cancellation {
        pub(super) cancellation_execution: Option<Executed>,
        pub(super) cancellation_request: Option<Requested>,
    }

    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase", deny_unknown_fields)]
    pub(super) struct Executed {
        pub(super) cancelled_by: String,
        pub(super) cancel_reason: String,
    }

    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase", deny_unknown_fields)]
    pub(super) struct Requested {
        pub(super) requester: String,
        pub(super) cancel_reason: String,
    }

    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase", deny_unknown_fields)]
    pub(super) struct Package {
        pub(super) package_reference_id: String,
        pub(super) created_time: String,
        pub(super) package_status: PackageStatus,
        pub(super) carrier: String,
        pub(super) ship_time: String,
        pub(super) shipping_service: String,
        pub(super) tracking_number: String,
        pub(super) ship_from_address: Address,
        pub(super) package_items: Vec<PackageItem>,
    }

    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase", deny_unknown_fields)]
    pub(super) struct PackageStatus {
        pub(super) status: String,
        pub(super) detailed_status: String,
    }

    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase", deny_unknown_fields)]
    pub(super) struct PackageItem {
        pub(super) order_item_id: String,
        pub(super) quantity: u32,
    }
}
