//! The flows: one story per file, read top to bottom.

mod billing;
mod erasure;
mod orders;
mod sales;
mod shipments;

pub(crate) use self::orders::Replay;
pub use self::{
    billing::BillOrders, erasure::EraseBodies, orders::ImportOrders, shipments::ConfirmShipments,
};
