//! What the example programs share: a served sandbox, and the words in which they report.

pub mod report;
pub mod served;

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
mod readme {}
