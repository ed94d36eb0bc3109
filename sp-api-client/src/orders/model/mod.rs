//! The records of Amazon's Orders API, version 2026-01-01.
//!
//! A record holds what Amazon sent and nothing else. Most parts of an order are sent only when they are asked for by
//! [`IncludedData`], so absence says "not asked, not allowed or not there", never "zero". What this version does not
//! know is tolerated: an unknown field is ignored, an unknown value of an enum is kept as text.
//!
//! * Instants are UTC to the second or finer.
//! * Amounts are decimal, in major units, with the digits that Amazon sent: `1599.90` stays `1599.90`.
//! * Names, addresses and whatever else tells who somebody is do not show in `Debug`, only whether they are there.
//! * An empty text where an id, an amount or a value of an enum belongs reads as absence if the field may be absent.
//!   Free text, such as an address line, stays as it came, empty ones too.
//!
//! # Source
//! <https://developer-docs.amazon.com/sp-api/reference/searchorders> (model `orders_2026-01-01`)

mod answer;
mod ids;
mod item;
mod order;
mod package;
mod recipient;
mod vocabulary;

pub use self::{answer::*, ids::*, item::*, order::*, package::*, recipient::*, vocabulary::*};
