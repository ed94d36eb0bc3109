//! What a seller who runs on NetSuite asks of every account, ready and typed.
//!
//! None of these depends on how rows change meanwhile: full readings walk by a key, readings of changes go by a
//! [`Mark`]. Which columns and tables there are depends on an account's features and on the role: call
//! [`Queries::probe`] once at start-up.

use std::fmt;

use chrono::{NaiveDate, NaiveDateTime};
use commerce_client_core::error::Error;
use futures_core::Stream;
use rust_decimal::Decimal;
use serde::{Deserialize, de::DeserializeOwned};

use super::{
    Changed, Changes, Identifier, Literal, MAX_PAGE, Mark, SuiteQl, Walk,
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
    /// Of items: the seller SKU, where it is not the item's own name. `custitem_amz_sku` at first.
    pub amazon_sku: Identifier,
    /// Of sales orders: Amazon's order id. `custbody_amz_order_id` at first.
    pub amazon_order_id: Identifier,
}

impl Default for CustomFields {
    fn default() -> Self {
        Self {
            amazon_item: Identifier::known("custitem_amz_item"),
            amazon_sku: Identifier::known("custitem_amz_sku"),
            amazon_order_id: Identifier::known("custbody_amz_order_id"),
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
    /// `Sale`, `Resale`, `Purchase`, where the type has subtypes.
    pub subtype: Option<String>,
    /// The external id.
    pub external_id: Option<String>,
    /// The UPC or another code of the kind.
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
/// [members](KitMember). Quantities in the item's stock unit.
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
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[non_exhaustive]
pub struct ShippedFulfillment {
    /// NetSuite's id.
    pub id: InternalId,
    /// The document number.
    pub document_number: String,
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
    /// The sales order's PO number.
    pub other_ref_num: Option<String>,
    /// The sales order's Amazon order id.
    pub amazon_order_id: Option<String>,
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
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[non_exhaustive]
pub struct OpenInvoice {
    /// NetSuite's id.
    pub id: InternalId,
    /// The document number.
    pub document_number: String,
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
    currencies: bool,
    params: bool,
}

impl Queries {
    /// With fields of the usual names.
    pub fn new(netsuite: &NetSuite) -> Self {
        Self {
            netsuite: netsuite.clone(),
            fields: CustomFields::default(),
            shipped: "C".to_owned(),
            currencies: true,
            params: false,
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

    /// Whether prices and invoices have a currency. Default true; [`probe`](Self::probe) finds it out.
    pub fn with_currencies(mut self, currencies: bool) -> Self {
        self.currencies = currencies;
        self
    }

    /// As [`SuiteQl::with_params`], for all of them.
    pub fn with_params(mut self) -> Self {
        self.params = true;
        self
    }

    /// Asks every query for one row, and returns the queries fit for this account: without currencies, if it has
    /// none. A dozen calls; for start-up.
    ///
    /// # Errors
    /// [`Config`](crate::ErrorKind::Config) naming, for each query that cannot be asked, the first column or table that
    /// is missing; otherwise as NetSuite says.
    pub async fn probe(mut self) -> Result<Self, Error> {
        let nobody = || Literal::from_iter([0_i64]);
        let nothing = || Literal::from_iter(["-"]);
        let no_currency = Some(Missing::Column("currency".to_owned()));
        if self.currencies && self.price_walk(nobody()).missing().await? == no_currency {
            self.currencies = false;
        }
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

    /// The items flagged for Amazon that changed since `mark`; all of them at first, with `Mark::default()`. An item
    /// whose flag is taken away does not come.
    pub fn changed_items(
        &self,
        mark: Mark,
    ) -> impl Stream<Item = Result<Changed<AmazonItem>, Error>> + Send + use<> {
        self.item_changes(mark).pages::<AmazonItem>()
    }

    /// The stock of all items flagged for Amazon at these locations (1,000 at most), item by item.
    pub fn stock(
        &self,
        locations: &[InternalId],
    ) -> impl Stream<Item = Result<StockLevel, Error>> + Send + use<> {
        self.stock_walk(locations.iter().collect(), None).rows::<StockLevel>()
    }

    /// As [`stock`](Self::stock), only where the quantity available changed since this time in the account's zone. Look
    /// back longer than a reading takes; a level that comes again is only the same level.
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

    /// The lines of these item fulfillments, however many.
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

    fn query(&self, text: impl Into<String>) -> SuiteQl {
        let query = self.netsuite.suiteql(text);
        if self.params { query.with_params() } else { query }
    }

    fn item_changes(&self, mark: Mark) -> Changes {
        self.query(ITEMS)
            .bind("amazon_item", &self.fields.amazon_item)
            .bind("amazon_sku", &self.fields.amazon_sku)
            .changes("id", mark)
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
        let currency = if self.currencies { "p.currency, " } else { "" };
        self.query(["SELECT ", currency, PRICES].concat())
            .bind("amazon_item", &self.fields.amazon_item)
            .bind("levels", levels)
            .walk("item")
            .with_repeated_keys()
    }

    fn fulfillment_changes(&self, mark: Mark) -> Changes {
        self.query(SHIPPED_FULFILLMENTS)
            .bind("amazon_order_id", &self.fields.amazon_order_id)
            .bind("shipped", self.shipped.as_str())
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
            .walk("fulfillment")
            .with_repeated_keys()
    }

    fn invoice_walk(&self, external_ids: Literal) -> Walk {
        let currency = if self.currencies { "t.currency, " } else { "" };
        self.query(["SELECT ", currency, OPEN_INVOICES].concat())
            .bind("external_ids", external_ids)
            .walk("id")
    }

    fn order_invoice_walk(&self, external_ids: Literal) -> Walk {
        let currency = if self.currencies { "t.currency, " } else { "" };
        self.query(["SELECT DISTINCT ", currency, OPEN_INVOICES_OF_ORDERS].concat())
            .bind("external_ids", external_ids)
            .walk("id")
            .with_repeated_keys()
    }

    fn transaction_walk(&self, external_ids: Literal) -> Walk {
        self.query(TRANSACTIONS).bind("external_ids", external_ids).walk("id")
    }
}

/// Asks for as many values at a time as NetSuite takes in a list.
async fn in_lists<'a, V, R>(values: &'a [V], walk: impl Fn(Literal) -> Walk) -> Result<Vec<R>, Error>
where
    &'a V: Into<Literal>,
    R: DeserializeOwned + Send + 'static,
{
    let mut rows = Vec::new();
    for list in values.chunks(MAX_PAGE as usize) {
        rows.extend(walk(list.iter().collect()).all::<R>().await?);
    }
    Ok(rows)
}

const ITEMS: &str = "\
SELECT i.id, i.itemid AS item_id, i.displayname AS display_name, i.itemtype AS item_type, i.subtype,
       i.externalid AS external_id, i.upccode AS upc_code, i.parent, i.isinactive AS is_inactive,
       i.:amazon_sku AS amazon_sku, TO_CHAR(i.lastmodifieddate,'YYYY-MM-DD\"T\"HH24:MI:SS') AS modified
FROM item i
WHERE i.:amazon_item = 'T'
  AND i.lastmodifieddate >= :since AND (i.lastmodifieddate >= :next OR i.id > :after)
ORDER BY modified, i.id";

const STOCK: &str = "\
SELECT l.item, l.location, l.quantityavailable AS available, l.quantityonhand AS on_hand,
       l.quantitycommitted AS committed, l.quantitybackordered AS back_ordered,
       TO_CHAR(l.lastquantityavailablechange,'YYYY-MM-DD\"T\"HH24:MI:SS') AS changed
FROM inventoryitemlocations l
INNER JOIN item i ON i.id = l.item
WHERE i.:amazon_item = 'T' AND l.location IN :locations AND l.item > :after";

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

/// A fulfillment is linked with its order once for each line: hence `DISTINCT`.
const SHIPPED_FULFILLMENTS: &str = "\
SELECT DISTINCT f.id, f.tranid AS document_number, f.status,
       TO_CHAR(f.lastmodifieddate,'YYYY-MM-DD\"T\"HH24:MI:SS') AS modified,
       TO_CHAR(f.trandate,'YYYY-MM-DD') AS ship_date, so.id AS sales_order, so.externalid AS order_external_id,
       so.otherrefnum AS other_ref_num, so.:amazon_order_id AS amazon_order_id
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
SELECT tl.transaction AS fulfillment, tl.id AS line, tl.item, ABS(tl.quantity) AS quantity,
       k.previousline AS order_line, tl.kitcomponent AS kit_component, tl.location
FROM transactionline tl
LEFT JOIN previoustransactionlinelink k
  ON k.nextdoc = tl.transaction AND k.nextline = tl.id AND k.previoustype = 'SalesOrd'
WHERE tl.transaction IN :fulfillments AND tl.mainline = 'F' AND tl.taxline = 'F' AND NVL(tl.iscogs,'F') = 'F'
  AND tl.transaction > :after
ORDER BY tl.transaction, tl.id";

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_usual_fields_have_names_that_are_allowed() {
        let fields = CustomFields::default();
        for name in [&fields.amazon_item, &fields.amazon_sku, &fields.amazon_order_id] {
            assert_eq!(Identifier::new(name.as_str()).as_ref(), Ok(name));
        }
    }

    #[test]
    fn fields_of_other_names_are_settings() {
        let fields: CustomFields = serde_json::from_str(r#"{"amazon_sku": "custitem_sku"}"#).unwrap();
        assert_eq!(fields.amazon_sku.as_str(), "custitem_sku");
        assert_eq!(fields.amazon_item.as_str(), "custitem_amz_item");
        assert!(serde_json::from_str::<CustomFields>(r#"{"amazon_sku": "1=1 --"}"#).is_err());
    }
}
