//! Turning a record into another: an order into its fulfillment, an invoice into its payment.

use std::fmt;

use commerce_client_core::{error::Error, retry::Safety};
use http::Method;
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;

use super::{
    Record, Records, form,
    write::{Write, replacing},
};
use crate::{
    auth::percent_encode,
    id::{ExternalId, RecordId, RecordRef},
    records::TransformsInto,
};

impl<S> Records<S> {
    /// Turns a record into one of another type that NetSuite derives from it.
    ///
    /// ```no_run
    /// use netsuite_client::{ExternalId, NetSuite, records::{Invoice, SalesOrder}};
    /// use serde_json::json;
    ///
    /// # async fn example(netsuite: NetSuite, order: ExternalId) -> Result<(), netsuite_client::Error> {
    /// let orders = netsuite.records::<SalesOrder>();
    /// let billed = orders.transform::<Invoice>(order).send(&json!({"externalId": "AMZ-INV-113-1"})).await?;
    /// println!("invoice {}", billed.id());
    /// # Ok(())
    /// # }
    /// ```
    pub fn transform<T: Record>(&self, id: impl Into<RecordId>) -> Transform<T>
    where
        S: TransformsInto<T>,
    {
        Transform::new(self, &id.into(), T::TYPE)
    }

    pub(super) fn transformation<B: Serialize + ?Sized>(
        &self,
        id: &RecordId,
        target: &str,
        body: &B,
    ) -> Result<Write, Error> {
        transformation(self.transform_path(id, target), body)
    }

    fn transform_path(&self, id: &RecordId, target: &str) -> String {
        format!("{}/!transform/{}", self.path(Some(id)), percent_encode(target))
    }
}

impl Records<Value> {
    /// As [`transform`](Self::transform), into a type known by name only, such as `itemFulfillment`. NetSuite refuses
    /// pairs that it does not know.
    pub fn transform_into(&self, target: &str, id: impl Into<RecordId>) -> Transform<Value> {
        Transform::new(self, &id.into(), target)
    }
}

/// Turns a record into one of type `T`. Get it from [`Records::transform`].
///
/// Whatever the body leaves open, NetSuite fills in: **lines that are not mentioned come along in full.** To leave one
/// out, list it with `"itemReceive": false` (fulfillments, receipts) or `"quantity": 0` (invoices, cash sales). Lines
/// are addressed by `orderLine`, which is not their position: read it from [`draft`](Self::draft).
///
/// # Source
/// `POST /services/rest/record/v1/<type>/<id>/!transform/<target>`.
#[must_use = "nothing is sent before `send` or `draft`"]
pub struct Transform<T> {
    /// Those of the target's type.
    made: Records<T>,
    path: String,
    replace: String,
}

impl<T> fmt::Debug for Transform<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Transform({})", self.path)
    }
}

impl<T> Transform<T> {
    fn new<S>(source: &Records<S>, id: &RecordId, target: &str) -> Self {
        let made = Records::new(source.netsuite.clone(), target);
        Self { made, path: source.transform_path(id, target), replace: String::new() }
    }

    /// The sublists that `replace` names become those of the body, instead of being added to what NetSuite proposes: the
    /// `package` of a fulfillment, the `apply` of a payment. Not for `item`, whose lines are those of the source.
    pub fn replacing(mut self, replace: &[&str]) -> Self {
        self.replace = replacing(String::new(), replace);
        self
    }

    /// Makes the new record. `body` is what differs from NetSuite's own proposal; `{}` takes that as it is.
    ///
    /// # Retries
    /// Never after an attempt that may have been carried out: a second one would derive a second record, or fail for
    /// want of anything left. Use [`send_once`](Self::send_once), or transform [in the
    /// background](super::Background::transform), where a key makes repeats harmless.
    ///
    /// # Errors
    /// * [`Rejected`](crate::ErrorKind::Rejected) when nothing is left to derive (`VALID_LINE_ITEM_REQD`), a line is
    ///   listed that cannot be, or a script of the account refuses.
    /// * [`NotFound`](crate::ErrorKind::NotFound) when there is no such source record.
    /// * [`Conflict`](crate::ErrorKind::Conflict) when the external id is taken; an error with
    ///   [`maybe_sent`](Error::maybe_sent) when the outcome is unknown.
    pub async fn send<B: Serialize + ?Sized>(self, body: &B) -> Result<RecordRef<T>, Error> {
        transformation(self.path + &self.replace, body)?.send(&self.made.netsuite).await
    }

    /// Makes the new record unless there is one of its type with this external id: looks, sends, and looks again where
    /// the outcome is unknown. The external id is put into the body.
    ///
    /// # Retries
    /// As [`send`](Self::send), but the whole may be repeated by the caller until it succeeds: it ends with one record.
    ///
    /// # Errors
    /// As [`send`](Self::send); with [`maybe_sent`](Error::maybe_sent), it was not there yet when it was looked for.
    pub async fn send_once<B: Serialize + ?Sized>(
        self,
        id: &ExternalId,
        body: &B,
    ) -> Result<RecordRef<T>, Error> {
        self.made.once(id, OPERATION, self.path + &self.replace, body).await
    }

    /// What NetSuite would make, with its lines, without making it.
    ///
    /// # Errors
    /// As [`send`](Self::send), but nothing is written: it is repeated like any read.
    pub async fn draft(self) -> Result<T, Error>
    where
        T: DeserializeOwned,
    {
        self.draft_of(&serde_json::json!({})).await
    }

    /// What NetSuite would make of `body`, without making it.
    ///
    /// # Errors
    /// As [`draft`](Self::draft).
    pub async fn draft_of<B: Serialize + ?Sized>(self, body: &B) -> Result<T, Error>
    where
        T: DeserializeOwned,
    {
        let path = format!("{}?expandSubResources=true{}", self.path, self.replace.replacen('?', "&", 1));
        form::create_form(&self.made.netsuite, "record.draft", path, body).await
    }
}

const OPERATION: &str = "record.transform";

fn transformation<B: Serialize + ?Sized>(path: String, body: &B) -> Result<Write, Error> {
    Write::new(OPERATION, Safety::Create, Method::POST, path, body)
}
