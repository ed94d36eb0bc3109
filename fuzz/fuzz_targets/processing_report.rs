//! Any text as what became of a feed: no panic, and what is written reads back as the same.
#![no_main]

use libfuzzer_sys::fuzz_target;
use sp_api_client::feeds::ProcessingReport;

fuzz_target!(|text: &[u8]| {
    let Ok(text) = std::str::from_utf8(text) else { return };
    let Ok(report) = ProcessingReport::parse(text) else { return };
    let _ = format!("{report:?}");
    let _ = report.is_complete(3);
    let rejected = report.rejected().any(|issue| issue.message_id.is_none_or(|about| about == 2));
    assert_eq!(report.is_accepted(2), !rejected && report.summary.messages_processed > 0);
    // A listing may hold an amount with more digits than a JSON number does, which is not written.
    let Ok(written) = serde_json::to_string(&report) else { return };
    let again = ProcessingReport::parse(&written).expect("what was written is a report");
    assert_eq!((again.issues, again.summary), (report.issues, report.summary));
});
