//! What NetSuite derives when it saves a transaction: currency, date, the amounts of lines, totals.

use rust_decimal::{Decimal, RoundingStrategy};
use serde_json::{Value, json};

use super::{
    applying, lines, periods,
    schema::Family,
    store::{Body, Record, Store, decimal, number, number_text, put_default, reference_id},
    tax,
};

/// Decimals of a rate that follows from an amount.
const RATE_DIGITS: u32 = 8;

/// Fills in what follows from the rest of the record.
pub(super) fn complete(store: &Store, record: &mut Record) {
    if !record.kind.is_transaction() {
        return;
    }
    let party = record.party().and_then(|id| store.get((Family::Entity, id)));
    for field in ["currency", "subsidiary"] {
        if let Some(value) = party.and_then(|party| party.body.get(field)) {
            put_default(&mut record.body, field, || value.clone());
        }
    }
    default_currency(store, record);
    let today = record.created.format("%Y-%m-%d").to_string();
    put_default(&mut record.body, "tranDate", || today.into());
    if record.kind.name == "itemFulfillment" {
        put_default(&mut record.body, "shipStatus", || json!({"id": "A"}));
        date_shipment(record);
    }
    periods::default_period(store, record);
    for line in record.lists.get_mut("item").into_iter().flatten() {
        if record.kind.list("item").is_some() && !line.contains_key("itemType") {
            let code = line.get("item").and_then(reference_id).and_then(|id| store.item(id));
            line.extend(code.map(|item| ("itemType".to_owned(), json!({"id": item.kind.code}))));
        }
    }
    add_up(store, record);
}

/// The day on which a shipment reached each state for the first time.
fn date_shipment(shipment: &mut Record) {
    let day = shipment.modified.format("%Y-%m-%d").to_string();
    let reached = shipment.choice("shipStatus").unwrap_or("A").to_owned();
    for (letter, field) in [("A", "pickedDate"), ("B", "packedDate"), ("C", "shippedDate")] {
        if letter <= reached.as_str() {
            put_default(&mut shipment.body, field, || day.clone().into());
        }
    }
}

fn default_currency(store: &Store, record: &mut Record) {
    if record.body.contains_key("currency") || record.kind.books.is_none() && !record.kind.is_order() {
        return;
    }
    let subsidiary = record.reference("subsidiary").and_then(|id| store.get((Family::Subsidiary, id)));
    let base = || {
        let base = store.of_family(Family::Currency).find(|currency| currency.flag("isBaseCurrency"));
        base.map(|currency| json!({"id": currency.id.to_string()}))
    };
    let currency = subsidiary.and_then(|subsidiary| subsidiary.body.get("currency").cloned()).or_else(base);
    record.body.extend(currency.map(|currency| ("currency".to_owned(), currency)));
}

fn add_up(store: &Store, record: &mut Record) {
    match record.kind.name {
        "customerPayment" | "customerDeposit" => record.put("total", record.amount("payment")),
        "customerRefund" | "depositApplication" => {
            record.put("total", applying::own(record, "apply") + applying::own(record, "deposit"));
        }
        "journalEntry" => record.put("total", sum(record.lines("line"), "debit")),
        "deposit" => {
            let banked = record.lines("payment").iter().filter_map(|line| {
                let id = number_text(line.get("id")?)?.parse().ok()?;
                store.transaction(id).map(applying::banked_amount)
            });
            let banked: Decimal = banked.sum();
            let total =
                banked + sum(record.lines("other"), "amount") - sum(record.lines("cashback"), "amount");
            record.put("total", total);
        }
        "vendorBill" => {
            let subtotal = line_total(store, record) + sum(record.lines("expense"), "amount");
            record.put("subtotal", subtotal);
            record.put("total", subtotal);
            record.put("userTotal", subtotal);
        }
        "transferOrder" => {
            let total = line_total(store, record);
            record.put("total", total);
        }
        _ if record.kind.is_sale() => add_up_sale(store, record),
        _ => {}
    }
}

fn add_up_sale(store: &Store, record: &mut Record) {
    let subtotal = line_total(store, record);
    // A percentage of the lines, as a negative number.
    let digits = store.minor_digits(record);
    let discount = if record.body.contains_key("discountItem") {
        round(subtotal * record.amount("discountRate") / Decimal::ONE_HUNDRED, digits)
    } else {
        Decimal::ZERO
    };
    let tax = tax::Basis::of(store, record).apply(record, digits);
    let total = subtotal + discount + tax + record.amount("shippingCost") + record.amount("handlingCost");
    record.put("subtotal", subtotal);
    record.put("discountTotal", discount);
    record.put("taxTotal", tax);
    record.put("total", total);
    if record.kind.name == "invoice" {
        // Only a seed says so.
        if let Some(unpaid) = record.body.remove("foreignamountunpaid").as_ref().and_then(decimal) {
            record.settled_elsewhere = total - unpaid;
        }
    }
}

/// Writes the amounts of the item lines and answers their sum. A line that came with an amount alone gets the rate that
/// leads to it: what is made of the line, or becomes of its quantity, is priced by that.
fn line_total(store: &Store, record: &mut Record) -> Decimal {
    let digits = store.minor_digits(record);
    let tax = record.kind.is_sale().then(|| tax::Basis::of(store, record));
    let mut total = Decimal::ZERO;
    for line in record.lists.get_mut("item").into_iter().flatten() {
        if let (Some(tax), false) = (&tax, line.contains_key("amount"))
            && let Some(net) = tax.net(line, digits)
        {
            line.insert("amount".into(), number(net));
        }
        let quantity = lines::quantity(line);
        let said = line.get("amount").and_then(decimal).filter(|_| !quantity.is_zero());
        if let (Some(amount), false) = (said, line.contains_key("rate")) {
            line.insert("rate".into(), number(round(amount / quantity, RATE_DIGITS)));
        }
        let amount = line_amount(line, digits);
        line.insert("amount".into(), number(amount));
        total += amount;
    }
    total
}

/// The amount as sent, else rate times quantity, rounded half away from zero to the currency's minor unit.
fn line_amount(line: &Body, digits: u32) -> Decimal {
    if let Some(amount) = line.get("amount").and_then(decimal) {
        return amount;
    }
    let rate = line.get("rate").and_then(decimal).unwrap_or_default();
    round(rate * lines::quantity(line), digits)
}

/// Rounds half away from zero.
pub(super) fn round(amount: Decimal, digits: u32) -> Decimal {
    amount.round_dp_with_strategy(digits, RoundingStrategy::MidpointAwayFromZero)
}

/// What a customer pays for an item where the line says no level.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Usual {
    /// The item's price at this level.
    Level(String),
    /// A price agreed with the customer.
    Price(Decimal),
}

/// By what is agreed with the customer for the item, else for the item's group, else at the customer's level.
pub(super) fn usual(customer: Option<&Record>, item: Option<&Record>, currency: Option<i64>) -> Usual {
    let level = |entry: &Value| number_text(entry.get("level")?.get("id")?);
    let agreed = |list: &str| {
        let entries = customer.and_then(|customer| customer.body.get(list)?.get("items")?.as_array());
        entries.into_iter().flatten()
    };
    let refers = |entry: &Value, field: &str| entry.get(field).and_then(reference_id);
    let own = item.and_then(|item| {
        agreed("itemPricing").find(|entry| {
            let fits = refers(entry, "currency").is_none_or(|of| Some(of) == currency);
            fits && refers(entry, "item") == Some(item.id)
        })
    });
    if let Some(own) = own {
        match (level(own).filter(|level| level != "-1"), own.get("price").and_then(decimal)) {
            (Some(level), _) => return Usual::Level(level),
            (None, Some(price)) => return Usual::Price(price),
            (None, None) => {}
        }
    }
    let group = item.and_then(|item| item.reference("pricingGroup"));
    let of_group =
        group.and_then(|group| agreed("groupPricing").find(|entry| refers(entry, "group") == Some(group)));
    let of_customer = || number_text(customer?.body.get("priceLevel")?.get("id")?);
    Usual::Level(of_group.and_then(level).or_else(of_customer).unwrap_or_else(|| "1".to_owned()))
}

/// What an item costs at a level in a currency, if it has a price there: by the level's own price for so many, or by the
/// level's percentage on the base price.
pub(super) fn list_price(
    store: &Store,
    item: &Record,
    level: &str,
    currency: Option<i64>,
    quantity: Decimal,
) -> Option<Decimal> {
    let at = |level: &str| {
        let fits = |price: &&Body| {
            let of_level = price.get("priceLevel").and_then(|value| number_text(value.get("id")?));
            of_level.as_deref() == Some(level)
                && price.get("currencyPage").and_then(reference_id).is_none_or(|id| Some(id) == currency)
                && least(price) <= quantity.max(Decimal::ONE)
        };
        let best = item.lines("price").iter().filter(fits).max_by_key(|price| least(price));
        best.and_then(|price| price.get("price").and_then(decimal))
    };
    at(level).or_else(|| {
        let percent = store.get((Family::PriceLevel, level.parse().ok()?))?.body.get("discountPct")?;
        Some(at("1")? * (Decimal::ONE + decimal(percent)? / Decimal::ONE_HUNDRED))
    })
}

/// The quantity from which a price holds.
fn least(price: &Body) -> Decimal {
    let value = price.get("quantity").and_then(|quantity| decimal(quantity.get("value").unwrap_or(quantity)));
    value.or_else(|| price.get("priceQty").and_then(decimal)).unwrap_or_default()
}

fn sum(lines: &[Body], field: &str) -> Decimal {
    lines.iter().filter_map(|line| line.get(field).and_then(decimal)).sum()
}

/// Debits less credits; a journal that balances comes to nothing.
pub(super) fn imbalance(record: &Record) -> Decimal {
    sum(record.lines("line"), "debit") - sum(record.lines("line"), "credit")
}
