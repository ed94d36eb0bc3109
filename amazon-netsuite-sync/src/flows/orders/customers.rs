//! What NetSuite knows of the customers of a page's orders: who the buyers may be, and how full the shared ones are.

use std::collections::{BTreeMap, BTreeSet};

use netsuite_client::{ExternalId, InternalId, Literal, records::Customer};
use serde::Deserialize;
use sp_api_client::orders::Order;

use super::Due;
use crate::{
    events::Event,
    flow::{FlowError, Run},
    keys,
    map::{
        Channel,
        customer::{self, FILLING, KnownCustomer, KnownCustomers},
    },
    settings::{CustomerMatch, CustomerMode},
};

/// Reads what the customers' settings need: one query for each rule that is in use.
pub(super) async fn customers(run: &Run, todo: &[Due<'_>]) -> Result<KnownCustomers, FlowError> {
    Ok(KnownCustomers {
        by_email: by_email(run, todo).await?,
        by_name: by_name(run, todo).await?,
        open: open_transactions(run, todo).await?,
    })
}

fn mode<'a>(due: &Due<'a>) -> Option<&'a CustomerMode> {
    match due.channel {
        Channel::Fba => due.store.fba.as_ref().map(|fba| &fba.customer),
        Channel::Merchant | Channel::SellerFulfilledPrime => {
            due.store.merchant.as_ref().map(|merchant| &merchant.customer)
        }
    }
}

/// The orders whose customer is looked for by this rule.
fn matched_by<'a>(todo: &'a [Due<'_>], rule: CustomerMatch) -> impl Iterator<Item = &'a Order> {
    let by = move |due: &&Due<'_>| matches!(mode(due), Some(CustomerMode::Create { match_by, .. }) if match_by.contains(&rule));
    todo.iter().filter(by).map(|due| &due.order)
}

#[derive(Deserialize)]
struct Row {
    id: InternalId,
    #[serde(default)]
    externalid: Option<String>,
    #[serde(default)]
    isinactive: Option<String>,
    name: String,
}

impl Row {
    fn known(self) -> (String, KnownCustomer) {
        let external_id = self.externalid.and_then(|id| ExternalId::new(id).ok());
        let inactive = self.isinactive.as_deref() == Some("T");
        (self.name, KnownCustomer { id: self.id, external_id, inactive })
    }
}

fn readable<'a>(texts: impl Iterator<Item = &'a str>) -> BTreeSet<String> {
    texts.filter(|text| !text.chars().any(char::is_control)).map(str::to_lowercase).collect()
}

async fn by_email(run: &Run, todo: &[Due<'_>]) -> Result<BTreeMap<String, Vec<KnownCustomer>>, FlowError> {
    let orders = matched_by(todo, CustomerMatch::Email);
    let emails = readable(orders.filter_map(|order| customer::looked_for(order).0));
    let mut known: BTreeMap<String, Vec<KnownCustomer>> = BTreeMap::new();
    if emails.is_empty() {
        return Ok(known);
    }
    let query = "SELECT id, externalid, isinactive, email AS name FROM customer WHERE LOWER(email) IN :emails ORDER BY id";
    let emails: Literal = emails.iter().map(String::as_str).collect();
    let rows: Vec<Row> = run.account().netsuite.suiteql(query).bind("emails", emails).all().await?;
    for (email, customer) in rows.into_iter().map(Row::known) {
        known.entry(keys::email_hash(&email)).or_default().push(customer);
    }
    Ok(known)
}

/// Customers of the same name, each with every post code of its address book.
async fn by_name(run: &Run, todo: &[Due<'_>]) -> Result<BTreeMap<String, Vec<KnownCustomer>>, FlowError> {
    let orders = matched_by(todo, CustomerMatch::NameAndPostCode);
    let names = readable(orders.filter_map(|order| customer::looked_for(order).1));
    let mut known: BTreeMap<String, Vec<KnownCustomer>> = BTreeMap::new();
    if names.is_empty() {
        return Ok(known);
    }
    let query = "SELECT id, externalid, isinactive, COALESCE(companyname, firstname || ' ' || lastname) AS name \
                 FROM customer WHERE LOWER(companyname) IN :names OR LOWER(firstname || ' ' || lastname) IN :names \
                 ORDER BY id";
    let names: Literal = names.iter().map(String::as_str).collect();
    let netsuite = &run.account().netsuite;
    let rows: Vec<Row> = netsuite.suiteql(query).bind("names", names).all().await?;
    for (name, customer) in rows.into_iter().map(Row::known).filter(|(_, customer)| !customer.inactive) {
        let record =
            netsuite.records::<Customer>().get(customer.id.clone()).expand_sub_resources().find().await?;
        let addresses = record.into_iter().flat_map(|record| record.address_book.items);
        let codes: BTreeSet<String> = addresses.filter_map(|entry| entry.address_book_address?.zip).collect();
        for code in codes {
            known.entry(customer::hash_of(&name, &code)).or_default().push(customer.clone());
        }
    }
    Ok(known)
}

/// How many invoices the shared customers have that nobody has paid. Tells the host when one fills up.
async fn open_transactions(run: &Run, todo: &[Due<'_>]) -> Result<BTreeMap<InternalId, u64>, FlowError> {
    #[derive(Deserialize)]
    struct Row {
        entity: InternalId,
        open: String,
    }
    let shared: BTreeSet<&str> =
        todo.iter().filter_map(mode).flat_map(CustomerMode::shared).map(InternalId::as_str).collect();
    if shared.is_empty() {
        return Ok(BTreeMap::new());
    }
    let query = "SELECT entity, COUNT(*) AS open FROM transaction \
                 WHERE type = 'CustInvc' AND status = 'A' AND entity IN :customers GROUP BY entity ORDER BY entity";
    let customers: Literal = shared.iter().filter_map(|id| id.parse::<i64>().ok()).collect();
    let rows: Vec<Row> = run.account().netsuite.suiteql(query).bind("customers", customers).all().await?;
    let open: BTreeMap<InternalId, u64> =
        rows.into_iter().filter_map(|row| Some((row.entity, row.open.parse().ok()?))).collect();
    for (customer, open) in open.iter().filter(|(_, open)| **open >= FILLING) {
        let (run_key, customer) = (run.key().clone(), customer.clone());
        run.listener.tell(&Event::CustomerFills { run: run_key, customer, open: *open });
    }
    Ok(open)
}
