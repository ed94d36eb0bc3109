//! The fulfilments of one order: which packages, under which numbers, and what is written back.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, TimeDelta, Utc};
use commerce_client_core::{
    error::{Error, ErrorKind},
    secret::Pii,
    wire::instant,
};
use netsuite_client::{ExternalId, InternalId, records::ItemFulfillment};
use rust_decimal::Decimal;
use serde_json::{Map, Value, json};
use sp_api_client::{
    orders::{FulfilledBy, FulfillmentStatus, IncludedData, Order, OrderPackage, Program},
    orders_v0::ConfirmShipmentRequest,
};

use super::{Due, facts::Facts};
use crate::{
    apply::{self, Found, Outcome},
    flow::{FlowError, Run},
    keys,
    map::{
        MapError,
        shipment::{self, Fulfillment, Identity, Package},
    },
    plan::{Op, RecordKind, Write},
    store::{OpKey, OpRow, OpState, ParkReason, Point, SourceId},
    summary::Fate,
};

/// Why a fulfilment is looked at.
#[derive(Debug, Clone, Copy)]
pub(super) struct Occasion {
    /// The store may not know what has been confirmed.
    pub(super) cold: bool,
    /// It was parked and is due: what was refused before is tried again.
    pub(super) retry: bool,
}

/// Numbers of an order's packages that are read from the ledger at a time.
const SLOTS: u32 = 16;
/// Fulfilments that were confirmed before the store knew are taken over for so long; nobody edits older ones.
const TAKEN_OVER: TimeDelta = TimeDelta::days(30);
/// What a text field of NetSuite's holds.
const TEXT: usize = 300;

/// Confirms the fulfilments of one order, the older first.
pub(super) async fn confirm_order(
    run: &Run,
    dues: &[Due<'_>],
    facts: &Facts,
    parked: &BTreeSet<SourceId>,
    occasion: Occasion,
) -> Result<(), FlowError> {
    let Some(first) = dues.first() else { return Ok(()) };
    let mut numbers = Numbers::of(run, first).await?;
    let mut amazon = AtAmazon::Unread;
    for due in dues {
        let work = Box::pin(fulfillment(run, due, facts, occasion, &mut numbers, &mut amazon));
        let fate = match work.await? {
            Ok(fate) => fate,
            Err(error) => {
                let mut changes = run.changes(Point::Park);
                changes.park.push(run.park(&due.source, error.reason, error.text, None));
                run.commit(changes).await?;
                Fate::Parked
            }
        };
        if fate == Fate::Parked {
            Box::pin(write_error(run, due)).await?;
        } else if parked.contains(&due.source) {
            let mut changes = run.changes(Point::Unpark);
            changes.unpark.push(due.source.clone());
            run.commit(changes).await?;
        }
        run.finished(&due.source, None, fate);
    }
    Ok(())
}

/// One fulfilment. The inner error parks it.
async fn fulfillment(
    run: &Run,
    due: &Due<'_>,
    facts: &Facts,
    occasion: Occasion,
    numbers: &mut Numbers,
    amazon: &mut AtAmazon,
) -> Result<Result<Fate, MapError>, FlowError> {
    let record = match read(run, &due.row.id).await? {
        Ok(Some(record)) => record,
        Ok(None) => return Ok(Ok(Fate::Unchanged)),
        Err(error) => return Ok(Err(error)),
    };
    let shipped =
        record.ship_status.as_ref().or(record.status.as_ref()).is_none_or(|status| status.id == "C");
    let wanted = due.settings.only_if.as_deref().is_none_or(|field| is_ticked(&record, field));
    if !shipped || !wanted {
        return Ok(Ok(Fate::Unchanged));
    }
    let packages = packages(due, &record, facts);
    let exported = due.settings.fields.exported.as_deref().is_some_and(|field| is_ticked(&record, field));
    if exported && !numbers.knows(run, &due.row.id) {
        return taken_over(run, due, &record, packages, occasion, numbers, amazon).await;
    }
    let packages = match packages {
        Ok(packages) => packages,
        Err(error) => return Ok(Err(error)),
    };
    let prime = is_prime(run, due);
    let may_lack_label = prime != Some(false) && !due.settings.prime_without_label;
    if (occasion.cold || may_lack_label) && !numbers.knows(run, &due.row.id) {
        amazon.read(run, due).await?;
        if let Err(outcome) = amazon.allows(due, prime, &packages) {
            return Ok(outcome);
        }
    }
    let mut fate = Fate::Unchanged;
    for (index, package) in (1..).zip(&packages) {
        let placed = numbers.place(run, due, facts, index, package, amazon);
        let (op, found) =
            match placed.and_then(|placed| placed.op(run, due, index, package, version(run, &record))) {
                Ok(op) => op,
                Err(error) => return Ok(Err(error)),
            };
        let row = numbers.row(&op.key).cloned();
        let refused = row.as_ref().is_some_and(|row| {
            row.state == OpState::Parked && row.body_hash == op.body_hash() && !occasion.retry
        });
        if refused {
            // Nothing about it has changed: it waits for a person, as it did.
            return Ok(Ok(Fate::Parked));
        }
        let outcome = apply::apply(run, &due.source, &op, row.as_ref(), found).await?;
        numbers.assigned(&op);
        match outcome {
            Outcome::Created | Outcome::Updated => {
                let is_new = outcome == Outcome::Created;
                run.summary().count_written(RecordKind::Shipment, is_new);
                fate = if is_new { Fate::Created } else { Fate::Updated };
            }
            Outcome::Adopted | Outcome::Proposed => fate = Fate::Created,
            Outcome::Unchanged => {}
            Outcome::Parked => return Ok(Ok(Fate::Parked)),
        }
    }
    written_back(run, due, &record, fate).await.map(Ok)
}

async fn read(run: &Run, id: &InternalId) -> Result<Result<Option<ItemFulfillment>, MapError>, FlowError> {
    let records = run.account().netsuite.records::<ItemFulfillment>();
    match records.get(id.clone()).expand_sub_resources().find().await {
        Ok(record) => Ok(Ok(record)),
        Err(error) if matches!(error.kind(), ErrorKind::Decode | ErrorKind::Rejected) => {
            let text =
                format!("NetSuite's item fulfilment {id} could not be read: {error}. Correct it, then retry");
            Ok(Err(MapError::new(ParkReason::Undecodable, text)))
        }
        Err(error) => Err(error.into()),
    }
}

/// Whether a check box is ticked.
fn is_ticked(record: &ItemFulfillment, field: &str) -> bool {
    match value(record, field) {
        Some(Value::Bool(ticked)) => *ticked,
        Some(Value::String(text)) => text == "T" || text == "true",
        _ => false,
    }
}

/// A custom field's value; script ids are lower case, settings need not be.
fn value<'a>(record: &'a ItemFulfillment, field: &str) -> Option<&'a Value> {
    record.extra.iter().find(|(name, _)| name.eq_ignore_ascii_case(field)).map(|(_, value)| value)
}

fn packages(due: &Due<'_>, record: &ItemFulfillment, facts: &Facts) -> Result<Vec<Package>, MapError> {
    let Some(lines) = &facts.lines else {
        return Err(MapError::missing_setting(
            "custom_fields.order_item_id",
            "without it no line of a sales order tells which order item of Amazon's it is",
        ));
    };
    let order = &due.row.sales_order;
    let mut before: BTreeMap<i64, Decimal> = BTreeMap::new();
    for (_, earlier) in facts.shipped.get(order).into_iter().flat_map(|all| all.range(..due.rank())) {
        for (line, quantity) in &earlier.quantities {
            *before.entry(*line).or_default() += *quantity;
        }
    }
    let fulfillment = Fulfillment {
        record,
        ordered: lines.get(order).map(Vec::as_slice).unwrap_or_default(),
        kits: &facts.kits,
        before: &before,
        ordered_on: due.row.ordered_on,
    };
    shipment::packages(fulfillment, due.store, due.settings)
}

/// When NetSuite last changed it, in milliseconds: an older state never follows a newer one.
fn version(run: &Run, record: &ItemFulfillment) -> i64 {
    record.last_modified_date.unwrap_or_else(|| run.now()).timestamp_millis()
}

/// Whether the order is a Seller Fulfilled Prime order; `None` when NetSuite does not keep it.
fn is_prime(run: &Run, due: &Due<'_>) -> Option<bool> {
    let fields = &run.account().settings.custom_fields;
    let says = |text: &Option<String>, word: &str| {
        text.as_deref().is_some_and(|text| text.split_whitespace().any(|said| said == word))
    };
    let by_channel = fields.channel.as_ref().filter(|_| due.row.channel.is_some());
    let by_channel = by_channel.map(|_| says(&due.row.channel, "SFP"));
    let by_programs = fields.programs.as_ref().map(|_| says(&due.row.programs, Program::Prime.as_str()));
    match (by_channel, by_programs) {
        (None, None) => None,
        (one, other) => Some(one == Some(true) || other == Some(true)),
    }
}

/// What Amazon has of the order, once it was asked.
#[derive(Debug)]
enum AtAmazon {
    Unread,
    /// Amazon has no such order, or not yet.
    Missing,
    /// Why its answer could not be read.
    Unreadable(String),
    Order(Box<Order>),
}

impl AtAmazon {
    /// Reads the order, once.
    async fn read(&mut self, run: &Run, due: &Due<'_>) -> Result<(), Error> {
        if matches!(self, Self::Unread) {
            let data = [IncludedData::Fulfillment, IncludedData::Packages];
            *self = match run.account().amazon.orders().get(&due.order_id, &data).await {
                Ok(order) => Self::Order(Box::new(order)),
                Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::Rejected) => {
                    Self::Missing
                }
                Err(error) if error.kind() == ErrorKind::Decode => Self::Unreadable(error.to_string()),
                Err(error) => return Err(error),
            };
        }
        Ok(())
    }

    fn packages(&self) -> &[OrderPackage] {
        match self {
            Self::Order(order) => &order.packages,
            Self::Unread | Self::Missing | Self::Unreadable(_) => &[],
        }
    }

    /// Whether there is anything against confirming these packages. The error is what becomes of the fulfilment.
    fn allows(
        &self,
        due: &Due<'_>,
        prime: Option<bool>,
        packages: &[Package],
    ) -> Result<(), Result<Fate, MapError>> {
        let order = match self {
            Self::Order(order) => order,
            Self::Unreadable(why) => {
                let text =
                    format!("Amazon's answer for the order could not be read: {why}. Update, then retry");
                return Err(Err(MapError::new(ParkReason::Undecodable, text)));
            }
            // Confirming it will tell.
            Self::Unread | Self::Missing => return Ok(()),
        };
        if order.fulfilled_by() == Some(&FulfilledBy::Amazon) {
            return Err(Ok(Fate::Unchanged));
        }
        if order.status() == Some(&FulfillmentStatus::Cancelled) {
            let text = "Amazon has cancelled the order, yet it was shipped. Call the parcel back, or settle it with the \
                        buyer";
            return Err(Err(MapError::new(ParkReason::ChangedAfterImport, text)));
        }
        let there = |package: &Package| {
            self.packages().iter().any(|known| shipment::is_tracked(known, &package.tracking_number))
        };
        if packages.iter().all(there) {
            return Ok(());
        }
        if order.has_program(&Program::FbmShipPlus) {
            let text = "Amazon confirms the shipments of this order itself (Ship+), and has not confirmed this one yet. \
                        Retry later";
            return Err(Err(MapError::new(ParkReason::Conflict, text)));
        }
        if prime.unwrap_or_else(|| order.is_prime()) && !due.settings.prime_without_label {
            let text = "the order is Seller Fulfilled Prime, and Amazon knows no label with this tracking number: a \
                        shipment without a label bought through Amazon breaks the Prime promise. Buy the label there, \
                        or allow it with `shipments.prime_without_label`, then retry";
            return Err(Err(MapError::new(ParkReason::Conflict, text)));
        }
        Ok(())
    }
}

/// A fulfilment that was confirmed before this store knew. It is never confirmed again; packages that Amazon has are
/// taken over, so that a later edit finds its number.
async fn taken_over(
    run: &Run,
    due: &Due<'_>,
    record: &ItemFulfillment,
    packages: Result<Vec<Package>, MapError>,
    occasion: Occasion,
    numbers: &mut Numbers,
    amazon: &mut AtAmazon,
) -> Result<Result<Fate, MapError>, FlowError> {
    let is_old = record.created_date.is_some_and(|made| run.now() - made > TAKEN_OVER);
    let Ok(packages) = packages else { return Ok(Ok(Fate::Unchanged)) };
    if is_old {
        return Ok(Ok(Fate::Unchanged));
    }
    amazon.read(run, due).await?;
    let mut fate = Fate::Unchanged;
    for (index, package) in (1..).zip(&packages) {
        let Some(placed) = numbers.found(package, amazon) else { continue };
        let (op, found) = match placed.op(run, due, index, package, version(run, record)) {
            Ok(op) => op,
            Err(error) => return Ok(Err(error)),
        };
        apply::apply(run, &due.source, &op, None, found).await?;
        numbers.assigned(&op);
        fate = Fate::Created;
    }
    // Later on such a fulfilment comes only because somebody has changed it.
    if fate == Fate::Unchanged && !occasion.cold && matches!(amazon, AtAmazon::Order(_)) {
        let text = "the fulfilment is marked as exported, but none of the order's packages at Amazon has its tracking \
                    number, and which of them it is is not known. Correct the package in Seller Central; or, if Amazon \
                    was never told, take the mark away";
        return Ok(Err(MapError::new(ParkReason::Conflict, text)));
    }
    Ok(Ok(fate))
}

/// The numbers of an order's packages, as far as they are given.
#[derive(Debug)]
struct Numbers {
    rows: BTreeMap<u32, OpRow>,
    /// Given in this slice.
    given: BTreeMap<u32, ExternalId>,
}

/// Where a package goes.
#[derive(Debug)]
struct Placed {
    /// The number in the op's key.
    slot: u32,
    /// The number that Amazon knows.
    number: String,
    /// It is there already.
    is_there: bool,
}

impl Numbers {
    async fn of(run: &Run, due: &Due<'_>) -> Result<Self, FlowError> {
        let mut rows = BTreeMap::new();
        for block in 0.. {
            let slots: Vec<u32> = (block * SLOTS + 1..=(block + 1) * SLOTS).collect();
            let keys: Vec<OpKey> = slots.iter().filter_map(|slot| key(run, due, *slot)).collect();
            let found = run.store().ops(&run.account().id, &keys).await?;
            if found.is_empty() {
                break;
            }
            rows.extend(found.into_iter().filter_map(|row| Some((slot_of(&row.key)?, row))));
        }
        Ok(Self { rows, given: BTreeMap::new() })
    }

    /// Whether any package of this fulfilment has a number.
    fn knows(&self, run: &Run, fulfillment: &InternalId) -> bool {
        let ours = prefix(run, fulfillment);
        self.ids().any(|(_, id)| id.as_str().starts_with(&ours))
    }

    /// When Amazon was told of a fulfilment's packages last.
    fn told_at(&self, run: &Run, fulfillment: &InternalId) -> Option<DateTime<Utc>> {
        let ours = prefix(run, fulfillment);
        let rows = self.rows.values().filter(|row| row.external_id.as_str().starts_with(&ours));
        rows.map(|row| row.sent_at).max()
    }

    fn ids(&self) -> impl Iterator<Item = (u32, &ExternalId)> {
        let stored = self.rows.iter().map(|(slot, row)| (*slot, &row.external_id));
        stored.chain(self.given.iter().map(|(slot, id)| (*slot, id)))
    }

    fn row(&self, key: &OpKey) -> Option<&OpRow> {
        self.rows.get(&slot_of(key)?)
    }

    /// The number of a package: the one it has, the one that Amazon knows it by, the one that its place among the
    /// order's packages suggests, or the first free one.
    fn place(
        &self,
        run: &Run,
        due: &Due<'_>,
        facts: &Facts,
        index: usize,
        package: &Package,
        amazon: &AtAmazon,
    ) -> Result<Placed, MapError> {
        let id = keys::shipment_external_id(&run.account().settings.seller_id, &due.row.id, index);
        if let Some((slot, _)) = self.ids().find(|(_, known)| **known == id) {
            let remote = self.rows.get(&slot).and_then(|row| row.remote_id.as_ref());
            let number = remote.map_or_else(|| slot.to_string(), ToString::to_string);
            return Ok(Placed { slot, number, is_there: false });
        }
        if let Some(placed) = self.found(package, amazon) {
            return Ok(placed);
        }
        let earlier = facts.shipped.get(&due.row.sales_order).into_iter();
        let before: usize = earlier
            .flat_map(|all| all.range(..due.rank()))
            .map(|(_, shipped)| shipped.tracking_numbers.len().max(1))
            .sum();
        let rank = u32::try_from(before + index).unwrap_or(u32::MAX);
        let slot = [rank].into_iter().chain(1..).find(|slot| self.is_free(*slot, amazon));
        let slot = slot.ok_or_else(|| {
            MapError::new(ParkReason::Conflict, "the order has no number left for another package")
        })?;
        Ok(Placed { slot, number: slot.to_string(), is_there: false })
    }

    fn is_free(&self, slot: u32, amazon: &AtAmazon) -> bool {
        let number = slot.to_string();
        !self.is_given(slot)
            && !amazon.packages().iter().any(|known| known.package_reference_id.as_str() == number)
    }

    fn is_given(&self, slot: u32) -> bool {
        self.rows.contains_key(&slot) || self.given.contains_key(&slot)
    }

    /// The package that Amazon has already under this tracking number, unless it is known as another one.
    fn found(&self, package: &Package, amazon: &AtAmazon) -> Option<Placed> {
        let is_it = |known: &&OrderPackage| shipment::is_tracked(known, &package.tracking_number);
        let known = amazon.packages().iter().find(is_it)?;
        let number = known.package_reference_id.as_str().to_owned();
        let same = |row: &OpRow| row.remote_id.as_ref().is_some_and(|id| id.as_str() == number);
        if self.rows.values().any(same) {
            return None;
        }
        let own = number.parse().ok().filter(|slot| *slot > 0 && !self.is_given(*slot));
        let slot = own.or_else(|| (1..).find(|slot| self.is_free(*slot, amazon)))?;
        Some(Placed { slot, number, is_there: true })
    }

    fn assigned(&mut self, op: &Op) {
        if let Some(slot) = slot_of(&op.key) {
            self.given.insert(slot, op.external_id.clone());
        }
    }
}

/// How the external ids of a fulfilment's packages begin.
fn prefix(run: &Run, fulfillment: &InternalId) -> String {
    let id = keys::shipment_external_id(&run.account().settings.seller_id, fulfillment, 0);
    id.as_str().trim_end_matches('0').to_owned()
}

fn key(run: &Run, due: &Due<'_>, slot: u32) -> Option<OpKey> {
    keys::op_key(run.key(), RecordKind::Shipment, &format!("{}/{slot}", due.order_id)).ok()
}

fn slot_of(key: &OpKey) -> Option<u32> {
    key.as_str().rsplit_once('/')?.1.parse().ok()
}

impl Placed {
    fn op(
        self,
        run: &Run,
        due: &Due<'_>,
        index: usize,
        package: &Package,
        version: i64,
    ) -> Result<(Op, Option<Found>), MapError> {
        let request: ConfirmShipmentRequest = shipment::request(package, &self.number, due.store)?;
        let identity = Identity { order: &due.order_id, fulfillment: &due.row.id, index };
        let settings = &run.account().settings;
        let op = shipment::op(run.key(), settings, identity, self.slot, &request, version)?;
        let id = InternalId::new(&self.number)
            .map_err(|e| MapError::new(ParkReason::UnknownValue, format!("the package's number: {e}")))?;
        Ok((op, self.is_there.then_some(Found { id, total: None, currency: None })))
    }
}

/// Marks the fulfilment as confirmed in NetSuite, unless it is already.
async fn written_back(
    run: &Run,
    due: &Due<'_>,
    record: &ItemFulfillment,
    fate: Fate,
) -> Result<Fate, FlowError> {
    let fields = &due.settings.fields;
    let is_marked = match (&fields.exported, &fields.exported_at) {
        (Some(field), _) => is_ticked(record, field),
        (None, Some(field)) => value(record, field).is_some_and(|at| !at.is_null()),
        (None, None) => true,
    };
    let has_error = fields.error.as_deref().is_some_and(|field| !text(record, field).is_empty());
    if is_marked && !has_error {
        return Ok(fate);
    }
    // Read from the ledger, so that it is the same after a crash.
    let told_at = Numbers::of(run, due).await?.told_at(run, &due.row.id).unwrap_or_else(|| run.now());
    let mut body = Map::new();
    let marks = [
        (&fields.exported, Value::Bool(true)),
        (&fields.exported_at, Value::String(instant::format(told_at))),
    ];
    body.extend(marks.into_iter().filter_map(|(field, value)| Some((field.clone()?, value))));
    body.extend(fields.error.clone().map(|field| (field, Value::Null)));
    match change(run, due, "outcome", Value::Object(body)).await? {
        Outcome::Parked => Ok(Fate::Parked),
        _ => Ok(fate),
    }
}

fn text<'a>(record: &'a ItemFulfillment, field: &str) -> &'a str {
    value(record, field).and_then(Value::as_str).unwrap_or_default()
}

/// Says on the fulfilment why it waits for a person. What settles by itself is not worth a write.
async fn write_error(run: &Run, due: &Due<'_>) -> Result<(), FlowError> {
    let Some(field) = &due.settings.fields.error else { return Ok(()) };
    let parked = run.store().parked(run.key()).await?;
    let Some(parked) = parked.into_iter().find(|parked| parked.source == due.source) else { return Ok(()) };
    if parked.retry_at.is_some() {
        return Ok(());
    }
    let Ok(Some(record)) = read(run, &due.row.id).await? else { return Ok(()) };
    let said: String = parked.text.chars().take(TEXT).collect();
    if text(&record, field) != said {
        let mut body = Map::new();
        body.insert(field.clone(), said.into());
        change(run, due, "outcome", Value::Object(body)).await?;
    }
    Ok(())
}

/// Sets fields of the fulfilment.
pub(super) async fn change(run: &Run, due: &Due<'_>, what: &str, body: Value) -> Result<Outcome, FlowError> {
    let fulfillment = &due.row.id;
    let kind = RecordKind::ItemFulfillment;
    let Ok(key) = keys::op_key(run.key(), kind, &format!("{fulfillment}/{what}")) else {
        return Ok(Outcome::Unchanged);
    };
    let row = run.store().ops(&run.account().id, std::slice::from_ref(&key)).await?.pop();
    let op = Op {
        key,
        kind,
        write: Write::Update { record: fulfillment.clone().into() },
        external_id: keys::fulfillment_change(&run.account().settings.seller_id, fulfillment, what),
        amazon_id: due.order_id.to_string(),
        body: Pii::new(body),
        version: run.now().timestamp_millis(),
        total: None,
        settles: false,
    };
    apply::apply(run, &due.source, &op, row.as_ref(), None).await
}

/// The body of a change, for fields that the account has.
pub(super) fn fields<const N: usize>(values: [(&Option<String>, Option<String>); N]) -> Option<Value> {
    let set = values.into_iter().filter_map(|(field, value)| Some((field.clone()?, json!(value?))));
    let body: Map<String, Value> = set.collect();
    (!body.is_empty()).then_some(Value::Object(body))
}
