//! What Amazon shipped for the selling partner.

use commerce_client_core::{money::Currency, secret::Pii};
use rust_decimal::Decimal;

use super::{ReportTime, record::report};

report! {
    /// FBA shipments, a row for each item of each package. Tab-separated, no quotes. Data lags by hours.
    ///
    /// The only bulk report that joins order item, shipment, tracking number and fulfillment center. The restricted
    /// variants with buyers and addresses are read too.
    ///
    /// # Source
    /// Report types `GET_AMAZON_FULFILLED_SHIPMENTS_DATA_GENERAL`, `…_INVOICING` and `…_TAX`.
    FbaShipments = "report of FBA shipments";
    /// Units of one order item in one shipment. Amounts are for these units.
    FbaShipmentItem {
        /// The order's number.
        amazon_order_id: T = required "amazon-order-id",
        /// The selling partner's own number of the order (multi-channel fulfillment).
        merchant_order_id: T = "merchant-order-id",
        /// The shipment's id, as settlements name it.
        shipment_id: T = required "shipment-id",
        /// The id of the item within the shipment.
        shipment_item_id: T = "shipment-item-id",
        /// The order item's number.
        amazon_order_item_id: T = "amazon-order-item-id",
        /// The selling partner's own number of the item.
        merchant_order_item_id: T = "merchant-order-item-id",
        /// When the buyer ordered.
        purchase_date: Option<ReportTime> = "purchase-date",
        /// When the buyer paid.
        payments_date: Option<ReportTime> = "payments-date",
        /// When it left.
        shipment_date: ReportTime = "shipment-date",
        /// When Amazon reported it.
        reporting_date: Option<ReportTime> = "reporting-date",
        /// The buyer's relay address; restricted.
        buyer_email: Pii<T> = "buyer-email",
        /// The buyer's name; restricted.
        buyer_name: Pii<T> = "buyer-name",
        /// The buyer's telephone number; restricted.
        buyer_phone_number: Pii<T> = "buyer-phone-number",
        /// The selling partner's SKU.
        sku: T = required "sku",
        /// The item's name.
        product_name: T = "product-name",
        /// Units in this shipment.
        quantity_shipped: i64 = "quantity-shipped",
        /// The currency of the amounts.
        currency: Option<Currency> = "currency",
        /// The price of these units.
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
        /// Such as `Expedited`.
        ship_service_level: T = "ship-service-level",
        /// Who gets it; restricted.
        recipient_name: Pii<T> = "recipient-name",
        /// First line of the address; restricted.
        ship_address_1: Pii<T> = "ship-address-1",
        /// Second line of the address; restricted.
        ship_address_2: Pii<T> = "ship-address-2",
        /// Third line of the address; restricted.
        ship_address_3: Pii<T> = "ship-address-3",
        /// City.
        ship_city: Pii<T> = "ship-city",
        /// State or region.
        ship_state: Pii<T> = "ship-state",
        /// Postal code.
        ship_postal_code: Pii<T> = "ship-postal-code",
        /// Country, ISO 3166.
        ship_country: T = "ship-country",
        /// The recipient's telephone number; restricted.
        ship_phone_number: Pii<T> = "ship-phone-number",
        /// The discount on the item.
        item_promotion_discount: Option<Decimal> = "item-promotion-discount",
        /// The discount on shipping.
        ship_promotion_discount: Option<Decimal> = "ship-promotion-discount",
        /// Such as `AMZN_US`.
        carrier: T = "carrier",
        /// The carrier's number.
        tracking_number: T = "tracking-number",
        /// When it should arrive.
        estimated_arrival_date: Option<ReportTime> = "estimated-arrival-date" future,
        /// Where it left, such as `LEJ1`.
        fulfillment_center_id: T = "fulfillment-center-id" | "fulfilment-center-id",
        /// `AFN`.
        fulfillment_channel: T = "fulfillment-channel" | "fulfilment-channel",
        /// Such as `Amazon.de`.
        sales_channel: T = "sales-channel",
    }
}
