//! What `sp-api-client` and `netsuite-client` share. Users of those crates never name this one.
//!
//! - [`transport`]: the one seam for IO; [`clock`]: wall time, injected.
//! - [`pipeline`]: one call in order, built from [`retry`], [`gate`] and [`token`].
//! - [`oauth`]: token endpoints.
//! - [`page`]: streams of pages; [`decode`]: JSON with the path of what did not fit; [`wire`]: single values.
//! - [`money`], [`id!`], [`open_enum!`]: values that carry their rules; [`secret`]: values that must not be seen.
//! - [`error`]: the error of both clients.
//! - `testing` (feature): clocks, in-process mounts and a loopback server for fakes.

pub mod clock;
pub mod decode;
pub mod error;
pub mod gate;
pub mod id;
pub mod list;
pub mod login;
pub mod money;
pub mod oauth;
pub mod open_enum;
pub mod page;
pub mod patience;
pub mod pipeline;
pub mod retry;
pub mod secret;
#[cfg(feature = "testing")]
pub mod testing;
pub mod token;
pub mod transport;
pub mod wire;
