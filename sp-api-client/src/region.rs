//! Regions, their hosts, and the marketplaces in them.

use commerce_client_core::money::Currency;

use crate::orders::MarketplaceId;

/// A group of marketplaces that share an endpoint, a seller's authorization and rate limits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Region {
    /// North and South America.
    NorthAmerica,
    /// Europe, the Middle East, Africa and India.
    Europe,
    /// Japan, Australia and Singapore.
    FarEast,
}

impl Region {
    /// The production endpoint, without a trailing slash.
    pub const fn endpoint(self) -> &'static str {
        match self {
            Self::NorthAmerica => "https://sellingpartnerapi-na.amazon.com",
            Self::Europe => "https://sellingpartnerapi-eu.amazon.com",
            Self::FarEast => "https://sellingpartnerapi-fe.amazon.com",
        }
    }

    /// Amazon's sandbox endpoint, without a trailing slash.
    pub const fn sandbox_endpoint(self) -> &'static str {
        match self {
            Self::NorthAmerica => "https://sandbox.sellingpartnerapi-na.amazon.com",
            Self::Europe => "https://sandbox.sellingpartnerapi-eu.amazon.com",
            Self::FarEast => "https://sandbox.sellingpartnerapi-fe.amazon.com",
        }
    }
}

/// A country's store, as Amazon's list of marketplaces has it. Marketplaces that are not in the list (Amazon keeps
/// ids for off-Amazon channels, and opens new stores) are still addressed by their [`MarketplaceId`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Marketplace {
    /// Amazon's id, such as `ATVPDKIKX0DER`.
    pub id: &'static str,
    /// ISO 3166 country code, such as `GB`.
    pub country: &'static str,
    /// The currency its orders are in.
    pub currency: Currency,
    /// The shop's domain, such as `amazon.co.uk`.
    pub domain: &'static str,
    /// The region whose endpoint serves it.
    pub region: Region,
    /// IANA name of the zone in which the shop's days begin. Countries with several zones: the zone that Amazon's
    /// reports for it use.
    pub time_zone: &'static str,
    /// Whether buyers see prices with tax. A convention of the country, not a field of any answer: used only where
    /// an order's amounts fit both ways.
    pub prices_include_tax: bool,
}

macro_rules! marketplaces {
    ($($(#[$doc:meta])* $name:ident: $region:ident $country:literal $id:literal $currency:literal $domain:literal $zone:literal $inclusive:literal;)+) => {
        impl Marketplace {
            $($(#[$doc])* pub const $name: Self = Self {
                id: $id,
                country: $country,
                currency: Currency::known(*$currency),
                domain: $domain,
                region: Region::$region,
                time_zone: $zone,
                prices_include_tax: $inclusive,
            };)+

            /// Every marketplace of Amazon's list.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];
        }
    };
}

marketplaces! {
    /// United States.
    US: NorthAmerica "US" "ATVPDKIKX0DER" b"USD" "amazon.com" "America/Los_Angeles" false;
    /// Canada.
    CA: NorthAmerica "CA" "A2EUQ1WTGCTBG2" b"CAD" "amazon.ca" "America/Los_Angeles" false;
    /// Mexico.
    MX: NorthAmerica "MX" "A1AM78C64UM0Y8" b"MXN" "amazon.com.mx" "America/Los_Angeles" true;
    /// Brazil.
    BR: NorthAmerica "BR" "A2Q3Y263D00KWC" b"BRL" "amazon.com.br" "America/Sao_Paulo" true;
    /// United Kingdom.
    UK: Europe "GB" "A1F83G8C2ARO7P" b"GBP" "amazon.co.uk" "Europe/London" true;
    /// Germany.
    DE: Europe "DE" "A1PA6795UKMFR9" b"EUR" "amazon.de" "Europe/Berlin" true;
    /// France.
    FR: Europe "FR" "A13V1IB3VIYZZH" b"EUR" "amazon.fr" "Europe/Paris" true;
    /// Italy.
    IT: Europe "IT" "APJ6JRA9NG5V4" b"EUR" "amazon.it" "Europe/Rome" true;
    /// Spain.
    ES: Europe "ES" "A1RKKUPIHCS9HS" b"EUR" "amazon.es" "Europe/Madrid" true;
    /// Netherlands.
    NL: Europe "NL" "A1805IZSGTT6HS" b"EUR" "amazon.nl" "Europe/Amsterdam" true;
    /// Belgium.
    BE: Europe "BE" "AMEN7PMS3EDWL" b"EUR" "amazon.com.be" "Europe/Brussels" true;
    /// Ireland.
    IE: Europe "IE" "A28R8C7NBKEWEA" b"EUR" "amazon.ie" "Europe/Dublin" true;
    /// Sweden.
    SE: Europe "SE" "A2NODRKZP88ZB9" b"SEK" "amazon.se" "Europe/Stockholm" true;
    /// Poland.
    PL: Europe "PL" "A1C3SOZRARQ6R3" b"PLN" "amazon.pl" "Europe/Warsaw" true;
    /// Turkey.
    TR: Europe "TR" "A33AVAJ2PDY3EV" b"TRY" "amazon.com.tr" "Europe/Istanbul" true;
    /// Egypt.
    EG: Europe "EG" "ARBP9OOSHTCHU" b"EGP" "amazon.eg" "Africa/Cairo" true;
    /// Saudi Arabia.
    SA: Europe "SA" "A17E79C6D8DWNP" b"SAR" "amazon.sa" "Asia/Riyadh" true;
    /// United Arab Emirates.
    AE: Europe "AE" "A2VIGQ35RCS4UG" b"AED" "amazon.ae" "Asia/Dubai" true;
    /// India.
    IN: Europe "IN" "A21TJRUUN4KGV" b"INR" "amazon.in" "Asia/Kolkata" true;
    /// South Africa.
    ZA: Europe "ZA" "AE08WJ6YKNBMC" b"ZAR" "amazon.co.za" "Africa/Johannesburg" true;
    /// Japan.
    JP: FarEast "JP" "A1VC38T7YXB528" b"JPY" "amazon.co.jp" "Asia/Tokyo" true;
    /// Australia.
    AU: FarEast "AU" "A39IBJ37TRP1C6" b"AUD" "amazon.com.au" "Australia/Sydney" true;
    /// Singapore.
    SG: FarEast "SG" "A19VAU5U5O7RUS" b"SGD" "amazon.sg" "Asia/Singapore" true;
}

impl Marketplace {
    /// The marketplace with this id, if it is in the list.
    pub fn by_id(id: &str) -> Option<&'static Self> {
        Self::ALL.iter().find(|marketplace| marketplace.id == id)
    }
}

impl From<Marketplace> for MarketplaceId {
    fn from(marketplace: Marketplace) -> Self {
        // The table's ids are well-formed, as its test shows; the fallback is never used.
        Self::new(marketplace.id).unwrap_or_else(|_| Marketplace::US.into())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn the_table_is_complete_and_no_id_occurs_twice() {
        let ids: BTreeSet<&str> = Marketplace::ALL.iter().map(|marketplace| marketplace.id).collect();
        assert_eq!(ids.len(), 23);
        for marketplace in Marketplace::ALL {
            assert_eq!(MarketplaceId::from(*marketplace).as_str(), marketplace.id);
            assert_eq!(marketplace.currency.as_str().parse(), Ok(marketplace.currency));
        }
    }

    #[test]
    fn an_id_outside_the_list_is_no_error() {
        assert_eq!(Marketplace::by_id("A38D8NSA03LJTC"), None);
        assert_eq!(Marketplace::by_id("A1VC38T7YXB528").map(|jp| jp.currency.minor_digits()), Some(0));
    }
}
