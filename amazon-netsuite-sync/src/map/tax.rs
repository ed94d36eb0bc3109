//! How the tax of each line is written: as a rate on legacy tax, as an amount on SuiteTax, or left to NetSuite.

use commerce_client_core::money::{Currency, Money};
use netsuite_client::{
    field::Reference,
    records::{TaxDetail, TransactionLine},
};
use rust_decimal::{Decimal, RoundingStrategy};

use super::{MapError, lines::Line};
use crate::{
    settings::{SellerTax, TaxCode, TaxEngine, TaxSettings},
    store::ParkReason,
};

/// Lines as they are sent.
pub(super) struct Taxed {
    pub(super) lines: Vec<TransactionLine>,
    /// The tax of every line, in place of NetSuite's own; SuiteTax only.
    pub(super) details: Option<Vec<TaxDetail>>,
}

/// Writes the tax of lines that are delivered to `country`. `withheld` is the tax that Amazon remits itself.
///
/// # Errors
/// When the tax cannot be written in the account's engine.
pub(super) fn apply(
    lines: Vec<Line>,
    country: Option<&str>,
    withheld: Decimal,
    currency: Currency,
    settings: &TaxSettings,
) -> Result<Taxed, MapError> {
    match (&settings.seller, settings.engine) {
        (SellerTax::Codes(codes), TaxEngine::Legacy) => {
            let code = codes.of(country);
            let lines = lines.into_iter().map(|line| at_rate(line, code, currency, settings));
            Ok(Taxed { lines: lines.collect::<Result<_, _>>()?, details: None })
        }
        (SellerTax::Codes(codes), TaxEngine::SuiteTax) => Ok(detailed(lines, codes.of(country))),
        (SellerTax::Computed, TaxEngine::SuiteTax) if !withheld.is_zero() => {
            let text = format!(
                "Amazon remits {} of tax itself, and NetSuite would compute it once more: on SuiteTax, no line can be \
                 left out. Set `tax.seller` to codes or item, then retry",
                Money::new(withheld, currency)
            );
            Err(MapError::new(ParkReason::MissingSetting, text))
        }
        (seller, engine) => {
            let computed = *seller == SellerTax::Computed;
            let lines = lines.into_iter().map(|line| {
                if computed && line.taxable {
                    line.line
                } else {
                    untaxed(line.line, computed, engine, settings)
                }
            });
            Ok(Taxed { lines: lines.collect(), details: None })
        }
    }
}

/// A line on which NetSuite is to compute no tax.
fn untaxed(
    mut line: TransactionLine,
    computed: bool,
    engine: TaxEngine,
    settings: &TaxSettings,
) -> TransactionLine {
    match &settings.untaxed_code {
        Some(code) => line.tax_code = Some(code.clone().into()),
        None if computed && engine == TaxEngine::Legacy => line.is_taxable = Some(false),
        None => {}
    }
    line
}

/// Legacy tax takes a rate and computes the amount: the line gets the rate by which it comes to Amazon's.
fn at_rate(
    line: Line,
    code: &TaxCode,
    currency: Currency,
    settings: &TaxSettings,
) -> Result<TransactionLine, MapError> {
    let Line { mut line, net, tax, .. } = line;
    if tax.is_zero() && settings.untaxed_code.is_some() {
        return Ok(untaxed(line, false, TaxEngine::Legacy, settings));
    }
    let rate = rate(net, tax, currency.minor_digits()).ok_or_else(|| {
        let text = format!(
            "no rate brings the tax on {} to {}: nothing was posted. Post this order by hand, or set `tax.seller` to item",
            Money::new(net, currency),
            Money::new(tax, currency)
        );
        MapError::new(ParkReason::AmountsDoNotAddUp, text)
    })?;
    line.tax_code = Some(code.code.clone().into());
    line.tax_rate1 = Some(rate);
    Ok(line)
}

/// The shortest rate, in percent, by which NetSuite computes this tax: it rounds each line half away from zero.
fn rate(net: Decimal, tax: Decimal, digits: u32) -> Option<Decimal> {
    if tax.is_zero() {
        return Some(Decimal::ZERO);
    }
    let exact = tax.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(net)?;
    let comes_to = |rate: &Decimal| {
        let computed = (net * rate / Decimal::ONE_HUNDRED)
            .round_dp_with_strategy(digits, RoundingStrategy::MidpointAwayFromZero);
        computed == tax
    };
    (0..=8).map(|places| exact.round_dp(places)).find(comes_to).filter(|rate| *rate > Decimal::ZERO)
}

/// SuiteTax takes amounts, if it gets them for every line.
fn detailed(lines: Vec<Line>, code: &TaxCode) -> Taxed {
    let mut details = Vec::with_capacity(lines.len());
    let lines = lines.into_iter().zip(1..).map(|(line, number)| {
        let Line { mut line, net, tax, .. } = line;
        let reference = number.to_string();
        let percent = (tax * Decimal::ONE_HUNDRED).checked_div(net).unwrap_or_default();
        let mut detail = TaxDetail::default();
        detail.tax_details_reference = Some(reference.clone());
        detail.tax_type = code.tax_type.clone().map(Reference::from);
        detail.tax_code = Some(code.code.clone().into());
        detail.tax_basis = Some(net);
        detail.tax_rate = Some(percent.round_dp(4));
        detail.tax_amount = Some(tax);
        details.push(detail);
        line.tax_details_reference = Some(reference);
        line
    });
    let lines = lines.collect();
    Taxed { lines, details: Some(details) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decimal(text: &str) -> Decimal {
        text.parse().unwrap()
    }

    #[test]
    fn the_rate_is_the_shortest_by_which_netsuite_comes_to_amazons_cent() {
        for (net, tax, digits, expected) in [
            ("100.00", "19.00", 2, "19"),
            ("8.41", "1.60", 2, "19"),
            ("9.99", "0.82", 2, "8.2"),
            ("-5.00", "-0.41", 2, "8.2"),
            ("910", "91", 0, "10"),
            ("9.99", "0.00", 2, "0"),
            ("0.00", "0.00", 2, "0"),
        ] {
            let found = rate(decimal(net), decimal(tax), digits);
            assert_eq!(found, Some(decimal(expected)), "{tax} on {net}");
        }
    }

    #[test]
    fn tax_on_nothing_and_tax_against_the_sign_have_no_rate() {
        assert_eq!(rate(Decimal::ZERO, decimal("0.40"), 2), None);
        assert_eq!(rate(decimal("5.00"), decimal("-0.40"), 2), None);
    }
}
