//! How queries find sales orders that stand for Amazon's, and read the custom fields that an account has.

use commerce_client_core::error::{Error, ErrorKind};
use netsuite_client::suiteql::Identifier;

use crate::settings::AccountSettings;

/// The script id of a custom field, as a column's name.
pub(super) fn identifier(field: &str) -> Result<Identifier, Error> {
    Identifier::new(field).map_err(|e| {
        Error::new(
            ErrorKind::Config,
            "suiteql",
            format!("the setting names no custom field with {field:?}: {e}"),
        )
    })
}

/// A further column of a `SELECT`: `, so.custbody_x AS name`; nothing where the account has no such field.
pub(super) fn column(alias: &str, field: Option<&str>, name: &str) -> Result<String, Error> {
    let Some(field) = field else { return Ok(String::new()) };
    Ok(format!(", {alias}.{} AS {name}", identifier(field)?))
}

/// The condition for sales orders (`so`) of ours: by external id, to which `:ours` is bound, or by the field with
/// Amazon's order id.
pub(super) fn ours(settings: &AccountSettings) -> Result<String, Error> {
    Ok(match &settings.custom_fields.order_id {
        Some(field) => format!("(so.externalid LIKE :ours OR so.{} IS NOT NULL)", identifier(field)?),
        None => "so.externalid LIKE :ours".to_owned(),
    })
}
