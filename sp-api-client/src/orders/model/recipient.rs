//! Who ordered, where it goes and when it may arrive.

use chrono::NaiveDate;
use commerce_client_core::list::List;
use serde::{Deserialize, Serialize};

use super::{AddressType, DayOfWeek, DeliveryCapability, ExceptionDateType};
use crate::{hidden::hidden_debug, reading::empty_is_none};

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
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub delivery_capabilities: List<DeliveryCapability>,
}

/// When somebody is at the place of delivery. Data of a person: hidden from `Debug`.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct PreferredDeliveryTime {
    /// The usual hours, by day of the week.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub business_hours: List<BusinessHour>,
    /// Days of the coming weeks (up to 30 days) on which the usual hours do not hold.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub exception_dates: List<ExceptionDate>,
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
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub time_windows: List<TimeWindow>,
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
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub time_windows: List<TimeWindow>,
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
}
