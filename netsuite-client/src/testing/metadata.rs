//! The metadata catalog: which record types there are, and what each looks like. Both come from the tables that
//! requests are checked by.

use bytes::Bytes;
use http::{Request, StatusCode};
use serde_json::{Map, Value, json};

use super::{
    State,
    operation::header_text,
    read::{known, names, query, record_base},
    schema::{Field, Kind, Shape},
    wire::{self, Refusal, Reply},
};

impl State {
    /// The catalog's names, or the types that are asked for as OpenAPI or JSON Schema.
    pub(super) fn metadata(&self, request: &Request<Bytes>, kind: Option<&str>) -> Result<Reply, Refusal> {
        let query = query(request, &["select"])?;
        let mut selected = names(&query, "select");
        selected.extend(kind.map(str::to_owned));
        let kinds = selected.iter().map(|name| known(&self.store, name, request));
        let kinds: Vec<_> = kinds.collect::<Result<_, _>>()?;
        let accept = header_text(request, "accept");
        if accept.contains("swagger+json") {
            let all: Vec<_> = if kinds.is_empty() { self.store.kinds().collect() } else { kinds };
            return Ok(wire::with_body(
                StatusCode::OK,
                "application/swagger+json; charset=UTF-8",
                self.open_api(request, &all).to_string(),
            ));
        }
        if let ([kind], true) = (kinds.as_slice(), accept.contains("schema+json")) {
            let mut schema = self.schema(kind);
            schema["$schema"] = "http://json-schema.org/draft-06/hyper-schema#".into();
            schema["$id"] =
                format!("{}/metadata-catalog/{}", record_base(request), kind.name.to_lowercase()).into();
            return Ok(wire::with_body(
                StatusCode::OK,
                "application/schema+json; charset=UTF-8",
                schema.to_string(),
            ));
        }
        let all: Vec<_> = if kinds.is_empty() { self.store.kinds().collect() } else { kinds };
        let items: Vec<_> = all.iter().map(|kind| entry(request, kind)).collect();
        let body = match (kind, items.as_slice()) {
            (Some(_), [item]) => item.clone(),
            _ => json!({"items": items}),
        };
        Ok(wire::plain_json(StatusCode::OK, &body))
    }

    fn open_api(&self, request: &Request<Bytes>, kinds: &[&'static Kind]) -> Value {
        let mut schemas = Map::new();
        let mut paths = Map::new();
        for kind in kinds {
            schemas.insert(kind.name.to_owned(), self.schema(kind));
            let body = json!({"$ref": format!("#/components/schemas/{}", kind.name)});
            let content = json!({"application/vnd.oracle.resource+json; type=singular": {"schema": body}});
            let written = json!({"204": {"description": "Written."}});
            let write = json!({"requestBody": {"content": content}, "responses": written});
            paths.insert(
                format!("/{}", kind.name),
                json!({"get": {"responses": {"200": {"description": "List."}}}, "post": write}),
            );
            paths.insert(
                format!("/{}/{{id}}", kind.name),
                json!({
                    "get": {"responses": {"200": {"description": "Record.", "content": content}}},
                    "patch": write,
                    "put": write,
                    "delete": {"responses": written},
                }),
            );
            for target in kind.becomes {
                let path = format!("/{}/{{id}}/!transform/{target}", kind.name);
                paths.insert(path, json!({"post": {"responses": written}}));
            }
        }
        json!({
            "openapi": "3.0.1",
            "info": {"title": "NetSuite REST Record API", "version": "v1"},
            "servers": [{"url": record_base(request)}],
            "paths": paths,
            "components": {"schemas": schemas},
        })
    }

    fn schema(&self, kind: &Kind) -> Value {
        let mut properties = self.properties(kind.fields, kind.name);
        for list in kind.lists {
            let owner = format!("{}.{}", kind.name, list.name);
            let lines = json!({
                "type": "object",
                "properties": {
                    "items": {
                        "type": "array",
                        "items": {"type": "object", "properties": self.properties(list.fields, &owner)},
                    },
                    "totalResults": {"type": "integer"},
                },
            });
            properties.insert(list.name.to_owned(), lines);
        }
        json!({"type": "object", "properties": properties})
    }

    fn properties(&self, vocabulary: &[&[Field]], owner: &str) -> Map<String, Value> {
        let standard = vocabulary.iter().flat_map(|fields| fields.iter());
        let standard = standard.map(|(name, shape)| ((*name).to_owned(), property(*shape)));
        let custom = self.store.custom_fields().filter(|(declared, _)| *declared == owner);
        let custom = custom.map(|(owner, name)| {
            let mut described = match self.store.custom_shape(owner, name) {
                Shape::Open => json!({"type": "string"}),
                shape => property(shape),
            };
            described["x-ns-custom-field"] = true.into();
            (name.to_owned(), described)
        });
        standard.chain(custom).collect()
    }
}

fn property(shape: Shape) -> Value {
    let reference =
        || json!({"id": {"type": "string"}, "externalId": {"type": "string"}, "refName": {"type": "string"}});
    match shape {
        Shape::Text => json!({"type": "string", "nullable": true}),
        Shape::Flag => json!({"type": "boolean"}),
        Shape::Number | Shape::Money => json!({"type": "number", "format": "double", "nullable": true}),
        Shape::Date => json!({"type": "string", "format": "date", "nullable": true}),
        Shape::Choice | Shape::ChoiceOrFlag => {
            json!({"type": "object", "properties": {"id": {"type": "string"}, "refName": {"type": "string"}}})
        }
        Shape::Ref(_) | Shape::Level => json!({"type": "object", "properties": reference()}),
        Shape::Shown(_) => json!({"type": "object", "properties": reference(), "readOnly": true}),
        Shape::Refs(_) => json!({
            "type": "object",
            "properties": {"items": {"type": "array", "items": {"type": "object", "properties": reference()}}},
        }),
        Shape::Address | Shape::Open => json!({"type": "object"}),
        Shape::Computed => json!({"type": "string", "readOnly": true}),
    }
}

fn entry(request: &Request<Bytes>, kind: &Kind) -> Value {
    let (base, name) = (record_base(request), kind.name.to_lowercase());
    let catalog = format!("{base}/metadata-catalog/{name}");
    json!({
        "name": name,
        "links": [
            {"rel": "canonical", "href": catalog, "mediaType": "application/json"},
            {"rel": "describes", "href": format!("{base}/{name}")},
            {"rel": "describedby", "href": catalog, "mediaType": "application/swagger+json"},
            {"rel": "describedby", "href": catalog, "mediaType": "application/schema+json"},
        ],
    })
}
