//! What goes into and comes out of the Fulfillment Outbound API.
//!
//! * Instants are UTC.
//! * Amounts are in major units.
//! * Where orders go and whom Amazon tells of them does not show in `Debug`.
//! * An empty text where an id or a value of an enum belongs reads as absence if the field may be absent.
//!
//! # Source
//! Model `fulfillmentOutbound_2020-07-01`.

mod address;
mod feature;
mod offer;
mod order;
mod preview;
mod returns;
mod shipment;

pub use self::{address::*, feature::*, offer::*, order::*, preview::*, returns::*, shipment::*};
