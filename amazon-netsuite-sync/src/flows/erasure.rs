//! What Amazon sent is erased when its time comes, and what is left of it is written over.
//!
//! **Reads** the archive of its account. **Writes** nothing to either service. **Key**: the archived record's own.
//!
//! One slice is a batch:
//!
//! ```text
//! erase   bodies whose time comes before the next look       one commit
//! reseal  bodies that are sealed under an older key           one commit
//! scrub   what was erased, out of file and log
//! ```
//!
//! Each body bears its own time, set when it was archived (see [`map::retention`](crate::map::retention)), so that this
//! needs no clock but the runner's and no answer from anybody. It looks an hour ahead: no body outlives its time while
//! the flow is run. Scrubbing is done in each last slice, whether or not something was erased: a process that died
//! between the two leaves it to the next. What has no key any more is erased like the rest.

use async_trait::async_trait;
use chrono::TimeDelta;
use commerce_client_core::error::{Error, ErrorKind};

use crate::{
    events::Event,
    flow::{Flow, FlowError, Next, Run},
    store::{Erase, FlowName, Point, StoreError},
    vault::Vault,
};

/// Erases archived bodies. See the module's documentation.
#[derive(Debug, Clone, Copy, Default)]
pub struct EraseBodies;

impl EraseBodies {
    /// The flow's name.
    pub const NAME: &'static str = "erasure";
}

/// Bodies of one slice.
const BATCH: usize = 200;
/// Between two looks.
const POLL: TimeDelta = TimeDelta::hours(1);

#[async_trait]
impl Flow for EraseBodies {
    fn name(&self) -> FlowName {
        FlowName::new(Self::NAME).unwrap_or_else(|_| unreachable!("the flow's name is well-formed"))
    }

    async fn slice(&self, run: &Run) -> Result<Next, FlowError> {
        if erase(run).await? == BATCH {
            return Ok(Next::More);
        }
        // Erasing comes first, and does not wait for a key.
        let sealed = match run.vault() {
            Some(vault) => reseal(run, vault).await,
            None => Ok(false),
        };
        let left =
            |e: StoreError| FlowError::Later(Error::new(ErrorKind::Unavailable, "erasure", e.to_string()));
        run.store().scrub().await.map_err(left)?;
        Ok(if sealed? { Next::More } else { Next::Idle { wake: run.now() + POLL } })
    }
}

/// Returns how many.
async fn erase(run: &Run) -> Result<usize, FlowError> {
    let expired = run.store().expired(&run.account().id, run.now() + POLL, BATCH).await?;
    if expired.is_empty() {
        return Ok(0);
    }
    let bodies = expired.len();
    let mut changes = run.changes(Point::Erase);
    changes.erase = expired.into_iter().map(|body| Erase { body, by: changes.now }).collect();
    run.commit(changes).await?;
    run.listener.tell(&Event::BodiesErased { run: run.key().clone(), bodies });
    Ok(bodies)
}

/// Seals a batch under the newest key. Returns whether there was one.
async fn reseal(run: &Run, vault: &Vault) -> Result<bool, FlowError> {
    let account = &run.account().id;
    for key_id in vault.older_keys() {
        let old = run.store().sealed_under(account, key_id, BATCH).await?;
        if old.is_empty() {
            continue;
        }
        let anew = old.iter().map(|sealed| vault.seal_anew(account, sealed)).collect::<Result<Vec<_>, _>>();
        let mut changes = run.changes(Point::Archive);
        changes.archive =
            anew.map_err(|e| FlowError::Halt(Error::new(ErrorKind::Config, "erasure", e.to_string())))?;
        run.commit(changes).await?;
        return Ok(true);
    }
    Ok(false)
}
