//! One order line: what was bought, and every amount on it.

use fastrand::Rng;
use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::{
    catalogue::{GeneratedItem, GeneratedOffer},
    chance,
    market::Market,
    people::Person,
    pick, weighted,
};

/// What decides about the amounts of a line besides chance.
#[derive(Debug, Clone, Copy)]
pub(super) struct Terms {
    pub(super) free: bool,
    pub(super) business: bool,
    pub(super) charges_shipping: bool,
    pub(super) free_shipping: bool,
    pub(super) cash_on_delivery: bool,
    pub(super) first: bool,
    pub(super) tax_reported: bool,
}

/// Amounts are for the whole line and positive, discounts included; [`breakdowns`](Self::breakdowns) gives them their
/// signs.
#[derive(Debug, Clone)]
pub(super) struct Line {
    pub(super) id: String,
    pub(super) item: GeneratedItem,
    pub(super) offer: GeneratedOffer,
    pub(super) quantity: u32,
    pub(super) promotions: Vec<String>,
    pub(super) gift_message: Option<&'static str>,
    merchandise: Decimal,
    shipping: Decimal,
    gift_wrap: Decimal,
    cod_fee: Decimal,
    item_discount: Decimal,
    shipping_discount: Decimal,
    /// Subtype and amount. None when tax is not reported.
    tax: Option<Vec<(&'static str, Decimal)>>,
}

/// One `breakdowns` entry, with signs as on the wire.
#[derive(Debug)]
pub(super) struct Breakdown {
    pub(super) kind: &'static str,
    pub(super) subtotal: Decimal,
    details: Vec<(&'static str, Decimal)>,
}

const GIFT_MESSAGES: &[&str] = &[
    "Happy birthday!\nLove, all of us",
    "Alles Gute zum Geburtstag 🎂 Deine Käthe",
    "お誕生日おめでとう！",
    "For the new home – \"enjoy\" & see you soon",
];

impl Line {
    pub(super) fn draw(
        rng: &mut Rng,
        market: &Market,
        buyer: &Person,
        (item, offer): (&GeneratedItem, &GeneratedOffer),
        terms: Terms,
    ) -> Self {
        let quantity = if terms.free { 1 } else { quantity(rng) };
        let mut line = Self {
            id: String::new(),
            item: item.clone(),
            offer: offer.clone(),
            quantity,
            promotions: Vec::new(),
            gift_message: None,
            merchandise: Decimal::ZERO,
            shipping: Decimal::ZERO,
            gift_wrap: Decimal::ZERO,
            cod_fee: Decimal::ZERO,
            item_discount: Decimal::ZERO,
            shipping_discount: Decimal::ZERO,
            tax: None,
        };
        if !terms.free {
            line.draw_charges(rng, market, terms);
            line.draw_discounts(rng, market, terms);
            line.tax = line.taxes(rng, market, buyer, terms);
        }
        line
    }

    fn draw_charges(&mut self, rng: &mut Rng, market: &Market, terms: Terms) {
        self.merchandise = merchandise(rng, market, self.offer.price, self.quantity, terms.business);
        if terms.charges_shipping {
            self.shipping = market.about(if terms.first { 499 } else { 150 });
        }
        if chance(rng, 6) {
            self.gift_message = Some(*pick(rng, GIFT_MESSAGES));
            // A message alone is free.
            if chance(rng, 80) {
                self.gift_wrap = market.about(399) * Decimal::from(self.quantity);
            }
        }
        if terms.cash_on_delivery && terms.first {
            self.cod_fee = market.about(330);
        }
    }

    fn draw_discounts(&mut self, rng: &mut Rng, market: &Market, terms: Terms) {
        if chance(rng, 14) {
            let percent = Decimal::new(*pick(rng, &[5, 10, 15, 25]), 2);
            self.item_discount = market.round(self.merchandise * percent);
            self.promotions.push(format!("PAWS-V2-{:012}-A{}", rng.u64(..1_000_000_000_000), rng.u32(1..9)));
        }
        if terms.free_shipping && !self.shipping.is_zero() {
            self.shipping_discount = self.shipping;
            self.promotions.push(format!("{} Core Free Shipping 2026/11/01 08-48-26-7", market.country));
        }
    }

    fn taxes(
        &self,
        rng: &mut Rng,
        market: &Market,
        buyer: &Person,
        terms: Terms,
    ) -> Option<Vec<(&'static str, Decimal)>> {
        let untaxed_state = !market.tax_included() && buyer.state_tax.is_zero();
        if !terms.tax_reported || (untaxed_state && chance(rng, 50)) {
            return None;
        }
        let part_of = |amount: Decimal| {
            let percent = Decimal::from(market.tax_percent);
            let tax = if market.tax_included() {
                amount * percent / (Decimal::ONE_HUNDRED + percent)
            } else {
                amount * buyer.state_tax
            };
            market.round(tax)
        };
        let discount = self.item_discount + self.shipping_discount;
        let bases = [
            ("ITEM", self.merchandise),
            ("SHIPPING", self.shipping),
            ("GIFT_WRAP", self.gift_wrap),
            ("COD_FEE", self.cod_fee),
            ("DISCOUNT", -discount),
        ];
        Some(
            bases
                .iter()
                .filter(|(_, base)| !base.is_zero())
                .map(|(name, base)| (*name, part_of(*base)))
                .collect(),
        )
    }

    /// Whether any tax was collected.
    pub(super) fn taxed(&self) -> bool {
        self.tax.iter().flatten().any(|(_, amount)| !amount.is_zero())
    }

    /// What the buyer pays for the line.
    pub(super) fn total(&self, market: &Market) -> Decimal {
        let charges = self.merchandise + self.shipping + self.gift_wrap + self.cod_fee;
        let discounts = self.item_discount + self.shipping_discount;
        let tax = self.tax.iter().flatten().map(|(_, amount)| amount).sum::<Decimal>();
        charges - discounts + if market.tax_included() { Decimal::ZERO } else { tax }
    }

    pub(super) fn breakdowns(&self, market: &Market) -> Vec<Breakdown> {
        let plain = |kind, subtotal| Breakdown { kind, subtotal, details: Vec::new() };
        let mut all = vec![plain("ITEM", self.merchandise)];
        let charges = [("SHIPPING", self.shipping), ("GIFT_WRAP", self.gift_wrap), ("COD_FEE", self.cod_fee)];
        all.extend(
            charges.into_iter().filter(|(_, amount)| !amount.is_zero()).map(|(kind, sum)| plain(kind, sum)),
        );
        let sign = if market.negative_discounts { -Decimal::ONE } else { Decimal::ONE };
        let discounts = [("ITEM", self.item_discount), ("SHIPPING", self.shipping_discount)];
        let discounts = discounts.into_iter().filter(|(_, amount)| !amount.is_zero());
        let discounts: Vec<_> = discounts.map(|(subtype, amount)| (subtype, sign * amount)).collect();
        let with_details =
            [("TAX", self.tax.clone()), ("DISCOUNT", Some(discounts).filter(|all| !all.is_empty()))];
        for (kind, details) in with_details {
            if let Some(details) = details {
                all.push(Breakdown {
                    kind,
                    subtotal: details.iter().map(|(_, amount)| amount).sum(),
                    details,
                });
            }
        }
        all
    }

    /// The item's `proceeds`.
    pub(super) fn proceeds(&self, market: &Market) -> Value {
        let breakdowns: Vec<Value> = self.breakdowns(market).iter().map(|one| one.json(market)).collect();
        json!({ "proceedsTotal": market.money(self.total(market)), "breakdowns": breakdowns })
    }

    /// The item's `product.price`. The price of a unit is rounded, so quantity times price may miss the line's amount.
    pub(super) fn price(&self, market: &Market, business: bool) -> Value {
        let unit = market.round(self.merchandise / Decimal::from(self.quantity));
        let mut price = json!({ "unitPrice": market.money(unit) });
        if business {
            price["priceDesignation"] = json!("BUSINESS_PRICE");
        }
        price
    }
}

impl Breakdown {
    fn json(&self, market: &Market) -> Value {
        let mut json = json!({ "type": self.kind, "subtotal": market.money(self.subtotal) });
        if !self.details.is_empty() {
            let details = self.details.iter();
            let details: Vec<Value> = details
                .map(|(subtype, value)| json!({ "subtype": subtype, "value": market.money(*value) }))
                .collect();
            json["detailedBreakdowns"] = json!(details);
        }
        json
    }
}

fn quantity(rng: &mut Rng) -> u32 {
    weighted(rng, &[(1, 74), (2, 13), (3, 7), (4, 3), (6, 2), (12, 1)])
}

/// The amount of the goods on a line. Not every amount divides by its quantity: deals like "three for ten" do not.
fn merchandise(rng: &mut Rng, market: &Market, price: Decimal, quantity: u32, business: bool) -> Decimal {
    if quantity == 3 && chance(rng, 30) {
        return market.about(1000);
    }
    let percent = if business { Decimal::new(93, 2) } else { Decimal::ONE };
    let full = market.round(price * percent) * Decimal::from(quantity);
    if quantity > 1 && chance(rng, 20) { full - market.minor(rng.i64(1..i64::from(quantity))) } else { full }
}
