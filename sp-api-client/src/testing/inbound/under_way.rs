//! A plan that has gone all the way to its carrier, without anybody having called.

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};

use super::{
    super::{Amazon, amazon::Numbers, call::iso, fba_inventory},
    Offer, new_id,
    packing::{self, Carton},
    placement,
    plans::{Line, Plan},
    transport,
};

/// The ids of the plan, of its shipment, and the shipment's confirmation id. None if Amazon does not know the SKU.
pub(in crate::testing) fn under_way(
    amazon: &mut Amazon,
    seller_id: &str,
    marketplace: &str,
    msku: &str,
    now: DateTime<Utc>,
) -> Option<(String, String, String)> {
    let Amazon { books, numbers, .. } = amazon;
    let books = books.of(seller_id);
    let plan_id = new_id(numbers, "wf");
    let (plan, shipment_id) = plan(&books.fba_inventory, marketplace, msku, numbers, now)?;
    let confirmation = plan.shipments.get(&shipment_id)?.confirmation_id().to_owned();
    books.inbound.plans.insert(plan_id.clone(), plan);
    Some((plan_id, shipment_id, confirmation))
}

/// Ten units in one box to one warehouse, by parcel.
fn plan(
    stock: &fba_inventory::Store,
    marketplace: &str,
    msku: &str,
    numbers: &mut Numbers,
    now: DateTime<Utc>,
) -> Option<(Plan, String)> {
    let item = json!({ "msku": msku, "quantity": 10, "labelOwner": "SELLER", "prepOwner": "SELLER" });
    let line = Line::read(&item, marketplace, stock)?;
    let mut plan = Plan::new("Shelves", marketplace, source(), now);
    plan.lines = vec![line];
    packing::offer(&mut plan, numbers, now);
    let option = plan.packing.values_mut().next()?;
    option.offer = Offer::Accepted;
    let group = option.groups.values_mut().next()?;
    group.boxes = Carton::read(&[carton(&item)], &plan.lines, numbers).ok()?;
    let ways = placement::ways(&plan);
    placement::offer(&mut plan, ways, numbers, now);
    let (placement_id, option) = plan.placement.iter_mut().next()?;
    option.offer = Offer::Accepted;
    let (placement_id, shipment_id) = (placement_id.clone(), option.shipment_ids.first()?.clone());
    plan.shipments.get_mut(&shipment_id)?.confirm(numbers.next(), now);
    let configuration = json!({
        "placementOptionId": placement_id,
        "shipmentId": shipment_id,
        "readyToShipWindow": { "start": iso(now + TimeDelta::days(1)) },
    });
    transport::offer(&mut plan, &configuration, numbers, now);
    let shipment = plan.shipments.get_mut(&shipment_id)?;
    let carrier = shipment.transports.first()?.id.clone();
    shipment.choose(&carrier, &Value::Null, now);
    shipment.move_to("RECEIVING", now);
    Some((plan, shipment_id))
}

fn source() -> Value {
    json!({
        "name": "The Shop",
        "addressLine1": "1 Seller Street",
        "city": "Sellerton",
        "countryCode": "US",
        "postalCode": "00001",
        "phoneNumber": "000 000",
    })
}

fn carton(item: &Value) -> Value {
    json!({
        "contentInformationSource": "BOX_CONTENT_PROVIDED",
        "dimensions": { "length": 20, "width": 15, "height": 10, "unitOfMeasurement": "IN" },
        "weight": { "value": 12, "unit": "LB" },
        "quantity": 1,
        "items": [item],
    })
}
