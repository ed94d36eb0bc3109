//! What a run comes to, for people and for programs.

use std::{collections::BTreeMap, fmt::Write as _};

use amazon_netsuite_sync::{Summary, map::Channel, plan::RecordKind};
use rust_decimal::Decimal;
use serde::Serialize;

/// Everything the quickstart reports. Serializes to the one line of `--json`.
#[derive(Debug, Serialize)]
pub struct Outcome {
    /// Orders, by the hands they go through.
    pub flows: Vec<FlowRow>,
    /// Requests of the first run, by service and operation.
    pub calls: BTreeMap<&'static str, BTreeMap<String, u64>>,
    /// Both sides' money.
    pub totals: Vec<TotalRow>,
    /// Writes that the second run made: none, if all is well.
    pub second_run_writes: u64,
}

/// One flow.
#[derive(Debug, Serialize)]
pub struct FlowRow {
    /// `mfn-orders`, `sfp-orders` or `fba-orders`.
    pub flow: &'static str,
    /// Orders read.
    pub read: u64,
    /// New in NetSuite.
    pub created: u64,
    /// Brought up to date.
    pub updated: u64,
    /// Nothing to do: there already, pending, or cancelled.
    pub unchanged: u64,
    /// Set aside with a reason.
    pub parked: u64,
}

/// One currency.
#[derive(Debug, Serialize)]
pub struct TotalRow {
    /// ISO code.
    pub currency: String,
    /// What Amazon's due orders come to.
    pub amazon: Decimal,
    /// What NetSuite's sales orders and invoices come to.
    pub netsuite: Decimal,
    /// Amazon's less NetSuite's.
    pub difference: Decimal,
}

/// One row for each flow, those that saw nothing included.
pub fn flow_rows(summary: &Summary) -> Vec<FlowRow> {
    let row = |flow: &'static str, channel: Option<Channel>| {
        let counts = summary.orders.get(&channel).copied().unwrap_or_default();
        FlowRow {
            flow,
            read: counts.read,
            created: counts.created,
            updated: counts.updated,
            unchanged: counts.unchanged,
            parked: counts.parked,
        }
    };
    let mut rows = vec![
        row("mfn-orders", Some(Channel::Merchant)),
        row("sfp-orders", Some(Channel::SellerFulfilledPrime)),
        row("fba-orders", Some(Channel::Fba)),
    ];
    let unclear = row("unclear", None);
    if unclear.read > 0 {
        rows.push(unclear);
    }
    rows
}

/// One row for each currency that either side has.
pub fn total_rows(amazon: &BTreeMap<String, Decimal>, netsuite: &BTreeMap<String, Decimal>) -> Vec<TotalRow> {
    let currencies: std::collections::BTreeSet<&String> = amazon.keys().chain(netsuite.keys()).collect();
    let row = |currency: &String| {
        let of =
            |side: &BTreeMap<String, Decimal>| side.get(currency).copied().unwrap_or_default().normalize();
        let digits =
            currency.parse().map_or(2, |code: commerce_client_core::money::Currency| code.minor_digits());
        let at_scale = |mut amount: Decimal| {
            amount.rescale(digits);
            amount
        };
        TotalRow {
            currency: currency.clone(),
            amazon: at_scale(of(amazon)),
            netsuite: at_scale(of(netsuite)),
            difference: at_scale(of(amazon) - of(netsuite)),
        }
    };
    currencies.into_iter().map(row).collect()
}

impl Outcome {
    /// Whether both sides have the same money.
    pub fn balances(&self) -> bool {
        self.totals.iter().all(|row| row.difference.is_zero())
    }

    /// Whether both sides have the same money, and the second run found nothing left to write.
    pub fn is_well(&self) -> bool {
        self.balances() && self.second_run_writes == 0
    }

    /// The table that a person reads.
    pub fn table(&self, summary: &Summary, seconds: f64) -> String {
        let mut text = String::new();
        let _ = writeln!(text, "\n  Orders           read   created   updated   unchanged   parked");
        for row in &self.flows {
            let FlowRow { flow, read, created, updated, unchanged, parked } = row;
            let _ = writeln!(
                text,
                "  {flow:<12} {read:>8} {created:>9} {updated:>9} {unchanged:>11} {parked:>8}"
            );
        }
        let _ = writeln!(text, "\n  NetSuite records        created   updated");
        for (kind, (created, updated)) in &summary.written {
            let name = match kind {
                RecordKind::Customer => "customers",
                RecordKind::SalesOrder => "sales orders",
                RecordKind::Invoice => "invoices",
                other => other.record_type(),
            };
            let _ = writeln!(text, "  {name:<18} {created:>12} {updated:>9}");
        }
        let _ = writeln!(text, "\n  Calls (first run)");
        for (service, calls) in &self.calls {
            let calls: Vec<String> =
                calls.iter().map(|(operation, calls)| format!("{operation} {calls}")).collect();
            let _ = writeln!(text, "  {service:<9} {}", calls.join(", "));
        }
        let _ = writeln!(text, "\n  Money              Amazon         NetSuite   difference");
        for TotalRow { currency, amazon, netsuite, difference } in &self.totals {
            let (amazon, netsuite) = (grouped(*amazon), grouped(*netsuite));
            let _ = writeln!(text, "  {currency:<8} {amazon:>16} {netsuite:>16} {difference:>12}");
        }
        let verdict = if self.balances() { "Both sides agree to the cent." } else { "THE SIDES DIFFER." };
        let again = match self.second_run_writes {
            0 => "A second run wrote nothing.".to_owned(),
            writes => format!("A SECOND RUN WROTE {writes} TIMES."),
        };
        let _ = writeln!(text, "\n  {verdict} {again} First run: {seconds:.1} s.\n");
        text
    }
}

/// `1234567.89` as `1,234,567.89`.
fn grouped(amount: Decimal) -> String {
    let text = amount.abs().to_string();
    let (whole, fraction) =
        text.split_once('.').map_or((text.as_str(), None), |(whole, rest)| (whole, Some(rest)));
    let mut grouped = if amount.is_sign_negative() { "-".to_owned() } else { String::new() };
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    match fraction {
        Some(fraction) => format!("{grouped}.{fraction}"),
        None => grouped,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_grouped_as_people_read_them() {
        for (amount, text) in
            [("1234567.89", "1,234,567.89"), ("-999", "-999"), ("1000", "1,000"), ("0.00", "0.00")]
        {
            assert_eq!(grouped(amount.parse().unwrap()), text);
        }
    }

    #[test]
    fn a_second_run_that_writes_is_not_well() {
        let mut outcome = Outcome {
            flows: Vec::new(),
            calls: BTreeMap::new(),
            totals: total_rows(&BTreeMap::new(), &BTreeMap::new()),
            second_run_writes: 0,
        };
        assert!(outcome.is_well());
        outcome.second_run_writes = 1;
        assert!(!outcome.is_well() && outcome.balances());
    }

    #[test]
    fn a_currency_that_only_one_side_has_is_a_difference() {
        let amazon = BTreeMap::from([("JPY".to_owned(), Decimal::from(1200))]);
        let rows = total_rows(&amazon, &BTreeMap::new());
        assert_eq!(rows[0].difference.to_string(), "1200");
    }
}
