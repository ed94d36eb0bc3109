//! Documents to print: item labels, and delivery challans for India.

use chrono::{DateTime, Utc};
use commerce_client_core::{open_enum, wire};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::{
    documents::PresignedUrl,
    ids::{MarketplaceId, SellerSku},
    reading::empty_is_none,
};

/// Which labels to make, and for which printer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CreateMarketplaceItemLabelsRequest {
    /// The height of one label, 25 to 100. Amazon names no unit. For thermal printers.
    #[serde(default, with = "wire::optional_decimal_number", skip_serializing_if = "Option::is_none")]
    pub height: Option<Decimal>,
    /// For which kind of printer.
    pub label_type: LabelPrintType,
    /// The language, such as `de_DE`; `en_US` unless set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub locale_code: Option<String>,
    /// The marketplace whose FNSKU is printed.
    pub marketplace_id: MarketplaceId,
    /// The SKUs and how many labels of each; 1 to 100 entries.
    pub msku_quantities: Vec<MskuQuantity>,
    /// How a sheet is divided. For sheet printers.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub page_type: Option<ItemLabelPageType>,
    /// The width of one label, 25 to 100. Amazon names no unit. For thermal printers.
    #[serde(default, with = "wire::optional_decimal_number", skip_serializing_if = "Option::is_none")]
    pub width: Option<Decimal>,
}

impl CreateMarketplaceItemLabelsRequest {
    /// Labels for these SKUs.
    pub fn new(
        label_type: LabelPrintType,
        marketplace_id: MarketplaceId,
        msku_quantities: Vec<MskuQuantity>,
    ) -> Self {
        Self {
            label_type,
            marketplace_id,
            msku_quantities,
            height: None,
            locale_code: None,
            page_type: None,
            width: None,
        }
    }
}

/// So many labels of one SKU.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct MskuQuantity {
    /// The seller's SKU, up to 255 characters.
    pub msku: SellerSku,
    /// How many labels, 1 to 10,000.
    pub quantity: i64,
}

impl MskuQuantity {
    /// So many labels of this SKU.
    pub fn new(msku: SellerSku, quantity: i64) -> Self {
        Self { msku, quantity }
    }
}

open_enum! {
    /// For which kind of printer labels are.
    pub enum LabelPrintType {
        /// One that prints sheets: see the page type.
        StandardFormat = "STANDARD_FORMAT",
        /// One that prints label by label: see height and width.
        ThermalPrinting = "THERMAL_PRINTING",
    }
}

open_enum! {
    /// How a sheet of labels is divided: how many, and where it matters the size of each in millimetres.
    pub enum ItemLabelPageType {
        A4With21 = "A4_21",
        A4With24 = "A4_24",
        A4With24Of64x33 = "A4_24_64x33",
        A4With24Of66x35 = "A4_24_66x35",
        A4With24Of70x36 = "A4_24_70x36",
        A4With24Of70x37 = "A4_24_70x37",
        /// 24, in a layout of its own that Amazon does not describe.
        A4With24i = "A4_24i",
        A4With27 = "A4_27",
        A4With40Of52x29 = "A4_40_52x29",
        A4With44Of48x25 = "A4_44_48x25",
        LetterWith30 = "Letter_30",
    }
}

/// The labels, ready at once: there is no operation to wait for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CreateMarketplaceItemLabelsResponse {
    /// Where they are.
    pub document_downloads: Vec<DocumentDownload>,
}

/// The delivery challan of a shipment.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct GetDeliveryChallanDocumentResponse {
    /// Where it is.
    pub document_download: DocumentDownload,
}

/// Where a document is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct DocumentDownload {
    /// How it is fetched.
    pub download_type: DownloadType,
    /// Until when it can be fetched; UTC.
    #[serde(default, with = "wire::optional_instant", skip_serializing_if = "Option::is_none")]
    pub expiration: Option<DateTime<Utc>>,
    /// Its address. Whoever has it can read the document, so that it does not show in `Debug`.
    pub uri: PresignedUrl,
}

open_enum! {
    /// How a document is fetched.
    pub enum DownloadType {
        /// With a plain GET, without an access token.
        Url = "URL",
    }
}
