//! What NetSuite derives when it saves a transaction: currency, date, the amounts of lines, totals.

use rust_decimal::{Decimal, RoundingStrategy};
use serde_json::json;

use super::{
    applying, periods,
    schema::Family,
    store::{Body, Record, Store, decimal, number, number_text, put_default, reference_id},
};

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
        (subtotal * record.amount("discountRate") / Decimal::ONE_HUNDRED)
            .round_dp_with_strategy(digits, RoundingStrategy::MidpointAwayFromZero)
    } else {
        Decimal::ZERO
    };
    let tax = match tax_details(record) {
        Some(tax) => tax,
        None => record.lines("item").iter().map(|line| line_tax(line, digits)).sum(),
    };
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

/// What tax details come to that take the place of computed ones; accounts on SuiteTax.
fn tax_details(record: &Record) -> Option<Decimal> {
    if !record.flag("taxDetailsOverride") {
        return None;
    }
    let details = record.body.get("taxDetails")?.get("items")?.as_array()?;
    Some(details.iter().filter_map(|detail| detail.get("taxAmount").and_then(decimal)).sum())
}

/// The tax as sent, else the amount at the line's rate, rounded half away from zero.
fn line_tax(line: &Body, digits: u32) -> Decimal {
    let sent = ["tax1Amt", "taxAmount"].iter().find_map(|field| line.get(*field).and_then(decimal));
    let at_rate = || {
        let amount = line.get("amount").and_then(decimal)?;
        let tax = amount * line.get("taxRate1").and_then(decimal)? / Decimal::ONE_HUNDRED;
        Some(tax.round_dp_with_strategy(digits, RoundingStrategy::MidpointAwayFromZero))
    };
    sent.or_else(at_rate).unwrap_or_default()
}

/// Writes the amounts of the item lines and answers their sum.
fn line_total(store: &Store, record: &mut Record) -> Decimal {
    let digits = store.minor_digits(record);
    let mut total = Decimal::ZERO;
    for line in record.lists.get_mut("item").into_iter().flatten() {
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
    let quantity = line.get("quantity").and_then(decimal).unwrap_or(Decimal::ONE);
    (rate * quantity).round_dp_with_strategy(digits, RoundingStrategy::MidpointAwayFromZero)
}

/// What an item costs at a level in a currency, if it has a price there: by the level's own price, or by the level's
/// percentage on the base price.
pub(super) fn list_price(
    store: &Store,
    item: &Record,
    level: &str,
    currency: Option<i64>,
) -> Option<Decimal> {
    let at = |level: &str| {
        item.lines("price").iter().find_map(|price| {
            let wanted = |field: &str, id: &str| {
                price.get(field).and_then(|value| value.get("id")).and_then(number_text).as_deref()
                    == Some(id)
            };
            let fits = price.get("currencyPage").and_then(reference_id).is_none_or(|id| Some(id) == currency);
            if fits && wanted("priceLevel", level) { price.get("price").and_then(decimal) } else { None }
        })
    };
    at(level).or_else(|| {
        let percent = store.get((Family::PriceLevel, level.parse().ok()?))?.body.get("discountPct")?;
        Some(at("1")? * (Decimal::ONE + decimal(percent)? / Decimal::ONE_HUNDRED))
    })
}

fn sum(lines: &[Body], field: &str) -> Decimal {
    lines.iter().filter_map(|line| line.get(field).and_then(decimal)).sum()
}

/// Debits less credits; a journal that balances comes to nothing.
pub(super) fn imbalance(record: &Record) -> Decimal {
    sum(record.lines("line"), "debit") - sum(record.lines("line"), "credit")
}
