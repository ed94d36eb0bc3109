//! Turns SuiteQL into the dialect of SQLite, and refuses what SuiteQL refuses.
//!
//! A query is parsed, walked, and written out again: no text of the caller's reaches SQLite but as a bound value or
//! as a quoted name.

use std::{collections::BTreeSet, ops::ControlFlow};

use rusqlite::types::Value as Cell;
use sqlparser::{
    ast::{
        BinaryOperator, Expr, Fetch, Function, FunctionArg, FunctionArgExpr, FunctionArgumentList,
        FunctionArguments, GroupByExpr, Ident, JoinConstraint, JoinOperator, LimitClause, ObjectName,
        ObjectNamePart, OrderBy, OrderByExpr, OrderByKind, OrderBySort, Query, Select, SelectItem, SetExpr,
        Statement, TableFactor, TableWithJoins, UnaryOperator, Value, ValueWithSpan, Visit, VisitMut,
        Visitor, VisitorMut,
    },
    dialect::Dialect,
    parser::Parser,
    tokenizer::{Token, Tokenizer},
};

use super::{
    suiteql::{invalid_query, search_error},
    tables::{self, Catalog},
    wire::Refusal,
};

const MAX_IN_LIST: usize = 1000;

/// Functions by their names in SuiteQL and in SQLite.
const FUNCTIONS: &[(&str, &str)] = &[
    ("ABS", "ABS"),
    ("ADD_MONTHS", "ADD_MONTHS"),
    ("AVG", "AVG"),
    ("COALESCE", "COALESCE"),
    ("CONCAT", "CONCAT"),
    ("COUNT", "COUNT"),
    ("DECODE", "DECODE"),
    ("DENSE_RANK", "DENSE_RANK"),
    ("GREATEST", "MAX"),
    ("INSTR", "INSTR"),
    ("LEAST", "MIN"),
    ("LENGTH", "LENGTH"),
    ("LOWER", "LOWER"),
    ("LTRIM", "LTRIM"),
    ("MAX", "MAX"),
    ("MIN", "MIN"),
    ("MOD", "MOD"),
    ("NULLIF", "NULLIF"),
    ("NVL", "IFNULL"),
    ("NVL2", "NVL2"),
    ("RANK", "RANK"),
    ("REPLACE", "REPLACE"),
    ("ROUND", "ROUND"),
    ("ROW_NUMBER", "ROW_NUMBER"),
    ("RTRIM", "RTRIM"),
    ("SUBSTR", "SUBSTR"),
    ("SUM", "SUM"),
    ("TO_CHAR", "TO_CHAR"),
    ("TO_DATE", "TO_DATE"),
    ("TO_NUMBER", "TO_NUMBER"),
    ("TO_TIMESTAMP", "TO_TIMESTAMP"),
    ("TRUNC", "TRUNC"),
    ("UPPER", "UPPER"),
];

const AGGREGATES: [&str; 5] = ["AVG", "COUNT", "MAX", "MIN", "SUM"];

/// Names that SQLite would take for the number of a row.
const SQLITE_NAMES: [&str; 3] = ["_rowid_", "oid", "rowid"];

/// A query that SQLite understands.
#[derive(Debug)]
pub(super) struct Rewritten {
    pub(super) text: String,
    pub(super) params: Vec<Cell>,
    /// Alias and table, for each table of the query.
    pub(super) tables: Vec<(String, String)>,
}

/// What a query is written with: the tables there are, and what `SYSDATE` stands for.
#[derive(Debug)]
pub(super) struct Account<'a> {
    pub(super) catalog: &'a Catalog,
    pub(super) sysdate: &'a str,
    /// The custom fields that hold a day or a time.
    pub(super) dates: &'a BTreeSet<String>,
}

/// `given` are the values of the query's `?` in their order.
pub(super) fn rewrite(query: &str, given: &[Cell], account: &Account<'_>) -> Result<Rewritten, Refusal> {
    let mut query = parsed(query)?;
    let mut tables = Tables::default();
    let _ = Visit::visit(&query, &mut tables);
    let mut writer = Writer {
        account,
        tables: &tables.0,
        given,
        params: Vec::with_capacity(given.len()),
        placeholders: 0,
    };
    if let ControlFlow::Break(refusal) = VisitMut::visit(&mut query, &mut writer) {
        return Err(*refusal);
    }
    if writer.placeholders != given.len() {
        let text = format!("{} parameters for {} placeholders.", given.len(), writer.placeholders);
        return Err(search_error(&text));
    }
    let params = writer.params;
    Ok(Rewritten { text: query.to_string(), params, tables: tables.0 })
}

fn unsupported(what: &str) -> Refusal {
    search_error(&format!("Invalid or unsupported search. {what}"))
}

/// On with the walk, or the end of it.
type Step = ControlFlow<Box<Refusal>>;

fn refuse<T>(what: &str) -> ControlFlow<Box<Refusal>, T> {
    ControlFlow::Break(Box::new(unsupported(what)))
}

#[derive(Debug)]
struct SuiteQlDialect;

impl Dialect for SuiteQlDialect {
    fn is_identifier_start(&self, letter: char) -> bool {
        letter.is_alphabetic() || letter == '_'
    }

    fn is_identifier_part(&self, letter: char) -> bool {
        letter.is_alphanumeric() || letter == '_' || letter == '$'
    }

    fn is_delimited_identifier_start(&self, letter: char) -> bool {
        letter == '"'
    }

    fn supports_outer_join_operator(&self) -> bool {
        true
    }

    fn supports_boolean_literals(&self) -> bool {
        false
    }
}

fn parsed(query: &str) -> Result<Query, Refusal> {
    let tokens = Tokenizer::new(&SuiteQlDialect, query).tokenize_with_location();
    let tokens = tokens.map_err(|error| unsupported(&error.to_string()))?;
    let foreign = |token: &&Token| matches!(token, Token::SemiColon | Token::LBracket | Token::RBracket);
    if let Some(token) = tokens.iter().map(|token| &token.token).find(foreign) {
        return Err(unsupported(&format!("Unexpected '{token}'.")));
    }
    let statements = Parser::new(&SuiteQlDialect).with_tokens_with_locations(tokens).parse_statements();
    let statements = statements.map_err(|error| unsupported(&error.to_string()))?;
    match <[Statement; 1]>::try_from(statements) {
        Ok([Statement::Query(query)]) => Ok(*query),
        _ => Err(unsupported("Only one SELECT is supported.")),
    }
}

/// The tables of a query and of its subqueries.
#[derive(Debug, Default)]
struct Tables(Vec<(String, String)>);

impl Visitor for Tables {
    type Break = ();

    fn pre_visit_table_factor(&mut self, factor: &TableFactor) -> ControlFlow<()> {
        if let TableFactor::Table { name, alias, .. } = factor
            && let Some(table) = single(name)
        {
            let alias = alias.as_ref().map_or_else(|| table.clone(), |alias| alias.name.value.to_lowercase());
            self.0.push((alias, table));
        }
        ControlFlow::Continue(())
    }
}

/// A name of one part, in lower case.
fn single(name: &ObjectName) -> Option<String> {
    match name.0.as_slice() {
        [part] => part.as_ident().map(|ident| ident.value.to_lowercase()),
        _ => None,
    }
}

/// The name of a column, without its table, in lower case.
fn column(expr: &Expr) -> Option<String> {
    match expr {
        Expr::Identifier(name) => Some(name.value.to_lowercase()),
        Expr::CompoundIdentifier(names) => names.last().map(|name| name.value.to_lowercase()),
        _ => None,
    }
}

fn is_named(expr: &Expr, word: &str) -> bool {
    matches!(expr, Expr::Identifier(name) if name.value.eq_ignore_ascii_case(word))
}

fn text(text: &str) -> Expr {
    Expr::Value(Value::SingleQuotedString(text.to_owned()).into())
}

fn number(number: i64) -> Expr {
    Expr::Value(Value::Number(number.to_string(), false).into())
}

fn as_number(expr: &Expr) -> Option<i64> {
    match expr {
        Expr::Value(ValueWithSpan { value: Value::Number(number, false), .. }) => number.parse().ok(),
        _ => None,
    }
}

fn arguments(args: Vec<Expr>) -> FunctionArguments {
    let args = args.into_iter().map(|arg| FunctionArg::Unnamed(FunctionArgExpr::Expr(arg))).collect();
    FunctionArguments::List(FunctionArgumentList { duplicate_treatment: None, args, clauses: Vec::new() })
}

fn call(name: &str, args: Vec<Expr>) -> Expr {
    Expr::Function(Function {
        name: ObjectName::from(Ident::new(name)),
        uses_odbc_syntax: false,
        parameters: FunctionArguments::None,
        args: arguments(args),
        filter: None,
        null_treatment: None,
        over: None,
        within_group: Vec::new(),
    })
}

fn taken(expr: &mut Expr) -> Expr {
    std::mem::replace(expr, Expr::Value(Value::Null.into()))
}

/// Takes `ROWNUM <= n` out of a condition and gives back n.
fn take_rownum(condition: &mut Expr) -> Option<i64> {
    match condition {
        Expr::Nested(inner) => take_rownum(inner),
        Expr::BinaryOp { left, op: BinaryOperator::And, right } => {
            take_rownum(left).or_else(|| take_rownum(right))
        }
        Expr::BinaryOp { left, op, right } if is_named(left, "rownum") => {
            let most = match (op, as_number(right)?) {
                (BinaryOperator::LtEq, most) => most,
                (BinaryOperator::Lt, beyond) => beyond - 1,
                (BinaryOperator::Eq, 1) => 1,
                _ => return None,
            };
            let (left, right) = (Box::new(number(1)), Box::new(number(1)));
            *condition = Expr::BinaryOp { left, op: BinaryOperator::Eq, right };
            Some(most)
        }
        _ => None,
    }
}

/// What a select computes over groups of rows, and what it shows of single ones.
#[derive(Debug)]
struct Grouping {
    groups: Vec<String>,
    covered: usize,
    aggregates: bool,
    bare: bool,
}

impl Grouping {
    fn of(select: &Select) -> ControlFlow<Box<Refusal>, Self> {
        let GroupByExpr::Expressions(groups, _) = &select.group_by else {
            return refuse("GROUP BY needs a list of expressions.");
        };
        let groups = groups.iter().map(canonical).collect();
        let mut grouping = Self { groups, covered: 0, aggregates: false, bare: false };
        let _ = Visit::visit(&select.projection, &mut grouping);
        let _ = Visit::visit(&select.having, &mut grouping);
        grouping.bare |= select
            .projection
            .iter()
            .any(|item| matches!(item, SelectItem::Wildcard(_) | SelectItem::QualifiedWildcard(..)));
        ControlFlow::Continue(grouping)
    }

    fn is_grouped(&self) -> bool {
        self.aggregates || !self.groups.is_empty()
    }

    fn covers(&self, expr: &Expr) -> bool {
        is_aggregate(expr) || (!self.groups.is_empty() && self.groups.contains(&canonical(expr)))
    }
}

impl Visitor for Grouping {
    type Break = ();

    fn pre_visit_expr(&mut self, expr: &Expr) -> ControlFlow<()> {
        if self.covers(expr) {
            self.aggregates |= self.covered == 0 && is_aggregate(expr);
            self.covered += 1;
        } else if self.covered == 0 && column(expr).is_some_and(|name| name != "sysdate") {
            self.bare = true;
        }
        ControlFlow::Continue(())
    }

    fn post_visit_expr(&mut self, expr: &Expr) -> ControlFlow<()> {
        if self.covers(expr) {
            self.covered -= 1;
        }
        ControlFlow::Continue(())
    }

    fn pre_visit_query(&mut self, _: &Query) -> ControlFlow<()> {
        self.covered += 1;
        ControlFlow::Continue(())
    }

    fn post_visit_query(&mut self, _: &Query) -> ControlFlow<()> {
        self.covered -= 1;
        ControlFlow::Continue(())
    }
}

/// The same for two ways to write one expression: columns without their tables, everything in lower case.
fn canonical(expr: &Expr) -> String {
    column(expr).unwrap_or_else(|| expr.to_string().to_lowercase())
}

fn is_aggregate(expr: &Expr) -> bool {
    let Expr::Function(function) = expr else { return false };
    let name = single(&function.name).unwrap_or_default().to_uppercase();
    function.over.is_none() && AGGREGATES.contains(&name.as_str())
}

/// Whether it adds up doubles, whose error must not show.
fn is_sum(function: &Function) -> bool {
    matches!(single(&function.name).as_deref(), Some("sum" | "avg"))
}

/// Rewrites in place.
struct Writer<'a> {
    account: &'a Account<'a>,
    tables: &'a [(String, String)],
    given: &'a [Cell],
    params: Vec<Cell>,
    placeholders: usize,
}

/// `FETCH FIRST n ROWS ONLY` and `ROWNUM <= n` become what SQLite has for them.
fn limit(query: &mut Query) -> Step {
    let mut most = match query.fetch.take() {
        None => None,
        Some(Fetch { with_ties: false, percent: false, quantity }) => {
            Some(quantity.unwrap_or_else(|| number(1)))
        }
        Some(_) => return refuse("Only FETCH FIRST n ROWS ONLY is supported."),
    };
    if let SetExpr::Select(select) = query.body.as_mut() {
        let is_grouped = Grouping::of(select)?.is_grouped() || select.distinct.is_some();
        if let Some(rows) = select.selection.as_mut().and_then(take_rownum) {
            if is_grouped || query.order_by.is_some() || most.is_some() {
                return refuse(
                    "ROWNUM counts rows before they are ordered. Use FETCH FIRST n ROWS ONLY with ORDER BY.",
                );
            }
            most = Some(number(rows));
        }
    }
    query.limit_clause =
        most.map(|most| LimitClause::LimitOffset { limit: Some(most), offset: None, limit_by: Vec::new() });
    ControlFlow::Continue(())
}

/// How many `?` an expression has.
fn placeholders(expr: &Expr) -> usize {
    let mut found = Placeholders(0);
    let _ = Visit::visit(expr, &mut found);
    found.0
}

struct Placeholders(usize);

impl Visitor for Placeholders {
    type Break = ();

    fn pre_visit_value(&mut self, value: &ValueWithSpan) -> ControlFlow<()> {
        self.0 += usize::from(matches!(value.value, Value::Placeholder(_)));
        ControlFlow::Continue(())
    }
}

/// The conditions of a select itself, without those of its subqueries, are about columns of tables: the names that it
/// gives to what it selects are not known there.
struct Conditions<'a> {
    aliases: &'a [String],
    catalog: &'a Catalog,
    tables: &'a [(String, String)],
    depth: usize,
}

impl Visitor for Conditions<'_> {
    type Break = String;

    fn pre_visit_expr(&mut self, expr: &Expr) -> ControlFlow<String> {
        let Expr::Identifier(name) = expr else { return ControlFlow::Continue(()) };
        let name = name.value.to_lowercase();
        let is_column = || self.tables.iter().any(|(_, table)| self.catalog.has_column(table, &name));
        if self.depth == 0 && self.aliases.contains(&name) && !is_column() {
            return ControlFlow::Break(name);
        }
        ControlFlow::Continue(())
    }

    fn pre_visit_query(&mut self, _: &Query) -> ControlFlow<String> {
        self.depth += 1;
        ControlFlow::Continue(())
    }

    fn post_visit_query(&mut self, _: &Query) -> ControlFlow<String> {
        self.depth -= 1;
        ControlFlow::Continue(())
    }
}

fn is_derived(table: &TableWithJoins) -> bool {
    let joined = table.joins.iter().map(|join| &join.relation);
    std::iter::once(&table.relation).chain(joined).any(|factor| !matches!(factor, TableFactor::Table { .. }))
}

/// The conditions by which tables are joined.
fn joined_on(from: &[TableWithJoins]) -> impl Iterator<Item = &Expr> {
    from.iter().flat_map(|table| &table.joins).filter_map(|join| match &join.join_operator {
        JoinOperator::Join(JoinConstraint::On(condition))
        | JoinOperator::Inner(JoinConstraint::On(condition))
        | JoinOperator::Left(JoinConstraint::On(condition))
        | JoinOperator::LeftOuter(JoinConstraint::On(condition))
        | JoinOperator::Right(JoinConstraint::On(condition))
        | JoinOperator::RightOuter(JoinConstraint::On(condition))
        | JoinOperator::FullOuter(JoinConstraint::On(condition)) => Some(condition),
        _ => None,
    })
}

/// Rows that are told apart by what is selected can be ordered by nothing else.
fn order_of_distinct(query: &Query) -> Step {
    let SetExpr::Select(select) = query.body.as_ref() else { return ControlFlow::Continue(()) };
    let Some(OrderBy { kind: OrderByKind::Expressions(order), .. }) = &query.order_by else {
        return ControlFlow::Continue(());
    };
    if select.distinct.is_none() {
        return ControlFlow::Continue(());
    }
    let mut selected = Vec::new();
    for item in &select.projection {
        match item {
            SelectItem::UnnamedExpr(expr) => selected.push(canonical(expr)),
            SelectItem::ExprWithAlias { expr, alias } => {
                selected.extend([canonical(expr), alias.value.to_lowercase()]);
            }
            _ => return ControlFlow::Continue(()),
        }
    }
    let is_selected =
        |by: &OrderByExpr| as_number(&by.expr).is_some() || selected.contains(&canonical(&by.expr));
    if order.iter().all(is_selected) {
        return ControlFlow::Continue(());
    }
    refuse("ORDER BY names what SELECT DISTINCT does not select.")
}

impl Writer<'_> {
    fn is_moment(&self, expr: &Expr) -> bool {
        column(expr).is_some_and(|name| tables::is_moment(&name) || self.account.dates.contains(&name))
    }

    /// Whether it is a text, be it the value of a `?`; so many of those stand before it that were not met yet.
    fn is_text(&self, expr: &Expr, before: usize) -> bool {
        match expr {
            Expr::Value(ValueWithSpan { value: Value::SingleQuotedString(_), .. }) => true,
            Expr::Value(ValueWithSpan { value: Value::Placeholder(_), .. }) => {
                matches!(self.given.get(self.placeholders + before), Some(Cell::Text(_)))
            }
            _ => false,
        }
    }

    /// A comparison of these, in the order in which they stand in the query.
    fn compared(&self, parts: &[&Expr]) -> Step {
        let (mut has_moment, mut has_text, mut before) = (false, false, 0);
        for part in parts {
            has_moment |= self.is_moment(part);
            has_text |= self.is_text(part, before);
            before += placeholders(part);
        }
        if has_moment && has_text {
            return refuse("A date is compared with a text. Use TO_DATE or TO_TIMESTAMP.");
        }
        ControlFlow::Continue(())
    }

    fn conditions(&self, select: &Select) -> Step {
        let aliases: Vec<String> = select
            .projection
            .iter()
            .filter_map(|item| match item {
                SelectItem::ExprWithAlias { alias, .. } => Some(alias.value.to_lowercase()),
                _ => None,
            })
            .collect();
        // What a derived table has is not known here.
        if select.from.iter().any(is_derived) {
            return ControlFlow::Continue(());
        }
        let (catalog, tables) = (self.account.catalog, self.tables);
        let mut conditions = Conditions { aliases: &aliases, catalog, tables, depth: 0 };
        for condition in select.selection.iter().chain(joined_on(&select.from)) {
            if let ControlFlow::Break(name) = Visit::visit(condition, &mut conditions) {
                return ControlFlow::Break(Box::new(unknown_identifier(&name, self.tables)));
            }
        }
        ControlFlow::Continue(())
    }

    fn named(&self, names: &[Ident]) -> Step {
        let name = names.last().map(|name| name.value.to_lowercase()).unwrap_or_default();
        if name == "rownum" {
            return refuse(
                "ROWNUM is supported as ROWNUM <= n in the WHERE of a query without ORDER BY. \
                 Use FETCH FIRST n ROWS ONLY.",
            );
        }
        if SQLITE_NAMES.contains(&name.as_str()) || names.iter().any(|name| name.value.contains('`')) {
            return ControlFlow::Break(Box::new(unknown_identifier(&name, self.tables)));
        }
        ControlFlow::Continue(())
    }

    fn function(&self, function: &mut Function) -> Step {
        let parts = function.name.0.iter().filter_map(ObjectNamePart::as_ident);
        let name: Vec<String> = parts.map(|part| part.value.to_uppercase()).collect();
        let name = name.join(".");
        if function.filter.is_some() || function.null_treatment.is_some() || !function.within_group.is_empty()
        {
            return refuse(&format!("Unsupported clause after {name}."));
        }
        let FunctionArguments::List(FunctionArgumentList { args, .. }) = &function.args else {
            return refuse(&format!("Unknown function '{name}'."));
        };
        let count = args.len();
        let known = FUNCTIONS.iter().find(|(suiteql, _)| *suiteql == name);
        if AGGREGATES.contains(&name.as_str()) && count != 1 {
            return refuse(&format!("Invalid number of arguments for {name}."));
        }
        match (name.as_str(), known) {
            ("BUILTIN.DF", _) => self.display(function),
            ("BUILTIN.RELATIVE_RANGES", _) => self.relative_range(function),
            ("GREATEST" | "LEAST", _) if count < 2 => refuse(&format!("Not enough arguments for {name}.")),
            (_, Some((_, sqlite))) => {
                function.name = ObjectName::from(Ident::new(*sqlite));
                ControlFlow::Continue(())
            }
            (_, None) => refuse(&format!("Unknown function '{name}'.")),
        }
    }

    /// `BUILTIN.DF(column)`: the name of the record that a column refers to, or the text of a status.
    fn display(&self, function: &mut Function) -> Step {
        let Some(shown) = only_argument(function) else {
            return refuse("BUILTIN.DF needs a column.");
        };
        let column = column(&shown).unwrap_or_default();
        let table = self.table_of(&shown);
        let (name, args) = match (table, column.as_str()) {
            (Some("transaction"), "status") => ("DF_STATUS", vec![beside(&shown, "recordtype"), shown]),
            (Some(table), column) => match tables::target(table, column) {
                Some(target) => ("DF_TITLE", vec![text(target), shown]),
                None => ("TO_CHAR", vec![shown]),
            },
            (None, _) => ("TO_CHAR", vec![shown]),
        };
        function.name = ObjectName::from(Ident::new(name));
        function.args = arguments(args);
        ControlFlow::Continue(())
    }

    /// The table that a column belongs to.
    fn table_of(&self, expr: &Expr) -> Option<&str> {
        match expr {
            Expr::CompoundIdentifier(names) => {
                let alias = names.first()?.value.to_lowercase();
                self.tables.iter().find(|(known, _)| *known == alias).map(|(_, table)| table.as_str())
            }
            Expr::Identifier(name) => {
                let name = name.value.to_lowercase();
                let mut tables = self.tables.iter().map(|(_, table)| table.as_str());
                tables.find(|table| self.account.catalog.has_column(table, &name))
            }
            _ => None,
        }
    }

    /// `BUILTIN.RELATIVE_RANGES('TODAY', 'START')`
    fn relative_range(&self, function: &mut Function) -> Step {
        let FunctionArguments::List(list) = &function.args else {
            return refuse("BUILTIN.RELATIVE_RANGES needs a range.");
        };
        let named = list.args.iter().map(|arg| arg.to_string().to_uppercase()).collect::<Vec<_>>();
        let named: Vec<&str> = named.iter().map(String::as_str).collect();
        match named.as_slice() {
            ["'TODAY'"] | ["'TODAY'", "'START'"] => {
                function.name = ObjectName::from(Ident::new("TRUNC"));
                function.args = arguments(vec![text(self.account.sysdate)]);
                ControlFlow::Continue(())
            }
            _ => refuse("Only BUILTIN.RELATIVE_RANGES('TODAY', 'START') is simulated."),
        }
    }

    fn expression(&self, expr: &mut Expr) -> Step {
        if is_named(expr, "sysdate") {
            *expr = text(self.account.sysdate);
            return ControlFlow::Continue(());
        }
        match expr {
            Expr::Identifier(name) => self.named(std::slice::from_ref(&*name))?,
            Expr::CompoundIdentifier(names) => self.named(names)?,
            Expr::InList { list, .. } if list.len() > MAX_IN_LIST => {
                return refuse(&format!("An IN list holds more than {MAX_IN_LIST} values."));
            }
            Expr::InList { expr, list, .. } => {
                let parts: Vec<&Expr> = std::iter::once(&**expr).chain(list.iter()).collect();
                self.compared(&parts)?;
            }
            Expr::InSubquery { .. } => {}
            Expr::Between { expr, low, high, .. } => self.compared(&[&**expr, &**low, &**high])?,
            Expr::BinaryOp { left, op, right } => self.operation(left, op, right)?,
            Expr::UnaryOp { op: UnaryOperator::Plus | UnaryOperator::Minus | UnaryOperator::Not, .. } => {}
            Expr::Function(function) => self.function(function)?,
            Expr::OuterJoin(_) => return refuse("The join operator (+) is not simulated. Use LEFT JOIN."),
            Expr::TypedString(_) | Expr::Interval(_) => {
                return refuse("Date literals are not supported. Use TO_DATE or TO_TIMESTAMP.");
            }
            Expr::IsNull(_)
            | Expr::IsNotNull(_)
            | Expr::Like { any: false, .. }
            | Expr::Nested(_)
            | Expr::Value(_)
            | Expr::Case { .. }
            | Expr::Cast { .. }
            | Expr::Exists { .. }
            | Expr::Subquery(_)
            | Expr::Ceil { .. }
            | Expr::Floor { .. }
            | Expr::Substring { special: true, shorthand: true, .. }
            | Expr::Trim { trim_where: None, trim_what: None, trim_characters: None, .. } => {}
            other => return refuse(&format!("Unsupported expression: {other}")),
        }
        ControlFlow::Continue(())
    }

    fn operation(&self, left: &Expr, op: &BinaryOperator, right: &Expr) -> Step {
        match op {
            BinaryOperator::Eq
            | BinaryOperator::NotEq
            | BinaryOperator::Lt
            | BinaryOperator::LtEq
            | BinaryOperator::Gt
            | BinaryOperator::GtEq => self.compared(&[left, right]),
            BinaryOperator::And
            | BinaryOperator::Or
            | BinaryOperator::Plus
            | BinaryOperator::Minus
            | BinaryOperator::Multiply
            | BinaryOperator::Divide
            | BinaryOperator::StringConcat => ControlFlow::Continue(()),
            other => refuse(&format!("Unknown operator '{other}'.")),
        }
    }
}

/// Another column of the row that a column belongs to.
fn beside(expr: &Expr, name: &str) -> Expr {
    match expr {
        Expr::CompoundIdentifier(names) => {
            let mut names = names.clone();
            names.pop();
            names.push(Ident::new(name));
            Expr::CompoundIdentifier(names)
        }
        _ => Expr::Identifier(Ident::new(name)),
    }
}

fn only_argument(function: &Function) -> Option<Expr> {
    let FunctionArguments::List(list) = &function.args else { return None };
    match list.args.as_slice() {
        [FunctionArg::Unnamed(FunctionArgExpr::Expr(expr))] => Some(expr.clone()),
        _ => None,
    }
}

pub(super) fn unknown_identifier(name: &str, tables: &[(String, String)]) -> Refusal {
    let known: Vec<_> = tables.iter().map(|(alias, table)| format!("{alias}={table}")).collect();
    let known = known.join(", ");
    search_error(&format!("Unknown identifier '{name}'. Available identifiers are: {{{known}}}"))
}

impl VisitorMut for Writer<'_> {
    type Break = Box<Refusal>;

    fn pre_visit_query(&mut self, query: &mut Query) -> Step {
        if query.with.is_some() {
            return refuse("WITH is not supported.");
        }
        if query.limit_clause.is_some() {
            return refuse("LIMIT and OFFSET are not supported. Use FETCH FIRST n ROWS ONLY.");
        }
        if !matches!(*query.body, SetExpr::Select(_) | SetExpr::Query(_) | SetExpr::SetOperation { .. }) {
            return refuse("Only SELECT is supported.");
        }
        order_of_distinct(query)?;
        limit(query)
    }

    fn pre_visit_select(&mut self, select: &mut Select) -> Step {
        if select.from.is_empty() {
            return refuse("FROM keyword not found where expected.");
        }
        let grouping = Grouping::of(select)?;
        if grouping.is_grouped() && grouping.bare {
            return refuse("A selected column is neither aggregated nor in GROUP BY.");
        }
        self.conditions(select)?;
        for (index, item) in select.projection.iter_mut().enumerate() {
            if let SelectItem::UnnamedExpr(expr) = item {
                let alias = column(expr).unwrap_or_else(|| format!("expr{}", index + 1));
                *item = SelectItem::ExprWithAlias { expr: taken(expr), alias: Ident::new(alias) };
            }
        }
        ControlFlow::Continue(())
    }

    fn pre_visit_table_factor(&mut self, factor: &mut TableFactor) -> Step {
        match factor {
            TableFactor::Table { args: None, .. }
            | TableFactor::Derived { .. }
            | TableFactor::NestedJoin { .. } => ControlFlow::Continue(()),
            other => refuse(&format!("Unsupported table: {other}")),
        }
    }

    fn pre_visit_relation(&mut self, name: &mut ObjectName) -> Step {
        match single(name) {
            Some(table) if self.account.catalog.has_table(&table) => ControlFlow::Continue(()),
            Some(table) if tables::NOT_SIMULATED.contains(&table.as_str()) => {
                refuse(&format!("The table '{table}' is not simulated."))
            }
            _ => {
                let text = format!("Invalid search type: {}.", name.to_string().to_lowercase());
                ControlFlow::Break(Box::new(invalid_query(&text)))
            }
        }
    }

    fn pre_visit_expr(&mut self, expr: &mut Expr) -> Step {
        self.expression(expr)
    }

    fn post_visit_expr(&mut self, expr: &mut Expr) -> Step {
        match expr {
            Expr::BinaryOp { left, op, right } => {
                let name = match op {
                    BinaryOperator::Plus => "PLUS",
                    BinaryOperator::Minus => "MINUS",
                    BinaryOperator::Divide => "DIVIDE",
                    BinaryOperator::StringConcat => "CONCAT",
                    BinaryOperator::Multiply => {
                        *expr = call("NEAT", vec![taken(expr)]);
                        return ControlFlow::Continue(());
                    }
                    _ => return ControlFlow::Continue(()),
                };
                let args = vec![taken(left), taken(right)];
                *expr = call(name, args);
            }
            // Two signs in a row would begin a comment.
            Expr::UnaryOp { op: UnaryOperator::Plus | UnaryOperator::Minus, expr: operand } => {
                let inner = taken(operand);
                **operand = Expr::Nested(Box::new(inner));
            }
            Expr::Function(function) if is_sum(function) => {
                *expr = call("NEAT", vec![taken(expr)]);
            }
            _ => {}
        }
        ControlFlow::Continue(())
    }

    fn pre_visit_order_by_expr(&mut self, order: &mut OrderByExpr) -> Step {
        // Nothing counts as the largest value.
        let descends = matches!(order.options.sort, Some(OrderBySort::Desc));
        order.options.nulls_first.get_or_insert(descends);
        ControlFlow::Continue(())
    }

    fn pre_visit_value(&mut self, value: &mut ValueWithSpan) -> Step {
        let cell = match &value.value {
            // An empty text is null here, as in the database behind NetSuite.
            Value::SingleQuotedString(text) if text.is_empty() => Cell::Null,
            Value::SingleQuotedString(text) => Cell::Text(text.clone()),
            Value::Placeholder(mark) if mark == "?" => {
                self.placeholders += 1;
                self.given.get(self.placeholders - 1).cloned().unwrap_or(Cell::Null)
            }
            Value::Number(_, false) | Value::Null => return ControlFlow::Continue(()),
            other => return refuse(&format!("Unexpected {other}.")),
        };
        self.params.push(cell);
        value.value = Value::Placeholder(format!("?{}", self.params.len()));
        ControlFlow::Continue(())
    }

    fn pre_visit_ident(&mut self, ident: &mut Ident) -> Step {
        if ident.value.contains('`') {
            return ControlFlow::Break(Box::new(unknown_identifier(&ident.value, self.tables)));
        }
        ident.value = ident.value.to_lowercase();
        ident.quote_style = Some('`');
        ControlFlow::Continue(())
    }
}
