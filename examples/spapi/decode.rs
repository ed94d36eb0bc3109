//! `decode`.

use std::{io::Read as _, process::ExitCode};

use anyhow::Context as _;
use clap::Args;
use sp_api_client::operation::{self, Operation};

use crate::{
    output::{Output, complain},
    values::Usage,
};

#[derive(Debug, Args)]
pub(crate) struct Options {
    /// Such as orders_2026-01-01.searchOrders; the name alone where only one model has it.
    #[arg(value_name = "MODEL.OPERATION")]
    operation: String,
}

pub(crate) fn run(options: &Options) -> anyhow::Result<ExitCode> {
    let operation = find(&options.operation)?;
    let mut body = Vec::new();
    std::io::stdin().lock().read_to_end(&mut body).context("reading standard input")?;
    let wrong = |error| {
        complain(&format!("{}: {error}", operation.id()));
        Ok(ExitCode::from(1))
    };
    match operation.reencode(&body) {
        Ok(value) => Output::new(true).object(&value)?,
        Err(error) => return wrong(error),
    }
    // A page is printed although one of its elements does not fit.
    operation.check(&body).map_or_else(wrong, |()| Ok(ExitCode::SUCCESS))
}

/// The operation of this id or name.
pub(crate) fn find(id: &str) -> anyhow::Result<&'static Operation> {
    if let Some(operation) = Operation::find(id) {
        return Ok(operation);
    }
    let near = near(id);
    let hint = if near.is_empty() { String::new() } else { format!("; did you mean {}?", near.join(" or ")) };
    Err(Usage(format!("there is no operation {id}{hint}")).into())
}

/// Up to three ids that look like this one, the nearest first: those of its name in any model before all others.
fn near(id: &str) -> Vec<String> {
    let wanted = id.to_lowercase();
    let name_of = |id: &str| id.rsplit('.').next().unwrap_or_default().to_owned();
    let distance = |operation: &&Operation| {
        let id = operation.id().to_lowercase();
        let by_name = edits(&name_of(&wanted), &name_of(&id));
        // The model counts too where one was given, but for less than the name.
        let by_model = if wanted.contains('.') { edits(&wanted, &id) } else { by_name };
        (by_name, by_model)
    };
    let allowed = (name_of(&wanted).chars().count() / 3).max(2);
    let mut near: Vec<_> = operation::all().map(|operation| (distance(&operation), operation.id())).collect();
    near.retain(|((by_name, _), _)| *by_name <= allowed);
    near.sort();
    near.into_iter().take(3).map(|(_, id)| id).collect()
}

/// How many letters have to be put in, taken out or changed to make one word of the other.
fn edits(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.chars().collect();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (index, letter) in one.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = index + 1;
        for (place, candidate) in other.iter().enumerate() {
            let changed = diagonal + usize::from(*candidate != letter);
            diagonal = row[place + 1];
            row[place + 1] = changed.min(row[place] + 1).min(diagonal + 1);
        }
    }
    row[other.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edits_are_counted() {
        assert_eq!((edits("kitten", "sitting"), edits("", "abc"), edits("same", "same")), (3, 3, 0));
    }

    #[test]
    fn a_misspelt_name_finds_its_neighbours() {
        assert_eq!(near("serchOrders")[0], "orders_2026-01-01.searchOrders");
        assert_eq!(near("orders_2026-01-01.GetOrder")[0], "orders_2026-01-01.getOrder");
        assert_eq!(near("getOrder").len(), 3); // in two models, and a neighbour
        assert!(near("quiteAnotherThingAltogether").is_empty());
    }
}
