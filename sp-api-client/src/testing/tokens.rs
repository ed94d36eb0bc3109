//! The Tokens API 2021-03-01: restricted data tokens.

use std::{collections::BTreeSet, time::Duration};

use http::Method;
use serde_json::{Map, Value, json};

use super::{
    Amazon, Answer, Call,
    call::field,
    lwa::{Grants, Restricted},
    routes::{self, Access, Api, Route},
};

pub(super) const API: Api = Api {
    model: "tokens_2021-03-01",
    routes: &[Route::post("createRestrictedDataToken", "/tokens/2021-03-01/restrictedDataToken", 1.0, 10)],
    answer,
};

const ELEMENTS: &[&str] = &["buyerInfo", "shippingAddress", "buyerTaxInformation"];

const LIFETIME: Duration = Duration::from_secs(3600);

fn answer(call: &Call<'_>, amazon: &mut Amazon) -> Result<Answer, Answer> {
    let body = call.body()?;
    field::text(&body, "targetApplication")?;
    let resources = field::list(&body, "restrictedResources", 1, 50)?.iter();
    let resources = resources
        .map(|resource| match resource.as_object() {
            Some(resource) => restricted(resource),
            None => Err(Answer::invalid_input("restrictedResources must be a list of objects.")),
        })
        .collect::<Result<Vec<_>, _>>()?;
    let token = format!("Atz.sprdt|{}", amazon.numbers.opaque());
    let grants = Grants::Restricted { seller_id: call.seller.seller_id.clone(), resources };
    amazon.tokens.insert(token.clone(), grants, call.now, LIFETIME);
    Ok(Answer::json(200, &json!({ "restrictedDataToken": token, "expiresIn": LIFETIME.as_secs() })))
}

fn restricted(resource: &Map<String, Value>) -> Result<Restricted, Answer> {
    let invalid = |details: String| Answer::invalid_input(&details);
    field::member(resource, "method", &["GET", "PUT", "POST", "DELETE"])?;
    let method = field::required_text(resource, "method")?;
    let path = field::required_text(resource, "path")?;
    if path.contains('?') {
        return Err(invalid(format!("The path {path} must not have a query.")));
    }
    let is_restricted = Method::from_bytes(method.as_bytes())
        .ok()
        .and_then(|asked| routes::find(&asked, path))
        .is_some_and(|found| found.route.method == method && found.route.access == Access::Restricted);
    if !is_restricted {
        return Err(invalid(format!("{method} {path} is not a restricted operation.")));
    }
    let elements: BTreeSet<String> = match resource.get("dataElements") {
        None => BTreeSet::new(),
        Some(_) => field::texts(resource, "dataElements", 0, ELEMENTS.len())?.into_iter().collect(),
    };
    if let Some(unknown) = elements.iter().find(|element| !ELEMENTS.contains(&element.as_str())) {
        return Err(invalid(format!("'{unknown}' is not a value of dataElements.")));
    }
    if !elements.is_empty() && !path.starts_with("/orders/v0/") {
        return Err(invalid("dataElements go with the Orders API v0 only.".to_owned()));
    }
    Ok(Restricted { method: method.to_owned(), path: path.to_owned(), elements })
}
