//! What goes into and comes out of the Listings Items API.
//!
//! # Source
//! Model `listingsItems_2021-08-01`.

use chrono::{DateTime, Utc};
use commerce_client_core::{decode::Lenient, list::List, money::Money, open_enum, wire};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::patch::OfferAudience;
use crate::{
    ids::{Asin, MarketplaceId, SellerSku},
    money,
    product_types::{ProductTypeName, Requirements},
    reading::empty_is_none,
};

/// Amazon's first word on a write. It comes with HTTP 200 even when nothing was taken: look at the status.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ListingsItemSubmissionResponse {
    /// The SKU that was written.
    pub sku: SellerSku,
    /// Whether the submission was taken.
    pub status: SubmissionStatus,
    /// Names this submission, for questions to Amazon. Nothing can be looked up by it.
    pub submission_id: String,
    /// What is wrong as far as could be seen at once. After `ACCEPTED` more may turn up: see [`Item::issues`].
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub issues: List<Issue>,
    /// The ASIN which the SKU would be matched to. Only when asked for, and only in a validation preview.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub identifiers: List<ItemIdentifiersByMarketplace>,
}

/// One SKU. Which of the lists are there depends on what was asked for; all hold one entry per marketplace unless
/// they say otherwise.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Item {
    /// The SKU.
    pub sku: SellerSku,
    /// The head of the listing: ASIN, product type, condition, whether it can be bought.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub summaries: List<ItemSummaryByMarketplace>,
    /// What was submitted for the SKU, keyed by attribute: `item_name` holds `[{"value": "Kettle", "language_tag":
    /// "en_US", …}]`. What each attribute holds is in the product type's schema, not in this version.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attributes: Option<Map<String, Value>>,
    /// What is wrong with the listing now. A write shows here after seconds or minutes.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub issues: List<Issue>,
    /// The prices at which it is offered, one per marketplace and audience.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub offers: List<ItemOfferByMarketplace>,
    /// The stock by channel. Amazon reports no quantity of what it stores itself.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub fulfillment_availability: List<FulfillmentAvailability>,
    /// What a vendor asks of Amazon; nothing for selling partners.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub procurement: List<ItemProcurement>,
    /// Variation families and packages that the SKU belongs to.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub relationships: List<ItemRelationshipsByMarketplace>,
    /// The product type that was submitted for it.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub product_types: List<ItemProductTypeByMarketplace>,
}

/// Changes of single attributes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ListingsItemPatchRequest {
    /// The listing's own product type, or `PRODUCT` when only offer attributes change: price, stock, condition,
    /// images.
    pub product_type: ProductTypeName,
    /// The changes, at least one, done in this order.
    pub patches: Vec<PatchOperation>,
}

impl ListingsItemPatchRequest {
    /// These changes to a listing of this product type.
    pub fn new(product_type: ProductTypeName, patches: Vec<PatchOperation>) -> Self {
        Self { product_type, patches }
    }
}

/// All that the selling partner has to say about a SKU in a marketplace.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ListingsItemPutRequest {
    /// The product type whose schema the attributes follow.
    pub product_type: ProductTypeName,
    /// Which attributes must be there. Amazon assumes `LISTING`.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub requirements: Option<Requirements>,
    /// The attributes by name, each an array of objects. What is left out is dropped from the listing.
    pub attributes: Map<String, Value>,
}

impl ListingsItemPutRequest {
    /// These attributes as the whole of the listing.
    pub fn new(product_type: ProductTypeName, attributes: Map<String, Value>) -> Self {
        Self { product_type, attributes, requirements: None }
    }
}

/// One page of listings. A listing that cannot be decoded costs that listing, not the page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ItemSearchResults {
    /// How many were found in all. No more than the first 1,000 can be paged through.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number_of_results: Option<i64>,
    /// How to ask for the neighbouring pages.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pagination: Option<Pagination>,
    /// The listings of this page.
    pub items: Vec<Lenient<Item>>,
}

/// Something about a listing that Amazon takes exception to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Issue {
    /// The kind of issue, such as `90220` (an attribute is missing) or `18027` (the image breaks a rule). The wording
    /// changes, the code stays.
    pub code: String,
    /// The issue for people, in the language asked for.
    pub message: String,
    /// Whether it keeps the listing from being what was submitted.
    pub severity: IssueSeverity,
    /// The attributes at fault, if any in particular.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub attribute_names: List<String>,
    /// What it is about; may be empty.
    pub categories: Vec<IssueCategory>,
    /// What Amazon does to the listing because of it, if anything.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub enforcements: Option<IssueEnforcements>,
    /// The marketplaces where it applies.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub marketplace_ids: List<MarketplaceId>,
}

/// What a SKU is called in the catalog of one marketplace.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ItemIdentifiersByMarketplace {
    /// The marketplace.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub marketplace_id: Option<MarketplaceId>,
    /// The ASIN. Absent until Amazon has matched the SKU to a catalog item.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub asin: Option<Asin>,
}

/// The head of a listing in one marketplace.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ItemSummaryByMarketplace {
    /// The marketplace.
    pub marketplace_id: MarketplaceId,
    /// The ASIN. Absent until Amazon has matched the SKU to a catalog item.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub asin: Option<Asin>,
    /// The product type of the listing.
    pub product_type: ProductTypeName,
    /// New, used and so on.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub condition_type: Option<ConditionType>,
    /// What shoppers can do with it. Empty when they can neither find nor buy it.
    pub status: Vec<ListingStatus>,
    /// Amazon's label of the item in its warehouses (FNSKU), such as `X0017EXMPL`. Absent unless Amazon stores it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fn_sku: Option<String>,
    /// The title that shoppers read. It may be another contributor's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub item_name: Option<String>,
    // Required by the model, and yet missing in recorded answers: a listing is worth more than its dates.
    /// When the listing was created, in UTC.
    #[serde(default, with = "wire::optional_instant", skip_serializing_if = "Option::is_none")]
    pub created_date: Option<DateTime<Utc>>,
    /// When it last changed, in UTC.
    #[serde(default, with = "wire::optional_instant", skip_serializing_if = "Option::is_none")]
    pub last_updated_date: Option<DateTime<Utc>>,
    /// The main picture that shoppers see. It may be another contributor's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub main_image: Option<ItemImage>,
}

/// A price at which a SKU is offered.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ItemOfferByMarketplace {
    /// The marketplace.
    pub marketplace_id: MarketplaceId,
    /// To whom it is offered.
    pub offer_type: OfferType,
    /// The price of one unit that a buyer pays now, without shipping.
    #[serde(with = "money::amount_text")]
    pub price: Money,
    /// The Amazon Points that a buyer gets; Japan only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub points: Option<Points>,
    /// Whose offer it is, more finely than the offer type says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub audience: Option<Audience>,
}

/// The stock of one channel.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct FulfillmentAvailability {
    /// `DEFAULT` when the selling partner ships; `AMAZON_NA`, `AMAZON_EU` and the like when Amazon does. Look here
    /// before stock is written: a quantity takes the listing away from Amazon.
    pub fulfillment_channel_code: String,
    /// Units that can be sold, 0 or more. Absent for channels of Amazon.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quantity: Option<i64>,
}

/// What a vendor asks of Amazon.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ItemProcurement {
    /// The price of one unit that the vendor wants to be paid.
    #[serde(with = "money::amount_text")]
    pub cost_price: Money,
}

/// The families of a SKU in one marketplace.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ItemRelationshipsByMarketplace {
    /// The marketplace.
    pub marketplace_id: MarketplaceId,
    /// One entry per family.
    pub relationships: Vec<ItemRelationship>,
}

/// The product type of a SKU in one marketplace.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ItemProductTypeByMarketplace {
    /// The marketplace.
    pub marketplace_id: MarketplaceId,
    /// The product type as the selling partner submitted it.
    pub product_type: ProductTypeName,
}

/// A change of one attribute. Made by [`add`](Self::add), [`replace`](Self::replace), [`merge`](Self::merge) and
/// [`delete`](Self::delete).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct PatchOperation {
    /// What is done.
    pub op: PatchOp,
    /// `/attributes/` and the name of the attribute. Nothing below an attribute can be named.
    pub path: String,
    /// The instances of the attribute that it is done to, or with.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub value: List<Map<String, Value>>,
}

impl PatchOperation {
    /// This operation on this path, without a value so far.
    pub fn new(op: PatchOp, path: impl Into<String>) -> Self {
        Self { op, path: path.into(), value: List::default() }
    }
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

/// What Amazon does to a listing because of an issue.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct IssueEnforcements {
    /// What is done, or would be without an exemption.
    pub actions: Vec<IssueEnforcementAction>,
    /// Whether the listing is spared, and how long.
    pub exemption: IssueExemption,
}

/// A picture.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ItemImage {
    /// Its public address.
    pub link: String,
    /// In pixels.
    pub height: i64,
    /// In pixels.
    pub width: i64,
}

/// Amazon Points on a purchase; Japan only.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Points {
    /// How many points a buyer gets for one unit.
    pub points_number: i64,
}

/// A group of buyers.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Audience {
    /// The group. Absent when Amazon names none.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub value: Option<OfferAudience>,
    /// Its name for people, in the language asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub display_name: Option<String>,
}

/// A variation family or a package, seen from one SKU.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ItemRelationship {
    /// The children, when the SKU is the parent or the package.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub child_skus: List<SellerSku>,
    /// The parents, when the SKU is a child or packed in something.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub parent_skus: List<SellerSku>,
    /// In what the members of a variation family differ.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub variation_theme: Option<ItemVariationTheme>,
    /// Which of the two it is.
    #[serde(rename = "type")]
    pub kind: ItemRelationshipType,
}

/// One thing that Amazon does to a listing.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct IssueEnforcementAction {
    /// What is done.
    pub action: EnforcementAction,
}

/// Whether a listing is spared.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct IssueExemption {
    /// Spared, spared for a time, or not.
    pub status: IssueExemptionStatus,
    /// When Amazon begins to act, in UTC; only for a listing that is spared for a time.
    #[serde(default, with = "wire::optional_instant", skip_serializing_if = "Option::is_none")]
    pub expiry_date: Option<DateTime<Utc>>,
}

/// In what the members of a variation family differ.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ItemVariationTheme {
    /// The attributes whose values differ, such as `size` and `color`.
    pub attributes: Vec<String>,
    /// The theme's name in the product type's schema, such as `SIZE/COLOR`.
    pub theme: String,
}

open_enum! {
    /// What a read or a search brings of each listing.
    pub enum IncludedData {
        /// [`Item::summaries`]; the default.
        Summaries = "summaries",
        /// [`Item::attributes`].
        Attributes = "attributes",
        /// [`Item::issues`].
        Issues = "issues",
        /// [`Item::offers`].
        Offers = "offers",
        /// [`Item::fulfillment_availability`].
        FulfillmentAvailability = "fulfillmentAvailability",
        /// [`Item::procurement`].
        Procurement = "procurement",
        /// [`Item::relationships`].
        Relationships = "relationships",
        /// [`Item::product_types`].
        ProductTypes = "productTypes",
    }
}

open_enum! {
    /// What the answer to a write brings.
    pub enum SubmissionIncludedData {
        /// The ASIN the SKU would be matched to. Validation previews only.
        Identifiers = "identifiers",
        /// What is wrong; the default.
        Issues = "issues",
    }
}

open_enum! {
    /// What is done with a submission.
    pub enum SubmissionMode {
        /// It is checked and thrown away. Costs as much of the rate as a write.
        ValidationPreview = "VALIDATION_PREVIEW",
    }
}

open_enum! {
    /// What kind of identifier is searched by.
    pub enum IdentifiersType {
        Asin = "ASIN",
        Ean = "EAN",
        /// Amazon's label of the item in its warehouses.
        Fnsku = "FNSKU",
        Gtin = "GTIN",
        Isbn = "ISBN",
        /// The Japanese form of the EAN.
        Jan = "JAN",
        /// The code of Italian pharmacies.
        Minsan = "MINSAN",
        /// The selling partner's own.
        Sku = "SKU",
        Upc = "UPC",
    }
}

open_enum! {
    /// What a search is sorted by.
    pub enum SortBy {
        Sku = "sku",
        CreatedDate = "createdDate",
        /// The default.
        LastUpdatedDate = "lastUpdatedDate",
    }
}

open_enum! {
    /// Which end comes first.
    pub enum SortOrder {
        /// The smallest or oldest.
        Asc = "ASC",
        /// The largest or newest; the default.
        Desc = "DESC",
    }
}

open_enum! {
    /// What an issue is about.
    pub enum IssueCategory {
        /// The value of an attribute.
        InvalidAttribute = "INVALID_ATTRIBUTE",
        /// An attribute that is not there.
        MissingAttribute = "MISSING_ATTRIBUTE",
        /// A picture.
        InvalidImage = "INVALID_IMAGE",
        /// A picture that is not there, or could not be fetched.
        MissingImage = "MISSING_IMAGE",
        /// A price; often one outside the range that Amazon, or the listing's own limits, allow.
        InvalidPrice = "INVALID_PRICE",
        /// A price that is not there.
        MissingPrice = "MISSING_PRICE",
        /// The catalog item may exist under another ASIN too.
        Duplicate = "DUPLICATE",
        /// Amazon's approval, which the selling partner lacks.
        QualificationRequired = "QUALIFICATION_REQUIRED",
    }
}

open_enum! {
    /// What Amazon does to a listing because of an issue.
    pub enum EnforcementAction {
        /// It cannot be bought.
        ListingSuppressed = "LISTING_SUPPRESSED",
        /// The attribute's value was not taken over.
        AttributeSuppressed = "ATTRIBUTE_SUPPRESSED",
        /// The catalog item is gone, and nobody's offer of it can be bought.
        CatalogItemRemoved = "CATALOG_ITEM_REMOVED",
        /// Searches do not show it.
        SearchSuppressed = "SEARCH_SUPPRESSED",
    }
}

open_enum! {
    /// What Amazon made of a submission at first sight.
    pub enum SubmissionStatus {
        /// Well-formed and queued. Not yet on the listing, and it may still fail there.
        Accepted = "ACCEPTED",
        /// Refused; nothing changed. The issues say why.
        Invalid = "INVALID",
        /// It would have been accepted. Validation previews only; nothing changed.
        Valid = "VALID",
    }
}

open_enum! {
    /// How bad an issue is.
    pub enum IssueSeverity {
        /// Something was not taken over, or keeps the listing from being sold.
        Error = "ERROR",
        /// Taken over; somebody should look.
        Warning = "WARNING",
        /// Good to know. Searches cannot ask for it.
        Info = "INFO",
    }
}

open_enum! {
    /// The condition of what is offered.
    pub enum ConditionType {
        New = "new_new",
        NewOpenBox = "new_open_box",
        /// New, in the manufacturer's plain packing.
        NewOem = "new_oem",
        Refurbished = "refurbished_refurbished",
        UsedLikeNew = "used_like_new",
        UsedVeryGood = "used_very_good",
        UsedGood = "used_good",
        UsedAcceptable = "used_acceptable",
        CollectibleLikeNew = "collectible_like_new",
        CollectibleVeryGood = "collectible_very_good",
        CollectibleGood = "collectible_good",
        CollectibleAcceptable = "collectible_acceptable",
        Club = "club_club",
    }
}

open_enum! {
    /// What shoppers can do with a listing.
    pub enum ListingStatus {
        /// They can buy it. Not used for vendors.
        Buyable = "BUYABLE",
        /// They can find it.
        Discoverable = "DISCOVERABLE",
    }
}

open_enum! {
    /// To whom an offer is made.
    pub enum OfferType {
        /// To everybody.
        B2C = "B2C",
        /// To Amazon Business customers.
        B2B = "B2B",
    }
}

open_enum! {
    /// What a patch does.
    pub enum PatchOp {
        /// Puts instances in.
        Add = "add",
        /// Puts instances in the place of those that are there.
        Replace = "replace",
        /// Changes the named fields of an instance and leaves its others.
        Merge = "merge",
        /// Takes instances out.
        Delete = "delete",
    }
}

open_enum! {
    /// How SKUs belong together.
    pub enum ItemRelationshipType {
        /// A parent that cannot be bought, and its children that differ in size, colour or the like.
        Variation = "VARIATION",
        /// A package and what is packed in it.
        PackageHierarchy = "PACKAGE_HIERARCHY",
    }
}

open_enum! {
    /// Whether a listing is spared what its issues would bring.
    pub enum IssueExemptionStatus {
        /// Spared.
        Exempt = "EXEMPT",
        /// Spared until the expiry date.
        ExemptUntilExpiryDate = "EXEMPT_UNTIL_EXPIRY_DATE",
        /// Not spared: it has been done.
        NotExempt = "NOT_EXEMPT",
    }
}
