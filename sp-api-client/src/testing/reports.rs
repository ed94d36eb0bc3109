//! The Reports API 2021-06-30.
//!
//! A report is queued, worked on and finished in virtual time. What it finds is what a test has put there for its type:
//! nothing put there means a report without data, which the service cancels.

use std::collections::BTreeMap;

use bytes::Bytes;
use chrono::{DateTime, Months, TimeDelta, Utc};
use serde_json::{Map, Value, json};

use super::{
    Amazon, Answer, Call, FakeSpApi, Processing,
    call::{field, iso},
    documents::{File, Purpose},
    jobs::{End, Job, Lists},
    notifications,
    routes::{Api, Route},
};

pub(super) const API: Api = Api {
    model: "reports_2021-06-30",
    routes: &[
        Route::get("getReports", "/reports/2021-06-30/reports", 0.0222, 10),
        Route::post("createReport", "/reports/2021-06-30/reports", 0.0167, 15),
        Route::delete("cancelReport", "/reports/2021-06-30/reports/{reportId}", 0.0222, 10),
        Route::get("getReport", "/reports/2021-06-30/reports/{reportId}", 2.0, 15),
        Route::get("getReportSchedules", "/reports/2021-06-30/schedules", 0.0222, 10),
        Route::post("createReportSchedule", "/reports/2021-06-30/schedules", 0.0222, 10),
        Route::delete("cancelReportSchedule", "/reports/2021-06-30/schedules/{reportScheduleId}", 0.0222, 10),
        Route::get("getReportSchedule", "/reports/2021-06-30/schedules/{reportScheduleId}", 0.0222, 10),
        Route::get("getReportDocument", "/reports/2021-06-30/documents/{reportDocumentId}", 0.0167, 15)
            .restricted(),
    ],
    answer,
};

fn answer(call: &Call<'_>, amazon: &mut Amazon) -> Result<Answer, Answer> {
    match call.operation {
        "getReports" => get_reports(call, amazon),
        "createReport" => create_report(call, amazon),
        "cancelReport" => cancel_report(call, amazon),
        "getReport" => get_report(call, amazon),
        "getReportSchedules" => get_schedules(call, amazon),
        "createReportSchedule" => create_schedule(call, amazon),
        "cancelReportSchedule" => cancel_schedule(call, amazon),
        "getReportSchedule" => get_schedule(call, amazon),
        _ => get_document(call, amazon),
    }
}

/// The settlement report that Amazon makes by itself.
const SETTLEMENT: &str = "GET_V2_SETTLEMENT_REPORT_DATA_FLAT_FILE_V2";

/// Reports that Amazon makes by itself: they are listed, never requested.
const MADE_BY_AMAZON: &[(&str, u32)] = &[
    ("GET_V2_SETTLEMENT_REPORT_DATA_FLAT_FILE", 1117),
    ("GET_V2_SETTLEMENT_REPORT_DATA_XML", 1117),
    (SETTLEMENT, 1118),
];

/// Reports whose documents hold buyers' personal data.
const RESTRICTED: &[&str] = &[
    "GET_AMAZON_FULFILLED_SHIPMENTS_DATA_INVOICING",
    "GET_AMAZON_FULFILLED_SHIPMENTS_DATA_TAX",
    "GET_EASYSHIP_DOCUMENTS",
    "GET_FLAT_FILE_ACTIONABLE_ORDER_DATA_SHIPPING",
    "GET_FLAT_FILE_ORDERS_RECONCILIATION_DATA_INVOICING",
    "GET_FLAT_FILE_ORDERS_RECONCILIATION_DATA_SHIPPING",
    "GET_FLAT_FILE_ORDERS_RECONCILIATION_DATA_TAX",
    "GET_FLAT_FILE_ORDER_REPORT_DATA_INVOICING",
    "GET_FLAT_FILE_ORDER_REPORT_DATA_SHIPPING",
    "GET_FLAT_FILE_ORDER_REPORT_DATA_TAX",
    "GET_GST_MTR_B2B_CUSTOM",
    "GET_ORDER_REPORT_DATA_INVOICING",
    "GET_ORDER_REPORT_DATA_SHIPPING",
    "GET_ORDER_REPORT_DATA_TAX",
    "GET_VAT_TRANSACTION_DATA",
    "SC_VAT_TAX_REPORT",
];

/// Reports that come only on a schedule.
const SCHEDULED_ONLY: &[&str] =
    &["GET_ORDER_REPORT_DATA_INVOICING", "GET_ORDER_REPORT_DATA_SHIPPING", "GET_ORDER_REPORT_DATA_TAX"];

/// Reports that cannot be scheduled.
const NOT_SCHEDULABLE: &[&str] = &[
    "GET_FLAT_FILE_ALL_ORDERS_DATA_BY_LAST_UPDATE_GENERAL",
    "GET_FLAT_FILE_ALL_ORDERS_DATA_BY_ORDER_DATE_GENERAL",
    "GET_XML_ALL_ORDERS_DATA_BY_LAST_UPDATE_GENERAL",
    "GET_XML_ALL_ORDERS_DATA_BY_ORDER_DATE_GENERAL",
];

/// Everything else that can be requested.
const OTHERS: &[&str] = &[
    "GET_AFN_INVENTORY_DATA",
    "GET_AFN_INVENTORY_DATA_BY_COUNTRY",
    "GET_AMAZON_FULFILLED_SHIPMENTS_DATA_GENERAL",
    "GET_BRAND_ANALYTICS_MARKET_BASKET_REPORT",
    "GET_BRAND_ANALYTICS_REPEAT_PURCHASE_REPORT",
    "GET_BRAND_ANALYTICS_SEARCH_TERMS_REPORT",
    "GET_DATE_RANGE_FINANCIAL_HOLDS_DATA",
    "GET_FBA_ESTIMATED_FBA_FEES_TXT_DATA",
    "GET_FBA_FULFILLMENT_CUSTOMER_RETURNS_DATA",
    "GET_FBA_FULFILLMENT_CUSTOMER_SHIPMENT_PROMOTION_DATA",
    "GET_FBA_FULFILLMENT_CUSTOMER_SHIPMENT_REPLACEMENT_DATA",
    "GET_FBA_FULFILLMENT_CUSTOMER_SHIPMENT_SALES_DATA",
    "GET_FBA_FULFILLMENT_CUSTOMER_TAXES_DATA",
    "GET_FBA_FULFILLMENT_INBOUND_NONCOMPLIANCE_DATA",
    "GET_FBA_FULFILLMENT_LONGTERM_STORAGE_FEE_CHARGES_DATA",
    "GET_FBA_FULFILLMENT_REMOVAL_ORDER_DETAIL_DATA",
    "GET_FBA_FULFILLMENT_REMOVAL_SHIPMENT_DETAIL_DATA",
    "GET_FBA_INVENTORY_PLANNING_DATA",
    "GET_FBA_MYI_ALL_INVENTORY_DATA",
    "GET_FBA_MYI_UNSUPPRESSED_INVENTORY_DATA",
    "GET_FBA_OVERAGE_FEE_CHARGES_DATA",
    "GET_FBA_RECOMMENDED_REMOVAL_DATA",
    "GET_FBA_REIMBURSEMENTS_DATA",
    "GET_FBA_STORAGE_FEE_CHARGES_DATA",
    "GET_FLAT_FILE_GEO_OPPORTUNITIES",
    "GET_FLAT_FILE_OPEN_LISTINGS_DATA",
    "GET_FLAT_FILE_PENDING_ORDERS_DATA",
    "GET_FLAT_FILE_RETURNS_DATA_BY_RETURN_DATE",
    "GET_FLAT_FILE_SALES_TAX_DATA",
    "GET_LEDGER_DETAIL_VIEW_DATA",
    "GET_LEDGER_SUMMARY_VIEW_DATA",
    "GET_MERCHANTS_LISTINGS_FYP_REPORT",
    "GET_MERCHANT_CANCELLED_LISTINGS_DATA",
    "GET_MERCHANT_LISTINGS_ALL_DATA",
    "GET_MERCHANT_LISTINGS_DATA",
    "GET_MERCHANT_LISTINGS_DATA_BACK_COMPAT",
    "GET_MERCHANT_LISTINGS_INACTIVE_DATA",
    "GET_PROMOTION_PERFORMANCE_REPORT",
    "GET_REFERRAL_FEE_PREVIEW_REPORT",
    "GET_RESERVED_INVENTORY_DATA",
    "GET_RESTOCK_INVENTORY_RECOMMENDATIONS_REPORT",
    "GET_SALES_AND_TRAFFIC_REPORT",
    "GET_SELLER_FEEDBACK_DATA",
    "GET_STRANDED_INVENTORY_LOADER_DATA",
    "GET_STRANDED_INVENTORY_UI_DATA",
    "GET_V1_SELLER_PERFORMANCE_REPORT",
    "GET_V2_SELLER_PERFORMANCE_REPORT",
    "GET_XML_BROWSE_TREE_DATA",
    "GET_XML_RETURNS_DATA_BY_RETURN_DATE",
];

const PERIODS: &[(&str, Period)] = &[
    ("PT5M", Period::Minutes(5)),
    ("PT15M", Period::Minutes(15)),
    ("PT30M", Period::Minutes(30)),
    ("PT1H", Period::Minutes(60)),
    ("PT2H", Period::Minutes(120)),
    ("PT4H", Period::Minutes(240)),
    ("PT8H", Period::Minutes(480)),
    ("PT12H", Period::Minutes(720)),
    ("P1D", Period::Minutes(1440)),
    ("P2D", Period::Minutes(2 * 1440)),
    ("P3D", Period::Minutes(3 * 1440)),
    ("PT84H", Period::Minutes(84 * 60)),
    ("P7D", Period::Minutes(7 * 1440)),
    ("P14D", Period::Minutes(14 * 1440)),
    ("P15D", Period::Minutes(15 * 1440)),
    ("P18D", Period::Minutes(18 * 1440)),
    ("P30D", Period::Minutes(30 * 1440)),
    ("P1M", Period::Month),
];

#[derive(Debug, Clone, Copy)]
enum Period {
    Minutes(i64),
    Month,
}

impl Period {
    fn after(self, time: DateTime<Utc>) -> DateTime<Utc> {
        match self {
            Self::Minutes(minutes) => time + TimeDelta::minutes(minutes),
            Self::Month => time.checked_add_months(Months::new(1)).unwrap_or(DateTime::<Utc>::MAX_UTC),
        }
    }
}

/// The file that a report finds, for [`FakeSpApi::put_report`] and [`FakeSpApi::put_settlement`].
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct ReportFile {
    /// What a reader finds after unpacking.
    pub bytes: Bytes,
    /// Whether it is stored gzipped. True unless set.
    pub gzip: bool,
    /// The `Content-Type` with which it is served, with a charset or without. None unless set, as on the real service.
    pub content_type: Option<String>,
    /// Whether it explains why the report failed: reports end `FATAL` with this document.
    pub fatal: bool,
    /// The marketplaces of a settlement. All of the seller's unless set. Requested reports take those of the request.
    pub marketplace_ids: Vec<String>,
    /// The period that a settlement covers, both bounds. None unless set.
    pub period: Option<(DateTime<Utc>, DateTime<Utc>)>,
}

impl ReportFile {
    /// A gzipped file with this content.
    pub fn new(bytes: impl Into<Bytes>) -> Self {
        Self {
            bytes: bytes.into(),
            gzip: true,
            content_type: None,
            fatal: false,
            marketplace_ids: Vec::new(),
            period: None,
        }
    }
}

/// A settlement that [`FakeSpApi::put_settlement`] has listed.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ListedReport {
    /// Its report id.
    pub report_id: String,
    /// Its document id.
    pub report_document_id: String,
}

impl FakeSpApi {
    /// Reports of this type find `file` from now on, those that are being worked on included.
    ///
    /// Without a file, a report is cancelled: it has no data.
    pub fn put_report(&self, seller_id: &str, report_type: &str, file: ReportFile) {
        let mut state = self.settled();
        state.amazon.books.of(seller_id).reports.files.insert(report_type.to_owned(), file);
    }

    /// Reports of this type have no data from now on.
    pub fn remove_report(&self, seller_id: &str, report_type: &str) {
        self.settled().amazon.books.of(seller_id).reports.files.remove(report_type);
    }

    /// Lists a settlement report, made by Amazon at this moment, as `getReports` finds them.
    pub fn put_settlement(&self, seller_id: &str, file: ReportFile) -> ListedReport {
        let now = self.now();
        let mut state = self.settled();
        let all = state.sellers.get(seller_id).map(|seller| seller.marketplaces.clone()).unwrap_or_default();
        let amazon = &mut state.amazon;
        let marketplaces = if file.marketplace_ids.is_empty() { all } else { file.marketplace_ids.clone() };
        let (start, end) = file.period.unzip();
        let specification =
            Specification { kind: SETTLEMENT.to_owned(), marketplaces, start, end, schedule_id: None };
        let report_id = queue(amazon, seller_id, &specification, now, Processing::default());
        let report_document_id = finish(amazon, seller_id, &report_id, Some(file), now).unwrap_or_default();
        ListedReport { report_id, report_document_id }
    }

    /// Sets how long reports take that are requested from now on. One minute in the queue and two of work unless set.
    pub fn set_report_processing(&self, processing: Processing) {
        self.settled().amazon.settings.report_processing = processing;
    }
}

/// The reports of one seller.
#[derive(Debug, Default)]
pub(super) struct Store {
    reports: BTreeMap<String, Report>,
    unfinished: Vec<String>,
    schedules: BTreeMap<String, Schedule>,
    /// What requests find, by report type.
    files: BTreeMap<String, ReportFile>,
    /// Report types, by document.
    documents: BTreeMap<String, String>,
    lists: Lists,
}

#[derive(Debug)]
struct Report {
    job: Job,
    start: Option<DateTime<Utc>>,
    end: Option<DateTime<Utc>>,
    schedule_id: Option<String>,
}

#[derive(Debug)]
struct Schedule {
    kind: String,
    marketplaces: Vec<String>,
    options: Option<Map<String, Value>>,
    period: &'static str,
    step: Period,
    next: DateTime<Utc>,
}

/// What a new report is about.
struct Specification {
    kind: String,
    marketplaces: Vec<String>,
    start: Option<DateTime<Utc>>,
    end: Option<DateTime<Utc>>,
    schedule_id: Option<String>,
}

impl Report {
    fn json(&self, now: DateTime<Utc>) -> Value {
        let mut json = self.job.json(now, ["reportId", "reportType", "reportDocumentId"]);
        let times = [("dataStartTime", self.start), ("dataEndTime", self.end)];
        for (name, time) in times {
            if let Some(time) = time {
                json.insert(name.to_owned(), json!(iso(time)));
            }
        }
        if let Some(schedule_id) = &self.schedule_id {
            json.insert("reportScheduleId".to_owned(), json!(schedule_id));
        }
        Value::Object(json)
    }
}

impl Schedule {
    fn json(&self, id: &str) -> Value {
        let mut json = json!({
            "reportScheduleId": id,
            "reportType": self.kind,
            "marketplaceIds": self.marketplaces,
            "period": self.period,
            "nextReportCreationTime": iso(self.next),
        });
        if let Some(options) = &self.options {
            json["reportOptions"] = json!(options);
        }
        json
    }
}

/// Creates the reports that schedules have come to, and finishes those that are done.
pub(super) fn settle(amazon: &mut Amazon, now: DateTime<Utc>) {
    for seller_id in amazon.books.sellers() {
        while let Some((id, at)) = next_schedule(&amazon.books.of(&seller_id).reports, now) {
            fire(amazon, &seller_id, &id, at);
        }
        let store = &mut amazon.books.of(&seller_id).reports;
        let is_due = |id: &String| store.reports.get(id).is_some_and(|report| report.job.is_due(now));
        let due: Vec<String> = store.unfinished.iter().filter(|id| is_due(id)).cloned().collect();
        for report_id in due {
            let store = &amazon.books.of(&seller_id).reports;
            let report = store.reports.get(&report_id);
            let file = report.and_then(|report| store.files.get(&report.job.kind)).cloned();
            let at = report.map_or(now, |report| report.job.ends);
            finish(amazon, &seller_id, &report_id, file, at);
        }
    }
}

/// The schedule that comes first, if its time has come.
fn next_schedule(store: &Store, now: DateTime<Utc>) -> Option<(String, DateTime<Utc>)> {
    let due = store.schedules.iter().filter(|(_, schedule)| schedule.next <= now);
    due.min_by_key(|(_, schedule)| schedule.next).map(|(id, schedule)| (id.clone(), schedule.next))
}

fn fire(amazon: &mut Amazon, seller_id: &str, schedule_id: &str, at: DateTime<Utc>) {
    let processing = amazon.settings.report_processing;
    let Some(schedule) = amazon.books.of(seller_id).reports.schedules.get_mut(schedule_id) else { return };
    schedule.next = schedule.step.after(at);
    let specification = Specification {
        kind: schedule.kind.clone(),
        marketplaces: schedule.marketplaces.clone(),
        start: None,
        end: None,
        schedule_id: Some(schedule_id.to_owned()),
    };
    queue(amazon, seller_id, &specification, at, processing);
}

fn queue(
    amazon: &mut Amazon,
    seller_id: &str,
    wanted: &Specification,
    now: DateTime<Utc>,
    processing: Processing,
) -> String {
    let id = (54_000_000_000 + amazon.numbers.next()).to_string();
    let job = Job::queued(id.clone(), &wanted.kind, wanted.marketplaces.clone(), now, processing);
    let report =
        Report { job, start: wanted.start, end: wanted.end, schedule_id: wanted.schedule_id.clone() };
    let store = &mut amazon.books.of(seller_id).reports;
    store.unfinished.push(id.clone());
    store.reports.insert(id.clone(), report);
    id
}

/// Ends a report with the file that it has found, and tells subscribers. The id of its document, if it has one.
fn finish(
    amazon: &mut Amazon,
    seller_id: &str,
    report_id: &str,
    file: Option<ReportFile>,
    at: DateTime<Utc>,
) -> Option<String> {
    let document_id = format!("amzn1.spdoc.1.4.na.{}.T{report_id}", amazon.numbers.uuid());
    let store = &mut amazon.books.of(seller_id).reports;
    store.unfinished.retain(|id| id != report_id);
    let job = &mut store.reports.get_mut(report_id)?.job;
    job.ends = at;
    job.end = Some(match &file {
        None => End::Cancelled,
        Some(file) if file.fatal => End::Fatal,
        Some(_) => End::Done,
    });
    job.document_id = file.as_ref().map(|_| document_id.clone());
    let mut payload = json!({
        "sellerId": seller_id,
        "accountId": format!("amzn1.merchant.o.{seller_id}"),
        "reportId": report_id,
        "reportType": job.kind,
        "processingStatus": job.status(at),
    });
    if file.is_some() {
        payload["reportDocumentId"] = json!(document_id);
    }
    if file.is_some() {
        store.documents.insert(document_id.clone(), job.kind.clone());
    }
    notifications::publish(amazon, seller_id, "REPORT_PROCESSING_FINISHED", payload, at);
    let ReportFile { bytes, gzip, content_type, .. } = file?;
    amazon.documents.store(&document_id, File { bytes, gzip, content_type });
    Some(document_id)
}

fn create_report(call: &Call<'_>, amazon: &mut Amazon) -> Result<Answer, Answer> {
    let body = call.body()?;
    let kind = field::required_text(&body, "reportType")?;
    let marketplaces = field::texts(&body, "marketplaceIds", 1, 25)?;
    call.check_marketplaces(&marketplaces)?;
    check_options(&body)?;
    let (start, end) = (field::time(&body, "dataStartTime")?, field::time(&body, "dataEndTime")?);
    if start.zip(end).is_some_and(|(start, end)| end < start) {
        return Err(Answer::invalid_input("dataEndTime is earlier than dataStartTime."));
    }
    check_type(kind)?;
    if SCHEDULED_ONLY.contains(&kind) {
        return Err(not_allowed(kind));
    }
    let wanted = Specification { kind: kind.to_owned(), marketplaces, start, end, schedule_id: None };
    let processing = amazon.settings.report_processing;
    let id = queue(amazon, &call.seller.seller_id, &wanted, call.now, processing);
    Ok(Answer::json(202, &json!({ "reportId": id })))
}

fn check_type(kind: &str) -> Result<(), Answer> {
    if MADE_BY_AMAZON.iter().any(|(name, _)| *name == kind) {
        return Err(not_allowed(kind));
    }
    if [RESTRICTED, SCHEDULED_ONLY, NOT_SCHEDULABLE, OTHERS].iter().any(|types| types.contains(&kind)) {
        return Ok(());
    }
    Err(Answer::error(400, "InvalidInput", &format!("Invalid Report Type {kind}"), ""))
}

/// The refusal of a type that exists. The real service names types by number here.
fn not_allowed(kind: &str) -> Answer {
    let number = MADE_BY_AMAZON.iter().find(|(name, _)| *name == kind).map_or(1100, |(_, number)| *number);
    let message = format!("Request for report type {number} is not allowed at this time");
    Answer::error(400, "InvalidInput", &message, "")
}

fn check_options(body: &Map<String, Value>) -> Result<(), Answer> {
    let options = field::object(body, "reportOptions")?;
    if options.is_some_and(|options| options.values().any(|value| !value.is_string())) {
        return Err(Answer::invalid_input("reportOptions must have texts as values."));
    }
    Ok(())
}

fn get_report(call: &Call<'_>, amazon: &mut Amazon) -> Result<Answer, Answer> {
    let report = amazon.books.of(&call.seller.seller_id).reports.reports.get(call.path("reportId"));
    let report = report.filter(|report| report.job.is_listed(call.now)).ok_or_else(no_report)?;
    Ok(Answer::json(200, &report.json(call.now)))
}

fn cancel_report(call: &Call<'_>, amazon: &mut Amazon) -> Result<Answer, Answer> {
    let store = &mut amazon.books.of(&call.seller.seller_id).reports;
    let report = store.reports.get_mut(call.path("reportId")).ok_or_else(no_report)?;
    report.job.cancel(call.now)?;
    let id = report.job.id.clone();
    store.unfinished.retain(|unfinished| *unfinished != id);
    Ok(Answer::empty(200))
}

fn no_report() -> Answer {
    Answer::not_found("One or more of the provided ReportRequestIds could not be found.")
}

fn get_reports(call: &Call<'_>, amazon: &mut Amazon) -> Result<Answer, Answer> {
    let Store { reports, lists, .. } = &mut amazon.books.of(&call.seller.seller_id).reports;
    let jobs = reports.values().map(|report| &report.job);
    let (page, next) = lists.page(call, &mut amazon.numbers, "reportTypes", jobs)?;
    let found = page.iter().filter_map(|job| reports.get(&job.id));
    let mut body = json!({ "reports": found.map(|report| report.json(call.now)).collect::<Vec<_>>() });
    if let Some(token) = next {
        body["nextToken"] = json!(token);
    }
    Ok(Answer::json(200, &body))
}

fn create_schedule(call: &Call<'_>, amazon: &mut Amazon) -> Result<Answer, Answer> {
    let body = call.body()?;
    let kind = field::required_text(&body, "reportType")?;
    let marketplaces = field::texts(&body, "marketplaceIds", 1, 25)?;
    call.check_marketplaces(&marketplaces)?;
    check_options(&body)?;
    let period = field::required_text(&body, "period")?;
    let next = field::time(&body, "nextReportCreationTime")?;
    let known = PERIODS.iter().find(|(name, _)| *name == period);
    let (period, step) =
        *known.ok_or_else(|| Answer::invalid_input(&format!("'{period}' is not a value of period.")))?;
    check_type(kind)?;
    if NOT_SCHEDULABLE.contains(&kind) {
        return Err(not_allowed(kind));
    }
    let id = (50_000_000 + amazon.numbers.next()).to_string();
    let schedules = &mut amazon.books.of(&call.seller.seller_id).reports.schedules;
    // One schedule for a type and its marketplaces: a new one takes the place of the old.
    schedules.retain(|_, schedule| schedule.kind != kind || schedule.marketplaces != marketplaces);
    let next = next.unwrap_or_else(|| step.after(call.now));
    let options = field::object(&body, "reportOptions")?.cloned();
    let schedule = Schedule { kind: kind.to_owned(), marketplaces, options, period, step, next };
    schedules.insert(id.clone(), schedule);
    Ok(Answer::json(201, &json!({ "reportScheduleId": id })))
}

fn get_schedules(call: &Call<'_>, amazon: &mut Amazon) -> Result<Answer, Answer> {
    let kinds = call.query.required_list("reportTypes", 10)?;
    let schedules = &amazon.books.of(&call.seller.seller_id).reports.schedules;
    let found = schedules.iter().filter(|(_, schedule)| kinds.contains(&schedule.kind));
    let found: Vec<Value> = found.map(|(id, schedule)| schedule.json(id)).collect();
    Ok(Answer::json(200, &json!({ "reportSchedules": found })))
}

fn get_schedule(call: &Call<'_>, amazon: &mut Amazon) -> Result<Answer, Answer> {
    let id = call.path("reportScheduleId");
    let schedule = amazon.books.of(&call.seller.seller_id).reports.schedules.get(id);
    Ok(Answer::json(200, &schedule.ok_or_else(no_schedule)?.json(id)))
}

fn cancel_schedule(call: &Call<'_>, amazon: &mut Amazon) -> Result<Answer, Answer> {
    let schedules = &mut amazon.books.of(&call.seller.seller_id).reports.schedules;
    schedules.remove(call.path("reportScheduleId")).ok_or_else(no_schedule)?;
    Ok(Answer::empty(200))
}

fn no_schedule() -> Answer {
    Answer::not_found("The report schedule does not exist.")
}

fn get_document(call: &Call<'_>, amazon: &mut Amazon) -> Result<Answer, Answer> {
    let id = call.path("reportDocumentId");
    let tells_encoding = call.query.boolean("enableContentEncodingUrlHeader")?.unwrap_or(false);
    let missing = || Answer::not_found("The report document does not exist.");
    let kind = amazon.books.of(&call.seller.seller_id).reports.documents.get(id).ok_or_else(missing)?;
    if RESTRICTED.contains(&kind.as_str()) && call.restricted.is_none() {
        // The real service gives no reason.
        return Err(Answer::unauthorized(""));
    }
    let gzip = amazon.documents.get(id).ok_or_else(missing)?.gzip;
    let url = amazon.documents.sign(call, &mut amazon.numbers, id, Purpose::Download { tells_encoding });
    let mut body = json!({ "reportDocumentId": id, "url": url });
    if gzip {
        body["compressionAlgorithm"] = json!("GZIP");
    }
    Ok(Answer::json(200, &body))
}
