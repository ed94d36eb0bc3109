//! The values that Amazon chooses from. Each list may grow: an unknown value is kept as text.

use commerce_client_core::open_enum;

#[cfg(doc)]
use super::{Order, OrderItem};

open_enum! {
    /// A part of an order that is sent only when it is asked for.
    ///
    /// Amazon leaves out what the application's roles do not allow, or refuses the request.
    pub enum IncludedData {
        /// [`Order::buyer`].
        Buyer = "BUYER",
        /// [`Order::recipient`].
        Recipient = "RECIPIENT",
        /// [`Order::proceeds`] and [`OrderItem::proceeds`].
        Proceeds = "PROCEEDS",
        /// [`OrderItem::expense`].
        Expense = "EXPENSE",
        /// [`OrderItem::promotion`].
        Promotion = "PROMOTION",
        /// [`OrderItem::cancellation`].
        Cancellation = "CANCELLATION",
        /// [`Order::fulfillment`], hence the status, and [`OrderItem::fulfillment`].
        Fulfillment = "FULFILLMENT",
        /// [`Order::packages`].
        Packages = "PACKAGES",
        /// [`Order::tax`] and [`OrderItem::tax`].
        Tax = "TAX",
        /// [`Order::payment`].
        Payment = "PAYMENT",
        /// [`Order::fulfillment_orders`].
        FulfillmentOrders = "FULFILLMENT_ORDERS",
    }
}

open_enum! {
    /// How far an order has come.
    pub enum FulfillmentStatus {
        /// A pre-order whose item is not released; nothing is authorised yet.
        PendingAvailability = "PENDING_AVAILABILITY",
        /// Placed, but the payment is still being checked: address and amounts may be missing or change.
        Pending = "PENDING",
        /// Ready to ship; nothing has left.
        Unshipped = "UNSHIPPED",
        /// Some units have left, others have not.
        PartiallyShipped = "PARTIALLY_SHIPPED",
        /// Every unit has left.
        Shipped = "SHIPPED",
        /// Called off for good. Spelt with a double L here, with one in the older API and in notifications.
        Cancelled = "CANCELLED",
        /// Amazon cannot ship it. Only orders that Amazon fulfils for other sales channels.
        Unfulfillable = "UNFULFILLABLE",
    }
}

open_enum! {
    /// Who ships.
    pub enum FulfilledBy {
        /// Amazon, from its own fulfilment centres (FBA).
        Amazon = "AMAZON",
        /// The selling partner (FBM).
        Merchant = "MERCHANT",
    }
}

open_enum! {
    /// Where the buyer ordered.
    pub enum ChannelName {
        /// On one of Amazon's marketplaces.
        Amazon = "AMAZON",
        /// Elsewhere; Amazon only ships (multi-channel fulfilment). Such orders have no prices.
        NonAmazon = "NON_AMAZON",
    }
}

open_enum! {
    /// A programme that an order takes part in; each changes what may be done with the order.
    pub enum Program {
        /// The low-price shop Bazaar.
        AmazonBazaar = "AMAZON_BAZAAR",
        /// The buyer is an Amazon Business customer.
        AmazonBusiness = "AMAZON_BUSINESS",
        /// Amazon's carrier collects from the selling partner.
        AmazonEasyShip = "AMAZON_EASY_SHIP",
        /// The low-price shop Haul.
        AmazonHaul = "AMAZON_HAUL",
        /// Amazon's carrier delivers what the selling partner packs.
        DeliveryByAmazon = "DELIVERY_BY_AMAZON",
        /// Amazon steers the shipment of a merchant-fulfilled order; it cannot be confirmed by hand.
        FbmShipPlus = "FBM_SHIP_PLUS",
        /// Amazon writes the invoice.
        InvoiceByAmazon = "INVOICE_BY_AMAZON",
        /// The buyer collects the goods in a shop.
        InStorePickUp = "IN_STORE_PICK_UP",
        /// The buyer was promised premium shipping.
        Premium = "PREMIUM",
        /// Ordered before the release date.
        Preorder = "PREORDER",
        /// Prime delivery; with [`FulfilledBy::Merchant`] it is Seller Fulfilled Prime.
        Prime = "PRIME",
    }
}

open_enum! {
    /// A programme that one item takes part in.
    pub enum ItemProgram {
        /// Every unit carries a code that proves it genuine; a shipment must name the codes.
        Transparency = "TRANSPARENCY",
        /// A delivery of a subscription.
        SubscribeAndSave = "SUBSCRIBE_AND_SAVE",
    }
}

open_enum! {
    /// What kind of other name an order has.
    pub enum AliasType {
        /// The selling partner's own order number.
        SellerOrderId = "SELLER_ORDER_ID",
    }
}

open_enum! {
    /// How another order is related to this one.
    pub enum AssociationType {
        /// The other one is the original that this one replaces free of charge.
        ReplacementOriginalId = "REPLACEMENT_ORIGINAL_ID",
        /// The other one is the original whose goods are exchanged by this one.
        ExchangeOriginalId = "EXCHANGE_ORIGINAL_ID",
    }
}

open_enum! {
    /// How another order's item is related to this one.
    pub enum AssociatedItemType {
        /// A service that was bought for it, such as the fitting of tyres.
        ValueAddService = "VALUE_ADD_SERVICE",
    }
}

open_enum! {
    /// What an amount of a whole order is for.
    pub enum ProceedsType {
        /// The goods.
        Item = "ITEM",
        /// Delivery.
        Shipping = "SHIPPING",
        /// Gift wrapping.
        GiftWrap = "GIFT_WRAP",
        /// Cash on delivery.
        CodFee = "COD_FEE",
        /// Tax.
        Tax = "TAX",
        /// Price reductions.
        Discount = "DISCOUNT",
        /// A tip for the driver: only whole orders have it, and it is charged after delivery.
        DeliveryTip = "DELIVERY_TIP",
        /// What has no type of its own; Amazon's value is `OTHER`.
        OtherProceeds = "OTHER",
    }
}

open_enum! {
    /// What an amount of an item is for. As [`ProceedsType`], without the tip.
    pub enum ItemProceedsType {
        /// The goods.
        Item = "ITEM",
        /// Delivery.
        Shipping = "SHIPPING",
        /// Gift wrapping.
        GiftWrap = "GIFT_WRAP",
        /// Cash on delivery.
        CodFee = "COD_FEE",
        /// What has no type of its own; Amazon's value is `OTHER`.
        OtherProceeds = "OTHER",
        /// Tax.
        Tax = "TAX",
        /// Price reductions.
        Discount = "DISCOUNT",
    }
}

open_enum! {
    /// What a part of a tax or of a discount belongs to.
    pub enum ProceedsDetailType {
        /// The goods.
        Item = "ITEM",
        /// Delivery.
        Shipping = "SHIPPING",
        /// Gift wrapping.
        GiftWrap = "GIFT_WRAP",
        /// Cash on delivery.
        CodFee = "COD_FEE",
        /// What has no type of its own; Amazon's value is `OTHER`.
        OtherProceeds = "OTHER",
        /// The discount: within a tax, the tax that the discount takes away.
        Discount = "DISCOUNT",
    }
}

open_enum! {
    /// Whether an amount that is charged after checkout may still change.
    pub enum BreakdownStatus {
        /// It may.
        Pending = "PENDING",
        /// It is final.
        Finalized = "FINALIZED",
    }
}

open_enum! {
    /// The delivery speed that the buyer chose.
    pub enum ServiceLevel {
        /// Faster than standard.
        Expedited = "EXPEDITED",
        /// Slow and free.
        FreeEconomy = "FREE_ECONOMY",
        /// The next day.
        NextDay = "NEXT_DAY",
        /// Priority.
        Priority = "PRIORITY",
        /// The same day.
        SameDay = "SAME_DAY",
        /// The second day.
        SecondDay = "SECOND_DAY",
        /// At an agreed time.
        Scheduled = "SCHEDULED",
        /// Standard.
        Standard = "STANDARD",
    }
}

open_enum! {
    /// What kind of place an address is.
    pub enum AddressType {
        /// A home.
        Residential = "RESIDENTIAL",
        /// A business.
        Commercial = "COMMERCIAL",
        /// A locker or counter where the buyer collects the parcel.
        PickupPoint = "PICKUP_POINT",
    }
}

open_enum! {
    /// A day of the week, in the recipient's time zone.
    pub enum DayOfWeek {
        /// Sunday.
        Sunday = "SUN",
        /// Monday.
        Monday = "MON",
        /// Tuesday.
        Tuesday = "TUE",
        /// Wednesday.
        Wednesday = "WED",
        /// Thursday.
        Thursday = "THU",
        /// Friday.
        Friday = "FRI",
        /// Saturday.
        Saturday = "SAT",
    }
}

open_enum! {
    /// What is special about a day.
    pub enum ExceptionDateType {
        /// Nobody is there.
        Closed = "CLOSED",
        /// Somebody is there, at other hours than usual.
        Open = "OPEN",
    }
}

open_enum! {
    /// The condition of the goods, roughly.
    pub enum ConditionType {
        /// New.
        New = "NEW",
        /// Used.
        Used = "USED",
        /// Sold as a collector's piece.
        Collectible = "COLLECTIBLE",
        /// Put in order again after use.
        Refurbished = "REFURBISHED",
        /// Not released yet.
        Preorder = "PREORDER",
        /// Sold through a club.
        Club = "CLUB",
    }
}

open_enum! {
    /// The condition of the goods, finely.
    pub enum ConditionSubtype {
        /// New.
        New = "NEW",
        /// As good as new.
        Mint = "MINT",
        /// Very good.
        VeryGood = "VERY_GOOD",
        /// Good.
        Good = "GOOD",
        /// Acceptable.
        Acceptable = "ACCEPTABLE",
        /// Poor.
        Poor = "POOR",
        /// Sold through a club.
        Club = "CLUB",
        /// From the original manufacturer, without retail packaging.
        Oem = "OEM",
        /// With warranty.
        Warranty = "WARRANTY",
        /// Refurbished, with warranty.
        RefurbishedWarranty = "REFURBISHED_WARRANTY",
        /// Refurbished.
        Refurbished = "REFURBISHED",
        /// Opened, not used.
        OpenBox = "OPEN_BOX",
        /// Any.
        Any = "ANY",
        /// None of these; Amazon's value is `OTHER`.
        OtherCondition = "OTHER",
    }
}

open_enum! {
    /// What is special about a price.
    pub enum PriceDesignation {
        /// It is for Amazon Business customers only.
        BusinessPrice = "BUSINESS_PRICE",
    }
}

open_enum! {
    /// Who asked for a cancellation.
    pub enum CancellationRequester {
        /// The buyer.
        Buyer = "BUYER",
    }
}

open_enum! {
    /// Who cancelled.
    pub enum CancelledBy {
        /// The buyer.
        Buyer = "BUYER",
        /// The selling partner.
        Merchant = "MERCHANT",
        /// Amazon.
        Amazon = "AMAZON",
    }
}

open_enum! {
    /// What to do when the goods run out while the order is picked.
    pub enum SubstitutionType {
        /// Take what the buyer chose instead.
        CustomerPreference = "CUSTOMER_PREFERENCE",
        /// Take what Amazon suggests instead.
        AmazonRecommended = "AMAZON_RECOMMENDED",
        /// Send nothing instead.
        DoNotSubstitute = "DO_NOT_SUBSTITUTE",
    }
}

open_enum! {
    /// How binding a rule for the shipment is.
    pub enum ConstraintType {
        /// It must be kept.
        Mandatory = "MANDATORY",
    }
}

open_enum! {
    /// Whether a shipment must name serial numbers.
    pub enum SerialNumberRequirementType {
        /// It must.
        Required = "REQUIRED",
    }
}

open_enum! {
    /// A unit of measure.
    pub enum MeasurementUnit {
        /// Ounces of mass.
        Ounces = "OUNCES",
        /// Pounds of mass.
        Pounds = "POUNDS",
        /// Kilograms.
        Kilograms = "KILOGRAMS",
        /// Grams.
        Grams = "GRAMS",
        /// Milligrams.
        Milligrams = "MILLIGRAMS",
        /// Inches.
        Inches = "INCHES",
        /// Feet.
        Feet = "FEET",
        /// Metres.
        Meters = "METERS",
        /// Centimetres.
        Centimeters = "CENTIMETERS",
        /// Millimetres.
        Millimeters = "MILLIMETERS",
        /// Square metres.
        SquareMeters = "SQUARE_METERS",
        /// Square centimetres.
        SquareCentimeters = "SQUARE_CENTIMETERS",
        /// Square feet.
        SquareFeet = "SQUARE_FEET",
        /// Square inches.
        SquareInches = "SQUARE_INCHES",
        /// Gallons.
        Gallons = "GALLONS",
        /// Pints.
        Pints = "PINTS",
        /// Quarts.
        Quarts = "QUARTS",
        /// Fluid ounces.
        FluidOunces = "FLUID_OUNCES",
        /// Litres.
        Liters = "LITERS",
        /// Cubic metres.
        CubicMeters = "CUBIC_METERS",
        /// Cubic feet.
        CubicFeet = "CUBIC_FEET",
        /// Cubic inches.
        CubicInches = "CUBIC_INCHES",
        /// Cubic centimetres.
        CubicCentimeters = "CUBIC_CENTIMETERS",
        /// Pieces.
        Count = "COUNT",
    }
}

open_enum! {
    /// Where a package is, roughly.
    pub enum PackageStatusCode {
        /// Not handed over yet.
        Pending = "PENDING",
        /// On its way.
        InTransit = "IN_TRANSIT",
        /// Handed over.
        Shipped = "SHIPPED",
        /// Arrived.
        Delivered = "DELIVERED",
        /// Called off before it arrived.
        Cancelled = "CANCELLED",
        /// It could not be delivered.
        Undeliverable = "UNDELIVERABLE",
    }
}

open_enum! {
    /// Where a package is, finely.
    pub enum PackageDetailedStatus {
        /// No collection is arranged yet.
        PendingSchedule = "PENDING_SCHEDULE",
        /// Waits for the carrier to collect it.
        PendingPickUp = "PENDING_PICK_UP",
        /// Waits to be brought to the carrier.
        PendingDropOff = "PENDING_DROP_OFF",
        /// The selling partner called its label off.
        LabelCancelled = "LABEL_CANCELLED",
        /// The carrier collected it.
        PickedUp = "PICKED_UP",
        /// It was brought to the carrier.
        DroppedOff = "DROPPED_OFF",
        /// In the fulfilment centre where it starts.
        AtOriginFc = "AT_ORIGIN_FC",
        /// In the fulfilment centre next to the recipient.
        AtDestinationFc = "AT_DESTINATION_FC",
        /// Arrived.
        Delivered = "DELIVERED",
        /// The buyer would not take it.
        RejectedByBuyer = "REJECTED_BY_BUYER",
        /// The address is wrong or cannot be reached.
        Undeliverable = "UNDELIVERABLE",
        /// On its way back.
        ReturningToSeller = "RETURNING_TO_SELLER",
        /// Back.
        ReturnedToSeller = "RETURNED_TO_SELLER",
        /// Lost, or nobody knows where it is.
        Lost = "LOST",
        /// In the vehicle for the last stretch.
        OutForDelivery = "OUT_FOR_DELIVERY",
        /// Damaged on the way.
        Damaged = "DAMAGED",
    }
}

open_enum! {
    /// Whose tax registration it is.
    pub enum TaxEntityType {
        /// The buyer's.
        Buyer = "BUYER",
        /// The selling partner's.
        Merchant = "MERCHANT",
        /// The marketplace's.
        Marketplace = "MARKETPLACE",
    }
}

open_enum! {
    /// What kind of tax number it is.
    pub enum TaxRegistrationType {
        /// A business registration.
        Business = "BUSINESS",
        /// Value added tax.
        Vat = "VAT",
        /// A CST number. Amazon does not spell it out; India has a central sales tax.
        Cst = "CST",
        /// A person's number in Brazil.
        Cpf = "CPF",
        /// A company's number in Brazil.
        Cnpj = "CNPJ",
    }
}

open_enum! {
    /// What a further fact about a tax registration is about.
    pub enum TaxAttributeKey {
        /// The tax office in charge.
        TaxOffice = "TAX_OFFICE",
    }
}

open_enum! {
    /// Who pays the tax to the authorities, and by what rule.
    pub enum TaxCollectionModel {
        /// Amazon withholds it and pays it; it is no liability of the selling partner.
        MarketplaceFacilitator = "MARKETPLACE_FACILITATOR",
    }
}

open_enum! {
    /// A one-stop shop of the European Union under which the tax is reported.
    pub enum TaxReportingScheme {
        /// Union one-stop shop: the goods are in the EU when sold.
        Uoss = "UOSS",
        /// Import one-stop shop: the goods come from outside the EU.
        Ioss = "IOSS",
    }
}

open_enum! {
    /// Where the electronic invoice stands.
    pub enum InvoiceStatus {
        /// None is needed.
        NotRequired = "NOT_REQUIRED",
        /// One is needed and none is there.
        NotFound = "NOT_FOUND",
        /// It was uploaded and is being checked.
        Processing = "PROCESSING",
        /// It was uploaded and refused.
        Errored = "ERRORED",
        /// It was uploaded and accepted.
        Accepted = "ACCEPTED",
    }
}

open_enum! {
    /// To whom the buyer wants the invoice written.
    pub enum BuyerInvoicePreference {
        /// To a person.
        Individual = "INDIVIDUAL",
        /// To a business.
        Business = "BUSINESS",
    }
}

open_enum! {
    /// What the place of delivery can do.
    pub enum DeliveryCapability {
        /// It has a place to leave or collect parcels.
        HasAccessPoint = "HAS_ACCESS_POINT",
        /// It takes pallets.
        PalletEnabled = "PALLET_ENABLED",
        /// It does not take pallets.
        PalletDisabled = "PALLET_DISABLED",
    }
}
