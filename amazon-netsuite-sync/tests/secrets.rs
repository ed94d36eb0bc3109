//! That a whole run, however much goes wrong in it, shows neither a secret nor a buyer: not in a line that is logged at
//! any level, not in an event, an error, a report or a reason for which an order is parked.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

use std::{
    collections::BTreeSet,
    error::Error as _,
    fmt::{self, Write as _},
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use amazon_netsuite_sync::{
    Account, AccountId, Engine, FlowName,
    events::Listener,
    flows::ImportOrders,
    settings::AccountSettings,
    store::Store as _,
    testing::{Connection, World, WorldOptions},
};
use async_trait::async_trait;
use bytes::Bytes;
use commerce_client_core::{
    clock::{Clock as _, SharedClock},
    testing::{FakeService, InProcess, TokioClock},
};
use http::{Method, Request, Response};
use netsuite_client::testing::{Failure as Refusal, FakeNetSuite};
use serde_json::{Value, json};
use sp_api_client::testing::Failure;

// ---- What is logged -----------------------------------------------------------------------------------------------

/// Every span and event, with all of its fields, a line each.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<String>>>);

impl Log {
    fn line(&self, metadata: &tracing::Metadata<'_>, record: impl FnOnce(&mut Line)) {
        let mut line = Line(format!("{} {} {}", metadata.level(), metadata.target(), metadata.name()));
        record(&mut line);
        self.0.lock().unwrap().push(line.0);
    }

    fn lines(&self) -> Vec<String> {
        self.0.lock().unwrap().clone()
    }
}

struct Line(String);

impl tracing::field::Visit for Line {
    fn record_debug(&mut self, field: &tracing::field::Field, value: &dyn fmt::Debug) {
        write!(self.0, " {field}={value:?}").unwrap();
    }
}

impl tracing::Subscriber for Log {
    fn enabled(&self, _: &tracing::Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, span: &tracing::span::Attributes<'_>) -> tracing::span::Id {
        self.line(span.metadata(), |line| span.record(line));
        tracing::span::Id::from_u64(1)
    }

    fn record(&self, _: &tracing::span::Id, values: &tracing::span::Record<'_>) {
        let mut line = Line("further fields".to_owned());
        values.record(&mut line);
        self.0.lock().unwrap().push(line.0);
    }

    fn record_follows_from(&self, _: &tracing::span::Id, _: &tracing::span::Id) {}

    fn event(&self, event: &tracing::Event<'_>) {
        self.line(event.metadata(), |line| event.record(line));
    }

    fn enter(&self, _: &tracing::span::Id) {}

    fn exit(&self, _: &tracing::span::Id) {}
}

// ---- A NetSuite that quotes ---------------------------------------------------------------------------------------

/// Refuses every third write, and repeats all that it was sent in its words.
#[derive(Debug)]
struct Quotes {
    netsuite: Arc<FakeNetSuite>,
    writes: AtomicUsize,
}

fn texts(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::String(text) => found.push(text.clone()),
        Value::Array(items) => items.iter().for_each(|item| texts(item, found)),
        Value::Object(fields) => fields.values().for_each(|field| texts(field, found)),
        _ => {}
    }
}

#[async_trait]
impl FakeService for Quotes {
    async fn handle(&self, request: Request<Bytes>) -> Response<Bytes> {
        let writes =
            request.method() != Method::GET && request.uri().path().starts_with("/services/rest/record/v1/");
        let nth = if writes { self.writes.fetch_add(1, Ordering::SeqCst) + 1 } else { 1 };
        if nth % 3 != 0 {
            return self.netsuite.handle(request).await;
        }
        let mut sent = Vec::new();
        texts(&serde_json::from_slice(request.body()).unwrap_or_default(), &mut sent);
        let said = format!("Invalid Field Value {} for the following field", sent.join("; "));
        let status: u16 = [400, 500, 429][nth / 3 % 3];
        let body =
            json!({"status": status, "o:errorDetails": [{"detail": said, "o:errorCode": "USER_ERROR"}]});
        Response::builder().status(status).body(Bytes::from(body.to_string())).unwrap()
    }
}

// ---- The run ------------------------------------------------------------------------------------------------------

/// A world, and all that anybody gets to see of it.
struct Watched {
    world: World,
    settings: Vec<(AccountId, AccountSettings)>,
    quotes: Arc<Quotes>,
    seen: Arc<Mutex<Vec<String>>>,
}

impl Watched {
    async fn new(orders: usize) -> Self {
        let world =
            World::new(WorldOptions { orders, page_size: 20, ..WorldOptions::default() }).await.unwrap();
        let all = Mutex::new(Vec::new());
        let world = world.with_settings(|one| all.lock().unwrap().push(one.clone()));
        let settings =
            world.keys().into_iter().map(|key| key.account).zip(all.into_inner().unwrap()).collect();
        let netsuite = Arc::clone(&world.sandbox.netsuite);
        let quotes = Arc::new(Quotes { netsuite, writes: AtomicUsize::new(0) });
        Self { world, settings, quotes, seen: Arc::default() }
    }

    fn engine(&self, connection: &Connection) -> Engine {
        let clock = SharedClock::new(TokioClock::starting_at(self.world.clock.now()));
        let netsuite = connection.netsuite().unwrap().clock(clock.clone());
        let netsuite = netsuite.transport(InProcess(Arc::clone(&self.quotes))).build().unwrap();
        let seen = Arc::clone(&self.seen);
        let listener = Listener::new(move |event| seen.lock().unwrap().push(format!("{event:?}")));
        let mut builder = Engine::builder(self.world.store.clone())
            .clock(SharedClock::new(self.world.clock.clone()))
            .owner("runner")
            .flow(ImportOrders::default().with_page_size(20))
            .listener(listener);
        for seller in &connection.sellers {
            let own = self.settings.iter().find(|(id, _)| id.as_str() == seller.account);
            let (id, settings) = own.unwrap().clone();
            let amazon = connection.sp_api(seller).clock(clock.clone());
            let amazon = amazon.transport(InProcess(Arc::clone(&self.world.sandbox.amazon))).build().unwrap();
            builder = builder.account(Account { id, amazon, netsuite: netsuite.clone(), settings });
        }
        builder.build().unwrap()
    }

    async fn run(&self, connection: &Connection) {
        let engine = self.engine(connection);
        let report = engine.run(&FlowName::new(ImportOrders::NAME).unwrap()).await;
        let mut texts = vec![format!("{report:?} {engine:?} {engine:#?} {:?}", self.world.store)];
        for error in &report.errors {
            texts.push(format!("{error} {error:?}"));
            let mut source = error.source();
            while let Some(cause) = source {
                texts.push(format!("{cause} {cause:?}"));
                source = cause.source();
            }
        }
        for key in self.world.keys() {
            for parked in self.world.store.parked(&key).await.unwrap() {
                texts.push(format!("{} {parked:?}", parked.text));
            }
        }
        self.seen.lock().unwrap().extend(texts);
    }

    fn seen(&self) -> Vec<String> {
        self.seen.lock().unwrap().clone()
    }
}

/// Names, addresses, e-mails and phones of every buyer.
fn people(world: &World) -> BTreeSet<String> {
    const PERSONAL: [&str; 9] = [
        "buyerName",
        "buyerEmail",
        "buyerCompanyName",
        "name",
        "companyName",
        "addressLine1",
        "addressLine2",
        "addressLine3",
        "phone",
    ];
    let mut found = BTreeSet::new();
    for order in world.sandbox.due_orders() {
        for part in [&order["buyer"], &order["recipient"]["deliveryAddress"]] {
            let fields = part.as_object().into_iter().flatten();
            let personal = fields.filter(|(name, _)| PERSONAL.contains(&name.as_str()));
            // What is as short as "Apt" may be in any word.
            let texts = personal.filter_map(|(_, value)| value.as_str()).filter(|text| text.len() > 5);
            found.extend(texts.map(str::to_owned));
        }
    }
    found
}

/// What proves who calls, and what such proofs look like on the wire.
fn secrets(connections: &[&Connection]) -> BTreeSet<String> {
    let mut secrets: BTreeSet<String> =
        ["Atza|", "Atzr|", "Atz.", "oauth_", "OAuth realm", "Bearer "].map(str::to_owned).into();
    for one in connections {
        let sellers = one.sellers.iter().map(|seller| seller.refresh_token.clone());
        let own =
            [&one.client_secret, &one.consumer_key, &one.consumer_secret, &one.token_id, &one.token_secret];
        secrets.extend(sellers.chain(own.map(Clone::clone)));
    }
    secrets
}

#[tokio::test(start_paused = true)]
async fn a_run_in_which_much_goes_wrong_shows_no_secret_and_no_buyer() {
    let log = Log::default();
    let _logging = tracing::subscriber::set_default(log.clone());
    let watched = Watched::new(120).await;
    let (amazon, netsuite) = (&watched.world.sandbox.amazon, &watched.world.sandbox.netsuite);
    let right = watched.world.sandbox.connection();
    let mut amazons = watched.world.sandbox.connection();
    amazons.client_secret = "MARKER-client-secret".to_owned();
    let mut netsuites = watched.world.sandbox.connection();
    netsuites.token_secret = "MARKER-token-secret".to_owned();
    watched.run(&amazons).await;
    watched.run(&netsuites).await;

    for failure in [Failure::Status(503), Failure::Throttle, Failure::CutBody, Failure::Expired401] {
        amazon.fail_next("searchOrders", failure);
    }
    amazon.fail_next("token", Failure::Status(503));
    for failure in [Refusal::Html(502), Refusal::Throttle, Refusal::CutBody, Refusal::Status(400)] {
        netsuite.fail_next("suiteql", failure).unwrap();
    }
    for failure in
        [Refusal::StatusAfterApply(500), Refusal::LoseLocation, Refusal::Changed, Refusal::Html(503)]
    {
        netsuite.fail_next("record", failure).unwrap();
    }
    for _ in 0..3 {
        watched.run(&right).await;
        tokio::time::sleep(Duration::from_secs(3_600)).await;
    }

    let (lines, seen) = (log.lines(), watched.seen());
    let all = || lines.iter().chain(&seen);
    for expected in ["searchOrders", "suiteql", "status=503", "status=429", "status=401", "will try again"] {
        assert!(lines.iter().any(|line| line.contains(expected)), "{expected} is not in the log: {lines:#?}");
    }
    for expected in ["RecordDone", "RecordParked", "(hidden)", "is halted", "refused the", "is not known"] {
        assert!(seen.iter().any(|text| text.contains(expected)), "{expected} was not seen: {seen:#?}");
    }
    let people = people(&watched.world);
    assert!(people.len() > 60, "{people:?}");
    for hidden in people.iter().chain(&secrets(&[&right, &amazons, &netsuites])) {
        if let Some(text) = all().find(|text| text.contains(hidden.as_str())) {
            panic!("{hidden} is shown: {text}");
        }
    }
}
