//! Declares a report whose rows are its columns and nothing more.

use commerce_client_core::{money::Currency, secret::Pii};
use rust_decimal::Decimal;

use super::{Disposition, LedgerEventType, ReportTime, RowError, RowProblem, cells::Typed, header::Holds};

/// What a column's cell becomes. A type that is no `Option` and no text needs a cell that says something.
pub(super) trait Cell<'a>: Sized {
    const HOLDS: Holds;
    const REQUIRED: bool;
    type Owned;

    fn read(row: &Typed<'a, '_>, column: usize) -> Result<Self, RowError>;
    fn own(&self) -> Self::Owned;
}

impl<'a> Cell<'a> for &'a str {
    const HOLDS: Holds = Holds::Text;
    const REQUIRED: bool = false;
    type Owned = String;

    fn read(row: &Typed<'a, '_>, column: usize) -> Result<Self, RowError> {
        Ok(row.text(column))
    }

    fn own(&self) -> String {
        (*self).to_owned()
    }
}

impl<'a> Cell<'a> for Pii<&'a str> {
    const HOLDS: Holds = Holds::Text;
    const REQUIRED: bool = false;
    type Owned = Pii<String>;

    fn read(row: &Typed<'a, '_>, column: usize) -> Result<Self, RowError> {
        Ok(Self::new(row.text(column)))
    }

    fn own(&self) -> Pii<String> {
        Pii::new((*self.expose()).to_owned())
    }
}

macro_rules! cell {
    ($($cell:ty: $holds:ident, $read:expr;)+) => { $(
        impl<'a> Cell<'a> for Option<$cell> {
            const HOLDS: Holds = Holds::$holds;
            const REQUIRED: bool = false;
            type Owned = Self;

            fn read(row: &Typed<'a, '_>, column: usize) -> Result<Self, RowError> {
                ($read)(row, column)
            }

            fn own(&self) -> Self {
                self.clone()
            }
        }

        impl<'a> Cell<'a> for $cell {
            const HOLDS: Holds = Holds::$holds;
            const REQUIRED: bool = true;
            type Owned = Self;

            fn read(row: &Typed<'a, '_>, column: usize) -> Result<Self, RowError> {
                <Option<$cell> as Cell<'a>>::read(row, column)?.ok_or_else(|| row.error(column, RowProblem::Empty))
            }

            fn own(&self) -> Self {
                self.clone()
            }
        }
    )+ };
}

cell! {
    Decimal: Amount, Typed::amount;
    i64: Text, Typed::count;
    ReportTime: Date, Typed::time;
    Currency: Text, Typed::currency;
    Disposition: Text, named;
    LedgerEventType: Text, named;
}

fn named<T: for<'t> From<&'t str>>(row: &Typed<'_, '_>, column: usize) -> Result<Option<T>, RowError> {
    Ok(Some(row.text(column)).filter(|text| !text.is_empty()).map(T::from))
}

/// A cell, which must not be empty if `must_say`.
pub(super) fn read<'a, C: Cell<'a>>(
    row: &Typed<'a, '_>,
    column: usize,
    must_say: bool,
) -> Result<C, RowError> {
    if must_say {
        row.required_text(column)?;
    }
    C::read(row, column)
}

/// Declares a marker type and its record from a list of columns; `T` is the type of texts, `required` demands column
/// and cell, and `future` behind a name says that the dates may be still to come when the report is made.
macro_rules! report {
    (
        $(#[$marker_doc:meta])*
        $marker:ident = $report:literal;
        $(#[$doc:meta])*
        $record:ident {
            $(
                $(#[$field_doc:meta])*
                $field:ident: $type:ty = $($required:ident)? $name:literal $(| $alias:literal)* $($future:ident)?,
            )+
        }
    ) => {
        $(#[$marker_doc])*
        #[derive(Debug, Clone, Copy)]
        pub struct $marker;

        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq)]
        #[non_exhaustive]
        pub struct $record<T = String> {
            $($(#[$field_doc])* pub $field: $type,)+
        }

        const _: () = {
            use $crate::flat_file::{Report, RowError, cells::Typed, header::Column, record, sealed};

            type T = &'static str;

            #[expect(non_camel_case_types, reason = "named as the fields whose columns they number")]
            enum Number { $($field,)+ }

            impl sealed::Sealed for $marker {}

            impl Report for $marker {
                const NAME: &'static str = $report;
                const COLUMNS: &'static [Column] = &[
                    $(Column {
                        names: &[$name $(, $alias)*],
                        holds: <$type as record::Cell<'static>>::HOLDS$(.$future())?,
                        required: <$type as record::Cell<'static>>::REQUIRED $(|| record::$required)?,
                    },)+
                ];
                type Head = ();
                type Record<'a> = $record<&'a str>;
                type Owned = $record;

                fn record<'a>(row: &mut Typed<'a, '_>, _: Option<&()>) -> Result<$record<&'a str>, RowError> {
                    Ok($record {
                        $($field: record::read(row, Number::$field as usize, false $(|| record::$required)?)?,)+
                    })
                }

                fn to_owned(record: &$record<&str>) -> $record {
                    $record { $($field: record::Cell::own(&record.$field),)+ }
                }
            }
        };
    };
}

/// What `required` in a [`report!`] stands for.
#[expect(non_upper_case_globals, reason = "a word of the macro")]
pub(super) const required: bool = true;

pub(super) use report;
