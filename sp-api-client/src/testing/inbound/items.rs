//! What is known of SKUs before they are sent: preparation, tax details, labels.

use bytes::Bytes;
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};

use super::{
    super::{
        Amazon, Answer, Call,
        call::iso,
        documents::{File, Purpose},
        routes::percent_decoded,
    },
    accepted, bodies, parts, refused,
};

/// How a SKU must be prepared.
#[derive(Debug, Clone)]
pub(in crate::testing) struct Preparation {
    category: String,
    pub(in crate::testing) types: Vec<String>,
}

/// The SKUs of a query. `%`, `+` and `,` in them are encoded twice.
fn mskus(call: &Call<'_>) -> Result<Vec<String>, Answer> {
    let texts = call.query.required_list("mskus", 100)?;
    Ok(texts.iter().map(|text| percent_decoded(text)).collect())
}

fn marketplace(call: &Call<'_>) -> Result<String, Answer> {
    let id = call.query.required("marketplaceId")?.to_owned();
    call.check_marketplaces(std::slice::from_ref(&id))?;
    Ok(id)
}

pub(super) fn list_preparation(call: &Call<'_>, amazon: &mut Amazon) -> Result<Answer, Answer> {
    let (marketplace, mskus) = (marketplace(call)?, mskus(call)?);
    let (store, stock, _) = parts(call, amazon);
    let mut details = Vec::new();
    for msku in mskus {
        if stock.summary(&marketplace, &msku).is_none() {
            return Err(refused(&format!("'{msku}' is not a SKU that Amazon fulfils in this marketplace.")));
        }
        let preparation = store.preparation(&marketplace, &msku);
        let types = preparation.map_or_else(|| vec!["ITEM_NO_PREP".to_owned()], |one| one.types.clone());
        details.push(json!({
            "msku": msku,
            "prepCategory": preparation.map_or("NONE", |one| one.category.as_str()),
            "prepTypes": types,
        }));
    }
    Ok(Answer::json(200, &json!({ "mskuPrepDetails": details })))
}

pub(super) fn set_preparation(call: &Call<'_>, amazon: &mut Amazon) -> Result<Answer, Answer> {
    let body = bodies::PREPARATION.read(call)?;
    let marketplace = body["marketplaceId"].as_str().unwrap_or_default().to_owned();
    call.check_marketplaces(std::slice::from_ref(&marketplace))?;
    let (store, stock, numbers) = parts(call, amazon);
    let details = body["mskuPrepDetails"].as_array().cloned().unwrap_or_default();
    let unknown = details
        .iter()
        .find(|one| stock.summary(&marketplace, one["msku"].as_str().unwrap_or_default()).is_none());
    if let Some(unknown) = unknown {
        return Err(refused(&format!("{} is not a SKU that Amazon fulfils here.", unknown["msku"])));
    }
    let operation_id = store.begin(call, numbers, None, move |store, _, _| {
        for one in &details {
            let texts = one["prepTypes"].as_array().into_iter().flatten().filter_map(Value::as_str);
            let preparation = Preparation {
                category: one["prepCategory"].as_str().unwrap_or_default().to_owned(),
                types: texts.map(str::to_owned).collect(),
            };
            let msku = one["msku"].as_str().unwrap_or_default().to_owned();
            store.preparation.insert((marketplace.clone(), msku), preparation);
        }
        Ok(Vec::new())
    });
    Ok(accepted(&operation_id))
}

/// SKUs that Amazon does not fulfil are left out.
pub(super) fn list_compliance(call: &Call<'_>, amazon: &mut Amazon) -> Result<Answer, Answer> {
    let (marketplace, mskus) = (marketplace(call)?, mskus(call)?);
    let (store, stock, _) = parts(call, amazon);
    let details = mskus.into_iter().filter_map(|msku| {
        let known = stock.summary(&marketplace, &msku)?;
        let mut detail = json!({ "msku": msku, "asin": known["asin"], "fnsku": known["fnSku"] });
        if let Some(tax) = store.tax_details.get(&(marketplace.clone(), msku)) {
            detail["taxDetails"] = tax.clone();
        }
        Some(detail)
    });
    Ok(Answer::json(200, &json!({ "complianceDetails": details.collect::<Vec<_>>() })))
}

pub(super) fn update_compliance(call: &Call<'_>, amazon: &mut Amazon) -> Result<Answer, Answer> {
    let body = bodies::COMPLIANCE.read(call)?;
    let marketplace = marketplace(call)?;
    let (store, stock, numbers) = parts(call, amazon);
    let msku = body["msku"].as_str().unwrap_or_default().to_owned();
    if stock.summary(&marketplace, &msku).is_none() {
        return Err(refused(&format!("'{msku}' is not a SKU that Amazon fulfils in this marketplace.")));
    }
    let operation_id = store.begin(call, numbers, None, move |store, _, _| {
        store.tax_details.insert((marketplace, msku), body["taxDetails"].clone());
        Ok(Vec::new())
    });
    Ok(accepted(&operation_id))
}

pub(super) fn labels(call: &Call<'_>, amazon: &mut Amazon) -> Result<Answer, Answer> {
    let body = bodies::LABELS.read(call)?;
    let marketplace = body["marketplaceId"].as_str().unwrap_or_default().to_owned();
    call.check_marketplaces(std::slice::from_ref(&marketplace))?;
    let (_, stock, _) = parts(call, amazon);
    for one in body["mskuQuantities"].as_array().into_iter().flatten() {
        let msku = one["msku"].as_str().unwrap_or_default();
        if stock.summary(&marketplace, msku).is_none() {
            return Err(refused(&format!("'{msku}' is not a SKU that Amazon fulfils in this marketplace.")));
        }
    }
    let uri = paper(call, amazon, "item-labels");
    Ok(Answer::json(200, &json!({ "documentDownloads": [download(&uri, call.now)] })))
}

/// A fresh PDF without pages, by its presigned URL.
pub(in crate::testing) fn paper(call: &Call<'_>, amazon: &mut Amazon, name: &str) -> String {
    let document_id = format!("{name}-{}", amazon.numbers.uuid());
    let bytes = Bytes::from_static(b"%PDF-1.4\n%%EOF\n");
    let file = File { bytes, gzip: false, content_type: Some("application/pdf".to_owned()) };
    amazon.documents.store(&document_id, file);
    let purpose = Purpose::Download { tells_encoding: false };
    amazon.documents.sign(call, &mut amazon.numbers, &document_id, purpose)
}

/// A link that lives as long as presigned URLs do.
pub(super) fn download(uri: &str, now: DateTime<Utc>) -> Value {
    json!({ "downloadType": "URL", "uri": uri, "expiration": iso(now + TimeDelta::minutes(5)) })
}
