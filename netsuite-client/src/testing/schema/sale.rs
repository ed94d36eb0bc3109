//! Sales and what is given back: orders, invoices, cash sales, credit memos, cash refunds, return authorizations.

use super::{
    Books, COMMON, FOREIGN, Family, Field, HEADER, ITEMS, ITEMS_NEEDED, Key, Kind, PLAIN, Required,
    Shape::{Address, Choice, ChoiceOrFlag, Computed, Date, Flag, Level, Money, Number, Open, Ref, Text},
    Sublist, lines,
    payment::applying,
};

/// Body fields of every sales transaction.
const SALE: &[Field] = &[
    ("entity", Ref(Some(Family::Entity))),
    ("otherRefNum", Text),
    ("email", Text),
    ("message", Text),
    ("toBeEmailed", Flag),
    ("toBePrinted", Flag),
    ("terms", Ref(Some(Family::Term))),
    ("salesRep", Ref(None)),
    ("partner", Ref(None)),
    ("leadSource", Ref(None)),
    ("promoCode", Ref(None)),
    ("couponCode", Ref(None)),
    ("nexus", Ref(None)),
    ("shipMethod", Ref(Some(Family::ShipMethod))),
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
    ("taxItem", Ref(Some(Family::TaxCode))),
    ("taxRate", Number),
    ("isTaxable", Flag),
    ("shippingTaxCode", Ref(Some(Family::TaxCode))),
    ("taxDetailsOverride", Flag),
    ("taxRegOverride", Flag),
    ("taxPointDate", Date),
    ("taxPointDateOverride", Flag),
    ("subsidiaryTaxRegNum", Text),
    ("entityTaxRegNum", Text),
    ("discountTotal", Computed),
    ("subtotal", Computed),
    ("taxTotal", Computed),
    ("totalAfterTaxes", Computed),
    ("linkedTrackingNumbers", Computed),
];

const SALES_ORDER: &[Field] = &[
    ("orderStatus", Choice),
    ("shipComplete", Flag),
    ("paymentOption", Ref(Some(Family::PaymentMethod))),
    ("salesChannel", Ref(None)),
    ("saveOnAuthDecline", Flag),
    ("shipGroup", Open),
    ("promotions", Open),
    ("salesTeam", Open),
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
    ("paymentOption", Ref(Some(Family::PaymentMethod))),
    ("checkNum", Text),
    ("chargeIt", Flag),
];

const CASH_REFUND: &[Field] = &[
    ("account", Ref(Some(Family::Account))),
    ("paymentOption", Ref(Some(Family::PaymentMethod))),
    ("refundCheck", Flag),
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

const RETURN_AUTHORIZATION: &[Field] = &[
    ("orderStatus", Choice),
    ("paymentOption", Ref(None)),
    ("intercoTransaction", Ref(None)),
    ("salesEffectiveDate", Date),
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
    ("department", Ref(Some(Family::Department))),
    ("class", Ref(Some(Family::Classification))),
    ("isClosed", Flag),
    ("isTaxable", Flag),
    ("taxCode", Ref(Some(Family::TaxCode))),
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

const CREDIT_LINE: &[Field] = &[("account", Ref(Some(Family::Account))), ("quantityAllocated", Number)];

const RETURN_LINE: &[Field] = &[
    ("orderDoc", Ref(Some(Family::Transaction))),
    ("orderLine", Number),
    ("quantityReceived", Computed),
    ("quantityBilled", Computed),
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

const ORDER_LINES: Sublist = lines("item", &[LINE, ORDER_LINE], &[ITEMS]);

pub(super) const BILL_LINES: Sublist = lines("item", &[LINE, BILL_LINE], &[ITEMS]);

const RETURN_LINES: Sublist = lines("item", &[LINE, RETURN_LINE], &[ITEMS]);

const CUSTOMER_NEEDED: &[Required] = &[("entity", "Customer")];

pub(super) const KINDS: &[Kind] = &[
    Kind {
        name: "salesOrder",
        code: "SalesOrd",
        prefix: "SO",
        fields: &[COMMON, HEADER, FOREIGN, SALE, SALES_ORDER],
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
        fields: &[COMMON, HEADER, FOREIGN, SALE, INVOICE],
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
        fields: &[COMMON, HEADER, FOREIGN, SALE, CASH_SALE],
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
        fields: &[COMMON, HEADER, FOREIGN, SALE, CREDIT_MEMO],
        lists: &[lines("item", &[LINE, BILL_LINE, CREDIT_LINE], &[ITEMS]), TAX_DETAILS, applying("apply")],
        required: CUSTOMER_NEEDED,
        required_lists: ITEMS_NEEDED,
        books: Some(Books::Receivable),
        ..PLAIN
    },
    Kind {
        name: "cashRefund",
        code: "CashRfnd",
        prefix: "CR",
        fields: &[COMMON, HEADER, FOREIGN, SALE, CASH_REFUND],
        lists: &[BILL_LINES, TAX_DETAILS],
        required: CUSTOMER_NEEDED,
        required_lists: ITEMS_NEEDED,
        books: Some(Books::Receivable),
        becomes: &["creditMemo"],
        ..PLAIN
    },
    Kind {
        name: "returnAuthorization",
        code: "RtnAuth",
        prefix: "RA",
        fields: &[COMMON, HEADER, FOREIGN, SALE, RETURN_AUTHORIZATION],
        lists: &[RETURN_LINES, TAX_DETAILS],
        required: CUSTOMER_NEEDED,
        required_lists: ITEMS_NEEDED,
        becomes: &["itemReceipt", "creditMemo", "cashRefund"],
        ..PLAIN
    },
];
