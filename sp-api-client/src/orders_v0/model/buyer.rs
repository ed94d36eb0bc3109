//! Who ordered, where it goes, and what the buyer said: data of persons, all of it hidden from `Debug`.

use chrono::NaiveDate;
use commerce_client_core::{list::List, money::Money, open_enum, wire};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::{
    hidden::hidden_debug,
    ids::{OrderId, OrderItemId},
    money,
    reading::{self, empty_is_none},
};

/// Who ordered, as it stands in an order. Data of a person: hidden from `Debug`.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct BuyerInfo {
    /// An address at Amazon that forwards to the buyer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub buyer_email: Option<String>,
    /// The buyer's or the recipient's name. With a restricted data token only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub buyer_name: Option<String>,
    /// The buyer's county. Brazil only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub buyer_county: Option<String>,
    /// The buyer's tax numbers. Business orders in Brazil, Mexico and India, and with a restricted data token
    /// only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub buyer_tax_info: Option<BuyerTaxInfo>,
    /// The buyer's own number of the purchase, if one was typed at checkout. With a restricted data token
    /// only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub purchase_order_number: Option<String>,
}

/// Who ordered, as `getOrderBuyerInfo` tells it. Data of a person: hidden from `Debug`.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct OrderBuyerInfo {
    /// The order.
    pub amazon_order_id: OrderId,
    /// An address at Amazon that forwards to the buyer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub buyer_email: Option<String>,
    /// The buyer's or the recipient's name. With a restricted data token only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub buyer_name: Option<String>,
    /// The buyer's county. Brazil only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub buyer_county: Option<String>,
    /// The buyer's tax numbers. Business orders in Brazil, Mexico and India, and with a restricted data token
    /// only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub buyer_tax_info: Option<BuyerTaxInfo>,
    /// The buyer's own number of the purchase, if one was typed at checkout. With a restricted data token
    /// only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub purchase_order_number: Option<String>,
}

/// How the tax office knows the buyer. May be data of a person: hidden from `Debug`.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct BuyerTaxInfo {
    /// The company's name in law.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub company_legal_name: Option<String>,
    /// The country or region whose tax it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub taxing_region: Option<String>,
    /// The tax numbers.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub tax_classifications: List<TaxClassification>,
}

/// A tax number. May be a person's: hidden from `Debug`.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct TaxClassification {
    /// What kind of number, such as `CNPJ`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The number, as text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
}

/// The company to invoice in Türkiye. May be data of a person: hidden from `Debug`.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct BuyerTaxInformation {
    /// The company's name in law.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub buyer_legal_company_name: Option<String>,
    /// Its address, in one text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub buyer_business_address: Option<String>,
    /// Its tax number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub buyer_tax_registration_id: Option<String>,
    /// Its tax office.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub buyer_tax_office: Option<String>,
}

/// Where an order goes, as `getOrderAddress` tells it. Data of a person: hidden from `Debug`.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct OrderAddress {
    /// The order.
    pub amazon_order_id: OrderId,
    /// The company that ordered. Amazon itself where it bought to sell on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub buyer_company_name: Option<String>,
    /// The address. Never while the order is pending.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shipping_address: Option<Address>,
    /// The buyer's wishes for the delivery.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delivery_preferences: Option<DeliveryPreferences>,
}

/// An address: the buyer's, or the one to ship from. Hidden from `Debug`.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct Address {
    /// Who receives it, or whose place it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The company there. Shipping addresses only.
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
    /// The county.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub county: Option<String>,
    /// The district.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub district: Option<String>,
    /// The state, province or region; a code (`CA`) or a name, as the buyer typed it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state_or_region: Option<String>,
    /// The municipality.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub municipality: Option<String>,
    /// The postal code; text, with leading zeros and signs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub postal_code: Option<String>,
    /// The country, ISO 3166-1 in two letters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country_code: Option<String>,
    /// The telephone number, free form. Withheld for Amazon-fulfilled orders, and for shipped
    /// merchant-fulfilled ones once the latest delivery date is past.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// The street in its parts. Brazil and groceries only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub extended_fields: Option<AddressExtendedFields>,
    /// Home or business.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub address_type: Option<AddressType>,
}

/// An address in its parts. Data of a person: hidden from `Debug`.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
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
    /// The place on the map, for sellers who may have it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub geo_coordinates: Option<GeoCoordinates>,
}

/// A place on the map, WGS 84. Where a person lives: hidden from `Debug`.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct GeoCoordinates {
    /// Degrees north.
    #[serde(default, with = "wire::optional_decimal_number", skip_serializing_if = "Option::is_none")]
    pub latitude: Option<Decimal>,
    /// Degrees east.
    #[serde(default, with = "wire::optional_decimal_number", skip_serializing_if = "Option::is_none")]
    pub longitude: Option<Decimal>,
}

/// The buyer's wishes for the delivery. Data of a person: hidden from `Debug`.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct DeliveryPreferences {
    /// Where to leave the parcel when nobody opens.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub drop_off_location: Option<String>,
    /// When somebody is there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub preferred_delivery_time: Option<PreferredDeliveryTime>,
    /// What the place can do.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub other_attributes: List<OtherDeliveryAttributes>,
    /// How to find the place; free text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address_instructions: Option<String>,
}

/// When somebody is at the place of delivery. Data of a person: hidden from `Debug`.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct PreferredDeliveryTime {
    /// The usual hours, by day of the week.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub business_hours: List<BusinessHours>,
    /// Days of the next 30 on which the usual hours do not hold.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub exception_dates: List<ExceptionDates>,
}

/// The usual hours of one day of the week.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct BusinessHours {
    /// The day.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub day_of_week: Option<DayOfWeek>,
    /// When somebody is there.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub open_intervals: List<OpenInterval>,
}

/// A day on which the usual hours do not hold.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct ExceptionDates {
    /// The day in the recipient's calendar, `2026-12-24`.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub exception_date: Option<NaiveDate>,
    /// Whether anybody is there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub is_open: Option<bool>,
    /// When somebody is there.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub open_intervals: List<OpenInterval>,
}

/// A span within a day.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct OpenInterval {
    /// Its start.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start_time: Option<OpenTimeInterval>,
    /// Its end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end_time: Option<OpenTimeInterval>,
}

/// A time of day, local to the recipient. Not a span, in spite of its name.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct OpenTimeInterval {
    /// The hour, 0 to 23.
    #[serde(default, with = "reading::optional_whole_number", skip_serializing_if = "Option::is_none")]
    pub hour: Option<i64>,
    /// The minute, 0 to 59.
    #[serde(default, with = "reading::optional_whole_number", skip_serializing_if = "Option::is_none")]
    pub minute: Option<i64>,
}

/// What the buyer said about an item, as it stands in the item. Data of a person: hidden from `Debug`.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct ItemBuyerInfo {
    /// What the buyer made of a customisable product. Merchant-fulfilled orders only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub buyer_customized_info: Option<BuyerCustomizedInfoDetail>,
    /// What gift wrap costs the buyer, for all units.
    #[serde(default, with = "money::pascal_amount_text", skip_serializing_if = "Option::is_none")]
    pub gift_wrap_price: Option<Money>,
    /// The tax on gift wrap.
    #[serde(default, with = "money::pascal_amount_text", skip_serializing_if = "Option::is_none")]
    pub gift_wrap_tax: Option<Money>,
    /// The gift message. Merchant-fulfilled orders, and with a restricted data token only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gift_message_text: Option<String>,
    /// Which gift wrap.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gift_wrap_level: Option<String>,
}

/// What the buyer said about an item, as `getOrderItemsBuyerInfo` tells it. Data of a person: hidden from
/// `Debug`.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct OrderItemBuyerInfo {
    /// The item.
    pub order_item_id: OrderItemId,
    /// What the buyer made of a customisable product. Merchant-fulfilled orders only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub buyer_customized_info: Option<BuyerCustomizedInfoDetail>,
    /// What gift wrap costs the buyer, for all units.
    #[serde(default, with = "money::pascal_amount_text", skip_serializing_if = "Option::is_none")]
    pub gift_wrap_price: Option<Money>,
    /// The tax on gift wrap.
    #[serde(default, with = "money::pascal_amount_text", skip_serializing_if = "Option::is_none")]
    pub gift_wrap_tax: Option<Money>,
    /// The gift message. Merchant-fulfilled orders, and with a restricted data token only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gift_message_text: Option<String>,
    /// Which gift wrap.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gift_wrap_level: Option<String>,
}

/// What a buyer made of a customisable product. May show persons: hidden from `Debug`.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct BuyerCustomizedInfoDetail {
    /// A link to a ZIP file with it.
    #[serde(default, rename = "CustomizedURL", skip_serializing_if = "Option::is_none")]
    pub customized_url: Option<String>,
}

open_enum! {
    /// What stands at an address.
    pub enum AddressType {
        /// A home.
        Residential = "Residential",
        /// A business.
        Commercial = "Commercial",
    }
}

open_enum! {
    /// What a place of delivery can do.
    pub enum OtherDeliveryAttributes {
        /// It has a place to pick up or drop off parcels.
        HasAccessPoint = "HAS_ACCESS_POINT",
        /// It takes pallets.
        PalletEnabled = "PALLET_ENABLED",
        /// It does not take pallets.
        PalletDisabled = "PALLET_DISABLED",
    }
}

open_enum! {
    /// A day of the week.
    pub enum DayOfWeek {
        Sun = "SUN",
        Mon = "MON",
        Tue = "TUE",
        Wed = "WED",
        Thu = "THU",
        Fri = "FRI",
        Sat = "SAT",
    }
}

hidden_debug! {
    BuyerInfo { buyer_email, buyer_name, buyer_county, buyer_tax_info, purchase_order_number }
    OrderBuyerInfo {
        amazon_order_id, buyer_email, buyer_name, buyer_county, buyer_tax_info, purchase_order_number,
    }
    BuyerTaxInfo { company_legal_name, taxing_region, tax_classifications }
    TaxClassification { name, value }
    BuyerTaxInformation {
        buyer_legal_company_name, buyer_business_address, buyer_tax_registration_id, buyer_tax_office,
    }
    OrderAddress { amazon_order_id, buyer_company_name, shipping_address, delivery_preferences }
    Address {
        name, company_name, address_line1, address_line2, address_line3, city, county, district,
        state_or_region, municipality, postal_code, country_code, phone, extended_fields, address_type,
    }
    AddressExtendedFields { street_name, street_number, complement, neighborhood, geo_coordinates }
    GeoCoordinates { latitude, longitude }
    DeliveryPreferences { drop_off_location, preferred_delivery_time, other_attributes, address_instructions }
    PreferredDeliveryTime { business_hours, exception_dates }
    ItemBuyerInfo {
        buyer_customized_info, gift_wrap_price, gift_wrap_tax, gift_message_text, gift_wrap_level,
    }
    OrderItemBuyerInfo {
        order_item_id, buyer_customized_info, gift_wrap_price, gift_wrap_tax, gift_message_text,
        gift_wrap_level,
    }
    BuyerCustomizedInfoDetail { customized_url }
}
