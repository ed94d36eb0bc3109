//! The Orders API's records against Amazon's own model, and against what Amazon sends in practice.

#![expect(clippy::unwrap_used, reason = "helpers of tests may panic, as tests may")]

use std::collections::{BTreeMap, BTreeSet};

use chrono::{TimeZone as _, Utc};
use commerce_client_core::{
    decode::{Lenient, json},
    money::{Currency, Money},
    wire,
};
use rust_decimal::Decimal;
use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{DeserializeOwned, Error as _},
};
use serde_json::{Map, Value, json};
use sp_api_client::{orders::*, testing::generate::generate};

// ---- Amazon's model -------------------------------------------------------------------------------------------

#[expect(clippy::disallowed_methods, reason = "tests find the shared folder by it")]
fn shared_dir() -> String {
    std::env::var("SHARED_DIR")
        .unwrap_or_else(|_| concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared").into())
}

fn amazons_model() -> Value {
    let path = format!("{}/models/orders_2026-01-01.json", shared_dir());
    serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap()
}

fn decode<T: DeserializeOwned>(value: &Value) -> Result<T, String> {
    json(&serde_json::to_vec(value).unwrap()).map_err(|error| error.to_string())
}

/// Decodes and encodes again.
type RoundTrip = fn(&Value) -> Result<Value, String>;

fn round_trip<T: DeserializeOwned + Serialize>(value: &Value) -> Result<Value, String> {
    Ok(serde_json::to_value(decode::<T>(value)?).unwrap())
}

/// An undecodable order counts as an error here.
fn round_trip_search(value: &Value) -> Result<Value, String> {
    let page: SearchOrdersResponse = decode(value)?;
    for order in &page.orders {
        if let Lenient::Bad(bad) = order {
            return Err(bad.error.to_string());
        }
    }
    Ok(serde_json::to_value(page).unwrap())
}

/// An amount, read and written where one must be.
#[derive(Debug)]
struct AnyMoney(OrderProceedsBreakdown);

impl<'de> Deserialize<'de> for AnyMoney {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let breakdown = json!({"type": "ITEM", "subtotal": Value::deserialize(deserializer)?});
        serde_json::from_value(breakdown).map(Self).map_err(D::Error::custom)
    }
}

impl Serialize for AnyMoney {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serde_json::to_value(&self.0).unwrap()["subtotal"].serialize(serializer)
    }
}

#[derive(Serialize, Deserialize)]
#[serde(transparent)]
struct AnyDecimal(#[serde(with = "wire::decimal_text")] Decimal);

/// Every definition of the model with the type that stands for it.
fn types() -> BTreeMap<&'static str, RoundTrip> {
    macro_rules! table {
        ($($name:ident)+ ; $($amazons:literal = $ours:ty),+) => {
            BTreeMap::from([
                $((stringify!($name), round_trip::<$name> as RoundTrip),)+
                $(($amazons, round_trip::<$ours> as RoundTrip),)+
                ("SearchOrdersResponse", round_trip_search as RoundTrip),
            ])
        };
    }
    table! {
        Pagination GetOrderResponse Order Alias AssociatedOrder SalesChannel Buyer Recipient OrderProceeds
        OrderProceedsBreakdown OrderFulfillment OrderItem OrderPackage DeliveryPreference CustomerAddress
        AddressExtendedFields MerchantAddress FulfillmentStatus Measurement ItemProduct ItemProceeds ItemExpense
        ItemPromotion ItemCancellation ItemFulfillment PreferredDeliveryTime BusinessHour ExceptionDate TimeWindow
        HourMinute ItemCondition ItemPrice ItemCustomization ItemProceedsBreakdown ItemProceedsDetailedBreakdown
        ItemPointsCost PointsGranted ItemPromotionBreakdown ItemCancellationRequest ItemCancellationExecution
        ItemPicking ItemPacking ItemShipping GiftOption SerialNumberRequirement ItemSubstitutionPreference
        ItemSubstitutionOption ItemShippingConstraints ConstraintType ItemInternationalShipping PackageStatus
        PackageItem OrderPayment PaymentExecution OrderTax OrderTaxRegistration TaxRegistrationAttribute
        OrderTaxInvoicing AssociatedOrderItem ItemTax ItemTaxCalculationBreakdown ItemTaxCollection Asin
        DateTimeRange ErrorList FulfillmentOrder;
        "SKU" = SellerSku, "PreferredDeliveryCapability" = DeliveryCapability, "Error" = ErrorEntry,
        "Money" = AnyMoney, "Decimal" = AnyDecimal
    }
}

fn referenced(schema: &Value) -> Option<&str> {
    schema["$ref"].as_str()?.strip_prefix("#/definitions/")
}

/// The values that the model names for a text, in a table or in prose.
fn vocabulary(schema: &Value) -> Vec<String> {
    let texts = |list: &Value, key: Option<&str>| -> Vec<String> {
        let text = |entry: &Value| key.map_or(entry, |key| &entry[key]).as_str().unwrap().to_owned();
        list.as_array().into_iter().flatten().map(text).collect()
    };
    let mut values = texts(&schema["enum"], None);
    values.extend(texts(&schema["x-docgen-enum-table-extension"], Some("value")));
    if let Some((_, prose)) = schema["description"].as_str().unwrap_or("").split_once("**Possible value") {
        let list = prose.split("**Note").next().unwrap();
        values.extend(list.split('`').skip(1).step_by(2).map(str::to_owned));
    }
    values.sort();
    values.dedup();
    values
}

/// Fills every property of every definition. `turn` picks the value of each enum.
struct Filler<'a> {
    definitions: &'a Value,
    turn: usize,
    count: u32,
}

impl Filler<'_> {
    fn definition(&mut self, name: &str) -> Value {
        if name == "Decimal" {
            self.count += 1;
            return json!(format!("{}.90", self.count));
        }
        let definition = &self.definitions[name];
        let Some(properties) = definition["properties"].as_object() else {
            return self.value(name, definition);
        };
        let fill = |(key, schema): (&String, &Value)| (key.clone(), self.value(key, schema));
        Value::Object(properties.iter().map(fill).collect::<Map<_, _>>())
    }

    fn value(&mut self, key: &str, schema: &Value) -> Value {
        if let Some(name) = referenced(schema) {
            return self.definition(name);
        }
        self.count += 1;
        let count = self.count;
        let words = vocabulary(schema);
        match (schema["type"].as_str().unwrap(), schema["format"].as_str()) {
            ("array", _) if !words.is_empty() => json!([words[self.turn % words.len()]]),
            ("array", _) => json!([self.value(key, &schema["items"]), self.value(key, &schema["items"])]),
            ("string", _) if !words.is_empty() => json!(words[self.turn % words.len()]),
            ("string", Some("date-time")) => {
                json!(format!("2026-11-01T08:{:02}:{:02}Z", count / 60 % 60, count % 60))
            }
            ("string", Some("date")) => json!(format!("2026-12-{:02}", count % 31 + 1)),
            ("string", None) if key == "currencyCode" => json!(["USD", "JPY", "BRL"][self.turn % 3]),
            ("string", None) => json!(format!("{key} {count}")),
            ("integer", None) => json!(count),
            ("number", None) => json!(f64::from(count) + 0.5),
            other => unreachable!("{key} has type {other:?}"),
        }
    }
}

/// Where each property of an instance of `name` stands: the object, the key, whether the model requires it.
fn properties(definitions: &Value, name: &str, at: &str, found: &mut Vec<(String, String, bool)>) {
    let definition = &definitions[name];
    let required: Vec<&str> =
        definition["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    for (key, schema) in definition["properties"].as_object().into_iter().flatten() {
        found.push((at.to_owned(), key.clone(), required.contains(&key.as_str())));
        if let Some(inner) = referenced(schema) {
            properties(definitions, inner, &format!("{at}/{key}"), found);
        } else if let Some(inner) = referenced(&schema["items"]) {
            properties(definitions, inner, &format!("{at}/{key}/0"), found);
        }
    }
}

fn without_empty_lists(value: &Value) -> Value {
    match value {
        Value::Object(fields) => {
            let kept = fields.iter().filter(|(_, value)| **value != json!([]));
            Value::Object(kept.map(|(key, value)| (key.clone(), without_empty_lists(value))).collect())
        }
        Value::Array(list) => list.iter().map(without_empty_lists).collect(),
        other => other.clone(),
    }
}

#[test]
#[ignore = "needs SHARED_DIR"]
fn every_answer_of_amazons_sandbox_survives_the_round_trip() {
    let model = amazons_model();
    let operations: [(&str, RoundTrip); 2] = [
        ("/orders/2026-01-01/orders", round_trip_search),
        ("/orders/2026-01-01/orders/{orderId}", round_trip::<GetOrderResponse>),
    ];
    for (path, round_trip) in operations {
        let answers =
            model["paths"][path]["get"]["responses"]["200"]["x-amzn-api-sandbox"]["static"].as_array();
        let answers = answers.unwrap();
        assert!(!answers.is_empty(), "{path}");
        for answer in answers {
            let back = round_trip(&answer["response"]).unwrap();
            assert_eq!(without_empty_lists(&back), without_empty_lists(&answer["response"]), "{path}");
        }
    }
}

#[test]
#[ignore = "needs SHARED_DIR"]
fn every_property_of_every_definition_is_typed() {
    let model = amazons_model();
    let types = types();
    let named: BTreeSet<&str> =
        model["definitions"].as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(types.keys().copied().collect::<BTreeSet<_>>(), named);
    // The longest vocabulary has 24 values.
    for turn in 0..24 {
        for (name, round_trip) in &types {
            let whole = Filler { definitions: &model["definitions"], turn, count: 0 }.definition(name);
            assert_eq!(round_trip(&whole).as_ref(), Ok(&whole), "{name}, turn {turn}");
        }
    }
}

#[test]
#[ignore = "needs SHARED_DIR"]
fn what_amazon_requires_is_required_and_nothing_else() {
    let model = amazons_model();
    let types = types();
    let mut checked = 0;
    for (name, round_trip) in &types {
        let whole = Filler { definitions: &model["definitions"], turn: 0, count: 0 }.definition(name);
        let mut found = Vec::new();
        properties(&model["definitions"], name, "", &mut found);
        for (at, key, required) in found {
            let mut part = whole.clone();
            part.pointer_mut(&at).unwrap().as_object_mut().unwrap().remove(&key).unwrap();
            match round_trip(&part) {
                Ok(back) => {
                    assert!(!required, "{name}{at} decodes without {key}");
                    assert_eq!(back, part, "{name}{at} without {key}");
                }
                Err(error) => assert!(required, "{name}{at} needs {key}: {error}"),
            }
            checked += 1;
        }
    }
    assert!(checked > 500, "{checked}");
}

/// The values that a field's type knows.
trait Words {
    fn words() -> Vec<&'static str>;
}

impl<T: Words> Words for Option<T> {
    fn words() -> Vec<&'static str> {
        T::words()
    }
}

impl<T: Words> Words for commerce_client_core::list::List<T> {
    fn words() -> Vec<&'static str> {
        T::words()
    }
}

macro_rules! words {
    ($($name:ident)+) => {$(
        impl Words for $name {
            fn words() -> Vec<&'static str> {
                let known: &'static [Self] = Self::KNOWN;
                assert!(known.iter().all(|value| !value.is_other() && Self::from(value.as_str()) == *value));
                known.iter().map(Self::as_str).collect()
            }
        }
    )+};
}

words! {
    FulfillmentStatus FulfilledBy ChannelName Program ItemProgram AliasType AssociationType AssociatedItemType
    ProceedsType ItemProceedsType ProceedsDetailType BreakdownStatus ServiceLevel AddressType DayOfWeek
    ExceptionDateType ConditionType ConditionSubtype PriceDesignation CancellationRequester CancelledBy
    SubstitutionType ConstraintType SerialNumberRequirementType MeasurementUnit PackageStatusCode
    PackageDetailedStatus TaxEntityType TaxRegistrationType TaxAttributeKey TaxCollectionModel TaxReportingScheme
    InvoiceStatus BuyerInvoicePreference DeliveryCapability IncludedData
}

/// The words of whatever type the field has.
fn words_of<S, T: Words>(_: fn(&S) -> &T) -> Vec<&'static str> {
    T::words()
}

#[test]
#[ignore = "needs SHARED_DIR"]
fn every_value_that_amazon_names_has_a_variant_and_no_other_has() {
    macro_rules! fields {
        ($($property:literal: $record:ident.$field:ident),+ $(,)?) => {
            [$((format!(concat!(stringify!($record), ".", $property)), words_of(|record: &$record| &record.$field))),+]
        };
    }
    let mut ours = BTreeMap::from(fields! {
        "programs": Order.programs,
        "aliasType": Alias.alias_type,
        "associationType": AssociatedOrder.association_type,
        "channelName": SalesChannel.channel_name,
        "type": OrderProceedsBreakdown.kind,
        "status": OrderProceedsBreakdown.status,
        "fulfillmentStatus": OrderFulfillment.fulfillment_status,
        "fulfilledBy": OrderFulfillment.fulfilled_by,
        "fulfillmentServiceLevel": OrderFulfillment.fulfillment_service_level,
        "programs": OrderItem.programs,
        "addressType": CustomerAddress.address_type,
        "deliveryCapabilities": DeliveryPreference.delivery_capabilities,
        "unit": Measurement.unit,
        "dayOfWeek": BusinessHour.day_of_week,
        "exceptionDateType": ExceptionDate.exception_date_type,
        "conditionType": ItemCondition.condition_type,
        "conditionSubtype": ItemCondition.condition_subtype,
        "priceDesignation": ItemPrice.price_designation,
        "type": ItemProceedsBreakdown.kind,
        "subtype": ItemProceedsDetailedBreakdown.subtype,
        "requester": ItemCancellationRequest.requester,
        "cancelledBy": ItemCancellationExecution.cancelled_by,
        "requirementType": SerialNumberRequirement.requirement_type,
        "substitutionType": ItemSubstitutionPreference.substitution_type,
        "palletDelivery": ItemShippingConstraints.pallet_delivery,
        "cashOnDelivery": ItemShippingConstraints.cash_on_delivery,
        "signatureConfirmation": ItemShippingConstraints.signature_confirmation,
        "recipientIdentityVerification": ItemShippingConstraints.recipient_identity_verification,
        "recipientAgeVerification": ItemShippingConstraints.recipient_age_verification,
        "status": PackageStatus.status,
        "detailedStatus": PackageStatus.detailed_status,
        "entityType": OrderTaxRegistration.entity_type,
        "taxRegistrationType": OrderTaxRegistration.tax_registration_type,
        "key": TaxRegistrationAttribute.key,
        "buyerInvoicePreference": OrderTaxInvoicing.buyer_invoice_preference,
        "invoiceStatus": OrderTaxInvoicing.invoice_status,
        "associationType": AssociatedOrderItem.association_type,
        "reportingScheme": ItemTaxCalculationBreakdown.reporting_scheme,
        "model": ItemTaxCollection.model,
    });
    ours.insert("?fulfillmentStatuses".into(), FulfillmentStatus::words());
    ours.insert("?fulfilledBy".into(), FulfilledBy::words());
    ours.insert("?includedData".into(), IncludedData::words());
    for words in ours.values_mut() {
        words.sort_unstable();
    }

    let model = amazons_model();
    let definitions = &model["definitions"];
    let mut amazons = BTreeMap::new();
    for (name, definition) in definitions.as_object().unwrap() {
        for (key, schema) in definition["properties"].as_object().into_iter().flatten() {
            let inner = referenced(schema).or_else(|| referenced(&schema["items"]));
            let words = vocabulary(inner.map_or(schema, |inner| &definitions[inner]));
            if !words.is_empty() {
                amazons.insert(format!("{name}.{key}"), words);
            }
        }
    }
    for parameter in model["paths"]["/orders/2026-01-01/orders"]["get"]["parameters"].as_array().unwrap() {
        let words = vocabulary(&parameter["items"]);
        if !words.is_empty() {
            amazons.insert(format!("?{}", parameter["name"].as_str().unwrap()), words);
        }
    }
    let amazons: BTreeMap<_, Vec<&str>> = amazons
        .iter()
        .map(|(key, words)| (key.clone(), words.iter().map(String::as_str).collect()))
        .collect();
    assert_eq!(ours, amazons);
}

// ---- What comes in practice -----------------------------------------------------------------------------------

/// What is sent when nothing is asked for.
fn bare_order() -> Value {
    json!({
        "orderId": "123-0000000-0000001",
        "createdTime": "2026-11-01T08:00:00Z",
        "lastUpdatedTime": "2026-11-01T08:31:07Z",
        "salesChannel": {"channelName": "AMAZON", "marketplaceId": "A1PA6795UKMFR9"},
        "orderItems": [{"orderItemId": "00000000000001", "quantityOrdered": 2, "product": {}}],
    })
}

fn order_with(key: &str, value: Value) -> Result<Order, String> {
    let mut order = bare_order();
    order[key] = value;
    decode(&order)
}

#[test]
fn a_bare_order_has_what_was_sent_and_nothing_else() {
    let order: Order = decode(&bare_order()).unwrap();
    assert_eq!(order.order_id.as_str(), "123-0000000-0000001");
    assert_eq!(order.order_items[0].quantity_ordered, 2);
    assert_eq!(order.status(), None);
    assert_eq!(order.fulfilled_by(), None);
    assert_eq!(order.grand_total(), None);
    assert_eq!(order.replaces(), None);
    assert!(!order.is_prime() && !order.is_business());
    assert_eq!(serde_json::to_value(&order).unwrap(), bare_order());
}

#[test]
fn the_short_cuts_read_the_parts_they_name() {
    let mut order = bare_order();
    order["programs"] = json!(["AMAZON_BUSINESS", "PRIME", "NEXT_THING"]);
    order["fulfillment"] = json!({"fulfillmentStatus": "UNSHIPPED", "fulfilledBy": "MERCHANT"});
    order["proceeds"] = json!({"grandTotal": {"amount": "23.90", "currencyCode": "EUR"}});
    let order: Order = decode(&order).unwrap();
    assert_eq!(order.status(), Some(&FulfillmentStatus::Unshipped));
    assert_eq!(order.fulfilled_by(), Some(&FulfilledBy::Merchant));
    assert!(order.is_prime() && order.is_business());
    assert!(order.has_program(&Program::from("NEXT_THING")) && !order.has_program(&Program::Preorder));
    assert_eq!(order.grand_total(), Some(Money::new("23.90".parse().unwrap(), Currency::EUR)));
}

#[test]
fn only_a_replacement_or_an_exchange_replaces_an_order() {
    let replaces = |association: &str| {
        let others = json!([{"associationType": association, "orderId": "123-0000000-0000000"}]);
        order_with("associatedOrders", others).unwrap().replaces().map(ToString::to_string)
    };
    assert_eq!(replaces("REPLACEMENT_ORIGINAL_ID").as_deref(), Some("123-0000000-0000000"));
    assert_eq!(replaces("EXCHANGE_ORIGINAL_ID").as_deref(), Some("123-0000000-0000000"));
    assert_eq!(replaces("GIFT_OF"), None);
    let nameless = json!([{"associationType": "EXCHANGE_ORIGINAL_ID", "orderId": ""}]);
    assert_eq!(order_with("associatedOrders", nameless).unwrap().replaces(), None);
}

#[test]
fn an_unknown_value_of_an_enum_is_kept_as_it_came() {
    let fulfillment =
        json!({"fulfillmentStatus": "INVOICE_UNCONFIRMED", "fulfillmentServiceLevel": "By Drone"});
    let order = order_with("fulfillment", fulfillment.clone()).unwrap();
    assert!(order.status().unwrap().is_other());
    assert_eq!(order.status().unwrap().as_str(), "INVOICE_UNCONFIRMED");
    assert_eq!(serde_json::to_value(&order.fulfillment).unwrap(), fulfillment);
}

#[test]
fn amazons_own_value_other_is_a_known_one() {
    assert_eq!(ProceedsType::from("OTHER"), ProceedsType::OtherProceeds);
    assert_eq!(ItemProceedsType::from("OTHER"), ItemProceedsType::OtherProceeds);
    assert_eq!(ProceedsDetailType::from("OTHER"), ProceedsDetailType::OtherProceeds);
    assert_eq!(ConditionSubtype::from("OTHER"), ConditionSubtype::OtherCondition);
}

#[test]
fn an_unknown_field_is_ignored_anywhere() {
    let mut order = bare_order();
    order["novelty"] = json!({"deep": [1]});
    order["orderItems"][0]["product"]["novelty"] = json!("x");
    let order: Order = decode(&order).unwrap();
    assert_eq!(serde_json::to_value(&order).unwrap(), bare_order());
}

#[test]
fn null_is_as_good_as_missing() {
    let mut order = bare_order();
    for key in ["programs", "orderAliases", "buyer", "proceeds", "fulfillment", "packages"] {
        order[key] = Value::Null;
    }
    order["orderItems"][0]["product"] =
        json!({"asin": null, "price": {"unitPrice": null}, "serialNumbers": null});
    assert!(decode::<Order>(&order).is_ok());
    order["orderItems"] = Value::Null;
    assert!(decode::<Order>(&order).is_err());
}

#[test]
fn one_odd_order_costs_one_order_and_can_still_be_named() {
    let mut odd = bare_order();
    odd["orderId"] = json!("123-0000000-0000002");
    odd["proceeds"] = json!({"grandTotal": {"amount": "Jane Doe", "currencyCode": "EUR"}});
    let page: SearchOrdersResponse = decode(&json!({
        "orders": [bare_order(), odd, bare_order()],
        "pagination": {"nextToken": "more"},
        "lastUpdatedBefore": "2026-11-01T08:40Z",
    }))
    .unwrap();
    assert_eq!(page.orders.iter().filter_map(Lenient::good).count(), 2);
    let Lenient::Bad(bad) = &page.orders[1] else { unreachable!("the second is the odd one") };
    assert_eq!(bad.text_field("orderId").as_deref(), Some("123-0000000-0000002"));
    assert_eq!(bad.error.to_string(), "at proceeds.grandTotal.amount: not a decimal number");
    assert!(!format!("{page:?}").contains("Jane"));
    assert_eq!(page.pagination.unwrap().next_token.as_deref(), Some("more"));
}

#[test]
fn a_page_with_odd_orders_reads_as_one_without_but_for_them() {
    let orders = generate(3, 30, Utc.with_ymd_and_hms(2026, 11, 23, 12, 0, 0).unwrap()).orders;
    let mut page = json!({"orders": orders.into_iter().map(|order| order.json).collect::<Vec<_>>()});
    let whole: SearchOrdersResponse = decode(&page).unwrap();
    let whole: Vec<&Order> = whole.orders.iter().map(|order| order.good().unwrap()).collect();
    page["orders"][4]["createdTime"] = json!("yesterday");
    page["orders"][17]["orderItems"][0]["quantityOrdered"] = json!(-1);
    let some: SearchOrdersResponse = decode(&page).unwrap();
    for (n, order) in some.orders.iter().enumerate() {
        assert_eq!(order.good(), Some(whole[n]).filter(|_| ![4, 17].contains(&n)), "{n}");
    }
    let by_serde_json: SearchOrdersResponse = serde_json::from_str(&page.to_string()).unwrap();
    assert_eq!(serde_json::to_value(&some).unwrap(), serde_json::to_value(&by_serde_json).unwrap());
}

#[test]
fn the_searched_span_stays_as_amazon_wrote_it() {
    let page = json!({
        "orders": [],
        "lastUpdatedBefore": "2026-11-01T08:40Z",
        "createdBefore": "2026-11-01T09:40:00.000+01:00",
    });
    assert_eq!(round_trip_search(&page).unwrap(), page);
}

#[test]
fn the_last_page_has_no_token_however_it_says_so() {
    for pagination in [json!(null), json!({}), json!({"nextToken": null}), json!({"nextToken": ""})] {
        let page: SearchOrdersResponse = decode(&json!({"orders": [], "pagination": pagination})).unwrap();
        assert_eq!(page.pagination.and_then(|pagination| pagination.next_token), None);
    }
}

#[test]
fn empty_text_is_absence_for_ids_enums_amounts_and_dates() {
    let mut order = bare_order();
    order["salesChannel"]["marketplaceId"] = json!("");
    order["fulfillment"] = json!({
        "fulfillmentStatus": "UNSHIPPED", "fulfilledBy": "",
        "shipByWindow": {"earliestDateTime": "", "latestDateTime": "2026-11-02T22:59:59Z"},
    });
    order["orderItems"][0]["product"] = json!({
        "asin": "", "sellerSku": "", "price": {"unitPrice": {"amount": "", "currencyCode": ""}, "priceDesignation": ""},
    });
    order["recipient"] =
        json!({"deliveryPreference": {"deliveryTime": {"exceptionDates": [{"exceptionDate": ""}]}}});
    let order: Order = decode(&order).unwrap();
    assert_eq!(order.sales_channel.marketplace_id, None);
    assert_eq!(order.fulfilled_by(), None);
    let window = order.fulfillment.as_ref().unwrap().ship_by_window.as_ref().unwrap();
    assert_eq!(window.earliest_date_time, None);
    assert!(window.latest_date_time.is_some());
    let product = &order.order_items[0].product;
    assert_eq!((&product.asin, &product.seller_sku), (&None, &None));
    assert_eq!(product.price, Some(ItemPrice::default()));
}

#[test]
fn empty_free_text_stays() {
    let recipient =
        json!({"deliveryAddress": {"name": "", "addressLine1": "Main Street 1", "addressLine2": ""}});
    let order = order_with("recipient", recipient.clone()).unwrap();
    assert_eq!(serde_json::to_value(&order.recipient).unwrap(), recipient);
}

#[test]
fn an_empty_id_or_amount_that_is_required_is_an_error() {
    let error = order_with("orderId", json!("")).unwrap_err();
    assert_eq!(error, "at orderId: OrderId is empty");
    let empty = json!({"amount": "", "currencyCode": "USD"});
    let breakdowns = json!({"breakdowns": [{"type": "ITEM", "subtotal": empty}]});
    let error = order_with("proceeds", breakdowns).unwrap_err();
    assert_eq!(error, "at proceeds.breakdowns[0].subtotal: not an amount of money");
}

#[test]
fn an_amount_keeps_every_digit_that_was_sent() {
    for (amount, currency) in [("1599.90", "USD"), ("19940", "JPY"), ("0.00", "EUR"), ("-3.5000", "BRL")] {
        let sent = json!({"amount": amount, "currencyCode": currency});
        let money: AnyMoney = decode(&sent).unwrap();
        assert_eq!(money.0.subtotal.amount.to_string(), amount);
        assert_eq!(serde_json::to_value(&money).unwrap(), sent);
    }
}

#[test]
fn an_amount_may_come_as_a_number_and_leaves_as_text() {
    let back = round_trip::<AnyMoney>(&json!({"amount": 12.5, "currencyCode": "GBP"})).unwrap();
    assert_eq!(back, json!({"amount": "12.5", "currencyCode": "GBP"}));
}

#[test]
fn an_amount_needs_a_currency() {
    for currency in ["", "eur", "EURO", "€"] {
        let error = decode::<AnyMoney>(&json!({"amount": "1.00", "currencyCode": currency})).unwrap_err();
        assert_eq!(error, "at .: not a currency code of three letters");
    }
}

#[test]
fn a_date_may_lack_seconds_or_have_fractions_or_an_offset() {
    let eight = Utc.with_ymd_and_hms(2026, 11, 1, 8, 0, 0).unwrap();
    for text in ["2026-11-01T08:00Z", "2026-11-01T08:00:00.000Z", "2026-11-01T09:00:00+01:00"] {
        let order = order_with("createdTime", json!(text)).unwrap();
        assert_eq!(order.created_time, eight, "{text}");
        assert_eq!(serde_json::to_value(&order).unwrap(), bare_order());
    }
    assert!(order_with("createdTime", json!("yesterday")).is_err());
}

#[test]
fn a_measured_quantity_is_a_number_on_the_wire() {
    let measurement = json!({"unit": "POUNDS", "value": 0.1});
    let decoded: Measurement = decode(&measurement).unwrap();
    assert_eq!(decoded.value, "0.1".parse().unwrap());
    assert_eq!(serde_json::to_value(&decoded).unwrap(), measurement);
}

// ---- What `Debug` shows ---------------------------------------------------------------------------------------

fn debug<T: DeserializeOwned + std::fmt::Debug>(value: Value) -> String {
    format!("{:?}", decode::<T>(&value).unwrap())
}

#[test]
fn debug_says_what_is_there_and_not_what_it_is() {
    assert_eq!(
        debug::<Buyer>(json!({"buyerName": "Jane Doe", "buyerEmail": ""})),
        "Buyer { buyer_name: (hidden), buyer_email: (hidden), buyer_company_name: absent, \
         buyer_purchase_order_number: absent }"
    );
    assert_eq!(
        debug::<Recipient>(json!({"deliveryAddress": {"name": "Jane Doe"}})),
        "Recipient { delivery_address: (hidden), delivery_preference: absent }"
    );
    assert_eq!(
        debug::<CustomerAddress>(
            json!({"name": "Jane Doe", "postalCode": "10115", "addressType": "RESIDENTIAL"})
        ),
        "CustomerAddress { name: (hidden), company_name: absent, address_line1: absent, address_line2: absent, \
         address_line3: absent, city: absent, district_or_county: absent, state_or_region: absent, \
         municipality: absent, postal_code: (hidden), country_code: absent, phone: absent, \
         extended_fields: absent, address_type: (hidden) }"
    );
    assert_eq!(
        debug::<AddressExtendedFields>(json!({"streetNumber": "1"})),
        "AddressExtendedFields { street_name: absent, street_number: (hidden), complement: absent, \
         neighborhood: absent }"
    );
    assert_eq!(
        debug::<MerchantAddress>(json!({"city": "Berlin"})),
        "MerchantAddress { name: absent, address_line1: absent, address_line2: absent, address_line3: absent, \
         city: (hidden), district_or_county: absent, state_or_region: absent, municipality: absent, \
         postal_code: absent, country_code: absent }"
    );
    assert_eq!(
        debug::<DeliveryPreference>(
            json!({"dropOffLocation": "x", "deliveryCapabilities": ["PALLET_ENABLED"]})
        ),
        "DeliveryPreference { drop_off_location: (hidden), address_instruction: absent, delivery_time: absent, \
         delivery_capabilities: (hidden) }"
    );
    assert_eq!(
        debug::<PreferredDeliveryTime>(json!({"businessHours": [{"dayOfWeek": "SUN"}]})),
        "PreferredDeliveryTime { business_hours: (hidden), exception_dates: absent }"
    );
    assert_eq!(
        debug::<PaymentExecution>(json!({"paymentMethod": "Pix", "authorizationCode": "1"})),
        "PaymentExecution { payment_method: (hidden), payment_amount: absent, acquirer_id: absent, \
         card_brand: absent, authorization_code: (hidden) }"
    );
    assert_eq!(
        debug::<OrderTaxRegistration>(json!({"entityType": "BUYER", "taxRegistrationNumber": "123"})),
        "OrderTaxRegistration { entity_type: (hidden), legal_name: absent, tax_registration_type: absent, \
         tax_registration_number: (hidden), tax_registration_address: absent, \
         tax_registration_attributes: absent }"
    );
    assert_eq!(
        debug::<TaxRegistrationAttribute>(json!({"value": "Kadikoy"})),
        "TaxRegistrationAttribute { key: absent, value: (hidden) }"
    );
    assert_eq!(
        debug::<ItemCustomization>(json!({"customizedUrl": "https://example.com/1"})),
        "ItemCustomization { customized_url: (hidden) }"
    );
    assert_eq!(
        debug::<ItemCancellationRequest>(json!({"requester": "BUYER", "cancelReason": "moved"})),
        "ItemCancellationRequest { requester: (hidden), cancel_reason: (hidden) }"
    );
    assert_eq!(
        debug::<ItemCancellationExecution>(json!({"cancelledBy": "AMAZON"})),
        "ItemCancellationExecution { cancelled_by: (hidden), cancel_reason: absent }"
    );
    assert_eq!(
        debug::<GiftOption>(json!({"giftMessage": "Dear Jane"})),
        "GiftOption { gift_message: (hidden), gift_wrap_level: absent }"
    );
}

#[test]
fn the_debug_of_a_whole_order_holds_no_buyer_data() {
    let address = json!({
        "name": "PRIVATE", "companyName": "PRIVATE", "addressLine1": "PRIVATE", "addressLine2": "PRIVATE",
        "addressLine3": "PRIVATE", "city": "PRIVATE", "districtOrCounty": "PRIVATE", "stateOrRegion": "PRIVATE",
        "municipality": "PRIVATE", "postalCode": "PRIVATE", "countryCode": "PRIVATE", "phone": "PRIVATE",
        "extendedFields": {"streetName": "PRIVATE", "streetNumber": "PRIVATE", "complement": "PRIVATE"},
    });
    let mut order = bare_order();
    order["buyer"] = json!({
        "buyerName": "PRIVATE", "buyerEmail": "PRIVATE", "buyerCompanyName": "PRIVATE",
        "buyerPurchaseOrderNumber": "PRIVATE",
    });
    order["recipient"] = json!({
        "deliveryAddress": address,
        "deliveryPreference": {"dropOffLocation": "PRIVATE", "addressInstruction": "PRIVATE"},
    });
    order["payment"] =
        json!({"paymentExecutions": [{"cardBrand": "PRIVATE", "authorizationCode": "PRIVATE"}]});
    order["tax"] = json!({"taxRegistrations": [{
        "legalName": "PRIVATE", "taxRegistrationNumber": "PRIVATE", "taxRegistrationAddress": address,
        "taxRegistrationAttributes": [{"key": "TAX_OFFICE", "value": "PRIVATE"}],
    }]});
    order["packages"] = json!([{"packageReferenceId": "1", "shipFromAddress": {"name": "PRIVATE"}}]);
    let item = &mut order["orderItems"][0];
    item["product"] = json!({"sellerSku": "SKU-1", "customization": {"customizedUrl": "PRIVATE"}});
    item["cancellation"] = json!({
        "cancellationRequest": {"requester": "BUYER", "cancelReason": "PRIVATE"},
        "cancellationExecution": {"cancelledBy": "BUYER", "cancelReason": "PRIVATE"},
    });
    item["fulfillment"] =
        json!({"packing": {"giftOption": {"giftMessage": "PRIVATE", "giftWrapLevel": "x"}}});
    let order: Order = decode(&order).unwrap();
    let page = SearchOrdersResponse::deserialize(json!({"orders": [&order]}));
    for shown in [format!("{order:?}"), format!("{order:#?}"), format!("{:?}", page.ok())] {
        assert!(!shown.contains("PRIVATE"), "{shown}");
        assert!(shown.contains("SKU-1"), "{shown}");
    }
    assert!(serde_json::to_string(&order).unwrap().contains("PRIVATE"));
}
