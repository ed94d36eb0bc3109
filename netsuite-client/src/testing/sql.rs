//! Turns SuiteQL into the dialect of SQLite, and refuses what SuiteQL refuses.

use super::{
    suiteql::{invalid_query, is_table, search_error},
    wire::Refusal,
};

const MAX_IN_LIST: usize = 1000;

/// A query that SQLite understands.
#[derive(Debug)]
pub(super) struct Rewritten {
    pub(super) text: String,
    pub(super) placeholders: usize,
    /// Alias and table, for each table of the query.
    pub(super) tables: Vec<(String, String)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Token<'a> {
    Word(&'a str),
    /// Numbers, quoted texts, quoted names: copied as they are.
    Literal(&'a str),
    Symbol(&'a str),
}

impl<'a> Token<'a> {
    fn text(self) -> &'a str {
        match self {
            Token::Word(text) | Token::Literal(text) | Token::Symbol(text) => text,
        }
    }

    fn is_word(self, word: &str) -> bool {
        matches!(self, Token::Word(text) if text.eq_ignore_ascii_case(word))
    }

    fn is_symbol(self, symbol: &str) -> bool {
        self == Token::Symbol(symbol)
    }
}

/// `sysdate` is what the word of that name stands for.
pub(super) fn rewrite(query: &str, sysdate: &str) -> Result<Rewritten, Refusal> {
    let tokens = tokens(query)?;
    refuse_foreign(&tokens)?;
    refuse_long_lists(&tokens)?;
    let tables = tables(&tokens)?;
    let placeholders = tokens.iter().filter(|token| token.is_symbol("?")).count();
    Ok(Rewritten { text: translate(&tokens, sysdate), placeholders, tables })
}

fn tokens<'a>(query: &'a str) -> Result<Vec<Token<'a>>, Refusal> {
    let mut found = Vec::new();
    let mut rest = query.trim_start();
    while let Some(first) = rest.chars().next() {
        let (length, make): (usize, fn(&'a str) -> Token<'a>) = match first {
            '\'' | '"' => (quoted_length(rest, first)?, Token::Literal),
            '0'..='9' => (span(rest, |c| c.is_ascii_digit() || c == '.'), Token::Literal),
            c if c.is_alphabetic() || c == '_' => {
                (span(rest, |c| c.is_alphanumeric() || c == '_' || c == '$'), Token::Word)
            }
            _ => (symbol_length(rest), Token::Symbol),
        };
        let (token, tail) = rest.split_at(length);
        if !token.starts_with("--") && !token.starts_with("/*") {
            found.push(make(token));
        }
        rest = tail.trim_start();
    }
    Ok(found)
}

fn span(text: &str, belongs: impl Fn(char) -> bool) -> usize {
    text.find(|c| !belongs(c)).unwrap_or(text.len())
}

/// A quote inside is written twice.
fn quoted_length(text: &str, quote: char) -> Result<usize, Refusal> {
    let mut characters = text.char_indices().skip(1).peekable();
    while let Some((index, c)) = characters.next() {
        if c != quote {
            continue;
        }
        if characters.peek().is_none_or(|(_, next)| *next != quote) {
            return Ok(index + 1);
        }
        characters.next();
    }
    Err(search_error("Invalid or unsupported search. A quoted text does not end."))
}

fn symbol_length(text: &str) -> usize {
    if text.starts_with("--") {
        return text.find('\n').unwrap_or(text.len());
    }
    if text.starts_with("/*") {
        return text.find("*/").map_or(text.len(), |end| end + 2);
    }
    let pair = ["||", "<=", ">=", "<>", "!="].iter().any(|pair| text.starts_with(pair));
    if pair { 2 } else { text.chars().next().map_or(0, char::len_utf8) }
}

fn refuse_foreign(tokens: &[Token<'_>]) -> Result<(), Refusal> {
    if !tokens.first().is_some_and(|token| token.is_word("SELECT")) {
        return Err(search_error("Invalid or unsupported search. Only SELECT is supported."));
    }
    let foreign = |token: &&Token<'_>| {
        ["LIMIT", "WITH", "PRAGMA"].iter().any(|word| token.is_word(word))
            || [";", "[", "]", "`", ":", "@", "$"].iter().any(|symbol| token.is_symbol(symbol))
    };
    match tokens.iter().find(foreign) {
        Some(token) => {
            Err(search_error(&format!("Invalid or unsupported search. Unexpected '{}'.", token.text())))
        }
        None => Ok(()),
    }
}

fn refuse_long_lists(tokens: &[Token<'_>]) -> Result<(), Refusal> {
    let opens_list = |pair: &[Token<'_>]| pair[0].is_word("IN") && pair[1].is_symbol("(");
    let starts =
        tokens.windows(2).enumerate().filter(|(_, pair)| opens_list(pair)).map(|(index, _)| index + 2);
    for start in starts {
        if list_length(&tokens[start..]) > MAX_IN_LIST {
            return Err(search_error(&format!("An IN list holds more than {MAX_IN_LIST} values.")));
        }
    }
    Ok(())
}

/// Counts the values up to the closing parenthesis.
fn list_length(tokens: &[Token<'_>]) -> usize {
    let (mut depth, mut values) = (0, 1);
    for token in tokens {
        match token.text() {
            "(" => depth += 1,
            ")" if depth == 0 => break,
            ")" => depth -= 1,
            "," if depth == 0 => values += 1,
            _ => {}
        }
    }
    values
}

fn tables(tokens: &[Token<'_>]) -> Result<Vec<(String, String)>, Refusal> {
    let mut found = Vec::new();
    for (index, token) in tokens.iter().enumerate() {
        if !token.is_word("FROM") && !token.is_word("JOIN") {
            continue;
        }
        let Some(Token::Word(name)) = tokens.get(index + 1) else { continue };
        let name = name.to_lowercase();
        if !is_table(&name) {
            return Err(invalid_query(&format!("Invalid search type: {name}.")));
        }
        found.push((alias(&tokens[index + 2..]).unwrap_or_else(|| name.clone()), name));
    }
    Ok(found)
}

fn alias(tokens: &[Token<'_>]) -> Option<String> {
    const CLAUSES: [&str; 14] = [
        "WHERE", "ON", "INNER", "LEFT", "RIGHT", "FULL", "CROSS", "JOIN", "ORDER", "GROUP", "HAVING",
        "FETCH", "UNION", "USING",
    ];
    let tokens = if tokens.first()?.is_word("AS") { &tokens[1..] } else { tokens };
    match tokens.first()? {
        Token::Word(word) if !CLAUSES.iter().any(|clause| clause.eq_ignore_ascii_case(word)) => {
            Some(word.to_lowercase())
        }
        _ => None,
    }
}

fn translate(tokens: &[Token<'_>], sysdate: &str) -> String {
    let mut words: Vec<String> = Vec::new();
    let mut index = 0;
    while let Some(token) = tokens.get(index) {
        let rest = &tokens[index..];
        let (word, used) = if let Some(count) = top_rows(rest) {
            (format!("LIMIT {count}"), 5)
        } else if is_builtin(rest) {
            (format!("BUILTIN_{}", rest[2].text()), 3)
        } else if token.is_word("NVL") && rest.get(1).is_some_and(|next| next.is_symbol("(")) {
            ("IFNULL".to_owned(), 1)
        } else if token.is_word("SYSDATE") {
            (format!("'{sysdate}'"), 1)
        } else {
            (plain(*token), 1)
        };
        words.push(word);
        index += used;
    }
    words.join(" ")
}

/// `FETCH FIRST n ROWS ONLY`
fn top_rows<'a>(tokens: &[Token<'a>]) -> Option<&'a str> {
    let [fetch, first, Token::Literal(count), rows, only, ..] = tokens else { return None };
    let fits = fetch.is_word("FETCH")
        && (first.is_word("FIRST") || first.is_word("NEXT"))
        && (rows.is_word("ROWS") || rows.is_word("ROW"))
        && only.is_word("ONLY");
    fits.then_some(*count)
}

fn is_builtin(tokens: &[Token<'_>]) -> bool {
    matches!(tokens, [builtin, dot, Token::Word(_), ..] if builtin.is_word("BUILTIN") && dot.is_symbol("."))
}

/// Table names are bracketed wherever they stand, because one of them is a keyword of SQLite.
fn plain(token: Token<'_>) -> String {
    match token {
        Token::Word(word) if is_table(word) => format!("[{}]", word.to_lowercase()),
        other => other.text().to_owned(),
    }
}
