//! `orders search`, `orders get`.

use std::{pin::pin, process::ExitCode};

use chrono::{DateTime, Utc};
use clap::{Args, Subcommand};
use futures_util::StreamExt as _;
use sp_api_client::{
    ids::MarketplaceId,
    orders::{FulfilledBy, FulfillmentStatus, IncludedData, Order, OrderId},
};

use crate::{
    connect::Connect,
    listed::Listed,
    output::{Align, Output, Table, cell, minute},
    values,
};

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Searches orders by when they were created or last changed.
    Search(Search),
    /// Reads one order.
    Get {
        /// Amazon's number of the order.
        id: OrderId,
        /// Datasets beside FULFILLMENT and PROCEEDS, such as PACKAGES.
        #[arg(long, value_parser = included)]
        include: Vec<IncludedData>,
    },
}

#[derive(Debug, Args)]
pub(crate) struct Search {
    /// Only orders of this marketplace; may be repeated.
    #[arg(long, value_name = "CODE|ID", value_parser = values::marketplace)]
    marketplace: Vec<MarketplaceId>,
    /// Orders created since.
    #[arg(
        long,
        value_name = "TIME",
        value_parser = values::instant,
        required_unless_present = "last_updated_after",
        conflicts_with = "last_updated_after"
    )]
    created_after: Option<DateTime<Utc>>,
    /// Orders changed since.
    #[arg(long, value_name = "TIME", value_parser = values::instant)]
    last_updated_after: Option<DateTime<Utc>>,
    /// Only orders in this status, such as UNSHIPPED; may be repeated.
    #[arg(long, value_parser = status)]
    status: Vec<FulfillmentStatus>,
    /// Only orders shipped by MERCHANT or by AMAZON.
    #[arg(long, value_parser = fulfilled_by)]
    fulfilled_by: Option<FulfilledBy>,
    /// Datasets beside FULFILLMENT and PROCEEDS, such as PACKAGES; may be repeated.
    #[arg(long, value_parser = included)]
    include: Vec<IncludedData>,
    /// No more orders than this.
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
}

fn status(text: &str) -> Result<FulfillmentStatus, String> {
    known(FulfillmentStatus::KNOWN, text)
}

fn fulfilled_by(text: &str) -> Result<FulfilledBy, String> {
    known(FulfilledBy::KNOWN, text)
}

fn included(text: &str) -> Result<IncludedData, String> {
    known(IncludedData::KNOWN, text)
}

/// One of the values that Amazon's model has, in any case.
fn known<T: Clone + ToString>(values: &[T], text: &str) -> Result<T, String> {
    let wanted = text.replace('-', "_");
    let found = values.iter().find(|value| value.to_string().eq_ignore_ascii_case(&wanted));
    found.cloned().ok_or_else(|| {
        let names: Vec<String> = values.iter().map(ToString::to_string).collect();
        format!("not one of {}", names.join(", "))
    })
}

/// What the tables show, and what else was asked for.
fn datasets(more: Vec<IncludedData>) -> Vec<IncludedData> {
    let mut datasets = vec![IncludedData::Fulfillment, IncludedData::Proceeds];
    for data in more {
        if !datasets.contains(&data) {
            datasets.push(data);
        }
    }
    datasets
}

pub(crate) async fn run(connect: &Connect, out: Output, command: Command) -> anyhow::Result<ExitCode> {
    match command {
        Command::Search(search) => self::search(connect, out, search).await,
        Command::Get { id, include } => {
            let order = connect.api()?.orders().get(&id, &datasets(include)).await?;
            if out.is_json() {
                out.object(&order)?;
            } else {
                out.text(&details(&order))?;
            }
            Ok(ExitCode::SUCCESS)
        }
    }
}

async fn search(connect: &Connect, out: Output, options: Search) -> anyhow::Result<ExitCode> {
    let mut search = connect.api()?.orders().search();
    if let Some(after) = options.created_after {
        search = search.created_after(after);
    }
    if let Some(after) = options.last_updated_after {
        search = search.last_updated_after(after);
    }
    search = options.marketplace.into_iter().fold(search, |search, id| search.marketplace(id));
    search = options.status.into_iter().fold(search, |search, status| search.fulfillment_status(status));
    search = options.fulfilled_by.into_iter().fold(search, |search, who| search.fulfilled_by(who));
    search = datasets(options.include).into_iter().fold(search, |search, data| search.include(data));
    let limit = options.limit.unwrap_or(usize::MAX);
    if let Ok(limit @ 1..100) = u32::try_from(limit) {
        search = search.max_results_per_page(limit);
    }

    let mut table = order_table();
    let mut listed = Listed::default();
    let orders = pin!(search.items().take(limit));
    let take = |order: Order| {
        if out.is_json() {
            return out.object(&order);
        }
        order_row(&mut table, &order);
        Ok(())
    };
    listed.read(orders, take).await?;
    listed.show(out, &table, "  no orders")?;
    listed.end()
}

fn order_table() -> Table {
    use Align::{Left, Right};
    Table::new([
        ("order", Left),
        ("created", Left),
        ("changed", Left),
        ("marketplace", Left),
        ("status", Left),
        ("by", Left),
        ("items", Right),
        ("total", Right),
        ("", Left),
    ])
}

fn order_row(table: &mut Table, order: &Order) {
    let total = order.grand_total();
    let channel = &order.sales_channel;
    let marketplace = channel.marketplace_name.clone();
    table.row([
        order.order_id.to_string(),
        minute(order.created_time),
        minute(order.last_updated_time),
        marketplace.unwrap_or_else(|| cell(channel.marketplace_id.as_ref())),
        cell(order.status()),
        cell(order.fulfilled_by()),
        order.order_items.len().to_string(),
        cell(total.map(|total| total.amount)),
        cell(total.map(|total| total.currency)),
    ]);
}

/// The order and its items; nothing of the buyer.
fn details(order: &Order) -> String {
    use Align::{Left, Right};
    let mut whole = order_table();
    order_row(&mut whole, order);
    let mut items =
        Table::new([("item", Left), ("SKU", Left), ("ASIN", Left), ("ordered", Right), ("title", Left)]);
    for item in &order.order_items {
        items.row([
            item.order_item_id.to_string(),
            cell(item.product.seller_sku.as_ref()),
            cell(item.product.asin.as_ref()),
            item.quantity_ordered.to_string(),
            cell(item.product.title.as_ref()),
        ]);
    }
    format!("{}\n\n{}", whole.text(), items.text())
}
