//! Fulfillment Inbound API, version 0: what Amazon has received of the shipments to its warehouses, and their
//! labels.
//!
//! Shipments are made with version 2024-03-20, [`inbound`](crate::inbound). How many units have arrived,
//! labels, bills of lading and the rules of preparation are to be had only here. A shipment goes by its
//! confirmation id (`FBA15ABCDEF`), which 2024-03-20 gives once its placement is confirmed.
//!
//! Answers are wrapped: what was asked for is in `payload`.

pub mod model;
mod walk;

use chrono::{DateTime, Utc};

pub use self::model::*;
use crate::ids::{Asin, MarketplaceId, SellerSku};
pub use crate::inbound::ShipmentConfirmationId;

crate::request::api! {
    /// The Fulfillment Inbound API in its older version. Get it from
    /// [`SpApi::inbound_v0`](crate::SpApi::inbound_v0).
    InboundV0 in "fulfillmentInboundV0";

    /// Tells how units must be labelled and prepared before they are sent to a country.
    ///
    /// Ask by SKU to learn about barcodes; an ASIN alone does not tell. What Amazon does not know is listed
    /// as invalid in the answer and is no error.
    ///
    /// # Errors
    /// [`Rejected`](crate::ErrorKind::Rejected) when neither SKUs nor ASINs are named, or more than 50 are, or the
    /// country is none that Amazon ships to.
    fn get_prep_instructions(query ship_to_country_code: &str = "ShipToCountryCode") -> GetPrepInstructionsResponse
        = GetPrepInstructions, GET_PREP_INSTRUCTIONS: Read GET "/fba/inbound/v0/prepInstructions" as "getPrepInstructions" at 2.0, 30
    {
        /// These offers; 50 at most. Something must have been listed under them.
        list seller_sku_list: SellerSku = "SellerSKUList",
        /// These products; 50 at most. They must be in a catalog of the seller's marketplaces.
        list asin_list: Asin = "ASINList",
    };

    /// Makes the labels of a shipment's boxes or pallets and says where they are.
    ///
    /// The link opens for 15 seconds.
    ///
    /// # Errors
    /// [`Rejected`](crate::ErrorKind::Rejected) when the marketplace or carrier does not take the paper, or
    /// when a box is named that the shipment does not have (`IncorrectPackageIdentifier`).
    fn get_labels(path shipment_id: &ShipmentConfirmationId = "shipmentId", query page_type: &PageType = "PageType", query label_type: &LabelType = "LabelType") -> GetLabelsResponse
        = GetLabels, GET_LABELS: Read GET "/fba/inbound/v0/shipments/{shipmentId}/labels" as "getLabels" at 2.0, 30
    {
        /// How many boxes the shipment has.
        query number_of_packages: i64 = "NumberOfPackages",
        /// Only the labels of these boxes, by the id under which their contents were told: a box id of
        /// version 2024-03-20, or the carton id of the feed.
        list package_labels_to_print: String = "PackageLabelsToPrint",
        /// How many pallets the shipment has. Each gets four labels alike.
        query number_of_pallets: i64 = "NumberOfPallets",
        /// How many boxes' labels to make at once; 1000 at most. Required for freight that Amazon's partner
        /// does not carry.
        query page_size: i64 = "PageSize",
        /// The box to begin with. Required for freight that Amazon's partner does not carry.
        query page_start_index: i64 = "PageStartIndex",
    };

    /// Makes the bill of lading of a shipment by truck with Amazon's partner and says where it is.
    ///
    /// The link opens for 15 seconds.
    ///
    /// # Errors
    /// [`NotFound`](crate::ErrorKind::NotFound) for an id this seller does not have.
    /// [`Rejected`](crate::ErrorKind::Rejected) when the shipment does not go by truck with Amazon's partner, or that
    /// is not confirmed yet.
    fn get_bill_of_lading(path shipment_id: &ShipmentConfirmationId = "shipmentId") -> GetBillOfLadingResponse
        = GetBillOfLading, GET_BILL_OF_LADING: Read GET "/fba/inbound/v0/shipments/{shipmentId}/billOfLading" as "getBillOfLading" at 2.0, 30;

    /// Lists shipments: by id or status, or by the time of their last update.
    ///
    /// The query type says by what, and the other filters must fit it: [`QueryType::Shipment`] needs statuses
    /// or ids, [`QueryType::DateRange`] both bounds of the last update. Walking on sets
    /// [`QueryType::NextToken`] by itself.
    ///
    /// # Errors
    /// [`Rejected`](crate::ErrorKind::Rejected) when the filters do not fit the query type.
    fn get_shipments(query query_type: &QueryType = "QueryType", query marketplace_id: &MarketplaceId = "MarketplaceId") -> GetShipmentsResponse
        = GetShipments, GET_SHIPMENTS: Read GET "/fba/inbound/v0/shipments" as "getShipments" at 2.0, 30
    {
        /// Only shipments that have come so far.
        list shipment_status_list: ShipmentStatus = "ShipmentStatusList",
        /// Only these shipments; 999 at most.
        list shipment_id_list: ShipmentConfirmationId = "ShipmentIdList",
        /// Only shipments last changed at this instant or later, by whomever.
        query last_updated_after: DateTime<Utc> = "LastUpdatedAfter",
        /// Only shipments last changed at this instant or earlier.
        query last_updated_before: DateTime<Utc> = "LastUpdatedBefore",
        /// Where the page begins. [`page_token`](Self::page_token) sets it together with the query type.
        query next_token: String = "NextToken",
    };

    /// Lists what is in one shipment, and how much of it has been counted.
    ///
    /// To follow many shipments, one [`get_shipment_items`](Self::get_shipment_items) by date replaces a call
    /// for each.
    ///
    /// # Errors
    /// [`NotFound`](crate::ErrorKind::NotFound) for an id this seller does not have.
    fn get_shipment_items_by_shipment_id(path shipment_id: &ShipmentConfirmationId = "shipmentId") -> GetShipmentItemsResponse
        = GetShipmentItemsByShipmentId, GET_SHIPMENT_ITEMS_BY_SHIPMENT_ID: Read GET "/fba/inbound/v0/shipments/{shipmentId}/items" as "getShipmentItemsByShipmentId" at 2.0, 30
    {
        /// Deprecated by Amazon: leave it out. The shipment knows its marketplace.
        query marketplace_id: MarketplaceId = "MarketplaceId",
    };

    /// Lists the items of all shipments that changed within a time, and how many units of them have been
    /// counted.
    ///
    /// Quantities are running totals that may also fall, even after a shipment is closed. Needs
    /// [`ItemQueryType::DateRange`] and both bounds; walking on sets [`ItemQueryType::NextToken`] by itself.
    ///
    /// # Errors
    /// [`Rejected`](crate::ErrorKind::Rejected) when a bound is missing.
    fn get_shipment_items(query query_type: &ItemQueryType = "QueryType", query marketplace_id: &MarketplaceId = "MarketplaceId") -> GetShipmentItemsResponse
        = GetShipmentItems, GET_SHIPMENT_ITEMS: Read GET "/fba/inbound/v0/shipmentItems" as "getShipmentItems" at 2.0, 30
    {
        /// Only items last changed at this instant or later, by whomever.
        query last_updated_after: DateTime<Utc> = "LastUpdatedAfter",
        /// Only items last changed at this instant or earlier.
        query last_updated_before: DateTime<Utc> = "LastUpdatedBefore",
        /// Where the page begins. [`page_token`](Self::page_token) sets it together with the query type.
        query next_token: String = "NextToken",
    };
}
