//! Ids that several APIs share.

use commerce_client_core::id;

pub use crate::orders::{Asin, MarketplaceId, OrderId, OrderItemId, PackageReferenceId, SellerSku};

id! {
    /// Names a selling partner (merchant token), such as `A3EXAMPLE00000`.
    pub struct SellerId;
}
