//! A seller on Amazon, in three regions, and the NetSuite account it is kept in step with.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
    sync::{Arc, Mutex, PoisonError},
};

use chrono::{DateTime, TimeDelta, Utc};
use commerce_client_core::clock::{Clock as _, SharedClock};
use netsuite_client::{
    InternalId, Literal, NetSuite, NetSuiteBuilder, TokenBased,
    testing::{FakeNetSuite, TokenPair},
};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use sp_api_client::{
    LwaCredentials, Region, SpApi, SpApiBuilder,
    orders::MarketplaceId,
    testing::{FakeSeller, FakeSpApi, generate},
};

use crate::settings::{
    AccountSettings, CustomerMode, FbaSettings, MerchantSettings, SellerId, StoreSettings,
};

/// Both simulators, set up to be kept in step.
#[derive(Debug)]
pub struct Sandbox {
    /// Amazon.
    pub amazon: Arc<FakeSpApi>,
    /// NetSuite.
    pub netsuite: Arc<FakeNetSuite>,
    clock: SharedClock,
    seeded: Mutex<BTreeSet<(u64, usize)>>,
}

/// How to reach a sandbox: what the `sandbox` example prints, and `quickstart --sandbox` reads.
#[derive(Clone, Serialize, Deserialize)]
pub struct Connection {
    /// Amazon's base URL; `None` for Amazon's own hosts (which an in-process sandbox answers for).
    pub amazon_url: Option<String>,
    /// The application's id.
    pub client_id: String,
    /// The application's secret.
    pub client_secret: String,
    /// The sellers, one a region.
    pub sellers: Vec<SellerConnection>,
    /// NetSuite's base URL; `None` for the account's own host.
    pub netsuite_url: Option<String>,
    /// The account.
    pub netsuite_account: String,
    /// Token-based authentication.
    pub consumer_key: String,
    /// Token-based authentication.
    pub consumer_secret: String,
    /// Token-based authentication.
    pub token_id: String,
    /// Token-based authentication.
    pub token_secret: String,
    /// Where to seed the sandbox and ask for its own ledger, if it is served.
    pub control_url: Option<String>,
}

/// One seller of a sandbox.
#[derive(Clone, Serialize, Deserialize)]
pub struct SellerConnection {
    /// What the account is called here.
    pub account: String,
    /// `NA`, `EU` or `FE`.
    pub region: String,
    /// Amazon's id of the seller.
    pub seller_id: String,
    /// By which the seller authorized the application.
    pub refresh_token: String,
    /// Where the seller sells.
    pub marketplaces: Vec<String>,
}

impl fmt::Debug for Connection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Connection").field("amazon_url", &self.amazon_url).finish_non_exhaustive()
    }
}

impl fmt::Debug for SellerConnection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SellerConnection").field("account", &self.account).finish_non_exhaustive()
    }
}

/// What the simulator itself holds to be due: its own orders, by its own reading.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Due {
    /// How many orders should be in NetSuite.
    pub orders: u64,
    /// What they come to, by currency.
    pub totals: BTreeMap<String, Decimal>,
}

/// Why a sandbox could not be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SandboxError {
    /// A call failed.
    #[error(transparent)]
    Call(#[from] netsuite_client::Error),
    /// NetSuite lacks a record that the set-up needs.
    #[error("the sandbox has no {0}")]
    Missing(String),
    /// A value of the connection is malformed.
    #[error("the connection's {0} is malformed")]
    Malformed(&'static str),
}

const SELLERS: [(&str, &str, &str, &[&str]); 3] = [
    ("na", "NA", "A1NASELLER0001", &["ATVPDKIKX0DER"]),
    ("eu", "EU", "A2EUSELLER0002", &["A1F83G8C2ARO7P", "A1PA6795UKMFR9"]),
    ("fe", "FE", "A3FESELLER0003", &["A1VC38T7YXB528"]),
];
const CURRENCIES: [(&str, &str); 4] =
    [("US Dollar", "USD"), ("British Pound", "GBP"), ("Euro", "EUR"), ("Yen", "JPY")];
const CHARGES: [&str; 9] = [
    "Amazon shipping",
    "Amazon shipping discount",
    "Amazon gift wrap",
    "Amazon cash on delivery",
    "Amazon discount",
    "Amazon sales tax",
    "Amazon marketplace tax",
    "Amazon tip",
    "Amazon other charge",
];
const FBA_LOCATION: &str = "Amazon FBA";
const BODY_FIELDS: [&str; 4] =
    ["custbody_amz_order_id", "custbody_amz_channel", "custbody_amz_marketplace", "custbody_amz_replaces"];
const LINE_FIELD: &str = "custcol_amz_order_item_id";

impl Sandbox {
    /// An account with everything but items and orders.
    pub fn new(clock: SharedClock) -> Self {
        let connection = Connection::fixed();
        let amazon = FakeSpApi::new(clock.clone());
        for ((_, region, seller_id, marketplaces), seller) in SELLERS.iter().zip(&connection.sellers) {
            amazon.add_seller(FakeSeller {
                seller_id: (*seller_id).to_owned(),
                region,
                client_id: connection.client_id.clone(),
                client_secret: connection.client_secret.clone(),
                refresh_token: seller.refresh_token.clone(),
                marketplaces: marketplaces.iter().map(|id| (*id).to_owned()).collect(),
            });
        }
        let netsuite = FakeNetSuite::new(&connection.netsuite_account, clock.clone());
        netsuite.allow_token(TokenPair {
            consumer_key: connection.consumer_key,
            consumer_secret: connection.consumer_secret,
            token: connection.token_id,
            token_secret: connection.token_secret,
        });
        let subsidiary = netsuite.put_record("subsidiary", json!({"name": "Parent company"}));
        for (name, symbol) in CURRENCIES {
            let currency = netsuite.put_record("currency", json!({"name": name, "symbol": symbol}));
            let name = format!("Amazon customer {symbol}");
            let references = json!({
                "entityId": name, "companyName": name, "isPerson": false,
                "subsidiary": {"id": subsidiary}, "currency": {"id": currency},
            });
            netsuite.put_record("customer", references);
        }
        netsuite.put_record("location", json!({"name": FBA_LOCATION}));
        for name in CHARGES {
            netsuite.put_record("otherChargeSaleItem", json!({"itemId": name}));
        }
        for record in ["salesOrder", "invoice", "cashSale", "returnAuthorization"] {
            BODY_FIELDS.iter().for_each(|field| netsuite.declare_custom_field(record, field));
            netsuite.declare_custom_field(&format!("{record}.item"), LINE_FIELD);
        }
        Self { amazon: Arc::new(amazon), netsuite: Arc::new(netsuite), clock, seeded: Mutex::default() }
    }

    /// Puts `count` generated orders on Amazon's side and their items on NetSuite's. The same seed and count a second
    /// time changes nothing.
    pub fn seed(&self, seed: u64, count: usize) {
        let fresh = self.seeded.lock().unwrap_or_else(PoisonError::into_inner).insert((seed, count));
        if !fresh {
            return;
        }
        let generated = generate::generate(seed, count, self.clock.now());
        let known: BTreeSet<String> = self
            .netsuite
            .records("inventoryItem")
            .iter()
            .filter_map(|item| item["itemId"].as_str().map(str::to_owned))
            .collect();
        for item in generated.catalogue.into_iter().filter(|item| !known.contains(&item.sku)) {
            self.netsuite.put_record("inventoryItem", json!({"itemId": item.sku, "displayName": item.title}));
        }
        for order in generated.orders {
            if let Some(seller) = seller_of(&order.marketplace_id) {
                self.amazon.put_order(seller, order.json);
            }
        }
        // Sellers of this size have a larger usage plan than Amazon's floor for new ones.
        if count > 3_000 {
            self.amazon.set_plan("searchOrders", 2.0, 20);
        }
    }

    /// The credentials of an in-process sandbox.
    pub fn connection(&self) -> Connection {
        Connection::fixed()
    }

    /// Which orders the simulator holds to be due, and what they come to.
    pub fn due(&self) -> Due {
        let mut due = Due::default();
        let orders = SELLERS.iter().flat_map(|(_, _, seller, _)| self.amazon.orders(seller));
        for order in orders.filter(is_due) {
            due.orders += 1;
            if let Some((amount, currency)) = generate::grand_total(&order) {
                *due.totals.entry(currency).or_default() += amount;
            }
        }
        due
    }

    /// The orders that the simulator holds to be due, as JSON.
    pub fn due_orders(&self) -> Vec<Value> {
        let orders = SELLERS.iter().flat_map(|(_, _, seller, _)| self.amazon.orders(seller));
        orders.filter(is_due).collect()
    }

    /// The seller that sells in a marketplace.
    pub fn seller_of(&self, marketplace: &str) -> Option<&'static str> {
        seller_of(marketplace)
    }
}

fn is_due(order: &Value) -> bool {
    let fulfillment = &order["fulfillment"];
    let statuses: &[&str] = match fulfillment["fulfilledBy"].as_str() {
        Some("AMAZON") => &["SHIPPED"],
        Some("MERCHANT") => &["UNSHIPPED", "PARTIALLY_SHIPPED", "SHIPPED"],
        _ => &[],
    };
    let status = fulfillment["fulfillmentStatus"].as_str();
    order["salesChannel"]["channelName"] == "AMAZON"
        && status.is_some_and(|status| statuses.contains(&status))
}

fn seller_of(marketplace: &str) -> Option<&'static str> {
    SELLERS
        .iter()
        .find(|(_, _, _, marketplaces)| marketplaces.contains(&marketplace))
        .map(|(_, _, seller, _)| *seller)
}

impl Connection {
    fn fixed() -> Self {
        let seller =
            |(account, region, seller_id, marketplaces): &(&str, &str, &str, &[&str])| SellerConnection {
                account: (*account).to_owned(),
                region: (*region).to_owned(),
                seller_id: (*seller_id).to_owned(),
                refresh_token: format!("Atzr|sandbox-{account}"),
                marketplaces: marketplaces.iter().map(|id| (*id).to_owned()).collect(),
            };
        Self {
            amazon_url: None,
            client_id: "amzn1.application-oa2-client.sandbox".to_owned(),
            client_secret: "amzn1.oa2-cs.v1.sandbox".to_owned(),
            sellers: SELLERS.iter().map(seller).collect(),
            netsuite_url: None,
            netsuite_account: "1234567_SB1".to_owned(),
            consumer_key: "sandbox-consumer-key".to_owned(),
            consumer_secret: "sandbox-consumer-secret".to_owned(),
            token_id: "sandbox-token".to_owned(),
            token_secret: "sandbox-token-secret".to_owned(),
            control_url: None,
        }
    }

    /// Begins Amazon's client for one seller.
    pub fn sp_api(&self, seller: &SellerConnection) -> SpApiBuilder {
        let credentials =
            LwaCredentials::new(&self.client_id, self.client_secret.as_str(), seller.refresh_token.as_str());
        let builder = SpApi::builder().credentials(credentials);
        match &self.amazon_url {
            Some(url) => builder.endpoint(url).token_url(format!("{url}/auth/o2/token")),
            None => builder.region(match seller.region.as_str() {
                "EU" => Region::Europe,
                "FE" => Region::FarEast,
                _ => Region::NorthAmerica,
            }),
        }
    }

    /// Begins NetSuite's client.
    ///
    /// # Errors
    /// When the account id is malformed.
    pub fn netsuite(&self) -> Result<NetSuiteBuilder, SandboxError> {
        let account =
            self.netsuite_account.parse().map_err(|_| SandboxError::Malformed("netsuite_account"))?;
        let (consumer, token) = (self.consumer_secret.as_str(), self.token_secret.as_str());
        let auth = TokenBased::new(&self.consumer_key, consumer, &self.token_id, token);
        let builder = NetSuite::builder().account(account).auth(auth).concurrency(5);
        Ok(match &self.netsuite_url {
            Some(url) => builder.base_url(url),
            None => builder,
        })
    }

    /// The settings for one seller, with the internal ids that NetSuite has for what they name.
    ///
    /// # Errors
    /// When NetSuite cannot be asked, or lacks a record.
    pub async fn settings(
        &self,
        netsuite: &NetSuite,
        seller: &SellerConnection,
        go_live: DateTime<Utc>,
    ) -> Result<AccountSettings, SandboxError> {
        let names = Names::read(netsuite).await?;
        let seller_id = SellerId::new(&seller.seller_id).map_err(|_| SandboxError::Malformed("seller_id"))?;
        let mut settings = AccountSettings::new(seller_id, go_live);
        let fields = &mut settings.custom_fields;
        let [order_id, channel, marketplace, replaces] = BODY_FIELDS.map(|field| Some(field.to_owned()));
        (fields.order_id, fields.channel) = (order_id, channel);
        (fields.marketplace, fields.replaces) = (marketplace, replaces);
        fields.order_item_id = Some(LINE_FIELD.to_owned());
        for marketplace in &seller.marketplaces {
            settings.stores.push(store(marketplace, &names)?);
        }
        // Here nothing works on for a quarter of an hour after its caller has gone.
        settings.settle = TimeDelta::seconds(5);
        Ok(settings)
    }
}

fn store(marketplace: &str, names: &Names) -> Result<StoreSettings, SandboxError> {
    let id = MarketplaceId::new(marketplace).map_err(|_| SandboxError::Malformed("marketplaces"))?;
    let known =
        sp_api_client::Marketplace::by_id(marketplace).ok_or(SandboxError::Malformed("marketplaces"))?;
    let symbol = known.currency.as_str();
    let mut store = StoreSettings::new(id, names.currency(symbol)?);
    let default = names.customer(&format!("Amazon customer {symbol}"))?;
    store.subsidiary = Some(names.subsidiary.clone());
    store.merchant = Some(MerchantSettings::new(CustomerMode::create(Some(default.clone()))));
    store.fba = Some(FbaSettings::new(CustomerMode::Default { customer: default }, names.location.clone()));
    let charge = |index: usize| names.item(CHARGES[index]).map(Some);
    store.charges.shipping = charge(0)?;
    store.charges.shipping_discount = charge(1)?;
    store.charges.gift_wrap = charge(2)?;
    store.charges.cash_on_delivery = charge(3)?;
    store.charges.discount = charge(4)?;
    store.charges.tax = charge(5)?;
    store.charges.facilitator_tax = charge(6)?;
    store.charges.tip = charge(7)?;
    store.charges.other = charge(8)?;
    Ok(store)
}

/// NetSuite's internal ids by name: what an integrator would look up once.
struct Names {
    currencies: BTreeMap<String, InternalId>,
    customers: BTreeMap<String, InternalId>,
    items: BTreeMap<String, InternalId>,
    location: InternalId,
    subsidiary: InternalId,
}

#[derive(Deserialize)]
struct Row {
    id: InternalId,
    name: String,
}

impl Names {
    async fn read(netsuite: &NetSuite) -> Result<Self, SandboxError> {
        let by_name = async |query: &'static str| -> Result<BTreeMap<String, InternalId>, SandboxError> {
            let rows: Vec<Row> = netsuite.suiteql(query).all().await?;
            Ok(rows.into_iter().map(|row| (row.name, row.id)).collect())
        };
        let items =
            netsuite.suiteql("SELECT id, itemid AS name FROM item WHERE itemid IN :names ORDER BY id");
        let items: Vec<Row> = items.bind("names", CHARGES.into_iter().collect::<Literal>()).all().await?;
        let missing = |what: &str| SandboxError::Missing(what.to_owned());
        Ok(Self {
            currencies: by_name("SELECT id, symbol AS name FROM currency ORDER BY id").await?,
            customers: by_name(
                "SELECT id, entityid AS name FROM customer WHERE entityid LIKE 'Amazon %' ORDER BY id",
            )
            .await?,
            items: items.into_iter().map(|row| (row.name, row.id)).collect(),
            location: by_name("SELECT id, name FROM location ORDER BY id")
                .await?
                .remove(FBA_LOCATION)
                .ok_or_else(|| missing("location for FBA"))?,
            subsidiary: by_name("SELECT id, name FROM subsidiary ORDER BY id")
                .await?
                .into_values()
                .next()
                .ok_or_else(|| missing("subsidiary"))?,
        })
    }

    fn currency(&self, symbol: &str) -> Result<InternalId, SandboxError> {
        self.currencies
            .get(symbol)
            .cloned()
            .ok_or_else(|| SandboxError::Missing(format!("currency {symbol}")))
    }

    fn customer(&self, name: &str) -> Result<InternalId, SandboxError> {
        self.customers.get(name).cloned().ok_or_else(|| SandboxError::Missing(format!("customer {name}")))
    }

    fn item(&self, name: &str) -> Result<InternalId, SandboxError> {
        self.items.get(name).cloned().ok_or_else(|| SandboxError::Missing(format!("item {name}")))
    }
}
