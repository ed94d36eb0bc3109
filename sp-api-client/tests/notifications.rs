//! Reading notifications, and receiving them.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

use std::time::Duration;

use commerce_client_core::{
    decode::{Lenient, Undecodable},
    money::{Currency, Money},
    secret::ExposeSecret as _,
};
use proptest::prelude::*;
use serde_json::{Value, json};
use sp_api_client::{
    ErrorKind,
    notifications::{
        Delivery, MemorySource, Notification, NotificationSource, NotificationType, Payload, Receipt,
        payload::{
            application_secret::ExpiryReason,
            order_change::{OrderChange, OrderStatus},
            processing_finished::ProcessingStatus,
        },
    },
};
use tokio::time::Instant;

// ---- made-up notifications ------------------------------------------------------------------------------------

fn order_change() -> Value {
    json!({
        "NotificationVersion": "1.0",
        "NotificationType": "ORDER_CHANGE",
        "PayloadVersion": "1.0",
        "EventTime": "2026-11-20T10:00:00.250Z",
        "Payload": {"OrderChangeNotification": {
            "NotificationLevel": "OrderLevel",
            "SellerId": "A1SELLERSELLER",
            "AmazonOrderId": "113-1234567-7654321",
            "OrderChangeType": "OrderStatusChange",
            "OrderChangeTrigger": {"TimeOfOrderChange": null, "ChangeReason": "Payment cleared"},
            "Summary": {
                "MarketplaceId": "ATVPDKIKX0DER",
                "OrderStatus": "Unshipped",
                "PurchaseDate": "2026-11-20T09:30:00Z",
                "DestinationPostalCode": "98109-5210",
                "FulfillmentType": "MFN",
                "OrderType": "StandardOrder",
                "NumberOfItemsShipped": 0,
                "NumberOfItemsUnshipped": 2,
                "OrderPrograms": ["Prime", "Business"],
                "OrderItems": [{
                    "OrderItemId": "25012345678901",
                    "SellerSKU": "MUG-BLUE",
                    "SupplySourceId": null,
                    "Quantity": 2,
                    "QuantityShipped": 0,
                    "IsBuyerRequestedCancel": false
                }]
            }
        }},
        "NotificationMetadata": {
            "ApplicationId": "amzn1.sellerapps.app.1",
            "SubscriptionId": "5b0f-1",
            "PublishTime": "2026-11-20T10:00:02Z",
            "NotificationId": "e0a1-1"
        }
    })
}

fn report_finished() -> Value {
    json!({
        "notificationVersion": "2020-09-04",
        "notificationType": "REPORT_PROCESSING_FINISHED",
        "payloadVersion": "2020-09-04",
        "eventTime": "2026-11-20T10:00:00Z",
        "payload": {"reportProcessingFinishedNotification": {
            "sellerId": "A1SELLERSELLER",
            "accountId": "amzn1.merchant.o.A1SELLERSELLER",
            "reportId": "7700012345",
            "reportType": "GET_MERCHANT_LISTINGS_ALL_DATA",
            "processingStatus": "DONE",
            "reportDocumentId": "amzn1.spdoc.1.4.na.1"
        }},
        "notificationMetadata": {
            "applicationId": "amzn1.sellerapps.app.1",
            "subscriptionId": "5b0f-2",
            "publishTime": "2026-11-20T10:00:02Z",
            "notificationId": "e0a1-2"
        }
    })
}

fn of_type(notification_type: &str, payload: Value) -> Value {
    json!({
        "notificationType": notification_type,
        "payload": payload,
        "notificationMetadata": {"notificationId": "e0a1-3"}
    })
}

fn parse(value: &Value) -> Notification {
    Notification::parse(value.to_string()).unwrap()
}

fn good(notification: &Notification) -> &Payload {
    match &notification.payload {
        Lenient::Good(payload) => payload,
        Lenient::Bad(bad) => panic!("{}", bad.error),
    }
}

fn bad(notification: &Notification) -> &Undecodable {
    match &notification.payload {
        Lenient::Good(payload) => panic!("{payload:?}"),
        Lenient::Bad(bad) => bad,
    }
}

fn order(notification: &Notification) -> &OrderChange {
    let Payload::OrderChange(change) = good(notification) else { panic!("an order changed") };
    change
}

fn written(notification: &Notification) -> Value {
    serde_json::to_value(notification).unwrap()
}

// ---- reading --------------------------------------------------------------------------------------------------

#[test]
fn an_order_change_in_pascal_case_is_read_and_written_with_nothing_lost() {
    let notification = parse(&order_change());
    assert_eq!(notification.id().as_str(), "e0a1-1");
    assert_eq!(notification.notification_type, NotificationType::OrderChange);
    assert_eq!(notification.event_time, Some("2026-11-20T10:00:00.250Z".parse().unwrap()));
    let change = order(&notification);
    assert_eq!(change.amazon_order_id.as_str(), "113-1234567-7654321");
    assert_eq!(change.summary.order_status, OrderStatus::Unshipped);
    assert_eq!(change.summary.order_items[0].quantity, 2);
    assert_eq!(written(&notification), order_change());
}

#[test]
fn a_finished_report_in_camel_case_is_read_and_written_with_nothing_lost() {
    let notification = parse(&report_finished());
    let Payload::ReportProcessingFinished(finished) = good(&notification) else {
        panic!("a report finished")
    };
    assert_eq!(finished.processing_status, ProcessingStatus::Done);
    assert_eq!(finished.report_document_id.as_ref().unwrap().as_str(), "amzn1.spdoc.1.4.na.1");
    assert_eq!(written(&notification), report_finished());
}

#[test]
fn keys_may_be_spelt_in_any_mixture_of_cases() {
    let text = order_change().to_string();
    let odd = text
        .replace("\"NotificationType\"", "\"notificationtype\"")
        .replace("\"NotificationMetadata\"", "\"notificationMetadata\"")
        .replace("\"NotificationId\"", "\"NOTIFICATIONID\"")
        .replace("\"Payload\"", "\"payload\"")
        .replace("\"OrderChangeNotification\"", "\"orderChangeNotification\"")
        .replace("\"AmazonOrderId\"", "\"amazonOrderId\"")
        .replace("\"SellerSKU\"", "\"sellerSku\"");
    let notification = Notification::parse(odd).unwrap();
    assert_eq!(notification.id().as_str(), "e0a1-1");
    assert_eq!(order(&notification), order(&parse(&order_change())));
}

#[test]
fn an_eventbridge_event_is_read_by_its_detail() {
    let event = json!({
        "version": "0", "id": "9d5e", "detail-type": "ORDER_CHANGE", "account": "123456789012",
        "source": "aws.partner/sellingpartnerapi.amazon.com/123456789012/amzn1.sellerapps.app.1",
        "time": "2026-11-20T10:00:03Z", "region": "us-east-1", "resources": [], "detail": order_change()
    });
    assert_eq!(written(&parse(&event)), order_change());
}

#[test]
fn a_type_that_nobody_knew_keeps_its_payload_as_it_came() {
    let body = r#"{"NotificationType":"TEA_IS_READY","Payload":{"Cups": 2,"Strength":1.10,"a":[]},"NotificationMetadata":{"NotificationId":"n-1"}}"#;
    let notification = Notification::parse(body).unwrap();
    assert!(notification.notification_type.is_other());
    let Payload::Other(raw) = good(&notification) else { panic!("an unknown type") };
    assert_eq!(raw.expose().get(), r#"{"Cups": 2,"Strength":1.10,"a":[]}"#);
    assert_eq!(serde_json::to_string(&notification).unwrap(), body);
}

#[test]
fn a_value_that_nobody_knew_is_kept() {
    let mut value = order_change();
    value["Payload"]["OrderChangeNotification"]["Summary"]["OrderStatus"] = json!("Teleported");
    let notification = parse(&value);
    assert!(order(&notification).summary.order_status.is_other());
    assert_eq!(written(&notification), value);
}

#[test]
fn a_payload_that_does_not_fit_says_where_and_leaves_the_envelope_usable() {
    let mut value = order_change();
    value["Payload"]["OrderChangeNotification"]["Summary"]["OrderItems"][0]["Quantity"] =
        json!("two, for Jane");
    let notification = parse(&value);
    assert_eq!(notification.id().as_str(), "e0a1-1");
    assert_eq!(notification.notification_type, NotificationType::OrderChange);
    let bad = bad(&notification);
    assert_eq!(bad.error.path(), "OrderChangeNotification.Summary.OrderItems[0].Quantity");
    assert!(!bad.error.to_string().contains("Jane") && !format!("{notification:?}").contains("Jane"));
    assert_eq!(written(&notification), value);
}

#[test]
fn a_payload_that_is_missing_or_under_another_key_is_a_bad_payload() {
    let missing =
        json!({"notificationType": "ORDER_CHANGE", "notificationMetadata": {"notificationId": "n-1"}});
    assert_eq!(bad(&parse(&missing)).error.path(), ".");
    let another = parse(&of_type("ORDER_CHANGE", json!({"ReportNotification": {}})));
    assert_eq!(bad(&another).error.to_string(), "at .: missing field `OrderChangeNotification`");
}

#[test]
fn without_a_type_or_an_id_it_is_no_notification() {
    for (body, problem) in [
        (
            json!({"notificationMetadata": {"notificationId": "n-1"}}).to_string(),
            "at .: missing field `notificationType`",
        ),
        (
            json!({"notificationType": "ORDER_CHANGE"}).to_string(),
            "at .: missing field `notificationMetadata`",
        ),
        (
            json!({"notificationType": "ORDER_CHANGE", "notificationMetadata": {"notificationId": ""}})
                .to_string(),
            "at notificationMetadata.notificationId: NotificationId is empty",
        ),
        (json!({"detail": {"a": 1}}).to_string(), "at .: missing field `notificationType`"),
        ("[1, 2]".to_owned(), "at .: expected a map"),
        ("hello".to_owned(), "at .: not JSON (line 1, column 1)"),
        (String::new(), "at .: the body ends after 0 bytes"),
    ] {
        assert_eq!(Notification::parse(&body).unwrap_err().to_string(), problem, "{body}");
    }
}

#[test]
fn whatever_else_of_the_head_is_odd_costs_only_itself() {
    let mut value = order_change();
    value["NotificationVersion"] = json!(1);
    value["PayloadVersion"] = json!(1.0);
    value["EventTime"] = json!("yesterday, about noon");
    value["NotificationMetadata"]["PublishTime"] = json!(1_795_000_000);
    value["NotificationMetadata"]["ApplicationId"] = json!({"id": 7});
    value["NotificationMetadata"]["SubscriptionId"] = json!("");
    let notification = parse(&value);
    assert_eq!(notification.id().as_str(), "e0a1-1");
    assert_eq!(order(&notification), order(&parse(&order_change())));
    assert_eq!(notification.notification_version, None);
    assert_eq!(notification.payload_version, None);
    assert_eq!(notification.event_time, None);
    assert_eq!(notification.metadata.publish_time, None);
    assert_eq!(notification.metadata.application_id, None);
    assert_eq!(notification.metadata.subscription_id, None);

    let deep = format!("{}1{}", "[".repeat(200), "]".repeat(200));
    let body = order_change().to_string().replace("\"2026-11-20T10:00:00.250Z\"", &deep);
    assert_eq!(Notification::parse(body).unwrap().event_time, None);
}

#[test]
fn an_order_with_an_item_whose_offer_is_gone_is_read() {
    let mut value = order_change();
    let item = &mut value["Payload"]["OrderChangeNotification"]["Summary"]["OrderItems"][0];
    item["SellerSKU"] = json!("");
    let notification = parse(&value);
    let change = order(&notification);
    assert_eq!(change.amazon_order_id.as_str(), "113-1234567-7654321");
    assert_eq!(change.summary.order_items[0].seller_sku, None);
}

#[test]
fn stock_of_an_item_without_label_or_catalog_entry_is_read() {
    let payload = json!({
        "SellerId": "A1", "FNSKU": "", "ASIN": "", "SKU": "MUG-BLUE",
        "FulfillmentInventoryByMarketplace": [{
            "MarketplaceId": "ATVPDKIKX0DER", "ItemName": null,
            "FulfillmentInventory": {
                "InboundQuantityBreakdown": {"Working": 0, "Shipped": 4, "Receiving": 0},
                "Fulfillable": 12, "Unfulfillable": 1, "Researching": 0,
                "ReservedQuantityBreakdown":
                    {"WarehouseProcessing": 0, "WarehouseTransfer": 2, "PendingCustomerOrder": 3},
                "FutureSupplyBuyable": 0, "PendingCustomerOrderInTransit": 0
            }
        }]
    });
    let notification = parse(&of_type("FBA_INVENTORY_AVAILABILITY_CHANGES", payload));
    let Payload::FbaInventoryAvailability(stock) = good(&notification) else { panic!("stock changed") };
    assert_eq!(stock.sku.as_str(), "MUG-BLUE");
    assert_eq!((&stock.fn_sku, &stock.asin), (&None, &None));
    assert_eq!(stock.fulfillment_inventory_by_marketplace[0].fulfillment_inventory.fulfillable, 12);
}

#[test]
fn a_return_without_sku_and_a_payment_of_no_marketplace_are_read() {
    let returned = parse(&of_type(
        "FULFILLMENT_ORDER_STATUS",
        json!({"FulfillmentOrderStatusNotification": {
            "SellerId": "A1", "EventType": "Return", "StatusUpdatedDateTime": "2026-11-20T10:00:00Z",
            "SellerFulfillmentOrderId": "MCF-1", "FulfillmentOrderStatus": "Complete",
            "FulfillmentReturnItem":
                {"ReceivedDateTime": "2026-11-20T09:00:00Z", "ReturnedQuantity": 1, "SellerSKU": ""}
        }}),
    ));
    let Payload::FulfillmentOrderStatus(status) = good(&returned) else { panic!("an order changed") };
    let item = status.fulfillment_return_item.as_ref().unwrap();
    assert_eq!((item.returned_quantity, &item.seller_sku), (1, &None));

    let paid = parse(&of_type(
        "TRANSACTION_UPDATE",
        json!({"TransactionUpdateNotification": {
            "SellingPartnerMetadata": {"SellingPartnerId": "A1", "MarketplaceId": "", "AccountType": "PAYABLE"},
            "TransactionType": "Transfer", "PostedDate": "2026-11-20T10:00:00Z",
            "TotalAmount": {"CurrencyAmount": -12.5, "CurrencyCode": "EUR"}
        }}),
    ));
    let Payload::TransactionUpdate(update) = good(&paid) else { panic!("money moved") };
    assert_eq!(update.selling_partner_metadata.marketplace_id, None);
}

#[test]
fn a_deeply_nested_body_is_an_error_and_no_crash() {
    for body in ["[".repeat(100_000), format!("{{\"Payload\":{}", "{\"a\":".repeat(100_000))] {
        assert!(Notification::parse(&body).is_err());
    }
    let deep = format!("{}1{}", "[".repeat(10_000), "]".repeat(10_000));
    let body = format!(
        r#"{{"NotificationType":"ORDER_CHANGE","Payload":{deep},"NotificationMetadata":{{"NotificationId":"n"}}}}"#
    );
    assert!(matches!(Notification::parse(&body), Err(_) | Ok(Notification { payload: Lenient::Bad(_), .. })));
}

#[test]
fn a_listing_change_under_the_schemas_misspelt_type_is_one_too() {
    for name in ["LISTINGS_ITEM_STATUS_CHANGE", "LISTINGS_ITEM_STATUS_CHANGED"] {
        let payload = json!({"SellerId": "A1", "Sku": "MUG-BLUE", "Status": ["BUYABLE"]});
        let notification = parse(&of_type(name, payload));
        assert!(matches!(good(&notification), Payload::ListingsItemStatusChange(_)));
    }
}

#[test]
fn an_offer_change_to_business_customers_is_read_in_the_shape_that_amazon_sends() {
    // Neither the schema's fields nor its required ones: what was seen on the wire.
    let price = |amount: f64| json!({"Amount": amount, "CurrencyCode": "USD"});
    let payload = json!({"B2BAnyOfferChangedNotification": {
        "SellerId": "A1",
        "OfferChangeTrigger": {
            "MarketplaceId": "ATVPDKIKX0DER", "ASIN": "B000000001", "ItemCondition": "new",
            "TimeOfOfferChange": "2026-11-20T10:00:00.116Z", "OfferChangeType": "Internal"
        },
        "Summary": {
            "NumberOfOffers": [{"Condition": "new", "FulfillmentChannel": "Amazon", "OfferCount": 3}],
            "LowestPrices": [{"Condition": "new", "FulfillmentChannel": "Amazon", "ListingPrice": price(19.99)}],
            "BuyBoxPrices": [{"Condition": "New", "ListingPrice": price(19.99), "Shipping": price(0.0)}],
            "NumberOfBuyBoxEligibleOffers": [{"Condition": "new", "FulfillmentChannel": "Amazon", "OfferCount": 3}]
        },
        "Offers": [{
            "SellerId": "A2", "SubCondition": "new", "ListingPrice": price(19.99),
            "ShippingTime": {"MinimumHours": 0, "MaximumHours": 0, "AvailabilityType": "NOW", "AvailableDate": ""},
            "PrimeInformation": {"IsOfferPrime": true, "IsOfferNationalPrime": true}, "IsBuyBoxWinner": true
        }]
    }});
    let notification = parse(&of_type("B2B_ANY_OFFER_CHANGED", payload));
    let Payload::B2bAnyOfferChanged(change) = good(&notification) else { panic!("an offer changed") };
    assert_eq!(change.offers[0].listing_price, Money::new("19.99".parse().unwrap(), Currency::USD));
    assert_eq!(change.offers[0].shipping_time.as_ref().unwrap().available_date, None);
}

#[test]
fn a_new_client_secret_is_read_and_never_shown() {
    let value = of_type(
        "APPLICATION_OAUTH_CLIENT_NEW_SECRET",
        json!({"applicationOAuthClientNewSecret": {
            "clientId": "amzn1.application-oa2-client.1",
            "newClientSecret": "amzn1.oa2-cs.v1.hush",
            "newClientSecretExpiryTime": "2027-05-19T10:00:00.198Z",
            "oldClientSecretExpiryTime": "2026-11-27T10:00:00.180Z"
        }}),
    );
    let notification = parse(&value);
    let Payload::ClientNewSecret(new) = good(&notification) else { panic!("a new secret") };
    assert_eq!(new.new_client_secret.expose_secret(), "amzn1.oa2-cs.v1.hush");
    assert!(!format!("{notification:?}").contains("hush"));
    assert_eq!(written(&notification), value);

    let odd = value.to_string().replace("\"amzn1.oa2-cs.v1.hush\"", "{\"value\":\"hush\"}");
    let notification = Notification::parse(odd).unwrap();
    assert!(!format!("{:?}", bad(&notification)).contains("hush"));
}

#[test]
fn an_expiring_client_secret_says_until_when() {
    let notification = parse(&of_type(
        "APPLICATION_OAUTH_CLIENT_SECRET_EXPIRY",
        json!({"applicationOAuthClientSecretExpiry": {
            "clientId": "amzn1.application-oa2-client.1",
            "clientSecretExpiryTime": "2026-12-20T10:00:00.224Z",
            "clientSecretExpiryReason": "PERIODIC_ROTATION"
        }}),
    ));
    let Payload::ClientSecretExpiry(expiry) = good(&notification) else { panic!("a secret runs out") };
    assert_eq!(
        expiry.client_secret_expiry_time,
        "2026-12-20T10:00:00.224Z".parse::<chrono::DateTime<chrono::Utc>>().unwrap()
    );
    assert_eq!(expiry.client_secret_expiry_reason, Some(ExpiryReason::PeriodicRotation));
}

// ---- what must not be seen ------------------------------------------------------------------------------------

#[test]
fn debug_does_not_show_where_an_order_goes() {
    let notification = parse(&order_change());
    let shown = format!("{notification:?}");
    assert!(shown.contains("113-1234567-7654321") && !shown.contains("98109"), "{shown}");
}

#[test]
fn debug_does_not_show_what_leads_to_a_recipient() {
    let tracked = parse(&of_type(
        "SHIPMENT_TRACKING_MILESTONE_CHANGED",
        json!({"shipmentTrackingMilestoneChangedNotification": {"trackingDetail": {
            "identifier": {"aftn": "HUSH1", "id": "HUSH2", "carrierTracking": {"trackingNumber": "HUSH3"}},
            "latestMilestone": {
                "status": {"code": "DELIVERED", "description": "Left with HUSH4"},
                "location": {"address": {"city": "HUSH5", "region": "HUSH6", "countryCode": "US"}}
            },
            "trackingUrl": "https://example.com/track?id=HUSH7"
        }}}),
    ));
    let fulfilled = parse(&of_type(
        "FULFILLMENT_ORDER_STATUS",
        json!({"FulfillmentOrderStatusNotification": {
            "SellerId": "A1", "EventType": "Shipment", "StatusUpdatedDateTime": "2026-11-20T10:00:00Z",
            "SellerFulfillmentOrderId": "MCF-1", "FulfillmentOrderStatus": "Processing",
            "FulfillmentShipment": {
                "FulfillmentShipmentStatus": "Shipped", "AmazonShipmentId": "D1",
                "FulfillmentShipmentPackages": [
                    {"PackageNumber": 1, "CarrierCode": "UPS", "TrackingNumber": "HUSH8"}
                ]
            }
        }}),
    ));
    for notification in [tracked, fulfilled] {
        assert!(!matches!(good(&notification), Payload::Other(_)));
        let shown = format!("{notification:?}");
        assert!(!shown.contains("HUSH"), "{shown}");
        assert!(written(&notification).to_string().contains("HUSH"));
    }
}

#[test]
fn debug_does_not_show_payloads_that_are_not_understood() {
    let unknown = parse(&of_type("TEA_IS_READY", json!({"For": "Jane Doe"})));
    let broken = parse(&of_type("ORDER_CHANGE", json!({"For": "Jane Doe"})));
    let delivery = Delivery::new("m-1", "for Jane Doe", Receipt::new("r-1"));
    for shown in [format!("{unknown:?}"), format!("{broken:?}"), format!("{delivery:?}")] {
        assert!(!shown.contains("Jane"), "{shown}");
    }
}

// ---- laws -----------------------------------------------------------------------------------------------------

/// Bodies that are almost right: some characters of a right one are replaced, cut or doubled.
fn damaged() -> impl Strategy<Value = Vec<u8>> {
    let bodies = prop_oneof![Just(order_change().to_string()), Just(report_finished().to_string())];
    let damage = prop::collection::vec((any::<prop::sample::Index>(), any::<u8>(), 0..3_u8), 0..4);
    (bodies, damage).prop_map(|(body, damage)| {
        let mut bytes = body.into_bytes();
        for (place, byte, kind) in damage {
            let at = place.index(bytes.len());
            match kind {
                0 => bytes[at] = byte,
                1 => drop(bytes.remove(at)),
                _ => bytes.insert(at, bytes[at]),
            }
        }
        bytes
    })
}

proptest! {
    #[test]
    fn what_was_written_reads_back_as_the_same(body in damaged()) {
        if let Ok(notification) = Notification::parse(&body) {
            let once = serde_json::to_string(&notification).unwrap();
            let again = Notification::parse(&once).unwrap();
            prop_assert_eq!(serde_json::to_string(&again).unwrap(), once);
        }
    }
}

// ---- receiving ------------------------------------------------------------------------------------------------

async fn one(source: &impl NotificationSource) -> Delivery {
    let mut deliveries = source.receive().await.unwrap();
    assert_eq!(deliveries.len(), 1);
    deliveries.remove(0)
}

#[tokio::test(start_paused = true)]
async fn what_is_not_acknowledged_comes_again() {
    let source = MemorySource::new();
    source.send(order_change().to_string());
    let started = Instant::now();
    assert_eq!(one(&source).await.receive_count, Some(1));
    assert!(source.receive().await.unwrap().is_empty(), "for 20 s");
    let second = one(&source).await;
    assert_eq!(second.receive_count, Some(2));
    assert_eq!(started.elapsed(), Duration::from_secs(30));

    source.acknowledge(&second.receipt).await.unwrap();
    assert!(source.is_empty());
}

#[tokio::test(start_paused = true)]
async fn what_is_handed_back_comes_again_after_its_delay() {
    let source = MemorySource::new();
    source.send(order_change().to_string());
    let first = one(&source).await;
    source.hand_back(&first.receipt, Duration::from_secs(7)).await.unwrap();
    let started = Instant::now();
    one(&source).await;
    assert_eq!(started.elapsed(), Duration::from_secs(7));
}

#[tokio::test(start_paused = true)]
async fn a_message_that_comes_late_ends_the_wait() {
    let source = MemorySource::new();
    let sender = source.clone();
    let late = async {
        tokio::time::sleep(Duration::from_secs(3)).await;
        sender.send(order_change().to_string());
    };
    let started = Instant::now();
    let (delivery, ()) = tokio::join!(one(&source), late);
    assert!(delivery.notification.is_ok());
    assert_eq!(started.elapsed(), Duration::from_secs(3));
}

#[tokio::test(start_paused = true)]
async fn an_old_receipt_does_not_end_the_new_delivery() {
    let source = MemorySource::new().visibility_timeout(Duration::from_secs(1));
    source.send(order_change().to_string());
    let first = one(&source).await;
    let second = one(&source).await;
    source.acknowledge(&first.receipt).await.unwrap();
    assert_eq!(source.len(), 1);
    assert!(source.hand_back(&first.receipt, Duration::ZERO).await.is_err());
    source.acknowledge(&second.receipt).await.unwrap();
    assert!(source.is_empty());
}

#[tokio::test(start_paused = true)]
async fn what_waits_to_be_received_again_cannot_be_handed_back() {
    let source = MemorySource::new();
    source.send(order_change().to_string());
    let late = one(&source).await;
    tokio::time::sleep(Duration::from_secs(30)).await;
    let error = source.hand_back(&late.receipt, Duration::from_secs(600)).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Conflict);

    let now = Instant::now();
    assert_eq!(one(&source).await.receive_count, Some(2));
    assert_eq!(now.elapsed(), Duration::ZERO, "it was there to be received");
}

#[tokio::test(start_paused = true)]
async fn what_was_dealt_with_too_late_is_ended_unless_it_came_again() {
    let source = MemorySource::new();
    source.send(order_change().to_string());
    let late = one(&source).await;
    tokio::time::sleep(Duration::from_secs(31)).await;
    source.acknowledge(&late.receipt).await.unwrap();
    assert!(source.is_empty());
}

#[tokio::test(start_paused = true)]
async fn messages_come_ten_at_a_time() {
    let source = MemorySource::new();
    for _ in 0..12 {
        source.send(order_change().to_string());
    }
    assert_eq!(source.receive().await.unwrap().len(), 10);
    assert_eq!(source.receive().await.unwrap().len(), 2);
}

#[tokio::test(start_paused = true)]
async fn what_is_no_notification_is_delivered_with_its_text() {
    let source: Box<dyn NotificationSource> = Box::new({
        let source = MemorySource::new();
        source.send("hello");
        source
    });
    let delivery = source.receive().await.unwrap().remove(0);
    assert!(delivery.notification.is_err());
    assert_eq!(delivery.body.expose(), "hello");
    source.acknowledge(&delivery.receipt).await.unwrap();
    assert!(source.receive().await.unwrap().is_empty());
}
