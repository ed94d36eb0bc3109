//! The command line for mapping rules, as its users run it.
//!
//! `cargo test -p examples` builds the program; `--test map_test` alone does not.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

use std::{
    path::{Path, PathBuf},
    process::{Command, Output},
};

use serde_json::Value;

mod program;

use program::program;

fn file(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("map_test").join(name)
}

fn run(rules: &Path, more: &[&str]) -> (Option<i32>, String, String) {
    let order = file("order.json");
    let mut command = Command::new(program("map_test"));
    let Output { status, stdout, stderr } =
        command.arg("--rules").arg(rules).arg("--order").arg(order).args(more).output().unwrap();
    (status.code(), String::from_utf8(stdout).unwrap(), String::from_utf8(stderr).unwrap())
}

fn temporary(text: &str) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("rules.toml");
    std::fs::write(&file, text).unwrap();
    (folder, file)
}

#[test]
fn the_table_shows_what_each_rule_saw_and_gave() {
    let (code, out, err) = run(&file("rules.toml"), &[]);
    assert_eq!((code, err.as_str()), (Some(0), ""));
    for row in [
        "Amazon 114-2233445-6677889 PRIME",
        "{\"id\":\"1702\"}",
        "custbody_shop_day: - -> 2026-11-05",
        "custbody_shop_fund: - -> 3.45",
        "With thanks",
        "BLUE MUG, 0.3 L",
        "(the value is empty)",
    ] {
        assert!(out.contains(row), "{row}\n{out}");
    }
}

#[test]
fn json_has_the_records_before_and_after() {
    let (code, out, _) = run(&file("rules.toml"), &["--json", "--updated"]);
    assert_eq!(code, Some(0));
    let whole: Value = serde_json::from_str(&out).unwrap();
    let records = whole["records"].as_array().unwrap();
    let order = records.iter().find(|record| record["record"] == "salesOrder").unwrap();
    assert_eq!(order["after"]["memo"], "Amazon 114-2233445-6677889 PRIME");
    assert_eq!(order["before"]["memo"], "Amazon.com SFP, PRIME");
    assert_eq!(order["after"]["shipMethod"], Value::Null, "immutable, and the record is there");
    assert_eq!(whole["fault"], Value::Null);
}

#[test]
fn an_order_that_would_be_parked_is_status_1() {
    let (_folder, rules) = temporary(
        "[map.m]\n[[rule]]\nname = 'M'\nrecord = 'salesOrder'\nfield = 'memo'\n\
         from = { map = { name = 'm', key = { path = 'order.buyer.buyerName' } } }\n",
    );
    let (code, _, err) = run(&rules, &[]);
    assert_eq!(code, Some(1));
    assert!(err.starts_with("the order would be parked: rule 1 \"M\", memo: the map has no entry"), "{err}");
    assert!(!err.contains("Ada"), "{err}");
}

#[test]
fn wrong_files_are_status_2_and_are_named() {
    let (code, _, err) = run(&file("nowhere.toml"), &[]);
    assert!(code == Some(2) && err.contains("nowhere.toml"), "{err}");
    let (_folder, rules) = temporary("[[rule]]\nname = 'M'\nimutable = true\n");
    let (code, _, err) = run(&rules, &[]);
    assert!(code == Some(2) && err.contains("rules.toml") && err.contains("imutable"), "{err}");
    let (_folder, rules) =
        temporary("[[rule]]\nname = 'M'\nrecord = 'salesOrder'\nfield = 'mmeo'\nfrom = { constant = 1 }\n");
    let (code, _, err) = run(&rules, &[]);
    assert!(
        code == Some(2) && err.contains("rule 1 \"M\", mmeo") && err.contains("did you mean `memo`?"),
        "{err}"
    );
    let order = file("rules.toml");
    let (code, _, err) = run(&file("rules.toml"), &["--settings", order.to_str().unwrap()]);
    assert!(code == Some(2) && err.contains("rules.toml"), "{err}");
}
