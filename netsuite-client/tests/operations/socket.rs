//! Over a socket.

use netsuite_client::records::{Invoice, SalesOrder};
use serde_json::json;

use crate::{builder, eid, id};

#[tokio::test]
async fn what_holds_a_path_together_arrives_as_it_was_written() {
    let server = wiremock::MockServer::start().await;
    let done = wiremock::ResponseTemplate::new(204).insert_header("location", "/services/rest/record/v1/x/7");
    wiremock::Mock::given(wiremock::matchers::any()).respond_with(done).mount(&server).await;
    let netsuite = builder().base_url(server.uri()).build().unwrap();
    let body = json!({});
    let orders = netsuite.records::<SalesOrder>();
    orders.transform::<Invoice>(&eid("A-1")).send(&body).await.unwrap();
    let price = "currencypage=1,pricelevel=1,quantity=0";
    netsuite.records_of("inventoryItem").line(id("456"), "price", price).update(&body).await.unwrap();
    netsuite.restlet("customscript_x", "1").parameter("q", "a b&c").post::<()>(&body).await.unwrap();
    let received = server.received_requests().await.unwrap();
    let target = |request: &wiremock::Request| match request.url.query() {
        Some(query) => format!("{}?{query}", request.url.path()),
        None => request.url.path().to_owned(),
    };
    let targets: Vec<_> = received.iter().map(target).collect();
    assert_eq!(
        targets,
        [
            "/services/rest/record/v1/salesOrder/eid:A-1/!transform/invoice",
            "/services/rest/record/v1/inventoryItem/456/price/currencypage=1,pricelevel=1,quantity=0",
            "/app/site/hosting/restlet.nl?script=customscript_x&deploy=1&q=a%20b%26c",
        ]
    );
}
