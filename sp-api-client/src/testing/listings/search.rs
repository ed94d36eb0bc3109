//! `searchListingsItems`.

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use super::{Item, included, show};
use crate::testing::{Amazon, Answer, Call};

/// The parameters that may not differ from one page to the next.
const REPEATED: &[&str] = &[
    "marketplaceIds",
    "includedData",
    "identifiers",
    "identifiersType",
    "variationParentSku",
    "packageHierarchySku",
    "createdAfter",
    "createdBefore",
    "lastUpdatedAfter",
    "lastUpdatedBefore",
    "withIssueSeverity",
    "withStatus",
    "withoutStatus",
    "sortBy",
    "sortOrder",
    "pageSize",
];

const IDENTIFIERS: &[&str] = &["ASIN", "EAN", "FNSKU", "GTIN", "ISBN", "JAN", "MINSAN", "SKU", "UPC"];
const STATUSES: &[&str] = &["BUYABLE", "DISCOVERABLE"];

/// No search goes further.
const MOST: usize = 1_000;

/// Which listings a search wants.
struct Filter {
    identifiers: Option<(Vec<String>, String)>,
    parent: Option<String>,
    package: Option<String>,
    created: [Option<DateTime<Utc>>; 2],
    updated: [Option<DateTime<Utc>>; 2],
    severities: Option<Vec<String>>,
    with: Option<Vec<String>>,
    without: Option<Vec<String>>,
}

impl Filter {
    fn parse(call: &Call<'_>) -> Result<Self, Answer> {
        let query = &call.query;
        let identifiers = query.list("identifiers", 20)?;
        let kind = query.member("identifiersType", IDENTIFIERS)?.map(str::to_owned);
        let identifiers = match (identifiers, kind) {
            (Some(identifiers), Some(kind)) => Some((identifiers, kind)),
            (None, None) => None,
            _ => return Err(Answer::invalid_input("identifiers and identifiersType go together.")),
        };
        let parent = query.one("variationParentSku")?.map(str::to_owned);
        let package = query.one("packageHierarchySku")?.map(str::to_owned);
        if [identifiers.is_some(), parent.is_some(), package.is_some()].iter().filter(|one| **one).count() > 1
        {
            let details = "identifiers, variationParentSku and packageHierarchySku exclude each other.";
            return Err(Answer::invalid_input(details));
        }
        Ok(Self {
            identifiers,
            parent,
            package,
            created: [query.time("createdAfter")?, query.time("createdBefore")?],
            updated: [query.time("lastUpdatedAfter")?, query.time("lastUpdatedBefore")?],
            severities: query.members("withIssueSeverity", &["WARNING", "ERROR"])?,
            with: query.members("withStatus", STATUSES)?,
            without: query.members("withoutStatus", STATUSES)?,
        })
    }

    fn wants(&self, sku: &str, marketplace_id: &str, item: &Item) -> bool {
        let within = |[after, before]: [Option<DateTime<Utc>>; 2], time: DateTime<Utc>| {
            after.is_none_or(|after| time >= after) && before.is_none_or(|before| time <= before)
        };
        let status = show::status(marketplace_id, item);
        let has = |wanted: &String| status.contains(&wanted.as_str());
        let issues = show::issues(marketplace_id, item);
        let is_of = |severity: &String| issues.iter().any(|issue| issue["severity"] == severity.as_str());
        self.identifiers.as_ref().is_none_or(|(ids, kind)| is_identified(sku, item, ids, kind))
            && self
                .parent
                .as_ref()
                .is_none_or(|parent| names(item, "child_parent_sku_relationship", "parent_sku", parent))
            && self
                .package
                .as_ref()
                .is_none_or(|package| sku == package || names(item, "package_contains_sku", "sku", package))
            && within(self.created, item.created)
            && within(self.updated, item.updated)
            && self.severities.as_ref().is_none_or(|wanted| wanted.iter().any(is_of))
            && self.with.as_ref().is_none_or(|wanted| wanted.iter().all(has))
            && !self.without.as_ref().is_some_and(|unwanted| unwanted.iter().any(has))
    }
}

fn names(item: &Item, attribute: &str, member: &str, value: &str) -> bool {
    let instances = item.attributes.get(attribute).and_then(Value::as_array).into_iter().flatten();
    instances.into_iter().any(|instance| instance[member] == value)
}

fn is_identified(sku: &str, item: &Item, ids: &[String], kind: &str) -> bool {
    let own = match kind {
        "SKU" => Some(sku.to_owned()),
        "ASIN" => Some(item.asin.clone()),
        "FNSKU" => show::fn_sku(item),
        // EAN, UPC and their like: the number stands among the product's identifiers.
        _ => {
            let ids = item.attributes.get("externally_assigned_product_identifier");
            ids.and_then(|ids| ids[0]["value"].as_str()).map(str::to_owned)
        }
    };
    own.is_some_and(|own| ids.contains(&own))
}

pub(super) fn answer(call: &Call<'_>, amazon: &mut Amazon) -> Result<Answer, Answer> {
    let query = &call.query;
    let marketplaces = query.required_list("marketplaceIds", usize::MAX)?;
    call.check_marketplaces(&marketplaces)?;
    let included = included(call)?;
    let filter = Filter::parse(call)?;
    let sort =
        query.member("sortBy", &["sku", "createdDate", "lastUpdatedDate"])?.unwrap_or("lastUpdatedDate");
    let descending = query.member("sortOrder", &["ASC", "DESC"])? != Some("ASC");
    let size = query.number("pageSize", 1, 20)?.unwrap_or(10);
    let repeated = query.only(REPEATED);
    let store = &mut amazon.books.of(&call.seller.seller_id).listings;
    let start = match query.one("pageToken")? {
        None => 0,
        Some(token) => {
            let page = store.pages.get(token).filter(|(of, _)| *of == repeated);
            page.ok_or_else(|| Answer::invalid_input("The pageToken is not valid."))?.1
        }
    };
    let all = store.items.keys().map(|sku| (sku, store.shown(sku, &marketplaces, call.now)));
    let mut found: Vec<_> =
        all.filter(|(sku, shown)| shown.iter().any(|(id, item)| filter.wants(sku, id, item))).collect();
    let time = |shown: &[(&str, &Item)], of: fn(&Item) -> DateTime<Utc>| {
        shown.iter().map(|(_, item)| of(item)).max()
    };
    // Listings of the same moment stand by SKU, so that pages neither repeat nor skip.
    found.sort_by(|(left_sku, left), (right_sku, right)| {
        let order = match sort {
            "sku" => std::cmp::Ordering::Equal,
            "createdDate" => time(left, |item| item.created).cmp(&time(right, |item| item.created)),
            _ => time(left, |item| item.updated).cmp(&time(right, |item| item.updated)),
        };
        let order = order.then_with(|| left_sku.cmp(right_sku));
        if descending { order.reverse() } else { order }
    });
    let total = found.len();
    let reachable = total.min(MOST);
    let end = (start + size).min(reachable);
    let page = found.get(start.min(end)..end).unwrap_or_default();
    let items: Vec<Value> = page.iter().map(|(sku, shown)| show::item(sku, shown, &included)).collect();
    let mut body = json!({ "numberOfResults": total, "items": items });
    let next = (end < reachable).then_some(("nextToken", end));
    let previous = (start > 0).then(|| ("previousToken", start.saturating_sub(size)));
    for (name, place) in next.into_iter().chain(previous) {
        let token = amazon.numbers.opaque();
        body["pagination"][name] = json!(token);
        store.pages.insert(token, (repeated.clone(), place));
    }
    Ok(Answer::json(200, &body))
}
