//! Any bytes as the body of a message: no panic, and what is written reads back as the same.
#![no_main]

use libfuzzer_sys::fuzz_target;
use sp_api_client::notifications::Notification;

fuzz_target!(|body: &[u8]| {
    let Ok(notification) = Notification::parse(body) else { return };
    let _ = format!("{notification:?}");
    // An amount with more digits than a JSON number holds is not written.
    let Ok(once) = serde_json::to_string(&notification) else { return };
    let again = Notification::parse(&once).expect("what was written is a notification");
    assert_eq!(again.metadata, notification.metadata);
    assert_eq!(serde_json::to_string(&again).expect("written once already"), once);
});
