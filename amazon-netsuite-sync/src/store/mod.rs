//! What has to survive a restart, and the one way to write it.
//!
//! A [`Store`] is a few reads and **one** write, [`Store::commit`], which applies all of a [`Changes`] or nothing, and
//! nothing at all unless the lease it was made under is still the newest. A store with one write has one place to get
//! wrong; [`conformance`] tests it, for hosts' own stores too.
//!
//! No buyer's data and no secret is ever in a store in plain: ops keep a hash of what was sent, and what has to be done
//! again is read again from Amazon. Only where the host asks for it, what Amazon sent is kept, sealed by a
//! [`Vault`](crate::vault::Vault) whose key is not in the store, and for a limited time.

pub mod conformance;
mod memory;
mod overlay;
mod sqlite;

use std::{collections::BTreeMap, fmt};

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use commerce_client_core::{id, open_enum};
use netsuite_client::{ExternalId, InternalId};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

pub(crate) use self::overlay::Overlay;
pub use self::{memory::MemoryStore, sqlite::SqliteStore};

id! {
    /// One Amazon account (a seller in a region) that is kept in step with one NetSuite account. Named by the host.
    pub struct AccountId;
}

id! {
    /// A flow, such as `orders`.
    pub struct FlowName;
}

id! {
    /// The record that a flow reads, by its natural id: for orders, Amazon's order id.
    pub struct SourceId;
}

id! {
    /// Names one intended write for good: `<account>/<flow>/<kind>/<natural id>`.
    pub struct OpKey;
}

/// What is run: one flow of one account. Runs of one key never overlap.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RunKey {
    /// The account.
    pub account: AccountId,
    /// The flow.
    pub flow: FlowName,
}

impl fmt::Display for RunKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.account, self.flow)
    }
}

/// The right to write for one run key, until it is taken over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lease {
    /// What it is for.
    pub key: RunKey,
    /// Rises with every change of owner. A commit under an older one is refused.
    pub fence: i64,
}

/// How to get the lease.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Acquire {
    /// Only when nobody holds it: for an in-process scheduler.
    IfFree,
    /// In any case: for an engine that already lets only one run at a time. Raises the fence.
    TakeOver,
}

open_enum! {
    /// Where an intended write stands.
    pub enum OpState {
        /// Intended; nothing of it is in flight. It may be sent without looking.
        Planned = "planned",
        /// Its request may have left; nobody has heard of it since.
        Sending = "sending",
        /// Its outcome is unknown: it has to be looked up before it may be sent again.
        Unknown = "unknown",
        /// It is in NetSuite. Final.
        Done = "done",
        /// NetSuite refused it, or it contradicts what is there: a person has to look.
        Parked = "parked",
    }
}

/// One intended write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpRow {
    /// Its name.
    pub key: OpKey,
    /// What kind of record, as NetSuite names it.
    pub kind: String,
    /// The record's external id, a function of the key.
    pub external_id: ExternalId,
    /// SHA-256 of what was sent last, in hexadecimal.
    pub body_hash: String,
    /// Where it stands.
    pub state: OpState,
    /// How often it was sent.
    pub attempt: u32,
    /// When it was sent last, UTC.
    pub sent_at: DateTime<Utc>,
    /// From when on no request sent for it can still be at work, UTC.
    pub quiet_at: DateTime<Utc>,
    /// How new what was sent is: an older value never follows a newer one. Milliseconds since 1970 of the Amazon
    /// record it was made from.
    pub version: i64,
    /// NetSuite's id, once done.
    pub remote_id: Option<InternalId>,
    /// What it was expected to come to, in the order's currency; `None` for records without a total.
    pub total: Option<Decimal>,
}

/// An Amazon record and the NetSuite record that stands for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// What kind of record, as NetSuite names it.
    pub kind: String,
    /// Amazon's id.
    pub amazon_id: String,
    /// NetSuite's id.
    pub netsuite_id: InternalId,
    /// The external id, when we gave it one.
    pub external_id: ExternalId,
    /// Found there, rather than made by us.
    pub adopted: bool,
}

/// A record that is not finished, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parked {
    /// Which record.
    pub source: SourceId,
    /// Why, for programs.
    pub reason: ParkReason,
    /// Why, for people: what happened and what to do. No buyer's data.
    pub text: String,
    /// When it comes back by itself; `None` when it waits for a person.
    pub retry_at: Option<DateTime<Utc>>,
    /// When it was parked first.
    pub since: DateTime<Utc>,
    /// How often it was parked.
    pub times: u32,
}

open_enum! {
    /// Why a record is parked.
    pub enum ParkReason {
        /// Amazon's answer for this record could not be decoded.
        Undecodable = "undecodable",
        /// A value that this version does not know stands where a decision depends on it.
        UnknownValue = "unknown-value",
        /// A setting is missing that this record needs.
        MissingSetting = "missing-setting",
        /// A SKU has no item in NetSuite, or more than one.
        ItemNotFound = "item-not-found",
        /// The amounts of the order do not add up.
        AmountsDoNotAddUp = "amounts-do-not-add-up",
        /// The outcome of a write is unknown; it is looked up until it is settled.
        OutcomeUnknown = "outcome-unknown",
        /// NetSuite refused the record.
        Refused = "refused",
        /// NetSuite holds a record for it that is not as it should be.
        Conflict = "conflict",
        /// The order was changed or cancelled at Amazon after it had been imported.
        ChangedAfterImport = "changed-after-import",
        /// A service was not to be had.
        Unavailable = "unavailable",
        /// A mapping rule could not give its field a value.
        RuleFailed = "rule-failed",
        /// A hook of the host's said no, or panicked.
        HookFailed = "hook-failed",
        /// A person asked for it; it is fetched at the next run.
        Requested = "requested",
    }
}

open_enum! {
    /// What an archived body is of.
    pub enum BodyKind {
        /// An order, as Amazon's Orders API sent it.
        Order = "order",
    }
}

/// Names an archived body within its account.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct BodyId {
    /// Of what.
    pub kind: BodyKind,
    /// Of which record, by its natural id.
    pub id: SourceId,
}

impl fmt::Display for BodyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.kind, self.id)
    }
}

/// What Amazon sent, sealed by a [`Vault`](crate::vault::Vault).
#[derive(Clone, PartialEq, Eq)]
pub struct Sealed {
    /// Of which record.
    pub of: BodyId,
    /// How new it is: an older body never follows a newer one. Milliseconds since 1970 of the Amazon record.
    pub version: i64,
    /// Under which key it is sealed: see [`VaultKey::id`](crate::vault::VaultKey::id).
    pub key_id: String,
    /// Nonce, ciphertext and tag.
    pub body: Vec<u8>,
    /// By when it has to be erased, UTC.
    pub personal_until: DateTime<Utc>,
    /// When the first body of this record was archived, UTC.
    pub since: DateTime<Utc>,
}

impl fmt::Debug for Sealed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sealed")
            .field("of", &self.of)
            .field("version", &self.version)
            .field("key_id", &self.key_id)
            .field("bytes", &self.body.len())
            .field("personal_until", &self.personal_until)
            .field("since", &self.since)
            .finish()
    }
}

/// That a body is to be erased.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Erase {
    /// Which body. That there is none is no error.
    pub body: BodyId,
    /// By when. Not later than the commit: it is erased with it. Later: its own time is brought forward to this one, and
    /// never put off.
    pub by: DateTime<Utc>,
}

/// How far a flow has read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cursor {
    /// Everything up to here is recorded: the instant as Amazon wrote it.
    pub after: String,
    /// A walk that is under way.
    pub walk: Option<Walk>,
}

/// A walk over the pages of one window.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Walk {
    /// Where the window begins, as it was asked for.
    pub from: DateTime<Utc>,
    /// Where it ends, as Amazon said on its first page.
    pub until: String,
    /// The next page. Replays the query it came from; Amazon forgets it after 24 hours.
    pub token: String,
    /// When the walk began.
    pub began: DateTime<Utc>,
}

impl fmt::Debug for Walk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Walk").field("from", &self.from).field("until", &self.until).finish_non_exhaustive()
    }
}

/// What was left of a rate bucket.
#[derive(Debug, Clone, PartialEq)]
pub struct BucketLevel {
    /// The operation.
    pub operation: String,
    /// Tokens left.
    pub tokens: f64,
    /// When.
    pub at: DateTime<Utc>,
}

/// The points at which a run writes, named so that a test can end the process at each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Point {
    /// The intent: this op is about to be sent.
    Claim,
    /// The outcome: it is there.
    Record,
    /// It was found there and taken over.
    Adopt,
    /// The outcome is unknown.
    Doubt,
    /// The record is parked.
    Park,
    /// A page is finished: everything on it is recorded.
    Advance,
    /// What was parked needs nothing more.
    Unpark,
    /// A page token no longer works: the window begins again.
    Restart,
    /// The lease is renewed.
    Renew,
    /// The slice is over.
    Release,
    /// A person asks for parked records to be tried again, or says that they are settled.
    Retry,
    /// What Amazon sent is archived.
    Archive,
    /// Archived bodies are erased.
    Erase,
}

impl Point {
    /// Every point.
    pub const ALL: [Self; 13] = [
        Self::Claim,
        Self::Record,
        Self::Adopt,
        Self::Doubt,
        Self::Park,
        Self::Advance,
        Self::Unpark,
        Self::Restart,
        Self::Renew,
        Self::Release,
        Self::Retry,
        Self::Archive,
        Self::Erase,
    ];
}

/// Everything one commit changes. All of it, or nothing.
#[derive(Debug, Clone)]
pub struct Changes {
    /// Where in a run it is made.
    pub point: Point,
    /// When it is made, by the runner's clock.
    pub now: DateTime<Utc>,
    /// Until when the lease holds from now on.
    pub lease_until: DateTime<Utc>,
    /// Ops to write. An op that is done stays done, whatever is written.
    pub ops: Vec<OpRow>,
    /// Links to add.
    pub links: Vec<Link>,
    /// Records to park (or park again).
    pub park: Vec<Parked>,
    /// Records that are finished and no longer parked.
    pub unpark: Vec<SourceId>,
    /// How far the flow has read.
    pub cursor: Option<Cursor>,
    /// Calls made since the last commit that said so: `<service>/<operation>` and how many.
    pub usage: BTreeMap<String, u64>,
    /// What is left of the rate buckets.
    pub buckets: Vec<BucketLevel>,
    /// Bodies to archive. One that is older than what is archived changes nothing; another replaces it and keeps its
    /// `since`.
    pub archive: Vec<Sealed>,
    /// Bodies to erase, after what is archived.
    pub erase: Vec<Erase>,
}

impl Changes {
    /// Nothing yet.
    pub fn at(point: Point, now: DateTime<Utc>, lease_until: DateTime<Utc>) -> Self {
        Self {
            point,
            now,
            lease_until,
            ops: Vec::new(),
            links: Vec::new(),
            park: Vec::new(),
            unpark: Vec::new(),
            cursor: None,
            usage: BTreeMap::new(),
            buckets: Vec::new(),
            archive: Vec::new(),
            erase: Vec::new(),
        }
    }
}

/// Why a store did not do as asked.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// A newer runner has taken over. Stop, and touch nothing remote.
    #[error("{0}: another runner has taken over")]
    Fenced(RunKey),
    /// Two records claim to be the same one.
    #[error("{0} is linked already, to another record")]
    LinkTaken(String),
    /// The file was written by a newer version of this library.
    #[error("the store has schema {found}, this version knows up to {known}: use the newer version")]
    NewerSchema {
        /// What the file says.
        found: i64,
        /// What this version knows.
        known: i64,
    },
    /// The storage itself failed.
    #[error("the store failed: {what}")]
    Failed {
        /// While doing what.
        what: String,
        /// The storage's own error.
        #[source]
        source: Option<Box<dyn std::error::Error + Send + Sync>>,
    },
}

/// Keeps what has to survive a restart.
#[async_trait]
pub trait Store: fmt::Debug + Send + Sync + 'static {
    /// Takes the lease, if `how` allows it: free, or ended by `now`. `None` when somebody else holds it.
    async fn acquire(
        &self,
        key: &RunKey,
        owner: &str,
        how: Acquire,
        now: DateTime<Utc>,
        until: DateTime<Utc>,
    ) -> Result<Option<Lease>, StoreError>;

    /// Applies all of `changes`, or nothing.
    ///
    /// # Errors
    /// [`StoreError::Fenced`] when `lease` is not the newest for its key; [`StoreError::LinkTaken`] when a link
    /// contradicts one that is there.
    async fn commit(&self, lease: &Lease, changes: Changes) -> Result<(), StoreError>;

    /// How far the flow has read; `None` before its first commit.
    async fn cursor(&self, key: &RunKey) -> Result<Option<Cursor>, StoreError>;

    /// Those of the named ops that exist.
    async fn ops(&self, account: &AccountId, keys: &[OpKey]) -> Result<Vec<OpRow>, StoreError>;

    /// Every link of the account of this kind, in order of Amazon's id.
    async fn links(&self, account: &AccountId, kind: &str) -> Result<Vec<Link>, StoreError>;

    /// Every unfinished record, oldest first.
    async fn parked(&self, key: &RunKey) -> Result<Vec<Parked>, StoreError>;

    /// The unfinished records whose time has come, earliest first, at most `limit`.
    async fn due(&self, key: &RunKey, now: DateTime<Utc>, limit: usize) -> Result<Vec<SourceId>, StoreError>;

    /// Calls made by the account on the UTC day of `day`: `<service>/<operation>` and how many.
    async fn usage(
        &self,
        account: &AccountId,
        day: DateTime<Utc>,
    ) -> Result<BTreeMap<String, u64>, StoreError>;

    /// What was left of the account's rate buckets.
    async fn buckets(&self, account: &AccountId) -> Result<Vec<BucketLevel>, StoreError>;

    /// Those of the named bodies that are archived.
    async fn archived(
        &self,
        account: &AccountId,
        kind: &BodyKind,
        ids: &[SourceId],
    ) -> Result<Vec<Sealed>, StoreError>;

    /// The bodies that have to be erased by `by`, the most overdue first, at most `limit`.
    async fn expired(
        &self,
        account: &AccountId,
        by: DateTime<Utc>,
        limit: usize,
    ) -> Result<Vec<BodyId>, StoreError>;

    /// The bodies that are sealed under this key, at most `limit`.
    async fn sealed_under(
        &self,
        account: &AccountId,
        key_id: &str,
        limit: usize,
    ) -> Result<Vec<Sealed>, StoreError>;

    /// Makes sure that nothing of what was erased or replaced is left in the storage: not in free space, not in a log.
    /// It holds through a power cut once this returned. May be called at any time, and again.
    ///
    /// # Errors
    /// When something is left: call it again later.
    async fn scrub(&self) -> Result<(), StoreError>;
}
