//! What NetSuite knows of the items of a page's orders: one query by name, and only where it is needed one by the field
//! for SKUs and one for the members of kits.

use std::collections::{BTreeMap, BTreeSet};

use commerce_client_core::error::Error;
use netsuite_client::{
    InternalId, Literal,
    suiteql::{Identifier, MAX_PAGE},
};
use serde::Deserialize;

use crate::{
    flow::Run,
    map::{Known, KnownItem, items},
    settings::StoreSettings,
};

/// An item, as NetSuite answers for it.
#[derive(Deserialize)]
struct Row {
    id: InternalId,
    /// What it was found by.
    name: String,
    itemtype: String,
    #[serde(default)]
    isinactive: Option<String>,
}

/// Reads the items of SKUs, each of the store that it was sold in.
pub(in crate::flows) async fn known(run: &Run, skus: &[(&str, &StoreSettings)]) -> Result<Known, Error> {
    let settings = &run.account().settings;
    let names = skus.iter().map(|(sku, store)| items::name_of(sku, store, settings)).collect();
    let named = read(run, &item_id(), names).await?;
    let mut found = Vec::new();
    if let Some(field) = settings.items.field.as_ref().and_then(|field| Identifier::new(field).ok()) {
        let active = |row: &&Row| row.isinactive.as_deref() != Some("T");
        let taken: BTreeSet<&str> = named.iter().filter(active).map(|row| row.name.as_str()).collect();
        let open = skus.iter().filter(|(sku, store)| items::is_in_field(sku, store, settings));
        let unnamed = open.map(|(sku, _)| *sku).filter(|sku| !taken.contains(sku)).collect();
        found = read(run, &field, unnamed).await?;
    }
    let members = members(run, named.iter().chain(&found)).await?;
    Ok(Known { items: by_name(&named, &members), by_field: by_name(&found, &members), ..Known::default() })
}

fn item_id() -> Identifier {
    Identifier::new("itemid").unwrap_or_else(|_| unreachable!("the column's name is well-formed"))
}

/// The items in whose `column` one of these names stands.
async fn read(run: &Run, column: &Identifier, names: BTreeSet<&str>) -> Result<Vec<Row>, Error> {
    let names: Vec<&str> = names.into_iter().filter(|name| !name.chars().any(char::is_control)).collect();
    let query =
        "SELECT id, :column AS name, itemtype, isinactive FROM item WHERE :column IN :names ORDER BY id";
    let mut all = Vec::new();
    for chunk in names.chunks(MAX_PAGE as usize) {
        let names = chunk.iter().copied().collect::<Literal>();
        let rows = run.account().netsuite.suiteql(query).bind("column", column).bind("names", names);
        all.extend(rows.all::<Row>().await?);
    }
    Ok(all)
}

/// How many members each kit has.
async fn members<'r>(
    run: &Run,
    rows: impl Iterator<Item = &'r Row>,
) -> Result<BTreeMap<InternalId, u32>, Error> {
    #[derive(Deserialize)]
    struct Kit {
        parentitem: InternalId,
        members: u32,
    }
    let kits: BTreeSet<&InternalId> = rows.filter(|row| row.itemtype == "Kit").map(|row| &row.id).collect();
    let kits: Vec<&InternalId> = kits.into_iter().collect();
    let query = "SELECT parentitem, COUNT(*) AS members FROM kititemmember WHERE parentitem IN :kits \
                 GROUP BY parentitem ORDER BY parentitem";
    let mut all = BTreeMap::new();
    for chunk in kits.chunks(MAX_PAGE as usize) {
        let kits = chunk.iter().copied().collect::<Literal>();
        let rows: Vec<Kit> = run.account().netsuite.suiteql(query).bind("kits", kits).all().await?;
        all.extend(rows.into_iter().map(|kit| (kit.parentitem, kit.members)));
    }
    Ok(all)
}

fn by_name(rows: &[Row], members: &BTreeMap<InternalId, u32>) -> BTreeMap<String, Vec<KnownItem>> {
    let mut known: BTreeMap<String, Vec<KnownItem>> = BTreeMap::new();
    for row in rows {
        known.entry(row.name.clone()).or_default().push(KnownItem {
            id: row.id.clone(),
            inactive: row.isinactive.as_deref() == Some("T"),
            ships: matches!(row.itemtype.as_str(), "InvtPart" | "Assembly" | "Kit"),
            members: members.get(&row.id).copied().unwrap_or_default(),
        });
    }
    known
}
