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
    settings::{StoreSettings, VatMode},
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

/// The amounts of one item, for its whole quantity, net of tax. Discounts are zero or negative.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ItemAmounts {
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
    /// Tax on all of it.
    pub tax: Decimal,
    /// Whether Amazon collects and remits that tax itself.
    pub facilitator: bool,
}

impl ItemAmounts {
    fn parts(&self) -> [Decimal; 8] {
        [
            self.item,
            self.item_discount,
            self.shipping,
            self.shipping_discount,
            self.gift_wrap,
            self.cash_on_delivery,
            self.other,
            self.tax,
        ]
    }

    /// What the buyer pays for the item: Amazon's `proceedsTotal`.
    pub fn total(&self) -> Decimal {
        self.parts().into_iter().sum()
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
        return Ok(ItemAmounts { item: total.unwrap_or_default(), facilitator, ..ItemAmounts::default() });
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
    let mut amounts = ItemAmounts {
        item: gross.item + residual,
        item_discount: reading.discount_sign * (gross.discount - gross.shipping_discount),
        shipping: gross.shipping,
        shipping_discount: reading.discount_sign * gross.shipping_discount,
        gift_wrap: gross.gift_wrap,
        cash_on_delivery: gross.cash_on_delivery,
        other: gross.other,
        tax: gross.tax,
        facilitator,
    };
    if reading.tax_inside {
        take_tax_out(&mut amounts, &proceeds.breakdowns, store.vat, currency);
    }
    Ok(amounts)
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

/// Makes the amounts net where the prices hold tax: as Amazon splits it, else by a fixed rate if there is one.
fn take_tax_out(
    amounts: &mut ItemAmounts,
    breakdowns: &[ItemProceedsBreakdown],
    vat: VatMode,
    currency: Currency,
) {
    let gross = amounts.total() - amounts.tax;
    if amounts.tax.is_zero() {
        if let VatMode::FixedRate { rate } = vat {
            let net = |amount: &mut Decimal| {
                let digits = currency.minor_digits();
                *amount = (*amount / (Decimal::ONE + rate)).round_dp(digits);
            };
            [
                &mut amounts.item,
                &mut amounts.item_discount,
                &mut amounts.shipping,
                &mut amounts.shipping_discount,
                &mut amounts.gift_wrap,
                &mut amounts.cash_on_delivery,
                &mut amounts.other,
            ]
            .into_iter()
            .for_each(net);
            amounts.tax = gross - amounts.total();
        }
        return;
    }
    let of = |part: &ProceedsDetailType| -> Decimal {
        let taxes = breakdowns.iter().filter(|breakdown| breakdown.kind == ItemProceedsType::Tax);
        taxes.map(|tax| details(tax, part)).sum()
    };
    amounts.shipping -= of(&ProceedsDetailType::Shipping);
    amounts.gift_wrap -= of(&ProceedsDetailType::GiftWrap);
    amounts.cash_on_delivery -= of(&ProceedsDetailType::CodFee);
    amounts.other -= of(&ProceedsDetailType::OtherProceeds);
    // What a discount takes away from the tax, whichever sign it is given.
    let discount = -of(&ProceedsDetailType::Discount).abs();
    if amounts.item_discount.is_zero() {
        amounts.shipping_discount -= discount;
    } else {
        amounts.item_discount -= discount;
    }
    // The goods bear the rest, so that net amounts and tax come to the gross to the cent.
    amounts.item += gross - amounts.total();
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
        assert_eq!((amounts.items[0].item, amounts.items[0].tax), (decimal("39.99"), decimal("10.00")));
    }

    #[test]
    fn tax_inside_the_price_leaves_the_net_amount_and_the_tax() {
        let tax = split("TAX", "3.33", "GBP", &[("ITEM", "2.50"), ("SHIPPING", "0.83")]);
        let parts = json!([part("ITEM", "15.00", "GBP"), part("SHIPPING", "4.99", "GBP"), tax]);
        let amounts =
            order_amounts(&order("GBP", "19.99", &[("19.99", parts)]), &store(Marketplace::UK)).unwrap();
        let item = &amounts.items[0];
        assert_eq!(
            (item.item, item.shipping, item.tax),
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
            assert_eq!((item.item_discount, item.shipping_discount), (decimal("-3.00"), decimal("-2.00")));
        }
    }

    #[test]
    fn a_fixed_rate_is_taken_out_of_every_component_and_the_total_stays() {
        let mut store = store(Marketplace::DE);
        store.vat = VatMode::FixedRate { rate: decimal("0.19") };
        let parts = json!([part("ITEM", "10.01", "EUR"), part("SHIPPING", "4.99", "EUR")]);
        let amounts = order_amounts(&order("EUR", "15.00", &[("15.00", parts)]), &store).unwrap();
        let item = &amounts.items[0];
        assert_eq!((item.item, item.shipping, item.tax), (decimal("8.41"), decimal("4.19"), decimal("2.40")));
    }

    #[test]
    fn a_cent_of_rounding_stays_with_the_goods_and_a_dollar_is_refused() {
        let parts = json!([part("ITEM", "9.99", "USD"), part("SHIPPING", "1.00", "USD")]);
        let off_by_a_cent = order("USD", "11.00", &[("11.00", parts.clone())]);
        let amounts = order_amounts(&off_by_a_cent, &store(Marketplace::US)).unwrap();
        assert_eq!(amounts.items[0].item, decimal("10.00"));
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
