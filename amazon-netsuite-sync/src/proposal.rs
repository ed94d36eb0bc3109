//! Plans that can be read before anything is written, and approved as they were read.
//!
//! [`Engine::propose`] runs a flow as it would run now, over a copy of its place in the store, and stops short of every
//! write: what it would write is a [`Proposal`], with what each field holds now. [`Engine::approve`] runs it for good, if it
//! would still write exactly that; if not, because the world moved, it writes nothing and says what is different.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
    sync::{Arc, Mutex, PoisonError},
};

use commerce_client_core::clock::Clock as _;

use crate::{
    Engine, Next, SliceError,
    diff::FieldChange,
    engine::Over,
    keys,
    plan::{Op, RecordKind, Write},
    store::{Acquire, OpKey, Overlay, Parked, RunKey, SourceId, Store as _},
    summary::Summary,
};

/// One write that would be made.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Proposal {
    /// For which record.
    pub source: SourceId,
    /// The write's name in the ledger.
    pub key: OpKey,
    /// Of what kind of record.
    pub kind: RecordKind,
    /// What would be done with it.
    pub write: Write,
    /// By which id it is known: see [`Op::external_id`].
    pub name: String,
    /// What would change.
    pub changes: Vec<FieldChange>,
    /// SHA-256 over what would be written and what is there now.
    pub hash: String,
}

impl Proposal {
    pub(crate) fn of(source: &SourceId, op: &Op, changes: Vec<FieldChange>) -> Self {
        let mut text = format!("{} {} {}", op.key, op.write, op.body_hash());
        for change in &changes {
            let value =
                |value: Option<&serde_json::Value>| value.map(ToString::to_string).unwrap_or_default();
            let (now, then) = (change.now.as_ref().map(|now| now.expose()), Some(change.then.expose()));
            text.push_str(&format!("\n{}\n{}\n{}", change.path, value(now), value(then)));
        }
        Self {
            source: source.clone(),
            key: op.key.clone(),
            kind: op.kind,
            write: op.write.clone(),
            name: op.external_id.to_string(),
            changes,
            hash: keys::hash(text.as_bytes()),
        }
    }
}

impl fmt::Display for Proposal {
    /// A line that says what would be written, and one for each field. No buyer's data.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {} {} {}", self.source, self.write, self.kind.record_type(), self.name)?;
        self.changes.iter().try_for_each(|change| write!(f, "\n    {change}"))
    }
}

/// Everything that a flow would write now.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Proposals {
    /// Of which flow.
    pub key: RunKey,
    /// The writes, in the order of their names.
    pub writes: Vec<Proposal>,
    /// What would be left for a person, and is not yet.
    pub parked: Vec<Parked>,
    /// What the run would count.
    pub summary: Summary,
}

impl Proposals {
    /// SHA-256 over all writes: names exactly this plan.
    pub fn hash(&self) -> String {
        let hashes: Vec<&str> = self.writes.iter().map(|write| write.hash.as_str()).collect();
        keys::hash(hashes.join("\n").as_bytes())
    }

    /// Whether there is nothing to write.
    pub fn is_empty(&self) -> bool {
        self.writes.is_empty()
    }
}

impl fmt::Display for Proposals {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}: {} writes, plan {}", self.key, self.writes.len(), &self.hash()[..12])?;
        self.writes.iter().try_for_each(|write| writeln!(f, "{write}"))?;
        self.parked
            .iter()
            .try_for_each(|parked| writeln!(f, "{}: left for a person: {}", parked.source, parked.text))
    }
}

/// Whether writes are made, or only proposed.
#[derive(Debug, Clone, Default)]
pub(crate) enum Mode {
    /// They are made.
    #[default]
    Apply,
    /// They are gathered here.
    Propose(Arc<Mutex<BTreeMap<OpKey, Proposal>>>),
    /// Those with these hashes are made; anything else means that the world moved.
    Approved(Arc<BTreeMap<OpKey, String>>),
}

/// Slices of one proposal at most: at 100 orders a page, as many as the burst of a search brings and some.
const SLICES: usize = 50;

impl Engine {
    /// What a run of this flow would write now, field by field. Writes nothing, to either service or to the store; reads
    /// what a run would read, and spends the calls for it.
    ///
    /// # Errors
    /// As [`run_slice`](Self::run_slice).
    pub async fn propose(&self, key: &RunKey) -> Result<Proposals, SliceError> {
        let store_error = |error| SliceError::Store { key: key.clone(), error };
        let before: BTreeSet<SourceId> = self
            .store()
            .parked(key)
            .await
            .map_err(store_error)?
            .into_iter()
            .map(|parked| parked.source)
            .collect();
        let overlay =
            Overlay::over(Arc::clone(&self.0.store), key, self.0.clock.now()).await.map_err(store_error)?;
        let gathered = Arc::new(Mutex::new(BTreeMap::new()));
        let over = Over { store: Arc::new(overlay.clone()), mode: Mode::Propose(Arc::clone(&gathered)) };
        let mut summary = Summary::default();
        for _ in 0..SLICES {
            let slice = self.slice_over(key, Acquire::TakeOver, &over).await?;
            summary.absorb(slice.summary);
            if slice.next != Next::More {
                break;
            }
        }
        let mut parked = overlay.parked(key).await.map_err(store_error)?;
        parked.retain(|parked| !before.contains(&parked.source));
        let writes = gathered.lock().unwrap_or_else(PoisonError::into_inner).values().cloned().collect();
        Ok(Proposals { key: key.clone(), writes, parked, summary })
    }

    /// Makes exactly the writes of the plan with this hash, as [`propose`](Self::propose) showed it.
    ///
    /// # Errors
    /// [`SliceError::Moved`] when the flow would write something else by now: nothing was written, or, when the world moved
    /// while it was being carried out, only what was approved. Else as [`run_slice`](Self::run_slice).
    pub async fn approve(&self, key: &RunKey, hash: &str) -> Result<Summary, SliceError> {
        let proposals = self.propose(key).await?;
        if proposals.hash() != hash {
            let what = format!("the plan is {} by now", &proposals.hash()[..12]);
            return Err(SliceError::Moved { key: key.clone(), what });
        }
        let approved = proposals.writes.into_iter().map(|write| (write.key, write.hash)).collect();
        let over = Over { store: Arc::clone(&self.0.store), mode: Mode::Approved(Arc::new(approved)) };
        let mut summary = Summary::default();
        for _ in 0..SLICES {
            let slice = self.slice_over(key, Acquire::IfFree, &over).await?;
            summary.absorb(slice.summary);
            if slice.next != Next::More {
                break;
            }
        }
        Ok(summary)
    }
}
