//! What Amazon paid for lost and damaged stock.

use commerce_client_core::money::Currency;
use rust_decimal::Decimal;

use super::{ReportTime, record::report};

report! {
    /// FBA reimbursements. Tab-separated, no quotes; Seller Central's download has commas.
    ///
    /// # Source
    /// Report type `GET_FBA_REIMBURSEMENTS_DATA`.
    Reimbursements = "report of FBA reimbursements";
    /// A reimbursement of one item, in money or in stock. Identical rows may repeat and all count.
    Reimbursement {
        /// When Amazon approved it.
        approval_date: ReportTime = "approval-date",
        /// Amazon's number of it; several rows may share it.
        reimbursement_id: T = required "reimbursement-id",
        /// The support case, if there was one.
        case_id: T = "case-id",
        /// The order, if it was about one.
        amazon_order_id: T = "amazon-order-id",
        /// Such as `Lost_Warehouse` or `CustomerReturn`.
        reason: T = "reason",
        /// The selling partner's SKU; may be empty.
        sku: T = "sku",
        /// Amazon's label of the item.
        fnsku: T = "fnsku",
        /// Amazon's number of the catalog item.
        asin: T = "asin",
        /// The item's name.
        product_name: T = "product-name",
        /// The condition of the units.
        condition: T = "condition",
        /// The currency of the amounts.
        currency_unit: Option<Currency> = "currency-unit",
        /// What is paid for a unit.
        amount_per_unit: Option<Decimal> = "amount-per-unit",
        /// What is paid; negative when it is taken back.
        amount_total: Decimal = "amount-total",
        /// Units that are paid for.
        quantity_reimbursed_cash: Option<i64> = "quantity-reimbursed-cash",
        /// Units that are put back into stock.
        quantity_reimbursed_inventory: Option<i64> = "quantity-reimbursed-inventory",
        /// All units.
        quantity_reimbursed_total: Option<i64> = "quantity-reimbursed-total",
        /// The reimbursement that this one corrects.
        original_reimbursement_id: T = "original-reimbursement-id",
        /// What the corrected one was.
        original_reimbursement_type: T = "original-reimbursement-type",
    }
}
