//! What NetSuite knows of a page's orders before anything is written: two queries.

use std::collections::BTreeSet;

use netsuite_client::{ExternalId, InternalId, Literal};
use rust_decimal::Decimal;
use serde::Deserialize;

use super::Due;
use crate::{
    apply::Found,
    flow::{FlowError, Run},
    keys,
    map::{Known, KnownItem, MapError, order as order_map},
    plan::{Op, RecordKind},
    store::ParkReason,
};

/// NetSuite's items for the SKUs of all these orders: one query.
pub(super) async fn items(run: &Run, todo: &[Due<'_>]) -> Result<Known, FlowError> {
    #[derive(Deserialize)]
    struct Row {
        id: InternalId,
        itemid: String,
        #[serde(default)]
        isinactive: Option<String>,
    }
    let mut names = BTreeSet::new();
    for due in todo {
        let skus = due.order.order_items.iter().filter_map(|item| item.product.seller_sku.as_ref());
        names.extend(skus.map(|sku| order_map::item_name(sku.as_str(), due.store)));
    }
    let names: Vec<&str> = names.into_iter().filter(|name| !name.chars().any(char::is_control)).collect();
    let mut known = Known::default();
    for chunk in names.chunks(netsuite_client::suiteql::MAX_PAGE as usize) {
        let rows: Vec<Row> = run
            .account()
            .netsuite
            .suiteql("SELECT id, itemid, isinactive FROM item WHERE itemid IN :names ORDER BY id")
            .bind("names", chunk.iter().copied().collect::<Literal>())
            .all()
            .await?;
        for row in rows {
            let item = KnownItem { id: row.id, inactive: row.isinactive.as_deref() == Some("T") };
            known.items.entry(row.itemid).or_default().push(item);
        }
    }
    Ok(known)
}

/// A transaction that stands for one of the orders, or claims to.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Transaction {
    pub(super) id: InternalId,
    #[serde(rename = "type")]
    kind: String,
    #[serde(default)]
    externalid: Option<String>,
    #[serde(default)]
    otherrefnum: Option<String>,
    #[serde(default, with = "commerce_client_core::wire::optional_decimal_number")]
    pub(super) foreigntotal: Option<Decimal>,
    #[serde(default)]
    currency: Option<String>,
}

/// What NetSuite has for these orders already, typed in by hand, by another connector or by us: one query.
pub(super) async fn transactions(run: &Run, todo: &[Due<'_>]) -> Result<Vec<Transaction>, FlowError> {
    #[cfg(feature = "testing")]
    if run.is_mutant(crate::flow::Mutant::SkipLook) {
        return Ok(Vec::new());
    }
    let external_ids = todo.iter().map(|due| external_id(run, due)).collect();
    let order_ids = todo.iter().map(|due| due.order.order_id.as_str()).collect();
    named_or_numbered(run, external_ids, order_ids).await
}

/// Transactions with these external ids, or with these order numbers.
pub(super) async fn named_or_numbered(
    run: &Run,
    external_ids: Literal,
    order_ids: Literal,
) -> Result<Vec<Transaction>, FlowError> {
    let query = "SELECT id, type, externalid, otherrefnum, foreigntotal, currency FROM transaction \
                 WHERE type IN ('SalesOrd', 'CustInvc', 'CashSale') \
                 AND (externalid IN :external_ids OR otherrefnum IN :order_ids) ORDER BY id";
    let found =
        run.account().netsuite.suiteql(query).bind("external_ids", external_ids).bind("order_ids", order_ids);
    Ok(found.all().await?)
}

impl Transaction {
    /// Whether it is of this kind and stands for the order: by name, or by the order's number.
    pub(super) fn stands_for(&self, kind: RecordKind, named: Option<&ExternalId>, order: &str) -> bool {
        Some(self.kind.as_str()) == kind.transaction_type()
            && (named.is_some_and(|id| self.is_named(id)) || self.is_numbered(order))
    }

    fn is_named(&self, id: &ExternalId) -> bool {
        self.externalid.as_deref().is_some_and(|named| named.eq_ignore_ascii_case(id.as_str()))
    }

    fn is_numbered(&self, order: &str) -> bool {
        self.otherrefnum.as_deref() == Some(order)
    }
}

fn external_id(run: &Run, due: &Due<'_>) -> String {
    let (seller, marketplace) = (&run.account().settings.seller_id, &due.store.marketplace_id);
    keys::order_external_id(due.kind, seller, marketplace, due.order.order_id.as_str()).to_string()
}

/// The one transaction that stands for the order: ours by external id, else a single one with the order's number.
pub(super) fn find(op: &Op, existing: &[Transaction]) -> Result<Option<Found>, MapError> {
    let of_kind = || existing.iter().filter(|found| Some(found.kind.as_str()) == op.kind.transaction_type());
    let named = |found: &&Transaction| found.is_named(&op.external_id);
    let numbered = |found: &&Transaction| found.is_numbered(&op.amazon_id);
    let candidates: Vec<&Transaction> = match of_kind().filter(named).collect::<Vec<_>>() {
        ours if !ours.is_empty() => ours,
        _ => of_kind().filter(numbered).collect(),
    };
    match candidates[..] {
        [] => Ok(None),
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
