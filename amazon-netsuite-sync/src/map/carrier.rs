//! Amazon's codes of carriers, by the names that ship methods go by.
//!
//! Amazon takes a carrier only as spelt in its own list, blanks, hyphens and case included; anything else goes as
//! [`OTHER`] with a name. Seller Central's list is longer than this table: what is missing here is mapped in the settings.

/// The code for a carrier that is not in Amazon's list.
pub const OTHER: &str = "Other";

/// What a ship method's name says, in words, and Amazon's code for it. Of several that are said, the longest counts, so
/// that `DHL Express` is not merely `DHL`.
const CARRIERS: &[(&str, &str)] = &[
    // North America.
    ("ups", "UPS"),
    ("united parcel service", "UPS"),
    ("ups freight", "UPS Freight"),
    ("ups mail innovations", "UPSMI"),
    ("ups mi", "UPSMI"),
    ("upsmi", "UPSMI"),
    ("usps", "USPS"),
    ("us mail", "USPS"),
    ("us postal service", "USPS"),
    ("united states postal service", "USPS"),
    ("priority mail", "USPS"),
    ("first class mail", "USPS"),
    ("fedex", "FedEx"),
    ("fed ex", "FedEx"),
    ("federal express", "FedEx"),
    ("fedex smartpost", "FedEx SmartPost"),
    ("fedex smart post", "FedEx SmartPost"),
    ("smartpost", "FedEx SmartPost"),
    ("fedex freight", "Fedex Freight"),
    ("ontrac", "OnTrac"),
    ("on trac", "OnTrac"),
    ("lasership", "Lasership"),
    ("laser ship", "Lasership"),
    ("osm", "OSM"),
    ("newgistics", "Newgistics"),
    ("amazon", "Amazon Shipping"),
    ("amazon shipping", "Amazon Shipping"),
    ("amzl", "AMZL"),
    ("estes", "Estes"),
    ("old dominion", "Old Dominion"),
    ("saia", "Saia"),
    ("xpo", "XPO"),
    ("xpo freight", "XPO Freight"),
    ("abf", "ABF"),
    ("r l", "R+L"),
    ("aaa cooper", "AAA Cooper"),
    ("roadrunner", "Roadrunner"),
    ("yellow freight", "Yellow Freight"),
    ("canada post", "Canada Post"),
    ("purolator", "PUROLATOR"),
    ("estafeta", "Estafeta"),
    ("correios", "Correios"),
    // Everywhere.
    ("dhl", "DHL"),
    ("dhl express", "DHL Express"),
    ("dhl ecommerce", "DHL eCommerce"),
    ("dhl e commerce", "DHL eCommerce"),
    ("dhl global mail", "DHL Global Mail"),
    ("dhl freight", "DHL Freight"),
    ("dhl paket", "DHL-Paket"),
    ("tnt", "TNT"),
    ("aramex", "Aramex"),
    ("asendia", "Asendia"),
    ("landmark global", "Landmark Global"),
    ("db schenker", "DB Schenker"),
    ("schenker", "DB Schenker"),
    ("dsv", "DSV"),
    ("dachser", "DACHSER"),
    ("kuehne nagel", "Kuehne+Nagel"),
    ("rhenus", "Rhenus"),
    ("geodis", "GEODIS"),
    ("spring gds", "Spring GDS"),
    // Europe.
    ("dpd", "DPD"),
    ("dpd local", "DPD Local"),
    ("gls", "GLS"),
    ("hermes", "Hermes"),
    ("hermes logistik", "Hermes Logistik Gruppe"),
    ("hermes logistik gruppe", "Hermes Logistik Gruppe"),
    ("hermes germany", "Hermes Logistik Gruppe"),
    ("hermes uk", "Hermes UK"),
    ("deutsche post", "Deutsche Post"),
    ("trans o flex", "Trans-o-Flex"),
    ("transoflex", "Trans-o-Flex"),
    ("royal mail", "Royal Mail"),
    ("parcelforce", "Parcelforce"),
    ("parcel force", "Parcelforce"),
    ("yodel", "Yodel"),
    ("whistl", "Whistl"),
    ("tuffnells", "Tuffnells"),
    ("apc overnight", "APC Overnight"),
    ("arrow xl", "Arrow XL"),
    ("uk mail", "UK MAIL"),
    ("ukmail", "UK MAIL"),
    ("dx", "DX"),
    ("jersey post", "Jersey Post"),
    ("chronopost", "Chronopost"),
    ("colissimo", "Colissimo"),
    ("la poste", "La Poste"),
    ("mondial relay", "Mondial Relay"),
    ("colis prive", "Colis Prive"),
    ("france express", "France Express"),
    ("heppner", "Heppner"),
    ("bpost", "BPOST"),
    ("postnl", "PostNL"),
    ("post nl", "PostNL"),
    ("poste italiane", "Poste Italiane"),
    ("brt", "BRT"),
    ("bartolini", "BRT"),
    ("sda", "SDA"),
    ("nexive", "Nexive"),
    ("seur", "Seur"),
    ("correos", "Correos"),
    ("correos express", "Correos Express"),
    ("mrw", "MRW"),
    ("nacex", "Nacex"),
    ("tipsa", "TIPSA"),
    ("ctt express", "CTTExpress"),
    ("envialia", "Envialia"),
    ("zeleris", "Zeleris"),
    ("inpost", "InPost"),
    ("polish post", "Polish Post"),
    ("poczta polska", "Polish Post"),
    ("postnord", "PostNord"),
    ("swiss post", "Swiss post"),
    ("austrian post", "AT Post"),
    ("ptt kargo", "PTT Kargo"),
    ("aras kargo", "Aras Kargo"),
    ("mng kargo", "MNG Kargo"),
    // Asia and the Pacific.
    ("japan post", "Japan Post"),
    ("yamato", "YamatoTransport"),
    ("yamato transport", "YamatoTransport"),
    ("kuroneko", "YamatoTransport"),
    ("sagawa", "SagawaExpress"),
    ("sagawa express", "SagawaExpress"),
    ("nippon express", "NipponExpress"),
    ("australia post", "Australia Post"),
    ("auspost", "Australia Post"),
    ("sendle", "Sendle"),
    ("couriers please", "CouriersPlease"),
    ("couriersplease", "CouriersPlease"),
    ("fastway", "Fastway"),
    ("toll", "Toll Global Express"),
    ("singapore post", "Singapore Post"),
    ("singpost", "Singapore Post"),
    ("ninja van", "Ninjavan"),
    ("ninjavan", "Ninjavan"),
    ("china post", "China Post"),
    ("sf express", "SF Express"),
    ("yunexpress", "Yun Express"),
    ("yun express", "Yun Express"),
    ("4px", "4PX"),
    ("yanwen", "Yanwen"),
    ("india post", "India Post"),
    ("bluedart", "BlueDart"),
    ("blue dart", "BlueDart"),
    ("delhivery", "Delhivery"),
    ("dtdc", "DTDC"),
    ("ecom express", "Ecom Express"),
    ("xpressbees", "Xpressbees"),
    ("emirates post", "Emirates Post"),
];

/// Amazon's code for the carrier that a ship method's name says: `UPS Ground` is `UPS`. Whole words count, letter case
/// and punctuation do not: `Upsilon Logistics` is no UPS.
pub fn recognise(ship_method: &str) -> Option<&'static str> {
    let said = format!(" {} ", words(ship_method));
    let is_said = |(name, _): &&(&str, &str)| said.contains(&format!(" {name} "));
    CARRIERS.iter().filter(is_said).max_by_key(|(name, _)| name.len()).map(|(_, code)| *code)
}

/// Every code that [`recognise`] may answer.
pub fn codes() -> impl Iterator<Item = &'static str> {
    CARRIERS.iter().map(|(_, code)| *code)
}

/// Lower case, and one space wherever there is no letter and no digit.
fn words(text: &str) -> String {
    let plain: String = text
        .chars()
        .flat_map(char::to_lowercase)
        .map(|c| match c {
            'é' | 'è' | 'ê' => 'e',
            'ü' => 'u',
            c if c.is_alphanumeric() => c,
            _ => ' ',
        })
        .collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ship_methods_say_their_carriers() {
        let said = [
            ("UPS Ground", "UPS"),
            ("UPS® Next Day Air", "UPS"),
            ("UPS Mail Innovations (domestic)", "UPSMI"),
            ("USPS Priority Mail", "USPS"),
            ("FedEx 2Day", "FedEx"),
            ("FedEx SmartPost", "FedEx SmartPost"),
            ("DHL", "DHL"),
            ("DHL Express Worldwide", "DHL Express"),
            ("DHL-Paket", "DHL-Paket"),
            ("Royal Mail Tracked 48", "Royal Mail"),
            ("Hermes", "Hermes"),
            ("Hermes Logistik Gruppe", "Hermes Logistik Gruppe"),
            ("Trans-o-flex Express", "Trans-o-Flex"),
            ("Colis Privé", "Colis Prive"),
            ("R+L Carriers", "R+L"),
            ("Kuehne + Nagel", "Kuehne+Nagel"),
        ];
        for (name, code) in said {
            assert_eq!(recognise(name), Some(code), "{name}");
        }
    }

    #[test]
    fn a_part_of_a_word_says_nothing() {
        for name in ["Upsilon Logistics", "Groups and Co", "Standard delivery", "", "Tollhouse"] {
            assert_eq!(recognise(name), None, "{name}");
        }
    }

    #[test]
    fn every_name_of_the_table_is_written_as_it_is_looked_up() {
        for (name, code) in CARRIERS {
            assert_eq!(words(name), *name);
            assert_eq!(recognise(name), Some(*code), "{name}");
        }
    }
}
