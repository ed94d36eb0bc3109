//! The command line, as its users run it: the built program against servers in this process.
//!
//! `cargo test -p examples` builds the program; `--test spapi` alone does not.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

mod connect;
mod decode;
mod feeds;
mod finances;
#[path = "../interrupt/mod.rs"]
mod interrupt;
mod interrupted;
mod inventory;
mod listed;
mod listings;
mod orders;
#[path = "../program/mod.rs"]
mod program;
mod reports;
mod smoke;
#[path = "../terminal/mod.rs"]
mod terminal;

use examples::served::{Ports, Served};
use serde_json::{Value, json};
use terminal::Person;
use wiremock::{
    Mock, MockServer, ResponseTemplate,
    matchers::{method, path},
};

const SECRET: &str = "amzn1.oa2-cs.v1.not-to-be-seen";
const MARKETPLACE: &str = "ATVPDKIKX0DER";
const LISTINGS: &str = "GET_MERCHANT_LISTINGS_ALL_DATA";

impl Person {
    fn with_credentials() -> Self {
        let mut person = Self::using("spapi");
        person.environment.insert("SP_API_CLIENT_ID", "amzn1.application-oa2-client.sandbox".to_owned());
        person.environment.insert("SP_API_CLIENT_SECRET", SECRET.to_owned());
        person.environment.insert("SP_API_REFRESH_TOKEN", "Atzr|not-to-be-seen".to_owned());
        person.environment.insert("SP_API_SELLER_ID", "A1NASELLER0001".to_owned());
        person
    }

    fn at(mut self, url: &str) -> Self {
        self.options = ["--endpoint", url, "--lwa-endpoint", &format!("{url}/auth/o2/token")]
            .into_iter()
            .map(str::to_owned)
            .collect();
        self
    }
}

/// The simulators with some orders, and a person who may read them.
async fn shop() -> (Served, Person) {
    let served = Served::start(Ports::default()).await.unwrap();
    served.sandbox.seed(1, 40);
    let connection = &served.connection;
    let mut person = Person::with_credentials().at(connection.amazon_url.as_deref().unwrap());
    person.environment.insert("SP_API_CLIENT_ID", connection.client_id.clone());
    person.environment.insert("SP_API_CLIENT_SECRET", connection.client_secret.clone());
    person.environment.insert("SP_API_REFRESH_TOKEN", connection.sellers[0].refresh_token.clone());
    person.environment.insert("SP_API_SELLER_ID", connection.sellers[0].seller_id.clone());
    (served, person)
}

/// A server that hands out tokens, and a person who calls it.
async fn amazon() -> (MockServer, Person) {
    let server = MockServer::start().await;
    let token = json!({ "access_token": "Atza|not-to-be-seen", "token_type": "bearer", "expires_in": 3600 });
    answers(&server, "POST", "/auth/o2/token", 200, token).await;
    let person = Person::with_credentials().at(&server.uri());
    (server, person)
}

async fn answers(server: &MockServer, verb: &str, at: &str, status: u16, body: Value) {
    let answer = ResponseTemplate::new(status).set_body_json(body);
    Mock::given(method(verb)).and(path(at)).respond_with(answer).mount(server).await;
}

fn report(id: &str, kind: &str, status: &str) -> Value {
    let mut report = json!({
        "reportId": id, "reportType": kind, "processingStatus": status, "marketplaceIds": [MARKETPLACE],
        "createdTime": "2026-11-20T08:00:00Z",
    });
    if status == "DONE" {
        report["reportDocumentId"] = format!("doc-{id}").into();
    }
    report
}

fn transaction(status: &str, amount: f64, currency: &str) -> Value {
    json!({
        "transactionType": "Shipment", "transactionStatus": status, "postedDate": "2026-11-20T08:00:00Z",
        "totalAmount": { "currencyCode": currency, "currencyAmount": amount },
        "relatedIdentifiers": [
            { "relatedIdentifierName": "ORDER_ID", "relatedIdentifierValue": "113-0000001-0000001" },
        ],
    })
}
