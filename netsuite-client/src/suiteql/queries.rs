//! What a seller who runs on NetSuite asks of every account, ready and typed.
//!
//! None of these depends on how rows change meanwhile: full readings walk by a key, readings of changes go by a
//! [`Mark`]. Which columns and tables there are depends on an account's features and on the role: call
//! [`Queries::probe`] once at start-up.

use std::{
    collections::{BTreeSet, HashSet},
    fmt,
    hash::Hash,
};

use chrono::{NaiveDate, NaiveDateTime};
use commerce_client_core::error::{Error, ErrorKind};
use futures_core::Stream;
use rust_decimal::Decimal;
use serde::{Deserialize, de::DeserializeOwned};

use super::{
    Changed, Changes, Identifier, Literal, MAX_PAGE, Mark, OPERATION, SuiteQl, Walk,
    probe::{self, Missing},
};
use crate::{
    client::NetSuite,
    id::{ExternalId, InternalId},
};

/// The custom fields by which an account says what belongs to Amazon.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct CustomFields {
    /// Of items: whether the item is sold on Amazon. A check box; `custitem_amz_item` at first.
    pub amazon_item: Identifier,
    /// Of items: the seller SKU, where it is not the item's own name. `custitem_amz_sku` at first; none where the account
    /// has no such field.
    pub amazon_sku: Option<Identifier>,
    /// Of sales orders: Amazon's order id. `custbody_amz_order_id` at first; none where the account has no such field.
    pub amazon_order_id: Option<Identifier>,
}

impl Default for CustomFields {
    fn default() -> Self {
        Self {
            amazon_item: Identifier::known("custitem_amz_item"),
            amazon_sku: Some(Identifier::known("custitem_amz_sku")),
            amazon_order_id: Some(Identifier::known("custbody_amz_order_id")),
        }
    }
}

/// An item that is sold on Amazon.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[non_exhaustive]
pub struct AmazonItem {
    /// NetSuite's id.
    pub id: InternalId,
    /// The item's name, unique among items; a child's name has its parent's before it, as in `SHIRT : SHIRT-RED`.
    pub item_id: String,
    /// The name that customers see.
    pub display_name: Option<String>,
    /// NetSuite's code: `InvtPart`, `Assembly`, `Kit`, `NonInvtPart`, `Service`, `OthCharge`, …
    pub item_type: String,
    /// `Sale`, `Resale`, `Purchase`, where the type has subtypes and the role sees them.
    pub subtype: Option<String>,
    /// The external id.
    pub external_id: Option<String>,
    /// The UPC or another code of the kind, where the role sees it.
    pub upc_code: Option<String>,
    /// The matrix or group item that it is under.
    pub parent: Option<InternalId>,
    /// No longer sold.
    pub is_inactive: bool,
    /// The seller SKU, if the account keeps one beside the name.
    pub amazon_sku: Option<String>,
    /// When it was last changed, in the account's zone.
    pub modified: NaiveDateTime,
}

/// What there is of an item at a location. Kits have none of their own: what can be sold of a kit follows from its
/// [members](KitMember), whose levels come with the others'. Quantities in the item's stock unit.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[non_exhaustive]
pub struct StockLevel {
    /// The item.
    pub item: InternalId,
    /// The location.
    pub location: InternalId,
    /// Can be promised: on hand less committed.
    #[serde(default)]
    pub available: Decimal,
    /// Lies there.
    #[serde(default)]
    pub on_hand: Decimal,
    /// Is promised to orders.
    #[serde(default)]
    pub committed: Decimal,
    /// Is ordered and not there.
    #[serde(default)]
    pub back_ordered: Decimal,
    /// When `available` last changed, in the account's zone; never, if it is missing.
    pub changed: Option<NaiveDateTime>,
}

/// A part of a kit.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[non_exhaustive]
pub struct KitMember {
    /// The kit.
    pub kit: InternalId,
    /// The part.
    pub item: InternalId,
    /// How many of it are in one kit.
    pub quantity: Decimal,
    /// Where it stands in the kit.
    pub line_number: Option<i64>,
    /// The part's name.
    pub item_id: String,
    /// The part's type, as of [`AmazonItem::item_type`]; only some have stock.
    pub item_type: String,
}

/// What an item costs at a price level.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[non_exhaustive]
pub struct Price {
    /// The item.
    pub item: InternalId,
    /// The price level; 1 is the base price.
    pub price_level: InternalId,
    /// The price level's name.
    pub level_name: String,
    /// The currency. Missing in accounts without Multiple Currencies.
    pub currency: Option<InternalId>,
    /// From this quantity on; 0 or 1 for the price of one.
    #[serde(default)]
    pub quantity: Decimal,
    /// For one, in `currency`, as the price level states it: with or without tax. None where no price is set.
    pub unit_price: Option<Decimal>,
}

/// A shipped item fulfillment of a sales order.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[non_exhaustive]
pub struct ShippedFulfillment {
    /// NetSuite's id.
    pub id: InternalId,
    /// The document number.
    pub document_number: Option<String>,
    /// The status letter.
    pub status: String,
    /// When it was last changed, in the account's zone.
    pub modified: NaiveDateTime,
    /// The day it was shipped, in the account's zone.
    pub ship_date: NaiveDate,
    /// The sales order.
    pub sales_order: InternalId,
    /// The sales order's external id.
    pub order_external_id: Option<String>,
    /// The sales order's PO number, where the role sees it.
    pub other_ref_num: Option<String>,
    /// The sales order's Amazon order id.
    pub amazon_order_id: Option<String>,
}

impl fmt::Debug for ShippedFulfillment {
    /// NetSuite's ids. What Amazon and the buyer call the order is not shown.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ShippedFulfillment")
            .field("id", &self.id)
            .field("status", &self.status)
            .field("modified", &self.modified)
            .field("sales_order", &self.sales_order)
            .finish_non_exhaustive()
    }
}

/// A tracking number of an item fulfillment. Which items are in which package is not in SuiteQL: read the record.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[non_exhaustive]
pub struct TrackingNumber {
    /// The item fulfillment.
    pub fulfillment: InternalId,
    /// The carrier's number.
    pub tracking_number: String,
}

impl fmt::Debug for TrackingNumber {
    /// Without the number, under which carriers tell who lives where.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TrackingNumber").field("fulfillment", &self.fulfillment).finish_non_exhaustive()
    }
}

/// A line of an item fulfillment. Lines without `order_line` are NetSuite's own (the other side of a move of stock).
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[non_exhaustive]
pub struct FulfillmentLine {
    /// The item fulfillment.
    pub fulfillment: InternalId,
    /// The line's id within it.
    pub line: i64,
    /// The item.
    pub item: Option<InternalId>,
    /// How many, in the line's unit; never negative.
    #[serde(default)]
    pub quantity: Decimal,
    /// The line of the sales order that it ships.
    pub order_line: Option<i64>,
    /// Part of a kit that is a line by itself.
    #[serde(default)]
    pub kit_component: bool,
    /// Where it was taken from.
    pub location: Option<InternalId>,
}

/// An invoice that is not paid in full.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[non_exhaustive]
pub struct OpenInvoice {
    /// NetSuite's id.
    pub id: InternalId,
    /// The document number.
    pub document_number: Option<String>,
    /// The invoice's external id.
    pub external_id: Option<String>,
    /// The customer.
    pub entity: InternalId,
    /// The currency. Missing in accounts without Multiple Currencies.
    pub currency: Option<InternalId>,
    /// The total with tax, in `currency`.
    pub total: Decimal,
    /// What is still to be paid, in `currency`.
    #[serde(default)]
    pub unpaid: Decimal,
    /// The status letter.
    pub status: String,
    /// The external id of the sales order, where it was asked for by that.
    pub order_external_id: Option<String>,
}

impl fmt::Debug for OpenInvoice {
    /// NetSuite's ids and the amounts. What Amazon and the buyer call the order is not shown.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OpenInvoice")
            .field("id", &self.id)
            .field("currency", &self.currency)
            .field("total", &self.total)
            .field("unpaid", &self.unpaid)
            .field("status", &self.status)
            .finish_non_exhaustive()
    }
}

/// A transaction that has one of the external ids asked for.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[non_exhaustive]
pub struct ExistingTransaction {
    /// NetSuite's id.
    pub id: InternalId,
    /// The external id.
    pub external_id: String,
    /// NetSuite's code, such as `SalesOrd` or `CashSale`.
    pub type_code: String,
    /// The record type in lower case, such as `salesorder`.
    pub record_type: String,
    /// The status letter.
    pub status: Option<String>,
}

/// A record that was deleted.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[non_exhaustive]
pub struct DeletedRecord {
    /// The id that it had. Records of another kind may have the same.
    pub record: InternalId,
    /// What kind of record it was, as people read it, such as `Sales Order`; a custom record's script id.
    pub record_type: String,
    /// When it was deleted, in the account's zone.
    pub deleted: NaiveDateTime,
}

/// The ready queries of one account.
///
/// ```no_run
/// use futures_util::TryStreamExt as _;
/// use netsuite_client::{InternalId, NetSuite, suiteql::{Mark, queries::Queries}};
///
/// # async fn example(netsuite: NetSuite, stored: Mark, fba: InternalId) -> Result<(), netsuite_client::Error> {
/// let queries = Queries::new(&netsuite).probe().await?;
/// let mut stock = queries.stock(&[fba]);
/// while let Some(level) = stock.try_next().await? {
///     println!("{} of item {}", level.available, level.item);
/// }
/// let mut pages = queries.shipped_fulfillments(stored);
/// while let Some(shipped) = pages.try_next().await? {
///     let ids: Vec<_> = shipped.rows.iter().map(|fulfillment| fulfillment.id.clone()).collect();
///     let numbers = queries.tracking_numbers(&ids).await?;
///     // tell Amazon, then store shipped.mark
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone)]
#[must_use]
pub struct Queries {
    netsuite: NetSuite,
    fields: CustomFields,
    shipped: String,
    /// Whether prices have a currency.
    priced_in: bool,
    /// Whether transactions have one.
    traded_in: bool,
    /// Columns that are asked for where the role sees them, and that it does not see.
    hidden: BTreeSet<&'static str>,
    params: bool,
    page_size: u32,
}

/// The columns of which a query can do without, by the names that NetSuite knows them by.
const DISPENSABLE: [&str; 3] = ["upccode", "subtype", "otherrefnum"];

impl Queries {
    /// With fields of the usual names.
    pub fn new(netsuite: &NetSuite) -> Self {
        Self {
            netsuite: netsuite.clone(),
            fields: CustomFields::default(),
            shipped: "C".to_owned(),
            priced_in: true,
            traded_in: true,
            hidden: BTreeSet::new(),
            params: false,
            page_size: MAX_PAGE,
        }
    }

    /// With custom fields of other names.
    pub fn with_fields(mut self, fields: CustomFields) -> Self {
        self.fields = fields;
        self
    }

    /// The status letter of a shipped item fulfillment. Default `C`; sources disagree whether every account has it so:
    /// look once at `SELECT DISTINCT status, BUILTIN.DF(status) FROM transaction WHERE type = 'ItemShip'`.
    pub fn with_shipped_status(mut self, letter: &str) -> Self {
        self.shipped = letter.to_owned();
        self
    }

    /// Whether prices and invoices have a currency. Default true; [`probe`](Self::probe) finds it out. False in an account
    /// with several currencies makes their amounts look alike.
    pub fn with_currencies(mut self, currencies: bool) -> Self {
        (self.priced_in, self.traded_in) = (currencies, currencies);
        self
    }

    /// As [`SuiteQl::with_page_size`], for all of them: fewer rows where NetSuite takes too long for a page.
    pub fn with_page_size(mut self, rows: u32) -> Self {
        self.page_size = rows;
        self
    }

    /// As [`SuiteQl::with_params`], for all of them.
    pub fn with_params(mut self) -> Self {
        self.params = true;
        self
    }

    /// Asks every query for one row, and returns the queries fit for this account: without currencies, if it has only one,
    /// and without columns that matter to nobody's stock or money, if the role does not see them. A dozen calls; for
    /// start-up.
    ///
    /// # Errors
    /// [`Config`](ErrorKind::Config) naming, for each query that cannot be asked, the first column or table that is
    /// missing, which the currency is as well in an account with several; otherwise as NetSuite says.
    pub async fn probe(mut self) -> Result<Self, Error> {
        self.do_without_hidden_columns().await?;
        self.do_without_currencies().await?;
        let nobody = || Literal::from_iter([0_i64]);
        let nothing = || Literal::from_iter(["-"]);
        let found = [
            ("items", self.item_changes(Mark::default()).missing().await?),
            ("stock", self.stock_walk(nobody(), Some(Mark::default().modified())).missing().await?),
            ("kit members", self.kit_walk().missing().await?),
            ("prices", self.price_walk(nobody()).missing().await?),
            ("shipped fulfillments", self.fulfillment_changes(Mark::default()).missing().await?),
            ("tracking numbers", self.tracking_walk(nobody()).missing().await?),
            ("fulfillment lines", self.line_walk(nobody()).missing().await?),
            ("open invoices", self.invoice_walk(nothing()).missing().await?),
            ("open invoices of orders", self.order_invoice_walk(nothing()).missing().await?),
            ("transactions", self.transaction_walk(nothing()).missing().await?),
        ];
        let lacks = |(query, missing): &(&str, Option<Missing>)| {
            missing.as_ref().map(|missing| format!("{missing} (for {query})"))
        };
        let lacks: Vec<String> = found.iter().filter_map(lacks).collect();
        if lacks.is_empty() { Ok(self) } else { Err(probe::lacking(&lacks.join(", "))) }
    }

    async fn do_without_hidden_columns(&mut self) -> Result<(), Error> {
        loop {
            let missing = match self.item_changes(Mark::default()).missing().await? {
                Some(missing) if self.hide(&missing) => continue,
                _ => self.fulfillment_changes(Mark::default()).missing().await?,
            };
            if !missing.is_some_and(|missing| self.hide(&missing)) {
                return Ok(());
            }
        }
    }

    /// Whether this is a column that can be left out, and was not left out before.
    fn hide(&mut self, missing: &Missing) -> bool {
        let Missing::Column(name) = missing else { return false };
        let column = DISPENSABLE.into_iter().find(|column| column == name);
        column.is_some_and(|column| self.hidden.insert(column))
    }

    /// A currency that is hidden must not be taken for one that does not exist: amounts in several would look alike.
    async fn do_without_currencies(&mut self) -> Result<(), Error> {
        let no_currency = Some(Missing::Column("currency".to_owned()));
        let priced_in =
            !self.priced_in || self.price_walk(Literal::from_iter([0_i64])).missing().await? != no_currency;
        let traded_in =
            !self.traded_in || self.invoice_walk(Literal::from_iter(["-"])).missing().await? != no_currency;
        if !priced_in && !traded_in && !self.has_several_currencies().await? {
            (self.priced_in, self.traded_in) = (false, false);
        }
        Ok(())
    }

    async fn has_several_currencies(&self) -> Result<bool, Error> {
        match self.query(CURRENCIES).with_page_size(2).first_rows().await {
            Ok(rows) => Ok(rows.len() > 1),
            Err(error) => Missing::of(&error).map(|_| false).ok_or(error),
        }
    }

    /// The account's own present time, to the second: where a [`Mark`] begins, and what
    /// [`stock_changed_since`](Self::stock_changed_since) counts from. Zones are NetSuite's business: this asks its
    /// `SYSDATE`. Compare it once with what `lastmodifieddate` says of a record that was just saved, for no document
    /// says that every account has both in one zone.
    ///
    /// # Errors
    /// [`Decode`](ErrorKind::Decode) when it answers with something else; otherwise as NetSuite says.
    pub async fn now(&self) -> Result<NaiveDateTime, Error> {
        #[derive(Deserialize)]
        struct Now {
            now: NaiveDateTime,
        }
        let rows: Vec<Now> = self.query(NOW).all().await?;
        let none = || Error::new(ErrorKind::Decode, OPERATION, "no row tells the time");
        rows.first().map(|row| row.now).ok_or_else(none)
    }

    /// The items flagged for Amazon that changed since `mark`; all of them at first, with `Mark::default()`. An item
    /// whose flag is taken away does not come.
    pub fn changed_items(
        &self,
        mark: Mark,
    ) -> impl Stream<Item = Result<Changed<AmazonItem>, Error>> + Send + use<> {
        self.item_changes(mark).pages::<AmazonItem>()
    }

    /// The stock of all items flagged for Amazon, and of the members of kits that are, flagged or not, at these locations
    /// (1,000 at most), item by item. A member without a level at a location has nothing there.
    pub fn stock(
        &self,
        locations: &[InternalId],
    ) -> impl Stream<Item = Result<StockLevel, Error>> + Send + use<> {
        self.stock_walk(locations.iter().collect(), None).rows::<StockLevel>()
    }

    /// As [`stock`](Self::stock), only where the quantity available changed since this time in the account's zone, such as
    /// [`now`](Self::now) before the last reading, and some minutes earlier. A level that comes again is only the same
    /// level.
    pub fn stock_changed_since(
        &self,
        locations: &[InternalId],
        since: NaiveDateTime,
    ) -> impl Stream<Item = Result<StockLevel, Error>> + Send + use<> {
        self.stock_walk(locations.iter().collect(), Some(since)).rows::<StockLevel>()
    }

    /// What the kits flagged for Amazon are made of, kit by kit.
    pub fn kit_members(&self) -> impl Stream<Item = Result<KitMember, Error>> + Send + use<> {
        self.kit_walk().rows::<KitMember>()
    }

    /// The prices of the items flagged for Amazon at these price levels (1,000 at most), item by item.
    pub fn prices(&self, levels: &[InternalId]) -> impl Stream<Item = Result<Price, Error>> + Send + use<> {
        self.price_walk(levels.iter().collect()).rows::<Price>()
    }

    /// The shipped item fulfillments of sales orders that changed since `mark`. One that is edited later, such as when
    /// a tracking number is added, comes again.
    pub fn shipped_fulfillments(
        &self,
        mark: Mark,
    ) -> impl Stream<Item = Result<Changed<ShippedFulfillment>, Error>> + Send + use<> {
        self.fulfillment_changes(mark).pages::<ShippedFulfillment>()
    }

    /// The tracking numbers of these item fulfillments, however many.
    ///
    /// # Errors
    /// As of [`Walk::rows`].
    pub async fn tracking_numbers(&self, fulfillments: &[InternalId]) -> Result<Vec<TrackingNumber>, Error> {
        in_lists(fulfillments, |list| self.tracking_walk(list)).await
    }

    /// The lines of these item fulfillments, however many and however long, in the order in which NetSuite numbered them.
    ///
    /// # Errors
    /// As of [`Walk::rows`].
    pub async fn fulfillment_lines(
        &self,
        fulfillments: &[InternalId],
    ) -> Result<Vec<FulfillmentLine>, Error> {
        in_lists(fulfillments, |list| self.line_walk(list)).await
    }

    /// The open invoices that have these external ids, however many.
    ///
    /// # Errors
    /// As of [`Walk::rows`].
    pub async fn open_invoices(&self, invoices: &[ExternalId]) -> Result<Vec<OpenInvoice>, Error> {
        in_lists(invoices, |list| self.invoice_walk(list)).await
    }

    /// The invoices with something left to pay of the sales orders that have these external ids, however many. An
    /// invoice of several orders comes once for each.
    ///
    /// # Errors
    /// As of [`Walk::rows`].
    pub async fn open_invoices_of_orders(&self, orders: &[ExternalId]) -> Result<Vec<OpenInvoice>, Error> {
        in_lists(orders, |list| self.order_invoice_walk(list)).await
    }

    /// The transactions of any type that have these external ids, however many: what a create that may have gone through
    /// has made. Queries may lag behind writes for a moment; a record read by its external id does not.
    ///
    /// # Errors
    /// As of [`Walk::rows`].
    pub async fn transactions(&self, external_ids: &[ExternalId]) -> Result<Vec<ExistingTransaction>, Error> {
        in_lists(external_ids, |list| self.transaction_walk(list)).await
    }

    /// The records deleted since this time in the account's zone, such as [`now`](Self::now) before the last reading, by
    /// their ids. Asks for a permission that no other query needs, and so [`probe`](Self::probe) leaves it out.
    pub fn deleted_records(
        &self,
        since: NaiveDateTime,
    ) -> impl Stream<Item = Result<DeletedRecord, Error>> + Send + use<> {
        let query = self.query(DELETED_RECORDS).bind("since", since);
        query.walk("record").with_repeated_keys().rows::<DeletedRecord>()
    }

    fn query(&self, text: impl Into<String>) -> SuiteQl {
        let query = self.netsuite.suiteql_from_trusted_text(text).with_page_size(self.page_size);
        if self.params { query.with_params() } else { query }
    }

    /// The text of `column` where the role sees the one of that name.
    fn unless_hidden(&self, name: &str, column: &'static str) -> &'static str {
        if self.hidden.contains(name) { "" } else { column }
    }

    fn item_changes(&self, mark: Mark) -> Changes {
        let sku = self.fields.amazon_sku.as_ref();
        let columns = [
            self.unless_hidden("subtype", "i.subtype, "),
            self.unless_hidden("upccode", "i.upccode AS upc_code, "),
            sku.map_or("", |_| "i.:amazon_sku AS amazon_sku, "),
        ];
        let query = self.query(["SELECT ", columns.concat().as_str(), ITEMS].concat());
        let query = query.bind("amazon_item", &self.fields.amazon_item);
        sku.into_iter().fold(query, |query, sku| query.bind("amazon_sku", sku)).changes("id", mark)
    }

    fn stock_walk(&self, locations: Literal, since: Option<NaiveDateTime>) -> Walk {
        let query = match since {
            None => self.query([STOCK, IN_ITEM_ORDER].concat()),
            Some(since) => self.query([STOCK, STOCK_CHANGED, IN_ITEM_ORDER].concat()).bind("since", since),
        };
        query
            .bind("amazon_item", &self.fields.amazon_item)
            .bind("locations", locations)
            .walk("item")
            .with_repeated_keys()
    }

    fn kit_walk(&self) -> Walk {
        self.query(KIT_MEMBERS).bind("amazon_item", &self.fields.amazon_item).walk("kit").with_repeated_keys()
    }

    fn price_walk(&self, levels: Literal) -> Walk {
        let currency = if self.priced_in { "p.currency, " } else { "" };
        self.query(["SELECT ", currency, PRICES].concat())
            .bind("amazon_item", &self.fields.amazon_item)
            .bind("levels", levels)
            .walk("item")
            .with_repeated_keys()
    }

    fn fulfillment_changes(&self, mark: Mark) -> Changes {
        let order_id = self.fields.amazon_order_id.as_ref();
        let columns = [
            self.unless_hidden("otherrefnum", "so.otherrefnum AS other_ref_num, "),
            order_id.map_or("", |_| "so.:amazon_order_id AS amazon_order_id, "),
        ];
        let query =
            self.query(["SELECT DISTINCT ", columns.concat().as_str(), SHIPPED_FULFILLMENTS].concat());
        let query = query.bind("shipped", self.shipped.as_str());
        order_id
            .into_iter()
            .fold(query, |query, name| query.bind("amazon_order_id", name))
            .changes("id", mark)
    }

    fn tracking_walk(&self, fulfillments: Literal) -> Walk {
        self.query(TRACKING_NUMBERS)
            .bind("fulfillments", fulfillments)
            .walk("fulfillment")
            .with_repeated_keys()
    }

    fn line_walk(&self, fulfillments: Literal) -> Walk {
        self.query(FULFILLMENT_LINES)
            .bind("fulfillments", fulfillments)
            .walk("unique_key")
            .with_repeated_keys()
    }

    fn invoice_walk(&self, external_ids: Literal) -> Walk {
        let currency = if self.traded_in { "t.currency, " } else { "" };
        self.query(["SELECT ", currency, OPEN_INVOICES].concat())
            .bind("external_ids", external_ids)
            .walk("id")
    }

    fn order_invoice_walk(&self, external_ids: Literal) -> Walk {
        let currency = if self.traded_in { "t.currency, " } else { "" };
        self.query(["SELECT DISTINCT ", currency, OPEN_INVOICES_OF_ORDERS].concat())
            .bind("external_ids", external_ids)
            .walk("id")
            .with_repeated_keys()
    }

    fn transaction_walk(&self, external_ids: Literal) -> Walk {
        self.query(TRANSACTIONS).bind("external_ids", external_ids).walk("id")
    }
}

/// Asks for as many values at a time as NetSuite takes in a list, and for each value once.
async fn in_lists<'a, V, R>(values: &'a [V], walk: impl Fn(Literal) -> Walk) -> Result<Vec<R>, Error>
where
    V: Eq + Hash,
    &'a V: Into<Literal>,
    R: DeserializeOwned + Send + 'static,
{
    let mut known = HashSet::new();
    let values: Vec<&V> = values.iter().filter(|value| known.insert(*value)).collect();
    let mut rows = Vec::new();
    for list in values.chunks(MAX_PAGE as usize) {
        rows.extend(walk(list.iter().copied().collect()).all::<R>().await?);
    }
    Ok(rows)
}

const NOW: &str = "SELECT TO_CHAR(SYSDATE,'YYYY-MM-DD\"T\"HH24:MI:SS') AS now FROM dual";

const CURRENCIES: &str = "SELECT c.id FROM currency c ORDER BY c.id";

/// Behind `SELECT` and the columns that not every account has.
const ITEMS: &str = "\
i.id, i.itemid AS item_id, i.displayname AS display_name, i.itemtype AS item_type,
       i.externalid AS external_id, i.parent, i.isinactive AS is_inactive,
       TO_CHAR(i.lastmodifieddate,'YYYY-MM-DD\"T\"HH24:MI:SS') AS modified
FROM item i
WHERE i.:amazon_item = 'T'
  AND i.lastmodifieddate >= :since AND (i.lastmodifieddate >= :next OR i.id > :after)
ORDER BY modified, i.id";

/// A member of a kit that is sold on Amazon counts, whether it is sold there by itself or not.
const STOCK: &str = "\
SELECT l.item, l.location, l.quantityavailable AS available, l.quantityonhand AS on_hand,
       l.quantitycommitted AS committed, l.quantitybackordered AS back_ordered,
       TO_CHAR(l.lastquantityavailablechange,'YYYY-MM-DD\"T\"HH24:MI:SS') AS changed
FROM inventoryitemlocations l
INNER JOIN item i ON i.id = l.item
WHERE (i.:amazon_item = 'T' OR l.item IN (
    SELECT k.item FROM kititemmember k INNER JOIN item p ON p.id = k.parentitem
    WHERE p.:amazon_item = 'T' AND p.itemtype = 'Kit'))
  AND l.location IN :locations AND l.item > :after";

const STOCK_CHANGED: &str = " AND l.lastquantityavailablechange >= :since";

const IN_ITEM_ORDER: &str = "\nORDER BY l.item, l.location";

const KIT_MEMBERS: &str = "\
SELECT k.parentitem AS kit, k.item, k.quantity, k.linenumber AS line_number, m.itemid AS item_id,
       m.itemtype AS item_type
FROM kititemmember k
INNER JOIN item p ON p.id = k.parentitem
INNER JOIN item m ON m.id = k.item
WHERE p.:amazon_item = 'T' AND p.itemtype = 'Kit' AND k.parentitem > :after
ORDER BY k.parentitem, k.linenumber";

/// Behind `SELECT` and, where there are currencies, `p.currency`.
const PRICES: &str = "\
p.item, p.pricelevel AS price_level, pl.name AS level_name, p.quantity, p.unitprice AS unit_price
FROM pricing p
INNER JOIN pricelevel pl ON pl.id = p.pricelevel
INNER JOIN item i ON i.id = p.item
WHERE i.:amazon_item = 'T' AND p.pricelevel IN :levels AND p.item > :after
ORDER BY p.item, p.pricelevel, p.quantity";

/// Behind `SELECT DISTINCT`, for a fulfillment is linked with its order once for each line, and the columns that not every
/// account has.
const SHIPPED_FULFILLMENTS: &str = "\
f.id, f.tranid AS document_number, f.status,
       TO_CHAR(f.lastmodifieddate,'YYYY-MM-DD\"T\"HH24:MI:SS') AS modified,
       TO_CHAR(f.trandate,'YYYY-MM-DD') AS ship_date, so.id AS sales_order, so.externalid AS order_external_id
FROM transaction f
INNER JOIN previoustransactionlinelink k ON k.nextdoc = f.id AND k.nexttype = 'ItemShip'
INNER JOIN transaction so ON so.id = k.previousdoc AND so.type = 'SalesOrd'
WHERE f.type = 'ItemShip' AND f.status = :shipped
  AND f.lastmodifieddate >= :since AND (f.lastmodifieddate >= :next OR f.id > :after)
ORDER BY modified, f.id";

const TRACKING_NUMBERS: &str = "\
SELECT m.transaction AS fulfillment, n.trackingnumber AS tracking_number
FROM trackingnumbermap m
INNER JOIN trackingnumber n ON n.id = m.trackingnumber
WHERE m.transaction IN :fulfillments AND m.transaction > :after
ORDER BY m.transaction, n.trackingnumber";

const FULFILLMENT_LINES: &str = "\
SELECT tl.uniquekey AS unique_key, tl.transaction AS fulfillment, tl.id AS line, tl.item, ABS(tl.quantity) AS quantity,
       k.previousline AS order_line, tl.kitcomponent AS kit_component, tl.location
FROM transactionline tl
LEFT JOIN previoustransactionlinelink k
  ON k.nextdoc = tl.transaction AND k.nextline = tl.id AND k.previoustype = 'SalesOrd'
WHERE tl.transaction IN :fulfillments AND tl.mainline = 'F' AND tl.taxline = 'F' AND NVL(tl.iscogs,'F') = 'F'
  AND tl.uniquekey > :after
ORDER BY tl.uniquekey";

/// Behind `SELECT` and, where there are currencies, `t.currency`.
const OPEN_INVOICES: &str = "\
t.id, t.tranid AS document_number, t.externalid AS external_id, t.entity, t.foreigntotal AS total,
       t.foreignamountunpaid AS unpaid, t.status
FROM transaction t
WHERE t.type = 'CustInvc' AND t.status = 'A' AND t.externalid IN :external_ids AND t.id > :after
ORDER BY t.id";

/// Behind `SELECT DISTINCT` and, where there are currencies, `t.currency`.
const OPEN_INVOICES_OF_ORDERS: &str = "\
t.id, t.tranid AS document_number, t.externalid AS external_id, t.entity, t.foreigntotal AS total,
       t.foreignamountunpaid AS unpaid, t.status, so.externalid AS order_external_id
FROM transaction t
INNER JOIN previoustransactionlinelink k ON k.nextdoc = t.id
INNER JOIN transaction so ON so.id = k.previousdoc
WHERE t.type = 'CustInvc' AND t.foreignamountunpaid > 0 AND so.type = 'SalesOrd' AND so.externalid IN :external_ids
  AND t.id > :after
ORDER BY t.id";

const TRANSACTIONS: &str = "\
SELECT t.id, t.externalid AS external_id, t.type AS type_code, t.recordtype AS record_type, t.status
FROM transaction t
WHERE t.externalid IN :external_ids AND t.id > :after
ORDER BY t.id";

const DELETED_RECORDS: &str = "\
SELECT d.recordid AS record, d.type AS record_type,
       TO_CHAR(d.deleteddate,'YYYY-MM-DD\"T\"HH24:MI:SS') AS deleted
FROM deletedrecord d
WHERE d.deleteddate >= :since AND d.recordid > :after
ORDER BY d.recordid, d.deleteddate";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_usual_fields_have_names_that_are_allowed() {
        let fields = CustomFields::default();
        let names = [Some(fields.amazon_item), fields.amazon_sku, fields.amazon_order_id];
        for name in names.map(Option::unwrap) {
            assert_eq!(Identifier::new(name.as_str()).as_ref(), Ok(&name));
        }
    }

    #[test]
    fn fields_of_other_names_are_settings() {
        let fields: CustomFields = serde_json::from_str(r#"{"amazon_sku": "custitem_sku"}"#).unwrap();
        assert_eq!(fields.amazon_sku.as_ref().map(Identifier::as_str), Some("custitem_sku"));
        assert_eq!(fields.amazon_item.as_str(), "custitem_amz_item");
        assert!(serde_json::from_str::<CustomFields>(r#"{"amazon_sku": "1=1 --"}"#).is_err());
        let fields: CustomFields = serde_json::from_str(r#"{"amazon_sku": null}"#).unwrap();
        assert_eq!(fields.amazon_sku, None);
    }

    #[test]
    fn what_amazon_and_the_buyer_call_an_order_is_not_shown() {
        let row = r#"{"id": "1", "document_number": "IF1", "status": "C", "modified": "2026-11-23T12:00:00",
            "ship_date": "2026-11-23", "sales_order": "2", "order_external_id": "AMZ-SECRET",
            "other_ref_num": "SECRET", "amazon_order_id": "SECRET", "entity": "107", "total": "30"}"#;
        let row: serde_json::Map<String, serde_json::Value> = serde_json::from_str(row).unwrap();
        let dates = super::super::DateFormat::default();
        let shipped: ShippedFulfillment = super::super::row::from_row(&row, dates).unwrap();
        let invoice: OpenInvoice = super::super::row::from_row(&row, dates).unwrap();
        let shown = format!("{shipped:?} {invoice:?}");
        assert!(shown.contains("sales_order") && !shown.contains("SECRET"), "{shown}");
    }
}
