//! Lookups: in a map that the rules hold, and in NetSuite.
//!
//! Rules do not read. They first say what they want to know ([`Wanted`]), the flow asks NetSuite for all of a page at
//! once, one query for each search, and the rules are then applied to the [`Answers`].

use std::collections::{BTreeMap, BTreeSet};

use commerce_client_core::error::{Error, ErrorKind};
use netsuite_client::{
    Literal, NetSuite,
    suiteql::{Identifier, MAX_PAGE},
};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// A map that the rules hold, such as Amazon's ship service levels to NetSuite's ship methods.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct StaticMap {
    /// What stands for what. Upper and lower case are told apart.
    pub entries: BTreeMap<String, Value>,
    /// What stands for everything else.
    pub default: Option<Value>,
    /// Whether what is not in the map is empty. Otherwise, and without a default, it parks the record. Default: no.
    pub allow_missing: bool,
}

/// What a lookup came to.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Looked {
    Found(Value),
    /// Nothing, and that is allowed.
    Missing,
    /// Nothing, and that is not allowed.
    Refused,
}

impl StaticMap {
    pub(super) fn find(&self, key: &str) -> Looked {
        found_or(self.entries.get(key).or(self.default.as_ref()), self.allow_missing)
    }
}

fn found_or(value: Option<&Value>, allow_missing: bool) -> Looked {
    match value {
        Some(value) => Looked::Found(value.clone()),
        None if allow_missing => Looked::Missing,
        None => Looked::Refused,
    }
}

/// A search in NetSuite.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Search {
    /// The table, by its name in SuiteQL: `item`, `customer`, `location`, `customrecord_carriers`.
    pub record: String,
    /// The column that is searched.
    pub field: String,
    /// How it is compared. Default: exactly.
    #[serde(default)]
    pub operator: Operator,
    /// The column that is the result. Default: `id`.
    #[serde(default = "id")]
    pub result: String,
    /// Whether records that are out of use count. Set it for tables without a column `isinactive`. Default: no.
    #[serde(default)]
    pub include_inactive: bool,
    /// What the result is when several records match. Without it, that parks the record.
    #[serde(default)]
    pub when_several: Option<Value>,
    /// What the result is when none matches.
    #[serde(default)]
    pub default: Option<Value>,
    /// Whether it may find nothing, which is then empty. Otherwise, and without a default, that parks the record.
    /// Default: no.
    #[serde(default)]
    pub allow_missing: bool,
}

fn id() -> String {
    "id".to_owned()
}

/// How a search compares.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Operator {
    /// The same text, upper and lower case told apart.
    #[default]
    Is,
    /// The same text in any case.
    IsInAnyCase,
    /// It begins with the text, in any case.
    StartsWith,
    /// The text is in it, in any case.
    Contains,
}

impl Operator {
    fn matches(self, found: &str, key: &str) -> bool {
        match self {
            Self::Is => found == key,
            Self::IsInAnyCase => found.to_lowercase() == key.to_lowercase(),
            Self::StartsWith => found.to_lowercase().starts_with(&key.to_lowercase()),
            Self::Contains => found.to_lowercase().contains(&key.to_lowercase()),
        }
    }

    /// How many keys go into one query.
    const fn at_once(self) -> usize {
        match self {
            Self::Is | Self::IsInAnyCase => MAX_PAGE as usize,
            Self::StartsWith | Self::Contains => 50,
        }
    }
}

/// What rules want to know of NetSuite, by search.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Wanted(BTreeMap<String, BTreeSet<String>>);

impl Wanted {
    pub(super) fn add(&mut self, search: &str, key: String) {
        self.0.entry(search.to_owned()).or_default().insert(key);
    }

    /// Adds what another record's rules want.
    pub fn merge(&mut self, other: Self) {
        for (search, keys) in other.0 {
            self.0.entry(search).or_default().extend(keys);
        }
    }

    /// Whether nothing is wanted.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The keys that a search is asked for.
    pub fn keys(&self, search: &str) -> impl Iterator<Item = &str> {
        self.0.get(search).into_iter().flatten().map(String::as_str)
    }
}

impl std::fmt::Debug for Wanted {
    /// How many keys; the keys themselves may be a buyer's.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_map().entries(self.0.iter().map(|(search, keys)| (search, keys.len()))).finish()
    }
}

/// What NetSuite said, by search and key: the results of all records that match.
#[derive(Clone, Default, PartialEq, Deserialize)]
#[serde(transparent)]
pub struct Answers(BTreeMap<String, BTreeMap<String, Vec<Value>>>);

impl Answers {
    /// Adds a result.
    pub fn add(&mut self, search: &str, key: &str, result: Value) {
        self.0.entry(search.to_owned()).or_default().entry(key.to_owned()).or_default().push(result);
    }

    /// The results of a search for a key, the same one only once.
    fn of(&self, search: &str, key: &str) -> Vec<&Value> {
        let mut results: Vec<&Value> = Vec::new();
        for result in self.0.get(search).and_then(|keys| keys.get(key)).into_iter().flatten() {
            if !results.contains(&result) {
                results.push(result);
            }
        }
        results
    }

    /// What a search came to. `Err`: several records match, and nothing is said for that case.
    pub(super) fn find(&self, name: &str, search: &Search, key: &str) -> Result<Looked, usize> {
        match self.of(name, key)[..] {
            [] => Ok(found_or(search.default.as_ref(), search.allow_missing)),
            [one] => Ok(Looked::Found(one.clone())),
            ref several => search.when_several.clone().map(Looked::Found).ok_or(several.len()),
        }
    }
}

impl std::fmt::Debug for Answers {
    /// How many; keys and results may be a buyer's.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_map().entries(self.0.iter().map(|(search, keys)| (search, keys.len()))).finish()
    }
}

/// Asks NetSuite what is wanted: one query for each search.
pub(super) async fn fetch(
    netsuite: &NetSuite,
    searches: &BTreeMap<String, Search>,
    wanted: &Wanted,
) -> Result<Answers, Error> {
    let mut answers = Answers::default();
    for (name, search) in searches {
        // A query cannot hold control characters, and no name in NetSuite has any.
        let keys: Vec<&str> = wanted.keys(name).filter(|key| !key.chars().any(char::is_control)).collect();
        for keys in keys.chunks(search.operator.at_once()) {
            ask(netsuite, name, search, keys, &mut answers).await?;
        }
    }
    Ok(answers)
}

async fn ask(
    netsuite: &NetSuite,
    name: &str,
    search: &Search,
    keys: &[&str],
    answers: &mut Answers,
) -> Result<(), Error> {
    #[derive(Deserialize)]
    struct Row {
        found: Option<String>,
        gives: Option<String>,
    }
    let lower: Vec<String> = keys.iter().map(|key| key.to_lowercase()).collect();
    let condition = match search.operator {
        Operator::Is => ":column IN :keys".to_owned(),
        Operator::IsInAnyCase => "LOWER(:column) IN :keys".to_owned(),
        Operator::StartsWith | Operator::Contains => {
            let likes: Vec<String> = (0..keys.len())
                .map(|number| format!("LOWER(:column) LIKE :key{number} ESCAPE '!'"))
                .collect();
            format!("({})", likes.join(" OR "))
        }
    };
    let active = if search.include_inactive { "" } else { " AND isinactive = 'F'" };
    let text = format!(
        "SELECT :column AS found, :result AS gives FROM :table WHERE {condition}{active} ORDER BY :result, id"
    );
    let column = |name: &str| {
        Identifier::new(name)
            .map_err(|error| Error::new(ErrorKind::Config, "rules", format!("{name:?}: {error}")))
    };
    let mut query = netsuite
        .suiteql_from_trusted_text(text)
        .bind("column", &column(&search.field)?)
        .bind("result", &column(&search.result)?)
        .bind("table", &column(&search.record)?);
    query = match search.operator {
        Operator::Is => query.bind("keys", keys.iter().copied().collect::<Literal>()),
        Operator::IsInAnyCase => query.bind("keys", lower.iter().map(String::as_str).collect::<Literal>()),
        Operator::StartsWith | Operator::Contains => {
            let any = if search.operator == Operator::Contains { "%" } else { "" };
            lower.iter().enumerate().fold(query, |query, (number, key)| {
                let key = key.replace('!', "!!").replace('%', "!%").replace('_', "!_");
                query.bind(&format!("key{number}"), format!("{any}{key}%"))
            })
        }
    };
    let rows: Vec<Row> = query.all().await?;
    for row in rows {
        let (Some(found), Some(gives)) = (row.found, row.gives) else { continue };
        for key in keys.iter().filter(|key| search.operator.matches(&found, key)) {
            answers.add(name, key, Value::from(gives.as_str()));
        }
    }
    Ok(())
}
