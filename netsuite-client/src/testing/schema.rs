//! What the simulator knows about record types: names, fields with their shapes, keyed sublists.

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
    /// `{"id": …}` or `{"externalId": …}`; a family means that the record must exist.
    Ref(Option<Family>),
    /// `{"items": [{"id": …}]}`
    Refs(Family),
    Address,
    /// Set by the service; ignored in requests.
    Computed,
    /// Anything: custom fields, and lists that the simulator only stores.
    Open,
}

use Shape::{Address, Choice, Computed, Date, Flag, Money, Number, Open, Ref, Refs, Text};

pub(super) type Field = (&'static str, Shape);

/// A list of lines in a record.
#[derive(Debug)]
pub(super) struct Sublist {
    pub(super) name: &'static str,
    /// The property that addresses a line.
    pub(super) key: &'static str,
    pub(super) fields: &'static [&'static [Field]],
}

/// A record type.
#[derive(Debug)]
pub(super) struct Kind {
    pub(super) name: &'static str,
    pub(super) family: Family,
    /// SuiteQL's name of the kind: `transaction.type` or `item.itemtype`.
    pub(super) code: &'static str,
    pub(super) fields: &'static [&'static [Field]],
    pub(super) lists: &'static [Sublist],
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
}

pub(super) fn shape(vocabulary: &[&[Field]], field: &str) -> Option<Shape> {
    vocabulary
        .iter()
        .flat_map(|fields| fields.iter())
        .find(|(name, _)| *name == field)
        .map(|(_, shape)| *shape)
}

/// Finds a type by the name in a path, which NetSuite matches without regard to case.
pub(super) fn kind(name: &str) -> Option<&'static Kind> {
    KINDS.iter().find(|kind| kind.name.eq_ignore_ascii_case(name))
}

/// Decimals of an amount in the currency with this ISO code. NetSuite keeps two at most.
pub(super) fn minor_digits(symbol: &str) -> u32 {
    const WHOLE: [&str; 9] = ["JPY", "KRW", "VND", "CLP", "ISK", "PYG", "XAF", "XOF", "UGX"];
    if WHOLE.contains(&symbol) { 0 } else { 2 }
}

pub(super) fn status_text(kind: &str, letter: &str) -> &'static str {
    match (kind, letter) {
        ("salesOrder", "A") => "Pending Approval",
        ("salesOrder", "B") => "Pending Fulfillment",
        ("salesOrder", "C") => "Cancelled",
        ("salesOrder", "D") => "Partially Fulfilled",
        ("salesOrder", "E") => "Pending Billing/Partially Fulfilled",
        ("salesOrder", "F") => "Pending Billing",
        ("salesOrder", "G") => "Billed",
        ("salesOrder", "H") => "Closed",
        ("invoice", "A") => "Open",
        ("invoice", "B") => "Paid In Full",
        ("cashSale", "B") => "Not Deposited",
        ("cashSale", "C") => "Deposited",
        _ => "",
    }
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
    ("priceLevel", Ref(None)),
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

/// Body fields of every sales transaction.
const SALE: &[Field] = &[
    ("tranId", Text),
    ("tranDate", Date),
    ("memo", Text),
    ("entity", Ref(Some(Family::Entity))),
    ("otherRefNum", Text),
    ("email", Text),
    ("message", Text),
    ("toBeEmailed", Flag),
    ("toBePrinted", Flag),
    ("toBeFaxed", Flag),
    ("subsidiary", Ref(Some(Family::Subsidiary))),
    ("location", Ref(Some(Family::Location))),
    ("currency", Ref(Some(Family::Currency))),
    ("exchangeRate", Number),
    ("customForm", Ref(None)),
    ("department", Ref(None)),
    ("class", Ref(None)),
    ("postingPeriod", Ref(None)),
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
    ("taxDetails", Open),
    ("shipGroup", Open),
    ("promotions", Open),
    ("salesTeam", Open),
    ("transactionNumber", Computed),
    ("createdDate", Computed),
    ("lastModifiedDate", Computed),
    ("source", Computed),
    ("createdFrom", Computed),
    ("discountTotal", Computed),
    ("subtotal", Computed),
    ("taxTotal", Computed),
    ("total", Computed),
    ("totalAfterTaxes", Computed),
    ("linkedTrackingNumbers", Computed),
    ("status", Computed),
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
    ("undepFunds", Choice),
    ("paymentOption", Ref(None)),
    ("checkNum", Text),
];

const LINE: &[Field] = &[
    ("line", Number),
    ("item", Ref(Some(Family::Item))),
    ("quantity", Number),
    ("units", Text),
    ("price", Ref(None)),
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

const BILL_LINE: &[Field] = &[("orderDoc", Ref(Some(Family::Transaction))), ("orderLine", Number)];

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
    ("price", Open),
    ("member", Open),
    ("locations", Open),
    ("itemVendor", Open),
    ("itemType", Computed),
    ("createdDate", Computed),
    ("lastModifiedDate", Computed),
];

const LOCATION: &[Field] = &[
    ("name", Text),
    ("subsidiary", Ref(Some(Family::Subsidiary))),
    ("parent", Ref(Some(Family::Location))),
    ("makeInventoryAvailable", Flag),
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
    ("mainAddress", Address),
    ("fullName", Computed),
];

const CURRENCY: &[Field] = &[
    ("name", Text),
    ("symbol", Text),
    ("displaySymbol", Text),
    ("isBaseCurrency", Flag),
    ("exchangeRate", Number),
];

const ACCOUNT: &[Field] = &[
    ("acctNumber", Text),
    ("acctName", Text),
    ("acctType", Choice),
    ("description", Text),
    ("currency", Ref(Some(Family::Currency))),
    ("parent", Ref(Some(Family::Account))),
    ("subsidiary", Refs(Family::Subsidiary)),
];

const ORDER_LINES: &[Sublist] = &[Sublist { name: "item", key: "line", fields: &[LINE, ORDER_LINE] }];
const BILL_LINES: &[Sublist] = &[Sublist { name: "item", key: "line", fields: &[LINE, BILL_LINE] }];

const KINDS: &[Kind] = &[
    Kind {
        name: "customer",
        family: Family::Entity,
        code: "CustJob",
        fields: &[COMMON, CUSTOMER],
        lists: &[Sublist { name: "addressBook", key: "id", fields: &[ADDRESS_BOOK] }],
    },
    Kind {
        name: "salesOrder",
        family: Family::Transaction,
        code: "SalesOrd",
        fields: &[COMMON, SALE, SALES_ORDER],
        lists: ORDER_LINES,
    },
    Kind {
        name: "invoice",
        family: Family::Transaction,
        code: "CustInvc",
        fields: &[COMMON, SALE, INVOICE],
        lists: BILL_LINES,
    },
    Kind {
        name: "cashSale",
        family: Family::Transaction,
        code: "CashSale",
        fields: &[COMMON, SALE, CASH_SALE],
        lists: BILL_LINES,
    },
    item("inventoryItem", "InvtPart"),
    item("nonInventorySaleItem", "NonInvtPart"),
    item("otherChargeSaleItem", "OthCharge"),
    item("discountItem", "Discount"),
    item("kitItem", "Kit"),
    item("assemblyItem", "Assembly"),
    Kind { name: "location", family: Family::Location, code: "", fields: &[COMMON, LOCATION], lists: &[] },
    Kind {
        name: "subsidiary",
        family: Family::Subsidiary,
        code: "",
        fields: &[COMMON, SUBSIDIARY],
        lists: &[],
    },
    Kind { name: "currency", family: Family::Currency, code: "", fields: &[COMMON, CURRENCY], lists: &[] },
    Kind { name: "account", family: Family::Account, code: "", fields: &[COMMON, ACCOUNT], lists: &[] },
];

const fn item(name: &'static str, code: &'static str) -> Kind {
    Kind { name, family: Family::Item, code, fields: &[COMMON, ITEM], lists: &[] }
}
