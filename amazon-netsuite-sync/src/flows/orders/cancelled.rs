//! Orders that Amazon cancelled: closed in NetSuite while that is possible, a person's business once something has left.
//!
//! ```text
//! look    for what NetSuite has of them: ours, another connector's, typed in by hand   one query
//! decide  map::cancellation                                                            pure
//! apply   one update each, lines and flags as they should be
//! ```

use std::collections::BTreeMap;

use commerce_client_core::{error::ErrorKind, secret::Pii};
use netsuite_client::{InternalId, records::SalesOrder};
use sp_api_client::orders::Order;

use super::{
    known::{Transaction, named_or_numbered},
    park,
};
use crate::{
    apply::{self, Outcome},
    flow::{FlowError, Run},
    keys,
    map::{
        Channel, MapError,
        cancellation::{Undo, undo},
    },
    plan::{Op, RecordKind, Write},
    settings::StoreSettings,
    store::{OpKey, OpRow, OpState, ParkReason, SourceId},
    summary::Fate,
};

/// An order that Amazon cancelled.
pub(super) struct Cancelled<'a> {
    pub(super) order: Order,
    pub(super) source: SourceId,
    pub(super) channel: Option<Channel>,
    pub(super) store: Option<&'a StoreSettings>,
}

/// As what an order may have been imported, whatever the settings were then.
pub(super) const KINDS: [RecordKind; 3] = [RecordKind::SalesOrder, RecordKind::Invoice, RecordKind::CashSale];

/// Sees to the cancelled orders of a page.
pub(super) async fn cancel(run: &Run, orders: Vec<Cancelled<'_>>) -> Result<(), FlowError> {
    if orders.is_empty() {
        return Ok(());
    }
    let ledger = ledger(run, &orders).await?;
    let (done, open): (Vec<_>, Vec<_>) = orders.into_iter().partition(|order| is_done(run, order, &ledger));
    done.iter().for_each(|order| run.finished(&order.source, order.channel, Fate::Unchanged));
    if open.is_empty() {
        return Ok(());
    }
    let found = transactions(run, &open).await?;
    for order in open {
        cancel_one(run, &order, &ledger, &found).await?;
    }
    Ok(())
}

type Ledger = BTreeMap<OpKey, OpRow>;

async fn ledger(run: &Run, orders: &[Cancelled<'_>]) -> Result<Ledger, FlowError> {
    let keys: Vec<OpKey> =
        orders.iter().flat_map(|order| own_keys(run, order).chain(change_key(run, order))).collect();
    let rows = run.store().ops(&run.account().id, &keys).await?;
    Ok(rows.into_iter().map(|row| (row.key.clone(), row)).collect())
}

fn own_keys(run: &Run, order: &Cancelled<'_>) -> impl Iterator<Item = OpKey> {
    KINDS.into_iter().filter_map(|kind| keys::op_key(run.key(), kind, order.order.order_id.as_str()).ok())
}

fn change_key(run: &Run, order: &Cancelled<'_>) -> Option<OpKey> {
    keys::change_key(run.key(), RecordKind::SalesOrder, order.order.order_id.as_str()).ok()
}

fn version(order: &Order) -> i64 {
    order.last_updated_time.timestamp_millis()
}

/// Whether this cancellation, or a later state of the order, has been written.
fn is_done(run: &Run, order: &Cancelled<'_>, ledger: &Ledger) -> bool {
    let change = change_key(run, order).and_then(|key| ledger.get(&key));
    change.is_some_and(|row| row.state == OpState::Done && row.version >= version(&order.order))
}

async fn transactions(run: &Run, orders: &[Cancelled<'_>]) -> Result<Vec<Transaction>, FlowError> {
    let external_ids =
        orders.iter().filter_map(|order| Some((order, order.store?))).flat_map(|(order, store)| {
            let (seller, marketplace) = (&run.account().settings.seller_id, &store.marketplace_id);
            KINDS.map(|kind| {
                keys::order_external_id(kind, seller, marketplace, order.order.order_id.as_str()).to_string()
            })
        });
    let order_ids = orders.iter().map(|order| order.order.order_id.as_str());
    named_or_numbered(run, external_ids.collect(), order_ids.collect()).await
}

async fn cancel_one(
    run: &Run,
    order: &Cancelled<'_>,
    ledger: &Ledger,
    found: &[Transaction],
) -> Result<(), FlowError> {
    let row = own_keys(run, order).find_map(|key| ledger.get(&key)).filter(|row| may_be_there(row));
    let Some(there) = there(order, row, found) else {
        return never_made(run, order, row).await;
    };
    let (kind, id) = match there {
        Ok(there) => there,
        Err(error) => return park(run, &order.source, order.channel, error).await,
    };
    if let Some(row) = row.filter(|row| row.state != OpState::Done) {
        apply::was_made(run, row, &id, order.order.order_id.as_str()).await?;
    }
    if kind != RecordKind::SalesOrder {
        return too_late(run, order, kind, &id).await;
    }
    let held =
        run.account().netsuite.records::<SalesOrder>().get(id.clone()).expand_sub_resources().send().await;
    let held = match held {
        Ok(held) => held,
        Err(error) if error.kind() == ErrorKind::NotFound => {
            run.finished(&order.source, order.channel, Fate::Unchanged);
            return Ok(());
        }
        Err(error) => return Err(error.into()),
    };
    match undo(&held, &run.account().settings.custom_fields) {
        Undo::Nothing => {
            let change = change_key(run, order).and_then(|key| ledger.get(&key));
            apply::was_changed(run, change).await?;
            run.finished(&order.source, order.channel, Fate::Unchanged);
            Ok(())
        }
        Undo::Set(body) => {
            let outcome = write(run, order, ledger, &id, &held, body).await?;
            run.finished(
                &order.source,
                order.channel,
                if outcome == Outcome::Parked { Fate::Parked } else { Fate::Updated },
            );
            Ok(())
        }
        Undo::TooLate(flag) => {
            if let Some(flag) = flag {
                write(run, order, ledger, &id, &held, flag).await?;
            }
            too_late(run, order, kind, &id).await
        }
    }
}

/// Whether the ledger leaves it open that there is a record.
fn may_be_there(row: &OpRow) -> bool {
    !matches!(row.state, OpState::Planned | OpState::Parked)
}

/// The record that stands for the order: the one that the ledger knows, else one that was found.
fn there(
    order: &Cancelled<'_>,
    row: Option<&OpRow>,
    found: &[Transaction],
) -> Option<Result<(RecordKind, InternalId), MapError>> {
    let kind_of = |name: &str| KINDS.into_iter().find(|kind| kind.record_type() == name);
    if let Some((kind, id)) = row.and_then(|row| Some((kind_of(&row.kind)?, row.remote_id.clone()?))) {
        return Some(Ok((kind, id)));
    }
    let mut matches = KINDS.into_iter().flat_map(|kind| {
        let named = row.map(|row| &row.external_id);
        let stands = move |found: &&Transaction| found.stands_for(kind, named, order.order.order_id.as_str());
        found.iter().filter(stands).map(move |found| (kind, found.id.clone()))
    });
    let first = matches.next()?;
    let others: Vec<String> = matches.map(|(kind, id)| format!("{} {id}", kind.record_type())).collect();
    if others.is_empty() {
        return Some(Ok(first));
    }
    let text = format!(
        "Amazon cancelled the order, and NetSuite has several records for it ({} {}, {}): nothing was changed. Close or \
         void what is not wanted",
        first.0.record_type(),
        first.1,
        others.join(", ")
    );
    Some(Err(MapError::new(ParkReason::Conflict, text)))
}

/// NetSuite has nothing of the order: nothing to do, once it is certain that nothing is on its way either.
async fn never_made(run: &Run, order: &Cancelled<'_>, row: Option<&OpRow>) -> Result<(), FlowError> {
    let fate = match row.filter(|row| matches!(row.state, OpState::Sending | OpState::Unknown)) {
        Some(row) if !apply::is_certain_absence(run, &order.source, row).await? => Fate::Parked,
        _ => Fate::Unchanged,
    };
    run.finished(&order.source, order.channel, fate);
    Ok(())
}

async fn write(
    run: &Run,
    order: &Cancelled<'_>,
    ledger: &Ledger,
    id: &InternalId,
    held: &SalesOrder,
    body: serde_json::Value,
) -> Result<Outcome, FlowError> {
    let amazon_id = order.order.order_id.as_str();
    let malformed = |e: commerce_client_core::id::InvalidId| {
        FlowError::Halt(commerce_client_core::error::Error::new(ErrorKind::Config, "orders", e.to_string()))
    };
    let key = keys::change_key(run.key(), RecordKind::SalesOrder, amazon_id).map_err(malformed)?;
    let named = match &held.external_id {
        Some(id) => id.clone(),
        None => keys::record_id(RecordKind::SalesOrder, id),
    };
    let op = Op {
        kind: RecordKind::SalesOrder,
        write: Write::Update { record: id.clone().into() },
        external_id: keys::change_id(&named),
        amazon_id: amazon_id.to_owned(),
        body: Pii::new(body),
        version: version(&order.order),
        total: None,
        settles: true,
        key,
    };
    apply::apply(run, &order.source, &op, ledger.get(&op.key), None).await
}

async fn too_late(
    run: &Run,
    order: &Cancelled<'_>,
    kind: RecordKind,
    id: &InternalId,
) -> Result<(), FlowError> {
    let text = format!(
        "the order has already been shipped or billed with NetSuite's {} {id}, while it has been cancelled at Amazon. \
         Decide: take the goods back (return authorisation), or leave it, then mark this as resolved",
        kind.record_type()
    );
    park(run, &order.source, order.channel, MapError::new(ParkReason::ChangedAfterImport, text)).await
}
