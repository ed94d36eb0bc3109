//! Who may call, and where.

use std::{io::Read as _, net::TcpListener};

use crate::{SECRET, shop, terminal::Person};

#[tokio::test]
async fn every_missing_variable_is_named() {
    let nobody = Person::using("spapi");
    let run = nobody.runs(&["orders", "get", "113-0000001-0000001"]).await;
    assert_eq!(run.code, 2, "{run:?}");
    for name in ["SP_API_CLIENT_ID", "SP_API_CLIENT_SECRET", "SP_API_REFRESH_TOKEN"] {
        assert!(run.err.contains(name), "{}", run.err);
    }
    let mut almost = Person::with_credentials();
    almost.environment.remove("SP_API_REFRESH_TOKEN");
    let run = almost.runs(&["orders", "get", "113-0000001-0000001"]).await;
    assert!(run.err.contains("SP_API_REFRESH_TOKEN") && !run.err.contains("SP_API_CLIENT_ID"), "{}", run.err);
}

#[tokio::test]
async fn credentials_may_have_the_names_of_login_with_amazon() {
    let (served, mut person) = shop().await;
    for (name, other) in [
        ("SP_API_CLIENT_ID", "LWA_CLIENT_ID"),
        ("SP_API_CLIENT_SECRET", "LWA_CLIENT_SECRET"),
        ("SP_API_REFRESH_TOKEN", "LWA_REFRESH_TOKEN"),
    ] {
        let value = person.environment.remove(name).unwrap();
        person.environment.insert(other, value);
    }
    let run = person.runs(&["orders", "search", "--created-after", "30d", "--limit", "1"]).await;
    assert_eq!(run.code, 0, "{run:?}");
    drop(served);
}

#[tokio::test]
async fn a_wrong_secret_is_said_to_be_wrong_and_not_repeated() {
    let (served, mut person) = shop().await;
    person.environment.insert("SP_API_CLIENT_SECRET", SECRET.to_owned());
    let run = person.runs(&["orders", "search", "--created-after", "30d"]).await;
    assert_eq!(run.code, 1, "{run:?}");
    assert!(run.err.contains("client secret is wrong"), "{}", run.err);
    assert!(run.out.is_empty() && !run.err.contains(SECRET), "{run:?}");
    drop(served);
}

#[tokio::test]
async fn a_cut_cable_is_an_error_of_one_line() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        for connection in listener.incoming() {
            // Reads a little and hangs up.
            let _ = connection.unwrap().read(&mut [0; 64]);
        }
    });
    let run = Person::with_credentials().at(&url).runs(&["inventory", "--marketplace", "US"]).await;
    assert_eq!((run.code, run.err.lines().count()), (1, 1), "{run:?}");
    assert!(run.err.contains("token") && !run.err.contains("not-to-be-seen"), "{}", run.err);
}

#[tokio::test]
async fn plain_http_to_another_machine_is_refused_before_anything_is_sent() {
    let person = Person::with_credentials().at("http://192.0.2.1");
    let run = person.runs(&["orders", "get", "113-0000001-0000001"]).await;
    assert_eq!(run.code, 2, "{run:?}");
    assert!(run.err.contains("https"), "{}", run.err);
}

#[tokio::test]
async fn a_wrong_command_line_is_no_failed_call() {
    let person = Person::with_credentials();
    for wrong in [
        &["orders", "search"][..],
        &["orders", "search", "--created-after", "1d", "--last-updated-after", "1d"],
        &["orders", "search", "--created-after", "1d", "--status", "LOST"],
        &["inventory", "--marketplace", "XX"],
        &["report", "fetch", "--out", "-"],
        &["report", "fetch", "GET_MERCHANT_LISTINGS_ALL_DATA", "--out", "-"],
        &["listing", "patch", "A", "--marketplace", "US", "--product-type", "MUG"],
        &["listing", "patch", "A", "--marketplace", "US", "--product-type", "MUG", "--set", "a=5"],
        &["smoke"],
        &["feed", "list"],
    ] {
        let run = person.runs(wrong).await;
        assert_eq!((run.code, run.out.as_str()), (2, ""), "{wrong:?}: {run:?}");
        assert!(!run.err.is_empty());
    }
}
