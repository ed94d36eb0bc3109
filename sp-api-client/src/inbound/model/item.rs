//! The units of a plan, a packing group, a box or a shipment.

use chrono::NaiveDate;
use commerce_client_core::{decode::Lenient, money::Money, open_enum};
use serde::{Deserialize, Serialize};

use super::Pagination;
use crate::{
    ids::{Asin, SellerSku},
    money,
    reading::empty_is_none,
};

/// Units of one SKU that are to be sent.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ItemInput {
    /// When they perish. The same SKU with two dates takes two entries and two boxes.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub expiration: Option<NaiveDate>,
    /// Who sticks on the FNSKU labels.
    pub label_owner: LabelOwner,
    /// The maker's lot, up to 256 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub manufacturing_lot_code: Option<String>,
    /// The seller's SKU, up to 255 characters.
    pub msku: SellerSku,
    /// Who prepares the units.
    pub prep_owner: PrepOwner,
    /// How many units, 1 to 500,000.
    pub quantity: i64,
}

impl ItemInput {
    /// Units of this SKU.
    pub fn new(msku: SellerSku, quantity: i64, label_owner: LabelOwner, prep_owner: PrepOwner) -> Self {
        Self { expiration: None, label_owner, manufacturing_lot_code: None, msku, prep_owner, quantity }
    }
}

/// Units of one SKU, with what must be done to them before they leave.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Item {
    /// The ASIN.
    pub asin: Asin,
    /// When they perish; absent if they do not.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub expiration: Option<NaiveDate>,
    /// Amazon's own SKU of the product in its fulfillment centers, such as `X001EXAMPL`; what an item label shows.
    pub fnsku: String,
    /// Who sticks on the FNSKU labels.
    pub label_owner: LabelOwner,
    /// The maker's lot.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub manufacturing_lot_code: Option<String>,
    /// The seller's SKU.
    pub msku: SellerSku,
    /// What must be done to each unit; may be empty.
    pub prep_instructions: Vec<PrepInstruction>,
    /// How many units are planned. Not how many arrived: received quantities are in the older inbound API.
    pub quantity: i64,
}

/// One thing to be done to each unit.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct PrepInstruction {
    /// What Amazon charges for it, where Amazon does it. The model does not say whether per unit or in all.
    #[serde(default, with = "money::code_amount", skip_serializing_if = "Option::is_none")]
    pub fee: Option<Money>,
    /// Who does it.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub prep_owner: Option<PrepOwner>,
    /// What is done.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub prep_type: Option<PrepInstructionType>,
}

open_enum! {
    /// Who sticks FNSKU labels on units.
    pub enum LabelOwner {
        /// Amazon, for a fee. Refused in the US marketplace.
        Amazon = "AMAZON",
        /// The seller.
        Seller = "SELLER",
        /// Nobody: the units need no label.
        None = "NONE",
    }
}

open_enum! {
    /// Who prepares units.
    pub enum PrepOwner {
        /// Amazon, for a fee. Refused in the US marketplace.
        Amazon = "AMAZON",
        /// The seller.
        Seller = "SELLER",
        /// Nobody: the units need no preparation.
        None = "NONE",
    }
}

open_enum! {
    /// What an instruction asks for. Names beginning with `Item` mean what they mean in
    /// [`PrepType`](super::PrepType); the others what they mean in [`PrepCategory`](super::PrepCategory).
    pub enum PrepInstructionType {
        ItemLabeling = "ITEM_LABELING",
        ItemBubblewrap = "ITEM_BUBBLEWRAP",
        ItemPolybagging = "ITEM_POLYBAGGING",
        ItemTaping = "ITEM_TAPING",
        ItemBlackShrinkwrap = "ITEM_BLACK_SHRINKWRAP",
        ItemHangGarment = "ITEM_HANG_GARMENT",
        ItemBoxing = "ITEM_BOXING",
        ItemSetCreation = "ITEM_SETCREAT",
        ItemRemoveHanger = "ITEM_RMOVHANG",
        ItemSuffocationSticker = "ITEM_SUFFOSTK",
        ItemCapSealing = "ITEM_CAP_SEALING",
        ItemDebundle = "ITEM_DEBUNDLE",
        ItemSetSticker = "ITEM_SETSTK",
        ItemShipsInOwnContainer = "ITEM_SIOC",
        ItemNoPrep = "ITEM_NO_PREP",
        Adult = "ADULT",
        Baby = "BABY",
        Textile = "TEXTILE",
        Hanger = "HANGER",
        Fragile = "FRAGILE",
        Liquid = "LIQUID",
        Sharp = "SHARP",
        Small = "SMALL",
        Perforated = "PERFORATED",
        Granular = "GRANULAR",
        Set = "SET",
        FcProvided = "FC_PROVIDED",
        Unknown = "UNKNOWN",
        None = "NONE",
    }
}

/// A page of a plan's items.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ListInboundPlanItemsResponse {
    /// The items.
    pub items: Vec<Lenient<Item>>,
    /// Where the list goes on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pagination: Option<Pagination>,
}

/// A page of a packing group's items: these may share boxes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ListPackingGroupItemsResponse {
    /// The items.
    pub items: Vec<Lenient<Item>>,
    /// Where the list goes on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pagination: Option<Pagination>,
}

/// A page of a shipment's items, in planned quantities.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ListShipmentItemsResponse {
    /// The items.
    pub items: Vec<Lenient<Item>>,
    /// Where the list goes on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pagination: Option<Pagination>,
}
