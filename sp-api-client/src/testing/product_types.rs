//! The Product Type Definitions 2020-09-01 API: which attributes a product of a type has.
//!
//! The schema is a document of its own behind a presigned URL.

use std::collections::BTreeMap;

use base64::{Engine as _, prelude::BASE64_STANDARD};
use bytes::Bytes;
use md5::{Digest as _, Md5};
use serde_json::{Value, json};

use super::{
    Amazon, Answer, Call, FakeSpApi,
    documents::{File, Purpose},
    marketplaces,
    routes::{Api, Route},
};

pub(super) const API: Api = Api {
    model: "definitionsProductTypes_2020-09-01",
    routes: &[
        Route::get("searchDefinitionsProductTypes", "/definitions/2020-09-01/productTypes", 5.0, 10),
        Route::get(
            "getDefinitionsProductType",
            "/definitions/2020-09-01/productTypes/{productType}",
            5.0,
            10,
        ),
    ],
    answer,
};

const VERSION: &str = "VERSION_1";

const REQUIREMENTS: &[&str] = &["LISTING", "LISTING_PRODUCT_ONLY", "LISTING_OFFER_ONLY"];

#[rustfmt::skip]
const LOCALES: &[&str] = &[
    "DEFAULT", "ar", "ar_AE", "de", "de_DE", "en", "en_AE", "en_AU", "en_CA", "en_GB", "en_IN", "en_SG", "en_US", "es",
    "es_ES", "es_MX", "es_US", "fr", "fr_CA", "fr_FR", "it", "it_IT", "ja", "ja_JP", "nl", "nl_NL", "pl", "pl_PL", "pt",
    "pt_BR", "pt_PT", "sv", "sv_SE", "tr", "tr_TR", "zh", "zh_CN", "zh_TW",
];

/// The product types that one seller sees, by name.
#[derive(Debug, Default)]
pub(super) struct Store(BTreeMap<String, Definition>);

#[derive(Debug)]
struct Definition {
    display_name: String,
    schema: Value,
}

impl FakeSpApi {
    /// Defines a product type, like `KETTLE`, in every marketplace of a seller. `schema` is its JSON Schema.
    pub fn put_product_type(&self, seller_id: &str, name: &str, display_name: &str, schema: Value) {
        let definition = Definition { display_name: display_name.to_owned(), schema };
        self.settled().amazon.books.of(seller_id).product_types.0.insert(name.to_owned(), definition);
    }
}

fn answer(call: &Call<'_>, amazon: &mut Amazon) -> Result<Answer, Answer> {
    if call.operation == "searchDefinitionsProductTypes" {
        return search(call, amazon);
    }
    let marketplaces = call.query.required_list("marketplaceIds", 1)?;
    call.check_marketplaces(&marketplaces)?;
    if call.query.one("sellerId")?.is_some_and(|id| id != call.seller.seller_id) {
        return Err(Answer::unauthorized(""));
    }
    let wanted = call.query.one("productTypeVersion")?.unwrap_or("LATEST");
    if !["LATEST", "RELEASE_CANDIDATE", VERSION].contains(&wanted) {
        return Err(Answer::invalid_input("productTypeVersion is not a version of this product type."));
    }
    let requirements = call.query.member("requirements", REQUIREMENTS)?.unwrap_or("LISTING");
    let enforced =
        call.query.member("requirementsEnforced", &["ENFORCED", "NOT_ENFORCED"])?.unwrap_or("ENFORCED");
    let locale = call.query.member("locale", LOCALES)?.unwrap_or("DEFAULT");
    call.query.member("parentageLevel", &["NONE", "CHILD", "PARENT"])?;
    let name = call.path("productType");
    let definition = amazon.books.of(&call.seller.seller_id).product_types.0.get(name);
    let definition = definition.ok_or_else(|| Answer::not_found("The product type does not exist."))?;
    let display_name = definition.display_name.clone();
    let groups = groups(&definition.schema);
    let schema = without_requirements(&definition.schema, enforced);
    let locale = match locale {
        "DEFAULT" => marketplaces::find(&marketplaces[0]).map_or("en_US", |facts| facts.language),
        locale => locale,
    };
    Ok(Answer::json(
        200,
        &json!({
            "productType": name,
            "displayName": display_name,
            "productTypeVersion": { "version": VERSION, "latest": true, "releaseCandidate": false },
            "marketplaceIds": marketplaces,
            "locale": locale,
            "requirements": requirements,
            "requirementsEnforced": enforced,
            "propertyGroups": groups,
            "schema": link(call, amazon, name, &schema),
        }),
    ))
}

/// Without enforcement nothing is required.
fn without_requirements(schema: &Value, enforced: &str) -> Value {
    let mut schema = schema.clone();
    if let Some(fields) = schema.as_object_mut().filter(|_| enforced == "NOT_ENFORCED") {
        fields.remove("required");
    }
    schema
}

/// All properties in one group.
fn groups(schema: &Value) -> Value {
    let names: Vec<&String> =
        schema["properties"].as_object().into_iter().flat_map(|all| all.keys()).collect();
    json!({ "product_details": { "title": "Product Details", "description": "", "propertyNames": names } })
}

fn link(call: &Call<'_>, amazon: &mut Amazon, name: &str, schema: &Value) -> Value {
    let bytes = Bytes::from(schema.to_string());
    let checksum = BASE64_STANDARD.encode(Md5::digest(&bytes));
    let document_id = format!("schema-{name}-{}", amazon.numbers.next());
    let file = File { bytes, gzip: false, content_type: Some("application/json".to_owned()) };
    amazon.documents.store(&document_id, file);
    let purpose = Purpose::Download { tells_encoding: false };
    let url = amazon.documents.sign(call, &mut amazon.numbers, &document_id, purpose);
    json!({ "link": { "resource": url, "verb": "GET" }, "checksum": checksum })
}

/// By words of the type's own name, or by the title of a product.
fn search(call: &Call<'_>, amazon: &mut Amazon) -> Result<Answer, Answer> {
    let marketplaces = call.query.required_list("marketplaceIds", usize::MAX)?;
    call.check_marketplaces(&marketplaces)?;
    let keywords = call.query.list("keywords", usize::MAX)?;
    let title = call.query.one("itemName")?;
    if keywords.is_some() && title.is_some() {
        return Err(Answer::invalid_input("keywords and itemName exclude each other."));
    }
    let types = &amazon.books.of(&call.seller.seller_id).product_types.0;
    let wanted = |(name, definition): &(&String, &Definition)| {
        let text = format!("{name} {}", definition.display_name).to_lowercase();
        let named =
            keywords.as_ref().is_none_or(|all| all.iter().any(|one| text.contains(&one.to_lowercase())));
        let titled = title.is_none_or(|title| {
            let title = title.to_lowercase();
            definition.display_name.to_lowercase().split_whitespace().any(|word| title.contains(word))
        });
        named && titled
    };
    let found: Vec<Value> = types
        .iter()
        .filter(wanted)
        .map(|(name, definition)| {
            json!({ "name": name, "displayName": definition.display_name, "marketplaceIds": marketplaces })
        })
        .collect();
    Ok(Answer::json(200, &json!({ "productTypes": found, "productTypeVersion": VERSION })))
}
