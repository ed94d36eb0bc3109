//! The example programs, as their users run them.

use std::{
    path::PathBuf,
    process::{Child, Command},
};

/// An example program, built beside this test.
pub(crate) fn program(name: &str) -> PathBuf {
    let here = std::env::current_exe().unwrap();
    let program = here.parent().unwrap().parent().unwrap().join("examples").join(name);
    assert!(program.exists(), "build the examples first: cargo build -p examples --examples");
    program
}

/// Presses Ctrl-C.
pub(crate) fn interrupt(child: &Child) {
    let status = Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    assert!(status.success());
}
