//! Money of customers: payments, deposits and what they are applied to, refunds.

use super::{
    fields::{part, record},
    transaction::{in_currency, money_in, transaction},
};

record! {
    /// Money from a customer for open invoices. Needs the customer, on updates too; only documents of the same
    /// customer, receivables account and currency can be applied.
    CustomerPayment = "customerPayment", showing payment, total, apply {
        include transaction;
        include in_currency;
        include money_in;
        /// How much was paid.
        payment: number = "payment",
        /// Who paid.
        customer: reference = "customer",
        /// The receivables account of what it pays.
        ar_acct: reference = "arAcct",
        /// Whether NetSuite applies it to the oldest documents by itself. Leave it off and say which.
        auto_apply: flag = "autoApply",
        /// How much is applied; only read.
        applied: number = "applied",
        /// How much is not yet applied; only read.
        unapplied: number = "unapplied",
        /// How much it comes to; only read.
        total: number = "total",
        /// Where it stands: `A`, `R`, `B` or `C`; only read. The letters differ between accounts: go by the name.
        status: choice = "status",
        /// The invoices it pays.
        apply: lines<ApplyLine> = "apply",
        /// The credits that are used up with it.
        credit: lines<ApplyLine> = "credit",
        /// The deposits that are used up with it.
        deposit: lines<AppliedDeposit> = "deposit",
    }
}

record! {
    /// Money that a customer paid ahead. Needs the customer, the payment and the account that the money is in.
    CustomerDeposit = "customerDeposit", showing payment {
        include transaction;
        include in_currency;
        include money_in;
        /// How much was paid.
        payment: number = "payment",
        /// Who paid.
        customer: reference = "customer",
        /// The order that it is for.
        sales_order: reference = "salesOrder",
        /// Where it stands; only read. The letters differ between accounts: go by the name.
        status: choice = "status",
    }
}

record! {
    /// A deposit that is used for invoices. Made from the deposit by a [transform](crate::records::TransformsInto).
    DepositApplication = "depositApplication", showing applied, apply {
        include transaction;
        include in_currency;
        /// The deposit.
        deposit: reference = "deposit",
        /// The customer.
        customer: reference = "customer",
        /// The receivables account.
        ar_acct: reference = "arAcct",
        /// How much is applied; only read.
        applied: number = "applied",
        /// How much is not yet applied; only read.
        unapplied: number = "unapplied",
        /// The invoices it is used for.
        apply: lines<ApplyLine> = "apply",
    }
}

record! {
    /// Money back to a customer, out of credits or deposits. Needs the customer, the account and one line applied.
    CustomerRefund = "customerRefund", showing apply {
        include transaction;
        include in_currency;
        /// Who gets it.
        customer: reference = "customer",
        /// The bank or clearing account that it leaves.
        account: reference = "account",
        /// The receivables account of what is refunded.
        ar_acct: reference = "arAcct",
        /// How it is paid.
        payment_option: reference = "paymentOption",
        /// Where it is sent to.
        payee_address: part<Address> = "payeeAddress",
        /// The number of the cheque or transfer.
        check_num: text = "checkNum",
        /// The credits that are refunded.
        apply: lines<ApplyLine> = "apply",
        /// The deposits that are refunded.
        deposit: lines<AppliedDeposit> = "deposit",
    }
}

part! {
    /// A document that a payment, credit or refund is applied to.
    ApplyLine, showing line, apply, amount {
        /// The document, such as an invoice.
        doc: reference = "doc",
        /// Whether it is applied.
        apply: flag = "apply",
        /// How much of it.
        amount: number = "amount",
        /// The day it is applied.
        apply_date: date = "applyDate",
        /// The line's key.
        line: count = "line",
        /// What is open on the document; only read.
        due: number = "due",
        /// What the document comes to; only read.
        total: number = "total",
        /// The document's number; only read.
        ref_num: text = "refNum",
        /// The kind of document; only read.
        kind: text = "type",
        /// The document's currency, by name; only read.
        currency: text = "currency",
        /// What the document was made from; only read.
        created_from: text = "createdFrom",
        /// The project of the document.
        job: count = "job",
        /// That project's name.
        job_name: text = "jobName",
        /// On a payment, the discount for paying early that is open.
        disc: number = "disc",
        /// On a payment, the discount that is taken.
        disc_amt: number = "discAmt",
    }
}

part! {
    /// A deposit that a payment uses up or a refund gives back.
    AppliedDeposit, showing apply, amount {
        /// The deposit.
        doc: reference = "doc",
        /// Whether it is used.
        apply: flag = "apply",
        /// How much of it.
        amount: number = "amount",
        /// What is left of it; only read.
        remaining: number = "remaining",
    }
}
