//! Real files and their expected totals, read where the shared folder is present.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use chrono::{DateTime, NaiveDateTime, Utc};
use rust_decimal::Decimal;
use serde_json::Value;
use sp_api_client::{
    Marketplace,
    documents::text::{DocumentText, Progress, TextOptions},
    flat_file::*,
};

#[expect(clippy::disallowed_methods, reason = "tests find the shared folder by it")]
fn folder(name: &str) -> PathBuf {
    let shared = std::env::var("SHARED_DIR")
        .unwrap_or_else(|_| concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared").into());
    Path::new(&shared).join("fixtures/amazon").join(name)
}

/// The files of a folder that have expected results, with these.
fn expected_in(name: &str) -> Vec<(String, Vec<u8>, Value)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder(name)).unwrap() {
        let path = entry.unwrap().path();
        let expected = PathBuf::from(format!("{}.expected.json", path.display()));
        if expected.exists() {
            let expected = serde_json::from_slice(&fs::read(expected).unwrap()).unwrap();
            found.push((path.display().to_string(), fs::read(&path).unwrap(), expected));
        }
    }
    found
}

fn texts(value: &Value) -> BTreeSet<&str> {
    value.as_array().unwrap().iter().map(|text| text.as_str().unwrap()).collect()
}

fn decimal(value: &Value) -> Decimal {
    value.as_str().unwrap().parse().unwrap()
}

/// Read another way than the library reads it.
fn instant(value: &Value) -> DateTime<Utc> {
    let text = value.as_str().unwrap();
    ["%d.%m.%Y %H:%M:%S UTC", "%Y-%m-%d %H:%M:%S UTC", "%Y-%m-%dT%H:%M:%S+00:00"]
        .iter()
        .find_map(|form| NaiveDateTime::parse_from_str(text, form).ok())
        .unwrap_or_else(|| panic!("{text}"))
        .and_utc()
}

type Sums = BTreeMap<(String, String, String), (Decimal, u64)>;

fn expected_sums(expected: &Value) -> Sums {
    let text = |sum: &Value, name: &str| sum[name].as_str().unwrap().to_owned();
    let sums = expected["sums"].as_array().unwrap().iter();
    sums.map(|sum| {
        let key = (text(sum, "transaction-type"), text(sum, "amount-type"), text(sum, "amount-description"));
        (key, (decimal(&sum["sum"]), sum["count"].as_u64().unwrap()))
    })
    .collect()
}

fn add(sums: &mut Sums, key: (&str, &str, &str), amount: Decimal) {
    let sum = sums.entry((key.0.into(), key.1.into(), key.2.into())).or_default();
    sum.0 += amount;
    sum.1 += 1;
}

/// What both versions of a settlement have in common.
fn assert_summary(file: &str, summary: &SettlementSummary, expected: &Value) {
    assert_eq!(summary.settlement_id, expected["settlement_id"].as_str().unwrap(), "{file}");
    assert_eq!(summary.currency.as_str(), expected["currency"].as_str().unwrap(), "{file}");
    assert_eq!(summary.total, decimal(&expected["declared_total"]), "{file}");
    assert_eq!(summary.start, Some(instant(&expected["settlement_start_date"])), "{file}");
    assert_eq!(summary.end, Some(instant(&expected["settlement_end_date"])), "{file}");
    assert_eq!(summary.deposit, Some(instant(&expected["deposit_date"])), "{file}");
}

fn assert_lines<'a>(
    file: &str,
    expected: &Value,
    lines: usize,
    sums: &Sums,
    orders: impl Iterator<Item = &'a str>,
    marketplaces: impl Iterator<Item = &'a str>,
) {
    assert_eq!(lines as u64, expected["detail_rows"].as_u64().unwrap(), "{file}");
    assert_eq!(
        sums.values().map(|sum| sum.1).sum::<u64>(),
        expected["amount_rows"].as_u64().unwrap(),
        "{file}"
    );
    assert_eq!(sums.values().map(|sum| sum.0).sum::<Decimal>(), decimal(&expected["sum"]), "{file}");
    assert_eq!(*sums, expected_sums(expected), "{file}");
    let some = |texts: &mut dyn Iterator<Item = &'a str>| {
        texts.filter(|text| !text.is_empty()).collect::<BTreeSet<_>>()
    };
    let (mut orders, mut marketplaces) = (orders, marketplaces);
    assert_eq!(some(&mut orders).len() as u64, expected["order_ids"].as_u64().unwrap(), "{file}");
    assert_eq!(some(&mut marketplaces), texts(&expected["marketplaces"]), "{file}");
}

#[test]
#[ignore = "needs SHARED_DIR"]
fn every_real_settlement_v2_comes_to_its_expected_totals() {
    let files = expected_in("settlement-v2");
    for (file, bytes, expected) in &files {
        let settlement = SettlementReport::parse(bytes, ReadOptions::new()).unwrap();
        assert_eq!(settlement.errors, [], "{file}");
        assert_summary(file, &settlement.summary, expected);
        let mut sums = Sums::new();
        for line in &settlement.lines {
            add(
                &mut sums,
                (&line.transaction_type, &line.amount_type, &line.amount_description),
                line.amount,
            );
            assert_eq!(line.settlement_id, settlement.summary.settlement_id, "{file}");
            assert_eq!(line.currency, settlement.summary.currency, "{file}");
            assert_eq!(line.posted.map(|posted| posted.date_naive()), line.posted_date, "{file}");
            assert!(line.posted >= settlement.summary.start, "{file}");
        }
        let orders = settlement.lines.iter().map(|line| line.order_id.as_str());
        let marketplaces = settlement.lines.iter().map(|line| line.marketplace_name.as_str());
        assert_lines(file, expected, settlement.lines.len(), &sums, orders, marketplaces);
        assert_eq!(settlement.check_total().is_ok(), expected["balanced"].as_bool().unwrap(), "{file}");
        assert!(SettlementV1Report::parse(bytes, ReadOptions::new()).is_err(), "{file} is no V1 file");
    }
    assert_eq!(files.len(), 10);
}

#[test]
#[ignore = "needs SHARED_DIR"]
fn every_real_settlement_v1_comes_to_its_expected_totals() {
    let files = expected_in("settlement-v1");
    for (file, bytes, expected) in &files {
        let settlement = SettlementV1Report::parse(bytes, ReadOptions::new()).unwrap();
        assert_eq!(settlement.errors, [], "{file}");
        assert_summary(file, &settlement.summary, expected);
        let mut sums = Sums::new();
        for line in &settlement.lines {
            for amount in line.amounts() {
                let key = (&*line.transaction_type, amount.amount_type, amount.amount_description);
                add(&mut sums, key, amount.amount);
            }
            assert!(line.posted.is_some(), "{file}");
        }
        let orders = settlement.lines.iter().map(|line| line.order_id.as_str());
        let marketplaces = settlement.lines.iter().map(|line| line.marketplace_name.as_str());
        assert_lines(file, expected, settlement.lines.len(), &sums, orders, marketplaces);
        assert_eq!(settlement.check_total().is_ok(), expected["balanced"].as_bool().unwrap(), "{file}");
        assert!(SettlementReport::parse(bytes, ReadOptions::new()).is_err(), "{file} is no V2 file");
    }
    assert_eq!(files.len(), 6);
}

#[test]
#[ignore = "needs SHARED_DIR"]
fn a_date_range_report_is_refused_by_its_name() {
    let mut files = 0;
    for entry in fs::read_dir(folder("date-range-report")).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|extension| extension == "csv") {
            let error = SettlementReport::parse(&fs::read(path).unwrap(), ReadOptions::new()).unwrap_err();
            assert_eq!(error, FlatFileError::DateRangeReport);
            files += 1;
        }
    }
    assert!(files > 0);
}

fn report<R: Report>(file: &str, options: ReadOptions) -> Parsed<R> {
    let parsed = parse::<R>(&fs::read(folder("reports").join(file)).unwrap(), options).unwrap();
    assert_eq!(parsed.errors, [], "{file}");
    assert_eq!(parsed.replaced, 0, "{file}");
    parsed
}

fn day(text: &str) -> chrono::NaiveDate {
    text.parse().unwrap()
}

#[test]
#[ignore = "needs SHARED_DIR"]
fn the_other_reports_are_read() {
    let orders = report::<AllOrders>("all-orders.DE.handmade.txt", ReadOptions::new()).rows;
    assert_eq!(orders.len(), 3);
    assert_eq!(orders.iter().map(|item| item.quantity).sum::<i64>(), 4);
    assert_eq!(orders.iter().filter_map(|item| item.item_price).sum::<Decimal>(), Decimal::new(14990, 2));
    assert_eq!(orders[2].ship_country, "DE", "the file ends without a line break");

    let returns = report::<FbaReturns>("fba-customer-returns.US.txt", ReadOptions::new()).rows;
    assert_eq!(returns.len(), 1);
    assert_eq!(returns[0].detailed_disposition, Some(Disposition::CustomerDamaged));
    assert_eq!(returns[0].return_date.instant(), Some("2025-06-05T15:31:40Z".parse().unwrap()));

    // Dates in four spellings, commas inside quotes, an identical row twice.
    let paid = report::<Reimbursements>("fba-reimbursements.handmade.csv", ReadOptions::new()).rows;
    assert_eq!(paid.len(), 5);
    assert_eq!(paid.iter().map(|row| row.amount_total).sum::<Decimal>(), Decimal::new(9320, 2));
    assert_eq!(paid[0].product_name, "Widget, Blue 2-Pack");
    let days: Vec<_> = paid.iter().map(|row| row.approval_date.date).collect();
    assert_eq!(days, ["2026-07-14", "2026-07-14", "2026-07-15", "2026-07-16", "2026-07-14"].map(day));
    assert_eq!(*paid[0], *paid[4], "identical rows both count");
    assert_ne!(paid[0].line(), paid[4].line());

    // 7/15/2026 proves month first, for the rows before it too.
    let events = report::<LedgerDetail>("inventory-ledger-detail.handmade.csv", ReadOptions::new()).rows;
    assert_eq!(events.len(), 5);
    assert_eq!(events.iter().map(|event| event.quantity).sum::<i64>(), 195);
    assert_eq!(events[1].date.date, day("2026-07-06"));
    assert_eq!(events[1].date_and_time.unwrap().time, chrono::NaiveTime::from_hms_opt(13, 2, 44));
    assert_eq!(events[2].disposition.as_ref().map(Disposition::as_str), Some("DAMAGED"));

    let listings = report::<MerchantListings>("merchant-listings-all.UK.txt", ReadOptions::new()).rows;
    assert_eq!(listings.len(), 3);
    assert_eq!(listings[1].price, Some(Decimal::new(2, 2)));
    assert_eq!(listings[0].open_date.unwrap().date, day("2016-07-08"), "30/03/2011 proves day first");
    assert_eq!(listings[0].open_date.unwrap().instant(), Some("2016-07-08T09:12:40Z".parse().unwrap()));

    let listings =
        report::<MerchantListings>("merchant-listings.US.b2b-columns.txt", ReadOptions::new()).rows;
    assert_eq!(listings.len(), 4);
    assert_eq!(listings[1].open_date.unwrap().instant(), Some("2022-03-11T03:20:20Z".parse().unwrap()));
    assert_eq!(listings[3].asin1, "1847941842");
}

#[test]
#[ignore = "needs SHARED_DIR"]
fn latin_1_with_the_label_cp1252_is_read() {
    let bytes = fs::read(folder("reports").join("encoding.iso-8859-1.declared-cp1252.txt")).unwrap();
    for options in
        [TextOptions::new().content_type("text/tab-separated-values; charset=CP1252"), TextOptions::new()]
    {
        let (mut document, mut text) = (DocumentText::new(options), String::new());
        let mut rest = &bytes[..];
        while document.decode(&mut rest, &mut text).unwrap() == Progress::Text {}
        while document.finish(&mut text).unwrap() == Progress::Text {}
        assert_eq!(text, "Field1\tField2\tField3\nGähnen\tLöwe\tStraße\n");
        assert_eq!(document.replaced(), 0);
    }
}

/// Files with every known header of one of our reports: a column that a real header has must not be missed.
#[test]
#[ignore = "needs SHARED_DIR"]
fn every_real_header_of_our_reports_is_known() {
    let headers: BTreeMap<String, Value> =
        serde_json::from_slice(&fs::read(folder("reports").join("report-headers.json")).unwrap()).unwrap();
    let mut files = 0;
    for (name, columns) in &headers {
        let columns: Vec<&str> =
            columns.as_array().unwrap().iter().map(|name| name.as_str().unwrap()).collect();
        let file = columns.join("\t") + "\n";
        let outcome = match name.as_str() {
            "ReportFbaInventoryAfn" => parse::<AfnInventory>(file.as_bytes(), ReadOptions::new()).map(drop),
            "ReportFbaPaymentReimbursements" => {
                parse::<Reimbursements>(file.as_bytes(), ReadOptions::new()).map(drop)
            }
            "ReportFbaReturns" => parse::<FbaReturns>(file.as_bytes(), ReadOptions::new()).map(drop),
            "ReportFbaSalesAllByLastUpdateFlatFile" | "ReportTrackingByOrderDateFlatFile" => {
                parse::<AllOrders>(file.as_bytes(), ReadOptions::new()).map(drop)
            }
            name if name.starts_with("ReportListingA") => {
                parse::<MerchantListings>(file.as_bytes(), ReadOptions::new()).map(drop)
            }
            name if name.starts_with("GET_AMAZON_FULFILLED") => {
                parse::<FbaShipments>(file.as_bytes(), ReadOptions::new()).map(drop)
            }
            name if name.starts_with("GET_LEDGER_DETAIL") => {
                parse::<LedgerDetail>(file.as_bytes(), ReadOptions::new()).map(drop)
            }
            "ReportSettlementFlatFile" => {
                let error = parse::<SettlementV1>(file.as_bytes(), ReadOptions::new()).unwrap_err();
                assert_eq!(error, FlatFileError::Summary(None), "the header is fine, no row follows");
                Ok(())
            }
            _ => continue,
        };
        outcome.unwrap_or_else(|error| panic!("{name}: {error}"));
        files += 1;
    }
    assert_eq!(files, 11);
}

/// A date in a file of its own: what a US and a nameless file make of it.
fn updated(text: &str, options: ReadOptions) -> Result<Option<ReportTime>, RowError> {
    let file = format!(
        "amazon-order-id\tpurchase-date\tlast-updated-date\torder-status\tsku\tquantity\n\
         114-0000000-0000000\t2026-07-01\t{text}\tShipped\tMUG-1\t1\n"
    );
    let mut parsed = parse::<AllOrders>(file.as_bytes(), options).unwrap();
    match parsed.rows.pop() {
        Some(row) => Ok(row.last_updated_date),
        None => Err(parsed.errors.remove(0)),
    }
}

#[test]
#[ignore = "needs SHARED_DIR"]
fn every_asserted_date_spelling_is_read_or_refused() {
    let variants: Value =
        serde_json::from_slice(&fs::read(folder("reports").join("date-variants.json")).unwrap()).unwrap();
    let us = || ReadOptions::new().marketplace(Marketplace::US);
    let dates = variants["date"].as_array().unwrap();
    for date in dates {
        let text = date[0].as_str().unwrap();
        let expected = date[1].as_str().map(day);
        assert_eq!(updated(text, us()).unwrap().map(|time| time.date), expected, "{text}");
    }
    let times = variants["wall-clock"].as_array().unwrap();
    for time in times {
        let text = time[0].as_str().unwrap();
        let read = updated(text, us()).unwrap().unwrap();
        let expected: NaiveDateTime = time[1].as_str().unwrap().parse().unwrap();
        assert_eq!(read.date.and_time(read.time.unwrap()), expected, "{text}");
    }
    let errors = variants["error"].as_array().unwrap();
    for text in errors {
        let error = updated(text.as_str().unwrap(), us()).unwrap_err();
        assert_eq!(error.column, Some("last-updated-date"), "{text}");
    }
    assert!(dates.len() >= 10 && times.len() >= 6 && errors.len() >= 3);
}
