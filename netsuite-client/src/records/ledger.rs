//! Books: journal entries, bank deposits, vendor bills.

use super::{
    fields::{part, record},
    transaction::{in_currency, transaction},
};

record! {
    /// A journal entry. Needs lines that balance, at most 1,000, and the subsidiary where there are several.
    JournalEntry = "journalEntry", showing line {
        include transaction;
        include in_currency;
        /// Whether it is approved.
        approved: flag = "approved",
        /// Where approval stands: `1` pending, `2` approved, `3` rejected.
        approval_status: choice = "approvalStatus",
        /// The day it is reversed on.
        reversal_date: date = "reversalDate",
        /// Whether the reversal is posted only then.
        reversal_defer: flag = "reversalDefer",
        /// For an entry between subsidiaries, the other one.
        to_subsidiary: reference = "toSubsidiary",
        /// Whether it is for some accounting books only.
        is_book_specific: flag = "isBookSpecific",
        /// The lines.
        line: lines<JournalLine> = "line",
    }
}

part! {
    /// One line of a journal entry: an account, and either a debit or a credit, which is positive.
    JournalLine, showing line, debit, credit {
        /// The line's key within the entry.
        line: count = "line",
        /// The account.
        account: reference = "account",
        /// What is debited.
        debit: number = "debit",
        /// What is credited.
        credit: number = "credit",
        /// The customer or vendor; receivables and payables need one.
        entity: reference = "entity",
        /// Free text.
        memo: text = "memo",
        /// Department.
        department: reference = "department",
        /// Class.
        class: reference = "class",
        /// Location.
        location: reference = "location",
        /// Whether it is eliminated in consolidation.
        eliminate: flag = "eliminate",
        /// Tax code.
        tax_code: reference = "taxCode",
        /// Tax.
        tax1_amt: number = "tax1Amt",
        /// Amount with tax.
        gross_amt: number = "grossAmt",
    }
}

record! {
    /// A deposit at the bank: undeposited payments, further lines such as fees, less what is kept back. Needs the
    /// bank's account and at least one line.
    Deposit = "deposit", showing total, payment, other, cashback {
        include transaction;
        include in_currency;
        /// The bank's account.
        account: reference = "account",
        /// What it comes to; only read.
        total: number = "total",
        /// The undeposited payments, cash sales and refunds that are in it.
        payment: lines<DepositPayment> = "payment",
        /// Further lines by account; fees are negative.
        other: lines<DepositOther> = "other",
        /// What is taken out, such as a reserve; positive.
        cashback: lines<DepositCashback> = "cashback",
    }
}

part! {
    /// An undeposited payment on a bank deposit.
    DepositPayment, showing id, deposit, payment_amount {
        /// The payment's id.
        id: id = "id",
        /// Whether it is in this deposit.
        deposit: flag = "deposit",
        /// The payment's day; only read.
        doc_date: date = "docDate",
        /// The payment's number; only read.
        doc_number: text = "docNumber",
        /// Who paid; only read.
        entity: reference = "entity",
        /// How much; only read.
        payment_amount: number = "paymentAmount",
        /// The kind of transaction; only read.
        kind: text = "type",
    }
}

part! {
    /// A further line of a bank deposit.
    DepositOther, showing amount {
        /// The account.
        account: reference = "account",
        /// How much; negative for fees.
        amount: number = "amount",
        /// The customer or vendor.
        entity: reference = "entity",
        /// How it was paid.
        payment_method: reference = "paymentMethod",
        /// The number of the cheque or transfer.
        ref_num: text = "refNum",
        /// Free text.
        memo: text = "memo",
        /// Department.
        department: reference = "department",
        /// Class.
        class: reference = "class",
        /// Location.
        location: reference = "location",
    }
}

part! {
    /// What is taken out of a bank deposit.
    DepositCashback, showing amount {
        /// The account it goes to.
        account: reference = "account",
        /// How much; positive.
        amount: number = "amount",
        /// Free text.
        memo: text = "memo",
        /// Department.
        department: reference = "department",
        /// Class.
        class: reference = "class",
        /// Location.
        location: reference = "location",
    }
}

record! {
    /// A bill from a vendor. Needs the vendor and at least one line.
    VendorBill = "vendorBill", showing total, item, expense {
        include transaction;
        include in_currency;
        /// The vendor.
        entity: reference = "entity",
        /// The payables account it posts to.
        account: reference = "account",
        /// Where approval stands: `1` pending, `2` approved, `3` rejected.
        approval_status: choice = "approvalStatus",
        /// Who approves next.
        next_approver: reference = "nextApprover",
        /// Where it stands; only read.
        status: choice = "status",
        /// Payment terms.
        terms: reference = "terms",
        /// The day it is due.
        due_date: date = "dueDate",
        /// Until when paying early is worth a discount.
        discount_date: date = "discountDate",
        /// That discount.
        discount_amount: number = "discountAmount",
        /// Whether it must not be paid for now.
        payment_hold: flag = "paymentHold",
        /// Whether the goods have arrived.
        received: flag = "received",
        /// Whom to pay.
        billing_address: part<Address> = "billingAddress",
        /// A line of the vendor's address book.
        bill_address_list: reference = "billAddressList",
        /// The total as the vendor states it.
        user_total: number = "userTotal",
        /// The tax as the vendor states it.
        user_tax_total: number = "userTaxTotal",
        /// Sum of tax; only read.
        tax_total: number = "taxTotal",
        /// What it comes to; only read.
        total: number = "total",
        /// The total with tax, where SuiteTax keeps it apart; only read.
        total_after_taxes: number = "totalAfterTaxes",
        /// Keeps tax details from being computed; accounts on SuiteTax.
        tax_details_override: flag = "taxDetailsOverride",
        /// Keeps tax registrations from being looked up; accounts on SuiteTax.
        tax_reg_override: flag = "taxRegOverride",
        /// Tax nexus.
        nexus: reference = "nexus",
        /// Our tax registration.
        subsidiary_tax_reg_num: text = "subsidiaryTaxRegNum",
        /// The vendor's tax registration.
        entity_tax_reg_num: text = "entityTaxRegNum",
        /// The day tax becomes due.
        tax_point_date: date = "taxPointDate",
        /// Keeps `tax_point_date` from being computed.
        tax_point_date_override: flag = "taxPointDateOverride",
        /// By what the landed cost is spread: `WEIGHT`, `QUANTITY` or `VALUE`.
        landed_cost_method: choice = "landedCostMethod",
        /// Whether landed cost is stated on each line.
        landed_cost_per_line: flag = "landedCostPerLine",
        /// Items.
        item: lines<BillLine> = "item",
        /// Expenses by account.
        expense: lines<ExpenseLine> = "expense",
        /// Tax by line; accounts on SuiteTax.
        tax_details: lines<TaxDetail> = "taxDetails",
    }
}

part! {
    /// An item on a vendor bill.
    BillLine, showing line, item, quantity, amount {
        /// The line's key within the bill.
        line: count = "line",
        /// The purchase order.
        order_doc: reference = "orderDoc",
        /// The purchase order's line.
        order_line: count = "orderLine",
        /// The item.
        item: reference = "item",
        /// How many.
        quantity: number = "quantity",
        /// Unit of measure, a bare id.
        units: text = "units",
        /// Price of one.
        rate: number = "rate",
        /// Price of the line, before tax.
        amount: number = "amount",
        /// Text on the document.
        description: text = "description",
        /// Department.
        department: reference = "department",
        /// Class.
        class: reference = "class",
        /// The location it comes to.
        location: reference = "location",
        /// The customer it was bought for.
        customer: reference = "customer",
        /// Whether that customer is billed for it.
        is_billable: flag = "isBillable",
        /// Tax code; accounts on legacy tax.
        tax_code: reference = "taxCode",
        /// Tax; accounts on legacy tax.
        tax1_amt: number = "tax1Amt",
        /// Amount with tax.
        gross_amt: number = "grossAmt",
        /// Which lots, serial numbers and bins.
        inventory_detail: part<InventoryDetail> = "inventoryDetail",
    }
}

part! {
    /// An expense on a vendor bill.
    ExpenseLine, showing line, amount {
        /// The line's key within the bill.
        line: count = "line",
        /// The account.
        account: reference = "account",
        /// The category of expense.
        category: reference = "category",
        /// How much, before tax.
        amount: number = "amount",
        /// Free text.
        memo: text = "memo",
        /// Department.
        department: reference = "department",
        /// Class.
        class: reference = "class",
        /// Location.
        location: reference = "location",
        /// The customer it was spent for.
        customer: reference = "customer",
        /// Whether that customer is billed for it.
        is_billable: flag = "isBillable",
        /// Tax code; accounts on legacy tax.
        tax_code: reference = "taxCode",
        /// Tax; accounts on legacy tax.
        tax1_amt: number = "tax1Amt",
        /// Amount with tax.
        gross_amt: number = "grossAmt",
    }
}
