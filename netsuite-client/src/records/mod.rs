//! Typed records: standard fields under their NetSuite names, everything else in `extra`.
//!
//! A field that is `None` is left out of what is sent, and NetSuite leaves it as it is. Amounts are in the
//! transaction's currency. Custom fields (`custbody_…`, `custcol_…`, `custentity_…`) and fields that only some accounts
//! have go into `extra` under their script ids, on the way in and out.

mod address;
mod customer;
mod transaction;

use serde_json::{Map, Value};

pub use self::{
    address::{Address, AddressBookEntry},
    customer::Customer,
    transaction::{Invoice, SalesOrder, TransactionLine},
};

/// Fields beside the typed ones, by NetSuite's name.
pub type Extra = Map<String, Value>;
