//! What is written for a page's orders: customers, then orders, and the proof that NetSuite computed what Amazon says.

use std::collections::BTreeMap;

use futures_util::{StreamExt as _, stream};
use netsuite_client::Literal;

use super::{
    Planned,
    known::{Transaction, find},
    park,
};
use crate::{
    apply::{self, Outcome},
    flow::{FlowError, Run},
    map::MapError,
    plan::{Op, RecordKind, Write},
    store::{OpKey, OpRow, OpState, ParkReason, Point, SourceId},
    summary::Fate,
};

/// Orders worked on at once. The client's own gate decides how many calls are in flight.
const PARALLEL: usize = 16;
/// First the customers, each once however many of their orders are on the page. Orders whose customer could not be
/// written are parked with it.
pub(super) async fn customers(run: &Run, plans: Vec<Planned>) -> Result<Vec<Planned>, FlowError> {
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
            Ok(Outcome::Adopted | Outcome::Unchanged | Outcome::Proposed) => {}
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
pub(super) async fn records(
    run: &Run,
    plans: Vec<Planned>,
    ledger: &BTreeMap<OpKey, OpRow>,
) -> Result<Vec<Planned>, FlowError> {
    let mut writes = Vec::new();
    for planned in plans {
        let row = ledger.get(&planned.plan.order.key);
        writes.push(async move {
            let (source, op) = (&planned.plan.source, &planned.plan.order);
            let made = row.is_some_and(|row| row.state == OpState::Done);
            let outcome = if made {
                Ok(Outcome::Unchanged)
            } else {
                apply::apply(run, source, op, row, planned.existing.clone()).await
            };
            let outcome = match outcome {
                Ok(outcome) => follow(run, &planned, outcome, ledger).await,
                Err(error) => Err(error),
            };
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
                if let Err(error) = run.hooks.at_after_write(&planned.plan)
                    && let Err(error) = park(run, source, channel, error).await
                {
                    first_error = Some(first_error.unwrap_or(error));
                }
                made.push(planned);
            }
            Ok(Outcome::Proposed) => {
                run.summary().count_written(planned.plan.order.kind, true);
                count_imported(run, &planned);
            }
            Ok(Outcome::Adopted) => count_imported(run, &planned),
            Ok(Outcome::Unchanged) => run.finished(source, channel, Fate::Unchanged),
            Ok(Outcome::Parked) => run.finished(source, channel, Fate::Parked),
            Err(error) => first_error = Some(first_error.unwrap_or(error)),
        }
    }
    first_error.map_or(Ok(made), Err)
}

/// What follows the order's own record, each once the one before it is there. Parked, it parks the order.
async fn follow(
    run: &Run,
    planned: &Planned,
    outcome: Outcome,
    ledger: &BTreeMap<OpKey, OpRow>,
) -> Result<Outcome, FlowError> {
    if outcome == Outcome::Parked {
        return Ok(outcome);
    }
    for op in &planned.plan.then {
        // A record that somebody else made has no name of ours.
        let op = match (&planned.existing, &op.write) {
            (Some(found), Write::Transform { from, .. }) => {
                let write = Write::Transform { from: *from, of: found.id.clone().into() };
                Op { write, ..op.clone() }
            }
            _ => op.clone(),
        };
        match apply::apply(run, &planned.plan.source, &op, ledger.get(&op.key), None).await? {
            Outcome::Parked => return Ok(Outcome::Parked),
            Outcome::Created | Outcome::Proposed => run.summary().count_written(op.kind, true),
            Outcome::Updated | Outcome::Adopted | Outcome::Unchanged => {}
        }
    }
    Ok(outcome)
}

fn count_imported(run: &Run, planned: &Planned) {
    run.finished(&planned.plan.source, Some(planned.channel), Fate::Created);
    if let Some(total) = planned.plan.order.total {
        run.summary().count_imported(total);
    }
}

/// What was just made must come to what Amazon says, in NetSuite's own arithmetic: one query for all of it.
pub(super) async fn prove(run: &Run, made: Vec<Planned>) -> Result<(), FlowError> {
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
        } else if let Err(error) = run.hooks.at_after_answer(&planned.plan, &found.id) {
            park(run, source, Some(planned.channel), error).await?;
        }
    }
    Ok(())
}
