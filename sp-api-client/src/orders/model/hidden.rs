//! `Debug` for records about people.

/// What the `Debug` of a hidden field shows.
pub(super) trait Presence {
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

/// A `Debug` that shows which fields are there and none of their values. Every field must be named.
macro_rules! hidden_debug {
    ($($name:ident { $($field:ident),+ $(,)? })+) => {$(
        impl ::std::fmt::Debug for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                use $crate::orders::model::hidden::Presence as _;
                let Self { $($field),+ } = self;
                f.debug_struct(stringify!($name))
                    $(.field(stringify!($field), &format_args!("{}", $field.presence())))+
                    .finish()
            }
        }
    )+};
}

pub(super) use hidden_debug;
