//! The account id and what follows from it.

use std::{fmt, str::FromStr};

/// A NetSuite account id, such as `1234567`, `1234567_SB1` (a sandbox) or `TSTDRV1234567`.
///
/// Accepts the form shown in NetSuite as well as the one in URLs, and derives both, so that nobody types it twice.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct AccountId(String);

/// The text is not an account id.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("an account id has only letters, digits and one of `_` or `-`, such as 1234567_SB1")]
pub struct InvalidAccountId;

impl FromStr for AccountId {
    type Err = InvalidAccountId;

    fn from_str(text: &str) -> Result<Self, InvalidAccountId> {
        let well_formed = !text.is_empty()
            && text.len() <= 40
            && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-')
            && text.starts_with(|c: char| c.is_ascii_alphanumeric())
            && text.ends_with(|c: char| c.is_ascii_alphanumeric());
        if well_formed {
            Ok(Self(text.to_ascii_uppercase().replace('-', "_")))
        } else {
            Err(InvalidAccountId)
        }
    }
}

impl AccountId {
    /// The form in an `Authorization` header's realm: `1234567_SB1`.
    pub fn realm(&self) -> &str {
        &self.0
    }

    /// The form in host names: `1234567-sb1`.
    pub fn host_label(&self) -> String {
        self.0.to_ascii_lowercase().replace('_', "-")
    }

    /// The base of the REST services, without a trailing slash.
    pub fn rest_base(&self) -> String {
        format!("https://{}.suitetalk.api.netsuite.com", self.host_label())
    }

    /// The base of RESTlets and of the certificates' service, without a trailing slash.
    pub fn restlets_base(&self) -> String {
        format!("https://{}.restlets.api.netsuite.com", self.host_label())
    }

    /// The base of the pages that people use, without a trailing slash.
    pub fn app_base(&self) -> String {
        format!("https://{}.app.netsuite.com", self.host_label())
    }
}

impl fmt::Display for AccountId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn either_form_gives_both() {
        for text in ["1234567_SB1", "1234567-sb1"] {
            let account: AccountId = text.parse().unwrap();
            assert_eq!(account.realm(), "1234567_SB1");
            assert_eq!(account.rest_base(), "https://1234567-sb1.suitetalk.api.netsuite.com");
            assert_eq!(account.restlets_base(), "https://1234567-sb1.restlets.api.netsuite.com");
        }
    }

    proptest! {
        #[test]
        fn whatever_is_typed_the_host_is_netsuites(text in ".{0,30}") {
            if let Ok(account) = text.parse::<AccountId>() {
                let url = url::Url::parse(&account.rest_base()).unwrap();
                prop_assert!(url.host_str().unwrap().ends_with(".suitetalk.api.netsuite.com"));
            }
        }
    }
}
