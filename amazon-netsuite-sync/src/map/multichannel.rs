//! A sales order of another channel as an order that Amazon sends out, and what it sent as item fulfilments.
//!
//! | NetSuite's sales order | Amazon's fulfillment order |
//! | --- | --- |
//! | internal id | `sellerFulfillmentOrderId`: `amz-mcf-<seller>-<id>` |
//! | document number, day | `displayableOrderId`, `displayableOrderDate` (noon) |
//! | ship method | `shippingSpeedCategory` |
//! | shipping address | `destinationAddress` |
//! | open lines with goods, of the configured locations | items, by line number |
//!
//! | Amazon's shipment | NetSuite's item fulfilment |
//! | --- | --- |
//! | its units, by line number | the lines, each with its quantity; every other open line is left out by name |
//! | packages | packages with their tracking numbers |
//! | when it left | the day, in the store's zone |

use std::collections::BTreeMap;

use chrono::NaiveTime;
use commerce_client_core::{secret::Pii, wire};
use netsuite_client::{ExternalId, InternalId, RecordId, field::Reference, records};
use rust_decimal::Decimal;
use serde_json::{Value, json};
use sp_api_client::{
    ids::SellerSku,
    outbound::{
        Address, CreateFulfillmentOrderItem, CreateFulfillmentOrderRequest, FulfillmentAction,
        FulfillmentOrderId, FulfillmentOrderItemId, FulfillmentShipment, FulfillmentShipmentStatus,
    },
};

use super::{MapError, order};
use crate::{
    keys,
    plan::{Op, RecordKind, Write},
    settings::{AccountSettings, MultichannelSettings, StoreSettings},
    store::{ParkReason, RunKey},
};

/// An item as NetSuite names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedItem {
    /// Its name.
    pub name: String,
    /// Whether it is goods: has stock, or is a kit of such.
    pub ships: bool,
}

/// A sales order, and what its lines are of.
#[derive(Debug, Clone, Copy)]
pub struct Ordered<'a> {
    /// Its id.
    pub id: &'a InternalId,
    /// The record, sublists included.
    pub record: &'a records::SalesOrder,
    /// The items of its lines.
    pub items: &'a BTreeMap<InternalId, NamedItem>,
}

/// A line that is still to be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenLine {
    /// The order's number for it.
    pub line: i64,
    /// The item's name.
    pub item: String,
    /// How much is open.
    pub quantity: Decimal,
    /// Whether it is Amazon's to send.
    pub is_amazons: bool,
}

/// The lines with goods of which something is open.
pub fn open_lines(order: Ordered<'_>, settings: &MultichannelSettings) -> Vec<OpenLine> {
    let id_of = |reference: &Option<Reference>| match reference {
        Some(Reference::Internal { id, .. }) => Some(id.clone()),
        _ => None,
    };
    let header = id_of(&order.record.location);
    let lines = order.record.item.items.iter().filter(|line| line.is_closed != Some(true));
    lines
        .filter_map(|line| {
            let item = order.items.get(&id_of(&line.item)?).filter(|item| item.ships)?;
            let quantity = line.quantity? - line.quantity_fulfilled.unwrap_or_default();
            let location = id_of(&line.location).or_else(|| header.clone());
            let is_amazons = settings.locations.is_empty()
                || location.is_some_and(|location| settings.locations.contains(&location));
            (quantity > Decimal::ZERO).then_some(OpenLine {
                line: line.line?,
                item: item.name.clone(),
                quantity,
                is_amazons,
            })
        })
        .collect()
}

/// Amazon's name for what stands for a sales order.
pub fn fulfillment_order_id(settings: &AccountSettings, order: &InternalId) -> ExternalId {
    keys::multichannel_id(RecordKind::FulfillmentOrder, &settings.seller_id, order.as_str())
}

/// Has Amazon send the order. None if it has no line that is Amazon's to send.
///
/// # Errors
/// When the order lacks an address or a number, or has a part of a unit.
pub fn create(
    run: &RunKey,
    ordered: Ordered<'_>,
    store: &StoreSettings,
    channel: &MultichannelSettings,
    settings: &AccountSettings,
) -> Result<Option<Op>, MapError> {
    let record = ordered.record;
    let mut items = Vec::new();
    for line in open_lines(ordered, channel).into_iter().filter(|line| line.is_amazons) {
        let units = line.quantity.is_integer().then(|| i64::try_from(line.quantity).ok()).flatten();
        let Some(units) = units else {
            let text = format!("line {} orders {} of it: Amazon sends whole units", line.line, line.quantity);
            return Err(MapError::new(ParkReason::UnknownValue, text));
        };
        let sku = SellerSku::new(sku_of(&line.item, store, channel, settings)).map_err(order::malformed)?;
        let id = FulfillmentOrderItemId::new(line.line.to_string()).map_err(order::malformed)?;
        items.push(CreateFulfillmentOrderItem::new(sku, id, units));
    }
    if items.is_empty() {
        return Ok(None);
    }
    let conflict = |what: &str| {
        let text = format!("the sales order has no {what}, which Amazon needs. Add it, then retry");
        MapError::new(ParkReason::Conflict, text)
    };
    let external_id = fulfillment_order_id(settings, ordered.id);
    let id = FulfillmentOrderId::new(external_id.as_str()).map_err(order::malformed)?;
    let number =
        record.tran_id.as_deref().or(record.other_ref_num.as_deref()).ok_or_else(|| conflict("number"))?;
    let day = record.tran_date.ok_or_else(|| conflict("date"))?;
    let noon = NaiveTime::from_hms_opt(12, 0, 0).unwrap_or(NaiveTime::MIN);
    let mut request = CreateFulfillmentOrderRequest::new(
        id,
        number.chars().take(40).collect::<String>(),
        day.and_time(noon).and_utc(),
        channel.comment.chars().take(750).collect::<String>(),
        channel.speed.clone(),
        address(record.shipping_address.as_ref().ok_or_else(|| conflict("shipping address"))?, &conflict)?,
        items,
    );
    if let Some(Reference::Internal { id, name }) = &record.ship_method {
        let by_name = || channel.speeds.get(name.as_deref()?);
        if let Some(speed) = channel.speeds.get(id.as_str()).or_else(by_name) {
            request.shipping_speed_category = speed.clone();
        }
    }
    request.marketplace_id = Some(store.marketplace_id.clone());
    request.fulfillment_action = Some(FulfillmentAction::Ship);
    request.fulfillment_policy = Some(channel.policy.clone());
    let kind = RecordKind::FulfillmentOrder;
    Ok(Some(Op {
        key: keys::op_key(run, kind, ordered.id.as_str()).map_err(order::malformed)?,
        kind,
        write: Write::Create,
        amazon_id: external_id.to_string(),
        external_id,
        body: Pii::new(order::to_json(&request)?),
        version: 0,
        total: None,
        settles: channel.exported.is_none(),
    }))
}

/// The SKU that Amazon knows an item by.
fn sku_of<'a>(
    item: &'a str,
    store: &'a StoreSettings,
    channel: &'a MultichannelSettings,
    settings: &'a AccountSettings,
) -> &'a str {
    let aliases = || store.aliases.iter().chain(&settings.items.aliases);
    let alias = || aliases().find(|(_, name)| name.as_str() == item).map(|(sku, _)| sku.as_str());
    channel.skus.get(item).map(String::as_str).or_else(alias).unwrap_or(item)
}

/// Where it goes. What is wrong with it is never quoted.
fn address(there: &records::Address, conflict: &impl Fn(&str) -> MapError) -> Result<Address, MapError> {
    let text = |text: &Option<String>| {
        text.as_deref().map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned)
    };
    let name =
        text(&there.addressee).or_else(|| text(&there.attention)).ok_or_else(|| conflict("addressee"))?;
    let first = text(&there.addr1).ok_or_else(|| conflict("street in its address"))?;
    let zip = text(&there.zip).ok_or_else(|| conflict("postal code in its address"))?;
    let country = there.country.as_ref().ok_or_else(|| conflict("country in its address"))?;
    let mut address = Address::new(name, first, zip, country.id.as_str());
    address.address_line2 = text(&there.addr2);
    address.address_line3 = text(&there.addr3);
    address.state_or_region = text(&there.state);
    address.phone = text(&there.addr_phone);
    if country.id != "JP" {
        address.city = Some(text(&there.city).ok_or_else(|| conflict("city in its address"))?);
    }
    Ok(address)
}

/// Calls the whole order off at Amazon.
///
/// # Errors
/// When the order's id cannot be part of a key.
pub fn cancel(run: &RunKey, order: &InternalId, settings: &AccountSettings) -> Result<Op, MapError> {
    let (kind, id) = (RecordKind::FulfillmentOrder, fulfillment_order_id(settings, order));
    Ok(Op {
        key: keys::op_key(run, kind, &format!("{order}/cancel")).map_err(order::malformed)?,
        kind,
        write: Write::Cancel,
        external_id: keys::change_id(&id),
        amazon_id: id.to_string(),
        body: Pii::new(Value::Null),
        version: 0,
        total: None,
        settles: true,
    })
}

/// Ticks the box that says that Amazon has the order. None where the account has no such box.
///
/// # Errors
/// When the order's id cannot be part of a key.
pub fn mark(
    run: &RunKey,
    order: &InternalId,
    channel: &MultichannelSettings,
) -> Result<Option<Op>, MapError> {
    let Some(field) = &channel.exported else { return Ok(None) };
    let kind = RecordKind::SalesOrder;
    Ok(Some(Op {
        key: keys::change_key(run, kind, order.as_str()).map_err(order::malformed)?,
        kind,
        write: Write::Update { record: RecordId::from(order.clone()) },
        external_id: keys::change_id(&keys::record_id(kind, order)),
        amazon_id: order.to_string(),
        body: Pii::new(json!({field.as_str(): true})),
        version: 0,
        total: None,
        settles: true,
    }))
}

/// Whether a shipment has left.
pub fn has_left(shipment: &FulfillmentShipment) -> bool {
    shipment.fulfillment_shipment_status.as_ref().is_some_and(|status| {
        status.as_str().eq_ignore_ascii_case(FulfillmentShipmentStatus::Shipped.as_str())
    })
}

/// The item fulfilment of a shipment that has left.
///
/// # Errors
/// When a line of the shipment is none of the order's, or more left than is open.
pub fn fulfillment(
    run: &RunKey,
    ordered: Ordered<'_>,
    shipment: &FulfillmentShipment,
    store: &StoreSettings,
    channel: &MultichannelSettings,
    settings: &AccountSettings,
) -> Result<Op, MapError> {
    let mut units: BTreeMap<i64, Decimal> = BTreeMap::new();
    for item in shipment.fulfillment_shipment_item.iter() {
        let Ok(line) = item.seller_fulfillment_order_item_id.as_str().parse::<i64>() else {
            return Err(MapError::unknown(
                "sellerFulfillmentOrderItemId",
                &item.seller_fulfillment_order_item_id,
            ));
        };
        *units.entry(line).or_default() += Decimal::from(item.quantity);
    }
    let mut lines = Vec::new();
    for open in open_lines(ordered, channel) {
        match units.remove(&open.line) {
            None => lines.push(json!({"orderLine": open.line, "itemReceive": false})),
            Some(sent) if sent <= open.quantity => {
                let quantity = wire::to_number(sent).map_err(order::malformed)?;
                lines.push(json!({"orderLine": open.line, "itemReceive": true, "quantity": quantity}));
            }
            Some(sent) => {
                let text = format!(
                    "Amazon's shipment {} has {sent} of line {}, of which {} is open in NetSuite: somebody else has \
                     fulfilled it. Compare them, then mark this as resolved",
                    shipment.amazon_shipment_id, open.line, open.quantity
                );
                return Err(MapError::new(ParkReason::Conflict, text));
            }
        }
    }
    if let Some(line) = units.keys().next() {
        let text = format!(
            "Amazon's shipment {} has line {line}, of which nothing is open in NetSuite. Compare them, then mark this as \
             resolved",
            shipment.amazon_shipment_id
        );
        return Err(MapError::new(ParkReason::Conflict, text));
    }
    let mut body = json!({"shipStatus": {"id": "C"}, "item": {"items": lines}});
    if let Some((at, zone)) = shipment.shipping_date.zip(store.zone().ok()) {
        body["tranDate"] = at.with_timezone(&zone).date_naive().to_string().into();
    }
    let numbers = shipment.fulfillment_shipment_package.iter().filter_map(|package| {
        let number = package.tracking_number.as_ref().or(package.amazon_fulfillment_tracking_number.as_ref());
        let number = number.filter(|number| !number.is_empty())?;
        Some(json!({
            "packageWeight": 1,
            "packageTrackingNumber": number,
            "packageDescr": package.carrier_code.as_deref().unwrap_or_default(),
        }))
    });
    let packages: Vec<Value> = numbers.collect();
    if !packages.is_empty() {
        body["package"] = json!({"items": packages});
    }
    let mut op = posted(run, ordered.id, shipment, settings)?;
    body["externalId"] = op.external_id.as_str().into();
    op.body = Pii::new(body);
    Ok(op)
}

/// The item fulfilment of a shipment as far as its names go: for one that is there already.
///
/// # Errors
/// When the shipment's id cannot be part of a key.
pub fn posted(
    run: &RunKey,
    order: &InternalId,
    shipment: &FulfillmentShipment,
    settings: &AccountSettings,
) -> Result<Op, MapError> {
    let kind = RecordKind::ItemFulfillment;
    let name = format!("{order}-{}", shipment.amazon_shipment_id);
    let external_id = keys::multichannel_id(kind, &settings.seller_id, &name);
    Ok(Op {
        key: keys::op_key(run, kind, &name).map_err(order::malformed)?,
        kind,
        write: Write::Transform { from: RecordKind::SalesOrder, of: RecordId::from(order.clone()) },
        external_id,
        amazon_id: name,
        body: Pii::new(Value::Null),
        version: 0,
        total: None,
        settles: true,
    })
}
