//! An order of the new API, as the old one tells it.

use std::collections::BTreeSet;

use rust_decimal::Decimal;
use serde_json::{Map, Value, json};

use super::{
    super::{amounts::decimal, marketplaces},
    items_of,
};

/// What a restricted data token allows to see; none without such a token.
type Elements<'a> = Option<&'a BTreeSet<String>>;

fn may_see(elements: Elements<'_>, element: &str) -> bool {
    elements.is_some_and(|elements| elements.contains(element))
}

pub(super) fn status(order: &Value) -> &'static str {
    match order["fulfillment"]["fulfillmentStatus"].as_str().unwrap_or_default() {
        "PENDING" => "Pending",
        "PARTIALLY_SHIPPED" => "PartiallyShipped",
        "SHIPPED" => "Shipped",
        "CANCELLED" => "Canceled",
        "UNFULFILLABLE" => "Unfulfillable",
        "PENDING_AVAILABILITY" => "PendingAvailability",
        _ => "Unshipped",
    }
}

pub(super) fn has_program(holder: &Value, program: &str) -> bool {
    holder["programs"].as_array().is_some_and(|programs| programs.iter().any(|one| one == program))
}

pub(super) fn order(order: &Value, elements: Elements<'_>) -> Value {
    let status = status(order);
    let fulfillment = &order["fulfillment"];
    let marketplace = order["salesChannel"]["marketplaceId"].as_str().unwrap_or_default();
    let channel = if fulfillment["fulfilledBy"] == "AMAZON" { "AFN" } else { "MFN" };
    let (shipped, ordered) = counts(order);
    let address = &order["recipient"]["deliveryAddress"];
    let mut old = Fields::default();
    old.set("AmazonOrderId", order["orderId"].clone());
    old.set("SellerOrderId", seller_order_id(order));
    old.set("PurchaseDate", order["createdTime"].clone());
    old.set("LastUpdateDate", order["lastUpdatedTime"].clone());
    old.set("OrderStatus", json!(status));
    old.set("FulfillmentChannel", json!(channel));
    old.set("SalesChannel", json!(marketplaces::find(marketplace).map(|facts| facts.name)));
    old.set("MarketplaceId", order["salesChannel"]["marketplaceId"].clone());
    old.set("NumberOfItemsShipped", json!(shipped));
    old.set("NumberOfItemsUnshipped", json!(if status == "Canceled" { 0 } else { ordered - shipped }));
    old.set("OrderType", json!(if has_program(order, "PREORDER") { "Preorder" } else { "StandardOrder" }));
    old.set("ShipmentServiceLevelCategory", pascal(&fulfillment["fulfillmentServiceLevel"]));
    old.set("EarliestShipDate", fulfillment["shipByWindow"]["earliestDateTime"].clone());
    old.set("LatestShipDate", fulfillment["shipByWindow"]["latestDateTime"].clone());
    old.set("EarliestDeliveryDate", fulfillment["deliverByWindow"]["earliestDateTime"].clone());
    old.set("LatestDeliveryDate", fulfillment["deliverByWindow"]["latestDateTime"].clone());
    for (name, program) in [
        ("IsPrime", "PRIME"),
        ("IsBusinessOrder", "AMAZON_BUSINESS"),
        ("IsPremiumOrder", "PREMIUM"),
        ("IsISPU", "IN_STORE_PICK_UP"),
        ("IsIBA", "INVOICE_BY_AMAZON"),
    ] {
        old.set(name, json!(has_program(order, program)));
    }
    old.set("IsAccessPointOrder", json!(address["addressType"] == "PICKUP_POINT"));
    let original = replaced(order);
    old.set("IsReplacementOrder", json!(original.is_some()));
    old.set("ReplacedOrderId", json!(original));
    if status != "Pending" {
        // The old API tells no amounts of pending orders.
        old.set("OrderTotal", money(&order["proceeds"]["grandTotal"]));
    }
    payment(order, &mut old);
    old.set("ShippingAddress", json!(self::address(address, may_see(elements, "shippingAddress"))));
    if may_see(elements, "buyerInfo") {
        old.set("BuyerInfo", buyer(order));
    }
    Value::Object(old.0)
}

/// Units that have been shipped, and units that have been ordered.
fn counts(order: &Value) -> (i64, i64) {
    items_of(order).fold((0, 0), |(shipped, ordered), item| {
        (
            shipped + item["fulfillment"]["quantityFulfilled"].as_i64().unwrap_or_default(),
            ordered + item["quantityOrdered"].as_i64().unwrap_or_default(),
        )
    })
}

fn seller_order_id(order: &Value) -> Value {
    let aliases = order["orderAliases"].as_array().into_iter().flatten();
    aliases
        .filter(|alias| alias["aliasType"] == "SELLER_ORDER_ID")
        .map(|alias| alias["aliasId"].clone())
        .next()
        .unwrap_or_default()
}

fn replaced(order: &Value) -> Option<Value> {
    let associated = order["associatedOrders"].as_array().into_iter().flatten();
    associated
        .filter(|other| other["associationType"] == "REPLACEMENT_ORIGINAL_ID")
        .map(|other| other["orderId"].clone())
        .next()
}

fn payment(order: &Value, old: &mut Fields) {
    let executions = order["payment"]["paymentExecutions"].as_array().cloned().unwrap_or_default();
    let methods: Vec<&str> =
        executions.iter().filter_map(|execution| execution["paymentMethod"].as_str()).collect();
    let method = match methods.first() {
        Some(&"CashOnDelivery") => "COD",
        Some(&"ConvenienceStore") => "CVS",
        _ => "Other",
    };
    old.set("PaymentMethod", json!(method));
    old.set("PaymentMethodDetails", json!(if methods.is_empty() { vec!["Standard"] } else { methods }));
}

pub(super) fn buyer(order: &Value) -> Value {
    let buyer = &order["buyer"];
    let mut old = Fields::default();
    old.set("BuyerEmail", buyer["buyerEmail"].clone());
    old.set("BuyerName", buyer["buyerName"].clone());
    old.set("PurchaseOrderNumber", buyer["buyerPurchaseOrderNumber"].clone());
    Value::Object(old.0)
}

/// Without permission, only what is needed to plan the shipping: city, state, postal code, country.
pub(super) fn address(address: &Value, whole: bool) -> Option<Value> {
    if !address.is_object() {
        return None;
    }
    let mut old = Fields::default();
    for (name, new) in [
        ("City", "city"),
        ("StateOrRegion", "stateOrRegion"),
        ("PostalCode", "postalCode"),
        ("CountryCode", "countryCode"),
    ] {
        old.set(name, address[new].clone());
    }
    if whole {
        for (name, new) in [
            ("Name", "name"),
            ("CompanyName", "companyName"),
            ("AddressLine1", "addressLine1"),
            ("AddressLine2", "addressLine2"),
            ("AddressLine3", "addressLine3"),
            ("County", "districtOrCounty"),
            ("Municipality", "municipality"),
            ("Phone", "phone"),
        ] {
            old.set(name, address[new].clone());
        }
        if let Some("RESIDENTIAL" | "COMMERCIAL") = address["addressType"].as_str() {
            old.set("AddressType", pascal(&address["addressType"]));
        }
    }
    Some(Value::Object(old.0))
}

pub(super) fn item(item: &Value, order: &Value, elements: Elements<'_>) -> Value {
    let product = &item["product"];
    let mut old = Fields::default();
    old.set("ASIN", json!(product["asin"].as_str().unwrap_or_default()));
    old.set("SellerSKU", product["sellerSku"].clone());
    old.set("OrderItemId", item["orderItemId"].clone());
    old.set("Title", product["title"].clone());
    old.set("QuantityOrdered", item["quantityOrdered"].clone());
    old.set("QuantityShipped", json!(item["fulfillment"]["quantityFulfilled"].as_i64().unwrap_or_default()));
    old.set("ProductInfo", json!({ "NumberOfItems": "1" }));
    if status(order) != "Pending" {
        amounts(item, &mut old);
    }
    let promotions = item["promotion"]["breakdowns"].as_array().into_iter().flatten();
    let promotions: Vec<Value> = promotions.map(|one| one["promotionId"].clone()).collect();
    if !promotions.is_empty() {
        old.set("PromotionIds", json!(promotions));
    }
    let gift = &item["fulfillment"]["packing"]["giftOption"];
    old.set("IsGift", json!(if gift.is_object() { "true" } else { "false" }));
    let condition = &product["condition"];
    old.set("ConditionId", pascal(&condition["conditionType"]));
    old.set("ConditionSubtypeId", pascal(&condition["conditionSubtype"]));
    old.set("ConditionNote", condition["conditionNote"].clone());
    if product["price"]["priceDesignation"] == "BUSINESS_PRICE" {
        old.set("PriceDesignation", json!("BusinessPrice"));
    }
    old.set("SerialNumbers", product["serialNumbers"].clone());
    old.set("IsTransparency", json!(has_program(item, "TRANSPARENCY")));
    let facilitator = item["tax"]["taxCollections"]
        .as_array()
        .is_some_and(|all| all.iter().any(|one| one["model"] == "MARKETPLACE_FACILITATOR"));
    if facilitator {
        old.set(
            "TaxCollection",
            json!({ "Model": "MarketplaceFacilitator", "ResponsibleParty": "Amazon Services, Inc." }),
        );
    }
    let shipping = &item["fulfillment"]["shipping"];
    old.set("IossNumber", shipping["internationalShipping"]["iossNumber"].clone());
    old.set("ScheduledDeliveryStartDate", shipping["scheduledDeliveryWindow"]["earliestDateTime"].clone());
    old.set("ScheduledDeliveryEndDate", shipping["scheduledDeliveryWindow"]["latestDateTime"].clone());
    let request = &item["cancellation"]["cancellationRequest"];
    let asked = request["requester"] == "BUYER";
    let mut cancel = json!({ "IsBuyerRequestedCancel": asked.to_string() });
    if let Some(reason) = request["cancelReason"].as_str() {
        cancel["BuyerCancelReason"] = json!(reason);
    }
    old.set("BuyerRequestedCancel", cancel);
    let points = &item["expense"]["pointsCost"]["pointsGranted"];
    if points.is_object() {
        let mut granted = Fields::default();
        granted.set("PointsNumber", points["pointsNumber"].clone());
        granted.set("PointsMonetaryValue", money(&points["pointsMonetaryValue"]));
        old.set("PointsGranted", Value::Object(granted.0));
    }
    if may_see(elements, "buyerInfo") {
        old.set("BuyerInfo", item_buyer(item));
    }
    Value::Object(old.0)
}

/// Amounts of the whole line. Discounts are positive here, whatever their sign is in the new API.
fn amounts(item: &Value, old: &mut Fields) {
    for (name, kind, subtype) in [
        ("ItemPrice", "ITEM", None),
        ("ShippingPrice", "SHIPPING", None),
        ("CODFee", "COD_FEE", None),
        ("ItemTax", "TAX", Some("ITEM")),
        ("ShippingTax", "TAX", Some("SHIPPING")),
        ("PromotionDiscount", "DISCOUNT", Some("ITEM")),
        ("ShippingDiscount", "DISCOUNT", Some("SHIPPING")),
        ("PromotionDiscountTax", "TAX", Some("DISCOUNT")),
    ] {
        old.set(name, breakdown(item, kind, subtype));
    }
}

/// What the buyer has said and paid about the wrapping, and how the product was made for him.
pub(super) fn item_buyer(item: &Value) -> Value {
    let gift = &item["fulfillment"]["packing"]["giftOption"];
    let mut old = Fields::default();
    old.set("GiftWrapPrice", breakdown(item, "GIFT_WRAP", None));
    old.set("GiftWrapTax", breakdown(item, "TAX", Some("GIFT_WRAP")));
    old.set("GiftMessageText", gift["giftMessage"].clone());
    old.set("GiftWrapLevel", gift["giftWrapLevel"].clone());
    let url = &item["product"]["customization"]["customizedUrl"];
    if url.is_string() {
        old.set("BuyerCustomizedInfo", json!({ "CustomizedURL": url }));
    }
    Value::Object(old.0)
}

fn breakdown(item: &Value, kind: &str, subtype: Option<&str>) -> Value {
    let breakdowns = item["proceeds"]["breakdowns"].as_array().into_iter().flatten();
    let found = breakdowns.filter(|one| one["type"] == kind);
    let mut amounts = found.flat_map(|one| match subtype {
        None => vec![&one["subtotal"]],
        Some(subtype) => {
            let details = one["detailedBreakdowns"].as_array().into_iter().flatten();
            details.filter(|detail| detail["subtype"] == subtype).map(|detail| &detail["value"]).collect()
        }
    });
    amounts.next().map(money).unwrap_or_default()
}

/// Nothing for an amount that is missing or empty.
fn money(new: &Value) -> Value {
    match new["amount"].as_str() {
        Some(amount) if !amount.is_empty() => {
            let amount =
                if decimal(&new["amount"]) < Decimal::ZERO { amount.trim_start_matches('-') } else { amount };
            json!({ "CurrencyCode": new["currencyCode"], "Amount": amount })
        }
        _ => Value::Null,
    }
}

/// `SECOND_DAY` as `SecondDay`.
fn pascal(value: &Value) -> Value {
    let Some(text) = value.as_str() else { return Value::Null };
    let word = |word: &str| {
        let (first, rest) = word.split_at(word.len().min(1));
        format!("{first}{}", rest.to_ascii_lowercase())
    };
    json!(text.split('_').map(word).collect::<String>())
}

/// An object without empty members.
#[derive(Debug, Default)]
struct Fields(Map<String, Value>);

impl Fields {
    fn set(&mut self, name: &str, value: Value) {
        if !value.is_null() {
            self.0.insert(name.to_owned(), value);
        }
    }
}
