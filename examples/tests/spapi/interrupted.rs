//! Ctrl-C.

use std::{io::Read as _, os::unix::process::ExitStatusExt as _, time::Duration};

use serde_json::json;
use wiremock::{
    Mock, ResponseTemplate,
    matchers::{method, path},
};

use crate::{LISTINGS, amazon, answers, interrupt::interrupt, report};

#[tokio::test]
async fn an_interrupted_wait_says_how_to_go_on() {
    let (server, person) = amazon().await;
    answers(&server, "POST", "/reports/2021-06-30/reports", 202, json!({ "reportId": "77" })).await;
    answers(&server, "GET", "/reports/2021-06-30/reports/77", 200, report("77", LISTINGS, "IN_QUEUE")).await;
    let mut child = person.starts(&["report", "fetch", LISTINGS, "--out", "-", "--marketplace", "US"]);
    let mut said = std::io::BufReader::new(child.stderr.take().unwrap());
    let rest = tokio::task::spawn_blocking(move || {
        let mut first = String::new();
        std::io::BufRead::read_line(&mut said, &mut first).unwrap();
        assert!(first.contains("--job 77"), "{first}");
        interrupt(&child);
        let mut rest = String::new();
        said.read_to_string(&mut rest).unwrap();
        (rest, child.wait().unwrap().code())
    });
    let (rest, code) = rest.await.unwrap();
    assert_eq!(code, Some(130));
    assert!(rest.contains("goes on") && rest.contains("report fetch --job 77 --out -"), "{rest}");
}

#[tokio::test]
async fn an_interrupted_request_is_not_said_to_have_an_id() {
    let (server, person) = amazon().await;
    let late = ResponseTemplate::new(202).set_delay(Duration::from_secs(20));
    for (at, created) in [
        ("/reports/2021-06-30/reports", json!({ "reportId": "77" })),
        ("/feeds/2021-06-30/feeds", json!({ "feedId": "31" })),
    ] {
        let late = late.clone().set_body_json(created);
        Mock::given(method("POST")).and(path(at)).respond_with(late).mount(&server).await;
    }
    let url = format!("{}/storage/up?X-Amz-Signature=not-to-be-seen", server.uri());
    let upload = json!({ "feedDocumentId": "up", "url": url });
    answers(&server, "POST", "/feeds/2021-06-30/documents", 201, upload).await;
    let put = Mock::given(method("PUT")).and(path("/storage/up"));
    put.respond_with(ResponseTemplate::new(200)).mount(&server).await;

    let fetch = ["report", "fetch", LISTINGS, "--out", "-", "--marketplace", "US"];
    let run = person.interrupts(&fetch, "", &server, "/reports/2021-06-30/reports").await;
    assert_eq!(run.code, 130, "{run:?}");
    let way_on = format!("may have been asked for: `report list {LISTINGS}`");
    assert!(run.err.contains(&way_on) && !run.err.contains("--job"), "{}", run.err);

    let submit = ["feed", "submit", "JSON_LISTINGS_FEED", "-", "--marketplace", "US"];
    let run = person.interrupts(&submit, r#"{"messages":[]}"#, &server, "/feeds/2021-06-30/feeds").await;
    assert_eq!(run.code, 130, "{run:?}");
    let way_on = "may have been taken: `feed list JSON_LISTINGS_FEED`";
    assert!(run.err.contains(way_on) && !run.err.contains("--job"), "{}", run.err);
}

#[tokio::test]
async fn ctrl_c_ends_a_feed_that_is_still_being_typed() {
    let (_server, person) = amazon().await;
    // More than once: which of two things that wait is looked at first is left to chance.
    for _ in 0..5 {
        let mut child = person.starts(&["feed", "submit", "JSON_LISTINGS_FEED", "-", "--marketplace", "US"]);
        let _typing = child.stdin.take().unwrap();
        tokio::time::sleep(Duration::from_millis(500)).await;
        interrupt(&child);
        let mut ended = None;
        for _ in 0..100 {
            ended = child.try_wait().unwrap();
            if ended.is_some() {
                break;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        child.kill().unwrap();
        child.wait().unwrap();
        assert_eq!(ended.unwrap().signal(), Some(2));
    }
}
