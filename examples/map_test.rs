//! Tries mapping rules out on an order, without Amazon and without NetSuite.
//!
//! ```sh
//! cargo run --example map_test -- --rules examples/map_test/rules.toml --order examples/map_test/order.json
//! ```
//!
//! Prints a row for each rule at each place: what it saw, what it gave. Then the fields that the rules changed. `--json`
//! prints the same as one object, with the records before and after. What searches in NetSuite would find is given by
//! `--answers`, a file such as `{"carriers": {"UPS": ["12"]}}`: search, key, results.
//!
//! The order's own data are printed: they are yours to see. Messages about faults hold none of them.
//!
//! Exit status: 0 well, 1 the order would be parked, 2 a file or the command is wrong.

use std::{
    fmt::Write as _,
    io::Write as _,
    path::{Path, PathBuf},
    process::ExitCode,
};

use amazon_netsuite_sync::{
    netsuite_client::InternalId,
    rules::{Answers, Gave, Given, Outcome, Rules, Step, TriedRecord, try_out},
    settings::{AccountSettings, CustomerMode, FbaSettings, MerchantSettings, SellerId, StoreSettings},
    sp_api_client::orders::MarketplaceId,
};
use anyhow::Context as _;
use chrono::DateTime;
use clap::Parser;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

/// Tries mapping rules out on an order.
#[derive(Debug, Parser)]
#[command(name = "map_test")]
struct Options {
    /// The rules, TOML or JSON (by the file's name).
    #[arg(long, value_name = "FILE")]
    rules: PathBuf,
    /// The order, JSON as Amazon's Orders API 2026-01-01 has it.
    #[arg(long, value_name = "FILE")]
    order: PathBuf,
    /// The account's settings, TOML or JSON. Default: made up for the order.
    #[arg(long, value_name = "FILE")]
    settings: Option<PathBuf>,
    /// What searches in NetSuite find, JSON. Default: nothing.
    #[arg(long, value_name = "FILE")]
    answers: Option<PathBuf>,
    /// As if the records were there already.
    #[arg(long)]
    updated: bool,
    /// Prints one JSON object.
    #[arg(long)]
    json: bool,
}

fn main() -> ExitCode {
    let options = Options::parse();
    let said = tried(&options).and_then(|outcome| {
        let text = if options.json { as_json(&outcome).to_string() } else { as_table(&outcome)? };
        Ok((text, outcome.fault()))
    });
    let (text, fault) = match said {
        Ok(said) => said,
        Err(error) => {
            complain(&format!("{error:#}"));
            return ExitCode::from(2);
        }
    };
    // Whoever closed the pipe has seen enough.
    let _ = writeln!(std::io::stdout().lock(), "{}", text.trim_end());
    match fault {
        None => ExitCode::SUCCESS,
        Some(fault) => {
            complain(&format!("the order would be parked: {fault}"));
            ExitCode::from(1)
        }
    }
}

fn complain(text: &str) {
    let _ = writeln!(std::io::stderr().lock(), "{text}");
}

fn tried(options: &Options) -> anyhow::Result<Outcome> {
    let rules: Rules = read(&options.rules)?;
    let order: Value = read(&options.order)?;
    let settings = match &options.settings {
        Some(file) => read(file)?,
        None => made_up(&order, &rules)?,
    };
    let answers = options.answers.as_deref().map(read::<Answers>).transpose()?.unwrap_or_default();
    let given = Given { answers, updated: options.updated };
    Ok(try_out(&rules, &order, &settings, &given)?)
}

fn read<T: DeserializeOwned>(file: &Path) -> anyhow::Result<T> {
    let text = std::fs::read_to_string(file).with_context(|| file.display().to_string())?;
    if file.extension().is_some_and(|extension| extension == "toml") {
        toml::from_str(&text).with_context(|| file.display().to_string())
    } else {
        serde_json::from_str(&text).with_context(|| file.display().to_string())
    }
}

/// A store of the order's marketplace that imports everything, with an item for every charge.
fn made_up(order: &Value, rules: &Rules) -> anyhow::Result<AccountSettings> {
    let marketplace = order["salesChannel"]["marketplaceId"].as_str().unwrap_or("ATVPDKIKX0DER");
    let id = |number: u32| InternalId::new(number.to_string()).context("made-up settings");
    let mut store = StoreSettings::new(MarketplaceId::new(marketplace)?, id(1)?);
    store.merchant = Some(MerchantSettings::new(CustomerMode::create(Some(id(100)?))));
    store.fba = Some(FbaSettings::new(CustomerMode::Default { customer: id(100)? }, id(1)?));
    let charges = &mut store.charges;
    charges.shipping = Some(id(901)?);
    charges.shipping_discount = Some(id(902)?);
    charges.gift_wrap = Some(id(903)?);
    charges.cash_on_delivery = Some(id(904)?);
    charges.discount = Some(id(905)?);
    charges.tax = Some(id(906)?);
    charges.facilitator_tax = Some(id(907)?);
    charges.tip = Some(id(908)?);
    charges.other = Some(id(909)?);
    let mut settings = AccountSettings::new(SellerId::new("EXAMPLE")?, DateTime::UNIX_EPOCH);
    settings.custom_fields.order_item_id = rules.lines.get("item").map(|key| key.field.clone());
    settings.stores.push(store);
    Ok(settings)
}

fn as_table(outcome: &Outcome) -> anyhow::Result<String> {
    let mut rows = vec![["RULE", "FIELD", "LINE", "SAW", "GAVE"].map(str::to_owned)];
    for step in outcome.records.iter().flat_map(|record| &record.steps) {
        rows.push([
            format!("{} {}", step.rule, step.name),
            format!("{}.{}", step.record, step.field),
            step.line.map(|line| line.to_string()).unwrap_or_default(),
            short(step.saw.expose()),
            gave(step),
        ]);
    }
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or_default();
    let widths: Vec<usize> = (0..4).map(width).collect();
    let mut text = String::new();
    for [rule, field, line, saw, gave] in &rows {
        let [a, b, c, d] = [widths[0], widths[1], widths[2], widths[3]];
        writeln!(text, "{rule:a$}  {field:b$}  {line:>c$}  {saw:d$}  {gave}")?;
    }
    for record in &outcome.records {
        let changed = changes(record);
        if !changed.is_empty() {
            writeln!(text, "\n{}", record.kind.record_type())?;
            changed
                .iter()
                .try_for_each(|(place, before, after)| writeln!(text, "  {place}: {before} -> {after}"))?;
        }
    }
    Ok(text)
}

fn gave(step: &Step) -> String {
    match &step.gave {
        Gave::Wrote(value) => short(value.expose()),
        Gave::Skipped(why) => format!("({why})"),
        Gave::Failed(problem) => format!("! {problem}"),
        _ => String::new(),
    }
}

fn short(value: &Value) -> String {
    let text = match value {
        Value::Null => "-".to_owned(),
        Value::String(text) => text.clone(),
        value => value.to_string(),
    };
    let text: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    if text.chars().count() > 40 { format!("{}…", text.chars().take(39).collect::<String>()) } else { text }
}

/// The fields that differ, by where they stand.
fn changes(record: &TriedRecord) -> Vec<(String, String, String)> {
    let mut found = Vec::new();
    differ("", record.before.expose(), record.after.expose(), &mut found);
    found
}

fn differ(place: &str, before: &Value, after: &Value, found: &mut Vec<(String, String, String)>) {
    let inside = |name: &str| if place.is_empty() { name.to_owned() } else { format!("{place}.{name}") };
    match (before, after) {
        (Value::Object(old), Value::Object(new)) => {
            let names = old.keys().chain(new.keys().filter(|name| !old.contains_key(*name)));
            for name in names {
                let of =
                    |fields: &serde_json::Map<String, Value>| fields.get(name).cloned().unwrap_or_default();
                differ(&inside(name), &of(old), &of(new), found);
            }
        }
        (Value::Array(old), Value::Array(new)) if old.len() == new.len() => {
            for (number, (old, new)) in old.iter().zip(new).enumerate() {
                differ(&format!("{place}[{number}]"), old, new, found);
            }
        }
        _ if before != after => found.push((place.to_owned(), short(before), short(after))),
        _ => {}
    }
}

fn as_json(outcome: &Outcome) -> Value {
    let step = |step: &Step| {
        let (what, value) = match &step.gave {
            Gave::Wrote(value) => ("wrote", value.expose().clone()),
            Gave::Skipped(why) => ("skipped", Value::from(*why)),
            Gave::Failed(problem) => ("failed", Value::from(problem.as_str())),
            _ => ("other", Value::Null),
        };
        json!({
            "rule": step.rule, "name": step.name, "field": step.field, "line": step.line,
            "saw": step.saw.expose(), what: value,
        })
    };
    let record = |record: &TriedRecord| {
        json!({
            "record": record.kind.record_type(),
            "steps": record.steps.iter().map(step).collect::<Vec<_>>(),
            "before": record.before.expose(),
            "after": record.after.expose(),
        })
    };
    json!({"records": outcome.records.iter().map(record).collect::<Vec<_>>(), "fault": outcome.fault()})
}
