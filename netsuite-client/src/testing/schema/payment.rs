//! Money of customers: payments, deposits, refunds.

use super::{
    Books, COMMON, Family, Field, HEADER, Key, Kind, PLAIN,
    Shape::{Address, ChoiceOrFlag, Computed, Flag, Money, Ref, Shown, Text},
    Sublist,
};

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

pub(super) const fn applying(name: &'static str) -> Sublist {
    Sublist { name, key: Key::Record("doc"), fields: &[APPLY_LINE], required: &[("doc", "Doc")] }
}

pub(super) const KINDS: &[Kind] = &[
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
];
