//! One store: a marketplace, as one seller sells in it.

use std::collections::BTreeMap;

use netsuite_client::InternalId;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use sp_api_client::{Marketplace, orders::MarketplaceId};

use super::{
    BillingSettings, ChargeItems, DiscountMode, FbaImport, FbaSettings, MerchantSettings,
    MultichannelSettings, ReturnSettings, SellerTax, SettingsError, ShipMethods, ShipmentSettings,
    ShippingMode, TaxEngine, TaxSettings, VatMode,
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
    /// How discounts are posted.
    #[serde(default)]
    pub discounts: DiscountMode,
    /// How the shipping that the buyer pays is posted.
    #[serde(default)]
    pub shipping: ShippingMode,
    /// Which shipping methods the orders that the seller ships get.
    #[serde(default)]
    pub ship_methods: ShipMethods,
    /// Seller SKUs whose item has another name in NetSuite. They come before the account's.
    #[serde(default)]
    pub aliases: BTreeMap<String, String>,
    /// Where the tax in tax-inclusive prices comes from.
    #[serde(default)]
    pub vat: VatMode,
    /// How tax is posted.
    #[serde(default)]
    pub tax: TaxSettings,
    /// What stands before Amazon's order id in the document number (`tranId`); may be empty. At most 20 characters.
    /// The account must allow document numbers of one's own. Default: NetSuite numbers.
    #[serde(default)]
    pub order_number_prefix: Option<String>,
    /// The record or list value that stands for this store, written to [`CustomFields::account`]. Default: none.
    ///
    /// [`CustomFields::account`]: super::CustomFields::account
    #[serde(default)]
    pub account_record: Option<InternalId>,
    /// The record or list value that stands for Amazon as a sales channel, written to
    /// [`CustomFields::sales_channel`](super::CustomFields::sales_channel). Default: none.
    #[serde(default)]
    pub channel_record: Option<InternalId>,
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
            discounts: DiscountMode::default(),
            shipping: ShippingMode::default(),
            ship_methods: ShipMethods::default(),
            aliases: BTreeMap::new(),
            vat: VatMode::default(),
            tax: TaxSettings::default(),
            order_number_prefix: None,
            account_record: None,
            channel_record: None,
            billing: None,
            shipments: None,
            returns: None,
            multichannel: None,
        }
    }

    /// What can be checked of one store by itself.
    pub(super) fn check(&self) -> Result<(), SettingsError> {
        self.zone()?;
        let refuse = |error: fn(MarketplaceId) -> SettingsError| Err(error(self.marketplace_id.clone()));
        if let VatMode::FixedRate { rate } | VatMode::FixedRateAlways { rate } = self.vat
            && (rate <= Decimal::ZERO || rate >= Decimal::ONE)
        {
            return refuse(SettingsError::VatRate);
        }
        let discounted = self.charges.shipping_discount.is_some() && self.charges.shipping.is_none();
        if discounted && self.shipping == ShippingMode::Line {
            return refuse(SettingsError::ShippingDiscount);
        }
        if let SellerTax::Codes(codes) = &self.tax.seller {
            if self.shipping == ShippingMode::Native {
                return refuse(SettingsError::TaxOfShipping);
            }
            let mut all = codes.by_country.values().chain([&codes.default]);
            if self.tax.engine == TaxEngine::SuiteTax && all.any(|code| code.tax_type.is_none()) {
                return refuse(SettingsError::TaxType);
            }
        }
        if self.tax.engine == TaxEngine::SuiteTax && self.tax.untaxed_code.is_some() {
            return refuse(SettingsError::UntaxedCode);
        }
        let no_account =
            |fba: &FbaSettings| fba.import_as == FbaImport::CashSale && fba.cash_account.is_none();
        if self.fba.as_ref().is_some_and(no_account) {
            return refuse(SettingsError::CashAccount);
        }
        let malformed = |prefix: &String| prefix.chars().count() > 20 || prefix.chars().any(char::is_control);
        if self.order_number_prefix.as_ref().is_some_and(malformed) {
            return refuse(SettingsError::OrderNumberPrefix);
        }
        let methods = &self.ship_methods;
        if methods.required == Some(true) && methods.by_level.is_empty() && methods.default.is_none() {
            return refuse(SettingsError::ShipMethods);
        }
        Ok(())
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
