//! Orders of other channels go out of Amazon's warehouses (Multi-Channel Fulfillment), and what was sent comes back.
//!
//! **Reads**, in NetSuite, sales orders that are not Amazon's and have something for Amazon to send, a page with one query,
//! one for their items, and each as a record; at Amazon the fulfillment order of each. **Writes** fulfillment orders
//! (create, cancel) at Amazon; in NetSuite the flag on the order, and item fulfilments (transform). **Key**: the sales
//! order's internal id, and Amazon's shipment id.
//!
//! One slice is one page of orders:
//!
//! ```text
//! revisit  what was parked and is due again
//! open     a page of the orders that wait to be fulfilled, and of those called off a short while ago, by internal id
//! each     look at Amazon → send it out → flag, or call it off, or post what has left
//! advance  the cursor; behind the last page it begins again
//! ```
//!
//! The status is the work list: an order of which all has been fulfilled is no longer in it. Amazon takes each name once, and
//! each name is looked up before it is used, so that a lost store sends nothing twice.

use std::collections::{BTreeMap, BTreeSet};

use async_trait::async_trait;
use chrono::TimeDelta;
use commerce_client_core::error::{Error, ErrorKind};
use futures_util::{StreamExt as _, TryStreamExt as _};
use netsuite_client::{InternalId, Literal, field::Reference, records::SalesOrder, suiteql::SuiteQl};
use serde::{Deserialize, Serialize};
use sp_api_client::outbound::{FulfillmentOrderId, FulfillmentOrderStatus, GetFulfillmentOrderResult};

use super::sales;
use crate::{
    apply::{self, Found, Outcome},
    events::Event,
    flow::{Flow, FlowError, Next, Run},
    keys,
    map::{
        MapError,
        multichannel::{self, NamedItem, Ordered},
        sold,
    },
    plan::{Op, RecordKind},
    settings::{MultichannelSettings, StoreSettings},
    store::{Cursor, FlowName, OpRow, OpState, ParkReason, Parked, Point, SourceId},
    summary::Fate,
};

/// Sends orders of other channels. See the module's documentation.
#[derive(Debug, Clone, Copy, Default)]
pub struct SendMultichannel;

impl SendMultichannel {
    /// The flow's name.
    pub const NAME: &'static str = "multichannel";
}

/// Orders of one slice: each costs a look at Amazon, of which 30 are free at once.
const PAGE: usize = 25;
/// Between two passes over the orders that wait. Amazon lets an order be called off for about 15 minutes.
const POLL: TimeDelta = TimeDelta::minutes(5);
/// Orders that were cancelled or closed longer ago cannot be called off any more.
const CALLED_OFF: TimeDelta = TimeDelta::days(2);
/// Due orders read again in one slice.
const REVISIT: usize = 25;

#[async_trait]
impl Flow for SendMultichannel {
    fn name(&self) -> FlowName {
        FlowName::new(Self::NAME).unwrap_or_else(|_| unreachable!("the flow's name is well-formed"))
    }

    async fn slice(&self, run: &Run) -> Result<Next, FlowError> {
        let stores = stores(run);
        if stores.is_empty() {
            return Ok(Next::Idle { wake: run.now() + POLL });
        }
        revisit(run, &stores).await?;
        let cursor = run.store().cursor(run.key()).await?;
        let stored = cursor.and_then(|cursor| serde_json::from_str(&cursor.after).ok());
        let position: Position = stored.unwrap_or_default();
        let Some(store) = stores.get(position.store) else {
            return advance(run, Position::default(), true).await;
        };
        let page = open(run, store, position.after).await?;
        run.listener.tell(&Event::PageRead { run: run.key().clone(), records: page.len() });
        let last = page.last().map(number).filter(|_| page.len() == PAGE);
        see_to(run, store, not_parked(run, page).await?).await?;
        let next = match last {
            Some(after) => Position { store: position.store, after },
            None => Position { store: position.store + 1, after: 0 },
        };
        let over = next.store >= stores.len();
        advance(run, if over { Position::default() } else { next }, over).await
    }
}

/// Where the flow stands.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize)]
struct Position {
    /// Which of the stores.
    store: usize,
    /// The sales order behind which its next page begins.
    after: i64,
}

async fn advance(run: &Run, position: Position, over: bool) -> Result<Next, FlowError> {
    let after = serde_json::to_string(&position).map_err(|e| {
        Error::new(ErrorKind::Config, "multichannel", "the position cannot be written").with_source(e)
    })?;
    let mut changes = run.changes(Point::Advance);
    changes.cursor = Some(Cursor { after, walk: None });
    run.account_for_calls(&mut changes);
    run.commit(changes).await?;
    Ok(if over { Next::Idle { wake: run.wake_after(POLL).await? } } else { Next::More })
}

type Channel<'a> = (&'a StoreSettings, &'a MultichannelSettings);

/// The stores whose stock at Amazon serves other channels.
fn stores(run: &Run) -> Vec<Channel<'_>> {
    let stores = run.account().settings.stores.iter();
    let served = |channel: &&MultichannelSettings| !channel.locations.is_empty() || channel.only_if.is_some();
    stores.filter_map(|store| Some((store, store.multichannel.as_ref().filter(served)?))).collect()
}

fn number(id: &InternalId) -> i64 {
    id.as_str().parse().unwrap_or(i64::MAX)
}

#[derive(Deserialize)]
struct Id {
    id: InternalId,
}

/// Sales orders that are not Amazon's and have something for Amazon to send.
fn query(run: &Run, (_, channel): &Channel<'_>, condition: &str) -> Result<SuiteQl, FlowError> {
    let settings = &run.account().settings;
    let mut text = "SELECT DISTINCT so.id FROM transaction so".to_owned();
    if !channel.locations.is_empty() {
        text.push_str(
            " INNER JOIN transactionline tl ON tl.transaction = so.id AND tl.mainline = 'F' AND tl.location IN :locations",
        );
    }
    text.push_str(
        " WHERE so.type = 'SalesOrd' AND (so.externalid IS NULL OR so.externalid NOT LIKE 'amz-so-%')",
    );
    if let Some(field) = &settings.custom_fields.order_id {
        text.push_str(&format!(" AND so.{} IS NULL", sales::identifier(field)?));
    }
    if let Some(field) = &channel.only_if {
        text.push_str(&format!(" AND so.{} = 'T'", sales::identifier(field)?));
    }
    text.push_str(&format!(" AND {condition}"));
    let query = run.account().netsuite.suiteql_from_trusted_text(text);
    Ok(match channel.locations.is_empty() {
        true => query,
        false => query.bind("locations", channel.locations.iter().collect::<Literal>()),
    })
}

/// A page of the orders that wait, and of those that were called off a short while ago.
async fn open(run: &Run, store: &Channel<'_>, after: i64) -> Result<Vec<InternalId>, FlowError> {
    let settings = &run.account().settings;
    // Days and times are the account's, whichever its zone: a day more does no harm.
    let (begun, lately) = ((settings.go_live - TimeDelta::days(1)).date_naive(), run.now() - CALLED_OFF);
    let condition = "so.trandate >= :begun AND so.id > :after AND (so.status IN ('B', 'D', 'E') \
                     OR (so.status IN ('C', 'H') AND so.lastmodifieddate >= :lately)) ORDER BY so.id";
    let rows = query(run, store, condition)?
        .bind("begun", begun)
        .bind("lately", lately.naive_utc())
        .with_page_size(PAGE as u32)
        .walk("id")
        .after(after)
        .rows::<Id>();
    let rows: Vec<Id> = rows.take(PAGE).try_collect().await?;
    Ok(rows.into_iter().map(|row| row.id).collect())
}

/// Orders that were parked and are due: a lost answer, an outage, a person's word.
async fn revisit(run: &Run, stores: &[Channel<'_>]) -> Result<(), FlowError> {
    let due = run.store().due(run.key(), run.now(), REVISIT).await?;
    if due.is_empty() {
        return Ok(());
    }
    for store in stores {
        let ids: Literal = due.iter().filter_map(|source| source.as_str().parse::<i64>().ok()).collect();
        let found = query(run, store, "so.id IN :ids ORDER BY so.id")?.bind("ids", ids);
        let rows: Vec<Id> = found.all().await?;
        see_to(run, store, rows.into_iter().map(|row| row.id).collect()).await?;
    }
    // What is left was deleted, or is none of Amazon's any more.
    let still = run.store().due(run.key(), run.now(), REVISIT).await?;
    let mut changes = run.changes(Point::Unpark);
    changes.unpark = still.into_iter().filter(|source| due.contains(source)).collect();
    if changes.unpark.is_empty() { Ok(()) } else { Ok(run.commit(changes).await?) }
}

/// Leaves out what waits for a person, or for its own time.
async fn not_parked(run: &Run, page: Vec<InternalId>) -> Result<Vec<InternalId>, FlowError> {
    let parked = run.store().parked(run.key()).await?;
    let waits = |parked: &&Parked| parked.retry_at.is_none_or(|at| at > run.now());
    let waiting: BTreeSet<&str> = parked.iter().filter(waits).map(|parked| parked.source.as_str()).collect();
    Ok(page.into_iter().filter(|id| !waiting.contains(id.as_str())).collect())
}

async fn see_to(run: &Run, store: &Channel<'_>, ids: Vec<InternalId>) -> Result<(), FlowError> {
    let mut orders = Vec::new();
    for id in ids {
        let read = run.account().netsuite.records::<SalesOrder>().get(id.clone()).expand_sub_resources();
        match read.find().await {
            Ok(Some(order)) => orders.push((id, order)),
            Ok(None) => {}
            Err(error) if matches!(error.kind(), ErrorKind::Decode | ErrorKind::Rejected) => {
                let text = format!("NetSuite's sales order {id} could not be read. Correct it, then retry");
                park(run, &id, MapError::new(ParkReason::Undecodable, text)).await?;
            }
            Err(error) => return Err(error.into()),
        }
    }
    let items = items(run, &orders).await?;
    let parked: BTreeSet<SourceId> =
        run.store().parked(run.key()).await?.into_iter().map(|parked| parked.source).collect();
    for (id, record) in &orders {
        let order = Ordered { id, record, items: &items };
        let Some(source) = source_of(id) else { continue };
        let fate = match one(run, store, order, &source).await? {
            Ok(fate) => fate,
            Err(error) => {
                park(run, id, error).await?;
                continue;
            }
        };
        if fate != Fate::Parked && parked.contains(&source) {
            let mut changes = run.changes(Point::Unpark);
            changes.unpark.push(source.clone());
            run.commit(changes).await?;
        }
        run.finished(&source, None, fate);
    }
    Ok(())
}

fn source_of(id: &InternalId) -> Option<SourceId> {
    SourceId::new(id.as_str()).ok()
}

async fn park(run: &Run, id: &InternalId, error: MapError) -> Result<(), FlowError> {
    let Some(source) = source_of(id) else { return Ok(()) };
    let mut changes = run.changes(Point::Park);
    changes.park.push(run.park(&source, error.reason, error.text, None));
    run.commit(changes).await?;
    run.finished(&source, None, Fate::Parked);
    Ok(())
}

/// The items of these orders' lines: one query.
async fn items(
    run: &Run,
    orders: &[(InternalId, SalesOrder)],
) -> Result<BTreeMap<InternalId, NamedItem>, FlowError> {
    #[derive(Deserialize)]
    struct Row {
        id: InternalId,
        itemid: String,
        itemtype: String,
    }
    let lines = orders.iter().flat_map(|(_, order)| &order.item.items);
    let ids: BTreeSet<&InternalId> = lines
        .filter_map(|line| match &line.item {
            Some(Reference::Internal { id, .. }) => Some(id),
            _ => None,
        })
        .collect();
    if ids.is_empty() {
        return Ok(BTreeMap::new());
    }
    let query = "SELECT id, itemid, itemtype FROM item WHERE id IN :ids ORDER BY id";
    let ids: Literal = ids.into_iter().collect();
    let rows: Vec<Row> = run.account().netsuite.suiteql(query).bind("ids", ids).all().await?;
    let named = |row: Row| {
        let ships = matches!(row.itemtype.as_str(), "InvtPart" | "Assembly" | "Kit");
        (row.id, NamedItem { name: row.itemid, ships })
    };
    Ok(rows.into_iter().map(named).collect())
}

/// One order: what it needs next, given what Amazon has of it. The inner error parks it.
async fn one(
    run: &Run,
    &(store, channel): &Channel<'_>,
    order: Ordered<'_>,
    source: &SourceId,
) -> Result<Result<Fate, MapError>, FlowError> {
    let settings = &run.account().settings;
    let sold = order.record.external_id.as_ref().is_some_and(|id| {
        id.as_str().to_lowercase().starts_with(&sold::external_id_prefix(settings).to_lowercase())
    });
    if sold {
        return Ok(Ok(Fate::Unchanged));
    }
    let row = match keys::op_key(run.key(), RecordKind::FulfillmentOrder, order.id.as_str()) {
        Ok(key) => run.store().ops(&run.account().id, &[key]).await?.pop(),
        Err(_) => return Ok(Ok(Fate::Unchanged)),
    };
    let called_off = is_called_off(order.record, channel);
    let there = match at_amazon(run, order.id).await? {
        Ok(there) => there,
        Err(error) => return Ok(Err(error)),
    };
    let Some(there) = there else {
        if called_off {
            return Ok(Ok(nothing_sent(run, source, row.as_ref()).await?));
        }
        return send_out(run, (store, channel), order, source, row.as_ref()).await;
    };
    let taken = match taken(run, (store, channel), order, source, row.as_ref()).await? {
        Ok(Fate::Parked) => return Ok(Ok(Fate::Parked)),
        Ok(fate) => fate,
        Err(error) => return Ok(Err(error)),
    };
    let status = there.fulfillment_order.fulfillment_order_status.as_ref().map(FulfillmentOrderStatus::known);
    let refused =
        matches!(status, Some(FulfillmentOrderStatus::Unfulfillable | FulfillmentOrderStatus::Invalid));
    if called_off {
        return match status {
            Some(FulfillmentOrderStatus::Cancelled) => Ok(Ok(taken)),
            _ if refused => Ok(Ok(taken)),
            _ => call_off(run, order, source).await,
        };
    }
    match status {
        Some(FulfillmentOrderStatus::Cancelled) => {
            let text = "the order was called off at Amazon, and is still open in NetSuite. Close it, or send it from \
                        elsewhere";
            return Ok(Err(MapError::new(ParkReason::ChangedAfterImport, text)));
        }
        _ if refused => {
            let text = "Amazon cannot send the order: it has no stock of it, or does not deliver to that address. Look it up \
                        in Seller Central, and send it from elsewhere";
            return Ok(Err(MapError::new(ParkReason::Refused, text)));
        }
        _ => {}
    }
    post_shipments(run, (store, channel), order, source, &there, taken).await
}

/// Amazon has nothing of an order that was called off: nothing to do, once it is certain that nothing is on its way.
async fn nothing_sent(run: &Run, source: &SourceId, row: Option<&OpRow>) -> Result<Fate, FlowError> {
    let in_doubt = row.filter(|row| matches!(row.state, OpState::Sending | OpState::Unknown));
    let Some(row) = in_doubt.filter(|row| run.now() < row.quiet_at) else { return Ok(Fate::Unchanged) };
    let text = "the order was called off, but Amazon may still be given it by an earlier attempt; it is seen to then";
    let mut changes = run.changes(Point::Doubt);
    changes.park.push(run.park(source, ParkReason::OutcomeUnknown, text.to_owned(), Some(row.quiet_at)));
    run.commit(changes).await?;
    Ok(Fate::Parked)
}

/// Whether NetSuite wants the whole order called off.
fn is_called_off(order: &SalesOrder, channel: &MultichannelSettings) -> bool {
    let status = order.status.as_ref().map(|status| status.id.as_str());
    let ticked = channel.cancel_if.as_deref().is_some_and(|field| {
        let value =
            order.extra.iter().find(|(name, _)| name.eq_ignore_ascii_case(field)).map(|(_, value)| value);
        value.is_some_and(|value| value.as_bool() == Some(true) || value.as_str() == Some("T"))
    });
    ticked || matches!(status, Some("C" | "H"))
}

/// What Amazon has of the order.
async fn at_amazon(
    run: &Run,
    order: &InternalId,
) -> Result<Result<Option<GetFulfillmentOrderResult>, MapError>, FlowError> {
    let name = multichannel::fulfillment_order_id(&run.account().settings, order);
    let Ok(name) = FulfillmentOrderId::new(name.as_str()) else { return Ok(Ok(None)) };
    match apply::fulfillment_order(run, &name).await {
        Ok(there) => Ok(Ok(there)),
        Err(error) if matches!(error.kind(), ErrorKind::Decode | ErrorKind::Rejected) => {
            let text = "Amazon's answer for the order could not be read. Update, then retry";
            Ok(Err(MapError::new(ParkReason::Undecodable, text)))
        }
        Err(error) => Err(error.into()),
    }
}

/// Has Amazon send the order.
async fn send_out(
    run: &Run,
    (store, channel): Channel<'_>,
    order: Ordered<'_>,
    source: &SourceId,
    row: Option<&OpRow>,
) -> Result<Result<Fate, MapError>, FlowError> {
    if order.record.status.as_ref().is_some_and(|status| status.id != "B") {
        return Ok(Ok(Fate::Unchanged));
    }
    if row.is_some_and(|row| row.state == OpState::Done) {
        let text = "Amazon does not know the order any more. Look it up in Seller Central, and send it from elsewhere";
        return Ok(Err(MapError::new(ParkReason::Conflict, text)));
    }
    let op = match multichannel::create(run.key(), order, store, channel, &run.account().settings) {
        Ok(Some(op)) => op,
        Ok(None) => return Ok(Ok(Fate::Unchanged)),
        Err(error) => return Ok(Err(error)),
    };
    let outcome = apply::apply(run, source, &op, row, None).await?;
    flagged(run, channel, order, source, outcome).await
}

/// Amazon has the order: the ledger knows it, and so does NetSuite.
async fn taken(
    run: &Run,
    (store, channel): Channel<'_>,
    order: Ordered<'_>,
    source: &SourceId,
    row: Option<&OpRow>,
) -> Result<Result<Fate, MapError>, FlowError> {
    let name = multichannel::fulfillment_order_id(&run.account().settings, order.id);
    let Ok(name) = InternalId::new(name.as_str()) else { return Ok(Ok(Fate::Unchanged)) };
    let outcome = match row {
        Some(row) if row.state == OpState::Done => Outcome::Unchanged,
        _ => match multichannel::create(run.key(), order, store, channel, &run.account().settings) {
            Ok(Some(op)) => {
                let found = Found { id: name, total: None, currency: None };
                apply::apply(run, source, &op, row, Some(found)).await?
            }
            Ok(None) => {
                if let Some(row) = row {
                    apply::was_made(run, row, &name, name.as_str()).await?;
                }
                Outcome::Unchanged
            }
            Err(error) => return Ok(Err(error)),
        },
    };
    flagged(run, channel, order, source, outcome).await
}

/// Counts what became of the order, and ticks the box on the sales order once Amazon has it.
async fn flagged(
    run: &Run,
    channel: &MultichannelSettings,
    order: Ordered<'_>,
    source: &SourceId,
    outcome: Outcome,
) -> Result<Result<Fate, MapError>, FlowError> {
    let fate = match outcome {
        Outcome::Created | Outcome::Updated | Outcome::Proposed => {
            run.summary().count_written(RecordKind::FulfillmentOrder, true);
            Fate::Created
        }
        Outcome::Adopted => Fate::Created,
        Outcome::Unchanged => Fate::Unchanged,
        Outcome::Parked => return Ok(Ok(Fate::Parked)),
    };
    let mark = match multichannel::mark(run.key(), order.id, channel) {
        Ok(Some(mark)) => mark,
        Ok(None) => return Ok(Ok(fate)),
        Err(error) => return Ok(Err(error)),
    };
    Ok(Ok(match write(run, source, &mark, None).await? {
        Fate::Parked => Fate::Parked,
        _ => fate,
    }))
}

/// Applies one op, and counts it.
async fn write(run: &Run, source: &SourceId, op: &Op, found: Option<Found>) -> Result<Fate, FlowError> {
    let keys = [op.key.clone()];
    let row = run.store().ops(&run.account().id, &keys).await?.pop();
    let found = found.filter(|_| row.as_ref().is_none_or(|row| row.state != OpState::Done));
    Ok(match apply::apply(run, source, op, row.as_ref(), found).await? {
        Outcome::Created | Outcome::Proposed => {
            run.summary().count_written(op.kind, true);
            Fate::Created
        }
        Outcome::Updated => {
            run.summary().count_written(op.kind, false);
            Fate::Updated
        }
        Outcome::Adopted => Fate::Created,
        Outcome::Unchanged => Fate::Unchanged,
        Outcome::Parked => Fate::Parked,
    })
}

/// Calls the order off; Amazon's answer decides whether that is still possible.
async fn call_off(
    run: &Run,
    order: Ordered<'_>,
    source: &SourceId,
) -> Result<Result<Fate, MapError>, FlowError> {
    let op = match multichannel::cancel(run.key(), order.id, &run.account().settings) {
        Ok(op) => op,
        Err(error) => return Ok(Err(error)),
    };
    Ok(Ok(match write(run, source, &op, None).await? {
        Fate::Created => Fate::Updated,
        fate => fate,
    }))
}

/// Posts each shipment that has left, once.
async fn post_shipments(
    run: &Run,
    (store, channel): Channel<'_>,
    order: Ordered<'_>,
    source: &SourceId,
    there: &GetFulfillmentOrderResult,
    mut fate: Fate,
) -> Result<Result<Fate, MapError>, FlowError> {
    let settings = &run.account().settings;
    let mut record = order.record.clone();
    for shipment in there.fulfillment_shipments.iter().filter(|shipment| multichannel::has_left(shipment)) {
        let posted = match multichannel::posted(run.key(), order.id, shipment, settings) {
            Ok(posted) => posted,
            Err(error) => return Ok(Err(error)),
        };
        let row = run.store().ops(&run.account().id, std::slice::from_ref(&posted.key)).await?.pop();
        if row.is_some_and(|row| row.state == OpState::Done) {
            continue;
        }
        // What an earlier attempt has made is no longer open, so that it is looked for by its name first.
        let made = apply::find(run, posted.kind.record_type(), &posted.external_id).await?;
        let now = Ordered { record: &record, ..order };
        let op = match &made {
            Some(_) => Ok(posted),
            None => multichannel::fulfillment(run.key(), now, shipment, store, channel, settings),
        };
        let op = match op {
            Ok(op) => op,
            Err(error) => return Ok(Err(error)),
        };
        match write(run, source, &op, made).await? {
            Fate::Parked => return Ok(Ok(Fate::Parked)),
            Fate::Unchanged => {}
            _ => fate = Fate::Created,
        }
        // The next shipment is of what is open now.
        let read =
            run.account().netsuite.records::<SalesOrder>().get(order.id.clone()).expand_sub_resources();
        record = read.send().await?;
    }
    Ok(Ok(fate))
}
