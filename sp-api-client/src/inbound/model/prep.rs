//! How units must be prepared before they go into a box.

use commerce_client_core::open_enum;
use serde::{Deserialize, Serialize};

use super::OperationId;
use crate::{
    ids::{MarketplaceId, SellerSku},
    reading::empty_is_none,
};

/// How SKUs are to be prepared.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ListPrepDetailsResponse {
    /// One entry for each SKU.
    pub msku_prep_details: Vec<MskuPrepDetail>,
}

/// How one SKU is to be prepared, and who may do it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct MskuPrepDetail {
    /// Whether the same party must label and prepare. Absent: see the constraint of each.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub all_owners_constraint: Option<AllOwnersConstraint>,
    /// Who may label. Absent: Amazon or the seller.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub label_owner_constraint: Option<OwnerConstraint>,
    /// The seller's SKU.
    pub msku: SellerSku,
    /// What kind of product it is, as far as preparing goes.
    pub prep_category: PrepCategory,
    /// Who may prepare. Absent: Amazon or the seller.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub prep_owner_constraint: Option<OwnerConstraint>,
    /// What is to be done to each unit.
    pub prep_types: Vec<PrepType>,
}

/// How SKUs are to be prepared from now on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct SetPrepDetailsRequest {
    /// In which marketplace.
    pub marketplace_id: MarketplaceId,
    /// The SKUs; 1 to 100 entries.
    pub msku_prep_details: Vec<MskuPrepDetailInput>,
}

impl SetPrepDetailsRequest {
    /// These SKUs in that marketplace.
    pub fn new(marketplace_id: MarketplaceId, msku_prep_details: Vec<MskuPrepDetailInput>) -> Self {
        Self { marketplace_id, msku_prep_details }
    }
}

/// How one SKU is to be prepared.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct MskuPrepDetailInput {
    /// The seller's SKU, up to 255 characters.
    pub msku: SellerSku,
    /// What kind of product it is. `FcProvided` and `Unknown` are Amazon's to give and are refused here.
    pub prep_category: PrepCategory,
    /// What is to be done to each unit; must suit the category.
    pub prep_types: Vec<PrepType>,
}

impl MskuPrepDetailInput {
    /// This SKU, by its category, in these ways.
    pub fn new(msku: SellerSku, prep_category: PrepCategory, prep_types: Vec<PrepType>) -> Self {
        Self { msku, prep_category, prep_types }
    }
}

/// Preparation being recorded.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct SetPrepDetailsResponse {
    /// The operation that records it.
    pub operation_id: OperationId,
}

open_enum! {
    /// How the owners of labelling and preparing depend on each other.
    pub enum AllOwnersConstraint {
        /// The same party does both.
        MustMatch = "MUST_MATCH",
    }
}

open_enum! {
    /// Who alone may do a task.
    pub enum OwnerConstraint {
        /// Amazon.
        AmazonOnly = "AMAZON_ONLY",
        /// Nobody: the owner must be given as none.
        NoneOnly = "NONE_ONLY",
        /// The seller.
        SellerOnly = "SELLER_ONLY",
    }
}

open_enum! {
    /// What kind of product something is, as far as preparing goes.
    pub enum PrepCategory {
        /// Shows what may offend, such as nudity or swearing.
        Adult = "ADULT",
        /// For children up to three, in a package with openings larger than a square inch.
        Baby = "BABY",
        /// Settled by a fulfillment center. Only ever read.
        FcProvided = "FC_PROVIDED",
        /// Breaks: glass, also as the bottle of a liquid.
        Fragile = "FRAGILE",
        /// Powder, pellets or grains.
        Granular = "GRANULAR",
        /// Clothes that go on a hanger.
        Hanger = "HANGER",
        /// Liquid or thick, without two seals.
        Liquid = "LIQUID",
        /// In a package with a perforated opening.
        Perforated = "PERFORATED",
        /// Several things sold as one.
        Set = "SET",
        /// Sharp, and not safely wrapped.
        Sharp = "SHARP",
        /// Shorter than 2 1/8 inches (54 mm) on its longest side.
        Small = "SMALL",
        /// Cloth that dirt or moisture would spoil.
        Textile = "TEXTILE",
        /// Not settled; must be set. Only ever read.
        Unknown = "UNKNOWN",
        /// Needs no preparation.
        None = "NONE",
    }
}

open_enum! {
    /// What is done to a unit.
    pub enum PrepType {
        /// Wrapped in black film.
        ItemBlackShrinkwrap = "ITEM_BLACK_SHRINKWRAP",
        /// A blank sticker over a barcode that nothing else covers.
        ItemBlankSticker = "ITEM_BLANKSTK",
        /// Put into a box of its own, or another one around it; double-walled above 4.5 kg.
        ItemBoxing = "ITEM_BOXING",
        /// Wrapped in bubble wrap.
        ItemBubblewrap = "ITEM_BUBBLEWRAP",
        /// The cap sealed a second time, against leaking.
        ItemCapSealing = "ITEM_CAP_SEALING",
        /// Bundled units taken apart.
        ItemDebundle = "ITEM_DEBUNDLE",
        /// Put on a hanger.
        ItemHangGarment = "ITEM_HANG_GARMENT",
        /// Labelled with its FNSKU.
        ItemLabeling = "ITEM_LABELING",
        /// Left as it is.
        ItemNoPrep = "ITEM_NO_PREP",
        /// Put into a plastic bag.
        ItemPolybagging = "ITEM_POLYBAGGING",
        /// Taken off its hanger.
        ItemRemoveHanger = "ITEM_RMOVHANG",
        /// Marked as a set, with no barcode of its parts facing out.
        ItemSetCreation = "ITEM_SETCREAT",
        /// Labelled as a set that must not be taken apart.
        ItemSetSticker = "ITEM_SETSTK",
        /// Sent on in the maker's package.
        ItemShipsInOwnContainer = "ITEM_SIOC",
        /// The bag marked with a suffocation warning, as bags with an opening of 12 cm or more must be.
        ItemSuffocationSticker = "ITEM_SUFFOSTK",
        /// Taped shut.
        ItemTaping = "ITEM_TAPING",
    }
}
