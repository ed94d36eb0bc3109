//! What becomes of a NetSuite order whose Amazon order was cancelled.
//!
//! | NetSuite's order is | then |
//! | --- | --- |
//! | not there | nothing |
//! | closed or cancelled | its cancelled flag is set |
//! | pending approval or fulfilment | every line is closed with quantity 0, flags are set: NetSuite closes the order |
//! | shipped or billed, even in part | its flag is set, and a person decides |

use netsuite_client::records::SalesOrder;
use serde_json::{Map, Value, json};

use crate::settings::CustomFields;

/// What is to be done with a sales order.
#[derive(Debug, Clone, PartialEq)]
pub enum Undo {
    /// It is as it should be.
    Nothing,
    /// These fields are set, and that is all.
    Set(Value),
    /// Goods or bills have left: these fields are set, if any, and a person decides.
    TooLate(Option<Value>),
}

/// Decides about a sales order as NetSuite holds it, lines included.
pub fn undo(order: &SalesOrder, fields: &CustomFields) -> Undo {
    let flag = flag(order, fields);
    match order.order_status.as_ref().map(|status| status.id.as_str()) {
        // Cancelled, closed.
        Some("C" | "H") => flag.map_or(Undo::Nothing, Undo::Set),
        // Pending approval, pending fulfilment.
        Some("A" | "B") => Undo::Set(closed(order, flag, fields)),
        _ => Undo::TooLate(flag),
    }
}

/// The body field that says so, if the account has one and it is not set yet.
fn flag(order: &SalesOrder, fields: &CustomFields) -> Option<Value> {
    let field = fields.order_cancelled.as_ref()?;
    let set = order.extra.get(field).is_some_and(|value| value == &Value::Bool(true));
    (!set).then(|| json!({ field: true }))
}

fn closed(order: &SalesOrder, flag: Option<Value>, fields: &CustomFields) -> Value {
    let lines: Vec<Value> = order
        .item
        .items
        .iter()
        .filter_map(|line| {
            let mut closed = Map::from_iter([
                ("line".to_owned(), json!(line.line?)),
                ("isClosed".to_owned(), json!(true)),
            ]);
            if line.quantity.is_some() {
                closed.insert("quantity".to_owned(), json!(0));
            }
            if let Some(field) = &fields.line_cancelled {
                closed.insert(field.clone(), json!(true));
            }
            Some(Value::Object(closed))
        })
        .collect();
    let mut body = flag.unwrap_or_else(|| json!({}));
    body["item"] = json!({ "items": lines });
    body
}
