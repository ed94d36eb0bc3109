//! Destinations, subscriptions, and what arrives.

use super::*;

const DESTINATIONS: &str = "/notifications/v1/destinations";
const SUBSCRIPTIONS: &str = "/notifications/v1/subscriptions";
const ARN: &str = "arn:aws:sqs:us-east-2:444455556666:queue1";

fn queue(arn: &str) -> Value {
    json!({ "name": "Queue", "resourceSpecification": { "sqs": { "arn": arn } } })
}

struct Application<'a> {
    world: &'a World,
    token: String,
}

impl<'a> Application<'a> {
    async fn of(world: &'a World) -> Self {
        Self { world, token: world.application_token().await }
    }

    async fn call(&self, method: &str, path: &str, body: Value) -> Reply {
        self.world.call_as(&self.token, method, path, body).await
    }

    async fn destination(&self) -> String {
        let reply = self.call("POST", DESTINATIONS, queue(ARN)).await;
        assert_eq!(reply.status, 200, "{}", reply.text);
        reply.json["payload"]["destinationId"].as_str().unwrap().to_owned()
    }
}

async fn subscribe(world: &World, kind: &str, destination: &str) -> Reply {
    let body = json!({ "payloadVersion": "1.0", "destinationId": destination });
    world.call("POST", &format!("{SUBSCRIPTIONS}/{kind}"), body).await
}

#[tokio::test(start_paused = true)]
async fn a_destination_is_created_once_and_deleted_when_nothing_uses_it() {
    let world = World::new().await;
    let application = Application::of(&world).await;
    let id = application.destination().await;
    let again = application.call("POST", DESTINATIONS, queue(ARN)).await;
    assert_eq!((again.status, again.code()), (409, "Conflict"));
    let all = application.call("GET", DESTINATIONS, Value::Null).await.json;
    assert_eq!(
        all["payload"],
        json!([{ "destinationId": id, "name": "Queue", "resource": { "sqs": { "arn": ARN } } }])
    );
    let subscription = subscribe(&world, "ORDER_CHANGE", &id).await.json["payload"]["subscriptionId"].clone();
    let path = format!("{DESTINATIONS}/{id}");
    assert_eq!(application.call("DELETE", &path, Value::Null).await.status, 409);
    let subscription = format!("{SUBSCRIPTIONS}/ORDER_CHANGE/{}", subscription.as_str().unwrap());
    assert_eq!(application.call("DELETE", &subscription, Value::Null).await.status, 200);
    assert_eq!(application.call("DELETE", &path, Value::Null).await.status, 200);
    assert_eq!(application.call("GET", &path, Value::Null).await.status, 404);
}

#[tokio::test(start_paused = true)]
async fn a_destination_is_a_standard_queue_or_an_event_bus() {
    let world = World::new().await;
    let application = Application::of(&world).await;
    for body in [
        json!({ "name": "x" }),
        queue("arn:aws:sqs:us-east-2:444455556666:queue.fifo"),
        queue("arn:aws:sns:us-east-2:444455556666:topic"),
        queue("queue1"),
        queue(&format!("{ARN}{}", "x".repeat(1000))),
        json!({ "resourceSpecification": { "sqs": { "arn": ARN } } }),
        json!({ "name": "x", "resourceSpecification": {} }),
        json!({ "name": "x", "resourceSpecification": { "eventBridge": { "region": "us-east-1" } } }),
    ] {
        assert_eq!(application.call("POST", DESTINATIONS, body.clone()).await.status, 400, "{body}");
    }
    let bridge = json!({ "eventBridge": { "region": "us-east-1", "accountId": "123456789012" } });
    let body = json!({ "name": "x", "resourceSpecification": bridge });
    let made = application.call("POST", DESTINATIONS, body).await.json;
    let name = made["payload"]["resource"]["eventBridge"]["name"].as_str().unwrap();
    assert!(name.starts_with("aws.partner/sellingpartnerapi.amazon.com/"), "{name}");
}

#[tokio::test(start_paused = true)]
async fn a_seller_subscribes_once_for_each_type_and_version() {
    let world = World::new().await;
    let id = Application::of(&world).await.destination().await;
    assert_eq!(subscribe(&world, "ORDER_CHANGE", &id).await.status, 200);
    assert_eq!(subscribe(&world, "ORDER_CHANGE", &id).await.status, 409);
    assert_eq!(subscribe(&world, "FEED_PROCESSING_FINISHED", &id).await.status, 200);
    assert_eq!(subscribe(&world, "ORDER_STATUS_CHANGE", &id).await.status, 400);
    assert_eq!(subscribe(&world, "REPORT_PROCESSING_FINISHED", "made-up").await.status, 400);
    let found = world.get(&format!("{SUBSCRIPTIONS}/ORDER_CHANGE")).await.json;
    assert_eq!(found["payload"]["destinationId"], id.as_str());
    assert_eq!(world.get(&format!("{SUBSCRIPTIONS}/ORDER_CHANGE?payloadVersion=2.0")).await.status, 404);
    assert_eq!(world.get_as(&world.europe, &format!("{SUBSCRIPTIONS}/ORDER_CHANGE")).await.status, 404);
}

#[tokio::test(start_paused = true)]
async fn a_filter_names_its_type_or_is_an_expression() {
    let world = World::new().await;
    let id = Application::of(&world).await.destination().await;
    let with = |directive: Value| json!({ "payloadVersion": "1.0", "destinationId": id, "processingDirective": directive });
    let path = format!("{SUBSCRIPTIONS}/ORDER_CHANGE");
    let filter = json!({ "eventFilterType": "ORDER_CHANGE", "orderChangeTypes": ["OrderStatusChange"] });
    for directive in [
        json!({ "eventFilter": {} }),
        json!({ "eventFilter": { "eventFilterType": "ANY_OFFER_CHANGED" } }),
        json!({ "filterExpression": "x".repeat(257) }),
        json!({ "eventFilter": filter, "filterExpression": "true" }),
        json!({ "filterExpression": "true" }),
        json!({ "eventFilter": { "eventFilterType": "ORDER_CHANGE", "orderChangeTypes": ["Everything"] } }),
        json!({ "eventFilter": { "eventFilterType": "ORDER_CHANGE", "marketplaceIds": US } }),
        json!({ "eventFilter": {
            "eventFilterType": "ORDER_CHANGE",
            "aggregationSettings": { "aggregationTimePeriod": "FiveMinutes" },
        } }),
    ] {
        assert_eq!(world.call("POST", &path, with(directive.clone())).await.status, 400, "{directive}");
    }
    let made = world.call("POST", &path, with(json!({ "eventFilter": filter }))).await.json;
    assert_eq!(made["payload"]["processingDirective"]["eventFilter"], filter);
    let offers = format!("{SUBSCRIPTIONS}/ANY_OFFER_CHANGED");
    let every = |period: &str| {
        with(json!({ "eventFilter": {
            "eventFilterType": "ANY_OFFER_CHANGED",
            "aggregationSettings": { "aggregationTimePeriod": period },
        } }))
    };
    assert_eq!(world.call("POST", &offers, every("OneMinute")).await.status, 400);
    assert_eq!(world.call("POST", &offers, every("TenMinutes")).await.status, 200);
    let feeds = format!("{SUBSCRIPTIONS}/FEED_PROCESSING_FINISHED");
    let own = with(json!({ "eventFilter": { "eventFilterType": "FEED_PROCESSING_FINISHED" } }));
    assert!(world.call("POST", &feeds, own).await.details().contains("eventFilterType"));
}

#[tokio::test(start_paused = true)]
async fn a_payload_version_is_one_that_the_type_has() {
    let world = World::new().await;
    let id = Application::of(&world).await.destination().await;
    for (kind, version, status) in [
        ("ORDER_CHANGE", "9.9", 400),
        ("ORDER_CHANGE", "2020-09-04", 400),
        ("ORDER_CHANGE", "1.0", 200),
        ("REPORT_PROCESSING_FINISHED", "2020-09-04", 200),
        ("REPORT_PROCESSING_FINISHED", "1.0", 200),
        ("LISTINGS_ITEM_ISSUES_CHANGE", "2023-12-13", 200),
    ] {
        let body = json!({ "payloadVersion": version, "destinationId": id });
        let reply = world.call("POST", &format!("{SUBSCRIPTIONS}/{kind}"), body).await;
        assert_eq!(reply.status, status, "{kind} {version}: {}", reply.text);
    }
}

#[tokio::test(start_paused = true)]
async fn an_event_filter_holds_back_what_it_does_not_name() {
    for (filter, ids) in [
        (json!({}), vec!["us", "canada"]),
        (json!({ "marketplaceIds": [] }), vec!["us", "canada"]),
        (json!({ "marketplaceIds": [CANADA] }), vec!["canada"]),
        (json!({ "orderChangeTypes": ["BuyerRequestedChange"] }), vec![]),
        (json!({ "orderChangeTypes": ["BuyerRequestedChange", "OrderStatusChange"] }), vec!["us", "canada"]),
        (json!({ "marketplaceIds": [US], "orderChangeTypes": ["OrderStatusChange"] }), vec!["us"]),
    ] {
        let world = World::new().await;
        let destination = Application::of(&world).await.destination().await;
        let mut event_filter = filter.clone();
        event_filter["eventFilterType"] = json!("ORDER_CHANGE");
        let body = json!({
            "payloadVersion": "1.0",
            "destinationId": destination,
            "processingDirective": { "eventFilter": event_filter },
        });
        let made = world.call("POST", &format!("{SUBSCRIPTIONS}/ORDER_CHANGE"), body).await;
        assert_eq!(made.status, 200, "{}", made.text);
        for (id, marketplace) in [("us", US), ("canada", CANADA)] {
            let mut order = order(id, "2026-11-23T11:00:00Z");
            order["salesChannel"]["marketplaceId"] = json!(marketplace);
            world.fake.put_order(NORTH, order);
        }
        let sent = world.fake.take_notifications();
        let heard: Vec<_> = sent
            .iter()
            .map(|one| one.body["Payload"]["OrderChangeNotification"]["AmazonOrderId"].as_str().unwrap())
            .collect();
        assert_eq!(heard, ids, "{filter}");
    }
}

#[tokio::test(start_paused = true)]
async fn what_ends_between_two_looks_is_told_in_the_order_in_which_it_ended() {
    let world = World::new().await;
    for kind in ["REPORT_PROCESSING_FINISHED", "FEED_PROCESSING_FINISHED"] {
        world.fake.subscribe(NORTH, kind);
    }
    let minute = Duration::from_secs(60);
    world.fake.set_feed_processing(Processing { queue: minute, work: Duration::ZERO });
    world.fake.set_report_processing(Processing { queue: minute, work: minute });
    let report = json!({ "reportType": "GET_MERCHANT_LISTINGS_ALL_DATA", "marketplaceIds": [US] });
    world.call("POST", "/reports/2021-06-30/reports", report).await;
    // Waits for five minutes.
    super::feeds::fed(&world, "JSON_LISTINGS_FEED", "application/json", "{}").await;
    let sent = world.fake.take_notifications();
    let kinds: Vec<_> = sent.iter().map(|one| one.body["notificationType"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["FEED_PROCESSING_FINISHED", "REPORT_PROCESSING_FINISHED"]);
}

#[tokio::test(start_paused = true)]
async fn subscriptions_are_listed_in_pages() {
    let world = World::new().await;
    for _ in 0..31 {
        world.fake.subscribe(NORTH, "ORDER_CHANGE");
    }
    for size in ["29", "101"] {
        let query = format!("{SUBSCRIPTIONS}?notificationTypes=ORDER_CHANGE&pageSize={size}");
        assert_eq!(world.get(&query).await.status, 400, "{size}");
    }
    let query = "notificationTypes=ORDER_CHANGE&pageSize=30";
    let first = world.get(&format!("{SUBSCRIPTIONS}?{query}")).await.json["payload"].clone();
    assert_eq!(first["subscriptions"].as_array().unwrap().len(), 30);
    let token: String =
        url::form_urlencoded::byte_serialize(first["nextToken"].as_str().unwrap().as_bytes()).collect();
    let last = world.get(&format!("{SUBSCRIPTIONS}?{query}&nextToken={token}")).await.json["payload"].clone();
    assert_eq!((last["subscriptions"].as_array().unwrap().len(), &last["nextToken"]), (1, &Value::Null));
    let other = format!("{SUBSCRIPTIONS}?notificationTypes=ANY_OFFER_CHANGED&pageSize=30&nextToken={token}");
    assert_eq!(world.get(&other).await.status, 400);
    assert_eq!(world.get(SUBSCRIPTIONS).await.status, 400);
}

#[tokio::test(start_paused = true)]
async fn what_happens_arrives_at_those_who_have_subscribed() {
    let world = World::new().await;
    let reports = world.fake.subscribe(NORTH, "REPORT_PROCESSING_FINISHED");
    let orders = world.fake.subscribe(NORTH, "ORDER_CHANGE");
    world.fake.put_settlement(NORTH, ReportFile::new("x"));
    world.put("114-1", "2026-11-23T11:00:00Z");
    world.fake.put_settlement(EUROPE, ReportFile::new("x"));
    let sent = world.fake.take_notifications();
    assert_eq!(sent.len(), 2, "{sent:?}");
    assert_eq!(sent[0].destination_id, reports);
    let report = &sent[0].body["payload"]["reportProcessingFinishedNotification"];
    assert_eq!(report["processingStatus"], "DONE");
    assert_eq!(sent[1].destination_id, orders);
    let order = &sent[1].body["Payload"]["OrderChangeNotification"];
    assert_eq!(
        (&order["AmazonOrderId"], &order["Summary"]["OrderStatus"]),
        (&json!("114-1"), &json!("Unshipped"))
    );
    assert!(world.fake.take_notifications().is_empty());
}

#[tokio::test(start_paused = true)]
async fn test_notifications_are_for_the_sandbox() {
    let world = World::new().await;
    let application = Application::of(&world).await;
    let id = application.destination().await;
    let path = format!("{SUBSCRIPTIONS}/ORDER_CHANGE/testNotification");
    let body = json!({ "destinationId": id, "testNotification": { "payloadVersion": "1.0" } });
    let production = format!("https://sellingpartnerapi-na.amazon.com{path}");
    assert_eq!(application.call("POST", &production, body.clone()).await.status, 403);
    let sandbox = format!("https://sandbox.sellingpartnerapi-na.amazon.com{path}");
    assert_eq!(application.call("POST", &sandbox, body).await.status, 200);
    let sent = world.fake.take_notifications();
    assert_eq!((sent.len(), &sent[0].body["NotificationType"]), (1, &json!("ORDER_CHANGE")));
}

#[tokio::test(start_paused = true)]
#[ignore = "needs SHARED_DIR"]
async fn notifications_are_of_the_official_schemas() {
    let world = World::new().await;
    for kind in ["REPORT_PROCESSING_FINISHED", "FEED_PROCESSING_FINISHED", "ORDER_CHANGE"] {
        world.fake.subscribe(NORTH, kind);
    }
    world.fake.put_settlement(NORTH, ReportFile::new("x"));
    for order in generate::generate(7, 40, world.fake.clock.now()).orders {
        world.fake.put_order(NORTH, order.json);
    }
    super::feeds::fed(&world, "JSON_LISTINGS_FEED", "application/json", "{}").await;
    let sent = world.fake.take_notifications();
    assert_eq!(sent.len(), 42);
    for notification in sent {
        let kind =
            notification.body["NotificationType"].as_str().or(notification.body["notificationType"].as_str());
        let file = match kind.unwrap() {
            "ORDER_CHANGE" => "OrderChangeNotification",
            "FEED_PROCESSING_FINISHED" => "FeedProcessingFinishedNotification",
            _ => "ReportProcessingFinishedNotification",
        };
        validate::matches_schema(&format!("models/schemas/notifications/{file}.json"), &notification.body);
    }
}

#[tokio::test(start_paused = true)]
#[ignore = "needs SHARED_DIR"]
async fn answers_are_as_modelled() {
    let world = World::new().await;
    let application = Application::of(&world).await;
    let id = application.destination().await;
    application.destination_calls(&id).await;
    subscribe(&world, "ORDER_CHANGE", &id).await;
    subscribe(&world, "ORDER_CHANGE", &id).await;
    subscribe(&world, "NOTHING", &id).await;
    let path = format!("{SUBSCRIPTIONS}/ORDER_CHANGE");
    let subscription = world.get(&path).await.json["payload"]["subscriptionId"].clone();
    world.get(&format!("{SUBSCRIPTIONS}?notificationTypes=ORDER_CHANGE")).await;
    let by_id = format!("{path}/{}", subscription.as_str().unwrap());
    let test = json!({ "testNotification": { "payloadVersion": "1.0" } });
    application.call("POST", &format!("{path}/testNotification"), test).await;
    for method in ["GET", "DELETE", "GET", "DELETE"] {
        application.call(method, &by_id, Value::Null).await;
    }
    application.call("DELETE", &format!("{DESTINATIONS}/{id}"), Value::Null).await;
    validate::every_answer_is_modelled(&world, "notifications");
}

impl Application<'_> {
    async fn destination_calls(&self, id: &str) {
        self.call("POST", DESTINATIONS, queue(ARN)).await;
        self.call("POST", DESTINATIONS, queue("x")).await;
        self.call("GET", DESTINATIONS, Value::Null).await;
        self.call("GET", &format!("{DESTINATIONS}/{id}"), Value::Null).await;
        self.call("GET", &format!("{DESTINATIONS}/none"), Value::Null).await;
        self.world.call("GET", DESTINATIONS, Value::Null).await;
    }
}
