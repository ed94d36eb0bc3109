//! Enums that survive values nobody knew when this was compiled.

use std::fmt;

/// A wire value that this version has no name for. Reachable as text only, so that naming it later breaks nobody.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct OtherValue(Box<str>);

impl OtherValue {
    #[doc(hidden)]
    pub fn from_wire(value: &str) -> Self {
        Self(value.into())
    }

    /// The value as it stood on the wire.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for OtherValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

/// Declares an enum over wire strings that round-trips values it does not know.
///
/// ```
/// commerce_client_core::open_enum! {
///     /// How urgent it is.
///     pub enum Urgency {
///         /// Today.
///         High = "HIGH",
///         /// Some day.
///         Low = "LOW",
///     }
/// }
/// assert_eq!(Urgency::from("HIGH"), Urgency::High);
/// let odd: Urgency = serde_json::from_str("\"MEDIUM\"").unwrap();
/// assert!(odd.is_other());
/// assert_eq!(serde_json::to_string(&odd).unwrap(), "\"MEDIUM\"");
/// ```
#[macro_export]
macro_rules! open_enum {
    ($(#[$meta:meta])* $vis:vis enum $name:ident { $($(#[$doc:meta])* $variant:ident = $wire:literal,)+ }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[non_exhaustive]
        $vis enum $name {
            $($(#[$doc])* #[doc = ::std::concat!("\n\nOn the wire: `", $wire, "`.")] $variant,)+
            /// A value this version does not know; kept as it came.
            Other($crate::open_enum::OtherValue),
        }

        impl $name {
            /// Every value this version knows, in declaration order.
            $vis const KNOWN: &'static [Self] = &[$(Self::$variant),+];

            /// The wire spelling.
            $vis fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $wire,)+
                    Self::Other(other) => other.as_str(),
                }
            }

            /// Whether this version has no name for the value.
            $vis fn is_other(&self) -> bool {
                matches!(self, Self::Other(_))
            }
        }

        impl From<&str> for $name {
            fn from(wire: &str) -> Self {
                match wire {
                    $($wire => Self::$variant,)+
                    other => Self::Other($crate::open_enum::OtherValue::from_wire(other)),
                }
            }
        }

        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl $crate::wire::Parameter for $name {
            fn to_parameter(&self) -> ::std::string::String {
                self.as_str().to_owned()
            }
        }

        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> ::std::result::Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(deserializer: D) -> ::std::result::Result<Self, D::Error> {
                struct Text;
                impl ::serde::de::Visitor<'_> for Text {
                    type Value = $name;
                    fn expecting(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                        f.write_str("a string")
                    }
                    fn visit_str<E: ::serde::de::Error>(self, wire: &str) -> ::std::result::Result<$name, E> {
                        Ok($name::from(wire))
                    }
                }
                deserializer.deserialize_str(Text)
            }
        }
    };
}

#[cfg(test)]
mod tests {
    open_enum! {
        /// Colours.
        enum Colour {
            /// Red.
            Red = "RED",
            /// Blue.
            Blue = "BLUE",
        }
    }

    #[test]
    fn an_unknown_value_round_trips_and_says_so() {
        let odd: Colour = serde_json::from_str("\"GREEN\"").unwrap();
        assert!(odd.is_other());
        assert_eq!(odd.as_str(), "GREEN");
        assert_eq!(serde_json::to_string(&odd).unwrap(), "\"GREEN\"");
        assert_eq!(Colour::KNOWN.len(), 2);
    }

    #[test]
    fn a_number_where_text_belongs_is_an_error() {
        assert!(serde_json::from_str::<Colour>("7").is_err());
    }
}
