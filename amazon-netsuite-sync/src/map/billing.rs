//! A sales order as bills: an invoice or a cash sale for each fulfilment.
//!
//! | NetSuite's sales order | the bill |
//! | --- | --- |
//! | a line with goods | what the fulfilment shipped of it and no bill has yet; other lines with quantity 0 |
//! | a charge (shipping, tax, discount) that is still open | in full: charges go with the first bill |
//! | the fulfilment's day, or today in the store's zone | `tranDate` |
//!
//! Bills are numbered within the order. NetSuite's own account of what is still open decides; the fulfilments say how it
//! is divided. A bill that a person made takes up the oldest fulfilments.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use commerce_client_core::{secret::Pii, wire};
use netsuite_client::{ExternalId, InternalId};
use rust_decimal::{Decimal, RoundingStrategy};
use serde_json::{Value, json};

use super::{MapError, sold::Sold};
use crate::{
    keys,
    plan::{Op, RecordKind, Write},
    settings::{AccountSettings, BillAs, BillingSettings, ChargeItems},
    store::{OpKey, ParkReason, RunKey},
};

/// Quantities by the order's line numbers.
pub type Quantities = BTreeMap<i64, Decimal>;

/// A fulfilment of an order that has shipped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shipped {
    /// The day of the fulfilment, in NetSuite's zone.
    pub day: NaiveDate,
    /// What it shipped.
    pub quantities: Quantities,
}

/// A line of the order that NetSuite would bill now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenLine {
    /// The order's number for it.
    pub order_line: i64,
    /// How much is open; `None` for lines without a quantity.
    pub quantity: Option<Decimal>,
    /// Whether it stands for a charge rather than for goods.
    pub is_charge: bool,
}

/// A line as it was ordered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ordered {
    /// How much of it.
    pub quantity: Decimal,
    /// What all of it comes to, in the order's currency.
    pub amount: Decimal,
}

/// What the next bill of an order holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bill {
    /// The day of the fulfilment that is billed; `None` for what is billed in advance.
    pub day: Option<NaiveDate>,
    /// Every open line that has a quantity, those that stay behind with 0.
    pub lines: Quantities,
    /// Of the lines with goods, how much had been billed before.
    pub before: Quantities,
}

impl Bill {
    /// What a part of a line comes to; `None` for whole lines, whose amount NetSuite has. Left to itself, NetSuite bills
    /// a part by the line's rate, and three times one of three for 10.00 comes to 9.99. These parts add up.
    pub fn amount(&self, line: i64, ordered: &BTreeMap<i64, Ordered>, digits: u32) -> Option<Decimal> {
        let (part, whole) = (*self.lines.get(&line)?, ordered.get(&line)?);
        let before = *self.before.get(&line)?;
        if part <= Decimal::ZERO || part >= whole.quantity || whole.quantity.is_zero() {
            return None;
        }
        let share = |quantity: Decimal| {
            (whole.amount * quantity / whole.quantity)
                .round_dp_with_strategy(digits, RoundingStrategy::MidpointAwayFromZero)
        };
        Some(share(before + part) - share(before))
    }
}

/// A bill's names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BillName {
    /// In the ledger.
    pub key: OpKey,
    /// In NetSuite: `amz-inv-<seller>-<marketplace>-<order id>`, the second with `-2` behind it.
    pub external_id: ExternalId,
    /// What it stands for: the order id, with the same number behind it.
    pub natural_id: String,
}

/// What the sales orders of a store become.
pub fn record_kind(billing: &BillingSettings) -> RecordKind {
    match billing.bill_as {
        BillAs::Invoice => RecordKind::Invoice,
        BillAs::CashSale => RecordKind::CashSale,
    }
}

/// The names of an order's `number`th bill, counted from 1.
///
/// # Errors
/// When the order id cannot be part of a key.
pub fn name(
    run: &RunKey,
    settings: &AccountSettings,
    sold: &Sold<'_>,
    kind: RecordKind,
    number: u32,
) -> Result<BillName, MapError> {
    let natural_id = match number {
        1 => sold.order_id.to_string(),
        later => format!("{}-{later}", sold.order_id),
    };
    let key = keys::op_key(run, kind, &natural_id)
        .map_err(|e| MapError::new(ParkReason::UnknownValue, format!("the order id is malformed: {e}")))?;
    let marketplace = &sold.store.marketplace_id;
    let external_id = keys::order_external_id(kind, &settings.seller_id, marketplace, &natural_id);
    Ok(BillName { key, external_id, natural_id })
}

/// Whether a line's item stands for a charge.
pub fn is_charge(item: &InternalId, charges: &ChargeItems) -> bool {
    let ChargeItems {
        shipping,
        shipping_discount,
        gift_wrap,
        cash_on_delivery,
        discount,
        tax,
        facilitator_tax,
        tip,
        other,
    } = charges;
    let all = [
        shipping,
        shipping_discount,
        gift_wrap,
        cash_on_delivery,
        discount,
        tax,
        facilitator_tax,
        tip,
        other,
    ];
    all.into_iter().any(|charge| charge.as_ref() == Some(item))
}

/// What to bill next, if anything: of an order that is billed in advance everything that is open, of others what the
/// oldest fulfilment shipped that is not billed in full. `shipped` is in the order in which it shipped.
pub fn next_bill(shipped: &[Shipped], open: &[OpenLine], in_advance: bool) -> Option<Bill> {
    let everything = || open.iter().filter_map(|line| Some((line.order_line, line.quantity?)));
    if in_advance {
        let lines = everything().collect();
        return (!open.is_empty()).then(|| Bill { day: None, lines, before: Quantities::new() });
    }
    let is_goods = |line: &&OpenLine| !line.is_charge && line.quantity.is_some();
    let goods: Quantities = open
        .iter()
        .filter(is_goods)
        .map(|line| (line.order_line, line.quantity.unwrap_or_default()))
        .collect();
    let mut billed: Quantities = Quantities::new();
    for (line, quantity) in shipped.iter().flat_map(|shipped| &shipped.quantities) {
        *billed.entry(*line).or_default() += *quantity;
    }
    for (line, quantity) in &mut billed {
        *quantity = (*quantity - goods.get(line).copied().unwrap_or_default()).max(Decimal::ZERO);
    }
    let before = billed.clone();
    for fulfillment in shipped {
        let mut due = Quantities::new();
        for (line, quantity) in &fulfillment.quantities {
            let billed = billed.entry(*line).or_default();
            let before = (*billed).min(*quantity);
            *billed -= before;
            let left = (*quantity - before).min(goods.get(line).copied().unwrap_or_default());
            if left > Decimal::ZERO {
                due.insert(*line, left);
            }
        }
        if due.is_empty() {
            continue;
        }
        let quantity = |line: i64, open: Decimal| match goods.get(&line) {
            Some(_) => due.get(&line).copied().unwrap_or_default(),
            None => open,
        };
        let lines = everything().map(|(line, open)| (line, quantity(line, open))).collect();
        return Some(Bill { day: Some(fulfillment.day), lines, before });
    }
    None
}

/// What is written into a bill.
#[derive(Debug, Clone, Copy)]
pub struct Content<'a> {
    /// What is billed.
    pub bill: &'a Bill,
    /// The day of the bill.
    pub day: NaiveDate,
    /// The lines as they were ordered.
    pub ordered: &'a BTreeMap<i64, Ordered>,
    /// Decimals of the order's currency.
    pub digits: u32,
}

/// The transform that makes a bill out of `order`.
///
/// # Errors
/// When a cash sale has no account to go to, or a quantity cannot be written.
pub fn op(
    name: BillName,
    kind: RecordKind,
    order: &InternalId,
    billing: &BillingSettings,
    content: Content<'_>,
    version: i64,
) -> Result<Op, MapError> {
    let Content { bill, day, ordered, digits } = content;
    let mut lines = Vec::new();
    for (line, quantity) in &bill.lines {
        let number = |value: Decimal| {
            wire::to_number(value).map_err(|e| {
                MapError::new(ParkReason::UnknownValue, format!("line {line} of the order: {e}"))
            })
        };
        let mut body = json!({"orderLine": line, "quantity": number(*quantity)?});
        if let Some(amount) = bill.amount(*line, ordered, digits) {
            body["amount"] = Value::Number(number(amount)?);
        }
        lines.push(body);
    }
    let mut body = json!({
        "externalId": name.external_id,
        "tranDate": day.to_string(),
        "toBeEmailed": false,
        "item": {"items": lines},
    });
    if let Some(account) = &billing.account {
        body["account"] = json!({"id": account});
    } else if kind == RecordKind::CashSale {
        return Err(MapError::missing_setting(
            "billing.account",
            "a cash sale needs an account for its money",
        ));
    }
    if let Some(option) = billing.payment_option.as_ref().filter(|_| kind == RecordKind::CashSale) {
        body["paymentOption"] = json!({"id": option});
    }
    Ok(making(name, kind, order, body, version))
}

/// A bill that is there already, as the op that would have made it.
pub fn adopted(name: BillName, kind: RecordKind, order: &InternalId, version: i64) -> Op {
    let body = json!({"externalId": name.external_id});
    making(name, kind, order, body, version)
}

fn making(name: BillName, kind: RecordKind, order: &InternalId, body: Value, version: i64) -> Op {
    Op {
        key: name.key,
        kind,
        write: Write::Transform { from: RecordKind::SalesOrder, of: order.clone().into() },
        external_id: name.external_id,
        amazon_id: name.natural_id,
        body: Pii::new(body),
        version,
        total: None,
        settles: true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, day).unwrap()
    }

    fn quantities(lines: &[(i64, i64)]) -> Quantities {
        lines.iter().map(|(line, quantity)| (*line, (*quantity).into())).collect()
    }

    fn shipped(on: u32, lines: &[(i64, i64)]) -> Shipped {
        Shipped { day: day(on), quantities: quantities(lines) }
    }

    fn goods(order_line: i64, quantity: i64) -> OpenLine {
        OpenLine { order_line, quantity: Some(quantity.into()), is_charge: false }
    }

    fn charge(order_line: i64) -> OpenLine {
        OpenLine { order_line, quantity: None, is_charge: true }
    }

    #[test]
    fn the_first_fulfilment_is_billed_first_and_the_rest_stays_behind_with_zero() {
        let shipped = [shipped(3, &[(1, 1)]), shipped(5, &[(1, 1), (2, 4)])];
        let open = [goods(1, 2), goods(2, 4), charge(3)];
        let bill = next_bill(&shipped, &open, false).unwrap();
        assert_eq!((bill.day, bill.lines), (Some(day(3)), quantities(&[(1, 1), (2, 0)])));
        let after = [goods(1, 1), goods(2, 4)];
        let bill = next_bill(&shipped, &after, false).unwrap();
        assert_eq!((bill.day, bill.lines), (Some(day(5)), quantities(&[(1, 1), (2, 4)])));
    }

    #[test]
    fn what_a_person_billed_takes_up_the_oldest_fulfilments() {
        let shipped = [shipped(3, &[(1, 2)]), shipped(5, &[(1, 2)])];
        let bill = next_bill(&shipped, &[goods(1, 1)], false).unwrap();
        assert_eq!((bill.day, bill.lines), (Some(day(5)), quantities(&[(1, 1)])));
    }

    #[test]
    fn when_all_that_was_fulfilled_is_billed_nothing_is_due_though_charges_are_open() {
        assert_eq!(next_bill(&[shipped(3, &[(1, 2)])], &[charge(3)], false), None);
        assert_eq!(next_bill(&[], &[goods(1, 2)], false), None, "not fulfilled, and not billed in advance");
    }

    #[test]
    fn a_charge_with_a_quantity_comes_along_in_full() {
        let open = [goods(1, 1), OpenLine { is_charge: true, ..goods(2, 1) }];
        let bill = next_bill(&[shipped(3, &[(1, 1)])], &open, false).unwrap();
        assert_eq!(bill.lines, quantities(&[(1, 1), (2, 1)]));
    }

    #[test]
    fn the_parts_of_a_line_add_up_to_it() {
        let ordered = BTreeMap::from([(1, Ordered { quantity: 3.into(), amount: 10.into() })]);
        let shipped = [shipped(3, &[(1, 1)]), shipped(4, &[(1, 1)]), shipped(5, &[(1, 1)])];
        let part = |open| next_bill(&shipped, &[goods(1, open)], false).unwrap().amount(1, &ordered, 2);
        let parts = [3, 2, 1].map(|open| part(open).unwrap().to_string());
        assert_eq!(parts, ["3.33", "3.34", "3.33"]);
        let whole = [Shipped { day: day(3), quantities: quantities(&[(1, 3)]) }];
        assert_eq!(next_bill(&whole, &[goods(1, 3)], false).unwrap().amount(1, &ordered, 2), None);
    }

    #[test]
    fn in_advance_everything_is_billed_at_once() {
        let bill = next_bill(&[], &[goods(1, 2), goods(2, 1), charge(3)], true).unwrap();
        assert_eq!((bill.day, bill.lines), (None, quantities(&[(1, 2), (2, 1)])));
        assert_eq!(next_bill(&[], &[], true), None);
    }
}
