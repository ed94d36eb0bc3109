//! What custom fields hold.

use serde_json::Value;

use super::{schema::Shape, store::number_text};

/// The type of a custom field; a value of another form is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum CustomField {
    /// A text.
    Text,
    /// True or false.
    Flag,
    /// A number.
    Number,
    /// A day.
    Date,
    /// One entry of a list: their internal ids.
    List(Vec<String>),
}

impl CustomField {
    pub(super) fn shape(&self) -> Shape {
        match self {
            Self::Text => Shape::Text,
            Self::Flag => Shape::Flag,
            Self::Number => Shape::Number,
            Self::Date => Shape::Date,
            Self::List(_) => Shape::Ref(None),
        }
    }

    /// Whether a value of the right form is one that there is.
    pub(super) fn has(&self, value: &Value) -> bool {
        let Self::List(ids) = self else { return true };
        value.get("id").and_then(number_text).is_some_and(|id| ids.contains(&id))
    }
}
