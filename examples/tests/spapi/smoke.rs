//! The smoke test, and its table.

use std::{collections::BTreeSet, path::Path, time::Duration};

use serde_json::{Value, json};
use sp_api_client::{
    operation::{self, Operation, Place},
    testing::{Processing, ReportFile},
};

use crate::{amazon, answers, shop, terminal::Person};

async fn requests() -> Vec<Value> {
    let run = Person::using("spapi").runs(&["smoke", "--dry-run"]).await;
    assert_eq!(run.code, 0, "{run:?}");
    run.lines()
}

fn operation_of(request: &Value) -> &'static Operation {
    Operation::find(request["operation"].as_str().unwrap()).unwrap()
}

#[tokio::test]
async fn the_smoke_test_calls_every_operation_once_and_no_other() {
    let mut called: Vec<String> = requests()
        .await
        .iter()
        .filter(|request| request["prepares"] == false)
        .map(|request| operation_of(request).id())
        .collect();
    called.sort();
    let mut all: Vec<String> = operation::all().map(Operation::id).collect();
    all.sort();
    assert_eq!(called, all);
}

#[tokio::test]
async fn the_smoke_tests_requests_have_what_the_client_requires_and_nothing_that_it_does_not_know() {
    for request in requests().await {
        let (operation, request) = (operation_of(&request), &request["request"]);
        for (place, part) in [(&[Place::Path][..], "path"), (&[Place::Header], "headers")] {
            check(operation, place, &request[part]);
        }
        let query = [Place::Query, Place::QueryList, Place::QueryRepeated];
        check(operation, &query, &request["query"]);
        let body = operation.parameters.iter().any(|parameter| parameter.place == Place::Body);
        assert_eq!(request["body"].is_null(), !body, "{}", operation.id());
    }
}

fn check(operation: &Operation, places: &[Place], sent: &Value) {
    let sent = sent.as_object().unwrap();
    let declared = operation.parameters.iter().filter(|parameter| places.contains(&parameter.place));
    let (mut names, mut required) = (BTreeSet::new(), BTreeSet::new());
    for parameter in declared {
        names.insert(parameter.name);
        if parameter.required {
            required.insert(parameter.name);
        }
    }
    let sent: BTreeSet<&str> = sent.keys().map(String::as_str).collect();
    assert!(sent.is_subset(&names), "{}: {sent:?} of {names:?}", operation.id());
    assert!(sent.is_superset(&required), "{}: {required:?} not in {sent:?}", operation.id());
}

/// One of Amazon's models.
fn model(name: &str) -> Value {
    let default = concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared");
    #[expect(
        clippy::disallowed_methods,
        reason = "where the official models lie is the environment's to say"
    )]
    let shared = std::env::var("SHARED_DIR").unwrap_or_else(|_| default.to_owned());
    let file = Path::new(&shared).join("models").join(format!("{name}.json"));
    serde_json::from_slice(&std::fs::read(file).unwrap()).unwrap()
}

#[tokio::test]
#[ignore = "needs SHARED_DIR"]
async fn the_smoke_tests_requests_are_valid_by_amazons_models() {
    let mut complaints = Vec::new();
    let mut bodies = 0;
    for request in requests().await {
        let operation = operation_of(&request);
        let model = model(operation.model);
        let path = &model["paths"][operation.path];
        let modelled = &path[operation.method.as_str().to_lowercase()];
        assert_eq!(modelled["operationId"], operation.name);
        let mut names = BTreeSet::new();
        let parameters = [path, modelled].into_iter().filter_map(|place| place["parameters"].as_array());
        for parameter in parameters.flatten() {
            let shared =
                parameter["$ref"].as_str().and_then(|target| model.pointer(target.strip_prefix('#')?));
            let parameter = shared.unwrap_or(parameter);
            let (name, place) = (parameter["name"].as_str().unwrap(), parameter["in"].as_str().unwrap());
            let part = match place {
                "header" => "headers",
                place => place,
            };
            let sent = match part {
                "body" => &request["request"]["body"],
                part => &request["request"][part][name],
            };
            names.insert((part, name));
            if sent.is_null() {
                if parameter["required"] == true {
                    complaints.push(format!("{}: {name} is missing", operation.id()));
                }
                continue;
            }
            // A body's schema refers to the model's definitions, a parameter is a schema but for a few keys.
            let mut schema = if part == "body" { parameter["schema"].clone() } else { parameter.clone() };
            bodies += usize::from(part == "body");
            for key in ["required", "name", "in", "description", "collectionFormat"] {
                if part != "body" {
                    schema.as_object_mut().unwrap().remove(key);
                }
            }
            let root = json!({ "allOf": [schema], "definitions": model["definitions"] });
            let validator = jsonschema::options().with_draft(jsonschema::Draft::Draft4).build(&root).unwrap();
            for error in validator.iter_errors(sent) {
                complaints.push(format!("{} {name}{}: {error}", operation.id(), error.instance_path()));
            }
        }
        for part in ["path", "query", "headers"] {
            for name in request["request"][part].as_object().unwrap().keys() {
                if !names.contains(&(part, name.as_str())) {
                    complaints.push(format!("{}: there is no {part} parameter {name}", operation.id()));
                }
            }
        }
    }
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
    assert!(bodies > 40, "only {bodies} bodies were checked");
}

#[tokio::test]
async fn the_smoke_test_tells_what_worked_from_what_did_not() {
    let (server, person) = amazon().await;
    let account = json!({ "payload": { "marketplaceParticipationList": [], "businessType": "CHARITY",
        "sellingPlan": "PROFESSIONAL" } });
    answers(&server, "GET", "/sellers/v1/account", 200, account).await;
    let odd = json!({ "payload": [{ "marketplace": 5 }] });
    answers(&server, "GET", "/sellers/v1/marketplaceParticipations", 200, odd).await;
    let run = person.runs(&["smoke", "--json", "--patience", "0s"]).await;
    assert_eq!(run.code, 1, "{run:?}");
    let lines = run.lines();
    assert_eq!(lines.len(), operation::all().count());
    let of = |id: &str| lines.iter().find(|line| line["operation"] == id).unwrap();
    let account = of("sellers.getAccount");
    assert_eq!((&account["status"], &account["outcome"]), (&json!(200), &json!("ok")), "{account}");
    let odd = of("sellers.getMarketplaceParticipations");
    assert_eq!(odd["outcome"], "failed");
    assert!(odd["error"].as_str().unwrap().contains("payload[0]"), "{odd}");
    // Everything else is a 404 here, and that is right for few operations.
    assert_eq!(of("orders_2026-01-01.searchOrders")["status"], 404);
    assert_eq!(of("fulfillmentInboundV0.getBillOfLading")["outcome"], "refused");
}

#[tokio::test]
async fn the_smoke_test_writes_only_to_sandboxes_and_simulators() {
    for endpoint in [
        "https://sellingpartnerapi-eu.amazon.com",
        "https://SellingPartnerAPI-NA.amazon.com.",
        "https://sandbox.sellingpartnerapi-na.amazon.com@sellingpartnerapi-na.amazon.com",
        "https://127.0.0.1@sellingpartnerapi-na.amazon.com/sandbox.",
        "https://gateway.example.com",
        "no endpoint",
    ] {
        let run = Person::with_credentials().runs(&["smoke", "--endpoint", endpoint]).await;
        assert_eq!((run.code, run.out.as_str()), (2, ""), "{endpoint}: {run:?}");
        assert!(run.err.contains("smoke writes"), "{}", run.err);
    }
}

#[tokio::test]
async fn an_operation_that_does_not_end_did_not_work() {
    let (server, person) = amazon().await;
    let id = "1234abcd-1234-abcd-5678-1234abcd5678";
    let plan = json!({ "inboundPlanId": "wf1234abcd-1234-abcd-5678-1234abcd5678", "operationId": id });
    answers(&server, "POST", "/inbound/fba/2024-03-20/inboundPlans", 202, plan).await;
    let state = json!({ "operation": "createInboundPlan", "operationId": id, "operationProblems": [],
        "operationStatus": "IN_PROGRESS" });
    answers(&server, "GET", &format!("/inbound/fba/2024-03-20/operations/{id}"), 200, state).await;
    let run = person.runs(&["smoke", "--json", "--patience", "0s"]).await;
    let lines = run.lines();
    let of = |name: &str| {
        let id = format!("fulfillmentInbound_2024-03-20.{name}");
        lines.iter().find(|line| line["operation"] == id.as_str()).unwrap()
    };
    let plan = of("createInboundPlan");
    assert_eq!((&plan["status"], &plan["outcome"]), (&json!(202), &json!("failed")), "{plan}");
    assert!(plan["error"].as_str().unwrap().contains("IN_PROGRESS"), "{plan}");
    assert_eq!(of("getInboundOperationStatus")["outcome"], "ok");
}

#[tokio::test]
async fn every_operation_works_against_the_simulator() {
    let (served, person) = shop().await;
    let (amazon, seller) = (&served.sandbox.amazon, &served.connection.sellers[0].seller_id);
    let shelves = amazon.stock_shelves(seller).unwrap();
    amazon.set_inbound_delay(seller, Duration::ZERO);
    let attributes =
        json!({"item_name": [{"value": "Kettle"}], "merchant_suggested_asin": [{"value": shelves.asins[0]}]});
    amazon.put_listing(seller, &shelves.marketplace_id, &shelves.skus[0], &shelves.product_type, attributes);
    amazon.put_report(
        seller,
        "GET_MERCHANT_LISTINGS_ALL_DATA",
        ReportFile::new("seller-sku\nSHELF-KETTLE\n"),
    );
    // What is cancelled must still be in the queue then.
    let processing = Processing { queue: Duration::from_millis(500), work: Duration::ZERO };
    amazon.set_report_processing(processing);
    amazon.set_feed_processing(processing);
    let pickup = format!("pickupOrderId={}", shelves.pickup_order);
    let regulated = format!("regulatedOrderId={}", shelves.regulated_order);
    let (sku, asin) = (format!("sku={}", shelves.skus[0]), format!("asin={}", shelves.asins[0]));
    let with = ["--with", &pickup, "--with", &regulated, "--with", &sku, "--with", &asin];
    let run = person.runs(&[&["smoke", "--json"], &with[..]].concat()).await;
    let lines = run.lines();
    let of = |outcome: &str| lines.iter().filter(|line| line["outcome"] == outcome).collect::<Vec<_>>();
    assert!(of("failed").is_empty(), "{:#?} {}", of("failed"), run.err);
    assert_eq!((run.code, lines.len()), (0, operation::all().count()));
    // Some operations exist in other marketplaces only.
    let refused = of("refused");
    assert!(refused.len() < 12, "{refused:#?}");
    println!("{} ok, {} refused as may be", of("ok").len(), refused.len());
    drop(served);
}
