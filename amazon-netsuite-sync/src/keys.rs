//! Names of writes and records, made from natural ids and from nothing else.
//!
//! The same Amazon record always gets the same op key and the same external id, on every machine, in every version.

use commerce_client_core::id::InvalidId;
use netsuite_client::{ExternalId, InternalId};
use sha2::{Digest as _, Sha256};
use sp_api_client::orders::{MarketplaceId, Order};

use crate::{
    plan::RecordKind,
    settings::SellerId,
    store::{OpKey, RunKey, SourceId},
};

/// The natural id of an order.
pub fn source_of(order: &Order) -> Result<SourceId, InvalidId> {
    SourceId::new(order.order_id.as_str())
}

/// The name of the write of a `kind` of record for a natural id.
pub fn op_key(run: &RunKey, kind: RecordKind, natural_id: &str) -> Result<OpKey, InvalidId> {
    OpKey::new(format!("{run}/{}/{natural_id}", kind.record_type()))
}

/// The external id of the record that stands for an order: `amz-so-<seller>-<marketplace>-<order id>`.
pub fn order_external_id(
    kind: RecordKind,
    seller: &SellerId,
    marketplace: &MarketplaceId,
    order: &str,
) -> ExternalId {
    external_id(&format!("amz-{}-{seller}-{marketplace}-{order}", kind.prefix()))
}

/// The name of the writes that change the record of an order after it was made. One for all of them, so that an older
/// change never follows a newer one.
pub fn change_key(run: &RunKey, kind: RecordKind, order: &str) -> Result<OpKey, InvalidId> {
    op_key(run, kind, &format!("{order}/change"))
}

/// What the changes of a record are called in the ledger: its own external id, and `-change`.
pub fn change_id(record: &ExternalId) -> ExternalId {
    external_id(&format!("{record}-change"))
}

/// What the ledger calls a record that bears no external id of ours.
pub fn record_id(kind: RecordKind, id: &InternalId) -> ExternalId {
    external_id(&format!("ns-{}-{id}", kind.prefix()))
}

/// The external id of a buyer's customer record: `amz-cust-<seller>-<hash of the e-mail>`.
pub fn customer_external_id(seller: &SellerId, email_hash: &str) -> ExternalId {
    external_id(&format!("amz-{}-{seller}-{email_hash}", RecordKind::Customer.prefix()))
}

/// The external id of a package of an item fulfilment, counted from 1: `amz-shp-<seller>-<fulfilment>-<index>`.
pub fn shipment_external_id(seller: &SellerId, fulfillment: &InternalId, index: usize) -> ExternalId {
    external_id(&format!("amz-{}-{seller}-{fulfillment}-{index}", RecordKind::Shipment.prefix()))
}

/// The name of a change that is made to an item fulfilment: `amz-if-<seller>-<fulfilment>-<change>`.
pub fn fulfillment_change(seller: &SellerId, fulfillment: &InternalId, change: &str) -> ExternalId {
    external_id(&format!("amz-{}-{seller}-{fulfillment}-{change}", RecordKind::ItemFulfillment.prefix()))
}

/// The external id of a record that stands for a return: `amz-ra-<seller>-<order id>-<unit>`.
pub fn return_external_id(kind: RecordKind, seller: &SellerId, order: &str, unit: &str) -> ExternalId {
    external_id(&format!("amz-{}-{seller}-{order}-{unit}", kind.prefix()))
}

/// The name of what stands for an order of another channel: `amz-mcf-<seller>-<sales order>` at Amazon, and
/// `amz-if-<seller>-<sales order>-<shipment>` for what came of it.
pub fn multichannel_id(kind: RecordKind, seller: &SellerId, natural_id: &str) -> ExternalId {
    external_id(&format!("amz-{}-{seller}-{natural_id}", kind.prefix()))
}

/// An e-mail address as 32 hexadecimal digits: letter case and surrounding space do not matter, and the address
/// cannot be read from it.
pub fn email_hash(email: &str) -> String {
    hash(email.trim().to_lowercase().as_bytes())[..32].to_owned()
}

/// SHA-256 in hexadecimal.
pub fn hash(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Ids that NetSuite cannot address in a URL are replaced by their hash; Amazon's own are always addressable.
fn external_id(text: &str) -> ExternalId {
    ExternalId::new(text).unwrap_or_else(|_| {
        let hashed = format!("amz-{}", hash(text.as_bytes()));
        // Hexadecimal digits and a prefix are always well-formed.
        ExternalId::new(hashed).unwrap_or_else(|_| unreachable!("a hash is a well-formed external id"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_buyer_has_the_same_hash_and_it_shows_nothing() {
        let hash = email_hash(" Jane@Example.com ");
        assert_eq!(hash, email_hash("jane@example.com"));
        assert_eq!(hash.len(), 32);
        assert!(!hash.contains("jane"));
    }

    #[test]
    fn the_external_id_of_an_order_is_what_it_has_always_been() {
        let seller = SellerId::new("A1B2").unwrap();
        let us = MarketplaceId::new("ATVPDKIKX0DER").unwrap();
        let id = order_external_id(RecordKind::SalesOrder, &seller, &us, "113-1234567-1234567");
        assert_eq!(id.as_str(), "amz-so-A1B2-ATVPDKIKX0DER-113-1234567-1234567");
        let odd = order_external_id(RecordKind::SalesOrder, &seller, &us, "a/b");
        assert!(odd.as_str().starts_with("amz-") && odd.as_str().len() == 68);
    }
}
