//! Amounts with their reason: charges, fees, promotions, payments past Amazon, withheld taxes.

use commerce_client_core::{list::List, money::Money, open_enum};
use serde::{Deserialize, Serialize};

use crate::{money, reading::empty_is_none};

/// An amount that buyers pay, or that is taken off what they pay.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct ChargeComponent {
    /// What for.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub charge_type: Option<ChargeType>,
    /// How much, for all units. Positive on a sale, negative on a refund; withheld tax and discounts the
    /// other way round.
    #[serde(default, with = "money::pascal_currency_amount", skip_serializing_if = "Option::is_none")]
    pub charge_amount: Option<Money>,
}

/// An amount that Amazon keeps.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct FeeComponent {
    /// What for, such as `Commission` or `FBAPerUnitFulfillmentFee`. Amazon coins new ones at any time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fee_type: Option<String>,
    /// How much, for all units. Negative when it is charged, positive when it is given back.
    #[serde(default, with = "money::pascal_currency_amount", skip_serializing_if = "Option::is_none")]
    pub fee_amount: Option<Money>,
}

/// A promotion that was applied to an item.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct Promotion {
    /// What kind.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub promotion_type: Option<String>,
    /// Its id: the seller's own words for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub promotion_id: Option<String>,
    /// How much it takes off, for all units. Negative on a sale, positive on a refund.
    #[serde(default, with = "money::pascal_currency_amount", skip_serializing_if = "Option::is_none")]
    pub promotion_amount: Option<Money>,
}

/// A payment that went past the seller's account at Amazon.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct DirectPayment {
    /// How it went.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub direct_payment_type: Option<DirectPaymentType>,
    /// How much. Taken off the account for what the seller has got already, given back on a refund.
    #[serde(default, with = "money::pascal_currency_amount", skip_serializing_if = "Option::is_none")]
    pub direct_payment_amount: Option<Money>,
}

/// Taxes that Amazon withheld.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct TaxWithheldComponent {
    /// Who pays them to the tax office.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub tax_collection_model: Option<TaxCollectionModel>,
    /// The taxes. With the marketplace as facilitator they cancel out the tax among the charges.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub taxes_withheld: List<ChargeComponent>,
}

open_enum! {
    /// Who pays a tax to the tax office.
    pub enum TaxCollectionModel {
        /// Amazon, which withholds it from the seller.
        MarketplaceFacilitator = "MarketplaceFacilitator",
        /// The seller, who gets it.
        Standard = "Standard",
    }
}

open_enum! {
    /// How a payment went past the seller's account at Amazon.
    pub enum DirectPaymentType {
        /// The seller got it from a gift or stored-value card.
        StoredValueCardRevenue = "StoredValueCardRevenue",
        /// The refund of such an order.
        StoredValueCardRefund = "StoredValueCardRefund",
        /// The seller got it from a store card of Amazon's.
        PrivateLabelCreditCardRevenue = "PrivateLabelCreditCardRevenue",
        /// The refund of such an order.
        PrivateLabelCreditCardRefund = "PrivateLabelCreditCardRefund",
        /// The seller got it in cash on delivery.
        CollectOnDeliveryRevenue = "CollectOnDeliveryRevenue",
        /// The refund of such an order, which Amazon paid to the buyer.
        CollectOnDeliveryRefund = "CollectOnDeliveryRefund",
    }
}

open_enum! {
    /// What a charge is for.
    pub enum ChargeType {
        /// The price of the item: the unit price times the quantity.
        Principal = "Principal",
        /// The tax on the price.
        Tax = "Tax",
        /// Withheld: the tax on the price.
        MarketplaceFacilitatorTaxPrincipal = "MarketplaceFacilitatorTax-Principal",
        /// Withheld: the tax on shipping.
        MarketplaceFacilitatorTaxShipping = "MarketplaceFacilitatorTax-Shipping",
        /// Withheld: the tax on gift wrap.
        MarketplaceFacilitatorTaxGiftwrap = "MarketplaceFacilitatorTax-Giftwrap",
        /// Withheld: the tax on anything else.
        MarketplaceFacilitatorTaxOther = "MarketplaceFacilitatorTax-Other",
        /// A promotion.
        Discount = "Discount",
        /// The tax on a promotion.
        TaxDiscount = "TaxDiscount",
        /// Cash on delivery, of an item.
        CodItemCharge = "CODItemCharge",
        /// The tax on that.
        CodItemTaxCharge = "CODItemTaxCharge",
        /// Cash on delivery, of an order.
        CodOrderCharge = "CODOrderCharge",
        /// The tax on that.
        CodOrderTaxCharge = "CODOrderTaxCharge",
        /// Cash on delivery, shipping.
        CodShippingCharge = "CODShippingCharge",
        /// The tax on that.
        CodShippingTaxCharge = "CODShippingTaxCharge",
        /// Shipping.
        ShippingCharge = "ShippingCharge",
        /// The tax on shipping.
        ShippingTax = "ShippingTax",
        /// A present to a buyer who had trouble.
        Goodwill = "Goodwill",
        /// Gift wrap.
        Giftwrap = "Giftwrap",
        /// The tax on gift wrap.
        GiftwrapTax = "GiftwrapTax",
        /// What a buyer pays for returning goods.
        RestockingFee = "RestockingFee",
        /// What a buyer gets for sending goods back that were at fault.
        ReturnShipping = "ReturnShipping",
        /// Amazon Points that the buyer had spent already, taken off the refund. Japan.
        PointsFee = "PointsFee",
        /// A debt that will not be paid.
        GenericDeduction = "GenericDeduction",
        /// What a buyer gets for sending the wrong goods back.
        FreeReplacementReturnShipping = "FreeReplacementReturnShipping",
        /// What some ways of paying cost.
        PaymentMethodFee = "PaymentMethodFee",
        /// Customs duty on goods sent abroad.
        ExportCharge = "ExportCharge",
        /// Compensation by SAFE-T.
        SafetReimbursement = "SAFE-TReimbursement",
        /// India: tax collected at source for the union.
        TcsCgst = "TCS-CGST",
        /// India: tax collected at source for the state.
        TcsSgst = "TCS-SGST",
        /// India: tax collected at source between states.
        TcsIgst = "TCS-IGST",
        /// India: tax collected at source for a union territory.
        TcsUtgst = "TCS-UTGST",
        /// Paid with food stamps (EBT, US).
        PaidThroughEbt = "PaidthroughEBT",
    }
}
