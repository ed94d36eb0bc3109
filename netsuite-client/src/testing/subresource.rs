//! Parts of a record under URLs of their own: sublists, lines, addresses, referenced records.

use bytes::Bytes;
use chrono::{DateTime, Utc};
use http::{Method, Request, StatusCode};
use serde_json::{Value, json};

use super::{
    State,
    draft::{Draft, line_key},
    read::{known, record_base, whole},
    schema::{Key, Kind, Shape, Sublist},
    store::{Body, Record, reference_id},
    view::{View, ViewOptions, line_address},
    wire::{self, Detail, Refusal, Reply},
    write::{below, json_body, write_options},
};

impl State {
    pub(super) fn subresource(
        &mut self,
        request: &Request<Bytes>,
        (kind, id): (&str, &str),
        path: &[String],
        at: DateTime<Utc>,
    ) -> Result<Reply, Refusal> {
        let kind = known(&self.store, kind, request)?;
        let record = self.store.find(kind, id)?.clone();
        let path: Vec<&str> = path.iter().map(String::as_str).collect();
        match (request.method(), path.as_slice()) {
            (&Method::GET, path) => self.show(request, &record, path),
            (&Method::POST, [list]) if kind.list(list).is_some() => self.add_line(request, &record, list, at),
            (&Method::PATCH, [list, line]) if kind.list(list).is_some() => {
                self.change_line(request, &record, list, line, at)
            }
            _ => {
                let text = "A part of a record cannot be written this way. Write the record itself.";
                Err(Refusal::new(405, Detail::new("INVALID_REQUEST", text).url(request.uri().path())))
            }
        }
    }

    fn show(&self, request: &Request<Bytes>, record: &Record, path: &[&str]) -> Result<Reply, Refusal> {
        let options = ViewOptions { expand_all: true, ..ViewOptions::default() };
        let base = record_base(request);
        let view = View { store: &self.store, base: &base, options: &options };
        let singular = |body: &Value| Ok(wire::vendor_json(StatusCode::OK, "singular", body));
        let missing = || Err(Refusal::missing_record());
        let (kind, [name, rest @ ..]) = (record.kind, path) else { return missing() };
        let href = below(request, kind, record.id, name);
        if let Some(list) = kind.list(name) {
            return match rest {
                [] => {
                    let entries = record.lines(list.name).iter().map(|line| {
                        json!({"links": super::view::links(&format!("{href}/{}", line_address(list.key, line)))})
                    });
                    Ok(wire::vendor_json(StatusCode::OK, "collection", &whole(&href, entries.collect())))
                }
                [line] => singular(&view.line(record, list, self.line(record, list, line)?.1, &href)),
                [line, field] => {
                    let (_, line) = self.line(record, list, line)?;
                    match line.get(*field) {
                        Some(value) if value.is_object() => singular(&view.address(record, value, &href)),
                        _ => missing(),
                    }
                }
                _ => missing(),
            };
        }
        match (kind.shape(name), record.body.get(*name), rest) {
            (Some(Shape::Address), Some(value), []) => singular(&view.address(record, value, &href)),
            (Some(Shape::Ref(Some(family)) | Shape::Shown(family)), Some(value), []) => {
                let target = reference_id(value).and_then(|id| self.store.get((family, id)));
                target.map_or_else(missing, |target| singular(&view.record(target)))
            }
            _ => missing(),
        }
    }

    fn line<'a>(
        &self,
        record: &'a Record,
        list: &Sublist,
        address: &str,
    ) -> Result<(usize, &'a Body), Refusal> {
        let address = address.to_lowercase();
        let found = record.lines(list.name).iter().enumerate();
        let mut found = found.filter(|(_, line)| {
            let keys = [Some(line_address(list.key, line)), line_key(list.key, line)];
            keys.into_iter().flatten().any(|key| key.to_lowercase() == address)
        });
        found.next().ok_or_else(Refusal::missing_record)
    }

    fn add_line(
        &mut self,
        request: &Request<Bytes>,
        record: &Record,
        list: &str,
        at: DateTime<Utc>,
    ) -> Result<Reply, Refusal> {
        let body = json!({list: {"items": [json_body(request)?]}});
        let stored = self.merge_part(request, record, &body, at)?;
        let kind = record.kind;
        let line = kind.list(list).and_then(|list| Some((list, stored.lines(list.name).last()?)));
        let location = line.map(|(list, line)| {
            format!("{}/{}", below(request, kind, record.id, list.name), line_address(list.key, line))
        });
        Ok(wire::no_content(location))
    }

    /// A price line that is not there yet is made: its address says all about it.
    fn change_line(
        &mut self,
        request: &Request<Bytes>,
        record: &Record,
        list: &str,
        address: &str,
        at: DateTime<Utc>,
    ) -> Result<Reply, Refusal> {
        let mut line = json_body(request)?;
        let Some(list) = record.kind.list(list) else { return Err(Refusal::missing_record()) };
        match list.key {
            Key::Composite(names) => line.extend(composite(names, address)?),
            Key::Record(_) | Key::Number(_) | Key::OrderLine => {
                let (_, known) = self.line(record, list, address)?;
                for property in [list.key.property(), "orderLine"] {
                    if let Some(value) = known.get(property) {
                        line.insert(property.to_owned(), value.clone());
                    }
                }
            }
        }
        let name = list.name;
        self.merge_part(request, record, &json!({name: {"items": [line]}}), at)?;
        Ok(wire::no_content(Some(format!("{}/{address}", below(request, record.kind, record.id, name)))))
    }

    fn merge_part(
        &mut self,
        request: &Request<Bytes>,
        record: &Record,
        body: &Value,
        at: DateTime<Utc>,
    ) -> Result<Record, Refusal> {
        let kind: &'static Kind = record.kind;
        let options = write_options(kind, request)?;
        let empty = Body::new();
        let body = body.as_object().unwrap_or(&empty);
        let changed = Draft::new(&self.store, kind, &options).update(record.clone(), body, at)?;
        let id = self.store.save(changed);
        self.store.get((kind.family, id)).cloned().ok_or_else(Refusal::missing_record)
    }
}

/// `currencypage=1,pricelevel=1,quantity=0`, as the properties that it stands for.
fn composite(names: &[&str], address: &str) -> Result<Vec<(String, Value)>, Refusal> {
    let mut found = Vec::new();
    for part in address.split(',') {
        let (name, value) = part.split_once('=').ok_or_else(Refusal::missing_record)?;
        let known = names.iter().find(|known| known.eq_ignore_ascii_case(name.trim()));
        let known = known.ok_or_else(Refusal::missing_record)?;
        let value = match *known {
            "quantity" => {
                json!({"value": value.trim().parse::<i64>().map_err(|_| Refusal::missing_record())?})
            }
            _ => json!({"id": value.trim()}),
        };
        found.push(((*known).to_owned(), value));
    }
    if found.len() == names.len() { Ok(found) } else { Err(Refusal::missing_record()) }
}
