//! What customers sent back to Amazon.

use commerce_client_core::secret::Pii;

use super::{Disposition, ReportTime, record::report};

report! {
    /// FBA customer returns. Tab-separated, no quotes.
    ///
    /// # Source
    /// Report type `GET_FBA_FULFILLMENT_CUSTOMER_RETURNS_DATA`.
    FbaReturns = "report of FBA customer returns";
    /// Units of one item that came back. Goods, not money: refunds are in the settlement.
    FbaReturn {
        /// When Amazon received it.
        return_date: ReportTime = "return-date",
        /// The order's number.
        order_id: T = required "order-id",
        /// The selling partner's SKU.
        sku: T = required "sku",
        /// Amazon's number of the catalog item.
        asin: T = "asin",
        /// Amazon's label of the item.
        fnsku: T = "fnsku",
        /// The item's name.
        product_name: T = "product-name",
        /// Units.
        quantity: i64 = "quantity",
        /// Where it arrived.
        fulfillment_center_id: T = "fulfillment-center-id" | "fulfilment-center-id",
        /// The units' state.
        detailed_disposition: Option<Disposition> = "detailed-disposition",
        /// Why the customer sent it back, such as `UNWANTED_ITEM`.
        reason: T = "reason",
        /// What Amazon did with it, such as `Unit returned to inventory`.
        status: T = "status",
        /// The label of the unit (`LPN…`).
        license_plate_number: T = "license-plate-number",
        /// What the customer wrote.
        customer_comments: Pii<T> = "customer-comments",
    }
}
