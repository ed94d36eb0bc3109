//! The Orders v0 API: shipment confirmation, and the old reads over the orders of the new API.
//!
//! Personal data come only with a restricted data token.

mod regulated;
mod shipping;
mod translation;

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};

use super::{
    Amazon, Answer, Call,
    call::{iso, parse_time},
    orders,
    pages::{Pages, Paging},
    routes::{Api, Route},
    time_delta,
};

pub(super) const API: Api = Api {
    model: "ordersV0",
    routes: &[
        Route::get("getOrders", "/orders/v0/orders", 0.0167, 20).restricted(),
        Route::get("ordersV0.getOrder", "/orders/v0/orders/{orderId}", 0.5, 30).restricted(),
        Route::get("getOrderBuyerInfo", "/orders/v0/orders/{orderId}/buyerInfo", 0.5, 30).restricted(),
        Route::get("getOrderAddress", "/orders/v0/orders/{orderId}/address", 0.5, 30).restricted(),
        Route::get("getOrderItems", "/orders/v0/orders/{orderId}/orderItems", 0.5, 30).restricted(),
        Route::get("getOrderItemsBuyerInfo", "/orders/v0/orders/{orderId}/orderItems/buyerInfo", 0.5, 30)
            .restricted(),
        Route::post("updateShipmentStatus", "/orders/v0/orders/{orderId}/shipment", 5.0, 15),
        Route::get("getOrderRegulatedInfo", "/orders/v0/orders/{orderId}/regulatedInfo", 0.5, 30)
            .restricted(),
        Route::patch("updateVerificationStatus", "/orders/v0/orders/{orderId}/regulatedInfo", 0.5, 30),
        Route::post("confirmShipment", "/orders/v0/orders/{orderId}/shipmentConfirmation", 2.0, 10),
    ],
    answer,
};

const STATUSES: &[&str] = &[
    "Pending",
    "Unshipped",
    "PartiallyShipped",
    "Shipped",
    "Canceled",
    "Unfulfillable",
    "InvoiceUnconfirmed",
    "PendingAvailability",
];

/// Orders younger than this are not listed yet.
const SETTLING: TimeDelta = TimeDelta::minutes(2);

/// What the new API does not know of orders.
#[derive(Debug, Default)]
pub(super) struct Store {
    /// By order id.
    regulated: BTreeMap<String, Value>,
    pages: Pages,
}

fn answer(call: &Call<'_>, amazon: &mut Amazon) -> Result<Answer, Answer> {
    match call.operation {
        "getOrders" => list(call, amazon),
        "ordersV0.getOrder" => {
            let payload = translation::order(found(call, amazon)?, call.restricted.as_ref());
            Ok(Answer::payload(200, payload))
        }
        "getOrderItems" => {
            no_pages(call)?;
            let elements = call.restricted.as_ref();
            let order = found(call, amazon)?;
            let items: Vec<Value> =
                items_of(order).map(|item| translation::item(item, order, elements)).collect();
            Ok(Answer::payload(200, json!({ "AmazonOrderId": order["orderId"], "OrderItems": items })))
        }
        "getOrderBuyerInfo" => {
            check_restricted(call)?;
            let order = found(call, amazon)?;
            let mut info = translation::buyer(order);
            info["AmazonOrderId"] = order["orderId"].clone();
            Ok(Answer::payload(200, info))
        }
        "getOrderAddress" => {
            check_restricted(call)?;
            let order = found(call, amazon)?;
            let address = translation::address(&order["recipient"]["deliveryAddress"], true);
            let mut payload = json!({ "AmazonOrderId": order["orderId"] });
            if let Some(address) = address {
                payload["ShippingAddress"] = address;
            }
            Ok(Answer::payload(200, payload))
        }
        "getOrderItemsBuyerInfo" => {
            check_restricted(call)?;
            no_pages(call)?;
            let order = found(call, amazon)?;
            let info = |item: &Value| {
                let mut info = translation::item_buyer(item);
                info["OrderItemId"] = item["orderItemId"].clone();
                info
            };
            let items: Vec<Value> = items_of(order).map(info).collect();
            Ok(Answer::payload(200, json!({ "AmazonOrderId": order["orderId"], "OrderItems": items })))
        }
        "updateShipmentStatus" => shipping::update_status(call, amazon),
        "getOrderRegulatedInfo" => regulated::get(call, amazon),
        "updateVerificationStatus" => regulated::verify(call, amazon),
        _ => shipping::confirm(call, amazon),
    }
}

fn found<'a>(call: &Call<'_>, amazon: &'a mut Amazon) -> Result<&'a Value, Answer> {
    let order = amazon.books.of(&call.seller.seller_id).orders.get(call.path("orderId"));
    order.ok_or_else(|| Answer::not_found("The order does not exist."))
}

fn items_of(order: &Value) -> impl Iterator<Item = &Value> {
    order["orderItems"].as_array().into_iter().flatten()
}

/// These operations answer nothing but personal data.
fn check_restricted(call: &Call<'_>) -> Result<(), Answer> {
    if call.restricted.is_some() { Ok(()) } else { Err(Answer::unauthorized("")) }
}

/// All items of an order come on one page, so that no token is ever out.
fn no_pages(call: &Call<'_>) -> Result<(), Answer> {
    match call.query.one("NextToken")? {
        Some(_) => Err(Answer::invalid_input("The NextToken is not valid.")),
        None => Ok(()),
    }
}

/// A token goes alone: it stands for the whole query.
fn list(call: &Call<'_>, amazon: &mut Amazon) -> Result<Answer, Answer> {
    call.check_marketplaces(&call.query.required_list("MarketplaceIds", 50)?)?;
    let size = call.query.number("MaxResultsPerPage", 1, 100)?.unwrap_or(100);
    let lifetime = time_delta(amazon.settings.page_token_lifetime);
    let paging = Paging { token: "NextToken", size, lifetime, empty_first: false };
    let mut payload = json!({});
    let page = if call.query.one("NextToken")?.is_some() {
        let books = amazon.books.of(&call.seller.seller_id);
        books.orders_v0.pages.next_alone(call, &mut amazon.numbers, paging)?
    } else {
        let search = Search::read(call)?;
        if let Some(window) = &search.window {
            payload[window.before] = json!(iso(window.until));
        }
        let books = amazon.books.of(&call.seller.seller_id);
        let ids = search.select(&books.orders);
        books.orders_v0.pages.first_alone(call, &mut amazon.numbers, paging, ids)
    };
    let books = amazon.books.of(&call.seller.seller_id);
    let orders = page.rows.iter().filter_map(|id| books.orders.get(id.as_str()?));
    payload["Orders"] = orders.map(|order| translation::order(order, call.restricted.as_ref())).collect();
    if let Some(next) = page.next {
        payload["NextToken"] = json!(next);
    }
    Ok(Answer::payload(200, payload))
}

/// A search whose parameters are all good.
struct Search {
    marketplaces: Vec<String>,
    window: Option<Window>,
    statuses: Option<Vec<String>>,
    channels: Option<Vec<String>>,
    payments: Option<Vec<String>>,
    ids: Option<Vec<String>>,
    seller_order_id: Option<String>,
    email: Option<String>,
    in_store: Option<bool>,
    /// Asks for something that no order here has.
    impossible: bool,
}

impl Search {
    fn read(call: &Call<'_>) -> Result<Self, Answer> {
        let query = &call.query;
        let text = |name: &str| query.one(name).map(|text| text.map(str::to_owned));
        let ids = query.list("AmazonOrderIds", 50)?;
        let easy_ship = query.list("EasyShipShipmentStatuses", usize::MAX)?;
        let invoices = query.list("ElectronicInvoiceStatuses", usize::MAX)?;
        let places = [text("ActualFulfillmentSupplySourceId")?, text("StoreChainStoreId")?];
        for bound in [
            "EarliestDeliveryDateBefore",
            "EarliestDeliveryDateAfter",
            "LatestDeliveryDateBefore",
            "LatestDeliveryDateAfter",
        ] {
            query.time(bound)?;
        }
        let window = window(call)?;
        if window.is_none() && ids.is_none() {
            return Err(Answer::invalid_input("Either CreatedAfter or LastUpdatedAfter must be given."));
        }
        Ok(Self {
            marketplaces: query.required_list("MarketplaceIds", 50)?,
            window,
            statuses: query.members("OrderStatuses", STATUSES)?,
            channels: query.members("FulfillmentChannels", &["AFN", "MFN"])?,
            payments: query.members("PaymentMethods", &["COD", "CVS", "Other"])?,
            ids,
            seller_order_id: text("SellerOrderId")?,
            email: text("BuyerEmail")?,
            in_store: query.boolean("IsISPU")?,
            impossible: easy_ship.is_some() || invoices.is_some() || places.iter().any(Option::is_some),
        })
    }

    /// The ids of the orders that pass, oldest first.
    fn select(&self, orders: &orders::Store) -> Vec<Value> {
        let field = self.window.as_ref().map_or("createdTime", |window| window.field);
        let time = |order: &Value| order[field].as_str().and_then(parse_time);
        let mut found: Vec<_> = orders
            .all()
            .into_iter()
            .filter(|order| !self.impossible && self.wants(order, time(order)))
            .map(|order| (time(&order), order["orderId"].clone()))
            .collect();
        found.sort_by_key(|(time, id)| (*time, id.to_string()));
        found.into_iter().map(|(_, id)| id).collect()
    }

    fn wants(&self, order: &Value, time: Option<DateTime<Utc>>) -> bool {
        let passes = |wanted: &Option<Vec<String>>, value: &Value| {
            wanted.as_ref().is_none_or(|wanted| wanted.iter().any(|one| value == one.as_str()))
        };
        let in_window = self
            .window
            .as_ref()
            .is_none_or(|window| time.is_some_and(|time| (window.after..=window.until).contains(&time)));
        let marketplace = &order["salesChannel"]["marketplaceId"];
        // Translated without personal data, which no filter but one looks at.
        let old = translation::order(order, None);
        in_window
            && self.marketplaces.iter().any(|id| marketplace == id.as_str())
            && passes(&self.statuses, &old["OrderStatus"])
            && passes(&self.channels, &old["FulfillmentChannel"])
            && passes(&self.payments, &old["PaymentMethod"])
            && passes(&self.ids, &old["AmazonOrderId"])
            && self.seller_order_id.as_ref().is_none_or(|id| old["SellerOrderId"] == id.as_str())
            && self.email.as_ref().is_none_or(|email| order["buyer"]["buyerEmail"] == email.as_str())
            && self.in_store.is_none_or(|wanted| old["IsISPU"] == wanted)
    }
}

/// When the orders were created or last updated, both ends included.
struct Window {
    /// The time of an order that counts.
    field: &'static str,
    after: DateTime<Utc>,
    until: DateTime<Utc>,
    /// The name of the upper bound.
    before: &'static str,
}

/// The two families of times exclude each other.
fn window(call: &Call<'_>) -> Result<Option<Window>, Answer> {
    let (created, updated) = (call.query.time("CreatedAfter")?, call.query.time("LastUpdatedAfter")?);
    let (field, after, before, other) = match (created, updated) {
        (None, None) => return Ok(None),
        (Some(after), None) => ("createdTime", after, "CreatedBefore", "LastUpdatedBefore"),
        (None, Some(after)) => ("lastUpdatedTime", after, "LastUpdatedBefore", "CreatedBefore"),
        (Some(_), Some(_)) => {
            return Err(Answer::invalid_input("CreatedAfter and LastUpdatedAfter exclude each other."));
        }
    };
    if call.query.one(other)?.is_some() {
        return Err(Answer::invalid_input(&format!("{other} does not go with the given lower bound.")));
    }
    let latest = call.now - SETTLING;
    let until = call.query.time(before)?.unwrap_or(latest);
    if until > latest || after > latest {
        return Err(Answer::invalid_input("Times must be at least two minutes before now."));
    }
    if until < after {
        return Err(Answer::invalid_input(&format!("{before} is earlier than the lower bound.")));
    }
    Ok(Some(Window { field, after, until, before }))
}
