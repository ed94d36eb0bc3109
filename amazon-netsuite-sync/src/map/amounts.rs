//! What an order comes to, proven to the cent.
//!
//! Amazon states per item: amounts by type (`ITEM`, `SHIPPING`, `TAX`, `DISCOUNT`, …) and their total, but neither
//! whether tax is inside the prices nor which sign a discount has. The total decides: of the ways to read the amounts,
//! the one is taken that comes to it. The marketplace's custom only decides between ways that do.
//!
//! The result is net of tax where tax is inside, so that net amounts + tax always come to Amazon's grand total.

use commerce_client_core::money::{Currency, Money};
use rust_decimal::Decimal;
use sp_api_client::{
    Marketplace,
    orders::{
        ItemProceedsBreakdown, ItemProceedsType, Order, OrderItem, ProceedsDetailType, ProceedsType,
        TaxCollectionModel,
    },
};

use super::MapError;
use crate::{
    settings::{FacilitatorTax, SellerTax, StoreSettings, TaxSettings, VatMode},
    store::ParkReason,
};

/// The amounts of one order, in its currency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrderAmounts {
    /// What the buyer pays in all: Amazon's `proceeds.grandTotal`.
    pub total: Money,
    /// Per item, in the order's order.
    pub items: Vec<ItemAmounts>,
    /// What the buyer gives the driver.
    pub tip: Decimal,
}

/// The amounts of one item, for its whole quantity.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ItemAmounts {
    /// What is charged, without tax. Discounts are zero or negative.
    pub net: Parts,
    /// The tax on each of it; that of a discount is negative.
    pub tax: Parts,
    /// Whether Amazon collects and remits that tax itself.
    pub facilitator: bool,
}

impl ItemAmounts {
    /// What the buyer pays for the item: Amazon's `proceedsTotal`.
    pub fn total(&self) -> Decimal {
        self.net.sum() + self.tax.sum()
    }
}

/// One amount for each thing that an item is charged for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Parts {
    /// The goods.
    pub item: Decimal,
    /// Discount on the goods.
    pub item_discount: Decimal,
    /// Shipping.
    pub shipping: Decimal,
    /// Discount on shipping.
    pub shipping_discount: Decimal,
    /// Gift wrap.
    pub gift_wrap: Decimal,
    /// The fee for paying on delivery.
    pub cash_on_delivery: Decimal,
    /// Anything else.
    pub other: Decimal,
}

impl Parts {
    /// All of it.
    pub fn sum(&self) -> Decimal {
        let goods = self.item + self.item_discount;
        let shipping = self.shipping + self.shipping_discount;
        goods + shipping + self.gift_wrap + self.cash_on_delivery + self.other
    }

    fn each(self, change: impl Fn(Decimal) -> Decimal) -> Self {
        Self {
            item: change(self.item),
            item_discount: change(self.item_discount),
            shipping: change(self.shipping),
            shipping_discount: change(self.shipping_discount),
            gift_wrap: change(self.gift_wrap),
            cash_on_delivery: change(self.cash_on_delivery),
            other: change(self.other),
        }
    }

    fn less(self, other: Self) -> Self {
        Self {
            item: self.item - other.item,
            item_discount: self.item_discount - other.item_discount,
            shipping: self.shipping - other.shipping,
            shipping_discount: self.shipping_discount - other.shipping_discount,
            gift_wrap: self.gift_wrap - other.gift_wrap,
            cash_on_delivery: self.cash_on_delivery - other.cash_on_delivery,
            other: self.other - other.other,
        }
    }
}

impl OrderAmounts {
    /// The tax that the seller owes.
    pub fn seller_tax(&self) -> Decimal {
        self.items.iter().filter(|item| !item.facilitator).map(|item| item.tax.sum()).sum()
    }

    /// The tax that Amazon collects and remits.
    pub fn facilitator_tax(&self) -> Decimal {
        self.items.iter().filter(|item| item.facilitator).map(|item| item.tax.sum()).sum()
    }

    /// What the record in NetSuite is to come to: Amazon's total, less the tax that is not posted.
    pub fn posted(&self, tax: &TaxSettings) -> Money {
        let mut amount = self.total.amount;
        if tax.seller == SellerTax::Omit {
            amount -= self.seller_tax();
        }
        if tax.facilitator != FacilitatorTax::Payable {
            amount -= self.facilitator_tax();
        }
        Money::new(amount, self.total.currency)
    }

    /// Whether a record of this order may come to `total`, under these settings for tax or others: changed settings do
    /// not make a changed order.
    pub fn may_come_to(&self, total: Decimal) -> bool {
        let with_seller_tax = [self.total.amount, self.total.amount - self.seller_tax()];
        with_seller_tax.iter().any(|amount| total == *amount || total == *amount - self.facilitator_tax())
    }
}

/// Reads the amounts of an order.
///
/// # Errors
/// When they do not come to Amazon's own totals whichever way they are read, mix currencies, have fractions of the
/// smallest coin, or are of a kind this version does not know.
pub fn order_amounts(order: &Order, store: &StoreSettings) -> Result<OrderAmounts, MapError> {
    let total = grand_total(order, store)?;
    let currency = total.currency;
    let items: Vec<ItemAmounts> =
        order.order_items.iter().map(|item| item_amounts(item, currency, store)).collect::<Result<_, _>>()?;
    let tip = tip(order, currency)?;
    let sum: Decimal = items.iter().map(ItemAmounts::total).sum::<Decimal>() + tip;
    if sum != total.amount {
        let text = format!(
            "the items{} come to {sum} {currency}, Amazon's grandTotal says {total}: nothing was posted. Check the order in \
             Seller Central, then retry",
            if tip.is_zero() { "" } else { " and the tip" }
        );
        return Err(MapError::new(ParkReason::AmountsDoNotAddUp, text));
    }
    Ok(OrderAmounts { total, items, tip })
}

/// Amazon's total; an order without any amounts (a free replacement) comes to nothing in the marketplace's currency.
fn grand_total(order: &Order, store: &StoreSettings) -> Result<Money, MapError> {
    if let Some(total) = order.grand_total() {
        return if total.fits_minor_units() { Ok(total) } else { Err(fractions(total)) };
    }
    let priced =
        |item: &OrderItem| item.proceeds.as_ref().is_some_and(|proceeds| proceeds.proceeds_total.is_some());
    let currency = Marketplace::by_id(store.marketplace_id.as_str()).map(|marketplace| marketplace.currency);
    match currency {
        Some(currency) if !order.order_items.iter().any(priced) && order.replaces().is_some() => {
            Ok(Money::zero(currency))
        }
        _ => Err(MapError::new(
            ParkReason::AmountsDoNotAddUp,
            "Amazon sent no `proceeds.grandTotal`, so the amounts cannot be proven. Retry; if it stays, the application \
             may lack the role for order data",
        )),
    }
}

fn tip(order: &Order, currency: Currency) -> Result<Decimal, MapError> {
    let breakdowns = order.proceeds.iter().flat_map(|proceeds| &proceeds.breakdowns);
    let tips = breakdowns.filter(|breakdown| breakdown.kind == ProceedsType::DeliveryTip);
    tips.map(|breakdown| in_currency(breakdown.subtotal, currency)).sum()
}

/// The amounts of one item as they stand, by type.
#[derive(Default)]
struct Gross {
    item: Decimal,
    shipping: Decimal,
    gift_wrap: Decimal,
    cash_on_delivery: Decimal,
    other: Decimal,
    /// Without sign.
    discount: Decimal,
    /// Without sign.
    shipping_discount: Decimal,
    tax: Decimal,
}

/// One way to read an item's amounts.
#[derive(Clone, Copy)]
struct Reading {
    tax_inside: bool,
    discount_sign: Decimal,
}

fn item_amounts(
    item: &OrderItem,
    currency: Currency,
    store: &StoreSettings,
) -> Result<ItemAmounts, MapError> {
    let facilitator = item
        .tax
        .iter()
        .flat_map(|tax| &tax.tax_collections)
        .any(|collection| collection.model.as_ref() == Some(&TaxCollectionModel::MarketplaceFacilitator));
    let Some(proceeds) = &item.proceeds else {
        return Ok(ItemAmounts { facilitator, ..ItemAmounts::default() });
    };
    let total = proceeds.proceeds_total.map(|total| in_currency(total, currency)).transpose()?;
    if proceeds.breakdowns.is_empty() {
        let net = Parts { item: total.unwrap_or_default(), ..Parts::default() };
        return Ok(ItemAmounts { net, facilitator, ..ItemAmounts::default() });
    }
    let gross = gross(&proceeds.breakdowns, currency)?;
    let customary = Marketplace::by_id(store.marketplace_id.as_str()).is_some_and(|m| m.prices_include_tax);
    let lines = Decimal::from(proceeds.breakdowns.len());
    let (reading, residual) = read(&gross, total, customary, currency, lines).ok_or_else(|| {
        let text = format!(
            "the amounts of item {} come to its total of {} {currency} neither with tax inside the prices nor on top: \
             nothing was posted. Check the order in Seller Central, then retry",
            item.order_item_id,
            total.unwrap_or_default(),
        );
        MapError::new(ParkReason::AmountsDoNotAddUp, text)
    })?;
    let charged = Parts {
        item: gross.item + residual,
        item_discount: reading.discount_sign * (gross.discount - gross.shipping_discount),
        shipping: gross.shipping,
        shipping_discount: reading.discount_sign * gross.shipping_discount,
        gift_wrap: gross.gift_wrap,
        cash_on_delivery: gross.cash_on_delivery,
        other: gross.other,
    };
    let reported = taxes(&proceeds.breakdowns, gross.tax, &charged, currency);
    let (net, tax) = if reading.tax_inside {
        tax_taken_out(charged, reported, gross.tax, store.vat, currency)
    } else {
        (charged, reported)
    };
    Ok(ItemAmounts { net, tax, facilitator })
}

fn gross(breakdowns: &[ItemProceedsBreakdown], currency: Currency) -> Result<Gross, MapError> {
    let mut gross = Gross::default();
    for breakdown in breakdowns {
        let amount = in_currency(breakdown.subtotal, currency)?;
        match &breakdown.kind {
            ItemProceedsType::Item => gross.item += amount,
            ItemProceedsType::Shipping => gross.shipping += amount,
            ItemProceedsType::GiftWrap => gross.gift_wrap += amount,
            ItemProceedsType::CodFee => gross.cash_on_delivery += amount,
            ItemProceedsType::OtherProceeds => gross.other += amount,
            ItemProceedsType::Tax => gross.tax += amount,
            ItemProceedsType::Discount => {
                gross.discount += amount.abs();
                let on_shipping = details(breakdown, &ProceedsDetailType::Shipping).abs();
                gross.shipping_discount += on_shipping.min(amount.abs());
            }
            other => return Err(MapError::unknown("orderItems.proceeds.breakdowns.type", other)),
        }
    }
    Ok(gross)
}

/// The way to read the amounts that comes to the total, and what is left over. A few minor units may be left over
/// (Amazon rounds per amount); more may not. The usual ways come first, so that they win a tie.
fn read(
    gross: &Gross,
    total: Option<Decimal>,
    customary: bool,
    currency: Currency,
    lines: Decimal,
) -> Option<(Reading, Decimal)> {
    let usual = Reading { tax_inside: customary, discount_sign: Decimal::NEGATIVE_ONE };
    // Without a total of its own the item is read the usual way; the order's grand total still has to agree.
    let Some(total) = total else { return Some((usual, Decimal::ZERO)) };
    let readings = [
        usual,
        Reading { tax_inside: !customary, ..usual },
        Reading { discount_sign: Decimal::ONE, ..usual },
        Reading { tax_inside: !customary, discount_sign: Decimal::ONE },
    ];
    let charges = gross.item + gross.shipping + gross.gift_wrap + gross.cash_on_delivery + gross.other;
    let left_over = readings.map(|reading| {
        let tax = if reading.tax_inside { Decimal::ZERO } else { gross.tax };
        (reading, total - (charges + tax + reading.discount_sign * gross.discount))
    });
    let allowed = Decimal::new(1, currency.minor_digits()) * lines;
    left_over.into_iter().filter(|(_, left)| left.abs() <= allowed).min_by_key(|(_, left)| left.abs())
}

/// The tax that Amazon reports, on what it is. Where Amazon does not say, it is on the goods.
fn taxes(breakdowns: &[ItemProceedsBreakdown], tax: Decimal, charged: &Parts, currency: Currency) -> Parts {
    let of = |part: &ProceedsDetailType| -> Decimal {
        let taxes = breakdowns.iter().filter(|breakdown| breakdown.kind == ItemProceedsType::Tax);
        taxes.map(|tax| details(tax, part)).sum()
    };
    // What discounts take away from the tax, whichever sign it is given; each its share.
    let discounts = charged.item_discount + charged.shipping_discount;
    let discount = if discounts.is_zero() { Decimal::ZERO } else { -of(&ProceedsDetailType::Discount).abs() };
    let on_goods = (discount * charged.item_discount).checked_div(discounts).unwrap_or_default();
    let on_goods = on_goods.round_dp(currency.minor_digits());
    let mut taxes = Parts {
        item: Decimal::ZERO,
        item_discount: on_goods,
        shipping: of(&ProceedsDetailType::Shipping),
        shipping_discount: discount - on_goods,
        gift_wrap: of(&ProceedsDetailType::GiftWrap),
        cash_on_delivery: of(&ProceedsDetailType::CodFee),
        other: of(&ProceedsDetailType::OtherProceeds),
    };
    // The goods bear the rest, so that the parts come to the whole to the cent.
    taxes.item = tax - taxes.sum();
    taxes
}

/// What is charged without the tax that is in it, and that tax: as Amazon reports it, or by a fixed rate. What a
/// rounding leaves over is tax, so that both together stay what is charged.
fn tax_taken_out(
    charged: Parts,
    reported: Parts,
    tax: Decimal,
    vat: VatMode,
    currency: Currency,
) -> (Parts, Parts) {
    let at_rate = |rate: Decimal| {
        let digits = currency.minor_digits();
        let net = charged.each(|amount| (amount / (Decimal::ONE + rate)).round_dp(digits));
        (net, charged.less(net))
    };
    match vat {
        VatMode::Off => (charged, Parts::default()),
        VatMode::FixedRateAlways { rate } => at_rate(rate),
        VatMode::FixedRate { rate } if tax.is_zero() => at_rate(rate),
        VatMode::AsReported | VatMode::FixedRate { .. } => (charged.less(reported), reported),
    }
}

fn details(breakdown: &ItemProceedsBreakdown, part: &ProceedsDetailType) -> Decimal {
    let of_part = breakdown.detailed_breakdowns.iter().filter(|detail| detail.subtype.as_ref() == Some(part));
    of_part.filter_map(|detail| detail.value).map(|value| value.amount).sum()
}

fn in_currency(money: Money, currency: Currency) -> Result<Decimal, MapError> {
    if money.currency != currency {
        let text = format!("the order is in {currency}, but one of its amounts is in {}", money.currency);
        return Err(MapError::new(ParkReason::AmountsDoNotAddUp, text));
    }
    if money.fits_minor_units() { Ok(money.amount) } else { Err(fractions(money)) }
}

fn fractions(money: Money) -> MapError {
    let text = format!("Amazon sent {money}, which has fractions of the smallest coin");
    MapError::new(ParkReason::AmountsDoNotAddUp, text)
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use netsuite_client::InternalId;
    use serde_json::{Value, json};

    use super::*;
    use crate::settings::StoreSettings;

    fn store(marketplace: Marketplace) -> StoreSettings {
        StoreSettings::new(marketplace.into(), InternalId::new("1").unwrap())
    }

    fn money(amount: &str, currency: &str) -> Value {
        json!({"amount": amount, "currencyCode": currency})
    }

    fn order(currency: &str, total: &str, items: &[(&str, Value)]) -> Order {
        let items: Vec<Value> = items
            .iter()
            .enumerate()
            .map(|(n, (total, breakdowns))| {
                json!({
                    "orderItemId": n.to_string(),
                    "quantityOrdered": 3,
                    "product": {"sellerSku": "A"},
                    "proceeds": {"proceedsTotal": money(total, currency), "breakdowns": breakdowns},
                })
            })
            .collect();
        serde_json::from_value(json!({
            "orderId": "1",
            "createdTime": DateTime::UNIX_EPOCH,
            "lastUpdatedTime": DateTime::UNIX_EPOCH,
            "salesChannel": {"channelName": "AMAZON"},
            "proceeds": {"grandTotal": money(total, currency)},
            "orderItems": items,
        }))
        .unwrap()
    }

    fn part(kind: &str, amount: &str, currency: &str) -> Value {
        json!({"type": kind, "subtotal": money(amount, currency)})
    }

    fn split(kind: &str, amount: &str, currency: &str, details: &[(&str, &str)]) -> Value {
        let details: Vec<Value> = details
            .iter()
            .map(|(subtype, value)| json!({"subtype": subtype, "value": money(value, currency)}))
            .collect();
        json!({"type": kind, "subtotal": money(amount, currency), "detailedBreakdowns": details})
    }

    fn decimal(text: &str) -> Decimal {
        text.parse().unwrap()
    }

    #[test]
    fn tax_on_top_is_recognised_by_the_total() {
        let order = order(
            "USD",
            "49.99",
            &[("49.99", json!([part("ITEM", "39.99", "USD"), part("TAX", "10.00", "USD")]))],
        );
        let amounts = order_amounts(&order, &store(Marketplace::US)).unwrap();
        assert_eq!(
            (amounts.items[0].net.item, amounts.items[0].tax.sum()),
            (decimal("39.99"), decimal("10.00"))
        );
    }

    #[test]
    fn tax_inside_the_price_leaves_the_net_amount_and_the_tax() {
        let tax = split("TAX", "3.33", "GBP", &[("ITEM", "2.50"), ("SHIPPING", "0.83")]);
        let parts = json!([part("ITEM", "15.00", "GBP"), part("SHIPPING", "4.99", "GBP"), tax]);
        let amounts =
            order_amounts(&order("GBP", "19.99", &[("19.99", parts)]), &store(Marketplace::UK)).unwrap();
        let item = &amounts.items[0];
        assert_eq!(
            (item.net.item, item.net.shipping, item.tax.sum()),
            (decimal("12.50"), decimal("4.16"), decimal("3.33"))
        );
        assert_eq!(item.total(), decimal("19.99"));
    }

    #[test]
    fn a_discount_reduces_whichever_sign_it_comes_with() {
        for sign in ["", "-"] {
            let discount =
                split("DISCOUNT", &format!("{sign}5.00"), "USD", &[("ITEM", "3.00"), ("SHIPPING", "2.00")]);
            let parts = json!([part("ITEM", "20.00", "USD"), part("SHIPPING", "2.00", "USD"), discount]);
            let amounts =
                order_amounts(&order("USD", "17.00", &[("17.00", parts)]), &store(Marketplace::US)).unwrap();
            let item = &amounts.items[0];
            assert_eq!(
                (item.net.item_discount, item.net.shipping_discount),
                (decimal("-3.00"), decimal("-2.00"))
            );
        }
    }

    #[test]
    fn a_fixed_rate_is_taken_out_of_every_component_and_the_total_stays() {
        let mut store = store(Marketplace::DE);
        store.vat = VatMode::FixedRate { rate: decimal("0.19") };
        let parts = json!([part("ITEM", "10.01", "EUR"), part("SHIPPING", "4.99", "EUR")]);
        let amounts = order_amounts(&order("EUR", "15.00", &[("15.00", parts)]), &store).unwrap();
        let item = &amounts.items[0];
        assert_eq!(
            (item.net.item, item.net.shipping, item.tax.sum()),
            (decimal("8.41"), decimal("4.19"), decimal("2.40"))
        );
    }

    #[test]
    fn a_rate_on_every_order_wins_over_what_amazon_reports_and_off_takes_nothing_out() {
        let parts = json!([part("ITEM", "11.90", "EUR"), part("TAX", "1.00", "EUR")]);
        let order = order("EUR", "11.90", &[("11.90", parts)]);
        let mut store = store(Marketplace::DE);
        for (vat, net, tax) in [
            (VatMode::AsReported, "10.90", "1.00"),
            (VatMode::FixedRate { rate: decimal("0.19") }, "10.90", "1.00"),
            (VatMode::FixedRateAlways { rate: decimal("0.19") }, "10.00", "1.90"),
            (VatMode::Off, "11.90", "0"),
        ] {
            store.vat = vat;
            let amounts = order_amounts(&order, &store).unwrap();
            let item = &amounts.items[0];
            assert_eq!((item.net.item, item.tax.sum()), (decimal(net), decimal(tax)), "{vat:?}");
        }
    }

    #[test]
    fn tax_stands_where_amazon_says_it_is_and_what_it_does_not_say_is_on_the_goods() {
        let tax = split("TAX", "1.50", "USD", &[("SHIPPING", "0.40"), ("DISCOUNT", "0.10")]);
        let parts = json!([
            part("ITEM", "15.00", "USD"),
            part("SHIPPING", "5.00", "USD"),
            part("DISCOUNT", "1.00", "USD"),
            tax,
        ]);
        let order = order("USD", "20.50", &[("20.50", parts)]);
        let amounts = order_amounts(&order, &store(Marketplace::US)).unwrap();
        let tax = &amounts.items[0].tax;
        assert_eq!(
            (tax.item, tax.shipping, tax.item_discount),
            (decimal("1.20"), decimal("0.40"), decimal("-0.10"))
        );
    }

    #[test]
    fn changed_settings_for_tax_make_no_changed_order() {
        let parts = json!([part("ITEM", "10.00", "USD"), part("TAX", "1.00", "USD")]);
        let mut order = order("USD", "22.00", &[("11.00", parts.clone()), ("11.00", parts)]);
        let by_amazon = json!({"taxCollections": [{"model": "MARKETPLACE_FACILITATOR"}]});
        order.order_items[0].tax = Some(serde_json::from_value(by_amazon).unwrap());
        let mut store = store(Marketplace::US);
        let amounts = order_amounts(&order, &store).unwrap();
        assert_eq!((amounts.seller_tax(), amounts.facilitator_tax()), (decimal("1.00"), decimal("1.00")));
        for seller in [SellerTax::Item, SellerTax::Computed, SellerTax::Omit] {
            for facilitator in [FacilitatorTax::Payable, FacilitatorTax::Offset, FacilitatorTax::Omit] {
                (store.tax.seller, store.tax.facilitator) = (seller.clone(), facilitator);
                assert!(amounts.may_come_to(amounts.posted(&store.tax).amount), "{:?}", store.tax);
            }
        }
        assert!(!amounts.may_come_to(decimal("19.00")) && !amounts.may_come_to(decimal("23.00")));
    }

    #[test]
    fn a_cent_of_rounding_stays_with_the_goods_and_a_dollar_is_refused() {
        let parts = json!([part("ITEM", "9.99", "USD"), part("SHIPPING", "1.00", "USD")]);
        let off_by_a_cent = order("USD", "11.00", &[("11.00", parts.clone())]);
        let amounts = order_amounts(&off_by_a_cent, &store(Marketplace::US)).unwrap();
        assert_eq!(amounts.items[0].net.item, decimal("10.00"));
        let off_by_a_dollar = order("USD", "12.00", &[("12.00", parts)]);
        let error = order_amounts(&off_by_a_dollar, &store(Marketplace::US)).unwrap_err();
        assert_eq!(error.reason, ParkReason::AmountsDoNotAddUp);
        assert!(error.text.contains("item 0"), "{error}");
    }

    #[test]
    fn items_that_do_not_come_to_the_grand_total_are_refused() {
        let order = order("USD", "11.00", &[("10.00", json!([part("ITEM", "10.00", "USD")]))]);
        let error = order_amounts(&order, &store(Marketplace::US)).unwrap_err();
        assert!(
            error.text.starts_with("the items come to 10.00 USD, Amazon's grandTotal says 11.00 USD"),
            "{error}"
        );
    }

    #[test]
    fn another_currency_a_fraction_of_a_yen_and_an_unknown_type_are_refused() {
        let mixed = order("USD", "1", &[("1", json!([part("ITEM", "1", "EUR")]))]);
        assert_eq!(
            order_amounts(&mixed, &store(Marketplace::US)).unwrap_err().reason,
            ParkReason::AmountsDoNotAddUp
        );
        let fraction = order("JPY", "100.5", &[("100.5", json!([part("ITEM", "100.5", "JPY")]))]);
        assert!(order_amounts(&fraction, &store(Marketplace::JP)).is_err());
        let unknown = order("USD", "1", &[("1", json!([part("SURCHARGE", "1", "USD")]))]);
        let error = order_amounts(&unknown, &store(Marketplace::US)).unwrap_err();
        assert_eq!(error.reason, ParkReason::UnknownValue);
        assert!(error.text.contains("SURCHARGE"));
    }
}
