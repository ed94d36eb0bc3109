//! Flat files as typed rows: what holds for every file, and what is wrong with some.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

use std::{io, io::Write as _, task::Poll};

use chrono::{DateTime, NaiveDate, TimeZone as _, Utc};
use flate2::{Compression, write::GzEncoder};
use futures_util::{FutureExt as _, stream};
use rust_decimal::Decimal;
use sp_api_client::{Marketplace, documents::text::TextError, flat_file::*};

const HEADER: &str = "settlement-id\tsettlement-start-date\tsettlement-end-date\tdeposit-date\ttotal-amount\tcurrency\t\
    transaction-type\torder-id\tmerchant-order-id\tadjustment-id\tshipment-id\tmarketplace-name\tamount-type\t\
    amount-description\tamount\tfulfillment-id\tposted-date\tposted-date-time\torder-item-code\t\
    merchant-order-item-id\tmerchant-adjustment-item-id\tsku\tquantity-purchased\tpromotion-id";

/// A settlement of 24 columns whose summary and lines have these amounts, as they are spelled.
fn settlement(currency: &str, total: &str, amounts: &[&str]) -> String {
    let mut file = format!("{HEADER}\n");
    file += &format!(
        "90000000001\t2026-10-01 00:00:00 UTC\t2026-10-15 00:00:00 UTC\t2026-10-17 00:00:00 UTC\t{total}\t{currency}{}\n",
        "\t".repeat(18)
    );
    for amount in amounts {
        file += &format!(
            "90000000001\t\t\t\t\t\tOrder\t114-0000000-0000000\t\t\tDxxxxxxxx\tAmazon.com\tItemPrice\tPrincipal\t{amount}\
             \tAFN\t2026-10-03\t2026-10-03 12:00:01 UTC\t00000000000001\t\t\tMUG-1\t1\t\n"
        );
    }
    file
}

fn read(file: &str) -> SettlementReport {
    SettlementReport::parse(file.as_bytes(), ReadOptions::new()).unwrap()
}

fn amounts(report: &SettlementReport) -> Vec<String> {
    report.lines.iter().map(|line| line.amount.to_string()).collect()
}

fn problems(errors: &[RowError]) -> Vec<String> {
    errors.iter().map(ToString::to_string).collect()
}

// Settlements

#[test]
fn a_settlement_has_a_summary_and_lines_that_inherit_its_currency() {
    let report = read(&settlement("USD", "84.15", &["100.00", "-15.00", "-0.85"]));
    assert_eq!(report.summary.total().to_string(), "84.15 USD");
    assert_eq!(report.summary.deposit, Some(Utc.with_ymd_and_hms(2026, 10, 17, 0, 0, 0).unwrap()));
    assert_eq!(report.errors, []);
    let line = &report.lines[1];
    assert_eq!(line.line(), 4);
    assert_eq!(line.money().to_string(), "-15.00 USD");
    assert_eq!(line.posted, Some(Utc.with_ymd_and_hms(2026, 10, 3, 12, 0, 1).unwrap()));
    assert_eq!(line.posted_date, NaiveDate::from_ymd_opt(2026, 10, 3));
    assert_eq!(line.order_item_code, "00000000000001");
    assert_eq!(line.quantity_purchased, Some(1));
    report.check_total().unwrap();
}

#[test]
fn lines_that_do_not_sum_to_the_total_are_reported_with_both_numbers() {
    let report = read(&settlement("USD", "84.15", &["100.00", "-15.00"]));
    assert_eq!(
        report.check_total().unwrap_err().to_string(),
        "the lines sum to 85.00 USD, the settlement's total is 84.15 USD"
    );
}

#[test]
fn the_payout_itself_is_no_part_of_the_sum_but_a_reserve_is() {
    let transfer = |description: &str| {
        let payout = format!("Transfer\t\t\t\t\t\tother-transaction\t{description}\t-84.15");
        let line = "Order\t114-0000000-0000000\t\t\tDxxxxxxxx\tAmazon.com\tItemPrice\tPrincipal\t-84.15";
        settlement("USD", "84.15", &["84.15", "-84.15"]).replace(line, &payout)
    };
    let payout = read(&transfer("Transfer"));
    assert_eq!(payout.lines.len(), 2, "it is handed over all the same");
    payout.check_total().unwrap();
    assert!(read(&transfer("Current Reserve Amount")).check_total().is_err());
}

#[test]
fn lines_in_two_currencies_have_no_sum() {
    let file = settlement("USD", "20.00", &["10.00", "10.00"]).replacen(
        "\t\t\t\t\t\tOrder",
        "\t\t\t\t\tCAD\tOrder",
        1,
    );
    let report = read(&file);
    assert_eq!(report.lines[0].money().to_string(), "10.00 CAD");
    assert!(report.check_total().is_err());
}

#[test]
fn text_before_the_header_is_passed_over_and_counts_for_line_numbers() {
    let file = format!("Dear seller,\n\nhere it is:\n{}", settlement("USD", "1.00", &["1.00"]));
    assert_eq!(read(&file).lines[0].line(), 6);
}

#[test]
fn a_settlement_without_lines_is_one_and_one_without_summary_is_not() {
    assert_eq!(read(&settlement("USD", "0.00", &[])).lines, []);
    let parse = |file: &str| SettlementReport::parse(file.as_bytes(), ReadOptions::new()).unwrap_err();
    assert_eq!(parse(&format!("{HEADER}\n")), FlatFileError::Summary(None));
    let file = settlement("USD", "1.00", &["1.00"]);
    let without: String =
        file.lines().filter(|line| !line.contains("USD")).map(|line| format!("{line}\n")).collect();
    assert_eq!(parse(&without), FlatFileError::Summary(None));
    let FlatFileError::Summary(Some(error)) = parse(&settlement("USD", "much", &[])) else { panic!() };
    assert_eq!(error.to_string(), "line 2, column `total-amount`: is not a number");
    assert_eq!(
        parse("<?xml version=\"1.0\"?>\n<Error/>\n").to_string(),
        "there is no header line of a settlement report (flat file V2) in the document's first lines"
    );
}

#[test]
fn a_second_summary_row_is_an_error() {
    let file = settlement("USD", "1.00", &["1.00"]);
    let summary = file.lines().nth(1).unwrap();
    let report = read(&format!("{file}{summary}\n"));
    assert_eq!(problems(&report.errors), ["line 4, column `total-amount`: is a second summary row"]);
}

#[test]
fn a_row_may_lack_empty_cells_at_its_end_but_not_its_amount() {
    let file = settlement("USD", "2.00", &["1.00"]);
    let report =
        read(&format!("{file}90000000001\t\t\t\t\t\tLiquidations\t\t\t\t\t\tItemPrice\tPrincipal\t1.00\n"));
    assert_eq!(report.lines[1].sku, "");
    report.check_total().unwrap();
    let report = read(&format!("{file}90000000001\t\t\t\t\t\tOrder\t114-0000000"));
    assert_eq!(problems(&report.errors), ["line 4, column `amount`: is empty"]);
}

#[test]
fn one_bad_row_costs_one_row_and_its_error_shows_nothing_of_it() {
    let file = settlement("USD", "3.00", &["1.00", "one hundred of Jane Doe", "2.00"]);
    let report = read(&file);
    assert_eq!(amounts(&report), ["1.00", "2.00"]);
    assert_eq!(problems(&report.errors), ["line 4, column `amount`: is not a number"]);
    assert!(!format!("{:?}", report.errors).contains("Jane"));
}

// Numbers

#[test]
fn amounts_are_read_in_every_spelling() {
    for (text, value) in [
        ("1141.18", "1141.18"),
        ("-0.01", "-0.01"),
        ("1,141.18", "1141.18"),
        ("1.141,18", "1141.18"),
        ("-1141,18", "-1141.18"),
        ("1141,18-", "-1141.18"),
        ("1141.18 -", "-1141.18"),
        ("(1,141.18)", "-1141.18"),
        ("+5.5", "5.5"),
        ("1 141,18", "1141.18"),
        ("1\u{a0}141,18", "1141.18"),
        ("1\u{202f}141,18", "1141.18"),
        ("1'141.18", "1141.18"),
        ("\u{2212}3,50", "-3.50"),
        ("12,34,567.80", "1234567.80"),
        ("1.234.567", "1234567"),
        ("1,234,567", "1234567"),
        ("0.125", "0.125"),
        ("1234.567", "1234.567"),
        ("1141", "1141"),
        ("0", "0"),
        ("32.09    ", "32.09"),
        ("123456789012345678.90", "123456789012345678.90"),
    ] {
        assert_eq!(amounts(&read(&settlement("USD", "0", &[text]))), [value], "{text}");
    }
}

#[test]
fn what_is_no_amount_is_refused() {
    for text in [
        "",
        "N/A",
        "1.2.3,4",
        "1,23,4.5",
        "--5",
        "1e5",
        "0x10",
        "5 EUR",
        ",",
        "-",
        "1.",
        "٣",
        "1.141,18,0",
        "0.141,18",
    ] {
        let report = read(&settlement("USD", "0", &[text]));
        assert_eq!((report.lines.len(), report.errors.len()), (0, 1), "{text}");
        assert_eq!(report.errors[0].column, Some("amount"), "{text}");
    }
    let report = read(&settlement("USD", "0", &["99999999999999999999999999999999"]));
    assert_eq!(problems(&report.errors), ["line 3, column `amount`: has too many digits"]);
}

#[test]
fn the_decimal_mark_is_decided_once_for_a_file_and_for_rows_before_the_proof() {
    assert_eq!(amounts(&read(&settlement("EUR", "0", &["1.234", "0,50"]))), ["1234", "0.50"]);
    assert_eq!(amounts(&read(&settlement("EUR", "0", &["1.234", "0.50"]))), ["1.234", "0.50"]);
    // The summary's total is evidence too.
    assert_eq!(amounts(&read(&settlement("EUR", "1.234,00", &["1.234"]))), ["1234"]);
    // A cell that contradicts the file's mark is not read in its own way.
    let report = read(&settlement("EUR", "0", &["0,50", "0.51"]));
    assert_eq!(
        problems(&report.errors),
        ["line 4, column `amount`: does not fit the form of the file's other rows"]
    );
}

#[test]
fn a_zero_groups_no_thousands() {
    for text in ["0.500", "-0.500", "00.500", "0 500", "0.500,00", "0.123.456"] {
        let report = read(&settlement("EUR", "0", &["0,50", text]));
        assert_eq!(amounts(&report), ["0.50"], "{text}");
        assert_eq!(
            problems(&report.errors),
            ["line 4, column `amount`: does not fit the form of the file's other rows"],
            "{text}"
        );
    }
    let file = "seller-sku\tprice\tquantity\nMUG-1\t0,50\t0.500\nMUG-2\t0,500\t1.500\n";
    let listings = parse::<MerchantListings>(file.as_bytes(), ReadOptions::new()).unwrap();
    assert_eq!(
        listings.errors.iter().map(|error| (error.line, error.column)).collect::<Vec<_>>(),
        [(2, Some("quantity"))]
    );
    let listing = &listings.rows[0];
    assert_eq!((listing.price, listing.quantity), (Some(Decimal::new(500, 3)), Some(1500)));
}

#[test]
fn thousands_or_decimals_is_never_guessed() {
    let file = settlement("EUR", "0", &["1.234", "5"]);
    let report = read(&file);
    assert_eq!(amounts(&report), ["5"]);
    assert_eq!(
        problems(&report.errors),
        [
            "line 3, column `amount`: may have decimals or thousands, and the file does not say which mark is which"
        ]
    );
    let told = ReadOptions::new().decimal_mark(DecimalMark::Comma);
    assert_eq!(amounts(&SettlementReport::parse(file.as_bytes(), told).unwrap()), ["1234", "5"]);
    // Yen have no smaller unit.
    assert_eq!(amounts(&read(&settlement("JPY", "1,241", &["1,234", "7"]))), ["1234", "7"]);
}

#[test]
fn a_proof_that_comes_too_late_stops_reading() {
    let mut lines = vec!["1,234"; 4000];
    lines.push("0,5");
    let error =
        SettlementReport::parse(settlement("JPY", "0", &lines).as_bytes(), ReadOptions::new()).unwrap_err();
    assert_eq!(error, FlatFileError::DecimalMark { line: 4003, proven: DecimalMark::Comma });
    // Also when the assumption itself was made late.
    let late = [vec!["500"; 4000], vec!["1,234"; 4000], vec!["0,5"]].concat();
    let error =
        SettlementReport::parse(settlement("JPY", "0", &late).as_bytes(), ReadOptions::new()).unwrap_err();
    assert_eq!(error, FlatFileError::DecimalMark { line: 8003, proven: DecimalMark::Comma });
    // With a proof early enough there is nothing to take back.
    lines[0] = "0,5";
    assert_eq!(read(&settlement("JPY", "0", &lines)).lines[1].amount, Decimal::new(1234, 3));
}

// Dates

/// A file of orders last updated at these times.
fn updated(times: &[&str]) -> String {
    let mut file =
        "amazon-order-id\tpurchase-date\tlast-updated-date\torder-status\tsku\tquantity\n".to_owned();
    for time in times {
        file += &format!("114-0000000-0000000\t2026-01-01\t{time}\tShipped\tMUG-1\t1\n");
    }
    file
}

fn days(file: &str, options: ReadOptions) -> Vec<Result<String, ValueError>> {
    let mut reader = Reader::<AllOrders>::new(options);
    let mut days = Vec::new();
    let mut bytes = file.as_bytes();
    let mut take = |block: Block<'_, AllOrders>| {
        days.extend(block.rows().map(|row| match row {
            Ok(row) => Ok(row.last_updated_date.map_or(String::new(), |time| time.date.to_string())),
            Err(RowError { problem: RowProblem::Value(error), .. }) => Err(error),
            Err(error) => panic!("{error}"),
        }));
    };
    while let Some(block) = reader.read(&mut bytes).unwrap() {
        take(block);
    }
    while let Some(block) = reader.finish().unwrap() {
        take(block);
    }
    days
}

fn found(days: &[&str]) -> Vec<Result<String, ValueError>> {
    days.iter().map(|day| Ok((*day).to_owned())).collect()
}

#[test]
fn dates_are_read_in_every_spelling() {
    for text in [
        "2026-07-14",
        "2026/07/14",
        "14.07.2026",
        "14.7.26",
        "14/07/2026",
        "07/14/2026",
        "7/14/26",
        "14-Jul-2026",
        "14 July 2026",
        "Jul 14, 2026",
        "jul. 14 2026",
        "2026-07-14T10:21:00+00:00",
        "2026-07-14 10:21:00 UTC",
        "14.07.2026 10:21:00 UTC",
        "2026/07/14 10:21:00 JST",
        "14/07/2026 10:21:00 BST",
        "Jul 14, 2026 3:12:44 AM PDT",
        "2026-07-14T10:21:00.123Z",
        "2026-07-14 10:21",
    ] {
        assert_eq!(days(&updated(&[text]), ReadOptions::new()), found(&["2026-07-14"]), "{text}");
    }
    for blank in ["", "N/A", "  "] {
        assert_eq!(days(&updated(&[blank]), ReadOptions::new()), found(&[""]), "{blank}");
    }
    for text in [
        "sometime in July",
        "13/13/2026",
        "31.02.2026 10:00:00 UTC",
        "2026-07-14 25:00:00",
        "2026-07-14 10:21:00 XYZ",
        "2026-07-14 13:00 PM",
        "14.07.026",
        "14.07/2026",
        "2026-07-14x",
        "Juli 14, 2026",
        "20260714",
        "2026-07-14 UTC",
    ] {
        assert_eq!(days(&updated(&[text]), ReadOptions::new()), [Err(ValueError::NotADate)], "{text}");
    }
}

#[test]
fn an_instant_needs_a_time_and_a_zone() {
    let instant = |text: &str| {
        let parsed = parse::<AllOrders>(updated(&[text]).as_bytes(), ReadOptions::new()).unwrap();
        parsed.rows[0].last_updated_date.unwrap().instant().map(|instant| instant.to_rfc3339())
    };
    for (text, expected) in [
        ("2026-07-14T10:21:00+02:00", Some("2026-07-14T08:21:00+00:00")),
        ("2026-07-14T10:21:00-0330", Some("2026-07-14T13:51:00+00:00")),
        ("Jul 14, 2026 12:00:00 AM PDT", Some("2026-07-14T07:00:00+00:00")),
        ("14/07/2026 12:00:00 PM BST", Some("2026-07-14T11:00:00+00:00")),
        ("2026/07/14 00:20:09 GMT+9", Some("2026-07-13T15:20:09+00:00")),
        ("2026-07-14 10:21:00", None),
        ("2026-07-14", None),
    ] {
        assert_eq!(instant(text).as_deref(), expected, "{text}");
    }
}

#[test]
fn the_zones_of_every_marketplace_are_known_by_their_short_names() {
    let offset = |zone: &str, options: ReadOptions| {
        let file = updated(&[&format!("2026-07-14 12:00:00 {zone}")]);
        let parsed = parse::<AllOrders>(file.as_bytes(), options).unwrap();
        assert_eq!(parsed.errors, [], "{zone}");
        f64::from(parsed.rows[0].last_updated_date.unwrap().offset.unwrap().local_minus_utc()) / 3600.0
    };
    for (country, zones) in [
        ("US CA MX", &[("PST", -8.0), ("PDT", -7.0)][..]),
        ("BR", &[("BRT", -3.0), ("BRST", -2.0)]),
        ("GB", &[("GMT", 0.0), ("BST", 1.0)]),
        ("IE", &[("GMT", 0.0), ("IST", 1.0)]),
        (
            "DE FR IT ES NL BE SE PL",
            &[("CET", 1.0), ("CEST", 2.0), ("MEZ", 1.0), ("MESZ", 2.0), ("MET", 1.0), ("MEST", 2.0)],
        ),
        ("TR", &[("TRT", 3.0), ("EET", 2.0), ("EEST", 3.0)]),
        ("EG", &[("EET", 2.0), ("EEST", 3.0)]),
        ("SA", &[("AST", 3.0)]),
        ("AE", &[("GST", 4.0)]),
        ("IN", &[("IST", 5.5)]),
        ("ZA", &[("SAST", 2.0)]),
        ("JP", &[("JST", 9.0)]),
        ("AU", &[("AEST", 10.0), ("AEDT", 11.0)]),
        ("SG", &[("SGT", 8.0)]),
    ] {
        for country in country.split(' ') {
            let listed = Marketplace::ALL.iter().find(|listed| listed.country == country).unwrap();
            for (zone, hours) in zones {
                let options = ReadOptions::new().marketplace(*listed);
                assert_eq!(offset(zone, options), *hours, "{zone} in {country}");
            }
        }
    }
    // A report that is for no known marketplace, but says this: India has by far more sellers than Ireland.
    assert_eq!(offset("IST", ReadOptions::new()), 5.5);
}

#[test]
fn one_day_beyond_the_twelfth_decides_for_the_file() {
    let both = ["03/04/2026", "05/05/2026", "14/04/2026"];
    assert_eq!(days(&updated(&both), ReadOptions::new()), found(&["2026-04-03", "2026-05-05", "2026-04-14"]));
    let both = ["03/04/2026", "04/14/2026"];
    assert_eq!(days(&updated(&both), ReadOptions::new()), found(&["2026-03-04", "2026-04-14"]));
    // Evidence beats what the marketplace suggests.
    let us = ReadOptions::new().marketplace(Marketplace::US);
    assert_eq!(days(&updated(&["03/04/2026", "14/04/2026"]), us), found(&["2026-04-03", "2026-04-14"]));
    let contradiction = ["14/04/2026", "04/14/2026"];
    assert_eq!(days(&updated(&contradiction), ReadOptions::new())[1], Err(ValueError::NotInTheFilesForm));
}

#[test]
fn without_evidence_the_marketplace_decides_and_without_it_nothing_does() {
    let file = updated(&["03/04/2026"]);
    assert_eq!(days(&file, ReadOptions::new()), [Err(ValueError::AmbiguousDate)]);
    assert_eq!(days(&file, ReadOptions::new().marketplace(Marketplace::US)), found(&["2026-03-04"]));
    assert_eq!(days(&file, ReadOptions::new().marketplace(Marketplace::UK)), found(&["2026-04-03"]));
    assert_eq!(days(&file, ReadOptions::new().date_order(DateOrder::MonthFirst)), found(&["2026-03-04"]));
}

#[test]
fn no_date_of_what_has_happened_is_later_than_the_report() {
    let created = |text: &str| ReadOptions::new().created(text.parse::<DateTime<Utc>>().unwrap());
    let file = updated(&["11/03/2026", "03/04/2026"]);
    assert_eq!(days(&file, created("2026-04-10T00:00:00Z")), found(&["2026-03-11", "2026-04-03"]));
    assert_eq!(days(&file, created("2026-12-10T00:00:00Z"))[0], Err(ValueError::AmbiguousDate));
}

/// Day first, as a British account might write it: paid out on demand on 2 December, deposited two days later.
fn on_demand_payout() -> String {
    settlement("GBP", "1.00", &["1.00"])
        .replace("2026-10-01 00:00:00", "01/12/2026 00:00:00")
        .replace("2026-10-15 00:00:00", "02/12/2026 00:00:00")
        .replace("2026-10-17 00:00:00", "04/12/2026 00:00:00")
        .replace("2026-10-03", "01/12/2026")
}

#[test]
fn a_deposit_that_is_still_to_come_proves_no_order_of_dates() {
    let created = || ReadOptions::new().created("2026-12-02T06:00:00Z".parse::<DateTime<Utc>>().unwrap());
    let file = on_demand_payout();
    // Only as the 4th of December is it later than the report, but that is no reason against it.
    let error = SettlementReport::parse(file.as_bytes(), created()).unwrap_err();
    let FlatFileError::Summary(Some(error)) = error else { panic!() };
    assert_eq!(error.problem, RowProblem::Value(ValueError::AmbiguousDate));
    let uk = created().marketplace(Marketplace::UK);
    let report = SettlementReport::parse(file.as_bytes(), uk).unwrap();
    assert_eq!(report.summary.deposit, Some(Utc.with_ymd_and_hms(2026, 12, 4, 0, 0, 0).unwrap()));
    assert_eq!(report.lines[0].posted_date, NaiveDate::from_ymd_opt(2026, 12, 1));
    // A day beyond the 12th proves the order there as everywhere.
    let file = file.replace("04/12/2026", "14/12/2026");
    let report = SettlementReport::parse(file.as_bytes(), created()).unwrap();
    assert_eq!(report.summary.start, Some(Utc.with_ymd_and_hms(2026, 12, 1, 0, 0, 0).unwrap()));
}

#[test]
fn an_arrival_that_is_still_to_come_proves_no_order_of_dates() {
    let created = || ReadOptions::new().created("2026-12-02T06:00:00Z".parse::<DateTime<Utc>>().unwrap());
    let header =
        "amazon-order-id\tshipment-id\tsku\tquantity-shipped\tshipment-date\testimated-arrival-date\n";
    let row =
        |shipped: &str| format!("{header}206-0000000-0000000\tDxxxxxxxx\tMUG-1\t1\t{shipped}\t04/12/2026\n");
    let ambiguous = parse::<FbaShipments>(row("02/12/2026").as_bytes(), created()).unwrap();
    assert_eq!(ambiguous.errors[0].problem, RowProblem::Value(ValueError::AmbiguousDate));
    // What has left, left before the report was made: 11 December is too late.
    let shipments = parse::<FbaShipments>(row("12/11/2026").as_bytes(), created()).unwrap();
    assert_eq!(shipments.errors, []);
    let item = &shipments.rows[0];
    assert_eq!(item.shipment_date.date, NaiveDate::from_ymd_opt(2026, 11, 12).unwrap());
    assert_eq!(item.estimated_arrival_date.unwrap().date, NaiveDate::from_ymd_opt(2026, 12, 4).unwrap());
}

#[test]
fn an_assumed_order_that_a_late_row_disproves_stops_reading() {
    let mut times = vec!["03/04/2026"; 5000];
    times.push("14/04/2026");
    let file = updated(&times);
    let read = |options| {
        parse::<AllOrders>(file.as_bytes(), options).map(|parsed| (parsed.rows.len(), parsed.errors.len()))
    };
    let error = read(ReadOptions::new().marketplace(Marketplace::US)).unwrap_err();
    assert_eq!(
        error.to_string(),
        "line 5002 proves day-first dates, but none did before and month-first was assumed: read the file again with \
         this order"
    );
    let late = updated(&[vec!["2026-04-03"; 5000], vec!["03/04/2026"; 5000], vec!["14/04/2026"]].concat());
    let error =
        parse::<AllOrders>(late.as_bytes(), ReadOptions::new().marketplace(Marketplace::US)).unwrap_err();
    assert_eq!(error, FlatFileError::DateOrder { line: 10_002, proven: DateOrder::DayFirst });
    // The same reading was assumed, or none: nothing has to be taken back.
    assert_eq!(read(ReadOptions::new().marketplace(Marketplace::UK)).unwrap(), (5001, 0));
    let (rows, errors) = read(ReadOptions::new()).unwrap();
    assert!(rows > 0 && errors > 0 && rows + errors == 5001, "{rows} rows, {errors} errors");
}

// Columns and dialects

#[test]
fn all_missing_columns_are_named_in_one_error() {
    let error = parse::<FbaReturns>(b"\norder_id\tReturn Date\n", ReadOptions::new()).unwrap_err();
    assert_eq!(
        error.to_string(),
        "a report of FBA customer returns has the columns `sku`, `quantity`; the header line (line 2) lacks them"
    );
    assert!(matches!(
        parse::<FbaReturns>(b"", ReadOptions::new()).unwrap_err(),
        FlatFileError::NoHeader { .. }
    ));
}

#[test]
fn columns_are_found_in_any_spelling_and_unknown_ones_are_kept() {
    let file = "\u{feff}SELLER_SKU\tFulfilment Channel\tPRICE\tPoints\tPoints\nMUG-1\tAMAZON_EU\t9,99\t5\t\n";
    let listings = parse::<MerchantListings>(file.as_bytes(), ReadOptions::new()).unwrap();
    let listing = &listings.rows[0];
    assert_eq!((listing.seller_sku.as_str(), listing.fulfillment_channel.as_str()), ("MUG-1", "AMAZON_EU"));
    assert_eq!(listing.price, Some(Decimal::new(999, 2)));
    assert_eq!(listing.unknown_columns().collect::<Vec<_>>(), [("Points", "5")]);
    let (mut reader, mut bytes) = (Reader::<MerchantListings>::new(ReadOptions::new()), file.as_bytes());
    assert!(reader.read(&mut bytes).unwrap().is_none());
    let block = reader.finish().unwrap().unwrap();
    let row = block.rows().next().unwrap().unwrap();
    assert_eq!(
        (row.column("points"), row.column("Seller SKU"), row.column("asin1")),
        (Some("5"), Some("MUG-1"), None)
    );
    assert_eq!(row.unknown_columns().count(), 2);
}

#[test]
fn a_header_in_another_language_is_read_with_aliases() {
    let file = "出品者SKU\t価格\t数量\nMUG-1\t1,980\t3\n";
    let options = || ReadOptions::new().marketplace(Marketplace::JP).alias("出品者SKU", "seller-sku");
    let options = options().alias("価格", "price").alias("数量", "quantity");
    let listings = parse::<MerchantListings>(file.as_bytes(), options).unwrap();
    assert_eq!((listings.rows[0].price, listings.rows[0].quantity), (Some(Decimal::new(1980, 0)), Some(3)));
}

#[test]
fn a_quote_is_data_unless_the_header_is_in_quotes() {
    let plain = "seller-sku\titem-name\nMUG-1\t\"Best\" mug, 5\" wide\nMUG-2\t\"\n";
    let listings = parse::<MerchantListings>(plain.as_bytes(), ReadOptions::new()).unwrap();
    assert_eq!(listings.rows[0].item_name, "\"Best\" mug, 5\" wide");
    assert_eq!(listings.rows[1].item_name, "\"");

    let quoted = "\"Date\"\t\"FNSKU\"\t\"Title\"\t\"Event Type\"\t\"Quantity\"\r\n\
        \"10/14/2026\"\t\"X001\"\t\"5\"\" mug,\ttall\r\nblue\"\t\"Receipts\"\t\"-3\"\r\n\
        \"10/15/2026\"\t\"X002\"\t\"5\" mug\"\t\"Shrinkage\"\t4\r\n";
    let events = parse::<LedgerDetail>(quoted.as_bytes(), ReadOptions::new()).unwrap();
    assert_eq!(events.errors, []);
    assert_eq!(events.rows[0].title, "5\" mug,\ttall\r\nblue");
    assert_eq!(events.rows[0].event_type, Some(LedgerEventType::Receipts));
    assert_eq!(events.rows[1].title, "5\" mug", "a quote inside a cell is data");
    assert_eq!(events.rows[1].event_type.as_ref().unwrap().as_str(), "Shrinkage");
    assert_eq!(
        events.rows.iter().map(|row| (row.line(), row.quantity)).collect::<Vec<_>>(),
        [(2, -3), (4, 4)]
    );
}

#[test]
fn a_stray_line_break_makes_two_errors_and_no_more() {
    let file =
        "seller-sku\titem-name\tprice\nMUG-1\ta mug\t1.50\nMUG-2\ta\nmug\t1.50\nMUG-3\ta mug\t1.50\t \n\n";
    let listings = parse::<MerchantListings>(file.as_bytes(), ReadOptions::new()).unwrap();
    assert_eq!(
        listings.rows.iter().map(|row| row.seller_sku.as_str()).collect::<Vec<_>>(),
        ["MUG-1", "MUG-3"]
    );
    assert_eq!(
        problems(&listings.errors),
        ["line 3: has 2 cells where the header has 3", "line 4: has 2 cells where the header has 3"]
    );
}

#[test]
fn a_row_with_shifted_cells_proves_nothing() {
    let file = "seller-sku\titem-name\tprice\nMUG-1\ta mug\t1.234\nMUG-2\ta\t0,5\t1.50\n";
    let listings = parse::<MerchantListings>(file.as_bytes(), ReadOptions::new()).unwrap();
    assert_eq!(listings.errors[0].problem, RowProblem::Value(ValueError::AmbiguousNumber));
    assert_eq!(listings.errors[1].problem, RowProblem::CellCount { expected: 3, found: 4 });
}

#[test]
fn a_quoted_cell_that_does_not_end_costs_its_line() {
    let row = |number: usize| format!("10/14/2026,X{number},Receipts,1\n");
    let rows: String = (0..20_000).map(row).collect();
    let file = format!("Date,FNSKU,Event Type,Quantity\n10/14/2026,\"X,Receipts,1\n{rows}");
    let events = parse::<LedgerDetail>(file.as_bytes(), ReadOptions::new()).unwrap();
    assert_eq!(problems(&events.errors), ["line 2: has a quoted cell that does not end"]);
    assert_eq!(events.rows.len(), 20_000);
    assert_eq!(events.rows[19_999].line(), 20_002);
}

#[test]
fn a_row_that_never_ends_is_passed_over() {
    for quote in ["", "\""] {
        let long = "x".repeat(3 << 20);
        let file =
            format!("{quote}seller-sku{quote}\titem-name\nMUG-1\tmug\n{quote}MUG-2\t{long}\nMUG-3\tmug\n");
        let listings = parse::<MerchantListings>(file.as_bytes(), ReadOptions::new()).unwrap();
        assert_eq!(problems(&listings.errors), ["line 3: is longer than 262144 bytes"]);
        assert_eq!((listings.rows.len(), listings.rows[1].line()), (2, 4));
    }
}

#[test]
fn what_a_ledger_balance_does_not_explain_is_computed() {
    let file = "Date\tFNSKU\tDisposition\tStarting Warehouse Balance\tIn Transit Between Warehouses\tReceipts\t\
        Customer Shipments\tWarehouse Transfer In/Out\tEnding Warehouse Balance\n\
        10/2026\tX001\tSELLABLE\t1,000\t7\t20\t-15\t-2\t1003\n10/2026\tX002\tDEFECTIVE\t5\t0\t0\t0\t0\t4\n";
    let balances = parse::<LedgerSummary>(file.as_bytes(), ReadOptions::new()).unwrap();
    assert_eq!(balances.errors, []);
    assert_eq!(balances.rows.iter().map(|row| row.unexplained()).collect::<Vec<_>>(), [Some(0), Some(-1)]);
}

#[test]
fn a_buyers_data_is_in_no_debug_text() {
    let file = "return-date\torder-id\tsku\tquantity\tcustomer-comments\tbuyer-note\n\
        2026-07-14\t114-0000000-0000000\tMUG-1\t1\tcall Jane at 555-0100\tJane's\n";
    let returns = parse::<FbaReturns>(file.as_bytes(), ReadOptions::new()).unwrap();
    assert_eq!(returns.rows[0].customer_comments.expose(), "call Jane at 555-0100");
    assert!(!format!("{:?} {:?}", returns, returns.rows).contains("Jane"));
    let (mut reader, mut bytes) = (Reader::<FbaReturns>::new(ReadOptions::new()), file.as_bytes());
    assert!(reader.read(&mut bytes).unwrap().is_none());
    let block = reader.finish().unwrap().unwrap();
    let rows: Vec<_> = block.rows().collect();
    assert!(!format!("{block:?} {rows:?}").contains("Jane"));
}

#[test]
fn a_reader_over_a_file_and_one_over_a_stream_see_the_same_rows() {
    let file = settlement("USD", "0", &["1.00"; 10_000]);
    let mut blocks = BlocksOf::<SettlementV2, _>::new(file.as_bytes(), ReadOptions::new());
    let mut lines = Vec::new();
    while let Some(block) = blocks.next_block().unwrap() {
        assert_eq!(block.head().unwrap().settlement_id, "90000000001");
        lines.extend(block.rows().map(|row| row.unwrap().line()));
    }
    assert_eq!(lines, (3..10_003).collect::<Vec<_>>());

    let mut chunks = stream::iter(file.as_bytes().chunks(777).map(Ok::<_, io::Error>));
    let (mut reader, mut chunk) = (Reader::<SettlementV2>::new(ReadOptions::new()), Chunk::default());
    let mut count = 0;
    while let Some(block) = reader.next_block(&mut chunks, &mut chunk).now_or_never().unwrap().unwrap() {
        count += block.rows().filter(Result::is_ok).count();
    }
    assert_eq!(count, 10_000);
}

#[test]
fn a_dropped_wait_loses_no_row() {
    let file = settlement("USD", "0", &["1.00"; 5_000]);
    let (mut parts, mut waits) = (file.as_bytes().chunks(777), false);
    let mut chunks = stream::poll_fn(|_| {
        waits = !waits;
        if waits { Poll::Pending } else { Poll::Ready(parts.next().map(Ok::<_, io::Error>)) }
    });
    let (mut reader, mut chunk) = (Reader::<SettlementV2>::new(ReadOptions::new()), Chunk::default());
    let (mut lines, mut dropped) = (Vec::new(), 0);
    loop {
        match reader.next_block(&mut chunks, &mut chunk).now_or_never() {
            None => dropped += 1,
            Some(next) => match next.unwrap() {
                Some(block) => lines.extend(block.rows().map(|row| row.unwrap().line())),
                None => break,
            },
        }
    }
    assert_eq!(lines, (3..5_003).collect::<Vec<_>>());
    assert!(dropped > 500, "{dropped}");
}

#[test]
fn a_stream_that_has_ended_is_not_asked_again() {
    let file = settlement("USD", "0", &["1.00"; 5_000]);
    // An unfolded stream panics when it is.
    let parts = stream::unfold(file.as_bytes().chunks(100_000), |mut parts| {
        std::future::ready(parts.next().map(|part| (Ok::<_, io::Error>(part), parts)))
    });
    let (mut parts, mut chunk) = (Box::pin(parts), Chunk::default());
    let mut reader = Reader::<SettlementV2>::new(ReadOptions::new());
    let mut count = 0;
    while let Some(block) = reader.next_block(&mut parts, &mut chunk).now_or_never().unwrap().unwrap() {
        count += block.rows().count();
    }
    assert_eq!(count, 5_000);
    assert!(reader.next_block(&mut parts, &mut chunk).now_or_never().unwrap().unwrap().is_none());
}

// Errors of the file

fn broken() -> io::Error {
    io::Error::new(io::ErrorKind::TimedOut, "the line went dead")
}

/// Bytes that stop coming, and an end after that.
struct Breaking<'a> {
    bytes: &'a [u8],
    broke: bool,
}

impl io::Read for Breaking<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.bytes.is_empty() && !self.broke {
            self.broke = true;
            return Err(broken());
        }
        io::Read::read(&mut self.bytes, buffer)
    }
}

#[test]
fn a_download_that_breaks_off_never_looks_complete() {
    let file = settlement("USD", "2.00", &["1.00", "1.00"]);
    // In the midst of the last line, behind its amount.
    let bytes = &file.as_bytes()[..file.len() - 40];

    let mut chunks = stream::iter([Ok(bytes), Err(broken())]);
    let (mut reader, mut chunk) = (Reader::<SettlementV2>::new(ReadOptions::new()), Chunk::default());
    let error = reader.next_block(&mut chunks, &mut chunk).now_or_never().unwrap().unwrap_err();
    assert!(matches!(error, ReadError::Source(_)), "{error}");
    for _ in 0..3 {
        let error = reader.next_block(&mut chunks, &mut chunk).now_or_never().unwrap().unwrap_err();
        assert!(matches!(error, ReadError::File(FlatFileError::BrokenOff)), "{error}");
    }
    assert_eq!(reader.read(&mut &b"\n"[..]).unwrap_err(), FlatFileError::BrokenOff);
    assert_eq!(reader.finish().unwrap_err(), FlatFileError::BrokenOff);

    let mut blocks = BlocksOf::<SettlementV2, _>::new(Breaking { bytes, broke: false }, ReadOptions::new());
    assert!(matches!(blocks.next_block().unwrap_err(), ReadError::Source(_)));
    for _ in 0..3 {
        assert!(matches!(blocks.next_block().unwrap_err(), ReadError::File(FlatFileError::BrokenOff)));
    }
}

#[test]
fn a_file_that_cannot_be_read_further_says_so_again_and_again() {
    let us = || ReadOptions::new().marketplace(Marketplace::US);
    let file = updated(&[vec!["03/04/2026"; 5000], vec!["14/04/2026"; 5000]].concat());
    let expected = FlatFileError::DateOrder { line: 5002, proven: DateOrder::DayFirst };

    let mut chunks = stream::iter([Ok::<_, io::Error>(file.as_bytes())]);
    let (mut reader, mut chunk) = (Reader::<AllOrders>::new(us()), Chunk::default());
    let (mut rows, mut errors) = (0, 0);
    while errors < 3 {
        match reader.next_block(&mut chunks, &mut chunk).now_or_never().unwrap() {
            Ok(block) => {
                assert_eq!(errors, 0, "nothing is lent after an error");
                rows += block.unwrap().rows().count();
            }
            Err(ReadError::File(error)) => {
                assert_eq!(error, expected);
                errors += 1;
            }
            Err(error) => panic!("{error}"),
        }
    }
    assert!((1..5000).contains(&rows), "{rows}");

    let (mut reader, mut bytes) = (Reader::<AllOrders>::new(us()), file.as_bytes());
    let error = loop {
        match reader.read(&mut bytes) {
            Ok(block) => assert!(block.is_some()),
            Err(error) => break error,
        }
    };
    let left = bytes.len();
    assert_eq!(error, expected);
    assert_eq!(reader.read(&mut bytes).unwrap_err(), expected);
    assert_eq!(reader.finish().unwrap_err(), expected);
    assert_eq!(bytes.len(), left, "a reader that has failed takes nothing");

    let mut blocks = BlocksOf::<AllOrders, _>::new(file.as_bytes(), us());
    while blocks.next_block().is_ok_and(|block| block.is_some()) {}
    assert!(matches!(blocks.next_block().unwrap_err(), ReadError::File(error) if error == expected));
}

#[test]
fn a_cut_gzip_document_stays_cut() {
    let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
    packed.write_all(settlement("USD", "1.00", &["1.00"]).as_bytes()).unwrap();
    let packed = packed.finish().unwrap();
    let (mut reader, mut bytes) =
        (Reader::<SettlementV2>::new(ReadOptions::new()), &packed[..packed.len() - 9]);
    assert!(reader.read(&mut bytes).unwrap().is_none());
    for _ in 0..3 {
        assert_eq!(reader.finish().unwrap_err(), FlatFileError::Text(TextError::Truncated));
    }
}
