//! Fulfillment Outbound API, version 2020-07-01: Amazon sends goods out of its warehouses for orders of other channels
//! (Multi-Channel Fulfillment).
//!
//! An order bears the seller's own name for it, and Amazon takes each name once: [`Outbound::get_fulfillment_order`]
//! tells whether a create whose answer was lost has worked. Answers wrap what they hold in a `payload`.

pub mod model;

use chrono::{DateTime, Utc};

pub use self::model::*;
use crate::ids::{MarketplaceId, SellerSku};

crate::request::api! {
    /// The Fulfillment Outbound API. Get it from [`SpApi::outbound`](crate::SpApi::outbound).
    Outbound in "fulfillmentOutbound_2020-07-01";

    /// Reckons what an order would cost and when it would arrive, at each speed. Places nothing.
    ///
    /// # Errors
    /// [`Rejected`](crate::ErrorKind::Rejected) for an unknown SKU, more than 100 lines or more than 250 units.
    fn get_fulfillment_preview(body order: &GetFulfillmentPreviewRequest) -> GetFulfillmentPreviewResponse
        = GetFulfillmentPreview, GET_FULFILLMENT_PREVIEW: Read POST
          "/fba/outbound/2020-07-01/fulfillmentOrders/preview" as "getFulfillmentPreview" at 2.0, 30;

    /// Tells when a product could be delivered, to show beside its price.
    ///
    /// # Errors
    /// [`Rejected`](crate::ErrorKind::Rejected) for an unknown SKU, or a destination without address and IP address.
    fn delivery_offers(body product: &GetDeliveryOffersRequest) -> GetDeliveryOffersResponse
        = DeliveryOffers, DELIVERY_OFFERS: Read POST
          "/fba/outbound/2020-07-01/deliveryOffers" as "deliveryOffers" at 5.0, 30;

    /// Lists orders without their lines, by when their status last changed.
    ///
    /// # Errors
    /// [`Rejected`](crate::ErrorKind::Rejected) for a page token that is not valid.
    fn list_all_fulfillment_orders() -> ListAllFulfillmentOrdersResponse
        = ListAllFulfillmentOrders, LIST_ALL_FULFILLMENT_ORDERS: Read GET
          "/fba/outbound/2020-07-01/fulfillmentOrders" as "listAllFulfillmentOrders" at 2.0, 30
    {
        /// Only orders whose status changed then or later. Placing an order counts.
        query query_start_date: DateTime<Utc> = "queryStartDate",
    }
    pages "nextToken" false
        |page| page.payload.as_ref()?.next_token.as_deref().filter(|token| !token.is_empty()),
        page.payload.map(|payload| payload.fulfillment_orders).unwrap_or_default() => FulfillmentOrder;

    /// Has Amazon send goods out. Where the answer is lost, ask [`get_fulfillment_order`](Self::get_fulfillment_order)
    /// by the seller's name for the order before sending it again.
    ///
    /// # Errors
    /// [`Rejected`](crate::ErrorKind::Rejected) for a name that was used before, an unknown SKU, an address that lacks a
    /// part, more than 100 lines or more than 250 units.
    fn create_fulfillment_order(body order: &CreateFulfillmentOrderRequest) -> CreateFulfillmentOrderResponse
        = CreateFulfillmentOrder, CREATE_FULFILLMENT_ORDER: Create POST
          "/fba/outbound/2020-07-01/fulfillmentOrders" as "createFulfillmentOrder" at 2.0, 30;

    /// Tells where a package is.
    ///
    /// # Errors
    /// [`NotFound`](crate::ErrorKind::NotFound) or [`Rejected`](crate::ErrorKind::Rejected) for a number that no package
    /// of the seller's has.
    fn get_package_tracking_details(
        query package_number: i64 = "packageNumber",
    ) -> GetPackageTrackingDetailsResponse
        = GetPackageTrackingDetails, GET_PACKAGE_TRACKING_DETAILS: Read GET
          "/fba/outbound/2020-07-01/tracking" as "getPackageTrackingDetails" at 2.0, 30;

    /// Lists the reasons for which units of a SKU may come back.
    ///
    /// # Errors
    /// [`Rejected`](crate::ErrorKind::Rejected) with neither marketplace nor order.
    fn list_return_reason_codes(query seller_sku: &SellerSku = "sellerSku") -> ListReturnReasonCodesResponse
        = ListReturnReasonCodes, LIST_RETURN_REASON_CODES: Read GET
          "/fba/outbound/2020-07-01/returnReasonCodes" as "listReturnReasonCodes" at 2.0, 30
    {
        /// The marketplace whose reasons are wanted. This or the order is needed.
        query marketplace_id: MarketplaceId = "marketplaceId",
        /// The order whose marketplace is meant.
        query seller_fulfillment_order_id: FulfillmentOrderId = "sellerFulfillmentOrderId",
        /// In which language to explain them, too.
        query language: String = "language",
    };

    /// Asks whether units of an order may come back, and has them expected. The answer says so for each unit by itself.
    ///
    /// # Errors
    /// [`NotFound`](crate::ErrorKind::NotFound) for an order that is not there.
    fn create_fulfillment_return(
        path seller_fulfillment_order_id: &FulfillmentOrderId = "sellerFulfillmentOrderId",
        body items: &CreateFulfillmentReturnRequest,
    ) -> CreateFulfillmentReturnResponse
        = CreateFulfillmentReturn, CREATE_FULFILLMENT_RETURN: Create PUT
          "/fba/outbound/2020-07-01/fulfillmentOrders/{sellerFulfillmentOrderId}/return"
          as "createFulfillmentReturn" at 2.0, 30;

    /// Reads an order: its lines, what was sent, what comes back.
    ///
    /// # Errors
    /// [`NotFound`](crate::ErrorKind::NotFound) or [`Rejected`](crate::ErrorKind::Rejected) for an order that is not
    /// there.
    fn get_fulfillment_order(
        path seller_fulfillment_order_id: &FulfillmentOrderId = "sellerFulfillmentOrderId",
    ) -> GetFulfillmentOrderResponse
        = GetFulfillmentOrder, GET_FULFILLMENT_ORDER: Read GET
          "/fba/outbound/2020-07-01/fulfillmentOrders/{sellerFulfillmentOrderId}" as "getFulfillmentOrder" at 2.0, 30;

    /// Changes an order that is on hold, or lets it go.
    ///
    /// # Errors
    /// [`Rejected`](crate::ErrorKind::Rejected) for an order that is not on hold.
    fn update_fulfillment_order(
        path seller_fulfillment_order_id: &FulfillmentOrderId = "sellerFulfillmentOrderId",
        body change: &UpdateFulfillmentOrderRequest,
    ) -> UpdateFulfillmentOrderResponse
        = UpdateFulfillmentOrder, UPDATE_FULFILLMENT_ORDER: Absolute PUT
          "/fba/outbound/2020-07-01/fulfillmentOrders/{sellerFulfillmentOrderId}" as "updateFulfillmentOrder" at 2.0, 30;

    /// Calls an order off, all of it. Works until picking begins, some minutes after it was placed.
    ///
    /// # Errors
    /// [`Rejected`](crate::ErrorKind::Rejected) once it is too late.
    fn cancel_fulfillment_order(
        path seller_fulfillment_order_id: &FulfillmentOrderId = "sellerFulfillmentOrderId",
    ) -> CancelFulfillmentOrderResponse
        = CancelFulfillmentOrder, CANCEL_FULFILLMENT_ORDER: Absolute PUT
          "/fba/outbound/2020-07-01/fulfillmentOrders/{sellerFulfillmentOrderId}/cancel"
          as "cancelFulfillmentOrder" at 2.0, 30;

    /// Gives an order in the dynamic sandbox another status. There only.
    ///
    /// # Errors
    /// [`Rejected`](crate::ErrorKind::Rejected) outside the sandbox, whatever is asked for.
    ///
    /// # Rate limit
    /// No usage plan is stated in the model: the client begins with 1 call/s, burst 1.
    fn submit_fulfillment_order_status_update(
        path seller_fulfillment_order_id: &FulfillmentOrderId = "sellerFulfillmentOrderId",
        body status: &SubmitFulfillmentOrderStatusUpdateRequest,
    ) -> SubmitFulfillmentOrderStatusUpdateResponse
        = SubmitFulfillmentOrderStatusUpdate, SUBMIT_FULFILLMENT_ORDER_STATUS_UPDATE: Absolute PUT
          "/fba/outbound/2020-07-01/fulfillmentOrders/{sellerFulfillmentOrderId}/status"
          as "submitFulfillmentOrderStatusUpdate";

    /// Lists the ways to pack and carry that a marketplace has, and whether the seller may use them.
    ///
    /// # Errors
    /// [`Rejected`](crate::ErrorKind::Rejected) for a marketplace in which the seller does not sell.
    fn get_features(query marketplace_id: &MarketplaceId = "marketplaceId") -> GetFeaturesResponse
        = GetFeatures, GET_FEATURES: Read GET
          "/fba/outbound/2020-07-01/features" as "getFeatures" at 2.0, 30;

    /// Lists the products that a feature can be used for.
    ///
    /// # Errors
    /// [`Rejected`](crate::ErrorKind::Rejected) for an unknown feature.
    fn get_feature_inventory(
        query marketplace_id: &MarketplaceId = "marketplaceId",
        path feature_name: &str = "featureName",
    ) -> GetFeatureInventoryResponse
        = GetFeatureInventory, GET_FEATURE_INVENTORY: Read GET
          "/fba/outbound/2020-07-01/features/inventory/{featureName}" as "getFeatureInventory" at 2.0, 30
    {
        /// Only products whose stock for the feature changed since then.
        query query_start_date: DateTime<Utc> = "queryStartDate",
    }
    pages "nextToken" false
        |page| page.payload.as_ref()?.next_token.as_deref().filter(|token| !token.is_empty()),
        page.payload.map(|payload| payload.feature_skus).unwrap_or_default() => FeatureSku;

    /// Tells whether a feature can be used for a product, and for how many units.
    ///
    /// # Errors
    /// [`Rejected`](crate::ErrorKind::Rejected) for an unknown feature.
    fn get_feature_sku(
        query marketplace_id: &MarketplaceId = "marketplaceId",
        path feature_name: &str = "featureName",
        path seller_sku: &SellerSku = "sellerSku",
    ) -> GetFeatureSkuResponse
        = GetFeatureSku, GET_FEATURE_SKU: Read GET
          "/fba/outbound/2020-07-01/features/inventory/{featureName}/{sellerSku}" as "getFeatureSKU" at 2.0, 30;
}
