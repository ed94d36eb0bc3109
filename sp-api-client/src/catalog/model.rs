//! What goes into and comes out of the Catalog Items API.
//!
//! # Source
//! Model `catalogItems_2022-04-01`.

use chrono::NaiveDate;
use commerce_client_core::{decode::Lenient, id, list::List, open_enum, wire};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::{
    ids::{Asin, MarketplaceId},
    product_types::ProductTypeName,
    reading::empty_is_none,
};

id! {
    /// Names a browse node: digits as text, such as `1234567031`.
    pub struct ClassificationId;
}

/// One page of catalog items. An item that cannot be decoded costs that item, not the page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ItemSearchResults {
    /// How many were found in all: counted when searched by identifiers, estimated when by keywords. No more than the
    /// first 1,000 can be paged through.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number_of_results: Option<i64>,
    /// How to ask for the neighbouring pages.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pagination: Option<Pagination>,
    /// How a search by keywords can be narrowed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refinements: Option<Refinements>,
    /// The items of this page.
    pub items: Vec<Lenient<Item>>,
}

/// A product in Amazon's catalog. Which of the lists are there depends on what was asked for; each holds one entry
/// per marketplace.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Item {
    /// Amazon's number of it.
    pub asin: Asin,
    /// What the catalog says of it, keyed by attribute: `brand` holds `[{"value": "Example", "marketplace_id": …}]`.
    /// The product type's schema says what each attribute holds. Whatever contributor won is in here, not what one
    /// selling partner submitted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attributes: Option<Map<String, Value>>,
    /// Where it stands in the tree of browse nodes.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub classifications: List<ItemBrowseClassificationsByMarketplace>,
    /// How large and heavy it is, bare and packed.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub dimensions: List<ItemDimensionsByMarketplace>,
    /// Its numbers elsewhere: EAN, UPC and so on.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub identifiers: List<ItemIdentifiersByMarketplace>,
    /// Its pictures.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub images: List<ItemImagesByMarketplace>,
    /// Its product type.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub product_types: List<ItemProductTypeByMarketplace>,
    /// Variation families and packages that it belongs to.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub relationships: List<ItemRelationshipsByMarketplace>,
    /// How well it sells.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub sales_ranks: List<ItemSalesRanksByMarketplace>,
    /// Title, brand and the like.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub summaries: List<ItemSummaryByMarketplace>,
    /// What vendors see of it; nothing for selling partners.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub vendor_details: List<ItemVendorDetailsByMarketplace>,
}

/// How to ask for the neighbouring pages.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Pagination {
    /// The page token of the next page; absent on the last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_token: Option<String>,
    /// The page token of the page before; absent on the first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub previous_token: Option<String>,
}

/// How a search by keywords can be narrowed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Refinements {
    /// Brands among what was found.
    pub brands: Vec<BrandRefinement>,
    /// Browse nodes among what was found.
    pub classifications: Vec<ClassificationRefinement>,
}

/// Where an item stands in the browse tree of one marketplace.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ItemBrowseClassificationsByMarketplace {
    /// The marketplace.
    pub marketplace_id: MarketplaceId,
    /// The browse nodes, each with its parents.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub classifications: List<ItemBrowseClassification>,
}

/// How large and heavy an item is, as one marketplace has it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ItemDimensionsByMarketplace {
    /// The marketplace.
    pub marketplace_id: MarketplaceId,
    /// The bare item.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub item: Option<Dimensions>,
    /// The item in its packing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub package: Option<Dimensions>,
}

/// An item's numbers, as one marketplace has them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ItemIdentifiersByMarketplace {
    /// The marketplace.
    pub marketplace_id: MarketplaceId,
    /// The numbers.
    pub identifiers: Vec<ItemIdentifier>,
}

/// An item's pictures in one marketplace.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ItemImagesByMarketplace {
    /// The marketplace.
    pub marketplace_id: MarketplaceId,
    /// The pictures; each may be there in several sizes.
    pub images: Vec<ItemImage>,
}

/// An item's product type in one marketplace.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ItemProductTypeByMarketplace {
    /// The marketplace.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub marketplace_id: Option<MarketplaceId>,
    /// The product type, as the Product Type Definitions API names it.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub product_type: Option<ProductTypeName>,
}

/// The families of an item in one marketplace.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ItemRelationshipsByMarketplace {
    /// The marketplace.
    pub marketplace_id: MarketplaceId,
    /// One entry per family.
    pub relationships: Vec<ItemRelationship>,
}

/// How well an item sells in one marketplace.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ItemSalesRanksByMarketplace {
    /// The marketplace.
    pub marketplace_id: MarketplaceId,
    /// Among its like, by browse node.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub classification_ranks: List<ItemClassificationSalesRank>,
    /// Within the large groups of Amazon's website.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub display_group_ranks: List<ItemDisplayGroupSalesRank>,
}

/// The head of an item in one marketplace. Most of it is there only where it applies.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ItemSummaryByMarketplace {
    /// The marketplace.
    pub marketplace_id: MarketplaceId,
    /// Whether it is for adults only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub adult_product: Option<bool>,
    /// Whether it is signed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub autographed: Option<bool>,
    /// The brand.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub brand: Option<String>,
    /// The browse node it belongs to first of all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub browse_classification: Option<ItemBrowseClassification>,
    /// The colour, in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub color: Option<String>,
    /// Who made it: authors, actors and so on.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub contributors: List<ItemContributor>,
    /// Whether it can be bought by itself, or groups others.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub item_classification: Option<ItemClassification>,
    /// The title, in the language asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub item_name: Option<String>,
    /// Who produces it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub manufacturer: Option<String>,
    /// Whether it is a collector's memento.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub memorabilia: Option<bool>,
    /// The manufacturer's model number, as text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub model_number: Option<String>,
    /// How many pieces one unit holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub package_quantity: Option<i64>,
    /// The manufacturer's part number, as text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub part_number: Option<String>,
    /// The first day on which it may be shipped, `2026-11-01`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub release_date: Option<NaiveDate>,
    /// The size, in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub size: Option<String>,
    /// The style, in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub style: Option<String>,
    /// Whether Amazon takes used ones in trade.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trade_in_eligible: Option<bool>,
    /// The large group of Amazon's website it is shown in, such as `toy_display_on_website`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub website_display_group: Option<String>,
    /// The group's name for people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub website_display_group_name: Option<String>,
}

/// What a vendor sees of an item in one marketplace.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ItemVendorDetailsByMarketplace {
    /// The marketplace.
    pub marketplace_id: MarketplaceId,
    /// Amazon's code of the brand.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub brand_code: Option<String>,
    /// Amazon's code of the manufacturer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub manufacturer_code: Option<String>,
    /// The vendor code above the manufacturer code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub manufacturer_code_parent: Option<String>,
    /// The category it is bought in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub product_category: Option<ItemVendorDetailsCategory>,
    /// The group it is bought in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub product_group: Option<String>,
    /// The part of that category.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub product_subcategory: Option<ItemVendorDetailsCategory>,
    /// How Amazon buys it.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub replenishment_category: Option<ReplenishmentCategory>,
}

/// A brand to narrow a search to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct BrandRefinement {
    /// About how many items would be left.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number_of_results: Option<i64>,
    /// The brand; goes into `brand_names` of the next search.
    pub brand_name: String,
}

/// A browse node to narrow a search to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ClassificationRefinement {
    /// About how many items would be left.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number_of_results: Option<i64>,
    /// Its name for people.
    pub display_name: String,
    /// Its id; goes into `classification_ids` of the next search.
    pub classification_id: ClassificationId,
}

/// A browse node, and those above it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ItemBrowseClassification {
    /// Its name for people.
    pub display_name: String,
    /// Its id.
    pub classification_id: ClassificationId,
    /// The node above; absent at the top.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<Box<ItemBrowseClassification>>,
}

/// A size and a weight. Each measure has its own unit.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Dimensions {
    /// The height.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub height: Option<Dimension>,
    /// The length.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub length: Option<Dimension>,
    /// The weight.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub weight: Option<Dimension>,
    /// The width.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub width: Option<Dimension>,
}

/// A number of an item.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ItemIdentifier {
    /// Which system it is from.
    pub identifier_type: IdentifiersType,
    /// The number, as text: leading zeros count.
    pub identifier: String,
}

/// A picture in one size.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ItemImage {
    /// Which view it is.
    pub variant: ImageVariant,
    /// Its public address.
    pub link: String,
    /// In pixels.
    pub height: i64,
    /// In pixels.
    pub width: i64,
}

/// A variation family or a package, seen from one item.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ItemRelationship {
    /// The children, when the item is the parent or the package.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub child_asins: List<Asin>,
    /// The parents, when the item is a child or packed in something.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub parent_asins: List<Asin>,
    /// In what the members of a variation family differ.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub variation_theme: Option<ItemVariationTheme>,
    /// Which of the two it is.
    #[serde(rename = "type")]
    pub kind: ItemRelationshipType,
}

/// A rank among the items of a browse node.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ItemClassificationSalesRank {
    /// The browse node.
    pub classification_id: ClassificationId,
    /// Its name for people.
    pub title: String,
    /// The public list of its best sellers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub link: Option<String>,
    /// The rank; 1 sells best.
    pub rank: i64,
}

/// A rank among the items of a large group of Amazon's website.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ItemDisplayGroupSalesRank {
    /// The group, such as `toy_display_on_website`.
    pub website_display_group: String,
    /// Its name for people.
    pub title: String,
    /// The public list of its best sellers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub link: Option<String>,
    /// The rank; 1 sells best.
    pub rank: i64,
}

/// Somebody who made an item.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ItemContributor {
    /// As what.
    pub role: ItemContributorRole,
    /// The name, as it is printed on the item.
    pub value: String,
}

/// A category of vendors.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ItemVendorDetailsCategory {
    /// Its name for people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub display_name: Option<String>,
    /// Its code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
}

/// A measure.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Dimension {
    /// The unit in words, such as `inches`, `centimeters`, `pounds` or `kilograms`. It differs by marketplace and
    /// item: never assume one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// How many of them.
    #[serde(default, with = "wire::optional_decimal_number", skip_serializing_if = "Option::is_none")]
    pub value: Option<Decimal>,
}

/// In what the members of a variation family differ.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ItemVariationTheme {
    /// The attributes whose values differ, such as `size` and `color`.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub attributes: List<String>,
    /// The theme's name, such as `SIZE/COLOR`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub theme: Option<String>,
}

/// What somebody did for an item.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ItemContributorRole {
    /// The role for people, in the language asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub display_name: Option<String>,
    /// The role for programs, such as `author`.
    pub value: String,
}

open_enum! {
    /// Which system a number of an item is from.
    pub enum IdentifiersType {
        Asin = "ASIN",
        Ean = "EAN",
        Gtin = "GTIN",
        Isbn = "ISBN",
        /// The Japanese form of the EAN.
        Jan = "JAN",
        /// The code of Italian pharmacies.
        Minsan = "MINSAN",
        /// A selling partner's own; a search by it needs the selling partner's id.
        Sku = "SKU",
        Upc = "UPC",
    }
}

open_enum! {
    /// What a read or a search brings of each item.
    pub enum IncludedData {
        /// [`Item::attributes`].
        Attributes = "attributes",
        /// [`Item::classifications`].
        Classifications = "classifications",
        /// [`Item::dimensions`].
        Dimensions = "dimensions",
        /// [`Item::identifiers`].
        Identifiers = "identifiers",
        /// [`Item::images`].
        Images = "images",
        /// [`Item::product_types`].
        ProductTypes = "productTypes",
        /// [`Item::relationships`].
        Relationships = "relationships",
        /// [`Item::sales_ranks`].
        SalesRanks = "salesRanks",
        /// [`Item::summaries`]; the default.
        Summaries = "summaries",
        /// [`Item::vendor_details`]; vendors only.
        VendorDetails = "vendorDetails",
    }
}

open_enum! {
    /// Whether an item can be bought by itself, or groups others.
    pub enum ItemClassification {
        /// It can be bought: alone, or as a child of a variation family.
        BaseProduct = "BASE_PRODUCT",
        /// None of the others.
        OtherClassification = "OTHER",
        /// It stands for several items sold together.
        ProductBundle = "PRODUCT_BUNDLE",
        /// It holds a variation family together and cannot be bought.
        VariationParent = "VARIATION_PARENT",
    }
}

open_enum! {
    /// How Amazon buys an item from its vendor.
    pub enum ReplenishmentCategory {
        /// By hand, from what the vendor sets aside.
        Allocated = "ALLOCATED",
        /// By hand.
        BasicReplenishment = "BASIC_REPLENISHMENT",
        /// By hand, in its season.
        InSeason = "IN_SEASON",
        /// By itself, when customers ask for more than there is.
        LimitedReplenishment = "LIMITED_REPLENISHMENT",
        /// Not now: the vendor has none for long.
        ManufacturerOutOfStock = "MANUFACTURER_OUT_OF_STOCK",
        /// Not yet.
        NewProduct = "NEW_PRODUCT",
        /// Not at all: it only groups others on a page.
        NonReplenishable = "NON_REPLENISHABLE",
        /// Not into its warehouses: the vendor ships to the customer.
        NonStockupable = "NON_STOCKUPABLE",
        /// No more.
        Obsolete = "OBSOLETE",
        /// By itself, according to plan.
        PlannedReplenishment = "PLANNED_REPLENISHMENT",
    }
}

open_enum! {
    /// Which view of an item a picture shows.
    pub enum ImageVariant {
        /// The one that shoppers see first.
        Main = "MAIN",
        /// The first further view.
        Pt01 = "PT01",
        /// The second.
        Pt02 = "PT02",
        /// The third.
        Pt03 = "PT03",
        /// The fourth.
        Pt04 = "PT04",
        /// The fifth.
        Pt05 = "PT05",
        /// The sixth.
        Pt06 = "PT06",
        /// The seventh.
        Pt07 = "PT07",
        /// The eighth.
        Pt08 = "PT08",
        /// A swatch of colour or pattern.
        Swch = "SWCH",
    }
}

open_enum! {
    /// How items belong together.
    pub enum ItemRelationshipType {
        /// A parent that cannot be bought, and its children that differ in size, colour or the like.
        Variation = "VARIATION",
        /// A package and what is packed in it.
        PackageHierarchy = "PACKAGE_HIERARCHY",
    }
}
