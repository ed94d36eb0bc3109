//! What is to be written for one Amazon record, before anything is written.

use std::fmt;

use commerce_client_core::{money::Money, secret::Pii};
use netsuite_client::ExternalId;
use serde_json::Value;

use crate::{
    keys,
    store::{OpKey, SourceId},
};

/// The kinds of record that flows write.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum RecordKind {
    /// A customer.
    Customer,
    /// A sales order.
    SalesOrder,
    /// An invoice.
    Invoice,
}

/// How a record comes to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Verb {
    /// Written over whatever is there; a repeat does no harm.
    Upsert,
    /// Made once; a repeat could make a second one.
    Create,
}

impl RecordKind {
    /// NetSuite's name for it.
    pub const fn record_type(self) -> &'static str {
        match self {
            Self::Customer => "customer",
            Self::SalesOrder => "salesOrder",
            Self::Invoice => "invoice",
        }
    }

    /// The type code of `transaction.type` in SuiteQL; `None` for what is no transaction.
    pub const fn transaction_type(self) -> Option<&'static str> {
        match self {
            Self::Customer => None,
            Self::SalesOrder => Some("SalesOrd"),
            Self::Invoice => Some("CustInvc"),
        }
    }

    /// Its part of an external id. NetSuite keeps the ids of all transactions in one pool.
    pub(crate) const fn prefix(self) -> &'static str {
        match self {
            Self::Customer => "cust",
            Self::SalesOrder => "so",
            Self::Invoice => "inv",
        }
    }

    /// How it comes to be.
    pub const fn verb(self) -> Verb {
        match self {
            Self::Customer => Verb::Upsert,
            Self::SalesOrder | Self::Invoice => Verb::Create,
        }
    }

    /// The sublists that an upsert replaces as a whole; without it, each repeat would add them again.
    pub(crate) const fn replace(self) -> &'static [&'static str] {
        match self {
            Self::Customer => &["addressBook"],
            Self::SalesOrder | Self::Invoice => &[],
        }
    }
}

/// One record to be written.
#[derive(Debug, Clone)]
pub struct Op {
    /// Its name in the ledger.
    pub key: OpKey,
    /// What it is.
    pub kind: RecordKind,
    /// How it is addressed before NetSuite has given it an id.
    pub external_id: ExternalId,
    /// Amazon's id of what it stands for.
    pub amazon_id: String,
    /// What is sent.
    pub body: Pii<Value>,
    /// How new it is: see [`OpRow::version`](crate::store::OpRow::version).
    pub version: i64,
    /// What it must come to in NetSuite; `None` for records without a total.
    pub total: Option<Money>,
}

impl Op {
    /// SHA-256 of what is sent.
    pub fn body_hash(&self) -> String {
        keys::hash(self.body.expose().to_string().as_bytes())
    }
}

/// Everything to be written for one Amazon record, in order: later ops refer to earlier ones by external id.
#[derive(Debug, Clone)]
pub struct Plan {
    /// The record it is for.
    pub source: SourceId,
    /// The customer, if one is created or brought up to date.
    pub customer: Option<Op>,
    /// The sales order or invoice.
    pub order: Op,
}

impl fmt::Display for Plan {
    /// What would be written, without any buyer's data.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:", self.source)?;
        if let Some(customer) = &self.customer {
            write!(f, " upsert {} {},", customer.kind.record_type(), customer.external_id)?;
        }
        write!(f, " create {} {}", self.order.kind.record_type(), self.order.external_id)?;
        match self.order.total {
            Some(total) => write!(f, " over {total}"),
            None => Ok(()),
        }
    }
}
