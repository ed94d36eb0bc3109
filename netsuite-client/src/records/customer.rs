//! Customers.

use super::fields::{part, record};

record! {
    /// A customer. A person needs `is_person`, a first and a last name, a company its name; accounts with subsidiaries
    /// need one.
    Customer = "customer" {
        /// The customer's number or name in NetSuite; numbered by NetSuite when the account says so, else unique.
        entity_id: text = "entityId",
        /// Whether NetSuite numbers this customer.
        auto_name: flag = "autoName",
        /// A person, rather than a company.
        is_person: flag = "isPerson",
        /// The company's name.
        company_name: text = "companyName",
        /// First name.
        first_name: text = "firstName",
        /// Middle name.
        middle_name: text = "middleName",
        /// Last name.
        last_name: text = "lastName",
        /// How to address the person, such as `Ms.`.
        salutation: text = "salutation",
        /// E-mail.
        email: text = "email",
        /// Telephone.
        phone: text = "phone",
        /// Another telephone.
        alt_phone: text = "altPhone",
        /// Mobile telephone.
        mobile_phone: text = "mobilePhone",
        /// Fax.
        fax: text = "fax",
        /// Web address.
        url: text = "url",
        /// The form, which decides which fields there are.
        custom_form: reference = "customForm",
        /// The primary subsidiary; fixed once there are transactions.
        subsidiary: reference = "subsidiary",
        /// The primary currency.
        currency: reference = "currency",
        /// Lead, prospect or customer, and which stage.
        entity_status: reference = "entityStatus",
        /// Category.
        category: reference = "category",
        /// The customer this one belongs to.
        parent: reference = "parent",
        /// Payment terms.
        terms: reference = "terms",
        /// Price level.
        price_level: reference = "priceLevel",
        /// Tax item; accounts on legacy tax.
        tax_item: reference = "taxItem",
        /// Whether sales are taxed; accounts on legacy tax.
        taxable: flag = "taxable",
        /// The account that receivables are posted to.
        receivables_account: reference = "receivablesAccount",
        /// Credit limit, in the customer's currency.
        credit_limit: number = "creditLimit",
        /// `AUTO`, `ON` or `OFF`.
        credit_hold_override: choice = "creditHoldOverride",
        /// In which form e-mail is sent.
        email_preference: choice = "emailPreference",
        /// Language, such as `en_US`.
        language: choice = "language",
        /// Whether it is out of use.
        is_inactive: flag = "isInactive",
        /// Free text.
        comments: text = "comments",
        /// A person's title at work.
        title: text = "title",
        /// Telephone at home.
        home_phone: text = "homePhone",
        /// Another e-mail.
        alt_email: text = "altEmail",
        /// Our number in the customer's books.
        account_number: text = "accountNumber",
        /// VAT registration; accounts on legacy tax.
        vat_reg_number: text = "vatRegNumber",
        /// Resale certificate.
        resale_number: text = "resaleNumber",
        /// Whether it pays no provincial sales tax; accounts on legacy tax in Canada.
        tax_exempt: flag = "taxExempt",
        /// Whether nothing ships before all of an order can.
        ship_complete: flag = "shipComplete",
        /// The usual carrier: `ups`, or `nonups` for all others.
        shipping_carrier: choice = "shippingCarrier",
        /// The rank of its orders when stock is short.
        default_order_priority: number = "defaultOrderPriority",
        /// The name on cheques.
        print_on_check_as: text = "printOnCheckAs",
        /// Whether documents are mailed to it electronically.
        email_transactions: flag = "emailTransactions",
        /// Whether documents are printed for it.
        print_transactions: flag = "printTransactions",
        /// Whether documents are faxed to it.
        fax_transactions: flag = "faxTransactions",
        /// The first day that it is a customer.
        start_date: date = "startDate",
        /// The last day that it is one.
        end_date: date = "endDate",
        /// How many days before the end somebody is reminded.
        reminder_days: count = "reminderDays",
        /// Whether it is a lead, a prospect or a customer; only read.
        stage: choice = "stage",
        /// Sales territory.
        territory: reference = "territory",
        /// What is overdue; only read.
        overdue_balance: number = "overdueBalance",
        /// For how many days; only read.
        days_overdue: count = "daysOverdue",
        /// What it paid ahead and has left; only read.
        deposit_balance: number = "depositBalance",
        /// What it ordered and was not billed for; only read.
        unbilled_orders: number = "unbilledOrders",
        /// Sales representative.
        sales_rep: reference = "salesRep",
        /// Where the customer came from.
        lead_source: reference = "leadSource",
        /// The usual shipping method.
        shipping_item: reference = "shippingItem",
        /// The default address as one text; only read.
        default_address: text = "defaultAddress",
        /// What the customer owes; only read.
        balance: number = "balance",
        /// When it was created, UTC; only read.
        date_created: instant = "dateCreated",
        /// When it was last changed, UTC; only read.
        last_modified_date: instant = "lastModifiedDate",
        /// Addresses. Upsert with `replace = ["addressBook"]`, or each repeat adds them again.
        address_book: lines<AddressBookEntry> = "addressBook",
        /// The currencies the customer may be billed in.
        currency_list: lines<CustomerCurrency> = "currencyList",
        /// Prices of single items for this customer.
        item_pricing: lines<ItemPricing> = "itemPricing",
        /// Price levels of groups of items for this customer.
        group_pricing: lines<GroupPricing> = "groupPricing",
    }
}

part! {
    /// A currency that a customer may be billed in.
    CustomerCurrency, showing currency, balance {
        /// The currency.
        currency: reference = "currency",
        /// What the customer owes in it; only read.
        balance: number = "balance",
    }
}

part! {
    /// A customer's own price of an item.
    ItemPricing, showing item, price {
        /// The item.
        item: reference = "item",
        /// The price level; `-1` with a price of its own.
        level: reference = "level",
        /// Price of one.
        price: number = "price",
        /// The currency of the price.
        currency: reference = "currency",
    }
}

part! {
    /// A customer's own price level for a group of items.
    GroupPricing {
        /// The pricing group.
        group: reference = "group",
        /// The price level.
        level: reference = "level",
    }
}
