//! The Fulfillment Outbound 2020-07-01 API: orders of other channels that Amazon sends out of its warehouses.
//!
//! An order is picked some minutes after it came, and can be called off until then. It is sent only when a test says so.

use std::{collections::BTreeMap, time::Duration};

use chrono::{DateTime, TimeDelta, Utc};
use commerce_client_core::clock::Clock as _;
use serde_json::{Map, Value, json};

use super::{
    Amazon, Answer, Call, FakeSpApi,
    amazon::SellerBooks,
    call::{iso, parse_time},
    pages::{Pages, Paging},
    routes::{Api, Route},
    shape::{COUNT, Shape, TEXT, optional, required},
    time_delta,
};

pub(super) const API: Api = Api {
    model: "fulfillmentOutbound_2020-07-01",
    routes: &[
        Route::post("getFulfillmentPreview", "/fba/outbound/2020-07-01/fulfillmentOrders/preview", 2.0, 30),
        Route::post("deliveryOffers", "/fba/outbound/2020-07-01/deliveryOffers", 5.0, 30),
        Route::get("listAllFulfillmentOrders", "/fba/outbound/2020-07-01/fulfillmentOrders", 2.0, 30),
        Route::post("createFulfillmentOrder", "/fba/outbound/2020-07-01/fulfillmentOrders", 2.0, 30),
        Route::get("getPackageTrackingDetails", "/fba/outbound/2020-07-01/tracking", 2.0, 30),
        Route::get("listReturnReasonCodes", "/fba/outbound/2020-07-01/returnReasonCodes", 2.0, 30),
        Route::put(
            "createFulfillmentReturn",
            "/fba/outbound/2020-07-01/fulfillmentOrders/{sellerFulfillmentOrderId}/return",
            2.0,
            30,
        ),
        Route::get(
            "getFulfillmentOrder",
            "/fba/outbound/2020-07-01/fulfillmentOrders/{sellerFulfillmentOrderId}",
            2.0,
            30,
        ),
        Route::put(
            "updateFulfillmentOrder",
            "/fba/outbound/2020-07-01/fulfillmentOrders/{sellerFulfillmentOrderId}",
            2.0,
            30,
        ),
        Route::put(
            "cancelFulfillmentOrder",
            "/fba/outbound/2020-07-01/fulfillmentOrders/{sellerFulfillmentOrderId}/cancel",
            2.0,
            30,
        ),
        Route::put(
            "submitFulfillmentOrderStatusUpdate",
            "/fba/outbound/2020-07-01/fulfillmentOrders/{sellerFulfillmentOrderId}/status",
            1.0,
            1,
        ),
        Route::get("getFeatures", "/fba/outbound/2020-07-01/features", 2.0, 30),
        Route::get(
            "getFeatureInventory",
            "/fba/outbound/2020-07-01/features/inventory/{featureName}",
            2.0,
            30,
        ),
        Route::get(
            "getFeatureSKU",
            "/fba/outbound/2020-07-01/features/inventory/{featureName}/{sellerSku}",
            2.0,
            30,
        ),
    ],
    answer,
};

const PAGE: usize = 50;

/// The most units that one order may have.
const MOST_UNITS: i64 = 250;

/// How far back the list goes that is asked for without a start.
const LISTED: TimeDelta = TimeDelta::hours(36);

/// How long an order may be on hold.
const LONGEST_HOLD: TimeDelta = TimeDelta::days(14);

const SPEEDS: &[&str] = &["Standard", "Expedited", "Priority", "ScheduledDelivery"];
const STATUSES: &[&str] = &[
    "New",
    "Received",
    "Planning",
    "Processing",
    "Cancelled",
    "Complete",
    "CompletePartialled",
    "Unfulfillable",
    "Invalid",
];
const REASONS: [(&str, &str); 2] =
    [("CR-UNWANTED_ITEM", "Not wanted any more"), ("CR-DEFECTIVE", "Does not work")];
const FEATURES: [(&str, &str, bool); 2] = [
    ("BLANK_BOX", "Boxes that do not show Amazon's name.", true),
    ("BLOCK_AMZL", "Carriers other than Amazon's own.", false),
];

const MONEY: Shape = Shape::Object(&[required("currencyCode", Shape::Text(3, 3)), required("value", TEXT)]);
const COUNTRY: Shape = Shape::Text(2, 2);
const ADDRESS: Shape = Shape::Object(&[
    required("name", TEXT),
    required("addressLine1", TEXT),
    optional("addressLine2", Shape::Text(0, usize::MAX)),
    optional("addressLine3", Shape::Text(0, usize::MAX)),
    optional("city", TEXT),
    optional("stateOrRegion", TEXT),
    required("postalCode", TEXT),
    required("countryCode", COUNTRY),
    optional("phone", TEXT),
]);
const FEATURE: Shape = Shape::Object(&[
    optional("featureName", TEXT),
    optional("featureFulfillmentPolicy", Shape::OneOf(&["Required", "NotRequired"])),
]);
const UNITS: Shape = Shape::Integer(1, MOST_UNITS);
const ORDER: Shape = Shape::Object(&[
    optional("marketplaceId", TEXT),
    required("sellerFulfillmentOrderId", Shape::Text(1, 40)),
    required("displayableOrderId", Shape::Text(1, 40)),
    required("displayableOrderDate", Shape::Time),
    required("displayableOrderComment", Shape::Text(1, 750)),
    required("shippingSpeedCategory", Shape::OneOf(SPEEDS)),
    optional(
        "deliveryWindow",
        Shape::Object(&[required("startDate", Shape::Time), required("endDate", Shape::Time)]),
    ),
    required("destinationAddress", ADDRESS),
    optional("fulfillmentAction", Shape::OneOf(&["Ship", "Hold"])),
    optional("fulfillmentPolicy", Shape::OneOf(&["FillOrKill", "FillAll", "FillAllAvailable"])),
    optional("codSettings", Shape::Object(&[required("isCodRequired", Shape::Bool)])),
    optional("shipFromCountryCode", COUNTRY),
    optional("notificationEmails", Shape::List(&Shape::Text(3, 64), 0, usize::MAX)),
    optional("featureConstraints", Shape::List(&FEATURE, 0, usize::MAX)),
    required("items", Shape::List(&ITEM, 1, 100)),
    optional(
        "paymentInformation",
        Shape::List(
            &Shape::Object(&[
                required("paymentTransactionId", TEXT),
                required("paymentMode", TEXT),
                required("paymentDate", Shape::Time),
            ]),
            0,
            usize::MAX,
        ),
    ),
]);
const ITEM: Shape = Shape::Object(&[
    required("sellerSku", Shape::Text(1, 50)),
    required("sellerFulfillmentOrderItemId", Shape::Text(1, 50)),
    required("quantity", UNITS),
    optional("giftMessage", Shape::Text(0, 512)),
    optional("displayableComment", Shape::Text(0, 250)),
    optional("perUnitDeclaredValue", MONEY),
    optional("perUnitPrice", MONEY),
    optional("perUnitTax", MONEY),
]);
const CHANGE: Shape = Shape::Object(&[
    optional("marketplaceId", TEXT),
    optional("displayableOrderId", Shape::Text(1, 40)),
    optional("displayableOrderDate", Shape::Time),
    optional("displayableOrderComment", Shape::Text(1, 750)),
    optional("shippingSpeedCategory", Shape::OneOf(SPEEDS)),
    optional("destinationAddress", ADDRESS),
    optional("fulfillmentAction", Shape::OneOf(&["Ship", "Hold"])),
    optional("fulfillmentPolicy", Shape::OneOf(&["FillOrKill", "FillAll", "FillAllAvailable"])),
    optional("notificationEmails", Shape::List(&Shape::Text(3, 64), 0, usize::MAX)),
    optional(
        "items",
        Shape::List(
            &Shape::Object(&[
                optional("sellerSku", Shape::Text(1, 50)),
                required("sellerFulfillmentOrderItemId", Shape::Text(1, 50)),
                required("quantity", COUNT),
            ]),
            0,
            100,
        ),
    ),
]);
const PREVIEW: Shape = Shape::Object(&[
    optional("marketplaceId", TEXT),
    required("address", ADDRESS),
    required("items", Shape::List(&ITEM, 1, 100)),
    optional("shippingSpeedCategories", Shape::List(&Shape::OneOf(SPEEDS), 0, 4)),
    optional("includeCODFulfillmentPreview", Shape::Bool),
    optional("includeDeliveryWindows", Shape::Bool),
]);
const OFFERS: Shape = Shape::Object(&[
    required(
        "product",
        Shape::Object(&[
            required("productIdentifier", Shape::Object(&[required("merchantSku", Shape::Text(1, 50))])),
            optional(
                "amount",
                Shape::Object(&[
                    required("unitOfMeasure", Shape::OneOf(&["Eaches"])),
                    required("value", TEXT),
                ]),
            ),
        ]),
    ),
    required(
        "terms",
        Shape::Object(&[
            required("origin", Shape::Object(&[required("countryCode", COUNTRY)])),
            required(
                "destination",
                Shape::Object(&[
                    optional(
                        "deliveryAddress",
                        Shape::Object(&[required("postalCode", TEXT), required("countryCode", COUNTRY)]),
                    ),
                    optional("ipAddress", TEXT),
                ]),
            ),
        ]),
    ),
]);
const RETURN: Shape = Shape::Object(&[required(
    "items",
    Shape::List(
        &Shape::Object(&[
            required("sellerReturnItemId", Shape::Text(1, 80)),
            required("sellerFulfillmentOrderItemId", TEXT),
            required("amazonShipmentId", TEXT),
            required("returnReasonCode", TEXT),
            optional("returnComment", Shape::Text(0, 1000)),
        ]),
        1,
        usize::MAX,
    ),
)]);
const STATUS: Shape = Shape::Object(&[optional("fulfillmentOrderStatus", Shape::OneOf(STATUSES))]);

/// Orders of one seller.
#[derive(Debug)]
pub(super) struct Store {
    orders: BTreeMap<String, Order>,
    pages: Pages,
    /// How long after it came an order can be called off.
    cancellable: TimeDelta,
}

impl Default for Store {
    fn default() -> Self {
        Self { orders: BTreeMap::new(), pages: Pages::default(), cancellable: TimeDelta::minutes(15) }
    }
}

#[derive(Debug)]
struct Order {
    head: Map<String, Value>,
    items: Vec<Value>,
    shipments: Vec<Value>,
    returns: Vec<Value>,
    authorizations: Vec<Value>,
    payments: Option<Value>,
    marketplace: String,
    /// When its waiting began: when it came, or was let go.
    since: DateTime<Utc>,
}

/// One package to be sent with [`FakeSpApi::ship_fulfillment_order`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FakePackage<'a> {
    /// Units, each by the `sellerFulfillmentOrderItemId` of its line.
    pub units: &'a [(&'a str, i64)],
    /// Who carries it, such as `UPS`.
    pub carrier: &'a str,
    /// The carrier's number.
    pub tracking: &'a str,
}

impl FakeSpApi {
    /// Every fulfillment order of a seller as `getFulfillmentOrder` answers it, by the seller's name for it.
    pub fn fulfillment_orders(&self, seller_id: &str) -> BTreeMap<String, Value> {
        let mut state = self.settled();
        let orders = &state.amazon.books.of(seller_id).outbound.orders;
        orders.iter().map(|(id, order)| (id.clone(), order.shown())).collect()
    }

    /// How long after it came a seller's order can be called off; then picking begins. 15 minutes unless set.
    pub fn set_cancellation_time(&self, seller_id: &str, time: Duration) {
        self.settled().amazon.books.of(seller_id).outbound.cancellable = time_delta(time);
    }

    /// Gives an order another status, such as `Processing` or `Unfulfillable`. False if there is no such order.
    pub fn set_fulfillment_order_status(&self, seller_id: &str, id: &str, status: &str) -> bool {
        let now = self.clock.now();
        let mut state = self.settled();
        let order = state.amazon.books.of(seller_id).outbound.orders.get_mut(id);
        order.map(|order| order.set_to(status, now)).is_some()
    }

    /// Sends a package of an order, which is complete once all its units have left. The units leave the stock.
    ///
    /// Returns the package's number; none where there is no such order or line, or more would leave than was ordered.
    pub fn ship_fulfillment_order(
        &self,
        seller_id: &str,
        id: &str,
        package: &FakePackage<'_>,
    ) -> Option<i64> {
        let now = self.clock.now();
        let mut state = self.settled();
        let number = i64::try_from(state.amazon.numbers.next()).ok()?;
        let SellerBooks { outbound, fba_inventory, .. } = state.amazon.books.of(seller_id);
        let order = outbound.orders.get_mut(id)?;
        let mut lines = Vec::new();
        for (line, units) in package.units {
            let item = order.items.iter().find(|item| item["sellerFulfillmentOrderItemId"] == *line)?;
            let open = item["quantity"].as_i64()? - item["cancelledQuantity"].as_i64()? - order.shipped(line);
            if *units < 1 || *units > open {
                return None;
            }
            lines.push((item["sellerSku"].as_str()?.to_owned(), *line, *units));
        }
        let contents = lines.iter().map(|(sku, line, units)| {
            json!({
                "sellerSku": sku,
                "sellerFulfillmentOrderItemId": line,
                "quantity": units,
                "packageNumber": number,
            })
        });
        let contents: Vec<Value> = contents.collect();
        order.shipments.push(json!({
            "amazonShipmentId": format!("D{number:08}"),
            "fulfillmentCenterId": "RNO1",
            "fulfillmentShipmentStatus": "SHIPPED",
            "shippingDate": iso(now),
            "estimatedArrivalDate": iso(now + TimeDelta::days(3)),
            "fulfillmentShipmentItem": contents,
            "fulfillmentShipmentPackage": [{
                "packageNumber": number,
                "carrierCode": package.carrier,
                "trackingNumber": package.tracking,
                "estimatedArrivalDate": iso(now + TimeDelta::days(3)),
            }],
        }));
        for (sku, _, units) in &lines {
            fba_inventory.take(&order.marketplace, sku, *units, now);
        }
        let status = if order.is_all_sent() { "Complete" } else { "Processing" };
        order.set_to(status, now);
        Some(number)
    }
}

/// Begins to pick what has waited long enough, and calls off what was on hold for too long.
pub(super) fn settle(amazon: &mut Amazon, now: DateTime<Utc>) {
    for seller_id in amazon.books.sellers() {
        let store = &mut amazon.books.of(&seller_id).outbound;
        for order in store.orders.values_mut().filter(|order| order.can_be_cancelled()) {
            if order.is_held() && now - order.since >= LONGEST_HOLD {
                order.cancel(order.since + LONGEST_HOLD);
            } else if !order.is_held() && now - order.since >= store.cancellable {
                order.set_to("Processing", order.since + store.cancellable);
            }
        }
    }
}

impl Order {
    fn status(&self) -> &str {
        self.head.get("fulfillmentOrderStatus").and_then(Value::as_str).unwrap_or_default()
    }

    fn set_to(&mut self, status: &str, at: DateTime<Utc>) {
        self.head.insert("fulfillmentOrderStatus".to_owned(), json!(status));
        self.head.insert("statusUpdatedDate".to_owned(), json!(iso(at)));
    }

    fn is_held(&self) -> bool {
        self.head.get("fulfillmentAction").is_some_and(|action| action == "Hold")
    }

    fn can_be_cancelled(&self) -> bool {
        matches!(self.status(), "New" | "Received" | "Planning")
    }

    fn cancel(&mut self, at: DateTime<Utc>) {
        self.set_to("Cancelled", at);
        for item in &mut self.items {
            item["cancelledQuantity"] = item["quantity"].clone();
        }
    }

    /// Units of a line that have left.
    fn shipped(&self, line: &str) -> i64 {
        let contents = self.shipments.iter().filter_map(|one| one["fulfillmentShipmentItem"].as_array());
        let of_line = contents.flatten().filter(|one| one["sellerFulfillmentOrderItemId"] == line);
        of_line.filter_map(|one| one["quantity"].as_i64()).sum()
    }

    fn is_all_sent(&self) -> bool {
        self.items.iter().all(|item| {
            let line = item["sellerFulfillmentOrderItemId"].as_str().unwrap_or_default();
            item["quantity"].as_i64() == Some(self.shipped(line))
        })
    }

    fn shown(&self) -> Value {
        let mut shown = json!({
            "fulfillmentOrder": self.head,
            "fulfillmentOrderItems": self.items,
            "fulfillmentShipments": self.shipments,
            "returnItems": self.returns,
            "returnAuthorizations": self.authorizations,
        });
        if let Some(payments) = &self.payments {
            shown["paymentInformation"] = payments.clone();
        }
        shown
    }
}

fn answer(call: &Call<'_>, amazon: &mut Amazon) -> Result<Answer, Answer> {
    match call.operation {
        "getFulfillmentPreview" => preview(call, amazon),
        "deliveryOffers" => offers(call, amazon),
        "listAllFulfillmentOrders" => list(call, amazon),
        "createFulfillmentOrder" => create(call, amazon),
        "getPackageTrackingDetails" => track(call, amazon),
        "listReturnReasonCodes" => reasons(call, amazon),
        "createFulfillmentReturn" => take_back(call, amazon),
        "getFulfillmentOrder" => Ok(Answer::payload(200, order(call, amazon)?.shown())),
        "updateFulfillmentOrder" => update(call, amazon),
        "cancelFulfillmentOrder" => cancel(call, amazon),
        "submitFulfillmentOrderStatusUpdate" => set_status(call, amazon),
        "getFeatures" => features(call),
        "getFeatureInventory" => feature_inventory(call, amazon),
        _ => feature_sku(call, amazon),
    }
}

fn books<'a>(call: &Call<'_>, amazon: &'a mut Amazon) -> &'a mut SellerBooks {
    amazon.books.of(&call.seller.seller_id)
}

fn order<'a>(call: &Call<'_>, amazon: &'a mut Amazon) -> Result<&'a mut Order, Answer> {
    let orders = &mut books(call, amazon).outbound.orders;
    orders
        .get_mut(call.path("sellerFulfillmentOrderId"))
        .ok_or_else(|| Answer::not_found("There is no such order."))
}

/// The marketplace that a body names, or the seller's first.
fn marketplace(call: &Call<'_>, body: &Value) -> Result<String, Answer> {
    let first = call.seller.marketplaces.first().map(String::as_str);
    let id = body["marketplaceId"].as_str().or(first).unwrap_or_default().to_owned();
    call.check_marketplaces(std::slice::from_ref(&id))?;
    Ok(id)
}

fn list_of<'a>(body: &'a Value, name: &str) -> &'a [Value] {
    body[name].as_array().map(Vec::as_slice).unwrap_or_default()
}

fn text<'a>(value: &'a Value, name: &str) -> &'a str {
    value[name].as_str().unwrap_or_default()
}

/// Refuses an address without a city, which only Japan's have.
fn check_address(address: &Value) -> Result<(), Answer> {
    if address["countryCode"] != "JP" && address["city"].as_str().is_none() {
        return Err(Answer::invalid_input("'city' is required outside of Japan."));
    }
    Ok(())
}

/// Refuses lines of one name, unknown SKUs, and more units than an order may have. Tells whether there are enough of all.
fn check_items(books: &SellerBooks, marketplace: &str, items: &[Value]) -> Result<bool, Answer> {
    let mut wanted: BTreeMap<&str, i64> = BTreeMap::new();
    let mut lines = Vec::new();
    for item in items {
        let (sku, line) = (text(item, "sellerSku"), text(item, "sellerFulfillmentOrderItemId"));
        if lines.contains(&line) {
            return Err(Answer::invalid_input(&format!(
                "The sellerFulfillmentOrderItemId '{line}' comes twice."
            )));
        }
        lines.push(line);
        *wanted.entry(sku).or_default() += item["quantity"].as_i64().unwrap_or_default();
    }
    if wanted.values().sum::<i64>() > MOST_UNITS {
        return Err(Answer::invalid_input(&format!("An order has at most {MOST_UNITS} units.")));
    }
    let mut enough = true;
    for (sku, units) in wanted {
        let Some(held) = books.fba_inventory.fulfillable(marketplace, sku) else {
            return Err(Answer::invalid_input(&format!(
                "The seller SKU '{sku}' is not in Amazon's network."
            )));
        };
        enough &= held >= units;
    }
    Ok(enough)
}

fn create(call: &Call<'_>, amazon: &mut Amazon) -> Result<Answer, Answer> {
    let body = ORDER.read(call)?;
    let marketplace = marketplace(call, &body)?;
    check_address(&body["destinationAddress"])?;
    let is_scheduled = body["shippingSpeedCategory"] == "ScheduledDelivery";
    if is_scheduled && (body["fulfillmentAction"] == "Hold" || !body["deliveryWindow"].is_object()) {
        return Err(Answer::invalid_input("A scheduled delivery needs a window and cannot be held."));
    }
    let books = books(call, amazon);
    let id = text(&body, "sellerFulfillmentOrderId").to_owned();
    if books.outbound.orders.contains_key(&id) {
        return Err(Answer::invalid_input(&format!("The sellerFulfillmentOrderId '{id}' is in use.")));
    }
    let enough = check_items(books, &marketplace, list_of(&body, "items"))?;
    let fills_what_it_can = matches!(text(&body, "fulfillmentPolicy"), "FillAll" | "FillAllAvailable");
    let Value::Object(mut head) = body else { return Err(Answer::invalid_input("The body is no object.")) };
    let items = head.remove("items").and_then(|items| items.as_array().cloned()).unwrap_or_default();
    let payments = head.remove("paymentInformation");
    head.remove("shipFromCountryCode");
    head.remove("deliveryPreferences");
    head.insert("marketplaceId".to_owned(), json!(marketplace));
    head.entry("fulfillmentAction").or_insert(json!("Ship"));
    head.entry("fulfillmentPolicy").or_insert(json!("FillOrKill"));
    head.insert("receivedDate".to_owned(), json!(iso(call.now)));
    let items = items.into_iter().map(|mut item| {
        item["cancelledQuantity"] = json!(0);
        item["unfulfillableQuantity"] = json!(0);
        item["orderItemDisposition"] = json!("Sellable");
        item
    });
    let mut order = Order {
        head,
        items: items.collect(),
        shipments: Vec::new(),
        returns: Vec::new(),
        authorizations: Vec::new(),
        payments,
        marketplace,
        since: call.now,
    };
    order.set_to(if enough || fills_what_it_can { "Received" } else { "Invalid" }, call.now);
    books.outbound.orders.insert(id, order);
    Ok(Answer::json(200, &json!({})))
}

/// Those whose status changed last come last.
fn list(call: &Call<'_>, amazon: &mut Amazon) -> Result<Answer, Answer> {
    let since = call.query.time("queryStartDate")?.unwrap_or(call.now - LISTED);
    let lifetime = time_delta(amazon.settings.page_token_lifetime);
    let Amazon { books, numbers, .. } = amazon;
    let store = &mut books.of(&call.seller.seller_id).outbound;
    let changed =
        |order: &Order| order.head.get("statusUpdatedDate").and_then(Value::as_str).and_then(parse_time);
    let mut found: Vec<&Order> =
        store.orders.values().filter(|order| changed(order).is_some_and(|at| at >= since)).collect();
    found.sort_by_key(|order| changed(order));
    let rows = found.into_iter().map(|order| json!(order.head)).collect();
    let paging = Paging { token: "nextToken", size: PAGE, lifetime, empty_first: false };
    let page = store.pages.page(call, numbers, paging, rows)?;
    let mut payload = json!({ "fulfillmentOrders": page.rows });
    if let Some(next) = page.next {
        payload["nextToken"] = json!(next);
    }
    Ok(Answer::payload(200, payload))
}

fn update(call: &Call<'_>, amazon: &mut Amazon) -> Result<Answer, Answer> {
    let body = CHANGE.read(call)?;
    if body["destinationAddress"].is_object() {
        check_address(&body["destinationAddress"])?;
    }
    let now = call.now;
    let order = order(call, amazon)?;
    if !order.is_held() || !order.can_be_cancelled() {
        return Err(Answer::invalid_input("Only an order on hold can be changed."));
    }
    for change in list_of(&body, "items") {
        let line = text(change, "sellerFulfillmentOrderItemId");
        let item = order.items.iter_mut().find(|item| item["sellerFulfillmentOrderItemId"] == line);
        let Some(item) = item else {
            return Err(Answer::invalid_input(&format!("There is no line '{line}'.")));
        };
        item["quantity"] = change["quantity"].clone();
    }
    for (name, value) in body.as_object().into_iter().flatten() {
        if !matches!(name.as_str(), "items" | "marketplaceId" | "shipFromCountryCode") && !value.is_null() {
            order.head.insert(name.clone(), value.clone());
        }
    }
    order.since = if order.is_held() { order.since } else { now };
    Ok(Answer::json(200, &json!({})))
}

fn cancel(call: &Call<'_>, amazon: &mut Amazon) -> Result<Answer, Answer> {
    let now = call.now;
    let order = order(call, amazon)?;
    if !order.can_be_cancelled() {
        let details = format!("An order that is {} cannot be cancelled.", order.status());
        return Err(Answer::invalid_input(&details));
    }
    order.cancel(now);
    Ok(Answer::json(200, &json!({})))
}

fn set_status(call: &Call<'_>, amazon: &mut Amazon) -> Result<Answer, Answer> {
    call.check_sandbox()?;
    let body = STATUS.read(call)?;
    let now = call.now;
    let order = order(call, amazon)?;
    if let Some(status) = body["fulfillmentOrderStatus"].as_str() {
        order.set_to(status, now);
    }
    Ok(Answer::json(200, &json!({})))
}

fn preview(call: &Call<'_>, amazon: &mut Amazon) -> Result<Answer, Answer> {
    let body = PREVIEW.read(call)?;
    let marketplace = marketplace(call, &body)?;
    check_address(&body["address"])?;
    let items = list_of(&body, "items");
    let enough = check_items(books(call, amazon), &marketplace, items)?;
    let asked: Vec<&str> =
        list_of(&body, "shippingSpeedCategories").iter().filter_map(Value::as_str).collect();
    let speeds = if asked.is_empty() { vec!["Standard", "Expedited", "Priority"] } else { asked };
    let previews = speeds.into_iter().map(|speed| one_preview(call, &marketplace, speed, items, enough));
    Ok(Answer::payload(200, json!({ "fulfillmentPreviews": previews.collect::<Vec<_>>() })))
}

fn one_preview(call: &Call<'_>, marketplace: &str, speed: &str, items: &[Value], enough: bool) -> Value {
    let days = match speed {
        "Priority" => 1,
        "Expedited" => 2,
        _ => 5,
    };
    let line = |item: &Value| {
        json!({
            "sellerSku": item["sellerSku"],
            "quantity": item["quantity"],
            "sellerFulfillmentOrderItemId": item["sellerFulfillmentOrderItemId"],
        })
    };
    let lines: Vec<Value> = items.iter().map(line).collect();
    let mut preview = json!({
        "shippingSpeedCategory": speed,
        "isFulfillable": enough,
        "isCODCapable": false,
        "marketplaceId": marketplace,
    });
    if !enough {
        preview["orderUnfulfillableReasons"] = json!(["NoInventory"]);
        return preview;
    }
    preview["estimatedShippingWeight"] = json!({ "unit": "POUNDS", "value": "2" });
    preview["estimatedFees"] = json!([{
        "name": "FBAPerUnitFulfillmentFee",
        "amount": { "currencyCode": "USD", "value": "5.95" },
    }]);
    preview["fulfillmentPreviewShipments"] = json!([{
        "earliestShipDate": iso(call.now),
        "latestShipDate": iso(call.now + TimeDelta::days(1)),
        "earliestArrivalDate": iso(call.now + TimeDelta::days(days)),
        "latestArrivalDate": iso(call.now + TimeDelta::days(days + 1)),
        "fulfillmentPreviewItems": lines,
    }]);
    preview
}

fn offers(call: &Call<'_>, amazon: &mut Amazon) -> Result<Answer, Answer> {
    let body = OFFERS.read(call)?;
    let destination = &body["terms"]["destination"];
    if destination["deliveryAddress"].is_null() && destination["ipAddress"].is_null() {
        return Err(Answer::invalid_input("The destination has neither address nor IP address."));
    }
    let sku = text(&body["product"]["productIdentifier"], "merchantSku");
    let marketplace = marketplace(call, &Value::Null)?;
    if books(call, amazon).fba_inventory.fulfillable(&marketplace, sku).is_none() {
        return Err(Answer::invalid_input(&format!("The seller SKU '{sku}' is not in Amazon's network.")));
    }
    let offer = json!({
        "expiresAt": iso(call.now + TimeDelta::minutes(15)),
        "dateRange": { "earliest": iso(call.now + TimeDelta::days(2)), "latest": iso(call.now + TimeDelta::days(4)) },
        "policy": { "message": { "text": "Get it in two to four days", "locale": "en_US" } },
    });
    Ok(Answer::payload(200, json!({ "deliveryOffers": [offer] })))
}

fn track(call: &Call<'_>, amazon: &mut Amazon) -> Result<Answer, Answer> {
    let number: i64 = call
        .query
        .required("packageNumber")?
        .parse()
        .map_err(|_| Answer::invalid_input("packageNumber must be a whole number."))?;
    let store = &books(call, amazon).outbound;
    let mut packages = store.orders.values().flat_map(|order| {
        let address = order.head.get("destinationAddress").cloned().unwrap_or_default();
        let packages = order.shipments.iter().flat_map(|one| list_of(one, "fulfillmentShipmentPackage"));
        packages.map(move |package| (package, address.clone()))
    });
    let found = packages.find(|(package, _)| package["packageNumber"] == number);
    let Some((package, address)) = found else {
        return Err(Answer::not_found("No package has this number."));
    };
    let place = json!({
        "city": address["city"].as_str().unwrap_or_default(),
        "state": address["stateOrRegion"].as_str().unwrap_or_default(),
        "country": address["countryCode"],
    });
    let details = json!({
        "packageNumber": number,
        "trackingNumber": package["trackingNumber"],
        "carrierCode": package["carrierCode"],
        "estimatedArrivalDate": package["estimatedArrivalDate"],
        "shipToAddress": place,
        "currentStatus": "IN_TRANSIT",
        "currentStatusDescription": "On its way",
        "trackingEvents": [],
    });
    Ok(Answer::payload(200, details))
}

fn reasons(call: &Call<'_>, amazon: &mut Amazon) -> Result<Answer, Answer> {
    call.query.required("sellerSku")?;
    let language = call.query.one("language")?;
    match (call.query.one("marketplaceId")?, call.query.one("sellerFulfillmentOrderId")?) {
        (Some(id), _) => call.check_marketplaces(&[id.to_owned()])?,
        (None, Some(id)) if books(call, amazon).outbound.orders.contains_key(id) => {}
        (None, Some(_)) => return Err(Answer::not_found("There is no such order.")),
        (None, None) => return Err(Answer::invalid_input("Either a marketplace or an order is needed.")),
    }
    let reason = |(code, said): (&str, &str)| {
        let mut reason = json!({ "returnReasonCode": code, "description": said });
        if let Some(language) = language {
            reason["translatedDescription"] = json!(format!("{said} ({language})"));
        }
        reason
    };
    Ok(Answer::payload(200, json!({ "reasonCodeDetails": REASONS.map(reason) })))
}

/// Every unit by itself: what may come back, and why the rest may not.
fn take_back(call: &Call<'_>, amazon: &mut Amazon) -> Result<Answer, Answer> {
    let body = RETURN.read(call)?;
    let number = amazon.numbers.next();
    let order = order(call, amazon)?;
    let (mut taken, mut refused) = (Vec::new(), Vec::new());
    for item in list_of(&body, "items") {
        let line = text(item, "sellerFulfillmentOrderItemId");
        let of_line = order.returns.iter().filter(|one| one["sellerFulfillmentOrderItemId"] == line).count();
        let known = order.items.iter().any(|one| one["sellerFulfillmentOrderItemId"] == line);
        let twice = order.returns.iter().any(|one| one["sellerReturnItemId"] == item["sellerReturnItemId"]);
        let reason = if !known {
            Some("InvalidValues")
        } else if twice {
            Some("DuplicateRequest")
        } else if order.shipped(line) == 0 {
            Some("NoCompletedShipItems")
        } else if i64::try_from(of_line).unwrap_or(i64::MAX) >= order.shipped(line) {
            Some("NoReturnableQuantity")
        } else {
            None
        };
        if let Some(reason) = reason {
            refused.push(json!({
                "sellerReturnItemId": item["sellerReturnItemId"],
                "sellerFulfillmentOrderItemId": line,
                "invalidItemReason": { "invalidItemReasonCode": reason, "description": "It cannot come back." },
            }));
            continue;
        }
        let mut back = json!({
            "sellerReturnItemId": item["sellerReturnItemId"],
            "sellerFulfillmentOrderItemId": line,
            "amazonShipmentId": item["amazonShipmentId"],
            "sellerReturnReasonCode": item["returnReasonCode"],
            "status": "New",
            "statusChangedDate": iso(call.now),
            "returnAuthorizationId": format!("RA{number:08}"),
        });
        if let Some(comment) = item["returnComment"].as_str() {
            back["returnComment"] = json!(comment);
        }
        order.returns.push(back.clone());
        taken.push(back);
    }
    let mut authorizations = Vec::new();
    if !taken.is_empty() {
        authorizations.push(json!({
            "returnAuthorizationId": format!("RA{number:08}"),
            "fulfillmentCenterId": "RNO1",
            "returnToAddress": {
                "name": "Amazon Returns", "addressLine1": "8000 N Virginia St", "city": "Reno",
                "stateOrRegion": "NV", "postalCode": "89506", "countryCode": "US",
            },
            "amazonRmaId": format!("RMA{number:06}"),
            "rmaPageURL": format!("https://example.com/rma/{number}"),
        }));
        order.authorizations.extend(authorizations.clone());
    }
    let decided = json!({
        "returnItems": taken,
        "invalidReturnItems": refused,
        "returnAuthorizations": authorizations,
    });
    Ok(Answer::payload(200, decided))
}

fn features(call: &Call<'_>) -> Result<Answer, Answer> {
    let marketplace = call.query.required("marketplaceId")?.to_owned();
    call.check_marketplaces(&[marketplace])?;
    let feature = |(name, said, eligible): (&str, &str, bool)| json!({ "featureName": name, "featureDescription": said, "sellerEligible": eligible });
    Ok(Answer::payload(200, json!({ "features": FEATURES.map(feature) })))
}

/// Whether the seller may use the feature that the path names.
fn is_enrolled(call: &Call<'_>) -> Result<bool, Answer> {
    let known = FEATURES.iter().find(|(name, ..)| *name == call.path("featureName"));
    known.map(|(.., enrolled)| *enrolled).ok_or_else(|| Answer::invalid_input("There is no such feature."))
}

fn product(summary: &Value) -> Value {
    let mut product = json!({ "skuCount": summary["inventoryDetails"]["fulfillableQuantity"].as_i64().unwrap_or_default() });
    for name in ["sellerSku", "fnSku", "asin"] {
        if summary[name].is_string() {
            product[name] = summary[name].clone();
        }
    }
    product
}

fn feature_inventory(call: &Call<'_>, amazon: &mut Amazon) -> Result<Answer, Answer> {
    let marketplace = call.query.required("marketplaceId")?.to_owned();
    call.check_marketplaces(std::slice::from_ref(&marketplace))?;
    let enrolled = is_enrolled(call)?;
    let since = call.query.time("queryStartDate")?;
    let lifetime = time_delta(amazon.settings.page_token_lifetime);
    let Amazon { books, numbers, .. } = amazon;
    let SellerBooks { outbound, fba_inventory, .. } = books.of(&call.seller.seller_id);
    let changed = |summary: &&Value| {
        let at = summary["lastUpdatedTime"].as_str().and_then(parse_time);
        since.is_none_or(|since| at.is_some_and(|at| at >= since))
    };
    let rows = fba_inventory.of_marketplace(&marketplace).filter(|_| enrolled).filter(changed).map(product);
    let paging = Paging { token: "nextToken", size: PAGE, lifetime, empty_first: false };
    let page = outbound.pages.page(call, numbers, paging, rows.collect())?;
    let mut payload = json!({ "marketplaceId": marketplace, "featureName": call.path("featureName"), "featureSkus": page.rows });
    if let Some(next) = page.next {
        payload["nextToken"] = json!(next);
    }
    Ok(Answer::payload(200, payload))
}

fn feature_sku(call: &Call<'_>, amazon: &mut Amazon) -> Result<Answer, Answer> {
    let marketplace = call.query.required("marketplaceId")?.to_owned();
    call.check_marketplaces(std::slice::from_ref(&marketplace))?;
    let enrolled = is_enrolled(call)?;
    let sku = call.path("sellerSku");
    let summary = books(call, amazon).fba_inventory.summary(&marketplace, sku);
    let mut payload = match summary {
        Some(summary) => product(summary),
        None => json!({ "sellerSku": sku }),
    };
    payload["marketplaceId"] = json!(marketplace);
    payload["featureName"] = json!(call.path("featureName"));
    payload["isEligible"] = json!(enrolled && summary.is_some());
    if summary.is_none() {
        payload["ineligibleReasons"] = json!(["SKU_NOT_ELIGIBLE"]);
    } else if !enrolled {
        payload["ineligibleReasons"] = json!(["MERCHANT_NOT_ENROLLED"]);
    }
    Ok(Answer::payload(200, payload))
}
