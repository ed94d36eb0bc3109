//! A return to Amazon as records of NetSuite's.
//!
//! | the report's row | NetSuite |
//! | --- | --- |
//! | the row | a return authorisation, pending receipt, over nothing: the money comes with the settlement |
//! | order | the customer and the currency of the transaction that stands for it |
//! | SKU | the item, found as for orders |
//! | disposition | the location: sellable, or all others |
//! | the authorisation | an item receipt of all of it, made by transform |
//! | not sellable, with an account for it | an inventory adjustment that takes it out of stock again |

use std::collections::BTreeMap;

use chrono::NaiveDate;
use commerce_client_core::secret::Pii;
use netsuite_client::{ExternalId, InternalId};
use serde_json::{Value, json};
use sp_api_client::flat_file::{Disposition, FbaReturn};

use super::{Known, MapError, items};
use crate::{
    keys,
    plan::{Op, RecordKind, Write},
    settings::{AccountSettings, ReturnSettings, StoreSettings},
    store::{ParkReason, RunKey, SourceId},
};

/// A row of the report, and what tells it from the others.
#[derive(Debug, Clone)]
pub struct Return {
    /// The row.
    pub row: FbaReturn,
    /// The unit within its order: the label of the unit, or else a hash of what identifies the row.
    pub unit: String,
}

/// The transaction that stands for the order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SoldAs {
    /// Its id.
    pub id: InternalId,
    /// Who bought it.
    pub customer: InternalId,
    /// NetSuite's id of the currency.
    pub currency: Option<String>,
}

/// Tells the rows of a report apart.
///
/// A unit with a label is one unit, however often the report has it: the last row counts. Rows without a label that are
/// alike are as many returns as there are rows. What Amazon may correct later (state, disposition, quantity) is no part
/// of the name.
pub fn told_apart(rows: impl IntoIterator<Item = FbaReturn>) -> Vec<Return> {
    let mut found: Vec<Return> = Vec::new();
    let mut labelled: BTreeMap<(String, String), usize> = BTreeMap::new();
    let mut alike: BTreeMap<String, u32> = BTreeMap::new();
    for row in rows {
        let label = row.license_plate_number.trim().to_owned();
        if !label.is_empty() && label.chars().all(|c| c.is_ascii_alphanumeric()) {
            let place = labelled.entry((row.order_id.clone(), label.clone())).or_insert(found.len());
            match found.get_mut(*place) {
                Some(earlier) => earlier.row = row,
                None => found.push(Return { row, unit: label }),
            }
            continue;
        }
        let received = &row.return_date;
        let time = received.time.map(|time| time.to_string()).unwrap_or_default();
        let name =
            format!("{}\n{}\n{}\n{} {time}\n{}", row.order_id, row.sku, row.fnsku, received.date, row.reason);
        let hash = keys::hash(name.as_bytes())[..16].to_owned();
        let times = alike.entry(format!("{}/{hash}", row.order_id)).or_default();
        *times += 1;
        let unit = if *times == 1 { hash } else { format!("{hash}-{times}") };
        found.push(Return { row, unit });
    }
    found
}

impl Return {
    /// Under which it is parked: `<order id>/<unit>/<day>`. The day tells in which report it is to be found again.
    ///
    /// # Errors
    /// When the row's order id cannot be part of a name.
    pub fn source(&self) -> Result<SourceId, MapError> {
        SourceId::new(format!("{}/{}/{}", self.row.order_id, self.unit, self.row.return_date.date))
            .map_err(|e| malformed(&e))
    }

    /// The day on which Amazon received it, in the store's zone.
    fn day(&self, store: &StoreSettings) -> NaiveDate {
        let local = self.row.return_date.instant().zip(store.zone().ok());
        local.map_or(self.row.return_date.date, |(at, zone)| at.with_timezone(&zone).date_naive())
    }

    /// What a record of this kind is called in NetSuite.
    pub fn external_id(&self, kind: RecordKind, settings: &AccountSettings) -> ExternalId {
        keys::return_external_id(kind, &settings.seller_id, &self.row.order_id, &self.unit)
    }
}

/// The day within a [source](Return::source).
pub fn day_of(source: &SourceId) -> Option<NaiveDate> {
    source.as_str().rsplit_once('/')?.1.parse().ok()
}

fn malformed(error: &dyn std::fmt::Display) -> MapError {
    MapError::new(ParkReason::UnknownValue, format!("the return's order id is malformed: {error}"))
}

/// Whether the units can be sold again.
fn is_sellable(row: &FbaReturn) -> Result<bool, MapError> {
    match &row.detailed_disposition {
        Some(Disposition::Sellable) => Ok(true),
        Some(
            Disposition::Defective
            | Disposition::CustomerDamaged
            | Disposition::DistributorDamaged
            | Disposition::WarehouseDamaged
            | Disposition::CarrierDamaged
            | Disposition::Expired,
        ) => Ok(false),
        Some(other) => Err(MapError::unknown("detailed-disposition", other)),
        None => Err(MapError::unknown("detailed-disposition", "nothing")),
    }
}

/// Everything that is written for a return, in order.
///
/// # Errors
/// When the SKU has no item, the disposition is not known, or the quantity is none.
pub fn plan(
    run: &RunKey,
    back: &Return,
    order: &SoldAs,
    known: &Known,
    store: &StoreSettings,
    returns: &ReturnSettings,
    settings: &AccountSettings,
) -> Result<Vec<Op>, MapError> {
    let row = &back.row;
    let item = items::by_sku(&row.sku, known, store, settings)?.id.clone();
    if row.quantity < 1 {
        let text =
            format!("the report says that {} units came back. Check it in Seller Central", row.quantity);
        return Err(MapError::new(ParkReason::UnknownValue, text));
    }
    let sellable = is_sellable(row)?;
    let location = if sellable { &returns.sellable_location } else { &returns.damaged_location };
    let day = back.day(store).to_string();
    let natural = format!("{}/{}", row.order_id, back.unit);
    let op = |kind: RecordKind, write: Write, mut body: Value| -> Result<Op, MapError> {
        let external_id = back.external_id(kind, settings);
        body["externalId"] = external_id.as_str().into();
        body["tranDate"] = day.as_str().into();
        Ok(Op {
            key: keys::op_key(run, kind, &natural).map_err(|e| malformed(&e))?,
            kind,
            write,
            external_id,
            amazon_id: natural.clone(),
            body: Pii::new(body),
            version: 0,
            total: None,
            settles: false,
        })
    };

    let mut authorization = json!({
        "entity": {"id": order.customer},
        "orderStatus": {"id": "B"},
        "otherRefNum": row.order_id,
        "memo": format!("FBA return {}", back.unit),
        "location": {"id": location},
        "item": {"items": [{
            "item": {"id": item}, "quantity": row.quantity, "price": {"id": "-1"}, "rate": 0, "amount": 0,
            "location": {"id": location},
        }]},
    });
    if let Some(currency) = &order.currency {
        authorization["currency"] = json!({"id": currency});
    }
    if let Some(field) = &settings.custom_fields.order_id {
        authorization[field.as_str()] = row.order_id.as_str().into();
    }
    if let Some(field) = &returns.order_field {
        authorization[field.as_str()] = json!({"id": order.id});
    }
    let authorization = op(RecordKind::ReturnAuthorization, Write::Create, authorization)?;

    let of = (&authorization.external_id).into();
    let receipt = json!({"item": {"items": [{
        "orderLine": 1, "itemReceive": true, "quantity": row.quantity, "location": {"id": location},
    }]}});
    let from = Write::Transform { from: RecordKind::ReturnAuthorization, of };
    let mut ops = vec![authorization, op(RecordKind::ItemReceipt, from, receipt)?];

    if let (false, Some(account)) = (sellable, &returns.write_off_account) {
        let mut adjustment = json!({
            "account": {"id": account},
            "memo": format!("FBA return {} of order {}", back.unit, row.order_id),
            "inventory": {"items": [{
                "item": {"id": item}, "location": {"id": location}, "adjustQtyBy": -row.quantity,
            }]},
        });
        if let Some(subsidiary) = &store.subsidiary {
            adjustment["subsidiary"] = json!({"id": subsidiary});
        }
        ops.push(op(RecordKind::InventoryAdjustment, Write::Create, adjustment)?);
    }
    if let Some(last) = ops.last_mut() {
        last.settles = true;
    }
    Ok(ops)
}

#[cfg(test)]
mod tests {
    use sp_api_client::flat_file::{FbaReturns, ReadOptions, parse};

    use super::*;

    const HEADER: &str = "return-date\torder-id\tsku\tasin\tfnsku\tproduct-name\tquantity\tfulfillment-center-id\t\
                          detailed-disposition\treason\tstatus\tlicense-plate-number\tcustomer-comments";

    fn rows(rows: &[(&str, &str, &str)]) -> Vec<FbaReturn> {
        let mut text = HEADER.to_owned();
        for (time, disposition, label) in rows {
            text.push_str(&format!(
                "\n2026-11-10T{time}+00:00\t113-1\tSKU-A\tB0\tX0\tMug\t1\tRNO1\t{disposition}\tUNWANTED_ITEM\tback\t{label}\t"
            ));
        }
        let parsed = parse::<FbaReturns>(text.as_bytes(), ReadOptions::new());
        parsed.unwrap().rows.into_iter().map(|row| row.into_record()).collect()
    }

    fn units(found: &[Return]) -> Vec<&str> {
        found.iter().map(|one| one.unit.as_str()).collect()
    }

    #[test]
    fn a_unit_with_a_label_is_one_return_however_often_it_is_in_the_report() {
        let found = told_apart(rows(&[
            ("10:00:00", "SELLABLE", "LPN1"),
            ("10:00:00", "SELLABLE", "LPN2"),
            ("11:00:00", "CUSTOMER_DAMAGED", "LPN1"),
        ]));
        assert_eq!(units(&found), ["LPN1", "LPN2"]);
        assert_eq!(found[0].row.detailed_disposition, Some(Disposition::CustomerDamaged));
    }

    #[test]
    fn rows_without_a_label_that_are_alike_are_as_many_returns() {
        let found = told_apart(rows(&[
            ("10:00:00", "SELLABLE", ""),
            ("10:00:00", "DEFECTIVE", ""),
            ("11:00:00", "SELLABLE", ""),
        ]));
        let units = units(&found);
        assert_eq!(units[1], format!("{}-2", units[0]));
        assert_ne!(units[2], units[0]);
        // What Amazon corrects later is no part of the name.
        let later = told_apart(rows(&[("10:00:00", "CUSTOMER_DAMAGED", "")]));
        assert_eq!(later[0].unit, units[0]);
    }

    #[test]
    fn the_name_of_a_parked_return_tells_its_day() {
        let found = told_apart(rows(&[("10:00:00", "SELLABLE", "LPN1")]));
        let source = found[0].source().unwrap();
        assert_eq!(source.as_str(), "113-1/LPN1/2026-11-10");
        assert_eq!(day_of(&source), NaiveDate::from_ymd_opt(2026, 11, 10));
    }
}
