//! Invented buyers and where they live.

use fastrand::Rng;
use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::{
    chance,
    market::{Language, Market},
    pick,
};

/// Somebody who buys, at the address of one order.
#[derive(Debug, Clone)]
pub(super) struct Person {
    pub(super) name: String,
    pub(super) email: String,
    pub(super) company: Option<String>,
    pub(super) phone: String,
    pub(super) address: Value,
    /// Sales tax of the state. Zero outside the US, where the marketplace tells the rate.
    pub(super) state_tax: Decimal,
}

const ENGLISH_GIVEN: &[&str] = &[
    "Avery", "Rowan", "Marlo", "Tamsin", "Perrin", "Isolde", "Corwin", "Wren", "Lachlan", "Odette", "Bram",
    "Zoë",
];
const ENGLISH_FAMILY: &[&str] = &[
    "Thistlewood",
    "O'Farrow",
    "Pemberly",
    "Quillfeather",
    "Ashgrove",
    "St. Merrin",
    "Hollowell",
    "Brackenridge",
    "Winterbourne-Lyle",
    "Marchbank",
    "Tolliver",
    "Fenwright",
];
const GERMAN_GIVEN: &[&str] =
    &["Jörg", "Käthe", "Lüder", "Anneliese", "Björn", "Friederike", "Götz", "Hannelore", "Jürgen", "Mareike"];
const GERMAN_FAMILY: &[&str] = &[
    "Mühlengrund",
    "Weißdorn",
    "Schönefeldt",
    "Köttelbach",
    "von der Lühe",
    "Grünwaldt",
    "Straußberg",
    "Öchslein",
    "Bärenklau",
    "Tannhof",
];
const JAPANESE_FAMILY: &[&str] =
    &["青葉", "月森", "白瀬", "雨宮野", "花咲", "星見", "風早", "雪代", "水無瀬", "霧島野"];
const JAPANESE_GIVEN: &[&str] =
    &["澪", "湊太", "紬希", "蒼真", "ひより", "樹里", "千景", "朔弥", "ほのか", "一颯"];

/// City, state code, state, first digits of the ZIP code, sales tax in hundredths of a percent.
const AMERICAN_CITIES: &[(&str, &str, &str, &str, i64)] = &[
    ("Seattle", "WA", "Washington", "981", 1035),
    ("San Diego", "CA", "California", "921", 775),
    ("Austin", "TX", "Texas", "787", 825),
    ("Portland", "OR", "Oregon", "972", 0),
    ("Missoula", "MT", "Montana", "598", 0),
    ("Brooklyn", "NY", "New York", "112", 888),
    ("Columbus", "OH", "Ohio", "432", 750),
    ("Nashua", "NH", "New Hampshire", "030", 0),
    ("Tampa", "FL", "Florida", "336", 750),
    ("Denver", "CO", "Colorado", "802", 881),
];
const AMERICAN_STREETS: &[&str] =
    &["Larkspur Ln", "Old Quarry Rd", "W 4th St", "Juniper Ave", "Mill Pond Ct", "County Road 12"];

/// Town, county, outward part of the postcode.
const BRITISH_TOWNS: &[(&str, &str, &str)] = &[
    ("London", "", "SW9"),
    ("Leeds", "West Yorkshire", "LS6"),
    ("Inverness", "Highland", "IV2"),
    ("Cardiff", "", "CF10"),
    ("Newcastle upon Tyne", "Tyne and Wear", "NE1"),
    ("Bath", "Somerset", "BA2"),
];
const BRITISH_STREETS: &[&str] =
    &["Saint Aldhelm's Row", "Kiln Lane", "The Maltings", "Upper Wharf Road", "Rectory Close"];

const GERMAN_CITIES: &[(&str, &str)] = &[
    ("München", "80"),
    ("Köln", "50"),
    ("Düsseldorf", "40"),
    ("Lübeck", "23"),
    ("Gießen", "35"),
    ("Berlin", "10"),
];
const GERMAN_STREETS: &[&str] =
    &["Mühlenstraße", "Am Grünen Weg", "Schloßallee", "Hölderlinring", "Straße des Handwerks"];

/// Prefecture, city or ward, first digits of the postal code.
const JAPANESE_WARDS: &[(&str, &str, &str)] = &[
    ("東京都", "港区", "105"),
    ("東京都", "世田谷区", "154"),
    ("大阪府", "大阪市北区", "530"),
    ("京都府", "京都市左京区", "606"),
    ("北海道", "札幌市中央区", "060"),
    ("福岡県", "福岡市博多区", "812"),
    ("沖縄県", "那覇市", "900"),
];
const JAPANESE_DISTRICTS: &[&str] = &["桜見台", "若葉町", "中央", "月見ヶ丘", "緑橋"];

pub(super) fn person(rng: &mut Rng, market: &Market, business: bool) -> Person {
    let name = match market.language {
        Language::English => format!("{} {}", pick(rng, ENGLISH_GIVEN), pick(rng, ENGLISH_FAMILY)),
        Language::German => format!("{} {}", pick(rng, GERMAN_GIVEN), pick(rng, GERMAN_FAMILY)),
        Language::Japanese => format!("{} {}", pick(rng, JAPANESE_FAMILY), pick(rng, JAPANESE_GIVEN)),
    };
    let local_part: String = (0..14).map(|_| rng.char('a'..='z')).collect();
    let email = format!("{local_part}@{}", market.email_domain);
    let company = business.then(|| company(rng, market));
    let phone = phone(rng, market);
    let mut person = Person { name, email, company, phone, address: Value::Null, state_tax: Decimal::ZERO };
    person.move_house(rng, market);
    person
}

impl Person {
    /// Gives the person another address.
    pub(super) fn move_house(&mut self, rng: &mut Rng, market: &Market) {
        let (mut address, state_tax) = match market.country {
            "US" => american_address(rng),
            "GB" => (british_address(rng), Decimal::ZERO),
            "DE" => (german_address(rng), Decimal::ZERO),
            _ => (japanese_address(rng), Decimal::ZERO),
        };
        address["name"] = json!(self.name);
        address["countryCode"] = json!(market.country);
        if let Some(company) = &self.company {
            address["companyName"] = json!(company);
            address["addressType"] = json!("COMMERCIAL");
        }
        if chance(rng, 40) {
            // Absent lines are absent or empty; both happen.
            address["addressLine3"] = json!("");
            address["districtOrCounty"] = json!("");
            address["municipality"] = json!("");
        }
        self.address = address;
        self.state_tax = state_tax;
    }
}

fn company(rng: &mut Rng, market: &Market) -> String {
    match market.country {
        "US" => format!("{} Supply LLC", pick(rng, ENGLISH_FAMILY)),
        "GB" => format!("{} & Daughters Ltd", pick(rng, ENGLISH_FAMILY)),
        "DE" => format!("{} Bürobedarf GmbH & Co. KG", pick(rng, GERMAN_FAMILY)),
        _ => format!("株式会社{}商事", pick(rng, JAPANESE_FAMILY)),
    }
}

/// Numbers from ranges that are reserved or cannot be dialled.
fn phone(rng: &mut Rng, market: &Market) -> String {
    match market.country {
        "US" => format!("+1 206-555-{:04} ext. {:05}", rng.u32(100..200), rng.u32(..100_000)),
        "GB" => format!("01632 {:06}", rng.u32(960_000..961_000)),
        "DE" => format!("+49 30 23125 {:03}", rng.u32(..1000)),
        _ => format!("090-0000-{:04}", rng.u32(..10_000)),
    }
}

fn american_address(rng: &mut Rng) -> (Value, Decimal) {
    let (city, code, state, zip, tax) = pick(rng, AMERICAN_CITIES);
    let form = rng.u32(0..20);
    let state = match form {
        0 | 1 => (*state).to_owned(),
        2 => code.to_lowercase(),
        _ => (*code).to_owned(),
    };
    let extension = if chance(rng, 50) { format!("-{:04}", rng.u32(1..10_000)) } else { String::new() };
    let address = json!({
        "addressLine1": format!("{} {}", rng.u32(1..9900), pick(rng, AMERICAN_STREETS)),
        "addressLine2": if chance(rng, 30) { format!("Apt {}", rng.u32(1..60)) } else { String::new() },
        "city": if chance(rng, 20) { city.to_uppercase() } else { (*city).to_owned() },
        "stateOrRegion": state,
        "postalCode": format!("{zip}{:02}{extension}", rng.u32(1..100)),
        "addressType": "RESIDENTIAL",
    });
    (address, Decimal::new(*tax, 4))
}

fn british_address(rng: &mut Rng) -> Value {
    let (town, county, outward) = pick(rng, BRITISH_TOWNS);
    let letters: String =
        (0..2).map(|_| *pick(rng, &['A', 'B', 'D', 'E', 'F', 'G', 'H', 'J', 'L', 'N'])).collect();
    let street = format!("{} {}", rng.u32(1..140), pick(rng, BRITISH_STREETS));
    let postal_code = format!("{outward} {}{letters}", rng.u32(1..10));
    if chance(rng, 4) {
        return json!({
            "addressLine1": format!("Locker - {}", pick(rng, BRITISH_STREETS)),
            "addressLine2": street,
            "city": town,
            "postalCode": postal_code,
            "addressType": "PICKUP_POINT",
        });
    }
    let flat = if chance(rng, 40) { format!("Flat {}", rng.u32(1..30)) } else { String::new() };
    let (line1, line2) = if flat.is_empty() { (street, flat) } else { (flat, street) };
    json!({
        "addressLine1": line1,
        "addressLine2": line2,
        "city": town,
        "stateOrRegion": county,
        "postalCode": postal_code,
        "addressType": "RESIDENTIAL",
    })
}

fn german_address(rng: &mut Rng) -> Value {
    let (city, zip) = pick(rng, GERMAN_CITIES);
    let postal_code = format!("{zip}{:03}", rng.u32(100..1000));
    if chance(rng, 4) {
        return json!({
            "addressLine1": format!("{}", rng.u32(1_000_000..9_999_999)),
            "addressLine2": format!("Packstation {}", rng.u32(101..300)),
            "city": city,
            "postalCode": postal_code,
            "addressType": "PICKUP_POINT",
        });
    }
    let street =
        format!("{} {}{}", pick(rng, GERMAN_STREETS), rng.u32(1..200), pick(rng, &["", "", "", "a", "b"]));
    let mut address = json!({ "city": city, "postalCode": postal_code, "addressType": "RESIDENTIAL" });
    if chance(rng, 25) {
        // Amazon's German form leads many buyers to put the street on the second line only.
        address["addressLine1"] = json!("");
        address["addressLine2"] = json!(street);
    } else {
        address["addressLine1"] = json!(street);
    }
    if chance(rng, 20) {
        address["stateOrRegion"] = json!(pick(rng, &["Bayern", "NRW", "Thüringen", ""]));
    }
    address
}

fn japanese_address(rng: &mut Rng) -> Value {
    let (prefecture, city, zip) = pick(rng, JAPANESE_WARDS);
    let block = format!("{}-{}-{}", rng.u32(1..8), rng.u32(1..30), rng.u32(1..20));
    let mut address = json!({
        "postalCode": format!("{zip}-{:04}", rng.u32(..1000)),
        "addressType": "RESIDENTIAL",
    });
    if chance(rng, 30) {
        // Everything on the first line, without prefecture or city.
        address["addressLine1"] =
            json!(format!("{prefecture}{city}{}{block}", pick(rng, JAPANESE_DISTRICTS)));
    } else {
        address["stateOrRegion"] = json!(prefecture);
        address["city"] = json!(city);
        address["addressLine1"] = json!(format!("{}{block}", pick(rng, JAPANESE_DISTRICTS)));
    }
    if chance(rng, 50) {
        address["addressLine2"] =
            json!(format!("メゾン{}{}号室", pick(rng, JAPANESE_FAMILY), rng.u32(101..999)));
    }
    address
}
