//! Who bought: a default customer, one of a pool, or a customer of their own.

use std::collections::BTreeMap;

use commerce_client_core::secret::Pii;
use netsuite_client::{
    ExternalId, InternalId,
    field::{Choice, Reference},
    records::{Address, AddressBookEntry, Customer},
};
use sha2::{Digest as _, Sha256};
use sp_api_client::orders::{CustomerAddress, Order};

use super::MapError;
use crate::{
    keys,
    plan::{Op, RecordKind, Write},
    settings::{AccountSettings, CustomerMatch, CustomerMode, StoreSettings},
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

/// What NetSuite knows of the customers in question.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct KnownCustomers {
    /// Those with a buyer's e-mail, by [`keys::email_hash`].
    pub by_email: BTreeMap<String, Vec<KnownCustomer>>,
    /// Those with a buyer's name and post code, by [`name_hash`].
    pub by_name: BTreeMap<String, Vec<KnownCustomer>>,
    /// How many open transactions the shared customers have.
    pub open: BTreeMap<InternalId, u64>,
}

/// A customer that NetSuite knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownCustomer {
    /// Its id.
    pub id: InternalId,
    /// Its external id, as far as it has one that can be addressed.
    pub external_id: Option<ExternalId>,
    /// Whether it is out of use.
    pub inactive: bool,
}

/// Open transactions of one customer beyond which it is passed over: NetSuite has trouble from 10,000 on, and a page
/// brings up to a hundred.
pub const FULL: u64 = 9_800;
/// Open transactions of one customer from which on the host is warned.
pub const FILLING: u64 = 8_000;

/// Finds the customer of an order.
///
/// # Errors
/// When customers are created, the order names no e-mail to know the buyer by, and no fallback is set; when several
/// customers match; when every shared customer has too many open transactions.
pub fn customer_of(
    run: &RunKey,
    order: &Order,
    mode: &CustomerMode,
    store: &StoreSettings,
    settings: &AccountSettings,
    known: &KnownCustomers,
) -> Result<OrderCustomer, MapError> {
    match mode {
        CustomerMode::Default { .. } | CustomerMode::Pool { .. } => shared(order, mode.shared(), known),
        CustomerMode::Create { match_by, .. } => match email(order) {
            Some(email) => own(run, order, email, match_by, store, settings, known),
            None if mode.shared().is_empty() => Err(MapError::missing_setting(
                "customer.create.fallback",
                "Amazon names no e-mail for this buyer",
            )),
            None => shared(order, mode.shared(), known),
        },
    }
}

/// One of the shared customers: always the same for an order, unless that one is full.
fn shared(
    order: &Order,
    customers: &[InternalId],
    known: &KnownCustomers,
) -> Result<OrderCustomer, MapError> {
    let first = bucket(order.order_id.as_str(), customers.len());
    let in_turn = customers.iter().cycle().skip(first).take(customers.len());
    let open = |customer: &&InternalId| known.open.get(*customer).copied().unwrap_or_default();
    if let Some(customer) = in_turn.clone().find(|customer| open(customer) < FULL) {
        return Ok(OrderCustomer::Existing(customer.clone()));
    }
    if customers.is_empty() {
        return Err(MapError::missing_setting("customer.pool.customers", "the store's customers are a pool"));
    }
    let full: Vec<String> = in_turn.map(|customer| format!("{customer}: {}", open(&customer))).collect();
    let text = format!(
        "every customer that this order could have has {FULL} open transactions or more ({}), and NetSuite has trouble \
         beyond 10,000. Pay or close some, or add a customer to the pool, then retry",
        full.join(", ")
    );
    Err(MapError::new(ParkReason::MissingSetting, text))
}

/// A customer of the buyer's own.
fn own(
    run: &RunKey,
    order: &Order,
    email: &str,
    match_by: &[CustomerMatch],
    store: &StoreSettings,
    settings: &AccountSettings,
    known: &KnownCustomers,
) -> Result<OrderCustomer, MapError> {
    let hash = keys::email_hash(email);
    let ours = keys::customer_external_id(&settings.seller_id, &hash);
    let of_email = known.by_email.get(&hash).map_or(&[][..], Vec::as_slice);
    for rule in match_by {
        let found = match rule {
            CustomerMatch::ExternalId => {
                if of_email.iter().any(|customer| customer.external_id.as_ref() == Some(&ours)) {
                    break;
                }
                continue;
            }
            CustomerMatch::Email => of_email,
            CustomerMatch::NameAndPostCode => {
                name_hash(order).and_then(|hash| known.by_name.get(&hash)).map_or(&[][..], Vec::as_slice)
            }
        };
        let is_another =
            |customer: &&KnownCustomer| !customer.inactive && customer.external_id.as_ref() != Some(&ours);
        match found.iter().filter(is_another).collect::<Vec<_>>()[..] {
            [] => {}
            [one] => return Ok(OrderCustomer::Existing(one.id.clone())),
            [..] => {
                let ids: Vec<&str> = found.iter().map(|customer| customer.id.as_str()).collect();
                let text = format!(
                    "several customers of NetSuite could be this buyer ({}). Merge them, or make all but one inactive, \
                     then retry",
                    ids.join(", ")
                );
                return Err(MapError::new(ParkReason::Conflict, text));
            }
        }
    }
    upsert(run, order, email, store, settings).map(Box::new).map(OrderCustomer::Upsert)
}

/// The buyer's name, as the record would bear it.
fn name(order: &Order) -> Option<&str> {
    let buyer = order.buyer.as_ref();
    let name = buyer.and_then(|buyer| text(buyer.buyer_name.as_ref()));
    name.or_else(|| text(address(order)?.name.as_ref()))
}

fn address(order: &Order) -> Option<&CustomerAddress> {
    order.recipient.as_ref()?.delivery_address.as_ref()
}

/// A buyer's name and post code as hexadecimal digits; `None` where Amazon names not both.
pub fn name_hash(order: &Order) -> Option<String> {
    Some(hash_of(name(order)?, text(address(order)?.postal_code.as_ref())?))
}

/// Letter case, space and hyphens do not matter.
pub(crate) fn hash_of(name: &str, post_code: &str) -> String {
    let plain = |text: &str| text.to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    keys::hash(format!("{}|{}", plain(name), plain(post_code)).as_bytes())
}

/// The e-mail and the name of the buyer, to look for: as far as Amazon names them.
pub(crate) fn looked_for(order: &Order) -> (Option<&str>, Option<&str>) {
    (email(order), name(order))
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
    let address = address(order);
    let company = buyer.and_then(|buyer| text(buyer.buyer_company_name.as_ref()));
    let name = name(order).unwrap_or("Amazon buyer");

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
