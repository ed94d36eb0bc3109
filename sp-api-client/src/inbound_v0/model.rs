//! What goes into and comes out of the Fulfillment Inbound API, version 0.
//!
//! # Source
//! Model `fulfillmentInboundV0`.

use chrono::NaiveDate;
use commerce_client_core::{decode::Lenient, list::List, money::Money, open_enum};
use serde::{Deserialize, Serialize};

use crate::{
    documents::PresignedUrl,
    error_list::ApiError,
    hidden::hidden_debug,
    ids::{Asin, SellerSku},
    inbound::ShipmentConfirmationId,
    money,
    reading::empty_is_none,
};

/// The answer of `getPrepInstructions`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct GetPrepInstructionsResponse {
    /// How to prepare the products.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payload: Option<GetPrepInstructionsResult>,
    /// Complaints, which may stand beside a payload.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub errors: List<ApiError>,
}

/// How to prepare products, and which of those asked for are unknown.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct GetPrepInstructionsResult {
    /// How to prepare the offers that were asked for.
    #[serde(rename = "SKUPrepInstructionsList", default, skip_serializing_if = "List::is_absent")]
    pub sku_prep_instructions_list: List<SkuPrepInstructions>,
    /// The SKUs under which nothing was ever listed.
    #[serde(rename = "InvalidSKUList", default, skip_serializing_if = "List::is_absent")]
    pub invalid_sku_list: List<InvalidSku>,
    /// How to prepare the products that were asked for.
    #[serde(rename = "ASINPrepInstructionsList", default, skip_serializing_if = "List::is_absent")]
    pub asin_prep_instructions_list: List<AsinPrepInstructions>,
    /// The ASINs that are in no catalog of the seller's marketplaces.
    #[serde(rename = "InvalidASINList", default, skip_serializing_if = "List::is_absent")]
    pub invalid_asin_list: List<InvalidAsin>,
}

/// How to label and prepare an offer's units.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct SkuPrepInstructions {
    /// The offer.
    #[serde(
        default,
        rename = "SellerSKU",
        deserialize_with = "empty_is_none",
        skip_serializing_if = "Option::is_none"
    )]
    pub seller_sku: Option<SellerSku>,
    /// Its product.
    #[serde(
        default,
        rename = "ASIN",
        deserialize_with = "empty_is_none",
        skip_serializing_if = "Option::is_none"
    )]
    pub asin: Option<Asin>,
    /// Which barcode a unit must show.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub barcode_instruction: Option<BarcodeInstruction>,
    /// Whether there is anything to do beside the barcode.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub prep_guidance: Option<PrepGuidance>,
    /// What to do.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub prep_instruction_list: List<PrepInstruction>,
    /// What Amazon charges to do it.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub amazon_prep_fees_details_list: List<AmazonPrepFeesDetails>,
}

/// A SKU that Amazon cannot help with.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct InvalidSku {
    /// The SKU.
    #[serde(
        default,
        rename = "SellerSKU",
        deserialize_with = "empty_is_none",
        skip_serializing_if = "Option::is_none"
    )]
    pub seller_sku: Option<SellerSku>,
    /// Why.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub error_reason: Option<ErrorReason>,
}

/// How to label and prepare a product's units.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct AsinPrepInstructions {
    /// The product.
    #[serde(
        default,
        rename = "ASIN",
        deserialize_with = "empty_is_none",
        skip_serializing_if = "Option::is_none"
    )]
    pub asin: Option<Asin>,
    /// Which barcode a unit must show. Not known without a SKU.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub barcode_instruction: Option<BarcodeInstruction>,
    /// Whether there is anything to do beside the barcode.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub prep_guidance: Option<PrepGuidance>,
    /// What to do.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub prep_instruction_list: List<PrepInstruction>,
}

/// An ASIN that Amazon cannot help with.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct InvalidAsin {
    /// The ASIN.
    #[serde(
        default,
        rename = "ASIN",
        deserialize_with = "empty_is_none",
        skip_serializing_if = "Option::is_none"
    )]
    pub asin: Option<Asin>,
    /// Why.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub error_reason: Option<ErrorReason>,
}

/// What Amazon charges for one way of preparing.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct AmazonPrepFeesDetails {
    /// What is done.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub prep_instruction: Option<PrepInstruction>,
    /// The fee for one unit.
    #[serde(default, with = "money::pascal_value", skip_serializing_if = "Option::is_none")]
    pub fee_per_unit: Option<Money>,
}

/// The answer of `getLabels`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct GetLabelsResponse {
    /// Where the labels are.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payload: Option<LabelDownloadUrl>,
    /// Complaints, which may stand beside a payload.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub errors: List<ApiError>,
}

/// Where labels are.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct LabelDownloadUrl {
    /// The link to the file, a PDF or ZIP. Opens for 15 seconds: fetch it at once, and ask again when late.
    #[serde(
        default,
        rename = "DownloadURL",
        deserialize_with = "empty_is_none",
        skip_serializing_if = "Option::is_none"
    )]
    pub download_url: Option<PresignedUrl>,
}

/// The answer of `getBillOfLading`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct GetBillOfLadingResponse {
    /// Where the bill of lading is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payload: Option<BillOfLadingDownloadUrl>,
    /// Complaints, which may stand beside a payload.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub errors: List<ApiError>,
}

/// Where a bill of lading is.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct BillOfLadingDownloadUrl {
    /// The link to the PDF. Opens for 15 seconds: fetch it at once, and ask again when late.
    #[serde(
        default,
        rename = "DownloadURL",
        deserialize_with = "empty_is_none",
        skip_serializing_if = "Option::is_none"
    )]
    pub download_url: Option<PresignedUrl>,
}

/// One page of `getShipments`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct GetShipmentsResponse {
    /// The page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payload: Option<GetShipmentsResult>,
    /// Complaints, which may stand beside a payload.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub errors: List<ApiError>,
}

/// A page of shipments.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct GetShipmentsResult {
    /// The shipments.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub shipment_data: List<Lenient<InboundShipmentInfo>>,
    /// Where the next page begins. Absent or empty on the last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_token: Option<String>,
}

/// A shipment of the seller's to one of Amazon's warehouses.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct InboundShipmentInfo {
    /// Its number, such as `FBA15ABCDEF`. Version 2024-03-20 calls it the confirmation id.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub shipment_id: Option<ShipmentConfirmationId>,
    /// Its name, chosen by the seller.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shipment_name: Option<String>,
    /// Where it comes from, and where it goes back to.
    pub ship_from_address: Address,
    /// The code of the warehouse, such as `LEJ1`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub destination_fulfillment_center_id: Option<String>,
    /// How far it has come.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub shipment_status: Option<ShipmentStatus>,
    /// Who labels the units.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub label_prep_type: Option<LabelPrepType>,
    /// Whether every box holds units of one product only, always as many (case-packed). The model requires it; its own
    /// examples lack it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub are_cases_required: Option<bool>,
    /// Until when it must arrive so that pre-orders are not late.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confirmed_need_by_date: Option<NaiveDate>,
    /// How Amazon learns what is in which box.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub box_contents_source: Option<BoxContentsSource>,
    /// What Amazon will charge to find out by hand. Only where nobody told it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub estimated_box_contents_fee: Option<BoxContentsFeeDetails>,
}

/// What Amazon charges to find out by hand what is in the boxes.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct BoxContentsFeeDetails {
    /// For how many units.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub total_units: Option<i64>,
    /// The fee for one unit.
    #[serde(default, with = "money::pascal_value", skip_serializing_if = "Option::is_none")]
    pub fee_per_unit: Option<Money>,
    /// The fee for all of them.
    #[serde(default, with = "money::pascal_value", skip_serializing_if = "Option::is_none")]
    pub total_fee: Option<Money>,
}

/// Where a shipment comes from. May be the home of a person: hidden from `Debug`.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct Address {
    /// The name of the business or the person.
    pub name: String,
    /// The first line: usually street and number.
    pub address_line1: String,
    /// The second line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address_line2: Option<String>,
    /// The district or county.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub district_or_county: Option<String>,
    /// The city.
    pub city: String,
    /// The state or province, as a code; empty where there are none.
    pub state_or_province_code: String,
    /// The country, ISO 3166-1 in two letters.
    pub country_code: String,
    /// The postal code; text, with leading zeros and signs.
    pub postal_code: String,
}

/// One page of `getShipmentItems`, or all of `getShipmentItemsByShipmentId`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct GetShipmentItemsResponse {
    /// The page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payload: Option<GetShipmentItemsResult>,
    /// Complaints, which may stand beside a payload.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub errors: List<ApiError>,
}

/// A page of items of shipments.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct GetShipmentItemsResult {
    /// The items.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub item_data: List<Lenient<InboundShipmentItem>>,
    /// Where the next page begins. Absent or empty on the last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_token: Option<String>,
}

/// A product in a shipment: how many units were sent, how many have been counted.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct InboundShipmentItem {
    /// The shipment.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub shipment_id: Option<ShipmentConfirmationId>,
    /// The offer.
    #[serde(rename = "SellerSKU")]
    pub seller_sku: SellerSku,
    /// Amazon's own label of the product in its warehouses (FNSKU).
    #[serde(default, rename = "FulfillmentNetworkSKU", skip_serializing_if = "Option::is_none")]
    pub fulfillment_network_sku: Option<String>,
    /// How many units the seller sent, by its own word.
    pub quantity_shipped: i64,
    /// How many units Amazon has counted so far. Rises and falls until the shipment is closed, and may still
    /// change afterwards: book the difference from what was booked before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quantity_received: Option<i64>,
    /// How many units a box holds, in case-packed shipments.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quantity_in_case: Option<i64>,
    /// From when it may be sold. Pre-orders only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub release_date: Option<NaiveDate>,
    /// What was to be done to the units, and by whom.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub prep_details_list: List<PrepDetails>,
}

/// Something to be done to units, and by whom.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct PrepDetails {
    /// What.
    pub prep_instruction: PrepInstruction,
    /// By whom.
    pub prep_owner: PrepOwner,
}

open_enum! {
    /// Which paper labels are for. A marketplace accepts only some.
    pub enum PageType {
        /// US Letter, two labels a sheet. UPS as Amazon's partner in the US takes no other.
        Letter2 = "PackageLabel_Letter_2",
        /// US Letter, four labels a sheet. US and Canada, other carriers than Amazon's partner.
        Letter4 = "PackageLabel_Letter_4",
        /// US Letter, six labels a sheet. US and Canada, other carriers than Amazon's partner.
        Letter6 = "PackageLabel_Letter_6",
        /// US Letter, six labels a sheet, the carrier's on the left.
        Letter6CarrierLeft = "PackageLabel_Letter_6_CarrierLeft",
        /// A4, two labels a sheet.
        A4With2 = "PackageLabel_A4_2",
        /// A4, four labels a sheet.
        A4With4 = "PackageLabel_A4_4",
        /// US Letter, one label a sheet. Other carriers than Amazon's partner.
        PlainPaper = "PackageLabel_Plain_Paper",
        /// US Letter, one label a sheet, the carrier's at the bottom.
        PlainPaperCarrierBottom = "PackageLabel_Plain_Paper_CarrierBottom",
        /// A label printer, UPS as Amazon's partner.
        Thermal = "PackageLabel_Thermal",
        /// A label printer, Amazon's own transport.
        ThermalUnified = "PackageLabel_Thermal_Unified",
        /// A label printer, other carriers than Amazon's partner.
        ThermalNonPartnered = "PackageLabel_Thermal_NonPCP",
        /// A label printer, DHL as Amazon's partner.
        ThermalNoCarrierRotation = "PackageLabel_Thermal_No_Carrier_Rotation",
    }
}

open_enum! {
    /// Which labels.
    pub enum LabelType {
        /// Labels of boxes that also carry a 2D barcode with their contents. Amazon would rather see
        /// `UNIQUE`.
        Barcode2d = "BARCODE_2D",
        /// A label of its own for each box, with the carrier's.
        Unique = "UNIQUE",
        /// Labels of pallets.
        Pallet = "PALLET",
    }
}

open_enum! {
    /// By what shipments are searched.
    pub enum QueryType {
        /// By id or status.
        Shipment = "SHIPMENT",
        /// By the time of their last update.
        DateRange = "DATE_RANGE",
        /// Not at all: the next page of an earlier search.
        NextToken = "NEXT_TOKEN",
    }
}

open_enum! {
    /// By what items of shipments are searched.
    pub enum ItemQueryType {
        /// By the time of their last update.
        DateRange = "DATE_RANGE",
        /// Not at all: the next page of an earlier search.
        NextToken = "NEXT_TOKEN",
    }
}

open_enum! {
    /// Which barcode a unit must show.
    pub enum BarcodeInstruction {
        /// Amazon's own, over the product's.
        RequiresFnskuLabel = "RequiresFNSKULabel",
        /// The one the product has.
        CanUseOriginalBarcode = "CanUseOriginalBarcode",
        /// Not known without a SKU: ask by SKU.
        MustProvideSellerSku = "MustProvideSellerSKU",
    }
}

open_enum! {
    /// Whether a unit needs preparation beside its barcode.
    pub enum PrepGuidance {
        /// Amazon does not know; the help pages of Seller Central do.
        ConsultHelpDocuments = "ConsultHelpDocuments",
        /// No.
        NoAdditionalPrepRequired = "NoAdditionalPrepRequired",
        /// Yes: the list tells what.
        SeePrepInstructionsList = "SeePrepInstructionsList",
    }
}

open_enum! {
    /// Something to be done to a unit before it is sent.
    pub enum PrepInstruction {
        /// Put it in a plastic bag.
        Polybagging = "Polybagging",
        /// Wrap it in bubble foil.
        BubbleWrapping = "BubbleWrapping",
        /// Tape it shut.
        Taping = "Taping",
        /// Wrap it in black foil, so that nobody sees what it is.
        BlackShrinkWrapping = "BlackShrinkWrapping",
        /// Put Amazon's barcode on it.
        Labeling = "Labeling",
        /// Put it on a hanger.
        HangGarment = "HangGarment",
        /// Make one unit of several, with a barcode of its own outside.
        SetCreation = "SetCreation",
        /// Put it in a box that protects it, or others from it.
        Boxing = "Boxing",
        /// Take it off its hanger.
        RemoveFromHanger = "RemoveFromHanger",
        /// Take a bundle apart.
        Debundle = "Debundle",
        /// Put a warning on a plastic bag that a head would fit in.
        SuffocationStickering = "SuffocationStickering",
        /// Seal its cap, so that it does not leak.
        CapSealing = "CapSealing",
        /// Mark it as a set that is not to be taken apart.
        SetStickering = "SetStickering",
        /// Cover a wrong barcode.
        BlankStickering = "BlankStickering",
        /// Nothing more: it travels to the buyer in its own box.
        ShipsInProductPackaging = "ShipsInProductPackaging",
        /// Nothing.
        NoPrep = "NoPrep",
    }
}

open_enum! {
    /// Why Amazon cannot help with a product.
    pub enum ErrorReason {
        /// It is in no catalog of the seller's marketplaces.
        DoesNotExist = "DoesNotExist",
        /// It is no ASIN.
        InvalidAsin = "InvalidASIN",
    }
}

open_enum! {
    /// How far a shipment has come. One vocabulary for searching and for reading, although the model's answer
    /// does not name `READY_TO_SHIP`.
    pub enum ShipmentStatus {
        /// Made, not sent.
        Working = "WORKING",
        /// Its labels are printed.
        ReadyToShip = "READY_TO_SHIP",
        /// The carrier has fetched it.
        Shipped = "SHIPPED",
        /// The carrier has announced it to the warehouse.
        InTransit = "IN_TRANSIT",
        /// It is at the warehouse.
        Delivered = "DELIVERED",
        /// It is at the warehouse's dock, not opened.
        CheckedIn = "CHECKED_IN",
        /// Amazon is counting; quantities received still grow.
        Receiving = "RECEIVING",
        /// Amazon has counted everything. Corrections may follow.
        Closed = "CLOSED",
        /// Called off after it was sent.
        Cancelled = "CANCELLED",
        /// Called off before it was sent.
        Deleted = "DELETED",
        /// Amazon could not process it.
        Error = "ERROR",
    }
}

open_enum! {
    /// Who labels the units.
    pub enum LabelPrepType {
        /// Nobody: the products' own barcodes do.
        NoLabel = "NO_LABEL",
        /// The seller.
        SellerLabel = "SELLER_LABEL",
        /// Amazon, for a fee.
        AmazonLabel = "AMAZON_LABEL",
    }
}

open_enum! {
    /// How Amazon learns what is in which box.
    pub enum BoxContentsSource {
        /// Not at all: it counts by hand, for a fee.
        NotProvided = "NONE",
        /// From a feed.
        Feed = "FEED",
        /// From a barcode on the box.
        Barcode2d = "2D_BARCODE",
        /// From what was typed in Seller Central or sent by the API.
        Interactive = "INTERACTIVE",
    }
}

open_enum! {
    /// Who prepares units.
    pub enum PrepOwner {
        /// Amazon, for a fee.
        Amazon = "AMAZON",
        /// The seller.
        Seller = "SELLER",
    }
}

hidden_debug! {
    Address {
        name, address_line1, address_line2, district_or_county, city, state_or_province_code, country_code,
        postal_code,
    }
}
