//! The Catalog Items 2022-04-01 API: what a product is.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::{
    Amazon, Answer, Call, FakeSpApi,
    pages::{Pages, Paging},
    routes::{Api, Route},
    time_delta,
};

pub(super) const API: Api = Api {
    model: "catalogItems_2022-04-01",
    routes: &[
        Route::get("searchCatalogItems", "/catalog/2022-04-01/items", 2.0, 2),
        Route::get("getCatalogItem", "/catalog/2022-04-01/items/{asin}", 2.0, 2),
    ],
    answer,
};

const DATASETS: &[&str] = &[
    "attributes",
    "classifications",
    "dimensions",
    "identifiers",
    "images",
    "productTypes",
    "relationships",
    "salesRanks",
    "summaries",
    "vendorDetails",
];

const IDENTIFIERS: &[&str] = &["ASIN", "EAN", "GTIN", "ISBN", "JAN", "MINSAN", "SKU", "UPC"];

/// The catalogue, as one seller sees it.
#[derive(Debug, Default)]
pub(super) struct Store {
    /// Items with every dataset, by ASIN.
    items: BTreeMap<String, Value>,
    pages: Pages,
}

impl Store {
    pub(super) fn item(&self, asin: &str) -> Option<&Value> {
        self.items.get(asin)
    }
}

impl FakeSpApi {
    /// Puts a product into the catalogue that a seller sees, or replaces it.
    ///
    /// `item` is an `Item` of the API with every dataset; a call sees those that it asks for. It is sold where its
    /// `summaries` say.
    pub fn put_catalog_item(&self, seller_id: &str, item: Value) {
        let asin = item["asin"].as_str().unwrap_or_default().to_owned();
        self.settled().amazon.books.of(seller_id).catalog.items.insert(asin, item);
    }
}

fn answer(call: &Call<'_>, amazon: &mut Amazon) -> Result<Answer, Answer> {
    let datasets =
        call.query.members("includedData", DATASETS)?.unwrap_or_else(|| vec!["summaries".to_owned()]);
    call.query.one("locale")?;
    if call.operation == "searchCatalogItems" {
        return search(call, amazon, &datasets);
    }
    let marketplaces = call.query.required_list("marketplaceIds", usize::MAX)?;
    call.check_marketplaces(&marketplaces)?;
    let item = amazon.books.of(&call.seller.seller_id).catalog.items.get(call.path("asin"));
    let item = item.filter(|item| marketplaces.iter().any(|id| is_sold(Some(item), id)));
    let item = item.ok_or_else(|| Answer::not_found("The item does not exist in these marketplaces."))?;
    Ok(Answer::json(200, &visible(item, &datasets, &marketplaces)))
}

pub(super) fn is_sold(item: Option<&Value>, marketplace: &str) -> bool {
    summary(item, marketplace).is_some()
}

fn summary<'a>(item: Option<&'a Value>, marketplace: &str) -> Option<&'a Value> {
    item?["summaries"].as_array()?.iter().find(|one| one["marketplaceId"] == marketplace)
}

/// The datasets that were asked for, of the marketplaces that were asked for.
fn visible(item: &Value, datasets: &[String], marketplaces: &[String]) -> Value {
    let mut visible = json!({ "asin": item["asin"] });
    for name in datasets {
        let of_marketplace =
            |entry: &&Value| marketplaces.iter().any(|id| entry["marketplaceId"] == id.as_str());
        match &item[name] {
            Value::Null => {}
            Value::Array(entries) => visible[name] = entries.iter().filter(of_marketplace).cloned().collect(),
            whole => visible[name] = whole.clone(),
        }
    }
    visible
}

fn search(call: &Call<'_>, amazon: &mut Amazon, datasets: &[String]) -> Result<Answer, Answer> {
    let marketplaces = call.query.required_list("marketplaceIds", 1)?;
    call.check_marketplaces(&marketplaces)?;
    let marketplace = marketplaces[0].as_str();
    let identifiers = call.query.list("identifiers", 20)?;
    let keywords = call.query.list("keywords", 20)?;
    let size = call.query.number("pageSize", 1, 20)?.unwrap_or(10);
    let lifetime = time_delta(amazon.settings.page_token_lifetime);
    let Amazon { books, numbers, .. } = amazon;
    let books = books.of(&call.seller.seller_id);
    let sold = books.catalog.items.values().filter(|item| is_sold(Some(item), marketplace));
    let by_keywords = keywords.is_some();
    let found: Vec<&Value> = match (identifiers, keywords) {
        (Some(identifiers), None) => {
            for name in ["brandNames", "classificationIds", "keywordsLocale"] {
                if call.query.one(name)?.is_some() {
                    return Err(Answer::invalid_input(&format!("{name} does not go with identifiers.")));
                }
            }
            let kind = call.query.member("identifiersType", IDENTIFIERS)?;
            let kind = kind.ok_or_else(|| Answer::invalid_input("identifiers need identifiersType."))?;
            if kind == "SKU" && call.query.one("sellerId")? != Some(&call.seller.seller_id) {
                return Err(Answer::invalid_input("identifiersType SKU needs the caller's sellerId."));
            }
            let offers = &books.pricing.0;
            let asin_of = |sku: &String| Some(offers.of_sku(marketplace, sku)?.asin.clone());
            let asins: Vec<String> = match kind {
                "SKU" => identifiers.iter().filter_map(asin_of).collect(),
                "ASIN" => identifiers.clone(),
                _ => Vec::new(),
            };
            sold.filter(|item| {
                asins.iter().any(|asin| item["asin"] == asin.as_str())
                    || has_identifier(item, marketplace, kind, &identifiers)
            })
            .collect()
        }
        (None, Some(keywords)) => {
            let brands = call.query.list("brandNames", usize::MAX)?;
            let classes = call.query.list("classificationIds", usize::MAX)?;
            sold.filter(|item| {
                let summary = summary(Some(item), marketplace).unwrap_or(&Value::Null);
                is_about(summary, &keywords)
                    && passes(&brands, &summary["brand"])
                    && passes(&classes, &summary["browseClassification"]["classificationId"])
            })
            .collect()
        }
        _ => return Err(Answer::invalid_input("Either identifiers or keywords must be given.")),
    };
    let refinements = refinements(&found, marketplace);
    let number = found.len();
    let rows = found.into_iter().map(|item| visible(item, datasets, &marketplaces)).collect();
    let paging = Paging { token: "pageToken", size, lifetime, empty_first: false };
    let page = books.catalog.pages.page(call, numbers, paging, rows)?;
    let mut body = json!({ "numberOfResults": number, "items": page.rows });
    if by_keywords {
        body["refinements"] = refinements;
    }
    if let Some(next) = page.next {
        body["pagination"] = json!({ "nextToken": next });
    }
    Ok(Answer::json(200, &body))
}

fn passes(wanted: &Option<Vec<String>>, value: &Value) -> bool {
    wanted.as_ref().is_none_or(|wanted| wanted.iter().any(|one| value == one.as_str()))
}

fn has_identifier(item: &Value, marketplace: &str, kind: &str, wanted: &[String]) -> bool {
    let all = item["identifiers"].as_array().into_iter().flatten();
    all.filter(|one| one["marketplaceId"] == marketplace)
        .flat_map(|one| one["identifiers"].as_array().into_iter().flatten())
        .any(|one| {
            one["identifierType"] == kind && wanted.iter().any(|text| one["identifier"] == text.as_str())
        })
}

/// Every keyword stands in the name or is the brand, whatever the case.
fn is_about(summary: &Value, keywords: &[String]) -> bool {
    let text = format!(
        "{} {}",
        summary["itemName"].as_str().unwrap_or_default(),
        summary["brand"].as_str().unwrap_or_default()
    )
    .to_lowercase();
    keywords.iter().all(|keyword| text.contains(&keyword.to_lowercase()))
}

/// How many results each brand and each class has.
fn refinements(found: &[&Value], marketplace: &str) -> Value {
    let (mut brands, mut classes) =
        (BTreeMap::<String, usize>::new(), BTreeMap::<(String, String), usize>::new());
    for summary in found.iter().filter_map(|item| summary(Some(item), marketplace)) {
        if let Some(brand) = summary["brand"].as_str() {
            *brands.entry(brand.to_owned()).or_default() += 1;
        }
        let class = &summary["browseClassification"];
        if let (Some(id), Some(name)) = (class["classificationId"].as_str(), class["displayName"].as_str()) {
            *classes.entry((id.to_owned(), name.to_owned())).or_default() += 1;
        }
    }
    let brands: Vec<Value> = brands
        .into_iter()
        .map(|(brand, number)| json!({ "brandName": brand, "numberOfResults": number }))
        .collect();
    let classes: Vec<Value> = classes
        .into_iter()
        .map(|((id, name), number)| {
            json!({ "classificationId": id, "displayName": name, "numberOfResults": number })
        })
        .collect();
    json!({ "brands": brands, "classifications": classes })
}
