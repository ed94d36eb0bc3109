//! Whether an order is imported, and as what.

use sp_api_client::orders::{ChannelName, FulfilledBy, FulfillmentStatus, Order};

use super::MapError;
use crate::{
    settings::{AccountSettings, StoreSettings},
    store::ParkReason,
};

/// Through which hands an order goes: each has its own rules and its own line in a summary.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Channel {
    /// The seller ships (MFN).
    Merchant,
    /// The seller ships with Prime's promise (SFP).
    SellerFulfilledPrime,
    /// Amazon ships (FBA).
    Fba,
}

impl Channel {
    /// The name that operators know.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Merchant => "MFN",
            Self::SellerFulfilledPrime => "SFP",
            Self::Fba => "FBA",
        }
    }
}

/// What becomes of an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision<'a> {
    /// It is imported.
    Import(&'a StoreSettings),
    /// Its time has not come: it will be seen again when Amazon changes it.
    Wait,
    /// It is cancelled: nothing to import, something to undo if it was imported before. Its store, if it has one.
    Cancelled(Option<&'a StoreSettings>),
    /// It is none of ours.
    Ignore,
}

// Stores are compared by identity of their marketplace.
impl PartialEq for StoreSettings {
    fn eq(&self, other: &Self) -> bool {
        self.marketplace_id == other.marketplace_id
    }
}

impl Eq for StoreSettings {}

/// Tells through which hands an order goes.
///
/// # Errors
/// When Amazon did not say who ships, or said something unknown.
pub fn channel(order: &Order) -> Result<Channel, MapError> {
    match order.fulfilled_by() {
        Some(FulfilledBy::Amazon) => Ok(Channel::Fba),
        Some(FulfilledBy::Merchant) if order.is_prime() => Ok(Channel::SellerFulfilledPrime),
        Some(FulfilledBy::Merchant) => Ok(Channel::Merchant),
        Some(other) => Err(MapError::unknown("fulfillment.fulfilledBy", other)),
        None => Err(no_fulfillment()),
    }
}

/// Decides about an order.
///
/// Pending orders wait: they have no price and no address yet. Orders from before the go-live instant, from other
/// sales channels and of hands that the store does not import are ignored.
///
/// # Errors
/// When a value that decides is missing or unknown, or when the order's marketplace has no store.
pub fn decide<'a>(order: &Order, settings: &'a AccountSettings) -> Result<Decision<'a>, MapError> {
    match &order.sales_channel.channel_name {
        ChannelName::Amazon => {}
        ChannelName::NonAmazon => return Ok(Decision::Ignore),
        other => return Err(MapError::unknown("salesChannel.channelName", other)),
    }
    if order.created_time < settings.go_live {
        return Ok(Decision::Ignore);
    }
    let channel = channel(order)?;
    let status = order.status().ok_or_else(no_fulfillment)?;
    let marketplace = order.sales_channel.marketplace_id.as_ref().map_or("", |id| id.as_str());
    let store = settings.store(marketplace);
    match status {
        FulfillmentStatus::Pending | FulfillmentStatus::PendingAvailability => return Ok(Decision::Wait),
        FulfillmentStatus::Cancelled => return Ok(Decision::Cancelled(store)),
        FulfillmentStatus::Unfulfillable => return Ok(Decision::Ignore),
        known if !known.is_other() => {}
        other => return Err(MapError::unknown("fulfillment.fulfillmentStatus", other)),
    }
    let store = store.ok_or_else(|| {
        MapError::missing_setting("stores", format!("the order is of marketplace {marketplace:?}"))
    })?;
    let due = match channel {
        Channel::Fba => store.fba.as_ref().map(|_| *status == FulfillmentStatus::Shipped),
        _ => store.merchant.as_ref().map(|merchant| merchant.statuses.contains(status)),
    };
    Ok(match due {
        Some(true) => Decision::Import(store),
        Some(false) => Decision::Wait,
        None => Decision::Ignore,
    })
}

fn no_fulfillment() -> MapError {
    MapError::new(
        ParkReason::UnknownValue,
        "Amazon sent no `fulfillment` block, so the order's status is unknown; nothing was guessed. Retry",
    )
}
