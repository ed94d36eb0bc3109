//! Writing records: create, update, upsert, delete, transform, actions, attachments.

use bytes::Bytes;
use chrono::{DateTime, Utc};
use http::{Request, StatusCode};
use serde_json::{Value, json};

use super::{
    State,
    failure::no_object,
    operation::header_text,
    periods,
    read::{known, names, query, record_base, record_url},
    schema::Kind,
    store::{Body, WriteOptions},
    transforms,
    wire::{self, Detail, INVALID_PARAMETER, Refusal, Reply, USER_ERROR},
};

impl State {
    pub(super) fn create(
        &mut self,
        request: &Request<Bytes>,
        kind: &str,
        at: DateTime<Utc>,
    ) -> Result<Reply, Refusal> {
        let (kind, body, options) = self.write_parts(kind, request)?;
        let id = self.store.create(kind, &body, None, &options, at)?;
        Ok(written(request, kind, id))
    }

    pub(super) fn update(
        &mut self,
        request: &Request<Bytes>,
        kind: &str,
        id: &str,
        at: DateTime<Utc>,
    ) -> Result<Reply, Refusal> {
        let (kind, body, options) = self.write_parts(kind, request)?;
        let id = self.store.update(kind, id, &body, &options, at)?;
        Ok(written(request, kind, id))
    }

    pub(super) fn upsert(
        &mut self,
        request: &Request<Bytes>,
        kind: &str,
        id: &str,
        at: DateTime<Utc>,
    ) -> Result<Reply, Refusal> {
        let (kind, body, options) = self.write_parts(kind, request)?;
        let id = self.store.upsert(kind, id, &body, &options, at)?;
        Ok(written(request, kind, id))
    }

    pub(super) fn transform(
        &mut self,
        request: &Request<Bytes>,
        (kind, id, target): (&str, &str, &str),
        at: DateTime<Utc>,
    ) -> Result<Reply, Refusal> {
        let kind = known(&self.store, kind, request)?;
        let (target, body, options) = self.write_parts_or_empty(target, request)?;
        let source = self.store.find(kind, id)?.clone();
        let id = transforms::transform(&mut self.store, &source, target, &body, &options, at)?;
        Ok(written(request, target, id))
    }

    /// `@approve` of what waits for approval. A refusal of an action is flat, unlike all others.
    pub(super) fn action(
        &mut self,
        request: &Request<Bytes>,
        (kind, id, action): (&str, &str, &str),
        at: DateTime<Utc>,
    ) -> Result<Reply, Refusal> {
        let kind = known(&self.store, kind, request)?;
        let mut record = self.store.find(kind, id)?.clone();
        let waits = record.choice("status") == Some("A");
        if action != "@approve" || !waits || !(kind.is_order() || kind.name == "journalEntry") {
            let text = format!("The action {action} cannot be done on this record.");
            return Ok(wire::flat_error(400, USER_ERROR, &text));
        }
        if kind.is_order() {
            record.body.insert("orderStatus".into(), json!({"id": "B"}));
        } else {
            record.body.insert("approvalStatus".into(), json!({"id": "2"}));
            record.body.remove("approved");
        }
        record.modified = at;
        if let Err(refusal) = periods::check(&self.store, &record) {
            return Ok(refusal.flat());
        }
        self.store.save(record);
        Ok(wire::vendor_json(StatusCode::OK, "singular", &json!({"links": [], "result": true})))
    }

    /// Only contacts and files are attached.
    pub(super) fn attach(
        &mut self,
        request: &Request<Bytes>,
        kind: &str,
        id: &str,
        what: &[String],
    ) -> Result<Reply, Refusal> {
        let kind = known(&self.store, kind, request)?;
        let key = self.store.find(kind, id)?.key();
        let [verb, other, other_id] = what else { return Err(Refusal::missing_record()) };
        if other != "contact" && other != "file" {
            let text = format!("A {other} cannot be attached to a record.");
            return Err(Detail::new("INVALID_REQUEST", text).url(request.uri().path()).into());
        }
        if verb == "!attach" {
            self.store.attach(key, other, other_id);
        } else if !self.store.detach(key, other, other_id) {
            return Err(Refusal::missing_record());
        }
        Ok(wire::no_content(None))
    }

    pub(super) fn write_parts(
        &self,
        kind: &str,
        request: &Request<Bytes>,
    ) -> Result<(&'static Kind, Body, WriteOptions), Refusal> {
        let kind = known(&self.store, kind, request)?;
        Ok((kind, json_body(request)?, write_options(kind, request)?))
    }

    /// As for a write whose body may be missing.
    pub(super) fn write_parts_or_empty(
        &self,
        kind: &str,
        request: &Request<Bytes>,
    ) -> Result<(&'static Kind, Body, WriteOptions), Refusal> {
        if request.body().is_empty() {
            let kind = known(&self.store, kind, request)?;
            return Ok((kind, Body::new(), write_options(kind, request)?));
        }
        self.write_parts(kind, request)
    }
}

pub(super) fn write_options(kind: &Kind, request: &Request<Bytes>) -> Result<WriteOptions, Refusal> {
    let query = query(
        request,
        &["replace", "replaceSelectedFields", "expandSubResources", "fields", "limit", "offset"],
    )?;
    let replace = names(&query, "replace");
    if let Some(unknown) = replace.iter().find(|name| kind.list(name).is_none()) {
        let text = format!("'{unknown}' is not a sublist of {}.", kind.name);
        return Err(Detail::new(INVALID_PARAMETER, text).query("replace").into());
    }
    let strict_names =
        header_text(request, "x-netsuite-propertynamevalidation").eq_ignore_ascii_case("error");
    let values = header_text(request, "x-netsuite-propertyvaluevalidation").to_lowercase();
    let lenient_values = matches!(values.as_str(), "warning" | "ignore");
    Ok(WriteOptions { strict_names, lenient_values, replace })
}

pub(super) fn json_body(request: &Request<Bytes>) -> Result<Body, Refusal> {
    if !header_text(request, "content-type").contains("json") {
        let detail = Detail::new("INVALID_HEADER", "Unsupported Content-Type. Provide application/json.");
        return Err(Refusal::new(415, detail.header("Content-Type")));
    }
    match serde_json::from_slice(request.body()) {
        Ok(Value::Object(body)) => Ok(body),
        _ => Err(no_object()),
    }
}

pub(super) fn written(request: &Request<Bytes>, kind: &Kind, id: i64) -> Reply {
    wire::no_content(Some(record_url(request, kind, id)))
}

/// The address below which a record's lines are.
pub(super) fn below(request: &Request<Bytes>, kind: &Kind, id: i64, name: &str) -> String {
    format!("{}/{}/{id}/{name}", record_base(request), kind.name.to_lowercase())
}
