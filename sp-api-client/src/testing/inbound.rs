//! The Fulfillment Inbound 2024-03-20 API: a plan, its packing, its placement, its transport.
//!
//! A write starts an operation, which is in progress for a while and then succeeds or fails; only then does anything
//! change. Until then the plan takes no other write. A list is refused before what it lists has been generated.
//! Options expire, and what has been confirmed stays confirmed.

mod bodies;
mod items;
mod packing;
mod placement;
mod plans;
mod shipments;
mod transport;
mod under_way;

use std::{
    collections::{BTreeMap, VecDeque},
    time::Duration,
};

use chrono::{DateTime, TimeDelta, Utc};
use commerce_client_core::clock::Clock as _;
use serde_json::{Value, json};

pub(super) use self::{items::paper, plans::Line, shipments::ShipmentView, under_way::under_way};
use self::{packing::PackingOption, placement::PlacementOption, plans::Plan, shipments::Shipment};
use super::{
    Amazon, Answer, Call, FakeSpApi,
    amazon::Numbers,
    fba_inventory,
    pages::{Page, Pages, Paging},
    routes::{Api, Route},
    time_delta,
};

pub(super) const API: Api = Api { model: "fulfillmentInbound_2024-03-20", routes: ROUTES, answer };

macro_rules! under {
    ($rest:literal) => {
        concat!("/inbound/fba/2024-03-20", $rest)
    };
    (plan $rest:literal) => {
        concat!("/inbound/fba/2024-03-20/inboundPlans/{inboundPlanId}", $rest)
    };
    (shipment $rest:literal) => {
        concat!("/inbound/fba/2024-03-20/inboundPlans/{inboundPlanId}/shipments/{shipmentId}", $rest)
    };
}

#[rustfmt::skip]
const ROUTES: &[Route] = &[
    Route::get("listInboundPlans", under!("/inboundPlans"), 2.0, 6),
    Route::post("createInboundPlan", under!("/inboundPlans"), 2.0, 2),
    Route::get("getInboundPlan", under!(plan ""), 2.0, 6),
    Route::get("listInboundPlanBoxes", under!(plan "/boxes"), 2.0, 6),
    Route::put("cancelInboundPlan", under!(plan "/cancellation"), 2.0, 2),
    Route::get("listInboundPlanItems", under!(plan "/items"), 2.0, 6),
    Route::put("updateInboundPlanName", under!(plan "/name"), 2.0, 30),
    Route::get("listPackingGroupBoxes", under!(plan "/packingGroups/{packingGroupId}/boxes"), 2.0, 30),
    Route::get("listPackingGroupItems", under!(plan "/packingGroups/{packingGroupId}/items"), 2.0, 30),
    Route::post("setPackingInformation", under!(plan "/packingInformation"), 2.0, 2),
    Route::get("listPackingOptions", under!(plan "/packingOptions"), 2.0, 6),
    Route::post("generatePackingOptions", under!(plan "/packingOptions"), 2.0, 2),
    Route::post("confirmPackingOption", under!(plan "/packingOptions/{packingOptionId}/confirmation"), 2.0, 2),
    Route::get("listInboundPlanPallets", under!(plan "/pallets"), 2.0, 6),
    Route::get("listPlacementOptions", under!(plan "/placementOptions"), 2.0, 6),
    Route::post("generatePlacementOptions", under!(plan "/placementOptions"), 2.0, 2),
    Route::post("confirmPlacementOption", under!(plan "/placementOptions/{placementOptionId}/confirmation"), 2.0, 2),
    Route::get("getShipment", under!(shipment ""), 2.0, 6),
    Route::get("listShipmentBoxes", under!(shipment "/boxes"), 2.0, 30),
    Route::get("listShipmentContentUpdatePreviews", under!(shipment "/contentUpdatePreviews"), 2.0, 30),
    Route::post("generateShipmentContentUpdatePreviews", under!(shipment "/contentUpdatePreviews"), 2.0, 30),
    Route::get("getShipmentContentUpdatePreview", under!(shipment "/contentUpdatePreviews/{contentUpdatePreviewId}"), 2.0, 30),
    Route::post("confirmShipmentContentUpdatePreview", under!(shipment "/contentUpdatePreviews/{contentUpdatePreviewId}/confirmation"), 2.0, 30),
    Route::get("getDeliveryChallanDocument", under!(shipment "/deliveryChallanDocument"), 2.0, 6),
    Route::get("listDeliveryWindowOptions", under!(shipment "/deliveryWindowOptions"), 2.0, 30),
    Route::post("generateDeliveryWindowOptions", under!(shipment "/deliveryWindowOptions"), 2.0, 30),
    Route::post("confirmDeliveryWindowOptions", under!(shipment "/deliveryWindowOptions/{deliveryWindowOptionId}/confirmation"), 2.0, 30),
    Route::get("listShipmentItems", under!(shipment "/items"), 2.0, 30),
    Route::put("updateShipmentName", under!(shipment "/name"), 2.0, 30),
    Route::get("listShipmentPallets", under!(shipment "/pallets"), 2.0, 30),
    Route::put("cancelSelfShipAppointment", under!(shipment "/selfShipAppointmentCancellation"), 2.0, 2),
    Route::get("getSelfShipAppointmentSlots", under!(shipment "/selfShipAppointmentSlots"), 2.0, 6),
    Route::post("generateSelfShipAppointmentSlots", under!(shipment "/selfShipAppointmentSlots"), 2.0, 2),
    Route::post("scheduleSelfShipAppointment", under!(shipment "/selfShipAppointmentSlots/{slotId}/schedule"), 2.0, 2),
    Route::put("updateShipmentSourceAddress", under!(shipment "/sourceAddress"), 2.0, 30),
    Route::put("updateShipmentTrackingDetails", under!(shipment "/trackingDetails"), 2.0, 2),
    Route::get("listTransportationOptions", under!(plan "/transportationOptions"), 2.0, 6),
    Route::post("generateTransportationOptions", under!(plan "/transportationOptions"), 2.0, 2),
    Route::post("confirmTransportationOptions", under!(plan "/transportationOptions/confirmation"), 2.0, 2),
    Route::get("listItemComplianceDetails", under!("/items/compliance"), 2.0, 6),
    Route::put("updateItemComplianceDetails", under!("/items/compliance"), 2.0, 6),
    Route::post("createMarketplaceItemLabels", under!("/items/labels"), 2.0, 30),
    Route::get("listPrepDetails", under!("/items/prepDetails"), 2.0, 30),
    Route::post("setPrepDetails", under!("/items/prepDetails"), 2.0, 30),
    Route::get("getInboundOperationStatus", under!("/operations/{operationId}"), 2.0, 6),
];

fn answer(call: &Call<'_>, amazon: &mut Amazon) -> Result<Answer, Answer> {
    check_ids(call)?;
    match call.operation {
        "listInboundPlans" => plans::list(call, amazon),
        "createInboundPlan" => plans::create(call, amazon),
        "getInboundPlan" => plans::get(call, amazon),
        "listInboundPlanBoxes" | "listInboundPlanItems" | "listInboundPlanPallets" => {
            plans::list_contents(call, amazon)
        }
        "cancelInboundPlan" => plans::cancel(call, amazon),
        "updateInboundPlanName" => plans::rename(call, amazon),
        "listPackingGroupBoxes" | "listPackingGroupItems" => packing::list_group(call, amazon),
        "setPackingInformation" => packing::set_boxes(call, amazon),
        "listPackingOptions" => packing::list(call, amazon),
        "generatePackingOptions" => packing::generate(call, amazon),
        "confirmPackingOption" => packing::confirm(call, amazon),
        "listPlacementOptions" => placement::list(call, amazon),
        "generatePlacementOptions" => placement::generate(call, amazon),
        "confirmPlacementOption" => placement::confirm(call, amazon),
        "listTransportationOptions" => transport::list(call, amazon),
        "generateTransportationOptions" => transport::generate(call, amazon),
        "confirmTransportationOptions" => transport::confirm(call, amazon),
        "listDeliveryWindowOptions" => transport::list_windows(call, amazon),
        "generateDeliveryWindowOptions" => transport::generate_windows(call, amazon),
        "confirmDeliveryWindowOptions" => transport::confirm_window(call, amazon),
        "listItemComplianceDetails" => items::list_compliance(call, amazon),
        "updateItemComplianceDetails" => items::update_compliance(call, amazon),
        "createMarketplaceItemLabels" => items::labels(call, amazon),
        "listPrepDetails" => items::list_preparation(call, amazon),
        "setPrepDetails" => items::set_preparation(call, amazon),
        "getInboundOperationStatus" => status(call, amazon),
        _ => shipments::answer(call, amazon),
    }
}

/// Ids in paths have 38 characters; those of operations and delivery windows may have 36.
fn check_ids(call: &Call<'_>) -> Result<(), Answer> {
    for (name, id) in &call.path {
        let least = if matches!(*name, "operationId" | "deliveryWindowOptionId") { 36 } else { 38 };
        let plain = id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        if !plain || !(least..=38).contains(&id.len()) {
            return Err(refused(&format!("{name} is not an id of this API.")));
        }
    }
    Ok(())
}

/// The plans of one seller, and what is being done to them.
#[derive(Default)]
pub(super) struct Store {
    plans: BTreeMap<String, Plan>,
    operations: BTreeMap<String, Operation>,
    /// Failures to come, by operation name.
    scripted: BTreeMap<String, VecDeque<Problem>>,
    /// By marketplace and SKU.
    preparation: BTreeMap<(String, String), items::Preparation>,
    tax_details: BTreeMap<(String, String), Value>,
    pages: Pages,
    delay: Delay,
}

/// How long an operation is in progress.
struct Delay(TimeDelta);

impl Default for Delay {
    fn default() -> Self {
        Self(TimeDelta::seconds(3))
    }
}

/// What an operation does when its time has come.
type Work = Box<dyn FnOnce(&mut Store, &mut Numbers, DateTime<Utc>) -> Result<Vec<Problem>, Problem> + Send>;

struct Operation {
    name: &'static str,
    plan_id: Option<String>,
    due: DateTime<Utc>,
    state: Progress,
}

enum Progress {
    Begun(Work),
    Succeeded(Vec<Problem>),
    Failed(Problem),
}

/// Why an operation failed, or what it warns of.
#[derive(Debug, Clone)]
struct Problem {
    code: String,
    message: String,
    severity: &'static str,
}

impl Problem {
    fn error(code: &str, message: &str) -> Self {
        Self { code: code.to_owned(), message: message.to_owned(), severity: "ERROR" }
    }

    fn warning(code: &str, message: &str) -> Self {
        Self { severity: "WARNING", ..Self::error(code, message) }
    }

    fn json(&self) -> Value {
        json!({ "code": self.code, "message": self.message, "details": "", "severity": self.severity })
    }
}

/// Whether an option can still be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Offer {
    Offered,
    Accepted,
    Expired,
}

impl Offer {
    fn text(self, expiration: DateTime<Utc>, now: DateTime<Utc>) -> &'static str {
        match self {
            Self::Accepted => "ACCEPTED",
            Self::Offered if now < expiration => "OFFERED",
            Self::Offered | Self::Expired => "EXPIRED",
        }
    }
}

impl FakeSpApi {
    /// Sets how long inbound operations that begin from now on are in progress. Three seconds unless set.
    pub fn set_inbound_delay(&self, seller_id: &str, delay: Duration) {
        self.settled().amazon.books.of(seller_id).inbound.delay = Delay(time_delta(delay));
    }

    /// The next inbound operation of this name (`confirmPlacementOption`) is taken, and then ends as `FAILED` with one
    /// problem of this code and message.
    pub fn fail_next_inbound(&self, seller_id: &str, operation: &str, code: &str, message: &str) {
        let mut state = self.settled();
        let scripted = &mut state.amazon.books.of(seller_id).inbound.scripted;
        scripted.entry(operation.to_owned()).or_default().push_back(Problem::error(code, message));
    }

    /// The confirmed shipments of a seller, oldest id first: `(shipmentId, shipmentConfirmationId)`.
    pub fn inbound_shipments(&self, seller_id: &str) -> Vec<(String, String)> {
        let mut state = self.settled();
        let shipments = state.amazon.books.of(seller_id).inbound.confirmed();
        shipments.map(|(id, shipment)| (id.clone(), shipment.confirmation_id().to_owned())).collect()
    }

    /// Moves a confirmed shipment to a status, such as `IN_TRANSIT` or `CLOSED`.
    ///
    /// False if there is no such shipment. It is named by its `shipmentConfirmationId`.
    pub fn set_inbound_status(&self, seller_id: &str, confirmation_id: &str, status: &str) -> bool {
        let now = self.clock.now();
        let mut state = self.settled();
        let shipment = state.amazon.books.of(seller_id).inbound.confirmed_mut(confirmation_id);
        shipment.map(|shipment| shipment.move_to(status, now)).is_some()
    }

    /// Sets how many units of a SKU the warehouse has received so far. The number may go down as well as up.
    ///
    /// False if there is no such shipment, or no such SKU in it.
    pub fn set_received(&self, seller_id: &str, confirmation_id: &str, msku: &str, quantity: u32) -> bool {
        let now = self.clock.now();
        let mut state = self.settled();
        let shipment = state.amazon.books.of(seller_id).inbound.confirmed_mut(confirmation_id);
        shipment.is_some_and(|shipment| shipment.receive(msku, quantity, now))
    }
}

/// Ends every operation that was due by `now`.
pub(super) fn settle(amazon: &mut Amazon, now: DateTime<Utc>) {
    let Amazon { books, numbers, .. } = amazon;
    for seller_id in books.sellers() {
        books.of(&seller_id).inbound.settle(numbers, now);
    }
}

impl Store {
    /// Ends the operations that were due by `now`, in the order in which they were due.
    fn settle(&mut self, numbers: &mut Numbers, now: DateTime<Utc>) {
        let due =
            |operation: &Operation| matches!(operation.state, Progress::Begun(_)) && operation.due <= now;
        let mut ids: Vec<(DateTime<Utc>, String)> = self
            .operations
            .iter()
            .filter(|(_, operation)| due(operation))
            .map(|(id, operation)| (operation.due, id.clone()))
            .collect();
        ids.sort();
        for (at, id) in ids {
            let Some(mut operation) = self.operations.remove(&id) else { continue };
            if let Progress::Begun(work) = operation.state {
                operation.state = match work(self, numbers, at) {
                    Ok(warnings) => Progress::Succeeded(warnings),
                    Err(problem) => Progress::Failed(problem),
                };
            }
            self.operations.insert(id, operation);
        }
    }

    /// Begins an operation, and answers 202 with its id.
    fn begin(
        &mut self,
        call: &Call<'_>,
        numbers: &mut Numbers,
        plan_id: Option<&str>,
        work: impl FnOnce(&mut Self, &mut Numbers, DateTime<Utc>) -> Result<Vec<Problem>, Problem>
        + Send
        + 'static,
    ) -> String {
        let scripted = self.scripted.get_mut(call.operation).and_then(VecDeque::pop_front);
        let work: Work = match scripted {
            Some(problem) => Box::new(move |_, _, _| Err(problem)),
            None => Box::new(work),
        };
        let id = numbers.uuid();
        let operation = Operation {
            name: call.operation,
            plan_id: plan_id.map(str::to_owned),
            due: call.now + self.delay.0,
            state: Progress::Begun(work),
        };
        self.operations.insert(id.clone(), operation);
        id
    }

    /// A plan that exists, once it has come about.
    fn plan(&self, call: &Call<'_>) -> Result<&Plan, Answer> {
        let plan = self.plans.get(call.path("inboundPlanId"));
        let plan = plan.ok_or_else(|| Answer::not_found("The inbound plan does not exist."))?;
        if !plan.created() {
            return Err(refused("The inbound plan is still being created."));
        }
        Ok(plan)
    }

    /// A plan that can be changed now: active, and with no operation in progress.
    fn open_plan(&mut self, call: &Call<'_>) -> Result<&mut Plan, Answer> {
        let id = call.path("inboundPlanId").to_owned();
        self.plan(call)?.check_active()?;
        let busy = self.operations.values().any(|operation| {
            operation.plan_id.as_ref() == Some(&id) && matches!(operation.state, Progress::Begun(_))
        });
        if busy {
            return Err(refused("An operation on this inbound plan is still in progress."));
        }
        self.plans.get_mut(&id).ok_or_else(|| Answer::not_found("The inbound plan does not exist."))
    }

    fn confirmed(&self) -> impl Iterator<Item = (&String, &Shipment)> {
        let all = self.plans.values().flat_map(|plan| &plan.shipments);
        all.filter(|(_, shipment)| shipment.is_confirmed())
    }

    fn confirmed_mut(&mut self, confirmation_id: &str) -> Option<&mut Shipment> {
        let all = self.plans.values_mut().flat_map(|plan| plan.shipments.values_mut());
        all.filter(|shipment| shipment.is_confirmed())
            .find(|shipment| shipment.confirmation_id() == confirmation_id)
    }

    /// The confirmed shipments to a marketplace, as the old API shows them.
    pub(super) fn views(&self) -> Vec<ShipmentView<'_>> {
        let plans = self.plans.values();
        plans.flat_map(|plan| plan.shipments.values().filter_map(|shipment| shipment.view(plan))).collect()
    }

    /// A confirmed shipment, as the old API shows it.
    pub(super) fn view(&self, confirmation_id: &str) -> Option<ShipmentView<'_>> {
        self.views().into_iter().find(|view| view.shipment.confirmation_id() == confirmation_id)
    }

    /// Labels have been made: a shipment that was being worked on is ready.
    pub(super) fn label(&mut self, confirmation_id: &str, now: DateTime<Utc>) {
        if let Some(shipment) = self.confirmed_mut(confirmation_id).filter(|one| one.status() == "WORKING") {
            shipment.move_to("READY_TO_SHIP", now);
        }
    }

    pub(super) fn preparation(&self, marketplace: &str, msku: &str) -> Option<&items::Preparation> {
        self.preparation.get(&(marketplace.to_owned(), msku.to_owned()))
    }
}

fn status(call: &Call<'_>, amazon: &mut Amazon) -> Result<Answer, Answer> {
    let store = &amazon.books.of(&call.seller.seller_id).inbound;
    let operation = store.operations.get(call.path("operationId"));
    let operation = operation.ok_or_else(|| Answer::not_found("The operation does not exist."))?;
    let (status, problems) = match &operation.state {
        Progress::Begun(_) => ("IN_PROGRESS", Vec::new()),
        Progress::Succeeded(warnings) => ("SUCCESS", warnings.iter().map(Problem::json).collect()),
        Progress::Failed(problem) => ("FAILED", vec![problem.json()]),
    };
    Ok(Answer::json(
        200,
        &json!({
            "operation": operation.name,
            "operationId": call.path("operationId"),
            "operationProblems": problems,
            "operationStatus": status,
        }),
    ))
}

/// What a write needs: the seller's plans and stock, and fresh numbers.
fn parts<'a>(
    call: &Call<'_>,
    amazon: &'a mut Amazon,
) -> (&'a mut Store, &'a fba_inventory::Store, &'a mut Numbers) {
    let books = amazon.books.of(&call.seller.seller_id);
    (&mut books.inbound, &books.fba_inventory, &mut amazon.numbers)
}

fn store<'a>(call: &Call<'_>, amazon: &'a mut Amazon) -> &'a mut Store {
    &mut amazon.books.of(&call.seller.seller_id).inbound
}

/// A fresh id of 38 characters.
fn new_id(numbers: &mut Numbers, prefix: &str) -> String {
    format!("{prefix}{}", numbers.uuid())
}

fn accepted(operation_id: &str) -> Answer {
    Answer::json(202, &json!({ "operationId": operation_id }))
}

fn refused(details: &str) -> Answer {
    Answer::error(400, "BadRequest", "The request is not valid in the present state.", details)
}

/// A page of a list of this API, under `name`.
fn paged(
    call: &Call<'_>,
    amazon: &mut Amazon,
    (name, most): (&str, usize),
    rows: Vec<Value>,
) -> Result<Answer, Answer> {
    let page = page(call, amazon, most, rows)?;
    let mut body = json!({ name: page.rows });
    if let Some(next) = page.next {
        body["pagination"] = json!({ "nextToken": next });
    }
    Ok(Answer::json(200, &body))
}

fn page(call: &Call<'_>, amazon: &mut Amazon, most: usize, rows: Vec<Value>) -> Result<Page, Answer> {
    let size = call.query.number("pageSize", 1, most)?.unwrap_or(10);
    let lifetime = time_delta(amazon.settings.page_token_lifetime);
    let paging = Paging { token: "paginationToken", size, lifetime, empty_first: false };
    let (store, _, numbers) = parts(call, amazon);
    store.pages.page(call, numbers, paging, rows)
}

/// `yyyy-MM-ddTHH:mmZ`, as delivery windows are written.
fn to_the_minute(time: DateTime<Utc>) -> String {
    time.format("%Y-%m-%dT%H:%MZ").to_string()
}
