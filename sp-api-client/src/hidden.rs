//! `Debug` for records about people.

use std::collections::BTreeMap;

use commerce_client_core::list::List;

/// What the `Debug` of a hidden field shows.
pub(crate) trait Presence {
    fn presence(&self) -> &'static str;
}

impl<T> Presence for Option<T> {
    fn presence(&self) -> &'static str {
        if self.is_some() { "(hidden)" } else { "absent" }
    }
}

impl<T> Presence for Vec<T> {
    fn presence(&self) -> &'static str {
        if self.is_empty() { "absent" } else { "(hidden)" }
    }
}

impl<T> Presence for List<T> {
    fn presence(&self) -> &'static str {
        if self.is_empty() { "absent" } else { "(hidden)" }
    }
}

impl<K, V> Presence for BTreeMap<K, V> {
    fn presence(&self) -> &'static str {
        if self.is_empty() { "absent" } else { "(hidden)" }
    }
}

/// Fields that are always there.
macro_rules! always_there {
    ($($type:ty),+ $(,)?) => {$(
        impl Presence for $type {
            fn presence(&self) -> &'static str {
                "(hidden)"
            }
        }
    )+};
}

always_there!(
    String,
    bool,
    i64,
    crate::ids::OrderId,
    crate::ids::OrderItemId,
    crate::ids::MarketplaceId,
    commerce_client_core::money::Money,
    chrono::DateTime<chrono::Utc>,
    crate::documents::PresignedUrl,
    crate::orders_v0::FieldType,
    crate::orders_v0::SubPaymentMethod,
);

/// A `Debug` that shows which fields are there and none of their values. Every field must be named.
macro_rules! hidden_debug {
    ($($name:ident { $($field:ident),+ $(,)? })+) => {$(
        impl ::std::fmt::Debug for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                use $crate::hidden::Presence as _;
                let Self { $($field),+ } = self;
                f.debug_struct(stringify!($name))
                    $(.field(stringify!($field), &format_args!("{}", $field.presence())))+
                    .finish()
            }
        }

        impl $crate::hidden::Presence for $name {
            fn presence(&self) -> &'static str {
                "(hidden)"
            }
        }
    )+};
}

/// A `Debug` that shows some fields, and of the others only which are there. Every field must be named.
macro_rules! partly_hidden_debug {
    ($($name:ident { shown { $($shown:ident),* $(,)? } hidden { $($hidden:ident),+ $(,)? } })+) => {$(
        impl ::std::fmt::Debug for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                use $crate::hidden::Presence as _;
                let Self { $($shown,)* $($hidden),+ } = self;
                f.debug_struct(stringify!($name))
                    $(.field(stringify!($shown), $shown))*
                    $(.field(stringify!($hidden), &format_args!("{}", $hidden.presence())))+
                    .finish()
            }
        }
    )+};
}

pub(crate) use {hidden_debug, partly_hidden_debug};
