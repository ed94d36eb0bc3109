use std::{collections::BTreeMap, sync::LazyLock};

use super::*;

const SEEDS: [u64; 4] = [1, 7, 42, 2026];

fn until() -> DateTime<Utc> {
    "2026-11-23T12:00:00.250Z".parse().unwrap()
}

fn orders(seed: u64, count: usize) -> Vec<GeneratedOrder> {
    generate(seed, count, until()).orders
}

/// Every order of several seeds.
fn many() -> &'static [Value] {
    static MANY: LazyLock<Vec<Value>> = LazyLock::new(|| {
        SEEDS.into_iter().flat_map(|seed| orders(seed, 1000)).map(|order| order.json).collect()
    });
    &MANY
}

fn items(order: &Value) -> &[Value] {
    order["orderItems"].as_array().unwrap()
}

fn entries(value: &Value) -> &[Value] {
    value.as_array().map(Vec::as_slice).unwrap_or_default()
}

fn text<'a>(value: &'a Value, pointer: &str) -> &'a str {
    value.pointer(pointer).and_then(Value::as_str).unwrap_or_default()
}

/// An amount, after a look at its currency and its digits.
fn amount(money: &Value, order: &Value) -> Decimal {
    let (currency, digits) = match text(order, "/salesChannel/marketplaceId") {
        "ATVPDKIKX0DER" => ("USD", 2),
        "A1F83G8C2ARO7P" => ("GBP", 2),
        "A1PA6795UKMFR9" => ("EUR", 2),
        "A1VC38T7YXB528" => ("JPY", 0),
        other => panic!("{other}"),
    };
    assert_eq!(money["currencyCode"], currency);
    let text = money["amount"].as_str().unwrap();
    assert_eq!(text.split_once('.').map_or(0, |(_, fraction)| fraction.len()), digits, "{text}");
    assert!(!text.starts_with("-0.00"));
    text.parse().unwrap()
}

fn breakdown(holder: &Value, kind: &str, order: &Value) -> Decimal {
    let all = entries(&holder["proceeds"]["breakdowns"]);
    let of_kind: Vec<&Value> = all.iter().filter(|one| one["type"] == kind).collect();
    assert!(of_kind.len() <= 1);
    of_kind.first().map_or(Decimal::ZERO, |one| amount(&one["subtotal"], order))
}

#[test]
fn the_same_seed_gives_the_same_bytes_and_another_gives_others() {
    let bytes = |seed| {
        let generated = generate(seed, 300, until());
        generated.orders.iter().map(|order| order.json.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(bytes(5), bytes(5));
    assert_eq!(generate(5, 300, until()), generate(5, 300, until()));
    assert_ne!(bytes(5), bytes(6));
}

#[test]
fn marketplaces_are_dealt_exactly() {
    for (count, expected) in [(10, [4, 2, 2, 2]), (1000, [400, 200, 200, 200]), (0, [0; 4])] {
        let mut counts = BTreeMap::<String, usize>::new();
        for order in orders(9, count) {
            assert_eq!(text(&order.json, "/salesChannel/marketplaceId"), order.marketplace_id);
            *counts.entry(order.marketplace_id).or_default() += 1;
        }
        let ids = ["ATVPDKIKX0DER", "A1F83G8C2ARO7P", "A1PA6795UKMFR9", "A1VC38T7YXB528"];
        assert_eq!(ids.map(|id| counts.get(id).copied().unwrap_or_default()), expected);
    }
    for count in 1..30 {
        assert_eq!(orders(9, count).len(), count);
    }
}

#[test]
fn channels_are_dealt_in_their_shares() {
    let all = orders(11, 1000);
    let by = |party: &'static str| {
        all.iter().filter(move |one| text(&one.json, "/fulfillment/fulfilledBy") == party)
    };
    let prime =
        |one: &&GeneratedOrder| entries(&one.json["programs"]).iter().any(|program| program == "PRIME");
    assert_eq!(by("AMAZON").count(), 550);
    assert_eq!(by("MERCHANT").count(), 450);
    assert_eq!(by("MERCHANT").filter(prime).count(), 150);
    assert!(by("AMAZON").any(|one| prime(&one)));
}

#[test]
fn statuses_fit_the_channel() {
    let mut counts = BTreeMap::<(String, String), usize>::new();
    for order in many() {
        let key = (
            text(order, "/fulfillment/fulfilledBy").into(),
            text(order, "/fulfillment/fulfillmentStatus").into(),
        );
        *counts.entry(key).or_default() += 1;
    }
    let count = |by: &str, status: &str| counts.get(&(by.into(), status.into())).copied().unwrap_or_default();
    assert!(count("AMAZON", "SHIPPED") > 1700, "{counts:?}");
    assert!(count("MERCHANT", "UNSHIPPED") > 1000, "{counts:?}");
    for (by, status) in [
        ("AMAZON", "PENDING"),
        ("AMAZON", "CANCELLED"),
        ("MERCHANT", "PARTIALLY_SHIPPED"),
        ("MERCHANT", "SHIPPED"),
        ("MERCHANT", "PENDING"),
        ("MERCHANT", "CANCELLED"),
    ] {
        assert!(count(by, status) > 20, "{by} {status}: {counts:?}");
    }
}

#[test]
fn times_are_whole_seconds_in_the_day_before_and_some_are_shared() {
    let parse = |order: &GeneratedOrder, name: &str| -> DateTime<Utc> {
        let text = order.json[name].as_str().unwrap();
        assert_eq!(text.len(), "2026-11-23T12:00:00Z".len());
        text.parse().unwrap()
    };
    let all = orders(3, 1000);
    let mut seen = BTreeMap::<DateTime<Utc>, usize>::new();
    let mut previous = DateTime::<Utc>::MIN_UTC;
    for order in &all {
        let (created, updated) = (parse(order, "createdTime"), parse(order, "lastUpdatedTime"));
        assert!(created <= updated && updated <= until() - TimeDelta::minutes(10));
        assert!(created >= until() - TimeDelta::hours(24));
        assert!(created >= previous, "by creation time");
        previous = created;
        *seen.entry(updated).or_default() += 1;
    }
    assert!(seen.values().filter(|count| **count > 1).count() > 50);
}

/// The law of the amounts, computed again from the JSON alone.
#[test]
fn totals_add_up_in_every_marketplace() {
    for order in many() {
        let Some((grand_total, _)) = grand_total(order) else { continue };
        let exclusive = text(order, "/salesChannel/marketplaceId") == "ATVPDKIKX0DER";
        let mut sum = Decimal::ZERO;
        for item in items(order) {
            let part = |kind| breakdown(item, kind, order);
            let charges = part("ITEM") + part("SHIPPING") + part("GIFT_WRAP") + part("COD_FEE");
            let tax = if exclusive { part("TAX") } else { Decimal::ZERO };
            let total = amount(&item["proceeds"]["proceedsTotal"], order);
            assert_eq!(total, charges - part("DISCOUNT").abs() + tax, "{item}");
            assert!(total >= Decimal::ZERO);
            sum += total;
        }
        assert_eq!(grand_total, sum + breakdown(order, "DELIVERY_TIP", order), "{order}");
        for kind in ["ITEM", "SHIPPING", "GIFT_WRAP", "COD_FEE", "TAX", "DISCOUNT"] {
            let of_items: Decimal = items(order).iter().map(|item| breakdown(item, kind, order)).sum();
            assert_eq!(breakdown(order, kind, order), of_items, "{kind}");
        }
    }
}

#[test]
fn details_add_up_and_only_tax_and_discount_have_them() {
    let (mut taxes, mut discounts) = (0, 0);
    for order in many() {
        for one in items(order).iter().flat_map(|item| entries(&item["proceeds"]["breakdowns"])) {
            let kind = text(one, "/type");
            let details = entries(&one["detailedBreakdowns"]);
            if !matches!(kind, "TAX" | "DISCOUNT") {
                assert!(one.get("detailedBreakdowns").is_none());
                continue;
            }
            let sum: Decimal = details.iter().map(|detail| amount(&detail["value"], order)).sum();
            assert_eq!(sum, amount(&one["subtotal"], order));
            let negative = details.iter().find(|detail| detail["subtype"] == "DISCOUNT");
            assert!(negative.is_none_or(|detail| amount(&detail["value"], order) <= Decimal::ZERO));
            *(if kind == "TAX" { &mut taxes } else { &mut discounts }) += 1;
        }
    }
    assert!(taxes > 1000 && discounts > 300, "{taxes} {discounts}");
}

#[test]
fn discounts_are_negative_in_europe_only() {
    let mut seen = BTreeSet::new();
    for order in many() {
        let marketplace = text(order, "/salesChannel/marketplaceId");
        let discount = breakdown(order, "DISCOUNT", order);
        if !discount.is_zero() {
            let europe = matches!(marketplace, "A1F83G8C2ARO7P" | "A1PA6795UKMFR9");
            assert_eq!(discount.is_sign_negative(), europe);
            seen.insert(marketplace.to_owned());
        }
    }
    assert_eq!(seen.len(), 4);
}

#[test]
fn the_price_of_a_unit_is_the_rounded_share_of_the_line() {
    let mut uneven = 0;
    let mut threes_for_ten = 0;
    for order in many() {
        for item in items(order).iter().filter(|item| item.get("proceeds").is_some()) {
            let unit = amount(&item["product"]["price"]["unitPrice"], order);
            let quantity = Decimal::from(item["quantityOrdered"].as_i64().unwrap());
            let line = breakdown(item, "ITEM", order);
            let coin = Decimal::new(1, unit.scale());
            assert!((unit * quantity - line).abs() * Decimal::TWO <= coin * quantity);
            uneven += usize::from(unit * quantity != line);
            threes_for_ten += usize::from(quantity == Decimal::from(3) && line == Decimal::TEN);
        }
    }
    assert!(uneven > 100, "{uneven}");
    assert!(threes_for_ten > 10, "{threes_for_ten}");
}

#[test]
fn pending_orders_have_no_amounts_and_no_address() {
    for order in many().iter().filter(|order| text(order, "/fulfillment/fulfillmentStatus") == "PENDING") {
        assert!(
            ["buyer", "recipient", "proceeds", "payment", "packages"]
                .iter()
                .all(|name| order.get(*name).is_none())
        );
        assert!(items(order).iter().all(|item| item.get("proceeds").is_none()));
        assert!(items(order).iter().all(|item| item["product"].get("price").is_none()));
        assert_eq!(grand_total(order), None);
    }
}

#[test]
fn amazon_shipped_orders_hide_the_buyer_and_have_no_packages() {
    for order in many().iter().filter(|order| text(order, "/fulfillment/fulfilledBy") == "AMAZON") {
        assert!(order.pointer("/buyer/buyerEmail").is_none());
        assert!(order.pointer("/recipient/deliveryAddress/phone").is_none());
        assert!(order.get("packages").is_none());
    }
}

#[test]
fn packages_hold_exactly_what_has_left() {
    let mut two_boxes = 0;
    for order in many().iter().filter(|order| text(order, "/fulfillment/fulfilledBy") == "MERCHANT") {
        let status = text(order, "/fulfillment/fulfillmentStatus");
        let packed = entries(&order["packages"]).iter().flat_map(|one| entries(&one["packageItems"]));
        let mut packed: BTreeMap<&str, u64> =
            packed.map(|one| (text(one, "/orderItemId"), one["quantity"].as_u64().unwrap())).collect();
        two_boxes += usize::from(entries(&order["packages"]).len() == 2);
        let (mut shipped, mut open) = (0, 0);
        for item in items(order) {
            let fulfilled = item["fulfillment"]["quantityFulfilled"].as_u64().unwrap();
            assert_eq!(packed.remove(text(item, "/orderItemId")).unwrap_or_default(), fulfilled);
            shipped += fulfilled;
            open += item["fulfillment"]["quantityUnfulfilled"].as_u64().unwrap();
        }
        assert!(packed.is_empty());
        match status {
            "SHIPPED" => assert!(shipped > 0 && open == 0),
            "PARTIALLY_SHIPPED" => assert!(shipped > 0 && open > 0, "{order}"),
            "CANCELLED" => assert!(shipped == 0 && open == 0),
            _ => assert!(shipped == 0 && open > 0),
        }
    }
    assert!(two_boxes > 5);
}

#[test]
fn replacements_are_free_and_follow_their_original() {
    let mut count = 0;
    for seed in SEEDS {
        let mut earlier = BTreeMap::new();
        for order in orders(seed, 1000) {
            let order = &order.json;
            for link in entries(&order["associatedOrders"]) {
                count += 1;
                assert_eq!(link["associationType"], "REPLACEMENT_ORIGINAL_ID");
                let created: &String = &earlier[text(link, "/orderId")];
                assert!(created.as_str() < text(order, "/createdTime"));
                assert_eq!(grand_total(order).unwrap().0, Decimal::ZERO);
            }
            earlier.insert(text(order, "/orderId").to_owned(), text(order, "/createdTime").to_owned());
        }
    }
    assert!(count > 30, "{count}");
}

#[test]
fn ids_are_unique_and_of_the_right_form() {
    for seed in SEEDS {
        let mut ids = BTreeSet::new();
        for order in orders(seed, 1000) {
            let id = text(&order.json, "/orderId").to_owned();
            let lengths: Vec<usize> = id.split('-').map(str::len).collect();
            assert_eq!(lengths, [3, 7, 7]);
            assert!(id.starts_with(match order.marketplace_id.as_str() {
                "ATVPDKIKX0DER" => "11",
                "A1VC38T7YXB528" if id.starts_with('2') => "2",
                "A1VC38T7YXB528" => "503-",
                _ => "0",
            }));
            assert!(ids.insert(id));
            for item in items(&order.json) {
                let id = text(item, "/orderItemId").to_owned();
                assert!(id.len() == 14 && id.bytes().all(|byte| byte.is_ascii_digit()));
                assert!(ids.insert(id));
            }
        }
    }
}

#[test]
fn the_catalogue_names_each_sku_once_and_sells_it_in_several_marketplaces() {
    let generated = generate(1, 500, until());
    let skus: BTreeSet<&str> = generated.catalogue.iter().map(|item| item.sku.as_str()).collect();
    let asins: BTreeSet<&str> = generated.catalogue.iter().map(|item| item.asin.as_str()).collect();
    assert_eq!((skus.len(), asins.len()), (generated.catalogue.len(), generated.catalogue.len()));
    assert!(generated.catalogue.iter().all(|item| item.offers.len() >= 2 && item.asin.len() == 10));
    for id in ["ATVPDKIKX0DER", "A1F83G8C2ARO7P", "A1PA6795UKMFR9", "A1VC38T7YXB528"] {
        let sold = generated
            .catalogue
            .iter()
            .filter(|item| item.offers.iter().any(|offer| offer.marketplace_id == id));
        assert_eq!(sold.count(), 64);
    }
    for order in &generated.orders {
        assert!(items(&order.json).iter().all(|item| skus.contains(text(item, "/product/sellerSku"))));
    }
}

#[test]
fn buyers_come_back_and_some_have_moved() {
    let mut addresses = BTreeMap::<String, Vec<Value>>::new();
    let (mut all, mut again) = (0, 0);
    for order in orders(17, 2000) {
        let Some(email) = order.json.pointer("/buyer/buyerEmail").and_then(Value::as_str) else { continue };
        assert!(email.contains("@marketplace.amazon."));
        let mut address = order.json["recipient"]["deliveryAddress"].clone();
        address["phone"] = Value::Null;
        let known = addresses.entry(email.to_owned()).or_default();
        all += 1;
        again += usize::from(!known.is_empty());
        known.push(address);
    }
    assert!(again * 100 > all * 6 && again * 100 < all * 16, "{again} of {all}");
    let moved = addresses.values().filter(|known| known.iter().any(|one| one != &known[0])).count();
    assert!(moved > 5, "{moved}");
}

/// Rare things must be there, or no test that needs them tests anything.
#[test]
fn every_feature_occurs() {
    let all: Vec<String> = many().iter().map(Value::to_string).collect();
    for feature in [
        "DELIVERY_TIP",
        "COD_FEE",
        "CashOnDelivery",
        "ConvenienceStore",
        "GIFT_WRAP",
        "giftMessage",
        "promotionId",
        "SUBSCRIBE_AND_SAVE",
        "AMAZON_BUSINESS",
        "BUSINESS_PRICE",
        "buyerPurchaseOrderNumber",
        "INVOICE_BY_AMAZON",
        "pointsNumber",
        "MARKETPLACE_FACILITATOR",
        "Amazon Services, Inc.",
        "UOSS",
        "taxRegistrationNumber",
        "cancellationRequest",
        "cancellationExecution",
        "PICKUP_POINT",
        "SELLER_ORDER_ID",
        "\"addressLine1\":\"\"",
        "\"addressLine3\":\"\"",
        "Mühlenstraße",
        "東京都",
        "ブラック",
        "schwarz",
    ] {
        let count = all.iter().filter(|order| order.contains(feature)).count();
        assert!(count > 2, "{feature}: {count}");
    }
}

#[test]
fn inclusive_tax_is_reported_in_some_orders_only() {
    let mut seen = BTreeSet::new();
    for order in many() {
        if grand_total(order).is_some_and(|(total, _)| !total.is_zero()) {
            let taxed = entries(&order["proceeds"]["breakdowns"]).iter().any(|one| one["type"] == "TAX");
            seen.insert((text(order, "/salesChannel/marketplaceId").to_owned(), taxed));
        }
    }
    assert_eq!(seen.len(), 8);
}

#[test]
fn some_japanese_addresses_have_no_prefecture() {
    let addresses = many().iter().filter_map(|order| order.pointer("/recipient/deliveryAddress"));
    let japanese: Vec<&Value> = addresses.filter(|address| address["countryCode"] == "JP").collect();
    assert!(japanese.iter().any(|address| address.get("stateOrRegion").is_none()));
    assert!(japanese.iter().any(|address| address.get("stateOrRegion").is_some()));
}

#[test]
fn a_settlement_adds_up_and_has_all_columns_in_every_row() {
    let orders: Vec<Value> = generate(5, 300, "2026-11-23T12:00:00Z".parse().unwrap())
        .orders
        .into_iter()
        .map(|order| order.json)
        .collect();
    let files = settlements(900, &orders, "2026-11-23T12:00:00Z".parse().unwrap());
    assert_eq!(files.len(), 4, "one for each currency");
    for file in files {
        let text = String::from_utf8(file).unwrap();
        let rows: Vec<Vec<&str>> = text.lines().map(|line| line.split('\t').collect()).collect();
        assert!(rows.iter().all(|row| row.len() == 24), "{:?}", rows.iter().find(|row| row.len() != 24));
        let column = |name: &str| rows[0].iter().position(|one| *one == name).unwrap();
        let total: Decimal = rows[1][column("total-amount")].parse().unwrap();
        let details = rows[2..].iter().map(|row| row[column("amount")].parse::<Decimal>().unwrap());
        assert_eq!(details.sum::<Decimal>(), total);
        assert!(rows[2..].iter().all(|row| row[0] == rows[1][0] && !row[column("sku")].is_empty()));
        assert!(rows.len() > 10, "{}", rows.len());
    }
}
