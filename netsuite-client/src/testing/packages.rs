//! The lists of packages of a fulfillment: which one an account has, and what is in it before anybody packs.

use rust_decimal::Decimal;

use super::{
    lines,
    store::{Body, Record, Store, decimal, number},
};

/// A carrier whose shipping integration is on. Its own list of packages takes the place of the plain one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Carrier {
    /// `packageUps`
    Ups,
    /// `packageFedEx`
    FedEx,
    /// `packageUsps`
    Usps,
}

/// The list of the account, and the field of its weights.
fn list(store: &Store) -> (&'static str, &'static str) {
    match store.options.carrier {
        None => ("package", "packageWeight"),
        Some(Carrier::Ups) => ("packageUps", "packageWeightUps"),
        Some(Carrier::FedEx) => ("packageFedEx", "packageWeightFedEx"),
        Some(Carrier::Usps) => ("packageUsps", "packageWeightUsps"),
    }
}

/// Whether a sublist is on the account's forms; all are but the packages of other carriers.
pub(super) fn is_shown(store: &Store, name: &str) -> bool {
    const LISTS: &[&str] = &["package", "packageUps", "packageFedEx", "packageUsps"];
    !LISTS.contains(&name) || name == list(store).0
}

/// The one package that a new fulfillment begins with, where the account has it so.
pub(super) fn add_default(store: &Store, record: &mut Record) {
    if store.options.default_package && record.kind.name == "itemFulfillment" {
        record.lists.insert(list(store).0, vec![Body::new()]);
    }
}

/// That package weighs what is in it; the request may have replaced it.
pub(super) fn weigh_default(store: &Store, record: &mut Record) {
    if !store.options.default_package || record.kind.name != "itemFulfillment" {
        return;
    }
    let weight: Decimal = record.lines("item").iter().filter_map(|line| weight(store, line)).sum();
    let (list, field) = list(store);
    let first = record.lists.get_mut(list).and_then(|packages| packages.first_mut());
    if let Some(package) = first.filter(|package| package.is_empty()) {
        package.insert(field.to_owned(), number(weight));
    }
}

fn weight(store: &Store, line: &Body) -> Option<Decimal> {
    let each = lines::item(store, line)?.body.get("weight").and_then(decimal)?;
    Some(each * lines::quantity(line))
}
