//! Every typed record, to be held against the same rules.

use std::{collections::BTreeMap, fmt};

use netsuite_client::{
    Record,
    records::{
        Account, AssemblyItem, CashRefund, CashSale, CreditMemo, Currency, Customer, CustomerDeposit,
        CustomerPayment, CustomerRefund, Deposit, DepositApplication, InventoryAdjustment, InventoryItem,
        InventoryTransfer, Invoice, ItemFulfillment, ItemReceipt, JournalEntry, KitItem, Location,
        NonInventorySaleItem, OtherChargeSaleItem, PriceLevel, ReturnAuthorization, SalesOrder,
        ServiceSaleItem, Subsidiary, TransferOrder, VendorBill,
    },
};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;

/// Reads a body, and gives what is written of it and what `Debug` says.
pub(crate) type Reread = fn(&Value) -> Result<(Value, String), serde_json::Error>;

pub(crate) fn reread<T: Serialize + DeserializeOwned + fmt::Debug>(
    body: &Value,
) -> Result<(Value, String), serde_json::Error> {
    let read: T = serde_json::from_value(body.clone())?;
    Ok((serde_json::to_value(&read)?, format!("{read:?}")))
}

fn of<T: Record + fmt::Debug>() -> (&'static str, Reread) {
    let reread: Reread = reread::<T>;
    (T::TYPE, reread)
}

/// By NetSuite's name.
pub(crate) fn every_record() -> BTreeMap<&'static str, Reread> {
    BTreeMap::from([
        of::<Account>(),
        of::<AssemblyItem>(),
        of::<CashRefund>(),
        of::<CashSale>(),
        of::<CreditMemo>(),
        of::<Currency>(),
        of::<Customer>(),
        of::<CustomerDeposit>(),
        of::<CustomerPayment>(),
        of::<CustomerRefund>(),
        of::<Deposit>(),
        of::<DepositApplication>(),
        of::<InventoryAdjustment>(),
        of::<InventoryItem>(),
        of::<InventoryTransfer>(),
        of::<Invoice>(),
        of::<ItemFulfillment>(),
        of::<ItemReceipt>(),
        of::<JournalEntry>(),
        of::<KitItem>(),
        of::<Location>(),
        of::<NonInventorySaleItem>(),
        of::<OtherChargeSaleItem>(),
        of::<PriceLevel>(),
        of::<ReturnAuthorization>(),
        of::<SalesOrder>(),
        of::<ServiceSaleItem>(),
        of::<Subsidiary>(),
        of::<TransferOrder>(),
        of::<VendorBill>(),
    ])
}
