//! Compares answers with Amazon's own models.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
    sync::{Arc, Mutex, PoisonError},
};

use chrono::{DateTime, NaiveDateTime};
use jsonschema::Validator;
use serde_json::{Value, json};

use super::{Reply, World, routes};

#[expect(clippy::disallowed_methods, reason = "tests find the shared folder by it")]
pub(super) fn shared_dir() -> String {
    std::env::var("SHARED_DIR")
        .unwrap_or_else(|_| concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared").into())
}

/// An official file, below the shared folder.
pub(super) fn shared_json(path: &str) -> Value {
    let file = std::fs::read(format!("{}/{path}", shared_dir())).unwrap();
    serde_json::from_slice(&file).unwrap()
}

/// Checks that every answer which `world` has got from the API of `model` is one that the model knows, that no answer
/// holds a member that it does not know, and that every operation has answered well at least once.
/// The routes themselves must be the model's: paths, methods and usage plans.
pub(super) fn every_answer_is_modelled(world: &World, model: &str) {
    let api = routes::APIS.iter().find(|api| api.model == model).unwrap();
    let document = Model::of(model).unwrap();
    let mut answered = BTreeSet::new();
    for exchange in world.exchanges.lock().unwrap().iter() {
        let Some(route) = api.routes.iter().find(|route| route.operation == exchange.operation) else {
            continue;
        };
        let response = &document.operation(route)["responses"][exchange.status.to_string()];
        assert!(response.is_object(), "{} may not answer {}", route.operation, exchange.status);
        document.check_answer(route, exchange.status, &exchange.body);
        if exchange.status < 300 {
            answered.insert(route.operation);
        }
    }
    let all: BTreeSet<_> = api.routes.iter().map(|route| route.operation).collect();
    assert_eq!(answered, all, "operations that have answered well, and all");
}

/// Checks one answer against the model of its operation, where the models are at hand.
///
/// A page in HTML comes from a gateway in front of the API, of which no model tells.
pub(super) fn answer_is_modelled(matched: &routes::Matched, reply: &Reply) {
    let is_html = reply.headers.get("content-type").is_some_and(|value| value == "text/html");
    if let Some(model) = Model::of(matched.api.model).filter(|_| !is_html) {
        model.check_answer(matched.route, reply.status, &reply.json);
    }
}

/// Checks a document against one of Amazon's own schemas.
pub(super) fn matches_schema(path: &str, document: &Value) {
    let mut schema = shared_json(path);
    // Relative names would have to be looked up on the network.
    remove_ids(&mut schema);
    let validator = jsonschema::validator_for(&schema).unwrap();
    let faults: Vec<String> =
        validator.iter_errors(document).map(|fault| format!("{}: {fault}", fault.instance_path())).collect();
    assert!(faults.is_empty(), "{path}: {faults:#?}\n{document:#}");
}

struct Model {
    document: Value,
    /// The validators of the answers that have been checked, by operation and status.
    validators: Mutex<BTreeMap<(&'static str, u16), Arc<Validator>>>,
}

/// Every model that has been asked for; none where the shared folder is not there.
static MODELS: Mutex<BTreeMap<String, Option<Arc<Model>>>> = Mutex::new(BTreeMap::new());

impl Model {
    /// The model of this name, read once.
    fn of(name: &str) -> Option<Arc<Self>> {
        let mut models = MODELS.lock().unwrap_or_else(PoisonError::into_inner);
        let load = || {
            let is_there = Path::new(&format!("{}/models/{name}.json", shared_dir())).is_file();
            is_there.then(|| Arc::new(Self::load(name)))
        };
        models.entry(name.to_owned()).or_insert_with(load).clone()
    }

    fn load(name: &str) -> Self {
        let mut document = shared_json(&format!("models/{name}.json"));
        // A definition that others extend is open; every other one names all of its members.
        let mut extended = BTreeSet::new();
        each_object(&document["definitions"], &mut |object| {
            for part in object.get("allOf").and_then(Value::as_array).into_iter().flatten() {
                extended.extend(part["$ref"].as_str().map(str::to_owned));
            }
        });
        let definitions = document["definitions"].as_object_mut().unwrap();
        for (name, definition) in definitions {
            if !extended.contains(&format!("#/definitions/{name}")) {
                close(definition);
            }
        }
        Self { document, validators: Mutex::default() }
    }

    fn operation(&self, route: &routes::Route) -> &Value {
        let operation = &self.document["paths"][route.path][route.method.to_ascii_lowercase()];
        let id = route.operation.rsplit('.').next().unwrap();
        assert_eq!(operation["operationId"], id, "{} {}", route.method, route.path);
        if let Some(plan) = plan_of(operation) {
            assert_eq!((route.plan.rate, route.plan.burst), plan, "{id}");
        }
        operation
    }

    /// A refusal that the operation does not list is of the shape of its 400: it may come from before the operation.
    fn check_answer(&self, route: &routes::Route, status: u16, body: &Value) {
        let responses = &self.operation(route)["responses"];
        let listed = responses.get(status.to_string());
        let response = listed.or_else(|| responses.get("400").filter(|_| status >= 400));
        let response = response.unwrap_or_else(|| panic!("{} may not answer {status}", route.operation));
        let Some(schema) = response.get("schema") else {
            assert_eq!(*body, Value::Null, "{} {status} has no body", route.operation);
            return;
        };
        // The model of restrictions has a bare list of errors; here they look like those of every other API.
        let is_bare_list = status >= 400 && self.is_list(schema);
        let body = if is_bare_list { &body["errors"] } else { body };
        self.check(schema, body, route.operation, status);
    }

    fn is_list(&self, schema: &Value) -> bool {
        let name = schema["$ref"].as_str().and_then(|path| path.rsplit('/').next()).unwrap_or_default();
        self.document["definitions"][name]["type"] == "array"
    }

    fn check(&self, schema: &Value, body: &Value, operation: &'static str, status: u16) {
        let validator = {
            let mut validators = self.validators.lock().unwrap_or_else(PoisonError::into_inner);
            let compiled = || {
                let root = json!({ "definitions": self.document["definitions"], "allOf": [schema] });
                let options = jsonschema::options().with_draft(jsonschema::Draft::Draft4);
                let options = options.should_validate_formats(true).with_format("date-time", is_time);
                Arc::new(options.build(&root).unwrap())
            };
            Arc::clone(validators.entry((operation, status)).or_insert_with(compiled))
        };
        let faults: Vec<String> =
            validator.iter_errors(body).map(|fault| format!("{}: {fault}", fault.instance_path())).collect();
        assert!(faults.is_empty(), "{operation} {status}: {faults:#?}\n{body:#}");
    }
}

/// A time as Amazon writes it, in one API to the minute only, which the strict format would not take.
fn is_time(text: &str) -> bool {
    DateTime::parse_from_rfc3339(text).is_ok()
        || NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%MZ").is_ok()
}

/// Rate and burst from the table in the description: `| 0.0056 | 20 |`.
fn plan_of(operation: &Value) -> Option<(f64, u32)> {
    let rows = operation["description"]
        .as_str()?
        .lines()
        .map(|line| line.split('|').map(|cell| cell.trim().to_owned()).collect::<Vec<_>>());
    rows.filter_map(|row| match row.as_slice() {
        [_, rate, burst, _] | [_, _, rate, burst, _] => Some((rate.parse().ok()?, burst.parse().ok()?)),
        _ => None,
    })
    .next()
}

/// Refuses members that an object does not name, all the way down.
fn close(schema: &mut Value) {
    let Some(object) = schema.as_object_mut() else { return };
    if object.contains_key("properties")
        && !object.contains_key("additionalProperties")
        && !object.contains_key("allOf")
    {
        object.insert("additionalProperties".into(), json!(false));
    }
    if let Some(properties) = object.get_mut("properties").and_then(Value::as_object_mut) {
        properties.values_mut().for_each(close);
    }
    if let Some(items) = object.get_mut("items") {
        close(items);
    }
}

fn remove_ids(value: &mut Value) {
    match value {
        Value::Object(object) => {
            object.remove("$id");
            object.values_mut().for_each(remove_ids);
        }
        Value::Array(values) => values.iter_mut().for_each(remove_ids),
        _ => {}
    }
}

fn each_object(value: &Value, see: &mut impl FnMut(&serde_json::Map<String, Value>)) {
    match value {
        Value::Object(object) => {
            see(object);
            object.values().for_each(|value| each_object(value, see));
        }
        Value::Array(values) => values.iter().for_each(|value| each_object(value, see)),
        _ => {}
    }
}

#[test]
fn operations_are_told_apart_by_name() {
    let mut seen = BTreeMap::new();
    for route in routes::APIS.iter().flat_map(|api| api.routes) {
        let before = seen.insert(route.operation, route.path);
        assert_eq!(before, None, "{}", route.operation);
    }
}

#[test]
#[ignore = "needs SHARED_DIR"]
fn routes_are_those_of_the_models() {
    for api in routes::APIS {
        let model = Model::load(api.model);
        for route in api.routes {
            model.operation(route);
        }
    }
}

#[test]
#[ignore = "needs SHARED_DIR"]
#[should_panic(expected = "/orders/0/createdTime")]
fn a_time_that_is_none_is_refused() {
    let order = json!({
        "orderId": "1",
        "createdTime": "yesterday",
        "lastUpdatedTime": "2026-11-23T11:00:00Z",
        "salesChannel": { "channelName": "AMAZON" },
        "orderItems": [],
    });
    let schema = json!({ "$ref": "#/definitions/SearchOrdersResponse" });
    let body = json!({ "orders": [order] });
    Model::load("orders_2026-01-01").check(&schema, &body, "searchOrders", 200);
}

#[test]
#[ignore = "needs SHARED_DIR"]
#[should_panic(expected = "searchOrders 200")]
fn an_answer_with_a_member_of_our_own_is_refused() {
    let schema = json!({ "$ref": "#/definitions/SearchOrdersResponse" });
    Model::load("orders_2026-01-01").check(&schema, &json!({ "orders": [], "ours": 1 }), "searchOrders", 200);
}
