//! What this client sends, against Amazon's own models.

#![allow(clippy::unwrap_used, reason = "helpers of tests may panic, as tests may")]

mod recorder;

use std::collections::{BTreeMap, BTreeSet};

use bytes::Bytes;
use chrono::{DateTime, TimeDelta, Utc};
use commerce_client_core::{page::PageToken, retry::Safety};
use http::Request;
use recorder::recorded;
use serde_json::Value;
use sp_api_client::{
    Currency, ErrorKind, Marketplace,
    operation::{self, Operation},
    orders::{FulfilledBy, FulfillmentStatus, IncludedData, MarketplaceId, OrderId},
};

#[expect(clippy::disallowed_methods, reason = "tests find the shared folder by it")]
fn shared_dir() -> String {
    std::env::var("SHARED_DIR")
        .unwrap_or_else(|_| concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared").into())
}

/// The model's entry for an operation: its path and the rest.
struct Modelled {
    path: String,
    rest: Value,
}

fn modelled(name: &str) -> Modelled {
    let file = format!("{}/models/orders_2026-01-01.json", shared_dir());
    let model: Value = serde_json::from_slice(&std::fs::read(file).unwrap()).unwrap();
    for (path, methods) in model["paths"].as_object().unwrap() {
        for rest in methods.as_object().unwrap().values() {
            if rest["operationId"] == name {
                return Modelled { path: path.clone(), rest: rest.clone() };
            }
        }
    }
    unreachable!("the model has no operation {name}")
}

impl Modelled {
    fn query_parameters(&self) -> BTreeMap<String, Value> {
        let parameters = self.rest["parameters"].as_array().unwrap().iter();
        let query = parameters.filter(|parameter| parameter["in"] == "query");
        query.map(|parameter| (parameter["name"].as_str().unwrap().to_owned(), parameter.clone())).collect()
    }

    /// The members of a list parameter's enum.
    fn members(&self, parameter: &str) -> BTreeSet<String> {
        let members = self.query_parameters()[parameter]["items"]["enum"].clone();
        serde_json::from_value(members).unwrap()
    }
}

fn query_of(request: &Request<Bytes>) -> BTreeMap<String, String> {
    url::form_urlencoded::parse(request.uri().query().unwrap_or_default().as_bytes()).into_owned().collect()
}

/// Sends searches that between them set everything that can be set.
async fn searched(created: bool) -> Request<Bytes> {
    let (recorder, api) = recorded();
    let until: DateTime<Utc> = "2026-11-23T10:00:00Z".parse().unwrap();
    let after = until - TimeDelta::days(1);
    let search = api
        .orders()
        .search()
        .marketplace(Marketplace::DE)
        .marketplace(Marketplace::UK)
        .fulfillment_status(FulfillmentStatus::Unshipped)
        .fulfillment_status(FulfillmentStatus::Shipped)
        .fulfilled_by(FulfilledBy::Merchant)
        .fulfilled_by(FulfilledBy::Amazon)
        .include(IncludedData::Fulfillment)
        .include(IncludedData::Proceeds)
        .max_results_per_page(50)
        .page_token(PageToken::from_wire("a+/=").unwrap());
    let search = if created {
        search.created_after(after).created_before(until)
    } else {
        search.last_updated_after(after).last_updated_before(until)
    };
    assert_eq!(search.send().await.unwrap_err().kind(), ErrorKind::NotFound);
    recorder.only()
}

fn known<T: ToString>(values: &[T]) -> BTreeSet<String> {
    values.iter().map(T::to_string).collect()
}

/// The models whose operations this crate has types for, each with the module that holds them.
const MODELS: [(&str, &str); 21] = [
    ("orders_2026-01-01", "orders"),
    ("ordersV0", "orders_v0"),
    ("reports_2021-06-30", "reports"),
    ("feeds_2021-06-30", "feeds"),
    ("listingsItems_2021-08-01", "listings"),
    ("listingsRestrictions_2021-08-01", "restrictions"),
    ("catalogItems_2022-04-01", "catalog"),
    ("definitionsProductTypes_2020-09-01", "product_types"),
    ("productPricing_2022-05-01", "pricing"),
    ("productPricingV0", "pricing_v0"),
    ("productFeesV0", "fees"),
    ("finances_2024-06-19", "finances"),
    ("financesV0", "finances_v0"),
    ("transfers_2024-06-01", "transfers"),
    ("fbaInventory", "inventory"),
    ("fulfillmentInbound_2024-03-20", "inbound"),
    ("fulfillmentInboundV0", "inbound_v0"),
    ("fulfillmentOutbound_2020-07-01", "outbound"),
    ("notifications", "notifications"),
    ("sellers", "sellers"),
    ("tokens_2021-03-01", "tokens"),
];

/// Every operation of a model: its id, method, path and the rest.
fn operations_of(model: &str) -> Vec<(String, String, String, Value)> {
    let file = format!("{}/models/{model}.json", shared_dir());
    let model: Value = serde_json::from_slice(&std::fs::read(file).unwrap()).unwrap();
    let mut found = Vec::new();
    for (path, methods) in model["paths"].as_object().unwrap() {
        for (method, rest) in methods.as_object().unwrap() {
            if let Some(id) = rest["operationId"].as_str() {
                found.push((id.to_owned(), method.to_uppercase(), path.clone(), rest.clone()));
            }
        }
    }
    found
}

/// Rate and burst from the table in a description: the last two cells of a row that are numbers.
fn stated_plan(rest: &Value) -> Option<(f64, u32)> {
    let row = |line: &str| {
        let cells: Vec<f64> = line.split('|').filter_map(|cell| cell.trim().parse().ok()).collect();
        match cells.as_slice() {
            [.., rate, burst] => Some((*rate, *burst as u32)),
            _ => None,
        }
    };
    rest["description"].as_str().unwrap_or_default().lines().find_map(row)
}

#[test]
#[ignore = "needs SHARED_DIR"]
fn every_operation_of_every_model_is_there_with_its_method_path_and_plan() {
    let mut checked = 0;
    for (model, _) in MODELS {
        for (id, method, path, rest) in operations_of(model) {
            let operation = Operation::find(&format!("{model}.{id}"))
                .unwrap_or_else(|| panic!("{model}.{id} is missing"));
            assert_eq!(operation.method.as_str(), method, "{model}.{id}");
            assert_eq!(operation.path, path, "{model}.{id}");
            let plan = operation.plan_is_stated.then_some((operation.plan.rate, operation.plan.burst));
            assert_eq!(plan, stated_plan(&rest), "{model}.{id}");
            checked += 1;
        }
    }
    assert_eq!(checked, operation::all().count());
    println!("{checked} operations of {} models", MODELS.len());
}

#[test]
#[ignore = "needs SHARED_DIR"]
fn every_operation_takes_the_models_parameters_and_no_other() {
    let mut checked = 0;
    for (model, _) in MODELS {
        for (id, _, _, rest) in operations_of(model) {
            let operation = Operation::find(&format!("{model}.{id}")).unwrap();
            let ours: BTreeSet<(String, String, bool)> =
                operation
                    .parameters
                    .iter()
                    .map(|p| (p.name.to_owned(), format!("{:?}", p.place), p.required))
                    .map(|(name, place, required)| {
                        if place == "Body" {
                            (String::new(), place, required)
                        } else {
                            (name, place, required)
                        }
                    })
                    .collect();
            let theirs: BTreeSet<(String, String, bool)> =
                rest["parameters"].as_array().into_iter().flatten().filter_map(modelled_parameter).collect();
            assert_eq!(ours, theirs, "{model}.{id}");
            checked += theirs.len();
        }
    }
    println!("{checked} parameters");
    assert!(checked > 300);
}

fn modelled_parameter(parameter: &Value) -> Option<(String, String, bool)> {
    let name = parameter["name"].as_str().unwrap().to_owned();
    let required = parameter["required"].as_bool().unwrap_or_default();
    Some(
        match (
            parameter["in"].as_str().unwrap(),
            parameter["type"].as_str(),
            parameter["collectionFormat"].as_str(),
        ) {
            ("path", ..) => (name, "Path".to_owned(), required),
            ("header", ..) => (name, "Header".to_owned(), required),
            // A body that the model leaves optional is worth nothing without it.
            ("body", ..) => {
                parameter.get("schema")?;
                (String::new(), "Body".to_owned(), true)
            }
            (_, Some("array"), Some("multi")) => (name, "QueryRepeated".to_owned(), required),
            (_, Some("array"), _) => (name, "QueryList".to_owned(), required),
            _ => (name, "Query".to_owned(), required),
        },
    )
}

/// The wire values of each `open_enum!` in a module's source, and the text constants of its api declaration.
fn enums_in(module: &str) -> Vec<BTreeSet<String>> {
    let mut found = Vec::new();
    let mut folders = vec![std::path::PathBuf::from(format!("{}/src/{module}", env!("CARGO_MANIFEST_DIR")))];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap().flatten() {
            if entry.path().is_dir() {
                folders.push(entry.path());
                continue;
            }
            let source = std::fs::read_to_string(entry.path()).unwrap();
            for block in source.split("open_enum! {").skip(1) {
                let block = block.split("\n}").next().unwrap();
                let wire = |line: &str| {
                    line.trim().strip_suffix("\",")?.split_once(" = \"").map(|(_, wire)| wire.to_owned())
                };
                found.push(block.lines().filter_map(wire).collect());
            }
        }
    }
    found
}

/// Every `enum` anywhere in a model, with a name for messages.
fn enums_of(value: &Value, path: &str, found: &mut Vec<(String, BTreeSet<String>)>) {
    match value {
        Value::Object(members) => {
            if let Some(values) = members.get("enum").and_then(Value::as_array) {
                found.push((
                    path.to_owned(),
                    values.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
                ));
            }
            for (name, member) in members.iter().filter(|(name, _)| *name != "enum") {
                enums_of(member, &format!("{path}/{name}"), found);
            }
        }
        Value::Array(members) => {
            for (n, member) in members.iter().enumerate() {
                enums_of(member, &format!("{path}/{n}"), found);
            }
        }
        _ => {}
    }
}

#[test]
#[ignore = "needs SHARED_DIR"]
fn every_enum_of_every_model_is_known_value_by_value() {
    let shared: Vec<BTreeSet<String>> =
        ["orders", "listings", "product_types"].into_iter().flat_map(enums_in).collect();
    let (mut missing, mut checked) = (Vec::new(), 0);
    for (model, module) in MODELS {
        let file = format!("{}/models/{model}.json", shared_dir());
        let document: Value = serde_json::from_slice(&std::fs::read(file).unwrap()).unwrap();
        let mut theirs = Vec::new();
        enums_of(&document["paths"], "paths", &mut theirs);
        enums_of(&document["definitions"], "definitions", &mut theirs);
        let ours = enums_in(module);
        // Currencies are [`Currency`](sp_api_client::Currency), whichever there are.
        let currencies =
            |values: &BTreeSet<String>| values.iter().all(|value| value.parse::<Currency>().is_ok());
        for (place, values) in
            theirs.into_iter().filter(|(_, values)| !values.is_empty() && !currencies(values))
        {
            checked += 1;
            if !ours.iter().chain(&shared).any(|known| known.is_superset(&values)) {
                missing.push(format!("{model} {place}: {values:?}"));
            }
        }
    }
    println!("{checked} enums");
    assert!(missing.is_empty(), "{}", missing.join("\n"));
    assert!(checked > 150);
}

#[test]
fn what_is_read_with_get_changes_nothing_and_may_be_repeated() {
    for operation in operation::all().filter(|operation| operation.method == http::Method::GET) {
        assert_eq!(operation.safety, Safety::Read, "{}", operation.id());
    }
}

#[test]
fn every_operation_says_how_it_can_fail_and_at_which_rate_it_may_be_called() {
    let (mut silent, mut checked) = (Vec::new(), 0);
    for folder in std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/src")).unwrap().flatten() {
        let Ok(source) = std::fs::read_to_string(folder.path().join("mod.rs")) else { continue };
        let Some((_, api)) = source.split_once("crate::request::api! {\n") else { continue };
        let api = api.split("\n}\n").next().unwrap();
        for declaration in api.split(";\n\n").skip(1) {
            let (doc, rest) = declaration.split_once("\n    fn ").unwrap();
            let name = rest.split('(').next().unwrap();
            checked += 1;
            if !doc.contains("/// # Errors\n") {
                silent.push(format!("{name} lacks `# Errors`"));
            }
            // The macro writes the others.
            let has_plan = rest.lines().any(|line| {
                line.split_once(" at ")
                    .is_some_and(|(_, plan)| plan.starts_with(|c: char| c.is_ascii_digit()))
            });
            if !has_plan && !doc.contains("No usage plan is stated in the model") {
                silent.push(format!("{name} has no usage plan and does not say so"));
            }
        }
    }
    assert!(silent.is_empty(), "{}", silent.join("\n"));
    // The Orders API of 2026 is declared by hand.
    let orders = operation::all().filter(|operation| operation.model == "orders_2026-01-01").count();
    assert_eq!(checked, operation::all().count() - orders);
}

#[test]
fn no_operation_is_listed_twice() {
    let names: BTreeSet<String> = operation::all().map(Operation::id).collect();
    assert_eq!(names.len(), operation::all().count());
}

#[test]
fn a_name_that_two_models_have_needs_the_model() {
    assert!(Operation::find("getOrder").is_none());
    assert_eq!(Operation::find("ordersV0.getOrder").unwrap().path, "/orders/v0/orders/{orderId}");
    assert_eq!(Operation::find("searchOrders").unwrap().model, "orders_2026-01-01");
}

#[tokio::test]
#[ignore = "needs SHARED_DIR"]
async fn every_query_parameter_of_search_orders_can_be_set_and_no_other_is_sent() {
    let sent: BTreeSet<String> = [searched(true).await, searched(false).await]
        .iter()
        .flat_map(query_of)
        .map(|(name, _)| name)
        .collect();
    let modelled: BTreeSet<String> = modelled("searchOrders").query_parameters().into_keys().collect();
    assert_eq!(sent, modelled);
}

#[tokio::test]
#[ignore = "needs SHARED_DIR"]
async fn values_of_search_orders_have_the_models_types() {
    let modelled = modelled("searchOrders").query_parameters();
    for (name, value) in query_of(&searched(true).await) {
        let parameter = &modelled[&name];
        match (parameter["type"].as_str().unwrap(), parameter["format"].as_str()) {
            ("integer", _) => assert!(value.parse::<u32>().is_ok(), "{name}={value}"),
            ("array", _) => assert_eq!(value.split(',').count(), 2, "{name}={value}"),
            (_, Some("date-time")) => {
                assert!(DateTime::parse_from_rfc3339(&value).is_ok(), "{name}={value}");
                assert!(value.ends_with('Z'), "{name}={value}");
            }
            _ => assert_eq!((name.as_str(), value.as_str()), ("paginationToken", "a+/=")),
        }
    }
}

#[tokio::test]
#[ignore = "needs SHARED_DIR"]
async fn get_order_sends_the_models_parameters_and_no_other() {
    let (recorder, api) = recorded();
    let id = OrderId::new("113-0000001-0000001").unwrap();
    api.orders().get(&id, &[IncludedData::Buyer, IncludedData::Packages]).await.unwrap_err();
    let request = recorder.only();
    let modelled = modelled("getOrder");
    assert_eq!(request.uri().path(), modelled.path.replace("{orderId}", id.as_str()));
    let sent: Vec<String> = query_of(&request).into_keys().collect();
    assert_eq!(sent, modelled.query_parameters().into_keys().collect::<Vec<_>>());
}

#[test]
#[ignore = "needs SHARED_DIR"]
fn the_values_that_filter_a_search_are_the_models() {
    let search = modelled("searchOrders");
    assert_eq!(known(FulfillmentStatus::KNOWN), search.members("fulfillmentStatuses"));
    assert_eq!(known(FulfilledBy::KNOWN), search.members("fulfilledBy"));
}

#[test]
#[ignore = "needs SHARED_DIR"]
fn the_datasets_are_the_models_in_both_operations() {
    for name in ["searchOrders", "getOrder"] {
        assert_eq!(known(IncludedData::KNOWN), modelled(name).members("includedData"), "{name}");
    }
}

#[tokio::test]
#[ignore = "needs SHARED_DIR"]
async fn as_many_marketplaces_as_the_model_allows_can_be_named_and_no_more() {
    let most = modelled("searchOrders").query_parameters()["marketplaceIds"]["maxItems"].as_u64().unwrap();
    for (count, expected) in [(most, ErrorKind::NotFound), (most + 1, ErrorKind::Config)] {
        let (recorder, api) = recorded();
        let marketplaces = (0..count).map(|n| MarketplaceId::new(format!("A{n}")).unwrap());
        let search = api.orders().search().created_after("2026-11-22T10:00:00Z".parse().unwrap());
        let search = marketplaces.fold(search, |search, id| search.marketplace(id));
        assert_eq!(search.send().await.unwrap_err().kind(), expected);
        assert_eq!(recorder.sent().len(), usize::from(expected == ErrorKind::NotFound));
    }
}
