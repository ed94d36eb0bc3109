//! The fulfilment of a sales order that Amazon has shipped.

use chrono::{DateTime, NaiveDate, Utc};
use commerce_client_core::secret::Pii;
use netsuite_client::{
    InternalId,
    field::Choice,
    records::{FulfillmentLine, ItemFulfillment},
};
use sp_api_client::orders::Order;

use super::{
    MapError,
    lines::Goods,
    order::{self, Sale},
};
use crate::{
    keys,
    plan::{Op, RecordKind, Write},
    store::RunKey,
};

/// When an order that Amazon shipped left: with its last package. Where Amazon names no packages it had left by its
/// last change, and by the end of its ship-by window.
pub fn shipped_at(order: &Order) -> DateTime<Utc> {
    let packages = order.packages.iter().filter_map(|package| package.ship_time).max();
    let due = order.fulfillment.as_ref().and_then(|it| it.ship_by_window.as_ref()?.latest_date_time);
    let by_then = due.map_or(order.last_updated_time, |due| due.min(order.last_updated_time));
    packages.unwrap_or(by_then).max(order.created_time)
}

/// The whole order leaves `location` on `day`: every line of goods with its quantity. `None` if nothing of it leaves a
/// location.
pub(super) fn op(
    run: &RunKey,
    sale: &Sale<'_>,
    goods: &[Goods],
    location: &InternalId,
    day: NaiveDate,
) -> Result<Option<Op>, MapError> {
    if goods.is_empty() {
        return Ok(None);
    }
    let (kind, order_id) = (RecordKind::ItemFulfillment, sale.order.order_id.as_str());
    let marketplace = &sale.store.marketplace_id;
    let external_id = keys::order_external_id(kind, &sale.settings.seller_id, marketplace, order_id);
    let lines = goods.iter().map(|goods| {
        let mut line = FulfillmentLine::default();
        line.order_line = Some(goods.order_line);
        line.quantity = Some(goods.quantity.into());
        line.item_receive = Some(true);
        line.location = Some(location.clone().into());
        line
    });
    let mut record = ItemFulfillment::default();
    record.external_id = Some(external_id.clone());
    record.tran_date = Some(day);
    // Only what has shipped takes stock.
    record.ship_status = Some(Choice::new("C"));
    record.item = lines.collect::<Vec<_>>().into();
    Ok(Some(Op {
        key: keys::op_key(run, kind, order_id).map_err(order::malformed)?,
        kind,
        write: Write::Transform { from: RecordKind::SalesOrder, of: (&sale.external_id).into() },
        external_id,
        amazon_id: order_id.to_owned(),
        body: Pii::new(order::to_json(&record)?),
        version: sale.order.last_updated_time.timestamp_millis(),
        total: None,
        settles: true,
    }))
}
