//! Changes of single attributes, and the values of the two that change daily: stock and price.

use chrono::{DateTime, NaiveDate, Utc};
use commerce_client_core::{money::Currency, open_enum, wire};
use rust_decimal::Decimal;
use serde_json::{Map, Value, json};

use super::{PatchOp, PatchOperation};
use crate::ids::MarketplaceId;

/// One instance of an attribute, such as `{"value": "Kettle", "language_tag": "en_US", "marketplace_id": "…"}`.
///
/// Some of its fields are selectors, which tell the instances of an attribute apart: the marketplace, the language, the
/// currency, the channel. The product type's schema names them.
pub type AttributeInstance = Map<String, Value>;

impl PatchOperation {
    /// Puts instances into an attribute, in place of those with the same selectors.
    pub fn add(attribute: &str, instances: impl IntoIterator<Item = impl Into<AttributeInstance>>) -> Self {
        Self::on(attribute, PatchOp::Add, instances)
    }

    /// Replaces instances of an attribute. Of an instance nothing is left but what the new one names.
    pub fn replace(
        attribute: &str,
        instances: impl IntoIterator<Item = impl Into<AttributeInstance>>,
    ) -> Self {
        Self::on(attribute, PatchOp::Replace, instances)
    }

    /// Changes the named fields of instances and leaves the others. It cannot take a field away.
    pub fn merge(attribute: &str, instances: impl IntoIterator<Item = impl Into<AttributeInstance>>) -> Self {
        Self::on(attribute, PatchOp::Merge, instances)
    }

    /// Takes instances out of an attribute: those that have these selectors. Most attributes want the marketplace
    /// among them.
    pub fn delete(
        attribute: &str,
        selectors: impl IntoIterator<Item = impl Into<AttributeInstance>>,
    ) -> Self {
        Self::on(attribute, PatchOp::Delete, selectors)
    }

    fn on(
        attribute: &str,
        op: PatchOp,
        instances: impl IntoIterator<Item = impl Into<AttributeInstance>>,
    ) -> Self {
        Self {
            op,
            path: format!("/attributes/{attribute}"),
            value: instances.into_iter().map(Into::into).collect(),
        }
    }
}

/// The merchant-fulfilled stock of a SKU: an instance of `fulfillment_availability`.
///
/// It always speaks of the channel `DEFAULT`. Amazon counts the stock in its own warehouses, and a quantity for a SKU
/// that Amazon fulfils takes the listing away from there: before writing, look at
/// [`FulfillmentAvailability::fulfillment_channel_code`](super::FulfillmentAvailability::fulfillment_channel_code).
///
/// ```
/// use sp_api_client::listings::MerchantStock;
///
/// let patch = MerchantStock::new(7).lead_time_days(2).patch();
/// assert_eq!(
///     serde_json::to_value(&patch)?,
///     serde_json::json!({
///         "op": "merge",
///         "path": "/attributes/fulfillment_availability",
///         "value": [{
///             "fulfillment_channel_code": "DEFAULT",
///             "quantity": 7,
///             "lead_time_to_ship_max_days": 2,
///         }],
///     }),
/// );
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MerchantStock {
    quantity: u32,
    lead_time_days: Option<u32>,
    restock_date: Option<NaiveDate>,
}

impl MerchantStock {
    /// The attribute.
    pub const ATTRIBUTE: &'static str = "fulfillment_availability";

    /// The code of the merchant-fulfilled channel.
    pub const CHANNEL: &'static str = "DEFAULT";

    /// So many units can be sold: the count itself, not a change of it. Units in open Amazon orders are gone from it
    /// already.
    pub fn new(quantity: u32) -> Self {
        Self { quantity, lead_time_days: None, restock_date: None }
    }

    /// The days from the order until the carrier has the package, at most. Without it a merge leaves the old lead time,
    /// a replacement falls back to the account's.
    pub fn lead_time_days(self, days: u32) -> Self {
        Self { lead_time_days: Some(days), ..self }
    }

    /// When more will be there.
    pub fn restock_date(self, date: NaiveDate) -> Self {
        Self { restock_date: Some(date), ..self }
    }

    /// The patch that sets this stock and leaves the rest of the instance.
    pub fn patch(self) -> PatchOperation {
        PatchOperation::merge(Self::ATTRIBUTE, [self])
    }

    /// The patch that takes the merchant-fulfilled channel off a SKU. Needed when Amazon is to fulfil it from now on:
    /// naming an FBA channel leaves this one where it is.
    pub fn removal() -> PatchOperation {
        let selector = ("fulfillment_channel_code".to_owned(), Self::CHANNEL.into());
        PatchOperation::delete(Self::ATTRIBUTE, [AttributeInstance::from_iter([selector])])
    }
}

impl From<MerchantStock> for AttributeInstance {
    fn from(stock: MerchantStock) -> Self {
        let mut instance = Self::new();
        instance.insert("fulfillment_channel_code".into(), MerchantStock::CHANNEL.into());
        instance.insert("quantity".into(), stock.quantity.into());
        if let Some(days) = stock.lead_time_days {
            instance.insert("lead_time_to_ship_max_days".into(), days.into());
        }
        if let Some(date) = stock.restock_date {
            instance.insert("restock_date".into(), date.to_string().into());
        }
        instance
    }
}

open_enum! {
    /// A group of buyers to whom an offer is made.
    pub enum OfferAudience {
        /// Everybody.
        All = "ALL",
        /// Amazon Business customers.
        B2b = "B2B",
        /// The low-price shop (Haul, Bazaar).
        Bzr = "BZR",
    }
}

/// The price of a SKU for one audience in one marketplace: an instance of `purchasable_offer`.
///
/// Prices are of one unit, with the taxes that the marketplace shows with its prices, and leave as JSON numbers of
/// exactly the digits given here.
///
/// ```
/// use commerce_client_core::money::Currency;
/// use sp_api_client::{ids::MarketplaceId, listings::PurchasableOffer};
///
/// let germany = MarketplaceId::new("A1PA6795UKMFR9")?;
/// let offer = PurchasableOffer::new(germany, Currency::EUR).our_price("19.99".parse()?);
/// assert_eq!(
///     serde_json::to_value(offer.patch()?)?,
///     serde_json::json!({
///         "op": "merge",
///         "path": "/attributes/purchasable_offer",
///         "value": [{
///             "marketplace_id": "A1PA6795UKMFR9",
///             "currency": "EUR",
///             "audience": "ALL",
///             "our_price": [{"schedule": [{"value_with_tax": 19.99}]}],
///         }],
///     }),
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PurchasableOffer {
    marketplace_id: MarketplaceId,
    currency: Currency,
    audience: OfferAudience,
    our_price: Option<Decimal>,
    sale: Option<Sale>,
    minimum_price: Option<Decimal>,
    maximum_price: Option<Decimal>,
    quantity_prices: Vec<(u32, Decimal)>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Sale {
    price: Decimal,
    from: DateTime<Utc>,
    until: DateTime<Utc>,
}

/// Why something cannot be offered so.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum OfferError {
    /// There is nothing to set; Amazon refuses an instance without a price.
    #[error("the offer holds no price")]
    NoPrice,
    /// The amount is not above zero, has more decimal places than the currency, or more digits than a JSON number
    /// carries exactly.
    #[error("{amount} {currency} is not a price")]
    NotAPrice {
        /// The amount.
        amount: Decimal,
        /// The currency.
        currency: Currency,
    },
    /// The sale would be over before it begins.
    #[error("the sale ends at {until}, which is not after {from}")]
    NoSale {
        /// When it would begin.
        from: DateTime<Utc>,
        /// When it would end.
        until: DateTime<Utc>,
    },
}

impl PurchasableOffer {
    /// The attribute.
    pub const ATTRIBUTE: &'static str = "purchasable_offer";

    /// An offer to everybody, with no price so far. The currency is the marketplace's.
    pub fn new(marketplace_id: MarketplaceId, currency: Currency) -> Self {
        Self {
            marketplace_id,
            currency,
            audience: OfferAudience::All,
            our_price: None,
            sale: None,
            minimum_price: None,
            maximum_price: None,
            quantity_prices: Vec::new(),
        }
    }

    /// To whom it is made.
    pub fn audience(self, audience: OfferAudience) -> Self {
        Self { audience, ..self }
    }

    /// The price outside of sales.
    pub fn our_price(self, price: Decimal) -> Self {
        Self { our_price: Some(price), ..self }
    }

    /// The price during a sale. To end a running sale, send it again with an end that is past: a merge cannot take it
    /// away.
    pub fn sale(self, price: Decimal, from: DateTime<Utc>, until: DateTime<Utc>) -> Self {
        Self { sale: Some(Sale { price, from, until }), ..self }
    }

    /// The price below which Amazon is to hide the offer, as a guard against mistakes.
    pub fn minimum_price(self, price: Decimal) -> Self {
        Self { minimum_price: Some(price), ..self }
    }

    /// The price above which Amazon is to hide the offer, as a guard against mistakes.
    pub fn maximum_price(self, price: Decimal) -> Self {
        Self { maximum_price: Some(price), ..self }
    }

    /// The price of one unit for whoever buys this many or more; of an offer to Amazon Business customers. Call it
    /// once for each level: all levels are sent as one list.
    pub fn quantity_price(mut self, units: u32, price: Decimal) -> Self {
        self.quantity_prices.push((units, price));
        self
    }

    /// The fields that tell this offer from the SKU's others; what [`PatchOperation::delete`] wants.
    pub fn selectors(&self) -> AttributeInstance {
        let mut instance = AttributeInstance::new();
        instance.insert("marketplace_id".into(), self.marketplace_id.as_str().into());
        instance.insert("currency".into(), self.currency.as_str().into());
        instance.insert("audience".into(), self.audience.as_str().into());
        instance
    }

    /// The instance, for a patch or for the attributes of a whole listing.
    ///
    /// # Errors
    /// [`OfferError`] when there is no price, a price that is none, or a sale that ends before it begins.
    pub fn instance(&self) -> Result<AttributeInstance, OfferError> {
        let mut instance = self.selectors();
        let selectors = instance.len();
        for (field, price) in [
            ("our_price", self.our_price),
            ("minimum_seller_allowed_price", self.minimum_price),
            ("maximum_seller_allowed_price", self.maximum_price),
        ] {
            if let Some(price) = price {
                instance.insert(field.into(), scheduled(json!({ "value_with_tax": self.number(price)? })));
            }
        }
        if let Some(Sale { price, from, until }) = self.sale {
            if until <= from {
                return Err(OfferError::NoSale { from, until });
            }
            let sale = json!({
                "value_with_tax": self.number(price)?,
                "start_at": wire::instant::format(from),
                "end_at": wire::instant::format(until),
            });
            instance.insert("discounted_price".into(), scheduled(sale));
        }
        if !self.quantity_prices.is_empty() {
            let level = |&(units, price): &(u32, Decimal)| {
                self.number(price).map(|price| json!({ "lower_bound": units, "value": price }))
            };
            let levels = self.quantity_prices.iter().map(level).collect::<Result<Vec<_>, _>>()?;
            let plan = json!({ "discount_type": "fixed", "levels": levels });
            instance.insert("quantity_discount_plan".into(), scheduled(plan));
        }
        if instance.len() == selectors { Err(OfferError::NoPrice) } else { Ok(instance) }
    }

    /// The patch that sets these prices and leaves the offer's others.
    ///
    /// # Errors
    /// As [`instance`](Self::instance).
    pub fn patch(&self) -> Result<PatchOperation, OfferError> {
        Ok(PatchOperation::merge(Self::ATTRIBUTE, [self.instance()?]))
    }

    fn number(&self, price: Decimal) -> Result<Value, OfferError> {
        let places = price.normalize().scale();
        match wire::to_number(price) {
            Ok(number) if price > Decimal::ZERO && places <= self.currency.minor_digits() => {
                Ok(number.into())
            }
            _ => Err(OfferError::NotAPrice { amount: price, currency: self.currency }),
        }
    }
}

/// Amazon wants every price wrapped as a schedule, even one that always holds.
fn scheduled(entry: Value) -> Value {
    json!([{ "schedule": [entry] }])
}

#[cfg(test)]
mod tests {
    use chrono::TimeZone as _;
    use proptest::prelude::*;

    use super::*;

    fn germany() -> PurchasableOffer {
        PurchasableOffer::new(MarketplaceId::new("A1PA6795UKMFR9").unwrap(), Currency::EUR)
    }

    fn price(text: &str) -> Decimal {
        text.parse().unwrap()
    }

    fn day(day: u32) -> DateTime<Utc> {
        Utc.with_ymd_and_hms(2026, 11, day, 0, 0, 0).unwrap()
    }

    fn written(patch: &PatchOperation) -> Value {
        serde_json::to_value(patch).unwrap()
    }

    #[test]
    fn a_stock_without_a_lead_time_does_not_touch_the_old_one() {
        assert_eq!(
            written(&MerchantStock::new(0).patch()),
            json!({
                "op": "merge",
                "path": "/attributes/fulfillment_availability",
                "value": [{"fulfillment_channel_code": "DEFAULT", "quantity": 0}],
            })
        );
    }

    #[test]
    fn a_stock_says_when_more_arrives() {
        let date = NaiveDate::from_ymd_opt(2026, 12, 1).unwrap();
        let stock = AttributeInstance::from(MerchantStock::new(3).restock_date(date).lead_time_days(5));
        assert_eq!(
            Value::from(stock),
            json!({
                "fulfillment_channel_code": "DEFAULT",
                "quantity": 3,
                "lead_time_to_ship_max_days": 5,
                "restock_date": "2026-12-01",
            })
        );
    }

    #[test]
    fn a_sku_that_moves_to_amazons_warehouses_loses_its_merchant_channel() {
        assert_eq!(
            written(&MerchantStock::removal()),
            json!({
                "op": "delete",
                "path": "/attributes/fulfillment_availability",
                "value": [{"fulfillment_channel_code": "DEFAULT"}],
            })
        );
    }

    #[test]
    fn any_attribute_can_be_added_and_replaced() {
        let name = json!({"value": "Kettle", "language_tag": "en_GB"});
        let instance = name.as_object().unwrap().clone();
        let add = PatchOperation::add("item_name", [instance.clone()]);
        assert_eq!(written(&add), json!({"op": "add", "path": "/attributes/item_name", "value": [name]}));
        let replace = PatchOperation::replace("item_name", [instance]);
        assert_eq!(
            written(&replace),
            json!({"op": "replace", "path": "/attributes/item_name", "value": [name]})
        );
    }

    #[test]
    fn an_offer_with_everything_has_each_price_in_its_own_schedule() {
        let offer = germany()
            .audience(OfferAudience::B2b)
            .our_price(price("20"))
            .sale(price("17.90"), day(27), day(30))
            .minimum_price(price("15.50"))
            .maximum_price(price("40"))
            .quantity_price(5, price("19"))
            .quantity_price(10, price("18.05"));
        assert_eq!(
            Value::from(offer.instance().unwrap()),
            json!({
                "marketplace_id": "A1PA6795UKMFR9",
                "currency": "EUR",
                "audience": "B2B",
                "our_price": [{"schedule": [{"value_with_tax": 20}]}],
                "discounted_price": [{"schedule": [{
                    "value_with_tax": 17.9,
                    "start_at": "2026-11-27T00:00:00Z",
                    "end_at": "2026-11-30T00:00:00Z",
                }]}],
                "minimum_seller_allowed_price": [{"schedule": [{"value_with_tax": 15.5}]}],
                "maximum_seller_allowed_price": [{"schedule": [{"value_with_tax": 40}]}],
                "quantity_discount_plan": [{"schedule": [{
                    "discount_type": "fixed",
                    "levels": [{"lower_bound": 5, "value": 19}, {"lower_bound": 10, "value": 18.05}],
                }]}],
            })
        );
    }

    #[test]
    fn what_is_deleted_is_named_by_its_selectors() {
        let patch = PatchOperation::delete(PurchasableOffer::ATTRIBUTE, [germany().selectors()]);
        assert_eq!(
            written(&patch),
            json!({
                "op": "delete",
                "path": "/attributes/purchasable_offer",
                "value": [{"marketplace_id": "A1PA6795UKMFR9", "currency": "EUR", "audience": "ALL"}],
            })
        );
    }

    #[test]
    fn an_offer_without_a_price_is_not_sent() {
        assert_eq!(germany().patch(), Err(OfferError::NoPrice));
    }

    #[test]
    fn nothing_free_negative_or_finer_than_a_cent_is_a_price() {
        for amount in ["0", "-1", "19.999", "12345678901234567.89"] {
            let refused = OfferError::NotAPrice { amount: price(amount), currency: Currency::EUR };
            assert_eq!(germany().our_price(price(amount)).instance(), Err(refused.clone()), "{amount}");
            assert_eq!(germany().quantity_price(2, price(amount)).instance(), Err(refused), "{amount}");
        }
        let japan = PurchasableOffer::new(MarketplaceId::new("A1VC38T7YXB528").unwrap(), Currency::JPY);
        assert!(japan.clone().our_price(price("1980.5")).instance().is_err());
        assert!(japan.our_price(price("1980.00")).instance().is_ok());
    }

    #[test]
    fn a_sale_ends_after_it_begins() {
        let sale = germany().sale(price("9.99"), day(2), day(2));
        assert_eq!(sale.instance(), Err(OfferError::NoSale { from: day(2), until: day(2) }));
    }

    proptest! {
        #[test]
        fn a_price_reaches_amazon_with_its_digits_and_no_others(cents in 1_i64..10_000_000_000) {
            let amount = Decimal::new(cents, 2);
            let patch = germany().our_price(amount).patch().unwrap();
            let text = serde_json::to_string(&patch).unwrap();
            let (_, tail) = text.split_once("\"value_with_tax\":").unwrap();
            let (digits, _) = tail.split_once('}').unwrap();
            prop_assert_eq!(digits.parse::<Decimal>().unwrap(), amount);
            prop_assert!(digits.len() <= amount.to_string().len(), "{}", digits);
        }
    }
}
