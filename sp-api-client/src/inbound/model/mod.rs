//! What goes into and comes out of the Fulfillment Inbound API.
//!
//! * Instants are UTC.
//! * Amounts are in major units.
//! * An option is an offer of Amazon's; it counts only once it is confirmed.
//! * Answers that hold nothing but an [`OperationId`] tell what was started, not that it worked.
//! * An empty text where an id or a value of an enum belongs reads as absence if the field may be absent.
//!
//! # Source
//! Model `fulfillmentInbound_2024-03-20`.

mod address;
mod compliance;
mod content_update;
mod delivery_window;
mod document;
mod ids;
mod item;
mod offer;
mod operation;
mod package;
mod packing;
mod placement;
mod plan;
mod prep;
mod self_ship;
mod shipment;
mod tracking;
mod transportation;

pub use self::{
    address::*, compliance::*, content_update::*, delivery_window::*, document::*, ids::*, item::*, offer::*,
    operation::*, package::*, packing::*, placement::*, plan::*, prep::*, self_ship::*, shipment::*,
    tracking::*, transportation::*,
};
