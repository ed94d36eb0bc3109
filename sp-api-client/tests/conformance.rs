//! What this client sends, against Amazon's own models.

#![allow(clippy::unwrap_used, reason = "helpers of tests may panic, as tests may")]

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, Mutex},
};

use async_trait::async_trait;
use bytes::Bytes;
use chrono::{DateTime, TimeDelta, Utc};
use commerce_client_core::{
    page::PageToken,
    retry::Safety,
    secret::SecretString,
    token::{AccessToken, TokenSource},
    transport::{Body, Transport, TransportError},
};
use http::{Request, Response};
use serde_json::Value;
use sp_api_client::{
    Error, ErrorKind, Marketplace, Region, SpApi,
    operation::{self, Operation},
    orders::{FulfilledBy, FulfillmentStatus, IncludedData, MarketplaceId, OrderId},
};

#[expect(clippy::disallowed_methods, reason = "tests find the shared folder by it")]
fn shared_dir() -> String {
    std::env::var("SHARED_DIR")
        .unwrap_or_else(|_| concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared").into())
}

/// The model's entry for an operation: its path, its method in lower case, and the rest.
struct Modelled {
    path: String,
    method: String,
    rest: Value,
}

fn modelled(name: &str) -> Modelled {
    let file = format!("{}/models/orders_2026-01-01.json", shared_dir());
    let model: Value = serde_json::from_slice(&std::fs::read(file).unwrap()).unwrap();
    for (path, methods) in model["paths"].as_object().unwrap() {
        for (method, rest) in methods.as_object().unwrap() {
            if rest["operationId"] == name {
                return Modelled { path: path.clone(), method: method.clone(), rest: rest.clone() };
            }
        }
    }
    unreachable!("the model has no operation {name}")
}

impl Modelled {
    /// Rate and burst from the table in the description: `| 0.0056 | 20 |`.
    fn plan(&self) -> (f64, u32) {
        let description = self.rest["description"].as_str().unwrap();
        let cells = |line: &str| line.split('|').map(|cell| cell.trim().to_owned()).collect::<Vec<_>>();
        let row = |line: &str| match cells(line).as_slice() {
            [_, rate, burst, _] => Some((rate.parse().ok()?, burst.parse().ok()?)),
            _ => None,
        };
        description.lines().find_map(row).unwrap()
    }

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

/// Keeps what was sent, and answers 404 to everything.
#[derive(Debug, Clone, Default)]
struct Recorder(Arc<Mutex<Vec<Request<Bytes>>>>);

#[async_trait]
impl Transport for Recorder {
    async fn call(&self, request: Request<Bytes>) -> Result<Response<Body>, TransportError> {
        self.0.lock().unwrap().push(request);
        Ok(Response::builder().status(404).body(Body::from(Bytes::new())).unwrap())
    }
}

impl Recorder {
    fn only(&self) -> Request<Bytes> {
        let requests = self.0.lock().unwrap();
        assert_eq!(requests.len(), 1);
        requests[0].clone()
    }
}

#[derive(Debug)]
struct Lasting;

#[async_trait]
impl TokenSource for Lasting {
    async fn fetch(&self) -> Result<AccessToken, Error> {
        Ok(AccessToken { secret: SecretString::from("Atza|1"), expires_at: DateTime::<Utc>::MAX_UTC })
    }
}

fn recorded() -> (Recorder, SpApi) {
    let recorder = Recorder::default();
    let builder = SpApi::builder().region(Region::Europe).token_source(Lasting);
    (recorder.clone(), builder.transport(recorder).build().unwrap())
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

#[test]
#[ignore = "needs SHARED_DIR"]
fn every_operation_has_the_models_method_and_path() {
    for operation in operation::ALL {
        let modelled = modelled(operation.name);
        assert_eq!(operation.path, modelled.path);
        assert_eq!(operation.method.as_str(), modelled.method.to_uppercase(), "{}", operation.name);
    }
}

#[test]
#[ignore = "needs SHARED_DIR"]
fn every_operation_has_the_models_usage_plan() {
    for operation in operation::ALL {
        let plan = (operation.plan.rate, operation.plan.burst);
        assert_eq!(plan, modelled(operation.name).plan(), "{}", operation.name);
    }
}

#[test]
fn what_is_read_with_get_changes_nothing_and_may_be_repeated() {
    let gets = |operation: &&&Operation| operation.method == http::Method::GET;
    for operation in operation::ALL.iter().filter(gets) {
        assert_eq!(operation.safety, Safety::Read, "{}", operation.name);
    }
}

#[test]
fn no_operation_is_listed_twice() {
    let names: BTreeSet<&str> = operation::ALL.iter().map(|operation| operation.name).collect();
    assert_eq!(names.len(), operation::ALL.len());
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
        assert_eq!(recorder.0.lock().unwrap().len(), usize::from(expected == ErrorKind::NotFound));
    }
}
