//! Flows that share one NetSuite: none keeps another waiting for its turn.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

use std::{sync::Mutex, time::Duration};

use amazon_netsuite_sync::{
    AccountId, Acquire, Flow, FlowError, FlowName, Next, Run, RunKey,
    testing::{World, WorldOptions},
};
use async_trait::async_trait;
use futures_util::future::try_join_all;
use netsuite_client::InternalId;
use tokio::time::Instant;

/// Reads a record so many times at once.
#[derive(Debug)]
struct Bulk;

/// Reads a record now and then, and notes how long it took at most.
#[derive(Debug)]
struct Single;

static LONGEST: Mutex<Duration> = Mutex::new(Duration::ZERO);

async fn read(run: &Run) -> Result<(), FlowError> {
    let id = InternalId::new("1").unwrap();
    run.account().netsuite.records_of("subsidiary").get(id).find().await?;
    Ok(())
}

#[async_trait]
impl Flow for Bulk {
    fn name(&self) -> FlowName {
        FlowName::new("bulk").unwrap()
    }

    async fn slice(&self, run: &Run) -> Result<Next, FlowError> {
        try_join_all((0..150).map(|_| read(run))).await?;
        Ok(Next::Idle { wake: run.now() })
    }
}

#[async_trait]
impl Flow for Single {
    fn name(&self) -> FlowName {
        FlowName::new("single").unwrap()
    }

    async fn slice(&self, run: &Run) -> Result<Next, FlowError> {
        for _ in 0..5 {
            tokio::time::sleep(Duration::from_secs(3)).await;
            let start = Instant::now();
            read(run).await?;
            let mut longest = LONGEST.lock().unwrap();
            *longest = longest.max(start.elapsed());
        }
        Ok(Next::Idle { wake: run.now() })
    }
}

#[tokio::test(start_paused = true)]
async fn a_flow_with_one_call_does_not_wait_behind_a_flow_with_hundreds() {
    let world = World::new(WorldOptions { orders: 0, ..WorldOptions::default() }).await.unwrap();
    let world = world.with_flows(|engine| engine.flow(Bulk).flow(Single));
    world.sandbox.netsuite.set_latency(Duration::from_secs(1), Duration::from_secs(1));
    let engine = world.engine("runner").unwrap();
    let key =
        |flow: &str| RunKey { account: AccountId::new("na").unwrap(), flow: FlowName::new(flow).unwrap() };
    let (bulk, single) = (key("bulk"), key("single"));
    let start = Instant::now();
    let (bulk, single) =
        tokio::join!(engine.run_slice(&bulk, Acquire::IfFree), engine.run_slice(&single, Acquire::IfFree));
    bulk.unwrap();
    single.unwrap();
    assert!(start.elapsed() > Duration::from_secs(25), "150 calls, five at once, or this shows nothing");
    // Its own second, and until the next of five calls ends.
    let longest = *LONGEST.lock().unwrap();
    assert!(longest < Duration::from_secs(3), "{longest:?}");
}
