//! What goes into and comes out of the Product Pricing API, version 0.
//!
//! # Source
//! Model `productPricingV0`.

mod batch;
mod offers;
mod prices;

pub use self::{batch::*, offers::*, prices::*};
