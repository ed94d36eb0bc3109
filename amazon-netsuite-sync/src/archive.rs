//! What a person does with archived orders: look at one, and import some again without asking Amazon.

use std::sync::{Arc, PoisonError};

use commerce_client_core::{clock::Clock as _, secret::Pii};
use serde_json::Value;

use crate::{
    Engine, SliceError,
    engine::Over,
    flows::{ImportOrders, Replay},
    proposal::Mode,
    store::{Acquire, BodyKind, RunKey, SourceId, StoreError},
    summary::Summary,
    vault::VaultError,
};

/// Why an archived order could not be shown.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ArchiveError {
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// It does not open.
    #[error(transparent)]
    Vault(#[from] VaultError),
}

/// What a replay did.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct Replayed {
    /// Of the orders that were imported from the archive.
    pub summary: Summary,
    /// What was not.
    pub left_out: LeftOut,
}

/// The orders that a replay left alone.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct LeftOut {
    /// There is no body of them: never archived, or erased.
    pub without_body: Vec<SourceId>,
    /// A newer state of them has been written than is archived.
    pub outdated: Vec<SourceId>,
}

impl Engine {
    /// What Amazon sent of an order last, as JSON; `None` when it is not archived, or its time has come. Holds a buyer's
    /// data: show it to whom it concerns, and log nothing of it.
    ///
    /// # Errors
    /// [`VaultError::NoVault`], or the body's own: [`VaultError::UnknownKey`], [`VaultError::Altered`]. When the store
    /// fails.
    pub async fn archived(
        &self,
        key: &RunKey,
        source: &SourceId,
    ) -> Result<Option<Pii<Value>>, ArchiveError> {
        let vault = self.0.vault.as_ref().ok_or(VaultError::NoVault)?;
        let ids = std::slice::from_ref(source);
        let bodies = self.store().archived(&key.account, &BodyKind::Order, ids).await?;
        let now = self.0.clock.now();
        let body = bodies.iter().find(|sealed| sealed.personal_until > now);
        Ok(body.map(|sealed| vault.open(&key.account, sealed)).transpose()?)
    }

    /// Imports orders from the archive rather than from Amazon: by the same rules and the same ledger, so that what is
    /// done stays done. An archived state that is older than what was written last writes nothing.
    ///
    /// # Errors
    /// [`SliceError::Halted`] when there is no vault, or a body does not open: then nothing of its hundred was imported.
    /// [`SliceError::Store`] also when another runner holds the lease. Else as [`run_slice`](Self::run_slice).
    pub async fn replay(
        &self,
        key: &RunKey,
        sources: impl IntoIterator<Item = SourceId>,
    ) -> Result<Replayed, SliceError> {
        if key.flow.as_str() != ImportOrders::NAME {
            return Err(SliceError::Unknown(key.clone()));
        }
        let replay = Replay { sources: sources.into_iter().collect(), ..Replay::default() };
        let over = Over { store: Arc::clone(&self.0.store), mode: Mode::Apply };
        let slice = self.slice_of(&replay, key, Acquire::IfFree, &over).await?;
        if slice.busy {
            let error = StoreError::Failed { what: format!("{key} is being run: try again"), source: None };
            return Err(SliceError::Store { key: key.clone(), error });
        }
        let left_out = replay.left_out.into_inner().unwrap_or_else(PoisonError::into_inner);
        Ok(Replayed { summary: slice.summary, left_out })
    }
}
