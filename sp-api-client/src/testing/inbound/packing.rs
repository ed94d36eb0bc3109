//! Packing: which items may share boxes, and what is in which box.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};

use super::{
    super::{Amazon, Answer, Call, amazon::Numbers, call::iso},
    Offer, Problem, accepted, bodies, new_id, paged, parts,
    plans::{Line, Plan, units},
    refused, store,
};

/// How long packing options are on offer.
const OFFERED_FOR: TimeDelta = TimeDelta::hours(72);

/// A way to pack a plan.
pub(in crate::testing) struct PackingOption {
    pub(super) offer: Offer,
    pub(super) expiration: DateTime<Utc>,
    pub(super) groups: BTreeMap<String, PackingGroup>,
}

/// Items that may share boxes.
pub(in crate::testing) struct PackingGroup {
    lines: Vec<Line>,
    pub(super) boxes: Vec<Carton>,
}

/// One box.
#[derive(Debug, Clone)]
pub(in crate::testing) struct Carton {
    pub(super) package_id: String,
    /// Content source, dimensions and weight.
    facts: Value,
    /// Empty when the seller does not tell.
    pub(super) lines: Vec<Line>,
}

impl Carton {
    /// The boxes that inputs ask for, one for each of their quantity. `known` are the lines that may be in them.
    pub(super) fn read(
        inputs: &[Value],
        known: &[Line],
        numbers: &mut Numbers,
    ) -> Result<Vec<Self>, Problem> {
        let mut cartons = Vec::new();
        for input in inputs {
            let lines = lines_of(input, known)?;
            let facts = json!({
                "contentInformationSource": input["contentInformationSource"],
                "dimensions": input["dimensions"],
                "weight": input["weight"],
            });
            let kept = input["packageId"].as_str();
            for index in 0..input["quantity"].as_i64().unwrap_or_default() {
                let package_id = match kept {
                    Some(id) if index == 0 => id.to_owned(),
                    _ => new_id(numbers, "pk"),
                };
                cartons.push(Self { package_id, facts: facts.clone(), lines: lines.clone() });
            }
        }
        Ok(cartons)
    }

    pub(super) fn json(&self, box_id: Option<String>) -> Value {
        let mut carton = self.facts.clone();
        carton["packageId"] = json!(self.package_id);
        carton["quantity"] = json!(1);
        carton["items"] = self.lines.iter().map(|line| line.json(None)).collect();
        if let Some(box_id) = box_id {
            carton["boxId"] = json!(box_id);
        }
        carton
    }
}

fn lines_of(input: &Value, known: &[Line]) -> Result<Vec<Line>, Problem> {
    let items = input["items"].as_array().into_iter().flatten();
    items
        .map(|item| {
            let line = known.iter().find(|line| item["msku"] == line.msku.as_str());
            let line = line.map(|line| line.with_quantity(item["quantity"].as_i64().unwrap_or_default()));
            line.ok_or_else(|| {
                Problem::error("UNKNOWN_MSKU", "A box holds a SKU that is not part of its group.")
            })
        })
        .collect()
}

/// Refuses boxes whose contents are given although the source says that they are not, and the other way round.
pub(super) fn check_boxes(boxes: &Value) -> Result<(), Answer> {
    for carton in boxes.as_array().into_iter().flatten() {
        let provided = carton["contentInformationSource"] == "BOX_CONTENT_PROVIDED";
        let holds = carton["items"].as_array().is_some_and(|items| !items.is_empty());
        if provided != holds {
            return Err(Answer::invalid_input(
                "items belong into a box of BOX_CONTENT_PROVIDED, and into no other.",
            ));
        }
    }
    Ok(())
}

/// Boxes whose contents are known must hold exactly what is to be packed.
pub(super) fn check_contents(boxes: &[Carton], lines: &[Line]) -> Result<(), Problem> {
    if boxes.iter().any(|carton| carton.lines.is_empty()) {
        return Ok(());
    }
    if units(boxes.iter().flat_map(|carton| &carton.lines)) == units(lines) {
        return Ok(());
    }
    Err(Problem::error("CONTENTS_DIFFER", "The boxes do not hold exactly the units that are to be packed."))
}

pub(super) fn generate(call: &Call<'_>, amazon: &mut Amazon) -> Result<Answer, Answer> {
    let (store, _, numbers) = parts(call, amazon);
    let plan = store.open_plan(call)?;
    if plan.accepted_packing().is_some() || plan.accepted_placement().is_some() {
        return Err(refused("The packing or the placement of this inbound plan is confirmed already."));
    }
    let id = call.path("inboundPlanId").to_owned();
    let operation_id = store.begin(call, numbers, Some(&id.clone()), move |store, numbers, now| {
        if let Some(plan) = store.plans.get_mut(&id) {
            offer(plan, numbers, now);
        }
        Ok(Vec::new())
    });
    Ok(accepted(&operation_id))
}

/// Everything in one group, or each SKU in its own.
pub(super) fn offer(plan: &mut Plan, numbers: &mut Numbers, now: DateTime<Utc>) {
    for option in plan.packing.values_mut() {
        option.offer = Offer::Expired;
    }
    let together = vec![plan.lines.clone()];
    let apart: Vec<Vec<Line>> = plan.lines.iter().map(|line| vec![line.clone()]).collect();
    let ways = if apart.len() > 1 { vec![together, apart] } else { vec![together] };
    for way in ways {
        let group = |lines| (new_id(numbers, "pg"), PackingGroup { lines, boxes: Vec::new() });
        let groups = way.into_iter().map(group).collect();
        let option = PackingOption { offer: Offer::Offered, expiration: now + OFFERED_FOR, groups };
        plan.packing.insert(new_id(numbers, "po"), option);
    }
    plan.touch(now);
}

pub(super) fn list(call: &Call<'_>, amazon: &mut Amazon) -> Result<Answer, Answer> {
    let plan = store(call, amazon).plan(call)?;
    if plan.packing.is_empty() {
        return Err(refused("Packing options have not been generated."));
    }
    let rows = plan.packing.iter().map(|(id, option)| described(id, option, call.now)).collect();
    paged(call, amazon, ("packingOptions", 20), rows)
}

fn described(id: &str, option: &PackingOption, now: DateTime<Utc>) -> Value {
    let shipping = |mode, solution| json!({ "shippingMode": mode, "shippingSolution": solution });
    json!({
        "packingOptionId": id,
        "packingGroups": option.groups.keys().collect::<Vec<_>>(),
        "status": option.offer.text(option.expiration, now),
        "expiration": iso(option.expiration),
        "discounts": [],
        "fees": [],
        "supportedConfigurations": [{
            "boxPackingMethods": ["BOX_CONTENT_PROVIDED", "MANUAL_PROCESS", "BARCODE_2D"],
            "boxRequirements": { "weight": { "minimum": 0, "maximum": 50, "unit": "LB" } },
            "shippingRequirements": [
                { "modes": ["GROUND_SMALL_PARCEL", "FREIGHT_LTL"], "solution": "AMAZON_PARTNERED_CARRIER" },
                { "modes": ["GROUND_SMALL_PARCEL", "FREIGHT_LTL"], "solution": "USE_YOUR_OWN_CARRIER" },
            ],
        }],
        "supportedShippingConfigurations": [
            shipping("GROUND_SMALL_PARCEL", "AMAZON_PARTNERED_CARRIER"),
            shipping("GROUND_SMALL_PARCEL", "USE_YOUR_OWN_CARRIER"),
            shipping("FREIGHT_LTL", "AMAZON_PARTNERED_CARRIER"),
            shipping("FREIGHT_LTL", "USE_YOUR_OWN_CARRIER"),
        ],
    })
}

pub(super) fn confirm(call: &Call<'_>, amazon: &mut Amazon) -> Result<Answer, Answer> {
    let (store, _, numbers) = parts(call, amazon);
    let plan = store.open_plan(call)?;
    if plan.accepted_packing().is_some() || plan.accepted_placement().is_some() {
        return Err(refused("The packing or the placement of this inbound plan is confirmed already."));
    }
    let option_id = call.path("packingOptionId").to_owned();
    let option = plan.packing.get(&option_id);
    let option = option.ok_or_else(|| Answer::not_found("The packing option does not exist."))?;
    if option.offer.text(option.expiration, call.now) != "OFFERED" {
        return Err(refused("The packing option has expired."));
    }
    let id = call.path("inboundPlanId").to_owned();
    let operation_id = store.begin(call, numbers, Some(&id.clone()), move |store, _, now| {
        if let Some(plan) = store.plans.get_mut(&id) {
            for (other, option) in &mut plan.packing {
                option.offer = if *other == option_id { Offer::Accepted } else { Offer::Expired };
            }
            plan.touch(now);
        }
        Ok(Vec::new())
    });
    Ok(accepted(&operation_id))
}

/// Items or boxes of a packing group.
pub(super) fn list_group(call: &Call<'_>, amazon: &mut Amazon) -> Result<Answer, Answer> {
    let store = store(call, amazon);
    let plan = store.plan(call)?;
    if plan.packing.is_empty() {
        return Err(refused("Packing options have not been generated."));
    }
    let wanted = call.path("packingGroupId");
    let group = plan.packing.values().find_map(|option| option.groups.get(wanted));
    let group = group.ok_or_else(|| Answer::not_found("The packing group does not exist."))?;
    let (name, rows) = if call.operation == "listPackingGroupBoxes" {
        ("boxes", group.boxes.iter().map(|carton| carton.json(None)).collect())
    } else {
        let line = |line: &Line| line.json(store.preparation(&plan.marketplace, &line.msku));
        ("items", group.lines.iter().map(line).collect())
    };
    paged(call, amazon, (name, 100), rows)
}

/// Boxes are told for the groups of the confirmed packing before the placement is confirmed, and for its shipments
/// after that.
pub(super) fn set_boxes(call: &Call<'_>, amazon: &mut Amazon) -> Result<Answer, Answer> {
    let body = bodies::PACKING.read(call)?;
    let (store, _, numbers) = parts(call, amazon);
    let plan = store.open_plan(call)?;
    if plan.transport_confirmed() {
        return Err(refused("The carriers of this inbound plan are confirmed already."));
    }
    let groupings = body["packageGroupings"].as_array().cloned().unwrap_or_default();
    for grouping in &groupings {
        check_grouping(grouping, plan)?;
        check_boxes(&grouping["boxes"])?;
    }
    let id = call.path("inboundPlanId").to_owned();
    let operation_id = store.begin(call, numbers, Some(&id.clone()), move |store, numbers, now| {
        if let Some(plan) = store.plans.get_mut(&id) {
            pack(plan, &groupings, numbers)?;
            plan.touch(now);
        }
        Ok(Vec::new())
    });
    Ok(accepted(&operation_id))
}

fn check_grouping(grouping: &Value, plan: &Plan) -> Result<(), Answer> {
    match (grouping["packingGroupId"].as_str(), grouping["shipmentId"].as_str()) {
        (Some(group), None) => {
            if plan.accepted_placement().is_some() {
                return Err(refused("Once a placement is confirmed, boxes belong to shipments."));
            }
            let known = plan.accepted_packing().is_some_and(|option| option.groups.contains_key(group));
            known
                .then_some(())
                .ok_or_else(|| refused("The packing group is not of the confirmed packing option."))
        }
        (None, Some(shipment)) => {
            let placement = plan.accepted_placement();
            let known =
                placement.is_some_and(|(_, option)| option.shipment_ids.iter().any(|id| id == shipment));
            known.then_some(()).ok_or_else(|| refused("The shipment is not of a confirmed placement option."))
        }
        _ => Err(Answer::invalid_input("A package grouping needs either packingGroupId or shipmentId.")),
    }
}

/// All groupings, or none of them.
fn pack(plan: &mut Plan, groupings: &[Value], numbers: &mut Numbers) -> Result<(), Problem> {
    let mut packed = Vec::new();
    for grouping in groupings {
        let inputs = grouping["boxes"].as_array().cloned().unwrap_or_default();
        let lines = match grouping["shipmentId"].as_str() {
            Some(id) => plan.shipments.get(id).map(|shipment| shipment.lines.clone()),
            None => plan.accepted_packing().and_then(|option| {
                Some(option.groups.get(grouping["packingGroupId"].as_str()?)?.lines.clone())
            }),
        };
        let lines = lines.unwrap_or_default();
        let boxes = Carton::read(&inputs, &lines, numbers)?;
        check_contents(&boxes, &lines)?;
        packed.push((grouping, boxes));
    }
    for (grouping, boxes) in packed {
        if let Some(shipment) = grouping["shipmentId"].as_str().and_then(|id| plan.shipments.get_mut(id)) {
            shipment.boxes = boxes;
        } else {
            let groups = plan.packing.values_mut().filter(|option| option.offer == Offer::Accepted);
            let wanted = grouping["packingGroupId"].as_str().unwrap_or_default();
            for group in groups.filter_map(|option| option.groups.get_mut(wanted)) {
                group.boxes.clone_from(&boxes);
            }
        }
    }
    Ok(())
}
