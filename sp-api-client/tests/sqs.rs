//! Receiving from a queue: against a real SQS-compatible server, and against answers of SQS that none of those gives.
//!
//! ```text
//! SQS_ENDPOINT=http://127.0.0.1:5000 cargo test -p sp-api-client --features sqs --test sqs -- --include-ignored
//! ```

#![cfg(feature = "sqs")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

use std::time::Duration;

use aws_sdk_sqs::{
    Client,
    config::{BehaviorVersion, Credentials, Region, retry::RetryConfig},
    types::QueueAttributeName,
};
use commerce_client_core::error::ErrorKind;
use serde_json::json;
use sp_api_client::notifications::{
    NotificationSource, NotificationType, Payload, Receipt, RecentIds, SqsSource,
    payload::order_change::OrderStatus,
};
use wiremock::{Mock, MockServer, ResponseTemplate, matchers::method};

const SECRET_KEY: &str = "not-to-be-seen-secret-key";
const SESSION_TOKEN: &str = "not-to-be-seen-session-token";

fn client(endpoint: &str) -> Client {
    let credentials = Credentials::new("AKIDTEST", SECRET_KEY, Some(SESSION_TOKEN.into()), None, "test");
    let config = aws_sdk_sqs::Config::builder()
        .behavior_version(BehaviorVersion::v2026_01_12())
        .region(Region::new("us-east-1"))
        .credentials_provider(credentials)
        .retry_config(RetryConfig::disabled())
        .endpoint_url(endpoint)
        .build();
    Client::from_conf(config)
}

#[expect(clippy::disallowed_methods, reason = "tests find the server by it")]
fn server() -> Client {
    client(&std::env::var("SQS_ENDPOINT").unwrap())
}

fn order_change(notification_id: &str, order_id: &str) -> String {
    json!({
        "NotificationVersion": "1.0", "NotificationType": "ORDER_CHANGE", "PayloadVersion": "1.0",
        "EventTime": "2026-11-20T10:00:00.000Z",
        "Payload": {"OrderChangeNotification": {
            "NotificationLevel": "OrderLevel", "SellerId": "A1SELLER", "AmazonOrderId": order_id,
            "OrderChangeType": "OrderStatusChange",
            "OrderChangeTrigger": {"TimeOfOrderChange": "2026-11-20T09:59:58.000Z", "ChangeReason": "Order paid"},
            "Summary": {
                "MarketplaceId": "ATVPDKIKX0DER", "OrderStatus": "Unshipped", "PurchaseDate": null,
                "DestinationPostalCode": "12345", "FulfillmentType": "MFN", "OrderType": "StandardOrder",
                "OrderItems": []
            }
        }},
        "NotificationMetadata": {
            "ApplicationId": "amzn1.sellerapps.app.1", "SubscriptionId": "s-1",
            "PublishTime": "2026-11-20T10:00:01.000Z", "NotificationId": notification_id
        }
    })
    .to_string()
}

/// A queue of this test's own, which is empty.
async fn queue(client: &Client, name: &str, visibility_seconds: u32) -> String {
    let name = format!("{name}-{}", std::process::id());
    let request = client
        .create_queue()
        .queue_name(name)
        .attributes(QueueAttributeName::VisibilityTimeout, visibility_seconds.to_string());
    request.send().await.unwrap().queue_url.unwrap()
}

async fn send(client: &Client, queue: &str, body: impl Into<String>) {
    client.send_message().queue_url(queue).message_body(body).send().await.unwrap();
}

fn source(client: &Client, queue: &str) -> SqsSource {
    SqsSource::new(client.clone(), queue).wait(Duration::from_secs(1))
}

// ---- against a real server ------------------------------------------------------------------------------------

#[tokio::test]
#[ignore = "needs an SQS-compatible server (SQS_ENDPOINT)"]
async fn a_notification_arrives_and_once_acknowledged_never_again() {
    let client = server();
    let queue = queue(&client, "arrives", 1).await;
    send(&client, &queue, order_change("n-1", "113-0000001-0000001")).await;
    let source = source(&client, &queue);

    let delivery = source.receive().await.unwrap().remove(0);
    let notification = delivery.notification.as_ref().unwrap();
    assert_eq!(notification.notification_type, NotificationType::OrderChange);
    let Some(Payload::OrderChange(change)) = notification.payload.good() else { panic!("an order changed") };
    assert_eq!(change.amazon_order_id.as_str(), "113-0000001-0000001");
    assert_eq!(change.summary.order_status, OrderStatus::Unshipped);
    assert_eq!(delivery.receive_count, Some(1));
    assert!(delivery.sent_at.is_some());
    assert!(!delivery.message_id.is_empty());

    source.acknowledge(&delivery.receipt).await.unwrap();
    tokio::time::sleep(Duration::from_millis(1500)).await;
    assert!(source.receive().await.unwrap().is_empty());
}

#[tokio::test]
#[ignore = "needs an SQS-compatible server (SQS_ENDPOINT)"]
async fn messages_come_ten_at_a_time_and_duplicates_have_one_id() {
    let client = server();
    let queue = queue(&client, "batches", 60).await;
    for n in 0..12 {
        // The last two are the first two again.
        send(&client, &queue, order_change(&format!("n-{}", n % 10), "113-0000001-0000001")).await;
    }
    let source = source(&client, &queue);

    let (mut sizes, mut recent, mut duplicates) = (Vec::new(), RecentIds::new(100), 0);
    while sizes.iter().sum::<usize>() < 12 {
        let deliveries = source.receive().await.unwrap();
        sizes.push(deliveries.len());
        for delivery in deliveries {
            let id = delivery.notification.unwrap().id().clone();
            duplicates += usize::from(recent.contains(&id));
            recent.remember(id);
            source.acknowledge(&delivery.receipt).await.unwrap();
        }
    }
    assert!(sizes.iter().all(|size| *size <= 10), "{sizes:?}");
    assert_eq!(duplicates, 2);
}

#[tokio::test]
#[ignore = "needs an SQS-compatible server (SQS_ENDPOINT)"]
async fn what_is_not_acknowledged_comes_again_and_is_counted() {
    let client = server();
    let queue = queue(&client, "again", 30).await;
    send(&client, &queue, order_change("n-1", "113-0000001-0000001")).await;
    let source = source(&client, &queue).visibility_timeout(Duration::from_secs(1));

    let first = source.receive().await.unwrap().remove(0);
    tokio::time::sleep(Duration::from_millis(1500)).await;
    let second = source.receive().await.unwrap().remove(0);
    assert_eq!(first.message_id, second.message_id);
    assert_eq!(second.receive_count, Some(2));
    source.acknowledge(&second.receipt).await.unwrap();
}

#[tokio::test]
#[ignore = "needs an SQS-compatible server (SQS_ENDPOINT)"]
async fn what_is_handed_back_comes_again_after_its_delay() {
    let client = server();
    let queue = queue(&client, "handed-back", 600).await;
    send(&client, &queue, order_change("n-1", "113-0000001-0000001")).await;
    let source = source(&client, &queue);

    let first = source.receive().await.unwrap().remove(0);
    source.hand_back(&first.receipt, Duration::ZERO).await.unwrap();
    let second = source.receive().await.unwrap().remove(0);
    assert_eq!(second.receive_count, Some(2));

    source.hand_back(&second.receipt, Duration::from_secs(3)).await.unwrap();
    assert!(source.receive().await.unwrap().is_empty(), "it must stay away for 3 s");
    tokio::time::sleep(Duration::from_millis(2500)).await;
    assert_eq!(source.receive().await.unwrap().remove(0).receive_count, Some(3));
}

#[tokio::test]
#[ignore = "needs an SQS-compatible server (SQS_ENDPOINT)"]
async fn a_message_that_is_no_notification_is_delivered_with_its_text_and_can_be_ended() {
    let client = server();
    let queue = queue(&client, "undecodable", 1).await;
    send(&client, &queue, "hello Jane Doe").await;
    let source = source(&client, &queue);

    let delivery = source.receive().await.unwrap().remove(0);
    assert_eq!(delivery.notification.as_ref().unwrap_err().to_string(), "at .: not JSON (line 1, column 1)");
    assert_eq!(delivery.body.expose(), "hello Jane Doe");
    assert!(!format!("{delivery:?}").contains("Jane"));

    source.acknowledge(&delivery.receipt).await.unwrap();
    tokio::time::sleep(Duration::from_millis(1500)).await;
    assert!(source.receive().await.unwrap().is_empty());
}

#[tokio::test]
#[ignore = "needs an SQS-compatible server (SQS_ENDPOINT)"]
async fn an_empty_queue_is_waited_on_and_a_message_ends_the_wait() {
    let client = server();
    let queue = queue(&client, "long-poll", 60).await;
    let source = source(&client, &queue).wait(Duration::from_secs(20));
    let started = tokio::time::Instant::now();
    let late = async {
        tokio::time::sleep(Duration::from_secs(2)).await;
        send(&client, &queue, order_change("n-1", "113-0000001-0000001")).await;
    };
    let (deliveries, ()) = tokio::join!(source.receive(), late);
    assert_eq!(deliveries.unwrap().len(), 1);
    assert!((2..15).contains(&started.elapsed().as_secs()), "{:?}", started.elapsed());
}

#[tokio::test]
#[ignore = "needs an SQS-compatible server (SQS_ENDPOINT)"]
async fn the_check_tells_what_a_destination_needs() {
    let client = server();
    let dead_letters = queue(&client, "dead-letters", 60).await;
    let queue = queue(&client, "checked", 45).await;

    let bare = source(&client, &queue).check().await.unwrap();
    assert!(bare.arn.starts_with("arn:aws:sqs:us-east-1:") && bare.arn.contains(":checked-"), "{}", bare.arn);
    assert_eq!(bare.visibility_timeout, Some(Duration::from_secs(45)));
    assert!(!bare.has_dead_letter_queue);
    assert!(!bare.policy_names_amazon);

    let dead_letters = source(&client, &dead_letters).check().await.unwrap().arn;
    let policy = json!({"Version": "2012-10-17", "Statement": [{
        "Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::437568002678:root"},
        "Action": ["sqs:SendMessage", "sqs:GetQueueAttributes"], "Resource": bare.arn
    }]});
    let redrive = json!({"deadLetterTargetArn": dead_letters, "maxReceiveCount": "5"});
    let request = client
        .set_queue_attributes()
        .queue_url(&queue)
        .attributes(QueueAttributeName::Policy, policy.to_string())
        .attributes(QueueAttributeName::RedrivePolicy, redrive.to_string());
    request.send().await.unwrap();
    let ready = source(&client, &queue).check().await.unwrap();
    assert!(ready.has_dead_letter_queue);
    assert!(ready.policy_names_amazon);
}

#[tokio::test]
#[ignore = "needs an SQS-compatible server (SQS_ENDPOINT)"]
async fn a_fifo_queue_is_refused_by_its_name() {
    let client = server();
    let request = client
        .create_queue()
        .queue_name(format!("ordered-{}.fifo", std::process::id()))
        .attributes(QueueAttributeName::FifoQueue, "true");
    let queue = request.send().await.unwrap().queue_url.unwrap();
    let error = source(&client, &queue).check().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Config);
    assert!(error.to_string().contains("FIFO"), "{error}");
}

#[tokio::test]
#[ignore = "needs an SQS-compatible server (SQS_ENDPOINT)"]
async fn a_queue_that_is_not_there_is_not_found() {
    let client = server();
    let there = queue(&client, "there", 60).await;
    let source = source(&client, &there.replace("there", "gone"));
    for error in [
        source.check().await.map(drop).unwrap_err(),
        source.receive().await.map(drop).unwrap_err(),
        source.acknowledge(&Receipt::new("r")).await.unwrap_err(),
    ] {
        assert_eq!(error.kind(), ErrorKind::NotFound, "{error}");
        assert!(error.to_string().contains("check the queue's address"), "{error}");
        assert!(!error.maybe_sent());
    }
}

#[tokio::test]
#[ignore = "needs an SQS-compatible server (SQS_ENDPOINT)"]
async fn a_receipt_that_sqs_never_gave_is_rejected() {
    let client = server();
    let queue = queue(&client, "receipts", 60).await;
    let source = source(&client, &queue);
    let receipt = Receipt::new("made-up");
    assert_eq!(source.hand_back(&receipt, Duration::ZERO).await.unwrap_err().kind(), ErrorKind::Rejected);
}

// ---- against answers that those servers do not give -----------------------------------------------------------

/// What a receive says of this answer of SQS.
async fn refused_with(status: u16, code: &str, message: &str) -> sp_api_client::Error {
    let server = MockServer::start().await;
    let body = json!({"__type": format!("com.amazonaws.sqs#{code}"), "message": message});
    let answer = ResponseTemplate::new(status)
        .insert_header("x-amzn-requestid", "r-1")
        .set_body_raw(body.to_string(), "application/x-amz-json-1.0");
    Mock::given(method("POST")).respond_with(answer).mount(&server).await;
    let queue = format!("{}/123456789012/queue", server.uri());
    source(&client(&server.uri()), &queue).receive().await.unwrap_err()
}

fn assert_no_credentials_in(error: &sp_api_client::Error) {
    let mut texts = vec![format!("{error}"), format!("{error:?}")];
    let mut next = std::error::Error::source(error);
    while let Some(cause) = next {
        texts.extend([format!("{cause}"), format!("{cause:?}")]);
        next = cause.source();
    }
    for text in texts {
        assert!(!text.contains(SECRET_KEY) && !text.contains(SESSION_TOKEN), "{text}");
    }
}

#[tokio::test]
async fn a_refusal_says_what_sqs_said_and_what_to_do() {
    let error = refused_with(403, "AccessDenied", "User: arn:aws:iam::1:user/x is not authorized").await;
    assert_eq!(error.kind(), ErrorKind::Auth);
    assert_eq!(error.status(), Some(403));
    assert_eq!(error.request_id(), Some("r-1"));
    assert!(error.has_code("AccessDenied"), "{error}");
    let text = error.to_string();
    assert!(text.contains("is not authorized") && text.contains("sqs:ReceiveMessage"), "{text}");
}

#[tokio::test]
async fn a_quoted_request_does_not_leak_into_the_error() {
    let quoted = format!("The Canonical String should have been x-amz-security-token:{SESSION_TOKEN}");
    let error = refused_with(403, "SignatureDoesNotMatch", &quoted).await;
    assert_eq!(error.kind(), ErrorKind::Auth);
    assert_no_credentials_in(&error);
}

#[tokio::test]
async fn a_failure_of_sqs_may_pass() {
    let error = refused_with(500, "InternalFailure", "We are sorry").await;
    assert_eq!(error.kind(), ErrorKind::Unavailable);
    assert!(error.maybe_sent());
    assert!(error.retry_after().is_some());
}

#[tokio::test]
async fn an_answer_that_is_no_json_is_not_an_empty_queue() {
    let server = MockServer::start().await;
    let answer = ResponseTemplate::new(200).set_body_raw("<html>proxy</html>", "text/html");
    Mock::given(method("POST")).respond_with(answer).mount(&server).await;
    let error = source(&client(&server.uri()), "http://localhost/1/q").receive().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode, "{error}");
}

#[tokio::test]
async fn a_server_that_is_not_there_is_a_failed_connection() {
    let error = source(&client("http://127.0.0.1:1"), "http://127.0.0.1:1/1/q").receive().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Transport, "{error:?}");
    assert!(std::error::Error::source(&error).unwrap().to_string().contains("refused"), "{error:?}");
    assert_no_credentials_in(&error);
}

#[tokio::test]
async fn a_client_without_credentials_is_told_which_it_lacks_and_not_to_try_again() {
    let config = aws_sdk_sqs::Config::builder()
        .behavior_version(BehaviorVersion::v2026_01_12())
        .region(Region::new("us-east-1"))
        .endpoint_url("http://127.0.0.1:1")
        .build();
    let source = source(&Client::from_conf(config), "http://127.0.0.1:1/1/q");
    let errors = [
        source.receive().await.map(drop).unwrap_err(),
        source.check().await.map(drop).unwrap_err(),
        source.acknowledge(&Receipt::new("r")).await.unwrap_err(),
        source.hand_back(&Receipt::new("r"), Duration::ZERO).await.unwrap_err(),
    ];
    for error in errors {
        assert_eq!(error.kind(), ErrorKind::Auth, "{error:?}");
        assert!(!error.maybe_sent());
        assert_eq!(error.retry_after(), None);
        assert!(error.to_string().contains("AWS_ACCESS_KEY_ID"), "{error}");
    }
}

#[tokio::test]
async fn a_part_of_a_second_of_visibility_or_waiting_is_asked_for_as_a_whole_one() {
    let server = MockServer::start().await;
    let answer = ResponseTemplate::new(200).set_body_raw("{}", "application/x-amz-json-1.0");
    Mock::given(method("POST")).respond_with(answer).mount(&server).await;
    let part = Duration::from_millis(500);
    let source = SqsSource::new(client(&server.uri()), format!("{}/1/q", server.uri()))
        .wait(part)
        .visibility_timeout(part);
    source.receive().await.unwrap();
    source.hand_back(&Receipt::new("r"), part).await.unwrap();

    let sent: Vec<serde_json::Value> = server
        .received_requests()
        .await
        .unwrap()
        .iter()
        .map(|request| serde_json::from_slice(&request.body).unwrap())
        .collect();
    assert_eq!((&sent[0]["WaitTimeSeconds"], &sent[0]["VisibilityTimeout"]), (&json!(1), &json!(1)));
    assert_eq!(sent[1]["VisibilityTimeout"], json!(1));
}

#[tokio::test]
async fn a_fifo_queue_is_refused_before_anything_is_sent() {
    let error =
        source(&client("http://127.0.0.1:1"), "http://127.0.0.1:1/1/q.fifo").check().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Config);
}

#[tokio::test]
async fn a_fifo_queue_is_refused_by_what_it_says_of_itself() {
    let server = MockServer::start().await;
    let answer = json!({"Attributes": {"QueueArn": "arn:aws:sqs:us-east-1:1:q", "FifoQueue": "true"}});
    let answer = ResponseTemplate::new(200).set_body_raw(answer.to_string(), "application/x-amz-json-1.0");
    Mock::given(method("POST")).respond_with(answer).mount(&server).await;
    let error = source(&client(&server.uri()), "http://localhost/1/q").check().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Config);
}

#[tokio::test]
async fn a_message_cannot_stay_away_for_longer_than_sqs_keeps_it_away() {
    let source = source(&client("http://127.0.0.1:1"), "http://127.0.0.1:1/1/q");
    let error = source.hand_back(&Receipt::new("r"), Duration::from_secs(43_201)).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Config);
}

#[test]
fn debug_shows_the_queue_and_no_credentials() {
    let source = source(&client("http://127.0.0.1:1"), "http://127.0.0.1:1/1/q");
    assert_eq!(format!("{source:?}"), r#"SqsSource { queue_url: "http://127.0.0.1:1/1/q", .. }"#);
}
