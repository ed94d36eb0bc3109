//! What is read from Amazon: one window after the other, page by page.

use chrono::{DateTime, TimeDelta, Utc};
use commerce_client_core::{
    error::Error,
    page::{Page as _, PageToken},
    wire::instant,
};
use sp_api_client::orders::{IncludedData, SearchOrdersResponse};

use crate::{
    events::Event,
    flow::{FlowError, Next, Run},
    settings::SearchBy,
    store::{Cursor, Point, Walk},
};

/// The datasets that the import needs.
pub(super) const DATA: [IncludedData; 9] = [
    IncludedData::Buyer,
    IncludedData::Recipient,
    IncludedData::Proceeds,
    IncludedData::Promotion,
    IncludedData::Cancellation,
    IncludedData::Fulfillment,
    IncludedData::Packages,
    IncludedData::Tax,
    IncludedData::Payment,
];

/// Between two searches when there is nothing to do: the operation refills once in 178 s.
const POLL: TimeDelta = TimeDelta::minutes(3);
/// Amazon forgets a page token after 24 hours; do not try one that is nearly that old.
const TOKEN_LIFE: TimeDelta = TimeDelta::hours(23);

/// Where the flow stands: the window being walked, and the page within it.
pub(super) struct Position {
    from: DateTime<Utc>,
    pub(super) token: Option<PageToken>,
    until: Option<String>,
    began: DateTime<Utc>,
}

impl Position {
    pub(super) async fn of(run: &Run) -> Result<Self, FlowError> {
        let settings = &run.account().settings;
        let now = run.now();
        Ok(match run.store().cursor(run.key()).await? {
            None => {
                let from = settings.source.first_read(settings.go_live, now);
                Self { from, token: None, until: None, began: now }
            }
            Some(Cursor { walk: Some(walk), .. }) if now - walk.began < TOKEN_LIFE => Self {
                from: walk.from,
                token: PageToken::from_wire(&walk.token),
                until: Some(walk.until),
                began: walk.began,
            },
            Some(Cursor { after, .. }) => {
                let after = instant::parse(&after).unwrap_or(settings.go_live);
                let from = (after - settings.overlap).max(settings.go_live);
                Self { from, token: None, until: None, began: now }
            }
        })
    }

    /// The cursor once `page` is recorded: the next page of this walk, or the end of the window.
    pub(super) fn after(&self, page: &SearchOrdersResponse, now: DateTime<Utc>) -> Cursor {
        let end = page.last_updated_before.as_ref().or(page.created_before.as_ref());
        let echoed = || end.cloned().unwrap_or_else(|| instant::format(self.from));
        // The end that the first page stated holds for the whole walk.
        let until = self.until.clone().unwrap_or_else(echoed);
        match page.next_token() {
            None => Cursor { after: until, walk: None },
            Some(token) => {
                let began = if self.token.is_some() { self.began } else { now };
                let walk = Walk { from: self.from, until, token: token.as_str().to_owned(), began };
                Cursor { after: instant::format(self.from), walk: Some(walk) }
            }
        }
    }
}

pub(super) async fn search(
    run: &Run,
    position: &Position,
    page_size: Option<u32>,
) -> Result<SearchOrdersResponse, Error> {
    let search = run.account().amazon.orders().search();
    let mut search = match run.account().settings.source.search_by {
        SearchBy::LastUpdate => search.last_updated_after(position.from),
        SearchBy::Creation => search.created_after(position.from),
    };
    for store in &run.account().settings.stores {
        search = search.marketplace(store.marketplace_id.clone());
    }
    for data in DATA {
        search = search.include(data);
    }
    if let Some(orders) = page_size {
        search = search.max_results_per_page(orders);
    }
    if let Some(token) = &position.token {
        search = search.page_token(token.clone());
    }
    let page = search.send().await?;
    run.listener.tell(&Event::PageRead { run: run.key().clone(), records: page.orders.len() });
    Ok(page)
}

/// The page token no longer works: the window begins again, which costs reads and nothing else.
pub(super) async fn restart(run: &Run, position: Position) -> Result<Next, FlowError> {
    let mut changes = run.changes(Point::Restart);
    // The overlap is subtracted again when the window is reopened; add it here so that the window stays.
    let after = position.from + run.account().settings.overlap;
    changes.cursor = Some(Cursor { after: instant::format(after), walk: None });
    run.commit(changes).await?;
    Ok(Next::More)
}

pub(super) async fn advance(run: &Run, cursor: Cursor) -> Result<Next, FlowError> {
    let more = cursor.walk.is_some();
    let mut changes = run.changes(Point::Advance);
    changes.cursor = Some(cursor);
    run.account_for_calls(&mut changes);
    run.commit(changes).await?;
    if more {
        return Ok(Next::More);
    }
    let poll = run.now() + POLL;
    let parked = run.store().parked(run.key()).await?;
    let due = parked.iter().filter_map(|parked| parked.retry_at).min();
    Ok(Next::Idle { wake: due.map_or(poll, |due| due.min(poll)) })
}
