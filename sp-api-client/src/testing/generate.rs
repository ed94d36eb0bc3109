//! Realistic orders from a seed.
//!
//! The same seed, count and time give the same bytes. Names, addresses and companies are invented; telephone numbers
//! are from ranges that cannot be dialled.
//!
//! What the amounts obey, so that a client can be held to it:
//! - a line's `proceedsTotal` is ITEM + SHIPPING + GIFT_WRAP + COD_FEE − |DISCOUNT|, plus TAX in the US only;
//! - `detailedBreakdowns` add up to their `subtotal`, in which the DISCOUNT part of TAX is negative;
//! - `grandTotal` is the sum of the lines' `proceedsTotal`, plus DELIVERY_TIP;
//! - DISCOUNT is positive in the US and Japan, negative in the UK and Germany: its sign is undocumented.

mod catalogue;
mod line;
mod market;
mod people;
mod settlement;
mod write;

use std::{collections::BTreeSet, str::FromStr as _};

use chrono::{DateTime, SubsecRound as _, TimeDelta, Utc};
use fastrand::Rng;
use rust_decimal::Decimal;
use serde_json::Value;

use self::{
    line::{Line, Terms},
    market::{DE, JP, Market, UK, US},
    people::Person,
};

pub use self::{
    catalogue::{GeneratedItem, GeneratedOffer},
    settlement::settlements,
};

/// Orders, and the range of products that they sell.
#[derive(Debug, Clone, PartialEq)]
pub struct Generated {
    /// By creation time.
    pub orders: Vec<GeneratedOrder>,
    /// One entry for each SKU.
    pub catalogue: Vec<GeneratedItem>,
}

/// One order.
#[derive(Debug, Clone, PartialEq)]
pub struct GeneratedOrder {
    /// Where it was placed; also in the JSON.
    pub marketplace_id: String,
    /// The order with every dataset, as `getOrder` would return it.
    pub json: Value,
}

/// Draws `count` orders that were created in the 24 hours before `until`.
///
/// Four in ten are from the US, two each from the UK, Germany and Japan. Every time is a whole second and at least ten
/// minutes before `until`; every seventh order shares both its times with another.
pub fn generate(seed: u64, count: usize, until: DateTime<Utc>) -> Generated {
    let mut generator = Generator {
        rng: Rng::with_seed(seed),
        catalogue: catalogue::catalogue(),
        ids: BTreeSet::new(),
        regulars: Vec::new(),
        shipped: Vec::new(),
    };
    let rng = &mut generator.rng;
    let markets = deal(rng, count, &[(&US, 40), (&UK, 20), (&DE, 20), (&JP, 20)]);
    let channels = deal(rng, count, &[(Channel::Fba, 55), (Channel::Mfn, 30), (Channel::Sfp, 15)]);
    let times = draw_times(rng, count, until);
    let drawn = markets.into_iter().zip(channels).zip(times);
    let orders = drawn.map(|((market, channel), times)| generator.order(market, channel, times)).collect();
    Generated { orders, catalogue: generator.catalogue }
}

/// The `grandTotal` of an order: amount and currency. None where an order has no proceeds yet.
pub fn grand_total(order: &Value) -> Option<(Decimal, String)> {
    let total = &order["proceeds"]["grandTotal"];
    let amount = Decimal::from_str(total["amount"].as_str()?).ok()?;
    Some((amount, total["currencyCode"].as_str()?.to_owned()))
}

/// Who ships.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Channel {
    /// Amazon.
    Fba,
    /// The seller.
    Mfn,
    /// The seller, under Prime's promise.
    Sfp,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Status {
    Pending,
    Unshipped,
    PartiallyShipped,
    Shipped,
    Cancelled,
}

impl Status {
    fn name(self) -> &'static str {
        match self {
            Self::Pending => "PENDING",
            Self::Unshipped => "UNSHIPPED",
            Self::PartiallyShipped => "PARTIALLY_SHIPPED",
            Self::Shipped => "SHIPPED",
            Self::Cancelled => "CANCELLED",
        }
    }
}

/// When an order was created and last updated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Times {
    created: DateTime<Utc>,
    updated: DateTime<Utc>,
}

/// An order before it is written down.
#[derive(Debug)]
struct Draft {
    id: String,
    market: &'static Market,
    channel: Channel,
    status: Status,
    times: Times,
    buyer: Person,
    lines: Vec<Line>,
    tip: Option<Decimal>,
    cash_on_delivery: bool,
    original: Option<String>,
    /// Amounts and the address are known: not before the payment is through.
    paid: bool,
}

impl Draft {
    fn total(&self) -> Decimal {
        let lines: Decimal = self.lines.iter().map(|line| line.total(self.market)).sum();
        lines + self.tip.unwrap_or_default()
    }
}

/// A shipped order that a later one may replace.
#[derive(Debug, Clone)]
struct Shipped {
    id: String,
    market: &'static Market,
    created: DateTime<Utc>,
    buyer: Person,
    item: GeneratedItem,
}

#[derive(Debug)]
struct Generator {
    rng: Rng,
    catalogue: Vec<GeneratedItem>,
    /// Ids of orders and lines that are taken.
    ids: BTreeSet<String>,
    /// Buyers of merchant-fulfilled orders, who may come back.
    regulars: Vec<(&'static str, Person)>,
    shipped: Vec<Shipped>,
}

impl Generator {
    fn order(&mut self, market: &'static Market, channel: Channel, times: Times) -> GeneratedOrder {
        let draft = match self.replaceable(market, channel, times) {
            Some(original) => self.replacement(original, channel, times),
            None => self.purchase(market, channel, times),
        };
        let json = write::order(&mut self.rng, &draft);
        self.remember(draft);
        GeneratedOrder { marketplace_id: market.id.to_owned(), json }
    }

    fn purchase(&mut self, market: &'static Market, channel: Channel, times: Times) -> Draft {
        let buyer = self.buyer(market, channel);
        let business = buyer.company.is_some();
        let rng = &mut self.rng;
        let cash_on_delivery = market.id == JP.id && channel == Channel::Mfn && !business && chance(rng, 12);
        let charges_shipping = chance(rng, if channel == Channel::Mfn { 55 } else { 25 });
        let terms = Terms {
            free: false,
            business,
            charges_shipping,
            free_shipping: chance(rng, if channel == Channel::Mfn { 25 } else { 90 }),
            cash_on_delivery,
            first: true,
            tax_reported: chance(rng, market.tax_reported),
        };
        let lines = self.lines(market, &buyer, terms);
        let status = draw_status(&mut self.rng, channel, &lines);
        let paid = match status {
            Status::Pending => false,
            // Half of the cancelled orders never got past the payment.
            Status::Cancelled => chance(&mut self.rng, 50),
            _ => true,
        };
        let tips = market.id == US.id && paid && chance(&mut self.rng, 2);
        let tip = tips.then(|| market.minor(self.rng.i64(2..20) * 50));
        let id = self.order_id(market);
        Draft {
            id,
            market,
            channel,
            status,
            times,
            buyer,
            lines,
            tip,
            cash_on_delivery,
            original: None,
            paid,
        }
    }

    fn lines(&mut self, market: &Market, buyer: &Person, terms: Terms) -> Vec<Line> {
        let count = weighted(&mut self.rng, &[(1, 60), (2, 22), (3, 10), (4, 5), (5, 3)]);
        let mut lines = Vec::new();
        for index in 0..count {
            let item = self.any_item(market);
            lines.extend(self.line(market, buyer, &item, Terms { first: index == 0, ..terms }));
        }
        lines
    }

    fn line(&mut self, market: &Market, buyer: &Person, item: &GeneratedItem, terms: Terms) -> Option<Line> {
        let offer = item.offers.iter().find(|offer| offer.marketplace_id == market.id)?;
        let mut line = Line::draw(&mut self.rng, market, buyer, (item, offer), terms);
        line.id = self.unused(|rng| format!("{:014}", rng.u64(10_000_000_000_000..100_000_000_000_000)));
        Some(line)
    }

    fn any_item(&mut self, market: &Market) -> GeneratedItem {
        let sold: Vec<&GeneratedItem> = self.catalogue.iter().filter(|item| is_sold(item, market)).collect();
        (*pick(&mut self.rng, &sold)).clone()
    }

    /// One in ten buyers of a merchant-fulfilled order has bought before; a third of those have moved since.
    fn buyer(&mut self, market: &'static Market, channel: Channel) -> Person {
        let rng = &mut self.rng;
        let known: Vec<&Person> =
            self.regulars.iter().filter(|(id, _)| *id == market.id).map(|(_, who)| who).collect();
        if channel != Channel::Fba && !known.is_empty() && chance(rng, 12) {
            let mut buyer = (*pick(rng, &known)).clone();
            if chance(rng, 33) {
                buyer.move_house(rng, market);
            }
            return buyer;
        }
        let business = chance(rng, 9);
        people::person(rng, market, business)
    }

    fn replaceable(&mut self, market: &Market, channel: Channel, times: Times) -> Option<Shipped> {
        // Replacements go out by the seller or by Amazon, but the seller's Prime labels are bought one by one.
        if channel == Channel::Sfp || !chance(&mut self.rng, 3) {
            return None;
        }
        let earlier = |one: &&Shipped| one.market.id == market.id && one.created < times.created;
        let candidates: Vec<&Shipped> = self.shipped.iter().filter(earlier).collect();
        if candidates.is_empty() {
            return None;
        }
        Some((*pick(&mut self.rng, &candidates)).clone())
    }

    /// The first item of the original, once more and free of charge.
    fn replacement(&mut self, original: Shipped, channel: Channel, times: Times) -> Draft {
        let market = original.market;
        let terms = Terms {
            free: true,
            business: false,
            charges_shipping: false,
            free_shipping: false,
            cash_on_delivery: false,
            first: true,
            tax_reported: false,
        };
        let lines = self.line(market, &original.buyer, &original.item, terms).into_iter().collect();
        Draft {
            id: self.order_id(market),
            market,
            channel,
            status: if channel == Channel::Fba { Status::Shipped } else { Status::Unshipped },
            times,
            buyer: original.buyer,
            lines,
            tip: None,
            cash_on_delivery: false,
            original: Some(original.id),
            paid: true,
        }
    }

    fn remember(&mut self, draft: Draft) {
        if draft.channel != Channel::Fba && draft.paid {
            self.regulars.push((draft.market.id, draft.buyer.clone()));
        }
        if let (Status::Shipped, None, Some(first)) = (draft.status, &draft.original, draft.lines.first()) {
            let Draft { id, market, times, buyer, .. } = draft;
            self.shipped.push(Shipped {
                id,
                market,
                created: times.created,
                buyer,
                item: first.item.clone(),
            });
        }
    }

    fn order_id(&mut self, market: &Market) -> String {
        self.unused(|rng| {
            let prefix = pick(rng, market.order_id_prefixes);
            format!("{prefix}-{:07}-{:07}", rng.u32(..10_000_000), rng.u32(..10_000_000))
        })
    }

    fn unused(&mut self, mut draw: impl FnMut(&mut Rng) -> String) -> String {
        loop {
            let id = draw(&mut self.rng);
            if self.ids.insert(id.clone()) {
                return id;
            }
        }
    }
}

fn is_sold(item: &GeneratedItem, market: &Market) -> bool {
    item.offers.iter().any(|offer| offer.marketplace_id == market.id)
}

fn draw_status(rng: &mut Rng, channel: Channel, lines: &[Line]) -> Status {
    if channel == Channel::Fba {
        return weighted(rng, &[(Status::Shipped, 84), (Status::Pending, 11), (Status::Cancelled, 5)]);
    }
    let status = weighted(
        rng,
        &[
            (Status::Unshipped, 66),
            (Status::PartiallyShipped, 8),
            (Status::Shipped, 13),
            (Status::Pending, 7),
            (Status::Cancelled, 6),
        ],
    );
    let units: u32 = lines.iter().map(|line| line.quantity).sum();
    // A single unit is not shipped in part.
    if status == Status::PartiallyShipped && units < 2 { Status::Unshipped } else { status }
}

/// Creation times within the day before `until`, oldest first, each with an update time.
fn draw_times(rng: &mut Rng, count: usize, until: DateTime<Utc>) -> Vec<Times> {
    let latest = until.trunc_subsecs(0) - TimeDelta::minutes(10);
    let oldest = 24 * 3600 - 600;
    let mut all: Vec<Times> = Vec::with_capacity(count);
    for index in 0..count {
        let created = latest - TimeDelta::seconds(rng.i64(0..oldest));
        let pause = if chance(rng, 60) { rng.i64(0..3600) } else { rng.i64(0..36_000) };
        let updated = (created + TimeDelta::seconds(pause)).min(latest);
        all.push(match all.last() {
            Some(previous) if index % 7 == 6 => *previous,
            _ => Times { created, updated },
        });
    }
    all.sort();
    all
}

/// `count` cards in the given shares, by largest remainder, shuffled.
fn deal<T: Copy>(rng: &mut Rng, count: usize, percent: &[(T, usize)]) -> Vec<T> {
    let mut cards: Vec<T> = Vec::with_capacity(count);
    for (card, share) in percent {
        cards.extend(std::iter::repeat_n(*card, count * share / 100));
    }
    let mut by_remainder: Vec<_> = percent.iter().collect();
    by_remainder.sort_by_key(|(_, share)| std::cmp::Reverse(count * share % 100));
    let missing = count - cards.len();
    cards.extend(by_remainder.iter().take(missing).map(|(card, _)| *card));
    rng.shuffle(&mut cards);
    cards
}

fn chance(rng: &mut Rng, percent: u32) -> bool {
    rng.u32(..100) < percent
}

fn pick<'a, T>(rng: &mut Rng, all: &'a [T]) -> &'a T {
    &all[rng.usize(..all.len())]
}

fn weighted<T: Copy>(rng: &mut Rng, choices: &[(T, u32)]) -> T {
    let total: u32 = choices.iter().map(|(_, weight)| weight).sum();
    let mut left = rng.u32(..total);
    for (choice, weight) in choices {
        match left.checked_sub(*weight) {
            Some(rest) => left = rest,
            None => return *choice,
        }
    }
    choices[choices.len() - 1].0
}

#[cfg(test)]
mod tests;
