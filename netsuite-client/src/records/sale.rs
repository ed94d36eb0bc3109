//! Sales: orders, invoices, cash sales.

use super::{
    fields::{part, record},
    transaction::{in_currency, money_in, sale, terms_and_shipping, transaction},
};

record! {
    /// An order of a customer. Needs an entity and at least one line.
    SalesOrder = "salesOrder", showing total, item {
        include transaction;
        include in_currency;
        include sale;
        include terms_and_shipping;
        /// Where the order stands. On creation `A` (pending approval) or `B` (pending fulfilment).
        order_status: choice = "orderStatus",
        /// Whether nothing ships before all of it can.
        ship_complete: flag = "shipComplete",
        /// The day it did ship; only read.
        actual_ship_date: date = "actualShipDate",
        /// How it is paid.
        payment_option: reference = "paymentOption",
        /// The sales channel, for allocation.
        sales_channel: reference = "salesChannel",
        /// Whether it is kept though its card was declined.
        save_on_auth_decline: flag = "saveOnAuthDecline",
        /// The shipments, where lines go to several addresses.
        ship_group: lines<ShipGroup> = "shipGroup",
        /// Promotions.
        promotions: lines<Promotion> = "promotions",
        /// Who sold it.
        sales_team: lines<SalesTeamMember> = "salesTeam",
    }
}

record! {
    /// A bill to a customer. Needs an entity and at least one line.
    Invoice = "invoice", showing total, item {
        include transaction;
        include in_currency;
        include sale;
        include terms_and_shipping;
        /// The receivables account it posts to.
        account: reference = "account",
        /// Where approval stands.
        approval_status: choice = "approvalStatus",
        /// The day it is due.
        due_date: date = "dueDate",
        /// What has been paid; only read.
        amount_paid: number = "amountPaid",
        /// What is still open; only read.
        amount_remaining: number = "amountRemaining",
        /// Tracking numbers.
        tracking_numbers: text = "trackingNumbers",
    }
}

record! {
    /// A sale that is paid at once. Needs an entity, at least one line and the account that the money is in.
    CashSale = "cashSale", showing total, item {
        include transaction;
        include in_currency;
        include sale;
        include terms_and_shipping;
        include money_in;
        /// Whether a card is charged now.
        charge_it: flag = "chargeIt",
    }
}

part! {
    /// One shipment of an order to several addresses.
    ShipGroup, showing id, is_fulfilled {
        /// The group's key.
        id: count = "id",
        /// Shipping method.
        shipping_method: reference = "shippingMethod",
        /// What it costs the customer.
        shipping_rate: number = "shippingRate",
        /// Where it leaves from, as one text.
        source_address: text = "sourceAddress",
        /// Where it goes to, as one text.
        destination_address: text = "destinationAddress",
        /// Whether it has shipped.
        is_fulfilled: flag = "isFulfilled",
        /// Weight.
        weight: number = "weight",
    }
}

part! {
    /// A promotion on an order.
    Promotion {
        /// The promotion.
        promo_code: reference = "promoCode",
        /// The coupon.
        coupon_code: reference = "couponCode",
    }
}

part! {
    /// Someone who had a part in a sale.
    SalesTeamMember, showing contribution, is_primary {
        /// Who.
        employee: reference = "employee",
        /// The part, in percent.
        contribution: number = "contribution",
        /// Whether it is mainly theirs.
        is_primary: flag = "isPrimary",
        /// In which role.
        sales_role: reference = "salesRole",
    }
}
