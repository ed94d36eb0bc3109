//! The Finances 2024-06-19 API: transactions, and the balances and summaries that follow from them.
//!
//! Deferred money counts once: while it is deferred by its own transaction, and from its release on by the release.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use commerce_client_core::clock::Clock as _;
use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::{
    Amazon, Answer, Call, FakeSpApi,
    amounts::{decimal, number},
    call::{iso, parse_time},
    pages::{Pages, Paging},
    routes::{Api, Route},
    shape::parse_date,
    time_delta,
};

pub(super) const API: Api = Api {
    model: "finances_2024-06-19",
    routes: &[
        Route::get("listTransactions", "/finances/2024-06-19/transactions", 0.5, 10),
        Route::get("listBalances", "/finances/2024-06-19/balances", 0.5, 10),
        Route::get("listSummary", "/finances/2024-06-19/summary", 0.5, 10),
    ],
    answer,
};

const PAGE: usize = 100;

/// Transactions younger than this are not listed yet.
const SETTLING: TimeDelta = TimeDelta::minutes(2);

/// A longer range is answered with nothing.
const LONGEST: TimeDelta = TimeDelta::days(180);

const STATUSES: &[&str] = &["DEFERRED", "RELEASED", "DEFERRED_RELEASED"];

const BALANCES: &[&str] = &["AVAILABLE", "RESERVED", "TOTAL", "DEFERRED", "ACCOUNT_LEVEL_RESERVE"];

/// What one seller has earned and paid.
#[derive(Debug, Default)]
pub(super) struct Store {
    transactions: Vec<Value>,
    pages: Pages,
    /// Whether the first page of every list of money is empty, for the APIs that are known for it.
    pub(super) empty_pages: bool,
}

/// Whose money it is: account type, marketplace, currency.
type Account = (String, String, String);

impl Store {
    /// What could be paid out of an account now.
    pub(super) fn available(&self, marketplace: &str, account_type: &str) -> Vec<(String, Decimal)> {
        let accounts = self.accounts(|transaction| transaction["transactionStatus"] == "RELEASED");
        let wanted =
            accounts.into_iter().filter(|((kind, id, _), _)| kind == account_type && id == marketplace);
        wanted.map(|((_, _, currency), transactions)| (currency, total(&transactions))).collect()
    }

    /// Posts what a payout takes out of an account.
    pub(super) fn pay_out(&mut self, payout_id: &str, payout: &Value, now: DateTime<Utc>) {
        let partner = &payout["partnerMetadata"];
        let amount = json!({
            "currencyCode": payout["amount"]["currencyCode"],
            "currencyAmount": number(-decimal(&payout["amount"]["currencyAmount"])),
        });
        self.transactions.push(json!({
            "transactionId": format!("{payout_id}-TRANSFER"),
            "transactionType": "Transfer",
            "transactionStatus": "RELEASED",
            "description": "Payout",
            "postedDate": iso(now),
            "sellingPartnerMetadata": {
                "sellingPartnerId": partner["partnerId"],
                "accountType": partner["accountType"],
                "marketplaceId": partner["marketplaceId"],
            },
            "marketplaceDetails": { "marketplaceId": partner["marketplaceId"], "marketplaceName": "Amazon" },
            "relatedIdentifiers": [
                { "relatedIdentifierName": "DISBURSEMENT_ID", "relatedIdentifierValue": payout_id },
            ],
            "totalAmount": amount,
            "breakdowns": [{ "breakdownType": "Transfer", "breakdownAmount": amount, "breakdowns": [] }],
            "contexts": [],
            "items": [],
        }));
    }

    fn accounts(&self, wanted: impl Fn(&Value) -> bool) -> BTreeMap<Account, Vec<&Value>> {
        let mut accounts: BTreeMap<Account, Vec<&Value>> = BTreeMap::new();
        for transaction in self.transactions.iter().filter(|one| wanted(one)) {
            let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
            let partner = &transaction["sellingPartnerMetadata"];
            let account = (
                text(&partner["accountType"]),
                text(&partner["marketplaceId"]),
                text(&transaction["totalAmount"]["currencyCode"]),
            );
            accounts.entry(account).or_default().push(transaction);
        }
        accounts
    }
}

fn total(transactions: &[&Value]) -> Decimal {
    transactions.iter().map(|one| decimal(&one["totalAmount"]["currencyAmount"])).sum()
}

impl FakeSpApi {
    /// Adds a transaction to a seller's books, or replaces the one of the same `transactionId`.
    ///
    /// Its `postedDate` is taken as it is. Balances and summaries follow from the transactions.
    pub fn put_transaction(&self, seller_id: &str, transaction: Value) {
        let mut state = self.settled();
        let all = &mut state.amazon.books.of(seller_id).finances.transactions;
        all.retain(|one| one["transactionId"] != transaction["transactionId"]);
        all.push(transaction);
    }

    /// Releases a deferred transaction: its status changes in place, and a release of the same amounts is posted now.
    ///
    /// The two name each other in their related identifiers. Answers the id of the release, or none if there is no such
    /// deferred transaction.
    pub fn release_transaction(&self, seller_id: &str, transaction_id: &str) -> Option<String> {
        let now = self.clock.now();
        let mut state = self.settled();
        let all = &mut state.amazon.books.of(seller_id).finances.transactions;
        let deferred = all
            .iter_mut()
            .find(|one| one["transactionId"] == transaction_id && one["transactionStatus"] == "DEFERRED")?;
        let release_id = format!("{transaction_id}-RELEASE");
        let mut release = deferred.clone();
        deferred["transactionStatus"] = json!("DEFERRED_RELEASED");
        relate(deferred, "RELEASE_TRANSACTION_ID", &release_id);
        release["transactionId"] = json!(release_id);
        release["transactionStatus"] = json!("RELEASED");
        release["postedDate"] = json!(iso(now));
        relate(&mut release, "DEFERRED_TRANSACTION_ID", transaction_id);
        all.push(release);
        Some(release_id)
    }

    /// From now on the first page of a list of transactions, financial events or payouts is empty, and has a token.
    ///
    /// The real service is known to answer such pages.
    pub fn set_empty_pages(&self, seller_id: &str, empty: bool) {
        self.settled().amazon.books.of(seller_id).finances.empty_pages = empty;
    }
}

fn relate(transaction: &mut Value, name: &str, value: &str) {
    if !transaction["relatedIdentifiers"].is_array() {
        transaction["relatedIdentifiers"] = json!([]);
    }
    if let Some(all) = transaction["relatedIdentifiers"].as_array_mut() {
        all.push(json!({ "relatedIdentifierName": name, "relatedIdentifierValue": value }));
    }
}

fn is_related(transaction: &Value, name: &str, value: &str) -> bool {
    let all = transaction["relatedIdentifiers"].as_array().into_iter().flatten();
    all.into_iter().any(|one| one["relatedIdentifierName"] == name && one["relatedIdentifierValue"] == value)
}

fn answer(call: &Call<'_>, amazon: &mut Amazon) -> Result<Answer, Answer> {
    match call.operation {
        "listTransactions" => transactions(call, amazon),
        "listBalances" => balances(call, amazon),
        _ => summary(call, amazon),
    }
}

/// A range of times, as the operations on money want theirs: both ends at least two minutes ago. The end is excluded.
#[derive(Debug, Clone, Copy)]
pub(super) struct Range {
    after: DateTime<Utc>,
    before: DateTime<Utc>,
}

impl Range {
    pub(super) fn read(call: &Call<'_>, after: &str, before: &str) -> Result<Option<Self>, Answer> {
        let latest = call.now - SETTLING;
        let (start, end) = (call.query.time(after)?, call.query.time(before)?);
        for (name, time) in [(after, start), (before, end)] {
            if time.is_some_and(|time| time > latest) {
                return Err(Answer::invalid_input(&format!(
                    "{name} must be at least two minutes before now."
                )));
            }
        }
        if start.zip(end).is_some_and(|(start, end)| end <= start) {
            return Err(Answer::invalid_input(&format!("{before} must be later than {after}.")));
        }
        let bounded = start.is_some() || end.is_some();
        let range = Self { after: start.unwrap_or(DateTime::<Utc>::MIN_UTC), before: end.unwrap_or(latest) };
        Ok(bounded.then_some(range))
    }

    /// Nothing is within a range that is too long.
    pub(super) fn holds(&self, time: &Value) -> bool {
        let endless = self.after == DateTime::<Utc>::MIN_UTC;
        let Some(time) = time.as_str().and_then(parse_time) else { return false };
        (endless || self.before - self.after <= LONGEST) && time >= self.after && time < self.before
    }
}

fn transactions(call: &Call<'_>, amazon: &mut Amazon) -> Result<Answer, Answer> {
    let range = Range::read(call, "postedAfter", "postedBefore")?;
    let marketplace = call.query.one("marketplaceId")?;
    let status = call.query.member("transactionStatus", STATUSES)?;
    let name = call.query.member("relatedIdentifierName", &["FINANCIAL_EVENT_GROUP_ID", "ORDER_ID"])?;
    let related = match (name, call.query.one("relatedIdentifierValue")?) {
        (Some(name), Some(value)) => Some((name, value)),
        (None, None) => None,
        _ => return Err(Answer::invalid_input("relatedIdentifierName and its value go together.")),
    };
    if related.is_none() && call.query.one("postedAfter")?.is_none() {
        return Err(Answer::invalid_input("postedAfter is needed without a related identifier."));
    }
    let latest = call.now - SETTLING;
    let lifetime = time_delta(amazon.settings.page_token_lifetime);
    let Amazon { books, numbers, .. } = amazon;
    let store = &mut books.of(&call.seller.seller_id).finances;
    let mut found: Vec<&Value> = store
        .transactions
        .iter()
        .filter(|one| match range {
            Some(range) => range.holds(&one["postedDate"]),
            None => posted(one).is_some_and(|time| time <= latest),
        })
        .filter(|one| marketplace.is_none_or(|id| one["marketplaceDetails"]["marketplaceId"] == id))
        .filter(|one| status.is_none_or(|status| one["transactionStatus"] == status))
        .filter(|one| related.is_none_or(|(name, value)| is_related(one, name, value)))
        .collect();
    found.sort_by_key(|one| posted(one));
    let rows = found.into_iter().cloned().collect();
    let paging = Paging { token: "nextToken", size: PAGE, lifetime, empty_first: store.empty_pages };
    let page = store.pages.page(call, numbers, paging, rows)?;
    let mut payload = json!({ "transactions": page.rows });
    if let Some(next) = page.next {
        payload["nextToken"] = json!(next);
    }
    Ok(Answer::payload(200, payload))
}

fn posted(transaction: &Value) -> Option<DateTime<Utc>> {
    transaction["postedDate"].as_str().and_then(parse_time)
}

/// What a call wants of which accounts.
struct Accounts<'a> {
    marketplaces: Option<Vec<String>>,
    kind: Option<&'a str>,
}

impl<'a> Accounts<'a> {
    fn read(call: &'a Call<'_>) -> Result<Self, Answer> {
        let marketplaces = call.query.list("marketplaceIds", usize::MAX)?;
        call.check_marketplaces(marketplaces.as_deref().unwrap_or_default())?;
        Ok(Self { marketplaces, kind: call.query.one("accountType")? })
    }

    fn holds(&self, (kind, marketplace, _): &Account) -> bool {
        self.marketplaces.as_ref().is_none_or(|ids| ids.contains(marketplace))
            && self.kind.is_none_or(|wanted| wanted == kind)
    }
}

fn partner(call: &Call<'_>, (kind, marketplace, _): &Account) -> Value {
    json!({ "partnerId": call.seller.seller_id, "accountType": kind, "marketplaceId": marketplace })
}

fn amount((_, _, currency): &Account, amount: Decimal) -> Value {
    json!({ "currencyCode": currency, "currencyAmount": number(amount) })
}

fn date(call: &Call<'_>, name: &str) -> Result<Option<NaiveDate>, Answer> {
    let Some(text) = call.query.one(name)? else { return Ok(None) };
    let date = parse_date(text);
    date.map(Some).ok_or_else(|| Answer::invalid_input(&format!("{name} is not an ISO 8601 date.")))
}

/// The total of an account, made of what is available and what is deferred. Nothing is ever held in reserve.
fn balances(call: &Call<'_>, amazon: &mut Amazon) -> Result<Answer, Answer> {
    let accounts = Accounts::read(call)?;
    let kind = call.query.member("balanceType", BALANCES)?;
    let day = date(call, "asOfDate")?;
    let store = &amazon.books.of(&call.seller.seller_id).finances;
    let of_day = |one: &Value| day.is_none_or(|day| posted(one).is_some_and(|time| time.date_naive() <= day));
    let as_of = day.and_then(|day| day.and_hms_opt(0, 0, 0)).map_or(call.now, |time| time.and_utc());
    let mut rows = Vec::new();
    for (account, transactions) in store.accounts(of_day) {
        if !accounts.holds(&account) {
            continue;
        }
        let sum = |status: &str| {
            let those: Vec<&Value> =
                transactions.iter().copied().filter(|one| one["transactionStatus"] == status).collect();
            total(&those)
        };
        let (available, deferred) = (sum("RELEASED"), sum("DEFERRED"));
        let balance = |kind: &str, sum: Decimal| {
            json!({
                "partnerMetadata": partner(call, &account),
                "balanceType": kind,
                "amount": amount(&account, sum),
                "asOfDate": iso(as_of),
                "lastUpdatedTime": iso(call.now),
            })
        };
        let parts = [
            balance("AVAILABLE", available),
            balance("DEFERRED", deferred),
            balance("RESERVED", Decimal::ZERO),
            balance("ACCOUNT_LEVEL_RESERVE", Decimal::ZERO),
        ];
        let mut whole = balance("TOTAL", available + deferred);
        whole["balances"] = json!(parts);
        match kind {
            None | Some("TOTAL") => rows.push(whole),
            Some(kind) => rows.extend(parts.into_iter().filter(|part| part["balanceType"] == kind)),
        }
    }
    answered(call, amazon, "balances", rows)
}

/// What came and went, by transaction type: of a settlement, or of a period.
fn summary(call: &Call<'_>, amazon: &mut Amazon) -> Result<Answer, Answer> {
    let accounts = Accounts::read(call)?;
    let name = call.query.member("relatedIdentifierName", &["SETTLEMENT_ID"])?;
    let settlement = match (name, call.query.one("relatedIdentifierValue")?) {
        (Some(_), Some(value)) => Some(value),
        (None, None) => None,
        _ => return Err(Answer::invalid_input("relatedIdentifierName and its value go together.")),
    };
    let (start, end) = (date(call, "periodStart")?, date(call, "periodEnd")?);
    if start.zip(end).is_some_and(|(start, end)| end < start) {
        return Err(Answer::invalid_input("periodEnd is earlier than periodStart."));
    }
    let wanted = |one: &Value| {
        let day = posted(one).map(|time| time.date_naive());
        one["transactionStatus"] == "RELEASED"
            && settlement.is_none_or(|id| is_related(one, "SETTLEMENT_ID", id))
            && start.is_none_or(|start| day.is_some_and(|day| day >= start))
            && end.is_none_or(|end| day.is_some_and(|day| day <= end))
    };
    let store = &amazon.books.of(&call.seller.seller_id).finances;
    let of_accounts = store.accounts(wanted).into_iter().filter(|(account, _)| accounts.holds(account));
    let rows = of_accounts.map(|(account, transactions)| {
        let mut summary = json!({
            "partnerMetadata": partner(call, &account),
            "netProceeds": amount(&account, total(&transactions)),
            "breakdowns": by_type(&account, &transactions),
        });
        if let Some(id) = settlement {
            summary["relatedIdentifiers"] =
                json!([{ "relatedIdentifierName": "SETTLEMENT_ID", "relatedIdentifierValue": id }]);
        }
        let times = || transactions.iter().filter_map(|one| posted(one));
        if let (Some(first), Some(last)) = (times().min(), times().max()) {
            summary["periodStart"] = json!(iso(first));
            summary["periodEnd"] = json!(iso(last));
        }
        summary
    });
    let rows = rows.collect();
    answered(call, amazon, "summaries", rows)
}

fn by_type(account: &Account, transactions: &[&Value]) -> Vec<Value> {
    let mut sums: BTreeMap<&str, Decimal> = BTreeMap::new();
    for transaction in transactions {
        let kind = transaction["transactionType"].as_str().unwrap_or_default();
        *sums.entry(kind).or_default() += decimal(&transaction["totalAmount"]["currencyAmount"]);
    }
    let breakdown = |(kind, sum)| json!({ "breakdownType": kind, "breakdownAmount": amount(account, sum), "breakdowns": [] });
    sums.into_iter().map(breakdown).collect()
}

/// A page that is not wrapped in `payload`.
fn answered(call: &Call<'_>, amazon: &mut Amazon, name: &str, rows: Vec<Value>) -> Result<Answer, Answer> {
    let lifetime = time_delta(amazon.settings.page_token_lifetime);
    let paging = Paging { token: "nextToken", size: 500, lifetime, empty_first: false };
    let books = amazon.books.of(&call.seller.seller_id);
    let page = books.finances.pages.page(call, &mut amazon.numbers, paging, rows)?;
    let mut body = json!({ name: page.rows });
    if let Some(next) = page.next {
        body["nextToken"] = json!(next);
    }
    Ok(Answer::json(200, &body))
}
