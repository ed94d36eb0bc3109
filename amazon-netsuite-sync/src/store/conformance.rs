//! What every [`Store`] must hold. Run it against your own:
//!
//! ```
//! use amazon_netsuite_sync::store::{MemoryStore, conformance};
//!
//! # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
//! conformance::check(|| async { MemoryStore::new() }).await?;
//! # Ok::<(), conformance::Violation>(())
//! # }).unwrap();
//! ```

use std::future::Future;

use chrono::{DateTime, TimeDelta, Utc};
use netsuite_client::{ExternalId, InternalId};

use super::{
    AccountId, Acquire, BodyId, BodyKind, BucketLevel, Changes, Cursor, Erase, FlowName, Lease, Link, OpKey,
    OpRow, OpState, ParkReason, Parked, Point, RunKey, Sealed, SourceId, Store, StoreError, Walk,
};

/// What a store did that it must not do.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Violation {
    /// A rule is broken.
    #[error("{case}: {rule} (got {got})")]
    Rule {
        /// In which case.
        case: &'static str,
        /// Which rule.
        rule: &'static str,
        /// What the store did.
        got: String,
    },
    /// The store failed where it must not.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The suite itself is wrong.
    #[error("the suite's own values are malformed: {0}")]
    Suite(String),
}

macro_rules! ensure {
    ($case:literal, $holds:expr, $rule:literal, $got:expr) => {
        if !$holds {
            return Err(Violation::Rule { case: $case, rule: $rule, got: format!("{:?}", $got) });
        }
    };
}

/// Runs every case on a store of its own, which `make` makes empty.
///
/// # Errors
/// The first [`Violation`].
pub async fn check<S: Store, F: Future<Output = S>>(make: impl Fn() -> F) -> Result<(), Violation> {
    one_holder_at_a_time(&make().await).await?;
    a_commit_is_all_or_nothing(&make().await).await?;
    every_change_is_fenced(&make().await).await?;
    what_is_done_stays_done(&make().await).await?;
    links_are_unique_both_ways(&make().await).await?;
    parked_records_come_back_when_due(&make().await).await?;
    counts_add_up(&make().await).await?;
    bodies_are_replaced_by_newer_ones_only(&make().await).await?;
    bodies_are_erased_when_their_time_comes(&make().await).await?;
    accounts_do_not_see_each_other(&make().await).await
}

fn suite<T, E: std::fmt::Display>(value: Result<T, E>) -> Result<T, Violation> {
    value.map_err(|e| Violation::Suite(e.to_string()))
}

fn key(account: &str) -> Result<RunKey, Violation> {
    Ok(RunKey { account: suite(AccountId::new(account))?, flow: suite(FlowName::new("orders"))? })
}

fn at(seconds: i64) -> DateTime<Utc> {
    DateTime::UNIX_EPOCH + TimeDelta::days(20_000) + TimeDelta::seconds(seconds)
}

async fn lease(store: &dyn Store, key: &RunKey) -> Result<Lease, Violation> {
    let lease = store.acquire(key, "suite", Acquire::TakeOver, at(0), at(60)).await?;
    lease.ok_or_else(|| Violation::Suite("taking over failed".to_owned()))
}

fn op(name: &str, state: OpState) -> Result<OpRow, Violation> {
    Ok(OpRow {
        key: suite(OpKey::new(format!("a/orders/salesOrder/{name}")))?,
        kind: "salesOrder".to_owned(),
        external_id: suite(ExternalId::new(format!("amz-so-{name}")))?,
        body_hash: "00".to_owned(),
        state,
        attempt: 1,
        sent_at: at(1),
        quiet_at: at(901),
        version: 7,
        remote_id: None,
        total: Some(rust_decimal::Decimal::new(1000, 2)),
    })
}

fn link(amazon: &str, netsuite: &str) -> Result<Link, Violation> {
    Ok(Link {
        kind: "salesOrder".to_owned(),
        amazon_id: amazon.to_owned(),
        netsuite_id: suite(InternalId::new(netsuite))?,
        external_id: suite(ExternalId::new(format!("amz-so-{amazon}")))?,
        adopted: false,
    })
}

fn parked(source: &str, retry_at: Option<i64>) -> Result<Parked, Violation> {
    Ok(Parked {
        source: suite(SourceId::new(source))?,
        reason: ParkReason::OutcomeUnknown,
        text: "text".to_owned(),
        retry_at: retry_at.map(at),
        since: at(1),
        times: 1,
    })
}

fn body_id(id: &str) -> Result<BodyId, Violation> {
    Ok(BodyId { kind: BodyKind::Order, id: suite(SourceId::new(id))? })
}

fn sealed(id: &str, version: i64, until: i64) -> Result<Sealed, Violation> {
    Ok(Sealed {
        of: body_id(id)?,
        version,
        key_id: "first".to_owned(),
        // Not text, and longer than a page.
        body: (0..9_000_u32).map(|n| (n % 251) as u8).collect(),
        personal_until: at(until),
        since: at(1),
    })
}

fn cursor(after: &str) -> Cursor {
    let walk =
        Walk { from: at(0), until: "2026-01-01T00:00:00Z".to_owned(), token: "t".to_owned(), began: at(0) };
    Cursor { after: after.to_owned(), walk: Some(walk) }
}

fn changes(point: Point) -> Changes {
    Changes::at(point, at(2), at(62))
}

async fn one_holder_at_a_time(store: &dyn Store) -> Result<(), Violation> {
    let key = key("a")?;
    let first = store.acquire(&key, "one", Acquire::IfFree, at(0), at(60)).await?;
    ensure!("lease", first.is_some(), "a free lease is given", first);
    let second = store.acquire(&key, "two", Acquire::IfFree, at(59), at(119)).await?;
    ensure!("lease", second.is_none(), "a held lease is not given", second);
    let third = store.acquire(&key, "two", Acquire::IfFree, at(60), at(120)).await?;
    let fences = (first.map(|lease| lease.fence), third.map(|lease| lease.fence));
    ensure!("lease", fences.1 > fences.0, "the fence rises with the owner", fences);
    let fourth = store.acquire(&key, "one", Acquire::TakeOver, at(61), at(121)).await?;
    let fence = fourth.map(|lease| lease.fence);
    ensure!("lease", fence > fences.1, "taking over always succeeds and raises the fence", fence);
    Ok(())
}

async fn a_commit_is_all_or_nothing(store: &dyn Store) -> Result<(), Violation> {
    let key = key("a")?;
    let lease = lease(store, &key).await?;
    let mut good = changes(Point::Record);
    good.links.push(link("1", "100")?);
    store.commit(&lease, good).await?;

    let mut bad = changes(Point::Record);
    bad.ops.push(op("2", OpState::Done)?);
    bad.cursor = Some(cursor("later"));
    bad.links.push(link("2", "100")?);
    let refused = store.commit(&lease, bad).await;
    ensure!("atomic", refused.is_err(), "a contradictory link is refused", refused);
    let ops = store.ops(&key.account, &[op("2", OpState::Done)?.key]).await?;
    ensure!("atomic", ops.is_empty(), "and nothing else of that commit is kept", ops);
    let after = store.cursor(&key).await?;
    ensure!("atomic", after.is_none(), "and nothing else of that commit is kept", after);
    Ok(())
}

async fn every_change_is_fenced(store: &dyn Store) -> Result<(), Violation> {
    let key = key("a")?;
    let stale = lease(store, &key).await?;
    let current = lease(store, &key).await?;
    let kept = sealed("kept", 7, 100)?;
    let mut archived = changes(Point::Archive);
    archived.archive.push(kept.clone());
    store.commit(&current, archived).await?;
    let mut attempts = Vec::new();
    for change in 0..10 {
        let mut changes = changes(Point::Record);
        match change {
            0 => changes.ops.push(op("1", OpState::Sending)?),
            1 => changes.links.push(link("1", "100")?),
            2 => changes.park.push(parked("1", None)?),
            3 => changes.unpark.push(suite(SourceId::new("1"))?),
            4 => changes.cursor = Some(cursor("later")),
            5 => drop(changes.usage.insert("netsuite/suiteql".to_owned(), 1)),
            6 => changes.buckets.push(BucketLevel {
                operation: "searchOrders".to_owned(),
                tokens: 1.0,
                at: at(1),
            }),
            7 => changes.archive.push(sealed("1", 7, 100)?),
            8 => changes.erase.push(Erase { body: kept.of.clone(), by: at(0) }),
            _ => changes.erase.push(Erase { body: kept.of.clone(), by: at(50) }),
        }
        attempts.push(changes);
    }
    for changes in attempts {
        let refused = store.commit(&stale, changes).await;
        let fenced = matches!(refused, Err(StoreError::Fenced(_)));
        ensure!("fence", fenced, "a stale lease writes nothing", refused);
    }
    let nothing = store.ops(&key.account, &[op("1", OpState::Done)?.key]).await?.is_empty()
        && store.links(&key.account, "salesOrder").await?.is_empty()
        && store.parked(&key).await?.is_empty()
        && store.cursor(&key).await?.is_none()
        && store.usage(&key.account, at(2)).await?.is_empty()
        && store.buckets(&key.account).await?.is_empty();
    ensure!("fence", nothing, "a stale lease leaves no trace", nothing);
    let ids = [kept.of.id.clone(), suite(SourceId::new("1"))?];
    let bodies = store.archived(&key.account, &BodyKind::Order, &ids).await?;
    ensure!("fence", bodies == [kept], "a stale lease archives nothing and erases nothing", bodies);
    store.commit(&current, changes(Point::Renew)).await?;
    Ok(())
}

async fn what_is_done_stays_done(store: &dyn Store) -> Result<(), Violation> {
    let key = key("a")?;
    let lease = lease(store, &key).await?;
    for state in [OpState::Sending, OpState::Done, OpState::Sending, OpState::Unknown] {
        let mut changes = changes(Point::Record);
        changes.ops.push(op("1", state)?);
        store.commit(&lease, changes).await?;
    }
    let ops = store.ops(&key.account, &[op("1", OpState::Done)?.key]).await?;
    let done = ops.first().is_some_and(|op| op.state == OpState::Done);
    ensure!("done", done, "a done op stays done", ops);
    ensure!("done", ops == [op("1", OpState::Done)?], "an op is read as it was written", ops);
    Ok(())
}

async fn links_are_unique_both_ways(store: &dyn Store) -> Result<(), Violation> {
    let key = key("a")?;
    let lease = lease(store, &key).await?;
    for (amazon, netsuite, welcome) in
        [("1", "100", true), ("1", "100", true), ("1", "101", false), ("2", "100", false), ("2", "101", true)]
    {
        let mut changes = changes(Point::Record);
        changes.links.push(link(amazon, netsuite)?);
        let result = store.commit(&lease, changes).await;
        ensure!(
            "links",
            result.is_ok() == welcome,
            "one Amazon record, one NetSuite record",
            (amazon, netsuite, result)
        );
    }
    let links = store.links(&key.account, "salesOrder").await?;
    ensure!("links", links == [link("1", "100")?, link("2", "101")?], "links are read in order", links);
    Ok(())
}

async fn parked_records_come_back_when_due(store: &dyn Store) -> Result<(), Violation> {
    let key = key("a")?;
    let lease = lease(store, &key).await?;
    let mut first = changes(Point::Park);
    first.park = vec![parked("late", Some(30))?, parked("early", Some(10))?, parked("person", None)?];
    store.commit(&lease, first).await?;
    let mut again = changes(Point::Park);
    again.park.push(Parked { since: at(9), ..parked("early", Some(20))? });
    store.commit(&lease, again).await?;

    let due = store.due(&key, at(25), 10).await?;
    ensure!("parked", due == [suite(SourceId::new("early"))?], "only what is due, by its newest time", due);
    let due = store.due(&key, at(1000), 1).await?;
    ensure!(
        "parked",
        due == [suite(SourceId::new("early"))?],
        "earliest first, and no more than asked for",
        due
    );
    let all = store.parked(&key).await?;
    let early = all.iter().find(|parked| parked.source.as_str() == "early");
    let kept = early.is_some_and(|parked| parked.since == at(1) && parked.times == 2);
    ensure!("parked", kept, "parked again, it keeps its first time and counts", all);

    let mut done = changes(Point::Record);
    done.unpark.push(suite(SourceId::new("early"))?);
    store.commit(&lease, done).await?;
    let left = store.parked(&key).await?.len();
    ensure!("parked", left == 2, "finished, it is gone", left);
    Ok(())
}

async fn counts_add_up(store: &dyn Store) -> Result<(), Violation> {
    let key = key("a")?;
    let lease = lease(store, &key).await?;
    for tokens in [3.5, 2.5] {
        let mut changes = changes(Point::Advance);
        changes.usage.insert("netsuite/suiteql".to_owned(), 2);
        changes.buckets.push(BucketLevel { operation: "searchOrders".to_owned(), tokens, at: at(2) });
        changes.cursor = Some(cursor("later"));
        store.commit(&lease, changes).await?;
    }
    let usage = store.usage(&key.account, at(2)).await?;
    ensure!("usage", usage.get("netsuite/suiteql") == Some(&4), "calls add up", usage);
    let buckets = store.buckets(&key.account).await?;
    let newest = [BucketLevel { operation: "searchOrders".to_owned(), tokens: 2.5, at: at(2) }];
    ensure!("usage", buckets == newest, "the newest level counts", buckets);
    let read = store.cursor(&key).await?;
    ensure!("usage", read == Some(cursor("later")), "the cursor is read as it was written", read);
    Ok(())
}

async fn bodies_are_replaced_by_newer_ones_only(store: &dyn Store) -> Result<(), Violation> {
    let key = key("a")?;
    let lease = lease(store, &key).await?;
    let first = sealed("1", 7, 100)?;
    let other = |version, until, key_id: &str| {
        Ok::<_, Violation>(Sealed {
            key_id: key_id.to_owned(),
            body: vec![9; 20],
            since: at(9),
            ..sealed("1", version, until)?
        })
    };
    for (body, expected) in [
        (first.clone(), first.clone()),
        (other(6, 90, "older")?, first.clone()),
        (other(7, 80, "same")?, Sealed { since: at(1), ..other(7, 80, "same")? }),
        (other(8, 120, "newer")?, Sealed { since: at(1), ..other(8, 120, "newer")? }),
    ] {
        let mut changes = changes(Point::Archive);
        changes.archive.push(body);
        store.commit(&lease, changes).await?;
        let found = store.archived(&key.account, &BodyKind::Order, &[suite(SourceId::new("1"))?]).await?;
        ensure!("bodies", found == [expected], "an older body never follows a newer one", found);
    }
    let under = store.sealed_under(&key.account, "newer", 10).await?.len();
    let none = store.sealed_under(&key.account, "first", 10).await?.len();
    ensure!("bodies", (under, none) == (1, 0), "a body is found by the key that it is under", (under, none));
    Ok(())
}

async fn bodies_are_erased_when_their_time_comes(store: &dyn Store) -> Result<(), Violation> {
    let (key, other) = (key("a")?, key("b")?);
    for key in [&key, &other] {
        let lease = lease(store, key).await?;
        let mut archived = changes(Point::Archive);
        archived.archive = vec![sealed("late", 1, 300)?, sealed("early", 1, 100)?, sealed("mid", 1, 200)?];
        store.commit(&lease, archived).await?;
    }
    let due = store.expired(&key.account, at(200), 10).await?;
    let two = [body_id("early")?, body_id("mid")?];
    ensure!("bodies", due == two, "what has to be erased by then, the most overdue first", due);
    let one = store.expired(&key.account, at(1_000), 1).await?;
    ensure!("bodies", one == [body_id("early")?], "and no more than asked for", one);
    let under = store.sealed_under(&key.account, "first", 2).await?.len();
    ensure!("bodies", under == 2, "no more are read than asked for", under);

    let lease = lease(store, &key).await?;
    let mut erased = changes(Point::Erase);
    erased.erase = vec![
        Erase { body: body_id("early")?, by: at(2) },
        Erase { body: body_id("late")?, by: at(150) },
        Erase { body: body_id("mid")?, by: at(500) },
        Erase { body: body_id("never there")?, by: at(2) },
    ];
    store.commit(&lease, erased).await?;
    store.scrub().await?;
    let ids = ["early", "late", "mid"].map(SourceId::new);
    let ids: Vec<SourceId> =
        ids.into_iter().collect::<Result<_, _>>().map_err(|e| Violation::Suite(e.to_string()))?;
    let left = store.archived(&key.account, &BodyKind::Order, &ids).await?;
    let expected = [sealed("late", 1, 150)?, sealed("mid", 1, 200)?];
    ensure!("bodies", left == expected, "erased, or brought forward, and never put off", left);
    let others = store.archived(&other.account, &BodyKind::Order, &ids).await?.len();
    ensure!("bodies", others == 3, "another account keeps its own", others);
    Ok(())
}

async fn accounts_do_not_see_each_other(store: &dyn Store) -> Result<(), Violation> {
    let (a, b) = (key("a")?, key("b")?);
    for (key, netsuite) in [(&a, "100"), (&b, "200")] {
        let lease = lease(store, key).await?;
        let mut changes = changes(Point::Record);
        changes.ops.push(op("1", OpState::Done)?);
        changes.links.push(link("1", netsuite)?);
        changes.park.push(parked("1", None)?);
        changes.cursor = Some(cursor(netsuite));
        store.commit(&lease, changes).await?;
    }
    let links = (store.links(&a.account, "salesOrder").await?, store.links(&b.account, "salesOrder").await?);
    let apart = links.0 == [link("1", "100")?] && links.1 == [link("1", "200")?];
    ensure!("accounts", apart, "each account has its own links", links);
    let after = store.cursor(&b).await?;
    ensure!("accounts", after == Some(cursor("200")), "each account has its own cursor", after);
    Ok(())
}
