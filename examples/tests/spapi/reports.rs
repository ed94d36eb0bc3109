//! Reports.

use std::{
    os::unix::fs::{FileTypeExt as _, PermissionsExt as _, symlink},
    process::Command,
};

use serde_json::json;
use wiremock::{
    Mock, MockServer, ResponseTemplate,
    matchers::{body_partial_json, method, path, query_param},
};

use crate::{LISTINGS, MARKETPLACE, amazon, answers, report};

const SETTLEMENTS: &str = "GET_V2_SETTLEMENT_REPORT_DATA_FLAT_FILE_V2";

async fn document(server: &MockServer, id: &str, content: &'static [u8]) {
    // Amazon's storage knows whoever holds the link.
    let url = format!("{}/storage/{id}?X-Amz-Signature=not-to-be-seen", server.uri());
    let link = json!({ "reportDocumentId": id, "url": url });
    answers(server, "GET", &format!("/reports/2021-06-30/documents/{id}"), 200, link).await;
    let stored = ResponseTemplate::new(200).set_body_raw(content, "text/plain; charset=UTF-8");
    Mock::given(method("GET")).and(path(format!("/storage/{id}"))).respond_with(stored).mount(server).await;
}

#[tokio::test]
async fn a_report_that_takes_too_long_is_fetched_later_by_its_job() {
    let (server, person) = amazon().await;
    let create = Mock::given(method("POST"))
        .and(path("/reports/2021-06-30/reports"))
        .and(body_partial_json(json!({
            "reportType": LISTINGS, "marketplaceIds": [MARKETPLACE], "reportOptions": { "custom": "true" },
            "dataStartTime": "2026-11-01T00:00:00Z",
        })))
        .respond_with(ResponseTemplate::new(202).set_body_json(json!({ "reportId": "77" })));
    create.expect(1).mount(&server).await;
    let waiting = ResponseTemplate::new(200).set_body_json(report("77", LISTINGS, "IN_QUEUE"));
    Mock::given(method("GET"))
        .and(path("/reports/2021-06-30/reports/77"))
        .respond_with(waiting)
        .up_to_n_times(2) // at the beginning and at the end of its patience
        .mount(&server)
        .await;
    answers(&server, "GET", "/reports/2021-06-30/reports/77", 200, report("77", LISTINGS, "DONE")).await;
    document(&server, "doc-77", b"sku\tprice\nMUG\t5\n").await;

    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("listings.txt");
    let out = file.to_str().unwrap();
    let asked = person
        .runs(&[
            "report",
            "fetch",
            LISTINGS,
            "--out",
            out,
            "--marketplace",
            "US",
            "--from",
            "2026-11-01",
            "--option",
            "custom=true",
            "--wait",
            "1s",
        ])
        .await;
    assert_eq!(asked.code, 1, "{asked:?}");
    assert!(asked.err.lines().next().unwrap().contains("--job 77"), "{}", asked.err);
    assert!(asked.err.contains("to resume: report fetch --job 77 --out"), "{}", asked.err);
    assert_eq!(folder.path().read_dir().unwrap().count(), 0, "a half file was left");

    let resumed = person.runs(&["report", "fetch", "--job", "77", "--out", out]).await;
    assert_eq!(resumed.code, 0, "{resumed:?}");
    assert_eq!(std::fs::read(&file).unwrap(), b"sku\tprice\nMUG\t5\n");
    let piped = person.runs(&["report", "fetch", "--job", "77", "--out", "-"]).await;
    assert_eq!(piped.out, "sku\tprice\nMUG\t5\n");
    for run in [asked, resumed, piped] {
        assert!(!format!("{run:?}").contains("not-to-be-seen"), "{run:?}");
    }
}

#[tokio::test]
async fn of_settlements_the_newest_one_is_fetched() {
    let (server, person) = amazon().await;
    let listed = json!({ "reports": [report("9", SETTLEMENTS, "DONE"), report("8", SETTLEMENTS, "DONE")] });
    Mock::given(method("GET"))
        .and(path("/reports/2021-06-30/reports"))
        .and(query_param("reportTypes", SETTLEMENTS))
        .respond_with(ResponseTemplate::new(200).set_body_json(listed))
        .mount(&server)
        .await;
    document(&server, "doc-9", b"newest").await;
    let run = person.runs(&["report", "fetch", SETTLEMENTS, "--out", "-"]).await;
    assert_eq!((run.code, run.out.as_str()), (0, "newest"), "{run:?}");

    let run = person.runs(&["report", "list", SETTLEMENTS, "--since", "30d"]).await;
    assert_eq!((run.code, run.out.lines().count()), (0, 3), "{run:?}");
    let run = person.runs(&["report", "list", SETTLEMENTS, "--json"]).await;
    assert_eq!((run.code, run.lines().len()), (0, 2), "{run:?}");
    assert_eq!(run.lines()[1]["reportId"], "8");
    assert_eq!(run.lines()[1]["processingStatus"], "DONE");
}

#[tokio::test]
async fn where_there_is_no_settlement_it_is_said_of_which_time_and_place() {
    let (server, person) = amazon().await;
    answers(&server, "GET", "/reports/2021-06-30/reports", 200, json!({ "reports": [] })).await;
    let fetch = ["report", "fetch", SETTLEMENTS, "--out", "-"];
    let run = person.runs(&fetch).await;
    assert_eq!(run.code, 1, "{run:?}");
    assert!(run.err.contains("of the last 90 days"), "{}", run.err);
    let run = person.runs(&[&fetch[..], &["--from", "2026-11-01", "--marketplace", "US"]].concat()).await;
    assert!(run.err.contains("for ATVPDKIKX0DER made since 2026-11-01"), "{}", run.err);
}

/// A report that is done, whose job is 77.
async fn finished_report(server: &MockServer, content: &'static [u8]) {
    answers(server, "GET", "/reports/2021-06-30/reports/77", 200, report("77", LISTINGS, "DONE")).await;
    document(server, "doc-77", content).await;
}

#[tokio::test]
async fn a_program_is_told_where_a_report_was_saved() {
    let (server, person) = amazon().await;
    finished_report(&server, b"sku\n").await;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("listings.txt").display().to_string();
    let run = person.runs(&["report", "fetch", "--job", "77", "--out", &file, "--json"]).await;
    assert_eq!(run.code, 0, "{run:?}");
    let expected = json!({
        "reportId": "77", "reportType": LISTINGS, "reportDocumentId": "doc-77", "file": file, "bytes": 4,
    });
    assert_eq!(run.object(), expected);
}

#[tokio::test]
async fn a_saved_report_is_for_its_owner_and_a_link_to_a_file_stays_one() {
    let (server, person) = amazon().await;
    finished_report(&server, b"new").await;
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let mode = |name: &str| std::fs::metadata(at(name)).unwrap().permissions().mode() & 0o777;
    let fetch = async |name: &str| {
        person.runs(&["report", "fetch", "--job", "77", "--out", at(name).to_str().unwrap()]).await
    };
    let run = fetch("fresh.txt").await;
    assert_eq!((run.code, mode("fresh.txt")), (0, 0o600), "{run:?}");

    std::fs::write(at("shared.txt"), "old").unwrap();
    std::fs::set_permissions(at("shared.txt"), std::fs::Permissions::from_mode(0o640)).unwrap();
    symlink(at("shared.txt"), at("link.txt")).unwrap();
    let run = fetch("link.txt").await;
    assert_eq!((run.code, mode("shared.txt")), (0, 0o640), "{run:?}");
    assert!(at("link.txt").is_symlink());
    assert_eq!(std::fs::read(at("shared.txt")).unwrap(), b"new");

    symlink(at("nowhere.txt"), at("lost.txt")).unwrap();
    let run = fetch("lost.txt").await;
    assert_eq!(run.code, 1, "{run:?}");
    assert!(run.err.contains("leads nowhere") && at("lost.txt").is_symlink(), "{}", run.err);
    let run = fetch("no/such/folder.txt").await;
    assert!(run.code == 1 && run.err.contains("there is no folder"), "{run:?}");
}

#[tokio::test]
async fn a_report_goes_through_a_pipe_and_does_not_take_its_place() {
    let (server, person) = amazon().await;
    finished_report(&server, b"sku\nMUG\n").await;
    let folder = tempfile::tempdir().unwrap();
    let pipe = folder.path().join("pipe");
    assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let reader = std::thread::spawn({
        let pipe = pipe.clone();
        move || std::fs::read(pipe).unwrap()
    });
    let run = person.runs(&["report", "fetch", "--job", "77", "--out", pipe.to_str().unwrap()]).await;
    assert_eq!(run.code, 0, "{run:?}");
    assert!(std::fs::metadata(&pipe).unwrap().file_type().is_fifo(), "the pipe was replaced");
    assert_eq!(reader.join().unwrap(), b"sku\nMUG\n");
}

#[tokio::test]
async fn schedules_are_listed() {
    let (server, person) = amazon().await;
    let schedule = json!({
        "reportScheduleId": "5", "reportType": LISTINGS, "period": "P1D", "marketplaceIds": [MARKETPLACE],
    });
    answers(&server, "GET", "/reports/2021-06-30/schedules", 200, json!({ "reportSchedules": [schedule] }))
        .await;
    let run = person.runs(&["report", "schedules", LISTINGS]).await;
    assert_eq!(run.code, 0, "{run:?}");
    assert!(run.out.contains("P1D") && run.out.contains(MARKETPLACE), "{}", run.out);
    let json = person.runs(&["report", "schedules", LISTINGS, "--json"]).await;
    assert_eq!(json.code, 0, "{json:?}");
    let schedule = json.object();
    assert_eq!((&schedule["reportScheduleId"], &schedule["period"]), (&json!("5"), &json!("P1D")));
}
