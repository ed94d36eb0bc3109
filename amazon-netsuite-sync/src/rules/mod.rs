//! What a seller wants otherwise than the mappers make it, as data: rules.
//!
//! A rule gives one field of one kind of record a value. Rules run after the typed mapper and before the record is
//! written: they see Amazon's record and what the mapper made of it, and change the fields that they name and nothing
//! else. `docs/rules.md` is the page for people; in short:
//!
//! ```text
//! check    on load: every name, path and expression of every rule; all that is wrong at once
//! want     what must be looked up in NetSuite                    pure
//! fetch    one query for each search, for a page of records      the flow
//! apply    rule by rule, in their order                          pure
//! ```
//!
//! [`try_out`](try_out()) runs rules on an order without any service.

mod apply;
mod check;
mod date;
pub mod expression;
mod lookup;
mod page;
pub mod path;
mod try_out;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

pub(crate) use self::page::customise;
pub use self::{
    apply::{Gave, Step},
    check::{RuleError, RuleErrors},
    lookup::{Answers, Operator, Search, StaticMap, Wanted},
    try_out::{Given, Outcome, TriedRecord, TryOutError, try_out},
};

/// The rules of an account, and what they share.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Rules {
    /// The rules, in the order in which they run. All of them see the record as the mapper made it; where two give one
    /// field a value, the later one's stays.
    #[serde(rename = "rule")]
    pub rules: Vec<Rule>,
    /// Maps, by the names that rules call them by.
    #[serde(rename = "map")]
    pub maps: BTreeMap<String, StaticMap>,
    /// Searches in NetSuite, likewise.
    #[serde(rename = "search")]
    pub searches: BTreeMap<String, Search>,
    /// By list of lines (`item`): how a line's item at Amazon is known. Needed by rules that read `item`.
    #[serde(rename = "lines")]
    pub lines: BTreeMap<String, LineKey>,
}

/// One field of one kind of record.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// What people call it: errors name it.
    pub name: String,
    /// The kind of record, by NetSuite's name: `salesOrder`, `invoice`, `cashSale`, `customer`, `itemFulfillment`,
    /// `returnAuthorization`, `itemReceipt`.
    pub record: String,
    /// The list whose lines have the field, such as `item`. Default: the field is the record's own.
    #[serde(default)]
    pub list: Option<String>,
    /// The field, by NetSuite's name or a custom field's script id.
    pub field: String,
    /// Where the value comes from.
    pub from: Source,
    /// The value where that is empty.
    #[serde(default)]
    pub default: Option<Value>,
    /// As what it is written. Default: what the field is; for custom fields, what the value is.
    #[serde(default)]
    pub form: Option<Form>,
    /// What a reference points with. Default: NetSuite's id.
    #[serde(default)]
    pub by: By,
    /// Whether it is set when the record is created and never again. Default: no.
    #[serde(default)]
    pub immutable: bool,
    /// Whether an empty value leaves the field as the mapper made it. Otherwise it empties the field. Default: no.
    #[serde(default)]
    pub discard_if_empty: bool,
    /// How dates are read and written.
    #[serde(default)]
    pub date: DateForm,
    /// When the rule applies: all of these must hold. Default: always.
    #[serde(default)]
    pub when: Vec<When>,
    /// An expression that must be true for the rule to apply.
    #[serde(default)]
    pub only_if: Option<String>,
}

impl Rule {
    /// The rule that gives `field` of `record` a value, with all switches off.
    pub fn new(
        name: impl Into<String>,
        record: impl Into<String>,
        field: impl Into<String>,
        from: Source,
    ) -> Self {
        Self {
            name: name.into(),
            record: record.into(),
            list: None,
            field: field.into(),
            from,
            default: None,
            form: None,
            by: By::default(),
            immutable: false,
            discard_if_empty: false,
            date: DateForm::default(),
            when: Vec::new(),
            only_if: None,
        }
    }
}

/// Where a value comes from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Source {
    /// A place in a record: see [`path`].
    Path(String),
    /// Always this.
    Constant(Value),
    /// An expression: see [`expression`].
    Expression(String),
    /// What stands for something in one of the maps.
    Map(Lookup),
    /// What one of the searches finds in NetSuite.
    Search(Lookup),
}

/// A lookup.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lookup {
    /// The map or the search.
    pub name: String,
    /// What is looked up: a path, a constant, an expression, or what another map has for it. Where it is empty, nothing
    /// is looked up.
    pub key: Box<Source>,
}

/// As what a value is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Form {
    /// Text.
    Text,
    /// A number, exactly.
    Number,
    /// True or false.
    Flag,
    /// A calendar day.
    Date,
    /// An instant.
    Instant,
    /// Another record, or an entry of a list.
    Reference,
}

/// What a reference points with.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum By {
    /// NetSuite's id.
    #[default]
    InternalId,
    /// The external id.
    ExternalId,
    /// The name that NetSuite shows. It breaks when somebody renames the record: a [`Search`] says so, this does not.
    Name,
}

/// How dates are read and written.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct DateForm {
    /// The form of the value, such as `%d/%m/%Y`. Default: `2026-11-05` and `2026-11-05T18:00:00Z`.
    pub read: Option<String>,
    /// The form in which text fields get it. Default: `2026-11-05`. Date fields have NetSuite's own form.
    pub write: Option<String>,
    /// IANA name of the zone whose day it is. Default: the store's.
    pub zone: Option<String>,
}

/// When a rule applies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum When {
    /// The record is created.
    Created,
    /// The record is there and is changed.
    Updated,
    /// There is something where the value comes from; for a lookup, something to look up.
    ExtractNotEmpty,
    /// The lookup found nothing. It is no fault then: the rule's default is the value.
    LookupEmpty,
    /// The lookup found something.
    LookupNotEmpty,
    /// The mapper left the field empty.
    NotSet,
}

/// How a line's item at Amazon is known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LineKey {
    /// The line's field that says which item it is, such as the one of `custom_fields.order_item_id`.
    pub field: String,
    /// Where the item says the same: a path within the item. Default: `orderItemId`.
    #[serde(default = "order_item_id")]
    pub equals: String,
    /// Where the items are. Default: `order.orderItems`.
    #[serde(default = "order_items")]
    pub items: String,
}

fn order_item_id() -> String {
    "orderItemId".to_owned()
}

fn order_items() -> String {
    "order.orderItems".to_owned()
}

impl Rules {
    /// Checks every rule: that its record and field are ones that there are, its path and expression are well-formed,
    /// its lookup has a map or a search, its switches fit together.
    ///
    /// # Errors
    /// All that is wrong, rule by rule.
    pub fn check(&self) -> Result<(), RuleErrors> {
        check::prepare(self).map(drop)
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.rules.is_empty()
    }
}

/// What rules read.
#[derive(Clone, Copy)]
pub struct Facts<'a> {
    /// Amazon's record, by Amazon's names.
    pub order: &'a Value,
    /// NetSuite's record as the mapper made it.
    pub record: &'a Value,
    /// The store: `marketplace`, `currency`, `time_zone`.
    pub store: &'a Value,
    /// The line at work.
    pub line: Option<&'a Value>,
    /// Amazon's item that the line stands for.
    pub item: Option<&'a Value>,
}

impl<'a> Facts<'a> {
    fn root(&self, root: path::Root) -> Option<&'a Value> {
        match root {
            path::Root::Order => Some(self.order),
            path::Root::Record => Some(self.record),
            path::Root::Store => Some(self.store),
            path::Root::Line => self.line,
            path::Root::Item => self.item,
        }
    }
}

impl std::fmt::Debug for Facts<'_> {
    /// Nothing: it is a buyer's order.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Facts(..)")
    }
}
