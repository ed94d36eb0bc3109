//! What is to be written for one Amazon record, before anything is written.

use std::fmt;

use commerce_client_core::{money::Money, secret::Pii};
use netsuite_client::{ExternalId, RecordId};
use serde_json::Value;

use crate::{
    keys,
    store::{OpKey, SourceId},
};

/// The kinds of record that flows write, on either side.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum RecordKind {
    /// A customer.
    Customer,
    /// A sales order.
    SalesOrder,
    /// An invoice.
    Invoice,
    /// A cash sale.
    CashSale,
    /// An item fulfilment.
    ItemFulfillment,
    /// A return authorisation.
    ReturnAuthorization,
    /// An item receipt.
    ItemReceipt,
    /// An inventory adjustment.
    InventoryAdjustment,
    /// At Amazon: a package of an order that has shipped.
    Shipment,
    /// At Amazon: goods to be sent out of its warehouses for an order of another channel.
    FulfillmentOrder,
}

/// The two services.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Side {
    /// Amazon's Selling Partner API.
    Amazon,
    /// NetSuite.
    NetSuite,
}

impl fmt::Display for Side {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Amazon => "Amazon",
            Self::NetSuite => "NetSuite",
        })
    }
}

/// What is done with a record.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Write {
    /// Written over whatever is there.
    Upsert,
    /// Made.
    Create,
    /// Made out of another record of NetSuite's.
    Transform {
        /// What that one is.
        from: RecordKind,
        /// Which.
        of: RecordId,
    },
    /// Fields of a record that is there, set to what they should be.
    Update {
        /// Which.
        record: RecordId,
    },
    /// Called off.
    Cancel,
}

/// What a second time would do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Repeat {
    /// Nothing that the first has not done.
    Harmless,
    /// Perhaps a second record.
    Doubles,
}

impl Write {
    /// What a second time would do.
    pub const fn repeat(&self) -> Repeat {
        match self {
            Self::Upsert | Self::Update { .. } | Self::Cancel => Repeat::Harmless,
            Self::Create | Self::Transform { .. } => Repeat::Doubles,
        }
    }
}

impl fmt::Display for Write {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Upsert => "upsert",
            Self::Create => "create",
            Self::Transform { .. } => "transform into",
            Self::Update { .. } => "update",
            Self::Cancel => "cancel",
        })
    }
}

impl RecordKind {
    /// The service's name for it.
    pub const fn record_type(self) -> &'static str {
        match self {
            Self::Customer => "customer",
            Self::SalesOrder => "salesOrder",
            Self::Invoice => "invoice",
            Self::CashSale => "cashSale",
            Self::ItemFulfillment => "itemFulfillment",
            Self::ReturnAuthorization => "returnAuthorization",
            Self::ItemReceipt => "itemReceipt",
            Self::InventoryAdjustment => "inventoryAdjustment",
            Self::Shipment => "shipment",
            Self::FulfillmentOrder => "fulfillmentOrder",
        }
    }

    /// Where it is written.
    pub const fn side(self) -> Side {
        match self {
            Self::Shipment | Self::FulfillmentOrder => Side::Amazon,
            _ => Side::NetSuite,
        }
    }

    /// The type code of `transaction.type` in SuiteQL; `None` for what is no transaction.
    pub const fn transaction_type(self) -> Option<&'static str> {
        match self {
            Self::SalesOrder => Some("SalesOrd"),
            Self::Invoice => Some("CustInvc"),
            Self::CashSale => Some("CashSale"),
            Self::ItemFulfillment => Some("ItemShip"),
            Self::ReturnAuthorization => Some("RtnAuth"),
            Self::ItemReceipt => Some("ItemRcpt"),
            Self::InventoryAdjustment => Some("InvAdjst"),
            Self::Customer | Self::Shipment | Self::FulfillmentOrder => None,
        }
    }

    /// Its part of an external id. NetSuite keeps the ids of all transactions in one pool.
    pub(crate) const fn prefix(self) -> &'static str {
        match self {
            Self::Customer => "cust",
            Self::SalesOrder => "so",
            Self::Invoice => "inv",
            Self::CashSale => "cs",
            Self::ItemFulfillment => "if",
            Self::ReturnAuthorization => "ra",
            Self::ItemReceipt => "ir",
            Self::InventoryAdjustment => "ia",
            Self::Shipment => "shp",
            Self::FulfillmentOrder => "mcf",
        }
    }

    /// The sublists that a write replaces as a whole; without it, each repeat would add them again.
    pub(crate) const fn replace(self) -> &'static [&'static str] {
        match self {
            Self::Customer => &["addressBook"],
            _ => &[],
        }
    }
}

/// Whether a field may tell who a person is, wherever it stands in a record. A gift message may stand in any custom
/// field of a line.
pub(crate) fn is_personal(field: &str) -> bool {
    PERSONAL.contains(&field) || field.starts_with("custcol")
}

const PERSONAL: [&str; 19] = [
    "addressee",
    "attention",
    "addr1",
    "addr2",
    "addr3",
    "city",
    "zip",
    "addrPhone",
    "firstName",
    "lastName",
    "companyName",
    "email",
    "name",
    "addressLine1",
    "addressLine2",
    "addressLine3",
    "districtOrCounty",
    "postalCode",
    "phone",
];

/// One record to be written.
#[derive(Debug, Clone)]
pub struct Op {
    /// Its name in the ledger.
    pub key: OpKey,
    /// What it is.
    pub kind: RecordKind,
    /// What is done with it.
    pub write: Write,
    /// How it is addressed before the service has given it an id. For an update: what the change is called.
    pub external_id: ExternalId,
    /// Amazon's id of what it stands for.
    pub amazon_id: String,
    /// What is sent.
    pub body: Pii<Value>,
    /// How new it is: see [`OpRow::version`](crate::store::OpRow::version).
    pub version: i64,
    /// What it must come to in NetSuite; `None` for records without a total.
    pub total: Option<Money>,
    /// Whether its source record is finished once this is written, and so no longer parked.
    pub settles: bool,
}

impl Op {
    /// SHA-256 of what is sent.
    pub fn body_hash(&self) -> String {
        keys::hash(self.body.expose().to_string().as_bytes())
    }
}

impl fmt::Display for Op {
    /// What would be written, without any buyer's data.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} {}", self.write, self.kind.record_type(), self.external_id)?;
        match self.total {
            Some(total) => write!(f, " over {total}"),
            None => Ok(()),
        }
    }
}

/// Everything to be written for one Amazon record, in order: later ops refer to earlier ones by external id.
#[derive(Debug, Clone)]
pub struct Plan {
    /// The record it is for.
    pub source: SourceId,
    /// The customer, if one is created or brought up to date.
    pub customer: Option<Op>,
    /// The sales order, invoice or cash sale.
    pub order: Op,
    /// What follows once the order is there, each after the one before it.
    pub then: Vec<Op>,
}

impl fmt::Display for Plan {
    /// What would be written, without any buyer's data.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:", self.source)?;
        if let Some(customer) = &self.customer {
            write!(f, " {customer},")?;
        }
        write!(f, " {}", self.order)?;
        self.then.iter().try_for_each(|op| write!(f, ", {op}"))
    }
}
