//! What is given back to customers: credit memos, cash refunds, return authorizations.

use super::{
    fields::record,
    transaction::{in_currency, sale, terms_and_shipping, transaction},
};

record! {
    /// A credit to a customer, for an invoice or free-standing. Needs an entity and at least one line.
    CreditMemo = "creditMemo", showing total, item, apply {
        include transaction;
        include in_currency;
        include sale;
        include terms_and_shipping;
        /// The receivables account it posts to.
        account: reference = "account",
        /// How much is applied; only read.
        applied: number = "applied",
        /// How much is not yet applied; only read.
        unapplied: number = "unapplied",
        /// What is still open; only read.
        amount_remaining: number = "amountRemaining",
        /// Whether NetSuite applies it to the oldest invoices by itself. Leave it off and say which.
        auto_apply: flag = "autoApply",
        /// The day that the amounts are stated for.
        as_of_date: date = "asOfDate",
        /// The day that counts for commissions.
        sales_effective_date: date = "salesEffectiveDate",
        /// The invoices it is applied to. Left out on a transform, the form decides.
        apply: lines<ApplyLine> = "apply",
    }
}

record! {
    /// Money back for a cash sale. Needs an entity, at least one line and the account that the money leaves.
    CashRefund = "cashRefund", showing total, item {
        include transaction;
        include in_currency;
        include sale;
        include terms_and_shipping;
        /// How it is paid.
        payment_option: reference = "paymentOption",
        /// The bank or clearing account that it leaves.
        account: reference = "account",
        /// Whether it is paid by cheque.
        refund_check: flag = "refundCheck",
    }
}

record! {
    /// Goods that a customer may send back. Needs an entity and at least one line.
    ReturnAuthorization = "returnAuthorization", showing total, item {
        include transaction;
        include in_currency;
        include sale;
        /// Where the return stands. On creation `A` (pending approval) or `B` (pending receipt).
        order_status: choice = "orderStatus",
        /// How it was paid.
        payment_option: reference = "paymentOption",
        /// The day that counts for commissions.
        sales_effective_date: date = "salesEffectiveDate",
    }
}
