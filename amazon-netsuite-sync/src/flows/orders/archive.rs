//! What Amazon sent of orders is archived, sealed, where the settings ask for it; and imported again from there.
//!
//! Whether an order is archived, and until when, follows from what is on record: that it is parked, or when it was
//! written last. So a page that is read again after a crash comes to the same, and what was erased does not come back.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Mutex, PoisonError},
};

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use commerce_client_core::{
    decode::{self, Lenient},
    error::{Error, ErrorKind},
    secret::Pii,
    wire::instant,
};
use serde_json::Value;
use sp_api_client::orders::Order;

use super::{ImportOrders, cancelled::KINDS, import};
use crate::{
    archive::LeftOut,
    flow::{Flow, FlowError, Next, Run},
    keys,
    map::retention,
    plan::RecordKind,
    proposal::Mode,
    settings::Archive,
    store::{BodyId, BodyKind, Erase, FlowName, OpKey, OpState, Point, Sealed, SourceId},
    vault::{Times, VaultError},
};

/// What Amazon sent of a page's orders, the newest state of each. Empty where nothing could be archived.
pub(super) struct Sent(BTreeMap<SourceId, Body>);

struct Body {
    version: i64,
    delivery: DateTime<Utc>,
    json: Pii<Value>,
}

impl Sent {
    /// Before hooks see the orders.
    pub(super) fn of(run: &Run, orders: &[Lenient<Order>]) -> Self {
        let mut sent = Self(BTreeMap::new());
        if run.vault().is_none() || matches!(run.mode, Mode::Propose(_)) {
            return sent;
        }
        for (source, body) in orders.iter().filter_map(body) {
            if sent.0.get(&source).is_none_or(|other| other.version < body.version) {
                sent.0.insert(source, body);
            }
        }
        sent
    }

    /// Brings the archive up to date with these orders and with what became of them so far.
    pub(super) async fn keep(&self, run: &Run) -> Result<(), FlowError> {
        let (Some(vault), false) = (run.vault(), self.0.is_empty()) else { return Ok(()) };
        let (account, privacy) = (&run.account().id, &run.account().settings.privacy);
        let ids: Vec<SourceId> = self.0.keys().cloned().collect();
        let old = run.store().archived(account, &BodyKind::Order, &ids).await?;
        let old: BTreeMap<&SourceId, &Sealed> = old.iter().map(|sealed| (&sealed.of.id, sealed)).collect();
        let parked = run.store().parked(run.key()).await?;
        let parked: BTreeSet<SourceId> = parked.into_iter().map(|parked| parked.source).collect();
        let done = done(run, &ids).await?;

        let mut changes = run.changes(Point::Archive);
        for (source, body) in &self.0 {
            let old = old.get(source).copied();
            let latest = retention::latest(body.delivery, privacy);
            let when_done = done.get(source).map(|at| retention::when_done(body.delivery, *at, privacy));
            let until = match (privacy.archive, parked.contains(source), when_done, old) {
                (Archive::Parked | Archive::All, true, _, _) => latest,
                (Archive::All, false, Some(until), _) => until,
                // No longer needed: it goes as one that is done.
                (_, _, Some(until), Some(old)) => until.min(old.personal_until),
                (_, _, None, Some(old)) => {
                    (changes.now + privacy.after_done()).min(latest).min(old.personal_until)
                }
                (_, _, _, None) => continue,
            };
            let of = BodyId { kind: BodyKind::Order, id: source.clone() };
            match old {
                Some(old) if old.version > body.version => {}
                Some(_) if until <= changes.now => changes.erase.push(Erase { body: of, by: until }),
                None if until <= changes.now => {}
                Some(old) if old.version == body.version && until <= old.personal_until => {
                    if until < old.personal_until {
                        changes.erase.push(Erase { body: of, by: until });
                    }
                }
                _ => {
                    let times = Times { since: changes.now, personal_until: until };
                    let sealed = vault.seal(account, of, body.version, &body.json, times);
                    changes.archive.push(sealed.map_err(halt)?);
                }
            }
        }
        if changes.archive.is_empty() && changes.erase.is_empty() {
            return Ok(());
        }
        Ok(run.commit(changes).await?)
    }
}

/// `None` for one that does not say which order it is, or how old.
fn body(order: &Lenient<Order>) -> Option<(SourceId, Body)> {
    match order {
        Lenient::Good(order) => {
            let (version, delivery) =
                (order.last_updated_time.timestamp_millis(), retention::delivery(order));
            let json = Pii::new(serde_json::to_value(order).ok()?);
            Some((keys::source_of(order).ok()?, Body { version, delivery, json }))
        }
        Lenient::Bad(bad) => {
            let time = |name| instant::parse(&bad.text_field(name)?);
            let created = time("createdTime")?;
            let version = time("lastUpdatedTime").unwrap_or(created).timestamp_millis();
            let json = Pii::new(serde_json::from_str(bad.raw.expose().get()).ok()?);
            let source = SourceId::new(bad.text_field("orderId")?).ok()?;
            Some((source, Body { version, delivery: created, json }))
        }
    }
}

/// When the records of these orders were written last; only of those that are in NetSuite.
async fn done(run: &Run, ids: &[SourceId]) -> Result<BTreeMap<SourceId, DateTime<Utc>>, FlowError> {
    let names: BTreeMap<OpKey, &SourceId> =
        ids.iter().flat_map(|id| own_keys(run, id).map(move |key| (key, id))).collect();
    let keys: Vec<OpKey> = names.keys().cloned().collect();
    let mut done = BTreeMap::new();
    for row in run.store().ops(&run.account().id, &keys).await? {
        if row.state == OpState::Done
            && let Some(source) = names.get(&row.key)
        {
            done.insert((*source).clone(), row.sent_at);
        }
    }
    Ok(done)
}

fn own_keys(run: &Run, id: &SourceId) -> impl Iterator<Item = OpKey> {
    KINDS.into_iter().filter_map(|kind| keys::op_key(run.key(), kind, id.as_str()).ok())
}

fn halt(error: VaultError) -> FlowError {
    FlowError::Halt(Error::new(ErrorKind::Config, "archive", error.to_string()))
}

/// Orders of one import: as on a page of Amazon's.
const PAGE: usize = 100;

/// Imports orders from the archive: by the same way as from Amazon, but without asking it.
#[derive(Debug, Default)]
pub(crate) struct Replay {
    pub(crate) sources: Vec<SourceId>,
    pub(crate) left_out: Mutex<LeftOut>,
}

#[async_trait]
impl Flow for Replay {
    fn name(&self) -> FlowName {
        ImportOrders::default().name()
    }

    async fn slice(&self, run: &Run) -> Result<Next, FlowError> {
        for sources in self.sources.chunks(PAGE) {
            let orders = self.read(run, sources).await?;
            import(run, orders).await?;
        }
        Ok(Next::Idle { wake: run.now() })
    }
}

impl Replay {
    async fn read(&self, run: &Run, sources: &[SourceId]) -> Result<Vec<Lenient<Order>>, FlowError> {
        let vault = run.vault().ok_or_else(|| halt(VaultError::NoVault))?;
        let account = &run.account().id;
        let mut bodies = run.store().archived(account, &BodyKind::Order, sources).await?;
        bodies.retain(|sealed| sealed.personal_until > run.now());
        let newest = written(run, sources).await?;
        let archived: BTreeSet<&SourceId> = bodies.iter().map(|sealed| &sealed.of.id).collect();
        let without_body: Vec<SourceId> =
            sources.iter().filter(|source| !archived.contains(source)).cloned().collect();
        let is_outdated =
            |sealed: &&Sealed| newest.get(&sealed.of.id).is_some_and(|version| *version > sealed.version);
        let (outdated, due): (Vec<&Sealed>, Vec<&Sealed>) = bodies.iter().partition(is_outdated);
        let mut orders = Vec::new();
        for sealed in due {
            let body = vault.open(account, sealed).map_err(halt)?;
            let order = decode::json::<Lenient<Order>>(body.expose().to_string().as_bytes());
            orders.push(order.map_err(|_| halt(VaultError::Altered(sealed.of.clone())))?);
        }
        let mut left_out = self.left_out.lock().unwrap_or_else(PoisonError::into_inner);
        left_out.without_body.extend(without_body);
        left_out.outdated.extend(outdated.into_iter().map(|sealed| sealed.of.id.clone()));
        Ok(orders)
    }
}

/// The newest state of these orders that anything was written for, made or changed.
async fn written(run: &Run, ids: &[SourceId]) -> Result<BTreeMap<SourceId, i64>, FlowError> {
    let change = |id: &SourceId| keys::change_key(run.key(), RecordKind::SalesOrder, id.as_str()).ok();
    let names: BTreeMap<OpKey, &SourceId> =
        ids.iter().flat_map(|id| own_keys(run, id).chain(change(id)).map(move |key| (key, id))).collect();
    let keys: Vec<OpKey> = names.keys().cloned().collect();
    let mut newest: BTreeMap<SourceId, i64> = BTreeMap::new();
    for row in run.store().ops(&run.account().id, &keys).await? {
        if let Some(source) = names.get(&row.key) {
            let version = newest.entry((*source).clone()).or_insert(row.version);
            *version = row.version.max(*version);
        }
    }
    Ok(newest)
}
