//! `listing get`, `listing patch`.

use std::process::ExitCode;

use clap::{Args, Subcommand};
use serde_json::Value;
use sp_api_client::{
    ids::{MarketplaceId, SellerSku},
    listings::{
        AttributeInstance, IncludedData, Issue, Item, ListingsItemPatchRequest, PatchOperation,
        ProductTypeName, SubmissionMode,
    },
};

use crate::{
    connect::Connect,
    output::{Align, Output, Table, cell, minute},
    values::{self, Usage},
};

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Reads a listing.
    Get {
        /// The seller's SKU.
        sku: SellerSku,
        /// The marketplace.
        #[arg(long, value_name = "CODE|ID", value_parser = values::marketplace)]
        marketplace: MarketplaceId,
    },
    /// Changes attributes of a listing. Prints what Amazon says of the change at once; it takes effect later.
    Patch(Patch),
}

#[derive(Debug, Args)]
pub(crate) struct Patch {
    /// The seller's SKU.
    sku: SellerSku,
    /// The marketplace.
    #[arg(long, value_name = "CODE|ID", value_parser = values::marketplace)]
    marketplace: MarketplaceId,
    /// The listing's product type, such as LUGGAGE; `listing get` shows it.
    #[arg(long, value_name = "TYPE")]
    product_type: String,
    /// Replaces an attribute by these instances: an object, or an array of objects; may be repeated.
    #[arg(long, value_name = "ATTRIBUTE=JSON", value_parser = values::pair, required_unless_present = "merge")]
    set: Vec<(String, String)>,
    /// Merges these instances into an attribute; may be repeated.
    #[arg(long, value_name = "ATTRIBUTE=JSON", value_parser = values::pair)]
    merge: Vec<(String, String)>,
    /// Has Amazon check the change and changes nothing.
    #[arg(long)]
    preview: bool,
}

pub(crate) async fn run(connect: &Connect, out: Output, command: Command) -> anyhow::Result<ExitCode> {
    match command {
        Command::Get { sku, marketplace } => get(connect, out, &sku, marketplace).await,
        Command::Patch(options) => patch(connect, out, options).await,
    }
}

async fn get(
    connect: &Connect,
    out: Output,
    sku: &SellerSku,
    marketplace: MarketplaceId,
) -> anyhow::Result<ExitCode> {
    let seller = connect.seller()?;
    let mut datasets = vec![
        IncludedData::Summaries,
        IncludedData::Issues,
        IncludedData::Offers,
        IncludedData::FulfillmentAvailability,
    ];
    if out.is_json() {
        datasets.extend([IncludedData::Attributes, IncludedData::Relationships, IncludedData::ProductTypes]);
    }
    let request = connect.api()?.listings().get_listings_item(&seller, sku, &[marketplace]);
    let item = request.included_data(datasets).send().await?;
    if out.is_json() {
        out.object(&item)?;
    } else {
        out.text(&facts(&item))?;
    }
    Ok(ExitCode::SUCCESS)
}

fn facts(item: &Item) -> String {
    use Align::Left;
    let mut table = Table::new([("SKU", Left), (" ", Left)]);
    let mut fact = |name: &str, value: String| table.row([name.to_owned(), value]);
    fact("", item.sku.to_string());
    for summary in item.summaries.iter() {
        let statuses: Vec<String> = summary.status.iter().map(ToString::to_string).collect();
        fact("marketplace", summary.marketplace_id.to_string());
        fact("ASIN", cell(summary.asin.as_ref()));
        fact("title", cell(summary.item_name.as_ref()));
        fact("product type", summary.product_type.to_string());
        fact("status", statuses.join(", "));
        fact("changed", cell(summary.last_updated_date.map(minute)));
    }
    for offer in item.offers.iter() {
        fact("price", format!("{} {} ({})", offer.price.amount, offer.price.currency, offer.offer_type));
    }
    for stock in item.fulfillment_availability.iter() {
        fact("stock", format!("{} {}", cell(stock.quantity), stock.fulfillment_channel_code));
    }
    let facts = table.text();
    match issues(&item.issues) {
        Some(issues) => format!("{facts}\n\n{issues}"),
        None => facts,
    }
}

fn issues(issues: &[Issue]) -> Option<String> {
    use Align::Left;
    let mut table =
        Table::new([("severity", Left), ("code", Left), ("attributes", Left), ("what Amazon says", Left)]);
    for issue in issues {
        table.row([
            issue.severity.to_string(),
            issue.code.clone(),
            issue.attribute_names.join(","),
            issue.message.clone(),
        ]);
    }
    (!table.is_empty()).then(|| table.text())
}

async fn patch(connect: &Connect, out: Output, options: Patch) -> anyhow::Result<ExitCode> {
    let mut patches = Vec::new();
    for (attribute, json) in &options.set {
        patches.push(PatchOperation::replace(attribute, instances(attribute, json)?));
    }
    for (attribute, json) in &options.merge {
        patches.push(PatchOperation::merge(attribute, instances(attribute, json)?));
    }
    let product_type = ProductTypeName::new(&options.product_type)
        .map_err(|error| Usage(format!("--product-type: {error}")))?;
    let changes = ListingsItemPatchRequest::new(product_type, patches);
    let seller = connect.seller()?;
    let mut request = connect.api()?.listings().patch_listings_item(
        &seller,
        &options.sku,
        &[options.marketplace],
        &changes,
    );
    if options.preview {
        request = request.mode(SubmissionMode::ValidationPreview);
    }
    let answer = request.send().await?;
    if out.is_json() {
        out.object(&answer)?;
    } else {
        out.text(&format!("  {}: {} (submission {})", answer.sku, answer.status, answer.submission_id))?;
        if let Some(issues) = issues(&answer.issues) {
            out.text(&format!("\n{issues}"))?;
        }
    }
    let refused = answer.status.as_str() == "INVALID";
    let wrong = answer.issues.iter().any(|issue| issue.severity.as_str() == "ERROR");
    Ok(ExitCode::from(u8::from(refused || wrong)))
}

/// The instances of an attribute: objects, in an array or one alone.
fn instances(attribute: &str, json: &str) -> anyhow::Result<Vec<AttributeInstance>> {
    let wrong = |what: String| Usage(format!("{attribute}: {what}"));
    let value: Value = serde_json::from_str(json).map_err(|error| wrong(format!("not JSON: {error}")))?;
    let values = match value {
        Value::Array(values) => values,
        value => vec![value],
    };
    let object = |value: Value| match value {
        Value::Object(object) => Ok(object),
        other => Err(wrong(format!("an attribute holds objects, not {other}")).into()),
    };
    values.into_iter().map(object).collect()
}
