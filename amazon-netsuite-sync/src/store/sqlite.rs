//! The default store: one SQLite file, no set-up, two processes on it if need be.

use std::{
    collections::BTreeMap,
    fmt,
    path::{Path, PathBuf},
    str::FromStr,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use netsuite_client::InternalId;
use rusqlite::{
    Connection, ErrorCode, OptionalExtension as _, Row, Transaction, TransactionBehavior, params,
};

use super::{
    AccountId, Acquire, BodyId, BodyKind, BucketLevel, Changes, Cursor, Lease, Link, OpKey, OpRow, OpState,
    ParkReason, Parked, RunKey, Sealed, SourceId, Store, StoreError,
};

/// What leads from each schema to the next, beginning with none. Never change one: files have been through it.
const MIGRATIONS: [&str; 2] = [include_str!("schema/1.sql"), include_str!("schema/2.sql")];
const SCHEMA_VERSION: i64 = MIGRATIONS.len() as i64;

/// Keeps everything in one SQLite file.
///
/// WAL with `synchronous = FULL`: a commit that returned survives a power cut. The file (and its directory, if it has
/// to be made) is readable by its owner only. Must lie on a local disk: WAL needs shared memory and real locks.
#[derive(Clone)]
pub struct SqliteStore {
    path: PathBuf,
    connection: Arc<Mutex<Connection>>,
}

impl fmt::Debug for SqliteStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SqliteStore").field("path", &self.path).finish_non_exhaustive()
    }
}

impl SqliteStore {
    /// Opens the file, or creates it.
    ///
    /// # Errors
    /// [`StoreError::NewerSchema`] for a file of a newer version; [`StoreError::Failed`] when it cannot be opened.
    pub fn open(path: impl AsRef<Path>) -> Result<Self, StoreError> {
        let path = path.as_ref().to_path_buf();
        let connection = open(&path)?;
        Ok(Self { path, connection: Arc::new(Mutex::new(connection)) })
    }

    /// SQLite waits for locks and disks: never on a thread that runs other tasks.
    async fn with<T: Send + 'static>(
        &self,
        what: &'static str,
        work: impl FnOnce(&mut Connection) -> Result<T, Fault> + Send + 'static,
    ) -> Result<T, StoreError> {
        let connection = Arc::clone(&self.connection);
        let done = tokio::task::spawn_blocking(move || {
            let mut connection = connection.lock().unwrap_or_else(PoisonError::into_inner);
            work(&mut connection)
        });
        match done.await {
            Ok(result) => result.map_err(|fault| fault.while_doing(what)),
            Err(panic) => Err(failed(what, panic)),
        }
    }
}

/// An error inside a transaction: SQLite's, or ours.
enum Fault {
    Sqlite(rusqlite::Error),
    Store(StoreError),
}

impl From<rusqlite::Error> for Fault {
    fn from(error: rusqlite::Error) -> Self {
        Self::Sqlite(error)
    }
}

impl Fault {
    fn while_doing(self, what: &'static str) -> StoreError {
        match self {
            Self::Sqlite(error) => failed(what, error),
            Self::Store(error) => error,
        }
    }
}

fn failed(what: &str, source: impl std::error::Error + Send + Sync + 'static) -> StoreError {
    StoreError::Failed { what: what.to_owned(), source: Some(Box::new(source)) }
}

fn open(path: &Path) -> Result<Connection, StoreError> {
    let made = if path.exists() {
        Vec::new()
    } else {
        create_private(path).map_err(|e| failed("creating the file", e))?
    };
    let mut connection = Connection::open(path).map_err(|e| failed("opening the file", e))?;
    connection.busy_timeout(Duration::from_secs(5)).map_err(|e| failed("opening the file", e))?;
    // Two processes that open a new file at once: the switch to WAL fails with "locked" whatever the busy timeout.
    let mut tries = 0;
    while let Err(error) = configure(&connection) {
        tries += 1;
        let locked =
            matches!(error.sqlite_error_code(), Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked));
        if !locked || tries == 100 {
            return Err(failed("configuring the file", error));
        }
        pause(Duration::from_millis(50));
    }
    migrate(&mut connection).map_err(|fault| fault.while_doing("bringing the schema up to date"))?;
    for entry in made {
        sync_directory_of(&entry).map_err(|e| failed("writing the directory to disk", e))?;
    }
    Ok(connection)
}

#[expect(clippy::disallowed_methods, reason = "opening is synchronous, and waits for another process only")]
fn pause(duration: Duration) {
    std::thread::sleep(duration);
}

fn configure(connection: &Connection) -> rusqlite::Result<()> {
    connection.pragma_update(None, "journal_mode", "wal")?;
    connection.pragma_update(None, "synchronous", "full")?;
    connection.pragma_update(None, "foreign_keys", true)?;
    connection.pragma_update(None, "trusted_schema", false)?;
    connection.pragma_update(None, "secure_delete", true)?;
    connection.pragma_update(None, "wal_autocheckpoint", 1000)?;
    connection.pragma_update(None, "journal_size_limit", 64 << 20)
}

fn migrate(connection: &mut Connection) -> Result<(), Fault> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let found: i64 = transaction.query_row("pragma user_version", [], |row| row.get(0))?;
    if found > SCHEMA_VERSION {
        return Err(Fault::Store(StoreError::NewerSchema { found, known: SCHEMA_VERSION }));
    }
    let passed = usize::try_from(found).unwrap_or_default();
    if passed < MIGRATIONS.len() {
        MIGRATIONS[passed..].iter().try_for_each(|migration| transaction.execute_batch(migration))?;
        transaction.pragma_update(None, "user_version", SCHEMA_VERSION)?;
    }
    transaction.commit()?;
    Ok(())
}

/// Makes the file, and the directories on the way to it. Returns what was made.
fn create_private(path: &Path) -> std::io::Result<Vec<PathBuf>> {
    let mut options = std::fs::OpenOptions::new();
    let mut directories = std::fs::DirBuilder::new();
    #[cfg(unix)]
    {
        use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
        options.mode(0o600);
        directories.mode(0o700);
    }
    let missing = |directory: &&Path| !directory.as_os_str().is_empty() && !directory.exists();
    let made: Vec<PathBuf> = path.ancestors().skip(1).take_while(missing).map(Path::to_path_buf).collect();
    if let Some(directory) = made.first() {
        directories.recursive(true).create(directory)?;
    }
    options.create(true).append(true).open(path)?;
    Ok(std::iter::once(path.to_path_buf()).chain(made).collect())
}

/// A new name is lost in a power cut unless the directory it stands in is written too.
fn sync_directory_of(entry: &Path) -> std::io::Result<()> {
    if cfg!(not(unix)) {
        return Ok(());
    }
    let directory = entry.parent().filter(|directory| !directory.as_os_str().is_empty());
    std::fs::File::open(directory.unwrap_or(Path::new(".")))?.sync_all()
}

fn millis(at: DateTime<Utc>) -> i64 {
    at.timestamp_millis()
}

fn from_millis(millis: i64) -> DateTime<Utc> {
    DateTime::from_timestamp_millis(millis).unwrap_or_default()
}

/// A column that holds text of a type of ours.
fn parsed<T>(row: &Row<'_>, column: &str) -> rusqlite::Result<T>
where
    T: FromStr<Err: std::error::Error + Send + Sync + 'static>,
{
    let text: String = row.get(column)?;
    text.parse().map_err(|e| {
        rusqlite::Error::FromSqlConversionFailure(0, rusqlite::types::Type::Text, Box::<T::Err>::new(e))
    })
}

fn read_op(row: &Row<'_>) -> rusqlite::Result<OpRow> {
    let remote_id: Option<String> = row.get("remote_id")?;
    let total: Option<String> = row.get("total")?;
    Ok(OpRow {
        key: parsed(row, "key")?,
        kind: row.get("kind")?,
        external_id: parsed(row, "external_id")?,
        body_hash: row.get("body_hash")?,
        state: OpState::from(row.get::<_, String>("state")?.as_str()),
        attempt: row.get("attempt")?,
        sent_at: from_millis(row.get("sent_at")?),
        quiet_at: from_millis(row.get("quiet_at")?),
        version: row.get("version")?,
        remote_id: remote_id.and_then(|id| InternalId::new(id).ok()),
        total: total.and_then(|total| total.parse().ok()),
    })
}

fn read_parked(row: &Row<'_>) -> rusqlite::Result<Parked> {
    Ok(Parked {
        source: parsed(row, "source")?,
        reason: ParkReason::from(row.get::<_, String>("reason")?.as_str()),
        text: row.get("text")?,
        retry_at: row.get::<_, Option<i64>>("retry_at")?.map(from_millis),
        since: from_millis(row.get("since")?),
        times: row.get("times")?,
    })
}

fn read_link(row: &Row<'_>) -> rusqlite::Result<Link> {
    Ok(Link {
        kind: row.get("kind")?,
        amazon_id: row.get("amazon_id")?,
        netsuite_id: parsed(row, "netsuite_id")?,
        external_id: parsed(row, "external_id")?,
        adopted: row.get("adopted")?,
    })
}

fn read_body_id(row: &Row<'_>) -> rusqlite::Result<BodyId> {
    Ok(BodyId { kind: BodyKind::from(row.get::<_, String>("kind")?.as_str()), id: parsed(row, "id")? })
}

fn read_sealed(row: &Row<'_>) -> rusqlite::Result<Sealed> {
    Ok(Sealed {
        of: read_body_id(row)?,
        version: row.get("version")?,
        key_id: row.get("key_id")?,
        body: row.get("body")?,
        personal_until: from_millis(row.get("personal_until")?),
        since: from_millis(row.get("since")?),
    })
}

/// Every change, under the lease. The first statement is the fence.
fn apply(transaction: &Transaction<'_>, lease: &Lease, changes: &Changes) -> Result<(), Fault> {
    let (account, flow) = (lease.key.account.as_str(), lease.key.flow.as_str());
    let held = transaction
        .prepare_cached("update lease set until = ?4 where account = ?1 and flow = ?2 and fence = ?3")?
        .execute(params![account, flow, lease.fence, millis(changes.lease_until)])?;
    if held == 0 {
        return Err(Fault::Store(StoreError::Fenced(lease.key.clone())));
    }
    for op in &changes.ops {
        transaction
            .prepare_cached(
                "insert into op(account, key, kind, external_id, body_hash, state, attempt, fence, sent_at, quiet_at, version, remote_id, total)
                 values(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)
                 on conflict(account, key) do update set body_hash = excluded.body_hash, state = excluded.state,
                   attempt = excluded.attempt, fence = excluded.fence, sent_at = excluded.sent_at,
                   quiet_at = excluded.quiet_at, version = excluded.version,
                   remote_id = excluded.remote_id, total = excluded.total
                 where op.state <> 'done' or excluded.state = 'done' or op.body_hash <> excluded.body_hash",
            )?
            .execute(params![
                account,
                op.key.as_str(),
                op.kind,
                op.external_id.as_str(),
                op.body_hash,
                op.state.as_str(),
                op.attempt,
                lease.fence,
                millis(op.sent_at),
                millis(op.quiet_at),
                op.version,
                op.remote_id.as_ref().map(InternalId::as_str),
                op.total.map(|total| total.to_string()),
            ])?;
    }
    for link in &changes.links {
        insert_link(transaction, account, link)?;
    }
    for parked in &changes.park {
        transaction
            .prepare_cached(
                "insert into parked(account, flow, source, reason, text, retry_at, since, times)
                 values(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
                 on conflict(account, flow, source) do update set reason = excluded.reason, text = excluded.text,
                   retry_at = excluded.retry_at, times = parked.times + 1",
            )?
            .execute(params![
                account,
                flow,
                parked.source.as_str(),
                parked.reason.as_str(),
                parked.text,
                parked.retry_at.map(millis),
                millis(parked.since),
                parked.times,
            ])?;
    }
    for source in &changes.unpark {
        transaction
            .prepare_cached("delete from parked where account = ?1 and flow = ?2 and source = ?3")?
            .execute(params![account, flow, source.as_str()])?;
    }
    if let Some(cursor) = &changes.cursor {
        let position =
            serde_json::to_string(cursor).map_err(|e| Fault::Store(failed("writing the cursor", e)))?;
        transaction
            .prepare_cached(
                "insert into cursor values(?1, ?2, ?3) on conflict do update set position = excluded.position",
            )?
            .execute(params![account, flow, position])?;
    }
    let day = changes.now.date_naive().to_string();
    for (operation, calls) in &changes.usage {
        transaction
            .prepare_cached("insert into usage values(?1, ?2, ?3, ?4) on conflict do update set calls = calls + excluded.calls")?
            .execute(params![day, account, operation, i64::try_from(*calls).unwrap_or(i64::MAX)])?;
    }
    for level in &changes.buckets {
        transaction
            .prepare_cached(
                "insert into bucket values(?1, ?2, ?3, ?4)
                 on conflict do update set tokens = excluded.tokens, at = excluded.at",
            )?
            .execute(params![account, level.operation, level.tokens, millis(level.at)])?;
    }
    changes.archive.iter().try_for_each(|sealed| archive(transaction, account, sealed))?;
    for erase in &changes.erase {
        let (kind, id) = (erase.body.kind.as_str(), erase.body.id.as_str());
        if erase.by <= changes.now {
            transaction
                .prepare_cached("delete from body where account = ?1 and kind = ?2 and id = ?3")?
                .execute(params![account, kind, id])?;
        } else {
            transaction
                .prepare_cached(
                    "update body set personal_until = ?4
                     where account = ?1 and kind = ?2 and id = ?3 and personal_until > ?4",
                )?
                .execute(params![account, kind, id, millis(erase.by)])?;
        }
    }
    Ok(())
}

fn archive(transaction: &Transaction<'_>, account: &str, sealed: &Sealed) -> Result<(), Fault> {
    let (kind, id) = (sealed.of.kind.as_str(), sealed.of.id.as_str());
    let old: Option<(i64, i64)> = transaction
        .prepare_cached("select version, since from body where account = ?1 and kind = ?2 and id = ?3")?
        .query_row(params![account, kind, id], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    if old.is_some_and(|(version, _)| version > sealed.version) {
        return Ok(());
    }
    let since = old.map_or(millis(sealed.since), |(_, since)| since);
    transaction
        .prepare_cached(
            "insert or replace into body(account, kind, id, version, key_id, body, personal_until, since)
             values(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        )?
        .execute(params![
            account,
            kind,
            id,
            sealed.version,
            sealed.key_id,
            sealed.body,
            millis(sealed.personal_until),
            since,
        ])?;
    Ok(())
}

/// Writes the log back and empties it, on the disk too: SQLite itself does not wait for that.
fn empty_the_log(connection: &Connection) -> Result<(), Fault> {
    let busy: i64 = connection.query_row("pragma wal_checkpoint(truncate)", [], |row| row.get(0))?;
    if busy != 0 {
        let what = "emptying the log (another process is reading: it is tried again)".to_owned();
        return Err(Fault::Store(StoreError::Failed { what, source: None }));
    }
    let Some(path) = connection.path() else { return Ok(()) };
    match std::fs::OpenOptions::new().write(true).open(format!("{path}-wal")).and_then(|log| log.sync_all()) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(Fault::Store(failed("emptying the log", error)))
        }
        _ => Ok(()),
    }
}

fn insert_link(transaction: &Transaction<'_>, account: &str, link: &Link) -> Result<(), Fault> {
    let inserted = transaction
        .prepare_cached(
            "insert into link(account, kind, amazon_id, netsuite_id, external_id, adopted)
             values(?1, ?2, ?3, ?4, ?5, ?6)
             on conflict(account, kind, amazon_id) do update set external_id = excluded.external_id
             where link.netsuite_id = excluded.netsuite_id",
        )?
        .execute(params![
            account,
            link.kind,
            link.amazon_id,
            link.netsuite_id.as_str(),
            link.external_id.as_str(),
            link.adopted,
        ]);
    match inserted {
        Ok(1..) => Ok(()),
        Err(error) if error.sqlite_error_code() != Some(ErrorCode::ConstraintViolation) => Err(error.into()),
        _ => Err(Fault::Store(StoreError::LinkTaken(format!("{} {}", link.kind, link.amazon_id)))),
    }
}

#[async_trait]
impl Store for SqliteStore {
    async fn acquire(
        &self,
        key: &RunKey,
        owner: &str,
        how: Acquire,
        now: DateTime<Utc>,
        until: DateTime<Utc>,
    ) -> Result<Option<Lease>, StoreError> {
        let (key, owner) = (key.clone(), owner.to_owned());
        self.with("taking the lease", move |connection| {
            let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let fence = transaction
                .prepare_cached(
                    "insert into lease values(?1, ?2, ?3, 1, ?4) on conflict(account, flow) do update
                     set owner = excluded.owner, until = excluded.until, fence = lease.fence + 1
                     where ?5 or lease.until <= ?6 returning fence",
                )?
                .query_row(
                    params![
                        key.account.as_str(),
                        key.flow.as_str(),
                        owner,
                        millis(until),
                        how == Acquire::TakeOver,
                        millis(now)
                    ],
                    |row| row.get(0),
                )
                .optional()?;
            transaction.commit()?;
            Ok(fence.map(|fence| Lease { key, fence }))
        })
        .await
    }

    async fn commit(&self, lease: &Lease, changes: Changes) -> Result<(), StoreError> {
        let lease = lease.clone();
        self.with("committing", move |connection| {
            let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
            apply(&transaction, &lease, &changes)?;
            transaction.commit()?;
            Ok(())
        })
        .await
    }

    async fn cursor(&self, key: &RunKey) -> Result<Option<Cursor>, StoreError> {
        let key = key.clone();
        self.with("reading the cursor", move |connection| {
            let position: Option<String> = connection
                .prepare_cached("select position from cursor where account = ?1 and flow = ?2")?
                .query_row(params![key.account.as_str(), key.flow.as_str()], |row| row.get(0))
                .optional()?;
            let read = |text: String| serde_json::from_str(&text);
            position.map(read).transpose().map_err(|e| Fault::Store(failed("reading the cursor", e)))
        })
        .await
    }

    async fn ops(&self, account: &AccountId, keys: &[OpKey]) -> Result<Vec<OpRow>, StoreError> {
        let (account, keys) = (account.clone(), keys.to_vec());
        self.with("reading ops", move |connection| {
            let mut statement =
                connection.prepare_cached("select * from op where account = ?1 and key = ?2")?;
            let mut found = Vec::new();
            for key in keys {
                found.extend(
                    statement.query_row(params![account.as_str(), key.as_str()], read_op).optional()?,
                );
            }
            Ok(found)
        })
        .await
    }

    async fn links(&self, account: &AccountId, kind: &str) -> Result<Vec<Link>, StoreError> {
        let (account, kind) = (account.clone(), kind.to_owned());
        self.with("reading links", move |connection| {
            let mut statement = connection
                .prepare_cached("select * from link where account = ?1 and kind = ?2 order by amazon_id")?;
            let links = statement.query_map(params![account.as_str(), kind], read_link)?;
            Ok(links.collect::<rusqlite::Result<_>>()?)
        })
        .await
    }

    async fn parked(&self, key: &RunKey) -> Result<Vec<Parked>, StoreError> {
        let key = key.clone();
        self.with("reading parked records", move |connection| {
            let mut statement = connection.prepare_cached(
                "select * from parked where account = ?1 and flow = ?2 order by since, source",
            )?;
            let parked =
                statement.query_map(params![key.account.as_str(), key.flow.as_str()], read_parked)?;
            Ok(parked.collect::<rusqlite::Result<_>>()?)
        })
        .await
    }

    async fn due(&self, key: &RunKey, now: DateTime<Utc>, limit: usize) -> Result<Vec<SourceId>, StoreError> {
        let key = key.clone();
        self.with("reading due records", move |connection| {
            let mut statement = connection.prepare_cached(
                "select source from parked where account = ?1 and flow = ?2 and retry_at <= ?3
                 order by retry_at, source limit ?4",
            )?;
            let limit = i64::try_from(limit).unwrap_or(i64::MAX);
            let due = statement
                .query_map(params![key.account.as_str(), key.flow.as_str(), millis(now), limit], |row| {
                    parsed(row, "source")
                })?;
            Ok(due.collect::<rusqlite::Result<_>>()?)
        })
        .await
    }

    async fn usage(
        &self,
        account: &AccountId,
        day: DateTime<Utc>,
    ) -> Result<BTreeMap<String, u64>, StoreError> {
        let (account, day) = (account.clone(), day.date_naive().to_string());
        self.with("reading usage", move |connection| {
            let mut statement = connection
                .prepare_cached("select operation, calls from usage where account = ?1 and day = ?2")?;
            let usage = statement.query_map(params![account.as_str(), day], |row| {
                Ok((row.get(0)?, row.get::<_, i64>(1)?.unsigned_abs()))
            })?;
            Ok(usage.collect::<rusqlite::Result<_>>()?)
        })
        .await
    }

    async fn buckets(&self, account: &AccountId) -> Result<Vec<BucketLevel>, StoreError> {
        let account = account.clone();
        self.with("reading rate buckets", move |connection| {
            let mut statement =
                connection.prepare_cached("select operation, tokens, at from bucket where account = ?1")?;
            let levels = statement.query_map(params![account.as_str()], |row| {
                Ok(BucketLevel { operation: row.get(0)?, tokens: row.get(1)?, at: from_millis(row.get(2)?) })
            })?;
            Ok(levels.collect::<rusqlite::Result<_>>()?)
        })
        .await
    }

    async fn archived(
        &self,
        account: &AccountId,
        kind: &BodyKind,
        ids: &[SourceId],
    ) -> Result<Vec<Sealed>, StoreError> {
        let (account, kind, ids) = (account.clone(), kind.clone(), ids.to_vec());
        self.with("reading archived bodies", move |connection| {
            let mut statement = connection
                .prepare_cached("select * from body where account = ?1 and kind = ?2 and id = ?3")?;
            let mut found = Vec::new();
            for id in ids {
                found.extend(
                    statement
                        .query_row(params![account.as_str(), kind.as_str(), id.as_str()], read_sealed)
                        .optional()?,
                );
            }
            Ok(found)
        })
        .await
    }

    async fn expired(
        &self,
        account: &AccountId,
        by: DateTime<Utc>,
        limit: usize,
    ) -> Result<Vec<BodyId>, StoreError> {
        let account = account.clone();
        self.with("reading what has to be erased", move |connection| {
            let mut statement = connection.prepare_cached(
                "select kind, id from body where account = ?1 and personal_until <= ?2
                 order by personal_until, kind, id limit ?3",
            )?;
            let limit = i64::try_from(limit).unwrap_or(i64::MAX);
            let expired = statement.query_map(params![account.as_str(), millis(by), limit], read_body_id)?;
            Ok(expired.collect::<rusqlite::Result<_>>()?)
        })
        .await
    }

    async fn sealed_under(
        &self,
        account: &AccountId,
        key_id: &str,
        limit: usize,
    ) -> Result<Vec<Sealed>, StoreError> {
        let (account, key_id) = (account.clone(), key_id.to_owned());
        self.with("reading bodies by key", move |connection| {
            let mut statement = connection.prepare_cached(
                "select * from body where account = ?1 and key_id = ?2 order by n limit ?3",
            )?;
            let limit = i64::try_from(limit).unwrap_or(i64::MAX);
            let sealed = statement.query_map(params![account.as_str(), key_id, limit], read_sealed)?;
            Ok(sealed.collect::<rusqlite::Result<_>>()?)
        })
        .await
    }

    async fn scrub(&self) -> Result<(), StoreError> {
        self.with("emptying the log", |connection| empty_the_log(connection)).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn the_file_is_for_its_owner_only_and_set_up_as_measured() {
        use std::os::unix::fs::PermissionsExt as _;
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("new").join("state.sqlite");
        let store = SqliteStore::open(&path).unwrap();
        assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(std::fs::metadata(path.parent().unwrap()).unwrap().permissions().mode() & 0o777, 0o700);
        let connection = store.connection.lock().unwrap();
        let pragma =
            |name: &str| connection.query_row(&format!("pragma {name}"), [], |row| row.get::<_, String>(0));
        let number =
            |name: &str| connection.query_row(&format!("pragma {name}"), [], |row| row.get::<_, i64>(0));
        assert_eq!(pragma("journal_mode").unwrap(), "wal");
        assert_eq!(number("synchronous").unwrap(), 2);
        assert_eq!(number("secure_delete").unwrap(), 1);
    }

    #[test]
    fn a_file_of_a_newer_version_is_refused() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("state.sqlite");
        drop(SqliteStore::open(&path).unwrap());
        Connection::open(&path).unwrap().pragma_update(None, "user_version", 99).unwrap();
        let error = SqliteStore::open(&path).unwrap_err();
        assert!(matches!(error, StoreError::NewerSchema { found: 99, known: 2 }), "{error}");
    }

    #[test]
    fn eight_threads_may_create_the_same_file_at_once() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("state.sqlite");
        std::thread::scope(|scope| {
            let opened: Vec<_> = (0..8).map(|_| scope.spawn(|| SqliteStore::open(&path).map(drop))).collect();
            for one in opened {
                one.join().unwrap().unwrap();
            }
        });
    }
}
