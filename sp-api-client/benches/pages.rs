//! What it costs to fetch and decode a thousand pages of a hundred orders, beside the plainest client that one would
//! write: reqwest and `serde_json` into structs that own every field as text.
//!
//! A server in a process of its own serves the same pages to both. Each client is a process of its own, too, so that
//! its CPU time and its peak memory are the kernel's figures; they take turns, several rounds, and medians are shown.

#![allow(clippy::unwrap_used, reason = "a benchmark may panic")]

mod plain;

use std::{
    env, fs,
    io::{BufRead as _, BufReader, Write as _, stdout},
    pin::pin,
    process::{Child, Command, Stdio},
    sync::Arc,
};

use async_trait::async_trait;
use bytes::Bytes;
use chrono::{DateTime, TimeDelta, Utc};
use commerce_client_core::{
    decode::Lenient,
    testing::{FakeService, serve},
};
use futures_util::TryStreamExt as _;
use http::{Request, Response};
use rust_decimal::Decimal;
use serde_json::{Value, json};
use sp_api_client::{
    LwaCredentials, SpApi,
    orders::{IncludedData, SearchOrdersResponse},
    testing::generate::{generate, grand_total},
};

const ORDERS_A_PAGE: usize = 100;
/// So many pages differ; then they come again, under other tokens.
const DIFFERENT_PAGES: usize = 20;

fn main() {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let argument = |n: usize| arguments.get(n).map(String::as_str).unwrap_or_default();
    match argument(0) {
        "serve" => on_one_thread(serve_pages(argument(1).parse().unwrap())),
        "ours" => on_one_thread(fetch_as_this_crate_does(argument(1))),
        "plain" => on_one_thread(fetch_plainly(argument(1))),
        // Run as a test, it only shows that it works.
        _ if arguments.iter().all(|argument| argument != "--bench") => compare(DIFFERENT_PAGES, 1),
        _ => compare(1000, 7),
    }
}

fn on_one_thread(work: impl Future<Output = ()>) {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(work);
}

// ---- The comparison -------------------------------------------------------------------------------------------

struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// What a client says of itself when it is done.
#[derive(Debug, Clone, Copy)]
struct Run {
    orders: usize,
    total: Decimal,
    cpu_millis: u64,
    peak_kilobytes: u64,
}

impl Run {
    fn report(walk: &Walk) {
        let Walk { orders, total, .. } = walk;
        let (cpu, peak) = (cpu_millis(), peak_kilobytes());
        say(&format!("{orders} {total} {cpu} {peak}"));
    }

    fn of(client: &str, base_url: &str) -> Self {
        let output = Command::new(env::current_exe().unwrap())
            .args([client, base_url])
            .stderr(Stdio::inherit())
            .output()
            .unwrap();
        assert!(output.status.success(), "{client} failed");
        let line = String::from_utf8(output.stdout).unwrap();
        let words: Vec<&str> = line.split_whitespace().collect();
        let [orders, total, cpu, peak] = words[..] else { unreachable!("{client} said {line:?}") };
        Self {
            orders: orders.parse().unwrap(),
            total: total.parse().unwrap(),
            cpu_millis: cpu.parse().unwrap(),
            peak_kilobytes: peak.parse().unwrap(),
        }
    }
}

fn compare(pages: usize, rounds: usize) {
    let server = Command::new(env::current_exe().unwrap())
        .args(["serve", &pages.to_string()])
        .stdout(Stdio::piped())
        .spawn();
    let mut server = Running(server.unwrap());
    let mut said = String::new();
    BufReader::new(server.0.stdout.take().unwrap()).read_line(&mut said).unwrap();
    let [base_url, total] = said.split_whitespace().collect::<Vec<_>>()[..] else {
        unreachable!("the server said {said:?}")
    };

    let (mut ours, mut plain) = (Vec::new(), Vec::new());
    for round in 0..rounds {
        // Whoever goes second finds a warmer machine.
        for turn in 0..2 {
            let (name, runs) =
                if (round + turn) % 2 == 0 { ("ours", &mut ours) } else { ("plain", &mut plain) };
            let run = Run::of(name, base_url);
            assert_eq!((run.orders, run.total), (pages * ORDERS_A_PAGE, total.parse().unwrap()), "{name}");
            runs.push(run);
        }
    }
    let what = format!(
        "{pages} pages of {ORDERS_A_PAGE} orders, {rounds} rounds; both read the same orders and totals"
    );
    say(&what);
    for (name, runs) in [("ours", &ours), ("plain", &plain)] {
        let all: Vec<u64> = runs.iter().map(|run| run.cpu_millis).collect();
        let peak = runs.iter().map(|run| run.peak_kilobytes).max().unwrap_or_default();
        let median = median(all.iter().map(|millis| *millis as f64));
        say(&format!("{name:>5}: {median} ms CPU (user and system) of {all:?}; peak {peak} kB resident"));
    }
    // Within a round, because the machine's speed changes from one to the next.
    let ratios =
        ours.iter().zip(&plain).map(|(ours, plain)| ours.cpu_millis as f64 / plain.cpu_millis as f64);
    say(&format!("ratio of each round, median: {:.2}", median(ratios)));
}

fn say(line: &str) {
    let mut out = stdout().lock();
    writeln!(out, "{line}").unwrap();
}

fn median(figures: impl Iterator<Item = f64>) -> f64 {
    let mut figures: Vec<f64> = figures.collect();
    figures.sort_by(f64::total_cmp);
    figures[figures.len() / 2]
}

/// User and system time of this process. The kernel counts in hundredths of a second.
fn cpu_millis() -> u64 {
    let stat = fs::read_to_string("/proc/self/stat").unwrap();
    let (_, after_the_name) = stat.rsplit_once(") ").unwrap();
    let ticks = after_the_name.split(' ').skip(11).take(2).map(|ticks| ticks.parse::<u64>().unwrap());
    ticks.sum::<u64>() * 10
}

fn peak_kilobytes() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    line.trim().trim_end_matches(" kB").parse().unwrap()
}

// ---- The two clients ------------------------------------------------------------------------------------------

/// What was read on the way.
#[derive(Default)]
struct Walk {
    pages: usize,
    orders: usize,
    /// Of the grand totals on the pages that differ: enough to show that both read the same, too little to be
    /// measured.
    total: Decimal,
}

impl Walk {
    fn page(&mut self, orders: usize, totals: impl Iterator<Item = Decimal>) {
        self.pages += 1;
        self.orders += orders;
        if self.pages <= DIFFERENT_PAGES {
            self.total += totals.sum::<Decimal>();
        }
    }
}

fn since() -> DateTime<Utc> {
    "2026-11-23T12:00:00Z".parse().unwrap()
}

async fn fetch_as_this_crate_does(base_url: &str) {
    let api = SpApi::builder()
        .endpoint(base_url)
        .token_url(format!("{base_url}/auth/o2/token"))
        .credentials(LwaCredentials::new("amzn1.application-oa2-client.bench", "secret", "Atzr|bench"))
        .build()
        .unwrap();
    let mut search = api.orders().search().last_updated_after(since());
    for data in IncludedData::KNOWN {
        search = search.include(data.clone());
    }
    let mut pages = pin!(search.pages());
    let mut walk = Walk::default();
    while let Some(page) = pages.try_next().await.unwrap() {
        let SearchOrdersResponse { orders, .. } = &page;
        let orders: Vec<_> = orders.iter().filter_map(Lenient::good).collect();
        walk.page(orders.len(), orders.iter().filter_map(|order| Some(order.grand_total()?.amount)));
    }
    Run::report(&walk);
}

async fn fetch_plainly(base_url: &str) {
    let http = reqwest::Client::new();
    let form = "grant_type=refresh_token&refresh_token=Atzr%7Cbench&client_id=bench&client_secret=secret";
    let granted = http.post(format!("{base_url}/auth/o2/token")).body(form).send().await.unwrap();
    let granted: Value = serde_json::from_slice(&granted.bytes().await.unwrap()).unwrap();
    let token = granted["access_token"].as_str().unwrap();
    let data: Vec<&str> = IncludedData::KNOWN.iter().map(IncludedData::as_str).collect();
    let first = format!(
        "{base_url}/orders/2026-01-01/orders?lastUpdatedAfter=2026-11-23T12%3A00%3A00Z&includedData={}",
        data.join("%2C")
    );
    let mut walk = Walk::default();
    let mut url = first.clone();
    loop {
        let answer = http.get(&url).header("x-amz-access-token", token).send().await.unwrap();
        let body = answer.error_for_status().unwrap().bytes().await.unwrap();
        let page: plain::Page = serde_json::from_slice(&body).unwrap();
        let totals = page.orders.iter().filter_map(|order| order.proceeds.as_ref());
        walk.page(page.orders.len(), totals.map(|proceeds| proceeds.grand_total.amount.parse().unwrap()));
        let Some(next) = page.pagination.and_then(|pagination| pagination.next_token) else { break };
        url = format!("{first}&paginationToken={next}");
    }
    Run::report(&walk);
}

// ---- The server -----------------------------------------------------------------------------------------------

#[derive(Debug)]
struct Pages {
    count: usize,
    /// Each without its end, where the token stands.
    begun: Vec<Vec<u8>>,
}

async fn serve_pages(count: usize) {
    let mut total = Decimal::ZERO;
    let begun = (0..DIFFERENT_PAGES as u64).map(|seed| {
        let at = since() + TimeDelta::days(seed.cast_signed());
        let orders = generate(seed, ORDERS_A_PAGE, at).orders.into_iter().map(|order| order.json);
        let mut orders: Vec<Value> = orders.collect();
        plain::assert_nothing_is_left_out_of(&json!({ "orders": orders }));
        total += orders.iter().filter_map(grand_total).map(|(amount, _)| amount).sum::<Decimal>();
        orders.iter_mut().enumerate().for_each(|(n, order)| add_what_nobody_knows(order, n));
        let mut page = json!({ "orders": orders }).to_string().into_bytes();
        page.pop();
        page
    });
    let begun = begun.collect();
    let server = serve(Arc::new(Pages { count, begun }), "127.0.0.1:0".parse().unwrap()).await.unwrap();
    say(&format!("{} {total}", server.base_url()));
    std::future::pending::<()>().await;
}

/// Fields that came after this crate was written in every order, and values of enums in every tenth.
fn add_what_nobody_knows(order: &mut Value, n: usize) {
    order["loyalty"] =
        json!({"tier": "GOLD", "points": [1, 2.5, null], "since": {"year": 2019, "note": "a \"b\" ü"}});
    order["orderItems"][0]["carbonFootprint"] =
        json!({"value": 1.25, "unit": "KILOGRAMS", "estimated": true});
    if n.is_multiple_of(10) {
        order["programs"] = json!(["PRIME", "MOON_CLUB"]);
        order["salesChannel"]["channelName"] = json!("TELEPATHY");
        order["fulfillment"]["fulfillmentServiceLevel"] = json!("DRONE");
    }
}

#[async_trait]
impl FakeService for Pages {
    async fn handle(&self, request: Request<Bytes>) -> Response<Bytes> {
        if request.uri().path() == "/auth/o2/token" {
            let granted = json!({"access_token": "Atza|bench", "token_type": "bearer", "expires_in": 3600});
            return Response::new(Bytes::from(granted.to_string()));
        }
        let query = request.uri().query().unwrap_or_default();
        let token = query.split('&').find_map(|pair| pair.strip_prefix("paginationToken="));
        let page: usize = token.map_or(0, |token| token.parse().unwrap());
        let mut body = self.begun[page % DIFFERENT_PAGES].clone();
        if page + 1 < self.count {
            body.extend_from_slice(format!(r#","pagination":{{"nextToken":"{}"}}"#, page + 1).as_bytes());
        }
        body.push(b'}');
        let mut answer = Response::new(Bytes::from(body));
        let rate = http::HeaderValue::from_static("1000000");
        answer.headers_mut().insert("x-amzn-RateLimit-Limit", rate);
        answer
    }
}
