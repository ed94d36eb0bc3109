//! Records as a form would show them before they are saved, and the choices that a form offers.

use bytes::Bytes;
use chrono::{DateTime, Utc};
use http::{Request, StatusCode};
use serde_json::{Map, Value, json};

use super::{
    State,
    draft::Draft,
    read::{known, names, query, record_base},
    schema::{Family, Kind, Shape},
    store::Record,
    transforms,
    view::{View, ViewOptions},
    wire::{self, Detail, INVALID_PARAMETER, Refusal, Reply},
};

impl State {
    /// `create-form` of a type or a transform, `edit-form` of a record.
    pub(super) fn form(
        &self,
        request: &Request<Bytes>,
        path: &[String],
        at: DateTime<Utc>,
    ) -> Result<Reply, Refusal> {
        let path: Vec<&str> = path.iter().map(String::as_str).collect();
        let method = request.method().as_str();
        let (media, record) = match (method, path.as_slice()) {
            ("POST", [kind]) => {
                let (kind, body, options) = self.write_parts_or_empty(kind, request)?;
                let blank = Record::blank(kind, at);
                ("create-form", Draft::new(&self.store, kind, &options).preview(blank, &body)?)
            }
            ("PATCH", [kind, id]) => {
                let (kind, body, options) = self.write_parts_or_empty(kind, request)?;
                let record = self.store.find(kind, id)?.clone();
                ("edit-form", Draft::new(&self.store, kind, &options).preview(record, &body)?)
            }
            ("POST", [kind, id, "!transform", target]) => {
                let kind = known(&self.store, kind, request)?;
                let (target, body, options) = self.write_parts_or_empty(target, request)?;
                let source = self.store.find(kind, id)?;
                ("create-form", transforms::form(&self.store, source, target, &body, &options, at)?)
            }
            _ => {
                let text = "This has no form. Provide another Accept header.";
                return Err(Refusal::new(406, Detail::new("INVALID_HEADER", text).header("Accept")));
            }
        };
        let options = ViewOptions { expand_all: true, ..ViewOptions::default() };
        let base = record_base(request);
        let view = View { store: &self.store, base: &base, options: &options };
        Ok(wire::vendor_json(StatusCode::OK, media, &view.record(&record)))
    }

    /// The values that fields can have, for references to records that are held here.
    pub(super) fn select_options(&self, request: &Request<Bytes>, path: &[String]) -> Result<Reply, Refusal> {
        let query = query(request, &["fields", "limit", "offset", "q"])?;
        let kind = path.first().map_or("", String::as_str);
        let kind = known(&self.store, kind, request)?;
        let fields = names(&query, "fields");
        if fields.is_empty() {
            let text = "The query parameter 'fields' is missing.";
            return Err(Detail::new(INVALID_PARAMETER, text).query("fields").into());
        }
        let number =
            |name: &str, usual: usize| query.get(name).and_then(|text| text.parse().ok()).unwrap_or(usual);
        let (limit, offset) = (number("limit", 1000).clamp(1, 1000), number("offset", 0));
        let starts = query.get("q").and_then(|text| text.split_once("START_WITH"));
        let mut body = Map::new();
        for field in fields {
            let family = option_family(kind, &field)?;
            let wanted = starts.filter(|(name, _)| name.trim() == field);
            let wanted =
                wanted.map(|(_, start)| start.trim().trim_matches('"').to_lowercase()).unwrap_or_default();
            let of_kind = |record: &&Record| {
                // A sale's customer is no vendor.
                record.kind.name != "vendor" || kind.name == "vendorBill"
            };
            let all: Vec<_> = self
                .store
                .of_family(family)
                .filter(of_kind)
                .filter(|record| {
                    !record.flag("isInactive") && record.title().to_lowercase().starts_with(&wanted)
                })
                .collect();
            let items: Vec<Value> = all
                .iter()
                .skip(offset)
                .take(limit)
                .map(|record| json!({"id": record.id.to_string(), "refName": record.title()}))
                .collect();
            let options = json!({
                "links": [],
                "count": items.len(),
                "hasMore": offset + items.len() < all.len(),
                "items": items,
                "offset": offset,
                "totalResults": all.len(),
            });
            body.insert(field, json!({"_selectOptions": options}));
        }
        Ok(wire::vendor_json(StatusCode::OK, "select-options", &Value::Object(body)))
    }
}

/// A body field, or one of a line as `item.item`.
fn option_family(kind: &Kind, field: &str) -> Result<Family, Refusal> {
    let shape = match field.split_once('.') {
        None => kind.shape(field),
        Some((list, column)) => kind
            .list(list)
            .and_then(|list| super::schema::shape(list.fields, column.trim_start_matches("items."))),
    };
    match shape {
        Some(Shape::Ref(Some(family)) | Shape::Refs(family)) => Ok(family),
        Some(Shape::Level) => Ok(Family::PriceLevel),
        _ => {
            let text = format!("The field '{field}' has no options.");
            Err(Detail::new(INVALID_PARAMETER, text).query("fields").into())
        }
    }
}
