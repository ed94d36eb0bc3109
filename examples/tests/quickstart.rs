//! The quickstart, as its users run it. What it does when it is killed: `kill.rs`.
//!
//! `cargo test -p examples` builds the program; `--test quickstart` alone does not.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

use std::{
    io::{BufRead as _, BufReader, Read as _},
    process::{Command, Stdio},
};

mod interrupt;
mod program;

use interrupt::interrupt;
use program::program;

/// What is said to whoever interrupts a run in its midst.
fn said_when_interrupted(arguments: &[&str]) -> String {
    let mut child = Command::new(program("quickstart"))
        .args(["--orders", "300", "--log"])
        .args(arguments)
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut log = BufReader::new(child.stderr.take().unwrap());
    let mut line = String::new();
    for _ in 0..20 {
        log.read_line(&mut line).unwrap();
    }
    interrupt(&child);
    let mut rest = String::new();
    log.read_to_string(&mut rest).unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(130), "{rest}");
    rest.lines().last().unwrap_or_default().to_owned()
}

#[test]
fn whoever_interrupts_a_run_is_told_what_was_kept() {
    let said = said_when_interrupted(&[]);
    assert!(said.contains("temporary") && said.contains("begin it with --state"), "{said}");
    assert!(!said.contains("run it again"), "{said}");

    let folder = tempfile::tempdir().unwrap();
    let state = folder.path().join("state.sqlite").display().to_string();
    let said = said_when_interrupted(&["--state", &state]);
    assert!(said.contains(&state) && said.contains("of no use any more"), "{said}");
}

#[test]
fn a_lease_that_is_no_time_is_a_wrong_command_line() {
    for wrong in ["-1", "0", "NaN", "1e300", "soon"] {
        let run = Command::new(program("quickstart")).arg(format!("--lease={wrong}")).output().unwrap();
        let said = String::from_utf8(run.stderr).unwrap();
        assert_eq!(run.status.code(), Some(2), "{wrong}: {said}");
        assert!(said.contains("write seconds"), "{wrong}: {said}");
    }
}
