//! Typed records: standard fields with the types they have in NetSuite, everything else in `extra`.
//!
//! A field bears NetSuite's name in snake case, and says it. One that is `None`, or a list that is empty, is left out
//! of what is sent, and NetSuite leaves it as it is; [`Records::clear`](crate::Records::clear) empties fields, and so
//! does a null under a field's name in `extra`. Amounts are in the transaction's currency. Custom fields
//! (`custbody_…`, `custcol_…`, `custentity_…`, `custitem_…`) and fields that only some accounts have go into `extra`
//! under their script ids, on the way in and out, so that a record that was read and is sent back loses nothing.
//! Subrecords and lists that were not expanded are not read at all: what is sent back leaves them as they are.
//!
//! ```
//! use netsuite_client::{ExternalId, InternalId, records::{SalesOrder, TransactionLine}};
//! use serde_json::json;
//!
//! let mut line = TransactionLine::default();
//! line.item = Some(InternalId::new("456")?.into());
//! line.quantity = Some(2.into());
//! let mut order = SalesOrder::default();
//! order.external_id = Some(ExternalId::new("amz-so-113-1")?);
//! order.entity = Some(InternalId::new("107")?.into());
//! order.item = vec![line].into();
//! order.extra.insert("custbody_channel".to_owned(), json!("FBA"));
//! assert_eq!(
//!     serde_json::to_value(&order)?,
//!     json!({
//!         "externalId": "amz-so-113-1",
//!         "entity": {"id": "107"},
//!         "item": {"items": [{"item": {"id": "456"}, "quantity": 2}]},
//!         "custbody_channel": "FBA",
//!     }),
//! );
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Custom records are read and written as [`CustomRecord`], as a [`Record`](crate::Record) of the host's own around one
//! (see [`CustomFields`]), or as the `serde_json::Value` that
//! [`NetSuite::records_of`](crate::NetSuite::records_of) gives.
//!
//! # Source
//! REST API browser 2026.1; what that leaves out, from the models of 2020.2 (vendor bills, return authorizations,
//! subsidiaries, currencies, accounts).

mod address;
mod credit;
mod custom;
mod customer;
mod fields;
mod fulfillment;
mod item;
mod ledger;
mod organization;
mod payment;
mod sale;
mod stock;
mod transaction;
mod transforms;

use serde_json::{Map, Value};

pub use self::{
    address::{Address, AddressBookEntry},
    credit::{CashRefund, CreditMemo, ReturnAuthorization},
    custom::{CustomFields, CustomRecord},
    customer::{Customer, CustomerCurrency, GroupPricing, ItemPricing},
    fields::Kind as FieldValue,
    fulfillment::{
        FedExPackage, FulfillmentLine, ItemFulfillment, ItemReceipt, Package, PackageDetails, ReceiptLine,
        ShipmentPackage, UpsPackage, UspsPackage,
    },
    item::{
        AssemblyBill, AssemblyItem, AssemblyMember, InventoryItem, ItemBin, ItemLocation, ItemPrice,
        ItemTranslation, ItemVendor, KitItem, KitMember, NonInventorySaleItem, OtherChargeSaleItem,
        PresentationItem, PriceQuantity, ServiceSaleItem,
    },
    ledger::{
        BillLine, Deposit, DepositCashback, DepositOther, DepositPayment, ExpenseLine, JournalEntry,
        JournalLine, VendorBill,
    },
    organization::{Account, Currency, Location, PriceLevel, Subsidiary},
    payment::{
        AppliedDeposit, ApplyLine, CustomerDeposit, CustomerPayment, CustomerRefund, DepositApplication,
    },
    sale::{CashSale, Invoice, Promotion, SalesOrder, SalesTeamMember, ShipGroup},
    stock::{
        AdjustmentLine, InventoryAdjustment, InventoryAssignment, InventoryDetail, InventoryTransfer,
        InventoryTransferLine, TransferLine, TransferOrder,
    },
    transaction::{TaxDetail, TransactionLine},
    transforms::TransformsInto,
};

/// Fields beside the typed ones, by NetSuite's name.
pub type Extra = Map<String, Value>;
