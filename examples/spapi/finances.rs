//! `finances`.

use std::{collections::BTreeMap, pin::pin, process::ExitCode};

use chrono::{DateTime, Utc};
use clap::Args;
use rust_decimal::Decimal;
use sp_api_client::{
    finances::{RelatedIdentifierName, Transaction, TransactionStatus},
    ids::MarketplaceId,
};

use crate::{
    connect::Connect,
    listed::Listed,
    output::{Align, Output, Table, cell, minute},
    values,
};

#[derive(Debug, Args)]
pub(crate) struct Options {
    /// Posted since.
    #[arg(long, value_name = "TIME", default_value = "14d", value_parser = values::instant)]
    posted_after: DateTime<Utc>,
    /// Only this marketplace. Merchant-fulfilled orders of the United States show only without it.
    #[arg(long, value_name = "CODE|ID", value_parser = values::marketplace)]
    marketplace: Option<MarketplaceId>,
}

pub(crate) async fn run(connect: &Connect, out: Output, options: Options) -> anyhow::Result<ExitCode> {
    use Align::{Left, Right};
    let mut request = connect.api()?.finances().list_transactions().posted_after(options.posted_after);
    if let Some(marketplace) = options.marketplace {
        request = request.marketplace_id(marketplace);
    }
    let mut table = Table::new([
        ("posted", Left),
        ("type", Left),
        ("status", Left),
        ("order", Left),
        ("total", Right),
        ("", Left),
        ("what for", Left),
    ]);
    let (mut totals, mut released) = (BTreeMap::<String, Decimal>::new(), 0_usize);
    let mut listed = Listed::default();
    let transactions = pin!(request.items());
    let take = |transaction: Transaction| {
        if out.is_json() {
            return out.object(&transaction);
        }
        if transaction.transaction_status == Some(TransactionStatus::DeferredReleased) {
            released += 1;
        } else if let Some(total) = transaction.total_amount {
            *totals.entry(total.currency.to_string()).or_default() += total.amount;
        }
        row(&mut table, &transaction);
        Ok(())
    };
    listed.read(transactions, take).await?;
    listed.show(out, &table, "  no transactions")?;
    if !table.is_empty() && !listed.is_broken_off() {
        out.text(&format!("\n{}", sums(&totals, released, listed.odd())))?;
    }
    listed.end()
}

/// The totals, and what is not in them.
fn sums(totals: &BTreeMap<String, Decimal>, released: usize, odd: usize) -> String {
    let mut lines = Vec::new();
    if !totals.is_empty() {
        let totals: Vec<String> =
            totals.iter().map(|(currency, total)| format!("{total} {currency}")).collect();
        lines.push(format!("  all together, deferred ones included: {}", totals.join(", ")));
    }
    if released > 0 {
        // Amazon has the money of these twice: a transaction of its own released it.
        lines.push(format!("  not counted: {released} DEFERRED_RELEASED; their release is listed by itself"));
    }
    if odd > 0 {
        lines.push(format!("  not counted: {odd} that could not be read"));
    }
    lines.join("\n")
}

fn row(table: &mut Table, transaction: &Transaction) {
    let order = transaction
        .related_identifiers
        .iter()
        .find(|identifier| identifier.related_identifier_name == Some(RelatedIdentifierName::OrderId));
    table.row([
        cell(transaction.posted_date.map(minute)),
        cell(transaction.transaction_type.as_ref()),
        cell(transaction.transaction_status.as_ref()),
        cell(order.and_then(|identifier| identifier.related_identifier_value.as_ref())),
        cell(transaction.total_amount.map(|total| total.amount)),
        cell(transaction.total_amount.map(|total| total.currency)),
        cell(transaction.description.as_ref()),
    ]);
}
