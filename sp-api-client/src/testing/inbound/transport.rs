//! Transport: who carries each shipment, for how much, and when it will arrive.

use std::collections::BTreeSet;

use chrono::{DateTime, TimeDelta, Utc};
use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::{
    super::{
        Amazon, Answer, Call, amazon::Numbers, amounts::number, call::iso, marketplaces, shape::parse_time,
    },
    Shipment, accepted, bodies, new_id, paged, parts,
    plans::{Plan, void_window},
    refused, store, to_the_minute,
};

/// How long quotes and windows are on offer.
const QUOTED_FOR: TimeDelta = TimeDelta::hours(24);

/// A carrier with a price, or the seller's own.
#[derive(Debug, Clone)]
pub(in crate::testing) struct Transport {
    pub(super) id: String,
    pub(super) mode: &'static str,
    pub(super) partnered: bool,
    cost: Option<Value>,
    quoted_until: DateTime<Utc>,
}

impl Transport {
    pub(super) fn json(&self, shipment_id: &str, chosen_at: Option<DateTime<Utc>>) -> Value {
        let (carrier, solution, preconditions) = if self.partnered {
            (
                json!({ "alphaCode": "AMZP", "name": "Partnered Carrier" }),
                "AMAZON_PARTNERED_CARRIER",
                json!([]),
            )
        } else {
            let own = json!({ "alphaCode": "OTHER", "name": "Other" });
            (own, "USE_YOUR_OWN_CARRIER", json!(["CONFIRMED_DELIVERY_WINDOW"]))
        };
        let mut option = json!({
            "transportationOptionId": self.id,
            "shipmentId": shipment_id,
            "shippingMode": self.mode,
            "shippingSolution": solution,
            "carrier": carrier,
            "preconditions": preconditions,
        });
        if let Some(cost) = &self.cost {
            option["quote"] = json!({ "cost": cost, "expiration": iso(self.quoted_until) });
            if let Some(at) = chosen_at {
                option["quote"]["voidableUntil"] = json!(iso(at + void_window(self.mode)));
            }
        }
        option
    }
}

/// A time at which a shipment may arrive.
#[derive(Debug, Clone)]
pub(in crate::testing) struct Window {
    pub(super) id: String,
    pub(super) start: DateTime<Utc>,
    pub(super) availability: &'static str,
    valid_until: DateTime<Utc>,
}

impl Window {
    pub(super) fn end(&self) -> DateTime<Utc> {
        self.start + TimeDelta::days(7)
    }

    fn json(&self) -> Value {
        json!({
            "deliveryWindowOptionId": self.id,
            "availabilityType": self.availability,
            "startDate": to_the_minute(self.start),
            "endDate": to_the_minute(self.end()),
            "validUntil": to_the_minute(self.valid_until),
        })
    }
}

pub(super) fn generate(call: &Call<'_>, amazon: &mut Amazon) -> Result<Answer, Answer> {
    let body = bodies::TRANSPORT.read(call)?;
    let (store, _, numbers) = parts(call, amazon);
    let plan = store.open_plan(call)?;
    if plan.transport_confirmed() {
        return Err(refused("The carriers of this inbound plan are confirmed already."));
    }
    let configurations = body["shipmentTransportationConfigurations"].as_array().cloned().unwrap_or_default();
    let placement_id = body["placementOptionId"].as_str().unwrap_or_default();
    let placement = plan.placement.get(placement_id);
    let placement = placement.ok_or_else(|| Answer::not_found("The placement option does not exist."))?;
    if placement.offer.text(placement.expiration, call.now) == "EXPIRED" {
        return Err(refused("The placement option has expired."));
    }
    for configuration in &configurations {
        let id = configuration["shipmentId"].as_str().unwrap_or_default();
        if !placement.shipment_ids.iter().any(|one| one == id) {
            return Err(refused("A shipment is not of this placement option."));
        }
        check_configuration(configuration, plan.shipment(id)?, call.now)?;
    }
    let id = call.path("inboundPlanId").to_owned();
    let operation_id = store.begin(call, numbers, Some(&id.clone()), move |store, numbers, now| {
        if let Some(plan) = store.plans.get_mut(&id) {
            for configuration in &configurations {
                offer(plan, configuration, numbers, now);
            }
            plan.touch(now);
        }
        Ok(Vec::new())
    });
    Ok(accepted(&operation_id))
}

fn check_configuration(configuration: &Value, shipment: &Shipment, now: DateTime<Utc>) -> Result<(), Answer> {
    let start = configuration["readyToShipWindow"]["start"].as_str().and_then(parse_time);
    if start.is_some_and(|start| start < now) {
        return Err(Answer::invalid_input("readyToShipWindow.start lies in the past."));
    }
    let on_pallets = configuration["pallets"].as_array().is_some_and(|pallets| !pallets.is_empty());
    if !on_pallets && shipment.boxes.is_empty() {
        return Err(refused("The boxes of a shipment have not been set."));
    }
    Ok(())
}

/// By pallet where there are pallets, by parcel where there are boxes; with Amazon's carrier, or one's own.
pub(super) fn offer(plan: &mut Plan, configuration: &Value, numbers: &mut Numbers, now: DateTime<Utc>) {
    let currency = marketplaces::currency(&plan.marketplace);
    let id = configuration["shipmentId"].as_str().unwrap_or_default();
    let Some(shipment) = plan.shipments.get_mut(id) else { return };
    shipment.configure(configuration, numbers);
    let pieces = |pieces: usize, cents: i64| {
        let cost = Decimal::new(cents * i64::try_from(pieces).unwrap_or(i64::MAX), 2);
        json!({ "amount": number(cost), "code": currency })
    };
    let mut modes = Vec::new();
    if !shipment.boxes.is_empty() {
        modes.push(("GROUND_SMALL_PARCEL", pieces(shipment.boxes.len(), 650)));
    }
    if !shipment.pallets.is_empty() {
        modes.push(("FREIGHT_LTL", pieces(shipment.pallets.len(), 8500)));
    }
    shipment.transports = modes
        .into_iter()
        .flat_map(|(mode, cost)| [(mode, Some(cost)), (mode, None)])
        .map(|(mode, cost)| Transport {
            id: new_id(numbers, "to"),
            mode,
            partnered: cost.is_some(),
            cost,
            quoted_until: now + QUOTED_FOR,
        })
        .collect();
}

pub(super) fn list(call: &Call<'_>, amazon: &mut Amazon) -> Result<Answer, Answer> {
    let plan = store(call, amazon).plan(call)?;
    let ids: Vec<&String> = match (call.query.one("placementOptionId")?, call.query.one("shipmentId")?) {
        (Some(placement), None) => {
            let option = plan.placement.get(placement);
            option
                .ok_or_else(|| Answer::not_found("The placement option does not exist."))?
                .shipment_ids
                .iter()
                .collect()
        }
        (_, Some(shipment)) => plan.shipments.keys().filter(|id| *id == shipment).collect(),
        (None, None) => {
            return Err(Answer::invalid_input("Either placementOptionId or shipmentId must be given."));
        }
    };
    let rows: Vec<Value> = ids
        .into_iter()
        .filter_map(|id| Some((id, plan.shipments.get(id)?)))
        .flat_map(|(id, shipment)| {
            shipment.transports.iter().map(|option| option.json(id, shipment.chosen_at(&option.id)))
        })
        .collect();
    if rows.is_empty() {
        return Err(refused("Transportation options have not been generated."));
    }
    paged(call, amazon, ("transportationOptions", 20), rows)
}

/// One carrier for each shipment of the plan, all in one call.
pub(super) fn confirm(call: &Call<'_>, amazon: &mut Amazon) -> Result<Answer, Answer> {
    let body = bodies::SELECTIONS.read(call)?;
    let (store, _, numbers) = parts(call, amazon);
    let plan = store.open_plan(call)?;
    let Some((_, placement)) = plan.accepted_placement() else {
        return Err(refused("The placement of this inbound plan has not been confirmed."));
    };
    if plan.transport_confirmed() {
        return Err(refused("The carriers of this inbound plan are confirmed already."));
    }
    let selections = body["transportationSelections"].as_array().cloned().unwrap_or_default();
    let chosen: BTreeSet<&str> = selections.iter().filter_map(|one| one["shipmentId"].as_str()).collect();
    let wanted: BTreeSet<&str> = placement.shipment_ids.iter().map(String::as_str).collect();
    if chosen != wanted || selections.len() != wanted.len() {
        return Err(refused("Every shipment of the inbound plan must be selected once."));
    }
    for selection in &selections {
        let shipment = plan.shipment(selection["shipmentId"].as_str().unwrap_or_default())?;
        check_selection(selection, shipment, call.now)?;
    }
    let id = call.path("inboundPlanId").to_owned();
    let operation_id = store.begin(call, numbers, Some(&id.clone()), move |store, _, now| {
        let Some(plan) = store.plans.get_mut(&id) else { return Ok(Vec::new()) };
        for selection in &selections {
            let shipment = selection["shipmentId"].as_str().and_then(|id| plan.shipments.get_mut(id));
            if let (Some(shipment), Some(option)) = (shipment, selection["transportationOptionId"].as_str()) {
                shipment.choose(option, &selection["contactInformation"], now);
            }
        }
        plan.touch(now);
        Ok(Vec::new())
    });
    Ok(accepted(&operation_id))
}

fn check_selection(selection: &Value, shipment: &Shipment, now: DateTime<Utc>) -> Result<(), Answer> {
    let option =
        shipment.transports.iter().find(|option| selection["transportationOptionId"] == option.id.as_str());
    let option = option.ok_or_else(|| refused("A transportation option is not of its shipment."))?;
    if option.partnered && option.quoted_until <= now {
        return Err(refused("The quote of a transportation option has expired."));
    }
    if !option.partnered && shipment.window.is_none() {
        return Err(refused("The delivery window of a shipment has not been confirmed."));
    }
    Ok(())
}

pub(super) fn generate_windows(call: &Call<'_>, amazon: &mut Amazon) -> Result<Answer, Answer> {
    let (store, _, numbers) = parts(call, amazon);
    let plan = store.open_plan(call)?;
    let shipment = plan.shipment(call.path("shipmentId"))?;
    if !shipment.is_confirmed() {
        return Err(refused("The placement of this inbound plan has not been confirmed."));
    }
    if shipment.window.is_some() {
        return Err(refused("The delivery window of this shipment is confirmed already."));
    }
    let (id, shipment_id) = (call.path("inboundPlanId").to_owned(), call.path("shipmentId").to_owned());
    let operation_id = store.begin(call, numbers, Some(&id.clone()), move |store, numbers, now| {
        let shipment = store.plans.get_mut(&id).and_then(|plan| plan.shipments.get_mut(&shipment_id));
        if let Some(shipment) = shipment {
            shipment.windows = ["CONGESTED", "AVAILABLE", "BLOCKED"]
                .into_iter()
                .zip([7, 14, 21])
                .map(|(availability, days)| Window {
                    id: new_id(numbers, "dw"),
                    start: now + TimeDelta::days(days),
                    availability,
                    valid_until: now + QUOTED_FOR,
                })
                .collect();
        }
        Ok(Vec::new())
    });
    Ok(accepted(&operation_id))
}

pub(super) fn list_windows(call: &Call<'_>, amazon: &mut Amazon) -> Result<Answer, Answer> {
    let shipment = store(call, amazon).plan(call)?.shipment(call.path("shipmentId"))?;
    if shipment.windows.is_empty() {
        return Err(refused("Delivery window options have not been generated."));
    }
    let rows = shipment.windows.iter().map(Window::json).collect();
    paged(call, amazon, ("deliveryWindowOptions", 100), rows)
}

/// The chosen window can be exchanged for another one until the shipment is closed.
pub(super) fn confirm_window(call: &Call<'_>, amazon: &mut Amazon) -> Result<Answer, Answer> {
    let (store, _, numbers) = parts(call, amazon);
    let plan = store.open_plan(call)?;
    let shipment = plan.shipment(call.path("shipmentId"))?;
    if !shipment.is_confirmed() {
        return Err(refused("The placement of this inbound plan has not been confirmed."));
    }
    if shipment.status() == "CLOSED" {
        return Err(refused("The shipment is closed."));
    }
    let window = shipment.windows.iter().find(|window| window.id == call.path("deliveryWindowOptionId"));
    let window = window.ok_or_else(|| Answer::not_found("The delivery window option does not exist."))?;
    if window.availability == "BLOCKED" || window.valid_until <= call.now {
        return Err(refused("The delivery window option is not available."));
    }
    let window = window.clone();
    let (id, shipment_id) = (call.path("inboundPlanId").to_owned(), call.path("shipmentId").to_owned());
    let operation_id = store.begin(call, numbers, Some(&id.clone()), move |store, _, now| {
        let shipment = store.plans.get_mut(&id).and_then(|plan| plan.shipments.get_mut(&shipment_id));
        if let Some(shipment) = shipment {
            shipment.window = Some(window);
            shipment.touch(now);
        }
        Ok(Vec::new())
    });
    Ok(accepted(&operation_id))
}
