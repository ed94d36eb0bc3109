//! Reading one record.

use std::{collections::BTreeMap, fmt};

use commerce_client_core::{
    decode,
    error::{Error, ErrorKind},
};
use serde::{
    Deserialize,
    de::{DeserializeOwned, IgnoredAny},
};
use serde_json::{Map, Value, json};

use super::{Records, is_gone};
use crate::{auth::percent_encode, client::Outgoing, field::is_cut, id::RecordId};

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
    /// Also brings the sublists and subrecords, such as an order's lines. Of a list that is too long for one answer,
    /// the lines are fetched in further calls.
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

    /// Makes the call; `None` when there is no such record, or none that the role may see. So `None` does not say that
    /// the record was deleted.
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
        let request = Outgoing::question(OPERATION, path);
        let read = self.records.netsuite.send(request, |answer| {
            let cut = if self.expand { cut_lists(answer.body()) } else { Vec::new() };
            match cut.is_empty() {
                true => decode::json(answer.body()).map(Read::Whole),
                false => decode::json(answer.body()).map(|body| Read::Cut(body, cut)),
            }
        });
        let (body, cut) = match read.await? {
            Read::Whole(record) => return Ok(record),
            Read::Cut(body, cut) => (body, cut),
        };
        self.completed(body, cut).await
    }

    /// The record with all lines of the lists that were cut.
    async fn completed(&self, mut body: Map<String, Value>, cut: Vec<String>) -> Result<T, Error> {
        for name in cut {
            let lines = self.records.all_lines(&self.id, &name).await?;
            body.insert(name, json!({"items": lines}));
        }
        decode::parsed_json(Value::Object(body)).map_err(|problem| {
            Error::new(ErrorKind::Decode, OPERATION, "the answer could not be read").with_source(problem)
        })
    }
}

const OPERATION: &str = "record.get";

enum Read<T> {
    Whole(T),
    /// The body, and the names of the lists of which lines are missing.
    Cut(Map<String, Value>, Vec<String>),
}

/// The record's lists of which not all lines came.
fn cut_lists(body: &[u8]) -> Vec<String> {
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct List {
        items: Vec<IgnoredAny>,
        has_more: Option<bool>,
        total_results: Option<u64>,
    }
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Field {
        List(List),
        Other(IgnoredAny),
    }
    // What is no record is for the reader of the record to judge.
    let fields: BTreeMap<String, Field> = serde_json::from_slice(body).unwrap_or_default();
    let cut = |field: Field| match field {
        Field::List(list) => is_cut(list.items.len(), list.has_more, list.total_results),
        Field::Other(_) => false,
    };
    fields.into_iter().filter_map(|(name, field)| cut(field).then_some(name)).collect()
}
