//! The Finances v0 API: financial events in some thirty lists, and the groups that are paid out together.
//!
//! Deferred events are not here until they are released.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::{
    Amazon, Answer, Call, FakeSpApi,
    finances::Range,
    pages::{Page, Pages, Paging},
    routes::{Api, Route},
    time_delta,
};

pub(super) const API: Api = Api {
    model: "financesV0",
    routes: &[
        Route::get("listFinancialEventGroups", "/finances/v0/financialEventGroups", 0.5, 30),
        Route::get(
            "listFinancialEventsByGroupId",
            "/finances/v0/financialEventGroups/{eventGroupId}/financialEvents",
            0.5,
            30,
        ),
        Route::get("listFinancialEventsByOrderId", "/finances/v0/orders/{orderId}/financialEvents", 0.5, 30),
        Route::get("listFinancialEvents", "/finances/v0/financialEvents", 0.5, 30),
    ],
    answer,
};

/// Events and groups of one seller.
#[derive(Debug, Default)]
pub(super) struct Store {
    /// By group id.
    groups: BTreeMap<String, Value>,
    events: Vec<Event>,
    pages: Pages,
}

#[derive(Debug)]
struct Event {
    group_id: String,
    /// In which of the lists it is, like `ShipmentEventList`.
    list: String,
    json: Value,
}

impl Event {
    /// Lists differ in how they spell the time.
    fn posted(&self) -> &Value {
        let names = ["PostedDate", "postedDate", "TransactionPostedDate", "TransactionCreationDate"];
        names.iter().map(|name| &self.json[name]).find(|time| time.is_string()).unwrap_or(&Value::Null)
    }

    fn is_of_order(&self, order_id: &str) -> bool {
        ["AmazonOrderId", "OrderId", "TDSOrderId"].iter().any(|name| self.json[name] == order_id)
    }

    /// A row that still knows its list.
    fn row(&self) -> Value {
        json!([self.list, self.json])
    }
}

impl FakeSpApi {
    /// Stores a `FinancialEventGroup`, or replaces the one of the same `FinancialEventGroupId`.
    pub fn put_financial_event_group(&self, seller_id: &str, group: Value) {
        let id = group["FinancialEventGroupId"].as_str().unwrap_or_default().to_owned();
        self.settled().amazon.books.of(seller_id).finances_v0.groups.insert(id, group);
    }

    /// Adds a financial event to a group and to the list of this name, like `ShipmentEventList`.
    ///
    /// An event whose list has no time, such as a service fee, comes only by its group or its order.
    pub fn put_financial_event(&self, seller_id: &str, group_id: &str, list: &str, event: Value) {
        let event = Event { group_id: group_id.to_owned(), list: list.to_owned(), json: event };
        self.settled().amazon.books.of(seller_id).finances_v0.events.push(event);
    }
}

fn answer(call: &Call<'_>, amazon: &mut Amazon) -> Result<Answer, Answer> {
    match call.operation {
        "listFinancialEventGroups" => groups(call, amazon),
        "listFinancialEventsByGroupId" => {
            let range = Range::read(call, "PostedAfter", "PostedBefore")?;
            let id = call.path("eventGroupId").to_owned();
            if !amazon.books.of(&call.seller.seller_id).finances_v0.groups.contains_key(&id) {
                return Err(Answer::not_found("The financial event group does not exist."));
            }
            events(call, amazon, |event| {
                event.group_id == id && range.is_none_or(|range| range.holds(event.posted()))
            })
        }
        "listFinancialEventsByOrderId" => {
            let id = call.path("orderId").to_owned();
            events(call, amazon, |event| event.is_of_order(&id))
        }
        _ => {
            let range = Range::read(call, "PostedAfter", "PostedBefore")?;
            events(call, amazon, |event| range.is_none_or(|range| range.holds(event.posted())))
        }
    }
}

fn groups(call: &Call<'_>, amazon: &mut Amazon) -> Result<Answer, Answer> {
    let range = Range::read(call, "FinancialEventGroupStartedAfter", "FinancialEventGroupStartedBefore")?;
    let store = &amazon.books.of(&call.seller.seller_id).finances_v0;
    let started = |group: &&Value| range.is_none_or(|range| range.holds(&group["FinancialEventGroupStart"]));
    let rows = store.groups.values().filter(started).cloned().collect();
    let page = page(call, amazon, 10, rows)?;
    Ok(answered(json!({ "FinancialEventGroupList": page.rows }), page.next))
}

fn events(call: &Call<'_>, amazon: &mut Amazon, wanted: impl Fn(&Event) -> bool) -> Result<Answer, Answer> {
    let store = &amazon.books.of(&call.seller.seller_id).finances_v0;
    let rows = store.events.iter().filter(|event| wanted(event)).map(Event::row).collect();
    let page = page(call, amazon, 100, rows)?;
    let mut lists: BTreeMap<String, Vec<Value>> = BTreeMap::new();
    for mut row in page.rows {
        let list = row[0].as_str().unwrap_or_default().to_owned();
        lists.entry(list).or_default().push(row[1].take());
    }
    Ok(answered(json!({ "FinancialEvents": lists }), page.next))
}

fn page(call: &Call<'_>, amazon: &mut Amazon, size: usize, rows: Vec<Value>) -> Result<Page, Answer> {
    let size = call.query.number("MaxResultsPerPage", 1, 100)?.unwrap_or(size);
    let lifetime = time_delta(amazon.settings.page_token_lifetime);
    let books = amazon.books.of(&call.seller.seller_id);
    let paging = Paging { token: "NextToken", size, lifetime, empty_first: books.finances.empty_pages };
    books.finances_v0.pages.page(call, &mut amazon.numbers, paging, rows)
}

fn answered(mut payload: Value, next: Option<String>) -> Answer {
    if let Some(next) = next {
        payload["NextToken"] = json!(next);
    }
    Answer::payload(200, payload)
}
