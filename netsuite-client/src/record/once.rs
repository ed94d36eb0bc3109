//! Making a record that may be there already: known by its external id, whatever became of earlier attempts.

use commerce_client_core::{
    decode,
    error::{Error, ErrorKind},
    retry::Safety,
};
use http::Method;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Records, is_gone, to_object, write::Write};
use crate::{
    client::Outgoing,
    id::{ExternalId, InternalId, RecordId, RecordRef},
};

impl<T> Records<T> {
    /// Creates a record unless there is one with this external id: looks, creates, and looks again where the outcome is
    /// unknown. The external id is put into the body. What a record that is there already holds is not compared.
    ///
    /// # Retries
    /// As [`create`](Self::create), but the whole may be repeated by the caller until it succeeds. Two that are made at
    /// the same time, or a first one that takes effect after the second has looked, meet in NetSuite, which lets one
    /// external id in once.
    ///
    /// # Errors
    /// As [`create`](Self::create); with [`maybe_sent`](Error::maybe_sent), it was not there yet when it was looked for.
    pub async fn create_once<B: Serialize + ?Sized>(
        &self,
        id: &ExternalId,
        body: &B,
    ) -> Result<RecordRef<T>, Error> {
        self.once(id, "record.create", self.path(None), body).await
    }

    /// A `POST` to `path` that makes a record of this type with this external id.
    pub(super) async fn once<B: Serialize + ?Sized>(
        &self,
        id: &ExternalId,
        operation: &'static str,
        path: String,
        body: &B,
    ) -> Result<RecordRef<T>, Error> {
        let mut body = to_object(operation, body)?;
        body.remove("id");
        body.insert("externalId".to_owned(), id.as_str().into());
        let write = Write::new(operation, Safety::Create, Method::POST, path, &Value::Object(body))?;
        if let Some(there) = self.look(id).await? {
            return Ok(there);
        }
        match write.send(&self.netsuite).await {
            // An earlier attempt may have come through in between: then it is there, or took all that there was to take.
            Err(error)
                if error.maybe_sent()
                    || matches!(error.kind(), ErrorKind::Conflict | ErrorKind::Rejected) =>
            {
                // Should looking fail, what happened to the write is still the news.
                self.look(id).await.ok().flatten().ok_or(error)
            }
            other => other,
        }
    }

    async fn look(&self, id: &ExternalId) -> Result<Option<RecordRef<T>>, Error> {
        #[derive(Deserialize)]
        struct Found {
            id: InternalId,
        }
        let path = self.path(Some(&RecordId::External(id.clone())));
        let request = Outgoing::question("record.get", path);
        let found: Result<Found, Error> =
            self.netsuite.send(request, |answer| decode::json(answer.body())).await;
        match found {
            Ok(found) => Ok(Some(RecordRef::new(found.id))),
            Err(error) if is_gone(&error) => Ok(None),
            Err(error) => Err(error),
        }
    }
}
