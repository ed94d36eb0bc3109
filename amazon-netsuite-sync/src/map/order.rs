//! An order as a NetSuite sales order (the seller ships) or as an invoice, a cash sale, or a sales order with its
//! fulfilment (Amazon shipped).
//!
//! | Amazon | NetSuite |
//! | --- | --- |
//! | `orderId` | `otherRefNum`, external id, `tranId` with a prefix if set, custom fields if set |
//! | `createdTime` | `tranDate`, as a day of the store's zone; for what Amazon ships, the day it left if set |
//! | `shipByWindow.latestDateTime` | `shipDate`, likewise |
//! | `fulfillmentServiceLevel` | `shipMethod`, by the store's map |
//! | `deliveryAddress` | `shippingAddress`, and `billingAddress` if set |
//! | item: SKU, quantity, `ITEM` | a line: item, quantity, *amount* (never only a rate: 10.00 over 3 stays 10.00) |
//! | item: `DISCOUNT` | a negative line directly under it, or one for the whole order |
//! | `SHIPPING` | a line, or `shippingCost` |
//! | `GIFT_WRAP`, `COD_FEE`, `OTHER`, tip | one line each, on the items of [`ChargeItems`](crate::settings::ChargeItems) |
//! | `TAX` | as [`TaxSettings`](crate::settings::TaxSettings) say |

use chrono::{DateTime, NaiveDate, Utc};
use commerce_client_core::{secret::Pii, wire};
use netsuite_client::{
    ExternalId, InternalId,
    field::{Choice, Reference},
    records::{CashSale, Extra, Invoice, SalesOrder},
};
use rust_decimal::Decimal;
use serde_json::{Value, json};
use sp_api_client::orders::{CancellationRequester, Order};

use super::{
    Channel, Known, MapError,
    amounts::{self, OrderAmounts},
    customer::{self, OrderCustomer, clip, text},
    decision, fulfillment, lines,
    tax::{self, Taxed},
};
use crate::{
    keys,
    plan::{Op, Plan, RecordKind, Write},
    settings::{
        AccountSettings, BeginAs, BillTo, CustomFields, CustomerMode, FbaDate, FbaImport, FbaSettings,
        MerchantSettings, Segments, StoreSettings,
    },
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
    let hands = Hands::of(channel, store)?;
    let kind = record_kind(channel, store);
    let amounts = amounts::order_amounts(order, store)?;
    let posting = lines::post(order, &amounts, known, store, settings, hands.segments())?;
    let withheld = amounts.facilitator_tax();
    let country = recipient_country(order);
    let taxed = tax::apply(posting.lines, country, withheld, amounts.total.currency, &store.tax)?;
    let customer = customer::customer_of(run, order, hands.customer(), store, settings, &known.customers)?;
    let entity = match &customer {
        OrderCustomer::Existing(id) => Reference::from(id.clone()),
        OrderCustomer::Upsert(op) => op.external_id.clone().into(),
    };
    let external_id =
        keys::order_external_id(kind, &settings.seller_id, &store.marketplace_id, order.order_id.as_str());
    let sale = Sale {
        order,
        channel,
        store,
        settings,
        hands,
        entity,
        external_id: external_id.clone(),
        shipping_cost: posting.shipping_cost,
    };
    let body = match kind {
        RecordKind::Invoice => to_json(&sale.invoice(&amounts, taxed)?)?,
        RecordKind::CashSale => to_json(&sale.cash_sale(&amounts, taxed)?)?,
        _ => to_json(&sale.sales_order(&amounts, taxed)?)?,
    };
    let fulfilment = match hands {
        Hands::Amazon(fba) if kind == RecordKind::SalesOrder => {
            let day = sale.day(fulfillment::shipped_at(order))?;
            fulfillment::op(run, &sale, &posting.goods, &fba.location, day)?
        }
        _ => None,
    };
    let source = keys::source_of(order).map_err(malformed)?;
    let key = keys::op_key(run, kind, order.order_id.as_str()).map_err(malformed)?;
    let amazon_id = order.order_id.as_str().to_owned();
    let (version, body) = (order.last_updated_time.timestamp_millis(), Pii::new(body));
    let (total, settles) = (Some(amounts.posted(&store.tax)), fulfilment.is_none());
    let op = Op { key, kind, write: Write::Create, external_id, amazon_id, body, version, total, settles };
    let customer = match customer {
        OrderCustomer::Existing(_) => None,
        OrderCustomer::Upsert(op) => Some(*op),
    };
    Ok(Plan { source, customer, order: op, then: fulfilment.into_iter().collect() })
}

/// As what an order of this channel is imported.
pub fn record_kind(channel: Channel, store: &StoreSettings) -> RecordKind {
    match (channel, store.fba.as_ref().map(|fba| fba.import_as)) {
        (Channel::Fba, None | Some(FbaImport::Invoice)) => RecordKind::Invoice,
        (Channel::Fba, Some(FbaImport::CashSale)) => RecordKind::CashSale,
        (Channel::Fba, Some(FbaImport::SalesOrder))
        | (Channel::Merchant | Channel::SellerFulfilledPrime, _) => RecordKind::SalesOrder,
    }
}

/// Whether the buyer asks for an item's cancellation that nobody has carried out yet: a wish, on which the order is
/// held and nothing is closed.
pub fn cancel_requested(order: &Order) -> bool {
    let cancellations = order.order_items.iter().filter_map(|item| item.cancellation.as_ref());
    cancellations.filter(|it| it.cancellation_execution.is_none()).any(|it| {
        let requester = it.cancellation_request.as_ref().and_then(|request| request.requester.as_ref());
        requester == Some(&CancellationRequester::Buyer)
    })
}

pub(super) fn malformed(error: impl std::fmt::Display) -> MapError {
    MapError::new(ParkReason::UnknownValue, format!("the order id is malformed: {error}"))
}

pub(super) fn to_json<T: serde::Serialize>(record: &T) -> Result<Value, MapError> {
    serde_json::to_value(record).map_err(|e| {
        MapError::new(ParkReason::AmountsDoNotAddUp, format!("the record cannot be written as JSON: {e}"))
    })
}

/// An amount as JSON carries it.
pub(super) fn number(amount: Decimal) -> Result<Value, MapError> {
    wire::to_number(amount).map(Value::Number).map_err(|e| {
        MapError::new(ParkReason::AmountsDoNotAddUp, format!("an amount cannot be written as JSON: {e}"))
    })
}

fn recipient_country(order: &Order) -> Option<&str> {
    let address = order.recipient.as_ref()?.delivery_address.as_ref()?;
    text(address.country_code.as_ref())
}

/// Who ships, with the store's settings for it.
#[derive(Clone, Copy)]
pub(super) enum Hands<'a> {
    Seller(&'a MerchantSettings),
    Amazon(&'a FbaSettings),
}

impl<'a> Hands<'a> {
    fn of(channel: Channel, store: &'a StoreSettings) -> Result<Self, MapError> {
        match (channel, &store.fba, &store.merchant) {
            (Channel::Fba, Some(fba), _) => Ok(Self::Amazon(fba)),
            (Channel::Merchant | Channel::SellerFulfilledPrime, _, Some(merchant)) => {
                Ok(Self::Seller(merchant))
            }
            _ => Err(MapError::missing_setting("stores", "the store imports no orders of this kind")),
        }
    }

    fn customer(self) -> &'a CustomerMode {
        match self {
            Self::Seller(merchant) => &merchant.customer,
            Self::Amazon(fba) => &fba.customer,
        }
    }

    fn segments(self) -> &'a Segments {
        match self {
            Self::Seller(merchant) => &merchant.segments,
            Self::Amazon(fba) => &fba.segments,
        }
    }

    fn location(self) -> Option<&'a InternalId> {
        match self {
            Self::Seller(merchant) => merchant.location.as_ref(),
            Self::Amazon(fba) => Some(&fba.location),
        }
    }
}

/// Everything of a transaction but its lines.
pub(super) struct Sale<'a> {
    pub(super) order: &'a Order,
    pub(super) store: &'a StoreSettings,
    pub(super) settings: &'a AccountSettings,
    pub(super) external_id: ExternalId,
    channel: Channel,
    hands: Hands<'a>,
    entity: Reference,
    shipping_cost: Option<Decimal>,
}

/// What sales orders, invoices and cash sales have in common.
macro_rules! sale {
    ($record:ident, $sale:expr, $amounts:expr, $taxed:expr) => {{
        let (sale, taxed): (&Sale<'_>, Taxed) = ($sale, $taxed);
        let segments = sale.hands.segments();
        let mut record = $record::default();
        record.external_id = Some(sale.external_id.clone());
        record.entity = Some(sale.entity.clone());
        record.currency = Some(sale.store.currency.clone().into());
        record.tran_date = Some(sale.booked_on()?);
        record.tran_id = sale.document_number();
        record.other_ref_num = Some(sale.order.order_id.as_str().to_owned());
        record.memo = Some(sale.memo());
        record.to_be_emailed = Some(false);
        record.location = sale.hands.location().cloned().map(Reference::from);
        record.department = segments.department.clone().map(Reference::from);
        record.class = segments.class.clone().map(Reference::from);
        record.subsidiary = segments.subsidiary.clone().map(Reference::from);
        record.ship_method = sale.ship_method()?.cloned().map(Reference::from);
        record.shipping_cost = sale.shipping_cost;
        record.shipping_cost_overridden = sale.shipping_cost.map(|_| true);
        record.tax_details_override = taxed.details.as_ref().map(|_| true);
        record.tax_details = taxed.details.unwrap_or_default().into();
        record.item = taxed.lines.into();
        record.extra = sale.custom_fields($amounts)?;
        record
    }};
}

impl Sale<'_> {
    fn sales_order(&self, amounts: &OrderAmounts, taxed: Taxed) -> Result<SalesOrder, MapError> {
        let mut record = sale!(SalesOrder, self, amounts, taxed);
        let Hands::Seller(merchant) = self.hands else {
            record.order_status = Some(Choice::new("B"));
            return Ok(record);
        };
        let ship_by =
            self.order.fulfillment.as_ref().and_then(|f| f.ship_by_window.as_ref()?.latest_date_time);
        record.ship_date = ship_by.map(|at| self.day(at)).transpose()?;
        let held = merchant.hold_cancel_requests && cancel_requested(self.order);
        record.order_status = Some(match merchant.begin_as {
            BeginAs::PendingFulfillment if !held => Choice::new("B"),
            BeginAs::PendingFulfillment | BeginAs::PendingApproval => Choice::new("A"),
        });
        let recipient = self.order.recipient.as_ref();
        record.shipping_address = recipient
            .and_then(|recipient| recipient.delivery_address.as_ref())
            .map(customer::netsuite_address);
        if merchant.bill_to == BillTo::Recipient {
            record.billing_address = record.shipping_address.clone();
        }
        Ok(record)
    }

    fn invoice(&self, amounts: &OrderAmounts, taxed: Taxed) -> Result<Invoice, MapError> {
        let mut record = sale!(Invoice, self, amounts, taxed);
        let account = self.store.fba.as_ref().and_then(|fba| fba.receivables_account.clone());
        record.account = account.map(Reference::from);
        Ok(record)
    }

    fn cash_sale(&self, amounts: &OrderAmounts, taxed: Taxed) -> Result<CashSale, MapError> {
        let mut record = sale!(CashSale, self, amounts, taxed);
        let fba = self.store.fba.as_ref();
        record.account = fba.and_then(|fba| fba.cash_account.clone()).map(Reference::from);
        record.payment_option = fba.and_then(|fba| fba.payment_option.clone()).map(Reference::from);
        Ok(record)
    }

    fn booked_on(&self) -> Result<NaiveDate, MapError> {
        match self.hands {
            Hands::Amazon(fba) if fba.transaction_date == FbaDate::Ship => {
                self.day(fulfillment::shipped_at(self.order))
            }
            _ => self.day(self.order.created_time),
        }
    }

    /// The day of the store's zone in which an instant lies.
    fn day(&self, at: DateTime<Utc>) -> Result<NaiveDate, MapError> {
        let zone = self.store.zone().map_err(|e| MapError::new(ParkReason::MissingSetting, e.to_string()))?;
        Ok(at.with_timezone(&zone).date_naive())
    }

    fn document_number(&self) -> Option<String> {
        let prefix = self.store.order_number_prefix.as_ref()?;
        Some(format!("{prefix}{}", self.order.order_id))
    }

    fn ship_method(&self) -> Result<Option<&InternalId>, MapError> {
        let fulfillment = self.order.fulfillment.as_ref();
        let level = fulfillment.and_then(|fulfillment| fulfillment.fulfillment_service_level.as_ref());
        let native = self.shipping_cost.is_some();
        let (method, required) = match self.hands {
            Hands::Seller(_) => {
                let methods = &self.store.ship_methods;
                (methods.of(level), methods.is_required())
            }
            Hands::Amazon(fba) => (fba.ship_method.as_ref(), false),
        };
        if method.is_some() || !(required || native) {
            return Ok(method);
        }
        Err(match (self.hands, level) {
            (Hands::Amazon(_), _) => MapError::missing_setting(
                "fba.ship_method",
                "the order has shipping to post as NetSuite's own cost",
            ),
            (Hands::Seller(_), Some(level)) => MapError::missing_setting(
                &format!("ship_methods.by_level.{level}"),
                format!("the order is to go by {level}"),
            ),
            (Hands::Seller(_), None) => {
                MapError::missing_setting("ship_methods.default", "Amazon names no service level")
            }
        })
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

    fn custom_fields(&self, amounts: &OrderAmounts) -> Result<Extra, MapError> {
        let CustomFields {
            order_id,
            channel,
            fulfillment_channel,
            sales_channel,
            account,
            legacy_order_id,
            ship_level,
            marketplace,
            programs,
            replaces,
            purchase_order,
            promotions,
            facilitator_tax,
            cancel_requested: asked_to_cancel,
            // Known only later, or of lines.
            tax_variance: _,
            total_variance: _,
            order_item_id: _,
            gift_message: _,
            order_cancelled: _,
            line_cancelled: _,
        } = &self.settings.custom_fields;
        let (order, store) = (self.order, self.store);
        let number = || Some(Value::from(order.order_id.as_str()));
        let list_value = |id: &Option<InternalId>| id.as_ref().map(|id| json!({"id": id}));
        let purchase = order.buyer.as_ref();
        let purchase = purchase.and_then(|buyer| text(buyer.buyer_purchase_order_number.as_ref()));
        let level = order.fulfillment.as_ref().and_then(|it| it.fulfillment_service_level.as_ref());
        let hands = if self.channel == Channel::Fba { "AFN" } else { "MFN" };
        let withheld = amounts.facilitator_tax();
        let withheld = if withheld.is_zero() { None } else { Some(self::number(withheld)?) };
        let fields = [
            (order_id, number()),
            (channel, Some(self.channel.as_str().into())),
            (fulfillment_channel, Some(hands.into())),
            (sales_channel, list_value(&store.channel_record)),
            (account, list_value(&store.account_record)),
            (legacy_order_id, number()),
            (ship_level, level.map(|level| level.as_str().into())),
            (marketplace, Some(store.marketplace_id.as_str().into())),
            (programs, Some(self.programs()).filter(|programs| !programs.is_empty()).map(Value::from)),
            (replaces, order.replaces().map(|original| original.as_str().into())),
            (purchase_order, purchase.map(|number| clip(number, 300).into())),
            (promotions, lines::promotions(order).map(Value::from)),
            (facilitator_tax, withheld),
            (asked_to_cancel, cancel_requested(order).then_some(Value::Bool(true))),
        ];
        let set = fields.into_iter().filter_map(|(field, value)| Some((field.clone()?, value?)));
        Ok(set.collect())
    }
}
