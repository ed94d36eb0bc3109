//! The items of an order.

use commerce_client_core::{list::List, money::Money, open_enum, wire};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::ItemBuyerInfo;
use crate::{
    hidden::hidden_debug,
    ids::{Asin, OrderId, OrderItemId, SellerSku},
    money,
    reading::{self, empty_is_none},
};

/// An item of an order: a product and how many units of it. Every amount is for all units together.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct OrderItem {
    /// The product.
    #[serde(rename = "ASIN")]
    pub asin: Asin,
    /// The offer it was bought from.
    #[serde(
        default,
        rename = "SellerSKU",
        deserialize_with = "empty_is_none",
        skip_serializing_if = "Option::is_none"
    )]
    pub seller_sku: Option<SellerSku>,
    /// Its number; shipment confirmations take it.
    pub order_item_id: OrderItemId,
    /// Items that were bought with it, such as the fitting of a tyre.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub associated_items: List<AssociatedItem>,
    /// The product's title.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// How many units were ordered.
    #[serde(with = "reading::whole_number")]
    pub quantity_ordered: i64,
    /// How many of them have left.
    #[serde(default, with = "reading::optional_whole_number", skip_serializing_if = "Option::is_none")]
    pub quantity_shipped: Option<i64>,
    /// How many pieces a unit holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub product_info: Option<ProductInfoDetail>,
    /// The Amazon Points that the buyer gets for it. Japan.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub points_granted: Option<PointsGrantedDetail>,
    /// The price, without shipping and gift wrap. For all units: divide by
    /// [`quantity_ordered`](Self::quantity_ordered) for one. As far as observed, without tax in North
    /// America, with tax in Europe, Japan and Australia.
    #[serde(default, with = "money::pascal_amount_text", skip_serializing_if = "Option::is_none")]
    pub item_price: Option<Money>,
    /// What shipping costs the buyer.
    #[serde(default, with = "money::pascal_amount_text", skip_serializing_if = "Option::is_none")]
    pub shipping_price: Option<Money>,
    /// The tax on the price. Often absent where prices include tax.
    #[serde(default, with = "money::pascal_amount_text", skip_serializing_if = "Option::is_none")]
    pub item_tax: Option<Money>,
    /// The tax on shipping.
    #[serde(default, with = "money::pascal_amount_text", skip_serializing_if = "Option::is_none")]
    pub shipping_tax: Option<Money>,
    /// What is taken off the shipping price.
    #[serde(default, with = "money::pascal_amount_text", skip_serializing_if = "Option::is_none")]
    pub shipping_discount: Option<Money>,
    /// The tax on that discount.
    #[serde(default, with = "money::pascal_amount_text", skip_serializing_if = "Option::is_none")]
    pub shipping_discount_tax: Option<Money>,
    /// What promotions take off the price, all of them together.
    #[serde(default, with = "money::pascal_amount_text", skip_serializing_if = "Option::is_none")]
    pub promotion_discount: Option<Money>,
    /// The tax on that discount.
    #[serde(default, with = "money::pascal_amount_text", skip_serializing_if = "Option::is_none")]
    pub promotion_discount_tax: Option<Money>,
    /// The promotions that were applied. Which of them took off how much is not told.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub promotion_ids: List<String>,
    /// What cash on delivery costs the buyer.
    #[serde(
        default,
        rename = "CODFee",
        with = "money::pascal_amount_text",
        skip_serializing_if = "Option::is_none"
    )]
    pub cod_fee: Option<Money>,
    /// What is taken off that fee.
    #[serde(
        default,
        rename = "CODFeeDiscount",
        with = "money::pascal_amount_text",
        skip_serializing_if = "Option::is_none"
    )]
    pub cod_fee_discount: Option<Money>,
    /// Whether it is a gift: `true` or `false`, as text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub is_gift: Option<String>,
    /// The selling partner's own words about the condition.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub condition_note: Option<String>,
    /// The condition.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub condition_id: Option<ConditionId>,
    /// The condition, more finely.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub condition_subtype_id: Option<ConditionSubtypeId>,
    /// When the delivery window begins that the buyer chose. ISO 8601 in the recipient's time zone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scheduled_delivery_start_date: Option<String>,
    /// When that window ends. ISO 8601 in the recipient's time zone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scheduled_delivery_end_date: Option<String>,
    /// Whether the price is a special one.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub price_designation: Option<PriceDesignation>,
    /// Who withholds the tax. Where it is there, Amazon pays the tax: it is no debt of the selling partner's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tax_collection: Option<TaxCollection>,
    /// Whether units have serial numbers to report. Easy Ship only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub serial_number_required: Option<bool>,
    /// Whether each unit carries a Transparency code, which must be reported when it ships: see
    /// [`ConfirmShipmentOrderItem::transparency_codes`](super::ConfirmShipmentOrderItem::transparency_codes).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub is_transparency: Option<bool>,
    /// The marketplace's number in the EU's import one-stop shop. The carrier needs it when goods enter the
    /// EU and Amazon has collected the VAT.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ioss_number: Option<String>,
    /// The shop of a chain that it belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub store_chain_store_id: Option<String>,
    /// Why Amazon, not the selling partner, owes the VAT. EU and UK, sellers from abroad.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub deemed_reseller_category: Option<DeemedResellerCategory>,
    /// What the buyer said about it. With a restricted data token only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub buyer_info: Option<ItemBuyerInfo>,
    /// Whether the buyer wants it cancelled.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub buyer_requested_cancel: Option<BuyerRequestedCancel>,
    /// The serial numbers of the units that were shipped. Electronics from FBA only.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub serial_numbers: List<String>,
    /// What to send if it is out of stock. Groceries only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub substitution_preferences: Option<SubstitutionPreferences>,
    /// How much was ordered, where it is sold by weight or length.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub measurement: Option<Measurement>,
    /// What the carrier must observe.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shipping_constraints: Option<ShippingConstraints>,
    /// The programs of Amazon's that it was sold under.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amazon_programs: Option<AmazonPrograms>,
}

/// An item that was bought together with another one.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct AssociatedItem {
    /// The order that it belongs to.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub order_id: Option<OrderId>,
    /// Its number.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub order_item_id: Option<OrderItemId>,
    /// What it is to the other one.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub association_type: Option<AssociationType>,
}

/// More about a product.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct ProductInfoDetail {
    /// How many pieces a unit holds, as text: `2` for a pack of two.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number_of_items: Option<String>,
}

/// Amazon Points for a purchase.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct PointsGrantedDetail {
    /// How many points.
    #[serde(default, with = "reading::optional_whole_number", skip_serializing_if = "Option::is_none")]
    pub points_number: Option<i64>,
    /// What they are worth.
    #[serde(default, with = "money::pascal_amount_text", skip_serializing_if = "Option::is_none")]
    pub points_monetary_value: Option<Money>,
}

/// Who withholds the tax on an item.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct TaxCollection {
    /// By which rule.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub model: Option<TaxCollectionModel>,
    /// Who it is.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub responsible_party: Option<ResponsibleParty>,
}

/// A buyer's wish to cancel. Holds the buyer's words: hidden from `Debug`.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct BuyerRequestedCancel {
    /// Whether there is one: `true` or `false`, as text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub is_buyer_requested_cancel: Option<String>,
    /// Why, in the buyer's words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub buyer_cancel_reason: Option<String>,
}

/// What to send if an item is out of stock.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct SubstitutionPreferences {
    /// Who says so, or that nothing may be sent.
    pub substitution_type: SubstitutionType,
    /// What may be sent, the first one first.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub substitution_options: List<SubstitutionOption>,
}

/// Something that may be sent instead.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct SubstitutionOption {
    /// The product.
    #[serde(
        default,
        rename = "ASIN",
        deserialize_with = "empty_is_none",
        skip_serializing_if = "Option::is_none"
    )]
    pub asin: Option<Asin>,
    /// How many units of it.
    #[serde(default, with = "reading::optional_whole_number", skip_serializing_if = "Option::is_none")]
    pub quantity_ordered: Option<i64>,
    /// The offer.
    #[serde(
        default,
        rename = "SellerSKU",
        deserialize_with = "empty_is_none",
        skip_serializing_if = "Option::is_none"
    )]
    pub seller_sku: Option<SellerSku>,
    /// The product's title.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// How much of it, where it is sold by weight or length.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub measurement: Option<Measurement>,
}

/// An amount of goods that are not sold by the piece.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct Measurement {
    /// The unit.
    pub unit: MeasurementUnit,
    /// How many of the unit.
    #[serde(with = "wire::decimal_number")]
    pub value: Decimal,
}

/// What the carrier must observe. What is absent is no constraint.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct ShippingConstraints {
    /// Delivered on a pallet.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub pallet_delivery: Option<ConstraintType>,
    /// Somebody signs for it.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub signature_confirmation: Option<ConstraintType>,
    /// Only the recipient in person may take it.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub recipient_identity_verification: Option<ConstraintType>,
    /// Whoever takes it must be of age.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub recipient_age_verification: Option<ConstraintType>,
}

/// The programs of Amazon's that an item was sold under.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct AmazonPrograms {
    /// The programs.
    pub programs: Vec<ItemProgram>,
}

open_enum! {
    /// A program of Amazon's that an item was sold under.
    pub enum ItemProgram {
        /// A standing order of the buyer's.
        SubscribeAndSave = "SUBSCRIBE_AND_SAVE",
        /// Ship+: fast shipping by the selling partner, on Amazon's terms. Such orders refuse shipment
        /// confirmations.
        FbmShipPlus = "FBM_SHIP_PLUS",
    }
}

open_enum! {
    /// The condition of an item.
    pub enum ConditionId {
        /// New.
        New = "New",
        /// Used.
        Used = "Used",
        /// A collector's piece.
        Collectible = "Collectible",
        /// Repaired and tested.
        Refurbished = "Refurbished",
        /// Not released yet.
        Preorder = "Preorder",
        /// From a book club.
        Club = "Club",
    }
}

open_enum! {
    /// The condition of an item, more finely.
    pub enum ConditionSubtypeId {
        /// New.
        New = "New",
        /// Like new.
        Mint = "Mint",
        /// Very good.
        VeryGood = "Very Good",
        /// Good.
        Good = "Good",
        /// Acceptable.
        Acceptable = "Acceptable",
        /// Poor.
        Poor = "Poor",
        /// From a book club.
        Club = "Club",
        /// From the manufacturer without retail packaging.
        Oem = "OEM",
        /// With a warranty.
        Warranty = "Warranty",
        /// Repaired, with a warranty.
        RefurbishedWarranty = "Refurbished Warranty",
        /// Repaired and tested.
        Refurbished = "Refurbished",
        /// Only the packaging was opened.
        OpenBox = "Open Box",
        /// Any.
        Any = "Any",
        /// None of these.
        OtherSubtype = "Other",
    }
}

open_enum! {
    /// A special price.
    pub enum PriceDesignation {
        /// For Amazon Business customers only.
        BusinessPrice = "BusinessPrice",
    }
}

open_enum! {
    /// Why Amazon owes the VAT.
    pub enum DeemedResellerCategory {
        /// Import one-stop shop: the goods come from outside the EU.
        Ioss = "IOSS",
        /// Union one-stop shop: the goods are in the EU already.
        Uoss = "UOSS",
    }
}

open_enum! {
    /// What an item is to the one it was bought with.
    pub enum AssociationType {
        /// A service for it, such as fitting.
        ValueAddService = "VALUE_ADD_SERVICE",
    }
}

open_enum! {
    /// By which rule tax is withheld.
    pub enum TaxCollectionModel {
        /// The marketplace takes the tax from the buyer and pays it to the tax office.
        MarketplaceFacilitator = "MarketplaceFacilitator",
    }
}

open_enum! {
    /// Who pays a withheld tax to the tax office.
    pub enum ResponsibleParty {
        /// Amazon, for the US marketplace.
        AmazonServicesInc = "Amazon Services, Inc.",
    }
}

open_enum! {
    /// Who says what may be sent instead of an item.
    pub enum SubstitutionType {
        /// The buyer.
        CustomerPreference = "CUSTOMER_PREFERENCE",
        /// Amazon.
        AmazonRecommended = "AMAZON_RECOMMENDED",
        /// Nothing may be sent.
        DoNotSubstitute = "DO_NOT_SUBSTITUTE",
    }
}

open_enum! {
    /// A unit in which goods are measured.
    pub enum MeasurementUnit {
        Ounces = "OUNCES",
        Pounds = "POUNDS",
        Kilograms = "KILOGRAMS",
        Grams = "GRAMS",
        Milligrams = "MILLIGRAMS",
        Inches = "INCHES",
        Feet = "FEET",
        Meters = "METERS",
        Centimeters = "CENTIMETERS",
        Millimeters = "MILLIMETERS",
        SquareMeters = "SQUARE_METERS",
        SquareCentimeters = "SQUARE_CENTIMETERS",
        SquareFeet = "SQUARE_FEET",
        SquareInches = "SQUARE_INCHES",
        Gallons = "GALLONS",
        Pints = "PINTS",
        Quarts = "QUARTS",
        FluidOunces = "FLUID_OUNCES",
        Liters = "LITERS",
        CubicMeters = "CUBIC_METERS",
        CubicFeet = "CUBIC_FEET",
        CubicInches = "CUBIC_INCHES",
        CubicCentimeters = "CUBIC_CENTIMETERS",
        /// Pieces.
        Count = "COUNT",
    }
}

open_enum! {
    /// How binding a constraint is.
    pub enum ConstraintType {
        /// The carrier must observe it.
        Mandatory = "MANDATORY",
    }
}

hidden_debug! {
    BuyerRequestedCancel { is_buyer_requested_cancel, buyer_cancel_reason }
}
