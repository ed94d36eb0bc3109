//! Records as responses show them.

use serde_json::{Value, json};

use super::{
    draft, packages,
    schema::{self, Family, Field, Key, Shape, Sublist},
    store::{Body, Record, Store, number_text, reference_id},
};

/// What a GET's query asks for.
#[derive(Debug, Clone, Default)]
pub(super) struct ViewOptions {
    /// Every sublist and subrecord inline.
    pub(super) expand_all: bool,
    /// These ones inline.
    pub(super) expand: Vec<String>,
    /// Only these body fields; empty means all.
    pub(super) fields: Vec<String>,
    /// Choices as bare ids.
    pub(super) bare_choices: bool,
}

impl ViewOptions {
    fn expands(&self, name: &str) -> bool {
        self.expand_all || self.expand.iter().any(|wanted| wanted == name)
    }
}

pub(super) struct View<'a> {
    pub(super) store: &'a Store,
    /// `https://…/services/rest/record/v1`
    pub(super) base: &'a str,
    pub(super) options: &'a ViewOptions,
}

impl View<'_> {
    pub(super) fn record(&self, record: &Record) -> Value {
        let href = self.href(record.kind.name, &record.id.to_string());
        let mut body = Body::new();
        // A form shows a record that is not saved yet.
        if record.id != 0 {
            body.insert("id".into(), record.id.to_string().into());
        }
        body.extend(record.external_id.clone().map(|id| ("externalId".into(), id.into())));
        for (name, value) in &record.body {
            let shape = record.kind.shape(name).unwrap_or(Shape::Open);
            let inline = self.options.expands(name);
            body.insert(name.clone(), self.value(record, shape, name, value, &href, inline));
        }
        let is_shown =
            |name: &str| self.store.options.tax.has_field(name) && packages::is_shown(self.store, name);
        for list in record.kind.lists.iter().filter(|list| is_shown(list.name)) {
            body.insert(list.name.into(), self.list(record, list, &href));
        }
        if !self.options.fields.is_empty() {
            body.retain(|name, _| self.options.fields.contains(name));
        }
        body.insert("links".into(), if record.id == 0 { json!([]) } else { links(&href) });
        Value::Object(body)
    }

    /// One entry of a collection.
    pub(super) fn entry(&self, record: &Record) -> Value {
        json!({"links": links(&self.href(record.kind.name, &record.id.to_string())), "id": record.id.to_string()})
    }

    pub(super) fn href(&self, kind: &str, id: &str) -> String {
        // Hrefs echo the type in lower case, whatever case the request used.
        format!("{}/{}/{id}", self.base, kind.to_lowercase())
    }

    fn value(
        &self,
        record: &Record,
        shape: Shape,
        name: &str,
        value: &Value,
        href: &str,
        inline: bool,
    ) -> Value {
        match shape {
            Shape::Ref(Some(family)) | Shape::Shown(family) => self.reference(family, value),
            Shape::Level => self.level(value),
            Shape::Refs(family) => self.references(family, value, &format!("{href}/{name}"), inline),
            Shape::Choice | Shape::ChoiceOrFlag | Shape::Computed
                if self.options.bare_choices && !id_of(value).is_empty() =>
            {
                id_of(value).into()
            }
            Shape::Choice | Shape::Computed if matches!(name, "status" | "orderStatus" | "shipStatus") => {
                choice(value, schema::status_text(record.kind.name, id_of(value)))
            }
            Shape::Choice | Shape::ChoiceOrFlag => choice(value, ""),
            Shape::Address if inline => self.address(record, value, &format!("{href}/{name}")),
            Shape::Address => json!({"links": links(&format!("{href}/{name}"))}),
            _ => value.clone(),
        }
    }

    fn reference(&self, family: Family, value: &Value) -> Value {
        match reference_id(value).and_then(|id| self.store.get((family, id))) {
            None => value.clone(),
            Some(target) => {
                let id = target.id.to_string();
                json!({"links": links(&self.href(target.kind.name, &id)), "id": id, "refName": target.title()})
            }
        }
    }

    fn level(&self, value: &Value) -> Value {
        match id_of(value) {
            "-1" => json!({"id": "-1", "refName": "Custom"}),
            "1" => json!({"id": "1", "refName": "Base Price"}),
            _ => self.reference(Family::PriceLevel, value),
        }
    }

    fn references(&self, family: Family, value: &Value, href: &str, inline: bool) -> Value {
        if !inline {
            return json!({"links": links(href)});
        }
        let items = value.get("items").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
        json!({
            "links": links(href),
            "count": items.len(),
            "hasMore": false,
            "items": items.iter().map(|item| self.reference(family, item)).collect::<Vec<_>>(),
            "offset": 0,
            "totalResults": items.len(),
        })
    }

    pub(super) fn address(&self, record: &Record, value: &Value, href: &str) -> Value {
        let mut shown = self.fields(record, schema::ADDRESS, value.as_object(), href);
        shown.insert("links".into(), links(href));
        Value::Object(shown)
    }

    fn fields(&self, record: &Record, vocabulary: &[&[Field]], body: Option<&Body>, href: &str) -> Body {
        let body = body.into_iter().flatten();
        body.map(|(name, value)| {
            let shape = schema::shape(vocabulary, name).unwrap_or(Shape::Open);
            (name.clone(), self.value(record, shape, name, value, href, true))
        })
        .collect()
    }

    fn list(&self, record: &Record, list: &Sublist, href: &str) -> Value {
        let href = format!("{href}/{}", list.name);
        if !self.options.expands(list.name) {
            return json!({"links": links(&href)});
        }
        self.lines(record, list, &href)
    }

    /// All lines of a sublist; `href` is the sublist's own.
    pub(super) fn lines(&self, record: &Record, list: &Sublist, href: &str) -> Value {
        let lines = record.lines(list.name);
        let items: Vec<_> = lines.iter().map(|line| self.line(record, list, line, href)).collect();
        json!({"links": links(href), "items": items, "totalResults": lines.len()})
    }

    /// One line; `href` is the sublist's.
    pub(super) fn line(&self, record: &Record, list: &Sublist, line: &Body, href: &str) -> Value {
        let href = format!("{href}/{}", line_address(list.key, line));
        let mut shown = self.fields(record, list.fields, Some(line), &href);
        if let Some(address) = line.get("addressBookAddress") {
            shown.insert("addressBookAddress_text".into(), address_text(address).into());
        }
        shown.insert("links".into(), links(&href));
        Value::Object(shown)
    }
}

/// What follows the sublist's name in a line's URL.
pub(super) fn line_address(key: Key, line: &Body) -> String {
    match key {
        // As the service composes it: `currencypage=1,pricelevel=1,quantity=0`.
        Key::Composite(_) | Key::Record(_) => draft::line_key(key, line).unwrap_or_default(),
        Key::Number(_) | Key::OrderLine => line.get(key.property()).and_then(number_text).unwrap_or_default(),
    }
}

/// A record as tests look at it: everything inline, references as bare ids, no links.
pub(super) fn plain(record: &Record) -> Value {
    let mut body = record.body.clone();
    body.insert("id".into(), record.id.to_string().into());
    body.extend(record.external_id.clone().map(|id| ("externalId".into(), id.into())));
    body.extend(record.lists.iter().map(|(name, lines)| ((*name).into(), json!({"items": lines}))));
    if let Some(unpaid) = record.body.get("amountRemaining") {
        body.insert("foreignamountunpaid".into(), unpaid.clone());
    }
    Value::Object(body)
}

pub(super) fn links(href: &str) -> Value {
    json!([{"rel": "self", "href": href}])
}

fn id_of(value: &Value) -> &str {
    value.get("id").and_then(Value::as_str).unwrap_or_default()
}

fn choice(value: &Value, text: &str) -> Value {
    let id = id_of(value);
    if id.is_empty() {
        return value.clone();
    }
    json!({"id": id, "refName": if text.is_empty() { id } else { text }})
}

fn address_text(address: &Value) -> String {
    ["addressee", "addr1", "addr2", "addr3", "city", "state", "zip"]
        .iter()
        .filter_map(|field| address.get(field)?.as_str())
        .collect::<Vec<_>>()
        .join("\n")
}
