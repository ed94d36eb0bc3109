//! Amazon's orders arrive in NetSuite: MFN, Seller Fulfilled Prime and FBA, customers included.
//!
//! **Reads** `searchOrders` by last update, all marketplaces and both kinds of fulfilment in one walk (the operation
//! refills once in three minutes: one read has to serve all three), and in NetSuite items by SKU and transactions by
//! external id or Amazon's order id, one query per page each. **Writes** customers (upsert), sales orders, invoices and
//! cash sales (create). **Key**: the order id.
//!
//! One slice is one page:
//!
//! ```text
//! revisit  what was parked and is due again, order by order
//! search   one page of the window   cursor − overlap … what Amazon says is settled
//! import   decide → look up → plan → apply customers → apply orders → prove the totals
//! advance  the cursor, in one commit with the calls made and the rate tokens left
//! ```
//!
//! A crash between any two lines leaves the cursor where it was, so the page is read again; the ledger tells what of it
//! is done, and what may be in flight. Nothing is behind the cursor that is not done or parked.

mod items;

use std::collections::BTreeMap;

use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};
use commerce_client_core::{
    decode::Lenient,
    error::{Error, ErrorKind},
    money::Money,
    page::{Page as _, PageToken},
    wire::instant,
};
use futures_util::{StreamExt as _, stream};
use netsuite_client::{InternalId, Literal, suiteql::Identifier};
use rust_decimal::Decimal;
use serde::Deserialize;
use sp_api_client::orders::{IncludedData, Order, OrderId, SearchOrdersResponse};

use crate::{
    apply::{self, Found, Outcome},
    events::Event,
    flow::{Flow, FlowError, Next, Run},
    keys,
    map::{self, Channel, Decision, Known, MapError, amounts, decision, order as order_map},
    plan::{Op, Plan, RecordKind},
    settings::StoreSettings,
    store::{Cursor, FlowName, OpKey, OpRow, OpState, ParkReason, Point, SourceId, Walk},
    summary::Fate,
};

/// Imports orders. See the module's documentation.
#[derive(Debug, Clone, Copy, Default)]
pub struct ImportOrders {
    page_size: Option<u32>,
}

impl ImportOrders {
    /// The flow's name.
    pub const NAME: &'static str = "orders";

    /// Reads pages of so many orders, 1 to 100. Default 100: anything less spends Amazon's calls faster.
    #[must_use]
    pub fn with_page_size(mut self, orders: u32) -> Self {
        self.page_size = Some(orders);
        self
    }
}

/// The datasets that the import needs.
const DATA: [IncludedData; 9] = [
    IncludedData::Buyer,
    IncludedData::Recipient,
    IncludedData::Proceeds,
    IncludedData::Promotion,
    IncludedData::Cancellation,
    IncludedData::Fulfillment,
    IncludedData::Packages,
    IncludedData::Tax,
    IncludedData::Payment,
];

/// Orders worked on at once. The client's own gate decides how many calls are in flight.
const PARALLEL: usize = 16;
/// Between two searches when there is nothing to do: the operation refills once in 178 s.
const POLL: TimeDelta = TimeDelta::minutes(3);
/// Amazon forgets a page token after 24 hours; do not try one that is nearly that old.
const TOKEN_LIFE: TimeDelta = TimeDelta::hours(23);
/// Due orders read again in one slice; `getOrder` allows a burst of 30.
const REVISIT: usize = 25;

#[async_trait]
impl Flow for ImportOrders {
    fn name(&self) -> FlowName {
        FlowName::new(Self::NAME).unwrap_or_else(|_| unreachable!("the flow's name is well-formed"))
    }

    async fn slice(&self, run: &Run) -> Result<Next, FlowError> {
        revisit(run).await?;
        let position = Position::of(run).await?;
        let page = match search(run, &position, self.page_size).await {
            Ok(page) => page,
            Err(error) if position.token.is_some() && error.kind() == ErrorKind::Rejected => {
                return restart(run, position).await;
            }
            Err(error) => return Err(error.into()),
        };
        let next = position.after(&page, run.now());
        #[cfg(feature = "testing")]
        if run.is_mutant(crate::flow::Mutant::AdvanceEarly) {
            advance(run, next.clone()).await?;
        }
        import(run, page.orders).await?;
        advance(run, next).await
    }
}

/// Where the flow stands: the window being walked, and the page within it.
struct Position {
    from: DateTime<Utc>,
    token: Option<PageToken>,
    until: Option<String>,
    began: DateTime<Utc>,
}

impl Position {
    async fn of(run: &Run) -> Result<Self, FlowError> {
        let settings = &run.account().settings;
        let now = run.now();
        Ok(match run.store().cursor(run.key()).await? {
            None => Self { from: settings.go_live, token: None, until: None, began: now },
            Some(Cursor { walk: Some(walk), .. }) if now - walk.began < TOKEN_LIFE => Self {
                from: walk.from,
                token: PageToken::from_wire(&walk.token),
                until: Some(walk.until),
                began: walk.began,
            },
            Some(Cursor { after, .. }) => {
                let after = instant::parse(&after).unwrap_or(settings.go_live);
                let from = (after - settings.overlap).max(settings.go_live);
                Self { from, token: None, until: None, began: now }
            }
        })
    }

    /// The cursor once `page` is recorded: the next page of this walk, or the end of the window.
    fn after(&self, page: &SearchOrdersResponse, now: DateTime<Utc>) -> Cursor {
        let echoed = || page.last_updated_before.clone().unwrap_or_else(|| instant::format(self.from));
        // The end that the first page stated holds for the whole walk.
        let until = self.until.clone().unwrap_or_else(echoed);
        match page.next_token() {
            None => Cursor { after: until, walk: None },
            Some(token) => {
                let began = if self.token.is_some() { self.began } else { now };
                let walk = Walk { from: self.from, until, token: token.as_str().to_owned(), began };
                Cursor { after: instant::format(self.from), walk: Some(walk) }
            }
        }
    }
}

async fn search(
    run: &Run,
    position: &Position,
    page_size: Option<u32>,
) -> Result<SearchOrdersResponse, Error> {
    let mut search = run.account().amazon.orders().search().last_updated_after(position.from);
    for store in &run.account().settings.stores {
        search = search.marketplace(store.marketplace_id.clone());
    }
    for data in DATA {
        search = search.include(data);
    }
    if let Some(orders) = page_size {
        search = search.max_results_per_page(orders);
    }
    if let Some(token) = &position.token {
        search = search.page_token(token.clone());
    }
    let page = search.send().await?;
    run.listener.tell(&Event::PageRead { run: run.key().clone(), records: page.orders.len() });
    Ok(page)
}

/// The page token no longer works: the window begins again, which costs reads and nothing else.
async fn restart(run: &Run, position: Position) -> Result<Next, FlowError> {
    let mut changes = run.changes(Point::Restart);
    // The overlap is subtracted again when the window is reopened; add it here so that the window stays.
    let after = position.from + run.account().settings.overlap;
    changes.cursor = Some(Cursor { after: instant::format(after), walk: None });
    run.commit(changes).await?;
    Ok(Next::More)
}

async fn advance(run: &Run, cursor: Cursor) -> Result<Next, FlowError> {
    let more = cursor.walk.is_some();
    let mut changes = run.changes(Point::Advance);
    changes.cursor = Some(cursor);
    run.account_for_calls(&mut changes);
    run.commit(changes).await?;
    if more {
        return Ok(Next::More);
    }
    let poll = run.now() + POLL;
    let parked = run.store().parked(run.key()).await?;
    let due = parked.iter().filter_map(|parked| parked.retry_at).min();
    Ok(Next::Idle { wake: due.map_or(poll, |due| due.min(poll)) })
}

/// Reads again what was parked and is due: the newest state of the order counts, never an old copy.
async fn revisit(run: &Run) -> Result<(), FlowError> {
    let due = run.store().due(run.key(), run.now(), REVISIT).await?;
    let mut orders = Vec::new();
    for source in &due {
        let Ok(id) = OrderId::new(source.as_str()) else { continue };
        match run.account().amazon.orders().get(&id, &DATA).await {
            Ok(order) => orders.push(Lenient::Good(order)),
            Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::Decode) => {
                let text =
                    format!("the order could not be read again ({error}). Look it up in Seller Central");
                park(run, source, None, MapError { reason: ParkReason::Undecodable, text }).await?;
            }
            Err(error) => return Err(error.into()),
        }
    }
    if orders.is_empty() {
        return Ok(());
    }
    import(run, orders).await
}

/// An order on its way in.
struct Due<'a> {
    order: Order,
    source: SourceId,
    channel: Channel,
    store: &'a StoreSettings,
    kind: RecordKind,
    key: OpKey,
}

async fn import(run: &Run, orders: Vec<Lenient<Order>>) -> Result<(), FlowError> {
    let due = sort(run, orders).await?;
    let ledger = ledger(run, &due).await?;
    let todo = not_done(run, due, &ledger).await?;
    if !todo.is_empty() {
        let known = items(run, &todo).await?;
        let mut existing = transactions(run, &todo).await?;
        let plans = plan(run, todo, &known, &mut existing).await?;
        let plans = customers(run, plans).await?;
        let made = records(run, plans, &ledger).await?;
        prove(run, made).await?;
    }
    unpark(run).await
}

/// What was parked and turns out to need nothing is off the list.
async fn unpark(run: &Run) -> Result<(), FlowError> {
    let unchanged = run.summary().unchanged();
    let parked = run.store().parked(run.key()).await?;
    let mut changes = run.changes(Point::Unpark);
    changes.unpark =
        parked.into_iter().map(|parked| parked.source).filter(|s| unchanged.contains(s)).collect();
    if changes.unpark.is_empty() { Ok(()) } else { Ok(run.commit(changes).await?) }
}

/// Decides about each order; parks what cannot be read or decided.
async fn sort(run: &Run, orders: Vec<Lenient<Order>>) -> Result<Vec<Due<'_>>, FlowError> {
    let mut newest: BTreeMap<SourceId, Order> = BTreeMap::new();
    for order in orders {
        match order {
            Lenient::Bad(bad) => {
                let id = bad.text_field("orderId").unwrap_or_else(|| "without an id".to_owned());
                let text = format!(
                    "Amazon's answer for this order could not be read: {}. Update, then retry",
                    bad.error
                );
                let source = SourceId::new(id.as_str()).unwrap_or_else(|_| unreadable());
                park(run, &source, None, MapError { reason: ParkReason::Undecodable, text }).await?;
            }
            // Updated while the page was made, an order can be on it twice.
            Lenient::Good(order) => match keys::source_of(&order) {
                Ok(source) => match newest.get(&source) {
                    Some(other) if other.last_updated_time >= order.last_updated_time => {}
                    _ => drop(newest.insert(source, order)),
                },
                Err(_) => {
                    let text = "Amazon sent an order whose id is malformed".to_owned();
                    park(run, &unreadable(), None, MapError { reason: ParkReason::Undecodable, text })
                        .await?;
                }
            },
        }
    }
    let mut due = Vec::new();
    for (source, order) in newest {
        let channel = channel_of(&order);
        match map::decide(&order, &run.account().settings) {
            Ok(Decision::Import(store)) => match due_order(run, order, source.clone(), store) {
                Ok(order) => due.push(order),
                Err(error) => park(run, &source, channel, error).await?,
            },
            Ok(Decision::Cancelled) => cancelled(run, &order, source, channel).await?,
            Ok(Decision::Wait | Decision::Ignore) => run.finished(&source, channel, Fate::Unchanged),
            Err(error) => park(run, &source, channel, error).await?,
        }
    }
    Ok(due)
}

fn unreadable() -> SourceId {
    SourceId::new("unreadable").unwrap_or_else(|_| unreachable!("the name is well-formed"))
}

/// For counting only: an order whose channel is unclear is counted as such.
fn channel_of(order: &Order) -> Option<Channel> {
    decision::channel(order).ok()
}

fn due_order<'a>(
    run: &Run,
    order: Order,
    source: SourceId,
    store: &'a StoreSettings,
) -> Result<Due<'a>, MapError> {
    let channel = decision::channel(&order)?;
    let kind = order_map::record_kind(channel, store);
    let key = keys::op_key(run.key(), kind, order.order_id.as_str())
        .map_err(|e| MapError { reason: ParkReason::Undecodable, text: e.to_string() })?;
    Ok(Due { order, source, channel, store, kind, key })
}

/// A cancelled order was either never imported, and never will be, or has to be undone by a person.
async fn cancelled(
    run: &Run,
    order: &Order,
    source: SourceId,
    channel: Option<Channel>,
) -> Result<(), FlowError> {
    let keys: Vec<OpKey> = [RecordKind::SalesOrder, RecordKind::Invoice, RecordKind::CashSale]
        .into_iter()
        .filter_map(|kind| keys::op_key(run.key(), kind, order.order_id.as_str()).ok())
        .collect();
    let rows = run.store().ops(&run.account().id, &keys).await?;
    let Some(row) = rows.into_iter().find(|row| !matches!(row.state, OpState::Planned | OpState::Parked))
    else {
        run.finished(&source, channel, Fate::Unchanged);
        return Ok(());
    };
    let text = match &row.remote_id {
        Some(id) => format!(
            "Amazon cancelled the order after it had been imported as {} {id}. Close or void it in NetSuite",
            row.kind
        ),
        None => format!(
            "Amazon cancelled the order while it was being imported. Look for {} {} in NetSuite, and void it if it is there",
            row.kind, row.external_id
        ),
    };
    park(run, &source, channel, MapError { reason: ParkReason::ChangedAfterImport, text }).await
}

async fn ledger(run: &Run, due: &[Due<'_>]) -> Result<BTreeMap<OpKey, OpRow>, FlowError> {
    let keys: Vec<OpKey> = due.iter().map(|due| due.key.clone()).collect();
    let rows = run.store().ops(&run.account().id, &keys).await?;
    Ok(rows.into_iter().map(|row| (row.key.clone(), row)).collect())
}

/// Leaves out what is imported already, unless it comes to something else now: then a person decides.
async fn not_done<'a>(
    run: &Run,
    due: Vec<Due<'a>>,
    ledger: &BTreeMap<OpKey, OpRow>,
) -> Result<Vec<Due<'a>>, FlowError> {
    let mut todo = Vec::new();
    for due in due {
        let Some(row) = ledger.get(&due.key).filter(|row| row.state == OpState::Done) else {
            todo.push(due);
            continue;
        };
        match (row.total, amounts::order_amounts(&due.order, due.store)) {
            (Some(then), Ok(now)) if !now.may_come_to(then) => {
                let now = now.posted(&due.store.tax);
                if apply::comes_to(run, row, now).await? {
                    accept(run, &due, row, now).await?;
                    continue;
                }
                let text = format!(
                    "the order came to {then} when it was imported as {} {}, and comes to {now} now. Correct the record in NetSuite",
                    row.kind,
                    row.remote_id.as_ref().map_or("", InternalId::as_str)
                );
                let error = MapError { reason: ParkReason::ChangedAfterImport, text };
                park(run, &due.source, Some(due.channel), error).await?;
            }
            _ => run.finished(&due.source, Some(due.channel), Fate::Unchanged),
        }
    }
    Ok(todo)
}

/// A person has brought the record up to date by hand: what it comes to now is what it should.
async fn accept(run: &Run, due: &Due<'_>, row: &OpRow, now: Money) -> Result<(), FlowError> {
    let mut changes = run.changes(Point::Record);
    changes.ops.push(OpRow { total: Some(now.amount), ..row.clone() });
    changes.unpark.push(due.source.clone());
    run.commit(changes).await?;
    run.finished(&due.source, Some(due.channel), Fate::Unchanged);
    Ok(())
}

/// NetSuite's items for the SKUs of all these orders.
async fn items(run: &Run, todo: &[Due<'_>]) -> Result<Known, FlowError> {
    let skus: Vec<(&str, &StoreSettings)> = todo
        .iter()
        .flat_map(|due| {
            let skus = due.order.order_items.iter().filter_map(|item| item.product.seller_sku.as_ref());
            skus.map(move |sku| (sku.as_str(), due.store))
        })
        .collect();
    Ok(items::known(run, &skus).await?)
}

/// A transaction that stands for one of the orders, or claims to.
#[derive(Debug, Clone, Deserialize)]
struct Transaction {
    id: InternalId,
    #[serde(rename = "type")]
    kind: String,
    #[serde(default)]
    externalid: Option<String>,
    #[serde(default)]
    otherrefnum: Option<String>,
    /// What stands in the custom field for Amazon's order id.
    #[serde(default)]
    ordernumber: Option<String>,
    #[serde(default, with = "commerce_client_core::wire::optional_decimal_number")]
    foreigntotal: Option<Decimal>,
    #[serde(default)]
    currency: Option<String>,
}

/// What NetSuite has for these orders already, typed in by hand, by another connector or by us: one query.
async fn transactions(run: &Run, todo: &[Due<'_>]) -> Result<Vec<Transaction>, FlowError> {
    #[cfg(feature = "testing")]
    if run.is_mutant(crate::flow::Mutant::SkipLook) {
        return Ok(Vec::new());
    }
    let external_ids: Literal = todo.iter().map(|due| external_id(run, due)).collect();
    let order_ids: Literal = todo.iter().map(|due| due.order.order_id.as_str()).collect();
    let field = run.account().settings.custom_fields.order_id.as_ref();
    let query = match field {
        None => {
            "SELECT id, type, externalid, otherrefnum, foreigntotal, currency FROM transaction \
             WHERE type IN ('SalesOrd', 'CustInvc', 'CashSale') \
             AND (externalid IN :external_ids OR otherrefnum IN :order_ids) ORDER BY id"
        }
        Some(_) => {
            "SELECT id, type, externalid, otherrefnum, :field AS ordernumber, foreigntotal, currency FROM transaction \
             WHERE type IN ('SalesOrd', 'CustInvc', 'CashSale') \
             AND (externalid IN :external_ids OR otherrefnum IN :order_ids OR :field IN :order_ids) ORDER BY id"
        }
    };
    let mut found =
        run.account().netsuite.suiteql(query).bind("external_ids", external_ids).bind("order_ids", order_ids);
    if let Some(field) = field.and_then(|field| Identifier::new(field).ok()) {
        found = found.bind("field", &field);
    }
    Ok(found.all().await?)
}

fn external_id(run: &Run, due: &Due<'_>) -> String {
    let (seller, marketplace) = (&run.account().settings.seller_id, &due.store.marketplace_id);
    keys::order_external_id(due.kind, seller, marketplace, due.order.order_id.as_str()).to_string()
}

/// An order with everything that is to be written for it.
struct Planned {
    plan: Plan,
    channel: Channel,
    existing: Option<Found>,
}

async fn plan(
    run: &Run,
    todo: Vec<Due<'_>>,
    known: &Known,
    existing: &mut [Transaction],
) -> Result<Vec<Planned>, FlowError> {
    let mut plans = Vec::new();
    for due in todo {
        let planned = order_map::plan(run.key(), &due.order, known, due.store, &run.account().settings)
            .and_then(|plan| Ok((find(&plan.order, existing)?, plan)));
        match planned {
            Ok((existing, plan)) => {
                plans.push(Planned { plan: mutated(run, plan), channel: due.channel, existing })
            }
            Err(error) => park(run, &due.source, Some(due.channel), error).await?,
        }
    }
    Ok(plans)
}

/// The one transaction that stands for the order: ours by external id, else a single one with the order's number.
fn find(op: &Op, existing: &[Transaction]) -> Result<Option<Found>, MapError> {
    let of_kind = || existing.iter().filter(|found| Some(found.kind.as_str()) == op.kind.transaction_type());
    let named = |found: &&Transaction| {
        found.externalid.as_deref().is_some_and(|id| id.eq_ignore_ascii_case(op.external_id.as_str()))
    };
    let numbered = |found: &&Transaction| {
        [&found.otherrefnum, &found.ordernumber].into_iter().flatten().any(|number| *number == op.amazon_id)
    };
    let candidates: Vec<&Transaction> = match of_kind().filter(named).collect::<Vec<_>>() {
        ours if !ours.is_empty() => ours,
        _ => of_kind().filter(numbered).collect(),
    };
    match candidates[..] {
        [] => match existing.iter().find(numbered) {
            None => Ok(None),
            Some(other) => {
                let text = format!(
                    "NetSuite has transaction {} of type {} for this order, which would be imported as {}: it was not \
                     imported twice. Delete that one, or set how orders are imported, then retry",
                    other.id,
                    other.kind,
                    op.kind.record_type()
                );
                Err(MapError { reason: ParkReason::Conflict, text })
            }
        },
        [one] => {
            Ok(Some(Found { id: one.id.clone(), total: one.foreigntotal, currency: one.currency.clone() }))
        }
        _ => {
            let ids: Vec<&str> = candidates.iter().map(|found| found.id.as_str()).collect();
            let text = format!(
                "NetSuite has several {}s for this order ({}). Delete what is not it, then retry",
                op.kind.record_type(),
                ids.join(", ")
            );
            Err(MapError { reason: ParkReason::Conflict, text })
        }
    }
}

#[cfg(not(feature = "testing"))]
fn mutated(_run: &Run, plan: Plan) -> Plan {
    plan
}

#[cfg(feature = "testing")]
fn mutated(run: &Run, mut plan: Plan) -> Plan {
    if run.is_mutant(crate::flow::Mutant::RandomExternalId) {
        let random = format!("{}-{:x}", plan.order.external_id, fastrand::u32(..));
        if let Ok(random) = netsuite_client::ExternalId::new(random) {
            let mut body = plan.order.body.expose().clone();
            body["externalId"] = random.as_str().into();
            body["otherRefNum"] = random.as_str().into();
            if let Some(field) = &run.account().settings.custom_fields.order_id {
                body[field.as_str()] = random.as_str().into();
            }
            plan.order.body = commerce_client_core::secret::Pii::new(body);
            plan.order.external_id = random;
        }
    }
    plan
}

/// First the customers, each once however many of their orders are on the page. Orders whose customer could not be
/// written are parked with it.
async fn customers(run: &Run, plans: Vec<Planned>) -> Result<Vec<Planned>, FlowError> {
    // The newest order of a buyer has the newest address.
    let mut ops: BTreeMap<OpKey, (&SourceId, &Op)> = BTreeMap::new();
    for planned in plans.iter().filter(|planned| planned.existing.is_none()) {
        let Some(op) = &planned.plan.customer else { continue };
        let newest = ops.entry(op.key.clone()).or_insert((&planned.plan.source, op));
        if newest.1.version < op.version {
            *newest = (&planned.plan.source, op);
        }
    }
    let keys: Vec<OpKey> = ops.keys().cloned().collect();
    let rows = run.store().ops(&run.account().id, &keys).await?;
    let rows: BTreeMap<&OpKey, &OpRow> = rows.iter().map(|row| (&row.key, row)).collect();
    let mut writes = Vec::new();
    for (key, (source, op)) in &ops {
        let row = rows.get(key).copied();
        writes.push(async move { (key, apply::apply(run, source, op, row, None).await) });
    }
    let mut applied = stream::iter(writes).buffer_unordered(PARALLEL);
    let mut failed: BTreeMap<OpKey, SourceId> = BTreeMap::new();
    let mut first_error = None;
    while let Some((key, outcome)) = applied.next().await {
        match outcome {
            Ok(Outcome::Created) => run.summary().count_written(RecordKind::Customer, true),
            Ok(Outcome::Updated) => run.summary().count_written(RecordKind::Customer, false),
            Ok(Outcome::Adopted | Outcome::Unchanged) => {}
            Ok(Outcome::Parked) => drop(failed.insert(key.clone(), ops[key].0.clone())),
            // What is under way is still waited for.
            Err(error) => first_error = Some(first_error.unwrap_or(error)),
        }
    }
    drop(applied);
    if let Some(error) = first_error {
        return Err(error);
    }
    without_customer(run, plans, &failed).await
}

/// Orders whose customer could not be written share the fate of the one that it was tried for. Returns the others.
async fn without_customer(
    run: &Run,
    plans: Vec<Planned>,
    failed: &BTreeMap<OpKey, SourceId>,
) -> Result<Vec<Planned>, FlowError> {
    if failed.is_empty() {
        return Ok(plans);
    }
    let parked = run.store().parked(run.key()).await?;
    let mut with = Vec::new();
    for planned in plans {
        let Some(tried) = planned.plan.customer.as_ref().and_then(|op| failed.get(&op.key)) else {
            with.push(planned);
            continue;
        };
        let source = &planned.plan.source;
        run.finished(source, Some(planned.channel), Fate::Parked);
        let Some(reason) = parked.iter().find(|parked| parked.source == *tried && tried != source) else {
            continue;
        };
        let text = format!("the buyer's customer could not be written, see order {tried}: {}", reason.text);
        let mut changes = run.changes(Point::Park);
        changes.park.push(run.park(source, reason.reason.clone(), text, reason.retry_at));
        run.commit(changes).await?;
    }
    Ok(with)
}

/// Then the orders themselves. Returns those that were made now.
async fn records(
    run: &Run,
    plans: Vec<Planned>,
    ledger: &BTreeMap<OpKey, OpRow>,
) -> Result<Vec<Planned>, FlowError> {
    let mut writes = Vec::new();
    for planned in plans {
        let row = ledger.get(&planned.plan.order.key);
        writes.push(async move {
            let (source, op) = (&planned.plan.source, &planned.plan.order);
            let outcome = apply::apply(run, source, op, row, planned.existing.clone()).await;
            (planned, outcome)
        });
    }
    // Each is told of as it returns: who watches sees records, not pages, and a process that is killed has told of what it
    // did.
    let mut applied = stream::iter(writes).buffer_unordered(PARALLEL);
    let mut made = Vec::new();
    let mut first_error = None;
    while let Some((planned, outcome)) = applied.next().await {
        let (source, channel) = (&planned.plan.source, Some(planned.channel));
        match outcome {
            Ok(Outcome::Created | Outcome::Updated) => {
                run.summary().count_written(planned.plan.order.kind, true);
                count_imported(run, &planned);
                made.push(planned);
            }
            Ok(Outcome::Adopted) => count_imported(run, &planned),
            Ok(Outcome::Unchanged) => run.finished(source, channel, Fate::Unchanged),
            Ok(Outcome::Parked) => run.finished(source, channel, Fate::Parked),
            Err(error) => first_error = Some(first_error.unwrap_or(error)),
        }
    }
    first_error.map_or(Ok(made), Err)
}

fn count_imported(run: &Run, planned: &Planned) {
    run.finished(&planned.plan.source, Some(planned.channel), Fate::Created);
    if let Some(total) = planned.plan.order.total {
        run.summary().count_imported(total);
    }
}

/// What was just made must come to what Amazon says, in NetSuite's own arithmetic: one query for all of it.
async fn prove(run: &Run, made: Vec<Planned>) -> Result<(), FlowError> {
    if made.is_empty() {
        return Ok(());
    }
    let query = "SELECT id, type, externalid, otherrefnum, foreigntotal, currency FROM transaction \
                 WHERE externalid IN :external_ids ORDER BY id";
    let ids: Literal = made.iter().map(|planned| planned.plan.order.external_id.as_str()).collect();
    let rows: Vec<Transaction> =
        run.account().netsuite.suiteql(query).bind("external_ids", ids).all().await?;
    for planned in made {
        let (op, source) = (&planned.plan.order, &planned.plan.source);
        let Some(expected) = op.total else { continue };
        // A row that is not there yet is no proof of anything: queries lag behind writes.
        let Some(found) = find(op, &rows).ok().flatten() else { continue };
        let totals = &run.account().settings.totals;
        if found.total.is_some_and(|total| !totals.accepts(total, expected)) {
            let text = format!(
                "NetSuite computed {} for {} {}, Amazon's order comes to {expected}: a tax or price rule of the account \
                 changed it. Correct the record and the rule",
                found.total.unwrap_or_default(),
                op.kind.record_type(),
                found.id
            );
            park(run, source, Some(planned.channel), MapError { reason: ParkReason::Conflict, text }).await?;
        }
    }
    Ok(())
}

async fn park(
    run: &Run,
    source: &SourceId,
    channel: Option<Channel>,
    error: MapError,
) -> Result<(), FlowError> {
    let mut changes = run.changes(Point::Park);
    changes.park.push(run.park(source, error.reason, error.text, None));
    run.commit(changes).await?;
    run.finished(source, channel, Fate::Parked);
    Ok(())
}
