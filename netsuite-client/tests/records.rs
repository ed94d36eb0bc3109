//! What typed records read, keep and send.

#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests may panic, as tests may")]

mod every_record;

use netsuite_client::{
    ExternalId, InternalId,
    field::{Choice, Reference},
    records::{
        Address, CashSale, Customer, CustomerRefund, InventoryItem, Invoice, ItemFulfillment, Location,
        SalesOrder, TransactionLine,
    },
};
use serde_json::{Value, json};

use every_record::{Reread, every_record, reread};

// ---- Every record -----------------------------------------------------------------------------------------------

#[test]
fn every_record_has_netsuites_name() {
    let names: Vec<_> = every_record().into_keys().collect();
    let expected = [
        "account",
        "assemblyItem",
        "cashRefund",
        "cashSale",
        "creditMemo",
        "currency",
        "customer",
        "customerDeposit",
        "customerPayment",
        "customerRefund",
        "deposit",
        "depositApplication",
        "inventoryAdjustment",
        "inventoryItem",
        "inventoryTransfer",
        "invoice",
        "itemFulfillment",
        "itemReceipt",
        "journalEntry",
        "kitItem",
        "location",
        "nonInventorySaleItem",
        "otherChargeSaleItem",
        "priceLevel",
        "returnAuthorization",
        "salesOrder",
        "serviceSaleItem",
        "subsidiary",
        "transferOrder",
        "vendorBill",
    ];
    assert_eq!(names, expected);
}

#[test]
fn of_a_record_with_nothing_set_nothing_is_sent() {
    for (name, reread) in every_record() {
        assert_eq!(reread(&json!({})).unwrap().0, json!({}), "{name}");
    }
}

#[test]
fn what_is_not_typed_comes_back_as_it_was() {
    let body = json!({
        "id": "5",
        "externalId": "amz-1",
        "custbody_amz_order_id": "113-1",
        "custbody_list": {"count": 1, "items": [{"id": "1"}]},
        "newIn2027": {"rate": 1.25, "names": ["a", null]},
    });
    for (name, reread) in every_record() {
        assert_eq!(reread(&body).unwrap().0, body, "{name}");
    }
}

#[test]
fn links_and_nulls_are_read_over() {
    let body = json!({"links": [{"rel": "self", "href": "https://x"}], "id": "5", "externalId": null});
    for (name, reread) in every_record() {
        assert_eq!(reread(&body).unwrap().0, json!({"id": "5"}), "{name}");
    }
}

#[test]
fn an_external_id_that_no_url_carries_keeps_no_record_from_being_read_and_is_not_lost() {
    let body = json!({"id": "5", "externalId": "from the old shop|17"});
    for (name, reread) in every_record() {
        assert_eq!(reread(&body).unwrap().0, body, "{name}");
    }
    let mut customer: Customer = serde_json::from_value(body).unwrap();
    assert_eq!(customer.external_id, None);
    customer.external_id = Some(ExternalId::new("amz-1").unwrap());
    assert_eq!(serde_json::to_string(&customer).unwrap(), r#"{"id":"5","externalId":"amz-1"}"#);
}

// ---- Reading and sending --------------------------------------------------------------------------------------

#[test]
fn what_is_not_set_is_not_sent_and_what_is_not_typed_is_kept() {
    let wire = json!({
        "externalId": "amz-so-1",
        "entity": {"id": "107"},
        "tranDate": "2026-11-20",
        "orderStatus": {"id": "B"},
        "custbody_amz_order_id": "113-1",
        "item": {"items": [{"item": {"id": "456"}, "quantity": 2, "amount": 39.98, "custcol_line": "7"}]},
    });
    let order: SalesOrder = serde_json::from_value(wire.clone()).unwrap();
    assert_eq!(order.item.items[0].amount, Some("39.98".parse().unwrap()));
    assert_eq!(serde_json::to_value(&order).unwrap(), wire);
}

#[test]
fn an_order_as_netsuite_sends_it_is_read() {
    let order: SalesOrder = serde_json::from_value(json!({
        "links": [{"rel": "self", "href": "https://x/salesorder/1001"}],
        "id": "1001",
        "entity": {"links": [{"rel": "self", "href": "https://x/customer/107"}], "id": "107", "refName": "Jane"},
        "createdDate": "2026-11-20T08:15:00Z",
        "exchangeRate": 1.0,
        "shippingAddress": {"links": [], "addr1": "1 Main St", "country": {"id": "US", "refName": "United States"}},
        "status": {"id": "B", "refName": "Pending Fulfillment"},
        "total": 738.0,
        "promotions": {"links": [{"rel": "self", "href": "https://x/salesorder/1001/promotions"}]},
        "item": {
            "links": [],
            "items": [{
                "links": [],
                "line": 1,
                "lineUniqueKey": 4711,
                "item": {"links": [], "id": "456", "refName": "SKU-1"},
                "itemType": {"id": "InvtPart", "refName": "InvtPart"},
                "quantity": 8.0,
                "rate": 92.25,
                "units": "18",
                "inventoryDetail": {"links": [], "inventoryAssignment": {"items": [], "totalResults": 0}},
            }],
            "totalResults": 1,
        },
    }))
    .unwrap();
    assert_eq!(order.id.as_ref().unwrap().as_str(), "1001");
    assert_eq!(order.entity.as_ref().unwrap().internal_id().unwrap().as_str(), "107");
    assert_eq!(order.created_date.unwrap().to_rfc3339(), "2026-11-20T08:15:00+00:00");
    assert_eq!(order.total, Some(738.into()));
    let line = &order.item.items[0];
    assert_eq!((line.line, line.line_unique_key.as_deref()), (Some(1), Some("4711")));
    assert_eq!((line.quantity, line.rate), (Some(8.into()), Some("92.25".parse().unwrap())));
    assert!(order.promotions.items.is_empty(), "it was not expanded");
    assert!(order.extra.is_empty() && line.extra.is_empty(), "{:?}", order.extra);
    let written = serde_json::to_value(&order).unwrap();
    assert_eq!(written["entity"], json!({"id": "107"}));
    assert_eq!(
        written.get("promotions"),
        None,
        "a list that was not expanded is not sent back as an empty one"
    );
}

#[test]
fn what_was_not_expanded_is_not_sent_back_empty() {
    let link =
        |name: &str| json!({"links": [{"rel": "self", "href": format!("https://x/salesorder/1/{name}")}]});
    let order: SalesOrder = serde_json::from_value(json!({
        "links": [],
        "memo": "x",
        "shippingAddress": link("shippingAddress"),
        "billingaddress": link("billingAddress"),
        "item": link("item"),
        "accountingBookDetail": link("accountingBookDetail"),
        "custbody_buyer": {"links": [], "id": "7", "refName": "Jane"},
    }))
    .unwrap();
    assert_eq!(order.shipping_address, None);
    assert_eq!(
        serde_json::to_value(&order).unwrap(),
        json!({"memo": "x", "custbody_buyer": {"links": [], "id": "7", "refName": "Jane"}})
    );
}

#[test]
fn a_field_in_another_case_is_read_and_sent_under_its_documented_name() {
    let order: SalesOrder = serde_json::from_value(json!({
        "trandate": "2026-11-20",
        "shippingaddress": {"ADDR1": "1 Main St"},
        "item": {"items": [{"LINE": 1}]},
    }))
    .unwrap();
    assert!(order.extra.is_empty(), "{:?}", order.extra);
    let documented = json!({
        "tranDate": "2026-11-20",
        "shippingAddress": {"addr1": "1 Main St"},
        "item": {"items": [{"line": 1}]},
    });
    assert_eq!(serde_json::to_value(&order).unwrap(), documented);
}

#[test]
fn a_field_that_comes_in_two_cases_loses_neither() {
    let body = json!({"postingperiod": "", "postingPeriod": {"id": "41"}});
    assert_eq!(reread::<Invoice>(&body).unwrap().0, body);
}

#[test]
fn what_cannot_be_read_under_another_case_is_kept_as_it_is() {
    let body = json!({"TOTAL": "unknown"});
    assert_eq!(reread::<Invoice>(&body).unwrap().0, body);
}

#[test]
fn a_total_that_is_no_number_is_an_error() {
    assert!(reread::<Invoice>(&json!({"total": "unknown"})).is_err());
    assert!(reread::<Invoice>(&json!({"tranDate": "20.11.2026"})).is_err());
    assert!(reread::<Invoice>(&json!({"toBeEmailed": "perhaps"})).is_err());
}

#[test]
fn a_lines_key_is_read_as_a_number_and_as_text() {
    for key in [json!(4), json!(4.0), json!("4")] {
        let line = json!({"line": key});
        assert_eq!(reread::<TransactionLine>(&line).unwrap().0, json!({"line": 4}), "{line}");
    }
    assert!(reread::<TransactionLine>(&json!({"line": 4.5})).is_err());
}

#[test]
fn undeposited_funds_are_read_as_a_choice_and_as_a_check_box() {
    for sent in [json!(true), json!("T"), json!({"id": "T", "refName": "Undeposited Funds"})] {
        let sale: CashSale = serde_json::from_value(json!({"undepFunds": sent})).unwrap();
        assert_eq!(sale.undep_funds.unwrap().id, "T", "{sent}");
    }
}

#[test]
fn a_location_is_read_with_one_subsidiary_and_with_several() {
    let one = json!({"id": "1", "refName": "Parent"});
    let several = json!({"links": [], "count": 1, "hasMore": false, "items": [one], "offset": 0});
    for sent in [one, several] {
        let location: Location = serde_json::from_value(json!({"subsidiary": sent})).unwrap();
        assert_eq!(location.subsidiary.items[0].internal_id().unwrap().as_str(), "1", "{sent}");
        let alone = sent.get("items").is_none();
        let written = if alone { json!({"id": "1"}) } else { json!({"items": [{"id": "1"}]}) };
        assert_eq!(
            serde_json::to_value(&location).unwrap(),
            json!({"subsidiary": written}),
            "in its own form"
        );
    }
    let mut location = Location::default();
    location.subsidiary = Reference::from(InternalId::new("1").unwrap()).into();
    assert_eq!(serde_json::to_value(&location).unwrap(), json!({"subsidiary": {"id": "1"}}));
}

#[test]
fn a_price_names_its_quantity_as_the_key_of_the_line() {
    let body = json!({
        "price": {"items": [{"priceLevel": {"id": "1"}, "quantity": {"value": 0}, "price": 19.99}]},
    });
    let item: InventoryItem = serde_json::from_value(body.clone()).unwrap();
    let price = &item.price.items[0];
    assert_eq!(price.quantity.as_ref().unwrap().value, Some(0.into()));
    assert_eq!(price.price, Some("19.99".parse().unwrap()));
    assert_eq!(serde_json::to_value(&item).unwrap(), body);
}

#[test]
fn a_fulfilment_says_which_lines_leave_and_in_which_package() {
    let body = json!({
        "externalId": "amz-if-113-1",
        "shipStatus": {"id": "C"},
        "item": {"items": [
            {"orderLine": 1, "quantity": 1, "itemReceive": true},
            {"orderLine": 4, "itemReceive": false},
        ]},
        "package": {"items": [
            {"packageWeight": 1.2, "packageTrackingNumber": "1Z9", "packageDetails": {"packageLength": 12.5}},
        ]},
    });
    let mut fulfillment: ItemFulfillment = serde_json::from_value(body.clone()).unwrap();
    assert!(fulfillment.extra.is_empty());
    assert_eq!(serde_json::to_value(&fulfillment).unwrap(), body);
    fulfillment.ship_status = Some(Choice::new("A"));
    assert_eq!(serde_json::to_value(&fulfillment).unwrap()["shipStatus"], json!({"id": "A"}));
}

// ---- Nothing of a person ----------------------------------------------------------------------------------------

#[test]
fn debug_shows_the_ids_and_no_person() {
    let mut customer = Customer::default();
    customer.external_id = Some(ExternalId::new("amz-cust-1").unwrap());
    customer.last_name = Some("Doe".to_owned());
    assert_eq!(
        format!("{customer:?}"),
        r#"Customer { id: None, external_id: Some(ExternalId("amz-cust-1")), .. }"#
    );
}

#[test]
fn debug_shows_no_address() {
    let mut order = SalesOrder::default();
    let mut address = Address::default();
    address.addressee = Some("Jane Doe".to_owned());
    assert_eq!(format!("{address:?}"), "Address { .. }");
    order.shipping_address = Some(address);
    assert_eq!(
        format!("{order:?}"),
        "SalesOrder { id: None, external_id: None, total: None, item: Sublist { items: [] }, .. }"
    );
}

#[test]
fn debug_shows_neither_who_nor_any_text() {
    let jane = json!({"id": "107", "refName": "Jane Doe"});
    let bodies: [(Reread, Value); 3] = [
        (
            reread::<CustomerRefund>,
            json!({
                "customer": jane,
                "memo": "for Jane Doe",
                "payeeAddress": {"addressee": "Jane Doe"},
                "apply": {"items": [{"amount": 5, "refNum": "Jane Doe", "jobName": "Jane Doe"}]},
            }),
        ),
        (
            reread::<SalesOrder>,
            json!({
                "entity": jane,
                "email": "Jane Doe",
                "custbody_buyer": "Jane Doe",
                "item": {"items": [{"quantity": 1, "description": "for Jane Doe", "custcol_gift": "Jane Doe"}]},
            }),
        ),
        (
            reread::<ItemFulfillment>,
            json!({
                "entity": jane,
                "item": {"items": [{"itemName": "Jane Doe"}]},
                "package": {"items": [{"packageTrackingNumber": "1Z-Jane", "packageDescr": "Jane Doe"}]},
            }),
        ),
    ];
    for (reread, body) in bodies {
        let (written, debug) = reread(&body).unwrap();
        assert!(written.to_string().contains("Jane Doe"), "the test holds what it looks for: {written}");
        assert!(!debug.contains("Jane"), "{debug}");
    }
}

#[test]
fn a_reference_by_our_id_is_sent_as_one() {
    let mut order = SalesOrder::default();
    order.entity = Some(Reference::from(ExternalId::new("amz-cust-1").unwrap()));
    assert_eq!(serde_json::to_value(&order).unwrap(), json!({"entity": {"externalId": "amz-cust-1"}}));
}
