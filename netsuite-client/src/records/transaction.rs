//! What transactions share: their header, the fields of sales, their lines.

use super::fields::part;

/// The header of every transaction.
macro_rules! transaction {
    ($($declaration:tt)*) => {
        $crate::records::fields::declare! {
            $($declaration)*
            /// The document number; numbered by NetSuite unless the account allows another.
            tran_id: text = "tranId",
            /// NetSuite's own running number; only read.
            transaction_number: text = "transactionNumber",
            /// The day it is booked on, in the account's zone.
            tran_date: date = "tranDate",
            /// Free text, at most 999 characters.
            memo: text = "memo",
            /// The form, which decides which fields there are.
            custom_form: reference = "customForm",
            /// The subsidiary; follows from the customer or vendor where there is one.
            subsidiary: reference = "subsidiary",
            /// Department.
            department: reference = "department",
            /// Class.
            class: reference = "class",
            /// The location that stock leaves from or comes to.
            location: reference = "location",
            /// The accounting period; follows from the date unless given.
            posting_period: reference = "postingPeriod",
            /// When it was created, UTC; only read.
            created_date: instant = "createdDate",
            /// When it was last changed, UTC; only read.
            last_modified_date: instant = "lastModifiedDate",
            /// Through what it was created; only read.
            source: choice = "source",
        }
    };
}

/// Of transactions that may be in another currency than the subsidiary's.
macro_rules! in_currency {
    ($($declaration:tt)*) => {
        $crate::records::fields::declare! {
            $($declaration)*
            /// The currency; follows from the customer or vendor unless given.
            currency: reference = "currency",
            /// Units of the subsidiary's currency for one of the transaction's; the day's rate unless given.
            exchange_rate: number = "exchangeRate",
        }
    };
}

/// Of what is sold to a customer, and of what comes back.
macro_rules! sale {
    ($($declaration:tt)*) => {
        $crate::records::fields::declare! {
            $($declaration)*
            /// The customer.
            entity: reference = "entity",
            /// The customer's number for it: here, the Amazon order id.
            other_ref_num: text = "otherRefNum",
            /// Where it would be mailed to.
            email: text = "email",
            /// Whether NetSuite mails it to the customer. Send `false`: the default is the customer's own.
            to_be_emailed: flag = "toBeEmailed",
            /// Whether it waits to be printed.
            to_be_printed: flag = "toBePrinted",
            /// Text for the customer.
            message: text = "message",
            /// Where it goes to.
            shipping_address: part<Address> = "shippingAddress",
            /// Whom it is billed to.
            billing_address: part<Address> = "billingAddress",
            /// A line of the customer's address book to ship to.
            ship_address_list: reference = "shipAddressList",
            /// A line of the customer's address book to bill to.
            bill_address_list: reference = "billAddressList",
            /// Whether it goes to a home.
            ship_is_residential: flag = "shipIsResidential",
            /// A discount on the whole transaction.
            discount_item: reference = "discountItem",
            /// That discount, negative, as an amount.
            discount_rate: number = "discountRate",
            /// Sum of discounts; only read.
            discount_total: number = "discountTotal",
            /// Sum before shipping and tax; only read.
            subtotal: number = "subtotal",
            /// Sum of tax that NetSuite computed; only read.
            tax_total: number = "taxTotal",
            /// What it comes to for the customer; only read.
            total: number = "total",
            /// The total with tax, where SuiteTax keeps it apart; only read.
            total_after_taxes: number = "totalAfterTaxes",
            /// Tax item; accounts on legacy tax.
            tax_item: reference = "taxItem",
            /// Tax rate in percent; accounts on legacy tax.
            tax_rate: number = "taxRate",
            /// Whether it is taxed; accounts on legacy tax.
            is_taxable: flag = "isTaxable",
            /// Keeps tax details from being computed; accounts on SuiteTax.
            tax_details_override: flag = "taxDetailsOverride",
            /// Keeps tax registrations from being looked up; accounts on SuiteTax.
            tax_reg_override: flag = "taxRegOverride",
            /// Tax nexus.
            nexus: reference = "nexus",
            /// Our tax registration.
            subsidiary_tax_reg_num: text = "subsidiaryTaxRegNum",
            /// The customer's tax registration.
            entity_tax_reg_num: text = "entityTaxRegNum",
            /// The day tax becomes due.
            tax_point_date: date = "taxPointDate",
            /// Keeps `tax_point_date` from being computed.
            tax_point_date_override: flag = "taxPointDateOverride",
            /// Sales representative.
            sales_rep: reference = "salesRep",
            /// Partner.
            partner: reference = "partner",
            /// Where the sale came from.
            lead_source: reference = "leadSource",
            /// Promotion.
            promo_code: reference = "promoCode",
            /// Coupon.
            coupon_code: reference = "couponCode",
            /// The transaction it was made from; only read.
            created_from: reference = "createdFrom",
            /// Where it stands; only read.
            status: choice = "status",
            /// The lines. Those without a key are added; see [`Records::update`](crate::Records::update).
            item: lines<TransactionLine> = "item",
            /// Tax by line; accounts on SuiteTax. Sent with [`tax_details_override`](Self::tax_details_override), it
            /// must cover every line.
            tax_details: lines<TaxDetail> = "taxDetails",
        }
    };
}

/// Of a sale, how it ships and when it is paid; returns have nothing of it.
macro_rules! terms_and_shipping {
    ($($declaration:tt)*) => {
        $crate::records::fields::declare! {
            $($declaration)*
            /// Payment terms.
            terms: reference = "terms",
            /// Shipping method.
            ship_method: reference = "shipMethod",
            /// What shipping costs the customer, in the transaction's currency.
            shipping_cost: number = "shippingCost",
            /// Keeps `shipping_cost` from being computed anew.
            shipping_cost_overridden: flag = "shippingCostOverridden",
            /// Tax code of shipping; accounts on legacy tax.
            shipping_tax_code: reference = "shippingTaxCode",
            /// What handling costs the customer.
            handling_cost: number = "handlingCost",
            /// The day it is to be shipped.
            ship_date: date = "shipDate",
            /// Whether lines go to several addresses.
            is_multi_ship_to: flag = "isMultiShipTo",
            /// Tracking numbers of its fulfilments; only read.
            linked_tracking_numbers: text = "linkedTrackingNumbers",
        }
    };
}

/// Of transactions that bring money in: how it came, and to which account. Send `account`; then `undep_funds` is not
/// needed.
macro_rules! money_in {
    ($($declaration:tt)*) => {
        $crate::records::fields::declare! {
            $($declaration)*
            /// How it was paid.
            payment_option: reference = "paymentOption",
            /// The bank or clearing account that the money is in.
            account: reference = "account",
            /// Whether the money waits among the undeposited funds, to be put on a bank deposit: `T` or `F`. Left out
            /// when an account is given.
            undep_funds: choice = "undepFunds",
            /// The number of the cheque or transfer.
            check_num: text = "checkNum",
        }
    };
}

pub(super) use {in_currency, money_in, sale, terms_and_shipping, transaction};

part! {
    /// One line of a sales order, invoice, cash sale, credit memo, cash refund or return authorization.
    TransactionLine, showing line, item, quantity, amount {
        /// The line's key within the record; has gaps. Sent, it changes that line; left out, a line is added.
        line: count = "line",
        /// A key unique over all transactions; only read.
        line_unique_key: text = "lineUniqueKey",
        /// The item.
        item: reference = "item",
        /// The kind of item; only read.
        item_type: choice = "itemType",
        /// The kind of item more closely; only read.
        item_subtype: choice = "itemSubtype",
        /// How many.
        quantity: number = "quantity",
        /// Unit of measure, a bare id.
        units: text = "units",
        /// Price level; `-1` keeps rate and amount as they are given.
        price: reference = "price",
        /// Price of one. Left out where only the amount is exact.
        rate: number = "rate",
        /// Price of the line, before tax. Negative on discount lines.
        amount: number = "amount",
        /// Text on the document.
        description: text = "description",
        /// The location this line ships from or comes back to.
        location: reference = "location",
        /// Department.
        department: reference = "department",
        /// Class.
        class: reference = "class",
        /// Whether nothing more of it is to ship.
        is_closed: flag = "isClosed",
        /// Whether it is taxed; accounts on legacy tax.
        is_taxable: flag = "isTaxable",
        /// Tax code; accounts on legacy tax.
        tax_code: reference = "taxCode",
        /// Tax rate in percent; accounts on legacy tax.
        tax_rate1: number = "taxRate1",
        /// Second tax rate in percent; accounts on legacy tax.
        tax_rate2: number = "taxRate2",
        /// Tax; accounts on legacy tax.
        tax1_amt: number = "tax1Amt",
        /// Tax; accounts on SuiteTax.
        tax_amount: number = "taxAmount",
        /// Amount with tax. Since 2026.1 sending it recomputes `amount`: send one of them.
        gross_amt: number = "grossAmt",
        /// Price of one with tax.
        rate_including_tax: number = "rateIncludingTax",
        /// Names the line in the tax details; accounts on SuiteTax.
        tax_details_reference: text = "taxDetailsReference",
        /// Which lots, serial numbers and bins.
        inventory_detail: part<InventoryDetail> = "inventoryDetail",
        /// The options of the item that were chosen, as one text.
        options: text = "options",
        /// Estimated cost.
        cost_estimate: number = "costEstimate",
        /// How the cost is estimated.
        cost_estimate_type: choice = "costEstimateType",
        /// Estimated cost of one.
        cost_estimate_rate: number = "costEstimateRate",
        /// Who gives, on a line of a gift certificate.
        gift_cert_from: text = "giftCertFrom",
        /// Whether the members of a group or kit are printed.
        print_items: flag = "printItems",
        /// Whether quantity prices apply only to what is above their break; only read.
        marginal: flag = "marginal",
        /// On an order, how stock is set aside: `1` what there is, `2` all or nothing, `3` none.
        commit_inventory: choice = "commitInventory",
        /// When it should ship.
        expected_ship_date: date = "expectedShipDate",
        /// How many have shipped; only read.
        quantity_fulfilled: number = "quantityFulfilled",
        /// How many have been billed, or credited on a return; only read.
        quantity_billed: number = "quantityBilled",
        /// How many are not in stock; only read.
        quantity_back_ordered: number = "quantityBackOrdered",
        /// How many are set aside; only read.
        quantity_committed: number = "quantityCommitted",
        /// How many are free; only read.
        quantity_available: number = "quantityAvailable",
        /// On a return authorization, how many have come back; only read.
        quantity_received: number = "quantityReceived",
        /// On an order, whether it is bought for this order, and how it is delivered.
        create_po: choice = "createPo",
        /// On an order to several addresses, the group it ships with.
        ship_group: count = "shipGroup",
        /// On an order, whether it is shipped or picked up.
        item_fulfillment_choice: choice = "itemFulfillmentChoice",
        /// On an order, the location that fulfils for another subsidiary.
        inventory_location: reference = "inventorylocation",
        /// On an order, the subsidiary that fulfils.
        inventory_subsidiary: reference = "inventorysubsidiary",
        /// On what was made from another transaction: that transaction's line.
        order_line: count = "orderLine",
        /// On what was made from another transaction: that transaction.
        order_doc: reference = "orderDoc",
        /// On a credit memo, the account the line posts to.
        account: reference = "account",
        /// On a credit memo, how many are set aside for what was ordered.
        quantity_allocated: number = "quantityAllocated",
    }
}

part! {
    /// The tax of one line of a transaction; accounts on SuiteTax.
    TaxDetail, showing tax_rate, tax_amount {
        /// The line it belongs to, by that line's own `taxDetailsReference`.
        tax_details_reference: text = "taxDetailsReference",
        /// Whether the line is an item, shipping or another charge; only read.
        line_type: text = "lineType",
        /// The line's name; only read.
        line_name: text = "lineName",
        /// Tax type.
        tax_type: reference = "taxType",
        /// Tax code.
        tax_code: reference = "taxCode",
        /// The amount that is taxed.
        tax_basis: number = "taxBasis",
        /// Tax rate in percent.
        tax_rate: number = "taxRate",
        /// Tax.
        tax_amount: number = "taxAmount",
        /// Amount without tax.
        net_amount: number = "netAmount",
        /// Amount with tax.
        gross_amount: number = "grossAmount",
        /// How the tax was computed.
        calc_detail: text = "calcDetail",
    }
}
