//! What the simulator knows about record types: names, fields with their shapes, what is required, sublists, what may
//! be made from what. Everything else here reads these tables, one file for each group of types.

mod entity;
mod fulfillment;
mod item;
mod ledger;
mod organization;
mod payment;
mod sale;
mod stock;

/// Records that share internal ids and one pool of external ids.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Family {
    Transaction,
    Entity,
    Item,
    Location,
    Subsidiary,
    Currency,
    Account,
    PriceLevel,
    Period,
    Department,
    Classification,
    Term,
    PaymentMethod,
    ShipMethod,
    TaxCode,
    /// The instances of one custom record type.
    Custom(&'static str),
}

/// The form of a field's value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    Text,
    Flag,
    /// A JSON number of any precision.
    Number,
    /// A JSON number with no more decimals than the currency has.
    Money,
    /// `YYYY-MM-DD`
    Date,
    /// `{"id": …}` from a fixed list.
    Choice,
    /// A choice that older accounts write as true or false.
    ChoiceOrFlag,
    /// `{"id": …}` or `{"externalId": …}`; a family means that the record must exist.
    Ref(Option<Family>),
    /// A price level: -1 (custom) and 1 (base) exist everywhere.
    Level,
    /// `{"items": [{"id": …}]}`
    Refs(Family),
    Address,
    /// Set by the service; ignored in requests.
    Computed,
    /// A reference that the service sets.
    Shown(Family),
    /// Anything: custom fields, and lists that the simulator only stores.
    Open,
}

use Shape::{Choice, Computed, Date, Flag, Number, Ref, Shown, Text};

pub(super) type Field = (&'static str, Shape);

/// A field that must have a value, and what NetSuite's complaint calls it.
pub(super) type Required = (&'static str, &'static str);

/// How a line of a sublist is addressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Key {
    /// By a number that the service gives; an unknown one is refused.
    Number(&'static str),
    /// By the record that the line is about; an unknown one adds a line.
    Record(&'static str),
    /// By several properties together, as `currencypage=1,pricelevel=1,quantity=0`.
    Composite(&'static [&'static str]),
    /// By the line of the order behind it. Lines are neither added nor taken away.
    OrderLine,
}

impl Key {
    /// The property that a line's own address is made of.
    pub(super) fn property(self) -> &'static str {
        match self {
            Self::Number(name) | Self::Record(name) => name,
            Self::Composite(names) => names.first().copied().unwrap_or_default(),
            Self::OrderLine => "line",
        }
    }
}

/// A list of lines in a record.
#[derive(Debug)]
pub(super) struct Sublist {
    pub(super) name: &'static str,
    pub(super) key: Key,
    pub(super) fields: &'static [&'static [Field]],
    pub(super) required: &'static [Required],
}

/// The books a posting transaction is written into; a period can be locked for some of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Books {
    Receivable,
    Payable,
    Other,
}

/// A record type.
#[derive(Debug)]
pub(super) struct Kind {
    pub(super) name: &'static str,
    pub(super) family: Family,
    /// SuiteQL's name of the kind: `transaction.type` or `item.itemtype`.
    pub(super) code: &'static str,
    /// What its numbers begin with when the service gives them.
    pub(super) prefix: &'static str,
    pub(super) fields: &'static [&'static [Field]],
    pub(super) lists: &'static [Sublist],
    pub(super) required: &'static [Required],
    /// The sublists of which one must have a line, and what the complaint calls them.
    pub(super) required_lists: (&'static [&'static str], &'static str),
    /// `None` for what posts nothing, such as orders.
    pub(super) books: Option<Books>,
    /// Record types that a record of this type is transformed into.
    pub(super) becomes: &'static [&'static str],
    /// Made by a transform only.
    pub(super) derived: bool,
}

impl Kind {
    pub(super) fn shape(&self, field: &str) -> Option<Shape> {
        shape(self.fields, field)
    }

    pub(super) fn list(&self, name: &str) -> Option<&'static Sublist> {
        self.lists.iter().find(|list| list.name == name)
    }

    pub(super) fn is_transaction(&self) -> bool {
        self.family == Family::Transaction
    }

    pub(super) fn is_order(&self) -> bool {
        matches!(self.name, "salesOrder" | "transferOrder" | "returnAuthorization")
    }

    /// Whether its lines are an order's, as they were shipped or came in.
    pub(super) fn is_moved(&self) -> bool {
        self.list("item").is_some_and(|list| list.key == Key::OrderLine)
    }

    /// Whether the items are sold or taken back at a price.
    pub(super) fn is_sale(&self) -> bool {
        matches!(
            self.name,
            "salesOrder" | "invoice" | "cashSale" | "creditMemo" | "cashRefund" | "returnAuthorization"
        )
    }
}

pub(super) fn shape(vocabulary: &[&[Field]], field: &str) -> Option<Shape> {
    vocabulary
        .iter()
        .flat_map(|fields| fields.iter())
        .find(|(name, _)| *name == field)
        .map(|(_, shape)| *shape)
}

/// Finds a standard type by the name in a path, which NetSuite matches without regard to case.
pub(super) fn kind(name: &str) -> Option<&'static Kind> {
    kinds().find(|kind| kind.name.eq_ignore_ascii_case(name))
}

/// The standard types.
pub(super) fn kinds() -> impl Iterator<Item = &'static Kind> {
    [
        entity::KINDS,
        sale::KINDS,
        fulfillment::KINDS,
        payment::KINDS,
        ledger::KINDS,
        stock::KINDS,
        item::KINDS,
        organization::KINDS,
    ]
    .into_iter()
    .flatten()
}

/// A custom record type. It lives as long as the process, as the standard ones do.
pub(super) fn custom_kind(name: &str) -> &'static Kind {
    let name: &'static str = Box::leak(name.to_lowercase().into_boxed_str());
    let family = Family::Custom(name);
    Box::leak(Box::new(Kind { name, family, fields: &[COMMON, CUSTOM_RECORD], ..PLAIN }))
}

/// Decimals of an amount in the currency with this ISO code. NetSuite keeps two at most.
pub(super) fn minor_digits(symbol: &str) -> u32 {
    const WHOLE: [&str; 9] = ["JPY", "KRW", "VND", "CLP", "ISK", "PYG", "XAF", "XOF", "UGX"];
    if WHOLE.contains(&symbol) { 0 } else { 2 }
}

/// The texts of a type's status letters.
const STATUSES: &[(&str, &[(&str, &str)])] = &[
    (
        "salesOrder",
        &[
            ("A", "Pending Approval"),
            ("B", "Pending Fulfillment"),
            ("C", "Cancelled"),
            ("D", "Partially Fulfilled"),
            ("E", "Pending Billing/Partially Fulfilled"),
            ("F", "Pending Billing"),
            ("G", "Billed"),
            ("H", "Closed"),
        ],
    ),
    ("invoice", &[("A", "Open"), ("B", "Paid In Full"), ("V", "Voided")]),
    ("cashSale", &[("A", "Unapproved Payment"), ("B", "Not Deposited"), ("C", "Deposited"), ("V", "Voided")]),
    ("creditMemo", &[("A", "Open"), ("B", "Fully Applied"), ("V", "Voided")]),
    ("itemFulfillment", &[("A", "Picked"), ("B", "Packed"), ("C", "Shipped")]),
    (
        "customerPayment",
        &[("A", "Unapproved Payment"), ("B", "Not Deposited"), ("C", "Deposited"), ("V", "Voided")],
    ),
    ("customerDeposit", &[("A", "Not Deposited"), ("B", "Deposited"), ("C", "Fully Applied")]),
    (
        "transferOrder",
        &[
            ("A", "Pending Approval"),
            ("B", "Pending Fulfillment"),
            ("C", "Rejected"),
            ("D", "Partially Fulfilled"),
            ("E", "Pending Receipt/Partially Fulfilled"),
            ("F", "Pending Receipt"),
            ("G", "Received"),
            ("H", "Closed"),
        ],
    ),
    (
        "returnAuthorization",
        &[
            ("A", "Pending Approval"),
            ("B", "Pending Receipt"),
            ("C", "Cancelled"),
            ("D", "Partially Received"),
            ("E", "Pending Refund/Partially Received"),
            ("F", "Pending Refund"),
            ("G", "Refunded"),
            ("H", "Closed"),
        ],
    ),
    ("vendorBill", &[("A", "Open"), ("B", "Paid In Full")]),
    ("journalEntry", &[("A", "Pending Approval"), ("B", "Approved for Posting")]),
];

pub(super) fn status_text(kind: &str, letter: &str) -> &'static str {
    let texts = STATUSES.iter().find(|(name, _)| *name == kind).map_or(&[][..], |(_, texts)| *texts);
    texts.iter().find(|(known, _)| *known == letter).map_or("", |(_, text)| *text)
}

pub(super) const ADDRESS: &[&[Field]] = &[&[
    ("addressee", Text),
    ("attention", Text),
    ("addr1", Text),
    ("addr2", Text),
    ("addr3", Text),
    ("city", Text),
    ("state", Text),
    ("zip", Text),
    ("country", Choice),
    ("addrPhone", Text),
    ("addrText", Text),
    ("override", Flag),
]];

const COMMON: &[Field] = &[("id", Computed), ("links", Computed), ("externalId", Text), ("isInactive", Flag)];

const CUSTOM_RECORD: &[Field] = &[
    ("name", Text),
    ("altName", Text),
    ("owner", Ref(None)),
    ("created", Computed),
    ("lastModified", Computed),
];

/// Body fields of every transaction.
const HEADER: &[Field] = &[
    ("tranId", Text),
    ("tranDate", Date),
    ("memo", Text),
    ("customForm", Ref(None)),
    ("subsidiary", Ref(Some(Family::Subsidiary))),
    ("department", Ref(Some(Family::Department))),
    ("class", Ref(Some(Family::Classification))),
    ("location", Ref(Some(Family::Location))),
    ("postingPeriod", Ref(Some(Family::Period))),
    ("transactionNumber", Computed),
    ("createdDate", Computed),
    ("lastModifiedDate", Computed),
    ("source", Computed),
    ("createdFrom", Shown(Family::Transaction)),
    ("status", Computed),
    ("total", Computed),
    ("prevDate", Computed),
];

/// Body fields of the transactions that are in a currency of their own.
const FOREIGN: &[Field] = &[("currency", Ref(Some(Family::Currency))), ("exchangeRate", Number)];

const LINE_NUMBER: Key = Key::Number("line");
const ITEMS: Required = ("item", "Item");

/// A sublist whose lines the service numbers.
const fn lines(
    name: &'static str,
    fields: &'static [&'static [Field]],
    required: &'static [Required],
) -> Sublist {
    Sublist { name, key: LINE_NUMBER, fields, required }
}

/// What a type is unless its entry says otherwise.
const PLAIN: Kind = Kind {
    name: "",
    family: Family::Transaction,
    code: "",
    prefix: "",
    fields: &[COMMON],
    lists: &[],
    required: &[],
    required_lists: (&[], ""),
    books: None,
    becomes: &[],
    derived: false,
};

const ITEMS_NEEDED: (&[&str], &str) = (&["item"], "Items");
