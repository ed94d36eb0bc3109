//! Placement: into which shipments a plan is split, and to which warehouses they go.

use chrono::{DateTime, TimeDelta, Utc};
use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::{
    super::{Amazon, Answer, Call, amazon::Numbers, amounts::number, call::iso, marketplaces},
    Offer, Problem, Shipment, accepted, bodies, new_id,
    packing::Carton,
    paged, parts,
    plans::{Line, Plan, units},
    refused, store,
};

/// How long placement options are on offer.
const OFFERED_FOR: TimeDelta = TimeDelta::hours(72);

/// A way to split a plan into shipments.
pub(in crate::testing) struct PlacementOption {
    pub(super) offer: Offer,
    pub(super) expiration: DateTime<Utc>,
    pub(super) shipment_ids: Vec<String>,
    /// For sending everything to one warehouse.
    fee: Option<Value>,
}

/// What goes to one warehouse.
pub(super) struct Part {
    warehouse: String,
    lines: Vec<Line>,
    boxes: Vec<Carton>,
}

pub(super) fn generate(call: &Call<'_>, amazon: &mut Amazon) -> Result<Answer, Answer> {
    let body = bodies::PLACEMENT.read(call)?;
    let (store, _, numbers) = parts(call, amazon);
    let plan = store.open_plan(call)?;
    if plan.accepted_placement().is_some() {
        return Err(refused("The placement of this inbound plan is confirmed already."));
    }
    let unpacked = plan
        .accepted_packing()
        .is_some_and(|option| option.groups.values().any(|group| group.boxes.is_empty()));
    if unpacked {
        return Err(refused("The boxes of the confirmed packing option have not been set."));
    }
    let custom = body["customPlacement"].as_array().cloned().unwrap_or_default();
    if !custom.is_empty() && plan.marketplace != "A21TJRUUN4KGV" {
        return Err(Answer::invalid_input("customPlacement is for another marketplace."));
    }
    let id = call.path("inboundPlanId").to_owned();
    let operation_id = store.begin(call, numbers, Some(&id.clone()), move |store, numbers, now| {
        if let Some(plan) = store.plans.get_mut(&id) {
            let ways = if custom.is_empty() { ways(plan) } else { vec![chosen(plan, &custom)?] };
            offer(plan, ways, numbers, now);
        }
        Ok(Vec::new())
    });
    Ok(accepted(&operation_id))
}

/// Everything to one warehouse for a fee, or half to each of two for none, where that can be done.
pub(super) fn ways(plan: &Plan) -> Vec<Vec<Part>> {
    let boxes: Vec<Carton> = plan
        .accepted_packing()
        .map(|option| option.groups.values().flat_map(|group| group.boxes.clone()).collect())
        .unwrap_or_default();
    let part = |warehouse: &str, lines, boxes| Part { warehouse: warehouse.to_owned(), lines, boxes };
    let together = vec![part("XFC1", plan.lines.clone(), boxes.clone())];
    match halves(&plan.lines, &boxes) {
        Some([(left, left_boxes), (right, right_boxes)]) => {
            vec![together, vec![part("XFC1", left, left_boxes), part("XFC2", right, right_boxes)]]
        }
        None => vec![together],
    }
}

type Share = (Vec<Line>, Vec<Carton>);

/// Boxes stay whole. Boxes of which nobody knows the contents cannot be split.
fn halves(lines: &[Line], boxes: &[Carton]) -> Option<[Share; 2]> {
    if boxes.is_empty() {
        let left: Vec<Line> = lines.iter().map(|line| line.with_quantity((line.quantity + 1) / 2)).collect();
        let right: Vec<Line> = lines.iter().map(|line| line.with_quantity(line.quantity / 2)).collect();
        let right: Vec<Line> = right.into_iter().filter(|line| line.quantity > 0).collect();
        return (!right.is_empty()).then_some([(left, Vec::new()), (right, Vec::new())]);
    }
    if boxes.len() < 2 || boxes.iter().any(|carton| carton.lines.is_empty()) {
        return None;
    }
    let (left, right) = boxes.split_at(boxes.len().div_ceil(2));
    let share = |boxes: &[Carton]| (contents(lines, boxes), boxes.to_vec());
    Some([share(left), share(right)])
}

/// One line for each SKU in the boxes.
fn contents(lines: &[Line], boxes: &[Carton]) -> Vec<Line> {
    let units = units(boxes.iter().flat_map(|carton| &carton.lines));
    let line = |line: &Line| units.get(&line.msku).map(|quantity| line.with_quantity(*quantity));
    lines.iter().filter_map(line).collect()
}

/// The warehouses that the seller has chosen.
fn chosen(plan: &Plan, custom: &[Value]) -> Result<Vec<Part>, Problem> {
    let mut way = Vec::new();
    for input in custom {
        let items = input["items"].as_array().into_iter().flatten();
        let line = |item: &Value| {
            let line = plan.lines.iter().find(|line| item["msku"] == line.msku.as_str())?;
            Some(line.with_quantity(item["quantity"].as_i64()?))
        };
        let lines: Option<Vec<Line>> = items.map(line).collect();
        let lines = lines.ok_or_else(|| Problem::error("UNKNOWN_MSKU", "A SKU is not part of the plan."))?;
        let warehouse = input["warehouseId"].as_str().unwrap_or_default().to_owned();
        way.push(Part { warehouse, lines, boxes: Vec::new() });
    }
    if units(way.iter().flat_map(|part| &part.lines)) != units(&plan.lines) {
        return Err(Problem::error(
            "CONTENTS_DIFFER",
            "The warehouses do not get exactly what the plan holds.",
        ));
    }
    Ok(way)
}

pub(super) fn offer(plan: &mut Plan, ways: Vec<Vec<Part>>, numbers: &mut Numbers, now: DateTime<Utc>) {
    for option in plan.placement.values_mut() {
        option.offer = Offer::Expired;
    }
    let split = ways.len() > 1;
    for way in ways {
        let placement_id = new_id(numbers, "pl");
        let fee = (split && way.len() == 1).then(|| fee(plan));
        let mut shipment_ids = Vec::new();
        for part in way {
            let id = new_id(numbers, "sh");
            let place = (part.warehouse.as_str(), placement_id.as_str());
            let shipment = Shipment::new(place, plan.source.clone(), part.lines, part.boxes, now);
            plan.shipments.insert(id.clone(), shipment);
            shipment_ids.push(id);
        }
        let option =
            PlacementOption { offer: Offer::Offered, expiration: now + OFFERED_FOR, shipment_ids, fee };
        plan.placement.insert(placement_id, option);
    }
    plan.touch(now);
}

/// Thirty cents a unit.
fn fee(plan: &Plan) -> Value {
    let units: i64 = plan.lines.iter().map(|line| line.quantity).sum();
    json!({
        "description": "Placement service fee represents service to inbound with minimal shipment splits.",
        "target": "Placement Services",
        "type": "FEE",
        "value": {
            "amount": number(Decimal::new(30 * units, 2)),
            "code": marketplaces::currency(&plan.marketplace),
        },
    })
}

pub(super) fn list(call: &Call<'_>, amazon: &mut Amazon) -> Result<Answer, Answer> {
    let plan = store(call, amazon).plan(call)?;
    if plan.placement.is_empty() {
        return Err(refused("Placement options have not been generated."));
    }
    let described = |(id, option): (&String, &PlacementOption)| {
        json!({
            "placementOptionId": id,
            "shipmentIds": option.shipment_ids,
            "status": option.offer.text(option.expiration, call.now),
            "expiration": iso(option.expiration),
            "fees": option.fee.iter().collect::<Vec<_>>(),
            "discounts": [],
        })
    };
    let rows = plan.placement.iter().map(described).collect();
    paged(call, amazon, ("placementOptions", 20), rows)
}

/// Its shipments get the ids by which the rest of Amazon knows them.
pub(super) fn confirm(call: &Call<'_>, amazon: &mut Amazon) -> Result<Answer, Answer> {
    let (store, _, numbers) = parts(call, amazon);
    let plan = store.open_plan(call)?;
    if plan.accepted_placement().is_some() {
        return Err(refused("The placement of this inbound plan is confirmed already."));
    }
    let option_id = call.path("placementOptionId").to_owned();
    let option = plan.placement.get(&option_id);
    let option = option.ok_or_else(|| Answer::not_found("The placement option does not exist."))?;
    if option.offer.text(option.expiration, call.now) != "OFFERED" {
        return Err(refused("The placement option has expired."));
    }
    let id = call.path("inboundPlanId").to_owned();
    let operation_id = store.begin(call, numbers, Some(&id.clone()), move |store, numbers, now| {
        let Some(plan) = store.plans.get_mut(&id) else { return Ok(Vec::new()) };
        for (other, option) in &mut plan.placement {
            option.offer = if *other == option_id { Offer::Accepted } else { Offer::Expired };
        }
        // What the other options would have sent does not come about.
        plan.shipments.retain(|_, shipment| shipment.placement_id == option_id);
        for shipment in plan.shipments.values_mut() {
            shipment.confirm(numbers.next(), now);
        }
        plan.touch(now);
        Ok(Vec::new())
    });
    Ok(accepted(&operation_id))
}
