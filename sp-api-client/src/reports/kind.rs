//! The report types that this crate has names for.

use commerce_client_core::open_enum;

open_enum! {
    /// What a report is about. The list is Amazon's to extend: any other name works by `ReportType::from("GET_…")`.
    ///
    /// # Source
    /// Amazon's page "Report type values"; the flat files' layouts are in [`flat_file`](crate::flat_file).
    pub enum ReportType {
        /// A settlement, row by row: [`flat_file::SettlementV2`](crate::flat_file::SettlementV2). Amazon makes one for
        /// each payout; it can only be listed, never requested.
        SettlementV2 = "GET_V2_SETTLEMENT_REPORT_DATA_FLAT_FILE_V2",
        /// A settlement in the older layout, withdrawn in November 2026: archives only.
        SettlementV1 = "GET_V2_SETTLEMENT_REPORT_DATA_FLAT_FILE",
        /// Money that Amazon holds back, as generated in Seller Central; can only be listed.
        FinancialHolds = "GET_DATE_RANGE_FINANCIAL_HOLDS_DATA",
        /// Every movement of FBA stock: [`flat_file::LedgerDetail`](crate::flat_file::LedgerDetail). Up to 18 months
        /// back.
        LedgerDetail = "GET_LEDGER_DETAIL_VIEW_DATA",
        /// FBA stock by period: [`flat_file::LedgerSummary`](crate::flat_file::LedgerSummary). Up to 18 months back.
        LedgerSummary = "GET_LEDGER_SUMMARY_VIEW_DATA",
        /// Orders by when they were placed: [`flat_file::AllOrders`](crate::flat_file::AllOrders). About a month for
        /// each request.
        AllOrdersByOrderDate = "GET_FLAT_FILE_ALL_ORDERS_DATA_BY_ORDER_DATE_GENERAL",
        /// Orders by when they last changed: [`flat_file::AllOrders`](crate::flat_file::AllOrders).
        AllOrdersByLastUpdate = "GET_FLAT_FILE_ALL_ORDERS_DATA_BY_LAST_UPDATE_GENERAL",
        /// What FBA shipped, with tracking: [`flat_file::FbaShipments`](crate::flat_file::FbaShipments). A month for
        /// each request, one to three hours late.
        FbaShipments = "GET_AMAZON_FULFILLED_SHIPMENTS_DATA_GENERAL",
        /// The same with buyers' data for invoices. Restricted.
        FbaShipmentsInvoicing = "GET_AMAZON_FULFILLED_SHIPMENTS_DATA_INVOICING",
        /// The same with buyers' data for taxes. Restricted.
        FbaShipmentsTax = "GET_AMAZON_FULFILLED_SHIPMENTS_DATA_TAX",
        /// What customers sent back to FBA: [`flat_file::FbaReturns`](crate::flat_file::FbaReturns).
        FbaCustomerReturns = "GET_FBA_FULFILLMENT_CUSTOMER_RETURNS_DATA",
        /// What Amazon paid for lost and damaged goods: [`flat_file::Reimbursements`](crate::flat_file::Reimbursements).
        FbaReimbursements = "GET_FBA_REIMBURSEMENTS_DATA",
        /// FBA stock by SKU and condition: [`flat_file::AfnInventory`](crate::flat_file::AfnInventory).
        AfnInventory = "GET_AFN_INVENTORY_DATA",
        /// FBA stock by SKU with what is on its way: [`flat_file::FbaInventory`](crate::flat_file::FbaInventory).
        FbaInventoryUnsuppressed = "GET_FBA_MYI_UNSUPPRESSED_INVENTORY_DATA",
        /// The same with archived listings.
        FbaInventoryAll = "GET_FBA_MYI_ALL_INVENTORY_DATA",
        /// FBA stock that is reserved, and why.
        ReservedInventory = "GET_RESERVED_INVENTORY_DATA",
        /// Every listing: [`flat_file::MerchantListings`](crate::flat_file::MerchantListings). One marketplace for each
        /// request.
        MerchantListingsAll = "GET_MERCHANT_LISTINGS_ALL_DATA",
        /// Active listings: [`flat_file::MerchantListings`](crate::flat_file::MerchantListings).
        MerchantListings = "GET_MERCHANT_LISTINGS_DATA",
        /// Inactive listings: [`flat_file::MerchantListings`](crate::flat_file::MerchantListings).
        MerchantListingsInactive = "GET_MERCHANT_LISTINGS_INACTIVE_DATA",
        /// Listings open for sale, few columns.
        OpenListings = "GET_FLAT_FILE_OPEN_LISTINGS_DATA",
        /// Returns of merchant-fulfilled orders, 60 days at most.
        ReturnsByReturnDate = "GET_FLAT_FILE_RETURNS_DATA_BY_RETURN_DATE",
        /// Orders yet to be shipped, with addresses. Restricted.
        ActionableOrdersShipping = "GET_FLAT_FILE_ACTIONABLE_ORDER_DATA_SHIPPING",
        /// Orders of the last 60 days with addresses. Restricted.
        OrderReportShipping = "GET_FLAT_FILE_ORDER_REPORT_DATA_SHIPPING",
        /// Orders of the last 60 days for invoices. Restricted.
        OrderReportInvoicing = "GET_FLAT_FILE_ORDER_REPORT_DATA_INVOICING",
        /// Orders of the last 60 days for taxes. Restricted.
        OrderReportTax = "GET_FLAT_FILE_ORDER_REPORT_DATA_TAX",
        /// VAT by transaction. Restricted.
        VatTransactions = "GET_VAT_TRANSACTION_DATA",
        /// VAT by month. Restricted.
        VatTax = "SC_VAT_TAX_REPORT",
    }
}

/// Types whose documents open only to a restricted data token, beside those named above.
const RESTRICTED: [&str; 8] = [
    "GET_ORDER_REPORT_DATA_SHIPPING",
    "GET_ORDER_REPORT_DATA_INVOICING",
    "GET_ORDER_REPORT_DATA_TAX",
    "GET_FLAT_FILE_ORDERS_RECONCILIATION_DATA_SHIPPING",
    "GET_FLAT_FILE_ORDERS_RECONCILIATION_DATA_INVOICING",
    "GET_FLAT_FILE_ORDERS_RECONCILIATION_DATA_TAX",
    "GET_EASYSHIP_DOCUMENTS",
    "GET_GST_MTR_B2B_CUSTOM",
];

impl ReportType {
    /// Whether Amazon makes it by itself, and refuses requests for it.
    pub fn is_made_by_amazon(&self) -> bool {
        matches!(self, Self::SettlementV2 | Self::SettlementV1 | Self::FinancialHolds)
            || self.as_str() == "GET_V2_SETTLEMENT_REPORT_DATA_XML"
    }

    /// Whether its document holds buyers' data and opens only to a restricted data token.
    pub fn is_restricted(&self) -> bool {
        matches!(
            self,
            Self::FbaShipmentsInvoicing
                | Self::FbaShipmentsTax
                | Self::ActionableOrdersShipping
                | Self::OrderReportShipping
                | Self::OrderReportInvoicing
                | Self::OrderReportTax
                | Self::VatTransactions
                | Self::VatTax
        ) || RESTRICTED.contains(&self.as_str())
    }
}
