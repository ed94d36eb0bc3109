//! Compares answers with Amazon's own models.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::{World, routes};

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
    let document = Model::load(model);
    let mut answered = BTreeSet::new();
    for exchange in world.exchanges.lock().unwrap().iter() {
        let Some(route) = api.routes.iter().find(|route| route.operation == exchange.operation) else {
            continue;
        };
        let responses = &document.operation(route)["responses"];
        let response = &responses[exchange.status.to_string()];
        assert!(response.is_object(), "{} may not answer {}", route.operation, exchange.status);
        if let Some(schema) = response.get("schema") {
            document.check(schema, &exchange.body, route.operation, exchange.status);
        } else {
            assert_eq!(exchange.body, Value::Null, "{} {} has no body", route.operation, exchange.status);
        }
        if exchange.status < 300 {
            answered.insert(route.operation);
        }
    }
    let all: BTreeSet<_> = api.routes.iter().map(|route| route.operation).collect();
    assert_eq!(answered, all, "operations that have answered well, and all");
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
}

impl Model {
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
        Self { document }
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

    fn check(&self, schema: &Value, body: &Value, operation: &str, status: u16) {
        let mut root = self.document.clone();
        root["allOf"] = json!([schema]);
        let validator = jsonschema::options()
            .with_draft(jsonschema::Draft::Draft4)
            .should_validate_formats(false)
            .build(&root)
            .unwrap();
        let faults: Vec<String> =
            validator.iter_errors(body).map(|fault| format!("{}: {fault}", fault.instance_path())).collect();
        assert!(faults.is_empty(), "{operation} {status}: {faults:#?}\n{body:#}");
    }
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
#[should_panic(expected = "searchOrders 200")]
fn an_answer_with_a_member_of_our_own_is_refused() {
    let schema = json!({ "$ref": "#/definitions/SearchOrdersResponse" });
    Model::load("orders_2026-01-01").check(&schema, &json!({ "orders": [], "ours": 1 }), "searchOrders", 200);
}
