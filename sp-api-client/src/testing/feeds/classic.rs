//! The feeds that are XML or tab-separated: messages are counted and checked for their order, and a report tells of each.
//! An invoice is a PDF, which is taken as a whole.

use super::{Outcome, Work};
use crate::testing::{Amazon, jobs::End};

const XML: &str = "text/xml; charset=UTF-8";

/// The feed whose document is a PDF.
const INVOICE: &str = "UPLOAD_VAT_INVOICE";

pub(super) fn process(amazon: &mut Amazon, work: &Work<'_>) -> Outcome {
    if work.kind == INVOICE {
        return invoice(work);
    }
    let text = String::from_utf8_lossy(work.bytes);
    let is_xml = text.trim_start_matches('\u{feff}').trim_start().starts_with('<');
    if is_xml == work.kind.contains("FLAT_FILE") {
        return Outcome { end: End::Fatal, report: None };
    }
    let is_known = |order_id: &str| amazon.books.of(work.seller_id).orders.has(order_id);
    if is_xml {
        let report = xml(&text, work.feed_id, is_known);
        return Outcome { end: End::Done, report: Some((report.into_bytes(), XML)) };
    }
    let report = flat(&text, is_known);
    Outcome { end: End::Done, report: Some((report.into_bytes(), "text/plain; charset=UTF-8")) }
}

/// Takes a PDF that was uploaded as one. Whom it is for is said in the options of the feed.
fn invoice(work: &Work<'_>) -> Outcome {
    let declared = work.content_type.to_ascii_lowercase().starts_with("application/pdf");
    if !declared || !work.bytes.starts_with(b"%PDF-") {
        return Outcome { end: End::Fatal, report: None };
    }
    let report = report(work.feed_id, (1, 0), "");
    Outcome { end: End::Done, report: Some((report.into_bytes(), XML)) }
}

/// The report of an XML feed. A message whose `AmazonOrderID` nobody knows is an error.
fn xml(text: &str, feed_id: &str, mut is_known: impl FnMut(&str) -> bool) -> String {
    let mut results = String::new();
    let (mut processed, mut failed) = (0, 0);
    for message in text.split("<Message>").skip(1) {
        processed += 1;
        let Some(order_id) = element(message, "AmazonOrderID").filter(|id| !is_known(id)) else { continue };
        failed += 1;
        let id = element(message, "MessageID").unwrap_or("0");
        results += &format!(
            "<Result><MessageID>{id}</MessageID><ResultCode>Error</ResultCode>\
             <ResultMessageCode>18028</ResultMessageCode>\
             <ResultDescription>The order does not exist.</ResultDescription>\
             <AdditionalInfo><AmazonOrderID>{order_id}</AmazonOrderID></AdditionalInfo></Result>"
        );
    }
    report(feed_id, (processed, failed), &results)
}

/// A processing report, of so many messages of which so many are wrong.
fn report(feed_id: &str, (processed, failed): (u32, u32), results: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<AmazonEnvelope><Header><DocumentVersion>1.02</DocumentVersion>\
         </Header><MessageType>ProcessingReport</MessageType><Message><MessageID>1</MessageID><ProcessingReport>\
         <DocumentTransactionID>{feed_id}</DocumentTransactionID><StatusCode>Complete</StatusCode>\
         <ProcessingSummary><MessagesProcessed>{processed}</MessagesProcessed>\
         <MessagesSuccessful>{}</MessagesSuccessful><MessagesWithError>{failed}</MessagesWithError>\
         <MessagesWithWarning>0</MessagesWithWarning></ProcessingSummary>{results}</ProcessingReport></Message>\
         </AmazonEnvelope>",
        processed - failed
    )
}

fn element<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    let (_, rest) = text.split_once(&format!("<{name}>"))?;
    Some(rest.split_once(&format!("</{name}>"))?.0.trim())
}

/// The report of a flat file. A record whose `order-id` nobody knows is an error.
fn flat(text: &str, mut is_known: impl FnMut(&str) -> bool) -> String {
    let mut lines = text.lines();
    let order_id =
        lines.next().and_then(|header| header.split('\t').position(|name| name.trim() == "order-id"));
    let mut errors = String::new();
    let (mut processed, mut failed) = (0, 0);
    for line in lines.filter(|line| !line.trim().is_empty()) {
        processed += 1;
        let id = order_id.and_then(|column| line.split('\t').nth(column)).map(str::trim);
        if let Some(id) = id.filter(|id| !is_known(id)) {
            failed += 1;
            errors += &format!("{processed}\t{id}\t18028\tError\tThe order does not exist.\n");
        }
    }
    let mut report = format!(
        "Feed Processing Summary:\n\tNumber of records processed\t\t{processed}\n\tNumber of records successful\t\t{}\n\n",
        processed - failed
    );
    if failed > 0 {
        report += "original-record-number\torder-id\terror-code\terror-type\terror-message\n";
        report += &errors;
    }
    report
}
