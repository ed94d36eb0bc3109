//! Inbound plans: what is to be sent, from where, and to which marketplace.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};

use super::{
    super::{Amazon, Answer, Call, amazon::Numbers, call::iso, fba_inventory},
    Offer, PackingOption, PlacementOption, Problem, Shipment, accepted, bodies, items, new_id,
    packing::Carton,
    paged, parts, refused, store,
};

/// A plan from its creation to the end of its shipments.
pub(in crate::testing) struct Plan {
    name: String,
    status: &'static str,
    pub(super) marketplace: String,
    pub(super) source: Value,
    created: DateTime<Utc>,
    updated: DateTime<Utc>,
    /// Empty until the plan has been created.
    pub(super) lines: Vec<Line>,
    pub(super) packing: BTreeMap<String, PackingOption>,
    pub(super) placement: BTreeMap<String, PlacementOption>,
    pub(super) shipments: BTreeMap<String, Shipment>,
}

/// So many units of a SKU.
#[derive(Debug, Clone)]
pub(in crate::testing) struct Line {
    pub(in crate::testing) msku: String,
    pub(in crate::testing) fnsku: String,
    pub(in crate::testing) quantity: i64,
    pub(in crate::testing) prep_owner: String,
    asin: String,
    label_owner: String,
    expiration: Option<String>,
    lot: Option<String>,
}

impl Line {
    /// The line that an `ItemInput` asks for. None if Amazon does not know the SKU in that marketplace.
    pub(super) fn read(input: &Value, marketplace: &str, stock: &fba_inventory::Store) -> Option<Self> {
        let text = |name: &str| input[name].as_str().map(str::to_owned);
        let msku = text("msku")?;
        let known = stock.summary(marketplace, &msku)?;
        Some(Self {
            asin: known["asin"].as_str()?.to_owned(),
            fnsku: known["fnSku"].as_str()?.to_owned(),
            quantity: input["quantity"].as_i64()?,
            label_owner: text("labelOwner")?,
            prep_owner: text("prepOwner")?,
            expiration: text("expiration"),
            lot: text("manufacturingLotCode"),
            msku,
        })
    }

    /// The line of this SKU, with another quantity.
    pub(super) fn with_quantity(&self, quantity: i64) -> Self {
        Self { quantity, ..self.clone() }
    }

    pub(super) fn json(&self, preparation: Option<&items::Preparation>) -> Value {
        let types = preparation.map(|preparation| preparation.types.as_slice()).unwrap_or_default();
        let instructions: Vec<Value> =
            types.iter().map(|kind| json!({ "prepOwner": self.prep_owner, "prepType": kind })).collect();
        let mut line = json!({
            "asin": self.asin,
            "fnsku": self.fnsku,
            "labelOwner": self.label_owner,
            "msku": self.msku,
            "prepInstructions": instructions,
            "quantity": self.quantity,
        });
        if let Some(expiration) = &self.expiration {
            line["expiration"] = json!(expiration);
        }
        if let Some(lot) = &self.lot {
            line["manufacturingLotCode"] = json!(lot);
        }
        line
    }
}

/// Units by SKU.
pub(super) fn units<'a>(lines: impl IntoIterator<Item = &'a Line>) -> BTreeMap<String, i64> {
    let mut units = BTreeMap::new();
    for line in lines {
        *units.entry(line.msku.clone()).or_default() += line.quantity;
    }
    units
}

impl Plan {
    pub(super) fn new(name: &str, marketplace: &str, source: Value, now: DateTime<Utc>) -> Self {
        Self {
            name: name.to_owned(),
            status: "ACTIVE",
            marketplace: marketplace.to_owned(),
            source,
            created: now,
            updated: now,
            lines: Vec::new(),
            packing: BTreeMap::new(),
            placement: BTreeMap::new(),
            shipments: BTreeMap::new(),
        }
    }

    pub(super) fn created(&self) -> bool {
        !self.lines.is_empty() || self.status != "ACTIVE"
    }

    pub(super) fn check_active(&self) -> Result<(), Answer> {
        if self.status == "ACTIVE" {
            return Ok(());
        }
        Err(refused(&format!("The inbound plan is {}.", self.status)))
    }

    pub(super) fn touch(&mut self, now: DateTime<Utc>) {
        self.updated = now;
    }

    pub(super) fn accepted_packing(&self) -> Option<&PackingOption> {
        self.packing.values().find(|option| option.offer == Offer::Accepted)
    }

    pub(super) fn accepted_placement(&self) -> Option<(&String, &PlacementOption)> {
        self.placement.iter().find(|(_, option)| option.offer == Offer::Accepted)
    }

    /// Whether the carriers of its shipments have been chosen.
    pub(super) fn transport_confirmed(&self) -> bool {
        self.shipments.values().any(Shipment::has_carrier)
    }

    pub(super) fn shipment(&self, id: &str) -> Result<&Shipment, Answer> {
        self.shipments.get(id).ok_or_else(|| Answer::not_found("The shipment does not exist."))
    }

    pub(super) fn shipment_mut(&mut self, id: &str) -> Result<&mut Shipment, Answer> {
        self.shipments.get_mut(id).ok_or_else(|| Answer::not_found("The shipment does not exist."))
    }

    /// The boxes of the shipments that are going, or else of the packing that was chosen.
    fn boxes(&self) -> Vec<Value> {
        match self.accepted_placement() {
            Some((_, placement)) => placement
                .shipment_ids
                .iter()
                .filter_map(|id| self.shipments.get(id))
                .flat_map(Shipment::boxes_json)
                .collect(),
            None => {
                let groups = self.accepted_packing().map(|option| option.groups.values());
                let boxes = groups.into_iter().flatten().flat_map(|group| &group.boxes);
                boxes.map(|carton| Carton::json(carton, None)).collect()
            }
        }
    }

    fn pallets(&self) -> Vec<Value> {
        self.shipments.values().flat_map(|shipment| shipment.pallets.iter().cloned()).collect()
    }

    fn summary(&self, id: &str) -> Value {
        json!({
            "createdAt": iso(self.created),
            "inboundPlanId": id,
            "lastUpdatedAt": iso(self.updated),
            "marketplaceIds": [self.marketplace],
            "name": self.name,
            "sourceAddress": self.source,
            "status": self.status,
        })
    }

    fn full(&self, id: &str, now: DateTime<Utc>) -> Value {
        let mut plan = self.summary(id);
        let packing = self.packing.iter().map(|(id, option)| {
            json!({ "packingOptionId": id, "status": option.offer.text(option.expiration, now) })
        });
        let placement = self.placement.iter().map(|(id, option)| {
            json!({ "placementOptionId": id, "status": option.offer.text(option.expiration, now) })
        });
        let shipments = self
            .shipments
            .iter()
            .map(|(id, shipment)| json!({ "shipmentId": id, "status": shipment.status() }));
        plan["packingOptions"] = packing.collect();
        plan["placementOptions"] = placement.collect();
        plan["shipments"] = shipments.collect();
        plan
    }
}

pub(super) fn list(call: &Call<'_>, amazon: &mut Amazon) -> Result<Answer, Answer> {
    let status = call.query.member("status", &["ACTIVE", "VOIDED", "SHIPPED"])?;
    let by_creation =
        call.query.member("sortBy", &["LAST_UPDATED_TIME", "CREATION_TIME"])? != Some("LAST_UPDATED_TIME");
    let ascending = call.query.member("sortOrder", &["ASC", "DESC"])? == Some("ASC");
    let plans = &store(call, amazon).plans;
    let mut found: Vec<(&String, &Plan)> = plans
        .iter()
        .filter(|(_, plan)| plan.created() && status.is_none_or(|status| plan.status == status))
        .collect();
    found.sort_by_key(|(id, plan)| (if by_creation { plan.created } else { plan.updated }, (*id).clone()));
    if !ascending {
        found.reverse();
    }
    let rows = found.into_iter().map(|(id, plan)| plan.summary(id)).collect();
    paged(call, amazon, ("inboundPlans", 30), rows)
}

pub(super) fn create(call: &Call<'_>, amazon: &mut Amazon) -> Result<Answer, Answer> {
    let body = bodies::PLAN.read(call)?;
    let marketplace = body["destinationMarketplaces"][0].as_str().unwrap_or_default().to_owned();
    call.check_marketplaces(std::slice::from_ref(&marketplace))?;
    check_owners(&marketplace, &body["items"])?;
    let (store, stock, numbers) = parts(call, amazon);
    let inputs = body["items"].as_array().cloned().unwrap_or_default();
    let lines = read_lines(&inputs, &marketplace, stock);

    let plan_id = new_id(numbers, "wf");
    let name = body["name"].as_str().map_or_else(|| format!("Plan of {}", iso(call.now)), str::to_owned);
    let plan = Plan::new(&name, &marketplace, body["sourceAddress"].clone(), call.now);
    store.plans.insert(plan_id.clone(), plan);
    let id = plan_id.clone();
    let operation_id = store.begin(call, numbers, Some(&plan_id), move |store, _, now| {
        let Some(plan) = store.plans.get_mut(&id) else { return Ok(Vec::new()) };
        plan.touch(now);
        match lines {
            Ok(lines) => {
                plan.lines = lines;
                Ok(Vec::new())
            }
            Err(problem) => {
                plan.status = "ERRORED";
                Err(problem)
            }
        }
    });
    Ok(Answer::json(202, &json!({ "inboundPlanId": plan_id, "operationId": operation_id })))
}

/// Amazon does not label or prepare in the US.
pub(super) fn check_owners(marketplace: &str, items: &Value) -> Result<(), Answer> {
    let amazon = |item: &Value| item["labelOwner"] == "AMAZON" || item["prepOwner"] == "AMAZON";
    if marketplace == "ATVPDKIKX0DER" && items.as_array().into_iter().flatten().any(amazon) {
        return Err(Answer::invalid_input("AMAZON is not accepted as an owner in this marketplace."));
    }
    Ok(())
}

pub(super) fn read_lines(
    inputs: &[Value],
    marketplace: &str,
    stock: &fba_inventory::Store,
) -> Result<Vec<Line>, Problem> {
    inputs
        .iter()
        .map(|input| {
            Line::read(input, marketplace, stock).ok_or_else(|| {
                let msku = input["msku"].as_str().unwrap_or_default();
                let message = format!("'{msku}' is not a SKU that Amazon fulfils in this marketplace.");
                Problem::error("UNKNOWN_MSKU", &message)
            })
        })
        .collect()
}

pub(super) fn get(call: &Call<'_>, amazon: &mut Amazon) -> Result<Answer, Answer> {
    let plan = store(call, amazon).plan(call)?;
    Ok(Answer::json(200, &plan.full(call.path("inboundPlanId"), call.now)))
}

/// Boxes, items or pallets of a plan.
pub(super) fn list_contents(call: &Call<'_>, amazon: &mut Amazon) -> Result<Answer, Answer> {
    let store = store(call, amazon);
    let plan = store.plan(call)?;
    let (name, rows) = match call.operation {
        "listInboundPlanBoxes" => ("boxes", plan.boxes()),
        "listInboundPlanPallets" => ("pallets", plan.pallets()),
        _ => {
            let line = |line: &Line| line.json(store.preparation(&plan.marketplace, &line.msku));
            ("items", plan.lines.iter().map(line).collect())
        }
    };
    paged(call, amazon, (name, 1000), rows)
}

pub(super) fn rename(call: &Call<'_>, amazon: &mut Amazon) -> Result<Answer, Answer> {
    let body = bodies::PLAN_NAME.read(call)?;
    let plan = store(call, amazon).open_plan(call)?;
    plan.name = body["name"].as_str().unwrap_or_default().to_owned();
    plan.touch(call.now);
    Ok(Answer::empty(204))
}

/// A plan can be cancelled until something has been shipped. Amazon's carriers cost nothing within their void window.
pub(super) fn cancel(call: &Call<'_>, amazon: &mut Amazon) -> Result<Answer, Answer> {
    let (store, _, numbers) = parts(call, amazon);
    let plan = store.open_plan(call)?;
    let gone = |shipment: &Shipment| {
        !matches!(shipment.status(), "UNCONFIRMED" | "WORKING" | "READY_TO_SHIP" | "CANCELLED")
    };
    if plan.shipments.values().any(gone) {
        return Err(refused("A shipment of this inbound plan is under way."));
    }
    let charged = plan.shipments.values().any(|shipment| shipment.void_window_closed(call.now));
    let id = call.path("inboundPlanId").to_owned();
    let operation_id = store.begin(call, numbers, Some(&id.clone()), move |store, _: &mut Numbers, now| {
        let Some(plan) = store.plans.get_mut(&id) else { return Ok(Vec::new()) };
        plan.status = "VOIDED";
        plan.touch(now);
        for shipment in plan.shipments.values_mut() {
            shipment.move_to("CANCELLED", now);
        }
        let warning = Problem::warning("CHARGES_APPLY", "The void window of a carrier has closed.");
        Ok(if charged { vec![warning] } else { Vec::new() })
    });
    Ok(accepted(&operation_id))
}

/// How long after its confirmation Amazon's carrier can be cancelled free of charge.
pub(super) fn void_window(mode: &str) -> TimeDelta {
    if mode == "GROUND_SMALL_PARCEL" { TimeDelta::hours(24) } else { TimeDelta::hours(1) }
}
