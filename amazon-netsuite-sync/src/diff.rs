//! What a write would change, field by field.

use std::fmt;

use commerce_client_core::secret::Pii;
use rust_decimal::Decimal;
use serde_json::Value;

use crate::plan::is_personal;

/// One field that would change.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct FieldChange {
    /// Where: `memo`, `item[2].quantity`, `addressBook[0].addressBookAddress.city`. Lines are named by their key, or by
    /// their place where they have none.
    pub path: String,
    /// What is there; `None` when nothing is. May be of a person.
    pub now: Option<Pii<Value>>,
    /// What would be there. May be of a person.
    pub then: Pii<Value>,
    /// Whether it is of a person; then it is not shown.
    pub personal: bool,
}

impl fmt::Display for FieldChange {
    /// `memo: "old" → "new"`; what is of a person is hidden.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown = |value: &Pii<Value>| match self.personal {
            true => "(hidden)".to_owned(),
            false => short(value.expose()),
        };
        match &self.now {
            Some(now) => write!(f, "{}: {} → {}", self.path, shown(now), shown(&self.then)),
            None => write!(f, "{}: {}", self.path, shown(&self.then)),
        }
    }
}

/// References are shown by their ids.
fn short(value: &Value) -> String {
    match reference(value) {
        Some(id) => format!("#{id}"),
        None => value.to_string(),
    }
}

/// What of `now` would be different once `then` is written over it. Fields that `then` does not name stay.
pub fn diff(now: Option<&Value>, then: &Value) -> Vec<FieldChange> {
    let mut changes = Vec::new();
    compare("", "", now, then, &mut changes);
    changes
}

fn compare(path: &str, field: &str, now: Option<&Value>, then: &Value, changes: &mut Vec<FieldChange>) {
    if let (Some(now), Some(_)) = (now, reference(then)) {
        if !refers_alike(now, then) {
            push(path, field, Some(now), then, changes);
        }
        return;
    }
    match then {
        Value::Object(fields) if reference(then).is_none() => {
            if let Some(Value::Array(lines)) = fields.get("items") {
                return compare_lines(path, field, now, lines, changes);
            }
            for (name, value) in fields {
                let inner = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
                compare(&inner, name, now.and_then(|now| now.get(name)), value, changes);
            }
        }
        _ => {
            if !now.is_some_and(|now| alike(now, then)) {
                push(path, field, now, then, changes);
            }
        }
    }
}

/// Lines with a key are compared with the line of that key, others with the one in their place.
fn compare_lines(
    path: &str,
    field: &str,
    now: Option<&Value>,
    lines: &[Value],
    changes: &mut Vec<FieldChange>,
) {
    let held: &[Value] = now.and_then(|now| now["items"].as_array()).map_or(&[], Vec::as_slice);
    for (place, line) in lines.iter().enumerate() {
        let key = ["line", "orderLine", "id"].into_iter().find_map(|name| Some((name, line.get(name)?)));
        let (name, there) = match key {
            Some((name, key)) => {
                let same = |held: &&Value| held.get(name).is_some_and(|held| alike(held, key));
                (short(key), held.iter().find(same))
            }
            None => (place.to_string(), held.get(place)),
        };
        compare(&format!("{path}[{name}]"), field, there, line, changes);
    }
}

fn push(path: &str, field: &str, now: Option<&Value>, then: &Value, changes: &mut Vec<FieldChange>) {
    let now = now.filter(|now| !now.is_null()).map(|now| Pii::new(now.clone()));
    let personal = is_personal(field);
    changes.push(FieldChange { path: path.to_owned(), now, then: Pii::new(then.clone()), personal });
}

/// The id of a reference or a choice, if it is one: an object that holds nothing else.
fn reference(value: &Value) -> Option<&str> {
    let fields = value.as_object()?;
    let names = ["id", "externalId", "refName", "links"];
    let id = fields.get("id").or_else(|| fields.get("externalId"))?.as_str()?;
    fields.keys().all(|name| names.contains(&name.as_str())).then_some(id)
}

/// Whether two references mean the same record, as far as can be told without asking.
fn refers_alike(now: &Value, then: &Value) -> bool {
    let by = |name: &str| Some((now.get(name)?.as_str()?, then.get(name)?.as_str()?));
    by("id").or_else(|| by("externalId")).is_some_and(|(now, then)| now.eq_ignore_ascii_case(then))
}

/// NetSuite writes numbers as it likes: 10, 10.0 and "10.00" are one.
fn alike(now: &Value, then: &Value) -> bool {
    let number = |value: &Value| match value {
        Value::Number(number) => number.to_string().parse::<Decimal>().ok(),
        Value::String(text) => text.parse::<Decimal>().ok(),
        _ => None,
    };
    now == then || number(now).is_some_and(|now| number(then) == Some(now))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn shown(now: Option<Value>, then: Value) -> Vec<String> {
        diff(now.as_ref(), &then).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_new_record_shows_every_field() {
        let then = json!({"memo": "Amazon.de", "entity": {"id": "7"}, "item": {"items": [{"item": {"id": "9"}, "amount": 10.5}]}});
        assert_eq!(
            shown(None, then),
            ["entity: #7", "item[0].amount: 10.5", "item[0].item: #9", "memo: \"Amazon.de\""]
        );
    }

    #[test]
    fn only_what_differs_is_shown() {
        let now = json!({
            "memo": "old", "currency": {"id": "1", "refName": "USD"}, "total": 10,
            "item": {"items": [{"line": 1, "quantity": 2}, {"line": 3, "quantity": 5, "isClosed": false}]},
        });
        let then = json!({
            "memo": "new", "currency": {"id": "1"}, "total": "10.00",
            "item": {"items": [{"line": 3, "quantity": 0, "isClosed": true}]},
        });
        let expected =
            ["item[3].isClosed: false → true", "item[3].quantity: 5 → 0", "memo: \"old\" → \"new\""];
        assert_eq!(shown(Some(now), then), expected);
    }

    #[test]
    fn who_the_buyer_is_does_not_show() {
        let now = json!({"email": "a@example.com", "addressBook": {"items": [{"addressBookAddress": {"city": "Bonn"}}]}});
        let then = json!({"email": "b@example.com", "addressBook": {"items": [{"addressBookAddress": {"city": "Kiel"}}]}});
        let changes = diff(Some(&now), &then);
        let text = changes.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n");
        assert_eq!(
            text,
            "addressBook[0].addressBookAddress.city: (hidden) → (hidden)\nemail: (hidden) → (hidden)"
        );
        assert!(!format!("{changes:?}").contains("Kiel"));
    }

    #[test]
    fn a_line_that_is_not_there_is_all_new() {
        let now = json!({"item": {"items": [{"line": 1}]}});
        assert_eq!(
            shown(Some(now), json!({"item": {"items": [{"line": 2, "quantity": 1}]}})),
            ["item[2].line: 2", "item[2].quantity: 1"]
        );
    }
}
