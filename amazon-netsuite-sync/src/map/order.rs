//! An order as a NetSuite sales order (the seller ships) or invoice (Amazon shipped).
//!
//! | Amazon | NetSuite |
//! | --- | --- |
//! | `orderId` | `otherRefNum`, external id, a custom field if set |
//! | `createdTime` | `tranDate`, as a day of the store's zone |
//! | `shipByWindow.latestDateTime` | `shipDate`, likewise |
//! | `deliveryAddress` | `shippingAddress` |
//! | item: SKU, quantity, `ITEM` | a line: item, quantity, *amount* (never only a rate: 10.00 over 3 stays 10.00) |
//! | item: `DISCOUNT` | a negative line directly under it |
//! | `SHIPPING`, `GIFT_WRAP`, `COD_FEE`, `OTHER`, tip, tax | one line each, on the items of [`ChargeItems`](crate::settings::ChargeItems) |

use commerce_client_core::{money::Money, secret::Pii};
use netsuite_client::{
    ExternalId, InternalId,
    field::{Choice, Reference},
    records::{Extra, Invoice, SalesOrder, TransactionLine},
};
use rust_decimal::Decimal;
use serde_json::Value;
use sp_api_client::orders::{Order, OrderItem};

use super::{
    Channel, Known, MapError,
    amounts::{self, ItemAmounts, OrderAmounts},
    customer::{self, OrderCustomer, clip, text},
    decision,
};
use crate::{
    keys,
    plan::{Op, Plan, RecordKind, Write},
    settings::{AccountSettings, BeginAs, CustomFields, FbaImport, StoreSettings},
    store::{ParkReason, RunKey},
};

/// Maps an order that [`decide`](super::decide) wants imported into `store`.
///
/// # Errors
/// [`MapError`] saying what is missing or does not fit: a setting, an item, an amount.
pub fn plan(
    run: &RunKey,
    order: &Order,
    known: &Known,
    store: &StoreSettings,
    settings: &AccountSettings,
) -> Result<Plan, MapError> {
    let channel = decision::channel(order)?;
    let kind = record_kind(channel, store);
    let amounts = amounts::order_amounts(order, store)?;
    let lines = lines(order, &amounts, known, store, settings)?;
    let mode = match (channel, &store.fba, &store.merchant) {
        (Channel::Fba, Some(fba), _) => &fba.customer,
        (Channel::Merchant | Channel::SellerFulfilledPrime, _, Some(merchant)) => &merchant.customer,
        _ => return Err(MapError::missing_setting("stores", "the store imports no orders of this kind")),
    };
    let customer = customer::customer_of(run, order, mode, store, settings, &known.customers)?;
    let entity = match &customer {
        OrderCustomer::Existing(id) => Reference::from(id.clone()),
        OrderCustomer::Upsert(op) => op.external_id.clone().into(),
    };
    let external_id =
        keys::order_external_id(kind, &settings.seller_id, &store.marketplace_id, order.order_id.as_str());
    let header = Header { order, channel, store, settings, entity, external_id: external_id.clone() };
    let body = match kind {
        RecordKind::Invoice => to_json(&header.invoice(lines)?)?,
        _ => to_json(&header.sales_order(lines)?)?,
    };
    let source = keys::source_of(order).map_err(malformed)?;
    let key = keys::op_key(run, kind, order.order_id.as_str()).map_err(malformed)?;
    let amazon_id = order.order_id.as_str().to_owned();
    let (version, body) = (order.last_updated_time.timestamp_millis(), Pii::new(body));
    let total = Some(amounts.total);
    let op =
        Op { key, kind, write: Write::Create, external_id, amazon_id, body, version, total, settles: true };
    let customer = match customer {
        OrderCustomer::Existing(_) => None,
        OrderCustomer::Upsert(op) => Some(*op),
    };
    Ok(Plan { source, customer, order: op, then: Vec::new() })
}

/// As what an order of this channel is imported.
pub fn record_kind(channel: Channel, store: &StoreSettings) -> RecordKind {
    match (channel, store.fba.as_ref().map(|fba| fba.import_as)) {
        (Channel::Fba, None | Some(FbaImport::Invoice)) => RecordKind::Invoice,
        (Channel::Merchant | Channel::SellerFulfilledPrime, _) => RecordKind::SalesOrder,
    }
}

/// The name by which NetSuite knows a SKU: its alias, if it has one.
pub fn item_name<'a>(sku: &'a str, store: &'a StoreSettings) -> &'a str {
    store.aliases.get(sku).map_or(sku, String::as_str)
}

fn malformed(error: impl std::fmt::Display) -> MapError {
    MapError::new(ParkReason::UnknownValue, format!("the order id is malformed: {error}"))
}

fn to_json<T: serde::Serialize>(record: &T) -> Result<Value, MapError> {
    serde_json::to_value(record).map_err(|e| {
        MapError::new(ParkReason::AmountsDoNotAddUp, format!("the record cannot be written as JSON: {e}"))
    })
}

/// Everything of a transaction but its lines.
struct Header<'a> {
    order: &'a Order,
    channel: Channel,
    store: &'a StoreSettings,
    settings: &'a AccountSettings,
    entity: Reference,
    external_id: ExternalId,
}

impl Header<'_> {
    fn sales_order(&self, lines: Vec<TransactionLine>) -> Result<SalesOrder, MapError> {
        let merchant = self.store.merchant.as_ref();
        let ship_by =
            self.order.fulfillment.as_ref().and_then(|f| f.ship_by_window.as_ref()?.latest_date_time);
        let mut record = SalesOrder::default();
        record.external_id = Some(self.external_id.clone());
        record.entity = Some(self.entity.clone());
        record.currency = Some(self.store.currency.clone().into());
        record.tran_date = Some(self.day(self.order.created_time)?);
        record.ship_date = ship_by.map(|at| self.day(at)).transpose()?;
        record.other_ref_num = Some(self.order.order_id.as_str().to_owned());
        record.memo = Some(self.memo());
        record.to_be_emailed = Some(false);
        record.location = merchant.and_then(|merchant| merchant.location.clone()).map(Reference::from);
        record.order_status = merchant.map(|merchant| match merchant.begin_as {
            BeginAs::PendingApproval => Choice::new("A"),
            BeginAs::PendingFulfillment => Choice::new("B"),
        });
        let recipient = self.order.recipient.as_ref();
        record.shipping_address = recipient
            .and_then(|recipient| recipient.delivery_address.as_ref())
            .map(customer::netsuite_address);
        record.item = lines.into();
        record.extra = self.custom_fields();
        Ok(record)
    }

    fn invoice(&self, lines: Vec<TransactionLine>) -> Result<Invoice, MapError> {
        let fba = self.store.fba.as_ref();
        let mut record = Invoice::default();
        record.external_id = Some(self.external_id.clone());
        record.entity = Some(self.entity.clone());
        record.currency = Some(self.store.currency.clone().into());
        record.tran_date = Some(self.day(self.order.created_time)?);
        record.other_ref_num = Some(self.order.order_id.as_str().to_owned());
        record.memo = Some(self.memo());
        record.to_be_emailed = Some(false);
        record.location = fba.map(|fba| fba.location.clone().into());
        record.account = fba.and_then(|fba| fba.receivables_account.clone()).map(Reference::from);
        record.item = lines.into();
        record.extra = self.custom_fields();
        Ok(record)
    }

    /// The day of the store's zone in which an instant lies.
    fn day(&self, at: chrono::DateTime<chrono::Utc>) -> Result<chrono::NaiveDate, MapError> {
        let zone = self.store.zone().map_err(|e| MapError::new(ParkReason::MissingSetting, e.to_string()))?;
        Ok(at.with_timezone(&zone).date_naive())
    }

    /// What it is, without the buyer: `Amazon.de SFP, AMAZON_BUSINESS PRIME, replaces 113-…`.
    fn memo(&self) -> String {
        let name = self.order.sales_channel.marketplace_name.as_ref();
        let marketplace = text(name).unwrap_or(self.store.marketplace_id.as_str());
        let mut memo = format!("{marketplace} {}", self.channel.as_str());
        if !self.order.programs.is_empty() {
            memo.push_str(&format!(", {}", self.programs()));
        }
        if let Some(original) = self.order.replaces() {
            memo.push_str(&format!(", replaces {original}"));
        }
        clip(&memo, 999)
    }

    fn programs(&self) -> String {
        let programs: Vec<&str> = self.order.programs.iter().map(|program| program.as_str()).collect();
        programs.join(" ")
    }

    fn custom_fields(&self) -> Extra {
        let CustomFields {
            order_id,
            channel,
            marketplace,
            programs,
            replaces,
            purchase_order,
            order_item_id: _,
            order_cancelled: _,
            line_cancelled: _,
        } = &self.settings.custom_fields;
        let buyer = self.order.buyer.as_ref();
        let fields = [
            (order_id, Some(self.order.order_id.as_str().to_owned())),
            (channel, Some(self.channel.as_str().to_owned())),
            (marketplace, Some(self.store.marketplace_id.as_str().to_owned())),
            (programs, Some(self.programs()).filter(|programs| !programs.is_empty())),
            (replaces, self.order.replaces().map(|original| original.as_str().to_owned())),
            (
                purchase_order,
                buyer
                    .and_then(|buyer| text(buyer.buyer_purchase_order_number.as_ref()))
                    .map(|po| clip(po, 300)),
            ),
        ];
        let set = fields.into_iter().filter_map(|(field, value)| Some((field.clone()?, Value::from(value?))));
        set.collect()
    }
}

/// The lines: each item with its discount under it, then one line for each further charge.
fn lines(
    order: &Order,
    amounts: &OrderAmounts,
    known: &Known,
    store: &StoreSettings,
    settings: &AccountSettings,
) -> Result<Vec<TransactionLine>, MapError> {
    let mut lines = Vec::new();
    for (item, amount) in order.order_items.iter().zip(&amounts.items) {
        if item.quantity_ordered == 0 && amount.total().is_zero() {
            continue; // cancelled before it shipped
        }
        lines.push(item_line(item, amount, known, store, settings)?);
        if !amount.item_discount.is_zero() {
            let discount =
                required(&store.charges.discount, "charges.discount", amount.item_discount, amounts)?;
            let mut line = charge_line(discount, amount.item_discount);
            line.description = promotions(item);
            lines.push(line);
        }
    }
    let sum = |part: fn(&ItemAmounts) -> Decimal| amounts.items.iter().map(part).sum::<Decimal>();
    let tax = |by_amazon: bool| {
        let taxed = amounts.items.iter().filter(|item| item.facilitator == by_amazon);
        taxed.map(|item| item.tax).sum::<Decimal>()
    };
    let charges = &store.charges;
    let further = [
        (sum(|item| item.shipping), &charges.shipping, "charges.shipping"),
        (sum(|item| item.shipping_discount), &charges.shipping_discount, "charges.shipping_discount"),
        (sum(|item| item.gift_wrap), &charges.gift_wrap, "charges.gift_wrap"),
        (sum(|item| item.cash_on_delivery), &charges.cash_on_delivery, "charges.cash_on_delivery"),
        (sum(|item| item.other), &charges.other, "charges.other"),
        (amounts.tip, &charges.tip, "charges.tip"),
        (tax(false), &charges.tax, "charges.tax"),
        (tax(true), &charges.facilitator_tax, "charges.facilitator_tax"),
    ];
    for (amount, item, setting) in further {
        if !amount.is_zero() {
            lines.push(charge_line(required(item, setting, amount, amounts)?, amount));
        }
    }
    Ok(lines)
}

fn item_line(
    item: &OrderItem,
    amounts: &ItemAmounts,
    known: &Known,
    store: &StoreSettings,
    settings: &AccountSettings,
) -> Result<TransactionLine, MapError> {
    let not_found = |text: String| Err(MapError::new(ParkReason::ItemNotFound, text));
    let Some(sku) = &item.product.seller_sku else {
        return not_found(format!("item {} has no SKU", item.order_item_id));
    };
    let name = item_name(sku.as_str(), store);
    let active =
        known.items.get(name).map(Vec::as_slice).unwrap_or_default().iter().filter(|item| !item.inactive);
    let found = match active.collect::<Vec<_>>()[..] {
        [one] => one,
        [] => {
            let text = format!(
                "SKU {sku}: NetSuite has no active item named {name:?}. Create the item or an alias, then retry"
            );
            return not_found(text);
        }
        _ => {
            return not_found(format!(
                "SKU {sku}: NetSuite has several active items named {name:?}. Rename one, or set an alias, then retry"
            ));
        }
    };
    let mut line = charge_line(&found.id, amounts.item);
    line.quantity = Some(item.quantity_ordered.into());
    line.description = text(item.product.title.as_ref()).map(|title| clip(title, 999));
    if let Some(field) = &settings.custom_fields.order_item_id {
        line.extra.insert(field.clone(), item.order_item_id.as_str().into());
    }
    Ok(line)
}

/// A line with a price of its own: price level -1 keeps NetSuite from replacing it.
fn charge_line(item: &InternalId, amount: Decimal) -> TransactionLine {
    let mut line = TransactionLine::default();
    line.item = Some(item.clone().into());
    line.price = InternalId::new("-1").ok().map(Reference::from);
    line.amount = Some(amount);
    line
}

fn required<'a>(
    item: &'a Option<InternalId>,
    setting: &str,
    amount: Decimal,
    order: &OrderAmounts,
) -> Result<&'a InternalId, MapError> {
    let money = Money::new(amount, order.total.currency);
    item.as_ref()
        .ok_or_else(|| MapError::missing_setting(setting, format!("the order has {money} to post there")))
}

fn promotions(item: &OrderItem) -> Option<String> {
    let ids = item.promotion.iter().flat_map(|promotion| &promotion.breakdowns);
    let ids: Vec<&str> =
        ids.filter_map(|breakdown| breakdown.promotion_id.as_ref().map(|id| id.as_str())).collect();
    (!ids.is_empty()).then(|| clip(&ids.join(", "), 999))
}
