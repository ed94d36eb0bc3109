//! All orders, a row for each item.

use commerce_client_core::{money::Currency, secret::Pii};
use rust_decimal::Decimal;

use super::{ReportTime, record::report};

report! {
    /// All orders, by order date or by last update. Tab-separated, no quotes. Data lags by up to half an hour.
    ///
    /// # Source
    /// Report types `GET_FLAT_FILE_ALL_ORDERS_DATA_BY_ORDER_DATE_GENERAL` and
    /// `GET_FLAT_FILE_ALL_ORDERS_DATA_BY_LAST_UPDATE_GENERAL`.
    AllOrders = "report of all orders";
    /// One item of one order. There is no order item number: order and SKU together find it. Amounts are for the whole
    /// quantity.
    AllOrdersItem {
        /// The order's number, such as `113-1234567-7654321`.
        amazon_order_id: T = required "amazon-order-id" | "order-id",
        /// The selling partner's own number of the order.
        merchant_order_id: T = "merchant-order-id",
        /// When the buyer ordered.
        purchase_date: ReportTime = "purchase-date",
        /// When anything about the order last changed.
        last_updated_date: Option<ReportTime> = "last-updated-date",
        /// Such as `Shipped`, `Pending`, `Cancelled`; case varies.
        order_status: T = required "order-status",
        /// `Amazon` or `Merchant`; older files: `AFN` or `MFN`.
        fulfillment_channel: T = "fulfillment-channel" | "fulfilment-channel",
        /// Such as `Amazon.de`.
        sales_channel: T = "sales-channel",
        /// The selling partner's own channel.
        order_channel: T = "order-channel",
        /// Such as `Expedited`.
        ship_service_level: T = "ship-service-level",
        /// The item's name.
        product_name: T = "product-name",
        /// The selling partner's SKU.
        sku: T = required "sku",
        /// Amazon's number of the catalog item.
        asin: T = "asin",
        /// Such as `Shipped` or `Unshipped`.
        item_status: T = "item-status",
        /// Units; 0 for cancelled ones.
        quantity: i64 = "quantity",
        /// The currency of the amounts; empty while the order is pending.
        currency: Option<Currency> = "currency",
        /// The price of all units. Whether with tax depends on the marketplace.
        item_price: Option<Decimal> = "item-price",
        /// The tax on it.
        item_tax: Option<Decimal> = "item-tax",
        /// What the buyer pays for shipping.
        shipping_price: Option<Decimal> = "shipping-price",
        /// The tax on it.
        shipping_tax: Option<Decimal> = "shipping-tax",
        /// What the buyer pays for gift wrap.
        gift_wrap_price: Option<Decimal> = "gift-wrap-price",
        /// The tax on it.
        gift_wrap_tax: Option<Decimal> = "gift-wrap-tax",
        /// The discount on the item, positive.
        item_promotion_discount: Option<Decimal> = "item-promotion-discount",
        /// The discount on shipping, positive.
        ship_promotion_discount: Option<Decimal> = "ship-promotion-discount",
        /// Where to: city.
        ship_city: Pii<T> = "ship-city",
        /// Where to: state or region.
        ship_state: Pii<T> = "ship-state",
        /// Where to: postal code.
        ship_postal_code: Pii<T> = "ship-postal-code",
        /// Where to: country, ISO 3166.
        ship_country: T = "ship-country",
        /// The promotions, separated by commas.
        promotion_ids: T = "promotion-ids",
        /// `true` for orders of businesses.
        is_business_order: T = "is-business-order",
        /// The business buyer's own number of the order.
        purchase_order_number: Pii<T> = "purchase-order-number",
        /// `Business Price` where one was paid.
        price_designation: T = "price-designation",
    }
}
