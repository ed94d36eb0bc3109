//! What is known of the orders of a page: their lines, what else of them has shipped, what their kits are made of.

use std::collections::{BTreeMap, BTreeSet};

use netsuite_client::{InternalId, Literal, suiteql::queries::Queries};
use rust_decimal::Decimal;
use serde::Deserialize;
use sp_api_client::ids::OrderItemId;

use crate::{
    flow::{FlowError, Run},
    flows::sales,
    map::shipment::{Kits, OrderLine},
};

/// What is known of the orders of a page.
#[derive(Debug, Default)]
pub(super) struct Facts {
    /// Lines that stand for order items, by sales order; `None` where the account keeps no order-item ids.
    pub(super) lines: Option<BTreeMap<InternalId, Vec<OrderLine>>>,
    /// Everything that has shipped, by sales order and then by fulfilment, the older first.
    pub(super) shipped: BTreeMap<InternalId, BTreeMap<u64, Shipped>>,
    pub(super) kits: Kits,
}

/// What one fulfilment has shipped, as queries tell it.
#[derive(Debug, Default)]
pub(super) struct Shipped {
    /// Units by the order's line.
    pub(super) quantities: BTreeMap<i64, Decimal>,
    /// Different tracking numbers.
    pub(super) tracking_numbers: BTreeSet<String>,
}

/// One query for each kind of fact, for all orders.
pub(super) async fn read(run: &Run, orders: &BTreeSet<InternalId>) -> Result<Facts, FlowError> {
    let lines = lines(run, orders).await?;
    let items: BTreeSet<InternalId> =
        lines.iter().flat_map(BTreeMap::values).flatten().map(|line| line.item.clone()).collect();
    Ok(Facts { lines, shipped: shipped(run, orders).await?, kits: kits(run, &items).await? })
}

async fn lines(
    run: &Run,
    orders: &BTreeSet<InternalId>,
) -> Result<Option<BTreeMap<InternalId, Vec<OrderLine>>>, FlowError> {
    #[derive(Deserialize)]
    struct Line {
        sales_order: InternalId,
        line: i64,
        item: InternalId,
        order_item_id: OrderItemId,
        #[serde(default)]
        quantity: Option<Decimal>,
    }
    let Some(field) = &run.account().settings.custom_fields.order_item_id else { return Ok(None) };
    let field = sales::identifier(field)?;
    let query = format!(
        "SELECT tl.transaction AS sales_order, tl.id AS line, tl.item, tl.{field} AS order_item_id, \
                ABS(tl.quantity) AS quantity \
         FROM transactionline tl \
         WHERE tl.transaction IN :orders AND tl.mainline = 'F' AND tl.taxline = 'F' AND tl.{field} IS NOT NULL \
         ORDER BY tl.transaction, tl.id"
    );
    let ids: Literal = orders.iter().collect();
    let rows: Vec<Line> =
        run.account().netsuite.suiteql_from_trusted_text(query).bind("orders", ids).all().await?;
    let mut lines: BTreeMap<InternalId, Vec<OrderLine>> = BTreeMap::new();
    for row in rows {
        let Line { sales_order, line, item, order_item_id, quantity } = row;
        let quantity = quantity.unwrap_or_default();
        lines.entry(sales_order).or_default().push(OrderLine { line, item, order_item_id, quantity });
    }
    Ok(Some(lines))
}

async fn shipped(
    run: &Run,
    orders: &BTreeSet<InternalId>,
) -> Result<BTreeMap<InternalId, BTreeMap<u64, Shipped>>, FlowError> {
    #[derive(Deserialize)]
    struct Line {
        sales_order: InternalId,
        fulfillment: InternalId,
        order_line: i64,
        #[serde(default)]
        quantity: Option<Decimal>,
    }
    let ids: Literal = orders.iter().collect();
    let query = "SELECT k.previousdoc AS sales_order, f.id AS fulfillment, k.previousline AS order_line, \
                        tl.id AS own_line, ABS(tl.quantity) AS quantity \
                 FROM previoustransactionlinelink k \
                 INNER JOIN transaction f ON f.id = k.nextdoc \
                 INNER JOIN transactionline tl ON tl.transaction = k.nextdoc AND tl.id = k.nextline \
                 WHERE k.previousdoc IN :orders AND k.nexttype = 'ItemShip' AND f.status = 'C' \
                 ORDER BY f.id, tl.id, k.previousline";
    let rows: Vec<Line> = run.account().netsuite.suiteql(query).bind("orders", ids).all().await?;
    let mut order_of: BTreeMap<InternalId, InternalId> = BTreeMap::new();
    let mut shipped: BTreeMap<InternalId, BTreeMap<u64, Shipped>> = BTreeMap::new();
    for row in rows {
        order_of.insert(row.fulfillment.clone(), row.sales_order.clone());
        let fulfillment = shipped.entry(row.sales_order).or_default().entry(number(&row.fulfillment));
        *fulfillment.or_default().quantities.entry(row.order_line).or_default() +=
            row.quantity.unwrap_or_default();
    }
    let ids: Vec<InternalId> = order_of.keys().cloned().collect();
    for tracking in Queries::new(&run.account().netsuite).tracking_numbers(&ids).await? {
        let order = order_of.get(&tracking.fulfillment).and_then(|order| shipped.get_mut(order));
        if let Some(fulfillment) = order.and_then(|order| order.get_mut(&number(&tracking.fulfillment))) {
            fulfillment.tracking_numbers.insert(tracking.tracking_number);
        }
    }
    Ok(shipped)
}

/// Ids are compared as numbers: the tenth fulfilment comes after the ninth.
fn number(id: &InternalId) -> u64 {
    id.as_str().parse().unwrap_or(u64::MAX)
}

async fn kits(run: &Run, items: &BTreeSet<InternalId>) -> Result<Kits, FlowError> {
    #[derive(Deserialize)]
    struct Member {
        kit: InternalId,
        item: InternalId,
        quantity: Decimal,
    }
    let mut kits = Kits::new();
    let items: Vec<&InternalId> = items.iter().collect();
    for chunk in items.chunks(netsuite_client::suiteql::MAX_PAGE as usize) {
        let members: Vec<Member> = run
            .account()
            .netsuite
            .suiteql(
                "SELECT parentitem AS kit, item, quantity, linenumber FROM kititemmember \
                 WHERE parentitem IN :items ORDER BY parentitem, linenumber",
            )
            .bind("items", chunk.iter().copied().collect::<Literal>())
            .all()
            .await?;
        for member in members {
            kits.entry(member.kit).or_default().push((member.item, member.quantity));
        }
    }
    Ok(kits)
}
