//! `smoke`: every operation of the client, once, from the table in `smoke.json`.
//!
//! A call of the table takes its values from names: `${orderId}` stands for what an earlier answer gave (its `keep` says
//! where), or for what the table holds for the case that no answer did. A path parameter that is not spelt out takes the
//! name it has.

use std::{
    collections::BTreeMap,
    fmt,
    net::IpAddr,
    process::ExitCode,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use anyhow::{Context as _, anyhow, bail};
use async_trait::async_trait;
use bytes::Bytes;
use chrono::{DateTime, SecondsFormat, TimeDelta, Utc};
use clap::Args;
use commerce_client_core::transport::{Body, HttpTransport, Transport, TransportError};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use sp_api_client::{
    Error, ErrorKind, Marketplace, SpApi,
    ids::MarketplaceId,
    operation::{Operation, Place},
    request::Request,
    tokens::RestrictedData,
};
use tokio::time::{Instant, sleep};

use crate::{
    connect::Connect,
    output::{Output, complain},
    values::{self, Usage},
};

#[derive(Debug, Args)]
pub(crate) struct Options {
    /// The marketplace of the calls; default the region's first.
    #[arg(long, value_name = "CODE|ID", value_parser = values::marketplace)]
    marketplace: Option<MarketplaceId>,
    /// A value of the table that is known better, such as orderId=113-0000001-0000001; may be repeated.
    #[arg(long, value_name = "NAME=VALUE", value_parser = values::pair)]
    with: Vec<(String, String)>,
    /// How long to wait for a report, a feed or an inbound operation.
    #[arg(long, value_name = "DURATION", default_value = "30s", value_parser = values::duration)]
    patience: Duration,
    /// Prints the requests, one JSON object on each line, and sends nothing.
    #[arg(long)]
    dry_run: bool,
}

/// `smoke.json`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    /// What to take where no earlier answer gave a value.
    names: BTreeMap<String, String>,
    /// In the order in which they are made.
    calls: Vec<Call>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Call {
    operation: String,
    #[serde(default)]
    path: BTreeMap<String, String>,
    #[serde(default)]
    query: Map<String, Value>,
    #[serde(default)]
    headers: BTreeMap<String, String>,
    body: Option<Value>,
    /// Names that later calls use, each with where it stands in the answer.
    #[serde(default)]
    keep: BTreeMap<String, String>,
    /// The call is made again until the answer says so.
    until: Option<Until>,
    /// The answer names an inbound operation, which is waited for.
    #[serde(default)]
    settles: bool,
    /// What is uploaded to the link in the answer.
    upload: Option<Upload>,
    /// Asks for buyers' data, with a restricted data token.
    #[serde(default)]
    restricted: bool,
    /// Only makes something that the next call needs: not a line of its own.
    #[serde(default)]
    prepares: bool,
    /// Why a refusal may be right.
    may_refuse: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Until {
    at: String,
    is_not: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Upload {
    to: String,
    content_type: String,
    content: Value,
}

/// A call with its values filled in.
#[derive(Debug, Serialize)]
struct Filled {
    path: BTreeMap<String, String>,
    query: Map<String, Value>,
    headers: BTreeMap<String, String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    body: Option<Value>,
}

/// One line of the report.
#[derive(Debug, Serialize)]
struct Line {
    operation: String,
    status: Option<u16>,
    /// The kind of error where the call failed.
    kind: Option<String>,
    outcome: Outcome,
    error: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
enum Outcome {
    Ok,
    /// Amazon said no where it may: the answer was understood.
    Refused,
    Failed,
}

/// What failed in one call.
enum Failure {
    /// The call, as the client reports it.
    Call(Error),
    /// The call succeeded; what came of it did not.
    After { status: u16, refusal: bool, what: String },
    /// The table does not fit the operation.
    Table(anyhow::Error),
}

pub(crate) async fn run(connect: &Connect, out: Output, options: Options) -> anyhow::Result<ExitCode> {
    let table: Table = serde_json::from_str(include_str!("smoke.json")).context("smoke.json")?;
    let marketplace = options.marketplace.clone().unwrap_or_else(|| connect.first_marketplace());
    let mut names = names_at(values::now(), &marketplace);
    names.extend(table.names);
    names.insert("sellerId".to_owned(), "A2SMOKESELLER1".to_owned());
    match connect.known_seller()? {
        Some(seller) => names.extend([("sellerId".to_owned(), seller.to_string())]),
        None if options.dry_run => {}
        None => complain("no seller's id is known (--seller): calls about listings may be refused"),
    }
    names.extend(options.with);

    if options.dry_run {
        for call in &table.calls {
            let filled = call.filled(operation(call)?, &names)?;
            out.object(
                &json!({ "operation": call.operation, "prepares": call.prepares, "request": filled }),
            )?;
        }
        return Ok(ExitCode::SUCCESS);
    }
    let api = refuse_production(connect).and_then(|()| Recorded::connect(connect))?;
    let mut smoke = Smoke { api, names, patience: options.patience };
    let mut counts = BTreeMap::<Outcome, usize>::new();
    let width = table.calls.iter().map(|call| call.operation.len()).max().unwrap_or_default();
    for call in &table.calls {
        let line = smoke.line(call).await;
        if call.prepares {
            if let Some(error) = line.error {
                complain(&format!("preparing for the next call: {error}"));
            }
            continue;
        }
        *counts.entry(line.outcome).or_default() += 1;
        if out.is_json() {
            out.object(&line)?;
        } else {
            let status = line.status.map(|status| status.to_string()).or(line.kind).unwrap_or_default();
            let said = match (line.outcome, line.error) {
                (Outcome::Ok, _) => "ok".to_owned(),
                (Outcome::Refused, error) => format!("refused, as may be: {}", error.unwrap_or_default()),
                (Outcome::Failed, error) => error.unwrap_or_default(),
            };
            out.text(&format!("  {:<width$}  {status:<9}  {said}", line.operation))?;
        }
    }
    let count = |outcome| counts.get(&outcome).copied().unwrap_or_default();
    let (ok, refused, failed) = (count(Outcome::Ok), count(Outcome::Refused), count(Outcome::Failed));
    if !out.is_json() {
        let all = ok + refused + failed;
        out.text(&format!("\n  {all} operations: {ok} ok, {refused} refused as may be, {failed} failed"))?;
    }
    Ok(ExitCode::from(u8::from(failed > 0)))
}

/// Confirms shipments, cancels plans, pays out money: nothing for a seller who means it.
fn refuse_production(connect: &Connect) -> anyhow::Result<()> {
    let endpoint: Option<http::Uri> = connect.endpoint.as_deref().and_then(|url| url.parse().ok());
    let host = endpoint.as_ref().and_then(http::Uri::host).unwrap_or_default().to_ascii_lowercase();
    let ip = host.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
    let is_here = host == "localhost" || ip.is_ok_and(|ip| ip.is_loopback());
    if is_here || host.starts_with("sandbox.") {
        return Ok(());
    }
    let what = "smoke writes: give --endpoint of a simulator on this machine or of Amazon's sandbox \
                (https://sandbox.sellingpartnerapi-na.amazon.com)";
    Err(Usage(what.to_owned()).into())
}

fn names_at(now: DateTime<Utc>, marketplace: &MarketplaceId) -> BTreeMap<String, String> {
    let instant = |days| (now + TimeDelta::days(days)).to_rfc3339_opts(SecondsFormat::Secs, true);
    let day = |days| (now + TimeDelta::days(days)).date_naive().to_string();
    let known = Marketplace::by_id(marketplace.as_str()).copied().unwrap_or(Marketplace::US);
    let names = [
        ("now", instant(0)),
        ("monthAgo", instant(-30)),
        ("nextWeek", instant(7)),
        ("weekAfter", instant(10)),
        ("dayMonthAgo", day(-30)),
        ("dayYesterday", day(-1)),
        ("marketplaceId", marketplace.to_string()),
        ("country", known.country.to_owned()),
        ("currency", known.currency.to_string()),
    ];
    names.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

fn operation(call: &Call) -> anyhow::Result<&'static Operation> {
    Operation::find(&call.operation).with_context(|| format!("there is no operation {}", call.operation))
}

impl Call {
    fn filled(&self, operation: &Operation, names: &BTreeMap<String, String>) -> anyhow::Result<Filled> {
        let fill = |text: &String| fill_text(text, names);
        let mut path = BTreeMap::new();
        for name in path_parameters(operation) {
            let value = match self.path.get(name) {
                Some(value) => fill(value)?,
                None => names.get(name).with_context(|| format!("no value for {name}"))?.clone(),
            };
            path.insert(name.to_owned(), value);
        }
        let query = self.query.iter().map(|(name, value)| Ok((name.clone(), fill_value(value, names)?)));
        let headers = self.headers.iter().map(|(name, value)| Ok((name.clone(), fill(value)?)));
        Ok(Filled {
            path,
            query: query.collect::<anyhow::Result<_>>()?,
            headers: headers.collect::<anyhow::Result<_>>()?,
            body: self.body.as_ref().map(|body| fill_value(body, names)).transpose()?,
        })
    }
}

/// In the order in which they stand in the template.
fn path_parameters(operation: &Operation) -> impl Iterator<Item = &'static str> + use<> {
    operation.path.split('/').filter_map(|segment| segment.strip_prefix('{')?.strip_suffix('}'))
}

fn fill_text(text: &str, names: &BTreeMap<String, String>) -> anyhow::Result<String> {
    let (mut filled, mut rest) = (String::new(), text);
    while let Some((before, after)) = rest.split_once("${") {
        let (name, after) = after.split_once('}').with_context(|| format!("no }} in {text}"))?;
        filled.push_str(before);
        filled.push_str(names.get(name).with_context(|| format!("no value for {name}"))?);
        rest = after;
    }
    filled.push_str(rest);
    Ok(filled)
}

fn fill_value(value: &Value, names: &BTreeMap<String, String>) -> anyhow::Result<Value> {
    Ok(match value {
        Value::String(text) => Value::String(fill_text(text, names)?),
        Value::Array(values) => {
            Value::Array(values.iter().map(|value| fill_value(value, names)).collect::<anyhow::Result<_>>()?)
        }
        Value::Object(fields) => {
            let fields = fields.iter().map(|(name, value)| Ok((name.clone(), fill_value(value, names)?)));
            Value::Object(fields.collect::<anyhow::Result<_>>()?)
        }
        other => other.clone(),
    })
}

/// What stands at a path such as `/options/solution=OWN/id`: of a list, the entry of this number, or the first one of
/// which the field has this text, or else the first.
fn at<'a>(value: &'a Value, path: &str) -> Option<&'a Value> {
    path.split('/').skip(1).try_fold(value, |value, step| match (value, step.split_once('=')) {
        (Value::Array(values), Some((field, text))) => {
            values.iter().find(|value| value[field] == text).or(values.first())
        }
        (Value::Array(values), None) => values.get(step.parse::<usize>().ok()?),
        (value, _) => value.get(step),
    })
}

/// What of an answer the client cannot make sense of.
fn misread(operation: &Operation, body: &[u8]) -> Option<String> {
    operation.check(body).err().map(|error| error.to_string())
}

fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// Puts the values of a call where the operation wants them.
fn dressed<T>(mut request: Request<T>, call: &Call, filled: &Filled) -> anyhow::Result<Request<T>> {
    let operation = request.operation();
    for name in path_parameters(operation) {
        request = request.path(name, filled.path.get(name).map(String::as_str).unwrap_or_default());
    }
    let declared = |name: &str| {
        let found = operation.parameters.iter().find(|parameter| parameter.name == name);
        found.with_context(|| format!("{} has no parameter {name}", operation.name))
    };
    for (name, value) in &filled.query {
        let parameter = declared(name)?;
        let values = match value {
            Value::Array(values) => values.iter().map(text).collect(),
            single => vec![text(single)],
        };
        request = match parameter.place {
            Place::QueryList => request.query_list(parameter.name, values),
            Place::QueryRepeated => request.query_repeated(parameter.name, values),
            _ => values.into_iter().fold(request, |request, value| request.query(parameter.name, value)),
        };
    }
    for (name, value) in &filled.headers {
        request = request.header(declared(name)?.name, value.as_str());
    }
    if let Some(body) = &filled.body {
        request = request.body(body);
    }
    Ok(if call.restricted { request.restricted(RestrictedData::default()) } else { request })
}

struct Smoke {
    api: Recorded,
    names: BTreeMap<String, String>,
    patience: Duration,
}

impl Smoke {
    async fn line(&mut self, call: &Call) -> Line {
        let done = Box::pin(self.carry_out(call)).await;
        let (status, kind, refusal, error) = match done {
            Ok(status) => (Some(status), None, false, None),
            Err(Failure::Call(error)) => {
                let refusal =
                    matches!(error.kind(), ErrorKind::Rejected | ErrorKind::NotFound | ErrorKind::Conflict);
                let kind = format!("{:?}", error.kind());
                (error.status(), Some(kind), refusal, Some(format!("{:#}", anyhow::Error::from(error))))
            }
            Err(Failure::After { status, refusal, what }) => (Some(status), None, refusal, Some(what)),
            Err(Failure::Table(error)) => (None, Some("Table".to_owned()), false, Some(format!("{error:#}"))),
        };
        let outcome = match (&error, refusal && call.may_refuse.is_some()) {
            (None, _) => Outcome::Ok,
            (Some(_), true) => Outcome::Refused,
            (Some(_), false) => Outcome::Failed,
        };
        let error = error.map(|error| error.replace(char::is_control, " "));
        Line { operation: call.operation.clone(), status, kind, outcome, error }
    }

    /// Makes a call and all that belongs to it. The status of its first answer.
    async fn carry_out(&mut self, call: &Call) -> Result<u16, Failure> {
        let operation = operation(call).map_err(Failure::Table)?;
        let filled = call.filled(operation, &self.names).map_err(Failure::Table)?;
        let gives_up = Instant::now() + self.patience;
        let (status, mut answer) = self.send(operation, call, &filled).await?;
        if let Some(until) = &call.until {
            let under_way = |answer: &Value| {
                at(answer, &until.at).is_some_and(|state| until.is_not.contains(&text(state)))
            };
            while under_way(&answer) && Instant::now() < gives_up {
                sleep(Duration::from_millis(500)).await;
                (_, answer) = self.send(operation, call, &filled).await?;
            }
        }
        for (name, path) in &call.keep {
            if let Some(value) = at(&answer, path).filter(|value| !value.is_null()) {
                self.names.insert(name.clone(), text(value));
            }
        }
        if let Some(upload) = &call.upload {
            let failed = |error| Failure::After { status, refusal: false, what: format!("{error:#}") };
            self.upload(upload, &answer).await.map_err(failed)?;
        }
        if call.settles {
            self.settle(status, &answer, gives_up).await?;
        }
        Ok(status)
    }

    async fn send(
        &self,
        operation: &'static Operation,
        call: &Call,
        filled: &Filled,
    ) -> Result<(u16, Value), Failure> {
        let api = &self.api.client;
        // An answer that is nothing can be read from nothing, and from no other body.
        let is_silent = misread(operation, b"null").is_none();
        if is_silent {
            let request = dressed(api.raw::<()>(operation), call, filled).map_err(Failure::Table)?;
            request.send().await.map_err(Failure::Call)?;
            return Ok((self.api.last().0, Value::Null));
        }
        let request = dressed(api.raw::<Value>(operation), call, filled).map_err(Failure::Table)?;
        let answer = request.send().await.map_err(Failure::Call)?;
        let (status, body) = self.api.last();
        match misread(operation, &body) {
            None => Ok((status, answer)),
            Some(what) => {
                Err(Failure::After { status, refusal: false, what: format!("does not decode: {what}") })
            }
        }
    }

    /// Waits for an inbound operation. One that has not succeeded in time counts as failed.
    async fn settle(&mut self, status: u16, answer: &Value, gives_up: Instant) -> Result<(), Failure> {
        let Some(id) = answer["operationId"].as_str() else { return Ok(()) };
        self.names.insert("operationId".to_owned(), id.to_owned());
        let operation = &sp_api_client::inbound::GET_INBOUND_OPERATION_STATUS;
        loop {
            let request = self.api.client.raw::<Value>(operation).path("operationId", id);
            let state = request.send().await.map_err(Failure::Call)?;
            match state["operationStatus"].as_str() {
                Some("SUCCESS") => return Ok(()),
                Some("IN_PROGRESS") if Instant::now() < gives_up => sleep(Duration::from_millis(500)).await,
                Some("FAILED") => {
                    let problem = at(&state, "/operationProblems/0/message").map(text).unwrap_or_default();
                    let what = format!("taken, and then the operation failed: {problem}");
                    return Err(Failure::After { status, refusal: true, what });
                }
                other => {
                    let other = other.unwrap_or("in no status");
                    let what = format!("taken, but after {:?} the operation is {other}", self.patience);
                    return Err(Failure::After { status, refusal: false, what });
                }
            }
        }
    }

    async fn upload(&self, upload: &Upload, answer: &Value) -> anyhow::Result<()> {
        let url = at(answer, &upload.to).and_then(Value::as_str).context("there is no link to upload to")?;
        let content = fill_value(&upload.content, &self.names)?;
        let request = http::Request::put(url)
            .header(http::header::CONTENT_TYPE, &upload.content_type)
            .body(Bytes::from(text(&content)))
            // The link opens the document to whoever reads it: it stays out of the error.
            .map_err(|_| anyhow!("the link to upload to is malformed"))?;
        let answer = self.api.http.call(request).await.context("uploading")?;
        if !answer.status().is_success() {
            bail!("the storage refused the upload: {}", answer.status());
        }
        Ok(())
    }
}

/// A client whose last answer can be looked at as it came.
struct Recorded {
    client: SpApi,
    http: HttpTransport,
    last: Arc<Mutex<(u16, Bytes)>>,
}

impl Recorded {
    fn connect(connect: &Connect) -> anyhow::Result<Self> {
        let http = HttpTransport::new()?;
        let last = Arc::default();
        let recorder = Recorder { http: http.clone(), last: Arc::clone(&last) };
        let client = connect.build(connect.builder()?.transport(recorder))?;
        Ok(Self { client, http, last })
    }

    fn last(&self) -> (u16, Bytes) {
        self.last.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

struct Recorder {
    http: HttpTransport,
    last: Arc<Mutex<(u16, Bytes)>>,
}

impl fmt::Debug for Recorder {
    // What was answered may be a token.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Recorder").finish_non_exhaustive()
    }
}

/// More than any answer of the API, documents aside.
const LARGEST: usize = 64 << 20;

#[async_trait]
impl Transport for Recorder {
    async fn call(&self, request: http::Request<Bytes>) -> Result<http::Response<Body>, TransportError> {
        let (head, body) = self.http.call(request).await?.into_parts();
        let body = body.collect(LARGEST).await?;
        *self.last.lock().unwrap_or_else(PoisonError::into_inner) = (head.status.as_u16(), body.clone());
        Ok(http::Response::from_parts(head, Body::from(body)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_filled_in_wherever_they_stand() {
        let names = BTreeMap::from([("id".to_owned(), "7".to_owned())]);
        let value = json!({ "a": ["x/${id}/${id}", 5], "b": { "c": "${id}" } });
        assert_eq!(fill_value(&value, &names).unwrap(), json!({ "a": ["x/7/7", 5], "b": { "c": "7" } }));
        assert!(fill_text("${other}", &names).is_err() && fill_text("${id", &names).is_err());
    }

    #[test]
    fn a_step_into_a_list_is_a_number_or_what_to_look_for() {
        let value = json!({ "list": [{ "k": "a", "id": 1 }, { "k": "b", "id": 2 }] });
        for (path, expected) in [("/list/1/id", 2), ("/list/k=b/id", 2), ("/list/k=z/id", 1)] {
            assert_eq!(at(&value, path), Some(&json!(expected)), "{path}");
        }
        assert_eq!(at(&value, "/list/5/id"), None);
        assert_eq!(at(&value, "/none/0"), None);
    }
}
