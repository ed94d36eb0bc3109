//! Any bytes as the body of a refusal: no panic, and no e-mail address in what is told of it.
//!
//! The first byte chooses the status.

#![no_main]

mod netsuite;

use libfuzzer_sys::fuzz_target;
use netsuite_client::InternalId;

const STATUSES: [u16; 8] = [400, 401, 403, 404, 405, 409, 422, 500];

fuzz_target!(|data: &[u8]| {
    let [status, body @ ..] = data else { return };
    let status = STATUSES[usize::from(*status) % STATUSES.len()];
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
    let netsuite = netsuite::that_says(status, body);
    let get = netsuite.records_of("customer").get(InternalId::new("1").unwrap());
    let error = runtime.block_on(get.send()).unwrap_err();
    assert_eq!(error.status(), Some(status));
    let _ = format!("{error} {error:?}");
    for problem in error.problems() {
        assert!(!problem.message.contains('@'));
    }
});
