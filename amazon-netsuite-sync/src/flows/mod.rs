//! The flows: one story per file, read top to bottom.

mod billing;
mod erasure;
mod multichannel;
mod orders;
mod returns;
mod sales;
mod shipments;

pub(crate) use self::orders::Replay;
pub use self::{
    billing::BillOrders, erasure::EraseBodies, multichannel::SendMultichannel, orders::ImportOrders,
    returns::PostReturns, shipments::ConfirmShipments,
};
