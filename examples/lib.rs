//! What the example programs share: a served sandbox, the words in which they report, and where their key lies.

pub mod report;
pub mod served;
pub mod vault_key;

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
mod readme {}
