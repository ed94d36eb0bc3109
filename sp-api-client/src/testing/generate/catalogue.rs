//! What is for sale, and where.

use rust_decimal::Decimal;

use super::market::{Group, Language, MARKETS, Market};

/// A product that the generated orders sell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GeneratedItem {
    /// The seller's SKU. A few hold a blank, a slash, a plus sign or an apostrophe, as sellers' SKUs do.
    pub sku: String,
    /// The ASIN, ten characters.
    pub asin: String,
    /// The English title.
    pub title: String,
    /// Where it is sold, and for how much. Every SKU is sold in more than one marketplace.
    pub offers: Vec<GeneratedOffer>,
}

/// The price of a product in one marketplace.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GeneratedOffer {
    /// The marketplace.
    pub marketplace_id: String,
    /// The title in the marketplace's language.
    pub title: String,
    /// The marketplace's currency, like `EUR`.
    pub currency: String,
    /// The usual price of one unit, including tax where the marketplace's prices do. Orders may deviate.
    pub price: Decimal,
}

struct Product {
    code: &'static str,
    cents: i64,
    english: &'static str,
    german: &'static str,
    japanese: &'static str,
}

#[rustfmt::skip]
const PRODUCTS: &[Product] = &[
    Product { code: "KTL-17", cents: 3999, english: "Gooseneck Kettle 1.7 l", german: "Schwanenhals-Wasserkocher 1,7 l", japanese: "グースネック電気ケトル 1.7L" },
    Product { code: "MUG-35", cents: 1299, english: "Stoneware Mug 350 ml", german: "Steingut-Becher 350 ml", japanese: "ストーンウェア マグカップ 350ml" },
    Product { code: "PAN-28", cents: 4495, english: "Frying Pan 28 cm", german: "Bratpfanne 28 cm für Induktion", japanese: "フライパン 28cm IH対応" },
    Product { code: "KNF-08", cents: 5900, english: "Chef's Knife 8\"", german: "Kochmesser 20 cm", japanese: "牛刀 200mm" },
    Product { code: "BRD-40", cents: 2450, english: "Chopping Board", german: "Schneidebrett groß", japanese: "まな板 40cm" },
    Product { code: "TWL-70", cents: 1850, english: "Bath Towel 70 x 140", german: "Badetuch 70 x 140", japanese: "バスタオル 70×140" },
    Product { code: "LMP-02", cents: 3275, english: "Desk Lamp, dimmable", german: "Schreibtischleuchte, dimmbar", japanese: "調光デスクライト" },
    Product { code: "CBL-20", cents: 899, english: "USB-C Cable 2 m", german: "USB-C-Kabel 2 m", japanese: "USB-Cケーブル 2m" },
    Product { code: "CHG-65", cents: 2999, english: "Wall Charger 65 W", german: "Netzteil 65 W", japanese: "急速充電器 65W" },
    Product { code: "STD-11", cents: 2199, english: "Tablet Stand", german: "Tablet-Ständer", japanese: "タブレットスタンド" },
    Product { code: "BAG-25", cents: 6450, english: "Day Pack 25 l", german: "Tagesrucksack 25 l", japanese: "デイパック 25L" },
    Product { code: "BTL-75", cents: 2395, english: "Insulated Bottle 750 ml", german: "Isolierflasche 750 ml", japanese: "真空断熱ボトル 750ml" },
    Product { code: "MAT-06", cents: 3490, english: "Yoga Mat 6 mm", german: "Yogamatte 6 mm", japanese: "ヨガマット 6mm" },
    Product { code: "UMB-90", cents: 1999, english: "Folding Umbrella", german: "Taschenschirm", japanese: "折りたたみ傘" },
    Product { code: "NTB-A5", cents: 749, english: "Notebook A5, dotted", german: "Notizbuch A5, gepunktet", japanese: "ノート A5 ドット方眼" },
    Product { code: "PEN-05", cents: 1125, english: "Gel Pens, set of 5", german: "Gelschreiber, 5 Stück", japanese: "ゲルインクボールペン 5本セット" },
    Product { code: "CLK-30", cents: 2780, english: "Wall Clock 30 cm", german: "Wanduhr 30 cm, geräuschlos", japanese: "掛け時計 30cm 静音" },
    Product { code: "FRM-A4", cents: 1399, english: "Picture Frame A4", german: "Bilderrahmen A4", japanese: "フォトフレーム A4" },
    Product { code: "PLW-45", cents: 1650, english: "Cushion Cover 45 x 45", german: "Kissenhülle 45 x 45", japanese: "クッションカバー 45×45" },
    Product { code: "DOG-LD", cents: 1575, english: "Dog Lead 2 m", german: "Hundeleine 2 m", japanese: "犬用リード 2m" },
    Product { code: "CAT-BD", cents: 3825, english: "Cat Bed", german: "Katzenkörbchen", japanese: "猫用ベッド" },
    Product { code: "PZL-1K", cents: 1799, english: "Jigsaw Puzzle, 1,000 pieces", german: "Puzzle, 1.000 Teile", japanese: "ジグソーパズル 1000ピース" },
    Product { code: "SCK-42", cents: 999, english: "Merino Socks", german: "Merinosocken", japanese: "メリノウール ソックス" },
    Product { code: "GLV-09", cents: 2150, english: "Garden Gloves", german: "Gartenhandschuhe", japanese: "ガーデングローブ" },
];

/// Code, English, German, Japanese.
const VARIANTS: &[(&str, [&str; 3])] = &[
    ("BLK", ["black", "schwarz", "ブラック"]),
    ("WHT", ["white", "weiß", "ホワイト"]),
    ("RED", ["red", "rot", "レッド"]),
    ("GRN", ["green", "grün", "グリーン"]),
];

/// The same catalogue for every seed: a seller's range does not change with its orders.
pub(super) fn catalogue() -> Vec<GeneratedItem> {
    let products = PRODUCTS.iter().enumerate();
    products
        .flat_map(|(index, product)| {
            VARIANTS.iter().enumerate().map(move |(variant, names)| {
                let number = index * VARIANTS.len() + variant;
                item(product, index, number, names)
            })
        })
        .collect()
}

fn item(product: &Product, index: usize, number: usize, (code, names): &(&str, [&str; 3])) -> GeneratedItem {
    let markets = MARKETS.iter().filter(|market| sells(market.group, index));
    GeneratedItem {
        sku: format!("{}{}{code}", product.code, separator(number)),
        asin: format!("B0{:08}", 10_250_417 + number * 7919),
        title: title(product, Language::English, names),
        offers: markets.map(|market| offer(product, market, names)).collect(),
    }
}

/// Each product is sold in two of the three groups, so each group sells 64 SKUs.
fn sells(group: Group, index: usize) -> bool {
    let absent = [Group::Japan, Group::America, Group::Europe][index % 3];
    group != absent
}

fn separator(number: usize) -> &'static str {
    match number {
        9 => " ",
        22 => "/",
        41 => "+",
        58 => "'",
        _ => "-",
    }
}

fn offer(product: &Product, market: &Market, names: &[&str; 3]) -> GeneratedOffer {
    let cents = product.cents;
    let price = match market.currency {
        "GBP" => Decimal::new(cents * 4 / 5, 2),
        "EUR" => Decimal::new(cents * 19 / 20, 2),
        "JPY" => Decimal::from(cents * 3 / 20 * 10),
        _ => Decimal::new(cents, 2),
    };
    GeneratedOffer {
        marketplace_id: market.id.to_owned(),
        title: title(product, market.language, names),
        currency: market.currency.to_owned(),
        price,
    }
}

fn title(product: &Product, language: Language, names: &[&str; 3]) -> String {
    match language {
        Language::English => format!("{}, {}", product.english, names[0]),
        Language::German => format!("{}, {}", product.german, names[1]),
        Language::Japanese => format!("{} {}", product.japanese, names[2]),
    }
}
