//! What the Finances API, version 0, answers with.
//!
//! Amounts are seen from the selling partner: what comes in is positive, what goes out is negative. A sale
//! has positive charges, negative fees and negative promotions; the adjustments of a refund have the opposite
//! signs. That is how settlement reports do it; the model itself speaks of signs in few places. Check a kind
//! of event that is new to you against a settlement report before you book it.
//!
//! Everything may be absent. Instants are UTC.
//!
//! # Source
//! Model `financesV0`.

mod adjustment;
mod amount;
mod answer;
mod balance;
mod events;
mod fee;
mod order;
mod removal;

pub use self::{adjustment::*, amount::*, answer::*, balance::*, events::*, fee::*, order::*, removal::*};
