//! Money of customers: payments, deposits, refunds.

use super::{
    Books, COMMON, FOREIGN, Family, Field, HEADER, Key, Kind, PLAIN,
    Shape::{Address, ChoiceOrFlag, Computed, Flag, Money, Ref, Shown, Text},
    Sublist,
};

/// Money of a customer's, received or given back.
const MONEY: &[Field] =
    &[("customer", Ref(Some(Family::Entity))), ("applied", Computed), ("unapplied", Computed)];

const TARGET: &[Field] = &[
    ("account", Ref(Some(Family::Account))),
    ("paymentOption", Ref(Some(Family::PaymentMethod))),
    ("checkNum", Text),
];

const RECEIVED: &[Field] = &[("payment", Money), ("undepFunds", ChoiceOrFlag)];

const RECEIVABLE: &[Field] = &[("arAcct", Ref(Some(Family::Account)))];

const PAYMENT: &[Field] = &[("autoApply", Flag), ("pending", Computed)];

const CUSTOMER_DEPOSIT: &[Field] = &[("salesOrder", Ref(Some(Family::Transaction)))];

const DEPOSIT_APPLICATION: &[Field] = &[("deposit", Shown(Family::Transaction))];

const REFUND: &[Field] = &[("payeeAddress", Address)];

/// A document that a payment or a credit is used for.
const APPLY_LINE: &[Field] = &[
    ("doc", Ref(Some(Family::Transaction))),
    ("apply", Flag),
    ("amount", Money),
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

/// For early payment.
const DISCOUNT: &[Field] = &[("disc", Money), ("discAmt", Computed)];

const APPLIED: Sublist = Sublist { fields: &[APPLY_LINE, DISCOUNT], ..applying("apply") };

pub(super) const fn applying(name: &'static str) -> Sublist {
    Sublist { name, key: Key::Record("doc"), fields: &[APPLY_LINE], required: &[("doc", "Doc")] }
}

pub(super) const KINDS: &[Kind] = &[
    Kind {
        name: "customerPayment",
        code: "CustPymt",
        prefix: "PYMT",
        fields: &[COMMON, HEADER, FOREIGN, MONEY, TARGET, RECEIVED, RECEIVABLE, PAYMENT],
        lists: &[APPLIED, applying("credit"), applying("deposit")],
        required: &[("customer", "Customer")],
        books: Some(Books::Receivable),
        becomes: &["customerRefund"],
        ..PLAIN
    },
    Kind {
        name: "customerDeposit",
        code: "CustDep",
        prefix: "DEP",
        fields: &[COMMON, HEADER, FOREIGN, MONEY, TARGET, RECEIVED, CUSTOMER_DEPOSIT],
        required: &[("customer", "Customer"), ("payment", "Payment Amount")],
        books: Some(Books::Receivable),
        becomes: &["depositApplication", "customerRefund"],
        ..PLAIN
    },
    Kind {
        name: "depositApplication",
        code: "DepAppl",
        prefix: "DA",
        fields: &[COMMON, HEADER, FOREIGN, MONEY, RECEIVABLE, DEPOSIT_APPLICATION],
        lists: &[APPLIED],
        books: Some(Books::Receivable),
        derived: true,
        ..PLAIN
    },
    Kind {
        name: "customerRefund",
        code: "CustRfnd",
        prefix: "RFND",
        fields: &[COMMON, HEADER, FOREIGN, MONEY, TARGET, RECEIVABLE, REFUND],
        lists: &[APPLIED, applying("deposit")],
        required: &[("customer", "Customer"), ("account", "Account")],
        books: Some(Books::Receivable),
        ..PLAIN
    },
];
