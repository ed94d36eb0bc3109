//! Sales tax: the engine that an account has, the fields that belong to it, and what tax a sale comes to.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use super::{
    lines,
    remaining::open_quantity,
    store::{Body, Record, Store, decimal, number},
    totals::round,
    wire::{Detail, Refusal, USER_ERROR},
};

/// How an account works out the tax of a sale. A field of another engine is not known to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tax {
    /// Not at all.
    None,
    /// By rates: those of a line (`taxRate1`, `taxRate2`), else that of the header (`taxRate`) for the lines that are not
    /// `isTaxable: false`. An amount (`tax1Amt`) that is sent gives way to what the rates come to.
    #[default]
    Legacy,
    /// SuiteTax. With `taxDetailsOverride` the list `taxDetails` says the tax of every line, which it names by
    /// `taxDetailsReference`; without it there is no tax, for the simulator knows no rates.
    SuiteTax,
}

const LEGACY: &[&str] = &[
    "taxItem",
    "taxRate",
    "isTaxable",
    "shippingTaxCode",
    "taxCode",
    "taxRate1",
    "taxRate2",
    "tax1Amt",
    "rateIncludingTax",
];

const SUITE_TAX: &[&str] = &[
    "taxDetails",
    "taxDetailsOverride",
    "taxDetailsReference",
    "taxRegOverride",
    "taxPointDate",
    "taxPointDateOverride",
    "subsidiaryTaxRegNum",
    "entityTaxRegNum",
    "taxAmount",
];

impl Tax {
    /// Whether a sale's field or list of this name exists.
    pub(super) fn has_field(self, name: &str) -> bool {
        let legacy = !LEGACY.contains(&name) || self == Self::Legacy;
        let suite_tax = !SUITE_TAX.contains(&name) || self == Self::SuiteTax;
        legacy && suite_tax && (name != "grossAmt" || self != Self::None)
    }
}

/// What the tax of a sale's lines follows from.
pub(super) struct Basis {
    engine: Tax,
    /// In per cent.
    header: Option<Decimal>,
    // By the line's reference.
    details: BTreeMap<String, Decimal>,
}

impl Basis {
    pub(super) fn of(store: &Store, sale: &Record) -> Self {
        let taxable = sale.body.get("isTaxable").and_then(serde_json::Value::as_bool) != Some(false);
        let mut details = BTreeMap::<String, Decimal>::new();
        for detail in sale.lines("taxDetails") {
            if let (Some(line), Some(tax)) = (reference(detail), detail.get("taxAmount").and_then(decimal)) {
                *details.entry(line.to_owned()).or_default() += tax;
            }
        }
        Self {
            engine: store.options.tax,
            header: sale.body.get("taxRate").and_then(decimal).filter(|_| taxable),
            details,
        }
    }

    /// The rates of the line itself, in per cent.
    fn own_rate(line: &Body) -> Option<Decimal> {
        let rates =
            ["taxRate1", "taxRate2"].into_iter().filter_map(|field| line.get(field).and_then(decimal));
        rates.reduce(|sum, rate| sum + rate)
    }

    fn header_rate(&self, line: &Body) -> Option<Decimal> {
        let taxable = line.get("isTaxable").and_then(serde_json::Value::as_bool) != Some(false);
        self.header.filter(|_| taxable)
    }

    /// What a line that says an amount with tax comes to without.
    pub(super) fn net(&self, line: &Body, digits: u32) -> Option<Decimal> {
        let gross = line.get("grossAmt").and_then(decimal)?;
        Some(match self.engine {
            Tax::None => gross,
            Tax::Legacy => {
                let rate = Self::own_rate(line).or_else(|| self.header_rate(line)).unwrap_or_default();
                round(gross / (Decimal::ONE + rate / Decimal::ONE_HUNDRED), digits)
            }
            Tax::SuiteTax => gross - self.detailed(line).unwrap_or_default(),
        })
    }

    fn detailed(&self, line: &Body) -> Option<Decimal> {
        self.details.get(reference(line)?).copied()
    }

    /// Writes the tax of the lines, whose amounts are known, and answers the tax of the sale.
    pub(super) fn apply(&self, sale: &mut Record, digits: u32) -> Decimal {
        let (mut tax, mut by_header) = (Decimal::ZERO, Decimal::ZERO);
        for line in sale.lists.get_mut("item").into_iter().flatten() {
            for field in ["tax1Amt", "taxAmount", "grossAmt"] {
                line.remove(field);
            }
            let amount = line.get("amount").and_then(decimal).unwrap_or_default();
            let (field, own) = match self.engine {
                Tax::None => continue,
                Tax::Legacy => {
                    let own =
                        Self::own_rate(line).map(|rate| round(amount * rate / Decimal::ONE_HUNDRED, digits));
                    if own.is_none() {
                        // The header's rate is taken of the sum.
                        by_header += self.header_rate(line).map_or(Decimal::ZERO, |rate| amount * rate);
                    }
                    ("tax1Amt", own)
                }
                Tax::SuiteTax => ("taxAmount", self.detailed(line)),
            };
            if let Some(own) = own {
                line.insert(field.to_owned(), number(own));
                line.insert("grossAmt".into(), number(amount + own));
                tax += own;
            }
        }
        tax + round(by_header / Decimal::ONE_HUNDRED, digits)
    }
}

fn reference(line: &Body) -> Option<&str> {
    line.get("taxDetailsReference")?.as_str()
}

/// Refuses tax details that nobody may set, or that do not cover every line and nothing else.
pub(super) fn check(store: &Store, sale: &Record) -> Result<(), Refusal> {
    if !sale.kind.is_sale() || store.options.tax != Tax::SuiteTax {
        return Ok(());
    }
    let refused = |text: &str| Err(Refusal::from(Detail::resource(USER_ERROR, text).at("taxDetails")));
    let details: BTreeSet<&str> = sale.lines("taxDetails").iter().filter_map(reference).collect();
    if !sale.flag("taxDetailsOverride") {
        return if details.is_empty() {
            Ok(())
        } else {
            refused("Tax details can be set only if taxDetailsOverride is true.")
        };
    }
    let lines: Vec<Option<&str>> = sale.lines("item").iter().map(reference).collect();
    let named: BTreeSet<&str> = lines.iter().copied().flatten().collect();
    if named.len() < lines.len() {
        return refused("Every line needs a tax details reference of its own.");
    }
    if named != details {
        return refused("The tax details must cover every line, and no other.");
    }
    Ok(())
}

/// Gives a record made from a sale its share of the sale's tax details: what parts there are add up to the whole.
pub(super) fn share(store: &Store, source: &Record, record: &mut Record) {
    if record.kind.list("taxDetails").is_none() || !record.lines("taxDetails").is_empty() {
        return;
    }
    let digits = store.minor_digits(source);
    let mut details = Vec::new();
    for line in record.lines("item") {
        let Some(whole) = lines::ordered(store, source, line) else { continue };
        let (_, before) = open_quantity(store, source, record.kind, whole);
        let (ordered, part) = (lines::quantity(whole), lines::quantity(line));
        if ordered.is_zero() || part.is_zero() {
            continue;
        }
        let mine = source.lines("taxDetails").iter().filter(|detail| reference(detail) == reference(whole));
        for detail in mine.filter(|detail| reference(detail).is_some()) {
            let mut made = detail.clone();
            for field in ["taxBasis", "taxAmount"] {
                let Some(all) = detail.get(field).and_then(decimal) else { continue };
                let share = |quantity: Decimal| round(all * quantity / ordered, digits);
                made.insert(field.to_owned(), number(share(before + part) - share(before)));
            }
            details.push(made);
        }
    }
    record.lists.insert("taxDetails", details);
}
