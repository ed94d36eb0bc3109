//! What buyers sent back to Amazon comes back in NetSuite, as goods: the money comes with the settlement.
//!
//! **Reads** the report of FBA customer returns, one for all stores, over a window that ends some days ago, when Amazon
//! has made up its mind; in NetSuite the transactions that stand for the orders, and items by SKU, a query each for a
//! hundred rows. **Writes** a return authorisation over nothing (create), its item receipt (transform), and for goods
//! that are written off an inventory adjustment (create). **Key**: the order id and the unit's label, or a hash of the row.
//!
//! One slice:
//!
//! ```text
//! open     a window   mark − overlap … now − offset                the walk is committed
//! request  look for such a report, else have one made              its id is committed
//! poll     until Amazon has made it; slices in between hold nothing
//! post     row by row: order → authorisation → receipt → write-off
//! advance  the mark, once nothing of the window is in doubt
//! ```
//!
//! A report is never asked for while another is under way, and rows that come again post nothing: the ledger knows them.

use std::{
    collections::{BTreeMap, BTreeSet},
    time::Duration,
};

use async_trait::async_trait;
use chrono::{DateTime, DurationRound as _, NaiveDate, NaiveTime, TimeDelta, Utc};
use commerce_client_core::{
    error::{Error, ErrorKind},
    patience::Patience,
    wire::instant,
};
use netsuite_client::{InternalId, Literal, suiteql::Identifier};
use serde::{Deserialize, Serialize};
use sp_api_client::{
    flat_file::{FbaReturn, FbaReturns},
    reports::{FinishedReport, ProcessingStatus, ReportId, ReportJob, ReportRequest, ReportType},
};

use super::{orders::items, sales};
use crate::{
    apply::{self, Found, Outcome},
    events::Event,
    flow::{Flow, FlowError, Next, Run},
    keys,
    map::{
        Known, MapError,
        returns::{self, Return, SoldAs},
    },
    plan::{Op, RecordKind},
    proposal::Mode,
    settings::{ReturnSettings, StoreSettings},
    store::{Cursor, FlowName, OpKey, OpRow, OpState, ParkReason, Parked, Point, SourceId, Walk},
    summary::Fate,
};

/// Posts returns. See the module's documentation.
#[derive(Debug, Clone, Copy, Default)]
pub struct PostReturns;

impl PostReturns {
    /// The flow's name.
    pub const NAME: &'static str = "returns";
}

/// Between two reports. Amazon cancels requests for one type that follow each other within hours.
const EVERY: TimeDelta = TimeDelta::hours(8);
/// The longest window of a report.
const WINDOW: TimeDelta = TimeDelta::days(30);
/// How far the next report reaches back behind one without data: Amazon cancels those, and those that were asked for too
/// soon, and does not say which it was.
const BEHIND_NOTHING: TimeDelta = TimeDelta::days(3);
/// Between two looks at a report that is being made.
const POLL: TimeDelta = TimeDelta::minutes(1);
/// After a report that failed.
const AFTER_FAILURE: TimeDelta = TimeDelta::hours(1);
/// A report of the same window that was asked for so long ago will do.
const RECENT: TimeDelta = TimeDelta::hours(1);
/// Rows that are looked up together.
const CHUNK: usize = 100;
/// Parked returns that are due and looked for in one report.
const REVISIT: usize = 100;

#[async_trait]
impl Flow for PostReturns {
    fn name(&self) -> FlowName {
        FlowName::new(Self::NAME).unwrap_or_else(|_| unreachable!("the flow's name is well-formed"))
    }

    async fn slice(&self, run: &Run) -> Result<Next, FlowError> {
        let Some(scope) = Scope::of(run) else { return Ok(Next::Idle { wake: run.now() + EVERY }) };
        let cursor = run.store().cursor(run.key()).await?;
        let stored = cursor.as_ref().and_then(|cursor| serde_json::from_str(&cursor.after).ok());
        let position = stored.unwrap_or(Position { mark: scope.start, asked: None });
        let walk = match cursor.and_then(|cursor| cursor.walk) {
            Some(walk) => walk,
            None => match open(run, &scope, position).await? {
                Ok(walk) => walk,
                Err(wake) => return Ok(Next::Idle { wake: run.wake_after(wake - run.now()).await? }),
            },
        };
        let job = requested(run, &scope, position, &walk).await?;
        let report = match job.patience(patience(run)).wait().await {
            Ok(report) => report,
            Err(error) if error.kind() == ErrorKind::Timeout => {
                run.summary().delayed = Some(error.to_string());
                return Ok(Next::Idle { wake: run.now() + POLL });
            }
            // Amazon forgets reports after 90 days, and those of other sellers it never knew.
            Err(error) if error.kind() == ErrorKind::NotFound => return given_up(run, position, error).await,
            Err(error) => return Err(error.into()),
        };
        let until = instant::parse(&walk.until).unwrap_or(position.mark);
        let rows = match rows(run, &report).await {
            Ok(rows) => rows,
            Err(Unreadable::Nothing) => {
                not_made(run).await?;
                return advance(run, position, until - BEHIND_NOTHING, &walk).await;
            }
            Err(Unreadable::Failed(error)) => return given_up(run, position, error).await,
            Err(Unreadable::Flow(error)) => return Err(error),
        };
        let seen = post(run, &scope, returns::told_apart(rows)).await?;
        lost(run, &walk, &seen).await?;
        if let Some(wake) = in_doubt(run).await? {
            return Ok(Next::Idle { wake: wake.max(run.now() + POLL) });
        }
        advance(run, position, until, &walk).await
    }
}

/// Where the flow stands.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
struct Position {
    /// Up to here everything is posted or parked, UTC.
    mark: DateTime<Utc>,
    /// When the last report was asked for, UTC.
    asked: Option<DateTime<Utc>>,
}

/// What the stores with returns have in common.
struct Scope<'a> {
    stores: Vec<(&'a StoreSettings, &'a ReturnSettings)>,
    start: DateTime<Utc>,
    offset: TimeDelta,
    overlap: TimeDelta,
}

impl<'a> Scope<'a> {
    /// None if no store has its returns posted.
    fn of(run: &'a Run) -> Option<Self> {
        let settings = &run.account().settings;
        let stores: Vec<_> =
            settings.stores.iter().filter_map(|store| Some((store, store.returns.as_ref()?))).collect();
        let all = || stores.iter().map(|(_, returns)| returns);
        let start = all().map(|returns| returns.start.unwrap_or(settings.go_live)).min()?;
        let (offset, overlap) = (all().map(|it| it.offset).max()?, all().map(|it| it.overlap).max()?);
        Some(Self { start, offset, overlap, stores })
    }

    fn request(&self, run: &Run, walk: &Walk) -> ReportRequest {
        let reports = run.account().amazon.reports();
        let mut request = reports.request(ReportType::FbaCustomerReturns).from(walk.from);
        if let Some(until) = instant::parse(&walk.until) {
            request = request.until(until);
        }
        self.stores
            .iter()
            .fold(request, |request, (store, _)| request.marketplace(store.marketplace_id.clone()))
    }
}

/// Opens the next window: of parked returns that are due, or behind the mark. The error is when there will be one.
async fn open(
    run: &Run,
    scope: &Scope<'_>,
    position: Position,
) -> Result<Result<Walk, DateTime<Utc>>, FlowError> {
    let (now, mark) = (run.now(), position.mark);
    // Whole hours, so that whoever asks again soon asks for the same.
    let settled = (now - scope.offset).duration_trunc(TimeDelta::hours(1)).unwrap_or(now - scope.offset);
    let days = due_days(run).await?;
    let (from, until) = match (days.first(), days.last()) {
        (Some(first), Some(last)) => {
            // A day of the report is a day of any zone.
            let midnight = |day: &NaiveDate| day.and_time(NaiveTime::MIN).and_utc();
            let from = midnight(first) - TimeDelta::days(1);
            (from, (midnight(last) + TimeDelta::days(2)).min(settled).max(from + TimeDelta::days(1)))
        }
        _ => {
            if settled <= mark {
                return Ok(Err((mark + scope.offset + TimeDelta::hours(1)).max(now + POLL)));
            }
            let rests = position.asked.map(|asked| asked + EVERY).filter(|at| now < *at);
            if let Some(at) = rests.filter(|_| settled - mark <= WINDOW) {
                return Ok(Err(at.max(now + POLL)));
            }
            ((mark - scope.overlap).max(scope.start), settled.min(mark + WINDOW))
        }
    };
    let walk = Walk { from, until: instant::format(until), token: String::new(), began: now };
    keep(run, position, Some(walk.clone())).await?;
    Ok(Ok(walk))
}

/// The days of the parked returns that are due. What is parked for a whole report comes again with the next one.
async fn due_days(run: &Run) -> Result<BTreeSet<NaiveDate>, FlowError> {
    let due = run.store().due(run.key(), run.now(), REVISIT).await?;
    let mut changes = run.changes(Point::Unpark);
    changes.unpark = due.iter().filter(|source| returns::day_of(source).is_none()).cloned().collect();
    if !changes.unpark.is_empty() {
        run.commit(changes).await?;
    }
    Ok(due.iter().filter_map(returns::day_of).collect())
}

/// Commits where the flow stands.
async fn keep(run: &Run, position: Position, walk: Option<Walk>) -> Result<(), FlowError> {
    let after = serde_json::to_string(&position).map_err(|e| {
        Error::new(ErrorKind::Config, "returns", "the position cannot be written").with_source(e)
    })?;
    let mut changes = run.changes(Point::Advance);
    changes.cursor = Some(Cursor { after, walk });
    run.account_for_calls(&mut changes);
    Ok(run.commit(changes).await?)
}

/// The window's report: the one whose id is known, one that was asked for already, or a new one.
async fn requested(
    run: &Run,
    scope: &Scope<'_>,
    position: Position,
    walk: &Walk,
) -> Result<ReportJob, FlowError> {
    let reports = run.account().amazon.reports();
    if let Ok(id) = ReportId::new(walk.token.as_str()) {
        return Ok(reports.job(id));
    }
    let request = scope.request(run, walk);
    // The answer to an earlier request may have been lost.
    let mut found = None;
    for job in request.find(walk.began - RECENT).await? {
        let status = job.look().await?.processing_status;
        if !matches!(status, ProcessingStatus::Cancelled | ProcessingStatus::Fatal) {
            found = Some(job);
            break;
        }
    }
    let job = match found {
        Some(job) => job,
        None => request.start().await?,
    };
    keep(run, position, Some(Walk { token: job.id().to_string(), ..walk.clone() })).await?;
    Ok(job)
}

/// A run looks once and comes back; who wants to see a plan waits for it.
fn patience(run: &Run) -> Patience {
    match run.mode {
        Mode::Apply => Patience::of(Duration::ZERO),
        Mode::Propose(_) | Mode::Approved(_) => Patience::of(Duration::from_secs(3600)),
    }
}

/// Why there are no rows.
enum Unreadable {
    /// The report has no data.
    Nothing,
    /// Amazon could not make it.
    Failed(Error),
    Flow(FlowError),
}

impl Unreadable {
    /// A file that is gone, or is no such report, will not get better: another one is made.
    fn of_file(error: Error) -> Self {
        match error.kind() {
            ErrorKind::NotFound | ErrorKind::Rejected | ErrorKind::Decode => Self::Failed(error),
            _ => Self::Flow(error.into()),
        }
    }
}

/// The rows of the report. Those that cannot be read are parked together: Amazon has to correct the file.
async fn rows(run: &Run, report: &FinishedReport) -> Result<Vec<FbaReturn>, Unreadable> {
    let document = report.document().await.map_err(|error| match error.kind() {
        ErrorKind::NotFound => Unreadable::Nothing,
        _ => Unreadable::of_file(error),
    })?;
    let mut reader = document.rows::<FbaReturns>().await.map_err(Unreadable::of_file)?;
    let (mut rows, mut wrong) = (Vec::new(), Vec::new());
    while let Some(block) = reader.next_block().await.map_err(Unreadable::of_file)? {
        for row in block.rows() {
            match row {
                Ok(row) => rows.push(row.to_owned().into_record()),
                Err(error) => wrong.push(error.to_string()),
            }
        }
    }
    run.listener.tell(&Event::PageRead { run: run.key().clone(), records: rows.len() + wrong.len() });
    if let (Some(first), Ok(source)) =
        (wrong.first(), SourceId::new(format!("report {}", report.report.report_id)))
    {
        let text = format!(
            "{} rows of Amazon's report of returns could not be read, the first: {first}. Look them up in Seller Central, \
             and post them by hand",
            wrong.len()
        );
        park(run, &source, MapError::new(ParkReason::Undecodable, text)).await.map_err(Unreadable::Flow)?;
    }
    Ok(rows)
}

/// The report cannot be had: the window is opened again later.
async fn given_up(run: &Run, position: Position, error: Error) -> Result<Next, FlowError> {
    keep(run, position, None).await?;
    let wake = run.now() + AFTER_FAILURE;
    run.summary().delayed = Some(error.to_string());
    Ok(Next::Idle { wake })
}

async fn advance(
    run: &Run,
    position: Position,
    until: DateTime<Utc>,
    walk: &Walk,
) -> Result<Next, FlowError> {
    let position = Position { mark: until.max(position.mark), asked: Some(walk.began) };
    keep(run, position, None).await?;
    Ok(Next::More)
}

/// Returns that a report was to bring which Amazon did not make: they are looked for again later.
async fn not_made(run: &Run) -> Result<(), FlowError> {
    for source in run.store().due(run.key(), run.now(), REVISIT).await? {
        let text = "Amazon made no report of that day: it has no data, or was asked for too soon. It is asked for again";
        let mut changes = run.changes(Point::Park);
        changes.park.push(run.park(
            &source,
            ParkReason::Unavailable,
            text.to_owned(),
            Some(run.now() + EVERY),
        ));
        run.commit(changes).await?;
        run.finished(&source, None, Fate::Parked);
    }
    Ok(())
}

/// When something comes back whose outcome is not known. The window stays open until then: its report has the rows.
async fn in_doubt(run: &Run) -> Result<Option<DateTime<Utc>>, FlowError> {
    let parked = run.store().parked(run.key()).await?;
    let waits = parked
        .iter()
        .filter(|parked| matches!(parked.reason, ParkReason::OutcomeUnknown | ParkReason::Unavailable));
    Ok(waits.filter_map(|parked| parked.retry_at).min())
}

/// Due returns of this window that its report no longer has wait for a person.
async fn lost(run: &Run, walk: &Walk, seen: &BTreeSet<SourceId>) -> Result<(), FlowError> {
    let until = instant::parse(&walk.until).map(|until| until.date_naive());
    for source in run.store().due(run.key(), run.now(), REVISIT).await? {
        let day = returns::day_of(&source);
        let covered =
            day.is_some_and(|day| day >= walk.from.date_naive() && until.is_some_and(|until| day <= until));
        if covered && !seen.contains(&source) {
            let text = "Amazon's report no longer has this return. Compare it with Seller Central, and mark it as settled";
            park(run, &source, MapError::new(ParkReason::Conflict, text)).await?;
        }
    }
    Ok(())
}

async fn unpark(run: &Run, source: &SourceId) -> Result<(), FlowError> {
    let mut changes = run.changes(Point::Unpark);
    changes.unpark.push(source.clone());
    Ok(run.commit(changes).await?)
}

async fn park(run: &Run, source: &SourceId, error: MapError) -> Result<(), FlowError> {
    let mut changes = run.changes(Point::Park);
    changes.park.push(run.park(source, error.reason, error.text, None));
    run.commit(changes).await?;
    run.finished(source, None, Fate::Parked);
    Ok(())
}

/// Posts what has not been posted yet. Returns what the report has.
async fn post(run: &Run, scope: &Scope<'_>, found: Vec<Return>) -> Result<BTreeSet<SourceId>, FlowError> {
    let parked: BTreeMap<SourceId, Parked> = run
        .store()
        .parked(run.key())
        .await?
        .into_iter()
        .map(|parked| (parked.source.clone(), parked))
        .collect();
    let now = run.now();
    let waits = |source: &SourceId| {
        parked.get(source).is_some_and(|parked| parked.retry_at.is_none_or(|at| at > now))
    };
    let mut seen = BTreeSet::new();
    let mut due = Vec::new();
    for back in found {
        let source = match back.source() {
            Ok(source) => source,
            Err(error) => {
                let unit = SourceId::new(back.unit.as_str());
                park(run, &unit.unwrap_or_else(|_| unreachable!("a unit's name is well-formed")), error)
                    .await?;
                continue;
            }
        };
        seen.insert(source.clone());
        // What waits for a person, or for its own time, is left alone.
        if !waits(&source) {
            due.push((source, back));
        }
    }
    for chunk in due.chunks(CHUNK) {
        post_chunk(run, scope, chunk, &parked).await?;
    }
    Ok(seen)
}

/// The kinds of record that a return becomes.
const KINDS: [RecordKind; 3] =
    [RecordKind::ReturnAuthorization, RecordKind::ItemReceipt, RecordKind::InventoryAdjustment];

async fn post_chunk(
    run: &Run,
    scope: &Scope<'_>,
    chunk: &[(SourceId, Return)],
    parked: &BTreeMap<SourceId, Parked>,
) -> Result<(), FlowError> {
    let keys: Vec<OpKey> = chunk.iter().flat_map(|(_, back)| own_keys(run, back)).collect();
    let rows = run.store().ops(&run.account().id, &keys).await?;
    let ledger: BTreeMap<OpKey, OpRow> = rows.into_iter().map(|row| (row.key.clone(), row)).collect();
    let (done, todo): (Vec<_>, Vec<_>) = chunk.iter().partition(|(_, back)| is_done(run, back, &ledger));
    for (source, _) in done {
        if parked.contains_key(source) {
            unpark(run, source).await?;
        }
        run.finished(source, None, Fate::Unchanged);
    }
    if todo.is_empty() {
        return Ok(());
    }
    let sold = sold(run, scope, &todo).await?;
    let mut skus: Vec<(&str, &StoreSettings)> = Vec::new();
    for (_, back) in &todo {
        if let Some(Ok((_, store, _))) = sold.get(back.row.order_id.as_str()) {
            skus.push((back.row.sku.as_str(), *store));
        }
    }
    let known = items::known(run, &skus).await?;
    let there = there(run, &todo).await?;
    for (source, back) in todo {
        let planned = planned(run, back, &sold, &known);
        match planned {
            Ok(None) => {
                if parked.contains_key(source) {
                    unpark(run, source).await?;
                }
                run.finished(source, None, Fate::Unchanged);
            }
            Ok(Some(ops)) => {
                let fate = write(run, source, &ops, &ledger, &there).await?;
                if fate == Fate::Unchanged && parked.contains_key(source) {
                    unpark(run, source).await?;
                }
                run.finished(source, None, fate);
            }
            Err(error) => park(run, source, error).await?,
        }
    }
    Ok(())
}

fn own_keys(run: &Run, back: &Return) -> impl Iterator<Item = OpKey> {
    let natural = format!("{}/{}", back.row.order_id, back.unit);
    KINDS.into_iter().filter_map(move |kind| keys::op_key(run.key(), kind, &natural).ok())
}

/// Whether everything that was begun for it is done: the receipt, and the adjustment if there is one.
fn is_done(run: &Run, back: &Return, ledger: &BTreeMap<OpKey, OpRow>) -> bool {
    let rows: Vec<&OpRow> = own_keys(run, back).filter_map(|key| ledger.get(&key)).collect();
    let received = rows.iter().any(|row| row.kind == RecordKind::ItemReceipt.record_type());
    let settles_with_receipt = !may_be_written_off(run, back);
    let adjusted = rows.iter().any(|row| row.kind == RecordKind::InventoryAdjustment.record_type());
    received && (settles_with_receipt || adjusted) && rows.iter().all(|row| row.state == OpState::Done)
}

/// Whether an adjustment may follow the receipt; whether one does, the order's store decides.
fn may_be_written_off(run: &Run, back: &Return) -> bool {
    let stores = run.account().settings.stores.iter();
    let writes_off =
        stores.filter_map(|store| store.returns.as_ref()).any(|it| it.write_off_account.is_some());
    writes_off && back.row.detailed_disposition != Some(sp_api_client::flat_file::Disposition::Sellable)
}

/// What stands for an order, in which store, with which settings. None of the last: its returns are not posted.
type SoldIn<'a> = (SoldAs, &'a StoreSettings, Option<&'a ReturnSettings>);

fn planned(
    run: &Run,
    back: &Return,
    sold: &BTreeMap<String, Result<SoldIn<'_>, MapError>>,
    known: &Known,
) -> Result<Option<Vec<Op>>, MapError> {
    let settings = &run.account().settings;
    let Some(found) = sold.get(&back.row.order_id) else {
        let text = format!(
            "NetSuite has no sales order, invoice or cash sale for order {}. Import it (or post the return by hand), \
             then retry",
            back.row.order_id
        );
        return Err(MapError::new(ParkReason::Conflict, text));
    };
    let (order, store, returns) = found.as_ref().map_err(Clone::clone)?;
    let Some(returns) = returns else { return Ok(None) };
    if back.row.return_date.instant().is_some_and(|at| at < returns.start.unwrap_or(settings.go_live)) {
        return Ok(None);
    }
    returns::plan(run.key(), back, order, known, store, returns, settings).map(Some)
}

/// The transactions that stand for the orders: by external id, by the field with Amazon's order id, or by the customer's
/// number. One query.
async fn sold<'a>(
    run: &'a Run,
    scope: &Scope<'a>,
    todo: &[&(SourceId, Return)],
) -> Result<BTreeMap<String, Result<SoldIn<'a>, MapError>>, FlowError> {
    #[derive(Deserialize)]
    struct Row {
        id: InternalId,
        kind: String,
        entity: InternalId,
        #[serde(default)]
        external_id: Option<String>,
        #[serde(default)]
        other_ref_num: Option<String>,
        #[serde(default)]
        order_id: Option<String>,
        #[serde(default)]
        marketplace: Option<String>,
        #[serde(default)]
        currency: Option<String>,
    }
    let settings = &run.account().settings;
    let fields = &settings.custom_fields;
    let numbers: BTreeSet<&str> = todo.iter().map(|(_, back)| back.row.order_id.as_str()).collect();
    // External ids come back in whatever case NetSuite keeps them.
    let mut named: BTreeMap<String, (&str, &'a StoreSettings)> = BTreeMap::new();
    let mut external_ids = Vec::new();
    for number in numbers.iter().copied().filter(|number| !number.chars().any(char::is_control)) {
        for (store, kind) in settings.stores.iter().flat_map(|store| SALES.map(|kind| (store, kind))) {
            let id =
                keys::order_external_id(kind, &settings.seller_id, &store.marketplace_id, number).to_string();
            named.insert(id.to_lowercase(), (number, store));
            external_ids.push(id);
        }
    }
    let condition = match &fields.order_id {
        Some(field) => format!(
            "t.externalid IN :named OR t.otherrefnum IN :numbers OR t.{} IN :numbers",
            identifier(field)?
        ),
        None => "t.externalid IN :named OR t.otherrefnum IN :numbers".to_owned(),
    };
    let query = format!(
        "SELECT t.id, t.type AS kind, t.entity, t.externalid AS external_id, t.otherrefnum AS other_ref_num, t.currency{}{} \
         FROM transaction t WHERE t.type IN ('SalesOrd', 'CustInvc', 'CashSale') AND ({condition}) ORDER BY t.id",
        sales::column("t", fields.order_id.as_deref(), "order_id")?,
        sales::column("t", fields.marketplace.as_deref(), "marketplace")?,
    );
    let readable = numbers.iter().copied().filter(|number| !number.chars().any(char::is_control));
    let rows: Vec<Row> = run
        .account()
        .netsuite
        .suiteql_from_trusted_text(query)
        .bind("named", external_ids.iter().map(String::as_str).collect::<Literal>())
        .bind("numbers", readable.collect::<Literal>())
        .all()
        .await?;

    let mut found: BTreeMap<String, BTreeMap<usize, Vec<SoldIn<'a>>>> = BTreeMap::new();
    let mut unclear = BTreeSet::new();
    for row in rows {
        let Some(rank) = SALES.iter().position(|kind| kind.transaction_type() == Some(row.kind.as_str()))
        else {
            continue;
        };
        let by_name = row.external_id.as_ref().and_then(|id| named.get(&id.to_lowercase()).copied());
        let texts = [&row.order_id, &row.other_ref_num].into_iter().flatten();
        let number = texts.map(String::as_str).find_map(|text| numbers.get(text.trim()).copied());
        let (number, store) = match (by_name, number) {
            (Some((number, store)), _) => (number, Some(store)),
            (None, Some(number)) => (number, store_of(scope, &settings.stores, row.marketplace.as_deref())),
            (None, None) => continue,
        };
        let Some(store) = store else {
            unclear.insert(number);
            continue;
        };
        let order = SoldAs { id: row.id, customer: row.entity, currency: row.currency };
        let of_kind = found.entry(number.to_owned()).or_default().entry(rank).or_default();
        of_kind.push((order, store, store.returns.as_ref()));
    }
    let mut sold: BTreeMap<String, Result<SoldIn<'a>, MapError>> = BTreeMap::new();
    for number in unclear {
        let why = format!("which store order {number} is of cannot be told");
        sold.insert(number.to_owned(), Err(MapError::missing_setting("custom_fields.marketplace", why)));
    }
    for (number, by_kind) in found {
        // A sales order stands for the order, and so do the invoices that were made from it.
        let Some((_, candidates)) = by_kind.into_iter().next() else { continue };
        let customers: BTreeSet<InternalId> =
            candidates.iter().map(|(order, ..)| order.customer.clone()).collect();
        let one = candidates.into_iter().next();
        let settled = match one {
            Some(one) if customers.len() == 1 => Ok(one),
            _ => {
                let text = format!(
                    "NetSuite has several transactions for order {number}, of different customers. Delete what is not it, \
                     then retry"
                );
                Err(MapError::new(ParkReason::Conflict, text))
            }
        };
        sold.insert(number, settled);
    }
    Ok(sold)
}

/// As what an order may have been imported; the first that is there stands for it.
const SALES: [RecordKind; 3] = [RecordKind::SalesOrder, RecordKind::Invoice, RecordKind::CashSale];

fn identifier(field: &str) -> Result<Identifier, FlowError> {
    Ok(sales::identifier(field)?)
}

/// The store of a transaction that only the order's number names.
fn store_of<'a>(
    scope: &Scope<'a>,
    stores: &'a [StoreSettings],
    marketplace: Option<&str>,
) -> Option<&'a StoreSettings> {
    match (marketplace, stores, scope.stores.as_slice()) {
        (Some(marketplace), ..) => {
            stores.iter().find(|store| store.marketplace_id.as_str() == marketplace.trim())
        }
        (None, [only], _) => Some(only),
        (None, _, [(only, _)]) => Some(*only),
        (None, ..) => None,
    }
}

/// Records of these returns that NetSuite has already, by external id in small letters: one query.
async fn there(run: &Run, todo: &[&(SourceId, Return)]) -> Result<BTreeMap<String, Found>, FlowError> {
    #[derive(Deserialize)]
    struct Row {
        id: InternalId,
        external_id: String,
    }
    #[cfg(feature = "testing")]
    if run.is_mutant(crate::flow::Mutant::SkipLook) {
        return Ok(BTreeMap::new());
    }
    let settings = &run.account().settings;
    let names =
        todo.iter().flat_map(|(_, back)| KINDS.map(|kind| back.external_id(kind, settings).to_string()));
    let query = "SELECT id, externalid AS external_id FROM transaction \
                 WHERE type IN ('RtnAuth', 'ItemRcpt', 'InvAdjst') AND externalid IN :names ORDER BY id";
    let names: Literal = names.collect();
    let rows: Vec<Row> = run.account().netsuite.suiteql(query).bind("names", names).all().await?;
    let found =
        |row: Row| (row.external_id.to_lowercase(), Found { id: row.id, total: None, currency: None });
    Ok(rows.into_iter().map(found).collect())
}

/// One return: each record once the one before it is there.
async fn write(
    run: &Run,
    source: &SourceId,
    ops: &[Op],
    ledger: &BTreeMap<OpKey, OpRow>,
    there: &BTreeMap<String, Found>,
) -> Result<Fate, FlowError> {
    let mut fate = Fate::Unchanged;
    // A unit that was received as it is not said to be any more: where it lies now, a person has to see to.
    let receipt = ops.iter().find(|op| op.kind == RecordKind::ItemReceipt);
    let received = receipt.and_then(|op| Some((op, ledger.get(&op.key)?)));
    let is_otherwise =
        received.is_some_and(|(op, row)| row.state == OpState::Done && row.body_hash != op.body_hash());
    let ops = ops.iter().filter(|op| op.kind != RecordKind::InventoryAdjustment || !is_otherwise);
    for op in ops {
        let row = ledger.get(&op.key);
        // What the ledger has as done needs no look; what it has not is there by other hands, or from before it was lost.
        let is_done = row.is_some_and(|row| row.state == OpState::Done);
        let found = there.get(&op.external_id.as_str().to_lowercase()).filter(|_| !is_done).cloned();
        match apply::apply(run, source, op, row, found).await? {
            Outcome::Created | Outcome::Updated | Outcome::Proposed => {
                run.summary().count_written(op.kind, true);
                fate = Fate::Created;
            }
            Outcome::Adopted => fate = Fate::Created,
            Outcome::Unchanged => {}
            Outcome::Parked => return Ok(Fate::Parked),
        }
    }
    Ok(fate)
}
