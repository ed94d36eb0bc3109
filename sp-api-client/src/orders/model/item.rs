//! A line of an order.

use commerce_client_core::{list::List, money::Money, wire};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

#[cfg(doc)]
use super::IncludedData;
use super::{
    Asin, AssociatedItemType, CancellationRequester, CancelledBy, ConditionSubtype, ConditionType,
    ConstraintType, DateTimeRange, ItemProceedsType, ItemProgram, MeasurementUnit, OrderId, OrderItemId,
    PriceDesignation, ProceedsDetailType, PromotionId, SellerSku, SerialNumberRequirementType,
    SubstitutionType, TaxCollectionModel, TaxReportingScheme,
};
use crate::{hidden::hidden_debug, money, reading::empty_is_none};

/// The units of one offer within an order.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct OrderItem {
    /// Amazon's number of the item.
    pub order_item_id: OrderItemId,
    /// How many units were ordered. May fall when units are cancelled before they ship.
    pub quantity_ordered: u32,
    /// How much one unit is, for goods sold by weight, length or volume.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub measurement: Option<Measurement>,
    /// Items of other orders that belong to this one, such as a service.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub associated_order_items: List<AssociatedOrderItem>,
    /// The programmes that the item takes part in.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub programs: List<ItemProgram>,
    /// The goods.
    pub product: ItemProduct,
    /// What the buyer pays for all units. Brought by [`IncludedData::Proceeds`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proceeds: Option<ItemProceeds>,
    /// What the sale costs the selling partner in points. Brought by [`IncludedData::Expense`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expense: Option<ItemExpense>,
    /// The promotions that applied. Brought by [`IncludedData::Promotion`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub promotion: Option<ItemPromotion>,
    /// Who wants it cancelled and who cancelled it. Brought by [`IncludedData::Cancellation`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cancellation: Option<ItemCancellation>,
    /// How many have left, and how to pick, pack and ship. Brought by [`IncludedData::Fulfillment`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fulfillment: Option<ItemFulfillment>,
    /// How its tax is reported and by whom. Brought by [`IncludedData::Tax`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tax: Option<ItemTax>,
}

/// A quantity with its unit.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Measurement {
    /// The unit.
    pub unit: MeasurementUnit,
    /// The quantity in that unit. A JSON number: about 15 significant digits.
    #[serde(with = "wire::decimal_number")]
    pub value: Decimal,
}

/// An item of another order that belongs to this one.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct AssociatedOrderItem {
    /// The other order.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub order_id: Option<OrderId>,
    /// The item of it.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub order_item_id: Option<OrderItemId>,
    /// How it belongs to this one.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub association_type: Option<AssociatedItemType>,
}

/// The goods of an item.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ItemProduct {
    /// Amazon's catalog number.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub asin: Option<Asin>,
    /// The name that the buyer saw, in the marketplace's language.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The selling partner's own number.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub seller_sku: Option<SellerSku>,
    /// New, used and so on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub condition: Option<ItemCondition>,
    /// The price of one unit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub price: Option<ItemPrice>,
    /// The serial numbers of the units; mostly Amazon-fulfilled orders.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub serial_numbers: List<String>,
    /// What the buyer had engraved, printed or the like.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customization: Option<ItemCustomization>,
}

/// The condition of the goods.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ItemCondition {
    /// Roughly.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub condition_type: Option<ConditionType>,
    /// Finely.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub condition_subtype: Option<ConditionSubtype>,
    /// The selling partner's note; free text, often empty.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub condition_note: Option<String>,
}

/// A price.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ItemPrice {
    /// For one unit, before discounts. Whether tax is in it differs by marketplace.
    #[serde(default, with = "money::amount_text", skip_serializing_if = "Option::is_none")]
    pub unit_price: Option<Money>,
    /// What is special about it; absent for an ordinary price.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub price_designation: Option<PriceDesignation>,
}

/// What the buyer had made. Data of a person: hidden from `Debug`.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ItemCustomization {
    /// Where to fetch the buyer's wishes (Amazon Custom).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customized_url: Option<String>,
}

/// What the buyer pays for all units of an item, before Amazon's fees.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ItemProceeds {
    /// Everything together, for all units, tax and discounts accounted for.
    #[serde(default, with = "money::amount_text", skip_serializing_if = "Option::is_none")]
    pub proceeds_total: Option<Money>,
    /// The total by type. Take a type that is missing as zero.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub breakdowns: List<ItemProceedsBreakdown>,
}

/// One type of amount for all units of an item.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ItemProceedsBreakdown {
    /// What it is for.
    #[serde(rename = "type")]
    pub kind: ItemProceedsType,
    /// The amount for all units. The sign of a discount is not documented: derive it from the total.
    #[serde(with = "money::amount_text")]
    pub subtotal: Money,
    /// What the amount belongs to; taxes and discounts only.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub detailed_breakdowns: List<ItemProceedsDetailedBreakdown>,
}

/// A part of a tax or of a discount.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ItemProceedsDetailedBreakdown {
    /// What it belongs to.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub subtype: Option<ProceedsDetailType>,
    /// The amount for all units. Its sign is as little documented as that of the whole.
    #[serde(default, with = "money::amount_text", skip_serializing_if = "Option::is_none")]
    pub value: Option<Money>,
}

/// What a sale costs the selling partner.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ItemExpense {
    /// What is paid in points.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub points_cost: Option<ItemPointsCost>,
}

/// The cost of Amazon Points.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ItemPointsCost {
    /// The points that the buyer gets.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub points_granted: Option<PointsGranted>,
}

/// Amazon Points that the buyer gets; Japan.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct PointsGranted {
    /// How many points, for all units.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub points_number: Option<u32>,
    /// What they are worth: a positive amount that the selling partner bears.
    #[serde(default, with = "money::amount_text", skip_serializing_if = "Option::is_none")]
    pub points_monetary_value: Option<Money>,
}

/// The promotions of an item.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ItemPromotion {
    /// One entry per promotion. Their amounts are in the proceeds, as discounts.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub breakdowns: List<ItemPromotionBreakdown>,
}

/// A promotion.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ItemPromotionBreakdown {
    /// Names it.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub promotion_id: Option<PromotionId>,
}

/// Who wants an item cancelled, and who cancelled it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ItemCancellation {
    /// A wish: the item is not cancelled by it. Hold the shipment and decide.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cancellation_request: Option<ItemCancellationRequest>,
    /// The cancellation itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cancellation_execution: Option<ItemCancellationExecution>,
}

/// Somebody wants an item cancelled. Holds a person's words: hidden from `Debug`.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ItemCancellationRequest {
    /// Who.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub requester: Option<CancellationRequester>,
    /// Why; free text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cancel_reason: Option<String>,
}

/// An item was cancelled. Holds a person's words: hidden from `Debug`.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ItemCancellationExecution {
    /// By whom.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub cancelled_by: Option<CancelledBy>,
    /// Why; free text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cancel_reason: Option<String>,
}

/// How far the units of an item have come, and how to handle them.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ItemFulfillment {
    /// Units that have left.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quantity_fulfilled: Option<u32>,
    /// Units that have not left yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quantity_unfulfilled: Option<u32>,
    /// How to pick.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub picking: Option<ItemPicking>,
    /// How to pack.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub packing: Option<ItemPacking>,
    /// How to ship.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shipping: Option<ItemShipping>,
}

/// How to pick an item.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ItemPicking {
    /// What to do when the goods run out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub substitution_preference: Option<ItemSubstitutionPreference>,
}

/// What to send when the goods run out.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ItemSubstitutionPreference {
    /// By what rule.
    pub substitution_type: SubstitutionType,
    /// What may be sent instead.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub substitution_options: List<ItemSubstitutionOption>,
}

/// Goods that may be sent instead.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ItemSubstitutionOption {
    /// Amazon's catalog number.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub asin: Option<Asin>,
    /// How many units to send.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quantity_ordered: Option<u32>,
    /// The selling partner's own number.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub seller_sku: Option<SellerSku>,
    /// The name that the buyer saw.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// How much one unit is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub measurement: Option<Measurement>,
}

/// How to pack an item.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ItemPacking {
    /// As a gift; absent if it is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gift_option: Option<GiftOption>,
    /// Whether serial numbers must be named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub serial_number_requirement: Option<SerialNumberRequirement>,
}

/// How to pack a gift. Holds a person's words: hidden from `Debug`.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct GiftOption {
    /// What the buyer wrote to the recipient; free text, may have line breaks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gift_message: Option<String>,
    /// The wrapping that the buyer chose; free text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gift_wrap_level: Option<String>,
}

/// Whether serial numbers must be named.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct SerialNumberRequirement {
    /// Whether they must.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub requirement_type: Option<SerialNumberRequirementType>,
}

/// How to ship an item.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ItemShipping {
    /// When it is to arrive, if a time was agreed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scheduled_delivery_window: Option<DateTimeRange>,
    /// Rules that the carrier must keep.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shipping_constraints: Option<ItemShippingConstraints>,
    /// What customs must be told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub international_shipping: Option<ItemInternationalShipping>,
}

/// Rules that the carrier must keep. Absent: no such rule.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ItemShippingConstraints {
    /// It comes on a pallet.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub pallet_delivery: Option<ConstraintType>,
    /// The recipient pays at the door.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub cash_on_delivery: Option<ConstraintType>,
    /// The recipient signs.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub signature_confirmation: Option<ConstraintType>,
    /// Only the recipient named by the order may take it.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub recipient_identity_verification: Option<ConstraintType>,
    /// The carrier checks the recipient's age.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub recipient_age_verification: Option<ConstraintType>,
}

/// What customs must be told.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ItemInternationalShipping {
    /// The import one-stop shop number under which Amazon collected the tax. Give it to the carrier when the goods
    /// enter the EU from outside.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ioss_number: Option<String>,
}

/// How the tax of an item is reported and by whom.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ItemTax {
    /// The schemes that it is reported under.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub tax_calculation_breakdowns: List<ItemTaxCalculationBreakdown>,
    /// Who collects it.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub tax_collections: List<ItemTaxCollection>,
}

/// A scheme that a tax is reported under.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ItemTaxCalculationBreakdown {
    /// The scheme.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub reporting_scheme: Option<TaxReportingScheme>,
}

/// Who collects a tax.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ItemTaxCollection {
    /// By what rule.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub model: Option<TaxCollectionModel>,
    /// Who withholds and pays it; free text, such as `Amazon Services, Inc.`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub responsible_party: Option<String>,
}

hidden_debug! {
    ItemCustomization { customized_url }
    ItemCancellationRequest { requester, cancel_reason }
    ItemCancellationExecution { cancelled_by, cancel_reason }
    GiftOption { gift_message, gift_wrap_level }
}
