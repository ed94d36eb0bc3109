//! The flows: one story per file, read top to bottom.

mod billing;
mod orders;
mod sales;
mod shipments;

pub use self::{billing::BillOrders, orders::ImportOrders, shipments::ConfirmShipments};
