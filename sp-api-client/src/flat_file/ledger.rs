//! The FBA inventory ledger.

use commerce_client_core::open_enum;

use super::{ReportTime, record::report};

open_enum! {
    /// What happened to stock at Amazon.
    pub enum LedgerEventType {
        /// Units left for customers.
        Shipments = "Shipments",
        /// Units came back from customers.
        CustomerReturns = "CustomerReturns",
        /// Units of an inbound shipment were received.
        Receipts = "Receipts",
        /// Units were found, lost, damaged, disposed of, or changed their disposition.
        Adjustments = "Adjustments",
        /// Units moved between fulfillment centers.
        WhseTransfers = "WhseTransfers",
        /// Units went back to the selling partner (removals).
        VendorReturns = "VendorReturns",
    }
}

open_enum! {
    /// In what state units are.
    pub enum Disposition {
        /// Fit for sale.
        Sellable = "SELLABLE",
        /// Defective.
        Defective = "DEFECTIVE",
        /// Damaged by a customer.
        CustomerDamaged = "CUSTOMER_DAMAGED",
        /// Damaged when it arrived.
        DistributorDamaged = "DISTRIBUTOR_DAMAGED",
        /// Damaged in a fulfillment center.
        WarehouseDamaged = "WAREHOUSE_DAMAGED",
        /// Damaged by a carrier.
        CarrierDamaged = "CARRIER_DAMAGED",
        /// Past its date.
        Expired = "EXPIRED",
    }
}

report! {
    /// The FBA ledger, event by event. Tab-separated with every cell in quotes; Seller Central's download has commas.
    ///
    /// It covers the account's whole region whatever marketplace it was asked for. Identical rows may repeat and all
    /// count.
    ///
    /// # Source
    /// Report type `GET_LEDGER_DETAIL_VIEW_DATA`.
    LedgerDetail = "FBA ledger (detail view)";
    /// One event: units of one item in one fulfillment center.
    LedgerEvent {
        /// The day of the event. The locale decides the order of day and month.
        date: ReportTime = "Date",
        /// Amazon's label of the item.
        fnsku: T = "FNSKU",
        /// Amazon's number of the catalog item.
        asin: T = "ASIN",
        /// The selling partner's SKU; `Amazon.Found…` on some found units.
        msku: T = "MSKU",
        /// The item's name.
        title: T = "Title",
        /// What happened.
        event_type: Option<LedgerEventType> = "Event Type",
        /// An inbound shipment (`FBA…`) for receipts, else internal to Amazon or empty. Never an order.
        reference_id: T = "Reference ID",
        /// Units, signed: negative leaves.
        quantity: i64 = "Quantity",
        /// Where, such as `LEJ1`.
        fulfillment_center: T = "Fulfillment Center",
        /// The units' state.
        disposition: Option<Disposition> = "Disposition",
        /// Why, one letter or digit, for adjustments: `M` misplaced, `F` found, `E` damaged, `P` and `Q` change of
        /// disposition, …
        reason: T = "Reason",
        /// Where the fulfillment center is, ISO 3166.
        country: T = "Country",
        /// Units of this adjustment that another one has made good.
        reconciled_quantity: Option<i64> = "Reconciled Quantity",
        /// Units of this adjustment that are still open.
        unreconciled_quantity: Option<i64> = "Unreconciled Quantity",
        /// When, to the second.
        date_and_time: Option<ReportTime> = "Date and Time",
        /// The store whose stock it is, for accounts with several.
        store: T = "Store",
    }
}

report! {
    /// The FBA ledger, summed by period and place. Tab-separated with every cell in quotes.
    ///
    /// # Source
    /// Report type `GET_LEDGER_SUMMARY_VIEW_DATA`.
    LedgerSummary = "FBA ledger (summary view)";
    /// The movements of one item in one disposition at one place, over one day, week or month.
    LedgerBalance {
        /// The period: a day, or the first or last one of it. Months come as text such as `10/2026` in some files: see
        /// [`Row::column`](super::Row::column).
        date: T = "Date",
        /// Amazon's label of the item.
        fnsku: T = required "FNSKU",
        /// Amazon's number of the catalog item.
        asin: T = "ASIN",
        /// The selling partner's SKU.
        msku: T = "MSKU",
        /// The item's name.
        title: T = "Title",
        /// The units' state.
        disposition: Option<Disposition> = "Disposition",
        /// Units at the begin of the period.
        starting_warehouse_balance: i64 = "Starting Warehouse Balance",
        /// Units between two fulfillment centers at the end of the period: no movement.
        in_transit_between_warehouses: Option<i64> = "In Transit Between Warehouses",
        /// Units received.
        receipts: Option<i64> = "Receipts",
        /// Units shipped to customers, negative.
        customer_shipments: Option<i64> = "Customer Shipments",
        /// Units that customers returned.
        customer_returns: Option<i64> = "Customer Returns",
        /// Units removed, negative.
        vendor_returns: Option<i64> = "Vendor Returns",
        /// Units that came from (or, negative, went to) other fulfillment centers.
        warehouse_transfer: Option<i64> = "Warehouse Transfer In/Out",
        /// Units found.
        found: Option<i64> = "Found",
        /// Units lost, negative.
        lost: Option<i64> = "Lost",
        /// Units that changed their disposition by damage.
        damaged: Option<i64> = "Damaged",
        /// Units disposed of, negative.
        disposed: Option<i64> = "Disposed",
        /// Units moved by anything else.
        other_events: Option<i64> = "Other Events",
        /// Units at the end of the period.
        ending_warehouse_balance: i64 = "Ending Warehouse Balance",
        /// Units that Amazon cannot explain.
        unknown_events: Option<i64> = "Unknown Events",
        /// Country or fulfillment center, as the report was asked for.
        location: T = "Location",
        /// The store whose stock it is, for accounts with several.
        store: T = "Store",
    }
}

impl<T> LedgerBalance<T> {
    /// Units that the movements do not explain: end minus start minus all movements. Zero in a sound row.
    ///
    /// None where a sum is beyond 64 bits.
    pub fn unexplained(&self) -> Option<i64> {
        let movements = [
            self.receipts,
            self.customer_shipments,
            self.customer_returns,
            self.vendor_returns,
            self.warehouse_transfer,
            self.found,
            self.lost,
            self.damaged,
            self.disposed,
            self.other_events,
            self.unknown_events,
        ];
        let difference = self.ending_warehouse_balance.checked_sub(self.starting_warehouse_balance)?;
        movements.into_iter().flatten().try_fold(difference, i64::checked_sub)
    }
}
