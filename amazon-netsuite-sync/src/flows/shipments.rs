//! What was shipped in NetSuite is confirmed to Amazon, package by package.
//!
//! **Reads**, in NetSuite, item fulfilments of ours that changed (a query for each page, four more for what they need),
//! and each as a record, for packages are in no query; at Amazon the order, only where a doubt has to be settled: after a
//! refusal, for Seller Fulfilled Prime, on the first walk of a store. **Writes** `confirmShipment`, and the outcome on the
//! fulfilment. **Key**: the order id and the package's number, which is assigned in the ledger before it is used.
//!
//! One slice is one page of fulfilments:
//!
//! ```text
//! revisit  what was parked and is due again
//! changed  a page of shipped fulfilments that changed since the mark
//! ship     order by order, fulfilment by fulfilment: read → packages → number → confirm → write back
//! advance  the mark
//! deliver  once nothing is new: ask Amazon about a few packages that have not arrived yet
//! ```
//!
//! A fulfilment comes again when it is edited: the same package under the same number, with the newer tracking number or
//! carrier. One that has the exported flag and no row in the ledger was confirmed by other hands, or before the store was
//! lost: it is never confirmed again, and taken over where the order at Amazon has its packages.

mod confirm;
mod delivery;
mod facts;

use std::collections::{BTreeMap, BTreeSet};

use async_trait::async_trait;
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use commerce_client_core::error::{Error, ErrorKind};
use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use netsuite_client::{
    InternalId, Literal,
    suiteql::{Mark, SuiteQl},
};
use serde::{Deserialize, Serialize};
use sp_api_client::orders::OrderId;

use self::{
    confirm::{Occasion, confirm_order},
    delivery::Delivery,
};
use super::sales;
use crate::{
    events::Event,
    flow::{Flow, FlowError, Next, Run},
    map::{Channel, sold},
    settings::{ShipmentSettings, StoreSettings},
    store::{Cursor, FlowName, Point, SourceId},
};

/// Confirms shipments. See the module's documentation.
#[derive(Debug, Clone, Copy, Default)]
pub struct ConfirmShipments;

impl ConfirmShipments {
    /// The flow's name.
    pub const NAME: &'static str = "shipments";
}

/// Fulfilments of one slice.
const PAGE: u32 = 200;
/// Orders worked on at once. Each client's own gate decides how many calls are in flight.
const PARALLEL: usize = 8;
/// Between two looks when there is nothing to do.
const POLL: TimeDelta = TimeDelta::minutes(15);
/// Due fulfilments read again in one slice.
const REVISIT: usize = 25;

#[async_trait]
impl Flow for ConfirmShipments {
    fn name(&self) -> FlowName {
        FlowName::new(Self::NAME).unwrap_or_else(|_| unreachable!("the flow's name is well-formed"))
    }

    async fn slice(&self, run: &Run) -> Result<Next, FlowError> {
        if !run.account().settings.stores.iter().any(|store| store.shipments.is_some()) {
            return Ok(Next::Idle { wake: run.now() + POLL });
        }
        revisit(run).await?;
        let mut position = Position::of(run).await?;
        let (page, mark) = changed(run, &position.mark).await?;
        run.listener.tell(&Event::PageRead { run: run.key().clone(), records: page.len() });
        let (is_new, cold) = (!page.is_empty(), position.cold);
        ship(run, page, Occasion { cold, retry: false }).await?;
        position.mark = mark;
        let mut more = is_new;
        if !is_new {
            position.cold = false;
            more = Box::pin(delivery::read(run, &mut position.delivery)).await?;
        }
        position.advance(run).await?;
        Ok(if more { Next::More } else { Next::Idle { wake: run.wake_after(POLL).await? } })
    }
}

/// Where the flow stands.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Position {
    mark: Mark,
    /// The first walk of a store: it does not know what has been confirmed before, so Amazon is asked.
    cold: bool,
    #[serde(default)]
    delivery: Delivery,
}

impl Position {
    async fn of(run: &Run) -> Result<Self, FlowError> {
        let cursor = run.store().cursor(run.key()).await?;
        let stored = cursor.and_then(|cursor| serde_json::from_str(&cursor.after).ok());
        // A mark is in the account's zone, whichever that is.
        let begin = (run.account().settings.go_live - TimeDelta::days(1)).naive_utc();
        Ok(stored.unwrap_or_else(|| Self {
            mark: Mark::at(begin),
            cold: true,
            delivery: Delivery::default(),
        }))
    }

    async fn advance(&self, run: &Run) -> Result<(), FlowError> {
        let after = serde_json::to_string(self).map_err(|e| {
            Error::new(ErrorKind::Config, "shipments", "the position cannot be written").with_source(e)
        })?;
        let mut changes = run.changes(Point::Advance);
        changes.cursor = Some(Cursor { after, walk: None });
        run.account_for_calls(&mut changes);
        Ok(run.commit(changes).await?)
    }
}

/// A shipped item fulfilment and its sales order, as a query returns them.
#[derive(Debug, Clone, Deserialize)]
struct Row {
    id: InternalId,
    sales_order: InternalId,
    ordered_on: NaiveDate,
    #[serde(default)]
    own_external_id: Option<String>,
    #[serde(default)]
    external_id: Option<String>,
    #[serde(default)]
    order_id: Option<String>,
    #[serde(default)]
    marketplace: Option<String>,
    #[serde(default)]
    channel: Option<String>,
    #[serde(default)]
    programs: Option<String>,
}

/// Shipped fulfilments of sales orders of ours. A fulfilment is linked with its order once for each line: hence
/// `DISTINCT`.
fn query(run: &Run, condition: &str) -> Result<SuiteQl, FlowError> {
    let fields = &run.account().settings.custom_fields;
    let text = format!(
        "SELECT DISTINCT f.id, TO_CHAR(f.lastmodifieddate,'YYYY-MM-DD\"T\"HH24:MI:SS') AS modified, \
                f.externalid AS own_external_id, so.id AS sales_order, so.externalid AS external_id, \
                TO_CHAR(so.trandate,'YYYY-MM-DD') AS ordered_on{}{}{}{} \
         FROM transaction f \
         INNER JOIN previoustransactionlinelink k ON k.nextdoc = f.id AND k.nexttype = 'ItemShip' \
         INNER JOIN transaction so ON so.id = k.previousdoc AND so.type = 'SalesOrd' \
         WHERE f.type = 'ItemShip' AND f.status = 'C' AND {} AND {condition}",
        sales::column("so", fields.order_id.as_deref(), "order_id")?,
        sales::column("so", fields.marketplace.as_deref(), "marketplace")?,
        sales::column("so", fields.channel.as_deref(), "channel")?,
        sales::column("so", fields.programs.as_deref(), "programs")?,
        sales::ours(&run.account().settings)?,
    );
    let prefix = format!("{}%", sold::external_id_prefix(&run.account().settings));
    Ok(run.account().netsuite.suiteql_from_trusted_text(text).bind("ours", prefix))
}

/// The next fulfilments that changed, and the mark behind them; none when there are no more.
async fn changed(run: &Run, mark: &Mark) -> Result<(Vec<Row>, Mark), FlowError> {
    let condition = "f.lastmodifieddate >= :since AND (f.lastmodifieddate >= :next OR f.id > :after) \
                     ORDER BY modified, f.id";
    let changes = query(run, condition)?.with_page_size(PAGE).changes("id", mark.clone());
    let mut pages = Box::pin(changes.pages::<Row>());
    let mut mark = mark.clone();
    while let Some(changed) = pages.try_next().await? {
        mark = changed.mark;
        if !changed.rows.is_empty() {
            return Ok((changed.rows, mark));
        }
    }
    Ok((Vec::new(), mark))
}

/// Fulfilments that were parked and are due: a lost answer, an outage, a person's word.
async fn revisit(run: &Run) -> Result<(), FlowError> {
    let due = run.store().due(run.key(), run.now(), REVISIT).await?;
    let ids: Vec<i64> = due.iter().filter_map(fulfillment_of).collect();
    if !ids.is_empty() {
        let ids: Literal = ids.into_iter().collect();
        let rows: Vec<Row> = query(run, "f.id IN :ids ORDER BY f.id")?.bind("ids", ids).all().await?;
        ship(run, rows, Occasion { cold: false, retry: true }).await?;
    }
    // What is left was deleted, or is no longer shipped.
    let still = run.store().due(run.key(), run.now(), REVISIT).await?;
    let mut changes = run.changes(Point::Unpark);
    changes.unpark = still.into_iter().filter(|source| due.contains(source)).collect();
    if changes.unpark.is_empty() { Ok(()) } else { Ok(run.commit(changes).await?) }
}

/// A fulfilment is parked under `<order id>/<fulfilment>`.
fn source_of(order: &OrderId, fulfillment: &InternalId) -> Option<SourceId> {
    SourceId::new(format!("{order}/{fulfillment}")).ok()
}

fn fulfillment_of(source: &SourceId) -> Option<i64> {
    source.as_str().rsplit_once('/')?.1.parse().ok()
}

/// A fulfilment to be confirmed.
#[derive(Debug)]
struct Due<'a> {
    row: Row,
    order_id: OrderId,
    store: &'a StoreSettings,
    settings: &'a ShipmentSettings,
    source: SourceId,
}

impl Due<'_> {
    /// The number by which fulfilments of an order are told apart: the older first.
    fn rank(&self) -> u64 {
        self.row.id.as_str().parse().unwrap_or(u64::MAX)
    }
}

/// The fulfilment, if it is one that Amazon is to be told of: of an order that the seller ships.
fn due(run: &Run, row: Row) -> Option<Due<'_>> {
    let marks = sold::Marks {
        external_id: row.external_id.as_deref(),
        order_id: row.order_id.as_deref(),
        marketplace: row.marketplace.as_deref(),
    };
    let sold = sold::sold(marks, &run.account().settings)?;
    let settings = sold.store.shipments.as_ref()?;
    // What Amazon ships, it does not have to be told of; the fulfilment is one that we made.
    let by_amazon = row.channel.as_deref() == Some(Channel::Fba.as_str())
        || row.own_external_id.as_deref().is_some_and(|id| id.to_ascii_lowercase().starts_with("amz-if-"));
    if by_amazon {
        return None;
    }
    let source = source_of(&sold.order_id, &row.id)?;
    Some(Due { row, order_id: sold.order_id, store: sold.store, settings, source })
}

/// Confirms these fulfilments: orders side by side, the fulfilments of one order in their order.
async fn ship(run: &Run, rows: Vec<Row>, occasion: Occasion) -> Result<(), FlowError> {
    let mut orders: BTreeMap<OrderId, Vec<Due<'_>>> = BTreeMap::new();
    for due in rows.into_iter().filter_map(|row| due(run, row)) {
        orders.entry(due.order_id.clone()).or_default().push(due);
    }
    if orders.is_empty() {
        return Ok(());
    }
    let ids: BTreeSet<InternalId> =
        orders.values().flatten().map(|due| due.row.sales_order.clone()).collect();
    let facts = facts::read(run, &ids).await?;
    let parked: BTreeSet<SourceId> =
        run.store().parked(run.key()).await?.into_iter().map(|parked| parked.source).collect();
    let mut work = Vec::new();
    orders.values_mut().for_each(|dues| dues.sort_by_key(|due| due.rank()));
    for dues in orders.values() {
        work.push(Box::pin(confirm_order(run, dues, &facts, &parked, occasion)));
    }
    let mut confirmed = stream::iter(work).buffer_unordered(PARALLEL);
    let mut first_error = None;
    while let Some(outcome) = confirmed.next().await {
        // What is under way is still waited for.
        if let Err(error) = outcome {
            first_error = Some(first_error.unwrap_or(error));
        }
    }
    first_error.map_or(Ok(()), Err)
}

/// The day of the store's zone in which an instant lies.
fn day(store: &StoreSettings, at: DateTime<Utc>) -> Option<NaiveDate> {
    Some(at.with_timezone(&store.zone().ok()?).date_naive())
}
