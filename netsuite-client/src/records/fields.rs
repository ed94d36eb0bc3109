//! How records are declared: as tables of fields.
//!
//! A row is `name: kind = "nameInNetSuite"` under its documentation; the kinds are those of `kind!`. Rows that several
//! records share are groups: macros that add their rows to a declaration, brought in by `include`. `record!` declares
//! a record, `part!` what is only part of one: a line or a subrecord. `Debug` shows ids and what `showing` names: keys,
//! quantities, amounts, things. Never a text, nor who: those may be of a person.
//!
//! Reading and writing are written out in `declare!` rather than derived: with a thousand fields a derive would make
//! two helper types for each, and could not find a field whose name came in another case.

use chrono::{DateTime, NaiveDate, Utc};
use commerce_client_core::wire;
use rust_decimal::Decimal;
use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{self, DeserializeOwned},
    ser::SerializeMap,
};
use serde_json::Value;

use super::Extra;
use crate::{
    field::{Choice, Reference, Sublist},
    id::{ExternalId, InternalId},
};

/// Declares a record: `Invoice = "invoice", showing total, item { include transaction; … rows … }`.
macro_rules! record {
    (
        $(#[$($about:tt)*])*
        $name:ident = $wire:literal $(, showing $($shown:ident),+)? { $($rows:tt)* }
    ) => {
        impl $crate::record::Record for $name {
            const TYPE: &'static str = $wire;
        }

        $crate::records::fields::declare! {
            { $(#[$($about)*])* $name = $wire showing id external_id $($($shown)+)? }
            { $($rows)* }
            /// NetSuite's id; only read.
            id: id = "id",
            /// Our id, unique among the records of its family: all transactions share one pool, all customers and
            /// other entities another, all items a third. `None` too when others gave it one that no URL can carry,
            /// which is in `extra` then.
            external_id: external_id = "externalId",
        }
    };
}

/// Declares a line or a subrecord: `Address { … rows … }`.
macro_rules! part {
    ($(#[$($about:tt)*])* $name:ident $(, showing $($shown:ident),+)? { $($rows:tt)* }) => {
        $crate::records::fields::declare! {
            { $(#[$($about)*])* $name showing $($($shown)+)? }
            { $($rows)* }
        }
    };
}

/// `{ what is declared } { rows still to come } rows so far`, until there is nothing to include; then the type.
macro_rules! declare {
    (
        @ { $(#[$about:meta])* $name:ident $(= $wire:literal)? showing $($shown:ident)* }
        $($(#[$doc:meta])+ $field:ident: $kind:ident $(<$of:ident>)? = $field_wire:literal,)*
    ) => {
        $(#[$about])*
        $(#[doc = concat!("\nNetSuite's record `", $wire, "`.")])?
        #[derive(Clone, Default, PartialEq)]
        #[non_exhaustive]
        pub struct $name {
            $(
                $(#[$doc])+
                #[doc = concat!("\nNetSuite's `", $field_wire, "`.")]
                pub $field: $crate::records::fields::kind!($kind $(<$of>)?),
            )*
            /// Everything else by NetSuite's names, custom fields among it.
            pub extra: $crate::records::Extra,
        }

        impl $crate::records::fields::Kind for $name {
            /// One that was not expanded holds nothing but links: sent back as an empty object, it would be emptied.
            fn read<'de, D: ::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::std::result::Result<Option<Self>, D::Error> {
                let read = <Option<Self> as ::serde::Deserialize<'de>>::deserialize(deserializer)?;
                Ok(read.filter(|part| *part != Self::default()))
            }
        }

        impl $name {
            /// NetSuite's names of the typed fields, and what each holds.
            pub const FIELDS: &'static [(&'static str, $crate::field::FieldKind)] =
                &[$(($field_wire, $crate::records::fields::field_kind!($kind))),*];
        }

        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> ::std::result::Result<S::Ok, S::Error> {
                #[allow(unused_mut, reason = "a line may have no typed fields")]
                let mut map = ::serde::Serializer::serialize_map(serializer, None)?;
                $($crate::records::fields::put(&mut map, $field_wire, &self.$field)?;)*
                $crate::records::fields::end(map, &self.extra, |name| match name {
                    $($field_wire => !$crate::records::fields::Field::is_absent(&self.$field),)*
                    _ => false,
                })
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(deserializer: D) -> ::std::result::Result<Self, D::Error> {
                struct Rows;

                impl<'de> ::serde::de::Visitor<'de> for Rows {
                    type Value = $name;

                    fn expecting(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                        f.write_str(concat!("the fields of ", stringify!($name)))
                    }

                    fn visit_map<A: ::serde::de::MapAccess<'de>>(
                        self,
                        mut map: A,
                    ) -> ::std::result::Result<$name, A::Error> {
                        let mut record = $name::default();
                        while let Some(name) = map.next_key::<String>()? {
                            match name.as_str() {
                                $(
                                    $field_wire => $crate::records::fields::place(
                                        map.next_value()?,
                                        $field_wire,
                                        &mut record.$field,
                                        &mut record.extra,
                                    ),
                                )*
                                // Where NetSuite keeps it; nothing to send back.
                                "links" => {
                                    map.next_value::<::serde::de::IgnoredAny>()?;
                                }
                                _ => {
                                    $crate::records::fields::keep(name, map.next_value()?, &mut record.extra);
                                }
                            }
                        }
                        $($crate::records::fields::recover(&mut record.$field, $field_wire, &mut record.extra);)*
                        Ok(record)
                    }
                }

                deserializer.deserialize_map(Rows)
            }
        }

        impl ::std::fmt::Debug for $name {
            /// Keys and amounts, nothing of a person.
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.debug_struct(stringify!($name))
                    $(.field(stringify!($shown), &self.$shown))*
                    .finish_non_exhaustive()
            }
        }
    };
    ({ $($head:tt)* } { include $group:ident; $($rows:tt)* } $($fields:tt)*) => {
        $group! { { $($head)* } { $($rows)* } $($fields)* }
    };
    ({ $($head:tt)* } { $($rows:tt)* } $($fields:tt)*) => {
        $crate::records::fields::declare! { @ { $($head)* } $($fields)* $($rows)* }
    };
}

/// The kinds of fields, and what each is in Rust.
macro_rules! kind {
    (id) => { Option<$crate::id::InternalId> };
    (external_id) => { Option<$crate::id::ExternalId> };
    (text) => { Option<String> };
    (flag) => { Option<bool> };
    (number) => { Option<::rust_decimal::Decimal> };
    (count) => { Option<i64> };
    (date) => { Option<::chrono::NaiveDate> };
    (instant) => { Option<::chrono::DateTime<::chrono::Utc>> };
    (choice) => { Option<$crate::field::Choice> };
    (reference) => { Option<$crate::field::Reference> };
    (references) => { $crate::field::Sublist<$crate::field::Reference> };
    (part<$of:ident>) => { Option<$crate::records::$of> };
    (lines<$of:ident>) => { $crate::field::Sublist<$crate::records::$of> };
}

/// The kinds of fields, as data.
macro_rules! field_kind {
    (id) => {
        $crate::field::FieldKind::Id
    };
    (external_id) => {
        $crate::field::FieldKind::Id
    };
    (text) => {
        $crate::field::FieldKind::Text
    };
    (flag) => {
        $crate::field::FieldKind::Flag
    };
    (number) => {
        $crate::field::FieldKind::Number
    };
    (count) => {
        $crate::field::FieldKind::Number
    };
    (date) => {
        $crate::field::FieldKind::Date
    };
    (instant) => {
        $crate::field::FieldKind::Instant
    };
    (choice) => {
        $crate::field::FieldKind::Choice
    };
    (reference) => {
        $crate::field::FieldKind::Reference
    };
    (references) => {
        $crate::field::FieldKind::List
    };
    (part) => {
        $crate::field::FieldKind::Part
    };
    (lines) => {
        $crate::field::FieldKind::List
    };
}

pub(super) use {declare, field_kind, kind, part, record};

/// What a field can hold, and how it looks on the wire: text, flags, numbers, dates, choices, references, parts.
pub trait Kind: Serialize + DeserializeOwned {
    /// Writes it as NetSuite reads it.
    ///
    /// # Errors
    /// As the serializer says.
    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.serialize(serializer)
    }

    /// Reads it in every form in which NetSuite writes it; `None` for null.
    ///
    /// # Errors
    /// When it is of another type.
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Self>, D::Error> {
        Option::<Self>::deserialize(deserializer)
    }

    /// As [`read`](Self::read), or the value as it came where NetSuite may send what the type cannot hold.
    ///
    /// # Errors
    /// As [`read`](Self::read).
    fn read_or_keep<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Result<Option<Self>, Value>, D::Error> {
        Self::read(deserializer).map(Ok)
    }

    /// Reads a list of them.
    ///
    /// # Errors
    /// As [`read`](Self::read).
    fn read_list<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Sublist<Self>, D::Error> {
        Ok(Option::<Sublist<Self>>::deserialize(deserializer)?.unwrap_or_default())
    }
}

impl Kind for bool {}

impl Kind for String {
    /// Numbers too: one list has as text what another has as a number.
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Self>, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Wire {
            Text(String),
            Number(serde_json::Number),
        }
        Ok(Option::<Wire>::deserialize(deserializer)?.map(|wire| match wire {
            Wire::Text(text) => text,
            Wire::Number(number) => number.to_string(),
        }))
    }
}

impl Kind for InternalId {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Self>, D::Error> {
        String::read(deserializer)?.map(Self::new).transpose().map_err(de::Error::custom)
    }
}

impl Kind for ExternalId {
    /// What others gave and no URL can carry is left aside: one such id must not keep a record from being read.
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Self>, D::Error> {
        Self::read_or_keep(deserializer).map(|read| read.unwrap_or_default())
    }

    fn read_or_keep<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Result<Option<Self>, Value>, D::Error> {
        let text = String::read(deserializer)?;
        Ok(text.map(|text| Self::new(&text).map_err(|_| Value::String(text))).transpose())
    }
}

impl Kind for Decimal {
    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        wire::decimal_number::serialize(self, serializer)
    }

    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Self>, D::Error> {
        wire::optional_decimal_number::deserialize(deserializer)
    }
}

impl Kind for i64 {
    /// Text too, and `1.0`: which of them depends on the list.
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Self>, D::Error> {
        let Some(number) = Decimal::read(deserializer)? else { return Ok(None) };
        if number.fract().is_zero() {
            Self::try_from(number).map(Some).map_err(de::Error::custom)
        } else {
            Err(de::Error::custom("not a whole number"))
        }
    }
}

impl Kind for NaiveDate {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Self>, D::Error> {
        wire::optional_text(deserializer, |text| match text.trim() {
            "" => Ok(None),
            text => text.parse::<Self>().map(Some),
        })
    }
}

impl Kind for DateTime<Utc> {
    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        wire::instant::serialize(self, serializer)
    }

    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Self>, D::Error> {
        wire::optional_instant::deserialize(deserializer)
    }
}

impl Kind for Choice {
    /// A boolean too, as `T` or `F`: what is a choice of two today was a check box in older releases.
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Self>, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Wire {
            Flag(bool),
            Choice(Choice),
        }
        Ok(Option::<Wire>::deserialize(deserializer)?.map(|wire| match wire {
            Wire::Flag(on) => Self::new(if on { "T" } else { "F" }),
            Wire::Choice(choice) => choice,
        }))
    }
}

impl Kind for Reference {
    /// One reference too: some types of record have several subsidiaries in one account and one in another. It is
    /// written in the form in which it was read.
    fn read_list<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Sublist<Self>, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Wire {
            One(Reference),
            Many(Sublist<Reference>),
        }
        Ok(match Option::<Wire>::deserialize(deserializer)? {
            None => Sublist::default(),
            Some(Wire::One(one)) => one.into(),
            Some(Wire::Many(many)) => many,
        })
    }
}

/// A field of a record: one value that may be absent, or a list that may be empty.
pub(super) trait Field: Sized {
    /// Absent fields are not sent.
    fn is_absent(&self) -> bool;
    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error>;
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error>;

    /// As [`read`](Self::read), or the value as it came where the type cannot hold it.
    fn read_or_keep<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Result<Self, Value>, D::Error> {
        Self::read(deserializer).map(Ok)
    }
}

impl<T: Kind> Field for Option<T> {
    fn is_absent(&self) -> bool {
        self.is_none()
    }

    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Some(value) => value.write(serializer),
            None => serializer.serialize_none(),
        }
    }

    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        T::read(deserializer)
    }

    fn read_or_keep<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Result<Self, Value>, D::Error> {
        T::read_or_keep(deserializer)
    }
}

impl<T: Kind> Field for Sublist<T> {
    fn is_absent(&self) -> bool {
        self.items.is_empty()
    }

    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.serialize(serializer)
    }

    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        T::read_list(deserializer)
    }
}

/// Lets serde write a field by the rules of its kind.
pub(super) struct AsField<F>(pub(super) F);

impl<F: Field> Serialize for AsField<&F> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.write(serializer)
    }
}

/// Lets serde read a field by the rules of its kind.
pub(super) struct AsRead<F>(Result<F, Value>);

impl<'de, F: Field> Deserialize<'de> for AsRead<F> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        F::read_or_keep(deserializer).map(Self)
    }
}

/// Writes a field, unless it is absent.
pub(super) fn put<M: SerializeMap, F: Field>(
    map: &mut M,
    name: &'static str,
    field: &F,
) -> Result<(), M::Error> {
    if field.is_absent() { Ok(()) } else { map.serialize_entry(name, &AsField(field)) }
}

/// Writes what is not typed, and ends the object. What `is_written` already is not written twice.
pub(super) fn end<M: SerializeMap>(
    mut map: M,
    extra: &Extra,
    is_written: impl Fn(&str) -> bool,
) -> Result<M::Ok, M::Error> {
    for (name, value) in extra.iter().filter(|(name, _)| !is_written(name.as_str())) {
        map.serialize_entry(name, value)?;
    }
    map.end()
}

/// Puts what was read where it belongs: into its field, or, where its type cannot hold it, among what is not typed.
pub(super) fn place<F: Field>(read: AsRead<F>, name: &str, field: &mut F, extra: &mut Extra) {
    match read.0 {
        Ok(value) => *field = value,
        Err(raw) => {
            extra.insert(name.to_owned(), raw);
        }
    }
}

/// Keeps what is not typed, but for lists and subrecords that were not expanded: they say where they are, no more.
pub(super) fn keep(name: String, value: Value, extra: &mut Extra) {
    let only_links =
        value.as_object().is_some_and(|fields| fields.len() == 1 && fields.contains_key("links"));
    if !only_links {
        extra.insert(name, value);
    }
}

/// Takes a field that came under its name in another case, as between releases: `billingaddress`, `billingAddress`.
/// What cannot be read that way stays where it is.
pub(super) fn recover<F: Field>(field: &mut F, name: &str, extra: &mut Extra) {
    if !field.is_absent() {
        return;
    }
    let Some((drifted, value)) = extra.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)) else { return };
    if let Ok(read) = F::read(value)
        && !read.is_absent()
    {
        let drifted = drifted.clone();
        *field = read;
        extra.remove(&drifted);
    }
}
