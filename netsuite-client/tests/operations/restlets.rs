//! Scripts of the account.

use bytes::Bytes;
use netsuite_client::ErrorKind;
use serde_json::{Value, json};

use crate::{Answer, RESTLETS, Script, says};

#[tokio::test(start_paused = true)]
async fn a_script_is_called_on_its_own_host_with_the_same_login() {
    let nothing = || Answer::Says { status: 200, headers: Vec::new(), body: Bytes::new() };
    let file = says(200, json!({"contents": "x"}));
    let (script, netsuite) = Script::of([file, says(200, json!([1, 2])), nothing(), nothing()]);
    let files = netsuite.restlet("customscript_files", "1").parameter("name", "Jane & Doe");
    assert_eq!(files.get::<Value>().await.unwrap(), json!({"contents": "x"}));
    assert_eq!(files.post::<Vec<u32>>(&json!({"ids": [1, 2]})).await.unwrap(), [1, 2]);
    files.put::<()>(&json!({})).await.unwrap();
    assert_eq!(files.delete::<Option<Value>>().await.unwrap(), None);
    let url = format!("{RESTLETS}?script=customscript_files&deploy=1&name=Jane%20%26%20Doe");
    assert_eq!(script.targets(), ["GET", "POST", "PUT", "DELETE"].map(|method| format!("{method} {url}")));
    for asked in 0..4 {
        assert!(script.header(asked, "authorization").starts_with("OAuth realm=\"1234567_SB1\""));
        assert_eq!(script.header(asked, "content-type"), "application/json");
    }
    assert_eq!(script.body(1), json!({"ids": [1, 2]}));
    assert_eq!(format!("{files:?}"), "Restlet(script=customscript_files deploy=1)");
}

#[tokio::test(start_paused = true)]
async fn a_script_is_repeated_only_where_it_is_known_to_bear_it() {
    let done = || says(200, json!(null));
    let (script, netsuite) = Script::of([Answer::Breaks, done()]);
    netsuite.restlet("1", "1").get::<()>().await.unwrap();
    assert!(script.is_over());
    let (script, netsuite) = Script::of(vec![Answer::Breaks; 3]);
    let restlet = netsuite.restlet("1", "1");
    for error in [
        restlet.post::<()>(&json!({})).await.unwrap_err(),
        restlet.put::<()>(&json!({})).await.unwrap_err(),
        restlet.delete::<()>().await.unwrap_err(),
    ] {
        assert!(error.maybe_sent());
    }
    assert!(script.is_over());
    let (script, netsuite) = Script::of([Answer::Breaks, done()]);
    netsuite.restlet("1", "1").repeatable().post::<()>(&json!({})).await.unwrap();
    assert!(script.is_over());
}

#[tokio::test(start_paused = true)]
async fn what_a_script_throws_is_an_error_with_its_words() {
    let thrown =
        json!({"type": "error.SuiteScriptError", "name": "NO_SUCH_SKU", "message": "SKU-1", "stack": ["x"]});
    let text = Bytes::from_static(b"error code: NO_SUCH_SKU\nerror message: SKU-1");
    let too_many =
        json!({"error": {"code": "SSS_REQUEST_LIMIT_EXCEEDED", "message": "Request Limit Exceeded"}});
    let (_, netsuite) = Script::of([
        says(400, thrown.clone()),
        says(400, json!({"error": {"code": "UNEXPECTED_ERROR", "message": thrown.to_string()}})),
        Answer::Says { status: 400, headers: Vec::new(), body: text },
        // Refused before any work: even a create waits and goes again.
        says(400, too_many),
        says(200, json!(7)),
    ]);
    let restlet = netsuite.restlet("1", "1");
    for _ in 0..3 {
        let error = restlet.post::<u32>(&json!({})).await.unwrap_err();
        // It may have done something before it threw.
        assert_eq!((error.kind(), error.maybe_sent()), (ErrorKind::Rejected, true));
        assert_eq!(error.problems()[0].to_string(), "NO_SUCH_SKU: SKU-1");
    }
    assert_eq!(restlet.post::<u32>(&json!({})).await.unwrap(), 7);
}

#[tokio::test(start_paused = true)]
async fn whatever_code_a_script_throws_a_create_is_sent_once() {
    for code in ["SSS_REQUEST_LIMIT_EXCEEDED", "CONCURRENCY_LIMIT_EXCEEDED", "INVALID_LOGIN_ATTEMPT"] {
        let thrown =
            json!({"type": "error.SuiteScriptError", "name": code, "message": "as the script met it"});
        let wrapped = json!({"error": {"code": "UNEXPECTED_ERROR", "message": thrown.to_string()}});
        for (status, body) in [(400, &thrown), (400, &wrapped), (403, &thrown), (500, &thrown)] {
            let (script, netsuite) = Script::of([says(status, body.clone())]);
            let error = netsuite.restlet("1", "1").post::<Value>(&json!({})).await.unwrap_err();
            assert!(error.maybe_sent(), "{status} {code}: what came before the throw is done");
            assert!(error.kind() != ErrorKind::Throttled && error.has_code(code), "{status} {error}");
            assert!(script.is_over());
        }
    }
    let failed =
        json!({"error": {"code": "SSS_REQUEST_LIMIT_EXCEEDED", "message": "Request Limit Exceeded"}});
    let (script, netsuite) = Script::of([says(500, failed)]);
    let error = netsuite.restlet("1", "1").post::<Value>(&json!({})).await.unwrap_err();
    assert_eq!((error.kind(), error.maybe_sent()), (ErrorKind::Unavailable, true));
    assert!(script.is_over());
}
