//! How much there is of an item at a location. Transactions that post move it, and orders that are approved commit it.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, SecondsFormat, Utc};
use rust_decimal::Decimal;
use serde_json::json;

use super::{
    lines,
    schema::{Family, Kind},
    store::{Body, Record, Store, decimal, is_set, number, reference_id},
    wire::{Detail, Refusal, USER_ERROR},
};

/// What there is of one item at one location.
#[derive(Debug, Clone, Default)]
pub(super) struct Level {
    pub(super) on_hand: Decimal,
    /// What approved orders still want.
    pub(super) wanted: Decimal,
    pub(super) in_transit: Decimal,
    pub(super) changed: DateTime<Utc>,
}

impl Level {
    pub(super) fn committed(&self) -> Decimal {
        self.wanted.min(self.on_hand.max(Decimal::ZERO)).max(Decimal::ZERO)
    }

    pub(super) fn back_ordered(&self) -> Decimal {
        self.wanted - self.committed()
    }

    pub(super) fn available(&self) -> Decimal {
        self.on_hand - self.committed()
    }
}

/// What a transaction does to one item at one location. Without a location it moves nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Move {
    item: i64,
    location: Option<i64>,
    on_hand: Decimal,
    wanted: Decimal,
    in_transit: Decimal,
}

#[derive(Debug, Default)]
pub(super) struct Stock {
    // By item and location.
    levels: BTreeMap<(i64, i64), Level>,
    // By transaction.
    moves: BTreeMap<i64, Vec<Move>>,
    // What each order still wants, by item and location.
    wanted: BTreeMap<(i64, i64), BTreeMap<i64, Decimal>>,
}

impl Stock {
    pub(super) fn levels(&self, item: i64) -> impl Iterator<Item = (i64, &Level)> {
        self.levels
            .range((item, i64::MIN)..=(item, i64::MAX))
            .map(|((_, location), level)| (*location, level))
    }

    pub(super) fn set(&mut self, item: i64, location: i64, on_hand: Decimal, at: DateTime<Utc>) {
        let level = self.levels.entry((item, location)).or_default();
        level.on_hand = on_hand;
        level.changed = at;
    }

    /// Undoes what a transaction did before and does what it does now. Answers the items and locations concerned.
    pub(super) fn replace(
        &mut self,
        transaction: i64,
        moves: Vec<Move>,
        at: DateTime<Utc>,
    ) -> BTreeSet<(i64, i64)> {
        let old = self.moves.remove(&transaction).unwrap_or_default();
        if old == moves {
            if !moves.is_empty() {
                self.moves.insert(transaction, moves);
            }
            return BTreeSet::new();
        }
        let mut places = BTreeSet::new();
        for (step, sign) in
            old.iter().map(|step| (step, -Decimal::ONE)).chain(moves.iter().map(|step| (step, Decimal::ONE)))
        {
            let Some(location) = step.location else { continue };
            let place = (step.item, location);
            places.insert(place);
            let level = self.levels.entry(place).or_default();
            let before = level.available();
            level.on_hand += sign * step.on_hand;
            level.wanted += sign * step.wanted;
            level.in_transit += sign * step.in_transit;
            if level.available() != before {
                level.changed = at;
            }
            let wanted = self.wanted.entry(place).or_default();
            *wanted.entry(transaction).or_default() += sign * step.wanted;
            wanted.retain(|_, wanted| !wanted.is_zero());
        }
        if !moves.is_empty() {
            self.moves.insert(transaction, moves);
        }
        places
    }

    /// The orders that want an item at a location.
    pub(super) fn wanting(&self, place: (i64, i64)) -> impl Iterator<Item = i64> {
        self.wanted.get(&place).into_iter().flatten().map(|(order, _)| *order)
    }

    /// What the orders before this one leave of an item at a location.
    fn left_for(&self, order: i64, place: (i64, i64)) -> Decimal {
        let on_hand = self.levels.get(&place).map_or(Decimal::ZERO, |level| level.on_hand);
        let wanted = self.wanted.get(&place);
        let promised: Decimal =
            wanted.into_iter().flat_map(|wanted| wanted.range(..order)).map(|(_, wanted)| *wanted).sum();
        (on_hand - promised).max(Decimal::ZERO)
    }

    /// What of each line of an order is committed, and what is back-ordered; nothing for what is not stocked. The oldest
    /// order comes first, and a line without a location gets nothing.
    pub(super) fn commitments(&self, store: &Store, order: &Record) -> Vec<Option<(Decimal, Decimal)>> {
        let mut pools = BTreeMap::<(i64, i64), Decimal>::new();
        let lines = order.lines("item").iter();
        lines
            .map(|line| {
                let each = parts(store, line, Decimal::ONE);
                let left = left(order, line);
                if each.is_empty() {
                    return None;
                }
                let Some(location) = location(order, line) else { return Some((Decimal::ZERO, left)) };
                let mut committed = left;
                for (item, quantity) in each.iter().filter(|(_, quantity)| !quantity.is_zero()) {
                    let place = (*item, location);
                    let pool = pools.entry(place).or_insert_with(|| self.left_for(order.id, place));
                    // Kits are whole.
                    let enough = if *quantity == Decimal::ONE { *pool } else { (*pool / quantity).floor() };
                    committed = committed.min(enough);
                }
                for (item, quantity) in each {
                    *pools.entry((item, location)).or_default() -= committed * quantity;
                }
                Some((committed, left - committed))
            })
            .collect()
    }

    /// Writes an item's quantities into its record; whether anything changed.
    pub(super) fn show(&self, record: &mut Record) -> bool {
        let mut rows = record.lists.get("locations").cloned().unwrap_or_default();
        let mut sums = [Decimal::ZERO; 4];
        for (location, level) in self.levels(record.id) {
            let position =
                rows.iter().position(|row| row.get("location").and_then(reference_id) == Some(location));
            let position = position.unwrap_or_else(|| {
                rows.push(Body::from_iter([("location".to_owned(), json!({"id": location.to_string()}))]));
                rows.len() - 1
            });
            let quantities = [level.on_hand, level.available(), level.committed(), level.back_ordered()];
            for (name, quantity) in QUANTITIES.iter().zip(quantities) {
                rows[position].insert((*name).to_owned(), number(quantity));
            }
            rows[position].insert("quantityInTransit".into(), number(level.in_transit));
            let changed = level.changed.to_rfc3339_opts(SecondsFormat::Secs, true);
            rows[position].insert("lastQuantityAvailableChange".into(), changed.into());
            sums.iter_mut().zip(quantities).for_each(|(sum, quantity)| *sum += quantity);
        }
        if rows.is_empty() || record.lists.get("locations") == Some(&rows) {
            return false;
        }
        record.lists.insert("locations", rows);
        for (name, sum) in QUANTITIES.iter().zip(sums) {
            record.body.insert((*name).to_owned(), number(sum));
        }
        record.body.insert("totalQuantityOnHand".into(), number(sums[0]));
        true
    }
}

const QUANTITIES: [&str; 4] =
    ["quantityOnHand", "quantityAvailable", "quantityCommitted", "quantityBackOrdered"];

/// What a seeded item says that there is of it.
pub(super) fn seeded(record: &Record) -> Vec<(i64, Decimal)> {
    let rows = record.lines("locations").iter();
    rows.filter_map(|row| {
        let location = row.get("location").and_then(reference_id)?;
        Some((location, row.get("quantityOnHand").and_then(decimal)?))
    })
    .collect()
}

/// Whether orders of this type have stock committed to them.
pub(super) fn commits(kind: &Kind) -> bool {
    matches!(kind.name, "salesOrder" | "transferOrder")
}

/// What a transaction does to the stock in the state that it is in.
pub(super) fn moves(store: &Store, record: &Record) -> Vec<Move> {
    if record.kind.name == "itemFulfillment" && record.choice("shipStatus") != Some("C") {
        return Vec::new();
    }
    planned(store, record)
}

/// Refuses what moves stock but does not say where, in an account that has locations; and what leaves less than nothing
/// at a location, in an account that requires stock. A shipment is asked when it is picked already.
pub(super) fn check(store: &Store, record: &Record) -> Result<(), Refusal> {
    let nowhere =
        |planned: &[Move]| planned.iter().any(|step| step.location.is_none() && !step.on_hand.is_zero());
    let planned_now = planned(store, record);
    let old = store.transaction(record.id);
    let lacked = old.is_some_and(|old| nowhere(&planned(store, old)));
    if nowhere(&planned_now) && !lacked && store.of_family(Family::Location).next().is_some() {
        return Err(Detail::resource(USER_ERROR, "Please enter value(s) for: Location").into());
    }
    if !store.options.needs_stock {
        return Ok(());
    }
    let before = old.map(|old| moves(store, old)).unwrap_or_default();
    let undone = before.iter().map(|step| (step, -step.on_hand));
    let mut changes = BTreeMap::<(i64, i64), Decimal>::new();
    for (step, quantity) in planned_now.iter().map(|step| (step, step.on_hand)).chain(undone) {
        if let Some(location) = step.location {
            *changes.entry((step.item, location)).or_default() += quantity;
        }
    }
    for ((item, location), change) in changes {
        let level = store.levels(item).find(|(at, _)| *at == location);
        let on_hand = level.map_or(Decimal::ZERO, |(_, level)| level.on_hand);
        if change < Decimal::ZERO && on_hand + change < Decimal::ZERO {
            let title = store.item(item).map(Record::title).unwrap_or_default();
            let text = format!("The quantity of {title} is more than the {on_hand} on hand.");
            return Err(Detail::resource(USER_ERROR, text).into());
        }
    }
    Ok(())
}

/// What a transaction does to the stock, a shipment when it leaves.
fn planned(store: &Store, record: &Record) -> Vec<Move> {
    let mut found = Vec::new();
    match record.kind.name {
        _ if commits(record.kind) => ordered(store, record, &mut found),
        "itemFulfillment" => shipped(store, record, &mut found),
        "itemReceipt" => received(store, record, &mut found),
        "inventoryAdjustment" => {
            for line in record.lines("inventory") {
                let quantity = line.get("adjustQtyBy").and_then(decimal).unwrap_or_default();
                push(store, line, location(record, line), quantity, &mut found);
            }
        }
        "inventoryTransfer" => {
            for line in record.lines("inventory") {
                let quantity = line.get("adjustQtyBy").and_then(decimal).unwrap_or_default();
                push(store, line, record.reference("location"), -quantity, &mut found);
                push(store, line, record.reference("transferLocation"), quantity, &mut found);
            }
        }
        "invoice" | "cashSale" => sold(store, record, -Decimal::ONE, "salesOrder", &mut found),
        "creditMemo" | "cashRefund" => sold(store, record, Decimal::ONE, "returnAuthorization", &mut found),
        "vendorBill" => sold(store, record, Decimal::ONE, "purchaseOrder", &mut found),
        _ => {}
    }
    found
}

/// The line's location, else the transaction's.
fn location(record: &Record, line: &Body) -> Option<i64> {
    let headers = || ["location", "adjLocation"].into_iter().find_map(|field| record.reference(field));
    line.get("location").and_then(reference_id).or_else(headers)
}

/// What is left of an approved order is wanted.
fn ordered(store: &Store, record: &Record, found: &mut Vec<Move>) {
    for line in record.lines("item") {
        for (item, wanted) in parts(store, line, left(record, line)) {
            found.push(Move { item, location: location(record, line), wanted, ..Move::default() });
        }
    }
}

/// What an approved order's line still wants.
fn left(order: &Record, line: &Body) -> Decimal {
    if !matches!(order.choice("status"), Some("B" | "D" | "E")) || is_set(line, "isClosed") {
        return Decimal::ZERO;
    }
    let done = line.get("quantityFulfilled").and_then(decimal).unwrap_or_default();
    (lines::quantity(line) - done).max(Decimal::ZERO)
}

fn shipped(store: &Store, record: &Record, found: &mut Vec<Move>) {
    // A kit's members are lines of the fulfillment themselves.
    for line in record.lines("item") {
        let Some(item) = lines::item(store, line).filter(|item| item.is_stocked()) else { continue };
        let quantity = lines::quantity(line);
        let from = location(record, line);
        found.push(Move { item: item.id, location: from, on_hand: -quantity, ..Move::default() });
        let to = record.reference("transferLocation");
        found.extend(to.map(|to| Move {
            item: item.id,
            location: Some(to),
            in_transit: quantity,
            ..Move::default()
        }));
    }
}

fn received(store: &Store, record: &Record, found: &mut Vec<Move>) {
    let source = record.reference("createdFrom").and_then(|id| store.transaction(id));
    let transfer = source.is_some_and(|source| source.kind.name == "transferOrder");
    for line in record.lines("item").iter().filter(|line| line.get("restock") != Some(&json!(false))) {
        let Some(item) = lines::item(store, line).filter(|item| item.is_stocked()) else { continue };
        let quantity = lines::quantity(line);
        let in_transit = if transfer { -quantity } else { Decimal::ZERO };
        let at = location(record, line);
        found.push(Move { item: item.id, location: at, on_hand: quantity, in_transit, ..Move::default() });
    }
}

/// A sale without a fulfillment moves the stock itself, and so does a credit without a receipt.
fn sold(store: &Store, record: &Record, sign: Decimal, moved_by: &str, found: &mut Vec<Move>) {
    for line in record.lines("item") {
        let order = line.get("orderDoc").and_then(reference_id).and_then(|id| store.transaction(id));
        if order.is_none_or(|order| order.kind.name != moved_by) {
            push(store, line, location(record, line), sign * lines::quantity(line), found);
        }
    }
}

fn push(store: &Store, line: &Body, place: Option<i64>, quantity: Decimal, found: &mut Vec<Move>) {
    for (item, on_hand) in parts(store, line, quantity) {
        found.push(Move { item, location: place, on_hand, ..Move::default() });
    }
}

/// The stocked items behind a line: its own, or a kit's members.
fn parts(store: &Store, line: &Body, quantity: Decimal) -> Vec<(i64, Decimal)> {
    match lines::item(store, line) {
        Some(item) if item.is_stocked() => vec![(item.id, quantity)],
        Some(kit) if kit.kind.name == "kitItem" => {
            let members = kit.lines("member").iter();
            members
                .filter_map(|member| Some((lines::item(store, member)?, quantity * lines::quantity(member))))
                .filter(|(item, _)| item.is_stocked())
                .map(|(item, quantity)| (item.id, quantity))
                .collect()
        }
        _ => Vec::new(),
    }
}
