//! What is sent for each kind of write, and how it is looked up whether it had an effect.

use std::pin::pin;

use chrono::TimeDelta;
use commerce_client_core::error::{Error, ErrorKind};
use futures_util::TryStreamExt as _;
use netsuite_client::{ExternalId, InternalId, RecordId};
use rust_decimal::Decimal;
use serde::Deserialize;
use serde_json::Value;
use sp_api_client::{
    orders::{IncludedData, OrderId},
    orders_v0::ConfirmShipmentRequest,
    outbound::{
        CreateFulfillmentOrderRequest, FulfillmentOrderId, FulfillmentOrderStatus, GetFulfillmentOrderResult,
    },
};

use super::Found;
use crate::{
    flow::Run,
    map::shipment,
    plan::{Op, RecordKind, Side, Write},
};

/// P4: the write itself. One attempt: what may have been carried out is the ledger's business, not the client's.
///
/// Returns the service's id of the record.
pub(super) async fn send(run: &Run, op: &Op) -> Result<InternalId, Error> {
    match op.kind.side() {
        Side::NetSuite => to_netsuite(run, op).await,
        Side::Amazon => to_amazon(run, op).await,
    }
}

async fn to_netsuite(run: &Run, op: &Op) -> Result<InternalId, Error> {
    let kind = op.kind.record_type();
    let body = op.body.expose();
    let records = |record_type| run.account.netsuite.records_of(record_type).without_repeats();
    let written = match &op.write {
        Write::Upsert => records(kind).upsert(&op.external_id, body, op.kind.replace()).await?,
        Write::Create => records(kind).create(body).await?,
        Write::Transform { from, of } => {
            records(from.record_type()).transform_into(kind, of.clone()).send(body).await?
        }
        Write::Update { record } => records(kind).update(record.clone(), body).await?,
        Write::Cancel => return Err(impossible(op)),
    };
    Ok(written.id().clone())
}

async fn to_amazon(run: &Run, op: &Op) -> Result<InternalId, Error> {
    match (op.kind, &op.write) {
        (RecordKind::Shipment, Write::Upsert) => confirm_shipment(run, op).await,
        (RecordKind::FulfillmentOrder, Write::Create) => create_fulfillment_order(run, op).await,
        (RecordKind::FulfillmentOrder, Write::Cancel) => cancel_fulfillment_order(run, op).await,
        _ => Err(impossible(op)),
    }
}

/// The id is the package's number within the order.
async fn confirm_shipment(run: &Run, op: &Op) -> Result<InternalId, Error> {
    let request: ConfirmShipmentRequest = from_body(op)?;
    let package = &request.package_detail.package_reference_id;
    let number = InternalId::new(package.as_str()).map_err(|_| impossible(op))?;
    let order = OrderId::new(op.amazon_id.as_str()).map_err(|_| impossible(op))?;
    run.account.amazon.orders_v0().confirm_shipment(&order, &request).send().await?;
    Ok(number)
}

/// The id is the seller's own name for the order.
async fn create_fulfillment_order(run: &Run, op: &Op) -> Result<InternalId, Error> {
    let request: CreateFulfillmentOrderRequest = from_body(op)?;
    run.account.amazon.outbound().create_fulfillment_order(&request).send().await?;
    InternalId::new(request.seller_fulfillment_order_id.as_str()).map_err(|_| impossible(op))
}

/// An order that has been called off already refuses it: what it is like then decides.
async fn cancel_fulfillment_order(run: &Run, op: &Op) -> Result<InternalId, Error> {
    let name = FulfillmentOrderId::new(op.amazon_id.as_str()).map_err(|_| impossible(op))?;
    if let Err(error) = run.account.amazon.outbound().cancel_fulfillment_order(&name).send().await {
        let refused = error.kind() == ErrorKind::Rejected;
        let there = if refused { fulfillment_order(run, &name).await? } else { None };
        let status = there.and_then(|there| there.fulfillment_order.fulfillment_order_status);
        let status = status.map(|status| status.known());
        if status != Some(FulfillmentOrderStatus::Cancelled) {
            return Err(error);
        }
    }
    InternalId::new(op.amazon_id.as_str()).map_err(|_| impossible(op))
}

/// Amazon's fulfillment order of this name. Where the name is refused, which need not mean that there is none, a list
/// settles it.
pub(crate) async fn fulfillment_order(
    run: &Run,
    name: &FulfillmentOrderId,
) -> Result<Option<GetFulfillmentOrderResult>, Error> {
    let outbound = run.account.amazon.outbound();
    let refused = match outbound.get_fulfillment_order(name).send().await {
        Ok(answer) => return Ok(answer.payload),
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) if error.kind() == ErrorKind::Rejected => error,
        Err(error) => return Err(error),
    };
    let listed = outbound.list_all_fulfillment_orders().query_start_date(run.now() - LISTED).items();
    let mut listed = pin!(listed);
    while let Some(order) = listed.try_next().await? {
        if order.seller_fulfillment_order_id == *name {
            return Err(refused);
        }
    }
    Ok(None)
}

/// Longer than a write may be in doubt.
const LISTED: TimeDelta = TimeDelta::days(7);

fn from_body<T: serde::de::DeserializeOwned>(op: &Op) -> Result<T, Error> {
    T::deserialize(op.body.expose()).map_err(|_| impossible(op))
}

/// A plan that no mapper makes.
fn impossible(op: &Op) -> Error {
    Error::new(ErrorKind::Config, "apply", format!("nothing can {op}"))
}

/// What is there now of what the write would change; `None` for what it would make.
pub(super) async fn current(run: &Run, op: &Op) -> Result<Option<Value>, Error> {
    let id: RecordId = match &op.write {
        Write::Upsert if op.kind.side() == Side::NetSuite => op.external_id.clone().into(),
        Write::Update { record } => record.clone(),
        _ => return Ok(None),
    };
    run.account.netsuite.records_of(op.kind.record_type()).get(id).expand_sub_resources().find().await
}

/// P3: is there a record with this external id? Of a shipment: does the order have such a package? Of a fulfillment order:
/// has Amazon one of this name?
pub(super) async fn look(run: &Run, op: &Op) -> Result<Option<Found>, Error> {
    match (op.kind, op.kind.side(), &op.write) {
        (RecordKind::Shipment, ..) => package(run, op).await,
        (RecordKind::FulfillmentOrder, _, Write::Create) => {
            let name = FulfillmentOrderId::new(op.amazon_id.as_str()).map_err(|_| impossible(op))?;
            let there = fulfillment_order(run, &name).await?;
            let id = InternalId::new(op.amazon_id.as_str()).map_err(|_| impossible(op))?;
            Ok(there.map(|_| Found { id, total: None, currency: None }))
        }
        (_, Side::NetSuite, Write::Update { .. } | Write::Cancel) | (_, Side::Amazon, _) => Ok(None),
        (_, Side::NetSuite, _) => find(run, op.kind.record_type(), &op.external_id).await,
    }
}

/// The order's package that is as the op would have it, whatever its number, and whoever confirmed it.
async fn package(run: &Run, op: &Op) -> Result<Option<Found>, Error> {
    let request: ConfirmShipmentRequest = from_body(op)?;
    let order = OrderId::new(op.amazon_id.as_str()).map_err(|_| impossible(op))?;
    let order = run.account().amazon.orders().get(&order, &[IncludedData::Packages]).await?;
    let Some(package) = shipment::confirmed(&order.packages, &request) else { return Ok(None) };
    let id = InternalId::new(package.package_reference_id.as_str()).map_err(|_| impossible(op))?;
    Ok(Some(Found { id, total: None, currency: None }))
}

/// The record of this type with this external id.
pub(crate) async fn find(
    run: &Run,
    record_type: &str,
    external_id: &ExternalId,
) -> Result<Option<Found>, Error> {
    #[derive(Deserialize)]
    struct Record {
        id: InternalId,
        #[serde(default, with = "commerce_client_core::wire::optional_decimal_number")]
        total: Option<Decimal>,
        currency: Option<Currency>,
    }
    #[derive(Deserialize)]
    struct Currency {
        id: String,
    }
    let records = run.account.netsuite.records_of(record_type);
    let record = records.get(external_id).find().await?;
    let Some(record) = record else { return Ok(None) };
    let record: Record = serde_json::from_value(record).map_err(|_| {
        Error::new(ErrorKind::Decode, "record.get", "the record has no id, or a total that is no number")
    })?;
    Ok(Some(Found {
        id: record.id,
        total: record.total,
        currency: record.currency.map(|currency| currency.id),
    }))
}
