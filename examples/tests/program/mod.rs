//! The example programs, as their users run them.

use std::path::PathBuf;

/// An example program, built beside this test.
pub(crate) fn program(name: &str) -> PathBuf {
    let here = std::env::current_exe().unwrap();
    let program = here.parent().unwrap().parent().unwrap().join("examples").join(name);
    assert!(program.exists(), "build the examples first: cargo build -p examples --examples");
    program
}
