//! Whether the packages have arrived: what Amazon hears of the carriers, written on the fulfilment.
//!
//! `getOrder` is asked, a few orders a slice, so that enough of its calls are left for others. A fulfilment is asked about
//! once an hour until all of its packages have come to an end, for six weeks.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, TimeDelta, Utc};
use commerce_client_core::error::ErrorKind;
use futures_util::{StreamExt as _, TryStreamExt as _};
use netsuite_client::{InternalId, suiteql::queries::Queries};
use serde::{Deserialize, Serialize};
use sp_api_client::orders::{IncludedData, Order, OrderId, PackageStatusCode};

use super::{Due, Row, confirm, day, due, query};
use crate::{
    flow::{FlowError, Run},
    flows::sales,
    map::shipment,
    settings::ShipmentFields,
};

/// How far the packages have been asked about.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(super) struct Delivery {
    /// The fulfilment asked about last in this round.
    after: i64,
    /// When the next round begins, UTC.
    next: Option<DateTime<Utc>>,
}

/// Fulfilments of one slice.
const ASKED: usize = 10;
/// Between two rounds.
const ROUND: TimeDelta = TimeDelta::hours(1);
/// For so long a package may be under way.
const UNDER_WAY: TimeDelta = TimeDelta::days(42);

/// Asks about a few fulfilments. Returns whether the round goes on.
pub(super) async fn read(run: &Run, delivery: &mut Delivery) -> Result<bool, FlowError> {
    if delivery.next.is_some_and(|next| run.now() < next) {
        return Ok(false);
    }
    let mut rows = Vec::new();
    for fields in wanted(run) {
        rows.extend(under_way(run, fields, delivery.after).await?);
    }
    rows.sort_by_key(|row| number(&row.id));
    rows.dedup_by_key(|row| number(&row.id));
    rows.truncate(ASKED);
    let last = rows.last().map(|row| number(&row.id)).filter(|_| rows.len() == ASKED);
    let dues: Vec<Due<'_>> = rows.into_iter().filter_map(|row| due(run, row)).collect();
    ask(run, &dues).await?;
    match last {
        Some(last) => delivery.after = last,
        None => *delivery = Delivery { after: 0, next: Some(run.now() + ROUND) },
    }
    Ok(last.is_some())
}

/// The different fields in which stores keep the outcome, where they do.
fn wanted(run: &Run) -> Vec<&ShipmentFields> {
    let mut wanted: Vec<&ShipmentFields> = Vec::new();
    let stores = run.account().settings.stores.iter();
    for fields in stores.filter_map(|store| Some(&store.shipments.as_ref()?.fields)) {
        let keeps = fields.delivery_status.is_some() || fields.delivered_on.is_some();
        if keeps && !wanted.contains(&fields) {
            wanted.push(fields);
        }
    }
    wanted
}

fn number(id: &InternalId) -> i64 {
    id.as_str().parse().unwrap_or(i64::MAX)
}

/// The next fulfilments whose packages have not come to an end.
async fn under_way(run: &Run, fields: &ShipmentFields, after: i64) -> Result<Vec<Row>, FlowError> {
    let mut condition = "f.trandate >= :since AND f.id > :after".to_owned();
    if let Some(exported) = &fields.exported {
        condition.push_str(&format!(" AND f.{} = 'T'", sales::identifier(exported)?));
    }
    match (&fields.delivery_status, &fields.delivered_on) {
        (Some(status), _) => {
            let status = sales::identifier(status)?;
            let ended = "'DELIVERED', 'CANCELLED', 'UNDELIVERABLE'";
            condition.push_str(&format!(" AND (f.{status} IS NULL OR f.{status} NOT IN ({ended}))"));
        }
        (None, Some(day)) => condition.push_str(&format!(" AND f.{} IS NULL", sales::identifier(day)?)),
        (None, None) => return Ok(Vec::new()),
    }
    let since = (run.now() - UNDER_WAY).date_naive();
    let rows = query(run, &format!("{condition} ORDER BY f.id"))?
        .bind("since", since)
        .with_page_size(ASKED as u32)
        .walk("id")
        .after(after)
        .rows::<Row>();
    Ok(rows.take(ASKED).try_collect().await?)
}

async fn ask(run: &Run, dues: &[Due<'_>]) -> Result<(), FlowError> {
    if dues.is_empty() {
        return Ok(());
    }
    let ids: Vec<InternalId> = dues.iter().map(|due| due.row.id.clone()).collect();
    let mut tracked: BTreeMap<InternalId, BTreeSet<String>> = BTreeMap::new();
    for row in Queries::new(&run.account().netsuite).tracking_numbers(&ids).await? {
        tracked.entry(row.fulfillment).or_default().insert(row.tracking_number);
    }
    let mut orders: BTreeMap<OrderId, Option<Order>> = BTreeMap::new();
    for due in dues {
        let Some(numbers) = tracked.get(&due.row.id) else { continue };
        let is_read = orders.contains_key(&due.order_id);
        if !is_read {
            let order = run.account().amazon.orders().get(&due.order_id, &[IncludedData::Packages]).await;
            let order = match order {
                Ok(order) => Some(order),
                // One order's fault: it is asked for again in the next round.
                Err(error)
                    if matches!(
                        error.kind(),
                        ErrorKind::NotFound | ErrorKind::Rejected | ErrorKind::Decode
                    ) =>
                {
                    None
                }
                Err(error) => return Err(error.into()),
            };
            orders.insert(due.order_id.clone(), order);
        }
        if let Some(Some(order)) = orders.get(&due.order_id)
            && let Some(status) = status(order, numbers)
        {
            let fields = &due.settings.fields;
            let arrived = (status == PackageStatusCode::Delivered)
                .then(|| day(due.store, order.last_updated_time))
                .flatten();
            let values = [
                (&fields.delivery_status, Some(status.as_str().to_owned())),
                (&fields.delivered_on, arrived.map(|day| day.to_string())),
            ];
            if let Some(body) = confirm::fields(values) {
                Box::pin(confirm::change(run, due, "delivery", body)).await?;
            }
        }
    }
    Ok(())
}

/// Where the packages with these numbers are: delivered once all of them are, else where the first is that is not.
/// `None` when Amazon shows none of them.
fn status(order: &Order, numbers: &BTreeSet<String>) -> Option<PackageStatusCode> {
    let ours = order
        .packages
        .iter()
        .filter(|package| numbers.iter().any(|number| shipment::is_tracked(package, number.trim())));
    let mut codes: Vec<PackageStatusCode> =
        ours.filter_map(|package| Some(package.package_status.as_ref()?.status.clone())).collect();
    let rest = codes.iter().position(|code| *code != PackageStatusCode::Delivered).unwrap_or(0);
    (rest < codes.len()).then(|| codes.swap_remove(rest))
}
