//! The engine in a sandbox, on virtual time.

use std::{collections::BTreeMap, sync::Arc, time::Duration};

use chrono::{DateTime, TimeDelta, Utc};
use commerce_client_core::{
    clock::{Clock as _, SharedClock},
    retry::RetryPolicy,
    testing::{InProcess, SkewedClock, TokioClock},
};
use netsuite_client::NetSuite;
use serde_json::Value;

use super::{
    chaos::{Chaos, ChaosStore, ChaosTransport},
    sandbox::{Sandbox, SandboxError},
};
use crate::{
    Account, AccountId, Engine, EngineBuilder, FlowName, Report, RunKey,
    flow::Mutant,
    flows::ImportOrders,
    settings::AccountSettings,
    store::{MemoryStore, Store},
};

/// How a world is set up.
#[derive(Debug, Clone)]
pub struct WorldOptions {
    /// From which orders are generated, and everything that is drawn.
    pub seed: u64,
    /// How many orders.
    pub orders: usize,
    /// Orders a page.
    pub page_size: u32,
    /// A fault built into the machinery.
    pub mutant: Option<Mutant>,
}

impl Default for WorldOptions {
    fn default() -> Self {
        Self { seed: 1, orders: 20, page_size: 100, mutant: None }
    }
}

/// Both simulators, a store in memory and an engine, all on tokio's pausable clock.
#[derive(Debug)]
pub struct World {
    /// The simulators.
    pub sandbox: Arc<Sandbox>,
    /// What survives a crash.
    pub store: MemoryStore,
    /// The runners' clock, which may be wrong. The simulators' is always right.
    pub clock: SkewedClock<TokioClock>,
    /// What goes wrong.
    pub chaos: Chaos,
    /// NetSuite, for what the seller's people do there: pick, ship, bill, correct. Nothing goes wrong on this way.
    pub people: NetSuite,
    options: WorldOptions,
    settings: BTreeMap<String, AccountSettings>,
    flows: fn(EngineBuilder) -> EngineBuilder,
}

impl World {
    /// A world with generated orders in it, in which nothing goes wrong yet.
    ///
    /// # Errors
    /// When the sandbox cannot be set up.
    pub async fn new(options: WorldOptions) -> Result<Self, SandboxError> {
        let start = DateTime::UNIX_EPOCH + TimeDelta::days(20_780);
        let right = TokioClock::starting_at(start);
        let sandbox = Arc::new(Sandbox::new(SharedClock::new(right.clone())));
        sandbox.netsuite.set_seed(options.seed);
        sandbox.seed(options.seed, options.orders);
        let connection = sandbox.connection();
        let netsuite = connection.netsuite()?.clock(SharedClock::new(right.clone()));
        let netsuite = netsuite
            .transport(InProcess(Arc::clone(&sandbox.netsuite)))
            .build()
            .map_err(|_| SandboxError::Malformed("netsuite_account"))?;
        let mut settings = BTreeMap::new();
        for seller in &connection.sellers {
            let mut one = connection.settings(&netsuite, seller, start - TimeDelta::days(2)).await?;
            one.settle = TimeDelta::minutes(20);
            settings.insert(seller.account.clone(), one);
        }
        Ok(Self {
            sandbox,
            store: MemoryStore::new(),
            clock: SkewedClock::new(right),
            chaos: Chaos::none(),
            people: netsuite,
            options,
            settings,
            flows: |engine| engine,
        })
    }

    /// Changes the settings of every account.
    pub fn with_settings(mut self, change: impl Fn(&mut AccountSettings)) -> Self {
        self.settings.values_mut().for_each(change);
        self
    }

    /// Further flows beside the orders': `|engine| engine.flow(…)`.
    pub fn with_flows(mut self, flows: fn(EngineBuilder) -> EngineBuilder) -> Self {
        self.flows = flows;
        self
    }

    /// From now on the machinery has this fault.
    pub fn with_mutant(mut self, mutant: Mutant) -> Self {
        self.options.mutant = Some(mutant);
        self
    }

    /// From now on this goes wrong.
    pub fn with_chaos(mut self, chaos: Chaos) -> Self {
        self.chaos = chaos;
        self
    }

    /// An engine as a process that begins now would have it: nothing in memory but settings.
    ///
    /// # Errors
    /// When a client or the engine cannot be built.
    pub fn engine(&self, owner: &str) -> Result<Engine, SandboxError> {
        let store = ChaosStore {
            inner: self.store.clone(),
            chaos: self.chaos.clone(),
            freeze: Duration::from_secs(200 + u64::from(self.chaos.draw(2000))),
        };
        self.engine_on(store, owner)
    }

    /// As [`engine`](Self::engine), on a store of the caller's.
    ///
    /// # Errors
    /// When a client or the engine cannot be built.
    pub fn engine_on(&self, store: impl Store, owner: &str) -> Result<Engine, SandboxError> {
        let connection = self.sandbox.connection();
        let retry = RetryPolicy::default()
            .with_seed(self.options.seed.wrapping_add(u64::from(self.chaos.draw(1 << 20))));
        // The clients' clocks are right: a wrong one cannot log in, which is another story.
        let right = SharedClock::new(TokioClock::starting_at(self.right_now()));
        let netsuite = connection
            .netsuite()?
            .clock(right.clone())
            .with_retry(retry.clone())
            .transport(ChaosTransport {
                service: Arc::clone(&self.sandbox.netsuite),
                chaos: self.chaos.clone(),
            })
            .build()
            .map_err(|_| SandboxError::Malformed("netsuite_account"))?;
        let mut builder = Engine::builder(store)
            .clock(SharedClock::new(self.clock.clone()))
            .owner(owner)
            .flow(ImportOrders::default().with_page_size(self.options.page_size))
            .mutant(self.options.mutant);
        builder = (self.flows)(builder);
        for seller in &connection.sellers {
            let amazon = connection
                .sp_api(seller)
                .clock(right.clone())
                .with_retry(retry.clone())
                .transport(ChaosTransport {
                    service: Arc::clone(&self.sandbox.amazon),
                    chaos: self.chaos.clone(),
                })
                .build()
                .map_err(|_| SandboxError::Malformed("sellers"))?;
            let Some(settings) = self.settings.get(&seller.account).cloned() else { continue };
            let id = AccountId::new(&seller.account).map_err(|_| SandboxError::Malformed("sellers"))?;
            builder = builder.account(Account { id, amazon, netsuite: netsuite.clone(), settings });
        }
        builder.build().map_err(|_| SandboxError::Malformed("settings"))
    }

    fn right_now(&self) -> DateTime<Utc> {
        let skewed = self.clock.now();
        skewed - self.clock.skew()
    }

    /// Runs the orders flow until nothing settles any more.
    ///
    /// # Errors
    /// When the engine cannot be built.
    pub async fn run(&self) -> Result<Report, SandboxError> {
        Ok(self.engine("runner")?.run(&orders()).await)
    }

    /// Runs one of the [further flows](Self::with_flows) until nothing settles any more.
    ///
    /// # Errors
    /// When the engine cannot be built.
    pub async fn run_flow(&self, flow: &str) -> Result<Report, SandboxError> {
        let flow = FlowName::new(flow).map_err(|_| SandboxError::Malformed("flow"))?;
        Ok(self.engine("runner")?.run(&flow).await)
    }

    /// The accounts' run keys for the orders flow.
    pub fn keys(&self) -> Vec<RunKey> {
        self.keys_of(ImportOrders::NAME)
    }

    /// The accounts' run keys for a flow.
    pub fn keys_of(&self, flow: &str) -> Vec<RunKey> {
        let key = |account: &String| {
            Some(RunKey { account: AccountId::new(account).ok()?, flow: FlowName::new(flow).ok()? })
        };
        self.settings.keys().filter_map(key).collect()
    }

    /// What NetSuite holds, without what differs from run to run: ids, numbers, times. References are replaced by what
    /// they point at.
    pub fn netsuite_state(&self) -> BTreeMap<String, Vec<Value>> {
        let netsuite = &self.sandbox.netsuite;
        netsuite.settle();
        let customers = netsuite.records("customer");
        let name = |id: &str| {
            let customer = customers.iter().find(|customer| customer["id"] == id);
            customer.map_or(Value::Null, |customer| {
                if customer["externalId"].is_string() {
                    customer["externalId"].clone()
                } else {
                    customer["entityId"].clone()
                }
            })
        };
        let mut state = BTreeMap::new();
        for kind in ["customer", "salesOrder", "invoice"] {
            let mut records = netsuite.records(kind);
            for record in &mut records {
                if let Some(id) = record["entity"]["id"].as_str().map(str::to_owned) {
                    record["entity"] = name(&id);
                }
                if let Some(fields) = record.as_object_mut() {
                    for volatile in [
                        "id",
                        "tranId",
                        "transactionNumber",
                        "createdDate",
                        "lastModifiedDate",
                        "dateCreated",
                        "links",
                    ] {
                        fields.remove(volatile);
                    }
                    if kind == "customer" && fields.get("externalId").is_some_and(Value::is_string) {
                        fields.remove("entityId");
                    }
                }
                without_line_keys(record);
            }
            records.sort_by_key(ToString::to_string);
            state.insert(kind.to_owned(), records);
        }
        state
    }
}

/// Keys that NetSuite gives to lines and addresses differ from run to run.
fn without_line_keys(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            for key in ["lineUniqueKey", "internalId", "addressId"] {
                fields.remove(key);
            }
            if fields.contains_key("addressBookAddress") {
                fields.remove("id");
            }
            fields.values_mut().for_each(without_line_keys);
        }
        Value::Array(items) => items.iter_mut().for_each(without_line_keys),
        _ => {}
    }
}

pub(super) fn orders() -> FlowName {
    FlowName::new(ImportOrders::NAME).unwrap_or_else(|_| unreachable!("the flow's name is well-formed"))
}
