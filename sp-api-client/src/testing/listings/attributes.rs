//! Attributes of a listing: lists of instances, told apart by selectors, and the patches that change them.

use serde_json::{Map, Value, json};

/// The attributes of a listing, by name.
pub(in crate::testing) type Attributes = Map<String, Value>;

type Instance = Map<String, Value>;

/// The members that say which instance of an attribute is meant.
const SELECTORS: &[&str] =
    &["marketplace_id", "language_tag", "currency", "audience", "fulfillment_channel_code"];

const PRICES: &[&str] =
    &["our_price", "discounted_price", "minimum_seller_allowed_price", "maximum_seller_allowed_price"];

/// An issue of a submission or of a listing, and always an error.
pub(in crate::testing) fn issue(code: &str, message: &str, category: &str, attributes: &[&str]) -> Value {
    let mut issue = json!({
        "code": code,
        "message": message,
        "severity": "ERROR",
        "categories": [category],
    });
    if !attributes.is_empty() {
        issue["attributeNames"] = json!(attributes);
    }
    issue
}

/// One step of a patch.
#[derive(Debug)]
pub(in crate::testing) struct Patch {
    pub(in crate::testing) op: String,
    pub(in crate::testing) attribute: String,
    pub(in crate::testing) value: Option<Value>,
}

impl Patch {
    /// Reads a patch whose frame is in order; its value is checked later.
    pub(in crate::testing) fn parse(patch: &Value) -> Result<Self, String> {
        let op = patch["op"].as_str().unwrap_or_default();
        if !["add", "replace", "merge", "delete"].contains(&op) {
            return Err(format!("'{op}' is not a value of op."));
        }
        let path = patch["path"].as_str().unwrap_or_default();
        let attribute =
            path.strip_prefix("/attributes/").filter(|name| !name.is_empty() && !name.contains('/'));
        let attribute = attribute.ok_or_else(|| format!("'{path}' is not the path of an attribute."))?;
        let value = patch.get("value").cloned();
        Ok(Self { op: op.to_owned(), attribute: attribute.to_owned(), value })
    }

    /// What is wrong with the value.
    pub(super) fn check(&self, marketplace_id: &str) -> Vec<Value> {
        match (&self.value, self.op.as_str()) {
            (Some(value), "delete") => {
                if instances(value).is_some_and(|instances| !instances.is_empty()) {
                    return Vec::new();
                }
                vec![structure(&self.attribute)]
            }
            (Some(value), _) => check_attribute(&self.attribute, value, marketplace_id),
            (None, _) => vec![issue(
                "90220",
                &format!("The patch of '{}' has no value.", self.attribute),
                "MISSING_ATTRIBUTE",
                &[&self.attribute],
            )],
        }
    }

    /// Changes the attributes. A value that is no list of objects changes nothing.
    pub(super) fn apply(&self, attributes: &mut Attributes, marketplace_id: &str) {
        let Some(given) = self.value.as_ref().and_then(instances) else { return };
        let entry = attributes.entry(self.attribute.clone()).or_insert_with(|| json!([]));
        let mut kept: Vec<Instance> = instances(entry).unwrap_or_default();
        for instance in given {
            let found = |other: &Instance| is_same(other, &instance, marketplace_id);
            match self.op.as_str() {
                "delete" => kept.retain(|other| !is_selected(other, &instance, marketplace_id)),
                "merge" => match kept.iter_mut().find(|other| found(other)) {
                    Some(other) => other.extend(instance),
                    None => kept.push(instance),
                },
                _ => {
                    let place = kept.iter().position(found).unwrap_or(kept.len());
                    kept.retain(|other| !is_same(other, &instance, marketplace_id));
                    kept.insert(place.min(kept.len()), instance);
                }
            }
        }
        if kept.is_empty() {
            attributes.remove(&self.attribute);
        } else {
            attributes.insert(self.attribute.clone(), json!(kept));
        }
    }
}

fn instances(value: &Value) -> Option<Vec<Instance>> {
    value.as_array()?.iter().map(|instance| instance.as_object().cloned()).collect()
}

/// A selector of an instance; the marketplace of the call and the audience of everybody go without saying.
fn selector<'a>(instance: &'a Instance, name: &str, marketplace_id: &'a str) -> Option<&'a str> {
    let given = instance.get(name).and_then(Value::as_str);
    given.or(match name {
        "marketplace_id" => Some(marketplace_id),
        "audience" => Some("ALL"),
        _ => None,
    })
}

/// Whether two instances are of the same selectors. One that is not told goes with all.
fn is_same(left: &Instance, right: &Instance, marketplace_id: &str) -> bool {
    SELECTORS.iter().all(|name| {
        let (left, right) = (selector(left, name, marketplace_id), selector(right, name, marketplace_id));
        left.zip(right).is_none_or(|(left, right)| left == right)
    })
}

/// Whether an instance has every selector that `wanted` names.
fn is_selected(instance: &Instance, wanted: &Instance, marketplace_id: &str) -> bool {
    SELECTORS
        .iter()
        .filter(|name| wanted.contains_key(**name))
        .all(|name| selector(instance, name, marketplace_id) == selector(wanted, name, marketplace_id))
}

/// What is wrong with attributes of themselves.
pub(super) fn check(attributes: &Attributes, marketplace_id: &str) -> Vec<Value> {
    attributes.iter().flat_map(|(name, value)| check_attribute(name, value, marketplace_id)).collect()
}

/// What `requirements` want and attributes have not.
pub(super) fn check_complete(attributes: &Attributes, requirements: &str) -> Vec<Value> {
    let required: &[&str] = match requirements {
        "LISTING_OFFER_ONLY" => &["merchant_suggested_asin", "condition_type"],
        _ => &["item_name"],
    };
    let missing = required.iter().filter(|name| !attributes.contains_key(**name));
    missing
        .map(|name| {
            let message = format!("'[{name}]' is required but not supplied.");
            issue("90220", &message, "MISSING_ATTRIBUTE", &[name])
        })
        .collect()
}

fn structure(attribute: &str) -> Value {
    let message = format!("The structure of '{attribute}' is not valid.");
    issue("4000001", &message, "INVALID_ATTRIBUTE", &[attribute])
}

fn check_attribute(name: &str, value: &Value, marketplace_id: &str) -> Vec<Value> {
    let Some(instances) = instances(value) else { return vec![structure(name)] };
    if instances.is_empty() || instances.iter().any(Map::is_empty) {
        let message = format!("'{name}' does not have enough values.");
        return vec![issue("99022", &message, "INVALID_ATTRIBUTE", &[name])];
    }
    let mut issues = Vec::new();
    for instance in &instances {
        if selector(instance, "marketplace_id", marketplace_id) != Some(marketplace_id) {
            issues.push(structure(name));
        }
        match name {
            "fulfillment_availability" => issues.extend(check_stock(instance)),
            "purchasable_offer" => issues.extend(check_offer(instance)),
            _ => {}
        }
    }
    issues
}

fn check_stock(instance: &Instance) -> Vec<Value> {
    const NAME: &str = "fulfillment_availability";
    if !instance.get("fulfillment_channel_code").is_some_and(Value::is_string) {
        return vec![structure(NAME)];
    }
    match instance.get("quantity") {
        None => Vec::new(),
        Some(quantity) if quantity.as_u64().is_some() => Vec::new(),
        Some(quantity) => {
            let message = format!("The quantity {quantity} is not a whole number of at least 0.");
            vec![issue("99016", &message, "INVALID_ATTRIBUTE", &[NAME])]
        }
    }
}

fn check_offer(instance: &Instance) -> Vec<Value> {
    PRICES.iter().filter_map(|price| check_price(price, instance.get(*price)?)).collect()
}

/// A price stands inside a schedule: `[{"schedule": [{"value_with_tax": 9.99}]}]`.
fn check_price(name: &str, price: &Value) -> Option<Value> {
    const NAME: &str = "purchasable_offer";
    let entries = price[0]["schedule"].as_array().filter(|entries| !entries.is_empty());
    let Some(entries) = entries.filter(|_| price.as_array().is_some_and(|prices| prices.len() == 1)) else {
        return Some(structure(NAME));
    };
    for entry in entries {
        if entry.get("start_date").is_some() || entry.get("end_date").is_some() {
            let message = "An internal error has occurred.";
            return Some(issue("4000000", message, "INVALID_ATTRIBUTE", &[NAME]));
        }
        let Some(value) = entry["value_with_tax"].as_f64() else { return Some(structure(NAME)) };
        if value <= 0.0 {
            let message = format!("The {name} {value} is not above 0.");
            return Some(issue("99016", &message, "INVALID_PRICE", &[NAME]));
        }
        if name == "discounted_price" && (entry.get("start_at").is_none() || entry.get("end_at").is_none()) {
            let message = "'[discounted_price.schedule.start_at, end_at]' is required but not supplied.";
            return Some(issue("90220", message, "MISSING_ATTRIBUTE", &[NAME]));
        }
    }
    None
}
