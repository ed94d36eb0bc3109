//! The feed types that still work.

use commerce_client_core::open_enum;

open_enum! {
    /// What a feed changes. XML and flat-file *listing* feeds ended in July 2025 and have no name here; any other name
    /// works by `FeedType::from("POST_…")`.
    ///
    /// # Source
    /// Amazon's pages "Feed type values".
    pub enum FeedType {
        /// Listings, prices, stock: JSON, built with [`ListingsFeed`](super::ListingsFeed).
        JsonListings = "JSON_LISTINGS_FEED",
        /// Shipment confirmations: XML.
        OrderFulfillment = "POST_ORDER_FULFILLMENT_DATA",
        /// Shipment confirmations: tab-separated.
        OrderFulfillmentFlatFile = "POST_FLAT_FILE_FULFILLMENT_DATA",
        /// Orders accepted or cancelled: XML.
        OrderAcknowledgement = "POST_ORDER_ACKNOWLEDGEMENT_DATA",
        /// Orders cancelled: tab-separated.
        OrderAcknowledgementFlatFile = "POST_FLAT_FILE_ORDER_ACKNOWLEDGEMENT_DATA",
        /// Refunds: XML.
        PaymentAdjustment = "POST_PAYMENT_ADJUSTMENT_DATA",
        /// Refunds: tab-separated.
        PaymentAdjustmentFlatFile = "POST_FLAT_FILE_PAYMENT_ADJUSTMENT_DATA",
        /// Invoices confirmed: XML.
        InvoiceConfirmation = "POST_INVOICE_CONFIRMATION_DATA",
        /// Expected ship dates of sourcing-on-demand orders: XML.
        ExpectedShipDate = "POST_EXPECTED_SHIP_DATE_SOD",
        /// Multi-channel fulfillment orders: XML.
        FulfillmentOrderRequest = "POST_FULFILLMENT_ORDER_REQUEST_DATA",
        /// What is in the cartons of an inbound shipment: XML.
        FbaInboundCartonContents = "POST_FBA_INBOUND_CARTON_CONTENTS",
        /// FBA removal orders: tab-separated.
        FbaCreateRemoval = "POST_FLAT_FILE_FBA_CREATE_REMOVAL",
        /// A VAT invoice for a buyer: PDF.
        UploadVatInvoice = "UPLOAD_VAT_INVOICE",
    }
}
