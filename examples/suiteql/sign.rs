//! `sign`: what token-based authentication signs, to compare with another implementation.

use clap::Args;
use netsuite_client::TokenBased;
use serde_json::json;

use crate::{
    connect::{Connect, Usage},
    output,
};

/// The account comes from --account; it decides the realm.
#[derive(Args)]
pub(crate) struct Options {
    /// The request's method.
    #[arg(long)]
    method: String,
    /// The whole URL exactly as it is sent, query included.
    #[arg(long)]
    url: String,
    /// The integration record's key.
    #[arg(long)]
    consumer_key: String,
    /// Its secret. Other users of this machine may see the command line.
    #[arg(long)]
    consumer_secret: String,
    /// The access token's id.
    #[arg(long)]
    token: String,
    /// Its secret.
    #[arg(long)]
    token_secret: String,
    /// A text that is used once: letters and digits.
    #[arg(long)]
    nonce: String,
    /// Seconds since 1970.
    #[arg(long)]
    timestamp: i64,
}

pub(crate) fn run(connect: &Connect, options: &Options) -> anyhow::Result<()> {
    let account = connect.account()?;
    if !options.url.contains("://") {
        return Err(Usage("--url must be the whole URL, https://…".to_owned()).into());
    }
    let Options { method, url, nonce, timestamp, .. } = options;
    let credentials = TokenBased::new(
        options.consumer_key.as_str(),
        options.consumer_secret.as_str(),
        options.token.as_str(),
        options.token_secret.as_str(),
    );
    let signed = credentials.signed(method, url, account.realm(), nonce, *timestamp);
    output::object(&json!({
        "base_string": signed.base_string,
        "signature": signed.signature,
        "header": signed.header,
    }))
}
