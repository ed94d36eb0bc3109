//! What the host decides: which stores, which records of NetSuite stand for what.
//!
//! Plain serde structs with documented defaults. Unknown keys are errors. Nothing is read from the environment.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};
use netsuite_client::InternalId;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
pub use sp_api_client::ids::SellerId;
use sp_api_client::{
    Marketplace,
    orders::{FulfillmentStatus, MarketplaceId},
};

/// The settings of one account: one seller in one region, and the NetSuite records that its stores use.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AccountSettings {
    /// The seller; part of every external id.
    pub seller_id: SellerId,
    /// Orders created before this instant are ignored, whatever else is set. The first run reads from here.
    pub go_live: DateTime<Utc>,
    /// One store for each marketplace. Orders of other marketplaces are parked.
    pub stores: Vec<StoreSettings>,
    /// Where facts go that NetSuite has no field for.
    #[serde(default)]
    pub custom_fields: CustomFields,
    /// How far each search reaches back behind the last one, for changes that appear late. Costs reads, no
    /// duplicates. Default 10 minutes.
    #[serde(default = "default_overlap", with = "span")]
    pub overlap: TimeDelta,
    /// How long NetSuite may go on with a request that nobody waits for any more; a create whose outcome is unknown
    /// is not sent again before that. Default 20 minutes: NetSuite's own limit of 15, and 5 for clocks that disagree.
    #[serde(default = "default_settle", with = "span")]
    pub settle: TimeDelta,
}

fn default_overlap() -> TimeDelta {
    TimeDelta::minutes(10)
}

fn default_settle() -> TimeDelta {
    TimeDelta::minutes(20)
}

/// Spans of time as people write them: `90s`, `15m`, `2h`.
mod span {
    use chrono::TimeDelta;
    use serde::{Deserialize as _, Deserializer, Serializer, de::Error as _};

    pub(super) fn serialize<S: Serializer>(value: &TimeDelta, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&format_args!("{}s", value.num_seconds()))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<TimeDelta, D::Error> {
        let text = String::deserialize(deserializer)?;
        let number =
            |unit: char| text.strip_suffix(unit).and_then(|number| number.parse::<u32>().ok()).map(i64::from);
        let minutes = number('m').map(TimeDelta::minutes);
        let span = number('s').map(TimeDelta::seconds).or(minutes).or(number('h').map(TimeDelta::hours));
        span.ok_or_else(|| D::Error::custom(format!("{text:?} is not a span of time such as 90s, 15m or 2h")))
    }
}

/// One store: a marketplace, as this seller sells in it.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StoreSettings {
    /// The marketplace.
    pub marketplace_id: MarketplaceId,
    /// IANA name of the zone whose days the books use. Default: the marketplace's own.
    #[serde(default)]
    pub time_zone: Option<String>,
    /// NetSuite's currency for the marketplace's currency.
    pub currency: InternalId,
    /// The subsidiary of customers that are created; needed in accounts that have subsidiaries.
    #[serde(default)]
    pub subsidiary: Option<InternalId>,
    /// Orders that the seller ships, Seller Fulfilled Prime among them. `None`: they are ignored.
    #[serde(default)]
    pub merchant: Option<MerchantSettings>,
    /// Orders that Amazon ships. `None`: they are ignored.
    #[serde(default)]
    pub fba: Option<FbaSettings>,
    /// Items for charges that are no product.
    #[serde(default)]
    pub charges: ChargeItems,
    /// Seller SKUs whose item has another name in NetSuite.
    #[serde(default)]
    pub aliases: BTreeMap<String, String>,
    /// Where the tax in tax-inclusive prices comes from.
    #[serde(default)]
    pub vat: VatMode,
}

/// How orders that the seller ships are imported: as sales orders.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MerchantSettings {
    /// Who the customer is.
    pub customer: CustomerMode,
    /// The location they ship from. Default: NetSuite decides.
    #[serde(default)]
    pub location: Option<InternalId>,
    /// The status they begin in. Default: pending fulfilment.
    #[serde(default)]
    pub begin_as: BeginAs,
    /// The statuses in which an order is imported. Default: unshipped, partially shipped and shipped, so that an order
    /// that ships between two runs is not lost.
    #[serde(default = "merchant_statuses")]
    pub statuses: Vec<FulfillmentStatus>,
}

fn merchant_statuses() -> Vec<FulfillmentStatus> {
    vec![FulfillmentStatus::Unshipped, FulfillmentStatus::PartiallyShipped, FulfillmentStatus::Shipped]
}

impl MerchantSettings {
    /// The defaults, for this way to find customers.
    pub fn new(customer: CustomerMode) -> Self {
        Self { customer, location: None, begin_as: BeginAs::default(), statuses: merchant_statuses() }
    }
}

/// How orders that Amazon ships are imported, once they have shipped.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FbaSettings {
    /// Who the customer is. Amazon names no buyer on these: a default customer or a pool.
    pub customer: CustomerMode,
    /// The location that stands for Amazon's warehouses: stock leaves it with the invoice.
    pub location: InternalId,
    /// As what they are imported. Default: invoices.
    #[serde(default)]
    pub import_as: FbaImport,
    /// The receivables account of the invoices. Default: the customer's.
    #[serde(default)]
    pub receivables_account: Option<InternalId>,
}

impl FbaSettings {
    /// The defaults, for this customer and location.
    pub fn new(customer: CustomerMode, location: InternalId) -> Self {
        Self { customer, location, import_as: FbaImport::default(), receivables_account: None }
    }
}

/// As what an order that Amazon shipped is imported.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum FbaImport {
    /// An invoice, which the settlement pays.
    #[default]
    Invoice,
}

/// The status a sales order begins in.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum BeginAs {
    /// Somebody approves it first.
    PendingApproval,
    /// It can be picked at once.
    #[default]
    PendingFulfillment,
}

/// Who the customer of an order is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
#[non_exhaustive]
pub enum CustomerMode {
    /// One customer for all orders of the store. NetSuite slows down beyond 10,000 open transactions of one customer:
    /// give each store its own.
    Default {
        /// The customer.
        customer: InternalId,
    },
    /// A customer for each buyer, created or brought up to date by Amazon's anonymous e-mail address.
    Create {
        /// The customer for orders that name no e-mail. Without it, they are parked.
        #[serde(default)]
        fallback: Option<InternalId>,
    },
    /// Several default customers, chosen by a hash of the order id.
    Pool {
        /// The customers.
        customers: Vec<InternalId>,
    },
}

/// The items that stand for charges that are no product. Each is needed only once such a charge is seen; the order is
/// parked until then.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ChargeItems {
    /// Shipping that the buyer pays.
    pub shipping: Option<InternalId>,
    /// Discounts on shipping.
    pub shipping_discount: Option<InternalId>,
    /// Gift wrap.
    pub gift_wrap: Option<InternalId>,
    /// The fee for paying on delivery.
    pub cash_on_delivery: Option<InternalId>,
    /// Discounts on products.
    pub discount: Option<InternalId>,
    /// Tax that the seller owes.
    pub tax: Option<InternalId>,
    /// Tax that Amazon collects and remits itself. Point it at a payable account: the settlement's withheld-tax rows
    /// clear it, so that it never becomes the seller's liability.
    pub facilitator_tax: Option<InternalId>,
    /// What the buyer gives the driver.
    pub tip: Option<InternalId>,
    /// Charges of Amazon's kind "other".
    pub other: Option<InternalId>,
}

/// Where the tax in tax-inclusive prices comes from.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
#[non_exhaustive]
pub enum VatMode {
    /// The amounts that Amazon reports; where it reports none, the price is posted as it is.
    #[default]
    AsReported,
    /// Where Amazon reports none, this rate: 0.19 is 19 %.
    FixedRate {
        /// The rate.
        rate: Decimal,
    },
}

/// Script ids of custom fields, where the account has them. Unset ones are not written.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct CustomFields {
    /// Body: Amazon's order id.
    pub order_id: Option<String>,
    /// Body: `MFN`, `SFP` or `FBA`.
    pub channel: Option<String>,
    /// Body: the marketplace's id.
    pub marketplace: Option<String>,
    /// Body: Amazon's programs, such as `PRIME AMAZON_BUSINESS`.
    pub programs: Option<String>,
    /// Body: the order that this one replaces.
    pub replaces: Option<String>,
    /// Body: the buyer's own number for the purchase.
    pub purchase_order: Option<String>,
    /// Line: Amazon's order-item id.
    pub order_item_id: Option<String>,
}

/// What is wrong with settings.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SettingsError {
    /// There are no stores.
    #[error("`stores` is empty: name at least one marketplace")]
    NoStores,
    /// Two stores have one marketplace.
    #[error("`stores` names {0} twice")]
    StoreTwice(MarketplaceId),
    /// The zone is not in the IANA database, or the marketplace has no zone of its own.
    #[error("store {marketplace}: `time_zone` {zone:?} is not an IANA zone such as Europe/Berlin")]
    TimeZone {
        /// The store.
        marketplace: MarketplaceId,
        /// What was given.
        zone: Option<String>,
    },
    /// The pool has nobody in it.
    #[error("store {0}: the customer pool is empty")]
    EmptyPool(MarketplaceId),
    /// A rate that is no rate.
    #[error("store {0}: `vat.fixed-rate` is a fraction such as 0.19")]
    VatRate(MarketplaceId),
}

impl AccountSettings {
    /// The defaults, for this seller from this instant on; add `stores`.
    pub fn new(seller_id: SellerId, go_live: DateTime<Utc>) -> Self {
        Self {
            seller_id,
            go_live,
            stores: Vec::new(),
            custom_fields: CustomFields::default(),
            overlap: default_overlap(),
            settle: default_settle(),
        }
    }

    /// Checks what can be checked without asking NetSuite.
    ///
    /// # Errors
    /// The first [`SettingsError`].
    pub fn check(&self) -> Result<(), SettingsError> {
        if self.stores.is_empty() {
            return Err(SettingsError::NoStores);
        }
        for (index, store) in self.stores.iter().enumerate() {
            let marketplace = &store.marketplace_id;
            if self.stores[..index].iter().any(|other| other.marketplace_id == *marketplace) {
                return Err(SettingsError::StoreTwice(marketplace.clone()));
            }
            store.zone()?;
            let modes =
                [store.merchant.as_ref().map(|m| &m.customer), store.fba.as_ref().map(|f| &f.customer)];
            let empty = |mode: &CustomerMode| matches!(mode, CustomerMode::Pool { customers } if customers.is_empty());
            if modes.into_iter().flatten().any(empty) {
                return Err(SettingsError::EmptyPool(marketplace.clone()));
            }
            if let VatMode::FixedRate { rate } = store.vat
                && (rate <= Decimal::ZERO || rate >= Decimal::ONE)
            {
                return Err(SettingsError::VatRate(marketplace.clone()));
            }
        }
        Ok(())
    }

    /// The store for a marketplace.
    pub fn store(&self, marketplace: &str) -> Option<&StoreSettings> {
        self.stores.iter().find(|store| store.marketplace_id.as_str() == marketplace)
    }
}

impl StoreSettings {
    /// A store that imports nothing yet; set `merchant` or `fba`.
    pub fn new(marketplace_id: MarketplaceId, currency: InternalId) -> Self {
        Self {
            marketplace_id,
            time_zone: None,
            currency,
            subsidiary: None,
            merchant: None,
            fba: None,
            charges: ChargeItems::default(),
            aliases: BTreeMap::new(),
            vat: VatMode::default(),
        }
    }

    /// The zone whose days the books use.
    pub(crate) fn zone(&self) -> Result<chrono_tz::Tz, SettingsError> {
        let own = Marketplace::by_id(self.marketplace_id.as_str()).map(|marketplace| marketplace.time_zone);
        let zone = self.time_zone.as_deref().or(own);
        zone.and_then(|zone| zone.parse().ok()).ok_or_else(|| SettingsError::TimeZone {
            marketplace: self.marketplace_id.clone(),
            zone: zone.map(str::to_owned),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings() -> AccountSettings {
        let mut settings = AccountSettings::new(SellerId::new("A1").unwrap(), DateTime::UNIX_EPOCH);
        settings.stores.push(StoreSettings::new(Marketplace::DE.into(), InternalId::new("4").unwrap()));
        settings
    }

    #[test]
    fn what_is_wrong_is_named() {
        let mut none = settings();
        none.stores.clear();
        assert_eq!(none.check(), Err(SettingsError::NoStores));
        let mut twice = settings();
        twice.stores.push(twice.stores[0].clone());
        assert!(matches!(twice.check(), Err(SettingsError::StoreTwice(_))));
        let mut zone = settings();
        zone.stores[0].time_zone = Some("Berlin".to_owned());
        assert!(zone.check().unwrap_err().to_string().contains("\"Berlin\""));
        let mut pool = settings();
        pool.stores[0].merchant = Some(MerchantSettings::new(CustomerMode::Pool { customers: Vec::new() }));
        assert!(matches!(pool.check(), Err(SettingsError::EmptyPool(_))));
        assert_eq!(settings().check(), Ok(()));
    }

    #[test]
    fn spans_are_written_as_people_write_them() {
        let text = r#"{"seller_id":"A1","go_live":"2026-11-01T00:00:00Z","stores":[],"settle":"90s","overlap":"2h"}"#;
        let settings: AccountSettings = serde_json::from_str(text).unwrap();
        assert_eq!((settings.settle, settings.overlap), (TimeDelta::seconds(90), TimeDelta::hours(2)));
        let error = serde_json::from_str::<AccountSettings>(&text.replace("90s", "soon")).unwrap_err();
        assert!(error.to_string().contains("such as 90s, 15m or 2h"), "{error}");
    }

    #[test]
    fn an_unknown_key_is_an_error_that_names_it() {
        let text = r#"{"seller_id":"A1","go_live":"2026-11-01T00:00:00Z","stores":[],"golive":1}"#;
        let error = serde_json::from_str::<AccountSettings>(text).unwrap_err();
        assert!(error.to_string().contains("golive"), "{error}");
    }
}
