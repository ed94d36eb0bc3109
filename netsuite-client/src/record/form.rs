//! What NetSuite would fill in, and what it would allow, before anything is written.

use std::collections::BTreeMap;

use commerce_client_core::{decode, error::Error, retry::Safety};
use http::Method;
use serde::{Deserialize, Serialize, de::DeserializeOwned, de::IgnoredAny};

use super::{Records, STRICT_NAMES, to_json};
use crate::{
    auth::percent_encode,
    client::{NetSuite, Outgoing},
    field::Choice,
};

impl<T> Records<T> {
    /// The record as NetSuite would make it from `draft`, with its lines, without making it: defaults of the form,
    /// values that follow from others.
    ///
    /// # Errors
    /// As [`create`](Self::create), but nothing is written: it is repeated like any read.
    ///
    /// # Source
    /// `POST /services/rest/record/v1/<type>` with the media type `create-form`.
    pub async fn create_form<B: Serialize + ?Sized>(&self, draft: &B) -> Result<T, Error>
    where
        T: DeserializeOwned,
    {
        // Lines are not expanded by default.
        let path = format!("{}?expandSubResources=true", self.path(None));
        create_form(&self.netsuite, "record.create_form", path, draft).await
    }

    /// The values that NetSuite would allow in `fields` of a new record, which depend on what `draft` holds already:
    /// items of the subsidiary, say, or terms of the customer. By field.
    ///
    /// # Errors
    /// [`Rejected`](crate::ErrorKind::Rejected) for a field that is no choice or that the form does not have.
    ///
    /// # Source
    /// `POST /services/rest/record/v1/<type>?fields=` with the media type `select-options`.
    pub async fn select_options<B: Serialize + ?Sized>(
        &self,
        draft: &B,
        fields: &[&str],
    ) -> Result<BTreeMap<String, SelectOptions>, Error> {
        #[derive(Deserialize)]
        struct Answer {
            #[serde(default, rename = "links")]
            _links: IgnoredAny,
            #[serde(flatten)]
            fields: BTreeMap<String, Field>,
        }
        #[derive(Deserialize)]
        struct Field {
            #[serde(rename = "_selectOptions")]
            options: SelectOptions,
        }
        let operation = "record.select_options";
        let path = format!("{}?fields={}", self.path(None), percent_encode(&fields.join(",")));
        let headers = [("Accept", "application/vnd.oracle.resource+json; type=select-options"), STRICT_NAMES];
        let request = asking(operation, path, &headers, draft)?;
        let answer: Answer = self.netsuite.send(request, |answer| decode::json(answer.body())).await?;
        Ok(answer.fields.into_iter().map(|(name, field)| (name, field.options)).collect())
    }
}

/// The values that a field may have.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct SelectOptions {
    /// The values, with the names that NetSuite shows for them.
    #[serde(rename = "items")]
    pub choices: Vec<Choice>,
    /// Whether there are more than these, of which NetSuite sends 1,000 at most. SuiteQL lists them all.
    #[serde(default)]
    pub has_more: bool,
}

pub(super) async fn create_form<T: DeserializeOwned, B: Serialize + ?Sized>(
    netsuite: &NetSuite,
    operation: &'static str,
    path: String,
    draft: &B,
) -> Result<T, Error> {
    let headers = [("Accept", "application/vnd.oracle.resource+json; type=create-form"), STRICT_NAMES];
    let request = asking(operation, path, &headers, draft)?;
    netsuite.send(request, |answer| decode::json(answer.body())).await
}

/// A question that is asked with a body.
fn asking<'a, B: Serialize + ?Sized>(
    operation: &'static str,
    path: String,
    headers: &'a [(&'static str, &'a str)],
    draft: &B,
) -> Result<Outgoing<'a>, Error> {
    let body = Some(to_json(operation, draft)?);
    Ok(Outgoing { operation, safety: Safety::Read, method: Method::POST, path, headers, body })
}
