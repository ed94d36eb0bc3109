//! Who the customers of orders are.

use netsuite_client::InternalId;
use serde::{Deserialize, Serialize};

/// Who the customer of an order is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
#[non_exhaustive]
pub enum CustomerMode {
    /// One customer for all orders of the store. NetSuite has trouble with more than 10,000 open transactions of one
    /// customer: give each store its own, and a busy one a pool. Beyond 9,800 open ones, orders are parked.
    Default {
        /// The customer.
        customer: InternalId,
    },
    /// A customer for each buyer, created or brought up to date by Amazon's anonymous e-mail address.
    Create {
        /// The customer for orders that name no e-mail. Without it, they are parked.
        #[serde(default)]
        fallback: Option<InternalId>,
        /// How a buyer is known again, tried in this order. Default: by external id, then by e-mail.
        #[serde(default = "by_id_then_email")]
        match_by: Vec<CustomerMatch>,
    },
    /// Several default customers, chosen by a hash of the order id. One that has 9,800 open transactions is passed over
    /// until some are paid.
    Pool {
        /// The customers.
        customers: Vec<InternalId>,
    },
}

impl CustomerMode {
    /// A customer for each buyer, with the defaults.
    pub fn create(fallback: Option<InternalId>) -> Self {
        Self::Create { fallback, match_by: by_id_then_email() }
    }

    /// The customers that stand for many buyers.
    pub(crate) fn shared(&self) -> &[InternalId] {
        match self {
            Self::Default { customer } => std::slice::from_ref(customer),
            Self::Create { fallback, .. } => fallback.as_slice(),
            Self::Pool { customers } => customers,
        }
    }
}

/// How a buyer's customer is known again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum CustomerMatch {
    /// By the external id that this library gave it, which holds a hash of the e-mail. It is brought up to date.
    ExternalId,
    /// By the e-mail, whoever made the customer. It is used as it is, and left as it is. Two of them: the order is parked.
    Email,
    /// By the name and the post code of an address in its address book, whoever made the customer. It is used and left
    /// as it is. Two of them: the order is parked. Costs a call for each customer of that name.
    NameAndPostCode,
}

fn by_id_then_email() -> Vec<CustomerMatch> {
    vec![CustomerMatch::ExternalId, CustomerMatch::Email]
}
