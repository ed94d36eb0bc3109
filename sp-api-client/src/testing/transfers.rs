//! The Transfers 2024-06-01 API: what has been paid out, what will be, and to which account.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};
use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::{
    Amazon, Answer, Call, FakeSpApi,
    amounts::number,
    call::{iso, parse_time},
    pages::{Pages, Paging},
    routes::{Api, Route},
    shape::{Shape, TEXT, required},
    time_delta,
};

pub(super) const API: Api = Api {
    model: "transfers_2024-06-01",
    routes: &[
        Route::post("initiatePayout", "/finances/transfers/2024-06-01/payouts", 0.017, 2),
        Route::get("listPayouts", "/finances/transfers/2024-06-01/payouts", 0.5, 10),
        Route::get("getPaymentMethods", "/finances/transfers/2024-06-01/paymentMethods", 0.5, 30),
        Route::get("listExpectedPayouts", "/finances/transfers/2024-06-01/payouts/expected", 0.5, 10),
    ],
    answer,
};

const PAGE: usize = 100;

/// A payout can be asked for once in so long, for each marketplace and account type.
const PAUSE: TimeDelta = TimeDelta::hours(24);

const PAYOUT: Shape = Shape::Object(&[required("marketplaceId", TEXT), required("accountType", TEXT)]);

/// Payouts of one seller.
#[derive(Debug, Default)]
pub(super) struct Store {
    payouts: Vec<Value>,
    expected: Vec<Value>,
    /// With their marketplace.
    methods: Vec<(String, Value)>,
    /// When payouts were last asked for, by marketplace and account type.
    asked: BTreeMap<(String, String), DateTime<Utc>>,
    pages: Pages,
}

impl FakeSpApi {
    /// Stores a `Payout`, or replaces the one of the same `id`.
    pub fn put_payout(&self, seller_id: &str, payout: Value) {
        let mut state = self.settled();
        let payouts = &mut state.amazon.books.of(seller_id).transfers.payouts;
        payouts.retain(|one| one["id"] != payout["id"]);
        payouts.push(payout);
    }

    /// The payouts that a seller is to expect, each an `ExpectedPayout`. They replace those before.
    pub fn set_expected_payouts(&self, seller_id: &str, expected: Vec<Value>) {
        self.settled().amazon.books.of(seller_id).transfers.expected = expected;
    }

    /// Adds a `PaymentMethodDetails` to those of a marketplace.
    pub fn put_payment_method(&self, seller_id: &str, marketplace_id: &str, method: Value) {
        let mut state = self.settled();
        state.amazon.books.of(seller_id).transfers.methods.push((marketplace_id.to_owned(), method));
    }
}

fn answer(call: &Call<'_>, amazon: &mut Amazon) -> Result<Answer, Answer> {
    match call.operation {
        "initiatePayout" => initiate(call, amazon),
        "listPayouts" => payouts(call, amazon),
        "getPaymentMethods" => methods(call, amazon),
        _ => {
            let wanted = Wanted::read(call)?;
            let store = &amazon.books.of(&call.seller.seller_id).transfers;
            let rows = store.expected.iter().filter(|one| wanted.holds(one)).cloned().collect();
            answered(call, amazon, "expectedPayouts", rows)
        }
    }
}

/// Pays to the default deposit method what is available, which is then no longer there.
fn initiate(call: &Call<'_>, amazon: &mut Amazon) -> Result<Answer, Answer> {
    let body = PAYOUT.read(call)?;
    let text = |name: &str| body[name].as_str().unwrap_or_default().to_owned();
    let (marketplace, kind) = (text("marketplaceId"), text("accountType"));
    call.check_marketplaces(std::slice::from_ref(&marketplace))?;
    let Amazon { books, numbers, .. } = amazon;
    let books = books.of(&call.seller.seller_id);
    let store = &mut books.transfers;
    let method = store
        .methods
        .iter()
        .find(|(id, method)| *id == marketplace && method["assignmentType"] == "DEFAULT_DEPOSIT_METHOD");
    let Some((_, method)) = method else {
        return Err(Answer::invalid_input("There is no default deposit method."));
    };
    let account = (marketplace.clone(), kind.clone());
    if store.asked.get(&account).is_some_and(|asked| call.now - *asked < PAUSE) {
        return Err(Answer::invalid_input("A payout has been initiated within the last 24 hours."));
    }
    let mut available = books.finances.available(&marketplace, &kind).into_iter();
    let Some((currency, amount)) = available.find(|(_, amount)| *amount > Decimal::ZERO) else {
        return Err(Answer::invalid_input("There is nothing to pay out."));
    };
    let id = numbers.uuid();
    let payout = json!({
        "id": id,
        "partnerMetadata": {
            "partnerId": call.seller.seller_id,
            "accountType": kind,
            "marketplaceId": marketplace,
        },
        "currentStatus": "STARTED",
        "statusHistory": [{ "status": "STARTED", "lastUpdatedDate": iso(call.now) }],
        "type": "ON_DEMAND",
        "amount": { "currencyCode": currency, "currencyAmount": number(amount) },
        "accountTail": method["tail"],
        "paymentMethod": "BANK_ACCOUNT",
        "creationDate": iso(call.now),
    });
    books.finances.pay_out(&id, &payout, call.now);
    store.payouts.push(payout);
    store.asked.insert(account, call.now);
    Ok(Answer::json(200, &json!({ "payoutReferenceId": id })))
}

/// Which marketplaces and accounts a call wants.
struct Wanted<'a> {
    marketplaces: Option<Vec<String>>,
    kind: Option<&'a str>,
}

impl<'a> Wanted<'a> {
    fn read(call: &'a Call<'_>) -> Result<Self, Answer> {
        let marketplaces = call.query.list("marketplaceIds", usize::MAX)?;
        call.check_marketplaces(marketplaces.as_deref().unwrap_or_default())?;
        Ok(Self { marketplaces, kind: call.query.one("accountType")? })
    }

    fn holds(&self, payout: &Value) -> bool {
        let partner = &payout["partnerMetadata"];
        self.marketplaces
            .as_ref()
            .is_none_or(|ids| ids.iter().any(|id| partner["marketplaceId"] == id.as_str()))
            && self.kind.is_none_or(|kind| partner["accountType"] == kind)
    }
}

/// The youngest first.
fn payouts(call: &Call<'_>, amazon: &mut Amazon) -> Result<Answer, Answer> {
    let wanted = Wanted::read(call)?;
    let (after, before) = (call.query.time("createdAfter")?, call.query.time("createdBefore")?);
    let id = call.query.one("payoutId")?;
    let created = |payout: &Value| payout["creationDate"].as_str().and_then(parse_time);
    let store = &amazon.books.of(&call.seller.seller_id).transfers;
    let mut found: Vec<&Value> = store
        .payouts
        .iter()
        .filter(|one| wanted.holds(one) && id.is_none_or(|id| one["id"] == id))
        .filter(|one| after.is_none_or(|after| created(one).is_some_and(|time| time >= after)))
        .filter(|one| before.is_none_or(|before| created(one).is_some_and(|time| time < before)))
        .collect();
    found.sort_by_key(|one| std::cmp::Reverse(created(one)));
    let rows = found.into_iter().cloned().collect();
    answered(call, amazon, "payouts", rows)
}

fn answered(call: &Call<'_>, amazon: &mut Amazon, name: &str, rows: Vec<Value>) -> Result<Answer, Answer> {
    let lifetime = time_delta(amazon.settings.page_token_lifetime);
    let books = amazon.books.of(&call.seller.seller_id);
    let paging = Paging { token: "nextToken", size: PAGE, lifetime, empty_first: books.finances.empty_pages };
    let page = books.transfers.pages.page(call, &mut amazon.numbers, paging, rows)?;
    let mut body = json!({ name: page.rows });
    if let Some(next) = page.next {
        body["nextToken"] = json!(next);
    }
    Ok(Answer::json(200, &body))
}

fn methods(call: &Call<'_>, amazon: &mut Amazon) -> Result<Answer, Answer> {
    let marketplace = call.query.required("marketplaceId")?.to_owned();
    call.check_marketplaces(std::slice::from_ref(&marketplace))?;
    let kinds = call.query.members("paymentMethodTypes", &["BANK_ACCOUNT", "CARD", "SELLER_WALLET"])?;
    let store = &amazon.books.of(&call.seller.seller_id).transfers;
    let wanted = |method: &Value| {
        kinds
            .as_ref()
            .is_none_or(|kinds| kinds.iter().any(|kind| method["paymentMethodType"] == kind.as_str()))
    };
    let found = store.methods.iter().filter(|(id, method)| *id == marketplace && wanted(method));
    let methods: Vec<&Value> = found.map(|(_, method)| method).collect();
    Ok(Answer::json(200, &json!({ "paymentMethods": methods })))
}
