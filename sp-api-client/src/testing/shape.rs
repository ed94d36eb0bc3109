//! The shapes that request bodies must have, written from the models.
//!
//! A body is refused for a missing field, a field of the wrong type, a value that the model does not list, and a list
//! that is too short or too long. Fields that the model does not know are let through, as the service does.

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use serde_json::Value;

use super::{Answer, Call};

/// What a value must look like.
#[derive(Debug, Clone, Copy)]
pub(super) enum Shape {
    /// Anything but null.
    Any,
    Bool,
    /// A whole number within these bounds.
    Integer(i64, i64),
    /// A number of these bounds, whole or not.
    Number(f64, f64),
    /// Text of so many characters.
    Text(usize, usize),
    /// An id of the inbound API: letters, digits and hyphens, of so many characters.
    Id(usize, usize),
    /// A time with an offset.
    Time,
    /// A date, `yyyy-MM-dd`.
    Date,
    OneOf(&'static [&'static str]),
    /// So many elements of a shape.
    List(&'static Shape, usize, usize),
    Object(&'static [Field]),
}

/// A field of an object.
#[derive(Debug, Clone, Copy)]
pub(super) struct Field {
    name: &'static str,
    required: bool,
    shape: Shape,
}

pub(super) const fn required(name: &'static str, shape: Shape) -> Field {
    Field { name, required: true, shape }
}

pub(super) const fn optional(name: &'static str, shape: Shape) -> Field {
    Field { name, required: false, shape }
}

/// Text without bounds. A required text that is empty counts as missing.
pub(super) const TEXT: Shape = Shape::Text(1, usize::MAX);

/// A count that fits the model's 32 bits and is not negative.
pub(super) const COUNT: Shape = Shape::Integer(0, i32::MAX as i64);

/// A number without bounds.
pub(super) const NUMBER: Shape = Shape::Number(f64::MIN, f64::MAX);

impl Shape {
    /// The body of `call`, once it has this shape.
    pub(super) fn read(&self, call: &Call<'_>) -> Result<Value, Answer> {
        let body = call.json()?;
        self.check(&body, "body").map_err(|details| Answer::invalid_input(&details))?;
        Ok(body)
    }

    /// Says what is wrong with `value`, which stands at `place` in the request.
    pub(super) fn check(&self, value: &Value, place: &str) -> Result<(), String> {
        let fits = match self {
            Self::Any => !value.is_null(),
            Self::Bool => value.is_boolean(),
            Self::Integer(min, max) => value.as_i64().is_some_and(|number| (*min..=*max).contains(&number)),
            Self::Number(min, max) => value.as_f64().is_some_and(|number| (*min..=*max).contains(&number)),
            Self::Text(min, max) => {
                value.as_str().is_some_and(|text| (*min..=*max).contains(&text.chars().count()))
            }
            Self::Id(min, max) => value.as_str().is_some_and(|text| is_id(text, *min, *max)),
            Self::Time => value.as_str().is_some_and(|text| parse_time(text).is_some()),
            Self::Date => value.as_str().is_some_and(|text| parse_date(text).is_some()),
            Self::OneOf(allowed) => value.as_str().is_some_and(|text| allowed.contains(&text)),
            Self::List(shape, min, max) => return check_list(shape, (*min, *max), value, place),
            Self::Object(fields) => return check_object(fields, value, place),
        };
        if fits { Ok(()) } else { Err(format!("'{place}' must be {}.", self.described())) }
    }

    fn described(&self) -> String {
        match self {
            Self::Any => "given".to_owned(),
            Self::Bool => "true or false".to_owned(),
            Self::Integer(min, max) => format!("a whole number from {min} to {max}"),
            Self::Number(..) => "a number within its bounds".to_owned(),
            Self::Text(_, usize::MAX) => "a text that is not empty".to_owned(),
            Self::Text(min, max) | Self::Id(min, max) => format!("a text of {min} to {max} characters"),
            Self::Time => "a date and time as in ISO 8601".to_owned(),
            Self::Date => "a date".to_owned(),
            Self::OneOf(allowed) => format!("one of {}", allowed.join(", ")),
            Self::List(..) => "a list".to_owned(),
            Self::Object(_) => "an object".to_owned(),
        }
    }
}

fn check_list(shape: &Shape, (min, max): (usize, usize), value: &Value, place: &str) -> Result<(), String> {
    let Some(list) = value.as_array() else { return Err(format!("'{place}' must be a list.")) };
    if !(min..=max).contains(&list.len()) {
        return Err(format!("'{place}' has {} elements, but must have {min} to {max}.", list.len()));
    }
    for (index, element) in list.iter().enumerate() {
        shape.check(element, &format!("{place}[{index}]"))?;
    }
    Ok(())
}

fn check_object(fields: &[Field], value: &Value, place: &str) -> Result<(), String> {
    let Some(object) = value.as_object() else { return Err(format!("'{place}' must be an object.")) };
    for field in fields {
        let inner = format!("{place}.{}", field.name);
        match object.get(field.name) {
            None | Some(Value::Null) if field.required => return Err(format!("'{inner}' is missing.")),
            None | Some(Value::Null) => {}
            Some(value) => field.shape.check(value, &inner)?,
        }
    }
    Ok(())
}

fn is_id(text: &str, min: usize, max: usize) -> bool {
    (min..=max).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

/// ISO 8601 with a date, a time to the minute or finer, and an offset.
pub(super) fn parse_time(text: &str) -> Option<DateTime<Utc>> {
    if !text.contains('T') {
        return None;
    }
    let exact = DateTime::parse_from_rfc3339(text).ok().map(|time| time.to_utc());
    exact.or_else(|| Some(NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%MZ").ok()?.and_utc()))
}

pub(super) fn parse_date(text: &str) -> Option<NaiveDate> {
    if text.len() != 10 {
        return None;
    }
    NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()
}
