//! Every example in Amazon's own models decodes into the operation's typed answer, and nothing of it is lost.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

use std::{collections::BTreeMap, str::FromStr as _};

use commerce_client_core::wire::instant;
use rust_decimal::Decimal;
use serde_json::Value;
use sp_api_client::operation::{self, Operation};

fn shared_dir() -> String {
    let default = concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared");
    #[expect(
        clippy::disallowed_methods,
        reason = "where the official models lie is the environment's to say"
    )]
    std::env::var("SHARED_DIR").unwrap_or_else(|_| default.to_owned())
}

fn model(name: &str) -> Value {
    let file = format!("{}/models/{name}.json", shared_dir());
    serde_json::from_slice(&std::fs::read(file).unwrap()).unwrap()
}

/// The bodies that a model shows for an operation, each with where it stands.
fn examples(model: &Value, operation: &Operation) -> Vec<(String, Value)> {
    let method = operation.method.as_str().to_lowercase();
    let responses = model["paths"][operation.path][method]["responses"].as_object().unwrap();
    let mut found = Vec::new();
    for (status, response) in responses {
        let shown = &response["examples"];
        // By media type or by a name of their own, as a rule; one model writes the body right here.
        match shown.as_object() {
            Some(body) if body.contains_key("payload") => {
                found.push((format!("{status} example"), shown.clone()))
            }
            Some(named) => {
                found.extend(named.iter().map(|(name, body)| (format!("{status} {name}"), body.clone())));
            }
            None => {}
        }
        for (n, case) in response["x-amzn-api-sandbox"]["static"].as_array().into_iter().flatten().enumerate()
        {
            found.push((format!("{status} sandbox {n}"), case["response"].clone()));
        }
    }
    found
}

/// The request bodies that a model's sandbox expects of an operation.
fn request_bodies(model: &Value, operation: &Operation) -> Vec<Value> {
    let method = operation.method.as_str().to_lowercase();
    let responses = model["paths"][operation.path][method]["responses"].as_object().unwrap();
    // Bodies that are refused are meant to be wrong.
    let accepted = responses.iter().filter(|(status, _)| status.starts_with('2')).map(|(_, answer)| answer);
    let cases = accepted.flat_map(|answer| answer["x-amzn-api-sandbox"]["static"].as_array()).flatten();
    let bodies = cases.flat_map(|case| case["request"]["parameters"].as_object()).flatten();
    let bodies = bodies.filter(|(name, _)| *name == "body").map(|(_, body)| body["value"].clone());
    bodies.filter(|body| !body.is_null()).collect()
}

/// Where `after` lacks something of `before`. Null is as good as nothing; an instant or an amount may be written in
/// another form of the same value.
fn lost(before: &Value, after: &Value, path: &str, found: &mut Vec<String>) {
    match (before, after) {
        (Value::Null, _) => {}
        (Value::Object(before), Value::Object(after)) => {
            for (key, value) in before.iter().filter(|(_, value)| !value.is_null()) {
                match after.get(key) {
                    Some(kept) => lost(value, kept, &format!("{path}.{key}"), found),
                    None => found.push(format!("{path}.{key} is gone")),
                }
            }
        }
        (Value::Array(before), Value::Array(after)) if before.len() == after.len() => {
            for (n, (value, kept)) in before.iter().zip(after).enumerate() {
                lost(value, kept, &format!("{path}[{n}]"), found);
            }
        }
        _ if same(before, after) => {}
        _ => found.push(format!("{path} was {before} and is {after}")),
    }
}

fn same(before: &Value, after: &Value) -> bool {
    let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let (before, after) = (text(before), text(after));
    let number = |text: &str| Decimal::from_str(text).or_else(|_| Decimal::from_scientific(text)).ok();
    before == after
        || number(&before).is_some_and(|value| number(&after) == Some(value))
        || instant::parse(&before).is_some_and(|value| instant::parse(&after) == Some(value))
}

#[test]
#[ignore = "needs SHARED_DIR"]
fn every_example_decodes_and_nothing_of_it_is_lost() {
    let (mut complaints, mut counts) = (Vec::new(), BTreeMap::<&str, usize>::new());
    for operation in operation::all() {
        for (which, body) in examples(&model(operation.model), operation) {
            let name = format!("{} {which}", operation.id());
            *counts.entry(operation.model).or_default() += 1;
            let empty = body.as_object().is_some_and(serde_json::Map::is_empty) || body.is_null();
            if empty {
                continue;
            }
            match operation.reencode(body.to_string().as_bytes()) {
                Ok(kept) => lost(&body, &kept, &name, &mut complaints),
                Err(error) => complaints.push(format!("{name}: {error}")),
            }
        }
    }
    println!("{counts:#?}");
    let total: usize = counts.values().sum();
    println!("{total} examples of {} operations", operation::all().count());
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
    assert!(total > 250, "only {total} examples were found");
}

#[test]
#[ignore = "needs SHARED_DIR"]
fn every_request_body_of_the_sandbox_fits_its_type() {
    let (mut complaints, mut total) = (Vec::new(), 0);
    for operation in operation::all() {
        for body in request_bodies(&model(operation.model), operation) {
            total += 1;
            match operation.reencode_body(body.to_string().as_bytes()) {
                Some(Ok(kept)) => lost(&body, &kept, &operation.id(), &mut complaints),
                Some(Err(error)) => complaints.push(format!("{}: {error}", operation.id())),
                None => complaints.push(format!("{} takes no body", operation.id())),
            }
        }
    }
    println!("{total} request bodies");
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
    assert!(total > 25, "only {total} were found");
}
