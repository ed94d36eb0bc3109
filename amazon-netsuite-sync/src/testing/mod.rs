//! A world to test in: both simulators, a store, a clock, and everything that can go wrong. Feature `testing`.
//!
//! [`Sandbox`] is a seller on Amazon and an account in NetSuite, seeded with orders and items; the examples serve it over
//! loopback, tests mount it in-process. [`World`] runs the engine in it on virtual time, and [`chaos`] breaks things.

pub mod chaos;
mod sandbox;
mod world;

pub use self::{
    sandbox::{Connection, Due, Sandbox, SandboxError, SellerConnection},
    world::{World, WorldOptions},
};
