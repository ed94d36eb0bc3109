//! An item fulfilment of NetSuite's as packages of Amazon's.
//!
//! | NetSuite | Amazon |
//! | --- | --- |
//! | tracking numbers of the packages, each once | a package each |
//! | the sales order line's order-item id | `orderItemId` |
//! | quantity; of a kit, as many as all its members make up | `quantity`, never above what the order line has left |
//! | ship method, or the list that the package is in | `carrierCode`, `carrierName`, `shippingMethod` |
//! | ship date, and when the fulfilment was made | `shipDate` |
//!
//! NetSuite does not say which units are in which package. They are dealt out in the order of the lines, as evenly as
//! they go; packages beyond the number of units hold nothing that Amazon could be told of, and are left out. A tracking
//! number that several packages share is one package.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, NaiveTime, TimeZone as _, Utc};
use chrono_tz::Tz;
use commerce_client_core::secret::Pii;
use netsuite_client::{
    InternalId,
    field::Reference,
    records::{FulfillmentLine, ItemFulfillment},
};
use rust_decimal::{Decimal, prelude::ToPrimitive as _};
use sp_api_client::{
    ids::{OrderId, OrderItemId, PackageReferenceId},
    orders::OrderPackage,
    orders_v0::{ConfirmShipmentOrderItem, ConfirmShipmentRequest, PackageDetail},
};

use super::{MapError, carrier};
use crate::{
    keys,
    plan::{Op, RecordKind, Write},
    settings::{AccountSettings, ShipmentSettings, StoreSettings, WithoutTracking},
    store::{ParkReason, RunKey},
};

/// A line of a sales order that stands for an order item of Amazon's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrderLine {
    /// Its number within the sales order.
    pub line: i64,
    /// The item.
    pub item: InternalId,
    /// Amazon's order item.
    pub order_item_id: OrderItemId,
    /// How many were ordered.
    pub quantity: Decimal,
}

/// What each kit is made of: its parts, and how many of each are in one kit.
pub type Kits = BTreeMap<InternalId, Vec<(InternalId, Decimal)>>;

/// Units of an order item.
pub type Units = Vec<(OrderItemId, i64)>;

/// A package of a fulfilment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parcel {
    /// The carrier's number.
    pub tracking_number: String,
    /// Amazon's code of the carrier, where the list that the package is in says it.
    pub carrier: Option<&'static str>,
}

/// Amazon's name for who carries a package.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Carrier {
    /// `carrierCode`.
    pub code: String,
    /// `carrierName`.
    pub name: Option<String>,
    /// `shippingMethod`.
    pub service: Option<String>,
}

/// A package as Amazon is told of it, but for its number within the order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Package {
    /// What is in it.
    pub units: Units,
    /// Its tracking number, or what stands for one.
    pub tracking_number: String,
    /// Who carries it.
    pub carrier: Carrier,
    /// When it left.
    pub shipped_at: DateTime<Utc>,
}

/// A fulfilment with all that is needed to tell Amazon of it.
#[derive(Debug, Clone, Copy)]
pub struct Fulfillment<'a> {
    /// The record, with its sublists.
    pub record: &'a ItemFulfillment,
    /// The order's lines that stand for order items, by line number.
    pub ordered: &'a [OrderLine],
    /// Kits among them.
    pub kits: &'a Kits,
    /// What earlier fulfilments of the order have shipped, by the order's line.
    pub before: &'a BTreeMap<i64, Decimal>,
    /// The day of the order, in the store's zone.
    pub ordered_on: NaiveDate,
}

/// The packages of a fulfilment.
///
/// # Errors
/// [`MapError`] when nothing of it belongs to the order, when it has no tracking number, when its carrier cannot be told,
/// or when a quantity is no whole number.
pub fn packages(
    fulfillment: Fulfillment<'_>,
    store: &StoreSettings,
    settings: &ShipmentSettings,
) -> Result<Vec<Package>, MapError> {
    let record = fulfillment.record;
    let units = units(&fulfillment)?;
    let mut parcels = parcels(record);
    if parcels.is_empty() {
        parcels.push(untracked(record, settings)?);
    }
    let zone = store.zone().map_err(|e| MapError::new(ParkReason::MissingSetting, e.to_string()))?;
    let shipped_at = shipped_at(record, fulfillment.ordered_on, zone)?;
    let dealt = deal(&units, parcels.len());
    let package = |(units, parcel): (Units, Parcel)| -> Result<Package, MapError> {
        let carrier = carrier_of(record, &parcel, settings)?;
        Ok(Package { units, tracking_number: parcel.tracking_number, carrier, shipped_at })
    };
    dealt.into_iter().zip(parcels).map(package).collect()
}

/// How many units of each order item the fulfilment ships, as far as the order has them left.
fn units(fulfillment: &Fulfillment<'_>) -> Result<Units, MapError> {
    let mut units: Units = Vec::new();
    let mut over = false;
    for ordered in fulfillment.ordered {
        let shipped = shipped(&fulfillment.record.item.items, ordered, fulfillment.kits);
        if shipped.is_zero() {
            continue;
        }
        let before = fulfillment.before.get(&ordered.line).copied().unwrap_or_default();
        let left = (ordered.quantity - before).max(Decimal::ZERO);
        over |= shipped > left;
        let quantity = shipped.min(left);
        let whole = Some(quantity).filter(Decimal::is_integer).and_then(|quantity| quantity.to_i64());
        let Some(quantity) = whole else {
            let text = format!(
                "the fulfilment ships {quantity} of order item {}, and Amazon counts whole units. Correct the quantity, \
                 then retry",
                ordered.order_item_id
            );
            return Err(MapError::new(ParkReason::Conflict, text));
        };
        match units.iter_mut().find(|(item, _)| *item == ordered.order_item_id) {
            _ if quantity == 0 => {}
            Some((_, sum)) => *sum += quantity,
            None => units.push((ordered.order_item_id.clone(), quantity)),
        }
    }
    if !units.is_empty() {
        return Ok(units);
    }
    let text = if over {
        "the order's other fulfilments have shipped everything already: this one is more than was ordered. Correct the \
         quantities, then retry"
    } else {
        "nothing in the fulfilment belongs to an order item of Amazon's: the lines of the sales order lack the order-item \
         id, or a kit is not complete. Correct the order, then retry"
    };
    Err(MapError::new(ParkReason::Conflict, text))
}

/// How much of an order's line a fulfilment ships. Of a kit: as many as all of its members make up.
pub fn shipped(lines: &[FulfillmentLine], ordered: &OrderLine, kits: &Kits) -> Decimal {
    let quantity = |line: &FulfillmentLine| line.quantity.unwrap_or_default();
    let leaves = |line: &&FulfillmentLine| line.item_receive != Some(false);
    let own: Vec<&FulfillmentLine> = lines
        .iter()
        .filter(leaves)
        .filter(|line| line.order_line == Some(ordered.line) && line.kit_member_of.is_none())
        .collect();
    let whole: Decimal = own.iter().map(|line| quantity(line)).sum();
    let Some(parts) = kits.get(&ordered.item).filter(|parts| !parts.is_empty()) else { return whole };
    let last = ordered.line + i64::try_from(parts.len()).unwrap_or_default();
    let is_member = |line: &&FulfillmentLine| match line.kit_member_of {
        Some(kit) => own.iter().any(|own| own.line == Some(kit)),
        // The kit's own line may be missing; the order numbers its members right behind it.
        None => own.is_empty() && line.order_line.is_some_and(|at| at > ordered.line && at <= last),
    };
    let members: Vec<&FulfillmentLine> = lines.iter().filter(leaves).filter(is_member).collect();
    if members.is_empty() {
        return whole;
    }
    let of_part = |item: &InternalId| -> Decimal {
        let is_it =
            |line: &&&FulfillmentLine| line.item.as_ref().and_then(Reference::internal_id) == Some(item);
        members.iter().filter(is_it).map(|line| quantity(line)).sum()
    };
    let complete = parts
        .iter()
        .filter(|(_, each)| *each > Decimal::ZERO)
        .map(|(item, each)| (of_part(item) / each).floor())
        .min()
        .unwrap_or_default();
    if own.is_empty() { complete } else { whole.min(complete) }
}

/// The packages with a tracking number, each number once.
pub fn parcels(record: &ItemFulfillment) -> Vec<Parcel> {
    let plain = record.package.items.iter().map(|package| (&package.package_tracking_number, None));
    let ups = record.package_ups.items.iter().map(|p| (&p.package_tracking_number_ups, Some("UPS")));
    let fedex =
        record.package_fed_ex.items.iter().map(|p| (&p.package_tracking_number_fed_ex, Some("FedEx")));
    let usps = record.package_usps.items.iter().map(|p| (&p.package_tracking_number_usps, Some("USPS")));
    let other = record.shipment_package.items.iter().map(|package| (&package.tracking_number, None));
    let mut parcels: Vec<Parcel> = Vec::new();
    for (number, carrier) in plain.chain(ups).chain(fedex).chain(usps).chain(other) {
        let Some(number) = number.as_deref().map(str::trim).filter(|number| !number.is_empty()) else {
            continue;
        };
        if !parcels.iter().any(|parcel| parcel.tracking_number == number) {
            parcels.push(Parcel { tracking_number: number.to_owned(), carrier });
        }
    }
    parcels
}

fn untracked(record: &ItemFulfillment, settings: &ShipmentSettings) -> Result<Parcel, MapError> {
    match (settings.without_tracking, &record.tran_id) {
        (WithoutTracking::SendDocumentNumber, Some(number)) => {
            Ok(Parcel { tracking_number: number.clone(), carrier: None })
        }
        _ => {
            let text = "the fulfilment has no tracking number. Add one; or let such shipments be confirmed with \
                        `shipments.without_tracking`, then retry";
            Err(MapError::new(ParkReason::MissingSetting, text))
        }
    }
}

/// Deals units out to packages, in order and as evenly as they go. No package is empty: there are no more than units.
fn deal(units: &[(OrderItemId, i64)], packages: usize) -> Vec<Units> {
    let total: i64 = units.iter().map(|(_, quantity)| quantity).sum();
    let packages = i64::try_from(packages).unwrap_or(i64::MAX).clamp(1, total.max(1));
    let mut rest = units.iter().cloned();
    let Some((mut item, mut left)) = rest.next() else { return Vec::new() };
    let mut dealt = Vec::new();
    for package in 0..packages {
        let mut room = (package + 1) * total / packages - package * total / packages;
        let mut held = Units::new();
        while room > 0 {
            if left == 0 {
                let Some(next) = rest.next() else { break };
                (item, left) = next;
                continue;
            }
            let taken = room.min(left);
            held.push((item.clone(), taken));
            (room, left) = (room - taken, left - taken);
        }
        dealt.push(held);
    }
    dealt
}

/// Who carries a package: as the settings say, else as the ship method or the package's list says.
fn carrier_of(
    record: &ItemFulfillment,
    parcel: &Parcel,
    settings: &ShipmentSettings,
) -> Result<Carrier, MapError> {
    let (id, name) = match &record.ship_method {
        Some(Reference::Internal { id, name }) => (Some(id.as_str()), name.as_deref()),
        _ => (None, None),
    };
    let name = name.map(str::trim).filter(|name| !name.is_empty() && Some(*name) != id);
    let service = name.map(str::to_owned);
    let is_it =
        |method: &str| Some(method) == id || name.is_some_and(|name| name.eq_ignore_ascii_case(method));
    if let Some((_, mapped)) = settings.carriers.iter().find(|(method, _)| is_it(method)) {
        let named = mapped.name.clone().or_else(|| service.clone().filter(|_| mapped.code == carrier::OTHER));
        let service = mapped.service.clone().or(service);
        return Ok(Carrier { code: mapped.code.clone(), name: named, service });
    }
    if settings.recognise_carriers {
        let by_ups =
            record.ship_carrier.as_ref().is_some_and(|carrier| carrier.id.eq_ignore_ascii_case("ups"));
        let said = parcel.carrier.or_else(|| name.and_then(carrier::recognise)).or(by_ups.then_some("UPS"));
        if let Some(code) = said {
            return Ok(Carrier { code: code.to_owned(), name: None, service });
        }
    }
    let other = |name: &str| Carrier {
        code: carrier::OTHER.to_owned(),
        name: Some(name.to_owned()),
        service: service.clone(),
    };
    match (name, settings.unnamed_carrier.as_deref()) {
        (Some(name), _) | (None, Some(name)) => Ok(other(name)),
        (None, None) => {
            let text = match id {
                Some(id) => format!(
                    "the fulfilment's ship method {id} has no carrier. Map it in `shipments.carriers`, then retry"
                ),
                None => "the fulfilment has neither ship method nor carrier. Choose one, or set \
                         `shipments.unnamed_carrier`, then retry"
                    .to_owned(),
            };
            Err(MapError::new(ParkReason::MissingSetting, text))
        }
    }
}

/// When the package left. NetSuite has a day; Amazon wants an instant that is neither before the order nor in the future:
/// noon of that day in the store's zone, but no later than the fulfilment was made; and the moment at which it was made
/// when that day is the order's, or a day before it.
fn shipped_at(record: &ItemFulfillment, ordered_on: NaiveDate, zone: Tz) -> Result<DateTime<Utc>, MapError> {
    let day = record.shipped_date.or(record.tran_date);
    let Some(made) = record.created_date else {
        let text = "NetSuite does not say when the fulfilment was made, so there is no ship date. Retry";
        return Err(MapError::new(ParkReason::UnknownValue, text));
    };
    let noon = day.filter(|day| *day > ordered_on).and_then(|day| {
        let noon = day.and_time(NaiveTime::from_hms_opt(12, 0, 0)?);
        Some(zone.from_local_datetime(&noon).earliest()?.to_utc())
    });
    Ok(noon.map_or(made, |noon| noon.min(made)))
}

/// The request that tells Amazon of a package under this number.
///
/// # Errors
/// When Amazon could not be told so: the number is malformed.
pub fn request(
    package: &Package,
    number: &str,
    store: &StoreSettings,
) -> Result<ConfirmShipmentRequest, MapError> {
    let number = PackageReferenceId::new(number)
        .map_err(|e| MapError::new(ParkReason::UnknownValue, format!("the package's number: {e}")))?;
    let items = package.units.iter();
    let items =
        items.map(|(item, quantity)| ConfirmShipmentOrderItem::new(item.clone(), *quantity)).collect();
    let Carrier { code, name, service } = package.carrier.clone();
    let tracking_number = package.tracking_number.clone();
    let mut detail = PackageDetail::new(number, code, tracking_number, package.shipped_at, items);
    (detail.carrier_name, detail.shipping_method) = (name, service);
    Ok(ConfirmShipmentRequest::new(detail, store.marketplace_id.clone()))
}

/// What a package is called: the fulfilment that it belongs to, and which of its packages it is, counted from 1.
#[derive(Debug, Clone, Copy)]
pub struct Identity<'a> {
    /// Amazon's order.
    pub order: &'a OrderId,
    /// NetSuite's fulfilment.
    pub fulfillment: &'a InternalId,
    /// Which of its packages.
    pub index: usize,
}

/// The op that confirms a package, or edits it. `slot` is the number in the op's key, `request` has the number that
/// Amazon knows; they differ only for a package that was confirmed by other hands.
///
/// # Errors
/// When the ids cannot be part of a key.
pub fn op(
    run: &RunKey,
    settings: &AccountSettings,
    identity: Identity<'_>,
    slot: u32,
    request: &ConfirmShipmentRequest,
    version: i64,
) -> Result<Op, MapError> {
    let malformed = |what: String| MapError::new(ParkReason::UnknownValue, what);
    let Identity { order, fulfillment, index } = identity;
    Ok(Op {
        key: keys::op_key(run, RecordKind::Shipment, &format!("{order}/{slot}"))
            .map_err(|e| malformed(format!("the order id is malformed: {e}")))?,
        kind: RecordKind::Shipment,
        write: Write::Upsert,
        external_id: keys::shipment_external_id(&settings.seller_id, fulfillment, index),
        amazon_id: order.to_string(),
        body: Pii::new(
            serde_json::to_value(request)
                .map_err(|e| malformed(format!("the package cannot be written as JSON: {e}")))?,
        ),
        version,
        total: None,
        settles: false,
    })
}

/// The package among an order's that is what `request` says: the same tracking number and units, and no other carrier.
pub fn confirmed<'a>(
    packages: &'a [OrderPackage],
    request: &ConfirmShipmentRequest,
) -> Option<&'a OrderPackage> {
    let wanted = &request.package_detail;
    let carrier =
        wanted.carrier_name.as_deref().filter(|name| !name.is_empty()).unwrap_or(&wanted.carrier_code);
    let mut units: BTreeMap<&OrderItemId, i64> = BTreeMap::new();
    for item in &wanted.order_items {
        *units.entry(&item.order_item_id).or_default() += item.quantity;
    }
    let is_it = |package: &&OrderPackage| {
        let mut held: BTreeMap<&OrderItemId, i64> = BTreeMap::new();
        for item in &package.package_items {
            *held.entry(&item.order_item_id).or_default() += i64::from(item.quantity);
        }
        is_tracked(package, &wanted.tracking_number) && held == units && is_carried(package, carrier)
    };
    packages.iter().find(is_it)
}

/// Whether a package has this tracking number.
pub fn is_tracked(package: &OrderPackage, tracking_number: &str) -> bool {
    package
        .tracking_number
        .as_deref()
        .is_some_and(|number| number.trim().eq_ignore_ascii_case(tracking_number))
}

/// Amazon shows carriers as free text: `DHL` and `DHL Paket` are no contradiction.
fn is_carried(package: &OrderPackage, carrier: &str) -> bool {
    let Some(shown) = package.carrier.as_deref() else { return true };
    let (shown, carrier) = (shown.to_lowercase(), carrier.to_lowercase());
    shown.contains(&carrier) || carrier.contains(&shown)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};
    use sp_api_client::Marketplace;

    use super::*;

    fn id(number: u32) -> InternalId {
        InternalId::new(number.to_string()).unwrap()
    }

    fn item(name: &str) -> OrderItemId {
        OrderItemId::new(name).unwrap()
    }

    fn record(body: Value) -> ItemFulfillment {
        serde_json::from_value(body).unwrap()
    }

    /// Three of item 10 on line 1, and one of item 20 on line 5.
    fn ordered() -> Vec<OrderLine> {
        let line = |line, number, name, quantity: i64| OrderLine {
            line,
            item: id(number),
            order_item_id: item(name),
            quantity: quantity.into(),
        };
        vec![line(1, 10, "A", 3), line(5, 20, "B", 1)]
    }

    fn store() -> StoreSettings {
        StoreSettings::new(Marketplace::DE.into(), id(1))
    }

    fn day(day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, day).unwrap()
    }

    fn shipped_units(
        lines: Value,
        kits: &Kits,
        before: &[(i64, i64)],
    ) -> Result<Vec<(String, i64)>, MapError> {
        let record = record(json!({"item": {"items": lines}}));
        let before = before.iter().map(|(line, quantity)| (*line, (*quantity).into())).collect();
        let ordered = ordered();
        let fulfillment =
            Fulfillment { record: &record, ordered: &ordered, kits, before: &before, ordered_on: day(1) };
        Ok(units(&fulfillment)?.into_iter().map(|(item, quantity)| (item.to_string(), quantity)).collect())
    }

    #[test]
    fn no_more_is_confirmed_than_the_order_has_left() {
        let lines =
            json!([{"line": 1, "orderLine": 1, "quantity": 3}, {"line": 2, "orderLine": 5, "quantity": 1}]);
        let units = shipped_units(lines.clone(), &Kits::new(), &[(1, 2)]).unwrap();
        assert_eq!(units, [("A".to_owned(), 1), ("B".to_owned(), 1)]);
        let error = shipped_units(lines, &Kits::new(), &[(1, 3), (5, 1)]).unwrap_err();
        assert!(error.text.contains("more than was ordered"), "{error}");
    }

    #[test]
    fn lines_that_stay_and_lines_of_nothing_of_amazons_are_left_out() {
        let lines = json!([
            {"line": 1, "orderLine": 1, "quantity": 3, "itemReceive": false}, {"line": 2, "orderLine": 9, "quantity": 1},
        ]);
        assert_eq!(shipped_units(lines, &Kits::new(), &[]).unwrap_err().reason, ParkReason::Conflict);
        let half = json!([{"line": 1, "orderLine": 1, "quantity": 0.5}]);
        assert!(shipped_units(half, &Kits::new(), &[]).unwrap_err().text.contains("whole units"));
    }

    #[test]
    fn a_kit_counts_as_often_as_all_of_its_members_make_it_up() {
        let kits = Kits::from([(id(10), vec![(id(11), 2.into()), (id(12), 1.into())])]);
        let members = |eleven: i64, twelve: i64| {
            json!([
                {"line": 1, "orderLine": 1, "quantity": 3},
                {"line": 2, "kitMemberOf": 1, "item": {"id": "11"}, "quantity": eleven},
                {"line": 3, "kitMemberOf": 1, "item": {"id": "12"}, "quantity": twelve},
            ])
        };
        let a = |quantity| vec![("A".to_owned(), quantity)];
        assert_eq!(shipped_units(members(6, 3), &kits, &[]).unwrap(), a(3));
        assert_eq!(shipped_units(members(5, 3), &kits, &[]).unwrap(), a(2), "one lacks a part");
        // Some accounts show the members only.
        let mut alone = members(4, 2);
        alone.as_array_mut().unwrap().remove(0);
        for (index, line) in [2, 3].into_iter().enumerate() {
            alone[index]["orderLine"] = line.into();
            alone[index].as_object_mut().unwrap().remove("kitMemberOf");
        }
        assert_eq!(shipped_units(alone, &kits, &[]).unwrap(), a(2));
    }

    #[test]
    fn units_are_dealt_out_evenly_and_no_package_is_empty() {
        let units = vec![(item("A"), 3), (item("B"), 2)];
        assert_eq!(deal(&units, 1), std::slice::from_ref(&units));
        assert_eq!(deal(&units, 2), [vec![(item("A"), 2)], vec![(item("A"), 1), (item("B"), 2)]]);
        let five = deal(&units, 9);
        assert_eq!(five.len(), 5);
        assert!(five.iter().all(|package| package.iter().map(|(_, quantity)| quantity).sum::<i64>() == 1));
    }

    #[test]
    fn a_ship_date_is_neither_before_the_order_nor_after_the_fulfilment_was_made() {
        let berlin: Tz = "Europe/Berlin".parse().unwrap();
        let at = |text: &str| text.parse::<DateTime<Utc>>().unwrap();
        let made = "2026-11-05T15:30:00Z";
        let shipped = |on: &str| {
            let record = record(json!({"createdDate": made, "tranDate": on}));
            shipped_at(&record, day(3), berlin).unwrap()
        };
        assert_eq!(shipped("2026-11-05"), at("2026-11-05T11:00:00Z"), "noon in Berlin");
        assert_eq!(shipped("2026-11-04"), at("2026-11-04T11:00:00Z"));
        assert_eq!(shipped("2026-11-03"), at(made), "the order's own day");
        assert_eq!(shipped("2026-11-01"), at(made), "before the order");
        assert_eq!(shipped("2026-12-24"), at(made), "in the future");
    }

    fn carried(method: Value, settings: &ShipmentSettings) -> Result<Carrier, MapError> {
        let record = record(json!({"shipMethod": method}));
        let parcel = Parcel { tracking_number: "1".to_owned(), carrier: None };
        carrier_of(&record, &parcel, settings)
    }

    fn carrier(code: &str, name: Option<&str>, service: Option<&str>) -> Carrier {
        Carrier { code: code.to_owned(), name: name.map(str::to_owned), service: service.map(str::to_owned) }
    }

    #[test]
    fn the_carrier_is_what_the_settings_say_else_what_the_ship_method_says_else_other_by_name() {
        let mut settings = ShipmentSettings::default();
        let ground = json!({"id": "5", "refName": "UPS Ground"});
        let van = json!({"id": "6", "refName": "Our van"});
        assert_eq!(carried(ground.clone(), &settings).unwrap(), carrier("UPS", None, Some("UPS Ground")));
        assert_eq!(
            carried(van.clone(), &settings).unwrap(),
            carrier("Other", Some("Our van"), Some("Our van"))
        );
        let mapped = crate::settings::ShipmentCarrier { code: "DHL".to_owned(), name: None, service: None };
        settings.carriers.insert("our VAN".to_owned(), mapped.clone());
        settings.carriers.insert("5".to_owned(), mapped);
        assert_eq!(carried(van, &settings).unwrap(), carrier("DHL", None, Some("Our van")));
        assert_eq!(carried(ground.clone(), &settings).unwrap(), carrier("DHL", None, Some("UPS Ground")));
        settings.carriers.clear();
        settings.recognise_carriers = false;
        let other = carrier("Other", Some("UPS Ground"), Some("UPS Ground"));
        assert_eq!(carried(ground, &settings).unwrap(), other);
    }

    #[test]
    fn without_ship_method_and_carrier_it_waits_unless_a_name_is_set() {
        let mut settings = ShipmentSettings::default();
        assert_eq!(carried(Value::Null, &settings).unwrap_err().reason, ParkReason::MissingSetting);
        settings.unnamed_carrier = Some("Courier".to_owned());
        assert_eq!(carried(Value::Null, &settings).unwrap(), carrier("Other", Some("Courier"), None));
    }

    #[test]
    fn a_package_at_amazon_is_the_same_with_the_same_number_units_and_no_other_carrier() {
        let package = Package {
            units: vec![(item("A"), 2)],
            tracking_number: "1Z1".to_owned(),
            carrier: carrier("DHL", None, None),
            shipped_at: DateTime::UNIX_EPOCH,
        };
        let request = request(&package, "1", &store()).unwrap();
        let shown = |carrier: &str, tracking: &str, quantity: u32| -> OrderPackage {
            serde_json::from_value(json!({
                "packageReferenceId": "9", "carrier": carrier, "trackingNumber": tracking,
                "packageItems": [{"orderItemId": "A", "quantity": quantity}],
            }))
            .unwrap()
        };
        assert!(confirmed(&[shown("DHL Paket", "1z1", 2)], &request).is_some());
        for other in [shown("UPS", "1Z1", 2), shown("DHL", "1Z2", 2), shown("DHL", "1Z1", 1)] {
            assert!(confirmed(&[other], &request).is_none());
        }
    }
}
