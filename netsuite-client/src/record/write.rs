//! Writing records: create, update, upsert, delete.

use commerce_client_core::{error::Error, retry::Safety};
use http::Method;
use serde::Serialize;
use serde_json::{Map, Value};

use super::{Records, STRICT_NAMES, is_gone, to_json, written};
use crate::{
    auth::percent_encode,
    client::{NetSuite, Outgoing},
    id::{ExternalId, RecordId, RecordRef},
};

impl<T> Records<T> {
    /// Creates a record.
    ///
    /// # Retries
    /// Never after an attempt that may have been carried out: look for the external id first.
    ///
    /// # Errors
    /// [`Conflict`](crate::ErrorKind::Conflict) when the external id (or a unique name) is taken; an error with
    /// [`maybe_sent`](Error::maybe_sent) when the outcome is unknown.
    ///
    /// # Source
    /// `POST /services/rest/record/v1/<type>`, answered by 204 with the new record's `Location`.
    pub async fn create<B: Serialize + ?Sized>(&self, body: &B) -> Result<RecordRef<T>, Error> {
        self.creation(body)?.send(&self.netsuite).await
    }

    /// Changes the fields that are in `body` and leaves the others. Sublist lines without a key are *added*.
    ///
    /// # Retries
    /// Never after an attempt that may have been carried out: it may have added lines.
    ///
    /// # Errors
    /// * [`NotFound`](crate::ErrorKind::NotFound) when there is no such record.
    /// * [`Conflict`](crate::ErrorKind::Conflict) with the code `RCRD_HAS_BEEN_CHANGED` when somebody else saved the
    ///   record at the same moment: nothing was written, and the update can be made again. With any other code the
    ///   update would give the record an external id or a name that another one has.
    ///
    /// # Source
    /// `PATCH /services/rest/record/v1/<type>/<id>`.
    pub async fn update<B: Serialize + ?Sized>(
        &self,
        id: impl Into<RecordId>,
        body: &B,
    ) -> Result<RecordRef<T>, Error> {
        self.change(&id.into(), body, None)?.send(&self.netsuite).await
    }

    /// As [`update`](Self::update), but the sublists named by `replace` become those of `body`: lines with a key are
    /// changed, lines without are added, all others are removed.
    ///
    /// ```no_run
    /// # async fn example(netsuite: netsuite_client::NetSuite) -> Result<(), Box<dyn std::error::Error>> {
    /// use netsuite_client::{InternalId, records::SalesOrder};
    ///
    /// // Keeps the lines 1 and 3 as they are, and removes every other.
    /// let kept = serde_json::json!({"item": {"items": [{"line": 1}, {"line": 3}]}});
    /// let orders = netsuite.records::<SalesOrder>();
    /// orders.update_replacing(InternalId::new("1001")?, &kept, &["item"]).await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Retries
    /// Repeated after an unknown outcome, but not when the body has lines that would be added: of a sublist that
    /// `replace` does not name.
    ///
    /// # Errors
    /// As [`update`](Self::update); [`Rejected`](crate::ErrorKind::Rejected) when NetSuite needs a line that is gone.
    ///
    /// # Source
    /// The query parameter `replace` of `PATCH`.
    pub async fn update_replacing<B: Serialize + ?Sized>(
        &self,
        id: impl Into<RecordId>,
        body: &B,
        replace: &[&str],
    ) -> Result<RecordRef<T>, Error> {
        self.change(&id.into(), body, Some(replace))?.send(&self.netsuite).await
    }

    /// Empties these fields of the body: a `None` in a typed record is not sent and leaves a field as it is. A sublist is
    /// emptied by [`update_replacing`](Self::update_replacing) with no lines.
    ///
    /// # Errors
    /// As [`update`](Self::update); [`Rejected`](crate::ErrorKind::Rejected) for a field that must have a value.
    ///
    /// # Source
    /// The query parameter `replaceSelectedFields` of `PATCH`, with null for each field.
    pub async fn clear(&self, id: impl Into<RecordId>, fields: &[&str]) -> Result<RecordRef<T>, Error> {
        let path = format!("{}?replaceSelectedFields=true", self.path(Some(&id.into())));
        let body: Map<String, Value> = fields.iter().map(|name| ((*name).to_owned(), Value::Null)).collect();
        let write = Write::new("record.update", self.absolute(), Method::PATCH, path, &body)?;
        write.send(&self.netsuite).await
    }

    /// Creates the record with this external id, or changes it if there is one.
    ///
    /// `replace` names the sublists in the body; without it, lines (and addresses) are appended to those that are
    /// there, at every repeat (so the client does not repeat it by itself then).
    ///
    /// # Errors
    /// As [`create`](Self::create) when there is none, and as [`update`](Self::update) when there is one: a
    /// [`Conflict`](crate::ErrorKind::Conflict) is of two kinds, told apart by
    /// [`has_code`](Error::has_code)`("RCRD_HAS_BEEN_CHANGED")`. A conflict of the other kind may be about a record of
    /// another type: families share one pool of external ids.
    ///
    /// # Source
    /// `PUT /services/rest/record/v1/<type>/eid:<external id>`; NetSuite upserts by external id only.
    pub async fn upsert<B: Serialize + ?Sized>(
        &self,
        id: &ExternalId,
        body: &B,
        replace: &[&str],
    ) -> Result<RecordRef<T>, Error> {
        self.upsertion(id, body, replace)?.send(&self.netsuite).await
    }

    /// Deletes a record; one that is gone already is no error. NetSuite answers alike for a record that the role may not
    /// see: `Ok` does not say that nobody has it any more.
    ///
    /// # Errors
    /// [`Rejected`](crate::ErrorKind::Rejected) when other records depend on it.
    ///
    /// # Source
    /// `DELETE /services/rest/record/v1/<type>/<id>`.
    pub async fn delete(&self, id: impl Into<RecordId>) -> Result<(), Error> {
        self.deletion(&id.into()).removed(&self.netsuite).await
    }

    pub(super) fn creation<B: Serialize + ?Sized>(&self, body: &B) -> Result<Write, Error> {
        Write::new("record.create", Safety::Create, Method::POST, self.path(None), body)
    }

    pub(super) fn change<B: Serialize + ?Sized>(
        &self,
        id: &RecordId,
        body: &B,
        replace: Option<&[&str]>,
    ) -> Result<Write, Error> {
        let path = replacing(self.path(Some(id)), replace.unwrap_or_default());
        // Not absolute by itself: a repeat adds unkeyed lines again.
        let safety = replace.map_or(Safety::Create, |replace| self.safety(body, replace));
        Write::new("record.update", safety, Method::PATCH, path, body)
    }

    pub(super) fn upsertion<B: Serialize + ?Sized>(
        &self,
        id: &ExternalId,
        body: &B,
        replace: &[&str],
    ) -> Result<Write, Error> {
        let path = replacing(self.path(Some(&RecordId::External(id.clone()))), replace);
        Write::new("record.upsert", self.safety(body, replace), Method::PUT, path, body)
    }

    pub(super) fn deletion(&self, id: &RecordId) -> Write {
        Write {
            operation: "record.delete",
            safety: self.absolute(),
            method: Method::DELETE,
            path: self.path(Some(id)),
            body: None,
        }
    }

    /// What a repeat of an upsert, or of a change that replaces, would do.
    pub(super) fn safety<B: Serialize + ?Sized>(&self, body: &B, replace: &[&str]) -> Safety {
        if appends(body, replace) { Safety::Create } else { self.absolute() }
    }

    /// Of a write that ends in the same state however often it is made, for callers that want repeats.
    pub(super) fn absolute(&self) -> Safety {
        if self.repeats { Safety::Absolute } else { Safety::Create }
    }
}

/// One write, made but not yet sent.
pub(super) struct Write {
    pub(super) operation: &'static str,
    pub(super) safety: Safety,
    pub(super) method: Method,
    pub(super) path: String,
    pub(super) body: Option<Vec<u8>>,
}

impl Write {
    pub(super) fn new<B: Serialize + ?Sized>(
        operation: &'static str,
        safety: Safety,
        method: Method,
        path: String,
        body: &B,
    ) -> Result<Self, Error> {
        Ok(Self { operation, safety, method, path, body: Some(to_json(operation, body)?) })
    }

    /// Sends it and waits: the record that was written.
    pub(super) async fn send<R>(self, netsuite: &NetSuite) -> Result<RecordRef<R>, Error> {
        netsuite.send(self.outgoing(), written).await
    }

    /// Sends it and waits; NetSuite names no record.
    pub(super) async fn done(self, netsuite: &NetSuite) -> Result<(), Error> {
        netsuite.send(self.outgoing(), |_| Ok(())).await
    }

    /// As [`done`](Self::done), for what takes something away: that it is gone already, perhaps by a first attempt, is no
    /// error.
    pub(super) async fn removed(self, netsuite: &NetSuite) -> Result<(), Error> {
        match self.done(netsuite).await {
            Err(error) if is_gone(&error) && error.status() == Some(404) => Ok(()),
            other => other,
        }
    }

    fn outgoing(self) -> Outgoing<'static> {
        let Self { operation, safety, method, path, body } = self;
        let headers: &'static [(&'static str, &'static str)] =
            if body.is_some() { &[STRICT_NAMES] } else { &[] };
        Outgoing { operation, safety, method, path, headers, body }
    }
}

/// The path, asking that these sublists be replaced.
pub(super) fn replacing(mut path: String, replace: &[&str]) -> String {
    if !replace.is_empty() {
        path.push_str(&format!("?replace={}", percent_encode(&replace.join(","))));
    }
    path
}

/// Whether a repeat of the body would append lines again: it has a sublist that is not replaced as a whole. A list inside
/// of a line is not replaced with it: where a key makes the line stay, what is in it is appended.
fn appends<B: Serialize + ?Sized>(body: &B, replace: &[&str]) -> bool {
    let Ok(Value::Object(fields)) = serde_json::to_value(body) else { return true };
    fields.iter().any(|(name, value)| {
        if !replace.contains(&name.as_str()) {
            return has_lines(value);
        }
        match value.get("items").unwrap_or(value) {
            Value::Null => false,
            Value::Array(lines) => lines.iter().any(has_lines),
            _ => has_lines(value),
        }
    })
}

fn has_lines(value: &Value) -> bool {
    match value {
        Value::Object(fields) => fields.contains_key("items") || fields.values().any(has_lines),
        Value::Array(elements) => elements.iter().any(|element| element.is_object() || has_lines(element)),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_body_appends_unless_every_list_in_it_is_replaced() {
        let lines = json!({"memo": "x", "item": {"items": [{"quantity": 1}]}});
        assert!(appends(&lines, &[]));
        assert!(appends(&lines, &["addressBook"]));
        assert!(!appends(&lines, &["item"]));
        assert!(!appends(&json!({"memo": "x", "entity": {"id": "107"}}), &[]));
        let lots = json!({"inventoryDetail": {"inventoryAssignment": {"items": [{"quantity": 1}]}}});
        assert!(appends(&lots, &[]));
        assert!(appends(&7, &[]), "what cannot be judged is not repeated");
        assert!(appends(&json!({"item": [{"quantity": 1}]}), &[]), "tolerated in place of items");
        assert!(!appends(&json!({"item": [{"quantity": 1}], "custbody_tags": ["a"]}), &["item"]));
    }

    #[test]
    fn lots_of_a_line_that_stays_are_appended_although_the_lines_are_replaced() {
        let lots = json!({"inventoryAssignment": {"items": [{"quantity": 1}]}});
        let body = json!({"item": {"items": [{"line": 1, "inventoryDetail": lots}]}});
        assert!(appends(&body, &["item"]));
        let address = json!({"addressBook": {"items": [{"id": 1, "addressBookAddress": {"city": "x"}}]}});
        assert!(!appends(&address, &["addressBook"]));
    }
}
