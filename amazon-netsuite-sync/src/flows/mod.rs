//! The flows: one story per file, read top to bottom.

mod orders;

pub use self::orders::ImportOrders;
