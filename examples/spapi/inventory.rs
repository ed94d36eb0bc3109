//! `inventory`.

use std::{pin::pin, process::ExitCode};

use clap::Args;
use sp_api_client::{
    ids::{MarketplaceId, SellerSku},
    inventory::InventorySummary,
};

use crate::{
    connect::Connect,
    listed::Listed,
    output::{Align, Output, Table, cell},
    values,
};

#[derive(Debug, Args)]
pub(crate) struct Options {
    /// The marketplace. In Europe the same units show in every marketplace in which they are on sale.
    #[arg(long, value_name = "CODE|ID", value_parser = values::marketplace)]
    marketplace: MarketplaceId,
    /// Only this SKU; may be repeated.
    #[arg(long)]
    sku: Vec<SellerSku>,
    /// Also what is reserved, on its way, and unfit for sale.
    #[arg(long)]
    details: bool,
}

/// As many SKUs as Amazon takes in a call.
const MOST_SKUS: usize = 50;

pub(crate) async fn run(connect: &Connect, out: Output, options: Options) -> anyhow::Result<ExitCode> {
    let api = connect.api()?;
    let (mut table, mut listed) = (heading(options.details), Listed::default());
    let whole = [Vec::new()];
    let parts: Vec<&[SellerSku]> = match options.sku.is_empty() {
        true => vec![&whole[0]],
        false => options.sku.chunks(MOST_SKUS).collect(),
    };
    for skus in parts {
        let mut request = api.inventory().summaries(&options.marketplace).details(options.details);
        if !skus.is_empty() {
            request = request.seller_skus(skus.to_vec());
        }
        let summaries = pin!(request.items());
        let take = |summary: InventorySummary| {
            if out.is_json() {
                return out.object(&summary);
            }
            row(&mut table, &summary, options.details);
            Ok(())
        };
        listed.read(summaries, take).await?;
        if listed.is_broken_off() {
            break;
        }
    }
    listed.show(out, &table, "  no stock")?;
    listed.end()
}

fn heading(details: bool) -> Table {
    use Align::{Left, Right};
    let mut columns =
        vec![("SKU", Left), ("FNSKU", Left), ("ASIN", Left), ("condition", Left), ("units", Right)];
    if details {
        columns.extend([
            ("fulfillable", Right),
            ("reserved", Right),
            ("inbound", Right),
            ("unfulfillable", Right),
        ]);
    }
    columns.push(("title", Left));
    Table::new(columns)
}

fn row(table: &mut Table, summary: &InventorySummary, details: bool) {
    let mut cells = vec![
        cell(summary.seller_sku.as_ref()),
        cell(summary.fn_sku.as_ref()),
        cell(summary.asin.as_ref()),
        cell(summary.condition.as_ref()),
        cell(summary.total_quantity),
    ];
    if details {
        let held = summary.inventory_details.clone().unwrap_or_default();
        let inbound =
            [held.inbound_working_quantity, held.inbound_shipped_quantity, held.inbound_receiving_quantity];
        let known = inbound.iter().any(Option::is_some);
        let inbound: i64 = inbound.into_iter().flatten().sum();
        cells.extend([
            cell(held.fulfillable_quantity),
            cell(held.reserved_quantity.and_then(|reserved| reserved.total_reserved_quantity)),
            cell(known.then_some(inbound)),
            cell(held.unfulfillable_quantity.and_then(|unfit| unfit.total_unfulfillable_quantity)),
        ]);
    }
    cells.push(cell(summary.product_name.as_ref()));
    table.row(cells);
}
