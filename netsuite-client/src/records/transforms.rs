//! Which record can be made from which.

use super::{
    CashRefund, CashSale, CreditMemo, Customer, CustomerDeposit, CustomerPayment, CustomerRefund,
    DepositApplication, Invoice, ItemFulfillment, ItemReceipt, ReturnAuthorization, SalesOrder,
    TransferOrder,
};
use crate::record::Record;

/// A record that NetSuite makes `T` from, with its open lines: a sales order into an item fulfilment.
///
/// Open: implement it for records of your own. A fulfilment is never made into a receipt; that is made from the order.
pub trait TransformsInto<T: Record>: Record {}

macro_rules! transforms {
    ($($from:ident => $($into:ident),+;)+) => {
        $($(impl TransformsInto<$into> for $from {})+)+
    };
}

transforms! {
    Customer => SalesOrder, Invoice, CashSale, CustomerPayment;
    SalesOrder => ItemFulfillment, Invoice, CashSale, ReturnAuthorization;
    Invoice => CustomerPayment, CreditMemo, ReturnAuthorization;
    CashSale => CashRefund, ReturnAuthorization;
    CashRefund => CreditMemo;
    ReturnAuthorization => ItemReceipt, CreditMemo, CashRefund;
    CustomerDeposit => DepositApplication, CustomerRefund;
    CustomerPayment => CustomerRefund;
    TransferOrder => ItemFulfillment, ItemReceipt;
}
