//! Rules tried out on an order, without any service: what each saw, what it gave, the record before and after.

use commerce_client_core::{decode, id::InvalidId, secret::Pii};
use netsuite_client::InternalId;
use serde_json::Value;
use sp_api_client::orders::Order;

use super::{
    Answers, RuleErrors, Rules, Step, Wanted,
    apply::{Subject, fault},
    check,
    page::{ops, order_facts, store_facts},
};
use crate::{
    flows::ImportOrders,
    map::{self, Decision, Known, KnownItem, MapError, order as order_map},
    plan::RecordKind,
    settings::{AccountSettings, StoreSettings},
    store::{AccountId, FlowName, RunKey},
};

/// What is given beside the order.
#[derive(Debug, Clone, Default)]
pub struct Given {
    /// What NetSuite would say to searches.
    pub answers: Answers,
    /// Whether the records are there already and are brought up to date. Default: they are created.
    pub updated: bool,
}

/// What rules made of an order.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Outcome {
    /// The records that would be written, in order.
    pub records: Vec<TriedRecord>,
    /// What would be asked of NetSuite.
    pub wanted: Wanted,
}

/// A record that would be written.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct TriedRecord {
    /// What it is.
    pub kind: RecordKind,
    /// As the mapper made it. Items are numbered from 1, for nobody asked NetSuite for theirs.
    pub before: Pii<Value>,
    /// After the rules.
    pub after: Pii<Value>,
    /// What each rule did, in order.
    pub steps: Vec<Step>,
}

impl Outcome {
    /// Why the order would be parked, if it would be.
    pub fn fault(&self) -> Option<String> {
        self.records.iter().find_map(|record| fault(&record.steps))
    }
}

/// Why rules could not be tried out. Holds no buyer's data.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum TryOutError {
    /// The rules are wrong.
    #[error("{0}")]
    Rules(RuleErrors),
    /// It is no order.
    #[error("this is no order as Amazon's Orders API 2026-01-01 has them: {0}")]
    Order(decode::DecodeError),
    /// It would not be imported.
    #[error("the order would not be imported: {0}")]
    NotImported(String),
}

/// Maps an order as the flow would and applies `rules` to it. Asks nobody: every SKU is taken for a known item.
///
/// # Errors
/// When the rules are wrong, `order` is no order of Amazon's, or an order that is not imported by `settings`.
pub fn try_out(
    rules: &Rules,
    order: &Value,
    settings: &AccountSettings,
    given: &Given,
) -> Result<Outcome, TryOutError> {
    let prepared = check::prepare(rules).map_err(TryOutError::Rules)?;
    let order: Order = decode::json(order.to_string().as_bytes()).map_err(TryOutError::Order)?;
    let not_imported = |error: MapError| TryOutError::NotImported(error.text);
    let store = match map::decide(&order, settings).map_err(not_imported)? {
        Decision::Import(store) => store,
        Decision::Wait => return Err(TryOutError::NotImported("it waits for its time".to_owned())),
        Decision::Ignore => {
            return Err(TryOutError::NotImported("it is from before `go_live`, or none of ours".to_owned()));
        }
        Decision::Cancelled(_) => return Err(TryOutError::NotImported("it is cancelled".to_owned())),
    };
    let run = run_key().map_err(|error| TryOutError::NotImported(error.to_string()))?;
    let plan = order_map::plan(&run, &order, &every_item(&order, store, settings), store, settings)
        .map_err(not_imported)?;
    let facts = order_facts(&order).map_err(not_imported)?;
    let (store, zone) = store_facts(store).map_err(not_imported)?;
    let mut outcome = Outcome { records: Vec::new(), wanted: Wanted::default() };
    for op in ops(&plan) {
        let body = op.body.expose();
        let record_type = op.kind.record_type();
        let created = !given.updated;
        let subject = Subject { record_type, order: &facts, body, store: &store, zone, created };
        outcome.wanted.merge(prepared.wanted(&subject));
        let (after, steps) = prepared.apply(&subject, &given.answers);
        outcome.records.push(TriedRecord {
            kind: op.kind,
            before: op.body.clone(),
            after: Pii::new(after),
            steps,
        });
    }
    Ok(outcome)
}

fn run_key() -> Result<RunKey, InvalidId> {
    Ok(RunKey { account: AccountId::new("try-out")?, flow: FlowName::new(ImportOrders::NAME)? })
}

fn every_item(order: &Order, store: &StoreSettings, settings: &AccountSettings) -> Known {
    let skus = order.order_items.iter().filter_map(|item| item.product.seller_sku.as_ref());
    let items = skus.enumerate().filter_map(|(number, sku)| {
        let item = KnownItem::new(InternalId::new((number + 1).to_string()).ok()?);
        Some((map::items::name_of(sku.as_str(), store, settings).to_owned(), vec![item]))
    });
    Known { items: items.collect(), ..Known::default() }
}
