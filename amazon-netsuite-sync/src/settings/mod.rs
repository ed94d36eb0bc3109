//! What the host decides: which stores, which records of NetSuite stand for what.
//!
//! Plain serde structs with documented defaults. Unknown keys are errors. Nothing is read from the environment.

mod billing;
mod customers;
mod fields;
mod items;
mod multichannel;
mod orders;
mod privacy;
mod returns;
mod shipments;
mod source;
mod store;
mod tax;

use chrono::{DateTime, TimeDelta, Utc};
use netsuite_client::suiteql::Identifier;
use serde::{Deserialize, Serialize};
pub use sp_api_client::ids::SellerId;
use sp_api_client::orders::MarketplaceId;

use crate::rules::{RuleErrors, Rules};

pub use self::{
    billing::{BillAs, BillDate, BillWhen, BillingSettings},
    customers::{CustomerMatch, CustomerMode},
    fields::CustomFields,
    items::ItemSettings,
    multichannel::MultichannelSettings,
    orders::{
        BeginAs, BillTo, ChargeItems, DiscountMode, FbaDate, FbaImport, FbaSettings, MerchantSettings,
        Segments, ShipMethods, ShippingMode, TotalSettings,
    },
    privacy::PrivacySettings,
    returns::ReturnSettings,
    shipments::{ShipmentCarrier, ShipmentFields, ShipmentSettings, WithoutTracking},
    source::{SearchBy, SourceSettings},
    store::StoreSettings,
    tax::{FacilitatorTax, SellerTax, TaxCode, TaxCodes, TaxEngine, TaxSettings, VatMode},
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
    /// How the items of orders are found.
    #[serde(default)]
    pub items: ItemSettings,
    /// How far a record may come to something else than Amazon's order.
    #[serde(default)]
    pub totals: TotalSettings,
    /// How far each search reaches back behind the last one, for changes that appear late. Costs reads, no
    /// duplicates. Default 10 minutes.
    #[serde(default = "default_overlap", with = "span")]
    pub overlap: TimeDelta,
    /// How long NetSuite may go on with a request that nobody waits for any more; a create whose outcome is unknown
    /// is not sent again before that. Default 20 minutes: NetSuite's own limit of 15, and 5 for clocks that disagree.
    #[serde(default = "default_settle", with = "span")]
    pub settle: TimeDelta,
    /// How orders are found at Amazon.
    #[serde(default)]
    pub source: SourceSettings,
    /// How long buyers' data are kept.
    #[serde(default)]
    pub privacy: PrivacySettings,
    /// What is mapped otherwise than it would be by itself. Default: nothing.
    #[serde(default)]
    pub rules: Rules,
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
    #[error("store {0}: the rate of `vat` is a fraction such as 0.19")]
    VatRate(MarketplaceId),
    /// A discount on shipping has nothing to stand beside.
    #[error(
        "store {0}: `charges.shipping_discount` needs `charges.shipping`: whoever discounts shipping charges it"
    )]
    ShippingDiscount(MarketplaceId),
    /// The tax of NetSuite's own shipping cost cannot be written over REST.
    #[error(
        "store {0}: with `tax.seller.codes`, shipping has to be a line (`shipping: line`): the tax of NetSuite's own \
         shipping cost cannot be set"
    )]
    TaxOfShipping(MarketplaceId),
    /// SuiteTax wants a type with each code.
    #[error("store {0}: on SuiteTax, each of `tax.seller.codes` needs a `tax_type`")]
    TaxType(MarketplaceId),
    /// On SuiteTax, lines have no codes.
    #[error("store {0}: `tax.untaxed_code` is for accounts on legacy tax: on SuiteTax, lines have no code")]
    UntaxedCode(MarketplaceId),
    /// Cash sales without an account for the money.
    #[error("store {0}: `fba.import_as: cash-sale` needs `fba.cash_account`")]
    CashAccount(MarketplaceId),
    /// A document number that NetSuite would refuse.
    #[error("store {0}: `order_number_prefix` has at most 20 characters, and no control characters")]
    OrderNumberPrefix(MarketplaceId),
    /// Every order would be parked.
    #[error("store {0}: `ship_methods.required` without any method would park every order")]
    ShipMethods(MarketplaceId),
    /// A field that is looked into by queries.
    #[error("`{setting}`: {name:?} is not the id of a field, such as {example}")]
    Field {
        /// The setting.
        setting: &'static str,
        /// What was given.
        name: String,
        /// What it could be.
        example: &'static str,
    },
    /// Mapping rules, all that are wrong.
    #[error("`rules`:\n{0}")]
    Rules(RuleErrors),
}

impl AccountSettings {
    /// The defaults, for this seller from this instant on; add `stores`.
    pub fn new(seller_id: SellerId, go_live: DateTime<Utc>) -> Self {
        Self {
            seller_id,
            go_live,
            stores: Vec::new(),
            custom_fields: CustomFields::default(),
            items: ItemSettings::default(),
            totals: TotalSettings::default(),
            overlap: default_overlap(),
            settle: default_settle(),
            source: SourceSettings::default(),
            privacy: PrivacySettings::default(),
            rules: Rules::default(),
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
        let order_id = self.custom_fields.order_id.as_ref();
        field("custom_fields.order_id", order_id, "custbody_amz_order_id")?;
        field("items.field", self.items.field.as_ref(), "upccode")?;
        for (index, store) in self.stores.iter().enumerate() {
            let marketplace = &store.marketplace_id;
            if self.stores[..index].iter().any(|other| other.marketplace_id == *marketplace) {
                return Err(SettingsError::StoreTwice(marketplace.clone()));
            }
            store.check()?;
            let modes =
                [store.merchant.as_ref().map(|m| &m.customer), store.fba.as_ref().map(|f| &f.customer)];
            let empty = |mode: &CustomerMode| matches!(mode, CustomerMode::Pool { customers } if customers.is_empty());
            if modes.into_iter().flatten().any(empty) {
                return Err(SettingsError::EmptyPool(marketplace.clone()));
            }
        }
        self.rules.check().map_err(SettingsError::Rules)
    }

    /// The store for a marketplace.
    pub fn store(&self, marketplace: &str) -> Option<&StoreSettings> {
        self.stores.iter().find(|store| store.marketplace_id.as_str() == marketplace)
    }
}

/// Names that become part of a query.
fn field(setting: &'static str, name: Option<&String>, example: &'static str) -> Result<(), SettingsError> {
    match name {
        Some(name) if Identifier::new(name).is_err() => {
            Err(SettingsError::Field { setting, name: name.clone(), example })
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use netsuite_client::InternalId;
    use sp_api_client::Marketplace;

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
