//! What becomes of one order: whether it is imported, as what, for whom, with which lines. No network, no store.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

mod sample;

use std::collections::BTreeSet;

use amazon_netsuite_sync::{
    map::{
        self, Channel, Decision, MapError,
        customer::{KnownCustomers, OrderCustomer, customer_of},
        decision,
    },
    plan::RecordKind,
    settings::{AccountSettings, BeginAs, ChargeItems, CustomFields, CustomerMode},
    store::ParkReason,
    testing::{World, WorldOptions},
};
use chrono::TimeDelta;
use rust_decimal::Decimal;
use serde_json::{Value, json};
use sp_api_client::{Marketplace, orders::FulfillmentStatus};

use self::sample::{
    amazon_ships, body, decimal, id, line, lines, money, order_json, order_of, part, plan, plan_with,
    run_key, set, settings, with,
};

// ---- Whether an order is imported at all.

/// `import`, `wait`, `cancelled` or `ignore`.
fn decided(json: &Value, settings: &AccountSettings) -> String {
    match map::decide(&order_of(json), settings) {
        Ok(Decision::Import(_)) => "import".to_owned(),
        Ok(Decision::Wait) => "wait".to_owned(),
        Ok(Decision::Cancelled(_)) => "cancelled".to_owned(),
        Ok(Decision::Ignore) => "ignore".to_owned(),
        Err(error) => error.reason.to_string(),
    }
}

#[test]
fn status_and_channel_decide_by_the_table() {
    let table = [
        // status, the seller ships, Prime and the seller ships, Amazon ships
        ("PENDING_AVAILABILITY", "wait", "wait", "wait"),
        ("PENDING", "wait", "wait", "wait"),
        ("UNSHIPPED", "import", "import", "wait"),
        ("PARTIALLY_SHIPPED", "import", "import", "wait"),
        ("SHIPPED", "import", "import", "import"),
        ("CANCELLED", "cancelled", "cancelled", "cancelled"),
        ("UNFULFILLABLE", "ignore", "ignore", "ignore"),
        ("INVOICE_UNCONFIRMED", "unknown-value", "unknown-value", "unknown-value"),
    ];
    let settings = settings();
    for (status, merchant, prime, amazon) in table {
        let mut json = with("fulfillment/fulfillmentStatus", status);
        assert_eq!(decided(&json, &settings), merchant, "MFN {status}");
        set(&mut json, "programs", json!(["PRIME"]));
        assert_eq!(decided(&json, &settings), prime, "SFP {status}");
        set(&mut json, "fulfillment/fulfilledBy", "AMAZON");
        assert_eq!(decided(&json, &settings), amazon, "FBA {status}");
        // From before the go-live instant nothing is touched, whatever it is.
        set(&mut json, "createdTime", "2026-10-31T23:59:59Z");
        assert_eq!(decided(&json, &settings), "ignore", "before go-live: {status}");
    }
}

#[test]
fn the_go_live_instant_itself_is_the_first_that_counts() {
    assert_eq!(decided(&with("createdTime", "2026-11-01T00:00:00Z"), &settings()), "import");
    assert_eq!(decided(&with("createdTime", "2026-10-31T23:59:59.999Z"), &settings()), "ignore");
}

#[test]
fn orders_of_other_channels_are_none_of_ours_and_an_unknown_channel_is_asked_about() {
    assert_eq!(decided(&with("salesChannel/channelName", "NON_AMAZON"), &settings()), "ignore");
    assert_eq!(decided(&with("salesChannel/channelName", "TELEPATHY"), &settings()), "unknown-value");
}

#[test]
fn an_order_without_fulfillment_or_with_an_unknown_carrier_of_it_is_not_guessed_about() {
    let mut json = order_json();
    json.as_object_mut().unwrap().remove("fulfillment");
    assert_eq!(decided(&json, &settings()), "unknown-value");
    assert_eq!(decided(&with("fulfillment/fulfilledBy", "DRONE"), &settings()), "unknown-value");
}

#[test]
fn a_marketplace_without_a_store_is_named_and_so_is_the_setting() {
    let json = with("salesChannel/marketplaceId", "A2EUQ1WTGCTBG2");
    let error = plan_with(&json, &settings()).unwrap_err();
    assert_eq!(error.reason, ParkReason::MissingSetting);
    assert_eq!(
        error.text,
        "the order is of marketplace \"A2EUQ1WTGCTBG2\", but the setting `stores` is not set. Set it, then retry"
    );
}

#[test]
fn a_store_that_imports_only_one_kind_ignores_the_other() {
    let mut only_fba = settings();
    only_fba.stores[0].merchant = None;
    assert_eq!(decided(&order_json(), &only_fba), "ignore");
    assert_eq!(decided(&amazon_ships(order_json()), &only_fba), "import");
    let mut only_merchant = settings();
    only_merchant.stores[0].fba = None;
    assert_eq!(decided(&order_json(), &only_merchant), "import");
    assert_eq!(decided(&amazon_ships(order_json()), &only_merchant), "ignore");
}

#[test]
fn a_store_that_wants_only_unshipped_orders_waits_with_the_others() {
    let mut narrow = settings();
    narrow.stores[0].merchant.as_mut().unwrap().statuses = vec![FulfillmentStatus::Unshipped];
    assert_eq!(decided(&order_json(), &narrow), "import");
    assert_eq!(decided(&with("fulfillment/fulfillmentStatus", "SHIPPED"), &narrow), "wait");
}

#[test]
fn seller_fulfilled_prime_is_told_by_the_programme_and_only_when_the_seller_ships() {
    let mut json = with("programs", json!(["AMAZON_BUSINESS", "PRIME"]));
    assert_eq!(decision::channel(&order_of(&json)).unwrap(), Channel::SellerFulfilledPrime);
    assert_eq!(body(&plan(&json))["memo"], "Amazon.com SFP, AMAZON_BUSINESS PRIME");
    set(&mut json, "programs", json!(["AMAZON_BUSINESS"]));
    assert_eq!(decision::channel(&order_of(&json)).unwrap(), Channel::Merchant);
    set(&mut json, "programs", json!(["PRIME"]));
    assert_eq!(decision::channel(&order_of(&amazon_ships(json))).unwrap(), Channel::Fba);
}

// ---- On which day.

#[test]
fn an_order_belongs_to_the_day_of_its_store_not_of_greenwich() {
    let day = |market: Marketplace, currency: &str, created: &str| {
        let mut json = with("createdTime", created);
        set(&mut json, "salesChannel/marketplaceId", market.id);
        set(&mut json, "proceeds/grandTotal", money("20", currency));
        set(&mut json, "orderItems/0", line(1, "SKU-A", "20", &json!([part("ITEM", "20", currency)])));
        body(&plan(&json))["tranDate"].as_str().unwrap().to_owned()
    };
    // Los Angeles: summer time has just ended on 1 November.
    assert_eq!(day(Marketplace::US, "USD", "2026-11-02T06:30:00Z"), "2026-11-01");
    assert_eq!(day(Marketplace::US, "USD", "2026-11-02T08:00:00Z"), "2026-11-02");
    // Berlin is an hour ahead in winter.
    assert_eq!(day(Marketplace::DE, "EUR", "2026-11-02T22:59:59Z"), "2026-11-02");
    assert_eq!(day(Marketplace::DE, "EUR", "2026-11-02T23:00:00Z"), "2026-11-03");
    // London is not.
    assert_eq!(day(Marketplace::UK, "GBP", "2026-11-02T23:59:59Z"), "2026-11-02");
    // Tokyo is nine hours ahead.
    assert_eq!(day(Marketplace::JP, "JPY", "2026-11-02T15:00:00Z"), "2026-11-03");
    assert_eq!(day(Marketplace::JP, "JPY", "2026-11-02T14:59:59Z"), "2026-11-02");
}

#[test]
fn a_store_may_keep_its_books_in_another_zone() {
    let mut settings = settings();
    settings.stores[0].time_zone = Some("Europe/Berlin".to_owned());
    let plan = plan_with(&with("createdTime", "2026-11-02T23:30:00Z"), &settings).unwrap();
    assert_eq!(body(&plan)["tranDate"], "2026-11-03");
}

// ---- As what.

#[test]
fn an_order_that_the_seller_ships_is_a_sales_order_with_all_a_warehouse_needs() {
    let mut settings = settings();
    settings.stores[0].merchant.as_mut().unwrap().location = Some(id(31));
    settings.custom_fields = CustomFields {
        order_id: Some("custbody_order".to_owned()),
        channel: Some("custbody_channel".to_owned()),
        marketplace: Some("custbody_market".to_owned()),
        programs: Some("custbody_programs".to_owned()),
        replaces: Some("custbody_replaces".to_owned()),
        purchase_order: Some("custbody_po".to_owned()),
        order_item_id: Some("custcol_item".to_owned()),
        ..CustomFields::default()
    };
    let mut json = with("programs", json!(["AMAZON_BUSINESS"]));
    set(&mut json, "buyer/buyerPurchaseOrderNumber", "PO-7");
    let plan = plan_with(&json, &settings).unwrap();
    assert_eq!(plan.order.kind, RecordKind::SalesOrder);
    assert_eq!(plan.order.external_id.as_str(), "amz-so-A1-ATVPDKIKX0DER-113-0000001-0000001");
    let body = body(&plan);
    assert_eq!(body["externalId"], "amz-so-A1-ATVPDKIKX0DER-113-0000001-0000001");
    assert_eq!(body["otherRefNum"], "113-0000001-0000001");
    assert_eq!(body["tranDate"], "2026-11-05");
    // The latest instant is 23:59:59 of the 8th in Los Angeles.
    assert_eq!(body["shipDate"], "2026-11-08");
    assert_eq!(body["location"]["id"], "31");
    assert_eq!(body["orderStatus"]["id"], "B");
    assert_eq!(body["currency"]["id"], "1");
    assert_eq!(body["memo"], "Amazon.com MFN, AMAZON_BUSINESS");
    assert_eq!(body["toBeEmailed"], false);
    let address = &body["shippingAddress"];
    assert_eq!(address["addressee"], "Zzcanary Recipient");
    assert_eq!(address["addr1"], "1 Canary Street");
    assert!(address.get("addr2").is_none(), "an empty line is left out");
    assert_eq!((&address["city"], &address["state"]), (&json!("Canarytown"), &json!("CA")));
    assert_eq!((&address["zip"], &address["country"]["id"]), (&json!("90001"), &json!("US")));
    for (field, value) in [
        ("custbody_order", "113-0000001-0000001"),
        ("custbody_channel", "MFN"),
        ("custbody_market", "ATVPDKIKX0DER"),
        ("custbody_programs", "AMAZON_BUSINESS"),
        ("custbody_po", "PO-7"),
    ] {
        assert_eq!(body[field], value, "{field}");
    }
    assert!(body.get("custbody_replaces").is_none());
    assert_eq!(body["item"]["items"][0]["custcol_item"], "1");
    assert_eq!(body["item"]["items"][0]["description"], "A thing");
}

#[test]
fn a_store_may_want_sales_orders_approved_first() {
    let mut settings = settings();
    settings.stores[0].merchant.as_mut().unwrap().begin_as = BeginAs::PendingApproval;
    assert_eq!(body(&plan_with(&order_json(), &settings).unwrap())["orderStatus"]["id"], "A");
}

#[test]
fn an_order_that_amazon_shipped_is_an_invoice_that_takes_stock_from_amazons_warehouse() {
    let mut settings = settings();
    settings.stores[0].fba.as_mut().unwrap().receivables_account = Some(id(40));
    let plan = plan_with(&amazon_ships(order_json()), &settings).unwrap();
    assert_eq!(plan.order.kind, RecordKind::Invoice);
    assert_eq!(plan.order.external_id.as_str(), "amz-inv-A1-ATVPDKIKX0DER-113-0000001-0000001");
    let body = body(&plan);
    assert_eq!(body["location"]["id"], "30");
    assert_eq!(body["account"]["id"], "40");
    assert_eq!(body["entity"]["id"], "22");
    assert_eq!(body["memo"], "Amazon.com FBA");
    assert_eq!(body["otherRefNum"], "113-0000001-0000001");
    for absent in ["orderStatus", "shipDate", "shippingAddress"] {
        assert!(body.get(absent).is_none(), "{absent}");
    }
    assert!(plan.customer.is_none());
}

#[test]
fn a_free_replacement_comes_to_nothing_and_names_what_it_replaces() {
    let mut settings = settings();
    settings.custom_fields.replaces = Some("custbody_replaces".to_owned());
    let mut json = with("proceeds/grandTotal", money("0.00", "USD"));
    set(&mut json, "orderItems/0", line(1, "SKU-A", "0.00", &json!([part("ITEM", "0.00", "USD")])));
    set(
        &mut json,
        "associatedOrders",
        json!([{"orderId": "113-0000000-0000009", "associationType": "REPLACEMENT_ORIGINAL_ID"}]),
    );
    let mut bare = json.clone();
    bare.as_object_mut().unwrap().remove("proceeds");
    bare["orderItems"][0].as_object_mut().unwrap().remove("proceeds");
    for json in [json, bare] {
        let plan = plan_with(&json, &settings).unwrap();
        assert_eq!(plan.order.total.unwrap().amount, Decimal::ZERO);
        assert_eq!(lines(&plan), [("1001".to_owned(), Decimal::ZERO)]);
        let body = body(&plan);
        assert_eq!(body["memo"], "Amazon.com MFN, replaces 113-0000000-0000009");
        assert_eq!(body["custbody_replaces"], "113-0000000-0000009");
        assert_eq!(body["item"]["items"][0]["quantity"].to_string(), "2");
    }
}

#[test]
fn an_order_without_amounts_that_replaces_nothing_is_not_taken_for_free() {
    let mut json = order_json();
    json.as_object_mut().unwrap().remove("proceeds");
    let error = plan_with(&json, &settings()).unwrap_err();
    assert_eq!(error.reason, ParkReason::AmountsDoNotAddUp);
    assert!(error.text.contains("`proceeds.grandTotal`"), "{error}");
}

// ---- With which lines.

#[test]
fn a_discount_stands_directly_under_its_item_and_says_which_promotions_it_is() {
    let discounted = json!([part("ITEM", "20.00", "USD"), part("DISCOUNT", "3.00", "USD")]);
    let mut first = line(1, "SKU-A", "17.00", &discounted);
    first["promotion"] = json!({"breakdowns": [{"promotionId": "SAVE-3"}, {"promotionId": "MORE"}]});
    let second = line(2, "SKU-B", "5.00", &json!([part("ITEM", "5.00", "USD")]));
    let mut json = with("orderItems", json!([first, second]));
    set(&mut json, "proceeds/grandTotal", money("22.00", "USD"));
    let plan = plan(&json);
    let expected = [("1001", "20.00"), ("105", "-3.00"), ("1002", "5.00")];
    assert_eq!(lines(&plan), expected.map(|(item, amount)| (item.to_owned(), decimal(amount))));
    assert_eq!(body(&plan)["item"]["items"][1]["description"], "SAVE-3, MORE");
}

#[test]
fn tax_that_amazon_remits_and_tax_that_the_seller_owes_go_to_different_items() {
    let taxed = |tax: &str| json!([part("ITEM", "10.00", "USD"), part("TAX", tax, "USD")]);
    let mut by_amazon = line(1, "SKU-A", "11.00", &taxed("1.00"));
    by_amazon["tax"] = json!({"taxCollections": [
        {"model": "MARKETPLACE_FACILITATOR", "responsibleParty": "Amazon Services, Inc."},
    ]});
    let own = line(2, "SKU-B", "10.50", &taxed("0.50"));
    let mut json = with("orderItems", json!([by_amazon, own]));
    set(&mut json, "proceeds/grandTotal", money("21.50", "USD"));
    let found: BTreeSet<(String, Decimal)> = lines(&plan(&json)).into_iter().collect();
    assert!(found.contains(&("106".to_owned(), decimal("0.50"))), "{found:?}");
    assert!(found.contains(&("107".to_owned(), decimal("1.00"))), "{found:?}");
}

#[test]
fn shipping_wrap_cash_fee_and_tip_have_their_own_items() {
    let parts = json!([
        part("ITEM", "10.00", "USD"),
        part("SHIPPING", "4.00", "USD"),
        part("GIFT_WRAP", "2.00", "USD"),
        part("COD_FEE", "1.00", "USD"),
        part("OTHER", "0.25", "USD"),
    ]);
    let mut json = with("orderItems/0", line(1, "SKU-A", "17.25", &parts));
    set(
        &mut json,
        "proceeds",
        json!({
            "grandTotal": money("19.25", "USD"),
            "breakdowns": [{"type": "DELIVERY_TIP", "subtotal": money("2.00", "USD"), "status": "PENDING"}],
        }),
    );
    let expected = [
        ("1001", "10.00"),
        ("101", "4.00"),
        ("103", "2.00"),
        ("104", "1.00"),
        ("109", "0.25"),
        ("108", "2.00"),
    ];
    assert_eq!(lines(&plan(&json)), expected.map(|(item, amount)| (item.to_owned(), decimal(amount))));
}

#[test]
fn free_shipping_is_shipping_and_its_discount_each_on_its_item() {
    let discount = json!({
        "type": "DISCOUNT", "subtotal": money("4.00", "USD"),
        "detailedBreakdowns": [{"subtype": "SHIPPING", "value": money("4.00", "USD")}],
    });
    let parts = json!([part("ITEM", "10.00", "USD"), part("SHIPPING", "4.00", "USD"), discount]);
    let mut json = with("orderItems/0", line(1, "SKU-A", "10.00", &parts));
    set(&mut json, "proceeds/grandTotal", money("10.00", "USD"));
    let expected = [("1001", "10.00"), ("101", "4.00"), ("102", "-4.00")];
    assert_eq!(lines(&plan(&json)), expected.map(|(item, amount)| (item.to_owned(), decimal(amount))));
}

#[test]
fn an_item_cancelled_before_it_shipped_leaves_no_line() {
    let mut gone = line(2, "SKU-B", "0.00", &json!([part("ITEM", "0.00", "USD")]));
    gone["quantityOrdered"] = 0.into();
    let json =
        with("orderItems", json!([line(1, "SKU-A", "20.00", &json!([part("ITEM", "20.00", "USD")])), gone]));
    assert_eq!(lines(&plan(&json)).len(), 1);
}

#[test]
fn a_sku_may_have_another_name_in_netsuite() {
    let mut settings = settings();
    settings.stores[0].aliases.insert("amazon sku".to_owned(), "SKU-B".to_owned());
    let plan = plan_with(&with("orderItems/0/product/sellerSku", "amazon sku"), &settings).unwrap();
    assert_eq!(lines(&plan)[0].0, "1002");
    // Another store's alias says nothing here.
    settings.stores[1].aliases = std::mem::take(&mut settings.stores[0].aliases);
    let error = plan_with(&with("orderItems/0/product/sellerSku", "amazon sku"), &settings).unwrap_err();
    assert_eq!(error.reason, ParkReason::ItemNotFound);
}

#[test]
fn names_of_items_tell_upper_from_lower_case() {
    let error = plan_with(&with("orderItems/0/product/sellerSku", "sku-a"), &settings()).unwrap_err();
    assert_eq!(
        error.text,
        "SKU sku-a: NetSuite has no active item named \"sku-a\". Create the item or an alias, then retry"
    );
}

#[test]
fn each_charge_without_an_item_names_its_setting_and_the_amount() {
    let cases = [
        ("SHIPPING", "charges.shipping"),
        ("GIFT_WRAP", "charges.gift_wrap"),
        ("COD_FEE", "charges.cash_on_delivery"),
        ("OTHER", "charges.other"),
        ("TAX", "charges.tax"),
    ];
    let mut settings = settings();
    settings.stores[0].charges = ChargeItems::default();
    for (kind, setting) in cases {
        let parts = json!([part("ITEM", "16.00", "USD"), part(kind, "4.00", "USD")]);
        let json = with("orderItems/0", line(1, "SKU-A", "20.00", &parts));
        let error = plan_with(&json, &settings).unwrap_err();
        assert_eq!(error.reason, ParkReason::MissingSetting);
        assert_eq!(
            error.text,
            format!(
                "the order has 4.00 USD to post there, but the setting `{setting}` is not set. Set it, then retry"
            )
        );
    }
}

// ---- For whom.

fn customer(json: &Value, mode: &CustomerMode) -> Result<OrderCustomer, MapError> {
    let settings = settings();
    customer_of(&run_key(), &order_of(json), mode, &settings.stores[0], &settings, &KnownCustomers::default())
}

#[test]
fn a_pool_gives_an_order_the_same_customer_every_time_and_uses_all_of_them() {
    let mode = CustomerMode::Pool { customers: (1..=5).map(id).collect() };
    let mut used = BTreeSet::new();
    for number in 0..200 {
        let json = with("orderId", format!("113-{number:07}-0000001"));
        let mut again = json.clone();
        set(&mut again, "buyer/buyerName", "Somebody Else");
        let (Ok(OrderCustomer::Existing(one)), Ok(OrderCustomer::Existing(other))) =
            (customer(&json, &mode), customer(&again, &mode))
        else {
            panic!("a pool creates nobody")
        };
        assert_eq!(one, other);
        used.insert(one);
    }
    assert_eq!(used.len(), 5);
}

#[test]
fn a_buyer_becomes_a_person_by_the_hash_of_the_address_amazon_made_up() {
    let plan = plan(&order_json());
    let customer = plan.customer.as_ref().unwrap();
    let body = customer.body.expose();
    assert_eq!((&body["isPerson"], &body["firstName"]), (&json!(true), &json!("Zzcanary")));
    assert_eq!(body["lastName"], "Person");
    assert_eq!(body["email"], "canary@marketplace.amazon.com");
    assert!(body.get("companyName").is_none());
    assert!(!customer.external_id.as_str().contains("canary"));
    assert_eq!(self::body(&plan)["entity"]["externalId"], customer.external_id.as_str());
    let mut shouted = order_json();
    set(&mut shouted, "buyer/buyerEmail", " CANARY@marketplace.amazon.com ");
    let same = self::plan(&shouted).customer.unwrap().external_id;
    assert_eq!(same, customer.external_id, "letter case makes nobody else");
}

#[test]
fn a_business_buyer_becomes_a_company() {
    let mut json = with("programs", json!(["AMAZON_BUSINESS"]));
    set(&mut json, "buyer/buyerCompanyName", "Canary Ltd");
    let customer = plan(&json).customer.unwrap();
    let body = customer.body.expose();
    assert_eq!((&body["isPerson"], &body["companyName"]), (&json!(false), &json!("Canary Ltd")));
    assert!(body.get("lastName").is_none() && body.get("firstName").is_none());
}

#[test]
fn a_buyer_with_one_name_or_none_is_a_customer_all_the_same() {
    let of = |name: &str| {
        let mut json = order_json();
        set(&mut json, "buyer/buyerName", name);
        let op = plan(&json).customer.unwrap();
        op.body.expose().clone()
    };
    assert_eq!(of("Cher")["lastName"], "Cher");
    assert!(of("Cher").get("firstName").is_none());
    assert_eq!(of("  ")["lastName"], "Recipient", "the name on the parcel");
    let long = of(&"x".repeat(200));
    assert_eq!(long["lastName"].as_str().unwrap().len(), 32);
}

#[test]
fn a_buyer_without_an_address_of_their_own_falls_back_or_is_asked_about() {
    let mut json = order_json();
    json["buyer"].as_object_mut().unwrap().remove("buyerEmail");
    let fallback = CustomerMode::create(Some(id(21)));
    assert!(matches!(customer(&json, &fallback), Ok(OrderCustomer::Existing(who)) if who == id(21)));
    let error = customer(&json, &CustomerMode::create(None)).unwrap_err();
    assert_eq!(error.reason, ParkReason::MissingSetting);
    assert_eq!(
        error.text,
        "Amazon names no e-mail for this buyer, but the setting `customer.create.fallback` is not set. Set it, then retry"
    );
}

#[test]
fn a_plan_shown_to_an_operator_shows_nobody() {
    let mut json = order_json();
    set(&mut json, "buyer/buyerCompanyName", "Canary Ltd");
    let plan = plan(&json);
    let shown = plan.to_string();
    assert_eq!(
        shown,
        format!(
            "113-0000001-0000001: upsert customer {}, create salesOrder \
             amz-so-A1-ATVPDKIKX0DER-113-0000001-0000001 over 20.00 USD",
            plan.customer.as_ref().unwrap().external_id
        )
    );
    for text in [shown, format!("{plan:?}"), format!("{:?}", order_of(&json))] {
        for canary in ["Zzcanary", "canary@", "Canary Ltd", "Canarytown", "1 Canary Street", "555"] {
            assert!(!text.contains(canary), "{canary} is in {text}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_buyer_who_moved_has_one_customer_with_the_newest_address() {
    for newest_first in [true, false] {
        let world = World::new(WorldOptions { orders: 0, ..WorldOptions::default() }).await.unwrap();
        for sku in ["SKU-A", "SKU-B"] {
            world.sandbox.netsuite.put_record("inventoryItem", json!({"itemId": sku}));
        }
        let put = |number: u32, created: &str, updated: &str, street: &str| {
            let mut json = with("orderId", format!("113-000000{number}-0000001"));
            set(&mut json, "createdTime", created);
            set(&mut json, "lastUpdatedTime", updated);
            set(&mut json, "recipient/deliveryAddress/addressLine1", street);
            world.sandbox.amazon.put_order("A1NASELLER0001", json);
        };
        let (early, late) = ("2026-11-22T12:00:00Z", "2026-11-22T18:00:00Z");
        let updated = if newest_first { [late, early] } else { [early, late] };
        // Both on one page, then one more on another.
        put(1, "2026-11-22T08:00:00Z", updated[0], "Old Street");
        put(2, "2026-11-22T09:00:00Z", updated[1], "New Street");
        let report = world.run().await.unwrap();
        assert!(report.errors.is_empty(), "{:?}", report.errors);
        let street = || {
            let customers = world.sandbox.netsuite.records("customer");
            let buyers: Vec<_> =
                customers.iter().filter(|one| one["externalId"].is_string()).cloned().collect();
            assert_eq!(buyers.len(), 1);
            let book = buyers[0]["addressBook"]["items"].as_array().unwrap().clone();
            assert_eq!(book.len(), 1, "{book:?}");
            book[0]["addressBookAddress"]["addr1"].as_str().unwrap().to_owned()
        };
        assert_eq!(street(), "New Street");
        // An older order that comes late does not bring the old address back.
        put(3, "2026-11-22T08:30:00Z", "2026-11-23T00:30:00Z", "Oldest Street");
        tokio::time::sleep(TimeDelta::hours(1).to_std().unwrap()).await;
        world.run().await.unwrap();
        assert_eq!(street(), "New Street");
        // A newer one moves the buyer again.
        put(4, "2026-11-23T00:40:00Z", "2026-11-23T00:50:00Z", "Newest Street");
        tokio::time::sleep(TimeDelta::hours(1).to_std().unwrap()).await;
        world.run().await.unwrap();
        assert_eq!(street(), "Newest Street");
        assert_eq!(world.sandbox.netsuite.records("salesOrder").len(), 4);
    }
}
