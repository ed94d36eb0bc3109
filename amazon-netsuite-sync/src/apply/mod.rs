//! The only place that writes, to NetSuite and to Amazon.
//!
//! Every write is bracketed by the ledger: the intent is committed before the first byte leaves, the outcome after. A
//! write whose outcome is unknown is looked up by its external id before it may be sent again, and is sent again only
//! once the service must have ended the first request:
//!
//! ```text
//! planned ──claim──▶ sending ──answer──▶ done
//!                      │  └─refused──▶ parked
//!              no answer, crash
//!                      ▼
//!                   unknown ──look: found──▶ done
//!                      └─────look: absent, and settled──▶ claim again
//! ```

mod send;

use std::sync::PoisonError;

use chrono::{DateTime, TimeDelta, Utc};
use commerce_client_core::{
    error::{Error, ErrorKind},
    money::Money,
};
use netsuite_client::InternalId;
use rust_decimal::Decimal;
use serde_json::Value;

use self::send::{current, look, send};
pub(crate) use self::send::{find, fulfillment_order};
use crate::{
    diff::diff,
    flow::{FlowError, Run},
    plan::{Op, RecordKind, Repeat, Side, Write, is_personal},
    proposal::{Mode, Proposal},
    settings::TotalSettings,
    store::{Link, OpRow, OpState, ParkReason, Point, SourceId, StoreError},
};

/// What became of a write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// It is there now, by us.
    Created,
    /// It was there and has been brought up to date.
    Updated,
    /// It was there without our knowing, and is ours now.
    Adopted,
    /// There was nothing to do.
    Unchanged,
    /// It is not there, or not known to be: the record is parked.
    Parked,
    /// It would be written; this run only says so.
    Proposed,
}

/// A record found in NetSuite under an op's external id, or by what it stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Found {
    pub(crate) id: InternalId,
    pub(crate) total: Option<Decimal>,
    /// NetSuite's id of the currency; `None` where the answer did not say.
    pub(crate) currency: Option<String>,
}

/// Carries out `op` for `source`, whose ledger row is `row`. `found` is what a look over the whole page has found.
pub(crate) async fn apply(
    run: &Run,
    source: &SourceId,
    op: &Op,
    row: Option<&OpRow>,
    found: Option<Found>,
) -> Result<Outcome, FlowError> {
    let hash = op.body_hash();
    let was_there = row.is_some_and(|row| row.state == OpState::Done);
    if let Some(found) = found {
        return adopt(run, source, op, row, found).await;
    }
    if let Some(row) = row {
        let settled = match op.write.repeat() {
            Repeat::Doubles => created_before(run, source, op, row).await?,
            Repeat::Harmless => upserted_before(run, source, op, row, &hash).await?,
        };
        if let Some(outcome) = settled {
            return Ok(outcome);
        }
    }
    if let Some(outcome) = propose(run, source, op).await? {
        return Ok(outcome);
    }
    if run.stopping() {
        return Err(FlowError::Stopped);
    }
    let claimed = claim(run, op, row, hash).await?;
    match send(run, op).await {
        Ok(id) => {
            // Its own request has ended; only those before it may still be at work.
            let quiet_at = row.map_or(claimed.sent_at, |row| row.quiet_at);
            record(run, source, op, OpRow { quiet_at, ..claimed }, id, Point::Record).await?;
            Ok(if was_there { Outcome::Updated } else { Outcome::Created })
        }
        Err(error) => failed(run, source, op, claimed, error).await,
    }
}

/// In a run that only proposes: notes the write. In one that was approved: goes on only with what was approved.
async fn propose(run: &Run, source: &SourceId, op: &Op) -> Result<Option<Outcome>, FlowError> {
    if matches!(run.mode, Mode::Apply) {
        return Ok(None);
    }
    // A mark on a fulfilment follows from what was approved, and says when: nobody can approve that beforehand.
    if op.kind == RecordKind::ItemFulfillment && matches!(op.write, Write::Update { .. }) {
        return Ok(matches!(run.mode, Mode::Propose(_)).then_some(Outcome::Proposed));
    }
    let now = current(run, op).await?;
    let proposal = Proposal::of(source, op, diff(now.as_ref(), op.body.expose()));
    match &run.mode {
        Mode::Apply => Ok(None),
        Mode::Propose(gathered) => {
            gathered.lock().unwrap_or_else(PoisonError::into_inner).insert(op.key.clone(), proposal);
            Ok(Some(Outcome::Proposed))
        }
        Mode::Approved(approved) if approved.get(&op.key) == Some(&proposal.hash) => Ok(None),
        Mode::Approved(_) => Err(FlowError::Moved(format!("{op} is not what was approved"))),
    }
}

/// What a ledger row says about a create. `None`: it is certain not to be there, so it may be sent.
async fn created_before(
    run: &Run,
    source: &SourceId,
    op: &Op,
    row: &OpRow,
) -> Result<Option<Outcome>, FlowError> {
    match row.state {
        OpState::Done => Ok(Some(Outcome::Unchanged)),
        OpState::Sending | OpState::Unknown => resolve(run, source, op, row).await,
        _ => Ok(None),
    }
}

/// What a ledger row says about an upsert. `None`: it may be sent.
///
/// A repeat of the same value does no harm at any time. Another value waits until no request with the old one can
/// still be at work, or the old one could land on top of it; and an older value never follows a newer one.
async fn upserted_before(
    run: &Run,
    source: &SourceId,
    op: &Op,
    row: &OpRow,
    hash: &str,
) -> Result<Option<Outcome>, FlowError> {
    let done = row.state == OpState::Done;
    if done && op.version < row.version {
        return Ok(Some(Outcome::Unchanged));
    }
    if row.body_hash == hash {
        if done && op.version > row.version {
            let mut changes = run.changes(Point::Record);
            changes.ops.push(OpRow { version: op.version, ..row.clone() });
            run.commit(changes).await?;
        }
        return Ok(done.then_some(Outcome::Unchanged));
    }
    if run.now() >= row.quiet_at {
        return Ok(None);
    }
    let text = format!(
        "an earlier version of the {} may still be on its way; this one is sent once it cannot be any more",
        row.kind
    );
    let mut changes = run.changes(Point::Doubt);
    changes.park.push(run.park(source, ParkReason::OutcomeUnknown, text, Some(row.quiet_at)));
    run.commit(changes).await?;
    Ok(Some(Outcome::Parked))
}

/// A record whose making was in doubt was found by other means: the ledger takes note.
pub(crate) async fn was_made(
    run: &Run,
    row: &OpRow,
    id: &InternalId,
    amazon_id: &str,
) -> Result<(), StoreError> {
    let mut changes = run.changes(Point::Record);
    changes.links.push(Link {
        kind: row.kind.clone(),
        amazon_id: amazon_id.to_owned(),
        netsuite_id: id.clone(),
        external_id: row.external_id.clone(),
        adopted: false,
    });
    changes.ops.push(OpRow { state: OpState::Done, remote_id: Some(id.clone()), ..row.clone() });
    run.commit(changes).await
}

/// A change whose outcome was in doubt turns out to be there, by us or by others: the ledger takes note.
pub(crate) async fn was_changed(run: &Run, row: Option<&OpRow>) -> Result<(), StoreError> {
    let in_doubt = |row: &&OpRow| matches!(row.state, OpState::Sending | OpState::Unknown);
    let Some(row) = row.filter(in_doubt) else { return Ok(()) };
    let mut changes = run.changes(Point::Record);
    changes.ops.push(OpRow { state: OpState::Done, ..row.clone() });
    run.commit(changes).await
}

/// Whether nothing came, and nothing can come any more, of a write that is not wanted any longer. If it may still come,
/// the record is parked until that is certain.
pub(crate) async fn is_certain_absence(run: &Run, source: &SourceId, row: &OpRow) -> Result<bool, FlowError> {
    let found = match find(run, &row.kind, &row.external_id).await {
        Ok(found) => found.is_some(),
        Err(error) if matches!(error.kind(), ErrorKind::Auth | ErrorKind::Config) => {
            return Err(FlowError::Halt(error));
        }
        // An outage is no answer.
        Err(_) => true,
    };
    let certain = !found && run.now() >= row.quiet_at;
    let mut changes = run.changes(Point::Doubt);
    if certain {
        changes.ops.push(OpRow { state: OpState::Planned, ..row.clone() });
        changes.unpark.push(source.clone());
    } else {
        let text =
            format!("the {} is not wanted any more, but may still be made; it is seen to then", row.kind);
        let retry_at = next_look(run.now(), row.sent_at, row.quiet_at);
        changes.park.push(run.park(source, ParkReason::OutcomeUnknown, text, Some(retry_at)));
    }
    run.commit(changes).await?;
    Ok(certain)
}

/// Looks up a write whose outcome is unknown. `None`: it is certain not to be there, so it may be sent.
pub(crate) async fn resolve(
    run: &Run,
    source: &SourceId,
    op: &Op,
    row: &OpRow,
) -> Result<Option<Outcome>, FlowError> {
    #[cfg(feature = "testing")]
    if run.is_mutant(crate::flow::Mutant::SkipLook) {
        return Ok(None);
    }
    match look(run, op).await {
        Ok(Some(found)) => adopt(run, source, op, Some(row), found).await.map(Some),
        // Absence proves nothing while the first request may still be at work.
        Ok(None) if run.now() >= row.quiet_at => Ok(None),
        Ok(None) => doubt(run, source, op, row.clone(), None).await.map(Some),
        Err(error) if matches!(error.kind(), ErrorKind::Auth | ErrorKind::Config) => {
            Err(FlowError::Halt(error))
        }
        Err(error) => doubt(run, source, op, row.clone(), Some(&error)).await.map(Some),
    }
}

/// How old a claim may be when its request leaves. A process that was frozen in between (a suspended laptop, a stalled disk)
/// claims anew, or finds that another runner has taken over: by its old claim others would reckon when it is quiet.
const FRESH: TimeDelta = TimeDelta::seconds(30);

/// P2: the intent is on record before the first byte leaves, and just before it.
async fn claim(run: &Run, op: &Op, row: Option<&OpRow>, body_hash: String) -> Result<OpRow, StoreError> {
    loop {
        let claimed = claim_once(run, op, row, body_hash.clone()).await?;
        if run.now() - claimed.sent_at <= FRESH {
            return Ok(claimed);
        }
    }
}

async fn claim_once(run: &Run, op: &Op, row: Option<&OpRow>, body_hash: String) -> Result<OpRow, StoreError> {
    let sent_at = run.now();
    let quiet_at = sent_at + run.account.settings.settle;
    let claimed = OpRow {
        key: op.key.clone(),
        kind: op.kind.record_type().to_owned(),
        external_id: op.external_id.clone(),
        body_hash,
        state: OpState::Sending,
        attempt: row.map_or(0, |row| row.attempt) + 1,
        sent_at,
        quiet_at: row.map_or(quiet_at, |row| row.quiet_at.max(quiet_at)),
        version: op.version,
        remote_id: None,
        total: op.total.map(|total| total.amount),
    };
    let mut changes = run.changes(Point::Claim);
    changes.ops.push(claimed.clone());
    run.commit(changes).await?;
    Ok(claimed)
}

/// Whether the record that `row` stands for comes to `total` in NetSuite now. An outage is no answer: `false`.
pub(crate) async fn comes_to(run: &Run, row: &OpRow, total: Money) -> Result<bool, FlowError> {
    match find(run, &row.kind, &row.external_id).await {
        Ok(found) => {
            let there = found.and_then(|found| found.total);
            Ok(there.is_some_and(|there| run.account.settings.totals.accepts(there, total)))
        }
        Err(error) if matches!(error.kind(), ErrorKind::Auth | ErrorKind::Config) => {
            Err(FlowError::Halt(error))
        }
        Err(_) => Ok(false),
    }
}

/// P5: the outcome is on record, with the link, and the record is no longer parked.
async fn record(
    run: &Run,
    source: &SourceId,
    op: &Op,
    row: OpRow,
    id: InternalId,
    point: Point,
) -> Result<(), StoreError> {
    let mut changes = run.changes(point);
    let stands_for_it = op.kind.side() == Side::NetSuite && !matches!(op.write, Write::Update { .. });
    if stands_for_it {
        changes.links.push(Link {
            kind: row.kind.clone(),
            amazon_id: op.amazon_id.clone(),
            netsuite_id: id.clone(),
            external_id: op.external_id.clone(),
            adopted: point == Point::Adopt,
        });
    }
    changes.ops.push(OpRow { state: OpState::Done, remote_id: Some(id), ..row });
    if op.settles {
        changes.unpark.push(source.clone());
    }
    run.commit(changes).await
}

/// The record is there already. If it is as it should be it is ours; if not, a person decides.
async fn adopt(
    run: &Run,
    source: &SourceId,
    op: &Op,
    row: Option<&OpRow>,
    found: Found,
) -> Result<Outcome, FlowError> {
    let row = row.cloned().unwrap_or_else(|| OpRow {
        key: op.key.clone(),
        kind: op.kind.record_type().to_owned(),
        external_id: op.external_id.clone(),
        body_hash: op.body_hash(),
        state: OpState::Planned,
        attempt: 0,
        sent_at: run.now(),
        quiet_at: run.now(),
        version: op.version,
        remote_id: None,
        total: op.total.map(|total| total.amount),
    });
    if let Some(text) = contradiction(op, &found, run.account.settings.totals) {
        return park(run, source, OpRow { state: OpState::Parked, ..row }, ParkReason::Conflict, text).await;
    }
    let ours = row.attempt > 0;
    let total = op.total.map(|total| total.amount);
    let point = if ours { Point::Record } else { Point::Adopt };
    match record(run, source, op, OpRow { total, ..row.clone() }, found.id.clone(), point).await {
        Ok(()) => Ok(if ours { Outcome::Created } else { Outcome::Adopted }),
        Err(StoreError::LinkTaken(_)) => {
            let text = format!(
                "NetSuite's {} {} looks like this order, but stands for another one already. Check both, then retry",
                row.kind, found.id
            );
            park(run, source, OpRow { state: OpState::Parked, ..row }, ParkReason::Conflict, text).await
        }
        Err(error) => Err(error.into()),
    }
}

/// What is different about the record that is there, if anything.
fn contradiction(op: &Op, found: &Found, totals: TotalSettings) -> Option<String> {
    let planned = op.total?;
    let kind = op.kind.record_type();
    if let Some(total) = found.total.filter(|total| !totals.accepts(*total, planned)) {
        return Some(format!(
            "NetSuite's {kind} {} comes to {total}, Amazon's order to {planned}: nothing was changed. Correct the record, \
             or delete it, then retry",
            found.id
        ));
    }
    let currency =
        op.body.expose().get("currency").and_then(|currency| currency.get("id")).and_then(Value::as_str);
    match (&found.currency, currency) {
        (Some(there), Some(planned)) if there != planned => Some(format!(
            "NetSuite's {kind} {} is in currency {there}, it should be in {planned}: nothing was changed. Correct the \
             record, or delete it, then retry",
            found.id
        )),
        _ => None,
    }
}

/// The write failed: for certain, or perhaps not.
async fn failed(
    run: &Run,
    source: &SourceId,
    op: &Op,
    claimed: OpRow,
    error: Error,
) -> Result<Outcome, FlowError> {
    let exists = error.kind() == ErrorKind::Conflict && op.write.repeat() == Repeat::Doubles;
    if (error.maybe_sent() || exists || was_there_first(op, &error))
        && let Ok(Some(found)) = look(run, op).await
    {
        return adopt(run, source, op, Some(&claimed), found).await;
    }
    if error.maybe_sent() {
        return doubt(run, source, op, claimed, Some(&error)).await;
    }
    match error.kind() {
        // An order that is only minutes old.
        ErrorKind::NotFound if op.kind == RecordKind::Shipment && claimed.attempt < PROPAGATING => {
            unclaim(run, source, op, claimed, Some(&error)).await?;
            Ok(Outcome::Parked)
        }
        // Not one record's fault: nothing is in flight, and nothing will work until a person acts.
        ErrorKind::Auth | ErrorKind::Config => {
            unclaim(run, source, op, claimed, None).await?;
            Err(FlowError::Halt(error))
        }
        ErrorKind::Throttled | ErrorKind::Unavailable | ErrorKind::Timeout | ErrorKind::Transport => {
            unclaim(run, source, op, claimed, Some(&error)).await?;
            Ok(Outcome::Parked)
        }
        _ => {
            let side = op.kind.side();
            let text = format!("{side} refused the {}: {}", claimed.kind, redacted(&error.to_string(), op));
            park(run, source, OpRow { state: OpState::Parked, ..claimed }, ParkReason::Refused, text).await
        }
    }
}

/// How often a shipment is tried that Amazon knows no order for.
const PROPAGATING: u32 = 5;

/// Whether a refusal may mean that what was asked for has been done before: nothing is left to derive, or the package
/// has been confirmed by other hands.
fn was_there_first(op: &Op, error: &Error) -> bool {
    match (op.kind, &op.write) {
        (RecordKind::Shipment, _) => error.kind() == ErrorKind::Rejected,
        (_, Write::Transform { .. }) => error.has_code("VALID_LINE_ITEM_REQD"),
        _ => false,
    }
}

/// The outcome is unknown: it sleeps, and is looked up again at growing intervals, holding nothing meanwhile.
async fn doubt(
    run: &Run,
    source: &SourceId,
    op: &Op,
    row: OpRow,
    error: Option<&Error>,
) -> Result<Outcome, FlowError> {
    let retry_at = next_look(run.now(), row.sent_at, row.quiet_at);
    let why = error
        .map_or_else(|| "nothing was heard of it since".to_owned(), |error| redacted(&error.to_string(), op));
    let text = format!(
        "whether {} made the {} is not known ({why}); it is looked up until it is certain, and sent again only then",
        op.kind.side(),
        row.kind
    );
    let mut changes = run.changes(Point::Doubt);
    changes.ops.push(OpRow { state: OpState::Unknown, ..row });
    changes.park.push(run.park(source, ParkReason::OutcomeUnknown, text, Some(retry_at)));
    run.commit(changes).await?;
    Ok(Outcome::Parked)
}

/// Half of the time since it was sent, at least 5 seconds, and exactly when it has settled.
fn next_look(now: DateTime<Utc>, sent_at: DateTime<Utc>, quiet_at: DateTime<Utc>) -> DateTime<Utc> {
    if now >= quiet_at {
        return now + TimeDelta::seconds(30);
    }
    (now + ((now - sent_at) / 2).max(TimeDelta::seconds(5))).min(quiet_at)
}

/// Nothing is in flight: the op may be sent again without a look.
async fn unclaim(
    run: &Run,
    source: &SourceId,
    op: &Op,
    claimed: OpRow,
    error: Option<&Error>,
) -> Result<(), StoreError> {
    let mut changes = run.changes(Point::Park);
    changes.ops.push(OpRow { state: OpState::Planned, ..claimed });
    if let Some(error) = error {
        let retry_at = run.now() + TimeDelta::minutes(1);
        let text = format!("{} was not to be had ({error}); it is tried again by itself", op.kind.side());
        changes.park.push(run.park(source, ParkReason::Unavailable, text, Some(retry_at)));
    }
    run.commit(changes).await
}

async fn park(
    run: &Run,
    source: &SourceId,
    row: OpRow,
    reason: ParkReason,
    text: String,
) -> Result<Outcome, FlowError> {
    let mut changes = run.changes(Point::Park);
    changes.ops.push(row);
    changes.park.push(run.park(source, reason, text, None));
    run.commit(changes).await?;
    Ok(Outcome::Parked)
}

/// What NetSuite says may quote what we sent: the buyer's part of it is taken out.
fn redacted(text: &str, op: &Op) -> String {
    fn collect<'a>(value: &'a Value, found: &mut Vec<&'a str>) {
        match value {
            Value::Object(fields) => {
                for (name, value) in fields {
                    match value {
                        Value::String(text) if is_personal(name) && text.len() > 1 => found.push(text),
                        other => collect(other, found),
                    }
                }
            }
            Value::Array(items) => items.iter().for_each(|item| collect(item, found)),
            _ => {}
        }
    }
    let mut personal = Vec::new();
    collect(op.body.expose(), &mut personal);
    // Longest first, so that a name within an address line leaves no rest behind.
    personal.sort_by_key(|text| std::cmp::Reverse(text.len()));
    personal.iter().fold(text.to_owned(), |text, person| text.replace(person, "(hidden)"))
}

#[cfg(test)]
mod tests {
    use commerce_client_core::secret::Pii;
    use netsuite_client::ExternalId;
    use serde_json::json;

    use super::*;
    use crate::store::OpKey;

    #[test]
    fn what_netsuite_quotes_of_a_buyer_is_taken_out() {
        let op = Op {
            key: OpKey::new("k").unwrap(),
            kind: RecordKind::SalesOrder,
            write: Write::Create,
            external_id: ExternalId::new("e").unwrap(),
            amazon_id: "1".to_owned(),
            version: 0,
            body: Pii::new(
                json!({"shippingAddress": {"addressee": "Jane Doe", "city": "Bonn"}, "memo": "Amazon.de"}),
            ),
            total: None,
            settles: true,
        };
        let said = "Invalid value Jane Doe for addressee in Bonn (Amazon.de)";
        assert_eq!(redacted(said, &op), "Invalid value (hidden) for addressee in (hidden) (Amazon.de)");
    }

    #[test]
    fn looks_grow_apart_and_one_falls_on_the_moment_it_has_settled() {
        let sent = DateTime::UNIX_EPOCH;
        let quiet = sent + TimeDelta::minutes(15);
        let mut now = sent;
        let mut looks = 0;
        while now < quiet {
            now = next_look(now, sent, quiet);
            looks += 1;
        }
        assert_eq!(now, quiet);
        assert!(looks < 20, "{looks}");
    }
}
