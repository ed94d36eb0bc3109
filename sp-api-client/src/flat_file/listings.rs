//! The selling partner's offers.

use rust_decimal::Decimal;

use super::{ReportTime, record::report};

report! {
    /// Listings: all, active, inactive or cancelled ones. Tab-separated, no quotes; one marketplace.
    ///
    /// Texts may hold stray line breaks or tabs: such rows are errors. Columns of business prices and others that the
    /// selling partner chose are reached by [`Row::column`](super::Row::column).
    ///
    /// # Source
    /// Report types `GET_MERCHANT_LISTINGS_ALL_DATA`, `GET_MERCHANT_LISTINGS_DATA`,
    /// `GET_MERCHANT_LISTINGS_INACTIVE_DATA` and `GET_MERCHANT_CANCELLED_LISTINGS_DATA`.
    MerchantListings = "report of listings";
    /// One offer.
    MerchantListing {
        /// The offer's title.
        item_name: T = "item-name",
        /// The offer's description.
        item_description: T = "item-description",
        /// Amazon's number of the offer.
        listing_id: T = "listing-id",
        /// The selling partner's SKU.
        seller_sku: T = required "seller-sku",
        /// The price, in the marketplace's currency.
        price: Option<Decimal> = "price",
        /// Units for sale; empty when Amazon fulfills.
        quantity: Option<i64> = "quantity",
        /// When the offer was made, in the marketplace's zone, whose name (`PST`, `BST`, …) stands beside.
        open_date: Option<ReportTime> = "open-date",
        /// A picture.
        image_url: T = "image-url",
        /// `y` for offers on Amazon.
        item_is_marketplace: T = "item-is-marketplace",
        /// What `product_id` is: `1` an ASIN, `2` an ISBN, `3` a UPC, `4` an EAN.
        product_id_type: T = "product-id-type",
        /// A note to buyers about the condition.
        item_note: T = "item-note",
        /// The condition's number: `11` is new.
        item_condition: T = "item-condition",
        /// Amazon's number of the catalog item.
        asin1: T = "asin1",
        /// A second one, rarely.
        asin2: T = "asin2",
        /// A third one, rarely.
        asin3: T = "asin3",
        /// Whether it ships abroad.
        will_ship_internationally: T = "will-ship-internationally",
        /// Whether it ships fast.
        expedited_shipping: T = "expedited-shipping",
        /// The product's number, of the type above.
        product_id: T = "product-id",
        /// Units of pending orders.
        pending_quantity: Option<i64> = "pending-quantity",
        /// `DEFAULT` for the selling partner, `AMAZON_NA` and the like for Amazon.
        fulfillment_channel: T = "fulfillment-channel" | "fulfilment-channel",
        /// The shipping template.
        merchant_shipping_group: T = "merchant-shipping-group",
        /// `Active`, `Inactive` or `Incomplete`.
        status: T = "status",
    }
}
