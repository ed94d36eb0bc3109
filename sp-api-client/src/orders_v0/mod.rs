//! Orders API, version 0: confirming shipments, store pick-ups and regulated orders.
//!
//! These writes have no counterpart in version 2026-01-01. The reads have: Amazon has deprecated them and
//! wants callers gone by 2027-03-27. They are here for what is built on them already;
//! [`orders`](crate::orders) is what to build on.
//!
//! Answers are wrapped: what was asked for is in `payload`. Data that tell who a buyer is come only with a
//! restricted data token: say `restricted(…)` on the request.

pub mod model;

use chrono::{DateTime, Utc};

pub use self::model::*;
use crate::{
    ids::{MarketplaceId, OrderId},
    tokens::RestrictedData,
};

crate::request::api! {
    /// The Orders API in its older version. Get it from [`SpApi::orders_v0`](crate::SpApi::orders_v0).
    OrdersV0 in "ordersV0";

    /// Lists orders by when they were placed or last changed, without their items.
    ///
    /// Takes 50 marketplaces at most. Needs [`created_after`](GetOrders::created_after) or
    /// [`last_updated_after`](GetOrders::last_updated_after), and never bounds of both kinds;
    /// [`amazon_order_ids`](GetOrders::amazon_order_ids) and [`seller_order_id`](GetOrders::seller_order_id)
    /// name orders directly. Orders older than two years are not found, in Japan, Australia and Singapore
    /// those before 2016.
    ///
    /// # Legacy
    /// Deprecated, with an end on 2027-03-27. Successor: [`Orders::search`](crate::orders::Orders::search) of
    /// 2026-01-01, which brings the items, too. Reading by a list of order ids has none, nor have the filters
    /// by buyer, payment, pick-up and place of shipping.
    ///
    /// # Errors
    /// [`Rejected`](crate::ErrorKind::Rejected) when an upper bound is less than two minutes ago, or when
    /// filters exclude each other.
    fn get_orders(list marketplace_ids: &[MarketplaceId] = "MarketplaceIds") -> GetOrdersResponse
        = GetOrders, GET_ORDERS: Read GET "/orders/v0/orders" as "getOrders" at 0.0167, 20
    {
        /// Only orders placed at this instant or later. Excludes both bounds of the last update.
        query created_after: DateTime<Utc> = "CreatedAfter",
        /// Only orders placed at this instant or earlier. At least two minutes ago.
        query created_before: DateTime<Utc> = "CreatedBefore",
        /// Only orders last changed at this instant or later, by whomever. Excludes both bounds of the
        /// creation.
        query last_updated_after: DateTime<Utc> = "LastUpdatedAfter",
        /// Only orders last changed at this instant or earlier. At least two minutes ago.
        query last_updated_before: DateTime<Utc> = "LastUpdatedBefore",
        /// Only orders that have come so far.
        list order_statuses: OrderStatus = "OrderStatuses",
        /// Only orders that these ship.
        list fulfillment_channels: FulfillmentChannel = "FulfillmentChannels",
        /// Only orders paid so.
        list payment_methods: PaymentMethod = "PaymentMethods",
        /// Only orders of the buyer with this address at Amazon.
        query buyer_email: String = "BuyerEmail",
        /// Only orders with this number of the selling partner's. Excludes the filters by channel, status,
        /// payment, last update and buyer.
        query seller_order_id: String = "SellerOrderId",
        /// How many orders a page holds: 1 to 100, 100 unless set.
        query max_results_per_page: i64 = "MaxResultsPerPage",
        /// Only Easy Ship orders whose package is there.
        list easy_ship_shipment_statuses: EasyShipShipmentStatus = "EasyShipShipmentStatuses",
        /// Only orders whose electronic invoice stands so.
        list electronic_invoice_statuses: ElectronicInvoiceStatus = "ElectronicInvoiceStatuses",
        /// Only these orders; 50 at most.
        list amazon_order_ids: OrderId = "AmazonOrderIds",
        /// Only orders that ship from this place.
        query actual_fulfillment_supply_source_id: SupplySourceId = "ActualFulfillmentSupplySourceId",
        /// Only orders that are picked up in a store, or only others.
        query is_ispu: bool = "IsISPU",
        /// Only orders of this shop of a chain.
        query store_chain_store_id: String = "StoreChainStoreId",
        /// Only orders whose delivery window begins at this instant or earlier.
        query earliest_delivery_date_before: DateTime<Utc> = "EarliestDeliveryDateBefore",
        /// Only orders whose delivery window begins at this instant or later.
        query earliest_delivery_date_after: DateTime<Utc> = "EarliestDeliveryDateAfter",
        /// Only orders whose delivery window ends at this instant or earlier.
        query latest_delivery_date_before: DateTime<Utc> = "LatestDeliveryDateBefore",
        /// Only orders whose delivery window ends at this instant or later.
        query latest_delivery_date_after: DateTime<Utc> = "LatestDeliveryDateAfter",
    }
    pages "NextToken" false |page| page.payload.as_ref().and_then(|p| p.next_token.as_deref()), page.payload.map(|p| p.orders).unwrap_or_default() => Order;

    /// Reads one order, without its items.
    ///
    /// # Legacy
    /// Deprecated, with an end on 2027-03-27. Successor: [`Orders::get`](crate::orders::Orders::get) of
    /// 2026-01-01.
    ///
    /// # Errors
    /// [`NotFound`](crate::ErrorKind::NotFound) for an id this seller does not have.
    fn get_order(path order_id: &OrderId = "orderId") -> GetOrderResponse
        = GetOrder, GET_ORDER: Read GET "/orders/v0/orders/{orderId}" as "getOrder" at 0.5, 30;

    /// Reads who ordered.
    ///
    /// # Legacy
    /// Deprecated, with an end on 2027-03-27. Successor: [`Orders::get`](crate::orders::Orders::get) of
    /// 2026-01-01 with [`IncludedData::Buyer`](crate::orders::IncludedData::Buyer), without a restricted data
    /// token.
    ///
    /// # Errors
    /// [`NotFound`](crate::ErrorKind::NotFound) for an id this seller does not have.
    fn get_order_buyer_info(path order_id: &OrderId = "orderId") -> GetOrderBuyerInfoResponse
        = GetOrderBuyerInfo, GET_ORDER_BUYER_INFO: Read GET "/orders/v0/orders/{orderId}/buyerInfo" as "getOrderBuyerInfo" at 0.5, 30;

    /// Reads where an order goes.
    ///
    /// # Legacy
    /// Deprecated, with an end on 2027-03-27. Successor: [`Orders::get`](crate::orders::Orders::get) of
    /// 2026-01-01 with [`IncludedData::Recipient`](crate::orders::IncludedData::Recipient), without a
    /// restricted data token.
    ///
    /// # Errors
    /// [`NotFound`](crate::ErrorKind::NotFound) for an id this seller does not have.
    fn get_order_address(path order_id: &OrderId = "orderId") -> GetOrderAddressResponse
        = GetOrderAddress, GET_ORDER_ADDRESS: Read GET "/orders/v0/orders/{orderId}/address" as "getOrderAddress" at 0.5, 30;

    /// Reads the items of an order.
    ///
    /// While the order is pending, items have neither prices nor taxes, promotions or gift wishes.
    ///
    /// # Legacy
    /// Deprecated, with an end on 2027-03-27. Successor: [`Orders::get`](crate::orders::Orders::get) of
    /// 2026-01-01, whose orders have their items with them.
    ///
    /// # Errors
    /// [`NotFound`](crate::ErrorKind::NotFound) for an id this seller does not have.
    fn get_order_items(path order_id: &OrderId = "orderId") -> GetOrderItemsResponse
        = GetOrderItems, GET_ORDER_ITEMS: Read GET "/orders/v0/orders/{orderId}/orderItems" as "getOrderItems" at 0.5, 30
    pages "NextToken" false |page| page.payload.as_ref().and_then(|p| p.next_token.as_deref()), page.payload.map(|p| p.order_items).unwrap_or_default() => OrderItem;

    /// Reads gift messages, gift wrap and customisations of the items of an order.
    ///
    /// # Legacy
    /// Deprecated, with an end on 2027-03-27. Successor: [`Orders::get`](crate::orders::Orders::get) of
    /// 2026-01-01 with [`IncludedData::Fulfillment`](crate::orders::IncludedData::Fulfillment), without a
    /// restricted data token.
    ///
    /// # Errors
    /// [`NotFound`](crate::ErrorKind::NotFound) for an id this seller does not have.
    fn get_order_items_buyer_info(path order_id: &OrderId = "orderId") -> GetOrderItemsBuyerInfoResponse
        = GetOrderItemsBuyerInfo, GET_ORDER_ITEMS_BUYER_INFO: Read GET "/orders/v0/orders/{orderId}/orderItems/buyerInfo" as "getOrderItemsBuyerInfo" at 0.5, 30
    pages "NextToken" false |page| page.payload.as_ref().and_then(|p| p.next_token.as_deref()), page.payload.map(|p| p.order_items).unwrap_or_default() => OrderItemBuyerInfo;

    /// Says what became of an order that the buyer picks up in a store.
    ///
    /// # Errors
    /// [`Rejected`](crate::ErrorKind::Rejected) for any other order.
    fn update_shipment_status(path order_id: &OrderId = "orderId", body update: &UpdateShipmentStatusRequest) -> ()
        = UpdateShipmentStatus, UPDATE_SHIPMENT_STATUS: Absolute POST "/orders/v0/orders/{orderId}/shipment" as "updateShipmentStatus" at 5.0, 15;

    /// Reads what the buyer of regulated goods filled in, and whether the order is cleared.
    ///
    /// Alive: version 2026-01-01 has nothing like it.
    ///
    /// # Errors
    /// [`NotFound`](crate::ErrorKind::NotFound) for an id this seller does not have.
    fn get_order_regulated_info(path order_id: &OrderId = "orderId") -> GetOrderRegulatedInfoResponse
        = GetOrderRegulatedInfo, GET_ORDER_REGULATED_INFO: Read GET "/orders/v0/orders/{orderId}/regulatedInfo" as "getOrderRegulatedInfo" at 0.5, 30;

    /// Approves or rejects an order of regulated goods.
    ///
    /// Which reasons, details and interim steps are accepted,
    /// [`get_order_regulated_info`](Self::get_order_regulated_info) tells.
    ///
    /// # Errors
    /// [`Rejected`](crate::ErrorKind::Rejected) for a reason or detail that the order does not accept.
    fn update_verification_status(path order_id: &OrderId = "orderId", body update: &UpdateVerificationStatusRequest) -> ()
        = UpdateVerificationStatus, UPDATE_VERIFICATION_STATUS: Absolute PATCH "/orders/v0/orders/{orderId}/regulatedInfo" as "updateVerificationStatus" at 0.5, 30;

    /// Tells Amazon that a package of a merchant-fulfilled order has left, so that the order counts as
    /// shipped.
    ///
    /// One package a call. An order in several packages takes several calls, each with its own package
    /// reference and with the units that are in it; the order is partially shipped until all have left. The
    /// same reference again edits the package, so a call may be repeated as it is.
    ///
    /// Success says that Amazon keeps it, not that the tracking number is valid: read the order's packages
    /// later. Not for orders that Amazon ships, nor for those whose label was bought from Amazon: Amazon
    /// confirms those itself.
    ///
    /// # Errors
    /// [`Rejected`](crate::ErrorKind::Rejected) when more units are confirmed than are left, when the order
    /// is shipped or confirmed elsewhere already (`PackageToUpdateNotFound`: read the order), when the
    /// carrier is not in Amazon's list, when the tracking number does not look like the carrier's, or for
    /// Ship+ orders. [`NotFound`](crate::ErrorKind::NotFound) also for an order that is only minutes old.
    fn confirm_shipment(path order_id: &OrderId = "orderId", body shipment: &ConfirmShipmentRequest) -> ()
        = ConfirmShipment, CONFIRM_SHIPMENT: Absolute POST "/orders/v0/orders/{orderId}/shipmentConfirmation" as "confirmShipment" at 2.0, 10;
}

macro_rules! restricted {
    ($($request:ident),+ $(,)?) => {$(
        impl $request {
            /// Asks for data that tell who the buyer is, with a restricted data token. It serves every page
            /// of a walk.
            pub fn restricted(self, data: RestrictedData) -> Self {
                Self(self.0.restricted(data))
            }
        }
    )+};
}

restricted! {
    GetOrders, GetOrder, GetOrderBuyerInfo, GetOrderAddress, GetOrderItems, GetOrderItemsBuyerInfo,
    GetOrderRegulatedInfo,
}
