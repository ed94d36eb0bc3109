//! `query`: rows, fetched page by page to their end, as a table, CSV or JSON lines.

use std::{fmt, pin::pin};

use chrono::NaiveDate;
use clap::{Args, ValueEnum};
use futures_util::StreamExt as _;
use netsuite_client::{Literal, suiteql::MAX_PAGE};
use rust_decimal::Decimal;
use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{MapAccess, Visitor},
};
use serde_json::Value;

use crate::{connect::Connect, output};

#[derive(Debug, Args)]
pub(crate) struct Options {
    /// The query, or - to read it from standard input. More than 1,000 rows need an order by something unique.
    text: String,
    /// Gives :NAME a value: sku=MUG-1, id:number=5, day:date=2026-11-01, skus:list=A,B. May be repeated.
    #[arg(long, value_name = "NAME[:KIND]=VALUE", value_parser = binding)]
    bind: Vec<(String, Literal)>,
    /// The column that tells rows apart, by which the query orders.
    #[arg(long, value_name = "COLUMN", default_value = "id")]
    unique: String,
    /// How the rows are written.
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
    /// No more rows than this.
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Columns that line up.
    Table,
    /// Values with commas between them, after a line of names.
    Csv,
    /// One JSON object on each line, as soon as it is there.
    Json,
}

fn binding(text: &str) -> Result<(String, Literal), String> {
    let (name, value) = text.split_once('=').ok_or("write NAME=VALUE")?;
    let (name, kind) = name.split_once(':').unwrap_or((name, "text"));
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '_';
    if name.is_empty() || !name.chars().all(plain) {
        return Err("a name has letters, digits and _".to_owned());
    }
    let literal: Literal = match kind {
        "text" => value.into(),
        "number" => value.parse::<Decimal>().map_err(|error| error.to_string())?.into(),
        "date" => value.parse::<NaiveDate>().map_err(|error| error.to_string())?.into(),
        "list" => value.split(',').collect(),
        _ => return Err("a kind is text, number, date or list".to_owned()),
    };
    Ok((name.to_owned(), literal))
}

/// The columns of a row that are not null.
#[derive(Debug)]
struct Row(Vec<(String, Value)>);

impl<'de> Deserialize<'de> for Row {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(Columns)
    }
}

struct Columns;

impl<'de> Visitor<'de> for Columns {
    type Value = Row;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a row")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Row, A::Error> {
        let mut columns = Vec::new();
        while let Some((name, value)) = map.next_entry::<String, Value>()? {
            // Every row has them, always empty.
            if name != "links" && !value.is_null() {
                columns.push((name, value));
            }
        }
        Ok(Row(columns))
    }
}

impl Serialize for Row {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, value)| (name, value)))
    }
}

impl Options {
    /// Whether the query is on standard input.
    pub(crate) fn is_piped(&self) -> bool {
        self.text == "-"
    }
}

impl Row {
    fn cell(&self, column: &str) -> String {
        match self.0.iter().find(|(name, _)| name == column) {
            None => String::new(),
            Some((_, Value::String(text))) => text.clone(),
            Some((_, value)) => value.to_string(),
        }
    }
}

/// `input` is the query when the command line has a - in its place.
pub(crate) async fn run(connect: &Connect, options: Options, input: Option<String>) -> anyhow::Result<()> {
    let netsuite = connect.netsuite()?;
    let text = input.unwrap_or(options.text);
    let order = Order::of(&text);
    let most = options.limit.unwrap_or(usize::MAX);
    let mut query = netsuite
        .suiteql_from_trusted_text(text)
        .with_unique(&options.unique)
        .with_page_size(u32::try_from(most).unwrap_or(MAX_PAGE).max(1));
    for (name, value) in options.bind {
        query = query.bind(&name, value);
    }
    let mut found = pin!(query.rows::<Row>().take(most));
    let mut rows = Vec::new();
    let mut broken_off = None;
    while let Some(row) = found.next().await {
        match row {
            Ok(row) if options.format == Format::Json => output::object(&order.sorted(row))?,
            Ok(row) => rows.push(order.sorted(row)),
            Err(error) => broken_off = Some(error),
        }
    }
    // What was read before a failure is worth seeing; the exit status tells that there is more.
    match options.format {
        Format::Json => {}
        _ if rows.is_empty() && broken_off.is_some() => {}
        Format::Csv if rows.is_empty() => {}
        Format::Csv => output::text(&csv(&order.columns(&rows), &rows))?,
        Format::Table if rows.is_empty() => output::text("no rows")?,
        Format::Table => output::text(&table(&order.columns(&rows), &rows))?,
    }
    broken_off.map_or(Ok(()), |error| Err(error.into()))
}

/// The names of a query's columns in their order. Rows do not tell: they have only those that are not null.
#[derive(Debug)]
struct Order(Vec<String>);

impl Order {
    /// Each item of the list after SELECT ends in its name, unless it is an expression without one.
    fn of(query: &str) -> Self {
        let (mut names, mut item) = (Vec::new(), String::new());
        let (mut depth, mut quote) = (0_usize, None);
        for letter in query.chars() {
            match (quote, letter) {
                (Some(open), _) if open == letter => quote = None,
                (Some(_), _) => {}
                (None, '\'' | '"') => quote = Some(letter),
                (None, '(') => depth += 1,
                (None, ')') => depth = depth.saturating_sub(1),
                _ => {}
            }
            let is_outside = depth == 0 && quote.is_none();
            if is_outside && letter == ',' {
                names.push(last_word(&item).to_lowercase());
                item.clear();
            } else if is_outside && letter.is_whitespace() && last_word(&item).eq_ignore_ascii_case("from") {
                let list = item.len() - "from".len();
                names.push(last_word(item[..list].trim_end()).to_lowercase());
                break;
            } else {
                item.push(letter);
            }
        }
        Self(names)
    }

    /// What is not in the list, as with `SELECT *`, comes last.
    fn position(&self, column: &str) -> usize {
        self.0.iter().position(|name| name == column).unwrap_or(usize::MAX)
    }

    fn sorted(&self, mut row: Row) -> Row {
        row.0.sort_by_key(|(name, _)| self.position(name));
        row
    }

    /// The columns of all rows, each after the one that it follows in a row.
    fn columns<'a>(&self, rows: &'a [Row]) -> Vec<&'a str> {
        let mut columns: Vec<&str> = Vec::new();
        for row in rows {
            let mut next = 0;
            for (name, _) in &row.0 {
                match columns.iter().position(|known| known == name) {
                    Some(found) => next = found + 1,
                    None => {
                        columns.insert(next, name);
                        next += 1;
                    }
                }
            }
        }
        columns.sort_by_key(|name| self.position(name));
        columns
    }
}

/// The letters, digits and underscores at the end, or in the quotes at the end.
fn last_word(text: &str) -> &str {
    let text = text.trim_end();
    let text = text.strip_suffix('"').unwrap_or(text);
    let start = text.rfind(|c: char| !c.is_alphanumeric() && c != '_');
    start.map_or(text, |at| text[at..].trim_start_matches(|c: char| !c.is_alphanumeric() && c != '_'))
}

fn csv(columns: &[&str], rows: &[Row]) -> String {
    let line = |cells: Vec<String>| cells.iter().map(|cell| quoted(cell)).collect::<Vec<_>>().join(",");
    let heading: Vec<String> = columns.iter().map(|name| (*name).to_owned()).collect();
    let lines = rows.iter().map(|row| columns.iter().map(|name| row.cell(name)).collect());
    std::iter::once(heading).chain(lines).map(line).collect::<Vec<_>>().join("\n")
}

/// A value for CSV: in quotes when it has a comma, a quote, a line's end, or spaces that a reader may drop.
fn quoted(cell: &str) -> String {
    if cell.contains([',', '"', '\n', '\r']) || cell.trim() != cell {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell.to_owned()
    }
}

/// Columns line up; those that hold only numbers to the right.
fn table(columns: &[&str], rows: &[Row]) -> String {
    // What NetSuite sends must not move the cursor or break the line.
    let plain = |cell: String| cell.replace(char::is_control, " ");
    let cells: Vec<Vec<String>> =
        rows.iter().map(|row| columns.iter().map(|name| plain(row.cell(name))).collect()).collect();
    let forms: Vec<(usize, bool)> = columns
        .iter()
        .enumerate()
        .map(|(index, name)| {
            let width = cells.iter().map(|row| row[index].chars().count()).max().unwrap_or_default();
            let is_number = |cell: &String| cell.is_empty() || cell.parse::<Decimal>().is_ok();
            (width.max(name.chars().count()), cells.iter().all(|row| is_number(&row[index])))
        })
        .collect();
    let heading: Vec<String> = columns.iter().map(|name| plain((*name).to_owned())).collect();
    let line = |row: &Vec<String>| {
        let padded = row.iter().zip(&forms).map(|(cell, &(width, to_the_right))| {
            if to_the_right { format!("  {cell:>width$}") } else { format!("  {cell:<width$}") }
        });
        padded.collect::<String>().trim_end().to_owned()
    };
    std::iter::once(&heading).chain(&cells).map(line).collect::<Vec<_>>().join("\n")
}
