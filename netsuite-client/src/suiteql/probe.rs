//! Whether an account and a role have what a query names, asked before anything depends on it.

use std::fmt;

use commerce_client_core::error::{Error, ErrorKind};

use super::OPERATION;

/// What a query names and NetSuite does not show: the feature is off, the role may not see it, or the name is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Missing {
    /// A column.
    Column(String),
    /// A table.
    Table(String),
}

impl Missing {
    /// What NetSuite says is missing, where that is why it refused a query.
    ///
    /// ```
    /// # use netsuite_client::{Error, ErrorKind, Problem, suiteql::Missing};
    /// # let problem = Problem::new("INVALID_PARAMETER", "Search error occurred: Unknown identifier 'currency'.");
    /// # let error = Error::new(ErrorKind::Rejected, "suiteql", "the service said no").with_answer(400, vec![problem], Default::default());
    /// if Missing::of(&error) == Some(Missing::Column("currency".to_owned())) {
    ///     // An account without Multiple Currencies: ask without the column.
    /// }
    /// # else { panic!("not recognised"); }
    /// ```
    pub fn of(error: &Error) -> Option<Self> {
        if error.operation() != OPERATION {
            return None;
        }
        error.problems().iter().find_map(|problem| Self::in_words(&problem.message))
    }

    fn in_words(message: &str) -> Option<Self> {
        let between = |before: &str, after: &[char]| {
            let rest = message.split_once(before)?.1;
            let name = rest.split(after).next()?.trim();
            (!name.is_empty()).then(|| name.to_lowercase())
        };
        if let Some(column) = between("Unknown identifier '", &['\'']) {
            return Some(Self::Column(column));
        }
        if let Some(table) = between("Invalid search type: ", &['.', ' ']) {
            return Some(Self::Table(table));
        }
        if !message.contains("not found") && !message.contains("NOT_EXPOSED") {
            return None;
        }
        between("Field '", &['\''])
            .map(Self::Column)
            .or_else(|| between("Record '", &['\'']).map(Self::Table))
    }
}

impl fmt::Display for Missing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Column(name) => write!(f, "column {name}"),
            Self::Table(name) => write!(f, "table {name}"),
        }
    }
}

const REMEDY: &str = "enable the feature in the account, let the role see it, or name another field";

/// What a probe found, as a result.
pub(super) fn verdict(missing: Option<Missing>) -> Result<(), Error> {
    match missing {
        None => Ok(()),
        Some(missing) => Err(lacking(&missing.to_string())),
    }
}

/// The account lacks `what`.
pub(super) fn lacking(what: &str) -> Error {
    Error::new(ErrorKind::Config, OPERATION, format!("not available to this role in this account: {what}"))
        .with_hint(REMEDY)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_missing_is_read_from_netsuites_words() {
        let column = |name: &str| Some(Missing::Column(name.to_owned()));
        let table = |name: &str| Some(Missing::Table(name.to_owned()));
        for (message, missing) in [
            (
                "Invalid search query. Detailed unprocessed description follows. Search error occurred: Unknown \
                 identifier 'Nope'. Available identifiers are: {customer=customer}",
                column("nope"),
            ),
            (
                "Invalid search query. Detailed unprocessed description follows. Invalid search type: nowhere.",
                table("nowhere"),
            ),
            ("Record 'accountingperiod' was not found.", table("accountingperiod")),
            ("Field 'createdfrom' for record 'transaction' was not found.", column("createdfrom")),
            ("Field 'shipstatus' for record 'transaction' is NOT_EXPOSED.", column("shipstatus")),
            ("Search error occurred: Invalid or unsupported search", None),
            ("Unknown identifier ''", None),
        ] {
            assert_eq!(Missing::in_words(message), missing, "{message}");
        }
    }
}
