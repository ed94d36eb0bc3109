//! `JSON_LISTINGS_FEED`, version 2: its messages change the listings, and a report tells how each has fared.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::{Outcome, Work};
use crate::testing::{
    Amazon,
    jobs::End,
    listings::{self, Change, Patch},
};

const JSON: &str = "application/json; charset=UTF-8";

/// Most messages of one feed.
const MOST: usize = 25_000;

pub(super) fn process(amazon: &mut Amazon, work: &Work<'_>) -> Outcome {
    let feed = match Feed::parse(work) {
        Ok(feed) => feed,
        Err(message) => {
            let issue = json!({ "code": "4000000", "severity": "ERROR", "message": message });
            let report =
                Report { work, asked: None, issues: vec![issue], processed: 0, invalid: 0, items: None };
            return Outcome { end: End::Fatal, report: Some((report.bytes(), JSON)) };
        }
    };
    let mut issues = Vec::new();
    let mut changed = Vec::new();
    let mut invalid = 0;
    for message in &feed.messages {
        let found = submit(amazon, work, message);
        if found.iter().any(|issue| issue["severity"] == "ERROR") {
            invalid += 1;
        } else if let Some(sku) = message["sku"].as_str() {
            changed.push(sku.to_owned());
        }
        issues.extend(found);
    }
    let items = feed.included.as_ref().map(|included| {
        let shown = |sku: &String| listings::latest(amazon, work.seller_id, work.marketplaces, sku, included);
        changed.iter().filter_map(shown).collect()
    });
    let asked = feed.report;
    let report = Report { work, asked, issues, processed: feed.messages.len(), invalid, items };
    Outcome { end: End::Done, report: Some((report.bytes(), JSON)) }
}

/// A feed whose frame is in order.
struct Feed {
    report: Option<Value>,
    included: Option<BTreeSet<String>>,
    messages: Vec<Map<String, Value>>,
}

impl Feed {
    fn parse(work: &Work<'_>) -> Result<Self, String> {
        let document: Value =
            serde_json::from_slice(work.bytes).map_err(|error| format!("The feed is not JSON: {error}."))?;
        let header = &document["header"];
        if header["sellerId"].as_str() != Some(work.seller_id) {
            return Err("header.sellerId is not the seller.".to_owned());
        }
        if header["version"].as_str() != Some("2.0") {
            return Err("header.version is not 2.0.".to_owned());
        }
        let messages =
            document["messages"].as_array().filter(|messages| (1..=MOST).contains(&messages.len()));
        let messages = messages.ok_or_else(|| format!("messages must have 1 to {MOST} messages."))?;
        let messages: Option<Vec<_>> = messages.iter().map(|message| message.as_object().cloned()).collect();
        let messages = messages.ok_or("A message is not an object.")?;
        let mut ids = BTreeSet::new();
        for message in &messages {
            let id = message.get("messageId").and_then(Value::as_u64);
            let id = id.filter(|id| (1..=2_147_483_647).contains(id));
            let id = id.ok_or("A messageId is missing or out of bounds.")?;
            if !ids.insert(id) {
                return Err(format!("The messageId {id} comes twice."));
            }
        }
        let report = header.get("report").cloned();
        let included = match &report {
            None => None,
            Some(report) => {
                let names = report["includedData"].as_array().filter(|names| !names.is_empty());
                let names = names.ok_or("header.report.includedData is missing.")?;
                if report["apiVersion"].as_str() != Some("2021-08-01") {
                    return Err("header.report.apiVersion is not 2021-08-01.".to_owned());
                }
                Some(names.iter().filter_map(Value::as_str).map(str::to_owned).collect())
            }
        };
        Ok(Self { report, included, messages })
    }
}

/// Does what a message asks for, in every marketplace of the feed. What there is to say about it.
fn submit(amazon: &mut Amazon, work: &Work<'_>, message: &Map<String, Value>) -> Vec<Value> {
    let sku = message.get("sku").and_then(Value::as_str).filter(|sku| !sku.is_empty());
    let found = match (sku, change(message)) {
        (None, _) => vec![listings::issue("90220", "sku is required but missing.", "MISSING_ATTRIBUTE", &[])],
        (_, Err(message)) => vec![listings::issue("4000001", &message, "INVALID_ATTRIBUTE", &[])],
        (Some(sku), Ok(change)) => {
            let submit =
                |id: &String| listings::submit(amazon, work.seller_id, id, sku, &change, work.now, false);
            work.marketplaces.iter().flat_map(submit).collect()
        }
    };
    let told = found.into_iter().map(|issue| {
        let mut told = json!({
            "messageId": message.get("messageId"),
            "code": issue["code"],
            "severity": issue["severity"],
            "message": issue["message"],
        });
        if let Some(sku) = sku {
            told["sku"] = json!(sku);
        }
        if let Some(name) = issue["attributeNames"][0].as_str() {
            told["attributeName"] = json!(name);
        }
        told
    });
    told.collect()
}

fn change(message: &Map<String, Value>) -> Result<Change, String> {
    let has = |name: &str| message.contains_key(name);
    let refuse = |names: &[&str]| match names.iter().find(|name| has(name)) {
        Some(name) => Err(format!("{name} does not go with this operationType.")),
        None => Ok(()),
    };
    let text = |name: &str| message.get(name).and_then(Value::as_str).filter(|text| !text.is_empty());
    let product_type =
        || text("productType").map(str::to_owned).ok_or("productType is required but missing.");
    let attributes = || {
        let attributes = message.get("attributes").and_then(Value::as_object);
        attributes.filter(|attributes| !attributes.is_empty()).cloned().ok_or("attributes are required.")
    };
    match text("operationType").unwrap_or_default() {
        "UPDATE" => {
            refuse(&["patches"])?;
            let requirements = text("requirements").unwrap_or("LISTING").to_owned();
            Ok(Change::Put { product_type: product_type()?, requirements, attributes: attributes()? })
        }
        "PARTIAL_UPDATE" => {
            refuse(&["patches", "requirements"])?;
            let patches = attributes()?.into_iter().map(|(attribute, value)| Patch {
                op: "replace".to_owned(),
                attribute,
                value: Some(value),
            });
            Ok(Change::Patch { product_type: product_type()?, patches: patches.collect() })
        }
        "PATCH" => {
            refuse(&["attributes", "requirements"])?;
            let patches = message.get("patches").and_then(Value::as_array).ok_or("patches are required.")?;
            let patches = patches.iter().map(Patch::parse).collect::<Result<Vec<_>, _>>()?;
            if patches.is_empty() {
                return Err("patches are required.".to_owned());
            }
            Ok(Change::Patch { product_type: product_type()?, patches })
        }
        "DELETE" => {
            refuse(&["patches", "requirements", "attributes", "productType"])?;
            Ok(Change::Delete)
        }
        other => Err(format!("'{other}' is not a value of operationType.")),
    }
}

/// A processing report.
struct Report<'a> {
    work: &'a Work<'a>,
    /// What the feed wanted to see of its listings.
    asked: Option<Value>,
    issues: Vec<Value>,
    processed: usize,
    invalid: usize,
    items: Option<Vec<Value>>,
}

impl Report<'_> {
    fn bytes(self) -> Vec<u8> {
        let count = |issues: &[Value], severity: &str| {
            issues.iter().filter(|issue| issue["severity"] == severity).count()
        };
        let mut header = json!({
            "sellerId": self.work.seller_id,
            "version": "2.0",
            "feedId": self.work.feed_id,
        });
        if let Some(asked) = self.asked {
            header["report"] = asked;
        }
        let mut report = json!({
            "header": header,
            "summary": {
                "errors": count(&self.issues, "ERROR"),
                "warnings": count(&self.issues, "WARNING"),
                "messagesProcessed": self.processed,
                "messagesAccepted": self.processed - self.invalid,
                "messagesInvalid": self.invalid,
            },
            "issues": self.issues,
        });
        if let Some(items) = self.items {
            let issues: Vec<Value> = items
                .iter()
                .flat_map(|item| item["issues"].as_array().cloned().unwrap_or_default())
                .collect();
            report["summary"]["itemSummary"] = json!({
                "items": items.len(),
                "errors": count(&issues, "ERROR"),
                "warnings": count(&issues, "WARNING"),
            });
            report["items"] = json!(items);
        }
        report.to_string().into_bytes()
    }
}
