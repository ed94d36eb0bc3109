//! Books: journal entries, bank deposits, vendor bills.

use super::{
    Books, COMMON, FOREIGN, Family, Field, HEADER, Key, Kind, PLAIN,
    Shape::{Address, Choice, Computed, Date, Flag, Money, Number, Ref, Text},
    Sublist, lines,
    sale::BILL_LINES,
};

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
    ("terms", Ref(Some(Family::Term))),
    ("nextApprover", Ref(None)),
    ("paymentHold", Flag),
    ("billingAddress", Address),
    ("userTotal", Computed),
    ("subtotal", Computed),
    ("taxTotal", Computed),
];

const JOURNAL_LINE: &[Field] = &[
    ("line", Number),
    ("account", Ref(Some(Family::Account))),
    ("debit", Money),
    ("credit", Money),
    ("entity", Ref(Some(Family::Entity))),
    ("memo", Text),
    ("department", Ref(Some(Family::Department))),
    ("class", Ref(Some(Family::Classification))),
    ("location", Ref(Some(Family::Location))),
    ("eliminate", Flag),
    ("taxCode", Ref(Some(Family::TaxCode))),
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
    ("memo", Text),
    ("department", Ref(Some(Family::Department))),
    ("class", Ref(Some(Family::Classification))),
    ("location", Ref(Some(Family::Location))),
    ("lineUniqueKey", Computed),
    ("links", Computed),
];

const DEPOSITED_LINE: &[Field] = &[
    ("entity", Ref(Some(Family::Entity))),
    ("paymentMethod", Ref(Some(Family::PaymentMethod))),
    ("refNum", Text),
];

const EXPENSE_LINE: &[Field] = &[
    ("customer", Ref(Some(Family::Entity))),
    ("taxCode", Ref(Some(Family::TaxCode))),
    ("grossAmt", Money),
    ("tax1Amt", Money),
];

pub(super) const KINDS: &[Kind] = &[
    Kind {
        name: "journalEntry",
        code: "Journal",
        prefix: "JE",
        fields: &[COMMON, HEADER, FOREIGN, JOURNAL],
        lists: &[lines("line", &[JOURNAL_LINE], &[("account", "Account")])],
        required_lists: (&["line"], "Lines"),
        books: Some(Books::Other),
        ..PLAIN
    },
    Kind {
        name: "deposit",
        code: "Deposit",
        prefix: "BD",
        fields: &[COMMON, HEADER, FOREIGN, BANK_DEPOSIT],
        lists: &[
            Sublist {
                name: "payment",
                key: Key::Record("id"),
                fields: &[BANKED_LINE],
                required: &[("id", "Id")],
            },
            lines("other", &[ACCOUNT_LINE, DEPOSITED_LINE], &[("account", "Account"), ("amount", "Amount")]),
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
        fields: &[COMMON, HEADER, FOREIGN, VENDOR_BILL],
        lists: &[
            BILL_LINES,
            lines("expense", &[ACCOUNT_LINE, EXPENSE_LINE], &[("account", "Account"), ("amount", "Amount")]),
        ],
        required: &[("entity", "Vendor")],
        required_lists: (&["item", "expense"], "Items"),
        books: Some(Books::Payable),
        ..PLAIN
    },
];
