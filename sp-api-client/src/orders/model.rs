//! The records of Amazon's Orders API, version 2026-01-01.
//!
//! A record holds what Amazon sent and nothing else. Most parts of an order are sent only when they are asked for by
//! [`IncludedData`], so absence says "not asked, not allowed or not there", never "zero". What this version does not
//! know is tolerated: an unknown field is ignored, an unknown value of an enum is kept as text.
//!
//! * Instants are UTC to the second or finer.
//! * Amounts are decimal, in major units, with the digits that Amazon sent: `1599.90` stays `1599.90`.
//! * Names, addresses and whatever else tells who somebody is do not show in `Debug`, only whether they are there.
//! * An empty text where an id, an amount or a value of an enum belongs reads as absence if the field may be absent.
//!   Free text, such as an address line, stays as it came, empty ones too.
//!
//! # Source
//! <https://developer-docs.amazon.com/sp-api/reference/searchorders> (model `orders_2026-01-01`)

use std::{borrow::Cow, fmt};

use chrono::{DateTime, NaiveDate, Utc};
use commerce_client_core::{decode::Lenient, id, money::Money, open_enum, wire};
use rust_decimal::Decimal;
use serde::{
    Deserialize, Deserializer, Serialize,
    de::{DeserializeOwned, IntoDeserializer as _},
};

id! {
    /// Amazon's number of an order, such as `113-1234567-7654321`: groups of 3, 7 and 7 digits.
    pub struct OrderId;
}
id! {
    /// Amazon's number of one item of one order: digits as text, such as `25012345678901`.
    pub struct OrderItemId;
}
id! {
    /// Amazon's code of a marketplace, such as `ATVPDKIKX0DER` (amazon.com): upper-case letters and digits.
    pub struct MarketplaceId;
}
id! {
    /// The selling partner's own name of an offer (stock keeping unit), as typed in Seller Central; case matters.
    pub struct SellerSku;
}
id! {
    /// Amazon's number of a catalog item: ten letters and digits, such as `B08N5WRWNW`.
    pub struct Asin;
}
id! {
    /// Names a package within its order; two orders may use the same one.
    pub struct PackageReferenceId;
}
id! {
    /// Names a promotion. Amazon's and the selling partner's promotions look alike.
    pub struct PromotionId;
}

open_enum! {
    /// A part of an order that is sent only when it is asked for.
    ///
    /// Amazon leaves out what the application's roles do not allow, or refuses the request.
    pub enum IncludedData {
        /// [`Order::buyer`].
        Buyer = "BUYER",
        /// [`Order::recipient`].
        Recipient = "RECIPIENT",
        /// [`Order::proceeds`] and [`OrderItem::proceeds`].
        Proceeds = "PROCEEDS",
        /// [`OrderItem::expense`].
        Expense = "EXPENSE",
        /// [`OrderItem::promotion`].
        Promotion = "PROMOTION",
        /// [`OrderItem::cancellation`].
        Cancellation = "CANCELLATION",
        /// [`Order::fulfillment`], hence the status, and [`OrderItem::fulfillment`].
        Fulfillment = "FULFILLMENT",
        /// [`Order::packages`].
        Packages = "PACKAGES",
        /// [`Order::tax`] and [`OrderItem::tax`].
        Tax = "TAX",
        /// [`Order::payment`].
        Payment = "PAYMENT",
        /// [`Order::fulfillment_orders`].
        FulfillmentOrders = "FULFILLMENT_ORDERS",
    }
}

open_enum! {
    /// How far an order has come.
    pub enum FulfillmentStatus {
        /// A pre-order whose item is not released; nothing is authorised yet.
        PendingAvailability = "PENDING_AVAILABILITY",
        /// Placed, but the payment is still being checked: address and amounts may be missing or change.
        Pending = "PENDING",
        /// Ready to ship; nothing has left.
        Unshipped = "UNSHIPPED",
        /// Some units have left, others have not.
        PartiallyShipped = "PARTIALLY_SHIPPED",
        /// Every unit has left.
        Shipped = "SHIPPED",
        /// Called off for good. Spelt with a double L here, with one in the older API and in notifications.
        Cancelled = "CANCELLED",
        /// Amazon cannot ship it. Only orders that Amazon fulfils for other sales channels.
        Unfulfillable = "UNFULFILLABLE",
    }
}

open_enum! {
    /// Who ships.
    pub enum FulfilledBy {
        /// Amazon, from its own fulfilment centres (FBA).
        Amazon = "AMAZON",
        /// The selling partner (FBM).
        Merchant = "MERCHANT",
    }
}

open_enum! {
    /// Where the buyer ordered.
    pub enum ChannelName {
        /// On one of Amazon's marketplaces.
        Amazon = "AMAZON",
        /// Elsewhere; Amazon only ships (multi-channel fulfilment). Such orders have no prices.
        NonAmazon = "NON_AMAZON",
    }
}

open_enum! {
    /// A programme that an order takes part in; each changes what may be done with the order.
    pub enum Program {
        /// The low-price shop Bazaar.
        AmazonBazaar = "AMAZON_BAZAAR",
        /// The buyer is an Amazon Business customer.
        AmazonBusiness = "AMAZON_BUSINESS",
        /// Amazon's carrier collects from the selling partner.
        AmazonEasyShip = "AMAZON_EASY_SHIP",
        /// The low-price shop Haul.
        AmazonHaul = "AMAZON_HAUL",
        /// Amazon's carrier delivers what the selling partner packs.
        DeliveryByAmazon = "DELIVERY_BY_AMAZON",
        /// Amazon steers the shipment of a merchant-fulfilled order; it cannot be confirmed by hand.
        FbmShipPlus = "FBM_SHIP_PLUS",
        /// Amazon writes the invoice.
        InvoiceByAmazon = "INVOICE_BY_AMAZON",
        /// The buyer collects the goods in a shop.
        InStorePickUp = "IN_STORE_PICK_UP",
        /// The buyer was promised premium shipping.
        Premium = "PREMIUM",
        /// Ordered before the release date.
        Preorder = "PREORDER",
        /// Prime delivery; with [`FulfilledBy::Merchant`] it is Seller Fulfilled Prime.
        Prime = "PRIME",
    }
}

open_enum! {
    /// A programme that one item takes part in.
    pub enum ItemProgram {
        /// Every unit carries a code that proves it genuine; a shipment must name the codes.
        Transparency = "TRANSPARENCY",
        /// A delivery of a subscription.
        SubscribeAndSave = "SUBSCRIBE_AND_SAVE",
    }
}

open_enum! {
    /// What kind of other name an order has.
    pub enum AliasType {
        /// The selling partner's own order number.
        SellerOrderId = "SELLER_ORDER_ID",
    }
}

open_enum! {
    /// How another order is related to this one.
    pub enum AssociationType {
        /// The other one is the original that this one replaces free of charge.
        ReplacementOriginalId = "REPLACEMENT_ORIGINAL_ID",
        /// The other one is the original whose goods are exchanged by this one.
        ExchangeOriginalId = "EXCHANGE_ORIGINAL_ID",
    }
}

open_enum! {
    /// How another order's item is related to this one.
    pub enum AssociatedItemType {
        /// A service that was bought for it, such as the fitting of tyres.
        ValueAddService = "VALUE_ADD_SERVICE",
    }
}

open_enum! {
    /// What an amount of a whole order is for.
    pub enum ProceedsType {
        /// The goods.
        Item = "ITEM",
        /// Delivery.
        Shipping = "SHIPPING",
        /// Gift wrapping.
        GiftWrap = "GIFT_WRAP",
        /// Cash on delivery.
        CodFee = "COD_FEE",
        /// Tax.
        Tax = "TAX",
        /// Price reductions.
        Discount = "DISCOUNT",
        /// A tip for the driver: only whole orders have it, and it is charged after delivery.
        DeliveryTip = "DELIVERY_TIP",
        /// What has no type of its own; Amazon's value is `OTHER`.
        OtherProceeds = "OTHER",
    }
}

open_enum! {
    /// What an amount of an item is for. As [`ProceedsType`], without the tip.
    pub enum ItemProceedsType {
        /// The goods.
        Item = "ITEM",
        /// Delivery.
        Shipping = "SHIPPING",
        /// Gift wrapping.
        GiftWrap = "GIFT_WRAP",
        /// Cash on delivery.
        CodFee = "COD_FEE",
        /// What has no type of its own; Amazon's value is `OTHER`.
        OtherProceeds = "OTHER",
        /// Tax.
        Tax = "TAX",
        /// Price reductions.
        Discount = "DISCOUNT",
    }
}

open_enum! {
    /// What a part of a tax or of a discount belongs to.
    pub enum ProceedsDetailType {
        /// The goods.
        Item = "ITEM",
        /// Delivery.
        Shipping = "SHIPPING",
        /// Gift wrapping.
        GiftWrap = "GIFT_WRAP",
        /// Cash on delivery.
        CodFee = "COD_FEE",
        /// What has no type of its own; Amazon's value is `OTHER`.
        OtherProceeds = "OTHER",
        /// The discount: within a tax, the tax that the discount takes away.
        Discount = "DISCOUNT",
    }
}

open_enum! {
    /// Whether an amount that is charged after checkout may still change.
    pub enum BreakdownStatus {
        /// It may.
        Pending = "PENDING",
        /// It is final.
        Finalized = "FINALIZED",
    }
}

open_enum! {
    /// The delivery speed that the buyer chose.
    pub enum ServiceLevel {
        /// Faster than standard.
        Expedited = "EXPEDITED",
        /// Slow and free.
        FreeEconomy = "FREE_ECONOMY",
        /// The next day.
        NextDay = "NEXT_DAY",
        /// Priority.
        Priority = "PRIORITY",
        /// The same day.
        SameDay = "SAME_DAY",
        /// The second day.
        SecondDay = "SECOND_DAY",
        /// At an agreed time.
        Scheduled = "SCHEDULED",
        /// Standard.
        Standard = "STANDARD",
    }
}

open_enum! {
    /// What kind of place an address is.
    pub enum AddressType {
        /// A home.
        Residential = "RESIDENTIAL",
        /// A business.
        Commercial = "COMMERCIAL",
        /// A locker or counter where the buyer collects the parcel.
        PickupPoint = "PICKUP_POINT",
    }
}

open_enum! {
    /// A day of the week, in the recipient's time zone.
    pub enum DayOfWeek {
        /// Sunday.
        Sunday = "SUN",
        /// Monday.
        Monday = "MON",
        /// Tuesday.
        Tuesday = "TUE",
        /// Wednesday.
        Wednesday = "WED",
        /// Thursday.
        Thursday = "THU",
        /// Friday.
        Friday = "FRI",
        /// Saturday.
        Saturday = "SAT",
    }
}

open_enum! {
    /// What is special about a day.
    pub enum ExceptionDateType {
        /// Nobody is there.
        Closed = "CLOSED",
        /// Somebody is there, at other hours than usual.
        Open = "OPEN",
    }
}

open_enum! {
    /// The condition of the goods, roughly.
    pub enum ConditionType {
        /// New.
        New = "NEW",
        /// Used.
        Used = "USED",
        /// Sold as a collector's piece.
        Collectible = "COLLECTIBLE",
        /// Put in order again after use.
        Refurbished = "REFURBISHED",
        /// Not released yet.
        Preorder = "PREORDER",
        /// Sold through a club.
        Club = "CLUB",
    }
}

open_enum! {
    /// The condition of the goods, finely.
    pub enum ConditionSubtype {
        /// New.
        New = "NEW",
        /// As good as new.
        Mint = "MINT",
        /// Very good.
        VeryGood = "VERY_GOOD",
        /// Good.
        Good = "GOOD",
        /// Acceptable.
        Acceptable = "ACCEPTABLE",
        /// Poor.
        Poor = "POOR",
        /// Sold through a club.
        Club = "CLUB",
        /// From the original manufacturer, without retail packaging.
        Oem = "OEM",
        /// With warranty.
        Warranty = "WARRANTY",
        /// Refurbished, with warranty.
        RefurbishedWarranty = "REFURBISHED_WARRANTY",
        /// Refurbished.
        Refurbished = "REFURBISHED",
        /// Opened, not used.
        OpenBox = "OPEN_BOX",
        /// Any.
        Any = "ANY",
        /// None of these; Amazon's value is `OTHER`.
        OtherCondition = "OTHER",
    }
}

open_enum! {
    /// What is special about a price.
    pub enum PriceDesignation {
        /// It is for Amazon Business customers only.
        BusinessPrice = "BUSINESS_PRICE",
    }
}

open_enum! {
    /// Who asked for a cancellation.
    pub enum CancellationRequester {
        /// The buyer.
        Buyer = "BUYER",
    }
}

open_enum! {
    /// Who cancelled.
    pub enum CancelledBy {
        /// The buyer.
        Buyer = "BUYER",
        /// The selling partner.
        Merchant = "MERCHANT",
        /// Amazon.
        Amazon = "AMAZON",
    }
}

open_enum! {
    /// What to do when the goods run out while the order is picked.
    pub enum SubstitutionType {
        /// Take what the buyer chose instead.
        CustomerPreference = "CUSTOMER_PREFERENCE",
        /// Take what Amazon suggests instead.
        AmazonRecommended = "AMAZON_RECOMMENDED",
        /// Send nothing instead.
        DoNotSubstitute = "DO_NOT_SUBSTITUTE",
    }
}

open_enum! {
    /// How binding a rule for the shipment is.
    pub enum ConstraintType {
        /// It must be kept.
        Mandatory = "MANDATORY",
    }
}

open_enum! {
    /// Whether a shipment must name serial numbers.
    pub enum SerialNumberRequirementType {
        /// It must.
        Required = "REQUIRED",
    }
}

open_enum! {
    /// A unit of measure.
    pub enum MeasurementUnit {
        /// Ounces of mass.
        Ounces = "OUNCES",
        /// Pounds of mass.
        Pounds = "POUNDS",
        /// Kilograms.
        Kilograms = "KILOGRAMS",
        /// Grams.
        Grams = "GRAMS",
        /// Milligrams.
        Milligrams = "MILLIGRAMS",
        /// Inches.
        Inches = "INCHES",
        /// Feet.
        Feet = "FEET",
        /// Metres.
        Meters = "METERS",
        /// Centimetres.
        Centimeters = "CENTIMETERS",
        /// Millimetres.
        Millimeters = "MILLIMETERS",
        /// Square metres.
        SquareMeters = "SQUARE_METERS",
        /// Square centimetres.
        SquareCentimeters = "SQUARE_CENTIMETERS",
        /// Square feet.
        SquareFeet = "SQUARE_FEET",
        /// Square inches.
        SquareInches = "SQUARE_INCHES",
        /// Gallons.
        Gallons = "GALLONS",
        /// Pints.
        Pints = "PINTS",
        /// Quarts.
        Quarts = "QUARTS",
        /// Fluid ounces.
        FluidOunces = "FLUID_OUNCES",
        /// Litres.
        Liters = "LITERS",
        /// Cubic metres.
        CubicMeters = "CUBIC_METERS",
        /// Cubic feet.
        CubicFeet = "CUBIC_FEET",
        /// Cubic inches.
        CubicInches = "CUBIC_INCHES",
        /// Cubic centimetres.
        CubicCentimeters = "CUBIC_CENTIMETERS",
        /// Pieces.
        Count = "COUNT",
    }
}

open_enum! {
    /// Where a package is, roughly.
    pub enum PackageStatusCode {
        /// Not handed over yet.
        Pending = "PENDING",
        /// On its way.
        InTransit = "IN_TRANSIT",
        /// Handed over.
        Shipped = "SHIPPED",
        /// Arrived.
        Delivered = "DELIVERED",
        /// Called off before it arrived.
        Cancelled = "CANCELLED",
        /// It could not be delivered.
        Undeliverable = "UNDELIVERABLE",
    }
}

open_enum! {
    /// Where a package is, finely.
    pub enum PackageDetailedStatus {
        /// No collection is arranged yet.
        PendingSchedule = "PENDING_SCHEDULE",
        /// Waits for the carrier to collect it.
        PendingPickUp = "PENDING_PICK_UP",
        /// Waits to be brought to the carrier.
        PendingDropOff = "PENDING_DROP_OFF",
        /// The selling partner called its label off.
        LabelCancelled = "LABEL_CANCELLED",
        /// The carrier collected it.
        PickedUp = "PICKED_UP",
        /// It was brought to the carrier.
        DroppedOff = "DROPPED_OFF",
        /// In the fulfilment centre where it starts.
        AtOriginFc = "AT_ORIGIN_FC",
        /// In the fulfilment centre next to the recipient.
        AtDestinationFc = "AT_DESTINATION_FC",
        /// Arrived.
        Delivered = "DELIVERED",
        /// The buyer would not take it.
        RejectedByBuyer = "REJECTED_BY_BUYER",
        /// The address is wrong or cannot be reached.
        Undeliverable = "UNDELIVERABLE",
        /// On its way back.
        ReturningToSeller = "RETURNING_TO_SELLER",
        /// Back.
        ReturnedToSeller = "RETURNED_TO_SELLER",
        /// Lost, or nobody knows where it is.
        Lost = "LOST",
        /// In the vehicle for the last stretch.
        OutForDelivery = "OUT_FOR_DELIVERY",
        /// Damaged on the way.
        Damaged = "DAMAGED",
    }
}

open_enum! {
    /// Whose tax registration it is.
    pub enum TaxEntityType {
        /// The buyer's.
        Buyer = "BUYER",
        /// The selling partner's.
        Merchant = "MERCHANT",
        /// The marketplace's.
        Marketplace = "MARKETPLACE",
    }
}

open_enum! {
    /// What kind of tax number it is.
    pub enum TaxRegistrationType {
        /// A business registration.
        Business = "BUSINESS",
        /// Value added tax.
        Vat = "VAT",
        /// A CST number. Amazon does not spell it out; India has a central sales tax.
        Cst = "CST",
        /// A person's number in Brazil.
        Cpf = "CPF",
        /// A company's number in Brazil.
        Cnpj = "CNPJ",
    }
}

open_enum! {
    /// What a further fact about a tax registration is about.
    pub enum TaxAttributeKey {
        /// The tax office in charge.
        TaxOffice = "TAX_OFFICE",
    }
}

open_enum! {
    /// Who pays the tax to the authorities, and by what rule.
    pub enum TaxCollectionModel {
        /// Amazon withholds it and pays it; it is no liability of the selling partner.
        MarketplaceFacilitator = "MARKETPLACE_FACILITATOR",
    }
}

open_enum! {
    /// A one-stop shop of the European Union under which the tax is reported.
    pub enum TaxReportingScheme {
        /// Union one-stop shop: the goods are in the EU when sold.
        Uoss = "UOSS",
        /// Import one-stop shop: the goods come from outside the EU.
        Ioss = "IOSS",
    }
}

open_enum! {
    /// Where the electronic invoice stands.
    pub enum InvoiceStatus {
        /// None is needed.
        NotRequired = "NOT_REQUIRED",
        /// One is needed and none is there.
        NotFound = "NOT_FOUND",
        /// It was uploaded and is being checked.
        Processing = "PROCESSING",
        /// It was uploaded and refused.
        Errored = "ERRORED",
        /// It was uploaded and accepted.
        Accepted = "ACCEPTED",
    }
}

open_enum! {
    /// To whom the buyer wants the invoice written.
    pub enum BuyerInvoicePreference {
        /// To a person.
        Individual = "INDIVIDUAL",
        /// To a business.
        Business = "BUSINESS",
    }
}

open_enum! {
    /// What the place of delivery can do.
    pub enum DeliveryCapability {
        /// It has a place to leave or collect parcels.
        HasAccessPoint = "HAS_ACCESS_POINT",
        /// It takes pallets.
        PalletEnabled = "PALLET_ENABLED",
        /// It does not take pallets.
        PalletDisabled = "PALLET_DISABLED",
    }
}

/// An amount as Amazon writes it: `{"amount": "12.34", "currencyCode": "USD"}`.
///
/// Reads the amount from text or from a JSON number, writes text with every digit that was read.
pub mod amazon_money {
    use std::borrow::Cow;

    use commerce_client_core::{money::Money, wire};
    use rust_decimal::Decimal;
    use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

    #[derive(Serialize)]
    #[serde(rename_all = "camelCase")]
    struct Written<'a> {
        #[serde(with = "wire::decimal_text")]
        amount: Decimal,
        currency_code: &'a str,
    }

    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    pub(super) struct Read<'a> {
        // Without `default` the key must be there; its value may be empty.
        #[serde(deserialize_with = "wire::optional_decimal_number::deserialize")]
        amount: Option<Decimal>,
        currency_code: Cow<'a, str>,
    }

    impl Read<'_> {
        /// Nothing if the amount is empty, whatever the currency.
        pub(super) fn money<E: de::Error>(self) -> Result<Option<Money>, E> {
            let Some(amount) = self.amount else { return Ok(None) };
            let currency =
                self.currency_code.parse().map_err(|_| E::custom("not a currency code of three letters"))?;
            Ok(Some(Money::new(amount, currency)))
        }
    }

    /// Writes the object.
    ///
    /// # Errors
    /// Only the serializer's own.
    pub fn serialize<S: Serializer>(value: &Money, serializer: S) -> Result<S::Ok, S::Error> {
        Written { amount: value.amount, currency_code: value.currency.as_str() }.serialize(serializer)
    }

    /// Reads the object.
    ///
    /// # Errors
    /// When the amount is missing, empty or no number, or the currency is no code of three upper-case letters.
    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Money, D::Error> {
        Read::deserialize(deserializer)?.money()?.ok_or_else(|| de::Error::custom("not an amount of money"))
    }
}

/// As [`amazon_money`], for a field that may be missing or null; an empty amount counts as missing.
pub mod optional_amazon_money {
    use commerce_client_core::money::Money;
    use serde::{Deserialize, Deserializer, Serializer};

    use super::amazon_money;

    /// Writes the object or null.
    ///
    /// # Errors
    /// Only the serializer's own.
    pub fn serialize<S: Serializer>(value: &Option<Money>, serializer: S) -> Result<S::Ok, S::Error> {
        match value {
            Some(value) => amazon_money::serialize(value, serializer),
            None => serializer.serialize_none(),
        }
    }

    /// Reads the object or null.
    ///
    /// # Errors
    /// When the amount is missing or no number, or it has no currency code of three upper-case letters.
    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Money>, D::Error> {
        match Option::<amazon_money::Read<'_>>::deserialize(deserializer)? {
            Some(read) => read.money(),
            None => Ok(None),
        }
    }
}

/// Reads a text-like value that may be missing, null or empty.
fn empty_is_none<'de, D: Deserializer<'de>, T: DeserializeOwned>(
    deserializer: D,
) -> Result<Option<T>, D::Error> {
    match Option::<Cow<'de, str>>::deserialize(deserializer)?.as_deref() {
        None | Some("") => Ok(None),
        Some(text) => T::deserialize(text.into_deserializer()).map(Some),
    }
}

/// Reads a list that may be missing or null.
fn null_is_empty<'de, D: Deserializer<'de>, T: Deserialize<'de>>(
    deserializer: D,
) -> Result<Vec<T>, D::Error> {
    Option::deserialize(deserializer).map(Option::unwrap_or_default)
}

/// What the `Debug` of a hidden field shows.
trait Presence {
    fn presence(&self) -> &'static str;
}

impl<T> Presence for Option<T> {
    fn presence(&self) -> &'static str {
        if self.is_some() { "(hidden)" } else { "absent" }
    }
}

impl<T> Presence for Vec<T> {
    fn presence(&self) -> &'static str {
        if self.is_empty() { "absent" } else { "(hidden)" }
    }
}

/// A `Debug` that shows which fields are there and none of their values. Every field must be named.
macro_rules! hidden_debug {
    ($($name:ident { $($field:ident),+ $(,)? })+) => {$(
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                let Self { $($field),+ } = self;
                f.debug_struct(stringify!($name))
                    $(.field(stringify!($field), &format_args!("{}", $field.presence())))+
                    .finish()
            }
        }
    )+};
}

/// One page of orders. An order that does not decode costs that order, not the page.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct SearchOrdersResponse {
    /// The orders of the page; may be empty.
    pub orders: Vec<Lenient<Order>>,
    /// How to ask for the next page; absent on the last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pagination: Option<Pagination>,
    /// The end of the searched span of update times, ISO 8601 in UTC, as Amazon wrote it. The next search starts
    /// here. Absent when the search was by creation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_updated_before: Option<String>,
    /// The end of the searched span of creation times, ISO 8601 in UTC, as Amazon wrote it. Absent when the search
    /// was by update.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub created_before: Option<String>,
}

/// How to go on.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Pagination {
    /// The page token of the next page, good for 24 hours; absent (or empty, which reads as absent) on the last page.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub next_token: Option<String>,
}

/// One order.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct GetOrderResponse {
    /// The order.
    pub order: Order,
}

/// An order, as much of it as was asked for and is allowed.
///
/// # Source
/// <https://developer-docs.amazon.com/sp-api/reference/searchorders> (model `orders_2026-01-01`)
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Order {
    /// Amazon's number of the order.
    pub order_id: OrderId,
    /// Other names of the order, such as the selling partner's own number.
    #[serde(default, deserialize_with = "null_is_empty", skip_serializing_if = "Vec::is_empty")]
    pub order_aliases: Vec<Alias>,
    /// When the buyer ordered; UTC.
    #[serde(with = "wire::instant")]
    pub created_time: DateTime<Utc>,
    /// When anything about the order last changed, on whichever side; UTC. Searches go by it.
    #[serde(with = "wire::instant")]
    pub last_updated_time: DateTime<Utc>,
    /// The programmes that the order takes part in.
    #[serde(default, deserialize_with = "null_is_empty", skip_serializing_if = "Vec::is_empty")]
    pub programs: Vec<Program>,
    /// The orders that this one replaces or exchanges.
    #[serde(default, deserialize_with = "null_is_empty", skip_serializing_if = "Vec::is_empty")]
    pub associated_orders: Vec<AssociatedOrder>,
    /// Where the buyer ordered.
    pub sales_channel: SalesChannel,
    /// Who ordered. Brought by [`IncludedData::Buyer`]; needs a restricted role.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub buyer: Option<Buyer>,
    /// Where to deliver, and how. Brought by [`IncludedData::Recipient`]; needs a restricted role; may be missing
    /// while the order is pending.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recipient: Option<Recipient>,
    /// What the buyer pays, summed over the order. Brought by [`IncludedData::Proceeds`]; provisional while the order
    /// is pending, absent for orders of other sales channels.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proceeds: Option<OrderProceeds>,
    /// How the buyer pays. Brought by [`IncludedData::Payment`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payment: Option<OrderPayment>,
    /// Tax numbers and invoicing. Brought by [`IncludedData::Tax`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tax: Option<OrderTax>,
    /// Status, speed and dates. Brought by [`IncludedData::Fulfillment`]; without it the status is not known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fulfillment: Option<OrderFulfillment>,
    /// The goods, one entry per offer.
    pub order_items: Vec<OrderItem>,
    /// What was packed, with tracking. Brought by [`IncludedData::Packages`]; merchant-fulfilled orders only.
    #[serde(default, deserialize_with = "null_is_empty", skip_serializing_if = "Vec::is_empty")]
    pub packages: Vec<OrderPackage>,
    /// The units in which Amazon has the order fulfilled. Brought by [`IncludedData::FulfillmentOrders`]; Easy Ship
    /// orders only.
    #[serde(default, deserialize_with = "null_is_empty", skip_serializing_if = "Vec::is_empty")]
    pub fulfillment_orders: Vec<FulfillmentOrder>,
}

/// Another name of an order.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Alias {
    /// The name.
    pub alias_id: String,
    /// What kind of name it is.
    pub alias_type: AliasType,
}

/// A related order.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct AssociatedOrder {
    /// The number of the related order.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub order_id: Option<OrderId>,
    /// How it is related.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub association_type: Option<AssociationType>,
}

/// Where the buyer ordered.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct SalesChannel {
    /// On Amazon or elsewhere.
    pub channel_name: ChannelName,
    /// The marketplace; absent for other channels.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub marketplace_id: Option<MarketplaceId>,
    /// The marketplace's name for people, such as `Amazon.co.jp`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub marketplace_name: Option<String>,
}

/// Who ordered. Data of a person: hidden from `Debug`.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Buyer {
    /// The full name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub buyer_name: Option<String>,
    /// An address at Amazon that forwards to the buyer; merchant-fulfilled orders only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub buyer_email: Option<String>,
    /// The company, for business orders.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub buyer_company_name: Option<String>,
    /// The buyer's own purchase order number, if one was typed at checkout.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub buyer_purchase_order_number: Option<String>,
}

/// Where to deliver, and how. Data of a person: hidden from `Debug`.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Recipient {
    /// The address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delivery_address: Option<CustomerAddress>,
    /// The buyer's wishes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delivery_preference: Option<DeliveryPreference>,
}

/// The buyer's wishes for the delivery. Data of a person: hidden from `Debug`.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct DeliveryPreference {
    /// Where to leave the parcel when nobody opens; free text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub drop_off_location: Option<String>,
    /// How to find the place; free text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address_instruction: Option<String>,
    /// When somebody is there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delivery_time: Option<PreferredDeliveryTime>,
    /// What the place can do.
    #[serde(default, deserialize_with = "null_is_empty", skip_serializing_if = "Vec::is_empty")]
    pub delivery_capabilities: Vec<DeliveryCapability>,
}

/// When somebody is at the place of delivery. Data of a person: hidden from `Debug`.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct PreferredDeliveryTime {
    /// The usual hours, by day of the week.
    #[serde(default, deserialize_with = "null_is_empty", skip_serializing_if = "Vec::is_empty")]
    pub business_hours: Vec<BusinessHour>,
    /// Days of the coming weeks (up to 30 days) on which the usual hours do not hold.
    #[serde(default, deserialize_with = "null_is_empty", skip_serializing_if = "Vec::is_empty")]
    pub exception_dates: Vec<ExceptionDate>,
}

/// The usual hours of one day of the week.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct BusinessHour {
    /// The day.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub day_of_week: Option<DayOfWeek>,
    /// When somebody is there on that day.
    #[serde(default, deserialize_with = "null_is_empty", skip_serializing_if = "Vec::is_empty")]
    pub time_windows: Vec<TimeWindow>,
}

/// A day on which the usual hours do not hold.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ExceptionDate {
    /// The day in the recipient's calendar, `2026-12-24`.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub exception_date: Option<NaiveDate>,
    /// Whether anybody is there.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub exception_date_type: Option<ExceptionDateType>,
    /// When somebody is there on that day.
    #[serde(default, deserialize_with = "null_is_empty", skip_serializing_if = "Vec::is_empty")]
    pub time_windows: Vec<TimeWindow>,
}

/// A span within a day.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct TimeWindow {
    /// Its start.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start_time: Option<HourMinute>,
    /// Its end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end_time: Option<HourMinute>,
}

/// A time of day, local to the recipient.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct HourMinute {
    /// The hour, 0 to 23.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hour: Option<u32>,
    /// The minute, 0 to 59.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minute: Option<u32>,
}

/// A buyer's address. Data of a person: hidden from `Debug`. Lines may be present and empty.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CustomerAddress {
    /// The full name of whoever receives the goods there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The company or institution there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub company_name: Option<String>,
    /// The first line: usually street and number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address_line1: Option<String>,
    /// The second line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address_line2: Option<String>,
    /// The third line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address_line3: Option<String>,
    /// The city.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub city: Option<String>,
    /// The district or county.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub district_or_county: Option<String>,
    /// The state, province or region; a code (`CA`) or a name, as the buyer typed it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state_or_region: Option<String>,
    /// The municipality.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub municipality: Option<String>,
    /// The postal code; text, with leading zeros and signs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub postal_code: Option<String>,
    /// The country, ISO 3166-1 in two upper-case letters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country_code: Option<String>,
    /// The telephone number, free form. Withheld for Amazon-fulfilled orders, and for shipped merchant-fulfilled ones
    /// once the latest delivery date is past.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// The street in its parts; Brazil only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub extended_fields: Option<AddressExtendedFields>,
    /// Home, business or pick-up point.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub address_type: Option<AddressType>,
}

/// A Brazilian street address in its parts. Data of a person: hidden from `Debug`.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct AddressExtendedFields {
    /// The street.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub street_name: Option<String>,
    /// The number of the house, as text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub street_number: Option<String>,
    /// The floor or flat.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub complement: Option<String>,
    /// The neighbourhood (bairro).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub neighborhood: Option<String>,
}

/// Where a package was sent from. May be the home of a person: hidden from `Debug`.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct MerchantAddress {
    /// The name of the business or the warehouse.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The first line: usually street and number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address_line1: Option<String>,
    /// The second line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address_line2: Option<String>,
    /// The third line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address_line3: Option<String>,
    /// The city.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub city: Option<String>,
    /// The district or county.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub district_or_county: Option<String>,
    /// The state, province or region.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state_or_region: Option<String>,
    /// The municipality.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub municipality: Option<String>,
    /// The postal code; text, with leading zeros and signs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub postal_code: Option<String>,
    /// The country, ISO 3166-1 in two upper-case letters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country_code: Option<String>,
}

/// What the buyer pays for an order, before Amazon's fees. Whether goods are given with or without tax differs by
/// marketplace; the total has everything in it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct OrderProceeds {
    /// Everything together: the items' totals and a tip.
    #[serde(default, with = "optional_amazon_money", skip_serializing_if = "Option::is_none")]
    pub grand_total: Option<Money>,
    /// The total by type. Take a type that is missing as zero.
    #[serde(default, deserialize_with = "null_is_empty", skip_serializing_if = "Vec::is_empty")]
    pub breakdowns: Vec<OrderProceedsBreakdown>,
}

/// One type of amount, summed over the order.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct OrderProceedsBreakdown {
    /// What it is for.
    #[serde(rename = "type")]
    pub kind: ProceedsType,
    /// Whether it may still change; only what is charged after checkout (the tip) has a status.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub status: Option<BreakdownStatus>,
    /// The amount. The sign of a discount is not documented: derive it from the total.
    #[serde(with = "amazon_money")]
    pub subtotal: Money,
}

/// How the buyer pays.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct OrderPayment {
    /// One entry per means of payment.
    #[serde(default, deserialize_with = "null_is_empty", skip_serializing_if = "Vec::is_empty")]
    pub payment_executions: Vec<PaymentExecution>,
}

/// One payment by the buyer. Data of a person: hidden from `Debug`.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct PaymentExecution {
    /// The means: free text such as `CreditCard`, `CashOnDelivery`, `Invoice`, `Pix`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payment_method: Option<String>,
    /// How much is paid this way, in the order's currency.
    #[serde(default, with = "optional_amazon_money", skip_serializing_if = "Option::is_none")]
    pub payment_amount: Option<Money>,
    /// The bank or processor that authorised it; Brazil, card and Pix only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub acquirer_id: Option<String>,
    /// The brand of the card; Brazil, card only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub card_brand: Option<String>,
    /// The authorisation's number; Brazil, card and Pix only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub authorization_code: Option<String>,
}

/// Tax numbers and invoicing.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct OrderTax {
    /// The tax numbers of those who take part.
    #[serde(default, deserialize_with = "null_is_empty", skip_serializing_if = "Vec::is_empty")]
    pub tax_registrations: Vec<OrderTaxRegistration>,
    /// What is known of the invoice.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tax_invoicing: Option<OrderTaxInvoicing>,
}

/// A tax number and whose it is. Data of a person: hidden from `Debug`.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct OrderTaxRegistration {
    /// Whose it is.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub entity_type: Option<TaxEntityType>,
    /// The name that it is registered to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub legal_name: Option<String>,
    /// What kind of number it is.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub tax_registration_type: Option<TaxRegistrationType>,
    /// The number, as text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tax_registration_number: Option<String>,
    /// The address that it is registered to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tax_registration_address: Option<CustomerAddress>,
    /// Further facts.
    #[serde(default, deserialize_with = "null_is_empty", skip_serializing_if = "Vec::is_empty")]
    pub tax_registration_attributes: Vec<TaxRegistrationAttribute>,
}

/// A further fact about a tax registration. Data of a person: hidden from `Debug`.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct TaxRegistrationAttribute {
    /// What the fact is about.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub key: Option<TaxAttributeKey>,
    /// The fact; free text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
}

/// What is known of the invoice.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct OrderTaxInvoicing {
    /// To whom it is to be written; Turkey only.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub buyer_invoice_preference: Option<BuyerInvoicePreference>,
    /// Where the electronic invoice stands; Easy Ship and Brazil only.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub invoice_status: Option<InvoiceStatus>,
}

/// Status, speed and dates of an order.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct OrderFulfillment {
    /// How far it has come.
    pub fulfillment_status: FulfillmentStatus,
    /// Who ships.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub fulfilled_by: Option<FulfilledBy>,
    /// The speed that the buyer chose.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub fulfillment_service_level: Option<ServiceLevel>,
    /// When it must be handed to the carrier.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ship_by_window: Option<DateTimeRange>,
    /// When it should arrive.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deliver_by_window: Option<DateTimeRange>,
    /// From when the label may be printed; it has no end. Absent: at any time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label_printing_window: Option<DateTimeRange>,
}

/// A span of time; either end may be open.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct DateTimeRange {
    /// Its start; UTC.
    #[serde(default, with = "wire::optional_instant", skip_serializing_if = "Option::is_none")]
    pub earliest_date_time: Option<DateTime<Utc>>,
    /// Its end; UTC.
    #[serde(default, with = "wire::optional_instant", skip_serializing_if = "Option::is_none")]
    pub latest_date_time: Option<DateTime<Utc>>,
}

/// The units of one offer within an order.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct OrderItem {
    /// Amazon's number of the item.
    pub order_item_id: OrderItemId,
    /// How many units were ordered. May fall when units are cancelled before they ship.
    pub quantity_ordered: u32,
    /// How much one unit is, for goods sold by weight, length or volume.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub measurement: Option<Measurement>,
    /// Items of other orders that belong to this one, such as a service.
    #[serde(default, deserialize_with = "null_is_empty", skip_serializing_if = "Vec::is_empty")]
    pub associated_order_items: Vec<AssociatedOrderItem>,
    /// The programmes that the item takes part in.
    #[serde(default, deserialize_with = "null_is_empty", skip_serializing_if = "Vec::is_empty")]
    pub programs: Vec<ItemProgram>,
    /// The goods.
    pub product: ItemProduct,
    /// What the buyer pays for all units. Brought by [`IncludedData::Proceeds`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proceeds: Option<ItemProceeds>,
    /// What the sale costs the selling partner in points. Brought by [`IncludedData::Expense`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expense: Option<ItemExpense>,
    /// The promotions that applied. Brought by [`IncludedData::Promotion`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub promotion: Option<ItemPromotion>,
    /// Who wants it cancelled and who cancelled it. Brought by [`IncludedData::Cancellation`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cancellation: Option<ItemCancellation>,
    /// How many have left, and how to pick, pack and ship. Brought by [`IncludedData::Fulfillment`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fulfillment: Option<ItemFulfillment>,
    /// How its tax is reported and by whom. Brought by [`IncludedData::Tax`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tax: Option<ItemTax>,
}

/// A quantity with its unit.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Measurement {
    /// The unit.
    pub unit: MeasurementUnit,
    /// The quantity in that unit. A JSON number: about 15 significant digits.
    #[serde(with = "wire::decimal_number")]
    pub value: Decimal,
}

/// An item of another order that belongs to this one.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct AssociatedOrderItem {
    /// The other order.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub order_id: Option<OrderId>,
    /// The item of it.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub order_item_id: Option<OrderItemId>,
    /// How it belongs to this one.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub association_type: Option<AssociatedItemType>,
}

/// The goods of an item.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ItemProduct {
    /// Amazon's catalog number.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub asin: Option<Asin>,
    /// The name that the buyer saw, in the marketplace's language.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The selling partner's own number.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub seller_sku: Option<SellerSku>,
    /// New, used and so on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub condition: Option<ItemCondition>,
    /// The price of one unit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub price: Option<ItemPrice>,
    /// The serial numbers of the units; mostly Amazon-fulfilled orders.
    #[serde(default, deserialize_with = "null_is_empty", skip_serializing_if = "Vec::is_empty")]
    pub serial_numbers: Vec<String>,
    /// What the buyer had engraved, printed or the like.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customization: Option<ItemCustomization>,
}

/// The condition of the goods.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ItemCondition {
    /// Roughly.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub condition_type: Option<ConditionType>,
    /// Finely.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub condition_subtype: Option<ConditionSubtype>,
    /// The selling partner's note; free text, often empty.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub condition_note: Option<String>,
}

/// A price.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ItemPrice {
    /// For one unit, before discounts. Whether tax is in it differs by marketplace.
    #[serde(default, with = "optional_amazon_money", skip_serializing_if = "Option::is_none")]
    pub unit_price: Option<Money>,
    /// What is special about it; absent for an ordinary price.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub price_designation: Option<PriceDesignation>,
}

/// What the buyer had made. Data of a person: hidden from `Debug`.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ItemCustomization {
    /// Where to fetch the buyer's wishes (Amazon Custom).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customized_url: Option<String>,
}

/// What the buyer pays for all units of an item, before Amazon's fees.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ItemProceeds {
    /// Everything together, for all units, tax and discounts accounted for.
    #[serde(default, with = "optional_amazon_money", skip_serializing_if = "Option::is_none")]
    pub proceeds_total: Option<Money>,
    /// The total by type. Take a type that is missing as zero.
    #[serde(default, deserialize_with = "null_is_empty", skip_serializing_if = "Vec::is_empty")]
    pub breakdowns: Vec<ItemProceedsBreakdown>,
}

/// One type of amount for all units of an item.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ItemProceedsBreakdown {
    /// What it is for.
    #[serde(rename = "type")]
    pub kind: ItemProceedsType,
    /// The amount for all units. The sign of a discount is not documented: derive it from the total.
    #[serde(with = "amazon_money")]
    pub subtotal: Money,
    /// What the amount belongs to; taxes and discounts only.
    #[serde(default, deserialize_with = "null_is_empty", skip_serializing_if = "Vec::is_empty")]
    pub detailed_breakdowns: Vec<ItemProceedsDetailedBreakdown>,
}

/// A part of a tax or of a discount.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ItemProceedsDetailedBreakdown {
    /// What it belongs to.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub subtype: Option<ProceedsDetailType>,
    /// The amount for all units. Its sign is as little documented as that of the whole.
    #[serde(default, with = "optional_amazon_money", skip_serializing_if = "Option::is_none")]
    pub value: Option<Money>,
}

/// What a sale costs the selling partner.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ItemExpense {
    /// What is paid in points.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub points_cost: Option<ItemPointsCost>,
}

/// The cost of Amazon Points.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ItemPointsCost {
    /// The points that the buyer gets.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub points_granted: Option<PointsGranted>,
}

/// Amazon Points that the buyer gets; Japan.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct PointsGranted {
    /// How many points, for all units.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub points_number: Option<u32>,
    /// What they are worth: a positive amount that the selling partner bears.
    #[serde(default, with = "optional_amazon_money", skip_serializing_if = "Option::is_none")]
    pub points_monetary_value: Option<Money>,
}

/// The promotions of an item.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ItemPromotion {
    /// One entry per promotion. Their amounts are in the proceeds, as discounts.
    #[serde(default, deserialize_with = "null_is_empty", skip_serializing_if = "Vec::is_empty")]
    pub breakdowns: Vec<ItemPromotionBreakdown>,
}

/// A promotion.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ItemPromotionBreakdown {
    /// Names it.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub promotion_id: Option<PromotionId>,
}

/// Who wants an item cancelled, and who cancelled it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ItemCancellation {
    /// A wish: the item is not cancelled by it. Hold the shipment and decide.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cancellation_request: Option<ItemCancellationRequest>,
    /// The cancellation itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cancellation_execution: Option<ItemCancellationExecution>,
}

/// Somebody wants an item cancelled. Holds a person's words: hidden from `Debug`.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ItemCancellationRequest {
    /// Who.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub requester: Option<CancellationRequester>,
    /// Why; free text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cancel_reason: Option<String>,
}

/// An item was cancelled. Holds a person's words: hidden from `Debug`.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ItemCancellationExecution {
    /// By whom.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub cancelled_by: Option<CancelledBy>,
    /// Why; free text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cancel_reason: Option<String>,
}

/// How far the units of an item have come, and how to handle them.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ItemFulfillment {
    /// Units that have left.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quantity_fulfilled: Option<u32>,
    /// Units that have not left yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quantity_unfulfilled: Option<u32>,
    /// How to pick.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub picking: Option<ItemPicking>,
    /// How to pack.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub packing: Option<ItemPacking>,
    /// How to ship.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shipping: Option<ItemShipping>,
}

/// How to pick an item.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ItemPicking {
    /// What to do when the goods run out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub substitution_preference: Option<ItemSubstitutionPreference>,
}

/// What to send when the goods run out.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ItemSubstitutionPreference {
    /// By what rule.
    pub substitution_type: SubstitutionType,
    /// What may be sent instead.
    #[serde(default, deserialize_with = "null_is_empty", skip_serializing_if = "Vec::is_empty")]
    pub substitution_options: Vec<ItemSubstitutionOption>,
}

/// Goods that may be sent instead.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ItemSubstitutionOption {
    /// Amazon's catalog number.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub asin: Option<Asin>,
    /// How many units to send.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quantity_ordered: Option<u32>,
    /// The selling partner's own number.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub seller_sku: Option<SellerSku>,
    /// The name that the buyer saw.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// How much one unit is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub measurement: Option<Measurement>,
}

/// How to pack an item.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ItemPacking {
    /// As a gift; absent if it is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gift_option: Option<GiftOption>,
    /// Whether serial numbers must be named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub serial_number_requirement: Option<SerialNumberRequirement>,
}

/// How to pack a gift. Holds a person's words: hidden from `Debug`.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct GiftOption {
    /// What the buyer wrote to the recipient; free text, may have line breaks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gift_message: Option<String>,
    /// The wrapping that the buyer chose; free text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gift_wrap_level: Option<String>,
}

/// Whether serial numbers must be named.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct SerialNumberRequirement {
    /// Whether they must.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub requirement_type: Option<SerialNumberRequirementType>,
}

/// How to ship an item.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ItemShipping {
    /// When it is to arrive, if a time was agreed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scheduled_delivery_window: Option<DateTimeRange>,
    /// Rules that the carrier must keep.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shipping_constraints: Option<ItemShippingConstraints>,
    /// What customs must be told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub international_shipping: Option<ItemInternationalShipping>,
}

/// Rules that the carrier must keep. Absent: no such rule.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ItemShippingConstraints {
    /// It comes on a pallet.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub pallet_delivery: Option<ConstraintType>,
    /// The recipient pays at the door.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub cash_on_delivery: Option<ConstraintType>,
    /// The recipient signs.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub signature_confirmation: Option<ConstraintType>,
    /// Only the recipient named by the order may take it.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub recipient_identity_verification: Option<ConstraintType>,
    /// The carrier checks the recipient's age.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub recipient_age_verification: Option<ConstraintType>,
}

/// What customs must be told.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ItemInternationalShipping {
    /// The import one-stop shop number under which Amazon collected the tax. Give it to the carrier when the goods
    /// enter the EU from outside.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ioss_number: Option<String>,
}

/// How the tax of an item is reported and by whom.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ItemTax {
    /// The schemes that it is reported under.
    #[serde(default, deserialize_with = "null_is_empty", skip_serializing_if = "Vec::is_empty")]
    pub tax_calculation_breakdowns: Vec<ItemTaxCalculationBreakdown>,
    /// Who collects it.
    #[serde(default, deserialize_with = "null_is_empty", skip_serializing_if = "Vec::is_empty")]
    pub tax_collections: Vec<ItemTaxCollection>,
}

/// A scheme that a tax is reported under.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ItemTaxCalculationBreakdown {
    /// The scheme.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub reporting_scheme: Option<TaxReportingScheme>,
}

/// Who collects a tax.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ItemTaxCollection {
    /// By what rule.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub model: Option<TaxCollectionModel>,
    /// Who withholds and pays it; free text, such as `Amazon Services, Inc.`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub responsible_party: Option<String>,
}

/// A package of a merchant-fulfilled order.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct OrderPackage {
    /// Names the package within the order.
    pub package_reference_id: PackageReferenceId,
    /// When it was packed; UTC.
    #[serde(default, with = "wire::optional_instant", skip_serializing_if = "Option::is_none")]
    pub created_time: Option<DateTime<Utc>>,
    /// Where it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub package_status: Option<PackageStatus>,
    /// The carrier's name; free text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub carrier: Option<String>,
    /// When the carrier got it; UTC.
    #[serde(default, with = "wire::optional_instant", skip_serializing_if = "Option::is_none")]
    pub ship_time: Option<DateTime<Utc>>,
    /// The carrier's service; free text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shipping_service: Option<String>,
    /// The carrier's tracking number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tracking_number: Option<String>,
    /// Where it was sent from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ship_from_address: Option<MerchantAddress>,
    /// What is in it.
    #[serde(default, deserialize_with = "null_is_empty", skip_serializing_if = "Vec::is_empty")]
    pub package_items: Vec<PackageItem>,
}

/// Where a package is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct PackageStatus {
    /// Roughly.
    pub status: PackageStatusCode,
    /// Finely.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub detailed_status: Option<PackageDetailedStatus>,
}

/// Units of an item within a package.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct PackageItem {
    /// The item.
    pub order_item_id: OrderItemId,
    /// How many units.
    pub quantity: u32,
    /// The codes that prove the units genuine, one per unit.
    #[serde(default, deserialize_with = "null_is_empty", skip_serializing_if = "Vec::is_empty")]
    pub transparency_codes: Vec<String>,
}

/// A unit in which Amazon has an order fulfilled; Easy Ship only.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct FulfillmentOrder {
    /// Its number: the shipment ID of the External Fulfillment API.
    pub fulfillment_order_id: String,
}

/// Why Amazon refused a request.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ErrorList {
    /// One entry per problem.
    pub errors: Vec<ErrorEntry>,
}

/// One problem of a request; Amazon's model names it `Error`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ErrorEntry {
    /// What kind of problem it is, such as `InvalidInput`.
    pub code: String,
    /// The problem for people; may quote what was asked for.
    pub message: String,
    /// What may help further; often empty.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub details: Option<String>,
}

hidden_debug! {
    Buyer { buyer_name, buyer_email, buyer_company_name, buyer_purchase_order_number }
    Recipient { delivery_address, delivery_preference }
    DeliveryPreference { drop_off_location, address_instruction, delivery_time, delivery_capabilities }
    PreferredDeliveryTime { business_hours, exception_dates }
    CustomerAddress {
        name, company_name, address_line1, address_line2, address_line3, city, district_or_county,
        state_or_region, municipality, postal_code, country_code, phone, extended_fields, address_type,
    }
    AddressExtendedFields { street_name, street_number, complement, neighborhood }
    MerchantAddress {
        name, address_line1, address_line2, address_line3, city, district_or_county, state_or_region,
        municipality, postal_code, country_code,
    }
    PaymentExecution { payment_method, payment_amount, acquirer_id, card_brand, authorization_code }
    OrderTaxRegistration {
        entity_type, legal_name, tax_registration_type, tax_registration_number, tax_registration_address,
        tax_registration_attributes,
    }
    TaxRegistrationAttribute { key, value }
    ItemCustomization { customized_url }
    ItemCancellationRequest { requester, cancel_reason }
    ItemCancellationExecution { cancelled_by, cancel_reason }
    GiftOption { gift_message, gift_wrap_level }
}

impl Order {
    /// How far the order has come; absent unless [`IncludedData::Fulfillment`] was asked for.
    pub fn status(&self) -> Option<&FulfillmentStatus> {
        self.fulfillment.as_ref().map(|fulfillment| &fulfillment.fulfillment_status)
    }

    /// Who ships the order; absent unless [`IncludedData::Fulfillment`] was asked for.
    pub fn fulfilled_by(&self) -> Option<&FulfilledBy> {
        self.fulfillment.as_ref()?.fulfilled_by.as_ref()
    }

    /// Whether the order is in `program`.
    pub fn has_program(&self, program: &Program) -> bool {
        self.programs.contains(program)
    }

    /// Whether the buyer was promised Prime delivery.
    pub fn is_prime(&self) -> bool {
        self.has_program(&Program::Prime)
    }

    /// Whether the buyer is an Amazon Business customer.
    pub fn is_business(&self) -> bool {
        self.has_program(&Program::AmazonBusiness)
    }

    /// What the whole order comes to; see [`OrderProceeds::grand_total`].
    pub fn grand_total(&self) -> Option<Money> {
        self.proceeds.as_ref()?.grand_total
    }

    /// The earlier order that this one replaces or was exchanged for, if it is such an order.
    pub fn replaces(&self) -> Option<&OrderId> {
        let is_original = |order: &&AssociatedOrder| {
            matches!(
                order.association_type,
                Some(AssociationType::ReplacementOriginalId | AssociationType::ExchangeOriginalId)
            )
        };
        self.associated_orders.iter().filter(is_original).find_map(|order| order.order_id.as_ref())
    }
}
