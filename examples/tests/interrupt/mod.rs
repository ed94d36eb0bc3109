//! Ctrl-C.

use std::process::{Child, Command};

/// Presses Ctrl-C.
pub(crate) fn interrupt(child: &Child) {
    let status = Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    assert!(status.success());
}
