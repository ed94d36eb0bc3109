//! Contacts and files that hang on a record.

use commerce_client_core::error::Error;
use http::Method;
use serde_json::json;

use super::{Records, write::Write};
use crate::id::{InternalId, RecordId};

/// What can be attached to a record. NetSuite's REST services know no other kinds, and cannot store a file: its content
/// gets there by a [RESTlet](crate::NetSuite::restlet), its id comes back.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Attachment {
    /// A contact, perhaps with a role, such as `-10`, the primary contact.
    Contact {
        /// The contact.
        id: RecordId,
        /// What the contact is to the record.
        role: Option<InternalId>,
    },
    /// A file of the file cabinet.
    File(InternalId),
}

impl Attachment {
    /// A contact, without a role.
    pub fn contact(id: impl Into<RecordId>) -> Self {
        Self::Contact { id: id.into(), role: None }
    }

    /// The end of the path.
    fn path(&self) -> String {
        match self {
            Self::Contact { id, .. } => format!("contact/{}", id.segment()),
            Self::File(id) => format!("file/{}", RecordId::from(id.clone()).segment()),
        }
    }
}

impl<T> Records<T> {
    /// Attaches a contact or a file to a record.
    ///
    /// # Errors
    /// [`NotFound`](crate::ErrorKind::NotFound) or [`Rejected`](crate::ErrorKind::Rejected) when there is no such
    /// record, contact or file, or when the type takes none.
    ///
    /// # Source
    /// `POST /services/rest/record/v1/<type>/<id>/!attach/<contact or file>/<id>`.
    pub async fn attach(&self, id: impl Into<RecordId>, attachment: &Attachment) -> Result<(), Error> {
        let body = match attachment {
            Attachment::Contact { role: Some(role), .. } => json!({"role": {"id": role}}),
            _ => json!({}),
        };
        let path = format!("{}/!attach/{}", self.path(Some(&id.into())), attachment.path());
        // Attached twice is attached.
        Write::new("record.attach", self.absolute(), Method::POST, path, &body)?.done(&self.netsuite).await
    }

    /// Takes a contact or a file off a record; one that is not on it (any more) is no error. The role of a contact does
    /// not matter.
    ///
    /// # Errors
    /// As [`attach`](Self::attach), but not for a record, contact or file that is gone.
    ///
    /// # Source
    /// `POST /services/rest/record/v1/<type>/<id>/!detach/<contact or file>/<id>`.
    pub async fn detach(&self, id: impl Into<RecordId>, attachment: &Attachment) -> Result<(), Error> {
        let path = format!("{}/!detach/{}", self.path(Some(&id.into())), attachment.path());
        let (operation, safety, method) = ("record.detach", self.absolute(), Method::POST);
        Write { operation, safety, method, path, body: None }.removed(&self.netsuite).await
    }
}
