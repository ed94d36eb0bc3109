//! One death of one write: what is sent, what the simulators then hold, and what the next process makes of it.

use std::{collections::BTreeMap, time::Duration};

use amazon_netsuite_sync::{
    FlowName,
    store::Store as _,
    testing::{
        World,
        chaos::{Chaos, Fault, Strike},
    },
};
use chrono::TimeDelta;
use commerce_client_core::clock::Clock as _;
use futures_util::future::LocalBoxFuture;

use crate::warehouse::{amazon_calls, in_virtual_time, run_to_the_end};

/// How often each effect of a write is there, by its key.
pub(crate) type Effects = BTreeMap<String, u32>;

/// A write that a flow is about to make, for the first time and once only.
pub(crate) struct Row {
    /// The flow that makes it.
    pub(crate) flow: &'static str,
    /// The request, as sites are named.
    pub(crate) request: &'static str,
    /// The operation, as its simulator names it.
    pub(crate) operation: Operation,
    /// Everything that has to be there before.
    pub(crate) about_to: fn() -> LocalBoxFuture<'static, World>,
    /// What is there of it: nothing before, each key once after.
    pub(crate) effects: fn(&World) -> Effects,
}

#[derive(Debug, Clone, Copy)]
pub(crate) enum Operation {
    Amazon(&'static str),
    NetSuite(&'static str),
}

/// When the process dies.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Death {
    BeforeSending,
    BeforeTheAnswer(Remote),
    AfterTheAnswer(Remote),
}

/// What the service does with the request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Remote {
    Applied,
    /// Minutes after the process has died, and long after anybody would wait.
    AppliedLate,
    Refused,
}

impl Death {
    fn fault(self) -> Fault {
        match self {
            Self::BeforeSending => Fault::CrashBeforeSend,
            Self::BeforeTheAnswer(_) => Fault::CrashAfterSend,
            Self::AfterTheAnswer(_) => Fault::CrashAfterAnswer,
        }
    }

    fn remote(self) -> Option<Remote> {
        match self {
            Self::BeforeSending => None,
            Self::BeforeTheAnswer(remote) | Self::AfterTheAnswer(remote) => Some(remote),
        }
    }
}

/// Kills the process there; the processes after it must leave every effect of the write there once, and a further run
/// must write nothing.
pub(crate) fn holds(row: Row, death: Death) {
    holds_in(row, death, |world| world);
}

/// The same in a world that is changed before anything happens in it.
pub(crate) fn holds_in(row: Row, death: Death, change: impl FnOnce(World) -> World) {
    in_virtual_time(async {
        let world = change((row.about_to)().await);
        let netsuite = &world.sandbox.netsuite;
        // Nothing but the ledger keeps a second one away.
        netsuite.refuse_duplicate_external_ids(false);
        assert_eq!((row.effects)(&world), Effects::new(), "it is there before it is written");
        match death.remote() {
            Some(Remote::Refused) => refuse_next(&world, row.operation),
            Some(Remote::AppliedLate) => {
                netsuite.set_late_apply(1000, Duration::from_secs(400), Duration::from_secs(800));
            }
            _ => {}
        }
        let strike = Strike { site: row.request.to_owned(), nth: 1, fault: death.fault() };
        let world = world.with_chaos(Chaos::once(strike));
        until_killed(&world, row.flow).await;
        let there = !(row.effects)(&world).is_empty();
        assert_eq!(there, death.remote() == Some(Remote::Applied), "what the service has of it now");
        world.sandbox.netsuite.set_late_apply(0, Duration::ZERO, Duration::ZERO);

        run_to_the_end(&world, row.flow).await;
        world.sandbox.netsuite.settle();
        once_only(&world, &row).await;

        let written = writes(&world);
        run_again(&world, row.flow).await;
        assert_eq!(writes(&world), written, "the next run writes again");
        once_only(&world, &row).await;
    });
}

fn refuse_next(world: &World, operation: Operation) {
    match operation {
        Operation::NetSuite(name) => {
            world.sandbox.netsuite.fail_next(name, netsuite_client::testing::Failure::Status(503)).unwrap();
        }
        Operation::Amazon(name) => {
            world.sandbox.amazon.fail_next(name, sp_api_client::testing::Failure::Status(503));
        }
    }
}

/// Runs a process that is killed on its way.
pub(crate) async fn until_killed(world: &World, flow: &str) {
    let (engine, flow) = (world.engine("first").unwrap(), FlowName::new(flow).unwrap());
    tokio::select! {
        biased;
        report = engine.run(&flow) => panic!("it was not killed: {report:?}"),
        () = world.chaos.crashed() => {}
    }
}

/// Each effect once, nothing made twice, nobody waiting, no write left open.
pub(crate) async fn once_only(world: &World, row: &Row) {
    let effects = (row.effects)(world);
    assert!(!effects.is_empty() && effects.values().all(|times| *times == 1), "{effects:?}");
    no_doubles_and_nothing_open(world, row.flow).await;
}

pub(crate) async fn no_doubles_and_nothing_open(world: &World, flow: &str) {
    let applied = world.sandbox.netsuite.applied();
    // People's own records bear no external id.
    let doubled: Vec<_> = applied.iter().filter(|(key, times)| !key.ends_with('/') && **times > 1).collect();
    assert!(doubled.is_empty(), "{doubled:?}");
    for key in world.keys_of(flow) {
        assert_eq!(world.store.parked(&key).await.unwrap(), [], "{key}");
    }
    assert_eq!(world.store.under_way(), [], "nobody will see to these any more");
}

/// Write requests that either service has received.
pub(crate) fn writes(world: &World) -> u64 {
    world.sandbox.netsuite.writes() + amazon_calls(world, "confirmShipment")
}

/// A further run, which reads everything again where the flow has a cursor to set back.
pub(crate) async fn run_again(world: &World, flow: &str) {
    let engine = world.engine("again").unwrap();
    if flow == "orders" {
        for key in world.keys() {
            engine.read_again_from(&key, world.clock.now() - TimeDelta::days(30)).await.unwrap();
        }
    }
    let report = engine.run(&FlowName::new(flow).unwrap()).await;
    assert!(report.errors.is_empty() && report.summary.delayed.is_none(), "{report:?}");
}
