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
//! archive  what Amazon sent, where the settings ask for it, sealed
//! advance  the cursor, in one commit with the calls made and the rate tokens left
//! ```
//!
//! A crash between any two lines leaves the cursor where it was, so the page is read again; the ledger tells what of it
//! is done, and what may be in flight. Nothing is behind the cursor that is not done or parked.

mod archive;
mod cancelled;
mod customers;
pub(super) mod items;
mod known;
mod window;
mod write;

use std::collections::{BTreeMap, BTreeSet};

use async_trait::async_trait;
use commerce_client_core::{decode::Lenient, error::ErrorKind, money::Money};
use netsuite_client::InternalId;
use sp_api_client::orders::{Order, OrderId};

pub(crate) use self::archive::Replay;
use self::{
    archive::Sent,
    cancelled::{Cancelled, cancel},
    known::{find, items, transactions},
    window::{DATA, Position, advance, restart, search},
    write::{customers, prove, records},
};
use crate::{
    apply::{self, Found},
    flow::{Flow, FlowError, Next, Run},
    hooks::Keep,
    keys,
    map::{self, Channel, Decision, Known, MapError, amounts, decision, order as order_map},
    plan::{Plan, RecordKind},
    rules,
    settings::StoreSettings,
    store::{FlowName, OpKey, OpRow, OpState, ParkReason, Point, SourceId},
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
    /// The write that comes last: with it, the order is finished.
    last: OpKey,
}

async fn import(run: &Run, orders: Vec<Lenient<Order>>) -> Result<(), FlowError> {
    let sent = Sent::of(run, &orders);
    // What is archived is never older than what is worked on.
    sent.keep(run).await?;
    let (due, cancelled) = sort(run, orders).await?;
    cancel(run, cancelled).await?;
    let ledger = ledger(run, &due).await?;
    let todo = not_done(run, due, &ledger).await?;
    if !todo.is_empty() {
        let known = Known { customers: customers::customers(run, &todo).await?, ..items(run, &todo).await? };
        let existing = transactions(run, &todo).await?;
        let plans = plan(run, todo, &known, &existing).await?;
        let plans = customers(run, plans).await?;
        let made = records(run, plans, &ledger).await?;
        prove(run, made).await?;
    }
    run.hooks.at_after_page(run);
    unpark(run).await?;
    sent.keep(run).await
}

/// What was parked and turns out to need nothing is off the list.
async fn unpark(run: &Run) -> Result<(), FlowError> {
    let unchanged = run.summary().unchanged();
    if unchanged.is_empty() {
        return Ok(());
    }
    let parked = run.store().parked(run.key()).await?;
    let mut changes = run.changes(Point::Unpark);
    changes.unpark =
        parked.into_iter().map(|parked| parked.source).filter(|s| unchanged.contains(s)).collect();
    if changes.unpark.is_empty() { Ok(()) } else { Ok(run.commit(changes).await?) }
}

/// Decides about each order; parks what cannot be read or decided.
async fn sort(
    run: &Run,
    orders: Vec<Lenient<Order>>,
) -> Result<(Vec<Due<'_>>, Vec<Cancelled<'_>>), FlowError> {
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
    let (mut due, mut cancelled) = (Vec::new(), Vec::new());
    for (source, mut order) in newest {
        let keep = run.hooks.at_page_read(&mut order);
        let channel = channel_of(&order);
        match keep {
            Ok(Keep::Yes) => {}
            Ok(Keep::No) => {
                run.finished(&source, channel, Fate::Unchanged);
                continue;
            }
            Err(error) => {
                park(run, &source, channel, error).await?;
                continue;
            }
        }
        match map::decide(&order, &run.account().settings) {
            Ok(Decision::Import(store)) => match due_order(run, order, source.clone(), store) {
                Ok(order) => due.push(order),
                Err(error) => park(run, &source, channel, error).await?,
            },
            Ok(Decision::Cancelled(store)) => cancelled.push(Cancelled { order, source, channel, store }),
            Ok(Decision::Wait | Decision::Ignore) => run.finished(&source, channel, Fate::Unchanged),
            Err(error) => park(run, &source, channel, error).await?,
        }
    }
    Ok((due, cancelled))
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
    let key_of = |kind| {
        keys::op_key(run.key(), kind, order.order_id.as_str())
            .map_err(|e| MapError { reason: ParkReason::Undecodable, text: e.to_string() })
    };
    let key = key_of(kind)?;
    let last = match (channel, kind) {
        (Channel::Fba, RecordKind::SalesOrder) => key_of(RecordKind::ItemFulfillment)?,
        _ => key.clone(),
    };
    Ok(Due { order, source, channel, store, kind, key, last })
}

async fn ledger(run: &Run, due: &[Due<'_>]) -> Result<BTreeMap<OpKey, OpRow>, FlowError> {
    let keys: BTreeSet<OpKey> = due.iter().flat_map(|due| [due.key.clone(), due.last.clone()]).collect();
    let keys: Vec<OpKey> = keys.into_iter().collect();
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
        let done = |key: &OpKey| ledger.get(key).filter(|row| row.state == OpState::Done);
        let Some(row) = done(&due.last).and_then(|_| done(&due.key)) else {
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
    existing: &[known::Transaction],
) -> Result<Vec<Planned>, FlowError> {
    let mut mapped = Vec::new();
    for mut due in todo {
        let plan = run
            .hooks
            .at_before_map(&mut due.order)
            .and_then(|()| order_map::plan(run.key(), &due.order, known, due.store, &run.account().settings));
        match plan {
            Ok(plan) => mapped.push((due, plan)),
            Err(error) => park(run, &due.source, Some(due.channel), error).await?,
        }
    }
    let (todo, made): (Vec<Due<'_>>, Vec<Plan>) = mapped.into_iter().unzip();
    let made = todo.iter().zip(made).map(|(due, plan)| (&due.order, due.store, plan)).collect();
    let ruled = rules::customise(run, made).await?;
    let mut plans = Vec::new();
    for (due, plan) in todo.iter().zip(ruled) {
        let planned = plan
            .and_then(|plan| run.hooks.at_after_map(&due.order, plan))
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
