//! What holds for every report, whatever its rows say: they are read as they were written.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

use std::io::Write as _;

use chrono::{DateTime, NaiveDate, Utc};
use commerce_client_core::{money::Currency, secret::Pii};
use flate2::{Compression, write::GzEncoder};
use proptest::prelude::*;
use rust_decimal::Decimal;
use sp_api_client::{Marketplace, flat_file::*};

// Reports as lists of fields

/// What the cells of a column hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Holds {
    Text,
    Amount,
    Count,
    Time,
    Day,
    Instant,
    Currency,
    Disposition,
    EventType,
}

/// The type of a record's field.
trait Cell {
    const HOLDS: Holds;
    /// Whether the cell may be empty.
    const OPTIONAL: bool = false;

    /// The value, for comparison with [`Value::said`].
    fn said(&self) -> String;
}

impl<C: Cell> Cell for Option<C> {
    const HOLDS: Holds = C::HOLDS;
    const OPTIONAL: bool = true;

    fn said(&self) -> String {
        self.as_ref().map_or(String::new(), C::said)
    }
}

macro_rules! cells {
    ($($cell:ty: $holds:ident, $optional:literal, $said:expr;)+) => { $(
        impl Cell for $cell {
            const HOLDS: Holds = Holds::$holds;
            const OPTIONAL: bool = $optional;

            fn said(&self) -> String {
                let said: fn(&$cell) -> String = $said;
                said(self)
            }
        }
    )+ };
}

cells! {
    String: Text, true, |text| text.clone();
    Pii<String>: Text, true, |text| text.expose().clone();
    Decimal: Amount, false, |amount| amount.to_string();
    i64: Count, false, |count| count.to_string();
    ReportTime: Time, false, |time| {
        format!("{} {:?} {:?}", time.date, time.time, time.offset.map(|offset| offset.local_minus_utc()))
    };
    NaiveDate: Day, false, |day| day.to_string();
    DateTime<Utc>: Instant, false, |instant| instant.to_string();
    Currency: Currency, false, |currency| currency.to_string();
    Disposition: Disposition, false, |disposition| disposition.to_string();
    LedgerEventType: EventType, false, |event| event.to_string();
}

/// A column and the field that it becomes.
struct Field<R> {
    column: &'static str,
    holds: Holds,
    optional: bool,
    said: Box<dyn Fn(&R) -> String>,
}

fn field<R: 'static, C: Cell + 'static>(column: &'static str, required: bool, get: fn(&R) -> &C) -> Field<R> {
    Field {
        column,
        holds: C::HOLDS,
        optional: C::OPTIONAL && !required,
        said: Box::new(move |record: &R| get(record).said()),
    }
}

/// Fields that are called as their columns, but for `_`, unless a name stands behind them; `required` where a text
/// must not be empty.
macro_rules! fields {
    (@column $field:ident) => { stringify!($field) };
    (@column $field:ident $column:literal) => { $column };
    (@required) => { false };
    (@required $required:ident) => { true };
    ($record:ty { $($field:ident $(= $column:literal)? $(: $required:ident)?),+ $(,)? }) => {
        vec![$(field::<$record, _>(
            fields!(@column $field $($column)?),
            fields!(@required $($required)?),
            |record| &record.$field,
        )),+]
    };
}

/// A report with its fields.
trait Kind: Report {
    fn fields() -> Vec<Field<Self::Owned>>;

    /// Those of the first row, where it says something of its own.
    fn summary() -> Vec<Field<Self::Head>> {
        Vec::new()
    }
}

macro_rules! kinds {
    ($($kind:ident: $record:ident { $($fields:tt)+ })+) => { $(
        impl Kind for $kind {
            fn fields() -> Vec<Field<$record>> {
                fields!($record { $($fields)+ })
            }
        }
    )+ };
}

kinds! {
    LedgerDetail: LedgerEvent {
        date, fnsku, asin, msku, title, event_type, reference_id, quantity, fulfillment_center, disposition,
        reason, country, reconciled_quantity, unreconciled_quantity, date_and_time, store,
    }
    LedgerSummary: LedgerBalance {
        date, fnsku: required, asin, msku, title, disposition, starting_warehouse_balance,
        in_transit_between_warehouses, receipts, customer_shipments, customer_returns, vendor_returns,
        warehouse_transfer = "Warehouse Transfer In/Out", found, lost, damaged, disposed, other_events,
        ending_warehouse_balance, unknown_events, location, store,
    }
    AllOrders: AllOrdersItem {
        amazon_order_id: required, merchant_order_id, purchase_date, last_updated_date,
        order_status: required, fulfillment_channel, sales_channel, order_channel, ship_service_level,
        product_name, sku: required, asin, item_status, quantity, currency, item_price, item_tax,
        shipping_price, shipping_tax,
        gift_wrap_price, gift_wrap_tax, item_promotion_discount, ship_promotion_discount, ship_city,
        ship_state, ship_postal_code, ship_country, promotion_ids, is_business_order, purchase_order_number,
        price_designation,
    }
    FbaShipments: FbaShipmentItem {
        amazon_order_id: required, merchant_order_id, shipment_id: required, shipment_item_id,
        amazon_order_item_id, merchant_order_item_id, purchase_date, payments_date, shipment_date,
        reporting_date, buyer_email, buyer_name, buyer_phone_number, sku: required, product_name,
        quantity_shipped, currency, item_price, item_tax, shipping_price, shipping_tax, gift_wrap_price,
        gift_wrap_tax, ship_service_level, recipient_name, ship_address_1, ship_address_2, ship_address_3,
        ship_city, ship_state, ship_postal_code, ship_country, ship_phone_number, item_promotion_discount,
        ship_promotion_discount, carrier, tracking_number, estimated_arrival_date, fulfillment_center_id,
        fulfillment_channel, sales_channel,
    }
    FbaReturns: FbaReturn {
        return_date, order_id: required, sku: required, asin, fnsku, product_name, quantity,
        fulfillment_center_id, detailed_disposition, reason, status, license_plate_number, customer_comments,
    }
    Reimbursements: Reimbursement {
        approval_date, reimbursement_id: required, case_id, amazon_order_id, reason, sku, fnsku, asin,
        product_name, condition, currency_unit, amount_per_unit, amount_total, quantity_reimbursed_cash,
        quantity_reimbursed_inventory, quantity_reimbursed_total, original_reimbursement_id,
        original_reimbursement_type,
    }
    MerchantListings: MerchantListing {
        item_name, item_description, listing_id, seller_sku: required, price, quantity, open_date, image_url,
        item_is_marketplace, product_id_type, item_note, item_condition, asin1, asin2, asin3,
        will_ship_internationally, expedited_shipping, product_id, pending_quantity, fulfillment_channel,
        merchant_shipping_group, status,
    }
    AfnInventory: AfnStock {
        seller_sku: required, fulfillment_channel_sku, asin, condition_type, warehouse_condition_code,
        quantity_available,
    }
    FbaInventory: FbaStock {
        sku: required, fnsku, asin, product_name, condition, your_price, mfn_listing_exists,
        mfn_fulfillable_quantity, afn_listing_exists, afn_warehouse_quantity, afn_fulfillable_quantity,
        afn_unsellable_quantity, afn_reserved_quantity, afn_total_quantity, per_unit_volume,
        afn_inbound_working_quantity, afn_inbound_shipped_quantity, afn_inbound_receiving_quantity,
        afn_researching_quantity, afn_reserved_future_supply, afn_future_supply_buyable,
    }
}

fn settlement_summary() -> Vec<Field<SettlementSummary>> {
    fields!(SettlementSummary {
        settlement_id: required, start = "settlement-start-date", end = "settlement-end-date",
        deposit = "deposit-date", total = "total-amount", currency,
    })
}

impl Kind for SettlementV2 {
    fn fields() -> Vec<Field<SettlementLine>> {
        fields!(SettlementLine {
            settlement_id: required, currency, transaction_type, order_id, merchant_order_id, adjustment_id,
            shipment_id, marketplace_name, amount_type, amount_description, amount, fulfillment_id,
            posted_date, posted = "posted-date-time", order_item_code, merchant_order_item_id,
            merchant_adjustment_item_id, sku, quantity_purchased, promotion_id,
        })
    }

    fn summary() -> Vec<Field<SettlementSummary>> {
        settlement_summary()
    }
}

impl Kind for SettlementV1 {
    fn fields() -> Vec<Field<SettlementV1Line>> {
        fields!(SettlementV1Line {
            settlement_id: required, currency, transaction_type: required, order_id, merchant_order_id,
            adjustment_id, shipment_id, marketplace_name, shipment_fee_type, shipment_fee_amount,
            order_fee_type, order_fee_amount, fulfillment_id, posted = "posted-date", order_item_code,
            merchant_order_item_id, merchant_adjustment_item_id, sku, quantity_purchased, price_type,
            price_amount, item_related_fee_type, item_related_fee_amount, misc_fee_amount, other_fee_amount,
            other_fee_reason_description, promotion_id, promotion_type, promotion_amount, direct_payment_type,
            direct_payment_amount, other_amount,
        })
    }

    fn summary() -> Vec<Field<SettlementSummary>> {
        settlement_summary()
    }
}

// Files

/// How an account's locale writes.
#[derive(Debug, Clone, Copy)]
struct Locale {
    comma: bool,
    grouped: bool,
    date: &'static str,
}

impl Locale {
    fn grouped(self, whole: u64) -> String {
        let mut text = whole.to_string();
        let mut place = text.len();
        while self.grouped && place > 3 {
            place -= 3;
            text.insert(place, if self.comma { '.' } else { ',' });
        }
        text
    }

    fn time(self, seconds: i64, form: &str) -> String {
        DateTime::from_timestamp(seconds, 0).unwrap().format(&format!("{}{form}", self.date)).to_string()
    }

    /// Days such as `03/04/2026` alone say too little.
    fn options(self) -> ReadOptions {
        match self.date {
            "%d/%m/%Y" => ReadOptions::new().date_order(DateOrder::DayFirst),
            "%m/%d/%Y" => ReadOptions::new().date_order(DateOrder::MonthFirst),
            _ => ReadOptions::new(),
        }
    }
}

fn locale() -> impl Strategy<Value = Locale> {
    let date = prop::sample::select(vec!["%Y-%m-%d", "%Y/%m/%d", "%d.%m.%Y", "%d/%m/%Y", "%m/%d/%Y"]);
    (any::<bool>(), any::<bool>(), date).prop_map(|(comma, grouped, date)| Locale { comma, grouped, date })
}

/// What a cell means.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Value {
    Nothing,
    Text(String),
    Cents(i64),
    Count(i64),
    Time { seconds: i64, detail: Detail },
    Day(i64),
    Instant(i64),
    Word(&'static str),
}

/// How much of a time a cell says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Detail {
    Day,
    Time,
    Zone(&'static str, i32),
}

impl Value {
    /// As a file of this locale has it.
    fn written(&self, locale: Locale) -> String {
        let signed = |number: i64, text: String| if number < 0 { format!("-{text}") } else { text };
        match self {
            Self::Nothing => String::new(),
            Self::Text(text) => text.clone(),
            Self::Cents(cents) => {
                let (whole, part) = (cents.unsigned_abs() / 100, cents.unsigned_abs() % 100);
                let mark = if locale.comma { ',' } else { '.' };
                signed(*cents, format!("{}{mark}{part:02}", locale.grouped(whole)))
            }
            Self::Count(count) => signed(*count, locale.grouped(count.unsigned_abs())),
            Self::Time { seconds, detail: Detail::Day } | Self::Day(seconds) => locale.time(*seconds, ""),
            Self::Time { seconds, detail: Detail::Time } => locale.time(*seconds, " %H:%M:%S"),
            Self::Time { seconds, detail: Detail::Zone(zone, _) } => {
                locale.time(*seconds, &format!(" %H:%M:%S {zone}"))
            }
            Self::Instant(seconds) => locale.time(*seconds, " %H:%M:%S UTC"),
            Self::Word(word) => (*word).to_owned(),
        }
    }

    /// As [`Cell::said`] says it of the field.
    fn said(&self) -> String {
        let time = |seconds: &i64| DateTime::from_timestamp(*seconds, 0).unwrap();
        match self {
            Self::Nothing => String::new(),
            Self::Text(text) => text.clone(),
            Self::Cents(cents) => Decimal::new(*cents, 2).to_string(),
            Self::Count(count) => count.to_string(),
            Self::Time { seconds, detail } => {
                let wall_clock = time(seconds).naive_utc();
                let (clock, offset) = match detail {
                    Detail::Day => (None, None),
                    Detail::Time => (Some(wall_clock.time()), None),
                    Detail::Zone(_, offset) => (Some(wall_clock.time()), Some(*offset)),
                };
                format!("{} {clock:?} {offset:?}", wall_clock.date())
            }
            Self::Day(seconds) => time(seconds).date_naive().to_string(),
            Self::Instant(seconds) => time(seconds).to_string(),
            Self::Word(word) => (*word).to_owned(),
        }
    }
}

/// Letters that Windows-1252 has, and letters that Shift_JIS has.
const WESTERN: &str = "[a-zA-Z0-9\"' ,.;/äöüß€-]{0,10}";
const JAPANESE: &str = "[a-zA-Z0-9\"' ,.;/商品名ァ-]{0,10}";

/// A cell of this column. `letters`: a text's.
fn value<R>(field: &Field<R>, letters: &'static str) -> BoxedStrategy<Value> {
    let seconds = || 0_i64..2_000_000_000;
    let word = |words: &[&'static str]| prop::sample::select(words.to_vec()).prop_map(Value::Word).boxed();
    let optional = field.optional;
    let filled = match field.holds {
        Holds::Text => {
            let text = letters.prop_map(move |text| match text.trim() {
                "" if !optional => Value::Text("x".to_owned()),
                text => Value::Text(text.to_owned()),
            });
            text.boxed()
        }
        Holds::Amount => (-9_999_999_999_i64..9_999_999_999).prop_map(Value::Cents).boxed(),
        Holds::Count => (-30_i64..5_000_000).prop_map(Value::Count).boxed(),
        Holds::Time => {
            let detail = prop::sample::select(vec![
                Detail::Day,
                Detail::Time,
                Detail::Zone("UTC", 0),
                Detail::Zone("PDT", -25_200),
                Detail::Zone("IST", 19_800),
                Detail::Zone("+02:00", 7_200),
            ]);
            (seconds(), detail).prop_map(|(seconds, detail)| Value::Time { seconds, detail }).boxed()
        }
        Holds::Day => seconds().prop_map(Value::Day).boxed(),
        Holds::Instant => seconds().prop_map(Value::Instant).boxed(),
        Holds::Currency => word(&["EUR", "USD", "GBP", "JPY"]),
        Holds::Disposition => word(&["SELLABLE", "CUSTOMER_DAMAGED", "Lost in space"]),
        Holds::EventType => word(&["Receipts", "Adjustments", "Shrinkage"]),
    };
    if optional { prop_oneof![1 => Just(Value::Nothing), 4 => filled].boxed() } else { filled }
}

/// A report before it is written.
#[derive(Debug, Clone)]
struct File {
    /// A value for each of [`Kind::summary`].
    head: Vec<Value>,
    /// For each row a value for each of [`Kind::fields`].
    rows: Vec<Vec<Value>>,
    locale: Locale,
}

fn file<K: Kind>(letters: &'static str) -> impl Strategy<Value = File> {
    let head: Vec<_> = K::summary().iter().map(|field| value(field, letters)).collect();
    let row: Vec<_> = K::fields().iter().map(|field| value(field, letters)).collect();
    let rows = prop::collection::vec(row, 0..6);
    (head, rows, locale()).prop_map(|(head, rows, locale)| File { head, rows, locale })
}

/// The columns of a file, in the order of the fields.
fn columns<K: Kind>() -> Vec<&'static str> {
    let mut columns: Vec<&str> = K::fields().iter().map(|field| field.column).collect();
    for field in K::summary() {
        if !columns.contains(&field.column) {
            columns.push(field.column);
        }
    }
    columns
}

impl File {
    /// Header and rows, cell by cell.
    fn table<K: Kind>(&self) -> Vec<Vec<String>> {
        let columns = columns::<K>();
        let row = |names: Vec<&str>, values: &[Value]| -> Vec<String> {
            let cell = |column: &&str| {
                let place = names.iter().position(|name| name == column);
                place.map_or(String::new(), |place| values[place].written(self.locale))
            };
            columns.iter().map(cell).collect()
        };
        let mut table = vec![columns.iter().map(|column| (*column).to_owned()).collect()];
        if !self.head.is_empty() {
            table.push(row(K::summary().iter().map(|field| field.column).collect(), &self.head));
        }
        for values in &self.rows {
            table.push(row(K::fields().iter().map(|field| field.column).collect(), values));
        }
        table
    }

    fn text<K: Kind>(&self) -> String {
        tabs(&self.table::<K>(), "\n")
    }

    /// What is to be read of it.
    fn said(&self) -> Said {
        let row = |values: &Vec<Value>| -> Vec<String> { values.iter().map(Value::said).collect() };
        let first_line = if self.head.is_empty() { 2 } else { 3 };
        Said { head: row(&self.head), rows: (first_line..).zip(self.rows.iter().map(row)).collect() }
    }
}

fn tabs(table: &[Vec<String>], line_end: &str) -> String {
    table.iter().map(|row| row.join("\t") + line_end).collect()
}

fn quoted(table: &[Vec<String>], separator: &str) -> String {
    let cell = |cell: &String| format!("\"{}\"", cell.replace('"', "\"\""));
    table.iter().map(|row| row.iter().map(cell).collect::<Vec<_>>().join(separator) + "\r\n").collect()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
    packed.write_all(bytes).unwrap();
    packed.finish().unwrap()
}

/// All that a file says: the head, and each row with its line.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Said {
    head: Vec<String>,
    rows: Vec<(u64, Vec<String>)>,
}

fn said<R>(fields: &[Field<R>], record: &R) -> Vec<String> {
    fields.iter().map(|field| (field.said)(record)).collect()
}

/// What is read of these bytes as they come, in chunks of `size`.
fn read<K: Kind>(bytes: &[u8], options: ReadOptions, size: usize) -> Said {
    let (fields, mut rows) = (K::fields(), Vec::new());
    let mut take = |block: Block<'_, K>| {
        for row in block.rows() {
            let row = row.unwrap().to_owned();
            rows.push((row.line(), said(&fields, &*row)));
        }
    };
    let mut reader = Reader::<K>::new(options);
    for mut chunk in bytes.chunks(size) {
        while let Some(block) = reader.read(&mut chunk).unwrap() {
            take(block);
        }
    }
    while let Some(block) = reader.finish().unwrap() {
        take(block);
    }
    let head = reader.head().map_or(Vec::new(), |head| said(&K::summary(), head));
    Said { head, rows }
}

fn read_whole<K: Kind>(bytes: &[u8], options: ReadOptions) -> Said {
    read::<K>(bytes, options, usize::MAX)
}

// Laws

type Outcome = Result<(), TestCaseError>;

fn is_read_back<K: Kind>(file: &File) -> Outcome {
    let text = file.text::<K>();
    prop_assert_eq!(read_whole::<K>(text.as_bytes(), file.locale.options()), file.said());
    let parsed = parse::<K>(text.as_bytes(), file.locale.options()).unwrap();
    prop_assert_eq!(&parsed.errors, &[]);
    prop_assert_eq!(parsed.head.is_some(), !file.head.is_empty());
    for row in &parsed.rows {
        prop_assert_eq!(row.unknown_columns().next(), None);
    }
    Ok(())
}

/// `order`: the place of each column; taken modulo their number.
fn order_quotes_and_line_ends_do_not_matter<K: Kind>(file: &File, order: &[usize]) -> Outcome {
    let (table, options, expected) = (file.table::<K>(), || file.locale.options(), file.said());
    let with_crlf = tabs(&table, "\r\n");
    for text in [
        &*with_crlf,
        with_crlf.trim_end_matches("\r\n"),
        &quoted(&table, "\t"),
        &quoted(&table, ","),
        &format!("{with_crlf}\r\n\r\n"),
    ] {
        prop_assert_eq!(read_whole::<K>(text.as_bytes(), options()), expected.clone());
    }
    let mut places: Vec<usize> = (0..columns::<K>().len()).collect();
    // The header of a settlement is found by its first column.
    let first = usize::from(!file.head.is_empty());
    places[first..].sort_by_key(|place| order[place % order.len()]);
    let shuffled: Vec<Vec<String>> =
        table.iter().map(|row| places.iter().map(|place| row[*place].clone()).collect()).collect();
    prop_assert_eq!(read_whole::<K>(tabs(&shuffled, "\n").as_bytes(), options()), expected);
    Ok(())
}

fn neither_charset_nor_gzip_matters<K: Kind>(western: &File, japanese: &File) -> Outcome {
    for (file, label, charset) in
        [(western, "Cp1252", encoding_rs::WINDOWS_1252), (japanese, "windows-31j", encoding_rs::SHIFT_JIS)]
    {
        let (text, expected) = (file.text::<K>(), file.said());
        let marked = format!("\u{feff}{text}");
        let utf_16_le: Vec<u8> = marked.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let utf_16_be: Vec<u8> = marked.encode_utf16().flat_map(u16::to_be_bytes).collect();
        let packed = [gzip(text.as_bytes()), gzip(&utf_16_le)];
        for bytes in [text.as_bytes(), marked.as_bytes(), &utf_16_le, &utf_16_be, &packed[0], &packed[1]] {
            prop_assert_eq!(read_whole::<K>(bytes, file.locale.options()), expected.clone());
        }
        let (bytes, _, lossy) = charset.encode(&text);
        prop_assert!(!lossy);
        let options = file.locale.options().content_type(&format!("text/plain;charset={label}"));
        prop_assert_eq!(read_whole::<K>(&bytes, options), expected);
    }
    Ok(())
}

/// `blocks`: the file has several.
fn splits_do_not_matter<K: Kind>(
    file: &File,
    blocks: bool,
    size: usize,
    packed: bool,
    quotes: bool,
) -> Outcome {
    let mut file = file.clone();
    let rows = file.text::<K>().len() - columns::<K>().join("\t").len();
    let times = if blocks { 400 * 1024 / rows } else { 3 };
    file.rows = file.rows.iter().cycle().take(file.rows.len() * times).cloned().collect();
    let table = file.table::<K>();
    let text = if quotes { quoted(&table, "\t") } else { tabs(&table, "\n") };
    let bytes = if packed { gzip(text.as_bytes()) } else { text.into_bytes() };
    let (read, expected) = (read::<K>(&bytes, file.locale.options(), size), file.said());
    prop_assert!(read == expected, "{} rows instead of {}", read.rows.len(), expected.rows.len());
    Ok(())
}

/// No bytes panic, and what cannot be read stays unreadable.
fn bytes_are_rows_or_errors<K: Kind>(
    bytes: &[u8],
    header: bool,
    marketplace: Option<Marketplace>,
) -> Outcome {
    let header = if header { columns::<K>().join("\t") + "\n" } else { String::new() };
    let bytes = [header.as_bytes(), bytes].concat();
    let mut options = ReadOptions::new().created(DateTime::from_timestamp(1_800_000_000, 0).unwrap());
    if let Some(marketplace) = marketplace {
        options = options.marketplace(marketplace);
    }
    let (mut reader, mut rest) = (Reader::<K>::new(options.clone()), &bytes[..]);
    let (mut rows, mut errors) = (0, 0);
    let failed = loop {
        let last = rest.is_empty();
        match if last { reader.finish() } else { reader.read(&mut rest) } {
            Ok(Some(block)) => block.rows().for_each(|row| match row {
                Ok(_) => rows += 1,
                Err(_) => errors += 1,
            }),
            Ok(None) if last => break None,
            Ok(None) => {}
            Err(error) => break Some(error),
        }
    };
    match (failed, parse::<K>(&bytes, options)) {
        (None, Ok(parsed)) => prop_assert_eq!((parsed.rows.len(), parsed.errors.len()), (rows, errors)),
        (Some(error), Err(other)) => {
            prop_assert_eq!(&error, &other);
            prop_assert_eq!(reader.read(&mut &b"x\n"[..]).unwrap_err(), error.clone());
            prop_assert_eq!(reader.finish().unwrap_err(), error);
        }
        (failed, parsed) => return Err(TestCaseError::fail(format!("{failed:?} and then {parsed:?}"))),
    }
    Ok(())
}

fn wild_bytes() -> impl Strategy<Value = Vec<u8>> {
    let byte = prop_oneof![
        2 => any::<u8>(),
        3 => prop::sample::select(b"\t\t\t\n\r\",;.-/: 0123456789ab".to_vec()),
    ];
    prop::collection::vec(byte, 0..300)
}

macro_rules! laws {
    ($($name:ident: $kind:ident;)+) => { $(
        mod $name {
            use super::*;

            proptest! {
                #![proptest_config(ProptestConfig::with_cases(24))]

                #[test]
                fn what_was_written_is_read_back(
                    file in file::<$kind>(WESTERN), other in file::<$kind>(JAPANESE),
                ) {
                    is_read_back::<$kind>(&file)?;
                    is_read_back::<$kind>(&other)?;
                }

                #[test]
                fn neither_column_order_nor_quotes_nor_line_ends_matter(
                    file in file::<$kind>(WESTERN), order in prop::collection::vec(any::<usize>(), 50),
                ) {
                    order_quotes_and_line_ends_do_not_matter::<$kind>(&file, &order)?;
                }

                #[test]
                fn neither_charset_nor_gzip_nor_mark_matter(
                    western in file::<$kind>(WESTERN), japanese in file::<$kind>(JAPANESE),
                ) {
                    neither_charset_nor_gzip_matters::<$kind>(&western, &japanese)?;
                }

                #[test]
                fn where_the_bytes_are_split_does_not_matter(
                    file in file::<$kind>(JAPANESE), blocks in prop::bool::weighted(0.05), size in 1_usize..5000,
                    packed in any::<bool>(), quotes in any::<bool>(),
                ) {
                    splits_do_not_matter::<$kind>(&file, blocks, size, packed, quotes)?;
                }

                #[test]
                fn no_bytes_panic(
                    bytes in wild_bytes(), header in any::<bool>(),
                    marketplace in prop::option::of(prop::sample::select(Marketplace::ALL)),
                ) {
                    bytes_are_rows_or_errors::<$kind>(&bytes, header, marketplace)?;
                }
            }
        }
    )+ };
}

laws! {
    settlement_v2: SettlementV2;
    settlement_v1: SettlementV1;
    ledger_detail: LedgerDetail;
    ledger_summary: LedgerSummary;
    all_orders: AllOrders;
    fba_shipments: FbaShipments;
    fba_returns: FbaReturns;
    reimbursements: Reimbursements;
    merchant_listings: MerchantListings;
    afn_inventory: AfnInventory;
    fba_inventory: FbaInventory;
}

/// A place among the values of [`Kind::summary`] or [`Kind::fields`].
fn place<R>(fields: &[Field<R>], column: &str) -> usize {
    fields.iter().position(|field| field.column == column).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_settlement_in_any_locale_comes_to_its_total(file in file::<SettlementV2>(WESTERN)) {
        let (fields, head) = (SettlementV2::fields(), SettlementV2::summary());
        let mut file = file;
        let mut total = 0;
        for row in &mut file.rows {
            let Value::Cents(cents) = row[place(&fields, "amount")] else { panic!() };
            total += cents;
            row[place(&fields, "currency")] = Value::Word("EUR");
        }
        file.head[place(&head, "total-amount")] = Value::Cents(total);
        file.head[place(&head, "currency")] = Value::Word("EUR");
        let text = file.text::<SettlementV2>();
        let report = SettlementReport::parse(text.as_bytes(), file.locale.options()).unwrap();
        prop_assert_eq!(&report.errors, &[]);
        report.check_total().unwrap();
        prop_assert_eq!(report.summary.total, Decimal::new(total, 2));
    }
}
