//! The sandbox on loopback ports, with a third port to seed it and to ask for its own ledger.

use std::{collections::BTreeMap, net::SocketAddr, str::FromStr as _, sync::Arc, time::Duration};

use amazon_netsuite_sync::testing::{Connection, Due, Sandbox, SellerConnection};
use anyhow::Context as _;
use async_trait::async_trait;
use bytes::Bytes;
use chrono::{DateTime, TimeDelta, Utc};
use commerce_client_core::{
    clock::{Clock as _, SharedClock},
    testing::{FakeService, Server, serve},
    transport::{HttpTransport, Transport as _},
};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::json;
use sp_api_client::testing::{
    ReportFile,
    generate::{GeneratedItem, generate, settlements},
};

/// Both simulators on loopback ports. Dropping it stops them.
#[derive(Debug)]
pub struct Served {
    /// The simulators themselves.
    pub sandbox: Arc<Sandbox>,
    /// How to reach them.
    pub connection: Connection,
    _servers: [Server; 3],
}

/// Where the simulators listen; port 0 picks a free one.
#[derive(Debug, Clone, Copy, Default)]
pub struct Ports {
    /// Amazon.
    pub amazon: u16,
    /// NetSuite.
    pub netsuite: u16,
    /// Seeding and the simulators' own ledger.
    pub control: u16,
}

impl Served {
    /// Starts both simulators, empty.
    ///
    /// # Errors
    /// When a port is taken.
    pub async fn start(ports: Ports) -> anyhow::Result<Self> {
        let sandbox = Arc::new(Sandbox::new(SharedClock::system()));
        let at = |port: u16| SocketAddr::from(([127, 0, 0, 1], port));
        let taken = |what: &str, port: u16| format!("the {what} simulator cannot listen on port {port}");
        let amazon = serve(Arc::clone(&sandbox.amazon), at(ports.amazon))
            .await
            .with_context(|| taken("Amazon", ports.amazon))?;
        let netsuite = serve(Arc::clone(&sandbox.netsuite), at(ports.netsuite))
            .await
            .with_context(|| taken("NetSuite", ports.netsuite))?;
        let control = Arc::new(Control { sandbox: Arc::clone(&sandbox), since: SharedClock::system().now() });
        let control = serve(control, at(ports.control)).await.context("the control port is taken")?;
        let mut connection = sandbox.connection();
        connection.amazon_url = Some(amazon.base_url());
        connection.netsuite_url = Some(netsuite.base_url());
        connection.control_url = Some(control.base_url());
        Ok(Self { sandbox, connection, _servers: [amazon, netsuite, control] })
    }
}

/// Gives every seller listings of what its orders sell, the report of them, and a settlement for each currency.
///
/// Comes after the orders of the same seed and count.
pub fn stock(sandbox: &Sandbox, seed: Seed) {
    let now = SharedClock::system().now();
    let catalogue = generate(seed.seed, seed.orders, now).catalogue;
    for (offer, item) in catalogue.iter().flat_map(|item| item.offers.iter().map(move |offer| (offer, item)))
    {
        let Some(seller) = sandbox.seller_of(&offer.marketplace_id) else { continue };
        let marketplace = offer.marketplace_id.as_str();
        let price = serde_json::Number::from_str(&offer.price.to_string()).ok();
        let attributes = json!({
            "item_name": [{ "value": offer.title, "marketplace_id": marketplace }],
            "merchant_suggested_asin": [{ "value": item.asin, "marketplace_id": marketplace }],
            "condition_type": [{ "value": "new_new", "marketplace_id": marketplace }],
            "fulfillment_availability": [{ "fulfillment_channel_code": "DEFAULT", "quantity": 25 }],
            "purchasable_offer": [{
                "marketplace_id": marketplace, "currency": offer.currency,
                "our_price": [{ "schedule": [{ "value_with_tax": price }] }],
            }],
        });
        sandbox.amazon.put_listing(seller, marketplace, &item.sku, "KITCHEN", attributes);
    }
    for seller in &sandbox.connection().sellers {
        let mut listings = "item-name\tseller-sku\tprice\tquantity\tasin1\tstatus\n".to_owned();
        let sold = |item: &&GeneratedItem| {
            item.offers.iter().any(|offer| {
                sandbox.seller_of(&offer.marketplace_id).is_some_and(|id| id == seller.seller_id)
            })
        };
        for item in catalogue.iter().filter(sold) {
            let price = item.offers.first().map(|offer| offer.price.to_string()).unwrap_or_default();
            listings += &format!("{}\t{}\t{price}\t25\t{}\tActive\n", item.title, item.sku, item.asin);
        }
        sandbox.amazon.put_report(
            &seller.seller_id,
            "GET_MERCHANT_LISTINGS_ALL_DATA",
            ReportFile::new(listings),
        );
        let orders = sandbox.amazon.orders(&seller.seller_id);
        for file in settlements(20_000_000_001, &orders, now) {
            sandbox.amazon.put_settlement(&seller.seller_id, ReportFile::new(file));
        }
    }
}

/// What to put on Amazon's side. The same seed and count a second time change nothing.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub struct Seed {
    /// How many orders.
    pub orders: usize,
    /// From which number they are drawn.
    pub seed: u64,
}

/// The answer to a [`Seed`].
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Seeded {
    /// How many orders there are now.
    pub orders: usize,
    /// No order is older.
    pub since: DateTime<Utc>,
}

/// What the simulators themselves know, whatever any client believes.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Ledger {
    /// Which orders should be in NetSuite.
    pub due: Due,
    /// Sales orders and invoices in NetSuite.
    pub transactions: u64,
    /// External ids that were created more than once.
    pub doubled: Vec<String>,
    /// Write requests that NetSuite received.
    pub writes: u64,
    /// Calls that Amazon refused for their rate.
    pub amazon_throttled: u64,
    /// Requests received, by service and operation.
    pub calls: BTreeMap<String, BTreeMap<String, u64>>,
}

#[derive(Debug)]
struct Control {
    sandbox: Arc<Sandbox>,
    since: DateTime<Utc>,
}

#[async_trait]
impl FakeService for Control {
    async fn handle(&self, request: http::Request<Bytes>) -> http::Response<Bytes> {
        let answer = match (request.method().as_str(), request.uri().path()) {
            ("POST", "/seed") => match serde_json::from_slice::<Seed>(request.body()) {
                Ok(seed) => {
                    self.sandbox.seed(seed.seed, seed.orders);
                    let connection = self.sandbox.connection();
                    let count =
                        |seller: &SellerConnection| self.sandbox.amazon.orders(&seller.seller_id).len();
                    let orders = connection.sellers.iter().map(count).sum();
                    serde_json::to_vec(&Seeded { orders, since: self.since - TimeDelta::days(3) })
                }
                Err(error) => return plain(400, error.to_string()),
            },
            ("GET", "/ledger") => serde_json::to_vec(&self.ledger()),
            _ => return plain(404, "POST /seed or GET /ledger".to_owned()),
        };
        answer
            .map_or_else(|error| plain(500, error.to_string()), |body| http::Response::new(Bytes::from(body)))
    }
}

impl Control {
    fn ledger(&self) -> Ledger {
        let netsuite = &self.sandbox.netsuite;
        let count = |kind: &str| netsuite.records(kind).len() as u64;
        let doubled = netsuite.applied().into_iter().filter(|(_, times)| *times > 1).map(|(id, _)| id);
        Ledger {
            due: self.sandbox.due(),
            transactions: count("salesOrder") + count("invoice"),
            doubled: doubled.collect(),
            writes: netsuite.writes(),
            amazon_throttled: self.sandbox.amazon.throttled(),
            calls: BTreeMap::from([
                ("amazon".to_owned(), self.sandbox.amazon.calls()),
                ("netsuite".to_owned(), netsuite.calls()),
            ]),
        }
    }
}

fn plain(status: u16, text: String) -> http::Response<Bytes> {
    let mut answer = http::Response::new(Bytes::from(text));
    *answer.status_mut() = http::StatusCode::from_u16(status).unwrap_or_default();
    answer
}

/// Speaks to the control port of a sandbox, wherever it runs.
#[derive(Debug)]
pub struct Controls {
    http: HttpTransport,
    url: String,
}

impl Controls {
    /// For the sandbox that `connection` leads to.
    ///
    /// # Errors
    /// When the connection names no control URL.
    pub fn new(connection: &Connection) -> anyhow::Result<Self> {
        let url = connection.control_url.clone().context("the sandbox's JSON has no `control_url`")?;
        Ok(Self { http: HttpTransport::new()?, url })
    }

    /// Puts orders on Amazon's side and their items on NetSuite's.
    ///
    /// # Errors
    /// When the sandbox cannot be reached.
    pub async fn seed(&self, seed: Seed) -> anyhow::Result<Seeded> {
        self.call(http::Method::POST, "/seed", serde_json::to_vec(&seed)?).await
    }

    /// Asks for the simulators' own ledger.
    ///
    /// # Errors
    /// When the sandbox cannot be reached.
    pub async fn ledger(&self) -> anyhow::Result<Ledger> {
        self.call(http::Method::GET, "/ledger", Vec::new()).await
    }

    async fn call<T: DeserializeOwned>(
        &self,
        method: http::Method,
        path: &str,
        body: Vec<u8>,
    ) -> anyhow::Result<T> {
        let request =
            http::Request::builder().method(method).uri(format!("{}{path}", self.url)).body(body.into())?;
        let unreachable = || format!("no sandbox answers at {}: is it still running?", self.url);
        let answer = tokio::time::timeout(Duration::from_secs(60), self.http.call(request)).await;
        let (head, body) = answer.with_context(unreachable)?.with_context(unreachable)?.into_parts();
        let body = body.collect(64 << 20).await?;
        anyhow::ensure!(
            head.status.is_success(),
            "the sandbox said {}: {}",
            head.status,
            String::from_utf8_lossy(&body)
        );
        Ok(serde_json::from_slice(&body)?)
    }
}
