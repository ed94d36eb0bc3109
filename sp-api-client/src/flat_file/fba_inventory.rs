//! Stock at Amazon, as it stands.

use rust_decimal::Decimal;

use super::{Disposition, record::report};

report! {
    /// Stock at Amazon by SKU and condition. Tab-separated, no quotes.
    ///
    /// # Source
    /// Report type `GET_AFN_INVENTORY_DATA`.
    AfnInventory = "report of FBA stock";
    /// The stock of one SKU in one condition.
    AfnStock {
        /// The selling partner's SKU.
        seller_sku: T = required "seller-sku",
        /// Amazon's label of the item.
        fulfillment_channel_sku: T = "fulfillment-channel-sku" | "fulfilment-channel-sku",
        /// Amazon's number of the catalog item.
        asin: T = "asin",
        /// The condition it is sold in, such as `NewItem`.
        condition_type: T = "condition-type",
        /// `SELLABLE` or `UNSELLABLE`.
        warehouse_condition_code: Option<Disposition> = "Warehouse-Condition-code",
        /// Units.
        quantity_available: i64 = "Quantity Available",
    }
}

report! {
    /// Stock at Amazon and on its way there, a row for each SKU. Tab-separated, no quotes.
    ///
    /// # Source
    /// Report types `GET_FBA_MYI_UNSUPPRESSED_INVENTORY_DATA` and `GET_FBA_MYI_ALL_INVENTORY_DATA`.
    FbaInventory = "report of FBA inventory";
    /// The stock of one SKU. Counts are units.
    FbaStock {
        /// The selling partner's SKU.
        sku: T = required "sku",
        /// Amazon's label of the item.
        fnsku: T = "fnsku",
        /// Amazon's number of the catalog item.
        asin: T = "asin",
        /// The item's name.
        product_name: T = "product-name",
        /// Such as `New`.
        condition: T = "condition",
        /// The offer's price, in the marketplace's currency.
        your_price: Option<Decimal> = "your-price",
        /// Whether the selling partner has an offer that they fulfill: `Yes` or `No`.
        mfn_listing_exists: T = "mfn-listing-exists",
        /// Units for sale that the selling partner fulfills.
        mfn_fulfillable_quantity: Option<i64> = "mfn-fulfillable-quantity",
        /// Whether there is an offer that Amazon fulfills: `Yes` or `No`.
        afn_listing_exists: T = "afn-listing-exists",
        /// At Amazon: fulfillable, unsellable and reserved together.
        afn_warehouse_quantity: Option<i64> = "afn-warehouse-quantity",
        /// At Amazon and for sale.
        afn_fulfillable_quantity: i64 = "afn-fulfillable-quantity",
        /// At Amazon and unfit for sale.
        afn_unsellable_quantity: Option<i64> = "afn-unsellable-quantity",
        /// At Amazon and reserved for orders, transfers or processing.
        afn_reserved_quantity: Option<i64> = "afn-reserved-quantity",
        /// At Amazon and on the way there.
        afn_total_quantity: Option<i64> = "afn-total-quantity",
        /// Volume of a unit, in the marketplace's unit (cubic feet or cubic metres).
        per_unit_volume: Option<Decimal> = "per-unit-volume",
        /// In inbound shipments that have not left.
        afn_inbound_working_quantity: Option<i64> = "afn-inbound-working-quantity",
        /// In inbound shipments that have left.
        afn_inbound_shipped_quantity: Option<i64> = "afn-inbound-shipped-quantity",
        /// In inbound shipments that are being received.
        afn_inbound_receiving_quantity: Option<i64> = "afn-inbound-receiving-quantity",
        /// Being searched for.
        afn_researching_quantity: Option<i64> = "afn-researching-quantity",
        /// Future stock that is reserved already.
        afn_reserved_future_supply: Option<i64> = "afn-reserved-future-supply",
        /// Future stock that can be bought.
        afn_future_supply_buyable: Option<i64> = "afn-future-supply-buyable",
    }
}
