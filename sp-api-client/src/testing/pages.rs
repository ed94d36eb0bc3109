//! Page tokens. Each stands for the rows that its walk has not shown yet, as they were when the walk began.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::Value;

use super::{Answer, Call, amazon::Numbers};

/// The page tokens of one seller and one API. A token can be used again, as after a lost answer.
#[derive(Debug, Default)]
pub(super) struct Pages(BTreeMap<String, Rest>);

#[derive(Debug)]
struct Rest {
    walk: String,
    made: DateTime<Utc>,
    rows: Vec<Value>,
}

/// One page of a walk.
#[derive(Debug)]
pub(super) struct Page {
    pub(super) rows: Vec<Value>,
    pub(super) next: Option<String>,
}

/// How an operation pages.
#[derive(Debug, Clone, Copy)]
pub(super) struct Paging<'a> {
    /// The name of the parameter that holds the token.
    pub(super) token: &'a str,
    pub(super) size: usize,
    pub(super) lifetime: TimeDelta,
    /// Whether a page without rows comes first, as some operations are known to do.
    pub(super) empty_first: bool,
}

impl Pages {
    /// The page that `call` asks for: the first of `all`, or the one that its token stands for.
    ///
    /// Every other parameter must be as it was on the first page.
    pub(super) fn page(
        &mut self,
        call: &Call<'_>,
        numbers: &mut Numbers,
        paging: Paging<'_>,
        all: Vec<Value>,
    ) -> Result<Page, Answer> {
        let walk = walk_of(call, &[paging.token, "pageSize", "MaxResultsPerPage"]);
        match call.query.one(paging.token)? {
            None => Ok(self.cut(walk, numbers, paging, call.now, (all, paging.empty_first))),
            Some(token) => {
                let rest = self.rest(token, paging, call.now)?;
                if rest.walk != walk {
                    let name = paging.token;
                    return Err(Answer::invalid_input(&format!(
                        "The {name} needs the same parameters as the first page."
                    )));
                }
                let rows = rest.rows.clone();
                Ok(self.cut(walk, numbers, paging, call.now, (rows, false)))
            }
        }
    }

    /// The page of a token that stands for its whole query.
    pub(super) fn next_alone(
        &mut self,
        call: &Call<'_>,
        numbers: &mut Numbers,
        paging: Paging<'_>,
    ) -> Result<Page, Answer> {
        let token = call.query.required(paging.token)?;
        let rest = self.rest(token, paging, call.now)?;
        if rest.walk != call.operation {
            return Err(Answer::invalid_input(&format!("The {} is of another operation.", paging.token)));
        }
        let rows = rest.rows.clone();
        Ok(self.cut(call.operation.to_owned(), numbers, paging, call.now, (rows, false)))
    }

    /// The first page of a walk whose tokens go alone.
    pub(super) fn first_alone(
        &mut self,
        call: &Call<'_>,
        numbers: &mut Numbers,
        paging: Paging<'_>,
        all: Vec<Value>,
    ) -> Page {
        self.cut(call.operation.to_owned(), numbers, paging, call.now, (all, false))
    }

    fn rest(&self, token: &str, paging: Paging<'_>, now: DateTime<Utc>) -> Result<&Rest, Answer> {
        let name = paging.token;
        let rest = self.0.get(token);
        let rest = rest.ok_or_else(|| Answer::invalid_input(&format!("The {name} is not valid.")))?;
        if now - rest.made >= paging.lifetime {
            return Err(Answer::invalid_input(&format!("The {name} has expired.")));
        }
        Ok(rest)
    }

    fn cut(
        &mut self,
        walk: String,
        numbers: &mut Numbers,
        paging: Paging<'_>,
        made: DateTime<Utc>,
        (mut rows, empty): (Vec<Value>, bool),
    ) -> Page {
        let kept = if empty { 0 } else { rows.len().min(paging.size) };
        let rest = rows.split_off(kept);
        let next = (!rest.is_empty()).then(|| numbers.opaque());
        if let Some(token) = &next {
            self.0.insert(token.clone(), Rest { walk, made, rows: rest });
        }
        Page { rows, next }
    }
}

/// The path and the parameters of a call, without those that may differ from page to page.
fn walk_of(call: &Call<'_>, free: &[&str]) -> String {
    let uri = call.request.uri();
    let pairs = url::form_urlencoded::parse(uri.query().unwrap_or_default().as_bytes());
    let mut kept: Vec<String> = pairs
        .filter(|(name, _)| !free.contains(&name.as_ref()))
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    kept.sort();
    format!("{}?{}", uri.path(), kept.join("&"))
}
