//! Reading one record.

use std::fmt;

use commerce_client_core::{decode, error::Error};
use serde::de::DeserializeOwned;

use super::{Records, is_gone};
use crate::{auth::percent_encode, client::Outgoing, id::RecordId};

impl<T> Records<T> {
    /// Reads one record.
    pub fn get(&self, id: impl Into<RecordId>) -> Get<T> {
        Get { records: self.clone(), id: id.into(), expand: false, fields: None }
    }
}

/// Reads one record. Get it from [`Records::get`].
///
/// # Source
/// `GET /services/rest/record/v1/<type>/<id>`; `<id>` may be `eid:<external id>`.
#[must_use = "nothing is sent before `send` or `find`"]
pub struct Get<T> {
    records: Records<T>,
    id: RecordId,
    expand: bool,
    fields: Option<String>,
}

impl<T> fmt::Debug for Get<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Get({} {:?})", self.records.record_type, self.id)
    }
}

impl<T: DeserializeOwned> Get<T> {
    /// Also brings the sublists and subrecords, such as an order's lines.
    pub fn expand_sub_resources(mut self) -> Self {
        self.expand = true;
        self
    }

    /// Brings only these body fields.
    pub fn fields(mut self, names: &[&str]) -> Self {
        self.fields = Some(names.join(","));
        self
    }

    /// Makes the call.
    ///
    /// # Errors
    /// [`NotFound`](crate::ErrorKind::NotFound) when there is no such record or the role may not see it.
    pub async fn send(self) -> Result<T, Error> {
        self.read().await
    }

    /// Makes the call; `None` when there is no such record.
    ///
    /// # Errors
    /// As [`send`](Self::send), but for `NotFound`.
    pub async fn find(self) -> Result<Option<T>, Error> {
        match self.read().await {
            Ok(record) => Ok(Some(record)),
            Err(error) if is_gone(&error) => Ok(None),
            Err(error) => Err(error),
        }
    }

    async fn read(&self) -> Result<T, Error> {
        let mut query = Vec::new();
        if self.expand {
            query.push("expandSubResources=true".to_owned());
        }
        if let Some(fields) = &self.fields {
            query.push(format!("fields={}", percent_encode(fields)));
        }
        let mut path = self.records.path(Some(&self.id));
        if !query.is_empty() {
            path.push_str(&format!("?{}", query.join("&")));
        }
        let request = Outgoing::question("record.get", path);
        self.records.netsuite.send(request, |answer| decode::json(answer.body())).await
    }
}
