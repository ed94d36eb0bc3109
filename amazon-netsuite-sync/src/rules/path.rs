//! Where a value stands in a record: `order.orderItems[0].product.sellerSku`.
//!
//! | Written | Means |
//! | --- | --- |
//! | `order`, `record`, `item`, `line`, `store` | where it begins: see [`Root`] |
//! | `.name` | the field of that name |
//! | `['odd name']` | the same, for names with other characters than letters, digits, `_` and `-` |
//! | `[0]`, `[-1]` | the first entry of a list, the last |
//! | `[type=SHIPPING]` | the first entry of a list whose field has that text; with quotes: `[name='a b']` |
//! | `[*]` | every entry: what follows is taken of each, and the result is a list |
//!
//! What is not there is empty; that is never an error.

use std::{fmt, str::FromStr};

use serde_json::Value;

use super::Facts;

/// Where a value stands. See the module's documentation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Path {
    root: Root,
    steps: Vec<Step>,
}

/// Where a path begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Root {
    /// Amazon's record, by Amazon's names.
    Order,
    /// NetSuite's record as the mapper made it, by NetSuite's names.
    Record,
    /// Amazon's item that the line at work stands for.
    Item,
    /// The line at work.
    Line,
    /// The store: `marketplace`, `currency`, `time_zone`.
    Store,
}

impl Root {
    pub(super) const ALL: [Self; 5] = [Self::Order, Self::Record, Self::Item, Self::Line, Self::Store];

    /// How it is written.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Order => "order",
            Self::Record => "record",
            Self::Item => "item",
            Self::Line => "line",
            Self::Store => "store",
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Step {
    Name(String),
    Index(i64),
    With { name: String, text: String },
    Each,
}

/// What is wrong with the text of a path.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{what}, at character {at}")]
pub struct InvalidPath {
    at: usize,
    what: String,
}

/// Longer ones are a mistake.
const MOST: usize = 500;

impl Path {
    /// Where it begins.
    pub fn root(&self) -> Root {
        self.root
    }

    /// The value there; null where there is none.
    pub fn find(&self, facts: &Facts<'_>) -> Value {
        facts.root(self.root).map_or(Value::Null, |root| take(root, &self.steps))
    }
}

fn take(from: &Value, steps: &[Step]) -> Value {
    let mut at = from;
    for (number, step) in steps.iter().enumerate() {
        let next = match step {
            Step::Name(name) => at.get(name),
            Step::Index(index) => at.as_array().and_then(|list| {
                let from_end = usize::try_from(index.unsigned_abs()).ok()?;
                list.get(if *index < 0 { list.len().checked_sub(from_end)? } else { from_end })
            }),
            Step::With { name, text } => at
                .as_array()
                .and_then(|list| list.iter().find(|entry| entry.get(name).is_some_and(|v| is_text(v, text)))),
            Step::Each => {
                let entries = at.as_array().map(Vec::as_slice).unwrap_or_default();
                let rest = &steps[number + 1..];
                return entries.iter().map(|entry| take(entry, rest)).filter(|v| !v.is_null()).collect();
            }
        };
        match next {
            Some(next) => at = next,
            None => return Value::Null,
        }
    }
    at.clone()
}

fn is_text(value: &Value, text: &str) -> bool {
    match value {
        Value::String(value) => value == text,
        Value::Number(number) => number.to_string() == text,
        Value::Bool(flag) => flag.to_string() == text,
        _ => false,
    }
}

impl FromStr for Path {
    type Err = InvalidPath;

    fn from_str(text: &str) -> Result<Self, InvalidPath> {
        let characters: Vec<char> = text.chars().take(MOST + 1).collect();
        let mut reader = Reader { characters, at: 0 };
        if reader.characters.len() > MOST {
            return Err(reader.wrong(format!("a path has {MOST} characters at most")));
        }
        let name = reader.name();
        let Some(root) = Root::ALL.into_iter().find(|root| root.as_str() == name) else {
            let roots = Root::ALL.map(Root::as_str);
            let hint = super::check::suggestion(&name, roots);
            reader.at = 0;
            return Err(reader.wrong(format!("a path begins with one of {}{hint}", roots.join(", "))));
        };
        let mut steps = Vec::new();
        while let Some(next) = reader.next() {
            steps.push(match next {
                '.' => match reader.name() {
                    name if name.is_empty() => return Err(reader.wrong("a name is missing after the dot")),
                    name => Step::Name(name),
                },
                '[' => reader.bracket()?,
                _ => {
                    reader.at -= 1;
                    return Err(reader.wrong("only `.name` or `[…]` can follow here"));
                }
            });
        }
        Ok(Self { root, steps })
    }
}

/// Whether a name may hold this without quotes.
fn is_plain(c: char) -> bool {
    c.is_alphanumeric() || c == '_' || c == '-'
}

/// In the quotes that do not occur in it; what has both was written without any.
fn quoted(text: &str) -> String {
    match (text.contains('\''), text.contains('"')) {
        (false, _) => format!("'{text}'"),
        (true, false) => format!("\"{text}\""),
        (true, true) => text.to_owned(),
    }
}

struct Reader {
    characters: Vec<char>,
    at: usize,
}

impl Reader {
    fn peek(&self) -> Option<char> {
        self.characters.get(self.at).copied()
    }

    fn next(&mut self) -> Option<char> {
        let next = self.peek()?;
        self.at += 1;
        Some(next)
    }

    fn wrong(&self, what: impl Into<String>) -> InvalidPath {
        InvalidPath { at: self.at + 1, what: what.into() }
    }

    fn name(&mut self) -> String {
        let begin = self.at;
        while self.peek().is_some_and(is_plain) {
            self.at += 1;
        }
        self.characters[begin..self.at].iter().collect()
    }

    /// Text in quotes of either kind, if it stands here.
    fn quoted(&mut self) -> Result<Option<String>, InvalidPath> {
        let Some(quote @ ('\'' | '"')) = self.peek() else { return Ok(None) };
        self.at += 1;
        let begin = self.at;
        while self.peek().is_some_and(|c| c != quote) {
            self.at += 1;
        }
        let text = self.characters[begin..self.at].iter().collect();
        match self.next() {
            Some(_) => Ok(Some(text)),
            None => Err(self.wrong("the quote is not closed")),
        }
    }

    /// What stands in `[…]`, whose first character has been read.
    fn bracket(&mut self) -> Result<Step, InvalidPath> {
        let step = if let Some(name) = self.quoted()? {
            Step::Name(name)
        } else if self.peek() == Some('*') {
            self.at += 1;
            Step::Each
        } else {
            let word = self.name();
            if self.peek() == Some('=') {
                self.at += 1;
                let text = match self.quoted()? {
                    Some(text) => text,
                    None => self.until_closed(),
                };
                if word.is_empty() || text.is_empty() {
                    return Err(self.wrong("a choice is written `[field=text]`"));
                }
                Step::With { name: word, text }
            } else {
                match word.parse() {
                    Ok(index) => Step::Index(index),
                    Err(_) => {
                        return Err(
                            self.wrong("in brackets stands a number, `*`, `field=text` or a quoted name")
                        );
                    }
                }
            }
        };
        match self.next() {
            Some(']') => Ok(step),
            _ => Err(self.wrong("the bracket is not closed")),
        }
    }

    fn until_closed(&mut self) -> String {
        let begin = self.at;
        while self.peek().is_some_and(|c| c != ']') {
            self.at += 1;
        }
        self.characters[begin..self.at].iter().collect()
    }
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.root.as_str())?;
        for step in &self.steps {
            match step {
                Step::Name(name) if !name.is_empty() && name.chars().all(is_plain) => write!(f, ".{name}")?,
                Step::Name(name) => write!(f, "[{}]", quoted(name))?,
                Step::Index(index) => write!(f, "[{index}]")?,
                Step::With { name, text } => write!(f, "[{name}={}]", quoted(text))?,
                Step::Each => f.write_str("[*]")?,
            }
        }
        Ok(())
    }
}
