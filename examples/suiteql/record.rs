//! `record get`, `record upsert`, `record transform`: one record, as JSON.

use clap::Subcommand;
use netsuite_client::{ExternalId, InternalId, RecordId};
use serde_json::{Value, json};

use crate::{
    connect::{Connect, Usage},
    output,
};

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Reads a record.
    Get {
        /// The record's type, such as salesOrder or customrecord_store.
        #[arg(value_name = "TYPE")]
        record_type: String,
        /// NetSuite's id, or eid: and an external id.
        #[arg(value_parser = record_id)]
        id: RecordId,
        /// Also sublists and subrecords, such as an order's lines.
        #[arg(long)]
        expand: bool,
        /// Only these fields of the body, with commas between them.
        #[arg(long, value_name = "NAMES", value_delimiter = ',')]
        fields: Vec<String>,
    },
    /// Creates the record with an external id, or changes the fields that are in the body. Reads the body from standard
    /// input.
    Upsert {
        /// The record's type.
        #[arg(value_name = "TYPE")]
        record_type: String,
        /// Our own id: letters, digits, - and _.
        external_id: ExternalId,
        /// Sublists of the body that replace the record's; others are added to. May be repeated.
        #[arg(long, value_name = "SUBLIST")]
        replace: Vec<String>,
    },
    /// Makes a record of another: an itemFulfillment or invoice of a salesOrder. Reads from standard input what is to
    /// differ from NetSuite's own proposal, if anything; lines that are not mentioned come along in full.
    Transform {
        /// The type of the record that is there.
        from: String,
        /// Its id: NetSuite's, or eid: and an external id.
        #[arg(value_parser = record_id)]
        id: RecordId,
        /// The type of the record to make.
        to: String,
    },
}

impl Command {
    /// Whether it changes anything at NetSuite.
    pub(crate) fn writes(&self) -> bool {
        !matches!(self, Self::Get { .. })
    }
}

fn record_id(text: &str) -> Result<RecordId, String> {
    match text.strip_prefix("eid:") {
        Some(id) => ExternalId::new(id).map(RecordId::from).map_err(|error| error.to_string()),
        None => InternalId::new(text).map(RecordId::from).map_err(|error| error.to_string()),
    }
}

/// `input` is what came on standard input.
pub(crate) async fn run(connect: &Connect, command: Command, input: Option<String>) -> anyhow::Result<()> {
    let netsuite = connect.netsuite()?;
    match command {
        Command::Get { record_type, id, expand, fields } => {
            let mut get = netsuite.records_of(&record_type).get(id);
            if expand {
                get = get.expand_sub_resources();
            }
            let names: Vec<&str> = fields.iter().map(String::as_str).collect();
            if !names.is_empty() {
                get = get.fields(&names);
            }
            output::object(&get.send().await?)
        }
        Command::Upsert { record_type, external_id, replace } => {
            let Some(body) = body(input)? else {
                return Err(Usage("give the record as a JSON object on standard input".to_owned()).into());
            };
            let replace: Vec<&str> = replace.iter().map(String::as_str).collect();
            let written = netsuite.records_of(&record_type).upsert(&external_id, &body, &replace).await?;
            let id = written.id().as_str();
            output::object(&json!({"type": record_type, "id": id, "externalId": external_id.as_str()}))
        }
        Command::Transform { from, id, to } => {
            let body = body(input)?.unwrap_or_else(|| json!({}));
            let made = netsuite.records_of(&from).transform_into(&to, id).send(&body).await?;
            output::object(&json!({"type": to, "id": made.id().as_str()}))
        }
    }
}

/// The JSON object on standard input, if there is anything.
fn body(input: Option<String>) -> anyhow::Result<Option<Value>> {
    let Some(text) = input.filter(|text| !text.trim().is_empty()) else { return Ok(None) };
    match serde_json::from_str(&text) {
        Ok(Value::Object(body)) => Ok(Some(Value::Object(body))),
        Ok(_) => Err(Usage("standard input: the body must be a JSON object".to_owned()).into()),
        Err(error) => Err(Usage(format!("standard input: {error}")).into()),
    }
}
