//! Writes a draft down as the service would.

use chrono::{DateTime, NaiveTime, SecondsFormat, TimeDelta, Utc};
use fastrand::Rng;
use rust_decimal::Decimal;
use serde_json::{Map, Value, json};

use super::{
    Channel, Draft, Status, chance,
    line::Line,
    market::{DE, Group, JP, Language, US},
    pick,
};

pub(super) fn order(rng: &mut Rng, draft: &Draft) -> Value {
    let shipped = shipped_units(draft);
    let mut order = json!({
        "orderId": draft.id,
        "createdTime": time(draft.times.created),
        "lastUpdatedTime": time(draft.times.updated),
        "programs": programs(rng, draft),
        "salesChannel": {
            "channelName": "AMAZON",
            "marketplaceId": draft.market.id,
            "marketplaceName": draft.market.name,
        },
        "fulfillment": fulfillment(rng, draft),
    });
    let items = draft.lines.iter().zip(&shipped);
    let items: Vec<Value> = items.map(|(line, units)| write_item(rng, draft, line, *units)).collect();
    order["orderItems"] = json!(items);
    if let Some(original) = &draft.original {
        order["associatedOrders"] =
            json!([{ "orderId": original, "associationType": "REPLACEMENT_ORIGINAL_ID" }]);
    }
    if chance(rng, 5) {
        order["orderAliases"] =
            json!([{ "aliasId": format!("WEB-{}", draft.id), "aliasType": "SELLER_ORDER_ID" }]);
    }
    if draft.paid {
        order["buyer"] = buyer(rng, draft);
        order["recipient"] = recipient(rng, draft);
        order["proceeds"] = proceeds(rng, draft);
        add(&mut order, "payment", payment(draft));
        add(&mut order, "tax", order_tax(draft));
    }
    if draft.channel != Channel::Fba && shipped.iter().any(|units| *units > 0) {
        order["packages"] = packages(rng, draft, &shipped);
    }
    order
}

fn add(object: &mut Value, name: &str, value: Option<Value>) {
    if let Some(value) = value {
        object[name] = value;
    }
}

/// How many units of each line have left.
fn shipped_units(draft: &Draft) -> Vec<u32> {
    let lines = draft.lines.iter();
    match draft.status {
        Status::Shipped => lines.map(|line| line.quantity).collect(),
        Status::PartiallyShipped => {
            // The first line leaves whole; the only line leaves without its last unit.
            let single = draft.lines.len() == 1;
            let units =
                |(index, line): (usize, &Line)| if index > 0 { 0 } else { line.quantity - u32::from(single) };
            lines.enumerate().map(units).collect()
        }
        _ => lines.map(|_| 0).collect(),
    }
}

fn programs(rng: &mut Rng, draft: &Draft) -> Vec<&'static str> {
    let mut programs = Vec::new();
    if draft.buyer.company.is_some() {
        programs.push("AMAZON_BUSINESS");
        if draft.market.group == Group::Europe && chance(rng, 40) {
            programs.push("INVOICE_BY_AMAZON");
        }
    }
    if draft.channel == Channel::Sfp || (draft.channel == Channel::Fba && chance(rng, 45)) {
        programs.push("PRIME");
    }
    programs
}

fn fulfillment(rng: &mut Rng, draft: &Draft) -> Value {
    let prompt = draft.channel != Channel::Mfn;
    let levels: &[&str] =
        if prompt { &["NEXT_DAY", "SECOND_DAY", "EXPEDITED"] } else { &["STANDARD", "EXPEDITED"] };
    let midnight = |days: i64| {
        draft.times.created.date_naive().and_time(NaiveTime::MIN).and_utc() + TimeDelta::days(days)
    };
    let (ship, deliver) = if prompt { (1, 2) } else { (3, 7) };
    let mut fulfillment = json!({
        "fulfillmentStatus": draft.status.name(),
        "fulfilledBy": if draft.channel == Channel::Fba { "AMAZON" } else { "MERCHANT" },
        "fulfillmentServiceLevel": pick(rng, levels),
        "shipByWindow": {
            "earliestDateTime": time(midnight(0)),
            "latestDateTime": time(midnight(ship) - TimeDelta::seconds(1)),
        },
    });
    if draft.status != Status::Pending {
        fulfillment["deliverByWindow"] =
            json!({ "latestDateTime": time(midnight(deliver) - TimeDelta::seconds(1)) });
        // Either end of a window may be missing.
        if chance(rng, 70) {
            fulfillment["deliverByWindow"]["earliestDateTime"] = time(midnight(ship));
        }
    }
    fulfillment
}

fn buyer(rng: &mut Rng, draft: &Draft) -> Value {
    let mut buyer = json!({ "buyerName": draft.buyer.name });
    if draft.channel != Channel::Fba {
        buyer["buyerEmail"] = json!(draft.buyer.email);
    }
    if let Some(company) = &draft.buyer.company {
        buyer["buyerCompanyName"] = json!(company);
        if chance(rng, 60) {
            buyer["buyerPurchaseOrderNumber"] = json!(format!("PO-{:06}", rng.u32(..1_000_000)));
        }
    }
    buyer
}

fn recipient(rng: &mut Rng, draft: &Draft) -> Value {
    let mut address = draft.buyer.address.clone();
    if draft.channel != Channel::Fba && chance(rng, 90) {
        address["phone"] = json!(draft.buyer.phone);
    }
    let mut recipient = json!({ "deliveryAddress": address });
    if chance(rng, 5) {
        recipient["deliveryPreference"] =
            json!({ "dropOffLocation": "FRONT_DOOR", "addressInstruction": "Gate 2" });
    }
    recipient
}

/// The order's `proceeds`: each type summed over the lines, in the order in which the types first come.
fn proceeds(rng: &mut Rng, draft: &Draft) -> Value {
    let market = draft.market;
    let mut sums: Vec<(&'static str, Decimal)> = Vec::new();
    for one in draft.lines.iter().flat_map(|line| line.breakdowns(market)) {
        match sums.iter_mut().find(|(kind, _)| *kind == one.kind) {
            Some((_, sum)) => *sum += one.subtotal,
            None => sums.push((one.kind, one.subtotal)),
        }
    }
    let entry = |(kind, sum): &(&str, Decimal)| json!({ "type": kind, "subtotal": market.money(*sum) });
    let mut breakdowns: Vec<Value> = sums.iter().map(entry).collect();
    if let Some(tip) = draft.tip {
        let status = pick(rng, &["PENDING", "FINALIZED"]);
        breakdowns.push(json!({ "type": "DELIVERY_TIP", "subtotal": market.money(tip), "status": status }));
    }
    json!({ "grandTotal": market.money(draft.total()), "breakdowns": breakdowns })
}

fn payment(draft: &Draft) -> Option<Value> {
    if draft.original.is_some() {
        return None;
    }
    let method = match draft.market.language {
        _ if draft.cash_on_delivery => "CashOnDelivery",
        _ if draft.buyer.company.is_some() => "Invoice",
        Language::Japanese if draft.id.ends_with(['1', '2', '3']) => "ConvenienceStore",
        _ => "CreditCard",
    };
    let execution = json!({ "paymentMethod": method, "paymentAmount": draft.market.money(draft.total()) });
    Some(json!({ "paymentExecutions": [execution] }))
}

/// Businesses in Europe buy under their VAT number.
fn order_tax(draft: &Draft) -> Option<Value> {
    let company = draft.buyer.company.as_ref().filter(|_| draft.market.group == Group::Europe)?;
    Some(json!({ "taxRegistrations": [{
        "entityType": "BUYER",
        "legalName": company,
        "taxRegistrationType": "VAT",
        "taxRegistrationNumber": format!("{}000000000", draft.market.country),
    }]}))
}

fn write_item(rng: &mut Rng, draft: &Draft, line: &Line, shipped: u32) -> Value {
    let mut item = json!({
        "orderItemId": line.id,
        "quantityOrdered": line.quantity,
        "product": {
            "asin": line.item.asin,
            "title": line.offer.title,
            "sellerSku": line.item.sku,
            "condition": { "conditionType": "NEW", "conditionSubtype": "NEW", "conditionNote": "" },
        },
        "fulfillment": item_fulfillment(draft, line, shipped),
    });
    if draft.original.is_none() && chance(rng, 6) {
        item["programs"] = json!(["SUBSCRIBE_AND_SAVE"]);
    }
    if !line.promotions.is_empty() {
        let ids = line.promotions.iter().map(|id| json!({ "promotionId": id }));
        item["promotion"] = json!({ "breakdowns": ids.collect::<Vec<_>>() });
    }
    if draft.paid {
        item["product"]["price"] = line.price(draft.market, draft.buyer.company.is_some());
        item["proceeds"] = line.proceeds(draft.market);
        add(&mut item, "expense", points(rng, draft, line));
        add(&mut item, "tax", item_tax(rng, draft, line));
    }
    add(&mut item, "cancellation", cancellation(rng, draft));
    item
}

fn item_fulfillment(draft: &Draft, line: &Line, shipped: u32) -> Value {
    let open = if draft.status == Status::Cancelled { 0 } else { line.quantity - shipped };
    let mut fulfillment = json!({ "quantityFulfilled": shipped, "quantityUnfulfilled": open });
    if let Some(message) = line.gift_message {
        let mut option = Map::new();
        option.insert("giftMessage".to_owned(), json!(message));
        if line.breakdowns(draft.market).iter().any(|one| one.kind == "GIFT_WRAP") {
            option.insert("giftWrapLevel".to_owned(), json!("STANDARD"));
        }
        fulfillment["packing"] = json!({ "giftOption": option });
    }
    if draft.cash_on_delivery {
        fulfillment["shipping"] = json!({ "shippingConstraints": { "cashOnDelivery": "MANDATORY" } });
    }
    fulfillment
}

/// Japan grants points, which cost the seller about one percent.
fn points(rng: &mut Rng, draft: &Draft, line: &Line) -> Option<Value> {
    if draft.market.id != JP.id || draft.original.is_some() || !chance(rng, 40) {
        return None;
    }
    let points = (line.offer.price * Decimal::from(line.quantity) / Decimal::ONE_HUNDRED).round();
    let number: i64 = points.try_into().ok()?;
    let granted = json!({ "pointsNumber": number, "pointsMonetaryValue": draft.market.money(points) });
    Some(json!({ "pointsCost": { "pointsGranted": granted } }))
}

fn item_tax(rng: &mut Rng, draft: &Draft, line: &Line) -> Option<Value> {
    if draft.market.id == US.id && line.taxed() && chance(rng, 95) {
        let collection =
            json!({ "model": "MARKETPLACE_FACILITATOR", "responsibleParty": "Amazon Services, Inc." });
        return Some(json!({ "taxCollections": [collection] }));
    }
    if draft.market.id == DE.id && line.taxed() && chance(rng, 5) {
        return Some(json!({ "taxCalculationBreakdowns": [{ "reportingScheme": "UOSS" }] }));
    }
    None
}

/// What a cancelled order says, and now and then a buyer who asks for a cancellation that nobody has granted.
fn cancellation(rng: &mut Rng, draft: &Draft) -> Option<Value> {
    match draft.status {
        Status::Cancelled => {
            let by = pick(rng, &["BUYER", "MERCHANT", "AMAZON"]);
            Some(json!({ "cancellationExecution": { "cancelledBy": by, "cancelReason": "Not specified" } }))
        }
        Status::Unshipped if draft.original.is_none() && chance(rng, 2) => {
            let reason = "Order created by mistake";
            Some(json!({ "cancellationRequest": { "requester": "BUYER", "cancelReason": reason } }))
        }
        _ => None,
    }
}

fn packages(rng: &mut Rng, draft: &Draft, shipped: &[u32]) -> Value {
    let lines = draft.lines.iter().zip(shipped).filter(|(_, units)| **units > 0);
    let contents: Vec<Value> =
        lines.map(|(line, units)| json!({ "orderItemId": line.id, "quantity": units })).collect();
    // Some orders of several lines leave in two boxes.
    let boxes: Vec<&[Value]> = match contents.split_first() {
        Some((_, rest)) if !rest.is_empty() && chance(rng, 30) => vec![&contents[..1], rest],
        _ => vec![&contents[..]],
    };
    let numbered = boxes.iter().zip(1..);
    numbered.map(|(contents, number)| package(rng, draft, number, contents)).collect()
}

fn package(rng: &mut Rng, draft: &Draft, number: u32, contents: &[Value]) -> Value {
    let (carrier, service, prefix) = match draft.market.country {
        "US" => ("UPS", "UPS Ground", "1Z"),
        "GB" => ("Royal Mail", "Tracked 48", "RM"),
        "DE" => ("DHL", "DHL Paket", "0034"),
        _ => ("YAMATO", "宅急便", "4"),
    };
    json!({
        "packageReferenceId": number.to_string(),
        "createdTime": time(draft.times.updated),
        "packageStatus": { "status": "SHIPPED", "detailedStatus": "PICKED_UP" },
        "carrier": carrier,
        "shipTime": time(draft.times.updated),
        "shippingService": service,
        "trackingNumber": format!("{prefix}{:012}", rng.u64(..1_000_000_000_000)),
        "shipFromAddress": { "name": "Central Warehouse", "countryCode": draft.market.country },
        "packageItems": contents,
    })
}

fn time(at: DateTime<Utc>) -> Value {
    json!(at.to_rfc3339_opts(SecondsFormat::Secs, true))
}
