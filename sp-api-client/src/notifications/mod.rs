//! Notifications API v1: Amazon says that something changed, minutes before a poll would find it.
//!
//! A notification is a hint. It may come late, twice, out of order or never: skip what was seen before by its
//! [`NotificationId`], read the thing it names from Amazon, and keep polling slowly for what was lost.

mod any_case;
mod envelope;
#[cfg(feature = "testing")]
mod memory;
pub mod payload;
mod recent;
mod source;
#[cfg(feature = "sqs")]
mod sqs;

#[cfg(feature = "testing")]
pub use self::memory::MemorySource;
#[cfg(feature = "sqs")]
pub use self::sqs::{SqsQueue, SqsSource};
pub use self::{envelope::*, payload::Payload, recent::RecentIds, source::*};
