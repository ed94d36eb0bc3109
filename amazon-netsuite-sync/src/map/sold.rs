//! Which of NetSuite's sales orders stand for orders of Amazon's, and for which.

use sp_api_client::orders::OrderId;

use crate::{
    plan::RecordKind,
    settings::{AccountSettings, StoreSettings},
};

/// What a sales order says of itself, as a query returns it.
#[derive(Debug, Clone, Copy, Default)]
pub struct Marks<'a> {
    /// Its external id.
    pub external_id: Option<&'a str>,
    /// The custom field with Amazon's order id.
    pub order_id: Option<&'a str>,
    /// The custom field with the marketplace's id.
    pub marketplace: Option<&'a str>,
}

/// A sales order that stands for one of Amazon's.
#[derive(Debug, Clone)]
pub struct Sold<'a> {
    /// Amazon's number of the order.
    pub order_id: OrderId,
    /// The store that it was sold in.
    pub store: &'a StoreSettings,
}

/// How the external ids of this seller's sales orders begin.
pub fn external_id_prefix(settings: &AccountSettings) -> String {
    format!("amz-{}-{}-", RecordKind::SalesOrder.prefix(), settings.seller_id)
}

/// The order of Amazon's that a sales order stands for; `None` for orders of other channels and other sellers.
///
/// The external id tells, where it is ours. Of a record that was typed in by hand, or made by another connector, the
/// custom fields tell: order id and marketplace, or the order id alone where the account has one store.
pub fn sold<'a>(marks: Marks<'_>, settings: &'a AccountSettings) -> Option<Sold<'a>> {
    let prefix = external_id_prefix(settings);
    if let Some(external_id) = marks.external_id {
        let ours = external_id.get(..prefix.len()).filter(|start| start.eq_ignore_ascii_case(&prefix));
        if ours.is_some()
            && let Some((marketplace, order)) = external_id[prefix.len()..].split_once('-')
        {
            let same =
                |store: &&StoreSettings| store.marketplace_id.as_str().eq_ignore_ascii_case(marketplace);
            let store = settings.stores.iter().find(same)?;
            return Some(Sold { order_id: OrderId::new(order).ok()?, store });
        }
        // Another seller's, in the same NetSuite account.
        if external_id.get(..7).is_some_and(|start| start.eq_ignore_ascii_case("amz-so-")) {
            return None;
        }
    }
    let order_id = OrderId::new(marks.order_id?.trim()).ok()?;
    let store = match (marks.marketplace, settings.stores.as_slice()) {
        (Some(marketplace), _) => settings.store(marketplace.trim())?,
        (None, [only]) => only,
        (None, _) => return None,
    };
    Some(Sold { order_id, store })
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use netsuite_client::InternalId;
    use sp_api_client::Marketplace;

    use super::*;
    use crate::settings::SellerId;

    fn settings(marketplaces: &[Marketplace]) -> AccountSettings {
        let mut settings = AccountSettings::new(SellerId::new("A1B2").unwrap(), DateTime::UNIX_EPOCH);
        let currency = InternalId::new("1").unwrap();
        settings.stores =
            marketplaces.iter().map(|known| StoreSettings::new((*known).into(), currency.clone())).collect();
        settings
    }

    fn found(marks: Marks<'_>, settings: &AccountSettings) -> Option<(String, String)> {
        sold(marks, settings)
            .map(|sold| (sold.order_id.to_string(), sold.store.marketplace_id.as_str().to_owned()))
    }

    const GERMANY: &str = "A1PA6795UKMFR9";

    #[test]
    fn our_external_id_tells_store_and_order_in_whatever_case_netsuite_keeps_it() {
        let settings = settings(&[Marketplace::DE, Marketplace::US]);
        for id in [
            "amz-so-A1B2-A1PA6795UKMFR9-302-1111111-2222222",
            "AMZ-SO-a1b2-a1pa6795ukmfr9-302-1111111-2222222",
        ] {
            let marks = Marks { external_id: Some(id), ..Marks::default() };
            let expected = ("302-1111111-2222222".to_owned(), GERMANY.to_owned());
            assert_eq!(found(marks, &settings), Some(expected));
        }
    }

    #[test]
    fn an_order_of_another_seller_or_channel_is_none_of_ours() {
        let settings = settings(&[Marketplace::DE]);
        let other = Marks {
            external_id: Some("amz-so-A9-A1PA6795UKMFR9-302-1111111-2222222"),
            order_id: Some("302-1111111-2222222"),
            marketplace: Some(GERMANY),
        };
        assert_eq!(found(other, &settings), None);
        let shop = Marks { external_id: Some("shop-17"), ..Marks::default() };
        assert_eq!(found(shop, &settings), None);
    }

    #[test]
    fn an_order_typed_in_by_hand_is_told_by_its_fields() {
        let typed = Marks { order_id: Some("302-1111111-2222222"), ..Marks::default() };
        let one = settings(&[Marketplace::DE]);
        let expected = Some(("302-1111111-2222222".to_owned(), GERMANY.to_owned()));
        assert_eq!(found(typed, &one), expected);
        let two = settings(&[Marketplace::DE, Marketplace::US]);
        assert_eq!(found(typed, &two), None, "with two stores the order id alone does not tell");
        assert_eq!(found(Marks { marketplace: Some(GERMANY), ..typed }, &two), expected);
    }
}
