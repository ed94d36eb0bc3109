//! Reading records: one by its id, a page of a list.

use std::collections::BTreeMap;

use bytes::Bytes;
use http::{Request, StatusCode};
use serde_json::json;

use super::{
    State, auth, filter,
    operation::RECORD_PATH,
    schema::Kind,
    store::Store,
    view::{self, View, ViewOptions},
    wire::{self, Detail, INVALID_PARAMETER, Refusal, Reply},
};

impl State {
    pub(super) fn get(
        &self,
        request: &Request<Bytes>,
        kind: &'static Kind,
        id: &str,
    ) -> Result<Reply, Refusal> {
        let options = view_options(&self.store, kind, request)?;
        let record = self.store.find(kind, id)?;
        let base = record_base(request);
        let view = View { store: &self.store, base: &base, options: &options };
        Ok(wire::vendor_json(StatusCode::OK, "singular", &view.record(record)))
    }

    /// One page of a type's records.
    pub(super) fn list(&self, request: &Request<Bytes>, kind: &'static Kind) -> Result<Reply, Refusal> {
        let query = query(request, &["limit", "offset", "q"])?;
        let number = |name: &'static str, default: usize| match query.get(name) {
            None => Ok(default),
            Some(text) => text.parse().map_err(|_| bad_page(name, "must be a number")),
        };
        let (limit, offset) = (number("limit", 1000)?, number("offset", 0)?);
        if limit == 0 || limit > 1000 {
            return Err(bad_page("limit", "must be between 1 and 1000"));
        }
        if offset % limit != 0 {
            return Err(bad_page("offset", "must be divisible by the limit"));
        }
        if offset / limit >= 1000 {
            return Err(bad_page("offset", "must lie within the first 1000 pages"));
        }
        let filter = query.get("q").map(|text| filter::parse(&self.store, kind, text)).transpose()?;
        let fits = |record: &&super::store::Record| filter.as_ref().is_none_or(|filter| filter.fits(record));
        let base = record_base(request);
        let view = View { store: &self.store, base: &base, options: &ViewOptions::default() };
        let total = self.store.of_kind(kind).filter(fits).count();
        let page = self.store.of_kind(kind).filter(fits).skip(offset).take(limit);
        let items: Vec<_> = page.map(|record| view.entry(record)).collect();
        let has_more = offset + items.len() < total;
        let href = format!("{base}/{}", kind.name.to_lowercase());
        let condition = query.get("q").map(|text| {
            let encoded: String = url::form_urlencoded::byte_serialize(text.as_bytes()).collect();
            format!("&q={encoded}")
        });
        let at = |rel: &str, offset: usize| {
            let condition = condition.as_deref().unwrap_or_default();
            json!({"rel": rel, "href": format!("{href}?limit={limit}&offset={offset}{condition}")})
        };
        let mut links = vec![at("self", offset)];
        if has_more {
            links.insert(0, at("next", offset + limit));
            links.push(at("last", (total - 1) / limit * limit));
        }
        if offset > 0 {
            links.insert(0, at("first", 0));
            links.push(at("prev", offset - limit));
        }
        let body = json!({
            "links": links,
            "count": items.len(),
            "hasMore": has_more,
            "items": items,
            "offset": offset,
            "totalResults": total,
        });
        Ok(wire::vendor_json(StatusCode::OK, "collection", &body))
    }
}

fn bad_page(name: &'static str, why: &str) -> Refusal {
    Detail::new(INVALID_PARAMETER, format!("Invalid value of the query parameter '{name}': it {why}."))
        .query(name)
        .into()
}

/// `https://…/services/rest/record/v1`, at the host that was asked.
pub(super) fn record_base(request: &Request<Bytes>) -> String {
    format!("{}{RECORD_PATH}", auth::origin(request))
}

pub(super) fn view_options(
    store: &Store,
    kind: &Kind,
    request: &Request<Bytes>,
) -> Result<ViewOptions, Refusal> {
    let query = query(
        request,
        &["expandSubResources", "expand", "fields", "simpleEnumFormat", "ids", "expandRecords"],
    )?;
    let is_true = |name: &str| query.get(name).is_some_and(|value| value == "true");
    let options = ViewOptions {
        expand_all: is_true("expandSubResources"),
        expand: names(&query, "expand"),
        fields: names(&query, "fields"),
        bare_choices: is_true("simpleEnumFormat"),
    };
    let unknown = options.fields.iter().chain(&options.expand).find(|field| !is_field(store, kind, field));
    if let Some(unknown) = unknown {
        let text = format!("Unknown field '{unknown}'.");
        return Err(Detail::new(INVALID_PARAMETER, text).query("fields").into());
    }
    Ok(options)
}

fn is_field(store: &Store, kind: &Kind, field: &str) -> bool {
    kind.shape(field).is_some() || kind.list(field).is_some() || store.is_declared(kind.name, field)
}

pub(super) fn known(store: &Store, kind: &str, request: &Request<Bytes>) -> Result<&'static Kind, Refusal> {
    store.kind(kind).ok_or_else(|| {
        let detail =
            Detail::new(super::wire::NONEXISTENT_ID, format!("Record type '{kind}' does not exist."));
        Refusal::new(404, detail.url(request.uri().path()))
    })
}

/// The query parameters; one that the operation does not have is refused.
pub(super) fn query(request: &Request<Bytes>, allowed: &[&str]) -> Result<BTreeMap<String, String>, Refusal> {
    let query = request.uri().query().unwrap_or_default();
    let query: BTreeMap<_, _> = url::form_urlencoded::parse(query.as_bytes()).into_owned().collect();
    match query.keys().find(|name| !allowed.contains(&name.as_str())) {
        None => Ok(query),
        Some(unknown) => {
            let text =
                format!("Invalid query parameter name '{unknown}'. Provide a valid query parameter name.");
            Err(Detail::new(INVALID_PARAMETER, text).query(unknown.clone()).into())
        }
    }
}

pub(super) fn names(query: &BTreeMap<String, String>, name: &str) -> Vec<String> {
    let list = query.get(name).map_or("", String::as_str);
    list.split(',').filter(|part| !part.is_empty()).map(str::to_owned).collect()
}

/// The address of a record, as `Location` has it.
pub(super) fn record_url(request: &Request<Bytes>, kind: &Kind, id: i64) -> String {
    format!("{}/{}/{id}", record_base(request), kind.name.to_lowercase())
}

/// The links of a collection that has one page.
pub(super) fn whole(href: &str, items: Vec<serde_json::Value>) -> serde_json::Value {
    json!({
        "links": view::links(href),
        "count": items.len(),
        "hasMore": false,
        "items": items,
        "offset": 0,
        "totalResults": items.len(),
    })
}
