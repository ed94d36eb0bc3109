//! Sales orders of Amazon's are billed in NetSuite: an invoice or a cash sale for each fulfilment.
//!
//! **Reads**, in NetSuite, sales orders of ours in the configured statuses, their fulfilments and their bills (a query
//! each for a page), and for each order what NetSuite would bill now. **Writes** invoices or cash sales (transform).
//! **Key**: the order id, and a number from the second bill on.
//!
//! One slice is one page of orders:
//!
//! ```text
//! revisit  what was parked and is due again
//! waiting  a page of the orders in one of the statuses, by internal id
//! bill     order by order: number → adopt what is there → what is open → apply, until nothing is due
//! note     behind the last page: bills of ours that the ledger does not know
//! advance  the cursor; behind the last page it begins again
//! ```
//!
//! The status is the work list: an order that has been billed is no longer in it. What a bill holds follows from what
//! NetSuite says is open at that moment, read from the record and not from a query, which may lag behind.

use std::collections::{BTreeMap, BTreeSet};

use async_trait::async_trait;
use chrono::{NaiveDate, TimeDelta};
use commerce_client_core::error::{Error, ErrorKind};
use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use netsuite_client::{InternalId, Literal, field::Sublist, records::TransactionLine, suiteql::SuiteQl};
use rust_decimal::Decimal;
use serde::Deserialize;
use sp_api_client::Marketplace;

use super::sales;
use crate::{
    apply::{self, Found, Outcome},
    events::Event,
    flow::{Flow, FlowError, Next, Run},
    keys,
    map::{
        MapError,
        billing::{self, Content, OpenLine, Ordered, Quantities, Shipped},
        sold::{self, Sold},
    },
    plan::{Op, RecordKind},
    settings::{BillDate, BillWhen, BillingSettings},
    store::{Cursor, FlowName, OpRow, OpState, ParkReason, Parked, Point, SourceId},
    summary::Fate,
};

/// Bills sales orders. See the module's documentation.
#[derive(Debug, Clone, Copy, Default)]
pub struct BillOrders;

impl BillOrders {
    /// The flow's name.
    pub const NAME: &'static str = "billing";
}

/// Orders of one slice.
const PAGE: usize = 100;
/// Orders worked on at once. The client's own gate decides how many calls are in flight.
const PARALLEL: usize = 8;
/// Between two passes over the orders that wait.
const POLL: TimeDelta = TimeDelta::minutes(15);
/// Due orders read again in one slice.
const REVISIT: usize = 25;
/// So many internal ids behind the newest may still be on their way.
const UNSETTLED: i64 = 1000;
/// Bills of one slice that are looked up in the ledger: more than have those ids.
const NOTED: usize = 1500;
/// More fulfilments than an order has.
const BILLS: u32 = 500;

#[async_trait]
impl Flow for BillOrders {
    fn name(&self) -> FlowName {
        FlowName::new(Self::NAME).unwrap_or_else(|_| unreachable!("the flow's name is well-formed"))
    }

    async fn slice(&self, run: &Run) -> Result<Next, FlowError> {
        if letters(run).is_empty() {
            return Ok(Next::Idle { wake: run.now() + POLL });
        }
        revisit(run).await?;
        let position = Position::of(run).await?;
        let page = waiting(run, position.order).await?;
        run.listener.tell(&Event::PageRead { run: run.key().clone(), records: page.len() });
        let last = page.last().map(|row| row.id.clone()).filter(|_| page.len() == PAGE);
        bill(run, not_parked(run, page).await?).await?;
        let noted = match last {
            None => Box::pin(take_note(run, position.bill)).await?,
            Some(_) => Noted { bill: position.bill, more: true },
        };
        advance(run, last, noted).await
    }
}

/// The statuses that any store bills, as NetSuite's letters.
fn letters(run: &Run) -> BTreeSet<&'static str> {
    let stores = run.account().settings.stores.iter();
    stores
        .filter_map(|store| store.billing.as_ref())
        .flat_map(|billing| &billing.statuses)
        .map(|status| status.letter())
        .collect()
}

/// Where the flow stands, by internal ids.
struct Position {
    /// Behind this order the next page begins.
    order: i64,
    /// The ledger knows the bills up to this one.
    bill: i64,
}

impl Position {
    async fn of(run: &Run) -> Result<Self, FlowError> {
        let cursor = run.store().cursor(run.key()).await?;
        let after = cursor.map(|cursor| cursor.after).unwrap_or_default();
        let (order, bill) = after.split_once('/').unwrap_or((after.as_str(), ""));
        Ok(Self { order: order.parse().unwrap_or(0), bill: bill.parse().unwrap_or(0) })
    }
}

async fn advance(run: &Run, last: Option<InternalId>, noted: Noted) -> Result<Next, FlowError> {
    let mut changes = run.changes(Point::Advance);
    let order = last.as_ref().map_or("0", InternalId::as_str);
    changes.cursor = Some(Cursor { after: format!("{order}/{}", noted.bill), walk: None });
    run.account_for_calls(&mut changes);
    run.commit(changes).await?;
    Ok(if noted.more { Next::More } else { Next::Idle { wake: run.wake_after(POLL).await? } })
}

/// How far the ledger knows the bills.
struct Noted {
    bill: i64,
    /// There are more behind it, or orders to be billed.
    more: bool,
}

/// Takes note of bills of ours that the ledger does not know: once it is billed an order is on no work list, though the
/// process may have died before it heard the answer, or the store may have been lost since.
async fn take_note(run: &Run, after: i64) -> Result<Noted, FlowError> {
    #[derive(Deserialize)]
    struct Made {
        id: InternalId,
        kind: String,
        external_id: String,
        sales_order: InternalId,
    }
    let query = "SELECT DISTINCT t.id, t.type AS kind, t.externalid AS external_id, k.previousdoc AS sales_order \
                 FROM transaction t \
                 INNER JOIN previoustransactionlinelink k ON k.nextdoc = t.id AND k.previoustype = 'SalesOrd' \
                 WHERE t.type IN ('CustInvc', 'CashSale') AND t.id > :after \
                   AND (t.externalid LIKE :invoices OR t.externalid LIKE :cash_sales) \
                 ORDER BY t.id";
    let settings = &run.account().settings;
    let like = |kind| format!("{}%", billing::external_id_prefix(kind, settings));
    let rows = run
        .account()
        .netsuite
        .suiteql(query)
        .bind("invoices", like(RecordKind::Invoice))
        .bind("cash_sales", like(RecordKind::CashSale))
        .with_page_size(PAGE as u32)
        .walk("id")
        // An id that was given earlier may show later.
        .after(after.saturating_sub(UNSETTLED).max(0))
        .rows::<Made>();
    let made: Vec<Made> = rows.take(NOTED).try_collect().await?;
    let mut bills = Vec::new();
    for made in &made {
        let kinds = [RecordKind::Invoice, RecordKind::CashSale];
        let kind = kinds.into_iter().find(|kind| kind.transaction_type() == Some(made.kind.as_str()));
        let named =
            kind.and_then(|kind| Some((kind, billing::named(run.key(), settings, kind, &made.external_id)?)));
        bills.extend(named.map(|(kind, (name, order))| (made, kind, name, order)));
    }
    let keys: Vec<_> = bills.iter().map(|(_, _, name, _)| name.key.clone()).collect();
    let rows = run.store().ops(&run.account().id, &keys).await?;
    for (made, kind, name, order) in bills {
        let row = rows.iter().find(|row| row.key == name.key);
        let Ok(source) = SourceId::new(order.as_str()) else { continue };
        if row.is_none_or(|row| row.state != OpState::Done) {
            // Whether more of the order is due is seen when it is read again, for which it may wait.
            let op = Op { settles: false, ..billing::adopted(name, kind, &made.sales_order, version(run)) };
            let found = Found { id: made.id.clone(), total: None, currency: None };
            apply::apply(run, &source, &op, row, Some(found)).await?;
        }
    }
    let newest = made.last().and_then(|made| made.id.as_str().parse::<i64>().ok());
    Ok(Noted { bill: newest.map_or(after, |newest| newest.max(after)), more: made.len() == NOTED })
}

/// A sales order, as a query returns it.
#[derive(Debug, Clone, Deserialize)]
struct Row {
    id: InternalId,
    status: String,
    #[serde(default)]
    external_id: Option<String>,
    #[serde(default)]
    order_id: Option<String>,
    #[serde(default)]
    marketplace: Option<String>,
    #[serde(default)]
    other_ref_num: Option<String>,
}

impl Row {
    fn marks(&self) -> sold::Marks<'_> {
        sold::Marks {
            external_id: self.external_id.as_deref(),
            order_id: self.order_id.as_deref(),
            marketplace: self.marketplace.as_deref(),
        }
    }
}

fn query(run: &Run, condition: &str) -> Result<SuiteQl, FlowError> {
    let fields = &run.account().settings.custom_fields;
    let text = format!(
        "SELECT so.id, so.status, so.externalid AS external_id, so.otherrefnum AS other_ref_num{}{} \
         FROM transaction so WHERE so.type = 'SalesOrd' AND {} AND {condition} ORDER BY so.id",
        sales::column("so", fields.order_id.as_deref(), "order_id")?,
        sales::column("so", fields.marketplace.as_deref(), "marketplace")?,
        sales::ours(&run.account().settings)?,
    );
    let prefix = format!("{}%", sold::external_id_prefix(&run.account().settings));
    Ok(run.account().netsuite.suiteql_from_trusted_text(text).bind("ours", prefix))
}

/// A page of the orders that wait for a bill.
async fn waiting(run: &Run, after: i64) -> Result<Vec<Row>, FlowError> {
    let letters: Literal = letters(run).into_iter().collect();
    let rows = query(run, "so.status IN :letters AND so.id > :after")?
        .bind("letters", letters)
        .with_page_size(PAGE as u32)
        .walk("id")
        .after(after)
        .rows::<Row>();
    Ok(rows.take(PAGE).try_collect().await?)
}

/// Orders that were parked and are due: a lost answer, an outage, a person's word.
async fn revisit(run: &Run) -> Result<(), FlowError> {
    let due = run.store().due(run.key(), run.now(), REVISIT).await?;
    if due.is_empty() {
        return Ok(());
    }
    let settings = &run.account().settings;
    let external_ids: Literal = due
        .iter()
        .flat_map(|order| settings.stores.iter().map(move |store| (order, store)))
        .map(|(order, store)| {
            let (seller, marketplace) = (&settings.seller_id, &store.marketplace_id);
            let kind = RecordKind::SalesOrder;
            keys::order_external_id(kind, seller, marketplace, order.as_str()).to_string()
        })
        .collect();
    let numbers: Literal = due.iter().map(SourceId::as_str).collect();
    let found = query(run, "(so.externalid IN :external_ids OR so.otherrefnum IN :numbers)")?
        .bind("external_ids", external_ids)
        .bind("numbers", numbers);
    let rows: Vec<Row> = found.all().await?;
    let orders = rows.into_iter().filter(|row| due.iter().any(|due| row.names(run, due))).collect();
    bill(run, orders).await?;
    forget(run, &due).await
}

impl Row {
    /// Whether it is the order that was parked under this name.
    fn names(&self, run: &Run, source: &SourceId) -> bool {
        sold::sold(self.marks(), &run.account().settings)
            .is_some_and(|sold| sold.order_id.as_str() == source.as_str())
            || self.other_ref_num.as_deref() == Some(source.as_str())
    }
}

/// A due order that is no longer in NetSuite, or none of ours any more, has nothing to be billed.
async fn forget(run: &Run, due: &[SourceId]) -> Result<(), FlowError> {
    let still = run.store().due(run.key(), run.now(), REVISIT).await?;
    let mut changes = run.changes(Point::Unpark);
    changes.unpark = still.into_iter().filter(|source| due.contains(source)).collect();
    if changes.unpark.is_empty() { Ok(()) } else { Ok(run.commit(changes).await?) }
}

/// Leaves out what waits for a person, or for its own time.
async fn not_parked(run: &Run, page: Vec<Row>) -> Result<Vec<Row>, FlowError> {
    let parked: BTreeMap<SourceId, Parked> =
        run.store().parked(run.key()).await?.into_iter().map(|p| (p.source.clone(), p)).collect();
    let settings = &run.account().settings;
    let waits = |row: &Row| {
        let source =
            sold::sold(row.marks(), settings).and_then(|sold| SourceId::new(sold.order_id.as_str()).ok());
        let parked = source.and_then(|source| parked.get(&source));
        parked.is_some_and(|parked| parked.retry_at.is_none_or(|at| at > run.now()))
    };
    Ok(page.into_iter().filter(|row| !waits(row)).collect())
}

/// An order to be billed.
struct Due<'a> {
    id: InternalId,
    source: SourceId,
    sold: Sold<'a>,
    billing: &'a BillingSettings,
    in_advance: bool,
}

/// The order, if its store bills orders in its status.
fn due<'a>(run: &'a Run, row: &Row) -> Option<Due<'a>> {
    let sold = sold::sold(row.marks(), &run.account().settings)?;
    let billing = sold.store.billing.as_ref()?;
    let status = billing.statuses.iter().find(|status| status.letter() == row.status)?;
    let source = SourceId::new(sold.order_id.as_str()).ok()?;
    let in_advance = *status == BillWhen::PendingFulfillment;
    Some(Due { id: row.id.clone(), source, sold, billing, in_advance })
}

async fn bill(run: &Run, rows: Vec<Row>) -> Result<(), FlowError> {
    // Once for all of them: there may be many.
    let parked: BTreeSet<SourceId> =
        run.store().parked(run.key()).await?.into_iter().map(|parked| parked.source).collect();
    // What is in none of the statuses has been billed, or closed, by whomever.
    let settings = &run.account().settings;
    let others: Vec<SourceId> = rows
        .iter()
        .filter(|row| due(run, row).is_none())
        .filter_map(|row| SourceId::new(sold::sold(row.marks(), settings)?.order_id.as_str()).ok())
        .collect();
    for source in others {
        settled(run, &source, Fate::Unchanged, &parked).await?;
    }
    let orders: Vec<Due<'_>> = rows.iter().filter_map(|row| due(run, row)).collect();
    let orders = ticked(run, orders).await?;
    if orders.is_empty() {
        return Ok(());
    }
    let history = history(run, &orders).await?;
    let mut work = Vec::new();
    for order in &orders {
        work.push(Box::pin(bill_order(run, order, &history, &parked)));
    }
    let mut billed = stream::iter(work).buffer_unordered(PARALLEL);
    let mut first_error = None;
    while let Some(outcome) = billed.next().await {
        // What is under way is still waited for.
        if let Err(error) = outcome {
            first_error = Some(first_error.unwrap_or(error));
        }
    }
    first_error.map_or(Ok(()), Err)
}

/// Leaves out orders whose store bills only what a person has ticked. One query for each store that does.
async fn ticked<'a>(run: &Run, orders: Vec<Due<'a>>) -> Result<Vec<Due<'a>>, FlowError> {
    let fields: BTreeSet<&str> = orders.iter().filter_map(|order| order.billing.only_if.as_deref()).collect();
    let mut ticked: BTreeSet<(&str, InternalId)> = BTreeSet::new();
    for field in fields {
        let ids: Literal = orders.iter().map(|order| &order.id).collect();
        let query = format!(
            "SELECT so.id FROM transaction so WHERE so.id IN :ids AND so.{} = 'T' ORDER BY so.id",
            sales::identifier(field)?
        );
        let rows: Vec<Id> =
            run.account().netsuite.suiteql_from_trusted_text(query).bind("ids", ids).all().await?;
        ticked.extend(rows.into_iter().map(|row| (field, row.id)));
    }
    let wanted = |order: &Due<'a>| match order.billing.only_if.as_deref() {
        Some(field) => ticked.iter().any(|(of, id)| *of == field && *id == order.id),
        None => true,
    };
    let keep: Vec<bool> = orders.iter().map(wanted).collect();
    Ok(orders.into_iter().zip(keep).filter_map(|(order, keep)| keep.then_some(order)).collect())
}

#[derive(Deserialize)]
struct Id {
    id: InternalId,
}

/// What has been made of the orders so far.
#[derive(Debug, Default)]
struct History {
    shipped: BTreeMap<InternalId, Vec<Shipped>>,
    bills: BTreeMap<InternalId, Vec<MadeBill>>,
    ordered: BTreeMap<InternalId, BTreeMap<i64, Ordered>>,
}

/// A bill that NetSuite has.
#[derive(Debug, Clone)]
struct MadeBill {
    id: InternalId,
    kind: String,
    external_id: Option<String>,
    quantities: Quantities,
}

/// What was ordered, fulfilled and billed of all these orders: two queries.
async fn history(run: &Run, orders: &[Due<'_>]) -> Result<History, FlowError> {
    #[derive(Deserialize)]
    struct Line {
        sales_order: InternalId,
        id: InternalId,
        kind: String,
        booked_on: NaiveDate,
        #[serde(default)]
        external_id: Option<String>,
        order_line: i64,
        #[serde(default)]
        quantity: Option<Decimal>,
    }
    let ids: Literal = orders.iter().map(|order| &order.id).collect();
    let query = "SELECT k.previousdoc AS sales_order, t.id, t.type AS kind, t.externalid AS external_id, \
                        TO_CHAR(t.trandate,'YYYY-MM-DD') AS booked_on, k.previousline AS order_line, tl.id AS own_line, \
                        ABS(tl.quantity) AS quantity \
                 FROM previoustransactionlinelink k \
                 INNER JOIN transaction t ON t.id = k.nextdoc \
                 INNER JOIN transactionline tl ON tl.transaction = k.nextdoc AND tl.id = k.nextline \
                 WHERE k.previousdoc IN :orders AND k.previoustype = 'SalesOrd' \
                   AND (t.type IN ('CustInvc', 'CashSale') OR (t.type = 'ItemShip' AND t.status = 'C')) \
                 ORDER BY t.id, tl.id, k.previousline";
    let lines: Vec<Line> = run.account().netsuite.suiteql(query).bind("orders", ids).all().await?;
    let mut shipped: BTreeMap<(InternalId, u64), Shipped> = BTreeMap::new();
    let mut bills: BTreeMap<(InternalId, u64), MadeBill> = BTreeMap::new();
    for line in lines {
        // Ids are compared as numbers: the tenth fulfilment comes after the ninth.
        let slot = (line.sales_order, line.id.as_str().parse().unwrap_or(u64::MAX));
        let quantity = line.quantity.unwrap_or_default();
        let quantities = if line.kind == "ItemShip" {
            let made = || Shipped { day: line.booked_on, quantities: Quantities::new() };
            &mut shipped.entry(slot).or_insert_with(made).quantities
        } else {
            let made = || MadeBill {
                id: line.id.clone(),
                kind: line.kind.clone(),
                external_id: line.external_id.clone(),
                quantities: Quantities::new(),
            };
            &mut bills.entry(slot).or_insert_with(made).quantities
        };
        *quantities.entry(line.order_line).or_default() += quantity;
    }
    let mut history = History { ordered: ordered(run, orders).await?, ..History::default() };
    for ((order, _), fulfillment) in shipped {
        history.shipped.entry(order).or_default().push(fulfillment);
    }
    for ((order, _), bill) in bills {
        history.bills.entry(order).or_default().push(bill);
    }
    Ok(history)
}

/// What was ordered: quantity and amount of each line.
async fn ordered(
    run: &Run,
    orders: &[Due<'_>],
) -> Result<BTreeMap<InternalId, BTreeMap<i64, Ordered>>, FlowError> {
    #[derive(Deserialize)]
    struct Line {
        sales_order: InternalId,
        order_line: i64,
        quantity: Decimal,
        amount: Decimal,
    }
    let ids: Literal = orders.iter().map(|order| &order.id).collect();
    let query = "SELECT tl.transaction AS sales_order, tl.id AS order_line, ABS(tl.quantity) AS quantity, \
                        ABS(tl.foreignamount) AS amount \
                 FROM transactionline tl \
                 WHERE tl.transaction IN :orders AND tl.mainline = 'F' AND tl.taxline = 'F' \
                   AND tl.quantity IS NOT NULL AND tl.foreignamount IS NOT NULL \
                 ORDER BY tl.transaction, tl.id";
    let lines: Vec<Line> = run.account().netsuite.suiteql(query).bind("orders", ids).all().await?;
    let mut ordered: BTreeMap<InternalId, BTreeMap<i64, Ordered>> = BTreeMap::new();
    for Line { sales_order, order_line, quantity, amount } in lines {
        ordered.entry(sales_order).or_default().insert(order_line, Ordered { quantity, amount });
    }
    Ok(ordered)
}

/// Bills an order until nothing is due, each bill once NetSuite has the one before it.
async fn bill_order(
    run: &Run,
    order: &Due<'_>,
    history: &History,
    parked: &BTreeSet<SourceId>,
) -> Result<(), FlowError> {
    let kind = billing::record_kind(order.billing);
    let shipped = history.shipped.get(&order.id).map(Vec::as_slice).unwrap_or_default();
    let mut made = Vec::new();
    if let Some(bills) = history.bills.get(&order.id) {
        let of_kind = |bill: &&MadeBill| Some(bill.kind.as_str()) == kind.transaction_type();
        made = bills.iter().filter(of_kind).cloned().collect();
    }
    let mut fate = Fate::Unchanged;
    let mut number = 1;
    while number <= BILLS {
        let named = billing::name(run.key(), &run.account().settings, &order.sold, kind, number);
        let name = match named {
            Ok(name) => name,
            Err(error) => return park(run, &order.source, error).await,
        };
        let keys = [name.key.clone()];
        let row = run.store().ops(&run.account().id, &keys).await?.pop();
        if let Some(done) = row.as_ref().filter(|row| row.state == OpState::Done) {
            made.retain(|bill| Some(&bill.id) != done.remote_id.as_ref());
            number += 1;
            continue;
        }
        let in_flight = |row: &&OpRow| matches!(row.state, OpState::Sending | OpState::Unknown);
        if let Some(row) = row.as_ref().filter(in_flight) {
            // Nothing may be due only because it has landed.
            let op = billing::adopted(name.clone(), kind, &order.id, version(run));
            match apply::resolve(run, &order.source, &op, row).await? {
                Some(Outcome::Parked) => {
                    run.finished(&order.source, None, Fate::Parked);
                    return Ok(());
                }
                Some(_) => {
                    made.retain(|bill| !bill.is_named(op.external_id.as_str()));
                    (fate, number) = (Fate::Created, number + 1);
                    continue;
                }
                None => {}
            }
        }
        let there = take(&mut made, |bill| bill.is_named(name.external_id.as_str()))
            .or_else(|| take(&mut made, |bill| bill.is_of(shipped)));
        let (op, found) = if let Some(bill) = there {
            let op = billing::adopted(name, kind, &order.id, version(run));
            (op, Some(Found { id: bill.id, total: None, currency: None }))
        } else {
            match next(run, order, kind, history, name).await? {
                Ok(Some(op)) => (op, None),
                Ok(None) => return settled(run, &order.source, fate, parked).await,
                Err(error) => return park(run, &order.source, error).await,
            }
        };
        match apply::apply(run, &order.source, &op, row.as_ref(), found).await? {
            Outcome::Created | Outcome::Updated => {
                run.summary().count_written(kind, true);
                fate = Fate::Created;
            }
            Outcome::Adopted => fate = Fate::Created,
            Outcome::Unchanged => {}
            // What comes after it shows once this one is there.
            Outcome::Proposed => {
                run.finished(&order.source, None, Fate::Created);
                return Ok(());
            }
            Outcome::Parked => {
                run.finished(&order.source, None, Fate::Parked);
                return Ok(());
            }
        }
        number += 1;
    }
    settled(run, &order.source, fate, parked).await
}

impl MadeBill {
    fn is_named(&self, external_id: &str) -> bool {
        self.external_id.as_deref().is_some_and(|id| id.eq_ignore_ascii_case(external_id))
    }

    /// Made by a person for exactly one of the fulfilments.
    fn is_of(&self, shipped: &[Shipped]) -> bool {
        let ours = self.external_id.as_deref().is_some_and(|id| id.to_ascii_lowercase().starts_with("amz-"));
        let same = |fulfillment: &Shipped| {
            let goods = self.quantities.iter().filter(|(line, _)| is_shipped(shipped, **line));
            goods.eq(fulfillment.quantities.iter())
        };
        !ours && shipped.iter().any(same)
    }
}

fn is_shipped(shipped: &[Shipped], line: i64) -> bool {
    shipped.iter().any(|fulfillment| fulfillment.quantities.contains_key(&line))
}

fn take(bills: &mut Vec<MadeBill>, is_it: impl Fn(&MadeBill) -> bool) -> Option<MadeBill> {
    bills.iter().position(is_it).map(|place| bills.remove(place))
}

fn version(run: &Run) -> i64 {
    run.now().timestamp_millis()
}

/// The op that makes the next bill; `None` when nothing is due.
async fn next(
    run: &Run,
    order: &Due<'_>,
    kind: RecordKind,
    history: &History,
    name: billing::BillName,
) -> Result<Result<Option<Op>, MapError>, FlowError> {
    let shipped = history.shipped.get(&order.id).map(Vec::as_slice).unwrap_or_default();
    let open = match open(run, order, kind).await {
        Ok(open) => open,
        // Somebody has billed, closed or deleted it since the query.
        Err(error) if error.has_code("VALID_LINE_ITEM_REQD") || error.kind() == ErrorKind::NotFound => {
            return Ok(Ok(None));
        }
        Err(error) if error.kind() == ErrorKind::Rejected => {
            let text = format!("NetSuite will not bill the order: {error}");
            return Ok(Err(MapError::new(ParkReason::Refused, text)));
        }
        Err(error) => return Err(error.into()),
    };
    let Some(bill) = billing::next_bill(shipped, &open, order.in_advance) else {
        let only_charges = !open.is_empty() && open.iter().all(|line| line.is_charge);
        if only_charges && !shipped.is_empty() {
            let text = "everything that was fulfilled is billed, yet NetSuite has the order as pending billing: charges \
                        (shipping, tax, discounts) are left. Bill or close them in NetSuite, then retry";
            return Ok(Err(MapError::new(ParkReason::Conflict, text)));
        }
        return Ok(Ok(None));
    };
    let today = || {
        let zone = order.sold.store.zone();
        zone.map(|zone| run.now().with_timezone(&zone).date_naive())
            .map_err(|e| MapError::new(ParkReason::MissingSetting, e.to_string()))
    };
    let day = match (order.billing.date, bill.day) {
        (BillDate::Fulfillment, Some(day)) => Ok(day),
        _ => today(),
    };
    let none = BTreeMap::new();
    let ordered = history.ordered.get(&order.id).unwrap_or(&none);
    let marketplace = Marketplace::by_id(order.sold.store.marketplace_id.as_str());
    let digits = marketplace.map_or(2, |marketplace| marketplace.currency.minor_digits());
    let op = day.and_then(|day| {
        let content = Content { bill: &bill, day, ordered, digits };
        billing::op(name, kind, &order.id, order.billing, content, version(run))
    });
    Ok(op.map(Some))
}

/// What NetSuite would bill of the order now, line by line.
async fn open(run: &Run, order: &Due<'_>, kind: RecordKind) -> Result<Vec<OpenLine>, Error> {
    let orders = run.account().netsuite.records_of(RecordKind::SalesOrder.record_type());
    let mut draft = orders.transform_into(kind.record_type(), order.id.clone()).draft().await?;
    let lines: Sublist<TransactionLine> = serde_json::from_value(draft["item"].take()).map_err(|e| {
        Error::new(ErrorKind::Decode, "record.draft", "the draft's lines cannot be read").with_source(e)
    })?;
    let open = |line: TransactionLine| {
        let item = line.item.as_ref().and_then(|item| item.internal_id());
        let is_charge = item.is_some_and(|item| billing::is_charge(item, &order.sold.store.charges));
        Some(OpenLine { order_line: line.order_line?, quantity: line.quantity, is_charge })
    };
    Ok(lines.items.into_iter().filter_map(open).collect())
}

/// Nothing more is due: off the list of parked orders, if it was on it.
async fn settled(
    run: &Run,
    source: &SourceId,
    fate: Fate,
    parked: &BTreeSet<SourceId>,
) -> Result<(), FlowError> {
    if fate == Fate::Unchanged && parked.contains(source) {
        let mut changes = run.changes(Point::Unpark);
        changes.unpark.push(source.clone());
        run.commit(changes).await?;
    }
    run.finished(source, None, fate);
    Ok(())
}

async fn park(run: &Run, source: &SourceId, error: MapError) -> Result<(), FlowError> {
    let mut changes = run.changes(Point::Park);
    changes.park.push(run.park(source, error.reason, error.text, None));
    run.commit(changes).await?;
    run.finished(source, None, Fate::Parked);
    Ok(())
}
