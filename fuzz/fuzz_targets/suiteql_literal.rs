//! Any text as a value is one text of the query, with the same characters, and changes nothing around it; any text as a
//! query does not panic.
//!
//! The first byte chooses which of the two the rest is.

#![no_main]

mod netsuite;

use libfuzzer_sys::fuzz_target;
use netsuite_client::{Literal, suiteql::QueryError};
use sqlparser::{
    dialect::{AnsiDialect, Dialect, OracleDialect, SQLiteDialect},
    parser::Parser,
    tokenizer::{Token, Tokenizer, Whitespace},
};

const DIALECTS: [&dyn Dialect; 3] = [&OracleDialect {}, &AnsiDialect {}, &SQLiteDialect {}];

fn tokens(dialect: &dyn Dialect, sql: &str) -> Vec<Token> {
    let tokens = Tokenizer::new(dialect, sql).tokenize().unwrap();
    tokens.into_iter().filter(|token| *token != Token::Whitespace(Whitespace::Space)).collect()
}

fuzz_target!(|data: &[u8]| {
    let [kind, rest @ ..] = data else { return };
    let text = String::from_utf8_lossy(rest);
    let netsuite = netsuite::that_says(200, b"{}");
    if kind & 1 == 1 {
        let _ = netsuite.suiteql_from_trusted_text(text.as_ref()).to_sql();
        let _ = netsuite.suiteql_from_trusted_text(text.as_ref()).bind("a", "it's").bind("b", -5).with_params().to_sql();
        return;
    }
    let list: Literal = [text.as_ref(), "b"].into_iter().collect();
    let sql = netsuite
        .suiteql("SELECT id FROM item WHERE itemid = :a AND note IN :b AND isinactive = 'F'")
        .bind("a", text.as_ref())
        .bind("b", list)
        .to_sql();
    if text.chars().any(char::is_control) {
        assert_eq!(sql, Err(QueryError::ControlCharacter("a".to_owned())));
        return;
    }
    let sql = sql.unwrap();
    for dialect in DIALECTS {
        let plain = "SELECT id FROM item WHERE itemid = 'x' AND note IN ('x', 'b') AND isinactive = 'F'";
        let mut expected = tokens(dialect, plain);
        for token in &mut expected {
            if *token == Token::SingleQuotedString("x".to_owned()) {
                *token = Token::SingleQuotedString(text.clone().into_owned());
            }
        }
        assert_eq!(tokens(dialect, &sql), expected);
        assert_eq!(Parser::parse_sql(dialect, &sql).unwrap().len(), 1);
    }
});
