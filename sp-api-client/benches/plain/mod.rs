//! The plainest structs for a page of orders: every field that occurs in one, owned and as it stands. No enums, no
//! amounts, no instants; unknown fields are ignored.

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Panics unless these structs hold every field of `page`: what they read, written again, must be all there was.
pub(crate) fn assert_nothing_is_left_out_of(page: &Value) {
    let read: Page = serde_json::from_value(page.clone()).unwrap();
    assert_eq!(without_nulls(&serde_json::to_value(read).unwrap()), without_nulls(page));
}

fn without_nulls(value: &Value) -> Value {
    match value {
        Value::Object(fields) => {
            let there = fields.iter().filter(|(_, value)| !value.is_null());
            Value::Object(there.map(|(key, value)| (key.clone(), without_nulls(value))).collect())
        }
        Value::Array(list) => list.iter().map(without_nulls).collect(),
        other => other.clone(),
    }
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Page {
    pub(crate) orders: Vec<Order>,
    pub(crate) pagination: Option<Pagination>,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Pagination {
    pub(crate) next_token: Option<String>,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Order {
    pub(crate) order_id: String,
    pub(crate) created_time: String,
    pub(crate) last_updated_time: String,
    pub(crate) programs: Vec<String>,
    pub(crate) sales_channel: SalesChannel,
    pub(crate) fulfillment: Fulfillment,
    pub(crate) order_items: Vec<Item>,
    pub(crate) associated_orders: Option<Vec<Associated>>,
    pub(crate) order_aliases: Option<Vec<Alias>>,
    pub(crate) buyer: Option<Buyer>,
    pub(crate) recipient: Option<Recipient>,
    pub(crate) proceeds: Option<OrderProceeds>,
    pub(crate) payment: Option<Payment>,
    pub(crate) tax: Option<OrderTax>,
    pub(crate) packages: Option<Vec<Package>>,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct SalesChannel {
    pub(crate) channel_name: String,
    pub(crate) marketplace_id: String,
    pub(crate) marketplace_name: String,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Fulfillment {
    pub(crate) fulfillment_status: String,
    pub(crate) fulfilled_by: String,
    pub(crate) fulfillment_service_level: String,
    pub(crate) ship_by_window: Option<Window>,
    pub(crate) deliver_by_window: Option<Window>,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Window {
    pub(crate) earliest_date_time: Option<String>,
    pub(crate) latest_date_time: Option<String>,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Associated {
    pub(crate) order_id: String,
    pub(crate) association_type: String,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Alias {
    pub(crate) alias_id: String,
    pub(crate) alias_type: String,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Buyer {
    pub(crate) buyer_name: String,
    pub(crate) buyer_email: Option<String>,
    pub(crate) buyer_company_name: Option<String>,
    pub(crate) buyer_purchase_order_number: Option<String>,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Recipient {
    pub(crate) delivery_address: Address,
    pub(crate) delivery_preference: Option<Preference>,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Preference {
    pub(crate) drop_off_location: String,
    pub(crate) address_instruction: String,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Address {
    pub(crate) name: String,
    pub(crate) country_code: String,
    pub(crate) company_name: Option<String>,
    pub(crate) address_line1: Option<String>,
    pub(crate) address_line2: Option<String>,
    pub(crate) address_line3: Option<String>,
    pub(crate) city: Option<String>,
    pub(crate) state_or_region: Option<String>,
    pub(crate) district_or_county: Option<String>,
    pub(crate) municipality: Option<String>,
    pub(crate) postal_code: Option<String>,
    pub(crate) address_type: Option<String>,
    pub(crate) phone: Option<String>,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct OrderProceeds {
    pub(crate) grand_total: Money,
    pub(crate) breakdowns: Vec<Breakdown>,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Breakdown {
    pub(crate) r#type: String,
    pub(crate) subtotal: Money,
    pub(crate) status: Option<String>,
    pub(crate) detailed_breakdowns: Option<Vec<Detail>>,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Detail {
    pub(crate) subtype: String,
    pub(crate) value: Money,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Money {
    pub(crate) amount: String,
    pub(crate) currency_code: String,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Payment {
    pub(crate) payment_executions: Vec<Execution>,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Execution {
    pub(crate) payment_method: String,
    pub(crate) payment_amount: Money,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct OrderTax {
    pub(crate) tax_registrations: Vec<Registration>,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Registration {
    pub(crate) entity_type: String,
    pub(crate) legal_name: String,
    pub(crate) tax_registration_type: String,
    pub(crate) tax_registration_number: String,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Item {
    pub(crate) order_item_id: String,
    pub(crate) quantity_ordered: u32,
    pub(crate) product: Product,
    pub(crate) fulfillment: ItemFulfillment,
    pub(crate) programs: Option<Vec<String>>,
    pub(crate) promotion: Option<Promotion>,
    pub(crate) proceeds: Option<ItemProceeds>,
    pub(crate) expense: Option<Expense>,
    pub(crate) tax: Option<ItemTax>,
    pub(crate) cancellation: Option<Cancellation>,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Product {
    pub(crate) asin: String,
    pub(crate) title: String,
    pub(crate) seller_sku: String,
    pub(crate) condition: Condition,
    pub(crate) price: Option<Price>,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Condition {
    pub(crate) condition_type: String,
    pub(crate) condition_subtype: String,
    pub(crate) condition_note: String,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Price {
    pub(crate) unit_price: Money,
    pub(crate) price_designation: Option<String>,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ItemFulfillment {
    pub(crate) quantity_fulfilled: u32,
    pub(crate) quantity_unfulfilled: u32,
    pub(crate) packing: Option<Packing>,
    pub(crate) shipping: Option<Shipping>,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Packing {
    pub(crate) gift_option: Gift,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Gift {
    pub(crate) gift_message: String,
    pub(crate) gift_wrap_level: Option<String>,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Shipping {
    pub(crate) shipping_constraints: Constraints,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Constraints {
    pub(crate) cash_on_delivery: String,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Promotion {
    pub(crate) breakdowns: Vec<PromotionId>,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PromotionId {
    pub(crate) promotion_id: String,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ItemProceeds {
    pub(crate) proceeds_total: Money,
    pub(crate) breakdowns: Vec<Breakdown>,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Expense {
    pub(crate) points_cost: PointsCost,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PointsCost {
    pub(crate) points_granted: Points,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Points {
    pub(crate) points_number: i64,
    pub(crate) points_monetary_value: Money,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ItemTax {
    pub(crate) tax_collections: Option<Vec<Collection>>,
    pub(crate) tax_calculation_breakdowns: Option<Vec<Calculation>>,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Collection {
    pub(crate) model: String,
    pub(crate) responsible_party: String,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Calculation {
    pub(crate) reporting_scheme: String,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Cancellation {
    pub(crate) cancellation_execution: Option<Executed>,
    pub(crate) cancellation_request: Option<Requested>,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Executed {
    pub(crate) cancelled_by: String,
    pub(crate) cancel_reason: String,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Requested {
    pub(crate) requester: String,
    pub(crate) cancel_reason: String,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Package {
    pub(crate) package_reference_id: String,
    pub(crate) created_time: String,
    pub(crate) package_status: PackageStatus,
    pub(crate) carrier: String,
    pub(crate) ship_time: String,
    pub(crate) shipping_service: String,
    pub(crate) tracking_number: String,
    pub(crate) ship_from_address: Address,
    pub(crate) package_items: Vec<PackageItem>,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PackageStatus {
    pub(crate) status: String,
    pub(crate) detailed_status: String,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PackageItem {
    pub(crate) order_item_id: String,
    pub(crate) quantity: u32,
}
