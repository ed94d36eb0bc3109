//! The rules for a page of orders: what they want to know is asked for at once.

use std::{collections::BTreeSet, iter};

use chrono_tz::Tz;
use commerce_client_core::{
    error::{Error, ErrorKind},
    secret::Pii,
};
use serde_json::{Value, json};
use sp_api_client::orders::Order;

use super::{
    Rules, Wanted,
    apply::{Subject, fault},
    check, lookup,
};
use crate::{
    flow::{FlowError, Run},
    map::MapError,
    plan::{Op, Plan, Side, Write},
    settings::StoreSettings,
    store::{OpKey, OpState, ParkReason},
};

/// Applies the account's rules to what the mapper made of a page of orders; one result for each, in their order.
///
/// # Errors
/// When NetSuite or the store cannot be asked. What one order did wrong is its own result.
pub(crate) async fn customise(
    run: &Run,
    mapped: Vec<(&Order, &StoreSettings, Plan)>,
) -> Result<Vec<Result<Plan, MapError>>, FlowError> {
    let rules = &run.account().settings.rules;
    if rules.is_empty() {
        return Ok(mapped.into_iter().map(|(_, _, plan)| Ok(plan)).collect());
    }
    // They were checked when the engine was built.
    let wrong = |errors: check::RuleErrors| Error::new(ErrorKind::Config, "rules", errors.to_string());
    let prepared = check::prepare(rules).map_err(wrong)?;
    let there = there_already(run, rules, &mapped).await?;
    let drafts: Vec<Result<Draft, MapError>> =
        mapped.into_iter().map(|(order, store, plan)| Draft::new(order, store, plan)).collect();

    let mut wanted = Wanted::default();
    for draft in drafts.iter().flatten() {
        for op in ops(&draft.plan) {
            wanted.merge(prepared.wanted(&draft.subject(op, &there)));
        }
    }
    let answers = lookup::fetch(&run.account().netsuite, prepared.searches, &wanted).await?;

    let ruled = drafts.into_iter().map(|draft| {
        let draft = draft?;
        let mut bodies = Vec::new();
        for op in ops(&draft.plan) {
            let (body, steps) = prepared.apply(&draft.subject(op, &there), &answers);
            if let Some(problem) = fault(&steps) {
                return Err(MapError::new(ParkReason::RuleFailed, problem));
            }
            bodies.push(body);
        }
        let mut plan = draft.plan;
        for (op, body) in ops_mut(&mut plan).zip(bodies) {
            op.body = Pii::new(body);
        }
        Ok(plan)
    });
    Ok(ruled.collect())
}

/// Which of the records that are brought up to date are there.
async fn there_already(
    run: &Run,
    rules: &Rules,
    mapped: &[(&Order, &StoreSettings, Plan)],
) -> Result<BTreeSet<OpKey>, FlowError> {
    let upserts = mapped.iter().flat_map(|(_, _, plan)| ops(plan)).filter(|op| op.write == Write::Upsert);
    let keys: BTreeSet<OpKey> =
        upserts.filter(|op| rules.are_for(op.kind.record_type())).map(|op| op.key.clone()).collect();
    if keys.is_empty() {
        return Ok(keys);
    }
    let keys: Vec<OpKey> = keys.into_iter().collect();
    let rows = run.store().ops(&run.account().id, &keys).await?;
    Ok(rows.into_iter().filter(|row| row.state == OpState::Done).map(|row| row.key).collect())
}

/// An order and its plan, as rules see them.
struct Draft {
    order: Value,
    store: Value,
    zone: Tz,
    plan: Plan,
}

impl Draft {
    fn new(order: &Order, store: &StoreSettings, plan: Plan) -> Result<Self, MapError> {
        let (order, (store, zone)) = (order_facts(order)?, store_facts(store)?);
        Ok(Self { order, store, zone, plan })
    }

    fn subject<'a>(&'a self, op: &'a Op, there: &BTreeSet<OpKey>) -> Subject<'a> {
        Subject {
            record_type: op.kind.record_type(),
            order: &self.order,
            body: op.body.expose(),
            store: &self.store,
            zone: self.zone,
            created: match op.write {
                Write::Create | Write::Transform { .. } => true,
                Write::Upsert => !there.contains(&op.key),
                Write::Update { .. } | Write::Cancel => false,
            },
        }
    }
}

/// Amazon's order as JSON, by Amazon's names.
pub(super) fn order_facts(order: &Order) -> Result<Value, MapError> {
    serde_json::to_value(order)
        .map_err(|_| MapError::new(ParkReason::RuleFailed, "the order cannot be shown to rules as JSON"))
}

/// What rules know of the store, and its zone.
pub(super) fn store_facts(store: &StoreSettings) -> Result<(Value, Tz), MapError> {
    let zone = store.zone().map_err(|e| MapError::new(ParkReason::MissingSetting, e.to_string()))?;
    let facts = json!({
        "marketplace": store.marketplace_id.as_str(),
        "currency": store.currency.as_str(),
        "time_zone": zone.name(),
    });
    Ok((facts, zone))
}

/// What is written to NetSuite, in order.
pub(super) fn ops(plan: &Plan) -> impl Iterator<Item = &Op> {
    plan.customer
        .iter()
        .chain(iter::once(&plan.order))
        .chain(&plan.then)
        .filter(|op| op.kind.side() == Side::NetSuite)
}

fn ops_mut(plan: &mut Plan) -> impl Iterator<Item = &mut Op> {
    let Plan { customer, order, then, .. } = plan;
    let all = customer.iter_mut().chain(iter::once(order)).chain(then);
    all.filter(|op| op.kind.side() == Side::NetSuite)
}
