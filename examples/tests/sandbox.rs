//! The sandbox as a process, asked over its ports as a client in any other language would.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

use std::{
    io::{BufRead as _, BufReader},
    process::{Child, Command, Output, Stdio},
};

use amazon_netsuite_sync::testing::Connection;
use bytes::Bytes;
use commerce_client_core::transport::{HttpTransport, Transport as _};
use http::Request;
use serde_json::{Value, json};

mod program;

use program::program;

/// A sandbox that runs until the test is over.
struct Sandbox {
    process: Child,
    connection: Connection,
    http: HttpTransport,
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

impl Sandbox {
    fn start(options: &[&str]) -> Self {
        let mut process =
            Command::new(program("sandbox")).args(options).stdout(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(process.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let connection = serde_json::from_str(&line).unwrap();
        Self { process, connection, http: HttpTransport::new().unwrap() }
    }

    async fn send(&self, request: Request<Bytes>) -> (u16, Value) {
        let (head, body) = self.http.call(request).await.unwrap().into_parts();
        let body = body.collect(1 << 20).await.unwrap();
        (head.status.as_u16(), serde_json::from_slice(&body).unwrap_or_default())
    }

    fn url(&self, path: &str) -> String {
        format!("{}{path}", self.connection.amazon_url.as_ref().unwrap())
    }

    async fn post(&self, path: &str, body: Value) -> (u16, Value) {
        let request = Request::post(self.url(path)).header("content-type", "application/json");
        self.send(request.body(Bytes::from(body.to_string())).unwrap()).await
    }

    /// Asks for the newest orders with a fresh token.
    async fn search(&self) -> (u16, Value) {
        let seller = &self.connection.sellers[0];
        let grant = json!({
            "grant_type": "refresh_token",
            "refresh_token": seller.refresh_token,
            "client_id": self.connection.client_id,
            "client_secret": self.connection.client_secret,
        });
        let (status, token) = self.post("/auth/o2/token", grant).await;
        assert_eq!(status, 200, "{token}");
        let path = "/orders/2026-01-01/orders?createdAfter=2020-01-01T00:00:00Z&includedData=FULFILLMENT";
        let request = Request::get(self.url(path))
            .header("user-agent", "Tests/1.0")
            .header("x-amz-access-token", token["access_token"].as_str().unwrap());
        self.send(request.body(Bytes::new()).unwrap()).await
    }
}

fn refused(options: &[&str]) -> String {
    let Output { status, stderr, .. } = Command::new(program("sandbox")).args(options).output().unwrap();
    assert!(!status.success());
    String::from_utf8(stderr).unwrap()
}

#[tokio::test]
async fn faults_are_scripted_by_option_and_while_it_runs() {
    let options = ["--orders", "50", "--fault", "searchOrders=429", "--fault", "searchOrders=expired-token"];
    let sandbox = Sandbox::start(&options);
    assert_eq!(sandbox.search().await.0, 429);
    let (status, answer) = sandbox.search().await;
    assert_eq!((status, answer["errors"][0]["code"].as_str()), (403, Some("Unauthorized")));
    assert_eq!(sandbox.search().await.0, 200);

    let fault = json!({ "operation": "searchOrders", "fault": "future-enum" });
    assert_eq!(sandbox.post("/_simulator/faults", fault).await, (204, Value::Null));
    let (status, answer) = sandbox.search().await;
    let order = &answer["orders"][0]["fulfillment"];
    assert_eq!((status, order["fulfillmentStatus"].as_str()), (200, Some("INVENTED_TOMORROW")), "{answer}");
}

#[tokio::test]
async fn orders_can_be_late_from_the_start() {
    let sandbox = Sandbox::start(&["--orders", "50", "--order-delay", "3600"]);
    let (status, answer) = sandbox.search().await;
    assert_eq!((status, &answer["orders"]), (200, &json!([])));
}

#[tokio::test]
async fn a_wrong_name_prints_those_that_there_are() {
    let operation = refused(&["--fault", "searchOrder=429"]);
    assert!(operation.contains("getOrder") && operation.contains("download"), "{operation}");
    let kind = refused(&["--fault", "searchOrders=teapot"]);
    assert!(kind.contains("slow-body") && !kind.contains("truncated-gzip"), "{kind}");
    assert!(refused(&["--fault", "searchOrders"]).contains("OPERATION=KIND"));
}
