//! The ids of orders and of what belongs to them.

use commerce_client_core::id;

id! {
    /// Amazon's number of an order, such as `113-1234567-7654321`: groups of 3, 7 and 7 digits.
    pub struct OrderId;
}
id! {
    /// Amazon's number of one item of one order: digits as text, such as `25012345678901`.
    pub struct OrderItemId;
}
id! {
    /// Amazon's code of a marketplace, such as `ATVPDKIKX0DER` (amazon.com): upper-case letters and digits.
    pub struct MarketplaceId;
}
id! {
    /// The selling partner's own name of an offer (stock keeping unit), as typed in Seller Central; case matters.
    pub struct SellerSku;
}
id! {
    /// Amazon's number of a catalog item: ten letters and digits, such as `B08N5WRWNW`.
    pub struct Asin;
}
id! {
    /// Names a package within its order; two orders may use the same one.
    pub struct PackageReferenceId;
}
id! {
    /// Names a promotion. Amazon's and the selling partner's promotions look alike.
    pub struct PromotionId;
}
