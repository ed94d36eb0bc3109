//! `finances`.

use std::{collections::BTreeMap, pin::pin, process::ExitCode};

use chrono::{DateTime, Utc};
use clap::Args;
use futures_util::TryStreamExt as _;
use rust_decimal::Decimal;
use sp_api_client::{
    finances::{RelatedIdentifierName, Transaction},
    ids::MarketplaceId,
};

use crate::{
    connect::Connect,
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
    let mut totals = BTreeMap::<String, Decimal>::new();
    let mut transactions = pin!(request.items());
    while let Some(transaction) = transactions.try_next().await? {
        if out.is_json() {
            out.object(&transaction)?;
            continue;
        }
        if let Some(total) = transaction.total_amount {
            *totals.entry(total.currency.to_string()).or_default() += total.amount;
        }
        row(&mut table, &transaction);
    }
    if !out.is_json() {
        out.text(&if table.is_empty() { "  no transactions".to_owned() } else { table.text() })?;
        let totals: Vec<String> =
            totals.iter().map(|(currency, total)| format!("{total} {currency}")).collect();
        if !totals.is_empty() {
            out.text(&format!("\n  all together, deferred ones included: {}", totals.join(", ")))?;
        }
    }
    Ok(ExitCode::SUCCESS)
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
