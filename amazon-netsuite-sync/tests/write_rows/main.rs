//! Every write that these flows make, killed at every point of its protocol: in the end it has happened exactly once.
//!
//! A write is claimed, sent, answered and recorded. A process can die before it sends, before it hears the answer, and
//! before it records it; and what it sent may have had its effect, may have it minutes later, or never. `rows` has the
//! writes (a function each), `cell` what one death must not change; a row is added by naming it below.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

mod cell;
mod pairs;
mod repeats;
mod rows;
#[path = "../warehouse/mod.rs"]
mod warehouse;

use amazon_netsuite_sync::flow::Mutant;

macro_rules! cells {
    ($row:ident: $($name:ident = $death:expr;)+) => {$(
        #[test]
        fn $name() {
            crate::cell::holds(crate::rows::$row(), $death);
        }
    )+};
}

/// Writes to a service that does at once what it does at all.
macro_rules! at_once {
    ($($row:ident)+) => {$(
        mod $row {
            use crate::cell::{Death::*, Remote::*};

            cells! { $row:
                killed_before_it_was_sent = BeforeSending;
                killed_before_the_answer_that_was_applied = BeforeTheAnswer(Applied);
                killed_before_the_answer_that_was_not_applied = BeforeTheAnswer(Refused);
                killed_after_the_answer_that_was_applied = AfterTheAnswer(Applied);
                killed_after_the_answer_that_was_not_applied = AfterTheAnswer(Refused);
            }
        }
    )+};
}

/// Writes to a service that may still be at work when nobody waits any more.
macro_rules! perhaps_late {
    ($($row:ident)+) => {
        at_once! { $($row)+ }

        mod applied_late {
            use crate::cell::{Death::*, Remote::*};

            $(cells! { $row: $row = BeforeTheAnswer(AppliedLate); })+
        }
    };
}

perhaps_late! {
    customer_by_upsert
    sales_order_by_create
    invoice_by_create
    cash_sale_by_create
    fulfilment_by_transform
    invoice_by_transform
    cash_sale_by_transform
    cancellation_by_update
    mark_by_update
}

at_once! {
    package_by_confirm_shipment
}

#[test]
#[should_panic(expected = ": 2}")]
fn a_ledger_that_does_not_look_before_it_repeats_makes_two() {
    let death = cell::Death::BeforeTheAnswer(cell::Remote::Applied);
    cell::holds_in(rows::invoice_by_create(), death, |world| world.with_mutant(Mutant::SkipLook));
}
