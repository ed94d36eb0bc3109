//! Who bought: a default customer, one of a pool, or a customer of their own.

use commerce_client_core::secret::Pii;
use netsuite_client::{
    InternalId,
    field::{Choice, Reference},
    records::{Address, AddressBookEntry, Customer},
};
use sha2::{Digest as _, Sha256};
use sp_api_client::orders::{CustomerAddress, Order};

use super::MapError;
use crate::{
    keys,
    plan::{Op, RecordKind, Write},
    settings::{AccountSettings, CustomerMode, StoreSettings},
    store::{ParkReason, RunKey},
};

/// The customer of an order.
#[derive(Debug, Clone)]
pub enum OrderCustomer {
    /// One that is there.
    Existing(InternalId),
    /// One that is created, or brought up to date.
    Upsert(Box<Op>),
}

/// Finds the customer of an order.
///
/// # Errors
/// When customers are created, the order names no e-mail to know the buyer by, and no fallback is set.
pub fn customer_of(
    run: &RunKey,
    order: &Order,
    mode: &CustomerMode,
    store: &StoreSettings,
    settings: &AccountSettings,
) -> Result<OrderCustomer, MapError> {
    match mode {
        CustomerMode::Default { customer } => Ok(OrderCustomer::Existing(customer.clone())),
        CustomerMode::Pool { customers } => {
            let index = bucket(order.order_id.as_str(), customers.len());
            customers.get(index).cloned().map(OrderCustomer::Existing).ok_or_else(|| {
                MapError::missing_setting("customer.pool.customers", "the store's customers are a pool")
            })
        }
        CustomerMode::Create { fallback } => match (email(order), fallback) {
            (Some(email), _) => {
                upsert(run, order, email, store, settings).map(Box::new).map(OrderCustomer::Upsert)
            }
            (None, Some(fallback)) => Ok(OrderCustomer::Existing(fallback.clone())),
            (None, None) => Err(MapError::missing_setting(
                "customer.create.fallback",
                "Amazon names no e-mail for this buyer",
            )),
        },
    }
}

/// The same order always falls to the same customer of a pool.
fn bucket(order_id: &str, customers: usize) -> usize {
    let digest = Sha256::digest(order_id.as_bytes());
    let number = digest.iter().take(8).fold(0_u64, |number, byte| number << 8 | u64::from(*byte));
    (number % customers.max(1) as u64) as usize
}

fn email(order: &Order) -> Option<&str> {
    text(order.buyer.as_ref()?.buyer_email.as_ref())
}

fn upsert(
    run: &RunKey,
    order: &Order,
    email: &str,
    store: &StoreSettings,
    settings: &AccountSettings,
) -> Result<Op, MapError> {
    let hash = keys::email_hash(email);
    let external_id = keys::customer_external_id(&settings.seller_id, &hash);
    let buyer = order.buyer.as_ref();
    let address = order.recipient.as_ref().and_then(|recipient| recipient.delivery_address.as_ref());
    let company = buyer.and_then(|buyer| text(buyer.buyer_company_name.as_ref()));
    let name = buyer.and_then(|buyer| text(buyer.buyer_name.as_ref()));
    let name =
        name.or_else(|| address.and_then(|address| text(address.name.as_ref()))).unwrap_or("Amazon buyer");

    let mut customer = Customer::default();
    match company {
        Some(company) => {
            customer.is_person = Some(false);
            customer.company_name = Some(clip(company, 83));
        }
        None => {
            let (first, last) = name.rsplit_once(char::is_whitespace).unwrap_or(("", name));
            customer.is_person = Some(true);
            customer.first_name = Some(clip(first.trim(), 32)).filter(|first| !first.is_empty());
            customer.last_name = Some(clip(last, 32));
        }
    }
    customer.email = Some(clip(email, 254));
    customer.subsidiary = store.subsidiary.clone().map(Reference::from);
    customer.currency = Some(store.currency.clone().into());
    if let Some(address) = address.map(netsuite_address) {
        let mut entry = AddressBookEntry::default();
        entry.label = Some("Amazon".to_owned());
        entry.default_shipping = Some(true);
        entry.default_billing = Some(true);
        entry.address_book_address = Some(address);
        customer.address_book = vec![entry].into();
    }
    let body = serde_json::to_value(&customer).map_err(|e| {
        MapError::new(ParkReason::Refused, format!("the customer cannot be written as JSON: {e}"))
    })?;
    let key = keys::op_key(run, RecordKind::Customer, &hash)
        .map_err(|e| MapError::new(ParkReason::UnknownValue, e.to_string()))?;
    let version = order.created_time.timestamp_millis();
    let body = Pii::new(body);
    let (kind, write) = (RecordKind::Customer, Write::Upsert);
    Ok(Op { key, kind, write, external_id, amazon_id: hash, body, version, total: None, settles: false })
}

/// An address in NetSuite's form: empty lines left out, control characters too, each line within NetSuite's length.
pub(super) fn netsuite_address(from: &CustomerAddress) -> Address {
    let line = |text: &Option<String>, most: usize| self::text(text.as_ref()).map(|text| clip(text, most));
    let mut address = Address::default();
    address.addressee = line(&from.name, 83);
    address.attention = line(&from.company_name, 83);
    address.addr1 = line(&from.address_line1, 150);
    address.addr2 = line(&from.address_line2, 150);
    address.addr3 = line(&from.address_line3, 150);
    address.city = line(&from.city, 50).or_else(|| line(&from.municipality, 50));
    address.state = line(&from.state_or_region, 50);
    address.zip = line(&from.postal_code, 36);
    address.country = text(from.country_code.as_ref()).map(Choice::new);
    address.addr_phone = line(&from.phone, 21);
    address
}

/// Amazon sends empty text where it has nothing.
pub(super) fn text(text: Option<&String>) -> Option<&str> {
    text.map(|text| text.trim()).filter(|text| !text.is_empty())
}

/// At most so many characters, without control characters.
pub(super) fn clip(text: &str, most: usize) -> String {
    text.chars().filter(|c| !c.is_control()).take(most).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pool_spreads_orders_evenly_and_always_the_same_way() {
        let mut counts = [0_u32; 7];
        for n in 0..7_000 {
            let id = format!("113-{n:07}-0000000");
            assert_eq!(bucket(&id, 7), bucket(&id, 7));
            counts[bucket(&id, 7)] += 1;
        }
        assert!(counts.iter().all(|count| (800..1_200).contains(count)), "{counts:?}");
    }

    #[test]
    fn lines_are_clipped_by_characters_and_lose_control_characters() {
        assert_eq!(clip("Mü\nller", 3), "Mül");
    }
}
