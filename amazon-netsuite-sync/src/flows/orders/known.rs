//! What NetSuite knows of a page's orders before anything is written: items and transactions.

use netsuite_client::{ExternalId, InternalId, Literal, suiteql::Identifier};
use rust_decimal::Decimal;
use serde::Deserialize;

use super::Due;
use crate::{
    apply::Found,
    flow::{FlowError, Run},
    keys,
    map::{Known, MapError},
    plan::{Op, RecordKind},
    settings::StoreSettings,
    store::ParkReason,
};

/// NetSuite's items for the SKUs of all these orders.
pub(super) async fn items(run: &Run, todo: &[Due<'_>]) -> Result<Known, FlowError> {
    let skus: Vec<(&str, &StoreSettings)> = todo
        .iter()
        .flat_map(|due| {
            let skus = due.order.order_items.iter().filter_map(|item| item.product.seller_sku.as_ref());
            skus.map(move |sku| (sku.as_str(), due.store))
        })
        .collect();
    Ok(super::items::known(run, &skus).await?)
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
    /// What stands in the custom field for Amazon's order id.
    #[serde(default)]
    ordernumber: Option<String>,
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

/// Transactions with these external ids, or with these order numbers as the customer's number or in the custom field
/// for them.
pub(super) async fn named_or_numbered(
    run: &Run,
    external_ids: Literal,
    order_ids: Literal,
) -> Result<Vec<Transaction>, FlowError> {
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
        [&self.otherrefnum, &self.ordernumber].into_iter().flatten().any(|number| number == order)
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
