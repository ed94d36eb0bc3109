//! Reports API, version 2021-06-30: files that Amazon makes on request, by schedule, or by itself.
//!
//! [`Reports::request`] to [`ReportJob::rows`] is the way from wish to rows, [`Reports::finished`] the way to what is
//! there already (settlements!). The operations underneath have the model's names.

mod job;
mod kind;
pub mod model;

use chrono::{DateTime, Utc};

pub use self::{
    job::{FinishedReport, FinishedReports, ReportJob, ReportRequest},
    kind::ReportType,
    model::*,
};
use crate::{documents::Document, ids::MarketplaceId};

impl Reports {
    /// A report to be made, waited for and read.
    pub fn request(&self, kind: ReportType) -> ReportRequest {
        ReportRequest::new(self.api.clone(), kind)
    }

    /// The report of this id, asked for earlier or by another process.
    pub fn job(&self, id: ReportId) -> ReportJob {
        ReportJob::new(self.api.clone(), id)
    }

    /// The reports of these types that are there already, such as [settlements](ReportType::SettlementV2).
    pub fn finished(&self, kinds: impl IntoIterator<Item = ReportType>) -> FinishedReports {
        FinishedReports::new(self.api.clone(), kinds.into_iter().collect())
    }

    /// The document of this id. Say with [`restricted_document`](Self::restricted_document) that it holds buyers' data.
    pub fn document(&self, id: ReportDocumentId) -> Document {
        Document::of_report(self.api.clone(), id, false)
    }

    /// The document of this id, of a [restricted](ReportType::is_restricted) type: it opens to a restricted data token,
    /// which is fetched.
    pub fn restricted_document(&self, id: ReportDocumentId) -> Document {
        Document::of_report(self.api.clone(), id, true)
    }
}

crate::request::api! {
    /// The Reports API. Get it from [`SpApi::reports`](crate::SpApi::reports).
    Reports in "reports_2021-06-30";

    /// Lists reports of the last 90 days, newest first. Types or a page token are required.
    ///
    /// Meant for finding reports, not for polling: one report's state is asked with
    /// [`get_report`](Self::get_report), ninety times as often.
    ///
    /// # Errors
    /// [`Rejected`](crate::ErrorKind::Rejected) without types or a page token, for more than 10 types or marketplaces,
    /// a start more than 90 days ago, or other filters beside a page token. [`Auth`](crate::ErrorKind::Auth) when the
    /// application lacks the role for one of the types.
    fn get_reports() -> GetReportsResponse
        = GetReports, GET_REPORTS: Read GET "/reports/2021-06-30/reports" as "getReports" at 0.0222, 10
    {
        /// Only these types; 1 to 10.
        list report_types: ReportType = "reportTypes",
        /// Only those that are this far.
        list processing_statuses: ProcessingStatus = "processingStatuses",
        /// Only those for one of these marketplaces; 1 to 10.
        list marketplace_ids: MarketplaceId = "marketplaceIds",
        /// Reports a page, 1 to 100. Amazon's default is 10.
        query page_size: i64 = "pageSize",
        /// Only those asked for at or after this instant, 90 days ago at most (the default).
        query created_since: DateTime<Utc> = "createdSince",
        /// Only those asked for at or before this instant.
        query created_until: DateTime<Utc> = "createdUntil",
    }
    pages "nextToken" true |page| page.next_token.as_deref(), page.reports => Report;

    /// Asks for a report to be made. [`Reports::request`] does it with less.
    ///
    /// A repeat makes a second report: after an answer that was lost, look for the first with
    /// [`get_reports`](Self::get_reports).
    ///
    /// # Errors
    /// [`Rejected`](crate::ErrorKind::Rejected) for a type that Amazon makes by itself (settlements).
    fn create_report(body specification: &CreateReportSpecification) -> CreateReportResponse
        = CreateReport, CREATE_REPORT: Create POST "/reports/2021-06-30/reports" as "createReport" at 0.0167, 15;

    /// Cancels a report whose turn has not come.
    ///
    /// # Errors
    /// [`Rejected`](crate::ErrorKind::Rejected) once Amazon has begun with it.
    fn cancel_report(path report_id: &ReportId = "reportId") -> ()
        = CancelReport, CANCEL_REPORT: Absolute DELETE "/reports/2021-06-30/reports/{reportId}" as "cancelReport"
          at 0.0222, 10;

    /// Reads how far a report is. This is the operation to poll.
    ///
    /// # Errors
    /// [`NotFound`](crate::ErrorKind::NotFound) for an id this seller does not have: ids are unique for one seller
    /// only. A report that failed is no error: its [`processing_status`](Report::processing_status) says so.
    fn get_report(path report_id: &ReportId = "reportId") -> Report
        = GetReport, GET_REPORT: Read GET "/reports/2021-06-30/reports/{reportId}" as "getReport" at 2.0, 15;

    /// Lists the schedules of these types; 1 to 10.
    ///
    /// # Errors
    /// [`Rejected`](crate::ErrorKind::Rejected) without types, or for more than 10. [`Auth`](crate::ErrorKind::Auth)
    /// when the application lacks the role for one of them.
    fn get_report_schedules(list report_types: &[ReportType] = "reportTypes") -> ReportScheduleList
        = GetReportSchedules, GET_REPORT_SCHEDULES: Read GET "/reports/2021-06-30/schedules" as "getReportSchedules"
          at 0.0222, 10;

    /// Has a report made again and again. It replaces the schedule of the same type and marketplaces, so that a repeat
    /// does no harm. What it makes is found with [`Reports::finished`].
    ///
    /// # Errors
    /// [`Rejected`](crate::ErrorKind::Rejected) for a type that cannot be scheduled, or more than 25 marketplaces.
    /// [`Auth`](crate::ErrorKind::Auth) when the application lacks the role for the type.
    fn create_report_schedule(body specification: &CreateReportScheduleSpecification)
        -> CreateReportScheduleResponse
        = CreateReportSchedule, CREATE_REPORT_SCHEDULE: Absolute POST "/reports/2021-06-30/schedules"
          as "createReportSchedule" at 0.0222, 10;

    /// Ends a schedule. What it has had made stays.
    ///
    /// # Errors
    /// [`NotFound`](crate::ErrorKind::NotFound) for a schedule this seller does not have, or one that was replaced or
    /// ended before.
    fn cancel_report_schedule(path report_schedule_id: &ReportScheduleId = "reportScheduleId") -> ()
        = CancelReportSchedule, CANCEL_REPORT_SCHEDULE: Absolute DELETE
          "/reports/2021-06-30/schedules/{reportScheduleId}" as "cancelReportSchedule" at 0.0222, 10;

    /// Reads a schedule.
    ///
    /// # Errors
    /// [`NotFound`](crate::ErrorKind::NotFound) for a schedule this seller does not have, or one that was replaced or
    /// ended.
    fn get_report_schedule(path report_schedule_id: &ReportScheduleId = "reportScheduleId") -> ReportSchedule
        = GetReportSchedule, GET_REPORT_SCHEDULE: Read GET "/reports/2021-06-30/schedules/{reportScheduleId}"
          as "getReportSchedule" at 0.0222, 10;

    /// Asks for a link to a document. [`Document`] does it, and follows it.
    ///
    /// # Errors
    /// [`NotFound`](crate::ErrorKind::NotFound) for a document that this seller does not have, or that is older than
    /// Amazon keeps it. [`Auth`](crate::ErrorKind::Auth) for a report with buyers' data without a restricted data
    /// token.
    fn get_report_document(path report_document_id: &ReportDocumentId = "reportDocumentId") -> ReportDocument
        = GetReportDocument, GET_REPORT_DOCUMENT: Read GET "/reports/2021-06-30/documents/{reportDocumentId}"
          as "getReportDocument" at 0.0167, 15
    {
        /// Whether the storage is to declare gzip as the transfer's encoding, for HTTP clients that unpack by
        /// themselves.
        query enable_content_encoding_url_header: bool = "enableContentEncodingUrlHeader",
    };
}
