//! Text ids as types, so that swapped arguments do not compile.

/// Why a text cannot be an id.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{kind} {problem}")]
pub struct InvalidId {
    kind: &'static str,
    problem: &'static str,
}

#[doc(hidden)]
pub fn check(kind: &'static str, text: &str) -> Result<(), InvalidId> {
    let problem = if text.is_empty() {
        "is empty"
    } else if text.len() > 512 {
        "is longer than 512 bytes"
    } else if text.bytes().any(|byte| byte.is_ascii_control())
        || (!text.is_ascii() && text.chars().any(char::is_control))
    {
        "holds a control character"
    } else {
        return Ok(());
    };
    Err(InvalidId { kind, problem })
}

/// Declares a text id. The constructor checks form only: not empty, at most 512 bytes, no control characters.
///
/// ```
/// commerce_client_core::id! {
///     /// Names a thing.
///     pub struct ThingId;
/// }
/// let id = ThingId::new("a-1")?;
/// assert_eq!(id.as_str(), "a-1");
/// assert!(ThingId::new("").is_err());
/// # Ok::<(), commerce_client_core::id::InvalidId>(())
/// ```
#[macro_export]
macro_rules! id {
    ($(#[$meta:meta])* $vis:vis struct $name:ident;) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, ::serde::Serialize)]
        #[serde(transparent)]
        $vis struct $name(::std::boxed::Box<str>);

        impl $name {
            /// Checks the form.
            ///
            /// # Errors
            /// When the text is empty, longer than 512 bytes or holds a control character.
            $vis fn new(text: impl AsRef<str>) -> ::std::result::Result<Self, $crate::id::InvalidId> {
                $crate::id::check(stringify!($name), text.as_ref())?;
                Ok(Self(text.as_ref().into()))
            }

            /// The id as text.
            $vis fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl ::std::str::FromStr for $name {
            type Err = $crate::id::InvalidId;
            fn from_str(text: &str) -> ::std::result::Result<Self, Self::Err> {
                Self::new(text)
            }
        }

        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl $crate::wire::Parameter for $name {
            fn to_parameter(&self) -> ::std::string::String {
                self.as_str().to_owned()
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(deserializer: D) -> ::std::result::Result<Self, D::Error> {
                $crate::wire::text(deserializer, |text| Self::new(text))
            }
        }
    };
}

#[cfg(test)]
mod tests {
    id! {
        /// A test id.
        struct TestId;
    }

    #[test]
    fn form_is_checked_on_every_way_in() {
        assert_eq!(TestId::new("a").unwrap().as_str(), "a");
        assert_eq!(TestId::new("").unwrap_err().to_string(), "TestId is empty");
        for control in ["a\nb", "\u{7f}", "é\u{85}"] {
            assert!(TestId::new(control).is_err(), "{control:?}");
        }
        assert!(TestId::new("Größe 42").is_ok());
        assert!("a".parse::<TestId>().is_ok());
        assert!(serde_json::from_str::<TestId>("\"\"").is_err());
        assert_eq!(serde_json::to_string(&TestId::new("x").unwrap()).unwrap(), "\"x\"");
    }
}
