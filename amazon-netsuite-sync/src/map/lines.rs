//! The lines of a sale: each item with its discount under it, then one line for each further charge.

use commerce_client_core::money::Money;
use netsuite_client::{InternalId, field::Reference, records::TransactionLine};
use rust_decimal::Decimal;
use serde_json::Value;
use sp_api_client::orders::{Order, OrderItem};

use super::{
    Known, MapError,
    amounts::{ItemAmounts, OrderAmounts, Parts},
    customer::{clip, text},
    items,
};
use crate::settings::{
    AccountSettings, DiscountMode, FacilitatorTax, Segments, SellerTax, ShippingMode, StoreSettings,
};

/// What is posted for an order, before its tax is.
#[derive(Default)]
pub(super) struct Posting {
    pub(super) lines: Vec<Line>,
    /// NetSuite's own shipping cost, where it is used.
    pub(super) shipping_cost: Option<Decimal>,
    /// What of it leaves a location.
    pub(super) goods: Vec<Goods>,
}

/// One line.
pub(super) struct Line {
    pub(super) line: TransactionLine,
    pub(super) net: Decimal,
    /// The seller's tax on it.
    pub(super) tax: Decimal,
    /// Whether the seller owes tax on it.
    pub(super) taxable: bool,
}

/// Units of an item that leave a location.
pub(super) struct Goods {
    /// The line of the order, as NetSuite will number it.
    pub(super) order_line: i64,
    pub(super) quantity: u32,
}

/// The lines for an order.
///
/// # Errors
/// When an item is not found, or a charge has no item to be posted on.
pub(super) fn post(
    order: &Order,
    amounts: &OrderAmounts,
    known: &Known,
    store: &StoreSettings,
    settings: &AccountSettings,
    segments: &Segments,
) -> Result<Posting, MapError> {
    let mut lines = Lines { amounts, store, segments, posting: Posting::default(), next: 1 };
    for (item, amount) in order.order_items.iter().zip(&amounts.items) {
        if item.quantity_ordered == 0 && amount.total().is_zero() {
            continue; // cancelled before it shipped
        }
        lines.item(item, amount, known, settings)?;
        if store.discounts == DiscountMode::Line {
            lines.item_discount(item, amount)?;
        }
    }
    lines.charges()?;
    lines.tax()?;
    Ok(lines.posting)
}

/// The promotions of an order, each once.
pub(super) fn promotions(order: &Order) -> Option<String> {
    let mut ids = Vec::new();
    for id in order.order_items.iter().flat_map(promotion_ids) {
        if !ids.contains(&id) {
            ids.push(id);
        }
    }
    (!ids.is_empty()).then(|| clip(&ids.join(", "), 300))
}

fn promotion_ids(item: &OrderItem) -> impl Iterator<Item = &str> {
    let promotions = item.promotion.iter().flat_map(|promotion| &promotion.breakdowns);
    promotions.filter_map(|promotion| promotion.promotion_id.as_ref().map(|id| id.as_str()))
}

struct Lines<'a> {
    amounts: &'a OrderAmounts,
    store: &'a StoreSettings,
    segments: &'a Segments,
    posting: Posting,
    /// The number that NetSuite will give the next line: a kit's members take numbers too.
    next: i64,
}

impl Lines<'_> {
    fn item(
        &mut self,
        item: &OrderItem,
        amounts: &ItemAmounts,
        known: &Known,
        settings: &AccountSettings,
    ) -> Result<(), MapError> {
        let found = items::resolve(item, known, self.store, settings)?;
        let mut line = line(&found.id, amounts.net.item);
        line.quantity = Some(item.quantity_ordered.into());
        line.description = text(item.product.title.as_ref()).map(|title| clip(title, 999));
        let fields = &settings.custom_fields;
        let order_item_id = Some(item.order_item_id.as_str().to_owned());
        for (field, value) in
            [(&fields.order_item_id, order_item_id), (&fields.gift_message, gift_message(item))]
        {
            line.extra.extend(field.clone().zip(value.map(Value::from)));
        }
        if found.ships && item.quantity_ordered > 0 {
            self.posting.goods.push(Goods { order_line: self.next, quantity: item.quantity_ordered });
        }
        self.push(line, amounts.net.item, amounts.tax.item, !amounts.facilitator);
        self.next += i64::from(found.members);
        Ok(())
    }

    fn item_discount(&mut self, item: &OrderItem, amounts: &ItemAmounts) -> Result<(), MapError> {
        let net = amounts.net.item_discount;
        if net.is_zero() {
            return Ok(());
        }
        let store = self.store;
        let discount = self.required(&store.charges.discount, "charges.discount", net)?;
        let mut line = line(discount, net);
        let promotions: Vec<&str> = promotion_ids(item).collect();
        line.description = (!promotions.is_empty()).then(|| clip(&promotions.join(", "), 999));
        self.push(line, net, amounts.tax.item_discount, !amounts.facilitator);
        Ok(())
    }

    fn charges(&mut self) -> Result<(), MapError> {
        let (store, amounts) = (self.store, self.amounts);
        let charges = &store.charges;
        match store.shipping {
            ShippingMode::Line => self.charge(&charges.shipping, "charges.shipping", |of| of.shipping)?,
            ShippingMode::Native => {
                let cost: Decimal = amounts.items.iter().map(|item| item.net.shipping).sum();
                self.posting.shipping_cost = Some(cost).filter(|cost| !cost.is_zero());
            }
        }
        match store.discounts {
            DiscountMode::Line => {
                let item = &charges.shipping_discount;
                self.charge(item, "charges.shipping_discount", |of| of.shipping_discount)?;
            }
            DiscountMode::Cart => {
                let all = |of: &Parts| of.item_discount + of.shipping_discount;
                self.charge(&charges.discount, "charges.discount", all)?;
            }
        }
        self.charge(&charges.gift_wrap, "charges.gift_wrap", |of| of.gift_wrap)?;
        self.charge(&charges.cash_on_delivery, "charges.cash_on_delivery", |of| of.cash_on_delivery)?;
        self.charge(&charges.other, "charges.other", |of| of.other)?;
        self.untaxed(&charges.tip, "charges.tip", amounts.tip, None)
    }

    fn tax(&mut self) -> Result<(), MapError> {
        let (store, amounts) = (self.store, self.amounts);
        if store.tax.seller == SellerTax::Item {
            self.untaxed(&store.charges.tax, "charges.tax", amounts.seller_tax(), None)?;
        }
        let by_amazon = amounts.facilitator_tax();
        let (item, setting) = (&store.charges.facilitator_tax, "charges.facilitator_tax");
        match store.tax.facilitator {
            FacilitatorTax::Omit => Ok(()),
            FacilitatorTax::Payable => self.untaxed(item, setting, by_amazon, None),
            FacilitatorTax::Offset => {
                self.untaxed(item, setting, by_amazon, Some("Collected by Amazon"))?;
                self.untaxed(item, setting, -by_amazon, Some("Withheld by Amazon"))
            }
        }
    }

    /// A line over one kind of charge, summed over the items.
    fn charge(
        &mut self,
        item: &Option<InternalId>,
        setting: &str,
        of: fn(&Parts) -> Decimal,
    ) -> Result<(), MapError> {
        let amounts = self.amounts;
        let net: Decimal = amounts.items.iter().map(|item| of(&item.net)).sum();
        let own = || amounts.items.iter().filter(|item| !item.facilitator);
        let tax: Decimal = own().map(|item| of(&item.tax)).sum();
        let by_codes = matches!(self.store.tax.seller, SellerTax::Codes(_));
        if net.is_zero() && (tax.is_zero() || !by_codes) {
            return Ok(());
        }
        let line = line(self.required(item, setting, net)?, net);
        let taxable = own().any(|item| !of(&item.net).is_zero() || !of(&item.tax).is_zero());
        self.push(line, net, tax, taxable);
        Ok(())
    }

    /// A line on which nobody owes tax, unless it comes to nothing.
    fn untaxed(
        &mut self,
        item: &Option<InternalId>,
        setting: &str,
        amount: Decimal,
        description: Option<&str>,
    ) -> Result<(), MapError> {
        if amount.is_zero() {
            return Ok(());
        }
        let mut line = line(self.required(item, setting, amount)?, amount);
        line.description = description.map(str::to_owned);
        self.push(line, amount, Decimal::ZERO, false);
        Ok(())
    }

    fn push(&mut self, mut line: TransactionLine, net: Decimal, tax: Decimal, taxable: bool) {
        if self.segments.on_lines {
            line.department = self.segments.department.clone().map(Reference::from);
            line.class = self.segments.class.clone().map(Reference::from);
        }
        let tax = if taxable { tax } else { Decimal::ZERO };
        self.posting.lines.push(Line { line, net, tax, taxable });
        self.next += 1;
    }

    fn required<'i>(
        &self,
        item: &'i Option<InternalId>,
        setting: &str,
        amount: Decimal,
    ) -> Result<&'i InternalId, MapError> {
        let money = Money::new(amount, self.amounts.total.currency);
        item.as_ref()
            .ok_or_else(|| MapError::missing_setting(setting, format!("the order has {money} to post there")))
    }
}

/// A line with a price of its own: price level -1 keeps NetSuite from replacing it.
fn line(item: &InternalId, amount: Decimal) -> TransactionLine {
    let mut line = TransactionLine::default();
    line.item = Some(item.clone().into());
    line.price = InternalId::new("-1").ok().map(Reference::from);
    line.amount = Some(amount);
    line
}

fn gift_message(item: &OrderItem) -> Option<String> {
    let packing = item.fulfillment.as_ref()?.packing.as_ref()?;
    text(packing.gift_option.as_ref()?.gift_message.as_ref()).map(|message| clip(message, 999))
}
