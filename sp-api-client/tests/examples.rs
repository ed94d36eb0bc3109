//! Every example in Amazon's own models decodes into the operation's typed answer, and nothing of it is lost. Nor is
//! anything of a body that has all that the model allows.

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
    let (mut complaints, mut counts, mut nothing) = (Vec::new(), BTreeMap::<&str, usize>::new(), 0);
    for operation in operation::all() {
        for (which, body) in examples(&model(operation.model), operation) {
            let name = format!("{} {which}", operation.id());
            *counts.entry(operation.model).or_default() += 1;
            let empty = body.as_object().is_some_and(serde_json::Map::is_empty) || body.is_null();
            if empty {
                nothing += 1;
                continue;
            }
            let text = body.to_string();
            let read = operation.check(text.as_bytes()).and_then(|()| operation.reencode(text.as_bytes()));
            match read {
                Ok(kept) => lost(&body, &kept, &name, &mut complaints),
                Err(error) => complaints.push(format!("{name}: {error}")),
            }
        }
    }
    println!("{counts:#?}");
    let total: usize = counts.values().sum();
    println!("{total} examples of {} operations, {nothing} of them empty", operation::all().count());
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
    // As many as the models hold. Other models hold other numbers: look at what is new and count again.
    assert_eq!(total, 300, "examples were overlooked, or the models are others");
}

/// An operation's answer that is a page: where its list is, and the list's first element.
fn lists(body: &Value) -> Vec<String> {
    let mut found = Vec::new();
    for at in ["", "/payload"] {
        let Some(members) = body.pointer(at).and_then(Value::as_object) else { continue };
        let lists = members.iter().filter(|(_, value)| value.as_array().is_some_and(|list| !list.is_empty()));
        found.extend(lists.map(|(name, _)| format!("{at}/{name}")));
    }
    found.retain(|at| at != "/errors");
    found
}

#[test]
#[ignore = "needs SHARED_DIR"]
fn no_page_of_any_operation_fails_for_one_odd_element_or_a_member_that_is_missing() {
    let (mut complaints, mut pages, mut tried) = (Vec::new(), 0, 0);
    for operation in operation::all().filter(|operation| is_paged(operation)) {
        let model = model(operation.model);
        let shown = examples(&model, operation).into_iter();
        for (which, body) in shown.filter(|(which, body)| which.starts_with("200") && !lists(body).is_empty())
        {
            pages += 1;
            let mut try_without = |changed: &Value, what: String| {
                tried += 1;
                if let Err(error) = operation.reencode(changed.to_string().as_bytes()) {
                    complaints.push(format!("{} {which}: {what}: {error}", operation.id()));
                }
            };
            // Whatever stands beside the list.
            for at in ["", "/payload", "/pagination", "/payload/pagination"] {
                let Some(members) = body.pointer(at).and_then(Value::as_object) else { continue };
                for name in members.keys().filter(|name| !lists(&body).contains(&format!("{at}/{name}"))) {
                    if at.is_empty() && *name == "payload" {
                        continue;
                    }
                    let mut changed = body.clone();
                    changed.pointer_mut(at).unwrap().as_object_mut().unwrap().remove(name);
                    try_without(&changed, format!("without {at}/{name}"));
                }
            }
            for at in lists(&body) {
                let first = format!("{at}/0");
                for odd in
                    [Value::from(7), Value::Null, Value::from("from the future"), serde_json::json!({})]
                {
                    let mut changed = body.clone();
                    *changed.pointer_mut(&first).unwrap() = odd.clone();
                    try_without(&changed, format!("{odd} at {first}"));
                }
                for name in
                    body.pointer(&first).and_then(Value::as_object).into_iter().flat_map(|one| one.keys())
                {
                    let mut changed = body.clone();
                    changed.pointer_mut(&first).unwrap().as_object_mut().unwrap().remove(name);
                    try_without(&changed, format!("without {first}/{name}"));
                    changed = body.clone();
                    changed.pointer_mut(&first).unwrap()[name] = Value::from("FROM_THE_FUTURE");
                    try_without(&changed, format!("another {first}/{name}"));
                }
            }
        }
    }
    println!("{pages} pages, {tried} odd ones");
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
    assert!(pages > 30 && tried > 500, "only {pages} pages were found");
}

fn is_paged(operation: &Operation) -> bool {
    let token = |parameter: &operation::Parameter| parameter.name.to_lowercase().ends_with("token");
    operation.parameters.iter().any(token)
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

/// Makes values with every property that a model has.
struct Filler<'a> {
    definitions: &'a Value,
    /// Which value of each enum.
    turn: usize,
    /// The definitions on the way; one within itself is left out.
    within: Vec<String>,
}

impl Filler<'_> {
    fn value(&mut self, key: &str, schema: &Value) -> Option<Value> {
        if let Some(name) = schema["$ref"].as_str().and_then(|to| to.strip_prefix("#/definitions/")) {
            if self.within.iter().any(|outer| outer == name) {
                return None;
            }
            self.within.push(name.to_owned());
            let filled = self.value(key, &self.definitions[name]);
            self.within.pop();
            return filled;
        }
        if let Some(words) = schema["enum"].as_array() {
            return Some(words[self.turn % words.len()].clone());
        }
        if let Some(parts) = schema["allOf"].as_array() {
            let parts = parts.iter().filter_map(|part| self.value(key, part));
            let members = parts.filter_map(|part| part.as_object().cloned()).flatten();
            return Some(Value::Object(members.collect()));
        }
        let kind = schema["type"].as_str().unwrap_or("object");
        Some(match (kind, schema["format"].as_str()) {
            ("object", _) => self.object(key, schema),
            ("array", _) => self.value(key, &schema["items"]).into_iter().collect(),
            ("integer", _) => Value::from(7),
            ("number", _) => Value::from(12.5),
            ("boolean", _) => Value::from(self.turn.is_multiple_of(2)),
            ("string", Some("date-time")) => Value::from("2026-11-01T08:00:00Z"),
            ("string", Some("date")) => Value::from("2026-12-01"),
            ("string", _) => Value::from(text(key, schema)),
            (other, _) => panic!("{key} is a {other}"),
        })
    }

    fn object(&mut self, key: &str, schema: &Value) -> Value {
        let others = Some(&schema["additionalProperties"]).filter(|others| others.is_object());
        let other = others.and_then(|others| Some(("some key".to_owned(), self.value(key, others)?)));
        let properties = schema["properties"].as_object().into_iter().flatten();
        let filled = properties.filter_map(|(name, inner)| Some((name.clone(), self.value(name, inner)?)));
        Value::Object(filled.chain(other).collect())
    }
}

/// A text that can stand there: what a model calls a string may be an instant, a number or a currency.
fn text(key: &str, schema: &Value) -> &'static str {
    let (name, said) =
        (key.to_lowercase(), schema["description"].as_str().unwrap_or_default().to_lowercase());
    if name.contains("currencycode") || (name == "code" && said.contains("currency")) {
        "EUR"
    } else if name.ends_with("expiration") || name == "exceptiondate" {
        "2026-12-01"
    } else if name.ends_with("date") || name.ends_with("time") || said.contains("iso 8601") {
        "2026-11-01T08:00:00Z"
    } else if name.ends_with("amount") || said.contains("decimal number") {
        "12.50"
    } else {
        "text"
    }
}

#[test]
#[ignore = "needs SHARED_DIR"]
fn every_property_of_every_answer_and_every_body_is_typed() {
    let (mut complaints, mut checked, mut properties) = (Vec::new(), 0, 0);
    for operation in operation::all() {
        let model = model(operation.model);
        let declared = &model["paths"][operation.path][operation.method.as_str().to_lowercase()];
        let answers = declared["responses"].as_object().unwrap().iter();
        let answers =
            answers.filter(|(status, answer)| status.starts_with('2') && answer["schema"].is_object());
        let bodies = declared["parameters"].as_array().into_iter().flatten();
        let bodies = bodies.filter(|parameter| parameter["in"] == "body" && parameter["schema"].is_object());
        let schemas = answers.map(|(_, answer)| (true, &answer["schema"]));
        for (is_answer, schema) in schemas.chain(bodies.map(|body| (false, &body["schema"]))) {
            // The longest list of words that has no type of its own in the models.
            for turn in 0..30 {
                let mut filler = Filler { definitions: &model["definitions"], turn, within: Vec::new() };
                let whole = filler.value("body", schema).unwrap();
                let bytes = whole.to_string().into_bytes();
                let read = match is_answer {
                    true => operation.check(&bytes).and_then(|()| operation.reencode(&bytes)),
                    false => operation.reencode_body(&bytes).unwrap(),
                };
                let place = if is_answer { "answer" } else { "body" };
                let name = format!("{} {place}", operation.id());
                match read {
                    Ok(kept) => lost(&whole, &kept, &name, &mut complaints),
                    Err(error) => complaints.push(format!("{name}: {error}")),
                }
                checked += 1;
                if turn == 0 {
                    properties += whole.to_string().matches("\":").count();
                }
            }
        }
    }
    complaints.sort();
    complaints.dedup();
    println!("{checked} bodies, with {properties} properties");
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
    assert!(properties > 3_000, "only {properties} were found");
}
