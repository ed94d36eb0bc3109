//! Who the customers of orders are.

use netsuite_client::InternalId;
use serde::{Deserialize, Serialize};

/// Who the customer of an order is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
#[non_exhaustive]
pub enum CustomerMode {
    /// One customer for all orders of the store. NetSuite slows down beyond 10,000 open transactions of one customer:
    /// give each store its own.
    Default {
        /// The customer.
        customer: InternalId,
    },
    /// A customer for each buyer, created or brought up to date by Amazon's anonymous e-mail address.
    Create {
        /// The customer for orders that name no e-mail. Without it, they are parked.
        #[serde(default)]
        fallback: Option<InternalId>,
    },
    /// Several default customers, chosen by a hash of the order id.
    Pool {
        /// The customers.
        customers: Vec<InternalId>,
    },
}
