//! Ids that only payloads name things by.

use commerce_client_core::id;

id! {
    /// Amazon's number of a selling partner's account, such as `amzn1.merchant.o.A1B2C3D4E5F6G7`, or of a vendor
    /// group, such as `amzn1.vg.1234567`.
    pub struct AccountId;
}
id! {
    /// Amazon's number of a Data Kiosk query.
    pub struct QueryId;
}
id! {
    /// Names a document of the Data Kiosk API.
    pub struct DataKioskDocumentId;
}
id! {
    /// The label under which Amazon's warehouses keep an item (fulfilment network SKU), such as `X001ABCDEF`.
    pub struct FnSku;
}
id! {
    /// Amazon's number of a shipment to a customer.
    pub struct AmazonShipmentId;
}
id! {
    /// The selling partner's own number of a multi-channel fulfilment order.
    pub struct SellerFulfillmentOrderId;
}
