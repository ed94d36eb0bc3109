//! What the simulator knows about record types: names, fields with their shapes, what is required, sublists, what may
//! be made from what. Everything else here reads these tables.

/// Records that share internal ids and one pool of external ids.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Family {
    Transaction,
    Entity,
    Item,
    Location,
    Subsidiary,
    Currency,
    Account,
    PriceLevel,
    Period,
    /// The instances of one custom record type.
    Custom(&'static str),
}

/// The form of a field's value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    Text,
    Flag,
    /// A JSON number of any precision.
    Number,
    /// A JSON number with no more decimals than the currency has.
    Money,
    /// `YYYY-MM-DD`
    Date,
    /// `{"id": …}` from a fixed list.
    Choice,
    /// A choice that older accounts write as true or false.
    ChoiceOrFlag,
    /// `{"id": …}` or `{"externalId": …}`; a family means that the record must exist.
    Ref(Option<Family>),
    /// A price level: -1 (custom) and 1 (base) exist everywhere.
    Level,
    /// `{"items": [{"id": …}]}`
    Refs(Family),
    Address,
    /// Set by the service; ignored in requests.
    Computed,
    /// A reference that the service sets.
    Shown(Family),
    /// Anything: custom fields, and lists that the simulator only stores.
    Open,
}

use Shape::{
    Address, Choice, ChoiceOrFlag, Computed, Date, Flag, Level, Money, Number, Open, Ref, Refs, Shown, Text,
};

pub(super) type Field = (&'static str, Shape);

/// A field that must have a value, and what NetSuite's complaint calls it.
pub(super) type Required = (&'static str, &'static str);

/// How a line of a sublist is addressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Key {
    /// By a number that the service gives; an unknown one is refused.
    Number(&'static str),
    /// By the record that the line is about; an unknown one adds a line.
    Record(&'static str),
    /// By several properties together, as `currencypage=1,pricelevel=1,quantity=0`.
    Composite(&'static [&'static str]),
    /// By the line of the order behind it. Lines are neither added nor taken away.
    OrderLine,
}

impl Key {
    /// The property that a line's own address is made of.
    pub(super) fn property(self) -> &'static str {
        match self {
            Self::Number(name) | Self::Record(name) => name,
            Self::Composite(names) => names.first().copied().unwrap_or_default(),
            Self::OrderLine => "line",
        }
    }
}

/// A list of lines in a record.
#[derive(Debug)]
pub(super) struct Sublist {
    pub(super) name: &'static str,
    pub(super) key: Key,
    pub(super) fields: &'static [&'static [Field]],
    pub(super) required: &'static [Required],
}

/// The books a posting transaction is written into; a period can be locked for some of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Books {
    Receivable,
    Payable,
    Other,
}

/// A record type.
#[derive(Debug)]
pub(super) struct Kind {
    pub(super) name: &'static str,
    pub(super) family: Family,
    /// SuiteQL's name of the kind: `transaction.type` or `item.itemtype`.
    pub(super) code: &'static str,
    /// What its numbers begin with when the service gives them.
    pub(super) prefix: &'static str,
    pub(super) fields: &'static [&'static [Field]],
    pub(super) lists: &'static [Sublist],
    pub(super) required: &'static [Required],
    /// The sublists of which one must have a line, and what the complaint calls them.
    pub(super) required_lists: (&'static [&'static str], &'static str),
    /// `None` for what posts nothing, such as orders.
    pub(super) books: Option<Books>,
    /// Record types that a record of this type is transformed into.
    pub(super) becomes: &'static [&'static str],
    /// Made by a transform only.
    pub(super) derived: bool,
}

impl Kind {
    pub(super) fn shape(&self, field: &str) -> Option<Shape> {
        shape(self.fields, field)
    }

    pub(super) fn list(&self, name: &str) -> Option<&'static Sublist> {
        self.lists.iter().find(|list| list.name == name)
    }

    pub(super) fn is_transaction(&self) -> bool {
        self.family == Family::Transaction
    }

    pub(super) fn is_order(&self) -> bool {
        matches!(self.name, "salesOrder" | "transferOrder" | "returnAuthorization")
    }

    /// Whether its lines are an order's, as they were shipped or came in.
    pub(super) fn is_moved(&self) -> bool {
        self.list("item").is_some_and(|list| list.key == Key::OrderLine)
    }

    /// Whether the items are sold or taken back at a price.
    pub(super) fn is_sale(&self) -> bool {
        matches!(
            self.name,
            "salesOrder" | "invoice" | "cashSale" | "creditMemo" | "cashRefund" | "returnAuthorization"
        )
    }
}

pub(super) fn shape(vocabulary: &[&[Field]], field: &str) -> Option<Shape> {
    vocabulary
        .iter()
        .flat_map(|fields| fields.iter())
        .find(|(name, _)| *name == field)
        .map(|(_, shape)| *shape)
}

/// Finds a standard type by the name in a path, which NetSuite matches without regard to case.
pub(super) fn kind(name: &str) -> Option<&'static Kind> {
    KINDS.iter().find(|kind| kind.name.eq_ignore_ascii_case(name))
}

/// The standard types.
pub(super) fn kinds() -> &'static [Kind] {
    KINDS
}

/// A custom record type. It lives as long as the process, as the standard ones do.
pub(super) fn custom_kind(name: &str) -> &'static Kind {
    let name: &'static str = Box::leak(name.to_lowercase().into_boxed_str());
    let family = Family::Custom(name);
    Box::leak(Box::new(Kind { name, family, fields: &[COMMON, CUSTOM_RECORD], ..PLAIN }))
}

/// Decimals of an amount in the currency with this ISO code. NetSuite keeps two at most.
pub(super) fn minor_digits(symbol: &str) -> u32 {
    const WHOLE: [&str; 9] = ["JPY", "KRW", "VND", "CLP", "ISK", "PYG", "XAF", "XOF", "UGX"];
    if WHOLE.contains(&symbol) { 0 } else { 2 }
}

/// The texts of a type's status letters.
const STATUSES: &[(&str, &[(&str, &str)])] = &[
    (
        "salesOrder",
        &[
            ("A", "Pending Approval"),
            ("B", "Pending Fulfillment"),
            ("C", "Cancelled"),
            ("D", "Partially Fulfilled"),
            ("E", "Pending Billing/Partially Fulfilled"),
            ("F", "Pending Billing"),
            ("G", "Billed"),
            ("H", "Closed"),
        ],
    ),
    ("invoice", &[("A", "Open"), ("B", "Paid In Full"), ("V", "Voided")]),
    ("cashSale", &[("A", "Unapproved Payment"), ("B", "Not Deposited"), ("C", "Deposited")]),
    ("creditMemo", &[("A", "Open"), ("B", "Fully Applied"), ("V", "Voided")]),
    ("itemFulfillment", &[("A", "Picked"), ("B", "Packed"), ("C", "Shipped")]),
    ("customerPayment", &[("A", "Unapproved Payment"), ("B", "Not Deposited"), ("C", "Deposited")]),
    ("customerDeposit", &[("A", "Not Deposited"), ("B", "Deposited"), ("C", "Fully Applied")]),
    (
        "transferOrder",
        &[
            ("A", "Pending Approval"),
            ("B", "Pending Fulfillment"),
            ("C", "Rejected"),
            ("D", "Partially Fulfilled"),
            ("E", "Pending Receipt/Partially Fulfilled"),
            ("F", "Pending Receipt"),
            ("G", "Received"),
            ("H", "Closed"),
        ],
    ),
    (
        "returnAuthorization",
        &[
            ("A", "Pending Approval"),
            ("B", "Pending Receipt"),
            ("C", "Cancelled"),
            ("D", "Partially Received"),
            ("E", "Pending Refund/Partially Received"),
            ("F", "Pending Refund"),
            ("G", "Refunded"),
            ("H", "Closed"),
        ],
    ),
    ("vendorBill", &[("A", "Open"), ("B", "Paid In Full")]),
    ("journalEntry", &[("A", "Pending Approval"), ("B", "Approved for Posting")]),
];

pub(super) fn status_text(kind: &str, letter: &str) -> &'static str {
    let texts = STATUSES.iter().find(|(name, _)| *name == kind).map_or(&[][..], |(_, texts)| *texts);
    texts.iter().find(|(known, _)| *known == letter).map_or("", |(_, text)| *text)
}

pub(super) const ADDRESS: &[&[Field]] = &[&[
    ("addressee", Text),
    ("attention", Text),
    ("addr1", Text),
    ("addr2", Text),
    ("addr3", Text),
    ("city", Text),
    ("state", Text),
    ("zip", Text),
    ("country", Choice),
    ("addrPhone", Text),
    ("addrText", Text),
    ("override", Flag),
]];

const COMMON: &[Field] = &[("id", Computed), ("links", Computed), ("externalId", Text), ("isInactive", Flag)];

const CUSTOM_RECORD: &[Field] = &[
    ("name", Text),
    ("altName", Text),
    ("owner", Ref(None)),
    ("created", Computed),
    ("lastModified", Computed),
];

const CUSTOMER: &[Field] = &[
    ("entityId", Text),
    ("autoName", Flag),
    ("isPerson", Flag),
    ("companyName", Text),
    ("firstName", Text),
    ("middleName", Text),
    ("lastName", Text),
    ("salutation", Text),
    ("email", Text),
    ("phone", Text),
    ("altPhone", Text),
    ("mobilePhone", Text),
    ("fax", Text),
    ("url", Text),
    ("subsidiary", Ref(Some(Family::Subsidiary))),
    ("currency", Ref(Some(Family::Currency))),
    ("receivablesAccount", Ref(Some(Family::Account))),
    ("parent", Ref(Some(Family::Entity))),
    ("entityStatus", Ref(None)),
    ("category", Ref(None)),
    ("terms", Ref(None)),
    ("priceLevel", Level),
    ("taxItem", Ref(None)),
    ("salesRep", Ref(None)),
    ("leadSource", Ref(None)),
    ("shippingItem", Ref(None)),
    ("customForm", Ref(None)),
    ("taxable", Flag),
    ("creditLimit", Number),
    ("creditHoldOverride", Choice),
    ("emailPreference", Choice),
    ("language", Choice),
    ("comments", Text),
    ("currencyList", Open),
    ("itemPricing", Open),
    ("groupPricing", Open),
    ("balance", Computed),
    ("defaultAddress", Computed),
    ("dateCreated", Computed),
    ("lastModifiedDate", Computed),
];

const ADDRESS_BOOK: &[Field] = &[
    ("id", Number),
    ("internalId", Number),
    ("addressId", Text),
    ("label", Text),
    ("defaultShipping", Flag),
    ("defaultBilling", Flag),
    ("isResidential", Flag),
    ("addressBookAddress", Address),
    ("addressBookAddress_text", Computed),
    ("links", Computed),
];

/// Body fields of every transaction.
const HEADER: &[Field] = &[
    ("tranId", Text),
    ("tranDate", Date),
    ("memo", Text),
    ("customForm", Ref(None)),
    ("subsidiary", Ref(Some(Family::Subsidiary))),
    ("department", Ref(None)),
    ("class", Ref(None)),
    ("location", Ref(Some(Family::Location))),
    ("currency", Ref(Some(Family::Currency))),
    ("exchangeRate", Number),
    ("postingPeriod", Ref(None)),
    ("transactionNumber", Computed),
    ("createdDate", Computed),
    ("lastModifiedDate", Computed),
    ("source", Computed),
    ("createdFrom", Shown(Family::Transaction)),
    ("status", Computed),
    ("total", Computed),
    ("prevDate", Computed),
];

/// Body fields of every sales transaction.
const SALE: &[Field] = &[
    ("entity", Ref(Some(Family::Entity))),
    ("otherRefNum", Text),
    ("email", Text),
    ("message", Text),
    ("toBeEmailed", Flag),
    ("toBePrinted", Flag),
    ("toBeFaxed", Flag),
    ("terms", Ref(None)),
    ("salesRep", Ref(None)),
    ("partner", Ref(None)),
    ("leadSource", Ref(None)),
    ("promoCode", Ref(None)),
    ("couponCode", Ref(None)),
    ("nexus", Ref(None)),
    ("shipMethod", Ref(None)),
    ("shippingCost", Money),
    ("shippingCostOverridden", Flag),
    ("handlingCost", Money),
    ("shipDate", Date),
    ("shippingAddress", Address),
    ("billingAddress", Address),
    ("shipAddressList", Ref(None)),
    ("billAddressList", Ref(None)),
    ("shipIsResidential", Flag),
    ("isMultiShipTo", Flag),
    ("discountItem", Ref(Some(Family::Item))),
    ("discountRate", Number),
    ("taxItem", Ref(None)),
    ("taxRate", Number),
    ("isTaxable", Flag),
    ("shippingTaxCode", Ref(None)),
    ("taxDetailsOverride", Flag),
    ("taxRegOverride", Flag),
    ("taxPointDate", Date),
    ("taxPointDateOverride", Flag),
    ("subsidiaryTaxRegNum", Text),
    ("entityTaxRegNum", Text),
    ("shipGroup", Open),
    ("promotions", Open),
    ("salesTeam", Open),
    ("discountTotal", Computed),
    ("subtotal", Computed),
    ("taxTotal", Computed),
    ("totalAfterTaxes", Computed),
    ("linkedTrackingNumbers", Computed),
];

const SALES_ORDER: &[Field] = &[
    ("orderStatus", Choice),
    ("shipComplete", Flag),
    ("paymentOption", Ref(None)),
    ("salesChannel", Ref(None)),
    ("saveOnAuthDecline", Flag),
    ("actualShipDate", Computed),
];

const INVOICE: &[Field] = &[
    ("account", Ref(Some(Family::Account))),
    ("approvalStatus", Choice),
    ("dueDate", Date),
    ("trackingNumbers", Text),
    ("amountPaid", Computed),
    ("amountRemaining", Computed),
];

const CASH_SALE: &[Field] = &[
    ("account", Ref(Some(Family::Account))),
    ("undepFunds", ChoiceOrFlag),
    ("paymentOption", Ref(None)),
    ("checkNum", Text),
    ("chargeIt", Flag),
];

const CASH_REFUND: &[Field] = &[
    ("account", Ref(Some(Family::Account))),
    ("undepFunds", ChoiceOrFlag),
    ("paymentOption", Ref(None)),
    ("checkNum", Text),
    ("refundCheck", Flag),
    ("chargeIt", Flag),
];

const CREDIT_MEMO: &[Field] = &[
    ("account", Ref(Some(Family::Account))),
    ("autoApply", Flag),
    ("asOfDate", Date),
    ("salesEffectiveDate", Date),
    ("applied", Computed),
    ("unapplied", Computed),
    ("amountRemaining", Computed),
];

const RETURN_AUTHORIZATION: &[Field] =
    &[("orderStatus", Choice), ("intercoTransaction", Ref(None)), ("salesEffectiveDate", Date)];

const FULFILLMENT: &[Field] = &[
    ("entity", Shown(Family::Entity)),
    ("shipStatus", Choice),
    ("shipCarrier", Choice),
    ("shipMethod", Ref(None)),
    ("shippingCost", Money),
    ("handlingCost", Money),
    ("pickedDate", Date),
    ("packedDate", Date),
    ("shippedDate", Date),
    ("transferLocation", Shown(Family::Location)),
    ("inventoryLocation", Ref(Some(Family::Location))),
    ("shippingAddress", Address),
    ("orderId", Computed),
    ("orderType", Computed),
    ("generateIntegratedShipperLabel", Flag),
];

const RECEIPT: &[Field] = &[
    ("entity", Shown(Family::Entity)),
    ("itemFulfillment", Ref(Some(Family::Transaction))),
    ("inboundShipment", Ref(None)),
    ("landedCostMethod", Choice),
    ("landedCostPerLine", Flag),
];

/// Money of a customer's, received or given back.
const MONEY: &[Field] = &[
    ("customer", Ref(Some(Family::Entity))),
    ("account", Ref(Some(Family::Account))),
    ("arAcct", Ref(Some(Family::Account))),
    ("undepFunds", ChoiceOrFlag),
    ("paymentOption", Ref(None)),
    ("paymentMethod", Ref(None)),
    ("checkNum", Text),
    ("otherRefNum", Text),
    ("payeeAddress", Address),
    ("applied", Computed),
    ("unapplied", Computed),
];

const PAYMENT: &[Field] = &[("payment", Money), ("autoApply", Flag), ("pending", Computed)];

const CUSTOMER_DEPOSIT: &[Field] = &[("payment", Money), ("salesOrder", Ref(Some(Family::Transaction)))];

const DEPOSIT_APPLICATION: &[Field] = &[("deposit", Shown(Family::Transaction))];

const JOURNAL: &[Field] = &[
    ("approved", Flag),
    ("approvalStatus", Choice),
    ("reversalDate", Date),
    ("reversalDefer", Flag),
    ("toSubsidiary", Ref(Some(Family::Subsidiary))),
    ("isBookSpecific", Flag),
];

const BANK_DEPOSIT: &[Field] = &[("account", Ref(Some(Family::Account)))];

const VENDOR_BILL: &[Field] = &[
    ("entity", Ref(Some(Family::Entity))),
    ("account", Ref(Some(Family::Account))),
    ("approvalStatus", Choice),
    ("dueDate", Date),
    ("terms", Ref(None)),
    ("nextApprover", Ref(None)),
    ("paymentHold", Flag),
    ("billingAddress", Address),
    ("userTotal", Computed),
    ("subtotal", Computed),
    ("taxTotal", Computed),
];

const ADJUSTMENT: &[Field] = &[
    ("account", Ref(Some(Family::Account))),
    ("adjLocation", Ref(Some(Family::Location))),
    ("customer", Ref(Some(Family::Entity))),
    ("estimatedTotalValue", Computed),
];

const TRANSFER: &[Field] = &[("transferLocation", Ref(Some(Family::Location)))];

const TRANSFER_ORDER: &[Field] = &[
    ("transferLocation", Ref(Some(Family::Location))),
    ("orderStatus", Choice),
    ("incoTerm", Ref(None)),
    ("useItemCostAsTransferCost", Flag),
    ("firmed", Flag),
    ("shipMethod", Ref(None)),
    ("shippingCost", Money),
    ("shipDate", Date),
    ("shippingAddress", Address),
    ("subtotal", Computed),
];

const LINE: &[Field] = &[
    ("line", Number),
    ("item", Ref(Some(Family::Item))),
    ("quantity", Number),
    ("units", Text),
    ("price", Level),
    ("rate", Number),
    ("amount", Money),
    ("description", Text),
    ("location", Ref(Some(Family::Location))),
    ("department", Ref(None)),
    ("class", Ref(None)),
    ("isClosed", Flag),
    ("isTaxable", Flag),
    ("taxCode", Ref(None)),
    ("taxRate1", Number),
    ("taxRate2", Number),
    ("tax1Amt", Money),
    ("taxAmount", Money),
    ("grossAmt", Money),
    ("rateIncludingTax", Number),
    ("taxDetailsReference", Text),
    ("inventoryDetail", Open),
    ("options", Text),
    ("costEstimate", Number),
    ("costEstimateType", Choice),
    ("costEstimateRate", Number),
    ("itemSubtype", Choice),
    ("giftCertFrom", Text),
    ("printItems", Flag),
    ("lineUniqueKey", Computed),
    ("itemType", Computed),
    ("marginal", Computed),
    ("links", Computed),
];

/// The tax of one line, by type and code.
const TAX_DETAIL: &[Field] = &[
    ("taxDetailsReference", Text),
    ("taxType", Ref(None)),
    ("taxCode", Ref(None)),
    ("taxBasis", Money),
    ("taxRate", Number),
    ("taxAmount", Money),
    ("calcDetail", Text),
    ("lineType", Computed),
    ("lineName", Computed),
    ("netAmount", Computed),
    ("grossAmount", Computed),
    ("links", Computed),
];

const ORDER_LINE: &[Field] = &[
    ("commitInventory", Choice),
    ("expectedShipDate", Date),
    ("createPo", Choice),
    ("shipGroup", Number),
    ("itemFulfillmentChoice", Choice),
    ("inventorylocation", Ref(Some(Family::Location))),
    ("inventorysubsidiary", Ref(Some(Family::Subsidiary))),
    ("quantityFulfilled", Computed),
    ("quantityBilled", Computed),
    ("quantityBackOrdered", Computed),
    ("quantityCommitted", Computed),
    ("quantityAvailable", Computed),
];

const BILL_LINE: &[Field] = &[
    ("orderDoc", Ref(Some(Family::Transaction))),
    ("orderLine", Number),
    ("account", Ref(Some(Family::Account))),
    ("quantityAllocated", Number),
];

const RETURN_LINE: &[Field] = &[
    ("orderDoc", Ref(Some(Family::Transaction))),
    ("orderLine", Number),
    ("quantityReceived", Computed),
    ("quantityBilled", Computed),
];

/// A line of a fulfillment or a receipt.
const MOVED_LINE: &[Field] = &[
    ("line", Computed),
    ("orderLine", Number),
    ("orderDoc", Shown(Family::Transaction)),
    ("item", Shown(Family::Item)),
    ("itemName", Computed),
    ("itemType", Computed),
    ("description", Computed),
    ("quantity", Number),
    ("quantityRemaining", Computed),
    ("itemReceive", Flag),
    ("location", Ref(Some(Family::Location))),
    ("kitMemberOf", Computed),
    ("units", Computed),
    ("onHand", Computed),
    ("restock", Flag),
    ("unitCostOverride", Number),
    ("inventoryDetail", Open),
    ("department", Ref(None)),
    ("class", Ref(None)),
    ("lineUniqueKey", Computed),
    ("links", Computed),
];

const TRANSFER_LINE: &[Field] = &[
    ("line", Number),
    ("item", Ref(Some(Family::Item))),
    ("quantity", Number),
    ("rate", Number),
    ("amount", Money),
    ("description", Text),
    ("expectedShipDate", Date),
    ("expectedReceiptDate", Date),
    ("isClosed", Flag),
    ("commitInventory", Choice),
    ("units", Text),
    ("inventoryDetail", Open),
    ("department", Ref(None)),
    ("class", Ref(None)),
    ("quantityFulfilled", Computed),
    ("quantityReceived", Computed),
    ("quantityCommitted", Computed),
    ("quantityBackOrdered", Computed),
    ("lineUniqueKey", Computed),
    ("links", Computed),
];

const PACKAGE: &[Field] = &[
    ("line", Number),
    ("packageDescr", Text),
    ("packageTrackingNumber", Text),
    ("packageTrackingNumberReturn", Text),
    ("packageWeight", Number),
    ("packageCartonNumber", Number),
    ("packageDetails", Open),
    ("packageTrackingNumberUps", Text),
    ("packageWeightUps", Number),
    ("packageTrackingNumberFedEx", Text),
    ("packageWeightFedEx", Number),
    ("packageTrackingNumberUsps", Text),
    ("packageWeightUsps", Number),
    ("trackingNumber", Text),
    ("lineUniqueKey", Computed),
    ("links", Computed),
];

/// A document that a payment or a credit is used for.
const APPLY_LINE: &[Field] = &[
    ("doc", Ref(Some(Family::Transaction))),
    ("apply", Flag),
    ("amount", Money),
    ("disc", Money),
    ("discAmt", Computed),
    ("applyDate", Computed),
    ("line", Computed),
    ("due", Computed),
    ("remaining", Computed),
    ("total", Computed),
    ("refNum", Computed),
    ("type", Computed),
    ("currency", Computed),
    ("createdFrom", Computed),
    ("job", Computed),
    ("jobName", Computed),
    ("links", Computed),
];

const JOURNAL_LINE: &[Field] = &[
    ("line", Number),
    ("account", Ref(Some(Family::Account))),
    ("debit", Money),
    ("credit", Money),
    ("entity", Ref(Some(Family::Entity))),
    ("memo", Text),
    ("department", Ref(None)),
    ("class", Ref(None)),
    ("location", Ref(Some(Family::Location))),
    ("eliminate", Flag),
    ("taxCode", Ref(None)),
    ("tax1Amt", Money),
    ("grossAmt", Money),
    ("lineUniqueKey", Computed),
    ("links", Computed),
];

const BANKED_LINE: &[Field] = &[
    ("id", Text),
    ("deposit", Flag),
    ("docDate", Computed),
    ("docNumber", Computed),
    ("entity", Computed),
    ("paymentAmount", Computed),
    ("type", Computed),
    ("links", Computed),
];

/// A line that books an amount to an account.
const ACCOUNT_LINE: &[Field] = &[
    ("line", Number),
    ("account", Ref(Some(Family::Account))),
    ("amount", Money),
    ("entity", Ref(Some(Family::Entity))),
    ("customer", Ref(Some(Family::Entity))),
    ("paymentMethod", Ref(None)),
    ("refNum", Text),
    ("memo", Text),
    ("department", Ref(None)),
    ("class", Ref(None)),
    ("location", Ref(Some(Family::Location))),
    ("taxCode", Ref(None)),
    ("grossAmt", Money),
    ("tax1Amt", Money),
    ("lineUniqueKey", Computed),
    ("links", Computed),
];

const STOCK_LINE: &[Field] = &[
    ("line", Number),
    ("item", Ref(Some(Family::Item))),
    ("location", Ref(Some(Family::Location))),
    ("adjustQtyBy", Number),
    ("unitCost", Number),
    ("units", Text),
    ("memo", Text),
    ("description", Text),
    ("department", Ref(None)),
    ("class", Ref(None)),
    ("inventoryDetail", Open),
    ("newQuantity", Computed),
    ("quantityOnHand", Computed),
    ("lineUniqueKey", Computed),
    ("links", Computed),
];

const MEMBER: &[Field] = &[
    ("item", Ref(Some(Family::Item))),
    ("quantity", Number),
    ("lineNumber", Number),
    ("memberUnit", Text),
    ("memberDescr", Text),
    ("dropShipMember", Flag),
    ("taxSchedule", Ref(None)),
    ("taxCode", Text),
    ("taxRate", Number),
    ("id", Number),
    ("links", Computed),
];

const PRICE: &[Field] = &[
    ("currencyPage", Ref(Some(Family::Currency))),
    ("priceLevel", Level),
    ("priceLevelName", Computed),
    ("priceQty", Number),
    ("quantity", Open),
    ("price", Number),
    ("discountDisplay", Number),
    ("isInactive", Flag),
    ("links", Computed),
];

/// What there is of an item at a location; kept by the movements of stock.
const AT_LOCATION: &[Field] = &[
    ("location", Ref(Some(Family::Location))),
    ("quantityOnHand", Computed),
    ("quantityAvailable", Computed),
    ("quantityCommitted", Computed),
    ("quantityBackOrdered", Computed),
    ("quantityInTransit", Computed),
    ("quantityOnOrder", Computed),
    ("reorderPoint", Number),
    ("preferredStockLevel", Number),
    ("links", Computed),
];

const ITEM: &[Field] = &[
    ("itemId", Text),
    ("displayName", Text),
    ("upcCode", Text),
    ("mpn", Text),
    ("manufacturer", Text),
    ("parent", Ref(Some(Family::Item))),
    ("includeChildren", Flag),
    ("subsidiary", Refs(Family::Subsidiary)),
    ("department", Ref(None)),
    ("class", Ref(None)),
    ("location", Ref(Some(Family::Location))),
    ("customForm", Ref(None)),
    ("incomeAccount", Ref(Some(Family::Account))),
    ("cogsAccount", Ref(Some(Family::Account))),
    ("assetAccount", Ref(Some(Family::Account))),
    ("account", Ref(Some(Family::Account))),
    ("taxSchedule", Ref(None)),
    ("salesTaxCode", Ref(None)),
    ("isTaxable", Flag),
    ("description", Text),
    ("salesDescription", Text),
    ("storeDisplayName", Text),
    ("storeDescription", Text),
    ("storeDetailedDescription", Text),
    ("isOnline", Flag),
    ("isFulfillable", Flag),
    ("weight", Number),
    ("weightUnit", Choice),
    ("countryOfManufacture", Choice),
    ("cost", Number),
    ("costingMethod", Choice),
    ("useBins", Flag),
    ("matrixType", Choice),
    ("rate", Text),
    ("nonPosting", Flag),
    ("isPreTax", Flag),
    ("minimumQuantity", Number),
    ("maximumQuantity", Number),
    ("pricingGroup", Ref(None)),
    ("quantityPricingSchedule", Ref(None)),
    ("storeDisplayImage", Ref(None)),
    ("storeDisplayThumbnail", Ref(None)),
    ("pageTitle", Text),
    ("scheduleBCode", Choice),
    ("manufacturerTariff", Text),
    ("isHazmatItem", Flag),
    ("hazmatId", Text),
    ("shippingCost", Number),
    ("handlingCost", Number),
    ("gainLossAccount", Ref(Some(Family::Account))),
    ("unitsType", Ref(None)),
    ("stockUnit", Text),
    ("saleUnit", Text),
    ("purchaseUnit", Text),
    ("matrixItemNameTemplate", Text),
    ("vendorName", Text),
    ("purchaseDescription", Text),
    ("printItems", Flag),
    ("isGCoCompliant", Flag),
    ("billOfMaterials", Open),
    ("binNumber", Open),
    ("translations", Open),
    ("presentationItem", Open),
    ("itemVendor", Open),
    ("internalId", Computed),
    ("averageCost", Computed),
    ("lastPurchasePrice", Computed),
    ("quantityAvailable", Computed),
    ("quantityOnHand", Computed),
    ("quantityCommitted", Computed),
    ("quantityBackOrdered", Computed),
    ("totalQuantityOnHand", Computed),
    ("itemType", Computed),
    ("createdDate", Computed),
    ("lastModifiedDate", Computed),
];

const LOCATION: &[Field] = &[
    ("name", Text),
    ("subsidiary", Ref(Some(Family::Subsidiary))),
    ("parent", Ref(Some(Family::Location))),
    ("makeInventoryAvailable", Flag),
    ("makeInventoryAvailableStore", Flag),
    ("returnAddress", Address),
    ("locationType", Choice),
    ("useBins", Flag),
    ("timeZone", Choice),
    ("mainAddress", Address),
    ("fullName", Computed),
];

const SUBSIDIARY: &[Field] = &[
    ("name", Text),
    ("legalName", Text),
    ("email", Text),
    ("url", Text),
    ("currency", Ref(Some(Family::Currency))),
    ("parent", Ref(Some(Family::Subsidiary))),
    ("country", Choice),
    ("state", Text),
    ("isElimination", Flag),
    ("mainAddress", Address),
    ("returnAddress", Address),
    ("shippingAddress", Address),
    ("lastModifiedDate", Computed),
    ("fullName", Computed),
];

const CURRENCY: &[Field] = &[
    ("name", Text),
    ("symbol", Text),
    ("displaySymbol", Text),
    ("isBaseCurrency", Flag),
    ("isAnchorCurrency", Flag),
    ("exchangeRate", Number),
    ("currencyPrecision", Number),
    ("includeInFxRateUpdates", Flag),
    ("overrideCurrencyFormat", Flag),
    ("formatSample", Text),
    ("locale", Choice),
    ("symbolPlacement", Choice),
    ("fxRateUpdateTimezone", Choice),
    ("lastModifiedDate", Computed),
];

const ACCOUNT: &[Field] = &[
    ("acctNumber", Text),
    ("acctName", Text),
    ("acctType", Choice),
    ("description", Text),
    ("currency", Ref(Some(Family::Currency))),
    ("parent", Ref(Some(Family::Account))),
    ("subsidiary", Refs(Family::Subsidiary)),
    ("includeChildren", Flag),
    ("inventory", Flag),
    ("eliminate", Flag),
    ("revalue", Flag),
    ("isSummary", Flag),
    ("legalName", Text),
    ("department", Ref(None)),
    ("class", Ref(None)),
    ("location", Ref(Some(Family::Location))),
    ("generalRate", Choice),
    ("cashFlowRate", Choice),
    ("balance", Computed),
    ("acctNameWithHierarchy", Computed),
    ("fullName", Computed),
    ("lastModifiedDate", Computed),
];

const PRICE_LEVEL: &[Field] = &[
    ("name", Text),
    ("discountPct", Number),
    ("isOnline", Flag),
    ("updateExistingPrices", Flag),
    ("lastModifiedDate", Computed),
];

const PERIOD: &[Field] = &[
    ("periodName", Text),
    ("startDate", Date),
    ("endDate", Date),
    ("closed", Flag),
    ("allLocked", Flag),
    ("arLocked", Flag),
    ("apLocked", Flag),
    ("isAdjust", Flag),
    ("isQuarter", Flag),
    ("isYear", Flag),
];

const VENDOR: &[Field] = &[
    ("entityId", Text),
    ("companyName", Text),
    ("isPerson", Flag),
    ("firstName", Text),
    ("lastName", Text),
    ("email", Text),
    ("phone", Text),
    ("legalName", Text),
    ("subsidiary", Ref(Some(Family::Subsidiary))),
    ("currency", Ref(Some(Family::Currency))),
    ("terms", Ref(None)),
    ("category", Ref(None)),
    ("balance", Computed),
    ("dateCreated", Computed),
    ("lastModifiedDate", Computed),
];

const LINE_NUMBER: Key = Key::Number("line");
const ITEMS: Required = ("item", "Item");

/// A sublist whose lines the service numbers.
const fn lines(
    name: &'static str,
    fields: &'static [&'static [Field]],
    required: &'static [Required],
) -> Sublist {
    Sublist { name, key: LINE_NUMBER, fields, required }
}

const fn applying(name: &'static str) -> Sublist {
    Sublist { name, key: Key::Record("doc"), fields: &[APPLY_LINE], required: &[("doc", "Doc")] }
}

const MOVED: Sublist = Sublist { name: "item", key: Key::OrderLine, fields: &[MOVED_LINE], required: &[] };
const ORDER_LINES: Sublist = lines("item", &[LINE, ORDER_LINE], &[ITEMS]);
const BILL_LINES: Sublist = lines("item", &[LINE, BILL_LINE], &[ITEMS]);
const RETURN_LINES: Sublist = lines("item", &[LINE, RETURN_LINE], &[ITEMS]);
const TAX_DETAILS: Sublist = Sublist {
    name: "taxDetails",
    key: Key::Composite(&["taxDetailsReference", "taxType", "taxCode"]),
    fields: &[TAX_DETAIL],
    required: &[
        ("taxDetailsReference", "Tax Details Reference"),
        ("taxType", "Tax Type"),
        ("taxCode", "Tax Code"),
        ("taxBasis", "Tax Basis"),
        ("taxRate", "Tax Rate"),
        ("taxAmount", "Tax Amount"),
    ],
};
const PRICES: Sublist = Sublist {
    name: "price",
    key: Key::Composite(&["currencyPage", "priceLevel", "quantity"]),
    fields: &[PRICE],
    required: &[],
};
const MEMBERS: Sublist = Sublist {
    name: "member",
    key: Key::Number("lineNumber"),
    fields: &[MEMBER],
    required: &[("item", "Item"), ("quantity", "Quantity")],
};
const LOCATIONS: Sublist =
    Sublist { name: "locations", key: Key::Record("location"), fields: &[AT_LOCATION], required: &[] };

/// What a type is unless its entry says otherwise.
const PLAIN: Kind = Kind {
    name: "",
    family: Family::Transaction,
    code: "",
    prefix: "",
    fields: &[COMMON],
    lists: &[],
    required: &[],
    required_lists: (&[], ""),
    books: None,
    becomes: &[],
    derived: false,
};

const CUSTOMER_NEEDED: &[Required] = &[("entity", "Customer")];
const ITEMS_NEEDED: (&[&str], &str) = (&["item"], "Items");

const KINDS: &[Kind] = &[
    Kind {
        name: "customer",
        family: Family::Entity,
        code: "CustJob",
        prefix: "CUST",
        fields: &[COMMON, CUSTOMER],
        lists: &[Sublist {
            name: "addressBook",
            key: Key::Number("id"),
            fields: &[ADDRESS_BOOK],
            required: &[],
        }],
        becomes: &["salesOrder", "invoice", "cashSale", "customerPayment"],
        ..PLAIN
    },
    Kind {
        name: "vendor",
        family: Family::Entity,
        code: "Vendor",
        prefix: "VEND",
        fields: &[COMMON, VENDOR],
        becomes: &["vendorBill"],
        ..PLAIN
    },
    Kind {
        name: "salesOrder",
        code: "SalesOrd",
        prefix: "SO",
        fields: &[COMMON, HEADER, SALE, SALES_ORDER],
        lists: &[ORDER_LINES, TAX_DETAILS],
        required: CUSTOMER_NEEDED,
        required_lists: ITEMS_NEEDED,
        becomes: &["itemFulfillment", "invoice", "cashSale", "returnAuthorization"],
        ..PLAIN
    },
    Kind {
        name: "invoice",
        code: "CustInvc",
        prefix: "INV",
        fields: &[COMMON, HEADER, SALE, INVOICE],
        lists: &[BILL_LINES, TAX_DETAILS],
        required: CUSTOMER_NEEDED,
        required_lists: ITEMS_NEEDED,
        books: Some(Books::Receivable),
        becomes: &["customerPayment", "creditMemo", "returnAuthorization"],
        ..PLAIN
    },
    Kind {
        name: "cashSale",
        code: "CashSale",
        prefix: "CS",
        fields: &[COMMON, HEADER, SALE, CASH_SALE],
        lists: &[BILL_LINES, TAX_DETAILS],
        required: CUSTOMER_NEEDED,
        required_lists: ITEMS_NEEDED,
        books: Some(Books::Receivable),
        becomes: &["cashRefund", "returnAuthorization"],
        ..PLAIN
    },
    Kind {
        name: "creditMemo",
        code: "CustCred",
        prefix: "CM",
        fields: &[COMMON, HEADER, SALE, CREDIT_MEMO],
        lists: &[BILL_LINES, TAX_DETAILS, applying("apply")],
        required: CUSTOMER_NEEDED,
        required_lists: ITEMS_NEEDED,
        books: Some(Books::Receivable),
        ..PLAIN
    },
    Kind {
        name: "cashRefund",
        code: "CashRfnd",
        prefix: "CR",
        fields: &[COMMON, HEADER, SALE, CASH_REFUND],
        lists: &[BILL_LINES, TAX_DETAILS],
        required: CUSTOMER_NEEDED,
        required_lists: ITEMS_NEEDED,
        books: Some(Books::Receivable),
        ..PLAIN
    },
    Kind {
        name: "returnAuthorization",
        code: "RtnAuth",
        prefix: "RA",
        fields: &[COMMON, HEADER, SALE, RETURN_AUTHORIZATION],
        lists: &[RETURN_LINES, TAX_DETAILS],
        required: CUSTOMER_NEEDED,
        required_lists: ITEMS_NEEDED,
        becomes: &["itemReceipt", "creditMemo", "cashRefund"],
        ..PLAIN
    },
    Kind {
        name: "itemFulfillment",
        code: "ItemShip",
        prefix: "IF",
        fields: &[COMMON, HEADER, FULFILLMENT],
        lists: &[
            MOVED,
            lines("package", &[PACKAGE], &[]),
            lines("packageUps", &[PACKAGE], &[]),
            lines("packageFedEx", &[PACKAGE], &[]),
            lines("packageUsps", &[PACKAGE], &[]),
            lines("shipmentPackage", &[PACKAGE], &[]),
        ],
        books: Some(Books::Other),
        derived: true,
        ..PLAIN
    },
    Kind {
        name: "itemReceipt",
        code: "ItemRcpt",
        prefix: "IR",
        fields: &[COMMON, HEADER, RECEIPT],
        lists: &[MOVED],
        books: Some(Books::Other),
        derived: true,
        ..PLAIN
    },
    Kind {
        name: "customerPayment",
        code: "CustPymt",
        prefix: "PYMT",
        fields: &[COMMON, HEADER, MONEY, PAYMENT],
        lists: &[applying("apply"), applying("credit"), applying("deposit")],
        required: &[("customer", "Customer")],
        books: Some(Books::Receivable),
        becomes: &["customerRefund"],
        ..PLAIN
    },
    Kind {
        name: "customerDeposit",
        code: "CustDep",
        prefix: "DEP",
        fields: &[COMMON, HEADER, MONEY, CUSTOMER_DEPOSIT],
        required: &[("customer", "Customer"), ("payment", "Payment Amount")],
        books: Some(Books::Receivable),
        becomes: &["depositApplication", "customerRefund"],
        ..PLAIN
    },
    Kind {
        name: "depositApplication",
        code: "DepAppl",
        prefix: "DA",
        fields: &[COMMON, HEADER, MONEY, DEPOSIT_APPLICATION],
        lists: &[applying("apply")],
        books: Some(Books::Receivable),
        derived: true,
        ..PLAIN
    },
    Kind {
        name: "customerRefund",
        code: "CustRfnd",
        prefix: "RFND",
        fields: &[COMMON, HEADER, MONEY],
        lists: &[applying("apply"), applying("deposit")],
        required: &[("customer", "Customer"), ("account", "Account")],
        books: Some(Books::Receivable),
        ..PLAIN
    },
    Kind {
        name: "journalEntry",
        code: "Journal",
        prefix: "JE",
        fields: &[COMMON, HEADER, JOURNAL],
        lists: &[lines("line", &[JOURNAL_LINE], &[("account", "Account")])],
        required_lists: (&["line"], "Lines"),
        books: Some(Books::Other),
        ..PLAIN
    },
    Kind {
        name: "deposit",
        code: "Deposit",
        prefix: "BD",
        fields: &[COMMON, HEADER, BANK_DEPOSIT],
        lists: &[
            Sublist {
                name: "payment",
                key: Key::Record("id"),
                fields: &[BANKED_LINE],
                required: &[("id", "Id")],
            },
            lines("other", &[ACCOUNT_LINE], &[("account", "Account"), ("amount", "Amount")]),
            lines("cashback", &[ACCOUNT_LINE], &[("account", "Account"), ("amount", "Amount")]),
        ],
        required: &[("account", "Account")],
        required_lists: (&["payment", "other"], "Payments"),
        books: Some(Books::Other),
        ..PLAIN
    },
    Kind {
        name: "vendorBill",
        code: "VendBill",
        prefix: "BILL",
        fields: &[COMMON, HEADER, VENDOR_BILL],
        lists: &[
            BILL_LINES,
            lines("expense", &[ACCOUNT_LINE], &[("account", "Account"), ("amount", "Amount")]),
        ],
        required: &[("entity", "Vendor")],
        required_lists: (&["item", "expense"], "Items"),
        books: Some(Books::Payable),
        ..PLAIN
    },
    Kind {
        name: "inventoryAdjustment",
        code: "InvAdjst",
        prefix: "ADJ",
        fields: &[COMMON, HEADER, ADJUSTMENT],
        lists: &[lines(
            "inventory",
            &[STOCK_LINE],
            &[ITEMS, ("location", "Location"), ("adjustQtyBy", "Adjust Qty. By")],
        )],
        required: &[("account", "Adjustment Account")],
        required_lists: (&["inventory"], "Adjustments"),
        books: Some(Books::Other),
        ..PLAIN
    },
    Kind {
        name: "inventoryTransfer",
        code: "InvTrnfr",
        prefix: "IT",
        fields: &[COMMON, HEADER, TRANSFER],
        lists: &[lines("inventory", &[STOCK_LINE], &[ITEMS, ("adjustQtyBy", "Qty. To Transfer")])],
        required: &[("location", "From Location"), ("transferLocation", "To Location")],
        required_lists: (&["inventory"], "Transfer Items"),
        books: Some(Books::Other),
        ..PLAIN
    },
    Kind {
        name: "transferOrder",
        code: "TrnfrOrd",
        prefix: "TO",
        fields: &[COMMON, HEADER, TRANSFER_ORDER],
        lists: &[lines("item", &[TRANSFER_LINE], &[ITEMS, ("quantity", "Quantity")])],
        required: &[("location", "From Location"), ("transferLocation", "To Location")],
        required_lists: ITEMS_NEEDED,
        becomes: &["itemFulfillment", "itemReceipt"],
        ..PLAIN
    },
    Kind {
        required: &[
            ("itemId", "Item Name/Number"),
            ("cogsAccount", "COGS Account"),
            ("assetAccount", "Asset Account"),
        ],
        lists: &[PRICES, LOCATIONS],
        ..item("inventoryItem", "InvtPart")
    },
    Kind {
        required: &[
            ("itemId", "Item Name/Number"),
            ("cogsAccount", "COGS Account"),
            ("assetAccount", "Asset Account"),
        ],
        lists: &[PRICES, LOCATIONS, MEMBERS],
        ..item("assemblyItem", "Assembly")
    },
    Kind {
        required: INCOME_NEEDED,
        required_lists: (&["member"], "Members"),
        lists: &[PRICES, MEMBERS],
        ..item("kitItem", "Kit")
    },
    Kind { required: INCOME_NEEDED, lists: &[PRICES], ..item("nonInventorySaleItem", "NonInvtPart") },
    Kind { required: INCOME_NEEDED, lists: &[PRICES], ..item("otherChargeSaleItem", "OthCharge") },
    Kind { required: INCOME_NEEDED, lists: &[PRICES], ..item("serviceSaleItem", "Service") },
    Kind {
        required: &[("itemId", "Item Name/Number"), ("account", "Account")],
        ..item("discountItem", "Discount")
    },
    Kind {
        name: "location",
        family: Family::Location,
        fields: &[COMMON, LOCATION],
        required: NAME_NEEDED,
        ..PLAIN
    },
    Kind {
        name: "subsidiary",
        family: Family::Subsidiary,
        fields: &[COMMON, SUBSIDIARY],
        required: NAME_NEEDED,
        ..PLAIN
    },
    Kind {
        name: "currency",
        family: Family::Currency,
        fields: &[COMMON, CURRENCY],
        required: &[("name", "Name"), ("symbol", "ISO Code")],
        ..PLAIN
    },
    Kind {
        name: "account",
        family: Family::Account,
        fields: &[COMMON, ACCOUNT],
        required: &[("acctName", "Name"), ("acctType", "Type")],
        ..PLAIN
    },
    Kind {
        name: "priceLevel",
        family: Family::PriceLevel,
        fields: &[COMMON, PRICE_LEVEL],
        required: NAME_NEEDED,
        ..PLAIN
    },
    Kind {
        name: "accountingPeriod",
        family: Family::Period,
        fields: &[COMMON, PERIOD],
        required: &[("periodName", "Period Name"), ("startDate", "Start Date"), ("endDate", "End Date")],
        ..PLAIN
    },
];

const NAME_NEEDED: &[Required] = &[("name", "Name")];
const INCOME_NEEDED: &[Required] = &[("itemId", "Item Name/Number"), ("incomeAccount", "Income Account")];

const fn item(name: &'static str, code: &'static str) -> Kind {
    Kind { name, family: Family::Item, code, fields: &[COMMON, ITEM], ..PLAIN }
}
