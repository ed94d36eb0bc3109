//! Where facts go that NetSuite has no field for.

use serde::{Deserialize, Serialize};

/// Script ids of custom fields, where the account has them. Unset ones are not written.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct CustomFields {
    /// Body: Amazon's order id. Transactions that have it are found by it, whoever made them.
    pub order_id: Option<String>,
    /// Body: `MFN`, `SFP` or `FBA`.
    pub channel: Option<String>,
    /// Body: `AFN` where Amazon ships and `MFN` where the seller does, as Amazon's order reports say it.
    pub fulfillment_channel: Option<String>,
    /// Body: a record or list value that stands for Amazon as a sales channel; see
    /// [`StoreSettings::channel_record`](super::StoreSettings::channel_record).
    pub sales_channel: Option<String>,
    /// Body: a record or list value that stands for the store; see
    /// [`StoreSettings::account_record`](super::StoreSettings::account_record).
    pub account: Option<String>,
    /// Body: Amazon's order id once more, where an older connector kept it.
    pub legacy_order_id: Option<String>,
    /// Body: Amazon's service level, such as `STANDARD`.
    pub ship_level: Option<String>,
    /// Body: the marketplace's id.
    pub marketplace: Option<String>,
    /// Body: Amazon's programs, such as `PRIME AMAZON_BUSINESS`.
    pub programs: Option<String>,
    /// Body: the order that this one replaces.
    pub replaces: Option<String>,
    /// Body: the buyer's own number for the purchase.
    pub purchase_order: Option<String>,
    /// Body: the promotions of all items, comma-separated.
    pub promotions: Option<String>,
    /// Body, an amount: the tax that Amazon collects and remits.
    pub facilitator_tax: Option<String>,
    /// Body, an amount: NetSuite's tax less Amazon's.
    pub tax_variance: Option<String>,
    /// Body, an amount: NetSuite's total less Amazon's.
    pub total_variance: Option<String>,
    /// Body, a check box: the buyer asks for the cancellation.
    pub cancel_requested: Option<String>,
    /// Body, a check box: Amazon cancelled the order.
    pub order_cancelled: Option<String>,
    /// Line: Amazon's order-item id.
    pub order_item_id: Option<String>,
    /// Line: what the buyer wrote to the recipient of a gift.
    pub gift_message: Option<String>,
    /// Line, a check box: the line was cancelled at Amazon.
    pub line_cancelled: Option<String>,
}

impl CustomFields {
    /// The fields of Celigo's Amazon connector, as far as their ids are known: with them, the records that it made are
    /// found and carried on with.
    ///
    /// Its channel and account are lists of the account's own: name their values in
    /// [`StoreSettings::channel_record`](super::StoreSettings::channel_record) and
    /// [`StoreSettings::account_record`](super::StoreSettings::account_record). Of the fields that it labels "eTail
    /// Discount Code", "ETAIL TAX TOTAL VARIANCE", "ETAIL ORDER TOTAL VARIANCE", "Order Canceled by Amazon" and "eTail
    /// Line Cancelled" only the labels are public: look their ids up in the account, and set them here.
    pub fn celigo() -> Self {
        let field = |id: &str| Some(id.to_owned());
        Self {
            order_id: field("custbody_celigo_etail_order_id"),
            sales_channel: field("custbody_celigo_etail_channel"),
            fulfillment_channel: field("custbody_celigo_amz_fulfillmentchannel"),
            ship_level: field("custbody_celigo_amz_shiplevel"),
            legacy_order_id: field("custbody_celigo_amz_orderid"),
            account: field("custbody_celigo_amzio_accounts"),
            order_item_id: field("custcol_celigo_etail_order_line_id"),
            ..Self::default()
        }
    }
}
