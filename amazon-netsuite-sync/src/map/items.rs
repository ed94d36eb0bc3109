//! Which item of NetSuite a SKU is: by alias, by name, by a field.

use sp_api_client::orders::OrderItem;

use super::{Known, KnownItem, MapError};
use crate::{
    settings::{AccountSettings, StoreSettings},
    store::ParkReason,
};

/// The name by which NetSuite knows a SKU: the store's alias, else the account's, else the SKU itself.
pub fn name_of<'a>(sku: &'a str, store: &'a StoreSettings, settings: &'a AccountSettings) -> &'a str {
    alias(sku, store, settings).unwrap_or(sku)
}

/// Whether a SKU may be found by the [field](crate::settings::ItemSettings::field) of items: one with an alias is
/// what the alias says and nothing else.
pub fn is_in_field(sku: &str, store: &StoreSettings, settings: &AccountSettings) -> bool {
    settings.items.field.is_some() && alias(sku, store, settings).is_none()
}

fn alias<'a>(sku: &str, store: &'a StoreSettings, settings: &'a AccountSettings) -> Option<&'a str> {
    store.aliases.get(sku).or_else(|| settings.items.aliases.get(sku)).map(String::as_str)
}

/// Finds the item of an order's line. Items out of use do not count.
///
/// # Errors
/// When the line has no SKU, or the SKU no item, or several: they are named.
pub fn resolve<'a>(
    item: &OrderItem,
    known: &'a Known,
    store: &StoreSettings,
    settings: &AccountSettings,
) -> Result<&'a KnownItem, MapError> {
    let Some(sku) = &item.product.seller_sku else {
        let text = format!("item {} has no SKU", item.order_item_id);
        return Err(MapError::new(ParkReason::ItemNotFound, text));
    };
    by_sku(sku.as_str(), known, store, settings)
}

/// Finds the item of a SKU. Items out of use do not count.
///
/// # Errors
/// When the SKU has no item, or several: they are named.
pub fn by_sku<'a>(
    sku: &str,
    known: &'a Known,
    store: &StoreSettings,
    settings: &AccountSettings,
) -> Result<&'a KnownItem, MapError> {
    let not_found = |text: String| Err(MapError::new(ParkReason::ItemNotFound, text));
    let name = name_of(sku, store, settings);
    let field = settings.items.field.as_deref().filter(|_| is_in_field(sku, store, settings));
    let by_name = active(known.items.get(name));
    let by_field = || active(field.and_then(|_| known.by_field.get(sku)));
    let found = if by_name.is_empty() { by_field() } else { by_name };
    match (&found[..], field) {
        ([one], _) => Ok(*one),
        ([], None) => not_found(format!(
            "SKU {sku}: NetSuite has no active item named {name:?}. Create the item or an alias, then retry"
        )),
        ([], Some(field)) => not_found(format!(
            "SKU {sku}: NetSuite has no active item named {name:?}, nor one with it in {field}. Create the item or an \
             alias, then retry"
        )),
        (several, _) => {
            let ids: Vec<&str> = several.iter().map(|item| item.id.as_str()).collect();
            not_found(format!(
                "SKU {sku}: NetSuite has several active items named {name:?} ({}). Rename one, or set an alias, then retry",
                ids.join(", ")
            ))
        }
    }
}

fn active(items: Option<&Vec<KnownItem>>) -> Vec<&KnownItem> {
    items.into_iter().flatten().filter(|item| !item.inactive).collect()
}
