//! What became of each message of a feed.

use std::collections::BTreeSet;

use commerce_client_core::{
    decode::{self, DecodeError, Lenient},
    list::List,
    open_enum,
};
use quick_xml::{Reader, XmlVersion, events::Event};
use serde::{Deserialize, Serialize};

use super::{FeedId, ProcessingStatus};
use crate::{
    ids::{SellerId, SellerSku},
    listings,
};

/// The processing report of a feed: JSON for listings feeds, XML for the older ones; one type for both.
///
/// A feed that is done has been processed, no more: a message is accepted if no complaint of severity
/// [`Error`](ProcessingSeverity::Error) is about it, and Amazon may still find fault with the listing later.
///
/// # Source
/// Amazon's schemas `listings-feed-processing-report-schema-v2` and `ProcessingReport.xsd`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ProcessingReport {
    /// Which feed of which seller; XML reports do not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub header: Option<ProcessingHeader>,
    /// What Amazon has to say, message by message.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub issues: List<ProcessingIssue>,
    /// The counts.
    #[serde(default)]
    pub summary: ProcessingSummary,
    /// The listings as they are now; only if the feed asked for them.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub items: List<Lenient<listings::Item>>,
}

/// Which feed of which seller.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ProcessingHeader {
    /// The seller.
    pub seller_id: SellerId,
    /// The version of the format: `2.0`.
    pub version: String,
    /// The feed.
    pub feed_id: FeedId,
    /// What the feed asked to be told of its listings.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub report: Option<serde_json::Map<String, serde_json::Value>>,
}

/// One complaint.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ProcessingIssue {
    /// The message it is about; the feed as a whole if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message_id: Option<u32>,
    /// The listing it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sku: Option<SellerSku>,
    /// Amazon's code, such as `90220` (a required attribute is missing).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// How bad it is.
    pub severity: ProcessingSeverity,
    /// For people.
    pub message: String,
    /// The attribute it is about, such as `purchasable_offer.our_price`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attribute_name: Option<String>,
}

open_enum! {
    /// How bad a complaint is.
    pub enum ProcessingSeverity {
        /// The message was not accepted.
        Error = "ERROR",
        /// It was accepted all the same.
        Warning = "WARNING",
        /// Worth knowing.
        Info = "INFO",
    }
}

/// The counts of a processing report. Accepted and invalid messages add up to those processed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ProcessingSummary {
    /// Complaints that are errors; a message may have several.
    pub errors: u64,
    /// Complaints that are warnings.
    pub warnings: u64,
    /// Messages looked at.
    pub messages_processed: u64,
    /// Messages accepted.
    pub messages_accepted: u64,
    /// Messages not accepted.
    pub messages_invalid: u64,
    /// The counts of the listings, if the feed asked for them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub item_summary: Option<ItemSummary>,
}

/// The counts of the listings that a feed asked to be told of.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ItemSummary {
    /// Listings.
    pub items: u64,
    /// Errors over all of them.
    pub errors: u64,
    /// Warnings over all of them.
    pub warnings: u64,
}

impl ProcessingReport {
    /// Reads a report: JSON or XML, whichever it is.
    ///
    /// # Errors
    /// [`DecodeError`] when it is neither, or cut short.
    pub fn parse(text: &str) -> Result<Self, DecodeError> {
        if text.trim_start().starts_with('<') { from_xml(text) } else { decode::json(text.as_bytes()) }
    }

    /// Adds the complaint that the feed as a whole came to nothing.
    pub(super) fn is_of_a_feed_that_ended(&mut self, status: &ProcessingStatus) {
        self.issues.push(ProcessingIssue {
            message_id: None,
            sku: None,
            code: Some(status.to_string()),
            severity: ProcessingSeverity::Error,
            message: format!("the feed ended as {status}: what it did not report may not have been done"),
            attribute_name: None,
        });
    }

    /// The complaints for which a message, or the whole feed, was not accepted. A severity that nobody knew when this was
    /// written counts among them.
    pub fn rejected(&self) -> impl Iterator<Item = &ProcessingIssue> {
        let harmless = [ProcessingSeverity::Warning, ProcessingSeverity::Info];
        self.issues.iter().filter(move |issue| !harmless.contains(&issue.severity))
    }

    /// Whether the message of this number was accepted. Amazon reports only complaints: no news is good news, unless a
    /// complaint is about the feed as a whole, or no message was looked at.
    pub fn is_accepted(&self, message_id: u32) -> bool {
        self.summary.messages_processed > 0
            && self.rejected().all(|issue| issue.message_id.is_some_and(|about| about != message_id))
    }

    /// Whether the counts agree with each other and with `sent` messages. If they do not, look at the listings: part of
    /// the feed may not have been processed.
    pub fn is_complete(&self, sent: usize) -> bool {
        let summary = &self.summary;
        let rejected: BTreeSet<u32> = self.rejected().filter_map(|issue| issue.message_id).collect();
        summary.messages_processed == sent as u64
            && summary.messages_accepted.checked_add(summary.messages_invalid)
                == Some(summary.messages_processed)
            && rejected.len() as u64 <= summary.messages_invalid
    }
}

/// `ProcessingReport.xsd`: a summary, and a `Result` for each complaint.
fn from_xml(text: &str) -> Result<ProcessingReport, DecodeError> {
    let mut reader = Reader::from_str(text);
    let (mut report, mut path, mut value) =
        (ProcessingReport::default(), Vec::<String>::new(), String::new());
    let (mut issue, mut complete) = (Complaint::default(), false);
    let broken = || DecodeError::missing("an end: the XML is cut short or damaged");
    loop {
        match reader.read_event().map_err(|_| broken())? {
            Event::Start(tag) => {
                path.push(tag.local_name().as_ref().to_owned());
                value.clear();
            }
            Event::Text(more) => value.push_str(&more.xml_content(XmlVersion::default())),
            Event::CData(more) => value.push_str(&more),
            Event::GeneralRef(reference) => value.push_str(&resolved(&reference).ok_or_else(broken)?),
            Event::End(_) => {
                let name = path.pop().unwrap_or_default();
                let inside = path.last().map(String::as_str).unwrap_or_default();
                let text = value.trim();
                match (inside, name.as_str()) {
                    ("ProcessingSummary", count) => {
                        report.summary.count(count, text.parse().unwrap_or_default())
                    }
                    ("Result", field) => issue.set(field, text),
                    ("AdditionalInfo", "SKU") => issue.sku = SellerSku::new(text).ok(),
                    (_, "Result") => report.issues.push(std::mem::take(&mut issue).into()),
                    (_, "ProcessingReport") => complete = true,
                    _ => {}
                }
                value.clear();
            }
            Event::Eof => break,
            _ => {}
        }
    }
    if !complete {
        return Err(broken());
    }
    let summary = &mut report.summary;
    summary.messages_invalid = summary.messages_processed.saturating_sub(summary.messages_accepted);
    (summary.errors, summary.warnings) = (0, 0);
    for issue in &report.issues {
        match issue.severity {
            ProcessingSeverity::Error => summary.errors += 1,
            _ => summary.warnings += 1,
        }
    }
    Ok(report)
}

/// `&amp;`, `&#38;` and the like.
fn resolved(reference: &quick_xml::events::BytesRef<'_>) -> Option<String> {
    if let Ok(Some(letter)) = reference.resolve_char_ref() {
        return Some(letter.to_string());
    }
    quick_xml::escape::resolve_predefined_entity(reference).map(str::to_owned)
}

#[derive(Default)]
struct Complaint {
    message_id: Option<u32>,
    sku: Option<SellerSku>,
    code: Option<String>,
    result: String,
    description: String,
}

impl Complaint {
    fn set(&mut self, field: &str, text: &str) {
        match field {
            // Zero is the feed as a whole.
            "MessageID" => self.message_id = text.parse().ok().filter(|id| *id > 0),
            "ResultCode" => self.result = text.to_owned(),
            "ResultMessageCode" => self.code = Some(text.to_owned()),
            "ResultDescription" => self.description = text.to_owned(),
            _ => {}
        }
    }
}

impl From<Complaint> for ProcessingIssue {
    fn from(complaint: Complaint) -> Self {
        Self {
            message_id: complaint.message_id,
            sku: complaint.sku,
            code: complaint.code,
            severity: ProcessingSeverity::from(complaint.result.to_uppercase().as_str()),
            message: complaint.description,
            attribute_name: None,
        }
    }
}

impl ProcessingSummary {
    fn count(&mut self, name: &str, count: u64) {
        match name {
            "MessagesProcessed" => self.messages_processed = count,
            "MessagesSuccessful" => self.messages_accepted = count,
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const XML: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
        <AmazonEnvelope><Message><MessageID>1</MessageID><ProcessingReport>
        <DocumentTransactionID>1</DocumentTransactionID><StatusCode>Complete</StatusCode>
        <ProcessingSummary><MessagesProcessed>3</MessagesProcessed><MessagesSuccessful>2</MessagesSuccessful>
        <MessagesWithError>1</MessagesWithError><MessagesWithWarning>1</MessagesWithWarning></ProcessingSummary>
        <Result><MessageID>2</MessageID><ResultCode>Error</ResultCode><ResultMessageCode>18028</ResultMessageCode>
        <ResultDescription>Shipped &amp; gone: 2 &lt; 3</ResultDescription>
        <AdditionalInfo><SKU>MUG-1</SKU></AdditionalInfo></Result>
        <Result><MessageID>3</MessageID><ResultCode>Warning</ResultCode><ResultMessageCode>1</ResultMessageCode>
        <ResultDescription>late</ResultDescription></Result>
        </ProcessingReport></Message></AmazonEnvelope>"#;

    #[test]
    fn an_xml_report_tells_the_same_as_a_json_one() {
        let report = ProcessingReport::parse(XML).unwrap();
        assert_eq!(report.issues.len(), 2);
        assert_eq!(report.issues[0].message, "Shipped & gone: 2 < 3");
        assert_eq!(report.issues[0].sku.as_ref().map(SellerSku::as_str), Some("MUG-1"));
        assert!(report.is_accepted(1) && !report.is_accepted(2) && report.is_accepted(3));
        assert!(report.is_complete(3) && !report.is_complete(4));
    }

    #[test]
    fn a_cut_report_is_an_error_and_not_good_news() {
        assert!(ProcessingReport::parse(&XML[..XML.len() - 60]).is_err());
        assert!(ProcessingReport::parse(r#"{"issues":[],"summary":{"errors":0"#).is_err());
        assert!(ProcessingReport::parse("Feed Processing Summary:").is_err());
    }

    #[test]
    fn a_complaint_about_the_whole_feed_is_about_every_message() {
        let report = r#"{"issues":[{"code":"4000001","severity":"ERROR","message":"not JSON"}],"summary":
            {"errors":1,"warnings":0,"messagesProcessed":0,"messagesAccepted":0,"messagesInvalid":0}}"#;
        assert!(!ProcessingReport::parse(report).unwrap().is_accepted(1));
    }
}
