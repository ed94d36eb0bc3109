//! What goes into and comes out of the Orders API, version 0.
//!
//! * Instants are UTC. The delivery windows of items are text instead: their time zone is the recipient's.
//! * Amounts are decimal, in major units. Those of an item are for its whole quantity, never per unit.
//!   Discounts are positive amounts to subtract.
//! * Whole numbers are read from text as well, which is how Brazilian orders may write them.
//! * Names, addresses, tax numbers and gift messages do not show in `Debug`, only whether they are there.
//! * Absence says "not asked, not allowed or not there", never "zero".
//!
//! # Source
//! TaxCollectionModel `ordersV0`.

mod answer;
mod buyer;
mod item;
mod order;
mod regulated;
mod shipment;

pub use self::{answer::*, buyer::*, item::*, order::*, regulated::*, shipment::*};
