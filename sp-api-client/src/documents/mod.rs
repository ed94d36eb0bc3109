//! Documents of reports and feeds.

pub mod text;
