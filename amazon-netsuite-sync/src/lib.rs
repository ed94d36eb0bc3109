//! Keeps Amazon Seller Central and Oracle NetSuite in step, as a library inside the host's own process.
//!
//! A [`Flow`] reads both sides, plans purely ([`map`]), applies under a write-ahead ledger and commits
//! once per step to a [`Store`](store::Store). An [`Engine`] runs flows slice by slice; everything that runs a flow goes
//! through [`Engine::run_slice`].
//!
//! Every Amazon event that a flow claims ends as exactly one NetSuite effect, or as one parked record with its reason:
//! never silently zero, never two, whenever a process dies, an answer is lost, or two runners believe they are alone.

mod apply;
pub mod archive;
mod desk;
pub mod diff;
mod engine;
pub mod events;
pub mod flow;
pub mod flows;
pub mod hooks;
pub mod keys;
pub mod map;
pub mod plan;
mod proposal;
pub mod rules;
pub mod settings;
pub mod store;
pub mod summary;
#[cfg(feature = "testing")]
pub mod testing;
pub mod vault;

pub use self::{
    engine::{BuildError, Engine, EngineBuilder, Report, Slice, SliceError},
    flow::{Account, Flow, FlowError, Next, Run},
    hooks::Hooks,
    proposal::{Proposal, Proposals},
    store::{AccountId, Acquire, FlowName, RunKey, SourceId},
    summary::Summary,
    vault::{Vault, VaultKey},
};

pub use {netsuite_client, sp_api_client};
