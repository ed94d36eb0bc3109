//! One store: a marketplace, as one seller sells in it.

use std::collections::BTreeMap;

use netsuite_client::InternalId;
use serde::{Deserialize, Serialize};
use sp_api_client::{Marketplace, orders::MarketplaceId};

use super::{
    BillingSettings, ChargeItems, FbaSettings, MerchantSettings, MultichannelSettings, ReturnSettings,
    SettingsError, ShipmentSettings, VatMode,
};

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
    /// Sales orders are billed. `None`: they are left alone.
    #[serde(default)]
    pub billing: Option<BillingSettings>,
    /// Shipments are confirmed to Amazon. `None`: they are not.
    #[serde(default)]
    pub shipments: Option<ShipmentSettings>,
    /// FBA returns become return authorisations and receipts. `None`: they are ignored.
    #[serde(default)]
    pub returns: Option<ReturnSettings>,
    /// Orders of other channels are sent out of Amazon's warehouses. `None`: they are not.
    #[serde(default)]
    pub multichannel: Option<MultichannelSettings>,
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
            billing: None,
            shipments: None,
            returns: None,
            multichannel: None,
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
