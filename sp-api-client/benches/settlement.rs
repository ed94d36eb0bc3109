//! How fast a large settlement is read from the network, and in how much memory; beside the `csv` crate, which only
//! splits it.
//!
//! ```text
//! cargo bench -p sp-api-client --bench settlement              1 GB of text, gzipped
//! cargo bench -p sp-api-client --bench settlement -- 200 MB    of text
//! cargo bench -p sp-api-client --bench settlement -- 1 GB packed    1 GB as it is sent
//! ```
//!
//! This process generates the document and serves it on the loopback interface. Each measurement is a process of its
//! own, so that its peak memory (`VmHWM`) is the client's alone. Ours opens the document as users do
//! ([`SpApi::document_at`], rows with all fields typed); the other takes the same stream from the crate's
//! [`HttpTransport`] through gunzip to the raw cells of every row. They take turns; the ratio is of their medians.

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a benchmark may panic, and prints")]

use std::{
    env, fs,
    hint::black_box,
    io::{self, BufRead as _, BufReader, Read, Write as _},
    net::{TcpListener, TcpStream},
    process::Command,
    thread,
};

use async_trait::async_trait;
use bytes::Bytes;
use chrono::{DateTime, TimeDelta, Utc};
use commerce_client_core::{
    token::{AccessToken, TokenSource},
    transport::{HttpTransport, Transport as _, TransportError},
};
use flate2::{Compression, read::MultiGzDecoder, write::GzEncoder};
use futures_core::Stream;
use futures_util::StreamExt as _;
use rust_decimal::Decimal;
use sp_api_client::{Error, ErrorKind, SpApi, documents::PresignedUrl, flat_file::SettlementV2};

const HEADER: &str = "settlement-id\tsettlement-start-date\tsettlement-end-date\tdeposit-date\ttotal-amount\tcurrency\t\
    transaction-type\torder-id\tmerchant-order-id\tadjustment-id\tshipment-id\tmarketplace-name\tamount-type\t\
    amount-description\tamount\tfulfillment-id\tposted-date\tposted-date-time\torder-item-code\t\
    merchant-order-item-id\tmerchant-adjustment-item-id\tsku\tquantity-purchased\tpromotion-id\n";

/// Text of one gzip member. Different ones are sent in turn.
const MEMBER: usize = 16 << 20;
const MEMBERS: u64 = 4;

fn main() {
    let arguments: Vec<String> = env::args().skip(1).filter(|argument| argument != "--bench").collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["client", kind, url] => client(kind, url),
        [] => serve_and_measure(1_000_000_000, false),
        [number, unit] => serve_and_measure(bytes(number, unit), false),
        [number, unit, "packed"] => serve_and_measure(bytes(number, unit), true),
        _ => println!("usage: settlement [NUMBER MB|GB [packed]]"),
    }
}

fn bytes(number: &str, unit: &str) -> u64 {
    number.parse::<u64>().unwrap() * if unit == "GB" { 1_000_000_000 } else { 1_000_000 }
}

// The document

struct Member {
    packed: Vec<u8>,
    text: u64,
    rows: u64,
    sum: Decimal,
}

fn pack(text: &str) -> Vec<u8> {
    let mut packed = GzEncoder::new(Vec::new(), Compression::default());
    packed.write_all(text.as_bytes()).unwrap();
    packed.finish().unwrap()
}

/// The lines of as many orders, refunds and fees as one member holds.
fn member(seed: u64) -> Member {
    let mut random = fastrand::Rng::with_seed(seed);
    let mut text = String::with_capacity(MEMBER + 4096);
    let (mut rows, mut cents) = (0, 0);
    let mut posted: DateTime<Utc> = "2026-10-01T00:00:07Z".parse().unwrap();
    while text.len() < MEMBER {
        posted += TimeDelta::seconds(random.i64(1..40));
        let order = format!(
            "{}-{:07}-{:07}",
            random.u32(111..115),
            random.u32(0..10_000_000),
            random.u32(0..10_000_000)
        );
        let item = random.u64(10_000_000_000_000..99_999_999_999_999);
        let shipment: String = (0..9).map(|_| random.alphanumeric()).collect();
        let sku =
            format!("{}-{:04}", ["MUG", "TEA", "LAMP", "CHAIR"][random.usize(0..4)], random.u32(0..900));
        let (date, time) =
            (posted.format("%Y-%m-%d").to_string(), posted.format("%Y-%m-%d %H:%M:%S UTC").to_string());
        let price = random.i64(500..20_000);
        let tax = price * 8 / 100;
        let mut line = |transaction: &str,
                        adjustment: &str,
                        kind: &str,
                        what: &str,
                        amount: i64,
                        quantity: &str,
                        promotion: &str| {
            let sign = if amount < 0 { "-" } else { "" };
            text += &format!(
                "21574497411\t\t\t\t\t\t{transaction}\t{order}\t{order}\t{adjustment}\t{shipment}\tAmazon.com\t{kind}\t{what}\t\
                 {sign}{}.{:02}\tAFN\t{date}\t{time}\t{item}\t\t\t{sku}\t{quantity}\t{promotion}\n",
                amount.abs() / 100,
                amount.abs() % 100
            );
            rows += 1;
            cents += amount;
        };
        match random.u8(0..20) {
            0..17 => {
                let quantity = ["1", "1", "1", "2", "3"][random.usize(0..5)];
                line("Order", "", "ItemPrice", "Principal", price, quantity, "");
                line("Order", "", "ItemPrice", "Tax", tax, quantity, "");
                line(
                    "Order",
                    "",
                    "ItemWithheldTax",
                    "MarketplaceFacilitatorTax-Principal",
                    -tax,
                    quantity,
                    "",
                );
                line(
                    "Order",
                    "",
                    "ItemFees",
                    "FBAPerUnitFulfillmentFee",
                    -random.i64(250..900),
                    quantity,
                    "",
                );
                line("Order", "", "ItemFees", "Commission", -price * 15 / 100, quantity, "");
                if random.u8(0..3) == 0 {
                    let shipping = random.i64(99..999);
                    line("Order", "", "ItemPrice", "Shipping", shipping, quantity, "");
                    line(
                        "Order",
                        "",
                        "Promotion",
                        "Shipping",
                        -shipping,
                        quantity,
                        "US Core Free Shipping 2015/04/08",
                    );
                }
            }
            17..19 => {
                let adjustment: String = (0..24).map(|_| random.alphanumeric()).collect();
                let adjustment = format!("amzn1:crow:{adjustment}");
                line("Refund", &adjustment, "ItemPrice", "Principal", -price, "", "");
                line("Refund", &adjustment, "ItemPrice", "Tax", -tax, "", "");
                line(
                    "Refund",
                    &adjustment,
                    "ItemWithheldTax",
                    "MarketplaceFacilitatorTax-Principal",
                    tax,
                    "",
                    "",
                );
                line("Refund", &adjustment, "ItemFees", "Commission", price * 15 / 100, "", "");
                line("Refund", &adjustment, "ItemFees", "RefundCommission", -price * 3 / 100, "", "");
            }
            _ => line(
                "other-transaction",
                "",
                "FBA Inventory Reimbursement",
                "WAREHOUSE_DAMAGE",
                price,
                "1",
                "",
            ),
        }
    }
    Member { packed: pack(&text), text: text.len() as u64, rows, sum: Decimal::new(cents, 2) }
}

// The server

fn serve_and_measure(size: u64, packed: bool) {
    println!("generating");
    let members: Vec<Member> = (0..MEMBERS).map(member).collect();
    let length = |member: &Member| if packed { member.packed.len() as u64 } else { member.text };
    let mut turns = Vec::new();
    let mut total = 0;
    while total < size {
        let turn = turns.len() % members.len();
        total += length(&members[turn]);
        turns.push(turn);
    }
    let sum: Decimal = turns.iter().map(|turn| members[*turn].sum).sum();
    let rows: u64 = turns.iter().map(|turn| members[*turn].rows).sum();
    let text: u64 = turns.iter().map(|turn| members[*turn].text).sum();
    let head = format!(
        "{HEADER}21574497411\t2026-10-01 00:00:00 UTC\t2026-10-15 00:00:00 UTC\t2026-10-17 00:00:00 UTC\t{sum}\tUSD{}\n",
        "\t".repeat(18)
    );
    let head = pack(&head);
    let sent = head.len() as u64 + turns.iter().map(|turn| members[*turn].packed.len() as u64).sum::<u64>();
    println!(
        "{rows} rows, {:.0} MB of text, {:.0} MB gzipped; lines sum to {sum}",
        text as f64 / 1e6,
        sent as f64 / 1e6
    );

    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/document", listener.local_addr().unwrap());
    thread::spawn(move || {
        for connection in listener.incoming() {
            // A client that has had enough hangs up.
            let _ =
                answer(connection.unwrap(), sent, &head, turns.iter().map(|turn| &*members[*turn].packed));
        }
    });
    let mut cpu: [Vec<f64>; 2] = Default::default();
    let mut wall: [Vec<f64>; 2] = Default::default();
    for kind in ["ours", "csv", "ours", "csv", "ours", "csv"] {
        let output = Command::new(env::current_exe().unwrap()).args(["client", kind, &url]).output().unwrap();
        io::stderr().write_all(&output.stderr).unwrap();
        let printed = String::from_utf8(output.stdout).unwrap();
        print!("{printed}");
        assert!(printed.contains(&format!(" {rows} rows")), "every row was seen");
        assert!(kind == "csv" || printed.contains(&format!("sum {sum},")), "the rows sum to the total");
        let figure = |unit: &str| -> f64 {
            printed.split(unit).next().unwrap().rsplit([' ', '(']).next().unwrap().parse().unwrap()
        };
        wall[usize::from(kind == "csv")].push(figure(" s ("));
        cpu[usize::from(kind == "csv")].push(figure(" s of CPU"));
    }
    let [by_cpu, by_wall] = [cpu, wall].map(|mut times| {
        times.iter_mut().for_each(|times| times.sort_by(f64::total_cmp));
        times[1][1] / times[0][1]
    });
    println!("speed of ours beside csv: {by_cpu:.2} by CPU, {by_wall:.2} by the clock");
}

fn answer<'a>(
    mut connection: TcpStream,
    length: u64,
    head: &[u8],
    members: impl Iterator<Item = &'a [u8]>,
) -> io::Result<()> {
    let mut request = BufReader::new(connection.try_clone()?).lines();
    while request.next().transpose()?.is_some_and(|line| !line.is_empty()) {}
    write!(connection, "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: {length}\r\n\r\n")?;
    connection.write_all(head)?;
    for member in members {
        connection.write_all(member)?;
    }
    Ok(())
}

// The clients

#[expect(clippy::disallowed_methods, reason = "a benchmark measures time")]
fn client(kind: &str, url: &str) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let begin = std::time::Instant::now();
    let (rows, sum, text) = if kind == "ours" { ours(&runtime, url) } else { by_csv(runtime, url) };
    let seconds = begin.elapsed().as_secs_f64();
    // Fields 14 and 15, in ticks of 10 ms: what a busy machine does not change.
    let stat = fs::read_to_string("/proc/self/stat").unwrap();
    let ticks: u64 = stat
        .rsplit(')')
        .next()
        .unwrap()
        .split_whitespace()
        .skip(11)
        .take(2)
        .map(|n| n.parse::<u64>().unwrap())
        .sum();
    let peak: f64 = fs::read_to_string("/proc/self/status")
        .unwrap()
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:")?.trim().strip_suffix(" kB")?.parse().ok())
        .unwrap();
    println!(
        "{kind:>5}: {rows} rows, sum {sum}, {seconds:.2} s ({:.2} s of CPU), {:.0} MB/s of text, peak memory {:.1} MB",
        ticks as f64 / 100.0,
        text as f64 / 1e6 / seconds,
        peak * 1024.0 / 1e6
    );
}

/// The document as users open it: gunzip, charset, and every field of every row typed.
fn ours(runtime: &tokio::runtime::Runtime, url: &str) -> (u64, Decimal, u64) {
    let (mut count, mut sum) = (0, Decimal::ZERO);
    runtime.block_on(async {
        let endpoint = url.trim_end_matches("/document");
        let api = SpApi::builder().endpoint(endpoint).token_source(NoToken).build().unwrap();
        let document = api.document_at(PresignedUrl::new(url)).limit(u64::MAX);
        let mut rows = document.rows::<SettlementV2>().await.unwrap();
        while let Some(block) = rows.next_block().await.unwrap() {
            for line in block.rows() {
                let line = line.unwrap();
                sum += line.amount;
                count += 1;
                black_box(&line);
            }
        }
        assert_eq!(rows.reader().head().unwrap().total, sum);
        (count, sum, rows.reader().text().bytes())
    })
}

/// A document needs none.
#[derive(Debug)]
struct NoToken;

#[async_trait]
impl TokenSource for NoToken {
    async fn fetch(&self) -> Result<AccessToken, Error> {
        Err(Error::new(ErrorKind::Config, "token", "a document needs no token"))
    }
}

/// Gunzip, and the raw cells of every row in one record that is used again.
fn by_csv(runtime: tokio::runtime::Runtime, url: &str) -> (u64, Decimal, u64) {
    let body = runtime.block_on(async {
        let request = http::Request::get(url).body(Bytes::new()).unwrap();
        HttpTransport::new().unwrap().call(request).await.unwrap().into_body().into_stream()
    });
    let text = MultiGzDecoder::new(Blocking { runtime, body, chunk: Bytes::new() });
    let mut reader =
        csv::ReaderBuilder::new().delimiter(b'\t').quoting(false).flexible(true).from_reader(text);
    let (mut record, mut rows) = (csv::ByteRecord::new(), 0);
    while reader.read_byte_record(&mut record).unwrap() {
        rows += 1;
        black_box(&record);
    }
    // The summary is a record to it.
    (rows - 1, Decimal::ZERO, reader.position().byte())
}

/// The body as a reader that waits.
struct Blocking<S> {
    runtime: tokio::runtime::Runtime,
    body: S,
    chunk: Bytes,
}

impl<S: Stream<Item = Result<Bytes, TransportError>> + Unpin> Read for Blocking<S> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.chunk.is_empty() {
            match self.runtime.block_on(self.body.next()) {
                Some(chunk) => self.chunk = chunk.map_err(io::Error::other)?,
                None => return Ok(0),
            }
        }
        let length = into.len().min(self.chunk.len());
        into[..length].copy_from_slice(&self.chunk.split_to(length));
        Ok(length)
    }
}
