//! Many records of a type in one request: one task for each of them.

use bytes::Bytes;
use http::{Method, Request};
use serde_json::Value;

use super::{
    Work, auth,
    failure::no_object,
    operation::{Operation, RECORD_PATH, header_text},
    store::number_text,
    wire::{Detail, INVALID_CONTENT, INVALID_PARAMETER, Refusal},
};

const MOST: usize = 100;

/// The single requests that a batch stands for, in its order.
pub(super) fn works(request: &Request<Bytes>, kind: &str) -> Result<Vec<Work>, Refusal> {
    let by_id = matches!(*request.method(), Method::GET | Method::DELETE);
    let items = if by_id { ids(request)? } else { bodies(request)? };
    if items.len() > MOST {
        let text = format!("A batch holds at most {MOST} records.");
        return Err(Detail::new(INVALID_CONTENT, text).at("items").into());
    }
    items.into_iter().map(|(id, body)| single(request, kind, id, &body)).collect()
}

/// What a batch that does not say `Prefer: respond-async` is answered.
pub(super) fn not_async() -> Refusal {
    let text = "The required request header 'Prefer' is missing. Provide 'Prefer: respond-async'.";
    Detail::new("INVALID_HEADER", text).header("Prefer").into()
}

type Item = (Option<String>, String);

fn ids(request: &Request<Bytes>) -> Result<Vec<Item>, Refusal> {
    let query = request.uri().query().unwrap_or_default();
    let ids = url::form_urlencoded::parse(query.as_bytes()).find(|(name, _)| name == "ids");
    let Some((_, ids)) = ids.filter(|(_, ids)| !ids.is_empty()) else {
        let text = "The query parameter 'ids' is missing.";
        return Err(Detail::new(INVALID_PARAMETER, text).query("ids").into());
    };
    let plain = ids.split(',').map(|id| (Some(id.trim().replace('\'', "")), String::new()));
    Ok(plain.collect())
}

fn bodies(request: &Request<Bytes>) -> Result<Vec<Item>, Refusal> {
    if !header_text(request, "content-type").contains("type=collection") {
        let text = "Unsupported Content-Type. Provide application/vnd.oracle.resource+json; type=collection.";
        return Err(Refusal::new(415, Detail::new("INVALID_HEADER", text).header("Content-Type")));
    }
    let body: Value = serde_json::from_slice(request.body()).map_err(|_| no_object())?;
    let Some(items) = body.get("items").and_then(Value::as_array) else {
        let text = "The request body has no items.";
        return Err(Detail::new(INVALID_CONTENT, text).at("items").into());
    };
    Ok(items.iter().map(|item| (named(request.method(), item), item.to_string())).collect())
}

/// The id of an item wins over its external id; an upsert goes by the external id alone.
fn named(method: &Method, item: &Value) -> Option<String> {
    let id = item.get("id").and_then(number_text).filter(|_| *method == Method::PATCH);
    id.or_else(|| item.get("externalId").and_then(Value::as_str).map(|id| format!("eid:{id}")))
}

fn single(request: &Request<Bytes>, kind: &str, id: Option<String>, body: &str) -> Result<Work, Refusal> {
    let method = request.method();
    let (kind, id) = (kind.to_owned(), id.unwrap_or_default());
    let query = request.uri().query().unwrap_or_default();
    // What is asked of the batch as a whole is asked of each record.
    let query: String = url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs(
            url::form_urlencoded::parse(query.as_bytes())
                .filter(|(name, _)| name != "ids" && name != "expandRecords"),
        )
        .finish();
    let query = if query.is_empty() { query } else { format!("?{query}") };
    let mut made = Request::builder()
        .method(method)
        .uri(format!("{}{RECORD_PATH}/{kind}{query}", auth::origin(request)))
        .header("content-type", "application/json");
    for name in ["x-netsuite-propertynamevalidation", "host"] {
        if let Some(value) = request.headers().get(name) {
            made = made.header(name, value);
        }
    }
    let made = made.body(Bytes::from(body.to_owned())).map_err(|_| no_object())?;
    let operation = match method.as_str() {
        "GET" => Operation::Get(kind, id),
        "DELETE" => Operation::Delete(kind, id),
        "PATCH" => Operation::Update(kind, id),
        "PUT" => Operation::Upsert(kind, id),
        _ => Operation::Create(kind),
    };
    Ok(Work { operation, request: made })
}
