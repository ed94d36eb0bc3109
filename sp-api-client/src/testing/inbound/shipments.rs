//! Shipments: what goes to one warehouse, from the split of a plan to the day it is closed.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};
use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::{
    super::{
        Amazon, Answer, Call,
        amazon::Numbers,
        amounts::{decimal, number},
        call::iso,
        fba_inventory,
        shape::parse_time,
    },
    Store, accepted, bodies, new_id,
    packing::{Carton, check_boxes, check_contents},
    page, paged, parts,
    plans::{Line, Plan, check_owners, read_lines, void_window},
    refused, store,
    transport::{Transport, Window},
};

/// Where self-ship appointments exist: MX, BR, EG, SA, AE, IN.
const SELF_SHIP: &[&str] = &[
    "A1AM78C64UM0Y8",
    "A2Q3Y263D00KWC",
    "ARBP9OOSHTCHU",
    "A17E79C6D8DWNP",
    "A2VIGQ35RCS4UG",
    "A21TJRUUN4KGV",
];

/// How long previews and slots are on offer.
const OFFERED_FOR: TimeDelta = TimeDelta::hours(1);

/// What goes to one warehouse.
pub(in crate::testing) struct Shipment {
    name: String,
    status: String,
    pub(super) placement_id: String,
    /// Given when the placement is confirmed.
    confirmation: Option<String>,
    warehouse: String,
    source: Value,
    pub(super) lines: Vec<Line>,
    pub(super) boxes: Vec<Carton>,
    pub(super) pallets: Vec<Value>,
    /// What was told when transport was asked for.
    configuration: Value,
    pub(super) transports: Vec<Transport>,
    chosen: Option<(String, DateTime<Utc>)>,
    pub(super) windows: Vec<Window>,
    pub(super) window: Option<Window>,
    tracking: Option<(Value, DateTime<Utc>)>,
    previews: BTreeMap<String, Preview>,
    slots: Option<Slots>,
    appointment: Option<Value>,
    received: BTreeMap<String, u32>,
    updated: DateTime<Utc>,
}

/// Another content for a shipment, and what it would cost to carry.
struct Preview {
    boxes: Vec<Carton>,
    lines: Vec<Line>,
    requested: Value,
    transport: Value,
    expiration: DateTime<Utc>,
    confirmed: bool,
}

/// When a shipment may be brought to the warehouse.
struct Slots {
    expires: DateTime<Utc>,
    slots: BTreeMap<String, DateTime<Utc>>,
}

/// A confirmed shipment, as the old API shows it.
pub(in crate::testing) struct ShipmentView<'a> {
    pub(in crate::testing) shipment: &'a Shipment,
    pub(in crate::testing) marketplace: &'a str,
}

impl Shipment {
    pub(super) fn new(
        (warehouse, placement_id): (&str, &str),
        source: Value,
        lines: Vec<Line>,
        boxes: Vec<Carton>,
        now: DateTime<Utc>,
    ) -> Self {
        Self {
            name: format!("To {warehouse} on {}", now.format("%Y-%m-%d")),
            status: "UNCONFIRMED".to_owned(),
            placement_id: placement_id.to_owned(),
            confirmation: None,
            warehouse: warehouse.to_owned(),
            source,
            lines,
            boxes,
            pallets: Vec::new(),
            configuration: Value::Null,
            transports: Vec::new(),
            chosen: None,
            windows: Vec::new(),
            window: None,
            tracking: None,
            previews: BTreeMap::new(),
            slots: None,
            appointment: None,
            received: BTreeMap::new(),
            updated: now,
        }
    }

    pub(in crate::testing) fn status(&self) -> &str {
        &self.status
    }

    pub(in crate::testing) fn name(&self) -> &str {
        &self.name
    }

    pub(in crate::testing) fn source(&self) -> &Value {
        &self.source
    }

    pub(in crate::testing) fn warehouse(&self) -> &str {
        &self.warehouse
    }

    pub(in crate::testing) fn updated(&self) -> DateTime<Utc> {
        self.updated
    }

    pub(in crate::testing) fn lines(&self) -> &[Line] {
        &self.lines
    }

    pub(in crate::testing) fn received(&self, msku: &str) -> u32 {
        self.received.get(msku).copied().unwrap_or_default()
    }

    /// Empty until the placement is confirmed.
    pub(in crate::testing) fn confirmation_id(&self) -> &str {
        self.confirmation.as_deref().unwrap_or_default()
    }

    pub(in crate::testing) fn has_carrier(&self) -> bool {
        self.chosen.is_some()
    }

    /// Whether Amazon's carrier fetches it on pallets.
    pub(in crate::testing) fn is_partnered_freight(&self) -> bool {
        self.carrier().is_some_and(|option| option.partnered && option.mode != "GROUND_SMALL_PARCEL")
    }

    pub(super) fn is_confirmed(&self) -> bool {
        self.confirmation.is_some()
    }

    pub(super) fn view<'a>(&'a self, plan: &'a Plan) -> Option<ShipmentView<'a>> {
        self.is_confirmed().then_some(ShipmentView { shipment: self, marketplace: &plan.marketplace })
    }

    pub(super) fn confirm(&mut self, number: u64, now: DateTime<Utc>) {
        self.confirmation = Some(format!("FBA15{}", letters(number)));
        self.move_to("WORKING", now);
    }

    pub(super) fn move_to(&mut self, status: &str, now: DateTime<Utc>) {
        status.clone_into(&mut self.status);
        self.touch(now);
    }

    pub(super) fn touch(&mut self, now: DateTime<Utc>) {
        self.updated = now;
    }

    pub(super) fn receive(&mut self, msku: &str, quantity: u32, now: DateTime<Utc>) -> bool {
        let known = self.lines.iter().any(|line| line.msku == msku);
        if known {
            self.received.insert(msku.to_owned(), quantity);
            self.touch(now);
        }
        known
    }

    /// Takes over what was told when transport was asked for.
    pub(super) fn configure(&mut self, configuration: &Value, numbers: &mut Numbers) {
        self.configuration = configuration.clone();
        let inputs = configuration["pallets"].as_array().into_iter().flatten();
        self.pallets = inputs
            .map(|input| {
                let mut pallet = input.clone();
                pallet["packageId"] = json!(new_id(numbers, "pk"));
                pallet
            })
            .collect();
    }

    pub(super) fn choose(&mut self, option_id: &str, contact: &Value, now: DateTime<Utc>) {
        self.chosen = Some((option_id.to_owned(), now));
        if contact.is_object() {
            self.configuration["contactInformation"] = contact.clone();
        }
        self.touch(now);
    }

    pub(super) fn chosen_at(&self, option_id: &str) -> Option<DateTime<Utc>> {
        self.chosen.as_ref().filter(|(id, _)| id == option_id).map(|(_, at)| *at)
    }

    fn carrier(&self) -> Option<&Transport> {
        let (id, _) = self.chosen.as_ref()?;
        self.transports.iter().find(|option| option.id == *id)
    }

    /// Whether cancelling Amazon's carrier costs money by now.
    pub(super) fn void_window_closed(&self, now: DateTime<Utc>) -> bool {
        let at = self.chosen.as_ref().map(|(_, at)| *at);
        let option = self.carrier().filter(|option| option.partnered);
        option.zip(at).is_some_and(|(option, at)| now >= at + void_window(option.mode))
    }

    /// Boxes are numbered once there is a carrier.
    fn box_id(&self, index: usize) -> Option<String> {
        self.has_carrier().then(|| format!("{}U{:06}", self.confirmation_id(), index + 1))
    }

    pub(super) fn boxes_json(&self) -> Vec<Value> {
        self.boxes.iter().enumerate().map(|(index, carton)| carton.json(self.box_id(index))).collect()
    }

    fn json(&self, id: &str, now: DateTime<Utc>) -> Value {
        let mut shipment = json!({
            "shipmentId": id,
            "placementOptionId": self.placement_id,
            "name": self.name,
            "status": self.status,
            "source": { "sourceType": "SELLER_FACILITY", "address": self.source },
            "destination": {
                "destinationType": "AMAZON_WAREHOUSE",
                "warehouseId": self.warehouse,
                "address": warehouse_address(&self.warehouse, &self.source),
            },
        });
        let mut set = |name: &str, value: Option<Value>| {
            if let Some(value) = value.filter(|value| !value.is_null()) {
                shipment[name] = value;
            }
        };
        set("shipmentConfirmationId", self.confirmation.as_ref().map(|id| json!(id)));
        set("amazonReferenceId", self.confirmation.as_ref().map(|id| json!(format!("R{id}"))));
        set("selectedTransportationOptionId", self.chosen.as_ref().map(|(id, _)| json!(id)));
        set("contactInformation", self.configuration.get("contactInformation").cloned());
        set("freightInformation", self.configuration.get("freightInformation").cloned());
        set("dates", self.dates());
        set("selectedDeliveryWindow", self.window.as_ref().map(selected_window));
        set("trackingDetails", self.tracking_json(now));
        set("selfShipAppointmentDetails", self.appointment.as_ref().map(|one| json!([one])));
        shipment
    }

    fn dates(&self) -> Option<Value> {
        let start = parse_time(self.configuration["readyToShipWindow"]["start"].as_str()?)?;
        let window = json!({ "start": iso(start), "end": iso(start + TimeDelta::days(1)) });
        Some(json!({ "readyToShipWindow": window }))
    }

    /// Numbers are checked within a day.
    fn tracking_json(&self, now: DateTime<Utc>) -> Option<Value> {
        let (details, since) = self.tracking.as_ref()?;
        let status = if now - *since >= TimeDelta::hours(24) { "VALIDATED" } else { "NOT_VALIDATED" };
        let mut details = details.clone();
        let items = details["spdTrackingDetail"].get_mut("spdTrackingItems").and_then(Value::as_array_mut);
        for item in items.into_iter().flatten() {
            item["trackingNumberValidationStatus"] = json!(status);
        }
        if details["spdTrackingDetail"].is_null()
            && let Some(details) = details.as_object_mut()
        {
            details.remove("spdTrackingDetail");
        }
        Some(details)
    }
}

fn selected_window(window: &Window) -> Value {
    json!({
        "availabilityType": window.availability,
        "deliveryWindowOptionId": window.id,
        "startDate": super::to_the_minute(window.start),
        "endDate": super::to_the_minute(window.end()),
    })
}

/// An address that nobody lives at, in the country from which the shipment comes.
fn warehouse_address(warehouse: &str, source: &Value) -> Value {
    json!({
        "name": warehouse,
        "addressLine1": "1 Warehouse Road",
        "city": "Warehouse Park",
        "countryCode": source["countryCode"],
        "postalCode": source["postalCode"],
    })
}

/// Six letters and digits that stand for a number.
fn letters(mut number: u64) -> String {
    const DIGITS: &[u8; 36] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    let mut text = [b'0'; 6];
    for place in text.iter_mut().rev() {
        *place = DIGITS[usize::try_from(number % 36).unwrap_or_default()];
        number /= 36;
    }
    text.iter().map(|byte| char::from(*byte)).collect()
}

pub(super) fn answer(call: &Call<'_>, amazon: &mut Amazon) -> Result<Answer, Answer> {
    match call.operation {
        "getShipment" => {
            let shipment = found(call, amazon)?.1;
            Ok(Answer::json(200, &shipment.json(call.path("shipmentId"), call.now)))
        }
        "listShipmentBoxes" => {
            let rows = found(call, amazon)?.1.boxes_json();
            paged(call, amazon, ("boxes", 1000), rows)
        }
        "listShipmentPallets" => {
            let rows = found(call, amazon)?.1.pallets.clone();
            paged(call, amazon, ("pallets", 1000), rows)
        }
        "listShipmentItems" => {
            let rows = items(call, store(call, amazon))?;
            paged(call, amazon, ("items", 1000), rows)
        }
        "updateShipmentName" => rename(call, amazon),
        "updateShipmentSourceAddress" => set_source(call, amazon),
        "updateShipmentTrackingDetails" => set_tracking(call, amazon),
        "getDeliveryChallanDocument" => challan(call, amazon),
        "listShipmentContentUpdatePreviews" => {
            let shipment = found(call, amazon)?.1;
            let rows = shipment.previews.iter().map(|(id, preview)| preview.json(id)).collect();
            paged(call, amazon, ("contentUpdatePreviews", 20), rows)
        }
        "getShipmentContentUpdatePreview" => {
            let id = call.path("contentUpdatePreviewId");
            let preview = found(call, amazon)?.1.previews.get(id);
            let preview = preview.ok_or_else(|| Answer::not_found("The preview does not exist."))?;
            Ok(Answer::json(200, &preview.json(id)))
        }
        "generateShipmentContentUpdatePreviews" => preview(call, amazon),
        "confirmShipmentContentUpdatePreview" => confirm_preview(call, amazon),
        "getSelfShipAppointmentSlots" => list_slots(call, amazon),
        "generateSelfShipAppointmentSlots" => generate_slots(call, amazon),
        "scheduleSelfShipAppointment" => schedule(call, amazon),
        _ => cancel_appointment(call, amazon),
    }
}

fn found<'a>(call: &Call<'_>, amazon: &'a mut Amazon) -> Result<(&'a Plan, &'a Shipment), Answer> {
    let plan = store(call, amazon).plan(call)?;
    Ok((plan, plan.shipment(call.path("shipmentId"))?))
}

fn items(call: &Call<'_>, store: &Store) -> Result<Vec<Value>, Answer> {
    let plan = store.plan(call)?;
    let shipment = plan.shipment(call.path("shipmentId"))?;
    let line = |line: &Line| line.json(store.preparation(&plan.marketplace, &line.msku));
    Ok(shipment.lines.iter().map(line).collect())
}

fn rename(call: &Call<'_>, amazon: &mut Amazon) -> Result<Answer, Answer> {
    let body = bodies::SHIPMENT_NAME.read(call)?;
    let plan = store(call, amazon).open_plan(call)?;
    let shipment = plan.shipment_mut(call.path("shipmentId"))?;
    body["name"].as_str().unwrap_or_default().clone_into(&mut shipment.name);
    shipment.touch(call.now);
    Ok(Answer::empty(204))
}

/// Begins an operation on the shipment of a call.
fn begin(
    call: &Call<'_>,
    (store, numbers): (&mut Store, &mut Numbers),
    work: impl FnOnce(&mut Shipment, DateTime<Utc>) + Send + 'static,
) -> String {
    let (plan_id, id) = (call.path("inboundPlanId").to_owned(), call.path("shipmentId").to_owned());
    store.begin(call, numbers, Some(&plan_id.clone()), move |store, _, now| {
        let shipment = store.plans.get_mut(&plan_id).and_then(|plan| plan.shipments.get_mut(&id));
        if let Some(shipment) = shipment {
            work(shipment, now);
            shipment.touch(now);
        }
        Ok(Vec::new())
    })
}

/// Transportation options were made for the old address: they go.
fn set_source(call: &Call<'_>, amazon: &mut Amazon) -> Result<Answer, Answer> {
    let body = bodies::ADDRESS.read(call)?;
    let (store, _, numbers) = parts(call, amazon);
    if store.open_plan(call)?.shipment(call.path("shipmentId"))?.has_carrier() {
        return Err(refused("The carrier of this shipment is confirmed already."));
    }
    let id = begin(call, (store, numbers), move |shipment, _| {
        shipment.source = body["address"].clone();
        shipment.transports.clear();
    });
    Ok(accepted(&id))
}

/// Only the seller's own carriers are told about; Amazon knows its own.
fn set_tracking(call: &Call<'_>, amazon: &mut Amazon) -> Result<Answer, Answer> {
    let body = bodies::TRACKING.read(call)?;
    let (store, _, numbers) = parts(call, amazon);
    let shipment = store.open_plan(call)?.shipment(call.path("shipmentId"))?;
    let Some(carrier) = shipment.carrier() else {
        return Err(refused("The carrier of this shipment has not been confirmed."));
    };
    if carrier.partnered {
        return Err(refused("The shipment goes with Amazon's partnered carrier."));
    }
    let details = body["trackingDetails"].clone();
    let kind = if carrier.mode == "GROUND_SMALL_PARCEL" { "spdTrackingDetail" } else { "ltlTrackingDetail" };
    if details[kind].is_null() {
        return Err(Answer::invalid_input(&format!("A shipment of this mode needs {kind}.")));
    }
    let boxes: Vec<String> = (0..shipment.boxes.len()).filter_map(|index| shipment.box_id(index)).collect();
    let items = details["spdTrackingDetail"]["spdTrackingItems"].as_array().into_iter().flatten();
    let unknown = |item: &&Value| !boxes.iter().any(|id| item["boxId"] == id.as_str());
    if let Some(item) = items.into_iter().find(unknown) {
        return Err(refused(&format!("The shipment has no box {}.", item["boxId"])));
    }
    let id = begin(call, (store, numbers), move |shipment, now| shipment.tracking = Some((details, now)));
    Ok(accepted(&id))
}

/// Exists for Amazon's partnered carrier in India.
fn challan(call: &Call<'_>, amazon: &mut Amazon) -> Result<Answer, Answer> {
    let (plan, shipment) = found(call, amazon)?;
    if plan.marketplace != "A21TJRUUN4KGV" || !shipment.carrier().is_some_and(|option| option.partnered) {
        return Err(refused("There is no delivery challan for this shipment."));
    }
    let uri = super::items::paper(call, amazon, "delivery-challan");
    Ok(Answer::json(200, &json!({ "documentDownload": super::items::download(&uri, call.now) })))
}

impl Preview {
    fn json(&self, id: &str) -> Value {
        json!({
            "contentUpdatePreviewId": id,
            "expiration": iso(self.expiration),
            "requestedUpdates": self.requested,
            "transportationOption": self.transport,
        })
    }
}

fn preview(call: &Call<'_>, amazon: &mut Amazon) -> Result<Answer, Answer> {
    let body = bodies::CONTENT_UPDATE.read(call)?;
    check_boxes(&body["boxes"])?;
    let (store, stock, numbers) = parts(call, amazon);
    let plan = store.open_plan(call)?;
    check_owners(&plan.marketplace, &body["items"])?;
    let shipment = plan.shipment(call.path("shipmentId"))?;
    if !shipment.has_carrier() {
        return Err(refused("The carrier of this shipment has not been confirmed."));
    }
    let kept = body["boxes"].as_array().into_iter().flatten().filter_map(|input| input["packageId"].as_str());
    for package_id in kept {
        if !shipment.boxes.iter().any(|carton| carton.package_id == package_id) {
            return Err(refused(&format!("The shipment has no package {package_id}.")));
        }
    }
    let (plan_id, id) = (call.path("inboundPlanId").to_owned(), call.path("shipmentId").to_owned());
    let lines = lines_of(&body, plan, stock);
    let operation_id = store.begin(call, numbers, Some(&plan_id.clone()), move |store, numbers, now| {
        let lines = lines?;
        let shipment = store.plans.get_mut(&plan_id).and_then(|plan| plan.shipments.get_mut(&id));
        let Some(shipment) = shipment else { return Ok(Vec::new()) };
        let inputs = body["boxes"].as_array().cloned().unwrap_or_default();
        let boxes = Carton::read(&inputs, &lines, numbers)?;
        check_contents(&boxes, &lines)?;
        let preview = Preview {
            transport: requoted(shipment, &id, boxes.len()),
            boxes,
            lines,
            requested: json!({ "boxes": body["boxes"], "items": body["items"] }),
            expiration: now + OFFERED_FOR,
            confirmed: false,
        };
        shipment.previews.insert(new_id(numbers, "cu"), preview);
        Ok(Vec::new())
    });
    Ok(accepted(&operation_id))
}

fn lines_of(body: &Value, plan: &Plan, stock: &fba_inventory::Store) -> Result<Vec<Line>, super::Problem> {
    read_lines(body["items"].as_array().map(Vec::as_slice).unwrap_or_default(), &plan.marketplace, stock)
}

/// The chosen option, its price in proportion to the boxes.
fn requoted(shipment: &Shipment, id: &str, boxes: usize) -> Value {
    let Some((option, (_, at))) = shipment.carrier().zip(shipment.chosen.as_ref()) else {
        return Value::Null;
    };
    let mut option = option.json(id, Some(*at));
    let amount = &mut option["quote"]["cost"]["amount"];
    if !amount.is_null() && !shipment.boxes.is_empty() {
        let (before, after) = (Decimal::from(shipment.boxes.len()), Decimal::from(boxes));
        *amount = number((decimal(amount) * after / before).round_dp(2));
    } else if let Some(fields) =
        option.as_object_mut().filter(|fields| fields["quote"]["cost"]["amount"].is_null())
    {
        fields.remove("quote");
    }
    option
}

fn confirm_preview(call: &Call<'_>, amazon: &mut Amazon) -> Result<Answer, Answer> {
    let (store, _, numbers) = parts(call, amazon);
    let shipment = store.open_plan(call)?.shipment(call.path("shipmentId"))?;
    let preview_id = call.path("contentUpdatePreviewId").to_owned();
    let preview = shipment.previews.get(&preview_id);
    let preview = preview.ok_or_else(|| Answer::not_found("The preview does not exist."))?;
    if preview.confirmed || preview.expiration <= call.now {
        return Err(refused("The preview has expired or has been confirmed already."));
    }
    let id = begin(call, (store, numbers), move |shipment, _| {
        if let Some(preview) = shipment.previews.get_mut(&preview_id) {
            preview.confirmed = true;
            shipment.boxes.clone_from(&preview.boxes);
            shipment.lines.clone_from(&preview.lines);
        }
    });
    Ok(accepted(&id))
}

fn check_self_ship(plan: &Plan, shipment: &Shipment) -> Result<(), Answer> {
    if !SELF_SHIP.contains(&plan.marketplace.as_str()) {
        return Err(refused("Self-ship appointments do not exist in this marketplace."));
    }
    if shipment.carrier().is_none_or(|option| option.partnered) {
        return Err(refused("The shipment does not go with a carrier of the seller's own."));
    }
    Ok(())
}

fn generate_slots(call: &Call<'_>, amazon: &mut Amazon) -> Result<Answer, Answer> {
    let body = bodies::SLOTS.read(call)?;
    let (store, _, numbers) = parts(call, amazon);
    let plan = store.open_plan(call)?;
    check_self_ship(plan, plan.shipment(call.path("shipmentId"))?)?;
    let time = |name: &str| body[name].as_str().and_then(parse_time);
    let start = time("desiredStartDate").unwrap_or(call.now + TimeDelta::days(1));
    let end = time("desiredEndDate").unwrap_or(start + TimeDelta::days(3));
    if start < call.now || end < start {
        return Err(Answer::invalid_input("The desired dates are not a range to come."));
    }
    let days = (end - start).num_days().min(14);
    let ids: Vec<String> = (0..=days).map(|_| new_id(numbers, "sl")).collect();
    let id = begin(call, (store, numbers), move |shipment, now| {
        let slots = ids.into_iter().zip(0..).map(|(id, day)| (id, start + TimeDelta::days(day))).collect();
        shipment.slots = Some(Slots { expires: now + OFFERED_FOR, slots });
    });
    Ok(Answer::json(201, &json!({ "operationId": id })))
}

fn list_slots(call: &Call<'_>, amazon: &mut Amazon) -> Result<Answer, Answer> {
    let (plan, shipment) = found(call, amazon)?;
    check_self_ship(plan, shipment)?;
    let Some(slots) = &shipment.slots else {
        return Err(refused("Self-ship appointment slots have not been generated."));
    };
    let expires = slots.expires;
    let rows =
        slots.slots.iter().map(|(id, start)| json!({ "slotId": id, "slotTime": slot(*start) })).collect();
    let page = page(call, amazon, 100, rows)?;
    let mut body = json!({
        "selfShipAppointmentSlotsAvailability": { "expiresAt": iso(expires), "slots": page.rows },
    });
    if let Some(next) = page.next {
        body["pagination"] = json!({ "nextToken": next });
    }
    Ok(Answer::json(200, &body))
}

fn slot(start: DateTime<Utc>) -> Value {
    json!({ "startTime": iso(start), "endTime": iso(start + TimeDelta::hours(1)) })
}

/// The first call books a slot, and any other one moves the booking.
fn schedule(call: &Call<'_>, amazon: &mut Amazon) -> Result<Answer, Answer> {
    bodies::APPOINTMENT.read(call)?;
    let (store, _, numbers) = parts(call, amazon);
    let plan = store.open_plan(call)?;
    check_self_ship(plan, plan.shipment(call.path("shipmentId"))?)?;
    let shipment = plan.shipment_mut(call.path("shipmentId"))?;
    let Some(slots) = shipment.slots.as_ref().filter(|slots| slots.expires > call.now) else {
        return Err(refused("The self-ship appointment slots have expired, or have not been generated."));
    };
    let start = slots.slots.get(call.path("slotId"));
    let start = *start.ok_or_else(|| Answer::not_found("The slot does not exist."))?;
    let number = match &shipment.appointment {
        Some(appointment) => appointment["appointmentId"].clone(),
        None => json!(numbers.next()),
    };
    let details = json!({
        "appointmentId": number,
        "appointmentSlotTime": slot(start),
        "appointmentStatus": "ARRIVAL_SCHEDULED",
    });
    shipment.appointment = Some(details.clone());
    shipment.touch(call.now);
    Ok(Answer::json(200, &json!({ "selfShipAppointmentDetails": details })))
}

fn cancel_appointment(call: &Call<'_>, amazon: &mut Amazon) -> Result<Answer, Answer> {
    bodies::APPOINTMENT.read(call)?;
    let (store, _, numbers) = parts(call, amazon);
    let plan = store.open_plan(call)?;
    let shipment = plan.shipment(call.path("shipmentId"))?;
    check_self_ship(plan, shipment)?;
    if shipment.appointment.is_none() {
        return Err(refused("There is no self-ship appointment for this shipment."));
    }
    let id = begin(call, (store, numbers), |shipment, _| shipment.appointment = None);
    Ok(accepted(&id))
}
