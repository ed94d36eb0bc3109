//! What a reference may lead to, beyond a record that exists: one that is active and of the right sort, and one that fits
//! the transaction's customer, currency and subsidiary.

use std::{collections::BTreeSet, fmt};

use serde_json::{Value, json};

use super::{
    schema::{Family, Field, Kind, Shape},
    store::{Body, Record, Store, reference_id},
    wire::{Detail, INVALID_KEY, Refusal, USER_ERROR},
};

/// The complaint about a reference that leads nowhere, or not where it may.
pub(super) fn invalid(id: impl fmt::Display, field: &str, path: &str) -> Detail {
    let text = format!("Invalid Field Value {id} for the following field: {field}");
    Detail::resource(INVALID_KEY, text).at(path)
}

/// Whether a record can be named by a field of `owner`; `path` is where in the body the field is.
pub(super) fn fits(owner: &Kind, field: &str, path: &str, target: &Record) -> bool {
    let one_of = |known: &[&str], name: &str| known.is_empty() || known.contains(&name);
    !target.flag("isInactive")
        && one_of(kinds(owner, field, path), target.kind.name)
        // An account that was put in place without a type is as good as any.
        && account_type(target).is_none_or(|name| one_of(account_types(owner, field, path), name))
}

/// The record types that a field takes of its family; empty for all.
fn kinds(owner: &Kind, field: &str, path: &str) -> &'static [&'static str] {
    match (owner.name, field) {
        ("vendorBill", "entity") if path == field => &["vendor"],
        (_, "entity") if owner.is_sale() => &["customer"],
        (_, "customer") | ("customer", "parent") => &["customer"],
        (_, "discountItem") => &["discountItem"],
        (_, "salesOrder") => &["salesOrder"],
        (_, "itemFulfillment") => &["itemFulfillment"],
        _ => &[],
    }
}

fn account_type(target: &Record) -> Option<&str> {
    let known =
        (target.kind.name == "account").then(|| target.choice("acctType").or(target.text("acctType")));
    known.flatten()
}

/// The types of account that a field takes; empty for all.
fn account_types(owner: &Kind, field: &str, path: &str) -> &'static [&'static str] {
    match (owner.name, field) {
        (_, "arAcct" | "receivablesAccount") => &["AcctRec"],
        ("invoice" | "creditMemo", "account") if path == field => &["AcctRec"],
        ("vendorBill", "account") if path == field => &["AcctPay"],
        (
            "cashSale" | "cashRefund" | "customerPayment" | "customerDeposit" | "customerRefund" | "deposit",
            "account",
        ) if path == field => &["Bank", "CredCard", "OthCurrAsset"],
        (_, "incomeAccount") => &["Income", "OthIncome", "DeferRevenue", "OthCurrLiab"],
        (_, "cogsAccount") => &["COGS", "Expense", "OthExpense"],
        (_, "assetAccount") => &["OthCurrAsset", "FixedAsset", "OthAsset"],
        _ => &[],
    }
}

/// Fills in the rate of a transaction's currency.
pub(super) fn default_rate(store: &Store, record: &mut Record) {
    if record.kind.shape("exchangeRate") != Some(Shape::Number) || record.body.contains_key("exchangeRate") {
        return;
    }
    let currency = record.reference("currency").and_then(|id| store.get((Family::Currency, id)));
    let rate =
        currency.map(|currency| currency.body.get("exchangeRate").cloned().unwrap_or_else(|| json!(1)));
    record.body.extend(rate.map(|rate| ("exchangeRate".to_owned(), rate)));
}

/// Refuses what does not fit together. What a seeded record had all along is not asked for again.
pub(super) fn check(store: &Store, record: &Record) -> Result<(), Refusal> {
    let old = store.get(record.key()).filter(|_| record.id != 0);
    if record.kind.family == Family::Entity {
        return old.map_or(Ok(()), |old| check_entity(store, old, record));
    }
    if !record.kind.is_transaction() {
        return Ok(());
    }
    let before = old.map(|old| misfits(store, old)).unwrap_or_default();
    let details: Vec<_> = misfits(store, record)
        .into_iter()
        .filter(|misfit| !before.contains(misfit))
        .map(|(path, id)| invalid(id, path.rsplit('.').next().unwrap_or_default(), &path))
        .collect();
    if details.is_empty() { Ok(()) } else { Err(Refusal::all(details)) }
}

/// Whose books a customer is in does not change once there is something in them.
fn check_entity(store: &Store, old: &Record, new: &Record) -> Result<(), Refusal> {
    let changed =
        |field: &&&str| old.reference(field).is_some_and(|before| new.reference(field) != Some(before));
    let Some(field) = ["subsidiary", "currency"].iter().find(changed) else { return Ok(()) };
    if !store.of_family(Family::Transaction).any(|other| other.party() == Some(new.id)) {
        return Ok(());
    }
    let text = format!("The field {field} cannot be changed: there are transactions for this entity.");
    Err(Detail::resource(USER_ERROR, text).at(*field).into())
}

/// Where in the body the wrong reference is, and what it names.
type Misfit = (String, i64);

fn misfits(store: &Store, record: &Record) -> Vec<Misfit> {
    let mut found = Vec::new();
    let party = record.party().and_then(|id| store.get((Family::Entity, id)));
    if let (Some(party), Some(currency)) = (party, record.reference("currency")) {
        let known = currencies(store, party);
        if !known.is_empty() && !known.contains(&currency) {
            found.push(("currency".to_owned(), currency));
        }
    }
    for field in ["shipAddressList", "billAddressList"] {
        // Negative numbers stand for a new address and for one of the transaction's own.
        let (Some(id), Some(party)) = (record.reference(field).filter(|id| *id > 0), party) else { continue };
        let is_own = |entry: &Body| entry.get("id").and_then(Value::as_i64) == Some(id);
        if !party.lines("addressBook").iter().any(is_own) {
            found.push((field.to_owned(), id));
        }
    }
    let Some(subsidiary) = record.reference("subsidiary") else { return found };
    if party.and_then(|party| party.reference("subsidiary")).is_some_and(|own| own != subsidiary) {
        found.push(("subsidiary".to_owned(), subsidiary));
    }
    // Another subsidiary's stock may be shipped, if that is said.
    let ships_elsewhere = record.body.contains_key("inventoryLocation");
    let mut check = |vocabulary: &'static [&'static [Field]], body: &Body, place: &str| {
        for (field, family) in references(vocabulary) {
            let Some(id) = body.get(field).and_then(reference_id) else { continue };
            let is_free = field.starts_with("inventory") || family == Family::Location && ships_elsewhere;
            if !is_free && !is_of(store, store.get((family, id)), subsidiary) {
                found.push((format!("{place}{field}"), id));
            }
        }
    };
    check(record.kind.fields, &record.body, "");
    for list in record.kind.lists {
        for (index, line) in record.lines(list.name).iter().enumerate() {
            check(list.fields, line, &format!("{}.items[{index}].", list.name));
        }
    }
    found
}

/// The references to what belongs to subsidiaries.
fn references(vocabulary: &'static [&'static [Field]]) -> impl Iterator<Item = (&'static str, Family)> {
    const OWNED: &[Family] =
        &[Family::Location, Family::Account, Family::Department, Family::Classification, Family::Item];
    vocabulary.iter().flat_map(|fields| fields.iter()).filter_map(|(name, shape)| match shape {
        Shape::Ref(Some(family)) if OWNED.contains(family) => Some((*name, *family)),
        _ => None,
    })
}

/// Whether a subsidiary can use it: everybody can use what belongs to nobody.
fn is_of(store: &Store, target: Option<&Record>, subsidiary: i64) -> bool {
    let Some(said) = target.and_then(|target| target.body.get("subsidiary")) else { return true };
    let several =
        said.get("items").and_then(Value::as_array).map(|items| items.iter().filter_map(reference_id));
    let owners: BTreeSet<i64> = match several {
        Some(several) => several.collect(),
        None => reference_id(said).into_iter().collect(),
    };
    let with_children = target.is_some_and(|target| target.flag("includeChildren"));
    let mut own = Some(subsidiary);
    let mut seen = BTreeSet::new();
    while let Some(id) = own.filter(|id| seen.insert(*id)) {
        if owners.contains(&id) {
            return true;
        }
        let parent = store.get((Family::Subsidiary, id)).and_then(|record| record.reference("parent"));
        own = parent.filter(|_| with_children);
    }
    owners.is_empty()
}

/// The currencies that a customer is billed in: its own, and those it was given beside it. Empty if nobody said.
fn currencies(store: &Store, party: &Record) -> BTreeSet<i64> {
    let subsidiary = party.reference("subsidiary").and_then(|id| store.get((Family::Subsidiary, id)));
    let own = party.reference("currency").or_else(|| subsidiary.and_then(|own| own.reference("currency")));
    let further = party.lines("currencyList").iter().filter_map(|line| reference_id(line.get("currency")?));
    own.map(|own| further.chain([own]).collect()).unwrap_or_default()
}
