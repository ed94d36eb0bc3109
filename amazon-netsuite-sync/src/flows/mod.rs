//! The flows: one story per file, read top to bottom.

mod billing;
mod multichannel;
mod orders;
mod returns;
mod sales;
mod shipments;

pub use self::{
    billing::BillOrders, multichannel::SendMultichannel, orders::ImportOrders, returns::PostReturns,
    shipments::ConfirmShipments,
};
